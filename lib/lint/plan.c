/* SPDX-License-Identifier: MIT */
/* Two passes. The first takes the files that no other uses, in the order in which the folder is walked; the
 * second, what the first has not reached: files that use each other in a circle, or by a path that was no
 * path after all. */
#include "lint/plan.h"
#include "base/files.h"
#include "graph/modules.h"
#include "lint/look.h"
#include "lint/parameter_sets.h"
#include "lint/shard.h"
#include "lint/uses.h"

enum sort { SORT_JSON, SORT_BICEP, SORT_PARAMETERS };

/* Who lints the file that reaches another one first. */
enum owner { OWNER_NONE, OWNER_OURS, OWNER_OTHERS };

/* There may be millions, most of which other shards lint. */
struct file {
    const char *folder, *name;
    uint32_t uses, nuses; /* in al_plan.uses */
    unsigned sort : 2;
    unsigned owner : 2;              /* of what it is reached by */
    unsigned linter : 2;             /* of the file itself */
    bool deploys : 1;                /* BICEP: see struct al_uses */
    bool deployed : 1, imported : 1; /* by another file, as far as can be told */
    bool left_out : 1, done : 1;
    bool seen : 1, seen_to_deploy : 1;
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
    al_arena *files_in; /* inside the run's: the list grows there, and leaves nothing behind */
    al_arena *passing;  /* inside it: paths and keys that are made when they are asked for */
    AL_VEC(struct file) files;
    AL_VEC(struct use) uses; /* those of one file together */
    bool indexed;           /* only Bicep uses other files, so that there is nobody to ask for them without */
    struct al_map by_key;   /* index + 1; in the order of the files */
    size_t next, next_left; /* of each pass */
    uint32_t given;         /* by the last of these */
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
    const enum sort sort = has_ending(name, ".bicep")  ? SORT_BICEP
                           : has_ending(name, ".json") ? SORT_JSON
                                                       : SORT_PARAMETERS;

    plan->indexed |= sort != SORT_JSON;
    al_vec_add(plan->files_in, &plan->files,
               (struct file){.folder = folder, .name = al_str_cstr(plan->run->arena, name), .sort = sort});
}

/* Both are there until the next file is given. */
static const char *path_of(const struct al_plan *plan, const struct file *f)
{
    return al_walk_path(plan->passing, f->folder, al_str_of(f->name));
}

static al_str key_of(const struct al_plan *plan, const struct file *f)
{
    if (plan->indexed)
        return plan->by_key.entries[f - plan->files.v].key;
    return al_file_key(plan->passing, al_str_of(path_of(plan, f)));
}

