/* SPDX-License-Identifier: MIT */
/* The keys of a configuration. Whoever mistypes one must not be told that all is well, and reads which one
 * was meant. */
#include "lint/config_read.h"
#include "base/files.h"
#include "base/suggest.h"
#include "lint/operators.h"

/* -- complaints -- */

void al_config_wrong(struct al_config_reader *r, struct al_span span, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    al_diags_vadd(&r->layer->diags, AL_TROUBLE_CONFIG, span, format, args);
    va_end(args);
}

/* "; did you mean 'x'?", or nothing. */
static const char *meant(struct al_config_reader *r, const struct al_suggestion *nearest)
{
    return nearest->best ? al_printf(r->run->arena, "; did you mean '%s'?", nearest->best).s : "";
}

void al_config_read_keys(struct al_config_reader *r, const struct al_node *object,
                         const struct al_config_key *keys, const char *what)
{
    for (uint32_t i = 0; i < object->object.n; i++) {
        const struct al_property *property = &object->object.items[i];
        struct al_suggestion nearest = al_suggest_for(al_str_cstr(r->run->arena, property->key));
        const struct al_config_key *key = keys;
        while (key->name && strcmp(key->name, nearest.word) != 0)
            al_suggest_offer(&nearest, key++->name);
        if (key->name)
            key->read(r, property);
        else
            al_config_wrong(r, al_key_span(object, property), "%s has no '%s'%s", what, nearest.word,
                            meant(r, &nearest));
    }
}

/* -- values -- */

const char *al_config_text(struct al_config_reader *r, const struct al_node *value)
{
    if (al_node_is(value, AL_NODE_STRING) && value->string.n > 0)
        return al_str_cstr(r->run->arena, value->string);
    al_config_wrong(r, al_node_span(value), "this must be a text%s",
                    al_node_is(value, AL_NODE_STRING) ? " that is not empty" : "");
    return NULL;
}

void al_config_each(struct al_config_reader *r, const struct al_node *value,
                    void (*each)(struct al_config_reader *r, const struct al_node *item))
{
    if (!al_node_is(value, AL_NODE_ARRAY)) {
        each(r, value);
        return;
    }
    for (uint32_t i = 0; i < value->array.n; i++)
        each(r, value->array.items[i]);
}

int al_config_word(struct al_config_reader *r, const struct al_node *value, const char *const *words)
{
    const char *text = al_config_text(r, value);
    struct al_suggestion nearest;
    struct al_buf all = AL_BUF(r->run->arena);

    if (!text)
        return -1;
    nearest = al_suggest_for(text);
    for (int i = 0; words[i]; i++) {
        if (strcmp(words[i], text) == 0)
            return i;
        al_suggest_offer(&nearest, words[i]);
        al_buf_printf(&all, "%s%s", i == 0 ? "" : words[i + 1] ? ", " : " or ", words[i]);
    }
    al_config_wrong(r, al_node_span(value), "'%s' is none of %.*s%s", text, AL_FMT(al_buf_str(&all)),
                    meant(r, &nearest));
    return -1;
}

al_str al_config_path(struct al_config_reader *r, const struct al_node *value)
{
    const char *text = al_config_text(r, value);
    al_str path;

    if (!text)
        return AL_STR("");
    path = al_str_starts(al_str_of(text), AL_STR("./")) ? al_path_normal(r->run->arena, al_str_of(text))
                                                        : al_str_of(text);
    if (!al_str_starts(path, AL_STR("../")) && al_str_find(path, AL_STR("/../")) < 0 &&
        !al_str_eq(path, AL_STR("..")))
        return path;
    al_config_wrong(r, al_node_span(value), "'%s' leads out of the folder of this configuration", text);
    return AL_STR("");
}

