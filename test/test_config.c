/* SPDX-License-Identifier: MIT */
/* Configurations: where they are found, what they say about rules, files and findings, and what is wrong with
 * them. */
#include "folder.h"

#include "lint/glob.h"

#include <time.h>

/* -- rules of our own -- */

static void check_least(al_check *check, const al_resource *resource)
{
    int64_t size, least = al_option_number(check, "least", 0);
    const al_field *field = al_get(check, resource, "properties.size");

    if (field && al_number(check, field, &size) && size < least)
        al_report(check, resource, field, "less than %d", (int)least);
    if (field && !al_option_lists(check, "kinds", "big"))
        al_report(check, resource, NULL, "big is not listed");
}

static const struct al_rule_option least_options[] = {
    {"least", "10", "smallest size"}, {"kinds", "big,small", "kinds that may be"}, {NULL, NULL, NULL}};

static const struct al_rule rules[] = {
    {.id = "test-ok",
     .title = "Not ok",
     .level = AL_WARNING,
     .type = TEST_TYPE,
     .require = AL_FIELD("properties.ok", AL_EQUALS_TRUE),
     .absent = AL_ABSENT_PASSES,
     .message = "ok is {value}",
     .aliases = "test-former"},
    {.id = "test-fine",
     .title = "Not fine",
     .level = AL_ERROR,
     .type = TEST_TYPE,
     .require = AL_FIELD("properties.fine", AL_EQUALS_TRUE),
     .absent = AL_ABSENT_PASSES,
     .message = "fine is {value}"},
    {.id = "test-size",
     .title = "Too small",
     .level = AL_NOTE,
     .type = TEST_TYPE,
     .check = check_least,
     .profile = "strict",
     .options = least_options},
};
static const struct al_module module = {AL_RULE_ABI, sizeof rules[0], "test",
                                        "Test",      rules,           sizeof rules / sizeof rules[0]};

/* -- cases -- */

#define RESOURCE(properties) \
    "resource x '" TEST_TYPE "@2023-01-01' = {\n  name: 'x'\n  properties: { " properties " }\n}\n"
#define BOTH RESOURCE("ok: false, fine: false, size: 1")
#define OK   ":3:21: warning: ok is false [test-ok]\n"
#define FINE ":3:34: error: fine is false [test-fine]\n"

/* -- where they are found -- */

static const struct folder_case places[] = {
    {.title = "none", {{"main.bicep", BOTH}}, "main.bicep" OK "main.bicep" FINE},
    {.title = "beside the input",
     {{"main.bicep", BOTH}, {"armlint.json", "{'rules':{'test-ok':'off'}}"}},
     "main.bicep" FINE},
    {.title = "above the input",
     {{"a/b/main.bicep", BOTH}, {"armlint.json", "{'rules':{'test-ok':'off'}}"}},
     "a/b/main.bicep" FINE},
    {.title = "the nearest one hides others",
     {{"a/b/main.bicep", BOTH},
      {"main.bicep", BOTH},
      {"a/armlint.json", "{'rules':{'test-fine':'off'}}"},
      {"armlint.json", "{'rules':{'test-ok':'off'}}"}},
     "a/b/main.bicep" OK "main.bicep" FINE},
    {.title = "none above the root",
     {{"a/main.bicep", BOTH}, {"armlint.json", "{'rules':{'test-ok':'off'}}"}},
     "a/main.bicep" OK "a/main.bicep" FINE,
     {"a/main.bicep"},
     {.root = "a"}},
    {.title = "text of a file that is not there yet",
     {{"armlint.json", "{'rules':{'test-ok':'off'}}"}},
     "new/folder/main.bicep" FINE,
     {"new/folder/main.bicep"},
     {0},
     BOTH},
    {.title = "switched off",
     {{"main.bicep", BOTH}, {"armlint.json", "{'rules':{'test-ok':'off'}}"}},
     "main.bicep" OK "main.bicep" FINE,
     {NULL},
     {.no_config = true}},
    {.title = "named in place of the nearest",
     {{"main.bicep", BOTH},
      {"armlint.json", "{'rules':{'test-ok':'off'}}"},
      {"ci/other.json", "{'rules':{'test-fine':'off'}}"}},
     "main.bicep" OK,
     {NULL},
     {.config = "ci/other.json"}},
    {.title = "a folder of that name is none",
     {{"main.bicep", BOTH}, {"armlint.json/x", ""}},
     "main.bicep" OK "main.bicep" FINE},
    {.title = "one that leads out of the repository",
     {{"main.bicep", BOTH}, {"../outside.json", "{}"}, {"armlint.json", "-> ../outside.json"}},
     "armlint.json:1:1: error: this leads out of the repository [input-config]\nmain.bicep" OK
     "main.bicep" FINE},
};
FOLDER_CASES(places)

