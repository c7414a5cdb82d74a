/* SPDX-License-Identifier: MIT */
/* Tokens, blanks, comments and directives of Bicep. A hole of a string is ordinary source text up to the
 * brace that belongs to it, so open holes are kept on a stack. */
#include "syntax/bicep_lexer.h"

enum { NAME_MOST = 255 };

enum {
    W = AL_BICEP_CHAR_WORD,
    D = AL_BICEP_CHAR_WORD | AL_BICEP_CHAR_DIGIT,
    S = AL_BICEP_CHAR_STOP,
    B = AL_BICEP_CHAR_BLANK,
    L = AL_BICEP_CHAR_LINE | AL_BICEP_CHAR_STOP,
};

#define TEN(c, v)  [(c)] = v, v, v, v, v, v, v, v, v, v
#define LETTERS(c) TEN(c, W), TEN((c) + 10, W), [(c) + 20] = W, W, W, W, W, W
const uint8_t al_bicep_chars[256] = {
    ['\0'] = S, ['\t'] = B, ['\n'] = L,  ['\r'] = L,   [' '] = B, ['$'] = S,
    ['\''] = S, ['\\'] = S, TEN('0', D), LETTERS('A'), ['_'] = W, LETTERS('a'),
};

void al_bicep_report(struct al_bicep_lexer *lexer, enum al_trouble trouble, const char *start,
                     const char *end, const char *format, ...)
{
    const struct al_span span = {lexer->source, al_bicep_offset(lexer, start), (uint32_t)(end - start)};
    va_list args;

    va_start(args, format);
    al_diags_vadd(lexer->diags, trouble, span, format, args);
    va_end(args);
    lexer->errors++;
}

/* -- what stands between tokens -- */

static void add_comment(struct al_bicep_lexer *lexer, const char *start, const char *end)
{
    struct al_comment *comment = al_vec_push(lexer->arena, &lexer->comments);

    comment->off = al_bicep_offset(lexer, start);
    comment->len = (uint32_t)(end - start);
}

static const char *line_end(const struct al_bicep_lexer *lexer, const char *at)
{
    while (at < lexer->end && !al_bicep_char_is(*at, AL_BICEP_CHAR_LINE))
        at++;
    return at;
}

static const char *block_comment_end(struct al_bicep_lexer *lexer, const char *start)
{
    for (const char *p = start + 2; (p = memchr(p, '*', (size_t)(lexer->end - p))); p++)
        if (p[1] == '/')
            return p + 2;
    al_bicep_report(lexer, AL_TROUBLE_SYNTAX, start, start + 2,
                    "a comment begins here and does not end: expected '*/'");
    lexer->cut = true;
    return lexer->end;
}

/* `at` with blanks and comments skipped. */
static const char *skip_blanks(struct al_bicep_lexer *lexer, const char *at)
{
    for (;;) {
        const char *start;
        while (al_bicep_char_is(*at, AL_BICEP_CHAR_BLANK))
            at++;
        if (*at != '/' || (at[1] != '/' && at[1] != '*'))
            return at;
        start = at;
        at = at[1] == '/' ? line_end(lexer, at) : block_comment_end(lexer, at);
        add_comment(lexer, start, at);
    }
}

static bool is_word_at(const struct al_bicep_lexer *lexer, const char *at, al_str word)
{
    return (size_t)(lexer->end - at) >= word.n && memcmp(at, word.s, word.n) == 0 &&
           !al_bicep_char_is(at[word.n], AL_BICEP_CHAR_WORD) && at[word.n] != '-';
}

/* A directive about the next line must name what it disables. */
static void check_codes(struct al_bicep_lexer *lexer, const char *start, const char *end)
{
    const char *at = end;

    while (al_bicep_char_is(*at, AL_BICEP_CHAR_BLANK))
        at++;
    if (!al_bicep_char_is(*at, AL_BICEP_CHAR_WORD) && *at != '-')
        al_bicep_report(lexer, AL_TROUBLE_SYNTAX, start, end,
                        "expected the codes of what is disabled after #disable-next-line");
}

