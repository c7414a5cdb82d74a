/* SPDX-License-Identifier: MIT */
/* A deployment: one template with its parameters' values, its variables and the place it is deployed to. */
#ifndef AL_EVAL_DEPLOYMENT_H
#define AL_EVAL_DEPLOYMENT_H

#include "eval/evaluator.h"
#include "syntax/template.h"

/* Where resources are deployed to. The values are texts or symbols. */
struct al_target {
    enum al_scope_kind kind;
    al_value tenant_id, management_group, subscription_id, resource_group, location;
};

/* What a declaration has made so far: the graph's business, too. */
struct al_made {
    enum { AL_NOT_MADE, AL_MAKING, AL_MADE } state;
    struct al_resource **v; /* in order of the loop, those with a false condition included */
    size_t n, cap;
    al_value *items; /* what a loop's name alone stands for, once it was asked for */
};

/* One template being deployed: the input itself, a nested deployment, a linked template or a module. */
struct al_deployment {
    struct al_eval *ev;
    const struct al_template *tmpl;
    struct al_deployment *parent;       /* NULL for the input itself */
    const struct al_resource *resource; /* the deployments resource that caused it, or NULL */
    struct al_deployment
        *scope;           /* where its expressions are evaluated: itself, or the parent (outer scope) */
    bool library;         /* nobody deploys it: others import from its template */
    const void *identity; /* tells symbols of different deployments apart; NULL for an input on its own */
    struct al_target target;
    al_value target_id; /* see al_deployment_target_id() */
    al_value name;
    al_value *parameters, *variables; /* in declaration order; lazy */
    bool *checked;                    /* per parameter: its value was held against its type */
    al_value *given; /* per parameter: what it was given, else its default; stays lazy. For those who ask where a value
                      * is from */
    struct al_frame frame;            /* the outermost */
    /* what it deploys: the graph's business */
    struct {
        struct al_resource **v;
        size_t n, cap;
    } resources;
    struct al_made *made;    /* by the ordinal of the declaration */
    bool out_of_order;       /* something was made before its turn, because its name was asked for */
    struct al_map by_symbol; /* symbolic name -> struct al_resource_list */
    struct al_map by_loop;   /* name of a copy loop -> struct al_resource_list */
    struct al_map by_name;   /* key of the name -> struct al_resource, once names_indexed */
    bool names_indexed;
    struct al_object *outputs; /* once they were asked for */
    al_str path;               /* logical path of its template: "" or "resources[2].properties.template." */
    uint32_t depth;
};

/* What is known of where the run's own deployment goes; NULL is unknown. */
struct al_surroundings {
    const char *subscription_id, *resource_group, *tenant_id, *management_group, *location;
};

/* A deployment of `tmpl` to `target`, with every parameter at its default, or unknown. */
struct al_deployment *al_deployment_new(struct al_eval *ev, const struct al_template *tmpl,
                                        struct al_deployment *parent, const void *identity,
                                        struct al_target target);
/* The deployment in which what others import from `tmpl` is evaluated: nothing is known of its parameters and its
 * target. One for each template. */
struct al_deployment *al_library(struct al_eval *ev, const struct al_template *tmpl);
/* Loads every file that the Bicep of a deployment names, so that what is wrong with one is reported. */
void al_load_all(struct al_eval *ev, const struct al_deployment *deployment);
struct al_target al_target_of_run(struct al_eval *ev, enum al_scope_kind kind,
                                  const struct al_surroundings *surroundings, const void *identity);
/* Gives a parameter its value (may be lazy), before anything was evaluated; false when there is none of that
 * name. */
bool al_deployment_set(struct al_deployment *deployment, al_str name, al_value value);
/* Leaves a parameter open, also when it has a default: it is given a value that is not known. */
void al_deployment_set_unknown(struct al_deployment *deployment, const struct al_parameter *parameter);
/* The unknown value of a parameter; its allowed values are its choices. */
al_value al_parameter_symbol(struct al_eval *ev, const struct al_deployment *deployment,
                             const struct al_parameter *parameter);

/* parameters(name) and variables(name) as an expression in `frame` means them: a user-defined function's
 * argument first, else the deployment's own. `at` is where to report that there is none. */
al_value al_parameter_value(struct al_eval *ev, const struct al_frame *frame, al_str name,
                            const struct al_node *at);
al_value al_variable_value(struct al_eval *ev, const struct al_frame *frame, al_str name,
                           const struct al_node *at);
/* The innermost binding of that sort and name (empty: any name), or NULL. */
const struct al_frame *al_frame_find(const struct al_frame *frame, enum al_binding binding, al_str name);

/* The id of a target as text: "/subscriptions/<id>/resourceGroups/<name>", "" for the tenant. */
al_value al_target_id(struct al_eval *ev, const struct al_target *target);
/* That of a deployment's target, made once. */
al_value al_deployment_target_id(struct al_deployment *deployment);

#endif
