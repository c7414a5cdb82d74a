/* SPDX-License-Identifier: MIT */
/* Each thread has a run of its own, and takes the first tasks that nobody has taken: several, since
 * neighbours use the same modules, which each thread reads for itself. What the tasks have done is taken over
 * in their order, once all are done. Only the rules and the configuration are shared, which nobody changes
 * meanwhile. */
#include "lint/crew.h"
#include "lint/effect.h"

#include <pthread.h>
#include <stdatomic.h>

/* As much as the main thread has on most systems: the readers and the evaluator bound their recursion by it.
 */
static const size_t STACK_SIZE = (size_t)16 << 20;

/* So many tasks are taken at once; fewer when fewer are left, lest one thread has much to do when the others
 * are done. */
enum { MOST_AT_ONCE = 16, SHARE = 8 };

struct outcome {
    const al_run *worker; /* NULL: nobody has taken the task */
    size_t from, to;      /* its effects */
    int status;
};

struct crew {
    al_run *run;
    const struct al_tasks *tasks;
    const struct al_progress *progress;
    struct outcome *outcomes; /* of each task */
    size_t nmembers;
    atomic_size_t next, end; /* end: those behind one that stops the run are left */
};

struct member {
    struct crew *crew;
    struct each *each; /* instead */
    al_run *worker;
    pthread_t thread;
    bool started, tells; /* tells: how far all are */
};

static void tell_progress(const al_run *run, const struct al_progress *p, size_t done, size_t n)
{
    if (run->options.progress)
        run->options.progress(run->options.progress_ptr, p->before + done, p->before + n + p->after);
}

/* -- one thread -- */

struct call {
    al_run *worker;
    const struct al_task *task;
};

static int lint_task(void *ptr)
{
    const struct call *call = ptr;

    return al_task_lint(call->worker, call->task);
}

static void stop_behind(struct crew *crew, size_t i)
{
    size_t end = atomic_load(&crew->end);

    while (i < end && !atomic_compare_exchange_weak(&crew->end, &end, i))
        ;
}

static void do_task(const struct member *m, size_t i)
{
    struct crew *crew = m->crew;
    struct call call = {.worker = m->worker, .task = &crew->tasks->list.v[i]};
    struct outcome *outcome = &crew->outcomes[i];

    if (m->tells && i > 0)
        tell_progress(crew->run, crew->progress, i, crew->tasks->list.n);
    *outcome = (struct outcome){.worker = m->worker, .from = m->worker->effects->list.n};
    outcome->status = al_run_guard(m->worker, lint_task, &call);
    outcome->to = m->worker->effects->list.n;
    if (outcome->status != AL_OK)
        stop_behind(crew, i);
}

/* The next tasks are *from up to *to; false when there are none. */
static bool take(struct crew *crew, size_t *from, size_t *to)
{
    const size_t n = crew->tasks->list.n;
    size_t i = atomic_load(&crew->next), some;

    do {
        if (i >= n || i >= atomic_load(&crew->end))
            return false;
        some = (n - i) / (crew->nmembers * SHARE);
        some = some < 1 ? 1 : some > MOST_AT_ONCE ? MOST_AT_ONCE : some;
    } while (!atomic_compare_exchange_weak(&crew->next, &i, i + some));
    *from = i;
    *to = i + some;
    return true;
}

static void *work(void *ptr)
{
    const struct member *m = ptr;
    size_t i, to;

    while (take(m->crew, &i, &to))
        for (; i < to && i < atomic_load(&m->crew->end); i++)
            do_task(m, i);
    return NULL;
}

/* -- all of them -- */

static void start(struct member *m, void *(*body)(void *))
{
    pthread_attr_t attributes;

    if (pthread_attr_init(&attributes) != 0)
        return;
    if (pthread_attr_setstacksize(&attributes, STACK_SIZE) == 0)
        m->started = pthread_create(&m->thread, &attributes, body, m) == 0;
    pthread_attr_destroy(&attributes);
}

/* Nothing here may unwind while threads are at work. Those that cannot be started are done without. */
static void work_together(struct member *members, size_t n, void *(*body)(void *))
{
    for (size_t i = 1; i < n; i++)
        start(&members[i], body);
    body(&members[0]);
    for (size_t i = 1; i < n; i++)
        if (members[i].started)
            pthread_join(members[i].thread, NULL);
}

