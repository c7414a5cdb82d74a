/* SPDX-License-Identifier: MIT */
/* Bicep made to take all time and memory: every run ends soon, and says where it was stopped. What is ten
 * times as large takes ten times as long, not a hundred times. */
#include "hostile.h"

#include <time.h>

/* `each` is written n times between `before` and `after`, with % for the number of the repetition and ~ for
 * the next; then `close` as often, and `end`. */
struct shape {
    const char *title, *before, *each, *after, *close, *end;
    int n;
    const char *said; /* the first thing that could not be checked; NULL: all was */
};

#define STORAGE(name, more)                                                                             \
    "resource r" name " 'Microsoft.Storage/storageAccounts@2023-01-01' = {\n  name: 'a" name "'\n" more \
    "  location: 'x'\n  kind: 'StorageV2'\n  sku: { name: 'Standard_LRS' }\n}\n"
#define THING(name, more) "resource r" name " 'A.B/c@2020-01-01' = {\n  name: 'a" name "'\n" more "}\n"
#define TOO_DEEP(line) \
    line ": the expression is nested too deep: the limit is 1024 levels, and cannot be higher"
#define STOPPED                                                                                        \
    ": evaluation was stopped here, and what follows is taken as unknown: the limit is 5000000 steps " \
    "(--limit steps)"
#define NESTED                                                                                           \
    ": evaluation is nested too deep here, and the value is taken as unknown: the limit is 1300 levels " \
    "(--limit depth)"
#define MORE(n) n " more problems of this file are not listed: the limit is 200 problems (--limit problems)"

