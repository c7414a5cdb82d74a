/* SPDX-License-Identifier: MIT */
/* One pass over the bytes by recursive descent, led by indentation. Between two nodes the reader settles: it
 * skips to the first character of the next line that has any, whose column tells which of the open
 * collections goes on. The children of all open collections share one stack each, as in the JSON reader. */
#include "syntax/yaml.h"
#include "syntax/yaml_private.h"

enum { FEW_KEYS = 16, SHOWN_MOST = 40 };

/* Where a block node stands. */
enum place {
    PLACE_LINE, /* on a line of its own */
    PLACE_KEY,  /* behind "key:": a list may stand below at the key's own column */
    PLACE_DASH, /* behind "-": a collection may begin on this line */
};

/* -- errors -- */

static struct al_span span_of(const struct al_yaml *y, const char *at, size_t n)
{
    return (struct al_span){y->source, (uint32_t)(at - y->start), (uint32_t)n};
}

void al_yaml_fail(struct al_yaml *y, const char *at, size_t n, const char *format, ...)
{
    const size_t left = (size_t)(y->end - at);
    va_list args;

    if (y->failed)
        return;
    va_start(args, format);
    al_diags_vadd(y->diags, AL_TROUBLE_SYNTAX, span_of(y, at, n < left ? n : left), format, args);
    va_end(args);
    y->failed = true;
}

void al_yaml_expected(struct al_yaml *y, const char *what)
{
    const al_str rest = {y->at, (size_t)(y->end - y->at)};
    size_t n = 0;

    if (rest.n == 0 || al_yaml_break(y, y->at)) {
        al_yaml_fail(y, y->at, rest.n > 0, "expected %s, found the end of the %s", what,
                     rest.n ? "line" : "file");
        return;
    }
    while (n < rest.n && n < SHOWN_MOST && (al_is_alpha(rest.s[n]) || al_is_digit(rest.s[n])))
        n++;
    if (n == 0)
        al_utf8_next(rest, &n);
    al_yaml_fail(y, y->at, n, "expected %s, found '%.*s'", what, (int)n, rest.s);
}

bool al_yaml_enter(struct al_yaml *y)
{
    if (y->depth >= al_limit(y->diags, AL_LIMIT_NESTING) && !y->failed) {
        al_diags_limit(y->diags, AL_LIMIT_NESTING, span_of(y, y->at, 1), "the text is nested too deep");
        y->failed = true;
    }
    y->depth += !y->failed;
    return !y->failed;
}

/* -- lines -- */

void al_yaml_skip_blanks(struct al_yaml *y)
{
    while (al_yaml_blank(*y->at))
        y->at++;
}

const char *al_yaml_next_line(const struct al_yaml *y, const char *p)
{
    if (p < y->end && *p == '\r')
        p++;
    if (p < y->end && *p == '\n')
        p++;
    return p;
}

bool al_yaml_marker(const struct al_yaml *y, const char *p)
{
    return y->end - p >= 3 && (memcmp(p, "---", 3) == 0 || memcmp(p, "...", 3) == 0) && al_yaml_gap(y, p + 3);
}

static void skip_comment(struct al_yaml *y)
{
    if (*y->at == '#' && (y->at == y->line || al_yaml_blank(y->at[-1])))
        while (!al_yaml_break(y, y->at))
            y->at++;
}

/* From the beginning of a line to the first character of the document that is not in a comment. */
static void find_line(struct al_yaml *y)
{
    for (;;) {
        y->line = y->at;
        if (y->at >= y->end || al_yaml_marker(y, y->at)) {
            y->ended = true;
            return;
        }
        while (*y->at == ' ')
            y->at++;
        if (!al_yaml_blank(*y->at) && !al_yaml_break(y, y->at) && *y->at != '#')
            break;
        al_yaml_skip_blanks(y);
        skip_comment(y);
        if (!al_yaml_break(y, y->at)) {
            al_yaml_fail(y, y->line, (size_t)(y->at - y->line),
                         "a tab cannot indent a line: expected spaces");
            return;
        }
        y->at = al_yaml_next_line(y, y->at);
    }
    y->fresh = true;
}

