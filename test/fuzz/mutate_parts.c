/* SPDX-License-Identifier: MIT */
/* Mutations that know what texts are made of. Bytes alone seldom leave a text that says anything, so most of
 * the time whole parts (a statement, a property, an item, what stands in brackets, a text, a word) are taken
 * out, doubled, put in each other's place, or put into something else. Where parts begin and end is told by
 * brackets, commas, line ends and quotes: no more of the grammar is needed. */
#include "fuzz.h"

#include <string.h>

enum { MOST_PARTS = 4096, MOST_DEPTH = 64, REPEATED_BITS = 10 };

enum sort { WORD, QUOTED, BRACKETS, ITEM, NSORTS };

struct part {
    size_t off, len;
    enum sort sort;
};

struct parts {
    struct part v[MOST_PARTS];
    size_t n;
};

struct scan {
    const char *s;
    size_t n;
    size_t opened[MOST_DEPTH], item[MOST_DEPTH]; /* where the brackets, and the item in them, began */
    size_t depth;
    struct parts *parts;
};

/* -- parts -- */

static void add(struct scan *scan, size_t from, size_t to, enum sort sort)
{
    if (to > from && scan->parts->n < MOST_PARTS)
        scan->parts->v[scan->parts->n++] = (struct part){from, to - from, sort};
}

static size_t end_of_word(const struct scan *scan, size_t i)
{
    while (i < scan->n && (al_is_alpha(scan->s[i]) || al_is_digit(scan->s[i]) || scan->s[i] == '_'))
        i++;
    return i;
}

static size_t end_of_text(const struct scan *scan, size_t i)
{
    const char quote = scan->s[i];

    for (i++; i < scan->n && scan->s[i] != quote && scan->s[i] != '\n'; i++)
        i += scan->s[i] == '\\';
    return i < scan->n ? i + 1 : scan->n;
}

static void open_brackets(struct scan *scan, size_t i)
{
    if (scan->depth + 1 == MOST_DEPTH)
        return;
    scan->depth++;
    scan->opened[scan->depth] = i;
    scan->item[scan->depth] = i + 1;
}

static void close_brackets(struct scan *scan, size_t i)
{
    add(scan, scan->item[scan->depth], i, ITEM);
    if (scan->depth == 0)
        return;
    add(scan, scan->opened[scan->depth], i + 1, BRACKETS);
    scan->depth--;
}

static size_t step(struct scan *scan, size_t i)
{
    const char c = scan->s[i];
    size_t end = i + 1;

    if (al_is_alpha(c) || al_is_digit(c)) {
        end = end_of_word(scan, i);
        add(scan, i, end, WORD);
    } else if (c == '\'' || c == '"') {
        end = end_of_text(scan, i);
        add(scan, i, end, QUOTED);
    } else if (strchr("([{", c)) {
        open_brackets(scan, i);
    } else if (strchr(")]}", c)) {
        close_brackets(scan, i);
    } else if (c == ',' || c == '\n') {
        add(scan, scan->item[scan->depth], end, ITEM);
        scan->item[scan->depth] = end;
    }
    return end;
}

static void find_parts(struct parts *parts, al_str text)
{
    struct scan scan = {.s = text.s, .n = text.n, .parts = parts};
    size_t i = 0;

    parts->n = 0;
    while (i < text.n)
        i = text.s[i] ? step(&scan, i) : i + 1;
}

/* One of that sort if there is one, else any. */
static struct part pick(const struct parts *parts, enum sort sort)
{
    size_t first = fuzz_below(parts->n);

    if (parts->n == 0)
        return (struct part){0};
    for (size_t k = 0; k < parts->n; k++)
        if (parts->v[(first + k) % parts->n].sort == sort)
            return parts->v[(first + k) % parts->n];
    return parts->v[first];
}

/* -- changes -- */

static struct parts own, others;

/* What a part can stand in; # is the part. */
static const char *const wrappings[] = {
    "(#)",
    "[#]",
    "{ a: # }",
    "[\n  #\n]",
    "{\n  #\n}",
    "'${#}'",
    "f(#)",
    "string(#)",
    "#.id",
    "#.?x",
    "#[0]",
    "#!",
    "# ?? #",
    "true ? # : #",
    "[for x in #: x]",
    "[for x in [1, 2]: #]",
    "map(#, x => x)",
    "map([1], x => #)",
    "...#",
    "!#",
    "-#",
    "# == #",
    "# | #",
    "#[]",
    "#?",
    "union(#, #)",
    "items(#)",
    "{ '${#}': # }",
    "'''#'''",
    "[# #]",
    "(x) => #",
    "[#]",
    "{\"a\":#}",
    "\"[#]\"",
    "\"[concat(#, #)]\"",
    "if (#) {}",
    "for x in # : #",
};

static al_str text_of(al_str text, struct part part)
{
    return al_str_head(al_str_from(text, part.off), part.len);
}

static void wrap(struct fuzz_change *c, struct part part)
{
    for (const char *w = FUZZ_ONE_OF(wrappings); *w; w++)
        fuzz_put(c, *w == '#' ? text_of(c->from, part) : (al_str){w, 1});
}

/* Costs that grow faster than the input show when there is much of the same. */
static void repeat(struct fuzz_change *c, al_str text)
{
    for (size_t n = (size_t)2 << fuzz_below(REPEATED_BITS); n > 0; n--)
        fuzz_put(c, text);
}

bool fuzz_mutate_parts(struct fuzz_change *c)
{
    const enum sort sort = (enum sort)fuzz_below(NSORTS);
    struct part part, taken, foreign;

    find_parts(&own, c->from);
    find_parts(&others, c->other);
    part = pick(&own, sort);
    taken = pick(&own, part.sort);
    foreign = pick(&others, part.sort);
    fuzz_put(c, al_str_head(c->from, part.off));
    switch (fuzz_below(8)) {
    case 0: break;
    case 1:
        fuzz_put(c, text_of(c->from, part));
        fuzz_put(c, text_of(c->from, part));
        break;
    case 2: fuzz_put(c, text_of(c->from, taken)); break;
    case 3: fuzz_put(c, text_of(c->other, foreign)); break;
    case 4:
        fuzz_put(c, text_of(c->from, part));
        fuzz_put(c, text_of(c->other, foreign));
        break;
    case 5:
        fuzz_put(c, text_of(c->from, taken));
        fuzz_put(c, text_of(c->from, part));
        break;
    case 6: repeat(c, text_of(c->from, part)); break;
    default: wrap(c, part); break;
    }
    fuzz_put(c, al_str_from(c->from, part.off + part.len));
    return own.n > 0;
}
