/* SPDX-License-Identifier: MIT */
/* For tests of the lint room: one rule over one text. */
#ifndef AL_LINT_TEST_H
#define AL_LINT_TEST_H

#include "test.h"

#include "armlint.h"

#include <stdio.h>
#include <string.h>

#define SCHEMA                                                                                         \
    "\"$schema\":\"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#\"," \
    "\"contentVersion\":\"1.0.0.0\""

#define TEST_RULE "test-rule"
#define TEST_TYPE "Test.Provider/things"

/* A run with that rule only, finished; the name says which language the text is. */
static inline al_run *lint_named(const struct al_rule *rule, const char *text, const char *name, bool undetermined)
{
    static const char *const only[] = {"test-*", NULL};
    const struct al_options options = {
        .rules = only, .undetermined = undetermined, .no_sibling_parameters = true};
    const struct al_module module = {AL_RULE_ABI, sizeof *rule, "test", "Test", rule, 1};
    al_run *run = al_run_new(&options);

    assert_non_null(run);
    assert_int_equal(al_run_add_module(run, &module), 0);
    assert_int_equal(al_run_text(run, text, strlen(text), name), 0);
    assert_int_equal(al_run_finish(run), 0);
    return run;
}

static inline al_run *lint_text(const struct al_rule *rule, const char *text, bool undetermined)
{
    return lint_named(rule, text, "test.json", undetermined);
}

static inline size_t finding_count(const al_run *run)
{
    size_t n;

    al_run_findings(run, &n);
    return n;
}

/* Findings of one built-in rule over a template with those resources; `settings` NULL: no option is set. */
static inline size_t count_findings(const char *rule, const struct al_assignment *settings, const char *resources)
{
    const char *const rules[] = {rule, NULL};
    const struct al_options options = {.rules = rules, .settings = settings, .no_sibling_parameters = true};
    al_run *run = al_run_new(&options);
    char text[2048];
    size_t n;

    snprintf(text, sizeof text, "{" SCHEMA ",\"resources\":[%s]}", resources);
    assert_non_null(run);
    assert_int_equal(al_run_text(run, text, strlen(text), "test.json"), 0);
    assert_int_equal(al_run_finish(run), 0);
    n = finding_count(run);
    al_run_free(run);
    return n;
}

static inline const struct al_finding *finding_at(const al_run *run, size_t i)
{
    size_t n;
    const struct al_finding *all = al_run_findings(run, &n);

    assert_true(i < n);
    return &all[i];
}

#endif
