/* SPDX-License-Identifier: MIT */
/* What is known of values without evaluating them: which kinds of value an expression can be at all. The
 * answer is always on the side of more kinds, so that "none of those" is certain. */
#include "syntax/bicep_check_private.h"

enum { REFERENCES_MOST = 16, MANY = 64 };

/* -- in words -- */

static const struct {
    uint8_t kind;
    const char *text;
} words[] = {
    {AL_BICEP_IS_STRING, "a string"}, {AL_BICEP_IS_INT, "an integer"},   {AL_BICEP_IS_BOOL, "a boolean"},
    {AL_BICEP_IS_ARRAY, "an array"},  {AL_BICEP_IS_OBJECT, "an object"}, {AL_BICEP_IS_LAMBDA, "a lambda"},
    {AL_BICEP_IS_NULL, "null"},
};

enum { NWORDS = sizeof words / sizeof *words };

al_str al_bicep_kinds_text(al_arena *arena, uint8_t kinds)
{
    struct al_buf buf = AL_BUF(arena);
    unsigned left = 0;

    for (size_t i = 0; i < NWORDS; i++)
        left += (kinds & words[i].kind) != 0;
    for (size_t i = 0; i < NWORDS; i++)
        if (kinds & words[i].kind)
            al_buf_printf(&buf, "%s%s", words[i].text, --left > 1 ? ", " : left == 1 ? " or " : "");
    return al_buf_str(&buf);
}

/* -- types -- */

static uint8_t kinds_of_kind(enum al_type_kind kind)
{
    switch (kind) {
    case AL_TYPE_STRING: return AL_BICEP_IS_STRING;
    case AL_TYPE_INT: return AL_BICEP_IS_INT;
    case AL_TYPE_BOOL: return AL_BICEP_IS_BOOL;
    case AL_TYPE_ARRAY: return AL_BICEP_IS_ARRAY;
    case AL_TYPE_OBJECT: return AL_BICEP_IS_OBJECT;
    case AL_TYPE_ANY: break;
    }
    return AL_BICEP_IS_ANYTHING;
}

struct al_type al_bicep_read_type(const struct al_bicep_check *c, const struct al_node *node)
{
    struct al_type type = {0};

    if (!al_node_is(node, AL_NODE_OBJECT))
        return type;
    c->diags->muted++; /* whoever made the template has reported it */
    type = al_type_from_json(c->diags, node);
    c->diags->muted--;
    return type;
}

struct al_type al_bicep_resolve_type(const struct al_bicep_check *c, const struct al_template *tmpl,
                                     struct al_type type)
{
    for (int i = 0; type.ref.n; i++) {
        const struct al_node *target = al_type_target(tmpl, type.ref);
        const bool nullable = type.nullable, secure = type.secure;
        if (!target || i == REFERENCES_MOST)
            return (struct al_type){0};
        type = al_bicep_read_type(c, target);
        type.nullable |= nullable;
        type.secure |= secure;
    }
    return type;
}

struct al_bicep_shape al_bicep_shape_of_type(const struct al_bicep_check *c, const struct al_template *tmpl,
                                             struct al_type type)
{
    struct al_bicep_shape shape = AL_BICEP_SHAPE(AL_BICEP_IS_ANYTHING);

    type = al_bicep_resolve_type(c, tmpl, type);
    if (!type.known)
        return shape;
    shape.kinds = kinds_of_kind(type.kind);
    if (type.nullable)
        shape.kinds |= AL_BICEP_IS_NULL;
    if (type.kind == AL_TYPE_ARRAY && al_node_is(type.items, AL_NODE_OBJECT)) {
        const struct al_type item = al_bicep_resolve_type(c, tmpl, al_bicep_read_type(c, type.items));
        shape.items = item.known ? kinds_of_kind(item.kind) : AL_BICEP_IS_ANYTHING;
        if (item.nullable)
            shape.items |= AL_BICEP_IS_NULL;
    }
    return shape;
}

/* -- values -- */

static struct al_bicep_shape shape_of_parameter(const struct al_bicep_check *c, al_str name)
{
    const struct al_parameter *parameter = al_map_get(&c->tmpl->parameter_index, name);

