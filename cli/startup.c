/* SPDX-License-Identifier: MIT */
#include "startup.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

/* A file that is opened gets the lowest number that is free: where standard error is closed, messages would
 * end up in a report. So each has something, which refuses what is asked of it as a closed one does. */
static void fill_standard_descriptors(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && errno == EBADF &&
            open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
            _Exit(3); /* with nowhere to say why */
}

void startup(void)
{
    fill_standard_descriptors();
    /* A reader that goes away is an EPIPE like any other, and a file that gets too large an EFBIG: the exit
     * status is to tell about the templates all the same. */
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
}
