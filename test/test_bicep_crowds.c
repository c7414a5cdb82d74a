/* SPDX-License-Identifier: MIT */
/* Files that many statements of Bicep name: a module that is called a thousand times, one of ten thousand
 * exports. */
#define _XOPEN_SOURCE 700 /* mkdtemp() */

#include "folder.h"

#include "base/buf.h"

/* `each` is written n times between `before` and `after`, with % for the number of the repetition. */
struct series {
    const char *before, *each, *after;
    int n;
};

struct crowd {
    const char *title;
    struct series main;
    const char *path; /* of the other file */
    struct series other;
    size_t nresources;
    const char *expect; /* the first line of the report */
};

#define CALL(ok) "module m% 'a.bicep' = {\n  name: 'm%'\n  params: { n: 'n%', ok: " ok " }\n}\n"
#define ONE(text)       \
    {                   \
        text, "", "", 0 \
    }

#define MODULE                                                                                  \
    ONE("param n string\nparam ok bool\nresource x '" TEST_TYPE "@2023-01-01' = {\n  name: n\n" \
        "  properties: { ok: ok }\n}\noutput id string = x.id\n")

static const struct crowd crowds[] = {
    {"calls of a module", {"", CALL("true"), "", 1000}, "a.bicep", MODULE, 2000, ""},
    {"calls of a module with what is not known",
     {"param q bool\n", CALL("q"), "", 1000},
     "a.bicep",
     MODULE,
     2000,
     ""},
    {"calls that find something",
     {"", CALL("false"), "", 300},
     "a.bicep",
     MODULE,
     600,
     "a.bicep:5:21: warning: ok is false\n"},
    {"a loop of calls",
     ONE("module m 'a.bicep' = [for i in range(0, 1000): {\n  name: 'm${i}'\n  params: { n: 'n${i}', ok: i >= 0 }\n}]\n"
         "output o array = [for i in range(0, 1000): m[i].outputs.id]\n"),
     "a.bicep", MODULE, 2000, ""},
    {"names that are imported",
     {"import {\n", "  v%\n", "} from 'a.bicep'\n", 10000},
     "a.bicep",
     {"", "@export()\nvar v% = %\n", "", 10000},
     0,
     ""},
    {"names that are not exported",
     {"import {\n", "  w%\n", "} from 'a.bicep'\n", 10000},
     "a.bicep",
     {"", "@export()\nvar v% = %\n", "", 10000},
     0,
     "main.bicep:2:3: error: 'a.bicep' does not export 'w0' [bicep-import]\n"},
    {"types that are imported",
     {"", "import { t% } from 'a.bicep'\nparam p% t%?\n", "output o array = [ p1 ]\n", 2000},
     "a.bicep",
     {"", "@export()\ntype t% = { x: string }\n", "", 2000},
     0,
     ""},
    {"names of a namespace",
     {"import * as a from 'a.bicep'\noutput o array = [\n", "  a.v%\n", "]\n", 10000},
     "a.bicep",
     {"", "@export()\nvar v% = %\n", "", 10000},
     0,
     ""},
    {"parameters of a module",
     {"module m 'a.bicep' = {\n  name: 'm'\n  params: {\n", "    p%: 'x'\n", "  }\n}\n", 10000},
     "a.bicep",
     {"", "param p% string\n", "", 10000},
     1,
     ""},
    {"parameters that the module lacks",
     {"module m 'a.bicep' = {\n  name: 'm'\n  params: {\n", "    q%: 'x'\n", "  }\n}\n", 1000},
     "a.bicep",
     {"", "param p% string = ''\n", "", 10000},
     1,
     "main.bicep:4:5: error: the module has no parameter 'q0'; did you mean 'p0'? [bicep-unknown-parameter]\n"},
    {"outputs of a module",
     {"module m 'a.bicep' = {\n  name: 'm'\n}\noutput o array = [\n", "  m.outputs.o%\n", "]\n", 10000},
     "a.bicep",
     {"", "output o% string = 'x'\n", "", 10000},
     1,
     ""},
    {"one JSON file, loaded many times",
     {"", "var v% = loadJsonContent('a.json')\n", "", 1000},
     "a.json",
     {"{", "'a%':%,", "'z':0}", 1000},
     0,
     ""},
    {"JSON that is nested deep",
     ONE("output o array = loadJsonContent('a.json')\n"),
     "a.json",
     {"", "[", "", 10000},
     0,
     "a.json:1:257: error: the text is nested too deep: the limit is 256 levels (--limit nesting) [input-limit]\n"},
    {"a path that goes down everywhere",
     {"output o array = [ loadJsonContent('a.json', '$", "..*", "') ]\n", 60},
     "a.json",
     ONE("{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':{'a':{}}}}}}}}}}}}}"),
     0,
     "main.bicep:1:20: error: evaluation was stopped here, and what follows is taken as unknown: the limit is "
     "5000000 steps (--limit steps) [input-limit]\n"},
    {"YAML that is nested deep",
     ONE("output o array = loadYamlContent('a.yaml')\n"),
     "a.yaml",
     {"", "[", "", 10000},
     0,
     "a.yaml:1:256: error: the text is nested too deep: the limit is 256 levels (--limit nesting) [input-limit]\n"},
    {"lists that are nested deep",
     ONE("output o array = loadYamlContent('a.yaml')\n"),
     "a.yaml",
     {"", "- ", "1\n", 10000},
     0,
     "a.yaml:1:512: error: the text is nested too deep: the limit is 256 levels (--limit nesting) [input-limit]\n"},
    {"YAML that laughs", ONE("output o object = loadYamlContent('a.yaml')\n"), "a.yaml",
     ONE("a: &a [1,1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
         "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
         "e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e,*e]\n"),
     0,
     "a.yaml:5:29: error: the aliases up to here stand for too many values: the limit is 100000 "
     "items (--limit items) [input-limit]\n"},
    {"YAML that is in itself", ONE("output o object = loadYamlContent('a.yaml')\n"), "a.yaml",
     ONE("a: &a\n  b: *a\n"), 0, "a.yaml:2:6: error: the anchor 'a' contains itself [input-syntax]\n"},
    {"YAML full of mistakes",
     ONE("output o object = loadYamlContent('a.yaml')\n"),
     "a.yaml",
     {"", "a: 'x\n", "", 10000},
     0,
     "a.yaml:2:5: error: expected the end of the line, found 'x' [input-syntax]\n"},
};

