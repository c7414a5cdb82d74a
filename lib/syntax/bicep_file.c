/* SPDX-License-Identifier: MIT */
/* A Bicep file as a whole: one declaration after another, each on lines of its own. */
#include "syntax/bicep_parser.h"

static bool is_opener(enum al_bicep_token_kind kind)
{
    return kind == AL_TOKEN_LEFT_BRACE || kind == AL_TOKEN_LEFT_PAREN || kind == AL_TOKEN_LEFT_SQUARE;
}

static bool is_closer(enum al_bicep_token_kind kind)
{
    return kind == AL_TOKEN_RIGHT_BRACE || kind == AL_TOKEN_RIGHT_PAREN || kind == AL_TOKEN_RIGHT_SQUARE;
}

static void parse_statement(struct al_bicep_parser *p)
{
    memset(p->open, 0, sizeof p->open);
    p->plain = false;
    p->depth = 0;
    al_bicep_declaration(p, false);
    if (p->panic || al_bicep_at(p, AL_TOKEN_NEWLINE) || al_bicep_at(p, AL_TOKEN_END))
        return;
    al_bicep_complain(p, "the end of the line");
    p->panic = !al_bicep_declares(p->lexer.token.start);
    p->statements.v[p->statements.n - 1]->broken = true;
}

/* Where no more problems are told, what has so many is no Bicep. */
static void parse_file(struct al_bicep_parser *p)
{
    bool broken = false;

    while (!al_bicep_at(p, AL_TOKEN_END) && !al_diags_full(p->lexer.diags)) {
        if (al_bicep_at(p, AL_TOKEN_NEWLINE)) {
            al_bicep_next(&p->lexer);
            continue;
        }
        /* what is left of a statement that was given up */
        p->panic = broken && (is_closer(al_bicep_ahead(p)) || is_opener(al_bicep_ahead(p)));
        p->lexer.nesting = is_opener(al_bicep_ahead(p));
        if (!p->panic) {
            parse_statement(p);
            broken = p->panic;
        }
        if (p->panic)
            al_bicep_skip_line(p, 0);
    }
}

struct al_bicep_file *al_bicep_parse(al_arena *arena, struct al_diags *diags, const struct al_source *source)
{
    struct al_bicep_file *file = AL_NEW(arena, struct al_bicep_file);
    struct al_bicep_parser *p = AL_NEW(arena, struct al_bicep_parser);

    p->format.arena = arena;
    p->most = al_limit(diags, AL_LIMIT_EXPRESSION);
    file->source = source;
    file->is_parameters = p->is_parameters = al_str_case_ends(source->name, AL_STR(".bicepparam"));
    al_bicep_lexer_start(&p->lexer, arena, diags, source);
    parse_file(p);
    file->statements = al_bicep_take_statements(p, 0, &file->nstatements);
    file->comments = p->lexer.comments.v;
    file->ncomments = p->lexer.comments.n;
    return file;
}
