/* SPDX-License-Identifier: MIT */
/* The lexer beneath the Bicep parser: one token at a time, no token is kept. Blanks and comments after a
 * token are skipped at once, so that `at` is where the next token begins: one character of it can be seen
 * without reading it. Line ends are tokens, since the language separates by them; one NEWLINE stands for all
 * of them up to the next token. Private to lib/syntax. */
#ifndef AL_SYNTAX_BICEP_LEXER_H
#define AL_SYNTAX_BICEP_LEXER_H

#include "base/vec.h"
#include "syntax/json.h"

enum al_bicep_token_kind {
    AL_TOKEN_END,
    AL_TOKEN_NEWLINE,
    AL_TOKEN_UNKNOWN, /* no token of the language */
    AL_TOKEN_WORD,    /* an identifier or a contextual keyword */
    AL_TOKEN_TRUE,
    AL_TOKEN_FALSE,
    AL_TOKEN_NULL,
    AL_TOKEN_NUMBER,
    AL_TOKEN_STRING,        /* '...' and '''...''' without a hole */
    AL_TOKEN_STRING_LEFT,   /* '...${ */
    AL_TOKEN_STRING_MIDDLE, /* }...${ */
    AL_TOKEN_STRING_RIGHT,  /* }...' */
    AL_TOKEN_LEFT_BRACE,
    AL_TOKEN_RIGHT_BRACE,
    AL_TOKEN_LEFT_PAREN,
    AL_TOKEN_RIGHT_PAREN,
    AL_TOKEN_LEFT_SQUARE,
    AL_TOKEN_RIGHT_SQUARE,
    AL_TOKEN_AT,
    AL_TOKEN_COMMA,
    AL_TOKEN_DOT,
    AL_TOKEN_ELLIPSIS,
    AL_TOKEN_QUESTION,
    AL_TOKEN_COLON,
    AL_TOKEN_DOUBLE_COLON,
    AL_TOKEN_ASSIGN,
    AL_TOKEN_ARROW,
    AL_TOKEN_EXCLAMATION,
    AL_TOKEN_HAT,
    AL_TOKEN_PIPE,
    AL_TOKEN_PLUS,
    AL_TOKEN_MINUS,
    AL_TOKEN_ASTERISK,
    AL_TOKEN_SLASH,
    AL_TOKEN_MODULO,
    AL_TOKEN_EQUAL,
    AL_TOKEN_NOT_EQUAL,
    AL_TOKEN_EQUAL_FOLDED,
    AL_TOKEN_NOT_EQUAL_FOLDED,
    AL_TOKEN_LESS,
    AL_TOKEN_LESS_EQUAL,
    AL_TOKEN_GREATER,
    AL_TOKEN_GREATER_EQUAL,
    AL_TOKEN_AND,
    AL_TOKEN_OR,
    AL_TOKEN_COALESCE,
    AL_TOKEN_KINDS
};

struct al_bicep_token {
    uint8_t kind;
    bool escaped;    /* strings: there are escapes in `text` */
    bool multi_line; /* strings */
    bool reported;   /* malformed, which was reported: nobody needs to complain about it again */
    bool torn;       /* strings: reported because the end is missing; nothing else comes in this line */
    const char *start, *end;
    al_str text; /* strings: what stands between the delimiters */
};

/* Where the brace that closes a hole leads back to. */
struct al_bicep_hole {
    uint32_t braces;  /* open ones inside the hole */
    uint32_t dollars; /* that begin a hole of the multi-line string; 0: it is an ordinary string */
};

struct al_bicep_lexer {
    al_arena *arena;
    struct al_diags *diags;
    const struct al_source *source;
    const char *start, *at, *end; /* *end is NUL */
    const char *last;             /* the end of the token before this one */
    struct al_bicep_token token;
    uint32_t errors;
    bool cut;         /* by a comment that does not end */
    uint32_t nesting; /* brackets open after the token; the parser begins anew with each statement */
    AL_VEC(struct al_comment) comments;
    AL_VEC(struct al_bicep_hole) holes;
};

void al_bicep_lexer_start(struct al_bicep_lexer *lexer, al_arena *arena, struct al_diags *diags,
                          const struct al_source *source);
/* Goes on to the next token. After the end there are only more ends. */
void al_bicep_next(struct al_bicep_lexer *lexer);

void al_bicep_report(struct al_bicep_lexer *lexer, enum al_trouble trouble, const char *start,
                     const char *end, const char *format, ...) __attribute__((format(printf, 5, 6)));

/* -- between the files of the lexer -- */

enum al_bicep_char {
    AL_BICEP_CHAR_WORD = 1, /* begins or goes on with a word */
    AL_BICEP_CHAR_DIGIT = 2,
    AL_BICEP_CHAR_STOP = 4,  /* needs a look inside a string */
    AL_BICEP_CHAR_BLANK = 8, /* blank or tab */
    AL_BICEP_CHAR_LINE = 16, /* ends a line */
};
extern const uint8_t al_bicep_chars[256];

static inline bool al_bicep_char_is(char c, unsigned classes)
{
    return al_bicep_chars[(unsigned char)c] & classes;
}

static inline uint32_t al_bicep_offset(const struct al_bicep_lexer *lexer, const char *at)
{
    return (uint32_t)(at - lexer->start);
}

/* The string whose opening quote, or dollars and quotes, are at `at`: STRING or STRING_LEFT. */
void al_bicep_lex_string(struct al_bicep_lexer *lexer);
/* What follows the brace at `at`, which closes a hole: STRING_MIDDLE or STRING_RIGHT. */
void al_bicep_lex_string_rest(struct al_bicep_lexer *lexer);
/* The value of the text of an ordinary string that has escapes. */
al_str al_bicep_unescape(al_arena *arena, al_str text);

#endif
