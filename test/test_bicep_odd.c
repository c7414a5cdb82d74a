/* SPDX-License-Identifier: MIT */
/* Bicep that is hardly text, that ends where it must not, or that has no memory to be looked at in. */
#include "hostile.h"

/* -- what is hardly text -- */

#define BYTES(literal)                 \
    {                                  \
        (literal), sizeof(literal) - 1 \
    }

/* Nothing is wrong with these ... */
static const al_str odd[] = {
    BYTES(""),
    BYTES("\n"),
    BYTES("\xef\xbb\xbf"),
    BYTES("\xef\xbb\xbfvar x = 1"),
    BYTES("\xff\xfev\0a\0r\0 \0x\0 \0=\0 \0\x31\0"),
    BYTES("\xfe\xff\0v\0a\0r\0 \0x\0 \0=\0 \0\x31"),
    BYTES("\xff\xfe"),
    BYTES("var x = '\\u{D800}'\n"),
    BYTES("\xff\xfev"),
    BYTES("var x = 1\rvar y = 2\rvar z = x + y\r"),
    BYTES("var x = 1\r\nvar y = 2\n\rvar z = 3\n"),
    BYTES("var x = '\xff\xc0\x80\xed\xa0\x80\xf5'\n"),
    BYTES("// \xff\xfe\nvar x = 1 /* \xc3 */\n"),
    BYTES("var x = '''\r\n\xef\xbb\xbf'''\n"),
    BYTES("#disable-diagnostics\n#restore-diagnostics\n"),
    BYTES("#restore-diagnostics storage-*\n#disable-diagnostics *\n"),
    BYTES("// armlint: disable-next-line"),
};

/* ... and something is with each of these. */
static const al_str wrong[] = {
    BYTES("\0"),
    BYTES("var x = 1\0"),
    BYTES("var x = '\0'\n\0"),
    BYTES("\xef\xbb"),
    BYTES("\xef\xbb\xbf\xef\xbb\xbfvar x = 1"),
    BYTES("\xff\xfe\0\xd8x\0"),
    BYTES("var \xc3\xa9 = 1\n"),
    BYTES("var x\xff = 1\n"),
    BYTES("var x = '\\u{110000}'\n"),
    BYTES("var x = '\\u{99999999999999999999}'\n"),
    BYTES("var x = -9223372036854775809\n"),
    BYTES("var x = 9223372036854775808\n"),
    BYTES("var x = '"),
    BYTES("var x = '\\"),
    BYTES("var x = '\\u"),
    BYTES("var x = '\\u{"),
    BYTES("var x = '''"),
    BYTES("var x = $'''${"),
    BYTES("var x = '${"),
    BYTES("var x = '${'${"),
    BYTES("var x = /*"),
    BYTES("var x = {"),
    BYTES("var x = { a"),
    BYTES("var x = { a:"),
    BYTES("var x = { '${"),
    BYTES("var x = { ..."),
    BYTES("var x = ["),
    BYTES("var x = [for"),
    BYTES("var x = [for ("),
    BYTES("var x = [for a in"),
    BYTES("var x = [for a in b:"),
    BYTES("var x = ("),
    BYTES("var x = (a, b) =>"),
    BYTES("var x = a["),
    BYTES("var x = a[?"),
    BYTES("var x = a[^"),
    BYTES("var x = a."),
    BYTES("var x = a.?"),
    BYTES("var x = a::"),
    BYTES("var x = a("),
    BYTES("var x = a ?"),
    BYTES("var x = a ? b :"),
    BYTES("var x = a ??"),
    BYTES("var x = !"),
    BYTES("var"),
    BYTES("var x"),
    BYTES("var x ="),
    BYTES("@"),
    BYTES("@a"),
    BYTES("@a("),
    BYTES("@a()\n@b()\n"),
    BYTES("@sys."),
    BYTES("param"),
    BYTES("param x"),
    BYTES("param x ="),
    BYTES("param x resource"),
    BYTES("param x string ="),
    BYTES("type"),
    BYTES("type x ="),
    BYTES("type x = |"),
    BYTES("type x = string |"),
    BYTES("type x = {"),
    BYTES("type x = { *:"),
    BYTES("type x = { @a()"),
    BYTES("type x = ["),
    BYTES("type x = y<"),
    BYTES("type x = y<'"),
    BYTES("type x = y["),
    BYTES("type x = y[*"),
    BYTES("type x = y."),
    BYTES("func"),
    BYTES("func f("),
    BYTES("func f(a"),
    BYTES("func f(a string) string =>"),
    BYTES("output x string"),
    BYTES("resource"),
    BYTES("resource x"),
    BYTES("resource x 'A.B/c@2020-01-01'"),
    BYTES("resource x 'A.B/c@2020-01-01' existing"),
    BYTES("resource x 'A.B/c@2020-01-01' = if"),
    BYTES("resource x 'A.B/c@2020-01-01' = if ("),
    BYTES("resource x 'A.B/c@2020-01-01' = [for x in []: if (true)"),
    BYTES("resource x '@' = {}"),
    BYTES("resource x '/@' = {}"),
    BYTES("resource x 'A.B/@2020-01-01' = { name: 'x' }"),
    BYTES("resource x 'A.B//c@2020-01-01' = { name: 'x' }"),
    BYTES("module"),
    BYTES("module x ''= {}"),
    BYTES("module x 'br:' = {}"),
    BYTES("module x 'br/:' = {}"),
    BYTES("module x 'ts:' = {}"),
    BYTES("module x '\0' = {}"),
    BYTES("module x '/' = {}"),
    BYTES("module x '..' = {}"),
    BYTES("module x 'a.bicep"),
    BYTES("import"),
    BYTES("import {"),
    BYTES("import { a"),
    BYTES("import { a as"),
    BYTES("import * as"),
    BYTES("import {} from"),
    BYTES("import {} from ''"),
    BYTES("extension"),
    BYTES("extension x with"),
    BYTES("targetScope"),
    BYTES("targetScope = 'x'"),
    BYTES("metadata"),
    BYTES("assert"),
    BYTES("test"),
    BYTES("using 'x'"),
    BYTES("#disable-next-line \xff \xc3\xa9\nvar x = 1\n"),
    BYTES("#"),
    BYTES("#x"),
    BYTES("#disable-next-lin"),
    BYTES("var x = loadTextContent('\0')"),
    BYTES("var x = loadJsonContent('')"),
    BYTES("var x = loadYamlContent('/')"),
    BYTES("output x string = json('{').a"),
    BYTES("output x string = json('[[[[[[').a"),
    BYTES("output x string = format('{')"),
    BYTES("output x string = format('{99999999999999999999}', 1)"),
    BYTES("output x string = padLeft('', 2147483647)"),
    BYTES("output x array = range(0, 9223372036854775807)"),
    BYTES("output x int = -9223372036854775807 - 2"),
    BYTES("output x int = (-9223372036854775807 - 1) / -1"),
    BYTES("output x int = 1 / 0"),
    BYTES("output x int = 1 % 0"),
    BYTES("output x string = substring('a', 2147483647, 2147483647)"),
    BYTES("output x string = [1, 2][^0]"),
    BYTES("output x string = [1, 2][9223372036854775807]"),
};

