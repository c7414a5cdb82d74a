/* SPDX-License-Identifier: MIT */
/* Base64, data URIs and json(). */
#include "eval/base64.h"
#include "eval/functions.h"
#include "eval/relaxed_json.h"
#include "eval/uri.h"
#include "syntax/json.h"

/* -- Base64 -- */

al_value al_fn_base64(struct al_call *call)
{
    struct al_buf out = al_take_text(call);
    al_str text;

    if (!al_text_arg(&text, call, 0))
        return al_unknown(call);
    al_base64_encode(&out, text);
    return al_give_text(call, &out);
}

/* Bytes that are no UTF-8 become replacement characters. */
static al_value give_bytes(struct al_call *call, const struct al_buf *bytes)
{
    struct al_buf out = al_take_text(call);
    al_str s = al_buf_str(bytes);

    for (size_t i = 0; i < s.n;)
        al_buf_utf8(&out, al_utf8_next(s, &i));
    return al_give_text(call, &out);
}

static al_value decode_base64(struct al_call *call, al_str text)
{
    struct al_buf bytes = al_take_text(call);

    if (!al_base64_decode(&bytes, text))
        return al_fail(call, "'%.*s' is not valid Base64", AL_FMT(al_str_head(text, 60)));
    return give_bytes(call, &bytes);
}

al_value al_fn_base64ToString(struct al_call *call)
{
    al_str text;

    return al_text_arg(&text, call, 0) ? decode_base64(call, text) : al_unknown(call);
}

/* -- data URIs -- */

al_value al_fn_dataUri(struct al_call *call)
{
    struct al_buf out = al_take_text(call);
    al_str text;

    if (!al_text_arg(&text, call, 0))
        return al_unknown(call);
    al_buf_put(&out, AL_STR("data:text/plain;charset=utf-8;base64,"));
    al_base64_encode(&out, text);
    return al_give_text(call, &out);
}

al_value al_fn_dataUriToString(struct al_call *call)
{
    struct al_buf plain = al_take_text(call);
    al_str text, head;
    ptrdiff_t comma;

    if (!al_text_arg(&text, call, 0))
        return al_unknown(call);
    comma = al_str_find(text, AL_STR(","));
    if (comma < 0 || !al_str_case_starts(text, AL_STR("data:")))
        return al_fail(call, "'%.*s' is not a data URI", AL_FMT(al_str_head(text, 60)));
    head = al_str_head(text, (size_t)comma);
    text = al_str_from(text, (size_t)comma + 1);
    if (al_str_case_ends(head, AL_STR(";base64")))
        return decode_base64(call, text);
    al_uri_put_unescaped(&plain, text);
    return give_bytes(call, &plain);
}

/* -- json -- */

/* Everything that was read points into the text that json() was given; a finding is to point at the call. */
static void move_origin(al_value *v, const struct al_node *origin)
{
    v->origin = origin;
    if (v->kind == AL_V_ARRAY)
        for (uint32_t i = 0; i < v->n; i++)
            move_origin(&v->items[i], origin);
    if (v->kind != AL_V_OBJECT)
        return;
    for (uint32_t i = 0; i < v->object->n; i++) {
        v->object->entries[i].at = NULL;
        move_origin(&v->object->entries[i].value, origin);
    }
}

static al_value parse_json(struct al_call *call, al_str text)
{
    struct al_eval *ev = call->ev;
    struct al_json json = {0};
    const struct al_source *source;
    al_value v;
    int status;

    if (!al_charge(call, 8 * text.n))
        return al_unknown(call);
    source = al_source_new(ev->arena, AL_STR("json()"), al_relaxed_json(ev->arena, text));
    ev->diags->muted++;
    status = al_json_read(&json, ev->arena, ev->diags, source, AL_JSON_DATA);
    ev->diags->muted--;
    if (status != 0 || !json.root)
        return al_fail(call, "'%.*s' is not valid JSON", AL_FMT(al_str_head(text, 60)));
    v = al_value_from_data(ev, json.root);
    move_origin(&v, call->node);
    return v;
}

al_value al_fn_json(struct al_call *call)
{
    al_str text;

    return al_text_arg(&text, call, 0) ? parse_json(call, text) : al_unknown(call);
}

al_value al_fn_base64ToJson(struct al_call *call)
{
    al_value decoded;
    al_str text;

    if (!al_text_arg(&text, call, 0))
        return al_unknown(call);
    decoded = decode_base64(call, text);
    return decoded.kind == AL_V_STRING ? parse_json(call, al_string_of(&decoded)) : decoded;
}
