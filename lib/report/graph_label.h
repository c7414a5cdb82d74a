/* SPDX-License-Identifier: MIT */
/* What stands in the boxes of a drawn graph. */
#ifndef AL_REPORT_GRAPH_LABEL_H
#define AL_REPORT_GRAPH_LABEL_H

#include "graph/graph.h"

/* The type without its "Microsoft." */
al_str al_label_type(const struct al_resource *resource);
/* The name, or the expression it comes from, cut to a size that can be drawn. */
al_str al_label_name(struct al_graph *graph, const struct al_resource *resource);
/* The text on one line, without what could steer a terminal. */
al_str al_label_text(al_arena *arena, al_str text);

#endif
