/* SPDX-License-Identifier: MIT */
/* JUnit's XML: a suite for each file, also for those without findings, so that what passes is seen to pass.
 *
 * The first case of a suite is whether the file could be checked at all; then comes a case for each rule that
 * has something to say about the file, with all that it says. So a case has the same name from run to run,
 * wherever in the file its lines are, and CI systems tell what is new and what has been mended. A rule fails
 * when one of its findings is at or above the level that matters; a case is skipped when all it has is
 * suppressed or undecided. */
#include "report/report.h"
#include "report/terminal.h"
#include "report/uri.h"
#include "report/xml.h"

#include <stdlib.h>

enum outcome { PASSED, SKIPPED, FAILED, BROKEN, OUTCOMES };

struct suite {
    al_str name;
    const struct al_finding **list; /* by rule, then by place */
    size_t n;
};

/* Findings of one rule, or of the input. */
struct test_case {
    const struct al_finding *const *list;
    size_t n;
};

static enum outcome outcome_of(const struct al_finding *f)
{
    if (f->fatal)
        return BROKEN;
    if (!al_finding_counts(f) || f->undetermined)
        return SKIPPED;
    return f->fails ? FAILED : PASSED;
}

/* The worst of them; a finding that is told of weighs more than those that are not. */
static enum outcome outcome(const struct test_case *c)
{
    enum outcome worst = c->n ? SKIPPED : PASSED;

    for (size_t i = 0; i < c->n; i++) {
        enum outcome one = outcome_of(c->list[i]);
        if (one > worst || (one == PASSED && worst == SKIPPED))
            worst = one;
    }
    return worst;
}

static const struct al_finding *first_with(const struct test_case *c, enum outcome wanted)
{
    for (size_t i = 0; i < c->n; i++)
        if (outcome_of(c->list[i]) == wanted)
            return c->list[i];
    return NULL;
}

static const char *note_of(const struct al_finding *f)
{
    if (f->undetermined)
        return " (could not be decided)";
    if (f->suppressed)
        return " (suppressed)";
    return al_finding_counts(f) ? "" : " (in the baseline)";
}

static void put_lines(struct al_buf *out, const struct suite *suite, const struct test_case *c)
{
    for (size_t i = 0; i < c->n; i++) {
        const struct al_finding *f = c->list[i];
        al_buf_put(out, al_term_head(suite->name));
        al_xml_put(out, suite->name);
        if (f->location.line)
            al_buf_printf(out, ":%u:%u", (unsigned)f->location.line, (unsigned)f->location.column);
        al_buf_printf(out, ": %s: ", al_level_name(f->level));
        al_xml_put(out, al_str_of(f->message));
        al_buf_put(out, al_str_of(note_of(f)));
        if (f->justification) {
            al_buf_put(out, AL_STR(": "));
            al_xml_put(out, al_str_of(f->justification));
        }
        al_buf_char(out, '\n');
    }
    if (c->n && c->list[0]->about && c->list[0]->about->remedy) {
        al_buf_char(out, '\n');
        al_xml_put(out, al_str_of(c->list[0]->about->remedy));
        al_buf_char(out, '\n');
    }
}

/* A failure, an error: what is said in one line, and then in full. */
static void put_detail(struct al_buf *out, const struct suite *suite, const struct test_case *c,
                       const char *element, enum outcome wanted)
{
    const struct al_finding *f = first_with(c, wanted);

    al_buf_printf(out, "      <%s", element);
    al_xml_attribute(out, "message", al_str_of(f->message));
    al_xml_attribute(out, "type", al_str_of(al_level_name(f->level)));
    al_buf_char(out, '>');
    put_lines(out, suite, c);
    al_buf_printf(out, "</%s>\n", element);
}

static void put_skipped(struct al_buf *out, const struct suite *suite, const struct test_case *c)
{
    const struct al_finding *f = first_with(c, SKIPPED);
    const char *why = f->undetermined    ? f->message
                      : f->justification ? f->justification
                      : f->suppressed    ? "suppressed"
                                         : "in the baseline";

    al_buf_put(out, AL_STR("      <skipped"));
    al_xml_attribute(out, "message", al_str_of(why));
    al_buf_put(out, AL_STR("/>\n      <system-out>"));
    put_lines(out, suite, c);
    al_buf_put(out, AL_STR("</system-out>\n"));
}

static void put_passed(struct al_buf *out, const struct suite *suite, const struct test_case *c)
{
    al_buf_put(out, AL_STR("      <system-out>"));
    put_lines(out, suite, c);
    al_buf_put(out, AL_STR("</system-out>\n"));
}

