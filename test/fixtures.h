/* SPDX-License-Identifier: MIT */
/* For tests that walk fixtures/rules: what its folders hold, and all the problems instead of the first one. */
#ifndef AL_TEST_FIXTURES_H
#define AL_TEST_FIXTURES_H

#include "test.h"

#include "armlint.h"
#include "base/files.h"
#include "base/vec.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#define FOLDER "fixtures/rules"

enum { FILE_MOST = 1 << 20 };

static unsigned problems;

static inline void problem(const char *format, ...) __attribute__((format(printf, 1, 2)));

static inline void problem(const char *format, ...)
{
    va_list args;

    problems++;
    fputs("# ", stdout);
    va_start(args, format);
    vprintf(format, args);
    va_end(args);
    putchar('\n');
}

/* -- a test body runs inside an arena -- */

struct scope {
    al_arena *arena;
    al_run *run; /* with all rules */
    void (*body)(struct scope *);
};

static inline int call_body(void *ptr)
{
    struct scope *scope = ptr;

    scope->body(scope);
    return 0;
}

static inline void run_body(void (*body)(struct scope *))
{
    static const char *const all[] = {"all", NULL};
    const struct al_options options = {.profiles = all};
    struct scope scope = {al_arena_new(0), al_run_new(&options), body};

    assert_non_null(scope.arena);
    assert_non_null(scope.run);
    problems = 0;
    assert_int_equal(al_arena_try(scope.arena, call_body, &scope), 0);
    al_run_free(scope.run);
    al_arena_free(scope.arena);
    assert_int_equal(problems, 0);
}

/* -- folders -- */

struct names {
    const char **v;
    size_t n, cap;
};

static inline int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static inline struct names list_folder(al_arena *arena, const char *path)
{
    struct names names = {0};
    DIR *dir = opendir(path);
    const struct dirent *entry;

    while (dir && (entry = readdir(dir)))
        if (entry->d_name[0] != '.')
            *al_vec_push(arena, &names) = al_str_cstr(arena, al_str_of(entry->d_name));
    if (dir)
        closedir(dir);
    if (names.n > 1)
        qsort(names.v, names.n, sizeof *names.v, by_name);
    return names;
}

static inline struct names list_fixtures(al_arena *arena, const char *rule)
{
    return list_folder(arena, al_printf(arena, "%s/%s", FOLDER, rule).s);
}

static inline al_str fixture_text(al_arena *arena, const char *path)
{
    al_str text;
    const char *why;

    assert_int_equal(al_file_read(&text, &why, arena, path, FILE_MOST), AL_OK);
    return text;
}

/* Lines "// set: rule.option=value" give options to the rules. */
static inline const struct al_assignment *settings_in(al_arena *arena, al_str text)
{
    static const char mark[] = "// set: ";
    AL_VEC(struct al_assignment) list = {0};
    al_str line, name;

    while (al_str_split_next(&line, &text, '\n')) {
        al_str rest = al_str_starts(line, AL_STR(mark)) ? al_str_from(line, sizeof mark - 1) : AL_STR("");
        if (rest.n && al_str_split_next(&name, &rest, '='))
            *al_vec_push(arena, &list) = (struct al_assignment){al_str_copy(arena, name).s, al_str_copy(arena, rest).s};
    }
    *al_vec_push(arena, &list) = (struct al_assignment){NULL, NULL};
    return list.v;
}

static inline bool is_bicep(const char *name)
{
    return al_str_ends(al_str_of(name), AL_STR(".bicep"));
}

static inline bool is_json(const char *name)
{
    return al_str_ends(al_str_of(name), AL_STR(".json")) &&
           !al_str_ends(al_str_of(name), AL_STR(".parameters.json"));
}

#endif
