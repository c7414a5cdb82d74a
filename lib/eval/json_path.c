/* SPDX-License-Identifier: MIT */
/* A path is worked off part by part, each of which maps the nodes selected so far to those it selects in
 * them. Since a part may select more nodes than there are (..a..a), every one of them counts as a step of
 * evaluation. */
#include "eval/json_path.h"

struct walk {
    struct al_eval *ev;
    struct al_node_list from, to;
    al_str rest;
    enum al_path_answer answer;
};

static char peek(const struct walk *w, size_t i)
{
    return i < w->rest.n ? w->rest.s[i] : '\0';
}

static bool stop(struct walk *w, enum al_path_answer answer)
{
    w->answer = answer;
    return false;
}

static bool select_node(struct walk *w, const struct al_node *node)
{
    if (!al_step(w->ev, NULL, 1))
        return stop(w, AL_PATH_UNSUPPORTED);
    *al_vec_push(w->ev->arena, &w->to) = node;
    return true;
}

/* -- one part -- */

/* The value of that name; without a name, of every property. */
static void select_member(struct walk *w, const struct al_node *node, const al_str *name)
{
    if (node->kind != AL_NODE_OBJECT)
        return;
    for (uint32_t i = 0; i < node->object.n; i++)
        if (!name || al_str_eq(node->object.items[i].key, *name))
            if (!select_node(w, node->object.items[i].value) || name)
                return;
}

/* The item at that index; for -1 every item. */
static void select_item(struct walk *w, const struct al_node *node, int64_t index)
{
    if (node->kind != AL_NODE_ARRAY)
        return;
    for (uint32_t i = 0; index < 0 && i < node->array.n; i++)
        if (!select_node(w, node->array.items[i]))
            return;
    if (index >= 0 && index < node->array.n)
        select_node(w, node->array.items[index]);
}

/* ..name: of the node and everything below it. The depth of a document is limited where it is read. */
static void select_below(struct walk *w, const struct al_node *node, const al_str *name)
{
    if (!name && !select_node(w, node))
        return;
    if (node->kind == AL_NODE_OBJECT) {
        for (uint32_t i = 0; i < node->object.n && w->answer == AL_PATH_FOUND; i++) {
            if (name && al_str_eq(node->object.items[i].key, *name))
                select_node(w, node->object.items[i].value);
            select_below(w, node->object.items[i].value, name);
        }
    } else if (node->kind == AL_NODE_ARRAY) {
        for (uint32_t i = 0; i < node->array.n && w->answer == AL_PATH_FOUND; i++)
            select_below(w, node->array.items[i], name);
    }
    if (!al_step(w->ev, NULL, 1))
        stop(w, AL_PATH_UNSUPPORTED);
}

static void begin_part(struct walk *w)
{
    struct al_node_list spare = w->from;

    w->from = w->to;
    w->to = spare;
    w->to.n = 0;
}

static void apply_name(struct walk *w, const al_str *name, bool scan)
{
    begin_part(w);
    for (size_t i = 0; i < w->from.n && w->answer == AL_PATH_FOUND; i++) {
        if (scan)
            select_below(w, w->from.v[i], name);
        else
            select_member(w, w->from.v[i], name);
    }
}

/* -- reading -- */

/* A name behind a dot, or at the beginning. */
static bool read_name(struct walk *w, bool scan)
{
    size_t n = 0;
    al_str name;

    while (n < w->rest.n && !strchr(".[]() ", w->rest.s[n]))
        n++;
    name = al_str_head(w->rest, n);
    w->rest = al_str_from(w->rest, n);
    if (n == 0)
        return stop(w, AL_PATH_MALFORMED);
    apply_name(w, al_str_eq(name, AL_STR("*")) ? NULL : &name, scan);
    return true;
}

static void skip_blanks(struct walk *w)
{
    while (peek(w, 0) == ' ')
        w->rest = al_str_from(w->rest, 1);
}

