/* SPDX-License-Identifier: MIT */
#include "test.h"

#include "reading.h"
#include "syntax/expression.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

/* A tree as text in which every kind of node looks different. */
static void dump(struct al_buf *out, const struct al_node *node);

static void dump_list(struct al_buf *out, struct al_node *const *items, uint32_t n)
{
    al_buf_char(out, '(');
    for (uint32_t i = 0; i < n; i++) {
        if (i)
            al_buf_put(out, AL_STR(", "));
        dump(out, items[i]);
    }
    al_buf_char(out, ')');
}

static void dump_lambda(struct al_buf *out, const struct al_node *node)
{
    al_buf_char(out, '{');
    for (uint32_t i = 0; i < node->lambda.n; i++)
        al_buf_printf(out, "%.*s ", AL_FMT(node->lambda.names[i]));
    al_buf_put(out, AL_STR("=> "));
    dump(out, node->lambda.body);
    al_buf_char(out, '}');
}

static void dump(struct al_buf *out, const struct al_node *node)
{
    switch ((enum al_node_kind)node->kind) {
    case AL_NODE_INT: al_buf_printf(out, "%lld", (long long)node->integer); break;
    case AL_NODE_FLOAT: al_buf_printf(out, "float %g", node->number); break;
    case AL_NODE_STRING: al_buf_printf(out, "\"%.*s\"", AL_FMT(node->string)); break;
    case AL_NODE_PARAMETER: al_buf_printf(out, "par:%.*s", AL_FMT(node->string)); break;
    case AL_NODE_VARIABLE: al_buf_printf(out, "var:%.*s", AL_FMT(node->string)); break;
    case AL_NODE_LOCAL: al_buf_printf(out, "loc:%.*s", AL_FMT(node->string)); break;
    case AL_NODE_LAMBDA: dump_lambda(out, node); break;
    case AL_NODE_BROKEN: al_buf_put(out, AL_STR("broken")); break;
    case AL_NODE_CALL:
        if (node->call.space)
            al_buf_printf(out, "%.*s::", AL_FMT(al_str_head(node->call.name, node->call.space)));
        al_buf_put(out, al_str_from(node->call.name, node->call.space ? node->call.space + 1 : 0));
        dump_list(out, node->call.args, node->call.n);
        break;
    case AL_NODE_MEMBER:
        dump(out, node->member.base);
        al_buf_printf(out, ".%.*s", AL_FMT(node->member.name));
        break;
    case AL_NODE_INDEX:
        dump(out, node->index.base);
        al_buf_char(out, '[');
        dump(out, node->index.index);
        al_buf_char(out, ']');
        break;
    default: al_buf_put(out, AL_STR("?"));
    }
}

static const struct al_node *tree_of(struct reading *r)
{
    assert_int_equal(r->json.root->kind, AL_NODE_TEXT);
    return al_expression_tree(r->arena, &r->diags, r->json.root);
}

static const char *dumped(struct reading *r)
{
    struct al_buf buf = AL_BUF(r->arena);

    dump(&buf, tree_of(r));
    return buf.s;
}

static void expressions_are_told_from_texts(void **state)
{
    (void)state;
    assert_true(al_is_expression(AL_STR("[x]")));
    assert_true(al_is_expression(AL_STR("[]")));
    assert_true(al_is_expression(AL_STR("[\n]")));
    assert_false(al_is_expression(AL_STR("")));
    assert_false(al_is_expression(AL_STR("[")));
    assert_false(al_is_expression(AL_STR("[[x]")));
    assert_false(al_is_expression(AL_STR("[x] ")));
    assert_false(al_is_expression(AL_STR("x]")));
}

