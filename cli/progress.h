/* SPDX-License-Identifier: MIT */
/* How far a long run is, on a terminal: one line on stderr that goes away again. */
#ifndef AL_CLI_PROGRESS_H
#define AL_CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct progress {
    uint64_t start, shown_at; /* nanoseconds */
    size_t before, here, after; /* files of the operands done, of those at work, and at least after them */
    bool visible;
};

/* Whether stderr is a place for it. */
bool progress_fits(void);
struct progress progress_begin(size_t noperands);
/* For al_options.progress. */
void progress_tell(void *ptr, size_t done, size_t total);
/* The next `n` operands are at work. */
void progress_next(struct progress *progress, size_t n);
/* Takes the line away, if there is one. */
void progress_end(struct progress *progress);

#endif
