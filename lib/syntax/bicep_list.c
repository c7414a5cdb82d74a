/* SPDX-License-Identifier: MIT */
/* Lists in brackets: items, properties, arguments, members of types. Brackets that do not match are the hard
 * case: a closer that a list outside waits for ends this list, too; one that nobody waits for is skipped; a
 * line that begins with a declaration at the left margin ends every list. */
#include "syntax/bicep_parser.h"

static const char *closer_text(const struct al_bicep_list *list)
{
    switch (list->closer) {
    case AL_TOKEN_RIGHT_BRACE: return "'}'";
    case AL_TOKEN_RIGHT_PAREN: return "')'";
    case AL_TOKEN_RIGHT_SQUARE: return "']'";
    default: return "'>'";
    }
}

static bool at_closer(const struct al_bicep_parser *p, const struct al_bicep_list *list)
{
    return al_bicep_at(p, list->closer);
}

/* Lists are counted by their closers, other than '>', which is an operator as well. */
static void open_list(struct al_bicep_parser *p, const struct al_bicep_list *list)
{
    if (list->closer <= AL_TOKEN_RIGHT_SQUARE)
        p->open[list->closer]++;
}

static bool close_list(struct al_bicep_parser *p, const struct al_bicep_list *list)
{
    if (list->closer <= AL_TOKEN_RIGHT_SQUARE)
        p->open[list->closer]--;
    if (!p->panic && at_closer(p, list))
        al_bicep_next(&p->lexer);
    return false;
}

/* The list lacks its closer; after an element that was reported there is nothing to say of that. */
static bool tear(struct al_bicep_parser *p, const struct al_bicep_list *list, bool skipped)
{
    if (!skipped)
        al_bicep_complain(p, "%s", list->lines ? closer_text(list) : list->next);
    if (al_bicep_declaration_follows(p, list->declarations))
        p->panic = p->abandon = true;
    return close_list(p, list);
}

bool al_bicep_list_tear(struct al_bicep_parser *p, const struct al_bicep_list *list)
{
    return tear(p, list, false);
}

/* Whether the token closes a list outside of this one. */
static bool closes_outer(const struct al_bicep_parser *p)
{
    const enum al_bicep_token_kind kind = al_bicep_ahead(p);

    if (kind == AL_TOKEN_END || kind == AL_TOKEN_STRING_MIDDLE || kind == AL_TOKEN_STRING_RIGHT)
        return true;
    return al_bicep_nesting(kind) < 0 && p->open[kind] > 0;
}

/* At a line end: whether the next line cannot belong to a list that is not one of properties, because it
 * begins with a property or closes something else. */
static bool ends_with_line(const struct al_bicep_parser *p, const struct al_bicep_list *list)
{
    const char *at = p->lexer.at;

    if (list->closer == AL_TOKEN_RIGHT_BRACE)
        return false;
    if (*at == '}' || *at == '\0' || (*at == ']' && list->closer != AL_TOKEN_RIGHT_SQUARE))
        return true;
    if (!al_bicep_char_is(*at, AL_BICEP_CHAR_WORD))
        return false;
    while (al_bicep_char_is(*at, AL_BICEP_CHAR_WORD))
        at++;
    return at[0] == ':' && at[1] != ':';
}

static bool more_after_comma(struct al_bicep_parser *p, const struct al_bicep_list *list)
{
    al_bicep_next(&p->lexer);
    if (al_bicep_at(p, AL_TOKEN_NEWLINE)) {
        if (al_bicep_declaration_follows(p, list->declarations))
            return al_bicep_list_tear(p, list);
        if (list->lines)
            al_bicep_complain(p, "%s after the comma", list->what);
        al_bicep_next(&p->lexer);
    }
    if (!at_closer(p, list))
        return true;
    if (!list->lines && !list->trailing)
        al_bicep_complain(p, "%s after the comma", list->what);
    return close_list(p, list);
}

static bool more_after_line(struct al_bicep_parser *p, const struct al_bicep_list *list, bool skipped)
{
    if (al_bicep_declaration_follows(p, list->declarations) || ends_with_line(p, list))
        return tear(p, list, skipped);
    if (list->loose && *p->lexer.at == ',') {
        al_bicep_next(&p->lexer);
        return more_after_comma(p, list);
    }
    if (!list->lines && !skipped && *p->lexer.at != closer_text(list)[1])
        al_bicep_complain(p, "%s", list->next);
    al_bicep_next(&p->lexer);
    if (at_closer(p, list))
        return close_list(p, list);
    return al_bicep_at(p, AL_TOKEN_END) ? tear(p, list, skipped) : true;
}

bool al_bicep_list_open(struct al_bicep_parser *p, const struct al_bicep_list *list)
{
    open_list(p, list);
    al_bicep_next(&p->lexer);
    if (al_bicep_at(p, AL_TOKEN_NEWLINE)) {
        if (al_bicep_declaration_follows(p, list->declarations))
            return al_bicep_list_tear(p, list);
        al_bicep_next(&p->lexer);
    }
    if (at_closer(p, list))
        return close_list(p, list);
    return al_bicep_at(p, AL_TOKEN_END) ? al_bicep_list_tear(p, list) : true;
}

bool al_bicep_list_more(struct al_bicep_parser *p, const struct al_bicep_list *list)
{
    bool skipped = p->panic;

    for (;; skipped = true) {
        if (p->panic && !p->abandon)
            al_bicep_skip_element(p);
        if (p->abandon || at_closer(p, list))
            return close_list(p, list);
        if (al_bicep_at(p, AL_TOKEN_NEWLINE))
            return more_after_line(p, list, skipped);
        if (al_bicep_at(p, AL_TOKEN_COMMA))
            return more_after_comma(p, list);
        if (closes_outer(p) || (!list->lines && al_bicep_at(p, AL_TOKEN_LEFT_BRACE)))
            return tear(p, list, skipped);
        if (!skipped)
            al_bicep_complain(p, "%s", list->next);
        if (al_bicep_nesting(al_bicep_ahead(p)) >= 0)
            return true;
        /* a closer that belongs to nothing */
        al_bicep_next(&p->lexer);
        p->panic = true;
    }
}
