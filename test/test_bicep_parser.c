/* SPDX-License-Identifier: MIT */
/* Types and declarations of Bicep, comments, and spans. What is wrong in them is test_bicep_recovery.c. */
#include "test.h"

#include "bicep_reading.h"

/* -- types -- */

static void types_are_read(void **state)
{
    static const struct tree_row table[] = {
        {"string", "string"},
        {"sys.string", "sys.string"},
        {"foo.bar", "(. foo bar)"},
        {"string[]", "([] string)"},
        {"string[][]?", "(? ([] ([] string)))"},
        {"string?!", "(! (? string))"},
        {"'a'", "'a'"},
        {"-1", "-1"},
        {"!true", "false"},
        {"null", "null"},
        {"'''a'''", "'''a'''"},
        {"'a' | 'b' | null", "(| 'a' 'b' null)"},
        {"| 'a'", "(| 'a')"},
        {"\n  | 'a'\n  | 'b'", "(| 'a' 'b')"},
        {"'a'\n  // or\n\n  | 'b'", "(| 'a' 'b')"},
        {"('a' | 'b')[]", "([] (| 'a' 'b'))"},
        {"1 | int[]", "(| 1 ([] int))"},
        {"(1 | 2)?", "(? (| 1 2))"},
        {"{}", "(object)"},
        {"{\n  a: string\n  'b c': int?, *: bool\n}", "(object a:string b c:(? int) *:bool)"},
        {"{\n  @sys.secure()\n  @description('x')\n  a: string\n}",
         "(object @(.secure() sys) @(description() 'x') a:string)"},
        {"[string, int]", "(tuple string int)"},
        {"[\n  @minValue(1)\n  int\n  'a'\n]", "(tuple @(minValue() 1) int 'a')"},
        {"a.b[*].*[0]", "(@ (.* (@ (. a b))) 0)"},
        {"a['x']", "(@ a 'x')"},
        {"resourceInput<'a/b@c'>", "(resourceInput< 'a/b@c')"},
        {"sys.resourceOutput<'a/b@c'>.properties.d?",
         "(? (. (. (sys.resourceOutput< 'a/b@c') properties) d))"},
        {"a<b<c>>", "(a< (b< c))"},
        {"a<\n  b,\n  c\n>", "(a< b c)"},
        {"resource<'a'>", "(resource< 'a')"},
        {"resource 'a/b@c'", "(resource 'a/b@c')"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        char source[1024], tree[1024];
        const struct tree_row row = {source, tree};
        snprintf(source, sizeof source, "type t = %s\ntype u = int", table[i].source);
        snprintf(tree, sizeof tree, "(type t %s)\n(type u int)", table[i].tree);
        check_trees("main.bicep", &row, 1);
    }
}

/* -- declarations -- */

static void declarations_have_their_parts(void **state)
{
    static const struct tree_row rows[] = {
        {"targetScope = 'tenant'", "(targetScope = 'tenant')"},
        {"metadata a = { b: 1 }", "(metadata a = {b:1})"},
        {"param a string", "(param a string)"},
        {"param a string = 'x'", "(param a string = 'x')"},
        {"param a 'x' | 'y' = 'x'", "(param a (| 'x' 'y') = 'x')"},
        {"param a resource 'b@c'", "(param a (resource 'b@c'))"},
        {"var a = 1", "(var a = 1)"},
        {"var a string[] = []", "(var a ([] string) = [])"},
        {"output a string = b", "(output a string = b)"},
        {"output a resource 'x' = b", "(output a (resource 'x') = b)"},
        {"output a resource = b", "(output a (resource ) = b)"},
        {"type a = b", "(type a b)"},
        {"func f() string => 'a'", "(func f string = 'a')"},
        {"func f(a string, b 'x' | 'y') { c: int } => { c: a }",
         "(func f ( a:string b:(| 'x' 'y')) (object c:int) = {c:a})"},
        {"func f(\n  a string,\n  b int\n) string =>\n  a", "(func f ( a:string b:int) string = a)"},
        {"assert a = b == c", "(assert a = (equals b c))"},
        {"test a 'b.bicep' = {\n  params: {}\n}", "(test a 'b.bicep' = {params:{}})"},
        {"import { a, b as c } from 'd'", "(import a=a b=c 'd')"},
        {"import {\n  'x-y' as c\n  d\n} from 'e'", "(import x-y=c d=d 'e')"},
        {"import * as a from 'b'", "(import * a 'b')"},
        {"import 'a@1.0' as b", "(extension 'a@1.0' as b)"},
        {"import 'a@1.0' with {} as b", "(extension 'a@1.0' = {} as b)"},
        {"extension a", "(extension a)"},
        {"extension a as b", "(extension a as b)"},
        {"extension 'br:a/b:c' with {\n  d: 1\n} as e", "(extension 'br:a/b:c' = {d:1} as e)"},
        {"provider 'a@1' with {}", "(extension 'a@1' = {})"},
        {"var param = 1\nvar var = param", "(var param = 1)\n(var var = param)"},
    };

    (void)state;
    check_trees("main.bicep", rows, COUNT(rows));
}

static void resources_have_bodies(void **state)
{
    static const struct tree_row rows[] = {
        {"resource a 't@1' = {}", "(resource a 't@1' = {})"},
        {"resource a 't@1' existing = {\n  name: 'x'\n}", "(resource a 't@1' existing = {name:'x'})"},
        {"resource a 't' = if (b) {}", "(resource a 't' if b = {})"},
        {"resource a 't' =\n\n  if (b && c) {}", "(resource a 't' if (and b c) = {})"},
        {"resource a 't' = if (\n  b\n) {}", "(resource a 't' if b = {})"},
        {"resource a 't' = [for x in y: {}]", "(resource a 't' (for x y) = {})"},
        {"resource a 't' = [for (x, i) in y: if (i > 0) {\n  name: x\n}]",
         "(resource a 't' (for x,i y) if (greater i 0) = {name:x})"},
        {"resource a 't' existing = [\n  for x in y: {}\n]", "(resource a 't' existing (for x y) = {})"},
        {"resource a 't${b}' = {}", "(resource a (format 't{0}' b) = {})"},
        {"resource a 't' = {\n  name: 'x'\n  resource b 'u' = {\n    resource c 'v' existing = {}\n  }\n"
         "  @batchSize(1)\n  resource d 'w' = [for x in y: {}]\n  e: 1\n}",
         "(resource a 't' = {name:'x' e:1} (resource b 'u' = {} (resource c 'v' existing = {})) "
         "@(batchSize() 1) (resource d 'w' (for x y) = {}))"},
        {"resource a 't' = [for x in y: if (x) {\n  resource b 'u' = {}\n}]",
         "(resource a 't' (for x y) if x = {} (resource b 'u' = {}))"},
        {"resource a 't' = {\n  resource: 1\n  p: {\n    resource: 2\n  }\n}",
         "(resource a 't' = {resource:1 p:{resource:2}})"},
        {"module a 'b.bicep' = {\n  params: {}\n}", "(module a 'b.bicep' = {params:{}})"},
        {"module a 'br/public:c:1' = if (d) {}", "(module a 'br/public:c:1' if d = {})"},
        {"module a 'b' =\nif (d) {}", "(module a 'b' if d = {})"},
        {"module a 'b' = [for x in y: if (z) {}]", "(module a 'b' (for x y) if z = {})"},
        {"module a '''b''' = {}", "(module a '''b''' = {})"},
    };

    (void)state;
    check_trees("main.bicep", rows, COUNT(rows));
}

static void decorators_precede(void **state)
{
    static const struct tree_row rows[] = {
        {"@secure()\nparam a string", "@(secure()) (param a string)"},
        {"@sys.allowed([\n  1\n])\n\n// comment\n@description('x') // why\nparam a int",
         "@(.allowed() sys [1]) @(description() 'x') (param a int)"},
        {"@export()\nvar a = 1", "@(export()) (var a = 1)"},
        {"@batchSize(\n  2)\nmodule a 'b' = {}", "@(batchSize() 2) (module a 'b' = {})"},
        {"@metadata({ a: 'b' })\noutput a int = 1", "@(metadata() {a:'b'}) (output a int = 1)"},
        {"@validate(x => x > 1, 'm')\nparam a int", "@(validate() (=> x (greater x 1)) 'm') (param a int)"},
    };

    (void)state;
    check_trees("main.bicep", rows, COUNT(rows));
}

static void parameter_files_have_their_own_declarations(void **state)
{
    static const struct tree_row rows[] = {
        {"using 'main.bicep'", "(using 'main.bicep')"},
        {"using none", "(using)"},
        {"using 'a' with {\n  mode: 'stack'\n}", "(using 'a' = {mode:'stack'})"},
        {"extends 'base.bicepparam'", "(extends 'base.bicepparam')"},
        {"param a = 'x'", "(param a = 'x')"},
        {"param a = {\n  b: readEnvironmentVariable('C')\n}",
         "(param a = {b:(readEnvironmentVariable() 'C')})"},
        {"@description('x')\nparam a = 1", "@(description() 'x') (param a = 1)"},
        {"var a = 1\nparam b = a", "(var a = 1)\n(param b = a)"},
        {"import * as a from 'b'\nimport {c} from 'd'", "(import * a 'b')\n(import c=c 'd')"},
        {"type a = string", "(type a string)"},
        {"extensionConfig a with {\n  b: 1\n}", "(extensionConfig a = {b:1})"},
        {"extension a", "(extension a)"},
    };

    (void)state;
    check_trees("main.bicepparam", rows, COUNT(rows));
    check_trees("Main.BicepParam", rows, COUNT(rows));
}

static void files_may_be_of_any_shape(void **state)
{
    static const struct tree_row rows[] = {
        {"", ""},
        {"\n\n  \n", ""},
        {"// only\n/* a comment */", ""},
        {"\xef\xbb\xbfvar a = 1", "(var a = 1)"},
        {"  var a = 1  \n\tvar b = 2\t", "(var a = 1)\n(var b = 2)"},
        {"var a = 1\r\nvar b = [\r\n  1\r\n  2\r\n]\r\n", "(var a = 1)\n(var b = [1 2])"},
        {"var a = 1\rvar b = 2\r", "(var a = 1)\n(var b = 2)"},
        {"#disable-next-line x\nvar a = 1", "(var a = 1)"},
        {"/* a */ var /* b */ c = /* d\n */ 1 // e\nvar f = 2", "(var c = 1)\n(var f = 2)"},
        {"// \xf0\x9f\x98\x80\nvar a = '\xf0\x9f\x98\x80'", "(var a = '\xf0\x9f\x98\x80')"},
    };

    (void)state;
    check_trees("main.bicep", rows, COUNT(rows));
}

/* -- what else a tree tells -- */

static void comments_and_directives_are_collected(void **state)
{
    static const char source[] = "// one\r\n"
                                 "  #disable-next-line a b // why\r\n"
                                 "var a = [ /* two\r\n */ 1 // three\r\n"
                                 "#disable-diagnostics c\t\r\n"
                                 "  2\r\n"
                                 "# restore-diagnostics\r\n"
                                 "]\r\n"
                                 "#restore-diagnostics c /* four */\r\n"
                                 "var b = '// #disable-next-line'";
    static const char *const expected[] = {
        "// one",     "#disable-next-line a b // why", "/* two\r\n */",
        "// three",   "#disable-diagnostics c",        "#restore-diagnostics c",
        "/* four */",
    };
    struct bicep *b = parse_bicep("main.bicep", source);

    (void)state;
    assert_string_equal(bicep_said(b), "7:1 input-syntax: expected a value, found '#'");
    assert_int_equal(b->file->ncomments, COUNT(expected));
    for (size_t i = 0; i < COUNT(expected); i++) {
        const struct al_comment *comment = &b->file->comments[i];
        assert_true(al_str_eq((al_str){source + comment->off, comment->len}, al_str_of(expected[i])));
    }
    al_arena_free(b->arena);
}

/* The source of every node below, one a line. */
static void put_spans(struct al_buf *out, const struct al_node *node)
{
    al_buf_printf(out, "%.*s\n", AL_FMT(al_span_text(al_node_span(node))));
    switch (node->kind) {
    case AL_NODE_CALL:
        for (uint32_t i = 0; i < node->call.n; i++)
            put_spans(out, node->call.args[i]);
        break;
    case AL_NODE_ARRAY:
        for (uint32_t i = 0; i < node->array.n; i++)
            put_spans(out, node->array.items[i]);
        break;
    case AL_NODE_OBJECT:
        for (uint32_t i = 0; i < node->object.n; i++) {
            al_buf_printf(out, "%.*s\n", AL_FMT(al_span_text(al_key_span(node, &node->object.items[i]))));
            put_spans(out, node->object.items[i].value);
        }
        break;
    case AL_NODE_MEMBER:
    case AL_NODE_NESTED: put_spans(out, node->member.base); break;
    case AL_NODE_INDEX:
        put_spans(out, node->index.base);
        put_spans(out, node->index.index);
        break;
    case AL_NODE_LAMBDA: put_spans(out, node->lambda.body); break;
    case AL_NODE_LOOP:
        put_spans(out, node->loop.over);
        put_spans(out, node->loop.body);
        break;
    case AL_NODE_SPREAD: put_spans(out, node->spread); break;
    default: break;
    }
}

static void spans_lead_into_the_source(void **state)
{
    static const struct tree_row rows[] = {
        {" 'a\\n' /* */", "'a\\n'\n"},
        {"a + b // c", "a + b\na\nb\n"},
        {"a != b", "a != b\na != b\na\nb\n"},
        {"a =~ b", "a =~ b\na\na\nb\nb\n"},
        {"- a", "- a\n-\na\n"},
        {"a ? b : c", "a ? b : c\na\nb\nc\n"},
        {"a . b [ 0 ]", "a . b [ 0 ]\na . b\na\n0\n"},
        {"f( a , 1 )", "f( a , 1 )\na\n1\n"},
        {"a.f( b )", "a.f( b )\na\nb\n"},
        {"( a )", "a\n"},
        {"(a) + (b)", "(a) + (b)\na\nb\n"},
        {"(a + b) * c - d", "(a + b) * c - d\n(a + b) * c\na + b\na\nb\nc\nd\n"},
        {"a * (b + c)", "a * (b + c)\na\nb + c\nb\nc\n"},
        {"!(a)", "!(a)\na\n"},
        {"(a).b[(c)]", "(a).b[(c)]\n(a).b\na\nc\n"},
        {"(a) ? (b) : (c)", "(a) ? (b) : (c)\na\nb\nc\n"},
        {"'x${ a }y'", "'x${ a }y'\n'x${ a }y'\na\n"},
        {"{ 'k' : 1 }", "{ 'k' : 1 }\n'k'\n1\n"},
        {"{ ...a }", "{ ...a }\n...a\n...a\na\n"},
        {"[ 1 , ...a ]", "[ 1 , ...a ]\n1\n...a\na\n"},
        {"[ for x in y : x ]", "[ for x in y : x ]\ny\nx\n"},
        {"(x, y) => x", "(x, y) => x\nx\n"},
        {"x => y", "x => y\ny\n"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        char source[256];
        snprintf(source, sizeof source, "var v = %s\n", rows[i].source);
        struct bicep *b = parse_bicep("main.bicep", source);
        struct al_buf out = AL_BUF(b->arena);
        put_spans(&out, b->file->statements[0].value);
        assert_string_equal(out.s, rows[i].tree);
        al_arena_free(b->arena);
    }
}

static void declarations_have_spans(void **state)
{
    struct bicep *b = parse_bicep("main.bicep", "@secure()\n"
                                                "param  name  string[]? = 'x' // c\n"
                                                "type t = { @a()\n 'k' : int, *: string }\n"
                                                "import { a as b } from 'c'\n"
                                                "type u = ('x' | 'y')[]?");
    const struct al_bicep_statement *param = &b->file->statements[0], *type = &b->file->statements[1],
                                    *import = &b->file->statements[2];

    (void)state;
    assert_string_equal(bicep_said(b), "");
    assert_text(al_span_text(param->span), "param  name  string[]? = 'x'");
    assert_text(al_span_text(param->name_span), "name");
    assert_ptr_equal(param->name.s, al_span_text(param->name_span).s);
    assert_text(al_span_text(param->type->span), "string[]?");
    assert_text(al_span_text(param->type->base->span), "string[]");
    assert_text(al_span_text(al_node_span(param->decorators[0])), "secure()");
    assert_text(al_span_text(type->type->span), "{ @a()\n 'k' : int, *: string }");
    assert_text(al_span_text(type->type->members[0].span), "@a()\n 'k' : int");
    assert_text(al_span_text(type->type->members[0].name_span), "'k'");
    assert_text(al_span_text(type->type->members[1].name_span), "*");
    assert_text(al_span_text(b->file->statements[3].type->span), "('x' | 'y')[]?");
    assert_text(al_span_text(import->items[0].name_span), "a");
    assert_text(al_span_text(import->items[0].alias_span), "b");
    assert_text(al_span_text(import->span), "import { a as b } from 'c'");
    al_arena_free(b->arena);
}

static void plain_strings_are_borrowed(void **state)
{
    struct bicep *b = parse_bicep("main.bicep", "var a = 'x'\nvar b = '''y'''\nvar c = '\\n'");

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        const struct al_node *node = b->file->statements[i].value;
        const char *quote = b->source->text.s + node->off;
        assert_int_equal(!!(node->flags & AL_NODE_ESCAPED), i == 2);
        assert_int_equal(node->string.s > quote && node->string.s < quote + node->len, i != 2);
    }
    al_arena_free(b->arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(types_are_read),
        cmocka_unit_test(declarations_have_their_parts),
        cmocka_unit_test(resources_have_bodies),
        cmocka_unit_test(decorators_precede),
        cmocka_unit_test(parameter_files_have_their_own_declarations),
        cmocka_unit_test(files_may_be_of_any_shape),
        cmocka_unit_test(comments_and_directives_are_collected),
        cmocka_unit_test(spans_lead_into_the_source),
        cmocka_unit_test(declarations_have_spans),
        cmocka_unit_test(plain_strings_are_borrowed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
