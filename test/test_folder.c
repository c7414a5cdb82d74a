/* SPDX-License-Identifier: MIT */
/* Which files of a folder are linted, and with which parameters. */
#define _XOPEN_SOURCE 700 /* mkdtemp(), symlink() */

#include "folder.h"

#define PARAM        "param ok bool = true\n"
#define MODULE(path) "module m '" path "' = { name: 'm' }\n"
#define USING(path)  "using '" path "'\n"
#define OK_IS(ok)    "param ok = " ok "\n"
#define DEPLOYED(at) at ": note: deployed by 'm'\n"
#define FALSE_AT(at) at ": warning: ok is false\n"

/* -- what is linted, and in which context -- */

static const struct folder_case contexts[] = {
    {.title = "Bicep is picked up, and what is no template is left alone",
     .files = {{"a.bicep", THING("false")}, {"bicepconfig.json", "{'resources':[]}"}, {"b.txt", "x"}},
     .expect = FALSE_AT("a.bicep:3:21"),
     .nfiles = 1,
     .nresources = 1},
    {.title = "a module is linted as its user deploys it, not by itself",
     .files = {{"main.bicep", "module m './m.bicep' = { name: 'm', params: { ok: true } }\n"},
               {"m.bicep", "param ok bool = false\n" THING("ok")}},
     .expect = "",
     .nfiles = 2,
     .nresources = 2},
    {.title = "what is found in it is found there, and says who deploys it",
     .files = {{"main.bicep", MODULE("mods/m.bicep")}, {"mods/m.bicep", THING("false")}},
     .expect = FALSE_AT("mods/m.bicep:3:21") DEPLOYED("main.bicep:1:8")},
    {.title = "a module that is named is linted by itself",
     .files = {{"main.bicep", "module m './m.bicep' = { name: 'm', params: { ok: true } }\n"},
               {"m.bicep", "param ok bool = false\n" THING("ok")}},
     .paths = {"main.bicep", "m.bicep"},
     .expect = FALSE_AT("m.bicep:4:21") "m.bicep:1:17: note: default value of parameter 'ok'\n",
     .nfiles = 2},
    {.title = "what several users bring in is told once",
     .files = {{"a.bicep", MODULE("m.bicep")}, {"b.bicep", MODULE("m.bicep")}, {"m.bicep", THING("false")}},
     .expect = FALSE_AT("m.bicep:3:21") DEPLOYED("a.bicep:1:8"),
     .nfiles = 3},
    {.title = "modules that use each other do not vanish",
     .files = {{"a.bicep", MODULE("b.bicep")}, {"b.bicep", THING("false") MODULE("a.bicep")}},
     .expect = FALSE_AT("b.bicep:3:21")
         DEPLOYED("a.bicep:1:8") "b.bicep:5:10: error: this file leads back to itself: "
                                 "a.bicep -> b.bicep -> a.bicep [bicep-module-cycle]\n"},
    {.title = "what a module reads of an existing resource may be what another gives it back",
     .files = {{"main.bicep", "module r 'r.bicep' = { name: 'r' }\n"
                              "module w 'w.bicep' = { name: 'w', params: { size: r.outputs.size } }\n"},
               {"r.bicep", "resource x '" TEST_TYPE "@2023-01-01' existing = { name: 'x' }\n"
                           "output size string = x.properties.size\n"},
               {"w.bicep", "param size string\nresource x '" TEST_TYPE
                           "@2023-01-01' = {\n  name: 'x'\n  properties: { ok: true, size: size }\n}\n"}},
     .expect = ""},
    {.title = "a use in a comment is none",
     .files = {{"a.bicep", "/*\nmodule m 'm.bicep' = { name: 'm' }\n*/\n"}, {"m.bicep", THING("false")}},
     .expect = FALSE_AT("m.bicep:3:21")},
    {.title = "a template that others only import from is linted by itself",
     .files = {{"a.bicep", "import { v } from 'm.bicep'\noutput o int = v\n"},
               {"m.bicep", "@export()\nvar v = 1\n" THING("false")}},
     .expect = FALSE_AT("m.bicep:5:21")},
    {.title = "JSON as a module is linted as it is deployed",
     .files = {{"main.bicep", "module m 'm.json' = { name: 'm', params: { ok: false } }\n"},
               {"m.json", JSON_TEMPLATE("")}},
     .expect = "m.json:1:277: warning: ok is false\nmain.bicep:1:8: note: deployed by 'm'\n"},
    {.title = "the folder's name stands before all names",
     .files = {{"in/main.bicep", MODULE("../in/m.bicep")}, {"in/m.bicep", THING("false")}},
     .paths = {"./in"},
     .expect = FALSE_AT("./in/m.bicep:3:21") DEPLOYED("./in/main.bicep:1:8"),
     .nfiles = 2},
    {.title = "standard input stands for a file",
     .files = {{"in/m.bicep", THING("ok") "param ok bool\n"}},
     .stdin_text = "module m 'm.bicep' = { name: 'm', params: { ok: false } }\n",
     .paths = {"in/main.bicep"},
     .expect = FALSE_AT("in/m.bicep:3:21") DEPLOYED("in/main.bicep:1:8")},
};

