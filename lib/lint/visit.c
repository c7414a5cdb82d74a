/* SPDX-License-Identifier: MIT */
#include "lint/visit.h"
#include "base/files.h"
#include "graph/modules.h"
#include "lint/input.h"
#include "lint/merge.h"
#include "lint/parameter_sets.h"
#include "lint/plan.h"
#include "lint/suppress.h"

struct task {
    al_run *run;
    struct al_visit what;
    bool named; /* by the user, rather than found in a folder */
    struct al_config *config;
    bool excluded;          /* by it */
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

static void count_file(al_run *run, al_str name)
{
    *al_vec_push(run->arena, &run->files) = al_str_copy(run->arena, name).s;
    run->summary.files++;
}

static void note_used(struct al_input *input, const struct al_used_file *used)
{
    bool counts = used->local && used->wishes & 1u << AL_BICEP_WANT_MODULE;

    mark(input->run, used->name, used->wishes);
    if (counts && mark(input->run, used->name, COUNTED))
        count_file(input->run, used->name);
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
        count_file(input->run, name);
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
        source = al_source_new(input->arena, al_str_of(task->what.path), AL_STR(""));
    begin_variant(input, source);
    note_all_used(input);
    if (input->graph && input->run->options.merge) {
        al_put_off(input->run, &task->what, task->parameters, task->named);
        return AL_OK;
    }
    if (input->graph) {
        al_lint(input);
        al_evaluate_all(input->graph);
    }
    al_report_troubles(input);
    al_suppressions_close(input);
    return AL_OK;
}

static int lint_task(struct al_input *input, void *ptr)
{
    const struct task *task = ptr;
    const struct al_source *source;

    al_config_use(input, task->config);
    input->excluded = task->excluded;
    if (task->what.text)
        source = al_source_new(input->arena, al_str_of(task->what.path),
                               al_str_copy(input->arena, (al_str){task->what.text, task->what.length}));
    else
        source = al_input_read(input, task->what.path);
    return lint_source(input, source, task);
}

/* What is named explicitly is linted, excluded or not, but for those who name all there is. */
static bool choose_config(struct task *task)
{
    al_run *run = task->run;
    const struct al_visit *what = &task->what;

    task->config = al_config_find(run, what->path, what->root);
    task->excluded = al_config_excludes(run, task->config, al_str_of(what->path), what->root);
    if (task->excluded && (!task->named || run->options.templates_only))
        task->config = al_config_for(run, what->path, what->root);
    return task->config != NULL;
}

/* Once for each parameter file that belongs to it, or once as it is. */
static int lint(struct task *task)
{
    const char *const *sets;
    int status = AL_OK;
    size_t n;

    if (!choose_config(task))
        return AL_OK;
    sets = al_parameter_sets(task->run, task->what.path, task->what.root, &n);
    if (n == 0)
        return al_input_with(task->run, task->what.path, task->what.root, lint_task, task);
    for (size_t i = 0; i < n && status == AL_OK; i++) {
        task->parameters = sets[i];
        status = al_input_with(task->run, task->what.path, task->what.root, lint_task, task);
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
        task->status = al_input_with(task->run, path, task->what.root, report_folder, &folder);
}

static void tell_progress(const al_run *run, size_t done, size_t total)
{
    if (run->options.progress)
        run->options.progress(run->options.progress_ptr, done, total);
}

static int lint_folder(struct task *task)
{
    struct al_plan *plan;
    const char *path;

    al_config_note_folder(task->run, task->what.path);
    plan = al_plan_new(task->run, task->what.path, task->what.root, visit_unreadable, task);
    while (task->status == AL_OK && (path = al_plan_next(plan))) {
        struct task file = {.run = task->run, .what = {.path = path, .root = task->what.root}};
        tell_progress(task->run, al_plan_done(plan), al_plan_total(plan));
        task->status = lint(&file);
    }
    return task->status;
}

int al_visit(al_run *run, const struct al_visit *visit)
{
    struct task task = {.run = run, .what = *visit, .named = true};

    if (!visit->text && al_is_folder(visit->path))
        return lint_folder(&task);
    tell_progress(run, 0, 1);
    return lint(&task);
}
