/* SPDX-License-Identifier: MIT */
/* Paths on the disk for somebody who asks about many: where a folder really is, is asked of the system once, and of a
 * file in it no more than whether it is there and a link. What is remembered of a folder holds as long as this does. */
#ifndef AL_BASE_PLACES_H
#define AL_BASE_PLACES_H

#include "base/map.h"

/* Zero but for the arena to begin with. */
struct al_places {
    al_arena *arena;
    struct al_map folders; /* path -> its real path, an al_str; those that are there */
};

/* As al_path_real(); `places` may be NULL. */
al_str al_places_real(struct al_places *places, al_arena *arena, const char *path);
/* The same of a folder; "" is the current one. */
al_str al_places_folder(struct al_places *places, al_arena *arena, al_str folder);
/* Whether `path` exists at or below the folder `root` once every symbolic link in both is followed. */
bool al_places_is_below(struct al_places *places, al_arena *arena, const char *path, const char *root);
/* Whether `path`, as it is written in a file of `folder`, leads out of `root` by its parts alone, links aside. Then nobody
 * looks what is there, and what is said of it is the same whether it is there or not. */
bool al_places_leaves(struct al_places *places, al_arena *arena, al_str folder, al_str path, const char *root);

#endif
