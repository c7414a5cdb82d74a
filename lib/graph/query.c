/* SPDX-License-Identifier: MIT */
/* Properties by dotted path. A field's place is the deepest node on the way that stands in the resource's own
 * text: below "[variables('rules')]" the values are still found, the place stays at the expression. */
#include "graph/graph.h"

enum { MOST_ALIKE = 100 }; /* declarations of one resource that are asked */

static struct al_field *new_field(struct al_graph *graph, const struct al_field *above, al_value *value)
{
    struct al_field *f = AL_NEW(graph->arena, struct al_field);

    *f = *above;
    f->value = al_force(&graph->ev, value);
    f->key = (struct al_span){0};
    f->name = AL_STR("");
    return f;
}

/* Whether the value was written where the field points, so that its members are, too. */
static bool is_written_here(const struct al_field *f)
{
    return f->at && f->value->origin == f->at;
}

static al_value *boxed(struct al_graph *graph, al_value v)
{
    al_value *box = AL_NEW(graph->arena, al_value);

    *box = v;
    return box;
}

static void set_place(struct al_field *f, const struct al_field *above, const struct al_entry *entry)
{
    const struct al_property *p;

    if (!entry->at || !is_written_here(above))
        return;
    p = al_node_property(above->at, entry->key);
    f->at = entry->at;
    if (p)
        f->key = al_key_span(above->at, p);
}

static al_str member_path(struct al_graph *graph, const struct al_field *above, al_str key)
{
    if (above->path.n == 0)
        return key;
    return al_printf(graph->arena, "%.*s.%.*s", AL_FMT(above->path), AL_FMT(key));
}

/* `az resource list` prints every resource with "properties": null. */
static bool is_left_out(const struct al_field *above, al_str key)
{
    return above->resource && above->resource->deployment->tmpl->bare && above->path.n == 0 &&
           al_str_caseeq(key, AL_STR("properties"));
}

static const struct al_field *member_field(struct al_graph *graph, const struct al_field *above, al_str key)
{
    struct al_entry *entry;
    struct al_field *f;

    if (above->value->kind == AL_V_SYMBOL ||
        (above->value->kind == AL_V_OBJECT && above->value->object->open &&
         !al_object_find(above->value->object, key))) {
        const struct al_node *at = above->at ? above->at : above->value->origin;
        f = new_field(graph, above, boxed(graph, al_member(&graph->ev, above->value, key, true, at)));
    } else if (above->value->kind == AL_V_OBJECT && (entry = al_object_find(above->value->object, key))) {
        f = new_field(graph, above, &entry->value);
        set_place(f, above, entry);
        key = entry->key;
    } else {
        return NULL;
    }
    f->name = key;
    f->path = member_path(graph, above, key);
    if (f->value->kind == AL_V_NULL && is_left_out(above, key))
        f->value = boxed(graph, al_unknown_node(&graph->ev, f->at));
    return f->value->kind == AL_V_NULL ? NULL : f;
}

size_t al_graph_count(struct al_graph *graph, const al_field *field, bool *exact)
{
    (void)graph;
    *exact = field->value->kind != AL_V_SYMBOL;
    if (field->value->kind == AL_V_ARRAY)
        return field->value->n;
    if (field->value->kind != AL_V_OBJECT)
        return 0;
    *exact = !field->value->object->open;
    return field->value->object->n;
}

const al_field *al_graph_item(struct al_graph *graph, const al_field *field, size_t index)
{
    struct al_field *f;

    if (field->value->kind == AL_V_OBJECT && index < field->value->object->n)
        return member_field(graph, field, field->value->object->entries[index].key);
    if (field->value->kind != AL_V_ARRAY || index >= field->value->n)
        return NULL;
    f = new_field(graph, field, &field->value->items[index]);
    if (is_written_here(field) && field->at->kind == AL_NODE_ARRAY && index < field->at->array.n)
        f->at = field->at->array.items[index];
    else if (is_written_here(field) && field->at->kind == AL_NODE_LOOP)
        f->at = field->at->loop.body;
    f->path = al_printf(graph->arena, "%.*s[%zu]", AL_FMT(field->path), index);
    return f->value->kind == AL_V_NULL ? NULL : f;
}

