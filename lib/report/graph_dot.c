/* SPDX-License-Identifier: MIT */
/* For Graphviz: armlint graph --format dot main.json | dot -Tsvg */
#include "graph/graph.h"
#include "report/graph_label.h"
#include "report/report.h"

static const char *const edge_styles[] = {
    [AL_EDGE_PARENT] = "style=bold, arrowhead=empty",
    [AL_EDGE_DEPENDS_ON] = "style=dashed",
    [AL_EDGE_SCOPE] = "style=dotted",
    [AL_EDGE_REFERENCE] = "",
};

static void put_quoted(struct al_buf *out, al_str text)
{
    al_str safe = al_label_text(out->arena, text);

    for (size_t i = 0; i < safe.n; i++) {
        if (safe.s[i] == '"' || safe.s[i] == '\\')
            al_buf_char(out, '\\');
        al_buf_char(out, safe.s[i]);
    }
}

static void put_node(struct al_buf *out, struct al_graph *graph, const struct al_resource *resource)
{
    al_buf_printf(out, "    r%u [label=\"", (unsigned)resource->index);
    put_quoted(out, al_label_type(resource));
    al_buf_put(out, AL_STR("\\n"));
    put_quoted(out, al_label_name(graph, resource));
    al_buf_put(out, resource->existing ? AL_STR("\", style=dashed];\n") : AL_STR("\"];\n"));
}

static void put_edge(struct al_buf *out, const struct al_edge *edge)
{
    al_buf_printf(out, "    r%u -> r%u [%s", (unsigned)edge->from->index, (unsigned)edge->to->index,
                  edge_styles[edge->kind]);
    if (edge->path.n) {
        al_buf_put(out, AL_STR("label=\""));
        put_quoted(out, edge->path);
        al_buf_char(out, '"');
    }
    al_buf_put(out, AL_STR("];\n"));
}

void al_graph_dot(struct al_buf *out, struct al_graph *graph)
{
    size_t n;
    const struct al_edge *edges = al_graph_edges(graph, &n);

    al_buf_put(
        out, AL_STR("digraph deployment {\n    rankdir=LR;\n    node [shape=box, fontname=\"sans-serif\"];\n"
                    "    edge [fontname=\"sans-serif\", fontsize=10];\n"));
    for (size_t i = 0; i < graph->resources.n; i++)
        put_node(out, graph, graph->resources.v[i]);
    for (size_t i = 0; i < n; i++)
        put_edge(out, &edges[i]);
    al_buf_put(out, AL_STR("}\n"));
}
