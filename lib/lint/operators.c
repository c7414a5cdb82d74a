/* SPDX-License-Identifier: MIT */
/* What a symbol leaves open is decided where its hint, its known text or its choices allow. For texts of
 * which only parts are known, the gaps are written as NUL, which no pattern has: what then matches, matches
 * whatever the gaps turn out to be. */
#include "lint/operators.h"
#include "base/placeholders.h"

typedef enum al_truth tester(const struct al_operand *o, const struct al_condition *leaf, al_value *value);

static enum al_truth truth_of(bool yes)
{
    return yes ? AL_YES : AL_NO;
}

/* The text that a known scalar is compared by; false for everything else. */
static bool scalar_text(const struct al_operand *o, al_value *value, al_str *out)
{
    struct al_buf buf = AL_BUF(o->ev->scratch);

    switch (value->kind) {
    case AL_V_STRING: *out = al_string_of(value); return true;
    case AL_V_BOOL: *out = value->boolean ? AL_STR("true") : AL_STR("false"); return true;
    case AL_V_INT:
    case AL_V_FLOAT:
        al_value_to_text(o->ev, &buf, value);
        *out = al_buf_str(&buf);
        return true;
    default: return false;
    }
}

static al_str with_gaps(const struct al_operand *o, const al_value *symbol)
{
    struct al_buf buf = AL_BUF(o->ev->scratch);
    const al_value *parts;
    uint32_t n = al_text_parts(symbol, &parts);

    for (uint32_t i = 0; i < n; i++) {
        if (parts[i].kind == AL_V_STRING)
            al_buf_put(&buf, al_string_of(&parts[i]));
        else
            al_buf_char(&buf, '\0');
    }
    return al_buf_str(&buf);
}

/* -- numbers -- */

static bool parse_number(al_str s, double *out)
{
    double number = 0, unit = 1;
    bool negative = s.n && s.s[0] == '-', digits = false;
    size_t i = negative ? 1 : 0;

    for (; i < s.n && al_is_digit(s.s[i]); i++, digits = true)
        number = number * 10 + (s.s[i] - '0');
    if (i < s.n && s.s[i] == '.')
        for (i++; i < s.n && al_is_digit(s.s[i]); i++, digits = true)
            number += (s.s[i] - '0') * (unit /= 10);
    *out = negative ? -number : number;
    return digits && i == s.n;
}

/* -1, 0, 1 as the value is below, at or above the bound; false when it is no number. */
static bool compare_bound(const al_value *value, int64_t bound, int *out)
{
    double number, limit = (double)bound;

    if (value->kind == AL_V_INT) {
        *out = (value->integer > bound) - (value->integer < bound);
        return true;
    }
    if (value->kind == AL_V_FLOAT)
        number = value->number;
    else if (value->kind != AL_V_STRING || !parse_number(al_string_of(value), &number))
        return false;
    *out = (number > limit) - (number < limit);
    return true;
}

static enum al_truth test_bound(const al_value *value, int64_t bound, int wanted)
{
    int order;

    if (al_is_symbol(value))
        return value->hint == AL_HINT_ANY || value->hint == AL_HINT_INT || value->hint == AL_HINT_STRING
                   ? AL_UNKNOWN
                   : AL_NO;
    return truth_of(compare_bound(value, bound, &order) && order == wanted);
}

static enum al_truth test_less(const struct al_operand *o, const struct al_condition *leaf, al_value *value)
{
    (void)o;
    return test_bound(value, leaf->bound, -1);
}

static enum al_truth test_greater(const struct al_operand *o, const struct al_condition *leaf,
                                  al_value *value)
{
    (void)o;
    return test_bound(value, leaf->bound, 1);
}

/* -- equality and patterns -- */

static bool same_ends(al_str known, al_str wanted, bool at_end)
{
    size_t n = known.n < wanted.n ? known.n : wanted.n;

    if (at_end)
        return al_str_caseeq(al_str_from(known, known.n - n), al_str_from(wanted, wanted.n - n));
    return al_str_caseeq(al_str_head(known, n), al_str_head(wanted, n));
}

