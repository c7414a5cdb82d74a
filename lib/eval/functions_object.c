/* SPDX-License-Identifier: MIT */
/* Functions of objects, and deep merging: union(), shallowMerge(). What is merged over an unknown object is
 * certain afterwards; what was there before it is not. */
#include "eval/functions.h"
#include "eval/letter_case.h"

#include <stdlib.h>

/* A key that is there in another spelling keeps its spelling; one that is not known keeps its symbol. */
static void put(struct al_call *call, struct al_object *object, const struct al_entry *from, al_value value)
{
    struct al_entry *old = al_object_find(object, from->key);
    struct al_entry *entry = al_object_put(call->ev->arena, object, old ? old->key : from->key);

    entry->at = from->at;
    entry->value = value;
    if (from->key_value) {
        entry->key_value = from->key_value;
        object->open = true;
    }
}

al_value al_fn_createObject(struct al_call *call)
{
    struct al_object *object = al_object_new(call->ev->arena, call->n / 2);
    bool open = false;

    if (call->n % 2)
        return al_fail(call, "createObject() takes pairs of a key and a value; the last key has no value");
    for (uint32_t i = 0; i < call->n; i += 2) {
        if (al_is_symbol(&call->args[i]))
            open = true;
        else if (!al_arg_of(call, i, AL_V_STRING))
            return al_unknown(call);
        else
            al_object_set(call->ev->arena, object, al_string_of(&call->args[i]), call->args[i + 1]);
    }
    return open ? al_with_known(call->ev->arena, al_unknown(call), object) : al_object(object);
}

/* -- items, objectKeys -- */

struct sorted {
    const struct al_entry *entry;
    uint32_t index;
};

static int compare_keys(const void *a, const void *b)
{
    const struct sorted *x = a, *y = b;
    al_str s = x->entry->key, t = y->entry->key;
    size_t i = 0, k = 0;

    while (i < s.n && k < t.n) {
        uint32_t c = al_cp_upper(al_utf8_next(s, &i)), d = al_cp_upper(al_utf8_next(t, &k));
        if (c != d)
            return c < d ? -1 : 1;
    }
    if (i < s.n || k < t.n)
        return i < s.n ? 1 : -1;
    return x->index < y->index ? -1 : 1; /* keys that differ only by case stay as they were */
}

static struct sorted *sort_entries(struct al_call *call, const struct al_object *object)
{
    struct sorted *sorted = AL_NEW_N(call->ev->arena, struct sorted, object->n);

    for (uint32_t i = 0; i < object->n; i++)
        sorted[i] = (struct sorted){&object->entries[i], i};
    if (object->n)
        qsort(sorted, object->n, sizeof *sorted, compare_keys);
    return sorted;
}

al_value al_fn_items(struct al_call *call)
{
    al_value *v = al_arg_of(call, 0, AL_V_OBJECT), *items;
    const struct sorted *sorted;
    uint32_t n;

    if (!v || !al_charge(call, v->object->n * (2 * sizeof(struct al_entry) + sizeof *items)))
        return al_unknown(call);
    n = v->object->n;
    for (uint32_t i = 0; i < n; i++)
        al_force(call->ev, &v->object->entries[i].value);
    sorted = sort_entries(call, v->object);
    items = AL_NEW_N(call->ev->arena, al_value, n);
    for (uint32_t i = 0; i < n; i++) {
        struct al_object *item = al_object_new(call->ev->arena, 2);
        al_object_set(call->ev->arena, item, AL_STR("key"), al_string(sorted[i].entry->key));
        al_object_set(call->ev->arena, item, AL_STR("value"), sorted[i].entry->value);
        items[i] = al_object(item);
    }
    return al_array(items, n);
}

