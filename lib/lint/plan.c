/* SPDX-License-Identifier: MIT */
/* Two passes. The first takes the files that no other uses, in the order in which the folder is walked; the
 * second, what the first has not reached: files that use each other in a circle, or by a path that was no
 * path after all. */
#include "lint/plan.h"
#include "base/files.h"
#include "graph/modules.h"
#include "lint/input.h"
#include "lint/parameter_sets.h"
#include "lint/shard.h"
#include "lint/uses.h"

enum sort { SORT_JSON, SORT_BICEP, SORT_PARAMETERS };

/* Who lints the file that reaches another one first. */
enum owner { OWNER_NONE, OWNER_OURS, OWNER_OTHERS };

struct file {
    const char *path;
    al_str key;
    enum sort sort;
    bool deploys;            /* BICEP: see struct al_uses */
    bool deployed, imported; /* by another file, as far as can be told */
    bool left_out, done;
    uint32_t uses, nuses; /* in al_plan.uses */
    bool seen, seen_to_deploy;
    enum owner owner;  /* of what it is reached by */
    enum owner linter; /* of the file itself */
};

/* One file uses another. */
struct use {
    uint32_t file;
    bool deploys;
};

struct stack {
    struct use *v;
    size_t n, cap;
};

struct al_plan {
    al_run *run;
    const char *root;
    AL_VEC(struct file) files;
    AL_VEC(struct use) uses; /* those of one file together */
    struct al_map by_key;    /* index + 1 */
    size_t next, next_left;  /* of each pass */
    uint32_t given;          /* by the last of these */
    void (*unreadable)(void *ptr, const char *path, const char *why);
    void *ptr;
};

/* -- what is there -- */

static bool has_ending(al_str name, const char *ending)
{
    return al_str_case_ends(name, al_str_of(ending));
}

static bool is_lintable(al_str name)
{
    return (has_ending(name, ".json") && !al_str_eq(name, AL_STR("bicepconfig.json")) &&
            !al_str_eq(name, AL_STR(AL_CONFIG_NAME))) ||
           has_ending(name, ".bicep") || has_ending(name, ".bicepparam");
}

static bool is_wanted(void *ptr, al_str name)
{
    (void)ptr;
    return is_lintable(name);
}

static void add_file(void *ptr, const char *folder, al_str name)
{
    struct al_plan *plan = ptr;
    struct file *f = al_vec_push(plan->run->arena, &plan->files);

    f->path = al_walk_path(plan->run->arena, folder, name);
    f->key = al_file_key(plan->run->arena, al_str_of(f->path));
    f->sort = has_ending(name, ".bicep")  ? SORT_BICEP
              : has_ending(name, ".json") ? SORT_JSON
                                          : SORT_PARAMETERS;
    *al_map_put(plan->run->arena, &plan->by_key, f->key) = (void *)(uintptr_t)plan->files.n;
}

static void say_unreadable(void *ptr, const char *path, const char *why)
{
    const struct al_plan *plan = ptr;

    plan->unreadable(plan->ptr, path, why);
}

static struct file *file_of(const struct al_plan *plan, al_str key)
{
    uintptr_t number = (uintptr_t)al_map_get(&plan->by_key, key);

    return number ? &plan->files.v[number - 1] : NULL;
}

/* -- who uses whom -- */

struct visit {
    struct al_plan *plan;
    struct file *file;
};

static const struct al_source *read_source(struct al_input *input, const char *path)
{
    const char *why;
    al_str text;

    if (al_file_read(&text, &why, input->arena, path, input->load.max_file_size) != AL_OK)
        return NULL;
    return al_source_new(input->arena, al_str_of(path), text);
}

