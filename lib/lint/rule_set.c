/* SPDX-License-Identifier: MIT */
/* Selecting rules. What is off by default is asked for by its very id or by its profile: a pattern narrows,
 * but never asks for more. */
#include "lint/rule_set.h"
#include "lint/guidance.h"
#include "lint/operators.h"

#include <stdlib.h>

/* -- names -- */

bool al_is_pattern(const char *text)
{
    return strchr(text, '*') != NULL;
}

/* A pattern covers what it matches now; a plain id also means the rule that used to have it. */
bool al_means_rule(const struct al_registry *registry, const char *pattern, const struct al_rule *rule)
{
    if (al_is_pattern(pattern))
        return al_like(al_str_of(rule->id), al_str_of(pattern));
    return al_registry_find(registry, al_str_of(pattern)) == rule;
}

bool al_names_rule(const char *const *patterns, const char *id)
{
    for (; patterns && *patterns; patterns++)
        if (al_like(al_str_of(id), al_str_of(*patterns)))
            return true;
    return false;
}

static bool listed(const struct al_registry *registry, const char *const *list, const struct al_rule *rule,
                   bool by_id)
{
    for (; list && *list; list++)
        if (al_means_rule(registry, *list, rule) && !(by_id && al_is_pattern(*list)))
            return true;
    return false;
}

/* -- profiles -- */

static const char *const general_profiles[] = {"all", "default", "security", NULL};

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

bool al_is_profile(const struct al_registry *registry, const char *name)
{
    if (al_names_rule(general_profiles, name))
        return true;
    for (size_t i = 0; i < registry->all.n; i++)
        if (registry->all.v[i]->profile && strcmp(registry->all.v[i]->profile, name) == 0)
            return true;
    return al_is_document(name);
}

/* -- selection -- */

static int refuse(const struct al_registry *registry, const char **why, const char *what, const char *name)
{
    *why = al_printf(registry->arena, "%s: %s", name, what).s;
    return AL_EUSAGE;
}

/* Somebody who mistypes an id must not be told that all is well. */
static int check_names(const struct al_registry *registry, const char *const *list, const char **why)
{
    for (; list && *list; list++) {
        bool known = al_str_starts(al_str_of(*list), AL_STR("input-"));
        for (size_t i = 0; i < registry->all.n && !known; i++)
            known = al_means_rule(registry, *list, registry->all.v[i]);
        if (!known)
            return refuse(registry, why, "there is no such rule", *list);
    }
    return AL_OK;
}

static int check_profiles(const struct al_registry *registry, const char *const *profiles, const char **why)
{
    for (; profiles && *profiles; profiles++)
        if (!al_is_profile(registry, *profiles))
            return refuse(registry, why, "there is no such profile", *profiles);
    return AL_OK;
}

int al_selection_check(const struct al_registry *registry, const struct al_selection *s, const char **why)
{
    if (check_names(registry, s->only, why) || check_names(registry, s->except, why) ||
        check_profiles(registry, s->profiles, why))
        return AL_EUSAGE;
    return AL_OK;
}

/* Those that only run when asked for are asked for by their very id. */
static bool is_optional(const struct al_rule *rule)
{
    return rule->level == AL_NONE || rule->profile;
}

bool al_selection_wants(const struct al_registry *registry, const struct al_selection *s,
                        const struct al_tuning *tuning, const struct al_rule *rule)
{
    const bool off = tuning && tuning->off, on = tuning && tuning->on && !s->profiles_asked_for;
    const bool named = listed(registry, s->only, rule, true);

    if (listed(registry, s->except, rule, false) || (off && !named))
        return false;
    if (named && is_optional(rule))
        return true;
    return (on || in_profiles(rule, s->profiles)) && (!s->only || listed(registry, s->only, rule, false));
}

/* -- tunings -- */

const struct al_tuning *al_tuning_find(const struct al_tunings *tunings, const char *id)
{
    return tunings->by_id.n ? al_map_get(&tunings->by_id, al_str_of(id)) : NULL;
}

struct al_tuning *al_tuning_of(struct al_tunings *tunings, const char *id)
{
    void **slot = al_map_put(tunings->arena, &tunings->by_id, al_str_of(id));

    if (!*slot)
        *slot = AL_NEW(tunings->arena, struct al_tuning);
    return *slot;
}

void al_tuning_set(struct al_tunings *tunings, const char *id, const struct al_setting *setting)
{
    struct al_tuning *tuning = al_tuning_of(tunings, id);

    for (size_t i = 0; i < tuning->options.n; i++) {
        if (strcmp(tuning->options.v[i].name, setting->name) == 0) {
            tuning->options.v[i] = *setting;
            return;
        }
    }
    *al_vec_push(tunings->arena, &tuning->options) = *setting;
}

/* -- sets -- */

static int by_id(const void *a, const void *b)
{
    return strcmp((*(const struct al_rule *const *)a)->id, (*(const struct al_rule *const *)b)->id);
}

static void index_types(struct al_rule_set *set, const struct al_rule *rule)
{
    al_arena *arena = set->registry->arena;
    al_str type, rest = al_str_of(rule->type);

    if (!rule->type)
        *al_vec_push(arena, &set->template_rules) = rule;
    while (al_list_next(&type, &rest, ' ')) {
        void **place = al_map_put(arena, &set->by_type, type);
        struct al_rule_list *list = *place = *place ? *place : AL_NEW(arena, struct al_rule_list);
        *al_vec_push(arena, list) = rule;
    }
}

void al_rule_set_make(struct al_rule_set *out, const struct al_registry *registry,
                      const struct al_tunings *tunings, bool (*wants)(void *ptr, const struct al_rule *rule),
                      void *ptr)
{
    *out = (struct al_rule_set){.registry = registry, .by_type = {.fold = true}, .tunings = *tunings};
    for (size_t i = 0; i < registry->all.n; i++)
        if (wants(ptr, registry->all.v[i]))
            *al_vec_push(registry->arena, &out->selected) = registry->all.v[i];
    if (out->selected.n > 1)
        qsort(out->selected.v, out->selected.n, sizeof *out->selected.v, by_id);
    for (size_t i = 0; i < out->selected.n; i++)
        index_types(out, out->selected.v[i]);
}

enum al_level al_rule_set_level(const struct al_rule_set *set, const struct al_rule *rule)
{
    const struct al_tuning *tuning = al_tuning_find(&set->tunings, rule->id);

    if (tuning && tuning->level != AL_NONE)
        return tuning->level;
    return rule->level == AL_NONE ? AL_NOTE : rule->level;
}

const struct al_rule_option *al_rule_option_find(const struct al_rule *rule, al_str name)
{
    for (const struct al_rule_option *o = rule->options; o && o->name; o++)
        if (al_str_eq(al_str_of(o->name), name))
            return o;
    return NULL;
}

const char *al_rule_set_option(const struct al_rule_set *set, const struct al_rule *rule, const char *name)
{
    const struct al_rule_option *option = al_rule_option_find(rule, al_str_of(name));
    const struct al_tuning *tuning = al_tuning_find(&set->tunings, rule->id);

    for (size_t i = 0; tuning && i < tuning->options.n; i++)
        if (strcmp(tuning->options.v[i].name, name) == 0)
            return tuning->options.v[i].value;
    return option ? option->value : NULL;
}
