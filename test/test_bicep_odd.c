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

/* -- what leads back to itself -- */

/* Whether each is allowed is tested elsewhere: here all of them end. */
static const char *const circles[] = {
    "type a = a.b\n",
    "type a = { b: a.b }\n",
    "type a = { b: a.b.b }\n",
    "type a = a[*]\n",
    "type a = a.*\n",
    "type a = a!\n",
    "type a = a?\n",
    "type a = (a)\n",
    "type a = [a]\n",
    "type a = [a?]\n",
    "type a = { *: a }\n",
    "type a = { *: a? }\n",
    "type a = a | 'x'\n",
    "type a = 'x' | a[]\n",
    "type a = b[*]\ntype b = a[]\n",
    "type a = b.*\ntype b = { *: a }\n",
    "type a = b!\ntype b = a?\n",
    "type a = b.c\ntype b = { c: a }\n",
    "type a = b.c?\ntype b = { c: a? }\n",
    "type a = b[0]\ntype b = [a]\n",
    "type a = resourceInput<a>\n",
    "type a = resourceInput<'A.B/c@2020'>.a.b.c\nparam p a\n",
    "@discriminator('k')\ntype a = b | c\ntype b = { k: 'x', n: a? }\ntype c = { k: 'y', n: a[] }\nparam p a = { k: 'x', n: { k: 'y', n: [ { k: 'x' } ] } }\n",
    "@discriminator('k')\ntype a = a | b\ntype b = { k: 'x' }\n",
    "@discriminator('k')\ntype a = b | c\n@discriminator('k')\ntype b = a | c\ntype c = { k: 'x' }\n",
    "type a = { n: a? }\nparam p a = { n: { n: { n: {} } } }\noutput o string = p.n.n.n.n\n",
    "type a = { l: a?, r: a? }\nparam p a\noutput o string = p.l.r.l.r.l.r\n",
    "type a = b?\ntype b = c?\ntype c = a?\nparam p a\n",
    "param p p\n",
    "param p string = p\n",
    "param p string = q\nparam q string = p\n",
    "var x = x\n",
    "var x = x.y\n",
    "var x = [for i in x: i]\n",
    "var x = [for x in [1]: x]\n",
    "var x = map([1], x => x)\n",
    "var x = map([1], y => x)\n",
    "func f(f string) string => f\n",
    "func f(a string) string => f(a)\n",
    "func f(a string) string => g(a)\nfunc g(a string) string => f(a)\noutput o string = f('x')\n",
    "func f(a f) string => a\n",
    "func f() f => 1\n",
    "resource a 'A.B/c@2020-01-01' = { name: a.name }\n",
    "resource a 'A.B/c@2020-01-01' = { name: 'a', tags: { x: a.id } }\n",
    "resource a 'A.B/c/d@2020-01-01' = { parent: a, name: 'a' }\n",
    "resource a 'A.B/c/d@2020-01-01' = { parent: b, name: 'a' }\nresource b 'A.B/c@2020-01-01' = { parent: a, name: 'b' }\n",
    "resource a 'A.B/c/d@2020-01-01' = { parent: b, name: 'a' }\nresource b 'A.B/c/d@2020-01-01' = { parent: a, name: 'b' }\n",
    "resource a 'A.B/c@2020-01-01' = { scope: a, name: 'a' }\n",
    "resource a 'A.B/c@2020-01-01' = { scope: b, name: 'a' }\nresource b 'A.B/c@2020-01-01' = { scope: a, name: 'b' }\n",
    "resource a 'A.B/c@2020-01-01' = { name: 'a', dependsOn: [a] }\n",
    "resource a 'A.B/c@2020-01-01' = { name: 'a', dependsOn: [b] }\nresource b 'A.B/c@2020-01-01' = { name: 'b', dependsOn: [a] }\n",
    "resource a 'A.B/c@2020-01-01' = if (a.id == 'x') { name: 'a' }\n",
    "resource a 'A.B/c@2020-01-01' = [for i in a: { name: 'a' }]\n",
    "resource a 'A.B/c@2020-01-01' = [for i in range(0, 3): { name: i == 0 ? 'x' : a[i - 1].name }]\n",
    "resource a 'A.B/c@2020-01-01' = [for i in range(0, 3): { name: 'a${i}', dependsOn: [a[i]] }]\n",
    "resource a 'A.B/c@2020-01-01' = { name: 'a', resource b 'd' = { name: a.name } }\n",
    "resource a 'A.B/c@2020-01-01' = { name: b.name, resource b 'd' = { name: 'x' } }\n",
    "resource a 'A.B/c@2020-01-01' = { name: a::b.name, resource b 'd' = { name: 'x' } }\n",
    "resource a 'A.B/c@2020-01-01' = { name: 'x', resource a 'd' = { name: a::a.name } }\n",
    "resource a 'A.B/c@2020-01-01' = { name: 'x', resource b 'd' = { parent: a, name: 'y' } }\n",
    "resource a 'A.B/c@2020-01-01' existing = { name: a.properties.x }\n",
    "resource a 'A.B/c@2020-01-01' existing = { name: 'a', scope: resourceGroup(a.name) }\n",
    "module m 'main.bicep' = { name: m.name }\n",
    "import { a } from 'main.bicep'\n@export()\nvar a = 1\n",
    "import * as main from 'main.bicep'\nvar x = main.x\n",
    "extension main\n",
    "extension kubernetes as kubernetes\n",
    "metadata m = m\n",
    "output o string = o\n",
    "output o object = { a: outputs.o }\n",
    "assert a = a\n",
    "targetScope = targetScope\n",
    "@description(p)\nparam p string\n",
    "@allowed(p)\nparam p array = p\n",
    "@metadata({ a: p })\nparam p object = p\n",
    "@minLength(p)\nparam p string = 'x'\n",
    "@batchSize(i)\nresource a 'A.B/c@2020-01-01' = [for i in range(0, 3): { name: 'a${i}' }]\n",
    "var x = loadJsonContent(x)\n",
    "var x = loadTextContent('${x}')\n",
    "var l = [for (a, a) in [1]: a]\n",
    "var l = map([1], (a, a) => a)\n",
    "func f(a string, a string) string => a\n",
    "resource a '${a.id}@2020' = { name: 'x' }\n",
    "module m '${m.name}' = { name: 'x' }\n",
    "import { x } from '${x}'\n",
    "var a = b[c]\nvar b = c[a]\nvar c = a[b]\n",
    "var a = { '${a}': a }\n",
    "var a = [...a]\n",
    "var a = { ...a, ...b }\nvar b = { ...a }\n",
    "var a = any(a)\n",
    "var a = a!\n",
    "var a = a ?? a\n",
    "var a = a ? a : a\n",
    "var a = sys.a\n",
    "var a = sys.sys.a\n",
    "var sys = sys.concat([1])\nvar az = az.tenant()\n",
    "var a = resourceGroup().a(resourceGroup())\n",
    "param a object = { b: a }\n",
    "param a object = { b: c }\nvar c = a\n",
    "resource r 'A.B/c@2020-01-01' = { name: r2.name }\nresource r2 'A.B/c@2020-01-01' = { name: v }\nvar v = r.name\n",
    "resource r 'A.B/c@2020-01-01' = { name: 'r', ...r }\n",
    "resource r 'A.B/c@2020-01-01' = r\n",
    "resource r 'A.B/c@2020-01-01' = { ...{ name: 'r' } }\n",
    "resource r 'A.B/c@2020-01-01' = { '${'name'}': 'r' }\n",
    "resource r 'A.B/c@2020-01-01' = { name: 'r', tags: { x: map(range(0, 3), r => r) } }\n",
    "resource r 'A.B/c@2020-01-01' = [for r in range(0, 3): { name: 'r${r}', tags: { x: r } }]\n",
    "resource r 'A.B/c@2020-01-01' = [for i in range(0, 3): { name: 'r${i}', resource r 'd' = [for i in range(0, 3): { name: 'x${i}' }] }]\n",
    "resource r 'A.B/c@2020-01-01' = { name: 'r', resource s 'd' = [for i in range(0, 3): { name: 'x${i}' }] }\noutput o array = [r::s[0].id, r::s[1].name, r::s[5].id, r::s]\n",
    "resource r 'A.B/c@2020-01-01' = [for i in range(0, 3): { name: 'r${i}', resource s 'd' = { name: 'x' } }]\noutput o array = [r[0]::s.id, r[1]::s.name, r[7]::s.id, r::s]\n",
    "resource r 'A.B/c@2020-01-01' = [for i in range(0, 0): { name: 'r${i}' }]\noutput o string = r[0].id\noutput p array = r\n",
    "param n int\nresource r 'A.B/c@2020-01-01' = [for i in range(0, n): { name: 'r${i}' }]\noutput o string = r[n].id\noutput p array = map(r, x => x.id)\noutput q string = r[^1].id\n",
};

static void circles_end(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(circles); i++)
        al_run_free(lint_alone(al_str_of(circles[i]), "main.bicep"));
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
        cmocka_unit_test(circles_end),
        cmocka_unit_test(little_memory_is_enough_to_say_so),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
