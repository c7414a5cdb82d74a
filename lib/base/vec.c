/* SPDX-License-Identifier: MIT */
#include "base/vec.h"

void *al_vec_grow(al_arena *arena, void *old, size_t n, size_t *cap, size_t size)
{
    size_t more = *cap ? *cap * 2 : 8;
    void *p = al_alloc_n(arena, more, size);

    if (n)
        memcpy(p, old, n * size);
    *cap = more;
    return p;
}
