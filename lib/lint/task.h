/* SPDX-License-Identifier: MIT */
/* One file or text to lint, with all that has to be known before. */
#ifndef AL_LINT_TASK_H
#define AL_LINT_TASK_H

#include "lint/config.h"
#include "lint/visit.h"

struct al_task {
    struct al_visit what;
    bool named; /* by the user, rather than found in a folder */
    struct al_config *config;
    bool excluded;           /* by it */
    const char *const *sets; /* the parameter files it is deployed with, one at a time; none: as it is */
    size_t nsets;
};

struct al_tasks {
    AL_VEC(struct al_task) list;
};

/* Adds a task, unless the configuration says that the file is not to be linted. */
void al_tasks_add(struct al_tasks *tasks, al_run *run, const struct al_visit *what, bool named);
/* Lints it. AL_OK, or what stops the run. */
int al_task_lint(al_run *run, const struct al_task *task);

#endif
