/* SPDX-License-Identifier: MIT */
/* Functions of texts. Positions and lengths count UTF-16 code units, because Azure's engine does. */
#include "eval/digest.h"
#include "eval/functions.h"
#include "eval/letter_case.h"
#include "eval/search.h"

/* -- joining -- */

static bool is_array(const al_value *v)
{
    return al_hint_of(v) == AL_HINT_ARRAY;
}

/* AL_YES: the arguments are arrays; AL_NO: they become one text; AL_UNKNOWN: nothing tells. */
static enum al_truth wants_arrays(const struct al_call *call)
{
    enum al_truth answer = call->n ? AL_UNKNOWN : AL_NO;

    for (uint32_t i = 0; i < call->n; i++) {
        if (is_array(&call->args[i]))
            return AL_YES;
        if (!al_is_symbol(&call->args[i]) || al_hint_of(&call->args[i]) != AL_HINT_ANY)
            answer = AL_NO;
    }
    return answer;
}

/* One allocation of the right size: reduce() with concat() makes many arrays. */
static al_value join_arrays(struct al_call *call, size_t n)
{
    al_value *items;
    size_t at = 0;

    if (n > call->ev->limits.items)
        return al_too_many(call);
    if (!al_charge(call, n * sizeof *items))
        return al_unknown_as(call, AL_HINT_ARRAY);
    items = AL_NEW_N(call->ev->arena, al_value, n);
    for (uint32_t i = 0; i < call->n; i++)
        for (uint32_t k = 0; k < call->args[i].n; k++)
            items[at++] = *al_force(call->ev, &call->args[i].items[k]);
    return al_array(items, n);
}

static al_value concat_arrays(struct al_call *call)
{
    bool open = false;
    size_t n = 0;

    for (uint32_t i = 0; i < call->n; i++) {
        const al_value *v = &call->args[i];
        open |= al_is_symbol(v);
        if (v->kind != AL_V_ARRAY && !al_is_symbol(v))
            return al_fail(call, "concat() joins either arrays or texts, not an array and %s",
                           al_kind_name(v));
        n += v->kind == AL_V_ARRAY ? v->n : 0;
    }
    return open ? al_unknown_as(call, AL_HINT_ARRAY) : join_arrays(call, n);
}

static bool is_text_part(const al_value *v)
{
    return v->kind != AL_V_OBJECT && v->kind != AL_V_ARRAY && v->kind != AL_V_LAMBDA;
}

al_value al_fn_concat(struct al_call *call)
{
    enum al_truth arrays = wants_arrays(call);

    if (arrays == AL_YES)
        return concat_arrays(call);
    for (uint32_t i = 0; i < call->n; i++)
        if (!is_text_part(&call->args[i]))
            return al_fail(call, "concat() does not take %s %s",
                           call->args[i].kind == AL_V_OBJECT ? "an" : "a", al_kind_name(&call->args[i]));
    if (arrays == AL_UNKNOWN)
        return al_call_on_choices(call);
    return al_join(call, call->args, call->n);
}

al_value al_fn_join(struct al_call *call)
{
    struct al_items parts = {0};
    al_value *array = &call->args[0], *delimiter = &call->args[1];

    if (al_is_symbol(array))
        return al_call_on_choices(call);
    if (!al_arg_of(call, 0, AL_V_ARRAY) || (!al_is_symbol(delimiter) && !al_arg_of(call, 1, AL_V_STRING)))
        return al_unknown(call);
    for (uint32_t i = 0; i < array->n; i++) {
        al_value *item = al_force(call->ev, &array->items[i]);
        if (!is_text_part(item))
            return al_fail(call, "item %u of the array is %s, and cannot be joined to a text", i,
                           al_kind_name(item));
        if (i)
            *al_vec_push(call->ev->scratch, &parts) = *delimiter;
        if (!al_parts_add(call, &parts, *item))
            return al_unknown(call);
    }
    return al_join(call, parts.v, parts.n);
}

