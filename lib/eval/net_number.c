/* SPDX-License-Identifier: MIT */
/* Standard number formats. The C library only ever produces and reads digits and an exponent here: what it
 * would put between them depends on the locale. */
#include "eval/net_number.h"
#include "eval/net_format.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

void al_net_round(struct al_net_number *number, int most)
{
    int n = most < 0 ? -1 : most < number->n ? most : number->n;

    if (n == most && most >= 0 && most < number->n && number->digits[most] >= '5') {
        while (n > 0 && number->digits[n - 1] == '9')
            n--;
        if (n > 0) {
            number->digits[n - 1]++;
        } else {
            number->digits[n++] = '1';
            number->scale++;
        }
    }
    while (n > 0 && number->digits[n - 1] == '0')
        n--;
    number->n = n > 0 ? n : 0;
    if (number->n == 0)
        number->scale = 0;
}

static struct al_net_number from_int(int64_t value)
{
    struct al_net_number number = {.negative = value < 0};
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    char reversed[20];
    int n = 0;

    for (; rest; rest /= 10)
        reversed[n++] = (char)('0' + rest % 10);
    for (int i = 0; i < n; i++)
        number.digits[i] = reversed[n - 1 - i];
    number.n = number.scale = n;
    return number;
}

/* The first `ndigits` digits of a finite number. */
static struct al_net_number from_double(double value, int ndigits)
{
    struct al_net_number number = {.negative = signbit(value)};
    char text[AL_NET_DIGITS + 40];
    const char *exponent;

    if (value == 0)
        return number;
    snprintf(text, sizeof text, "%.*e", ndigits - 1, fabs(value));
    exponent = strchr(text, 'e');
    number.digits[0] = text[0];
    memcpy(number.digits + 1, exponent - (ndigits - 1), (size_t)ndigits - 1);
    number.n = ndigits;
    number.scale = (int)strtol(exponent + 1, NULL, 10) + 1;
    al_net_round(&number, ndigits);
    return number;
}

static double to_double(const struct al_net_number *number)
{
    char text[AL_NET_DIGITS + 40];

    snprintf(text, sizeof text, "%.*se%d", number->n, number->digits, number->scale - number->n);
    return strtod(text, NULL);
}

/* The fewest digits that read back as the same number. */
static struct al_net_number shortest(double value)
{
    struct al_net_number number = {0};

    for (int n = 15; n <= 17; n++) {
        number = from_double(value, n);
        if (number.n == 0 || to_double(&number) == fabs(value))
            break;
    }
    return number;
}

/* -- parts -- */

static void put_digits(struct al_buf *out, const struct al_net_number *number, int from, int to)
{
    int last = to < number->n ? to : number->n;

    if (from < last)
        al_buf_put(out, (al_str){number->digits + from, (size_t)(last - from)});
    if (to > last && to > from)
        al_buf_repeat(out, '0', (size_t)(to - (from > last ? from : last)));
}

static void put_whole(struct al_buf *out, const struct al_net_number *number, bool grouped)
{
    if (number->scale <= 0) {
        al_buf_char(out, '0');
        return;
    }
    for (int i = 0; i < number->scale; i++) {
        put_digits(out, number, i, i + 1);
        if (grouped && i + 1 < number->scale && (number->scale - i - 1) % 3 == 0)
            al_buf_char(out, ',');
    }
}

static void put_fixed(struct al_buf *out, const struct al_net_number *number, int decimals, bool grouped)
{
    int zeros = number->scale < 0 ? -number->scale : 0, from = number->scale > 0 ? number->scale : 0;

    put_whole(out, number, grouped);
    if (decimals <= 0)
        return;
    al_buf_char(out, '.');
    zeros = zeros < decimals ? zeros : decimals;
    al_buf_repeat(out, '0', (size_t)zeros);
    put_digits(out, number, from, from + decimals - zeros);
}

static void put_exponent(struct al_buf *out, char letter, int exponent, int width)
{
    al_buf_char(out, letter);
    al_buf_printf(out, "%c%0*d", exponent < 0 ? '-' : '+', width, abs(exponent));
}

static void put_scientific(struct al_buf *out, const struct al_net_number *number, int decimals, char letter,
                           int width)
{
    put_digits(out, number, 0, 1);
    if (decimals > 0) {
        al_buf_char(out, '.');
        put_digits(out, number, 1, 1 + decimals);
    }
    put_exponent(out, letter, number->n ? number->scale - 1 : 0, width);
}

static void put_general(struct al_buf *out, const struct al_net_number *number, int precision, char letter)
{
    if (number->scale > precision || number->scale < -3)
        put_scientific(out, number, number->n - 1, letter, 2);
    else
        put_fixed(out, number, number->n - number->scale, false);
}

/* -- specifiers -- */

struct specifier {
    char letter;   /* upper case; 0: a pattern */
    bool lower;    /* was written in lower case */
    int precision; /* -1: none given */
};

static struct specifier parse_specifier(al_str spec)
{
    struct specifier s = {.letter = 'G', .precision = -1};

    if (spec.n == 0)
        return s;
    s.letter = al_upper(spec.s[0]);
    s.lower = s.letter != spec.s[0];
    if (!al_is_alpha(spec.s[0]) || spec.n > 10)
        s.letter = 0;
    for (size_t i = 1; i < spec.n && s.letter; i++) {
        if (!al_is_digit(spec.s[i]))
            s.letter = 0;
        else
            s.precision = (s.precision < 0 ? 0 : s.precision) * 10 + (spec.s[i] - '0');
    }
    return s;
}

