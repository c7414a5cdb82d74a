/* SPDX-License-Identifier: MIT */
/* What a run has cost: --stats. */
#ifndef AL_CLI_STATS_H
#define AL_CLI_STATS_H

#include "armlint.h"

/* Says it on stderr; `start` is when the run began. */
void put_stats(al_run *run, uint64_t start);

#endif
