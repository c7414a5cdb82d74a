/* SPDX-License-Identifier: MIT */
/* Conditions through the public header: each line is a condition as `require` of a rule, the properties it is
 * asked about, and the answer. */
#include "lint_test.h"

#define EMPTY "{}"

/* What the parameters of the template around the properties are. */
#define PARAMETERS                                                                                      \
    "\"parameters\":{\"text\":{\"type\":\"string\"},\"flag\":{\"type\":\"bool\"},\"number\":{\"type\":" \
    "\"int\"},"                                                                                         \
    "\"list\":{\"type\":\"array\"},\"thing\":{\"type\":\"object\"},"                                    \
    "\"one\":{\"type\":\"string\",\"allowedValues\":[\"Enabled\",\"On\"]},"                             \
    "\"known\":{\"type\":\"string\",\"defaultValue\":\"Disabled\"}}"

#define TEXT   "{\"a\":\"[parameters('text')]\"}"
#define FLAG   "{\"a\":\"[parameters('flag')]\"}"
#define NUMBER "{\"a\":\"[parameters('number')]\"}"
#define LIST   "{\"a\":\"[parameters('list')]\"}"
#define THING  "{\"a\":\"[parameters('thing')]\"}"
#define ONE    "{\"a\":\"[parameters('one')]\"}"
#define KNOWN  "{\"a\":\"[parameters('known')]\"}"
#define PART   "{\"a\":\"[concat('ab-', parameters('text'), '-yz')]\"}"

struct line {
    const struct al_condition *condition;
    const char *properties;
    enum al_truth truth;
};

#define A(...)    AL_FIELD("properties.a", __VA_ARGS__)
#define ITEM(...) AL_FIELD("", __VA_ARGS__)

