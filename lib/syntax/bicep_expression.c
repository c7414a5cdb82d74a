/* SPDX-License-Identifier: MIT */
/* Expressions of Bicep without their operators: literals, names, calls, lambdas, parentheses and accessors.
 */
#include "syntax/bicep_parser.h"

/* -- nodes -- */

struct al_node *al_bicep_node(struct al_bicep_parser *p, enum al_node_kind kind)
{
    const uint32_t off = al_bicep_offset(&p->lexer, p->lexer.token.start);

    return al_node_new(p->lexer.arena, kind, (struct al_span){p->lexer.source, off, 0});
}

/* One that began before the token. */
static struct al_node *begin_at(struct al_bicep_parser *p, enum al_node_kind kind, uint32_t off)
{
    return al_node_new(p->lexer.arena, kind, (struct al_span){p->lexer.source, off, 0});
}

struct al_node *al_bicep_end_node(struct al_bicep_parser *p, struct al_node *node)
{
    node->len = al_bicep_length(p, node->off);
    return node;
}

/* In place of what could not be read; empty, at the token. */
struct al_node *al_bicep_broken(struct al_bicep_parser *p)
{
    p->height = 1;
    return al_bicep_node(p, AL_NODE_BROKEN);
}

static struct al_node *step(struct al_bicep_parser *p, enum al_node_kind kind)
{
    struct al_node *node = al_bicep_node(p, kind);

    al_bicep_next(&p->lexer);
    return al_bicep_end_node(p, node);
}

/* -- literals -- */

/* At a number or at the minus before it. */
struct al_node *al_bicep_number(struct al_bicep_parser *p)
{
    const bool negative = al_bicep_at(p, AL_TOKEN_MINUS);
    const uint64_t most = (uint64_t)INT64_MAX + negative;
    struct al_node *node = al_bicep_node(p, AL_NODE_INT);
    uint64_t value = 0;
    bool fits = true;
    al_str digits;

    if (negative)
        al_bicep_next(&p->lexer);
    digits = al_bicep_token_text(p);
    for (size_t i = 0; i < digits.n && fits; i++) {
        const unsigned digit = (unsigned)(digits.s[i] - '0');
        fits = value <= (most - digit) / 10;
        value = value * 10 + digit;
    }
    al_bicep_next(&p->lexer);
    al_bicep_end_node(p, node);
    p->height = 1;
    if (!fits) {
        al_bicep_wrong(p, al_node_span(node), "the number does not fit into 64 bits");
        node->kind = AL_NODE_BROKEN;
        return node;
    }
    node->integer = negative ? (int64_t)(0 - value) : (int64_t)value;
    return node;
}

static struct al_node *parse_bool(struct al_bicep_parser *p)
{
    const bool value = al_bicep_at(p, AL_TOKEN_TRUE);
    struct al_node *node = step(p, AL_NODE_BOOL);

    node->boolean = value;
    return node;
}

/* -- calls and lambdas -- */

void al_bicep_arguments(struct al_bicep_parser *p, struct al_node *call, struct al_node *first)
{
    static const struct al_bicep_list list = {
        .closer = AL_TOKEN_RIGHT_PAREN, .what = "an argument", .next = "',' or ')'"};
    const size_t base = p->nodes.n;
    unsigned height = first ? p->height : 0;

    if (first)
        *al_vec_push(p->lexer.arena, &p->nodes) = first;
    if (al_bicep_list_open(p, &list)) {
        do {
            struct al_node *argument = al_bicep_expression(p);
            *al_vec_push(p->lexer.arena, &p->nodes) = argument;
            height = p->height > height ? p->height : height;
        } while (al_bicep_list_more(p, &list));
    }
    call->call.args = al_bicep_take_nodes(p, base, &call->call.n);
    p->height = height + 1;
}

struct al_node **al_bicep_take_nodes(struct al_bicep_parser *p, size_t base, uint32_t *n)
{
    const size_t count = p->nodes.n - base;
    struct al_node **nodes = NULL;

    if (count) {
        nodes = al_alloc_text(p->lexer.arena, count * sizeof *nodes);
        memcpy(nodes, p->nodes.v + base, count * sizeof *nodes);
    }
    p->nodes.n = base;
    *n = (uint32_t)count;
    return nodes;
}

/* At the arrow. A line may end after it, unless the next one is a declaration. */
static struct al_node *parse_body(struct al_bicep_parser *p, struct al_node *lambda)
{
    const bool plain = p->plain;

