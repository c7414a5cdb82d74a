/* SPDX-License-Identifier: MIT */
/* A run: its rules, its findings, and what it needs while it lints one input after the other.
 *
 * The run's arena owns what lives as long as the run: rules, findings and their texts. Each input has an
 * arena of its own, freed when the input is done; what is worth keeping is copied. */
#ifndef AL_LINT_RUN_H
#define AL_LINT_RUN_H

#include "armlint.h"
#include "base/limits.h"
#include "base/places.h"
#include "base/stopwatch.h"
#include "graph/modules.h"
#include "lint/config.h"
#include "lint/merge.h"
#include "lint/pattern.h"
#include "lint/sightings.h"
#include "lint/texts.h"

struct al_effects;
struct al_logs;

struct al_run {
    al_arena *arena;
    struct al_options options;
    struct al_limits limits;
    const char *limits_wrong; /* what the options say of them and may not; or NULL */
    struct al_registry registry;
    struct al_configs configs;
    bool selected; /* those that the command line makes are there */
    struct al_patterns patterns;
    AL_VEC(struct al_finding) findings; /* sorted once the run is finished */
    al_arena *findings_in; /* inside the arena: the list grows there, and leaves nothing behind */
    al_arena *passing;     /* inside it: what making a finding takes, and forgotten then */
    struct al_texts texts; /* of findings */
    struct al_sightings sightings;      /* which deployments have them */
    struct al_summary summary;
    AL_VEC(const char *) files; /* that the summary counts; sorted once the run is finished */
    bool finished;
    const char *error; /* see al_run_error() */
    al_arena *input;   /* of the input being looked at, so that unwinding past it does not lose it */
    al_arena *resting; /* of the one before, empty: its memory is warm */
    struct al_module_store modules; /* that inputs share */
    struct al_places places;    /* what it knows of the disk */
    struct al_map roots;        /* folder of an input -> the folder below which it may name files */
    struct al_catalog *catalog; /* of parameter files; see parameter_sets.h */
    AL_VEC(struct al_put_off) put_off; /* until all is known; see merge.h */
    struct al_map suppressions; /* that were looked at -> struct al_suppression_record */
    struct al_known_findings *baseline; /* or NULL */
    struct al_logs *logs;               /* that were merged, or NULL; see logs.h */
    uint32_t ndealt; /* inputs of all shards; see shard.h */
    uint32_t input_number; /* of the one that is linted, in a shard; else 0 */
    struct al_stopwatch stopwatch;
    AL_VEC(struct al_rule_time) rule_times;
    struct al_map rule_numbers; /* id -> which of them, plus one */
    struct al_map reached;      /* key of a file that others use -> for what: see struct al_used_file */
    AL_VEC(al_run *) workers;   /* the runs of its threads; see crew.h */
    struct al_effects *effects; /* of a thread's run: what its run will take over; else NULL */
};

/* Takes the limits from the options. */
void al_run_set_limits(al_run *run);
/* Calls fn(ptr) so that running out of the run's memory, or of the input's, comes back as a status. */
int al_run_guard(al_run *run, int (*fn)(void *), void *ptr);
/* The run of the n-th thread, counted from 0, with the configuration as it is now. */
al_run *al_run_worker(al_run *run, size_t n);
/* Makes the selection of rules, once. AL_EUSAGE when it names a rule that is not there. */
int al_run_select(al_run *run);
/* Adds the options that the command line sets. AL_EUSAGE when no rule has one of them. */
int al_settings_add(al_run *run, struct al_tunings *tunings);
/* The folder below which an input's templates may name files. */
const char *al_run_root(al_run *run, const char *path);
/* Adds what has passed since `start` to the time of a rule, if times are measured. */
void al_note_rule_time(al_run *run, const struct al_rule *rule, uint64_t start);
/* A copy for free(), or NULL when out of memory: what the functions of armlint.h return as text. */
char *al_text_for_free(al_str text);

#endif
