/* SPDX-License-Identifier: MIT */
/* Where the files are that Bicep names: local ones, those of registries and template specs, and what stops
 * them. */
#define _XOPEN_SOURCE 700 /* mkdtemp(), symlink() */

#include "folder.h"

#define MODULE(path) "module m '" path "' = { name: 'm', params: { ok: false } }\n"
#define MAIN(path)                 \
    {                              \
        "main.bicep", MODULE(path) \
    }
#define JSON(path)              \
    {                           \
        path, JSON_TEMPLATE("") \
    }
#define PUBLISHED(file) \
    "main.bicep:1:8: warning: ok is false\n" file ":1:277: note: in this published module\n"
#define FOUND(file)        file ":1:277: warning: ok is false\nmain.bicep:1:8: note: deployed by 'm'\n"
#define NO_MODULE(why, id) "main.bicep:1:10: " why " [" id "]\n"
#define NOT_AT_HAND(path)                                                                           \
    NO_MODULE("note: '" path                                                                        \
              "' is not at hand: 'az bicep restore' fetches it, --module-path names a folder that " \
              "has it",                                                                             \
              "input-unresolved-module")
#define NO_FILE(why)    NO_MODULE("error: " why, "bicep-file")
#define BAD_PATH(why)   NO_MODULE("error: " why, "bicep-path")
#define PUBLIC          "br/public:avm/res/x:1.2.3"
#define CACHED          "br/mcr.microsoft.com/bicep$avm$res$x/1.2.3$/main.json"
#define MALFORMED(form) BAD_PATH("this is not a reference to a module, which looks like '" form "'")

static const char *const paths[] = {"mods", NULL}, *const two_paths[] = {"none", "mods", NULL};

