/* SPDX-License-Identifier: MIT */
/* Every fixture of a rule has a twin in the other language, fail.json fail.bicep and so on, and all rules say
 * the same of both: about the same resources and properties, at the same level. What only Bicep can say has
 * -bicep- in its name. */
#include "fixtures.h"

#include <ctype.h>

/* What Bicep cannot say. */
static const struct {
    const char *file, *why;
} without_twin[] = {
    {"agent-project-role-assignments/unknown-scope.json", "a scope is a resource, not text"},
    {"storage-blob-public-access/unknown-version.json", "an API version is always written out"},
    {"template-unused-parameter/unknown.json", "no parameter is read by a computed name"},
    {"template-unused-variable/pass-case.json", "the case of a name counts"},
    {"template-unused-variable/unknown.json", "no variable is read by a computed name"},
};

static const char *why_without_twin(al_str file)
{
    for (size_t i = 0; i < sizeof without_twin / sizeof without_twin[0]; i++)
        if (al_str_eq(file, al_str_of(without_twin[i].file)))
            return without_twin[i].why;
    return NULL;
}

/* -- what is said of a file -- */

static const char *after(const char *text, const char *prefix)
{
    size_t n = strlen(prefix);

    return strncmp(text, prefix, n) == 0 ? text + n : NULL;
}

/* Behind resources[0] or resources.name, and the index in a loop; NULL when no resource stands there. */
static const char *after_resource(const char *path)
{
    const char *rest = after(path, "resources");

    if (!rest || (*rest != '[' && *rest != '.'))
        return NULL;
    if (*rest == '.')
        for (rest++; isalnum((unsigned char)*rest) || *rest == '_'; rest++)
            continue;
    while (*rest == '[')
        rest += strcspn(rest, "]") + 1;
    return rest;
}

/* A path without the resource, which JSON counts and Bicep names, nor the deployments around it. */
static const char *path_below_resource(const char *path)
{
    const char *rest, *inner;

    while ((rest = after_resource(path))) {
        inner = after(rest, ".properties.template.");
        path = inner ? inner : *rest == '.' ? rest + 1 : rest;
        if (!inner && !after_resource(path))
            break;
    }
    return path;
}

static const char *or_none(const char *text)
{
    return text ? text : "-";
}

static const char *describe(al_arena *arena, const struct al_finding *f)
{
    return al_printf(arena, "%s%s level %d: %s %s %s", f->rule, f->undetermined ? " (undetermined)" : "",
                     (int)f->level, or_none(f->resource_type), or_none(f->resource_name),
                     f->path ? path_below_resource(f->path) : "-")
        .s;
}

/* What one language links to is a module in the other: each has its own note that it was not followed. */
static bool is_beside_the_point(const struct al_finding *finding)
{
    return !finding->about && finding->level == AL_NOTE;
}

static struct names said_of(al_arena *arena, const char *path)
{
    static const char *const all[] = {"all", NULL};
    const struct al_options options = {.profiles = all,
                                       .settings = settings_in(arena, fixture_text(arena, path)),
                                       .undetermined = true,
                                       .root = "fixtures"};
    al_run *run = al_run_new(&options);
    const struct al_finding *findings;
    struct names said = {0};
    size_t n;

    assert_non_null(run);
    assert_int_equal(al_run_path(run, path), 0);
    assert_int_equal(al_run_finish(run), 0);
    findings = al_run_findings(run, &n);
    for (size_t i = 0; i < n; i++)
        if (!is_beside_the_point(&findings[i]))
            *al_vec_push(arena, &said) = describe(arena, &findings[i]);
    al_run_free(run);
    if (said.n > 1)
        qsort(said.v, said.n, sizeof *said.v, by_name);
    return said;
}

/* -- twins -- */