/* -- extends -- */

static const struct folder_case bases[] = {
    {.title = "stronger than what it extends",
     {{"a/main.bicep", BOTH},
      {"a/armlint.json", "{'extends':'../armlint.json','rules':{'test-ok':'note'}}"},
      {"armlint.json", "{'rules':{'test-ok':'off','test-fine':'off'}}"}},
     "a/main.bicep:3:21: note: ok is false [test-ok]\n"},
    {.title = "a list, later ones stronger",
     {{"main.bicep", BOTH},
      {"armlint.json", "{'extends':['one.json','two.json']}"},
      {"one.json", "{'rules':{'test-ok':'off','test-fine':'off'}}"},
      {"two.json", "{'rules':{'test-ok':'error'}}"}},
     "main.bicep:3:21: error: ok is false [test-ok]\n"},
    {.title = "a pattern hides the ids of what is extended",
     {{"main.bicep", BOTH},
      {"armlint.json", "{'extends':'one.json','rules':{'test-*':'note'}}"},
      {"one.json", "{'rules':{'test-ok':'error'}}"}},
     "main.bicep:3:21: note: ok is false [test-ok]\nmain.bicep:3:34: note: fine is false [test-fine]\n"},
    {.title = "the level of its own again",
     {{"main.bicep", BOTH},
      {"armlint.json", "{'extends':'one.json','rules':{'test-ok':'default'}}"},
      {"one.json", "{'rules':{'test-*':'off'}}"}},
     "main.bicep" OK},
    {.title = "paths are about the folder of who says them",
     {{"a/x.bicep", RESOURCE("ok: false")},
      {"b/x.bicep", RESOURCE("ok: false")},
      {"b/base.json", "{'exclude':['/x.bicep']}"},
      {"armlint.json", "{'extends':'b/base.json'}"}},
     "a/x.bicep" OK},
    {.title = "a circle",
     {{"main.bicep", RESOURCE("ok: true")},
      {"armlint.json", "{'extends':'one.json'}"},
      {"one.json", "{'extends':'armlint.json'}"}},
     "one.json:1:12: error: cannot extend 'armlint.json': it extends this one in turn [input-config]\n"},
    {.title = "itself",
     {{"main.bicep", RESOURCE("ok: true")}, {"armlint.json", "{'extends':'armlint.json'}"}},
     "armlint.json:1:12: error: cannot extend 'armlint.json': it extends this one in turn [input-config]\n"},
    {.title = "what is not there",
     {{"main.bicep", RESOURCE("ok: true")}, {"armlint.json", "{\n 'extends':'one.json'}"}},
     "armlint.json:2:12: error: cannot extend 'one.json': there is no such file [input-config]\n"},
    {.title = "what lies outside",
     {{"main.bicep", RESOURCE("ok: true")},
      {"armlint.json", "{'extends':'../outside.json'}"},
      {"../outside.json", "{}"}},
     "armlint.json:1:12: error: cannot extend '../outside.json': it lies outside of the repository [input-config]\n"},
    {.title = "what lies outside, when it was named",
     {{"main.bicep", BOTH},
      {"ci.json", "{'extends':'../outside.json'}"},
      {"../outside.json", "{'rules':{'test-ok':'off'}}"}},
     "main.bicep" FINE,
     {NULL},
     {.config = "ci.json"}},
};
FOLDER_CASES(bases)

/* -- rules -- */

static const char *const only_ok[] = {"test-ok", NULL}, *const only_test[] = {"test-*", NULL},
                         *const strict[] = {"strict", NULL};
static const struct al_assignment least_2[] = {{"test-size.least", "2"}, {NULL, NULL}};

