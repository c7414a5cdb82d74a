/* SPDX-License-Identifier: MIT */
/* The public interface: files, folders, texts, selections, limits, and what findings carry. */
#define _XOPEN_SOURCE 700 /* mkdtemp(), P_tmpdir */

#include "lint_test.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define RESOURCES(list) "{" SCHEMA ",\n\"resources\":[\n" list "\n]}\n"
#define THING(properties) \
    "{\"type\":\"" TEST_TYPE "\",\"apiVersion\":\"2023-01-01\",\"name\":\"x\",\"properties\":" properties "}"

static const struct al_rule rule = {.id = TEST_RULE,
                                    .title = "Test",
                                    .level = AL_WARNING,
                                    .type = TEST_TYPE,
                                    .require = AL_FIELD("properties.a.b", AL_EQUALS_TRUE),
                                    .absent = AL_ABSENT_FAILS};

/* -- a scratch folder, which is the current one while a test runs -- */

static char folder[64];

static int set_up(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "%s", P_tmpdir "/armlint-run-XXXXXX");
    return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int tear_down(void **state)
{
    char command[192];

    (void)state;
    snprintf(command, sizeof command, "chmod -R u+rwx %s; rm -rf %s", folder, folder);
    return chdir("/") == 0 && system(command) == 0 ? 0 : -1;
}

