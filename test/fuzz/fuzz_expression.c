/* SPDX-License-Identifier: MIT */
/* A fuzz target: each line is an expression, without its brackets, in a template that has something of
 * everything that expressions ask for. Whether the deployment's surroundings are known is said by the first
 * byte. */
#include "fuzz.h"

#include "base/source.h"
#include "graph/graph.h"
#include "syntax/expression.h"
#include "syntax/json.h"

#include <stdlib.h>

enum { LINES_MOST = 16, SHOWN_MOST = 1 << 20 };

#define P(name, rest) "\"" name "\":{\"type\":" rest "}"
#define RESOURCE(name, rest) \
    "{\"type\":\"Microsoft.Storage/storageAccounts\",\"apiVersion\":\"2023-01-01\",\"name\":" name rest "}"

static const char template_text[] =
    "{\"$schema\":\"https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#\","
    "\"contentVersion\":\"1.0.0.0\",\"parameters\":{" P("s", "\"string\"") "," P("n", "\"int\"") "," P("b", "\"bool\"") "," P("l", "\"array\"") "," P("o", "\"object\"") "," P("q", "\"secureString\"") "," P("c", "\"string\",\"allowedValues\":[\"a\",\"B\",\"10.0.0.0/8\"]") "," P(
        "d",
        "\"string\",\"defaultValue\":\"[concat('d', parameters('s'))]\"") "},"
                                                                          "\"functions\":[{\"namespace\":\"ns\",\"members\":{\"f\":{\"parameters\":[{\"name\":\"x\",\"type\":\"string\"}],"
                                                                          "\"output\":{\"type\":\"string\",\"value\":\"[concat(parameters('x'), '!')]\"}}}}],"
                                                                          "\"variables\":{\"copy\":[{\"name\":\"v\",\"count\":3,\"input\":\"[copyIndex('v', 1)]\"}],"
                                                                          "\"a\":[1,2,[3,\"x\"],{\"k\":null}],\"obj\":{\"a\":{\"b\":[true,1.5]},\"B\":\"[parameters('o')]\"},"
                                                                          "\"loop\":\"[variables('loop')]\",\"u\":\"[union(variables('obj'), parameters('o'))]\"},"
                                                                          "\"resources\":[" RESOURCE("\"one\"", ",\"properties\":{\"a\":1}") "," RESOURCE(
                                                                              "\"[format('m{0}', copyIndex())]\"",
                                                                              ",\"copy\":{\"name\":\"many\",\"count\":2}") "]}";

struct work {
    al_arena *arena;
    al_str input;
    char *shown; /* what all lines came to; malloc()ed by the first of two runs */
};

static const struct al_load known = {.root = ".",
                                     .no_siblings = true,
                                     .subscription_id = "11111111-1111-1111-1111-111111111111",
                                     .resource_group = "rg",
                                     .tenant_id = "22222222-2222-2222-2222-222222222222",
                                     .management_group = "mg",
                                     .location = "westeurope",
                                     .max_file_size = 1 << 20};
static const struct al_load unknown = {.root = ".", .no_siblings = true, .max_file_size = 1 << 20};

/* As it would stand in a template; NULL: it is no expression. */
static const struct al_node *read_line(struct al_graph *graph, al_str line)
{
    struct al_json json = {0};
    const struct al_source *source = al_source_new(graph->arena, AL_STR("expression"),
                                                   al_printf(graph->arena, "\"[%.*s]\"", AL_FMT(line)));
    const int status = al_json_read(&json, graph->arena, graph->diags, source, AL_JSON_TEMPLATE);
    const struct al_node *tree;

    if (status != AL_OK || !json.root || json.root->kind != AL_NODE_TEXT)
        return NULL;
    tree = al_expression_tree(graph->arena, graph->diags, json.root);
    fuzz_check_node(source, tree);
    return tree->kind == AL_NODE_BROKEN ? NULL : json.root;
}

static void check_diags(const struct al_diags *diags)
{
    for (size_t i = 0; i < diags->list.n; i++)
        fuzz_check_span(diags->list.v[i].span.source, diags->list.v[i].span);
}

/* What is shown of a symbol is an expression that can be read again. */
static void check_symbol(struct al_graph *graph, const al_value *value)
{
    struct al_diags diags = {.arena = graph->arena};
    struct al_buf out = AL_BUF(graph->arena);
    struct al_node node = {.kind = AL_NODE_TEXT};

    al_buf_char(&out, '[');
    out.most = SHOWN_MOST;
    al_symbol_to_text(&graph->ev, &out, value);
    if (out.cut)
        return;
    al_buf_char(&out, ']');
    node.text.string = al_buf_str(&out);
    node.source = al_source_new(graph->arena, AL_STR("symbol"), node.text.string);
    node.len = (uint32_t)out.n;
    if (al_expression_tree(graph->arena, &diags, &node)->kind == AL_NODE_BROKEN)
        fuzz_wrong("cannot be read again", node.text.string);
}

static void evaluate_line(struct al_graph *graph, struct al_buf *shown, al_str line)
{
    const size_t before = graph->diags->list.n;
    const struct al_node *node = read_line(graph, line);
    const bool good = graph->diags->list.n == before;
    struct al_buf out = AL_BUF(graph->arena);
    al_value value;

    if (!node)
        return;
    value = al_evaluate(&graph->ev, node, &graph->root->frame);
    out.most = SHOWN_MOST;
    if (value.kind != AL_V_LAMBDA)
        al_value_to_json(&graph->ev, &out, &value);
    if (out.n > 0 && !out.cut)
        fuzz_check_json(al_buf_str(&out));
    if (good && value.kind == AL_V_SYMBOL)
        check_symbol(graph, &value);
    if (out.n)
        al_buf_put(shown, al_buf_str(&out));
    al_buf_char(shown, '\n');
}

static int evaluate(void *ptr)
{
    struct work *w = ptr;
    struct al_diags diags = {.arena = w->arena};
    const struct al_load *load = w->input.s[0] & 1 ? &known : &unknown;
    const struct al_source *source =
        al_source_new(w->arena, AL_STR("main.json"), al_str_copy(w->arena, al_str_of(template_text)));
    struct al_buf shown = AL_BUF(w->arena);
    struct al_graph *graph = NULL;
    al_str line, rest = al_str_from(w->input, 1);
    const int status = al_graph_build(&graph, w->arena, &diags, source, load);

    assert(status == AL_OK && graph);
    for (size_t i = 0; i < LINES_MOST && al_str_split_next(&line, &rest, '\n'); i++)
        evaluate_line(graph, &shown, line);
    check_diags(&diags);
    for (size_t i = 0; i < diags.list.n; i++)
        al_buf_printf(&shown, "%.*s\n", AL_FMT(diags.list.v[i].message));
    al_buf_char(&shown, '\n');
    if (w->shown)
        fuzz_check_same(w->shown, shown.s);
    else
        w->shown = strdup(shown.s);
    return AL_OK;
}

static void run(al_str input)
{
    struct work work = {al_arena_new(FUZZ_MEMORY_MOST), input, NULL};

    fuzz_in_arena(work.arena, evaluate, &work);
    work.arena = al_arena_new(FUZZ_MEMORY_MOST);
    fuzz_in_arena(work.arena, evaluate, &work);
    free(work.shown);
}

static bool (*const mutators[])(struct fuzz_change *change) = {fuzz_mutate_arm, fuzz_mutate_arm,
                                                               fuzz_mutate_parts, NULL};

const struct fuzz_target fuzz_target = {.run = run, .mutators = mutators, .words = fuzz_words_of_arm};