al_value al_fn_objectKeys(struct al_call *call)
{
    al_value *v = al_arg_of(call, 0, AL_V_OBJECT), *items;
    const struct sorted *sorted;

    if (!v || !al_charge(call, v->object->n * (sizeof *sorted + sizeof *items)))
        return al_unknown(call);
    sorted = sort_entries(call, v->object);
    items = AL_NEW_N(call->ev->arena, al_value, v->object->n);
    for (uint32_t i = 0; i < v->object->n; i++)
        items[i] = al_string(sorted[i].entry->key);
    return al_array(items, v->object->n);
}

/* -- merging -- */

struct merger {
    struct al_call *call;
    bool deep;
};

static void merge(struct merger *m, struct al_object *into, const al_value *base, struct al_object *from);

/* union(left, right) as a symbol; `known` is what is certain of it, or NULL. */
static al_value union_symbol(struct merger *m, enum al_hint hint, al_value left, al_value right,
                             struct al_object *known)
{
    al_value args[2] = {left, right}, v;

    al_force_deep(m->call->ev, &args[0]);
    al_force_deep(m->call->ev, &args[1]);
    v = al_symbol(m->call->ev->arena, hint, AL_STR("union"), args, 2);
    return known ? al_with_known(m->call->ev->arena, v, known) : v;
}

static al_value try_get(struct merger *m, const al_value *base, al_str key)
{
    al_value args[2] = {*base, al_string(key)};

    return al_symbol(m->call->ev->arena, AL_HINT_ANY, AL_STR("tryGet"), args, 2);
}

static bool may_be_object(const al_value *v)
{
    return v->kind == AL_V_OBJECT ||
           (al_is_symbol(v) && (v->hint == AL_HINT_ANY || v->hint == AL_HINT_OBJECT));
}

/* An object over an unknown value: the object's properties are certain. */
static al_value over_unknown(struct merger *m, al_value left, const al_value *right)
{
    struct al_object *known = al_object_new(m->call->ev->arena, right->object->n);

    if (al_is_symbol(&left) && left.symbol->known)
        merge(m, known, NULL, left.symbol->known);
    merge(m, known, &left, right->object);
    return union_symbol(m, AL_HINT_OBJECT, left, *right, known);
}

/* The value of a property that had the value `old` (NULL: none that is known) and is now said to be `new`. */
static al_value merged(struct merger *m, const al_value *old, const al_value *base, al_str key,
                       const al_value *new)
{
    al_value left = old ? *old : base ? try_get(m, base, key) : al_null();
    struct al_object *both;

    if (!may_be_object(new) || !may_be_object(&left))
        return *new;
    if (al_is_symbol(new))
        return union_symbol(m, (enum al_hint) new->hint, left, *new, new->symbol->known);
    if (al_is_symbol(&left))
        return over_unknown(m, left, new);
    both = al_object_new(m->call->ev->arena, left.object->n + new->object->n);
    merge(m, both, NULL, left.object);
    merge(m, both, NULL, new->object);
    return al_object(both);
}

/* Adds the properties of `from`, merged with what `olds` has under their names. `base` is what lies beneath
 * that and is not known, or NULL. */
static void merge_over(struct merger *m, struct al_object *into, struct al_object *olds, const al_value *base,
                       struct al_object *from)
{
    struct al_eval *ev = m->call->ev;

    if (ev->depth >= ev->limits.depth || !al_charge(m->call, from->n * sizeof *from->entries))
        return;
    ev->depth++;
    for (uint32_t i = 0; i < from->n; i++) {
        struct al_entry *entry = &from->entries[i], *old = al_object_find(olds, entry->key);
        al_value value = *al_force(ev, &entry->value);
        if (m->deep && (old || base))
            value = merged(m, old ? &old->value : NULL, base, entry->key, &value);
        put(m->call, into, entry, value);
    }
    ev->depth--;
}

static void merge(struct merger *m, struct al_object *into, const al_value *base, struct al_object *from)
{
    merge_over(m, into, into, base, from);
}

/* What the first `n` of the objects amount to, as far as nothing is known. */
static al_value beneath(struct al_call *call, al_value *objects, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        al_force_deep(call->ev, &objects[i]);
    return n == 1 ? objects[0] : al_symbol(call->ev->arena, AL_HINT_OBJECT, AL_STR("union"), objects, n);
}

