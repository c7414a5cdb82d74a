/* SPDX-License-Identifier: MIT */
/* Every rule against its fixtures, and the order of the house: fixtures/rules/<rule id>/ holds fail*, pass*
 * and unknown* templates, which mark what is expected of them at the end of a line:
 *
 *     "allowBlobPublicAccess": true // expect: storage-blob-public-access
 *
 * A Bicep file's modules lie in modules/ beneath, and its marks may stand in them.
 *
 * A pass* file has no finding. An unknown* file has none either, but the rule must say, when asked, that it
 * is undetermined, unless the file has the words "expect-nothing". A line "// set: rule.option=value" gives
 * the rule an option. */
#include "fixtures.h"

#include "base/source.h"
#include "lint/registry.h"

enum { TITLE_MOST = 60 };

/* -- rules -- */

static void check_text(const struct al_rule *rule, const char *what, const char *text)
{
    if (!text || !*text)
        problem("%s: it has no %s", rule->id, what);
}

static void check_rule(const struct al_rule *rule)
{
    size_t n = rule->title ? strlen(rule->title) : 0;

    check_text(rule, "title", rule->title);
    check_text(rule, "why", rule->why);
    check_text(rule, "remedy", rule->remedy);
    check_text(rule, "references", rule->references);
    if (n >= TITLE_MOST)
        problem("%s: the title has %zu letters, %d are too many", rule->id, n, TITLE_MOST);
    if (n > 0 && rule->title[n - 1] == '.')
        problem("%s: the title ends in a full stop", rule->id);
    if (rule->require && rule->absent.absence == AL_ABSENCE_UNSET)
        problem("%s: `absent` does not say what a missing property means", rule->id);
    if (rule->absent.absence == AL_ABSENCE_FAILS_BEFORE && !rule->absent.api_version)
        problem("%s: `absent` names no API version", rule->id);
    if (!rule->require == !rule->check)
        problem("%s: it needs either `require` or `check`", rule->id);
    if (rule->require && !rule->type)
        problem("%s: it has `require` but no type", rule->id);
}

static void check_rules(struct scope *scope)
{
    struct al_map seen = {0};

    for (const struct al_module *const *m = al_builtin_modules; *m; m++) {
        for (size_t i = 0; i < (*m)->nrules; i++) {
            const struct al_rule *rule = &(*m)->rules[i];
            void **slot = al_map_put(scope->arena, &seen, al_str_of(rule->id));
            check_rule(rule);
            if (*slot)
                problem("%s: two rules have this id", rule->id);
            if (i > 0 && strcmp(rule[-1].id, rule->id) >= 0)
                problem("%s: it stands behind %s in module %s", rule->id, rule[-1].id, (*m)->name);
            *slot = scope;
        }
    }
}

static void test_rules(void **state)
{
    (void)state;
    run_body(check_rules);
}

/* -- folders -- */

static bool has_prefix(const struct names *names, const char *prefix)
{
    for (size_t i = 0; i < names->n; i++)
        if (al_str_starts(al_str_of(names->v[i]), al_str_of(prefix)))
            return true;
    return false;
}

static void check_folders(struct scope *scope)
{
    struct names folders = list_folder(scope->arena, FOLDER);
    size_t n;
    const struct al_rule *const *rules = al_run_rules(scope->run, &n);

    for (size_t i = 0; i < n; i++) {
        struct names files = list_fixtures(scope->arena, rules[i]->id);
        if (!has_prefix(&files, "fail") || !has_prefix(&files, "pass"))
            problem("%s/%s: a rule needs a fail* and a pass* fixture", FOLDER, rules[i]->id);
    }
    for (size_t i = 0; i < folders.n; i++) {
        const struct al_rule *rule = al_run_rule(scope->run, folders.v[i]);
        if (!rule || strcmp(rule->id, folders.v[i]) != 0)
            problem("%s/%s: there is no such rule", FOLDER, folders.v[i]);
    }
}

static void test_folders(void **state)
{
    (void)state;
    run_body(check_folders);
}

/* -- what a file expects -- */

struct expectation {
    const char *file;
    uint32_t line;
    al_str rule;
    bool met;
};

struct fixture {
    al_arena *arena;
    const char *rule, *path;
    struct al_source *source;
    AL_VEC(struct expectation) expected;
    bool pass, unknown;
};

static struct al_source *read_source(al_arena *arena, const char *path)
{
    return al_source_new(arena, al_str_of(path), fixture_text(arena, path));
}

static void read_marks(struct fixture *f, const char *path, al_str text)
{
    static const char mark[] = "// expect: ";
    al_str line, id;

    for (uint32_t number = 1; al_str_split_next(&line, &text, '\n'); number++) {
        ptrdiff_t at = al_str_find(line, AL_STR(mark));
        al_str ids = at < 0 ? (al_str){NULL, 0} : al_str_from(line, (size_t)at + sizeof mark - 1);
        while (al_str_split_next(&id, &ids, ','))
            *al_vec_push(f->arena, &f->expected) = (struct expectation){path, number, al_str_trim(id), false};
    }
}

