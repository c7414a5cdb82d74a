/* SPDX-License-Identifier: MIT */
/* What the files that take a JSON template apart share. Private to lib/syntax. */
#ifndef AL_SYNTAX_TEMPLATE_PRIVATE_H
#define AL_SYNTAX_TEMPLATE_PRIVATE_H

#include "syntax/template.h"

struct al_template_reader {
    al_arena *arena;
    struct al_diags *diags;
    struct al_template *tmpl;
};

/* Reports that `what` ("a resource") is of the wrong kind: "a resource must be an object, not a string". */
void al_template_mismatch(struct al_diags *diags, const struct al_node *node, const char *what,
                          enum al_node_kind wanted);
/* The property when it is of that kind. Absent and null are fine, other kinds are reported. */
const struct al_node *al_template_section(struct al_template_reader *r, const struct al_node *node,
                                          const char *key, enum al_node_kind kind);

/* A LOOP node with the span of `at`. */
struct al_node *al_template_loop(al_arena *arena, const struct al_node *at, al_str name,
                                 const struct al_node *count, const struct al_node *body);

/* Sets the field of the declaration that the property stands for, if there is one. */
void al_template_set_field(struct al_resource_decl *decl, const struct al_property *property);
/* Declares the resources in `list`, an array or an object of symbolic names, below `parent` (or NULL). */
struct al_resource_decl *al_template_resources(struct al_template_reader *r, const struct al_node *list,
                                               const struct al_resource_decl *parent, uint32_t *n);

#endif