static const struct folder_case levels[] = {
    {.title = "levels",
     {{"main.bicep", BOTH}, {"armlint.json", "{'rules':{'test-ok':'error','test-fine':'note'}}"}},
     "main.bicep:3:21: error: ok is false [test-ok]\nmain.bicep:3:34: note: fine is false [test-fine]\n"},
    {.title = "an id is stronger than a pattern",
     {{"main.bicep", BOTH}, {"armlint.json", "{'rules':{'test-ok':'error','*':'off'}}"}},
     "main.bicep:3:21: error: ok is false [test-ok]\n"},
    {.title = "a former id",
     {{"main.bicep", BOTH}, {"armlint.json", "{'rules':{'test-former':'off'}}"}},
     "main.bicep" FINE},
    {.title = "one that is off by default",
     {{"main.bicep", BOTH}, {"armlint.json", "{'rules':{'test-*':'off','test-size':'warning'}}"}},
     "main.bicep:3:47: warning: less than 10 [test-size]\n"},
    {.title = "a pattern does not ask for it",
     {{"main.bicep", RESOURCE("size: 1")}, {"armlint.json", "{'rules':{'test-*':'warning'}}"}},
     ""},
    {.title = "options",
     {{"main.bicep", RESOURCE("size: 5")},
      {"armlint.json", "{'rules':{'test-size':{'options':{'least':6,'kinds':['a','b']}}}}"}},
     "main.bicep:1:10: note: big is not listed [test-size]\nmain.bicep:3:23: note: less than 6 [test-size]\n"},
    {.title = "options one by one",
     {{"main.bicep", RESOURCE("size: 5")},
      {"armlint.json",
       "{'extends':'base.json','rules':{'test-size':{'level':'error','options':{'kinds':'big'}}}}"},
      {"base.json", "{'rules':{'test-size':{'options':{'least':'7','kinds':'a'}}}}"}},
     "main.bicep:3:23: error: less than 7 [test-size]\n"},
    {.title = "profiles",
     {{"main.bicep", BOTH}, {"armlint.json", "{'profiles':'strict'}"}},
     "main.bicep:3:47: note: less than 10 [test-size]\n"},
    {.title = "the command line's profiles are stronger",
     {{"main.bicep", BOTH}, {"armlint.json", "{'profiles':'default','rules':{'test-ok':'error'}}"}},
     "main.bicep:3:47: note: less than 10 [test-size]\n",
     {NULL},
     {.profiles = strict}},
    {.title = "--rules with the very id",
     {{"main.bicep", BOTH}, {"armlint.json", "{'rules':{'test-ok':'off'}}"}},
     "main.bicep" OK,
     {NULL},
     {.rules = only_ok}},
    {.title = "--rules with a pattern",
     {{"main.bicep", BOTH}, {"armlint.json", "{'rules':{'test-ok':'off'}}"}},
     "main.bicep" FINE,
     {NULL},
     {.rules = only_test}},
    {.title = "--exclude",
     {{"main.bicep", BOTH}, {"armlint.json", "{'rules':{'test-ok':'error'}}"}},
     "main.bicep" FINE,
     {NULL},
     {.exclude = only_ok}},
    {.title = "--set",
     {{"main.bicep", RESOURCE("size: 1")},
      {"armlint.json", "{'rules':{'test-size':{'options':{'least':6}}}}"}},
     "main.bicep:3:23: note: less than 2 [test-size]\n",
     {NULL},
     {.settings = least_2}},
    {.title = "what is wrong with the input",
     {{"main.json", "{" JSON_SCHEMA("deploymentTemplate") ",'resources':[],}"},
      {"armlint.json", "{'rules':{'input-trailing-comma':'error'}}"}},
     "main.json:1:135: error: a comma stands before the closing '}' [input-trailing-comma]\n"},
    {.title = "and not to be told",
     {{"main.json", "{" JSON_SCHEMA("deploymentTemplate") ",'resources':[],}"},
      {"armlint.json", "{'rules':{'input-trailing-comma':'off'}}"}},
     ""},
    {.title = "failOn",
     {{"main.bicep", BOTH}, {"armlint.json", "{'failOn':'error'}"}},
     "main.bicep" OK "main.bicep" FINE,
     {NULL},
     {0},
     NULL,
     " test-fine"},
    {.title = "failOn never",
     {{"main.bicep", BOTH}, {"armlint.json", "{'failOn':'never'}"}},
     "main.bicep" OK "main.bicep" FINE,
     {NULL},
     {0},
     NULL,
     ""},
    {.title = "--fail-on",
     {{"main.bicep", BOTH}, {"armlint.json", "{'failOn':'never'}"}},
     "main.bicep" OK "main.bicep" FINE,
     {NULL},
     {.fail_on = AL_FAIL_ON_WARNING},
     NULL,
     " test-ok test-fine"},
};
FOLDER_CASES(levels)

