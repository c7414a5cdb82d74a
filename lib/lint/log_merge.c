/* SPDX-License-Identifier: MIT */
/* Results of several logs as those of one run. Where two runs have linted the same module, each has what is
 * wrong in it: the same rule, place and message. What one run says so several times, it says of several calls
 * of the module; another run's first is then the same as its first, and its second as its second. Of those
 * that are the same the one is kept which a single run would have met first: shards say which that is; of
 * other logs it is the one whose template comes first when folders are walked. So it makes no difference in
 * which order the logs are given. */
#include "base/files.h"
#include "lint/baseline.h"
#include "lint/finding.h"
#include "lint/logs.h"

#include <stdlib.h>

/* -- order -- */

static int compare_numbers(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int by_kind(const struct al_finding *a, const struct al_finding *b)
{
    int order = strcmp(a->location.file, b->location.file);

    if (!order)
        order = compare_numbers(a->location.line, b->location.line);
    if (!order)
        order = compare_numbers(a->location.column, b->location.column);
    if (!order)
        order = strcmp(a->rule, b->rule);
    return order ? order : strcmp(a->message, b->message);
}

static int by_log(const void *left, const void *right)
{
    const struct al_log_result *a = left, *b = right;
    int order = by_kind(&a->finding, &b->finding);

    if (!order)
        order = compare_numbers(a->log, b->log);
    return order ? order : compare_numbers(a->number, b->number);
}

/* As folders are walked: what is in a folder comes where the folder does. */
static int by_walk(const char *a, const char *b)
{
    for (; *a && *a == *b; a++)
        b++;
    if (*a == '/' || *b == '/')
        return *a == *b ? 0 : *a == '\0' || (*a == '/' && *b) ? -1 : 1;
    return ((unsigned char)*a > (unsigned char)*b) - ((unsigned char)*a < (unsigned char)*b);
}

/* The template that was linted when this was found. */
static const char *template_of(const struct al_finding *f)
{
    const struct al_related *outermost = f->nrelated ? &f->related[f->nrelated - 1] : NULL;

    return outermost && al_str_starts(al_str_of(outermost->message), AL_STR("deployed by "))
               ? outermost->location.file
               : f->location.file;
}

static int by_precedence(const void *left, const void *right)
{
    const struct al_log_result *a = left, *b = right;
    int order = by_kind(&a->finding, &b->finding);

    if (!order)
        order = compare_numbers(a->number, b->number);
    if (!order && a->finding.input && b->finding.input)
        order = compare_numbers(a->finding.input, b->finding.input);
    if (!order)
        order = by_walk(template_of(&a->finding), template_of(&b->finding));
    return order ? order : compare_numbers(a->log, b->log);
}

static int by_id(const void *left, const void *right)
{
    return strcmp(((const struct al_log_rule *)left)->id, ((const struct al_log_rule *)right)->id);
}

/* What was linted with all of its parameter files is so for good. */
static int by_file(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* -- what is the same -- */

/* Counts those of a kind within each log. `list` is sorted by log. */
static void number_within_logs(struct al_log_result *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct al_log_result *before = i ? &list[i - 1] : NULL;
        bool again = before && before->log == list[i].log && by_kind(&before->finding, &list[i].finding) == 0;
        list[i].number = again ? before->number + 1 : 0;
    }
}

/* A finding holds with all parameter files when it does so for one template. */
static void add_parameter_files(al_arena *arena, struct al_finding *f, const struct al_finding *same)
{
    const char **files;
    size_t n = f->nparameter_files + same->nparameter_files, kept = 0;

    if (f->nparameter_files == 0 || same->nparameter_files == 0) {
        f->parameter_files = NULL;
        f->nparameter_files = 0;
        return;
    }
    files = AL_NEW_N(arena, const char *, n);
    memcpy(files, f->parameter_files, f->nparameter_files * sizeof *files);
    memcpy(files + f->nparameter_files, same->parameter_files, same->nparameter_files * sizeof *files);
    qsort(files, n, sizeof *files, by_file);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || strcmp(files[i], files[kept - 1]) != 0)
            files[kept++] = files[i];
    f->parameter_files = files;
    f->nparameter_files = kept;
}

static void unite_results(struct al_logs *logs)
{
    struct al_log_result *list = logs->results.v;
    size_t n = logs->results.n, kept = 0;

    if (n == 0)
        return;
    qsort(list, n, sizeof *list, by_log);
    number_within_logs(list, n);
    qsort(list, n, sizeof *list, by_precedence);
    for (size_t i = 0; i < n; i++) {
        struct al_log_result *last = kept ? &list[kept - 1] : NULL;
        if (last && last->number == list[i].number && by_kind(&last->finding, &list[i].finding) == 0)
            add_parameter_files(logs->arena, &last->finding, &list[i].finding);
        else
            list[kept++] = list[i];
    }
    logs->results.n = kept;
}

/* -- fingerprints -- */

/* Each run has numbered those that would be equal, and knew only its own. `prints` has each with the highest
 * number that was tried for it. */
