/* SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700 /* mkdtemp(), P_tmpdir */

#include "test.h"

#include "base/buf.h"
#include "base/files.h"
#include "base/places.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A scratch folder, which is the current one while a test runs. */
struct scratch {
    al_arena *arena;
    char folder[64];
};

static int set_up(void **state)
{
    static struct scratch scratch;

    scratch.arena = al_arena_new(0);
    snprintf(scratch.folder, sizeof scratch.folder, P_tmpdir "/armlint-files-XXXXXX");
    *state = &scratch;
    return mkdtemp(scratch.folder) && chdir(scratch.folder) == 0 ? 0 : -1;
}

static int tear_down(void **state)
{
    struct scratch *s = *state;
    char command[128];

    al_arena_free(s->arena);
    snprintf(command, sizeof command, "rm -rf %s", s->folder);
    return chdir("/") == 0 && system(command) == 0 ? 0 : -1;
}

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

/* Allocation unwinds to an al_arena_try(): tests run inside one. */
struct call {
    struct scratch *scratch;
    void (*test)(struct scratch *);
};

static int call_test(void *ptr)
{
    struct call *call = ptr;

    call->test(call->scratch);
    return 0;
}

static void in_arena(void **state, void (*test)(struct scratch *))
{
    struct call call = {*state, test};

    assert_int_equal(al_arena_try(call.scratch->arena, call_test, &call), 0);
}

static void check_reading(struct scratch *s)
{
    al_str text;
    const char *why = NULL;

    write_file("a.json", "{}");
    assert_int_equal(al_file_read(&text, &why, s->arena, "a.json", 2), AL_OK);
    assert_string_equal(text.s, "{}");
    assert_int_equal(text.n, 2);
    assert_int_equal(al_file_read(&text, &why, s->arena, "a.json", 1), AL_E_LIMIT);
    assert_int_equal(al_file_read(&text, &why, s->arena, "none", 9), AL_E_IO);
    assert_string_equal(why, "no such file or folder");
    assert_int_equal(al_file_read(&text, &why, s->arena, ".", 9), AL_E_IO);
    assert_string_equal(why, "is a folder");
    assert_int_equal(mkfifo("fifo", 0600), 0);
    assert_int_equal(al_file_read(&text, &why, s->arena, "fifo", 9), AL_E_IO);
    assert_string_equal(why, "not a regular file");
    assert_int_equal(al_file_read(&text, &why, s->arena, "/dev/zero", 9), AL_E_IO);
    write_file("empty", "");
    assert_int_equal(al_file_read(&text, &why, s->arena, "empty", 9), AL_OK);
    assert_int_equal(text.n, 0);
}

static void test_reading(void **state)
{
    in_arena(state, check_reading);
}

struct seen {
    al_arena *arena;
    struct al_buf files;
    size_t troubles;
};

static bool is_json(void *ptr, al_str name)
{
    (void)ptr;
    return al_str_case_ends(name, AL_STR(".json"));
}

static void see_file(void *ptr, const char *folder, al_str name)
{
    struct seen *seen = ptr;

    al_buf_printf(&seen->files, "%s ", al_walk_path(seen->arena, folder, name));
}

static void see_trouble(void *ptr, const char *path, const char *why)
{
    struct seen *seen = ptr;

    (void)path, (void)why;
    seen->troubles++;
}

static void check_walking(struct scratch *s)
{
    struct seen seen = {.arena = s->arena, .files = AL_BUF(s->arena)};
    struct al_walk walk = {&seen, is_json, see_file, see_trouble};

    mkdir("d", 0700);
    mkdir("d/B", 0700);
    mkdir("d/.git", 0700);
    mkdir("d/node_modules", 0700);
    write_file("d/B/x.json", "");
    write_file("d/a.json", "");
    write_file("d/C.JSON", "");
    write_file("d/c.txt", "");
    write_file("d/.hidden.json", "");
    write_file("d/.git/y.json", "");
    write_file("d/node_modules/z.json", "");
    assert_int_equal(symlink("..", "d/B/loop"), 0);
    assert_int_equal(symlink("x.json", "d/B/link.json"), 0);
    al_walk(s->arena, "d", &walk);
    assert_string_equal(seen.files.s, "d/B/x.json d/C.JSON d/a.json ");
    assert_int_equal(seen.troubles, 0);
    al_walk(s->arena, "none", &walk);
    assert_int_equal(seen.troubles, 1);
}

static void test_walking(void **state)
{
    in_arena(state, check_walking);
}

/* What is remembered of folders changes nothing but how often the system is asked. */
static void check_places(struct scratch *s)
{
    static const char *const paths[] = {".",
                                        "p",
                                        "p/in",
                                        "p/in/x.json",
                                        "./p/in/x.json",
                                        "p/in/../in/x.json",
                                        "p/in/",
                                        "p/in/.",
                                        "p/link",
                                        "p/link/x.json",
                                        "p/out/passwd",
                                        "p/in/dead",
                                        "p/in/x.json/y",
                                        "p/none",
                                        "p/in/none",
                                        "p/none/x",
                                        "p/in/loop",
                                        "p/in/loop/x",
                                        "/",
                                        "/dev/null",
                                        "",
                                        "p/link/..",
                                        "p/in//x.json"};
    struct al_places places = {.arena = s->arena};

    mkdir("p", 0700);
    mkdir("p/in", 0700);
    write_file("p/in/x.json", "{}");
    assert_int_equal(symlink("in", "p/link"), 0);
    assert_int_equal(symlink("/etc", "p/out"), 0);
    assert_int_equal(symlink("gone", "p/in/dead"), 0);
    assert_int_equal(symlink("loop", "p/in/loop"), 0);
    for (int round = 0; round < 2; round++)
        for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
            const al_str real = al_path_real(s->arena, paths[i]);
            assert_string_equal(al_places_real(&places, s->arena, paths[i]).s, real.s);
            assert_string_equal(al_places_real(NULL, s->arena, paths[i]).s, real.s);
            assert_int_equal(al_places_is_below(&places, s->arena, paths[i], "p"),
                             al_places_is_below(NULL, s->arena, paths[i], "p"));
        }
    assert_string_equal(al_places_folder(&places, s->arena, AL_STR("")).s, al_path_real(s->arena, ".").s);
    assert_false(al_places_is_below(&places, s->arena, "p/out/passwd", "p"));
}

