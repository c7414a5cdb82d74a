/* SPDX-License-Identifier: MIT */
/* What a template says when it was the value of another one: "[[parameters('x')]", which the outer template
 * only passes on, is an expression inside. The reader has taken the outer bracket off already. */
#include "syntax/expression.h"

static struct al_node *unescaped_array(al_arena *arena, const struct al_node *node)
{
    struct al_node *copy = al_node_copy(arena, node);

    copy->array.items = AL_NEW_N(arena, struct al_node *, node->array.n);
    for (uint32_t i = 0; i < node->array.n; i++)
        copy->array.items[i] = al_node_unescaped(arena, node->array.items[i]);
    return copy;
}

static struct al_node *unescaped_object(al_arena *arena, const struct al_node *node)
{
    struct al_node *copy = al_node_copy(arena, node);

    copy->object.items = AL_NEW_N(arena, struct al_property, node->object.n);
    for (uint32_t i = 0; i < node->object.n; i++) {
        copy->object.items[i] = node->object.items[i];
        copy->object.items[i].value = al_node_unescaped(arena, node->object.items[i].value);
    }
    return copy;
}

/* The depth of a tree is bounded by its reader. */
struct al_node *al_node_unescaped(al_arena *arena, const struct al_node *node)
{
    struct al_node *copy;

    if (node->kind == AL_NODE_ARRAY)
        return unescaped_array(arena, node);
    if (node->kind == AL_NODE_OBJECT)
        return unescaped_object(arena, node);
    if (node->kind != AL_NODE_STRING || !al_is_expression(node->string))
        return al_node_copy(arena, node);
    copy = al_node_new(arena, AL_NODE_TEXT, al_node_span(node));
    copy->flags = node->flags;
    copy->text.string = node->string;
    return copy;
}
