/* SPDX-License-Identifier: MIT */
/* "Did you mean": the nearest of several known words. */
#ifndef AL_CLI_SUGGEST_H
#define AL_CLI_SUGGEST_H

#include <stddef.h>

struct suggestion {
    const char *word, *best;
    size_t distance; /* of the best so far */
};

/* Offer every candidate; `best` stays NULL when none comes near. */
struct suggestion suggest_for(const char *word);
void suggest_offer(struct suggestion *suggestion, const char *candidate);

#endif