static void write_file(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static al_run *new_run(const struct al_options *options)
{
    static const struct al_module module = {AL_RULE_ABI, sizeof rule, "test", "Test", &rule, 1};
    static const char *const only[] = {"test-*", NULL};
    struct al_options own = options ? *options : (struct al_options){0};
    al_run *run;

    if (!own.rules)
        own.rules = only;
    run = al_run_new(&own);
    assert_non_null(run);
    assert_int_equal(al_run_add_module(run, &module), 0);
    return run;
}

/* "a.json:3 test-rule; b.json:1 input-syntax; " */
static void assert_findings(al_run *run, const char *expected)
{
    char text[1024] = "";
    size_t used = 0;

    for (size_t i = 0; i < finding_count(run); i++) {
        const struct al_finding *f = finding_at(run, i);
        used += (size_t)snprintf(text + used, sizeof text - used, "%s:%u %s; ", f->location.file,
                                 f->location.line, f->rule);
        assert_true(used < sizeof text);
    }
    assert_string_equal(text, expected);
}

/* -- inputs -- */

static void test_folder(void **state)
{
    al_run *run = new_run(NULL);

    (void)state;
    mkdir("in", 0700);
    mkdir("in/sub", 0700);
    write_file("in/b.json", RESOURCES(THING("{}")));
    write_file("in/a.json", RESOURCES(THING("{},")));
    write_file("in/sub/c.json", RESOURCES(THING("{}")));
    write_file("in/package.json", "{\"name\":\"x\",\"version\":1}");
    write_file("in/broken.json", "{\"name\":");
    write_file(
        "in/c.parameters.json",
        "{\"$schema\":\"https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#\","
        "\"contentVersion\":\"1.0.0.0\",\"parameters\":{}}");
    assert_int_equal(al_run_path(run, "in"), 0);
    assert_int_equal(al_run_finish(run), 0);
    assert_findings(run, "in/a.json:3 test-rule; in/a.json:3 input-trailing-comma; in/b.json:3 test-rule; "
                         "in/sub/c.json:3 test-rule; ");
    assert_int_equal(al_run_summary(run).files, 3);
    assert_int_equal(al_run_summary(run).resources, 3);
    assert_int_equal(al_run_summary(run).warnings, 3);
    al_run_free(run);
}

static void test_named_files(void **state)
{
    al_run *run = new_run(NULL);

    (void)state;
    write_file("good.json", RESOURCES(THING("{}")));
    write_file("broken.json", RESOURCES("{\"type\":"));
    write_file("other.json", "{\"name\":\"x\"}");
    write_file("main.bicep", "param location string\nvar = 3");
    assert_int_equal(mkfifo("fifo.json", 0600), 0);
    assert_int_equal(al_run_path(run, "broken.json"), 0);
    assert_int_equal(al_run_path(run, "good.json"), 0);
    assert_int_equal(al_run_path(run, "missing.json"), 0);
    assert_int_equal(al_run_path(run, "other.json"), 0);
    assert_int_equal(al_run_path(run, "fifo.json"), 0);
    assert_int_equal(al_run_path(run, "main.bicep"), 0);
    assert_int_equal(al_run_finish(run), 0);
    assert_findings(
        run,
        "broken.json:4 input-syntax; fifo.json:1 input-unreadable; good.json:3 test-rule; "
        "main.bicep:2 input-syntax; missing.json:1 input-unreadable; other.json:1 input-not-a-template; ");
    assert_true(al_run_summary(run).unchecked);
    al_run_free(run);
}

static void test_unreadable_folder(void **state)
{
    al_run *run = new_run(NULL);

    (void)state;
    mkdir("in", 0700);
    mkdir("in/closed", 0000);
    write_file("in/a.json", RESOURCES(THING("{}")));
    assert_int_equal(al_run_path(run, "in"), 0);
    assert_int_equal(al_run_finish(run), 0);
    assert_findings(run, geteuid() == 0 ? "in/a.json:3 test-rule; "
                                        : "in/a.json:3 test-rule; in/closed:1 input-unreadable; ");
    al_run_free(run);
}

static void test_text(void **state)
{
    static const char text[] = RESOURCES(THING("{}"));
    al_run *run = new_run(NULL);

    (void)state;
    assert_int_equal(al_run_text(run, text, strlen(text), "dir/unsaved.json"), 0);
    assert_int_equal(al_run_text(run, "", 0, "empty.json"), 0);
    assert_int_equal(al_run_finish(run), 0);
    assert_findings(run, "dir/unsaved.json:3 test-rule; empty.json:1 input-syntax; ");
    al_run_free(run);
}

static void test_same_file_twice(void **state)
{
    al_run *run = new_run(NULL);

    (void)state;
    write_file("a.json", RESOURCES(THING("{}")));
    assert_int_equal(al_run_path(run, "a.json"), 0);
    assert_int_equal(al_run_path(run, "a.json"), 0);
    assert_int_equal(al_run_finish(run), 0);
    assert_int_equal(finding_count(run), 1);
    al_run_free(run);
}

static void test_loop_is_told_once(void **state)
{
    static const char text[] = RESOURCES(
        "{\"type\":\"" TEST_TYPE "\",\"apiVersion\":\"2023-01-01\",\"name\":\"[concat('x', copyIndex())]\","
        "\"copy\":{\"name\":\"c\",\"count\":3},\"properties\":{\"a\":{\"b\":\"[copyIndex()]\"}}}");
    al_run *run = new_run(NULL);

    (void)state;
    assert_int_equal(al_run_text(run, text, strlen(text), "loop.json"), 0);
    assert_int_equal(al_run_finish(run), 0);
    assert_int_equal(finding_count(run), 1);
    assert_string_equal(finding_at(run, 0)->message, "Test: properties.a.b is 0, not true");
    assert_int_equal(al_run_summary(run).resources, 3);
    al_run_free(run);
}

/* -- limits -- */

static void test_limits(void **state)
{
    static const struct al_options small_memory = {.max_memory = 128 * 1024},
                                   small_file = {.max_file_size = 100};
    al_run *run = new_run(&small_memory);
    char *text = malloc(1 << 20);
    size_t n;

    (void)state;
    assert_non_null(text);
    n = (size_t)sprintf(text, "{" SCHEMA ",\"resources\":[");
    while (n < (1 << 20) - 400)
        n += (size_t)sprintf(text + n, "%s,", THING("{}"));
    n += (size_t)sprintf(text + n, "%s]}", THING("{}"));
    assert_int_equal(al_run_text(run, text, n, "big.json"), 0);
    free(text);
    write_file("good.json", RESOURCES(THING("{}")));
    assert_int_equal(al_run_path(run, "good.json"), 0);
    assert_int_equal(al_run_finish(run), 0);
    assert_findings(run, "big.json:1 input-limit; good.json:3 test-rule; ");
    al_run_free(run);
    run = new_run(&small_file);
    assert_int_equal(al_run_path(run, "good.json"), 0);
    assert_int_equal(al_run_finish(run), 0);
    assert_findings(run, "good.json:1 input-limit; ");
    al_run_free(run);
}

/* -- what a finding carries -- */

static void test_fixes(void **state)
{
    static const struct {
        const char *properties, *text;
        uint32_t length;
    } table[] = {
        {"{\"a\":{\"b\":false}}", "true", 5},         {"{\"a\":{\"b\":\"false\"}}", "\"true\"", 7},
        {"{\"a\":{\"c\":1}}", "\"b\": true, ", 0},    {"{\"a\":{\n    \"c\":1}}", "\n    \"b\": true,", 0},
        {"{\"c\":1}", "\"a\": { \"b\": true }, ", 0}, {"{\"a\":{\"b\":\"[equals(1, 2)]\"}}", NULL, 0},
        {"{\"a\":\"[json('{}')]\"}", NULL, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        char text[1024];
        const struct al_fix *fix;
        al_run *run;
        snprintf(text, sizeof text,
                 "{" SCHEMA ",\"resources\":[{\"type\":\"" TEST_TYPE
                 "\",\"apiVersion\":\"2023-01-01\",\"name\":\"x\","
                 "\"properties\":%s}]}",
                 table[i].properties);
        run = lint_text(&rule, text, false);
        fix = finding_at(run, 0)->fix;
        assert_int_equal(fix != NULL, table[i].text != NULL);
        if (fix) {
            assert_string_equal(fix->text, table[i].text);
            assert_int_equal(fix->location.length, table[i].length);
        }
        al_run_free(run);
    }
}

/* A property that the resource's apiVersion does not know is not written into it. */
static void test_fixes_since(void **state)
{
    static const struct {
        const char *since;
        bool fixed;
    } table[] = {{"2022-09-01", true}, {"2023-01-01", true}, {"2023-05-01", false}};

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct al_rule newer = rule;
        al_run *run;
        newer.since = table[i].since;
        run = lint_text(&newer,
                        "{" SCHEMA ",\"resources\":[{\"type\":\"" TEST_TYPE
                        "\",\"apiVersion\":\"2023-01-01\",\"name\":\"x\",\"properties\":{\"c\":1}}]}",
                        false);
        assert_int_equal(finding_at(run, 0)->fix != NULL, table[i].fixed);
        al_run_free(run);
    }
}

static void test_related(void **state)
{
    static const char text[] =
        "{" SCHEMA
        ",\n\"parameters\":{\n\"p\":{\"type\":\"bool\",\n\"defaultValue\":false}},\n\"resources\":[{"
        "\"type\":\"Microsoft.Resources/deployments\",\"apiVersion\":\"2022-09-01\",\"name\":\"inner\",\n"
        "\"properties\":{\"mode\":\"Incremental\",\"template\":{" SCHEMA
        ",\"parameters\":{\"ignored\":{\"type\":\"int\"}},\"resources\":[\n" THING(
            "{\"a\":{\"b\":\"[parameters('p')]\"}}") "]}}}]}";
    al_run *run = lint_text(&rule, text, false);
    const struct al_finding *f = finding_at(run, 0);

    (void)state;
    assert_int_equal(finding_count(run), 1);
    assert_int_equal(f->location.line, 7);
    assert_string_equal(f->path, "resources[0].properties.template.resources[0].properties.a.b");
    assert_int_equal(f->nrelated, 2);
    assert_string_equal(f->related[0].message, "default value of parameter 'p'");
    assert_int_equal(f->related[0].location.line, 4);
    assert_string_equal(f->related[1].message, "deployed by 'inner'");
    assert_int_equal(f->related[1].location.line, 5);
    al_run_free(run);
}

static void test_fingerprints(void **state)
{
    static const char first[] = RESOURCES(THING("{}") ",\n" THING("{\"z\":1}")),
                      moved[] = RESOURCES("\n\n" THING("{  }") ",\n\n" THING("{\"z\":1}"));
    al_run *a = lint_text(&rule, first, false), *b = lint_text(&rule, moved, false);

    (void)state;
    assert_int_equal(finding_count(a), finding_count(b));
    for (size_t i = 0; i < finding_count(a); i++) {
        assert_int_equal(strlen(finding_at(a, i)->fingerprint), 32);
        assert_string_equal(finding_at(a, i)->fingerprint, finding_at(b, i)->fingerprint);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(finding_at(a, i)->fingerprint, finding_at(a, k)->fingerprint);
    }
    al_run_free(a);
    al_run_free(b);
}

/* -- rules -- */

static void test_selection(void **state)
{
    static const char *const some[] = {"storage-*", NULL}, *const but[] = {"storage-min-*", NULL};
    static const char *const wrong[] = {"storage-min-tsl", NULL}, *const everything[] = {"*", NULL};
    const struct al_options options = {.rules = some, .exclude = but}, bad = {.rules = wrong},
                            none = {.exclude = everything};
    al_run *run = al_run_new(&options);
    size_t n;
    const struct al_rule *const *rules = al_run_rules(run, &n);

    (void)state;
    assert_true(n > 0);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(strncmp(rules[i]->id, "storage-", 8), 0);
        assert_int_not_equal(strncmp(rules[i]->id, "storage-min-", 12), 0);
        assert_true(i == 0 || strcmp(rules[i - 1]->id, rules[i]->id) < 0);
    }
    assert_non_null(al_run_rule(run, "storage-min-tls"));
    assert_null(al_run_rule(run, "storage-min-tsl"));
    al_run_free(run);
    run = al_run_new(&bad);
    assert_null(al_run_rules(run, &n));
    assert_string_equal(al_run_error(run), "storage-min-tsl: there is no such rule");
    assert_int_equal(al_run_path(run, "."), AL_EUSAGE);
    al_run_free(run);
    run = al_run_new(&none);
    assert_non_null(al_run_rules(run, &n));
    assert_int_equal(n, 0);
    al_run_free(run);
}

