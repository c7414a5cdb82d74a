/* SPDX-License-Identifier: MIT */
/* Errors of the Bicep parser, and where it goes on after them. */
#include "syntax/bicep_parser.h"

enum { SHOWN_MOST = 40 };

/* -- messages -- */

static al_str found(const struct al_bicep_parser *p)
{
    const al_str text = al_bicep_token_text(p);
    size_t n = 0;

    switch (al_bicep_ahead(p)) {
    case AL_TOKEN_END: return AL_STR("the end of the file");
    case AL_TOKEN_NEWLINE: return AL_STR("the end of the line");
    case AL_TOKEN_STRING_MIDDLE:
    case AL_TOKEN_STRING_RIGHT: return AL_STR("'}'");
    case AL_TOKEN_STRING:
    case AL_TOKEN_STRING_LEFT: return AL_STR("a string");
    default: break;
    }
    if (*text.s == '"')
        return AL_STR("'\"' (strings have single quotes)");
    if ((unsigned char)*text.s < ' ' || *text.s == 0x7f)
        return al_printf(p->lexer.arena, "the byte 0x%02x", (unsigned)(unsigned char)*text.s);
    while (n < text.n && n < SHOWN_MOST)
        al_utf8_next(text, &n);
    return al_printf(p->lexer.arena, "'%.*s'", (int)n, text.s);
}

static void complain(struct al_bicep_parser *p, al_str what)
{
    const struct al_bicep_token *token = &p->lexer.token;
    const bool empty = token->kind == AL_TOKEN_NEWLINE || token->kind == AL_TOKEN_END;
    const bool brace = token->kind == AL_TOKEN_STRING_MIDDLE || token->kind == AL_TOKEN_STRING_RIGHT;
    const char *end = empty ? token->start : brace ? token->start + 1 : token->end;
    const al_str actual = found(p);

    if (token->reported)
        p->lexer.errors++;
    else
        al_bicep_report(&p->lexer, AL_TROUBLE_SYNTAX, token->start, end, "expected %.*s, found %.*s",
                        AL_FMT(what), AL_FMT(actual));
}

void al_bicep_complain(struct al_bicep_parser *p, const char *format, ...)
{
    va_list args;

    if (p->panic)
        return;
    va_start(args, format);
    complain(p, al_vprintf(p->lexer.arena, format, args));
    va_end(args);
}

void al_bicep_expected(struct al_bicep_parser *p, const char *format, ...)
{
    va_list args;

    if (p->panic)
        return;
    va_start(args, format);
    complain(p, al_vprintf(p->lexer.arena, format, args));
    va_end(args);
    p->panic = true;
}

void al_bicep_wrong(struct al_bicep_parser *p, struct al_span span, const char *format, ...)
{
    va_list args;

    if (p->panic)
        return;
    va_start(args, format);
    al_diags_vadd(p->lexer.diags, AL_TROUBLE_SYNTAX, span, format, args);
    va_end(args);
    p->lexer.errors++;
}

bool al_bicep_expect(struct al_bicep_parser *p, enum al_bicep_token_kind kind, const char *what)
{
    if (p->panic)
        return false;
    if (!al_bicep_at(p, kind)) {
        al_bicep_expected(p, "%s", what);
        return false;
    }
    al_bicep_next(&p->lexer);
    return true;
}

void al_bicep_too_deep(struct al_bicep_parser *p)
{
    if (p->panic)
        return;
    p->lexer.errors++;
    al_diags_limit(p->lexer.diags, AL_LIMIT_EXPRESSION,
                   (struct al_span){p->lexer.source, al_bicep_offset(&p->lexer, p->lexer.token.start),
                                    (uint32_t)(p->lexer.token.end - p->lexer.token.start)},
                   "the expression is nested too deep");
    p->panic = p->abandon = true;
}

/* -- declarations -- */

static const char *const keywords[] = {
    "assert", "extends",  "extension", "extensionConfig", "func", "import", "metadata", "module", "output",
    "param",  "provider", "resource",  "targetScope",     "test", "type",   "using",    "var",
};

/* Every text ends in a NUL, so looking ahead stops there. */
bool al_bicep_declares(const char *at)
{
    size_t n = 0;

    if (*at == '@')
        return al_bicep_char_is(at[1], AL_BICEP_CHAR_WORD);
    while (al_bicep_char_is(at[n], AL_BICEP_CHAR_WORD))
        n++;
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
        if (!al_str_eq(al_str_of(keywords[i]), (al_str){at, n}))
            continue;
        for (at += n; al_bicep_char_is(*at, AL_BICEP_CHAR_BLANK);)
            at++;
        return al_bicep_char_is(*at, AL_BICEP_CHAR_WORD) || *at == '\'' || *at == '{' || *at == '*' ||
               *at == '=';
    }
    return false;
}

bool al_bicep_declaration_follows(const struct al_bicep_parser *p, bool inside)
{
    const char *at = p->lexer.at;

    if (!al_bicep_at(p, AL_TOKEN_NEWLINE) || !al_bicep_char_is(at[-1], AL_BICEP_CHAR_LINE))
        return false;
    if (inside &&
        (*at == '@' || al_str_starts((al_str){at, (size_t)(p->lexer.end - at)}, AL_STR("resource"))))
        return false;
    return al_bicep_declares(at);
}

/* -- skipping -- */

int al_bicep_nesting(enum al_bicep_token_kind kind)
{
    switch (kind) {
    case AL_TOKEN_LEFT_BRACE:
    case AL_TOKEN_LEFT_PAREN:
    case AL_TOKEN_LEFT_SQUARE:
    case AL_TOKEN_STRING_LEFT: return 1;
    case AL_TOKEN_RIGHT_BRACE:
    case AL_TOKEN_RIGHT_PAREN:
    case AL_TOKEN_RIGHT_SQUARE:
    case AL_TOKEN_STRING_RIGHT: return -1;
    default: return 0;
    }
}

void al_bicep_skip_element(struct al_bicep_parser *p)
{
    int open = 0;

    for (;; al_bicep_next(&p->lexer)) {
        const enum al_bicep_token_kind kind = al_bicep_ahead(p);
        if (kind == AL_TOKEN_END ||
            (open == 0 && (kind == AL_TOKEN_NEWLINE || kind == AL_TOKEN_COMMA ||
                           kind == AL_TOKEN_STRING_MIDDLE || al_bicep_nesting(kind) < 0)))
            break;
        if (al_bicep_declaration_follows(p, false)) {
            p->abandon = true;
            return;
        }
        open += al_bicep_nesting(kind);
    }
    p->panic = false;
}

void al_bicep_skip_hole(struct al_bicep_parser *p)
{
    while (!p->abandon) {
        al_bicep_skip_element(p);
        if (al_bicep_at(p, AL_TOKEN_STRING_MIDDLE) || al_bicep_at(p, AL_TOKEN_STRING_RIGHT))
            return;
        if (al_bicep_at(p, AL_TOKEN_NEWLINE) || al_bicep_at(p, AL_TOKEN_END))
            break;
        al_bicep_next(&p->lexer);
    }
    p->panic = true;
}

void al_bicep_skip_line(struct al_bicep_parser *p, uint32_t nested)
{
    while (!al_bicep_at(p, AL_TOKEN_END) && !al_bicep_declaration_follows(p, false) &&
           !(al_bicep_at(p, AL_TOKEN_NEWLINE) && p->lexer.nesting <= nested))
        al_bicep_next(&p->lexer);
    p->panic = p->abandon = false;
}
