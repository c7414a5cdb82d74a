/* SPDX-License-Identifier: MIT */
/* Evaluates nodes to values. Lazily: a property, an item, a parameter or a variable is evaluated when
 * somebody looks at it, once. An expression that fails is reported at its place and is a symbol afterwards.
 */
#ifndef AL_EVAL_EVALUATOR_H
#define AL_EVAL_EVALUATOR_H

#include "armlint_rule.h"
#include "base/buf.h"
#include "base/diag.h"
#include "eval/value.h"

struct al_deployment;
struct al_call;

enum al_binding {
    AL_BIND_NONE,          /* the outermost frame of a deployment */
    AL_BIND_LOCAL,         /* a lambda's variable, a Bicep loop's item or index */
    AL_BIND_ARGUMENT,      /* a user-defined function's parameter; hides the deployment's */
    AL_BIND_RESOURCE_COPY, /* what copyIndex() without a name means */
    AL_BIND_PROPERTY_COPY,
};

/* Where an expression is evaluated: bindings, innermost first, ending at a deployment. */
struct al_frame {
    const struct al_frame *up;
    struct al_deployment *deployment;
    enum al_binding binding;
    bool doubtful; /* of a resource whose condition is not known */
    al_str name;
    al_value value;
};

/* What the evaluator asks the resource graph, so that lib/eval need not know it. Each may return a symbol. */
struct al_host {
    /* reference(), references(), resourceInfo(), list*(): args are forced. */
    al_value (*resource_call)(struct al_call *call);
    /* A RESOURCE node: a symbol with `resource`, of a loop an array of them; what is not known of a loop stays one
     * symbol. */
    al_value (*resource)(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame);
    /* The element of a loop that an INDEX node over a RESOURCE node means. */
    al_value (*element)(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame, al_value *index);
    /* `name` of a symbol with `resource`. */
    al_value (*resource_member)(struct al_eval *ev, const al_value *base, al_str name, bool safe, const struct al_node *at);
    /* load*(): the bytes, whatever they mean, of the file that `path` names to the source the call stands in, below the
     * root. The same source each time; NULL after reporting. */
    const struct al_source *(*read_file)(struct al_call *call, al_str path);
    /* loadDirectoryFileInfo(): the paths of the files in a folder, sorted, relative to the source the call stands in.
     * False after reporting. */
    bool (*list_folder)(struct al_call *call, al_str path, al_str **names, size_t *n);
};

/* Those of the input, where the evaluator looks often. */
struct al_eval_limits {
    uint32_t depth; /* of nested evaluation */
    uint64_t steps; /* evaluated nodes and visited elements per input file */
    uint32_t text;  /* bytes of one string */
    uint32_t items; /* of one array made by a function */
};

/* A declaration whose value is being worked out: what a cycle is named by. */
struct al_active {
    const struct al_active *outer;
    const char *sort; /* "variable", "parameter" */
    al_str name;
    const void *declaration;
};

struct al_eval {
    al_arena *arena;
    al_arena *scratch; /* inside it, for what is needed only until a call returns: see al_arena_mark() */
    struct al_diags *diags;
    const struct al_host *host; /* may be NULL */
    void *graph;                /* the host's own */
    struct al_eval_limits limits;
    uint64_t steps;
    uint32_t depth;
    const struct al_active *active; /* innermost */
    bool exhausted;                 /* the step budget is used up: everything not yet evaluated is unknown */
    bool told;                      /* that it is */
    bool settling;                  /* see al_settle() */
    uint32_t reading; /* what a resource is on Azure: what leads back here is not this deployment's value */
    const struct al_node *last;     /* evaluated last */
    struct al_map libraries;        /* template -> struct al_deployment: see al_library() */
    struct al_map loads;            /* what load*() has read so far */
    bool secure;  /* there is something that is */
    bool conceal; /* texts of values say "secure" in place of what is: for output to people */
    bool reveal;  /* but they are to be seen */
    struct al_masks *masks; /* what they then do not show either; may be NULL */
};

#define AL_CONCEALED "[secure]" /* what they say */

/* One call of a built-in function: what an implementation is given. */
struct al_call {
    struct al_eval *ev;
    const struct al_function *fn;
    const struct al_node *node; /* the CALL node, for messages */
    const struct al_frame *frame;
    al_str name;    /* as written; list* functions differ by it */
    al_value *args; /* lazy ones when the function is AL_FN_LAZY, else forced */
    uint32_t n;
};

