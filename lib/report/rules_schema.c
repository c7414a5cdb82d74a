/* SPDX-License-Identifier: MIT */
/* The schema of a file of rules, for editors: made from the tables that the reader has. It says which keys
 * there are and what they take; which of them go together, the reader says better. */
#include "lint/condition_words.h"
#include "lint/rule_keys.h"
#include "report/report.h"
#include "report/tree.h"

static cJSON *add(struct al_tree *tree, cJSON *parent, const char *key, const char *type, const char *help)
{
    cJSON *schema = al_tree_object(tree, parent, key);

    if (type)
        al_tree_text(tree, schema, "type", type);
    if (help)
        al_tree_text(tree, schema, "description", help);
    return schema;
}

static cJSON *add_reference(struct al_tree *tree, cJSON *parent, const char *key, const char *to)
{
    cJSON *schema = al_tree_object(tree, parent, key);

    al_tree_text(tree, schema, "$ref", to);
    return schema;
}

static void add_types(struct al_tree *tree, cJSON *schema, const char *const *types)
{
    cJSON *list = al_tree_array(tree, schema, "type");

    for (; *types; types++)
        al_tree_text(tree, list, NULL, *types);
}

static void add_words(struct al_tree *tree, cJSON *schema, const char *const *words)
{
    cJSON *list = al_tree_array(tree, schema, "enum");

    for (; *words; words++)
        al_tree_text(tree, list, NULL, *words);
}

/* -- conditions -- */

static void add_operand(struct al_tree *tree, cJSON *parent, const struct al_operator_word *word)
{
    static const char *const scalar[] = {"string", "number", "boolean", NULL};
    static const char *const truth[] = {"boolean", "string", NULL};
    static const char *const number[] = {"integer", "string", NULL}; /* texts are names of options */
    static const char *const list[] = {"array", "string", NULL};
    cJSON *schema;

    if (word->operand == AL_OPERAND_CONDITION) {
        add_reference(tree, parent, word->word, "#/definitions/condition");
        return;
    }
    schema = add(tree, parent, word->word, NULL, word->help);
    switch (word->operand) {
    case AL_OPERAND_SCALAR: add_types(tree, schema, scalar); break;
    case AL_OPERAND_TRUTH: add_types(tree, schema, truth); break;
    case AL_OPERAND_NUMBER: add_types(tree, schema, number); break;
    case AL_OPERAND_SCALARS:
        add_types(tree, schema, list);
        add_types(tree, al_tree_object(tree, schema, "items"), scalar);
        al_tree_int(tree, schema, "minItems", 1);
        break;
    default: al_tree_text(tree, schema, "type", "string"); break;
    }
}

static void add_list(struct al_tree *tree, cJSON *parent, const char *key, const char *help)
{
    cJSON *schema = add(tree, parent, key, "array", help);

    add_reference(tree, schema, "items", "#/definitions/condition");
    al_tree_int(tree, schema, "minItems", 1);
}

static void add_count(struct al_tree *tree, cJSON *parent)
{
    cJSON *schema =
        add(tree, parent, "count", "object", "the number of items of an array, compared by an operator");
    cJSON *properties = al_tree_object(tree, schema, "properties");

    add(tree, properties, "field", "string", "path of the array");
    add_reference(tree, properties, "where", "#/definitions/condition");
    al_tree_text(tree, al_tree_array(tree, schema, "required"), NULL, "field");
    al_tree_bool(tree, schema, "additionalProperties", false);
}

static void add_condition(struct al_tree *tree, cJSON *definitions)
{
    static const char *const types[] = {"object", "boolean", NULL};
    cJSON *schema = al_tree_object(tree, definitions, "condition"), *properties;

    add_types(tree, schema, types);
    al_tree_int(tree, schema, "minProperties", 1);
    properties = al_tree_object(tree, schema, "properties");
    add_list(tree, properties, "allOf", "every one of these");
    add_list(tree, properties, "anyOf", "at least one of these");
    add_reference(tree, properties, "not", "#/definitions/condition");
    add_reference(tree, properties, "surely", "#/definitions/condition");
    add(tree, properties, "field", "string",
        "path of a property, such as properties.a.b, tags.x, sku.name or location");
    add_count(tree, properties);
    for (const struct al_operator_word *word = al_operator_words(); word->word; word++)
        add_operand(tree, properties, word);
    al_tree_bool(tree, schema, "additionalProperties", false);
}

