/* SPDX-License-Identifier: MIT */
#include "test.h"

#include "armlint.h"
#include "eval/functions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* -- the table of functions -- */

static void table_is_in_alphabetical_order(void **state)
{
    size_t n;
    const struct al_function *table = al_function_table(&n);

    (void)state;
    assert_true(n > 100);
    for (size_t i = 1; i < n; i++)
        assert_true(al_str_casecmp(al_str_of(table[i - 1].name), al_str_of(table[i].name)) < 0);
}

static void functions_are_found_in_any_case(void **state)
{
    size_t n;
    const struct al_function *table = al_function_table(&n);

    (void)state;
    for (size_t i = 0; i < n; i++)
        assert_ptr_equal(al_function_find(al_str_of(table[i].name)), &table[i]);
    assert_ptr_equal(al_function_find(AL_STR("RESOURCEID")), al_function_find(AL_STR("resourceId")));
    assert_non_null(al_function_find(AL_STR("listKeys")));
    assert_non_null(al_function_find(AL_STR("LISTsecrets")));
    assert_null(al_function_find(AL_STR("resourceIds")));
    assert_null(al_function_find(AL_STR("")));
}

/* -- expressions and what they give -- */

static const char template[] = "fixtures/functions.json";
static const struct al_options known = {
    .subscription_id = "11111111-1111-1111-1111-111111111111",
    .resource_group = "group",
    .tenant_id = "33333333-3333-3333-3333-333333333333",
    .management_group = "mg",
    .location = "westeurope",
};

static bool said(al_run *run, const char *text)
{
    size_t n;
    const struct al_finding *findings;

    if (al_run_finish(run) != 0)
        return false;
    findings = al_run_findings(run, &n);
    for (size_t i = 0; i < n; i++)
        if (strstr(findings[i].message, text))
            return true;
    return false;
}

/* The rest of `text` after the word and a space, or NULL when it does not begin with that word. */
static const char *after(const char *text, const char *word)
{
    size_t n = strlen(word);

    if (strncmp(text, word, n) != 0 || (text[n] && text[n] != ' '))
        return NULL;
    return text[n] ? text + n + 1 : text + n;
}

static bool is_unknown(const char *actual, const char *expression)
{
    size_t n = strlen(actual), wanted = strlen(expression);

    if (n < 4 || strncmp(actual, "\"[", 2) != 0 || strcmp(actual + n - 2, "]\"") != 0)
        return false;
    return wanted == 0 || (n == wanted + 4 && strncmp(actual + 2, expression, wanted) == 0);
}

/* Whether the expression gives what it should; says so when not. */
static bool holds(const struct al_options *options, const char *expression, const char *expected)
{
    const char *message = after(expected, "error"), *symbol = after(expected, "unknown");
    al_run *run = al_run_new(options);
    int status = 0;
    char *actual = al_run_eval(run, expression, template, &status);
    bool right;

    if (actual)
        actual[strcspn(actual, "\n")] = '\0';
    if (message)
        right = status != 0 && said(run, message);
    else if (symbol)
        right = status == 0 && actual && is_unknown(actual, symbol);
    else
        right = status == 0 && actual && strcmp(actual, expected) == 0;
    if (!right)
        print_error("%s\n  should be %s\n  but is    %.300s (status %d)\n", expression, expected,
                    actual ? actual : "nothing", status);
    free(actual);
    al_run_free(run);
    return right;
}

static void expressions_give_what_they_should(void **state)
{
    static char line[4096];
    const struct al_options *options = &known;
    FILE *rows = fopen("fixtures/functions.tsv", "r");
    size_t wrong = 0;

    (void)state;
    assert_non_null(rows);
    while (fgets(line, sizeof line, rows)) {
        char *tab = strchr(line, '\t');
        line[strcspn(line, "\n")] = '\0';
        if (strcmp(line, "@known") == 0)
            options = &known;
        else if (strcmp(line, "@unknown") == 0)
            options = NULL;
        if (!tab)
            continue;
        *tab = '\0';
        wrong += !holds(options, line, tab + 1);
    }
    fclose(rows);
    assert_int_equal(wrong, 0);
}

/* Every function of the table occurs in the rows. */
static void every_function_is_tried(void **state)
{
    FILE *rows = fopen("fixtures/functions.tsv", "r");
    static char text[256 * 1024];
    size_t n, length;
    const struct al_function *table = al_function_table(&n);

    (void)state;
    assert_non_null(rows);
    length = fread(text, 1, sizeof text - 1, rows);
    fclose(rows);
    for (size_t i = 0; i < n; i++) {
        char call[64];
        int wanted = snprintf(call, sizeof call, "%s(", table[i].name);
        if (al_str_case_find((al_str){text, length}, (al_str){call, (size_t)wanted}) < 0)
            fail_msg("%s() has no row", table[i].name);
    }
}

/* -- hostile input ends in an error, soon -- */

static char *repeat(const char *head, const char *middle, const char *tail, size_t times)
{
    size_t nhead = strlen(head), nmiddle = strlen(middle), ntail = strlen(tail);
    char *text = calloc(1, nhead + times * (nmiddle + ntail) + 2), *at = text;

    assert_non_null(text);
    for (size_t i = 0; i < times; i++, at += nmiddle)
        memcpy(at, middle, nmiddle);
    memcpy(at, head, nhead);
    at += nhead;
    for (size_t i = 0; i < times; i++, at += ntail)
        memcpy(at, tail, ntail);
    return text;
}

static void growth_is_limited(void **state)
{
    static const struct {
        const char *head, *middle, *tail, *expected;
        size_t times;
    } table[] = {
        {"'xxxxxxxx'", "format('{0}{0}{0}{0}', ", ")", "error is too long", 20},
        {"createArray(1, 2)", "map(createArray(0, 0), lambda('a', ", "))", "error", 40},
        {"range(0, 10000)", "concat(range(0, 10000), ", ")", "error has too many items", 60},
        {"'a'", "padLeft(", ", 5000000)", "error", 1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        char *expression = repeat(table[i].head, table[i].middle, table[i].tail, table[i].times);
        assert_true(holds(NULL, expression, table[i].expected));
        free(expression);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table_is_in_alphabetical_order),
        cmocka_unit_test(functions_are_found_in_any_case),
        cmocka_unit_test(expressions_give_what_they_should),
        cmocka_unit_test(every_function_is_tried),
        cmocka_unit_test(growth_is_limited),
    };

    return cmocka_run_group_tests_name("functions", tests, NULL, NULL);
}