/* A rule that finds nothing, as a module has it. */
static const struct al_rule quiet_rule = {.id = "test-quiet",
                                          .title = "Quiet",
                                          .level = AL_NONE,
                                          .type = "*",
                                          .require = AL_FIELD("name", AL_EXISTS),
                                          .absent = AL_ABSENT_PASSES};

static void test_modules(void **state)
{
    struct al_module module = {AL_RULE_ABI, sizeof quiet_rule, "quiet", "Quiet", &quiet_rule, 1};
    al_run *run = al_run_new(NULL);
    size_t n;

    (void)state;
    module.abi++;
    assert_int_equal(al_run_add_module(run, &module), AL_EUSAGE);
    module.abi--;
    module.rule_size = 16;
    assert_int_equal(al_run_add_module(run, &module), AL_EUSAGE);
    module.rule_size = sizeof quiet_rule + sizeof(void *);
    assert_int_equal(al_run_add_module(run, &module), AL_EUSAGE);
    module.rule_size = offsetof(struct al_rule, options) + sizeof(void *); /* an older one */
    assert_int_equal(al_run_add_module(run, &module), 0);
    assert_string_equal(al_run_rule(run, "test-quiet")->title, "Quiet");
    assert_int_equal(al_run_add_module(run, &module), AL_EUSAGE);
    assert_non_null(strstr(al_run_error(run), "quiet"));
    for (size_t i = 0; i < (al_run_rules(run, &n), n); i++)
        assert_string_not_equal(al_run_rules(run, &n)[i]->id, "test-quiet");
    al_run_free(run);
}

