/* SPDX-License-Identifier: MIT */
/* Texts that no output shows, and other texts with those taken out. */
#ifndef AL_BASE_MASKS_H
#define AL_BASE_MASKS_H

#include "base/vec.h"

struct al_masked {
    al_str text;
    uint32_t outer; /* the longest other one that it begins with, plus one; 0: none */
    uint32_t depth; /* number of those */
};

struct al_masks {
    al_arena *arena;
    AL_VEC(struct al_masked) list;
    bool ready;              /* sorted and linked */
    unsigned char first[32]; /* bytes that one begins with, as bits */
};

/* Hides a text from now on, which is borrowed. A short one, and one of letters only, is hidden only where it
 * stands in quotes: among other words it would take away half of the page. What is there to be replaced
 * ("<password>") is not. */
void al_masks_add(struct al_masks *masks, al_str text);
/* Whether a member of a secure object has the name and the looks of a setting: objects are secure as a whole. */
bool al_masks_may_spare(al_str name, al_str text);
/* Whether something hidden is in the text. */
bool al_masks_hit(struct al_masks *masks, al_str text);
/* Whether the text is, as a whole, hidden. */
bool al_masks_is(struct al_masks *masks, al_str text);
/* The text with "***" for what is hidden in it: itself when there is nothing, else a new one in `arena`.
 * `wide`: as many '*' as there were UTF-16 units, so that columns stay where they are. */
al_str al_masks_apply(struct al_masks *masks, al_arena *arena, al_str text, bool wide);

#endif
