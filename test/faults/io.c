/* SPDX-License-Identifier: MIT */
/* Faults of files and streams, for a program that is started with LD_PRELOAD of this. IO_FAULTS has what is
 * to go wrong, separated by blanks:
 *
 *   CALL/NAME/WHAT      every time CALL is used on a file whose path has NAME in it ("" for any; "stdin",
 * "stdout" and "stderr" are names too) CALL/NAME/WHAT/N    only the N-th time
 *
 * CALL is open, read, write, close, fsync, rename, opendir, readdir, stat (which is lstat, fstat and fstatat,
 * too), mkstemp. WHAT is the name of an errno; EINTR and EAGAIN without N come every other time, since they
 * pass. Or:
 *
 *   short               one byte is enough
 *   endless             it never ends: as many blanks as are wanted
 *   vanish, fifo, folder, grow, shrink
 *                       that happens to the file just before
 *   SIGINT, SIGTERM     this signal comes just before
 */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_FAULTS = 16, MOST_FILES = 256, NAME = 64 };

struct fault {
    char call[NAME], path[NAME], what[NAME];
    long nth, seen; /* 0: every time */
};

static struct {
    struct fault faults[MOST_FAULTS];
    size_t nfaults;
    char *paths[MOST_FILES]; /* of open descriptors */
} state;

static const struct {
    const char *name;
    int number;
} errors[] = {{"EIO", EIO},       {"EINTR", EINTR},   {"EAGAIN", EAGAIN}, {"EACCES", EACCES},
              {"ENOENT", ENOENT}, {"ENOSPC", ENOSPC}, {"EDQUOT", EDQUOT}, {"EFBIG", EFBIG},
              {"EPIPE", EPIPE},   {"EMFILE", EMFILE}, {"ENFILE", ENFILE}, {"ELOOP", ELOOP},
              {"EROFS", EROFS},   {"EBADF", EBADF},   {"EINVAL", EINVAL}};
enum { NERRORS = sizeof errors / sizeof errors[0] };

#define NEXT(name) ((__typeof__(&(name)))next(#name))

static void *next(const char *name)
{
    void *f = dlsym(RTLD_NEXT, name);

    if (!f)
        abort();
    return f;
}

/* -- what is asked for -- */

static void part(char *to, char **text)
{
    size_t n = strcspn(*text, "/");

    snprintf(to, NAME, "%.*s", (int)n, *text);
    *text += n + ((*text)[n] == '/');
}

__attribute__((constructor)) static void begin(void)
{
    char *all = getenv("IO_FAULTS"), *rest = NULL, number[NAME];

    signal(SIGINT, SIG_DFL); /* what a shell runs in the background has it ignored */
    all = all ? strdup(all) : NULL;
    for (char *one = all ? strtok_r(all, " ", &rest) : NULL; one && state.nfaults < MOST_FAULTS;
         one = strtok_r(NULL, " ", &rest)) {
        struct fault *f = &state.faults[state.nfaults++];
        part(f->call, &one);
        part(f->path, &one);
        part(f->what, &one);
        part(number, &one);
        f->nth = atol(number);
    }
    free(all);
    if (getenv("IO_FAULTS_HERE")) /* so that the test knows */
        fputs("faults are loaded\n", stderr);
}

static const char *path_of(int fd)
{
    static const char *const standard[] = {"stdin", "stdout", "stderr"};

    if (fd >= 0 && fd < MOST_FILES && state.paths[fd])
        return state.paths[fd];
    return fd >= 0 && fd < 3 ? standard[fd] : "";
}

static int opened(int fd, const char *path)
{
    if (fd >= 0 && fd < MOST_FILES) {
        free(state.paths[fd]);
        state.paths[fd] = strdup(path);
    }
    return fd;
}

static int is_passing(const struct fault *f)
{
    return strcmp(f->what, "EINTR") == 0 || strcmp(f->what, "EAGAIN") == 0;
}

static int is_due(struct fault *f, const char *call, const char *path)
{
    if (strcmp(f->call, call) != 0 || (*f->path && !strstr(path, f->path)))
        return 0;
    f->seen++;
    return f->nth ? f->seen == f->nth : !is_passing(f) || f->seen % 2 == 1;
}

/* -- what happens -- */

static void fill(const char *path, off_t size)
{
    int fd = NEXT(open)(path, O_WRONLY | O_APPEND | O_CLOEXEC);

    while (fd >= 0 && size-- > 0)
        if (NEXT(write)(fd, " ", 1) != 1)
            abort();
    if (fd >= 0)
        NEXT(close)(fd);
}

