/* SPDX-License-Identifier: MIT */
/* The rules of a run: those built in and those added. */
#ifndef AL_LINT_REGISTRY_H
#define AL_LINT_REGISTRY_H

#include "armlint.h"
#include "base/map.h"
#include "base/vec.h"

struct al_rule_list {
    const struct al_rule **v;
    size_t n, cap;
};

struct al_registry {
    al_arena *arena;                          /* the run's */
    AL_VEC(const struct al_module *) modules; /* in the order they were added, built-in ones first */
    struct al_rule_list all;                  /* of every module */
    struct al_map secret_types;               /* type -> struct al_rule_list of those that point at secrets */
    struct al_rule_list secret_templates;     /* such rules about templates */
    struct al_map by_id;                      /* ids, then former ids -> struct al_rule */
    struct al_map files;  /* files of rules, by their real path -> struct al_module */
    struct al_map owners; /* id of a rule that only some configurations have -> its struct al_module */
};

/* The built-in modules; ends in NULL. */
extern const struct al_module *const al_builtin_modules[];

/* Adds a module's rules; AL_EUSAGE with *why when it was built against another header or repeats an id. */
int al_registry_add(struct al_registry *registry, const struct al_module *module, const char **why);
/* The rule of that id, former ids included, or NULL. */
const struct al_rule *al_registry_find(const struct al_registry *registry, al_str id);

#endif
