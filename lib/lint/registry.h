/* SPDX-License-Identifier: MIT */
/* The rules of a run: those built in, those added, and which of them were asked for. */
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
    struct al_map by_id;                      /* ids, then former ids -> struct al_rule */

    /* Made by al_registry_select(). */
    struct al_rule_list selected;       /* sorted by id */
    struct al_map by_type;              /* folded resource type -> struct al_rule_list of selected rules */
    struct al_rule_list template_rules; /* selected rules without a type */
};

/* The built-in modules; ends in NULL. */
extern const struct al_module *const al_builtin_modules[];

/* Adds a module's rules; AL_EUSAGE with *why when it was built against another header or repeats an id. */
int al_registry_add(struct al_registry *registry, const struct al_module *module, const char **why);
/* The rule of that id, former ids included, or NULL. */
const struct al_rule *al_registry_find(const struct al_registry *registry, al_str id);
/* Which rules are wanted. Each list ends in NULL, or is NULL. */
struct al_selection {
    const char *const *only, *const *except; /* ids, and patterns with '*' */
    const char *const *profiles;
};
/* Chooses the rules that run: those of any of the profiles that `only` has and `except` has not. Without profiles
 * these are all rules that have no profile of their own; a rule that has one, or the level AL_NONE, also runs when
 * `only` has its very id. AL_EUSAGE with *why when there is no such rule or profile. */
int al_registry_select(struct al_registry *registry, const struct al_selection *selection, const char **why);
/* Whether a name is a document's, a topic that a rule has as its profile, or one of "all", "default", "security". */
bool al_is_profile(const struct al_registry *registry, const char *name);
/* Whether a list of ids and patterns names `id`. */
bool al_names_rule(const char *const *patterns, const char *id);

#endif
