/* SPDX-License-Identifier: MIT */
/* Suppressions wherever they may stand, what is said of those that do not work, and those of other tools. */
#include "folder.h"

/* A template of one resource per line, each of which the rule finds fault with; comments go in between. */
#define HEAD       "{" SCHEMA ",\"resources\":[\n"
#define START      "{\"type\":\"" TEST_TYPE "\",\"apiVersion\":\"2023-01-01\",\"name\":\"x\","
#define THING_LINE START "\"properties\":{\"a\":1}}"
#define OTHER      "{\"type\":\"" TEST_TYPE "\",\"apiVersion\":\"2023-01-01\",\"name\":\"y\","
#define FINE_LINE  OTHER "\"properties\":{\"a\":2}}"
#define WITH(md)   START "\"metadata\":" md "}"
#define TAIL       "\n]}"

static const struct al_rule rule = {
    .id = TEST_RULE,
    .title = "Test",
    .level = AL_ERROR,
    .type = TEST_TYPE,
    .require = AL_FIELD("properties.a", AL_EQUALS("2")),
    .absent = AL_ABSENT_FAILS,
    .aliases = "test-former old-name",
    .equivalents = "CKV_AZURE_1 bicep:no-fault-found Azure.Test.Fault kics:generic_fault "
                   "kics:key_vault_not_recoverable terrascan:AC_AZURE_1 trivy:AZU-0001"};

struct line {
    const char *text;
    bool suppressed;
    const char *why;
    const char *notes; /* ids of what is said besides, less "input-", in order; NULL: nothing */
};

