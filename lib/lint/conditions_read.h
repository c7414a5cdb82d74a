/* SPDX-License-Identifier: MIT */
/* Conditions as JSON: {"field": "properties.x", "equals": "y"}, with allOf, anyOf and not, as Azure Policy has them. */
#ifndef AL_LINT_CONDITIONS_READ_H
#define AL_LINT_CONDITIONS_READ_H

#include "armlint_rule.h"
#include "lint/reading.h"

/* A condition in the reading's arena, or NULL after reporting what is wrong. */
const struct al_condition *al_condition_read(struct al_reading *r, const struct al_node *node);

#endif