static void compare_twins(al_arena *arena, const char *stem)
{
    const char *json = al_printf(arena, "%s.json", stem).s, *bicep = al_printf(arena, "%s.bicep", stem).s;
    const struct names a = said_of(arena, json), b = said_of(arena, bicep);

    for (size_t i = 0, k = 0; i < a.n || k < b.n;) {
        int order = i == a.n ? 1 : k == b.n ? -1 : strcmp(a.v[i], b.v[k]);
        if (order)
            problem("only %s: %s", order < 0 ? json : bicep, order < 0 ? a.v[i] : b.v[k]);
        i += order <= 0;
        k += order >= 0;
    }
}

static al_str stem_of(const char *file)
{
    al_str name = al_str_of(file);

    return al_str_head(name, name.n - strlen(is_bicep(file) ? ".bicep" : ".json"));
}

static bool has_file(const struct names *names, const char *file)
{
    return bsearch(&file, names->v, names->n, sizeof *names->v, by_name) != NULL;
}

static void check_json(al_arena *arena, const char *folder, const struct names *files, const char *file)
{
    al_str stem = stem_of(file), path = al_printf(arena, "%s/%s", folder, file);
    bool twin = has_file(files, al_printf(arena, "%.*s.bicep", AL_FMT(stem)).s);
    const char *why = why_without_twin(al_str_from(path, sizeof FOLDER));

    if (!twin && !why)
        problem("%s: it has no twin in Bicep", path.s);
    else if (twin && why)
        problem("%s: it has a twin although %s in Bicep", path.s, why);
    else if (twin)
        compare_twins(arena, al_printf(arena, "%s/%.*s", folder, AL_FMT(stem)).s);
}

static void check_bicep(al_arena *arena, const char *folder, const struct names *files, const char *file)
{
    if (!has_file(files, al_printf(arena, "%.*s.json", AL_FMT(stem_of(file))).s) &&
        al_str_find(al_str_of(file), AL_STR("-bicep-")) < 0)
        problem("%s/%s: it has no twin in JSON, nor -bicep- in its name", folder, file);
}

static void check_folder(al_arena *arena, const char *folder)
{
    const struct names files = list_folder(arena, folder);

    for (size_t i = 0; i < files.n; i++) {
        if (is_json(files.v[i]))
            check_json(arena, folder, &files, files.v[i]);
        else if (is_bicep(files.v[i]))
            check_bicep(arena, folder, &files, files.v[i]);
    }
}

static void check_rules(struct scope *scope)
{
    const struct names rules = list_folder(scope->arena, FOLDER);

    for (size_t i = 0; i < rules.n; i++)
        check_folder(scope->arena, al_printf(scope->arena, "%s/%s", FOLDER, rules.v[i]).s);
}

static void test_rules(void **state)
{
    (void)state;
    run_body(check_rules);
}

static void check_templates(struct scope *scope)
{
    check_folder(scope->arena, "fixtures/templates");
}

static void test_templates(void **state)
{
    (void)state;
    run_body(check_templates);
}

static void check_exceptions(struct scope *scope)
{
    for (size_t i = 0; i < sizeof without_twin / sizeof without_twin[0]; i++) {
        const char *path = al_printf(scope->arena, "%s/%s", FOLDER, without_twin[i].file).s;
        al_str text;
        const char *why;
        if (al_file_read(&text, &why, scope->arena, path, FILE_MOST) != AL_OK)
            problem("%s: there is no such fixture", path);
    }
}

static void test_exceptions(void **state)
{
    (void)state;
    run_body(check_exceptions);
}

static void test_paths(void **state)
{
    (void)state;
    assert_string_equal(path_below_resource("resources[0].properties.x"), "properties.x");
    assert_string_equal(path_below_resource("resources.st[1].properties.x[2]"), "properties.x[2]");
    assert_string_equal(path_below_resource("resources.a.resources[0]"), "");
    assert_string_equal(path_below_resource("resources[1].properties.template.resources.b.sku.name"),
                        "sku.name");
    assert_string_equal(path_below_resource("resources[1].properties.template.parameters.p"), "parameters.p");
    assert_string_equal(path_below_resource("parameters.resources"), "parameters.resources");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_paths),
        cmocka_unit_test(test_exceptions),
        cmocka_unit_test(test_rules),
        cmocka_unit_test(test_templates),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
