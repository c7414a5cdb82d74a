/* SPDX-License-Identifier: MIT */
/* File names as relative URIs. */
#ifndef AL_REPORT_URI_H
#define AL_REPORT_URI_H

#include "base/arena.h"

/* The URI of `file` relative to the folder `base` (NULL: the current folder), percent-encoded: never with a
 * scheme, never empty. Neither of the two need exist; symbolic links are not followed. */
al_str al_uri_relative(al_arena *arena, const char *file, const char *base);

#endif
