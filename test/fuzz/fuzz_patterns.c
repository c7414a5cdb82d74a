/* SPDX-License-Identifier: MIT */
/* A fuzz target: what people write to mean many things at once. A first line is the pattern, the second a
 * text. */
#include "fuzz.h"

#include "lint/date.h"
#include "lint/glob.h"
#include "lint/operators.h"
#include "lint/pattern.h"

struct pair {
    al_arena *arena;
    al_str pattern, text;
};

static int match(void *ptr)
{
    const struct pair *pair = ptr;
    struct al_patterns patterns = {.arena = pair->arena};
    struct al_diags diags = {.arena = pair->arena};
    const struct al_span place = {al_source_new(pair->arena, AL_STR("a.json"), AL_STR("")), 0, 0};
    const char *pattern = al_str_cstr(pair->arena, pair->pattern), *wrong;
    size_t offset = 0;
    enum al_truth truth;
    int order, reverse;

    (void)al_glob(pair->text, pair->pattern);
    assert(al_like(pair->text, pair->text) || memchr(pair->text.s, '*', pair->text.n) == NULL);
    (void)al_like(pair->text, pair->pattern);
    (void)al_str_is_date(pair->text);
    if (al_version_compare(&order, pair->text, pair->pattern)) {
        assert(al_version_compare(&reverse, pair->pattern, pair->text));
        assert((order < 0) == (reverse > 0) && (order == 0) == (reverse == 0));
    }
    wrong = al_pattern_wrong(pair->arena, pattern, &offset);
    assert(offset <= strlen(pattern));
    truth = al_pattern_match(&patterns, pattern, pair->text, &diags, place);
    assert(!wrong || truth == AL_UNKNOWN);
    assert(truth != AL_UNKNOWN || wrong || diags.list.n == 1);
    return AL_OK;
}

static void run(al_str input)
{
    struct pair pair = {.arena = al_arena_new(FUZZ_MEMORY_MOST), .text = input};

    al_str_split_next(&pair.pattern, &pair.text, '\n');
    if (!pair.text.s)
        pair.text = AL_STR("");
    fuzz_in_arena(pair.arena, match, &pair);
}

static bool (*const mutators[])(struct fuzz_change *change) = {fuzz_mutate_parts, NULL};

const struct fuzz_target fuzz_target = {.run = run, .mutators = mutators};
