/* SPDX-License-Identifier: MIT */
/* What a deployment is made of beside its template: parameter files and linked templates. Each case is a
 * folder of files, of which the first is linted. */
#define _XOPEN_SOURCE 700 /* mkdtemp(), symlink() */

#include "graphing.h"

#include "armlint.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct file {
    const char *path, *text; /* a text "-> target" makes a symbolic link */
};

struct folder_case {
    const char *title;
    struct file files[6];
    const char *parameter_file;
    struct al_assignment assignment;
    struct expectation expect[MOST_EXPECTATIONS];
};

/* -- scratch folders -- */

static char scratch[64];

static int set_up(void **state)
{
    (void)state;
    snprintf(scratch, sizeof scratch, P_tmpdir "/armlint-links-XXXXXX");
    return mkdtemp(scratch) && chdir(scratch) == 0 && mkdir("case", 0777) == 0 && chdir("case") == 0 ? 0 : -1;
}

static int tear_down(void **state)
{
    char command[128];

    (void)state;
    snprintf(command, sizeof command, "rm -rf %s", scratch);
    return chdir("/") == 0 && system(command) == 0 ? 0 : -1;
}

static void make_folders(const char *path)
{
    char folder[128];

    for (size_t i = 0; path[i]; i++) {
        if (path[i] != '/' || (i > 0 && path[i - 1] == '.'))
            continue;
        snprintf(folder, sizeof folder, "%.*s", (int)i, path);
        mkdir(folder, 0777);
    }
}

static void make_file(al_arena *arena, const struct file *file)
{
    FILE *f;

    make_folders(file->path);
    if (strncmp(file->text, "-> ", 3) == 0) {
        assert_int_equal(symlink(file->text + 3, file->path), 0);
        return;
    }
    f = fopen(file->path, "w");
    assert_non_null(f);
    fputs(graph_json(arena, file->text).s, f);
    fclose(f);
}

struct folder_running {
    struct graphing graphing;
    const struct folder_case *test;
};

static int run_folder(void *ptr)
{
    struct folder_running *r = ptr;
    const struct folder_case *t = r->test;
    const char *parameter_files[] = {t->parameter_file, NULL};
    struct al_assignment assignments[] = {t->assignment, {NULL, NULL}};
    struct al_load load = {.root = ".",
                           .explicit_input = true,
                           .max_file_size = 1 << 20,
                           .parameter_files = parameter_files,
                           .parameters = assignments};

    assert_int_equal(system("rm -rf ./* ../outside*"), 0);
    for (size_t i = 0; i < 6 && t->files[i].path; i++)
        make_file(r->graphing.arena, &t->files[i]);
    build_graph(&r->graphing, al_str_of(t->files[0].path), graph_json(r->graphing.arena, t->files[0].text),
                &load);
    check_expectations(&r->graphing, t->expect);
    return AL_OK;
}

static void run_folders(const struct folder_case *cases, size_t n)
{
    bool failed = false;

    for (size_t i = 0; i < n; i++) {
        struct folder_running r = {.test = &cases[i], .graphing.title = cases[i].title};
        with_arena(&r.graphing, run_folder, &r);
        failed |= r.graphing.failed;
    }
    assert_false(failed);
}

#define RUN_FOLDERS(table)                                  \
    static void test_##table(void **state)                  \
    {                                                       \
        (void)state;                                        \
        run_folders(table, sizeof table / sizeof table[0]); \
    }

/* -- parameters -- */

#define SCHEMA(name) "'$schema':'https://schema.management.azure.com/schemas/2019-04-01/" name ".json#'"
#define TEMPLATE     SCHEMA("deploymentTemplate") ",'contentVersion':'1.0.0.0'"
#define PARAMETERS(entries) \
    "{" SCHEMA("deploymentParameters") ",'contentVersion':'1.0.0.0','parameters':{" entries "}}"
