/* SPDX-License-Identifier: MIT */
/* What sort of document a JSON text is. A $schema that names a template or a parameter file decides; every
 * other one, and none, leaves it to the shape. Shapes ask for what other JSON does not have: resource types.
 */
#include "syntax/template.h"

struct schema {
    const char *name;
    enum al_document_kind kind;
    enum al_scope_kind scope;
};

static const struct schema schemas[] = {
    {"deploymentTemplate", AL_DOCUMENT_TEMPLATE, AL_SCOPE_RESOURCE_GROUP},
    {"subscriptionDeploymentTemplate", AL_DOCUMENT_TEMPLATE, AL_SCOPE_SUBSCRIPTION},
    {"managementGroupDeploymentTemplate", AL_DOCUMENT_TEMPLATE, AL_SCOPE_MANAGEMENT_GROUP},
    {"tenantDeploymentTemplate", AL_DOCUMENT_TEMPLATE, AL_SCOPE_TENANT},
    {"deploymentParameters", AL_DOCUMENT_PARAMETERS, AL_SCOPE_RESOURCE_GROUP},
    {"subscriptionDeploymentParameters", AL_DOCUMENT_PARAMETERS, AL_SCOPE_SUBSCRIPTION},
    {"managementGroupDeploymentParameters", AL_DOCUMENT_PARAMETERS, AL_SCOPE_MANAGEMENT_GROUP},
    {"tenantDeploymentParameters", AL_DOCUMENT_PARAMETERS, AL_SCOPE_TENANT},
};

/* ".../deploymentTemplate.json#" gives "deploymentTemplate", whatever the host and the version. */
static al_str schema_name(al_str url)
{
    size_t end = 0, start;

    while (end < url.n && url.s[end] != '#' && url.s[end] != '?')
        end++;
    for (start = end; start > 0 && url.s[start - 1] != '/'; start--)
        continue;
    url = (al_str){url.s + start, end - start};
    return al_str_case_ends(url, AL_STR(".json")) ? al_str_head(url, url.n - 5) : url;
}

static const struct schema *find_schema(al_str url)
{
    const al_str name = schema_name(url);

    for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++)
        if (al_str_caseeq(name, al_str_of(schemas[i].name)))
            return &schemas[i];
    return NULL;
}

enum al_scope_kind al_schema_scope(al_str schema)
{
    const struct schema *found = find_schema(schema);

    return found ? found->scope : AL_SCOPE_RESOURCE_GROUP;
}

/* -- shapes -- */

static bool has_any(const struct al_node *node, const char *const *keys, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (al_node_get(node, keys[i]))
            return true;
    return false;
}

/* "Provider.Name/type" at the start of `s`: a dot before the first slash, and neither at an end. */
static bool is_resource_type(al_str s)
{
    size_t i = 0, dot = 0;

    for (; i < s.n && (al_is_alpha(s.s[i]) || al_is_digit(s.s[i]) || s.s[i] == '.'); i++)
        if (s.s[i] == '.' && i > 0)
            dot = i;
    return dot && i > dot + 1 && i + 1 < s.n && s.s[i] == '/' && al_is_alpha(s.s[i + 1]);
}

/* A template's resource may have an expression for its type, or one of another system: "core/Service@v1". */
static bool is_declared_type(const struct al_node *type)
{
    const al_str text = al_node_text(type);

    return al_node_is(type, AL_NODE_TEXT) || is_resource_type(text) ||
           (al_str_find(text, AL_STR("/")) > 0 && al_str_find(text, AL_STR("@")) > 0);
}

static const struct al_node *first_item(const struct al_node *list)
{
    if (al_node_is(list, AL_NODE_ARRAY) && list->array.n)
        return list->array.items[0];
    if (al_node_is(list, AL_NODE_OBJECT) && list->object.n)
        return list->object.items[0].value;
    return NULL;
}

static bool is_template_shape(const struct al_node *root)
{
    static const char *const others[] = {"contentVersion", "parameters",  "variables",
                                         "outputs",        "definitions", "languageVersion"};
    const struct al_node *resources = al_node_get(root, "resources"), *first = first_item(resources);

    if (!al_node_is(resources, AL_NODE_ARRAY) && !al_node_is(resources, AL_NODE_OBJECT))
        return false;
    if (!first)
        return al_node_text(al_node_get(root, "contentVersion")).n > 0;
    return is_declared_type(al_node_get(first, "type")) &&
           (al_node_get(first, "apiVersion") || has_any(root, others, sizeof others / sizeof *others));
}

