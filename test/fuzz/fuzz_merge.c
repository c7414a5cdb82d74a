/* SPDX-License-Identifier: MIT */
/* A fuzz target: SARIF logs that are taken together. What comes out is a log that is merged with nothing
 * unchanged. */
#include "fuzz.h"

#include <stdlib.h>

static const char *const names[] = {"a.sarif", "b.sarif", "c.sarif", NULL};

/* NULL when one of them cannot be taken. */
static al_run *merge(const char *const *paths, size_t n)
{
    const struct al_options options = {.max_memory = FUZZ_MEMORY_MOST, .root = fuzz_scratch()};
    al_run *run = al_run_new(&options);
    const int status = al_run_merge(run, paths, n);

    assert(status == AL_OK || status == AL_EUSAGE || status == AL_EMEMORY || status == AL_ELIMIT);
    if (status == AL_OK)
        return run;
    assert(status != AL_EUSAGE || (al_run_error(run) && al_run_error(run)[0]));
    al_run_free(run);
    return NULL;
}

static void merge_again(char *written)
{
    const char *const path[] = {fuzz_path(names[2])};
    al_run *run;
    char *again;

    fuzz_write(names[2], al_str_of(written));
    run = merge(path, 1);
    if (!run)
        fuzz_wrong("what was written cannot be read", al_str_of(written));
    again = fuzz_report(run, "sarif");
    fuzz_check_same(written, again);
    free(again);
    al_run_free(run);
}

static void run(al_str input)
{
    const char *const paths[] = {fuzz_path(names[0]), fuzz_path(names[1])};
    al_run *merged;
    char *written;

    fuzz_write(names[1], AL_STR(""));
    fuzz_scratch_write(names[0], al_str_from(input, 1));
    merged = merge(paths, 1 + (input.s[0] & 1));
    if (merged) {
        fuzz_check_reports(merged, input);
        written = fuzz_report(merged, "sarif");
        merge_again(written);
        free(written);
    }
    al_run_free(merged);
    fuzz_scratch_clear();
}

static bool (*const mutators[])(struct fuzz_change *change) = {fuzz_mutate_tree, fuzz_mutate_parts, NULL};

const struct fuzz_target fuzz_target = {.run = run, .mutators = mutators, .folder = names};
