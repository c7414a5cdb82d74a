/* SPDX-License-Identifier: MIT */
/* Which of the rules run over an input, at which level, and with which options. A run has one for its inputs without a
 * configuration, and one for each configuration. */
#ifndef AL_LINT_RULE_SET_H
#define AL_LINT_RULE_SET_H

#include "lint/registry.h"

struct al_node;

/* The value of an option, and where that is said; NULL: on the command line. */
struct al_setting {
    const char *name, *value;
    const struct al_node *said;
};

/* What is set about one rule, or about one trouble with the input. Zero says nothing. */
struct al_tuning {
    bool off;            /* it does not run, unless the command line has its very id */
    bool on;             /* it runs, although it has a profile of its own or the level AL_NONE */
    bool locked;         /* nothing that comes with the input may suppress it */
    enum al_level level; /* AL_NONE: its own */
    const struct al_node *said; /* the level, or that it is on; NULL: nowhere */
    AL_VEC(struct al_setting) options;
};

/* Tunings by the id of a rule. The arena is the run's. */
struct al_tunings {
    al_arena *arena;
    struct al_map by_id; /* -> struct al_tuning */
};

struct al_rule_set {
    const struct al_registry *registry;
    struct al_rule_list selected;       /* sorted by id */
    struct al_map by_type;              /* folded resource type -> struct al_rule_list of selected rules */
    struct al_rule_list template_rules; /* selected rules without a type */
    struct al_tunings tunings;
};

/* Which rules are wanted. Each list ends in NULL, or is NULL. */
struct al_selection {
    const char *const *only, *const *except; /* of the command line: ids, and patterns with '*' */
    const char *const *profiles;
    bool profiles_asked_for; /* by the command line: then no other rules are on */
};

/* AL_EUSAGE with *why when the selection names a rule or a profile that does not exist. */
int al_selection_check(const struct al_registry *registry, const struct al_selection *selection, const char **why);
/* Whether a rule is wanted: those of any of the profiles that `only` has and `except` has not, less what is off and with
 * what is on. Without profiles these are all rules that have no profile of their own; a rule that has one, or the level
 * AL_NONE, also runs when `only` has its very id. `tuning` may be NULL. */
bool al_selection_wants(const struct al_registry *registry, const struct al_selection *selection,
                        const struct al_tuning *tuning, const struct al_rule *rule);

/* What is set about a rule, or NULL. */
const struct al_tuning *al_tuning_find(const struct al_tunings *tunings, const char *id);
/* The same to be filled in. */
struct al_tuning *al_tuning_of(struct al_tunings *tunings, const char *id);
/* Sets an option; its texts are borrowed. */
void al_tuning_set(struct al_tunings *tunings, const char *id, const struct al_setting *setting);

/* Makes the set of the rules for which wants(ptr, rule); takes over the tunings. */
void al_rule_set_make(struct al_rule_set *out, const struct al_registry *registry, const struct al_tunings *tunings,
                      bool (*wants)(void *ptr, const struct al_rule *rule), void *ptr);
/* The level of a rule's findings; never AL_NONE. */
enum al_level al_rule_set_level(const struct al_rule_set *set, const struct al_rule *rule);
/* The value of a rule's option: what is set, else what the rule's table says. */
const char *al_rule_set_option(const struct al_rule_set *set, const struct al_rule *rule, const char *name);
/* The option of that name, or NULL. */
const struct al_rule_option *al_rule_option_find(const struct al_rule *rule, al_str name);

/* Whether a name is a document's, a topic that a rule has as its profile, or one of "all", "default", "security". */
bool al_is_profile(const struct al_registry *registry, const char *name);
/* Whether an id, former ids included, or a pattern with '*' means the rule. */
bool al_means_rule(const struct al_registry *registry, const char *pattern, const struct al_rule *rule);
/* Whether a list of ids and patterns names `id`. */
bool al_names_rule(const char *const *patterns, const char *id);
bool al_is_pattern(const char *text);

#endif