static void put_case(struct al_buf *out, const struct suite *suite, const char *name,
                     const struct test_case *c)
{
    enum outcome how = outcome(c);
    const struct al_finding *at = first_with(c, how);

    al_buf_put(out, AL_STR("    <testcase"));
    al_xml_attribute(out, "name", al_str_of(name));
    al_xml_attribute(out, "classname", suite->name);
    al_xml_attribute(out, "file", suite->name);
    al_xml_number(out, "line", at && at->location.line ? at->location.line : 1);
    if (c->n == 0) {
        al_buf_put(out, AL_STR("/>\n"));
        return;
    }
    al_buf_put(out, AL_STR(">\n"));
    switch (how) {
    case BROKEN: put_detail(out, suite, c, "error", how); break;
    case FAILED: put_detail(out, suite, c, "failure", how); break;
    case SKIPPED: put_skipped(out, suite, c); break;
    default: put_passed(out, suite, c); break;
    }
    al_buf_put(out, AL_STR("    </testcase>\n"));
}

/* What kept the file from being checked comes first, under one name. */
static struct test_case next_case(const struct suite *suite, size_t at)
{
    struct test_case c = {suite->list + at, 0};

    while (at + c.n < suite->n && suite->list[at + c.n]->fatal == c.list[0]->fatal &&
           (c.list[0]->fatal || strcmp(suite->list[at + c.n]->rule, c.list[0]->rule) == 0))
        c.n++;
    return c;
}

static int by_rule(const void *left, const void *right)
{
    const struct al_finding *a = *(const struct al_finding *const *)left;
    const struct al_finding *b = *(const struct al_finding *const *)right;
    int order = (int)b->fatal - (int)a->fatal;

    if (!order && !a->fatal)
        order = strcmp(a->rule, b->rule);
    return order ? order : (a > b) - (a < b);
}

static struct suite suite_of(al_arena *arena, const struct al_file_findings *file, al_str name)
{
    struct suite suite = {name, NULL, file->n};

    suite.list = AL_NEW_N(arena, const struct al_finding *, file->n + 1);
    for (size_t i = 0; i < file->n; i++)
        suite.list[i] = &file->findings[i];
    if (file->n > 1)
        qsort(suite.list, suite.n, sizeof *suite.list, by_rule);
    return suite;
}

/* What kept it from being checked comes first, or a case that says it was. */
static struct test_case first_case(const struct suite *suite)
{
    return suite->n && suite->list[0]->fatal ? next_case(suite, 0) : (struct test_case){suite->list, 0};
}

static void count_cases(const struct suite *suite, size_t counts[OUTCOMES])
{
    struct test_case c = first_case(suite);

    counts[outcome(&c)]++;
    for (size_t at = c.n; at < suite->n; at += c.n) {
        c = next_case(suite, at);
        counts[outcome(&c)]++;
    }
}

static void put_cases(struct al_buf *out, const struct suite *suite)
{
    struct test_case c = first_case(suite);

    put_case(out, suite, "input", &c);
    for (size_t at = c.n; at < suite->n; at += c.n) {
        c = next_case(suite, at);
        put_case(out, suite, c.list[0]->rule, &c);
        al_buf_pass(out);
    }
}

static void put_counts(struct al_buf *out, const size_t counts[OUTCOMES])
{
    al_xml_number(out, "tests", counts[PASSED] + counts[SKIPPED] + counts[FAILED] + counts[BROKEN]);
    al_xml_number(out, "failures", counts[FAILED]);
    al_xml_number(out, "errors", counts[BROKEN]);
    al_xml_number(out, "skipped", counts[SKIPPED]);
}

static void put_suite(struct al_buf *out, const struct suite *suite)
{
    size_t counts[OUTCOMES] = {0};

    count_cases(suite, counts);
    al_buf_put(out, AL_STR("  <testsuite"));
    al_xml_attribute(out, "name", suite->name);
    put_counts(out, counts);
    al_buf_put(out, AL_STR(">\n"));
    put_cases(out, suite);
    al_buf_put(out, AL_STR("  </testsuite>\n"));
}

/* The counts come first: the suites are made twice. */
void al_report_junit(struct al_buf *out, al_run *run, const struct al_report_options *options)
{
    struct al_namer namer = {.arena = out->arena, .base = options->base};
    al_arena *passing = al_arena_inside(out->arena);
    struct al_file_findings file = {0};
    size_t total[OUTCOMES] = {0};

    for (; al_file_findings_next(&file, run); al_arena_forget(passing)) {
        const struct suite suite = suite_of(passing, &file, AL_STR(""));
        count_cases(&suite, total);
    }
    al_buf_put(out, AL_STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"armlint\""));
    put_counts(out, total);
    al_buf_put(out, AL_STR(">\n"));
    file = (struct al_file_findings){0};
    for (; al_file_findings_next(&file, run); al_arena_forget(passing)) {
        const struct suite suite = suite_of(passing, &file, al_namer_name(&namer, file.name));
        put_suite(out, &suite);
    }
    al_buf_put(out, AL_STR("</testsuites>\n"));
}
