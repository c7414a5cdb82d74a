/* SPDX-License-Identifier: MIT */
/* The table of recommendations against the rules, and what it is used for: profiles and coverage. */
#include "test.h"

#include "armlint.h"
#include "base/str.h"

#include <stdio.h>
#include <stdlib.h>

static void check_words(al_run *run, const struct al_recommendation *r)
{
    al_str id, rest = al_str_of(r->rules), before = AL_STR("");

    while (*r->rules && al_str_split_next(&id, &rest, ' ')) {
        char text[128];
        snprintf(text, sizeof text, "%.*s", AL_FMT(id));
        if (!al_run_rule(run, text))
            fail_msg("%s, %s: there is no rule '%s'", r->profile, r->text, text);
        if (al_str_cmp(before, id) >= 0)
            fail_msg("%s, %s: '%s' is out of order", r->profile, r->text, text);
        before = id;
    }
}

static void test_table(void **state)
{
    al_run *run = al_run_new(NULL);
    size_t n, ndocuments, document = 0;
    const struct al_recommendation *r = al_recommendations(&n);
    const struct al_document *documents = al_documents(&ndocuments);

    (void)state;
    assert_non_null(run);
    for (size_t i = 0; i < n; i++) {
        while (document < ndocuments && strcmp(documents[document].profile, r[i].profile) != 0)
            document++;
        assert_true(document < ndocuments);
        assert_true(*r[i].section && *r[i].text);
        if (!*r[i].rules && !*r[i].reason)
            fail_msg("%s, %s: neither rules nor a reason", r[i].profile, r[i].text);
        check_words(run, &r[i]);
    }
    al_run_free(run);
}

static size_t count_rules(const char *first, const char *second, const char *only)
{
    const char *const profiles[] = {first, second, NULL}, *const rules[] = {only, NULL};
    const struct al_options options = {.profiles = first ? profiles : NULL, .rules = only ? rules : NULL};
    al_run *run = al_run_new(&options);
    size_t n;

    assert_non_null(run);
    if (!al_run_rules(run, &n))
        n = SIZE_MAX;
    al_run_free(run);
    return n;
}

static void test_profiles(void **state)
{
    size_t ndocuments, all = count_rules("all", NULL, NULL), usual = count_rules(NULL, NULL, NULL);
    const struct al_document *documents = al_documents(&ndocuments);

    (void)state;
    assert_true(usual > 0 && usual <= all);
    assert_int_equal(count_rules("default", NULL, NULL), usual);
    assert_int_equal(count_rules("default", "all", NULL), all);
    assert_true(count_rules("security", NULL, NULL) < usual);
    assert_true(count_rules("nonsense", NULL, NULL) == SIZE_MAX);
    for (size_t i = 0; i < ndocuments; i++) {
        size_t n = count_rules(documents[i].profile, NULL, NULL);
        assert_true(n > 0 && n < all);
        assert_true(count_rules(documents[i].profile, NULL, "storage-*") < n);
    }
}

/* A rule with a profile of its own runs when it, or the profile, is named, and not for a pattern. */
static void test_optional(void **state)
{
    const char *const all[] = {"all", NULL};
    const struct al_options options = {.profiles = all};
    al_run *run = al_run_new(&options);
    const struct al_rule *const *rules, *optional = NULL;
    char pattern[128];
    size_t n;

    (void)state;
    assert_non_null(run);
    rules = al_run_rules(run, &n);
    for (size_t i = 0; i < n; i++)
        if (rules[i]->profile)
            optional = rules[i];
    assert_non_null(optional);
    snprintf(pattern, sizeof pattern, "%s*", optional->id);
    assert_int_equal(count_rules(NULL, NULL, optional->id), 1);
    assert_int_equal(count_rules(NULL, NULL, pattern), 0);
    assert_true(count_rules(optional->profile, NULL, pattern) >= 1);
    al_run_free(run);
}

static void test_coverage(void **state)
{
    static const char *const formats[] = {"text", "json", "man"};
    al_run *run = al_run_new(NULL);

    (void)state;
    assert_non_null(run);
    for (size_t i = 0; i < 3; i++) {
        char *text = al_run_coverage(run, formats[i]);
        assert_non_null(text);
        assert_non_null(strstr(text, "cognitive-private-endpoint"));
        free(text);
    }
    assert_null(al_run_coverage(run, "nonsense"));
    al_run_free(run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_table), cmocka_unit_test(test_profiles),
                                       cmocka_unit_test(test_optional), cmocka_unit_test(test_coverage)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
