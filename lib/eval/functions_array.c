/* SPDX-License-Identifier: MIT */
/* Functions of arrays, and those that take an array as well as a text or an object. */
#include "eval/functions.h"
#include "eval/letter_case.h"
#include "eval/search.h"

al_value al_fn_array(struct al_call *call)
{
    al_value *v = &call->args[0], *items;

    if (al_hint_of(v) == AL_HINT_ARRAY)
        return *v;
    if (al_is_symbol(v) && v->hint == AL_HINT_ANY)
        return al_call_on_choices(call);
    items = AL_NEW(call->ev->arena, al_value);
    *items = *v;
    return al_array(items, 1);
}

al_value al_fn_createArray(struct al_call *call)
{
    al_value *items = AL_NEW_N(call->ev->arena, al_value, call->n);

    for (uint32_t i = 0; i < call->n; i++)
        items[i] = call->args[i];
    return al_array(items, call->n);
}

al_value al_fn_range(struct al_call *call)
{
    enum { MOST = 10000 };
    int64_t start, count;
    al_value *items;

    if (!al_int_arg(&start, call, 0) || !al_int_arg(&count, call, 1))
        return al_unknown(call);
    if (count < 0 || count > MOST || count > call->ev->limits.items)
        return al_fail(call, "range() makes 0 to %d numbers, not %lld", MOST, (long long)count);
    if (start > INT32_MAX - count || start < INT32_MIN)
        return al_fail(call, "range() from %lld leaves what fits in 32 bits", (long long)start);
    if (!al_charge(call, (size_t)count * sizeof *items))
        return al_unknown(call);
    items = AL_NEW_N(call->ev->arena, al_value, (size_t)count);
    for (int64_t i = 0; i < count; i++)
        items[i] = al_int(start + i);
    return al_array(items, (size_t)count);
}

al_value al_fn_flatten(struct al_call *call)
{
    struct al_items items = {0};
    al_value *outer = al_arg_of(call, 0, AL_V_ARRAY);

    if (!outer)
        return al_unknown(call);
    for (uint32_t i = 0; i < outer->n; i++) {
        al_value *inner = al_force(call->ev, &outer->items[i]);
        if (al_is_symbol(inner))
            return al_unknown(call);
        if (inner->kind != AL_V_ARRAY)
            return al_fail(call, "item %u of the array is no array, but %s", i, al_kind_name(inner));
        for (uint32_t k = 0; k < inner->n; k++)
            if (!al_items_add(call, &items, *al_force(call->ev, &inner->items[k])))
                return al_unknown(call);
    }
    return al_array(items.v, items.n);
}

/* -- first, last, take, skip -- */

static al_value wrong_kind(struct al_call *call, const char *wanted)
{
    return al_fail(call, "%s() takes %s, not %s", call->fn->name, wanted, al_kind_name(&call->args[0]));
}

static al_value first_character(al_str text)
{
    size_t end = 0;

    if (text.n)
        al_utf8_next(text, &end);
    return al_string(al_str_head(text, end));
}

static al_value last_character(al_str text)
{
    size_t at = text.n;

    while (at > 0 && ((unsigned char)text.s[--at] & 0xc0) == 0x80)
        continue;
    return al_string(al_str_from(text, at));
}

al_value al_fn_first(struct al_call *call)
{
    al_value *v = &call->args[0];

    if (al_is_texty(v) && (!al_is_symbol(v) || al_known_prefix(v).n))
        return first_character(al_known_prefix(v));
    if (al_is_symbol(v))
        return al_call_on_choices(call);
    if (v->kind != AL_V_ARRAY)
        return wrong_kind(call, "an array or a string");
    return v->n ? *al_force(call->ev, &v->items[0]) : al_null();
}

al_value al_fn_last(struct al_call *call)
{
    al_value *v = &call->args[0];

    if (al_is_texty(v) && (!al_is_symbol(v) || al_known_suffix(v).n))
        return last_character(al_known_suffix(v));
    if (al_is_symbol(v))
        return al_call_on_choices(call);
    if (v->kind != AL_V_ARRAY)
        return wrong_kind(call, "an array or a string");
    return v->n ? *al_force(call->ev, &v->items[v->n - 1]) : al_null();
}

/* The length of the array or text, or -1. */
static int64_t extent(const al_value *v)
{
    if (v->kind == AL_V_ARRAY)
        return v->n;
    return v->kind == AL_V_STRING ? (int64_t)al_utf16_length(al_string_of(v)) : -1;
}

static al_value slice(al_value *v, int64_t from, int64_t to)
{
    size_t start, end;
    al_str text;

    if (v->kind == AL_V_ARRAY)
        return al_array(v->items + from, (size_t)(to - from));
    text = al_string_of(v);
    start = al_utf16_offset(text, (size_t)from);
    end = al_utf16_offset(text, (size_t)to);
    return al_string((al_str){text.s + start, end - start});
}

