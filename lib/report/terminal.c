/* SPDX-License-Identifier: MIT */
/* Widths are a short table of ours because wcwidth() answers by locale. It has the wide and the invisible
 * ranges that occur in practice; a code point it misses only moves a caret. */
#include "report/terminal.h"

struct range {
    uint32_t first, last;
};

/* Combining marks, joiners and selectors. Sorted. */
static const struct range invisible[] = {
    {0x0300, 0x036f}, {0x0483, 0x0489}, {0x0591, 0x05bd}, {0x0610, 0x061a},   {0x064b, 0x065f},
    {0x093c, 0x093c}, {0x0941, 0x0948}, {0x0e31, 0x0e31}, {0x0e34, 0x0e3a},   {0x0e47, 0x0e4e},
    {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff}, {0x200b, 0x200d}, {0x20d0, 0x20ff},   {0x302a, 0x302d},
    {0x3099, 0x309a}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f}, {0x1f3fb, 0x1f3ff}, {0xe0100, 0xe01ef},
};

/* East Asian wide and full-width forms, and emoji. Sorted. */
static const struct range wide[] = {
    {0x1100, 0x115f},   {0x231a, 0x231b},   {0x23e9, 0x23ec},   {0x25fd, 0x25fe},   {0x2614, 0x2615},
    {0x2648, 0x2653},   {0x26a1, 0x26a1},   {0x26aa, 0x26ab},   {0x26bd, 0x26be},   {0x26c4, 0x26c5},
    {0x26ce, 0x26ce},   {0x26d4, 0x26d4},   {0x26ea, 0x26ea},   {0x26f2, 0x26f3},   {0x26f5, 0x26f5},
    {0x26fa, 0x26fa},   {0x26fd, 0x26fd},   {0x2705, 0x2705},   {0x270a, 0x270b},   {0x2728, 0x2728},
    {0x274c, 0x274c},   {0x274e, 0x274e},   {0x2753, 0x2755},   {0x2757, 0x2757},   {0x2795, 0x2797},
    {0x27b0, 0x27b0},   {0x2b1b, 0x2b1c},   {0x2b50, 0x2b50},   {0x2b55, 0x2b55},   {0x2e80, 0x303e},
    {0x3041, 0x33ff},   {0x3400, 0x4dbf},   {0x4e00, 0x9fff},   {0xa000, 0xa4cf},   {0xa960, 0xa97f},
    {0xac00, 0xd7a3},   {0xf900, 0xfaff},   {0xfe30, 0xfe6f},   {0xff00, 0xff60},   {0xffe0, 0xffe6},
    {0x1f004, 0x1f004}, {0x1f0cf, 0x1f0cf}, {0x1f18e, 0x1f18e}, {0x1f191, 0x1f19a}, {0x1f200, 0x1f320},
    {0x1f32d, 0x1f335}, {0x1f337, 0x1f37c}, {0x1f37e, 0x1f393}, {0x1f3a0, 0x1f3fa}, {0x1f400, 0x1f64f},
    {0x1f680, 0x1f6ff}, {0x1f7e0, 0x1f7eb}, {0x1f90c, 0x1f9ff}, {0x1fa70, 0x1faff}, {0x20000, 0x3fffd},
};

/* What changes the direction or the visibility of its neighbours. Joiners stay: scripts and emoji need them.
 * Sorted. */
static const struct range deceptive[] = {
    {0x00ad, 0x00ad}, {0x061c, 0x061c}, {0x180e, 0x180e}, {0x200b, 0x200b}, {0x200e, 0x200f},
    {0x2028, 0x202e}, {0x2060, 0x206f}, {0xfeff, 0xfeff}, {0xfff9, 0xfffb}, {0xe0000, 0xe007f},
};