static const struct shape shapes[] = {
    /* many declarations */
    {"resources", "", STORAGE("%", ""), "", "", "", 2000, NULL},
    {"resources of as many types", "", "resource r% 'A.B/c%@2020-01-01' = {\n  name: 'a'\n}\n", "", "", "",
     4000, NULL},
    {"resources that follow each other", THING("0", ""), THING("~", "  tags: { x: r%.id }\n"), "", "", "",
     4000, NULL},
    {"resources that wait for each other", THING("0", ""), THING("~", "  dependsOn: [ r% ]\n"), "", "", "",
     4000, NULL},
    {"resources that need one", THING("x", ""), THING("%", "  tags: { x: rx.properties.y }\n"), "", "", "",
     4000,
     "6: the tags of a resource must be known before anything is deployed; of 'rx' only its id, name, type and "
     "apiVersion are then"},
    {"one resource under many names", "", "resource r% 'A.B/c@2020-01-01' = {\n  name: p\n  tags: q\n}\n",
     "param p string\nparam q object\n", "", "", 4000, NULL},
    {"children nested in one", "resource p 'A.B/c@2020-01-01' = {\n  name: 'p'\n",
     "  resource c% 'd' = {\n    name: 'c%'\n  }\n", "}\n", "", "", 4000, NULL},
    {"children of one", THING("p", ""),
     "resource c% 'A.B/c/d@2020-01-01' = {\n  parent: rp\n  name: 'c%'\n}\n", "", "", "", 4000, NULL},
    {"extensions of one", THING("p", ""),
     "resource c% 'Microsoft.Authorization/locks@2020-05-01' = {\n  scope: rp\n  name: 'c%'\n}\n", "", "", "",
     4000, NULL},
    {"elements of a loop",
     "resource l 'A.B/d@2020-01-01' = [for i in range(0, 4000): {\n  name: 'l${i}'\n}]\n",
     THING("%", "  tags: { x: l[%].id }\n"), "", "", "", 4000, NULL},
    {"a loop", "resource l 'A.B/d@2020-01-01' = [for i in range(0, 10000): {\n  name: 'l${i}'\n}]\n", "",
     "output o array = [for i in range(0, 10000): l[i].id]\n", "", "", 1, NULL},
    {"a resource after many", "resource z 'A.B/d@2020-01-01' = {\n  name: 'z'\n  dependsOn: [\n", "    r%\n",
     "  ]\n}\nresource r 'A.B/c@2020-01-01' = { name: 'r' }\n", "", "", 4000, "4: 'r0' is not declared"},
    {"a dependency, many times",
     THING("", "") "resource z 'A.B/d@2020-01-01' = {\n  name: 'z'\n  dependsOn: [\n", "    r\n", "  ]\n}\n",
     "", "", 10000, NULL},
    {"conditions that are not known", "",
     "param p% bool\nresource r% 'A.B/c@2020-01-01' = if (p%) {\n  name: 'a%'\n  tags: { x: p% ? 'a' : 'b' }\n}\n",
     "", "", "", 4000, NULL},
    {"variables", "", "var v% = %\n", "", "", "", 10000, NULL},
    {"a chain of variables", "var v0 = 1\n", "var v~ = v%\n", "", "", "", 1000, NULL},
    {"a chain of variables, backwards", "", "var v% = v~\n", "var v10000 = 1\n", "", "output o int = v0\n",
     10000, NULL},
    {"a chain of parameters, backwards", "", "param v% int = v~\n", "param v10000 int\n", "", "", 10000,
     NULL},
    {"a chain of functions that is too long", "", "func f%(a string) string => f~(a)\n",
     "func f5000(a string) string => a\n", "", "output o string = f0('x')\n", 5000, "1297" NESTED},
    {"parameters", "", "@description('x')\nparam p% string = '%'\n", "", "", "", 10000, NULL},
    {"a chain of parameters", "param p0 string\n", "param p~ string = p%\n", "", "", "", 10000, NULL},
    {"outputs", "", "output o% string = 'x'\n", "", "", "", 10000, NULL},
    {"types", "", "type t% = { a: string }\n", "", "", "", 10000, NULL},
    {"a chain of types", "type t0 = { a: string }\n", "type t~ = { x: t% }\n", "", "", "", 10000, NULL},
    {"a chain of unions", "type t0 = 'a'\n", "type t~ = t% | 'x%'\n", "", "", "", 4000, NULL},
    {"parameters of one type", "type t = { x: string, y: { z: int } }\n", "param p% t\n", "", "", "", 4000,
     NULL},
    {"functions", "", "func f%(a string) string => '${a}x'\n", "", "", "", 10000, NULL},
    {"a chain of functions", "func f0(a string) string => a\n", "func f~(a string) string => f%(a)\n", "", "",
     "", 600, NULL},
    {"functions that call twice", "func f0(a string) string => a\n",
     "func f~(a string) string => '${f%(a)}${f%(a)}'\n", "output o string = f40('x')\n", "", "", 40,
     "2" STOPPED},
    {"metadata", "", "metadata m% = 'x'\n", "", "", "", 10000, NULL},
    {"the same name", "", "var v = 1\n", "", "", "", 10000,
     "1: 'v' is declared more than once: in line 2, too"},
    {"names that are not declared", "", "var v% = w%\n", "", "", "", 10000, "1: 'w0' is not declared"},
    {"types that are not declared", "", "param v% w%\n", "", "", "", 10000,
     "1: the type 'w0' is not declared"},
    {"functions that are not there", "", "var v% = w%()\n", "", "", "", 10000,
     "1: there is no function 'w0'"},

    /* large declarations */
    {"an object", "var x = {\n", "  a%: 1\n", "}\n", "", "", 10000, NULL},
    {"a value of an object type", "type t = {\n", "  a%: string\n", "}\nparam p t = {\n", "", "}\n", 10000,
     "10003: parameter 'p' lacks the properties 'a0', 'a1', 'a2', 'a3', 'a4', 'a5', 'a6', 'a7', 'a8', 'a9', ..."},
    {"an object with one key", "var x = {\n", "  a: 1\n", "}\n", "", "", 10000,
     "2: the object has 'a' twice; the other one is in line 3"},
    {"an array", "var x = [\n", "  %\n", "]\noutput o int = x[9]\n", "", "", 10000, NULL},
    {"a tuple", "type t = [\n", "  string\n", "]\nparam p t\n", "", "", 10000, NULL},
    {"a union", "type t = 'a'", " | 'm%'", "\nparam p t = 'x'\n", "", "", 10000,
     "2: 'x' is not allowed for parameter 'p': use 'a', 'm0', 'm1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7', 'm8', ..."},
    {"a union of objects", "@discriminator('k')\ntype t = { k: 'x' }", " | { k: 'm%', v%: int }",
     "\nparam p t = { k: 'x' }\n", "", "", 10000, NULL},
    {"allowed values", "@allowed([\n", "  'm%'\n", "])\nparam p string = 'm1'\n", "", "", 10000, NULL},
    {"arguments", "func f(x string", ", a% string", ") string => x\n", "", "", 10000, NULL},
    {"decorators", "", "@metadata({ a: % })\n", "param p string\n", "", "", 10000,
     "2: @metadata() stands here twice"},
    {"an interpolated text", "param p string\noutput o string = '", "a${p}", "'\n", "", "", 10000, NULL},
    {"spreads", "param p object\nvar v = { a: 1 }\noutput o object = {\n", "  ...v\n  ...p\n", "}\n", "", "",
     10000, NULL},
    {"a line of errors", "output o array = [w", ", w%", "]\n", "", "", 10000, "1: 'w' is not declared"},
    {"rules of a network",
     "resource n 'Microsoft.Network/networkSecurityGroups@2023-04-01' = {\n  name: 'n'\n"
     "  properties: { securityRules: [\n",
     "    { name: 's%', properties: { access: 'Allow', direction: 'Inbound', priority: %, protocol: '*', "
     "sourceAddressPrefix: '10.0.0.1', destinationPortRange: '%' } }\n",
     "  ] }\n}\n", "", "", 2000, NULL},

    /* nested deep */
    {"parentheses", "output x int = ", "(", "1", ")", "", 1000, NULL},
    {"too many parentheses", "output x int = ", "(", "1", ")", "", 5000, TOO_DEEP("1")},
    {"arrays", "output x array = ", "[", "1", "]", "", 1000, NULL},
    {"too many arrays", "output x array = ", "[", "1", "]", "", 5000, TOO_DEEP("1")},
    {"objects", "output x object = ", "{a:", "1", "}", "", 1000, NULL},
    {"texts", "param p string\noutput x string = ", "'${", "p", "}'", "", 1000, NULL},
    {"choices", "param p bool\noutput x int = ", "p ? 1 : ", "2", "", "", 1000, NULL},
    {"calls", "param p string\noutput x string = ", "toLower(", "p", ")", "", 1000, NULL},
    {"sums", "param p int\noutput x int = p", " + 1", "", "", "", 1000, NULL},
    {"too many sums", "param p int\noutput x int = p", " + 1", "", "", "", 5000, TOO_DEEP("2")},
    {"alternatives", "param p int?\noutput x int = p", " ?? p", "", "", "", 1000, NULL},
    {"members", "param a object\noutput x string = a", ".b", "", "", "", 1000, NULL},
    {"too many members", "param a object\noutput x string = a", ".b", "", "", "", 5000, TOO_DEEP("2")},
    {"lambdas", "output x array = ", "map([1], x% => ", "1", ")", "", 400, NULL},
    {"types in types", "type t = ", "{a:", "int", "}", "\nparam p t\n", 1000, NULL},
    {"arrays of arrays", "type t = int", "[]", "", "", "\nparam p t\n", 1000, NULL},
    {"too many arrays of arrays", "type t = int", "[]", "", "", "\nparam p t\n", 5000, TOO_DEEP("1")},
    {"resources in resources", "", "resource r% 'A.B/c@2020-01-01' = {\n  name: 'a'\n", "", "}\n", "", 1,
     NULL},
    {"children in children", "resource p 'A.B/c@2020-01-01' = {\n  name: 'p'\n",
     "  resource c% 'd' = {\n    name: 'c%'\n", "", "  }\n", "}\n", 300, NULL},

    /* circles */
    {"variables in a circle", "var v0 = v5000\n", "var v~ = v%\n", "", "", "", 5000,
     "1: 'v5000' is part of a circle of declarations"},
    {"types in a circle", "type t0 = t5000[]\n", "type t~ = t%[]\n", "", "", "", 5000,
     "1: 't5000' is part of a circle of types"},
    {"types that may be their own members", "type t0 = { a: t5000? }\n", "type t~ = { a: t%? }\n",
     "param p t9?\n", "", "", 5000, NULL},
    {"functions in a circle", "func f0() int => f5000()\n", "func f~() int => f%()\n",
     "output o int = f9()\n", "", "", 5000, "1: 'f5000' is part of a circle of declarations"},
    {"resources in a circle", THING("0", "  tags: { x: r5000.id }\n"), THING("~", "  tags: { x: r%.id }\n"),
     "", "", "", 5000, "3: 'r5000' is part of a circle of declarations"},
    {"a type of itself", "type a = a[]\n", "", "param p a\n", "", "", 0,
     "1: 'a' refers to itself in its own type"},

    /* bombs */
    {"texts that double", "var v0 = 'ab'\n", "var v~ = '${v%}${v%}'\n", "output o string = v60\n", "", "", 60,
     "23: the result of format() is too long: the limit is 4 MiB (--limit string)"},
    {"unknown texts that double", "param v0 string\n", "var v~ = '${v%}${v%}'\n", "output o string = v60\n",
     "", "", 60, NULL},
    {"objects that double", "param v0 string\n", "var v~ = { l: v%, r: v% }\n", "output o object = v60\n", "",
     "", 60, NULL},
    {"types that double", "type t0 = { a: int }\n", "type t~ = { l: t%, r: t% }\n", "param p t60\n", "", "",
     60, NULL},
    {"unions that double", "type t0 = 'a' | 'b'\n", "type t~ = t% | t%\n", "param p t60 = 'c'\n", "", "", 60,
     "62: 'c' is not allowed for parameter 'p': use 'a' or 'b'"},
    {"spreads that double", "var v0 = [1, 2]\n", "var v~ = [...v%, ...v%]\n", "output o array = v60\n", "",
     "", 60, "17: the result of flatten() has too many items: the limit is 100000 items (--limit items)"},
    {"lambdas that double", "output o array = ", "map([1, 2], x% => ", "1", ")", "", 60, "1" STOPPED},
    {"loops in loops",
     "output o array = [for i in range(0, 10000): map(range(0, 10000), j => map(range(0, 10000), k => i + j + k))]\n",
     "", "", "", "", 0, "1" STOPPED},
    {"loops in loops of resources",
     "resource r 'A.B/c@2020-01-01' = [for i in range(0, 10000): {\n  name: 'a${i}'\n"
     "  properties: { x: [for j in range(0, 10000): map(range(0, 10000), k => i * j * k)] }\n}]\n",
     "", "", "", "", 0, "3" STOPPED},
    {"an array that grows", "output o array = reduce(range(0, 10000), [], (a, b) => concat(a, [b]))\n", "",
     "", "", "", 0, "1" STOPPED},

    /* long */
    {"an identifier", "var ", "aaaaaaaaaa", " = 1\n", "", "", 10000, "1: a name has at most 255 characters"},
    {"a text", "output o string = '", "0123456789abcdef", "'\n", "", "", 65536, NULL},
    {"a name of a resource", "resource r 'A.B/c@2020-01-01' = { name: '", "0123456789abcdef", "' }\n", "", "",
     1000, "1: a resource's name is longer than 8192 here; it is taken as unknown"},
    {"a number", "var x = ", "9", "\n", "", "", 10000, "1: the number does not fit into 64 bits"},
    {"dollars", "var x = ", "$", "'''a'''\n", "", "", 10000, NULL},
    {"empty lines", "", "\n", "var x = 1\n", "", "", 100000, NULL},

    /* comments and directives */
    {"comments", "", "// comment\n/* x */\n", "var x = 1", "", "", 10000, NULL},
    {"directives without an end", "", "#disable-diagnostics storage-geo-redundancy\n" THING("%", ""), "", "",
     "", 4000, NULL},
    {"directives of as many rules", "", "#disable-diagnostics rule%\nvar v% = 1\n", "", "", "", 4000, NULL},
    {"directives before all, and their ends", "", "#disable-diagnostics storage-*\n",
     STORAGE("1", "") STORAGE("2", ""), "#restore-diagnostics storage-*\n", "", 4000, NULL},
    {"directives on top of each other", "", "#disable-next-line rule%\n", "var x = 1\n", "", "", 4000, NULL},
    {"a directive with many rules", "#disable-next-line", " rule%", "\nvar x = 1\n", "", "", 10000, NULL},

    /* broken */
    {"errors", "", "var v% = = %\n", "", "", "", 10000, "1: " MORE("9800")},
    {"resources that lack an end", "", "resource v% 'A.B/c@2020-01-01' = {\n  a b c\n", "", "", "", 500,
     "2: " MORE("800")},
    {"texts that lack an end", "", "var x = 'abc\n", "", "", "", 4000, "1: " MORE("7800")},
    {"long texts that lack an end", "", "var x = '''abc\n", "", "", "", 4000, "2: " MORE("3800")},
    {"comments that lack an end", "", "var x = 1 /* abc\n", "", "", "", 10000,
     "1: a comment begins here and does not end: expected '*/'"},
    {"texts in texts that lack an end", "var x = '", "${'a", "", "", "", 10000, TOO_DEEP("1")},
    {"braces that lack an end", "", "var x = {\n", "", "", "", 4000, "1: " MORE("7800")},
    {"brackets that lack an end", "", "var x = [", "", "", "", 10000, "1: 'var' is not declared"},
    {"calls that lack an end", "", "var x = f(\n", "", "", "", 4000, "1: " MORE("11800")},
    {"wrong escapes", "var x = '", "\\q", "'\n", "", "", 10000, "1: " MORE("9800")},
};