static int take_over(const struct crew *crew)
{
    for (size_t i = 0; i < crew->tasks->list.n && crew->outcomes[i].worker; i++) {
        const struct outcome *o = &crew->outcomes[i];
        al_effects_take(crew->run, o->worker, o->from, o->to);
        if (o->status != AL_OK)
            return o->status;
    }
    return AL_OK;
}

/* What was taken over is known to the run, and will not be asked for again. */
static void clear(const struct member *members, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        members[i].worker->effects->list.n = 0;
        members[i].worker->findings.n = 0;
    }
}

static int lint_with_crew(al_run *run, const struct al_tasks *tasks, const struct al_progress *progress,
                          size_t n)
{
    struct crew crew = {.run = run, .tasks = tasks, .progress = progress, .nmembers = n};
    struct member *members = AL_NEW_N(run->arena, struct member, n);
    int status;

    atomic_init(&crew.next, 0);
    atomic_init(&crew.end, tasks->list.n);
    crew.outcomes = AL_NEW_N(run->arena, struct outcome, tasks->list.n);
    for (size_t i = 0; i < n; i++)
        members[i] = (struct member){.crew = &crew, .worker = al_run_worker(run, i), .tells = i == 0};
    tell_progress(run, progress, 0, tasks->list.n); /* the calling thread may come too late for any task */
    work_together(members, n, work);
    al_stopwatch_skip(&run->stopwatch);
    status = take_over(&crew);
    clear(members, n);
    return status;
}

static int lint_alone(al_run *run, const struct al_tasks *tasks, const struct al_progress *progress)
{
    int status = AL_OK;

    for (size_t i = 0; i < tasks->list.n && status == AL_OK; i++) {
        tell_progress(run, progress, i, tasks->list.n);
        status = al_task_lint(run, &tasks->list.v[i]);
    }
    return status;
}

int al_tasks_lint(al_run *run, const struct al_tasks *tasks, const struct al_progress *progress)
{
    const size_t jobs = run->options.jobs, n = jobs < tasks->list.n ? jobs : tasks->list.n;

    return n > 1 ? lint_with_crew(run, tasks, progress, n) : lint_alone(run, tasks, progress);
}

/* -- anything else -- */

struct each {
    size_t n;
    int (*work)(al_run *run, size_t i, void *ptr);
    void *ptr;
    atomic_size_t next;
    atomic_int status;
};

struct some {
    const struct member *member;
    size_t from, to;
};

static int work_on_some(void *ptr)
{
    const struct some *some = ptr;
    const struct each *each = some->member->each;
    int status = AL_OK;

    for (size_t i = some->from; i < some->to && status == AL_OK; i++)
        status = each->work(some->member->worker, i, each->ptr);
    return status;
}

static void *work_on_each(void *ptr)
{
    const struct member *m = ptr;
    struct each *each = m->each;
    struct some some = {.member = m};
    int status = AL_OK;

    while (status == AL_OK && (some.from = atomic_fetch_add(&each->next, MOST_AT_ONCE)) < each->n) {
        some.to = each->n - some.from < MOST_AT_ONCE ? each->n : some.from + MOST_AT_ONCE;
        status = al_run_guard(m->worker, work_on_some, &some);
    }
    if (status != AL_OK) {
        atomic_store(&each->status, status);
        atomic_store(&each->next, each->n);
    }
    return NULL;
}

int al_crew_each(al_run *run, size_t n, int (*work_on)(al_run *run, size_t i, void *ptr), void *ptr)
{
    const size_t jobs = run->options.jobs, most = n / MOST_AT_ONCE + 1, nmembers = jobs < most ? jobs : most;
    struct each each = {.n = n, .work = work_on, .ptr = ptr};
    struct member *members;
    int status = AL_OK;

    if (nmembers <= 1) {
        for (size_t i = 0; i < n && status == AL_OK; i++)
            status = work_on(run, i, ptr);
        return status;
    }
    atomic_init(&each.next, 0);
    atomic_init(&each.status, AL_OK);
    members = AL_NEW_N(run->arena, struct member, nmembers);
    for (size_t i = 0; i < nmembers; i++)
        members[i] = (struct member){.each = &each, .worker = al_run_worker(run, i)};
    work_together(members, nmembers, work_on_each);
    return atomic_load(&each.status);
}
