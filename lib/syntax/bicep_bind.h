/* SPDX-License-Identifier: MIT */
/* What the files that bind a Bicep file's names and make its template share. Private to lib/syntax/bicep_*.c.
 *
 * One map holds every name that can be seen at the place being worked on. What is entered for a while (the
 * item of a loop, the variables of a lambda, the arguments of a function, nested resources) hides what had
 * the name, and gives it back, so that a look-up never walks scopes. */
#ifndef AL_SYNTAX_BICEP_BIND_H
#define AL_SYNTAX_BICEP_BIND_H

#include "syntax/bicep.h"
#include "syntax/bicep_functions.h"

enum al_bicep_symbol_kind {
    AL_BICEP_SYMBOL_PARAMETER, /* also an argument of a function */
    AL_BICEP_SYMBOL_VARIABLE,
    AL_BICEP_SYMBOL_FUNCTION,
    AL_BICEP_SYMBOL_TYPE,
    AL_BICEP_SYMBOL_RESOURCE,  /* or module */
    AL_BICEP_SYMBOL_NAMESPACE, /* import * as x; an extension */
    AL_BICEP_SYMBOL_LOCAL,     /* of a loop or lambda */
    AL_BICEP_SYMBOL_UNKNOWN,   /* imported from a file that cannot be had */
};

enum al_bicep_progress { AL_BICEP_NOT_BEGUN, AL_BICEP_BEGUN, AL_BICEP_DONE };

struct al_bicep_symbol {
    enum al_bicep_symbol_kind kind;
    al_str name;
    struct al_span span;                        /* of the name where it is declared */
    const struct al_bicep_statement *statement; /* NULL: an argument, a local */
    bool argument;                              /* PARAMETER: of a function */
    bool foreign;                               /* RESOURCE: of another system than Azure Resource Manager */
    const struct al_template *home; /* what it is imported from, NULL when declared here or not known */
    al_str origin;                              /* VARIABLE, TYPE: its name there */
    const struct al_function_decl *function;
    struct al_resource_decl *decl;
    struct al_map children; /* RESOURCE: name -> symbol of the resources nested in it */
    al_str ref;             /* TYPE: its name in this template's definitions; empty until it is needed */
    struct al_node *type;   /* TYPE: once lowered */
    enum al_bicep_progress progress;
};

struct al_bicep_binder {
    al_arena *arena;
    struct al_diags *diags;
    const struct al_bicep_file *file;
    const struct al_bicep_host *host; /* may be NULL */
    struct al_template *tmpl;
    struct al_map names;   /* what can be seen -> struct al_bicep_symbol; NULL: not any more */
    struct al_map outputs; /* have names of their own */
    struct al_map metadata;
    struct al_bicep_symbol **resources; /* by ordinal */
    const struct al_bicep_statement *extension; /* the last one declared, or NULL */
    bool in_function; /* nothing but arguments, variables and functions can be seen */
    uint32_t nsuggestions; /* looked for: each costs a look at every name */
    uint32_t nunion;       /* members of unions so far */
    unsigned union_depth;  /* of the literal that is being made of a type */
    uint32_t depth;        /* of types that are lowered because another one needs them */
    struct al_map indexes; /* lowered type -> struct al_map of its properties */

    /* imports */
    struct al_map homes;                /* template -> its number, which mangles its names */
    struct al_map imported;             /* "_number.name" -> struct al_bicep_definition */
    struct al_map definitions_by_ref;
    AL_VEC(struct al_bicep_definition *) definitions; /* in order of need */
};

/* A type of another file that this template's types need. */
struct al_bicep_definition {
    const struct al_template *home;
    al_str name, ref;     /* there, here */
    struct al_node *type; /* the copy, whose $refs mean this template's definitions */
};

/* -- names (bicep_bind.c) -- */
struct al_bicep_symbol *al_bicep_find(const struct al_bicep_binder *b, al_str name);
/* A new symbol. It is entered into `names` unless that has the name, which is reported. */
struct al_bicep_symbol *al_bicep_declare(struct al_bicep_binder *b, struct al_map *names,
                                         enum al_bicep_symbol_kind kind, al_str name, struct al_span span);
/* Lets `name` mean `symbol` from here on; gives what it meant before. */
struct al_bicep_symbol *al_bicep_hide(struct al_bicep_binder *b, al_str name, struct al_bicep_symbol *symbol);
/* Enters a local, and gives what the name meant before. */
struct al_bicep_symbol *al_bicep_enter_local(struct al_bicep_binder *b, al_str name);
/* "; did you mean 'x'?", or an empty text. */
al_str al_bicep_suggest_name(struct al_bicep_binder *b, al_str name);
al_str al_bicep_suggest_type(struct al_bicep_binder *b, al_str name);
al_str al_bicep_suggest_function(struct al_bicep_binder *b, al_str name);
/* sys and az, where nothing else has that name. */
bool al_bicep_is_built_in_space(const struct al_bicep_binder *b, al_str name);