/* -- what is wrong -- */

#define WRONG(name, text, report)                                                             \
    {                                                                                         \
        .title = name, {{"main.bicep", RESOURCE("ok: true")}, {"armlint.json", text}}, report \
    }

static const struct folder_case faults[] = {
    WRONG("no JSON", "{'rules':",
          "armlint.json:1:10: error: expected a value, found the end of the file [input-syntax]\n"),
    WRONG("no object", "[]",
          "armlint.json:1:1: error: a configuration is an object: { ... } [input-config]\n"),
    WRONG("a key", "{\n  'rulse': {}\n}",
          "armlint.json:2:3: error: a configuration has no 'rulse'; did you mean 'rules'? [input-config]\n"),
    WRONG("a rule", "{'rules':{'test-okay':'off'}}",
          "armlint.json:1:11: error: there is no rule 'test-okay'; did you mean 'test-ok'? [input-config]\n"),
    WRONG("a pattern", "{'rules':{'tets-*':'off'}}",
          "armlint.json:1:11: error: there is no rule 'tets-*' [input-config]\n"),
    WRONG(
        "a level", "{'rules':{'test-ok':'eror'}}",
        "armlint.json:1:21: error: 'eror' is none of off, default, note, warning or error; did you mean 'error'? "
        "[input-config]\n"),
    WRONG("a key of a rule", "{'rules':{'test-ok':{'levle':'off'}}}",
          "armlint.json:1:22: error: a rule has no 'levle'; did you mean 'level'? [input-config]\n"),
    WRONG(
        "an option", "{'rules':{'test-size':{'options':{'leats':1}}}}",
        "armlint.json:1:35: error: test-size has no option 'leats'; did you mean 'least'? [input-config]\n"),
    WRONG("a number", "{'rules':{'test-size':{'options':{'least':'many'}}}}",
          "armlint.json:1:43: error: 'least' is a whole number [input-config]\n"),
    WRONG("an item", "{'rules':{'test-size':{'options':{'kinds':['a,b']}}}}",
          "armlint.json:1:44: error: an item may have no comma: write two [input-config]\n"),
    WRONG("options of a pattern", "{'rules':{'test-s*':{'options':{}}}}",
          "armlint.json:1:32: error: options belong to one rule, which is named by its id [input-config]\n"),
    WRONG("what says that input is unread", "{'rules':{'input-syntax':'off'}}",
          "armlint.json:1:11: error: 'input-syntax' says that input could not be checked, and stays as it is "
          "[input-config]\n"),
    WRONG("a profile", "{'profiles':['strikt']}",
          "armlint.json:1:14: error: there is no profile 'strikt'; did you mean 'strict'? [input-config]\n"),
    WRONG("no profile", "{'profiles':[]}", "armlint.json:1:13: error: the list is empty [input-config]\n"),
    WRONG(
        "failOn", "{'failOn':'warn'}",
        "armlint.json:1:11: error: 'warn' is none of note, warning, error or never; did you mean 'warning'? "
        "[input-config]\n"),
    WRONG("a truth", "{'requireReasons':'yes'}",
          "armlint.json:1:19: error: this must be true or false [input-config]\n"),
    WRONG("a path", "{'exclude':['../x']}",
          "armlint.json:1:13: error: '../x' leads out of the folder of this configuration [input-config]\n"),
    WRONG("no reason", "{'suppressions':[{'rule':'test-ok'}]}",
          "armlint.json:1:18: error: a suppression gives its 'reason' [input-config]\n"),
    WRONG("a day", "{'suppressions':[{'rule':'test-ok','reason':'x','until':'2026-02-30'}]}",
          "armlint.json:1:57: error: this must be a day, such as 2026-12-31 [input-config]\n"),
    WRONG("a parameter file", "{'parameters':{'main.bicep':['none.bicepparam']}}",
          "armlint.json:1:30: error: there is no file 'none.bicepparam' [input-config]\n"),
    WRONG("a template", "{'parameters':{'mian.bicep':[]}}",
          "armlint.json:1:16: error: there is no template 'mian.bicep' [input-config]\n"),
    {.title = "all of a file that was named",
     {{"main.bicep", BOTH}, {"ci.json", "{'rulse':{},\n'rules':{'test-ok':'of'}}"}},
     "ci.json:1:2: a configuration has no 'rulse'; did you mean 'rules'?\n"
     "ci.json:2:20: 'of' is none of off, default, note, warning or error; did you mean 'off'?",
     {NULL},
     {.config = "ci.json"}},
    {.title = "a file that was named and is not there",
     {{"main.bicep", BOTH}},
     "ci.json:1:1: cannot read this: no such file or folder",
     {NULL},
     {.config = "ci.json"}},
    {.title = "the rest of it counts",
     {{"main.bicep", BOTH}, {"armlint.json", "{'rulse':{},'rules':{'test-ok':'off'}}"}},
     "armlint.json:1:2: error: a configuration has no 'rulse'; did you mean 'rules'? [input-config]\n"
     "main.bicep" FINE},
};
FOLDER_CASES(faults)

