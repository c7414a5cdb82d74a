/* SPDX-License-Identifier: MIT */
/* Looking for many texts at every place of another one. They are sorted, so that those which a place begins
 * with are the last one not behind it, or are what that one begins with. */
#include "base/masks.h"
#include "base/placeholders.h"

#include "base/buf.h"

#include <stdlib.h>

enum {
    SHORTEST = 8, /* bytes; what is shorter, or a plain word, is looked for in quotes */
    LEAST = 4,    /* bytes; what is shorter still is no secret */
    MOST = 4096,  /* texts */
    DEEPEST = 16, /* that begin with each other: more are hidden in part */
};

/* -- order -- */

static int by_text(const void *left, const void *right)
{
    return al_str_cmp(((const struct al_masked *)left)->text, ((const struct al_masked *)right)->text);
}

/* Each text's outer one is the one before it, or an outer one of that. */
static void link_outer(struct al_masks *m)
{
    struct al_masked *v = m->list.v;

    for (uint32_t i = 1; i < m->list.n; i++) {
        uint32_t at = i;
        while (at && !al_str_starts(v[i].text, v[at - 1].text))
            at = v[at - 1].outer;
        v[i].outer = at;
        v[i].depth = at ? v[at - 1].depth + 1 : 0;
    }
}

static void make_ready(struct al_masks *m)
{
    size_t n = 0;

    if (m->ready || m->list.n == 0)
        return;
    qsort(m->list.v, m->list.n, sizeof *m->list.v, by_text);
    for (size_t i = 0; i < m->list.n; i++)
        if (n == 0 || !al_str_eq(m->list.v[n - 1].text, m->list.v[i].text))
            m->list.v[n++] = m->list.v[i];
    m->list.n = n;
    link_outer(m);
    for (size_t i = n = 0; i < m->list.n; i++)
        if (m->list.v[i].depth < DEEPEST)
            m->list.v[n++] = m->list.v[i];
    if (n < m->list.n) {
        m->list.n = n;
        link_outer(m);
    }
    m->ready = true;
}

/* Bytes of the longest hidden text that `text` begins with; 0: none. */
static size_t match(const struct al_masks *m, al_str text)
{
    const unsigned char first = (unsigned char)text.s[0];
    uint32_t lo = 0, hi = (uint32_t)m->list.n;

    if (!(m->first[first / 8] >> first % 8 & 1))
        return 0;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (al_str_cmp(m->list.v[mid].text, text) <= 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    while (lo && !al_str_starts(text, m->list.v[lo - 1].text))
        lo = m->list.v[lo - 1].outer;
    return lo ? m->list.v[lo - 1].text.n : 0;
}

/* -- adding -- */

static void add(struct al_masks *m, al_str text)
{
    const unsigned char first = (unsigned char)text.s[0];

    if (m->list.n == MOST)
        make_ready(m); /* the same one may be there many times */
    if (m->list.n == MOST)
        return;
    *al_vec_push(m->arena, &m->list) = (struct al_masked){.text = text};
    m->first[first / 8] |= (unsigned char)(1u << first % 8);
    m->ready = false;
}

static void add_lines(struct al_masks *m, al_str text)
{
    al_str line, rest = text;

    while (al_str_split_next(&line, &rest, '\n')) {
        line = al_str_trim(line);
        if (line.n >= SHORTEST)
            add(m, line);
    }
}

/* A word: it may be another one's name, too. */
static bool has_letters_only(al_str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (!al_is_alpha(text.s[i]))
            return false;
    return true;
}

static bool stands_out(al_str text)
{
    return text.n >= SHORTEST && !has_letters_only(text);
}

void al_masks_add(struct al_masks *m, al_str text)
{
    if (text.n < LEAST || al_is_placeholder(text)) /* many parameters may have the same */
        return;
    if (memchr(text.s, '\n', text.n))
        add_lines(m, text);
    if (stands_out(text)) {
        add(m, text);
        return;
    }
    add(m, al_printf(m->arena, "'%.*s'", AL_FMT(text)));
    add(m, al_printf(m->arena, "\"%.*s\"", AL_FMT(text)));
}

static bool is_turn(char before, char c)
{
    return (al_is_digit(before) && al_is_alpha(c)) || (al_is_alpha(before) && al_is_digit(c));
}

/* "Standard_DS1_v2", "10.0.0.0/16", "prod-westeurope", but nothing that somebody may have drawn by lot. */
static bool looks_like_setting(al_str text)
{
    enum { LONGEST = 40, MOST_TURNS = 3 };
    unsigned turns = 0;

    for (size_t i = 0; i < text.n; i++) {
        if (!al_is_alpha(text.s[i]) && !al_is_digit(text.s[i]) && !strchr("_-./ ", text.s[i]))
            return false;
        turns += i > 0 && is_turn(text.s[i - 1], text.s[i]);
    }
    return text.n <= LONGEST && turns <= MOST_TURNS;
}

static bool is_named_as_secret(al_str name)
{
    static const char *const words[] = {"pass", "pw",   "secret", "key",   "token", "sas",
                                        "cred", "cert", "conn",   "value", "code",  "sig"};

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (al_str_case_find(name, al_str_of(words[i])) >= 0)
            return true;
    return false;
}

bool al_masks_may_spare(al_str name, al_str text)
{
    return !is_named_as_secret(name) && looks_like_setting(text);
}

/* -- use -- */

static size_t next_match(const struct al_masks *m, al_str text, size_t *at)
{
    for (; *at < text.n; ++*at) {
        size_t n = match(m, al_str_from(text, *at));
        if (n)
            return n;
    }
    return 0;
}

bool al_masks_hit(struct al_masks *m, al_str text)
{
    size_t at = 0;

    make_ready(m);
    return m->list.n && (next_match(m, text, &at) > 0 || al_masks_is(m, text));
}

bool al_masks_is(struct al_masks *m, al_str text)
{
    make_ready(m);
    if (m->list.n == 0 || text.n < LEAST)
        return false;
    if (stands_out(text))
        return match(m, text) == text.n;
    return match(m, al_printf(m->arena, "'%.*s'", AL_FMT(text))) > 0;
}

al_str al_masks_apply(struct al_masks *m, al_arena *arena, al_str text, bool wide)
{
    struct al_buf out = AL_BUF(arena);
    size_t at = 0, from = 0, n;

    make_ready(m);
    while (m->list.n && (n = next_match(m, text, &at)) > 0) {
        al_buf_put(&out, (al_str){text.s + from, at - from});
        al_buf_repeat(&out, '*', wide ? al_utf16_length((al_str){text.s + at, n}) : 3);
        from = at += n;
    }
    if (from == 0)
        return text;
    al_buf_put(&out, al_str_from(text, from));
    return al_buf_str(&out);
}
