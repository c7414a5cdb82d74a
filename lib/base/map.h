/* SPDX-License-Identifier: MIT */
/* A hash map from text to a pointer, in an arena. Keys are borrowed. Iteration follows insertion, so output
 * never depends on hash order. */
#ifndef AL_BASE_MAP_H
#define AL_BASE_MAP_H

#include "base/arena.h"

struct al_map_entry {
    al_str key;
    uint64_t hash;
    void *value;
};

struct al_map {
    struct al_map_entry *entries; /* in order of insertion */
    uint32_t n, cap;
    uint32_t *slots; /* index + 1 into entries; a power of two many */
    uint32_t nslots;
    bool fold; /* keys differ only by ASCII case: set before the first use */
};

/* The value stored under `key`, or NULL. */
void *al_map_get(const struct al_map *map, al_str key);
/* The place of the value for `key`, made (as NULL) when it is missing. Valid until the next insertion. */
void **al_map_put(al_arena *arena, struct al_map *map, al_str key);

#endif
