/* SPDX-License-Identifier: MIT */
/* Open addressing with linear probing over indices into an insertion-ordered array. */
#include "base/map.h"

static uint64_t hash_of(const struct al_map *map, al_str key)
{
    return map->fold ? al_str_casehash(key) : al_str_tablehash(key);
}

static uint32_t *find_slot(const struct al_map *map, al_str key, uint64_t hash)
{
    uint32_t mask = map->nslots - 1;

    for (uint32_t i = (uint32_t)hash & mask;; i = (i + 1) & mask) {
        const struct al_map_entry *e;
        if (!map->slots[i])
            return &map->slots[i];
        e = &map->entries[map->slots[i] - 1];
        if (e->hash == hash && (map->fold ? al_str_caseeq(e->key, key) : al_str_eq(e->key, key)))
            return &map->slots[i];
    }
}

void *al_map_get(const struct al_map *map, al_str key)
{
    uint32_t slot;

    if (!map->n)
        return NULL;
    slot = *find_slot(map, key, hash_of(map, key));
    return slot ? map->entries[slot - 1].value : NULL;
}

static void grow(al_arena *arena, struct al_map *map)
{
    uint32_t cap = map->cap ? map->cap * 2 : 8;
    struct al_map_entry *entries = AL_NEW_N(arena, struct al_map_entry, cap);

    if (map->n)
        memcpy(entries, map->entries, map->n * sizeof *entries);
    map->entries = entries;
    map->cap = cap;
    map->nslots = cap * 2;
    map->slots = AL_NEW_N(arena, uint32_t, map->nslots);
    for (uint32_t i = 0; i < map->n; i++)
        *find_slot(map, entries[i].key, entries[i].hash) = i + 1;
}

void **al_map_put(al_arena *arena, struct al_map *map, al_str key)
{
    uint64_t hash = hash_of(map, key);
    uint32_t *slot;

    if (map->n == map->cap)
        grow(arena, map);
    slot = find_slot(map, key, hash);
    if (!*slot) {
        map->entries[map->n] = (struct al_map_entry){.key = key, .hash = hash};
        *slot = ++map->n;
    }
    return &map->entries[*slot - 1].value;
}