static const struct line lines[] = {
    {HEAD THING_LINE TAIL, false, NULL, NULL},
    {HEAD "// armlint: disable-next-line test-rule\n" THING_LINE TAIL, true, NULL, NULL},
    {HEAD "// armlint: disable-next-line test-rule: a reason: with a colon\n" THING_LINE TAIL, true,
     "a reason: with a colon", NULL},
    {HEAD "//armlint:disable-next-line test-rule\n" THING_LINE TAIL, true, NULL, NULL},
    {HEAD "// armlint: disable-next-line old-name\n" THING_LINE TAIL, true, NULL, NULL},
    {HEAD "// armlint: disable-next-line test-*\n" THING_LINE TAIL, true, NULL, NULL},
    {HEAD "// disable-next-line test-rule\n" THING_LINE TAIL, false, NULL, NULL},
    {HEAD "// armlint is a linter\n" THING_LINE TAIL, false, NULL, NULL},
    {HEAD "// armlint: disable-next-line test-rule\n\n" THING_LINE TAIL, false, NULL, "unused-suppression"},
    /* several rules in one comment */
    {HEAD "/* armlint: disable-next-line template-unused-variable, test-rule: why */\n" THING_LINE TAIL, true,
     "why", NULL},
    {HEAD "// armlint: disable-next-line test-rule template-unused-variable: why\n" THING_LINE TAIL, true,
     "why", NULL},
    /* stacked */
    {HEAD "// armlint: disable-next-line test-rule: first\n"
          "  // armlint: disable-next-line template-unused-variable\n" THING_LINE TAIL,
     true, "first", NULL},
    {HEAD "// armlint: disable-next-line test-rule\n// says a person\n" THING_LINE TAIL, true, NULL, NULL},
    /* same line */
    {HEAD THING_LINE " // armlint: disable test-rule: here\n" TAIL, true, "here", NULL},
    {HEAD "// armlint: disable test-rule\n" THING_LINE TAIL, false, NULL, "unused-suppression"},
    {HEAD START "\"properties\": { // armlint: disable test-rule: inside\n\"a\":1}}" TAIL, false, NULL,
     "unused-suppression"},
    {HEAD START "\"properties\": { // armlint: disable-next-line test-rule: inside\n\"a\":1}}" TAIL, true,
     "inside", NULL},
    /* more than a line */
    {HEAD "// armlint: disable-resource test-rule: all of it\n" START "\n\"properties\":{\n\"a\":1}}" TAIL,
     true, "all of it", NULL},
    {HEAD START "\n\"properties\":{ /* armlint: disable-resource test-rule: all of it */\n\n\"a\":1}}" TAIL,
     true, "all of it", NULL},
    {HEAD "// armlint: disable-resource test-rule\n" FINE_LINE ",\n" THING_LINE TAIL, false, NULL,
     "unused-suppression"},
    {HEAD THING_LINE "\n// armlint: disable-resource test-rule\n" TAIL, false, NULL, "suppression"},
    {"// armlint: disable-file test-rule: generated\n" HEAD "\n" THING_LINE TAIL, true, "generated", NULL},
    {HEAD THING_LINE TAIL "// armlint: disable-file test-rule: generated\n", true, "generated", NULL},
    {HEAD "// armlint: disable-diagnostics test-rule: from here\n\n" THING_LINE TAIL, true, "from here",
     NULL},
    {HEAD
     "// armlint: disable-diagnostics test-rule\n// armlint: restore-diagnostics test-rule\n" THING_LINE TAIL,
     false, NULL, "unused-suppression"},
    {HEAD THING_LINE "\n// armlint: disable-diagnostics test-rule\n" TAIL, false, NULL, "unused-suppression"},
    /* what is narrower counts, and says why; what is not needed beside it is said */
    {"// armlint: disable-file test-rule: wide\n" HEAD
     "// armlint: disable-next-line test-rule: narrow\n" THING_LINE TAIL,
     true, "narrow", "unused-suppression"},
    {HEAD "// armlint: disable-next-line test-rule\n" THING_LINE " // armlint: disable test-rule" TAIL, true,
     NULL, "unused-suppression"},
    /* unknown and malformed */
    {HEAD "// armlint: disable-next-line test-rul\n" THING_LINE TAIL, false, NULL, "unknown-rule"},
    {HEAD "// armlint: disable-next-line CKV_AZURE_1\n" THING_LINE TAIL, false, NULL, "unknown-rule"},
    {HEAD "// armlint: disable-next-line nothing-of-that-sort-at-all\n" THING_LINE TAIL, false, NULL,
     "unknown-rule"},
    {HEAD "// armlint: disable-next-line no-such-*\n" THING_LINE TAIL, false, NULL, "unknown-rule"},
    {HEAD "// armlint: disable-next-line no-fault-found\n" THING_LINE TAIL, true, NULL, NULL},
    {HEAD "// armlint: disable-next-line\n" THING_LINE TAIL, false, NULL, "suppression"},
    {HEAD "// armlint: disable-next-line : because\n" THING_LINE TAIL, false, NULL, "suppression"},
    {HEAD "// armlint: disable-next-lines test-rule\n" THING_LINE TAIL, false, NULL, "suppression"},
    {HEAD "// armlint:\n" THING_LINE TAIL, false, NULL, "suppression"},
    /* rules that did not run say nothing of their suppressions; templates do not know Bicep's directives */
    {HEAD "// armlint: disable-next-line storage-geo-redundancy\n" THING_LINE TAIL, false, NULL, NULL},
    {HEAD "// #disable-next-line test-rule\n" THING_LINE TAIL, false, NULL, NULL},
    /* metadata */
    {HEAD WITH("{\"armlint\":{\"disable\":[\"test-rule\"],\"reason\":\"why\"}}") TAIL, true, "why", NULL},
    {HEAD WITH("{\"armlint\":{\"rule\":\"test-rule\"}}") TAIL, true, NULL, NULL},
    {HEAD WITH(
         "{\"armlint\":[{\"rule\":\"template-unused-variable\"},{\"rule\":\"test-former\",\"reason\":\"r\"}]}")
         TAIL,
     true, "r", NULL},
    {HEAD WITH("{\"armlint\":{\"rule\":\"test-rul\"}}") TAIL, false, NULL, "unknown-rule"},
    {HEAD WITH("{\"armlint\":[7,{\"rule\":[]},{\"disable\":\"test-rule\"}]}") TAIL, false, NULL,
     "suppression suppression suppression"},
    {HEAD WITH("{\"armlint\":{\"disable\":[]}}") TAIL, false, NULL, "suppression"},
    {HEAD WITH("{\"armlint\":[]}") TAIL, false, NULL, "suppression"},
    {HEAD WITH("{\"armlint\":true}") TAIL, false, NULL, "suppression"},
    {HEAD WITH("{\"armlint\":null}") TAIL, false, NULL, "suppression"},
    {HEAD WITH("[]") TAIL, false, NULL, NULL},
    {HEAD OTHER
     "\"metadata\":{\"armlint\":{\"rule\":\"test-rule\"}},\"properties\":{\"a\":2}},\n" THING_LINE TAIL,
     false, NULL, "unused-suppression"},
    {"{" SCHEMA
     ",\"metadata\":{\"armlint\":{\"rule\":\"test-*\",\"reason\":\"all\"}},\"resources\":[\n" THING_LINE TAIL,
     true, "all", NULL},
    /* minified, lines are of no use */
    {"{" SCHEMA ",\"resources\":[" WITH("{\"armlint\":{\"rule\":\"test-rule\",\"reason\":\"this\"}}") "]}",
     true, "this", NULL},
};

/* The same in Bicep, which has directives of its own. */
#define BICEP      "resource x '" TEST_TYPE "@2023-01-01' = { name: 'x' }"
#define BICEP_FINE "resource y '" TEST_TYPE "@2023-01-01' = { name: 'y', properties: { a: 2 } }"
#define BICEP_BODY(text) \
    "resource x '" TEST_TYPE "@2023-01-01' = {\n  name: 'x'\n  properties: {\n" text "\n    a: 1\n  }\n}"

