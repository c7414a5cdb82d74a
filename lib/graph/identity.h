/* SPDX-License-Identifier: MIT */
/* Names and ids of resources: private to the graph room. */
#ifndef AL_GRAPH_IDENTITY_H
#define AL_GRAPH_IDENTITY_H

#include "graph/graph.h"

/* Whether a type, or an id without its beginning, starts with a provider: "A.B/...". */
bool al_is_qualified(al_str type);
uint32_t al_count_slashes(al_str s);
/* "/providers/A.B/c/<name>/d/<name>" below `base`, where type is "A.B/c/d" and name is "<name>/<name>". A
 * symbol when the name's segments cannot be told. */
al_value al_resource_id(struct al_eval *ev, const al_value *base, al_str type, const al_value *name);
/* The texts between the slashes of a name or an id; *n of them, in the arena. */
al_value *al_segments(struct al_eval *ev, const al_value *text, uint32_t *n);
/* `a`/`b` as one text. */
al_value al_path_text(struct al_eval *ev, const al_value *a, const al_value *b);

/* Enters a resource into the indices by type, by id and by the tail of its id. */
void al_identify(struct al_graph *graph, struct al_resource *resource);

/* The key of the resource that an id's key is a child of, or of what an extension is attached to; empty when
 * there is none. */
al_str al_key_parent(al_str key);
struct al_resource *al_graph_find_key(struct al_graph *graph, al_str key);
/* The nearest resource above a key. */
struct al_resource *al_graph_find_above(struct al_graph *graph, al_str key);

#endif