enum al_function_flags {
    AL_FN_LAZY = 1,     /* gets its arguments unevaluated and forces what it needs */
    AL_FN_SYMBOLIC = 2, /* handles symbols among its (forced) arguments itself; without this flag a symbol
                         * among the arguments makes the call a symbol */
    AL_FN_DEEP = 4,     /* needs its arguments known to the last leaf: they are forced deeply, and a symbol
                         * anywhere     inside makes the call a symbol (without AL_FN_SYMBOLIC) */
    AL_FN_RUNTIME = 8,  /* its value exists only on Azure */
    AL_FN_OPAQUE = 16,  /* its result does not tell its arguments: no secret among them is in it */
};

struct al_function {
    const char *name; /* canonical spelling; found without regard to case */
    uint8_t min, max; /* number of arguments; AL_ANY_NUMBER for no upper bound */
    uint8_t flags;
    uint8_t returns; /* enum al_hint of its result */
    al_value (*call)(struct al_call *call);
};
#define AL_ANY_NUMBER 255

/* The built-in of that name, or NULL. Any name that begins with "list" is one. */
const struct al_function *al_function_find(al_str name);
/* All of them in alphabetical order: for suggestions and tests. */
const struct al_function *al_function_table(size_t *n);

/* -- evaluating -- */
/* Fills in what limits say, for those that are 0. */
void al_eval_init(struct al_eval *ev, al_arena *arena, struct al_diags *diags);
al_value al_evaluate(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame);
/* Evaluates *v in place if it is lazy, and returns v. */
al_value *al_force(struct al_eval *ev, al_value *v);
/* The same down to every leaf. False when a symbol was met anywhere (everything is forced all the same). */
bool al_force_deep(struct al_eval *ev, al_value *v);

/* base.name and base[index], with ARM's rules: keys in any case, a missing property is an error unless
 * `safe`, a member of a symbol is a symbol (or known, if that much is known). `at` is where to report. */
al_value al_member(struct al_eval *ev, al_value *base, al_str name, bool safe, const struct al_node *at);
al_value al_index(struct al_eval *ev, al_value *base, al_value *index, unsigned node_flags,
                  const struct al_node *at);

/* Calls a LAMBDA value with n arguments. */
al_value al_apply(struct al_eval *ev, const al_value *lambda, const al_value *args, uint32_t n);
/* How many parameters a LAMBDA takes. */
uint32_t al_lambda_arity(const al_value *lambda);

/* A new innermost binding in front of `up`. */
const struct al_frame *al_bind(struct al_eval *ev, const struct al_frame *up, enum al_binding binding,
                               al_str name, al_value value);
/* An unknown that stands for the source text of `node`. */
al_value al_unknown_node(struct al_eval *ev, const struct al_node *node);

/* Counts `n` steps of work; false, once reported, when the budget is used up. Loops in functions call it. */
bool al_step(struct al_eval *ev, const struct al_node *at, uint64_t n);

/* -- for implementations of functions -- */
/* Reports what is wrong with the call, at its place, and gives an unknown value. */
al_value al_fail(struct al_call *call, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The call itself as a symbol: its value is not known. */
al_value al_unknown(struct al_call *call);
/* Argument i, forced. */
al_value *al_arg(struct al_call *call, uint32_t i);
/* Argument i when it is of that kind; else NULL after reporting (a symbol is never of that kind: functions
 * without AL_FN_SYMBOLIC do not meet one at the top level). */
al_value *al_arg_of(struct al_call *call, uint32_t i, enum al_value_kind kind);

/* -- values as text -- */
/* Minified JSON as string() gives it; symbols as canonical expression text "[...]". Forces. The text is cut
 * at the buffer's ceiling. */
void al_value_to_json(struct al_eval *ev, struct al_buf *out, al_value *v);
/* What a value becomes inside concat() or format(): True, 12, text; JSON for objects and arrays. */
void al_value_to_text(struct al_eval *ev, struct al_buf *out, al_value *v);
/* As a template would have it: a text as it is, a symbol as "[...]", everything else as JSON. */
void al_value_to_source(struct al_eval *ev, struct al_buf *out, al_value *v);
/* The canonical expression of a symbol, without the outer brackets. Cut at the buffer's ceiling. */
void al_symbol_to_text(struct al_eval *ev, struct al_buf *out, const al_value *v);
/* Deep equality as equals() sees it: AL_UNKNOWN when symbols leave it open. Forces. */
enum al_truth al_values_equal(struct al_eval *ev, al_value *a, al_value *b);
/* The value of a parsed JSON document (strings are literals). */
al_value al_value_from_data(struct al_eval *ev, const struct al_node *node);

#endif
