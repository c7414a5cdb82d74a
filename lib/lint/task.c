/* SPDX-License-Identifier: MIT */
#include "lint/task.h"
#include "graph/modules.h"
#include "lint/effect.h"
#include "lint/input.h"
#include "lint/parameter_sets.h"
#include "lint/suppress.h"

/* -- before -- */

/* What is named explicitly is linted, excluded or not, but for those who name all there is. */
bool al_task_begin(struct al_task *task, al_run *run)
{
    const struct al_visit *what = &task->what;

    task->config = al_config_find(run, what->path, what->root);
    task->excluded = al_config_excludes(run, task->config, al_str_of(what->path), what->root);
    if (task->excluded && (!task->named || run->options.templates_only))
        task->config = al_config_for(run, what->path, what->root);
    return task->config != NULL;
}

void al_tasks_add(struct al_tasks *tasks, al_run *run, const struct al_task *task)
{
    struct al_task *added = al_vec_push(run->arena, &tasks->list);

    *added = *task;
    added->sets = al_parameter_sets(run, task->what.path, task->what.root, &added->nsets);
}

/* -- linting -- */

struct round {
    const struct al_task *task;
    const char *parameters; /* NULL: see al_bind_parameters() */
};

static void note_used(struct al_input *input)
{
    const struct al_source *set = input->load.parameter_set;
    size_t n = 0;
    const struct al_used_file *used = input->graph ? al_bicep_used(input->graph, &n) : NULL;

    for (size_t i = 0; i < n; i++)
        al_effect_used(input->run, used[i].name, used[i].wishes,
                       used[i].local && used[i].wishes & 1u << AL_BICEP_WANT_MODULE);
    if (set)
        al_effect_used(input->run, set->name, 1u << AL_BICEP_WANT_PARAMETERS, false);
}

static size_t count_resources(const struct al_graph *graph)
{
    size_t n = 0;

    for (size_t i = 0; graph && i < graph->resources.n; i++)
        n += !graph->resources.v[i]->existing && !graph->resources.v[i]->shadowed;
    return n;
}

static void begin_variant(struct al_input *input, const struct al_source *source)
{
    const struct al_source *set = input->load.parameter_set;
    al_str name = input->graph ? input->graph->root->tmpl->source->name : source->name;
    const struct al_variant_begun variant = {
        .key = al_file_key(input->arena, name),
        .name = name,
        .file = set ? al_str_cstr(input->arena, set->name) : NULL,
        .resources = count_resources(input->graph),
        .counts = input->graph || al_diags_fatal(input->diags),
    };

    al_effect_variant(input->run, &variant);
}

static int lint_source(struct al_input *input, const struct al_source *source, const struct round *round)
{
    const struct al_task *task = round->task;

    if (source && round->parameters)
        input->load.parameter_set = al_input_read(input, round->parameters);
    if (source)
        al_input_build(input, source, task->named);
    else
        source = al_source_new(input->arena, al_str_of(task->what.path), AL_STR(""));
    begin_variant(input, source);
    note_used(input);
    if (input->graph && input->run->options.merge) {
        al_effect_put_off(input->run, &(struct al_put_off){task->what, round->parameters, task->named});
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

static int lint_round(struct al_input *input, void *ptr)
{
    const struct round *round = ptr;
    const struct al_task *task = round->task;
    const struct al_source *source;

    al_config_use(input, task->config);
    input->excluded = task->excluded;
    if (task->what.text)
        source = al_input_take(input, task->what.path, (al_str){task->what.text, task->what.length});
    else
        source = al_input_read(input, task->what.path);
    return lint_source(input, source, round);
}

static int lint_rounds(al_run *run, const struct al_task *task)
{
    const struct al_visit *what = &task->what;
    struct round round = {.task = task};
    int status = AL_OK;

    if (task->nsets == 0)
        return al_input_with(run, what->path, what->root, lint_round, &round);
    for (size_t i = 0; i < task->nsets && status == AL_OK; i++) {
        round.parameters = task->sets[i];
        status = al_input_with(run, what->path, what->root, lint_round, &round);
    }
    return status;
}

int al_task_lint(al_run *run, const struct al_task *task)
{
    int status;

    run->input_number = task->number;
    status = lint_rounds(run, task);
    run->input_number = 0;
    return status;
}
