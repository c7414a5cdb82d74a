/* SPDX-License-Identifier: MIT */
/* Unions: of literals, which become allowed values, and of objects that a property tells apart. Members are
 * looked at once they are lowered, so that it makes no difference whether one is written out, named or
 * imported. */
#include "syntax/bicep_bind.h"

enum {
    MEMBERS = 50 * 1000, /* of all unions of a file: unions of unions double quickly */
    DEEPEST = 100,       /* literal: a type may hold itself */
};

struct literals {
    struct al_bicep_binder *b;
    struct al_span span;
    AL_VEC(struct al_node *) list;
    struct al_map seen; /* by source text */
    al_str kind;        /* what they all are ... */
    bool mixed;         /* ... unless they differ */
    bool nullable;
};

/* -10 and !true are literals whose place may be that of 10 and true. */
static al_str key_of(const struct literals *all, const struct al_node *literal)
{
    if (literal->kind == AL_NODE_BOOL)
        return literal->boolean ? AL_STR("true") : AL_STR("false");
    if (literal->kind == AL_NODE_INT)
        return al_printf(all->b->arena, "%lld", (long long)literal->integer);
    return al_span_text(al_node_span(literal));
}

static void add(struct literals *all, al_str kind, struct al_node *literal)
{
    void **place = al_map_put(all->b->arena, &all->seen, key_of(all, literal));

    if (*place)
        return;
    *place = literal;
    all->mixed |= kind.n == 0 || (all->kind.n && !al_str_eq(all->kind, kind));
    all->kind = kind;
    *al_vec_push(all->b->arena, &all->list) = literal;
}

/* -- objects and arrays of literals -- */

static struct al_node *literal_of(struct al_bicep_binder *b, const struct al_node *type, struct al_span span);

static struct al_node *literal_object(struct al_bicep_binder *b, const struct al_node *properties,
                                      struct al_span span)
{
    struct al_bicep_object out = {.arena = b->arena, .span = span};

    for (uint32_t i = 0; i < properties->object.n; i++) {
        const struct al_property *p = &properties->object.items[i];
        struct al_node *value = literal_of(b, p->value, al_node_span(p->value));
        if (!value)
            return NULL;
        al_bicep_put_named(&out, p->key, al_key_span(properties, p), value);
    }
    return al_bicep_object_node(&out);
}

static struct al_node *literal_array(struct al_bicep_binder *b, const struct al_node *items,
                                     struct al_span span)
{
    struct al_node *out = al_node_new(b->arena, AL_NODE_ARRAY, span);

    out->array.items = AL_NEW_N(b->arena, struct al_node *, items->array.n);
    out->array.n = items->array.n;
    for (uint32_t i = 0; i < items->array.n; i++) {
        out->array.items[i] = literal_of(b, items->array.items[i], al_node_span(items->array.items[i]));
        if (!out->array.items[i])
            return NULL;
    }
    return out;
}

static bool is_open(const struct al_node *type)
{
    const struct al_node *nullable = al_node_get(type, "nullable");
    const struct al_node *others = al_node_get(type, "additionalProperties");

    return al_node_is_true(nullable) || al_node_is(others, AL_NODE_OBJECT);
}

/* The one value that a lowered type allows, or NULL. */
static struct al_node *literal_of(struct al_bicep_binder *b, const struct al_node *type, struct al_span span)
{
    const struct al_node *allowed, *properties, *items;
    struct al_node *literal = NULL;

    type = al_bicep_type_behind(b, type);
    if (!type || is_open(type) || b->union_depth == DEEPEST || b->nunion++ >= MEMBERS)
        return NULL;
    allowed = al_node_get(type, "allowedValues");
    properties = al_node_get(type, "properties");
    items = al_node_get(type, "prefixItems");
    if (al_node_is(allowed, AL_NODE_ARRAY))
        return allowed->array.n == 1 ? allowed->array.items[0] : NULL;
    b->union_depth++;
    if (al_node_is(properties, AL_NODE_OBJECT) && properties->object.n)
        literal = literal_object(b, properties, span);
    else if (al_node_is(items, AL_NODE_ARRAY) && items->array.n)
        literal = literal_array(b, items, span);
    b->union_depth--;
    return literal;
}

/* -- unions of literals -- */

/* False when the member stands for more than literals. */
static bool add_member(struct literals *all, const struct al_node *lowered)
{
    const struct al_node *type = al_bicep_type_behind(all->b, lowered), *allowed, *nullable;
    const struct al_node *outer = al_node_get(lowered, "nullable");
    struct al_node *literal;
    al_str kind;

    if (!type)
        return false;
    nullable = al_node_get(type, "nullable");
    all->nullable |= al_node_is_true(nullable) || al_node_is_true(outer);
    kind = al_node_text(al_node_get(type, "type"));
    allowed = al_node_get(type, "allowedValues");
    if (al_node_is(allowed, AL_NODE_ARRAY)) {
        for (uint32_t i = 0; i < allowed->array.n && all->b->nunion++ < MEMBERS; i++)
            add(all, kind, allowed->array.items[i]);
        return all->b->nunion < MEMBERS;
    }
    if (nullable && kind.n == 0)
        return type->object.n == 1; /* null */
    literal = literal_of(all->b, type, al_node_span(lowered));
    if (literal)
        add(all, kind, literal);
    return literal != NULL;
}

