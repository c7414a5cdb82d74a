/* SPDX-License-Identifier: MIT */
/* Texts of findings, of which many are the same: those about one resource have its name, those in one line the line. */
#ifndef AL_LINT_TEXTS_H
#define AL_LINT_TEXTS_H

#include "base/arena.h"

/* The last ones, each where its hash puts it: what finds its place taken is there once more. */
struct al_texts {
    struct al_shared_text {
        const char *s;
        size_t n;
    } *last;
};

/* A copy that ends in a NUL, or the one that is there. */
const char *al_texts_share(struct al_texts *texts, al_arena *arena, al_str text);

#endif
