/* SPDX-License-Identifier: MIT */
/* Chunks double up to a megabyte, so that a small template costs one allocation and a large one few. A piece
 * larger than a chunk gets a chunk of its own behind the current one, which goes on being filled. */
#include "base/arena.h"

#include <setjmp.h>
#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>

/* Where memory is watched, nothing may touch what was not given out: pieces lie apart, and what was cleared
 * never comes back in another life. */
#ifdef __has_feature
#define WATCHED_BY_CLANG __has_feature(address_sanitizer)
#else
#define WATCHED_BY_CLANG 0
#endif
#if defined(__SANITIZE_ADDRESS__) || WATCHED_BY_CLANG
#include <sanitizer/asan_interface.h>
enum { WATCHED = true, GAP = 16 };
#define HIDE(p, n) ASAN_POISON_MEMORY_REGION(p, n)
#define SHOW(p, n) ASAN_UNPOISON_MEMORY_REGION(p, n)
#else
enum { WATCHED = false, GAP = 0 };
#define HIDE(p, n) ((void)(p), (void)(n))
#define SHOW(p, n) ((void)(p), (void)(n))
#endif

/* -DAL_ARENA_SINGLY, for tests that let memory run out: every piece is an allocation of its own, so that each
 * place that asks for one is seen to unwind. */
#ifdef AL_ARENA_SINGLY
enum { SINGLY = true };
#else
enum { SINGLY = false };
#endif

enum {
    CHUNK_FIRST = 16 * 1024,
    CHUNK_INSIDE = 64 * 1024,
    CHUNK_MOST = 1024 * 1024,
    SPARE_MOST = 4 * 1024 * 1024
};

struct chunk {
    struct chunk *next;
    size_t size;
    alignas(max_align_t) char data[];
};

struct deferred {
    struct deferred *next;
    void (*fn)(void *);
    void *ptr;
};

struct guard {
    jmp_buf env;
    volatile int status;
    struct guard *outer;
};

struct al_arena {
    struct chunk *chunks, *spare; /* spare ones are left over from before it was cleared, largest first */
    char *at, *end;
    size_t chunk_size, used, limit;
    struct deferred *deferred;
    struct guard *guard;
    al_arena *outer; /* of one inside another, or NULL */
};

al_arena *al_arena_new(size_t limit)
{
    al_arena *arena = calloc(1, sizeof *arena);

    if (arena) {
        arena->limit = limit;
        arena->chunk_size = CHUNK_FIRST;
    }
    return arena;
}

static void run_deferred(const al_arena *arena)
{
    for (struct deferred *d = arena->deferred; d; d = d->next)
        d->fn(d->ptr);
}

static void free_chunks(struct chunk *c)
{
    for (struct chunk *next; c; c = next) {
        next = c->next;
        free(c);
    }
}

void al_arena_free(al_arena *arena)
{
    if (!arena)
        return;
    run_deferred(arena);
    free_chunks(arena->chunks);
    free_chunks(arena->spare);
    free(arena);
}

static bool is_kept(size_t size, size_t kept)
{
    return !WATCHED && !SINGLY && size <= CHUNK_MOST && kept + size <= SPARE_MOST;
}

void al_arena_clear(al_arena *arena, size_t limit)
{
    struct chunk *old = arena->chunks, *spare = arena->spare, *next;
    size_t kept = 0;

    run_deferred(arena);
    for (const struct chunk *c = spare; c; c = c->next)
        kept += c->size;
    for (; old; old = next) {
        struct chunk **place = &spare;
        next = old->next;
        if (!is_kept(old->size, kept)) {
            free(old);
            continue;
        }
        kept += old->size;
        while (*place && (*place)->size > old->size)
            place = &(*place)->next;
        old->next = *place;
        *place = old;
    }
    *arena = (struct al_arena){.spare = spare, .limit = limit, .chunk_size = CHUNK_FIRST};
}

