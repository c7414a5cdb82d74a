/* SPDX-License-Identifier: MIT */
/* Folders: walking down one, and what one has. Part of what is in them being out of reach is not the same as
 * its not being there. As in files.c unwinding closes what is open. The walk keeps its own stack of paths:
 * folders may be nested deeper than a C stack is. */
#include "base/files.h"
#include "base/vec.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

/* -- entries -- */

/* NULL with errno; running out of memory is no fault of the folder's. */
static DIR *open_folder(al_arena *arena, const char *path)
{
    DIR *dir = opendir(path);

    if (!dir && errno == ENOMEM)
        al_arena_throw(arena, AL_E_MEMORY);
    return dir;
}

/* The next entry of a folder, or NULL at its end, or, with errno, where it cannot be read any further. */
static const struct dirent *next_entry(DIR *dir)
{
    const struct dirent *d;

    do {
        errno = 0;
        d = readdir(dir);
    } while (!d && errno == EINTR);
    return d;
}

/* What an entry is, or a link leads to. Zero, or an errno: when nobody can look at what this folder has. What
 * is gone by now, or leads nowhere, is no error and no file either. */
static int look_at(struct stat *st, DIR *dir, const char *name, int flags)
{
    if (fstatat(dirfd(dir), name, st, flags) == 0)
        return 0;
    if (fstatat(dirfd(dir), name, st, AT_SYMLINK_NOFOLLOW) == 0 || errno == ENOENT) {
        st->st_mode = 0;
        return 0;
    }
    return errno;
}

/* -- walking -- */

struct entry {
    const char *path;
    bool folder;
};

struct walker {
    al_arena *arena;
    const struct al_walk *walk;
    DIR *dir;                   /* the one being read */
    AL_VEC(struct entry) found; /* in it */
    AL_VEC(struct entry) ahead; /* to be visited, the next one last */
};

static void close_folder(void *ptr)
{
    struct walker *w = ptr;

    if (w->dir)
        closedir(w->dir);
    w->dir = NULL;
}

static bool is_skipped(const char *name)
{
    return name[0] == '.' || strcmp(name, "node_modules") == 0;
}

static const char *child_path(al_arena *arena, const char *folder, const char *name)
{
    size_t n = strlen(folder);
    const char *slash = n && folder[n - 1] == '/' ? "" : "/";

    if (strcmp(folder, ".") == 0)
        return al_str_cstr(arena, al_str_of(name));
    return al_printf(arena, "%s%s%s", folder, slash, name).s;
}

/* Zero, or an errno. */
static int note_entry(struct walker *w, const char *folder, const char *name)
{
    struct entry *e;
    struct stat st;
    int error;

    if (is_skipped(name))
        return 0;
    error = look_at(&st, w->dir, name, AT_SYMLINK_NOFOLLOW);
    if (error)
        return error;
    if (!S_ISDIR(st.st_mode) && !(S_ISREG(st.st_mode) && w->walk->wanted(w->walk->ptr, al_str_of(name))))
        return 0;
    e = al_vec_push(w->arena, &w->found);
    e->path = child_path(w->arena, folder, name);
    e->folder = S_ISDIR(st.st_mode);
    return 0;
}

static int by_path_descending(const void *a, const void *b)
{
    return -strcmp(((const struct entry *)a)->path, ((const struct entry *)b)->path);
}

static void visit_folder(struct walker *w, const char *path)
{
    const struct dirent *d;
    int error = 0;

    w->dir = open_folder(w->arena, path);
    if (!w->dir) {
        w->walk->unreadable(w->walk->ptr, path, al_io_reason(errno));
        return;
    }
    w->found.n = 0;
    while ((d = next_entry(w->dir))) {
        int bad = note_entry(w, path, d->d_name);
        error = bad ? bad : error;
    }
    error = errno ? errno : error;
    close_folder(w);
    if (error)
        w->walk->unreadable(w->walk->ptr, path, al_io_reason(error));
    if (w->found.n > 1)
        qsort(w->found.v, w->found.n, sizeof *w->found.v, by_path_descending);
    for (size_t i = 0; i < w->found.n; i++)
        *al_vec_push(w->arena, &w->ahead) = w->found.v[i];
}

void al_walk(al_arena *arena, const char *folder, const struct al_walk *walk)
{
    struct walker *w = AL_NEW(arena, struct walker);

    w->arena = arena;
    w->walk = walk;
    al_arena_defer(arena, close_folder, w);
    visit_folder(w, folder);
    while (w->ahead.n > 0) {
        struct entry e = w->ahead.v[--w->ahead.n];
        if (e.folder)
            visit_folder(w, e.path);
        else
            walk->file(walk->ptr, e.path);
    }
}

/* -- one folder -- */

struct listing {
    DIR *dir;
    AL_VEC(al_str) names;
};

static void close_listing(void *ptr)
{
    struct listing *l = ptr;

    if (l->dir)
        closedir(l->dir);
    l->dir = NULL;
}

static int by_name(const void *a, const void *b)
{
    return al_str_cmp(*(const al_str *)a, *(const al_str *)b);
}

bool al_folder_files(al_arena *arena, const char *folder, al_str **names, size_t *n, const char **why)
{
    struct listing *l = AL_NEW(arena, struct listing);
    const struct dirent *d;
    struct stat st;
    int error = 0;

    al_arena_defer(arena, close_listing, l);
    l->dir = open_folder(arena, folder);
    *names = NULL;
    *n = 0;
    if (!l->dir) {
        *why = al_io_reason(errno);
        return false;
    }
    while ((d = next_entry(l->dir)) && !(error = look_at(&st, l->dir, d->d_name, 0)))
        if (S_ISREG(st.st_mode))
            *al_vec_push(arena, &l->names) = al_str_copy(arena, al_str_of(d->d_name));
    error = error || d ? error : errno;
    close_listing(l);
    if (error) {
        *why = al_io_reason(error);
        return false;
    }
    if (l->names.n > 1)
        qsort(l->names.v, l->names.n, sizeof *l->names.v, by_name);
    *names = l->names.v;
    *n = l->names.n;
    return true;
}
