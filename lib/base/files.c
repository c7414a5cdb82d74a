/* SPDX-License-Identifier: MIT */
/* Descriptors are registered with the arena before anything is allocated while they are open, so that
 * unwinding closes them. */
#define _XOPEN_SOURCE 700 /* realpath() */

#include "base/files.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

const char *al_io_reason(int error)
{
    switch (error) {
    case EACCES: return "permission denied";
    case ENOENT: return "no such file or folder";
    case ENOTDIR: return "a part of the path is not a folder";
    case EISDIR: return "is a folder";
    case ELOOP: return "too many symbolic links";
    case ENAMETOOLONG: return "the path is too long";
    case EMFILE:
    case ENFILE: return "too many open files";
    case EIO: return "input/output error";
    default: return "cannot be read";
    }
}

static int fail(const char **why, int status, const char *text)
{
    *why = text;
    return status;
}

/* -- reading -- */

struct descriptor {
    int fd;
};

static void close_descriptor(void *ptr)
{
    struct descriptor *d = ptr;

    if (d->fd >= 0)
        close(d->fd);
    d->fd = -1;
}

static ssize_t read_some(int fd, char *to, size_t n)
{
    ssize_t got;

    do
        got = read(fd, to, n);
    while (got < 0 && errno == EINTR);
    return got;
}

/* The size is a hint only: the file may grow or shrink while it is read. */
static int read_all(al_str *out, const char **why, al_arena *arena, int fd, size_t hint, uint64_t most)
{
    size_t cap = hint + 1, n = 0;
    char *text = al_alloc(arena, cap + 1);

    for (;;) {
        ssize_t got = read_some(fd, text + n, cap - n);
        if (got < 0)
            return fail(why, AL_E_IO, al_io_reason(errno));
        n += (size_t)got;
        if (n > most)
            return fail(why, AL_E_LIMIT, "it is too large");
        if (got == 0)
            break;
        if (n == cap) {
            char *more = al_alloc(arena, cap * 2 + 1);
            memcpy(more, text, n);
            text = more;
            cap *= 2;
        }
    }
    text[n] = '\0';
    *out = (al_str){text, n};
    return AL_OK;
}

static int open_regular(struct stat *st, const char **why, const char *path)
{
    int fd;

    /* Asked before opening too: opening some devices has effects. */
    if (stat(path, st) < 0)
        return fail(why, -1, al_io_reason(errno));
    if (!S_ISREG(st->st_mode))
        return fail(why, -1, S_ISDIR(st->st_mode) ? "is a folder" : "not a regular file");
    do
        fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    while (fd < 0 && errno == EINTR);
    if (fd < 0)
        return fail(why, -1, al_io_reason(errno));
    if (fstat(fd, st) == 0 && S_ISREG(st->st_mode))
        return fd;
    close(fd);
    return fail(why, -1, "not a regular file");
}

int al_file_read(al_str *out, const char **why, al_arena *arena, const char *path, uint64_t most)
{
    struct descriptor *d = AL_NEW(arena, struct descriptor);
    struct stat st;
    int status;

    d->fd = -1;
    al_arena_defer(arena, close_descriptor, d);
    d->fd = open_regular(&st, why, path);
    if (d->fd < 0)
        return AL_E_IO;
    if ((uint64_t)st.st_size > most)
        status = fail(why, AL_E_LIMIT, "it is too large");
    else
        status = read_all(out, why, arena, d->fd, (size_t)st.st_size, most);
    close_descriptor(d);
    return status;
}

