/* SPDX-License-Identifier: MIT */
/* What is wrong with Bicep files, against fixtures/bicep/errors. Each line of a file there says what is
 * expected of it, and of which text exactly, in the order of the text:
 *
 *     output zero int = number / 0 // expect: bicep-operator |0|
 *
 * A '|' in that text is written '\|'. What a file does not mark it must not have. */
#include "fixtures.h"

#include "base/buf.h"
#include "base/diag.h"
#include "base/source.h"
#include "syntax/bicep.h"

#define ERRORS "fixtures/bicep/errors"

struct expectation {
    uint32_t line;
    al_str rule, text;
    bool any_text, met;
};

struct file {
    al_arena *arena;
    const char *path;
    struct al_source *source;
    AL_VEC(struct expectation) expected;
    struct al_map *seen; /* ids that something expected */
};

/* -- what a file expects -- */

/* The text between bars, behind the first one. */
static al_str read_text(struct file *f, al_str *rest)
{
    struct al_buf buf = AL_BUF(f->arena);
    size_t i = 0;

    for (; i < rest->n && rest->s[i] != '|'; i++) {
        if (rest->s[i] == '\\' && i + 1 < rest->n && rest->s[i + 1] == '|')
            i++;
        al_buf_char(&buf, rest->s[i]);
    }
    *rest = al_str_from(*rest, i + 1);
    return al_buf_str(&buf);
}

static void read_marks(struct file *f, uint32_t line, al_str marks)
{
    while (marks.n) {
        struct expectation e = {.line = line};
        size_t n = 0;
        while (n < marks.n && (al_is_alpha(marks.s[n]) || marks.s[n] == '-'))
            n++;
        e.rule = al_str_head(marks, n);
        marks = al_str_trim(al_str_from(marks, n));
        e.any_text = !al_str_starts(marks, AL_STR("|"));
        if (!e.any_text) {
            marks = al_str_from(marks, 1);
            e.text = read_text(f, &marks);
        }
        while (marks.n && (marks.s[0] == ',' || marks.s[0] == ' '))
            marks = al_str_from(marks, 1);
        *al_vec_push(f->arena, &f->expected) = e;
        *al_map_put(f->arena, f->seen, e.rule) = f->seen;
        if (n == 0)
            return;
    }
}

static void read_expectations(struct file *f)
{
    static const char mark[] = "// expect: ";
    al_str line, rest = f->source->text;

    for (uint32_t number = 1; al_str_split_next(&line, &rest, '\n'); number++) {
        const ptrdiff_t at = al_str_find(line, AL_STR(mark));
        if (at >= 0)
            read_marks(f, number, al_str_trim(al_str_from(line, (size_t)at + sizeof mark - 1)));
    }
}

/* -- what it gets -- */

static bool meets(struct file *f, const struct al_finding *finding, al_str text)
{
    for (size_t i = 0; i < f->expected.n; i++) {
        struct expectation *e = &f->expected.v[i];
        if (e->met || e->line != finding->location.line || !al_str_eq(e->rule, al_str_of(finding->rule)) ||
            (!e->any_text && !al_str_eq(e->text, text)))
            continue;
        e->met = true;
        return true;
    }
    return false;
}

static bool is_about_meaning(const struct file *f, const struct al_finding *finding)
{
    const al_str rule = al_str_of(finding->rule);

    return strcmp(finding->location.file, f->path) == 0 &&
           (al_str_starts(rule, AL_STR("bicep-")) || al_str_eq(rule, AL_STR("input-syntax")));
}

static void compare(struct file *f, al_run *run)
{
    size_t n;
    const struct al_finding *findings = al_run_findings(run, &n);

    for (size_t i = 0; i < n; i++) {
        const struct al_location *at = &findings[i].location;
        const al_str text = al_str_head(al_str_from(f->source->text, at->offset), at->length);
        if (is_about_meaning(f, &findings[i]) && !meets(f, &findings[i], text))
            problem("%s:%u: not expected: %s [%s] |%.*s|", f->path, at->line, findings[i].message,
                    findings[i].rule, AL_FMT(text));
    }
    for (size_t i = 0; i < f->expected.n; i++)
        if (!f->expected.v[i].met)
            problem("%s:%u: missing: %.*s |%.*s|", f->path, f->expected.v[i].line,
                    AL_FMT(f->expected.v[i].rule), AL_FMT(f->expected.v[i].text));
}

static void check_file(al_arena *arena, struct al_map *seen, const char *name)
{
    const struct al_options options = {.root = ERRORS};
    struct file f = {.arena = arena, .seen = seen};
    al_run *run = al_run_new(&options);
    const char *why;
    al_str text;

    f.path = al_printf(arena, ERRORS "/%s", name).s;
    assert_non_null(run);
    assert_int_equal(al_file_read(&text, &why, arena, f.path, FILE_MOST), AL_OK);
    f.source = al_source_new(arena, al_str_of(f.path), text);
    read_expectations(&f);
    assert_int_equal(al_run_path(run, f.path), 0);
    assert_int_equal(al_run_finish(run), 0);
    compare(&f, run);
    if (al_run_summary(run).unchecked != (f.expected.n > 0))
        problem("%s: the file counts as %s", f.path, f.expected.n ? "checked" : "not checked");
    al_run_free(run);
}

static void check_files(struct scope *scope)
{
    struct names files = list_folder(scope->arena, ERRORS);
    struct al_map seen = {0};

    for (size_t i = 0; i < files.n; i++)
        if (!al_is_folder(al_printf(scope->arena, ERRORS "/%s", files.v[i]).s))
            check_file(scope->arena, &seen, files.v[i]);
    for (int i = 0; i < AL_TROUBLE_COUNT; i++) {
        const struct al_trouble_info *info = al_trouble_info((enum al_trouble)i);
        if (al_str_starts(al_str_of(info->id), AL_STR("bicep-")) && !al_map_get(&seen, al_str_of(info->id)))
            problem("%s: no fixture expects it", info->id);
    }
}

static void test_errors(void **state)
{
    (void)state;
    run_body(check_files);
}

/* -- size -- */

enum { MANY = 20000 };

/* A variable that needs the next one, MANY times; the last one needs `last`. Gives how often `trouble` is
 * reported. */
static size_t count_in_chain(al_arena *arena, const char *last, enum al_trouble trouble)
{
    struct al_buf buf = AL_BUF(arena);
    struct al_diags diags = {.arena = arena};
    struct al_source *source;
    size_t n = 0;

    for (int i = 0; i + 1 < MANY; i++)
        al_buf_printf(&buf, "var v%d = v%d\n", i, i + 1);
    al_buf_printf(&buf, "var v%d = %s\n", MANY - 1, last);
    source = al_source_new(arena, AL_STR("main.bicep"), al_buf_str(&buf));
    al_template_from_bicep(arena, &diags, al_bicep_parse(arena, &diags, source), NULL);
    for (size_t i = 0; i < diags.list.n; i++)
        n += diags.list.v[i].trouble == trouble;
    return n + diags.dropped;
}

/* What is known of the last one is known of the first one, whatever the stack can hold. */
static void check_chains(struct scope *scope)
{
    assert_int_equal(count_in_chain(scope->arena, "1", AL_TROUBLE_BICEP_CYCLE), 0);
    assert_int_equal(count_in_chain(scope->arena, "v0", AL_TROUBLE_BICEP_CYCLE), MANY);
    assert_int_equal(count_in_chain(scope->arena, "1\noutput o string = v0", AL_TROUBLE_BICEP_TYPE), 1);
}

static void test_chains(void **state)
{
    (void)state;
    run_body(check_chains);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_chains),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
