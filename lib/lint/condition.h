/* SPDX-License-Identifier: MIT */
/* Evaluates condition trees to one of three answers, and remembers which leaf decided. */
#ifndef AL_LINT_CONDITION_H
#define AL_LINT_CONDITION_H

#include "graph/graph.h"
#include "lint/operators.h"

/* What a condition is evaluated on. */
struct al_subject {
    struct al_graph *graph;
    struct al_patterns *patterns;
    const al_resource *resource; /* fields are looked up from here ... */
    const al_field *base;        /* ... or, when not NULL, below this field */
    const struct al_rule *rule;  /* not NULL: the condition is its `require`, to which `absent` applies */
    const char *(*option)(void *ptr, const char *name); /* the value of an option, or NULL: there are none */
    void *ptr;
};

/* The answer, and the leaf that decided it: the first that certainly fails below ALL, the last below ANY, the
 * first that is unknown when nothing certain decides. */
struct al_outcome {
    enum al_truth truth;
    const struct al_condition *leaf;
    const al_field *field;   /* what the leaf looked at; NULL when it is absent or the leaf asks for none */
    const al_field *nearest; /* absent: the last field on the way that exists; NULL: the resource itself */
    al_str path;             /* of the field, present or absent */
    bool negated;            /* the leaf stands below an odd number of NOTs */
    bool required;           /* only ALL stands above it: what the leaf asks for makes the condition pass */
};

struct al_outcome al_condition_judge(const struct al_subject *subject, const struct al_condition *condition);

#endif