/* -- rules -- */

static void add_texts(struct al_tree *tree, cJSON *schema)
{
    static const char *const types[] = {"string", "array", NULL};

    add_types(tree, schema, types);
    add(tree, schema, "items", "string", NULL);
}

static void add_absent(struct al_tree *tree, cJSON *schema)
{
    cJSON *any = al_tree_array(tree, schema, "anyOf"), *before;

    add_words(tree, al_tree_object(tree, any, NULL), al_rule_absences);
    before = add(tree, any, NULL, "object", NULL);
    add(tree, al_tree_object(tree, before, "properties"), "failsBefore", "string",
        "the API version from which on its absence is fine");
    al_tree_text(tree, al_tree_array(tree, before, "required"), NULL, "failsBefore");
    al_tree_bool(tree, before, "additionalProperties", false);
}

/* Each is its default, or an object with it. */
static void add_options(struct al_tree *tree, cJSON *schema)
{
    static const char *const types[] = {"string", "number", "boolean", "array", "object", NULL};

    al_tree_text(tree, schema, "type", "object");
    add_types(tree, al_tree_object(tree, schema, "additionalProperties"), types);
}

static void add_key(struct al_tree *tree, cJSON *properties, const struct al_rule_key *key)
{
    cJSON *schema;

    if (key->kind == AL_KEY_CONDITION) {
        add_reference(tree, properties, key->name, "#/definitions/condition");
        return;
    }
    schema = add(tree, properties, key->name, NULL, key->help);
    switch (key->kind) {
    case AL_KEY_ID:
        al_tree_text(tree, schema, "type", "string");
        al_tree_text(tree, schema, "pattern", "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$");
        break;
    case AL_KEY_TYPES:
    case AL_KEY_WORDS:
    case AL_KEY_SOURCES: add_texts(tree, schema); break;
    case AL_KEY_LEVEL: add_words(tree, schema, al_rule_levels); break;
    case AL_KEY_SEVERITY:
        al_tree_text(tree, schema, "type", "number");
        al_tree_int(tree, schema, "minimum", 0);
        al_tree_int(tree, schema, "maximum", 10);
        break;
    case AL_KEY_ABSENT: add_absent(tree, schema); break;
    case AL_KEY_OPTIONS: add_options(tree, schema); break;
    case AL_KEY_TRUTH: al_tree_text(tree, schema, "type", "boolean"); break;
    default: al_tree_text(tree, schema, "type", "string"); break;
    }
}

static void add_rule(struct al_tree *tree, cJSON *definitions)
{
    cJSON *schema = add(tree, definitions, "rule", "object", NULL);
    cJSON *required = al_tree_array(tree, schema, "required");
    cJSON *properties = al_tree_object(tree, schema, "properties");

    for (const struct al_rule_key *key = al_rule_keys; key->name; key++) {
        if (key->required)
            al_tree_text(tree, required, NULL, key->name);
        add_key(tree, properties, key);
    }
    al_tree_bool(tree, schema, "additionalProperties", false);
}

void al_rules_schema_write(struct al_buf *out)
{
    struct al_tree *tree = al_tree_new(out->arena);
    cJSON *root = al_tree_start(tree), *properties, *rules;

    al_tree_text(tree, root, "$schema", "http://json-schema.org/draft-07/schema#");
    al_tree_text(tree, root, "title", "Rules for armlint");
    al_tree_text(tree, root, "type", "object");
    al_tree_text(tree, al_tree_array(tree, root, "required"), NULL, "rules");
    properties = al_tree_object(tree, root, "properties");
    add(tree, properties, "$schema", "string", NULL);
    add(tree, properties, "title", "string", "whose rules these are");
    rules = add(tree, properties, "rules", "array", NULL);
    add_reference(tree, rules, "items", "#/definitions/rule");
    al_tree_bool(tree, root, "additionalProperties", false);
    properties = al_tree_object(tree, root, "definitions");
    add_rule(tree, properties);
    add_condition(tree, properties);
    al_tree_finish(tree, out);
    al_buf_char(out, '\n');
}
