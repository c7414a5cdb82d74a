/* SPDX-License-Identifier: MIT */
/* Files that Bicep loads or imports from, as a run finds them on the disk. */
#define _XOPEN_SOURCE 700 /* mkdtemp(), symlink() */

#include "folder.h"

#define OK(expression) \
    "resource x '" TEST_TYPE "@2023-01-01' = {\n  name: 'x'\n  properties: { ok: " expression " }\n}\n"

static const struct folder_case loads[] = {
    {.title = "of JSON",
     .files = {{"main.bicep", "var d = loadJsonContent('data/a.json')\n" OK("d.all[0].ok")},
               {"data/a.json", "{\n  'all': [ {'ok': false} ]\n}\n"}},
     .paths = {"main.bicep"},
     .expect = "main.bicep:4:21: warning: ok is false\n"},
    {.title = "of YAML",
     .files = {{"main.bicep", OK("loadYamlContent('a.yaml').ok")}, {"a.yaml", "# no\nok:   no\n"}},
     .paths = {"main.bicep"},
     .expect = "main.bicep:3:21: warning: ok is no\n"},
    {.title = "a path is relative to the file it stands in",
     .files = {{"main.bicep", "module m 'mods/m.bicep' = { name: 'm' }\n"},
               {"mods/m.bicep", OK("loadJsonContent('./a.json', '$.ok')")},
               {"mods/a.json", "{'ok': true}"},
               {"a.json", "{'ok': false}"}},
     .paths = {"main.bicep"},
     .expect = ""},
    {.title = "also in a function that others import",
     .files = {{"main.bicep", "import { f } from 'lib/f.bicep'\n" OK("f(1)")},
               {"lib/f.bicep", "@export()\nfunc f(x int) bool => loadJsonContent('a.json').ok && x > 0\n"},
               {"lib/a.json", "{'ok': true}"},
               {"a.json", "{'ok': false}"}},
     .paths = {"main.bicep"},
     .expect = ""},
    {.title = "the files of a folder, in order",
     .files = {{"main.bicep", OK("join(map(loadDirectoryFileInfo('d', '*.txt'), f => f.relativePath), ' ')")},
               {"d/b.txt", ""},
               {"d/a.txt", ""},
               {"d/c", ""},
               {"d/e.txt/f.txt", ""}},
     .paths = {"main.bicep"},
     .expect = "main.bicep:3:21: warning: ok is d/a.txt d/b.txt\n"},
};
FOLDER_CASES(loads)

#define TEN "123456789 "

static const struct folder_case wrong[] = {
    {.title = "no such file, although nobody asks for it",
     .files = {{"main.bicep", "var a = loadTextContent('none.txt')\n" THING("true")}},
     .paths = {"main.bicep"},
     .expect = "main.bicep:1:25: error: there is no file 'none.txt' below the root [bicep-file]\n"},
    {.title = "outside of the root, which says nothing about what is there",
     .files = {{"main.bicep", THING("empty(loadTextContent('../outside'))")}, {"../outside", "x"}},
     .paths = {"main.bicep"},
     .expect = "main.bicep:3:43: error: there is no file '../outside' below the root [bicep-file]\n"},
    {.title = "outside of the root by a link",
     .files = {{"main.bicep", THING("empty(loadTextContent('link'))")},
               {"../outside", "x"},
               {"link", "-> ../outside"}},
     .paths = {"main.bicep"},
     .expect = "main.bicep:3:43: error: there is no file 'link' below the root [bicep-file]\n"},
    {.title = "a folder outside of the root",
     .files = {{"main.bicep", THING("empty(loadDirectoryFileInfo('..'))")}},
     .paths = {"main.bicep"},
     .expect = "main.bicep:3:49: error: a path does not end in '.' or a blank [bicep-path]\n"},
    {.title = "a file where a folder should be, and the other way round",
     .files = {{"main.bicep",
                "var a = loadTextContent('d')\nvar b = loadDirectoryFileInfo('d/a')\n" THING("true")},
               {"d/a", ""}},
     .paths = {"main.bicep"},
     .expect = "main.bicep:1:25: error: d: is a folder [bicep-file]\n"
               "main.bicep:2:31: error: d/a: a part of the path is not a folder [bicep-file]\n"},
    {.title = "a file that is not what it should be, in its own place, once",
     .files = {{"main.bicep",
                "var a = loadJsonContent('a.json')\nvar b = loadJsonContent('a.json', '$.x')\n" THING(
                    "true")},
               {"a.json", "{'x': }"}},
     .paths = {"main.bicep"},
     .expect = "a.json:1:7: error: expected a value, found '}' [input-syntax]\n"},
    {.title = "larger than a file may be",
     .files = {{"main.bicep", "var a = loadTextContent('a')\n" THING("true")},
               {"a", TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN}},
     .paths = {"main.bicep"},
     .options = {.max_file_size = 190},
     .expect =
         "main.bicep:1:25: error: a: it is too large: the limit is 190 bytes (--limit file) [bicep-file]\n"},
};
FOLDER_CASES(wrong)

static const struct folder_case imports[] = {
    {.title = "a variable is worked out where it is declared",
     .files = {{"main.bicep", "import { v } from 'lib.bicep'\nvar w = 'other'\n" OK("v == 'a-b'")},
               {"lib.bicep", "var w = 'b'\n@export()\nvar v = 'a-${w}'\n"}},
     .paths = {"main.bicep"},
     .expect = ""},
    {.title = "a function calls others of its file",
     .files = {{"main.bicep", "import * as l from 'lib.bicep'\n" OK("l.f('x') == 'x!?'")},
               {"lib.bicep",
                "@export()\nfunc f(a string) string => '${g(a)}?'\nfunc g(a string) string => '${a}!'\n"}},
     .paths = {"main.bicep"},
     .expect = ""},
    {.title = "an object is known in all its parts",
     .files = {{"main.bicep", "import { v } from 'lib.bicep'\n" OK("v.ok")},
               {"lib.bicep", "@export()\nvar v = {\n  ok: false\n}\n"}},
     .paths = {"main.bicep"},
     .expect = "main.bicep:4:21: warning: ok is false\n"},
};
FOLDER_CASES(imports)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_loads),
        cmocka_unit_test(test_wrong),
        cmocka_unit_test(test_imports),
    };

    return cmocka_run_group_tests_name("bicep_loads", tests, folder_set_up, folder_tear_down);
}
