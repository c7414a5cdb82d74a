/* SPDX-License-Identifier: MIT */
#include "test.h"

#include "eval/evaluator.h"
#include "syntax/yaml.h"

#include <stdlib.h>

struct reading_yaml {
    al_arena *arena;
    struct al_diags diags;
    al_str text;
    struct al_node *root;
    int status;
};

static int read_inside(void *ptr)
{
    struct reading_yaml *r = ptr;
    struct al_source *source = al_source_new(r->arena, AL_STR("test.yaml"), al_str_copy(r->arena, r->text));

    r->status = al_yaml_read(&r->root, r->arena, &r->diags, source);
    return AL_OK;
}

static struct reading_yaml *read_yaml(al_str text)
{
    al_arena *arena = al_arena_new(0);
    struct reading_yaml *r = AL_NEW(arena, struct reading_yaml);

    r->arena = r->diags.arena = arena;
    r->text = text;
    assert_int_equal(al_arena_try(arena, read_inside, r), AL_OK);
    assert_true(r->status == AL_E_SYNTAX || r->root);
    return r;
}

/* The document as JSON with ' for "; where reading stopped, "line:column message". */
static const char *shown(struct reading_yaml *r)
{
    struct al_buf buf = AL_BUF(r->arena);
    struct al_eval ev = {0};
    al_value v;

    if (r->status != AL_OK && r->diags.list.n) {
        const struct al_diag *d = &r->diags.list.v[r->diags.list.n - 1];
        struct al_position at = al_source_position(r->arena, d->span);
        al_buf_printf(&buf, "%u:%u %.*s", at.line, at.column, AL_FMT(d->message));
        return buf.s;
    }
    al_eval_init(&ev, r->arena, &r->diags);
    v = al_value_from_data(&ev, r->root);
    al_value_to_json(&ev, &buf, &v);
    for (char *p = buf.s; p && *p; p++)
        *p = *p == '"' ? '\'' : *p;
    return buf.s ? buf.s : "";
}

struct yaml_case {
    const char *yaml, *expected;
};

static void check(const struct yaml_case *cases, size_t n)
{
    size_t wrong = 0;

    for (size_t i = 0; i < n; i++) {
        struct reading_yaml *r = read_yaml(al_str_of(cases[i].yaml));
        const char *actual = shown(r);
        if (strcmp(actual, cases[i].expected) != 0) {
            print_error("%s\n  should be %s\n  but is    %s\n", cases[i].yaml, cases[i].expected, actual);
            wrong++;
        }
        al_arena_free(r->arena);
    }
    assert_int_equal(wrong, 0);
}

#define TEST(table)                                   \
    static void test_##table(void **state)            \
    {                                                 \
        (void)state;                                  \
        check(table, sizeof table / sizeof table[0]); \
    }

/* -- collections -- */

static const struct yaml_case blocks[] = {
    {"", "null"},
    {"# nothing\n", "null"},
    {"a: 1\nb: x\n", "{'a':1,'b':'x'}"},
    {"a: 1\r\nb: x\r\n", "{'a':1,'b':'x'}"},
    {"\xef\xbb\xbf"
     "a: 1",
     "{'a':1}"},
    {"- 1\n- x\n", "[1,'x']"},
    {"a:\n  b:\n    c: 1\n  d: 2\ne: 3\n", "{'a':{'b':{'c':1},'d':2},'e':3}"},
    {"a:\n- 1\n- 2\nb: 3\n", "{'a':[1,2],'b':3}"},
    {"a:\n  - 1\n\n  # between\n  - 2\n", "{'a':[1,2]}"},
    {"- a: 1\n  b: 2\n- c: 3\n", "[{'a':1,'b':2},{'c':3}]"},
    {"- - - x\n    - y\n  - z\n- w\n", "[[['x','y'],'z'],'w']"},
    {"-\n  a: 1\n-\n- b:\n", "[{'a':1},null,{'b':null}]"},
    {"a:\nb:\n\n  c\n", "{'a':null,'b':'c'}"},
    {"a: # first\n  1 # second\n", "{'a':1}"},
    {"'a b': 1\n\"c\\td\": 2\ne f : 3\n1: 4\nnull: 5\n", "{'a b':1,'c\\td':2,'e f':3,'1':4,'null':5}"},
    {"http://x: y\nu: http://x.y/z#q\n", "{'http://x':'y','u':'http://x.y/z#q'}"},
    {"a: 1\na: 2\nb: 3\n", "{'a':2,'b':3}"},
    {"<<: 1\n", "{'<<':1}"},
};
TEST(blocks)

