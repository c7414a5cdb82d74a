/* SPDX-License-Identifier: MIT */
/* The threads of a run. What comes out is the same for any number of them. */
#ifndef AL_LINT_CREW_H
#define AL_LINT_CREW_H

#include "lint/task.h"

/* How many of the files named so far were linted before, and how many are named beside those of the tasks. */
struct al_progress {
    size_t before, after;
};

/* Calls work(run, i, ptr) for each i below n, with as many threads as the options say and in any order. Each
 * thread has a run of its own, in which it makes no findings. AL_OK, or what stopped one of them, which stops
 * the rest. */
int al_crew_each(al_run *run, size_t n, int (*work)(al_run *run, size_t i, void *ptr), void *ptr);
/* Lints all tasks, with as many threads as the options say. AL_OK, or what stops the run. */
int al_tasks_lint(al_run *run, const struct al_tasks *tasks, const struct al_progress *progress);

#endif
