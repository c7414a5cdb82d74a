/* SPDX-License-Identifier: MIT */
/* Arrays, objects, loops, and strings with holes: what bodies of resources are built of. */
#include "syntax/bicep_parser.h"

static struct al_node *parse_spread(struct al_bicep_parser *p)
{
    struct al_node *node = al_bicep_node(p, AL_NODE_SPREAD);

    al_bicep_next(&p->lexer);
    node->spread = al_bicep_expression(p);
    p->height++;
    return al_bicep_end_node(p, node);
}

static unsigned higher(unsigned a, unsigned b)
{
    return a > b ? a : b;
}

/* -- loops -- */

static const struct al_bicep_list loop_list = {.closer = AL_TOKEN_RIGHT_SQUARE,
                                               .what = "an item",
                                               .next = "']' after the body of the loop",
                                               .lines = true};

/* item, or (item, index) */
static void parse_loop_names(struct al_bicep_parser *p, struct al_node *loop)
{
    struct al_span span;

    if (al_bicep_at(p, AL_TOKEN_WORD)) {
        al_bicep_name(p, &loop->loop.names->item, &span, "the loop variable");
        return;
    }
    if (!al_bicep_expect(p, AL_TOKEN_LEFT_PAREN, "the loop variable or '(' after 'for'"))
        return;
    al_bicep_name(p, &loop->loop.names->item, &span, "the name of the item");
    al_bicep_expect(p, AL_TOKEN_COMMA, "',' and the name of the index");
    al_bicep_name(p, &loop->loop.names->index, &span, "the name of the index");
    al_bicep_expect(p, AL_TOKEN_RIGHT_PAREN, "')' after the loop variables");
}

/* At `for`, with the bracket before it read. */
static void parse_loop_head(struct al_bicep_parser *p, struct al_node *loop)
{
    loop->kind = AL_NODE_LOOP;
    loop->flags = 0;
    loop->loop.names = AL_NEW(p->lexer.arena, struct al_loop_names);
    al_bicep_next(&p->lexer);
    parse_loop_names(p, loop);
    if (!p->panic && !al_bicep_at_word(p, "in"))
        al_bicep_expected(p, "'in' after the loop variable");
    else if (!p->panic)
        al_bicep_next(&p->lexer);
    loop->loop.over = al_bicep_expression(p);
    al_bicep_expect(p, AL_TOKEN_COLON, "':' and the body of the loop");
}

struct al_node *al_bicep_loop(struct al_bicep_parser *p)
{
    struct al_node *loop = al_bicep_node(p, AL_NODE_LOOP);

    if (al_bicep_list_open(p, &loop_list) && al_bicep_at_word(p, "for")) {
        parse_loop_head(p, loop);
        return loop;
    }
    al_bicep_expected(p, "'for' after '['");
    loop->loop.names = AL_NEW(p->lexer.arena, struct al_loop_names);
    loop->loop.over = al_bicep_broken(p);
    return loop;
}

struct al_node *al_bicep_end_loop(struct al_bicep_parser *p, struct al_node *loop)
{
    while (al_bicep_list_more(p, &loop_list))
        al_bicep_expected(p, "']' after the body of the loop");
    return al_bicep_end_node(p, loop);
}

/* -- arrays -- */

static void parse_items(struct al_bicep_parser *p, struct al_node *node, const struct al_bicep_list *list)
{
    const size_t base = p->nodes.n;
    unsigned height = 0;

    do {
        const bool spread = al_bicep_at(p, AL_TOKEN_ELLIPSIS);
        struct al_node *item = spread ? parse_spread(p) : al_bicep_expression(p);
        *al_vec_push(p->lexer.arena, &p->nodes) = item;
        if (spread)
            node->flags |= AL_NODE_HAS_SPREAD;
        height = higher(height, p->height);
    } while (al_bicep_list_more(p, list));
    node->array.items = al_bicep_take_nodes(p, base, &node->array.n);
    p->height = height + 1;
}

struct al_node *al_bicep_array(struct al_bicep_parser *p)
{
    static const struct al_bicep_list list = {.closer = AL_TOKEN_RIGHT_SQUARE,
                                              .what = "an item",
                                              .next = "a new line, ',' or ']'",
                                              .lines = true,
                                              .trailing = true};
    struct al_node *node = al_bicep_node(p, AL_NODE_LOOP); /* it needs more than an array */
    unsigned height;

