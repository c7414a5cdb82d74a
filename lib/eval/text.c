/* SPDX-License-Identifier: MIT */
/* Values as text: JSON, the text they become inside a string, and the canonical expression of a symbol. */
#include "base/masks.h"
#include "eval/evaluator.h"
#include "eval/net_format.h"

enum { DEPTH = 200 }; /* of the text made; what is deeper is cut */

static bool is_concealed(const struct al_eval *ev, const al_value *v)
{
    if (!ev->conceal || ev->reveal || v->kind == AL_V_SYMBOL || v->kind == AL_V_NULL)
        return false;
    return v->flags & AL_VALUE_SECURE ||
           (ev->masks && v->kind == AL_V_STRING && al_masks_hit(ev->masks, al_string_of(v)));
}

/* Of names, and of what is written in the template. */
static al_str without_secrets(const struct al_eval *ev, al_str text)
{
    if (!ev->conceal || ev->reveal || !ev->masks)
        return text;
    return al_masks_apply(ev->masks, ev->arena, text, false);
}

/* -- JSON -- */

static void put_quoted(struct al_buf *out, al_str s)
{
    static const char hex[] = "0123456789abcdef";
    static const char *const shorts[32] = {
        ['\b'] = "\\b", ['\t'] = "\\t", ['\n'] = "\\n", ['\f'] = "\\f", ['\r'] = "\\r"};
    size_t from = 0;

    al_buf_char(out, '"');
    for (size_t i = 0; i < s.n;) {
        const size_t at = i;
        const unsigned char c = (unsigned char)s.s[i];
        const bool malformed = al_utf8_next(s, &i) == 0xfffd;
        if (c >= 0x20 && c != '"' && c != '\\' && !malformed)
            continue;
        al_buf_put(out, (al_str){s.s + from, at - from});
        from = i;
        if (malformed) {
            al_buf_utf8(out, 0xfffd);
        } else if (c >= 0x20) {
            al_buf_char(out, '\\');
            al_buf_char(out, (char)c);
        } else if (shorts[c]) {
            al_buf_put(out, al_str_of(shorts[c]));
        } else {
            al_buf_printf(out, "\\u00%c%c", hex[c >> 4], hex[c & 15]);
        }
    }
    al_buf_put(out, al_str_from(s, from));
    al_buf_char(out, '"');
}

/* In a form that cannot be taken for an integer. */
static void put_float(struct al_buf *out, double d)
{
    size_t from = out->n;

    al_net_put_double(out, d, AL_STR(""));
    for (size_t i = from; i < out->n; i++)
        if (!al_is_digit(out->s[i]) && out->s[i] != '-')
            return;
    al_buf_put(out, AL_STR(".0"));
}

static void put_json(struct al_eval *ev, struct al_buf *out, al_value *v, int depth);

static void put_json_members(struct al_eval *ev, struct al_buf *out, al_value *v, int depth)
{
    bool array = v->kind == AL_V_ARRAY;
    uint32_t n = array ? v->n : v->object->n;

    al_buf_char(out, array ? '[' : '{');
    for (uint32_t i = 0; i < n && !out->cut; i++) {
        if (i)
            al_buf_char(out, ',');
        if (!array) {
            put_quoted(out, without_secrets(ev, v->object->entries[i].key));
            al_buf_char(out, ':');
        }
        put_json(ev, out, array ? &v->items[i] : &v->object->entries[i].value, depth + 1);
    }
    al_buf_char(out, array ? ']' : '}');
}

