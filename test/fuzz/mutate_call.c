/* SPDX-License-Identifier: MIT */
/* Calls of random functions with random arguments: most of what the evaluator does lies behind a call whose
 * arguments have the right number and sort, which bytes seldom hit. */
#include "fuzz.h"

#include "base/buf.h"
#include "eval/evaluator.h"
#include "syntax/bicep_functions.h"

enum { ARGUMENTS_MORE = 4, NAMES_MOST = 64, BLANKS = 12 };

static const char *const texts[] = {
    "",
    "a",
    "A",
    "b",
    "a,b,c",
    "true",
    "1",
    "-5",
    "é",
    "{0}-{1}",
    "{0:N2}",
    "10.0.0.0/16",
    "fd00::/48",
    "2024-02-29",
    "P1DT2H",
    "yyyy-MM-dd",
    "{}",
    "[1,2]",
    "aGVsbG8=",
    "%20%C3%A9",
    "x y",
    "a/b/c",
    "2021-01-01",
    "default",
    "Full",
    "subId",
    "aaaaaaaa",
    "https://a/b",
    "data:;base64,",
    "Microsoft.Storage/storageAccounts",
};

static const char *const numbers[] = {"0",     "1",  "2",  "-1",        "3",          "10",
                                      "10000", "32", "64", "129",       "800",        "2147483647",
                                      "-9",    "17", "99", "100000000", "4294967296", "9223372036854775807"};

struct call {
    struct al_buf *out;
    const struct fuzz_names *names;
};

static void put_value(const struct call *c, unsigned depth);

static void put_text(const struct call *c)
{
    const bool own = c->names->n > 0 && fuzz_below(2) == 0;
    const al_str text = own ? c->names->v[fuzz_below(c->names->n)] : al_str_of(FUZZ_ONE_OF(texts));

    al_buf_printf(c->out, "'%.*s'", AL_FMT(text));
}

/* A parameter or variable of the template, as its language names it. */
static void put_reference(const struct call *c)
{
    static const char *const sorts[] = {"parameters", "variables", "reference", "lambdaVariables",
                                        "copyIndex"};
    const al_str name = c->names->n ? c->names->v[fuzz_below(c->names->n)] : AL_STR("x");

    if (c->names->bicep)
        al_buf_put(c->out, name);
    else
        al_buf_printf(c->out, "%s('%.*s')", FUZZ_ONE_OF(sorts), AL_FMT(name));
}

static void put_lambda(const struct call *c, unsigned depth)
{
    const bool two = fuzz_below(2) == 0;

    if (c->names->bicep)
        al_buf_put(c->out, two ? AL_STR("(x, y) => ") : AL_STR("x => "));
    else
        al_buf_put(c->out, two ? AL_STR("lambda('x', 'y', ") : AL_STR("lambda('x', "));
    if (fuzz_below(2) == 0)
        al_buf_put(c->out, c->names->bicep ? AL_STR("x") : AL_STR("lambdaVariables('x')"));
    else
        put_value(c, depth);
    if (!c->names->bicep)
        al_buf_char(c->out, ')');
}

struct signature {
    al_str name;
    size_t least, most;
};

static struct signature any_function(bool bicep)
{
    size_t n;

    if (bicep) {
        const struct al_bicep_function *all = al_bicep_functions(&n), *one = &all[fuzz_below(n)];
        return (struct signature){al_str_of(one->name), one->least, one->most};
    }
    const struct al_function *all = al_function_table(&n), *one = &all[fuzz_below(n)];
    return (struct signature){al_str_of(one->name), one->min, one->max};
}

static void put_call(const struct call *c, unsigned depth)
{
    const struct signature fn = any_function(c->names->bicep);
    const size_t room = fn.most - fn.least < ARGUMENTS_MORE ? fn.most - fn.least : ARGUMENTS_MORE;
    const size_t n = fn.least + fuzz_below(room + 1);

    al_buf_printf(c->out, "%.*s(", AL_FMT(fn.name));
    for (size_t i = 0; i < n; i++) {
        al_buf_put(c->out, i ? AL_STR(", ") : AL_STR(""));
        if (i == n - 1 && n > 1 && fuzz_below(4) == 0)
            put_lambda(c, depth);
        else
            put_value(c, depth);
    }
    al_buf_char(c->out, ')');
}

static void put_list(const struct call *c, unsigned depth)
{
    al_buf_put(c->out, c->names->bicep ? AL_STR("[") : AL_STR("createArray("));
    put_value(c, depth);
    al_buf_put(c->out, AL_STR(", "));
    put_value(c, depth);
    al_buf_char(c->out, c->names->bicep ? ']' : ')');
}

