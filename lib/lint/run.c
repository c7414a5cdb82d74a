/* SPDX-License-Identifier: MIT */
#include "lint/run.h"
#include "base/files.h"
#include "lint/effect.h"
#include "lint/finding.h"
#include "lint/visit.h"
#include "report/report.h"

#include <stdlib.h>

/* -- life -- */

struct birth {
    al_arena *arena;
    const struct al_options *options;
    int (*fill)(al_run *run);
    al_run *run;
};

static int make(void *ptr)
{
    struct birth *birth = ptr;
    al_run *run = birth->run = AL_NEW(birth->arena, al_run);

    run->arena = run->patterns.arena = run->places.arena = birth->arena;
    run->findings_in = al_arena_inside(run->arena);
    run->passing = al_arena_inside(run->arena);
    if (birth->options)
        run->options = *birth->options;
    al_run_set_limits(run);
    run->stopwatch = (struct al_stopwatch){.clock = run->options.clock, .ptr = run->options.clock_ptr};
    al_stopwatch_skip(&run->stopwatch);
    return birth->fill(run);
}

static al_run *new_run(const struct al_options *options, int (*fill)(al_run *run))
{
    struct birth birth = {.arena = al_arena_new(0), .options = options, .fill = fill};

    if (!birth.arena)
        return NULL;
    if (al_arena_try(birth.arena, make, &birth) == AL_OK)
        return birth.run;
    al_arena_free(birth.arena);
    return NULL;
}

static int add_builtin_modules(al_run *run)
{
    run->registry.arena = run->arena;
    for (const struct al_module *const *module = al_builtin_modules; *module; module++) {
        int status = al_registry_add(&run->registry, *module, &run->error);
        if (status)
            return status;
    }
    return AL_OK;
}

al_run *al_run_new(const struct al_options *options)
{
    return new_run(options, add_builtin_modules);
}

void al_run_free(al_run *run)
{
    if (!run)
        return;
    for (size_t i = 0; i < run->workers.n; i++)
        al_run_free(run->workers.v[i]);
    al_arena_free(run->modules.arena);
    al_arena_free(run->resting);
    al_arena_free(run->arena);
}

/* -- threads -- */

static int make_worker(al_run *run)
{
    run->options.progress = NULL;
    run->selected = true;
    run->effects = AL_NEW(run->arena, struct al_effects);
    return AL_OK;
}

/* What a run knows of folders is its own: it grows as the run goes on. */
static void share_with(al_run *worker, const al_run *run)
{
    struct al_configs configs = run->configs;

    configs.roots = worker->configs.roots;
    worker->configs = configs;
    worker->registry = run->registry;
    al_stopwatch_skip(&worker->stopwatch);
}

al_run *al_run_worker(al_run *run, size_t n)
{
    while (run->workers.n <= n) {
        al_run **place = al_vec_push(run->arena, &run->workers);
        *place = new_run(&run->options, make_worker);
        if (*place)
            continue;
        run->workers.n--;
        al_arena_throw(run->arena, AL_E_MEMORY);
    }
    share_with(run->workers.v[n], run);
    return run->workers.v[n];
}

int al_run_guard(al_run *run, int (*fn)(void *), void *ptr)
{
    int status = al_arena_try(run->arena, fn, ptr);

    al_arena_free(run->input);
    run->input = NULL;
    if (status == AL_E_MEMORY)
        run->error = NULL; /* it was about something before */
    if (status != AL_OK) {
        al_arena_free(run->modules.arena);
        run->modules = (struct al_module_store){0};
    }
    return status;
}

const char *al_run_error(const al_run *run)
{
    return run->error;
}

char *al_text_for_free(al_str text)
{
    char *copy = malloc(text.n + 1);

    if (!copy)
        return NULL;
    if (text.n)
        memcpy(copy, text.s, text.n);
    copy[text.n] = '\0';
    return copy;
}

/* -- rules -- */

struct addition {
    al_run *run;
    const struct al_module *module;
};

static int add_module(void *ptr)
{
    struct addition *a = ptr;

    a->run->selected = false;
    return al_registry_add(&a->run->registry, a->module, &a->run->error);
}