/* -- compiled twins -- */

static const struct folder_case twins[] = {
    {.title = "azuredeploy.json is made of main.bicep",
     .files = {{"main.bicep", PARAM THING("ok")}, {"azuredeploy.json", JSON_TEMPLATE(GENERATOR)}},
     .expect = "",
     .nfiles = 1},
    {.title = "JSON compiled from the Bicep beside it is left out",
     .files = {{"a.bicep", PARAM THING("ok")}, {"a.json", JSON_TEMPLATE(GENERATOR)}},
     .expect = "",
     .nfiles = 1},
    {.title = "unless it is asked for",
     .files = {{"a.bicep", PARAM THING("ok")}, {"a.json", JSON_TEMPLATE(GENERATOR)}},
     .options = {.compiled = true},
     .expect = "",
     .nfiles = 2},
    {.title = "or named",
     .files = {{"a.bicep", PARAM THING("ok")}, {"a.json", JSON_TEMPLATE(GENERATOR)}},
     .paths = {".", "a.json"},
     .expect = "",
     .nfiles = 2},
    {.title = "without the mark it was written by hand",
     .files = {{"a.bicep", PARAM THING("ok")}, {"a.json", JSON_TEMPLATE("")}},
     .expect = "",
     .nfiles = 2},
    {.title = "the mark inside a nested template is not its own",
     .files = {{"a.bicep", PARAM THING("ok")},
               {"a.json",
                "{" JSON_SCHEMA("deploymentTemplate") ",'variables':{'x':{'metadata':{'_generator':{'name':"
                                                      "'bicep'}}}},'resources':[]}"}},
     .expect = "",
     .nfiles = 2},
    {.title = "without the source it is all there is",
     .files = {{"a.json", JSON_TEMPLATE(GENERATOR)}},
     .expect = "",
     .nfiles = 1},
    {.title = "its parameter file is that of the source",
     .files = {{"a.bicep", PARAM THING("ok")},
               {"a.json", JSON_TEMPLATE(GENERATOR)},
               {"p/a.bicepparam", USING("../a.json") OK_IS("false")}},
     .expect = FALSE_AT("a.bicep:4:21"),
     .nfiles = 1},
};

/* -- parameter files -- */

#define BOTH                                                \
    {"a.bicep", PARAM THING("ok")},                         \
    {                                                       \
        "a.dev.bicepparam", USING("a.bicep") OK_IS("false") \
    }

#define BOTH_OF(text)                                                               \
    {"a.bicep", PARAM text}, {"a.dev.bicepparam", USING("a.bicep") OK_IS("false")}, \
    {                                                                               \
        "a.prod.bicepparam", USING("a.bicep") OK_IS("true")                         \
    }

