/* SPDX-License-Identifier: MIT */
/* Edges: parents, dependsOn, what an extension is attached to, and every text among the properties (keys
 * included) that is the id of a resource or of something below one. */
#include "graph/expand.h"
#include "graph/identity.h"
#include "graph/making.h"

#include <stdlib.h>

enum { VARIABLES_DEEP = 500 };

struct walker {
    struct al_graph *graph;
    struct al_resource *from;
    AL_VEC(struct al_edge) edges;
    uint32_t depth;
    const struct al_resource *
        *last;               /* of each resource: the last one that was seen to depend on it by name */
    struct al_map variables; /* seen on the way to what a resource's text implies */
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
                                        "apiVersion", "condition", "copy",      "id",   "parent"};

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

/* Existing resources are not waited for, nor what is not deployed. */
static void depend_on_handle(struct walker *w, struct al_resource *to)
{
    if (!to || !to->kept || to->existing)
        return;
    if (!w->last)
        w->last = AL_NEW_N(w->graph->arena, const struct al_resource *, w->graph->resources.n);
    if (w->last[to->index] != w->from)
        add(w, to, AL_EDGE_DEPENDS_ON, AL_STR(""));
    w->last[to->index] = w->from;
}

/* dependsOn takes what reference() takes, and the name of a whole loop. In Bicep they are symbolic names. */
static void depend(struct walker *w, al_value *item)
{
    struct al_deployment *d = w->from->deployment;
    const struct al_resource_list *loop = al_loop_meant(d, al_force(&w->graph->ev, item));

    if (al_handle_of(item)) {
        depend_on_handle(w, al_handle_of(item));
        return;
    }
    for (uint32_t i = 0; item->kind == AL_V_ARRAY && i < item->n; i++)
        depend_on_handle(w, al_handle_of(al_force(&w->graph->ev, &item->items[i])));
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

/* -- dependencies that the source implies: every symbolic name in a resource's text, or behind a variable in
 * it -- */

static void imply(void *ptr, const struct al_node *node);

static void imply_resource(struct walker *w, const struct al_node *node, const struct al_node *index)
{
    const struct al_resource_decl *decl = node->resource.decl;
    struct al_deployment *d = w->from->frame->deployment;
    const struct al_made *made;

    if (!decl || decl->ordinal >= d->tmpl->ndecls || decl == w->from->decl)
        return;
    made = &d->made[decl->ordinal];
    if (index && index->kind == AL_NODE_INT && made->n && !made->v[0]->sample) {
        depend_on_handle(w, al_element_made(made, index->integer));
        return;
    }
    for (size_t i = 0; i < made->n; i++)
        depend_on_handle(w, made->v[i]);
}

static void imply_variable(struct walker *w, const struct al_node *node)
{
    const struct al_template *tmpl = w->from->frame->deployment->tmpl;
    const struct al_variable *variable = al_map_get(&tmpl->variable_index, node->string);
    void **seen;

    if (!variable || node->variable.home || w->depth >= VARIABLES_DEEP)
        return;
    seen = al_map_put(w->graph->arena, &w->variables, variable->name);
    if (*seen)
        return;
    *seen = w;
    w->depth++;
    imply(w, variable->value);
    w->depth--;
}

/* Nested resources are declarations of their own. */
static void imply_object(struct walker *w, const struct al_node *node)
{
    for (uint32_t i = 0; i < node->object.n; i++) {
        const struct al_property *p = &node->object.items[i];
        if (p->key_node)
            imply(w, p->key_node);
        if (node != w->from->decl->node || !al_str_eq(p->key, AL_STR("resources")))
            imply(w, p->value);
    }
}

static void imply(void *ptr, const struct al_node *node)
{
    struct walker *w = ptr;

    if (!al_step(&w->graph->ev, NULL, 1))
        return;
    if (node->kind == AL_NODE_RESOURCE) {
        imply_resource(w, node, NULL);
    } else if (node->kind == AL_NODE_VARIABLE) {
        imply_variable(w, node);
    } else if (node->kind == AL_NODE_OBJECT) {
        imply_object(w, node);
    } else if (node->kind == AL_NODE_INDEX && node->index.base->kind == AL_NODE_RESOURCE) {
        imply_resource(w, node->index.base, node->index.index);
        imply(w, node->index.index);
    } else {
        al_node_each_child(node, imply, w);
    }
}

/* -- references from one type of resource, sorted by what they lead to, for rules that ask who refers to them
 * -- */

static int by_target(const void *a, const void *b)
{
    const struct al_edge *x = a, *y = b;

    if (x->to->index != y->to->index)
        return x->to->index < y->to->index ? -1 : 1;
    if (x->from->index != y->from->index)
        return x->from->index < y->from->index ? -1 : 1;
    return al_str_cmp(x->path, y->path);
}

static struct al_edge_list *references_from(struct al_graph *graph, al_str type)
{
    void **slot = al_map_put(graph->arena, &graph->references, type);
    struct al_edge_list *list = *slot;
    struct walker w = {.graph = graph};

    if (list)
        return list;
    *slot = list = AL_NEW(graph->arena, struct al_edge_list);
    for (struct al_resource *r = al_graph_of_type(graph, type); r; r = r->next_of_type) {
        w.from = r;
        if (!r->existing)
            walk_body(&w);
    }
    if (w.edges.n)
        qsort(w.edges.v, w.edges.n, sizeof *w.edges.v, by_target);
    list->v = w.edges.v;
    list->n = w.edges.n;
    return list;
}

const struct al_edge *al_graph_references(struct al_graph *graph, const struct al_resource *to, al_str type,
                                          size_t *n)
{
    const struct al_edge_list *list = references_from(graph, type);
    size_t lo = 0, hi = list->n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (list->v[mid].to->index < to->index)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (*n = 0; lo + *n < list->n && list->v[lo + *n].to == to;)
        ++*n;
    return list->v ? &list->v[lo] : NULL;
}

/* -- all edges -- */

const struct al_edge *al_graph_edges(struct al_graph *graph, size_t *n)
{
    struct walker w = {.graph = graph};

    for (size_t i = 0; !graph->has_edges && i < graph->resources.n; i++) {
        struct al_resource *r = w.from = graph->resources.v[i];
        if (r->parent)
            add(&w, r->parent, AL_EDGE_PARENT, AL_STR(""));
        walk_dependencies(&w);
        w.variables = (struct al_map){0};
        if (r->deployment->tmpl->has_names) {
            imply(&w, r->decl->node);
            depend_on_handle(&w, r->nested_in);
        }
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
