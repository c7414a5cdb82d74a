/* SPDX-License-Identifier: MIT */
/* A type is looked at before the value: mostly there is nothing secure in it. Types may lead back to
 * themselves, and values share what they are made of, so that all looking has an end. */
#include "eval/secure.h"

enum { DEPTH = 32, TYPE_DEPTH = 8, TYPES = 1000, VALUES = 200 * 1000 };

struct walk {
    struct al_eval *ev;
    const struct al_template *tmpl;
    unsigned types, values; /* that may still be looked at */
    void (*fn)(void *ptr, al_value *secret);
    void *ptr;
    bool whole; /* what is secure is told as one, rather than by its parts */
};

static struct al_type type_of(const struct walk *w, const struct al_node *node)
{
    return al_type_resolve(w->ev, w->tmpl, al_type_from_json(w->ev->diags, node));
}

/* -- types -- */

static const struct al_node *mapping_of(const struct al_type *type)
{
    return al_node_get(type->discriminator, "mapping");
}

static bool has_secure(struct walk *w, const struct al_type *type, int depth);

static bool node_has_secure(struct walk *w, const struct al_node *node, int depth)
{
    struct al_type type;

    if (!al_node_is(node, AL_NODE_OBJECT))
        return false;
    type = type_of(w, node);
    return has_secure(w, &type, depth + 1);
}

static bool any_has_secure(struct walk *w, const struct al_node *types, int depth)
{
    bool found = false;

    for (uint32_t i = 0; !found && al_node_is(types, AL_NODE_OBJECT) && i < types->object.n; i++)
        found = node_has_secure(w, types->object.items[i].value, depth);
    for (uint32_t i = 0; !found && al_node_is(types, AL_NODE_ARRAY) && i < types->array.n; i++)
        found = node_has_secure(w, types->array.items[i], depth);
    return found;
}

static bool has_secure(struct walk *w, const struct al_type *type, int depth)
{
    if (type->secure || depth > TYPE_DEPTH || w->types == 0) /* then the value is looked at */
        return true;
    w->types--;
    return any_has_secure(w, type->properties, depth) || any_has_secure(w, mapping_of(type), depth) ||
           any_has_secure(w, type->prefix_items, depth) || node_has_secure(w, type->items, depth) ||
           node_has_secure(w, type->additional, depth);
}

/* -- values -- */

static bool may_go_on(struct walk *w, int depth)
{
    if (depth > DEPTH || w->values == 0)
        return false;
    w->values--;
    return true;
}

static void tell_all(struct walk *w, al_value *v, int depth)
{
    if (!may_go_on(w, depth))
        return;
    al_force(w->ev, v);
    for (uint32_t i = 0; v->kind == AL_V_ARRAY && i < v->n; i++)
        tell_all(w, &v->items[i], depth + 1);
    for (uint32_t i = 0; v->kind == AL_V_OBJECT && i < v->object->n; i++)
        tell_all(w, &v->object->entries[i].value, depth + 1);
    if (v->kind != AL_V_ARRAY && v->kind != AL_V_OBJECT)
        w->fn(w->ptr, v);
}

static void tell(struct walk *w, struct al_type type, al_value *v, int depth);

static void tell_node(struct walk *w, const struct al_node *type, al_value *v, int depth)
{
    if (al_node_is(type, AL_NODE_OBJECT))
        tell(w, type_of(w, type), v, depth + 1);
}

/* Of a union the member that is the value's kind. */
static const struct al_node *mapped(struct walk *w, const struct al_type *type,
                                    const struct al_object *object)
{
    const al_str name = al_node_text(al_node_get(type->discriminator, "propertyName"));
    struct al_entry *entry = name.n ? al_object_find(object, name) : NULL;
    const struct al_node *mapping = mapping_of(type);
    const struct al_property *p = NULL;

    if (entry && al_node_is(mapping, AL_NODE_OBJECT) && al_force(w->ev, &entry->value)->kind == AL_V_STRING)
        p = al_node_property(mapping, al_string_of(&entry->value));
    return p ? p->value : NULL;
}