static const struct line lines[] = {
    /* equals */
    {A(AL_EQUALS("x")), "{\"a\":\"X\"}", AL_YES},
    {A(AL_EQUALS("x")), "{\"a\":\"xx\"}", AL_NO},
    {A(AL_EQUALS("x")), EMPTY, AL_NO},
    {A(AL_EQUALS("x")), "{\"a\":null}", AL_NO},
    {A(AL_EQUALS("x")), "{\"a\":[\"x\"]}", AL_NO},
    {A(AL_EQUALS_TRUE), "{\"a\":true}", AL_YES},
    {A(AL_EQUALS_TRUE), "{\"a\":\"True\"}", AL_YES},
    {A(AL_EQUALS_TRUE), "{\"a\":false}", AL_NO},
    {A(AL_EQUALS_FALSE), "{\"a\":\"[equals(1, 2)]\"}", AL_YES},
    {A(AL_EQUALS("12")), "{\"a\":12}", AL_YES},
    {A(AL_EQUALS("12")), "{\"a\":\"12\"}", AL_YES},
    {A(AL_EQUALS("1.5")), "{\"a\":1.5}", AL_YES},
    {A(AL_EQUALS("x")), TEXT, AL_UNKNOWN},
    {A(AL_EQUALS("Disabled")), KNOWN, AL_YES},
    {A(AL_EQUALS("Enabled")), ONE, AL_UNKNOWN},
    {A(AL_EQUALS("Disabled")), ONE, AL_NO},
    {A(AL_EQUALS_TRUE), FLAG, AL_UNKNOWN},
    {A(AL_EQUALS("Disabled")), FLAG, AL_NO},
    {A(AL_EQUALS("Disabled")), NUMBER, AL_NO},
    {A(AL_EQUALS("x")), LIST, AL_NO},
    {A(AL_EQUALS("x")), THING, AL_NO},
    {A(AL_EQUALS("ab-1-yz")), PART, AL_UNKNOWN},
    {A(AL_EQUALS("ac-1-yz")), PART, AL_NO},
    {A(AL_EQUALS("ab-1-xz")), PART, AL_NO},
    {A(AL_EQUALS("ab-yz")), PART, AL_NO},
    /* in */
    {A(AL_IN("x", "y")), "{\"a\":\"Y\"}", AL_YES},
    {A(AL_IN("x", "y")), "{\"a\":\"z\"}", AL_NO},
    {A(AL_IN("x", "y")), EMPTY, AL_NO},
    {A(AL_IN("x", "y")), TEXT, AL_UNKNOWN},
    {A(AL_IN("Enabled", "On", "Off")), ONE, AL_YES},
    {A(AL_IN("Off", "Never")), ONE, AL_NO},
    /* like */
    {A(AL_LIKE("*Assigned*")), "{\"a\":\"SystemAssigned, UserAssigned\"}", AL_YES},
    {A(AL_LIKE("a*c*e")), "{\"a\":\"abcde\"}", AL_YES},
    {A(AL_LIKE("a*c*e")), "{\"a\":\"abcdef\"}", AL_NO},
    {A(AL_LIKE("*")), "{\"a\":\"\"}", AL_YES},
    {A(AL_LIKE("x")), "{\"a\":\"X\"}", AL_YES},
    {A(AL_LIKE("*x")), EMPTY, AL_NO},
    {A(AL_LIKE("*x*")), TEXT, AL_UNKNOWN},
    {A(AL_LIKE("ab*")), PART, AL_YES},
    {A(AL_LIKE("ab*z")), PART, AL_YES},
    {A(AL_LIKE("*b-*-y*")), PART, AL_YES},
    {A(AL_LIKE("x*")), PART, AL_NO},
    {A(AL_LIKE("*x")), PART, AL_NO},
    {A(AL_LIKE("a*x*z")), PART, AL_UNKNOWN},
    {A(AL_LIKE("*a*")), LIST, AL_NO},
    /* matches */
    {A(AL_MATCHES("^a.c$")), "{\"a\":\"ABC\"}", AL_YES},
    {A(AL_MATCHES("^a.c$")), "{\"a\":\"abcd\"}", AL_NO},
    {A(AL_MATCHES("^a.c$")), EMPTY, AL_NO},
    {A(AL_MATCHES("^a.c$")), TEXT, AL_UNKNOWN},
    {A(AL_MATCHES("^(Enabled|On)$")), ONE, AL_YES},
    {A(AL_MATCHES("^(a+)+$")), "{\"a\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\"}",
     AL_UNKNOWN},
    /* contains */
    {A(AL_CONTAINS("b")), "{\"a\":\"aBc\"}", AL_YES},
    {A(AL_CONTAINS("b")), "{\"a\":[\"a\",\"B\"]}", AL_YES},
    {A(AL_CONTAINS("b")), "{\"a\":[\"abc\"]}", AL_NO},
    {A(AL_CONTAINS("b")), EMPTY, AL_NO},
    {A(AL_CONTAINS("b")), "{\"a\":[\"[parameters('text')]\",\"b\"]}", AL_YES},
    {A(AL_CONTAINS("b")), "{\"a\":[\"[parameters('text')]\",\"c\"]}", AL_UNKNOWN},
    {A(AL_CONTAINS("b-")), PART, AL_YES},
    {A(AL_CONTAINS("q")), PART, AL_UNKNOWN},
    {A(AL_CONTAINS("q")), LIST, AL_UNKNOWN},
    /* exists, not empty */
    {A(AL_EXISTS), "{\"a\":\"\"}", AL_YES},
    {A(AL_EXISTS), "{\"a\":null}", AL_NO},
    {A(AL_EXISTS), EMPTY, AL_NO},
    {A(AL_EXISTS), TEXT, AL_YES},
    {A(AL_EXISTS), "{\"a\":\"[if(parameters('flag'), 'x', null())]\"}", AL_UNKNOWN},
    {A(AL_NOT_EMPTY), "{\"a\":\"x\"}", AL_YES},
    {A(AL_NOT_EMPTY), "{\"a\":\"\"}", AL_NO},
    {A(AL_NOT_EMPTY), "{\"a\":[]}", AL_NO},
    {A(AL_NOT_EMPTY), "{\"a\":{}}", AL_NO},
    {A(AL_NOT_EMPTY), "{\"a\":0}", AL_YES},
    {A(AL_NOT_EMPTY), EMPTY, AL_NO},
    {A(AL_NOT_EMPTY), TEXT, AL_UNKNOWN},
    {A(AL_NOT_EMPTY), PART, AL_YES},
    /* less, greater */
    {A(AL_LESS(10)), "{\"a\":9}", AL_YES},
    {A(AL_LESS(10)), "{\"a\":10}", AL_NO},
    {A(AL_LESS(10)), "{\"a\":\"9\"}", AL_YES},
    {A(AL_LESS(10)), "{\"a\":9.5}", AL_YES},
    {A(AL_LESS(10)), "{\"a\":\"soon\"}", AL_NO},
    {A(AL_LESS(10)), EMPTY, AL_NO},
    {A(AL_LESS(10)), NUMBER, AL_UNKNOWN},
    {A(AL_GREATER(10)), "{\"a\":11}", AL_YES},
    {A(AL_GREATER(10)), "{\"a\":-11}", AL_NO},
    {A(AL_GREATER(-1)), "{\"a\":0}", AL_YES},
    /* versions */
    {A(AL_VERSION_LESS("1.10")), "{\"a\":\"1.2\"}", AL_YES},
    {A(AL_VERSION_LESS("1.2")), "{\"a\":\"1.2\"}", AL_NO},
    {A(AL_VERSION_LESS("1.2")), "{\"a\":\"1.2.0\"}", AL_NO},
    {A(AL_VERSION_LESS("1.2")), "{\"a\":1.1}", AL_YES},
    {A(AL_VERSION_LESS("TLS1_2")), "{\"a\":\"TLS1_0\"}", AL_YES},
    {A(AL_VERSION_LESS("TLS1_2")), "{\"a\":\"TLS1_3\"}", AL_NO},
    {A(AL_VERSION_LESS("2023-01-01")), "{\"a\":\"2022-12-01\"}", AL_YES},
    {A(AL_VERSION_LESS("2023-01-01")), "{\"a\":\"2023-01-01-preview\"}", AL_YES},
    {A(AL_VERSION_LESS("2023-01-01")), "{\"a\":\"2023-02-01-preview\"}", AL_NO},
    {A(AL_VERSION_LESS("1.2")), "{\"a\":\"latest\"}", AL_UNKNOWN},
    {A(AL_VERSION_LESS("1.2")), EMPTY, AL_NO},
    {A(AL_VERSION_LESS("1.2")), TEXT, AL_UNKNOWN},
    {AL_FIELD("apiVersion", AL_VERSION_LESS("2024-01-01")), EMPTY, AL_YES},
    /* not, all, any */
    {AL_NOT(A(AL_EQUALS("x"))), "{\"a\":\"y\"}", AL_YES},
    {AL_NOT(A(AL_EQUALS("x"))), EMPTY, AL_YES},
    {AL_NOT(A(AL_EQUALS("x"))), TEXT, AL_UNKNOWN},
    {AL_SURELY(A(AL_EQUALS("x"))), "{\"a\":\"x\"}", AL_YES},
    {AL_SURELY(A(AL_EQUALS("x"))), TEXT, AL_NO},
    {AL_NOT(AL_SURELY(A(AL_EQUALS("x")))), TEXT, AL_YES},
    {AL_ALL(A(AL_EXISTS), A(AL_EQUALS("x"))), "{\"a\":\"x\"}", AL_YES},
    {AL_ALL(A(AL_EXISTS), A(AL_EQUALS("x"))), TEXT, AL_UNKNOWN},
    {AL_ALL(A(AL_EQUALS("x")), A(AL_EQUALS("Disabled"))), KNOWN, AL_NO},
    {AL_ALL(A(AL_EQUALS("x")), AL_NOT(A(AL_EXISTS))), TEXT, AL_NO},
    {AL_ANY(A(AL_EQUALS("x")), A(AL_EXISTS)), TEXT, AL_YES},
    {AL_ANY(A(AL_EQUALS("x")), AL_NOT(A(AL_EXISTS))), TEXT, AL_UNKNOWN},
    {AL_ANY(A(AL_EQUALS("x")), A(AL_EQUALS("y"))), "{\"a\":\"z\"}", AL_NO},
    {AL_CONDITION(.op = AL_OP_ALWAYS), EMPTY, AL_YES},
    /* items */
    {A(AL_SOME_ITEM(ITEM(AL_EQUALS("x")))), "{\"a\":[\"y\",\"x\"]}", AL_YES},
    {A(AL_SOME_ITEM(ITEM(AL_EQUALS("x")))), "{\"a\":[\"y\",null]}", AL_NO},
    {A(AL_SOME_ITEM(ITEM(AL_EQUALS("x")))), "{\"a\":[\"[parameters('text')]\"]}", AL_UNKNOWN},
    {A(AL_SOME_ITEM(ITEM(AL_EQUALS("x")))), LIST, AL_UNKNOWN},
    {A(AL_SOME_ITEM(ITEM(AL_EQUALS("x")))), EMPTY, AL_NO},
    {A(AL_SOME_ITEM(AL_FIELD("b.c", AL_EQUALS("x")))), "{\"a\":[{\"b\":{\"c\":\"x\"}}]}", AL_YES},
    {A(AL_EVERY_ITEM(ITEM(AL_EQUALS("x")))), "{\"a\":[\"x\",\"x\"]}", AL_YES},
    {A(AL_EVERY_ITEM(ITEM(AL_EQUALS("x")))), "{\"a\":[\"x\",\"y\"]}", AL_NO},
    {A(AL_EVERY_ITEM(ITEM(AL_EQUALS("x")))), "{\"a\":[]}", AL_YES},
    {A(AL_EVERY_ITEM(ITEM(AL_EQUALS("x")))), EMPTY, AL_YES},
    {A(AL_EVERY_ITEM(ITEM(AL_EQUALS("x")))), LIST, AL_UNKNOWN},
    {A(AL_EVERY_ITEM(AL_FIELD("b", AL_EQUALS("x")))), "{\"a\":[{\"b\":\"x\"},{}]}", AL_NO},
    {A(AL_COUNT_LESS(2)), "{\"a\":[1]}", AL_YES},
    {A(AL_COUNT_LESS(2)), "{\"a\":[1,2]}", AL_NO},
    {A(AL_COUNT_LESS(2)), EMPTY, AL_YES},
    {A(AL_COUNT_LESS(0)), EMPTY, AL_NO},
    {A(AL_COUNT_LESS(2)), LIST, AL_UNKNOWN},
    {A(AL_COUNT_LESS(2), .of = AL_LIST_OF(ITEM(AL_EQUALS("x")))), "{\"a\":[\"x\",\"y\",\"z\"]}", AL_YES},
    {A(AL_COUNT_LESS(1), .of = AL_LIST_OF(ITEM(AL_EQUALS("x")))), "{\"a\":[\"[parameters('text')]\"]}",
     AL_UNKNOWN},
};

