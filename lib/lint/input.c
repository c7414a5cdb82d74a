/* SPDX-License-Identifier: MIT */
#include "lint/input.h"
#include "base/files.h"
#include "graph/modules.h"
#include "lint/finding.h"

enum { MOST_SHARED = 16 << 20 }; /* of modules: more is forgotten, and read again when it is wanted */

static struct al_load load_of(const al_run *run, const char *root)
{
    const struct al_options *o = &run->options;

    return (struct al_load){.parameter_files = o->parameter_files,
                            .parameters = o->parameters,
                            .no_siblings = o->no_sibling_parameters,
                            .root = root,
                            .subscription_id = o->subscription_id,
                            .resource_group = o->resource_group,
                            .tenant_id = o->tenant_id,
                            .management_group = o->management_group,
                            .location = o->location,
                            .max_file_size = run->limits.v[AL_LIMIT_FILE],
                            .limits = &run->limits,
                            .module_paths = o->module_paths,
                            .module_cache = o->module_cache};
}

static size_t memory_limit(const al_run *run)
{
    return (size_t)run->limits.v[AL_LIMIT_MEMORY];
}

static struct al_input *new_input(al_run *run, const char *root)
{
    struct al_input *input = AL_NEW(run->input, struct al_input);

    input->run = run;
    input->arena = run->input;
    if (run->configs.plain)
        al_config_use(input, run->configs.plain);
    input->diags = AL_NEW(run->input, struct al_diags);
    input->diags->arena = run->input;
    input->diags->limits = &run->limits;
    input->load = load_of(run, root);
    input->load.module_store = &run->modules;
    input->load.places = &run->places;
    input->load.masks = &input->masks;
    input->masks.arena = run->input;
    input->load.stopwatch = &run->stopwatch;
    return input;
}

/* -- one arena for each input -- */

struct job {
    al_run *run;
    const char *name, *root;
    int (*work)(struct al_input *input, void *ptr);
    void *ptr;
};

static int work_in_arena(void *ptr)
{
    struct job *job = ptr;

    return job->work(new_input(job->run, job->root), job->ptr);
}

static int report_limit(struct al_input *input, void *ptr)
{
    const struct job *job = ptr;
    struct al_source *source = al_source_new(input->arena, al_str_of(job->name), AL_STR(""));

    al_diags_limit(input->diags, AL_LIMIT_MEMORY, (struct al_span){source, 0, 0},
                   "checking it takes too much memory");
    al_report_troubles(input);
    return AL_OK;
}

static int work_in_both(void *ptr)
{
    struct job *job = ptr;

    return al_arena_try(job->run->input, work_in_arena, job);
}

/* What inputs share has an arena of its own, which may fail like the input's. */
static int try_with_store(struct job *job, size_t limit)
{
    struct al_module_store *store = &job->run->modules;
    int status;

    if (!store->arena)
        store->arena = al_arena_new(limit);
    if (!store->arena)
        return AL_EMEMORY;
    status = al_arena_try(store->arena, work_in_both, job);
    if (status != AL_OK || al_arena_used(store->arena) > MOST_SHARED) {
        al_arena_clear(store->arena, limit);
        store->modules = (struct al_map){0};
    }
    return status;
}

/* An input does not suffer from what others have left in the store. */
static int call_with_store(struct job *job, size_t limit)
{
    const size_t shared = memory_limit(job->run);
    bool was_empty = job->run->modules.modules.n == 0;
    int status = try_with_store(job, shared);

    if (status != AL_E_LIMIT || was_empty)
        return status;
    al_arena_clear(job->run->input, limit);
    return try_with_store(job, shared);
}

static bool begin_arena(al_run *run, size_t limit)
{
    run->input = run->resting ? run->resting : al_arena_new(limit);
    run->resting = NULL;
    if (run->input)
        al_arena_clear(run->input, limit);
    return run->input;
}

static void end_arena(al_run *run)
{
    al_arena_clear(run->input, 0);
    run->resting = run->input;
    run->input = NULL;
}

static int call_in_arena(struct job *job, size_t limit)
{
    int status;

    if (!begin_arena(job->run, limit))
        return AL_EMEMORY;
    status = call_with_store(job, limit);
    end_arena(job->run);
    return status;
}

struct bare_job {
    al_arena *arena;
    int (*work)(al_arena *arena, void *ptr);
    void *ptr;
};

static int work_barely(void *ptr)
{
    const struct bare_job *job = ptr;

    return job->work(job->arena, job->ptr);
}

int al_input_arena_with(al_run *run, int (*work)(al_arena *arena, void *ptr), void *ptr)
{
    struct bare_job job = {.work = work, .ptr = ptr};
    int status;

    if (!begin_arena(run, memory_limit(run)))
        return AL_EMEMORY;
    job.arena = run->input;
    status = al_arena_try(run->input, work_barely, &job);
    end_arena(run);
    return status;
}