static const struct line bicep_lines[] = {
    {BICEP, false, NULL, NULL},
    {"#disable-next-line test-rule\n" BICEP, true, NULL, NULL},
    {"#disable-next-line no-unused-vars test-rule // because\n" BICEP, true, "because", NULL},
    {"#disable-next-line test-rule /* because */\n" BICEP, true, "because", NULL},
    {"#disable-next-line no-fault-found\n" BICEP, true, NULL, NULL},
    {"#disable-next-line test-rule\n\n" BICEP, false, NULL, "unused-suppression"},
    {"  #disable-next-line test-*\r\n" BICEP, true, NULL, NULL},
    {"#disable-diagnostics test-rule // all of it\n\n\n" BICEP, true, "all of it", NULL},
    {"#disable-diagnostics no-unused-vars test-rule\n#restore-diagnostics no-unused-vars\n" BICEP, true, NULL,
     NULL},
    {"#disable-diagnostics test-rule\n#restore-diagnostics test-rule\n" BICEP, false, NULL,
     "unused-suppression"},
    {BICEP "\n#disable-diagnostics test-rule", false, NULL, "unused-suppression"},
    /* Bicep's own codes are nobody's business here, unless they are nearly ours */
    {"#disable-next-line no-fault BCP081 use-recent-api-versions some-other-code\n" BICEP, false, NULL, NULL},
    {"#disable-next-line test-rul\n" BICEP, false, NULL, "unknown-rule"},
    {"#disable-next-line test-something-else\n" BICEP, false, NULL, NULL},
    /* our comments */
    {"// armlint: disable-next-line test-rule: why\n" BICEP, true, "why", NULL},
    {BICEP " // armlint: disable test-rule", true, NULL, NULL},
    {"// armlint: disable-resource test-rule: why\n" BICEP_BODY(""), true, "why", NULL},
    {"// armlint: disable-resource test-rule: why\n@description('x')\n" BICEP_BODY(""), true, "why", NULL},
    {BICEP_BODY("// armlint: disable-resource test-rule: why"), true, "why", NULL},
    {BICEP_FINE "\n" BICEP_BODY("\n// armlint: disable-resource test-rule: why\n"), true, "why", NULL},
    {BICEP "\n// armlint: disable-resource test-rule\n" BICEP_FINE, false, NULL, "unused-suppression"},
    {"// armlint: disable-file test-rule: why\n\n\n" BICEP_BODY(""), true, "why", NULL},
    {BICEP_BODY("#disable-next-line test-rule // deep inside"), true, "deep inside", NULL},
    {"metadata armlint = { rule: 'test-rule', reason: 'why' }\n" BICEP, true, "why", NULL},
    {"var s = '// armlint: disable-file test-rule'\noutput o string = s\n" BICEP, false, NULL, NULL},
    /* what a condition leaves out, and what is not known, may need it */
    {BICEP "\n#disable-next-line test-rule\nresource y '" TEST_TYPE "@2023-01-01' = if (false) { name: 'y' }",
     false, NULL, NULL},
    {"param a int\n" BICEP "\nresource y '" TEST_TYPE "@2023-01-01' = { name: 'y', properties: {\n"
     "#disable-next-line test-rule\na: a } }",
     false, NULL, NULL},
    {"param a int = 2\n" BICEP "\nresource y '" TEST_TYPE "@2023-01-01' = { name: 'y', properties: {\n"
     "#disable-next-line test-rule\na: a } }",
     false, NULL, "unused-suppression"},
};

/* -- running them -- */

static al_run *lint_with(struct al_options options, const char *text, const char *name)
{
    static const char *const only[] = {"test-*", "input-*", NULL};
    const struct al_module module = {AL_RULE_ABI, sizeof rule, "test", "Test", &rule, 1};
    al_run *run;

    options.rules = options.rules ? options.rules : only;
    options.no_sibling_parameters = options.no_config = true;
    run = al_run_new(&options);
    assert_non_null(run);
    assert_int_equal(al_run_add_module(run, &module), 0);
    assert_int_equal(al_run_text(run, text, strlen(text), name), 0);
    assert_int_equal(al_run_finish(run), 0);
    return run;
}

/* What is said besides; *of_rule gets the one finding of the rule. */
static void split(const al_run *run, char *notes, size_t size, const struct al_finding **of_rule)
{
    *notes = '\0';
    *of_rule = NULL;
    for (size_t i = 0; i < finding_count(run); i++) {
        const struct al_finding *f = finding_at(run, i);
        size_t n = strlen(notes);
        if (strcmp(f->rule, TEST_RULE) == 0) {
            assert_null(*of_rule);
            *of_rule = f;
        } else {
            assert_true(strncmp(f->rule, "input-", 6) == 0);
            snprintf(notes + n, size - n, "%s%s", n ? " " : "", f->rule + 6);
        }
    }
}

static bool check_line(const struct line *line, const struct al_options *options, const char *name)
{
    al_run *run = lint_with(*options, line->text, name);
    const struct al_finding *f;
    char notes[256];
    bool fine;

    split(run, notes, sizeof notes, &f);
    if (!f) {
        fail_msg("nothing was found: %s", line->text);
        return false;
    }
    fine = f->suppressed == line->suppressed && strcmp(notes, line->notes ? line->notes : "") == 0;
    fine = fine && strcmp(f->justification ? f->justification : "", line->why ? line->why : "") == 0;
    fine = fine && al_run_summary(run).suppressed == line->suppressed;
    if (!fine)
        print_error("%s\n  suppressed: %d, because: %s, notes: %s\n", line->text, f->suppressed,
                    f->justification ? f->justification : "-", notes);
    al_run_free(run);
    return fine;
}

