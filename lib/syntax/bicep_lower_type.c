/* SPDX-License-Identifier: MIT */
/* Types of Bicep as ARM JSON says them. A name becomes a $ref, and so does what lies inside a named type, so
 * that the types of a template may need each other in a circle. A type is worked out before its turn only
 * when another one looks into it. */
#include "syntax/bicep_bind.h"

#define DEFINITIONS "#/definitions/"

enum { DEPTH = 64, REFERENCES = 32 };

static const char *const built_in[] = {"string", "int", "bool", "array", "object"};

/* -- decorators -- */

static struct al_node *find_decorator(struct al_bicep_decorated decorated, const char *name)
{
    for (uint32_t i = 0; i < decorated.n; i++) {
        struct al_node *call = decorated.decorators[i];
        if (al_node_is(call, AL_NODE_CALL) && al_str_eq(call->call.name, al_str_of(name)))
            return call;
    }
    return NULL;
}

bool al_bicep_has_decorator(struct al_bicep_decorated decorated, const char *name)
{
    return find_decorator(decorated, name) != NULL;
}

struct al_node *al_bicep_decorator(struct al_bicep_decorated decorated, const char *name)
{
    const struct al_node *call = find_decorator(decorated, name);
    const uint32_t first = call && call->flags & AL_NODE_METHOD ? 1 : 0;

    return call && call->call.n > first ? call->call.args[first] : NULL;
}

void al_bicep_put_metadata(struct al_bicep_binder *b, struct al_bicep_object *out,
                           struct al_bicep_decorated decorated)
{
    struct al_node *description = al_bicep_decorator(decorated, "description");
    struct al_node *more = al_bicep_decorator(decorated, "metadata");
    struct al_bicep_object metadata = {.arena = b->arena, .span = out->span};

    for (uint32_t i = 0; al_node_is(more, AL_NODE_OBJECT) && i < more->object.n; i++)
        if (!description || !al_str_caseeq(more->object.items[i].key, AL_STR("description")))
            al_bicep_put_property(&metadata, &more->object.items[i]);
    if (description)
        al_bicep_put(&metadata, "description", al_node_span(description), description);
    if (metadata.items.n)
        al_bicep_put(out, "metadata", al_node_span(metadata.items.v[0].value),
                     al_bicep_object_node(&metadata));
}

static struct al_property *find_put(struct al_bicep_object *object, const char *key)
{
    for (size_t i = 0; i < object->items.n; i++)
        if (al_str_eq(object->items.v[i].key, al_str_of(key)))
            return &object->items.v[i];
    return NULL;
}

/* The name of a lowered type that no $ref hides; empty when there is none. */
static al_str kind_of(struct al_bicep_binder *b, const struct al_node *node)
{
    for (int i = 0; i < REFERENCES && al_node_get(node, "$ref"); i++) {
        const al_str ref = al_node_text(al_node_get(node, "$ref"));
        node = al_bicep_type_target(b, al_str_from(ref, sizeof DEFINITIONS - 1));
    }
    return al_node_text(al_node_get(node, "type"));
}

static void put_secure(struct al_bicep_binder *b, struct al_bicep_object *out)
{
    struct al_node *so_far = al_bicep_object_node(out);
    struct al_property *type = find_put(out, "type");
    const al_str kind = kind_of(b, so_far);
    const char *secure = al_str_eq(kind, AL_STR("string"))   ? "secureString"
                         : al_str_eq(kind, AL_STR("object")) ? "secureObject"
                                                             : NULL;

    if (secure && type)
        type->value = al_bicep_new_text(b->arena, al_str_of(secure), al_node_span(type->value));
    else if (secure)
        al_bicep_put(out, "type", out->span, al_bicep_new_text(b->arena, al_str_of(secure), out->span));
}

static void put_constraints(struct al_bicep_binder *b, struct al_bicep_object *out,
                            struct al_bicep_decorated decorated)
{
    static const struct {
        const char *decorator, *key;
    } table[] = {
        {"allowed", "allowedValues"}, {"minLength", "minLength"}, {"maxLength", "maxLength"},
        {"minValue", "minValue"},     {"maxValue", "maxValue"},
    };

    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct al_node *value = al_bicep_decorator(decorated, table[i].decorator);
        if (value)
            al_bicep_put(out, table[i].key, al_node_span(value), value);
    }
    if (al_bicep_has_decorator(decorated, "sealed") && !find_put(out, "additionalProperties"))
        al_bicep_put(out, "additionalProperties", out->span, al_bicep_new_bool(b->arena, false, out->span));
    if (al_bicep_has_decorator(decorated, "secure"))
        put_secure(b, out);
}