static const struct yaml_case flows[] = {
    {"[]", "[]"},
    {"{}", "{}"},
    {"[1, x y, 'z', [2], {a: b}, ]", "[1,'x y','z',[2],{'a':'b'}]"},
    {"{a: 1, 'b':2, \"c\": [x], d, e: }", "{'a':1,'b':2,'c':['x'],'d':null,'e':null}"},
    {"{a:1, b: x:y}", "{'a:1':null,'b':'x:y'}"},
    {"[a: 1, b]", "[{'a':1},'b']"},
    {"[\n  a, # one\n  b\n   c,\n]\n", "['a','b c']"},
    {"x: {a: [1,\n2], b: 3}\ny: 4\n", "{'x':{'a':[1,2],'b':3},'y':4}"},
    {"- [a, b]\n- {c: d}\n", "[['a','b'],{'c':'d'}]"},
    {"{\"a\": {\"b\": [true, null, 1.5e3, \"x\\n\"]}}", "{'a':{'b':[true,null,1500.0,'x\\n']}}"},
    {"{? a : 1}", "{'a':1}"},
};
TEST(flows)

/* -- texts -- */

static const struct yaml_case plain[] = {
    {"x y  z  ", "'x y  z'"},
    {"a: b#c\nd: e #f\n", "{'a':'b#c','d':'e'}"},
    {"a: x\n  y\n\n  z\nb: w\n", "{'a':'x y\\nz','b':'w'}"},
    {"a: -x\nb: :y\nc: ?z\nd: '-'\n", "{'a':'-x','b':':y','c':'?z','d':'-'}"},
    {"a: [x()]y\n", "1:9 expected the end of the line, found 'y'"},
    {"a: x]y{z}\n", "{'a':'x]y{z}'}"},
    {"\xc3\xa9: \xc3\xbc\n", "{'\xc3\xa9':'\xc3\xbc'}"},
};
TEST(plain)

static const struct yaml_case quoted[] = {
    {"'it''s'", "'it's'"},
    {"''", "''"},
    {"'a\n  b\n\n  c'", "'a b\\nc'"},
    {"' a '", "' a '"},
    {"\"a  \n  b \\\n  c\\ \n  d\"", "'a b c  d'"},
    {"\"\\t\\n\\\"\\\\\\/\\x41\\u00e9\\U0001F600\"", "'\\t\\n\\'\\\\/A\xc3\xa9\xf0\x9f\x98\x80'"},
    {"\"\\ud83d\\ude00 \\ud83d\"", "'\xf0\x9f\x98\x80 \xef\xbf\xbd'"},
    {"\"\\0\"", "'\xef\xbf\xbd'"},
    {"\"# no: comment\"", "'# no: comment'"},
};
TEST(quoted)

