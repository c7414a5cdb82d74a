/* SPDX-License-Identifier: MIT */
#include "lint_test.h"

/* A template of one resource per line, each of which the rule finds fault with; comments go in between. */
#define HEAD "{" SCHEMA ",\"resources\":[\n"
#define THING \
    "{\"type\":\"" TEST_TYPE "\",\"apiVersion\":\"2023-01-01\",\"name\":\"x\",\"properties\":{\"a\":1}}"
#define WITH(md) \
    "{\"type\":\"" TEST_TYPE "\",\"apiVersion\":\"2023-01-01\",\"name\":\"x\",\"metadata\":" md "}"
#define TAIL "\n]}"

static const struct al_rule rule = {.id = TEST_RULE,
                                    .title = "Test",
                                    .level = AL_ERROR,
                                    .type = TEST_TYPE,
                                    .require = AL_FIELD("properties.a", AL_EQUALS("2")),
                                    .absent = AL_ABSENT_FAILS,
                                    .aliases = "test-former old-name",
                                    .equivalents = "CKV_1 bicep:no-fault-found"};

struct line {
    const char *text;
    bool suppressed;
    const char *why;
};

static const struct line lines[] = {
    {HEAD THING TAIL, false, NULL},
    {HEAD "// armlint: disable-next-line test-rule\n" THING TAIL, true, NULL},
    {HEAD "// armlint: disable-next-line test-rule: a reason: with a colon\n" THING TAIL, true,
     "a reason: with a colon"},
    {HEAD "/* armlint: disable-next-line other, test-rule: why */\n" THING TAIL, true, "why"},
    {HEAD "//armlint:disable-next-line test-rule\n" THING TAIL, true, NULL},
    {HEAD "// armlint: disable-next-line old-name\n" THING TAIL, true, NULL},
    {HEAD "// armlint: disable-next-line test-*\n" THING TAIL, true, NULL},
    {HEAD "// armlint: disable-next-line other\n" THING TAIL, false, NULL},
    {HEAD "// armlint: disable-next-line\n" THING TAIL, false, NULL},
    {HEAD "// armlint: disable-next-lines test-rule\n" THING TAIL, false, NULL},
    {HEAD "// disable-next-line test-rule\n" THING TAIL, false, NULL},
    {HEAD "// armlint: disable-next-line test-rule\n\n" THING TAIL, false, NULL},
    /* stacked */
    {HEAD
     "// armlint: disable-next-line test-rule: first\n  // armlint: disable-next-line other\n" THING TAIL,
     true, "first"},
    {HEAD "// armlint: disable-next-line test-rule\n// says a person\n" THING TAIL, true, NULL},
    /* same line */
    {HEAD THING " // armlint: disable test-rule: here\n" TAIL, true, "here"},
    {HEAD THING " // armlint: disable other\n" TAIL, false, NULL},
    {HEAD "// armlint: disable test-rule\n" THING TAIL, false, NULL},
    /* metadata */
    {HEAD WITH("{\"armlint\":{\"disable\":[\"test-rule\"],\"reason\":\"why\"}}") TAIL, true, "why"},
    {HEAD WITH("{\"armlint\":{\"disable\":[\"other\"],\"reason\":\"why\"}}") TAIL, false, NULL},
    {HEAD WITH("{\"armlint\":[{\"rule\":\"other\"},{\"rule\":\"test-former\",\"reason\":\"r\"}]}") TAIL, true,
     "r"},
    {HEAD WITH("{\"armlint\":[7,{\"rule\":[]},{\"disable\":\"test-rule\"}]}") TAIL, false, NULL},
    {HEAD WITH("{\"armlint\":true}") TAIL, false, NULL},
};

/* The same in Bicep, which has directives of its own. */
#define BICEP "resource x '" TEST_TYPE "@2023-01-01' = { name: 'x' }"

static const struct line bicep_lines[] = {
    {BICEP, false, NULL},
    {"#disable-next-line test-rule\n" BICEP, true, NULL},
    {"#disable-next-line no-unused-vars test-rule // because\n" BICEP, true, "because"},
    {"#disable-next-line no-fault-found\n" BICEP, true, NULL},
    {"#disable-next-line no-fault\n" BICEP, false, NULL},
    {"#disable-next-line test-rule\n\n" BICEP, false, NULL},
    {"  #disable-next-line test-*\r\n" BICEP, true, NULL},
    {"// armlint: disable-next-line test-rule: why\n" BICEP, true, "why"},
    {BICEP " // armlint: disable test-rule", true, NULL},
    {"#disable-diagnostics test-rule // all of it\n\n\n" BICEP, true, "all of it"},
    {"#disable-diagnostics other test-rule\n#restore-diagnostics other\n" BICEP, true, NULL},
    {"#disable-diagnostics test-rule\n#restore-diagnostics test-rule\n" BICEP, false, NULL},
    {BICEP "\n#disable-diagnostics test-rule", false, NULL},
};

static void check_lines(const struct line *all, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++) {
        al_run *run = lint_named(&rule, all[i].text, name, false);
        const struct al_finding *f = finding_at(run, 0);
        if (f->suppressed != all[i].suppressed)
            print_error("line %zu: %s\n", i, all[i].text);
        assert_int_equal(finding_count(run), 1);
        assert_int_equal(f->suppressed, all[i].suppressed);
        if (all[i].why)
            assert_string_equal(f->justification, all[i].why);
        else
            assert_null(f->justification);
        assert_int_equal(al_run_summary(run).errors, !all[i].suppressed);
        assert_int_equal(al_run_summary(run).suppressed, all[i].suppressed);
        al_run_free(run);
    }
}

static void test_lines(void **state)
{
    (void)state;
    check_lines(lines, sizeof lines / sizeof lines[0], "test.json");
    check_lines(bicep_lines, sizeof bicep_lines / sizeof bicep_lines[0], "test.bicep");
}

/* What could not be checked cannot be waved away. */
static void test_troubles(void **state)
{
    al_run *run = lint_text(&rule,
                            "{" SCHEMA ",\n// armlint: disable-next-line input-*\n\"resources\":[1,\n"
                            "// armlint: disable-next-line input-trailing-comma: generated\n],}",
                            false);
    const struct al_summary summary = al_run_summary(run);

    (void)state;
    assert_true(summary.unchecked);
    assert_int_equal(summary.suppressed, 2); /* both commas */
    al_run_free(run);
}

static void test_template_metadata(void **state)
{
    static const char text[] = "{" SCHEMA ",\"metadata\":{\"armlint\":{\"disable\":[\"template-unused-*\"]}},"
                               "\"parameters\":{\"p\":{\"type\":\"string\"}},\"resources\":[]}";
    static const char *const only[] = {"template-unused-parameter", NULL};
    const struct al_options options = {.rules = only};
    al_run *run = al_run_new(&options);

    (void)state;
    assert_int_equal(al_run_text(run, text, strlen(text), "t.json"), 0);
    assert_int_equal(al_run_finish(run), 0);
    assert_int_equal(finding_count(run), 1);
    assert_true(finding_at(run, 0)->suppressed);
    al_run_free(run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_troubles),
        cmocka_unit_test(test_template_metadata),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