/* 'name' in single quotes; a backslash keeps its quote. */
static bool read_quoted(struct walk *w, al_str *out)
{
    struct al_buf buf = AL_BUF(w->ev->arena);
    size_t i = 1;

    for (; i < w->rest.n && w->rest.s[i] != '\''; i++) {
        if (w->rest.s[i] == '\\' && i + 1 < w->rest.n)
            i++;
        al_buf_char(&buf, w->rest.s[i]);
    }
    if (i >= w->rest.n)
        return stop(w, AL_PATH_MALFORMED);
    w->rest = al_str_from(w->rest, i + 1);
    *out = buf.s ? al_buf_str(&buf) : AL_STR("");
    return true;
}

static bool read_index(struct walk *w, int64_t *out)
{
    size_t n = 0;

    *out = 0;
    while (al_is_digit(peek(w, n)) && n < 10)
        *out = *out * 10 + (w->rest.s[n++] - '0');
    w->rest = al_str_from(w->rest, n);
    return n > 0 || stop(w, AL_PATH_MALFORMED);
}

/* One of the things between brackets, for every node selected so far. */
struct choice {
    bool named;
    al_str name;
    int64_t index; /* -1: all */
};

static bool read_choice(struct walk *w, struct choice *out)
{
    skip_blanks(w);
    *out = (struct choice){.index = -1, .named = peek(w, 0) == '\''};
    if (out->named ? !read_quoted(w, &out->name) : peek(w, 0) != '*' && !read_index(w, &out->index))
        return false;
    if (!out->named && out->index < 0)
        w->rest = al_str_from(w->rest, 1);
    skip_blanks(w);
    if (peek(w, 0) == ':')
        return stop(w, AL_PATH_UNSUPPORTED);
    return true;
}

/* [0], [0, 1], ['a', 'b'], [*] */
static bool read_brackets(struct walk *w)
{
    AL_VEC(struct choice) choices = {0};

    do {
        w->rest = al_str_from(w->rest, 1);
        skip_blanks(w);
        if (peek(w, 0) == '?' || peek(w, 0) == ':' || peek(w, 0) == '(')
            return stop(w, AL_PATH_UNSUPPORTED);
        if (!read_choice(w, al_vec_push(w->ev->arena, &choices)))
            return false;
    } while (peek(w, 0) == ',');
    if (peek(w, 0) != ']')
        return stop(w, AL_PATH_MALFORMED);
    w->rest = al_str_from(w->rest, 1);
    begin_part(w);
    for (size_t i = 0; i < w->from.n; i++)
        for (size_t k = 0; k < choices.n && w->answer == AL_PATH_FOUND; k++) {
            if (choices.v[k].named)
                select_member(w, w->from.v[i], &choices.v[k].name);
            else
                select_item(w, w->from.v[i], choices.v[k].index);
        }
    return true;
}

static bool read_dot(struct walk *w)
{
    bool scan = peek(w, 1) == '.';

    w->rest = al_str_from(w->rest, scan ? 2 : 1);
    if (peek(w, 0) == '[')
        return scan ? stop(w, AL_PATH_UNSUPPORTED) : read_brackets(w);
    return read_name(w, scan);
}

enum al_path_answer al_json_path(struct al_eval *ev, struct al_node_list *out, const struct al_node *root,
                                 al_str path)
{
    struct walk w = {.ev = ev, .rest = al_str_trim(path)};
    bool ok = select_node(&w, root);

    if (peek(&w, 0) == '$' && (w.rest.n == 1 || peek(&w, 1) == '.' || peek(&w, 1) == '['))
        w.rest = al_str_from(w.rest, 1);
    else if (ok && w.rest.n && !strchr(".[", w.rest.s[0]))
        ok = read_name(&w, false);
    while (ok && w.rest.n && w.answer == AL_PATH_FOUND) {
        if (peek(&w, 0) == '.')
            ok = read_dot(&w);
        else if (peek(&w, 0) == '[')
            ok = read_brackets(&w);
        else
            ok = stop(&w, AL_PATH_MALFORMED);
    }
    *out = w.to;
    return w.answer;
}
