/* SPDX-License-Identifier: MIT */
/* What expressions of Bicep give. Files are made up: the ones below are all there are. */
#include "test.h"

#include "eval/functions_bicep.h"
#include "syntax/bicep.h"
#include "syntax/bicep_functions.h"

/* -- files -- */

static const struct {
    const char *name;
    size_t n;
    const char *text;
} files[] = {
#define BYTES(text) sizeof text - 1, text
    {"data/a.json",
     BYTES("{ // of Azure\n  \"a\": {\"b\": [1, 2.5, {\"c\": \"[x()]\"}]},\n  \"A\": true, \"it's\": null,\n"
           "  \"deep\": {\"b\": \"one\", \"x\": {\"b\": \"two\"}}\n}")},
    {"data/a.yaml", BYTES("a: 1\nb: [x, 'y']\nc:\n- {d: e}\n")},
    {"data/bad.json", BYTES("{\"a\": }")},
    {"data/bad.yaml", BYTES("a:\n  b: 1\n c: 2\n")},
    {"data/text.txt", BYTES("one\r\ntwo [x] \"q\"\n")},
    {"data/marked.txt", BYTES("\xef\xbb\xbfx\xc3\xa9")},
    {"data/latin.txt", BYTES("caf\xe9")},
    {"data/utf16.txt", BYTES("h\0i\0")},
    {"data/bytes", BYTES("\xff\xfe\0")},
    {"data/.hidden", BYTES("")},
    {"data/empty", BYTES("")},
#undef BYTES
};
enum { NFILES = sizeof files / sizeof *files };

static const struct al_source *read_file(struct al_call *call, al_str path)
{
    static struct al_source sources[NFILES];
    al_str dot = AL_STR("./");

    if (al_str_starts(path, dot))
        path = al_str_from(path, dot.n);
    for (size_t i = 0; i < NFILES; i++) {
        if (!al_str_eq(path, al_str_of(files[i].name)))
            continue;
        sources[i] = (struct al_source){.name = path, .text = {files[i].text, files[i].n}};
        return &sources[i];
    }
    al_load_trouble(call, 0, AL_TROUBLE_BICEP_FILE, "no file");
    return NULL;
}

static bool list_folder(struct al_call *call, al_str path, al_str **names, size_t *n)
{
    if (!al_str_starts(path, AL_STR("data"))) {
        al_load_trouble(call, 0, AL_TROUBLE_BICEP_FILE, "no folder");
        return false;
    }
    *names = AL_NEW_N(call->ev->arena, al_str, NFILES);
    *n = NFILES;
    for (size_t i = 0; i < NFILES; i++)
        (*names)[i] = al_str_of(files[i].name);
    return true;
}

static al_value resource_call(struct al_call *call)
{
    return al_unknown(call);
}

/* -- evaluating -- */

static const char prelude[] = "param s string\nparam n int\nparam b bool\nparam o object\nparam a array\n"
                              "@secure()\nparam secret string\n";

/* The value of `expression` as JSON with ' for ", a symbol as "[...]"; what is reported first, or nothing. */
struct eval_case {
    const char *before; /* statements, or NULL */
    const char *expression, *expected, *trouble;
};

struct evaluating {
    al_arena *arena;
    const struct eval_case *test;
    struct al_diags diags;
    struct al_buf out;
    al_value value;
};

static int evaluate_inside(void *ptr)
{
    static const struct al_host host = {
        .resource_call = resource_call, .read_file = read_file, .list_folder = list_folder};
    static const struct al_surroundings around = {.subscription_id = "sub", .resource_group = "rg"};
    struct evaluating *e = ptr;
    const char *before = e->test->before ? e->test->before : "";
    al_str text = al_printf(e->arena, "%s%s\nvar r = %s\n", prelude, before, e->test->expression);
    const struct al_source *source = al_source_new(e->arena, AL_STR("main.bicep"), text);
    struct al_template *tmpl;
    struct al_deployment *d;
    struct al_eval ev = {.host = &host};

    tmpl = al_template_from_bicep(e->arena, &e->diags, al_bicep_parse(e->arena, &e->diags, source), NULL);
    al_eval_init(&ev, e->arena, &e->diags);
    d = al_deployment_new(&ev, tmpl, NULL, NULL, al_target_of_run(&ev, tmpl->scope, &around, NULL));
    d->name = al_string(AL_STR("main"));
    e->value = al_variable_value(&ev, &d->frame, AL_STR("r"), tmpl->root);
    al_value_to_json(&ev, &e->out, &e->value);
    for (char *p = e->out.s; p && *p; p++)
        *p = *p == '"' ? '\'' : *p;
    return AL_OK;
}

