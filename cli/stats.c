/* SPDX-License-Identifier: MIT */
#include "stats.h"

#include "clock.h"
#include "output.h"

#include "report/tree.h"

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

/* Of the whole process, in bytes. */
static int64_t peak_memory(void)
{
    struct rusage usage = {0};

    getrusage(RUSAGE_SELF, &usage);
#ifdef __APPLE__
    return (int64_t)usage.ru_maxrss;
#else
    return (int64_t)usage.ru_maxrss * 1024;
#endif
}

static void put_time(const char *name, uint64_t nanoseconds, int indent)
{
    fprintf(stderr, "%*s%-*s %10.1f ms\n", indent, "", 40 - indent, name, (double)nanoseconds / 1e6);
}

static const struct {
    const char *name, *key; /* for people, and in JSON */
} phase_names[AL_PHASES] = {
    [AL_PHASE_READING] = {"reading", "reading"},
    [AL_PHASE_PARSING] = {"parsing", "parsing"},
    [AL_PHASE_GRAPH] = {"graph", "graph"},
    [AL_PHASE_RULES] = {"rules", "rules"},
    [AL_PHASE_EVALUATION] = {"evaluating the rest", "evaluation"},
    [AL_PHASE_REPORT] = {"report", "report"},
};

void put_stats(al_run *run, uint64_t start)
{
    const uint64_t total = clock_now(NULL) - start;
    const struct al_summary summary = al_run_summary(run);
    const struct al_stats stats = al_run_stats(run);
    uint64_t phases = 0;
    size_t nfindings;

    al_run_findings(run, &nfindings);
    fprintf(stderr, "files %zu, resources %zu, findings %zu, %.1f KiB read, %.1f MiB of memory at most\n",
            summary.files, summary.resources, nfindings, (double)stats.bytes / 1024,
            (double)peak_memory() / (1024 * 1024));
    for (int i = AL_PHASE_READING; i < AL_PHASES; i++) {
        put_time(phase_names[i].name, stats.time[i], 2);
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

/* Times are nanoseconds, memory is bytes. */
bool write_stats(const struct options *options, al_run *run, uint64_t start)
{
    const struct al_summary summary = al_run_summary(run);
    const struct al_stats stats = al_run_stats(run);
    struct al_tree *tree = al_tree_new(options->arena);
    cJSON *root = al_tree_start(tree), *phases, *rules;
    struct al_buf out = AL_BUF(options->arena);
    size_t nfindings;
    al_str text;

    al_run_findings(run, &nfindings);
    al_tree_int(tree, root, "files", (int64_t)summary.files);
    al_tree_int(tree, root, "resources", (int64_t)summary.resources);
    al_tree_int(tree, root, "findings", (int64_t)nfindings);
    al_tree_int(tree, root, "bytesRead", (int64_t)stats.bytes);
    al_tree_int(tree, root, "peakMemory", peak_memory());
    al_tree_int(tree, root, "total", (int64_t)(clock_now(NULL) - start));
    phases = al_tree_object(tree, root, "phases");
    for (int i = AL_PHASE_READING; i < AL_PHASES; i++)
        al_tree_int(tree, phases, phase_names[i].key, (int64_t)stats.time[i]);
    rules = al_tree_object(tree, root, "rules");
    for (size_t i = 0; i < stats.nrules; i++)
        al_tree_int(tree, rules, stats.rules[i].rule->id, (int64_t)stats.rules[i].time);
    al_tree_finish(tree, &out);
    al_buf_char(&out, '\n');
    text = al_buf_str(&out);
    return output_file(options->stats_file, text.s, text.n);
}
