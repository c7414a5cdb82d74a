/* SPDX-License-Identifier: MIT */
/* PCRE2 patterns, compiled once per run, matched without regard to case and within limits. */
#ifndef AL_LINT_PATTERN_H
#define AL_LINT_PATTERN_H

#include "armlint_rule.h"
#include "base/diag.h"

struct al_patterns {
    al_arena *arena;        /* the run's */
    struct al_map compiled; /* pattern -> struct pattern */
    const struct al_limits *limits;
};

/* Whether `text` matches. AL_UNKNOWN when the pattern is malformed, or the limit "matching" stopped the match: that is then
 * told of `place` (`diags` may be NULL). */
enum al_truth al_pattern_match(struct al_patterns *patterns, const char *pattern, al_str text, struct al_diags *diags,
                               struct al_span place);
/* Why a pattern cannot be compiled, for its author, or NULL. `*offset` (may be NULL) is how much of it was read. */
const char *al_pattern_wrong(al_arena *arena, const char *pattern, size_t *offset);

#endif
