/* SPDX-License-Identifier: MIT */
/* Finds every occurrence of a text in another in linear time, whatever the two are (Knuth, Morris and Pratt).
 */
#ifndef AL_EVAL_SEARCH_H
#define AL_EVAL_SEARCH_H

#include "base/arena.h"

struct al_search {
    al_str text, needle;
    uint32_t *fall; /* length of the longest border of each prefix of the needle */
    size_t at, matched;
    bool overlap; /* occurrences may overlap */
};

/* An empty needle is never found. */
struct al_search al_search_new(al_arena *arena, al_str text, al_str needle);
/* The offset of the next occurrence; false when there are no more. */
bool al_search_next(struct al_search *search, size_t *found);
/* Goes on searching at byte `at`. */
void al_search_from(struct al_search *search, size_t at);

#endif
