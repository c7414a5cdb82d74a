/* SPDX-License-Identifier: MIT */
/* A rule of a file becomes the same struct al_rule that a table in C has, so nothing behind here knows the
 * difference. */
#include "lint/rules_file.h"

#include "base/files.h"
#include "lint/conditions_read.h"
#include "lint/rule_check.h"
#include "lint/rule_keys.h"
#include "lint/rule_options_read.h"
#include "lint/run.h"

#include <stdlib.h>

struct file {
    struct al_reading reading;
    const struct al_registry *registry;
    struct al_map ids; /* of the rules before this one */
};

/* -- members of a rule -- */

static const char *read_id(struct al_reading *r, const struct al_node *node)
{
    const char *text = al_reading_text(r, node), *wrong = text ? al_rule_id_wrong(text) : NULL;

    if (wrong)
        al_reading_error(r, al_node_span(node), "%s", wrong);
    return wrong ? NULL : text;
}

static const char *read_types(struct al_reading *r, const struct al_node *node)
{
    const char *text = al_reading_texts(r, node, " "), *wrong = text ? al_rule_type_wrong(text) : NULL;

    if (wrong)
        al_reading_error(r, al_node_span(node), "%s", wrong);
    return wrong ? NULL : text;
}

/* Which of the words it is, or -1. */
static int read_choice(struct al_reading *r, const struct al_node *node, const char *const *words)
{
    const char *text = al_reading_text(r, node);

    for (int i = 0; text && words[i]; i++)
        if (strcmp(text, words[i]) == 0)
            return i;
    if (text)
        al_reading_choice(r, node, words);
    return -1;
}

static void read_level(struct al_reading *r, const struct al_node *node, enum al_level *out)
{
    int level = read_choice(r, node, al_rule_levels);

    *out = level < 0 ? AL_WARNING : (enum al_level)level;
}

static void read_severity(struct al_reading *r, const struct al_node *node, double *out)
{
    if (node->kind == AL_NODE_INT)
        *out = (double)node->integer;
    else if (node->kind == AL_NODE_FLOAT)
        *out = node->number;
    else
        *out = -1;
    if (!(*out >= 0 && *out <= 10))
        al_reading_error(r, al_node_span(node), "expected a number from 0 to 10");
}

static void read_absent(struct al_reading *r, const struct al_node *node, struct al_absent *out)
{
    static const char *const before[] = {"failsBefore", NULL};
    int absence;

    if (node->kind != AL_NODE_OBJECT) {
        absence = read_choice(r, node, al_rule_absences);
        out->absence = absence < 0 ? AL_ABSENCE_UNKNOWN : (enum al_absence)(AL_ABSENCE_NOT_ASKED + absence);
        return;
    }
    out->absence = AL_ABSENCE_FAILS_BEFORE;
    for (uint32_t i = 0; i < node->object.n; i++)
        if (al_str_eq(node->object.items[i].key, AL_STR("failsBefore")))
            out->api_version = al_reading_text(r, node->object.items[i].value);
        else
            al_reading_unknown(r, node, &node->object.items[i], before);
    if (node->object.n == 0)
        al_reading_error(r, al_node_span(node), "expected {\"failsBefore\": \"2023-01-01\"}");
}

/* A placeholder that is misspelt would be printed as it is. */
static const char *read_message(struct al_reading *r, const struct al_node *node)
{
    const char *text = al_reading_text(r, node);

    for (const char *open = text ? strchr(text, '{') : NULL; open; open = strchr(open + 1, '{'))
        if (strncmp(open, "{value}", 7) != 0 && strncmp(open, "{field}", 7) != 0)
            al_reading_error(r, al_node_span(node), "a message knows {value} and {field} only");
    return text;
}

static void read_member(struct al_reading *r, const struct al_rule_key *key, const struct al_node *node,
                        struct al_rule *rule)
{
    void *member = (char *)rule + key->offset;
    const char **text = member;

