/* SPDX-License-Identifier: MIT */
/* Parsed JSON as values: parameter files and json(). Nothing in it is an expression. */
#include "eval/evaluator.h"

al_value al_value_from_data(struct al_eval *ev, const struct al_node *node)
{
    al_value v;

    if (node->kind == AL_NODE_ARRAY) {
        al_value *items = AL_NEW_N(ev->arena, al_value, node->array.n);
        for (uint32_t i = 0; i < node->array.n; i++)
            items[i] = al_value_from_data(ev, node->array.items[i]);
        v = al_array(items, node->array.n);
    } else if (node->kind == AL_NODE_OBJECT) {
        struct al_object *object = al_object_new(ev->arena, node->object.n);
        for (uint32_t i = 0; i < node->object.n; i++) {
            struct al_entry *entry = al_object_put(ev->arena, object, node->object.items[i].key);
            entry->at = node->object.items[i].value;
            entry->value = al_value_from_data(ev, entry->at);
        }
        v = al_object(object);
    } else if (node->kind == AL_NODE_TEXT) {
        v = al_string(node->text.string);
    } else if (node->kind < AL_NODE_ARRAY) {
        v = al_evaluate(ev, node, NULL);
    } else {
        v = al_unknown_node(ev, node); /* what a decorator of Bicep should not have been given */
    }
    v.origin = node;
    return v;
}