static enum al_truth symbol_equals(const al_value *symbol, al_str text)
{
    double number;
    bool boolean = al_str_caseeq(text, AL_STR("true")) || al_str_caseeq(text, AL_STR("false"));
    al_str prefix = al_known_prefix(symbol), suffix = al_known_suffix(symbol);

    switch (symbol->hint) {
    case AL_HINT_ARRAY:
    case AL_HINT_OBJECT: return AL_NO;
    case AL_HINT_BOOL: return boolean ? AL_UNKNOWN : AL_NO;
    case AL_HINT_INT: return parse_number(text, &number) ? AL_UNKNOWN : AL_NO;
    default: break;
    }
    if (prefix.n + suffix.n > text.n || !same_ends(prefix, text, false) || !same_ends(suffix, text, true))
        return AL_NO;
    return AL_UNKNOWN;
}

static enum al_truth equals(const struct al_operand *o, al_str text, al_value *value)
{
    al_str scalar;

    if (al_is_symbol(value))
        return symbol_equals(value, text);
    if (!scalar_text(o, value, &scalar))
        return AL_NO;
    if (al_str_caseeq(scalar, text))
        return AL_YES;
    return al_is_token(scalar) ? AL_UNKNOWN : AL_NO; /* a pipeline puts the value there */
}

static enum al_truth test_equals(const struct al_operand *o, const struct al_condition *leaf, al_value *value)
{
    return equals(o, al_str_of(leaf->value), value);
}

static enum al_truth test_in(const struct al_operand *o, const struct al_condition *leaf, al_value *value)
{
    enum al_truth all = AL_NO;

    for (const char *const *text = leaf->values; *text; text++) {
        enum al_truth one = equals(o, al_str_of(*text), value);
        if (one == AL_YES)
            return AL_YES;
        if (one == AL_UNKNOWN)
            all = AL_UNKNOWN;
    }
    return all;
}

/* Whether a symbol can be text, or a number or truth value that is compared as text. */
static bool may_be_scalar(const al_value *symbol)
{
    return symbol->hint != AL_HINT_ARRAY && symbol->hint != AL_HINT_OBJECT;
}

static enum al_truth symbol_like(const struct al_operand *o, const al_value *symbol, al_str pattern)
{
    const char *first = memchr(pattern.s, '*', pattern.n);
    al_str head, tail;

    if (!first)
        return symbol_equals(symbol, pattern);
    if (al_is_texty(symbol) && al_like(with_gaps(o, symbol), pattern))
        return AL_YES;
    head = al_str_head(pattern, (size_t)(first - pattern.s));
    tail = pattern;
    for (const char *star; (star = tail.n ? memchr(tail.s, '*', tail.n) : NULL);)
        tail = al_str_from(tail, (size_t)(star - tail.s) + 1);
    if (!may_be_scalar(symbol) || !same_ends(al_known_prefix(symbol), head, false) ||
        !same_ends(al_known_suffix(symbol), tail, true))
        return AL_NO;
    return AL_UNKNOWN;
}

static enum al_truth test_like(const struct al_operand *o, const struct al_condition *leaf, al_value *value)
{
    al_str scalar, pattern = al_str_of(leaf->value);

    if (al_is_symbol(value))
        return symbol_like(o, value, pattern);
    return truth_of(scalar_text(o, value, &scalar) && al_like(scalar, pattern));
}

static enum al_truth test_matches(const struct al_operand *o, const struct al_condition *leaf,
                                  al_value *value)
{
    al_str scalar;

    if (al_is_symbol(value))
        return may_be_scalar(value) ? AL_UNKNOWN : AL_NO;
    if (!scalar_text(o, value, &scalar))
        return AL_NO;
    return al_pattern_match(o->patterns, leaf->value, scalar, o->ev->diags,
                            al_node_span(value->origin ? value->origin : o->ev->last));
}

static enum al_truth has_item(const struct al_operand *o, al_str text, const al_value *array)
{
    enum al_truth all = AL_NO;

    for (uint32_t i = 0; i < array->n; i++) {
        enum al_truth one = equals(o, text, al_force(o->ev, &array->items[i]));
        if (one == AL_YES)
            return AL_YES;
        if (one == AL_UNKNOWN)
            all = AL_UNKNOWN;
    }
    return all;
}

