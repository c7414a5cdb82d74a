/* SPDX-License-Identifier: MIT */
/* An arena: memory that is given out piece by piece and taken back all at once.
 *
 * Allocation never returns NULL. Running out of memory, or of the arena's budget, unwinds to the enclosing
 * al_arena_try(), which is where the library's entry points stand. */
#ifndef AL_BASE_ARENA_H
#define AL_BASE_ARENA_H

#include "armlint.h"
#include "base/str.h"

#include <stdarg.h>

typedef struct al_arena al_arena;

/* The codes of armlint.h, which has their meanings. */
enum al_status {
    AL_OK = 0,
    AL_E_MEMORY = AL_EMEMORY,
    AL_E_LIMIT = AL_ELIMIT,
    AL_E_IO = AL_EIO,
    AL_E_SYNTAX = AL_ESYNTAX,
};

/* A new arena that hands out at most `limit` bytes (0: no limit), or NULL when out of memory. */
al_arena *al_arena_new(size_t limit);
/* Runs what was deferred, newest first, then frees everything. NULL is allowed. */
void al_arena_free(al_arena *arena);

/* As if it was freed and made anew, but some of its memory stays for what comes next. Not inside al_arena_try(). */
void al_arena_clear(al_arena *arena, size_t limit);

/* An arena inside another, for what is soon forgotten: it unwinds and is freed as the outer one is, and what it holds
 * counts there. */
al_arena *al_arena_inside(al_arena *outer);
/* Takes back all that an arena inside another has handed out. */
void al_arena_forget(al_arena *inner);
/* The same when nothing comes after it, for which some memory would be kept. */
void al_arena_end(al_arena *inner);

/* How far an arena inside another was filled, and taking back what it has handed out since. Marks are released in the
 * opposite order; what unwinds past a release leaves it to the next one. Nothing that was there before grows in between: a
 * piece that does may move, or reach beyond the mark. */
struct al_mark {
    void *chunk;
    char *at, *end;
};
struct al_mark al_arena_mark(const al_arena *inner);
void al_arena_release(al_arena *inner, struct al_mark mark);

/* Calls fn(ptr) so that a failed allocation inside returns AL_E_MEMORY or AL_E_LIMIT from here instead.
 * May be nested. The arena stays usable (and must still be freed). */
int al_arena_try(al_arena *arena, int (*fn)(void *), void *ptr);
/* Unwinds to the innermost al_arena_try() with `status`. */
_Noreturn void al_arena_throw(al_arena *arena, int status);

/* Zeroed memory, aligned for any type. */
void *al_alloc(al_arena *arena, size_t size);
/* The same without the zeroes, for text that is written at once. */
void *al_alloc_text(al_arena *arena, size_t size);
/* Zeroed memory for `n` elements; an overflowing product counts as out of memory. */
void *al_alloc_n(al_arena *arena, size_t n, size_t size);
/* The first `n` bytes of a piece in a larger one, without zeroes behind them. It stays where it is if it can: it was the last
 * piece that was handed out, or is a large one. `p` may be NULL when n is 0. */
void *al_regrow(al_arena *arena, void *p, size_t n, size_t size);
/* Bytes handed out so far. */
size_t al_arena_used(const al_arena *arena);

#define AL_NEW(arena, type)      ((type *)al_alloc((arena), sizeof(type)))
#define AL_NEW_N(arena, type, n) ((type *)al_alloc_n((arena), (n), sizeof(type)))

/* Has fn(ptr) called when the arena is freed: for what the arena cannot free by itself. */
void al_arena_defer(al_arena *arena, void (*fn)(void *), void *ptr);

/* Copies that end in a NUL (not counted in the length). */
al_str al_str_copy(al_arena *arena, al_str s);
char *al_str_cstr(al_arena *arena, al_str s);
al_str al_str_lower(al_arena *arena, al_str s);
/* printf into the arena; the result is NUL-terminated. */
al_str al_printf(al_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
al_str al_vprintf(al_arena *arena, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

#endif
