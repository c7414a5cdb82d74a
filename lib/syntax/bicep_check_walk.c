/* SPDX-License-Identifier: MIT */
/* Getting about in the nodes of a Bicep file. How deep expressions are nested is bounded by the parser, so
 * that whoever walks them may call itself. */
#include "syntax/bicep_check_private.h"

static void visit_one(const struct al_node *node, al_bicep_visit visit, void *ptr)
{
    if (node)
        visit(ptr, node);
}

void al_bicep_each_expression(const struct al_bicep_statement *st, al_bicep_visit visit, void *ptr)
{
    if (st->loop)
        visit_one(st->loop->loop.over, visit, ptr);
    visit_one(st->condition, visit, ptr);
    visit_one(st->value, visit, ptr);
}

const struct al_property *al_bicep_property(const struct al_node *object, const char *name)
{
    const al_str key = al_str_of(name);

    if (!al_node_is(object, AL_NODE_OBJECT))
        return NULL;
    for (uint32_t i = 0; i < object->object.n; i++)
        if (!object->object.items[i].key_node && al_str_eq(object->object.items[i].key, key))
            return &object->object.items[i];
    return NULL;
}

struct al_node *al_bicep_value_of(const struct al_node *object, const char *name)
{
    const struct al_property *property = al_bicep_property(object, name);

    return property ? property->value : NULL;
}

static bool has_plain_key(const struct al_property *property)
{
    return !property->key_node && property->value->kind != AL_NODE_SPREAD;
}

static bool is_open(const struct al_node *object)
{
    for (uint32_t i = 0; i < object->object.n; i++)
        if (object->object.items[i].key_node || object->object.items[i].value->kind == AL_NODE_BROKEN)
            return true;
    return object->flags & AL_NODE_HAS_SPREAD;
}

/* Of a large object. */
struct index {
    struct al_map names; /* -> struct al_property */
    bool open;
};

static const struct index *index_of(const struct al_bicep_check *c, const struct al_node *object)
{
    const void *address = object;
    const al_str key = {(const char *)&address, sizeof address};
    struct index *index = al_map_get(c->indexes, key);

    if (index)
        return index;
    index = AL_NEW(c->arena, struct index);
    index->open = is_open(object);
    *al_map_put(c->arena, c->indexes, al_str_copy(c->arena, key)) = index;
    for (uint32_t i = 0; i < object->object.n; i++)
        if (has_plain_key(&object->object.items[i]))
            *al_map_put(c->arena, &index->names, object->object.items[i].key) = &object->object.items[i];
    return index;
}

enum { FEW = 16 };

bool al_bicep_is_open(const struct al_bicep_check *c, const struct al_node *object)
{
    return object->object.n > FEW ? index_of(c, object)->open : is_open(object);
}

const struct al_property *al_bicep_look_up(const struct al_bicep_check *c, const struct al_node *object,
                                           al_str name)
{
    if (!al_node_is(object, AL_NODE_OBJECT))
        return NULL;
    if (object->object.n > FEW)
        return al_map_get(&index_of(c, object)->names, name);
    for (uint32_t i = object->object.n; i-- > 0;)
        if (has_plain_key(&object->object.items[i]) && al_str_eq(object->object.items[i].key, name))
            return &object->object.items[i];
    return NULL;
}

/* What is written before the name is an argument only of methods: that of a namespace is dropped. */
bool al_bicep_is_method(const struct al_node *call)
{
    const char *text = call->source->text.s;

    return call->call.n > 0 && !(call->flags & AL_NODE_OPERATOR) && call->call.name.s >= text &&
           call->call.name.s < text + call->source->text.n &&
           text + call->call.args[0]->off < call->call.name.s;
}

bool al_bicep_integer(int64_t *out, const struct al_node *node)
{
    if (!al_node_is(node, AL_NODE_INT))
        return false;
    *out = node->integer;
    return true;
}

const struct al_node *al_bicep_body(const struct al_bicep_statement *st)
{
    return al_node_is(st->value, AL_NODE_OBJECT) ? st->value : NULL;
}

/* -- suggestions -- */

enum { LONGEST = 48 };

static size_t distance(al_str a, al_str b)
{
    size_t row[LONGEST + 1];

    for (size_t j = 0; j <= b.n; j++)
        row[j] = j;
    for (size_t i = 0; i < a.n; i++) {
        size_t corner = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < b.n; j++) {
            const size_t change = corner + (al_lower(a.s[i]) != al_lower(b.s[j]));
            const size_t least = row[j + 1] < row[j] ? row[j + 1] : row[j];
            corner = row[j + 1];
            row[j + 1] = change < least + 1 ? change : least + 1;
        }
    }
    return row[b.n];
}

al_str al_bicep_closest(al_arena *arena, al_str name, const al_str *names, size_t n)
{
    size_t best = name.n / 4 + 2 < name.n ? name.n / 4 + 2 : name.n; /* more than that is another name */
    al_str found = AL_STR("");

    if (name.n == 0 || name.n > LONGEST)
        return found;
    for (size_t i = 0; i < n; i++) {
        const size_t d = names[i].n && names[i].n <= LONGEST ? distance(name, names[i]) : best;
        if (d < best) {
            best = d;
            found = names[i];
        }
    }
    return found.n ? al_printf(arena, "; did you mean '%.*s'?", AL_FMT(found)) : found;
}