bool al_config_means_any(struct al_config_reader *r, const char *name, struct al_span span)
{
    const struct al_registry *registry = &r->run->registry;
    struct al_suggestion nearest = al_suggest_for(name);

    for (int i = 0; i < AL_TROUBLE_COUNT; i++) {
        const char *id = al_trouble_info((enum al_trouble)i)->id;
        if (al_like(al_str_of(id), al_str_of(name)))
            return true;
        al_suggest_offer(&nearest, id);
    }
    for (size_t i = 0; i < registry->all.n; i++) {
        if (al_means_rule(registry, name, registry->all.v[i]))
            return true;
        al_suggest_offer(&nearest, registry->all.v[i]->id);
    }
    al_config_wrong(r, span, "there is no rule '%s'%s", name, meant(r, &nearest));
    return false;
}

/* -- the keys -- */

static void read_nothing(struct al_config_reader *r, const struct al_property *property)
{
    al_config_text(r, property->value);
}

/* Files of rules come first: other keys name what is in them. */
static void already_read(struct al_config_reader *r, const struct al_property *property)
{
    (void)r, (void)property;
}

static void check_text(struct al_config_reader *r, const struct al_node *item)
{
    al_config_text(r, item);
}

/* What is extended is read by who reads the file. */
static void read_extends(struct al_config_reader *r, const struct al_property *property)
{
    al_config_each(r, property->value, check_text);
    r->layer->extends = property->value;
}

static void offer_profiles(struct al_config_reader *r, struct al_suggestion *nearest)
{
    const struct al_rule_list *rules = &r->run->registry.all;
    size_t n;
    const struct al_document *documents = al_documents(&n);

    al_suggest_offer(nearest, "all");
    al_suggest_offer(nearest, "default");
    al_suggest_offer(nearest, "security");
    for (size_t i = 0; i < n; i++)
        al_suggest_offer(nearest, documents[i].profile);
    for (size_t i = 0; i < rules->n; i++)
        if (rules->v[i]->profile)
            al_suggest_offer(nearest, rules->v[i]->profile);
}

static bool has_profile(const struct al_config_reader *r, const char *name)
{
    for (size_t i = 0; i < r->layer->profiles.n; i++)
        if (strcmp(r->layer->profiles.v[i], name) == 0)
            return true;
    return false;
}

static void read_profile(struct al_config_reader *r, const struct al_node *item)
{
    const char *name = al_config_text(r, item);
    struct al_suggestion nearest;

    if (!name || has_profile(r, name)) /* which rules it selects is worked out for each that is listed */
        return;
    if (al_is_profile(&r->run->registry, name)) {
        *al_vec_push(r->run->arena, &r->layer->profiles) = name;
        return;
    }
    nearest = al_suggest_for(name);
    offer_profiles(r, &nearest);
    al_config_wrong(r, al_node_span(item), "there is no profile '%s'%s", name, meant(r, &nearest));
}

/* An empty list could mean none or all: people have meant both. */
static void read_profiles(struct al_config_reader *r, const struct al_property *property)
{
    al_config_each(r, property->value, read_profile);
    if (al_node_is(property->value, AL_NODE_ARRAY) && property->value->array.n == 0)
        al_config_wrong(r, al_node_span(property->value), "the list is empty");
    if (r->layer->profiles.n == 0)
        return;
    *al_vec_push(r->run->arena, &r->layer->profiles) = NULL;
    r->layer->profiles.n--;
}

static void read_locked_item(struct al_config_reader *r, const struct al_node *item)
{
    const char *name = al_config_text(r, item);

    if (name && al_config_means_any(r, name, al_node_span(item)))
        *al_vec_push(r->run->arena, &r->layer->locked) = name;
}

static void read_locked(struct al_config_reader *r, const struct al_property *property)
{
    al_config_each(r, property->value, read_locked_item);
}

static void read_exclude_item(struct al_config_reader *r, const struct al_node *item)
{
    al_str pattern = al_config_path(r, item);

    if (pattern.n)
        *al_vec_push(r->run->arena, &r->layer->exclude) = pattern;
}

static void read_exclude(struct al_config_reader *r, const struct al_property *property)
{
    al_config_each(r, property->value, read_exclude_item);
}

const char *const al_config_fail_on[] = {"note", "warning", "error", "never", NULL};

