/* SPDX-License-Identifier: MIT */
/* A recursive descent parser over the decoded text, without a lexer: the language has no operators and no
 * keywords. Nodes get spans in the source file; since these come in ascending order, one cursor finds them
 * all in one pass, however many escapes the JSON string has. */
#include "syntax/expression.h"
#include "base/vec.h"
#include "syntax/json.h"
#include "syntax/json_scalar.h"

enum { SHOWN_MOST = 40 };

struct parser {
    al_arena *arena;
    struct al_diags *diags;
    const struct al_node *text;
    al_str s; /* without the outer closing bracket */
    size_t at;
    struct al_json_cursor cursor;
    uint64_t most;   /* levels */
    unsigned depth;  /* of the parser's recursion */
    unsigned height; /* of the tree it made last: accessors make trees higher without recursion */
    bool failed;
    AL_VEC(struct al_node *) args; /* of all open calls */
};

bool al_is_expression(al_str text)
{
    return text.n >= 2 && text.s[0] == '[' && text.s[1] != '[' && text.s[text.n - 1] == ']';
}

static char peek(const struct parser *p)
{
    return p->at < p->s.n ? p->s.s[p->at] : '\0';
}

static void skip_blanks(struct parser *p)
{
    for (size_t n; (n = al_json_blank(p->s, p->at)) > 0;)
        p->at += n;
}

/* -- errors -- */

static void fail(struct parser *p, enum al_trouble trouble, size_t at, al_str message)
{
    const uint32_t off = al_json_offset_in(p->text, (uint32_t)at);

    if (!p->failed)
        al_diags_add(p->diags, trouble, (struct al_span){p->text->source, off, 1}, "%.*s", AL_FMT(message));
    p->failed = true;
}

static bool is_name_char(char c)
{
    return al_is_alpha(c) || al_is_digit(c) || c == '_' || c == '$' || c == '-';
}

static void fail_expecting(struct parser *p, const char *what)
{
    const al_str text = al_str_from(p->s, p->at);
    size_t n = 0;

    if (text.n == 0) {
        fail(p, AL_TROUBLE_EXPRESSION, p->at,
             al_printf(p->arena, "expected %s, found the end of the expression", what));
        return;
    }
    while (n < text.n && n < SHOWN_MOST && is_name_char(text.s[n]))
        n++;
    if (n == 0)
        al_utf8_next(text, &n);
    fail(p, AL_TROUBLE_EXPRESSION, p->at,
         al_printf(p->arena, "expected %s, found \"%.*s\"", what, (int)n, text.s));
}

static bool expect(struct parser *p, char c, const char *what)
{
    skip_blanks(p);
    if (peek(p) != c)
        fail_expecting(p, what);
    else
        p->at++;
    return !p->failed;
}

static bool fits(struct parser *p, unsigned levels)
{
    if (levels > p->most && !p->failed) {
        const uint32_t off = al_json_offset_in(p->text, (uint32_t)p->at);
        al_diags_limit(p->diags, AL_LIMIT_EXPRESSION, (struct al_span){p->text->source, off, 1},
                       "the expression is nested too deep");
        p->failed = true;
    }
    return !p->failed;
}

/* -- nodes -- */

static struct al_node *begin(struct parser *p, enum al_node_kind kind)
{
    struct al_node *node = AL_NEW(p->arena, struct al_node);

    node->kind = (uint8_t)kind;
    node->source = p->text->source;
    node->off = al_json_seek(&p->cursor, (uint32_t)p->at);
    return node;
}

/* Ends the node before p->at. */
static void finish(struct parser *p, struct al_node *node)
{
    node->len = al_json_seek(&p->cursor, (uint32_t)p->at) - node->off;
}

static struct al_node *parse_expression(struct parser *p);

/* 'text' with its quotes doubled inside. */
static struct al_node *parse_string(struct parser *p)
{
    struct al_node *node = begin(p, AL_NODE_STRING);
    const size_t start = p->at++;
    size_t quotes = 0, n = 0;
    char *copy;