/* -- files -- */

#define MODULE "module m 'vendor/m.bicep' = { name: 'm' }\n"

static const struct folder_case files[] = {
    {.title = "a folder",
     {{"vendor/a.bicep", BOTH}, {"main.bicep", BOTH}, {"armlint.json", "{'exclude':['vendor/']}"}},
     "main.bicep" OK "main.bicep" FINE},
    {.title = "what was named is linted all the same",
     {{"vendor/a.bicep", BOTH}, {"armlint.json", "{'exclude':['vendor/']}"}},
     "vendor/a.bicep" OK "vendor/a.bicep" FINE,
     {"vendor/a.bicep"}},
    {.title = "but not by who names all there is",
     {{"vendor/a.bicep", BOTH}, {"armlint.json", "{'exclude':['vendor/']}"}},
     "",
     {"vendor/a.bicep"},
     {.templates_only = true}},
    {.title = "what is found in an excluded module is told at the call",
     {{"vendor/m.bicep", RESOURCE("ok: false")},
      {"main.bicep", MODULE},
      {"armlint.json", "{'exclude':['vendor']}"}},
     "main.bicep:1:8: warning: ok is false [test-ok]\nvendor/m.bicep:3:21: note: in this excluded module\n"},
    {.title = "what an excluded file uses is linted on its own",
     {{"m/m.bicep", RESOURCE("ok: false")},
      {"main.bicep", "module m 'm/m.bicep' = { name: 'm' }\n"},
      {"armlint.json", "{'exclude':['/main.bicep']}"}},
     "m/m.bicep" OK},
    {.title = "parameter files",
     {{"main.bicep", "param ok bool = true\n" RESOURCE("ok: ok")},
      {"main.parameters.json", JSON_PARAMETERS("true")},
      {"env/prod.json", JSON_PARAMETERS("false")},
      {"armlint.json", "{'parameters':{'main.bicep':'env/prod.json'}}"}},
     "main.bicep:4:21: warning: ok is false [test-ok]\nenv/prod.json:1:151: note: the value is given here\n"},
    {.title = "several of them",
     {{"main.bicep", "param ok bool = true\n" RESOURCE("ok: ok")},
      {"env/dev.json", JSON_PARAMETERS("true")},
      {"env/prod.json", JSON_PARAMETERS("false")},
      {"armlint.json", "{'parameters':{'./main.bicep':['env/dev.json','env/prod.json']}}"}},
     "main.bicep:4:21: warning: ok is false (with env/prod.json) [test-ok]\n"
     "env/prod.json:1:151: note: the value is given here\n"},
};
FOLDER_CASES(files)

/* -- suppressions -- */

#define SUPPRESS(entry) "{'suppressions':[{'reason':'because'," entry "}]}"
#define SUPPRESSING(name, entry, report)                                                   \
    {                                                                                      \
        .title = name, {{"a/main.bicep", BOTH}, {"armlint.json", SUPPRESS(entry)}}, report \
    }
#define IDLE "armlint.json:1:45: note: this suppression suppresses nothing [input-unused-suppression]\n"