static void read_marks_of_modules(struct fixture *f)
{
    static const char start[] = "'modules/";
    al_str rest = f->source->text, name;
    ptrdiff_t at;

    while ((at = al_str_find(rest, AL_STR(start))) >= 0) {
        const char *path;
        rest = al_str_from(rest, (size_t)at + 1);
        al_str_split_next(&name, &rest, '\'');
        path = al_printf(f->arena, "%s/%s/%.*s", FOLDER, f->rule, AL_FMT(name)).s;
        read_marks(f, path, read_source(f->arena, path)->text);
    }
}

static bool meets(struct fixture *f, const struct al_finding *finding)
{
    for (size_t i = 0; i < f->expected.n; i++) {
        struct expectation *e = &f->expected.v[i];
        if (e->met || e->line != finding->location.line || strcmp(e->file, finding->location.file) != 0 ||
            !al_str_eq(e->rule, al_str_of(finding->rule)))
            continue;
        e->met = true;
        return true;
    }
    return false;
}

/* A note that a linked template was not followed is no surprise where that is what a fixture is about. */
static bool is_beside_the_point(const struct al_finding *finding)
{
    return finding->suppressed || finding->undetermined || (!finding->about && finding->level == AL_NOTE);
}

static void compare(struct fixture *f, al_run *run)
{
    size_t n;
    const struct al_finding *findings = al_run_findings(run, &n);

    for (size_t i = 0; i < n; i++)
        if (!is_beside_the_point(&findings[i]) && !meets(f, &findings[i]))
            problem("%s:%u: not expected: %s [%s]", findings[i].location.file, findings[i].location.line,
                    findings[i].message, findings[i].rule);
    for (size_t i = 0; i < f->expected.n; i++)
        if (!f->expected.v[i].met)
            problem("%s:%u: missing: %.*s", f->expected.v[i].file, f->expected.v[i].line,
                    AL_FMT(f->expected.v[i].rule));
}

static void want_undetermined(const struct fixture *f, al_run *run)
{
    size_t n;
    const struct al_finding *findings = al_run_findings(run, &n);

    if (al_str_find(f->source->text, AL_STR("expect-nothing")) >= 0)
        return;
    for (size_t i = 0; i < n; i++)
        if (findings[i].undetermined)
            return;
    problem("%s: the rule does not say that it is undetermined", f->path);
}

static void lint(struct fixture *f)
{
    const char *const rules[] = {f->rule, NULL};
    const struct al_options options = {.rules = rules,
                                       .settings = settings_in(f->arena, f->source->text),
                                       .undetermined = true,
                                       .root = FOLDER};
    al_run *run = al_run_new(&options);

    assert_non_null(run);
    assert_int_equal(al_run_path(run, f->path), 0);
    assert_int_equal(al_run_finish(run), 0);
    compare(f, run);
    if (f->unknown)
        want_undetermined(f, run);
    al_run_free(run);
}

static void check_fixture(al_arena *arena, const char *rule, const char *name)
{
    struct fixture f = {.arena = arena, .rule = rule};

    f.path = al_printf(arena, "%s/%s/%s", FOLDER, rule, name).s;
    f.pass = al_str_starts(al_str_of(name), AL_STR("pass"));
    f.unknown = al_str_starts(al_str_of(name), AL_STR("unknown"));
    f.source = read_source(arena, f.path);
    read_marks(&f, f.path, f.source->text);
    read_marks_of_modules(&f);
    if (!f.pass && !f.unknown && !al_str_starts(al_str_of(name), AL_STR("fail")))
        problem("%s: a fixture's name begins with fail, pass or unknown", f.path);
    if ((f.pass || f.unknown) != (f.expected.n == 0))
        problem("%s: fail* files, and only they, expect something", f.path);
    lint(&f);
}

static void check_findings(struct scope *scope)
{
    struct names folders = list_folder(scope->arena, FOLDER);

    for (size_t i = 0; i < folders.n; i++) {
        struct names files = list_fixtures(scope->arena, folders.v[i]);
        if (!al_run_rule(scope->run, folders.v[i]))
            continue;
        for (size_t k = 0; k < files.n; k++)
            if (is_json(files.v[k]) || is_bicep(files.v[k]))
                check_fixture(scope->arena, folders.v[i], files.v[k]);
    }
}

static void test_findings(void **state)
{
    (void)state;
    run_body(check_findings);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rules),
        cmocka_unit_test(test_folders),
        cmocka_unit_test(test_findings),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
