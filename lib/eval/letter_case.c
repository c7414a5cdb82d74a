/* SPDX-License-Identifier: MIT */
#include "eval/letter_case.h"

/* Upper case characters, every `step`-th from first to last, and how far away their lower case is. */
static const struct {
    uint32_t first, last, step;
    int32_t delta;
} letters[] = {
    {'A', 'Z', 1, 32},       {0x00c0, 0x00d6, 1, 32},   {0x00d8, 0x00de, 1, 32}, {0x0100, 0x012e, 2, 1},
    {0x0132, 0x0136, 2, 1},  {0x0139, 0x0147, 2, 1},    {0x014a, 0x0176, 2, 1},  {0x0178, 0x0178, 1, -121},
    {0x0179, 0x017d, 2, 1},  {0x01cd, 0x01db, 2, 1},    {0x01de, 0x01ee, 2, 1},  {0x01f8, 0x021e, 2, 1},
    {0x0222, 0x0232, 2, 1},  {0x0386, 0x0386, 1, 38},   {0x0388, 0x038a, 1, 37}, {0x038c, 0x038c, 1, 64},
    {0x038e, 0x038f, 1, 63}, {0x0391, 0x03a1, 1, 32},   {0x03a3, 0x03ab, 1, 32}, {0x03d8, 0x03ee, 2, 1},
    {0x0400, 0x040f, 1, 80}, {0x0410, 0x042f, 1, 32},   {0x0460, 0x0480, 2, 1},  {0x048a, 0x04be, 2, 1},
    {0x04c0, 0x04c0, 1, 15}, {0x04c1, 0x04cd, 2, 1},    {0x04d0, 0x052e, 2, 1},  {0x0531, 0x0556, 1, 48},
    {0x1e00, 0x1e94, 2, 1},  {0x1ea0, 0x1efe, 2, 1},    {0x2160, 0x216f, 1, 16}, {0x24b6, 0x24cf, 1, 26},
    {0xff21, 0xff3a, 1, 32}, {0x10400, 0x10427, 1, 40},
};
enum { NLETTERS = sizeof letters / sizeof *letters };

/* Lower case characters whose upper case has another lower case. */
static const struct {
    uint32_t lower, upper;
} one_way[] = {{0x00b5, 0x039c}, {0x03c2, 0x03a3}};

uint32_t al_cp_lower(uint32_t cp)
{
    for (size_t i = 0; i < NLETTERS; i++)
        if (cp >= letters[i].first && cp <= letters[i].last)
            return (cp - letters[i].first) % letters[i].step ? cp
                                                             : (uint32_t)((int32_t)cp + letters[i].delta);
    return cp;
}

uint32_t al_cp_upper(uint32_t cp)
{
    for (size_t i = 0; i < sizeof one_way / sizeof *one_way; i++)
        if (cp == one_way[i].lower)
            return one_way[i].upper;
    for (size_t i = 0; i < NLETTERS; i++) {
        uint32_t upper = (uint32_t)((int32_t)cp - letters[i].delta);
        if (upper >= letters[i].first && upper <= letters[i].last &&
            (upper - letters[i].first) % letters[i].step == 0)
            return upper;
    }
    return cp;
}

bool al_cp_is_space(uint32_t cp)
{
    return (cp >= 9 && cp <= 13) || cp == ' ' || cp == 0x85 || cp == 0xa0 || cp == 0x1680 ||
           (cp >= 0x2000 && cp <= 0x200a) || cp == 0x2028 || cp == 0x2029 || cp == 0x202f || cp == 0x205f ||
           cp == 0x3000;
}

/* ASCII goes through a small buffer: it is nearly all there is. */
static void put_mapped(struct al_buf *out, al_str s, uint32_t (*map)(uint32_t), char (*map_ascii)(char))
{
    char chunk[256];
    size_t n = 0;

    for (size_t i = 0; i < s.n;) {
        bool ascii = (unsigned char)s.s[i] < 0x80;
        if (ascii)
            chunk[n++] = map_ascii(s.s[i++]);
        if (!ascii || n == sizeof chunk) {
            al_buf_put(out, (al_str){chunk, n});
            n = 0;
        }
        if (!ascii)
            al_buf_utf8(out, map(al_utf8_next(s, &i)));
    }
    al_buf_put(out, (al_str){chunk, n});
}

void al_put_lower(struct al_buf *out, al_str s)
{
    put_mapped(out, s, al_cp_lower, al_lower);
}

void al_put_upper(struct al_buf *out, al_str s)
{
    put_mapped(out, s, al_cp_upper, al_upper);
}

static size_t last_character(al_str s)
{
    size_t at = s.n - 1;

    while (at > 0 && s.n - at < 4 && ((unsigned char)s.s[at] & 0xc0) == 0x80)
        at--;
    return at;
}

al_str al_trim_unicode(al_str s)
{
    while (s.n) {
        size_t next = 0;
        if (!al_cp_is_space(al_utf8_next(s, &next)))
            break;
        s = al_str_from(s, next);
    }
    while (s.n) {
        size_t at = last_character(s), next = at;
        if (!al_cp_is_space(al_utf8_next(s, &next)))
            break;
        s.n = at;
    }
    return s;
}
