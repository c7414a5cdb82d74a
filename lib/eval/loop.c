/* SPDX-License-Identifier: MIT */
/* Arrays made by loops: property copies, and for-expressions. */
#include "eval/walk.h"

static al_value unknown_loop(struct al_eval *ev, const struct al_node *node, al_value *domain)
{
    al_value args[] = {*domain, al_string(al_span_text(al_node_span(node->loop.body)))};

    al_force_deep(ev, &args[0]);
    return al_symbol_in(ev->arena, AL_HINT_ARRAY, AL_STR("copy"), args, 2, node);
}

/* The domain of a loop: the items of `over`, or nothing but a count. False when its length is not known. */
static bool loop_length(struct al_eval *ev, const struct al_node *node, al_value *domain, uint32_t *n)
{
    if (domain->kind == AL_V_ARRAY && node->loop.over) {
        *n = domain->n;
        return true;
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
    if (domain->integer > ev->limits.items) {
        al_diags_add(ev->diags, AL_TROUBLE_LIMIT, al_node_span(node),
                     "a loop of %lld is longer than the limit of %u", (long long)domain->integer,
                     ev->limits.items);
        return false;
    }
    *n = (uint32_t)domain->integer;
    return true;
}

al_value al_loop_value(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame)
{
    const struct al_node *source = node->loop.over ? node->loop.over : node->loop.count;
    al_value domain = source ? al_evaluate(ev, source, frame) : al_unknown_node(ev, node), *items, v;
    uint32_t n;

    if (!loop_length(ev, node, &domain, &n) || !al_step(ev, node, n))
        return unknown_loop(ev, node, &domain);
    items = AL_NEW_N(ev->arena, al_value, n);
    for (uint32_t i = 0; i < n; i++) {
        const struct al_frame *inner = frame;
        if (!node->loop.over) /* Bicep has no copyIndex() */
            inner = al_bind(ev, inner, AL_BIND_PROPERTY_COPY, node->loop.name, al_int(i));
        if (node->loop.item.n)
            inner = al_bind(ev, inner, AL_BIND_LOCAL, node->loop.item, domain.items[i]);
        if (node->loop.index.n)
            inner = al_bind(ev, inner, AL_BIND_LOCAL, node->loop.index, al_int(i));
        items[i] = al_node_value(node->loop.body, inner);
    }
    v = al_array(items, n);
    v.origin = node; /* so that a field of an item knows that it was written in the loop's body */
    return v;
}
