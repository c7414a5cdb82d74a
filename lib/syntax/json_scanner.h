/* SPDX-License-Identifier: MIT */
/* The scanner beneath the JSON reader: blanks, comments, tokens, and what to say when one is missing. The
 * first error stops it: everything that follows does nothing. Private to lib/syntax. */
#ifndef AL_SYNTAX_JSON_SCANNER_H
#define AL_SYNTAX_JSON_SCANNER_H

#include "base/vec.h"
#include "syntax/json.h"

enum { AL_SHOWN_MOST = 40 }; /* bytes of the input that a message repeats */

struct al_scanner {
    al_arena *arena;
    struct al_diags *diags;
    const struct al_source *source;
    const char *start, *at, *end; /* *end is NUL, so looking at one byte needs no test for the end */
    const char *string_start,
        *string_end; /* of the last string: it may be one that lacks its closing quote */
    bool failed;
    AL_VEC(struct al_comment) comments;
};

/* A string token: its span with quotes, and its decoded text. */
struct al_token {
    uint32_t off, len;
    al_str text;
    bool escaped;
};

static inline uint32_t al_scanner_offset(const struct al_scanner *s, const char *at)
{
    return (uint32_t)(at - s->start);
}

static inline struct al_span al_scanner_span(const struct al_scanner *s, const char *at, size_t n)
{
    return (struct al_span){s->source, al_scanner_offset(s, at), (uint32_t)n};
}

void al_scanner_fail(struct al_scanner *s, enum al_trouble trouble, struct al_span span, al_str message);
/* Fails with "expected <what>, found <what stands here>". */
void al_scanner_expected(struct al_scanner *s, al_str what);

/* Skips blanks and collects comments. */
void al_scanner_skip(struct al_scanner *s);
/* The string whose opening quote is here. Line breaks and tabs in it are accepted, as ARM does. */
struct al_token al_scanner_string(struct al_scanner *s);
/* Steps over the number that begins here. */
void al_scanner_number(struct al_scanner *s);
/* The letters and digits that stand here; they are not stepped over. */
al_str al_scanner_word(const struct al_scanner *s);

#endif
