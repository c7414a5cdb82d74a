/* SPDX-License-Identifier: MIT */
/* Inputs are dealt like cards, so that all shards have as many, and as many of what stands together:
 * neighbours cost about the same. Each round begins with another shard, which its number decides:
 * repositories have patterns (a small file beside a large one in each folder) that would give one shard all
 * the large ones. Sizes are not looked at: of what a template costs they tell little, which modules it
 * deploys much more. Nor is the name hashed: that leaves an input with its shard when others are added, which
 * nobody needs, and deals unevenly. */
#include "lint/shard.h"

/* The finalizer of splitmix64. */
static uint64_t scramble(uint64_t x)
{
    x = (x + 0x9e3779b97f4a7c15u) * 0xbf58476d1ce4e5b9u;
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

bool al_shard_deal(al_run *run)
{
    const uint64_t shards = run->options.shards, i = run->ndealt++;

    return !al_is_shard(run) || (i + scramble(i / shards)) % shards == run->options.shard - 1;
}