    switch (key->kind) {
    case AL_KEY_TEXT: *text = al_reading_text(r, node); break;
    case AL_KEY_ID: *text = read_id(r, node); break;
    case AL_KEY_TYPES: *text = read_types(r, node); break;
    case AL_KEY_WORDS: *text = al_reading_texts(r, node, " "); break;
    case AL_KEY_SOURCES: *text = al_reading_texts(r, node, "; "); break;
    case AL_KEY_LEVEL: read_level(r, node, member); break;
    case AL_KEY_SEVERITY: read_severity(r, node, member); break;
    case AL_KEY_CONDITION: *(const struct al_condition **)member = al_condition_read(r, node); break;
    case AL_KEY_ABSENT: read_absent(r, node, member); break;
    case AL_KEY_OPTIONS: *(const struct al_rule_option **)member = al_rule_options_read(r, node); break;
    case AL_KEY_MESSAGE: *text = read_message(r, node); break;
    case AL_KEY_TRUTH: al_reading_bool(r, node, member); break;
    }
}

/* -- rules -- */

static const struct al_rule_key *find_key(al_str name)
{
    for (const struct al_rule_key *key = al_rule_keys; key->name; key++)
        if (al_str_eq(name, al_str_of(key->name)))
            return key;
    return NULL;
}

static const char *const *key_names(al_arena *arena)
{
    size_t n = 0;
    const char **names;

    while (al_rule_keys[n].name)
        n++;
    names = AL_NEW_N(arena, const char *, n + 1);
    for (size_t i = 0; i < n; i++)
        names[i] = al_rule_keys[i].name;
    return names;
}

static void check_required(struct al_reading *r, const struct al_node *node)
{
    const struct al_node *require = al_node_get(node, "require");

    for (const struct al_rule_key *key = al_rule_keys; key->name; key++)
        if (key->required && !al_node_get(node, key->name))
            al_reading_error(r, al_node_span(node), "the rule has no '%s': %s", key->name, key->help);
    if (require && require->kind != AL_NODE_BOOL && !al_node_get(node, "absent"))
        al_reading_error(
            r, al_node_span(require),
            "the rule has no 'absent', which says what it means on Azure that the property is not there: "
            "\"fails\", \"passes\", \"unknown\", \"notAsked\" or {\"failsBefore\": \"<API version>\"}");
}

static void check_id(struct file *file, const struct al_node *node, const struct al_rule *rule)
{
    void **place;

    if (!rule->id)
        return;
    place = al_map_put(file->reading.arena, &file->ids, al_str_of(rule->id));
    if (*place)
        al_reading_error(&file->reading, al_node_span(al_node_get(node, "id")), "two rules have the id '%s'",
                         rule->id);
    else if (al_registry_find(file->registry, al_str_of(rule->id)))
        al_reading_error(&file->reading, al_node_span(al_node_get(node, "id")),
                         "the id '%s' is taken by another rule", rule->id);
    *place = file;
}

static void read_rule(struct file *file, const struct al_node *node, struct al_rule *rule)
{
    struct al_reading *r = &file->reading;
    unsigned before = r->nerrors;
    const char *wrong;

    if (!al_reading_is(r, node, AL_NODE_OBJECT))
        return;
    r->rule = node;
    rule->level = AL_WARNING;
    rule->absent.absence = AL_ABSENCE_NOT_ASKED;
    for (uint32_t i = 0; i < node->object.n; i++) {
        const struct al_rule_key *key = find_key(node->object.items[i].key);
        if (key)
            read_member(r, key, node->object.items[i].value, rule);
        else
            al_reading_unknown(r, node, &node->object.items[i], key_names(r->arena));
    }
    check_required(r, node);
    check_id(file, node, rule);
    wrong = r->nerrors == before ? al_rule_wrong(r->arena, rule) : NULL;
    if (wrong)
        al_reading_error(r, al_node_span(node), "%s", wrong);
}

