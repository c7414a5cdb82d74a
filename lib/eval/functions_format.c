/* SPDX-License-Identifier: MIT */
/* format(): .NET's composite formatting. Unknown arguments become parts of the text; where they have a width
 * or a number format, that part is a format() of its own. */
#include "eval/functions.h"
#include "eval/net_format.h"

/* -- objects and arrays: JSON in single quotes -- */

static void put_quoted(struct al_buf *out, al_str s)
{
    al_buf_char(out, '\'');
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.s[i];
        if (c == '\'' || c == '\\')
            al_buf_char(out, '\\');
        if (c >= 0x20)
            al_buf_char(out, s.s[i]);
        else if (c == '\n' || c == '\r' || c == '\t')
            al_buf_put(out, c == '\n' ? AL_STR("\\n") : c == '\r' ? AL_STR("\\r") : AL_STR("\\t"));
        else
            al_buf_printf(out, "\\u%04x", c);
    }
    al_buf_char(out, '\'');
}

/* The value was forced to its leaves, which bounds the depth. */
static void put_nested(struct al_eval *ev, struct al_buf *out, al_value *v)
{
    if (v->kind == AL_V_STRING) {
        put_quoted(out, al_string_of(v));
    } else if (v->kind == AL_V_ARRAY) {
        al_buf_char(out, '[');
        for (uint32_t i = 0; i < v->n && !out->cut; i++) {
            if (i)
                al_buf_char(out, ',');
            put_nested(ev, out, &v->items[i]);
        }
        al_buf_char(out, ']');
    } else if (v->kind == AL_V_OBJECT) {
        al_buf_char(out, '{');
        for (uint32_t i = 0; i < v->object->n && !out->cut; i++) {
            if (i)
                al_buf_char(out, ',');
            put_quoted(out, v->object->entries[i].key);
            al_buf_char(out, ':');
            put_nested(ev, out, &v->object->entries[i].value);
        }
        al_buf_char(out, '}');
    } else {
        al_value_to_json(ev, out, v);
    }
}

/* -- items -- */

/* False when the format specifier is none for such a value. */
static bool put_known(struct al_eval *ev, struct al_buf *out, al_value *v, al_str spec)
{
    switch ((enum al_value_kind)v->kind) {
    case AL_V_INT: return al_net_put_int(out, v->integer, spec);
    case AL_V_FLOAT: return al_net_put_double(out, v->number, spec);
    case AL_V_ARRAY:
    case AL_V_OBJECT: put_nested(ev, out, v); return true;
    default: al_value_to_text(ev, out, v); return true;
    }
}

static al_value unknown_item(struct al_call *call, const struct al_net_piece *piece, const al_value *v)
{
    struct al_buf pattern = AL_BUF(call->ev->arena);
    bool scalar = v->kind == AL_V_SYMBOL && v->hint != AL_HINT_OBJECT && v->hint != AL_HINT_ARRAY;
    bool indifferent = piece->spec.n == 0 || v->hint == AL_HINT_STRING || v->hint == AL_HINT_BOOL;
    al_value args[2];

    if (scalar && indifferent && piece->width == 0)
        return *v;
    al_buf_put(&pattern, AL_STR("{0"));
    if (piece->width)
        al_buf_printf(&pattern, ",%d", (int)piece->width);
    if (piece->spec.n) {
        al_buf_char(&pattern, ':');
        al_buf_put(&pattern, piece->spec);
    }
    al_buf_char(&pattern, '}');
    args[0] = al_string(al_buf_str(&pattern));
    args[1] = *v;
    return al_symbol(call->ev->arena, AL_HINT_STRING, AL_STR("format"), args, 2);
}

/* Adds what the item becomes to the parts; false after reporting. */
static bool add_item(struct al_call *call, struct al_items *parts, const struct al_net_piece *piece)
{
    struct al_buf text = al_take_text(call), aligned = al_take_text(call);
    al_value *v;

    if (piece->index + 1 >= call->n) {
        al_fail(call, "'%.*s' has no argument: format() was given %u", AL_FMT(piece->text), call->n - 1);
        return false;
    }
    v = &call->args[piece->index + 1];
    if (!al_force_deep(call->ev, v))
        return al_parts_add(call, parts, unknown_item(call, piece, v));
    if (v->kind == AL_V_STRING && piece->width == 0)
        return al_parts_add(call, parts, *v);
    if (!put_known(call->ev, &text, v, piece->spec)) {
        al_fail(call, "'%.*s' is no format of %s", AL_FMT(piece->spec), al_kind_name(v));
        return false;
    }
    if (piece->width == 0 || text.cut)
        return al_parts_add(call, parts, al_give_text(call, &text));
    al_net_put_aligned(&aligned, piece, al_buf_str(&text));
    return al_parts_add(call, parts, al_give_text(call, &aligned));
}

al_value al_fn_format(struct al_call *call)
{
    struct al_items parts = {0};
    struct al_net_piece piece;
    al_str rest;

    if (al_is_symbol(&call->args[0]))
        return al_call_on_choices(call);
    if (!al_text_arg(&rest, call, 0))
        return al_unknown(call);
    for (;;) {
        piece = al_net_next(&rest);
        if (piece.kind == AL_NET_END)
            return al_join(call, parts.v, parts.n);
        if (piece.kind == AL_NET_MALFORMED)
            return al_fail(call, "the format string is malformed at '%.*s'", AL_FMT(al_str_head(rest, 20)));
        if (piece.kind == AL_NET_TEXT && !al_parts_add(call, &parts, al_string(piece.text)))
            return al_unknown(call);
        if (piece.kind == AL_NET_ITEM && !add_item(call, &parts, &piece))
            return al_unknown(call);
    }
}
