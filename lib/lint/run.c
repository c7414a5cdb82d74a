/* SPDX-License-Identifier: MIT */
#include "lint/run.h"
#include "base/files.h"
#include "lint/finding.h"
#include "report/report.h"

#include <stdlib.h>

/* -- life -- */

struct birth {
    al_arena *arena;
    const struct al_options *options;
    al_run *run;
};

static int make_run(void *ptr)
{
    struct birth *birth = ptr;
    al_run *run = AL_NEW(birth->arena, al_run);

    run->arena = run->registry.arena = run->patterns.arena = birth->arena;
    if (birth->options)
        run->options = *birth->options;
    for (const struct al_module *const *module = al_builtin_modules; *module; module++) {
        int status = al_registry_add(&run->registry, *module, &run->error);
        if (status)
            return status;
    }
    birth->run = run;
    return AL_OK;
}

al_run *al_run_new(const struct al_options *options)
{
    struct birth birth = {.arena = al_arena_new(0), .options = options};

    if (!birth.arena)
        return NULL;
    if (al_arena_try(birth.arena, make_run, &birth) == AL_OK)
        return birth.run;
    al_arena_free(birth.arena);
    return NULL;
}

void al_run_free(al_run *run)
{
    if (run)
        al_arena_free(run->arena);
}

int al_run_guard(al_run *run, int (*fn)(void *), void *ptr)
{
    int status = al_arena_try(run->arena, fn, ptr);

    al_arena_free(run->input);
    run->input = NULL;
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
    int status = run->selected ? AL_OK
                               : al_registry_select(&run->registry, run->options.rules, run->options.exclude,
                                                    &run->error);

    run->selected = status == AL_OK;
    return status;
}

static int select_rules(void *ptr)
{
    return al_run_select(ptr);
}

const struct al_rule *const *al_run_rules(al_run *run, size_t *n)
{
    static const struct al_rule *const none[] = {NULL};

    *n = 0;
    if (al_run_guard(run, select_rules, run) != AL_OK)
        return NULL;
    *n = run->registry.selected.n;
    return *n ? run->registry.selected.v : none;
}

const struct al_rule *al_run_rule(al_run *run, const char *id)
{
    return al_registry_find(&run->registry, al_str_of(id));
}

/* -- linting -- */

struct task {
    al_run *run;
    const char *path, *root;
    bool named; /* by the user, rather than found in a folder */
    al_str text;
    int status;
};

static void count_resources(struct al_input *input)
{
    const struct al_resource_list *all = &input->graph->resources;

    for (size_t i = 0; i < all->n; i++)
        input->run->summary.resources += !all->v[i]->existing && !all->v[i]->shadowed;
}

static int lint_source(struct al_input *input, const struct al_source *source, bool named)
{
    if (source)
        al_input_build(input, source, named);
    if (input->graph) {
        count_resources(input);
        al_lint(input);
        al_evaluate_all(input->graph);
    }
    input->run->summary.files += input->graph || al_diags_fatal(input->diags);
    al_report_troubles(input);
    return AL_OK;
}

static int lint_file(struct al_input *input, void *ptr)
{
    const struct task *task = ptr;

    return lint_source(input, al_input_read(input, task->path), task->named);
}

static int lint_text(struct al_input *input, void *ptr)
{
    const struct task *task = ptr;

    return lint_source(
        input, al_source_new(input->arena, al_str_of(task->path), al_str_copy(input->arena, task->text)),
        true);
}

static bool is_wanted(void *ptr, al_str name)
{
    (void)ptr;
    return al_str_case_ends(name, AL_STR(".json"));
}

static void visit_file(void *ptr, const char *path)
{
    struct task *folder = ptr, file = {.run = folder->run, .path = path};

    if (folder->status == AL_OK)
        folder->status = al_input_with(folder->run, path, folder->root, lint_file, &file);
}

static int report_folder(struct al_input *input, void *ptr)
{
    const struct task *task = ptr;
    struct al_source *source = al_source_new(input->arena, al_str_of(task->path), AL_STR(""));

    al_diags_add(input->diags, AL_TROUBLE_UNREADABLE, (struct al_span){source, 0, 0},
                 "cannot read this folder: %.*s", AL_FMT(task->text));
    al_report_troubles(input);
    return AL_OK;
}

static void visit_unreadable(void *ptr, const char *path, const char *why)
{
    struct task *folder = ptr, trouble = {.run = folder->run, .path = path, .text = al_str_of(why)};

    if (folder->status == AL_OK)
        folder->status = al_input_with(folder->run, path, folder->root, report_folder, &trouble);
}

const char *al_run_root(al_run *run, const char *path)
{
    al_str real;

    if (!run->options.root)
        return al_path_root(run->arena, path);
    real = al_path_real(run->arena, run->options.root);
    return real.n ? real.s : run->options.root;
}

static int begin(struct task *task)
{
    task->root = al_run_root(task->run, task->path);
    return al_run_select(task->run);
}

static int run_path(void *ptr)
{
    struct task *task = ptr;
    const struct al_walk walk = {task, is_wanted, visit_file, visit_unreadable};
    int status = begin(task);

    if (status != AL_OK)
        return status;
    if (!al_is_folder(task->path))
        return al_input_with(task->run, task->path, task->root, lint_file, task);
    al_walk(task->run->arena, task->path, &walk);
    return task->status;
}

int al_run_path(al_run *run, const char *path)
{
    struct task task = {.run = run, .path = path, .named = true};

    return al_run_guard(run, run_path, &task);
}

static int run_text(void *ptr)
{
    struct task *task = ptr;
    int status = begin(task);

    return status == AL_OK ? al_input_with(task->run, task->path, task->root, lint_text, task) : status;
}

int al_run_text(al_run *run, const char *text, size_t length, const char *name)
{
    struct task task = {.run = run, .path = name, .text = {text, length}, .named = true};

    return al_run_guard(run, run_text, &task);
}

static int finish(void *ptr)
{
    al_run *run = ptr;

    if (!run->finished)
        al_findings_finish(run);
    run->finished = true;
    return AL_OK;
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