static struct al_rule rule_of(const struct al_condition *condition)
{
    return (struct al_rule){.id = TEST_RULE,
                            .title = "Test",
                            .level = AL_WARNING,
                            .type = TEST_TYPE,
                            .require = condition,
                            .absent = AL_ABSENT_NOT_ASKED};
}

static al_run *lint_properties(const struct al_rule *rule, const char *properties)
{
    char text[4096];

    snprintf(text, sizeof text,
             "{" SCHEMA "," PARAMETERS ",\"resources\":[{\"type\":\"" TEST_TYPE
             "\",\"apiVersion\":\"2023-01-01\","
             "\"name\":\"x\",\"properties\":%s}]}",
             properties);
    return lint_text(rule, text, true);
}

/* A pattern that takes too many steps is told of, too. */
static enum al_truth answer(const struct al_rule *rule, const char *properties)
{
    al_run *run = lint_properties(rule, properties);
    enum al_truth truth = AL_YES;

    for (size_t i = 0; i < finding_count(run); i++) {
        const struct al_finding *f = finding_at(run, i);
        if (strcmp(f->rule, "input-limit") != 0) {
            assert_string_equal(f->rule, TEST_RULE);
            truth = f->undetermined ? AL_UNKNOWN : AL_NO;
        }
    }
    al_run_free(run);
    return truth;
}