static bool is_parameters_shape(const struct al_node *root)
{
    static const char *const value_keys[] = {"value", "reference"};
    const struct al_node *parameters = al_node_get(root, "parameters");

    if (!al_node_is(parameters, AL_NODE_OBJECT))
        return false;
    for (uint32_t i = 0; i < root->object.n; i++) {
        const al_str key = root->object.items[i].key;
        if (!al_str_caseeq(key, AL_STR("$schema")) && !al_str_caseeq(key, AL_STR("contentVersion")) &&
            !al_str_caseeq(key, AL_STR("parameters")) && !al_str_caseeq(key, AL_STR("metadata")))
            return false;
    }
    for (uint32_t i = 0; i < parameters->object.n; i++)
        if (!has_any(parameters->object.items[i].value, value_keys, 2))
            return false;
    return parameters->object.n || al_node_text(al_node_get(root, "contentVersion")).n;
}

/* A resource as Azure answers it. The "properties" key is asked for because some commands print an account's
 * properties without it, in an order of their own. Policy definitions are rules about resources. */
static bool is_resource_shape(const struct al_node *node)
{
    const struct al_node *properties = al_node_get(node, "properties");

    return properties && is_resource_type(al_node_text(al_node_get(node, "type"))) &&
           al_node_text(al_node_get(node, "name")).n && !al_node_get(properties, "policyRule") &&
           !al_node_get(properties, "policyDefinitions");
}

static bool is_resource_list(const struct al_node *node)
{
    return al_node_is(node, AL_NODE_ARRAY) && is_resource_shape(first_item(node));
}

enum al_document_kind al_document_kind(const struct al_node *root)
{
    const struct schema *schema = find_schema(al_node_text(al_node_get(root, "$schema")));

    if (al_node_is(root, AL_NODE_OBJECT) && schema)
        return schema->kind;
    if (is_template_shape(root))
        return AL_DOCUMENT_TEMPLATE;
    if (is_parameters_shape(root))
        return AL_DOCUMENT_PARAMETERS;
    if (is_resource_shape(root) || is_resource_list(root) || is_resource_list(al_node_get(root, "value")))
        return AL_DOCUMENT_RESOURCES;
    return AL_DOCUMENT_OTHER;
}

/* -- a look at the bytes -- */

/* The value that follows the key whose closing quote is at s[i]: where it begins, or s.n when what follows is
 * no value. */
static size_t value_after(al_str s, size_t i)
{
    bool colon = false;

    for (i++; i < s.n; i++) {
        if (s.s[i] == ':' && !colon)
            colon = true;
        else if (s.s[i] == '/')
            return i; /* a comment: too much to look behind */
        else if (!al_is_space(s.s[i]) && s.s[i] != '\v' && s.s[i] != '\f' && (unsigned char)s.s[i] < 0x80)
            break;
    }
    return colon ? i : s.n;
}

static bool may_be_schema(al_str value)
{
    const char *end = value.n > 1 ? memchr(value.s + 1, '"', value.n - 1) : NULL;

    value.n = end ? (size_t)(end - value.s) : value.n;
    return al_str_case_find(value, AL_STR("deploymentTemplate")) >= 0 ||
           al_str_case_find(value, AL_STR("deploymentParameters")) >= 0;
}

static bool may_be_resources(al_str value)
{
    return value.s[0] == '[' || value.s[0] == '{';
}

static bool may_be_parameters(al_str value)
{
    return value.s[0] == '{';
}

static bool may_be_type(al_str value)
{
    return value.s[0] == '"' && is_resource_type(al_str_from(value, 1));
}

static const struct {
    const char *key; /* with its closing quote */
    bool (*may_be)(al_str value);
} marks[] = {
    {"$schema\"", may_be_schema},
    {"resources\"", may_be_resources},
    {"parameters\"", may_be_parameters},
    {"type\"", may_be_type},
};

/* Whether the text after a quote is one of the keys, with a value that a document could have. */
static bool has_mark(al_str s)
{
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const al_str key = al_str_of(marks[i].key);
        size_t at;
        if (s.n == 0 || al_lower(s.s[0]) != key.s[0] || !al_str_case_starts(s, key))
            continue;
        at = value_after(s, key.n - 1);
        if (at < s.n && (s.s[at] == '/' || marks[i].may_be(al_str_from(s, at))))
            return true;
    }
    return false;
}

bool al_may_be_document(al_str text)
{
    const char *end = text.s + text.n;

    if (al_str_starts(text, AL_STR("\xff\xfe")) || al_str_starts(text, AL_STR("\xfe\xff")))
        return true;
    for (const char *p = text.s; p < end && (p = memchr(p, '"', (size_t)(end - p))); p++)
        if (has_mark((al_str){p + 1, (size_t)(end - p - 1)}))
            return true;
    /* keys and types may be spelled with escapes, too */
    return al_str_find(text, AL_STR("\\u")) >= 0 || al_str_find(text, AL_STR("\\/")) >= 0;
}

const struct al_node *al_blueprint_template(const struct al_node *root)
{
    const struct al_node *inner = al_node_get(al_node_get(root, "properties"), "template");

    if (!al_str_caseeq(al_node_text(al_node_get(root, "kind")), AL_STR("template")) || !inner)
        return NULL;
    return al_document_kind(inner) == AL_DOCUMENT_TEMPLATE ? inner : NULL;
}