static const struct folder_case suppressions[] = {
    SUPPRESSING("by rule", "'rule':'test-ok'", "a/main.bicep" FINE),
    SUPPRESSING("by a former id", "'rule':'test-former'", "a/main.bicep" FINE),
    SUPPRESSING("by pattern", "'rule':'test-*'", ""),
    SUPPRESSING("by a list", "'rule':['test-ok','test-fine']", ""),
    SUPPRESSING("by path", "'rule':'test-ok','path':'a/*.bicep'", "a/main.bicep" FINE),
    SUPPRESSING("by folder", "'rule':'test-ok','path':'a'", "a/main.bicep" FINE),
    SUPPRESSING("by type", "'rule':'test-ok','type':'test.provider/*'", "a/main.bicep" FINE),
    SUPPRESSING("by symbolic name", "'rule':'test-ok','name':'x'", "a/main.bicep" FINE),
    SUPPRESSING("of another path", "'rule':'test-ok','path':'b/'",
                "a/main.bicep" OK "a/main.bicep" FINE IDLE),
    SUPPRESSING("of another type", "'rule':'test-ok','type':'T/*'",
                "a/main.bicep" OK "a/main.bicep" FINE IDLE),
    SUPPRESSING("of another name", "'rule':'test-ok','name':'y*'",
                "a/main.bicep" OK "a/main.bicep" FINE IDLE),
    SUPPRESSING("no day is known", "'rule':'test-ok','until':'2020-01-01'", "a/main.bicep" FINE),
    {.title = "shown all the same",
     {{"main.bicep", BOTH}, {"armlint.json", SUPPRESS("'rule':'test-*'")}},
     "main.bicep" OK "main.bicep" FINE,
     {NULL},
     {.no_suppress = true}},
    {.title = "on its last day",
     {{"main.bicep", BOTH}, {"armlint.json", SUPPRESS("'rule':'test-ok','until':'2026-11-22'")}},
     "main.bicep" FINE,
     {NULL},
     {.today = "2026-11-22"}},
    {.title = "and after it",
     {{"main.bicep", RESOURCE("ok: false")},
      {"armlint.json", SUPPRESS("'rule':'test-ok','until':'2026-11-22'")}},
     "armlint.json:1:45: note: this suppression holds no longer; it ended with 2026-11-22 "
     "[input-expired-suppression]\nmain.bicep" OK,
     {NULL},
     {.today = "2026-11-23"}},
    {.title = "nothing is known of what was not linted",
     {{"a/main.bicep", RESOURCE("ok: true")}, {"armlint.json", SUPPRESS("'rule':'test-ok'")}},
     "",
     {"a"}},
    {.title = "but of a file that was",
     {{"a/main.bicep", RESOURCE("ok: true")},
      {"armlint.json", SUPPRESS("'rule':'test-ok','path':'a/main.bicep'")}},
     IDLE,
     {"a/main.bicep"}},
    {.title = "nor of what was not asked for",
     {{"main.bicep", RESOURCE("ok: true")}, {"armlint.json", SUPPRESS("'rule':'test-ok'")}},
     "",
     {NULL},
     {.rules = only_test}},
    {.title = "nor of what could not be decided",
     {{"main.bicep", "param ok bool\n" RESOURCE("ok: ok")}, {"armlint.json", SUPPRESS("'rule':'test-ok'")}},
     ""},
    {.title = "reasons are required, and given",
     {{"main.bicep", "resource x '" TEST_TYPE "@2023-01-01' = {\n  name: 'x'\n  properties: {\n"
                     "    #disable-next-line test-ok // so it is\n    ok: false\n  }\n}\n"},
      {"armlint.json", "{'requireReasons':true}"}},
     ""},
    {.title = "or not",
     {{"main.bicep", "resource x '" TEST_TYPE "@2023-01-01' = {\n  name: 'x'\n  properties: {\n"
                     "    #disable-next-line test-ok\n    ok: false\n  }\n}\n"},
      {"armlint.json", "{'requireReasons':true}"}},
     "main.bicep:4:24: note: this does not hold, for it gives no reason [input-suppression]\n"
     "main.bicep:5:9: warning: ok is false [test-ok]\n"},
};

FOLDER_CASES(suppressions)

/* -- locked rules -- */

