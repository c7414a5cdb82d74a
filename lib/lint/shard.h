/* SPDX-License-Identifier: MIT */
/* A shard: one of several runs, perhaps on several machines, that share the work. Each has the same command line but
 * for its number, finds the same inputs in the same order, and takes its own; together they take each once. What only
 * somebody who has seen everything can say (this suppression suppresses nothing, this known finding is gone) no shard
 * says. */
#ifndef AL_LINT_SHARD_H
#define AL_LINT_SHARD_H

#include "lint/run.h"

/* Whether the run is one. */
static inline bool al_is_shard(const al_run *run)
{
    return run->options.shards > 1;
}
/* Numbers the next input of all shards; true when it is this one's. */
bool al_shard_deal(al_run *run);

#endif
