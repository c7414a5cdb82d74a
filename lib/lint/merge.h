/* SPDX-License-Identifier: MIT */
/* Several inputs as one environment: each is looked at when it is named, to learn what it uses, and all of them
 * are linted together in the end. */
#ifndef AL_LINT_MERGE_H
#define AL_LINT_MERGE_H

#include "lint/visit.h"

struct al_put_off {
    struct al_visit what;
    const char *parameters; /* the parameter file it is deployed with, or NULL */
    bool named;             /* by the user, rather than found in a folder */
};

/* Remembers a template for al_lint_merged(). Copies what it is given. */
void al_put_off(struct al_run *run, const struct al_put_off *what);
/* Lints everything that was put off, in one graph. AL_OK, or what stops the run. */
int al_lint_merged(struct al_run *run);

#endif
