/* SPDX-License-Identifier: MIT */
/* Which parameter files belong to which template. */
#ifndef AL_LINT_PARAMETER_SETS_H
#define AL_LINT_PARAMETER_SETS_H

#include "lint/run.h"

/* The parameter files of a template, in byte order of their paths: those beside it that have its name
 * (main.parameters.json, main.parameters.dev.json, main.dev.parameters.json), and each .bicepparam that
 * says it uses it, beside it or among those that were added; or those that its configuration says. */
const char *const *al_parameter_sets(al_run *run, const char *path, const char *root, size_t *n);

/* Adds a .bicepparam of the run; once each. */
void al_parameter_sets_add(al_run *run, const char *path, const char *root);
/* The key of the template that an added .bicepparam uses, empty when it is none below the root. */
al_str al_parameter_file_template(const al_run *run, const char *path);

/* What tells a file from others in a run: its path in the shortest form. */
al_str al_file_key(al_arena *arena, al_str path);

/* Parameter files that use the one are those of the other: the JSON was compiled from the Bicep. */
void al_parameter_sets_alias(al_run *run, al_str compiled, al_str source);

#endif