/* -- one inside another -- */

static void free_inside(void *ptr)
{
    al_arena *inner = ptr;

    free_chunks(inner->chunks);
    free_chunks(inner->spare);
    inner->chunks = inner->spare = NULL;
}

al_arena *al_arena_inside(al_arena *outer)
{
    al_arena *inner = AL_NEW(outer, al_arena);

    inner->outer = outer;
    inner->chunk_size = CHUNK_INSIDE;
    al_arena_defer(outer, free_inside, inner);
    return inner;
}

struct al_mark al_arena_mark(const al_arena *inner)
{
    return (struct al_mark){inner->chunks, inner->at, inner->end};
}

/* One chunk stays for what comes next, unless somebody watches that nothing is used any more. */
static void take_back(al_arena *inner, struct chunk *c)
{
    inner->outer->used -= c->size;
    if (WATCHED || SINGLY || inner->spare || c->size != CHUNK_INSIDE) {
        free(c);
        return;
    }
    c->next = NULL;
    inner->spare = c;
}

void al_arena_release(al_arena *inner, struct al_mark mark)
{
    while (inner->chunks != mark.chunk) {
        struct chunk *c = inner->chunks;
        inner->chunks = c->next;
        take_back(inner, c);
    }
    if (mark.at)
        HIDE(mark.at, (size_t)(mark.end - mark.at));
    inner->at = mark.at;
    inner->end = mark.end;
}

void al_arena_forget(al_arena *inner)
{
    al_arena_release(inner, (struct al_mark){0});
}

void al_arena_end(al_arena *inner)
{
    al_arena_forget(inner);
    free_inside(inner);
}

/* -- failing -- */

int al_arena_try(al_arena *arena, int (*fn)(void *), void *ptr)
{
    struct guard guard = {.outer = arena->guard};

    arena->guard = &guard;
    if (setjmp(guard.env) == 0)
        guard.status = fn(ptr);
    arena->guard = guard.outer;
    return guard.status;
}

_Noreturn void al_arena_throw(al_arena *arena, int status)
{
    while (arena->outer)
        arena = arena->outer;
    if (!arena->guard)
        abort(); /* a bug: allocation outside an entry point */
    arena->guard->status = status;
    longjmp(arena->guard->env, 1);
}

static void count(al_arena *arena, size_t size)
{
    arena->used += size;
    if (arena->limit && arena->used > arena->limit)
        al_arena_throw(arena, AL_E_LIMIT);
}

static void *new_chunk(al_arena *arena, size_t size, bool current)
{
    struct chunk *c = arena->spare;

    if (c && c->size >= size && (current || c->size / 2 <= size)) {
        arena->spare = c->next;
    } else {
        c = malloc(sizeof *c + size);
        if (!c)
            al_arena_throw(arena, AL_E_MEMORY);
        c->size = size;
    }
    c->next = arena->chunks;
    arena->chunks = c;
    if (arena->outer)
        count(arena->outer, c->size);
    if (current) {
        arena->at = c->data;
        arena->end = c->data + c->size;
        HIDE(c->data, c->size);
    }
    return c->data;
}

static size_t aligned(size_t size)
{
    const size_t align = sizeof(void *) > 8 ? sizeof(void *) : 8;

    return (size + align - 1) & ~(align - 1);
}

void *al_alloc_text(al_arena *arena, size_t size)
{
    const size_t wanted = size;
    void *p;

    if (size > SIZE_MAX / 4)
        al_arena_throw(arena, AL_E_MEMORY);
    size = aligned(size);
    count(arena, size);
    size += GAP;
    if ((size_t)(arena->end - arena->at) < size) {
        if (SINGLY || size > arena->chunk_size / 4)
            return new_chunk(arena, size - GAP, false);
        new_chunk(arena, arena->chunk_size, true);
        if (arena->chunk_size < CHUNK_MOST && !arena->outer)
            arena->chunk_size *= 2;
    }
    p = arena->at;
    arena->at += size;
    SHOW(p, wanted);
    return p;
}

