/* SPDX-License-Identifier: MIT */
/* JSONPath as Json.NET has it, over the nodes of a document: $.a.b, a['b'], [0], [0,2], .*, [*], ..a */
#ifndef AL_EVAL_JSON_PATH_H
#define AL_EVAL_JSON_PATH_H

#include "base/vec.h"
#include "eval/evaluator.h"

enum al_path_answer {
    AL_PATH_FOUND,       /* all there is, perhaps nothing */
    AL_PATH_MALFORMED,
    AL_PATH_UNSUPPORTED, /* filters, slices; or it is too much work */
};

struct al_node_list {
    const struct al_node **v;
    size_t n, cap;
};

/* What the path selects below `root`, in the order of the document. Keys are compared exactly. */
enum al_path_answer al_json_path(struct al_eval *ev, struct al_node_list *out, const struct al_node *root, al_str path);

#endif