static void index_files(struct al_plan *plan)
{
    for (size_t i = 0; i < plan->files.n; i++) {
        const char *path = path_of(plan, &plan->files.v[i]);
        const al_str key = al_file_key(plan->run->arena, al_str_of(path));
        *al_map_put(plan->run->arena, &plan->by_key, key) = (void *)(uintptr_t)(i + 1);
        al_arena_forget(plan->passing);
    }
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

static void note_use(struct al_plan *plan, const struct file *user, const struct al_use *use)
{
    struct file *used;

    if (al_str_find(use->path, AL_STR(":")) >= 0)
        return;
    used = file_of(plan, al_path_join(plan->passing, al_path_folder(key_of(plan, user)), use->path));
    if (!used || used == user)
        return;
    *al_vec_push(plan->run->arena, &plan->uses) = (struct use){
        (uint32_t)(used - plan->files.v), use->kind == AL_USE_MODULE || use->kind == AL_USE_USING};
    if (use->kind == AL_USE_MODULE)
        used->deployed = true;
    else if (use->kind != AL_USE_USING)
        used->imported = true;
}

static void note_uses(struct al_plan *plan, struct file *f, const struct al_look *look)
{
    f->deploys = look->deploys;
    f->uses = (uint32_t)plan->uses.n;
    for (size_t i = 0; i < look->nuses; i++)
        note_use(plan, f, &look->uses[i]);
    f->nuses = (uint32_t)plan->uses.n - f->uses;
}

/* The Bicep file that has the name of a JSON file; as Azure's quickstarts have it, azuredeploy.json is made
 * of main.bicep. */
static const struct file *twin_of(struct al_plan *plan, const struct file *f)
{
    al_arena *arena = plan->passing;
    const al_str key = key_of(plan, f), stem = al_str_head(key, key.n - strlen(".json"));
    const struct file *source = file_of(plan, al_printf(arena, "%.*s.bicep", AL_FMT(stem)));

    if (source || !al_str_caseeq(al_path_name(stem), AL_STR("azuredeploy")))
        return source;
    return file_of(plan, al_path_join(arena, al_path_folder(key), AL_STR("main.bicep")));
}

static bool wants_parameters(const al_run *run)
{
    return !run->options.no_sibling_parameters &&
           !(run->options.parameter_files && run->options.parameter_files[0]);
}

/* Files and the looks at them. */
struct looks {
    AL_VEC(struct al_look) list;
    AL_VEC(uint32_t) files;
};

static void add_look(struct al_plan *plan, struct looks *looks, const struct file *f)
{
    const struct al_look look = {al_walk_path(plan->run->arena, f->folder, al_str_of(f->name)),
                                 .json = f->sort == SORT_JSON};

    *al_vec_push(plan->run->arena, &looks->list) = look;
    *al_vec_push(plan->run->arena, &looks->files) = (uint32_t)(f - plan->files.v);
}

static void find_looks(struct al_plan *plan, struct looks *looks)
{
    for (size_t i = 0; i < plan->files.n; i++) {
        const struct file *f = &plan->files.v[i];
        if (f->sort != SORT_JSON || (!plan->run->options.compiled && twin_of(plan, f)))
            add_look(plan, looks, f);
        al_arena_forget(plan->passing);
    }
}

static void leave_out(struct al_plan *plan, struct file *f)
{
    f->left_out = true;
    al_parameter_sets_alias(plan->run, key_of(plan, f), key_of(plan, twin_of(plan, f)));
}

static void take_look(struct al_plan *plan, struct file *f, const struct al_look *look)
{
    if (f->sort == SORT_PARAMETERS && wants_parameters(plan->run))
        al_parameter_sets_add(plan->run, look->path, plan->root);
    else if (f->sort == SORT_PARAMETERS)
        f->left_out = true;
    note_uses(plan, f, look);
}

/* Twins first: a parameter file may name one. */
static void look_at_all(struct al_plan *plan)
{
    struct looks looks = {0};

    find_looks(plan, &looks);
    al_look_at_all(plan->run, looks.list.v, looks.list.n);
    for (size_t i = 0; i < looks.list.n; i++) {
        if (looks.list.v[i].compiled)
            leave_out(plan, &plan->files.v[looks.files.v[i]]);
        al_arena_forget(plan->passing);
    }
    for (size_t i = 0; i < looks.list.n; i++) {
        if (!looks.list.v[i].json)
            take_look(plan, &plan->files.v[looks.files.v[i]], &looks.list.v[i]);
        al_arena_forget(plan->passing);
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
    plan->files_in = al_arena_inside(run->arena);
    plan->passing = al_arena_inside(run->arena);
    al_walk(run->arena, folder, &walk);
    if (plan->indexed) {
        index_files(plan);
        look_at_all(plan);
    }
    return plan;
}

/* -- in which order -- */

static bool has_parameters(const struct al_plan *plan, const struct file *f)
{
    size_t n;

    al_parameter_sets(plan->run, path_of(plan, f), plan->root, &n);
    return n > 0;
}

/* Whether it will be linted together with another file of the folder. */
static bool belongs_to_another(const struct al_plan *plan, const struct file *f)
{
    al_str template;

    if (f->sort != SORT_PARAMETERS)
        return (f->deployed || (f->imported && !f->deploys)) && !has_parameters(plan, f);
    template = al_parameter_file_template(plan->run, path_of(plan, f));
    return template.n > 0 ? file_of(plan, template) != NULL : f->imported;
}

static bool is_reached(const struct al_plan *plan, const struct file *f)
{
    uintptr_t wishes = (uintptr_t)al_map_get(&plan->run->reached, key_of(plan, f));

    return f->sort == SORT_BICEP && f->deploys ? wishes & 1u << AL_BICEP_WANT_MODULE : wishes != 0;
}

static const char *next_of(struct al_plan *plan, size_t *next,
                           bool (*is_had)(const struct al_plan *plan, const struct file *f))
{
    while (*next < plan->files.n) {
        struct file *f = &plan->files.v[(*next)++];
        al_arena_forget(plan->passing);
        if (f->done || f->left_out || is_had(plan, f))
            continue;
        f->done = true;
        plan->given = (uint32_t)(*next - 1);
        return path_of(plan, f);
    }
    return NULL;
}

const char *al_plan_next(struct al_plan *plan)
{
    return next_of(plan, &plan->next, belongs_to_another);
}

const char *al_plan_file(const struct al_plan *plan, size_t i)
{
    al_arena_forget(plan->passing);
    return i < plan->files.n ? path_of(plan, &plan->files.v[i]) : NULL;
}

/* -- shards -- */

/* Where another shard lints what reaches it, it is that shard's business whether it has been. */
static bool is_had(const struct al_plan *plan, const struct file *f)
{
    const struct file *template = NULL;

    if (f->sort == SORT_PARAMETERS && al_is_shard(plan->run))
        template = file_of(plan, al_parameter_file_template(plan->run, path_of(plan, f)));
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
    const bool seen = to_deploy ? f->seen_to_deploy : f->seen;

    if (f->owner == OWNER_NONE && (to_deploy || !f->deploys))
        f->owner = owner;
    if (seen || f->seen_to_deploy)
        return;
    f->seen |= !to_deploy;
    f->seen_to_deploy |= to_deploy;
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
