/* SPDX-License-Identifier: MIT */
/* Declarations of Bicep, but for the bodies of resources and modules. */
#include "syntax/bicep_parser.h"

static struct al_span token_span(const struct al_bicep_parser *p)
{
    return (struct al_span){p->lexer.source, al_bicep_offset(&p->lexer, p->lexer.token.start),
                            (uint32_t)al_bicep_token_text(p).n};
}

bool al_bicep_name(struct al_bicep_parser *p, al_str *name, struct al_span *span, const char *what)
{
    if (p->panic)
        return false;
    *span = token_span(p);
    if (!al_bicep_at(p, AL_TOKEN_WORD)) {
        al_bicep_expected(p, "%s", what);
        return false;
    }
    *name = al_bicep_token_text(p);
    al_bicep_next(&p->lexer);
    return true;
}

/* -- decorators -- */

static struct al_node *parse_decorator(struct al_bicep_parser *p)
{
    const uint32_t nested = p->lexer.nesting;
    struct al_node *node;

    al_bicep_next(&p->lexer);
    if (!al_bicep_at(p, AL_TOKEN_WORD))
        al_bicep_expected(p, "the name of a decorator after '@'");
    node = al_bicep_operand(p);
    if (node->kind != AL_NODE_CALL && node->kind != AL_NODE_BROKEN) {
        al_bicep_wrong(p, al_node_span(node),
                       "expected '(' and the arguments of the decorator after its name");
        node->kind = AL_NODE_BROKEN;
    }
    if (!p->panic && !al_bicep_at(p, AL_TOKEN_NEWLINE) && !al_bicep_at(p, AL_TOKEN_END)) {
        al_bicep_complain(p, "the end of the line after a decorator");
        p->panic = !al_bicep_declares(p->lexer.token.start);
    }
    if (p->panic)
        al_bicep_skip_line(p, nested);
    if (al_bicep_at(p, AL_TOKEN_NEWLINE))
        al_bicep_next(&p->lexer);
    return node;
}

struct al_node **al_bicep_decorators(struct al_bicep_parser *p, uint32_t *n)
{
    const size_t base = p->nodes.n;

    while (!p->panic && al_bicep_at(p, AL_TOKEN_AT)) {
        struct al_node *node = parse_decorator(p);
        *al_vec_push(p->lexer.arena, &p->nodes) = node;
    }
    return al_bicep_take_nodes(p, base, n);
}

/* -- parts of declarations -- */

/* '=', which is not missed before a body. */
static void parse_assign(struct al_bicep_parser *p, const char *after)
{
    if (p->panic)
        return;
    if (al_bicep_at(p, AL_TOKEN_ASSIGN)) {
        al_bicep_next(&p->lexer);
        return;
    }
    al_bicep_expected(p, "'=' after %s", after);
    if (al_bicep_at(p, AL_TOKEN_LEFT_BRACE))
        p->panic = false;
}

static void parse_value(struct al_bicep_parser *p, struct al_bicep_statement *s, const char *after)
{
    parse_assign(p, after);
    if (!p->panic)
        s->value = al_bicep_expression(p);
}

static void parse_path(struct al_bicep_parser *p, struct al_bicep_statement *s, const char *what)
{
    if (p->panic)
        return;
    if (!al_bicep_at(p, AL_TOKEN_STRING) && !al_bicep_at(p, AL_TOKEN_STRING_LEFT))
        al_bicep_expected(p, "%s", what);
    else
        s->path = al_bicep_string(p);
}

/* with { ... } */
static void parse_with(struct al_bicep_parser *p, struct al_bicep_statement *s)
{
    if (p->panic || !al_bicep_at_word(p, "with"))
        return;
    al_bicep_next(&p->lexer);
    if (al_bicep_at(p, AL_TOKEN_LEFT_BRACE))
        s->value = al_bicep_object(p, false);
    else
        al_bicep_expected(p, "'{' after 'with'");
}

static void parse_alias(struct al_bicep_parser *p, struct al_bicep_statement *s)
{
    struct al_span span;

    if (p->panic || !al_bicep_at_word(p, "as"))
        return;
    al_bicep_next(&p->lexer);
    al_bicep_name(p, &s->alias, &span, "a name after 'as'");
}