/* -- names -- */

static bool is_built_in(al_str name)
{
    for (size_t i = 0; i < sizeof built_in / sizeof *built_in; i++)
        if (al_str_eq(name, al_str_of(built_in[i])))
            return true;
    return al_str_eq(name, AL_STR("any"));
}

/* The namespace before the name, or an empty text. */
static al_str space_of(const struct al_bicep_type *type)
{
    const struct al_bicep_type *base = type->base;

    if ((type->kind != AL_BICEP_TYPE_NAME && type->kind != AL_BICEP_TYPE_MEMBER) || !base ||
        base->kind != AL_BICEP_TYPE_NAME || base->base)
        return AL_STR("");
    return base->name;
}

static void report(struct al_bicep_binder *b, const struct al_bicep_type *type,
                   const struct al_bicep_symbol *symbol)
{
    const al_str name = al_str_head(type->name, 60);

    if (symbol)
        al_diags_add(b->diags, AL_TROUBLE_BICEP_UNKNOWN_NAME, type->span, "'%.*s' is not a type",
                     AL_FMT(name));
    else if (name.n)
        al_diags_add(b->diags, AL_TROUBLE_BICEP_UNKNOWN_NAME, type->span,
                     "the type '%.*s' is not declared%.*s", AL_FMT(name),
                     AL_FMT(al_bicep_suggest_name(b, type->name)));
}

/* What a name of a type turns out to be. */
struct meaning {
    struct al_bicep_symbol *symbol; /* declared or imported; else it is built in ... */
    bool named;                     /* ... but nothing at all when not even named */
};

static struct meaning meaning_in_space(struct al_bicep_binder *b, const struct al_bicep_type *type,
                                       al_str space)
{
    const struct al_bicep_symbol *symbol = al_bicep_find(b, space);
    struct al_bicep_symbol *inner;

    if (symbol && symbol->kind == AL_BICEP_SYMBOL_NAMESPACE) {
        inner = symbol->home ? al_bicep_find_in(b, symbol, type->name, type->span) : NULL;
        if (inner && inner->kind != AL_BICEP_SYMBOL_TYPE && inner->kind != AL_BICEP_SYMBOL_UNKNOWN)
            report(b, type, inner);
        return (struct meaning){inner && inner->kind == AL_BICEP_SYMBOL_TYPE ? inner : NULL, true};
    }
    if (al_bicep_is_built_in_space(b, space)) {
        if (!is_built_in(type->name))
            report(b, type, NULL);
        return (struct meaning){NULL, true};
    }
    return (struct meaning){NULL, false};
}

static struct meaning meaning_of(struct al_bicep_binder *b, const struct al_bicep_type *type)
{
    const al_str space = space_of(type);
    struct al_bicep_symbol *symbol;

    if (space.n)
        return meaning_in_space(b, type, space);
    if (type->kind != AL_BICEP_TYPE_NAME)
        return (struct meaning){NULL, false};
    symbol = al_bicep_find(b, type->name);
    if (symbol && symbol->kind == AL_BICEP_SYMBOL_TYPE)
        return (struct meaning){symbol, true};
    if (!is_built_in(type->name) && !(symbol && symbol->kind == AL_BICEP_SYMBOL_UNKNOWN))
        report(b, type, symbol);
    return (struct meaning){NULL, true};
}

/* The name in this template's definitions. */
static al_str reference_to(struct al_bicep_binder *b, struct al_bicep_symbol *symbol)
{
    const bool is_alias = symbol == al_bicep_find(b, symbol->name); /* and not ns.name */

    if (symbol->ref.n == 0)
        symbol->ref = symbol->home ? al_bicep_need_type(b, symbol->home, symbol->origin,
                                                        is_alias ? symbol->name : AL_STR(""))
                                         ->ref
                                   : symbol->name;
    return symbol->ref;
}

