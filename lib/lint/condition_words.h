/* SPDX-License-Identifier: MIT */
/* The operators of conditions as JSON has them: reading, suggestions and the schema are made from one table. */
#ifndef AL_LINT_CONDITION_WORDS_H
#define AL_LINT_CONDITION_WORDS_H

#include "armlint_rule.h"
#include "base/arena.h"

enum al_operand_kind {
    AL_OPERAND_SCALAR,
    AL_OPERAND_SCALARS,
    AL_OPERAND_TEXT,
    AL_OPERAND_PATTERN, /* a PCRE2 pattern */
    AL_OPERAND_TRUTH,
    AL_OPERAND_NUMBER,
    AL_OPERAND_CONDITION,
    AL_OPERAND_MATCH, /* a pattern of Azure Policy: '#' is a digit, '?' a letter, '.' either */
    AL_OPERAND_KEY,   /* the name of a property */
};

/* A key of a condition, and what it stands for. */
struct al_operator_word {
    const char *word; /* "notEquals" */
    enum al_operand_kind operand;
    enum al_operator op;
    bool negated;  /* the condition is the opposite of what the operator says */
    bool or_equal; /* a bound itself is one of the numbers meant; of a MATCH: letters in any case */
    const char *help;
};
/* All of them; ends with one without a word. */
const struct al_operator_word *al_operator_words(void);
/* Whether the number of items can be compared so. */
bool al_operator_counts(const struct al_operator_word *word);
/* The one of that name in any case, or NULL; `counts`: only of those that compare a count. */
const struct al_operator_word *al_operator_find(al_str key, bool counts);
/* `accessor` and the names of all of those; ends in NULL. */
const char *const *al_operator_known(al_arena *arena, const char *accessor, bool counts);

#endif
