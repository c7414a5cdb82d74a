/* SPDX-License-Identifier: MIT */
/* uri() and its parts. */
#include "eval/functions.h"
#include "eval/letter_case.h"
#include "eval/uri.h"

static al_value not_absolute(struct al_call *call, al_str text)
{
    return al_fail(call, "'%.*s' is not an absolute URI", AL_FMT(al_str_head(text, 80)));
}

al_value al_fn_uri(struct al_call *call)
{
    struct al_buf out = al_take_text(call);
    struct al_uri base, relative, target;
    al_str text, other;

    if (!al_text_arg(&text, call, 0) || !al_text_arg(&other, call, 1))
        return al_unknown(call);
    base = al_uri_parse(al_trim_unicode(text));
    relative = al_uri_parse(al_trim_unicode(other));
    if (!base.scheme.s)
        return not_absolute(call, text);
    target = al_uri_resolve(call->ev->arena, &base, &relative);
    al_uri_put(&out, &target);
    return al_give_text(call, &out);
}

al_value al_fn_uriComponent(struct al_call *call)
{
    struct al_buf out = al_take_text(call);
    al_str text;

    if (!al_text_arg(&text, call, 0))
        return al_unknown(call);
    al_uri_put_escaped(&out, text);
    return al_give_text(call, &out);
}

al_value al_fn_uriComponentToString(struct al_call *call)
{
    struct al_buf out = al_take_text(call);
    al_str text;

    if (!al_text_arg(&text, call, 0))
        return al_unknown(call);
    al_uri_put_unescaped(&out, text);
    return al_give_text(call, &out);
}

/* -- parseUri, buildUri -- */

static al_value port_value(al_str port)
{
    int64_t n = 0;

    for (size_t i = 0; i < port.n && n <= UINT16_MAX; i++)
        n = n * 10 + (port.s[i] - '0');
    return port.n && n <= UINT16_MAX ? al_int(n) : al_null();
}

al_value al_fn_parseUri(struct al_call *call)
{
    struct al_object *object = al_object_new(call->ev->arena, 5);
    al_arena *arena = call->ev->arena;
    struct al_buf normal = al_take_text(call);
    struct al_uri uri;
    al_str text, host, port;

    if (!al_text_arg(&text, call, 0))
        return al_unknown(call);
    uri = al_uri_parse(al_trim_unicode(text));
    if (!uri.scheme.s || !uri.authority.s)
        return not_absolute(call, text);
    al_uri_put(&normal, &uri);
    if (normal.cut)
        return al_give_text(call, &normal);
    uri = al_uri_parse(al_buf_str(&normal));
    al_uri_host(&host, &port, &uri);
    al_object_set(arena, object, AL_STR("scheme"), al_string(uri.scheme));
    al_object_set(arena, object, AL_STR("host"), al_string(host));
    al_object_set(arena, object, AL_STR("port"), port_value(port));
    al_object_set(arena, object, AL_STR("path"), al_string(uri.path));
    al_object_set(arena, object, AL_STR("query"), al_string(uri.query.s ? uri.query : AL_STR("")));
    return al_object(object);
}

/* A component of the object, or "" when it is absent. */
static al_str component(struct al_call *call, const char *name)
{
    struct al_entry *entry = al_object_find(call->args[0].object, al_str_of(name));
    al_value text;

    if (!entry || entry->value.kind == AL_V_ARRAY || entry->value.kind == AL_V_OBJECT)
        return AL_STR("");
    text = al_join(call, &entry->value, 1);
    return text.kind == AL_V_STRING ? al_string_of(&text) : AL_STR("");
}

/* The component with a mark in front that the author may have left out. */
static void put_marked(struct al_buf *out, char mark, al_str text)
{
    if (text.n && text.s[0] != mark)
        al_buf_char(out, mark);
    al_buf_put(out, text);
}

al_value al_fn_buildUri(struct al_call *call)
{
    struct al_buf draft = al_take_text(call), out = al_take_text(call);
    struct al_uri uri;
    al_str scheme, host;

    if (!al_arg_of(call, 0, AL_V_OBJECT))
        return al_unknown(call);
    scheme = component(call, "scheme");
    host = component(call, "host");
    if (!scheme.n || !host.n)
        return al_fail(call, "buildUri() needs a scheme and a host");
    al_buf_put(&draft, scheme);
    al_buf_put(&draft, AL_STR("://"));
    al_buf_put(&draft, host);
    put_marked(&draft, ':', component(call, "port"));
    put_marked(&draft, '/', component(call, "path"));
    put_marked(&draft, '?', component(call, "query"));
    uri = al_uri_parse(al_buf_str(&draft));
    if (draft.cut || !uri.scheme.s)
        return not_absolute(call, al_buf_str(&draft));
    al_uri_put(&out, &uri);
    return al_give_text(call, &out);
}
