/* SPDX-License-Identifier: MIT */
/* What a thread's run knows is what earlier inputs have done to it, never later ones: a thread takes its
 * inputs in their order. So what it leaves out because it has seen it before, the run it works for has seen
 * before, too; and what it did for the first time may have been done by an input of another thread, and is
 * then not done again. */
#include "lint/effect.h"
#include "lint/config.h"
#include "lint/finding.h"
#include "lint/parameter_sets.h"

enum { COUNTED = 1 << 8 }; /* beside the wishes of al_run.reached */

static void keep(al_run *run, struct al_effect effect)
{
    if (run->effects)
        *al_vec_push(run->arena, &run->effects->list) = effect;
}

/* -- files -- */

/* True the first time for each of the marks. */
static bool mark(al_run *run, al_str name, unsigned marks)
{
    void **slot = al_map_put(run->arena, &run->reached, al_file_key(run->arena, name));
    uintptr_t before = (uintptr_t)*slot;

    *slot = (void *)(before | marks);
    return (before & marks) != marks;
}

static void count_file(al_run *run, al_str name)
{
    if (!mark(run, name, COUNTED))
        return;
    *al_vec_push(run->arena, &run->files) = al_str_copy(run->arena, name).s;
    run->summary.files++;
}

/* A template counts once, with however many parameter files it is deployed. */
static void begin_variant(al_run *run, const struct al_variant_begun *v)
{
    if (!al_sightings_begin(&run->sightings, run->arena, v->key, v->file))
        return;
    if (v->counts)
        count_file(run, v->name);
    run->summary.resources += v->resources;
}

void al_effect_variant(al_run *run, const struct al_variant_begun *variant)
{
    begin_variant(run, variant);
    if (run->effects) {
        struct al_variant_begun *copy = AL_NEW(run->arena, struct al_variant_begun);
        *copy = (struct al_variant_begun){.key = al_str_copy(run->arena, variant->key),
                                          .name = al_str_copy(run->arena, variant->name),
                                          .resources = variant->resources,
                                          .counts = variant->counts};
        copy->file = variant->file ? al_str_copy(run->arena, al_str_of(variant->file)).s : NULL;
        keep(run, (struct al_effect){.kind = AL_EFFECT_VARIANT, .variant = copy});
    }
}

void al_effect_used(al_run *run, al_str name, unsigned wishes, bool counts)
{
    bool is_new = mark(run, name, wishes);

    if (counts)
        count_file(run, name);
    if (run->effects && (is_new || counts))
        keep(run, (struct al_effect){.kind = AL_EFFECT_USED,
                                     .text = al_str_copy(run->arena, name),
                                     .wishes = wishes,
                                     .flag = counts});
}

/* -- findings -- */

bool al_effect_sighting(al_run *run, const struct al_sighting_key *key, uint32_t *sighting)
{
    bool is_new = al_sightings_note(&run->sightings, run->arena, key, sighting);

    keep(run, (struct al_effect){.kind = AL_EFFECT_SIGHTING, .sighting = *sighting});
    return is_new;
}

/* True when the run takes the finding, as the first that has it. */
static bool take_sighting(al_run *run, const al_run *worker, uint32_t sighting)
{
    const struct al_sighting *theirs = &worker->sightings.list.v[sighting];
    uint32_t ours;

    if (!al_sightings_note(&run->sightings, run->arena, &theirs->key, &ours) ||
        theirs->finding == AL_NOT_MADE_YET)
        return false;
    al_finding_enter(run, &worker->findings.v[theirs->finding], ours);
    return true;
}

/* -- suppressions -- */

/* All threads share the configuration: only the run that they work for changes it. */
void al_effect_configured(al_run *run, struct al_config_suppression *entry, bool refused, bool of_finding)
{
    if (run->effects) {
        keep(run, (struct al_effect){.kind = AL_EFFECT_CONFIGURED,
                                     .configured = entry,
                                     .flag = refused,
                                     .of_finding = of_finding});
        return;
    }
    entry->used = true;
    entry->refused |= refused;
}

static struct al_suppression_record *record_of(al_run *run, al_str key)
{
    struct al_suppression_record *record = al_map_get(&run->suppressions, key);

    if (!record) {
        record = AL_NEW(run->arena, struct al_suppression_record);
        *al_map_put(run->arena, &run->suppressions, al_str_copy(run->arena, key)) = record;
    }
    return record;
}

bool al_effect_suppression(al_run *run, al_str key, bool used)
{
    struct al_suppression_record *record = record_of(run, key);

    record->used |= used;
    record->before = run->findings.n;
    if (run->effects)
        keep(run, (struct al_effect){
                      .kind = AL_EFFECT_SUPPRESSION, .text = al_str_copy(run->arena, key), .flag = used});
    return record->used;
}

void al_effect_told(al_run *run, al_str key)
{
    struct al_suppression_record *record = record_of(run, key);

    if (run->findings.n > record->before) {
        record->told = true;
        record->finding = record->before;
    }
    if (run->effects)
        keep(run, (struct al_effect){.kind = AL_EFFECT_TOLD, .text = al_str_copy(run->arena, key)});
}

/* -- merging -- */

void al_effect_put_off(al_run *run, const struct al_put_off *what)
{
    struct al_put_off *copy;

    if (!run->effects) {
        al_put_off(run, what);
        return;
    }
    copy = AL_NEW(run->arena, struct al_put_off);
    *copy = *what;
    keep(run, (struct al_effect){.kind = AL_EFFECT_PUT_OFF, .put_off = copy});
}

/* -- taking over -- */

void al_effects_take(al_run *run, const al_run *worker, size_t from, size_t to)
{
    bool made = false; /* by the last sighting */

    for (size_t i = from; i < to; i++) {
        const struct al_effect *e = &worker->effects->list.v[i];
        switch (e->kind) {
        case AL_EFFECT_VARIANT: begin_variant(run, e->variant); break;
        case AL_EFFECT_USED: al_effect_used(run, e->text, e->wishes, e->flag); break;
        case AL_EFFECT_SIGHTING: made = take_sighting(run, worker, e->sighting); break;
        case AL_EFFECT_SUPPRESSION: al_effect_suppression(run, e->text, e->flag); break;
        case AL_EFFECT_TOLD: al_effect_told(run, e->text); break;
        case AL_EFFECT_PUT_OFF: al_effect_put_off(run, e->put_off); break;
        case AL_EFFECT_CONFIGURED:
            if (made || !e->of_finding)
                al_effect_configured(run, e->configured, e->flag, e->of_finding);
            break;
        }
    }
}
