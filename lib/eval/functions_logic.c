/* SPDX-License-Identifier: MIT */
/* Truth values and comparison. What the left side leaves open may make the right side unreachable on Azure,
 * so from there on arguments are evaluated without reporting what goes wrong in them. */
#include "eval/functions.h"

static al_value *quiet_arg(struct al_call *call, uint32_t i)
{
    al_value *v;

    call->ev->diags->muted++;
    v = al_arg(call, i);
    al_force_deep(call->ev, v);
    call->ev->diags->muted--;
    return v;
}

al_value al_fn_true(struct al_call *call)
{
    (void)call;
    return al_bool(true);
}

al_value al_fn_false(struct al_call *call)
{
    (void)call;
    return al_bool(false);
}

al_value al_fn_null(struct al_call *call)
{
    (void)call;
    return al_null();
}

/* -- if -- */

static bool is_scalar(const al_value *v)
{
    return v->kind >= AL_V_NULL && v->kind <= AL_V_STRING;
}

/* Adds the values that `v` can have; false when they are not all known scalars, or too many. */
static bool gather(al_value *choices, uint32_t *n, const al_value *v)
{
    const al_value *values = v;
    uint32_t nvalues = 1;

    if (al_is_symbol(v)) {
        values = v->symbol->choices;
        nvalues = v->symbol->nchoices;
    }
    if (nvalues == 0 || *n + nvalues > AL_MOST_CHOICES)
        return false;
    for (uint32_t i = 0; i < nvalues; i++) {
        if (!is_scalar(&values[i]))
            return false;
        choices[(*n)++] = values[i];
    }
    return true;
}

static struct al_object *certain_part(const al_value *v)
{
    if (v->kind == AL_V_OBJECT)
        return v->object;
    return al_is_symbol(v) ? v->symbol->known : NULL;
}

/* The properties that are the same in both branches. */
static struct al_object *common_properties(struct al_call *call, struct al_object *a, struct al_object *b)
{
    struct al_object *common = al_object_new(call->ev->arena, 0);

    for (uint32_t i = 0; i < a->n; i++) {
        struct al_entry *other = al_object_find(b, a->entries[i].key);
        if (other && al_values_equal(call->ev, &a->entries[i].value, &other->value) == AL_YES)
            al_object_set(call->ev->arena, common, a->entries[i].key, a->entries[i].value);
    }
    return common;
}

/* The condition is not known: what is certain about either branch. */
static al_value either(struct al_call *call)
{
    al_value *yes = quiet_arg(call, 1), *no = quiet_arg(call, 2), choices[AL_MOST_CHOICES], v;
    struct al_object *a = certain_part(yes), *b = certain_part(no);
    uint32_t n = 0;

    if (al_values_equal(call->ev, yes, no) == AL_YES)
        return *yes;
    v = al_unknown_as(call, al_hint_of(yes) == al_hint_of(no) ? al_hint_of(yes) : AL_HINT_ANY);
    v.symbol->segment = al_is_segment(yes) && al_is_segment(no);
    if (gather(choices, &n, yes) && gather(choices, &n, no))
        return al_with_choices(call->ev->arena, v, choices, n);
    if (a && b && v.hint == AL_HINT_OBJECT)
        return al_with_known(call->ev->arena, v, common_properties(call, a, b));
    return v;
}

al_value al_fn_if(struct al_call *call)
{
    al_value *condition = al_arg(call, 0);

    if (condition->kind == AL_V_BOOL)
        return *al_arg(call, condition->boolean ? 1 : 2);
    if (!al_is_symbol(condition)) {
        quiet_arg(call, 1);
        quiet_arg(call, 2);
        return al_fail(call, "the condition of if() must be a bool, this is %s", al_kind_name(condition));
    }
    return either(call);
}

/* -- and, or, not -- */

/* One argument that is `decisive` decides, whatever the unknown ones are. */
static al_value junction(struct al_call *call, bool decisive)
{
    al_value *open = NULL;
    uint32_t nopen = 0;

    for (uint32_t i = 0; i < call->n; i++) {
        al_value *v = open ? quiet_arg(call, i) : al_arg(call, i);
        if (v->kind == AL_V_BOOL && v->boolean == decisive)
            return al_bool(decisive);
        if (v->kind == AL_V_BOOL)
            continue;
        if (!al_is_symbol(v))
            return al_fail(call, "argument %u of %s() must be a bool, this is %s", i + 1, call->fn->name,
                           al_kind_name(v));
        open = v;
        nopen++;
    }
    if (!open)
        return al_bool(!decisive);
    return nopen == 1 && open->hint == AL_HINT_BOOL ? *open : al_call_on_choices(call);
}

al_value al_fn_and(struct al_call *call)
{
    return junction(call, false);
}

al_value al_fn_or(struct al_call *call)
{
    return junction(call, true);
}

