/* SPDX-License-Identifier: MIT */
/* Strings of Bicep: where they end, and what their escapes mean. Malformed escapes are reported as the string
 * is read; a string that does not end is reported and ends with its line. */
#include "syntax/bicep_lexer.h"

enum { QUOTES = 3, POINT_MOST = 0x10ffff, REPLACEMENT = 0xfffd };

/* -- escapes -- */

static const struct {
    char name, value;
} escapes[] = {{'n', '\n'}, {'r', '\r'}, {'t', '\t'}, {'\\', '\\'}, {'\'', '\''}, {'$', '$'}};

static const char *escaped_char(char name)
{
    for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++)
        if (escapes[i].name == name)
            return &escapes[i].value;
    return NULL;
}

static int hex_value(char c)
{
    if (al_is_digit(c))
        return c - '0';
    c = al_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Reads {hex} at `at` into *point; the end, or NULL when it is malformed, with *bad where. */
static const char *read_point(const char *at, uint32_t *point, const char **bad)
{
    const char *digits = at + 1;

    *bad = at;
    *point = 0;
    if (*at != '{')
        return NULL;
    for (at = digits; hex_value(*at) >= 0; at++)
        *point = *point > POINT_MOST ? *point : *point * 16 + (uint32_t)hex_value(*at);
    *bad = at;
    if (at == digits || *at != '}')
        return NULL;
    *bad = at + 1;
    return *point > POINT_MOST ? NULL : at + 1;
}

/* Steps over the escape whose backslash is at `at`. */
static const char *check_escape(struct al_bicep_lexer *lexer, const char *at)
{
    const char *end = at + 1, *bad;
    uint32_t point;
    size_t n = 0;

    if (end == lexer->end || al_bicep_char_is(*end, AL_BICEP_CHAR_LINE) || escaped_char(*end))
        return end + (escaped_char(*end) != NULL);
    if (*end == 'u') {
        end = read_point(at + 2, &point, &bad);
        if (end)
            return end;
        al_bicep_report(lexer, AL_TROUBLE_SYNTAX, at, bad,
                        "expected \\u{...} with the hexadecimal code of a character, found \"%.*s\"",
                        (int)(bad - at), at);
        lexer->token.reported = true;
        return bad;
    }
    al_utf8_next((al_str){end, (size_t)(lexer->end - end)}, &n);
    al_bicep_report(lexer, AL_TROUBLE_SYNTAX, at, end + n,
                    "\"%.*s\" is no escape: expected \\n, \\r, \\t, \\\\, \\', \\$ or \\u{...}", (int)n + 1,
                    at);
    lexer->token.reported = true;
    return end + n;
}

static uint32_t unescape_point(const char *at, const char **end)
{
    uint32_t point = 0, low = 0;
    const char *bad;

    *end = read_point(at + 2, &point, &bad);
    if (point < 0xd800 || point > 0xdfff)
        return point;
    /* Two halves of a character, as UTF-16 has them, are one. */
    if (point < 0xdc00 && (*end)[0] == '\\' && (*end)[1] == 'u') {
        const char *next = read_point(*end + 2, &low, &bad);
        if (next && low >= 0xdc00 && low <= 0xdfff) {
            *end = next;
            return 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
        }
    }
    return REPLACEMENT;
}

al_str al_bicep_unescape(al_arena *arena, al_str text)
{
    char *copy = al_alloc_text(arena, text.n + 1);
    size_t n = 0;

    for (const char *at = text.s, *end = text.s + text.n; at < end;) {
        if (*at != '\\')
            copy[n++] = *at++;
        else if (at[1] == 'u')
            n += al_utf8_put(copy + n, unescape_point(at, &at));
        else {
            copy[n++] = *escaped_char(at[1]);
            at += 2;
        }
    }
    return (al_str){copy, n};
}

/* -- where strings end -- */

static void end_piece(struct al_bicep_lexer *lexer, uint8_t kind, const char *text, size_t n, const char *end)
{
    lexer->token.kind = kind;
    lexer->token.text = (al_str){text, n};
    lexer->at = end;
}

static uint8_t last_piece(const struct al_bicep_lexer *lexer)
{
    return *lexer->token.start == '}' ? AL_TOKEN_STRING_RIGHT : AL_TOKEN_STRING;
}

static uint8_t inner_piece(const struct al_bicep_lexer *lexer)
{
    return *lexer->token.start == '}' ? AL_TOKEN_STRING_MIDDLE : AL_TOKEN_STRING_LEFT;
}

static void torn_piece(struct al_bicep_lexer *lexer, const char *text, const char *at, bool multi_line)
{
    const char *start = lexer->token.start;

    al_bicep_report(lexer, AL_TROUBLE_SYNTAX, start, at,
                    "a string begins here and does not end: expected %s, found the end of the %s",
                    multi_line ? "\"'''\"" : "\"'\"", at < lexer->end ? "line" : "file");
    lexer->token.reported = lexer->token.torn = true;
    end_piece(lexer, last_piece(lexer), text, (size_t)(at - text), at);
    lexer->holes.n = 0;
}

/* Reads up to the next hole or the end of the string. */
static void lex_piece(struct al_bicep_lexer *lexer, const char *text)
{
    const char *at = text;

    for (;;) {
        while (!al_bicep_char_is(*at, AL_BICEP_CHAR_STOP))
            at++;
        if (*at == '\'') {
            end_piece(lexer, last_piece(lexer), text, (size_t)(at - text), at + 1);
            return;
        }
        if (at[0] == '$' && at[1] == '{') {
            end_piece(lexer, inner_piece(lexer), text, (size_t)(at - text), at + 2);
            return;
        }
        if (at == lexer->end || al_bicep_char_is(*at, AL_BICEP_CHAR_LINE)) {
            torn_piece(lexer, text, at, false);
            return;
        }
        if (*at == '\\') {
            lexer->token.escaped = true;
            at = check_escape(lexer, at);
        } else {
            at++;
        }
    }
}

/* The same in a multi-line string, whose holes begin with `dollars` dollars; what is more of them, or of
 * quotes at the end, belongs to the text. */
static void lex_multi_line_piece(struct al_bicep_lexer *lexer, const char *text, size_t dollars)
{
    const char *at = text;

    lexer->token.multi_line = true;
    while (at < lexer->end) {
        const char *run = at;
        while (at < lexer->end && *at == *run && (*at == '$' || *at == '\''))
            at++;
        if (*run == '\'' && at - run >= QUOTES) {
            end_piece(lexer, last_piece(lexer), text, (size_t)(at - text) - QUOTES, at);
            return;
        }
        if (*run == '$' && dollars && (size_t)(at - run) >= dollars && *at == '{') {
            end_piece(lexer, inner_piece(lexer), text, (size_t)(at - text) - dollars, at + 1);
            return;
        }
        while (at < lexer->end && *at != '\'' && *at != '$')
            at++;
    }
    torn_piece(lexer, text, at, true);
}

void al_bicep_lex_string(struct al_bicep_lexer *lexer)
{
    const char *at = lexer->at;
    size_t dollars;

    while (*at == '$')
        at++;
    dollars = (size_t)(at - lexer->at);
    if (at[0] == '\'' && at[1] == '\'' && at[2] == '\'') {
        at += QUOTES;
        at += at[0] == '\r';
        at += at[0] == '\n';
        lex_multi_line_piece(lexer, at, dollars);
    } else {
        lex_piece(lexer, at + 1);
    }
    if (lexer->token.kind == AL_TOKEN_STRING_LEFT)
        *al_vec_push(lexer->arena, &lexer->holes) = (struct al_bicep_hole){.dollars = (uint32_t)dollars};
}

void al_bicep_lex_string_rest(struct al_bicep_lexer *lexer)
{
    const struct al_bicep_hole hole = lexer->holes.v[lexer->holes.n - 1];

    if (hole.dollars)
        lex_multi_line_piece(lexer, lexer->at + 1, hole.dollars);
    else
        lex_piece(lexer, lexer->at + 1);
    if (lexer->token.kind == AL_TOKEN_STRING_RIGHT && !lexer->token.torn)
        lexer->holes.n--;
}
