/* SPDX-License-Identifier: MIT */
/* Types of Bicep as ARM JSON says them. A name becomes a $ref, and so does what lies inside a named type, so
 * that the types of a template may need each other in a circle. A type is worked out before its turn only
 * when another one looks into it. */
#include "syntax/bicep_bind.h"

#define DEFINITIONS "#/definitions/"

static void put_reference(struct al_bicep_object *out, al_str path)
{
    al_bicep_put(
        out, "$ref", out->span,
        al_bicep_new_text(out->arena, al_printf(out->arena, DEFINITIONS "%.*s", AL_FMT(path)), out->span));
}

static void put_inside(struct al_bicep_binder *b, struct al_bicep_object *out,
                       const struct al_bicep_type *type)
{
    const struct al_bicep_lowered place = al_bicep_lowered_of(b, type);

    if (place.node && place.path.n)
        put_reference(out, place.path);
    else if (al_node_is(place.node, AL_NODE_OBJECT))
        for (uint32_t i = 0; i < place.node->object.n; i++)
            al_bicep_put_property(out, &place.node->object.items[i]);
}

static void put_name(struct al_bicep_binder *b, struct al_bicep_object *out, const struct al_bicep_type *type)
{
    const struct al_bicep_meaning meaning = al_bicep_meaning_of(b, type);

    if (meaning.symbol)
        put_reference(out, al_bicep_reference_to(b, meaning.symbol));
    else if (!meaning.named)
        put_inside(b, out, type);
    else if (al_bicep_is_built_in_type(type->name) && !al_str_eq(type->name, AL_STR("any")))
        al_bicep_put_kind(out, al_str_cstr(b->arena, type->name));
}

static void put_literal(struct al_bicep_binder *b, struct al_bicep_object *out, const struct al_node *literal)
{
    static const char *const kinds[] = {
        [AL_NODE_BOOL] = "bool", [AL_NODE_INT] = "int", [AL_NODE_STRING] = "string"};
    struct al_node *list;

    if (al_node_is(literal, AL_NODE_NULL)) {
        al_bicep_put(out, "nullable", out->span, al_bicep_new_bool(b->arena, true, out->span));
        return;
    }
    if (!literal || literal->kind >= sizeof kinds / sizeof *kinds || !kinds[literal->kind])
        return;
    al_bicep_put_kind(out, kinds[literal->kind]);
    list = al_node_new(b->arena, AL_NODE_ARRAY, out->span);
    list->array.items = AL_NEW(b->arena, struct al_node *);
    list->array.items[0] = (struct al_node *)(uintptr_t)literal;
    list->array.n = 1;
    al_bicep_put(out, "allowedValues", out->span, list);
}

static struct al_node *with_null(struct al_bicep_binder *b, const struct al_node *allowed)
{
    struct al_node *list = al_node_new(b->arena, AL_NODE_ARRAY, al_node_span(allowed));

    list->array.n = allowed->array.n + 1;
    list->array.items = AL_NEW_N(b->arena, struct al_node *, list->array.n);
    memcpy(list->array.items, allowed->array.items, allowed->array.n * sizeof *allowed->array.items);
    list->array.items[allowed->array.n] = al_node_new(b->arena, AL_NODE_NULL, al_node_span(allowed));
    return list;
}

/* A union of literals as the items is said by what the array allows, null among it. */
static void put_array(struct al_bicep_binder *b, struct al_bicep_object *out,
                      const struct al_bicep_type *type)
{
    struct al_node *items = al_bicep_lower(b, type->base, (struct al_bicep_decorated){NULL, 0});
    struct al_node *allowed = (struct al_node *)(uintptr_t)al_node_get(items, "allowedValues");

    al_bicep_put_kind(out, "array");
    if (allowed && type->base->kind == AL_BICEP_TYPE_UNION)
        al_bicep_put(out, "allowedValues", out->span,
                     al_node_get(items, "nullable") ? with_null(b, allowed) : allowed);
    else
        al_bicep_put(out, "items", al_node_span(items), items);
}

