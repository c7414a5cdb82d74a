/* SPDX-License-Identifier: MIT */
/* How many findings of each level there are, for the summary. */
#ifndef AL_CLI_COUNTS_H
#define AL_CLI_COUNTS_H

#include "armlint.h"

/* Writes "2 errors, 1 note" to stderr, `before` ahead of it: what there is none of is left out. False, and nothing
 * written, when there is nothing. `suppressed`: those count, too. */
bool counts_put(const struct al_summary *summary, bool suppressed, const char *before);

#endif
