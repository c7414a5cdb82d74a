/* SPDX-License-Identifier: MIT */
/* For Markdown: the hosts of repositories draw ```mermaid blocks. */
#include "graph/graph.h"
#include "report/graph_label.h"
#include "report/report.h"

static const char *const edge_arrows[] = {
    [AL_EDGE_PARENT] = "==>",
    [AL_EDGE_DEPENDS_ON] = "-.->",
    [AL_EDGE_SCOPE] = "-.-o",
    [AL_EDGE_REFERENCE] = "-->",
};

/* Within quotes Mermaid takes entities: #NUMBER; with the number of the character. */
static void put_quoted(struct al_buf *out, al_str text)
{
    al_str safe = al_label_text(out->arena, text);

    for (size_t i = 0; i < safe.n; i++) {
        if (strchr("\"#;<>&`|[]{}()\\", safe.s[i]))
            al_buf_printf(out, "#%u;", (unsigned char)safe.s[i]);
        else
            al_buf_char(out, safe.s[i]);
    }
}

static void put_node(struct al_buf *out, struct al_graph *graph, const struct al_resource *resource)
{
    al_buf_printf(out, "    r%u[\"", (unsigned)resource->index);
    put_quoted(out, al_label_type(resource));
    al_buf_put(out, AL_STR("<br/>"));
    put_quoted(out, al_label_name(graph, resource));
    al_buf_put(out, resource->existing ? AL_STR("\"]:::existing\n") : AL_STR("\"]\n"));
}

static void put_edge(struct al_buf *out, const struct al_edge *edge)
{
    al_buf_printf(out, "    r%u %s", (unsigned)edge->from->index, edge_arrows[edge->kind]);
    if (edge->path.n) {
        al_buf_put(out, AL_STR("|\""));
        put_quoted(out, edge->path);
        al_buf_put(out, AL_STR("\"|"));
    }
    al_buf_printf(out, " r%u\n", (unsigned)edge->to->index);
}

void al_graph_mermaid(struct al_buf *out, struct al_graph *graph)
{
    size_t n;
    const struct al_edge *edges = al_graph_edges(graph, &n);

    al_buf_put(out, AL_STR("flowchart LR\n    classDef existing stroke-dasharray: 4\n"));
    for (size_t i = 0; i < graph->resources.n; i++)
        put_node(out, graph, graph->resources.v[i]);
    for (size_t i = 0; i < n; i++)
        put_edge(out, &edges[i]);
}
