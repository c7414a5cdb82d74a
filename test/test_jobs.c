/* SPDX-License-Identifier: MIT */
/* A run of several threads is a run of one: same findings, same order, same counts, with everything that
 * inputs share and that the first of them decides. */
#include "folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { FILES = 40, MOST_JOBS = 5 };

static void write_file(const char *path, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void write_file(const char *path, const char *format, ...)
{
    FILE *f = fopen(path, "w");
    va_list args;

    assert_non_null(f);
    va_start(args, format);
    assert_true(vfprintf(f, format, args) > 0);
    va_end(args);
    fclose(f);
}

/* Each calls the one module, which has findings and idle suppressions, with another name. */
static void write_callers(void)
{
    char path[32];

    for (int i = 0; i < FILES; i++) {
        snprintf(path, sizeof path, "main%02d.bicep", i);
        write_file(
            path,
            "param unused%d string = 'x'\n"
            "module store 'store.bicep' = {\n  name: 'store'\n  params: { name: 'st%02d', small: %s }\n}\n"
            "#disable-next-line storage-https-only // idle\n"
            "resource own 'Microsoft.Storage/storageAccounts@2023-01-01' = {\n  name: 'own%02d'\n"
            "  location: 'westeurope'\n  kind: 'StorageV2'\n  sku: { name: 'Standard_LRS' }\n}\n",
            i, i, i % 7 == 3 ? "true" : "false", i);
    }
}

static void write_all(void)
{
    write_callers();
    write_file("store.bicep", "param name string\nparam small bool\n"
                              "resource st 'Microsoft.Storage/storageAccounts@2023-01-01' = {\n  name: name\n"
                              "  location: 'westeurope'\n  kind: 'StorageV2'\n"
                              "  #disable-next-line storage-geo-redundancy // small ones need it\n"
                              "  sku: { name: small ? 'Standard_LRS' : 'Standard_GRS' }\n"
                              "  properties: {\n    // armlint: disable-next-line storage-https-only: idle\n"
                              "    allowBlobPublicAccess: true\n    allowSharedKeyAccess: !small\n  }\n}\n");
    write_file(
        "main05.parameters.json",
        "{\"$schema\":\"https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#\","
        "\"contentVersion\":\"1.0.0.0\",\"parameters\":{\"unused5\":{\"value\":\"y\"}}}");
    write_file("broken.bicep", "resource x 'Microsoft.Storage/storageAccounts@2023-01-01' = {\n  name: \n");
    write_file("armlint.json",
               "{\"rules\":{\"storage-min-tls\":\"off\"},\"suppressions\":["
               "{\"rule\":\"storage-shared-key-access\",\"name\":\"st00\",\"reason\":\"the first\"},"
               "{\"rule\":\"storage-shared-key-access\",\"name\":\"st10\",\"reason\":\"never the first\"},"
               "{\"rule\":\"storage-*\",\"name\":\"nobody\",\"reason\":\"idle\"}]}");
}

static char *report(const struct al_options *options, unsigned jobs, const char *format)
{
    struct al_options with_jobs = *options;
    al_run *run;
    char *text;

    with_jobs.jobs = jobs;
    with_jobs.root = ".";
    run = al_run_new(&with_jobs);
    assert_non_null(run);
    assert_int_equal(al_run_path(run, "."), 0);
    assert_int_equal(al_run_finish(run), 0);
    text = al_run_report(run, format, NULL);
    assert_non_null(text);
    al_run_free(run);
    return text;
}

static void check_same(const struct al_options *options, const char *format)
{
    char *one = report(options, 1, format);

    assert_true(strlen(one) > 1000);
    for (unsigned jobs = 2; jobs <= MOST_JOBS; jobs++) {
        char *many = report(options, jobs, format);
        assert_string_equal(many, one);
        free(many);
    }
    free(one);
}

static void test_reports_are_the_same(void **state)
{
    static const char *const all[] = {"all", NULL};
    const struct al_options options[] = {
        {0},
        {.merge = true},
        {.no_suppress = true},
        {.profiles = all, .undetermined = true, .baseline_strict = true},
        {.no_sibling_parameters = true, .no_config = true},
    };

    (void)state;
    write_all();
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
        check_same(&options[i], "json");
        check_same(&options[i], "sarif");
    }
}

/* -- naming files rather than a folder -- */

static void test_named_files_are_linted_together(void **state)
{
    const char *paths[FILES + 1];
    char names[FILES][32], *one = NULL;

    (void)state;
    write_all();
    for (int i = 0; i < FILES; i++) {
        snprintf(names[i], sizeof names[i], "main%02d.bicep", i);
        paths[i] = names[i];
    }
    paths[FILES] = "nowhere.bicep";
    for (unsigned jobs = 1; jobs <= MOST_JOBS; jobs++) {
        const struct al_options options = {.jobs = jobs, .root = "."};
        al_run *run = al_run_new(&options);
        char *text;
        assert_int_equal(al_run_paths(run, paths, FILES + 1), 0);
        assert_int_equal(al_run_finish(run), 0);
        assert_true(al_run_summary(run).unchecked);
        assert_int_equal(al_run_summary(run).files, FILES + 2);
        text = al_run_report(run, "json", NULL);
        if (one)
            assert_string_equal(text, one);
        free(jobs == 1 ? NULL : text);
        one = one ? one : text;
        al_run_free(run);
    }
    free(one);
}

/* -- what a thread may not do -- */

struct watch {
    size_t calls, done;
};

static void tell(void *ptr, size_t done, size_t total)
{
    struct watch *w = ptr;

    assert_true(done >= w->done && done <= total);
    *w = (struct watch){w->calls + 1, done};
}

static void test_progress_never_goes_back(void **state)
{
    struct watch watch = {0};
    const struct al_options options = {.jobs = 3, .root = ".", .progress = tell, .progress_ptr = &watch};
    al_run *run = al_run_new(&options);

    (void)state;
    write_all();
    assert_int_equal(al_run_path(run, "."), 0);
    assert_true(watch.calls > 0);
    al_run_free(run);
}

/* Its text is no file: another thread could not read it. */
static void test_texts_and_files_mix(void **state)
{
    static const char *const paths[] = {"main01.bicep", "main02.bicep"};
    const struct al_options options = {.jobs = 2, .root = "."};
    al_run *run = al_run_new(&options);
    const char *text = "param nothing string = 'x'\n";

    (void)state;
    write_all();
    assert_int_equal(al_run_paths(run, paths, 2), 0);
    assert_int_equal(al_run_text(run, text, strlen(text), "text.bicep"), 0);
    assert_int_equal(al_run_paths(run, paths, 2), 0);
    assert_int_equal(al_run_finish(run), 0);
    assert_int_equal(al_run_summary(run).files, 4);
    al_run_free(run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_reports_are_the_same, folder_set_up, folder_tear_down),
        cmocka_unit_test_setup_teardown(test_named_files_are_linted_together, folder_set_up,
                                        folder_tear_down),
        cmocka_unit_test_setup_teardown(test_progress_never_goes_back, folder_set_up, folder_tear_down),
        cmocka_unit_test_setup_teardown(test_texts_and_files_mix, folder_set_up, folder_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
