/* SPDX-License-Identifier: MIT */
/* One pass over the bytes by recursive descent. The children of all open arrays and objects share one stack
 * each; a container that closes copies its own off the top into the arena. After an error every function
 * returns what it has, so that a broken file gives the tree of what stands before the error. */
#include "syntax/json.h"
#include "syntax/expression.h"
#include "syntax/json_scalar.h"
#include "syntax/json_scanner.h"

enum { FEW_KEYS = 16 };

struct reader {
    struct al_scanner s;
    enum al_json_mode mode;
    uint64_t depth, most;
    AL_VEC(struct al_node *) items;
    AL_VEC(struct al_property) properties;
};

/* -- scalars -- */

static struct al_node *new_node(struct reader *r, enum al_node_kind kind, const char *start)
{
    return al_node_new(r->s.arena, kind, al_scanner_span(&r->s, start, (size_t)(r->s.at - start)));
}

/* "[[text]" stands for the text "[text]". */
static bool loses_bracket(const struct reader *r, al_str text)
{
    return r->mode == AL_JSON_TEMPLATE && text.n > 2 && text.s[0] == '[' && text.s[1] == '[' &&
           text.s[text.n - 1] == ']';
}

static struct al_node *make_string(struct reader *r, const struct al_token *token)
{
    const bool expression = r->mode == AL_JSON_TEMPLATE && al_is_expression(token->text);
    struct al_node *node = new_node(r, expression ? AL_NODE_TEXT : AL_NODE_STRING, r->s.start + token->off);

    node->flags = token->escaped ? AL_NODE_ESCAPED : 0;
    if (expression) {
        node->text.string = token->text;
        return node;
    }
    node->string = token->text;
    if (loses_bracket(r, token->text)) {
        node->flags |= AL_NODE_ESCAPED;
        node->string = al_str_from(token->text, 1);
    }
    return node;
}

static struct al_node *read_string(struct reader *r)
{
    const struct al_token token = al_scanner_string(&r->s);

    return r->s.failed ? NULL : make_string(r, &token);
}

static struct al_node *read_word(struct reader *r)
{
    static const struct {
        const char *text;
        enum al_node_kind kind;
        bool boolean;
    } words[] = {{"true", AL_NODE_BOOL, true}, {"false", AL_NODE_BOOL, false}, {"null", AL_NODE_NULL, false}};
    const al_str word = al_scanner_word(&r->s);

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct al_node *node;
        if (!al_str_eq(word, al_str_of(words[i].text)))
            continue;
        r->s.at += word.n;
        node = new_node(r, words[i].kind, word.s);
        node->boolean = words[i].boolean;
        return node;
    }
    al_scanner_expected(&r->s, AL_STR("a value"));
    return NULL;
}

static struct al_node *read_number(struct reader *r)
{
    const char *start = r->s.at;
    struct al_node *node;

    al_scanner_number(&r->s);
    if (r->s.failed)
        return NULL;
    node = new_node(r, AL_NODE_INT, start);
    if (!al_json_number(r->s.arena, node, al_span_text(al_node_span(node))))
        al_scanner_fail(&r->s, AL_TROUBLE_SYNTAX, al_node_span(node), AL_STR("the number is too large"));
    return node;
}

/* -- containers -- */

static struct al_node *read_value(struct reader *r);

/* Steps into a container; NULL at the limit. */
static struct al_node *open_container(struct reader *r, enum al_node_kind kind)
{
    struct al_node *node;

    if (r->depth == r->most) {
        if (!r->s.failed)
            al_diags_limit(r->s.diags, AL_LIMIT_NESTING, al_scanner_span(&r->s, r->s.at, 1),
                           "the text is nested too deep");
        r->s.failed = true;
        return NULL;
    }
    node = new_node(r, kind, r->s.at);
    r->depth++;
    r->s.at++;
    al_scanner_skip(&r->s);
    return node;
}

