/* SPDX-License-Identifier: MIT */
/* Resources and modules: what stands after their '='. */
#include "syntax/bicep_parser.h"

/* Goes on at the body when what stands before it is wrong. */
static void skip_to_body(struct al_bicep_parser *p)
{
    if (!p->panic || p->abandon)
        return;
    while (!al_bicep_at(p, AL_TOKEN_LEFT_BRACE) && !al_bicep_at(p, AL_TOKEN_RIGHT_SQUARE) &&
           !al_bicep_at(p, AL_TOKEN_NEWLINE) && !al_bicep_at(p, AL_TOKEN_END))
        al_bicep_next(&p->lexer);
    p->panic = !al_bicep_at(p, AL_TOKEN_LEFT_BRACE);
}

/* { ... }, or if (...) { ... } */
static void parse_condition_and_object(struct al_bicep_parser *p, struct al_bicep_statement *s,
                                       const char *what)
{
    if (!p->panic && al_bicep_at_word(p, "if")) {
        al_bicep_next(&p->lexer);
        if (al_bicep_at(p, AL_TOKEN_LEFT_PAREN))
            s->condition = al_bicep_parentheses(p);
        else
            al_bicep_expected(p, "'(' after 'if'");
        what = "'{' after the condition";
    }
    skip_to_body(p);
    if (p->panic)
        return;
    if (al_bicep_at(p, AL_TOKEN_NEWLINE) && *p->lexer.at == '{') {
        al_bicep_complain(p, "%s", what);
        al_bicep_next(&p->lexer);
    }
    if (al_bicep_at(p, AL_TOKEN_LEFT_BRACE))
        s->value = al_bicep_object(p, s->kind == AL_BICEP_RESOURCE);
    else
        al_bicep_expected(p, "%s", what);
}

static void parse_body(struct al_bicep_parser *p, struct al_bicep_statement *s)
{
    if (!al_bicep_at(p, AL_TOKEN_LEFT_SQUARE)) {
        parse_condition_and_object(p, s, "'{', 'if' or '[' after '='");
        return;
    }
    s->loop = al_bicep_loop(p);
    parse_condition_and_object(p, s, "'{' or 'if' after the ':' of the loop");
    al_bicep_end_loop(p, s->loop);
}

static bool if_follows(const struct al_bicep_parser *p)
{
    return al_bicep_at(p, AL_TOKEN_NEWLINE) && p->lexer.at[0] == 'i' && p->lexer.at[1] == 'f' &&
           !al_bicep_char_is(p->lexer.at[2], AL_BICEP_CHAR_WORD);
}

/* The name, and the path or type in quotes; what comes after is read even when one of them is missing. */
static void parse_head(struct al_bicep_parser *p, struct al_bicep_statement *s, const char *what,
                       const char *path)
{
    if (al_bicep_at(p, AL_TOKEN_WORD))
        al_bicep_name(p, &s->name, &s->name_span, "");
    else
        al_bicep_expected(p, "the name of the %s", what);
    if (al_bicep_at(p, AL_TOKEN_STRING) || al_bicep_at(p, AL_TOKEN_STRING_LEFT)) {
        p->panic = false;
        s->path = al_bicep_string(p);
    } else {
        al_bicep_expected(p, "the %s of the %s in quotes", path, what);
    }
    if (al_bicep_at(p, AL_TOKEN_ASSIGN))
        p->panic = false;
}

/* '=', which may be missing before a body. */
static void parse_assign(struct al_bicep_parser *p, const char *after)
{
    if (!p->panic && al_bicep_at(p, AL_TOKEN_ASSIGN)) {
        al_bicep_next(&p->lexer);
        return;
    }
    al_bicep_expected(p, "'=' after %s", after);
    skip_to_body(p);
}

static void parse_rest(struct al_bicep_parser *p, struct al_bicep_statement *s)
{
    const size_t base = p->statements.n;

    if (if_follows(p))
        al_bicep_next(&p->lexer);
    if (!p->panic)
        parse_body(p, s);
    s->children = al_bicep_take_statements(p, base, &s->nchildren);
}

void al_bicep_resource(struct al_bicep_parser *p, struct al_bicep_statement *s)
{
    parse_head(p, s, "resource", "type");
    if (!p->panic && al_bicep_at_word(p, "existing")) {
        s->existing = true;
        al_bicep_next(&p->lexer);
    }
    parse_assign(p, s->existing ? "existing" : "the type of the resource");
    parse_rest(p, s);
}

void al_bicep_module(struct al_bicep_parser *p, struct al_bicep_statement *s)
{
    parse_head(p, s, "module", "path");
    parse_assign(p, "the path of the module");
    parse_rest(p, s);
}

void al_bicep_test(struct al_bicep_parser *p, struct al_bicep_statement *s)
{
    parse_head(p, s, "test", "path");
    parse_assign(p, "the path of the test");
    if (p->panic)
        return;
    if (al_bicep_at(p, AL_TOKEN_LEFT_BRACE))
        s->value = al_bicep_object(p, false);
    else
        al_bicep_expected(p, "'{' after '='");
}