static void put_json(struct al_eval *ev, struct al_buf *out, al_value *v, int depth)
{
    if (depth > DEPTH) {
        al_buf_put(out, AL_STR("null"));
        return;
    }
    al_force(ev, v);
    if (is_concealed(ev, v)) {
        al_buf_put(out, AL_STR("\"" AL_CONCEALED "\""));
        return;
    }
    switch ((enum al_value_kind)v->kind) {
    case AL_V_BOOL: al_buf_put(out, v->boolean ? AL_STR("true") : AL_STR("false")); return;
    case AL_V_INT: al_buf_printf(out, "%lld", (long long)v->integer); return;
    case AL_V_FLOAT: put_float(out, v->number); return;
    case AL_V_STRING: put_quoted(out, al_string_of(v)); return;
    case AL_V_ARRAY:
    case AL_V_OBJECT: put_json_members(ev, out, v, depth); return;
    case AL_V_SYMBOL: {
        struct al_buf text = {.arena = ev->arena, .most = 64 * 1024};
        al_value_to_source(ev, &text, v);
        put_quoted(out, al_buf_str(&text));
        return;
    }
    case AL_V_NULL:
    case AL_V_LAZY:
    case AL_V_BUSY:
    case AL_V_LAMBDA: al_buf_put(out, AL_STR("null")); return;
    }
}

void al_value_to_json(struct al_eval *ev, struct al_buf *out, al_value *v)
{
    put_json(ev, out, v, 0);
}

void al_value_to_text(struct al_eval *ev, struct al_buf *out, al_value *v)
{
    al_force(ev, v);
    if (is_concealed(ev, v))
        al_buf_put(out, AL_STR(AL_CONCEALED));
    else if (v->kind == AL_V_STRING)
        al_buf_put(out, al_string_of(v));
    else if (v->kind == AL_V_BOOL)
        al_buf_put(out, v->boolean ? AL_STR("True") : AL_STR("False"));
    else if (v->kind == AL_V_SYMBOL)
        al_symbol_to_text(ev, out, v);
    else if (v->kind == AL_V_FLOAT && v->number > -1e15 && v->number < 1e15 &&
             v->number == (double)(int64_t)v->number)
        al_buf_printf(out, "%lld", (long long)v->number);
    else if (v->kind != AL_V_NULL)
        put_json(ev, out, v, 0);
}

/* -- canonical expressions -- */

static void put_expression(struct al_eval *ev, struct al_buf *out, al_value *v, int depth);

static void put_quotes_doubled(struct al_buf *out, al_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.s[i] == '\'')
            al_buf_char(out, '\'');
        al_buf_char(out, s.s[i]);
    }
}

static void put_literal(struct al_buf *out, al_str s)
{
    al_buf_char(out, '\'');
    put_quotes_doubled(out, s);
    al_buf_char(out, '\'');
}

static void put_arguments(struct al_eval *ev, struct al_buf *out, al_str fn, al_value *args, uint32_t n,
                          int depth)
{
    al_buf_put(out, fn);
    al_buf_char(out, '(');
    for (uint32_t i = 0; i < n && !out->cut; i++) {
        if (i)
            al_buf_put(out, AL_STR(", "));
        put_expression(ev, out, &args[i], depth);
    }
    al_buf_char(out, ')');
}

static bool is_identifier(al_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!al_is_alpha(s.s[i]) && s.s[i] != '_' && !(i && al_is_digit(s.s[i])))
            return false;
    return s.n > 0;
}

static void put_access(struct al_eval *ev, struct al_buf *out, const struct al_symbol *symbol, int depth)
{
    al_value *at = &symbol->args[1];

    put_expression(ev, out, &symbol->args[0], depth);
    if (at->kind == AL_V_STRING && is_identifier(al_string_of(at))) {
        al_buf_char(out, '.');
        al_buf_put(out, al_string_of(at));
        return;
    }
    al_buf_char(out, '[');
    put_expression(ev, out, at, depth);
    al_buf_char(out, ']');
}

/* Appends one segment of an id: a text, a symbol, or a concat() of both. `parts` are those between two
 * slashes. */
static void put_segment(struct al_eval *ev, struct al_buf *out, al_value *parts, uint32_t n, int depth)
{
    if (n == 1)
        put_expression(ev, out, &parts[0], depth);
    else
        put_arguments(ev, out, AL_SYM_CONCAT, parts, n, depth);
}