static const struct folder_case published[] = {
    {.title = "in Bicep's cache",
     .files = {MAIN(PUBLIC), JSON("cache/" CACHED)},
     .paths = {"main.bicep"},
     .options = {.module_cache = "cache"},
     .expect = PUBLISHED("cache/" CACHED)},
    {.title = "in a folder laid out like it, which goes first",
     .files = {MAIN(PUBLIC), JSON("cache/" CACHED), JSON("mods/" CACHED)},
     .paths = {"main.bicep"},
     .options = {.module_cache = "cache", .module_paths = two_paths},
     .expect = PUBLISHED("mods/" CACHED)},
    {.title = "it is told where one's own files deploy it",
     .files = {{"main.bicep", "module n 'n.bicep' = { name: 'n' }\n"},
               {"n.bicep", "\n" MODULE(PUBLIC)},
               JSON("mods/" CACHED)},
     .options = {.module_paths = paths},
     .paths = {"main.bicep"},
     .expect = "n.bicep:2:8: warning: ok is false\nmods/" CACHED ":1:277: note: in this published module\n"
               "main.bicep:1:8: note: deployed by 'n'\n"},
    {.title = "a comment of one's own suppresses what it has",
     .files = {{"main.bicep", "// armlint: disable-next-line " TEST_RULE ": known\n" MODULE(PUBLIC)},
               JSON("mods/" CACHED)},
     .options = {.module_paths = paths},
     .paths = {"main.bicep"},
     .expect = ""},
    {.title = "each who deploys it is told",
     .files = {{"a.bicep", MODULE(PUBLIC)}, {"b.bicep", MODULE(PUBLIC)}, JSON("mods/" CACHED)},
     .options = {.module_paths = paths},
     .paths = {"a.bicep", "b.bicep"},
     .expect = "a.bicep:1:8: warning: ok is false\nmods/" CACHED ":1:277: note: in this published module\n"
               "b.bicep:1:8: warning: ok is false\nmods/" CACHED ":1:277: note: in this published module\n"},
    {.title = "a parameter file of a published module",
     .files = {{"a.bicepparam", "using '" PUBLIC "'\nparam ok = false\n"}, JSON("mods/" CACHED)},
     .options = {.module_paths = paths},
     .paths = {"a.bicepparam"},
     .expect = "mods/" CACHED ":1:277: warning: ok is false\n"},
    {.title = "nowhere: a note, and no finding says that something is missing",
     .files = {MAIN(PUBLIC)},
     .paths = {"main.bicep"},
     .options = {.module_cache = "cache", .module_paths = paths},
     .expect = NOT_AT_HAND(PUBLIC),
     .nresources = 1},
    {.title = "without a cache",
     .files = {MAIN(PUBLIC), JSON(".bicep/" CACHED)},
     .paths = {"main.bicep"},
     .expect = NOT_AT_HAND(PUBLIC)},
    {.title = "another version",
     .files = {MAIN("br/public:avm/res/x:1.2.4"), JSON("mods/" CACHED)},
     .paths = {"main.bicep"},
     .options = {.module_paths = paths},
     .expect = NOT_AT_HAND("br/public:avm/res/x:1.2.4")},
    {.title = "the registry in full, in any case",
     .files = {MAIN("br:MCR.microsoft.com/bicep/avm/res/x:1.2.3"), JSON("mods/" CACHED)},
     .paths = {"main.bicep"},
     .options = {.module_paths = paths},
     .expect = PUBLISHED("mods/" CACHED)},
    {.title = "a tag with capitals, and a port",
     .files = {MAIN("br:reg.io:5000/a:V1-Beta"), JSON("mods/br/reg.io$5000/a/V1-Beta$9/main.json")},
     .paths = {"main.bicep"},
     .options = {.module_paths = paths},
     .expect = PUBLISHED("mods/br/reg.io$5000/a/V1-Beta$9/main.json")},
    {.title = "a digest",
     .files = {MAIN("br:reg.io/a/b@sha256:0f"), JSON("mods/br/reg.io/a$b/sha256#0f/main.json")},
     .paths = {"main.bicep"},
     .options = {.module_paths = paths},
     .expect = PUBLISHED("mods/br/reg.io/a$b/sha256#0f/main.json")},
    {.title = "a checkout, whose modules use others in it",
     .files = {{"main.bicep", MODULE(PUBLIC)},
               {"mods/avm/res/x/main.bicep",
                "param ok bool\nmodule n '../y/main.bicep' = { name: 'n', params: { ok: ok"
                " } }\n"},
               {"mods/avm/res/y/main.bicep", "param ok bool\n" THING("ok")}},
     .paths = {"main.bicep"},
     .options = {.module_paths = paths},
     .expect =
         "main.bicep:1:8: warning: ok is false\nmods/avm/res/y/main.bicep:4:21: note: in this published module\n",
     .nfiles = 1},
    {.title = "but none outside of it",
     .files = {{"main.bicep", MODULE(PUBLIC)},
               {"mods/avm/res/x/main.bicep",
                "param ok bool\nmodule n '../../../../y.bicep' = { name: 'n' }\n"},
               {"y.bicep", THING("false")}},
     .paths = {"main.bicep"},
     .options = {.module_paths = paths},
     .expect =
         "mods/avm/res/x/main.bicep:2:10: error: '../../../../y.bicep' lies outside of the root, below which "
         "files are read (--root) [bicep-file]\n"},
    {.title = "a checkout with the version as a folder",
     .files = {MAIN("br:reg.io/team/x:v1"), JSON("mods/x/v1/main.json"), JSON("mods/x/main.json")},
     .paths = {"main.bicep"},
     .options = {.module_paths = paths},
     .expect = PUBLISHED("mods/x/v1/main.json")},
    {.title = "a checkout of files",
     .files = {MAIN("br:reg.io/bicep/x:v1"), JSON("mods/bicep/x.json")},
     .paths = {"main.bicep"},
     .options = {.module_paths = paths},
     .expect = PUBLISHED("mods/bicep/x.json")},
    {.title = "a symbolic link out of the folder is not followed",
     .files = {MAIN(PUBLIC), JSON("elsewhere.json"), {"mods/" CACHED, "-> ../../../../../elsewhere.json"}},
     .paths = {"main.bicep"},
     .options = {.module_paths = paths},
     .expect = NOT_AT_HAND(PUBLIC)},
    {.title = "a template spec",
     .files = {MAIN("ts:0000-AB/My-Group/Spec:V1"),
               {"mods/ts/0000-ab/my-group/spec/v1/main.json",
                "{'id':'x','properties':{'mainTemplate':" JSON_TEMPLATE("") "}}"}},
     .paths = {"main.bicep"},
     .options = {.module_paths = paths},
     .expect =
         "main.bicep:1:8: warning: ok is false\nmods/ts/0000-ab/my-group/spec/v1/main.json:1:316: note: in this "
         "published module\n"},
    {.title = "what is imported is not at hand either",
     .files = {{"main.bicep",
                "import { t } from 'br/public:avm/utl/types:1.0.0'\nparam p t\noutput o t = p\n"}},
     .expect =
         "main.bicep:1:19: note: 'br/public:avm/utl/types:1.0.0' is not at hand: 'az bicep restore' fetches it, "
         "--module-path names a folder that has it [input-unresolved-module]\n"},
};

