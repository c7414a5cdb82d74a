/* SPDX-License-Identifier: MIT */
/* Files and folders: reading with limits, walking in a fixed order, and paths as text. */
#ifndef AL_BASE_FILES_H
#define AL_BASE_FILES_H

#include "base/arena.h"

/* Reads a regular file of at most `most` bytes into *out, which then ends in an uncounted NUL. Never waits on
 * a FIFO or a device. AL_OK; or AL_E_IO, AL_E_LIMIT with *why for people ("permission denied"). */
int al_file_read(al_str *out, const char **why, al_arena *arena, const char *path, uint64_t most);

bool al_is_folder(const char *path);

/* An errno in words that are the same everywhere: strerror() speaks the user's language. */
const char *al_io_reason(int error);

/* What al_walk() calls. */
struct al_walk {
    void *ptr;
    bool (*wanted)(void *ptr, al_str name); /* by the last part of a path */
    void (*file)(void *ptr, const char *folder, al_str name); /* which is there for the time of the call */
    void (*unreadable)(void *ptr, const char *path, const char *why); /* a folder; the walk goes on. Or NULL */
};
/* Visits the regular files below a folder in byte order of their names. Hidden entries, node_modules and
 * symbolic links are left out. Folders begin with `folder` as given and live in the arena, as long as it does. */
void al_walk(al_arena *arena, const char *folder, const struct al_walk *walk);
/* The path of a file in a folder, which may be "." and is then left out. */
const char *al_walk_path(al_arena *arena, const char *folder, al_str name);

/* The names of the regular files in a folder, those that a symbolic link leads to included, in byte order. False with
 * *why when it cannot be read. */
bool al_folder_files(al_arena *arena, const char *folder, al_str **names, size_t *n, const char **why);

/* -- paths as text; nothing here looks at the disk -- */
/* Everything before the last part: "a/b.json" gives "a", "b.json" gives "", "/b" gives "/". */
al_str al_path_folder(al_str path);
/* The last part. */
al_str al_path_name(al_str path);
/* `path` as seen from `folder`, in its shortest form; an absolute `path` stays what it is. Backslashes of
 * Windows count as slashes in `path`, since templates have them in relativePath. */
al_str al_path_join(al_arena *arena, al_str folder, al_str path);
/* Without "." parts, doubled slashes and "x/.." pairs: "./a//b/../c" gives "a/c", "" gives ".". */
al_str al_path_normal(al_arena *arena, al_str path);

/* Whether a path is a folder, or one below it; both in their shortest form, and absolute. */
bool al_path_is_under(al_str path, al_str folder);

/* -- paths on the disk -- */
/* The absolute path with every symbolic link followed, or an empty text when there is no such file. */
al_str al_path_real(al_arena *arena, const char *path);
/* The nearest folder above `path` that has a .git; else the highest one that looks like the top of a repository without
 * it; else the folder `path` is in. An absolute path; "." when none of them exists. */
const char *al_path_root(al_arena *arena, const char *path);

#endif
