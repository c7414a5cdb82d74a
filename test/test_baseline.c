/* SPDX-License-Identifier: MIT */
/* Baselines: what makes a finding the known one, what is gone, and what is refused. A case is two states of a
 * folder: the baseline is made of the first, in both forms, and compared with the second. */
#include "folder.h"

#define THING_OF(name, ok) \
    "resource " name " '" TEST_TYPE "@2023-01-01' = {\n  name: '" name "'\n  properties: { ok: " ok " }\n}\n"
#define MOVED_THING(name, ok)                                                          \
    "// moved\n\nresource   " name "   '" TEST_TYPE "@2023-01-01' = {\n  name: '" name \
    "'\n\n  properties: {\n    ok: " ok "\n  }\n}\n"

enum { FILES = 3 };

struct change {
    const char *title;
    struct folder_file before[FILES], after[FILES];
    const char *paths[2]; /* of the second run; none: the folder */
    size_t nnew, nunchanged, nabsent;
    struct al_options options;
    size_t nstrict; /* new ones when it is strict */
};

static const struct change changes[] = {
    {.title = "nothing", .before = {{"a.bicep", THING_OF("x", "false")}}, .nunchanged = 1},
    {.title = "lines moved and blanks changed",
     .before = {{"a.bicep", THING_OF("x", "false")}},
     .after = {{"a.bicep", MOVED_THING("x", "false")}},
     .nunchanged = 1},
    {.title = "mended",
     .before = {{"a.bicep", THING_OF("x", "false")}},
     .after = {{"a.bicep", THING_OF("x", "true")}},
     .nabsent = 1},
    {.title = "another resource",
     .before = {{"a.bicep", THING_OF("x", "false")}},
     .after = {{"a.bicep", THING_OF("y", "false") THING_OF("x", "false")}},
     .nnew = 1,
     .nunchanged = 1,
     .nstrict = 1},
    {.title = "the same name in another file",
     .before = {{"a.bicep", THING_OF("x", "false")}},
     .after = {{"a.bicep", THING_OF("x", "false")}, {"b.bicep", THING_OF("x", "false")}},
     .nnew = 1,
     .nunchanged = 1,
     .nstrict = 1},
    {.title = "moved to another file",
     .before = {{"a.bicep", THING_OF("x", "false")}},
     .after = {{"a.bicep", "\n"}, {"b.bicep", THING_OF("x", "false")}},
     .nnew = 1,
     .nabsent = 1,
     .nstrict = 1},
    {.title = "the resource has changed",
     .before = {{"a.bicep", THING_OF("x", "false")}},
     .after = {{"a.bicep", "resource x '" TEST_TYPE "@2023-01-01' = {\n  name: 'x'\n  kind: 'k'\n"
                           "  properties: { ok: false }\n}\n"}},
     .nunchanged = 1,
     .nstrict = 1},
    {.title = "a file that was not looked at",
     .before = {{"a.bicep", THING_OF("x", "false")}, {"b.bicep", THING_OF("x", "false")}},
     .after = {{"a.bicep", THING_OF("x", "true")}, {"b.bicep", THING_OF("x", "true")}},
     .paths = {"a.bicep"},
     .nabsent = 1},
    {.title = "a file that is no more",
     .before = {{"a.bicep", THING_OF("x", "false")}, {"b.bicep", THING_OF("x", "false")}},
     .after = {{"b.bicep", THING_OF("x", "false")}},
     .nunchanged = 1},
    {.title = "a file that cannot be checked",
     .before = {{"a.bicep", THING_OF("x", "false")}},
     .after = {{"a.bicep", "resource x\n"}},
     .nnew = 1,
     .nstrict = 1},
    {.title = "twice, then once",
     .before = {{"a.json", "{" JSON_SCHEMA("deploymentTemplate") ",'resources':[" JSON_THING("0") "]}"},
                {"d/a.json", "{" JSON_SCHEMA("deploymentTemplate") ",'resources':[" JSON_THING("0") "]}"}},
     .after = {{"a.json", "{" JSON_SCHEMA("deploymentTemplate") ",\n'resources':[\n" JSON_THING("0") "]}"},
               {"d/a.json", "{" JSON_SCHEMA("deploymentTemplate") ",'resources':[" JSON_THING("true") "]}"}},
     .nunchanged = 1,
     .nabsent = 1},
    {.title = "suppressed in the meantime",
     .before = {{"a.bicep", THING_OF("x", "false")}},
     .after = {{"a.bicep", "// armlint: disable-file test-rule\n" THING_OF("x", "false")}}},
    {.title = "suppressed before: that is no reason to bear it now",
     .before = {{"a.bicep", "// armlint: disable-file test-rule\n" THING_OF("x", "false")}},
     .after = {{"a.bicep", THING_OF("x", "false")}},
     .nnew = 1,
     .nstrict = 1},
    {.title = "not decided",
     .before = {{"a.bicep", "param p bool\n" THING_OF("x", "p")}},
     .nunchanged = 1,
     .options = {.undetermined = true}},
    {.title = "decided by now: who knows of a doubt has not accepted the fault",
     .before = {{"a.bicep", "param p bool\n" THING_OF("x", "p")}},
     .after = {{"a.bicep", "param p bool = false\n" THING_OF("x", "p")}},
     .nnew = 1,
     .nabsent = 1,
     .options = {.undetermined = true},
     .nstrict = 1},
    {.title = "with odd names",
     .before = {{"a b%.bicep", "resource x '" TEST_TYPE "@2023-01-01' = {\n  name: 'a\\tb\\\\c d'\n}\n"}},
     .nunchanged = 1},
    {.title = "without findings", .before = {{"a.bicep", THING_OF("x", "true")}}},
};

