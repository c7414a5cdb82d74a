/* SPDX-License-Identifier: MIT */
/* Where the time goes. The library has no clock: the caller of a run lends one, or nothing is measured. At any moment
 * one phase is on; who enters another puts back the one before. */
#ifndef AL_BASE_STOPWATCH_H
#define AL_BASE_STOPWATCH_H

#include "armlint.h"

struct al_stopwatch {
    uint64_t (*clock)(void *ptr); /* NULL: nothing is measured */
    void *ptr;
    enum al_phase phase;
    uint64_t since; /* when it began */
    uint64_t time[AL_PHASES];
    uint64_t bytes;
};

/* Turns to a phase and gives the one before. `watch` may be NULL. */
enum al_phase al_stopwatch_enter(struct al_stopwatch *watch, enum al_phase phase);
/* The time since the last turn counts for no phase. */
void al_stopwatch_skip(struct al_stopwatch *watch);
/* The time now, 0 when nothing is measured. */
static inline uint64_t al_stopwatch_now(const struct al_stopwatch *watch)
{
    return watch->clock ? watch->clock(watch->ptr) : 0;
}

#endif
