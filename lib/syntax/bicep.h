/* SPDX-License-Identifier: MIT */
/* Bicep as it is written. al_bicep_parse() makes statements whose expressions are the nodes of node.h with names
 * not bound yet; al_template_from_bicep() binds the names and makes the template that the JSON reader would make.
 *
 * Expressions: operators are calls with AL_NODE_OPERATOR, under the names that Bicep itself compiles them to:
 *   !a not(a)   -a sub(0, a), a literal when `a` is one   a + b add   - sub   * mul   / div   % mod
 *   a == b equals   a != b not(equals)   a =~ b equals(toLower(a), toLower(b))   a !~ b not of that
 *   < less   <= lessOrEquals   > greater   >= greaterOrEquals   && and   || or   a ?? b coalesce   c ? a : b if
 *   'x${a}y' format('x{0}y', a)   a! is a itself
 * f(x) is a CALL; b.f(x) a CALL with AL_NODE_METHOD whose args[0] is b. b.n, b['n'] are MEMBER and INDEX; after .?
 * or [?] the rest of the chain is AL_NODE_SAFE, too, up to a `!` or a closing parenthesis. Names are zero-copy: their
 * text lies in the source, so that their place is known. */
#ifndef AL_SYNTAX_BICEP_H
#define AL_SYNTAX_BICEP_H

#include "syntax/template.h"

/* -- types -- */

enum al_bicep_type_kind {
    AL_BICEP_TYPE_BROKEN, /* reported */
    AL_BICEP_TYPE_NAME,   /* string, Foo; sys.string has a base, the name sys (or az) */
    AL_BICEP_TYPE_LITERAL,
    AL_BICEP_TYPE_ARRAY,      /* base[] */
    AL_BICEP_TYPE_TUPLE,      /* [ members ] */
    AL_BICEP_TYPE_OBJECT,     /* { members } */
    AL_BICEP_TYPE_UNION,      /* members, at least one */
    AL_BICEP_TYPE_NULLABLE,   /* base? */
    AL_BICEP_TYPE_NON_NULL,   /* base! */
    AL_BICEP_TYPE_MEMBER,     /* base.name */
    AL_BICEP_TYPE_ITEM,       /* base[0]: `literal`; base[*] and base.*: no literal */
    AL_BICEP_TYPE_GENERIC,    /* name<members>: resourceInput<'type@version'>; sys.name<...> has a base */
    AL_BICEP_TYPE_RESOURCE,   /* param x resource 'type@version' */
};

struct al_bicep_type {
    enum al_bicep_type_kind kind;
    struct al_span span;
    al_str name;
    bool star;                       /* ITEM: base.*, the type of an object's other properties */
    const struct al_node *literal;   /* LITERAL, ITEM, RESOURCE */
    struct al_bicep_type *base;
    struct al_bicep_member *members; /* TUPLE, OBJECT, UNION, GENERIC */
    uint32_t nmembers;
};

struct al_bicep_member {
    struct al_node **decorators; /* CALL nodes, or BROKEN */
    uint32_t ndecorators;
    al_str name; /* OBJECT; empty in others */
    bool any;    /* OBJECT: `*: type` */
    struct al_span span, name_span;
    struct al_bicep_type *type;
};

/* -- statements -- */

/* What is said to be there is NULL or empty only in a broken statement; members and nodes are whole, with BROKEN
 * types and nodes for what could not be read. */
