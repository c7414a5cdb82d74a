/* SPDX-License-Identifier: MIT */
/* What the checks of a Bicep file share. Private to lib/syntax/bicep_check*.c.
 *
 * A declaration is an entry; entries that others refer to are looked at before those (see
 * bicep_check_cycles.c), so that what is known of a value is known where its name stands, without any
 * recursion from one declaration into another. */
#ifndef AL_SYNTAX_BICEP_CHECK_PRIVATE_H
#define AL_SYNTAX_BICEP_CHECK_PRIVATE_H

#include "base/buf.h"
#include "syntax/bicep_bind.h"
#include "syntax/bicep_check.h"

struct al_bicep_entry;

/* -- what is known of a value -- */

enum al_bicep_kinds {
    AL_BICEP_IS_NULL = 1,
    AL_BICEP_IS_STRING = 2,
    AL_BICEP_IS_INT = 4,
    AL_BICEP_IS_BOOL = 8,
    AL_BICEP_IS_ARRAY = 16,
    AL_BICEP_IS_OBJECT = 32,
    AL_BICEP_IS_LAMBDA = 64,
    AL_BICEP_IS_ANYTHING = 127, /* nothing is known */
};

enum al_bicep_part {
    AL_BICEP_PART_NONE,
    AL_BICEP_PART_LOOP,    /* all that a loop makes */
    AL_BICEP_PART_ONE,     /* a resource or module */
    AL_BICEP_PART_OUTPUTS, /* .outputs of a module */
};

struct al_bicep_shape {
    uint8_t kinds, items;         /* what it may be, and what its items may be */
    bool exact;                   /* it may be each of `kinds`, depending on a condition */
    uint8_t part;                 /* what it is of the resource or module `of` */
    const struct al_node *literal; /* what it certainly is, word for word, or NULL */
    const struct al_bicep_entry *of;
    const char *fields;            /* the only properties it has, see al_bicep_fields(), or NULL */
};

#define AL_BICEP_SHAPE(mask) ((struct al_bicep_shape){.kinds = (mask), .items = AL_BICEP_IS_ANYTHING})

/* -- declarations -- */

/* That a declaration refers to another one. */
struct al_bicep_need {
    struct al_bicep_entry *entry;
    const struct al_node *node; /* NULL: a type refers to a type, or a resource is nested in another one */
    struct al_span span;        /* empty when it is nested */
};

struct al_bicep_entry {
    const struct al_bicep_statement *st;
    const struct al_bicep_entry *outer;  /* the resource it is nested in */
    const struct al_resource_decl *decl; /* of a resource or module, when the binder made one */
    AL_VEC(struct al_bicep_need) needs;  /* one for each time it does */
    al_str type;                         /* the whole type of a resource, without its version */
    uint32_t index, low;                 /* see bicep_check_cycles.c */
    uint32_t circle;                     /* the number of the circle it is in; 0: in none */
    struct al_bicep_shape shape;         /* of the value, once it was looked at */
    const struct al_bicep_entry *bound_to; /* what it needs that no other file can have, or NULL */
    const struct al_node *runtime; /* what in a variable's value is only known while Azure deploys, or NULL */
    const struct al_bicep_entry *runtime_from; /* the variable it comes from; NULL: the value itself */
};

struct al_bicep_check {
    const struct al_bicep_checking *in;
    al_arena *arena;
    struct al_diags *diags;
    const struct al_bicep_file *file;
    const struct al_template *tmpl;
    enum al_scope_kind scope;
    bool has_extensions; /* types of resources may be written in any way */
    struct al_bicep_entry *entries;
    uint32_t n;
    struct al_bicep_entry **order; /* those needed by others before the others */
    struct al_map names;           /* of the file -> entry; exact */
    struct al_bicep_entry **by_ordinal; /* of resources and modules */
    struct al_map *indexes;        /* address of a large object -> what is known of its properties */
};

/* -- bicep_check.c -- */
struct al_bicep_entry *al_bicep_entry_named(const struct al_bicep_check *c, al_str name);
/* The entry that a VARIABLE, RESOURCE, CALL or (outside functions) PARAMETER of this file means; or NULL. */
struct al_bicep_entry *al_bicep_entry_of(const struct al_bicep_check *c, const struct al_node *node);
void al_bicep_error(const struct al_bicep_check *c, enum al_trouble trouble, struct al_span span,
                    const char *format, ...) __attribute__((format(printf, 4, 5)));
/* How many errors there are so far. */
size_t al_bicep_errors(const struct al_bicep_check *c);
/* Makes a node unknown when there are more errors than before: it has no value, which was said already. */
void al_bicep_spoil(const struct al_bicep_check *c, const struct al_node *node, size_t before);
/* A name as messages show it, cut when it is long. */
#define AL_SHOW(str) AL_FMT(al_str_head((str), 60))

