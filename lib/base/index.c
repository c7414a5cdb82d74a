/* SPDX-License-Identifier: MIT */
/* Open addressing with linear probing, at most three quarters full. */
#include "base/index.h"

bool al_index_find(const struct al_index *index, uint64_t hash, bool (*is)(const void *ptr, uint32_t number),
                   const void *ptr, uint32_t *number)
{
    const size_t mask = index->nslots - 1;

    for (size_t i = (uint32_t)hash & mask; index->nslots && index->slots[i].number; i = (i + 1) & mask) {
        *number = index->slots[i].number - 1;
        if (index->slots[i].hash == (uint32_t)hash && is(ptr, *number))
            return true;
    }
    return false;
}

static void put(struct al_index *index, struct al_index_slot slot)
{
    const size_t mask = index->nslots - 1;
    size_t i = slot.hash & mask;

    while (index->slots[i].number)
        i = (i + 1) & mask;
    index->slots[i] = slot;
}

/* Both are there for a moment: where memory runs out, the old ones are as they were. */
static void grow(struct al_index *index, al_arena *arena)
{
    const struct al_index old = *index;
    const size_t n = old.nslots ? 2 * old.nslots : 64;
    struct al_index_slot *slots;
    al_arena *into;

    for (int i = 0; i < 2 && !index->in[i]; i++)
        index->in[i] = al_arena_inside(arena);
    into = index->in[1];
    slots = AL_NEW_N(into, struct al_index_slot, n);
    index->slots = slots;
    index->nslots = n;
    for (size_t i = 0; i < old.nslots; i++)
        if (old.slots[i].number)
            put(index, old.slots[i]);
    al_arena_forget(index->in[0]);
    index->in[1] = index->in[0];
    index->in[0] = into;
}

void al_index_add(struct al_index *index, al_arena *arena, uint64_t hash, uint32_t number)
{
    if (index->n >= index->nslots / 4 * 3)
        grow(index, arena);
    put(index, (struct al_index_slot){(uint32_t)hash, number + 1});
    index->n++;
}

void al_index_clear(struct al_index *index)
{
    for (int i = 0; i < 2 && index->in[i]; i++)
        al_arena_forget(index->in[i]);
    index->slots = NULL;
    index->n = index->nslots = 0;
}
