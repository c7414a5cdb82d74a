/* SPDX-License-Identifier: MIT */
/* Types of Bicep as they are written. */
#include "syntax/bicep_parser.h"

static struct al_bicep_type *parse_type(struct al_bicep_parser *p);

static struct al_bicep_type *begin(struct al_bicep_parser *p, enum al_bicep_type_kind kind)
{
    struct al_bicep_type *type = AL_NEW(p->lexer.arena, struct al_bicep_type);

    type->kind = kind;
    type->span.source = p->lexer.source;
    type->span.off = al_bicep_offset(&p->lexer, p->lexer.token.start);
    return type;
}

static struct al_bicep_type *end(struct al_bicep_parser *p, struct al_bicep_type *type)
{
    type->span.len = al_bicep_length(p, type->span.off);
    return type;
}

static struct al_bicep_type *around(struct al_bicep_parser *p, enum al_bicep_type_kind kind,
                                    struct al_bicep_type *base, uint32_t off)
{
    struct al_bicep_type *type = begin(p, kind);

    type->span.off = off;
    type->base = base;
    return type;
}

static struct al_bicep_type *broken(struct al_bicep_parser *p)
{
    return begin(p, AL_BICEP_TYPE_BROKEN);
}

/* -- members -- */

static struct al_bicep_member *add_member(struct al_bicep_parser *p, const struct al_bicep_member *member)
{
    struct al_bicep_member *place = al_vec_push(p->lexer.arena, &p->members);

    *place = *member;
    place->span.len = al_bicep_length(p, place->span.off);
    return place;
}

static struct al_bicep_member begin_member(struct al_bicep_parser *p)
{
    struct al_bicep_member member = {0};

    member.span.source = member.name_span.source = p->lexer.source;
    member.span.off = member.name_span.off = al_bicep_offset(&p->lexer, p->lexer.token.start);
    return member;
}

static struct al_bicep_member *take_members(struct al_bicep_parser *p, size_t base, uint32_t *n)
{
    const size_t count = p->members.n - base;
    struct al_bicep_member *members = NULL;

    if (count) {
        members = al_alloc_text(p->lexer.arena, count * sizeof *members);
        memcpy(members, p->members.v + base, count * sizeof *members);
    }
    p->members.n = base;
    *n = (uint32_t)count;
    return members;
}

static void parse_member_type(struct al_bicep_parser *p)
{
    struct al_bicep_member member = begin_member(p);

    member.type = parse_type(p);
    add_member(p, &member);
}

static void parse_tuple_member(struct al_bicep_parser *p)
{
    struct al_bicep_member member = begin_member(p);

    member.decorators = al_bicep_decorators(p, &member.ndecorators);
    member.type = parse_type(p);
    add_member(p, &member);
}

/* name: type, or *: type */
static void parse_property(struct al_bicep_parser *p)
{
    struct al_bicep_member member = begin_member(p);
    struct al_node *key;

    member.decorators = al_bicep_decorators(p, &member.ndecorators);
    member.name_span.off = al_bicep_offset(&p->lexer, p->lexer.token.start);
    if (p->panic)
        return;
    switch (al_bicep_ahead(p)) {
    case AL_TOKEN_WORD: al_bicep_name(p, &member.name, &member.name_span, ""); break;
    case AL_TOKEN_ASTERISK:
        member.any = true;
        al_bicep_next(&p->lexer);
        break;
    case AL_TOKEN_STRING:
        key = al_bicep_string(p);
        member.name = al_node_text(key);
        break;
    default: al_bicep_expected(p, "the name of a property or '*'"); return;
    }
    member.name_span.len = al_bicep_length(p, member.name_span.off);
    al_bicep_expect(p, AL_TOKEN_COLON, "':' and the type of the property");
    member.type = parse_type(p);
    add_member(p, &member);
}