#define CONFIG(aliases) "{/* comment */'moduleAliases':{" aliases "},}"
#define MY_ALIAS        "'br':{'my':{'registry':'reg.io','modulePath':'team'}}"
#define TEAM            "mods/br/reg.io/team$x/1$/main.json"

static const struct folder_case aliases[] = {
    {.title = "an alias",
     .files = {MAIN("br/my:x:1"), {"bicepconfig.json", CONFIG(MY_ALIAS)}, JSON(TEAM)},
     .paths = {"main.bicep"},
     .options = {.module_paths = paths},
     .expect = PUBLISHED(TEAM)},
    {.title = "from a folder above, without a path",
     .files = {{"a/b/main.bicep", MODULE("br/my:team/x:1")},
               {"a/bicepconfig.json", CONFIG("'br':{'my':{'registry':'reg.io'}}")},
               JSON(TEAM)},
     .paths = {"a/b/main.bicep"},
     .options = {.module_paths = paths},
     .expect = "a/b/main.bicep:1:8: warning: ok is false\n" TEAM ":1:277: note: in this published module\n"},
    {.title = "the nearest configuration counts alone",
     .files = {{"a/main.bicep", MODULE("br/my:x:1")},
               {"a/bicepconfig.json", "{}"},
               {"bicepconfig.json", CONFIG(MY_ALIAS)},
               JSON(TEAM)},
     .paths = {"a/main.bicep"},
     .options = {.module_paths = paths},
     .expect = "a/main.bicep:1:10: error: ROOT/a/bicepconfig.json has no module alias 'my' [bicep-path]\n"},
    {.title = "with what it extends",
     .files = {{"a/main.bicep", MODULE("br/my:x:1")},
               {"a/bicepconfig.json",
                "{'extends':'../base.json','moduleAliases':{'br':{'my':{'modulePath':'team'}}}}"},
               {"base.json", CONFIG("'br':{'my':{'registry':'reg.io','modulePath':'other'}}")},
               JSON(TEAM)},
     .paths = {"a/main.bicep"},
     .options = {.module_paths = paths},
     .expect = "a/main.bicep:1:8: warning: ok is false\n" TEAM ":1:277: note: in this published module\n"},
    {.title = "one that extends itself",
     .files = {MAIN("br/my:x:1"), {"bicepconfig.json", "{'extends':'bicepconfig.json'}"}},
     .paths = {"main.bicep"},
     .expect = BAD_PATH("ROOT/bicepconfig.json has no module alias 'my'")},
    {.title = "public may mean something else",
     .files = {MAIN("br/public:x:1"),
               {"bicepconfig.json", CONFIG("'br':{'public':{'registry':'reg.io','modulePath':'team'}}")},
               JSON(TEAM)},
     .paths = {"main.bicep"},
     .options = {.module_paths = paths},
     .expect = PUBLISHED(TEAM)},
    {.title = "no configuration",
     .files = {MAIN("br/my:x:1")},
     .paths = {"main.bicep"},
     .expect =
         NO_MODULE("note: the module alias 'my' is not known: there is no bicepconfig.json up to the root",
                   "input-unresolved-module")},
    {.title = "a broken configuration",
     .files = {MAIN("br/my:x:1"), {"bicepconfig.json", "{'moduleAliases':"}},
     .paths = {"main.bicep"},
     .expect =
         "ROOT/bicepconfig.json:1:18: error: expected a value, found the end of the file [input-syntax]\n" BAD_PATH(
             "ROOT/bicepconfig.json has no module alias 'my'")},
    {.title = "template specs",
     .files = {MAIN("ts/my:spec:v1"),
               {"bicepconfig.json", CONFIG("'ts':{'my':{'subscription':'0000','resourceGroup':'Group'}}")},
               JSON("mods/ts/0000/group/spec/v1/main.json")},
     .paths = {"main.bicep"},
     .options = {.module_paths = paths},
     .expect = PUBLISHED("mods/ts/0000/group/spec/v1/main.json")},
};

