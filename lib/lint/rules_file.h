/* SPDX-License-Identifier: MIT */
/* Rules from a JSON file. It is data: a configuration that comes with the templates may name one. */
#ifndef AL_LINT_RULES_FILE_H
#define AL_LINT_RULES_FILE_H

#include "armlint.h"
#include "base/diag.h"

/* Adds the rules of a file, or none of them: AL_EUSAGE with all that is wrong in run->error, a line each,
 * "FILE:LINE:COLUMN: what". Everything lives in the run's arena. Not for a run whose inputs have begun. */
int al_rules_file_add(al_run *run, const char *path);
/* The same for a configuration: its rules run only where it says so, and what is wrong is added to `diags`. The file's
 * rules, read once in a run however many configurations name it, or NULL when something is wrong with it. */
const struct al_module *al_rules_file_configure(al_run *run, const char *path, struct al_diags *diags);

#endif
