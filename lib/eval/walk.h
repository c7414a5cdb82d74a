/* SPDX-License-Identifier: MIT */
/* The parts of the walk over the tree: private to the evaluator. */
#ifndef AL_EVAL_WALK_H
#define AL_EVAL_WALK_H

#include "eval/deployment.h"

/* The value of a literal at once; of everything else when it is asked for. */
al_value al_node_value(const struct al_node *node, const struct al_frame *frame);
/* The properties from `from` up to `to` of an object as it is written, without spreads. */
al_value al_object_of_range(struct al_eval *ev, const struct al_node *node, uint32_t from, uint32_t to,
                            const struct al_frame *frame);
/* An array, an object with AL_NODE_HAS_SPREAD. */
al_value al_spread_array(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame);
al_value al_spread_object(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame);
/* Where what the template `home` declares is evaluated; NULL is the frame's own. */
const struct al_frame *al_home_frame(struct al_eval *ev, const struct al_template *home, const struct al_frame *frame);
/* Before a slot of the deployment is forced: works out what it refers to, when that may be the end of a long chain. */
void al_settle(struct al_eval *ev, struct al_deployment *deployment, const al_value *slot);
/* Names the circle of active declarations that begins and ends with `declaration`. */
void al_report_cycle(struct al_eval *ev, const void *declaration, const struct al_node *at);
al_value al_loop_value(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame);
al_value al_call_value(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame);
al_value al_local_value(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame);

#endif