/* The newest chunk, if it holds that piece alone. */
static struct chunk *own_chunk(const al_arena *arena, const void *p)
{
    struct chunk *c = arena->chunks;

    return c && c->data == p && !(arena->end > c->data && arena->end <= c->data + c->size) ? c : NULL;
}

static bool holds(const al_arena *arena, const char *p)
{
    const struct chunk *c = arena->chunks;

    while (c && (p < c->data || p >= c->data + c->size))
        c = c->next;
    return c;
}

void *al_regrow(al_arena *arena, void *p, size_t n, size_t size)
{
    const size_t before = aligned(n), after = aligned(size);
    struct chunk *c = !WATCHED && p && size < SIZE_MAX / 4 ? own_chunk(arena, p) : NULL;
    void *larger;

    if (!WATCHED && p && (char *)p + before == arena->at && (size_t)(arena->end - (char *)p) >= after) {
        count(arena, after - before);
        arena->at = (char *)p + after;
        return p;
    }
    if (c) {
        count(arena, after - before);
        if (c->size >= after) /* it was left over, and is larger than what was wanted */
            return p;
        if (arena->outer)
            count(arena->outer, after - c->size);
        c = realloc(c, sizeof *c + after);
        if (!c)
            al_arena_throw(arena, AL_E_MEMORY);
        c->size = after;
        arena->chunks = c;
        return c->data;
    }
    larger = al_alloc_text(arena, size);
    if (p && n)
        memcpy(larger, p, n);
    if (WATCHED && p && holds(arena, p)) /* who still looks there would see nothing elsewhere */
        HIDE(p, n);
    return larger;
}

void *al_alloc(al_arena *arena, size_t size)
{
    void *p = al_alloc_text(arena, size);

    return size ? memset(p, 0, size) : p;
}

void *al_alloc_n(al_arena *arena, size_t n, size_t size)
{
    if (size && n > SIZE_MAX / 4 / size)
        al_arena_throw(arena, AL_E_MEMORY);
    return al_alloc(arena, n * size);
}

size_t al_arena_used(const al_arena *arena)
{
    return arena->used;
}

void al_arena_defer(al_arena *arena, void (*fn)(void *), void *ptr)
{
    struct deferred *d = AL_NEW(arena, struct deferred);

    d->fn = fn;
    d->ptr = ptr;
    d->next = arena->deferred;
    arena->deferred = d;
}

char *al_str_cstr(al_arena *arena, al_str s)
{
    char *p = al_alloc_text(arena, s.n + 1);

    if (s.n)
        memcpy(p, s.s, s.n);
    p[s.n] = '\0';
    return p;
}

al_str al_str_copy(al_arena *arena, al_str s)
{
    return (al_str){al_str_cstr(arena, s), s.n};
}

al_str al_str_lower(al_arena *arena, al_str s)
{
    char *p = al_str_cstr(arena, s);

    for (size_t i = 0; i < s.n; i++)
        p[i] = al_lower(p[i]);
    return (al_str){p, s.n};
}

al_str al_vprintf(al_arena *arena, const char *format, va_list args)
{
    char small[256];
    va_list again;
    char *p;
    int n;

    va_copy(again, args);
    n = vsnprintf(small, sizeof small, format, again);
    va_end(again);
    if (n < 0)
        return AL_STR("");
    if ((size_t)n < sizeof small)
        return al_str_copy(arena, (al_str){small, (size_t)n});
    p = al_alloc_text(arena, (size_t)n + 1);
    vsnprintf(p, (size_t)n + 1, format, args);
    return (al_str){p, (size_t)n};
}

al_str al_printf(al_arena *arena, const char *format, ...)
{
    va_list args;
    al_str s;

    va_start(args, format);
    s = al_vprintf(arena, format, args);
    va_end(args);
    return s;
}
