/* SPDX-License-Identifier: MIT */
/* A temporary file is there only while signals that end the program wait: whoever presses ^C finds either the
 * old file or the new one, and nothing beside it. What they wait for is one text that is ready, or one that
 * is being made of what is there: that is never long. */
#include "output.h"
#include "stream.h"

#include "say.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool failed(const char *path)
{
    say("armlint: cannot write %s: %s", path ? path : "standard output", strerror(errno));
    return false;
}

/* -- files -- */

static int open_to_write(const char *path, int flags)
{
    int fd;

    do
        fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY | flags, 0666);
    while (fd < 0 && errno == EINTR);
    return fd;
}

/* Whether it is written or not is known only now. An interrupted close() has closed. */
static bool finish(int fd, bool written)
{
    int error = errno;

    if (close(fd) == 0 || errno == EINTR || !written)
        errno = error;
    else
        written = false;
    return written;
}

static void hold_signals(sigset_t *before)
{
    static const int ending[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGALRM, SIGXCPU, SIGUSR1, SIGUSR2};
    sigset_t these;

    sigemptyset(&these);
    for (size_t i = 0; i < sizeof ending / sizeof ending[0]; i++)
        sigaddset(&these, ending[i]);
    pthread_sigmask(SIG_BLOCK, &these, before);
}

/* What came in the meantime comes now. */
static void let_signals(const sigset_t *before)
{
    int error = errno;

    pthread_sigmask(SIG_SETMASK, before, NULL);
    errno = error;
}

/* Some file systems, mostly of networks, cannot do that, and say so. */
static bool is_on_disk(int fd)
{
    int status;

    do
        status = fsync(fd);
    while (status != 0 && errno == EINTR);
    return status == 0 || errno == EINVAL || errno == ENOSYS || errno == ENOTSUP;
}

/* The permissions that a new file would get; umask() can only be read by setting it. */
static mode_t new_file_mode(void)
{
    mode_t mask = umask(0);

    umask(mask);
    return 0666 & ~mask;
}

/* -- in pieces -- */

/* /dev/null and its like: nobody reads there. */
static bool is_device(int fd)
{
    struct stat st;

    return fstat(fd, &st) == 0 && S_ISCHR(st.st_mode) && !isatty(fd);
}

static bool begin_directly(struct output *out)
{
    out->fd = out->path ? open_to_write(out->path, O_TRUNC) : STDOUT_FILENO;
    out->holds = out->fd >= 0 && !is_device(out->fd);
    return out->fd >= 0 || failed(out->path);
}

static bool begin_beside(struct output *out)
{
    hold_signals(&out->signals);
    snprintf(out->temporary, sizeof out->temporary, "%s.XXXXXX", out->target);
    out->fd = mkstemp(out->temporary);
    if (out->fd < 0) {
        let_signals(&out->signals);
        return failed(out->path);
    }
    /* where permissions cannot be set, they are not worth losing a report for */
    (void)!fchmod(out->fd, out->mode);
    return true;
}

bool output_begin(struct output *out, const char *path)
{
    struct stat st;
    const bool exists = path && stat(path, &st) == 0;

    *out = (struct output){.path = path};
    if (!path || (exists && !S_ISREG(st.st_mode)))
        return begin_directly(out);
    /* A symbolic link stays one: what it points to is replaced. */
    if (exists && !realpath(path, out->target))
        return failed(path);
    if (!exists && snprintf(out->target, sizeof out->target, "%s", path) >= (int)sizeof out->target) {
        errno = ENAMETOOLONG;
        return failed(path);
    }
    out->beside = true;
    out->mode = exists ? st.st_mode & 07777 : new_file_mode();
    return begin_beside(out);
}

static int hold(struct output *out, const char *text, size_t n)
{
    if (out->room - out->n < n) {
        const size_t room = out->n + out->n / 2 + n;
        char *more = room < out->n ? NULL : realloc(out->held, room);
        if (!more)
            return AL_EMEMORY;
        out->held = more;
        out->room = room;
    }
    memcpy(out->held + out->n, text, n);
    out->n += n;
    return 0;
}

static int put(struct output *out, const char *text, size_t n)
{
    if (!out->error && !stream_write(out->fd, text, n))
        out->error = errno;
    return out->error != 0;
}

int output_take(void *ptr, const char *text, size_t n)
{
    struct output *out = ptr;

    return out->holds ? hold(out, text, n) : put(out, text, n);
}

static bool end_directly(struct output *out, bool whole)
{
    bool written;

    if (whole && out->n)
        put(out, out->held, out->n);
    free(out->held);
    errno = out->error;
    written = !out->error || out->error == EPIPE;
    if (out->path)
        written = finish(out->fd, written);
    return written ? whole || out->error : failed(out->path);
}

static bool end_beside(struct output *out, bool whole)
{
    bool written;

    errno = out->error;
    written = finish(out->fd, !out->error && whole && is_on_disk(out->fd)) &&
              rename(out->temporary, out->target) == 0;
    if (!written) {
        out->error = errno;
        unlink(out->temporary);
        errno = out->error;
    }
    let_signals(&out->signals);
    return written || (out->error != 0 && failed(out->path));
}

bool output_end(struct output *out, bool whole)
{
    return out->beside ? end_beside(out, whole) : end_directly(out, whole);
}

/* What is whole already need not be held. */
static bool put_whole(const char *path, const char *text, size_t n)
{
    struct output out;

    if (!output_begin(&out, path))
        return false;
    out.holds = false;
    return output_end(&out, output_take(&out, text, n) == 0);
}

bool output_stdout(const char *text, size_t n)
{
    return put_whole(NULL, text, n);
}

bool output_file(const char *path, const char *text, size_t n)
{
    return put_whole(path, text, n);
}

bool output_new_file(const char *path, const char *text, size_t n)
{
    sigset_t signals;
    bool written;
    int error, fd;

    hold_signals(&signals);
    fd = open_to_write(path, O_EXCL);
    written = fd >= 0 && finish(fd, stream_write(fd, text, n) && is_on_disk(fd));
    error = errno;
    if (fd >= 0 && !written)
        unlink(path);
    let_signals(&signals);
    errno = error;
    if (!written && errno == EEXIST)
        say("armlint: cannot write %s: it is there already", path);
    return written || (errno != EEXIST && failed(path));
}
