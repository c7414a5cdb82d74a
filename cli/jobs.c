/* SPDX-License-Identifier: MIT */
#include "jobs.h"

#include <stdlib.h>
#include <unistd.h>

enum { MOST = 256, MOST_BY_DEFAULT = 16 };

bool jobs_read(const char *text, unsigned *jobs)
{
    unsigned long n;
    char *end;

    if (!al_is_digit(*text))
        return false;
    n = strtoul(text, &end, 10);
    *jobs = (unsigned)n;
    return *end == '\0' && n >= 1 && n <= MOST;
}

unsigned jobs(const struct options *options)
{
    unsigned n = 1;
    long processors;

    if (options->jobs && jobs_read(options->jobs, &n))
        return n;
    processors = sysconf(_SC_NPROCESSORS_ONLN);
    if (processors > 1)
        n = processors < MOST_BY_DEFAULT ? (unsigned)processors : MOST_BY_DEFAULT;
    return n;
}