static struct evaluating *evaluate(const struct eval_case *test)
{
    al_arena *arena = al_arena_new(0);
    struct evaluating *e = AL_NEW(arena, struct evaluating);

    e->arena = e->diags.arena = e->out.arena = arena;
    e->test = test;
    assert_int_equal(al_arena_try(arena, evaluate_inside, e), AL_OK);
    return e;
}

static bool holds(const struct eval_case *test)
{
    struct evaluating *e = evaluate(test);
    const char *actual = e->out.s ? e->out.s : "", *trouble = "";
    bool right;

    if (e->diags.list.n)
        trouble = al_printf(e->arena, "%s: %.*s", al_trouble_info(e->diags.list.v[0].trouble)->id,
                            AL_FMT(e->diags.list.v[0].message))
                      .s;
    right = strcmp(actual, test->expected) == 0 &&
            (test->trouble ? strstr(trouble, test->trouble) != NULL : *trouble == '\0');
    if (!right)
        print_error("%s\n  should be %s %s\n  but is    %s %s\n", test->expression, test->expected,
                    test->trouble ? test->trouble : "", actual, trouble);
    al_arena_free(e->arena);
    return right;
}

static void check(const struct eval_case *cases, size_t n)
{
    size_t wrong = 0;

    for (size_t i = 0; i < n; i++)
        wrong += !holds(&cases[i]);
    assert_int_equal(wrong, 0);
}

#define TEST(table)                                   \
    static void test_##table(void **state)            \
    {                                                 \
        (void)state;                                  \
        check(table, sizeof table / sizeof table[0]); \
    }

/* -- the language -- */

static const struct eval_case operators[] = {
    {NULL, "1 + 2 * 3 - 7 / 2 % 4", "4", NULL},
    {NULL, "-n", "'[sub(0, parameters('n'))]'", NULL},
    {NULL, "!b || b == true", "'[or(not(parameters('b')), equals(parameters('b'), true()))]'", NULL},
    {NULL, "'A' =~ 'a' && 'A' != 'a' && 'b' !~ 'A'", "true", NULL},
    {NULL, "b ? 1 : 1", "1", NULL},
    {NULL, "true ? 'x' : s", "'x'", NULL},
    {NULL, "null ?? s", "'[parameters('s')]'", NULL},
    {NULL, "'x' ?? s", "'x'", NULL},
    {NULL, "false || 'x' == s", "'[equals('x', parameters('s'))]'", NULL},
    {NULL, "'a${1}b${true}c${'d'}{0}}'", "'a1bTruecd{0}}'", NULL},
    {NULL, "'a-${s}-${n}'", "'[concat('a-', parameters('s'), '-', parameters('n'))]'", NULL},
    {NULL, "'''\nx ${y}'''", "'x ${y}'", NULL},
    {NULL, "any(o)!.x", "'[parameters('o').x]'", NULL},
    {NULL, "[1, 2] == [1, 2]", "true", NULL},
};
TEST(operators)

static const struct eval_case access[] = {
    {"var v = { x: { y: 1 }, z: null }", "v.x.y", "1", NULL},
    {"var v = { x: { y: 1 }, z: null }", "v.?q.y.z", "null", NULL},
    {"var v = { x: { y: 1 }, z: null }", "v.x.?q ?? 'none'", "'none'", NULL},
    {"var v = { x: { y: 1 }, z: null }", "v.?z.a", "null", NULL},
    {"var v = { x: { y: 1 }, z: null }", "v[?'q']", "null", NULL},
    {"var v = { x: { y: 1 }, z: null }", "v['x'].y", "1", NULL},
    {NULL, "[1, 2, 3][^1]", "3", NULL},
    {NULL, "[1, 2, 3][?^4]", "null", NULL},
    {NULL, "[1, 2, 3][?3]", "null", NULL},
    {NULL, "[1, 2, 3][0]", "1", NULL},
    {NULL, "o.x.y", "'[parameters('o').x.y]'", NULL},
    {NULL, "o.?x.y", "'[tryGet(tryGet(parameters('o'), 'x'), 'y')]'", NULL},
    {NULL, "a[^1] == a[1]", "'[equals(indexFromEnd(parameters('a'), 1), parameters('a')[1])]'", NULL},
    {NULL, "a[n]", "'[parameters('a')[parameters('n')]]'", NULL},
    {NULL, "['x', 'x'][n]", "'x'", NULL},
};
TEST(access)