    al_bicep_next(&p->lexer);
    if (al_bicep_at(p, AL_TOKEN_NEWLINE) && !al_bicep_declares(p->lexer.at))
        al_bicep_next(&p->lexer);
    p->plain = false;
    lambda->lambda.body = al_bicep_expression(p);
    p->plain = plain;
    p->height++;
    return al_bicep_end_node(p, lambda);
}

static struct al_node *parse_name(struct al_bicep_parser *p)
{
    const al_str name = al_bicep_token_text(p);
    const uint32_t off = al_bicep_offset(&p->lexer, p->lexer.token.start);
    struct al_node *node;

    al_bicep_next(&p->lexer);
    if (al_bicep_at(p, AL_TOKEN_LEFT_PAREN)) {
        node = begin_at(p, AL_NODE_CALL, off);
        node->call.name = name;
        al_bicep_arguments(p, node, NULL);
        return al_bicep_end_node(p, node);
    }
    if (al_bicep_at(p, AL_TOKEN_ARROW)) {
        node = begin_at(p, AL_NODE_LAMBDA, off);
        node->lambda.names = AL_NEW(p->lexer.arena, al_str);
        node->lambda.names[0] = name;
        node->lambda.n = 1;
        return parse_body(p, node);
    }
    node = begin_at(p, AL_NODE_NAME, off);
    node->string = name;
    return al_bicep_end_node(p, node);
}

/* -- parentheses -- */

/* Makes the parenthesized items the names of a lambda. */
static void name_lambda(struct al_bicep_parser *p, struct al_node *lambda, struct al_node **items, uint32_t n)
{
    lambda->lambda.names = AL_NEW_N(p->lexer.arena, al_str, n);
    lambda->lambda.n = n;
    for (uint32_t i = 0; i < n; i++) {
        if (items[i]->kind == AL_NODE_NAME)
            lambda->lambda.names[i] = items[i]->string;
        else if (items[i]->kind != AL_NODE_BROKEN)
            al_bicep_wrong(p, al_node_span(items[i]), "expected the name of a variable of the lambda");
    }
}

/* (a), or the names of a lambda. */
struct al_node *al_bicep_parentheses(struct al_bicep_parser *p)
{
    static const struct al_bicep_list list = {.closer = AL_TOKEN_RIGHT_PAREN,
                                              .what = "an expression",
                                              .next = "')'",
                                              .loose = true,
                                              .trailing = true};
    const uint32_t off = al_bicep_offset(&p->lexer, p->lexer.token.start);
    const size_t base = p->nodes.n;
    struct al_node *node, **items;
    unsigned height = 1;
    uint32_t n;

    if (al_bicep_list_open(p, &list)) {
        do {
            struct al_node *item = al_bicep_expression(p);
            *al_vec_push(p->lexer.arena, &p->nodes) = item;
            height = p->height > height ? p->height : height;
        } while (al_bicep_list_more(p, &list));
    }
    items = al_bicep_take_nodes(p, base, &n);
    p->height = height;
    if (!p->panic && al_bicep_at(p, AL_TOKEN_ARROW)) {
        node = begin_at(p, AL_NODE_LAMBDA, off);
        name_lambda(p, node, items, n);
        return parse_body(p, node);
    }
    if (n == 1)
        return items[0];
    node = al_bicep_end_node(p, begin_at(p, AL_NODE_BROKEN, off));
    if (!p->panic)
        al_bicep_wrong(p, al_node_span(node), "expected one expression in parentheses, found %u",
                       (unsigned)n);
    return node;
}

/* -- primary expressions -- */

struct al_node *al_bicep_primary(struct al_bicep_parser *p)
{
    p->height = 1;
    if (p->panic)
        return al_bicep_broken(p);
    switch (al_bicep_ahead(p)) {
    case AL_TOKEN_NUMBER: return al_bicep_number(p);
    case AL_TOKEN_TRUE:
    case AL_TOKEN_FALSE: return parse_bool(p);
    case AL_TOKEN_NULL: return step(p, AL_NODE_NULL);
    case AL_TOKEN_STRING:
    case AL_TOKEN_STRING_LEFT: return al_bicep_string(p);
    case AL_TOKEN_WORD: return parse_name(p);
    case AL_TOKEN_LEFT_PAREN: return al_bicep_parentheses(p);
    case AL_TOKEN_LEFT_BRACE:
    case AL_TOKEN_LEFT_SQUARE:
        if (!p->plain)
            return al_bicep_at(p, AL_TOKEN_LEFT_BRACE) ? al_bicep_object(p, false) : al_bicep_array(p);
        al_bicep_expected(p, "a value: an array or an object may not stand in a string's ${...}");
        return al_bicep_broken(p);
    default: al_bicep_expected(p, "a value"); return al_bicep_broken(p);
    }
}