/* -- declarations -- */

static void parse_target_scope(struct al_bicep_parser *p, struct al_bicep_statement *s)
{
    parse_value(p, s, "targetScope");
}

static void parse_metadata(struct al_bicep_parser *p, struct al_bicep_statement *s)
{
    al_bicep_name(p, &s->name, &s->name_span, "the name of the metadata");
    parse_value(p, s, "the name of the metadata");
}

static void parse_param(struct al_bicep_parser *p, struct al_bicep_statement *s)
{
    al_bicep_name(p, &s->name, &s->name_span, "the name of the parameter");
    if (p->is_parameters) {
        parse_value(p, s, "the name of the parameter");
        return;
    }
    if (p->panic)
        return;
    s->type = al_bicep_type(p, false);
    if (!p->panic && !al_bicep_at(p, AL_TOKEN_NEWLINE) && !al_bicep_at(p, AL_TOKEN_END))
        parse_value(p, s, "the type of the parameter");
}

static void parse_var(struct al_bicep_parser *p, struct al_bicep_statement *s)
{
    al_bicep_name(p, &s->name, &s->name_span, "the name of the variable");
    if (!p->panic && !al_bicep_at(p, AL_TOKEN_ASSIGN) && !al_bicep_at(p, AL_TOKEN_NEWLINE) &&
        !al_bicep_at(p, AL_TOKEN_END))
        s->type = al_bicep_type(p, false);
    parse_value(p, s, s->type ? "the type of the variable" : "the name of the variable");
}

static void parse_output(struct al_bicep_parser *p, struct al_bicep_statement *s)
{
    al_bicep_name(p, &s->name, &s->name_span, "the name of the output");
    if (!p->panic)
        s->type = al_bicep_type(p, true);
    parse_value(p, s, "the type of the output");
}

static void parse_type(struct al_bicep_parser *p, struct al_bicep_statement *s)
{
    al_bicep_name(p, &s->name, &s->name_span, "the name of the type");
    parse_assign(p, "the name of the type");
    if (!p->panic)
        s->type = al_bicep_type(p, false);
}

/* func name(parameters) type => value */
static void parse_func(struct al_bicep_parser *p, struct al_bicep_statement *s)
{
    al_bicep_name(p, &s->name, &s->name_span, "the name of the function");
    if (!p->panic && !al_bicep_at(p, AL_TOKEN_LEFT_PAREN))
        al_bicep_expected(p, "'(' after the name of the function");
    if (p->panic)
        return;
    s->arguments = al_bicep_parameters(p, &s->narguments);
    if (!p->panic)
        s->type = al_bicep_type(p, false);
    if (!al_bicep_expect(p, AL_TOKEN_ARROW, "'=>' after the type of the function"))
        return;
    if (al_bicep_at(p, AL_TOKEN_NEWLINE) && !al_bicep_declares(p->lexer.at))
        al_bicep_next(&p->lexer);
    s->value = al_bicep_expression(p);
}

/* -- imports and extensions -- */

static void parse_extension(struct al_bicep_parser *p, struct al_bicep_statement *s)
{
    if (al_bicep_at(p, AL_TOKEN_WORD))
        al_bicep_name(p, &s->name, &s->name_span, "");
    else
        parse_path(p, s, "the name of an extension or its path in quotes");
    parse_with(p, s);
    parse_alias(p, s);
    if (!p->panic && !al_bicep_at(p, AL_TOKEN_NEWLINE) && !al_bicep_at(p, AL_TOKEN_END))
        al_bicep_expected(p, "'with', 'as' or the end of the line");
}

/* name, name as alias, 'name' as alias */
static void parse_item(struct al_bicep_parser *p)
{
    struct al_bicep_import item = {0};

    item.name_span = token_span(p);
    if (al_bicep_at(p, AL_TOKEN_STRING))
        item.name = al_node_text(al_bicep_string(p));
    else if (!al_bicep_name(p, &item.name, &item.name_span, "the name of what is imported"))
        return;
    item.alias = item.name;
    item.alias_span = item.name_span;
    if (!p->panic && al_bicep_at_word(p, "as")) {
        al_bicep_next(&p->lexer);
        al_bicep_name(p, &item.alias, &item.alias_span, "a name after 'as'");
    } else if (!p->panic && *p->lexer.start && p->lexer.start[item.name_span.off] == '\'') {
        al_bicep_expected(p, "'as' and a name, since a name in quotes cannot be used");
    }
    *al_vec_push(p->lexer.arena, &p->imports) = item;
}