static void test_operators(void **state)
{
    static const char *const names[] = {"no", "yes", "unknown"};

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        struct al_rule rule = rule_of(lines[i].condition);
        enum al_truth got = answer(&rule, lines[i].properties);
        if (got != lines[i].truth)
            print_error("line %zu (%s): %s instead of %s\n", i, lines[i].properties, names[got],
                        names[lines[i].truth]);
        assert_int_equal(got, lines[i].truth);
    }
}

/* -- absence -- */

static void test_absence(void **state)
{
    static const struct {
        struct al_absent absent;
        enum al_truth plain, negated;
    } table[] = {
        {AL_ABSENT_NOT_ASKED, AL_NO, AL_YES},
        {AL_ABSENT_FAILS, AL_NO, AL_NO},
        {AL_ABSENT_PASSES, AL_YES, AL_YES},
        {AL_ABSENT_UNKNOWN, AL_UNKNOWN, AL_UNKNOWN},
        {AL_ABSENT_FAILS_BEFORE("2023-01-01"), AL_YES, AL_YES},
        {AL_ABSENT_FAILS_BEFORE("2023-01-02"), AL_NO, AL_NO},
    };

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        struct al_rule plain = rule_of(A(AL_EQUALS("x"))), negated = rule_of(AL_NOT(A(AL_EQUALS("x"))));
        struct al_rule exists = rule_of(A(AL_EXISTS));
        plain.absent = negated.absent = exists.absent = table[i].absent;
        assert_int_equal(answer(&plain, EMPTY), table[i].plain);
        assert_int_equal(answer(&negated, EMPTY), table[i].negated);
        assert_int_equal(answer(&exists, EMPTY), AL_NO);
        assert_int_equal(answer(&plain, "{\"a\":\"x\"}"), AL_YES);
        assert_int_equal(answer(&plain, "{\"a\":\"y\"}"), AL_NO);
    }
}

