/* SPDX-License-Identifier: MIT */
/* Making the nodes that ARM JSON has and Bicep only implies. */
#include "syntax/bicep_bind.h"

struct al_node *al_bicep_new_text(al_arena *arena, al_str text, struct al_span span)
{
    struct al_node *node = al_node_new(arena, AL_NODE_STRING, span);

    node->string = text;
    return node;
}

struct al_node *al_bicep_new_bool(al_arena *arena, bool value, struct al_span span)
{
    struct al_node *node = al_node_new(arena, AL_NODE_BOOL, span);

    node->boolean = value;
    return node;
}

struct al_node *al_bicep_new_call(al_arena *arena, const char *name, struct al_span span,
                                  struct al_node *const *args, uint32_t n)
{
    struct al_node *node = al_node_new(arena, AL_NODE_CALL, span);

    node->call.name = al_str_of(name);
    node->call.args = AL_NEW_N(arena, struct al_node *, n);
    node->call.n = n;
    for (uint32_t i = 0; i < n; i++)
        node->call.args[i] = args[i];
    return node;
}

struct al_span al_bicep_span_to(struct al_span from, struct al_span to)
{
    if (to.off + to.len > from.off)
        from.len = to.off + to.len - from.off;
    return from;
}

/* -- objects -- */

void al_bicep_expect_properties(struct al_bicep_object *object, uint32_t n)
{
    object->items.v = AL_NEW_N(object->arena, struct al_property, n);
    object->items.cap = n;
}

void al_bicep_put_property(struct al_bicep_object *object, const struct al_property *property)
{
    *al_vec_push(object->arena, &object->items) = *property;
    if (property->value->kind == AL_NODE_SPREAD)
        object->flags |= AL_NODE_HAS_SPREAD;
    if (property->key_node)
        object->flags |= AL_NODE_HAS_EXPR_KEY;
}

void al_bicep_put_named(struct al_bicep_object *object, al_str key, struct al_span key_span,
                        struct al_node *value)
{
    const struct al_property property = {
        .key = key, .key_off = key_span.off, .key_len = key_span.len, .value = value};

    al_bicep_put_property(object, &property);
}

void al_bicep_put(struct al_bicep_object *object, const char *key, struct al_span key_span,
                  struct al_node *value)
{
    al_bicep_put_named(object, al_str_of(key), key_span, value);
}

struct al_node *al_bicep_object_node(const struct al_bicep_object *object)
{
    struct al_node *node = al_node_new(object->arena, AL_NODE_OBJECT, object->span);

    node->object.items = object->items.v;
    node->object.n = (uint32_t)object->items.n;
    node->flags = object->flags;
    al_node_index(object->arena, node);
    return node;
}

struct al_property *al_bicep_find_put(struct al_bicep_object *object, const char *key)
{
    for (size_t i = 0; i < object->items.n; i++)
        if (al_str_eq(object->items.v[i].key, al_str_of(key)))
            return &object->items.v[i];
    return NULL;
}

void al_bicep_put_kind(struct al_bicep_object *object, const char *name)
{
    al_bicep_put(object, "type", object->span,
                 al_bicep_new_text(object->arena, al_str_of(name), object->span));
}
