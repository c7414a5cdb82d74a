/* SPDX-License-Identifier: MIT */
/* Whatever a reader made of a text points into that text. */
#include "fuzz.h"

#include "base/source.h"

void fuzz_check_span(const struct al_source *source, struct al_span span)
{
    assert(span.source == source);
    assert(span.off <= source->text.n && span.len <= source->text.n - span.off);
}

static void check_keys(const struct al_source *source, const struct al_node *object)
{
    for (uint32_t i = 0; i < object->object.n; i++)
        fuzz_check_span(source, al_key_span(object, &object->object.items[i]));
}

static void check_child(void *ptr, const struct al_node *child)
{
    fuzz_check_node(ptr, child);
}

void fuzz_check_node(const struct al_source *source, const struct al_node *node)
{
    fuzz_check_span(source, al_node_span(node));
    if (node->kind == AL_NODE_OBJECT)
        check_keys(source, node);
    al_node_each_child(node, check_child, (void *)(uintptr_t)source);
}

void fuzz_check_diags(const struct al_source *source, const struct al_diags *diags)
{
    for (size_t i = 0; i < diags->list.n; i++) {
        fuzz_check_span(source, diags->list.v[i].span);
        assert(diags->list.v[i].message.n > 0);
    }
}
