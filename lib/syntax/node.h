/* SPDX-License-Identifier: MIT */
/* The one syntax tree. The JSON reader, the expression parser and the Bicep parser all make these nodes; what
 * stands to the right of lib/syntax cannot tell which of them did. Operators and string interpolation have no
 * nodes of their own: they are calls ('${a}-${b}' is format('{0}-{1}', a, b), a == b is equals(a, b)). */
#ifndef AL_SYNTAX_NODE_H
#define AL_SYNTAX_NODE_H

#include "base/source.h"

enum al_node_kind {
    AL_NODE_NULL,
    AL_NODE_BOOL,
    AL_NODE_INT,
    AL_NODE_FLOAT,
    AL_NODE_STRING, /* a literal; "[[x]" has become "[x]" */
    AL_NODE_TEXT,   /* a JSON string "[...]" whose expression is parsed when first asked for */
    AL_NODE_ARRAY,
    AL_NODE_OBJECT,
    AL_NODE_CALL,      /* name(args), or namespace.name(args) of a user-defined function */
    AL_NODE_MEMBER,    /* base.name */
    AL_NODE_INDEX,     /* base[index] */
    AL_NODE_PARAMETER, /* parameters('name') */
    AL_NODE_VARIABLE,  /* variables('name') */
    AL_NODE_LAMBDA,    /* lambda('a', 'b', body) */
    AL_NODE_LOCAL,     /* lambdaVariables('name') */
    AL_NODE_LOOP,      /* an array made by a loop: a copy element of a property, a Bicep for-expression */
    AL_NODE_RESOURCE,  /* a resource or module of the same template, by its symbolic name */
    AL_NODE_SPREAD,    /* ...base, as the item of an array or the value of a property without a key */
    AL_NODE_NAME,      /* a Bicep identifier: only until names are bound, which makes it one of the above */
    AL_NODE_NESTED,    /* base::name, until names are bound */
    AL_NODE_BROKEN,    /* could not be parsed, and was reported: evaluates to unknown */
};

/* Which flag means what depends on the kind. */
enum al_node_flags {
    AL_NODE_SAFE = 1,     /* MEMBER, INDEX: null instead of an error when missing (.? and [?]) */
    AL_NODE_FROM_END = 2, /* INDEX: counted from the end, 1 is the last */
    AL_NODE_HAS_COPY = 4, /* OBJECT of JSON with a "copy" array that makes properties */
    AL_NODE_HAS_EXPR_KEY = 8, /* OBJECT with a key that is an expression */
    AL_NODE_ESCAPED = 16,     /* STRING, TEXT: the source text is not the value: it has escapes */
    AL_NODE_MULTI_LINE = 2,   /* STRING: written as '''...''' */
    AL_NODE_NAMEOF = 4,       /* STRING: written nameof(...) in Bicep, `named.what` is what stands there */
    AL_NODE_HAS_SPREAD = 32,  /* ARRAY, OBJECT: one of the members is a SPREAD */
    AL_NODE_OPERATOR = 32,    /* CALL: written as an operator or as an interpolated string */
    AL_NODE_OPEN = 1,         /* OBJECT: part of it could not be read; what is not in it may be there */
    AL_NODE_METHOD = 64,      /* CALL of Bicep: args[0] is what stands before the dot, until names are bound */
    AL_NODE_ANY = 64,         /* any kind, once names are bound: written any(...) in Bicep, so its type is anybody's guess */
    AL_NODE_BICEP = 128,      /* CALL: what the name means in Bicep, where that differs from ARM JSON */
    AL_NODE_DECLARED = 1,     /* CALL: `resolved` is the struct al_function_decl that is called */
};

struct al_node;
struct al_resource_decl;
struct al_template;

struct al_property {
    al_str key;                  /* decoded; an expression "[...]" only where the node has AL_NODE_HAS_EXPR_KEY */
    uint32_t key_off, key_len;   /* span of the key with its quotes */
    struct al_node *value;
    struct al_node *key_node;    /* TEXT node when the key is an expression, else NULL */
};

/* What the names in a loop are; empty where it has none. */
struct al_loop_names {
    al_str name;        /* what copyIndex('name') refers to */
    al_str item, index; /* of Bicep's: for its item and index */
};

