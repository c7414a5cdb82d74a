/* SPDX-License-Identifier: MIT */
/* A baseline: findings of an earlier run, which are known and do not count. A finding is known by its fingerprint; all
 * else that a baseline has is there to tell what is gone, and for people. */
#ifndef AL_LINT_BASELINE_H
#define AL_LINT_BASELINE_H

#include "base/index.h"
#include "base/source.h"
#include "lint/run.h"

/* What al_run_report() makes as "baseline" begins with this, and each of its lines has these fields, separated by tabs. */
#define AL_BASELINE_HEAD "# armlint baseline 1"
enum al_baseline_field {
    AL_FIELD_FINGERPRINT, /* and, where it is strict, a colon and the hash of the resource */
    AL_FIELD_RULE,        /* ends in '?' when it could not be decided */
    AL_FIELD_FILE,
    AL_FIELD_RESOURCE, /* type, blank, name; empty: none */
    AL_FIELD_PROPERTY,
    AL_BASELINE_FIELDS
};

/* What is known of a finding: see al_run_absent(). */
struct al_known {
    const char *rule, *file, *resource_type, *resource_name, *path, *property;
    char fingerprint[33], resource_hash[17];
    bool undetermined;
    bool found;
};

struct al_known_findings {
    AL_VEC(struct al_known) list;
    al_arena *list_in;              /* inside the run's: the list grows there, and leaves nothing behind */
    struct al_index by_fingerprint; /* -> index */
    AL_VEC(struct al_finding) absent, unasked;
};

/* Reads a baseline of either form; what is kept is in the run's arena, everything else in `arena`. NULL, or what is wrong
 * with it. */
const char *al_baseline_read(al_run *run, al_arena *arena, const struct al_source *source);
/* The same of a SARIF log. */
const char *al_baseline_read_sarif(al_run *run, al_arena *arena, const struct al_source *source);
/* Adds what is known, whose texts are borrowed, unless it is already. False when there is too much. */
bool al_baseline_add(al_run *run, const struct al_finding *known);
/* What a result of a SARIF log has in partialFingerprints. */
#define AL_PRINT_NAME "armlint/v1"
#define AL_HASH_NAME  "armlint/resource/v1"
/* A relative URI as the name of a file; Azure DevOps has a slash before it. */
const char *al_file_of_uri(al_arena *arena, al_str uri);
bool al_is_fingerprint(al_str text, size_t digits);
/* "FILE:LINE:COLUMN: what" */
const char *al_baseline_wrong(al_run *run, struct al_span place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Says of each finding whether it is new, and finds what is gone. */
void al_baseline_compare(al_run *run);

#endif
