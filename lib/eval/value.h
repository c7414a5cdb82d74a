/* SPDX-License-Identifier: MIT */
/* Values. A value is immutable once forced and remembers where it was written. What is not known is a SYMBOL:
 * the call that would produce it, with whatever is known about the result. Two symbols of one structure are
 * equal.
 *
 * Values are small structs, copied freely; what they point to lives in the run's arena. */
#ifndef AL_EVAL_VALUE_H
#define AL_EVAL_VALUE_H

#include "syntax/node.h"

typedef struct al_value al_value;
struct al_frame;
struct al_eval;

enum al_value_kind {
    AL_V_LAZY, /* not evaluated yet: al_force() replaces it in place. Zero, so that a value must be made */
    AL_V_BUSY, /* being evaluated: meeting it again is a cycle */
    AL_V_NULL,
    AL_V_BOOL,
    AL_V_INT,
    AL_V_FLOAT,
    AL_V_STRING,
    AL_V_ARRAY,
    AL_V_OBJECT,
    AL_V_LAMBDA, /* only ever an argument */
    AL_V_SYMBOL,
};

/* What is known of a symbol's type. */
enum al_hint {
    AL_HINT_ANY,
    AL_HINT_STRING,
    AL_HINT_INT,
    AL_HINT_BOOL,
    AL_HINT_ARRAY,
    AL_HINT_OBJECT,
};

enum al_value_flags {
    AL_VALUE_SECURE = 1, /* came from a securestring or secureObject: never printed */
    AL_VALUE_DEEP = 2,   /* ARRAY: al_force_deep() was here, and everything in it is known */
};

struct al_object;
struct al_symbol;

struct al_value {
    uint8_t kind, flags;
    uint8_t hint;                 /* SYMBOL: enum al_hint */
    uint32_t n;                   /* STRING: bytes; ARRAY: items */
    const struct al_node *origin; /* where it was written, or NULL for computed values */
    union {
        bool boolean;
        int64_t integer;
        double number;
        const char *string;
        al_value *items; /* ARRAY; may be lazy each */
        struct al_object *object;
        struct al_symbol *symbol;
        struct {
            const struct al_node *node;
            const struct al_frame *frame;
        } lazy; /* LAZY, LAMBDA */
    };
};

struct al_entry {
    al_str key;                /* of a key that is not known: its canonical expression "[...]" */
    const struct al_node *at;  /* the value's node where the object was written as a literal, else NULL */
    al_value value;            /* may be lazy */
    const al_value *key_value; /* the symbol behind a key that is not known, else NULL */
};

struct al_object {
    struct al_entry *entries; /* order of appearance; no two keys are spelled the same */
    uint32_t n, cap;
    uint32_t *slots; /* hash index, made once the object is large */
    uint32_t nslots;
    bool open;             /* some keys are symbols: a property that is not found may exist all the same */
    bool deep, deep_known; /* al_force_deep() was here, and this was its answer */
    uint64_t hash;         /* once deep; 0: not computed */
};

/* An unknown. `fn` is a function's canonical name, or one of the words below.
 * What is known about it may be told in one of three ways:
 *   a string's `fn` is AL_SYM_CONCAT: its args are alternating text and symbols, no two texts adjacent;
 *   an object's `known` holds the properties that are certain, whatever the rest is;
 *   `choices` lists all the values it can have. */
struct al_symbol {
    al_str fn;
    al_value *args; /* forced; known values or symbols */
    uint32_t nargs;
    const void *
        scope; /* the deployment that gives the name its meaning, NULL for the run's own and for pure calls */
    uint64_t hash; /* of all of the above */
    struct al_object *known;
    al_value *choices;
    uint32_t nchoices;
    bool grows; /* the platform adds to every object in `known`: what is not there is unknown at any depth */
    bool live;    /* read from Azure: a value that is just being worked out is not what it means */
    const void *resource; /* struct al_resource: its members are what the host says */
    bool segment; /* certainly no empty text and without '/': a name in an id, not an id */
};

#define AL_SYM_CONCAT AL_STR("concat")
#define AL_SYM_MEMBER AL_STR(".")  /* args: base, name */
#define AL_SYM_INDEX  AL_STR("[]") /* args: base, index */
#define AL_SYM_PARAM  AL_STR("parameters")
#define AL_SYM_RAW    AL_STR("raw") /* args: source text of something that could not be evaluated */