/* Cuts "name", "[12]" off the front of a path. */
static bool next_step(al_str *path, al_str *name, size_t *index)
{
    size_t n = 0;

    if (path->n && path->s[0] == '.')
        *path = al_str_from(*path, 1);
    *name = AL_STR("");
    *index = 0;
    if (path->n == 0)
        return false;
    if (path->s[0] == '[') {
        for (n = 1; n < path->n && al_is_digit(path->s[n]); n++)
            *index = *index * 10 + (size_t)(path->s[n] - '0');
        *path = al_str_from(*path, n + 1);
        return true;
    }
    while (n < path->n && path->s[n] != '.' && path->s[n] != '[')
        n++;
    *name = al_str_head(*path, n);
    *path = al_str_from(*path, n);
    return n > 0;
}

const al_field *al_graph_get_in(struct al_graph *graph, const al_field *field, const char *path,
                                const al_field **nearest)
{
    al_str rest = al_str_of(path), name;
    size_t index;

    while (field && next_step(&rest, &name, &index)) {
        if (nearest)
            *nearest = field;
        field = name.n ? member_field(graph, field, name) : al_graph_item(graph, field, index);
    }
    if (field && nearest)
        *nearest = field;
    return field;
}

/* What the graph knows better than the text: the full name and type of a child, say. */
static bool known_property(al_value *out, const al_resource *r, const char *path)
{
    if (strcmp(path, "type") == 0)
        *out = al_string(r->rule_type);
    else if (strcmp(path, "name") == 0)
        *out = r->name;
    else if (strcmp(path, "apiVersion") == 0)
        *out = r->api_version;
    else if (strcmp(path, "id") == 0)
        *out = r->id;
    else
        return false;
    return true;
}

static struct al_field *top_field(struct al_graph *graph, const al_resource *r)
{
    struct al_field *f = AL_NEW(graph->arena, struct al_field);

    f->resource = r;
    f->value = al_force(&graph->ev, &((struct al_resource *)(uintptr_t)r)->body);
    f->at = r->decl->node;
    f->path = AL_STR("");
    f->name = AL_STR("");
    return f;
}

static const al_field *known_field(struct al_graph *graph, const al_resource *r, const char *path, al_value v)
{
    struct al_field *f = top_field(graph, r);
    const struct al_property *p = al_node_property(r->decl->node, al_str_of(path));

    f->value = boxed(graph, v);
    f->name = f->path = al_str_of(path);
    if (p) {
        f->at = p->value;
        f->key = al_key_span(r->decl->node, p);
    }
    return v.kind == AL_V_NULL ? NULL : f;
}

static const al_field *get_one(struct al_graph *graph, const al_resource *r, const char *path,
                               const al_field **nearest)
{
    al_value known;

    if (known_property(&known, r, path))
        return known_field(graph, r, path, known);
    return al_graph_get_in(graph, top_field(graph, r), path, nearest);
}

static const al_field *unknown_field(struct al_graph *graph, const al_resource *r, const char *path)
{
    struct al_field *f = top_field(graph, r);

    f->value = boxed(graph, al_unknown_node(&graph->ev, f->at));
    f->name = f->path = al_str_of(path);
    return f;
}

const al_field *al_graph_get(struct al_graph *graph, const al_resource *resource, const char *path,
                             const al_field **nearest)
{
    const al_field *f = get_one(graph, resource, path, nearest);
    uint32_t asked = 0;

    /* another declaration of the same resource may set what this one leaves out */
    for (const al_resource *r = resource->next_same_id; !f && r; r = r->next_same_id) {
        if (asked++ == MOST_ALIKE)
            return unknown_field(graph, resource, path);
        f = r->existing ? NULL : get_one(graph, r, path, NULL);
    }
    return f;
}
