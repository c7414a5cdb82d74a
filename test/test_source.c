/* SPDX-License-Identifier: MIT */
#include "test.h"

#include "base/buf.h"
#include "base/source.h"

/* Every place of a long line of characters of 1 to 4 bytes, against counting from its start. */
static int compare_columns(void *ptr)
{
    al_arena *arena = ptr;
    struct al_buf text = AL_BUF(arena);
    const struct al_source *source;
    uint32_t start;

    al_buf_put(&text, AL_STR("first\n"));
    start = (uint32_t)text.n;
    for (int i = 0; i < 3000; i++)
        al_buf_put(&text, i % 7 ? AL_STR("a\xc3\xa9\xe2\x82\xac") : AL_STR("\xf0\x9f\x98\x80"));
    source = al_source_new(arena, AL_STR("long"), al_buf_str(&text));
    for (uint32_t off = start; off < text.n; off++) {
        struct al_position at;
        if (((unsigned char)text.s[off] & 0xc0) == 0x80)
            continue;
        at = al_source_position(arena, (struct al_span){source, off, 0});
        assert_int_equal(at.line, 2);
        assert_int_equal(at.column, 1 + al_utf16_length((al_str){text.s + start, off - start}));
    }
    return 0;
}

static void test_columns_of_long_lines(void **state)
{
    al_arena *arena = al_arena_new(0);

    (void)state;
    assert_int_equal(al_arena_try(arena, compare_columns, arena), 0);
    al_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_columns_of_long_lines)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
