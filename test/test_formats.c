/* SPDX-License-Identifier: MIT */
/* Reports for machines: what a template says leaves its place in none of them. */
#include "lint_test.h"

#include <cjson/cJSON.h>
#include <stdlib.h>

enum { LONGEST = 4096 };

static const struct al_rule rule = {.id = TEST_RULE,
                                    .title = "Thing is not fine",
                                    .level = AL_WARNING,
                                    .type = TEST_TYPE,
                                    .require = AL_FIELD("properties.ok", AL_EQUALS_TRUE),
                                    .absent = AL_ABSENT_FAILS,
                                    .message = "ok is {value}",
                                    .remedy = "Set it to true | <b>really</b>.",
                                    .why = "It breaks."};

/* A template with one thing; `ok` is JSON. */
static const char *thing(const char *name, const char *ok)
{
    static char text[LONGEST];

    snprintf(text, sizeof text,
             "{" SCHEMA ",\"resources\":[{\"type\":\"" TEST_TYPE
             "\",\"apiVersion\":\"2023-01-01\",\"name\":\"%s\",\"properties\":{\"ok\":%s}}]}",
             name, ok);
    return text;
}

static al_run *new_run(bool undetermined)
{
    static const char *const only[] = {"test-*", NULL};
    static const struct al_module module = {AL_RULE_ABI, sizeof rule, "test", "Test", &rule, 1};
    const struct al_options options = {
        .rules = only, .undetermined = undetermined, .no_sibling_parameters = true};
    al_run *run = al_run_new(&options);

    assert_non_null(run);
    assert_int_equal(al_run_add_module(run, &module), 0);
    return run;
}

static void add(al_run *run, const char *name, const char *text)
{
    assert_int_equal(al_run_text(run, text, strlen(text), name), 0);
}

/* Of a run that has its inputs. The caller frees it. */
static char *report_with(al_run *run, const char *format, const struct al_report_options *options)
{
    char *text;

    assert_int_equal(al_run_finish(run), 0);
    text = al_run_report(run, format, options);
    assert_non_null(text);
    al_run_free(run);
    return text;
}

static char *report_of(const char *format, const char *file, const char *text)
{
    al_run *run = new_run(false);

    add(run, file, text);
    return report_with(run, format, NULL);
}

static void assert_has(const char *text, const char *part)
{
    if (!strstr(text, part))
        print_error("not there: %s\nin:\n%s\n", part, text);
    assert_non_null(strstr(text, part));
}

static void assert_lacks(const char *text, const char *part)
{
    if (strstr(text, part))
        print_error("there: %s\nin:\n%s\n", part, text);
    assert_null(strstr(text, part));
}

static size_t count_of(const char *text, const char *part)
{
    size_t n = 0;

    for (; (text = strstr(text, part)); text += strlen(part))
        n++;
    return n;
}

/* -- hostile text -- */

static void test_hostile(void **state)
{
    static const struct {
        const char *format, *file, *ok; /* ok is JSON */
        const char *has, *lacks;
    } cases[] = {
        {"github", "a.json", "\"x\\n::error::y\"", "::ok is ", "\n::error::y"},
        {"github", "a,b:c%.json", "false", "file=a%2Cb%3Ac%25.json,line=1", NULL},
        {"github", "a.json", "\"100%0A\"", "100%250A", NULL},
        {"junit", "a.json", "\"]]><a b='\\\"&\"", "]]&gt;&lt;a b=&apos;", "<a b"},
        {"junit", "a\"b<.json", "false", "name=\"a&quot;b&lt;.json\"", "b<"},
        {"junit", "a.json", "\"x\\u0001\\uffff\"", "\\uffff", "\1"},
        {"checkstyle", "a\1.json", "false", "name=\"a\\x01.json\"", "\1"},
        {"checkstyle", "a.json", "\"<x y='z'>&\"", "&lt;x y=&apos;z&apos;&gt;&amp;", "<x"},
        {"markdown", "a.json", "\"<img src=x>\"", "&lt;img src=x&gt;", "<img"},
        {"markdown", "a.json", "\"a|b `c` *d*\"", "a\\|b \\`c\\` \\*d\\*", NULL},
        {"markdown", "a.json", "\"[a](javascript:b)\"", "\\[a\\]\\(javascript:b\\)", "](j"},
        {"markdown", "a.json", "\"@team #12\"", "@&#8203;team \\#&#8203;12", "@team"},
        {"markdown", "a.json", "\"https://evil.example www.evil.example\"",
         "https&#58;//evil.example www&#46;evil", NULL},
        {"markdown", "a.json", "\"$x$ <!-- -->\"", "<span>$</span>x<span>$</span>", "<!--"},
        {"markdown", "a\n# b|.json", "false", "### a\\\\x0a\\#&#8203; b\\|.json\n", "\n# b"},
        {"csv", "=cmd.json", "false", "\n'=cmd.json,", "\n=cmd"},
        {"csv", "a,\"b\".json", "false", "\n\"a,\"\"b\"\".json\",", NULL},
        {"gitlab", "a\"b.json", "\"\\\"\\n\"", "\"path\":\"a\\\"b.json\"", "\n\\\""},
    };
    char *text;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        text = report_of(cases[i].format, cases[i].file, thing("t", cases[i].ok));
        assert_has(text, cases[i].has);
        if (cases[i].lacks)
            assert_lacks(text, cases[i].lacks);
        free(text);
    }
}

