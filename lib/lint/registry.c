/* SPDX-License-Identifier: MIT */
#include "lint/registry.h"

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
