/* SPDX-License-Identifier: MIT */
/* A template is linted once for each of its parameter files. What is found with several of them is one
 * finding, which says with which when it is not all. */
#ifndef AL_LINT_SIGHTINGS_H
#define AL_LINT_SIGHTINGS_H

#include "armlint.h"
#include "base/index.h"
#include "base/map.h"
#include "base/vec.h"

/* One deployment of a template: it, and the parameter file it is deployed with. */
struct al_variant {
    uint32_t target;  /* the template, counted from 0 */
    const char *file; /* NULL: none, or those that were named for all templates */
};

/* Rule, place and message. There may be millions: what they hash to stands for them, and whoever writes input does not
 * know how to make two that are the same. */
struct al_sighting_key {
    uint64_t v[2];
};

#define AL_NOT_MADE_YET UINT32_MAX

/* One finding, and the deployments that have it. */
struct al_sighting {
    struct al_sighting_key key;
    uint32_t finding; /* index, or AL_NOT_MADE_YET */
    uint32_t variant; /* the first that has it, plus one; 0: none */
    uint32_t others;  /* the last of `others` that is one of its own, plus one; 0: none */
};

/* Another deployment that has it. */
struct al_other_variant {
    uint32_t variant;
    uint32_t before; /* as al_sighting.others */
};

/* Everything lives in the run's arena. */
struct al_sightings {
    AL_VEC(struct al_sighting) list;
    al_arena *list_in;      /* inside it, where the list grows without leaving anything behind */
    struct al_index by_key; /* -> index into the list */
    AL_VEC(struct al_other_variant) others;
    struct al_map targets; /* name of a template -> its number + 1 */
    struct al_map numbers; /* template and parameter file -> index into variants + 1 */
    AL_VEC(struct al_variant) variants;
    AL_VEC(uint32_t) totals; /* variants of each target */
    uint32_t current;        /* variant being linted */
};

/* What is found from now on is found in this deployment; `file` may be NULL. True when it is the
 * template's first, and new. */
bool al_sightings_begin(struct al_sightings *all, al_arena *arena, al_str tmpl, const char *file);
struct al_sighting_key al_sighting_key(al_str text);
/* Notes that the deployment has a finding; true when it is the first of its kind. *number: index of its sighting. */
bool al_sightings_note(struct al_sightings *all, al_arena *arena, const struct al_sighting_key *key, uint32_t *number);
/* Says of each finding, still in the order of their making, with which parameter files it holds. */
void al_sightings_tell(struct al_sightings *all, al_arena *arena, struct al_finding *findings);

#endif
