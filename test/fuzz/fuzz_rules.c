/* SPDX-License-Identifier: MIT */
/* A fuzz target: a file of rules, over a template that has something for each of its operators. */
#include "fuzz.h"

#include <stdlib.h>

static const char *const names[] = {"rules.json", "main.bicep", NULL};

static const char template_text[] =
    "param p string\nparam l array\n"
    "resource a 'Microsoft.Storage/storageAccounts@2023-01-01' = {\n"
    "  name: 'logs'\n  location: p\n  kind: 'StorageV2'\n  sku: { name: 'Standard_LRS' }\n"
    "  tags: { env: 'test', owner: p }\n"
    "  properties: { minimumTlsVersion: 'TLS1_0', allowBlobPublicAccess: true, n: 7, list: [{ a: 1 }, { a: 2 }], l: l }\n"
    "}\n"
    "resource k 'Microsoft.KeyVault/vaults@2021-10-01' = [for i in range(0, 2): {\n"
    "  name: 'kv${i}'\n  location: 'westeurope'\n  properties: { enabled: i == 0, text: 'a,b', none: null }\n}]\n";

static char *lint(const struct al_options *options, al_str input)
{
    al_run *run = al_run_new(options);
    int status = al_run_load_rules(run, fuzz_path(names[0]));
    char *report = NULL;

    assert(status == AL_OK || status == AL_EUSAGE || status == AL_EMEMORY);
    if (status == AL_EUSAGE)
        assert(al_run_error(run) && al_run_error(run)[0]);
    if (status == AL_OK) {
        status = al_run_path(run, fuzz_path(names[1]));
        assert(status == AL_OK);
        status = al_run_finish(run);
        assert(status == AL_OK);
        fuzz_check_run(run, input);
        report = fuzz_report(run, "json");
    }
    al_run_free(run);
    return report;
}

static void run(al_str input)
{
    static const char *const known[] = {"storage-*", "keyvault-*", NULL}, *const profiles[] = {"all", NULL};
    const struct al_options options = {.exclude = known,
                                       .profiles = profiles,
                                       .undetermined = true,
                                       .no_config = true,
                                       .max_memory = FUZZ_MEMORY_MOST,
                                       .root = fuzz_scratch()};

    fuzz_write(names[1], al_str_of(template_text));
    fuzz_write(names[0], input);
    fuzz_check_report(input, lint, &options);
    fuzz_scratch_clear();
}

static bool (*const mutators[])(struct fuzz_change *change) = {fuzz_mutate_tree, fuzz_mutate_parts, NULL};

const struct fuzz_target fuzz_target = {
    .run = run, .mutators = mutators, .words = fuzz_words_of_lint, .folder = names};
