/* SPDX-License-Identifier: MIT */
/* For tests of lib/syntax: reads a text and tells what was reported, one "line:column id: message" a line. */
#ifndef AL_TEST_READING_H
#define AL_TEST_READING_H

#include "base/buf.h"
#include "syntax/json.h"

struct reading {
    al_arena *arena;
    struct al_diags diags;
    struct al_source *source;
    struct al_json json;
    int status;
};

static inline struct reading *read_bytes(al_str text, enum al_json_mode mode)
{
    al_arena *arena = al_arena_new(0);
    struct reading *r = AL_NEW(arena, struct reading);

    r->arena = r->diags.arena = arena;
    r->source = al_source_new(arena, AL_STR("test.json"), al_str_copy(arena, text));
    r->status = al_json_read(&r->json, arena, &r->diags, r->source, mode);
    return r;
}

static inline struct reading *read_text(const char *text, enum al_json_mode mode)
{
    return read_bytes(al_str_of(text), mode);
}

static inline const char *said(struct reading *r)
{
    struct al_buf buf = AL_BUF(r->arena);

    for (size_t i = 0; i < r->diags.list.n; i++) {
        const struct al_diag *d = &r->diags.list.v[i];
        struct al_position at = al_source_position(r->arena, d->span);
        al_buf_printf(&buf, "%s%u:%u %s: %.*s", i ? "\n" : "", at.line, at.column,
                      al_trouble_info(d->trouble)->id, AL_FMT(d->message));
    }
    return buf.s ? buf.s : "";
}

static inline void assert_text(al_str actual, const char *expected)
{
    char text[256];

    assert_true(actual.n < sizeof text);
    memcpy(text, actual.s, actual.n);
    text[actual.n] = '\0';
    assert_string_equal(text, expected);
}

/* The source text a node was read from. */
static inline al_str source_of(const struct al_node *node)
{
    return al_span_text(al_node_span(node));
}

#endif
