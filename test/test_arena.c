/* SPDX-License-Identifier: MIT */
/* Arenas inside others: what is taken back counts no more. */
#include "test.h"

#include "base/vec.h"

enum { ROUNDS = 200, MUCH = 40 * 1000, MORE = 200 * 1000 };

struct arenas {
    al_arena *outer, *inner;
};

/* Large pieces are chunks of their own, perhaps one that was left over, and get larger where they are. */
static int fill_again(void *ptr)
{
    const struct arenas *a = ptr;

    for (int i = 0; i < ROUNDS; i++) {
        const struct al_mark mark = al_arena_mark(a->inner);
        const size_t before = al_arena_used(a->outer);
        char *small = i % 2 == 0 ? al_alloc(a->inner, 100) : NULL, *large = al_alloc(a->inner, MUCH);
        memset(large, 'b', MUCH);
        large = al_regrow(a->inner, large, MUCH, MUCH + MUCH / 4);
        large = al_regrow(a->inner, large, MUCH + MUCH / 4, MORE);
        assert_true(!small || small[99] == 0);
        assert_int_equal(large[MUCH - 1], 'b');
        memset(large, 'c', MORE);
        assert_true(al_arena_used(a->outer) >= before + MORE);
        al_arena_release(a->inner, mark);
        assert_int_equal(al_arena_used(a->outer), before);
    }
    return AL_OK;
}

/* What was there before a mark stays. */
static int release_some(void *ptr)
{
    const struct arenas *a = ptr;
    AL_VEC(int) before = {0};

    for (int i = 0; i < 10; i++)
        *al_vec_push(a->inner, &before) = i;
    for (int i = 10; i < ROUNDS; i++) {
        const struct al_mark mark = al_arena_mark(a->inner);
        for (size_t size = 8; size < MORE; size *= 3)
            memset(al_alloc_text(a->inner, size), 0xff, size);
        al_arena_release(a->inner, mark);
        *al_vec_push(a->inner, &before) = i;
    }
    for (int i = 0; i < ROUNDS; i++)
        assert_int_equal(before.v[i], i);
    al_arena_forget(a->inner);
    assert_true(al_arena_used(a->outer) < 1000);
    memset(al_alloc_text(a->inner, MUCH), 0xff, MUCH);
    al_arena_end(a->inner);
    assert_true(al_arena_used(a->outer) < 1000);
    return AL_OK;
}

static int exceed(void *ptr)
{
    const struct arenas *a = ptr;

    for (int i = 0; i < ROUNDS; i++)
        al_alloc(a->inner, MUCH);
    return AL_OK;
}

static void in_arenas(int (*fn)(void *ptr), size_t limit, int status)
{
    al_arena *outer = al_arena_new(limit);
    struct arenas a = {outer, NULL};

    assert_non_null(outer);
    a.inner = al_arena_inside(outer);
    assert_int_equal(al_arena_try(outer, fn, &a), status);
    al_arena_free(outer);
}

static void test_again(void **state)
{
    (void)state;
    in_arenas(fill_again, 0, AL_OK);
}

static void test_marks(void **state)
{
    (void)state;
    in_arenas(release_some, 0, AL_OK);
}

static void test_limit(void **state)
{
    (void)state;
    in_arenas(exceed, 1000 * 1000, AL_E_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_again),
        cmocka_unit_test(test_marks),
        cmocka_unit_test(test_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