static const struct folder_case malformed[] = {
    {.title = "no tag", .files = {MAIN("br:reg.io/a")}, .expect = MALFORMED("br:registry/path:tag")},
    {.title = "no path", .files = {MAIN("br:reg.io:1")}, .expect = MALFORMED("br:registry/path:tag")},
    {.title = "an empty tag", .files = {MAIN("br/public:a:")}, .expect = MALFORMED("br/alias:path:tag")},
    {.title = "a path upwards",
     .files = {MAIN("br:reg.io/../a:1")},
     .expect = MALFORMED("br:registry/path:tag")},
    {.title = "a registry upwards",
     .files = {MAIN("br:../a:1")},
     .expect = MALFORMED("br:registry/path:tag")},
    {.title = "a tag upwards",
     .files = {MAIN("br:reg.io/a:..")},
     .expect = MALFORMED("br:registry/path:tag")},
    {.title = "a digest of another sort",
     .files = {MAIN("br:reg.io/a@md5:00")},
     .expect = MALFORMED("br:registry/path:tag")},
    {.title = "a strange alias", .files = {MAIN("br/a b:x:1")}, .expect = MALFORMED("br/alias:path:tag")},
    {.title = "a template spec with too few parts",
     .files = {MAIN("ts:a/b:1")},
     .expect = MALFORMED("ts:subscription/resource-group/name:version")},
    {.title = "with too many",
     .files = {MAIN("ts:a/b/c/d/e:1")},
     .expect = MALFORMED("ts:subscription/resource-group/name:version")},
    {.title = "another scheme",
     .files = {MAIN("git:x")},
     .expect = BAD_PATH("'git:' is no scheme of modules, which are 'br:' and 'ts:'")},
};

static const struct folder_case local[] = {
    {.title = "below and above",
     .files = {{"a/main.bicep", MODULE("./b/../../c/m.json")}, JSON("c/m.json")},
     .expect = "c/m.json:1:277: warning: ok is false\na/main.bicep:1:8: note: deployed by 'm'\n"},
    {.title = "a symbolic link within the root",
     .files = {MAIN("l.json"), JSON("a/m.json"), {"l.json", "-> a/m.json"}},
     .paths = {"main.bicep"},
     .expect = FOUND("l.json")},
    {.title = "no path", .files = {MAIN("")}, .expect = BAD_PATH("the path is empty")},
    {.title = "an absolute path",
     .files = {MAIN("/etc/passwd")},
     .expect = BAD_PATH("the path must be relative to this file, without a '/' before it")},
    {.title = "backslashes",
     .files = {MAIN("a\\\\m.bicep")},
     .expect = BAD_PATH("the parts of a path are separated by '/', not by '\\'")},
    {.title = "no such file", .files = {MAIN("m.bicep")}, .expect = NO_FILE("there is no file 'm.bicep'")},
    {.title = "a folder", .files = {MAIN("a"), {"a/x", ""}}, .expect = NO_FILE("'a' is a folder")},
    {.title = "out of the root",
     .files = {MAIN("../outside.json"), JSON("../outside.json")},
     .expect = NO_FILE("'../outside.json' lies outside of the root, below which files are read (--root)")},
    {.title = "a symbolic link out of the root",
     .files = {MAIN("l.json"), JSON("../outside.json"), {"l.json", "-> ../outside.json"}},
     .expect = NO_FILE("there is no file 'l.json'")},
    {.title = "a root further up",
     .files = {MAIN("../outside.json"), JSON("../outside.json")},
     .options = {.root = ".."},
     .expect = FOUND("../outside.json")},
    {.title = "JSON that is no template",
     .files = {MAIN("m.json"), {"m.json", "{'a':1}"}},
     .expect = NO_FILE("m.json is not an ARM template")},
    {.title = "broken JSON",
     .files = {MAIN("m.json"), {"m.json", "{'a':"}},
     .paths = {"main.bicep"},
     .expect = "m.json:1:6: error: expected a value, found the end of the file [input-syntax]\n"},
    {.title = "broken Bicep is reported where it is broken, the rest is linted",
     .files = {MAIN("m.bicep"), {"m.bicep", "param ok bool\nvar = 1\n" THING("ok")}},
     .expect = "m.bicep:2:5: error: expected the name of the variable, found '=' [input-syntax]\n"
               "m.bicep:5:21: warning: ok is false\nmain.bicep:1:8: note: deployed by 'm'\n"},
    {.title = "a parameter file is no module",
     .files = {MAIN("p.bicepparam"), {"p.bicepparam", "using none\n"}},
     .paths = {"main.bicep"},
     .expect = NO_FILE("'p.bicepparam' is a parameter file")},
    {.title = "a template extends nothing",
     .files = {{"a.bicep", ""}, {"a.bicepparam", "using 'a.bicep'\nextends 'a.bicep'\n"}},
     .expect = "a.bicepparam:2:9: error: 'a.bicep' is not a parameter file [bicep-file]\n"},
};

