/* SPDX-License-Identifier: MIT */
/* What a configuration says about rules: "off", a level, or { "level": ..., "options": { ... } }. */
#include "base/suggest.h"
#include "lint/config_read.h"

/* "default" takes back what an extended configuration says. */
const char *const al_config_levels[] = {"off", "default", "note", "warning", "error", NULL};

/* What is being read about one rule. */
struct entry {
    struct al_config_rule rule;
    const struct al_rule *about; /* NULL for patterns and troubles */
};

/* -- levels -- */

static void set_level(struct al_config_reader *r, const struct al_node *value)
{
    static const enum al_level levels[] = {AL_NONE, AL_NONE, AL_NOTE, AL_WARNING, AL_ERROR};
    struct entry *entry = r->into;
    int word = al_config_word(r, value, al_config_levels);

    if (word < 0)
        return;
    entry->rule.has_level = true;
    entry->rule.off = word == 0;
    entry->rule.level = levels[word];
}

static void read_level(struct al_config_reader *r, const struct al_property *property)
{
    set_level(r, property->value);
}

/* -- options -- */

static bool is_digits(const char *text)
{
    if (!text || !*text)
        return false;
    while (al_is_digit(*text))
        text++;
    return !*text;
}

/* Options are texts. A list is written as an array, which spares people the commas, or as one text. */
static bool put_option(struct al_config_reader *r, struct al_buf *out, const struct al_node *value, bool item)
{
    al_str text;

    switch ((enum al_node_kind)value->kind) {
    case AL_NODE_BOOL: al_buf_put(out, value->boolean ? AL_STR("true") : AL_STR("false")); return true;
    case AL_NODE_INT: al_buf_printf(out, "%lld", (long long)value->integer); return true;
    case AL_NODE_STRING: text = value->string; break;
    default:
        al_config_wrong(r, al_node_span(value),
                        item ? "an item must be a text or a number"
                             : "an option is a text, a number, true, false or a list");
        return false;
    }
    if (item && al_str_find(text, AL_STR(",")) >= 0) {
        al_config_wrong(r, al_node_span(value), "an item may have no comma: write two");
        return false;
    }
    al_buf_put(out, text);
    return true;
}

static bool put_value(struct al_config_reader *r, struct al_buf *out, const struct al_node *value)
{
    if (!al_node_is(value, AL_NODE_ARRAY))
        return put_option(r, out, value, false);
    for (uint32_t i = 0; i < value->array.n; i++) {
        if (i > 0)
            al_buf_char(out, ',');
        if (!put_option(r, out, value->array.items[i], true))
            return false;
    }
    return true;
}

static const struct al_rule_option *find_option(struct al_config_reader *r, const struct al_node *object,
                                                const struct al_property *property)
{
    const struct entry *entry = r->into;
    const struct al_rule_option *option = al_rule_option_find(entry->about, property->key);
    struct al_suggestion nearest = al_suggest_for(al_str_cstr(r->run->arena, property->key));

    if (option)
        return option;
    for (const struct al_rule_option *o = entry->about->options; o && o->name; o++)
        al_suggest_offer(&nearest, o->name);
    al_config_wrong(r, al_key_span(object, property), "%s has no option '%s'%s%s%s", entry->about->id,
                    nearest.word, nearest.best ? "; did you mean '" : "", nearest.best ? nearest.best : "",
                    nearest.best ? "'?" : "");
    return NULL;
}

static void read_options(struct al_config_reader *r, const struct al_property *property)
{
    const struct al_node *object = property->value;
    struct entry *entry = r->into;

    if (!al_node_is(object, AL_NODE_OBJECT) || !entry->about) {
        al_config_wrong(r, al_node_span(object),
                        entry->about ? "options are an object: { ... }"
                                     : "options belong to one rule, which is named by its id");
        return;
    }
    for (uint32_t i = 0; i < object->object.n; i++) {
        const struct al_property *one = &object->object.items[i];
        const struct al_rule_option *option = find_option(r, object, one);
        struct al_buf text = AL_BUF(r->run->arena);
        if (!option || !put_value(r, &text, one->value))
            continue;
        al_buf_char(&text, '\0');
        if (is_digits(option->value) && !is_digits(text.s))
            al_config_wrong(r, al_node_span(one->value), "'%s' is a whole number", option->name);
        else
            *al_vec_push(r->run->arena, &entry->rule.options) =
                (struct al_setting){option->name, text.s, one->value};
    }
}

const struct al_config_key al_config_rule_keys[] = {
    {"level", "Its level, or 'off'.", NULL, read_level},
    {"options", "Its options.", NULL, read_options},
    {NULL, NULL, NULL, NULL},
};

/* -- rules -- */

/* Unread never means clean: what says so cannot be changed. */
static bool is_fatal(const char *name)
{
    const struct al_trouble_info *info = al_trouble_find(name);

    return info && info->fatal;
}

static void read_rule(struct al_config_reader *r, const struct al_node *rules,
                      const struct al_property *property)
{
    const char *name = al_str_cstr(r->run->arena, property->key);
    struct entry entry = {.rule = {.name = name, .said = property->value},
                          .about = al_is_pattern(name) ? NULL
                                                       : al_registry_find(&r->run->registry, property->key)};

    if (!al_config_means_any(r, name, al_key_span(rules, property)))
        return;
    if (is_fatal(name)) {
        al_config_wrong(r, al_key_span(rules, property),
                        "'%s' says that input could not be checked, and stays as it is", name);
        return;
    }
    r->into = &entry;
    if (al_node_is(property->value, AL_NODE_OBJECT))
        al_config_read_keys(r, property->value, al_config_rule_keys, "a rule");
    else
        set_level(r, property->value);
    *al_vec_push(r->run->arena, &r->layer->rules) = entry.rule;
}

void al_config_read_rules(struct al_config_reader *r, const struct al_property *property)
{
    const struct al_node *rules = property->value;

    if (!al_node_is(rules, AL_NODE_OBJECT)) {
        al_config_wrong(r, al_node_span(rules), "rules are an object: { \"<id>\": \"<level>\" }");
        return;
    }
    for (uint32_t i = 0; i < rules->object.n; i++)
        read_rule(r, rules, &rules->object.items[i]);
}
