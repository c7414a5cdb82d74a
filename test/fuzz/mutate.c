/* SPDX-License-Identifier: MIT */
/* Mutations that know what Bicep and JSON are made of. Bytes alone seldom leave a text that says anything, so
 * most of the time whole parts (a statement, a property, an item, what stands in brackets, a text, a word)
 * are taken out, doubled, put in each other's place, or put into something else. Where parts begin and end is
 * told by brackets, commas, line ends and quotes: no more of the grammar is needed. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *one, size_t none, const uint8_t *other, size_t nother,
                                 uint8_t *out, size_t most, unsigned seed);

enum { MOST_PARTS = 4096, MOST_DEPTH = 64, MOST_TEXT = 1 << 16 };

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

static uint32_t random_state = 1;

static size_t below(size_t n)
{
    random_state = random_state * 1664525 + 1013904223;
    return n ? (random_state >> 8) % n : 0;
}

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

static void find_parts(struct parts *parts, const uint8_t *data, size_t size)
{
    struct scan scan = {.s = (const char *)data, .n = size, .parts = parts};
    size_t i = 0;

    parts->n = 0;
    while (i < size)
        i = data[i] ? step(&scan, i) : i + 1;
}

/* One of that sort if there is one, else any. */
static struct part pick(const struct parts *parts, enum sort sort)
{
    size_t first = below(parts->n);

    if (parts->n == 0)
        return (struct part){0};
    for (size_t k = 0; k < parts->n; k++)
        if (parts->v[(first + k) % parts->n].sort == sort)
            return parts->v[(first + k) % parts->n];
    return parts->v[first];
}

/* -- changes -- */

struct change {
    const uint8_t *from, *other; /* the text that is changed, and one to take from */
    size_t nfrom, nother;
    uint8_t *out;
    size_t n, most;
};

static struct parts own, others;

static void put(struct change *c, const void *text, size_t n)
{
    if (n > c->most - c->n)
        n = c->most - c->n;
    if (n)
        memcpy(c->out + c->n, text, n);
    c->n += n;
}

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

static void wrap(struct change *c, struct part part)
{
    for (const char *w = wrappings[below(sizeof wrappings / sizeof *wrappings)]; *w; w++) {
        if (*w == '#')
            put(c, c->from + part.off, part.len);
        else
            put(c, w, 1);
    }
}

static void change_part(struct change *c)
{
    enum sort sort = (enum sort)below(NSORTS);
    const struct part part = pick(&own, sort), taken = pick(&own, part.sort),
                      foreign = pick(&others, part.sort);

    put(c, c->from, part.off);
    switch (below(7)) {
    case 0: break;
    case 1:
        put(c, c->from + part.off, part.len);
        put(c, c->from + part.off, part.len);
        break;
    case 2: put(c, c->from + taken.off, taken.len); break;
    case 3: put(c, c->other + foreign.off, foreign.len); break;
    case 4:
        put(c, c->from + part.off, part.len);
        put(c, c->other + foreign.off, foreign.len);
        break;
    case 5:
        put(c, c->from + taken.off, taken.len);
        put(c, c->from + part.off, part.len);
        break;
    default: wrap(c, part); break;
    }
    if (c->nfrom > part.off + part.len)
        put(c, c->from + part.off + part.len, c->nfrom - part.off - part.len);
}

size_t LLVMFuzzerCustomCrossOver(const uint8_t *one, size_t none, const uint8_t *other, size_t nother,
                                 uint8_t *out, size_t most, unsigned seed)
{
    struct change change = {one, other, none, nother, out, 0, most};

    random_state = seed;
    find_parts(&own, one, none);
    find_parts(&others, other, nother);
    change_part(&change);
    return change.n;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most, unsigned seed)
{
    static uint8_t copy[MOST_TEXT];
    size_t rounds;

    random_state = seed;
    if (size > sizeof copy || below(3) == 0)
        return LLVMFuzzerMutate(data, size, most);
    rounds = 1 + below(3);
    for (size_t i = 0; i < rounds && size <= sizeof copy; i++) {
        struct change change = {copy, copy, size, size, data, 0, most};
        memcpy(copy, data, size);
        find_parts(&own, copy, size);
        others = own;
        change_part(&change);
        size = change.n;
    }
    return size;
}
