/* SPDX-License-Identifier: MIT */
/* What a run was given to lint, by name and in folders: a file that is met again, perhaps by another of its
 * names (x and ./x), was linted under the first. */
#ifndef AL_LINT_MET_H
#define AL_LINT_MET_H

#include "lint/run.h"

/* What is known of a file. */
enum {
    AL_MET_BY_NAME = 1, /* now or later: it is told when it is no template */
    AL_MET_OURS = 2,    /* it was met, and this shard lints it; all are its own where there is but one */
    AL_MET_OTHERS = 4,  /* it was met, and another shard lints it */
    AL_MET_FOUND = 8,   /* in a folder; it was linted then, if at all, on its own or as a part of others */
};

struct al_met;

struct al_met *al_met_new(al_run *run, const char *const *paths, size_t n);
/* Whether what is in a folder, which is one of the paths, may be met by another of them, too. */
bool al_met_overlaps(const struct al_met *met, const char *folder);
unsigned al_met_get(struct al_met *met, const char *path);
void al_met_set(struct al_met *met, const char *path, unsigned known);

#endif
