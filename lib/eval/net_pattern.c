/* SPDX-License-Identifier: MIT */
/* Custom number formats: "#,##0.00", "0.0%;(0.0%);zero", "0.###E+0". First the section that applies is
 * measured, then the digits are poured into its placeholders from left to right. */
#include "eval/net_number.h"

#include <limits.h>
#include <stdlib.h>

struct section {
    al_str text;
    int placeholders;         /* '0' and '#' */
    int point;                /* how many of them are before the decimal point */
    int first_zero, last_end; /* index of the first '0'; index after the last one */
    int scale;                /* by which power of ten the number is multiplied: % and trailing commas */
    bool grouped, scientific;
};

/* The length of the piece at `i` that is taken as it is, with its quotes or backslash; 0 when it is none. */
static size_t literal_length(al_str s, size_t i)
{
    const char *end;

    if (s.s[i] == '\\')
        return i + 1 < s.n ? 2 : 1;
    if (s.s[i] != '\'' && s.s[i] != '"')
        return 0;
    end = memchr(s.s + i + 1, s.s[i], s.n - i - 1);
    return end ? (size_t)(end - s.s) - i + 1 : s.n - i;
}

/* The length of "E+00" at `i`, or 0. */
static size_t exponent_length(al_str s, size_t i)
{
    size_t at = i + 1;

    if (al_lower(s.s[i]) != 'e')
        return 0;
    if (at < s.n && (s.s[at] == '+' || s.s[at] == '-'))
        at++;
    if (at >= s.n || s.s[at] != '0')
        return 0;
    while (at < s.n && s.s[at] == '0')
        at++;
    return at - i;
}

/* Section `wanted` of the pattern; the first one when it is missing or empty. */
static al_str find_section(al_str pattern, int wanted, int *found)
{
    al_str section = pattern;
    size_t from = 0, skip;
    int at = 0;

    *found = 0;
    for (size_t i = 0; i <= pattern.n; i += skip ? skip : 1) {
        skip = i < pattern.n ? literal_length(pattern, i) : 0;
        if (i < pattern.n && (skip || pattern.s[i] != ';'))
            continue;
        if (at == 0)
            section = al_str_head(pattern, i);
        if (at == wanted && i > from) {
            *found = at;
            return (al_str){pattern.s + from, i - from};
        }
        from = i + 1;
        at++;
    }
    return section;
}

struct commas {
    int at, count;
};

static void measure_comma(struct section *s, struct commas *commas)
{
    if (s->placeholders == 0 || s->point >= 0)
        return;
    if (commas->count && commas->at == s->placeholders) {
        commas->count++;
        return;
    }
    if (commas->count)
        s->grouped = true;
    commas->at = s->placeholders;
    commas->count = 1;
}

static struct section measure(al_str text)
{
    struct section s = {.text = text, .point = -1, .first_zero = INT_MAX};
    struct commas commas = {0};
    size_t skip;

    for (size_t i = 0; i < text.n; i += skip ? skip : 1) {
        skip = literal_length(text, i);
        if (skip)
            continue;
        switch (text.s[i]) {
        case '0':
            if (s.first_zero == INT_MAX)
                s.first_zero = s.placeholders;
            s.last_end = s.placeholders + 1;
            s.placeholders++;
            break;
        case '#': s.placeholders++; break;
        case '.':
            if (s.point < 0)
                s.point = s.placeholders;
            break;
        case ',': measure_comma(&s, &commas); break;
        case '%': s.scale += 2; break;
        default:
            if (al_str_starts(al_str_from(text, i), AL_STR("\xe2\x80\xb0")))
                s.scale += 3;
            skip = exponent_length(text, i);
            s.scientific |= skip > 0;
        }
    }
    if (s.point < 0)
        s.point = s.placeholders;
    if (commas.count && commas.at == s.point)
        s.scale -= 3 * commas.count;
    else if (commas.count)
        s.grouped = true;
    return s;
}

/* -- pouring -- */

