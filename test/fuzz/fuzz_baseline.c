/* SPDX-License-Identifier: MIT */
/* A fuzz target: a baseline of either form. What can be read is written again, and says the same then. */
#include "fuzz.h"

#include <stdlib.h>

static const char *const names[] = {"known.txt", "again.txt", "main.bicep", NULL};

static const char template_text[] =
    "resource a 'Microsoft.Storage/storageAccounts@2023-01-01' = {\n"
    "  name: 'logs'\n  location: 'westeurope'\n  kind: 'StorageV2'\n"
    "  sku: { name: 'Standard_LRS' }\n"
    "  properties: { minimumTlsVersion: 'TLS1_0', allowBlobPublicAccess: true }\n}\n";

/* With that baseline, or NULL when it cannot be read. */
static al_run *lint(const char *baseline, bool strict)
{
    static const char *const rules[] = {"storage-*", NULL};
    const struct al_options options = {.rules = rules,
                                       .no_config = true,
                                       .baseline_strict = strict,
                                       .max_memory = FUZZ_MEMORY_MOST,
                                       .root = fuzz_scratch()};
    al_run *run = al_run_new(&options);
    int status = al_run_baseline(run, fuzz_path(baseline));

    assert(status == AL_OK || status == AL_EUSAGE || status == AL_EMEMORY);
    if (status != AL_OK) {
        if (status == AL_EUSAGE)
            assert(al_run_error(run) && al_run_error(run)[0]);
        al_run_free(run);
        return NULL;
    }
    status = al_run_path(run, fuzz_path(names[2]));
    assert(status == AL_OK);
    status = al_run_finish(run);
    assert(status == AL_OK);
    return run;
}

static void check_known(const struct al_finding *all, size_t n)
{
    for (size_t i = 0; i < n; i++)
        assert(all[i].rule && all[i].location.file && strlen(all[i].fingerprint) == 32);
}

/* What was written of a run knows all that it has found, and nothing that is gone. */
static void check_again(const al_run *again)
{
    size_t n;
    const struct al_finding *all = again ? al_run_findings(again, &n) : NULL;

    assert(again && al_run_summary(again).absent == 0);
    for (size_t i = 0; i < n; i++)
        assert(all[i].baseline == AL_BASELINE_UNCHANGED || all[i].suppressed || all[i].fatal);
}

static void run(al_str input)
{
    const bool strict = input.s[0] & 1;
    al_run *first, *again;
    char *written;
    size_t n;

    fuzz_write(names[2], al_str_of(template_text));
    fuzz_write(names[0], al_str_from(input, 1));
    first = lint(names[0], strict);
    if (first) {
        fuzz_check_run(first, input);
        check_known(al_run_absent(first, &n), n);
        check_known(al_run_unasked(first, &n), n);
        written = fuzz_report(first, fuzz_one_in(input, 8, 11) ? "sarif" : "baseline");
        fuzz_write(names[1], al_str_of(written));
        again = lint(names[1], strict);
        check_again(again);
        free(written);
        al_run_free(again);
    }
    al_run_free(first);
    fuzz_scratch_clear();
}

static bool (*const mutators[])(struct fuzz_change *change) = {fuzz_mutate_parts, fuzz_mutate_tree, NULL};

const struct fuzz_target fuzz_target = {.run = run, .mutators = mutators, .folder = names};
