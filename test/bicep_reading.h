/* SPDX-License-Identifier: MIT */
/* For tests of the Bicep parser: reads a text, prints the tree, and tells what was reported. */
#ifndef AL_TEST_BICEP_READING_H
#define AL_TEST_BICEP_READING_H

#include <stdio.h>
#include <string.h>

#include "bicep_tree.h"
#include "reading.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))

struct tree_row {
    const char *source, *tree;
};

struct bicep {
    al_arena *arena;
    struct al_diags diags;
    struct al_source *source;
    struct al_bicep_file *file;
};

static inline struct bicep *parse_bicep_bytes(const char *name, al_str text)
{
    al_arena *arena = al_arena_new(0);
    struct bicep *b = AL_NEW(arena, struct bicep);

    b->arena = b->diags.arena = arena;
    b->source = al_source_new(arena, al_str_of(name), al_str_copy(arena, text));
    b->file = al_bicep_parse(arena, &b->diags, b->source);
    return b;
}

static inline struct bicep *parse_bicep(const char *name, const char *text)
{
    return parse_bicep_bytes(name, al_str_of(text));
}

static inline const char *bicep_said(struct bicep *b)
{
    struct reading r = {.arena = b->arena, .diags = b->diags};

    return said(&r);
}

/* One statement a line. */
static inline const char *bicep_tree(struct bicep *b)
{
    struct al_buf out = AL_BUF(b->arena);

    for (uint32_t i = 0; i < b->file->nstatements; i++) {
        if (i)
            al_buf_char(&out, '\n');
        print_statement(&out, &b->file->statements[i]);
    }
    return out.s ? out.s : "";
}

static inline void check_trees(const char *name, const struct tree_row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct bicep *b = parse_bicep(name, rows[i].source);
        if (strcmp(bicep_said(b), "") != 0 || strcmp(bicep_tree(b), rows[i].tree) != 0)
            print_message("%s\n%s\n", rows[i].source, bicep_said(b));
        assert_string_equal(bicep_tree(b), rows[i].tree);
        assert_string_equal(bicep_said(b), "");
        al_arena_free(b->arena);
    }
}

static inline void check_expressions(const struct tree_row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        char source[1024], tree[1024];
        const struct tree_row row = {source, tree};
        snprintf(source, sizeof source, "var v = %s\nvar w = 1", rows[i].source);
        snprintf(tree, sizeof tree, "(var v = %s)\n(var w = 1)", rows[i].tree);
        check_trees("main.bicep", &row, 1);
    }
}

/* What is said is one "line:column: message" a line. */
struct error_row {
    const char *source, *said, *tree;
};

static inline const char *bicep_errors(struct bicep *b)
{
    struct al_buf out = AL_BUF(b->arena);

    for (size_t i = 0; i < b->diags.list.n; i++) {
        const struct al_diag *d = &b->diags.list.v[i];
        const struct al_position at = al_source_position(b->arena, d->span);
        assert_int_equal(d->trouble, AL_TROUBLE_SYNTAX);
        al_buf_printf(&out, "%s%u:%u: %.*s", i ? "\n" : "", at.line, at.column, AL_FMT(d->message));
    }
    return out.s ? out.s : "";
}

static inline void check_errors(const char *name, const struct error_row *rows, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct bicep *b = parse_bicep(name, rows[i].source);
        if (strcmp(bicep_errors(b), rows[i].said) != 0 || strcmp(bicep_tree(b), rows[i].tree) != 0)
            print_message("%s\n", rows[i].source);
        assert_string_equal(bicep_errors(b), rows[i].said);
        assert_string_equal(bicep_tree(b), rows[i].tree);
        al_arena_free(b->arena);
    }
}

#endif
