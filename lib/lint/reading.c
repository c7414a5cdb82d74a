/* SPDX-License-Identifier: MIT */
#include "lint/reading.h"

#include "base/files.h"
#include "base/suggest.h"
#include "syntax/json.h"

enum { MOST_BYTES = 4 << 20, MOST_ERRORS = 20 };

/* -- errors -- */

void al_reading_error(struct al_reading *r, struct al_span span, const char *format, ...)
{
    struct al_position at = al_source_position(r->arena, span);
    va_list args;

    if (++r->nerrors > MOST_ERRORS)
        return;
    if (r->diags) {
        va_start(args, format);
        al_diags_vadd(r->diags, r->trouble, span, format, args);
        va_end(args);
        return;
    }
    if (r->errors.n)
        al_buf_char(&r->errors, '\n');
    al_buf_printf(&r->errors, "%.*s:%u:%u: ", AL_FMT(span.source->name), (unsigned)at.line,
                  (unsigned)at.column);
    va_start(args, format);
    al_buf_put(&r->errors, al_vprintf(r->arena, format, args));
    va_end(args);
    if (r->nerrors == MOST_ERRORS)
        al_buf_put(&r->errors, AL_STR("\nthere may be more"));
}

static const char *nearest(const char *word, const char *const *known)
{
    struct al_suggestion s = al_suggest_for(word);

    for (; *known; known++)
        al_suggest_offer(&s, *known);
    return s.best;
}

static const char *list(struct al_reading *r, const char *const *known)
{
    struct al_buf buf = AL_BUF(r->arena);

    for (size_t i = 0; known[i]; i++)
        al_buf_printf(&buf, "%s%s", i ? ", " : "", known[i]);
    return al_buf_str(&buf).s;
}

void al_reading_unknown(struct al_reading *r, const struct al_node *object,
                        const struct al_property *property, const char *const *known)
{
    const char *key = al_str_cstr(r->arena, property->key), *best = nearest(key, known);

    if (best)
        al_reading_error(r, al_key_span(object, property), "unknown key '%.64s'; did you mean '%s'?", key,
                         best);
    else
        al_reading_error(r, al_key_span(object, property), "unknown key '%.64s'; known here: %s", key,
                         list(r, known));
}

void al_reading_choice(struct al_reading *r, const struct al_node *node, const char *const *known)
{
    const char *word = al_str_cstr(r->arena, al_node_text(node)), *best = nearest(word, known);

    if (best)
        al_reading_error(r, al_node_span(node), "'%.64s' is none of: %s; did you mean '%s'?", word,
                         list(r, known), best);
    else
        al_reading_error(r, al_node_span(node), "'%.64s' is none of: %s", word, list(r, known));
}

/* -- files -- */

/* Every duplicate key is a mistake here; a comma too many is none. */
static void take_over(struct al_reading *r, const struct al_diags *diags)
{
    for (size_t i = 0; i < diags->list.n; i++)
        if (diags->list.v[i].trouble != AL_TROUBLE_TRAILING_COMMA)
            al_reading_error(r, diags->list.v[i].span, "%.*s", AL_FMT(diags->list.v[i].message));
}

static void cannot_read(struct al_reading *r, const char *path, const char *why)
{
    const struct al_source *source = al_source_new(r->arena, al_str_of(path), AL_STR(""));

    if (r->diags)
        al_reading_error(r, (struct al_span){source, 0, 0}, "cannot read this: %s", why);
    else
        al_buf_printf(&r->errors, "%s: %s", path, why);
    r->nerrors++;
}

const struct al_node *al_reading_file(struct al_reading *r, const char *path)
{
    struct al_diags diags = {.arena = r->arena};
    struct al_json json;
    al_str text;
    const char *why;
    unsigned before = r->nerrors;

    if (al_file_read(&text, &why, r->arena, path, MOST_BYTES) != AL_OK) {
        cannot_read(r, path, why);
        return NULL;
    }
    (void)al_json_read(&json, r->arena, &diags, al_source_new(r->arena, al_str_of(path), text), AL_JSON_DATA);
    take_over(r, &diags);
    if (r->nerrors > before || !al_reading_is(r, json.root, AL_NODE_OBJECT))
        return NULL;
    return json.root;
}

/* -- values -- */

static const char *kind_name(enum al_node_kind kind)
{
    switch (kind) {
    case AL_NODE_NULL: return "null";
    case AL_NODE_BOOL: return "true or false";
    case AL_NODE_INT: return "a whole number";
    case AL_NODE_FLOAT: return "a number";
    case AL_NODE_ARRAY: return "an array";
    case AL_NODE_OBJECT: return "an object";
    default: return "a text";
    }
}

static bool complain(struct al_reading *r, const struct al_node *node, const char *expected)
{
    al_reading_error(r, al_node_span(node), "expected %s, found %s", expected,
                     kind_name((enum al_node_kind)node->kind));
    return false;
}

bool al_reading_is(struct al_reading *r, const struct al_node *node, enum al_node_kind kind)
{
    return node->kind == kind || complain(r, node, kind_name(kind));
}

const char *al_reading_text(struct al_reading *r, const struct al_node *node)
{
    if (!al_reading_is(r, node, AL_NODE_STRING))
        return NULL;
    if (al_str_trim(node->string).n == 0) {
        al_reading_error(r, al_node_span(node), "the text is empty");
        return NULL;
    }
    return al_str_cstr(r->arena, node->string);
}

bool al_reading_bool(struct al_reading *r, const struct al_node *node, bool *out)
{
    bool yes = al_node_is(node, AL_NODE_STRING) && al_str_caseeq(node->string, AL_STR("true"));
    bool no = al_node_is(node, AL_NODE_STRING) && al_str_caseeq(node->string, AL_STR("false"));

    *out = node->kind == AL_NODE_BOOL ? node->boolean : yes;
    return node->kind == AL_NODE_BOOL || yes || no || complain(r, node, "true or false");
}

/* The bound of a condition may be one more than what is written. */
bool al_reading_int(struct al_reading *r, const struct al_node *node, int64_t *out)
{
    static const int64_t most = INT64_C(1) << 53;

    *out = 0;
    if (!al_reading_is(r, node, AL_NODE_INT))
        return false;
    *out = node->integer;
    if (*out >= -most && *out <= most)
        return true;
    al_reading_error(r, al_node_span(node), "the number is too large");
    return false;
}

const char *al_reading_scalar(struct al_reading *r, const struct al_node *node)
{
    switch (node->kind) {
    case AL_NODE_STRING: return al_str_cstr(r->arena, node->string);
    case AL_NODE_BOOL: return node->boolean ? "true" : "false";
    case AL_NODE_INT:
    case AL_NODE_FLOAT: return al_str_cstr(r->arena, al_span_text(al_node_span(node)));
    default: complain(r, node, "a text, a number, true or false"); return NULL;
    }
}

const char *al_reading_texts(struct al_reading *r, const struct al_node *node, const char *between)
{
    struct al_buf buf = AL_BUF(r->arena);

    if (node->kind != AL_NODE_ARRAY)
        return al_reading_text(r, node);
    if (node->array.n == 0) {
        al_reading_error(r, al_node_span(node), "the array is empty");
        return NULL;
    }
    for (uint32_t i = 0; i < node->array.n; i++) {
        const char *text = al_reading_text(r, node->array.items[i]);
        if (text)
            al_buf_printf(&buf, "%s%s", buf.n ? between : "", text);
    }
    return al_buf_str(&buf).s;
}
