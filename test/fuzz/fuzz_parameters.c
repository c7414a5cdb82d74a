/* SPDX-License-Identifier: MIT */
/* A fuzz target: parameter files, in JSON or (when the first byte is odd) in Bicep, for a template that has
 * parameters of every sort. */
#include "fuzz.h"

#include <stdlib.h>

static const char *const names[] = {
    "main.bicep", "main.parameters.json", "main.bicepparam", "base.bicepparam", "c.json", "d.yaml", "e.txt",
    NULL};

static const char template_text[] =
    "type shape = { a: string, b: int?, *: bool }\n"
    "@discriminator('k')\n"
    "type kinds = { k: 'x', v: int } | { k: 'y', w: string }\n"
    "param s string\n"
    "@allowed(['a', 'b'])\n"
    "param c string = 'a'\n"
    "@minValue(1)\n@maxValue(9)\n"
    "param n int\n"
    "param b bool = false\n"
    "@minLength(1)\n@maxLength(3)\n"
    "param l string[]\n"
    "param o object?\n"
    "param t shape?\n"
    "param u kinds?\n"
    "param p [int, string]?\n"
    "@secure()\n"
    "param q string = newGuid()\n"
    "resource r 'Microsoft.Storage/storageAccounts@2023-01-01' = [for x in l: {\n"
    "  name: '${s}${x}'\n"
    "  location: c\n"
    "  kind: 'StorageV2'\n"
    "  sku: { name: o.?sku ?? 'Standard_LRS' }\n"
    "  properties: { minimumTlsVersion: t.?a, count: n, flag: b, secret: q, v: p, w: u }\n"
    "}]\n"
    "output o object = { s: s, t: t, p: p, u: u, l: l, n: n }\n";

static char *lint(const struct al_options *options, al_str input)
{
    al_run *run = al_run_new(options);
    const int status = al_run_path(run, fuzz_path(names[0]));
    char *report;

    assert(status == AL_OK || status == AL_EUSAGE);
    if (al_run_finish(run) != AL_OK)
        assert(al_run_error(run));
    fuzz_check_run(run, input);
    report = fuzz_report(run, "json");
    al_run_free(run);
    return report;
}

static void evaluate(const struct al_options *options)
{
    al_run *run = al_run_new(options);
    int status;
    char *text = al_run_outputs(run, fuzz_path(names[0]), &status);

    if (text)
        fuzz_check_json(al_str_of(text));
    free(text);
    al_run_free(run);
}

static void run(al_str input)
{
    static const char *const rules[] = {"storage-*", NULL};
    const char *name = input.s[0] & 1 ? names[2] : names[1];
    const char *const files[] = {fuzz_path(name), NULL};
    const struct al_options options = {.rules = rules,
                                       .parameter_files = files,
                                       .no_sibling_parameters = true,
                                       .no_config = true,
                                       .undetermined = true,
                                       .max_memory = FUZZ_MEMORY_MOST,
                                       .root = fuzz_scratch()};

    fuzz_scratch_write(name, al_str_from(input, 1));
    fuzz_write(names[0], al_str_of(template_text));
    if (fuzz_check_report(input, lint, &options))
        evaluate(&options);
    fuzz_scratch_clear();
}

static bool (*const mutators[])(struct fuzz_change *change) = {fuzz_mutate_parts, fuzz_mutate_tree,
                                                               fuzz_mutate_bicep, NULL};

const struct fuzz_target fuzz_target = {
    .run = run, .mutators = mutators, .words = fuzz_words_of_bicep, .folder = names};
