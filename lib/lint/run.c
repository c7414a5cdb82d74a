/* SPDX-License-Identifier: MIT */
#include "lint/run.h"
#include "base/files.h"
#include "graph/modules.h"
#include "lint/finding.h"
#include "lint/parameter_sets.h"
#include "lint/plan.h"
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
    if (!run)
        return;
    al_arena_free(run->modules.arena);
    al_arena_free(run->resting);
    al_arena_free(run->arena);
}

int al_run_guard(al_run *run, int (*fn)(void *), void *ptr)
{
    int status = al_arena_try(run->arena, fn, ptr);

    al_arena_free(run->input);
    run->input = NULL;
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
    bool named;       /* by the user, rather than found in a folder */
    const char *text; /* instead of what is in the file, or NULL */
    size_t length;
    const char *parameters; /* the parameter file it is deployed with; NULL: see al_bind_parameters() */
    int status;
};

enum { COUNTED = 1 << 8 }; /* beside the wishes of al_run.reached */

/* True the first time for each of the marks. */
static bool mark(al_run *run, al_str name, unsigned marks)
{
    void **slot = al_map_put(run->arena, &run->reached, al_file_key(run->arena, name));
    uintptr_t before = (uintptr_t)*slot;

    *slot = (void *)(before | marks);
    return (before & marks) != marks;
}

static void note_used(struct al_input *input, const struct al_used_file *used)
{
    bool counts = used->local && used->wishes & 1u << AL_BICEP_WANT_MODULE;

    mark(input->run, used->name, used->wishes);
    if (counts && mark(input->run, used->name, COUNTED))
        input->run->summary.files++;
}

static void note_all_used(struct al_input *input)
{
    size_t n = 0;
    const struct al_used_file *used = input->graph ? al_bicep_used(input->graph, &n) : NULL;

    for (size_t i = 0; i < n; i++)
        note_used(input, &used[i]);
    if (input->load.parameter_set)
        mark(input->run, input->load.parameter_set->name, 1u << AL_BICEP_WANT_PARAMETERS);
}

static void count(struct al_input *input, al_str name)
{
    struct al_summary *summary = &input->run->summary;
    const struct al_resource_list *all = input->graph ? &input->graph->resources : NULL;

    if ((input->graph || al_diags_fatal(input->diags)) && mark(input->run, name, COUNTED))
        summary->files++;
    for (size_t i = 0; all && i < all->n; i++)
        summary->resources += !all->v[i]->existing && !all->v[i]->shadowed;
}

/* A template counts once, with however many parameter files it is deployed. */
static void begin_variant(struct al_input *input, const struct al_source *source)
{
    const struct al_source *set = input->load.parameter_set;
    al_str name = input->graph ? input->graph->root->tmpl->source->name : source->name;

    if (al_sightings_begin(&input->run->sightings, input->run->arena, al_file_key(input->arena, name),
                           set ? al_str_cstr(input->arena, set->name) : NULL))
        count(input, name);
}

static int lint_source(struct al_input *input, const struct al_source *source, const struct task *task)
{
    if (source && task->parameters)
        input->load.parameter_set = al_input_read(input, task->parameters);
    if (source)
        al_input_build(input, source, task->named);
    else
        source = al_source_new(input->arena, al_str_of(task->path), AL_STR(""));
    begin_variant(input, source);
    note_all_used(input);
    if (input->graph) {
        al_lint(input);
        al_evaluate_all(input->graph);
    }
    al_report_troubles(input);
    return AL_OK;
}

static int lint_task(struct al_input *input, void *ptr)
{
    const struct task *task = ptr;
    const struct al_source *source;

    if (task->text)
        source = al_source_new(input->arena, al_str_of(task->path),
                               al_str_copy(input->arena, (al_str){task->text, task->length}));
    else
        source = al_input_read(input, task->path);
    return lint_source(input, source, task);
}

/* Once for each parameter file that belongs to it, or once as it is. */
static int lint(struct task *task)
{
    size_t n;
    const char *const *sets = al_parameter_sets(task->run, task->path, task->root, &n);
    int status = AL_OK;

    if (n == 0)
        return al_input_with(task->run, task->path, task->root, lint_task, task);
    for (size_t i = 0; i < n && status == AL_OK; i++) {
        task->parameters = sets[i];
        status = al_input_with(task->run, task->path, task->root, lint_task, task);
    }
    return status;
}

/* -- folders -- */

struct unreadable {
    const char *path, *why;
};

static int report_folder(struct al_input *input, void *ptr)
{
    const struct unreadable *folder = ptr;
    struct al_source *source = al_source_new(input->arena, al_str_of(folder->path), AL_STR(""));

    al_sightings_begin(&input->run->sightings, input->run->arena, source->name, NULL);
    al_diags_add(input->diags, AL_TROUBLE_UNREADABLE, (struct al_span){source, 0, 0},
                 "cannot read this folder: %s", folder->why);
    al_report_troubles(input);
    return AL_OK;
}

static void visit_unreadable(void *ptr, const char *path, const char *why)
{
    struct task *task = ptr;
    struct unreadable folder = {path, why};

    if (task->status == AL_OK)
        task->status = al_input_with(task->run, path, task->root, report_folder, &folder);
}

static int lint_folder(struct task *task)
{
    struct al_plan *plan = al_plan_new(task->run, task->path, task->root, visit_unreadable, task);
    const char *path;

    while (task->status == AL_OK && (path = al_plan_next(plan))) {
        struct task file = {.run = task->run, .path = path, .root = task->root};
        task->status = lint(&file);
    }
    return task->status;
}

const char *al_run_root(al_run *run, const char *path)
{
    al_str folder = al_is_folder(path) ? al_str_of(path) : al_path_folder(al_str_of(path)), real;
    void **slot;

    if (run->options.root)
        folder = al_str_of(run->options.root);
    slot = al_map_put(run->arena, &run->roots, al_str_copy(run->arena, folder));
    if (*slot)
        return *slot;
    if (!run->options.root) {
        *slot = (void *)(uintptr_t)al_path_root(run->arena, path);
        return *slot;
    }
    real = al_path_real(run->arena, run->options.root);
    *slot = (void *)(uintptr_t)(real.n ? real.s : run->options.root);
    return *slot;
}

static int begin(struct task *task)
{
    task->root = al_run_root(task->run, task->path);
    return al_run_select(task->run);
}

static int run_task(void *ptr)
{
    struct task *task = ptr;
    int status = begin(task);

    if (status != AL_OK)
        return status;
    return !task->text && al_is_folder(task->path) ? lint_folder(task) : lint(task);
}

int al_run_path(al_run *run, const char *path)
{
    struct task task = {.run = run, .path = path, .named = true};

    return al_run_guard(run, run_task, &task);
}

int al_run_text(al_run *run, const char *text, size_t length, const char *name)
{
    struct task task = {
        .run = run, .path = name, .text = length ? text : "", .length = length, .named = true};

    return al_run_guard(run, run_task, &task);
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
