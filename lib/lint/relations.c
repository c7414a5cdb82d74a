/* SPDX-License-Identifier: MIT */
/* What rules ask about how resources hang together. Another declaration of a resource that was seen already
 * is not a resource of its own. */
#include "graph/identity.h"
#include "lint/input.h"

const al_resource *al_parent(const al_resource *resource)
{
    return resource->parent;
}

/* The id's key without its last type and name; empty when nothing is left. */
static al_str key_above(al_str key)
{
    for (int slashes = 0; key.n > 0 && slashes < 2;)
        slashes += key.s[--key.n] == '/';
    return key;
}

const al_resource *al_ancestor(al_check *check, const al_resource *resource, const char *type)
{
    struct al_graph *graph = check->input->graph;
    al_str key = key_above(resource->key);

    for (; key.n > 0; key = key_above(key)) {
        const al_resource *r = al_map_get(&graph->by_id, key);
        if (r && al_is_type(r, type))
            return r;
    }
    return NULL;
}

static bool is_wanted(const al_resource *resource, const char *type)
{
    return !resource->shadowed && (!type || al_is_type(resource, type));
}

const al_resource *al_next_child(al_check *check, const al_resource *parent, const char *type,
                                 const al_resource *previous)
{
    const al_resource *r = previous ? previous->next_sibling : parent->first_child;

    (void)check;
    while (r && !is_wanted(r, type))
        r = r->next_sibling;
    return r;
}

const al_resource *al_next_of_type(al_check *check, const char *type, const al_resource *previous)
{
    const al_resource *r =
        previous ? previous->next_of_type : al_graph_of_type(check->input->graph, al_str_of(type));

    while (r && r->shadowed)
        r = r->next_of_type;
    return r;
}

const al_resource *al_next_deployed(const al_resource *deployment, size_t *at)
{
    const struct al_deployment *inner = deployment->inner;

    while (inner && *at < inner->resources.n) {
        const al_resource *r = inner->resources.v[(*at)++];
        if (r->kept)
            return r;
    }
    return NULL;
}

const al_resource *al_target(al_check *check, const al_field *id)
{
    return id ? al_graph_find(check->input->graph, id->value, false) : NULL;
}

const al_resource *al_attached_to(al_check *check, const al_resource *extension)
{
    if (extension->scope_id.kind == AL_V_NULL)
        return NULL;
    return al_graph_find(check->input->graph, &extension->scope_id, false);
}

bool al_next_reference(al_check *check, const al_resource *to, const char *from_type, size_t *at,
                       struct al_reference *out)
{
    size_t n;
    const struct al_edge *edges = al_graph_references(check->input->graph, to, al_str_of(from_type), &n);

    if (*at >= n)
        return false;
    edges += (*at)++;
    *out = (struct al_reference){edges->from, al_str_cstr(check->input->graph->scratch, edges->path)};
    return true;
}

bool al_is_incomplete(al_check *check)
{
    return check->input->graph->incomplete;
}

/* -- whether a value is the id of a resource -- */

/* In keys of ids a control character begins what is not known. */
static bool is_open(al_str key)
{
    return key.n > 0 && memchr(key.s, '\x01', key.n);
}

/* Cuts "/providers/a.b/c/name" off the end of an id's key. */
static al_str cut_tail(al_str *key)
{
    al_str tail = al_key_tail(*key);

    if (!al_str_starts(tail, AL_STR("/providers/")))
        return AL_STR("");
    key->n -= tail.n;
    return tail;
}

/* Compares the segments after the provider one by one. AL_NO where known ones differ, AL_UNKNOWN where one is
 * open. */
static enum al_truth same_tail(al_str id, al_str resource, bool below)
{
    enum al_truth same = AL_YES;
    al_str a, b;

    while (al_str_split_next(&b, &resource, '/')) {
        if (!al_str_split_next(&a, &id, '/'))
            return is_open(a) ? AL_UNKNOWN : AL_NO;
        if (al_str_eq(a, b))
            continue;
        if (!is_open(a) && !is_open(b))
            return AL_NO;
        same = AL_UNKNOWN;
    }
    return id.s && !below ? AL_NO : same;
}

static enum al_truth compare_keys(al_str id, al_str resource, bool below)
{
    al_str id_tail = cut_tail(&id), resource_tail = cut_tail(&resource);

    if (id_tail.n == 0 || resource_tail.n == 0)
        return is_open(id) || is_open(resource) ? AL_UNKNOWN : AL_NO;
    if (same_tail(id_tail, resource_tail, below) == AL_NO)
        return AL_NO;
    return al_str_eq(id, resource) || is_open(id) || is_open(resource) ? AL_UNKNOWN : AL_NO;
}

static bool is_at_or_below(const al_resource *resource, const al_resource *above)
{
    while (resource && resource != above)
        resource = resource->parent;
    return resource != NULL;
}

enum al_truth al_refers_to(al_check *check, const al_field *id, const al_resource *resource, bool below)
{
    struct al_graph *graph = check->input->graph;
    const al_resource *exact, *near;
    al_str key;

    if (!id)
        return AL_NO;
    key = al_id_key_passing(graph, id->value);
    if (key.n == 0)
        return al_is_symbol(id->value) ? AL_UNKNOWN : AL_NO;
    exact = al_graph_find_key(graph, key);
    if (exact == resource)
        return AL_YES;
    near = exact || !below ? exact : al_graph_find_above(graph, key);
    if (near && below && is_at_or_below(near, resource))
        return AL_YES;
    if (exact && !exact->existing)
        return AL_NO;
    return compare_keys(key, resource->key, below);
}
