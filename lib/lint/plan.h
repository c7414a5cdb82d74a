/* SPDX-License-Identifier: MIT */
/* Which files of a folder are linted. A file that others use is linted as they deploy it, and a parameter
 * file with the template it belongs to; JSON that was compiled from the Bicep file beside it is left out.
 * Nothing else is: what turned out not to have been reached is linted on its own after all. */
#ifndef AL_LINT_PLAN_H
#define AL_LINT_PLAN_H

#include "lint/run.h"

struct al_plan;

/* Looks at everything in the folder; `unreadable` is called for folders that cannot be read. */
struct al_plan *al_plan_new(al_run *run, const char *folder, const char *root,
                            void (*unreadable)(void *ptr, const char *path, const char *why), void *ptr);
/* The next of the files that no other uses, or NULL at the end. What is given is there until more is asked for. */
const char *al_plan_next(struct al_plan *plan);
/* The next of those that the run has not reached from them, or NULL at the end. Ask only once those before were linted.
 * *ours: one that this shard has taken was to reach it. */
const char *al_plan_next_left(struct al_plan *plan, bool *ours);
/* The i-th of all files that are there, linted or not, or NULL. */
const char *al_plan_file(const struct al_plan *plan, size_t i);
/* Notes that this shard, or another one, lints the file that was given last: what that will reach is left to that shard,
 * too. */
void al_plan_claim(struct al_plan *plan, bool ours);

#endif