static al_run *lint_alone(al_str text, const char *name)
{
    /* in a block of its own, so that reading past its end is seen */
    char *copy = malloc(text.n ? text.n : 1);
    al_run *run;

    assert_non_null(copy);
    if (text.n)
        memcpy(copy, text.s, text.n);
    run = lint_bytes((al_str){copy, text.n}, name, 0);
    free(copy);
    return run;
}

static bool look_at(al_str text, const char *name, bool fine)
{
    al_run *run = lint_alone(text, name);
    const struct al_finding *f = first_trouble(run);
    const bool expected = fine == !f;

    if (!expected)
        print_error("%s: %.*s: %s\n", name, AL_FMT(text), f ? f->message : "nothing was found");
    al_run_free(run);
    return expected;
}

static void odd_bytes_do_no_harm(void **state)
{
    bool failed = false;

    (void)state;
    for (size_t i = 0; i < COUNT(odd); i++) {
        failed |= !look_at(odd[i], "odd.bicep", true);
        al_run_free(lint_alone(odd[i], "odd.bicepparam"));
        al_run_free(lint_alone(odd[i], "odd.json"));
    }
    for (size_t i = 0; i < COUNT(wrong); i++) {
        failed |= !look_at(wrong[i], "wrong.bicep", false);
        failed |= !look_at(wrong[i], "wrong.bicepparam", false);
    }
    assert_false(failed);
}

/* -- without memory -- */

static const char sample[] =
    "param names string[] = ['a', 'b']\n"
    "type t = {\n  @minLength(1)\n  a: string\n  b: 'x' | 'y'\n}\n"
    "func f(x string) string => toUpper('${x}!')\n"
    "var all = [for (n, i) in names: { n: f(n), i: i }]\n"
    "#disable-diagnostics storage-*\n"
    "resource r 'Microsoft.Storage/storageAccounts@2023-01-01' = [for x in all: {\n"
    "  name: x.n\n  kind: 'StorageV2'\n  properties: { allowBlobPublicAccess: true }\n"
    "  resource b 'blobServices' = { name: 'default' }\n}]\n"
    "module m 'none.bicep' = { params: { a: r[0].id } }\n"
    "output o array = map(r, x => x.properties.primaryEndpoints.blob)\n"
    "output p t = { a: m.outputs.x, b: 'z' }\n";

/* The run stays whole: that it did not fit is a finding. */
static void little_memory_is_enough_to_say_so(void **state)
{
    size_t fitted = 0;

    (void)state;
    for (uint64_t most = 1; most < (1 << 20); most += most < 4096 ? 97 : most / 16) {
        al_run *run = lint_bytes(AL_STR(sample), "sample.bicep", most);
        const struct al_finding *f = first_trouble(run);
        assert_non_null(f);
        if (strcmp(f->rule, "input-limit") != 0)
            fitted++;
        else
            assert_int_equal(fitted, 0);
        al_run_free(run);
    }
    assert_true(fitted > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(odd_bytes_do_no_harm),
        cmocka_unit_test(little_memory_is_enough_to_say_so),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