static al_run *begin(const struct change *c, bool strict)
{
    static const struct al_module module = {AL_RULE_ABI, sizeof folder_rule, "test", "Test", &folder_rule, 1};
    static const char *const only[] = {"test-*", NULL};
    struct al_options options = c->options;
    al_run *run;

    options.rules = only;
    options.root = ".";
    options.baseline_strict = strict;
    run = al_run_new(&options);
    assert_non_null(run);
    assert_int_equal(al_run_add_module(run, &module), 0);
    return run;
}

static void lint_into(al_run *run, const char *const *paths)
{
    static const char *const here[] = {".", NULL};

    for (paths = paths[0] ? paths : here; *paths; paths++)
        assert_int_equal(al_run_path(run, *paths), 0);
    assert_int_equal(al_run_finish(run), 0);
}

static void make_files(const struct folder_file *files)
{
    assert_int_equal(system("rm -rf ./*"), 0);
    for (size_t i = 0; i < FILES && files[i].path; i++)
        folder_make(&files[i]);
}

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

/* The baseline lies beside the folder. */
static void make_baseline(const struct change *c, const char *format, bool strict)
{
    static const char *const everything[] = {NULL};
    al_run *run = begin(c, strict);
    char *text;

    make_files(c->before);
    lint_into(run, everything);
    text = al_run_report(run, format, NULL);
    assert_non_null(text);
    write_file("../outside", text);
    free(text);
    al_run_free(run);
}

static bool check_change(const struct change *c, const char *format, bool strict)
{
    al_run *run;
    struct al_summary s;
    size_t nnew, expected = strict ? c->nstrict : c->nnew, unchanged;
    bool fine;

    make_baseline(c, format, strict);
    run = begin(c, strict);
    if (c->after[0].path)
        make_files(c->after);
    assert_int_equal(al_run_baseline(run, "../outside"), 0);
    lint_into(run, c->paths);
    s = al_run_summary(run);
    nnew = s.errors + s.warnings + s.notes + s.undetermined;
    unchanged = c->nunchanged + c->nnew - expected;
    fine = s.has_baseline && nnew == expected && s.unchanged == unchanged && s.absent == c->nabsent;
    if (!fine)
        print_error("%s (%s%s): %zu new, %zu unchanged, %zu absent\n", c->title, format,
                    strict ? ", strict" : "", nnew, s.unchanged, s.absent);
    al_run_free(run);
    return fine;
}

static void test_changes(void **state)
{
    static const char *const formats[] = {"baseline", "sarif"};
    bool fine = true;

    (void)state;
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++)
        for (size_t k = 0; k < 4; k++)
            fine &= check_change(&changes[i], formats[k % 2], k >= 2);
    assert_true(fine);
}