static void number_equal_fingerprints(struct al_logs *logs, struct al_map *prints)
{
    for (size_t i = 0; i < logs->results.n; i++) {
        struct al_finding *f = &logs->results.v[i].finding;
        al_str print = al_str_copy(logs->arena, al_str_of(f->fingerprint));
        uintptr_t count = (uintptr_t)al_map_get(prints, print);
        while (al_map_get(prints, al_str_of(f->fingerprint)))
            al_fingerprint_write(f->fingerprint, print, ++count);
        *al_map_put(logs->arena, prints, al_str_copy(logs->arena, al_str_of(f->fingerprint))) =
            (void *)(uintptr_t)1;
        if (count)
            *al_map_put(logs->arena, prints, print) = (void *)count;
    }
}

static int by_rule(const void *left, const void *right)
{
    const struct al_finding *a = &((const struct al_log_result *)left)->finding,
                            *b = &((const struct al_log_result *)right)->finding;
    int order = strcmp(a->location.file, b->location.file);

    if (!order)
        order = strcmp(a->rule, b->rule);
    return order ? order : strcmp(a->fingerprint, b->fingerprint);
}

/* What one run misses another may have found. */
static void unite_absent(struct al_logs *logs, struct al_map *prints)
{
    struct al_log_result *list = logs->absent.v;
    size_t kept = 0;

    for (size_t i = 0; i < logs->absent.n; i++) {
        al_str print = al_str_copy(logs->arena, al_str_of(list[i].finding.fingerprint)); /* the list moves */
        void **slot = al_map_put(logs->arena, prints, print);
        if (*slot)
            continue;
        *slot = logs;
        list[kept++] = list[i];
    }
    logs->absent.n = kept;
    if (kept > 1)
        qsort(list, kept, sizeof *list, by_rule);
}

void al_logs_unite(struct al_logs *logs)
{
    struct al_map prints = {0};

    unite_results(logs);
    number_equal_fingerprints(logs, &prints);
    unite_absent(logs, &prints);
    if (logs->rules.n > 1)
        qsort(logs->rules.v, logs->rules.n, sizeof *logs->rules.v, by_id);
}

/* -- the run -- */

struct merging {
    al_run *run;
    struct al_logs *logs;
    const char *const *paths;
    size_t n;
    const char *wrong; /* in the arena of the logs */
};

static const char *read_one(const struct merging *m, const char *path)
{
    const uint64_t most = m->run->limits.v[AL_LIMIT_FILE];
    const char *why;
    al_str text;

    if (al_file_read(&text, &why, m->logs->arena, path, most) != AL_OK)
        return al_printf(m->logs->arena, "%s: %s", path, why).s;
    return al_log_read(m->run, m->logs, al_source_new(m->logs->arena, al_str_of(path), text));
}

static int merge_in_arena(void *ptr)
{
    struct merging *m = ptr;

    m->logs->passing = al_arena_inside(m->logs->arena);
    m->logs->list_in = al_arena_inside(m->logs->arena);
    for (size_t i = 0; i < m->n && !m->wrong; i++)
        m->wrong = read_one(m, m->paths[i]);
    if (!m->wrong)
        al_logs_unite(m->logs);
    return AL_OK;
}

static void put_into(al_run *run, const struct al_logs *logs)
{
    bool known = logs->absent.n > 0;

    for (size_t i = 0; i < logs->results.n; i++) {
        al_finding_enter(run, &logs->results.v[i].finding, AL_NOT_SIGHTED);
        known |= logs->results.v[i].finding.baseline != AL_BASELINE_NONE;
        al_finding_count(&run->summary, &run->findings.v[i]);
    }
    run->summary.unchecked |= logs->unchecked;
    run->summary.has_baseline = known;
    run->summary.absent = logs->absent.n;
    if (known)
        run->baseline = AL_NEW(run->arena, struct al_known_findings);
    for (size_t i = 0; i < logs->absent.n; i++)
        *al_vec_push(run->arena, &run->baseline->absent) = logs->absent.v[i].finding;
}

static void free_logs(void *ptr)
{
    struct al_logs *logs = ptr;

    al_arena_free(logs->arena);
}

static int merge(void *ptr)
{
    struct merging *m = ptr;
    al_run *run = m->run;
    const uint64_t most = run->options.max_memory ? run->options.max_memory : (uint64_t)1 << 30;
    int status;

    m->logs = AL_NEW(run->arena, struct al_logs);
    al_arena_defer(run->arena, free_logs, m->logs);
    m->logs->arena = al_arena_new((size_t)most);
    if (!m->logs->arena)
        return AL_EMEMORY;
    status = al_arena_try(m->logs->arena, merge_in_arena, m);
    if (status == AL_E_LIMIT)
        m->wrong = "the logs are too large to be taken together";
    else if (status != AL_OK)
        return status;
    if (m->wrong) {
        run->error = al_str_cstr(run->arena, al_str_of(m->wrong));
        return AL_EUSAGE;
    }
    put_into(run, m->logs);
    run->logs = m->logs;
    run->finished = true;
    return AL_OK;
}

int al_run_merge(al_run *run, const char *const *paths, size_t n)
{
    struct merging merging = {.run = run, .paths = paths, .n = n};

    return al_run_guard(run, merge, &merging);
}

const struct al_logs *al_run_logs(const al_run *run)
{
    return run->logs;
}