static const struct yaml_case literal[] = {
    {"a: |\n  x\n    y\n\n  z\nb: 1\n", "{'a':'x\\n  y\\n\\nz\\n','b':1}"},
    {"a: |-\n  x\n\n\nb: 1\n", "{'a':'x','b':1}"},
    {"a: |+\n  x\n\n\nb: 1\n", "{'a':'x\\n\\n\\n','b':1}"},
    {"a: |2\n    x\n   y\n", "{'a':'  x\\n y\\n'}"},
    {"a: |-2 # why\n   x\n", "{'a':' x'}"},
    {"a: |\nb: |+\n\n", "{'a':'','b':'\\n'}"},
    {"a: |\n\n  x", "{'a':'\\nx\\n'}"},
    {"a: |\n  x # y\n # comment\nb: 1\n", "{'a':'x # y\\n','b':1}"},
    {"- |\n a\n- |\n b\n", "['a\\n','b\\n']"},
    {"|\n x\n", "'x\\n'"},
    {"--- |\n x\n...\n", "'x\\n'"},
    {"a: |\r\n  x\r\n  y\r\n", "{'a':'x\\ny\\n'}"},
};
TEST(literal)

static const struct yaml_case folded[] = {
    {"a: >\n  x\n  y\n\n  z\n", "{'a':'x y\\nz\\n'}"},
    {"a: >-\n  x\n    more\n  y\n", "{'a':'x\\n  more\\ny'}"},
    {"a: >\n\n  x\n\n\n  y\n", "{'a':'\\nx\\n\\ny\\n'}"},
    {"a: >+\n  x\n\nb: 1\n", "{'a':'x\\n\\n','b':1}"},
    {">\n a\n\n   b\n\n c\n", "'a\\n\\n  b\\n\\nc\\n'"},
};
TEST(folded)

/* -- types -- */

static const struct yaml_case types[] = {
    {"[~, null, Null, NULL, nULL, ]", "[null,null,null,null,'nULL']"},
    {"[true, True, FALSE, yes, on, tRUE]", "[true,true,false,'yes','on','tRUE']"},
    {"[0, -1, +2, 007, 0x1F, 0o17, 0b1, 1_000]", "[0,-1,2,7,31,15,'0b1','1_000']"},
    {"[9223372036854775807, -9223372036854775808]", "[9223372036854775807,-9223372036854775808]"},
    {"[1.5, .5, 5., -2e-1, 1E2, +.25, 1.2.3, ., 1e, -, e1]",
     "[1.5,0.5,5.0,-0.2,100.0,0.25,'1.2.3','.','1e','-','e1']"},
    {"['1', \"true\", 2001-01-01, 1:30]", "['1','true','2001-01-01','1:30']"},
    {"[!!str 1, !!int '7', ! 3, !!float 2, !!bool \"true\", !!null '']", "['1',7,'3',2,true,null]"},
    {"a: !!map {b: !!seq [c]}\nd: !!str\n", "{'a':{'b':['c']},'d':''}"},
    {"[.inf, -.INF, .NaN, !foo 1, !!binary aGk=]", "['[.inf]','[-.INF]','[.NaN]','[1]','[aGk=]']"},
};
TEST(types)

static const struct yaml_case aliases[] = {
    {"a: &x 1\nb: *x\nc: [*x, *x]\n", "{'a':1,'b':1,'c':[1,1]}"},
    {"a: &x\n  b: 1\nc: *x\n", "{'a':{'b':1},'c':{'b':1}}"},
    {"&x\n- 1\n", "[1]"},
    {"&k a: b\nc: *k\n", "{'a':'b','c':'a'}"},
    {"a: &x\nb: *x\n", "{'a':null,'b':null}"},
    {"[&x a, &y {b: *x}, *y, {*x : 1}]", "['a',{'b':'a'},{'b':'a'},{'a':1}]"},
    {"a: &x 1\nb: &x 2\nc: *x\n", "{'a':1,'b':2,'c':2}"},
    {"a: *x\n", "1:4 there is no anchor 'x' above"},
    {"a: &x [*x]\n", "1:8 the anchor 'x' contains itself"},
    {"a: &x 1\nb: !!str *x\n", "2:10 an alias has neither a tag nor an anchor of its own"},
};
TEST(aliases)

static const struct yaml_case documents[] = {
    {"---\na: 1\n---\nb: 2\n", "{'a':1}"},
    {"%YAML 1.2\n%TAG ! x\n---\na\n...\n", "'a'"},
    {"--- 'x'\n", "'x'"},
    {"---\n---\na\n", "null"},
    {"a: ---\nb: '\n  --- '\n", "{'a':'---','b':' --- '}"},
};
TEST(documents)

