/* SPDX-License-Identifier: MIT */
/* A fuzz target: a configuration, with others that it extends and files of rules, over a folder of two
 * templates. When the first byte is odd it is given with --config, else found. */
#include "fuzz.h"

#include <stdlib.h>

static const char *const names[] = {"armlint.json", "main.bicep",           "other.json", "base.json",
                                    "rules.json",   "main.parameters.json", NULL};

static const char bicep_text[] =
    "// armlint: disable-next-line storage-min-tls -- why not\n"
    "resource a 'Microsoft.Storage/storageAccounts@2023-01-01' = {\n"
    "  name: 'logs'\n  location: 'westeurope'\n  kind: 'StorageV2'\n"
    "  sku: { name: 'Standard_LRS' }\n  tags: { env: 'test' }\n"
    "  properties: { minimumTlsVersion: 'TLS1_0', allowBlobPublicAccess: true }\n}\n";
static const char json_text[] =
    "{\"$schema\":\"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#\","
    "\"contentVersion\":\"1.0.0.0\",\"resources\":[{\"type\":\"Microsoft.Storage/storageAccounts\","
    "\"apiVersion\":\"2023-01-01\",\"name\":\"other\",\"location\":\"westeurope\",\"kind\":\"StorageV2\","
    "\"sku\":{\"name\":\"Standard_GRS\"},\"properties\":{}}]}";

static void check_error(const al_run *run)
{
    assert(al_run_error(run) && al_run_error(run)[0]);
}

/* Whether the configuration can be used. */
static bool show(const struct al_options *options)
{
    al_run *run = al_run_new(options);
    int status = al_run_check_config(run);
    const bool good = status == AL_OK;
    char *text;

    assert(good || status == AL_EUSAGE);
    if (!good)
        check_error(run);
    text = al_run_show_config(run, fuzz_path(names[1]), "text", &status);
    if (text)
        fuzz_check_plain(al_str_of(text));
    free(text);
    al_run_free(run);
    return good;
}

static char *lint(const struct al_options *options, al_str input)
{
    const bool good = show(options);
    al_run *run = al_run_new(options);
    int status = al_run_path(run, fuzz_scratch());
    char *report = NULL;

    if (status == AL_OK)
        status = al_run_finish(run);
    assert(status == AL_OK || (status == AL_EUSAGE && (!good || !options->config)));
    if (status == AL_OK) {
        fuzz_check_run(run, input);
        report = fuzz_report(run, "json");
    } else {
        check_error(run);
    }
    al_run_free(run);
    return report;
}

static void run(al_str input)
{
    const bool given = input.s[0] & 1;
    const struct al_options options = {.config = given ? fuzz_path(names[0]) : NULL,
                                       .today = input.s[0] & 2 ? "2026-11-22" : NULL,
                                       .max_memory = FUZZ_MEMORY_MOST,
                                       .root = fuzz_scratch()};

    fuzz_write(names[1], al_str_of(bicep_text));
    fuzz_write(names[2], al_str_of(json_text));
    fuzz_scratch_write(names[0], al_str_from(input, 1));
    fuzz_check_report(input, lint, &options);
    fuzz_scratch_clear();
}

static bool (*const mutators[])(struct fuzz_change *change) = {fuzz_mutate_tree, fuzz_mutate_parts, NULL};

const struct fuzz_target fuzz_target = {
    .run = run, .mutators = mutators, .words = fuzz_words_of_lint, .folder = names};
