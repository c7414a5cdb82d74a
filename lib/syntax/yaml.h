/* SPDX-License-Identifier: MIT */
/* Reads YAML 1.2 with the types of its core schema, as Bicep's loadYamlContent() does: the first document of a
 * text becomes the nodes that JSON data would be. Nothing in it is an expression. */
#ifndef AL_SYNTAX_YAML_H
#define AL_SYNTAX_YAML_H

#include "base/diag.h"
#include "syntax/node.h"

/* AL_OK with the document in *out, or AL_E_SYNTAX after reporting where reading stopped and why. What an alias
 * stands for is one node that occurs several times; all of them together are limited. A value of a type that JSON
 * has no room for is reported and becomes a BROKEN node. An empty document is null. Keys that are no texts keep
 * the text they are written with; of one that is given twice the last counts. */
int al_yaml_read(struct al_node **out, al_arena *arena, struct al_diags *diags, const struct al_source *source);

#endif
