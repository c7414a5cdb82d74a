/* SPDX-License-Identifier: MIT */
/* The operators of conditions on one value. They are pure: the value is known but for symbols, about which
 * they use whatever is known. See enum al_operator for what each means. */
#ifndef AL_LINT_OPERATORS_H
#define AL_LINT_OPERATORS_H

#include "eval/evaluator.h"
#include "lint/pattern.h"

struct al_operand {
    struct al_eval *ev;
    struct al_patterns *patterns;
};

/* Whether the value, which is present and forced, satisfies the operator of a leaf: EQUALS, IN, LIKE,
 * MATCHES, CONTAINS, EXISTS, NOT_EMPTY, LESS, GREATER, VERSION_LESS. */
enum al_truth al_operator_test(const struct al_operand *o, const struct al_condition *leaf, al_value *value);

/* Whether a text matches a pattern with '*', without regard to case. */
bool al_like(al_str text, al_str pattern);
/* Order of API versions and dotted versions: below, at or above 0. False when one of them has no digit. */
bool al_version_compare(int *out, al_str a, al_str b);

#endif