al_value al_fn_string(struct al_call *call)
{
    struct al_buf text = al_take_text(call);
    al_value *v = &call->args[0];

    if (al_is_texty(v))
        return *v;
    if (al_is_symbol(v))
        return al_call_on_choices(call);
    if (v->kind == AL_V_FLOAT)
        return al_join(call, v, 1);
    if (!al_force_deep(call->ev, v))
        return al_unknown(call);
    al_value_to_text(call->ev, &text, v);
    return al_give_text(call, &text);
}

/* -- names made of a hash -- */

/* All arguments joined by hyphens; false when they are not all known. */
static bool hashed_text(struct al_call *call, al_str *out)
{
    struct al_items parts = {0};
    al_value joined;

    for (uint32_t i = 0; i < call->n; i++) {
        if (al_is_symbol(&call->args[i]))
            return false;
        if (!is_text_part(&call->args[i])) {
            al_fail(call, "argument %u of %s() must be a string, this is %s", i + 1, call->fn->name,
                    al_kind_name(&call->args[i]));
            return false;
        }
        if (i)
            *al_vec_push(call->ev->scratch, &parts) = al_string(AL_STR("-"));
        *al_vec_push(call->ev->scratch, &parts) = call->args[i];
    }
    joined = al_join(call, parts.v, parts.n);
    *out = joined.kind == AL_V_STRING ? al_string_of(&joined) : AL_STR("");
    return joined.kind == AL_V_STRING;
}

al_value al_fn_uniqueString(struct al_call *call)
{
    char unique[AL_UNIQUE_LENGTH];
    al_str joined;

    if (!hashed_text(call, &joined))
        return al_unknown_segment(call);
    al_unique_text(unique, joined);
    return al_copy_text(call, (al_str){unique, sizeof unique});
}

al_value al_fn_guid(struct al_call *call)
{
    char guid[AL_GUID_LENGTH];
    al_str joined;

    if (!hashed_text(call, &joined))
        return al_unknown_segment(call);
    al_guid_text(guid, joined);
    return al_copy_text(call, (al_str){guid, sizeof guid});
}

/* No two calls give the same: an address of its own tells each apart. */
al_value al_fn_newGuid(struct al_call *call)
{
    const void *identity = al_alloc(call->ev->arena, 1);
    al_value v = al_symbol_in(call->ev->arena, AL_HINT_STRING, AL_STR("newGuid"), NULL, 0, identity);

    v.symbol->segment = true;
    return v;
}

/* -- case and white space -- */

struct letter_case {
    const char *fn;
    void (*put)(struct al_buf *, al_str);
};

/* What is certainly in lower case already. */
static bool is_lower_symbol(const al_value *v)
{
    static const char *const lower[] = {"uniqueString", "guid", "newGuid"};

    for (size_t i = 0; i < sizeof lower / sizeof *lower; i++)
        if (al_str_eq(v->symbol->fn, al_str_of(lower[i])))
            return true;
    return false;
}

static al_value map_symbol(struct al_call *call, const al_value *v, const struct letter_case *map)
{
    al_value mapped;

    if (al_str_eq(v->symbol->fn, al_str_of(map->fn)))
        return *v;
    if (map->put == al_put_lower && is_lower_symbol(v))
        return *v;
    mapped = al_symbol(call->ev->arena, AL_HINT_STRING, al_str_of(map->fn), v, 1);
    mapped.symbol->segment = v->symbol->segment;
    return mapped;
}