const struct al_node *al_bicep_type_node(struct al_bicep_binder *b, struct al_bicep_symbol *symbol)
{
    const struct al_bicep_statement *st = symbol->statement;

    if (symbol->type || !st || symbol->progress != AL_BICEP_NOT_BEGUN || b->depth > DEPTH)
        return symbol->type;
    symbol->progress = AL_BICEP_BEGUN;
    b->depth++;
    symbol->type = al_bicep_lower(b, st->type, (struct al_bicep_decorated){st->decorators, st->ndecorators});
    b->depth--;
    symbol->progress = AL_BICEP_DONE;
    return symbol->type;
}

/* -- inside of types -- */

static const struct al_node *definition(struct al_bicep_binder *b, al_str name)
{
    struct al_bicep_definition *imported = al_map_get(&b->definitions_by_ref, name);
    struct al_bicep_symbol *symbol = al_bicep_find(b, name);

    if (imported)
        return al_bicep_definition_node(b, imported);
    return symbol && symbol->kind == AL_BICEP_SYMBOL_TYPE ? al_bicep_type_node(b, symbol) : NULL;
}

static const struct al_node *step_into(const struct al_node *node, al_str name)
{
    const struct al_property *property;
    uint32_t i = 0;

    if (al_node_is(node, AL_NODE_ARRAY)) {
        for (size_t k = 0; k < name.n && i < node->array.n; k++)
            i = i * 10 + (uint32_t)(name.s[k] - '0');
        return i < node->array.n ? node->array.items[i] : NULL;
    }
    property = al_node_property(node, name);
    return property ? property->value : NULL;
}

const struct al_node *al_bicep_type_target(struct al_bicep_binder *b, al_str ref)
{
    const struct al_node *node;
    al_str name;

    al_str_split_next(&name, &ref, '/');
    node = definition(b, name);
    while (node && ref.s && al_str_split_next(&name, &ref, '/'))
        node = step_into(node, name);
    return node;
}

/* A lowered type, and where it stands in the definitions, if it does. */
struct place {
    const struct al_node *node;
    al_str path;
};

static struct place place_of(struct al_bicep_binder *b, const struct al_bicep_type *type);

static struct place follow(struct al_bicep_binder *b, struct place place)
{
    for (int i = 0; i < REFERENCES; i++) {
        const struct al_node *ref = al_node_get(place.node, "$ref");
        if (!ref)
            return place;
        place.path = al_str_from(al_node_text(ref), sizeof DEFINITIONS - 1);
        place.node = al_bicep_type_target(b, place.path);
    }
    return (struct place){NULL, AL_STR("")};
}

static struct place inside(struct al_bicep_binder *b, struct place base, const char *section, al_str name)
{
    struct place place = {al_node_get(base.node, section), AL_STR("")};

    if (memchr(name.s, '/', name.n))
        return (struct place){NULL, AL_STR("")};
    if (name.n)
        place.node = step_into(place.node, name);
    if (place.node && base.path.n)
        place.path =
            al_printf(b->arena, "%.*s/%s%s%.*s", AL_FMT(base.path), section, name.n ? "/" : "", AL_FMT(name));
    return place;
}

static struct place place_of_item(struct al_bicep_binder *b, struct place base,
                                  const struct al_bicep_type *type)
{
    const struct al_node *index = type->literal;

    if (type->kind == AL_BICEP_TYPE_MEMBER)
        return inside(b, base, "properties", type->name);
    if (type->star)
        return inside(b, base, "additionalProperties", AL_STR(""));
    if (al_node_is(index, AL_NODE_INT) && index->integer >= 0)
        return inside(b, base, "prefixItems", al_printf(b->arena, "%lld", (long long)index->integer));
    if (al_node_is(index, AL_NODE_STRING))
        return inside(b, base, "properties", index->string);
    return inside(b, base, "items", AL_STR(""));
}

/* Where a type that another one looks into stands. The node is NULL when that is not known. */
static struct place place_of(struct al_bicep_binder *b, const struct al_bicep_type *type)
{
    const struct meaning meaning = meaning_of(b, type);

