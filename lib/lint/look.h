/* SPDX-License-Identifier: MIT */
/* A look at the text of files before anything is linted: what they name decides what is linted on its own. */
#ifndef AL_LINT_LOOK_H
#define AL_LINT_LOOK_H

#include "lint/run.h"
#include "lint/uses.h"

struct al_look {
    const char *path;
    bool json; /* is asked whether it was compiled; Bicep is asked what it uses */
    bool compiled, deploys;
    struct al_use *uses;
    size_t nuses;
};

/* Looks at all, with as many threads as the options say. What cannot be read uses nothing: linting tells. What
 * comes of it lives as long as the run. */
void al_look_at_all(al_run *run, struct al_look *looks, size_t n);

#endif