static void happen(const char *what, const char *path)
{
    if (strcmp(what, "SIGINT") == 0)
        raise(SIGINT);
    else if (strcmp(what, "SIGTERM") == 0)
        raise(SIGTERM);
    else if (strcmp(what, "grow") == 0)
        fill(path, 3000);
    else if (strcmp(what, "shrink") == 0) {
        if (truncate(path, 10) != 0)
            abort();
    } else if (unlink(path) != 0 && rmdir(path) != 0)
        abort(); /* the test is wrong */
    else if (strcmp(what, "fifo") == 0)
        mkfifo(path, 0666);
    else if (strcmp(what, "folder") == 0)
        mkdir(path, 0777);
}

/* True when the call fails, with errno; *what otherwise says what is special about it, or is NULL. */
static int fails(const char **what, const char *call, const char *path)
{
    int error = errno;

    *what = NULL;
    for (size_t i = 0; i < state.nfaults; i++) {
        struct fault *f = &state.faults[i];
        if (!is_due(f, call, path))
            continue;
        for (size_t k = 0; k < NERRORS; k++) {
            if (strcmp(errors[k].name, f->what) == 0) {
                errno = errors[k].number;
                return 1;
            }
        }
        if (strcmp(f->what, "short") == 0 || strcmp(f->what, "endless") == 0)
            *what = f->what;
        else
            happen(f->what, path);
    }
    errno = error;
    return 0;
}

/* -- the calls -- */

/* The headers of libc name parameters in their own way.
 * NOLINTBEGIN(readability-inconsistent-declaration-parameter-name) */

static int opens(const char *path, int flags, mode_t mode)
{
    const char *what;

    if (fails(&what, "open", path))
        return -1;
    return opened(NEXT(open)(path, flags, mode), path);
}

int open(const char *path, int flags, ...)
{
    mode_t mode = 0;
    va_list args;

    va_start(args, flags);
    if (flags & O_CREAT)
        mode = va_arg(args, mode_t);
    va_end(args);
    return opens(path, flags, mode);
}

int mkstemp(char *path)
{
    const char *what;

    if (fails(&what, "mkstemp", path))
        return -1;
    return opened(NEXT(mkstemp)(path), path);
}

ssize_t read(int fd, void *to, size_t n)
{
    const char *what;

    if (fails(&what, "read", path_of(fd)))
        return -1;
    if (what && strcmp(what, "endless") == 0)
        return memset(to, ' ', n) ? (ssize_t)n : -1;
    return NEXT(read)(fd, to, what && n ? 1 : n);
}

ssize_t write(int fd, const void *from, size_t n)
{
    const char *what;

    if (fails(&what, "write", path_of(fd)))
        return -1;
    return NEXT(write)(fd, from, what && n ? 1 : n);
}

int fsync(int fd)
{
    const char *what;

    return fails(&what, "fsync", path_of(fd)) ? -1 : NEXT(fsync)(fd);
}

int close(int fd)
{
    const char *what;
    int failing = fails(&what, "close", path_of(fd)), error = errno, status = NEXT(close)(fd);

    if (fd >= 0 && fd < MOST_FILES) {
        free(state.paths[fd]);
        state.paths[fd] = NULL;
    }
    errno = failing ? error : errno;
    return failing ? -1 : status;
}

int rename(const char *from, const char *to)
{
    const char *what;

    return fails(&what, "rename", to) ? -1 : NEXT(rename)(from, to);
}

DIR *opendir(const char *path)
{
    const char *what;
    DIR *dir = fails(&what, "opendir", path) ? NULL : NEXT(opendir)(path);

    if (dir)
        opened(dirfd(dir), path);
    return dir;
}

struct dirent *readdir(DIR *dir)
{
    const char *what;

    return fails(&what, "readdir", path_of(dirfd(dir))) ? NULL : NEXT(readdir)(dir);
}

int stat(const char *path, struct stat *st)
{
    const char *what;

    return fails(&what, "stat", path) ? -1 : NEXT(stat)(path, st);
}

int lstat(const char *path, struct stat *st)
{
    const char *what;

    return fails(&what, "stat", path) ? -1 : NEXT(lstat)(path, st);
}

int fstat(int fd, struct stat *st)
{
    const char *what;

    return fails(&what, "stat", path_of(fd)) ? -1 : NEXT(fstat)(fd, st);
}

int fstatat(int at, const char *path, struct stat *st, int flags)
{
    const char *what, *name = strcmp(path, ".") == 0 ? path_of(at) : path;

    return fails(&what, "stat", name) ? -1 : NEXT(fstatat)(at, path, st, flags);
}

/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
