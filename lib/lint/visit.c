/* SPDX-License-Identifier: MIT */
#include "lint/visit.h"
#include "base/files.h"
#include "lint/crew.h"
#include "lint/finding.h"
#include "lint/plan.h"
#include "lint/shard.h"

struct visit {
    al_run *run;
    const char *root; /* of the folder being visited */
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

static void add_named(struct visit *v, const struct al_visit *what)
{
    struct al_task task = {.what = *what, .named = true};

    if (al_task_begin(&task, v->run) && deal(v->run, &task))
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
    struct al_task task = {.what = {.path = path, .root = v->root}};
    bool ours;

    if (!al_task_begin(&task, v->run))
        return;
    ours = left || deal(v->run, &task);
    al_plan_claim(plan, ours);
    if (ours)
        al_tasks_add(&v->tasks, v->run, &task);
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
    al_config_note_folder(v->run, folder);
    plan = al_plan_new(v->run, folder, v->root, visit_unreadable, v);
    while ((path = al_plan_next(plan)))
        add_found(v, plan, path, false);
    lint(v);
    while (v->status == AL_OK && (path = al_plan_next_left(plan, &ours))) {
        add_found(v, plan, path, ours);
        lint(v);
    }
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
