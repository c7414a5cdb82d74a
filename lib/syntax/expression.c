/* SPDX-License-Identifier: MIT */
/* A recursive descent parser over the decoded text, without a lexer: the language has no operators and no
 * keywords. Nodes get spans in the source file; since these come in ascending order, one cursor finds them
 * all in one pass, however many escapes the JSON string has. */
#include "syntax/expression.h"
#include "base/vec.h"
#include "syntax/json.h"
#include "syntax/json_scalar.h"

enum {
    SHOWN_MOST = 40,
    FEW_ARGS = 16 /* open at a time: more are on the heap */
};

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

/* Where p->at is in the source; asked for in ascending order. */
static uint32_t offset(struct parser *p)
{
    return al_json_seek(&p->cursor, (uint32_t)p->at);
}

/* One that begins at an offset and ends before p->at. */
static struct al_node *new_node(struct parser *p, enum al_node_kind kind, uint32_t off)
{
    return al_node_new(p->arena, kind, (struct al_span){p->text->source, off, offset(p) - off});
}

/* What it makes after an error is looked at by nobody, and may be NULL. */
static struct al_node *parse_expression(struct parser *p);

static al_str without_doubled_quotes(struct parser *p, al_str text, size_t quotes)
{
    char *copy = al_alloc_text(p->arena, text.n - quotes);
    size_t n = 0;

    for (size_t i = 0; i < text.n; i++) {
        copy[n++] = text.s[i];
        i += text.s[i] == '\'';
    }
    return (al_str){copy, n};
}

/* Steps behind the next quote, if there is one. */
static bool skip_quote(struct parser *p)
{
    const al_str rest = al_str_from(p->s, p->at);
    const char *quote = rest.n ? memchr(rest.s, '\'', rest.n) : NULL;

    if (quote)
        p->at += (size_t)(quote - rest.s) + 1;
    return quote != NULL;
}

/* 'text' with its quotes doubled inside. */
static al_str parse_text(struct parser *p)
{
    const size_t start = p->at++;
    size_t quotes = 0;
    al_str text;

    for (;; p->at++) {
        if (!skip_quote(p)) {
            fail(p, AL_TROUBLE_EXPRESSION, start,
                 AL_STR("a text begins here and does not end: expected \"'\""));
            return AL_STR("");
        }
        if (peek(p) != '\'')
            break;
        quotes++;
    }
    text = (al_str){p->s.s + start + 1, p->at - start - 2};
    return quotes ? without_doubled_quotes(p, text, quotes) : text;
}

static struct al_node *parse_string(struct parser *p)
{
    const uint32_t off = offset(p);
    const al_str text = parse_text(p);
    struct al_node *node = new_node(p, AL_NODE_STRING, off);

    node->string = text;
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
    const uint32_t off = offset(p);
    const size_t start = p->at;
    struct al_node *node;

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
        return NULL;
    node = new_node(p, AL_NODE_INT, off);
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

/* A call while it is parsed; its arguments are the top of the stack, from `base` on. */
struct open_call {
    al_str name;    /* with its namespace */
    uint32_t space; /* length of that */
    uint32_t off;
    size_t base;
};

static uint32_t count_args(const struct parser *p, const struct open_call *call)
{
    return (uint32_t)(p->args.n - call->base);
}

static struct al_node *make_call(struct parser *p, const struct open_call *call)
{
    struct al_node *node = new_node(p, AL_NODE_CALL, call->off);

    node->call.name = call->name;
    node->call.space = call->space;
    node->call.n = count_args(p, call);
    node->call.args = al_alloc_text(p->arena, node->call.n * sizeof *node->call.args);
    if (node->call.n)
        memcpy(node->call.args, p->args.v + call->base, node->call.n * sizeof *node->call.args);
    return node;
}

static struct al_node *make_lambda(struct parser *p, const struct open_call *call)
{
    const uint32_t n = count_args(p, call);
    struct al_node *node, **args = p->args.v + call->base;

    if (n == 0) {
        fail(p, AL_TROUBLE_EXPRESSION, p->at - 1, AL_STR("expected the body of the lambda, found \")\""));
        return NULL;
    }
    node = new_node(p, AL_NODE_LAMBDA, call->off);
    node->lambda.names = AL_NEW_N(p->arena, al_str, n - 1);
    node->lambda.n = n - 1;
    node->lambda.body = args[n - 1];
    for (uint32_t i = 0; i + 1 < n && !p->failed; i++) {
        node->lambda.names[i] = al_node_text(args[i]);
        if (args[i]->kind == AL_NODE_STRING)
            continue;
        al_diags_add(p->diags, AL_TROUBLE_EXPRESSION, al_node_span(args[i]),
                     "expected the name of a lambda variable in quotes");
        p->failed = true;
    }
    return node;
}

/* What follows the opening parenthesis. */
static void parse_args(struct parser *p)
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
    p->height = height + 1;
}