/* -- what is gone, and what is kept -- */

static void test_absent(void **state)
{
    static const struct change c = {
        .before = {{"a.bicep", THING_OF("x", "false")}, {"b.bicep", THING_OF("y", "false")}}};
    static const char *const paths[] = {"a.bicep", NULL};
    const struct al_finding *gone, *rest;
    size_t n;
    al_run *run;
    char *text;

    (void)state;
    make_baseline(&c, "baseline", false);
    write_file("a.bicep", "\n" THING_OF("z", "false"));
    run = begin(&c, false);
    assert_int_equal(al_run_baseline(run, "../outside"), 0);
    lint_into(run, paths);
    gone = al_run_absent(run, &n);
    assert_int_equal(n, 1);
    assert_int_equal(gone->baseline, AL_BASELINE_ABSENT);
    assert_string_equal(gone->rule, TEST_RULE);
    assert_string_equal(gone->location.file, "a.bicep");
    assert_string_equal(gone->resource_type, TEST_TYPE);
    assert_string_equal(gone->resource_name, "x");
    assert_string_equal(gone->property, "properties.ok");
    rest = al_run_unasked(run, &n);
    assert_int_equal(n, 1);
    assert_string_equal(rest->location.file, "b.bicep");
    assert_int_equal(finding_at(run, 0)->baseline, AL_BASELINE_NEW);

    text = al_run_report(run, "json", NULL);
    assert_non_null(strstr(text, "\"baselineState\":\"new\""));
    assert_non_null(strstr(text, "\"absent\":[\n{\"rule\":\"test-rule\",\"file\":\"a.bicep\""));
    assert_non_null(strstr(text, "\"new\":1,\"unchanged\":0,\"absent\":1"));
    free(text);

    /* written anew, it keeps what this run has not looked at, and only that */
    text = al_run_report(run, "baseline", NULL);
    assert_non_null(strstr(text, "\tb.bicep\t" TEST_TYPE " y\tproperties.ok\n"));
    assert_non_null(strstr(text, "\ta.bicep\t" TEST_TYPE " z\tproperties.ok\n"));
    assert_null(strstr(text, TEST_TYPE " x"));
    free(text);
    al_run_free(run);
}

/* -- the compact form -- */

static void test_text(void **state)
{
    static const struct change c = {.before = {{"b.bicep", THING_OF("x", "false")},
                                               {"a.bicep", THING_OF("x", "false") THING_OF("y", "false")}}};
    static const char *const everything[] = {NULL};
    const struct al_report_options head = {.baseline_head = "# ours\n"};
    al_run *run = begin(&c, false);
    char *text, *line, *next;
    size_t n = 0;

    (void)state;
    make_files(c.before);
    lint_into(run, everything);
    text = al_run_report(run, "baseline", &head);
    assert_int_equal(strncmp(text, "# ours\n", 7), 0);
    for (line = text + 7; *line; line = next, n++) {
        next = strchr(line, '\n') + 1;
        assert_true(!*next || strncmp(line, next, 32) < 0);
        assert_int_equal(line[32], '\t');
    }
    assert_int_equal(n, 3);
    free(text);
    text = al_run_report(run, "text", NULL);
    assert_true(*text);
    free(text);
    al_run_free(run);
}

#define PRINT "0123456789abcdef0123456789abcdef"
#define LINE  PRINT "\ttest-rule\ta.bicep"

