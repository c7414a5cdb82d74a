/* SPDX-License-Identifier: MIT */
#include "report/graph_label.h"

#include "base/masks.h"
#include "report/terminal.h"

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
    struct al_eval *ev = &graph->ev;
    size_t cut;

    /* Of an unknown name, what the author wrote says more than what it was expanded to. */
    if (name.kind == AL_V_STRING || text.n == 0) {
        al_force_deep(ev, &name);
        ev->conceal = true;
        al_value_to_text(ev, &out, &name);
        ev->conceal = false;
        text = al_buf_str(&out);
    }
    if (ev->masks && !ev->reveal)
        text = al_masks_apply(ev->masks, graph->arena, text, false);
    cut = al_utf16_offset(text, LONGEST);
    return cut < text.n ? al_printf(graph->arena, "%.*s…", (int)cut, text.s) : text;
}

al_str al_label_text(al_arena *arena, al_str text)
{
    struct al_buf safe = AL_BUF(arena);

    for (size_t i = 0; i < text.n;) {
        if (text.s[i] == '\t' || text.s[i] == '\n' || text.s[i] == '\r') {
            al_buf_char(&safe, ' ');
            i++;
        } else {
            al_term_next(&safe, text, &i);
        }
    }
    return al_buf_str(&safe);
}
