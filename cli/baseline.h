/* SPDX-License-Identifier: MIT */
/* --baseline and --write-baseline. */
#ifndef AL_CLI_BASELINE_H
#define AL_CLI_BASELINE_H

#include "options.h"

/* Hands the run what --baseline names. STATUS_USAGE after saying what is wrong with it. */
int baseline_load(al_run *run, const struct options *options);
/* Writes what --write-baseline names; comments at the head of a file that is there stay. False after saying why not. */
bool baseline_write(al_run *run, const struct options *options, struct al_report_options how);
/* The counts of a run with a baseline, on standard error: "3 new (1 error, 2 warnings), 12 unchanged, 1 gone". */
void baseline_put_counts(const struct al_summary *summary);

#endif
