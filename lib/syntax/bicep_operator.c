/* SPDX-License-Identifier: MIT */
/* Operators of Bicep, which become the calls that the compiler makes of them. Binary ones are all
 * left-associative; operators that wait for their right side are kept on a small stack instead of in the
 * recursion, so that an expression costs the same depth however many levels of precedence it has. */
#include "syntax/bicep_parser.h"

enum { LEVELS = 8 };

/* Operators by their token. */
static const struct op {
    uint8_t precedence; /* 0: none */
    bool negated, folded;
    const char *name;
} operators[AL_TOKEN_KINDS] = {
    [AL_TOKEN_COALESCE] = {1, false, false, "coalesce"},
    [AL_TOKEN_OR] = {2, false, false, "or"},
    [AL_TOKEN_AND] = {3, false, false, "and"},
    [AL_TOKEN_EQUAL] = {4, false, false, "equals"},
    [AL_TOKEN_NOT_EQUAL] = {4, true, false, "equals"},
    [AL_TOKEN_EQUAL_FOLDED] = {4, false, true, "equals"},
    [AL_TOKEN_NOT_EQUAL_FOLDED] = {4, true, true, "equals"},
    [AL_TOKEN_LESS] = {5, false, false, "less"},
    [AL_TOKEN_LESS_EQUAL] = {5, false, false, "lessOrEquals"},
    [AL_TOKEN_GREATER] = {5, false, false, "greater"},
    [AL_TOKEN_GREATER_EQUAL] = {5, false, false, "greaterOrEquals"},
    [AL_TOKEN_PLUS] = {6, false, false, "add"},
    [AL_TOKEN_MINUS] = {6, false, false, "sub"},
    [AL_TOKEN_ASTERISK] = {7, false, false, "mul"},
    [AL_TOKEN_SLASH] = {7, false, false, "div"},
    [AL_TOKEN_MODULO] = {7, false, false, "mod"},
};

static struct al_node *call(struct al_bicep_parser *p, al_str name, struct al_span span, struct al_node *a,
                            struct al_node *b, struct al_node *c)
{
    struct al_node *const args[] = {a, b, c};
    struct al_node *node = al_node_new(p->lexer.arena, AL_NODE_CALL, span);
    const uint32_t n = c ? 3 : b ? 2 : 1;

    node->flags = AL_NODE_OPERATOR;
    node->call.name = name;
    node->call.n = n;
    node->call.args = al_alloc_text(p->lexer.arena, n * sizeof *args);
    memcpy(node->call.args, args, n * sizeof *args);
    return node;
}

static uint32_t offset(const struct al_bicep_parser *p)
{
    return al_bicep_offset(&p->lexer, p->lexer.token.start);
}

/* From an offset to the end of what was read; operands may stand in parentheses, which nodes do not have. */
static struct al_span span_from(const struct al_bicep_parser *p, uint32_t off)
{
    return (struct al_span){p->lexer.source, off, al_bicep_length(p, off)};
}

static struct al_node *lower_case(struct al_bicep_parser *p, struct al_node *node)
{
    return call(p, AL_STR("toLower"), al_node_span(node), node, NULL, NULL);
}

/* An operator that waits for its right side. */
struct waiting {
    const struct op *op;
    struct al_node *left;
    uint32_t off; /* of the left side */
    unsigned height;
};

static struct al_node *combine(struct al_bicep_parser *p, const struct waiting *waiting,
                               struct al_node *right)
{
    const struct op *op = waiting->op;
    const struct al_span span = span_from(p, waiting->off);
    struct al_node *left = waiting->left, *node;

    if (op->folded) {
        left = lower_case(p, left);
        right = lower_case(p, right);
    }
    node = call(p, al_str_of(op->name), span, left, right, NULL);
    return op->negated ? call(p, AL_STR("not"), span, node, NULL, NULL) : node;
}

/* -a and !a; only one of them may stand there. */
static struct al_node *parse_sign(struct al_bicep_parser *p)
{
    const bool minus = al_bicep_at(p, AL_TOKEN_MINUS);
    const uint32_t off = offset(p);
    struct al_node *zero, *node;

    if (minus && al_bicep_char_is(*p->lexer.at, AL_BICEP_CHAR_DIGIT))
        return al_bicep_accessors(p, al_bicep_number(p), off);
    zero = al_bicep_node(p, AL_NODE_INT);
    al_bicep_next(&p->lexer);
    al_bicep_end_node(p, zero);
    node = al_bicep_operand(p);
    p->height++;
    if (minus)
        return call(p, AL_STR("sub"), span_from(p, off), zero, node, NULL);
    return call(p, AL_STR("not"), span_from(p, off), node, NULL, NULL);
}

static struct al_node *parse_operand(struct al_bicep_parser *p)
{
    if (al_bicep_at(p, AL_TOKEN_MINUS) || al_bicep_at(p, AL_TOKEN_EXCLAMATION))
        return parse_sign(p);
    return al_bicep_operand(p);
}

static struct al_node *parse_operators(struct al_bicep_parser *p)
{
    struct waiting waiting[LEVELS];
    uint32_t off = offset(p);
    struct al_node *node = parse_operand(p);
    unsigned n = 0, height = p->height;

    for (;;) {
        const struct op *op = &operators[p->panic ? AL_TOKEN_END : al_bicep_ahead(p)];
        while (n && waiting[n - 1].op->precedence >= op->precedence) {
            const struct waiting *top = &waiting[--n];
            node = combine(p, top, node);
            off = top->off;
            height = (height > top->height ? height : top->height) + 1 + top->op->negated + top->op->folded;
        }
        p->height = height;
        if (op->precedence == 0 || !al_bicep_fits(p, height))
            return node;
        waiting[n++] = (struct waiting){op, node, off, height};
        al_bicep_next(&p->lexer);
        off = offset(p);
        node = parse_operand(p);
        height = p->height;
    }
}

/* condition ? a : b; a line may end before either sign. */
static struct al_node *parse_ternary(struct al_bicep_parser *p, struct al_node *condition, uint32_t off)
{
    unsigned height = p->height;
    struct al_node *yes, *no;

    if (al_bicep_at(p, AL_TOKEN_NEWLINE))
        al_bicep_next(&p->lexer);
    al_bicep_next(&p->lexer);
    yes = al_bicep_expression(p);
    height = p->height > height ? p->height : height;
    if (!p->panic && al_bicep_sees(p, AL_TOKEN_COLON, ':')) {
        if (al_bicep_at(p, AL_TOKEN_NEWLINE))
            al_bicep_next(&p->lexer);
        al_bicep_next(&p->lexer);
        no = al_bicep_expression(p);
        height = p->height > height ? p->height : height;
    } else {
        al_bicep_expected(p, "':' and what holds otherwise");
        no = al_bicep_broken(p);
    }
    p->height = height + 1;
    return call(p, AL_STR("if"), span_from(p, off), condition, yes, no);
}

struct al_node *al_bicep_expression(struct al_bicep_parser *p)
{
    const uint32_t off = offset(p);
    struct al_node *node;

    if (p->panic || !al_bicep_enter(p))
        return al_bicep_broken(p);
    node = parse_operators(p);
    if (!p->panic && al_bicep_sees(p, AL_TOKEN_QUESTION, '?'))
        node = parse_ternary(p, node, off);
    p->depth--;
    return node;
}
