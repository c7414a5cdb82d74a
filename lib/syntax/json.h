/* SPDX-License-Identifier: MIT */
/* Reads the JSON that Azure Resource Manager accepts: comments, a byte-order mark, strings over several lines.
 * Trailing commas and duplicate keys are reported and tolerated. Strings keep invalid UTF-8 as it is; \u0000 and
 * lone surrogates become U+FFFD. Integers of 64 bits are exact, other numbers are doubles. */
#ifndef AL_SYNTAX_JSON_H
#define AL_SYNTAX_JSON_H

#include "base/diag.h"
#include "syntax/node.h"

struct al_comment {
    uint32_t off, len; /* with its delimiters */
};

struct al_json {
    struct al_node *root;
    struct al_comment *comments; /* in source order: suppressions are read from them */
    size_t ncomments;
};

enum al_json_mode {
    AL_JSON_TEMPLATE, /* strings "[...]" are expressions */
    AL_JSON_DATA,     /* strings are what they say: parameter files, json(), configuration */
};

/* 0 with `out` filled, or AL_E_SYNTAX after reporting where reading stopped and what was expected (out->root may
 * then hold what was read so far, or be NULL). Nodes live in the arena and borrow the source's text. */
int al_json_read(struct al_json *out, al_arena *arena, struct al_diags *diags, const struct al_source *source,
                 enum al_json_mode mode);

/* The place of the byte at offset `at` of the decoded text of a STRING or TEXT node, as an offset into its source.
 * A node whose span has no quotes, as a caller makes of a text that was not JSON, maps byte by byte. */
uint32_t al_json_offset_in(const struct al_node *node, uint32_t at);

/* The same for many places in ascending order, in one pass over the token. */
struct al_json_cursor {
    const struct al_node *node;
    uint32_t at, off; /* an offset into the decoded text, and its place in the source */
};
struct al_json_cursor al_json_cursor_at(const struct al_node *node);
uint32_t al_json_seek(struct al_json_cursor *cursor, uint32_t at);

#endif
