/* SPDX-License-Identifier: MIT */
/* Whoever waits for less than two seconds needs to be told nothing. How many files a folder has is only known
 * when its turn comes, so the total may grow. */
#include "progress.h"

#include "clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const uint64_t PATIENCE = UINT64_C(2000000000), PAUSE = UINT64_C(100000000); /* nanoseconds */

bool progress_fits(void)
{
    const char *term = getenv("TERM");

    return isatty(STDERR_FILENO) && term && strcmp(term, "dumb") != 0;
}

struct progress progress_begin(size_t noperands)
{
    return (struct progress){.start = clock_now(NULL), .after = noperands};
}

void progress_tell(void *ptr, size_t done, size_t total)
{
    struct progress *p = ptr;
    const uint64_t now = clock_now(NULL);

    p->here = total;
    if (now - p->start < PATIENCE || now - p->shown_at < PAUSE)
        return;
    fprintf(stderr, "\r\033[Karmlint: %zu/%zu files", p->before + done, p->before + total + p->after);
    fflush(stderr);
    p->shown_at = now;
    p->visible = true;
}

void progress_next(struct progress *p, size_t n)
{
    p->before += p->here;
    p->here = 0;
    p->after -= n;
}

void progress_end(struct progress *p)
{
    if (p->visible)
        fputs("\r\033[K", stderr);
    p->visible = false;
}