static bool within(const struct range *table, size_t n, uint32_t cp)
{
    size_t lo = 0;

    for (size_t hi = n; lo < hi;) {
        size_t mid = lo + (hi - lo) / 2;
        if (table[mid].last < cp)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < n && table[lo].first <= cp;
}
#define WITHIN(table, cp) within((table), sizeof(table) / sizeof((table)[0]), (cp))

unsigned al_term_width(uint32_t cp)
{
    if (cp < 0x300)
        return 1;
    if (WITHIN(invisible, cp))
        return 0;
    return WITHIN(wide, cp) ? 2 : 1;
}

/* Bytes that are no UTF-8 decode to U+FFFD one at a time; the real U+FFFD takes three. */
static bool is_broken(uint32_t cp, size_t bytes)
{
    return cp == 0xfffd && bytes == 1;
}

bool al_term_is_harmful(uint32_t cp)
{
    return cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || WITHIN(deceptive, cp);
}

static void put_json_escape(struct al_buf *out, uint32_t cp)
{
    if (cp >= 0x10000)
        al_buf_printf(out, "\\u%04x\\u%04x", (unsigned)(0xd7c0 + (cp >> 10)),
                      (unsigned)(0xdc00 + (cp & 0x3ff)));
    else
        al_buf_printf(out, "\\u%04x", (unsigned)cp);
}

/* Eight bytes at a time: each gives its highest bit when it is no such character. */
size_t al_term_plain(al_str text)
{
    const uint64_t each = 0x0101010101010101u, high = each * 0x80;
    size_t i = 0;
    uint64_t word;

    for (; i + sizeof word <= text.n; i += sizeof word) {
        memcpy(&word, text.s + i, sizeof word);
        if ((word | (word - each * ' ') | (word + each)) & high)
            break;
    }
    while (i < text.n && text.s[i] >= ' ' && text.s[i] < 0x7f)
        i++;
    return i;
}

/* What systems that build take for a command wherever a line of a log has it: they set variables by it, and
 * hide text. */
static bool begins_command(al_str rest)
{
    static const char *const commands[] = {"##[", "##vso["};

    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (al_str_case_starts(rest, al_str_of(commands[i])))
            return true;
    return false;
}

/* Plain text, less what would begin a command. */
static void put_plain_json(struct al_buf *out, al_str plain)
{
    const char *hash;

    while (plain.n && (hash = memchr(plain.s, '#', plain.n))) {
        const size_t n = (size_t)(hash - plain.s);
        const bool command = begins_command(al_str_from(plain, n));
        al_buf_put(out, al_str_head(plain, command ? n : n + 1));
        if (command)
            put_json_escape(out, '#');
        plain = al_str_from(plain, n + 1);
    }
    al_buf_put(out, plain);
}

/* What is outside of strings is ASCII without control characters, but for the ends of lines. */
void al_term_put_json(struct al_buf *out, al_str json)
{
    size_t from = 0;

    for (size_t i = 0; i < json.n;) {
        size_t at = i += al_term_plain(al_str_from(json, i));
        uint32_t cp = i < json.n ? al_utf8_next(json, &i) : '\n';
        if (cp == '\n' || (!al_term_is_harmful(cp) && !is_broken(cp, i - at)))
            continue;
        put_plain_json(out, (al_str){json.s + from, at - from});
        put_json_escape(out, cp);
        from = i;
    }
    put_plain_json(out, al_str_from(json, from));
}

unsigned al_term_next(struct al_buf *out, al_str text, size_t *i)
{
    size_t start = *i, before = out->n;
    uint32_t cp = al_utf8_next(text, i);

    if (cp < 0x20 || cp == 0x7f || is_broken(cp, *i - start) ||
        (cp == '#' && begins_command(al_str_from(text, start))))
        al_buf_printf(out, "\\x%02x", (unsigned char)text.s[start]);
    else if (al_term_is_harmful(cp))
        al_buf_printf(out, "\\u%04x", (unsigned)cp);
    else {
        al_buf_put(out, (al_str){text.s + start, *i - start});
        return al_term_width(cp);
    }
    return (unsigned)(out->n - before);
}

size_t al_term_put(struct al_buf *out, al_str text)
{
    size_t columns = 0;

    for (size_t i = 0; i < text.n;)
        columns += al_term_next(out, text, &i);
    return columns;
}

al_str al_term_head(al_str name)
{
    return al_str_starts(al_str_trim(name), AL_STR("::")) ? AL_STR("./") : AL_STR("");
}

size_t al_term_put_first(struct al_buf *out, al_str name)
{
    const al_str head = al_term_head(name);

    al_buf_put(out, head);
    return head.n + al_term_put(out, name);
}
