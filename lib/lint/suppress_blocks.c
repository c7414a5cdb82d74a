/* SPDX-License-Identifier: MIT */
/* Parts of a source that comments are about: a line, a resource, what follows. A resource is what has a type
 * with a slash, so that those of nested templates are found, too, which nobody may ever enter. */
#include "lint/suppress.h"

#include <stdlib.h>

void al_suppression_set_line(struct al_input *input, struct al_suppression *s, const struct al_source *source,
                             uint32_t line)
{
    const al_str text = al_source_line(input->arena, source, line);

    s->line = true;
    if (line == 0 || line > source->nlines)
        return;
    s->from = (uint32_t)(text.s - source->text.s);
    s->to = s->from + (uint32_t)text.n + 1;
}

/* -- making -- */

struct walk {
    al_arena *arena;
    struct al_blocks *out;
    const struct al_source *source;
};

static bool is_resource(const struct al_node *node)
{
    return al_str_find(al_node_text(al_node_get(node, "type")), AL_STR("/")) >= 0 &&
           (al_node_get(node, "apiVersion") || al_node_get(node, "name"));
}

static void visit_children(struct walk *walk, const struct al_node *node);

static void visit(struct walk *walk, const struct al_node *node, const struct al_property *property)
{
    const uint32_t from =
        property && property->key_len && property->key_off < node->off ? property->key_off : node->off;
    const struct al_block block = {.from = from, .to = node->off + node->len};

    if (node->source == walk->source && block.from < block.to) {
        *al_vec_push(walk->arena, &walk->out->all) = block;
        if (al_node_is(node, AL_NODE_OBJECT) && is_resource(node))
            *al_vec_push(walk->arena, &walk->out->resources) = block;
    }
    visit_children(walk, node);
}

static void visit_child(void *ptr, const struct al_node *child)
{
    visit_children(ptr, child);
}

static void visit_children(struct walk *walk, const struct al_node *node)
{
    if (node->kind == AL_NODE_OBJECT)
        for (uint32_t i = 0; i < node->object.n; i++)
            visit(walk, node->object.items[i].value, &node->object.items[i]);
    else if (node->kind == AL_NODE_ARRAY)
        for (uint32_t i = 0; i < node->array.n; i++)
            visit(walk, node->array.items[i], NULL);
    else
        al_node_each_child(node, visit_child, walk);
}

static int by_place(const void *left, const void *right)
{
    const struct al_block *a = left, *b = right;

    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    return (a->to < b->to) - (a->to > b->to);
}

/* Each gets the one it lies in: going up from there costs as much as they are nested deep. */
static void nest(struct al_blocks *blocks)
{
    for (size_t i = 1; i < blocks->resources.n; i++) {
        struct al_block *b = &blocks->resources.v[i];
        size_t around = i;
        while (around && blocks->resources.v[around - 1].to < b->to)
            around = blocks->resources.v[around - 1].around;
        b->around = (uint32_t)around;
    }
}

const struct al_blocks *al_blocks_of(const struct al_suppression_reader *reader)
{
    struct walk walk = {reader->input->arena, reader->out->blocks, reader->out->source};

    if (walk.out)
        return walk.out;
    walk.out = reader->out->blocks = AL_NEW(walk.arena, struct al_blocks);
    if (reader->tmpl->root)
        visit_children(&walk, reader->tmpl->root);
    if (walk.out->all.n > 1)
        qsort(walk.out->all.v, walk.out->all.n, sizeof *walk.out->all.v, by_place);
    if (walk.out->resources.n > 1)
        qsort(walk.out->resources.v, walk.out->resources.n, sizeof *walk.out->resources.v, by_place);
    nest(walk.out);
    return walk.out;
}

/* -- asking -- */

/* How many of them begin before a place. */
static size_t count_before(const struct al_block *v, size_t n, uint32_t off)
{
    size_t lo = 0, hi = n;

    while (lo < hi) {
        const size_t mid = lo + (hi - lo) / 2;
        if (v[mid].from < off)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

const struct al_block *al_block_resource(const struct al_blocks *blocks, uint32_t off)
{
    size_t i = count_before(blocks->resources.v, blocks->resources.n, off);

    while (i && blocks->resources.v[i - 1].to <= off)
        i = blocks->resources.v[i - 1].around;
    return i ? &blocks->resources.v[i - 1] : NULL;
}

const struct al_block *al_block_next(const struct al_blocks *blocks, uint32_t from, uint32_t to,
                                     bool resources)
{
    const struct al_block *v = resources ? blocks->resources.v : blocks->all.v;
    const size_t n = resources ? blocks->resources.n : blocks->all.n, i = count_before(v, n, from);

    return i < n && v[i].from < to ? &v[i] : NULL;
}