/* name, or namespace.name; blanks around the point are no part of it. */
static void parse_function(struct parser *p, struct open_call *call)
{
    const size_t start = p->at;

    call->name = parse_name(p, "an expression");
    skip_blanks(p);
    if (!p->failed && peek(p) == '.') {
        al_str function;
        p->at++;
        skip_blanks(p);
        function = parse_name(p, "the name of a function");
        call->space = (uint32_t)call->name.n;
        call->name = p->at - start == call->space + 1 + function.n
                         ? (al_str){p->s.s + start, p->at - start}
                         : al_printf(p->arena, "%.*s.%.*s", AL_FMT(call->name), AL_FMT(function));
    }
}

static enum al_node_kind kind_of(const struct open_call *call)
{
    static const struct {
        const char *name;
        enum al_node_kind kind;
    } table[] = {
        {"parameters", AL_NODE_PARAMETER},
        {"variables", AL_NODE_VARIABLE},
        {"lambdaVariables", AL_NODE_LOCAL},
        {"lambda", AL_NODE_LAMBDA},
    };

    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (al_str_caseeq(call->name, al_str_of(table[i].name)))
            return table[i].kind;
    return AL_NODE_CALL;
}

/* parameters('name') and its like, behind the parenthesis: a name that is written down needs no evaluation to
 * be known. NULL, and nothing was read, when it is more than that. */
static struct al_node *parse_reference(struct parser *p, const struct open_call *call, enum al_node_kind kind)
{
    const size_t before = p->at;
    struct al_node *node;
    al_str name;

    skip_blanks(p);
    if (peek(p) == '\'') {
        name = parse_text(p);
        skip_blanks(p);
        if (!p->failed && peek(p) == ')') {
            p->at++;
            p->height = 2;
            node = new_node(p, kind, call->off);
            node->string = name;
            return node;
        }
    }
    p->at = before;
    return NULL;
}

/* name(args) or namespace.name(args) */
static struct al_node *parse_call(struct parser *p)
{
    struct open_call call = {.off = offset(p), .base = p->args.n};
    enum al_node_kind kind;
    struct al_node *node;

    parse_function(p, &call);
    if (p->failed || !expect(p, '(', "'(' after the name of a function"))
        return NULL;
    kind = kind_of(&call);
    if (kind != AL_NODE_CALL && kind != AL_NODE_LAMBDA && (node = parse_reference(p, &call, kind)))
        return node;
    parse_args(p);
    node = p->failed ? NULL : kind == AL_NODE_LAMBDA ? make_lambda(p, &call) : make_call(p, &call);
    p->args.n = call.base;
    return node;
}

/* .name and [index], as many as there are */
static struct al_node *parse_member(struct parser *p, struct al_node *base)
{
    struct al_node *node;
    al_str name;

    p->at++;
    skip_blanks(p);
    name = parse_name(p, "the name of a property");
    node = new_node(p, AL_NODE_MEMBER, base->off);
    node->member.name = name;
    node->member.base = base;
    return node;
}

static struct al_node *parse_index(struct parser *p, struct al_node *base)
{
    struct al_node *node, *index;

    p->at++;
    index = parse_expression(p);
    if (!p->failed)
        expect(p, ']', "']' after an index");
    node = new_node(p, AL_NODE_INDEX, base->off);
    node->index.index = index;
    node->index.base = base;
    return node;
}

static struct al_node *parse_accessors(struct parser *p, struct al_node *base)
{
    unsigned height = p->height;

    while (fits(p, height)) {
        skip_blanks(p);
        p->height = 0;
        if (peek(p) == '.')
            base = parse_member(p, base);
        else if (peek(p) == '[')
            base = parse_index(p, base);
        else
            break;
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
    struct al_node *tree, *few[FEW_ARGS];
    struct parser p = {.arena = arena, .diags = diags, .text = text, .at = 1, .args = {few, 0, FEW_ARGS}};

    p.most = al_limit(diags, AL_LIMIT_EXPRESSION);
    p.s = al_str_head(s, s.n - 1);
    p.cursor = al_json_cursor_at(text);
    tree = parse_expression(&p);
    skip_blanks(&p);
    if (!p.failed && p.at < p.s.n)
        fail_expecting(&p, "the end of the expression");
    if (!p.failed)
        return tree;
    return al_node_new(arena, AL_NODE_BROKEN, al_node_span(text));
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