bool al_is_folder(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* -- paths as text -- */

static ptrdiff_t last_slash(al_str path)
{
    for (size_t i = path.n; i > 0; i--)
        if (path.s[i - 1] == '/')
            return (ptrdiff_t)i - 1;
    return -1;
}

al_str al_path_folder(al_str path)
{
    ptrdiff_t slash = last_slash(path);

    return slash == 0 ? AL_STR("/") : al_str_head(path, slash < 0 ? 0 : (size_t)slash);
}

al_str al_path_name(al_str path)
{
    return al_str_from(path, (size_t)(last_slash(path) + 1));
}

/* Appends one part to a path of `n` bytes that has `*depth` parts which ".." may take away; returns its new
 * size. */
static size_t put_part(char *to, size_t n, al_str part, size_t *depth, bool absolute)
{
    bool up = al_str_eq(part, AL_STR(".."));

    if (part.n == 0 || al_str_eq(part, AL_STR(".")))
        return n;
    if (up && *depth > 0) {
        ptrdiff_t slash = last_slash((al_str){to, n});
        --*depth;
        return slash < 0 ? 0 : slash == 0 ? 1 : (size_t)slash;
    }
    if (up && absolute)
        return n;
    if (n > 0 && to[n - 1] != '/')
        to[n++] = '/';
    memcpy(to + n, part.s, part.n);
    *depth += !up;
    return n + part.n;
}

/* Whether there is nothing to take away, as most often. */
static bool is_normal(al_str path)
{
    bool starts = true; /* a part: "." and ".." do so, and names that are no worse for the longer way */

    if (path.n == 0 || (path.n > 1 && path.s[path.n - 1] == '/'))
        return false;
    for (size_t i = 0; i < path.n; i++) {
        if (starts && (path.s[i] == '.' || (path.s[i] == '/' && i > 0)))
            return false;
        starts = path.s[i] == '/';
    }
    return true;
}

al_str al_path_normal(al_arena *arena, al_str path)
{
    bool absolute = path.n && path.s[0] == '/';
    char *to = al_alloc(arena, path.n + 2);
    size_t n = absolute ? 1 : 0, depth = 0;
    al_str part, rest = path.s ? path : AL_STR("");

    if (is_normal(path)) {
        memcpy(to, path.s, path.n);
        to[path.n] = '\0';
        return (al_str){to, path.n};
    }
    to[0] = '/';
    while (al_str_split_next(&part, &rest, '/'))
        n = put_part(to, n, part, &depth, absolute);
    if (n == 0)
        to[n++] = '.';
    to[n] = '\0';
    return (al_str){to, n};
}

al_str al_path_join(al_arena *arena, al_str folder, al_str path)
{
    char *slashed = al_str_cstr(arena, path);

    for (size_t i = 0; i < path.n; i++)
        if (slashed[i] == '\\')
            slashed[i] = '/';
    if (folder.n == 0 || slashed[0] == '/')
        return al_path_normal(arena, (al_str){slashed, path.n});
    return al_path_normal(arena, al_printf(arena, "%.*s/%s", AL_FMT(folder), slashed));
}

/* -- paths on the disk -- */

al_str al_path_real(al_arena *arena, const char *path)
{
    char real[PATH_MAX];

    /* files that may be there mostly are not, which is said sooner than where they would be */
    if (access(path, F_OK) != 0)
        return AL_STR("");
    if (!realpath(path, real)) {
        if (errno == ENOMEM)
            al_arena_throw(arena, AL_E_MEMORY);
        return AL_STR("");
    }
    return al_str_copy(arena, al_str_of(real));
}

bool al_path_is_under(al_str path, al_str folder)
{
    return al_str_eq(path, folder) || al_str_eq(folder, AL_STR("/")) ||
           (folder.n && al_str_starts(path, folder) && path.s[folder.n] == '/');
}

static bool has_entry(al_arena *arena, al_str folder, const char *name)
{
    struct stat st;

    return stat(al_path_join(arena, folder, al_str_of(name)).s, &st) == 0;
}

/* What stands in the top folder of a repository, also of one that was unpacked from an archive. */
static bool is_top(al_arena *arena, al_str folder)
{
    static const char *const names[] = {"LICENSE", "LICENSE.txt", "LICENSE.md",       ".gitignore",
                                        ".github", "azure.yaml",  "bicepconfig.json", ".gitattributes"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (has_entry(arena, folder, names[i]))
            return true;
    return false;
}

const char *al_path_root(al_arena *arena, const char *path)
{
    bool folder = al_is_folder(path);
    al_str start = folder ? al_str_of(path) : al_path_folder(al_str_of(path));
    al_str real = al_path_real(arena, start.n ? al_str_cstr(arena, start) : "."), top = real;

    for (al_str at = real; at.n > 1; at = al_path_folder(at)) {
        if (has_entry(arena, at, ".git"))
            return al_str_cstr(arena, at);
        if (is_top(arena, at))
            top = at;
    }
    return top.n ? al_str_cstr(arena, top) : ".";
}
