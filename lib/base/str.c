/* SPDX-License-Identifier: MIT */
#include "base/str.h"

bool al_str_caseeq_n(const char *a, const char *b, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (a[i] != b[i] && al_lower(a[i]) != al_lower(b[i]))
            return false;
    return true;
}

int al_str_casecmp(al_str a, al_str b)
{
    size_t n = a.n < b.n ? a.n : b.n;

    for (size_t i = 0; i < n; i++) {
        int d = (unsigned char)al_lower(a.s[i]) - (unsigned char)al_lower(b.s[i]);
        if (d)
            return d;
    }
    return (a.n > b.n) - (a.n < b.n);
}

int al_str_cmp(al_str a, al_str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int d = n ? memcmp(a.s, b.s, n) : 0;

    return d ? d : (a.n > b.n) - (a.n < b.n);
}

bool al_str_starts(al_str s, al_str prefix)
{
    return s.n >= prefix.n && al_str_eq(al_str_head(s, prefix.n), prefix);
}

bool al_str_ends(al_str s, al_str suffix)
{
    return s.n >= suffix.n && al_str_eq(al_str_from(s, s.n - suffix.n), suffix);
}

bool al_str_case_starts(al_str s, al_str prefix)
{
    return s.n >= prefix.n && al_str_caseeq(al_str_head(s, prefix.n), prefix);
}

bool al_str_case_ends(al_str s, al_str suffix)
{
    return s.n >= suffix.n && al_str_caseeq(al_str_from(s, s.n - suffix.n), suffix);
}

ptrdiff_t al_str_find(al_str s, al_str needle)
{
    if (needle.n == 0)
        return 0;
    for (size_t i = 0; i + needle.n <= s.n; i++) {
        const char *p = memchr(s.s + i, needle.s[0], s.n - needle.n + 1 - i);
        if (!p)
            return -1;
        i = (size_t)(p - s.s);
        if (memcmp(p, needle.s, needle.n) == 0)
            return (ptrdiff_t)i;
    }
    return -1;
}

ptrdiff_t al_str_case_find(al_str s, al_str needle)
{
    for (size_t i = 0; i + needle.n <= s.n; i++)
        if (al_str_caseeq((al_str){s.s + i, needle.n}, needle))
            return (ptrdiff_t)i;
    return -1;
}

bool al_str_split_next(al_str *out, al_str *rest, char sep)
{
    const char *p;

    if (!rest->s)
        return false;
    p = rest->n ? memchr(rest->s, sep, rest->n) : NULL;
    if (p) {
        *out = al_str_head(*rest, (size_t)(p - rest->s));
        *rest = al_str_from(*rest, out->n + 1);
    } else {
        *out = *rest;
        *rest = (al_str){NULL, 0};
    }
    return true;
}

bool al_list_next(al_str *item, al_str *rest, char separator)
{
    while (rest->s && al_str_split_next(item, rest, separator)) {
        *item = al_str_trim(*item);
        if (item->n)
            return true;
    }
    return false;
}

al_str al_str_trim(al_str s)
{
    while (s.n && al_is_space(s.s[0]))
        s = al_str_from(s, 1);
    while (s.n && al_is_space(s.s[s.n - 1]))
        s.n--;
    return s;
}

uint32_t al_utf8_next(al_str s, size_t *i)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char c = (unsigned char)s.s[(*i)++];
    size_t len = c < 0x80 ? 1 : c >> 5 == 6 ? 2 : c >> 4 == 14 ? 3 : c >> 3 == 30 ? 4 : 0;
    uint32_t cp = len == 1 ? c : len ? c & (0x7fu >> len) : 0xfffd;

    if (len <= 1)
        return cp;
    if (*i + len - 1 > s.n)
        return 0xfffd;
    for (size_t k = 0; k < len - 1; k++) {
        unsigned char t = (unsigned char)s.s[*i + k];
        if (t >> 6 != 2)
            return 0xfffd;
        cp = cp << 6 | (t & 0x3f);
    }
    if (cp < least[len] || cp > 0x10ffff || (cp >= 0xd800 && cp < 0xe000))
        return 0xfffd;
    *i += len - 1;
    return cp;
}

size_t al_utf8_put(char out[4], uint32_t cp)
{
    if (cp < 0x80) {
        out[0] = (char)cp;
        return 1;
    }
    if (cp < 0x800) {
        out[0] = (char)(0xc0 | cp >> 6);
        out[1] = (char)(0x80 | (cp & 0x3f));
        return 2;
    }
    if (cp < 0x10000) {
        out[0] = (char)(0xe0 | cp >> 12);
        out[1] = (char)(0x80 | (cp >> 6 & 0x3f));
        out[2] = (char)(0x80 | (cp & 0x3f));
        return 3;
    }
    out[0] = (char)(0xf0 | cp >> 18);
    out[1] = (char)(0x80 | (cp >> 12 & 0x3f));
    out[2] = (char)(0x80 | (cp >> 6 & 0x3f));
    out[3] = (char)(0x80 | (cp & 0x3f));
    return 4;
}

/* How many bytes of ASCII it begins with: eight at a time, as long as there are. */
static size_t ascii_length(const char *s, size_t n)
{
    size_t i = 0;
    uint64_t word;

    for (; i + sizeof word <= n; i += sizeof word) {
        memcpy(&word, s + i, sizeof word);
        if (word & 0x8080808080808080u)
            break;
    }
    while (i < n && (unsigned char)s[i] < 0x80)
        i++;
    return i;
}

size_t al_utf16_length(al_str s)
{
    size_t units = 0;

    for (size_t i = 0; i < s.n;) {
        const size_t ascii = ascii_length(s.s + i, s.n - i);
        i += ascii;
        units += ascii;
        if (i < s.n)
            units += al_utf8_next(s, &i) >= 0x10000 ? 2 : 1;
    }
    return units;
}

size_t al_utf16_offset(al_str s, size_t units)
{
    size_t i = 0;

    while (i < s.n && units > 0) {
        size_t width = al_utf8_next(s, &i) >= 0x10000 ? 2 : 1;
        units -= width < units ? width : units;
    }
    return i;
}
