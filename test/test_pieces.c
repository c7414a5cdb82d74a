/* SPDX-License-Identifier: MIT */
/* Large runs: reports come in pieces, and findings share what they have in common. */
#include "base/index.h"
#include "lint_test.h"

#include <stdlib.h>

enum { FILES = 40, THINGS = 50 };

static const struct al_rule rules[] = {
    {.id = TEST_RULE,
     .title = "Thing is not fine",
     .level = AL_WARNING,
     .type = TEST_TYPE,
     .require = AL_FIELD("properties.ok", AL_EQUALS_TRUE),
     .absent = AL_ABSENT_FAILS,
     .why = "It breaks.",
     .remedy = "Set it."},
    {.id = "test-other",
     .title = "Thing is not good",
     .level = AL_ERROR,
     .type = TEST_TYPE,
     .require = AL_FIELD("properties.deep.good", AL_EQUALS_TRUE),
     .absent = AL_ABSENT_FAILS,
     .why = "It breaks.",
     .remedy = "Set it."},
};

static al_run *new_run(void)
{
    static const char *const only[] = {"test-*", NULL};
    static const struct al_module module = {AL_RULE_ABI, sizeof rules[0], "test", "Test", rules, 2};
    const struct al_options options = {.rules = only, .no_sibling_parameters = true};
    al_run *run = al_run_new(&options);

    assert_non_null(run);
    assert_int_equal(al_run_add_module(run, &module), 0);
    return run;
}

/* A template with many things, a line each, named after the file. */
static void add_file(al_run *run, int number)
{
    char text[THINGS * 256], name[32];
    int n = sprintf(text, "{" SCHEMA ",\"resources\":[");

    for (int i = 0; i < THINGS; i++)
        n += sprintf(
            text + n,
            "%s\n{\"type\":\"" TEST_TYPE
            "\",\"apiVersion\":\"2023-01-01\",\"name\":\"\u00e4%d-%d\",\"properties\":{\"ok\":false}}",
            i ? "," : "", number, i);
    sprintf(text + n, "]}");
    sprintf(name, "%03d.json", number);
    assert_int_equal(al_run_text(run, text, strlen(text), name), 0);
}

static al_run *large_run(void)
{
    al_run *run = new_run();

    for (int i = 0; i < FILES; i++)
        add_file(run, i);
    assert_int_equal(al_run_finish(run), 0);
    return run;
}

/* -- pieces -- */

struct pieces {
    char *text;
    size_t n, count, largest;
    size_t most; /* of them; 0: all */
};

static int take(void *ptr, const char *text, size_t n)
{
    struct pieces *p = ptr;

    if (p->most && p->count == p->most)
        return 77;
    p->text = realloc(p->text, p->n + n + 1);
    assert_non_null(p->text);
    memcpy(p->text + p->n, text, n);
    p->n += n;
    p->text[p->n] = '\0';
    p->count++;
    p->largest = n > p->largest ? n : p->largest;
    return 0;
}

/* What comes in pieces is what comes whole, and no piece is large: but Markdown has a ceiling of its own. */
static void test_pieces(void **state)
{
    al_run *run = large_run();

    (void)state;
    for (const char *const *format = al_formats(); *format; format++) {
        struct pieces all = {0};
        char *whole = al_run_report(run, *format, NULL);
        assert_int_equal(al_run_report_to(run, *format, NULL, take, &all), 0);
        assert_string_equal(all.text, whole);
        assert_true(all.n > (size_t)128 * 1024);
        assert_true(all.largest <= (size_t)64 * 1024 || strcmp(*format, "markdown") == 0);
        free(all.text);
        free(whole);
    }
    al_run_free(run);
}

/* Whoever takes them can say that it is enough, and the run is as before. */
static void test_enough(void **state)
{
    al_run *run = large_run();
    struct pieces few = {.most = 1}, all = {0};

    (void)state;
    assert_int_equal(al_run_report_to(run, "json", NULL, take, &few), 77);
    assert_int_equal(few.count, 1);
    assert_int_equal(al_run_report_to(run, "json", NULL, take, &all), 0);
    assert_memory_equal(few.text, all.text, few.n);
    free(few.text);
    free(all.text);
    al_run_free(run);
}

static void test_no_such_format(void **state)
{
    al_run *run = new_run();

    (void)state;
    assert_int_equal(al_run_finish(run), 0);
    assert_int_equal(al_run_report_to(run, "yaml", NULL, take, NULL), AL_EUSAGE);
    assert_string_equal(al_run_error(run), "there is no such format");
    assert_null(al_run_report(run, "yaml", NULL));
    al_run_free(run);
}

/* -- texts -- */

/* Where texts go by their hash, some get into the way of others: but few. */
static void test_shared(void **state)
{
    al_run *run = large_run();
    size_t n, shared = 0;
    const struct al_finding *all = al_run_findings(run, &n);

    (void)state;
    assert_int_equal(n, 2 * FILES * THINGS);
    for (size_t i = 0; i < n; i += 2) {
        const struct al_finding *a = &all[i], *b = &all[i + 1];
        shared += a->location.file == b->location.file;
        shared += a->source_line == b->source_line;
        shared += a->resource_name == b->resource_name;
        shared += a->resource_type == b->resource_type;
        assert_string_equal(a->resource_name, b->resource_name);
        assert_string_not_equal(a->path, b->path);
    }
    assert_true(shared > n / 2 * 4 * 8 / 10);
    for (size_t i = 0; i < n; i++) {
        const char *property = strcmp(all[i].rule, TEST_RULE) == 0 ? "properties.ok" : "properties.deep.good";
        assert_string_equal(all[i].property, property);
        assert_string_equal(all[i].path + strlen(all[i].path) - strlen(property), property);
    }
    al_run_free(run);
}

/* Also where there are too many for any table, none is told twice, and none is lost. */
static void test_told_once(void **state)
{
    al_run *run = new_run();
    size_t n;

    (void)state;
    for (int twice = 0; twice < 2; twice++)
        for (int i = 0; i < FILES; i++)
            add_file(run, i);
    assert_int_equal(al_run_finish(run), 0);
    al_run_findings(run, &n);
    assert_int_equal(n, 2 * FILES * THINGS);
    al_run_free(run);
}

/* -- tables of numbers -- */

enum { NUMBERS = 20000, HASHES = 5000 };

static bool is_number(const void *ptr, uint32_t number)
{
    return number == *(const uint32_t *)ptr;
}

static int fill(void *ptr)
{
    struct al_index index = {0};
    uint32_t found = 0;

    for (uint32_t i = 0; i < NUMBERS; i++) {
        assert_false(al_index_find(&index, i % HASHES, is_number, &i, &found));
        al_index_add(&index, ptr, i % HASHES, i);
    }
    for (uint32_t i = 0; i < NUMBERS; i++) {
        assert_true(al_index_find(&index, i % HASHES, is_number, &i, &found));
        assert_int_equal(found, i);
    }
    assert_true(al_arena_used(ptr) < (size_t)2 << 20);
    al_index_clear(&index);
    assert_false(al_index_find(&index, 0, is_number, &(uint32_t){0}, &found));
    return AL_OK;
}

/* Several have the same hash. */
static void test_index(void **state)
{
    al_arena *arena = al_arena_new(0);

    (void)state;
    assert_int_equal(al_arena_try(arena, fill, arena), AL_OK);
    al_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pieces),         cmocka_unit_test(test_enough),
        cmocka_unit_test(test_no_such_format), cmocka_unit_test(test_shared),
        cmocka_unit_test(test_told_once),      cmocka_unit_test(test_index),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
