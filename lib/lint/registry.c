/* SPDX-License-Identifier: MIT */
#include "lint/registry.h"
#include "lint/guidance.h"
#include "lint/operators.h"

#include <stdlib.h>

#define AL_BUILTIN(id) extern AL_API const struct al_module al_module_##id;
#include "../../rules/modules.def"
#undef AL_BUILTIN

const struct al_module *const al_builtin_modules[] = {
#define AL_BUILTIN(id) &al_module_##id,
#include "../../rules/modules.def"
#undef AL_BUILTIN
    NULL,
};

/* The next word of a list separated by blanks. */
static bool next_word(al_str *word, al_str *rest)
{
    while (al_str_split_next(word, rest, ' ')) {
        *word = al_str_trim(*word);
        if (word->n)
            return true;
    }
    return false;
}

static int refuse(struct al_registry *registry, const char **why, const char *what, const char *name)
{
    *why = al_printf(registry->arena, "%s: %s", name, what).s;
    return AL_EUSAGE;
}

/* The rules of a module as this program knows them. One built against an older header has shorter entries:
 * the fields it does not have are zero, which means "not set". */
static const struct al_rule *rules_of(al_arena *arena, const struct al_module *module)
{
    struct al_rule *rules;

    if (module->rule_size == sizeof *rules)
        return module->rules;
    rules = AL_NEW_N(arena, struct al_rule, module->nrules);
    for (size_t i = 0; i < module->nrules; i++)
        memcpy(&rules[i], (const char *)module->rules + i * module->rule_size, module->rule_size);
    return rules;
}

static const char *check_module(const struct al_registry *registry, const struct al_module *module,
                                const struct al_rule *rules)
{
    for (size_t i = 0; i < module->nrules; i++) {
        if (!rules[i].id || !rules[i].title)
            return "a rule has no id or no title";
        if (al_map_get(&registry->by_id, al_str_of(rules[i].id)))
            return "a rule's id is taken";
    }
    return NULL;
}

static void name_rule(struct al_registry *registry, al_str id, const struct al_rule *rule)
{
    void **place = al_map_put(registry->arena, &registry->by_id, id);

    if (!*place)
        *place = (void *)(uintptr_t)rule;
}

static void add_rule(struct al_registry *registry, const struct al_rule *rule)
{
    al_str alias, rest = al_str_of(rule->aliases);

    *al_vec_push(registry->arena, &registry->all) = rule;
    name_rule(registry, al_str_of(rule->id), rule);
    while (next_word(&alias, &rest))
        name_rule(registry, alias, rule);
}

int al_registry_add(struct al_registry *registry, const struct al_module *module, const char **why)
{
    const struct al_rule *rules;
    const char *wrong;

    if (module->abi != AL_RULE_ABI || module->rule_size > sizeof *rules ||
        module->rule_size % sizeof(void *) || module->rule_size < offsetof(struct al_rule, why))
        return refuse(registry, why, "the module was built for another version of armlint",
                      module->abi == AL_RULE_ABI ? module->name : "module");
    rules = rules_of(registry->arena, module);
    wrong = check_module(registry, module, rules);
    if (wrong)
        return refuse(registry, why, wrong, module->name);
    *al_vec_push(registry->arena, &registry->modules) = module;
    for (size_t i = 0; i < module->nrules; i++)
        add_rule(registry, &rules[i]);
    return 0;
}

const struct al_rule *al_registry_find(const struct al_registry *registry, al_str id)
{
    return al_map_get(&registry->by_id, id);
}

/* -- selection -- */

static bool is_pattern(const char *text)
{
    return strchr(text, '*') != NULL;
}

/* A pattern covers what it matches now; a plain id also means the rule that used to have it. */
static bool names(const struct al_registry *registry, const char *pattern, const struct al_rule *rule)
{
    if (is_pattern(pattern))
        return al_like(al_str_of(rule->id), al_str_of(pattern));
    return al_registry_find(registry, al_str_of(pattern)) == rule;
}

/* Those that only run when asked for are asked for by their very id. */
static bool is_optional(const struct al_rule *rule)
{
    return rule->level == AL_NONE || rule->profile;
}