static void note_use(struct al_plan *plan, struct al_input *input, const struct file *user,
                     const struct al_use *use)
{
    struct file *used;

    if (al_str_find(use->path, AL_STR(":")) >= 0)
        return;
    used = file_of(plan, al_path_join(input->arena, al_path_folder(al_str_of(user->path)), use->path));
    if (!used || used == user)
        return;
    *al_vec_push(plan->run->arena, &plan->uses) = (struct use){
        (uint32_t)(used - plan->files.v), use->kind == AL_USE_MODULE || use->kind == AL_USE_USING};
    if (use->kind == AL_USE_MODULE)
        used->deployed = true;
    else if (use->kind != AL_USE_USING)
        used->imported = true;
}

static int look_at_bicep(struct al_input *input, void *ptr)
{
    const struct visit *v = ptr;
    const struct al_source *source = read_source(input, v->file->path);
    struct al_uses uses = {0};

    if (source)
        al_uses_find(&uses, input->arena, source->text);
    v->file->deploys = uses.deploys;
    v->file->uses = (uint32_t)v->plan->uses.n;
    for (size_t i = 0; i < uses.list.n; i++)
        note_use(v->plan, input, v->file, &uses.list.v[i]);
    v->file->nuses = (uint32_t)v->plan->uses.n - v->file->uses;
    return AL_OK;
}

static int look_at_twin(struct al_input *input, void *ptr)
{
    const struct visit *v = ptr;
    const struct al_source *source = read_source(input, v->file->path);

    v->file->left_out = source && al_is_compiled(source->text);
    return AL_OK;
}

static void look_at(struct al_plan *plan, struct file *f, int (*work)(struct al_input *input, void *ptr))
{
    struct visit visit = {plan, f};
    int status = al_input_with(plan->run, f->path, plan->root, work, &visit);

    if (status != AL_OK)
        al_arena_throw(plan->run->arena, status);
}

/* The Bicep file that has the name of a JSON file; as Azure's quickstarts have it, azuredeploy.json is made
 * of main.bicep. */
static const struct file *twin_of(struct al_plan *plan, const struct file *f)
{
    al_arena *arena = plan->run->arena;
    al_str stem = al_str_head(f->key, f->key.n - strlen(".json"));
    const struct file *source = file_of(plan, al_printf(arena, "%.*s.bicep", AL_FMT(stem)));

    if (source || !al_str_caseeq(al_path_name(stem), AL_STR("azuredeploy")))
        return source;
    return file_of(plan, al_path_join(arena, al_path_folder(f->key), AL_STR("main.bicep")));
}

static void look_for_twin(struct al_plan *plan, struct file *f)
{
    const struct file *source = twin_of(plan, f);

    if (!source)
        return;
    look_at(plan, f, look_at_twin);
    if (f->left_out)
        al_parameter_sets_alias(plan->run, f->key, source->key);
}

static bool wants_parameters(const al_run *run)
{
    return !run->options.no_sibling_parameters &&
           !(run->options.parameter_files && run->options.parameter_files[0]);
}

/* Twins first: a parameter file may name one. */
static void look_at_all(struct al_plan *plan)
{
    for (size_t i = 0; i < plan->files.n && !plan->run->options.compiled; i++)
        if (plan->files.v[i].sort == SORT_JSON)
            look_for_twin(plan, &plan->files.v[i]);
    for (size_t i = 0; i < plan->files.n; i++) {
        struct file *f = &plan->files.v[i];
        if (f->sort == SORT_PARAMETERS && wants_parameters(plan->run))
            al_parameter_sets_add(plan->run, f->path, plan->root);
        else if (f->sort == SORT_PARAMETERS)
            f->left_out = true;
        if (f->sort != SORT_JSON)
            look_at(plan, f, look_at_bicep);
    }
}

struct al_plan *al_plan_new(al_run *run, const char *folder, const char *root,
                            void (*unreadable)(void *ptr, const char *path, const char *why), void *ptr)
{
    struct al_plan *plan = AL_NEW(run->arena, struct al_plan);
    const struct al_walk walk = {plan, is_wanted, add_file, say_unreadable};

    plan->run = run;
    plan->root = root;
    plan->unreadable = unreadable;
    plan->ptr = ptr;
    al_walk(run->arena, folder, &walk);
    look_at_all(plan);
    return plan;
}

