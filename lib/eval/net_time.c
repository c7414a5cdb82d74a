/* SPDX-License-Identifier: MIT */
/* The calendar, and reading of times and durations. */
#include "eval/net_time.h"

#define TICKS_PER_DAY (86400 * AL_TICKS_PER_SECOND)

const char *const al_net_months[12] = {"January", "February", "March",     "April",   "May",      "June",
                                       "July",    "August",   "September", "October", "November", "December"};
const char *const al_net_weekdays[7] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                        "Thursday", "Friday", "Saturday"};

/* -- the calendar -- */

static bool is_leap(int64_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* Days of the year before the month. */
static int64_t days_before(int64_t year, int64_t month)
{
    static const int16_t days[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};

    return days[month - 1] + (month > 2 && is_leap(year));
}

int64_t al_net_month_length(int64_t year, int64_t month)
{
    return days_before(year, month + 1) - days_before(year, month);
}

static int64_t days_before_year(int64_t year)
{
    int64_t y = year - 1;

    return y * 365 + y / 4 - y / 100 + y / 400;
}

bool al_net_day_ticks(int64_t *ticks, struct al_net_date date)
{
    if (date.year < 1 || date.year > 9999 || date.month < 1 || date.month > 12 || date.day < 1 ||
        date.day > al_net_month_length(date.year, date.month))
        return false;
    *ticks =
        (days_before_year(date.year) + days_before(date.year, date.month) + date.day - 1) * TICKS_PER_DAY;
    return true;
}

struct al_net_date al_net_date_of(int64_t ticks)
{
    int64_t days = ticks / TICKS_PER_DAY;
    struct al_net_date date = {.year = days * 400 / 146097 + 2, .month = 12};

    while (date.year > 9999 || days_before_year(date.year) > days)
        date.year--;
    days -= days_before_year(date.year);
    while (date.month > 1 && days_before(date.year, date.month) > days)
        date.month--;
    date.day = days - days_before(date.year, date.month) + 1;
    return date;
}

/* -- reading times -- */

struct cursor {
    al_str s;
    size_t i;
};

static char peek(const struct cursor *c)
{
    return c->i < c->s.n ? c->s.s[c->i] : 0;
}

static bool accept(struct cursor *c, char wanted)
{
    if (peek(c) != wanted || !wanted)
        return false;
    c->i++;
    return true;
}

static void skip_spaces(struct cursor *c)
{
    while (al_is_space(peek(c)))
        c->i++;
}

static size_t digits_ahead(const struct cursor *c)
{
    size_t n = 0;

    while (c->i + n < c->s.n && al_is_digit(c->s.s[c->i + n]))
        n++;
    return n;
}

/* Exactly the next `n` digits. */
static int64_t take_digits(struct cursor *c, size_t n)
{
    int64_t value = 0;

    while (n-- && al_is_digit(peek(c)))
        value = value * 10 + (c->s.s[c->i++] - '0');
    return value;
}

/* A number of `most` digits at the most. */
static bool take_number(struct cursor *c, size_t most, int64_t *out)
{
    size_t n = digits_ahead(c);

    if (n == 0 || n > most)
        return false;
    *out = take_digits(c, n);
    return true;
}

/* A word that is one of the names, in full or its first three letters; its index, or -1. */
static int take_name(struct cursor *c, const char *const *names, int n)
{
    size_t length = 0;

    while (c->i + length < c->s.n && al_is_alpha(c->s.s[c->i + length]))
        length++;
    for (int i = 0; i < n; i++) {
        al_str word = {c->s.s + c->i, length}, name = al_str_of(names[i]);
        if (al_str_caseeq(word, name) || al_str_caseeq(word, al_str_head(name, 3))) {
            c->i += length;
            return i;
        }
    }
    return -1;
}

static void skip_separators(struct cursor *c)
{
    while (al_is_space(peek(c)) || peek(c) == ',' || peek(c) == '-')
        c->i++;
}

/* "7 April 2020", "7-Apr-2020", "April 7, 2020" */
static bool take_written_date(struct cursor *c, struct al_net_date *date)
{
    int month = take_name(c, al_net_months, 12);

    skip_separators(c);
    if (!take_number(c, 2, &date->day))
        return false;
    skip_separators(c);
    if (month < 0)
        month = take_name(c, al_net_months, 12);
    skip_separators(c);
    date->month = month + 1;
    return month >= 0 && digits_ahead(c) == 4 && take_number(c, 4, &date->year);
}

/* "2020-04-07", "2020/4/7", "20200407" or "4/7/2020" */
static bool take_numeric_date(struct cursor *c, struct al_net_date *date)
{
    size_t n = digits_ahead(c);
    char separator;

    if (n == 8) {
        date->year = take_digits(c, 4);
        date->month = take_digits(c, 2);
        date->day = take_digits(c, 2);
        return true;
    }
    if (!take_number(c, 4, n == 4 ? &date->year : &date->month))
        return false;
    separator = peek(c);
    if (separator != '-' && separator != '/' && separator != '.')
        return false;
    c->i++;
    if (!take_number(c, 2, n == 4 ? &date->month : &date->day) || !accept(c, separator))
        return false;
    return n == 4 ? take_number(c, 2, &date->day) : digits_ahead(c) == 4 && take_number(c, 4, &date->year);
}

static bool take_date(struct cursor *c, struct al_net_date *date)
{
    skip_spaces(c);
    if (take_name(c, al_net_weekdays, 7) >= 0)
        skip_separators(c);
    if (al_is_alpha(peek(c)))
        return take_written_date(c, date);
    if (digits_ahead(c) <= 2) {
        struct cursor written = *c;
        if (take_written_date(&written, date)) {
            *c = written;
            return true;
        }
    }
    return take_numeric_date(c, date);
}

/* Up to seven digits count; more are allowed. */
static int64_t take_fraction(struct cursor *c)
{
    int64_t ticks = 0, unit = AL_TICKS_PER_SECOND / 10;

    for (; al_is_digit(peek(c)); c->i++, unit /= 10)
        ticks += unit * (peek(c) - '0');
    return ticks;
}

static bool take_half_of_day(struct cursor *c, int64_t *hour)
{
    bool pm;

    skip_spaces(c);
    if (al_lower(peek(c)) != 'a' && al_lower(peek(c)) != 'p')
        return true;
    pm = al_lower(peek(c)) == 'p';
    c->i++;
    if (!accept(c, 'M') && !accept(c, 'm'))
        return false;
    if (*hour < 1 || *hour > 12)
        return false;
    *hour = *hour % 12 + (pm ? 12 : 0);
    return true;
}

static bool take_clock(struct cursor *c, int64_t *ticks)
{
    int64_t hour = 0, minute = 0, second = 0, fraction = 0;
    size_t n = digits_ahead(c);

    if (n == 4 || n == 6) {
        hour = take_digits(c, 2);
        minute = take_digits(c, 2);
        second = take_digits(c, n - 4);
    } else {
        if (!take_number(c, 2, &hour))
            return false;
        if (accept(c, ':') && !take_number(c, 2, &minute))
            return false;
        if (accept(c, ':') && !take_number(c, 2, &second))
            return false;
    }
    if (accept(c, '.') || accept(c, ','))
        fraction = take_fraction(c);
    if (!take_half_of_day(c, &hour) || hour > 23 || minute > 59 || second > 59)
        return false;
    *ticks = ((hour * 60 + minute) * 60 + second) * AL_TICKS_PER_SECOND + fraction;
    return true;
}

/* Z, GMT, UTC or an offset; its ticks are to be subtracted. */
static bool take_zone(struct cursor *c, int64_t *offset)
{
    static const char *const universal[] = {"GMT", "UTC"};
    int64_t hours, minutes = 0;
    bool west;

    skip_spaces(c);
    *offset = 0;
    if (c->i == c->s.n || accept(c, 'Z') || accept(c, 'z') || take_name(c, universal, 2) >= 0)
        return true;
    west = peek(c) == '-';
    if (!accept(c, '+') && !accept(c, '-'))
        return false;
    if (digits_ahead(c) == 4) {
        hours = take_digits(c, 2);
        minutes = take_digits(c, 2);
    } else if (!take_number(c, 2, &hours) || (accept(c, ':') && !take_number(c, 2, &minutes))) {
        return false;
    }
    if (hours > 14 || minutes > 59)
        return false;
    *offset = (hours * 60 + minutes) * 60 * AL_TICKS_PER_SECOND * (west ? -1 : 1);
    return true;
}

bool al_net_parse_time(int64_t *ticks, al_str text)
{
    struct cursor c = {al_str_trim(text), 0};
    struct al_net_date date = {0};
    int64_t day, clock = 0, offset = 0;

    if (!take_date(&c, &date) || !al_net_day_ticks(&day, date))
        return false;
    if (accept(&c, 'T') || accept(&c, 't') || al_is_space(peek(&c))) {
        skip_spaces(&c);
        if (!take_clock(&c, &clock))
            return false;
    }
    if (!take_zone(&c, &offset) || c.i != c.s.n)
        return false;
    *ticks = day + clock - offset;
    return *ticks >= 0 && *ticks <= AL_TICKS_MOST;
}

/* -- durations -- */

static bool add_months(int64_t *ticks, int64_t months)
{
    struct al_net_date date = al_net_date_of(*ticks);
    int64_t clock = *ticks % TICKS_PER_DAY, month = date.year * 12 + date.month - 1 + months, length;

    if (month < 12 || month >= 120000)
        return false;
    date.year = month / 12;
    date.month = month % 12 + 1;
    length = al_net_month_length(date.year, date.month);
    date.day = date.day < length ? date.day : length;
    if (!al_net_day_ticks(ticks, date))
        return false;
    *ticks += clock;
    return true;
}

struct duration {
    int64_t months, ticks;
};

/* Adds "<number><letter>" to the duration. `order` is the units that may still come. */
static bool take_component(struct cursor *c, const char **order, bool time, struct duration *d)
{
    int64_t number, fraction = 0;
    const char *unit;
    bool fractional;

    if (!take_number(c, 9, &number))
        return false;
    fractional = accept(c, '.') || accept(c, ',');
    if (fractional)
        fraction = take_fraction(c);
    unit = peek(c) ? strchr(*order, peek(c)) : NULL;
    if (!unit || (fractional && *unit != 'S'))
        return false;
    c->i++;
    *order = unit + 1;
    switch (*unit) {
    case 'Y': d->months += number * 12; break;
    case 'M':
        d->months += time ? 0 : number;
        d->ticks += time ? number * 60 * AL_TICKS_PER_SECOND : 0;
        break;
    case 'W': d->ticks += number * 7 < 4000000 ? number * 7 * TICKS_PER_DAY : AL_TICKS_MOST; break;
    case 'D': d->ticks += number < 4000000 ? number * TICKS_PER_DAY : AL_TICKS_MOST; break;
    case 'H': d->ticks += number < 100000000 ? number * 3600 * AL_TICKS_PER_SECOND : AL_TICKS_MOST; break;
    default: d->ticks += number * AL_TICKS_PER_SECOND + fraction;
    }
    return d->ticks <= AL_TICKS_MOST;
}

static bool take_components(struct cursor *c, const char *order, bool time, struct duration *d)
{
    while (al_is_digit(peek(c)))
        if (!take_component(c, &order, time, d))
            return false;
    return true;
}

bool al_net_add_duration(int64_t *ticks, al_str text)
{
    struct cursor c = {al_str_trim(text), 0};
    struct duration d = {0};
    int64_t sign = accept(&c, '-') ? -1 : 1;
    size_t from;

    if (!accept(&c, 'P') || c.i == c.s.n || !take_components(&c, "YMWD", false, &d))
        return false;
    if (accept(&c, 'T')) {
        from = c.i;
        if (!take_components(&c, "HMS", true, &d) || c.i == from)
            return false;
    }
    if (c.i != c.s.n || !add_months(ticks, sign * d.months))
        return false;
    *ticks += sign * d.ticks;
    return *ticks >= 0 && *ticks <= AL_TICKS_MOST;
}
