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

bool al_sightings_note(struct al_sightings *all, al_arena *arena, al_str key, bool lasts,
                       struct al_sighting **sighting)
{
    struct al_sighting *s = al_map_get(&all->by_key, key);
    bool is_new = !s;

    if (is_new) {
        s = AL_NEW(arena, struct al_sighting);
        s->key = lasts ? key : al_str_copy(arena, key);
        *al_map_put(arena, &all->by_key, s->key) = s;
    }
    *sighting = s;
    if (all->variants.n > 0 && (s->variants.n == 0 || s->variants.v[s->variants.n - 1] != all->current))
        *al_vec_push(arena, &s->variants) = all->current;
    return is_new;
}

/* -- telling -- */

static int by_number(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

/* A file that is named twice in a run is linted twice. */
static void sort_variants(struct al_sighting *s)
{
    size_t n = 0;

    if (s->variants.n > 1)
        qsort(s->variants.v, s->variants.n, sizeof *s->variants.v, by_number);
    for (size_t i = 0; i < s->variants.n; i++)
        if (i == 0 || s->variants.v[i] != s->variants.v[n - 1])
            s->variants.v[n++] = s->variants.v[i];
    s->variants.n = n;
}

/* `counts` has a place for each target, all 0 before and after. */
static bool is_complete(const struct al_sightings *all, const struct al_sighting *s, uint32_t *counts)
{
    bool complete = false;

    for (size_t i = 0; i < s->variants.n; i++) {
        uint32_t target = all->variants.v[s->variants.v[i]].target;
        complete |= ++counts[target] == all->totals.v[target];
    }
    for (size_t i = 0; i < s->variants.n; i++)
        counts[all->variants.v[s->variants.v[i]].target] = 0;
    return complete;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void set_files(const struct al_sightings *all, al_arena *arena, struct al_finding *f,
                      const struct al_sighting *s)
{
    const char **files = AL_NEW_N(arena, const char *, s->variants.n);
    size_t n = 0, kept = 0;

    for (size_t i = 0; i < s->variants.n; i++) {
        const char *file = all->variants.v[s->variants.v[i]].file;
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
    uint32_t *counts = AL_NEW_N(arena, uint32_t, all->totals.n);

    for (uint32_t i = 0; i < all->by_key.n; i++) {
        struct al_sighting *s = all->by_key.entries[i].value;
        sort_variants(s);
        if (s->made && !is_complete(all, s, counts))
            set_files(all, arena, &findings[s->finding], s);
    }
}
