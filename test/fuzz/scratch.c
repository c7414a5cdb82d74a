/* SPDX-License-Identifier: MIT */
/* A scratch folder for inputs that are several files. It lies in memory where there is such a place. */
#define _XOPEN_SOURCE 700 /* mkdtemp(), P_tmpdir */

#include "fuzz.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAMES_MOST = 16, PATH_MOST = 160 };

static char folder[64];
static bool written[NAMES_MOST];

const char *fuzz_scratch(void)
{
    return folder;
}

/* Which of the names it is, or how many there are. */
static size_t number_of(al_str name)
{
    size_t i = 0;

    while (fuzz_target.folder[i] && !al_str_eq(name, al_str_of(fuzz_target.folder[i])))
        i++;
    assert(i < NAMES_MOST);
    return i;
}

const char *fuzz_path(const char *name)
{
    static char paths[NAMES_MOST][PATH_MOST];
    char *path = paths[number_of(al_str_of(name))];

    snprintf(path, PATH_MOST, "%s/%s", folder, name);
    return path;
}

static void remove_all(void)
{
    for (size_t i = 0; fuzz_target.folder[i]; i++)
        unlink(fuzz_path(fuzz_target.folder[i]));
    rmdir(folder);
}

void fuzz_scratch_make(void)
{
    static const char memory[] = "/dev/shm";

    snprintf(folder, sizeof folder, "%s/armlint-fuzz-XXXXXX", access(memory, W_OK) == 0 ? memory : P_tmpdir);
    if (!mkdtemp(folder))
        abort();
    atexit(remove_all);
}

void fuzz_write(const char *name, al_str text)
{
    const int fd = open(fuzz_path(name), O_WRONLY | O_CREAT | O_TRUNC, 0600);

    if (fd < 0 || write(fd, text.s, text.n) != (ssize_t)text.n || close(fd) != 0)
        abort();
    written[number_of(al_str_of(name))] = true;
}

/* The name in a line "=== NAME", or NULL. */
static const char *begun_by(al_str line)
{
    return al_str_starts(line, AL_STR("=== ")) ? fuzz_target.folder[number_of(al_str_from(line, 4))] : NULL;
}

al_str fuzz_scratch_write(const char *name, al_str input)
{
    al_str line, rest = input, first = {NULL, 0};
    size_t from = 0, at = 0;

    while (al_str_split_next(&line, &rest, '\n')) {
        const char *next = begun_by(line);
        const size_t after = at + line.n < input.n ? at + line.n + 1 : input.n;
        if (next) {
            const al_str text = {input.s + from, at - from};
            fuzz_write(name, text);
            first = first.s ? first : text;
            name = next;
            from = after;
        }
        at = after;
    }
    fuzz_write(name, al_str_from(input, from));
    return first.s ? first : input;
}

void fuzz_scratch_clear(void)
{
    for (size_t i = 0; fuzz_target.folder[i]; i++)
        if (written[i])
            unlink(fuzz_path(fuzz_target.folder[i]));
    memset(written, 0, sizeof written);
}