static const struct eval_case loops[] = {
    {NULL, "[for x in [5, 6]: x]", "[5,6]", NULL},
    {NULL, "[for (x, i) in [5, 6]: { '${x}': i }]", "[{'5':0},{'6':1}]", NULL},
    {NULL, "[for i in range(0, 3): i * i]", "[0,1,4]", NULL},
    {NULL, "[for x in ['a', s]: 'p-${x}']", "['p-a','[concat('p-', parameters('s'))]']", NULL},
    {"var ys = [for x in [1, 2]: { v: x }]", "[for y in ys: y.v + 1]", "[2,3]", NULL},
    {NULL, "map([1, 2], x => x * 2)", "[2,4]", NULL},
    {NULL, "map(['a', 'b'], (x, i) => '${x}${i}')", "['a0','b1']", NULL},
    {NULL, "filter([1, 2, 3], (x, i) => i > 0 && x != 2)", "[3]", NULL},
    {NULL, "reduce([1, 2, 3], 0, (x, y, i) => x + y * i)", "8", NULL},
    {NULL, "sort([2, 3, 1], (x, y) => x < y)", "[1,2,3]", NULL},
    {NULL, "toObject(['a', 'b'], x => x, x => '${x}!')", "{'a':'a!','b':'b!'}", NULL},
    {NULL, "groupBy(['ab', 'ac', 'b'], x => substring(x, 0, 1))", "{'a':['ab','ac'],'b':['b']}", NULL},
    {NULL, "mapValues({ a: 1 }, v => v + 1)", "{'a':2}", NULL},
    {NULL, "map([1], x => map([2], y => x + y))", "[[3]]", NULL},
    {NULL, "map([1], x => n)", "['[parameters('n')]']", NULL},
};
TEST(loops)

static const struct eval_case spreads[] = {
    {NULL, "[1, ...[2, 3], 4]", "[1,2,3,4]", NULL},
    {NULL, "[...[], ...[1]]", "[1]", NULL},
    {NULL, "[0, ...a, 1, 2]", "'[flatten(createArray(createArray(0), parameters('a'), createArray(1, 2)))]'",
     NULL},
    {NULL, "flatten([[0], a]) == [0, ...a]", "true", NULL},
    {"var v = { A: 1, b: 2 }", "{ a: 0, ...v, B: 3, c: 4 }", "{'a':1,'b':3,'c':4}", NULL},
    {NULL, "{ ...{ a: 1 }, ...{} }", "{'a':1}", NULL},
    {NULL, "{ x: 1, ...o, y: 2 }.y", "2", NULL},
    {NULL, "{ x: 1, ...o, y: 2 }.x",
     "'[shallowMerge(createArray(createObject('x', 1), parameters('o'), createObject('y', 2))).x]'", NULL},
    {NULL, "shallowMerge([{ x: 1 }, o]) == { x: 1, ...o }", "true", NULL},
    {NULL, "{ x: 1, ...(b ? { y: 2 } : {}) }.x", "1", NULL},
    {NULL, "{ x: 1, ...(b ? { y: 2 } : n == 1 ? { z: 3 } : null) }.x", "1", NULL},
    {NULL, "{ x: 1, ...(b ? { X: 2, y: 3 } : { y: 3 }) }.y", "3", NULL},
    {NULL, "{ x: 1, ...(b ? { X: 2 } : { y: 3 }) }.x",
     "'[shallowMerge(createArray(createObject('x', 1), if(parameters('b'), createObject('X', 2), "
     "createObject('y', 3)))).x]'",
     NULL},
    {NULL, "union({ x: { a: 1 } }, b ? { x: { b: 2 }, y: 1 } : { x: { b: 2 }, y: 2 }).x", "{'a':1,'b':2}",
     NULL},
    {NULL, "union({ x: { a: 1 }, z: 0 }, b ? { x: { b: 2 } } : {}).z", "0", NULL},
    {NULL, "[...any(3)]", "'[flatten(createArray(3))]'", "item 0 of the array is no array"},
};
TEST(spreads)

