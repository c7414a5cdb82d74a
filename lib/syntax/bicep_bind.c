/* SPDX-License-Identifier: MIT */
/* The names of a Bicep file: what they mean at the place being worked on, and what may have been meant. */
#include "syntax/bicep_bind.h"

enum { LONGEST = 48, SUGGESTIONS = 32 };

struct al_bicep_symbol *al_bicep_find(const struct al_bicep_binder *b, al_str name)
{
    return al_map_get(&b->names, name);
}

static void report_duplicate(struct al_bicep_binder *b, const struct al_bicep_symbol *symbol,
                             const struct al_bicep_symbol *other)
{
    al_diags_add(b->diags, AL_TROUBLE_BICEP_DUPLICATE_NAME, symbol->span,
                 "'%.*s' is declared more than once: in line %u, too", AL_FMT(al_str_head(symbol->name, 60)),
                 (unsigned)al_source_position(b->arena, other->span).line);
}

struct al_bicep_symbol *al_bicep_declare(struct al_bicep_binder *b, struct al_map *names,
                                         enum al_bicep_symbol_kind kind, al_str name, struct al_span span)
{
    struct al_bicep_symbol *symbol = AL_NEW(b->arena, struct al_bicep_symbol), *before;
    void **place;

    symbol->kind = kind;
    symbol->name = symbol->origin = name;
    symbol->span = span;
    if (name.n == 0)
        return symbol;
    place = al_map_put(b->arena, names, name);
    before = *place;
    if (before) {
        report_duplicate(b, before, symbol); /* once for each place: the first of several is not told again */
        report_duplicate(b, symbol, before);
    } else {
        *place = symbol;
    }
    return symbol;
}

struct al_bicep_symbol *al_bicep_hide(struct al_bicep_binder *b, al_str name, struct al_bicep_symbol *symbol)
{
    void **place = al_map_put(b->arena, &b->names, name);
    struct al_bicep_symbol *before = *place;

    *place = symbol;
    return before;
}

struct al_bicep_symbol *al_bicep_enter_local(struct al_bicep_binder *b, al_str name)
{
    struct al_bicep_symbol *symbol = AL_NEW(b->arena, struct al_bicep_symbol);

    symbol->kind = AL_BICEP_SYMBOL_LOCAL;
    symbol->name = symbol->origin = name;
    return al_bicep_hide(b, name, symbol);
}

bool al_bicep_is_built_in_space(const struct al_bicep_binder *b, al_str name)
{
    return (al_str_eq(name, AL_STR("sys")) || al_str_eq(name, AL_STR("az"))) && !al_bicep_find(b, name);
}

/* -- suggestions -- */

struct suggestion {
    al_str name, best;
    size_t distance; /* of the best so far */
};

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* How many letters are to be changed, added or left out; a letter of the other case is none. */
static size_t distance(al_str a, al_str b)
{
    size_t row[LONGEST + 1];

    for (size_t j = 0; j <= b.n; j++)
        row[j] = j;
    for (size_t i = 0; i < a.n; i++) {
        size_t corner = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < b.n; j++) {
            size_t change = corner + (al_lower(a.s[i]) != al_lower(b.s[j]));
            corner = row[j + 1];
            row[j + 1] = least(change, least(row[j], corner) + 1);
        }
    }
    return row[b.n];
}

static void consider(struct suggestion *s, al_str name)
{
    size_t d, longer = name.n > s->name.n ? name.n - s->name.n : s->name.n - name.n;

    if (name.n > LONGEST || longer >= s->distance)
        return;
    d = distance(s->name, name);
    if (d >= s->distance)
        return;
    s->distance = d;
    s->best = name;
}

static bool begin(struct al_bicep_binder *b, struct suggestion *s, al_str name)
{
    *s = (struct suggestion){.name = name, .distance = name.n < 3 ? 1 : name.n < 6 ? 2 : name.n / 4 + 2};
    return name.n > 0 && name.n <= LONGEST && b->nsuggestions++ < SUGGESTIONS;
}

static al_str written(struct al_bicep_binder *b, const struct suggestion *s)
{
    return s->best.n ? al_printf(b->arena, "; did you mean '%.*s'?", AL_FMT(s->best)) : AL_STR("");
}

/* Names of which kinds fit where one was not known. */
enum {
    VALUES = 1U << AL_BICEP_SYMBOL_PARAMETER | 1U << AL_BICEP_SYMBOL_VARIABLE |
             1U << AL_BICEP_SYMBOL_RESOURCE | 1U << AL_BICEP_SYMBOL_LOCAL | 1U << AL_BICEP_SYMBOL_UNKNOWN,
    TYPES = 1U << AL_BICEP_SYMBOL_TYPE,
    FUNCTIONS = 1U << AL_BICEP_SYMBOL_FUNCTION,
};

static void consider_names(struct al_bicep_binder *b, struct suggestion *s, unsigned kinds)
{
    for (uint32_t i = 0; i < b->names.n; i++) {
        const struct al_bicep_symbol *symbol = b->names.entries[i].value;
        if (symbol && kinds >> symbol->kind & 1U)
            consider(s, b->names.entries[i].key);
    }
}

al_str al_bicep_suggest_name(struct al_bicep_binder *b, al_str name)
{
    struct suggestion s;

    if (!begin(b, &s, name))
        return AL_STR("");
    consider_names(b, &s, VALUES);
    return written(b, &s);
}

al_str al_bicep_suggest_type(struct al_bicep_binder *b, al_str name)
{
    struct suggestion s;
    const char *built_in;

    if (!begin(b, &s, name))
        return AL_STR("");
    for (size_t i = 0; (built_in = al_bicep_built_in_type(i)); i++)
        consider(&s, al_str_of(built_in));
    consider_names(b, &s, TYPES);
    return written(b, &s);
}

al_str al_bicep_suggest_function(struct al_bicep_binder *b, al_str name)
{
    const struct al_bicep_function *table;
    struct suggestion s;
    size_t n;

    if (!begin(b, &s, name))
        return AL_STR("");
    table = al_bicep_functions(&n);
    for (size_t i = 0; i < n; i++)
        consider(&s, al_str_of(table[i].name));
    consider_names(b, &s, FUNCTIONS);
    return written(b, &s);
}