/* Of another system than Azure Resource Manager. */
bool al_bicep_is_foreign(const struct al_bicep_check *c, const struct al_bicep_entry *entry);
/* The whole type of a resource, without its version; empty for a module. */
al_str al_bicep_type_of(const struct al_bicep_entry *entry);
/* The resource it is nested in or names as its parent; NULL when there is none or it cannot be told. */
struct al_bicep_entry *al_bicep_parent_of(const struct al_bicep_check *c, const struct al_bicep_entry *entry);
/* The resource or module that this is, or that this is an element of; or NULL. */
struct al_bicep_entry *al_bicep_deployed(const struct al_bicep_check *c, const struct al_node *node);

/* -- bicep_check_walk.c -- */
typedef void (*al_bicep_visit)(void *ptr, const struct al_node *node);
/* Calls visit() for a declaration's value, condition and what it loops over, but not for its decorators. */
void al_bicep_each_expression(const struct al_bicep_statement *st, al_bicep_visit visit, void *ptr);
/* The property of that exact name in an object of the source, or NULL. */
const struct al_property *al_bicep_property(const struct al_node *object, const char *name);
struct al_node *al_bicep_value_of(const struct al_node *object, const char *name);
/* The last property of that exact name, in an object of any size, asked any number of times; or NULL. */
const struct al_property *al_bicep_look_up(const struct al_bicep_check *c, const struct al_node *object,
                                           al_str name);
/* Whether an object, likewise, has properties that cannot be listed. */
bool al_bicep_is_open(const struct al_bicep_check *c, const struct al_node *object);
/* Whether a call is written base.name(...) where base is no namespace. */
bool al_bicep_is_method(const struct al_node *call);
/* The value of an integer that is written out, also a negative one. */
bool al_bicep_integer(int64_t *out, const struct al_node *node);
/* The body of a resource or module: an OBJECT, or NULL. */
const struct al_node *al_bicep_body(const struct al_bicep_statement *st);
/* The closest of n names for "; did you mean 'x'?", or an empty text. */
al_str al_bicep_closest(al_arena *arena, al_str name, const al_str *names, size_t n);

/* -- bicep_check_shape.c -- */
/* "a string or an integer" */
al_str al_bicep_kinds_text(al_arena *arena, uint8_t kinds);
/* The type that a node of a template says; what is wrong with it was reported with the template. */
struct al_type al_bicep_read_type(const struct al_bicep_check *c, const struct al_node *node);
/* What the type's reference leads to; not `known` when that cannot be had. */
struct al_type al_bicep_resolve_type(const struct al_bicep_check *c, const struct al_template *tmpl,
                                     struct al_type type);
struct al_bicep_shape al_bicep_shape_of_type(const struct al_bicep_check *c, const struct al_template *tmpl,
                                             struct al_type type);
/* What shows of a node without looking into it. */
struct al_bicep_shape al_bicep_shape_of(const struct al_bicep_check *c, const struct al_node *node);
/* The same for an ARRAY, with its items. */
struct al_bicep_shape al_bicep_shape_of_items(const struct al_bicep_check *c, const struct al_node *node);
/* What is one or the other. */
struct al_bicep_shape al_bicep_shape_join(struct al_bicep_shape a, struct al_bicep_shape b);
/* Whether a value is certainly, or under some condition, of none of these kinds. What may be null, but need
 * not, is a warning of the compiler. */
static inline bool al_bicep_is_none_of(struct al_bicep_shape shape, uint8_t kinds)
{
    if (shape.exact && shape.kinds & (uint8_t)~(kinds | AL_BICEP_IS_NULL))
        return true;
    return (shape.kinds & kinds) == 0 && shape.kinds != 0;
}
/* The only properties that a value has, by the name in a shape, between blanks. NULL: they are not known. */
const char *al_bicep_fields(const struct al_bicep_check *c, const char *name);

/* -- expressions (bicep_check_expressions.c): one look at every node -- */

enum al_bicep_role {
    AL_BICEP_ROLE_TOP,       /* the whole value of a declaration */
    AL_BICEP_ROLE_CONDITION, /* of a resource or module */
    AL_BICEP_ROLE_OVER,      /* what a resource or module, or a LOOP, loops over */
    AL_BICEP_ROLE_BODY,      /* of a LOOP or LAMBDA */
    AL_BICEP_ROLE_KEY,
    AL_BICEP_ROLE_PROPERTY, /* the value of one */
    AL_BICEP_ROLE_ITEM,
    AL_BICEP_ROLE_ARGUMENT, /* of a function */
    AL_BICEP_ROLE_OPERAND,
    AL_BICEP_ROLE_BASE, /* of an access, or what a method is called on */
    AL_BICEP_ROLE_INDEX,
    AL_BICEP_ROLE_SPREAD,
    AL_BICEP_ROLE_DECORATOR,
};

