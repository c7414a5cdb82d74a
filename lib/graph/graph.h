/* SPDX-License-Identifier: MIT */
/* The resource graph of one input: what it would deploy, and how that hangs together. */
#ifndef AL_GRAPH_GRAPH_H
#define AL_GRAPH_GRAPH_H

#include "base/buf.h"
#include "eval/deployment.h"

enum al_entering { AL_NOT_ENTERED, AL_ENTERING, AL_ENTERED };

struct al_resource {
    al_str type;          /* full, spelled as written */
    al_str rule_type;     /* what rules know it by: "Microsoft.Authorization/locks" also where it was written
                           * "Microsoft.Storage/storageAccounts/providers/locks"; ends in a NUL */
    al_value name;        /* full: "account/default"; a text or a symbol */
    al_value api_version; /* null when absent */
    al_value id;          /* a text or a symbol */
    al_str key;           /* of the id: see al_id_key_passing() */
    al_value condition;   /* true, or a symbol: false ones are not in the graph */
    al_value base;        /* the id that its own part of the id follows */
    al_value scope_id;    /* extension resources: the id they are attached to; else null */
    const struct al_resource_decl *decl;
    struct al_deployment *deployment; /* that declares it */
    const struct al_frame *frame;     /* where its properties are evaluated */
    const struct al_target *target;
    al_value body; /* the whole resource as an object, evaluated when asked */
    bool existing;
    bool absent;  /* its condition is false: not in the graph, known only to those who ask by symbolic name */
    bool unnamed; /* name and id are worked out when somebody asks: al_name_late() */
    bool kept;    /* it is in the graph */
    bool looped; /* made by a copy loop ... */
    bool sample; /* ... whose length is unknown: stands for any number of resources, perhaps none */
    uint32_t loop_index;
    uint32_t index; /* position in the graph */
    struct al_resource *nested_in; /* where it is declared, or NULL */
    struct al_resource *parent, *first_child, *last_child, *next_sibling;
    struct al_resource *next_same_id; /* another declaration of the same resource; the first one is judged */
    bool shadowed;                    /* it is such another declaration */
    struct al_resource *next_of_type;
    struct al_deployment *inner; /* deployments: what it makes, or NULL when it cannot be followed */
    enum al_entering entering;   /* deployments: whether `inner` was worked out yet */
    al_str path;                 /* logical path: "resources[0]" */
};

enum al_edge_kind { AL_EDGE_PARENT, AL_EDGE_DEPENDS_ON, AL_EDGE_SCOPE, AL_EDGE_REFERENCE };

struct al_edge {
    struct al_resource *from, *to;
    enum al_edge_kind kind;
    al_str path; /* REFERENCE: the property; else empty */
};

struct al_resource_list {
    struct al_resource **v;
    size_t n, cap;
};

struct al_edge_list {
    struct al_edge *v;
    size_t n;
};

/* Resources of one type. */
struct al_chain {
    struct al_resource *first, *last;
    struct al_map by_name; /* key of the name -> struct al_resource, once they were asked for by name */
    bool by_name_made;
};

/* A template and the first deployment that entered it. */
struct al_entered {
    const struct al_template *tmpl;
    struct al_deployment *deployment;
};

/* A parameter file, and the deployment whose parameters it gives values. */
struct al_given {
    const struct al_template *file; /* of JSON: text, comments and root only */
    const struct al_deployment *to;
};

struct al_graph {
    al_arena *arena;
    al_arena *scratch; /* inside it, for answers: whoever asks for many forgets them in between */
    struct al_eval ev;
    struct al_diags *diags;
    const struct al_load *load;
    struct al_deployment *root;     /* the input; the first of several */
    AL_VEC(struct al_deployment *) roots;
    struct al_resource_list resources; /* in order of declaration, nested deployments after their resource */
    struct al_map types;               /* rule types as they are spelled -> the text, ending in a NUL */
    struct al_map by_type;             /* folded rule type -> struct al_chain */
    struct al_map by_id;               /* key of the id -> struct al_resource */
    struct al_map by_tail; /* key of the id's part from the last provider on -> struct al_resource; a resource
                            * without id where several share a tail */
    struct al_buf key;     /* the last one that al_id_key_passing() made */
    AL_VEC(struct al_entered) templates; /* every template that was entered, once each, root first */
    AL_VEC(struct al_given) given;       /* parameter files that were used */
    struct al_map files;                 /* linked templates and modules by their real path */
    struct al_modules *modules;          /* see modules.h; NULL until Bicep is met */
    struct al_map lengths;               /* of loops that are not known -> what tells their indices apart */
    bool incomplete;                     /* something could not be followed: more resources may exist */
    uint32_t nmade;                      /* resources that were declared, kept or not ... */
    uint32_t most;                       /* ... and how many may be */
    struct al_map references;            /* type -> struct al_edge_list, sorted by target */
    bool full;                           /* there were too many resources */
    bool has_edges;                      /* they were asked for */
    struct al_edge *edges;
    size_t nedges;
    unsigned nlooked_for; /* by al_hide_member() */
};

