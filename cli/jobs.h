/* SPDX-License-Identifier: MIT */
/* How many threads lint. */
#ifndef AL_CLI_JOBS_H
#define AL_CLI_JOBS_H

#include "options.h"

/* Reads what --jobs was given; false when it is no number that makes sense. */
bool jobs_read(const char *text, unsigned *jobs);
/* What --jobs says, else as many as there are processors. */
unsigned jobs(const struct options *options);

#endif