/* At an opening bracket. */
static struct al_bicep_type *parse_members(struct al_bicep_parser *p, struct al_bicep_type *type,
                                           const struct al_bicep_list *list,
                                           void (*parse)(struct al_bicep_parser *))
{
    const size_t base = p->members.n;

    if (al_bicep_list_open(p, list)) {
        do
            parse(p);
        while (al_bicep_list_more(p, list));
    }
    type->members = take_members(p, base, &type->nmembers);
    return end(p, type);
}

static const struct al_bicep_list tuple_list = {.closer = AL_TOKEN_RIGHT_SQUARE,
                                                .what = "a type",
                                                .next = "a new line, ',' or ']'",
                                                .lines = true,
                                                .trailing = true,
                                                .declarations = true};
static const struct al_bicep_list object_list = {.closer = AL_TOKEN_RIGHT_BRACE,
                                                 .what = "a property",
                                                 .next = "a new line, ',' or '}'",
                                                 .lines = true,
                                                 .trailing = true,
                                                 .declarations = true};
static const struct al_bicep_list generic_list = {
    .closer = AL_TOKEN_GREATER, .what = "a type", .next = "',' or '>'"};

/* -- primary types -- */

static struct al_bicep_type *parse_literal(struct al_bicep_parser *p)
{
    struct al_bicep_type *type = begin(p, AL_BICEP_TYPE_LITERAL);

    type->literal = al_bicep_primary(p);
    return end(p, type);
}

/* -1 or !true */
static struct al_bicep_type *parse_signed(struct al_bicep_parser *p)
{
    struct al_bicep_type *type = begin(p, AL_BICEP_TYPE_LITERAL);
    struct al_node *node;

    if (al_bicep_at(p, AL_TOKEN_MINUS)) {
        if (!al_bicep_char_is(*p->lexer.at, AL_BICEP_CHAR_DIGIT)) {
            al_bicep_next(&p->lexer);
            al_bicep_expected(p, "a number after '-'");
            return broken(p);
        }
        type->literal = al_bicep_number(p);
        return end(p, type);
    }
    al_bicep_next(&p->lexer);
    if (!al_bicep_at(p, AL_TOKEN_TRUE) && !al_bicep_at(p, AL_TOKEN_FALSE)) {
        al_bicep_expected(p, "true or false after '!'");
        return broken(p);
    }
    node = al_bicep_primary(p);
    node->boolean = !node->boolean;
    type->literal = node;
    return end(p, type);
}

static struct al_bicep_type *parse_name(struct al_bicep_parser *p)
{
    struct al_bicep_type *type = begin(p, AL_BICEP_TYPE_NAME);
    struct al_span span;

    al_bicep_name(p, &type->name, &span, "");
    if (al_bicep_at(p, AL_TOKEN_LESS)) {
        type->kind = AL_BICEP_TYPE_GENERIC;
        return parse_members(p, type, &generic_list, parse_member_type);
    }
    return end(p, type);
}

static struct al_bicep_type *parse_parenthesized(struct al_bicep_parser *p)
{
    struct al_bicep_type *type;

    al_bicep_next(&p->lexer);
    p->open[AL_TOKEN_RIGHT_PAREN]++;
    type = parse_type(p);
    p->open[AL_TOKEN_RIGHT_PAREN]--;
    al_bicep_expect(p, AL_TOKEN_RIGHT_PAREN, "')' after the type");
    return type;
}

