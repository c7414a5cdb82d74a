/* SPDX-License-Identifier: MIT */
#include "lint/date.h"
#include "armlint.h"

static unsigned number_at(al_str text, size_t from, size_t n)
{
    unsigned number = 0;

    for (size_t i = from; i < from + n; i++)
        number = number * 10 + (unsigned)(text.s[i] - '0');
    return number;
}

static unsigned days_of(unsigned year, unsigned month)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (month == 2 && leap ? 1u : 0u);
}

bool al_str_is_date(al_str text)
{
    static const char form[] = "dddd-dd-dd";
    unsigned year, month, day;

    if (text.n != sizeof form - 1)
        return false;
    for (size_t i = 0; i < text.n; i++)
        if (form[i] == 'd' ? !al_is_digit(text.s[i]) : text.s[i] != form[i])
            return false;
    year = number_at(text, 0, 4);
    month = number_at(text, 5, 2);
    day = number_at(text, 8, 2);
    return month >= 1 && month <= 12 && day >= 1 && day <= days_of(year, month);
}

/* In this form days compare as their texts do. */
bool al_date_is_over(al_str until, const char *today)
{
    return today && al_str_cmp(until, al_str_of(today)) < 0;
}

bool al_is_date(const char *text)
{
    return al_str_is_date(al_str_of(text));
}
