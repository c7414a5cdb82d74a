/* SPDX-License-Identifier: MIT */
/* Arrays and objects as sets: union(), intersection(), distinct(). Known items are found by their hash; items
 * with unknown parts are compared one by one, and may leave the result open. */
#include "eval/functions.h"

struct set {
    struct al_items items;
    uint32_t *slots; /* index + 1 of the known items; a power of two many */
    uint32_t nslots, nknown;
    struct al_items unknown;
    bool open; /* whether two of the items are equal is not known */
};

static uint32_t *find_slot(struct al_call *call, const struct set *set, al_value *v)
{
    uint32_t mask = set->nslots - 1;

    for (uint32_t i = (uint32_t)al_value_hash(v) & mask;; i = (i + 1) & mask)
        if (!set->slots[i] || al_values_equal(call->ev, &set->items.v[set->slots[i] - 1], v) == AL_YES)
            return &set->slots[i];
}

static void grow(struct al_call *call, struct set *set)
{
    uint32_t n = set->nslots ? set->nslots * 2 : 16, *old = set->slots, nold = set->nslots;

    set->slots = AL_NEW_N(call->ev->arena, uint32_t, n);
    set->nslots = n;
    for (uint32_t i = 0; i < nold; i++)
        if (old[i])
            *find_slot(call, set, &set->items.v[old[i] - 1]) = old[i];
}

/* Whether the set has the item; `*slot` is where it would go, when it is known. */
static enum al_truth find(struct al_call *call, struct set *set, al_value *v, uint32_t **slot)
{
    bool known = al_force_deep(call->ev, v), open = false;
    const struct al_items *others = known ? &set->unknown : &set->items;

    *slot = NULL;
    if (known) {
        if (set->nknown * 2 >= set->nslots)
            grow(call, set);
        *slot = find_slot(call, set, v);
        if (**slot)
            return AL_YES;
    }
    if (al_items_find(call, others, v, &open) < others->n)
        return AL_YES;
    return open ? AL_UNKNOWN : AL_NO;
}

/* Adds the item unless it is there; false after reporting. */
static bool add(struct al_call *call, struct set *set, al_value *v)
{
    uint32_t *slot;
    enum al_truth there = find(call, set, v, &slot);

    if (there == AL_YES)
        return true;
    set->open |= there == AL_UNKNOWN;
    if (!al_items_add(call, &set->items, *v))
        return false;
    if (!slot)
        return al_items_add(call, &set->unknown, *v);
    *slot = (uint32_t)set->items.n;
    set->nknown++;
    return true;
}

static bool add_all(struct al_call *call, struct set *set, al_value *array)
{
    for (uint32_t i = 0; i < array->n; i++)
        if (!add(call, set, &array->items[i]))
            return false;
    return true;
}

static al_value give(struct al_call *call, const struct set *set)
{
    return set->open ? al_unknown_as(call, AL_HINT_ARRAY) : al_array(set->items.v, set->items.n);
}

al_value al_fn_distinct(struct al_call *call)
{
    struct set set = {0};
    al_value *array = al_arg_of(call, 0, AL_V_ARRAY);

    return array && add_all(call, &set, array) ? give(call, &set) : al_unknown(call);
}

/* -- union, intersection -- */

/* What the arguments are: arrays, objects, or ANY after reporting that they differ, or when nothing tells. */
static enum al_hint kind_of_arguments(struct al_call *call, bool *open)
{
    enum al_hint kind = AL_HINT_ANY;

    for (uint32_t i = 0; i < call->n; i++) {
        const al_value *v = &call->args[i];
        enum al_hint hint = al_hint_of(v);
        *open |= al_is_symbol(v);
        if (v->kind == AL_V_NULL || (al_is_symbol(v) && hint == AL_HINT_ANY))
            continue;
        if ((hint != AL_HINT_ARRAY && hint != AL_HINT_OBJECT) || (kind != AL_HINT_ANY && kind != hint)) {
            al_fail(call, "%s() takes only arrays or only objects; argument %u is %s", call->fn->name, i + 1,
                    al_kind_name(v));
            return AL_HINT_ANY;
        }
        kind = hint;
    }
    return kind;
}

static bool all_null(const struct al_call *call)
{
    for (uint32_t i = 0; i < call->n; i++)
        if (call->args[i].kind != AL_V_NULL)
            return false;
    return true;
}

al_value al_fn_union(struct al_call *call)
{
    struct set set = {0};
    bool open = false;
    enum al_hint kind = kind_of_arguments(call, &open);

    if (kind == AL_HINT_OBJECT)
        return al_merge_all(call);
    if (kind == AL_HINT_ANY)
        return all_null(call) ? al_null() : al_unknown(call);
    if (open)
        return al_unknown_as(call, AL_HINT_ARRAY);
    for (uint32_t i = 0; i < call->n; i++)
        if (call->args[i].kind == AL_V_ARRAY && !add_all(call, &set, &call->args[i]))
            return al_unknown_as(call, AL_HINT_ARRAY);
    return give(call, &set);
}

static al_value intersect_arrays(struct al_call *call)
{
    struct set result = {0}, *others = AL_NEW_N(call->ev->arena, struct set, call->n);

    for (uint32_t i = 1; i < call->n; i++)
        if (!add_all(call, &others[i], &call->args[i]))
            return al_unknown_as(call, AL_HINT_ARRAY);
    for (uint32_t k = 0; k < call->args[0].n; k++) {
        enum al_truth in_all = AL_YES;
        for (uint32_t i = 1; i < call->n && in_all != AL_NO; i++) {
            uint32_t *slot;
            enum al_truth in_this = find(call, &others[i], &call->args[0].items[k], &slot);
            in_all = in_this == AL_YES ? in_all : in_this;
        }
        if (in_all == AL_UNKNOWN || (in_all == AL_YES && !add(call, &result, &call->args[0].items[k])))
            return al_unknown_as(call, AL_HINT_ARRAY);
    }
    return give(call, &result);
}

/* Whether every other object has the same value under that name. */
static enum al_truth in_all_objects(struct al_call *call, struct al_entry *entry)
{
    enum al_truth in_all = AL_YES;

    for (uint32_t i = 1; i < call->n && in_all != AL_NO; i++) {
        struct al_entry *other = al_object_find(call->args[i].object, entry->key);
        enum al_truth same = other ? al_values_equal(call->ev, &entry->value, &other->value) : AL_NO;
        in_all = same == AL_YES ? in_all : same;
    }
    return in_all;
}

static al_value intersect_objects(struct al_call *call)
{
    struct al_object *first = call->args[0].object, *common = al_object_new(call->ev->arena, 0);
    bool open = false;

    for (uint32_t i = 0; i < first->n; i++) {
        enum al_truth in_all = in_all_objects(call, &first->entries[i]);
        if (in_all == AL_YES)
            al_object_set(call->ev->arena, common, first->entries[i].key, first->entries[i].value);
        open |= in_all == AL_UNKNOWN;
    }
    return open ? al_with_known(call->ev->arena, al_unknown_as(call, AL_HINT_OBJECT), common)
                : al_object(common);
}

al_value al_fn_intersection(struct al_call *call)
{
    bool open = false;
    enum al_hint kind = kind_of_arguments(call, &open);

    if (kind == AL_HINT_ANY || open)
        return al_unknown_as(call, kind);
    for (uint32_t i = 0; i < call->n; i++)
        if (call->args[i].kind == AL_V_NULL)
            return al_null();
    return kind == AL_HINT_ARRAY ? intersect_arrays(call) : intersect_objects(call);
}
