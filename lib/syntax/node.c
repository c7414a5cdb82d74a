/* SPDX-License-Identifier: MIT */
#include "syntax/node.h"

#include <stddef.h>

/* -- making nodes -- */

#define UP_TO(member) (offsetof(struct al_node, member) + sizeof((struct al_node *)NULL)->member)

static const uint8_t sizes[] = {
    [AL_NODE_NULL] = UP_TO(boolean),      [AL_NODE_BOOL] = UP_TO(boolean),
    [AL_NODE_INT] = UP_TO(integer),       [AL_NODE_FLOAT] = UP_TO(number),
    [AL_NODE_STRING] = UP_TO(string),     [AL_NODE_TEXT] = UP_TO(text),
    [AL_NODE_ARRAY] = UP_TO(array),       [AL_NODE_OBJECT] = UP_TO(object),
    [AL_NODE_CALL] = UP_TO(call),         [AL_NODE_MEMBER] = UP_TO(member),
    [AL_NODE_INDEX] = UP_TO(index),       [AL_NODE_PARAMETER] = UP_TO(string),
    [AL_NODE_VARIABLE] = UP_TO(variable), [AL_NODE_LAMBDA] = UP_TO(lambda),
    [AL_NODE_LOCAL] = UP_TO(string),      [AL_NODE_LOOP] = UP_TO(loop),
    [AL_NODE_RESOURCE] = UP_TO(resource), [AL_NODE_SPREAD] = UP_TO(spread),
    [AL_NODE_NAME] = UP_TO(variable), /* of what it may become */
    [AL_NODE_NESTED] = UP_TO(member),     [AL_NODE_BROKEN] = UP_TO(boolean),
};

_Static_assert(UP_TO(call) == sizeof(struct al_node), "a call needs most");

struct al_node *al_node_new(al_arena *arena, enum al_node_kind kind, struct al_span span)
{
    struct al_node *node = al_alloc(arena, sizes[kind]);

    node->kind = (uint8_t)kind;
    node->off = span.off;
    node->len = span.len;
    node->source = span.source;
    return node;
}

/* A text that nameof() gives was made as a CALL, and has more than another one. */
static size_t size_of(const struct al_node *node)
{
    return node->kind == AL_NODE_STRING && node->flags & AL_NODE_NAMEOF ? UP_TO(named) : sizes[node->kind];
}

void al_node_become(struct al_node *node, const struct al_node *other)
{
    memcpy(node, other, size_of(other));
}

struct al_node *al_node_copy(al_arena *arena, const struct al_node *node)
{
    struct al_node *copy = al_alloc_text(arena, size_of(node));

    al_node_become(copy, node);
    return copy;
}

/* -- finding properties -- */

enum { INDEXED_FROM = 64 };

/* Where the key is, or where it would be. */
static uint32_t slot_of(const struct al_node *node, al_str key)
{
    const uint32_t mask = node->object.nslots - 1, *slots = node->object.slots;
    uint32_t at = (uint32_t)al_str_casehash(key) & mask;

    while (slots[at] && !al_str_caseeq(node->object.items[slots[at] - 1].key, key))
        at = (at + 1) & mask;
    return at;
}

/* Of keys that differ only by case the first one is found, as by a look at one after the other. */
void al_node_index(al_arena *arena, struct al_node *node)
{
    uint32_t *slots;

    if (node->object.n < INDEXED_FROM)
        return;
    node->object.nslots = 2 * INDEXED_FROM;
    while (node->object.nslots / 2 < node->object.n)
        node->object.nslots *= 2;
    node->object.slots = slots = AL_NEW_N(arena, uint32_t, node->object.nslots);
    for (uint32_t i = 0; i < node->object.n; i++) {
        const uint32_t at = slot_of(node, node->object.items[i].key);
        if (!slots[at])
            slots[at] = i + 1;
    }
}

static const struct al_property *find_indexed(const struct al_node *node, al_str key)
{
    const uint32_t found = node->object.slots[slot_of(node, key)];

    return found ? &node->object.items[found - 1] : NULL;
}

const struct al_property *al_node_property(const struct al_node *node, al_str key)
{
    if (!al_node_is(node, AL_NODE_OBJECT))
        return NULL;
    if (node->object.slots)
        return find_indexed(node, key);
    for (uint32_t i = 0; i < node->object.n; i++)
        if (al_str_caseeq(node->object.items[i].key, key))
            return &node->object.items[i];
    return NULL;
}

const struct al_node *al_node_get(const struct al_node *node, const char *key)
{
    const struct al_property *property = al_node_property(node, al_str_of(key));

    return property ? property->value : NULL;
}

al_str al_node_text(const struct al_node *node)
{
    if (al_node_is(node, AL_NODE_STRING))
        return node->string;
    if (al_node_is(node, AL_NODE_TEXT))
        return node->text.string;
    return AL_STR("");
}

/* -- walking -- */

typedef void visitor(void *ptr, const struct al_node *child);

static void visit_one(const struct al_node *node, visitor *visit, void *ptr)
{
    if (node)
        visit(ptr, node);
}

static void visit_list(struct al_node *const *items, uint32_t n, visitor *visit, void *ptr)
{
    for (uint32_t i = 0; i < n; i++)
        visit_one(items[i], visit, ptr);
}

void al_node_each_child(const struct al_node *node, visitor *visit, void *ptr)
{
    switch ((enum al_node_kind)node->kind) {
    case AL_NODE_ARRAY: visit_list(node->array.items, node->array.n, visit, ptr); break;
    case AL_NODE_OBJECT:
        for (uint32_t i = 0; i < node->object.n; i++) {
            visit_one(node->object.items[i].key_node, visit, ptr);
            visit_one(node->object.items[i].value, visit, ptr);
        }
        break;
    case AL_NODE_CALL: visit_list(node->call.args, node->call.n, visit, ptr); break;
    case AL_NODE_MEMBER:
    case AL_NODE_NESTED: visit_one(node->member.base, visit, ptr); break;
    case AL_NODE_INDEX:
        visit_one(node->index.base, visit, ptr);
        visit_one(node->index.index, visit, ptr);
        break;
    case AL_NODE_LAMBDA: visit_one(node->lambda.body, visit, ptr); break;
    case AL_NODE_LOOP:
        visit_one(node->loop.count, visit, ptr);
        visit_one(node->loop.over, visit, ptr);
        visit_one(node->loop.body, visit, ptr);
        break;
    case AL_NODE_SPREAD: visit_one(node->spread, visit, ptr); break;
    default: break;
    }
}
