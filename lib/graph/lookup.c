/* SPDX-License-Identifier: MIT */
/* Which resource a text in dependsOn or reference() means: by its id, by its id from the provider on
 * ("A.B/c/name"), by its name alone, by a symbolic name, or as an element of a loop with one ("vnets[2]"). */
#include "graph/expand.h"
#include "graph/identity.h"
#include "graph/making.h"

/* -- symbolic names -- */

/* The element at a known index. They are in order, but those with a false condition are missing. */
static struct al_resource *element_at(const struct al_resource_list *loop, uint64_t index)
{
    size_t i = index < loop->n ? (size_t)index + 1 : loop->n;

    while (i-- > 0 && loop->v[i]->loop_index >= index)
        if (loop->v[i]->loop_index == index)
            return loop->v[i];
    return NULL;
}

static struct al_resource *element_by_number(const struct al_deployment *d, al_str text)
{
    ptrdiff_t bracket = al_str_find(text, AL_STR("["));
    const struct al_resource_list *loop;
    uint64_t index = 0;

    if (bracket < 0 || text.s[text.n - 1] != ']')
        return NULL;
    for (size_t i = (size_t)bracket + 1; i + 1 < text.n; i++) {
        if (!al_is_digit(text.s[i]) || index > UINT32_MAX)
            return NULL;
        index = index * 10 + (uint64_t)(text.s[i] - '0');
    }
    loop = al_map_get(&d->by_symbol, al_str_head(text, (size_t)bracket));
    return loop && !loop->v[0]->sample ? element_at(loop, index) : NULL;
}

/* "vnets[" <index> "]" with an index that is not known: the sample of a loop whose length is not known
 * either, when it stands at the same index, else the element for its name alone. */
static struct al_resource *element_by_symbol(struct al_graph *graph, struct al_deployment *d,
                                             const al_value *text)
{
    const struct al_resource_list *loop;
    struct al_resource *r;
    const struct al_frame *copy;
    const al_value *parts;
    al_str name;

    if (al_text_parts(text, &parts) != 3 || !al_is_symbol(&parts[1]) ||
        !al_str_ends(al_string_of(&parts[0]), AL_STR("[")))
        return NULL;
    name = al_string_of(&parts[0]);
    loop = al_map_get(&d->by_symbol, al_str_head(name, name.n - 1));
    if (!loop || !loop->v[0]->decl->loop || loop->v[0]->decl->parent)
        return NULL;
    copy = al_frame_find(loop->v[0]->frame, AL_BIND_RESOURCE_COPY, AL_STR(""));
    if (loop->v[0]->sample && copy && al_is_symbol(&copy->value) && al_symbol_same(&copy->value, &parts[1]))
        return loop->v[0];
    r = al_make_element(graph, d, loop->v[0]->decl, &parts[1]);
    al_name_late(graph, r);
    return r;
}

static struct al_resource *by_symbol(struct al_graph *graph, struct al_deployment *d, const al_value *text)
{
    const struct al_resource_list *loop;

    if (d->by_symbol.n == 0)
        return NULL;
    if (text->kind != AL_V_STRING)
        return element_by_symbol(graph, d, text);
    loop = al_map_get(&d->by_symbol, al_string_of(text));
    return loop ? loop->v[0] : element_by_number(d, al_string_of(text));
}

const struct al_resource_list *al_loop_meant(const struct al_deployment *d, const al_value *text)
{
    const struct al_resource_list *loop;

    if (text->kind != AL_V_STRING)
        return NULL;
    loop = al_map_get(&d->by_symbol, al_string_of(text));
    return loop ? loop : al_map_get(&d->by_loop, al_string_of(text));
}

/* -- names and ids -- */

/* Made at the first question: most templates never refer to a resource by its bare name. Names that stand
 * twice lead nowhere; the deployment itself marks them. */
static void index_names(struct al_graph *graph, struct al_deployment *d)
{
    d->names_indexed = true;
    for (size_t i = 0; i < d->resources.n; i++) {
        void **slot = al_map_put(graph->arena, &d->by_name, al_id_key(graph, &d->resources.v[i]->name));
        *slot = *slot ? (void *)d : (void *)d->resources.v[i];
    }
}

static struct al_resource *by_name(struct al_graph *graph, struct al_deployment *d, const al_value *name)
{
    void *found;

    if (!d->names_indexed)
        index_names(graph, d);
    found = al_map_get(&d->by_name, al_id_key_passing(graph, name));
    return found == d ? NULL : found;
}

/* "A.B/c/name/d/name", an id without what stands before the provider. */
static struct al_resource *by_partial_id(struct al_graph *graph, struct al_deployment *d,
                                         const al_value *text)
{
    al_value parts[3] = {al_target_id(&graph->ev, &d->target), al_string(AL_STR("/providers/")), *text}, id;

    id = al_join_text(graph->arena, parts, 3);
    return al_graph_find(graph, &id, false);
}

static struct al_resource *by_id(struct al_graph *graph, struct al_deployment *d, const al_value *text)
{
    al_str prefix = al_known_prefix(text);
    struct al_resource *r;

    if (prefix.n && prefix.s[0] == '/')
        return al_graph_find(graph, text, false);
    r = by_name(graph, d, text);
    return r || !al_is_qualified(prefix) ? r : by_partial_id(graph, d, text);
}

const struct al_deployment *al_root_of(const struct al_deployment *d)
{
    while (d->parent)
        d = d->parent;
    return d;
}

/* Of several inputs each may call a deployment the same: what it gives out is asked of its own. */
static struct al_resource *own_deployment(struct al_graph *graph, struct al_resource *r,
                                          const struct al_deployment *d)
{
    struct al_resource *other = r;

    if (graph->roots.n < 2 || !r || !al_is_deployment(r))
        return r;
    while (other && al_root_of(other->deployment) != al_root_of(d))
        other = other->next_same_id;
    return other ? other : r;
}

struct al_resource *al_resource_meant(struct al_graph *graph, struct al_deployment *d, const al_value *text)
{
    struct al_resource *r = by_symbol(graph, d, text);

    return r ? r : own_deployment(graph, by_id(graph, d, text), d);
}
