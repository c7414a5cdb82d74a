/* SPDX-License-Identifier: MIT */
/* Lints what is named: files, texts, and everything in folders. */
#ifndef AL_LINT_VISIT_H
#define AL_LINT_VISIT_H

#include "armlint.h"

struct al_visit {
    const char *path; /* a file or a folder; with a text, what it is called */
    const char *root; /* below which it may name files */
    const char *text; /* instead of what is in the file, or NULL */
    size_t length;
};

/* AL_OK, whatever is wrong with the input; else what stops the run. */
int al_visit_paths(al_run *run, const char *const *paths, size_t n);
/* Its root need not be set. */
int al_visit_text(al_run *run, const struct al_visit *what);

#endif