/* -- in which order -- */

static bool has_parameters(const struct al_plan *plan, const struct file *f)
{
    size_t n;

    al_parameter_sets(plan->run, f->path, plan->root, &n);
    return n > 0;
}

/* Whether it will be linted together with another file of the folder. */
static bool belongs_to_another(const struct al_plan *plan, const struct file *f)
{
    al_str template;

    if (f->sort != SORT_PARAMETERS)
        return (f->deployed || (f->imported && !f->deploys)) && !has_parameters(plan, f);
    template = al_parameter_file_template(plan->run, f->path);
    return template.n > 0 ? file_of(plan, template) != NULL : f->imported;
}

static bool is_reached(const struct al_plan *plan, const struct file *f)
{
    uintptr_t wishes = (uintptr_t)al_map_get(&plan->run->reached, f->key);

    return f->sort == SORT_BICEP && f->deploys ? wishes & 1u << AL_BICEP_WANT_MODULE : wishes != 0;
}

static const char *next_of(struct al_plan *plan, size_t *next,
                           bool (*is_had)(const struct al_plan *plan, const struct file *f))
{
    while (*next < plan->files.n) {
        struct file *f = &plan->files.v[(*next)++];
        if (f->done || f->left_out || is_had(plan, f))
            continue;
        f->done = true;
        plan->given = (uint32_t)(*next - 1);
        return f->path;
    }
    return NULL;
}

const char *al_plan_next(struct al_plan *plan)
{
    return next_of(plan, &plan->next, belongs_to_another);
}

/* -- shards -- */

/* Where another shard lints what reaches it, it is that shard's business whether it has been. */
static bool is_had(const struct al_plan *plan, const struct file *f)
{
    const struct file *template = NULL;

    if (f->sort == SORT_PARAMETERS && al_is_shard(plan->run))
        template = file_of(plan, al_parameter_file_template(plan->run, f->path));
    return f->owner == OWNER_OTHERS || (template && template->linter == OWNER_OTHERS) || is_reached(plan, f);
}

const char *al_plan_next_left(struct al_plan *plan, bool *ours)
{
    const char *path = next_of(plan, &plan->next_left, is_had);

    *ours = path && plan->files.v[plan->given].owner == OWNER_OURS;
    return path;
}

/* What a file imports it takes the types and functions of; what that deploys it does not. */
static void enter(struct al_plan *plan, struct stack *stack, uint32_t i, bool to_deploy, enum owner owner)
{
    struct file *f = &plan->files.v[i];
    bool *seen = to_deploy ? &f->seen_to_deploy : &f->seen;

    if (f->owner == OWNER_NONE && (to_deploy || !f->deploys))
        f->owner = owner;
    if (*seen || f->seen_to_deploy)
        return;
    *seen = true;
    *al_vec_push(plan->run->arena, stack) = (struct use){i, to_deploy};
}

void al_plan_claim(struct al_plan *plan, bool ours)
{
    const enum owner owner = ours ? OWNER_OURS : OWNER_OTHERS;
    struct stack stack = {0};

    if (!al_is_shard(plan->run))
        return;
    plan->files.v[plan->given].linter = owner;
    if (plan->files.v[plan->given].nuses > 0)
        enter(plan, &stack, plan->given, true, owner);
    while (stack.n > 0) {
        const struct use at = stack.v[--stack.n];
        const struct file *f = &plan->files.v[at.file];
        for (uint32_t k = f->uses; k < f->uses + f->nuses; k++)
            if (at.deploys || !plan->uses.v[k].deploys)
                enter(plan, &stack, plan->uses.v[k].file, plan->uses.v[k].deploys, owner);
    }
}
