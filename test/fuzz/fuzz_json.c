/* SPDX-License-Identifier: MIT */
/* A fuzz target: any bytes as JSON of a template, JSON of other sorts, YAML, or what json() takes beyond
 * JSON. The first of them says which. */
#include "fuzz.h"

#include "base/source.h"
#include "eval/relaxed_json.h"
#include "syntax/expression.h"
#include "syntax/json.h"
#include "syntax/yaml.h"

enum { ALIASED_MOST = 1 << 16 };

struct reading {
    al_arena *arena;
    struct al_diags diags;
    const struct al_source *source;
    enum al_json_mode mode;
    size_t nodes;
};

/* Each byte of a text has a place within its token, and later ones are not before earlier ones. */
static void check_offsets(const struct reading *r, const struct al_node *node)
{
    const al_str text = al_node_text(node);
    struct al_json_cursor cursor = al_json_cursor_at(node);
    uint32_t before = node->off;

    for (uint32_t at = 0; at <= text.n; at++) {
        const uint32_t off = al_json_seek(&cursor, at);
        assert(off >= before && off <= node->off + node->len);
        before = off;
    }
    assert(before == al_json_offset_in(node, (uint32_t)text.n));
    (void)r;
}

static void check_text(void *ptr, const struct al_node *node)
{
    struct reading *r = ptr;

    if (r->nodes++ > ALIASED_MOST)
        return;
    if (node->kind == AL_NODE_STRING || node->kind == AL_NODE_TEXT)
        check_offsets(r, node);
    if (node->kind == AL_NODE_TEXT)
        fuzz_check_node(r->source, al_expression_tree(r->arena, &r->diags, node));
    al_node_each_child(node, check_text, ptr);
}

static int read_json(void *ptr)
{
    struct reading *r = ptr;
    struct al_json json = {0};
    const int status = al_json_read(&json, r->arena, &r->diags, r->source, r->mode);
    uint32_t end = 0;

    assert(status == AL_OK ? json.root != NULL : r->diags.list.n > 0);
    if (json.root) {
        fuzz_check_node(r->source, json.root);
        check_text(r, json.root);
    }
    for (size_t i = 0; i < json.ncomments; i++) {
        fuzz_check_span(r->source, (struct al_span){r->source, json.comments[i].off, json.comments[i].len});
        assert(json.comments[i].off >= end);
        end = json.comments[i].off + json.comments[i].len;
    }
    fuzz_check_diags(r->source, &r->diags);
    return AL_OK;
}

/* Aliases make the tree a graph that may be too large to walk. */
static int read_yaml(void *ptr)
{
    struct reading *r = ptr;
    struct al_node *root = NULL;
    const int status = al_yaml_read(&root, r->arena, &r->diags, r->source);

    assert(status == AL_OK ? root != NULL : r->diags.list.n > 0);
    if (root)
        fuzz_check_span(r->source, al_node_span(root));
    fuzz_check_diags(r->source, &r->diags);
    return AL_OK;
}

struct input {
    al_arena *arena;
    al_str text;
};

static int read_text(void *ptr)
{
    const struct input *input = ptr;
    const unsigned sort = (unsigned char)input->text.s[0] % 4;
    const al_str text = al_str_copy(input->arena, al_str_from(input->text, 1));
    struct reading r = {.arena = input->arena, .diags = {.arena = input->arena}, .mode = AL_JSON_DATA};

    r.mode = sort == 0 ? AL_JSON_TEMPLATE : AL_JSON_DATA;
    r.source = al_source_new(r.arena, AL_STR("text"), sort == 3 ? al_relaxed_json(r.arena, text) : text);
    return sort == 2 ? read_yaml(&r) : read_json(&r);
}

static void run(al_str input)
{
    struct input in = {al_arena_new(FUZZ_MEMORY_MOST), input};

    fuzz_in_arena(in.arena, read_text, &in);
}

static bool (*const mutators[])(struct fuzz_change *change) = {fuzz_mutate_parts, fuzz_mutate_tree, NULL};

const struct fuzz_target fuzz_target = {.run = run, .mutators = mutators};