/* The known parts are mapped now; the unknown ones keep the call around them. */
static al_value map_case(struct al_call *call, const struct letter_case *map)
{
    const al_value *parts;
    uint32_t n = al_text_parts(&call->args[0], &parts);
    al_value *mapped = AL_NEW_N(call->ev->arena, al_value, n), result, choices;

    if (!al_is_symbol(&call->args[0]) && !al_arg_of(call, 0, AL_V_STRING))
        return al_unknown(call);
    for (uint32_t i = 0; i < n; i++) {
        struct al_buf text = al_take_text(call);
        if (al_is_symbol(&parts[i])) {
            mapped[i] = map_symbol(call, &parts[i], map);
            continue;
        }
        map->put(&text, al_string_of(&parts[i]));
        mapped[i] = al_give_text(call, &text);
    }
    result = al_join(call, mapped, n);
    if (!al_is_symbol(&result) || !al_is_symbol(&call->args[0]) || !call->args[0].symbol->nchoices)
        return result;
    choices = al_call_on_choices(call);
    if (!al_is_symbol(&choices))
        return choices;
    return al_with_choices(call->ev->arena, result, choices.symbol->choices, choices.symbol->nchoices);
}

al_value al_fn_toLower(struct al_call *call)
{
    return map_case(call, &(struct letter_case){"toLower", al_put_lower});
}

al_value al_fn_toUpper(struct al_call *call)
{
    return map_case(call, &(struct letter_case){"toUpper", al_put_upper});
}

al_value al_fn_trim(struct al_call *call)
{
    al_str text;

    return al_text_arg(&text, call, 0) ? al_string(al_trim_unicode(text)) : al_unknown(call);
}

al_value al_fn_padLeft(struct al_call *call)
{
    struct al_buf out = al_take_text(call);
    al_value *v = &call->args[0];
    al_str fill = AL_STR(" "), text;
    int64_t total, length;

    if (v->kind != AL_V_STRING && v->kind != AL_V_INT)
        return al_fail(call, "padLeft() takes a string or an integer, not %s", al_kind_name(v));
    if (!al_int_arg(&total, call, 1) || (call->n > 2 && !al_text_arg(&fill, call, 2)))
        return al_unknown(call);
    if (al_utf16_length(fill) != 1)
        return al_fail(call, "padLeft() pads with one character, '%.*s' is not one",
                       AL_FMT(al_str_head(fill, 20)));
    if (total < 0)
        return al_fail(call, "padLeft() cannot make a text of %lld characters", (long long)total);
    *v = al_join(call, v, 1);
    text = al_string_of(v);
    length = (int64_t)al_utf16_length(text);
    if (total > call->ev->limits.text + length)
        return al_too_long(call);
    for (int64_t i = length; i < total; i++)
        al_buf_put(&out, fill);
    al_buf_put(&out, text);
    return al_give_text(call, &out);
}

/* -- parts of texts -- */

/* A text whose first characters are one segment: so are they. */
static al_value unknown_part(struct al_call *call, int64_t least)
{
    return least > 0 && al_is_segment(&call->args[0]) ? al_unknown_segment(call) : al_call_on_choices(call);
}

static al_value unknown_substring(struct al_call *call)
{
    bool some = call->n == 3 && call->args[2].kind == AL_V_INT;

    return unknown_part(call, some ? call->args[2].integer : 0);
}

al_value al_fn_substring(struct al_call *call)
{
    int64_t start, length = 0, all;
    size_t from, to;
    al_str text;

    for (uint32_t i = 0; i < call->n; i++)
        if (al_is_symbol(&call->args[i]))
            return unknown_substring(call);
    if (!al_text_arg(&text, call, 0) || !al_int_arg(&start, call, 1) ||
        (call->n > 2 && !al_int_arg(&length, call, 2)))
        return al_unknown(call);
    all = (int64_t)al_utf16_length(text);
    if (start < 0 || start > all)
        return al_fail(call, "substring() from %lld leaves the text, which has %lld characters",
                       (long long)start, (long long)all);
    if (call->n == 2)
        length = all - start;
    if (length < 0 || length > all - start)
        return al_fail(call, "substring() of %lld characters from %lld leaves the text, which has %lld",
                       (long long)length, (long long)start, (long long)all);
    from = al_utf16_offset(text, (size_t)start);
    to = al_utf16_offset(text, (size_t)(start + length));
    return al_string((al_str){text.s + from, to - from});
}

