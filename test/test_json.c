/* SPDX-License-Identifier: MIT */
#include "test.h"

#include "reading.h"

#include <stdio.h>

#define COUNT(table) (sizeof(table) / sizeof *(table))

static void values_have_kinds_and_spans(void **state)
{
    struct reading *r =
        read_text("{ \"a\" : [1, -2.5, \"x\", true, false, null], \"b\": {} }\n", AL_JSON_DATA);
    static const struct {
        enum al_node_kind kind;
        const char *source;
    } expected[] = {{AL_NODE_INT, "1"},     {AL_NODE_FLOAT, "-2.5"}, {AL_NODE_STRING, "\"x\""},
                    {AL_NODE_BOOL, "true"}, {AL_NODE_BOOL, "false"}, {AL_NODE_NULL, "null"}};
    const struct al_node *list = al_node_get(r->json.root, "a");
    const struct al_property *b = al_node_property(r->json.root, AL_STR("b"));

    (void)state;
    assert_int_equal(r->status, 0);
    assert_text(source_of(list), "[1, -2.5, \"x\", true, false, null]");
    assert_int_equal(list->array.n, COUNT(expected));
    for (size_t i = 0; i < COUNT(expected); i++) {
        assert_int_equal(list->array.items[i]->kind, expected[i].kind);
        assert_text(source_of(list->array.items[i]), expected[i].source);
    }
    assert_true(list->array.items[3]->boolean);
    assert_false(list->array.items[4]->boolean);
    assert_text(al_span_text(al_key_span(r->json.root, b)), "\"b\"");
    assert_int_equal(b->value->kind, AL_NODE_OBJECT);
    assert_int_equal(b->value->object.n, 0);
    al_arena_free(r->arena);
}

static void integers_keep_their_digits(void **state)
{
    static const struct {
        const char *text;
        int64_t value;
    } table[] = {{"0", 0},
                 {"-0", 0},
                 {"9007199254740993", 9007199254740993},
                 {"9223372036854775807", INT64_MAX},
                 {"-9223372036854775808", INT64_MIN}};

    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        struct reading *r = read_text(table[i].text, AL_JSON_DATA);
        assert_int_equal(r->json.root->kind, AL_NODE_INT);
        assert_true(r->json.root->integer == table[i].value);
        al_arena_free(r->arena);
    }
}

static void other_numbers_are_doubles(void **state)
{
    static const struct {
        const char *text;
        double value;
    } table[] = {
        {"1.5", 1.5},
        {"-1e2", -100},
        {"2E+3", 2000},
        {"25e-1", 2.5},
        {"9223372036854775808", 9223372036854775808.0},
        {"-9223372036854775809", -9223372036854775808.0},
        {"0.000000000000000000000000000000000000000000000000000000000000000000001", 1e-69},
        {"-12345678901234567890123456789012345678901234567890123456789012345678901234567890",
         -1.2345678901234567890123e79},
        {"1.00000000000000000000000000000000000000000000000000000000000000000000e-2", 0.01},
        {"0.00000000000000000000000000000000000000000000000000000000000000000000000000", 0},
        {"1e-999999999999999999999999999999999999999999999999999999999999999999999999", 0},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        struct reading *r = read_text(table[i].text, AL_JSON_DATA);
        assert_string_equal(said(r), "");
        assert_int_equal(r->json.root->kind, AL_NODE_FLOAT);
        assert_true(r->json.root->number == table[i].value);
        al_arena_free(r->arena);
    }
}