static const struct folder_case circles[] = {
    {.title = "a module of itself",
     .files = {MAIN("main.bicep")},
     .expect =
         "main.bicep:1:10: error: this file leads back to itself: main.bicep -> main.bicep [bicep-module-cycle]"
         "\n"},
    {.title = "a round of three, entered from outside",
     .files = {{"0.bicep", MODULE("1.bicep")},
               {"1.bicep", "param ok bool\n" MODULE("2.bicep")},
               {"2.bicep", "param ok bool\n" MODULE("3.bicep")},
               {"3.bicep", "param ok bool\n" MODULE("1.bicep")}},
     .expect =
         "3.bicep:2:10: error: this file leads back to itself: 1.bicep -> 2.bicep -> 3.bicep -> 1.bicep "
         "[bicep-module-cycle]\n"},
    {.title = "parameter files that extend each other",
     .files = {{"a.bicep", "param ok bool\n"},
               {"a.bicepparam", "using 'a.bicep'\nextends 'b.bicepparam'\nparam ok = true\n"},
               {"b.bicepparam", "using none\nextends 'a.bicepparam'\n"}},
     .expect =
         "b.bicepparam:2:9: error: this file leads back to itself: a.bicepparam -> b.bicepparam -> a.bicepparam "
         "[bicep-module-cycle]\n"},
};

FOLDER_CASES(published)
FOLDER_CASES(aliases)
FOLDER_CASES(malformed)
FOLDER_CASES(local)
FOLDER_CASES(circles)

/* -- many, and deep -- */

static void write_text(const char *path, const char *format, int n)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    for (int i = 0; i < n; i++)
        fprintf(f, format, i, i);
    fclose(f);
}

static void test_deep(void **state)
{
    const struct folder_case test = {
        .title = "a chain of modules",
        .paths = {"0.bicep"},
        .expect =
            "63.bicep:1:10: error: files are nested too deep here: the limit is 64 levels (--limit modules) [input-limit]\n"
            "main.bicep"};
    char path[32], text[64];
    al_run *run;

    (void)state;
    assert_int_equal(system("rm -rf ./*"), 0);
    for (int i = 0; i < 100; i++) {
        snprintf(path, sizeof path, "%d.bicep", i);
        snprintf(text, sizeof text, "module m '%d.bicep' = { name: 'm' }\n", i + 1);
        write_text(path, text, 1);
    }
    run = folder_run(&test);
    assert_int_equal(al_run_summary(run).errors, 2);
    assert_string_equal(finding_at(run, 1)->message,
                        "files are nested too deep here: the limit is 64 levels (--limit modules)");
    al_run_free(run);
}

/* Each file is parsed once: a thousand calls cost no more than a thousand resources do. */
static void test_many(void **state)
{
    const struct folder_case test = {.title = "a module called often", .paths = {"main.bicep"}};
    al_run *run;

    (void)state;
    assert_int_equal(system("rm -rf ./*"), 0);
    write_text("main.bicep", "module m%d 'm.bicep' = { name: 'm%d' }\n", 1000);
    write_text("m.bicep", THING("false"), 1);
    run = folder_run(&test);
    assert_int_equal(al_run_summary(run).files, 2);
    assert_int_equal(finding_count(run), 1);
    al_run_free(run);
}

int main(void)
{
#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, folder_set_up, folder_tear_down)
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_published), IN_FOLDER(test_aliases), IN_FOLDER(test_malformed), IN_FOLDER(test_local),
        IN_FOLDER(test_circles),   IN_FOLDER(test_deep),    IN_FOLDER(test_many),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
