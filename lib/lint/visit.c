/* SPDX-License-Identifier: MIT */
#include "lint/visit.h"
#include "base/files.h"
#include "lint/crew.h"
#include "lint/finding.h"
#include "lint/met.h"
#include "lint/plan.h"
#include "lint/shard.h"

struct visit {
    al_run *run;
    const char *root; /* of the folder being visited */
    struct al_met *met;
    bool overlaps; /* the folder, with something else that was named */
    struct al_tasks tasks;
    struct al_progress progress;
    int status;
};

/* Lints what was put together so far. */
static void lint(struct visit *v)
{
    if (v->status == AL_OK)
        v->status = al_tasks_lint(v->run, &v->tasks, &v->progress);
    v->progress.before += v->tasks.list.n;
    v->tasks.list.n = 0;
}

static bool deal(al_run *run, struct al_task *task)
{
    const bool ours = al_shard_deal(run);

    task->number = al_is_shard(run) ? run->ndealt : 0;
    return ours;
}

static unsigned owner(bool ours)
{
    return ours ? AL_MET_OURS : AL_MET_OTHERS;
}

static void add_named(struct visit *v, const struct al_visit *what)
{
    struct al_task task = {.what = *what, .named = true};
    const unsigned known = v->met ? al_met_get(v->met, what->path) : 0;
    bool ours;

    if (known & (AL_MET_OURS | AL_MET_OTHERS) || !al_task_begin(&task, v->run))
        return;
    ours = deal(v->run, &task);
    if (v->met)
        al_met_set(v->met, what->path, known | owner(ours));
    if (ours)
        al_tasks_add(&v->tasks, v->run, &task);
}

/* -- folders -- */

static void visit_unreadable(void *ptr, const char *path, const char *why)
{
    struct visit *v = ptr;

    if (v->status == AL_OK)
        v->status = al_report_folder(v->run, path, v->root, why);
}

/* Adds what a plan gives, if it is this shard's: `left` over from what the shard took before, or by the deal.
 */
static void add_found(struct visit *v, struct al_plan *plan, const char *path, bool left)
{
    const unsigned known = v->overlaps ? al_met_get(v->met, path) : 0;
    struct al_task task = {.what = {.path = path, .root = v->root}, .named = known & AL_MET_BY_NAME};
    bool ours = known & AL_MET_OURS;

    if (!ours && !(known & AL_MET_OTHERS)) {
        if (known & AL_MET_FOUND || !al_task_begin(&task, v->run))
            return;
        ours = left || deal(v->run, &task);
        if (ours) {
            task.what.path = al_str_cstr(v->run->arena, al_str_of(path));
            al_tasks_add(&v->tasks, v->run, &task);
        }
        if (v->overlaps)
            al_met_set(v->met, path, known | owner(ours));
    }
    al_plan_claim(plan, ours);
}

static void note_found(struct visit *v, const struct al_plan *plan)
{
    const char *path;

    for (size_t i = 0; (path = al_plan_file(plan, i)); i++)
        al_met_set(v->met, path, al_met_get(v->met, path) | AL_MET_FOUND);
}

/* What the first files have not reached is known once they were linted, and so is what each of the rest
 * reaches. */
static void visit_folder(struct visit *v, const char *folder)
{
    struct al_plan *plan;
    const char *path;
    bool ours;

    lint(v);
    v->root = al_run_root(v->run, folder);
    v->overlaps = al_met_overlaps(v->met, folder);
    al_config_note_folder(v->run, folder);
    plan = al_plan_new(v->run, folder, v->root, visit_unreadable, v);
    while ((path = al_plan_next(plan)))
        add_found(v, plan, path, false);
    lint(v);
    while (v->status == AL_OK && (path = al_plan_next_left(plan, &ours))) {
        add_found(v, plan, path, ours);
        lint(v);
    }
    if (v->overlaps)
        note_found(v, plan);
}

/* -- all that is named -- */

static void visit_path(struct visit *v, const char *path)
{
    if (al_is_folder(path)) {
        visit_folder(v, path);
        return;
    }
    add_named(v, &(struct al_visit){.path = path, .root = al_run_root(v->run, path)});
}

int al_visit_paths(al_run *run, const char *const *paths, size_t n)
{
    struct visit v = {.run = run, .status = AL_OK};

    v.met = al_met_new(run, paths, n);
    for (size_t i = 0; i < n && v.status == AL_OK; i++) {
        v.progress.after = n - 1 - i;
        visit_path(&v, paths[i]);
    }
    lint(&v);
    return v.status;
}

int al_visit_text(al_run *run, const struct al_visit *what)
{
    struct visit v = {.run = run, .status = AL_OK};
    struct al_visit rooted = *what;

    rooted.root = al_run_root(run, what->path);
    add_named(&v, &rooted);
    lint(&v);
    return v.status;
}
