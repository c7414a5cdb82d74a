/* SPDX-License-Identifier: MIT */
/* Secrets in an input, which nothing that is said about it shows: the values of secure parameters, and what
 * rules that look for secrets point at, whether or not they were selected. */
#ifndef AL_LINT_HIDE_H
#define AL_LINT_HIDE_H

#include "lint/input.h"

/* Finds what there is to hide in the input's graph. */
void al_hide_secrets(struct al_input *input);
/* Hides the value of a field, and how it is written. */
void al_hide_field(struct al_input *input, const al_field *field);
/* Hides the value if it is secure. */
void al_hide_secure(struct al_input *input, const al_value *value);
/* A text without the secrets that are in it. */
al_str al_hide_in(struct al_input *input, al_str text);
/* The same for a line of a source, whose columns stay. */
al_str al_hide_in_line(struct al_input *input, al_str line);

#endif