static void the_whole_grammar_is_read(void **state)
{
    static const struct {
        const char *text, *tree;
    } table[] = {
        {"['a']", "\"a\""},
        {"['']", "\"\""},
        {"['it''s ''quoted''']", "\"it's 'quoted'\""},
        {"['[brackets], (and) more']", "\"[brackets], (and) more\""},
        {"[12]", "12"},
        {"[-9223372036854775808]", "-9223372036854775808"},
        {"[007]", "7"},
        {"[1.5]", "float 1.5"},
        {"[-2e3]", "float -2000"},
        {"[f()]", "f()"},
        {"[ concat ( 'a' ,\n\t1 , g( ) ) ]", "concat(\"a\", 1, g())"},
        {"[concat('a',\xc2\xa0'b')]", "concat(\"a\", \"b\")"},
        {"[resourceGroup().location]", "resourceGroup().location"},
        {"[f() . a\n. $b_-2 [ 0 ] [ 'x' ]]", "f().a.$b_-2[0][\"x\"]"},
        {"[f(g()[h('i').j].k)]", "f(g()[h(\"i\").j].k)"},
        {"[contoso.uniqueName(1)]", "contoso::uniqueName(1)"},
        {"[contoso . uniqueName (1).x]", "contoso::uniqueName(1).x"},
        {"[__bicep.f-1()]", "__bicep::f-1()"},
        {"[Parameters('a')]", "par:a"},
        {"[parameters( 'a-b' ).c[0]]", "par:a-b.c[0]"},
        {"[VARIABLES('v')]", "var:v"},
        {"[parameters(concat('a', 'b'))]", "parameters(concat(\"a\", \"b\"))"},
        {"[parameters()]", "parameters()"},
        {"[contoso.parameters('a')]", "contoso::parameters(\"a\")"},
        {"[map(x(), lambda('a', 'b', add(lambdaVariables('a'), lambdavariables('b'))))]",
         "map(x(), {a b => add(loc:a, loc:b)})"},
        {"[lambda('x')]", "{=> \"x\"}"},
        {"[if(true(), null(), false())]", "if(true(), null(), false())"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        al_arena *arena = al_arena_new(0);
        struct reading *r = read_bytes(al_printf(arena, "\"%s\"", table[i].text), AL_JSON_TEMPLATE);
        assert_string_equal(dumped(r), table[i].tree);
        assert_string_equal(said(r), "");
        al_arena_free(r->arena);
        al_arena_free(arena);
    }
}

static void errors_say_what_was_expected_and_where(void **state)
{
    static const struct {
        const char *json, *said;
    } table[] = {
        {"\"[]\"", "1:3 input-expression: expected an expression, found the end of the expression"},
        {"\"[ ]\"", "1:4 input-expression: expected an expression, found the end of the expression"},
        {"\"[true]\"",
         "1:7 input-expression: expected '(' after the name of a function, found the end of the expression"},
        {"\"[a b()]\"", "1:5 input-expression: expected '(' after the name of a function, found \"b\""},
        {"\"[a.b.c()]\"", "1:6 input-expression: expected '(' after the name of a function, found \".\""},
        {"\"[a.'b']\"", "1:5 input-expression: expected the name of a function, found \"'\""},
        {"\"[a(]\"", "1:5 input-expression: expected an expression, found the end of the expression"},
        {"\"[a(1,)]\"", "1:7 input-expression: expected an expression, found \")\""},
        {"\"[a(1 2)]\"", "1:7 input-expression: expected ',' or ')' after an argument, found \"2\""},
        {"\"[a(1]\"",
         "1:6 input-expression: expected ',' or ')' after an argument, found the end of the expression"},
        {"\"[a('b)]\"", "1:5 input-expression: a text begins here and does not end: expected \"'\""},
        {"\"[a().]\"",
         "1:7 input-expression: expected the name of a property, found the end of the expression"},
        {"\"[a().1]\"", "1:7 input-expression: expected the name of a property, found \"1\""},
        {"\"[a()[1]\"", "1:8 input-expression: expected ']' after an index, found the end of the expression"},
        {"\"[a()[]]\"", "1:7 input-expression: expected an expression, found \"]\""},
        {"\"[a()] [b()]\"", "1:6 input-expression: expected the end of the expression, found \"]\""},
        {"\"[a() b()]\"", "1:7 input-expression: expected the end of the expression, found \"b\""},
        {"\"[(a())]\"", "1:3 input-expression: expected an expression, found \"(\""},
        {"\"[a(\xe2\x82\xac)]\"", "1:5 input-expression: expected an expression, found \"\xe2\x82\xac\""},
        {"\"[-x]\"", "1:4 input-expression: expected a digit, found \"x\""},
        {"\"[1.]\"", "1:5 input-expression: expected a digit, found the end of the expression"},
        {"\"[1e999]\"", "1:3 input-expression: the number is too large"},
        {"\"[lambda()]\"", "1:10 input-expression: expected the body of the lambda, found \")\""},
        {"\"[lambda(a(), 1)]\"", "1:10 input-expression: expected the name of a lambda variable in quotes"},
        {"{\n \"a\":\n  \"[concat(\\n\\u0027x\\u0027 y)]\"}",
         "3:28 input-expression: expected ',' or ')' after an argument, found \"y\""},
        {"\"[concat('a',\n  ?)]\"", "2:3 input-expression: expected an expression, found \"?\""},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        struct reading *r = read_text(table[i].json, AL_JSON_TEMPLATE);
        if (r->json.root->kind == AL_NODE_OBJECT)
            r->json.root = r->json.root->object.items[0].value;
        assert_string_equal(dumped(r), "broken");
        assert_string_equal(said(r), table[i].said);
        al_arena_free(r->arena);
    }
}

static void a_tree_is_parsed_once(void **state)
{
    struct reading *r = read_text("\"[a(]\"", AL_JSON_TEMPLATE);
    const struct al_node *tree;

    (void)state;
    r->diags.muted = 1; /* what is malformed is so for everybody, also for who only tries */
    tree = tree_of(r);
    assert_int_equal(r->diags.muted, 1);
    assert_int_equal(r->diags.list.n, 1);
    assert_ptr_equal(tree_of(r), tree);
    assert_int_equal(r->diags.list.n, 1);
    assert_text(source_of(tree), "\"[a(]\"");
    al_arena_free(r->arena);
}

static void nodes_point_at_their_source(void **state)
{
    struct reading *r =
        read_text("\"[ concat(\\n 'a''b' ,\\t-1, ns.f ( ) . x [ variables('v') ] ) ]\"", AL_JSON_TEMPLATE);
    const struct al_node *tree = tree_of(r), *index = tree->call.args[2], *member = index->index.base;

    (void)state;
    assert_text(source_of(tree), "concat(\\n 'a''b' ,\\t-1, ns.f ( ) . x [ variables('v') ] )");
    assert_text(source_of(tree->call.args[0]), "'a''b'");
    assert_text(source_of(tree->call.args[1]), "-1");
    assert_text(source_of(index), "ns.f ( ) . x [ variables('v') ]");
    assert_text(source_of(member), "ns.f ( ) . x");
    assert_text(source_of(member->member.base), "ns.f ( )");
    assert_text(source_of(index->index.index), "variables('v')");
    al_arena_free(r->arena);
}

static void escapes_move_no_span(void **state)
{
    struct reading *r =
        read_text("\"\\u005bf(\\u0027\\u00e9\\ud83d\\ude00\\u0027, \\\"\\u0067())]\"", AL_JSON_TEMPLATE);
    struct reading *s =
        read_text("\"[f(\\u0027\\u00e9\\ud83d\\ude00\\u0027, \\u0067())]\"", AL_JSON_TEMPLATE);

    (void)state;
    assert_string_equal(dumped(r), "broken");
    assert_string_equal(said(r), "1:42 input-expression: expected an expression, found \"\"\"");
    assert_text(source_of(tree_of(s)->call.args[0]), "\\u0027\\u00e9\\ud83d\\ude00\\u0027");
    assert_text(source_of(tree_of(s)->call.args[1]), "\\u0067()");
    al_arena_free(r->arena);
    al_arena_free(s->arena);
}

/* A caller may make a TEXT node of a text that is no JSON. */
static void a_bare_text_is_its_own_source(void **state)
{
    al_arena *arena = al_arena_new(0);
    const al_str text = AL_STR("[f('x')]");
    struct al_node node = {.kind = AL_NODE_TEXT, .len = (uint32_t)text.n};
    struct al_diags diags = {.arena = arena};
    const struct al_node *tree;

    (void)state;
    node.source = al_source_new(arena, AL_STR("argument"), text);
    node.text.string = text;
    tree = al_expression_tree(arena, &diags, &node);
    assert_text(source_of(tree), "f('x')");
    assert_text(source_of(tree->call.args[0]), "'x'");
    al_arena_free(arena);
}

static void nesting_is_limited(void **state)
{
    static const struct {
        const char *open, *middle, *close;
        int most;
    } table[] = {
        {"f(", "1", ")", 1023},
        {"f()[", "1", "]", 1023},
        {"", "f()", ".x", 1023},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        for (int more = 0; more <= 1; more++) {
            al_arena *arena = al_arena_new(0);
            struct al_buf text = AL_BUF(arena);
            struct reading *r;
            al_buf_put(&text, AL_STR("\"["));
            for (int k = 0; k < table[i].most + more; k++)
                al_buf_put(&text, al_str_of(table[i].open));
            al_buf_put(&text, al_str_of(table[i].middle));
            for (int k = 0; k < table[i].most + more; k++)
                al_buf_put(&text, al_str_of(table[i].close));
            al_buf_put(&text, AL_STR("]\""));
            r = read_bytes(al_buf_str(&text), AL_JSON_TEMPLATE);
            assert_int_equal(tree_of(r)->kind == AL_NODE_BROKEN, more);
            assert_int_equal(r->diags.list.n, more);
            if (more)
                assert_int_equal(r->diags.list.v[0].trouble, AL_TROUBLE_LIMIT);
            al_arena_free(r->arena);
            al_arena_free(arena);
        }
    }
}

static const char sample[] =
    "[concat('it''s', ns.f(-1, 2.5).x['y'], map(a(), lambda('v', lambdaVariables('v').z[0])))]";

static void every_truncation_is_an_error(void **state)
{
    (void)state;
    for (size_t n = 1; n + 2 < sizeof sample; n++) {
        al_arena *arena = al_arena_new(0);
        struct reading *r = read_bytes(al_printf(arena, "\"%.*s]\"", (int)n, sample), AL_JSON_TEMPLATE);
        assert_string_equal(dumped(r), "broken");
        assert_int_equal(r->diags.list.n, 1);
        al_arena_free(r->arena);
        al_arena_free(arena);
    }
}

static void damaged_expressions_do_no_harm(void **state)
{
    static const char bytes[] = "[]().,' \n'x0-\xff\x01";
    uint32_t seed = 1;

    (void)state;
    for (int round = 0; round < 5000; round++) {
        char text[sizeof sample + 2] = "\"";
        struct reading *r;
        memcpy(text + 1, sample, sizeof sample);
        for (int i = 0; i < 3; i++) {
            seed = seed * 1103515245 + 12345;
            text[3 + (seed >> 8) % (sizeof sample - 4)] = bytes[(seed >> 20) % (sizeof bytes - 1)];
        }
        text[sizeof sample] = '"';
        r = read_text(text, AL_JSON_TEMPLATE);
        if (al_node_is(r->json.root, AL_NODE_TEXT)) {
            const bool broken = tree_of(r)->kind == AL_NODE_BROKEN;
            assert_int_equal(broken, r->diags.list.n > 0);
        }
        al_arena_free(r->arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(expressions_are_told_from_texts),
        cmocka_unit_test(the_whole_grammar_is_read),
        cmocka_unit_test(errors_say_what_was_expected_and_where),
        cmocka_unit_test(a_tree_is_parsed_once),
        cmocka_unit_test(nodes_point_at_their_source),
        cmocka_unit_test(escapes_move_no_span),
        cmocka_unit_test(a_bare_text_is_its_own_source),
        cmocka_unit_test(nesting_is_limited),
        cmocka_unit_test(every_truncation_is_an_error),
        cmocka_unit_test(damaged_expressions_do_no_harm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
