/* SPDX-License-Identifier: MIT */
/* A fuzz target for libFuzzer: any bytes as a Bicep file, or, when the first of them is odd, as a parameter
 * file. It is built by clang -fsanitize=fuzzer,address,undefined together with the sources of lib/base and
 * lib/syntax. */
#include "syntax/bicep.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MEMORY_MOST = 64 * 1024 * 1024 };

struct input {
    al_arena *arena;
    const uint8_t *data;
    size_t size;
};

static void check_span(const struct al_source *source, struct al_span span)
{
    assert(span.source == source);
    assert(span.off <= source->text.n && span.len <= source->text.n - span.off);
}

static void check_expression(const struct al_source *source, const struct al_node *node);

static void check_nodes(const struct al_source *source, struct al_node *const *nodes, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        check_expression(source, nodes[i]);
}

static void check_properties(const struct al_source *source, const struct al_node *object)
{
    for (uint32_t i = 0; i < object->object.n; i++) {
        const struct al_property *property = &object->object.items[i];
        check_span(source, al_key_span(object, property));
        if (property->key_node)
            check_expression(source, property->key_node);
        check_expression(source, property->value);
    }
}

static void check_expression(const struct al_source *source, const struct al_node *node)
{
    check_span(source, al_node_span(node));
    switch (node->kind) {
    case AL_NODE_CALL: check_nodes(source, node->call.args, node->call.n); break;
    case AL_NODE_ARRAY: check_nodes(source, node->array.items, node->array.n); break;
    case AL_NODE_OBJECT: check_properties(source, node); break;
    case AL_NODE_MEMBER:
    case AL_NODE_NESTED: check_expression(source, node->member.base); break;
    case AL_NODE_INDEX:
        check_expression(source, node->index.base);
        check_expression(source, node->index.index);
        break;
    case AL_NODE_LAMBDA: check_expression(source, node->lambda.body); break;
    case AL_NODE_SPREAD: check_expression(source, node->spread); break;
    case AL_NODE_LOOP:
        check_expression(source, node->loop.over);
        if (node->loop.body)
            check_expression(source, node->loop.body);
        break;
    default: break;
    }
}

static void check_type(const struct al_source *source, const struct al_bicep_type *type);

static void check_members(const struct al_source *source, const struct al_bicep_member *members, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        check_span(source, members[i].span);
        check_span(source, members[i].name_span);
        check_nodes(source, members[i].decorators, members[i].ndecorators);
        check_type(source, members[i].type);
    }
}

static void check_type(const struct al_source *source, const struct al_bicep_type *type)
{
    check_span(source, type->span);
    check_members(source, type->members, type->nmembers);
    if (type->literal)
        check_expression(source, type->literal);
    if (type->base)
        check_type(source, type->base);
}

static void check_statement(const struct al_source *source, const struct al_bicep_statement *s)
{
    const struct al_node *const parts[] = {s->path, s->value, s->condition, s->loop};

    check_span(source, s->span);
    check_span(source, s->name_span);
    check_nodes(source, s->decorators, s->ndecorators);
    check_members(source, s->arguments, s->narguments);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i])
            check_expression(source, parts[i]);
    if (s->type)
        check_type(source, s->type);
    for (uint32_t i = 0; i < s->nchildren; i++)
        check_statement(source, &s->children[i]);
}

/* Everything in the tree is there and lies in the source; what is broken was reported. */
static int parse(void *ptr)
{
    const struct input *input = ptr;
    const bool parameters = input->size && (input->data[0] & 1);
    const al_str name = parameters ? AL_STR("main.bicepparam") : AL_STR("main.bicep");
    const al_str text = {(const char *)input->data, input->size};
    struct al_diags diags = {.arena = input->arena};
    const struct al_source *source = al_source_new(input->arena, name, al_str_copy(input->arena, text));
    const struct al_bicep_file *file = al_bicep_parse(input->arena, &diags, source);

    for (uint32_t i = 0; i < file->nstatements; i++) {
        assert(!file->statements[i].broken || diags.list.n > 0);
        check_statement(source, &file->statements[i]);
    }
    for (size_t i = 0; i < file->ncomments; i++)
        check_span(source, (struct al_span){source, file->comments[i].off, file->comments[i].len});
    for (size_t i = 0; i < diags.list.n; i++)
        check_span(source, diags.list.v[i].span);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input input = {al_arena_new(MEMORY_MOST), data, size};

    al_arena_try(input.arena, parse, &input);
    al_arena_free(input.arena);
    return 0;
}