    node->kind = AL_NODE_ARRAY;
    if (!al_bicep_list_open(p, &list))
        return al_bicep_end_node(p, node);
    if (!al_bicep_at_word(p, "for")) {
        parse_items(p, node, &list);
        return al_bicep_end_node(p, node);
    }
    parse_loop_head(p, node);
    height = p->height;
    node->loop.body = al_bicep_expression(p);
    p->height = higher(height, p->height) + 1;
    return al_bicep_end_loop(p, node);
}

/* -- objects -- */

/* ...base */
static void parse_spread_property(struct al_bicep_parser *p, struct al_node *object)
{
    struct al_node *spread = parse_spread(p);

    object->flags |= AL_NODE_HAS_SPREAD;
    *al_vec_push(p->lexer.arena, &p->properties) =
        (struct al_property){.key_off = spread->off, .key_len = spread->len, .value = spread};
}

/* 'name', or a string with holes. */
static void parse_text_key(struct al_bicep_parser *p, struct al_node *object, struct al_property *property)
{
    struct al_node *key = al_bicep_string(p);

    if (key->kind == AL_NODE_STRING) {
        property->key = key->string;
    } else {
        property->key_node = key;
        object->flags |= AL_NODE_HAS_EXPR_KEY;
    }
}

static void parse_property(struct al_bicep_parser *p, struct al_node *object)
{
    struct al_property property = {.key_off = al_bicep_offset(&p->lexer, p->lexer.token.start)};
    struct al_span span;
    unsigned height = 1;

    if (al_bicep_at(p, AL_TOKEN_WORD)) {
        al_bicep_name(p, &property.key, &span, "");
    } else if (al_bicep_at(p, AL_TOKEN_STRING) || al_bicep_at(p, AL_TOKEN_STRING_LEFT)) {
        parse_text_key(p, object, &property);
        height = p->height;
    } else {
        al_bicep_expected(p, "the name of a property");
        return;
    }
    property.key_len = al_bicep_length(p, property.key_off);
    al_bicep_expect(p, AL_TOKEN_COLON, "':' after the name of a property");
    property.value = al_bicep_expression(p);
    p->height = higher(height, p->height);
    *al_vec_push(p->lexer.arena, &p->properties) = property;
}

static void take_properties(struct al_bicep_parser *p, struct al_node *object, size_t base)
{
    const size_t n = p->properties.n - base, size = n * sizeof *object->object.items;

    object->object.n = (uint32_t)n;
    if (n) {
        object->object.items = al_alloc_text(p->lexer.arena, size);
        memcpy(object->object.items, p->properties.v + base, size);
        al_node_index(p->lexer.arena, object);
    }
    p->properties.n = base;
}

/* At a decorator, or at `resource` and a name. */
static bool at_nested(const struct al_bicep_parser *p)
{
    return al_bicep_at(p, AL_TOKEN_AT) ||
           (al_bicep_at_word(p, "resource") && al_bicep_char_is(*p->lexer.at, AL_BICEP_CHAR_WORD));
}

struct al_node *al_bicep_object(struct al_bicep_parser *p, bool resources)
{
    const struct al_bicep_list list = {.closer = AL_TOKEN_RIGHT_BRACE,
                                       .what = "a property",
                                       .next = "a new line, ',' or '}'",
                                       .lines = true,
                                       .trailing = true,
                                       .declarations = resources};
    struct al_node *node = al_bicep_node(p, AL_NODE_OBJECT);
    const size_t base = p->properties.n;
    const uint32_t errors = p->lexer.errors, told = p->told;
    unsigned height = 0;

    if (al_bicep_list_open(p, &list)) {
        do {
            if (resources && at_nested(p))
                al_bicep_declaration(p, true);
            else if (al_bicep_at(p, AL_TOKEN_ELLIPSIS))
                parse_spread_property(p, node);
            else
                parse_property(p, node);
            height = higher(height, p->height);
        } while (al_bicep_list_more(p, &list));
    }
    take_properties(p, node, base);
    /* errors of its own, not of the objects in it: a property may be lost */
    if (p->lexer.errors - errors > p->told - told)
        node->flags |= AL_NODE_OPEN;
    p->told = told + p->lexer.errors - errors;
    p->height = height + 1;
    return al_bicep_end_node(p, node);
}

