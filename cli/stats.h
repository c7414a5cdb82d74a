/* SPDX-License-Identifier: MIT */
/* What a run has cost: --stats and --stats-file. */
#ifndef AL_CLI_STATS_H
#define AL_CLI_STATS_H

#include "options.h"

/* Says it on stderr; `start` is when the run began. */
void put_stats(al_run *run, uint64_t start);
/* Writes it to the file that the options name. False after saying on stderr what went wrong. */
bool write_stats(const struct options *options, al_run *run, uint64_t start);

#endif