/* Items are shared with the other array: each is worked out where it stands, before it could be twice. */
static void force_items(struct al_call *call, al_value *v)
{
    for (uint32_t i = 0; v->kind == AL_V_ARRAY && i < v->n; i++)
        al_force(call->ev, &v->items[i]);
}

al_value al_fn_take(struct al_call *call)
{
    al_value *v = &call->args[0];
    int64_t count, n;

    if (al_is_symbol(v) && call->args[1].kind == AL_V_INT && call->args[1].integer > 0 && al_is_segment(v)) {
        al_value part = al_unknown_segment(call);
        part.hint = AL_HINT_STRING;
        return part;
    }
    if (al_is_symbol(v) || al_is_symbol(&call->args[1]))
        return al_call_on_choices(call);
    n = extent(v);
    if (n < 0)
        return wrong_kind(call, "an array or a string");
    if (!al_int_arg(&count, call, 1))
        return al_unknown(call);
    force_items(call, v);
    return slice(v, 0, count < 0 ? 0 : count < n ? count : n);
}

al_value al_fn_skip(struct al_call *call)
{
    al_value *v = &call->args[0];
    int64_t count, n = extent(v);

    if (n < 0)
        return wrong_kind(call, "an array or a string");
    if (!al_int_arg(&count, call, 1))
        return al_unknown(call);
    force_items(call, v);
    return slice(v, count < 0 ? 0 : count < n ? count : n, n);
}

/* -- length, empty -- */

/* The length of what such a call always gives, or -1. */
static int64_t symbol_length(const al_value *v)
{
    static const struct {
        const char *fn;
        int64_t length;
    } fixed[] = {{"newGuid", 36}, {"guid", 36}, {"uniqueString", 13}};

    for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
        if (al_str_eq(v->symbol->fn, al_str_of(fixed[i].fn)))
            return fixed[i].length;
    return -1;
}

static bool known_length(const al_value *v, int64_t *length)
{
    const al_value *parts;
    uint32_t n = al_text_parts(v, &parts);

    *length = 0;
    for (uint32_t i = 0; i < n; i++) {
        int64_t part = al_is_symbol(&parts[i]) ? symbol_length(&parts[i]) : extent(&parts[i]);
        if (part < 0)
            return false;
        *length += part;
    }
    return true;
}

al_value al_fn_length(struct al_call *call)
{
    al_value *v = &call->args[0];
    int64_t length;

    if (v->kind == AL_V_OBJECT)
        return al_int(v->object->n);
    if (al_is_symbol(v))
        return known_length(v, &length) ? al_int(length) : al_call_on_choices(call);
    length = extent(v);
    return length < 0 ? wrong_kind(call, "an array, an object or a string") : al_int(length);
}

/* Some part of the text is certainly there. */
static bool is_certainly_text(const al_value *v)
{
    const al_value *parts;
    uint32_t n = al_text_parts(v, &parts);

    for (uint32_t i = 0; i < n; i++)
        if (al_is_symbol(&parts[i]) ? parts[i].symbol->segment : parts[i].n > 0)
            return true;
    return false;
}

al_value al_fn_empty(struct al_call *call)
{
    al_value *v = &call->args[0];

    switch ((enum al_value_kind)v->kind) {
    case AL_V_NULL: return al_bool(true);
    case AL_V_OBJECT: return al_bool(v->object->n == 0);
    case AL_V_STRING:
    case AL_V_ARRAY: return al_bool(v->n == 0);
    case AL_V_SYMBOL:
        if (is_certainly_text(v) || (v->symbol->known && v->symbol->known->n))
            return al_bool(false);
        return al_call_on_choices(call);
    default: return wrong_kind(call, "an array, an object or a string");
    }
}

/* -- searching -- */

static al_value contains_text(struct al_call *call)
{
    al_value *whole = &call->args[0], *part = &call->args[1];
    const al_value *parts;
    uint32_t n = al_text_parts(whole, &parts);

    if (al_is_symbol(part))
        return al_call_on_choices(call);
    if (part->kind != AL_V_STRING && part->kind != AL_V_INT)
        return al_fail(call, "contains() looks for a string in a string, not for %s", al_kind_name(part));
    *part = al_join(call, part, 1);
    if (part->n == 0)
        return al_bool(true);
    for (uint32_t i = 0; i < n; i++) {
        struct al_search search;
        size_t at;
        if (al_is_symbol(&parts[i]))
            continue;
        if (!al_charge(call, parts[i].n + 4 * (size_t)part->n))
            return al_unknown(call);
        search = al_search_new(call->ev->arena, al_string_of(&parts[i]), al_string_of(part));
        if (al_search_next(&search, &at))
            return al_bool(true);
    }
    return al_is_symbol(whole) ? al_call_on_choices(call) : al_bool(false);
}