static const struct folder_case parameter_files[] = {
    {.title = "one beside the source",
     .files = {{"a.bicep", PARAM THING("ok")}, {"a.bicepparam", USING("./a.bicep") OK_IS("false")}},
     .expect = FALSE_AT("a.bicep:4:21"),
     .nfiles = 1,
     .nresources = 1},
    {.title = "also when only the source is named",
     .files = {{"a.bicep", PARAM THING("ok")}, {"a.bicepparam", USING("./a.bicep") OK_IS("false")}},
     .paths = {"a.bicep"},
     .expect = FALSE_AT("a.bicep:4:21")},
    {.title = "unless they are not to be looked for",
     .files = {{"a.bicep", PARAM THING("ok")}, {"a.bicepparam", USING("./a.bicep") OK_IS("false")}},
     .options = {.no_sibling_parameters = true},
     .expect = ""},
    {.title = "what holds with one of two says with which",
     .files = {BOTH, {"a.prod.bicepparam", USING("a.bicep") OK_IS("true")}},
     .expect = "a.bicep:4:21: warning: ok is false (with a.dev.bicepparam)\n",
     .nfiles = 1,
     .nresources = 1},
    {.title = "what holds with both says nothing",
     .files = {BOTH, {"a.prod.bicepparam", USING("a.bicep") OK_IS("false")}},
     .expect = FALSE_AT("a.bicep:4:21")},
    {.title = "with two of three",
     .files = {BOTH,
               {"a.prod.bicepparam", USING("a.bicep") OK_IS("true")},
               {"a.parameters.test.json", JSON_PARAMETERS("false")}},
     .expect = "a.bicep:4:21: warning: ok is false (with a.dev.bicepparam, a.parameters.test.json)\n"},
    {.title = "what is wrong with a module is so with all of them",
     .files = {BOTH_OF("module m 'm.bicep' = { name: 'm', params: { ok: ok } }\n"),
               {"m.bicep", "param ok bool\nvar = 1\nmodule n 'gone.bicep' = { name: 'n' }\n" THING("ok")}},
     .expect =
         "m.bicep:2:5: error: expected the name of the variable, found '=' [input-syntax]\n"
         "m.bicep:3:10: error: there is no file 'gone.bicep' [bicep-file]\n"
         "m.bicep:6:21: warning: ok is false (with a.dev.bicepparam)\na.bicep:2:8: note: deployed by 'm'\n",
     .nfiles = 2},
    {.title = "one elsewhere in the folder",
     .files = {BOTH, {"p/x.bicepparam", USING("../a.bicep") OK_IS("true")}},
     .expect = "a.bicep:4:21: warning: ok is false (with a.dev.bicepparam)\n"},
    {.title = "one that is named alone",
     .files = {BOTH, {"p/x.bicepparam", USING("../a.bicep") OK_IS("false")}},
     .paths = {"p/x.bicepparam"},
     .expect = FALSE_AT("a.bicep:4:21"),
     .nfiles = 1},
    {.title = "one that is named beside the source",
     .files = {BOTH, {"p/x.bicepparam", USING("../a.bicep") OK_IS("true")}},
     .paths = {"a.bicep", "p/x.bicepparam"},
     .expect = "a.bicep:4:21: warning: ok is false (with a.dev.bicepparam)\n",
     .nfiles = 1},
    {.title = "one whose template is not in the folder",
     .files = {{"a.bicep", PARAM THING("ok")}, {"p/x.bicepparam", USING("../a.bicep") OK_IS("false")}},
     .paths = {"p"},
     .expect = FALSE_AT("a.bicep:4:21")},
    {.title = "a module with a parameter file of its own is deployed by itself, too",
     .files = {{"main.bicep", "module m './m.bicep' = { name: 'm', params: { ok: true } }\n"},
               {"m.bicep", "param ok bool\n" THING("ok")},
               {"m.bicepparam", USING("m.bicep") OK_IS("false")}},
     .expect = FALSE_AT("m.bicep:4:21")},
    {.title = "JSON has several, too",
     .files = {{"a.json", JSON_TEMPLATE("")},
               {"a.parameters.json", JSON_PARAMETERS("true")},
               {"a.parameters.dev.json", JSON_PARAMETERS("false")},
               {"a.prod.parameters.json", JSON_PARAMETERS("true")}},
     .expect = "a.json:1:277: warning: ok is false (with a.parameters.dev.json)\n",
     .nfiles = 1,
     .nresources = 1},
    {.title = "that of a template with a longer name is not its",
     .files = {{"a.json", JSON_TEMPLATE("")},
               {"a.b.json", JSON_TEMPLATE("")},
               {"a.b.parameters.json", JSON_PARAMETERS("false")}},
     .expect = "a.b.json:1:277: warning: ok is false\n"},
    {.title = "other JSON of that name is none",
     .files = {{"a.json", JSON_TEMPLATE("")}, {"a.parameters.schema.json", "{'ok':{'value':false}}"}},
     .expect = ""},
    {.title = "a name for every template in the folder, when it fits",
     .files = {{"a.bicep", PARAM THING("ok")}, {"parameters.json", JSON_PARAMETERS("false")}},
     .expect = FALSE_AT("a.bicep:4:21")},
    {.title = "what extends another",
     .files = {{"a.bicep", PARAM "param n string\n" THING("n == 'base' && ok")},
               {"base.bicepparam", "using none\nparam ok = false\nparam n = 'base'\n"},
               {"a.bicepparam", USING("a.bicep") "extends 'base.bicepparam'\nparam ok = true\n"}},
     .expect = ""},
    {.title = "values that are computed, and that only the deployment knows",
     .files = {{"a.bicep", PARAM "param other bool\n" THING("other ? ok : false")},
               {"a.bicepparam", USING("a.bicep") "var x = 1\nparam ok = x > 2\n"
                                                 "param other = bool(externalInput('custom.x', 'y'))\n"}},
     .expect = FALSE_AT("a.bicep:5:21")},
    {.title = "a broken one is reported, and the template linted",
     .files = {{"a.bicep", PARAM THING("ok")}, {"a.bicepparam", USING("a.bicep") "param ok = \n"}},
     .expect = "a.bicepparam:2:12: error: expected a value, found the end of the line [input-syntax]\n"},
    {.title = "one that uses nothing",
     .files = {{"x.bicepparam", "using none\nparam ok = \n"}},
     .expect = "x.bicepparam:2:12: error: expected a value, found the end of the line [input-syntax]\n"},
    {.title = "one that uses a file that is not there",
     .files = {{"x.bicepparam", USING("gone.bicep")}},
     .expect = "x.bicepparam:1:7: error: there is no file 'gone.bicep' [bicep-file]\n"},
    {.title = "one that leads out of the root",
     .files = {{"a.bicep", PARAM THING("ok")},
               {"../outside.bicepparam", USING("case/a.bicep") OK_IS("false")},
               {"a.bicepparam", "-> ../outside.bicepparam"}},
     .expect = ""},
};