/* -- running -- */

static al_str text_of(al_arena *arena, const struct shape *shape, int n)
{
    struct al_buf text = AL_BUF(arena);

    al_buf_put(&text, al_str_of(shape->before));
    for (int i = 0; i < n; i++)
        put_numbered(&text, shape->each, i);
    al_buf_put(&text, al_str_of(shape->after));
    for (int i = 0; i < n; i++)
        al_buf_put(&text, al_str_of(shape->close));
    al_buf_put(&text, al_str_of(shape->end));
    return al_buf_str(&text);
}

static bool lint_shape(const struct shape *shape)
{
    al_arena *arena = al_arena_new(0);
    al_run *run = lint_bytes(text_of(arena, shape, shape->n), "hostile.bicep", 0);
    const struct al_finding *f = first_trouble(run);
    const char *found = f ? al_printf(arena, "%u: %s", f->location.line, f->message).s : "nothing";
    const char *said = shape->said ? shape->said : "nothing";
    const bool fine = strcmp(found, said) == 0;

    if (!fine)
        print_error("%s:\nfound    %s\nexpected %s\n", shape->title, found, said);
    al_run_free(run);
    al_arena_free(arena);
    return fine;
}

static double seconds(const struct shape *shape, int n)
{
    al_arena *arena = al_arena_new(0);
    const al_str text = text_of(arena, shape, n);
    const clock_t start = clock();

    al_run_free(lint_bytes(text, "hostile.bicep", 0));
    al_arena_free(arena);
    return (double)(clock() - start) / CLOCKS_PER_SEC;
}