/* The end of the directive whose '#' is the first thing in its line, or NULL. */
static const char *directive_end(struct al_bicep_lexer *lexer, const char *at)
{
    static const char *const words[] = {"disable-next-line", "disable-diagnostics", "restore-diagnostics"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const al_str word = al_str_of(words[i]);
        const char *end, *line;
        if (!is_word_at(lexer, at + 1, word))
            continue;
        line = line_end(lexer, at);
        if (i == 0)
            check_codes(lexer, at, at + 1 + word.n);
        end = at + 1 + word.n;
        while (end < line && !(end[0] == '/' && end[1] == '*'))
            end++;
        return end;
    }
    return NULL;
}

/* The first token after the line end at `at`; `at` may also be the start of the file. */
static const char *skip_lines(struct al_bicep_lexer *lexer, const char *at)
{
    for (;;) {
        const char *line, *end;
        while (al_bicep_char_is(*at, AL_BICEP_CHAR_LINE))
            at++;
        line = at;
        while (al_bicep_char_is(*at, AL_BICEP_CHAR_BLANK))
            at++;
        end = *at == '#' ? directive_end(lexer, at) : NULL;
        if (end) {
            const char *code = end;
            while (code > at && al_bicep_char_is(code[-1], AL_BICEP_CHAR_BLANK))
                code--;
            add_comment(lexer, at, code);
            at = end;
        }
        at = skip_blanks(lexer, at);
        if (at == line || !al_bicep_char_is(*at, AL_BICEP_CHAR_LINE))
            return at;
    }
}

/* -- tokens -- */

static uint8_t word_kind(al_str word)
{
    if (word.n == 4 && memcmp(word.s, "true", 4) == 0)
        return AL_TOKEN_TRUE;
    if (word.n == 4 && memcmp(word.s, "null", 4) == 0)
        return AL_TOKEN_NULL;
    if (word.n == 5 && memcmp(word.s, "false", 5) == 0)
        return AL_TOKEN_FALSE;
    return AL_TOKEN_WORD;
}

static void lex_word(struct al_bicep_lexer *lexer)
{
    struct al_bicep_token *token = &lexer->token;
    const char *at = lexer->at;
    al_str word;

    while (al_bicep_char_is(*at, AL_BICEP_CHAR_WORD))
        at++;
    word = (al_str){token->start, (size_t)(at - token->start)};
    token->kind = word_kind(word);
    lexer->at = at;
    if (word.n > NAME_MOST)
        al_bicep_report(lexer, AL_TROUBLE_SYNTAX, token->start, at,
                        "a name has at most %d characters, this one has %zu", NAME_MOST, word.n);
}

static void lex_number(struct al_bicep_lexer *lexer)
{
    const char *at = lexer->at;

    while (al_bicep_char_is(*at, AL_BICEP_CHAR_DIGIT))
        at++;
    lexer->token.kind = AL_TOKEN_NUMBER;
    lexer->at = at;
}

static void report_end(struct al_bicep_lexer *lexer, const char *what)
{
    const char *at = lexer->at;

    al_bicep_report(lexer, AL_TROUBLE_SYNTAX, at, at, "expected %s, found the end of the %s", what,
                    at < lexer->end ? "line" : "file");
}

/* A line ends inside a hole: the string around it lacks its end. */
static void lex_torn_hole(struct al_bicep_lexer *lexer)
{
    struct al_bicep_token *token = &lexer->token;

    report_end(lexer, "'}' and the end of the string");
    lexer->holes.n = 0;
    token->kind = AL_TOKEN_STRING_RIGHT;
    token->reported = token->torn = true;
    token->text = (al_str){token->start, 0};
    token->end = token->start;
}

static void lex_newline(struct al_bicep_lexer *lexer)
{
    struct al_bicep_token *token = &lexer->token;

    if (lexer->holes.n == 0) {
        token->kind = AL_TOKEN_NEWLINE;
        token->end = token->start + 1;
        lexer->at = skip_lines(lexer, lexer->at);
    } else if (lexer->holes.v[lexer->holes.n - 1].dollars) {
        /* wrong as well, but the end of a multi-line string is easy to find */
        report_end(lexer, "'}' in the same line");
        lexer->at = skip_lines(lexer, lexer->at);
        al_bicep_next(lexer);
    } else {
        lex_torn_hole(lexer);
    }
}