    for (;; p->at++) {
        const char *quote = p->at < p->s.n ? memchr(p->s.s + p->at, '\'', p->s.n - p->at) : NULL;
        if (!quote) {
            fail(p, AL_TROUBLE_EXPRESSION, start,
                 AL_STR("a text begins here and does not end: expected \"'\""));
            return node;
        }
        p->at = (size_t)(quote - p->s.s) + 1;
        if (peek(p) != '\'')
            break;
        quotes++;
    }
    finish(p, node);
    node->string = (al_str){p->s.s + start + 1, p->at - start - 2};
    if (quotes == 0)
        return node;
    copy = al_alloc(p->arena, node->string.n - quotes);
    for (size_t i = 0; i < node->string.n; i++) {
        copy[n++] = node->string.s[i];
        i += node->string.s[i] == '\'';
    }
    node->string = (al_str){copy, n};
    return node;
}

static void skip_digits(struct parser *p)
{
    if (!al_is_digit(peek(p)))
        fail_expecting(p, "a digit");
    while (al_is_digit(peek(p)))
        p->at++;
}

static struct al_node *parse_number(struct parser *p)
{
    struct al_node *node = begin(p, AL_NODE_INT);
    const size_t start = p->at;

    p->at += peek(p) == '-';
    skip_digits(p);
    if (peek(p) == '.') {
        p->at++;
        skip_digits(p);
    }
    if (!p->failed && al_lower(peek(p)) == 'e') {
        p->at++;
        p->at += peek(p) == '+' || peek(p) == '-';
        skip_digits(p);
    }
    if (p->failed)
        return node;
    finish(p, node);
    if (!al_json_number(p->arena, node, (al_str){p->s.s + start, p->at - start}))
        fail(p, AL_TROUBLE_EXPRESSION, start, AL_STR("the number is too large"));
    return node;
}

static al_str parse_name(struct parser *p, const char *what)
{
    const size_t start = p->at;

    if (!is_name_char(peek(p)) || al_is_digit(peek(p)) || peek(p) == '-')
        fail_expecting(p, what);
    while (!p->failed && is_name_char(peek(p)))
        p->at++;
    return (al_str){p->s.s + start, p->at - start};
}

/* -- calls -- */

/* parameters('name') and its like: a name that is written down needs no evaluation to be known. */
static void make_reference(struct parser *p, struct al_node *call, enum al_node_kind kind)
{
    (void)p;
    if (call->call.n == 1 && call->call.args[0]->kind == AL_NODE_STRING) {
        const al_str name = call->call.args[0]->string;
        memset(&call->call, 0, sizeof call->call); /* a variable has a home, NULL here */
        call->kind = (uint8_t)kind;
        call->string = name;
    }
}

static void make_lambda(struct parser *p, struct al_node *call, enum al_node_kind kind)
{
    const uint32_t n = call->call.n;
    struct al_node **args = call->call.args;
    al_str *names;

    if (n == 0) {
        fail(p, AL_TROUBLE_EXPRESSION, p->at - 1, AL_STR("expected the body of the lambda, found \")\""));
        return;
    }
    names = AL_NEW_N(p->arena, al_str, n - 1);
    for (uint32_t i = 0; i + 1 < n && !p->failed; i++) {
        names[i] = al_node_text(args[i]);
        if (args[i]->kind == AL_NODE_STRING)
            continue;
        al_diags_add(p->diags, AL_TROUBLE_EXPRESSION, al_node_span(args[i]),
                     "expected the name of a lambda variable in quotes");
        p->failed = true;
    }
    call->kind = (uint8_t)kind;
    call->lambda.names = names;
    call->lambda.n = n - 1;
    call->lambda.body = args[n - 1];
}

static void specialise(struct parser *p, struct al_node *call)
{
    static const struct {
        const char *name;
        enum al_node_kind kind;
        void (*make)(struct parser *p, struct al_node *call, enum al_node_kind kind);
    } table[] = {
        {"parameters", AL_NODE_PARAMETER, make_reference},
        {"variables", AL_NODE_VARIABLE, make_reference},
        {"lambdaVariables", AL_NODE_LOCAL, make_reference},
        {"lambda", AL_NODE_LAMBDA, make_lambda},
    };

    if (call->call.space.n)
        return;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (al_str_caseeq(call->call.name, al_str_of(table[i].name))) {
            table[i].make(p, call, table[i].kind);
            return;
        }
    }
}

