/* SPDX-License-Identifier: MIT */
/* Which share of the work is this run's. */
#ifndef AL_CLI_SHARD_H
#define AL_CLI_SHARD_H

#include "options.h"

struct shard {
    unsigned k, n; /* both 0: all of it */
};

/* Reads "K/N"; false when it is none. */
bool shard_read(const char *text, struct shard *shard);
/* What --shard says. */
struct shard shard(const struct options *options);

#endif