/* Steps out of it, unless it was left at an error. */
static void close_container(struct reader *r, struct al_node *node)
{
    if (!r->s.failed)
        r->s.at++;
    node->len = al_scanner_offset(&r->s, r->s.at) - node->off;
    r->depth--;
}

/* After an item, or after the value of `key`: whether another one follows. */
static bool another(struct reader *r, char close, const al_str *key)
{
    al_scanner_skip(&r->s);
    if (r->s.failed)
        return false;
    if (*r->s.at == ',') {
        const char *comma = r->s.at++;
        al_scanner_skip(&r->s);
        if (r->s.failed || *r->s.at != close)
            return !r->s.failed;
        al_diags_add(r->s.diags, AL_TROUBLE_TRAILING_COMMA, al_scanner_span(&r->s, comma, 1),
                     "a comma stands before the closing '%c'", close);
    }
    if (*r->s.at == close)
        return false;
    al_scanner_expected(&r->s, key ? al_printf(r->s.arena, "',' or '}' after the value of \"%.*s\"",
                                               AL_FMT(al_str_head(*key, AL_SHOWN_MOST)))
                                   : AL_STR("',' or ']' after an item of an array"));
    return false;
}

static struct al_node *read_array(struct reader *r)
{
    const size_t base = r->items.n;
    struct al_node *node = open_container(r, AL_NODE_ARRAY);
    bool more = node && !r->s.failed && *r->s.at != ']';

    while (more) {
        struct al_node *item = read_value(r);
        if (item)
            *al_vec_push(r->s.arena, &r->items) = item;
        more = another(r, ']', NULL);
    }
    if (!node)
        return NULL;
    close_container(r, node);
    node->array.n = (uint32_t)(r->items.n - base);
    node->array.items = AL_NEW_N(r->s.arena, struct al_node *, node->array.n);
    if (node->array.n)
        memcpy(node->array.items, r->items.v + base, node->array.n * sizeof *node->array.items);
    r->items.n = base;
    return node;
}

static void report_duplicate(struct reader *r, const struct al_property *later)
{
    al_diags_add(r->s.diags, AL_TROUBLE_DUPLICATE_KEY,
                 (struct al_span){r->s.source, later->key_off, later->key_len},
                 "the key \"%.*s\" was given before; the last one counts",
                 AL_FMT(al_str_head(later->key, AL_SHOWN_MOST)));
}

/* The property before `later` that has the same key, or NULL. Many keys are looked up in `map`. */
static struct al_property *find_earlier(struct reader *r, struct al_map *map, struct al_property *first,
                                        struct al_property *later)
{
    struct al_property *earlier = NULL;

    if (map) {
        void **place = al_map_put(r->s.arena, map, later->key);
        earlier = *place;
        *place = later;
        return earlier;
    }
    for (struct al_property *p = first; p < later; p++)
        if (p->value && p->key.n == later->key.n && memcmp(p->key.s, later->key.s, p->key.n) == 0)
            return p;
    return NULL;
}

/* Takes the value from every property whose key comes again, and counts what is left. */
static uint32_t drop_duplicates(struct reader *r, struct al_property *properties, size_t n)
{
    struct al_map map = {0};
    uint32_t left = 0;

    for (size_t i = 0; i < n; i++) {
        struct al_property *earlier = find_earlier(r, n > FEW_KEYS ? &map : NULL, properties, &properties[i]);
        if (earlier) {
            report_duplicate(r, &properties[i]);
            earlier->value = NULL;
            left--;
        }
        left++;
    }
    return left;
}

static void take_properties(struct reader *r, struct al_node *node, size_t base)
{
    const size_t n = r->properties.n - base;
    struct al_property *from = n ? r->properties.v + base : NULL;
    uint32_t at = 0;

    node->object.n = n ? drop_duplicates(r, from, n) : 0;
    node->object.items = AL_NEW_N(r->s.arena, struct al_property, node->object.n);
    for (size_t i = 0; i < n; i++)
        if (from[i].value)
            node->object.items[at++] = from[i];
    al_node_index(r->s.arena, node);
    r->properties.n = base;
}

