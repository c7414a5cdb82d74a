/* SPDX-License-Identifier: MIT */
/* Slices of text: a pointer and a length, never owned, not NUL-terminated. */
#ifndef AL_BASE_STR_H
#define AL_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct {
    const char *s;
    size_t n;
} al_str;

/* A slice of a string literal. */
#define AL_STR(literal) ((al_str){(literal), sizeof(literal) - 1})

/* For printf: printf("%.*s", AL_FMT(str)). */
#define AL_FMT(str) (int)(str).n, (str).s

static inline al_str al_str_of(const char *s)
{
    return (al_str){s, s ? strlen(s) : 0};
}

static inline bool al_str_eq(al_str a, al_str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.s, b.s, a.n) == 0);
}

/* ASCII case folding only: Azure's identifiers are ASCII, and no locale is consulted. */
static inline char al_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static inline char al_upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - ('a' - 'A')) : c;
}

static inline bool al_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool al_is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool al_is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Comparison without regard to ASCII case; al_str_casecmp orders like memcmp of the folded texts. */
bool al_str_caseeq_n(const char *a, const char *b, size_t n);
static inline bool al_str_caseeq(al_str a, al_str b)
{
    return a.n == b.n && al_str_caseeq_n(a.s, b.s, a.n);
}
int al_str_casecmp(al_str a, al_str b);
/* Byte order, shorter first among equal prefixes. */
int al_str_cmp(al_str a, al_str b);

bool al_str_starts(al_str s, al_str prefix);
bool al_str_ends(al_str s, al_str suffix);
bool al_str_case_starts(al_str s, al_str prefix);
bool al_str_case_ends(al_str s, al_str suffix);

/* Offset of the first `needle` in `s`, or -1. An empty needle is found at 0. */
ptrdiff_t al_str_find(al_str s, al_str needle);
ptrdiff_t al_str_case_find(al_str s, al_str needle);

/* The part of `s` from byte `from` on; empty past the end. */
static inline al_str al_str_from(al_str s, size_t from)
{
    if (from > s.n)
        from = s.n;
    return (al_str){from ? s.s + from : s.s, s.n - from};
}

static inline al_str al_str_head(al_str s, size_t n)
{
    return (al_str){s.s, n < s.n ? n : s.n};
}

/* Cuts the text before the first `sep` off `*rest` into `*out`; false when `*rest` was used up.
 * "a/b" gives "a", "b"; "" gives "" once. Start with a rest whose `s` is not NULL. */
bool al_str_split_next(al_str *out, al_str *rest, char sep);
/* The next item of a list as rules have them ("a b c", "a; b; c"), without blanks around it; false at the
 * end. Start with *rest = al_str_of(list); a NULL list is empty. */
bool al_list_next(al_str *item, al_str *rest, char separator);

al_str al_str_trim(al_str s);

/* 64-bit FNV-1a style hash: the same everywhere. */
uint64_t al_str_hash(al_str s);
/* Those for tables differ from one process to the next, so that nobody can write keys that collide; the folded form
 * ignores ASCII case. */
uint64_t al_str_tablehash(al_str s);
uint64_t al_str_casehash(al_str s);

/* Decodes one UTF-8 sequence at s[*i], advances *i past it. Malformed bytes decode to U+FFFD, one at a time.
 */
uint32_t al_utf8_next(al_str s, size_t *i);
/* Writes `cp` as UTF-8 into out (4 bytes at most), returns the number of bytes. */
size_t al_utf8_put(char out[4], uint32_t cp);
/* Number of UTF-16 code units in `s`: what ARM's length() and editors' columns count. */
size_t al_utf16_length(al_str s);
/* Byte offset of UTF-16 index `units`, or s.n when past the end. */
size_t al_utf16_offset(al_str s, size_t units);

#endif