static bool listed(const struct al_registry *registry, const char *const *list, const struct al_rule *rule,
                   bool by_id)
{
    for (; list && *list; list++)
        if (names(registry, *list, rule) && !(by_id && is_pattern(*list)))
            return true;
    return false;
}

static bool in_profile(const struct al_rule *rule, const char *profile)
{
    if (strcmp(profile, "all") == 0)
        return true;
    if (strcmp(profile, "default") == 0)
        return !rule->profile;
    if (strcmp(profile, "security") == 0)
        return !rule->profile && rule->security_severity > 0;
    return al_is_document(profile) ? al_document_names(profile, rule->id)
                                   : rule->profile && strcmp(rule->profile, profile) == 0;
}

static bool in_profiles(const struct al_rule *rule, const char *const *profiles)
{
    if (rule->level == AL_NONE)
        return false;
    if (!profiles || !*profiles)
        return !rule->profile;
    for (; *profiles; profiles++)
        if (in_profile(rule, *profiles))
            return true;
    return false;
}

static bool wanted(const struct al_registry *registry, const struct al_selection *s,
                   const struct al_rule *rule)
{
    if (listed(registry, s->except, rule, false))
        return false;
    if (s->only && is_optional(rule) && listed(registry, s->only, rule, true))
        return true;
    return in_profiles(rule, s->profiles) && (!s->only || listed(registry, s->only, rule, false));
}

bool al_names_rule(const char *const *patterns, const char *id)
{
    for (; patterns && *patterns; patterns++)
        if (al_like(al_str_of(id), al_str_of(*patterns)))
            return true;
    return false;
}

/* Somebody who mistypes an id must not be told that all is well. */
static int check_names(struct al_registry *registry, const char *const *list, const char **why)
{
    for (; list && *list; list++) {
        bool known = al_str_starts(al_str_of(*list), AL_STR("input-"));
        for (size_t i = 0; i < registry->all.n && !known; i++)
            known = names(registry, *list, registry->all.v[i]);
        if (!known)
            return refuse(registry, why, "there is no such rule", *list);
    }
    return 0;
}

static int by_id(const void *a, const void *b)
{
    return strcmp((*(const struct al_rule *const *)a)->id, (*(const struct al_rule *const *)b)->id);
}

static void index_types(struct al_registry *registry, const struct al_rule *rule)
{
    al_str type, rest = al_str_of(rule->type);

    if (!rule->type)
        *al_vec_push(registry->arena, &registry->template_rules) = rule;
    while (next_word(&type, &rest)) {
        void **place = al_map_put(registry->arena, &registry->by_type, type);
        struct al_rule_list *list = *place ? *place : AL_NEW(registry->arena, struct al_rule_list);
        *place = list;
        *al_vec_push(registry->arena, list) = rule;
    }
}

bool al_is_profile(const struct al_registry *registry, const char *name)
{
    static const char *const words[] = {"all", "default", "security"};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(name, words[i]) == 0)
            return true;
    for (size_t i = 0; i < registry->all.n; i++)
        if (registry->all.v[i]->profile && strcmp(registry->all.v[i]->profile, name) == 0)
            return true;
    return al_is_document(name);
}

static int check_profiles(struct al_registry *registry, const char *const *profiles, const char **why)
{
    for (; profiles && *profiles; profiles++)
        if (!al_is_profile(registry, *profiles))
            return refuse(registry, why, "there is no such profile", *profiles);
    return 0;
}

int al_registry_select(struct al_registry *registry, const struct al_selection *selection, const char **why)
{
    if (check_names(registry, selection->only, why) || check_names(registry, selection->except, why) ||
        check_profiles(registry, selection->profiles, why))
        return AL_EUSAGE;
    registry->selected.n = registry->template_rules.n = 0;
    registry->by_type = (struct al_map){.fold = true};
    for (size_t i = 0; i < registry->all.n; i++)
        if (wanted(registry, selection, registry->all.v[i]))
            *al_vec_push(registry->arena, &registry->selected) = registry->all.v[i];
    if (registry->selected.n > 1)
        qsort(registry->selected.v, registry->selected.n, sizeof *registry->selected.v, by_id);
    for (size_t i = 0; i < registry->selected.n; i++)
        index_types(registry, registry->selected.v[i]);
    return 0;
}
