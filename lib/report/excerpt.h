/* SPDX-License-Identifier: MIT */
/* The line a finding points at, with the place marked underneath. */
#ifndef AL_REPORT_EXCERPT_H
#define AL_REPORT_EXCERPT_H

#include "armlint.h"
#include "base/buf.h"

/* Appends the excerpt; nothing when the finding has no source text. `mark` and `unmark` go around what is
 * marked (SGR sequences, or empty). */
void al_excerpt_put(struct al_buf *out, const struct al_finding *finding, const char *mark,
                    const char *unmark);

#endif