struct segment {
    al_value parts[8];
    uint32_t n;
};

enum { MOST_SEGMENTS = 24 };

/* Cuts a text at its slashes. Returns the number of segments, 0 when there are too many to be an id. */
static uint32_t segments_of(const struct al_symbol *concat, struct segment *out)
{
    uint32_t n = 1;

    out[0].n = 0;
    for (uint32_t i = 0; i < concat->nargs; i++) {
        al_str rest = concat->args[i].kind == AL_V_STRING ? al_string_of(&concat->args[i]) : AL_STR(""),
               piece;
        bool first = true;
        if (concat->args[i].kind != AL_V_STRING) {
            if (out[n - 1].n == 8)
                return 0;
            out[n - 1].parts[out[n - 1].n++] = concat->args[i];
            continue;
        }
        while (al_str_split_next(&piece, &rest, '/')) {
            if (!first && n == MOST_SEGMENTS)
                return 0;
            if (!first)
                out[n++].n = 0;
            first = false;
            if (piece.n && out[n - 1].n == 8)
                return 0;
            if (piece.n)
                out[n - 1].parts[out[n - 1].n++] = al_string(piece);
        }
    }
    return n;
}

static bool segment_is(const struct segment *s, al_str text)
{
    return s->n == 1 && s->parts[0].kind == AL_V_STRING && al_str_caseeq(al_string_of(&s->parts[0]), text);
}

/* subscription().subscriptionId or resourceGroup().name of the run's own deployment */
static bool segment_is_own(const struct segment *s, const char *function)
{
    const struct al_symbol *symbol = s->n == 1 && s->parts[0].kind == AL_V_SYMBOL ? s->parts[0].symbol : NULL;

    return symbol && !symbol->scope && symbol->segment && symbol->nargs == 2 &&
           al_str_eq(symbol->fn, AL_SYM_MEMBER) && symbol->args[0].kind == AL_V_SYMBOL &&
           al_str_eq(symbol->args[0].symbol->fn, al_str_of(function));
}

/* The tail "/providers/A.B/c/<name>/d/<name>" as resourceId('A.B/c/d', name, name). */
static bool put_resource_id(struct al_eval *ev, struct al_buf *out, const char *fn, struct segment *s,
                            uint32_t n, int depth)
{
    if (n < 4 || n % 2 || !segment_is(&s[0], AL_STR("providers")))
        return false;
    for (uint32_t i = 1; i < n; i += i == 1 ? 1 : 2)
        if (s[i].n != 1 || s[i].parts[0].kind != AL_V_STRING || segment_is(&s[i], AL_STR("providers")))
            return false;
    for (uint32_t i = 3; i < n; i += 2)
        if (s[i].n == 0)
            return false;
    al_buf_printf(out, "%s('", fn);
    put_quotes_doubled(out, al_string_of(&s[1].parts[0]));
    for (uint32_t i = 2; i < n; i += 2) {
        al_buf_char(out, '/');
        put_quotes_doubled(out, al_string_of(&s[i].parts[0]));
    }
    al_buf_char(out, '\'');
    for (uint32_t i = 3; i < n; i += 2) {
        al_buf_put(out, AL_STR(", "));
        put_segment(ev, out, s[i].parts, s[i].n, depth);
    }
    al_buf_char(out, ')');
    return true;
}