/* What begins like a formula, in any width, in any field. */
static void test_formulas(void **state)
{
    static const char *const names[] = {"=1+1", "+1", "-1", "@SUM(A1)", "\357\274\235x"};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        char *text = report_of("csv", "a.json", thing(names[i], "false")), field[64];
        snprintf(field, sizeof field, ",'%s,resources[0].properties.ok,", names[i]);
        assert_has(text, field);
        free(text);
    }
}

static void test_no_formulas(void **state)
{
    char *text = report_of("csv", "a.json", thing("a=b", "false"));

    (void)state;
    assert_has(text, ",a=b,");
    assert_int_equal(count_of(text, "\r\n"), 2);
    assert_int_equal(count_of(text, "\n"), 2);
    free(text);
}

/* -- shapes -- */

static void test_junit(void **state)
{
    al_run *run = new_run(true);
    char *text;

    (void)state;
    add(run, "fine.json", thing("t", "true"));
    add(run, "wrong.json", thing("t", "false"));
    add(run, "open.json", thing("t", "\"[newGuid()]\""));
    add(run, "broken.json", "{" SCHEMA ",\"resources\":[}");
    text = report_with(run, "junit", NULL);
    assert_has(text, "<testsuites name=\"armlint\" tests=\"6\" failures=\"1\" errors=\"1\" skipped=\"1\">");
    assert_has(text, "<testsuite name=\"fine.json\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\">");
    assert_has(text, "<testcase name=\"input\" classname=\"fine.json\" file=\"fine.json\" line=\"1\"/>");
    assert_has(text, "<error message=");
    assert_has(text, "<skipped message=");
    assert_has(text, "<failure message=\"ok is false\" type=\"warning\">wrong.json:1:");
    free(text);
}

/* A rule has one case, whose name does not depend on lines. */
static void test_junit_groups(void **state)
{
    static const char two[] =
        "resource x '" TEST_TYPE "@2023-01-01' = {\n  name: 'x'\n  properties: {\n    ok: false\n  }\n}\n"
        "resource y '" TEST_TYPE "@2023-01-01' = {\n  name: 'y'\n  properties: {\n    ok: 1\n  }\n}\n";
    char *text = report_of("junit", "two.bicep", two);

    (void)state;
    assert_has(text, "tests=\"2\" failures=\"1\"");
    assert_int_equal(count_of(text, "name=\"test-rule\""), 1);
    assert_int_equal(count_of(text, "two.bicep:4:"), 1);
    assert_int_equal(count_of(text, "two.bicep:10:"), 1);
    free(text);
}

static void test_suppressed(void **state)
{
    static const char text[] = "resource x '" TEST_TYPE "@2023-01-01' = {\n  name: 'x'\n"
                               "  properties: { ok: false } // armlint: disable test-rule: old <one>\n}\n";
    static const char *const silent[] = {"github", "gitlab", "checkstyle"};
    char *report = report_of("junit", "a.bicep", text);

    (void)state;
    assert_has(report, "<skipped message=\"old &lt;one&gt;\"/>");
    assert_has(report, "failures=\"0\"");
    free(report);
    report = report_of("csv", "a.bicep", text);
    assert_has(report, ",false,true,old <one>,");
    free(report);
    report = report_of("markdown", "a.bicep", text);
    assert_has(report, "| 0 | 0 | 0 | 0 | 1 | 1 | 1 |");
    assert_lacks(report, "ok is false");
    free(report);
    for (size_t i = 0; i < sizeof silent / sizeof silent[0]; i++) {
        report = report_of(silent[i], "a.bicep", text);
        assert_lacks(report, "ok is false");
        free(report);
    }
}

