/* SPDX-License-Identifier: MIT */
/* Compares the findings of a run with those that are known. Something is gone only if this run has looked for
 * it: by the same rule in the same file, and the file was checked as a whole. */
#include "lint/baseline.h"
#include "base/diag.h"
#include "base/files.h"
#include "lint/config.h"
#include "lint/finding.h"
#include "lint/shard.h"

#include <stdlib.h>

enum { MOST_KNOWN = 1000000 };

struct looking {
    const struct al_known_findings *all;
    const char *print;
};

static bool has_print(const void *ptr, uint32_t number)
{
    const struct looking *looking = ptr;

    return strcmp(looking->all->list.v[number].fingerprint, looking->print) == 0;
}

static bool find(const struct al_known_findings *all, const char *print, uint32_t *number)
{
    const struct looking looking = {all, print};

    return al_index_find(&all->by_fingerprint, al_str_tablehash(al_str_of(print)), has_print, &looking,
                         number);
}

bool al_baseline_add(al_run *run, const struct al_finding *f)
{
    struct al_known_findings *all = run->baseline;
    struct al_known known = {.rule = f->rule,
                             .file = f->location.file,
                             .resource_type = f->resource_type,
                             .resource_name = f->resource_name,
                             .path = f->path,
                             .property = f->property,
                             .undetermined = f->undetermined};
    uint32_t number;

    if (find(all, f->fingerprint, &number))
        return true;
    if (all->list.n == MOST_KNOWN)
        return false;
    memcpy(known.fingerprint, f->fingerprint, sizeof known.fingerprint);
    memcpy(known.resource_hash, f->resource_hash, sizeof known.resource_hash);
    al_vec_add(all->list_in, &all->list, known);
    al_index_add(&all->by_fingerprint, run->arena, al_str_tablehash(al_str_of(f->fingerprint)),
                 (uint32_t)(all->list.n - 1));
    return true;
}

static struct al_finding finding_of(const struct al_known *known)
{
    struct al_finding f = {.rule = known->rule,
                           .location = {.file = known->file},
                           .resource_type = known->resource_type,
                           .resource_name = known->resource_name,
                           .path = known->path,
                           .property = known->property,
                           .undetermined = known->undetermined,
                           .baseline = AL_BASELINE_ABSENT};

    memcpy(f.fingerprint, known->fingerprint, sizeof f.fingerprint);
    memcpy(f.resource_hash, known->resource_hash, sizeof f.resource_hash);
    return f;
}

/* -- reading the file -- */

struct loading {
    al_run *run;
    const char *path;
    const char *wrong;
};

static const char *check_hashes(const al_run *run)
{
    const struct al_known_findings *all = run->baseline;
    bool wanted = false;

    for (size_t i = 0; i < all->list.n; i++) {
        if (all->list.v[i].resource_hash[0])
            return NULL;
        wanted |= all->list.v[i].resource_type != NULL;
    }
    return wanted ? "it has no hashes of resources; a strict baseline is written with --baseline-strict"
                  : NULL;
}

static const char *load_file(al_run *run, const char *path)
{
    const char *why = NULL;
    al_str text;

    if (al_file_read(&text, &why, run->input, path, run->limits.v[AL_LIMIT_FILE]) != AL_OK)
        return al_printf(run->arena, "%s: %s", path, why).s;
    why = al_baseline_read(run, run->input, al_source_new(run->input, al_str_of(path), text));
    if (why)
        return why;
    why = run->options.baseline_strict ? check_hashes(run) : NULL;
    return why ? al_printf(run->arena, "%s: %s", path, why).s : NULL;
}

static int load_in_arena(void *ptr)
{
    struct loading *loading = ptr;

    loading->wrong = load_file(loading->run, loading->path);
    return AL_OK;
}

static int load(void *ptr)
{
    struct loading *loading = ptr;
    al_run *run = loading->run;
    int status;

    run->baseline = AL_NEW(run->arena, struct al_known_findings);
    run->baseline->list_in = al_arena_inside(run->arena);
    run->input = al_arena_new((size_t)run->limits.v[AL_LIMIT_MEMORY]);
    if (!run->input)
        return AL_EMEMORY;
    status = al_arena_try(run->input, load_in_arena, loading);
    if (status == AL_E_LIMIT) {
        loading->wrong = al_printf(run->arena, "%s: reading it takes too much memory", loading->path).s;
        status = AL_OK;
    }
    if (status == AL_OK && loading->wrong) {
        run->error = loading->wrong;
        run->baseline = NULL;
        status = AL_EUSAGE;
    }
    return status;
}

