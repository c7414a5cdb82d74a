/* SPDX-License-Identifier: MIT */
/* Functions that call a lambda for every item of an array. Items may be unknown; the array itself may not. */
#include "eval/functions.h"

/* Whether argument i is a lambda of at most that many parameters; false after reporting, or where what is
 * written is broken and was reported. */
static bool check_lambda(struct al_call *call, uint32_t i, uint32_t most)
{
    uint32_t arity;

    if (i >= call->n)
        return true;
    if (al_is_symbol(&call->args[i]))
        return false;
    if (call->args[i].kind != AL_V_LAMBDA) {
        al_fail(call, "argument %u of %s() must be a lambda, this is %s", i + 1, call->fn->name,
                al_kind_name(&call->args[i]));
        return false;
    }
    arity = al_lambda_arity(&call->args[i]);
    if (arity >= 1 && arity <= most)
        return true;
    al_fail(call, "the lambda of %s() takes %s%u parameter%s, not %u", call->fn->name,
            most > 1 ? "1 to " : "", most, most > 1 ? "s" : "", arity);
    return false;
}

/* The array to go over; NULL when it is unknown or wrong. */
static al_value *check_array(struct al_call *call)
{
    return al_is_symbol(&call->args[0]) ? NULL : al_arg_of(call, 0, AL_V_ARRAY);
}

/* The lambda of argument `lambda` for item `i` of the array. */
static al_value apply(struct al_call *call, uint32_t lambda, uint32_t i)
{
    al_value args[2] = {*al_force(call->ev, &call->args[0].items[i]), al_int(i)}, result;

    result = al_apply(call->ev, &call->args[lambda], args, 2);
    return *al_force(call->ev, &result);
}

al_value al_fn_map(struct al_call *call)
{
    struct al_items items = {0};
    al_value *array = check_array(call);

    if (!array || !check_lambda(call, 1, 2))
        return al_unknown(call);
    for (uint32_t i = 0; i < array->n; i++)
        if (!al_items_add(call, &items, apply(call, 1, i)))
            return al_unknown(call);
    return al_array(items.v, items.n);
}

al_value al_fn_filter(struct al_call *call)
{
    struct al_items items = {0};
    al_value *array = check_array(call);
    bool open = false;

    if (!array || !check_lambda(call, 1, 2))
        return al_unknown(call);
    for (uint32_t i = 0; i < array->n; i++) {
        al_value keep = apply(call, 1, i);
        open |= al_is_symbol(&keep);
        if (keep.kind != AL_V_BOOL && !al_is_symbol(&keep)) {
            al_fail(call, "the lambda of filter() must give a bool, this is %s", al_kind_name(&keep));
            return al_unknown(call);
        }
        if (keep.kind == AL_V_BOOL && keep.boolean && !al_items_add(call, &items, array->items[i]))
            return al_unknown(call);
    }
    return open ? al_unknown(call) : al_array(items.v, items.n);
}

al_value al_fn_reduce(struct al_call *call)
{
    al_value *array = check_array(call), current = call->args[1];

    if (!array || !check_lambda(call, 2, 3))
        return al_unknown(call);
    if (al_lambda_arity(&call->args[2]) < 2)
        return al_fail(call, "the lambda of reduce() takes 2 or 3 parameters");
    for (uint32_t i = 0; i < array->n; i++) {
        al_value args[3] = {current, *al_force(call->ev, &array->items[i]), al_int(i)};
        if (!al_step(call->ev, call->node, 1))
            return al_unknown(call);
        current = al_apply(call->ev, &call->args[2], args, 3);
        al_force(call->ev, &current);
    }
    return current;
}

/* -- sort: merging runs, which keeps equal items in order -- */

struct sorter {
    struct al_call *call;
    al_value *from, *to;
    bool undecided;
};

static bool comes_before(struct sorter *s, const al_value *a, const al_value *b)
{
    al_value args[2] = {*a, *b}, before;

    if (s->undecided || !al_step(s->call->ev, s->call->node, 1)) {
        s->undecided = true;
        return false;
    }
    before = al_apply(s->call->ev, &s->call->args[1], args, 2);
    al_force(s->call->ev, &before);
    if (before.kind == AL_V_BOOL)
        return before.boolean;
    if (!al_is_symbol(&before))
        al_fail(s->call, "the lambda of sort() must give a bool, this is %s", al_kind_name(&before));
    s->undecided = true;
    return false;
}