static void strings_are_decoded(void **state)
{
    static const struct {
        const char *json, *text;
    } table[] = {
        {"\"\"", ""},
        {"\"plain\"", "plain"},
        {"\"a\\\"b\\\\c\\/d\"", "a\"b\\c/d"},
        {"\"\\b\\f\\n\\r\\t\"", "\b\f\n\r\t"},
        {"\"\\u0041\\u00e9\\u20AC\\ud83d\\ude00\"", "A\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"},
        {"\"a\\u0000b\"", "a\xef\xbf\xbd"
                          "b"},
        {"\"\\ud800x\"", "\xef\xbf\xbdx"},
        {"\"\\udc00\\ud800\\ud83d\\ude00\"", "\xef\xbf\xbd\xef\xbf\xbd\xf0\x9f\x98\x80"},
        {"\"two\nlines\tand a tab\"", "two\nlines\tand a tab"},
        {"\"\\n two\nlines\"", "\n two\nlines"},
        {"\"bad \xff\xc3 utf-8\"", "bad \xff\xc3 utf-8"},
        {"\"bad \xff\xc3 \\t utf-8\"", "bad \xff\xc3 \t utf-8"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        struct reading *r = read_text(table[i].json, AL_JSON_DATA);
        assert_int_equal(r->status, 0);
        assert_text(al_node_text(r->json.root), table[i].text);
        al_arena_free(r->arena);
    }
}

static void strings_without_escapes_are_borrowed(void **state)
{
    struct reading *r = read_text("[\"plain\", \"esc\\n\"]", AL_JSON_DATA);
    const struct al_node *plain = r->json.root->array.items[0], *escaped = r->json.root->array.items[1];

    (void)state;
    assert_ptr_equal(plain->string.s, r->source->text.s + 2);
    assert_int_equal(plain->flags & AL_NODE_ESCAPED, 0);
    assert_int_equal(escaped->flags & AL_NODE_ESCAPED, AL_NODE_ESCAPED);
    al_arena_free(r->arena);
}

static void comments_are_collected(void **state)
{
    struct reading *r =
        read_text("// first\r\n{ /* second\n*/ \"a\": 1, // third\n /***/ \"b\": \"// no\" }\n// last",
                  AL_JSON_TEMPLATE);
    static const char *const expected[] = {"// first", "/* second\n*/", "// third", "/***/", "// last"};

    (void)state;
    assert_string_equal(said(r), "");
    assert_int_equal(r->json.ncomments, COUNT(expected));
    for (size_t i = 0; i < COUNT(expected); i++) {
        const struct al_comment *c = &r->json.comments[i];
        assert_text((al_str){r->source->text.s + c->off, c->len}, expected[i]);
    }
    assert_text(al_node_text(al_node_get(r->json.root, "b")), "// no");
    al_arena_free(r->arena);
}

static void errors_say_what_was_expected_and_where(void **state)
{
    static const struct {
        const char *text, *said;
    } table[] = {
        {"", "1:1 input-syntax: expected a value, found the end of the file"},
        {"  // nothing\n", "2:1 input-syntax: expected a value, found the end of the file"},
        {"{", "1:2 input-syntax: expected a key in double quotes, found the end of the file"},
        {"{\n  'a': 1 }", "2:3 input-syntax: expected a key in double quotes, found '''"},
        {"{\"a\" 1}", "1:6 input-syntax: expected ':' after the key \"a\", found '1'"},
        {"{\"a\": }", "1:7 input-syntax: expected a value, found '}'"},
        {"{\"a\": True}", "1:7 input-syntax: expected a value, found 'True'"},
        {"{\"a\": undefined}", "1:7 input-syntax: expected a value, found 'undefined'"},
        {"{\n  \"name\": 1\n  \"b\": 2\n}",
         "3:3 input-syntax: expected ',' or '}' after the value of \"name\", found '\"'"},
        {"{\"a\": 1]", "1:8 input-syntax: expected ',' or '}' after the value of \"a\", found ']'"},
        {"[1 2]", "1:4 input-syntax: expected ',' or ']' after an item of an array, found '2'"},
        {"[1,,2]", "1:4 input-syntax: expected a value, found ','"},
        {"[1", "1:3 input-syntax: expected ',' or ']' after an item of an array, found the end of the file"},
        {"{} x", "1:4 input-syntax: expected the end of the file, found 'x'"},
        {"[]]", "1:3 input-syntax: expected the end of the file, found ']'"},
        {"[1.]", "1:4 input-syntax: expected a digit, found ']'"},
        {"[-]", "1:3 input-syntax: expected a digit, found ']'"},
        {"[1e+]", "1:5 input-syntax: expected a digit, found ']'"},
        {"[012]", "1:2 input-syntax: a number must not begin with the digit 0"},
        {"[1e999]", "1:2 input-syntax: the number is too large"},
        {"[+1]", "1:2 input-syntax: expected a value, found '+'"},
        {"[\"\\x\"]", "1:3 input-syntax: unknown escape sequence: a backslash in a string is written '\\\\'"},
        {"[\"\\u12g4\"]", "1:3 input-syntax: expected four hexadecimal digits after '\\u'"},
        {"[1, \"abc", "1:5 input-syntax: a string begins here and does not end"},
        {"[\"abc\\", "1:2 input-syntax: a string begins here and does not end"},
        {"[1, /* abc *", "1:5 input-syntax: a comment begins here and does not end"},
        {"[1, /*/", "1:5 input-syntax: a comment begins here and does not end"},
        {"[1, /", "1:5 input-syntax: expected '//' or '/*', found a single '/'"},
        {"\x01", "1:1 input-syntax: expected a value, found the byte 0x01"},
        {"\xff\xfe", "1:1 input-syntax: expected a value, found the end of the file"},
        {"\xff", "1:1 input-syntax: expected a value, found the byte 0xff"},
        {"[\xe2\x82\xac]", "1:2 input-syntax: expected a value, found '\xe2\x82\xac'"},
        {"{\n\"a\": \"lost quote,\n\"b\": 1}",
         "3:2 input-syntax: expected ',' or '}' after the value of \"a\", "
         "found 'b' (the string before it begins in line 2)"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        struct reading *r = read_text(table[i].text, AL_JSON_TEMPLATE);
        assert_string_equal(said(r), table[i].said);
        assert_int_equal(r->status, AL_E_SYNTAX);
        al_arena_free(r->arena);
    }
}

static void a_nul_byte_is_an_error(void **state)
{
    struct reading *r = read_bytes(AL_STR("[\"a\0b\"]"), AL_JSON_DATA),
                   *s = read_bytes(AL_STR("[1]\0"), AL_JSON_DATA);

    (void)state;
    assert_string_equal(said(r), "1:4 input-syntax: a NUL byte stands in a string");
    assert_string_equal(said(s), "1:4 input-syntax: expected the end of the file, found the byte 0x00");
    al_arena_free(r->arena);
    al_arena_free(s->arena);
}

static void a_broken_text_gives_what_was_read(void **state)
{
    struct reading *r = read_text("{\"a\": 1, \"b\": [1, {\"c\": 2", AL_JSON_DATA);
    const struct al_node *b = al_node_get(r->json.root, "b");

    (void)state;
    assert_int_equal(r->status, AL_E_SYNTAX);
    assert_int_equal(b->array.n, 2);
    assert_int_equal(al_node_get(b->array.items[1], "c")->integer, 2);
    al_arena_free(r->arena);
}

static void trailing_commas_are_tolerated(void **state)
{
    struct reading *r = read_text("{\"a\": [1, 2,\n ],\n}", AL_JSON_TEMPLATE);

    (void)state;
    assert_int_equal(r->status, 0);
    assert_int_equal(al_node_get(r->json.root, "a")->array.n, 2);
    assert_string_equal(said(r), "1:12 input-trailing-comma: a comma stands before the closing ']'\n"
                                 "2:3 input-trailing-comma: a comma stands before the closing '}'");
    al_arena_free(r->arena);
}

static void blanks_of_every_sort_are_skipped(void **state)
{
    struct reading *r = read_text("\xc2\xa0[\v1,\f2\xe2\x80\x83,\xe3\x80\x80\r\n3]\xc2\xa0", AL_JSON_DATA);

    (void)state;
    assert_string_equal(said(r), "");
    assert_int_equal(r->json.root->array.n, 3);
    al_arena_free(r->arena);
}

static void a_byte_order_mark_does_not_count(void **state)
{
    struct reading *r = read_text("\xef\xbb\xbf{\"a\" 1}", AL_JSON_DATA);

    (void)state;
    assert_string_equal(said(r), "1:6 input-syntax: expected ':' after the key \"a\", found '1'");
    al_arena_free(r->arena);
}

static void the_last_of_equal_keys_counts(void **state)
{
    struct reading *r = read_text("{\"a\": 1, \"b\": 2,\n \"a\": 3, \"A\": 4, \"a\": 5}", AL_JSON_DATA);
    const struct al_node *root = r->json.root;

    (void)state;
    assert_string_equal(said(r),
                        "2:2 input-duplicate-key: the key \"a\" was given before; the last one counts\n"
                        "2:18 input-duplicate-key: the key \"a\" was given before; the last one counts");
    assert_int_equal(root->object.n, 3);
    assert_text(root->object.items[0].key, "b");
    assert_text(root->object.items[1].key, "A");
    assert_text(root->object.items[2].key, "a");
    assert_int_equal(root->object.items[2].value->integer, 5);
    al_arena_free(r->arena);
}

/* Enough keys that they are hashed; k7 and k1000 come again at the end. */
static void large_objects_find_duplicates(void **state)
{
    enum { KEYS = 20000 };
    al_arena *arena = al_arena_new(0);
    struct al_buf text = AL_BUF(arena);
    struct reading *r;

    (void)state;
    al_buf_char(&text, '{');
    for (int i = 0; i < KEYS; i++)
        al_buf_printf(&text, "\"k%d\":%d,", i, i);
    al_buf_printf(&text, "\"k7\":-7,\"k1000\":-1000}");
    r = read_bytes(al_buf_str(&text), AL_JSON_DATA);
    assert_int_equal(r->diags.list.n, 2);
    assert_int_equal(r->json.root->object.n, KEYS);
    assert_int_equal(al_node_get(r->json.root, "k7")->integer, -7);
    assert_int_equal(al_node_get(r->json.root, "k1000")->integer, -1000);
    assert_int_equal(al_node_get(r->json.root, "k19999")->integer, 19999);
    al_arena_free(r->arena);
    al_arena_free(arena);
}

static void properties_are_found_in_any_case(void **state)
{
    struct reading *r = read_text("{\"apiversion\": 1}", AL_JSON_DATA);

    (void)state;
    assert_int_equal(al_node_get(r->json.root, "apiVersion")->integer, 1);
    assert_null(al_node_get(r->json.root, "api"));
    assert_null(al_node_get(al_node_get(r->json.root, "apiVersion"), "x"));
    assert_null(al_node_get(NULL, "x"));
    assert_text(al_node_text(NULL), "");
    assert_text(al_node_text(r->json.root), "");
    al_arena_free(r->arena);
}

static void brackets_make_expressions_in_templates(void **state)
{
    static const struct {
        const char *json;
        enum al_node_kind kind;
        const char *text;
    } table[] = {
        {"\"[x()]\"", AL_NODE_TEXT, "[x()]"},       {"\"[]\"", AL_NODE_TEXT, "[]"},
        {"\"[[x]\"", AL_NODE_STRING, "[x]"},        {"\"[[[x]\"", AL_NODE_STRING, "[[x]"},
        {"\"[[x]]\"", AL_NODE_STRING, "[x]]"},      {"\"[[x\"", AL_NODE_STRING, "[[x"},
        {"\"[x\"", AL_NODE_STRING, "[x"},           {"\"[\"", AL_NODE_STRING, "["},
        {"\" [x]\"", AL_NODE_STRING, " [x]"},       {"\"[x] \"", AL_NODE_STRING, "[x] "},
        {"\"\\u005bx()]\"", AL_NODE_TEXT, "[x()]"}, {"\"[\n x()\n]\"", AL_NODE_TEXT, "[\n x()\n]"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        struct reading *r = read_text(table[i].json, AL_JSON_TEMPLATE);
        assert_int_equal(r->json.root->kind, table[i].kind);
        assert_text(al_node_text(r->json.root), table[i].text);
        assert_text(source_of(r->json.root), table[i].json);
        al_arena_free(r->arena);
    }
}

static void objects_know_special_keys(void **state)
{
    struct reading *r = read_text("{\"[x()]\": {\"Copy\": []}, \"[[y]\": {\"copy\": {}}}", AL_JSON_TEMPLATE);
    const struct al_node *root = r->json.root;

    (void)state;
    assert_int_equal(root->flags, AL_NODE_HAS_EXPR_KEY);
    assert_text(root->object.items[0].key, "[x()]");
    assert_int_equal(root->object.items[0].key_node->kind, AL_NODE_TEXT);
    assert_text(source_of(root->object.items[0].key_node), "\"[x()]\"");
    assert_int_equal(root->object.items[0].value->flags, AL_NODE_HAS_COPY);
    assert_text(root->object.items[1].key, "[y]");
    assert_null(root->object.items[1].key_node);
    assert_int_equal(root->object.items[1].value->flags, 0);
    al_arena_free(r->arena);
}

static void data_has_no_expressions(void **state)
{
    struct reading *r = read_text("{\"[x()]\": [\"[x()]\", \"[[x]\"], \"copy\": []}", AL_JSON_DATA);
    const struct al_node *root = r->json.root, *list = root->object.items[0].value;

    (void)state;
    assert_int_equal(root->flags, 0);
    assert_null(root->object.items[0].key_node);
    assert_int_equal(list->array.items[0]->kind, AL_NODE_STRING);
    assert_text(al_node_text(list->array.items[0]), "[x()]");
    assert_text(al_node_text(list->array.items[1]), "[[x]");
    al_arena_free(r->arena);
}

/* Every offset of the decoded text is at the source of the same character; a cursor agrees. */
static void offsets_lead_into_the_source(void **state)
{
    static const struct {
        const char *json;
        enum al_json_mode mode;
        uint32_t places[8]; /* of each decoded byte, then of the end */
    } table[] = {
        {"\"abc\"", AL_JSON_DATA, {1, 2, 3, 4}},
        {"\"a\\nb\"", AL_JSON_DATA, {1, 2, 4, 5}},
        {"\"\\u0041b\"", AL_JSON_DATA, {1, 7, 8}},
        {"\"\\u00e9b\"", AL_JSON_DATA, {1, 1, 7, 8}},
        {"\"\\ud83d\\ude00b\"", AL_JSON_DATA, {1, 1, 1, 1, 13, 14}},
        {"\"\\ud83db\"", AL_JSON_DATA, {1, 1, 1, 7, 8}},
        {"\"[[b]\"", AL_JSON_TEMPLATE, {2, 3, 4, 5}},
        {"\"\\u005b[b]\"", AL_JSON_TEMPLATE, {7, 8, 9, 10}},
        {"\"[[\\n\"", AL_JSON_TEMPLATE, {1, 2, 3, 5}},
        {"\"[\\na]\"", AL_JSON_TEMPLATE, {1, 2, 4, 5, 6}},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        struct reading *r = read_text(table[i].json, table[i].mode);
        struct al_json_cursor cursor = al_json_cursor_at(r->json.root);
        for (uint32_t at = 0; at <= al_node_text(r->json.root).n; at++) {
            assert_int_equal(al_json_offset_in(r->json.root, at), table[i].places[at]);
            assert_int_equal(al_json_seek(&cursor, at), table[i].places[at]);
        }
        al_arena_free(r->arena);
    }
}

static void nesting_is_limited(void **state)
{
    char text[600];

    (void)state;
    for (int depth = 256; depth <= 257; depth++) {
        struct reading *r;
        memset(text, '[', (size_t)depth);
        memset(text + depth, ']', (size_t)depth);
        r = read_bytes((al_str){text, (size_t)depth * 2}, AL_JSON_DATA);
        assert_int_equal(r->status, depth == 256 ? 0 : AL_E_SYNTAX);
        assert_string_equal(
            said(r),
            depth == 256
                ? ""
                : "1:257 input-limit: the text is nested too deep: the limit is 256 levels (--limit nesting)");
        al_arena_free(r->arena);
    }
}

static const char sample[] = "{ // c\n \"[k()]\": [1, -2.5e3, \"a\\u00e9\\n\\ud83d\\ude00\", true, null],\n"
                             " \"copy\": [{\"x\": \"[[y]\"}], /* d */ \"z\": {\"a\": {}}}";

static void every_truncation_is_an_error(void **state)
{
    (void)state;
    for (size_t n = 0; n + 1 < sizeof sample; n++) {
        struct reading *r = read_bytes((al_str){sample, n}, AL_JSON_TEMPLATE);
        assert_int_equal(r->status, AL_E_SYNTAX);
        assert_int_equal(r->diags.list.n, 1);
        al_arena_free(r->arena);
    }
}

/* Small changes to the sample at places that a fixed generator picks: no verdict, only no crash. */
static void damaged_texts_do_no_harm(void **state)
{
    static const char bytes[] = "{}[]\",:\\u0\n\xff\x01 /*-1et";
    char text[sizeof sample];
    uint32_t seed = 1;

    (void)state;
    for (int round = 0; round < 5000; round++) {
        struct reading *r;
        memcpy(text, sample, sizeof sample);
        for (int i = 0; i < 3; i++) {
            seed = seed * 1103515245 + 12345;
            text[(seed >> 8) % (sizeof sample - 1)] = bytes[(seed >> 20) % sizeof bytes];
        }
        r = read_bytes((al_str){text, sizeof sample - 1}, AL_JSON_TEMPLATE);
        assert_true(r->status == 0 || r->diags.list.n > 0);
        al_arena_free(r->arena);
    }
}

static int read_sample(void *ptr)
{
    struct al_diags diags = {.arena = ptr};
    struct al_json json;

    return al_json_read(&json, ptr, &diags, al_source_new(ptr, AL_STR("x"), AL_STR(sample)),
                        AL_JSON_TEMPLATE);
}

/* Running out of memory at any allocation unwinds; the sanitizers see that nothing is lost. */
static void every_failing_allocation_unwinds(void **state)
{
    (void)state;
    for (size_t limit = 8;; limit += 8) {
        al_arena *arena = al_arena_new(limit);
        int status = al_arena_try(arena, read_sample, arena);
        al_arena_free(arena);
        if (status == 0)
            break;
        assert_int_equal(status, AL_E_LIMIT);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_have_kinds_and_spans),
        cmocka_unit_test(integers_keep_their_digits),
        cmocka_unit_test(other_numbers_are_doubles),
        cmocka_unit_test(strings_are_decoded),
        cmocka_unit_test(strings_without_escapes_are_borrowed),
        cmocka_unit_test(comments_are_collected),
        cmocka_unit_test(errors_say_what_was_expected_and_where),
        cmocka_unit_test(a_nul_byte_is_an_error),
        cmocka_unit_test(a_broken_text_gives_what_was_read),
        cmocka_unit_test(trailing_commas_are_tolerated),
        cmocka_unit_test(blanks_of_every_sort_are_skipped),
        cmocka_unit_test(a_byte_order_mark_does_not_count),
        cmocka_unit_test(the_last_of_equal_keys_counts),
        cmocka_unit_test(large_objects_find_duplicates),
        cmocka_unit_test(properties_are_found_in_any_case),
        cmocka_unit_test(brackets_make_expressions_in_templates),
        cmocka_unit_test(objects_know_special_keys),
        cmocka_unit_test(data_has_no_expressions),
        cmocka_unit_test(offsets_lead_into_the_source),
        cmocka_unit_test(nesting_is_limited),
        cmocka_unit_test(every_truncation_is_an_error),
        cmocka_unit_test(damaged_texts_do_no_harm),
        cmocka_unit_test(every_failing_allocation_unwinds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