static void put_literals(struct literals *all, struct al_bicep_object *out)
{
    struct al_node *list = al_node_new(all->b->arena, AL_NODE_ARRAY, all->span);

    if (!all->mixed && all->kind.n)
        al_bicep_put(out, "type", all->span, al_bicep_new_text(all->b->arena, all->kind, all->span));
    list->array.items = all->list.v;
    list->array.n = (uint32_t)all->list.n;
    if (all->list.n)
        al_bicep_put(out, "allowedValues", all->span, list);
    if (all->nullable)
        al_bicep_put(out, "nullable", all->span, al_bicep_new_bool(all->b->arena, true, all->span));
}

/* -- unions of objects -- */

struct mapping {
    struct al_bicep_binder *b;
    al_str name;                     /* of the property that tells them apart */
    struct al_bicep_object variants; /* by its value */
    bool nullable;
};

static bool add_variant(struct mapping *m, struct al_node *lowered)
{
    const struct al_node *type = al_bicep_type_behind(m->b, lowered);
    const struct al_node *inner = al_node_get(al_node_get(type, "discriminator"), "mapping");
    const struct al_property *p;
    const struct al_node *value;

    if (!type || m->b->nunion++ >= MEMBERS)
        return false;
    if (al_node_is(inner, AL_NODE_OBJECT)) {
        for (uint32_t i = 0; i < inner->object.n && m->b->nunion++ < MEMBERS; i++)
            al_bicep_put_property(&m->variants, &inner->object.items[i]);
        return m->b->nunion < MEMBERS;
    }
    p = al_node_property(al_node_get(type, "properties"), m->name);
    value = p ? literal_of(m->b, p->value, al_node_span(p->value)) : NULL;
    if (!value || value->kind != AL_NODE_STRING) {
        const bool is_null = type->object.n == 1 && al_node_get(type, "nullable");
        m->nullable |= is_null;
        return is_null;
    }
    al_bicep_put_named(&m->variants, value->string, al_node_span(value), lowered);
    return true;
}

/* A union in parentheses is part of the one around it. */
static bool add_variants(struct mapping *m, const struct al_bicep_type *type)
{
    for (uint32_t i = 0; i < type->nmembers; i++) {
        const struct al_bicep_type *member = type->members[i].type;
        const bool added =
            member->kind == AL_BICEP_TYPE_UNION
                ? add_variants(m, member)
                : add_variant(m, al_bicep_lower(m->b, member, (struct al_bicep_decorated){NULL, 0}));
        if (!added)
            return false;
    }
    return true;
}

static bool put_variants(struct al_bicep_binder *b, struct al_bicep_object *out,
                         const struct al_bicep_type *type, const struct al_node *discriminator)
{
    struct mapping m = {
        .b = b, .name = discriminator->string, .variants = {.arena = b->arena, .span = type->span}};
    struct al_bicep_object said = {.arena = b->arena, .span = type->span};

    if (!add_variants(&m, type))
        return false;
    al_bicep_put(&said, "propertyName", al_node_span(discriminator),
                 (struct al_node *)(uintptr_t)discriminator);
    al_bicep_put(&said, "mapping", type->span, al_bicep_object_node(&m.variants));
    al_bicep_put(out, "type", type->span, al_bicep_new_text(b->arena, AL_STR("object"), type->span));
    al_bicep_put(out, "discriminator", type->span, al_bicep_object_node(&said));
    if (m.nullable)
        al_bicep_put(out, "nullable", type->span, al_bicep_new_bool(b->arena, true, type->span));
    return true;
}

void al_bicep_put_union(struct al_bicep_binder *b, struct al_bicep_object *out,
                        const struct al_bicep_type *type, const struct al_node *discriminator)
{
    struct literals all = {.b = b, .span = type->span};

    if (al_node_is(discriminator, AL_NODE_STRING)) {
        if (!put_variants(b, out, type, discriminator))
            al_bicep_put(out, "type", type->span, al_bicep_new_text(b->arena, AL_STR("object"), type->span));
        return;
    }
    for (uint32_t i = 0; i < type->nmembers; i++)
        if (!add_member(&all, al_bicep_lower(b, type->members[i].type, (struct al_bicep_decorated){NULL, 0})))
            return; /* more than literals: any value */
    put_literals(&all, out);
}
