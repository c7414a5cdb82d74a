/* SPDX-License-Identifier: MIT */
/* What a run tells of itself: how far it is, and where its time goes by a clock that it is lent. */
#include "folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* Each look at it takes one nanosecond. */
static uint64_t tick(void *ptr)
{
    return ++*(uint64_t *)ptr;
}

struct progress {
    size_t calls, done, total;
};

static void tell(void *ptr, size_t done, size_t total)
{
    struct progress *p = ptr;

    assert_true(done <= total);
    assert_true(p->calls == 0 || done >= p->done);
    *p = (struct progress){p->calls + 1, done, total};
}

static al_run *run_with(const struct al_options *options)
{
    const struct al_module module = {AL_RULE_ABI, sizeof folder_rule, "test", "Test", &folder_rule, 1};
    al_run *run = al_run_new(options);

    assert_non_null(run);
    assert_int_equal(al_run_add_module(run, &module), 0);
    return run;
}

static void lint(al_run *run, const char *text)
{
    assert_int_equal(al_run_text(run, text, strlen(text), "test.bicep"), 0);
    assert_int_equal(al_run_finish(run), 0);
}

static const char *const only[] = {TEST_RULE, NULL};

static void test_times_add_up(void **state)
{
    uint64_t now = 0, sum = 0;
    const struct al_options options = {.rules = only, .clock = tick, .clock_ptr = &now};
    al_run *run = run_with(&options);
    struct al_stats stats;

    (void)state;
    lint(run, THING("false"));
    free(al_run_report(run, "text", NULL));
    stats = al_run_stats(run);
    for (int i = AL_PHASE_READING + 1; i < AL_PHASES; i++)
        assert_true(stats.time[i] > 0);
    for (int i = 0; i < AL_PHASES; i++)
        sum += stats.time[i];
    assert_int_equal(sum, now - 1); /* since the run was made */
    assert_int_equal(stats.nrules, 1);
    assert_string_equal(stats.rules[0].rule->id, TEST_RULE);
    assert_true(stats.rules[0].time > 0);
    al_run_free(run);
}

static void test_nothing_without_a_clock(void **state)
{
    const struct al_options options = {.rules = only};
    al_run *run = run_with(&options);
    struct al_stats stats;

    (void)state;
    lint(run, THING("false"));
    stats = al_run_stats(run);
    for (int i = 0; i < AL_PHASES; i++)
        assert_int_equal(stats.time[i], 0);
    assert_int_equal(stats.nrules, 0);
    al_run_free(run);
}

/* What unwinds, because there is too little memory, leaves the clock where it was. */
static void test_a_limit_stops_no_clock(void **state)
{
    uint64_t now = 0;
    const struct al_options options = {.rules = only, .clock = tick, .clock_ptr = &now, .max_memory = 60000};
    char text[20000];
    al_run *run = run_with(&options);
    struct al_stats before, after;

    (void)state;
    memset(text, '[', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    assert_int_equal(al_run_text(run, text, sizeof text - 1, "test.json"), 0);
    before = al_run_stats(run);
    after = al_run_stats(run);
    assert_int_equal(after.time[AL_PHASE_NONE] - before.time[AL_PHASE_NONE], 1);
    al_run_free(run);
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void test_progress(void **state)
{
    struct progress progress = {0};
    const struct al_options options = {
        .rules = only, .progress = tell, .progress_ptr = &progress, .root = "."};
    al_run *run = run_with(&options);

    (void)state;
    write_file("a.bicep", THING("true"));
    write_file("b.bicep", THING("true"));
    write_file("c.bicep", "module a 'a.bicep' = {\n}\n");
    assert_int_equal(al_run_path(run, "."), 0);
    assert_int_equal(progress.total, 2); /* a.bicep is part of c.bicep */
    assert_int_equal(progress.calls, 2);
    progress = (struct progress){0};
    assert_int_equal(al_run_path(run, "b.bicep"), 0);
    assert_int_equal(progress.total, 1);
    al_run_free(run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_times_add_up),
        cmocka_unit_test(test_nothing_without_a_clock),
        cmocka_unit_test(test_a_limit_stops_no_clock),
        cmocka_unit_test(test_progress),
    };

    return cmocka_run_group_tests_name("stats", tests, folder_set_up, folder_tear_down);
}
