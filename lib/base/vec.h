/* SPDX-License-Identifier: MIT */
/* Growing arrays in an arena:  AL_VEC(int) v = {0};  *al_vec_push(arena, &v) = 7; */
#ifndef AL_BASE_VEC_H
#define AL_BASE_VEC_H

#include "base/arena.h"

#define AL_VEC(type)   \
    struct {           \
        type *v;       \
        size_t n, cap; \
    }

/* A pointer to a new zeroed element at the end. Growing moves the elements: keep indices, not pointers. */
#define al_vec_push(arena, vec)                                                                       \
    ((vec)->n == (vec)->cap                                                                           \
         ? (void)((vec)->v = al_vec_grow((arena), (vec)->v, (vec)->n, &(vec)->cap, sizeof *(vec)->v)) \
         : (void)0,                                                                                   \
     &(vec)->v[(vec)->n++])

/* Adds an element that is given whole. What it has room for beyond that is not touched: for lists that get very long. */
#define al_vec_add(arena, vec, ...)                                                                         \
    ((vec)->n == (vec)->cap                                                                                 \
         ? (void)((vec)->v = al_vec_grow_as_is((arena), (vec)->v, &(vec)->cap, sizeof *(vec)->v)) \
         : (void)0,                                                                                         \
     (void)((vec)->v[(vec)->n++] = __VA_ARGS__))

void *al_vec_grow(al_arena *arena, void *old, size_t n, size_t *cap, size_t size);
void *al_vec_grow_as_is(al_arena *arena, void *old, size_t *cap, size_t size);

#endif
