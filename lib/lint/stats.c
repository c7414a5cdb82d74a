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

static int add_rule_times(void *ptr)
{
    al_run *run = ptr;

    for (size_t i = 0; i < run->workers.n; i++) {
        al_run *worker = run->workers.v[i];
        for (size_t k = 0; k < worker->rule_times.n; k++)
            time_of(run, worker->rule_times.v[k].rule)->time += worker->rule_times.v[k].time;
        worker->rule_times.n = 0;
        worker->rule_numbers = (struct al_map){0};
    }
    return AL_OK;
}

static void add_phases(struct al_stats *stats, const struct al_stopwatch *watch)
{
    for (int i = 0; i < AL_PHASES; i++)
        stats->time[i] += watch->time[i];
    stats->bytes += watch->bytes;
}

struct al_stats al_run_stats(al_run *run)
{
    struct telling telling = {.run = run};
    struct al_stats stats = {0};

    al_stopwatch_enter(&run->stopwatch, run->stopwatch.phase); /* adds what the phase has taken so far */
    add_phases(&stats, &run->stopwatch);
    for (size_t i = 0; i < run->workers.n; i++)
        add_phases(&stats, &run->workers.v[i]->stopwatch);
    if (al_run_guard(run, add_rule_times, run) != AL_OK)
        return stats;
    if (run->rule_times.n && al_run_guard(run, sort, &telling) == AL_OK) {
        stats.rules = telling.sorted;
        stats.nrules = run->rule_times.n;
    }
    return stats;
}
