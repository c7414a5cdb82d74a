/* SPDX-License-Identifier: MIT */
#include "counts.h"

#include <stdio.h>

bool counts_put(const struct al_summary *s, bool suppressed, const char *before)
{
    const struct {
        size_t n;
        const char *one, *many;
    } counts[] = {
        {s->errors, "error", "errors"},
        {s->warnings, "warning", "warnings"},
        {s->notes, "note", "notes"},
        {s->undetermined, "undetermined", "undetermined"},
        {suppressed ? s->suppressed : 0, "suppressed", "suppressed"},
    };
    bool any = false;

    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        if (counts[i].n == 0)
            continue;
        fprintf(stderr, "%s%zu %s", any ? ", " : before, counts[i].n,
                counts[i].n == 1 ? counts[i].one : counts[i].many);
        any = true;
    }
    return any;
}
