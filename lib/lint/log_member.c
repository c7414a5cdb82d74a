/* SPDX-License-Identifier: MIT */
/* A log may have come from anywhere since armlint wrote it: what is not as armlint writes it is refused with
 * its place, and the first fault is the one that is told. */
#include "lint/log_read.h"

#include <stdarg.h>

void al_log_complain(struct al_log_reader *r, struct al_span place, const char *format, ...)
{
    const struct al_position at = al_source_position(r->arena, place);
    va_list args;
    al_str what;

    if (r->wrong)
        return;
    va_start(args, format);
    what = al_vprintf(r->arena, format, args);
    va_end(args);
    r->wrong = al_printf(r->arena, "%.*s:%u:%u: %.*s", AL_FMT(place.source->name), (unsigned)at.line,
                         (unsigned)at.column, AL_FMT(what))
                   .s;
}

/* -- what has to be there -- */

static const char *kind_name(enum al_node_kind kind)
{
    return kind == AL_NODE_OBJECT  ? "object"
           : kind == AL_NODE_ARRAY ? "list"
           : kind == AL_NODE_INT   ? "number"
           : kind == AL_NODE_BOOL  ? "true or false"
                                   : "text";
}

/* A member that may be missing; NULL then, and when it is of another kind. */
const struct al_node *al_log_may(struct al_log_reader *r, const struct al_node *parent, const char *key,
                                 enum al_node_kind kind)
{
    const struct al_node *node = al_node_get(parent, key);

    if (!node || node->kind == kind)
        return node;
    al_log_complain(r, al_node_span(node), "'%s' is not a %s", key, kind_name(kind));
    return NULL;
}

const struct al_node *al_log_must(struct al_log_reader *r, const struct al_node *parent, const char *key,
                                  enum al_node_kind kind)
{
    const struct al_node *node = al_log_may(r, parent, key, kind);

    if (!node && parent)
        al_log_complain(r, al_node_span(parent), "this has no '%s', which is not as armlint writes it", key);
    return node;
}

const char *al_log_kept(struct al_log_reader *r, al_str text)
{
    return al_texts_share(&r->logs->texts, r->arena, text);
}

static const char *text(struct al_log_reader *r, const struct al_node *node)
{
    return node ? al_log_kept(r, al_node_text(node)) : NULL;
}

const char *al_log_must_text(struct al_log_reader *r, const struct al_node *parent, const char *key)
{
    const char *found = text(r, al_log_must(r, parent, key, AL_NODE_STRING));

    return found ? found : "";
}

const char *al_log_may_text(struct al_log_reader *r, const struct al_node *parent, const char *key)
{
    return text(r, al_log_may(r, parent, key, AL_NODE_STRING));
}

/* The one thing in a list. */
const struct al_node *al_log_must_one(struct al_log_reader *r, const struct al_node *parent, const char *key)
{
    const struct al_node *list = al_log_must(r, parent, key, AL_NODE_ARRAY), *first = al_node_item(list, 0);

    if (list && (list->array.n != 1 || first->kind != AL_NODE_OBJECT))
        al_log_complain(r, al_node_span(list), "armlint writes one object into '%s'", key);
    return first;
}

uint32_t al_log_must_count(struct al_log_reader *r, const struct al_node *parent, const char *key)
{
    const struct al_node *node = al_log_must(r, parent, key, AL_NODE_INT);

    if (node && (node->integer < 1 || node->integer > UINT32_MAX))
        al_log_complain(r, al_node_span(node), "'%s' is no place in a text", key);
    return node ? (uint32_t)node->integer : 1;
}
