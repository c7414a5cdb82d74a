/* SPDX-License-Identifier: MIT */
/* Making JSON with cJSON. Nothing here fails: running out of memory unwinds as the arena does, and what cJSON
 * holds by then is freed together with the arena.
 *
 *     struct al_tree *tree = al_tree_new(arena);
 *     cJSON *point = al_tree_start(tree);
 *     al_tree_int(tree, point, "x", 1);
 *     al_tree_finish(tree, &buf);
 *
 * Each function adds to a parent: under `key` to an object, at the end (NULL key) to an array. Text that is
 * not UTF-8 is mended, so that the result always is. Keys, and what al_tree_text() is given, are borrowed until the document
 * is finished. */
#ifndef AL_REPORT_TREE_H
#define AL_REPORT_TREE_H

#include "base/buf.h"

#include <cjson/cJSON.h>

struct al_node;
struct al_property;
struct al_tree;

struct al_tree *al_tree_new(al_arena *arena);
/* For what is needed until the document is finished. */
al_arena *al_tree_passing(const struct al_tree *tree);
/* The root of a new document, an object. */
cJSON *al_tree_start(struct al_tree *tree);
/* Appends the document to `out` and forgets it. */
void al_tree_finish(struct al_tree *tree, struct al_buf *out);

cJSON *al_tree_object(struct al_tree *tree, cJSON *parent, const char *key);
cJSON *al_tree_array(struct al_tree *tree, cJSON *parent, const char *key);
void al_tree_text(struct al_tree *tree, cJSON *parent, const char *key, const char *text); /* NULL: null */
void al_tree_str(struct al_tree *tree, cJSON *parent, const char *key, al_str text);
void al_tree_int(struct al_tree *tree, cJSON *parent, const char *key, int64_t number);
void al_tree_bool(struct al_tree *tree, cJSON *parent, const char *key, bool truth);
/* "parameterFiles", unless it holds with all of them. */
void al_tree_parameter_files(struct al_tree *tree, cJSON *parent, const struct al_finding *finding);
/* What was read as JSON, written in our own way. */
void al_tree_node(struct al_tree *tree, cJSON *parent, const char *key, const struct al_node *node);
/* A member of an object that was read; all members of one. */
void al_tree_member(struct al_tree *tree, cJSON *object, const struct al_property *member);
void al_tree_members(struct al_tree *tree, cJSON *object, const struct al_node *node);
/* `json` is the text of a value. */
void al_tree_raw(struct al_tree *tree, cJSON *parent, const char *key, al_str json);

#endif
