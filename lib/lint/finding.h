/* SPDX-License-Identifier: MIT */
/* From verdicts and troubles to findings. */
#ifndef AL_LINT_FINDING_H
#define AL_LINT_FINDING_H

#include "lint/input.h"

/* A verdict of a rule that is worth a finding. Everything is borrowed until the finding is made. */
struct al_verdict {
    const struct al_rule *rule;
    bool undetermined;
    const struct al_template *tmpl; /* of a template rule */
    const al_resource *resource;    /* or NULL */
    const al_field *field; /* the offending property, or the nearest one that should have held it; NULL: the
                            * resource itself */
    al_str path;           /* of the offending property below the resource */
    al_str message;
    const struct al_outcome *outcome; /* what decided, when a condition did: a fix can be made of it */
};

/* What a rule says: makes a finding of it, at once or once all is known that it must not show. */
void al_verdict_take(struct al_check *check, const struct al_verdict *verdict);
/* Makes a finding of it, unless there is one like it. */
void al_finding_add(struct al_input *input, const struct al_verdict *verdict);
/* The same for a trouble with the input. */
void al_finding_add_trouble(struct al_input *input, const struct al_diag *diag);
/* Sorts the findings, tells equal fingerprints apart, and counts. */
void al_findings_finish(al_run *run);
/* Adds a finding to the counts. */
void al_finding_count(struct al_summary *summary, const struct al_finding *finding);
/* Leaves of the findings those that `report_only` wants. */
void al_report_only(al_run *run);

/* Whether a source is the user's own, rather than a module of a registry, or one that the configuration excludes. */
bool al_is_own(const struct al_input *input, const struct al_source *source);
/* Where what a verdict is about stands. */
struct al_span al_verdict_span(const struct al_verdict *verdict);
/* Where a finding about a property points. */
struct al_span al_field_span(const al_field *field);
struct al_location al_locate(struct al_input *input, struct al_span span);

/* -- parts of a finding -- */
/* Where the value came from, unless it stands at the property itself, and how the template came to be
 * deployed; *n of them, in the run's arena. */
const struct al_related *al_related_find(struct al_input *input, const struct al_verdict *verdict, size_t *n);
/* A change that makes the finding go away, in the run's arena, or NULL. */
const struct al_fix *al_fix_find(struct al_input *input, const struct al_verdict *verdict);
/* What makes a finding the same one after lines have moved. `verdict` is NULL for troubles. */
al_str al_fingerprint_text(struct al_input *input, const struct al_finding *finding,
                           const struct al_source *source, const struct al_verdict *verdict);
/* 16 hexadecimal digits of a resource's text, whatever blanks and lines it has, and whatever secrets. */
void al_resource_hash_write(char out[17], struct al_input *input, const al_resource *resource);
/* A file's name below a root, as fingerprints have it. */
al_str al_name_below_root(al_arena *arena, al_str name, const char *root);
/* 32 hexadecimal digits of a text and the number of equal ones before it. */
void al_fingerprint_write(char out[33], al_str text, size_t occurrence);
/* Tells equal ones apart: each but the first gets another. */
void al_fingerprints_number(al_run *run);
/* A copy in the run's arena, which other findings may have as well. */
const char *al_finding_text(struct al_input *input, al_str text);
/* Whether a verdict was there before, of another round of a loop. */
bool al_is_repeated(struct al_input *input, const struct al_verdict *verdict, struct al_span span);
/* Remembers rule, place and message; false when they are known already. `resource`: that it is about, or NULL. */
bool al_is_first(struct al_input *input, const char *id, struct al_span span, al_str message, const al_resource *resource,
                 uint32_t *sighting);
/* A finding that is complete enters the run, as the first of its kind; AL_NOT_SIGHTED: there is no other like it. */
#define AL_NOT_SIGHTED UINT32_MAX
void al_finding_enter(al_run *run, const struct al_finding *finding, uint32_t sighting);
/* Whether a finding is suppressed where it is; *reason then says why, if anything does. */
bool al_is_suppressed(struct al_input *input, const struct al_finding *finding,
                      const struct al_source *source, const struct al_verdict *verdict, al_str *reason);

/* Notes that a rule could not be decided where a verdict is about: what suppresses it there is not idle. */
void al_note_undecided(struct al_input *input, const struct al_verdict *verdict);

/* -- messages -- */
al_str al_message_of_failure(struct al_input *input, const struct al_rule *rule,
                             const struct al_outcome *outcome);
al_str al_message_of_doubt(struct al_input *input, const struct al_rule *rule,
                           const struct al_outcome *outcome);
/* A value as messages show it: short, on one line, and no secret. */
al_str al_value_shown(struct al_input *input, al_value *value);
/* Whether anything in a value came from a secure parameter or a list*() call. */
enum al_truth al_value_holds_secret(struct al_eval *ev, al_value *value);

#endif