#define MAIN                                                                                                 \
    "{" TEMPLATE                                                                                             \
    ",'parameters':{'n':{'type':'string','defaultValue':'default'},'i':{'type':'int','maxValue':9,"          \
    "'defaultValue':1},'o':{'type':'object','defaultValue':{}},'s':{'type':'secureString','defaultValue':'-" \
    "'}},"                                                                                                   \
    "'resources':[{" ST                                                                                      \
    ",'name':'[parameters(''n'')]','tags':{'i':'[parameters(''i'')]','o':'[parameters(''o'')]'"              \
    ",'s':'[parameters(''s'')]'}}]}"

static const struct folder_case parameters[] = {
    {"defaults when there is no file",
     {{"main.json", MAIN}},
     NULL,
     {0},
     {{0, "name", "'default'"}, {0, "trouble", NULL}}},
    {"a file beside the template",
     {{"main.json", MAIN},
      {"main.parameters.json", PARAMETERS("'N':{'value':'own'}")},
      {"parameters.json", PARAMETERS("'n':{'value':'shared'}")}},
     NULL,
     {0},
     {{0, "name", "'own'"}, {0, "trouble", NULL}}},
    {"files with a name for every template",
     {{"a/main.json", MAIN}, {"a/azuredeploy.parameters.json", PARAMETERS("'n':{'value':'azuredeploy'}")}},
     NULL,
     {0},
     {{0, "name", "'azuredeploy'"}}},
    {"the first one that fits",
     {{"a/main.json", MAIN},
      {"a/azuredeploy.parameters.json", PARAMETERS("'n':{'value':'azuredeploy'}")},
      {"a/parameters.json", PARAMETERS("'n':{'value':'parameters'},'x':{'value':1}")}},
     NULL,
     {0},
     {{0, "name", "'azuredeploy'"}, {0, "trouble", NULL}}},
    {"a file that was named replaces those that lie there",
     {{"main.json", MAIN},
      {"main.parameters.json", PARAMETERS("'n':{'value':'own'},'i':{'value':2}")},
      {"other.json", PARAMETERS("'n':{'value':'named'}")}},
     "other.json",
     {0},
     {{0, "name", "'named'"}, {0, "tags.i", "1"}}},
    {"an assignment is stronger than a file",
     {{"main.json", MAIN}, {"main.parameters.json", PARAMETERS("'n':{'value':'own'},'i':{'value':2}")}},
     NULL,
     {"i", "3"},
     {{0, "name", "'own'"}, {0, "tags.i", "3"}}},
    {"an assignment of JSON",
     {{"main.json", MAIN}},
     NULL,
     {"O", "{\"a\": [1]}"},
     {{0, "tags.o", "{'a':[1]}"}}},
    {"an assignment of a text that looks like JSON",
     {{"main.json", MAIN}},
     NULL,
     {"n", "12"},
     {{0, "name", "'12'"}}},
    {"an assignment that breaks the declaration",
     {{"main.json", MAIN}},
     NULL,
     {"i", "10"},
     {{0, "trouble", "input-parameter: parameter ''i'' has a value of 10, more than the maximum of 9"}}},
    {"an assignment of what the template does not have",
     {{"main.json", MAIN}},
     NULL,
     {"x", "10"},
     {{0, "trouble", "input-parameter: the template has no parameter ''x''"}}},
    {"an assignment to a parameter whose type is elsewhere",
     {{"main.json",
       "{" TEMPLATE ",'definitions':{'t':{'type':'string'}},'parameters':{'n':{'$ref':'#/definitions/t'}},"
       "'resources':[{" ST ",'name':'[parameters(''n'')]'}]}"}},
     NULL,
     {"n", "007"},
     {{0, "name", "'007'"}, {0, "trouble", NULL}}},
    {"a secret from a vault is unknown, not the default",
     {{"main.json", MAIN},
      {"main.parameters.json", PARAMETERS("'s':{'reference':{'keyVault':{'id':'/x'},'secretName':'y'}}")}},
     NULL,
     {0},
     {{0, "tags.s", "'[parameters(''s'')]'"}, {0, "trouble", NULL}}},
    {"nothing in a parameter file is an expression",
     {{"main.json", MAIN}, {"main.parameters.json", PARAMETERS("'n':{'value':'[resourceGroup().name]'}")}},
     NULL,
     {0},
     {{0, "name", "'[resourceGroup().name]'"}}},
    {"null in a parameter file means the default",
     {{"main.json", MAIN}, {"main.parameters.json", PARAMETERS("'n':{'value':null}")}},
     NULL,
     {0},
     {{0, "name", "'default'"}, {0, "trouble", NULL}}},
    {"wrong entries",
     {{"main.json", MAIN},
      {"main.parameters.json",
       PARAMETERS("'n':{'value':'x'},'x':{'value':1},'i':{'reference':1},'o':{'value':'no'}")}},
     NULL,
     {0},
     {{0, "trouble", "input-parameter: the template has no parameter ''x''"},
      {1, "trouble", "input-parameter: parameter ''o'' must be an object, this is a string"},
      {2, "trouble", NULL}}},
    {"an entry without a value in a file that was named",
     {{"main.json", MAIN}, {"p.json", PARAMETERS("'n':'x','i':{}")}},
     "p.json",
     {0},
     {{0, "trouble", "input-parameter: parameter ''n'' has neither a value nor a reference"},
      {1, "trouble", "input-parameter: parameter ''i'' has neither a value nor a reference"},
      {0, "name", "'[parameters(''n'')]'"}}},
    {"a file that is not there",
     {{"main.json", MAIN}},
     "none.json",
     {0},
     {{0, "trouble", "input-parameter-file: cannot read the parameter file: no such file or folder"}}},
    {"a file that is none",
     {{"main.json", MAIN}, {"p.json", "{'a':1}"}},
     "p.json",
     {0},
     {{0, "trouble", "input-parameter-file: this is not a parameter file"}}},
    {"a file of nothing but parameters",
     {{"main.json", MAIN}, {"p.json", "{'n':{'value':'bare'}}"}},
     "p.json",
     {0},
     {{0, "name", "'bare'"}, {0, "trouble", NULL}}},
    {"a broken file",
     {{"main.json", MAIN}, {"main.parameters.json", "{'parameters':"}},
     NULL,
     {0},
     {{0, "name", "'default'"}, {0, "trouble", "input-syntax: expected a value, found the end of the file"}}},
    {"a file beside the template that leads out of the root",
     {{"main.json", MAIN},
      {"../outside.json", PARAMETERS("'n':{'value':'outside'}")},
      {"main.parameters.json", "-> ../outside.json"}},
     NULL,
     {0},
     {{0, "name", "'default'"}}},
};

