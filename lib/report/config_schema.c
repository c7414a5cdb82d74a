/* SPDX-License-Identifier: MIT */
/* The JSON schema of armlint.json, for editors: made from the tables that read it and from those of the
 * rules. Draft 7, which they all know. */
#include "lint/config_read.h"
#include "report/report.h"
#include "report/tree.h"

struct schema {
    al_run *run;
    al_arena *arena;
    struct al_tree *tree;
};

static void put_ref(const struct schema *s, cJSON *parent, const char *key, const char *name)
{
    al_tree_str(s->tree, al_tree_object(s->tree, parent, key), "$ref",
                al_printf(s->arena, "#/definitions/%s", name));
}

static void put_words(const struct schema *s, cJSON *parent, const char *key, const char *const *words)
{
    cJSON *list = al_tree_array(s->tree, al_tree_object(s->tree, parent, key), "enum");

    for (; *words; words++)
        al_tree_text(s->tree, list, NULL, *words);
}

/* One of them, or a list of them. */
static void put_one_or_more(const struct schema *s, cJSON *parent, const char *name)
{
    cJSON *any = al_tree_array(s->tree, parent, "anyOf"), *list;

    put_ref(s, any, NULL, name);
    list = al_tree_object(s->tree, any, NULL);
    al_tree_text(s->tree, list, "type", "array");
    put_ref(s, list, "items", name);
}

static cJSON *put_object(const struct schema *s, cJSON *object)
{
    al_tree_text(s->tree, object, "type", "object");
    al_tree_bool(s->tree, object, "additionalProperties", false);
    return al_tree_object(s->tree, object, "properties");
}

/* -- rules -- */

static bool is_number(const char *text)
{
    if (!text || !*text)
        return false;
    while (al_is_digit(*text))
        text++;
    return !*text;
}

static void put_option(const struct schema *s, cJSON *options, const struct al_rule_option *o)
{
    static const char number[] = "[\"integer\",\"string\"]";
    static const char any[] = "[\"string\",\"integer\",\"boolean\",\"array\"]";
    static const char items[] = "{\"type\":[\"string\",\"integer\",\"boolean\"]}";
    cJSON *one = al_tree_object(s->tree, options, o->name);

    al_tree_text(s->tree, one, "description", o->help);
    if (o->value)
        al_tree_text(s->tree, one, "default", o->value);
    if (is_number(o->value)) {
        al_tree_raw(s->tree, one, "type", al_str_of(number));
        al_tree_text(s->tree, one, "pattern", "^[0-9]+$");
        al_tree_int(s->tree, one, "minimum", 0);
    } else {
        al_tree_raw(s->tree, one, "type", al_str_of(any));
        al_tree_raw(s->tree, one, "items", al_str_of(items));
    }
}

/* What a rule may be set to: a level, or an object with its options; `rule` NULL: of any rule. */
static void put_setting(const struct schema *s, cJSON *parent, const struct al_rule *rule)
{
    cJSON *any = al_tree_array(s->tree, parent, "anyOf"), *properties, *options;

    put_ref(s, any, NULL, "level");
    properties = put_object(s, al_tree_object(s->tree, any, NULL));
    put_ref(s, properties, "level", "level");
    if (!rule)
        return;
    options = put_object(s, al_tree_object(s->tree, properties, "options"));
    for (const struct al_rule_option *o = rule->options; o && o->name; o++)
        put_option(s, options, o);
}

static void put_plain_setting(const struct schema *s, cJSON *parent)
{
    put_ref(s, al_tree_array(s->tree, parent, "allOf"), NULL, "rule");
}

static void put_former_names(const struct schema *s, cJSON *rules, const struct al_rule *rule)
{
    al_str name, rest = al_str_of(rule->aliases);

    while (rest.n && al_str_split_next(&name, &rest, ' ')) {
        cJSON *one = name.n ? al_tree_object(s->tree, rules, al_str_cstr(s->arena, name)) : NULL;
        if (!one)
            continue;
        al_tree_str(s->tree, one, "description", al_printf(s->arena, "Now called %s.", rule->id));
        al_tree_bool(s->tree, one, "deprecated", true);
        put_plain_setting(s, one);
    }
}

static void put_rule(const struct schema *s, cJSON *rules, const struct al_rule *rule)
{
    cJSON *one = al_tree_object(s->tree, rules, rule->id);

    al_tree_str(s->tree, one, "description",
                al_printf(s->arena, "%s. %s", rule->title, rule->why ? rule->why : ""));
    al_tree_text(s->tree, one, "default",
                 rule->level == AL_NONE || rule->profile ? "off" : al_level_name(rule->level));
    if (rule->options && rule->options->name)
        put_setting(s, one, rule);
    else
        put_plain_setting(s, one);
    put_former_names(s, rules, rule);
}

static void put_rules(const struct schema *s, cJSON *parent)
{
    cJSON *rules = put_object(s, parent), *patterns;
    size_t n;
    const struct al_rule *const *all = al_run_rules(s->run, &n);

    for (size_t i = 0; i < n; i++)
        put_rule(s, rules, all[i]);
    for (int i = 0; i < AL_TROUBLE_COUNT; i++) {
        const struct al_trouble_info *info = al_trouble_info((enum al_trouble)i);
        cJSON *one = info->fatal ? NULL : al_tree_object(s->tree, rules, info->id);
        if (!one)
            continue;
        al_tree_text(s->tree, one, "description", info->text);
        put_plain_setting(s, one);
    }
    patterns = al_tree_object(s->tree, parent, "patternProperties");
    put_ref(s, patterns, "\\*", "rule");
}

