/* SPDX-License-Identifier: MIT */
/* What is hidden in texts, and that it takes no time. */
#include "test.h"

#include "base/buf.h"
#include "base/masks.h"

struct mask_case {
    const char *hidden[5], *text, *plain, *wide;
};

static const struct mask_case cases[] = {
    {{NULL}, "a text", "a text", "a text"},
    {{"hunter-two"}, "pw=hunter-two;hunter-tw", "pw=***;hunter-tw", "pw=**********;hunter-tw"},
    {{"hunter-two"}, "hunter-twohunter-two", "******", "********************"},
    /* the longest counts, whatever the order */
    {{"abcdefg1", "abcdefg12345", "abcdefg123"}, "abcdefg123456", "***6", "************6"},
    {{"abcdefg1", "abcdefg12345", "abcdefg123"},
     "abcdefg1x abcdefg123x",
     "***x ***x",
     "********x **********x"},
    /* a text between two that begin alike */
    {{"abcdefg1", "abcdefg1z9"}, "abcdefg1zz", "***zz", "********zz"},
    /* what is short, or a word, only in quotes */
    {{"pass1", "password"}, "pass1 password", "pass1 password", "pass1 password"},
    {{"pass1", "password"}, "'pass1' \"password\"", "*** ***", "******* **********"},
    {{"abc"}, "'abc'", "'abc'", "'abc'"},
    /* what is there to be replaced */
    {{"<the-password>", "#{token-1}#", "$(secret-1)"},
     "<the-password> #{token-1}# $(secret-1)",
     "<the-password> #{token-1}# $(secret-1)",
     "<the-password> #{token-1}# $(secret-1)"},
    /* units of UTF-16, of which the last has two */
    {{"h\xc3\xa4nsel-1\xf0\x9f\x98\x80"}, "<h\xc3\xa4nsel-1\xf0\x9f\x98\x80>", "<***>", "<**********>"},
    {{"line-one-1\nline-two-2"}, "line-two-2", "***", "**********"},
};

static void add_all(struct al_masks *masks, const struct mask_case *c)
{
    for (size_t i = 0; c->hidden[i]; i++)
        al_masks_add(masks, al_str_of(c->hidden[i]));
}

static bool gives(al_arena *arena, const struct mask_case *c, bool wide)
{
    struct al_masks masks = {.arena = arena};
    al_str expected = al_str_of(wide ? c->wide : c->plain), found;

    add_all(&masks, c);
    found = al_masks_apply(&masks, arena, al_str_of(c->text), wide);
    if (!al_str_eq(found, expected))
        print_error("%s: found %.*s, expected %.*s\n", c->text, AL_FMT(found), AL_FMT(expected));
    if (al_masks_hit(&masks, al_str_of(c->text)) != (found.s != c->text)) {
        print_error("%s: hit or miss?\n", c->text);
        return false;
    }
    return al_str_eq(found, expected);
}

static int check_cases(void *ptr)
{
    bool fine = true;

    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        for (int wide = 0; wide < 2; wide++)
            fine = gives(ptr, &cases[i], wide) && fine;
    return fine ? 0 : 1;
}

static int check_whole(void *ptr)
{
    struct al_masks masks = {.arena = ptr};

    al_masks_add(&masks, AL_STR("hunter"));
    al_masks_add(&masks, AL_STR("hunter-two"));
    assert_true(al_masks_is(&masks, AL_STR("hunter")));
    assert_true(al_masks_is(&masks, AL_STR("hunter-two")));
    assert_false(al_masks_is(&masks, AL_STR("hunters")));
    assert_false(al_masks_is(&masks, AL_STR("hunter-two!")));
    assert_true(al_masks_hit(&masks, AL_STR("hunter")));
    return 0;
}

/* Thousands that begin with each other, in a text that begins like all of them at every place. */
static int check_many(void *ptr)
{
    enum { N = 4000 };
    struct al_masks masks = {.arena = ptr};
    struct al_buf text = AL_BUF(ptr);

    for (int i = 0; i < N; i++) {
        struct al_buf one = AL_BUF(ptr);
        al_buf_repeat(&one, '1', (size_t)i % 1000 + 8);
        al_masks_add(&masks, al_buf_str(&one));
    }
    for (int i = 0; i < N; i++)
        al_buf_put(&text, AL_STR("1111111-"));
    assert_false(al_masks_hit(&masks, al_buf_str(&text)));
    al_buf_put(&text, AL_STR("11111111"));
    assert_true(al_masks_hit(&masks, al_buf_str(&text)));
    return 0;
}

static void in_arena(int (*check)(void *))
{
    al_arena *arena = al_arena_new(0);

    assert_non_null(arena);
    assert_int_equal(al_arena_try(arena, check, arena), 0);
    al_arena_free(arena);
}

static void test_cases(void **state)
{
    (void)state;
    in_arena(check_cases);
}

static void test_whole(void **state)
{
    (void)state;
    in_arena(check_whole);
}

static void test_many(void **state)
{
    (void)state;
    in_arena(check_many);
}

/* A secure object has settings beside its secrets. */
static void test_settings(void **state)
{
    static const struct {
        const char *name, *text;
        bool spared;
    } members[] = {
        {"storageAccountType", "Standard_LRS", true},
        {"vmSize", "Standard_DS1_v2", true},
        {"addressPrefix", "10.0.0.0/16", true},
        {"location", "westeurope", true},
        {"adminPassword", "Standard_LRS", false},
        {"apiKey", "westeurope", false},
        {"other", "P@ssw0rd!", false},
        {"other", "a8f3k2m9q1z7", false},
        {"other", "Server=tcp:x;Password=y", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++)
        assert_int_equal(al_masks_may_spare(al_str_of(members[i].name), al_str_of(members[i].text)),
                         members[i].spared);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_whole),
        cmocka_unit_test(test_many),
        cmocka_unit_test(test_settings),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
