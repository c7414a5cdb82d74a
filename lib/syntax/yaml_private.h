/* SPDX-License-Identifier: MIT */
/* What the parts of the YAML reader share. The first error stops it: `failed` is set, and what is read from then
 * on means nothing. */
#ifndef AL_SYNTAX_YAML_PRIVATE_H
#define AL_SYNTAX_YAML_PRIVATE_H

#include "base/buf.h"
#include "base/vec.h"
#include "syntax/yaml.h"

struct al_yaml {
    al_arena *arena;
    struct al_diags *diags;
    const struct al_source *source;
    const char *start, *at, *end; /* *end is NUL: looking one byte ahead needs no test */
    const char *line;             /* where the line of `at` begins */
    const char *last;             /* where the last node ends */
    bool fresh;  /* `at` is the first character of a line behind its indentation */
    bool ended;  /* the document is over */
    bool failed;
    unsigned depth;
    uint64_t made;         /* nodes, with all that aliases stand for */
    uint64_t expanded;     /* those of aliases */
    struct al_map anchors; /* name -> struct anchor */
    AL_VEC(struct al_node *) items; /* of all open arrays */
    AL_VEC(struct al_property) properties;
};

struct al_yaml_scalar {
    al_str text;
    const char *start, *end; /* with its quotes or indicator */
    bool plain;
    bool lines; /* it stands on several lines */
};

/* What may stand before a node. */
struct al_yaml_props {
    al_str anchor, tag; /* empty: none. The tag as written */
    const char *start, *tag_at;
};

static inline bool al_yaml_blank(char c)
{
    return c == ' ' || c == '\t';
}

static inline bool al_yaml_break(const struct al_yaml *y, const char *p)
{
    return p >= y->end || *p == '\n' || *p == '\r';
}

/* A blank or the line's end. */
static inline bool al_yaml_gap(const struct al_yaml *y, const char *p)
{
    return al_yaml_break(y, p) || al_yaml_blank(*p);
}

static inline bool al_yaml_flow_mark(char c)
{
    return c == ',' || c == '[' || c == ']' || c == '{' || c == '}';
}

static inline int al_yaml_column(const struct al_yaml *y)
{
    return (int)(y->at - y->line);
}

/* -- yaml.c -- */
void al_yaml_fail(struct al_yaml *y, const char *at, size_t n, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
/* "expected <what>, found ..." */
void al_yaml_expected(struct al_yaml *y, const char *what);
void al_yaml_skip_blanks(struct al_yaml *y);
/* Steps over a line's end, if there is one at `p`: the first byte of the next line. */
const char *al_yaml_next_line(const struct al_yaml *y, const char *p);
/* Whether "---" or "..." stands at `p`, which is where a line begins. */
bool al_yaml_marker(const struct al_yaml *y, const char *p);
struct al_node *al_yaml_node(struct al_yaml *y, enum al_node_kind kind, const char *start, const char *end);
/* The items and properties pushed since `base` as a node's own. */
void al_yaml_take_items(struct al_yaml *y, struct al_node *node, size_t base);
void al_yaml_take_properties(struct al_yaml *y, struct al_node *node, size_t base);
void al_yaml_add_property(struct al_yaml *y, const struct al_yaml_scalar *key, struct al_node *value);
/* One level deeper; false, once reported, when that is too deep. */
bool al_yaml_enter(struct al_yaml *y);

/* -- yaml_scalar.c: texts -- */
void al_yaml_quoted(struct al_yaml *y, struct al_yaml_scalar *out);
/* Up to a ':' that ends a key, a comment, or (in flow) a bracket or comma. It goes on on lines that are indented
 * more than `indent`. */
void al_yaml_plain(struct al_yaml *y, struct al_yaml_scalar *out, int indent, bool flow);
void al_yaml_block_text(struct al_yaml *y, struct al_yaml_scalar *out, int indent);
/* Whether the ':' at `p` ends a key. */
bool al_yaml_key_end(const struct al_yaml *y, const char *p, bool flow);

/* -- yaml_value.c: what stands before a node, and what a text is -- */
void al_yaml_read_props(struct al_yaml *y, struct al_yaml_props *out);
/* Notes the anchor before its node is read; al_yaml_finish() gives the node to it, and looks at the tag. */
uint64_t al_yaml_begin(struct al_yaml *y, const struct al_yaml_props *props);
struct al_node *al_yaml_finish(struct al_yaml *y, const struct al_yaml_props *props, uint64_t begun, struct al_node *node);
/* What the text is by its tag, or without one by its looks. */
struct al_node *al_yaml_scalar_node(struct al_yaml *y, const struct al_yaml_scalar *scalar, const struct al_yaml_props *props);
struct al_node *al_yaml_alias(struct al_yaml *y, const struct al_yaml_props *props);

/* -- yaml_flow.c: [a, b] and {a: b} -- */
struct al_node *al_yaml_flow(struct al_yaml *y);

#endif
