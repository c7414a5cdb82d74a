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
    uint32_t index;
};

/* Works out the full type and name. */
void al_name_resource(struct making *m, struct al_resource *r);
/* Works out where it is deployed to, what it is attached to, and its id. */
void al_place_resource(struct making *m, struct al_resource *r);

#endif
