/* SPDX-License-Identifier: MIT */
/* File names relative to a folder, as they are and as URIs. */
#ifndef AL_REPORT_URI_H
#define AL_REPORT_URI_H

#include "base/arena.h"

/* The URI of `file` relative to the folder `base` (NULL: the current folder), percent-encoded: never with a
 * scheme, never empty. Neither of the two need exist; symbolic links are not followed. */
al_str al_uri_relative(al_arena *arena, const char *file, const char *base);

/* Makes names relative, as they are or as URIs, and remembers the last one: findings come sorted by file. */
struct al_namer {
    al_arena *passing; /* what it takes to make one */
    al_arena *arena;
    const char *base;
    bool encoded;
    const char *file;
    al_str name;
};
al_str al_namer_name(struct al_namer *namer, const char *file);

#endif
