/* SPDX-License-Identifier: MIT */
/* A JSON text that is being changed by its tree: private to mutate_tree.c, which reads and writes it, and
 * mutate_ways.c, which knows what to change. */
#ifndef AL_FUZZ_TREE_H
#define AL_FUZZ_TREE_H

#include "fuzz.h"

#include "base/source.h"

enum { FUZZ_EDITS_MOST = 2 };

/* A value, and where it stands. */
struct fuzz_spot {
    const struct al_node *node, *parent;
    const struct al_property *property; /* NULL: an item, or the root */
};

struct fuzz_edit {
    uint32_t off, len;
    al_str text;
};

struct fuzz_tree {
    al_arena *arena;
    struct fuzz_change *change;
    const struct al_source *source;
    struct fuzz_spot *spots;
    size_t n;
    struct fuzz_edit edits[FUZZ_EDITS_MOST]; /* in order, apart from each other */
    size_t nedits;
    struct fuzz_names names;
    bool changed;
};

/* Changes a tree in one of many ways; there may be nothing to do. */
void fuzz_tree_change(struct fuzz_tree *t);

/* -- edits, of which there are at most two, apart from each other -- */
void fuzz_tree_edit(struct fuzz_tree *t, uint32_t off, uint32_t len, al_str text);
void fuzz_tree_replace(struct fuzz_tree *t, const struct al_node *node, al_str text);
/* Into an object or array, in front of what is there. */
void fuzz_tree_insert(struct fuzz_tree *t, const struct al_node *into, al_str member);

/* -- what to edit; those that may find nothing give NULL then -- */
const struct fuzz_spot *fuzz_tree_any(const struct fuzz_tree *t);
const struct fuzz_spot *fuzz_tree_any_of(const struct fuzz_tree *t, enum al_node_kind kind);
const struct fuzz_spot *fuzz_tree_any_member(const struct fuzz_tree *t); /* a property or an item */
al_str fuzz_tree_text(const struct al_node *node);
/* With its key. */
al_str fuzz_tree_member_text(const struct fuzz_tree *t, const struct fuzz_spot *spot);
/* A text "[...]" in its quotes. */
al_str fuzz_tree_expression(struct fuzz_tree *t);

#endif