FOLDER_CASES(contexts)
FOLDER_CASES(twins)
FOLDER_CASES(parameter_files)

static const char *const named[] = {"p.bicepparam", NULL};

static const struct folder_case named_parameters[] = {
    {.title = "a parameter file in Bicep that is named for all",
     .files = {{"a.bicep", PARAM THING("ok")},
               {"a.bicepparam", USING("a.bicep") OK_IS("true")},
               {"p.bicepparam", USING("a.bicep") OK_IS("false")}},
     .paths = {"a.bicep"},
     .options = {.parameter_files = named},
     .expect = FALSE_AT("a.bicep:4:21")},
};
FOLDER_CASES(named_parameters)

/* Modules that other inputs have left behind do not count against an input: each has the same limit for
 * itself. */
static void test_limit(void **state)
{
    struct folder_case test = {.title = "small and large", .options = {.max_memory = 400 * 1000}};
    char name[32], text[64];
    al_run *run;

    (void)state;
    assert_int_equal(system("rm -rf ./*"), 0);
    for (int i = 0; i < 8; i++) {
        FILE *f;
        snprintf(name, sizeof name, "%d.m.bicep", i);
        f = fopen(name, "w");
        assert_non_null(f);
        for (int k = 0; k < 150; k++)
            fprintf(f, "var v%d = '%d'\n", k, k);
        fclose(f);
        snprintf(name, sizeof name, "%d.bicep", i);
        snprintf(text, sizeof text, "module m '%d.m.bicep' = { name: 'm' }\n", i);
        folder_make(&(struct folder_file){name, text});
    }
    run = folder_run(&test);
    assert_int_equal(finding_count(run), 0);
    assert_int_equal(al_run_summary(run).resources, 8);
    al_run_free(run);
    test.options.max_memory = 40 * 1000;
    run = folder_run(&test);
    assert_string_equal(finding_at(run, 0)->rule, "input-limit");
    al_run_free(run);
}