static struct al_bicep_type *parse_primary(struct al_bicep_parser *p)
{
    if (p->panic)
        return broken(p);
    switch (al_bicep_ahead(p)) {
    case AL_TOKEN_NUMBER:
    case AL_TOKEN_TRUE:
    case AL_TOKEN_FALSE:
    case AL_TOKEN_NULL:
    case AL_TOKEN_STRING:
    case AL_TOKEN_STRING_LEFT: return parse_literal(p);
    case AL_TOKEN_MINUS:
    case AL_TOKEN_EXCLAMATION: return parse_signed(p);
    case AL_TOKEN_WORD: return parse_name(p);
    case AL_TOKEN_LEFT_PAREN: return parse_parenthesized(p);
    case AL_TOKEN_LEFT_BRACE:
        return parse_members(p, begin(p, AL_BICEP_TYPE_OBJECT), &object_list, parse_property);
    case AL_TOKEN_LEFT_SQUARE:
        return parse_members(p, begin(p, AL_BICEP_TYPE_TUPLE), &tuple_list, parse_tuple_member);
    default: al_bicep_expected(p, "a type"); return broken(p);
    }
}

/* -- what follows a type -- */

static bool is_namespace(const struct al_bicep_type *type)
{
    return type->kind == AL_BICEP_TYPE_NAME && !type->base &&
           (al_str_eq(type->name, AL_STR("sys")) || al_str_eq(type->name, AL_STR("az")));
}

/* base.name, base.*, sys.name, base.name<...> */
static struct al_bicep_type *parse_member(struct al_bicep_parser *p, struct al_bicep_type *base, uint32_t off)
{
    struct al_bicep_type *type =
        around(p, is_namespace(base) ? AL_BICEP_TYPE_NAME : AL_BICEP_TYPE_MEMBER, base, off);
    struct al_span span;

    al_bicep_next(&p->lexer);
    if (al_bicep_at(p, AL_TOKEN_ASTERISK)) {
        type->kind = AL_BICEP_TYPE_ITEM;
        type->star = true;
        al_bicep_next(&p->lexer);
        return end(p, type);
    }
    al_bicep_name(p, &type->name, &span, "the name of a property or '*' after '.'");
    if (!p->panic && al_bicep_at(p, AL_TOKEN_LESS)) {
        type->kind = AL_BICEP_TYPE_GENERIC;
        return parse_members(p, type, &generic_list, parse_member_type);
    }
    return end(p, type);
}

/* base[], base[*], base[0] */
static struct al_bicep_type *parse_item(struct al_bicep_parser *p, struct al_bicep_type *base, uint32_t off)
{
    struct al_bicep_type *type = around(p, AL_BICEP_TYPE_ITEM, base, off);
    const bool plain = p->plain;

    al_bicep_next(&p->lexer);
    if (al_bicep_at(p, AL_TOKEN_RIGHT_SQUARE)) {
        type->kind = AL_BICEP_TYPE_ARRAY;
    } else if (al_bicep_at(p, AL_TOKEN_ASTERISK)) {
        al_bicep_next(&p->lexer);
    } else if (!al_bicep_at(p, AL_TOKEN_NEWLINE) && !al_bicep_at(p, AL_TOKEN_END)) {
        p->plain = true;
        p->open[AL_TOKEN_RIGHT_SQUARE]++;
        type->literal = al_bicep_expression(p);
        p->open[AL_TOKEN_RIGHT_SQUARE]--;
        p->plain = plain;
    }
    al_bicep_expect(p, AL_TOKEN_RIGHT_SQUARE, "']' after the type");
    return end(p, type);
}

static struct al_bicep_type *parse_mark(struct al_bicep_parser *p, struct al_bicep_type *base, uint32_t off)
{
    const bool nullable = al_bicep_at(p, AL_TOKEN_QUESTION);
    struct al_bicep_type *type =
        around(p, nullable ? AL_BICEP_TYPE_NULLABLE : AL_BICEP_TYPE_NON_NULL, base, off);

    al_bicep_next(&p->lexer);
    return end(p, type);
}