static const struct folder_case locks[] = {
    {.title = "named ones hide the repository's",
     {{"main.bicep", BOTH},
      {"armlint.json", "{'rules':{'test-fine':'off'}}"},
      {"ci.json", "{'locked':'test-ok'}"}},
     "main.bicep" OK "main.bicep" FINE,
     {NULL},
     {.config = "ci.json"}},
    {.title = "unless they take it",
     {{"main.bicep", BOTH},
      {"armlint.json", "{'rules':{'test-fine':'off'}}"},
      {"ci.json", "{'locked':'test-ok','repositoryConfiguration':true}"}},
     "main.bicep" OK,
     {NULL},
     {.config = "ci.json"}},
    {.title = "cannot be switched off",
     {{"main.bicep", BOTH},
      {"armlint.json", "{'rules':{'test-ok':'off','test-fine':'off'}}"},
      {"ci.json", "{'locked':['test-ok'],'repositoryConfiguration':true}"}},
     "armlint.json:1:21: note: this rule is locked: all that can be done here is to raise its level "
     "[input-locked-rule]\nmain.bicep" OK,
     {NULL},
     {.config = "ci.json"}},
    {.title = "nor by a pattern, a profile or a level",
     {{"main.bicep", BOTH},
      {"armlint.json", "{'profiles':'foundry','rules':{'test-*':'note'},'failOn':'never'}"},
      {"ci.json", "{'locked':'test-o*','repositoryConfiguration':true}"}},
     "main.bicep" OK,
     {NULL},
     {.config = "ci.json"},
     NULL,
     " test-ok"},
    {.title = "may be made stricter",
     {{"main.bicep", BOTH},
      {"armlint.json", "{'rules':{'test-ok':'error','test-fine':'off'}}"},
      {"ci.json", "{'locked':['test-ok'],'repositoryConfiguration':true}"}},
     "main.bicep:3:21: error: ok is false [test-ok]\n",
     {NULL},
     {.config = "ci.json"}},
    {.title = "keep their options",
     {{"main.bicep", RESOURCE("size: 5")},
      {"armlint.json", "{'rules':{'test-size':{'options':{'least':1}}}}"},
      {"ci.json", "{'rules':{'test-size':'error'},'locked':'test-size','repositoryConfiguration':true}"}},
     "armlint.json:1:23: note: this rule is locked: all that can be done here is to raise its level "
     "[input-locked-rule]\nmain.bicep:3:23: error: less than 10 [test-size]\n",
     {NULL},
     {.config = "ci.json"}},
    {.title = "cannot be suppressed by the repository",
     {{"main.bicep", BOTH},
      {"armlint.json", SUPPRESS("'rule':'test-*'")},
      {"ci.json", "{'locked':'test-ok','repositoryConfiguration':true}"}},
     "armlint.json:1:45: note: this rule is locked, and its findings count all the same [input-locked-rule]\n"
     "main.bicep" OK,
     {NULL},
     {.config = "ci.json"}},
    {.title = "but by who locks them",
     {{"main.bicep", BOTH},
      {"ci.json", "{'locked':'test-ok','suppressions':[{'rule':'test-ok','reason':'known'}]}"}},
     "main.bicep" FINE,
     {NULL},
     {.config = "ci.json"}},
    {.title = "nor left out",
     {{"a/main.bicep", BOTH},
      {"armlint.json", "{'exclude':['a']}"},
      {"ci.json", "{'locked':'test-ok','repositoryConfiguration':true}"}},
     "a/main.bicep" OK,
     {NULL},
     {.config = "ci.json"}},
    {.title = "nor suppressed by a comment",
     {{"main.bicep", "resource x '" TEST_TYPE "@2023-01-01' = {\n  name: 'x'\n  properties: {\n"
                     "    #disable-next-line test-ok // so it is\n    ok: false\n  }\n}\n"},
      {"ci.json", "{'locked':'test-ok'}"}},
     "main.bicep:4:24: note: test-ok is locked: its findings count all the same [input-suppression]\n"
     "main.bicep:5:9: warning: ok is false [test-ok]\n",
     {NULL},
     {.config = "ci.json"}},
    {.title = "a repository locks nothing",
     {{"a/main.bicep", BOTH},
      {"a/armlint.json", "{'extends':'../armlint.json','rules':{'test-ok':'off'}}"},
      {"armlint.json", "{'locked':'test-ok'}"}},
     "a/main.bicep" FINE},
};
FOLDER_CASES(locks)

/* -- the rest -- */

