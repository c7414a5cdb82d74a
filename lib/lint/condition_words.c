/* SPDX-License-Identifier: MIT */
#include "lint/condition_words.h"

static const struct al_operator_word words[] = {
    {"equals", AL_OPERAND_SCALAR, AL_OP_EQUALS, false, false, "text in any case; 'true' equals true"},
    {"notEquals", AL_OPERAND_SCALAR, AL_OP_EQUALS, true, false, "also where the field is absent"},
    {"in", AL_OPERAND_SCALARS, AL_OP_IN, false, false, "equals one of them"},
    {"notIn", AL_OPERAND_SCALARS, AL_OP_IN, true, false, "equals none of them"},
    {"like", AL_OPERAND_TEXT, AL_OP_LIKE, false, false, "text in which '*' stands for anything"},
    {"notLike", AL_OPERAND_TEXT, AL_OP_LIKE, true, false, "the opposite of like"},
    {"matches", AL_OPERAND_PATTERN, AL_OP_MATCHES, false, false, "a PCRE2 pattern, in any case"},
    {"notMatches", AL_OPERAND_PATTERN, AL_OP_MATCHES, true, false, "the opposite of matches"},
    {"match", AL_OPERAND_MATCH, AL_OP_MATCHES, false, false,
     "text in which '#' is a digit, '?' a letter, '.' either"},
    {"notMatch", AL_OPERAND_MATCH, AL_OP_MATCHES, true, false, "the opposite of match"},
    {"matchInsensitively", AL_OPERAND_MATCH, AL_OP_MATCHES, false, true, "match, with letters in any case"},
    {"notMatchInsensitively", AL_OPERAND_MATCH, AL_OP_MATCHES, true, true, "the opposite of that"},
    {"containsKey", AL_OPERAND_KEY, AL_OP_EXISTS, false, false, "an object has a property of that name"},
    {"notContainsKey", AL_OPERAND_KEY, AL_OP_EXISTS, true, false, "the opposite of containsKey"},
    {"contains", AL_OPERAND_SCALAR, AL_OP_CONTAINS, false, false, "a text has it in it, an array as an item"},
    {"notContains", AL_OPERAND_SCALAR, AL_OP_CONTAINS, true, false, "the opposite of contains"},
    {"exists", AL_OPERAND_TRUTH, AL_OP_EXISTS, false, false, "whether it is there and not null"},
    {"notEmpty", AL_OPERAND_TRUTH, AL_OP_NOT_EMPTY, false, false,
     "whether it is neither absent, \"\", [] nor {}"},
    {"less", AL_OPERAND_NUMBER, AL_OP_LESS, false, false, "a number below it"},
    {"lessOrEquals", AL_OPERAND_NUMBER, AL_OP_LESS, false, true, "a number that is at most it"},
    {"greater", AL_OPERAND_NUMBER, AL_OP_GREATER, false, false, "a number above it"},
    {"greaterOrEquals", AL_OPERAND_NUMBER, AL_OP_GREATER, false, true, "a number that is at least it"},
    {"versionLess", AL_OPERAND_TEXT, AL_OP_VERSION_LESS, false, false,
     "an older version: TLS1_0 before TLS1_2"},
    {"someItem", AL_OPERAND_CONDITION, AL_OP_SOME_ITEM, false, false, "a condition that some item satisfies"},
    {"everyItem", AL_OPERAND_CONDITION, AL_OP_EVERY_ITEM, false, false,
     "a condition that every item satisfies"},
    {0},
};

const struct al_operator_word *al_operator_words(void)
{
    return words;
}

bool al_operator_counts(const struct al_operator_word *word)
{
    return word->op == AL_OP_LESS || word->op == AL_OP_GREATER || word->op == AL_OP_EQUALS;
}

const struct al_operator_word *al_operator_find(al_str key, bool counts)
{
    for (const struct al_operator_word *w = words; w->word; w++)
        if (al_str_caseeq(key, al_str_of(w->word)) && (!counts || al_operator_counts(w)))
            return w;
    return NULL;
}

const char *const *al_operator_known(al_arena *arena, const char *accessor, bool counts)
{
    const char **known = AL_NEW_N(arena, const char *, sizeof words / sizeof words[0] + 1);
    size_t n = 0;

    known[n++] = accessor;
    for (const struct al_operator_word *w = words; w->word; w++)
        if (!counts || al_operator_counts(w))
            known[n++] = w->word;
    return known;
}
