/* SPDX-License-Identifier: MIT */
/* A run: its rules, its findings, and what it needs while it lints one input after the other.
 *
 * The run's arena owns what lives as long as the run: rules, findings and their texts. Each input has an
 * arena of its own, freed when the input is done; what is worth keeping is copied. */
#ifndef AL_LINT_RUN_H
#define AL_LINT_RUN_H

#include "armlint.h"
#include "graph/graph.h"
#include "lint/pattern.h"
#include "lint/registry.h"

struct al_run {
    al_arena *arena;
    struct al_options options;
    struct al_registry registry;
    bool selected; /* the registry's selection is made */
    struct al_patterns patterns;
    AL_VEC(struct al_finding) findings; /* sorted once the run is finished */
    struct al_map seen;                 /* rule, place and message of each finding */
    struct al_summary summary;
    const char *error; /* see al_run_error() */
    al_arena *input;   /* of the input being looked at, so that unwinding past it does not lose it */
};

/* A graph that was made from a file outside of linting, for al_run_graph() and its like. */
struct al_view {
    al_run *run;
    const char *path; /* NULL: an empty deployment */
    al_arena *arena;  /* everything here lives in it */
    struct al_graph *graph;
    struct al_buf out;
};

/* Has `work` write view->out for the deployment in a file. The result is for free(), NULL with *status on
 * failure; what is wrong with the input becomes findings of the run. */
char *al_run_view(al_run *run, const char *path, int (*work)(struct al_view *view, void *ptr), void *ptr,
                  int *status);

/* A copy for free(), or NULL when out of memory: what the functions of armlint.h return as text. */
char *al_text_for_free(al_str text);

#endif