static void read_fail_on(struct al_config_reader *r, const struct al_property *property)
{
    int word = al_config_word(r, property->value, al_config_fail_on);

    if (word >= 0)
        r->layer->fail_on = (enum al_fail_on)(word + AL_FAIL_ON_NOTE);
}

/* NULL after complaining. */
static const bool *truth_of(struct al_config_reader *r, const struct al_property *property)
{
    if (al_node_is(property->value, AL_NODE_BOOL))
        return &property->value->boolean;
    al_config_wrong(r, al_node_span(property->value), "this must be true or false");
    return NULL;
}

static void read_require_reasons(struct al_config_reader *r, const struct al_property *property)
{
    r->layer->requires_reasons = truth_of(r, property);
}

static void read_takes_repository(struct al_config_reader *r, const struct al_property *property)
{
    const bool *truth = truth_of(r, property);

    r->layer->takes_repository = truth && *truth;
}

#define TEXT  "{\"type\":\"string\",\"minLength\":1}"
#define TEXTS "{\"type\":[\"array\",\"string\"],\"minLength\":1,\"items\":" TEXT "}"

const struct al_config_key al_config_keys[] = {
    {"$schema", "The JSON schema of this file, for editors. 'armlint config-schema' prints it.", TEXT,
     read_nothing},
    {"extends",
     "Configurations that this one adds to, relative to it; what stands here is stronger, and later ones in a "
     "list "
     "are stronger than earlier ones.",
     TEXTS, read_extends},
    {"profiles",
     "Which rules run: those of these profiles. Without it: those that belong to no profile of their own.",
     NULL, read_profiles},
    {"rulesFiles",
     "Files of rules in JSON, relative to this one, whose rules run, too: see armlint-rules-file(5).", TEXTS,
     already_read},
    {"rules",
     "The level of a rule, by its id or by a pattern with '*', and its options. An id is stronger than a "
     "pattern, "
     "and a later pattern than an earlier one. A rule that is off by default runs when it is named by its id.",
     NULL, al_config_read_rules},
    {"exclude",
     "Files and folders that are not linted on their own, as patterns like those of .gitignore, relative to "
     "this "
     "file. Modules in there are still looked at when others deploy them; what is found in them is told at "
     "the "
     "call.",
     TEXTS, read_exclude},
    {"parameters",
     "The parameter files of a template, all relative to this file. The template is linted once with each of "
     "them, "
     "and with no others.",
     "{\"type\":\"object\",\"additionalProperties\":" TEXTS "}", al_config_read_parameters},
    {"suppressions", "Findings that do not count. What suppresses nothing is reported.", NULL,
     al_config_read_suppressions},
    {"locked",
     "Rules, by id or pattern, that a repository's own configuration, comments and metadata cannot switch "
     "off, "
     "weaken or suppress. It counts only in a configuration that is given with --config.",
     NULL, read_locked},
    {"failOn", "The least level of a finding that makes the exit status 1. Without it: warning.",
     "{\"enum\":[\"note\",\"warning\",\"error\",\"never\"]}", read_fail_on},
    {"requireReasons", "Suppressions in comments and metadata hold only when they say why.",
     "{\"type\":\"boolean\",\"default\":false}", read_require_reasons},
    {"repositoryConfiguration",
     "In a configuration that is given with --config: the armlint.json nearest above each input is read, too, "
     "and "
     "is stronger, but for locked rules.",
     "{\"type\":\"boolean\",\"default\":false}", read_takes_repository},
    {NULL, NULL, NULL, NULL},
};

void al_config_read(al_run *run, struct al_config_layer *layer)
{
    struct al_config_reader reader = {.run = run, .layer = layer};

    if (al_node_is(layer->top, AL_NODE_OBJECT)) {
        al_config_read_rules_files(&reader);
        al_config_read_keys(&reader, layer->top, al_config_keys, "a configuration");
        return;
    }
    if (layer->top)
        al_config_wrong(&reader, al_node_span(layer->top), "a configuration is an object: { ... }");
    layer->top = NULL;
}
