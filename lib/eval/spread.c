/* SPDX-License-Identifier: MIT */
/* Literals with spreads. They are what Bicep compiles them to: [a, ...b] is
 * flatten(createArray(createArray(a), b)), {k: a, ...b} is shallowMerge(createArray(createObject('k', a),
 * b)), so that both languages give the same values, known or not. */
#include "eval/functions.h"
#include "eval/walk.h"

/* name(createArray(parts)) */
static al_value call_with_parts(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame,
                                const char *name, const struct al_items *parts)
{
    const struct al_function *fn = al_function_find(al_str_of(name));
    al_value list = al_array(parts->v, parts->n), v;
    struct al_call call = {.ev = ev, .fn = fn, .node = node, .frame = frame, .args = &list, .n = 1};

    call.name = al_str_of(fn->name);
    v = fn->call(&call);
    if (!v.origin)
        v.origin = node;
    return v;
}

static al_value array_of_range(struct al_eval *ev, const struct al_node *node, uint32_t from, uint32_t to,
                               const struct al_frame *frame)
{
    al_value *items = AL_NEW_N(ev->arena, al_value, to - from), v;

    for (uint32_t i = from; i < to; i++)
        items[i - from] = al_node_value(node->array.items[i], frame);
    v = al_array(items, to - from);
    v.origin = node;
    return v;
}

al_value al_spread_array(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame)
{
    struct al_items parts = {0};
    uint32_t from = 0;

    for (uint32_t i = 0; i <= node->array.n; i++) {
        bool spread = i < node->array.n && node->array.items[i]->kind == AL_NODE_SPREAD;
        if (i < node->array.n && !spread)
            continue;
        if (i > from)
            *al_vec_push(ev->arena, &parts) = array_of_range(ev, node, from, i, frame);
        if (spread)
            *al_vec_push(ev->arena, &parts) = al_node_value(node->array.items[i]->spread, frame);
        from = i + 1;
    }
    return call_with_parts(ev, node, frame, "flatten", &parts);
}

al_value al_spread_object(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame)
{
    struct al_items parts = {0};
    uint32_t from = 0;

    for (uint32_t i = 0; i <= node->object.n; i++) {
        bool spread = i < node->object.n && node->object.items[i].value->kind == AL_NODE_SPREAD;
        if (i < node->object.n && !spread)
            continue;
        if (i > from)
            *al_vec_push(ev->arena, &parts) = al_object_of_range(ev, node, from, i, frame);
        if (spread)
            *al_vec_push(ev->arena, &parts) = al_node_value(node->object.items[i].value->spread, frame);
        from = i + 1;
    }
    return call_with_parts(ev, node, frame, "shallowMerge", &parts);
}
