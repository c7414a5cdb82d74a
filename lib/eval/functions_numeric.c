/* SPDX-License-Identifier: MIT */
/* Arithmetic of 64-bit integers. What overflows is an error, as in C#'s checked arithmetic. */
#include "eval/functions.h"
#include "eval/net_format.h"

#include <math.h>

static bool two_ints(struct al_call *call, int64_t *a, int64_t *b)
{
    return al_int_arg(a, call, 0) && al_int_arg(b, call, 1);
}

static al_value overflow(struct al_call *call)
{
    return al_fail(call, "the result of %s() does not fit in 64 bits", call->fn->name);
}

al_value al_fn_add(struct al_call *call)
{
    int64_t a, b;

    if (!two_ints(call, &a, &b))
        return al_unknown(call);
    if (b > 0 ? a > INT64_MAX - b : a < INT64_MIN - b)
        return overflow(call);
    return al_int(a + b);
}

al_value al_fn_sub(struct al_call *call)
{
    int64_t a, b;

    if (!two_ints(call, &a, &b))
        return al_unknown(call);
    if (b < 0 ? a > INT64_MAX + b : a < INT64_MIN + b)
        return overflow(call);
    return al_int(a - b);
}

static bool product_fits(int64_t a, int64_t b)
{
    if (a == 0 || b == 0)
        return true;
    if ((a == -1 && b == INT64_MIN) || (b == -1 && a == INT64_MIN))
        return false;
    if (a == -1 || b == -1)
        return true;
    if ((a > 0) == (b > 0))
        return a > 0 ? a <= INT64_MAX / b : a >= INT64_MAX / b;
    return a > 0 ? b >= INT64_MIN / a : a >= INT64_MIN / b;
}

al_value al_fn_mul(struct al_call *call)
{
    int64_t a, b;

    if (!two_ints(call, &a, &b))
        return al_unknown(call);
    return product_fits(a, b) ? al_int(a * b) : overflow(call);
}

/* The operands of a division that has a result. */
static bool division(struct al_call *call, int64_t *a, int64_t *b)
{
    if (!two_ints(call, a, b))
        return false;
    if (*b == 0)
        al_fail(call, "%s() divides by zero", call->fn->name);
    else if (*b == -1 && *a == INT64_MIN)
        overflow(call);
    else
        return true;
    return false;
}

al_value al_fn_div(struct al_call *call)
{
    int64_t a, b;

    return division(call, &a, &b) ? al_int(a / b) : al_unknown(call);
}

al_value al_fn_mod(struct al_call *call)
{
    int64_t a, b;

    return division(call, &a, &b) ? al_int(a % b) : al_unknown(call);
}

static al_value extreme(struct al_call *call, bool greatest)
{
    al_value *items = call->args;
    uint32_t n = call->n;
    int64_t best = 0;

    if (n == 1 && items[0].kind == AL_V_ARRAY) {
        n = items[0].n;
        items = items[0].items;
    }
    if (n == 0)
        return al_fail(call, "%s() of an empty array", call->fn->name);
    for (uint32_t i = 0; i < n; i++) {
        if (items[i].kind != AL_V_INT)
            return al_fail(call, "%s() takes integers, or one array of them, not %s", call->fn->name,
                           al_kind_name(&items[i]));
        if (i == 0 || (greatest ? items[i].integer > best : items[i].integer < best))
            best = items[i].integer;
    }
    return al_int(best);
}

al_value al_fn_max(struct al_call *call)
{
    return extreme(call, true);
}

al_value al_fn_min(struct al_call *call)
{
    return extreme(call, false);
}

/* -- conversion -- */

static bool parse_int(int64_t *out, al_str text)
{
    bool negative = text.n && text.s[0] == '-';
    uint64_t value = 0, most = negative ? (uint64_t)INT64_MAX + 1 : (uint64_t)INT64_MAX;
    size_t i = text.n && (text.s[0] == '-' || text.s[0] == '+') ? 1 : 0;

    if (i == text.n)
        return false;
    for (; i < text.n; i++) {
        uint64_t digit = (uint64_t)(text.s[i] - '0');
        if (!al_is_digit(text.s[i]) || value > (most - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    *out = negative ? -(int64_t)(value - (value > 0)) - (value > 0) : (int64_t)value;
    return true;
}

al_value al_fn_int(struct al_call *call)
{
    const al_value *v = &call->args[0];
    int64_t value;

    if (v->kind == AL_V_INT)
        return al_int(v->integer);
    if (v->kind == AL_V_FLOAT && fabs(v->number) < 9.2e18) {
        double whole = floor(v->number), rest = v->number - whole;
        value = (int64_t)whole;
        return al_int(value + (rest > 0.5 || (rest == 0.5 && value % 2 != 0))); /* halves to even */
    }
    if (v->kind == AL_V_STRING && parse_int(&value, al_str_trim(al_string_of(v))))
        return al_int(value);
    return al_fail(call, "int() takes an integer or its decimal digits");
}

al_value al_fn_float(struct al_call *call)
{
    const al_value *v = &call->args[0];
    double value;

    if (v->kind == AL_V_FLOAT)
        return al_float(v->number);
    if (v->kind == AL_V_INT)
        return al_float((double)v->integer);
    if (v->kind == AL_V_STRING && al_net_parse_double(&value, al_str_trim(al_string_of(v))))
        return al_float(value);
    return al_fail(call, "float() takes a number or its text");
}