static void check_lines(const struct line *all, size_t n, const struct al_options *options, const char *name)
{
    bool fine = true;

    for (size_t i = 0; i < n; i++)
        fine &= check_line(&all[i], options, name);
    assert_true(fine);
}

static void test_lines(void **state)
{
    const struct al_options none = {0};

    (void)state;
    check_lines(lines, sizeof lines / sizeof lines[0], &none, "test.json");
    check_lines(bicep_lines, sizeof bicep_lines / sizeof bicep_lines[0], &none, "test.bicep");
}

static void test_no_suppress(void **state)
{
    const struct al_options all = {.no_suppress = true};
    bool fine = true;

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        const struct line plain = {lines[i].text, false, NULL, NULL};
        fine &= check_line(&plain, &all, "test.json");
    }
    assert_true(fine);
}

/* Whoever asks for some rules is told of those. */
static void test_selection(void **state)
{
    static const char *const only[] = {"template-unused-variable", "test-rule", NULL};
    static const struct line some[] = {
        {HEAD "// armlint: disable-next-line template-unused-variable\n" THING_LINE TAIL, false, NULL,
         "unused-suppression"},
        {HEAD "// armlint: disable-next-line template-unused-variabl\n" THING_LINE TAIL, false, NULL,
         "unknown-rule"},
        {HEAD "// armlint: disable-next-line storage-geo-redundanc\n" THING_LINE TAIL, false, NULL, NULL},
        {HEAD "// armlint: disable-next-line nothing-of-that-sort\n" THING_LINE TAIL, false, NULL, NULL},
        {HEAD "// armlint: disable-next\n" THING_LINE TAIL, false, NULL, NULL},
    };
    const struct al_options options = {.rules = only};

    (void)state;
    check_lines(some, sizeof some / sizeof some[0], &options, "test.json");
}

/* -- dates -- */

#define UNTIL(date) HEAD "// armlint: disable-next-line test-rule until " date ": why\n" THING_LINE TAIL

static const struct line dated[] = {
    {UNTIL("2026-11-22"), true, "why", NULL},
    {UNTIL("2026-11-21"), false, NULL, "expired-suppression"},
    {UNTIL("2027-01-01"), true, "why", NULL},
    {HEAD "// armlint: disable-next-line test-rule: until 2026-11-21: why\n" THING_LINE TAIL, false, NULL,
     "expired-suppression"},
    {HEAD "// armlint: disable-next-line test-rule: until the network is there\n" THING_LINE TAIL, true,
     "until the network is there", NULL},
    {HEAD WITH("{\"armlint\":{\"rule\":\"test-rule\",\"until\":\"2026-11-21\"}}") TAIL, false, NULL,
     "expired-suppression"},
    {HEAD WITH("{\"armlint\":{\"rule\":\"test-rule\",\"until\":\"2028-02-29\"}}") TAIL, true, NULL, NULL},
    {UNTIL("2026-02-29"), false, NULL, "suppression"},
    {UNTIL("tomorrow"), false, NULL, "suppression"},
    {UNTIL("2026-13-01"), false, NULL, "suppression"},
};

static void test_dates(void **state)
{
    const struct al_options today = {.today = "2026-11-22"}, no_day = {0};
    const struct line old = {UNTIL("1999-12-31"), true, "why", NULL};
    const struct line bicep = {"#disable-next-line test-rule // until 2026-01-31: why\n" BICEP, false, NULL,
                               "expired-suppression"};

    (void)state;
    check_lines(dated, sizeof dated / sizeof dated[0], &today, "test.json");
    check_lines(&old, 1, &no_day, "test.json");
    check_lines(&bicep, 1, &today, "test.bicep");
    assert_true(al_is_date("2024-02-29"));
    assert_false(al_is_date("2100-02-29"));
    assert_false(al_is_date("2026-1-1"));
    assert_false(al_is_date(""));
}

/* -- other tools -- */

static const char *const every_tool[] = {"checkov", "kics", "psrule", "terrascan", "trivy", NULL};

#define IN(comment) HEAD START "\n" comment "\n\n\"properties\":{\"a\":1}}" TAIL

#define TAGGED(skip) START "\"tags\":{\"runterrascan.io/skip\":\"" skip "\"},\"properties\":{\"a\":1}}"

