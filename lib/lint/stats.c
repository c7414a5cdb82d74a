/* SPDX-License-Identifier: MIT */
#include "lint/run.h"

#include <stdlib.h>

static struct al_rule_time *time_of(al_run *run, const struct al_rule *rule)
{
    void **slot = al_map_put(run->arena, &run->rule_numbers, al_str_of(rule->id));

    if (!*slot) {
        *al_vec_push(run->arena, &run->rule_times) = (struct al_rule_time){rule, 0};
        *slot = (void *)(uintptr_t)run->rule_times.n;
    }
    return &run->rule_times.v[(uintptr_t)*slot - 1];
}

void al_note_rule_time(al_run *run, const struct al_rule *rule, uint64_t start)
{
    if (run->stopwatch.clock)
        time_of(run, rule)->time += al_stopwatch_now(&run->stopwatch) - start;
}

/* -- telling -- */

struct telling {
    al_run *run;
    struct al_rule_time *sorted;
};

static int by_time(const void *left, const void *right)
{
    const struct al_rule_time *a = left, *b = right;

    return a->time != b->time ? (a->time < b->time) - (a->time > b->time) : strcmp(a->rule->id, b->rule->id);
}

static int sort(void *ptr)
{
    struct telling *t = ptr;
    const size_t n = t->run->rule_times.n;

    t->sorted = AL_NEW_N(t->run->arena, struct al_rule_time, n);
    memcpy(t->sorted, t->run->rule_times.v, n * sizeof *t->sorted);
    qsort(t->sorted, n, sizeof *t->sorted, by_time);
    return AL_OK;
}

struct al_stats al_run_stats(al_run *run)
{
    struct telling telling = {.run = run};
    struct al_stats stats = {.bytes = run->stopwatch.bytes};

    al_stopwatch_enter(&run->stopwatch, run->stopwatch.phase); /* adds what the phase has taken so far */
    memcpy(stats.time, run->stopwatch.time, sizeof stats.time);
    if (run->rule_times.n && al_run_guard(run, sort, &telling) == AL_OK) {
        stats.rules = telling.sorted;
        stats.nrules = run->rule_times.n;
    }
    return stats;
}
