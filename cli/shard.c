/* SPDX-License-Identifier: MIT */
#include "shard.h"

#include <stdlib.h>

enum { MOST = 100000 };

static bool read_number(const char **at, unsigned *n)
{
    unsigned long number;
    char *end;

    if (!al_is_digit(**at))
        return false;
    number = strtoul(*at, &end, 10);
    *at = end;
    *n = (unsigned)number;
    return number >= 1 && number <= MOST;
}

bool shard_read(const char *text, struct shard *shard)
{
    return read_number(&text, &shard->k) && *text++ == '/' && read_number(&text, &shard->n) &&
           *text == '\0' && shard->k <= shard->n;
}

struct shard shard(const struct options *options)
{
    struct shard read = {0};

    return options->shard && shard_read(options->shard, &read) ? read : (struct shard){0};
}
