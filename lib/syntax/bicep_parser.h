/* SPDX-License-Identifier: MIT */
/* The parser of Bicep: what its files share. Recursive descent with one token of lookahead.
 *
 * Errors: the first one sets `panic`, upon which every function returns at once, without a word, to the
 * nearest one that can go on: a list (of items, properties, arguments ...) skips to its next element, a
 * statement to the next statement. `abandon` leaves lists out: only the next statement will do. Private to
 * lib/syntax. */
#ifndef AL_SYNTAX_BICEP_PARSER_H
#define AL_SYNTAX_BICEP_PARSER_H

#include "base/buf.h"
#include "syntax/bicep.h"
#include "syntax/bicep_lexer.h"

struct al_bicep_parser {
    struct al_bicep_lexer lexer;
    unsigned depth;  /* of the recursion */
    uint64_t most;   /* levels */
    unsigned height; /* of the tree made last: operators and accessors make it higher without recursion */
    uint32_t told; /* errors inside of objects that are finished */
    bool panic, abandon;
    unsigned open[AL_TOKEN_RIGHT_SQUARE + 1]; /* lists by their closer */
    bool plain; /* arrays and objects may not stand here: in a hole of a string */
    bool is_parameters;
    /* what the open lists have so far, the innermost at the end */
    AL_VEC(struct al_node *) nodes;
    AL_VEC(struct al_property) properties;
    AL_VEC(struct al_bicep_member) members;
    AL_VEC(struct al_bicep_import) imports;
    AL_VEC(struct al_bicep_statement *) statements;
    struct al_buf format; /* texts of the open strings with holes */
};

static inline enum al_bicep_token_kind al_bicep_ahead(const struct al_bicep_parser *p)
{
    return p->lexer.token.kind;
}

static inline bool al_bicep_at(const struct al_bicep_parser *p, enum al_bicep_token_kind kind)
{
    return p->lexer.token.kind == kind;
}

/* Whether the token, or the one on the next line when a line ends here, is a `c` that is not doubled. */
static inline bool al_bicep_sees(const struct al_bicep_parser *p, enum al_bicep_token_kind kind, char c)
{
    return p->lexer.token.kind == kind ||
           (p->lexer.token.kind == AL_TOKEN_NEWLINE && p->lexer.at[0] == c && p->lexer.at[1] != c);
}

static inline al_str al_bicep_token_text(const struct al_bicep_parser *p)
{
    return (al_str){p->lexer.token.start, (size_t)(p->lexer.token.end - p->lexer.token.start)};
}

/* From an offset to the end of what was read; nothing when that lies before. */
static inline uint32_t al_bicep_length(const struct al_bicep_parser *p, uint32_t off)
{
    const uint32_t end = al_bicep_offset(&p->lexer, p->lexer.last);

    return end > off ? end - off : 0;
}

static inline bool al_bicep_at_word(const struct al_bicep_parser *p, const char *word)
{
    const al_str text = al_bicep_token_text(p);

    return al_bicep_at(p, AL_TOKEN_WORD) && text.s[0] == word[0] && al_str_eq(text, al_str_of(word));
}

/* -- errors: bicep_recover.c -- */

