/* SPDX-License-Identifier: MIT */
/* A resource in the making: private to its two makers, expand.c and place.c. */
#ifndef AL_GRAPH_MAKING_H
#define AL_GRAPH_MAKING_H

#include "graph/expand.h"

struct making {
    struct al_graph *graph;
    struct al_deployment *deployment;
    const struct al_resource_decl *decl;
    struct al_resource *parent; /* it is nested in, or NULL */
    const struct al_frame *frame;
    al_str path;
    bool looped, sample;
    bool repeated; /* stands inside something looped */
    uint32_t index;
};

/* Makes what a declaration declares, unless that was done already: names may be asked for in any order. */
void al_make_declared(struct al_graph *graph, struct al_deployment *d, const struct al_resource_decl *decl);
/* The element of a loop that was made with that index, or NULL. */
struct al_resource *al_element_made(const struct al_made *made, int64_t index);
/* The element that stands at an index of a loop, made for its name alone: it is not in the graph. */
struct al_resource *al_make_element(struct al_graph *graph, struct al_deployment *d,
                                    const struct al_resource_decl *decl, const al_value *index);
/* The id that a scope stands for: the text itself, the id of a resource, or that of what a scope function gives. */
al_value al_scope_text(struct al_graph *graph, al_value scope, const struct al_node *at);

/* Works out the full type and name. */
void al_name_resource(struct making *m, struct al_resource *r);
/* Works out where it is deployed to, what it is attached to, and its id. */
void al_place_resource(struct making *m, struct al_resource *r);

#endif
