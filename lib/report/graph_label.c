/* SPDX-License-Identifier: MIT */
#include "report/graph_label.h"

al_str al_label_type(const struct al_resource *resource)
{
    al_str prefix = AL_STR("Microsoft.");

    return al_str_case_starts(resource->type, prefix) ? al_str_from(resource->type, prefix.n)
                                                      : resource->type;
}

al_str al_label_name(struct al_graph *graph, const struct al_resource *resource)
{
    enum { LONGEST = 60 };
    struct al_buf out = AL_BUF(graph->arena);
    al_value name = resource->name;
    al_str text = al_node_text(resource->decl->name);
    size_t cut;

    /* Of an unknown name, what the author wrote says more than what it was expanded to. */
    if (name.kind == AL_V_STRING || text.n == 0) {
        al_value_to_text(&graph->ev, &out, &name);
        text = al_buf_str(&out);
    }
    cut = al_utf16_offset(text, LONGEST);
    return cut < text.n ? al_printf(graph->arena, "%.*s…", (int)cut, text.s) : text;
}