/* -- the other keys -- */

static void put_keys(const struct schema *s, cJSON *object, const struct al_config_key *keys);

static void put_profiles(const struct schema *s, cJSON *parent)
{
    put_one_or_more(s, parent, "profile");
}

static void put_rule_names(const struct schema *s, cJSON *parent)
{
    put_one_or_more(s, parent, "name");
}

static void put_suppressions(const struct schema *s, cJSON *parent)
{
    cJSON *items, *required;

    al_tree_text(s->tree, parent, "type", "array");
    items = al_tree_object(s->tree, parent, "items");
    put_keys(s, items, al_config_suppression_keys);
    required = al_tree_array(s->tree, items, "required");
    al_tree_text(s->tree, required, NULL, "rule");
    al_tree_text(s->tree, required, NULL, "reason");
}

static void put_key(const struct schema *s, cJSON *properties, const struct al_config_key *key)
{
    static const struct {
        const char *name;
        void (*put)(const struct schema *s, cJSON *parent);
    } made[] = {{"rules", put_rules},
                {"profiles", put_profiles},
                {"locked", put_rule_names},
                {"rule", put_rule_names},
                {"suppressions", put_suppressions}};
    cJSON *one;

    if (key->schema) { /* an object: the description goes in front */
        al_tree_raw(s->tree, properties, key->name,
                    al_printf(s->arena, "{\"description\":\"%s\",%s", key->help, key->schema + 1));
        return;
    }
    one = al_tree_object(s->tree, properties, key->name);
    al_tree_text(s->tree, one, "description", key->help);
    for (size_t i = 0; i < sizeof made / sizeof made[0]; i++)
        if (strcmp(made[i].name, key->name) == 0)
            made[i].put(s, one);
}

static void put_keys(const struct schema *s, cJSON *object, const struct al_config_key *keys)
{
    cJSON *properties = put_object(s, object);

    for (; keys->name; keys++)
        put_key(s, properties, keys);
}

/* -- definitions -- */

static void define_names(const struct schema *s, cJSON *definitions)
{
    cJSON *any = al_tree_array(s->tree, al_tree_object(s->tree, definitions, "name"), "anyOf"), *ids,
          *pattern;
    size_t n;
    const struct al_rule *const *all = al_run_rules(s->run, &n);

    ids = al_tree_array(s->tree, al_tree_object(s->tree, any, NULL), "enum");
    for (size_t i = 0; i < n; i++) {
        al_str name, rest = al_str_of(all[i]->aliases);
        al_tree_text(s->tree, ids, NULL, all[i]->id);
        while (rest.n && al_str_split_next(&name, &rest, ' '))
            if (name.n)
                al_tree_str(s->tree, ids, NULL, name);
    }
    for (int i = 0; i < AL_TROUBLE_COUNT; i++)
        al_tree_text(s->tree, ids, NULL, al_trouble_info((enum al_trouble)i)->id);
    pattern = al_tree_object(s->tree, any, NULL);
    al_tree_text(s->tree, pattern, "type", "string");
    al_tree_text(s->tree, pattern, "pattern", "\\*");
}

static bool is_first(const struct al_rule *const *all, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (all[k]->profile && strcmp(all[k]->profile, all[i]->profile) == 0)
            return false;
    return true;
}

static void define_profiles(const struct schema *s, cJSON *definitions)
{
    cJSON *names = al_tree_array(s->tree, al_tree_object(s->tree, definitions, "profile"), "enum");
    size_t n;
    const struct al_document *documents = al_documents(&n);
    const struct al_rule *const *all;

    al_tree_text(s->tree, names, NULL, "all");
    al_tree_text(s->tree, names, NULL, "default");
    al_tree_text(s->tree, names, NULL, "security");
    for (size_t i = 0; i < n; i++)
        al_tree_text(s->tree, names, NULL, documents[i].profile);
    all = al_run_rules(s->run, &n);
    for (size_t i = 0; i < n; i++)
        if (all[i]->profile && is_first(all, i))
            al_tree_text(s->tree, names, NULL, all[i]->profile);
}

void al_config_schema(struct al_buf *out, al_run *run)
{
    struct schema s = {run, out->arena, al_tree_new(out->arena)};
    cJSON *root = al_tree_start(s.tree), *definitions;

    al_tree_text(s.tree, root, "$schema", "http://json-schema.org/draft-07/schema#");
    al_tree_text(s.tree, root, "title", AL_CONFIG_NAME);
    al_tree_text(s.tree, root, "description", "The configuration of armlint " ARMLINT_VERSION);
    put_keys(&s, root, al_config_keys);
    definitions = al_tree_object(s.tree, root, "definitions");
    put_words(&s, definitions, "level", al_config_levels);
    put_setting(&s, al_tree_object(s.tree, definitions, "rule"), NULL);
    define_profiles(&s, definitions);
    define_names(&s, definitions);
    al_tree_finish(s.tree, out);
}