static const struct line others[] = {
    {IN("// checkov:skip=CKV_AZURE_1:why"), true, "why", NULL},
    {IN("// checkov:skip=CKV_AZURE_1"), true, NULL, NULL},
    {IN("/* checkov:skip=CKV_AZURE_2,CKV_AZURE_1: why */"), true, "why", NULL},
    {IN("// bridgecrew:skip=CKV_AZURE_1:why"), true, "why", NULL},
    {IN("// checkov:skip=CKV_AZURE_11:why"), false, NULL, NULL},
    {IN("/* checkov:skip=CKV_AZURE_2:no\ncheckov:skip=CKV_AZURE_1:yes */"), true, "yes", NULL},
    {HEAD "// checkov:skip=CKV_AZURE_1:outside\n" THING_LINE TAIL, false, NULL, NULL},
    {HEAD WITH("{\"checkov\":[\"CKV_AZURE_2:no\",\"CKV_AZURE_1:why\"]}") TAIL, true, "why", NULL},
    {HEAD WITH("{\"checkov\":\"CKV_AZURE_1\"}") TAIL, true, NULL, NULL},
    {HEAD WITH("{\"checkov\":{\"skip\":[{\"id\":\"CKV_AZURE_1\",\"comment\":\"why\"}]}}") TAIL, true, "why",
     NULL},
    {HEAD WITH("{\"bridgecrew\":{\"skip\":[{\"id\":\"CKV_AZURE_1\"},7,{}]}}") TAIL, true, NULL, NULL},
    {HEAD WITH("{\"checkov\":{\"skip\":\"CKV_AZURE_1\"}}") TAIL, false, NULL, NULL},
    {HEAD WITH("{\"checkov\":[7,null,[]]}") TAIL, false, NULL, NULL},
    {IN("// ts:skip=AC_AZURE_1 why"), true, "why", NULL},
    {IN("// ts:skip=AC_AZURE_2 why"), false, NULL, NULL},
    {HEAD "// kics-scan ignore-line\n" THING_LINE TAIL, true, NULL, NULL},
    {HEAD "// kics-scan ignore-line\n\n" THING_LINE TAIL, false, NULL, NULL},
    {HEAD "// kics-scan ignore-block\n" START "\n\n\"properties\":{\"a\":1}}" TAIL, true, NULL, NULL},
    {HEAD START "\n// kics-scan ignore-block\n\n\"properties\":{\n\"a\":1}}" TAIL, true, NULL, NULL},
    {HEAD START "\"x\":{ // kics-scan ignore-block\n},\n\"properties\":{\"a\":1}}" TAIL, false, NULL, NULL},
    {"// some words\n// kics-scan ignore\n" HEAD THING_LINE TAIL, true, NULL, NULL},
    {HEAD "// kics-scan ignore\n" THING_LINE TAIL, false, NULL, NULL},
    {"// kics-scan disable=7c25f361-7c66-44bf-9b69-022acd5eb4bd,2081c7d6-2851-4cce-bda5-cb49d462da42\n" HEAD
         THING_LINE TAIL,
     true, NULL, NULL},
    {"// kics-scan disable=2081c7d6-2851-4cce-bda5-cb49d462da42\n" HEAD THING_LINE TAIL, false, NULL, NULL},
    {"// kics-scan enable=2081c7d6-2851-4cce-bda5-cb49d462da42\n" HEAD THING_LINE TAIL, true, NULL, NULL},
    {"// kics-scan enable=2081c7d6-2851-4cce-bda5-cb49d462da42,7c25f361-7c66-44bf-9b69-022acd5eb4bd\n" HEAD
         THING_LINE TAIL,
     false, NULL, NULL},
    {"// kics-scan enable=\n" HEAD THING_LINE TAIL, false, NULL, NULL},
    {HEAD "// kics-scan enable=2081c7d6-2851-4cce-bda5-cb49d462da42\n" THING_LINE TAIL, false, NULL, NULL},
    {HEAD TAGGED("[[{'rule':'AC_AZURE_1','comment':'why'}]") TAIL, true, "why", NULL},
    {HEAD TAGGED("[[{\\\"rule\\\":\\\"AC_AZURE_1\\\"}]") TAIL, true, NULL, NULL},
    {HEAD TAGGED("[[{'rule':'AC_AZURE_2'},7]") TAIL, false, NULL, NULL},
    {HEAD TAGGED("AC_AZURE_1") TAIL, false, NULL, NULL},
    {HEAD "// trivy:ignore:AZU-0001\n" START "\n\n\"properties\":{\"a\":1}}" TAIL, true, NULL, NULL},
    {HEAD START "\n\"properties\":{ // trivy:ignore:AVD-AZU-0001\n\"a\":1}}" TAIL, true, NULL, NULL},
    {HEAD "// trivy:ignore:AZU-0002\n" THING_LINE TAIL, false, NULL, NULL},
    {HEAD "// tfsec:ignore:azu-0001:exp:2026-12-31 why\n" THING_LINE TAIL, true, "why", NULL},
    {HEAD "// trivy:ignore:AZU-0001:exp:2026-01-31\n" THING_LINE TAIL, false, NULL, NULL},
};

static const struct line bicep_others[] = {
    {BICEP_BODY("    // checkov:skip=CKV_AZURE_1:why\n\n"), true, "why", NULL},
    {"// checkov:skip=CKV_AZURE_1:why\n" BICEP, false, NULL, NULL},
    {"// kics-scan ignore-block\n" BICEP_BODY(""), true, NULL, NULL},
    {"//trivy:ignore:AZU-0001\n" BICEP_BODY(""), true, NULL, NULL},
    {BICEP_BODY("    //kics-scan ignore-line"), true, NULL, NULL},
};

static void test_others(void **state)
{
    const struct al_options honour = {.honour = every_tool, .today = "2026-11-22"}, none = {0};
    bool fine = true;

    (void)state;
    check_lines(others, sizeof others / sizeof others[0], &honour, "test.json");
    check_lines(bicep_others, sizeof bicep_others / sizeof bicep_others[0], &honour, "test.bicep");
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        const struct line plain = {others[i].text, false, NULL, NULL};
        fine &= check_line(&plain, &none, "test.json");
    }
    assert_true(fine);
}