    if (!parameter || c->file->is_parameters)
        return AL_BICEP_SHAPE(AL_BICEP_IS_ANYTHING);
    return al_bicep_shape_of_type(c, c->tmpl, parameter->type);
}

static struct al_bicep_shape shape_of_resource(const struct al_bicep_check *c, const struct al_node *node)
{
    const struct al_bicep_entry *entry = al_bicep_entry_of(c, node);
    struct al_bicep_shape shape = AL_BICEP_SHAPE(AL_BICEP_IS_OBJECT);

    if (!entry)
        return AL_BICEP_SHAPE(AL_BICEP_IS_ANYTHING);
    shape.of = entry;
    shape.part = AL_BICEP_PART_ONE;
    if (entry->st->loop) {
        shape.kinds = AL_BICEP_IS_ARRAY;
        shape.items = AL_BICEP_IS_OBJECT;
        shape.part = AL_BICEP_PART_LOOP;
    }
    return shape;
}

static struct al_bicep_shape literal_of(const struct al_node *node, uint8_t kinds)
{
    struct al_bicep_shape shape = AL_BICEP_SHAPE(kinds);

    shape.literal = node;
    return shape;
}

static struct al_bicep_shape shape_of_array(const struct al_bicep_check *c, const struct al_node *node)
{
    struct al_bicep_shape shape = literal_of(node, AL_BICEP_IS_ARRAY);

    shape.items = node->array.n && node->array.n < MANY ? 0 : AL_BICEP_IS_ANYTHING;
    for (uint32_t i = 0; i < node->array.n && shape.items != AL_BICEP_IS_ANYTHING; i++)
        shape.items |= al_bicep_shape_of(c, node->array.items[i]).kinds;
    return shape;
}

/* What a node is as far as it shows without looking into it: no deeper than the items of an array, and for
 * those of arrays in arrays not even that. */
struct al_bicep_shape al_bicep_shape_of(const struct al_bicep_check *c, const struct al_node *node)
{
    const struct al_bicep_entry *entry;

    if (node->flags & AL_NODE_ANY)
        return AL_BICEP_SHAPE(AL_BICEP_IS_ANYTHING);
    switch ((enum al_node_kind)node->kind) {
    case AL_NODE_NULL: return literal_of(node, AL_BICEP_IS_NULL);
    case AL_NODE_BOOL: return literal_of(node, AL_BICEP_IS_BOOL);
    case AL_NODE_INT: return literal_of(node, AL_BICEP_IS_INT);
    case AL_NODE_STRING: return literal_of(node, AL_BICEP_IS_STRING);
    case AL_NODE_OBJECT: return literal_of(node, AL_BICEP_IS_OBJECT);
    case AL_NODE_ARRAY: return literal_of(node, AL_BICEP_IS_ARRAY);
    case AL_NODE_LOOP: return AL_BICEP_SHAPE(AL_BICEP_IS_ARRAY);
    case AL_NODE_LAMBDA: return AL_BICEP_SHAPE(AL_BICEP_IS_LAMBDA);
    case AL_NODE_RESOURCE: return shape_of_resource(c, node);
    case AL_NODE_PARAMETER: return shape_of_parameter(c, node->string);
    case AL_NODE_VARIABLE:
        entry = al_bicep_entry_of(c, node);
        return entry ? entry->shape : AL_BICEP_SHAPE(AL_BICEP_IS_ANYTHING);
    default: return AL_BICEP_SHAPE(AL_BICEP_IS_ANYTHING);
    }
}

struct al_bicep_shape al_bicep_shape_of_items(const struct al_bicep_check *c, const struct al_node *node)
{
    return node->flags & AL_NODE_ANY ? AL_BICEP_SHAPE(AL_BICEP_IS_ANYTHING) : shape_of_array(c, node);
}

struct al_bicep_shape al_bicep_shape_join(struct al_bicep_shape a, struct al_bicep_shape b)
{
    struct al_bicep_shape shape = AL_BICEP_SHAPE(a.kinds | b.kinds);

    shape.items = a.items | b.items;
    return shape;
}