static enum al_truth test_contains(const struct al_operand *o, const struct al_condition *leaf,
                                   al_value *value)
{
    al_str scalar, text = al_str_of(leaf->value);

    if (value->kind == AL_V_ARRAY)
        return has_item(o, text, value);
    if (al_is_texty(value) && al_is_symbol(value))
        return al_str_case_find(with_gaps(o, value), text) >= 0 ? AL_YES : AL_UNKNOWN;
    if (al_is_symbol(value))
        return value->hint == AL_HINT_OBJECT ? AL_NO : AL_UNKNOWN;
    return truth_of(scalar_text(o, value, &scalar) && al_str_case_find(scalar, text) >= 0);
}

static enum al_truth test_version_less(const struct al_operand *o, const struct al_condition *leaf,
                                       al_value *value)
{
    al_str scalar;
    int order;

    if (al_is_symbol(value))
        return may_be_scalar(value) ? AL_UNKNOWN : AL_NO;
    if (!scalar_text(o, value, &scalar))
        return AL_NO;
    if (!al_version_compare(&order, scalar, al_str_of(leaf->value)))
        return AL_UNKNOWN;
    return truth_of(order < 0);
}

/* -- presence -- */

static enum al_truth test_always(const struct al_operand *o, const struct al_condition *leaf, al_value *value)
{
    (void)o, (void)leaf, (void)value;
    return AL_YES;
}

/* A symbol of no known type may turn out to be null. */
static enum al_truth test_exists(const struct al_operand *o, const struct al_condition *leaf, al_value *value)
{
    (void)o, (void)leaf;
    if (al_is_symbol(value) && value->hint == AL_HINT_ANY)
        return AL_UNKNOWN;
    return truth_of(value->kind != AL_V_NULL);
}

static enum al_truth test_not_empty(const struct al_operand *o, const struct al_condition *leaf,
                                    al_value *value)
{
    (void)o, (void)leaf;
    switch (value->kind) {
    case AL_V_NULL: return AL_NO;
    case AL_V_STRING:
    case AL_V_ARRAY: return truth_of(value->n > 0);
    case AL_V_OBJECT: return truth_of(value->object->n > 0);
    case AL_V_SYMBOL: break;
    default: return AL_YES;
    }
    if (value->hint == AL_HINT_BOOL || value->hint == AL_HINT_INT || value->symbol->segment ||
        (value->symbol->known && value->symbol->known->n > 0) || al_known_prefix(value).n ||
        al_known_suffix(value).n)
        return AL_YES;
    return AL_UNKNOWN;
}

static tester *const testers[] = {
    [AL_OP_ALWAYS] = test_always,
    [AL_OP_EQUALS] = test_equals,
    [AL_OP_IN] = test_in,
    [AL_OP_LIKE] = test_like,
    [AL_OP_MATCHES] = test_matches,
    [AL_OP_CONTAINS] = test_contains,
    [AL_OP_EXISTS] = test_exists,
    [AL_OP_NOT_EMPTY] = test_not_empty,
    [AL_OP_LESS] = test_less,
    [AL_OP_GREATER] = test_greater,
    [AL_OP_VERSION_LESS] = test_version_less,
};

/* What all choices agree about. */
static enum al_truth test_choices(const struct al_operand *o, const struct al_condition *leaf,
                                  const struct al_symbol *symbol)
{
    tester *test = testers[leaf->op];
    const enum al_truth first = test(o, leaf, al_force(o->ev, &symbol->choices[0]));

    for (uint32_t i = 1; i < symbol->nchoices && first != AL_UNKNOWN; i++)
        if (test(o, leaf, al_force(o->ev, &symbol->choices[i])) != first)
            return AL_UNKNOWN;
    return first;
}

enum al_truth al_operator_test(const struct al_operand *o, const struct al_condition *leaf, al_value *value)
{
    const struct al_mark mark = al_arena_mark(o->ev->scratch);
    const enum al_truth truth = !al_is_symbol(value) || value->symbol->nchoices == 0
                                    ? testers[leaf->op](o, leaf, value)
                                    : test_choices(o, leaf, value->symbol);

    al_arena_release(o->ev->scratch, mark);
    return truth;
}