static void put_object(const struct call *c, unsigned depth)
{
    al_buf_put(c->out, c->names->bicep ? AL_STR("{ ") : AL_STR("createObject("));
    put_text(c);
    al_buf_put(c->out, c->names->bicep ? AL_STR(": ") : AL_STR(", "));
    put_value(c, depth);
    al_buf_put(c->out, c->names->bicep ? AL_STR(" }") : AL_STR(")"));
}

static void put_value(const struct call *c, unsigned depth)
{
    static const char *const members[] = {"[0]", ".a", ".properties", "[1]", ".?b", "[?0]", "['a']", "[-1]"};
    const unsigned below = depth ? depth - 1 : 0;

    switch (fuzz_below(depth ? 12 : 7)) {
    case 0:
    case 1: put_text(c); break;
    case 2:
    case 3: al_buf_put(c->out, al_str_of(FUZZ_ONE_OF(numbers))); break;
    case 4: al_buf_put(c->out, c->names->bicep ? AL_STR("true") : AL_STR("true()")); break;
    case 5: al_buf_put(c->out, c->names->bicep ? AL_STR("null") : AL_STR("null()")); break;
    case 6: put_reference(c); break;
    case 7: put_list(c, below); break;
    case 8: put_object(c, below); break;
    default:
        put_call(c, below);
        if (fuzz_below(4) == 0)
            al_buf_put(c->out, al_str_of(FUZZ_ONE_OF(members)));
        break;
    }
}

al_str fuzz_random_call(al_arena *arena, const struct fuzz_names *names, unsigned depth)
{
    struct al_buf out = AL_BUF(arena);
    const struct call call = {&out, names};

    put_call(&call, depth);
    return al_buf_str(&out);
}

/* -- in place of something -- */

struct place {
    size_t from, to;
};

static bool is_word(char c)
{
    return al_is_alpha(c) || al_is_digit(c) || c == '_';
}

static struct place word_at(al_str text, size_t at)
{
    struct place place = {at, at};

    while (place.from > 0 && is_word(text.s[place.from - 1]))
        place.from--;
    while (place.to < text.n && is_word(text.s[place.to]))
        place.to++;
    return place;
}

/* The words of a text may be names that mean something. */
static void gather(struct fuzz_names *names, al_str text)
{
    for (size_t tries = 0; tries < NAMES_MOST && text.n; tries++) {
        const struct place place = word_at(text, fuzz_below(text.n));
        if (place.to > place.from && place.to - place.from < 24)
            names->v[names->n++] = (al_str){text.s + place.from, place.to - place.from};
    }
}

struct work {
    al_arena *arena;
    struct fuzz_change *change;
    struct place place;
    bool bicep;
};

static int put_in_place(void *ptr)
{
    struct work *w = ptr;
    struct fuzz_names names = {.bicep = w->bicep};

    gather(&names, w->change->from);
    fuzz_put(w->change, al_str_head(w->change->from, w->place.from));
    fuzz_put(w->change, fuzz_random_call(w->arena, &names, (unsigned)fuzz_below(3)));
    fuzz_put(w->change, al_str_from(w->change->from, w->place.to));
    return AL_OK;
}

static bool change_place(struct fuzz_change *change, struct place place, bool bicep)
{
    struct work work = {al_arena_new(0), change, place, bicep};

    fuzz_in_arena(work.arena, put_in_place, &work);
    return true;
}

/* A whole argument, a word, or all there is between the brackets. */
bool fuzz_mutate_arm(struct fuzz_change *change)
{
    const al_str text = change->from;
    struct place place = {0, text.n};
    size_t at;

    if (text.n == 0)
        return false;
    at = fuzz_below(text.n);
    place = word_at(text, at);
    if (fuzz_below(2) == 0) {
        while (place.from > 0 && !strchr("(,[\"\n", text.s[place.from - 1]))
            place.from--;
        while (place.to < text.n && !strchr("),]\"\n", text.s[place.to]))
            place.to++;
    }
    return change_place(change, place, false);
}

bool fuzz_mutate_bicep(struct fuzz_change *change)
{
    const al_str text = change->from;
    struct place place;

    if (text.n == 0)
        return false;
    place = word_at(text, fuzz_below(text.n));
    for (size_t blanks = 0; fuzz_below(2) == 0 && blanks < BLANKS && place.to < text.n; blanks++)
        place.to += text.s[place.to] != '\n';
    return change_place(change, place, true);
}