static void put_numbered(struct al_buf *out, const char *text, int i)
{
    for (; text && *text; text++) {
        if (*text == '%')
            al_buf_printf(out, "%d", i);
        else
            al_buf_char(out, *text);
    }
}

static const char *text_of(al_arena *arena, const struct series *series)
{
    struct al_buf text = AL_BUF(arena);

    put_numbered(&text, series->before, 0);
    for (int i = 0; i < series->n; i++)
        put_numbered(&text, series->each, i);
    put_numbered(&text, series->after, 0);
    al_buf_char(&text, '\n');
    return text.s;
}

static bool check_crowd(const struct crowd *crowd)
{
    al_arena *arena = al_arena_new(0);
    const struct folder_file main = {"main.bicep", text_of(arena, &crowd->main)},
                             other = {crowd->path, text_of(arena, &crowd->other)};
    const struct folder_case test = {.paths = {"main.bicep"}};
    al_run *run;
    char *report;
    bool fine;

    assert_int_equal(system("rm -rf ./*"), 0);
    folder_make(&main);
    folder_make(&other);
    run = folder_run(&test);
    report = al_run_report(run, "text", NULL);
    folder_shorten(report);
    fine = strncmp(report, crowd->expect, strcspn(report, "\n") + 1) == 0 &&
           al_run_summary(run).resources == crowd->nresources;
    if (!fine)
        print_error("%s: %zu resources\n%.300s\n", crowd->title, al_run_summary(run).resources, report);
    free(report);
    al_run_free(run);
    al_arena_free(arena);
    return fine;
}

static void crowds_are_dispersed(void **state)
{
    bool failed = false;

    (void)state;
    for (size_t i = 0; i < sizeof crowds / sizeof *crowds; i++)
        failed |= !check_crowd(&crowds[i]);
    assert_false(failed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(crowds_are_dispersed, folder_set_up, folder_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
