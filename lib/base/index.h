/* SPDX-License-Identifier: MIT */
/* A hash table of numbers, for large tables: what they are the numbers of is the caller's. It takes 11 to 21 bytes for each,
 * and leaves nothing behind when it grows. */
#ifndef AL_BASE_INDEX_H
#define AL_BASE_INDEX_H

#include "base/arena.h"

struct al_index {
    al_arena *in[2]; /* inside another: the slots are in the first, and grow into the second */
    struct al_index_slot {
        uint32_t hash;
        uint32_t number; /* plus one; 0: it is free */
    } *slots;
    size_t n, nslots; /* a power of two many */
};

/* The number that was added with that hash and is(ptr, number). False when there is none. */
bool al_index_find(const struct al_index *index, uint64_t hash, bool (*is)(const void *ptr, uint32_t number), const void *ptr,
                   uint32_t *number);
/* Adds one that is not there. */
void al_index_add(struct al_index *index, al_arena *arena, uint64_t hash, uint32_t number);
/* Forgets all of them. */
void al_index_clear(struct al_index *index);

#endif