static al_value contains_item(struct al_call *call)
{
    const al_value *v = &call->args[0];
    struct al_items items = {.v = v->items, .n = v->n};
    bool open = false;

    if (al_items_find(call, &items, &call->args[1], &open) < items.n)
        return al_bool(true);
    return open ? al_call_on_choices(call) : al_bool(false);
}

static al_value contains_key(struct al_call *call, const struct al_object *object, bool whole)
{
    al_value *key = &call->args[1];

    if (al_is_symbol(key))
        return al_call_on_choices(call);
    if (key->kind != AL_V_STRING && key->kind != AL_V_INT)
        return al_fail(call, "contains() looks for a property name in an object, not for %s",
                       al_kind_name(key));
    *key = al_join(call, key, 1);
    if (al_object_find(object, al_string_of(key)))
        return al_bool(true);
    return whole ? al_bool(false) : al_call_on_choices(call);
}

al_value al_fn_contains(struct al_call *call)
{
    al_value *v = &call->args[0];

    if (v->kind == AL_V_ARRAY)
        return contains_item(call);
    if (v->kind == AL_V_OBJECT)
        return contains_key(call, v->object, true);
    if (al_is_texty(v))
        return contains_text(call);
    if (!al_is_symbol(v))
        return wrong_kind(call, "an array, an object or a string");
    return v->symbol->known ? contains_key(call, v->symbol->known, false) : al_call_on_choices(call);
}

static al_str upper(struct al_call *call, al_str s)
{
    struct al_buf out = AL_BUF(call->ev->arena);

    al_put_upper(&out, s);
    return al_buf_str(&out);
}

/* Without regard to case. Mapping keeps the number of UTF-16 units, so positions stay right. */
static al_value index_of_text(struct al_call *call, bool last)
{
    struct al_search search;
    al_str text, part;
    size_t at, found = SIZE_MAX;

    if (!al_text_arg(&text, call, 0) || !al_text_arg(&part, call, 1))
        return al_unknown(call);
    if (part.n == 0)
        return al_int(last ? (int64_t)al_utf16_length(text) : 0);
    if (!al_charge(call, 2 * text.n + 6 * part.n))
        return al_unknown(call);
    text = upper(call, text);
    search = al_search_new(call->ev->arena, text, upper(call, part));
    search.overlap = true;
    while ((found == SIZE_MAX || last) && al_search_next(&search, &at))
        found = at;
    return al_int(found == SIZE_MAX ? -1 : (int64_t)al_utf16_length(al_str_head(text, found)));
}

/* An item that may be equal leaves the index open, unless a certain one comes before it. */
static al_value index_of_item(struct al_call *call, bool last)
{
    al_value *v = &call->args[0];

    for (uint32_t k = 0; k < v->n; k++) {
        uint32_t i = last ? v->n - 1 - k : k;
        enum al_truth same = al_step(call->ev, call->node, 1)
                                 ? al_values_equal(call->ev, &v->items[i], &call->args[1])
                                 : AL_UNKNOWN;
        if (same == AL_YES)
            return al_int(i);
        if (same == AL_UNKNOWN)
            return al_call_on_choices(call);
    }
    return al_int(-1);
}

static al_value index_of(struct al_call *call, bool last)
{
    if (call->args[0].kind == AL_V_ARRAY)
        return index_of_item(call, last);
    if (al_is_symbol(&call->args[0]) || al_is_symbol(&call->args[1]))
        return al_call_on_choices(call);
    return call->args[0].kind == AL_V_STRING ? index_of_text(call, last)
                                             : wrong_kind(call, "an array or a string");
}

al_value al_fn_indexOf(struct al_call *call)
{
    return index_of(call, false);
}

al_value al_fn_lastIndexOf(struct al_call *call)
{
    return index_of(call, true);
}

/* -- access -- */

al_value al_fn_indexFromEnd(struct al_call *call)
{
    return al_index(call->ev, &call->args[0], &call->args[1], AL_NODE_FROM_END, call->node);
}

al_value al_fn_tryIndexFromEnd(struct al_call *call)
{
    al_value v =
        al_index(call->ev, &call->args[0], &call->args[1], AL_NODE_FROM_END | AL_NODE_SAFE, call->node);

    for (uint32_t i = 2; i < call->n && v.kind != AL_V_NULL; i++)
        v = al_index(call->ev, &v, &call->args[i], AL_NODE_SAFE, call->node);
    return v;
}

al_value al_fn_tryGet(struct al_call *call)
{
    al_value v = call->args[0];

    for (uint32_t i = 1; i < call->n && v.kind != AL_V_NULL; i++)
        v = al_index(call->ev, &v, &call->args[i], AL_NODE_SAFE, call->node);
    return v;
}
