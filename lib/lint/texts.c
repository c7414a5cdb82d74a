/* SPDX-License-Identifier: MIT */
/* A table of all texts would take more than it saves where they differ. What is the same comes soon after:
 * rules run one after the other over a resource. */
#include "lint/texts.h"

enum { PLACES = 512, ENDS = 32 };

/* Lines are long, and what differs in the middle only need not have places of their own. */
static uint64_t hash_of(al_str text)
{
    if (text.n <= 2 * ENDS)
        return al_str_tablehash(text);
    return text.n + al_str_tablehash(al_str_head(text, ENDS)) +
           31 * al_str_tablehash(al_str_from(text, text.n - ENDS));
}

const char *al_texts_share(struct al_texts *texts, al_arena *arena, al_str text)
{
    struct al_shared_text *place;

    if (!texts->last)
        texts->last = AL_NEW_N(arena, struct al_shared_text, PLACES);
    place = &texts->last[hash_of(text) % PLACES];
    if (!place->s || !al_str_eq((al_str){place->s, place->n}, text)) {
        const char *copy = al_str_cstr(arena, text);
        *place = (struct al_shared_text){copy, text.n};
    }
    return place->s;
}
