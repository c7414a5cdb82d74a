/* SPDX-License-Identifier: MIT */
/* What a declared type allows. */
#ifndef AL_EVAL_TYPES_H
#define AL_EVAL_TYPES_H

#include "eval/deployment.h"

/* Follows $ref to the definition, keeping what stands beside the reference (nullable, lengths). A circle of
 * references ends as a type that allows anything. */
struct al_type al_type_resolve(struct al_eval *ev, const struct al_template *tmpl, struct al_type type);

/* Reports where a parameter's value breaks its declaration, and gives the value as the template sees it:
 * Azure takes "5" for an int and "true" for a bool. */
al_value al_type_check(struct al_eval *ev, struct al_deployment *deployment,
                       const struct al_parameter *parameter, al_value value);

#endif
