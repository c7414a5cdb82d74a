/* SPDX-License-Identifier: MIT */
/* What operators in JSON compare with. Each is in the reading's arena, or NULL after reporting what is wrong. */
#ifndef AL_LINT_OPERAND_READ_H
#define AL_LINT_OPERAND_READ_H

#include "lint/reading.h"

const char *al_operand_text(struct al_reading *r, const struct al_node *node);
/* Text, number or truth value as text. */
const char *al_operand_scalar(struct al_reading *r, const struct al_node *node);
const char *const *al_operand_scalars(struct al_reading *r, const struct al_node *node);
/* A PCRE2 pattern. */
const char *al_operand_pattern(struct al_reading *r, const struct al_node *node);
/* The same for what Azure Policy matches: "###-??" has digits and letters, and '.' is either. */
const char *al_operand_match(struct al_reading *r, const struct al_node *node, bool any_case);

#endif