static const struct eval_case functions[] = {
    {"func twice(x int) int => x * 2", "twice(21)", "42", NULL},
    {"func f(x string, y object) object => { k: '${x}!', v: y.?v ?? 'none' }", "f('a', {})",
     "{'k':'a!','v':'none'}", NULL},
    {"func f(x int) int => g(x) + 1\nfunc g(x int) int => x * 10", "f(2)", "21", NULL},
    {"func f(x array) array => map(x, y => 'p${y}')", "f(['a', s])",
     "['pa','[concat('p', parameters('s'))]']", NULL},
    {"func f(x int) int => x", "f(n)", "'[parameters('n')]'", NULL},
};
TEST(functions)

/* -- what only Bicep has -- */

#define SUB "/subscriptions/sub"

static const struct eval_case scopes[] = {
    {NULL, "resourceGroup().id", "'" SUB "/resourceGroups/rg'", NULL},
    {NULL, "resourceGroup('x').id", "'" SUB "/resourceGroups/x'", NULL},
    {NULL, "resourceGroup('t', 'x').id", "'/subscriptions/t/resourceGroups/x'", NULL},
    {NULL, "resourceGroup(s, 'x').subscriptionId", "'[parameters('s')]'", NULL},
    {NULL, "resourceGroup('t', s).name", "'[parameters('s')]'", NULL},
    {NULL, "resourceGroup('x').location", "'[resourceGroup('x').location]'", NULL},
    {NULL, "az.subscription('t').id", "'/subscriptions/t'", NULL},
    {NULL, "subscription().subscriptionId", "'sub'", NULL},
    {NULL, "managementGroup('m').id", "'/providers/Microsoft.Management/managementGroups/m'", NULL},
    {NULL, "any(tenant()).id", "''", NULL},
    {NULL, "tenant().tenantId", "'[tenant().tenantId]'", NULL},
    {NULL, "deployer().objectId", "'[deployer().objectId]'", NULL},
    {NULL, "environment().suffixes.storage", "'core.windows.net'", NULL},
    {NULL, "sys.toUpper('a')", "'A'", NULL},
};
TEST(scopes)

static const struct eval_case loads[] = {
    {NULL, "loadTextContent('data/text.txt')", "'one\\r\\ntwo [x] \\'q\\'\\n'", NULL},
    {NULL, "loadTextContent('./data/marked.txt', 'iso-8859-1')", "'xé'", NULL},
    {NULL, "loadTextContent('data/latin.txt', 'iso-8859-1')", "'café'", NULL},
    {NULL, "loadTextContent('data/latin.txt', 'us-ascii')", "'caf?'", NULL},
    {NULL, "loadTextContent('data/utf16.txt', 'utf-16')", "'hi'", NULL},
    {NULL, "loadTextContent('data/empty', 'utf-16')", "''", NULL},
    {NULL, "loadFileAsBase64('data/bytes')", "'//4A'", NULL},
    {NULL, "loadFileAsBase64('data/marked.txt')", "'77u/eMOp'", NULL},
    {NULL, "loadJsonContent('data/a.json').a", "{'b':[1,2.5,{'c':'[x()]'}]}", NULL},
    {NULL, "loadJsonContent('data/a.json', 'a.b[2].c')", "'[x()]'", NULL},
    {NULL, "loadJsonContent('data/a.json', '$.A', 'utf-8')", "true", NULL},
    {NULL, "loadJsonContent('data/a.json', '.a[\\'b\\'][0, 1]')", "[1,2.5]", NULL},
    {NULL, "loadJsonContent('data/a.json', '$.a.b[*]')", "[1,2.5,{'c':'[x()]'}]", NULL},
    {NULL, "loadJsonContent('data/a.json', '$.deep.*')", "['one',{'b':'two'}]", NULL},
    {NULL, "loadJsonContent('data/a.json', '$.deep..b')", "['one','two']", NULL},
    {NULL, "loadJsonContent('data/a.json', '[\\'it\\\\\\'s\\']')", "null", NULL},
    {NULL, "loadYamlContent('data/a.yaml')", "{'a':1,'b':['x','y'],'c':[{'d':'e'}]}", NULL},
    {NULL, "loadYamlContent('data/a.yaml', '$.c[0].d')", "'e'", NULL},
    {NULL, "map(loadYamlContent('data/a.yaml').b, x => '${x}!')", "['x!','y!']", NULL},
    {NULL, "loadDirectoryFileInfo('data', 'a.*')",
     "[{'relativePath':'data/a.json','baseName':'a.json','extension':'.json'},"
     "{'relativePath':'data/a.yaml','baseName':'a.yaml','extension':'.yaml'}]",
     NULL},
    {NULL, "map(loadDirectoryFileInfo('data', '?a*.txt'), x => x.baseName)", "['marked.txt','latin.txt']",
     NULL},
    {NULL, "map(filter(loadDirectoryFileInfo('data'), x => !contains(x.baseName, '.t')), x => x.extension)",
     "['.json','.yaml','.json','.yaml','','.hidden','']", NULL},
};
TEST(loads)

