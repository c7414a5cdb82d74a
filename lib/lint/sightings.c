/* SPDX-License-Identifier: MIT */
#include "lint/sightings.h"

#include <stdlib.h>

static uint32_t target_of(struct al_sightings *all, al_arena *arena, al_str tmpl)
{
    void **slot;

    if (!al_map_get(&all->targets, tmpl))
        tmpl = al_str_copy(arena, tmpl);
    slot = al_map_put(arena, &all->targets, tmpl);
    if (!*slot) {
        *al_vec_push(arena, &all->totals) = 0;
        *slot = (void *)(uintptr_t)all->totals.n;
    }
    return (uint32_t)((uintptr_t)*slot - 1);
}

bool al_sightings_begin(struct al_sightings *all, al_arena *arena, al_str tmpl, const char *file)
{
    uint32_t target = target_of(all, arena, tmpl);
    al_str key = al_printf(arena, "%u\n%s", target, file ? file : "");
    void **slot = al_map_put(arena, &all->numbers, key);
    bool is_new = !*slot;

    if (is_new) {
        *al_vec_push(arena, &all->variants) =
            (struct al_variant){target, file ? al_str_copy(arena, al_str_of(file)).s : NULL};
        *slot = (void *)(uintptr_t)all->variants.n;
        all->totals.v[target]++;
    }
    all->current = (uint32_t)((uintptr_t)*slot - 1);
    return is_new && all->totals.v[target] == 1;
}

/* -- noting -- */

struct al_sighting_key al_sighting_key(al_str text)
{
    return (struct al_sighting_key){{al_str_tablehash(text), al_str_hash(text)}};
}

struct looking {
    const struct al_sightings *all;
    const struct al_sighting_key *key;
};

static bool has_key(const void *ptr, uint32_t number)
{
    const struct looking *looking = ptr;
    const struct al_sighting_key *key = &looking->all->list.v[number].key;

    return key->v[0] == looking->key->v[0] && key->v[1] == looking->key->v[1];
}

static uint32_t add_sighting(struct al_sightings *all, al_arena *arena, const struct al_sighting_key *key)
{
    const uint32_t number = (uint32_t)all->list.n;

    if (!all->list_in)
        all->list_in = al_arena_inside(arena);
    al_vec_add(all->list_in, &all->list, (struct al_sighting){.key = *key, .finding = AL_NOT_MADE_YET});
    al_index_add(&all->by_key, arena, key->v[0], number);
    return number;
}

static void add_variant(struct al_sightings *all, al_arena *arena, struct al_sighting *s)
{
    const uint32_t last = s->others ? all->others.v[s->others - 1].variant + 1 : s->variant;

    if (all->variants.n == 0 || last == all->current + 1)
        return;
    if (!s->variant) {
        s->variant = all->current + 1;
        return;
    }
    al_vec_add(arena, &all->others, (struct al_other_variant){all->current, s->others});
    s->others = (uint32_t)all->others.n;
}

bool al_sightings_note(struct al_sightings *all, al_arena *arena, const struct al_sighting_key *key,
                       uint32_t *number)
{
    const struct looking looking = {all, key};
    bool is_new = !al_index_find(&all->by_key, key->v[0], has_key, &looking, number);

    if (is_new)
        *number = add_sighting(all, arena, key);
    add_variant(all, arena, &all->list.v[*number]);
    return is_new;
}

/* -- telling -- */

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

/* The deployments that have one, sorted. */
struct having {
    AL_VEC(uint32_t) list;
    uint32_t *counts; /* a place for each target, all 0 in between */
};

/* A file that is named twice in a run is linted twice. */
static void find_having(const struct al_sightings *all, al_arena *arena, const struct al_sighting *s,
                        struct having *having)
{
    uint32_t *v;
    size_t n = 0;

    having->list.n = 0;
    al_vec_add(arena, &having->list, s->variant - 1);
    for (uint32_t i = s->others; i; i = all->others.v[i - 1].before)
        al_vec_add(arena, &having->list, all->others.v[i - 1].variant);
    v = having->list.v;
    if (having->list.n > 1)
        qsort(v, having->list.n, sizeof *v, by_number);
    for (size_t i = 0; i < having->list.n; i++)
        if (i == 0 || v[i] != v[n - 1])
            v[n++] = v[i];
    having->list.n = n;
}

static bool is_complete(const struct al_sightings *all, struct having *having)
{
    bool complete = false;

    for (size_t i = 0; i < having->list.n; i++) {
        uint32_t target = all->variants.v[having->list.v[i]].target;
        complete |= ++having->counts[target] == all->totals.v[target];
    }
    for (size_t i = 0; i < having->list.n; i++)
        having->counts[all->variants.v[having->list.v[i]].target] = 0;
    return complete;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void set_files(const struct al_sightings *all, al_arena *arena, struct al_finding *f,
                      const struct having *having)
{
    const char **files = AL_NEW_N(arena, const char *, having->list.n);
    size_t n = 0, kept = 0;

    for (size_t i = 0; i < having->list.n; i++) {
        const char *file = all->variants.v[having->list.v[i]].file;
        if (file && strcmp(file, f->location.file) == 0)
            return; /* it is about the parameter file itself */
        if (file)
            files[n++] = file;
    }
    if (n > 1)
        qsort(files, n, sizeof *files, by_text);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || strcmp(files[i], files[kept - 1]) != 0)
            files[kept++] = files[i];
    f->parameter_files = kept ? files : NULL;
    f->nparameter_files = kept;
}

void al_sightings_tell(struct al_sightings *all, al_arena *arena, struct al_finding *findings)
{
    struct having having = {.counts = AL_NEW_N(arena, uint32_t, all->totals.n)};

    for (size_t i = 0; i < all->list.n; i++) {
        const struct al_sighting *s = &all->list.v[i];
        if (s->finding == AL_NOT_MADE_YET || !s->variant)
            continue;
        find_having(all, arena, s, &having);
        if (!is_complete(all, &having))
            set_files(all, arena, &findings[s->finding], &having);
    }
}
