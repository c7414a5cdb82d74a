/* SPDX-License-Identifier: MIT */
/* What to say about rules that do not exist. */
#ifndef AL_CLI_SELECTION_H
#define AL_CLI_SELECTION_H

#include "options.h"

/* The id that comes nearest among the run's rules, or NULL. */
const char *selection_nearest(al_run *run, const char *id);
/* Says why the rules that the options select cannot be selected; `run` is the one that said so. */
int selection_error(const struct options *options, al_run *run);

#endif
