/* SPDX-License-Identifier: MIT */
/* Limits as users meet them: each is in the manual as the table has it, each can be lowered and raised, and
 * what exceeds one says so at its place, with the option that raises it. */
#include "hostile.h"

#include <stdio.h>

static char *read_text(const char *path)
{
    FILE *file = fopen(path, "r");
    char *text;
    long n;

    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    n = ftell(file);
    rewind(file);
    text = malloc((size_t)n + 1);
    assert_int_equal(fread(text, 1, (size_t)n, file), (size_t)n);
    text[n] = '\0';
    fclose(file);
    return text;
}

/* As people write it. */
static const char *amount(al_arena *arena, const struct al_limit_info *info, uint64_t n, bool with_unit)
{
    const bool bytes = strcmp(info->unit, "bytes") == 0;

    if (bytes && n % (1 << 30) == 0)
        return al_printf(arena, "%llu GiB", (unsigned long long)(n >> 30)).s;
    if (bytes)
        return al_printf(arena, "%llu MiB", (unsigned long long)(n >> 20)).s;
    return al_printf(arena, "%llu%s%s", (unsigned long long)n, with_unit ? " " : "",
                     with_unit ? info->unit : "")
        .s;
}

static void the_manual_has_them_all(void **state)
{
    al_arena *arena = al_arena_new(0);
    char *manual = read_text("man/armlint.1");
    size_t n, found = 0;
    const struct al_limit_info *all = al_limits(&n);

    (void)state;
    for (size_t i = 0; i < n; i++) {
        const char *most = all[i].most == all[i].value
                               ? "which cannot be raised"
                               : al_printf(arena, "at most %s", amount(arena, &all[i], all[i].most, false)).s;
        const char *entry =
            al_printf(arena, ".It Cm %s\n%c%s.\n%s by default, %s.\n", all[i].name, al_upper(all[i].about[0]),
                      all[i].about + 1, amount(arena, &all[i], all[i].value, true), most)
                .s;
        if (strstr(manual, entry))
            found++;
        else
            print_error("armlint(1) lacks\n%s", entry);
    }
    assert_int_equal(found, n);
    free(manual);
    al_arena_free(arena);
}

/* -- setting -- */

static const char *refused(const char *name, const char *value)
{
    const struct al_assignment limits[] = {{name, value}, {NULL, NULL}};
    const struct al_options options = {.limits = limits};
    static char said[200];
    al_run *run = al_run_new(&options);

    assert_non_null(run);
    said[0] = '\0';
    if (al_run_text(run, "var x = 1\n", 10, "a.bicep") == AL_EUSAGE)
        snprintf(said, sizeof said, "%s", al_run_error(run));
    al_run_free(run);
    return said;
}

