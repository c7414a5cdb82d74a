/* SPDX-License-Identifier: MIT */
#include "lint/registry.h"
#include "lint/rule_check.h"

#define AL_BUILTIN(id) extern const struct al_module al_module_##id;
#include "../../rules/modules.def"
#undef AL_BUILTIN

const struct al_module *const al_builtin_modules[] = {
#define AL_BUILTIN(id) &al_module_##id,
#include "../../rules/modules.def"
#undef AL_BUILTIN
    NULL,
};

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

/* A rule of a module by the same id as one before it, or as one that is there already. */
static const char *check_ids(struct al_registry *registry, const struct al_module *module,
                             const struct al_rule *rules)
{
    struct al_map ids = {0};

    for (size_t i = 0; i < module->nrules; i++) {
        void **place = al_map_put(registry->arena, &ids, al_str_of(rules[i].id));
        if (*place)
            return al_printf(registry->arena, "two rules have the id '%s'", rules[i].id).s;
        if (al_map_get(&registry->by_id, al_str_of(rules[i].id)))
            return al_printf(registry->arena, "the id '%s' is taken by another rule", rules[i].id).s;
        *place = &ids;
    }
    return NULL;
}

static const char *check_rules(struct al_registry *registry, const struct al_module *module,
                               const struct al_rule *rules)
{
    for (size_t i = 0; i < module->nrules; i++) {
        const char *wrong = al_rule_wrong(registry->arena, &rules[i]);
        if (!wrong)
            continue;
        if (rules[i].id)
            return al_printf(registry->arena, "rule '%.64s': %s", rules[i].id, wrong).s;
        return al_printf(registry->arena, "rule %zu: %s", i + 1, wrong).s;
    }
    return check_ids(registry, module, rules);
}

static void name_rule(struct al_registry *registry, al_str id, const struct al_rule *rule)
{
    void **place = al_map_put(registry->arena, &registry->by_id, id);

    if (!*place)
        *place = (void *)(uintptr_t)rule;
}

static void index_secrets(struct al_registry *registry, const struct al_rule *rule)
{
    al_str type, rest = al_str_of(rule->type);

    registry->secret_types.fold = true;
    if (!rule->type)
        *al_vec_push(registry->arena, &registry->secret_templates) = rule;
    while (al_list_next(&type, &rest, ' ')) {
        void **place = al_map_put(registry->arena, &registry->secret_types, type);
        struct al_rule_list *list = *place = *place ? *place : AL_NEW(registry->arena, struct al_rule_list);
        *al_vec_push(registry->arena, list) = rule;
    }
}

static void add_rule(struct al_registry *registry, const struct al_rule *rule)
{
    al_str alias, rest = al_str_of(rule->aliases);

    *al_vec_push(registry->arena, &registry->all) = rule;
    if (rule->points_at_secret)
        index_secrets(registry, rule);
    name_rule(registry, al_str_of(rule->id), rule);
    while (al_list_next(&alias, &rest, ' '))
        name_rule(registry, alias, rule);
}

int al_registry_add(struct al_registry *registry, const struct al_module *module, const char **why)
{
    const char *wrong = al_module_version_wrong(registry->arena, module->abi, module->rule_size);
    const struct al_rule *rules;

    if (wrong)
        return refuse(registry, why, wrong, "module");
    if (!module->name || !module->title || (module->nrules && !module->rules))
        return refuse(registry, why, "it has no name, no title or no rules", "module");
    rules = rules_of(registry->arena, module);
    wrong = check_rules(registry, module, rules);
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