/* -- nodes (bicep_bind_node.c) -- */
struct al_node *al_bicep_new_text(al_arena *arena, al_str text, struct al_span span);
struct al_node *al_bicep_new_bool(al_arena *arena, bool value, struct al_span span);
/* A call of a built-in function of ARM JSON with n (at most 3) arguments. */
struct al_node *al_bicep_new_call(al_arena *arena, const char *name, struct al_span span,
                                  struct al_node *const *args, uint32_t n);
/* The span from the start of one to the end of the other. */
struct al_span al_bicep_span_to(struct al_span from, struct al_span to);

/* An OBJECT in the making. */
struct al_bicep_object {
    al_arena *arena;
    struct al_span span;
    AL_VEC(struct al_property) items;
    uint8_t flags; /* of the node it becomes */
};
/* Makes room for so many, before the first. */
void al_bicep_expect_properties(struct al_bicep_object *object, uint32_t n);
void al_bicep_put(struct al_bicep_object *object, const char *key, struct al_span key_span,
                  struct al_node *value);
void al_bicep_put_named(struct al_bicep_object *object, al_str key, struct al_span key_span,
                        struct al_node *value);
void al_bicep_put_property(struct al_bicep_object *object, const struct al_property *property);
struct al_node *al_bicep_object_node(const struct al_bicep_object *object);
/* What was put under that key, or NULL. */
struct al_property *al_bicep_find_put(struct al_bicep_object *object, const char *key);
/* "type": "string" */
void al_bicep_put_kind(struct al_bicep_object *object, const char *name);

/* -- expressions (bicep_bind_expression.c, bicep_bind_call.c) -- */
/* Binds the names in an expression, in place. NULL is allowed. */
void al_bicep_bind(struct al_bicep_binder *b, struct al_node *node);
void al_bicep_bind_call(struct al_bicep_binder *b, struct al_node *node);
/* A loop's item and index are names from here to there. NULL is allowed. */
struct al_bicep_loop_names {
    struct al_bicep_symbol *item, *index; /* what the names meant before */
};
struct al_bicep_loop_names al_bicep_enter_loop(struct al_bicep_binder *b, const struct al_node *loop);
void al_bicep_leave_loop(struct al_bicep_binder *b, const struct al_node *loop,
                         struct al_bicep_loop_names names);
/* The arguments of decorators. */
void al_bicep_bind_decorators(struct al_bicep_binder *b, struct al_node *const *decorators, uint32_t n);
/* Makes a node what evaluates to unknown. */
void al_bicep_break(struct al_node *node);
/* The symbol of the RESOURCE node, or of the element of one, that this is; or NULL. */
struct al_bicep_symbol *al_bicep_resource_of(const struct al_bicep_binder *b, const struct al_node *node);
/* The namespace that a NAME stands for, or NULL. */
const struct al_bicep_symbol *al_bicep_space_of(const struct al_bicep_binder *b,
                                                const struct al_node *node);

/* -- decorators (bicep_bind_decorator.c) -- */
struct al_bicep_decorated {
    struct al_node *const *decorators;
    uint32_t n;
};
/* The first argument of the decorator of that name, or NULL. */
struct al_node *al_bicep_decorator(struct al_bicep_decorated decorated, const char *name);
bool al_bicep_has_decorator(struct al_bicep_decorated decorated, const char *name);
/* What they say of the type in `out`. */
void al_bicep_put_constraints(struct al_bicep_binder *b, struct al_bicep_object *out,
                              struct al_bicep_decorated decorated);
/* "metadata": description and more, if there is any. */
void al_bicep_put_metadata(struct al_bicep_binder *b, struct al_bicep_object *out,
                           struct al_bicep_decorated decorated);

/* -- types (bicep_lower_type.c, bicep_bind_union.c) -- */
/* Puts what ARM JSON says of a type: "type" or "$ref" and the rest, with what the decorators add. */
void al_bicep_put_type(struct al_bicep_binder *b, struct al_bicep_object *out,
                       const struct al_bicep_type *type, struct al_bicep_decorated decorated);
/* The same as an OBJECT of its own. */
struct al_node *al_bicep_lower(struct al_bicep_binder *b, const struct al_bicep_type *type,
                               struct al_bicep_decorated decorated);
/* Unions. `discriminator` is the name that @discriminator gives, or NULL. */
void al_bicep_put_union(struct al_bicep_binder *b, struct al_bicep_object *out,
                        const struct al_bicep_type *type, const struct al_node *discriminator);