/* How an input is loaded. */
struct al_load {
    const char *const *parameter_files;     /* ends in NULL; may be NULL */
    const struct al_assignment *parameters; /* may be NULL */
    bool no_siblings;
    const char *root; /* resolved: never NULL */
    const char *subscription_id, *resource_group, *tenant_id, *management_group, *location;
    uint64_t max_file_size;
    const struct al_limits *limits; /* that hold while others read for the input; NULL: the defaults */
    bool explicit_input; /* named by the user, so that "not a template" is worth saying */
    const struct al_source *parameter_set; /* a parameter file that belongs to the template: then no other is looked
                                            * for. Or NULL */
    const char *const *module_paths;       /* folders with modules of registries; ends in NULL; may be NULL */
    const char *module_cache;              /* where Bicep keeps modules of registries, or NULL */
    struct al_module_store *module_store;  /* shared with other inputs, or NULL */
    struct al_places *places;              /* what is known of the disk, or NULL */
    struct al_stopwatch *stopwatch;        /* or NULL */
    struct al_masks *masks;                /* secrets, as they are met; or NULL */
};

/* al_file_read() and al_json_read() for whatever an input is made of. */
int al_load_read(al_str *out, const char **why, al_arena *arena, const struct al_load *load, const char *path);
int al_load_json(struct al_json *out, al_arena *arena, struct al_diags *diags, const struct al_load *load,
                 const struct al_source *source, enum al_json_mode mode);

/* Reads the template in `source` and expands it. AL_OK with *out set even when parts of the input are broken
 * (see the diagnostics); *out is NULL when the source is no template at all. */
int al_graph_build(struct al_graph **out, al_arena *arena, struct al_diags *diags,
                   const struct al_source *source, const struct al_load *load);

/* The same for several inputs that are one environment: begin, add each, finish. They are deployed to groups of their own
 * within one subscription, so that equal names do not make them one; ids find their resource in any of them. Adding gives
 * what al_graph_build() does, and whether there was a template. */
struct al_graph *al_graph_begin(al_arena *arena, struct al_diags *diags, const struct al_load *load);
int al_graph_add(struct al_graph *graph, const struct al_source *source, const struct al_load *load, bool *added);
void al_graph_finish(struct al_graph *graph);

/* -- fields: a property's value and its place. They are in the graph's scratch arena, their values are not. -- */
struct al_field {
    const struct al_resource *resource; /* NULL in template rules */
    al_value *value;                    /* forced at the top */
    const struct al_node *at;           /* the deepest node in the resource's text on the way to the value */
    struct al_span key;                 /* the property's name, source NULL for array items */
    al_str name;                        /* the property's name, empty for array items */
    al_str path;                        /* "properties.networkAcls.defaultAction" */
};

/* al_get() and friends, without the check. `nearest` (may be NULL) gets the last field on the way that
 * exists. */
const al_field *al_graph_get(struct al_graph *graph, const al_resource *resource, const char *path,
                             const al_field **nearest);
const al_field *al_graph_get_in(struct al_graph *graph, const al_field *field, const char *path,
                                const al_field **nearest);
size_t al_graph_count(struct al_graph *graph, const al_field *field, bool *exact);
const al_field *al_graph_item(struct al_graph *graph, const al_field *field, size_t index);

/* -- identity -- */
/* The canonical, case-folded key of an id value, for comparing; empty when the value is no text. */
al_str al_id_key(struct al_graph *graph, const al_value *id);
/* The same for looking something up: valid until it is called again. */
al_str al_id_key_passing(struct al_graph *graph, const al_value *id);
/* The part of a key from its last "/providers/" on; the whole key when it has none. */
al_str al_key_tail(al_str key);
/* The resource with that id, or (when `below`) the nearest one above it. */
struct al_resource *al_graph_find(struct al_graph *graph, const al_value *id, bool below);
/* Gives a resource that is not in the graph its name and id, if it has none yet. */
void al_name_late(struct al_graph *graph, struct al_resource *resource);
/* Whether it deploys a template of its own. */
bool al_is_deployment(const struct al_resource *resource);
/* The first of a type with that name, shadowed ones aside, or NULL. Not before the graph is finished. */
struct al_resource *al_graph_named(struct al_graph *graph, al_str type, const al_value *name);
/* First resource of a full type (any case); follow next_of_type. */
struct al_resource *al_graph_of_type(const struct al_graph *graph, al_str type);

/* The outputs of a deployment as reference(...).outputs has them: an object of { "type", "value" }. */
al_value al_deployment_outputs(struct al_graph *graph, struct al_deployment *deployment);

/* The REFERENCE edges from resources of rule type `type` to `to`, or to something below it that is not in the
 * graph itself. Evaluates the properties of all resources of that type, once. */
const struct al_edge *al_graph_references(struct al_graph *graph, const struct al_resource *to, al_str type,
                                          size_t *n);

/* All edges; evaluates every property of every resource. Made once. */
const struct al_edge *al_graph_edges(struct al_graph *graph, size_t *n);

/* Hides a member of the value of a secure parameter, unless it seems to be a setting and a template has it in the open,
 * beside that parameter's default value. */
void al_hide_member(struct al_graph *graph, const struct al_parameter *parameter, al_str name, al_str text);

#endif