/* What a module's author may get wrong must be said when it is loaded, not show in the middle of a template.
 */
static void assert_refused(struct al_rule wrong, const char *why)
{
    const struct al_module module = {AL_RULE_ABI, sizeof wrong, "test", "Test", &wrong, 1};
    al_run *run = al_run_new(NULL);

    assert_int_equal(al_run_add_module(run, &module), AL_EUSAGE);
    if (!strstr(al_run_error(run), why))
        fail_msg("'%s' does not say '%s'", al_run_error(run), why);
    al_run_free(run);
}

static void nothing_to_check(al_check *check, const al_resource *resource)
{
    (void)check, (void)resource;
}

static void test_rules_refused(void **state)
{
    static const struct al_condition *const none[] = {NULL};
    const struct al_condition conditions[] = {
        {.op = AL_OP_EQUALS, .field = "name"},
        {.op = AL_OP_IN, .field = "name"},
        {.op = AL_OP_ALL, .of = none},
        {.op = AL_OP_NOT},
        {.op = (enum al_operator)99, .field = ""},
        {.op = AL_OP_MATCHES, .field = "name", .value = "("},
    };
    struct al_rule changed;

    (void)state;
#define REFUSED(member, wrong_value, why) \
    (changed = quiet_rule, changed.member = (wrong_value), assert_refused(changed, why))
    REFUSED(id, NULL, "rule 1: it has no id");
    REFUSED(id, "Test", "small letters");
    REFUSED(id, "test-", "begins and ends");
    REFUSED(id, "input-quiet", "reserved");
    REFUSED(id, "storage-min-tls", "is taken");
    REFUSED(title, NULL, "no title");
    REFUSED(level, (enum al_level)7, "level");
    REFUSED(security_severity, 11, "between 0 and 10");
    REFUSED(type, "storageAccounts", "a resource type looks like");
    REFUSED(type, NULL, "neither");
    REFUSED(require, NULL, "neither");
    REFUSED(absent, (struct al_absent){0}, "absent");
    for (size_t i = 0; i < sizeof conditions / sizeof conditions[0]; i++)
        REFUSED(when, &conditions[i], i == 5 ? "parenthesis" : "a condition");
#undef REFUSED
}