/* Adds the keys of every object that a value can be; false when it can be others. */
static bool gather_keys(struct al_call *call, al_value *v, struct al_object *keys)
{
    const struct al_symbol *symbol = al_force(call->ev, v)->kind == AL_V_SYMBOL ? v->symbol : NULL;
    bool all;

    if (v->kind == AL_V_OBJECT) {
        for (uint32_t i = 0; i < v->object->n; i++)
            al_object_put(call->ev->arena, keys, v->object->entries[i].key);
        return !v->object->open && al_charge(call, v->object->n * sizeof *keys->entries);
    }
    if (!symbol || !al_str_eq(symbol->fn, AL_STR("if")) || symbol->nargs != 3)
        return v->kind == AL_V_NULL;
    if (call->ev->depth >= call->ev->limits.depth)
        return false;
    call->ev->depth++;
    all = gather_keys(call, &symbol->args[1], keys) && gather_keys(call, &symbol->args[2], keys);
    call->ev->depth--;
    return all;
}

static bool has_any(const struct al_object *object, const struct al_object *keys)
{
    for (uint32_t i = 0; i < keys->n; i++)
        if (al_object_find(object, keys->entries[i].key))
            return true;
    return false;
}

/* What stays certain of `known` when an object that is not known is merged over it: what that object
 * certainly does not have. */
static struct al_object *untouched(struct al_call *call, struct al_object *known, al_value *over)
{
    struct al_object *keys = al_object_new(call->ev->arena, 0), *left = al_object_new(call->ev->arena, 0);
    bool all = known->n && gather_keys(call, over, keys);

    if (all && !has_any(known, keys))
        return known;
    if (!all || !al_charge(call, known->n * sizeof *known->entries))
        return left;
    for (uint32_t i = 0; i < known->n; i++)
        if (!al_object_find(keys, known->entries[i].key))
            put(call, left, &known->entries[i], known->entries[i].value);
    return left;
}

static uint32_t count_properties(struct al_call *call, al_value *objects, uint32_t n)
{
    uint32_t count = 0;

    for (uint32_t i = 0; i < n; i++)
        if (al_force(call->ev, &objects[i])->kind == AL_V_OBJECT)
            count += objects[i].object->n;
    return count;
}

static al_value merge_objects(struct al_call *call, al_value *objects, uint32_t n, bool deep)
{
    struct merger m = {call, deep};
    struct al_object *known = al_object_new(call->ev->arena, count_properties(call, objects, n));
    al_value base = al_null();
    bool open = false;

    for (uint32_t i = 0; i < n; i++) {
        al_value *v = al_force(call->ev, &objects[i]);
        if (v->kind == AL_V_OBJECT) {
            merge(&m, known, open && deep ? &base : NULL, v->object);
        } else if (al_is_symbol(v)) {
            struct al_object *before = known;
            known = untouched(call, known, v);
            if (v->symbol->known)
                merge_over(&m, known, before, open && deep ? &base : NULL, v->symbol->known);
            open = true;
            if (deep)
                base = beneath(call, objects, i + 1);
        } else if (v->kind != AL_V_NULL) {
            return al_fail(call, "%s() does not merge an object with %s", call->fn->name, al_kind_name(v));
        }
    }
    return open ? al_with_known(call->ev->arena, al_unknown_as(call, AL_HINT_OBJECT), known)
                : al_object(known);
}

al_value al_merge_all(struct al_call *call)
{
    return merge_objects(call, call->args, call->n, true);
}

al_value al_fn_shallowMerge(struct al_call *call)
{
    al_value *v = &call->args[0];

    if (al_is_symbol(v))
        return al_unknown(call);
    if (!al_arg_of(call, 0, AL_V_ARRAY))
        return al_unknown(call);
    return merge_objects(call, v->items, v->n, false);
}