/* -- accessors -- */

/* base.name, base.?name, base.name(...), base::name */
static struct al_node *parse_member(struct al_bicep_parser *p, struct al_node *base, uint32_t off, bool *safe)
{
    const bool nested = al_bicep_at(p, AL_TOKEN_DOUBLE_COLON);
    struct al_node *node = begin_at(p, AL_NODE_CALL, off); /* if it is none, it needs less */
    bool question;
    al_str name;

    node->kind = nested ? AL_NODE_NESTED : AL_NODE_MEMBER;
    al_bicep_next(&p->lexer);
    question = !nested && al_bicep_at(p, AL_TOKEN_QUESTION);
    if (question)
        al_bicep_next(&p->lexer);
    *safe |= question;
    if (!al_bicep_at(p, AL_TOKEN_WORD)) {
        al_bicep_expected(p, nested ? "the name of a nested resource after '::'"
                                    : "the name of a property or function after '.'");
        node->kind = AL_NODE_BROKEN;
        return al_bicep_end_node(p, node);
    }
    name = al_bicep_token_text(p);
    al_bicep_next(&p->lexer);
    if (!nested && al_bicep_at(p, AL_TOKEN_LEFT_PAREN)) {
        if (question)
            al_bicep_expected(p, "a property after '.?', since functions cannot be called that way");
        node->kind = AL_NODE_CALL;
        node->flags = AL_NODE_METHOD;
        node->call.name = name;
        al_bicep_arguments(p, node, base);
        return al_bicep_end_node(p, node);
    }
    node->member.base = base;
    node->member.name = name;
    if (*safe && !nested)
        node->flags = AL_NODE_SAFE;
    p->height++;
    return al_bicep_end_node(p, node);
}

/* base[index], base[?index], base[^index] */
static struct al_node *parse_index(struct al_bicep_parser *p, struct al_node *base, uint32_t off, bool *safe)
{
    struct al_node *node = begin_at(p, AL_NODE_INDEX, off);
    const unsigned height = p->height;

    al_bicep_next(&p->lexer);
    if (al_bicep_at(p, AL_TOKEN_QUESTION)) {
        al_bicep_next(&p->lexer);
        *safe = true;
    }
    if (al_bicep_at(p, AL_TOKEN_HAT)) {
        al_bicep_next(&p->lexer);
        node->flags |= AL_NODE_FROM_END;
    }
    if (al_bicep_at(p, AL_TOKEN_RIGHT_SQUARE))
        al_bicep_expected(p, "an index");
    if (*safe)
        node->flags |= AL_NODE_SAFE;
    node->index.base = base;
    p->open[AL_TOKEN_RIGHT_SQUARE]++;
    node->index.index = al_bicep_expression(p);
    p->open[AL_TOKEN_RIGHT_SQUARE]--;
    al_bicep_expect(p, AL_TOKEN_RIGHT_SQUARE, "']' after the index");
    p->height = (p->height > height ? p->height : height) + 1;
    return al_bicep_end_node(p, node);
}

struct al_node *al_bicep_accessors(struct al_bicep_parser *p, struct al_node *node, uint32_t off)
{
    bool safe = false;

    while (al_bicep_fits(p, p->height)) {
        switch (al_bicep_ahead(p)) {
        case AL_TOKEN_DOT:
        case AL_TOKEN_DOUBLE_COLON: node = parse_member(p, node, off, &safe); break;
        case AL_TOKEN_LEFT_SQUARE: node = parse_index(p, node, off, &safe); break;
        case AL_TOKEN_EXCLAMATION:
            al_bicep_next(&p->lexer);
            safe = false;
            break;
        default: return node;
        }
    }
    return node;
}

struct al_node *al_bicep_operand(struct al_bicep_parser *p)
{
    const uint32_t off = al_bicep_offset(&p->lexer, p->lexer.token.start);

    return al_bicep_accessors(p, al_bicep_primary(p), off);
}
