/* SPDX-License-Identifier: MIT */
#include "syntax/node.h"

const struct al_property *al_node_property(const struct al_node *node, al_str key)
{
    if (!al_node_is(node, AL_NODE_OBJECT))
        return NULL;
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