static struct al_bicep_decorated decorated_of(const struct al_bicep_member *member)
{
    return (struct al_bicep_decorated){member->decorators, member->ndecorators};
}

static void put_tuple(struct al_bicep_binder *b, struct al_bicep_object *out,
                      const struct al_bicep_type *type)
{
    struct al_node *items = al_node_new(b->arena, AL_NODE_ARRAY, out->span);

    items->array.items = AL_NEW_N(b->arena, struct al_node *, type->nmembers);
    items->array.n = type->nmembers;
    for (uint32_t i = 0; i < type->nmembers; i++)
        items->array.items[i] = al_bicep_lower(b, type->members[i].type, decorated_of(&type->members[i]));
    al_bicep_put_kind(out, "array");
    al_bicep_put(out, "prefixItems", out->span, items);
    al_bicep_put(out, "items", out->span, al_bicep_new_bool(b->arena, false, out->span));
}

static void put_object(struct al_bicep_binder *b, struct al_bicep_object *out,
                       const struct al_bicep_type *type)
{
    struct al_bicep_object properties = {.arena = b->arena, .span = out->span};
    struct al_node *others = NULL;

    for (uint32_t i = 0; i < type->nmembers; i++) {
        const struct al_bicep_member *member = &type->members[i];
        struct al_node *node = al_bicep_lower(b, member->type, decorated_of(member));
        if (member->any)
            others = node;
        else
            al_bicep_put_named(&properties, member->name, member->name_span, node);
    }
    al_bicep_put_kind(out, "object");
    al_bicep_put(out, "properties", out->span, al_bicep_object_node(&properties));
    if (others)
        al_bicep_put(out, "additionalProperties", al_node_span(others), others);
}

static void put_plain(struct al_bicep_binder *b, struct al_bicep_object *out,
                      const struct al_bicep_type *type, const struct al_node *discriminator)
{
    switch (type->kind) {
    case AL_BICEP_TYPE_NAME:
    case AL_BICEP_TYPE_MEMBER:
    case AL_BICEP_TYPE_ITEM: put_name(b, out, type); break;
    case AL_BICEP_TYPE_LITERAL: put_literal(b, out, type->literal); break;
    case AL_BICEP_TYPE_ARRAY: put_array(b, out, type); break;
    case AL_BICEP_TYPE_TUPLE: put_tuple(b, out, type); break;
    case AL_BICEP_TYPE_OBJECT: put_object(b, out, type); break;
    case AL_BICEP_TYPE_UNION: al_bicep_put_union(b, out, type, discriminator); break;
    case AL_BICEP_TYPE_NULLABLE:
    case AL_BICEP_TYPE_NON_NULL:
        put_plain(b, out, type->base, discriminator);
        if (!al_bicep_find_put(out, "nullable"))
            al_bicep_put(out, "nullable", out->span,
                         al_bicep_new_bool(b->arena, type->kind == AL_BICEP_TYPE_NULLABLE, out->span));
        break;
    case AL_BICEP_TYPE_GENERIC:
        al_bicep_put_kind(out, "object");
        break; /* a resource's body: shape not known */
    case AL_BICEP_TYPE_RESOURCE:
    case AL_BICEP_TYPE_BROKEN: break; /* any value */
    }
}

void al_bicep_put_type(struct al_bicep_binder *b, struct al_bicep_object *out,
                       const struct al_bicep_type *type, struct al_bicep_decorated decorated)
{
    al_bicep_bind_decorators(b, decorated.decorators, decorated.n);
    if (type)
        put_plain(b, out, type, al_bicep_decorator(decorated, "discriminator"));
    al_bicep_put_constraints(b, out, decorated);
}

struct al_node *al_bicep_lower(struct al_bicep_binder *b, const struct al_bicep_type *type,
                               struct al_bicep_decorated decorated)
{
    struct al_bicep_object out = {.arena = b->arena,
                                  .span = type ? type->span : (struct al_span){b->file->source, 0, 0}};

    al_bicep_put_type(b, &out, type, decorated);
    al_bicep_put_metadata(b, &out, decorated);
    return al_bicep_object_node(&out);
}