static void merge_runs(struct sorter *s, size_t left, size_t right, size_t end)
{
    size_t i = left, k = right;

    for (size_t at = left; at < end; at++) {
        bool take_right = i == right || (k < end && comes_before(s, &s->from[k], &s->from[i]));
        s->to[at] = take_right ? s->from[k++] : s->from[i++];
    }
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

al_value al_fn_sort(struct al_call *call)
{
    al_value *array = check_array(call);
    struct sorter s = {.call = call};
    size_t n;

    if (!array || !check_lambda(call, 1, 2))
        return al_unknown(call);
    n = array->n;
    if (!al_charge(call, 2 * n * sizeof *s.from))
        return al_unknown(call);
    s.from = AL_NEW_N(call->ev->arena, al_value, n);
    s.to = AL_NEW_N(call->ev->arena, al_value, n);
    for (size_t i = 0; i < n; i++)
        s.from[i] = *al_force(call->ev, &array->items[i]);
    for (size_t width = 1; width < n; width *= 2) {
        al_value *swap = s.from;
        for (size_t left = 0; left < n; left += 2 * width)
            merge_runs(&s, left, smaller(left + width, n), smaller(left + 2 * width, n));
        s.from = s.to;
        s.to = swap;
    }
    return s.undecided ? al_unknown(call) : al_array(s.from, n);
}

/* -- objects -- */

al_value al_fn_mapValues(struct al_call *call)
{
    struct al_object *object, *mapped;
    al_value *v = &call->args[0];

    if (al_is_symbol(v) || !al_arg_of(call, 0, AL_V_OBJECT) || !check_lambda(call, 1, 1))
        return al_unknown(call);
    object = v->object;
    mapped = al_object_new(call->ev->arena, object->n);
    for (uint32_t i = 0; i < object->n; i++) {
        al_value value = *al_force(call->ev, &object->entries[i].value);
        if (!al_charge(call, sizeof(struct al_entry)))
            return al_unknown(call);
        value = al_apply(call->ev, &call->args[1], &value, 1);
        al_object_set(call->ev->arena, mapped, object->entries[i].key, *al_force(call->ev, &value));
    }
    return al_object(mapped);
}

/* The key and value that the lambdas of toObject() and groupBy() make of item `i`. `*open` is set when the
 * key is not known; false after reporting. */
static bool key_and_value(struct al_call *call, uint32_t i, al_value *key, al_value *value, bool *open)
{
    *key = apply(call, 1, i);
    *value = call->n > 2 ? apply(call, 2, i) : call->args[0].items[i];
    if (!al_charge(call, 2 * sizeof(struct al_entry)))
        return false;
    if (key->kind == AL_V_STRING)
        return true;
    if (al_is_symbol(key))
        return *open = true;
    al_fail(call, "the first lambda of %s() must give a string, this is %s", call->fn->name,
            al_kind_name(key));
    return false;
}

/* With a key that is not known, what the other items gave is certain all the same: a key twice is an error.
 */
al_value al_fn_toObject(struct al_call *call)
{
    struct al_object *object = al_object_new(call->ev->arena, 0);
    al_value *array = check_array(call), key, value;
    const struct al_entry *entry;
    bool open = false;

    if (!array || !check_lambda(call, 1, 1) || !check_lambda(call, 2, 1))
        return al_unknown(call);
    for (uint32_t i = 0; i < array->n; i++) {
        if (!key_and_value(call, i, &key, &value, &open))
            return al_unknown(call);
        if (al_is_symbol(&key))
            continue;
        entry = al_object_find(object, al_string_of(&key));
        if (entry && al_str_eq(entry->key, al_string_of(&key))) {
            al_fail(call, "toObject() was given the key '%.*s' twice",
                    AL_FMT(al_str_head(al_string_of(&key), 80)));
            return al_unknown(call);
        }
        al_object_set(call->ev->arena, object, al_string_of(&key), value);
    }
    return open ? al_with_known(call->ev->arena, al_unknown(call), object) : al_object(object);
}

al_value al_fn_groupBy(struct al_call *call)
{
    struct al_object *object = al_object_new(call->ev->arena, 0);
    al_value *array = check_array(call), key, value;
    struct al_items *groups;
    bool open = false;
    uint32_t n = 0;

    if (!array || !check_lambda(call, 1, 1) || !check_lambda(call, 2, 1))
        return al_unknown(call);
    groups = AL_NEW_N(call->ev->arena, struct al_items, array->n);
    for (uint32_t i = 0; i < array->n; i++) {
        struct al_entry *entry;
        if (!key_and_value(call, i, &key, &value, &open) || open)
            return al_unknown(call);
        entry = al_object_put(call->ev->arena, object, al_string_of(&key));
        if (entry->value.kind != AL_V_INT) /* until all are there, the index of the group */
            entry->value = al_int(n++);
        if (!al_items_add(call, &groups[entry->value.integer], value))
            return al_unknown(call);
    }
    for (uint32_t i = 0; i < object->n; i++) {
        const struct al_items *group = &groups[object->entries[i].value.integer];
        object->entries[i].value = al_array(group->v, group->n);
    }
    return al_object(object);
}

/* -- outside of an argument -- */

al_value al_fn_lambda(struct al_call *call)
{
    for (uint32_t i = 0; i < call->n; i++)
        call->args[i] = al_null();
    return al_fail(call,
                   "lambda() needs names for its parameters and a body, and is allowed only as an argument");
}

al_value al_fn_lambdaVariables(struct al_call *call)
{
    const struct al_frame *frame;
    al_str name;

    if (!al_text_arg(&name, call, 0))
        return al_unknown(call);
    frame = al_frame_find(call->frame, AL_BIND_LOCAL, name);
    return frame ? frame->value : al_fail(call, "there is no lambda variable '%.*s' here", AL_FMT(name));
}
