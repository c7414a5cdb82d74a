/* SPDX-License-Identifier: MIT */
/* The Bicep parser at its limits: places of errors, depth, size, damaged sources, no memory. */
#include "test.h"

#include "bicep_reading.h"

/* -- spans -- */

/* The source an error is about; empty where something is missing at the end of a line. */
static void errors_have_spans(void **state)
{
    static const struct {
        const char *source, *span;
    } rows[] = {
        {"var x = foo bar", "bar"},
        {"var x = 'a\\qb'", "\\q"},
        {"var x = '\\u{12'", "\\u{12"},
        {"var x = 'abc\n", "'abc"},
        {"var x = \n", ""},
        {"var x =", ""},
        {"var x = \xe2\x98\x95", "\xe2\x98\x95"},
        {"var x = /* a", "/*"},
        {"var x = (1, 2)", "(1, 2)"},
        {"var x = '${a b}'", "b"},
        {"var x = '${}'", "}"},
        {"var x = 12345678901234567890", "12345678901234567890"},
        {"@foo\nvar x = 1", "foo"},
        {"var x = $$$", "$$$"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct bicep *b = parse_bicep("main.bicep", rows[i].source);
        assert_int_equal(b->diags.list.n, 1);
        assert_text(al_span_text(b->diags.list.v[0].span), rows[i].span);
        al_arena_free(b->arena);
    }
}

/* -- limits -- */

static struct bicep *parse_nested(const char *start, const char *open, const char *middle, const char *close,
                                  unsigned levels)
{
    al_arena *arena = al_arena_new(0);
    struct al_buf text = AL_BUF(arena);
    struct bicep *b;

    al_buf_printf(&text, "%s", start);
    for (unsigned i = 0; i < levels; i++)
        al_buf_printf(&text, "%s", open);
    al_buf_printf(&text, "%s", middle);
    for (unsigned i = 0; i < levels; i++)
        al_buf_printf(&text, "%s", close);
    al_buf_printf(&text, "\nvar last = 1\n");
    b = parse_bicep_bytes("main.bicep", al_buf_str(&text));
    al_arena_free(arena);
    return b;
}

static void nesting_is_limited(void **state)
{
    static const struct {
        const char *start, *open, *middle, *close;
    } rows[] = {
        {"var x = ", "(", "1", ")"},
        {"var x = ", "[", "1", "]"},
        {"var x = ", "[\n", "1", "\n]"},
        {"var x = ", "{a: ", "1", "}"},
        {"var x = ", "{\n  a: ", "1", "\n}"},
        {"var x = ", "f(", "1", ")"},
        {"var x = ", "a.f(", "1", ")"},
        {"var x = ", "'${", "a", "}'"},
        {"var x = ", "$'''${", "a", "}'''"},
        {"var x = ", "-(", "1", ")"},
        {"var x = ", "a ? b : ", "c", ""},
        {"var x = ", "a ? ", "b", " : c"},
        {"var x = ", "a => ", "b", ""},
        {"var x = ", "a[", "0", "]"},
        {"var x = ", "[for a in b: ", "c", "]"},
        {"var x = a", ".b", "", ""},
        {"var x = a", "[0]", "", ""},
        {"var x = a", " + b", "", ""},
        {"type x = ", "[", "int", "]"},
        {"type x = ", "{\na: ", "int", "\n}"},
        {"type x = ", "(", "int", ")"},
        {"type x = ", "a<", "int", ">"},
        {"type x = int", "[]", "", ""},
        {"type x = int", "?!", "", ""},
        {"", " resource a 'b' = {\n", " c: 1\n", " }\n"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct bicep *b = parse_nested(rows[i].start, rows[i].open, rows[i].middle, rows[i].close,
                                       *rows[i].open == '?' ? 500 : 1000);
        assert_string_equal(bicep_said(b), "");
        assert_int_equal(b->file->nstatements, 2);
        al_arena_free(b->arena);
        b = parse_nested(rows[i].start, rows[i].open, rows[i].middle, rows[i].close, 20000);
        assert_int_equal(b->diags.list.n, 1);
        assert_int_equal(b->diags.list.v[0].trouble, AL_TROUBLE_LIMIT);
        assert_int_equal(b->file->nstatements, 2);
        assert_true(b->file->statements[0].broken);
        assert_true(al_str_eq(b->file->statements[1].name, AL_STR("last")));
        al_arena_free(b->arena);
    }
}

static void large_files_are_read(void **state)
{
    al_arena *arena = al_arena_new(0);
    struct al_buf text = AL_BUF(arena);
    struct bicep *b;

    (void)state;
    for (int i = 0; i < 10000; i++)
        al_buf_printf(&text, "resource r%d 'a/b@c' = {\n  name: 'x${v%d}'\n}\nvar v%d = %d\n", i, i, i, i);
    b = parse_bicep_bytes("main.bicep", al_buf_str(&text));
    assert_string_equal(bicep_said(b), "");
    assert_int_equal(b->file->nstatements, 20000);
    al_arena_free(b->arena);
    al_arena_free(arena);
}

/* -- robustness -- */

static const char sample[] = "targetScope = 'subscription' // a\n"
                             "#disable-next-line b\n"
                             "import { c as d, 'e' as f } from 'g.bicep'\n"
                             "@sys.description('''\nh''')\n"
                             "param i 'j' | 'k'[]? = n.?o[^1]!.p\n"
                             "type q = {\n  @minValue(1)\n  r: int, *: [string, s<'t'>]\n}\n"
                             "func u(v string, w int) bool => v != '${w}' ? !true : -1 > 2\n"
                             "resource x 'y/z@2020' = [for (a, b) in [1, {}]: if (a ?? b) {\n"
                             "  name: $$'''a${b}c$${d}e'''\n"
                             "  'f${g}': [\n    ...h\n    i(j, (k, l) => k + l /* m */)\n  ]\n"
                             "  resource n 'o' existing = {\n    p: q::r.s\n  }\n"
                             "}]\n"
                             "module t 'u' = if (v) {}\r\n"
                             "output w string = '\\u{41}\\n\\$'\n";

static void check_span(const struct bicep *b, struct al_span span)
{
    assert_true(span.off <= b->source->text.n && span.len <= b->source->text.n - span.off);
}

/* Prints the tree, so that all of it is looked at. What is broken was reported. */
static void look_at(struct bicep *b)
{
    bool broken = strstr(bicep_tree(b), "(!") != NULL;

    for (uint32_t i = 0; i < b->file->nstatements; i++) {
        broken |= b->file->statements[i].broken;
        check_span(b, b->file->statements[i].span);
    }
    assert_true(!broken || b->diags.list.n > 0);
    for (size_t i = 0; i < b->diags.list.n; i++)
        check_span(b, b->diags.list.v[i].span);
    al_arena_free(b->arena);
}

/* Found by fuzzing. */
static void odd_texts_do_no_harm(void **state)
{
    static const char *const rows[] = {"\n\xef\xbb\xbf"};

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        look_at(parse_bicep("main.bicep", rows[i]));
}

static void truncated_texts_do_no_harm(void **state)
{
    (void)state;
    for (size_t n = 0; n < sizeof sample; n++)
        look_at(parse_bicep_bytes("main.bicep", (al_str){sample, n}));
}

/* Small changes to the sample at places that a fixed generator picks. */
static void damaged_texts_do_no_harm(void **state)
{
    static const char bytes[] = "{}[]()<>'',:.?!=@$\\/*|&^~+-\n\r #0a\xff";
    char text[sizeof sample];
    uint32_t seed = 1;

    (void)state;
    for (int round = 0; round < 5000; round++) {
        memcpy(text, sample, sizeof sample);
        for (int i = 0; i < 4; i++) {
            seed = seed * 1103515245 + 12345;
            text[(seed >> 8) % (sizeof sample - 1)] = bytes[(seed >> 20) % sizeof bytes];
        }
        look_at(parse_bicep_bytes(round & 1 ? "main.bicep" : "main.bicepparam",
                                  (al_str){text, sizeof sample - 1}));
    }
}

static int parse_sample(void *ptr)
{
    struct al_diags diags = {.arena = ptr};

    return al_bicep_parse(ptr, &diags, al_source_new(ptr, AL_STR("main.bicep"), AL_STR(sample))) ? 0 : -1;
}

/* Running out of memory at any allocation unwinds; the sanitizers see that nothing is lost. */
static void every_failing_allocation_unwinds(void **state)
{
    (void)state;
    for (size_t limit = 8;; limit += 8) {
        al_arena *arena = al_arena_new(limit);
        const int status = al_arena_try(arena, parse_sample, arena);
        al_arena_free(arena);
        if (status == 0)
            break;
        assert_int_equal(status, AL_E_LIMIT);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errors_have_spans),
        cmocka_unit_test(nesting_is_limited),
        cmocka_unit_test(large_files_are_read),
        cmocka_unit_test(odd_texts_do_no_harm),
        cmocka_unit_test(truncated_texts_do_no_harm),
        cmocka_unit_test(damaged_texts_do_no_harm),
        cmocka_unit_test(every_failing_allocation_unwinds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
