/* SPDX-License-Identifier: MIT */
/* The expression language of ARM templates: what stands between the brackets of "[concat('a', 'b')]". */
#ifndef AL_SYNTAX_EXPRESSION_H
#define AL_SYNTAX_EXPRESSION_H

#include "base/diag.h"
#include "syntax/node.h"

/* Whether ARM takes this string for an expression: begins with '[' but not "[[", and ends with ']'. */
bool al_is_expression(al_str text);

/* The tree of a TEXT node, parsed at the first call. Never NULL: a malformed expression is reported once, with
 * the place inside the string, and gives a BROKEN node. `depth_limit` bounds nesting. */
const struct al_node *al_expression_tree(al_arena *arena, struct al_diags *diags, const struct al_node *text);

/* A copy of a tree in which texts that had been escaped, "[[x]", are expressions. */
struct al_node *al_node_unescaped(al_arena *arena, const struct al_node *node);

#endif