/* What follows the opening parenthesis. */
static void parse_args(struct parser *p, struct al_node *call)
{
    const size_t base = p->args.n;
    unsigned height = 0;
    bool more;

    skip_blanks(p);
    more = peek(p) != ')';
    while (more && !p->failed) {
        struct al_node *arg = parse_expression(p);
        *al_vec_push(p->arena, &p->args) = arg;
        height = p->height > height ? p->height : height;
        skip_blanks(p);
        more = peek(p) == ',';
        p->at += more;
    }
    if (!p->failed)
        expect(p, ')', p->args.n > base ? "',' or ')' after an argument" : "')'");
    call->call.n = (uint32_t)(p->args.n - base);
    call->call.args = AL_NEW_N(p->arena, struct al_node *, call->call.n);
    if (call->call.n)
        memcpy(call->call.args, p->args.v + base, call->call.n * sizeof *call->call.args);
    p->args.n = base;
    p->height = height + 1;
}

/* name(args) or namespace.name(args) */
static struct al_node *parse_call(struct parser *p)
{
    struct al_node *call = begin(p, AL_NODE_CALL);

    call->call.name = parse_name(p, "an expression");
    skip_blanks(p);
    if (!p->failed && peek(p) == '.') {
        p->at++;
        skip_blanks(p);
        call->call.space = call->call.name;
        call->call.name = parse_name(p, "the name of a function");
    }
    if (!p->failed && expect(p, '(', "'(' after the name of a function"))
        parse_args(p, call);
    if (p->failed)
        return call;
    finish(p, call);
    specialise(p, call);
    return call;
}

static struct al_node *parse_member(struct parser *p, struct al_node *base)
{
    struct al_node *node = begin(p, AL_NODE_MEMBER);

    p->at++;
    skip_blanks(p);
    node->member.name = parse_name(p, "the name of a property");
    node->member.base = base;
    return node;
}

static struct al_node *parse_index(struct parser *p, struct al_node *base)
{
    struct al_node *node = begin(p, AL_NODE_INDEX);

    p->at++;
    node->index.index = parse_expression(p);
    node->index.base = base;
    if (!p->failed)
        expect(p, ']', "']' after an index");
    return node;
}

/* .name and [index], as many as there are */
static struct al_node *parse_accessors(struct parser *p, struct al_node *base)
{
    unsigned height = p->height;

    while (fits(p, height)) {
        struct al_node *node;
        skip_blanks(p);
        p->height = 0;
        if (peek(p) == '.')
            node = parse_member(p, base);
        else if (peek(p) == '[')
            node = parse_index(p, base);
        else
            break;
        node->off = base->off;
        finish(p, node);
        base = node;
        height = 1 + (p->height > height ? p->height : height);
    }
    p->height = height;
    return base;
}

static struct al_node *parse_expression(struct parser *p)
{
    struct al_node *node;

    skip_blanks(p);
    if (!fits(p, ++p->depth))
        return NULL;
    p->height = 1;
    if (peek(p) == '\'')
        node = parse_string(p);
    else if (al_is_digit(peek(p)) || peek(p) == '-')
        node = parse_number(p);
    else
        node = parse_call(p);
    node = parse_accessors(p, node);
    p->depth--;
    return node;
}

static struct al_node *parse(al_arena *arena, struct al_diags *diags, const struct al_node *text)
{
    const al_str s = text->text.string;
    struct parser p = {.arena = arena, .diags = diags, .text = text, .at = 1};
    struct al_node *tree;

    p.most = al_limit(diags, AL_LIMIT_EXPRESSION);
    p.s = al_str_head(s, s.n - 1);
    p.cursor = al_json_cursor_at(text);
    tree = parse_expression(&p);
    skip_blanks(&p);
    if (!p.failed && p.at < p.s.n)
        fail_expecting(&p, "the end of the expression");
    if (!p.failed)
        return tree;
    tree = AL_NEW(arena, struct al_node);
    tree->kind = AL_NODE_BROKEN;
    tree->source = text->source;
    tree->off = text->off;
    tree->len = text->len;
    return tree;
}

const struct al_node *al_expression_tree(al_arena *arena, struct al_diags *diags, const struct al_node *text)
{
    struct al_node *cache;
    uint32_t muted;

    if (text->text.tree)
        return text->text.tree;
    /* The tree is a cache, the one thing about a node that changes after its making. A malformed expression
     * is reported even where others speculate, because it is looked at only once. */
    cache = (struct al_node *)(uintptr_t)text;
    muted = diags->muted;
    diags->muted = 0;
    cache->text.tree = parse(al_source_arena(arena, text->source), diags, text);
    diags->muted = muted;
    return cache->text.tree;
}
