/* SPDX-License-Identifier: MIT */
/* Whether a rule can be worked with: modules come from anywhere, and what their authors forgot must not show up as a
 * crash in the middle of somebody's templates. */
#ifndef AL_LINT_RULE_CHECK_H
#define AL_LINT_RULE_CHECK_H

#include "armlint_rule.h"
#include "base/arena.h"

/* Why a module with these numbers cannot be used, or NULL: ask before anything else in it is touched. */
const char *al_module_version_wrong(al_arena *arena, uint32_t abi, uint32_t rule_size);
/* What is wrong with a rule, for its author, or NULL. */
const char *al_rule_wrong(al_arena *arena, const struct al_rule *rule);
/* The same for an id alone: lower case, digits and hyphens, and none that the input's own troubles have. */
const char *al_rule_id_wrong(const char *id);
/* The same for a list of resource types, separated by blanks. */
const char *al_rule_type_wrong(const char *types);
/* The same for a condition. */
const char *al_condition_wrong(al_arena *arena, const struct al_condition *condition);

#endif
