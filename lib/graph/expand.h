/* SPDX-License-Identifier: MIT */
/* From declarations to resources: private to the graph room. */
#ifndef AL_GRAPH_EXPAND_H
#define AL_GRAPH_EXPAND_H

#include "graph/graph.h"

/* Declares the resources of a template as `deployment` deploys them, then enters its nested deployments.
 * Expressions are evaluated in `frame`. */
void al_expand(struct al_graph *graph, struct al_deployment *deployment, const struct al_frame *frame);

/* Works out what a Microsoft.Resources/deployments resource deploys: resource->inner. At most once each. */
void al_enter(struct al_graph *graph, struct al_resource *resource);

/* A condition's value: a bool or a symbol. `condition` may be NULL. */
al_value al_decide(struct al_graph *graph, const struct al_node *condition, const struct al_frame *frame);

/* The value of a resource's own property as written, or null. */
al_value al_declared(struct al_graph *graph, const struct al_resource *resource, const struct al_node *node);

/* The template a nested deployment links to, read from the disk, or NULL after saying why. */
const struct al_template *al_linked_template(struct al_graph *graph, const struct al_resource *resource,
                                             const struct al_node *link);

/* Says why a template ("linked" or "nested") cannot be entered; the graph is incomplete from then on. */
void al_not_followed(struct al_graph *graph, const char *sort, const struct al_node *at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The template in an OBJECT node, made once. */
const struct al_template *al_template_of_node(struct al_graph *graph, const struct al_node *node);

/* Gives the deployment's parameters their values from parameter files and the command line. */
void al_bind_parameters(struct al_graph *graph, struct al_deployment *deployment);

/* reference() to a resource of the graph, by its id. `full`: the whole resource, not only its properties. */
al_value al_reference_value(struct al_graph *graph, struct al_resource *r, bool full);
/* The declaration to ask about a resource: the one that is deployed, when it is in the graph. */
struct al_resource *al_judged(struct al_graph *graph, struct al_resource *r);
/* Whether an output is certainly not there, because of its condition. */
bool al_output_is_absent(struct al_graph *graph, const struct al_output *output, struct al_deployment *d);
/* The value of an expression when it means a resource, else NULL. */
struct al_resource *al_handle_of(const al_value *v);
/* What Bicep's symbolic names mean: see struct al_host. */
al_value al_symbolic_resource(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame);
al_value al_symbolic_element(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame,
                             al_value *index);
al_value al_symbolic_member(struct al_eval *ev, const al_value *base, al_str name, bool safe,
                            const struct al_node *at);

/* What load*() of Bicep read: see struct al_host. */
const struct al_source *al_load_file(struct al_call *call, al_str path);
bool al_load_folder(struct al_call *call, al_str path, al_str **paths, size_t *n);

/* The input that a deployment is part of. */
const struct al_deployment *al_root_of(const struct al_deployment *d);
/* The resource that a text in dependsOn or reference() means, or NULL. */
struct al_resource *al_resource_meant(struct al_graph *graph, struct al_deployment *d, const al_value *text);
/* All that a loop has made, when the text is its name; else NULL. Never empty. */
const struct al_resource_list *al_loop_meant(const struct al_deployment *d, const al_value *text);

/* reference(), references(), resourceInfo() and list*() as the evaluator asks them. */
extern const struct al_host al_graph_host;

/* A parameter's value from where there is nothing but text, which is called `from`. */
al_value al_value_of_text(struct al_graph *graph, const struct al_deployment *deployment,
                          const struct al_parameter *parameter, const char *from, al_str text);
/* What a parameter file gives when something else puts the value in before it is deployed. False when it does not. */
bool al_set_placeholder(struct al_graph *graph, struct al_deployment *deployment, const struct al_parameter *parameter,
                        const struct al_node *node);

#endif
