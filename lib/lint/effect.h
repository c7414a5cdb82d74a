/* SPDX-License-Identifier: MIT */
/* What linting an input does to its run, beside making findings: each kind of it is a function here.
 *
 * A thread of a run lints its inputs in a run of its own, which keeps a list of these effects. The run it works for then
 * takes them over in the order of the inputs, and comes out as if one thread had linted them all. */
#ifndef AL_LINT_EFFECT_H
#define AL_LINT_EFFECT_H

#include "lint/merge.h"
#include "lint/run.h"

struct al_config_suppression;
struct al_used_file;

enum al_effect_kind {
    AL_EFFECT_VARIANT,
    AL_EFFECT_USED,
    AL_EFFECT_SIGHTING,
    AL_EFFECT_CONFIGURED,
    AL_EFFECT_SUPPRESSION,
    AL_EFFECT_TOLD,
    AL_EFFECT_PUT_OFF,
};

/* A template that is deployed with a parameter file, or as it is. */
struct al_variant_begun {
    al_str key, name; /* of the template */
    const char *file; /* or NULL */
    size_t resources; /* that it deploys */
    bool counts;      /* as a file that was checked, or could not be */
};

struct al_effect {
    enum al_effect_kind kind;
    bool flag;       /* USED: counts; CONFIGURED: refused; SUPPRESSION: used */
    bool of_finding; /* CONFIGURED: it holds only if the last sighting has made a finding */
    unsigned wishes; /* USED */
    al_str text;     /* USED: name; SUPPRESSION, TOLD: key */
    union {
        const struct al_variant_begun *variant;
        uint32_t sighting;
        struct al_config_suppression *configured;
        const struct al_put_off *put_off;
    };
};

struct al_effects {
    AL_VEC(struct al_effect) list;
};

/* What a run knows of one suppression in a source. */
struct al_suppression_record {
    bool used, told;
    size_t before;  /* findings when it was last looked at */
    size_t finding; /* index, once it was told */
};

/* What is found from now on is found in this deployment. */
void al_effect_variant(al_run *run, const struct al_variant_begun *variant);
/* A file that the input uses; it counts as one that was checked if `counts`. */
void al_effect_used(al_run *run, al_str name, unsigned wishes, bool counts);
/* The input has a finding. Whether it is the first of its kind, which is then made. */
bool al_effect_sighting(al_run *run, const struct al_sighting_key *key, uint32_t *sighting);
/* A suppression of the configuration is about the finding being made, or (`of_finding` is false) about what could not be
 * decided. `refused`: but the rule is locked. */
void al_effect_configured(al_run *run, struct al_config_suppression *entry, bool refused, bool of_finding);
/* A suppression in a source was looked at; `used`: it was needed. Whether it was needed so far, here or before. */
bool al_effect_suppression(al_run *run, al_str key, bool used);
/* Its being idle was told since then. */
void al_effect_told(al_run *run, al_str key);
/* The input is linted with all others in the end. */
void al_effect_put_off(al_run *run, const struct al_put_off *what);

/* Does to a run what the effects `from` up to `to` (exclusive) have done to a thread's. */
void al_effects_take(al_run *run, const al_run *worker, size_t from, size_t to);

#endif
