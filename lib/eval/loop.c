/* SPDX-License-Identifier: MIT */
/* Arrays made by loops: property copies, and for-expressions. */
#include "eval/walk.h"

static const struct al_frame *bind_element(struct al_eval *ev, const struct al_node *node,
                                           const struct al_frame *frame, al_value index, al_value item)
{
    frame = al_bind(ev, frame, AL_BIND_PROPERTY_COPY, node->loop.names->name, index);
    if (node->loop.names->item.n)
        frame = al_bind(ev, frame, AL_BIND_LOCAL, node->loop.names->item, item);
    if (node->loop.names->index.n)
        frame = al_bind(ev, frame, AL_BIND_LOCAL, node->loop.names->index, index);
    return frame;
}

/* How many loops of unknown length the place is inside of. */
static int64_t open_loops(const struct al_frame *frame)
{
    int64_t n = 0;

    for (; frame; frame = frame->up)
        n += frame->binding == AL_BIND_PROPERTY_COPY && frame->value.kind == AL_V_SYMBOL;
    return n;
}

/* A loop of unknown length is told by its length and by what it makes at an index that is not known, so that
 * two of the same meaning are one symbol, in whatever language they are written. */
static al_value unknown_loop(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame,
                             al_value *domain)
{
    al_value depth = al_int(open_loops(frame)), index, item = al_null(), pair[2], args[2];

    al_force_deep(ev, domain);
    index = al_symbol(ev->arena, AL_HINT_INT, AL_STR("copyIndex"), &depth, depth.integer ? 1 : 0);
    args[0] = *domain;
    if (node->loop.over) {
        pair[0] = *domain;
        pair[1] = index;
        item = al_symbol(ev->arena, AL_HINT_ANY, AL_SYM_INDEX, pair, 2);
        args[0] = al_symbol(ev->arena, AL_HINT_INT, AL_STR("length"), domain, 1);
    }
    ev->diags->doubtful++; /* it may have no element at all */
    args[1] = al_evaluate(ev, node->loop.body, bind_element(ev, node, frame, index, item));
    al_force_deep(ev, &args[1]);
    ev->diags->doubtful--;
    return al_symbol(ev->arena, AL_HINT_ARRAY, AL_STR("copy"), args, 2);
}

static bool is_short(struct al_eval *ev, const struct al_node *node, uint64_t n)
{
    if (n <= al_limit(ev->diags, AL_LIMIT_LOOP))
        return true;
    al_diags_limit(ev->diags, AL_LIMIT_LOOP, al_node_span(node), "a loop of %llu is too long",
                   (unsigned long long)n);
    return false;
}

/* The domain of a loop: the items of `over`, or nothing but a count. False when its length is not known. */
static bool loop_length(struct al_eval *ev, const struct al_node *node, al_value *domain, uint32_t *n)
{
    if (domain->kind == AL_V_ARRAY && node->loop.over) {
        *n = domain->n;
        return is_short(ev, node, domain->n);
    }
    if (domain->kind == AL_V_SYMBOL)
        return false;
    if (domain->kind != AL_V_INT || domain->integer < 0 || node->loop.over) {
        al_diags_add(ev->diags, AL_TROUBLE_EXPRESSION, al_node_span(node),
                     node->loop.over ? "a loop needs an array to go over, this is %s"
                                     : "the count of a copy loop must be a non-negative integer, this is %s",
                     al_kind_name(domain));
        return false;
    }
    *n = (uint32_t)domain->integer;
    return is_short(ev, node, (uint64_t)domain->integer);
}

al_value al_loop_value(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame)
{
    const struct al_node *source = node->loop.over ? node->loop.over : node->loop.count;
    al_value domain = source ? al_evaluate(ev, source, frame) : al_unknown_node(ev, node), *items, v;
    uint32_t n;

    if (!loop_length(ev, node, &domain, &n) || !al_step(ev, node, n))
        return unknown_loop(ev, node, frame, &domain);
    items = AL_NEW_N(ev->arena, al_value, n);
    for (uint32_t i = 0; i < n; i++)
        items[i] =
            al_node_value(node->loop.body, bind_element(ev, node, frame, al_int(i),
                                                        node->loop.over ? domain.items[i] : al_null()));
    v = al_array(items, n);
    v.origin = node; /* so that a field of an item knows that it was written in the loop's body */
    return v;
}