struct pour {
    struct al_buf *out;
    const struct section *section;
    const struct al_net_number *number;
    int next;        /* digit */
    int place;       /* position of the next placeholder, counted from the point: 1 is the ones */
    int surplus;     /* digits more than placeholders before the point; negative: placeholders more */
    int least, most; /* places that are always filled: from `least` down to `most` */
    bool pointed;
};

static void put_digit(struct pour *p, char c)
{
    al_buf_char(p->out, c);
    if (p->section->grouped && p->place > 1 && (p->place - 1) % 3 == 0)
        al_buf_char(p->out, ',');
}

static void put_surplus(struct pour *p)
{
    for (; p->surplus > 0; p->surplus--, p->place--)
        put_digit(p, p->next < p->number->n ? p->number->digits[p->next++] : '0');
}

static void put_place(struct pour *p)
{
    char c = 0;

    put_surplus(p);
    if (p->surplus < 0) {
        p->surplus++;
        if (p->place <= p->least)
            c = '0';
    } else if (p->next < p->number->n) {
        c = p->number->digits[p->next++];
    } else if (p->place > p->most) {
        c = '0';
    }
    if (c)
        put_digit(p, c);
    p->place--;
}

static void put_point(struct pour *p)
{
    put_surplus(p);
    if (p->place != 0 || p->pointed)
        return;
    if (p->most < 0 || (p->section->point < p->section->placeholders && p->next < p->number->n)) {
        al_buf_char(p->out, '.');
        p->pointed = true;
    }
}

static void put_exponent(struct pour *p, al_str mark)
{
    int exponent = p->number->n ? p->number->scale - p->section->point : 0;
    bool sign = mark.s[1] == '+' || mark.s[1] == '-';
    size_t width = mark.n - 1 - sign;

    al_buf_char(p->out, mark.s[0]);
    if (exponent < 0 || mark.s[1] == '+')
        al_buf_char(p->out, exponent < 0 ? '-' : '+');
    al_buf_printf(p->out, "%0*d", width < 10 ? (int)width : 10, abs(exponent));
}

static void put_literal(struct al_buf *out, al_str piece)
{
    bool quoted = piece.s[0] != '\\';
    size_t end = piece.n > 1 && quoted && piece.s[piece.n - 1] == piece.s[0] ? piece.n - 1 : piece.n;

    al_buf_put(out, (al_str){piece.s + 1, end - 1});
}

static void pour(struct pour *p)
{
    al_str text = p->section->text;
    size_t skip;

    for (size_t i = 0; i < text.n; i += skip ? skip : 1) {
        skip = literal_length(text, i);
        if (skip) {
            put_literal(p->out, (al_str){text.s + i, skip});
            continue;
        }
        switch (text.s[i]) {
        case '0':
        case '#': put_place(p); break;
        case '.': put_point(p); break;
        case ',': break;
        default:
            skip = exponent_length(text, i);
            if (skip)
                put_exponent(p, (al_str){text.s + i, skip});
            else
                al_buf_char(p->out, text.s[i]);
        }
    }
}

void al_net_put_pattern(struct al_buf *out, const struct al_net_number *number, al_str pattern)
{
    struct al_net_number rounded = *number;
    int found;
    struct section s = measure(find_section(pattern, !number->n ? 2 : number->negative ? 1 : 0, &found));
    struct pour p = {.out = out, .section = &s, .number = &rounded};

    if (rounded.n) {
        rounded.scale += s.scale;
        al_net_round(&rounded, s.scientific ? s.placeholders : rounded.scale + s.placeholders - s.point);
        if (!rounded.n)
            s = measure(find_section(pattern, 2, &found));
    }
    p.least = s.first_zero < s.point ? s.point - s.first_zero : 0;
    p.most = s.last_end > s.point ? s.point - s.last_end : 0;
    p.place = s.scientific || rounded.scale < s.point ? s.point : rounded.scale;
    p.surplus = s.scientific ? 0 : rounded.scale - s.point;
    if (rounded.negative && found == 0 && rounded.n)
        al_buf_char(out, '-');
    pour(&p);
}