static void settle(struct al_yaml *y)
{
    if (y->fresh || y->ended || y->failed)
        return;
    al_yaml_skip_blanks(y);
    skip_comment(y);
    if (!al_yaml_break(y, y->at)) {
        al_yaml_expected(y, "the end of the line");
        return;
    }
    y->at = al_yaml_next_line(y, y->at);
    find_line(y);
}

/* The column of the line it has settled on; -1 when there is none. */
static int column_of(const struct al_yaml *y)
{
    return y->ended || y->failed ? -1 : al_yaml_column(y);
}

static bool is_dash(const struct al_yaml *y)
{
    return *y->at == '-' && al_yaml_gap(y, y->at + 1);
}

/* -- nodes -- */

struct al_node *al_yaml_node(struct al_yaml *y, enum al_node_kind kind, const char *start, const char *end)
{
    const struct al_span span = {y->source, (uint32_t)(start - y->start), (uint32_t)(end - start)};
    struct al_node *node = al_node_new(y->arena, kind, span);

    y->last = end;
    y->made++;
    return node;
}

void al_yaml_take_items(struct al_yaml *y, struct al_node *node, size_t base)
{
    node->array.n = (uint32_t)(y->items.n - base);
    node->array.items = AL_NEW_N(y->arena, struct al_node *, node->array.n);
    if (node->array.n)
        memcpy(node->array.items, y->items.v + base, node->array.n * sizeof *node->array.items);
    y->items.n = base;
}

/* The property that was added since `base` under that key, or NULL. Many are looked up in `map`. */
static struct al_property *find_key(struct al_yaml *y, struct al_map *map, struct al_property *first,
                                    struct al_property *last)
{
    struct al_property *earlier;
    void **place;

    if (map) {
        place = al_map_put(y->arena, map, last->key);
        earlier = *place;
        *place = earlier ? earlier : last;
        return earlier;
    }
    for (struct al_property *p = first; p < last; p++)
        if (al_str_eq(p->key, last->key))
            return p;
    return NULL;
}

void al_yaml_take_properties(struct al_yaml *y, struct al_node *node, size_t base)
{
    struct al_property *items = AL_NEW_N(y->arena, struct al_property, y->properties.n - base);
    struct al_map map = {0};
    uint32_t n = 0;

    for (size_t i = base; i < y->properties.n; i++) {
        struct al_property *earlier, *p = &items[n];
        *p = y->properties.v[i];
        earlier = find_key(y, y->properties.n - base > FEW_KEYS ? &map : NULL, items, p);
        if (earlier) {
            al_diags_add(y->diags, AL_TROUBLE_DUPLICATE_KEY,
                         (struct al_span){y->source, p->key_off, p->key_len},
                         "the key \"%.*s\" was given before; the last one counts",
                         AL_FMT(al_str_head(p->key, SHOWN_MOST)));
            *earlier = *p;
        }
        n += !earlier;
    }
    node->object.items = items;
    node->object.n = n;
    al_node_index(y->arena, node);
    y->properties.n = base;
}

void al_yaml_add_property(struct al_yaml *y, const struct al_yaml_scalar *key, struct al_node *value)
{
    if (y->failed || !value)
        return;
    *al_vec_push(y->arena, &y->properties) = (struct al_property){
        .key = key->text,
        .key_off = (uint32_t)(key->start - y->start),
        .key_len = (uint32_t)(key->end - key->start),
        .value = value,
    };
}

/* -- collections by indentation -- */

/* What a text without quotes does not begin with; nor with "*[{|>", which mean something. */
static const char no_text[] = ",]}#&!%@`";

static struct al_node *read_block(struct al_yaml *y, int indent, enum place place);

static struct al_node *read_list(struct al_yaml *y, int column)
{
    const size_t base = y->items.n;
    const char *start = y->at;
    struct al_node *node;

    while (!y->failed) {
        struct al_node *item;
        y->at++;
        y->fresh = false;
        item = read_block(y, column, PLACE_DASH);
        if (item)
            *al_vec_push(y->arena, &y->items) = item;
        settle(y);
        if (column_of(y) != column || !is_dash(y))
            break;
    }
    if (column_of(y) > column)
        al_yaml_fail(y, y->at, 1, "this line is indented more than the list it could belong to");
    if (y->failed)
        return NULL;
    node = al_yaml_node(y, AL_NODE_ARRAY, start, y->last);
    al_yaml_take_items(y, node, base);
    return node;
}

