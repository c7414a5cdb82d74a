/* SPDX-License-Identifier: MIT */
/* Extension resources by what they are attached to: diagnostic settings, locks, role assignments. The index
 * is made once for each type that a rule asks for. */
#include "lint/input.h"

enum { MOST_ADRIFT = 200 }; /* that are compared with each resource: with more it cannot be told */

/* Those of one type. */
struct al_attached {
    struct al_map by_target; /* address of the target -> struct al_resource_list */
    struct al_map
        by_nearest; /* where the target is not in the graph: address of what is above it -> the same */
    struct al_resource_list adrift; /* their target is not in the graph, or not known */
};

/* An `existing` resource may be another one under a name that is not known. */
static void list_under(struct al_input *input, struct al_map *map, const al_resource *to,
                       struct al_resource *e)
{
    void **slot = al_input_slot(input, map, to);
    struct al_resource_list *list = *slot = *slot ? *slot : AL_NEW(input->arena, struct al_resource_list);

    *al_vec_push(input->arena, list) = e;
}

static void enter(struct al_input *input, struct al_attached *all, const al_resource *extension,
                  const al_resource *to)
{
    struct al_resource *e = (struct al_resource *)(uintptr_t)extension;

    const al_resource *nearest =
        to || e->scope_id.kind == AL_V_NULL ? NULL : al_graph_find(input->graph, &e->scope_id, true);

    if (to)
        list_under(input, &all->by_target, to, e);
    if (nearest)
        list_under(input, &all->by_nearest, nearest, e);
    if (!to || to->existing)
        *al_vec_push(input->arena, &all->adrift) = e;
}

static const struct al_attached *attached(al_check *check, const char *type)
{
    struct al_input *input = check->input;
    struct al_attached *all = al_map_get(&input->attached, al_str_of(type));
    const al_resource *r = NULL;

    if (all)
        return all;
    all = AL_NEW(input->arena, struct al_attached);
    while ((r = al_next_of_type(check, type, r)))
        if (!r->existing)
            enter(input, all, r, al_attached_to(check, r));
    *al_map_put(input->arena, &input->attached, al_str_of(type)) = all;
    return all;
}

static const struct al_resource_list *listed_under(const struct al_map *map, const al_resource *to)
{
    const void *address = to;

    return al_map_get(map, (al_str){(const char *)&address, sizeof address});
}

const al_resource *al_next_attached(al_check *check, const al_resource *to, const char *type,
                                    const al_resource *previous)
{
    const struct al_resource_list *list = listed_under(&attached(check, type)->by_target, to);
    size_t i = 0;

    while (list && previous && i < list->n && list->v[i] != previous)
        i++;
    i += previous != NULL;
    return list && i < list->n ? list->v[i] : NULL;
}

const al_resource *al_next_attached_below(al_check *check, const al_resource *to, const char *type,
                                          size_t *at)
{
    const struct al_resource_list *list = listed_under(&attached(check, type)->by_nearest, to);

    return list && *at < list->n ? list->v[(*at)++] : NULL;
}

/* One that drifts may be attached to it by an id that is partly unknown, unless that shows by its shape that
 * it is attached to a group or more. */
static enum al_truth may_drift_to(al_check *check, const al_resource *extension, const al_resource *to)
{
    struct al_field scope = {.resource = extension, .value = (al_value *)(uintptr_t)&extension->scope_id};
    enum al_place place = al_place_of(check, extension);

    if (place != AL_AT_RESOURCE && place != AL_AT_UNKNOWN)
        return AL_NO;
    return extension->scope_id.kind == AL_V_NULL ? AL_NO : al_refers_to(check, &scope, to, false);
}

static enum al_truth satisfies(al_check *check, const al_resource *extension,
                               const struct al_condition *condition)
{
    return condition ? al_test(check, extension, condition) : AL_YES;
}

enum al_truth al_has_attached(al_check *check, const al_resource *to, const char *type,
                              const struct al_condition *condition)
{
    const struct al_resource_list *adrift = &attached(check, type)->adrift;
    enum al_truth answer = al_is_incomplete(check) ? AL_UNKNOWN : AL_NO;
    const al_resource *r = NULL;

    while (answer != AL_YES && (r = al_next_attached(check, to, type, r)))
        answer = al_either(answer, satisfies(check, r, condition));
    if (adrift->n > MOST_ADRIFT)
        return al_either(answer, AL_UNKNOWN);
    for (size_t i = 0; i < adrift->n && answer == AL_NO; i++)
        answer = al_both(may_drift_to(check, adrift->v[i], to), satisfies(check, adrift->v[i], condition));
    return answer;
}
