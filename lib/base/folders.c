/* SPDX-License-Identifier: MIT */
/* Folders: walking down one, and what one has. Part of what is in them being out of reach is not the same as
 * its not being there. As in files.c unwinding closes what is open. The walk keeps its own stack: folders may
 * be nested deeper than a C stack is. */
#define _DEFAULT_SOURCE /* d_type: most file systems list with the name what it is, and spare asking */

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

enum kind { OTHER, REGULAR, FOLDER, LINK, UNSAID };

/* As the folder has it, where it does. */
static enum kind said_kind(const struct dirent *d)
{
#ifdef DT_REG
    switch (d->d_type) {
    case DT_REG: return REGULAR;
    case DT_DIR: return FOLDER;
    case DT_LNK: return LINK;
    case DT_UNKNOWN: return UNSAID;
    default: return OTHER;
    }
#else
    (void)d;
    return UNSAID;
#endif
}

static enum kind kind_of(const struct stat *st)
{
    return S_ISREG(st->st_mode) ? REGULAR : S_ISDIR(st->st_mode) ? FOLDER : OTHER;
}

/* Whoever may list a folder may not always look at what is in it, which the list alone does not say. */
static int look_through(DIR *dir)
{
    struct stat st;

    return look_at(&st, dir, ".", 0);
}

/* -- walking -- */

struct entry {
    size_t name;      /* in walker.names */
    const char *text; /* the same, while they do not move */
    bool folder;
};

/* A folder some of whose entries are still to be visited. */
struct level {
    const char *path;
    size_t names, entries; /* what was there before it */
};

struct walker {
    al_arena *arena;
    const struct al_walk *walk;
    DIR *dir; /* the one being read */
    AL_VEC(char) names;
    AL_VEC(struct entry) entries; /* the next one last */
    AL_VEC(struct level) levels;
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

const char *al_walk_path(al_arena *arena, const char *folder, al_str name)
{
    size_t n = strlen(folder);
    const char *slash = n && folder[n - 1] == '/' ? "" : "/";

    if (strcmp(folder, ".") == 0)
        return al_str_cstr(arena, name);
    return al_printf(arena, "%s%s%.*s", folder, slash, AL_FMT(name)).s;
}

static void keep_name(struct walker *w, const char *name)
{
    const size_t n = strlen(name) + 1;

    while (w->names.cap - w->names.n < n)
        w->names.v = al_vec_grow(w->arena, w->names.v, w->names.n, &w->names.cap, 1);
    memcpy(w->names.v + w->names.n, name, n);
    w->names.n += n;
}

/* Zero, or an errno. */
static int note_entry(struct walker *w, const struct dirent *d)
{
    enum kind kind = is_skipped(d->d_name) ? OTHER : said_kind(d);
    struct entry entry = {.name = w->names.n};
    struct stat st;
    int error = 0;

    if (kind == UNSAID) {
        error = look_at(&st, w->dir, d->d_name, AT_SYMLINK_NOFOLLOW);
        kind = error ? OTHER : kind_of(&st);
    }
    if (kind != FOLDER && (kind != REGULAR || !w->walk->wanted(w->walk->ptr, al_str_of(d->d_name))))
        return error;
    entry.folder = kind == FOLDER;
    *al_vec_push(w->arena, &w->entries) = entry;
    keep_name(w, d->d_name);
    return error;
}

static int by_name_descending(const void *a, const void *b)
{
    return -strcmp(((const struct entry *)a)->text, ((const struct entry *)b)->text);
}

static void sort_entries(struct walker *w, size_t from)
{
    for (size_t i = from; i < w->entries.n; i++)
        w->entries.v[i].text = w->names.v + w->entries.v[i].name;
    if (w->entries.n > from + 1)
        qsort(w->entries.v + from, w->entries.n - from, sizeof *w->entries.v, by_name_descending);
}

static void say_unreadable(const struct walker *w, const char *path, int error)
{
    if (w->walk->unreadable)
        w->walk->unreadable(w->walk->ptr, path, al_io_reason(error));
}

static void enter_folder(struct walker *w, const char *path)
{
    const struct level level = {path, w->names.n, w->entries.n};
    const struct dirent *d;
    int error;

    w->dir = open_folder(w->arena, path);
    if (!w->dir) {
        say_unreadable(w, path, errno);
        return;
    }
    error = look_through(w->dir);
    while ((d = next_entry(w->dir))) {
        const int bad = note_entry(w, d);
        error = bad ? bad : error;
    }
    error = errno ? errno : error;
    close_folder(w);
    if (error)
        say_unreadable(w, path, error);
    sort_entries(w, level.entries);
    *al_vec_push(w->arena, &w->levels) = level;
}

/* What a folder took is used again once it was visited: what is held is what lies ahead. */
static void leave_folder(struct walker *w)
{
    const struct level *level = &w->levels.v[--w->levels.n];

    w->names.n = level->names;
}

void al_walk(al_arena *arena, const char *folder, const struct al_walk *walk)
{
    struct walker *w = AL_NEW(arena, struct walker);

    w->arena = arena;
    w->walk = walk;
    al_arena_defer(arena, close_folder, w);
    enter_folder(w, folder);
    while (w->levels.n > 0) {
        const struct level *level = &w->levels.v[w->levels.n - 1];
        const struct entry *e;
        if (w->entries.n == level->entries) {
            leave_folder(w);
            continue;
        }
        e = &w->entries.v[--w->entries.n];
        if (e->folder)
            enter_folder(w, al_walk_path(arena, level->path, al_str_of(w->names.v + e->name)));
        else
            walk->file(walk->ptr, level->path, al_str_of(w->names.v + e->name));
    }
}

/* -- one folder -- */

struct listing {
    al_arena *arena;
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

/* Zero, or an errno. */
static int note_name(struct listing *l, const struct dirent *d)
{
    enum kind kind = said_kind(d);
    struct stat st;
    int error = 0;

    if (kind == LINK || kind == UNSAID) {
        error = look_at(&st, l->dir, d->d_name, 0);
        kind = error ? OTHER : kind_of(&st);
    }
    if (kind == REGULAR)
        *al_vec_push(l->arena, &l->names) = al_str_copy(l->arena, al_str_of(d->d_name));
    return error;
}

static int by_name(const void *a, const void *b)
{
    return al_str_cmp(*(const al_str *)a, *(const al_str *)b);
}

bool al_folder_files(al_arena *arena, const char *folder, al_str **names, size_t *n, const char **why)
{
    struct listing *l = AL_NEW(arena, struct listing);
    const struct dirent *d;
    int error;

    l->arena = arena;
    al_arena_defer(arena, close_listing, l);
    l->dir = open_folder(arena, folder);
    *names = NULL;
    *n = 0;
    if (!l->dir) {
        *why = al_io_reason(errno);
        return false;
    }
    error = look_through(l->dir);
    while (!error && (d = next_entry(l->dir)))
        error = note_name(l, d);
    error = error ? error : errno;
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