static void lex_unknown(struct al_bicep_lexer *lexer)
{
    size_t n = 0;

    lexer->token.kind = AL_TOKEN_UNKNOWN;
    al_utf8_next((al_str){lexer->at, (size_t)(lexer->end - lexer->at)}, &n);
    lexer->at += n;
}

static void lex_end(struct al_bicep_lexer *lexer)
{
    if (lexer->at < lexer->end)
        lex_unknown(lexer);
    else if (lexer->holes.n)
        lex_torn_hole(lexer);
    else
        lexer->token.kind = AL_TOKEN_END;
    lexer->token.reported |= lexer->token.kind == AL_TOKEN_END && lexer->cut;
}

static void lex_brace(struct al_bicep_lexer *lexer)
{
    struct al_bicep_hole *hole = lexer->holes.n ? &lexer->holes.v[lexer->holes.n - 1] : NULL;

    if (*lexer->at == '{') {
        if (hole)
            hole->braces++;
        lexer->token.kind = AL_TOKEN_LEFT_BRACE;
        lexer->nesting++;
        lexer->at++;
    } else if (hole && hole->braces == 0) {
        al_bicep_lex_string_rest(lexer);
    } else {
        if (hole)
            hole->braces--;
        lexer->token.kind = AL_TOKEN_RIGHT_BRACE;
        lexer->nesting -= lexer->nesting > 0;
        lexer->at++;
    }
}

static void lex_dollar(struct al_bicep_lexer *lexer)
{
    const char *at = lexer->at;

    while (*at == '$')
        at++;
    if (at[0] == '\'' && at[1] == '\'' && at[2] == '\'') {
        al_bicep_lex_string(lexer);
        return;
    }
    lexer->token.kind = AL_TOKEN_UNKNOWN;
    lexer->at = at;
}

/* Signs by their first character: alone, and with a second one that makes another of it. */
struct sign {
    uint8_t alone; /* UNKNOWN: none */
    struct {
        char c;
        uint8_t kind;
    } pairs[3];
};

static const struct sign signs[128] = {
    ['('] = {AL_TOKEN_LEFT_PAREN, {{0}}},
    [')'] = {AL_TOKEN_RIGHT_PAREN, {{0}}},
    ['['] = {AL_TOKEN_LEFT_SQUARE, {{0}}},
    [']'] = {AL_TOKEN_RIGHT_SQUARE, {{0}}},
    ['@'] = {AL_TOKEN_AT, {{0}}},
    [','] = {AL_TOKEN_COMMA, {{0}}},
    ['.'] = {AL_TOKEN_DOT, {{0}}},
    ['+'] = {AL_TOKEN_PLUS, {{0}}},
    ['-'] = {AL_TOKEN_MINUS, {{0}}},
    ['%'] = {AL_TOKEN_MODULO, {{0}}},
    ['*'] = {AL_TOKEN_ASTERISK, {{0}}},
    ['/'] = {AL_TOKEN_SLASH, {{0}}},
    ['^'] = {AL_TOKEN_HAT, {{0}}},
    ['?'] = {AL_TOKEN_QUESTION, {{'?', AL_TOKEN_COALESCE}}},
    [':'] = {AL_TOKEN_COLON, {{':', AL_TOKEN_DOUBLE_COLON}}},
    ['!'] = {AL_TOKEN_EXCLAMATION, {{'=', AL_TOKEN_NOT_EQUAL}, {'~', AL_TOKEN_NOT_EQUAL_FOLDED}}},
    ['<'] = {AL_TOKEN_LESS, {{'=', AL_TOKEN_LESS_EQUAL}}},
    ['>'] = {AL_TOKEN_GREATER, {{'=', AL_TOKEN_GREATER_EQUAL}}},
    ['='] = {AL_TOKEN_ASSIGN, {{'=', AL_TOKEN_EQUAL}, {'~', AL_TOKEN_EQUAL_FOLDED}, {'>', AL_TOKEN_ARROW}}},
    ['|'] = {AL_TOKEN_PIPE, {{'|', AL_TOKEN_OR}}},
    ['&'] = {AL_TOKEN_UNKNOWN, {{'&', AL_TOKEN_AND}}},
};

