/* SPDX-License-Identifier: MIT */
#include "stats.h"

#include "clock.h"

#include <stdio.h>
#include <sys/resource.h>
#include <time.h>

enum { RULES_SHOWN = 5 };

uint64_t clock_now(void *unused)
{
    struct timespec t = {0};

    (void)unused;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

/* Of the whole process. */
static double peak_memory_in_mib(void)
{
    struct rusage usage = {0};

    getrusage(RUSAGE_SELF, &usage);
#ifdef __APPLE__
    return (double)usage.ru_maxrss / (1024 * 1024);
#else
    return (double)usage.ru_maxrss / 1024;
#endif
}

static void put_time(const char *name, uint64_t nanoseconds, int indent)
{
    fprintf(stderr, "%*s%-*s %10.1f ms\n", indent, "", 40 - indent, name, (double)nanoseconds / 1e6);
}

void put_stats(al_run *run, uint64_t start)
{
    static const char *const names[AL_PHASES] = {
        [AL_PHASE_READING] = "reading",
        [AL_PHASE_PARSING] = "parsing",
        [AL_PHASE_GRAPH] = "graph",
        [AL_PHASE_RULES] = "rules",
        [AL_PHASE_EVALUATION] = "evaluating the rest",
        [AL_PHASE_REPORT] = "report",
    };
    const uint64_t total = clock_now(NULL) - start;
    const struct al_summary summary = al_run_summary(run);
    const struct al_stats stats = al_run_stats(run);
    uint64_t phases = 0;
    size_t nfindings;

    al_run_findings(run, &nfindings);
    fprintf(stderr, "files %zu, resources %zu, findings %zu, %.1f KiB read, %.1f MiB of memory at most\n",
            summary.files, summary.resources, nfindings, (double)stats.bytes / 1024, peak_memory_in_mib());
    for (int i = AL_PHASE_READING; i < AL_PHASES; i++) {
        put_time(names[i], stats.time[i], 2);
        phases += stats.time[i];
    }
    put_time("other", total > phases ? total - phases : 0, 2);
    put_time("total", total, 2);
    for (size_t i = 0; i < stats.nrules && i < RULES_SHOWN; i++) {
        if (i == 0)
            fputs("slowest rules\n", stderr);
        put_time(stats.rules[i].rule->id, stats.rules[i].time, 2);
    }
}