static void tell_members(struct walk *w, const struct al_type *type, al_value *v, int depth)
{
    const struct al_node *properties = al_node_is(type->properties, AL_NODE_OBJECT) ? type->properties : NULL;

    tell_node(w, mapped(w, type, v->object), v, depth);
    for (uint32_t i = 0; i < v->object->n; i++) {
        struct al_entry *entry = &v->object->entries[i];
        const struct al_property *p = properties ? al_node_property(properties, entry->key) : NULL;
        tell_node(w, p ? p->value : type->additional, &entry->value, depth);
    }
}

static void tell_items(struct walk *w, const struct al_type *type, al_value *v, int depth)
{
    const struct al_node *first = al_node_is(type->prefix_items, AL_NODE_ARRAY) ? type->prefix_items : NULL;

    for (uint32_t i = 0; i < v->n; i++)
        tell_node(w, first && i < first->array.n ? first->array.items[i] : type->items, &v->items[i], depth);
}

static void tell(struct walk *w, struct al_type type, al_value *v, int depth)
{
    if (!may_go_on(w, depth))
        return;
    al_force(w->ev, v);
    if (type.secure && w->whole)
        w->fn(w->ptr, v);
    else if (type.secure)
        tell_all(w, v, depth);
    else if (v->kind == AL_V_OBJECT)
        tell_members(w, &type, v, depth);
    else if (v->kind == AL_V_ARRAY)
        tell_items(w, &type, v, depth);
}

static void tell_secrets(struct walk *w, struct al_type type, al_value *value)
{
    type = al_type_resolve(w->ev, w->tmpl, type);
    if (has_secure(w, &type, 0))
        tell(w, type, value, 0);
}

void al_secure_each(struct al_eval *ev, const struct al_template *tmpl, struct al_type type, al_value *value,
                    void (*fn)(void *ptr, al_value *secret), void *ptr)
{
    struct walk w = {ev, tmpl, TYPES, VALUES, fn, ptr, false};

    tell_secrets(&w, type, value);
}

static void mark(void *ptr, al_value *secret)
{
    struct al_eval *ev = ptr;

    secret->flags |= AL_VALUE_SECURE;
    ev->secure = true;
}

void al_secure_mark(struct al_eval *ev, const struct al_template *tmpl, struct al_type type, al_value *value)
{
    struct walk w = {ev, tmpl, TYPES, VALUES, mark, ev, true};

    tell_secrets(&w, type, value);
}

/* -- unknowns -- */

static al_value known_in(struct walk *w, const struct al_type *type, al_value symbol, int depth)
{
    const struct al_node *properties = al_node_is(type->properties, AL_NODE_OBJECT) ? type->properties : NULL;
    struct al_object *known = NULL;

    for (uint32_t i = 0; properties && i < properties->object.n && depth < TYPE_DEPTH; i++) {
        const struct al_property *p = &properties->object.items[i];
        const struct al_type member = type_of(w, p->value);
        al_value args[2] = {symbol, al_string(p->key)}, v;
        if (member.nullable || !has_secure(w, &member, depth))
            continue;
        v = al_symbol(w->ev->arena, AL_HINT_ANY, AL_SYM_MEMBER, args, 2);
        if (member.secure)
            mark(w->ev, &v);
        else
            v = known_in(w, &member, v, depth + 1);
        known = known ? known : al_object_new(w->ev->arena, properties->object.n);
        al_object_set(w->ev->arena, known, p->key, v);
    }
    return known ? al_with_known(w->ev->arena, symbol, known) : symbol;
}

al_value al_secure_symbol(struct al_eval *ev, const struct al_template *tmpl, struct al_type type,
                          al_value symbol)
{
    struct walk w = {.ev = ev, .tmpl = tmpl, .types = TYPES};

    type = al_type_resolve(ev, tmpl, type);
    return known_in(&w, &type, symbol, 0);
}