static void read_rules(struct file *file, const struct al_node *node, struct al_module *module)
{
    struct al_rule *rules;

    if (!al_reading_is(&file->reading, node, AL_NODE_ARRAY))
        return;
    rules = AL_NEW_N(file->reading.arena, struct al_rule, node->array.n + 1);
    for (uint32_t i = 0; i < node->array.n; i++)
        read_rule(file, node->array.items[i], &rules[i]);
    module->rules = rules;
    module->nrules = node->array.n;
}

/* -- files -- */

static void read_top(struct file *file, const struct al_node *root, struct al_module *module)
{
    static const char *const known[] = {"$schema", "title", "rules", NULL};

    for (uint32_t i = 0; i < root->object.n; i++) {
        const struct al_property *p = &root->object.items[i];
        if (al_str_eq(p->key, AL_STR("rules")))
            read_rules(file, p->value, module);
        else if (al_str_eq(p->key, AL_STR("title")))
            module->title = al_reading_text(&file->reading, p->value);
        else if (!al_str_eq(p->key, AL_STR("$schema")))
            al_reading_unknown(&file->reading, root, p, known);
    }
    if (!al_node_get(root, "rules"))
        al_reading_error(&file->reading, al_node_span(root), "there is no 'rules' in it");
}

/* Reads a file and adds its rules, or none of them: NULL, and run->error where errors are not added to
 * `diags`. */
static struct al_module *read_file(al_run *run, const char *path, struct al_diags *diags)
{
    struct file file = {.reading = {run->arena, AL_BUF(run->arena), 0, diags, AL_TROUBLE_CONFIG, NULL},
                        .registry = &run->registry};
    struct al_module *module = AL_NEW(run->arena, struct al_module);
    const struct al_node *root;

    *module = (struct al_module){AL_RULE_ABI, sizeof(struct al_rule), path, path, NULL, 0};
    root = al_reading_file(&file.reading, path);
    if (root)
        read_top(&file, root, module);
    if (file.reading.nerrors) {
        run->error = diags ? run->error : al_buf_str(&file.reading.errors).s;
        return NULL;
    }
    return al_registry_add(&run->registry, module, &run->error) == AL_OK ? module : NULL;
}

/* What has been read already: see struct al_registry. */
static void **place_of(al_run *run, const char *path)
{
    al_str real = al_path_real(run->arena, path);

    return al_map_put(run->arena, &run->registry.files,
                      real.n ? real : al_str_copy(run->arena, al_str_of(path)));
}

int al_rules_file_add(al_run *run, const char *path)
{
    struct al_module *module;

    path = al_str_copy(run->arena, al_str_of(path)).s;
    module = read_file(run, path, NULL);
    if (!module)
        return AL_EUSAGE;
    run->selected = false;
    *place_of(run, path) = module;
    return AL_OK;
}

static void restrict_rules(al_run *run, const struct al_module *module)
{
    for (size_t i = 0; i < module->nrules; i++)
        *al_map_put(run->arena, &run->registry.owners, al_str_of(module->rules[i].id)) =
            (void *)(uintptr_t)module;
}

const struct al_module *al_rules_file_configure(al_run *run, const char *path, struct al_diags *diags)
{
    static const struct al_module refused; /* what is wrong with a file is said once */
    const void *known = *place_of(run, path);
    struct al_module *module;

    if (known)
        return known == &refused ? NULL : known;
    path = al_str_copy(run->arena, al_str_of(path)).s;
    module = read_file(run, path, diags);
    if (module || !run->configs.learning)
        *place_of(run, path) = (void *)(uintptr_t)(module ? module : &refused);
    if (module)
        restrict_rules(run, module);
    return module;
}

struct addition {
    al_run *run;
    const char *path;
};

static int add(void *ptr)
{
    const struct addition *a = ptr;

    return al_rules_file_add(a->run, a->path);
}

int al_run_load_rules(al_run *run, const char *path)
{
    struct addition addition = {run, path};

    return al_run_guard(run, add, &addition);
}
