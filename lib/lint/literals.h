/* SPDX-License-Identifier: MIT */
/* Fields of a template that belong to no resource. */
#ifndef AL_LINT_LITERALS_H
#define AL_LINT_LITERALS_H

#include "lint/input.h"

/* The dotted path at which a field of a template rule stands. */
al_str al_template_path(const al_field *field);

#endif