/* Accessors first, marks after them: string[]?, but not string?[]. */
static struct al_bicep_type *parse_suffixes(struct al_bicep_parser *p, struct al_bicep_type *type,
                                            uint32_t off)
{
    unsigned height = p->depth;

    while (!p->panic && (al_bicep_at(p, AL_TOKEN_LEFT_SQUARE) || al_bicep_at(p, AL_TOKEN_DOT)) &&
           al_bicep_fits(p, ++height))
        type = al_bicep_at(p, AL_TOKEN_DOT) ? parse_member(p, type, off) : parse_item(p, type, off);
    while (!p->panic && (al_bicep_at(p, AL_TOKEN_QUESTION) || al_bicep_at(p, AL_TOKEN_EXCLAMATION)) &&
           al_bicep_fits(p, ++height))
        type = parse_mark(p, type, off);
    return type;
}

/* -- unions -- */

/* Steps over the '|' between members, before which lines may end. */
static bool next_member(struct al_bicep_parser *p)
{
    if (p->panic || !al_bicep_sees(p, AL_TOKEN_PIPE, '|'))
        return false;
    if (al_bicep_at(p, AL_TOKEN_NEWLINE))
        al_bicep_next(&p->lexer);
    al_bicep_next(&p->lexer);
    return true;
}

static struct al_bicep_type *parse_one(struct al_bicep_parser *p)
{
    const uint32_t off = al_bicep_offset(&p->lexer, p->lexer.token.start);

    return parse_suffixes(p, parse_primary(p), off);
}

static struct al_bicep_type *parse_union(struct al_bicep_parser *p)
{
    const uint32_t off = al_bicep_offset(&p->lexer, p->lexer.token.start);
    struct al_bicep_member member = begin_member(p);
    const size_t base = p->members.n;
    struct al_bicep_type *first, *type;
    bool more = next_member(p);

    if (more)
        member = begin_member(p);
    first = parse_one(p);
    if (!more && (p->panic || !al_bicep_sees(p, AL_TOKEN_PIPE, '|')))
        return first;
    member.type = first;
    add_member(p, &member);
    while (next_member(p)) {
        member = begin_member(p);
        member.type = parse_one(p);
        add_member(p, &member);
    }
    type = begin(p, AL_BICEP_TYPE_UNION);
    type->span.off = off;
    type->members = take_members(p, base, &type->nmembers);
    return end(p, type);
}

static struct al_bicep_type *parse_type(struct al_bicep_parser *p)
{
    struct al_bicep_type *type;

    if (p->panic || !al_bicep_enter(p))
        return broken(p);
    type = parse_union(p);
    p->depth--;
    return type;
}

struct al_bicep_type *al_bicep_type(struct al_bicep_parser *p, bool inferred)
{
    struct al_bicep_type *type;

    if (p->panic || !al_bicep_at_word(p, "resource") || *p->lexer.at == '<')
        return parse_type(p);
    type = begin(p, AL_BICEP_TYPE_RESOURCE);
    al_bicep_next(&p->lexer);
    if (al_bicep_at(p, AL_TOKEN_STRING) || al_bicep_at(p, AL_TOKEN_STRING_LEFT))
        type->literal = al_bicep_string(p);
    else if (!inferred)
        al_bicep_expected(p, "the type of a resource in quotes");
    return end(p, type);
}

/* -- parameters of functions -- */

static void parse_parameter(struct al_bicep_parser *p)
{
    struct al_bicep_member member = begin_member(p);

    al_bicep_name(p, &member.name, &member.name_span, "the name of a parameter of the function");
    if (p->panic)
        return;
    member.type = al_bicep_type(p, false);
    add_member(p, &member);
}

struct al_bicep_member *al_bicep_parameters(struct al_bicep_parser *p, uint32_t *n)
{
    static const struct al_bicep_list list = {.closer = AL_TOKEN_RIGHT_PAREN,
                                              .what = "a parameter",
                                              .next = "',' or ')'",
                                              .loose = true,
                                              .trailing = true};
    const size_t base = p->members.n;

    if (al_bicep_list_open(p, &list)) {
        do
            parse_parameter(p);
        while (al_bicep_list_more(p, &list));
    }
    return take_members(p, base, n);
}