int al_run_add_module(al_run *run, const struct al_module *module)
{
    struct addition addition = {run, module};

    return al_run_guard(run, add_module, &addition);
}

int al_run_select(al_run *run)
{
    int status = run->selected ? AL_OK : al_config_begin(run);

    run->selected = status == AL_OK;
    return status;
}

static int select_rules(void *ptr)
{
    return al_run_select(ptr);
}

static int check_config(void *ptr)
{
    return al_config_check(ptr);
}

int al_run_check_config(al_run *run)
{
    return al_run_guard(run, check_config, run);
}

const struct al_rule *const *al_run_rules(al_run *run, size_t *n)
{
    static const struct al_rule *const none[] = {NULL};
    const struct al_rule_list *all = &run->configs.rules;

    *n = 0;
    if (al_run_guard(run, select_rules, run) != AL_OK)
        return NULL;
    *n = all->n;
    return *n ? all->v : none;
}

const struct al_rule *al_run_rule(al_run *run, const char *id)
{
    return al_registry_find(&run->registry, al_str_of(id));
}

/* -- linting -- */

/* The path, or the nearest folder above it that is there: an editor may have text for a file in a new one. */
static const char *existing(al_arena *arena, const char *path)
{
    al_str folder = al_path_folder(al_str_of(path));

    while (folder.n && al_path_real(arena, al_str_cstr(arena, folder)).n == 0)
        folder = al_path_folder(folder);
    if (al_is_folder(path) || al_str_eq(folder, al_path_folder(al_str_of(path))))
        return path;
    return folder.n ? al_str_cstr(arena, folder) : ".";
}

static const char *find_root(al_run *run, const char *path)
{
    al_str real;

    if (!run->options.root)
        return al_path_root(run->arena, existing(run->arena, path));
    real = al_path_real(run->arena, run->options.root);
    return real.n ? real.s : run->options.root;
}

const char *al_run_root(al_run *run, const char *path)
{
    al_str folder = al_is_folder(path) ? al_str_of(path) : al_path_folder(al_str_of(path));
    void **slot;

    if (run->options.root)
        folder = AL_STR("");
    slot = al_map_put(run->arena, &run->roots, al_str_copy(run->arena, folder));
    if (!*slot)
        *slot = (void *)(uintptr_t)find_root(run, path);
    return *slot;
}

struct call {
    al_run *run;
    const char *const *paths;
    size_t n;
    const struct al_visit *text;
};

static int visit_paths(void *ptr)
{
    const struct call *call = ptr;
    int status = al_run_select(call->run);

    return status == AL_OK ? al_visit_paths(call->run, call->paths, call->n) : status;
}

static int visit_text(void *ptr)
{
    const struct call *call = ptr;
    int status = al_run_select(call->run);

    return status == AL_OK ? al_visit_text(call->run, call->text) : status;
}

int al_run_paths(al_run *run, const char *const *paths, size_t n)
{
    struct call call = {.run = run, .paths = paths, .n = n};

    return al_run_guard(run, visit_paths, &call);
}

int al_run_path(al_run *run, const char *path)
{
    return al_run_paths(run, &path, 1);
}

int al_run_text(al_run *run, const char *text, size_t length, const char *name)
{
    const struct al_visit visit = {.path = name, .text = length ? text : "", .length = length};
    struct call call = {.run = run, .text = &visit};

    return al_run_guard(run, visit_text, &call);
}

static int by_name(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static int finish(void *ptr)
{
    al_run *run = ptr;
    int status = run->finished ? AL_OK : al_lint_merged(run);

    if (!run->finished && status == AL_OK)
        status = al_config_finish(run);
    if (!run->finished)
        al_findings_finish(run);
    if (!run->finished && run->files.n > 1)
        qsort(run->files.v, run->files.n, sizeof *run->files.v, by_name);
    run->finished = true;
    return status;
}

int al_run_finish(al_run *run)
{
    return al_run_guard(run, finish, run);
}

const struct al_finding *al_run_findings(const al_run *run, size_t *n)
{
    *n = run->findings.n;
    return run->findings.v;
}

struct al_summary al_run_summary(const al_run *run)
{
    return run->summary;
}

const char *const *al_run_files(const al_run *run, size_t *n)
{
    *n = run->files.n;
    return run->files.v;
}