    if (meaning.symbol) {
        const al_str path = reference_to(b, meaning.symbol);
        return (struct place){al_bicep_type_target(b, path), path};
    }
    if (meaning.named)
        return (struct place){NULL, AL_STR("")};
    if (type->kind == AL_BICEP_TYPE_MEMBER || type->kind == AL_BICEP_TYPE_ITEM)
        return place_of_item(b, follow(b, place_of(b, type->base)), type);
    if (type->kind == AL_BICEP_TYPE_NON_NULL || type->kind == AL_BICEP_TYPE_NULLABLE)
        return place_of(b, type->base);
    return (struct place){al_bicep_lower(b, type, (struct al_bicep_decorated){NULL, 0}), AL_STR("")};
}

const struct al_node *al_bicep_type_behind(struct al_bicep_binder *b, const struct al_node *node)
{
    return follow(b, (struct place){node, AL_STR("")}).node;
}

/* -- lowering -- */

static void put_kind(struct al_bicep_object *out, const char *name)
{
    al_bicep_put(out, "type", out->span, al_bicep_new_text(out->arena, al_str_of(name), out->span));
}

static void put_reference(struct al_bicep_object *out, al_str path)
{
    al_bicep_put(
        out, "$ref", out->span,
        al_bicep_new_text(out->arena, al_printf(out->arena, DEFINITIONS "%.*s", AL_FMT(path)), out->span));
}

static void put_inside(struct al_bicep_binder *b, struct al_bicep_object *out,
                       const struct al_bicep_type *type)
{
    const struct place place = place_of(b, type);

    if (place.node && place.path.n)
        put_reference(out, place.path);
    else if (al_node_is(place.node, AL_NODE_OBJECT))
        for (uint32_t i = 0; i < place.node->object.n; i++)
            al_bicep_put_property(out, &place.node->object.items[i]);
}

static void put_name(struct al_bicep_binder *b, struct al_bicep_object *out, const struct al_bicep_type *type)
{
    const struct meaning meaning = meaning_of(b, type);

    if (meaning.symbol)
        put_reference(out, reference_to(b, meaning.symbol));
    else if (!meaning.named)
        put_inside(b, out, type);
    else if (is_built_in(type->name) && !al_str_eq(type->name, AL_STR("any")))
        put_kind(out, al_str_cstr(b->arena, type->name));
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
    put_kind(out, kinds[literal->kind]);
    list = al_bicep_new_node(b->arena, AL_NODE_ARRAY, out->span);
    list->array.items = AL_NEW(b->arena, struct al_node *);
    list->array.items[0] = (struct al_node *)(uintptr_t)literal;
    list->array.n = 1;
    al_bicep_put(out, "allowedValues", out->span, list);
}

/* Items of different kinds can only be said by what an array may hold. */
static void put_array(struct al_bicep_binder *b, struct al_bicep_object *out,
                      const struct al_bicep_type *type)
{
    struct al_node *items = al_bicep_lower(b, type->base, (struct al_bicep_decorated){NULL, 0});
    const struct al_node *allowed = al_node_get(items, "allowedValues");

    put_kind(out, "array");
    if (allowed && !al_node_get(items, "type"))
        al_bicep_put(out, "allowedValues", out->span, (struct al_node *)(uintptr_t)allowed);
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
    struct al_node *items = al_bicep_new_node(b->arena, AL_NODE_ARRAY, out->span);

    items->array.items = AL_NEW_N(b->arena, struct al_node *, type->nmembers);
    items->array.n = type->nmembers;
    for (uint32_t i = 0; i < type->nmembers; i++)
        items->array.items[i] = al_bicep_lower(b, type->members[i].type, decorated_of(&type->members[i]));
    put_kind(out, "array");
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
    put_kind(out, "object");
    al_bicep_put(out, "properties", out->span, al_bicep_object_node(&properties));
    if (others)
        al_bicep_put(out, "additionalProperties", al_node_span(others), others);
}

static void put_plain(struct al_bicep_binder *b, struct al_bicep_object *out,
                      const struct al_bicep_type *type, const struct al_node *discriminator)
{
    switch (type->kind) {
    case AL_BICEP_TYPE_NAME: put_name(b, out, type); break;
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
        if (!find_put(out, "nullable"))
            al_bicep_put(out, "nullable", out->span,
                         al_bicep_new_bool(b->arena, type->kind == AL_BICEP_TYPE_NULLABLE, out->span));
        break;
    case AL_BICEP_TYPE_GENERIC: put_kind(out, "object"); break; /* a resource's body: shape not known */
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
    put_constraints(b, out, decorated);
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
