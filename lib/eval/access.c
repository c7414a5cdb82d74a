/* SPDX-License-Identifier: MIT */
/* base.name and base[index]. */
#include "base/masks.h"
#include "eval/evaluator.h"

static al_value trouble(struct al_eval *ev, const struct al_node *at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static al_value trouble(struct al_eval *ev, const struct al_node *at, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    al_diags_vadd(ev->diags, AL_TROUBLE_EXPRESSION, al_node_span(at), format, args);
    va_end(args);
    return al_unknown_node(ev, at);
}

/* The member of each choice, when every choice has it. */
static void member_of_choices(struct al_eval *ev, const struct al_symbol *symbol, al_str name, al_value *out)
{
    al_value values[AL_MOST_CHOICES];

    for (uint32_t i = 0; i < symbol->nchoices; i++) {
        struct al_entry *entry;
        if (symbol->choices[i].kind != AL_V_OBJECT)
            return;
        entry = al_object_find(symbol->choices[i].object, name);
        if (!entry || !al_force_deep(ev, &entry->value))
            return;
        values[i] = entry->value;
    }
    *out = al_with_choices(ev->arena, *out, values, symbol->nchoices);
}

static al_value unknown_member(struct al_eval *ev, al_value *base, al_str name, bool safe)
{
    al_value args[2] = {*base, al_string(name)}, v;

    al_force_deep(ev, &args[0]);
    v = al_symbol(ev->arena, AL_HINT_ANY, safe ? AL_STR("tryGet") : AL_SYM_MEMBER, args, 2);
    v.flags = base->flags & AL_VALUE_SECURE;
    return v;
}

/* A resource that reads its own property from Azure by its id means what the property was before. */
static bool is_not_meant(const al_value *base, const al_value *v)
{
    return base->symbol->live && v->kind == AL_V_BUSY;
}

static void grow_into(struct al_eval *ev, al_value *out, const al_value *base, const al_value *object)
{
    *out = al_with_growing(ev->arena, *out, object->object);
    out->symbol->live = base->symbol->live;
    out->hint = AL_HINT_OBJECT;
    out->origin = object->origin;
}

/* What is known of a symbol's property holds for what the template sets; the platform may add to every
 * object. */
static al_value opened(struct al_eval *ev, al_value *base, al_str name, al_value v)
{
    if (v.kind == AL_V_OBJECT) {
        al_value open = unknown_member(ev, base, name, false);
        grow_into(ev, &open, base, &v);
        return open;
    }
    if (v.kind == AL_V_ARRAY) {
        al_value *items = AL_NEW_N(ev->arena, al_value, v.n), list = unknown_member(ev, base, name, false);
        for (uint32_t i = 0; i < v.n; i++) {
            al_value index[2] = {list, al_int(i)}, *item = &v.items[i];
            items[i] = al_symbol(ev->arena, AL_HINT_ANY, AL_SYM_INDEX, index, 2);
            if (is_not_meant(base, item))
                continue;
            if (al_force(ev, item)->kind == AL_V_OBJECT)
                grow_into(ev, &items[i], base, item);
            else
                items[i] = *item;
        }
        v.items = items;
        v.flags &= AL_VALUE_SECURE;
    }
    return v;
}

static bool has_member(const al_value *branch, al_str name)
{
    if (branch->kind == AL_V_SYMBOL)
        return al_str_eq(branch->symbol->fn, AL_STR("if"));
    return branch->kind == AL_V_OBJECT && al_object_find(branch->object, name);
}

/* if(c, a, b).name is if(c, a.name, b.name) where both are written out: Bicep's compiler hands on optional
 * arguments that way. False when they are not. */
static bool member_of_branches(struct al_eval *ev, const struct al_symbol *symbol, al_str name,
                               const struct al_node *at, al_value *out)
{
    al_value args[3];

    if (!al_str_eq(symbol->fn, AL_STR("if")) || symbol->nargs != 3 || !has_member(&symbol->args[1], name) ||
        !has_member(&symbol->args[2], name) || ev->depth >= ev->limits.depth)
        return false;
    ev->depth++;
    args[0] = symbol->args[0];
    for (int i = 1; i < 3; i++) {
        args[i] = al_member(ev, &symbol->args[i], name, true, at);
        al_force_deep(ev, &args[i]);
    }
    ev->depth--;
    if (al_values_equal(ev, &args[1], &args[2]) == AL_YES)
        *out = args[1];
    else
        *out = al_symbol(ev->arena,
                         al_hint_of(&args[1]) == al_hint_of(&args[2]) ? al_hint_of(&args[1]) : AL_HINT_ANY,
                         symbol->fn, args, 3);
    return true;
}

static al_value member_of_symbol(struct al_eval *ev, al_value *base, al_str name, bool safe,
                                 const struct al_node *at)
{
    const struct al_symbol *symbol = base->symbol;
    struct al_entry *entry = symbol->known ? al_object_find(symbol->known, name) : NULL;
    al_value v;

    if (entry && !is_not_meant(base, &entry->value)) {
        ev->reading += symbol->live;
        v = *al_force(ev, &entry->value);
        ev->reading -= symbol->live;
        return symbol->grows ? opened(ev, base, name, v) : v;
    }
    if (member_of_branches(ev, symbol, name, at, &v))
        return v;
    v = unknown_member(ev, base, name, safe);
    member_of_choices(ev, symbol, name, &v);
    return v;
}

al_value al_member(struct al_eval *ev, al_value *base, al_str name, bool safe, const struct al_node *at)
{
    struct al_entry *entry;
    al_value v;

    switch ((enum al_value_kind)base->kind) {
    case AL_V_SYMBOL:
        if (base->symbol->resource && ev->host)
            return ev->host->resource_member(ev, base, name, safe, at);
        return member_of_symbol(ev, base, name, safe, at);
    case AL_V_OBJECT:
        entry = al_object_find(base->object, name);
        if (!entry && base->object->open)
            return unknown_member(ev, base, name, safe);
        if (!entry)
            return safe ? al_null() : trouble(ev, at, "the object has no property '%.*s'", AL_FMT(name));
        v = *al_force(ev, &entry->value);
        v.flags |= base->flags & AL_VALUE_SECURE;
        return v;
    case AL_V_NULL:
        if (safe)
            return al_null();
        return trouble(ev, at, "null has no property '%.*s'", AL_FMT(name));
    default:
        return trouble(ev, at, "a value of type %s has no property '%.*s'", al_kind_name(base), AL_FMT(name));
    }
}

static al_value index_unknown(struct al_eval *ev, al_value *base, al_value *index, unsigned flags)
{
    al_value args[2] = {*base, *index}, v;

    al_force_deep(ev, &args[0]);
    v = al_symbol(ev->arena, AL_HINT_ANY, flags & AL_NODE_FROM_END ? AL_STR("indexFromEnd") : AL_SYM_INDEX,
                  args, 2);
    v.flags = base->flags & AL_VALUE_SECURE;
    return v;
}

/* The same item of each choice, when every choice is an array that has it. */
static void index_of_choices(struct al_eval *ev, const al_value *base, const al_value *index, al_value *out)
{
    const struct al_symbol *symbol = base->kind == AL_V_SYMBOL ? base->symbol : NULL;
    al_value values[AL_MOST_CHOICES];

    if (!symbol || !symbol->nchoices || index->kind != AL_V_INT)
        return;
    for (uint32_t i = 0; i < symbol->nchoices; i++) {
        al_value *choice = &symbol->choices[i];
        if (choice->kind != AL_V_ARRAY || index->integer < 0 || index->integer >= choice->n ||
            !al_force_deep(ev, &choice->items[index->integer]))
            return;
        values[i] = choice->items[index->integer];
    }
    *out = al_with_choices(ev->arena, *out, values, symbol->nchoices);
}

/* An unknown index into a known array of few scalars: one of them. */
static al_value one_of(struct al_eval *ev, al_value *base, al_value symbol)
{
    for (uint32_t i = 0; i < base->n; i++)
        if (base->n > AL_MOST_CHOICES || !al_force_deep(ev, &base->items[i]))
            return symbol;
    return al_with_choices(ev->arena, symbol, base->items, base->n);
}

static al_value index_array(struct al_eval *ev, al_value *base, al_value *index, unsigned flags,
                            const struct al_node *at)
{
    int64_t i;

    if (index->kind != AL_V_INT)
        return trouble(ev, at, "an array is indexed by an integer, this is %s", al_kind_name(index));
    i = flags & AL_NODE_FROM_END ? (int64_t)base->n - index->integer : index->integer;
    if (i >= 0 && i < base->n) /* a list in a secure object has names in it, too, that need not be secret */
        return *al_force(ev, &base->items[i]);
    if (flags & AL_NODE_SAFE)
        return al_null();
    return trouble(ev, at, "index %lld is outside of the array, which has %u item%s",
                   (long long)index->integer, base->n, base->n == 1 ? "" : "s");
}

al_value al_index(struct al_eval *ev, al_value *base, al_value *index, unsigned node_flags,
                  const struct al_node *at)
{
    bool safe = node_flags & AL_NODE_SAFE;

    if (base->kind == AL_V_NULL && safe)
        return al_null();
    if (index->kind == AL_V_STRING && index->flags & AL_VALUE_SECURE && ev->masks)
        al_masks_add(ev->masks, al_string_of(index)); /* messages quote it */
    if (index->kind == AL_V_STRING && !(node_flags & AL_NODE_FROM_END))
        return al_member(ev, base, al_string_of(index), safe, at);
    if (base->kind == AL_V_ARRAY && index->kind == AL_V_SYMBOL)
        return one_of(ev, base, index_unknown(ev, base, index, node_flags));
    if (base->kind == AL_V_SYMBOL || index->kind == AL_V_SYMBOL) {
        al_value v = index_unknown(ev, base, index, node_flags);
        if (!(node_flags & AL_NODE_FROM_END))
            index_of_choices(ev, base, index, &v);
        return v;
    }
    if (base->kind == AL_V_ARRAY)
        return index_array(ev, base, index, node_flags, at);
    return trouble(ev, at, "a value of type %s cannot be indexed by %s", al_kind_name(base),
                   al_kind_name(index));
}