static void values_are_checked(void **state)
{
    static const struct {
        const char *name, *value, *said;
    } rows[] = {
        {"loop", "1", ""},
        {"loop", "100000000", ""},
        {"loop", "100000001", "the limit 'loop' can be from 1 to 100000000"},
        {"loop", "0", "the limit 'loop' can be from 1 to 100000000"},
        {"loop", "", "the limit 'loop' needs a number, not ''"},
        {"loop", "-1", "the limit 'loop' needs a number, not '-1'"},
        {"loop", "1K", "the limit 'loop' needs a number, not '1K'"},
        {"loop", "99999999999999999999999", "the limit 'loop' can be from 1 to 100000000"},
        {"memory", "64MiB", ""},
        {"memory", "2g", ""},
        {"memory", "99999999999G", "the limit 'memory' can be from 1 to 1099511627776 bytes"},
        {"memory", "2 G", "the limit 'memory' needs a number of bytes, as in 512K, 64M or 2G, not '2 G'"},
        {"expression", "1025", "the limit 'expression' can be from 1 to 1024"},
        {"Loop", "1", "there is no limit 'Loop'; did you mean 'loop'?"},
        {"", "1", "there is no limit ''"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_string_equal(refused(rows[i].name, rows[i].value), rows[i].said);
}

/* Each limit by name, a template that is within the default, and what is said when the limit is lower. */
struct row {
    const char *limit, *value, *name, *text, *said;
};

#define HEAD "{" SCHEMA ","
#define DEPLOYMENT(inside)                                                                        \
    "{\"type\":\"Microsoft.Resources/deployments\",\"apiVersion\":\"2022-09-01\",\"name\":\"d\"," \
    "\"properties\":{\"mode\":\"Incremental\",\"template\":{" SCHEMA ",\"resources\":[" inside "]}}}"
#define TWO                                                                           \
    "resource a 'Microsoft.Storage/storageAccounts@2023-01-01' = {\n  name: 'a'\n}\n" \
    "resource b 'Microsoft.Storage/storageAccounts@2023-01-01' = {\n  name: 'b'\n}\n"

static const struct row rows[] = {
    {"memory", "1K", "a.bicep", "var x = 1\n",
     "1:1: checking it takes too much memory: the limit is 1 KiB (--limit memory)"},
    {"nesting", "2", "a.json", HEAD "\"resources\":[{}]}",
     "1:134: the text is nested too deep: the limit is 2 levels (--limit nesting)"},
    {"expression", "2", "a.json", HEAD "\"resources\":[],\"variables\":{\"x\":\"[f(g(h()))]\"}}",
     "1:159: the expression is nested too deep: the limit is 2 levels (--limit expression)"},
    {"expression", "2", "a.bicep", "var x = (((1)))\n",
     "1:10: the expression is nested too deep: the limit is 2 levels (--limit expression)"},
    {"depth", "2", "a.bicep", "output x int = 1 + (2 + 3)\n",
     "1:16: evaluation is nested too deep here, and the value is taken as unknown: the limit is 2 levels "
     "(--limit depth)"},
    {"steps", "10", "a.bicep", "output x array = map(range(0, 100), i => i)\n",
     "1:22: evaluation was stopped here, and what follows is taken as unknown: the limit is 10 steps "
     "(--limit steps)"},
    {"string", "10", "a.bicep", "output x string = padLeft('', 11)\n",
     "1:19: the result of padLeft() is too long: the limit is 10 bytes (--limit string)"},
    {"items", "3", "a.bicep", "output x array = concat([1, 2], [3, 4])\n",
     "1:18: the result of concat() has too many items: the limit is 3 items (--limit items)"},
    {"items", "3", "a.bicep", "output x array = split('a,b,c,d', ',')\n",
     "1:18: the result of split() has too many items: the limit is 3 items (--limit items)"},
    {"loop", "3", "a.bicep", "output x array = [for i in range(0, 4): i]\n",
     "1:18: a loop of 4 is too long: the limit is 3 turns (--limit loop)"},
    {"loop", "3", "a.json",
     HEAD "\"resources\":[],\"outputs\":{\"x\":{\"type\":\"array\",\"copy\":{\"count\":4,\"input\":1}}}}",
     "1:174: a loop of 4 is too long: the limit is 3 turns (--limit loop)"},
    {"resources", "1", "a.bicep", TWO,
     "4:10: there are too many resources, and from here on they are not looked at: the limit is 1 resource "
     "(--limit resources)"},
    {"deployments", "2", "a.json", HEAD "\"resources\":[" DEPLOYMENT(DEPLOYMENT("")) "]}",
     "1:392: deployments are nested too deep here: the limit is 2 levels (--limit deployments)"},
    {"problems", "2", "a.bicep", "var a = x\nvar b = x\nvar c = x\n",
     "1:9: 1 more problems of this file are not listed: the limit is 2 problems (--limit problems)"},
    {"findings", "1", "a.bicep", TWO,
     "1:10: there are too many findings, and from here on they are left out: the limit is 1 finding "
     "(--limit findings)"},
};

static al_run *lint_limited(const struct row *row, const char *value)
{
    const struct al_assignment limits[] = {{row->limit, value}, {NULL, NULL}};
    const struct al_options options = {.no_sibling_parameters = true, .limits = value ? limits : NULL};
    al_run *run = al_run_new(&options);

    assert_non_null(run);
    assert_int_equal(al_run_text(run, row->text, strlen(row->text), row->name), 0);
    assert_int_equal(al_run_finish(run), 0);
    return run;
}

static const char *limit_said(const al_run *run, char *out, size_t size)
{
    size_t n;
    const struct al_finding *all = al_run_findings(run, &n);

    out[0] = '\0';
    for (size_t i = 0; i < n; i++)
        if (strcmp(all[i].rule, "input-limit") == 0)
            snprintf(out, size, "%u:%u: %s", all[i].location.line, all[i].location.column, all[i].message);
    return out;
}

static void each_is_told_at_its_place(void **state)
{
    bool failed = false;
    char said[400];

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        al_run *low = lint_limited(&rows[i], rows[i].value), *usual = lint_limited(&rows[i], NULL);
        if (strcmp(limit_said(low, said, sizeof said), rows[i].said) != 0) {
            print_error("%s=%s:\nfound    %s\nexpected %s\n", rows[i].limit, rows[i].value, said,
                        rows[i].said);
            failed = true;
        }
        if (!al_run_summary(low).unchecked || *limit_said(usual, said, sizeof said)) {
            print_error("%s: %s\n", rows[i].limit, said);
            failed = true;
        }
        al_run_free(low);
        al_run_free(usual);
    }
    assert_false(failed);
}

/* What the options had before. */
static void older_options_are_heeded(void **state)
{
    const struct al_options options = {.max_memory = 1024};
    char said[400];
    al_run *run = al_run_new(&options);

    (void)state;
    assert_int_equal(al_run_text(run, "var x = 1\n", 10, "a.bicep"), 0);
    assert_int_equal(al_run_finish(run), 0);
    assert_string_equal(limit_said(run, said, sizeof said), rows[0].said);
    al_run_free(run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_manual_has_them_all),
        cmocka_unit_test(values_are_checked),
        cmocka_unit_test(each_is_told_at_its_place),
        cmocka_unit_test(older_options_are_heeded),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