/* A key may have an anchor, too. */
static void note_key(struct al_yaml *y, const struct al_yaml_scalar *key, const struct al_yaml_props *props)
{
    if (props->anchor.n)
        al_yaml_scalar_node(y, key, props);
}

static bool is_unsupported(struct al_yaml *y)
{
    if (*y->at != '?' || !al_yaml_gap(y, y->at + 1))
        return false;
    al_yaml_fail(y, y->at, 1, "keys that begin with '?' are not supported");
    return true;
}

/* A key on one line, or false after reporting. */
static bool read_key(struct al_yaml *y, struct al_yaml_scalar *out)
{
    struct al_yaml_props props;

    al_yaml_read_props(y, &props);
    if (is_unsupported(y))
        return false;
    if (*y->at == '"' || *y->at == '\'')
        al_yaml_quoted(y, out);
    else if (strchr(no_text, *y->at) || strchr("*[{|>", *y->at))
        al_yaml_expected(y, "a key");
    else
        al_yaml_plain(y, out, INT32_MAX, false);
    al_yaml_skip_blanks(y);
    if (!y->failed && (out->lines || !al_yaml_key_end(y, y->at, false)))
        al_yaml_expected(y, "':' after a key");
    if (!y->failed)
        note_key(y, out, &props);
    return !y->failed;
}

/* With the first key read: its ':' is here. */
static struct al_node *read_map(struct al_yaml *y, int column, struct al_yaml_scalar key)
{
    const size_t base = y->properties.n;
    const char *start = key.start;
    struct al_node *node;

    do {
        y->at++;
        y->fresh = false;
        al_yaml_add_property(y, &key, read_block(y, column, PLACE_KEY));
        settle(y);
    } while (column_of(y) == column && !is_dash(y) && read_key(y, &key));
    if (column_of(y) > column)
        al_yaml_fail(y, y->at, 1, "this line is indented more than the keys it could belong to");
    if (y->failed)
        return NULL;
    node = al_yaml_node(y, AL_NODE_OBJECT, start, y->last);
    al_yaml_take_properties(y, node, base);
    return node;
}

/* -- any node -- */

/* Nothing is null, unless a tag says otherwise. */
static struct al_node *read_nothing(struct al_yaml *y, const char *at, const struct al_yaml_props *props)
{
    const struct al_yaml_scalar nothing = {.text = AL_STR(""), .start = at, .end = at, .plain = true};

    return al_yaml_scalar_node(y, &nothing, props);
}

static bool begins_collection(const struct al_yaml *y)
{
    return *y->at == '[' || *y->at == '{';
}

/* A text, or the map that it is the first key of. */
static struct al_node *read_text(struct al_yaml *y, int indent, bool open, const struct al_yaml_props *props)
{
    const int column = (int)(props->start - y->line);
    struct al_yaml_scalar text = {0};

    if (*y->at == '"' || *y->at == '\'')
        al_yaml_quoted(y, &text);
    else if (strchr(no_text, *y->at))
        al_yaml_expected(y, "a value");
    else
        al_yaml_plain(y, &text, indent, false);
    if (y->failed)
        return NULL;
    al_yaml_skip_blanks(y);
    if (!al_yaml_key_end(y, y->at, false))
        return al_yaml_scalar_node(y, &text, props);
    if (!open || text.lines)
        al_yaml_fail(y, y->at, 1,
                     text.lines
                         ? "a key must not go over several lines: expected the end of the text, found ':'"
                         : "a map cannot begin on this line: expected the end of the value, found ':'");
    if (y->failed)
        return NULL;
    note_key(y, &text, props);
    return read_map(y, column, text);
}

static struct al_node *no_key(struct al_yaml *y, struct al_node *node)
{
    al_yaml_skip_blanks(y);
    if (!y->failed && al_yaml_key_end(y, y->at, false))
        al_yaml_fail(y, y->at, 1, "only a text can be a key");
    return node;
}

/* What begins here; `open`: a collection may. */
static struct al_node *read_content(struct al_yaml *y, int indent, bool open)
{
    struct al_yaml_props props;
    struct al_yaml_scalar text = {0};
    uint64_t begun;