/* `why` is NULL where nothing is suppressed; `note`: something is said of it. */
struct psrule_case {
    const char *path, *text, *why;
    bool note;
};

#define GROUP(conditions)                                                                    \
    "kind: Selector\n---\n# Synopsis: scratch\napiVersion: github.com/microsoft/PSRule/v1\n" \
    "kind: SuppressionGroup\nmetadata:\n  name: a\nspec:\n  rule:\n  - Azure.Test.Fault\n" conditions
#define IF(condition) GROUP("  if:\n    " condition "\n")
#define GROUPS        ".ps-rule/a.Rule.yaml"

static const struct psrule_case psrule_cases[] = {
    {"ps-rule.yaml", "suppression:\n  Azure.Test.Fault:\n  - other\n  - X\n", "", false},
    {"ps-rule.yaml", "suppression:\n  PSRule.Rules.Azure\\Azure.Test.Fault:\n    targetName: ['x*']\n", "",
     false},
    {"ps-rule.yaml", "suppression:\n  Azure.Test.Fault: [other]\n", NULL, false},
    {"ps-rule.yaml", "suppression:\n  Azure.Test.Other: [x]\n", NULL, false},
    {"ps-rule.yaml", "rule:\n  exclude:\n  - Azure.Test.Fault\n", "", false},
    {"ps-rule.yaml", "rule:\n  include:\n  - Azure.Test.Fault\n", NULL, false},
    {"ps-rule.yaml", "rule:\n  include:\n  - Azure.Test.Other\n", "", false},
    {"ps-rule.yaml", "rule:\n  include: []\n", NULL, false},
    {"ps-rule.yaml", "rule: [\n", NULL, true},
    {"ps-rule.yaml", "7\n", NULL, false},
    {GROUPS, IF("name: '.'\n    in: [y, X]"), "scratch", false},
    {GROUPS, IF("name: '.'\n    notIn: [y, X]"), NULL, false},
    {GROUPS, IF("type: '.'\n    equals: " TEST_TYPE), "scratch", false},
    {GROUPS, IF("type: '.'\n    equals: Microsoft.Other/things"), NULL, false},
    {GROUPS, IF("field: tags.env\n    exists: false"), "scratch", false},
    {GROUPS, IF("field: tags.env\n    equals: dev"), NULL, false},
    {GROUPS, IF("field: properties.a\n    equals: 1"), "scratch", false},
    {GROUPS, IF("field: properties.a\n    hasValue: true\n    notEquals: 2"), "scratch", false},
    {GROUPS, IF("field: name\n    startsWith: [a, x]"), "scratch", false},
    {GROUPS, IF("field: name\n    notEndsWith: x"), NULL, false},
    {GROUPS, IF("field: name\n    match: '^[xyz]$'"), "scratch", false},
    {GROUPS, IF("field: name\n    match: '('"), NULL, false},
    {GROUPS, IF("source: Template\n    endsWith: [other.json, test.json]"), "scratch", false},
    {GROUPS, IF("source: Template\n    contains: elsewhere"), NULL, false},
    {GROUPS, IF("allOf:\n    - { name: '.', like: 'x*' }\n    - not: { name: '.', contains: z }"), "scratch",
     false},
    {GROUPS, IF("anyOf:\n    - { name: '.', equals: y }\n    - { type: '.', notLike: 'Test*' }"), NULL,
     false},
    {GROUPS, IF("name: '.'\n    withinPath: x"), NULL, true},
    {GROUPS, GROUP("  if: {}\n"), NULL, true},
    {GROUPS, GROUP("  expiresOn: '2026-11-21T00:00:00Z'\n  if: { name: '.', equals: x }\n"), NULL, false},
    {GROUPS, GROUP("  expiresOn: '2026-11-22T00:00:00Z'\n  if: { name: '.', equals: x }\n"), "scratch",
     false},
    {GROUPS, "kind: SuppressionGroup\nspec: [\n", NULL, true},
    {GROUPS, "kind: SuppressionGroup\nspec: { if: { name: '.', equals: x } }\n", "", false},
    {"all.Rule.yaml", IF("name: '.'\n    equals: x"), "scratch", false},
    {"all.yaml", IF("name: '.'\n    equals: x"), NULL, false},
    {".ps-rule/b.Rule.jsonc",
     "[{'kind':'SuppressionGroup','spec':{'rule':['Azure.Test.Fault'],'if':{'name':'.','equals':'x'}}}]", "",
     false},
    {".ps-rule/b.Rule.jsonc", "[{'kind':'SuppressionGroup'", NULL, true},
};