enum al_bicep_kind {
    AL_BICEP_TARGET_SCOPE,     /* value */
    AL_BICEP_METADATA,         /* name, value */
    AL_BICEP_PARAM,            /* name, type, value; of a parameter file: name, value */
    AL_BICEP_VAR,              /* name, type or NULL, value */
    AL_BICEP_OUTPUT,           /* name, type or NULL when missing, value */
    AL_BICEP_TYPE,             /* name, type */
    AL_BICEP_FUNC,             /* name, arguments, type of the result, value */
    AL_BICEP_RESOURCE,         /* name, path, existing, loop, condition, value, children */
    AL_BICEP_MODULE,           /* name, path, loop, condition, value */
    AL_BICEP_IMPORT,           /* path, items or name of the wildcard */
    AL_BICEP_EXTENSION,        /* path or name, value (with ...), alias */
    AL_BICEP_ASSERT,           /* name, value */
    AL_BICEP_TEST,             /* name, path, value */
    AL_BICEP_USING,            /* path, NULL is none; value (with ...) */
    AL_BICEP_EXTENDS,          /* path */
    AL_BICEP_EXTENSION_CONFIG, /* name, value */
    AL_BICEP_BROKEN,           /* reported; not even the name could be read */
};

/* { name as alias } of an import; the alias is the name when there is none. */
struct al_bicep_import {
    al_str name, alias;
    struct al_span name_span, alias_span;
};

struct al_bicep_statement {
    enum al_bicep_kind kind;
    bool broken;         /* part of it was reported as wrong: do not complain about what is missing */
    bool existing;       /* resource x 'type' existing */
    bool wildcard;       /* import * as name */
    struct al_span span; /* from its keyword to its end */
    struct al_node **decorators; /* CALL nodes (@sys.secure() is a METHOD), or BROKEN */
    uint32_t ndecorators;
    al_str name; /* empty when missing or broken */
    struct al_span name_span;
    const struct al_node *path; /* STRING, or anything else when the source is wrong, or NULL */
    struct al_bicep_type *type;
    struct al_node *value;     /* RESOURCE, MODULE: the body, an OBJECT unless the source is wrong; else any expression */
    struct al_node *condition; /* if (...), also of a loop's body; or NULL */
    struct al_node *loop;      /* RESOURCE, MODULE: a LOOP node without body, or NULL */
    struct al_bicep_member *arguments; /* FUNC */
    struct al_bicep_import *items;     /* IMPORT */
    struct al_bicep_statement *children; /* RESOURCE: the resources in its body */
    uint32_t narguments, nitems, nchildren;
    al_str alias; /* EXTENSION: as alias */
};

struct al_bicep_file {
    const struct al_source *source;
    bool is_parameters; /* .bicepparam */
    struct al_bicep_statement *statements;
    uint32_t nstatements;
    struct al_comment *comments; /* and directives, which begin with '#' and have the rest of their line */
    size_t ncomments;
};

/* Parses a .bicep or (by the source's name) a .bicepparam file. Never NULL: what is wrong is reported
 * (AL_TROUBLE_SYNTAX) with its place and what was expected, and reading goes on at the next declaration. */
struct al_bicep_file *al_bicep_parse(al_arena *arena, struct al_diags *diags, const struct al_source *source);

/* What is wrong with the path of a file as it is written in Bicep, whether there is such a file or not; or NULL. */
const char *al_bicep_path_error(al_str path);

/* -- templates -- */

/* Why another file is wanted. */
enum al_bicep_wish {
    AL_BICEP_WANT_MODULE, /* module, test: a template in Bicep or JSON, of a registry perhaps */
    AL_BICEP_WANT_IMPORT, /* import: its exported types, variables and functions */
    AL_BICEP_WANT_PARAMETERS, /* extends: a parameter file */
};

/* How the binder gets at other files. */
struct al_bicep_host {
    void *ptr;
    /* The template that `path` (a STRING node, relative to its own source) names, or NULL when it cannot be had,
     * which is then reported. */
    const struct al_template *(*load)(void *ptr, const struct al_node *path, enum al_bicep_wish wish);
};

/* Binds the names of a parsed file and makes its template. Never NULL. Wrong meaning is reported with the troubles
 * AL_TROUBLE_BICEP_*, wrong names become BROKEN nodes, whose value is unknown. `host` may be NULL: nothing is known
 * of other files then. */
struct al_template *al_template_from_bicep(al_arena *arena, struct al_diags *diags, const struct al_bicep_file *file,
                                           const struct al_bicep_host *host);

#endif