static void test_rules_alike(void **state)
{
    const struct al_rule twins[] = {quiet_rule, quiet_rule};
    const struct al_rule template_rule = {.id = "test-quiet", .title = "Quiet", .check = nothing_to_check};
    struct al_module module = {AL_RULE_ABI, sizeof *twins, "twins", "Twins", twins, 2};
    al_run *run = al_run_new(NULL);

    (void)state;
    assert_int_equal(al_run_add_module(run, &module), AL_EUSAGE);
    assert_non_null(strstr(al_run_error(run), "two rules have the id 'test-quiet'"));
    assert_null(al_run_rule(run, "test-quiet"));
    module.name = NULL;
    assert_int_equal(al_run_add_module(run, &module), AL_EUSAGE);
    module = (struct al_module){AL_RULE_ABI, sizeof template_rule, "one", "One", &template_rule, 1};
    assert_int_equal(al_run_add_module(run, &module), 0);
    al_run_free(run);
}

/* -- values and graphs -- */

static void assert_eval(al_run *run, const char *expression, const char *path, const char *expected)
{
    int status = 1;
    char *text = al_run_eval(run, expression, path, &status);

    if (!expected) {
        assert_null(text);
        assert_int_equal(status, AL_ESYNTAX);
        return;
    }
    assert_non_null(text);
    assert_string_equal(text, expected);
    free(text);
}

static void test_values(void **state)
{
    al_run *run = al_run_new(NULL);
    int status;
    char *text;

    (void)state;
    write_file("t.json",
               "{" SCHEMA
               ",\"parameters\":{\"p\":{\"type\":\"int\",\"defaultValue\":3},\"q\":{\"type\":\"int\"}},"
               "\"variables\":{\"v\":[1,\"[parameters('p')]\"]},\"resources\":[],"
               "\"outputs\":{\"o\":{\"type\":\"array\",\"value\":\"[variables('v')]\"},"
               "\"never\":{\"type\":\"int\",\"condition\":false,\"value\":1}}}");
    assert_eval(run, "[concat('a', 'b')]", NULL, "\"ab\"\n");
    assert_eval(run, "add(1, 2)", NULL, "3\n");
    assert_eval(run, "[[x]", NULL, "\"[x]\"\n");
    assert_eval(run, "[variables('v')]", "t.json", "[1,3]\n");
    assert_eval(run, "[parameters('q')]", "t.json", "\"[parameters('q')]\"\n");
    assert_eval(run, "['a\xffz']", NULL, "\"a\xef\xbf\xbdz\"\n");
    assert_eval(run, "[concat('a']", NULL, NULL);
    assert_eval(run, "[nonsense(1)]", NULL, NULL);
    text = al_run_outputs(run, "t.json", &status);
    assert_non_null(text);
    assert_string_equal(text, "{\"outputs\":{\"o\":[1,3]}}\n");
    free(text);
    assert_null(al_run_outputs(run, "missing.json", &status));
    assert_int_equal(status, AL_EIO);
    assert_null(al_run_graph(run, "t.json", "nonsense", &status));
    assert_int_equal(status, AL_EUSAGE);
    al_run_free(run);
}

int main(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_folder),
        IN_FOLDER(test_named_files),
        IN_FOLDER(test_unreadable_folder),
        IN_FOLDER(test_text),
        IN_FOLDER(test_same_file_twice),
        IN_FOLDER(test_loop_is_told_once),
        IN_FOLDER(test_limits),
        cmocka_unit_test(test_fixes),
        cmocka_unit_test(test_fixes_since),
        cmocka_unit_test(test_related),
        cmocka_unit_test(test_fingerprints),
        cmocka_unit_test(test_selection),
        cmocka_unit_test(test_modules),
        cmocka_unit_test(test_rules_refused),
        cmocka_unit_test(test_rules_alike),
        IN_FOLDER(test_values),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