/* -- making values; none of these can fail except by unwinding -- */
static inline al_value al_null(void)
{
    return (al_value){.kind = AL_V_NULL};
}
static inline al_value al_bool(bool b)
{
    return (al_value){.kind = AL_V_BOOL, .boolean = b};
}
static inline al_value al_int(int64_t i)
{
    return (al_value){.kind = AL_V_INT, .integer = i};
}
static inline al_value al_float(double d)
{
    return (al_value){.kind = AL_V_FLOAT, .number = d};
}
/* Borrows the text. */
static inline al_value al_string(al_str s)
{
    return (al_value){.kind = AL_V_STRING, .n = (uint32_t)s.n, .string = s.s};
}
static inline al_str al_string_of(const al_value *v)
{
    return (al_str){v->string, v->n};
}
static inline al_value al_array(al_value *items, size_t n)
{
    return (al_value){.kind = AL_V_ARRAY, .n = (uint32_t)n, .items = items};
}
static inline al_value al_lazy(const struct al_node *node, const struct al_frame *frame)
{
    return (al_value){.kind = AL_V_LAZY, .lazy = {node, frame}};
}
al_value al_object(struct al_object *object);

/* -- objects -- */
struct al_object *al_object_new(al_arena *arena, uint32_t expected);
/* The entry for `key` in any case, the exact spelling first, or NULL. */
struct al_entry *al_object_find(const struct al_object *object, al_str key);
/* Finds the entry of exactly that key, or appends one. Valid until the next addition. */
struct al_entry *al_object_put(al_arena *arena, struct al_object *object, al_str key);
void al_object_set(al_arena *arena, struct al_object *object, al_str key, al_value value);

/* -- symbols -- */
/* The symbol fn(args...). Copies args. Members of a symbol with `known` properties and index into choices are
 * resolved by al_member()/al_index() in evaluator.h, not here. */
al_value al_symbol(al_arena *arena, enum al_hint hint, al_str fn, const al_value *args, uint32_t nargs);
/* A name that has its meaning in a deployment: parameters('x') of a nested template, resourceGroup() of
 * another group. `scope` NULL is the run's own deployment. */
al_value al_symbol_in(al_arena *arena, enum al_hint hint, al_str fn, const al_value *args, uint32_t nargs,
                      const void *scope);
/* The same, with arguments that are in the arena and become its own. */
al_value al_symbol_of(al_arena *arena, enum al_hint hint, al_str fn, al_value *args, uint32_t nargs, const void *scope);
/* An unknown with a finite set of values, all known. One choice, or all equal, is that value itself. */
al_value al_with_choices(al_arena *arena, al_value symbol, const al_value *choices, uint32_t n);
enum { AL_MOST_CHOICES = 16 }; /* a larger set is not kept */
/* The symbol with properties that are certain whatever the rest of it is. */
al_value al_with_known(al_arena *arena, al_value symbol, struct al_object *known);
/* The same for a resource as Azure shows it: it adds properties to every object. */
al_value al_with_growing(al_arena *arena, al_value symbol, struct al_object *known);

/* The text made of the parts, each a STRING, INT, BOOL or SYMBOL (string symbols made by this function are
 * taken apart again): a STRING when all are known, else a canonical AL_SYM_CONCAT symbol, or the one part
 * itself when it is a symbol known to be a string. */
al_value al_join_text(al_arena *arena, const al_value *parts, uint32_t n);
/* The text certainly at the start / end of a STRING or string symbol; may be empty. */
al_str al_known_prefix(const al_value *v);
al_str al_known_suffix(const al_value *v);
/* The parts of a text: 1 for a STRING or a plain symbol, else the args of AL_SYM_CONCAT. */
uint32_t al_text_parts(const al_value *v, const al_value **parts);

/* Structural hash; equal values have equal hashes. Everything inside must be forced (al_force_deep). */
uint64_t al_value_hash(const al_value *v);
/* Symbols: the same structure and scope. */
bool al_symbol_same(const al_value *a, const al_value *b);

static inline bool al_is_symbol(const al_value *v)
{
    return v->kind == AL_V_SYMBOL;
}
/* STRING, or a symbol that is certainly a string. */
static inline bool al_is_texty(const al_value *v)
{
    return v->kind == AL_V_STRING || (v->kind == AL_V_SYMBOL && v->hint == AL_HINT_STRING);
}
/* The hint that a known value's kind amounts to. */
enum al_hint al_hint_of(const al_value *v);
const char *al_kind_name(const al_value *v);

#endif
