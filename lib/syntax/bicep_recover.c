/* SPDX-License-Identifier: MIT */
/* Errors of the Bicep parser, and where it goes on behind them. Brackets that do not match are the hard case:
 * a closer that a list outside waits for ends this list, one that nobody waits for is skipped, and a line at
 * the left margin that begins with a declaration ends every list. */
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
    if ((unsigned char)*text.s < ' ' || *text.s == 0x7f)
        return al_printf(p->lexer.arena, "the byte 0x%02x", (unsigned)(unsigned char)*text.s);
    while (n < text.n && n < SHOWN_MOST)
        al_utf8_next(text, &n);
    return al_printf(p->lexer.arena, "'%.*s'", (int)n, text.s);
}

static void say_expected(struct al_bicep_parser *p, al_str what)
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

void al_bicep_expected(struct al_bicep_parser *p, const char *format, ...)
{
    va_list args;

    if (p->panic)
        return;
    va_start(args, format);
    say_expected(p, al_vprintf(p->lexer.arena, format, args));
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
    al_bicep_report(&p->lexer, AL_TROUBLE_LIMIT, p->lexer.token.start, p->lexer.token.end,
                    "the expression is nested more than %d levels deep", AL_BICEP_DEPTH_MOST);
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

/* At a line end: whether the next line begins, at the margin, with a declaration that is no element of the
 * list. */
static bool declaration_follows(const struct al_bicep_parser *p, bool declarations)
{
    const char *at = p->lexer.at;

    if (!al_bicep_at(p, AL_TOKEN_NEWLINE) || !al_bicep_char_is(at[-1], AL_BICEP_CHAR_LINE))
        return false;
    if (declarations &&
        (*at == '@' || al_str_starts((al_str){at, (size_t)(p->lexer.end - at)}, AL_STR("resource"))))
        return false;
    return al_bicep_declares(at);
}

/* -- skipping -- */

/* What the token does to the number of open brackets. */
static int nesting(enum al_bicep_token_kind kind)
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

/* Goes to the end of an element: a separator or a closer outside of the brackets that open on the way. */
static void skip_element(struct al_bicep_parser *p)
{
    int open = 0;

    for (;; al_bicep_next(&p->lexer)) {
        const enum al_bicep_token_kind kind = al_bicep_ahead(p);
        if (kind == AL_TOKEN_END || (open == 0 && (kind == AL_TOKEN_NEWLINE || kind == AL_TOKEN_COMMA ||
                                                   kind == AL_TOKEN_STRING_MIDDLE || nesting(kind) < 0)))
            break;
        if (declaration_follows(p, false)) {
            p->abandon = true;
            return;
        }
        open += nesting(kind);
    }
    p->panic = false;
}

void al_bicep_skip_hole(struct al_bicep_parser *p)
{
    while (!p->abandon) {
        skip_element(p);
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
    while (!al_bicep_at(p, AL_TOKEN_END) && !declaration_follows(p, false) &&
           !(al_bicep_at(p, AL_TOKEN_NEWLINE) && p->lexer.nesting <= nested))
        al_bicep_next(&p->lexer);
    p->panic = p->abandon = false;
}

/* -- lists -- */

static const char *closer_text(enum al_bicep_token_kind closer)
{
    switch (closer) {
    case AL_TOKEN_RIGHT_BRACE: return "'}'";
    case AL_TOKEN_RIGHT_PAREN: return "')'";
    case AL_TOKEN_RIGHT_SQUARE: return "']'";
    default: return "'>'";
    }
}

static char closer_char(enum al_bicep_token_kind closer)
{
    return closer_text(closer)[1];
}

static void note_open(struct al_bicep_parser *p, const struct al_bicep_list *list, bool open)
{
    if (list->closer <= AL_TOKEN_RIGHT_SQUARE)
        p->open[list->closer] += open ? 1U : -1U;
}

static bool close_list(struct al_bicep_parser *p, const struct al_bicep_list *list)
{
    note_open(p, list, false);
    if (!p->panic && al_bicep_at(p, list->closer))
        al_bicep_next(&p->lexer);
    return false;
}

/* Says that the list lacks its closer, and closes it. */
static bool tear_list(struct al_bicep_parser *p, const struct al_bicep_list *list)
{
    say_expected(p,
                 al_printf(p->lexer.arena, "%s%s", list->lines ? "" : "',' or ", closer_text(list->closer)));
    if (declaration_follows(p, list->declarations))
        p->panic = p->abandon = true;
    return close_list(p, list);
}

/* Whether the token closes a list outside of this one. */
static bool closes_outer(const struct al_bicep_parser *p)
{
    const enum al_bicep_token_kind kind = al_bicep_ahead(p);

    if (kind == AL_TOKEN_END)
        return true;
    if (kind == AL_TOKEN_STRING_MIDDLE || kind == AL_TOKEN_STRING_RIGHT)
        return true;
    return nesting(kind) < 0 && p->open[kind] > 0;
}

static bool more_behind_comma(struct al_bicep_parser *p, const struct al_bicep_list *list)
{
    al_bicep_next(&p->lexer);
    if (al_bicep_at(p, AL_TOKEN_NEWLINE)) {
        if (declaration_follows(p, list->declarations))
            return tear_list(p, list);
        if (list->lines)
            al_bicep_report(
                &p->lexer, AL_TROUBLE_SYNTAX, p->lexer.token.start, p->lexer.token.start,
                "expected %s behind the comma, found the end of the line, which separates as well",
                list->what);
        al_bicep_next(&p->lexer);
    }
    if (!al_bicep_at(p, list->closer))
        return true;
    if (!list->lines && !list->trailing)
        say_expected(p, al_printf(p->lexer.arena, "%s behind the comma", list->what));
    return close_list(p, list);
}

static bool more_behind_line(struct al_bicep_parser *p, const struct al_bicep_list *list, bool skipped)
{
    if (declaration_follows(p, list->declarations))
        return tear_list(p, list);
    if (list->loose && *p->lexer.at == ',') {
        al_bicep_next(&p->lexer);
        return more_behind_comma(p, list);
    }
    if (!list->lines && *p->lexer.at != closer_char(list->closer)) {
        const char *at = p->lexer.at;
        if (*at == '}' || *at == ']' || *at == '\0')
            return skipped ? close_list(p, list) : tear_list(p, list);
        if (!skipped)
            say_expected(p, al_printf(p->lexer.arena, "',' or %s", closer_text(list->closer)));
        /* "name: value" on the next line is a property of the object around a list that lacks its end. */
        while (al_bicep_char_is(*at, AL_BICEP_CHAR_WORD))
            at++;
        if (at > p->lexer.at && at[0] == ':' && at[1] != ':')
            return close_list(p, list);
    }
    al_bicep_next(&p->lexer);
    if (al_bicep_at(p, list->closer))
        return close_list(p, list);
    return al_bicep_at(p, AL_TOKEN_END) ? tear_list(p, list) : true;
}

bool al_bicep_list_open(struct al_bicep_parser *p, const struct al_bicep_list *list)
{
    note_open(p, list, true);
    al_bicep_next(&p->lexer);
    if (al_bicep_at(p, AL_TOKEN_NEWLINE)) {
        if (declaration_follows(p, list->declarations))
            return tear_list(p, list);
        al_bicep_next(&p->lexer);
    }
    if (al_bicep_at(p, list->closer))
        return close_list(p, list);
    return al_bicep_at(p, AL_TOKEN_END) ? tear_list(p, list) : true;
}

bool al_bicep_list_more(struct al_bicep_parser *p, const struct al_bicep_list *list)
{
    bool skipped = p->panic;

    for (;; skipped = true) {
        if (p->panic && !p->abandon)
            skip_element(p);
        if (p->abandon || al_bicep_at(p, list->closer))
            return close_list(p, list);
        if (al_bicep_at(p, AL_TOKEN_NEWLINE))
            return more_behind_line(p, list, skipped);
        if (al_bicep_at(p, AL_TOKEN_COMMA))
            return more_behind_comma(p, list);
        if (closes_outer(p))
            return skipped ? close_list(p, list) : tear_list(p, list);
        if (!skipped)
            say_expected(p, al_printf(p->lexer.arena, "%s',' or %s", list->lines ? "a new line, " : "",
                                      closer_text(list->closer)));
        if (nesting(al_bicep_ahead(p)) >= 0)
            return true;
        /* a closer that belongs to nothing */
        al_bicep_next(&p->lexer);
        p->panic = true;
    }
}