/* -- strings -- */

static struct al_node *parse_plain_string(struct al_bicep_parser *p)
{
    const struct al_bicep_token token = p->lexer.token;
    struct al_node *node = al_bicep_node(p, token.reported ? AL_NODE_BROKEN : AL_NODE_STRING);

    al_bicep_next(&p->lexer);
    p->panic = token.torn;
    p->height = 1;
    if (token.reported)
        return al_bicep_end_node(p, node);
    node->string = token.escaped ? al_bicep_unescape(p->lexer.arena, token.text) : token.text;
    node->flags =
        (uint8_t)((token.escaped ? AL_NODE_ESCAPED : 0) | (token.multi_line ? AL_NODE_MULTI_LINE : 0));
    return al_bicep_end_node(p, node);
}

/* Adds a piece to the format of format(), where braces are doubled. */
static void put_piece(struct al_bicep_parser *p, const struct al_bicep_token *token)
{
    al_str rest = token->escaped ? al_bicep_unescape(p->lexer.arena, token->text) : token->text;

    for (size_t n = 0; rest.n; rest = al_str_from(rest, n)) {
        for (n = 0; n < rest.n && rest.s[n] != '{' && rest.s[n] != '}';)
            n++;
        al_buf_put(&p->format, al_str_head(rest, n));
        if (n < rest.n) {
            al_buf_repeat(&p->format, rest.s[n], 2);
            n++;
        }
    }
}

/* {n} */
static void put_hole(struct al_bicep_parser *p, size_t n)
{
    if (n < 10) {
        const char hole[3] = {'{', (char)('0' + n), '}'};
        al_buf_put(&p->format, (al_str){hole, sizeof hole});
    } else {
        al_buf_printf(&p->format, "{%zu}", n);
    }
}

/* At the piece before a hole: reads the hole. False when the string ends in it. */
static bool parse_hole(struct al_bicep_parser *p)
{
    const bool plain = p->plain;
    struct al_node *node;

    al_bicep_next(&p->lexer);
    p->plain = true;
    node = al_bicep_expression(p);
    p->plain = plain;
    *al_vec_push(p->lexer.arena, &p->nodes) = node;
    if (!al_bicep_at(p, AL_TOKEN_STRING_MIDDLE) && !al_bicep_at(p, AL_TOKEN_STRING_RIGHT))
        al_bicep_expected(p, "'}' after the expression in a string");
    if (p->panic)
        al_bicep_skip_hole(p);
    return !p->panic;
}

struct al_node *al_bicep_string(struct al_bicep_parser *p)
{
    struct al_node *node, *format;
    const size_t base = p->nodes.n, start = p->format.n;
    unsigned height = 1;
    bool whole = true;

    if (al_bicep_at(p, AL_TOKEN_STRING))
        return parse_plain_string(p);
    node = al_bicep_node(p, AL_NODE_CALL);
    format = al_bicep_node(p, AL_NODE_STRING);
    *al_vec_push(p->lexer.arena, &p->nodes) = format;
    for (;;) {
        const struct al_bicep_token token = p->lexer.token;
        whole &= !token.reported;
        if (!token.reported)
            put_piece(p, &token);
        if (token.kind == AL_TOKEN_STRING_RIGHT) {
            al_bicep_next(&p->lexer);
            p->panic = token.torn;
            break;
        }
        put_hole(p, p->nodes.n - base - 1);
        if (!parse_hole(p)) {
            whole = false;
            break;
        }
        height = higher(height, p->height);
    }
    al_bicep_end_node(p, node);
    format->string = al_str_copy(p->lexer.arena, al_str_from(al_buf_str(&p->format), start));
    p->format.n = start;
    format->flags = AL_NODE_ESCAPED;
    format->len = node->len;
    p->height = height + 1;
    if (!whole) {
        node->kind = AL_NODE_BROKEN;
        p->nodes.n = base;
        return node;
    }
    node->flags = AL_NODE_OPERATOR;
    node->call.name = AL_STR("format");
    node->call.args = al_bicep_take_nodes(p, base, &node->call.n);
    return node;
}