/* Where a node stands. */
struct al_bicep_place {
    const struct al_bicep_place *up;
    const struct al_node *node; /* what it is a part of; NULL at the top */
    const struct al_property *property; /* KEY, PROPERTY: which one */
    enum al_bicep_role role;
};

struct al_bicep_local {
    const struct al_bicep_local *up;
    al_str name;
    bool of_lambda;
    struct al_bicep_shape shape;
};

struct al_bicep_look {
    struct al_bicep_check *c;
    struct al_bicep_entry *entry;
    const struct al_function_decl *function; /* whose body it is, or NULL */
    const struct al_bicep_place *place; /* of the node looked at */
    const struct al_bicep_local *locals;
    unsigned loops, lambdas; /* around it */
    const char *roles;       /* of a lambda's names: x an item, i its number, * anything */
    struct al_bicep_shape items; /* what the lambda is called with */
};

/* Looks at a node and everything below; what it is. */
struct al_bicep_shape al_bicep_look_at(struct al_bicep_look *l, const struct al_node *node,
                                       enum al_bicep_role role);

/* A call with the shapes of its arguments: what it gives. */
struct al_bicep_shape al_bicep_check_call(struct al_bicep_look *l, const struct al_node *call,
                                          const struct al_bicep_shape *shapes);
struct al_bicep_shape al_bicep_check_operator(struct al_bicep_look *l, const struct al_node *call,
                                              const struct al_bicep_shape *shapes);
struct al_bicep_shape al_bicep_check_member(struct al_bicep_look *l, const struct al_node *node,
                                            struct al_bicep_shape base);
struct al_bicep_shape al_bicep_check_index(struct al_bicep_look *l, const struct al_node *node,
                                           struct al_bicep_shape base, struct al_bicep_shape index);
/* Before what is below them is looked at. */
void al_bicep_check_loop(struct al_bicep_look *l, const struct al_node *loop);
void al_bicep_check_lambda(struct al_bicep_look *l, const struct al_node *lambda);
void al_bicep_check_object(struct al_bicep_look *l, const struct al_node *object);
void al_bicep_check_collection(struct al_bicep_look *l, const struct al_node *resource,
                               struct al_bicep_shape shape);
/* A function that a declaration hides: it is known all the same which one is meant. */
void al_bicep_check_hidden(const struct al_bicep_look *l, const struct al_node *call);
/* Where a function may be called. */
void al_bicep_check_call_place(struct al_bicep_look *l, const struct al_node *call);
/* What a lambda's names stand for when it is an argument of that function, see al_bicep_look. */
const char *al_bicep_lambda_roles(al_str function);
/* The names of lambdas that an expression uses: the first one, or an empty text. */
al_str al_bicep_lambda_local(const struct al_bicep_look *l, const struct al_node *node);

/* -- bicep_check_assign.c -- */

/* What gets a value, for messages: before, name, after, and then what it is a part of. */
struct al_bicep_what {
    const struct al_bicep_what *of;
    const char *before;
    al_str name;
    const char *after;
};

/* A value for something of a type, which `tmpl` declares. */
void al_bicep_check_assigned(const struct al_bicep_check *c, const struct al_template *tmpl,
                             struct al_type type, const struct al_node *value, struct al_bicep_shape shape,
                             const struct al_bicep_what *what);

/* -- bicep_check_discriminators.c -- */
void al_bicep_check_discriminator(const struct al_bicep_check *c, const struct al_bicep_type *type,
                                  const struct al_node *name);

/* -- bicep_check_modules.c -- */
/* A value that a module's parameter is given. */
void al_bicep_check_given(const struct al_bicep_look *l, const struct al_node *params,
                          const struct al_property *property, struct al_bicep_shape shape);
/* A value for a parameter of a template. */
void al_bicep_check_argument(const struct al_bicep_check *c, const struct al_template *tmpl,
                             const struct al_parameter *parameter, const struct al_node *value,
                             struct al_bicep_shape shape);
/* The *n parameters of a template that need a value but are not among the keys of `given`, for messages. */
al_str al_bicep_missing_parameters(const struct al_bicep_check *c, const struct al_template *module,
                                   const struct al_map *given, uint32_t *n);

/* -- the checks, in their order -- */
void al_bicep_check_cycles(struct al_bicep_check *c); /* makes `order` */
void al_bicep_check_declarations(struct al_bicep_check *c);
void al_bicep_check_decorators(struct al_bicep_check *c);
void al_bicep_check_types(struct al_bicep_check *c);
void al_bicep_check_expressions(struct al_bicep_check *c);
void al_bicep_check_paths(struct al_bicep_check *c);
void al_bicep_check_resources(struct al_bicep_check *c);
void al_bicep_check_duplicates(struct al_bicep_check *c);
void al_bicep_check_scopes(struct al_bicep_check *c);
void al_bicep_check_modules(struct al_bicep_check *c);
void al_bicep_check_parameter_file(struct al_bicep_check *c);
void al_bicep_check_runtime(struct al_bicep_check *c);

#endif