static bool check_psrule(const struct psrule_case *c)
{
    const struct folder_file file = {c->path, c->text};
    const struct al_options honour = {.honour = every_tool, .root = ".", .today = "2026-11-22"};
    const struct al_finding *f;
    char notes[256];
    al_run *run;
    bool fine;

    folder_make(&file);
    run = lint_with(honour, HEAD THING_LINE TAIL, "test.json");
    split(run, notes, sizeof notes, &f);
    fine = f && f->suppressed == (c->why != NULL) && f->external == f->suppressed &&
           strcmp(notes, c->note ? "suppression" : "") == 0 &&
           strcmp(f->justification ? f->justification : "", c->why ? c->why : "") == 0;
    if (!fine)
        print_error("%s:\n%s  suppressed: %d, notes: %s\n", c->path, c->text, f && f->suppressed, notes);
    assert_int_equal(unlink(c->path), 0);
    al_run_free(run);
    return fine;
}

static void test_psrule(void **state)
{
    bool fine = true;

    (void)state;
    for (size_t i = 0; i < sizeof psrule_cases / sizeof psrule_cases[0]; i++)
        fine &= check_psrule(&psrule_cases[i]);
    assert_true(fine);
}

/* -- parameter files -- */

#define TOKEN        "ghp_abcdefghijklmnopqrstuvwxyz0123456789"
#define SECURE_BICEP "@secure()\nparam key string\noutput n int = length(key)\n"
#define SECURE_JSON                                                                                         \
    "{" SCHEMA ",\"parameters\":{\"key\":{\"type\":\"securestring\"}},\"resources\":[],\"outputs\":{\"n\":" \
    "{\"type\":\"int\",\"value\":\"[length(parameters(''key''))]\"}}}"
#define VALUE(more)  "'key':{'value':'" TOKEN "'" more "}"
#define VALUES(more) "{" JSON_SCHEMA("deploymentParameters") ",'parameters':{\n" more "}}"

static const struct {
    const char *name, *text;
    struct line expect; /* its text: of the template */
} given[] = {
    {"a.bicepparam", "using 'a.bicep'\nparam key = '" TOKEN "'\n", {SECURE_BICEP, false, NULL, NULL}},
    {"a.bicepparam",
     "using 'a.bicep'\n#disable-next-line secret-literal-in-template // for tests\nparam key = '" TOKEN "'\n",
     {SECURE_BICEP, true, "for tests", NULL}},
    {"a.bicepparam",
     "using 'a.bicep'\nparam key = '" TOKEN "' // armlint: disable secret-literal-in-template: old\n",
     {SECURE_BICEP, true, "old", NULL}},
    {"a.bicepparam",
     "using 'a.bicep'\n// armlint: disable-next-line secret-literal-in-template\nparam key = 'x'\n",
     {SECURE_BICEP, false, NULL, "unused-suppression"}},
    {"a.bicepparam",
     "using 'a.bicep'\n// armlint: disable-file secret-literal-in-templat\nparam key = 'x'\n",
     {SECURE_BICEP, false, NULL, "unknown-rule"}},
    {"a.parameters.json", VALUES(VALUE("")), {SECURE_JSON, false, NULL, NULL}},
    {"a.parameters.json",
     VALUES("// armlint: disable-next-line secret-literal-in-template: x\n" VALUE("")),
     {SECURE_JSON, true, "x", NULL}},
    {"a.parameters.json",
     VALUES(VALUE(",'metadata':{'armlint':{'rule':'secret-literal-in-template','reason':'y'}}")),
     {SECURE_JSON, true, "y", NULL}},
    {"a.parameters.json",
     VALUES("'key':{'value':'x','metadata':{'armlint':{'rule':'secret-literal-in-template'}}}"),
     {SECURE_JSON, false, NULL, "unused-suppression"}},
    {"a.parameters.json", VALUES("// trivy:ignore:AZU-0001\n" VALUE("")), {SECURE_JSON, false, NULL, NULL}},
};

static bool check_given(size_t i, const char *name, const struct al_options *options)
{
    const struct line *expect = &given[i].expect;
    const struct folder_file files[] = {{name, expect->text}, {given[i].name, given[i].text}};
    const bool found = strstr(given[i].text, TOKEN);
    al_run *run = al_run_new(options);
    const struct al_finding *secret = NULL;
    const char *note = NULL;
    bool fine;

    folder_make(&files[0]);
    folder_make(&files[1]);
    assert_int_equal(al_run_path(run, name), 0);
    assert_int_equal(al_run_finish(run), 0);
    for (size_t k = 0; k < finding_count(run); k++)
        if (strncmp(finding_at(run, k)->rule, "input-", 6) == 0)
            note = finding_at(run, k)->rule + 6;
        else
            secret = finding_at(run, k);
    fine = found == (secret != NULL) && strcmp(note ? note : "", expect->notes ? expect->notes : "") == 0;
    if (fine && secret)
        fine =
            secret->suppressed == expect->suppressed && strcmp(secret->location.file, given[i].name) == 0 &&
            strcmp(secret->justification ? secret->justification : "", expect->why ? expect->why : "") == 0;
    if (!fine)
        print_error("%s\n  found: %d, suppressed: %d, notes: %s\n", given[i].text, secret != NULL,
                    secret && secret->suppressed, note ? note : "-");
    al_run_free(run);
    assert_int_equal(unlink(given[i].name), 0);
    return fine;
}

