/* SPDX-License-Identifier: MIT */
/* What a declared type allows. */
#ifndef AL_EVAL_TYPES_H
#define AL_EVAL_TYPES_H

#include "eval/deployment.h"

/* Follows $ref to the definition, keeping what the reference itself adds (nullable). A circle of references
 * ends as a type that allows anything. */
struct al_type al_type_resolve(const struct al_template *tmpl, struct al_type type);

/* Reports where a parameter's value breaks its declaration, and gives the value as the template sees it:
 * Azure takes "5" for an int and "true" for a bool. */
al_value al_type_check(struct al_eval *ev, struct al_deployment *deployment,
                       const struct al_parameter *parameter, al_value value);

#endif