static cJSON *json_of(char *text)
{
    cJSON *json = cJSON_Parse(text);

    assert_non_null(json);
    free(text);
    return json;
}

static const char *text_at(const cJSON *object, const char *key)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));
}

static void test_gitlab(void **state)
{
    cJSON *json = json_of(report_of("gitlab", "./sub/../a.json", thing("t", "false")));
    const cJSON *issue = cJSON_GetArrayItem(json, 0);

    (void)state;
    assert_int_equal(cJSON_GetArraySize(json), 1);
    assert_string_equal(text_at(issue, "check_name"), TEST_RULE);
    assert_string_equal(text_at(issue, "severity"), "major");
    assert_int_equal(strlen(text_at(issue, "fingerprint")), 32);
    assert_string_equal(text_at(cJSON_GetObjectItem(issue, "location"), "path"), "a.json");
    cJSON_Delete(json);
    json = json_of(report_of("gitlab", "a.json", thing("t", "true")));
    assert_int_equal(cJSON_GetArraySize(json), 0);
    cJSON_Delete(json);
}

/* -- SARIF -- */

static char *sarif_for(enum al_sarif_for who, const char *category, const char *file)
{
    const struct al_report_options options = {.sarif_for = who, .category = category};
    al_run *run = new_run(false);

    add(run, file, thing("t", "false"));
    return report_with(run, "sarif", &options);
}

