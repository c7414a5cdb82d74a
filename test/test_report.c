/* SPDX-License-Identifier: MIT */
#include "test.h"

#include "report/excerpt.h"
#include "report/rule_text.h"
#include "report/terminal.h"
#include "report/tree.h"
#include "report/uri.h"

/* Runs a test inside al_arena_try(), as allocation wants it. */
struct inside {
    al_arena *arena;
    void (*test)(al_arena *arena);
};

static int call(void *ptr)
{
    struct inside *in = ptr;

    in->test(in->arena);
    return AL_OK;
}

static void with_arena(void (*test)(al_arena *arena))
{
    struct inside in = {al_arena_new(0), test};

    assert_non_null(in.arena);
    assert_int_equal(al_arena_try(in.arena, call, &in), AL_OK);
    al_arena_free(in.arena);
}

static void assert_str(al_str actual, const char *expected)
{
    assert_int_equal(actual.n, strlen(expected));
    assert_memory_equal(actual.s, expected, actual.n);
}

static void uris(al_arena *arena)
{
    static const struct {
        const char *file, *base, *uri;
    } cases[] = {
        {"main.json", NULL, "main.json"},
        {"./a//b/../main.json", NULL, "a/main.json"},
        {"/repo/infra/main.json", "/repo", "infra/main.json"},
        {"/repo/infra/main.json", "/repo/", "infra/main.json"},
        {"/repo", "/repo", "."},
        {"/elsewhere/main.json", "/repo/infra", "../../elsewhere/main.json"},
        {"/repository/main.json", "/repo", "../repository/main.json"},
        {"/repo/http://x y%/\303\251.json", "/repo", "http%3A/x%20y%25/%C3%A9.json"},
        {"/repo/c:main#1?.json", "/repo", "c%3Amain%231%3F.json"},
        {"/../../main.json", "/", "main.json"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_str(al_uri_relative(arena, cases[i].file, cases[i].base), cases[i].uri);
}

static void test_uris(void **state)
{
    (void)state;
    with_arena(uris);
}

static void terminal(al_arena *arena)
{
    static const struct {
        const char *text, *shown;
        size_t columns;
    } cases[] = {
        {"plain", "plain", 5},
        {"\33]0;title\7", "\\x1b]0;title\\x07", 16},
        {"a\nb\tc\177", "a\\x0ab\\x09c\\x7f", 15},
        {"\302\233", "\\u009b", 6},          /* a control sequence introducer */
        {"\342\200\256", "\\u202e", 6},      /* right-to-left override */
        {"\377x\303", "\\xffx\\xc3", 9},     /* no UTF-8 */
        {"\357\277\275", "\357\277\275", 1}, /* the replacement character itself */
        {"\344\270\226\347\225\214", "\344\270\226\347\225\214", 4},
        {"e\314\201", "e\314\201", 1}, /* a combining accent */
        {"\360\237\230\200", "\360\237\230\200", 2},
    };

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct al_buf out = AL_BUF(arena);
        assert_int_equal(al_term_put(&out, al_str_of(cases[i].text)), cases[i].columns);
        assert_str(al_buf_str(&out), cases[i].shown);
    }
}

static void test_terminal(void **state)
{
    (void)state;
    with_arena(terminal);
}

static al_str excerpt_of(al_arena *arena, const char *line, uint32_t column, uint32_t end_column)
{
    struct al_finding f = {.location = {.line = 7, .column = column, .end_line = 7, .end_column = end_column},
                           .source_line = line,
                           .source_line_length = strlen(line)};
    struct al_buf out = AL_BUF(arena);

    al_excerpt_put(&out, &f, "<", ">");
    return al_buf_str(&out);
}

static void excerpts(al_arena *arena)
{
    assert_str(excerpt_of(arena, "\t\"a\": true", 7, 11),
               "    7 |     \"a\": true\n      |          <^~~~>\n");
    assert_str(excerpt_of(arena, "a\tb", 3, 4), "    7 | a   b\n      |     <^>\n");
    assert_str(excerpt_of(arena, "\344\270\226x", 2, 3), "    7 | \344\270\226x\n      |   <^>\n");
    assert_str(excerpt_of(arena, "\360\237\230\200x", 3, 4), "    7 | \360\237\230\200x\n      |   <^>\n");
    assert_str(excerpt_of(arena, "\33[1mx", 5, 6), "    7 | \\x1b[1mx\n      |        <^>\n");
    assert_str(excerpt_of(arena, "end", 4, 4), "    7 | end\n      |    <^>\n");
    assert_str(excerpt_of(arena, "past", 40, 50), "    7 | past\n      |     <^>\n");
    assert_str(excerpt_of(arena, "", 1, 1), "");
}

static void test_excerpts(void **state)
{
    (void)state;
    with_arena(excerpts);
}

/* A minified template: the place is in sight, the line is not shown whole. */
static void long_lines(al_arena *arena)
{
    struct al_buf line = AL_BUF(arena);
    al_str out;

    al_buf_repeat(&line, 'x', 5000);
    al_buf_put(&line, AL_STR("HERE"));
    al_buf_repeat(&line, 'x', 5000);
    out = excerpt_of(arena, line.s, 5001, 5005);
    assert_true(out.n < 400);
    assert_true(al_str_find(out, AL_STR("xHEREx")) > 0);
    assert_true(al_str_find(out, AL_STR("<^~~~>")) > 0);
    assert_int_equal(al_str_find(out, AL_STR("…")), 8);

    al_buf_repeat(&line, 'x', 100000);
    assert_int_equal(excerpt_of(arena, line.s, 5001, 5005).n, 0);
}

static void test_long_lines(void **state)
{
    (void)state;
    with_arena(long_lines);
}

static void trees(al_arena *arena)
{
    struct al_tree *tree = al_tree_new(arena);
    struct al_buf out = AL_BUF(arena);
    cJSON *root = al_tree_start(tree), *list;

    al_tree_int(tree, root, "n", INT64_C(9007199254740993));
    al_tree_str(tree, root, "bad", (al_str){"a\377\0b", 4});
    al_tree_text(tree, root, "none", NULL);
    al_tree_raw(tree, root, "raw", AL_STR("{\"x\":1e400}"));
    list = al_tree_array(tree, root, "list");
    al_tree_bool(tree, list, NULL, true);
    al_tree_object(tree, list, NULL);
    al_tree_finish(tree, &out);
    assert_str(al_buf_str(&out),
               "{\"n\":9007199254740993,\"bad\":\"a\357\277\275\357\277\275b\",\"none\":null,"
               "\"raw\":{\"x\":1e400},\"list\":[true,{}]}");
    /* What is not finished is freed with the arena. */
    al_tree_text(tree, al_tree_start(tree), "key", "value");
}

static void test_trees(void **state)
{
    (void)state;
    with_arena(trees);
}

static void rule_texts(al_arena *arena)
{
    struct al_rule rule = {.references =
                               "MCSB NS-2; https://learn.microsoft.com/x; https://learn.microsoft.com/y",
                           .security_severity = 7.5};
    struct al_buf out = AL_BUF(arena);

    assert_str(al_rule_pascal_name(arena, "storage-blob-public-access"), "StorageBlobPublicAccess");
    assert_str(al_rule_url(&rule), "https://learn.microsoft.com/x");
    assert_str(al_rule_severity(arena, &rule), "7.5");
    al_put_wrapped(&out, AL_STR("  two   words "), 2);
    assert_str(al_buf_str(&out), "  two words\n");
}

static void test_rule_texts(void **state)
{
    (void)state;
    with_arena(rule_texts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_uris),       cmocka_unit_test(test_terminal), cmocka_unit_test(test_excerpts),
        cmocka_unit_test(test_long_lines), cmocka_unit_test(test_trees),    cmocka_unit_test(test_rule_texts),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