/* -- what is met twice -- */

static const struct folder_case repeats[] = {
    {.title = "a file is linted once, under its first name",
     .files = {{"a.bicep", THING("false")}},
     .paths = {"a.bicep", "./a.bicep", "x/../a.bicep"},
     .expect = FALSE_AT("a.bicep:3:21"),
     .nfiles = 1},
    {.title = "and not again in its folder",
     .files = {{"a.bicep", THING("false")}, {"b.bicep", THING("false")}},
     .paths = {"./a.bicep", "."},
     .expect = FALSE_AT("./a.bicep:3:21") FALSE_AT("b.bicep:3:21"),
     .nfiles = 2},
    {.title = "nor after it",
     .files = {{"a.bicep", THING("false")}, {"b.bicep", THING("false")}},
     .paths = {".", "./a.bicep"},
     .expect = FALSE_AT("a.bicep:3:21") FALSE_AT("b.bicep:3:21"),
     .nfiles = 2},
    {.title = "a folder in a folder adds nothing",
     .files = {{"a.bicep", MODULE("sub/m.bicep")},
               {"sub/m.bicep", THING("false")},
               {"sub/b.bicep", THING("false")}},
     .paths = {".", "./sub", "sub"},
     .expect = FALSE_AT("sub/b.bicep:3:21") FALSE_AT("sub/m.bicep:3:21") DEPLOYED("a.bicep:1:8"),
     .nfiles = 3},
    {.title = "the folder around one adds the rest",
     .files = {{"a.bicep", MODULE("sub/m.bicep")},
               {"sub/m.bicep", "var x = 1\n"},
               {"sub/b.bicep", THING("false")}},
     .paths = {"./sub", "."},
     .expect = FALSE_AT("./sub/b.bicep:3:21"),
     .nfiles = 3},
    {.title = "what is named is told to be no template, wherever it was found before",
     .files = {{"a.json", "{}"}, {"b.json", "{}"}},
     .paths = {".", "./a.json"},
     .expect =
         "a.json:1:1: error: this is not an ARM template: it has neither a template's $schema nor resources "
         "[input-not-a-template]\n"},
    {.title = "a link is a name of its own",
     .files = {{"a.bicep", THING("false")}, {"b.bicep", "-> a.bicep"}},
     .paths = {"a.bicep", "b.bicep", "."},
     .expect = FALSE_AT("a.bicep:3:21") FALSE_AT("b.bicep:3:21"),
     .nfiles = 2},
    {.title = "what is above a link is above what it leads to",
     .files = {{"a.bicep", THING("false")},
               {"b/a.bicep", THING("false")},
               {"b/c/d.bicep", ""},
               {"link", "-> b/c"}},
     .paths = {"a.bicep", "link/../a.bicep", "b/a.bicep"},
     .expect = FALSE_AT("a.bicep:3:21") FALSE_AT("link/../a.bicep:3:21")},
    {.title = "a backslash is part of a name",
     .files = {{"a/b.bicep", THING("false")}, {"a\\b.bicep", THING("false")}},
     .paths = {"a/b.bicep", "a\\b.bicep"},
     .expect = FALSE_AT("a/b.bicep:3:21") FALSE_AT("a\\b.bicep:3:21"),
     .nfiles = 2},
};

FOLDER_CASES(repeats)

int main(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_set_up, folder_tear_down)
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_contexts),         IN_FOLDER(test_twins), IN_FOLDER(test_parameter_files),
        IN_FOLDER(test_named_parameters), IN_FOLDER(test_limit), IN_FOLDER(test_repeats),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
