/* SPDX-License-Identifier: MIT */
/* What a finished run comes to: its reports, and the exit status. */
#ifndef AL_CLI_REPORTS_H
#define AL_CLI_REPORTS_H

#include "options.h"

/* Writes every report that was asked for, or the command's first format to standard output. False after saying what
 * could not be written; the others are there. */
bool reports_put(al_run *run, const struct options *options);
/* The exit status that the findings make. */
int reports_verdict(al_run *run, const struct options *options);

#endif