static const struct eval_case wrong_loads[] = {
    {NULL, "loadTextContent('')", "'[loadTextContent('')]'", "bicep-path: the path is empty"},
    {NULL, "loadTextContent('/etc/passwd')", "'[loadTextContent('/etc/passwd')]'",
     "bicep-path: the path must be relative"},
    {NULL, "loadTextContent('a\\\\b')", "'[loadTextContent('a\\\\b')]'", "separated by '/'"},
    {NULL, "loadTextContent('file://x')", "'[loadTextContent('file://x')]'", "bicep-path: a path has none"},
    {NULL, "loadTextContent('data/none')", "'[loadTextContent('data/none')]'", "bicep-file: no file"},
    {NULL, "loadTextContent('data/text.txt', 'windows-1250')",
     "'[loadTextContent('data/text.txt', 'windows-1250')]'", "is no encoding that loadTextContent() knows"},
    {NULL, "loadJsonContent('data/bad.json')", "'[loadJsonContent('data/bad.json')]'",
     "input-syntax: expected a value"},
    {NULL, "loadYamlContent('data/bad.yaml')", "'[loadYamlContent('data/bad.yaml')]'",
     "input-syntax: this line is"},
    {NULL, "loadJsonContent('data/a.json', '$.none')", "'[loadJsonContent('data/a.json', '$.none')]'",
     "bicep-file: nothing"},
    {NULL, "loadJsonContent('data/a.json', '.')", "'[loadJsonContent('data/a.json', '.')]'",
     "bicep-file: nothing"},
    {NULL, "loadJsonContent('data/a.json', '$.a.b[?(@.c)]')",
     "'[loadJsonContent('data/a.json', '$.a.b[?(@.c)]')]'", NULL},
    {NULL, "loadDirectoryFileInfo('none')", "'[loadDirectoryFileInfo('none')]'", "bicep-file: no folder"},
    {NULL, "b ? loadTextContent('data/none') : ''",
     "'[if(parameters('b'), loadTextContent('data/none'), '')]'", "bicep-file: no file"},
};
TEST(wrong_loads)

/* -- what only those who deploy know -- */

struct parameter_case {
    const char *expression, *expected;
    bool secure;
};

static const struct parameter_case parameter_values[] = {
    {"readEnvironmentVariable('HOME', 'x')", "'[readEnvironmentVariable('HOME', 'x')]'", false},
    {"readEnvVar('HOME')", "'[readEnvVar('HOME')]'", false},
    {"sys.readCliArg('a')", "'[readCliArg('a')]'", false},
    {"externalInput('kind', { a: 1 })", "'[externalInput('kind', createObject('a', 1))]'", false},
    {"az.getSecret('s', 'g', 'v', 'n')", "'[getSecret('s', 'g', 'v', 'n')]'", true},
    {"'a-${readEnvVar('B')}'", "'[concat('a-', readEnvVar('B'))]'", false},
    {"loadTextContent('data/empty')", "''", false},
};

struct reading_parameter {
    al_arena *arena;
    const struct parameter_case *test;
    struct al_diags diags;
    struct al_buf out;
    al_value value;
};