static void test_when(void **state)
{
    struct al_rule rule = rule_of(A(AL_EQUALS("x")));

    (void)state;
    rule.when = AL_FIELD("properties.b", AL_EQUALS("on"));
    assert_int_equal(answer(&rule, "{\"a\":\"y\",\"b\":\"on\"}"), AL_NO);
    assert_int_equal(answer(&rule, "{\"a\":\"y\",\"b\":\"off\"}"), AL_YES);
    assert_int_equal(answer(&rule, "{\"a\":\"y\",\"b\":\"[parameters('text')]\"}"), AL_UNKNOWN);
    assert_int_equal(answer(&rule, "{\"a\":\"x\",\"b\":\"[parameters('text')]\"}"), AL_YES);
    assert_int_equal(answer(&rule, "{\"a\":\"[parameters('text')]\",\"b\":\"on\"}"), AL_UNKNOWN);
}

/* -- which leaf is to blame, and what is said -- */

static void expect_message(struct al_rule rule, const char *properties, const char *path, const char *message)
{
    al_run *run = lint_properties(&rule, properties);
    char full[256];

    snprintf(full, sizeof full, "resources[0].%s", path);
    assert_int_equal(finding_count(run), 1);
    assert_string_equal(finding_at(run, 0)->path, full);
    assert_string_equal(finding_at(run, 0)->message, message);
    al_run_free(run);
}

static void test_blame(void **state)
{
    struct al_rule rule = rule_of(AL_ALL(A(AL_EQUALS("x")), AL_FIELD("properties.b", AL_EQUALS("x"))));

    (void)state;
    expect_message(rule, "{\"a\":\"x\",\"b\":\"y\"}", "properties.b", "Test: properties.b is y, not x");
    expect_message(rule, "{\"a\":1,\"b\":2}", "properties.a", "Test: properties.a is 1, not x");
    expect_message(rule, "{\"b\":\"x\"}", "properties.a", "Test: properties.a is not set");
    rule.absent = (struct al_absent)AL_ABSENT_FAILS;
    expect_message(rule, "{\"b\":\"x\"}", "properties.a",
                   "Test: properties.a is not set, and its default is not x");
    rule.require = AL_ANY(A(AL_EQUALS("x")), AL_FIELD("properties.b", AL_EQUALS("x")));
    expect_message(rule, "{\"a\":1,\"b\":2}", "properties.b", "Test: properties.b is 2, not x");
    rule.require = A(AL_EVERY_ITEM(AL_FIELD("b", AL_EQUALS("x"))));
    expect_message(rule, "{\"a\":[{\"b\":\"x\"},{\"b\":\"y\"}]}", "properties.a[1].b",
                   "Test: properties.a[1].b is y, not x");
    rule.require = A(AL_COUNT_LESS(2));
    expect_message(rule, "{\"a\":[1,2,3]}", "properties.a", "Test: properties.a has 3 items");
    rule.message = "{field} = {value} {other}";
    expect_message(rule, "{\"a\":[1,2,3]}", "properties.a", "properties.a = a list of 3 {other}");
}

static void test_secrets_are_not_printed(void **state)
{
    static const char text[] =
        "{" SCHEMA ",\"parameters\":{\"p\":{\"type\":\"securestring\",\"defaultValue\":\"hunter2\"}},"
        "\"resources\":[{\"type\":\"" TEST_TYPE "\",\"apiVersion\":\"2023-01-01\",\"name\":\"x\","
        "\"properties\":{\"a\":\"[concat('x', parameters('p'))]\"}}]}";
    struct al_rule rule = rule_of(A(AL_EQUALS("y")));
    al_run *run = lint_text(&rule, text, false);

    (void)state;
    assert_int_equal(finding_count(run), 1);
    assert_string_equal(finding_at(run, 0)->message, "Test: properties.a is a secret, not y");
    al_run_free(run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_operators),
        cmocka_unit_test(test_absence),
        cmocka_unit_test(test_when),
        cmocka_unit_test(test_blame),
        cmocka_unit_test(test_secrets_are_not_printed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
