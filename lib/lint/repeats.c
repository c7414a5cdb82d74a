/* SPDX-License-Identifier: MIT */
/* What is found more than once. A loop brings the same text in several times, each with names of its own: it
 * is said of the first. Each call of a module in one input has findings of its own; other inputs that call it
 * add nothing new. So the first call of each input leads to the same finding, and so do the second ones. */
#include "lint/effect.h"
#include "lint/finding.h"

/* All in one input. What is known of a finding is known for as long as the input lasts, so it is kept only
 * where it can matter: in loops, and where modules are called. */
struct al_repeats {
    bool calls; /* a template is deployed by another */
    struct al_buf key;
    struct al_map chains; /* a chain and a declaration below it -> the number of the longer chain */
    struct al_map places; /* rule, place and chain -> the resource a finding was about */
    struct al_map leads;  /* key of a finding -> how many chains lead to it */
    struct al_map orders; /* key of a finding and chain -> the how-manieth of them it is, counted from 1 */
};

static struct al_repeats *repeats_of(struct al_input *input)
{
    struct al_repeats *r = input->repeats;

    if (r)
        return r;
    r = input->repeats = AL_NEW(input->arena, struct al_repeats);
    r->key.arena = input->arena;
    for (size_t i = 0; input->graph && i < input->graph->resources.n && !r->calls; i++)
        r->calls = input->graph->resources.v[i]->inner != NULL;
    return r;
}

/* As al_map_put(), with any bytes for a key. */
static void **slot_of(struct al_input *input, struct al_map *map, const void *bytes, size_t n)
{
    al_str key = {bytes, n};

    if (!al_map_get(map, key))
        key = al_str_copy(input->arena, key);
    return al_map_put(input->arena, map, key);
}

/* -- chains -- */

/* The declarations by which the deployments around a resource came about: of two calls of one module they
 * differ, of two rounds of one loop they do not. */
static uintptr_t chain_of(struct al_input *input, const struct al_deployment *d)
{
    struct al_map *chains = &input->repeats->chains;
    uintptr_t step[2];
    void **slot;

    if (!d || !d->resource)
        return 0;
    step[0] = chain_of(input, d->parent);
    step[1] = (uintptr_t)d->resource->decl;
    slot = slot_of(input, chains, step, sizeof step);
    if (!*slot)
        *slot = (void *)(uintptr_t)chains->n;
    return (uintptr_t)*slot;
}

/* The how-manieth chain of this input it is that leads to the same finding. */
static size_t order_of_chain(struct al_input *input, const struct al_sighting_key *key, uintptr_t chain)
{
    const uint64_t pair[] = {key->v[0], key->v[1], chain};
    void **order = slot_of(input, &input->repeats->orders, pair, sizeof pair), **n;

    if (!*order) {
        n = slot_of(input, &input->repeats->leads, key, sizeof *key);
        *n = (void *)((uintptr_t)*n + 1);
        *order = *n;
    }
    return (size_t)(uintptr_t)*order - 1;
}

/* -- repetition -- */

static bool is_in_loop(const al_resource *r)
{
    for (; r; r = r->nested_in ? r->nested_in : r->deployment->resource)
        if (r->looped)
            return true;
    return false;
}

bool al_is_repeated(struct al_input *input, const struct al_verdict *v, struct al_span span)
{
    struct al_repeats *repeats = repeats_of(input);
    const al_resource *first;
    void **slot;

    if (!is_in_loop(v->resource))
        return false;
    slot = slot_of(input, &repeats->places,
                   (const uintptr_t[]){(uintptr_t)v->rule, (uintptr_t)span.source, span.off,
                                       chain_of(input, v->resource->deployment)},
                   4 * sizeof(uintptr_t));
    first = *slot;
    if (!first)
        *slot = (void *)(uintptr_t)v->resource;
    return first && first != v->resource && first->decl == v->resource->decl;
}

bool al_is_first(struct al_input *input, const char *id, struct al_span span, al_str message,
                 const al_resource *resource, uint32_t *sighting)
{
    struct al_repeats *repeats = repeats_of(input);
    struct al_buf *text = &repeats->key;
    struct al_sighting_key key;
    size_t order = 0;

    text->n = 0;
    al_buf_printf(text, "%s\n%u\n%.*s\n", id, span.off, AL_FMT(span.source->name));
    al_buf_put(text, message);
    key = al_sighting_key(al_buf_str(text));
    if (resource && repeats->calls)
        order = order_of_chain(input, &key, chain_of(input, resource->deployment));
    if (order) {
        al_buf_printf(text, "\n%zu", order);
        key = al_sighting_key(al_buf_str(text));
    }
    return al_effect_sighting(input->run, &key, sighting);
}
