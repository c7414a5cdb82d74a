/* SPDX-License-Identifier: MIT */
/* The files that a Bicep file is made of: modules, imports, extended parameter files and what `using`
 * names. Each is read and parsed once per input, however often it is used. Files beside each other are
 * read only below the root; modules of a registry only below the folder that was named for them. */
#ifndef AL_GRAPH_MODULES_H
#define AL_GRAPH_MODULES_H

#include "graph/graph.h"
#include "syntax/bicep.h"

/* What inputs share: a module that many files use is read once for all of them. Zero to begin with;
 * whoever has it gives it an arena, inside al_arena_try(), and may forget everything between two inputs. */
struct al_module_store {
    al_arena *arena;
    struct al_map modules; /* private */
};

/* The template of a Bicep source that is an input, or (kept by its real path) of a file it uses. NULL,
 * once reported, when the source is just being read: it leads back to itself. */
const struct al_template *al_bicep_template(struct al_graph *graph, const struct al_source *source);

/* Whether the template that a parameter file names with `using` is that one. */
bool al_bicep_uses(struct al_graph *graph, const struct al_template *parameters,
                   const struct al_template *tmpl);

/* A file that was read because a Bicep file names it. */
struct al_used_file {
    al_str name;     /* as in its source */
    unsigned wishes; /* 1 << enum al_bicep_wish */
    bool local;      /* it lies below the root */
};
/* All of them, in the order of their first use. */
const struct al_used_file *al_bicep_used(const struct al_graph *graph, size_t *n);

/* The folder below which a source of the graph may name files. */
const char *al_source_root(const struct al_graph *graph, const struct al_source *source);

/* The template that a parameter file names with `using`, as a source, and the folder below which it may
 * name files; NULL when it names none, or it cannot be had. What is wrong with the file is reported only
 * then. */
const struct al_source *al_bicep_used_template(al_arena *arena, struct al_diags *diags,
                                               const struct al_load *load_with,
                                               const struct al_source *parameters, const char **root);

#endif