static void test_parameter_files(void **state)
{
    static const char *const only[] = {"secret-literal-in-template", NULL};
    const struct al_options options = {.rules = only, .root = ".", .no_config = true, .honour = every_tool};
    bool fine = true;

    (void)state;
    for (size_t i = 0; i < sizeof given / sizeof given[0]; i++)
        fine &= check_given(i, strstr(given[i].name, ".json") ? "a.json" : "a.bicep", &options);
    assert_true(fine);
}

/* Whoever mistypes the name of a tool must not believe that it is honoured. */
static void test_unknown_tool(void **state)
{
    static const char *const tools[] = {"checkov", "checkow", NULL};
    const struct al_options options = {.honour = tools};
    al_run *run = al_run_new(&options);
    size_t n;

    (void)state;
    assert_null(al_run_rules(run, &n));
    assert_string_equal(al_run_error(run), "honour: there is no tool 'checkow'");
    assert_int_equal(al_run_path(run, "."), AL_EUSAGE);
    al_run_free(run);
}

/* -- several inputs -- */

#define MODULE                                                                                 \
    "param ok bool\nresource x '" TEST_TYPE "@2023-01-01' = {\n  name: 'x'\n  properties: {\n" \
    "    #disable-next-line test-rule\n    ok: ok\n  }\n}\n"
#define CALLS(ok) "module m 'm.bicep' = {\n  name: 'm'\n  params: { ok: " ok " }\n}\n"

/* A module's suppression is idle when no caller needs it. */
static const struct folder_case inputs[] = {
    {.title = "needed by one caller",
     .files = {{"m.bicep", MODULE}, {"a.bicep", CALLS("true")}, {"b.bicep", CALLS("false")}},
     .expect = ""},
    {.title = "needed by the other",
     .files = {{"m.bicep", MODULE}, {"a.bicep", CALLS("false")}, {"b.bicep", CALLS("true")}},
     .expect = ""},
    {.title = "needed by none",
     .files = {{"m.bicep", MODULE}, {"a.bicep", CALLS("true")}, {"b.bicep", CALLS("true")}},
     .expect =
         "m.bicep:5:24: note: test-rule finds nothing here: this suppression is not needed [input-unused-suppression]\n"},
    {.title = "not known for one",
     .files = {{"m.bicep", MODULE}, {"a.bicep", CALLS("true")}, {"b.bicep", "param p bool\n" CALLS("p")}},
     .expect = ""},
    {.title = "needed with one parameter file",
     .files = {{"m.bicep", MODULE},
               {"a.bicepparam", "using 'm.bicep'\nparam ok = true\n"},
               {"b.bicepparam", "using 'm.bicep'\nparam ok = false\n"}},
     .expect = ""},
    {.title = "needed with no parameter file",
     .files = {{"m.bicep", MODULE},
               {"a.bicepparam", "using 'm.bicep'\nparam ok = true\n"},
               {"b.bicepparam", "using 'm.bicep'\nparam ok = true\n"}},
     .expect =
         "m.bicep:5:24: note: test-rule finds nothing here: this suppression is not needed [input-unused-suppression]\n"},
    {.title = "what is broken does not tell",
     .files = {{"m.bicep", "#disable-next-line test-rule\nvar x = \n"}},
     .expect = "m.bicep:2:9: error: expected a value, found the end of the line [input-syntax]\n",
     .paths = {"m.bicep"}},
};
FOLDER_CASES(inputs)

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

/* Declarations have metadata, too. */
static void test_declarations(void **state)
{
    static const struct {
        const char *text;
        bool suppressed;
    } cases[] = {
        {"{" SCHEMA ",\"metadata\":{\"armlint\":{\"disable\":[\"template-unused-*\"]}},"
         "\"parameters\":{\"p\":{\"type\":\"string\"}},\"resources\":[]}",
         true},
        {"{" SCHEMA ",\"parameters\":{\"p\":{\"type\":\"string\","
         "\"metadata\":{\"armlint\":{\"rule\":\"template-unused-parameter\"}}}},\"resources\":[]}",
         true},
        {"{" SCHEMA ",\"parameters\":{\"p\":{\"type\":\"string\"},\"q\":{\"type\":\"string\","
         "\"metadata\":{\"armlint\":{\"rule\":\"template-unused-parameter\"}}}},\"resources\":[]}",
         false},
    };
    static const char *const only[] = {"template-unused-parameter", NULL};
    const struct al_options options = {.rules = only};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        al_run *run = al_run_new(&options);
        assert_int_equal(al_run_text(run, cases[i].text, strlen(cases[i].text), "t.json"), 0);
        assert_int_equal(al_run_finish(run), 0);
        assert_int_equal(finding_at(run, 0)->suppressed, cases[i].suppressed);
        al_run_free(run);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),        cmocka_unit_test(test_no_suppress),
        cmocka_unit_test(test_selection),    cmocka_unit_test(test_dates),
        cmocka_unit_test(test_others),       cmocka_unit_test(test_psrule),
        cmocka_unit_test(test_inputs),       cmocka_unit_test(test_troubles),
        cmocka_unit_test(test_declarations), cmocka_unit_test(test_parameter_files),
        cmocka_unit_test(test_unknown_tool),
    };

    return cmocka_run_group_tests(tests, folder_set_up, folder_tear_down);
}