/* -- linked templates -- */

#define LINK(link)                                                                                         \
    "{'type':'Microsoft.Resources/deployments','apiVersion':'2022-09-01','name':'d','properties':{'mode':" \
    "'Incremental','templateLink':{" link "},'parameters':{'p':{'value':'given'}}}}"
#define LINKING(link)                                                                                 \
    "{" TEMPLATE ",'parameters':{'at':{'type':'string','defaultValue':'https://x/y/'},'sas':{'type':" \
    "'string','defaultValue':'?sas'},'where':{'type':'string'}},'resources':[" LINK(link) "]}"
#define LINKED                                                                                               \
    "{" TEMPLATE ",'parameters':{'p':{'type':'string'}},'resources':[{" ST ",'name':'[parameters(''p'')]'}]" \
    "}"
#define NOT_FOLLOWED(why)                                                               \
    {0, "trouble", "input-unresolved-link: the linked template is not followed: " why}, \
    {                                                                                   \
        0, "#", "1"                                                                     \
    }

static const struct folder_case links[] = {
    {"by a path beside the template",
     {{"a/main.json", LINKING("'relativePath':'b/linked.json'")}, {"a/b/linked.json", LINKED}},
     NULL,
     {0},
     {{0, "#", "2"}, {1, "name", "'given'"}, {0, "trouble", NULL}}},
    {"by a path above the template, with backslashes, and as an expression",
     {{"a/main.json", LINKING("'relativePath':'[concat(''..\\\\'',''b/./linked.json'')]'")},
      {"b/linked.json", LINKED}},
     NULL,
     {0},
     {{0, "#", "2"}, {0, "trouble", NULL}}},
    {"from linked to linked, relative to each",
     {{"main.json", LINKING("'relativePath':'a/one.json'")},
      {"a/one.json", "{" TEMPLATE ",'parameters':{'p':{'type':'string'}},'resources':[" LINK(
                         "'relativePath':'b/two.json'") "],'outputs':{'o':{'type':'string','value':'["
                                                        "reference(''d'').outputs.o.value]'}}}"},
      {"a/b/two.json",
       "{" TEMPLATE ",'parameters':{'p':{'type':'string'}},'resources':[{" ST ",'name':'x'}],'outputs':{'o':"
       "{'type':'string','value':'[parameters(''p'')]'}}}"}},
     NULL,
     {0},
     {{0, "#", "3"}, {2, "name", "'x'"}, {0, "trouble", NULL}}},
    {"a file that is not there",
     {{"main.json", LINKING("'relativePath':'none.json'")}},
     NULL,
     {0},
     {NOT_FOLLOWED("there is no file ''none.json'' below the root")}},
    {"a folder",
     {{"main.json", LINKING("'relativePath':'a'")}, {"a/x.json", LINKED}},
     NULL,
     {0},
     {NOT_FOLLOWED("a: is a folder")}},
    {"an absolute path",
     {{"main.json", LINKING("'relativePath':'/etc/passwd'")}},
     NULL,
     {0},
     {NOT_FOLLOWED("there is no file ''/etc/passwd'' below the root")}},
    {"a path out of the root",
     {{"main.json", LINKING("'relativePath':'../outside.json'")}, {"../outside.json", LINKED}},
     NULL,
     {0},
     {NOT_FOLLOWED("there is no file ''../outside.json'' below the root")}},
    {"a symbolic link out of the root",
     {{"main.json", LINKING("'relativePath':'linked.json'")},
      {"../outside.json", LINKED},
      {"linked.json", "-> ../outside.json"}},
     NULL,
     {0},
     {NOT_FOLLOWED("there is no file ''linked.json'' below the root")}},
    {"a symbolic link that stays in the root",
     {{"main.json", LINKING("'relativePath':'b.json'")},
      {"a/linked.json", LINKED},
      {"b.json", "-> a/linked.json"}},
     NULL,
     {0},
     {{0, "#", "2"}, {0, "trouble", NULL}}},
    {"broken JSON",
     {{"main.json", LINKING("'relativePath':'linked.json'")}, {"linked.json", "{'a':"}},
     NULL,
     {0},
     {{0, "trouble", "input-syntax: expected a value, found the end of the file"},
      {1, "trouble",
       "input-unresolved-link: the linked template is not followed: linked.json is not a template"}}},
    {"something else than a template",
     {{"main.json", LINKING("'relativePath':'linked.json'")}, {"linked.json", "{'a':1}"}},
     NULL,
     {0},
     {NOT_FOLLOWED("linked.json is not a template")}},
    {"a template that links to itself",
     {{"main.json", LINKING("'relativePath':'main.json'")}},
     NULL,
     {0},
     {{0, "trouble", "input-cycle: this deployment leads back to the template ''main.json'' it is part of"},
      {0, "#", "1"}}},
    {"two templates that link to each other",
     {{"main.json", LINKING("'relativePath':'a.json'")},
      {"a.json", "{" TEMPLATE ",'parameters':{'p':{'type':'string'}},'resources':[" LINK(
                     "'relativePath':'./b.json'") "]}"},
      {"b.json", "{" TEMPLATE
                 ",'parameters':{'p':{'type':'string'}},'resources':[" LINK("'relativePath':'a.json'") "]}"}},
     NULL,
     {0},
     {{0, "trouble", "input-cycle: this deployment leads back to the template ''a.json'' it is part of"},
      {0, "#", "3"}}},
    {"by a path after a URL that is not known",
     {{"main.json",
       LINKING("'uri':'[concat(parameters(''where''),''/nested/linked.json'',parameters(''sas''))]'")},
      {"nested/linked.json", LINKED}},
     NULL,
     {0},
     {{0, "#", "2"}}},
    {"by a path after a URL that is not known, which is that of a folder above",
     {{"a/nested/main.json", LINKING("'uri':'[concat(parameters(''where''),''/nested/linked.json'')]'")},
      {"a/nested/linked.json", LINKED}},
     NULL,
     {0},
     {{0, "#", "2"}}},
    {"a name after a URL that is not known is looked for beside the template alone",
     {{"a/nested/main.json", LINKING("'uri':'[concat(parameters(''where''),''/linked.json'')]'")},
      {"a/linked.json", LINKED}},
     NULL,
     {0},
     {NOT_FOLLOWED("there is no file ''/linked.json'' below the root")}},
    {"by uri() of a known and of an unknown base",
     {{"main.json",
       "{" TEMPLATE ",'parameters':{'where':{'type':'string'}},'resources':[" LINK(
           "'uri':'[uri(parameters(''where''),''nested/linked.json'')]'") "," LINK("'uri':'[uri(deployment()."
                                                                                   "properties.templateLink."
                                                                                   "uri,concat(''nested/"
                                                                                   "linked.json'',''?x=y''))]"
                                                                                   "'") "]}"},
      {"nested/linked.json", LINKED}},
     NULL,
     {0},
     {{0, "#", "4"}, {0, "trouble", NULL}}},
    {"by a URL that has the template's folder in it",
     {{"stacks/web/main.json",
       LINKING("'uri':'https://raw.x/org/repo/master/Web//nested/linked.json?token=a'")},
      {"stacks/web/nested/linked.json", LINKED}},
     NULL,
     {0},
     {{0, "#", "2"}}},
    {"by a URL that has not",
     {{"main.json", LINKING("'uri':'https://raw.x/other/linked.json'")}, {"linked.json", LINKED}},
     NULL,
     {0},
     {NOT_FOLLOWED("there is no file ''https://raw.x/other/linked.json'' below the root")}},
    {"a template spec, a link to nothing, and an unknown place",
     {{"main.json",
       "{" TEMPLATE ",'parameters':{'where':{'type':'string'}},'resources':[" LINK(
           "'id':'/subscriptions/x/templateSpecs/"
           "y/versions/1'") "," LINK("'contentVers"
                                     "ion':'1.0.0."
                                     "0'") "," LINK("'uri':'[parameters(''where'')]'") "," LINK("'relativePat"
                                                                                                "h':'[trim(''"
                                                                                                " '')]'") "," LINK("'relativeP"
                                                                                                                   "ath':5") "]}"}},
     NULL,
     {0},
     {{0, "trouble", "input-unresolved-link: the linked template is not followed: it is a template spec"},
      {1, "trouble",
       "input-unresolved-link: the linked template is not followed: it has no relativePath or uri"},
      {2, "trouble", "input-unresolved-link: the linked template is not followed: its place is not known"},
      {3, "trouble", "input-unresolved-link: the linked template is not followed: its place is not known"},
      {4, "trouble", "input-unresolved-link: the linked template is not followed: its place is not known"},
      {5, "trouble", NULL}}},
};

RUN_FOLDERS(parameters)
RUN_FOLDERS(links)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parameters),
        cmocka_unit_test(test_links),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