    if (is_dash(y)) {
        if (open)
            return read_list(y, al_yaml_column(y));
        al_yaml_fail(y, y->at, 1, "a list cannot begin on this line");
        return NULL;
    }
    if (is_unsupported(y))
        return NULL;
    al_yaml_read_props(y, &props);
    begun = al_yaml_begin(y, &props);
    if (*y->at == '|' || *y->at == '>') {
        al_yaml_block_text(y, &text, indent);
        return y->failed ? NULL : al_yaml_scalar_node(y, &text, &props);
    }
    if (*y->at != '*' && !begins_collection(y))
        return read_text(y, indent, open, &props);
    return no_key(y, *y->at == '*' ? al_yaml_alias(y, &props)
                                   : al_yaml_finish(y, &props, begun, al_yaml_flow(y)));
}

/* Whether the line it has settled on belongs to a node below `indent`. */
static bool is_inside(const struct al_yaml *y, int indent, enum place place)
{
    return column_of(y) > indent || (place == PLACE_KEY && column_of(y) == indent && is_dash(y));
}

/* Properties that have their line to themselves belong to what stands below. */
static bool read_own_props(struct al_yaml *y, struct al_yaml_props *out)
{
    const char *start = y->at;
    const bool fresh = y->fresh;

    *out = (struct al_yaml_props){.start = start};
    if (*start != '&' && *start != '!')
        return false;
    al_yaml_read_props(y, out);
    skip_comment(y);
    if (y->failed || al_yaml_break(y, y->at))
        return true;
    y->at = start;
    y->fresh = fresh;
    *out = (struct al_yaml_props){.start = start};
    return false;
}

/* The node whose lines are indented more than `indent`; null when there is none. */
static struct al_node *read_block(struct al_yaml *y, int indent, enum place place)
{
    const char *start = y->at;
    struct al_yaml_props props = {0};
    struct al_node *node;
    uint64_t begun;
    bool own = false;

    if (y->failed || !al_yaml_enter(y))
        return NULL;
    al_yaml_skip_blanks(y);
    skip_comment(y);
    if (!y->fresh && !al_yaml_break(y, y->at))
        own = read_own_props(y, &props);
    if (al_yaml_break(y, y->at))
        settle(y);
    if (y->fresh && !own && is_inside(y, indent, place) && read_own_props(y, &props))
        settle(y);
    begun = al_yaml_begin(y, &props);
    if (y->failed)
        node = NULL;
    else if (y->ended || (y->fresh && !is_inside(y, indent, place)))
        node = read_nothing(y, start, &props);
    else if (*y->at == '*')
        node = no_key(y, al_yaml_alias(y, &props));
    else
        node = al_yaml_finish(y, &props, begun, read_content(y, indent, y->fresh || place == PLACE_DASH));
    y->depth--;
    return node;
}

/* -- the document -- */

/* To the first line of the document: directives and the marker that ends them are stepped over. */
static void find_document(struct al_yaml *y)
{
    for (find_line(y); y->fresh && *y->at == '%' && y->at == y->line; find_line(y)) {
        while (!al_yaml_break(y, y->at))
            y->at++;
        y->at = al_yaml_next_line(y, y->at);
        y->fresh = false;
    }
    if (!y->ended || y->at >= y->end || *y->at != '-')
        return;
    y->ended = false;
    y->at += 3;
}

int al_yaml_read(struct al_node **out, al_arena *arena, struct al_diags *diags,
                 const struct al_source *source)
{
    struct al_yaml y = {.arena = arena, .diags = diags, .source = source};

    *out = NULL;
    y.start = y.at = y.line = source->text.s;
    y.end = y.start + source->text.n;
    if (source->text.n >= UINT32_MAX) {
        al_diags_add(diags, AL_TROUBLE_LIMIT, span_of(&y, y.at, 0), "the file is larger than 4 GiB");
        return AL_E_SYNTAX;
    }
    find_document(&y);
    *out = read_block(&y, -1, PLACE_LINE);
    settle(&y);
    if (!y.failed && !y.ended)
        al_yaml_expected(&y, "the end of the document");
    return y.failed ? AL_E_SYNTAX : AL_OK;
}
