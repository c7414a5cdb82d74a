/* SPDX-License-Identifier: MIT */
/* JSON that was read, written again: in our own way, whatever it looked like. */
#include "report/terminal.h"
#include "report/tree.h"
#include "syntax/node.h"

/* Keys are not mended when they are written. */
static const char *valid_key(al_arena *arena, al_str key)
{
    struct al_buf valid = AL_BUF(arena);

    if (al_term_plain(key) == key.n)
        return al_str_cstr(arena, key);
    for (size_t i = 0; i < key.n;)
        al_buf_utf8(&valid, al_utf8_next(key, &i));
    return valid.n ? valid.s : "";
}

void al_tree_member(struct al_tree *tree, cJSON *object, const struct al_property *member)
{
    al_tree_node(tree, object, valid_key(al_tree_passing(tree), member->key), member->value);
}

void al_tree_members(struct al_tree *tree, cJSON *object, const struct al_node *node)
{
    for (uint32_t i = 0; i < node->object.n; i++)
        al_tree_member(tree, object, &node->object.items[i]);
}

void al_tree_node(struct al_tree *tree, cJSON *parent, const char *key, const struct al_node *node)
{
    cJSON *made;

    switch (node->kind) {
    case AL_NODE_STRING: al_tree_str(tree, parent, key, node->string); break;
    case AL_NODE_INT: al_tree_int(tree, parent, key, node->integer); break;
    case AL_NODE_FLOAT: al_tree_raw(tree, parent, key, al_span_text(al_node_span(node))); break;
    case AL_NODE_BOOL: al_tree_bool(tree, parent, key, node->boolean); break;
    case AL_NODE_ARRAY:
        made = al_tree_array(tree, parent, key);
        for (uint32_t i = 0; i < node->array.n; i++)
            al_tree_node(tree, made, NULL, node->array.items[i]);
        break;
    case AL_NODE_OBJECT: al_tree_members(tree, al_tree_object(tree, parent, key), node); break;
    default: al_tree_text(tree, parent, key, NULL); break;
    }
}
