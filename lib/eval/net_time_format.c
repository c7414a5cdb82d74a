/* SPDX-License-Identifier: MIT */
/* Writing of times. Every standard format is one letter that stands for a custom one. */
#include "eval/net_time.h"

struct clock {
    struct al_net_date date;
    int64_t ticks, hour, minute, second, fraction, weekday;
};

static struct clock clock_of(int64_t ticks)
{
    int64_t seconds = ticks / AL_TICKS_PER_SECOND;

    return (struct clock){
        .date = al_net_date_of(ticks),
        .ticks = ticks,
        .hour = seconds / 3600 % 24,
        .minute = seconds / 60 % 60,
        .second = seconds % 60,
        .fraction = ticks % AL_TICKS_PER_SECOND,
        .weekday = (seconds / 86400 + 1) % 7,
    };
}

static const struct {
    char letter;
    const char *pattern;
} standard[] = {
    {'d', "MM/dd/yyyy"},
    {'D', "dddd, dd MMMM yyyy"},
    {'f', "dddd, dd MMMM yyyy HH:mm"},
    {'F', "dddd, dd MMMM yyyy HH:mm:ss"},
    {'g', "MM/dd/yyyy HH:mm"},
    {'G', "MM/dd/yyyy HH:mm:ss"},
    {'M', "MMMM dd"},
    {'m', "MMMM dd"},
    {'O', "yyyy-MM-ddTHH:mm:ss.fffffffK"},
    {'o', "yyyy-MM-ddTHH:mm:ss.fffffffK"},
    {'R', "ddd, dd MMM yyyy HH:mm:ss 'GMT'"},
    {'r', "ddd, dd MMM yyyy HH:mm:ss 'GMT'"},
    {'s', "yyyy-MM-ddTHH:mm:ss"},
    {'t', "HH:mm"},
    {'T', "HH:mm:ss"},
    {'u', "yyyy-MM-dd HH:mm:ss'Z'"},
    {'U', "dddd, dd MMMM yyyy HH:mm:ss"},
    {'Y', "yyyy MMMM"},
    {'y', "yyyy MMMM"},
};

static const char *standard_pattern(char letter)
{
    for (size_t i = 0; i < sizeof standard / sizeof *standard; i++)
        if (standard[i].letter == letter)
            return standard[i].pattern;
    return NULL;
}

static void put_number(struct al_buf *out, int64_t value, size_t width)
{
    al_buf_printf(out, "%0*lld", (int)(width < 16 ? width : 16), (long long)value);
}

static void put_name(struct al_buf *out, const char *name, size_t count)
{
    al_buf_put(out, count == 3 ? al_str_head(al_str_of(name), 3) : al_str_of(name));
}

/* Up to seven digits of the second's fraction; without zeros at the end, and then without the point before,
 * for F. */
static bool put_fraction(struct al_buf *out, int64_t fraction, size_t count, bool trimmed)
{
    size_t n = count;

    if (count > 7)
        return false;
    for (size_t i = count; i < 7; i++)
        fraction /= 10;
    for (; trimmed && n && fraction % 10 == 0; n--)
        fraction /= 10;
    if (n)
        put_number(out, fraction, n);
    else if (out->n && out->s[out->n - 1] == '.')
        out->s[--out->n] = '\0';
    return true;
}

static void put_year(struct al_buf *out, int64_t year, size_t count)
{
    put_number(out, count <= 2 ? year % 100 : year, count);
}

/* `count` times the same letter. */
static bool put_field(struct al_buf *out, const struct clock *c, char letter, size_t count)
{
    size_t width = count < 2 ? 1 : 2;

    switch (letter) {
    case 'd':
        if (count > 2)
            put_name(out, al_net_weekdays[c->weekday], count);
        else
            put_number(out, c->date.day, count);
        return true;
    case 'M':
        if (count > 2)
            put_name(out, al_net_months[c->date.month - 1], count);
        else
            put_number(out, c->date.month, count);
        return true;
    case 'y': put_year(out, c->date.year, count); return true;
    case 'H': put_number(out, c->hour, width); return true;
    case 'h': put_number(out, (c->hour + 11) % 12 + 1, width); return true;
    case 'm': put_number(out, c->minute, width); return true;
    case 's': put_number(out, c->second, width); return true;
    case 'f': return put_fraction(out, c->fraction, count, false);
    case 'F': return put_fraction(out, c->fraction, count, true);
    case 't': al_buf_put(out, al_str_head(c->hour < 12 ? AL_STR("AM") : AL_STR("PM"), count)); return true;
    case 'z':
        al_buf_put(out, count > 2 ? AL_STR("+00:00") : count == 2 ? AL_STR("+00") : AL_STR("+0"));
        return true;
    case 'g': al_buf_put(out, AL_STR("A.D.")); return true;
    case 'K':
        for (size_t i = 0; i < count; i++)
            al_buf_char(out, 'Z');
        return true;
    default: al_buf_repeat(out, letter, count); return true;
    }
}

/* The text in quotes that begins at `i`; its length with them, or 0 when the closing one is missing. */
static size_t put_quoted(struct al_buf *out, al_str format, size_t i)
{
    char quote = format.s[i];

    for (size_t at = i + 1; at < format.n; at++) {
        if (format.s[at] == quote)
            return at + 1 - i;
        if (format.s[at] == '\\' && ++at == format.n)
            return 0;
        al_buf_char(out, format.s[at]);
    }
    return 0;
}

static bool put_pattern(struct al_buf *out, const struct clock *c, al_str format)
{
    size_t n;

    for (size_t i = 0; i < format.n; i += n) {
        char letter = format.s[i];
        n = 1;
        if (letter == '\'' || letter == '"') {
            n = put_quoted(out, format, i);
            if (n == 0)
                return false;
        } else if (letter == '\\' || letter == '%') {
            if (i + 1 == format.n || (letter == '%' && format.s[i + 1] == '%'))
                return false;
            if (letter == '\\')
                al_buf_char(out, format.s[i + 1]);
            else if (!put_field(out, c, format.s[i + 1], 1))
                return false;
            n = 2;
        } else {
            while (i + n < format.n && format.s[i + n] == letter)
                n++;
            if (!put_field(out, c, letter, n))
                return false;
        }
    }
    return true;
}

bool al_net_put_time(struct al_buf *out, int64_t ticks, al_str format)
{
    struct clock c = clock_of(ticks);
    const char *pattern;

    if (format.n == 0)
        format = AL_STR("G");
    if (format.n > 1)
        return put_pattern(out, &c, format);
    pattern = standard_pattern(format.s[0]);
    return pattern && put_pattern(out, &c, al_str_of(pattern));
}