/* -- names of types (bicep_bind_type.c) -- */
bool al_bicep_is_built_in_type(al_str name);
/* The i-th of those, or NULL. */
const char *al_bicep_built_in_type(size_t i);
/* What a type's name, or ns.name, stands for. */
struct al_bicep_meaning {
    struct al_bicep_symbol *symbol; /* declared or imported; else it is built in or not known ... */
    bool named;                     /* ... if it is a name at all */
};
struct al_bicep_meaning al_bicep_meaning_of(struct al_bicep_binder *b, const struct al_bicep_type *type);
/* The name of a declared or imported type in this template's definitions. */
al_str al_bicep_reference_to(struct al_bicep_binder *b, struct al_bicep_symbol *symbol);
/* A declared type, lowered. NULL when it cannot be had, since it needs itself. */
const struct al_node *al_bicep_type_node(struct al_bicep_binder *b, struct al_bicep_symbol *symbol);
/* A lowered type, NULL when nothing is known of it, and where it stands in the definitions, if it does. */
struct al_bicep_lowered {
    const struct al_node *node;
    al_str path; /* "Name/properties/x" */
};
struct al_bicep_lowered al_bicep_lowered_of(struct al_bicep_binder *b, const struct al_bicep_type *type);
/* The lowered type that `node` is or refers to, or NULL. */
const struct al_node *al_bicep_type_behind(struct al_bicep_binder *b, const struct al_node *node);

/* -- imports (bicep_import.c) -- */
void al_bicep_declare_import(struct al_bicep_binder *b, const struct al_bicep_statement *st);
/* A name of what `import * as` gave; of kind UNKNOWN, which was reported, when that does not export it. */
struct al_bicep_symbol *al_bicep_find_in(struct al_bicep_binder *b, const struct al_bicep_symbol *space,
                                         al_str name, struct al_span span);
/* The type `name` of another template, to be had here under the name `wish`, or one that is made up, or the
 * one that it has already. */
struct al_bicep_definition *al_bicep_need_type(struct al_bicep_binder *b, const struct al_template *home,
                                               al_str name, al_str wish);
/* Its copy: never NULL. */
const struct al_node *al_bicep_definition_node(struct al_bicep_binder *b,
                                               struct al_bicep_definition *definition);
/* Copies what the types need of other files, and what that needs. */
void al_bicep_finish_imports(struct al_bicep_binder *b);

/* -- resources (bicep_resource.c) and modules (bicep_bind_module.c) -- */
void al_bicep_declare_resources(struct al_bicep_binder *b);
/* Binds the names in a resource, and makes its node. */
void al_bicep_bind_resource(struct al_bicep_binder *b, struct al_bicep_symbol *symbol);

/* A resource in the making. */
struct al_bicep_making {
    struct al_bicep_binder *b;
    const struct al_bicep_statement *st;
    struct al_resource_decl *decl;
    struct al_bicep_object body;
};
/* Where what stands outside of the body is said to be: at the type or path. */
struct al_span al_bicep_head_of(const struct al_bicep_making *m);
/* Type, version, loop and condition. */
void al_bicep_put_head(struct al_bicep_making *m);
/* Makes the node, and sets the fields of the declaration. */
void al_bicep_finish_resource(struct al_bicep_making *m);
void al_bicep_make_module(struct al_bicep_making *m);

/* -- other declarations (bicep_bind_declaration.c) -- */
struct al_bicep_maker {
    struct al_bicep_binder bind;
    struct al_bicep_symbol **symbols; /* by statement; NULL where it declares nothing of its own */
    struct al_bicep_object parameters, variables, outputs, resources, definitions, metadata,
        extensions; /* of the root */
};
/* How many statements of that kind there are. */
uint32_t al_bicep_count(const struct al_bicep_file *file, enum al_bicep_kind kind);
void al_bicep_make_parameter(struct al_bicep_maker *m, const struct al_bicep_statement *st);
void al_bicep_make_variable(struct al_bicep_maker *m, const struct al_bicep_statement *st);
void al_bicep_make_output(struct al_bicep_maker *m, const struct al_bicep_statement *st);
void al_bicep_make_metadata(struct al_bicep_maker *m, const struct al_bicep_statement *st);
/* A function is declared before anything is bound, for the calls that lead to it. */
void al_bicep_declare_function(struct al_bicep_maker *m, struct al_bicep_symbol *symbol);
void al_bicep_make_function(struct al_bicep_maker *m, const struct al_bicep_symbol *symbol);
/* The types of the file, then those it needs of others: when everything else is made. */
void al_bicep_make_types(struct al_bicep_maker *m);

#endif