static void test_sarif_consumers(void **state)
{
    static const struct {
        enum al_sarif_for who;
        const char *category, *file, *has, *lacks;
    } cases[] = {
        {AL_SARIF_GITHUB, NULL, "infra/a b.json", "\"uri\":\"infra/a%20b.json\"", "automationDetails"},
        {AL_SARIF_GITHUB, "prod", "a.json", "\"automationDetails\":{\"id\":\"prod/\"}", "\"uri\":\"/"},
        {AL_SARIF_AZDO, NULL, "infra/a b.json", "\"uri\":\"/infra/a%20b.json\"", "\"uri\":\"i"},
        {AL_SARIF_AZDO, NULL, "a.json", "\"automationDetails\":{\"id\":\"armlint/\"}", NULL},
        {AL_SARIF_AZDO, "prod", "a.json", "\"automationDetails\":{\"id\":\"prod/\"}", NULL},
        {AL_SARIF_AZDO, NULL, "../a.json", "\"uri\":\"../a.json\"", "\"uri\":\"/"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *text = sarif_for(cases[i].who, cases[i].category, cases[i].file);
        assert_has(text, cases[i].has);
        if (cases[i].lacks)
            assert_lacks(text, cases[i].lacks);
        cJSON_Delete(json_of(text));
    }
}

/* Four findings: one suppressed, one undecided, and two that matter. */
static al_run *run_of_four(void)
{
    al_run *run = new_run(true);

    add(run, "a.json",
        "// armlint: disable-file test-*: known\n{" SCHEMA ",\"resources\":[{\"type\":\"" TEST_TYPE
        "\",\"apiVersion\":\"2023-01-01\",\"name\":\"t\",\"properties\":{\"ok\":false}}]}");
    add(run, "b.json", thing("t", "\"[deployment().name]\""));
    add(run, "c.json", thing("t", "false"));
    add(run, "d.json", thing("t", "false"));
    assert_int_equal(al_run_finish(run), 0);
    assert_int_equal(finding_count(run), 4);
    return run;
}

/* Code scanning refuses logs that are too long: what matters most is kept. */
static void test_sarif_cap(void **state)
{
    static const struct {
        struct al_report_options how;
        size_t left_out;
        const char *files; /* whose findings are there */
    } cases[] = {
        {{.sarif_most = 0}, 0, "abcd"}, {{.sarif_most = 4}, 0, "abcd"},
        {{.sarif_most = 3}, 1, "bcd"},  {{.sarif_most = 2}, 2, "cd"},
        {{.sarif_most = 1}, 3, "c"},    {{.sarif_most = 1, .sarif_for = AL_SARIF_AZDO}, 0, "abcd"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        al_run *run = run_of_four();
        char *text, uri[] = "?.json\"}";
        assert_int_equal(al_run_sarif_left_out(run, &cases[i].how), cases[i].left_out);
        text = report_with(run, "sarif", &cases[i].how);
        for (*uri = 'a'; *uri <= 'd'; ++*uri)
            assert_int_equal(count_of(text, uri) > 0, strchr(cases[i].files, *uri) != NULL);
        assert_int_equal(count_of(text, "results are left out"), cases[i].left_out > 0);
        cJSON_Delete(json_of(text));
    }
}

/* Of the only finding. */
static void fingerprint_of(char out[33], const char *text)
{
    al_run *run = new_run(false);

    add(run, "a.json", text);
    assert_int_equal(al_run_finish(run), 0);
    assert_int_equal(finding_count(run), 1);
    snprintf(out, 33, "%s", finding_at(run, 0)->fingerprint);
    al_run_free(run);
}

static void test_fingerprints(void **state)
{
    static const char *const same[] = {
        /* moved down; spread over lines; another comment; another thing before it; another value */
        "\n\n\n{" SCHEMA ",\"resources\":[{\"type\":\"" TEST_TYPE
        "\",\"apiVersion\":\"2023-01-01\",\"name\":\"t\",\"properties\":{\"ok\":false}}]}",
        "{" SCHEMA ",\n \"resources\": [\n  {\n   \"type\": \"" TEST_TYPE
        "\",\n   \"apiVersion\": \"2023-01-01\",\n   \"name\": \"t\",\n"
        "   \"properties\": {\n    \"ok\":\n     false\n   }\n  }\n ]\n}",
        "{" SCHEMA
        ",\"resources\":[ /* here */ {\"properties\":{\"ok\":false}, // there\n\"name\":\"t\",\"type\":\"" TEST_TYPE
        "\",\"apiVersion\":\"2024-01-01\"}]}",
        "{" SCHEMA
        ",\"resources\":[{\"type\":\"Other/things\",\"apiVersion\":\"2023-01-01\",\"name\":\"o\"},{\"type\":\"" TEST_TYPE
        "\",\"apiVersion\":\"2023-01-01\",\"name\":\"t\",\"properties\":{\"ok\":false}}]}",
    };
    char first[33], other[33];

    (void)state;
    fingerprint_of(first, thing("t", "false"));
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
        fingerprint_of(other, same[i]);
        assert_string_equal(first, other);
    }
    fingerprint_of(other, thing("u", "false"));
    assert_string_not_equal(first, other);
}

/* -- names -- */

static void test_files(void **state)
{
    al_run *run = new_run(false);
    size_t n;
    const char *const *files;

    (void)state;
    add(run, "b.json", thing("t", "true"));
    add(run, "a.json", thing("t", "false"));
    add(run, "b.json", thing("t", "true"));
    assert_int_equal(al_run_finish(run), 0);
    files = al_run_files(run, &n);
    assert_int_equal(n, 2);
    assert_string_equal(files[0], "a.json");
    assert_string_equal(files[1], "b.json");
    assert_int_equal(al_run_summary(run).files, 2);
    al_run_free(run);
}

/* Every format reports an empty run, and names its base. */
static void test_nothing(void **state)
{
    (void)state;
    for (const char *const *format = al_formats(); *format; format++) {
        const struct al_report_options options = {.base = "/nowhere"};
        char *text = report_with(new_run(false), *format, &options);
        assert_true(strcmp(*format, "text") == 0 || strcmp(*format, "github") == 0 || *text);
        free(text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hostile),      cmocka_unit_test(test_formulas),
        cmocka_unit_test(test_no_formulas),  cmocka_unit_test(test_junit),
        cmocka_unit_test(test_junit_groups), cmocka_unit_test(test_suppressed),
        cmocka_unit_test(test_gitlab),       cmocka_unit_test(test_sarif_consumers),
        cmocka_unit_test(test_sarif_cap),    cmocka_unit_test(test_fingerprints),
        cmocka_unit_test(test_files),        cmocka_unit_test(test_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