static int read_parameter(void *ptr)
{
    static const struct al_host host = {.read_file = read_file};
    struct reading_parameter *r = ptr;
    al_str text = al_printf(r->arena, "using none\nparam p = %s\n", r->test->expression);
    const struct al_source *source = al_source_new(r->arena, AL_STR("main.bicepparam"), text);
    const struct al_bicep_file *file = al_bicep_parse(r->arena, &r->diags, source);
    struct al_template *tmpl = al_template_from_bicep(r->arena, &r->diags, file, NULL);
    struct al_eval ev = {.host = &host};

    al_eval_init(&ev, r->arena, &r->diags);
    assert_int_equal(tmpl->nparameters, 1);
    r->value = al_evaluate(&ev, tmpl->parameters[0].default_value, &al_library(&ev, tmpl)->frame);
    al_value_to_json(&ev, &r->out, &r->value);
    for (char *p = r->out.s; p && *p; p++)
        *p = *p == '"' ? '\'' : *p;
    return AL_OK;
}

static void parameter_files_depend_on_nothing_outside(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof parameter_values / sizeof *parameter_values; i++) {
        al_arena *arena = al_arena_new(0);
        struct reading_parameter *r = AL_NEW(arena, struct reading_parameter);
        r->arena = r->diags.arena = r->out.arena = arena;
        r->test = &parameter_values[i];
        assert_int_equal(al_arena_try(arena, read_parameter, r), AL_OK);
        assert_string_equal(r->out.s, r->test->expected);
        assert_int_equal(r->value.flags & AL_VALUE_SECURE, r->test->secure ? AL_VALUE_SECURE : 0);
        assert_int_equal(r->diags.list.n, 0);
        al_arena_free(arena);
    }
}

/* What the binder lets pass, the evaluator knows, except for what is gone by then. */
static void every_function_is_known(void **state)
{
    size_t n;
    const struct al_bicep_function *table = al_bicep_functions(&n);

    (void)state;
    for (size_t i = 0; i < n; i++) {
        const al_str name = al_str_of(table[i].name);
        const struct al_function *fn = al_function_of_bicep(name);
        if (strcmp(table[i].name, "any") == 0 || strcmp(table[i].name, "nameof") == 0)
            continue;
        fn = fn ? fn : al_function_find(name);
        if (!fn)
            fail_msg("%s() is not known", table[i].name);
    }
}

/* -- places -- */

/* A value that was loaded says where in its file it stands. */
static void loaded_values_know_their_place(void **state)
{
    static const struct eval_case test = {NULL, "loadYamlContent('data/a.yaml').c[0].d", "'e'", NULL};
    struct evaluating *e = evaluate(&test);
    struct al_position at;

    (void)state;
    assert_non_null(e->value.origin);
    at = al_source_position(e->arena, al_node_span(e->value.origin));
    assert_string_equal(al_str_cstr(e->arena, e->value.origin->source->name), "data/a.yaml");
    assert_int_equal(at.line, 4);
    assert_int_equal(at.column, 7);
    assert_int_equal(at.end_column, 8);
    al_arena_free(e->arena);
}

/* A property behind a spread, and one that is spread, keep their own places. */
static void spread_values_know_their_place(void **state)
{
    static const struct eval_case test = {"var v = { x: 'one' }", "{ ...v, y: 'two' }", "", NULL};
    struct evaluating *e = evaluate(&test);
    static const struct {
        const char *key, *text;
    } expected[] = {{"x", "'one'"}, {"y", "'two'"}};

    (void)state;
    assert_int_equal(e->value.kind, AL_V_OBJECT);
    for (size_t i = 0; i < 2; i++) {
        struct al_entry *entry = al_object_find(e->value.object, al_str_of(expected[i].key));
        assert_non_null(entry);
        assert_non_null(entry->at);
        assert_string_equal(al_str_cstr(e->arena, al_span_text(al_node_span(entry->at))), expected[i].text);
    }
    al_arena_free(e->arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_operators),
        cmocka_unit_test(test_access),
        cmocka_unit_test(test_loops),
        cmocka_unit_test(test_spreads),
        cmocka_unit_test(test_functions),
        cmocka_unit_test(test_scopes),
        cmocka_unit_test(test_loads),
        cmocka_unit_test(test_wrong_loads),
        cmocka_unit_test(parameter_files_depend_on_nothing_outside),
        cmocka_unit_test(every_function_is_known),
        cmocka_unit_test(loaded_values_know_their_place),
        cmocka_unit_test(spread_values_know_their_place),
    };

    return cmocka_run_group_tests_name("bicep_eval", tests, NULL, NULL);
}
