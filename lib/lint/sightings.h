/* SPDX-License-Identifier: MIT */
/* A template is linted once for each of its parameter files. What is found with several of them is one
 * finding, which says with which when it is not all. */
#ifndef AL_LINT_SIGHTINGS_H
#define AL_LINT_SIGHTINGS_H

#include "armlint.h"
#include "base/map.h"
#include "base/vec.h"

/* One deployment of a template: it, and the parameter file it is deployed with. */
struct al_variant {
    uint32_t target;  /* the template, counted from 0 */
    const char *file; /* NULL: none, or those that were named for all templates */
};

/* One finding, and the deployments that have it. */
struct al_sighting {
    al_str key;     /* rule, place and message */
    size_t finding; /* index */
    bool made;
    AL_VEC(uint32_t) variants;
};

/* Everything lives in the run's arena. */
struct al_sightings {
    struct al_map by_key;              /* -> struct al_sighting */
    struct al_map targets;             /* name of a template -> its number + 1 */
    struct al_map numbers;             /* template and parameter file -> index into variants + 1 */
    AL_VEC(struct al_variant) variants;
    AL_VEC(uint32_t) totals; /* variants of each target */
    uint32_t current;        /* variant being linted */
};

/* What is found from now on is found in this deployment; `file` may be NULL. True when it is the
 * template's first, and new. */
bool al_sightings_begin(struct al_sightings *all, al_arena *arena, al_str tmpl, const char *file);
/* Notes that the deployment has a finding; true when it is the first of its kind. The key is copied, unless it `lasts`. */
bool al_sightings_note(struct al_sightings *all, al_arena *arena, al_str key, bool lasts, struct al_sighting **sighting);
/* Says of each finding, still in the order of their making, with which parameter files it holds. */
void al_sightings_tell(struct al_sightings *all, al_arena *arena, struct al_finding *findings);

#endif
