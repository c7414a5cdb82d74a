/* SPDX-License-Identifier: MIT */
/* "Did you mean": the nearest of several known words. */
#ifndef AL_BASE_SUGGEST_H
#define AL_BASE_SUGGEST_H

#include <stddef.h>

struct al_suggestion {
    const char *word, *best;
    size_t distance; /* of the best so far */
};

/* Offer every candidate; `best` stays NULL when none comes near. All texts are borrowed. */
struct al_suggestion al_suggest_for(const char *word);
void al_suggest_offer(struct al_suggestion *suggestion, const char *candidate);

#endif