/* Whether the names of an import end without a bracket. */
static bool lacks_end(const struct al_bicep_parser *p)
{
    return !p->panic && al_bicep_at_word(p, "from") && *p->lexer.at == '\'';
}

static void parse_items(struct al_bicep_parser *p, struct al_bicep_statement *s)
{
    static const struct al_bicep_list list = {.closer = AL_TOKEN_RIGHT_BRACE,
                                              .what = "a name",
                                              .next = "a new line, ',' or '}'",
                                              .lines = true,
                                              .trailing = true};

    p->imports.n = 0;
    if (al_bicep_list_open(p, &list)) {
        do
            parse_item(p);
        while (!lacks_end(p) ? al_bicep_list_more(p, &list) : al_bicep_list_tear(p, &list));
    }
    s->nitems = (uint32_t)p->imports.n;
    s->items = AL_NEW_N(p->lexer.arena, struct al_bicep_import, p->imports.n);
    if (s->nitems)
        memcpy(s->items, p->imports.v, s->nitems * sizeof *s->items);
}

/* { names } from 'path', * as name from 'path', or what `extension` was called once */
static void parse_import(struct al_bicep_parser *p, struct al_bicep_statement *s)
{
    if (al_bicep_at(p, AL_TOKEN_STRING) || al_bicep_at(p, AL_TOKEN_STRING_LEFT)) {
        s->kind = AL_BICEP_EXTENSION;
        parse_extension(p, s);
        return;
    }
    if (al_bicep_at(p, AL_TOKEN_ASTERISK)) {
        s->wildcard = true;
        al_bicep_next(&p->lexer);
        if (al_bicep_at_word(p, "as"))
            al_bicep_next(&p->lexer);
        else
            al_bicep_expected(p, "'as' after '*'");
        al_bicep_name(p, &s->name, &s->name_span, "a name after 'as'");
    } else if (al_bicep_at(p, AL_TOKEN_LEFT_BRACE)) {
        parse_items(p, s);
    } else {
        al_bicep_expected(p, "'{' and names, or '*'");
    }
    if (p->panic)
        return;
    if (al_bicep_at_word(p, "from"))
        al_bicep_next(&p->lexer);
    else
        al_bicep_expected(p, "'from' and the path of a file");
    parse_path(p, s, "the path of a file in quotes");
}

/* -- the rest -- */

static void parse_assert(struct al_bicep_parser *p, struct al_bicep_statement *s)
{
    al_bicep_name(p, &s->name, &s->name_span, "the name of the assertion");
    parse_value(p, s, "the name of the assertion");
}

static void parse_using(struct al_bicep_parser *p, struct al_bicep_statement *s)
{
    if (al_bicep_at_word(p, "none"))
        al_bicep_next(&p->lexer);
    else
        parse_path(p, s, "the path of a file in quotes, or 'none'");
    parse_with(p, s);
}

static void parse_extends(struct al_bicep_parser *p, struct al_bicep_statement *s)
{
    parse_path(p, s, "the path of a parameter file in quotes");
}

static void parse_extension_config(struct al_bicep_parser *p, struct al_bicep_statement *s)
{
    al_bicep_name(p, &s->name, &s->name_span, "the name of the extension");
    if (!p->panic && !al_bicep_at_word(p, "with"))
        al_bicep_expected(p, "'with' after the name of the extension");
    parse_with(p, s);
}

/* -- what there is to declare -- */

enum { IN_BICEP = 1, IN_PARAMETERS = 2 };

