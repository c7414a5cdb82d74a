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
    uint32_t number;         /* among those of all shards, from 1; 0: there are none */
    const char *const *sets; /* the parameter files it is deployed with, one at a time; none: as it is */
    size_t nsets;
};

struct al_tasks {
    AL_VEC(struct al_task) list;
};

/* Sets the configuration of a task; false when it says that the file is not to be linted. */
bool al_task_begin(struct al_task *task, al_run *run);
/* Adds one that was begun. */
void al_tasks_add(struct al_tasks *tasks, al_run *run, const struct al_task *task);
/* Lints it. AL_OK, or what stops the run. */
int al_task_lint(al_run *run, const struct al_task *task);

#endif
