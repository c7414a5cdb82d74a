/* SPDX-License-Identifier: MIT */
/* Which parameters and variables a template refers to, in any of its expressions. */
#ifndef AL_LINT_USAGE_H
#define AL_LINT_USAGE_H

#include "lint/input.h"

struct al_usage {
    struct al_map parameters, variables; /* folded name -> not NULL when it is referred to */
    bool any_parameter, any_variable;    /* names are computed: every one may be meant */
};

/* Worked out at the first question. */
const struct al_usage *al_usage_of(struct al_input *input, const struct al_template *tmpl);

#endif
