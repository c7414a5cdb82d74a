/* SPDX-License-Identifier: MIT */
#include "base/suggest.h"

#include <stdint.h>
#include <string.h>

enum { LONGEST = 63 };

static uint8_t least(uint8_t a, uint8_t b, uint8_t c)
{
    uint8_t ab = a < b ? a : b;

    return ab < c ? ab : c;
}

/* Levenshtein distance with one row; both texts are at most LONGEST long. */
static size_t distance(const char *a, const char *b)
{
    uint8_t row[LONGEST + 1];
    size_t n = strlen(b);

    for (size_t k = 0; k <= n; k++)
        row[k] = (uint8_t)k;
    for (size_t i = 0; a[i]; i++) {
        uint8_t diagonal = row[0];
        row[0] = (uint8_t)(i + 1);
        for (size_t k = 0; k < n; k++) {
            uint8_t above = row[k + 1];
            row[k + 1] =
                least((uint8_t)(diagonal + (a[i] != b[k])), (uint8_t)(above + 1), (uint8_t)(row[k] + 1));
            diagonal = above;
        }
    }
    return row[n];
}

struct al_suggestion al_suggest_for(const char *word)
{
    return (struct al_suggestion){.word = word, .distance = strlen(word) / 3 + 2};
}

void al_suggest_offer(struct al_suggestion *s, const char *candidate)
{
    size_t n = strlen(s->word), d;

    if (n > LONGEST || strlen(candidate) > LONGEST)
        return;
    d = n >= 3 && strncmp(candidate, s->word, n) == 0 ? 1 : distance(s->word, candidate);
    if (d < s->distance) {
        s->distance = d;
        s->best = candidate;
    }
}