static void test_places(void **state)
{
    in_arena(state, check_places);
}

/* Longer than any path: no deeper than the stack is. */
static void check_long_places(struct scratch *s)
{
    enum { PARTS = 1000000 };
    struct al_places places = {.arena = s->arena};
    char *path = al_alloc(s->arena, 2 * PARTS + 1);

    for (size_t i = 0; i < PARTS; i++)
        memcpy(path + 2 * i, "a/", 2);
    path[2 * PARTS - 1] = '\0'; /* with a slash behind it, only the system would be asked */
    assert_int_equal(al_places_real(&places, s->arena, path).n, 0);
    assert_int_equal(al_places_folder(&places, s->arena, al_str_of(path)).n, 0);
    assert_int_equal(al_places_real(&places, s->arena, path + 2 * PARTS - 4000).n, 0);
}

static void test_long_places(void **state)
{
    in_arena(state, check_long_places);
}

static void check_paths(struct scratch *s)
{
    static const struct {
        const char *folder, *path, *result;
    } joins[] = {
        {"a", "b.json", "a/b.json"}, {"a/b", "../c", "a/c"}, {"a", "../../c", "../c"}, {"", "./x//y", "x/y"},
        {"a", "/etc/x", "/etc/x"},   {"/", "../x", "/x"},    {"a", "", "a"},           {"", "", "."},
        {"../a", "../b", "../b"},    {"a", "b\\c", "a/b/c"}, {"a", "..", "."},
    };

    for (size_t i = 0; i < sizeof joins / sizeof joins[0]; i++)
        assert_string_equal(al_path_join(s->arena, al_str_of(joins[i].folder), al_str_of(joins[i].path)).s,
                            joins[i].result);
    assert_true(al_str_eq(al_path_folder(AL_STR("a/b.json")), AL_STR("a")));
    assert_true(al_str_eq(al_path_folder(AL_STR("b.json")), AL_STR("")));
    assert_true(al_str_eq(al_path_folder(AL_STR("/b")), AL_STR("/")));
    assert_true(al_str_eq(al_path_name(AL_STR("a/b.json")), AL_STR("b.json")));
}

static void test_paths(void **state)
{
    in_arena(state, check_paths);
}

static void check_listing(struct scratch *s)
{
    const char *why;
    al_str *names;
    size_t n;

    mkdir("in", 0700);
    mkdir("in/folder", 0700);
    write_file("in/b", "");
    write_file("in/a.json", "");
    write_file("in/.hidden", "");
    assert_int_equal(symlink("b", "in/link"), 0);
    assert_int_equal(symlink("folder", "in/other"), 0);
    assert_int_equal(symlink("nowhere", "in/broken"), 0);
    assert_true(al_folder_files(s->arena, "in", &names, &n, &why));
    assert_int_equal(n, 4);
    assert_string_equal(names[0].s, ".hidden");
    assert_string_equal(names[1].s, "a.json");
    assert_string_equal(names[2].s, "b");
    assert_string_equal(names[3].s, "link");
    assert_true(al_folder_files(s->arena, "in/folder", &names, &n, &why));
    assert_int_equal(n, 0);
    assert_false(al_folder_files(s->arena, "none", &names, &n, &why));
    assert_string_equal(why, "no such file or folder");
}

static void test_listing(void **state)
{
    in_arena(state, check_listing);
}

static void check_root(struct scratch *s)
{
    mkdir("in", 0700);
    mkdir("in/deep", 0700);
    mkdir("out", 0700);
    write_file("in/deep/a", "");
    write_file("out/b", "");
    assert_int_equal(symlink("../out/b", "in/escape"), 0);
    assert_true(al_places_is_below(NULL, s->arena, "in/deep/a", "in"));
    assert_true(al_places_is_below(NULL, s->arena, "in", "in"));
    assert_false(al_places_is_below(NULL, s->arena, "in/escape", "in"));
    assert_false(al_places_is_below(NULL, s->arena, "in/none", "in"));
    assert_false(al_places_is_below(NULL, s->arena, "in/../out/b", "in"));
    assert_string_equal(al_path_root(s->arena, "in/deep/a"), al_path_real(s->arena, "in/deep").s);
    mkdir("in/.git", 0700);
    assert_string_equal(al_path_root(s->arena, "in/deep/a"), al_path_real(s->arena, "in").s);
    assert_string_equal(al_path_root(s->arena, "in"), al_path_real(s->arena, "in").s);
}

static void test_root(void **state)
{
    in_arena(state, check_root);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_reading, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_walking, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_listing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_places, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_long_places, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_paths, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_root, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
