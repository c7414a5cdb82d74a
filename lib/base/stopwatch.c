/* SPDX-License-Identifier: MIT */
#include "base/stopwatch.h"

enum al_phase al_stopwatch_enter(struct al_stopwatch *watch, enum al_phase phase)
{
    enum al_phase before;
    uint64_t now;

    if (!watch || !watch->clock)
        return AL_PHASE_NONE;
    now = watch->clock(watch->ptr);
    before = watch->phase;
    watch->time[before] += now - watch->since;
    watch->since = now;
    watch->phase = phase;
    return before;
}

void al_stopwatch_skip(struct al_stopwatch *watch)
{
    watch->since = al_stopwatch_now(watch);
}