/* -- what is wrong, and where -- */

static const struct yaml_case errors[] = {
    {"a: b: c\n", "1:5 a map cannot begin on this line: expected the end of the value, found ':'"},
    {"a: b\n  c: d\n", "2:4 a key must not go over several lines: expected the end of the text, found ':'"},
    {"a:\n    b: 1\n  c: 2\n", "3:3 this line is indented more than the keys it could belong to"},
    {"- [a]\n - b\n", "2:2 this line is indented more than the list it could belong to"},
    {"a: - b\n", "1:4 a list cannot begin on this line"},
    {"a: 1\nb\n", "2:2 expected ':' after a key, found the end of the line"},
    {"a: 1\n[b]: 2\n", "2:1 expected a key, found '['"},
    {"[a]: 2\n", "1:4 only a text can be a key"},
    {"? a\n", "1:1 keys that begin with '?' are not supported"},
    {"a: 'x' y\n", "1:8 expected the end of the line, found 'y'"},
    {"a: 'x\n", "1:4 a text begins here and does not end: expected '"},
    {"a: \"\\q\"\n", "1:5 this is no escape that a text in double quotes may have"},
    {"a: \"\\u12\"\n", "1:5 expected 4 hexadecimal digits of a character behind '\\u'"},
    {"a: \"\\", "1:5 this is no escape that a text in double quotes may have"},
    {"a: @x\n", "1:4 expected a value, found '@'"},
    {"a: [1, 2\n", "2:1 expected ',' or ']', found the end of the file"},
    {"a: [1 2}\n", "1:8 expected ',' or ']', found '}'"},
    {"a: [1,, 2]\n", "1:7 expected a value, found ','"},
    {"{[a]: 1}\n", "1:5 only a text can be a key"},
    {"a:\n\tb: 1\n", "2:1 a tab cannot indent a line: expected spaces"},
    {"a: |x\n  y\n", "1:5 expected the end of the line behind '|' or '>', found 'x'"},
    {"a: 1\n- b\n", "2:1 expected the end of the document, found '-'"},
    {"a: &\n", "1:5 expected the name of an anchor, found the end of the line"},
};
TEST(errors)

/* -- places -- */

static void nodes_know_their_place(void **state)
{
    static const char yaml[] = "a: 'x'\nkey: &k >\n  some\n  text\nl:\n- 1\n- {b: c}\n\n# end\n";
    static const struct {
        const char *key, *text;
    } expected[] = {{"a", "'x'"}, {"key", ">\n  some\n  text"}, {"l", "- 1\n- {b: c}"}};
    struct reading_yaml *r = read_yaml(AL_STR(yaml));

    (void)state;
    assert_int_equal(r->root->kind, AL_NODE_OBJECT);
    assert_int_equal(r->root->object.n, 3);
    for (size_t i = 0; i < 3; i++) {
        const struct al_property *p = &r->root->object.items[i];
        assert_string_equal(al_str_cstr(r->arena, al_span_text(al_key_span(r->root, p))), expected[i].key);
        assert_string_equal(al_str_cstr(r->arena, al_span_text(al_node_span(p->value))), expected[i].text);
    }
    al_arena_free(r->arena);
}

/* -- hostile input -- */

static struct reading_yaml *read_repeated(const char *head, const char *middle, size_t times,
                                          const char *tail)
{
    size_t nhead = strlen(head), nmiddle = strlen(middle), ntail = strlen(tail);
    size_t n = nhead + times * nmiddle + ntail;
    char *text = malloc(n + 1), *at = text;
    struct reading_yaml *r;

    assert_non_null(text);
    memcpy(at, head, nhead);
    at += nhead;
    for (size_t i = 0; i < times; i++, at += nmiddle)
        memcpy(at, middle, nmiddle);
    memcpy(at, tail, ntail);
    r = read_yaml((al_str){text, n});
    free(text);
    return r;
}

