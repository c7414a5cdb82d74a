/* SPDX-License-Identifier: MIT */
/* For tests of what a run makes of the files in a folder. A case is a scratch folder of files, what is named on the
 * command line, and the report as text, which is the same for any number of threads. The rule that runs wants properties.ok of every thing to be true. */
#ifndef AL_TEST_FOLDER_H
#define AL_TEST_FOLDER_H

#include "lint_test.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_FILES = 9, MOST_PATHS = 4 };

/* Texts of JSON files have single quotes for double ones; a text "-> target" makes a symbolic link. */
struct folder_file {
    const char *path, *text;
};

struct folder_case {
    const char *title;
    struct folder_file files[MOST_FILES];
    const char *expect;            /* the report, less "[test-rule]"; or the run's error */
    const char *paths[MOST_PATHS]; /* none: the folder itself */
    struct al_options options;     /* root is the folder, unless it says otherwise */
    const char *stdin_text;        /* is paths[0], not the file of that name */
    const char *fails; /* rules whose findings make the exit status 1, each with a blank before it; NULL: whatever */
    size_t nfiles, nresources;     /* in the summary, when not 0 */
};

#define THING(ok) "resource x '" TEST_TYPE "@2023-01-01' = {\n  name: 'x'\n  properties: { ok: " ok " }\n}\n"
#define JSON_THING(ok) \
    "{'type':'" TEST_TYPE "','apiVersion':'2023-01-01','name':'x','properties':{'ok':" ok "}}"
#define JSON_SCHEMA(sort) \
    "'$schema':'https://schema.management.azure.com/schemas/2019-04-01/" sort ".json#','contentVersion':'1.0.0.0'"
/* A template with a parameter "ok". */
#define JSON_TEMPLATE(more) \
    "{" JSON_SCHEMA("deploymentTemplate") more ",'parameters':{'ok':{'type':'bool','defaultValue':true}}," \
    "'resources':[" JSON_THING("'[parameters(''ok'')]'") "]}"
#define JSON_PARAMETERS(ok) "{" JSON_SCHEMA("deploymentParameters") ",'parameters':{'ok':{'value':" ok "}}}"
#define GENERATOR ",'metadata':{'_generator':{'name':'bicep','version':'0.30.23.60470','templateHash':'1'}}"

static const struct al_rule folder_rule = {.id = TEST_RULE,
                                           .title = "Test",
                                           .level = AL_WARNING,
                                           .type = TEST_TYPE,
                                           .require = AL_FIELD("properties.ok", AL_EQUALS_TRUE),
                                           .absent = AL_ABSENT_FAILS,
                                           .message = "ok is {value}"};

static char folder_scratch[64];
/* Rules that run in place of that one, with the report whole; NULL: none. */
static const struct al_module *folder_module;

static inline int folder_set_up(void **state)
{
    (void)state;
    snprintf(folder_scratch, sizeof folder_scratch, P_tmpdir "/armlint-folder-XXXXXX");
    return mkdtemp(folder_scratch) && chdir(folder_scratch) == 0 && mkdir("case", 0777) == 0 && chdir("case") == 0
               ? 0
               : -1;
}

static inline int folder_tear_down(void **state)
{
    char command[128];

    (void)state;
    snprintf(command, sizeof command, "rm -rf %s", folder_scratch);
    return chdir("/") == 0 && system(command) == 0 ? 0 : -1;
}

static inline void folder_make(const struct folder_file *file)
{
    bool json = strstr(file->path, ".json") != NULL;
    char path[256];
    FILE *f;

    for (size_t i = 0; file->path[i]; i++) {
        if (file->path[i] != '/' || (i > 0 && file->path[i - 1] == '.'))
            continue;
        snprintf(path, sizeof path, "%.*s", (int)i, file->path);
        mkdir(path, 0777);
    }
    if (strncmp(file->text, "-> ", 3) == 0) {
        assert_int_equal(symlink(file->text + 3, file->path), 0);
        return;
    }
    f = fopen(file->path, "w");
    assert_non_null(f);
    for (const char *p = file->text; *p; p++) {
        bool twice = json && p[0] == '\'' && p[1] == '\'';
        putc(json && *p == '\'' && !twice ? '"' : *p, f);
        p += twice;
    }
    fclose(f);
}

static inline size_t folder_count_paths(const struct folder_case *t)
{
    size_t n = 0;

    while (n < MOST_PATHS && t->paths[n])
        n++;
    return n;
}