al_value al_fn_not(struct al_call *call)
{
    const al_value *v = &call->args[0];

    if (al_is_symbol(v)) {
        const struct al_symbol *symbol = v->symbol;
        if (al_str_eq(symbol->fn, AL_STR("not")) && symbol->args[0].hint == AL_HINT_BOOL)
            return symbol->args[0];
        return al_call_on_choices(call);
    }
    v = al_arg_of(call, 0, AL_V_BOOL);
    return v ? al_bool(!v->boolean) : al_unknown(call);
}

/* -- bool, coalesce -- */

al_value al_fn_bool(struct al_call *call)
{
    const al_value *v = &call->args[0];
    al_str text = v->kind == AL_V_STRING ? al_str_trim(al_string_of(v)) : AL_STR("");

    if (v->kind == AL_V_BOOL)
        return *v;
    if (v->kind == AL_V_INT && (v->integer == 0 || v->integer == 1))
        return al_bool(v->integer == 1);
    if (al_str_caseeq(text, AL_STR("true")) || al_str_eq(text, AL_STR("1")))
        return al_bool(true);
    if (al_str_caseeq(text, AL_STR("false")) || al_str_eq(text, AL_STR("0")))
        return al_bool(false);
    return al_fail(call, "bool() takes 'true', 'false', 1 or 0");
}

/* A symbol of a known type is not null. */
static bool is_certain(const al_value *v)
{
    return !al_is_symbol(v) || v->hint != AL_HINT_ANY;
}

al_value al_fn_coalesce(struct al_call *call)
{
    al_value *candidates = AL_NEW_N(call->ev->arena, al_value, call->n);
    uint32_t n = 0;
    enum al_hint hint;

    for (uint32_t i = 0; i < call->n; i++) {
        al_value *v = n ? quiet_arg(call, i) : al_arg(call, i);
        if (v->kind == AL_V_NULL)
            continue;
        candidates[n++] = *v;
        if (is_certain(v))
            break;
    }
    if (n == 0)
        return al_null();
    if (n == 1)
        return candidates[0];
    hint = al_hint_of(&candidates[0]);
    for (uint32_t i = 1; i < n; i++) {
        al_force_deep(call->ev, &candidates[i]);
        if (al_hint_of(&candidates[i]) != hint)
            hint = AL_HINT_ANY;
    }
    return al_symbol(call->ev->arena, hint, AL_STR("coalesce"), candidates, n);
}

/* -- comparison -- */

al_value al_fn_equals(struct al_call *call)
{
    switch (al_values_equal(call->ev, &call->args[0], &call->args[1])) {
    case AL_YES: return al_bool(true);
    case AL_NO: return al_bool(false);
    case AL_UNKNOWN: break;
    }
    return al_call_on_choices(call);
}

/* Order of UTF-16 code units, as .NET compares: characters outside of the basic plane, whose UTF-8 begins
 * with F0 and more, come before U+E000 to U+FFFF, whose UTF-8 begins with EE and EF. */
static int compare_ordinal(al_str a, al_str b)
{
    size_t n = a.n < b.n ? a.n : b.n, i = 0;
    unsigned char x, y;

    while (i < n && a.s[i] == b.s[i])
        i++;
    if (i == n)
        return (a.n > b.n) - (a.n < b.n);
    x = (unsigned char)a.s[i];
    y = (unsigned char)b.s[i];
    if ((x >= 0xf0) != (y >= 0xf0) && x >= 0xee && y >= 0xee)
        return x >= 0xf0 ? -1 : 1;
    return x < y ? -1 : 1;
}

static bool is_number(const al_value *v)
{
    return v->kind == AL_V_INT || v->kind == AL_V_FLOAT;
}

static double as_double(const al_value *v)
{
    return v->kind == AL_V_INT ? (double)v->integer : v->number;
}

static bool compare(struct al_call *call, int *out)
{
    const al_value *a = &call->args[0], *b = &call->args[1];

    if (a->kind == AL_V_INT && b->kind == AL_V_INT)
        *out = (a->integer > b->integer) - (a->integer < b->integer);
    else if (is_number(a) && is_number(b))
        *out = (as_double(a) > as_double(b)) - (as_double(a) < as_double(b));
    else if (a->kind == AL_V_STRING && b->kind == AL_V_STRING)
        *out = compare_ordinal(al_string_of(a), al_string_of(b));
    else
        return false;
    return true;
}

static al_value ordering(struct al_call *call, bool less, bool equal)
{
    int order;

    if (!compare(call, &order))
        return al_fail(call, "%s() compares two integers or two strings, not %s and %s", call->fn->name,
                       al_kind_name(&call->args[0]), al_kind_name(&call->args[1]));
    return al_bool(order == 0 ? equal : (order < 0) == less);
}

al_value al_fn_less(struct al_call *call)
{
    return ordering(call, true, false);
}

al_value al_fn_lessOrEquals(struct al_call *call)
{
    return ordering(call, true, true);
}

al_value al_fn_greater(struct al_call *call)
{
    return ordering(call, false, false);
}

al_value al_fn_greaterOrEquals(struct al_call *call)
{
    return ordering(call, false, true);
}