static void limits_hold(void **state)
{
    static const struct {
        const char *head, *middle, *tail;
        size_t times;
        const char *message;
    } table[] = {
        {"", "[", "", 100000, "nested too deep"},
        {"", "{a: ", "", 100000, "nested too deep"},
        {"", "- ", "x", 100000, "nested too deep"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct reading_yaml *r = read_repeated(table[i].head, table[i].middle, table[i].times, table[i].tail);
        assert_int_equal(r->status, AL_E_SYNTAX);
        assert_non_null(strstr(shown(r), table[i].message));
        al_arena_free(r->arena);
    }
}

static void aliases_are_limited(void **state)
{
    static const char laughs[] = "a: &a [1,1,1,1,1,1,1,1,1,1]\n"
                                 "b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
                                 "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
                                 "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
                                 "e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\n";
    struct reading_yaml *r = read_yaml(AL_STR(laughs));

    (void)state;
    assert_int_equal(r->status, AL_E_SYNTAX);
    assert_int_equal(r->diags.list.v[0].trouble, AL_TROUBLE_LIMIT);
    assert_non_null(strstr(shown(r), "5:29 the aliases up to here stand for too many"));
    al_arena_free(r->arena);
}

/* Each of these would take minutes if anything in it were looked at again and again. */
static void long_input_is_read_in_one_go(void **state)
{
    static const struct {
        const char *head, *middle, *tail;
    } table[] = {
        {"", "a: 1\n", ""},         {"", "- x\n\n", ""},   {"a: x\n", "\n", ""},     {"a: |\n", "\n", " x\n"},
        {"a: >\n", "  x\n", ""},    {"a: \"", "\n", "\""}, {"[", "a: b,", "]"},      {"a: x", "\n  y", ""},
        {"- &a x\n", "- *a\n", ""}, {"'", "''", "'"},      {"{", "\"a\":1,\n", "}"}, {"", "# x\n", ""},
    };

    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct reading_yaml *r = read_repeated(table[i].head, table[i].middle, 50000, table[i].tail);
        assert_int_equal(r->status, AL_OK);
        al_arena_free(r->arena);
    }
}

/* Any prefix, and any single byte put in another's place, does no harm. */
static void damaged_input_does_no_harm(void **state)
{
    static const char yaml[] =
        "%YAML 1.2\n---\na: &x [1, {b: 'c', \"d\\u0041\": e}]\nf:\n- |+2\n    g\n\n- >-\n  h\n  i\n"
        "- ? j\n- *x\nk: !!str l # m\n\"n\n o\": p\n...\n";
    static const char bytes[] = "\n :-[]{}'\"|>&*!#%\\\t,?x\xff";
    char text[sizeof yaml];

    (void)state;
    for (size_t i = 0; i < sizeof yaml; i++)
        al_arena_free(read_yaml((al_str){yaml, i})->arena);
    for (size_t i = 0; i + 1 < sizeof yaml; i++)
        for (size_t k = 0; k < sizeof bytes; k++) {
            memcpy(text, yaml, sizeof yaml);
            text[i] = bytes[k];
            al_arena_free(read_yaml((al_str){text, sizeof yaml - 1})->arena);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_blocks),
        cmocka_unit_test(test_flows),
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_quoted),
        cmocka_unit_test(test_literal),
        cmocka_unit_test(test_folded),
        cmocka_unit_test(test_types),
        cmocka_unit_test(test_aliases),
        cmocka_unit_test(test_documents),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(nodes_know_their_place),
        cmocka_unit_test(limits_hold),
        cmocka_unit_test(aliases_are_limited),
        cmocka_unit_test(long_input_is_read_in_one_go),
        cmocka_unit_test(damaged_input_does_no_harm),
    };

    return cmocka_run_group_tests_name("yaml", tests, NULL, NULL);
}
