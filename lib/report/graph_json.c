/* SPDX-License-Identifier: MIT */
/* Values arrive as JSON text already (symbols as "[...]"): it is put as it is, between what cJSON would only
 * copy. */
#include "graph/graph.h"
#include "report/report.h"
#include "report/tree.h"

struct writer {
    struct al_graph *graph;
    struct al_tree *tree;
};

static const char *const edge_kinds[] = {
    [AL_EDGE_PARENT] = "parent",
    [AL_EDGE_DEPENDS_ON] = "dependsOn",
    [AL_EDGE_SCOPE] = "scope",
    [AL_EDGE_REFERENCE] = "reference",
};

static void add_value(struct writer *w, cJSON *parent, const char *key, al_value value)
{
    struct al_eval *ev = &w->graph->ev;
    struct al_buf json = AL_BUF(w->graph->arena);

    /* Forced first, because what is evaluated while secrets are concealed would be computed from their
     * stand-ins. */
    al_force_deep(ev, &value);
    ev->conceal = true;
    al_value_to_json(ev, &json, &value);
    ev->conceal = false;
    al_tree_raw(w->tree, parent, key, al_buf_str(&json));
}

static void add_place(struct writer *w, cJSON *parent, const struct al_resource *resource)
{
    const struct al_node *node = resource->decl->node;
    al_arena *arena = w->graph->arena;

    al_tree_str(w->tree, parent, "file", node->source->name);
    al_tree_int(w->tree, parent, "line", al_source_position(arena, al_node_span(node)).line);
}

/* A nested deployment's template is in the graph already, as its resources. */
static al_value without_template(struct writer *w, const al_value *properties)
{
    struct al_object *copy;

    if (properties->kind != AL_V_OBJECT)
        return *properties;
    copy = al_object_new(w->graph->arena, properties->object->n);
    for (uint32_t i = 0; i < properties->object->n; i++) {
        const struct al_entry *entry = &properties->object->entries[i];
        if (!al_str_caseeq(entry->key, AL_STR("template")))
            al_object_set(w->graph->arena, copy, entry->key, entry->value);
    }
    return al_object(copy);
}

static al_value properties_of(struct writer *w, const struct al_resource *resource)
{
    const al_field *field = al_graph_get(w->graph, resource, "properties", NULL);

    if (!field)
        return al_object(al_object_new(w->graph->arena, 0));
    if (al_is_deployment(resource))
        return without_template(w, field->value);
    return *field->value;
}

static void put_resource(struct writer *w, struct al_buf *out, const struct al_resource *resource)
{
    cJSON *root = al_tree_start(w->tree);

    al_tree_str(w->tree, root, "type", resource->type);
    add_value(w, root, "name", resource->name);
    add_value(w, root, "apiVersion", resource->api_version);
    add_value(w, root, "id", resource->id);
    add_value(w, root, "condition", resource->condition);
    al_tree_bool(w->tree, root, "existing", resource->existing);
    add_place(w, root, resource);
    add_value(w, root, "properties", properties_of(w, resource));
    al_tree_finish(w->tree, out);
}

static void put_edge(struct writer *w, struct al_buf *out, const struct al_edge *edge)
{
    cJSON *root = al_tree_start(w->tree);

    al_tree_int(w->tree, root, "from", edge->from->index);
    al_tree_int(w->tree, root, "to", edge->to->index);
    al_tree_text(w->tree, root, "kind", edge_kinds[edge->kind]);
    al_tree_str(w->tree, root, "path", edge->path);
    al_tree_finish(w->tree, out);
}

void al_graph_json(struct al_buf *out, struct al_graph *graph)
{
    struct writer w = {graph, al_tree_new(out->arena)};
    size_t n;
    const struct al_edge *edges = al_graph_edges(graph, &n);

    al_buf_put(out, AL_STR("{\"resources\":["));
    for (size_t i = 0; i < graph->resources.n; i++) {
        al_buf_put(out, i ? AL_STR(",\n") : AL_STR("\n"));
        put_resource(&w, out, graph->resources.v[i]);
    }
    al_buf_put(out, AL_STR("],\n\"edges\":["));
    for (size_t i = 0; i < n; i++) {
        al_buf_put(out, i ? AL_STR(",\n") : AL_STR("\n"));
        put_edge(&w, out, &edges[i]);
    }
    al_buf_put(out, AL_STR("]}\n"));
}