/* A key with its colon, up to the value. */
static bool read_key(struct reader *r, struct al_property *property)
{
    struct al_token token;

    if (*r->s.at != '"') {
        al_scanner_expected(&r->s, AL_STR("a key in double quotes"));
        return false;
    }
    token = al_scanner_string(&r->s);
    if (r->s.failed)
        return false;
    *property = (struct al_property){.key = token.text, .key_off = token.off, .key_len = token.len};
    if (r->mode == AL_JSON_TEMPLATE && al_is_expression(token.text))
        property->key_node = make_string(r, &token);
    else if (loses_bracket(r, token.text))
        property->key = al_str_from(token.text, 1);
    al_scanner_skip(&r->s);
    if (!r->s.failed && *r->s.at != ':')
        al_scanner_expected(&r->s, al_printf(r->s.arena, "':' after the key \"%.*s\"",
                                             AL_FMT(al_str_head(property->key, AL_SHOWN_MOST))));
    if (r->s.failed)
        return false;
    r->s.at++;
    al_scanner_skip(&r->s);
    return !r->s.failed;
}

/* What a property says about the object it is in. */
static uint8_t flags_of(const struct reader *r, const struct al_property *property)
{
    if (property->key_node)
        return AL_NODE_HAS_EXPR_KEY;
    if (r->mode == AL_JSON_TEMPLATE && property->key.n == 4 && property->value->kind == AL_NODE_ARRAY &&
        al_str_caseeq(property->key, AL_STR("copy")))
        return AL_NODE_HAS_COPY;
    return 0;
}

static struct al_node *read_object(struct reader *r)
{
    const size_t base = r->properties.n;
    struct al_node *node = open_container(r, AL_NODE_OBJECT);
    bool more = node && !r->s.failed && *r->s.at != '}';

    while (more) {
        struct al_property property;
        if (!read_key(r, &property))
            break;
        property.value = read_value(r);
        if (property.value) {
            node->flags |= flags_of(r, &property);
            *al_vec_push(r->s.arena, &r->properties) = property;
        }
        more = another(r, '}', &property.key);
    }
    if (!node)
        return NULL;
    close_container(r, node);
    take_properties(r, node, base);
    return node;
}

/* What could be read of the value at r->s.at, or NULL. */
static struct al_node *read_value(struct reader *r)
{
    switch (*r->s.at) {
    case '{': return read_object(r);
    case '[': return read_array(r);
    case '"': return read_string(r);
    default: return *r->s.at == '-' || al_is_digit(*r->s.at) ? read_number(r) : read_word(r);
    }
}

int al_json_read(struct al_json *out, al_arena *arena, struct al_diags *diags, const struct al_source *source,
                 enum al_json_mode mode)
{
    struct reader r = {.s = {.arena = arena, .diags = diags, .source = source}, .mode = mode};

    *out = (struct al_json){0};
    r.most = al_limit(diags, AL_LIMIT_NESTING);
    if (source->text.n >= UINT32_MAX) {
        al_diags_add(diags, AL_TROUBLE_LIMIT, (struct al_span){source, 0, 0},
                     "the file is larger than 4 GiB");
        return AL_E_SYNTAX;
    }
    r.s.start = r.s.at = source->text.s;
    r.s.end = r.s.start + source->text.n;
    al_scanner_skip(&r.s);
    if (!r.s.failed)
        out->root = read_value(&r);
    al_scanner_skip(&r.s);
    if (!r.s.failed && r.s.at < r.s.end)
        al_scanner_expected(&r.s, AL_STR("the end of the file"));
    out->comments = r.s.comments.v;
    out->ncomments = r.s.comments.n;
    return r.s.failed ? AL_E_SYNTAX : 0;
}