static void put_framed(struct al_buf *out, const struct al_net_number *number, struct specifier s)
{
    struct al_net_number rounded = *number;
    int decimals = s.precision < 0 ? 2 : s.precision;

    if (s.letter == 'P' && rounded.n)
        rounded.scale += 2;
    al_net_round(&rounded, decimals > AL_NET_DIGITS ? AL_NET_DIGITS : rounded.scale + decimals);
    if (rounded.negative)
        al_buf_char(out, s.letter == 'C' ? '(' : '-');
    if (s.letter == 'C')
        al_buf_put(out, AL_STR("\xc2\xa4")); /* the currency sign of no country */
    put_fixed(out, &rounded, decimals, s.letter != 'F');
    if (s.letter == 'P')
        al_buf_put(out, AL_STR(" %"));
    if (s.letter == 'C' && rounded.negative)
        al_buf_char(out, ')');
}

/* What integers and doubles share. False when the letter is none of these. */
static bool put_standard(struct al_buf *out, const struct al_net_number *number, struct specifier s)
{
    struct al_net_number rounded = *number;

    switch (s.letter) {
    case 'C':
    case 'F':
    case 'N':
    case 'P': put_framed(out, number, s); return true;
    case 'E':
        s.precision = s.precision < 0 ? 6 : s.precision;
        al_net_round(&rounded, s.precision < AL_NET_DIGITS ? s.precision + 1 : AL_NET_DIGITS);
        if (rounded.negative)
            al_buf_char(out, '-');
        put_scientific(out, &rounded, s.precision, s.lower ? 'e' : 'E', 3);
        return true;
    case 'G':
        al_net_round(&rounded, s.precision < AL_NET_DIGITS ? s.precision : AL_NET_DIGITS);
        if (rounded.negative)
            al_buf_char(out, '-');
        put_general(out, &rounded, s.precision, s.lower ? 'e' : 'E');
        return true;
    default: return false;
    }
}

static void put_radix(struct al_buf *out, uint64_t value, unsigned bits, struct specifier s)
{
    const char *digits = s.lower ? "0123456789abcdef" : "0123456789ABCDEF";
    char reversed[64];
    size_t n = 0;

    do {
        reversed[n++] = digits[value & ((1u << bits) - 1)];
        value >>= bits;
    } while (value);
    if (s.precision > (int)n)
        al_buf_repeat(out, '0', (size_t)s.precision - n);
    while (n)
        al_buf_char(out, reversed[--n]);
}

bool al_net_put_int(struct al_buf *out, int64_t value, al_str spec)
{
    struct specifier s = parse_specifier(spec);
    struct al_net_number number = from_int(value);

    if (s.letter == 0) {
        al_net_put_pattern(out, &number, spec);
        return true;
    }
    if (s.letter == 'X' || s.letter == 'B') {
        put_radix(out, (uint64_t)value, s.letter == 'X' ? 4 : 1, s);
        return true;
    }
    if (s.letter == 'D' || s.letter == 'R' || (s.letter == 'G' && s.precision <= 0)) {
        int zeros = s.letter == 'D' && s.precision > number.n ? s.precision - number.n : 0;
        if (number.negative)
            al_buf_char(out, '-');
        al_buf_repeat(out, '0', (size_t)(zeros || number.n ? zeros : 1));
        put_digits(out, &number, 0, number.n);
        return true;
    }
    return put_standard(out, &number, s);
}

static bool put_not_finite(struct al_buf *out, double value)
{
    if (isfinite(value))
        return false;
    al_buf_put(out, isnan(value) ? AL_STR("NaN") : value > 0 ? AL_STR("Infinity") : AL_STR("-Infinity"));
    return true;
}

bool al_net_put_double(struct al_buf *out, double value, al_str spec)
{
    struct specifier s = parse_specifier(spec);
    struct al_net_number number;

    if (put_not_finite(out, value))
        return true;
    if (s.letter == 0) {
        number = from_double(value, 15);
        al_net_put_pattern(out, &number, spec);
        return true;
    }
    if (s.letter == 'R' || (s.letter == 'G' && s.precision <= 0)) {
        number = shortest(value);
        s.letter = 'G';
        s.precision = number.n > 15 ? number.n : 15;
    } else {
        number = from_double(value, AL_NET_DIGITS - 20);
    }
    return put_standard(out, &number, s);
}

/* -- reading -- */

bool al_net_parse_double(double *out, al_str text)
{
    struct al_net_number number = {0};
    size_t i = text.n && (text.s[0] == '-' || text.s[0] == '+') ? 1 : 0;
    bool point = false, digits = false;
    int exponent = 0, sign = 1;

    for (; i < text.n && (al_is_digit(text.s[i]) || (text.s[i] == '.' && !point)); i++) {
        if (text.s[i] == '.') {
            point = true;
            continue;
        }
        digits = true;
        if (!point && (number.n || text.s[i] != '0') && number.scale < 100000)
            number.scale++;
        else if (point && !number.n && text.s[i] == '0' && number.scale > -100000)
            number.scale--;
        if ((number.n || text.s[i] != '0') && number.n < AL_NET_DIGITS)
            number.digits[number.n++] = text.s[i];
    }
    if (digits && i < text.n && al_lower(text.s[i]) == 'e') {
        sign = i + 1 < text.n && text.s[i + 1] == '-' ? -1 : 1;
        i += i + 1 < text.n && (text.s[i + 1] == '-' || text.s[i + 1] == '+') ? 2 : 1;
        digits = i < text.n;
        for (; i < text.n && al_is_digit(text.s[i]); i++)
            exponent = exponent < 100000 ? exponent * 10 + (text.s[i] - '0') : exponent;
    }
    if (!digits || i < text.n)
        return false;
    number.scale += sign * exponent;
    *out = number.n ? to_double(&number) : 0;
    if (text.s[0] == '-')
        *out = -*out;
    return isfinite(*out);
}