/* Made by al_node_new(), which leaves out what the kind has no use for: a node can become one of another kind only
 * where that needs no more, and a CALL, which needs most, any. */
struct al_node {
    uint8_t kind, flags;
    uint32_t off, len; /* span in source */
    const struct al_source *source;
    union {
        bool boolean;
        int64_t integer;
        double number;
        al_str string; /* STRING; PARAMETER, VARIABLE, LOCAL, NAME: the name */
        struct {
            al_str string;
            const struct al_node *what;
        } named; /* STRING with AL_NODE_NAMEOF */
        struct {
            al_str string;
            const struct al_template *home; /* the template that declares it; NULL: the one it stands in */
        } variable;                         /* VARIABLE */
        struct {
            al_str string; /* the symbolic name */
            const struct al_resource_decl *decl;
        } resource;
        struct al_node *spread; /* SPREAD: what is spread */
        struct {
            al_str string;        /* decoded text with its brackets */
            struct al_node *tree; /* NULL until parsed; BROKEN when it cannot be */
        } text;
        struct {
            struct al_node **items;
            uint32_t n;
        } array;
        struct {
            struct al_property *items; /* in source order; duplicates are dropped, the last one counts */
            uint32_t n, nslots;
            const uint32_t *slots; /* see al_node_index() */
        } object;
        struct {
            al_str name; /* with the namespace of a user-defined function: "contoso.uniqueName" */
            struct al_node **args;
            uint32_t n, space;    /* length of the namespace; 0: a built-in function */
            const void *resolved; /* the evaluator's cache: the function, once looked up. DECLARED: see there */
        } call;
        struct {
            struct al_node *base;
            al_str name; /* a Bicep node ends where the name does */
        } member;        /* MEMBER, NESTED */
        struct {
            struct al_node *base, *index;
        } index;
        struct {
            al_str *names;
            uint32_t n;
            struct al_node *body;
        } lambda;
        struct {
            struct al_loop_names *names;
            struct al_node *count; /* either a count ... */
            struct al_node *over;  /* ... or an array (Bicep) */
            struct al_node *body;
        } loop;
    };
};

static inline struct al_span al_node_span(const struct al_node *node)
{
    return (struct al_span){node->source, node->off, node->len};
}

static inline struct al_span al_key_span(const struct al_node *object, const struct al_property *property)
{
    return (struct al_span){object->source, property->key_off, property->key_len};
}

/* An empty node. */
struct al_node *al_node_new(al_arena *arena, enum al_node_kind kind, struct al_span span);
/* Another one with the same content. */
struct al_node *al_node_copy(al_arena *arena, const struct al_node *node);
/* Makes one that was made as a CALL a copy of another one. */
void al_node_become(struct al_node *node, const struct al_node *other);

/* Prepares an OBJECT that has all its properties for the next function, if they are many. */
void al_node_index(al_arena *arena, struct al_node *node);
/* The property of an OBJECT node by name without regard to case, or NULL (also when `node` is no object). */
const struct al_property *al_node_property(const struct al_node *node, al_str key);
/* Its value, or NULL. */
const struct al_node *al_node_get(const struct al_node *node, const char *key);
/* Calls visit(ptr, child) for each node right below: keys that are expressions, too, but not the expression of a TEXT. */
void al_node_each_child(const struct al_node *node, void (*visit)(void *ptr, const struct al_node *child), void *ptr);
/* The text of a STRING or TEXT node; empty for every other kind and for NULL. */
al_str al_node_text(const struct al_node *node);

static inline bool al_node_is(const struct al_node *node, enum al_node_kind kind)
{
    return node && node->kind == kind;
}
/* The literal true, and the i-th of an array; a node may be NULL, or anything else. */
static inline bool al_node_is_true(const struct al_node *node)
{
    return al_node_is(node, AL_NODE_BOOL) && node->boolean;
}
static inline const struct al_node *al_node_item(const struct al_node *node, uint32_t i)
{
    return al_node_is(node, AL_NODE_ARRAY) && i < node->array.n ? node->array.items[i] : NULL;
}

#endif