static void test_globs(void **state)
{
    static const struct {
        const char *path, *pattern;
        bool matches;
    } cases[] = {
        {"a.bicep", "a.bicep", true},
        {"x/a.bicep", "a.bicep", true},
        {"x/a.bicep", "/a.bicep", false},
        {"x/y/a.bicep", "x", true},
        {"y/x/a.bicep", "x/", true},
        {"y/x/a.bicep", "/x", false},
        {"x/a.bicep", "x/*.bicep", true},
        {"x/y/a.bicep", "x/*.bicep", false},
        {"x/y/a.bicep", "x/**/*.bicep", true},
        {"x/a.bicep", "x/**/*.bicep", true},
        {"x/y/z/a.bicep", "x/**", true},
        {"a/x/y/b", "**/x/y", true},
        {"a/xx/y/b", "**/x/y", false},
        {"x/y", "**/x/y", true},
        {"aXb", "a?b", true},
        {"a/b", "a?b", false},
        {"a/b/c/d/e", "a/**/c/**/e", true},
        {"a/b/c/d/f", "a/**/c/**/e", false},
        {"abcabd", "a*d", true},
        {"a/b", "", false},
        {"x/y.bicep/z", "*.bicep", true},
        {"ab/c", "a*/c", true},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (al_glob(al_str_of(cases[i].path), al_str_of(cases[i].pattern)) != cases[i].matches)
            fail_msg("%s, %s", cases[i].path, cases[i].pattern);
}

static void test_suppressed_says_why(void **state)
{
    const struct folder_case t = {
        .files = {{"main.bicep", RESOURCE("ok: false")}, {"armlint.json", SUPPRESS("'rule':'test-ok'")}}};
    const struct al_finding *f;
    al_run *run;
    char *sarif;

    (void)state;
    assert_int_equal(system("rm -rf ./*"), 0);
    folder_make(&t.files[0]);
    folder_make(&t.files[1]);
    run = folder_run(&t);
    f = finding_at(run, 0);
    assert_true(f->suppressed && f->external);
    assert_string_equal(f->justification, "because");
    sarif = al_run_report(run, "sarif", NULL);
    assert_non_null(strstr(sarif, "\"external\""));
    free(sarif);
    al_run_free(run);
}

/* What a rule is about in one configuration only is described all the same. */
static void test_rules_of_all(void **state)
{
    const struct folder_case t = {.files = {{"a/main.bicep", RESOURCE("size: 1")},
                                            {"a/armlint.json", "{'rules':{'test-size':'error'}}"}}};
    bool found = false;
    al_run *run;
    size_t n;

    (void)state;
    assert_int_equal(system("rm -rf ./*"), 0);
    folder_make(&t.files[0]);
    folder_make(&t.files[1]);
    run = folder_run(&t);
    assert_int_equal(finding_count(run), 1);
    const struct al_rule *const *all = al_run_rules(run, &n);
    for (size_t i = 0; i < n; i++)
        found |= strcmp(all[i]->id, "test-size") == 0;
    assert_true(found);
    al_run_free(run);
}

/* What init writes changes nothing, and is without fault. */
static void test_sample(void **state)
{
    const struct folder_case t = {
        .title = "the sample", {{"main.bicep", BOTH}}, "main.bicep" OK "main.bicep" FINE};
    char *text = al_config_sample();
    FILE *f;

    (void)state;
    assert_int_equal(system("rm -rf ./*"), 0);
    folder_make(&t.files[0]);
    f = fopen("armlint.json", "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    free(text);
    assert_true(folder_check(&t, 1));
}

/* A profile that is listed many times costs no more than one that is listed once: which rules it selects is
 * asked for each, and there are many rules. */
static void test_profiles_once(void **state)
{
    enum { TIMES = 20000, SECONDS_MOST = 3 };
    const struct al_options options = {.config = "armlint.json"};
    al_run *run = al_run_new(&options);
    const clock_t start = clock();
    FILE *f;
    size_t n;

    (void)state;
    assert_int_equal(system("rm -rf ./*"), 0);
    f = fopen("armlint.json", "w");
    assert_non_null(f);
    fputs("{\"profiles\":[\"foundry\"", f);
    for (int i = 1; i < TIMES; i++)
        fputs(",\"foundry\"", f);
    fputs("]}", f);
    fclose(f);
    assert_non_null(al_run_rules(run, &n));
    assert_true(n > 0 && clock() - start < SECONDS_MOST * CLOCKS_PER_SEC);
    al_run_free(run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_places),       cmocka_unit_test(test_bases),
        cmocka_unit_test(test_levels),       cmocka_unit_test(test_faults),
        cmocka_unit_test(test_files),        cmocka_unit_test(test_suppressions),
        cmocka_unit_test(test_locks),        cmocka_unit_test(test_globs),
        cmocka_unit_test(test_sample),       cmocka_unit_test(test_suppressed_says_why),
        cmocka_unit_test(test_rules_of_all), cmocka_unit_test(test_profiles_once),
    };

    folder_module = &module;
    return cmocka_run_group_tests_name("config", tests, folder_set_up, folder_tear_down);
}