int al_input_with(al_run *run, const char *name, const char *root,
                  int (*work)(struct al_input *input, void *ptr), void *ptr)
{
    struct job job = {run, name, root, work, ptr}, after = {run, name, root, report_limit, &job};
    const enum al_phase phase = run->stopwatch.phase;
    int status = call_in_arena(&job, memory_limit(run));

    al_stopwatch_enter(&run->stopwatch, phase); /* also when it has unwound from another */
    return status == AL_E_LIMIT ? call_in_arena(&after, 0) : status;
}

/* -- reading -- */

static const struct al_source *unreadable(struct al_input *input, const char *path, enum al_trouble trouble,
                                          const char *why)
{
    struct al_source *source = al_source_new(input->arena, al_str_of(path), AL_STR(""));

    al_diags_add(input->diags, trouble, (struct al_span){source, 0, 0}, "cannot read this: %s", why);
    return NULL;
}

const struct al_source *al_input_read(struct al_input *input, const char *path)
{
    const char *why = NULL;
    al_str text;
    int status = al_load_read(&text, &why, input->arena, &input->load, path);

    if (status != AL_OK)
        return unreadable(input, path, status == AL_E_LIMIT ? AL_TROUBLE_LIMIT : AL_TROUBLE_UNREADABLE, why);
    return al_source_new(input->arena, al_str_of(path), text);
}

const struct al_source *al_input_take(struct al_input *input, const char *name, al_str text)
{
    struct al_source *source;

    if (text.n <= input->load.max_file_size)
        return al_source_new(input->arena, al_str_of(name), al_str_copy(input->arena, text));
    source = al_source_new(input->arena, al_str_of(name), AL_STR(""));
    al_diags_limit(input->diags, AL_LIMIT_FILE, (struct al_span){source, 0, 0},
                   "cannot read this: it is too large");
    return NULL;
}

static bool has_ending(const struct al_source *source, const char *ending)
{
    return al_str_case_ends(source->name, al_str_of(ending));
}

/* Folders are full of JSON that is no template, and of parameter files: a look at the bytes spares reading
 * them. A parameter file is the template it names, deployed with it. NULL: there is nothing to build. */
static const struct al_source *prepare(struct al_input *input, struct al_load *load,
                                       const struct al_source *source, bool named)
{
    load->explicit_input = named && !input->run->options.templates_only;
    if (has_ending(source, ".bicepparam")) {
        load->parameter_set = source;
        return al_bicep_used_template(input->arena, input->diags, load, source, &load->root);
    }
    if (!load->explicit_input && has_ending(source, ".json") && !al_may_be_document(source->text))
        return NULL;
    return source;
}

int al_input_build(struct al_input *input, const struct al_source *source, bool named)
{
    source = prepare(input, &input->load, source, named);
    if (!source)
        return AL_OK;
    return al_graph_build(&input->graph, input->arena, input->diags, source, &input->load);
}

bool al_input_add(struct al_input *input, const struct al_source *source,
                  const struct al_source *parameter_set, bool named)
{
    struct al_load *load = AL_NEW(input->arena, struct al_load);
    bool added = false;

    *load = input->load;
    load->parameter_set = parameter_set;
    source = prepare(input, load, source, named);
    if (!source)
        return false;
    if (!input->graph)
        input->graph = al_graph_begin(input->arena, input->diags, load);
    al_graph_add(input->graph, source, load, &added);
    return added;
}

struct unreadable {
    const char *path, *why;
};

static int report_unreadable(struct al_input *input, void *ptr)
{
    const struct unreadable *folder = ptr;
    struct al_source *source = al_source_new(input->arena, al_str_of(folder->path), AL_STR(""));

    al_sightings_begin(&input->run->sightings, input->run->arena, source->name, NULL);
    al_diags_add(input->diags, AL_TROUBLE_UNREADABLE, (struct al_span){source, 0, 0},
                 "cannot read this folder: %s", folder->why);
    al_report_troubles(input);
    return AL_OK;
}

int al_report_folder(al_run *run, const char *path, const char *root, const char *why)
{
    struct unreadable folder = {path, why};

    return al_input_with(run, path, root, report_unreadable, &folder);
}

void al_report_troubles(struct al_input *input)
{
    const struct al_diags *diags = input->diags;

    for (size_t i = 0; i < diags->list.n; i++)
        al_finding_add_trouble(input, &diags->list.v[i]);
    if (diags->dropped > 0) {
        struct al_diag more = {AL_TROUBLE_LIMIT, diags->list.v[0].span, AL_STR("")};
        more.message = al_printf(input->arena, "%s%u more problems of this file are not listed%.*s",
                                 al_diags_full(diags) ? "at least " : "", diags->dropped,
                                 AL_FMT(al_limit_said(diags->limits, input->arena, AL_LIMIT_PROBLEMS)));
        al_finding_add_trouble(input, &more);
    }
}

void **al_input_slot(struct al_input *input, struct al_map *map, const void *address)
{
    al_str key = {(const char *)&address, sizeof address};

    if (!al_map_get(map, key))
        key = al_str_copy(input->arena, key);
    return al_map_put(input->arena, map, key);
}
