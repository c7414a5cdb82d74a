/* SPDX-License-Identifier: MIT */
#include "stream.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

/* Whether it is worth trying again; waits until it is. */
static bool is_passing(int fd, short events)
{
    struct pollfd wanted = {.fd = fd, .events = events};

    if (errno == EINTR)
        return true;
    if (errno != EAGAIN && errno != EWOULDBLOCK)
        return false;
    return poll(&wanted, 1, -1) >= 0 || errno == EINTR;
}

int stream_open(const char *path)
{
    int fd;

    do
        fd = open(path, O_RDONLY | O_NOCTTY | O_CLOEXEC);
    while (fd < 0 && errno == EINTR);
    return fd;
}

bool stream_read(struct al_buf *text, int fd)
{
    char chunk[STREAM_CHUNK];
    ssize_t n;

    while (!text->cut && (n = read(fd, chunk, sizeof chunk)) != 0) {
        if (n > 0)
            al_buf_put(text, (al_str){chunk, (size_t)n});
        else if (!is_passing(fd, POLLIN))
            return false;
    }
    return true;
}

bool stream_write(int fd, const char *text, size_t n)
{
    while (n > 0) {
        ssize_t written = write(fd, text, n);
        if (written < 0 && !is_passing(fd, POLLOUT))
            return false;
        if (written <= 0)
            continue;
        text += written;
        n -= (size_t)written;
    }
    return true;
}
