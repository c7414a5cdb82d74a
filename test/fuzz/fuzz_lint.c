/* SPDX-License-Identifier: MIT */
/* A fuzz target for libFuzzer: everything that is done with an input, from its bytes to the reports. The
 * first byte says what the input is: Bicep, a parameter file, or JSON. Lines "=== NAME" begin other files of
 * its folder, for modules, imports and loads. */
#define _XOPEN_SOURCE 700 /* mkdtemp(), P_tmpdir */

#include "fuzz.h"

#include "armlint.h"

#include <assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* What takes long is done with some inputs only: SARIF has all rules in it, and a folder all files. */
enum { SARIF_EACH = 16, FOLDER_EACH = 8, MEMORY_MOST = 64 * 1024 * 1024, NNAMES = 10 };

static const char *const names[NNAMES] = {
    "main.bicep", "main.bicepparam", "main.json", "a.bicep",          "b.bicep",
    "c.json",     "d.yaml",          "e.txt",     "bicepconfig.json", "main.parameters.json",
};

static char folder[64];
static bool written[NNAMES];

static const char *path_of(size_t name)
{
    static char path[128];

    snprintf(path, sizeof path, "%s/%s", folder, names[name]);
    return path;
}

static void remove_files(void)
{
    for (size_t i = 0; i < NNAMES; i++)
        unlink(path_of(i));
    rmdir(folder);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc;
    (void)argv;
    snprintf(folder, sizeof folder, P_tmpdir "/armlint-fuzz-XXXXXX");
    if (!mkdtemp(folder))
        return -1;
    atexit(remove_files);
    return 0;
}

static void write_file(size_t name, al_str text)
{
    const int fd = open(path_of(name), O_WRONLY | O_CREAT | O_TRUNC, 0600);

    if (fd < 0 || write(fd, text.s, text.n) != (ssize_t)text.n || close(fd) != 0)
        abort();
    written[name] = true;
}

/* Which file a line "=== NAME" begins, or NNAMES. */
static size_t begun_by(al_str line)
{
    size_t i = 0;

    while (i < NNAMES &&
           !(al_str_starts(line, AL_STR("=== ")) && al_str_eq(al_str_from(line, 4), al_str_of(names[i]))))
        i++;
    return i;
}

/* Writes all files, and gives the text of the first. */
static al_str write_files(size_t name, al_str text)
{
    al_str line, rest = text, first = text;
    size_t current = name, from = 0, at = 0;

    for (; al_str_split_next(&line, &rest, '\n'); at += line.n + 1) {
        const size_t next = begun_by(line);
        if (next == NNAMES)
            continue;
        if (from == 0)
            first = al_str_head(text, at);
        if (current != name || from == 0)
            write_file(current, (al_str){text.s + from, at - from});
        current = next;
        from = at + line.n < text.n ? at + line.n + 1 : text.n;
    }
    if (current != name || from == 0)
        write_file(current, al_str_from(text, from));
    return first;
}

static void look_at(char *text)
{
    assert(text);
    free(text);
}

static void check_findings(const al_run *run)
{
    size_t n;
    const struct al_finding *all = al_run_findings(run, &n);

    for (size_t i = 0; i < n; i++) {
        assert(all[i].location.line > 0 && all[i].location.column > 0);
        assert(all[i].location.end_line >= all[i].location.line);
    }
}

static void lint(const struct al_options *options, al_str text, const char *path)
{
    static const struct al_report_options with_excerpt = {.excerpt = true};
    al_run *run = al_run_new(options);
    int status;

    assert(run);
    if (text.n % FOLDER_EACH == 1)
        status = al_run_path(run, folder);
    else
        status = al_run_text(run, text.s, text.n, path);
    assert(status == 0);
    status = al_run_finish(run);
    assert(status == 0);
    check_findings(run);
    look_at(al_run_report(run, "json", NULL));
    look_at(al_run_report(run, "text", &with_excerpt));
    if (text.n % SARIF_EACH == 0)
        look_at(al_run_report(run, "sarif", NULL));
    al_run_free(run);
}

static void evaluate(const struct al_options *options, const char *path)
{
    al_run *run = al_run_new(options);
    int status;

    assert(run);
    free(al_run_graph(run, path, "json", &status));
    free(al_run_outputs(run, path, &status));
    al_run_free(run);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const size_t name = size ? data[0] % 3 : 0;
    const struct al_options options = {.max_memory = MEMORY_MOST, .undetermined = true, .root = folder};
    al_str text;

    if (size == 0)
        return 0;
    text = write_files(name, (al_str){(const char *)data + 1, size - 1});
    lint(&options, text, path_of(name));
    evaluate(&options, path_of(name));
    for (size_t i = 0; i < NNAMES; i++)
        if (written[i])
            unlink(path_of(i));
    memset(written, 0, sizeof written);
    return 0;
}