static void count_brackets(struct al_bicep_lexer *lexer)
{
    const uint8_t kind = lexer->token.kind;

    if (kind == AL_TOKEN_LEFT_PAREN || kind == AL_TOKEN_LEFT_SQUARE)
        lexer->nesting++;
    else if (kind == AL_TOKEN_RIGHT_PAREN || kind == AL_TOKEN_RIGHT_SQUARE)
        lexer->nesting -= lexer->nesting > 0;
}

static void lex_sign(struct al_bicep_lexer *lexer)
{
    const char *at = lexer->at;
    const struct sign *sign = &signs[(unsigned char)*at & 127];
    uint8_t kind = (unsigned char)*at < 128 && sign->alone ? sign->alone : AL_TOKEN_UNKNOWN;
    size_t n = 1;

    for (size_t i = 0; i < 3 && kind && sign->pairs[i].c; i++) {
        if (at[1] == sign->pairs[i].c) {
            kind = sign->pairs[i].kind;
            n = 2;
        }
    }
    if (at[0] == '.' && at[1] == '.' && at[2] == '.') {
        kind = AL_TOKEN_ELLIPSIS;
        n = 3;
    }
    if (kind == AL_TOKEN_UNKNOWN) {
        lex_unknown(lexer);
        return;
    }
    lexer->token.kind = kind;
    lexer->at += n;
    count_brackets(lexer);
}

/* What kinds of tokens begin with a character. */
enum { START_SIGN, START_WORD, START_NUMBER, START_STRING, START_BRACE, START_DOLLAR, START_LINE, START_NUL };

#define START_TEN(c, v) [(c)] = v, v, v, v, v, v, v, v, v, v
#define START_LETTERS(c)                                       \
    START_TEN(c, START_WORD), START_TEN((c) + 10, START_WORD), \
        [(c) + 20] = START_WORD, START_WORD, START_WORD, START_WORD, START_WORD, START_WORD
static const uint8_t starts[256] = {
    ['\0'] = START_NUL,    ['\n'] = START_LINE,          ['\r'] = START_LINE, ['$'] = START_DOLLAR,
    ['\''] = START_STRING, START_TEN('0', START_NUMBER), START_LETTERS('A'),  ['_'] = START_WORD,
    START_LETTERS('a'),    ['{'] = START_BRACE,          ['}'] = START_BRACE,
};

void al_bicep_next(struct al_bicep_lexer *lexer)
{
    struct al_bicep_token *token = &lexer->token;
    const char c = *lexer->at;

    lexer->last = token->end;
    token->escaped = token->multi_line = token->reported = token->torn = false;
    token->start = lexer->at;
    switch (starts[(unsigned char)c]) {
    case START_WORD: lex_word(lexer); break;
    case START_NUMBER: lex_number(lexer); break;
    case START_STRING: al_bicep_lex_string(lexer); break;
    case START_BRACE: lex_brace(lexer); break;
    case START_DOLLAR: lex_dollar(lexer); break;
    case START_LINE: lex_newline(lexer); return;
    case START_NUL: lex_end(lexer); break;
    default: lex_sign(lexer); break;
    }
    token->end = lexer->at;
    if (al_bicep_char_is(*lexer->at, AL_BICEP_CHAR_BLANK) || *lexer->at == '/')
        lexer->at = skip_blanks(lexer, lexer->at);
}

void al_bicep_lexer_start(struct al_bicep_lexer *lexer, al_arena *arena, struct al_diags *diags,
                          const struct al_source *source)
{
    *lexer = (struct al_bicep_lexer){.arena = arena, .diags = diags, .source = source};
    lexer->start = source->text.s;
    lexer->end = source->text.s + source->text.n;
    lexer->at = skip_lines(lexer, lexer->start);
    /* As after a line end, which is what a file begins like. */
    lexer->token.kind = AL_TOKEN_NEWLINE;
    lexer->token.start = lexer->token.end = lexer->last = lexer->start;
    al_bicep_next(lexer);
}
