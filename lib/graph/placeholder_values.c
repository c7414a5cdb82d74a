/* SPDX-License-Identifier: MIT */
/* Parameter files are often templates themselves: the Azure Developer CLI and pipelines put values into them
 * before anything is deployed. Taken as they are, such texts would be wrong values, and of the wrong type. */
#include "base/masks.h"
#include "base/placeholders.h"
#include "eval/types.h"
#include "graph/expand.h"

al_value al_value_of_text(struct al_graph *graph, const struct al_deployment *d, const struct al_parameter *p,
                          const char *from, al_str text)
{
    struct al_source *source = al_source_new(graph->arena, al_str_of(from), text);
    struct al_json json;
    int status;

    if (al_type_resolve(&graph->ev, d->tmpl, p->type).kind == AL_TYPE_STRING)
        return al_string(text);
    graph->diags->muted++;
    status = al_json_read(&json, graph->arena, graph->diags, source, AL_JSON_DATA);
    graph->diags->muted--;
    if (status != AL_OK || !json.root)
        return al_string(text);
    return al_value_from_data(&graph->ev, json.root);
}

static bool has_placeholder(const struct al_node *node)
{
    al_str otherwise;

    if (node->kind == AL_NODE_STRING)
        return al_placeholder_of(node->string, &otherwise) != AL_PLACEHOLDER_NONE;
    for (uint32_t i = 0; node->kind == AL_NODE_ARRAY && i < node->array.n; i++)
        if (has_placeholder(node->array.items[i]))
            return true;
    for (uint32_t i = 0; node->kind == AL_NODE_OBJECT && i < node->object.n; i++)
        if (has_placeholder(node->object.items[i].value))
            return true;
    return false;
}

/* What stands in for a variable that is not set. False when it is not of the parameter's type. */
static bool set_otherwise(struct al_graph *graph, struct al_deployment *d, const struct al_parameter *p,
                          const struct al_node *node, al_str text)
{
    struct al_type type = al_type_resolve(&graph->ev, d->tmpl, p->type);
    al_value v = al_value_of_text(graph, d, p, "default", text);

    if (graph->ev.masks && type.secure)
        al_masks_add(graph->ev.masks, text);
    if (type.kind == AL_TYPE_BOOL && al_str_caseeq(text, AL_STR("true")))
        v = al_bool(true);
    else if (type.kind == AL_TYPE_BOOL && al_str_caseeq(text, AL_STR("false")))
        v = al_bool(false);
    if (v.kind == AL_V_STRING && type.kind != AL_TYPE_STRING)
        return false;
    v.origin = node;
    al_deployment_set(d, p->name, v);
    return true;
}

/* What the environment does not give is what the file says instead, or else what the template does. */
bool al_set_placeholder(struct al_graph *graph, struct al_deployment *d, const struct al_parameter *p,
                        const struct al_node *node)
{
    enum al_placeholder what = AL_PLACEHOLDER_UNKNOWN;
    al_str otherwise = AL_STR("");

    if (!has_placeholder(node))
        return false;
    if (node->kind == AL_NODE_STRING)
        what = al_placeholder_of(node->string, &otherwise);
    if (what == AL_PLACEHOLDER_OTHERWISE && set_otherwise(graph, d, p, node, otherwise))
        return true;
    if (what != AL_PLACEHOLDER_UNSET)
        al_deployment_set_unknown(d, p);
    return true;
}