static const struct declaration {
    const char *keyword;
    enum al_bicep_kind kind;
    unsigned where;
    void (*parse)(struct al_bicep_parser *p, struct al_bicep_statement *s);
} declarations[] = {
    {"param", AL_BICEP_PARAM, IN_BICEP | IN_PARAMETERS, parse_param},
    {"var", AL_BICEP_VAR, IN_BICEP | IN_PARAMETERS, parse_var},
    {"resource", AL_BICEP_RESOURCE, IN_BICEP, al_bicep_resource},
    {"module", AL_BICEP_MODULE, IN_BICEP, al_bicep_module},
    {"output", AL_BICEP_OUTPUT, IN_BICEP, parse_output},
    {"type", AL_BICEP_TYPE, IN_BICEP | IN_PARAMETERS, parse_type},
    {"func", AL_BICEP_FUNC, IN_BICEP, parse_func},
    {"metadata", AL_BICEP_METADATA, IN_BICEP, parse_metadata},
    {"targetScope", AL_BICEP_TARGET_SCOPE, IN_BICEP, parse_target_scope},
    {"import", AL_BICEP_IMPORT, IN_BICEP | IN_PARAMETERS, parse_import},
    {"extension", AL_BICEP_EXTENSION, IN_BICEP | IN_PARAMETERS, parse_extension},
    {"provider", AL_BICEP_EXTENSION, IN_BICEP, parse_extension},
    {"assert", AL_BICEP_ASSERT, IN_BICEP, parse_assert},
    {"test", AL_BICEP_TEST, IN_BICEP, al_bicep_test},
    {"using", AL_BICEP_USING, IN_PARAMETERS, parse_using},
    {"extends", AL_BICEP_EXTENDS, IN_PARAMETERS, parse_extends},
    {"extensionConfig", AL_BICEP_EXTENSION_CONFIG, IN_PARAMETERS, parse_extension_config},
};

static const struct declaration *find_declaration(const struct al_bicep_parser *p, bool nested)
{
    const unsigned where = p->is_parameters ? IN_PARAMETERS : IN_BICEP;

    for (size_t i = 0; al_bicep_at(p, AL_TOKEN_WORD) && i < sizeof declarations / sizeof *declarations; i++)
        if ((declarations[i].where & where) && (!nested || declarations[i].kind == AL_BICEP_RESOURCE) &&
            al_bicep_at_word(p, declarations[i].keyword))
            return &declarations[i];
    return NULL;
}

static void say_no_declaration(struct al_bicep_parser *p, bool nested, bool decorated)
{
    const char *what = nested             ? "a resource"
                       : p->is_parameters ? "a declaration of a parameter file (using, param, var ...)"
                                          : "a declaration (param, var, resource, module, output ...)";

    al_bicep_expected(p, "%s%s", what, decorated ? " after the decorator" : "");
}

struct al_bicep_statement *al_bicep_take_statements(struct al_bicep_parser *p, size_t base, uint32_t *n)
{
    const size_t count = p->statements.n - base;
    struct al_bicep_statement *statements = NULL;

    if (count)
        statements = al_alloc_text(p->lexer.arena, count * sizeof *statements);
    for (size_t i = 0; i < count; i++)
        statements[i] = *p->statements.v[base + i];
    p->statements.n = base;
    *n = (uint32_t)count;
    return statements;
}

void al_bicep_declaration(struct al_bicep_parser *p, bool nested)
{
    const uint32_t errors = p->lexer.errors;
    struct al_bicep_statement *s;
    const struct declaration *declaration;

    if (!al_bicep_enter(p))
        return;
    s = AL_NEW(p->lexer.arena, struct al_bicep_statement);
    s->kind = AL_BICEP_BROKEN;
    s->decorators = al_bicep_decorators(p, &s->ndecorators);
    s->span = s->name_span = token_span(p);
    declaration = p->panic ? NULL : find_declaration(p, nested);
    if (declaration) {
        s->kind = declaration->kind;
        al_bicep_next(&p->lexer);
        declaration->parse(p, s);
    } else {
        say_no_declaration(p, nested, s->ndecorators > 0);
    }
    s->span.len = al_bicep_length(p, s->span.off);
    s->broken = errors != p->lexer.errors;
    *al_vec_push(p->lexer.arena, &p->statements) = s;
    p->depth--;
}
