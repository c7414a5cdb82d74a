/* SPDX-License-Identifier: MIT */
#include "test.h"

#include "eval/base64.h"
#include "eval/digest.h"
#include "eval/letter_case.h"
#include "eval/search.h"

static void assert_text(const char *actual, size_t n, const char *expected)
{
    assert_int_equal(n, strlen(expected));
    assert_memory_equal(actual, expected, n);
}

/* Every length of what is left after the last block of eight bytes. */
static void unique_string_has_azure_s_values(void **state)
{
    static const char *const rows[][2] = {
        {"", "aaaaaaaaaaaaa"},
        {"a", "eveiun73364hy"},
        {"ab", "twldla3s3qb3q"},
        {"abc", "cgtzqvhu4i23s"},
        {"test", "rbgf3xv4ufgzg"},
        {"aaaaa", "lm2dfoy54kzpg"},
        {"aaaaaa", "gvsyi5mftr2oa"},
        {"aaaaaaa", "4g6gph6gojd3e"},
        {"hello-world", "a7wkljktk6wne"},
        {"snap-crackle-pop", "byghxckddilkc"},
        {"tenant-\xc3\xa9\xc3\xbc", "6lguaypusrogg"},
        {"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/my-rg", "bmg7c6xu4tw46"},
    };
    char out[AL_UNIQUE_LENGTH];

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        al_unique_text(out, al_str_of(rows[i][0]));
        assert_text(out, sizeof out, rows[i][1]);
    }
}

static void guid_has_azure_s_values(void **state)
{
    static const char *const rows[][2] = {
        {"asdf", "228d27cc-6fdb-5934-b7ac-1efccebade04"},
        {"foo-bar-baz", "2ed86837-7c7c-5eaa-9864-dd077fd19b0d"},
        {"abc", "a9b46cc2-65a6-5559-9f14-7091827ab32f"},
        {"abc-efg", "61d06a12-4dad-5505-8b24-d6eafb52a77d"},
    };
    char out[AL_GUID_LENGTH];

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        al_guid_text(out, al_str_of(rows[i][0]));
        assert_text(out, sizeof out, rows[i][1]);
    }
}

/* The examples of RFC 3174, and texts around the length at which the padding needs a block of its own. */
static void sha1_follows_its_standard(void **state)
{
    static const struct {
        const char *text, *digest;
    } rows[] = {
        {"", "\xda\x39\xa3\xee\x5e\x6b\x4b\x0d\x32\x55\xbf\xef\x95\x60\x18\x90\xaf\xd8\x07\x09"},
        {"abc", "\xa9\x99\x3e\x36\x47\x06\x81\x6a\xba\x3e\x25\x71\x78\x50\xc2\x6c\x9c\xd0\xd8\x9d"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "\x84\x98\x3e\x44\x1c\x3b\xd2\x6e\xba\xae\x4a\xa1\xf9\x51\x29\xe5\xe5\x46\x70\xf1"},
    };
    uint8_t out[AL_SHA1_SIZE], parts[AL_SHA1_SIZE];

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        al_str text = al_str_of(rows[i].text);
        al_sha1(out, text, AL_STR(""));
        assert_memory_equal(out, rows[i].digest, sizeof out);
        al_sha1(parts, al_str_head(text, text.n / 2), al_str_from(text, text.n / 2));
        assert_memory_equal(parts, out, sizeof out);
    }
}

static void base64_goes_there_and_back(void **state)
{
    al_arena *arena = al_arena_new(0);
    char bytes[64];

    (void)state;
    for (size_t n = 0; n < sizeof bytes; n++) {
        struct al_buf text = AL_BUF(arena), back = AL_BUF(arena);
        for (size_t i = 0; i < n; i++)
            bytes[i] = (char)(i * 37 + n);
        al_base64_encode(&text, (al_str){bytes, n});
        assert_int_equal(al_buf_str(&text).n, (n + 2) / 3 * 4);
        assert_true(al_base64_decode(&back, al_buf_str(&text)));
        assert_true(al_str_eq(al_buf_str(&back), (al_str){bytes, n}));
    }
    al_arena_free(arena);
}

static void base64_refuses_what_it_is_not(void **state)
{
    static const char *const wrong[] = {
        "a", "ab", "abc", "a===", "ab=c", "abcd=", "ab==ab==", "a b", "\xff\xff\xff\xff"};
    al_arena *arena = al_arena_new(0);

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct al_buf out = AL_BUF(arena);
        assert_false(al_base64_decode(&out, al_str_of(wrong[i])));
    }
    al_arena_free(arena);
}

static void search_finds_every_occurrence(void **state)
{
    al_arena *arena = al_arena_new(0);
    static const struct {
        const char *text, *needle;
        bool overlap;
        const char *places;
    } rows[] = {
        {"abcabc", "bc", false, "14"},        {"aaaa", "aa", false, "02"},
        {"aaaa", "aa", true, "012"},          {"aab", "ab", false, "1"},
        {"abab", "abc", false, ""},           {"abc", "", true, ""},
        {"ababababac", "ababac", false, "4"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct al_search search = al_search_new(arena, al_str_of(rows[i].text), al_str_of(rows[i].needle));
        const char *place = rows[i].places;
        size_t at;
        search.overlap = rows[i].overlap;
        while (al_search_next(&search, &at))
            assert_int_equal(at, *place++ - '0');
        assert_int_equal(*place, '\0');
    }
    al_arena_free(arena);
}

/* Mapping there and back is the identity for every capital letter, and never changes the number of UTF-16
 * units. */
static void letter_case_is_one_to_one(void **state)
{
    (void)state;
    for (uint32_t cp = 0; cp < 0x11000; cp++) {
        uint32_t lower = al_cp_lower(cp), upper = al_cp_upper(cp);
        if (lower != cp)
            assert_int_equal(al_cp_upper(lower), cp);
        assert_true((cp >= 0x10000) == (lower >= 0x10000));
        assert_true((cp >= 0x10000) == (upper >= 0x10000));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unique_string_has_azure_s_values), cmocka_unit_test(guid_has_azure_s_values),
        cmocka_unit_test(sha1_follows_its_standard),        cmocka_unit_test(base64_goes_there_and_back),
        cmocka_unit_test(base64_refuses_what_it_is_not),    cmocka_unit_test(search_finds_every_occurrence),
        cmocka_unit_test(letter_case_is_one_to_one),
    };

    return cmocka_run_group_tests_name("digest", tests, NULL, NULL);
}
