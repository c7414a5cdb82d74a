/* SPDX-License-Identifier: MIT */
#include "today.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

static const char *day_of(al_arena *arena, time_t moment)
{
    char text[32];
    struct tm day;

    if (!gmtime_r(&moment, &day) || strftime(text, sizeof text, "%Y-%m-%d", &day) == 0)
        return NULL;
    return al_is_date(text) ? al_str_copy(arena, al_str_of(text)).s : NULL;
}

/* What builds that are to be reproduced take for the time: seconds since 1970. */
static bool source_date(time_t *moment)
{
    const char *text = getenv("SOURCE_DATE_EPOCH");
    long long seconds;
    char *end;

    if (!text || !al_is_digit(*text))
        return false;
    errno = 0;
    seconds = strtoll(text, &end, 10);
    *moment = (time_t)seconds;
    return errno == 0 && *end == '\0' && *moment == seconds;
}

const char *today(const struct options *options)
{
    time_t moment;

    if (options->today)
        return options->today;
    if (source_date(&moment))
        return day_of(options->arena, moment);
    return options->expire ? day_of(options->arena, time(NULL)) : NULL;
}
