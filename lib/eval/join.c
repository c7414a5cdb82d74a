/* SPDX-License-Identifier: MIT */
/* Texts with unknown parts: a symbol of concat(), whose arguments are what is known and what is not, in
 * turn. */
#include "base/buf.h"
#include "eval/value.h"

uint32_t al_text_parts(const al_value *v, const al_value **parts)
{
    if (v->kind == AL_V_SYMBOL && al_str_eq(v->symbol->fn, AL_SYM_CONCAT)) {
        *parts = v->symbol->args;
        return v->symbol->nargs;
    }
    *parts = v;
    return 1;
}

al_str al_known_prefix(const al_value *v)
{
    const al_value *parts;

    al_text_parts(v, &parts);
    return parts[0].kind == AL_V_STRING ? al_string_of(&parts[0]) : AL_STR("");
}

al_str al_known_suffix(const al_value *v)
{
    const al_value *parts;
    uint32_t n = al_text_parts(v, &parts);

    return n && parts[n - 1].kind == AL_V_STRING ? al_string_of(&parts[n - 1]) : AL_STR("");
}

enum { FEW_PARTS = 12, MOST_PARTS = 1024 };

/* Collects parts, melting adjacent texts. */
struct joiner {
    al_arena *arena;
    al_value *parts;
    uint32_t n;
    struct al_buf melted; /* into the last part; empty while that is one text */
};

static void melt(struct joiner *j, al_value *last, al_str more)
{
    if (!j->melted.n)
        al_buf_put(&j->melted, al_string_of(last));
    al_buf_put(&j->melted, more);
    *last = al_string(al_buf_str(&j->melted));
}

static al_value scalar_text(al_arena *arena, const al_value *v)
{
    if (v->kind == AL_V_INT)
        return al_string(al_printf(arena, "%lld", (long long)v->integer));
    if (v->kind == AL_V_BOOL)
        return al_string(v->boolean ? AL_STR("True") : AL_STR("False"));
    return *v;
}

static void add_part(struct joiner *j, const al_value *v)
{
    al_value part = scalar_text(j->arena, v);
    al_value *last = j->n ? &j->parts[j->n - 1] : NULL;

    if (part.kind == AL_V_STRING && part.n == 0)
        return;
    if (part.kind == AL_V_STRING && last && last->kind == AL_V_STRING) {
        melt(j, last, al_string_of(&part));
        return;
    }
    j->parts[j->n++] = part;
    j->melted = AL_BUF(j->arena);
}

/* All texts: one allocation for the result. */
static al_value join_known(al_arena *arena, const al_value *parts, uint32_t n)
{
    size_t size = 0;
    char *p;

    for (uint32_t i = 0; i < n; i++)
        size += parts[i].n;
    p = al_alloc_text(arena, size + 1);
    p[size] = '\0';
    size = 0;
    for (uint32_t i = 0; i < n; i++) {
        if (parts[i].n)
            memcpy(p + size, parts[i].string, parts[i].n);
        size += parts[i].n;
    }
    return al_string((al_str){p, size});
}

static bool all_strings(const al_value *parts, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (parts[i].kind != AL_V_STRING)
            return false;
    return true;
}

/* Index of the only part with choices, or n. */
static uint32_t only_choice(const al_value *parts, uint32_t n)
{
    uint32_t found = n;

    for (uint32_t i = 0; i < n; i++) {
        if (parts[i].kind != AL_V_SYMBOL || !parts[i].symbol->nchoices)
            continue;
        if (found != n)
            return n;
        found = i;
    }
    return found;
}

static al_value with_joined_choices(al_arena *arena, al_value joined, const al_value *parts, uint32_t n)
{
    uint32_t at = only_choice(parts, n);
    const struct al_symbol *symbol;
    al_value *copy, choices[AL_MOST_CHOICES];

    for (uint32_t i = 0; i < n; i++)
        if (i != at && parts[i].kind == AL_V_SYMBOL)
            return joined;
    if (at == n)
        return joined;
    symbol = parts[at].symbol;
    copy = AL_NEW_N(arena, al_value, n);
    memcpy(copy, parts, n * sizeof *copy);
    for (uint32_t i = 0; i < symbol->nchoices; i++) {
        copy[at] = symbol->choices[i];
        choices[i] = al_join_text(arena, copy, n);
    }
    return al_with_choices(arena, joined, choices, symbol->nchoices);
}

al_value al_join_text(al_arena *arena, const al_value *parts, uint32_t n)
{
    struct joiner j = {.arena = arena, .melted = AL_BUF(arena)};
    al_value few[FEW_PARTS], joined;
    uint32_t most = 0;

    if (all_strings(parts, n))
        return join_known(arena, parts, n);
    for (uint32_t i = 0; i < n; i++) {
        const al_value *inner;
        most += al_text_parts(&parts[i], &inner);
    }
    if (most > MOST_PARTS) /* variables that double each other: keep the call as it is */
        return al_symbol(arena, AL_HINT_STRING, AL_SYM_CONCAT, parts, n);
    j.parts = most <= FEW_PARTS ? few : AL_NEW_N(arena, al_value, most);
    for (uint32_t i = 0; i < n; i++) {
        const al_value *inner;
        uint32_t ninner = al_text_parts(&parts[i], &inner);
        for (uint32_t k = 0; k < ninner; k++)
            add_part(&j, &inner[k]);
    }
    if (j.n == 0)
        return al_string(AL_STR(""));
    if (j.n == 1 && (j.parts[0].kind == AL_V_STRING || j.parts[0].hint == AL_HINT_STRING ||
                     j.parts[0].hint == AL_HINT_ANY))
        return j.parts[0];
    joined = j.parts == few ? al_symbol(arena, AL_HINT_STRING, AL_SYM_CONCAT, few, j.n)
                            : al_symbol_of(arena, AL_HINT_STRING, AL_SYM_CONCAT, j.parts, j.n, NULL);
    return with_joined_choices(arena, joined, parts, n);
}
