/* SPDX-License-Identifier: MIT */
/* Edges: parents, dependsOn, what an extension is attached to, and every text among the properties (keys
 * included) that is the id of a resource or of something below one. */
#include "graph/expand.h"
#include "graph/identity.h"

struct walker {
    struct al_graph *graph;
    struct al_resource *from;
    AL_VEC(struct al_edge) edges;
    uint32_t depth;
};

static void add(struct walker *w, struct al_resource *to, enum al_edge_kind kind, al_str path)
{
    if (to && to != w->from)
        *al_vec_push(w->graph->arena, &w->edges) = (struct al_edge){w->from, to, kind, path};
}

static bool may_be_id(const al_value *v)
{
    al_str prefix;

    if (v->kind == AL_V_SYMBOL)
        return true;
    prefix = v->kind == AL_V_STRING ? al_string_of(v) : AL_STR("");
    return prefix.n > 1 && prefix.s[0] == '/';
}

static void walk(struct walker *w, al_value *v, al_str path);

static void walk_object(struct walker *w, struct al_object *object, al_str path)
{
    for (uint32_t i = 0; i < object->n; i++) {
        struct al_entry *e = &object->entries[i];
        al_value key = e->key_value ? *e->key_value : al_string(e->key);
        al_str below =
            path.n ? al_printf(w->graph->arena, "%.*s.%.*s", AL_FMT(path), AL_FMT(e->key)) : e->key;
        if (may_be_id(&key))
            add(w, al_graph_find(w->graph, &key, true), AL_EDGE_REFERENCE, below);
        walk(w, &e->value, below);
    }
}

static void walk(struct walker *w, al_value *v, al_str path)
{
    if (w->depth > 64 || !al_step(&w->graph->ev, NULL, 1))
        return;
    w->depth++;
    al_force(&w->graph->ev, v);
    if (v->kind == AL_V_OBJECT)
        walk_object(w, v->object, path);
    else if (v->kind == AL_V_ARRAY)
        for (uint32_t i = 0; i < v->n; i++)
            walk(w, &v->items[i], al_printf(w->graph->arena, "%.*s[%u]", AL_FMT(path), i));
    else if (may_be_id(v))
        add(w, al_graph_find(w->graph, v, true), AL_EDGE_REFERENCE, path);
    w->depth--;
}

/* Properties that are no data of the resource, or have edges of their own. */
static bool is_skipped(const struct al_resource *r, al_str key)
{
    static const char *const names[] = {"dependsOn",  "scope",     "resources", "type", "name",
                                        "apiVersion", "condition", "copy",      "id"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (al_str_caseeq(key, al_str_of(names[i])))
            return true;
    return al_is_deployment(r) && al_str_caseeq(key, AL_STR("properties"));
}

static void walk_body(struct walker *w)
{
    struct al_resource *r = w->from;
    al_value *body = al_force(&w->graph->ev, &r->body);

    for (uint32_t i = 0; body->kind == AL_V_OBJECT && i < body->object->n; i++) {
        struct al_entry *e = &body->object->entries[i];
        if (!is_skipped(r, e->key))
            walk(w, &e->value, e->key);
    }
    if (al_is_deployment(r)) {
        al_value parameters =
            r->inner ? al_null() : al_declared(w->graph, r, al_node_get(r->decl->properties, "parameters"));
        walk(w, &parameters, AL_STR("properties.parameters"));
    }
}

/* dependsOn takes what reference() takes, and the name of a whole loop. */
static void depend(struct walker *w, al_value *item)
{
    struct al_deployment *d = w->from->deployment;
    const struct al_resource_list *loop = al_loop_meant(d, al_force(&w->graph->ev, item));

    for (size_t i = 0; loop && i < loop->n; i++)
        add(w, loop->v[i], AL_EDGE_DEPENDS_ON, AL_STR(""));
    if (!loop)
        add(w, al_resource_meant(w->graph, d, item), AL_EDGE_DEPENDS_ON, AL_STR(""));
}

static void walk_dependencies(struct walker *w)
{
    al_value all = al_declared(w->graph, w->from, w->from->decl->depends_on);

    for (uint32_t i = 0; all.kind == AL_V_ARRAY && i < all.n; i++)
        depend(w, &all.items[i]);
}

const struct al_edge *al_graph_edges(struct al_graph *graph, size_t *n)
{
    struct walker w = {.graph = graph};

    for (size_t i = 0; !graph->has_edges && i < graph->resources.n; i++) {
        struct al_resource *r = w.from = graph->resources.v[i];
        if (r->parent)
            add(&w, r->parent, AL_EDGE_PARENT, AL_STR(""));
        walk_dependencies(&w);
        if (r->scope_id.kind != AL_V_NULL)
            add(&w, al_graph_find(graph, &r->scope_id, true), AL_EDGE_SCOPE, AL_STR(""));
        if (!r->existing)
            walk_body(&w);
    }
    if (!graph->has_edges) {
        graph->has_edges = true;
        graph->edges = w.edges.v;
        graph->nedges = w.edges.n;
    }
    *n = graph->nedges;
    return graph->edges;
}
