/* SPDX-License-Identifier: MIT */
#include "base/vec.h"

void *al_vec_grow_as_is(al_arena *arena, void *old, size_t *cap, size_t size)
{
    const size_t more = *cap ? *cap * 2 : size < 32 ? 8 : 4;
    void *p;

    if (more > SIZE_MAX / 4 / size)
        al_arena_throw(arena, AL_E_MEMORY);
    p = al_regrow(arena, old, *cap * size, more * size);
    *cap = more;
    return p;
}

void *al_vec_grow(al_arena *arena, void *old, size_t n, size_t *cap, size_t size)
{
    char *p = al_vec_grow_as_is(arena, old, cap, size);

    memset(p + n * size, 0, (*cap - n) * size);
    return p;
}