/* NULL: it is taken. */
static const struct {
    const char *text, *wrong;
} files[] = {
    {"", NULL},
    {"# only words\n\n", NULL},
    {LINE "\n", NULL},
    {LINE, NULL},
    {LINE "\r\n" LINE "\r\n", NULL},
    {LINE "\tType name\tproperties.x\tand something of the future\n", NULL},
    {"\xef\xbb\xbf" LINE "\n", NULL},
    {PRINT ":0123456789abcdef\ttest-rule\ta.bicep\n", NULL},
    {"hello\n", "../outside:1:1: expected a fingerprint of 32 hexadecimal digits, and a tab behind it"},
    {LINE "\nhello\n",
     "../outside:2:1: expected a fingerprint of 32 hexadecimal digits, and a tab behind it"},
    {PRINT "\n",
     "../outside:1:1: expected fingerprint, rule, file, resource and property, separated by tabs"},
    {PRINT "\t\ta.bicep\n",
     "../outside:1:1: expected fingerprint, rule, file, resource and property, separated by tabs"},
    {PRINT ":12\ttest-rule\ta.bicep\n",
     "../outside:1:1: expected a fingerprint of 32 hexadecimal digits, and a tab behind it"},
    {PRINT "\ttest-rule\t\t\t\n", NULL}, /* taken over from a SARIF log that names no file */
    {LINE "\n<<<<<<< HEAD\n",
     "../outside:2:1: this is left over from a merge: keep the lines of both sides and remove this one"},
    {"[]", "../outside:1:1: expected a fingerprint of 32 hexadecimal digits, and a tab behind it"},
    {"{", "../outside:1:2: expected a key in double quotes, found the end of the file"},
    {"{}", "../outside:1:1: this is no SARIF log: it has no 'runs'"},
    {"{\"runs\":{}}", "../outside:1:1: this is no SARIF log: it has no 'runs'"},
    {"{\"runs\":[7,{\"tool\":{\"driver\":{\"name\":\"other\"}}}]}",
     "../outside:1:9: no run in this log is armlint's"},
#define RUN(results) "{\"runs\":[{\"tool\":{\"driver\":{\"name\":\"armlint\"}},\"results\":" results "}]}"
    {RUN("[]"), NULL},
    {RUN("7"), NULL},
    {RUN("[{}]"), "../outside:1:59: this result has no fingerprint 'armlint/v1'"},
    {RUN("[7]"), "../outside:1:59: this result has no fingerprint 'armlint/v1'"},
    {RUN("[{\"partialFingerprints\":{\"armlint/v1\":\"" PRINT "\"}}]"),
     "../outside:1:59: this result has no ruleId"},
    {RUN("[{\"ruleId\":\"r\",\"partialFingerprints\":{\"armlint/v1\":\"" PRINT "\"}}]"), NULL},
    {RUN("[{\"suppressions\":[{\"kind\":\"inSource\"}]}]"), NULL},
};

static void test_files(void **state)
{
    static const struct change none = {.title = "none"};
    bool fine = true;

    (void)state;
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        al_run *run = begin(&none, false);
        int status;
        write_file("../outside", files[i].text);
        status = al_run_baseline(run, "../outside");
        if (status != (files[i].wrong ? AL_EUSAGE : 0) ||
            (files[i].wrong && strcmp(al_run_error(run), files[i].wrong) != 0)) {
            print_error("%s\n  %d %s\n", files[i].text, status, status ? al_run_error(run) : "");
            fine = false;
        }
        al_run_free(run);
    }
    assert_true(fine);
}

static void test_refusals(void **state)
{
    static const struct change none = {.title = "none"};
    al_run *run = begin(&none, true);
    static char deep[100001];

    (void)state;
    assert_int_equal(al_run_baseline(run, "../nowhere"), AL_EUSAGE);
    assert_string_equal(al_run_error(run), "../nowhere: no such file or folder");
    assert_int_equal(al_run_baseline(run, "."), AL_EUSAGE);
    write_file("../outside", PRINT "\ttest-rule\ta.bicep\tType name\n");
    assert_int_equal(al_run_baseline(run, "../outside"), AL_EUSAGE);
    assert_non_null(strstr(al_run_error(run), "--baseline-strict"));
    memset(deep, '[', sizeof deep - 1);
    memcpy(deep, "{\"a\":", 5);
    write_file("../outside", deep);
    assert_int_equal(al_run_baseline(run, "../outside"), AL_EUSAGE);
    assert_int_equal(al_run_finish(run), 0);
    assert_false(al_run_summary(run).has_baseline);
    al_run_free(run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_changes), cmocka_unit_test(test_absent),   cmocka_unit_test(test_text),
        cmocka_unit_test(test_files),   cmocka_unit_test(test_refusals),
    };

    return cmocka_run_group_tests(tests, folder_set_up, folder_tear_down);
}
