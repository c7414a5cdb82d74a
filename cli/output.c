/* SPDX-License-Identifier: MIT */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool write_all(int fd, const char *text, size_t n)
{
    while (n > 0) {
        ssize_t written = write(fd, text, n);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        text += written;
        n -= (size_t)written;
    }
    return true;
}

static bool failed(const char *path)
{
    fprintf(stderr, "armlint: cannot write %s: %s\n", path, strerror(errno));
    return false;
}

bool output_stdout(const char *text, size_t n)
{
    if (write_all(STDOUT_FILENO, text, n) || errno == EPIPE)
        return true;
    return failed("standard output");
}

static bool write_directly(const char *path, const char *text, size_t n)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    bool fine;

    if (fd < 0)
        return failed(path);
    fine = write_all(fd, text, n) || errno == EPIPE;
    if (!fine)
        failed(path);
    if (close(fd) != 0 && fine)
        fine = failed(path);
    return fine;
}

/* The permissions that a new file would get; umask() can only be read by setting it. */
static mode_t new_file_mode(void)
{
    mode_t mask = umask(0);

    umask(mask);
    return 0666 & ~mask;
}

static bool fill_and_rename(int fd, const char *temporary, const char *path, mode_t mode, const char *text,
                            size_t n)
{
    bool written = write_all(fd, text, n) && fchmod(fd, mode) == 0 && fsync(fd) == 0;
    int error = errno;

    if (close(fd) != 0 && written) {
        written = false;
        error = errno;
    }
    if (written && rename(temporary, path) == 0)
        return true;
    if (!written)
        errno = error;
    failed(path);
    unlink(temporary);
    return false;
}

bool output_file(const char *path, const char *text, size_t n)
{
    char target[PATH_MAX], temporary[PATH_MAX + 8];
    struct stat st;
    bool exists = stat(path, &st) == 0;
    int fd;

    if (exists && !S_ISREG(st.st_mode))
        return write_directly(path, text, n);
    /* A symbolic link stays one: what it points to is replaced. */
    if (exists && !realpath(path, target))
        return failed(path);
    if (!exists && snprintf(target, sizeof target, "%s", path) >= (int)sizeof target) {
        errno = ENAMETOOLONG;
        return failed(path);
    }
    snprintf(temporary, sizeof temporary, "%s.XXXXXX", target);
    fd = mkstemp(temporary);
    if (fd < 0)
        return failed(path);
    return fill_and_rename(fd, temporary, target, exists ? st.st_mode & 07777 : new_file_mode(), text, n);
}
