/* SPDX-License-Identifier: MIT */
/* The limits of a run, from its options alone: who writes a template must not be able to raise what protects
 * those who check it, and a configuration lies beside the template. */
#include "lint/run.h"

static void set_bytes(uint64_t *limit, const char *name, uint64_t bytes)
{
    size_t n;
    const struct al_limit_info *all = al_limits(&n);

    for (size_t i = 0; i < n && bytes; i++)
        if (strcmp(all[i].name, name) == 0)
            *limit = bytes < all[i].most ? bytes : all[i].most;
}

uint64_t al_run_limit(const al_run *run, const char *name)
{
    size_t n;
    const struct al_limit_info *all = al_limits(&n);

    for (size_t i = 0; i < n; i++)
        if (strcmp(all[i].name, name) == 0)
            return run->limits.v[i];
    return 0;
}

void al_run_set_limits(al_run *run)
{
    const struct al_options *o = &run->options;

    run->limits = al_default_limits;
    set_bytes(&run->limits.v[AL_LIMIT_FILE], "file", o->max_file_size);
    set_bytes(&run->limits.v[AL_LIMIT_MEMORY], "memory", o->max_memory);
    for (const struct al_assignment *l = o->limits; l && l->value && !run->limits_wrong; l++)
        run->limits_wrong = al_limits_set(&run->limits, run->arena, l->name, l->value);
    if (run->limits.v[AL_LIMIT_MEMORY] > SIZE_MAX / 4)
        run->limits.v[AL_LIMIT_MEMORY] = SIZE_MAX / 4;
    run->patterns.limits = &run->limits;
}