/* Everything takes its time under valgrind: a part of it must do. */
static bool is_slow(void)
{
    const char *valgrind = getenv("VALGRIND");

    return valgrind && *valgrind;
}

/* Sanitizers and counters have costs of their own, which do not grow as ours do. */
static bool is_watched(void)
{
    const char *watched = getenv("WATCHED");

    return watched && *watched;
}

enum { PARTS = 8, FEW = 1000 };

static void shapes_are_bounded(void **state)
{
    bool failed = false;

    (void)state;
    for (size_t i = 0; i < COUNT(shapes); i++) {
        if (shapes[i].n > FEW && is_slow())
            seconds(&shapes[i], shapes[i].n / PARTS / PARTS);
        else
            failed |= !lint_shape(&shapes[i]);
    }
    assert_false(failed);
}

/* Once more where it was slow: the machine may have been busy with its memory. */
static double least_seconds(const struct shape *shape, int n, double enough)
{
    double first = seconds(shape, n), again = first > enough ? seconds(shape, n) : first;

    return again < first ? again : first;
}

/* Times are of the processor, and those of small inputs say little: a square is what is meant to be found. */
static void growth_is_linear(void **state)
{
    const double least = 0.004, most = 5.0 * PARTS;
    bool failed = false;

    (void)state;
    for (size_t i = 0; i < COUNT(shapes) && !is_watched(); i++) {
        const double part = shapes[i].n > FEW ? seconds(&shapes[i], shapes[i].n / PARTS) : 0;
        const double enough = most * (part > least ? part : least);
        const double all = part > 0 ? least_seconds(&shapes[i], shapes[i].n, enough) : 0;
        if (all <= enough)
            continue;
        failed = true;
        print_error("%s: %.3f seconds, an eighth of it only %.3f\n", shapes[i].title, all, part);
    }
    assert_false(failed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shapes_are_bounded),
        cmocka_unit_test(growth_is_linear),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