static inline al_run *folder_run(const struct folder_case *t)
{
    static const char *const here[] = {"."};
    const size_t npaths = folder_count_paths(t), after = t->stdin_text ? 1 : 0;
    static const struct al_module module = {AL_RULE_ABI, sizeof folder_rule, "test", "Test", &folder_rule, 1};
    static const char *const only[] = {"test-*", NULL};
    struct al_options options = t->options;
    al_run *run;

    if (!folder_module)
        options.rules = only;
    options.root = options.root ? options.root : ".";
    run = al_run_new(&options);
    assert_non_null(run);
    assert_int_equal(al_run_add_module(run, folder_module ? folder_module : &module), 0);
    if (al_run_check_config(run) != 0)
        return run;
    if (t->stdin_text)
        assert_int_equal(al_run_text(run, t->stdin_text, strlen(t->stdin_text), t->paths[0]), 0);
    assert_int_equal(npaths ? al_run_paths(run, t->paths + after, npaths - after) : al_run_paths(run, here, 1), 0);
    assert_int_equal(al_run_finish(run), 0);
    return run;
}

static inline void folder_replace(char *text, const char *what, const char *with)
{
    for (char *at; (at = strstr(text, what));) {
        memmove(at + strlen(with), at + strlen(what), strlen(at + strlen(what)) + 1);
        memcpy(at, with, strlen(with));
    }
}

/* The report without what is the same everywhere, the rule's id and where a value came from, and without the name of
 * the scratch folder, which is ROOT. */
static inline void folder_shorten(char *text)
{
    char *to = text, here[256];

    for (char *line = text, *next; *line; line = next) {
        next = strchr(line, '\n') + 1;
        if (strstr(line, "note: the value is given here") && strstr(line, "note: the value is given here") < next)
            continue;
        memmove(to, line, (size_t)(next - line));
        to += next - line;
    }
    *to = '\0';
    folder_replace(text, " [" TEST_RULE "]", "");
    assert_non_null(getcwd(here, sizeof here));
    folder_replace(text, here, "ROOT");
}

static inline bool folder_fails(al_run *run, const char *expect)
{
    char found[512] = "";
    size_t n;
    const struct al_finding *all = al_run_findings(run, &n);

    for (size_t i = 0; i < n; i++)
        if (all[i].fails && !all[i].suppressed)
            snprintf(found + strlen(found), sizeof found - strlen(found), " %s", all[i].rule);
    if (!expect || strcmp(found, expect) == 0)
        return true;
    print_error("failures:%s\n", found);
    return false;
}

static inline bool folder_check(const struct folder_case *t, unsigned jobs)
{
    struct folder_case with_jobs = *t;
    al_run *run;
    struct al_summary summary;
    char *text;
    bool fine;

    with_jobs.options.jobs = jobs;
    run = folder_run(&with_jobs);
    summary = al_run_summary(run);
    text = al_run_error(run) ? strdup(al_run_error(run)) : al_run_report(run, "text", NULL);
    if (!folder_module)
        folder_shorten(text);
    fine = folder_fails(run, t->fails) && strcmp(text, t->expect) == 0;
    if (!fine)
        print_error("%s, %u jobs:\nfound\n%sexpected\n%s", t->title, jobs, text, t->expect);
    if ((t->nfiles && summary.files != t->nfiles) || (t->nresources && summary.resources != t->nresources)) {
        print_error("%s: %zu files, %zu resources\n", t->title, summary.files, summary.resources);
        fine = false;
    }
    free(text);
    al_run_free(run);
    return fine;
}

static inline void folder_run_cases(const struct folder_case *cases, size_t n)
{
    bool failed = false;

    for (size_t i = 0; i < n; i++) {
        assert_int_equal(system("rm -rf ./* ../outside*"), 0);
        for (size_t k = 0; k < MOST_FILES && cases[i].files[k].path; k++)
            folder_make(&cases[i].files[k]);
        for (unsigned jobs = 1; jobs <= 2; jobs++)
            failed |= !folder_check(&cases[i], jobs);
    }
    assert_false(failed);
}

#define FOLDER_CASES(table)                                      \
    static void test_##table(void **state)                       \
    {                                                            \
        (void)state;                                             \
        folder_run_cases(table, sizeof table / sizeof table[0]); \
    }

#endif
