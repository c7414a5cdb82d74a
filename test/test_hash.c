/* SPDX-License-Identifier: MIT */
/* Hashes of tables: what writers of templates know of them must not be enough to write keys that collide. */
#define _XOPEN_SOURCE 700 /* popen() */

#include "test.h"

#include "base/hash.h"

#include <stdio.h>
#include <stdlib.h>
#ifdef __linux__
#include <sys/personality.h>
#endif

static void it_is_siphash(void **state)
{
    static const struct {
        const char *text;
        uint64_t hash;
    } rows[] = {
        {"a", 0x407448d2b89b1813u},
        {"abcdefgh", 0x3f7b849c0b8e35eau},
        {"0123456789abcdefghi", 0x0cbcef883fcbf5d2u},
        {"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", 0x4befba7c9610aea3u},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(al_siphash(0, 0, al_str_of(rows[i].text)), rows[i].hash);
    assert_int_not_equal(al_siphash(1, 0, AL_STR("a")), al_siphash(0, 0, AL_STR("a")));
    assert_int_not_equal(al_siphash(0, 1, AL_STR("a")), al_siphash(0, 0, AL_STR("a")));
}

static void case_is_folded(void **state)
{
    char text[12] = "xxxxxxxxxxx", other[12];

    (void)state;
    for (unsigned c = 0; c < 256; c++)
        for (size_t at = 0; at < 11; at++) {
            memset(text, 'x', 11);
            text[at] = (char)c;
            memcpy(other, text, 11);
            other[at] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
            assert_int_equal(al_str_casehash((al_str){text, 11}), al_str_tablehash((al_str){other, 11}));
        }
    assert_int_not_equal(al_str_tablehash(AL_STR("A")), al_str_tablehash(AL_STR("a")));
}

/* Either text of each pair, one behind the other: with FNV-1a, begun with whatever ends in 0x71, all of these
 * have the lowest 47 bits in common. A brute search of a few seconds has found them. */
static const char *const pairs[][2] = {
    {"2aJikJc", "wGOcFvz"}, {"m7GhC0F", "UT5jZQY"}, {"8HEmOAP", "Ay0gtD5"}, {"SClxYDR", "LrSQ9Uy"},
    {"nzdCEYN", "Nx5y7TN"}, {"aMK0iAZ", "xXmPTO9"}, {"WwjjnuS", "qPx_eLi"}, {"UwzHWau", "npVkOEr"},
    {"Vdgk2q8", "x_zOMIM"}, {"TFgv-a1", "lRkdk1E"},
};
enum { PAIRS = sizeof pairs / sizeof *pairs, TEXTS = 1 << PAIRS, SLOTS = 2 * TEXTS };

static uint64_t hash_of_choice(size_t choice, uint64_t (*hash)(al_str))
{
    char text[PAIRS * 7 + 1];

    for (size_t i = 0; i < PAIRS; i++)
        memcpy(text + 7 * i, pairs[i][choice >> i & 1], 8);
    return hash(al_str_of(text));
}

static size_t fullest_slot(uint64_t (*hash)(al_str))
{
    static uint32_t slots[SLOTS];
    size_t most = 0;

    memset(slots, 0, sizeof slots);
    for (size_t i = 0; i < TEXTS; i++) {
        uint32_t *slot = &slots[hash_of_choice(i, hash) % SLOTS];
        if (++*slot > most)
            most = *slot;
    }
    return most;
}

static uint64_t fnv_from_elsewhere(al_str s)
{
    uint64_t h = 0xfedcba9876543271u;

    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.s[i]) * 0x100000001b3u;
    return h;
}

static void prepared_keys_do_not_collide(void **state)
{
    (void)state;
    assert_int_equal(fullest_slot(fnv_from_elsewhere), TEXTS);
    assert_in_range(fullest_slot(al_str_tablehash), 1, 12);
    assert_in_range(fullest_slot(al_str_casehash), 1, 12);
}

/* -- between processes -- */

static const char *self;

static bool places_are_random(void)
{
#ifdef __linux__
    FILE *file = fopen("/proc/sys/kernel/randomize_va_space", "r");
    const int c = file ? fgetc(file) : '0';
    const char *watched = getenv("WATCHED"); /* sanitizers and valgrind choose places of their own */

    if (file)
        fclose(file);
    return c == '2' && !(personality(0xffffffff) & ADDR_NO_RANDOMIZE) && (!watched || !*watched);
#else
    return false;
#endif
}

static void read_hash(char *out, size_t size)
{
    char command[4096];
    FILE *from;

    snprintf(command, sizeof command, "'%s' hash", self);
    from = popen(command, "r");
    assert_non_null(from);
    assert_non_null(fgets(out, (int)size, from));
    assert_int_equal(pclose(from), 0);
}

/* Three more times, since chance has it once in a great many times that two are alike. */
static void each_process_has_its_own(void **state)
{
    char first[32], other[32];
    int differ = 0;

    (void)state;
    if (!places_are_random())
        return;
    read_hash(first, sizeof first);
    for (int i = 0; i < 3; i++) {
        read_hash(other, sizeof other);
        differ += strcmp(first, other) != 0;
    }
    assert_true(differ >= 2);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_is_siphash),
        cmocka_unit_test(case_is_folded),
        cmocka_unit_test(prepared_keys_do_not_collide),
        cmocka_unit_test(each_process_has_its_own),
    };

    self = argv[0];
    if (argc > 1)
        return printf("%llx\n", (unsigned long long)al_str_tablehash(AL_STR("a"))) < 0;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