/* Reports "expected <what>, found <the token>", unless there is panic. */
void al_bicep_complain(struct al_bicep_parser *p, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The same, and panics. */
void al_bicep_expected(struct al_bicep_parser *p, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* An error about a node that could be read: does not set panic. */
void al_bicep_wrong(struct al_bicep_parser *p, struct al_span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Steps over a token of this kind, or reports that `what` was expected. */
bool al_bicep_expect(struct al_bicep_parser *p, enum al_bicep_token_kind kind, const char *what);
/* Reports that an expression is nested too deep, and gives the statement up. */
void al_bicep_too_deep(struct al_bicep_parser *p);
/* Whether a tree may be as high; false in a panic, too. */
static inline bool al_bicep_fits(struct al_bicep_parser *p, unsigned height)
{
    if (height > p->most)
        al_bicep_too_deep(p);
    return !p->panic;
}
/* Goes one level down; false, and reported, when that is too deep. */
static inline bool al_bicep_enter(struct al_bicep_parser *p)
{
    if (!al_bicep_fits(p, p->depth + 1))
        return false;
    p->depth++;
    p->height = 1;
    return true;
}

/* What a token does to the number of open brackets: 1, -1 or nothing. */
int al_bicep_nesting(enum al_bicep_token_kind kind);
/* Ends the panic where a line ends with at most as many brackets open, or before a declaration. */
void al_bicep_skip_line(struct al_bicep_parser *p, uint32_t nested);
/* Ends the panic at the end of an element: a separator or closer outside of brackets that open on the way. */
void al_bicep_skip_element(struct al_bicep_parser *p);
/* Ends the panic at the end of a hole of a string; or it goes on when there is none. */
void al_bicep_skip_hole(struct al_bicep_parser *p);
/* Whether a declaration begins at `at`. */
bool al_bicep_declares(const char *at);
/* Whether a line ends here and the next one begins, at the margin, with a declaration. `inside`: decorators
 * and resources may also belong to what is being read, and are left out. */
bool al_bicep_declaration_follows(const struct al_bicep_parser *p, bool inside);

/* -- lists in brackets: bicep_list.c -- */

struct al_bicep_list {
    enum al_bicep_token_kind closer;
    const char *what; /* an element, for messages: "an item" */
    const char *next; /* what may follow an element: "',' or ')'" */
    bool lines;    /* line ends separate, too; else they may stand only after a comma or beside a bracket */
    bool loose;    /* they may stand before a comma as well */
    bool trailing; /* a comma may stand before the closer */
    bool declarations; /* an element may begin with a decorator or with `resource` */
};
/* At an opening bracket: steps over it. False when the list is empty, and then closed. */
bool al_bicep_list_open(struct al_bicep_parser *p, const struct al_bicep_list *list);
/* After an element, whether or not it could be read: whether another one follows. Steps over the closer. */
bool al_bicep_list_more(struct al_bicep_parser *p, const struct al_bicep_list *list);
/* Reports that the list is not closed here, and closes it: false. */
bool al_bicep_list_tear(struct al_bicep_parser *p, const struct al_bicep_list *list);

/* -- expressions -- */

/* A node that begins at the token, and is ended where the last token ended. */
struct al_node *al_bicep_node(struct al_bicep_parser *p, enum al_node_kind kind);
struct al_node *al_bicep_end_node(struct al_bicep_parser *p, struct al_node *node);
/* In place of what could not be read. */
struct al_node *al_bicep_broken(struct al_bicep_parser *p);
/* The nodes of the innermost list, which began with p->nodes.n == base. */
struct al_node **al_bicep_take_nodes(struct al_bicep_parser *p, size_t base, uint32_t *n);

struct al_node *al_bicep_expression(struct al_bicep_parser *p);
/* Without operators and accessors. */
struct al_node *al_bicep_primary(struct al_bicep_parser *p);
/* What follows a primary expression, which began at `off`, perhaps with a parenthesis: .name, [index] ... */
struct al_node *al_bicep_accessors(struct al_bicep_parser *p, struct al_node *node, uint32_t off);
/* A primary expression with its accessors. */
struct al_node *al_bicep_operand(struct al_bicep_parser *p);
/* At a number or at the minus before it. */
struct al_node *al_bicep_number(struct al_bicep_parser *p);
/* At '(': the arguments of `call`, of which `first` is the first if it is not NULL. */
void al_bicep_arguments(struct al_bicep_parser *p, struct al_node *call, struct al_node *first);
/* At a string. */
struct al_node *al_bicep_string(struct al_bicep_parser *p);
/* At '{'. With `resources`, resources may be declared in it, which become the last of p->statements. */
struct al_node *al_bicep_object(struct al_bicep_parser *p, bool resources);
/* At '[': an array or a loop. */
struct al_node *al_bicep_array(struct al_bicep_parser *p);
/* At '[': a loop up to the colon before its body; and its end. */
struct al_node *al_bicep_loop(struct al_bicep_parser *p);
struct al_node *al_bicep_end_loop(struct al_bicep_parser *p, struct al_node *loop);
/* At '(': what stands in parentheses; of one expression, that is it. */
struct al_node *al_bicep_parentheses(struct al_bicep_parser *p);

/* -- types: bicep_type.c -- */

/* `resource` may do without the type of the resource where that is known from elsewhere: `inferred`. */
struct al_bicep_type *al_bicep_type(struct al_bicep_parser *p, bool inferred);
/* At '(': the parameters of a function. */
struct al_bicep_member *al_bicep_parameters(struct al_bicep_parser *p, uint32_t *n);

/* -- statements -- */

/* At a declaration or its decorators: becomes the last of p->statements. `nested`: it must be a resource. */
void al_bicep_declaration(struct al_bicep_parser *p, bool nested);
struct al_node **al_bicep_decorators(struct al_bicep_parser *p, uint32_t *n);
/* A copy of the last of p->statements, from the one at `base` on, which are taken off. */
struct al_bicep_statement *al_bicep_take_statements(struct al_bicep_parser *p, size_t base, uint32_t *n);
/* After `resource`, `module` and `test`: the rest. */
void al_bicep_resource(struct al_bicep_parser *p, struct al_bicep_statement *s);
void al_bicep_module(struct al_bicep_parser *p, struct al_bicep_statement *s);
void al_bicep_test(struct al_bicep_parser *p, struct al_bicep_statement *s);
/* Steps over a word that is a name. */
bool al_bicep_name(struct al_bicep_parser *p, al_str *name, struct al_span *span, const char *what);

#endif
