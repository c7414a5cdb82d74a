/* SPDX-License-Identifier: MIT */
/* Deep equality in three values, as equals() and every comparison of array elements sees it. */
#include "eval/evaluator.h"

/* Texts with unknown parts differ for certain when what is known of their ends does. */
static enum al_truth compare_texts(const al_value *a, const al_value *b)
{
    al_str pa = al_known_prefix(a), pb = al_known_prefix(b), sa = al_known_suffix(a), sb = al_known_suffix(b);
    size_t prefix = pa.n < pb.n ? pa.n : pb.n, suffix = sa.n < sb.n ? sa.n : sb.n;

    if (prefix && memcmp(pa.s, pb.s, prefix) != 0)
        return AL_NO;
    if (suffix && memcmp(sa.s + sa.n - suffix, sb.s + sb.n - suffix, suffix) != 0)
        return AL_NO;
    return AL_UNKNOWN;
}

/* Whether a symbol can be the known value at all, as far as types tell. */
static bool types_differ(const al_value *a, const al_value *b)
{
    enum al_hint ha = al_hint_of(a), hb = al_hint_of(b);

    if (a->kind == AL_V_NULL || b->kind == AL_V_NULL) /* what has a type is not null */
        return ha != AL_HINT_ANY || hb != AL_HINT_ANY;
    return ha != AL_HINT_ANY && hb != AL_HINT_ANY && ha != hb;
}

static enum al_truth equal_to_choices(struct al_eval *ev, al_value *symbol, al_value *b)
{
    enum al_truth all = AL_UNKNOWN;

    for (uint32_t i = 0; i < symbol->symbol->nchoices; i++) {
        enum al_truth one = al_values_equal(ev, &symbol->symbol->choices[i], b);
        if (i && one != all)
            return AL_UNKNOWN;
        all = one;
    }
    return all;
}

static enum al_truth equal_unknown(struct al_eval *ev, al_value *a, al_value *b)
{
    if (a->kind == AL_V_SYMBOL && b->kind == AL_V_SYMBOL && al_symbol_same(a, b))
        return AL_YES;
    if (types_differ(a, b))
        return AL_NO;
    if (a->kind == AL_V_SYMBOL && a->symbol->nchoices && b->kind != AL_V_SYMBOL)
        return equal_to_choices(ev, a, b);
    if (b->kind == AL_V_SYMBOL && b->symbol->nchoices && a->kind != AL_V_SYMBOL)
        return equal_to_choices(ev, b, a);
    return al_is_texty(a) && al_is_texty(b) ? compare_texts(a, b) : AL_UNKNOWN;
}

static enum al_truth equal_arrays(struct al_eval *ev, al_value *a, al_value *b)
{
    enum al_truth all = AL_YES;

    if (a->n != b->n)
        return AL_NO;
    for (uint32_t i = 0; i < a->n && all != AL_NO; i++) {
        enum al_truth one = al_values_equal(ev, &a->items[i], &b->items[i]);
        all = one == AL_YES ? all : one;
    }
    return all;
}

static enum al_truth equal_objects(struct al_eval *ev, struct al_object *a, struct al_object *b)
{
    enum al_truth all = AL_YES;

    if (a == b)
        return AL_YES;
    if (a->n != b->n)
        return AL_NO;
    for (uint32_t i = 0; i < a->n && all != AL_NO; i++) {
        struct al_entry *other = al_object_find(b, a->entries[i].key);
        enum al_truth one = other ? al_values_equal(ev, &a->entries[i].value, &other->value) : AL_NO;
        all = one == AL_YES ? all : one;
    }
    return all;
}

static double number_of(const al_value *v)
{
    return v->kind == AL_V_INT ? (double)v->integer : v->number;
}

static bool is_number(const al_value *v)
{
    return v->kind == AL_V_INT || v->kind == AL_V_FLOAT;
}

static enum al_truth equal_known(struct al_eval *ev, al_value *a, al_value *b)
{
    bool same = false;

    if (a->kind != b->kind)
        return is_number(a) && is_number(b) && number_of(a) == number_of(b) ? AL_YES : AL_NO;
    switch ((enum al_value_kind)a->kind) {
    case AL_V_NULL: same = true; break;
    case AL_V_BOOL: same = a->boolean == b->boolean; break;
    case AL_V_INT: same = a->integer == b->integer; break;
    case AL_V_FLOAT: same = number_of(a) == number_of(b); break;
    case AL_V_STRING: same = al_str_eq(al_string_of(a), al_string_of(b)); break;
    case AL_V_ARRAY: return equal_arrays(ev, a, b);
    case AL_V_OBJECT: return equal_objects(ev, a->object, b->object);
    default: break;
    }
    return same ? AL_YES : AL_NO;
}

enum al_truth al_values_equal(struct al_eval *ev, al_value *a, al_value *b)
{
    enum al_truth answer;

    if (ev->depth >= ev->limits.depth || !al_step(ev, NULL, 1))
        return AL_UNKNOWN;
    al_force(ev, a);
    al_force(ev, b);
    ev->depth++;
    answer =
        a->kind == AL_V_SYMBOL || b->kind == AL_V_SYMBOL ? equal_unknown(ev, a, b) : equal_known(ev, a, b);
    ev->depth--;
    return answer;
}
