/* SPDX-License-Identifier: MIT */
/* What a rule in a JSON file has: reading, suggestions and the schema are made from one table. */
#ifndef AL_LINT_RULE_KEYS_H
#define AL_LINT_RULE_KEYS_H

#include "base/arena.h"

enum al_rule_key_kind {
    AL_KEY_TEXT,
    AL_KEY_ID,
    AL_KEY_TYPES,     /* a resource type, or an array of them */
    AL_KEY_WORDS,     /* a text, or an array of them */
    AL_KEY_SOURCES,   /* the same, for what may have blanks */
    AL_KEY_LEVEL,     /* one of al_rule_levels */
    AL_KEY_SEVERITY,  /* 0 to 10 */
    AL_KEY_CONDITION,
    AL_KEY_ABSENT,    /* one of al_rule_absences, or {"failsBefore": "2023-01-01"} */
    AL_KEY_OPTIONS,   /* {"name": default, ...} */
    AL_KEY_MESSAGE,
    AL_KEY_TRUTH,
};

struct al_rule_key {
    const char *name;
    enum al_rule_key_kind kind;
    size_t offset; /* in struct al_rule */
    bool required;
    const char *help;
};
/* Ends with one without a name. */
extern const struct al_rule_key al_rule_keys[];
/* In the order of enum al_level; ends in NULL. */
extern const char *const al_rule_levels[];
/* In the order of enum al_absence, from AL_ABSENCE_NOT_ASKED on; ends in NULL. */
extern const char *const al_rule_absences[];

#endif
