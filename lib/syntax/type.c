/* SPDX-License-Identifier: MIT */
#include "syntax/template.h"
#include "syntax/template_private.h"

#include <stddef.h>

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

static const struct al_node **member_of(struct al_type *type, al_str key)
{
    static const struct {
        const char *key;
        uint8_t n, at;
    } members[] = {
#define MEMBER(key, field) {key, sizeof(key) - 1, offsetof(struct al_type, field)}
        MEMBER("allowedValues", allowed),
        MEMBER("minValue", min_value),
        MEMBER("maxValue", max_value),
        MEMBER("minLength", min_length),
        MEMBER("maxLength", max_length),
        MEMBER("properties", properties),
        MEMBER("items", items),
        MEMBER("prefixItems", prefix_items),
        MEMBER("additionalProperties", additional),
        MEMBER("discriminator", discriminator),
#undef MEMBER
    };

    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (key.n == members[i].n && al_str_caseeq(key, (al_str){members[i].key, members[i].n}))
            return (const struct al_node **)(void *)((char *)type + members[i].at);
    return NULL;
}

/* Templates have many types, and a type little in it: one look at each member instead of one for each that it
 * could have. */
struct al_type al_type_from_json(struct al_diags *diags, const struct al_node *node)
{
    struct al_type type = {.known = true, .node = node};

    for (uint32_t i = 0; al_node_is(node, AL_NODE_OBJECT) && i < node->object.n; i++) {
        const struct al_property *p = &node->object.items[i];
        const struct al_node **member = member_of(&type, p->key);
        if (member)
            *member = *member ? *member : p->value;
        else if (al_str_caseeq(p->key, AL_STR("nullable")))
            type.nullable = al_node_is_true(p->value);
        else if (al_str_caseeq(p->key, AL_STR("$ref")))
            set_reference(diags, &type, p->value);
        else if (al_str_caseeq(p->key, AL_STR("type")))
            set_kind(diags, &type, p->value);
    }
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
