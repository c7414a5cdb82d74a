/* SPDX-License-Identifier: MIT */
/* Properties by dotted path. A field's place is the deepest node on the way that stands in the resource's own
 * text: below "[variables('rules')]" the values are still found, the place stays at the expression. */
#include "graph/graph.h"

enum { MOST_ALIKE = 100 }; /* declarations of one resource that are asked */

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

/* `az resource list` prints every resource with "properties": null. */
static bool is_left_out(const struct al_field *above, al_str key)
{
    return above->resource && above->resource->deployment->tmpl->bare && above->path.n == 0 &&
           al_str_caseeq(key, AL_STR("properties"));
}

/* -- one step -- */

/* Steps are taken on the stack; what comes out of the last one is kept. They leave the path as it was above.
 */
static void enter(struct al_graph *graph, struct al_field *f, al_value *value)
{
    f->value = al_force(&graph->ev, value);
    f->key = (struct al_span){0};
    f->name = AL_STR("");
}

/* False when there certainly is no such member. */
static bool enter_member(struct al_graph *graph, struct al_field *f, al_str key)
{
    const struct al_field above = *f;
    struct al_entry *entry =
        above.value->kind == AL_V_OBJECT ? al_object_find(above.value->object, key) : NULL;

    if (entry) {
        enter(graph, f, &entry->value);
        set_place(f, &above, entry);
        key = entry->key;
    } else if (above.value->kind == AL_V_SYMBOL ||
               (above.value->kind == AL_V_OBJECT && above.value->object->open)) {
        const struct al_node *at = above.at ? above.at : above.value->origin;
        enter(graph, f, boxed(graph, al_member(&graph->ev, above.value, key, true, at)));
    } else {
        return false;
    }
    f->name = key;
    if (f->value->kind == AL_V_NULL && is_left_out(&above, key))
        f->value = boxed(graph, al_unknown_node(&graph->ev, f->at));
    return f->value->kind != AL_V_NULL;
}

static bool enter_item(struct al_graph *graph, struct al_field *f, size_t index)
{
    const struct al_field above = *f;

    if (above.value->kind != AL_V_ARRAY || index >= above.value->n)
        return false;
    enter(graph, f, &above.value->items[index]);
    if (is_written_here(&above) && above.at->kind == AL_NODE_ARRAY && index < above.at->array.n)
        f->at = above.at->array.items[index];
    else if (is_written_here(&above) && above.at->kind == AL_NODE_LOOP)
        f->at = above.at->loop.body;
    return f->value->kind != AL_V_NULL;
}

static const al_field *kept(struct al_graph *graph, const struct al_field *f)
{
    struct al_field *copy = AL_NEW(graph->scratch, struct al_field);

    *copy = *f;
    return copy;
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

/* What was passed on the way: a member's name, or an index. */
struct step {
    al_str name;
    size_t index;
};

enum { MOST_STEPS = 32 }; /* more than a rule's paths have */

/* The path of a field that `n` steps lead to, made once somebody may see it. */
static void set_path(struct al_graph *graph, struct al_field *f, const struct step *steps, size_t n)
{
    struct al_buf path = AL_BUF(graph->scratch);

    if (n == 0)
        return;
    if (n == 1 && f->path.n == 0 && steps[0].name.s) {
        f->path = steps[0].name;
        return;
    }
    al_buf_put(&path, f->path);
    for (size_t i = 0; i < n; i++) {
        if (!steps[i].name.s) {
            al_buf_printf(&path, "[%zu]", steps[i].index);
            continue;
        }
        if (path.n)
            al_buf_char(&path, '.');
        al_buf_put(&path, steps[i].name);
    }
    f->path = al_buf_str(&path);
}

static const al_field *walk(struct al_graph *graph, struct al_field f, const char *path,
                            const al_field **nearest)
{
    struct step steps[MOST_STEPS];
    al_str rest = al_str_of(path), name;
    struct al_field last = f;
    const al_field *end;
    size_t index, n = 0;
    bool found = true;

    while (found && n < MOST_STEPS && next_step(&rest, &name, &index)) {
        last = f;
        found = name.n ? enter_member(graph, &f, name) : enter_item(graph, &f, index);
        if (found)
            steps[n++] = (struct step){name.n ? f.name : (al_str){NULL, 0}, index};
    }
    if (!found && !nearest)
        return NULL;
    if (!found)
        f = last;
    set_path(graph, &f, steps, n);
    end = kept(graph, &f);
    if (nearest)
        *nearest = end;
    return found ? end : NULL;
}

const al_field *al_graph_get_in(struct al_graph *graph, const al_field *field, const char *path,
                                const al_field **nearest)
{
    if (field && *path)
        return walk(graph, *field, path, nearest);
    if (field && nearest)
        *nearest = field;
    return field;
}

const al_field *al_graph_item(struct al_graph *graph, const al_field *field, size_t index)
{
    struct step step = {.index = index};
    struct al_field f = *field;

    if (field->value->kind == AL_V_OBJECT) {
        if (index >= field->value->object->n ||
            !enter_member(graph, &f, field->value->object->entries[index].key))
            return NULL;
        step.name = f.name;
    } else if (!enter_item(graph, &f, index)) {
        return NULL;
    }
    set_path(graph, &f, &step, 1);
    return kept(graph, &f);
}

/* What the graph knows better than the text: the full name and type of a child, say. */
static bool knows_better(al_value **known, struct al_graph *graph, struct al_resource *r, const char *path)
{
    if (strcmp(path, "type") == 0)
        *known = boxed(graph, al_string(r->rule_type));
    else if (strcmp(path, "name") == 0)
        *known = &r->name;
    else if (strcmp(path, "apiVersion") == 0)
        *known = &r->api_version;
    else if (strcmp(path, "id") == 0)
        *known = &r->id;
    else
        return false;
    return true;
}

static struct al_field top_field(struct al_graph *graph, const al_resource *r)
{
    return (struct al_field){
        .resource = r,
        .value = al_force(&graph->ev, &((struct al_resource *)(uintptr_t)r)->body),
        .at = r->decl->node,
        .path = AL_STR(""),
        .name = AL_STR(""),
    };
}

static const al_field *known_field(struct al_graph *graph, const al_resource *r, const char *path,
                                   al_value *value)
{
    struct al_field f = top_field(graph, r);
    const struct al_property *p = al_node_property(r->decl->node, al_str_of(path));

    if (value->kind == AL_V_NULL)
        return NULL;
    f.value = value;
    f.name = f.path = al_str_of(path);
    if (p) {
        f.at = p->value;
        f.key = al_key_span(r->decl->node, p);
    }
    return kept(graph, &f);
}

static const al_field *get_one(struct al_graph *graph, const al_resource *r, const char *path,
                               const al_field **nearest)
{
    al_value *known;

    if (knows_better(&known, graph, (struct al_resource *)(uintptr_t)r, path))
        return known_field(graph, r, path, known);
    return walk(graph, top_field(graph, r), path, nearest);
}

static const al_field *unknown_field(struct al_graph *graph, const al_resource *r, const char *path)
{
    struct al_field f = top_field(graph, r);

    f.value = boxed(graph, al_unknown_node(&graph->ev, f.at));
    f.name = f.path = al_str_of(path);
    return kept(graph, &f);
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
