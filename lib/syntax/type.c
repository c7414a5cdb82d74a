/* SPDX-License-Identifier: MIT */
#include "syntax/template.h"
#include "syntax/template_private.h"

static const struct {
    const char *name;
    enum al_type_kind kind;
    bool secure;
} names[] = {
    {"string", AL_TYPE_STRING, false},      {"int", AL_TYPE_INT, false},
    {"bool", AL_TYPE_BOOL, false},          {"array", AL_TYPE_ARRAY, false},
    {"object", AL_TYPE_OBJECT, false},      {"secureString", AL_TYPE_STRING, true},
    {"secureObject", AL_TYPE_OBJECT, true},
};

#define DEFINITIONS "#/definitions/"

static void set_kind(struct al_diags *diags, struct al_type *type, const struct al_node *name)
{
    const al_str text = al_node_text(name);

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (al_str_caseeq(text, al_str_of(names[i].name))) {
            type->kind = names[i].kind;
            type->secure = names[i].secure;
            return;
        }
    }
    type->known = false;
    if (name->kind != AL_NODE_STRING)
        al_template_mismatch(diags, name, "a type", AL_NODE_STRING);
    else
        al_diags_add(
            diags, AL_TROUBLE_TEMPLATE, al_node_span(name),
            "\"%.*s\" is not a type: use string, int, bool, array, object, secureString or secureObject",
            AL_FMT(al_str_head(text, 60)));
}

static void set_reference(struct al_diags *diags, struct al_type *type, const struct al_node *ref)
{
    const al_str text = al_node_text(ref);

    if (al_str_starts(text, AL_STR(DEFINITIONS))) {
        type->ref = al_str_from(text, sizeof DEFINITIONS - 1);
        return;
    }
    type->known = false;
    al_diags_add(diags, AL_TROUBLE_TEMPLATE, al_node_span(ref), "a $ref must begin with \"" DEFINITIONS "\"");
}

struct al_type al_type_from_json(al_arena *arena, struct al_diags *diags, const struct al_node *node)
{
    struct al_type type = {.known = true, .node = node};
    const struct al_node *name = al_node_get(node, "type"), *ref = al_node_get(node, "$ref");
    const struct al_node *nullable = al_node_get(node, "nullable");

    (void)arena;
    if (ref)
        set_reference(diags, &type, ref);
    if (name)
        set_kind(diags, &type, name);
    type.nullable = al_node_is_true(nullable);
    type.allowed = al_node_get(node, "allowedValues");
    type.min_value = al_node_get(node, "minValue");
    type.max_value = al_node_get(node, "maxValue");
    type.min_length = al_node_get(node, "minLength");
    type.max_length = al_node_get(node, "maxLength");
    type.properties = al_node_get(node, "properties");
    type.items = al_node_get(node, "items");
    type.prefix_items = al_node_get(node, "prefixItems");
    type.additional = al_node_get(node, "additionalProperties");
    return type;
}

/* One step of a pointer: a property of an object, an item of an array. */
static const struct al_node *step_into(const struct al_node *node, al_str name)
{
    uint64_t index = 0;

    if (!al_node_is(node, AL_NODE_ARRAY)) {
        const struct al_property *property = al_node_property(node, name);
        return property ? property->value : NULL;
    }
    for (size_t i = 0; i < name.n && index < node->array.n; i++) {
        if (!al_is_digit(name.s[i]))
            return NULL;
        index = index * 10 + (unsigned)(name.s[i] - '0');
    }
    return name.n && index < node->array.n ? node->array.items[index] : NULL;
}

const struct al_node *al_type_target(const struct al_template *tmpl, al_str ref)
{
    const struct al_node *node = al_node_get(tmpl->root, "definitions");
    al_str name;

    while (node && al_str_split_next(&name, &ref, '/'))
        node = step_into(node, name);
    return node;
}
