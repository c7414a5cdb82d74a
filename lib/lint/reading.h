/* SPDX-License-Identifier: MIT */
/* Reading a JSON file that somebody wrote by hand: everything that is wrong is told, with its place. */
#ifndef AL_LINT_READING_H
#define AL_LINT_READING_H

#include "base/buf.h"
#include "base/diag.h"
#include "syntax/node.h"

struct al_reading {
    al_arena *arena;
    struct al_buf errors; /* "FILE:LINE:COLUMN: what", a line each */
    unsigned nerrors;
    struct al_diags *diags; /* not NULL: errors are added to these instead */
    enum al_trouble trouble;
    const struct al_node *rule; /* that is being read, or NULL */
};

/* Reads a file of objects; NULL after an error. Comments and a comma too many are allowed. */
const struct al_node *al_reading_file(struct al_reading *r, const char *path);

void al_reading_error(struct al_reading *r, struct al_span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* A key that nobody knows; `known`, which ends in NULL, are those that could be meant. */
void al_reading_unknown(struct al_reading *r, const struct al_node *object, const struct al_property *property,
                        const char *const *known);
/* The same for a word that is none of those. */
void al_reading_choice(struct al_reading *r, const struct al_node *node, const char *const *known);

/* What a node is, after reporting that it is something else: NULL, or false. */
const char *al_reading_text(struct al_reading *r, const struct al_node *node); /* not empty */
bool al_reading_is(struct al_reading *r, const struct al_node *node, enum al_node_kind kind);
/* A truth value; "true" and "false" as texts, too, as policies have them. */
bool al_reading_bool(struct al_reading *r, const struct al_node *node, bool *out);
bool al_reading_int(struct al_reading *r, const struct al_node *node, int64_t *out);
/* Text, number or truth value as the text that values are compared with. */
const char *al_reading_scalar(struct al_reading *r, const struct al_node *node);
/* A text, or an array of them, with `between` in between; not empty. */
const char *al_reading_texts(struct al_reading *r, const struct al_node *node, const char *between);

#endif
