/* SPDX-License-Identifier: MIT */
/* A temporary file is there only while signals that end the program wait: whoever presses ^C finds either the
 * old file or the new one, and nothing beside it. What they wait for is one text that is ready, so it is
 * never long. */
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
    say("armlint: cannot write %s: %s", path, strerror(errno));
    return false;
}

bool output_stdout(const char *text, size_t n)
{
    if (stream_write(STDOUT_FILENO, text, n) || errno == EPIPE)
        return true;
    return failed("standard output");
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

static bool write_directly(const char *path, const char *text, size_t n)
{
    int fd = open_to_write(path, O_TRUNC);

    if (fd < 0)
        return failed(path);
    return finish(fd, stream_write(fd, text, n) || errno == EPIPE) || failed(path);
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

static bool replace(const char *path, mode_t mode, const char *text, size_t n)
{
    char temporary[PATH_MAX + 8];
    int error, fd;
    bool written;

    snprintf(temporary, sizeof temporary, "%s.XXXXXX", path);
    fd = mkstemp(temporary);
    if (fd < 0)
        return false;
    /* where permissions cannot be set, they are not worth losing a report for */
    (void)!fchmod(fd, mode);
    written = finish(fd, stream_write(fd, text, n) && is_on_disk(fd));
    if (written && rename(temporary, path) == 0)
        return true;
    error = errno;
    unlink(temporary);
    errno = error;
    return false;
}

bool output_file(const char *path, const char *text, size_t n)
{
    char target[PATH_MAX];
    sigset_t signals;
    struct stat st;
    bool exists = stat(path, &st) == 0, written;

    if (exists && !S_ISREG(st.st_mode))
        return write_directly(path, text, n);
    /* A symbolic link stays one: what it points to is replaced. */
    if (exists && !realpath(path, target))
        return failed(path);
    if (!exists && snprintf(target, sizeof target, "%s", path) >= (int)sizeof target) {
        errno = ENAMETOOLONG;
        return failed(path);
    }
    hold_signals(&signals);
    written = replace(target, exists ? st.st_mode & 07777 : new_file_mode(), text, n);
    let_signals(&signals);
    return written || failed(path);
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