int al_run_baseline(al_run *run, const char *path)
{
    struct loading loading = {.run = run, .path = path};

    return al_run_guard(run, load, &loading);
}

/* -- comparing -- */

static bool is_changed(const al_run *run, const struct al_known *known, const struct al_finding *f)
{
    return run->options.baseline_strict &&
           !al_str_eq(al_str_of(known->resource_hash), al_str_of(f->resource_hash));
}

static void compare(al_run *run, struct al_finding *f)
{
    struct al_known_findings *all = run->baseline;
    uint32_t number;

    f->baseline = AL_BASELINE_NEW;
    if (!find(all, f->fingerprint, &number))
        return;
    all->list.v[number].found = true;
    if (!f->fatal && !is_changed(run, &all->list.v[number], f))
        f->baseline = AL_BASELINE_UNCHANGED;
}

/* A log may have been written without a root: then it has the names as they were given. */
static void mark_file(al_run *run, struct al_map *files, const char *name, bool whole)
{
    al_str below = al_name_below_root(run->arena, al_str_of(name), al_run_root(run, name));

    *al_map_put(run->arena, files, below) = whole ? run : NULL;
    *al_map_put(run->arena, files, al_path_normal(run->arena, al_str_of(name))) = whole ? run : NULL;
}

/* Names of the files that were checked as a whole. */
static void mark_files(al_run *run, struct al_map *files)
{
    const char *last = NULL;

    for (size_t i = 0; i < run->files.n; i++)
        mark_file(run, files, run->files.v[i], true);
    for (size_t i = 0; i < run->findings.n; i++) {
        const struct al_finding *f = &run->findings.v[i];
        if (!last || strcmp(last, f->location.file) != 0)
            mark_file(run, files, f->location.file, true);
        last = f->location.file;
    }
    for (size_t i = 0; i < run->findings.n; i++)
        if (run->findings.v[i].fatal)
            mark_file(run, files, run->findings.v[i].location.file, false);
}

static bool is_selected(const struct al_rule_set *set, const struct al_rule *rule)
{
    for (size_t i = 0; i < set->selected.n; i++)
        if (set->selected.v[i] == rule)
            return true;
    return false;
}

/* A rule that does not exist any more finds nothing any more. */
static bool has_run(const al_run *run, const struct al_known *known)
{
    const struct al_rule *rule = al_registry_find(&run->registry, al_str_of(known->rule));

    if (known->undetermined && !run->options.undetermined)
        return false;
    if (!rule)
        return !al_names_rule(run->options.exclude, known->rule);
    for (size_t i = 0; i < run->configs.all.n; i++)
        if (is_selected(&run->configs.all.v[i]->rules, rule))
            return true;
    return false;
}

static int by_file(const void *left, const void *right)
{
    const struct al_finding *a = left, *b = right;
    int order = strcmp(a->location.file, b->location.file);

    if (!order)
        order = strcmp(a->rule, b->rule);
    return order ? order : strcmp(a->fingerprint, b->fingerprint);
}

static void find_absent(al_run *run)
{
    struct al_known_findings *all = run->baseline;
    struct al_map files = {0};

    mark_files(run, &files);
    for (size_t i = 0; i < all->list.n; i++) {
        const struct al_known *known = &all->list.v[i];
        if (known->found)
            continue;
        if (!al_is_shard(run) && al_map_get(&files, al_str_of(known->file)) && has_run(run, known))
            *al_vec_push(run->arena, &all->absent) = finding_of(known);
        else
            *al_vec_push(run->arena, &all->unasked) = finding_of(known);
    }
    if (all->absent.n > 1)
        qsort(all->absent.v, all->absent.n, sizeof *all->absent.v, by_file);
}

void al_baseline_compare(al_run *run)
{
    if (!run->baseline)
        return;
    for (size_t i = 0; i < run->findings.n; i++)
        compare(run, &run->findings.v[i]);
    find_absent(run);
    run->summary.has_baseline = true;
    run->summary.absent = run->baseline->absent.n;
}

const struct al_finding *al_run_absent(const al_run *run, size_t *n)
{
    *n = run->baseline ? run->baseline->absent.n : 0;
    return *n ? run->baseline->absent.v : NULL;
}

const struct al_finding *al_run_unasked(const al_run *run, size_t *n)
{
    *n = run->baseline ? run->baseline->unasked.n : 0;
    return *n ? run->baseline->unasked.v : NULL;
}
