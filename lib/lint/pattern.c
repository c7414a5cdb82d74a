/* SPDX-License-Identifier: MIT */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "lint/pattern.h"

#include <pcre2.h>

/* What the limit says besides steps: with the default, 4 MiB of memory. */
enum { STEPS_PER_KIBIBYTE = 50, LEAST_KIBIBYTES = 64 };

struct pattern {
    pcre2_code *code; /* NULL: malformed */
    pcre2_match_data *match;
    pcre2_match_context *context;
};

static void free_pattern(void *ptr)
{
    struct pattern *p = ptr;

    pcre2_match_context_free(p->context);
    pcre2_match_data_free(p->match);
    pcre2_code_free(p->code);
}

enum { PATTERN_OPTIONS = PCRE2_CASELESS | PCRE2_NEVER_BACKSLASH_C };

static struct pattern *compile(al_arena *arena, const char *text, uint64_t steps)
{
    struct pattern *p = AL_NEW(arena, struct pattern);
    PCRE2_SIZE offset;
    int error;

    al_arena_defer(arena, free_pattern, p);
    p->code = pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED, PATTERN_OPTIONS, &error, &offset, NULL);
    if (!p->code && error == PCRE2_ERROR_HEAP_FAILED)
        al_arena_throw(arena, AL_E_MEMORY);
    if (!p->code)
        return p;
    /* Without JIT matching is slower and otherwise the same. */
    (void)pcre2_jit_compile(p->code, PCRE2_JIT_COMPLETE);
    p->match = pcre2_match_data_create(1, NULL);
    p->context = pcre2_match_context_create(NULL);
    if (!p->match || !p->context)
        al_arena_throw(arena, AL_E_MEMORY);
    pcre2_set_match_limit(p->context, (uint32_t)steps);
    pcre2_set_depth_limit(p->context, (uint32_t)steps);
    pcre2_set_heap_limit(p->context, (uint32_t)(LEAST_KIBIBYTES + steps / STEPS_PER_KIBIBYTE));
    return p;
}

static struct pattern *find(struct al_patterns *patterns, const char *text)
{
    void **place = al_map_put(patterns->arena, &patterns->compiled, al_str_of(text));

    if (!*place)
        *place = compile(patterns->arena, text,
                         (patterns->limits ? patterns->limits : &al_default_limits)->v[AL_LIMIT_MATCHING]);
    return *place;
}

/* The stack that JIT has is small, and nothing that users know of: without JIT, only the limit counts. */
static int run(const struct pattern *p, al_str text)
{
    const PCRE2_SPTR s = (PCRE2_SPTR)(text.n ? text.s : "");
    const int result = pcre2_match(p->code, s, text.n, 0, 0, p->match, p->context);

    if (result != PCRE2_ERROR_JIT_STACKLIMIT)
        return result;
    return pcre2_match(p->code, s, text.n, 0, PCRE2_NO_JIT, p->match, p->context);
}

enum al_truth al_pattern_match(struct al_patterns *patterns, const char *pattern, al_str text,
                               struct al_diags *diags, struct al_span place)
{
    struct pattern *p = find(patterns, pattern);
    int result;

    if (!p->code)
        return AL_UNKNOWN;
    result = run(p, text);
    if (result == PCRE2_ERROR_NOMEMORY)
        al_arena_throw(patterns->arena, AL_E_MEMORY);
    if (result >= 0 || result == PCRE2_ERROR_NOMATCH)
        return result >= 0 ? AL_YES : AL_NO;
    if (diags)
        al_diags_limit(diags, AL_LIMIT_MATCHING, place,
                       "matching a rule's pattern was given up here, and its answer is taken as unknown");
    return AL_UNKNOWN;
}

const char *al_pattern_wrong(al_arena *arena, const char *pattern, size_t *offset)
{
    unsigned char text[128];
    PCRE2_SIZE at = 0;
    int error = 0;
    pcre2_code *code =
        pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, PATTERN_OPTIONS, &error, &at, NULL);

    pcre2_code_free(code);
    if (offset)
        *offset = at;
    if (code)
        return NULL;
    if (error == PCRE2_ERROR_HEAP_FAILED)
        al_arena_throw(arena, AL_E_MEMORY);
    if (pcre2_get_error_message(error, text, sizeof text) < 0)
        return "the pattern is malformed";
    return al_printf(arena, "%s", (const char *)text).s;
}