/* An id in the deployment's own scope reads better as the function that makes it. */
static bool put_id(struct al_eval *ev, struct al_buf *out, const struct al_symbol *concat, int depth)
{
    struct segment s[MOST_SEGMENTS];
    uint32_t n;

    if (!al_str_case_starts(al_known_prefix(&concat->args[0]), AL_STR("/subscriptions/")))
        return false;
    n = segments_of(concat, s);
    if (n < 3 || !segment_is_own(&s[2], "subscription"))
        return false;
    if (n == 3) {
        al_buf_put(out, AL_STR("subscription().id"));
        return true;
    }
    if (n < 5 || !segment_is(&s[3], AL_STR("resourceGroups")))
        return put_resource_id(ev, out, "subscriptionResourceId", s + 3, n - 3, depth);
    if (!segment_is_own(&s[4], "resourceGroup"))
        return false;
    if (n == 5) {
        al_buf_put(out, AL_STR("resourceGroup().id"));
        return true;
    }
    return put_resource_id(ev, out, "resourceId", s + 5, n - 5, depth);
}

static void put_symbol(struct al_eval *ev, struct al_buf *out, const struct al_symbol *symbol, int depth)
{
    if (al_str_eq(symbol->fn, AL_SYM_MEMBER) || al_str_eq(symbol->fn, AL_SYM_INDEX))
        put_access(ev, out, symbol, depth);
    else if (al_str_eq(symbol->fn, AL_SYM_RAW))
        al_buf_put(out, without_secrets(ev, al_string_of(&symbol->args[0])));
    else if (!al_str_eq(symbol->fn, AL_SYM_CONCAT) || !put_id(ev, out, symbol, depth))
        put_arguments(ev, out, symbol->fn, symbol->args, symbol->nargs, depth);
}

static void put_object(struct al_eval *ev, struct al_buf *out, struct al_object *object, int depth)
{
    al_buf_put(out, AL_STR("createObject("));
    for (uint32_t i = 0; i < object->n && !out->cut; i++) {
        if (i)
            al_buf_put(out, AL_STR(", "));
        put_literal(out, without_secrets(ev, object->entries[i].key));
        al_buf_put(out, AL_STR(", "));
        put_expression(ev, out, &object->entries[i].value, depth);
    }
    al_buf_char(out, ')');
}

static void put_expression(struct al_eval *ev, struct al_buf *out, al_value *v, int depth)
{
    out->cut |= depth > DEPTH; /* without what lies deeper it means something else */
    if (out->cut)
        return;
    al_force(ev, v);
    if (is_concealed(ev, v)) {
        al_buf_put(out, AL_STR("secure"));
        return;
    }
    switch ((enum al_value_kind)v->kind) {
    case AL_V_STRING: put_literal(out, al_string_of(v)); return;
    case AL_V_BOOL: al_buf_put(out, v->boolean ? AL_STR("true()") : AL_STR("false()")); return;
    case AL_V_NULL: al_buf_put(out, AL_STR("null()")); return;
    case AL_V_SYMBOL: put_symbol(ev, out, v->symbol, depth + 1); return;
    case AL_V_ARRAY: put_arguments(ev, out, AL_STR("createArray"), v->items, v->n, depth + 1); return;
    case AL_V_OBJECT: put_object(ev, out, v->object, depth + 1); return;
    case AL_V_LAMBDA: al_buf_put(out, without_secrets(ev, al_span_text(al_node_span(v->lazy.node)))); return;
    case AL_V_INT:
    case AL_V_FLOAT:
    case AL_V_LAZY:
    case AL_V_BUSY: put_json(ev, out, v, depth); return;
    }
}

void al_symbol_to_text(struct al_eval *ev, struct al_buf *out, const al_value *v)
{
    al_value copy = *v;

    put_expression(ev, out, &copy, 0);
}

void al_value_to_source(struct al_eval *ev, struct al_buf *out, al_value *v)
{
    al_force(ev, v);
    if (is_concealed(ev, v)) {
        al_buf_put(out, AL_STR(AL_CONCEALED));
    } else if (v->kind == AL_V_STRING) {
        al_buf_put(out, al_string_of(v));
    } else if (v->kind == AL_V_SYMBOL) {
        al_buf_char(out, '[');
        al_symbol_to_text(ev, out, v);
        al_buf_char(out, ']');
    } else {
        al_value_to_json(ev, out, v);
    }
}