al_value al_fn_replace(struct al_call *call)
{
    struct al_buf out = al_take_text(call);
    struct al_search search;
    al_str text, old, new;
    size_t from = 0, at;

    if (!al_text_arg(&text, call, 0) || !al_text_arg(&old, call, 1) || !al_text_arg(&new, call, 2))
        return al_unknown(call);
    if (old.n == 0)
        return al_fail(call, "replace() cannot replace an empty text");
    if (!al_charge(call, text.n + 4 * old.n))
        return al_unknown(call);
    search = al_search_new(call->ev->arena, text, old);
    while (al_search_next(&search, &at) && !out.cut) {
        al_buf_put(&out, (al_str){text.s + from, at - from});
        al_buf_put(&out, new);
        from = at + old.n;
    }
    if (from == 0)
        return call->args[0];
    al_buf_put(&out, al_str_from(text, from));
    return al_give_text(call, &out);
}

/* -- beginnings and ends -- */

static al_str fold(struct al_call *call, al_str s)
{
    struct al_buf out = AL_BUF(call->ev->arena);

    al_put_upper(&out, s);
    return al_buf_str(&out);
}

/* startsWith() is decided as soon as the known beginnings differ, or the container's covers the other. */
static al_value starts_or_ends(struct al_call *call, bool at_start)
{
    al_str (*known_end)(const al_value *) = at_start ? al_known_prefix : al_known_suffix;
    al_value *whole = &call->args[0], *part = &call->args[1];
    al_str a, b;
    size_t n;

    if ((!al_is_symbol(whole) && !al_arg_of(call, 0, AL_V_STRING)) ||
        (!al_is_symbol(part) && !al_arg_of(call, 1, AL_V_STRING)))
        return al_unknown(call);
    a = known_end(whole);
    b = known_end(part);
    if (!al_charge(call, 2 * (a.n + b.n)))
        return al_unknown(call);
    a = fold(call, a);
    b = fold(call, b);
    n = a.n < b.n ? a.n : b.n;
    if (!(at_start ? al_str_starts(a, al_str_head(b, n)) : al_str_ends(a, al_str_from(b, b.n - n))))
        return al_bool(false);
    if (!al_is_symbol(part) && b.n <= a.n)
        return al_bool(true);
    if (!al_is_symbol(whole) && b.n > a.n)
        return al_bool(false);
    if (al_is_symbol(whole) && al_is_symbol(part) && al_symbol_same(whole, part))
        return al_bool(true);
    return al_call_on_choices(call);
}

al_value al_fn_startsWith(struct al_call *call)
{
    return starts_or_ends(call, true);
}

al_value al_fn_endsWith(struct al_call *call)
{
    return starts_or_ends(call, false);
}

/* '*' stands for any characters. What is between the stars is found from left to right, each piece at its
 * first occurrence; what is before the first and after the last star stands at the ends. */
static bool matches(struct al_call *call, al_str text, al_str pattern)
{
    ptrdiff_t star = al_str_find(pattern, AL_STR("*"));
    al_str piece;
    size_t at;

    if (star < 0)
        return al_str_eq(text, pattern);
    if (!al_str_starts(text, al_str_head(pattern, (size_t)star)))
        return false;
    text = al_str_from(text, (size_t)star);
    pattern = al_str_from(pattern, (size_t)star + 1);
    while (al_str_split_next(&piece, &pattern, '*')) {
        struct al_search search;
        if (!pattern.s)
            return al_str_ends(text, piece);
        search = al_search_new(call->ev->arena, text, piece);
        if (piece.n && !al_search_next(&search, &at))
            return false;
        text = al_str_from(text, piece.n ? at + piece.n : 0);
    }
    return true;
}

al_value al_fn_like(struct al_call *call)
{
    al_str text, pattern;

    if (!al_text_arg(&text, call, 0) || !al_text_arg(&pattern, call, 1))
        return al_unknown(call);
    if (!al_charge(call, 2 * text.n + 6 * pattern.n))
        return al_unknown(call);
    return al_bool(matches(call, fold(call, text), fold(call, pattern)));
}
