/* SPDX-License-Identifier: MIT */
/* What the names of types mean, and what stands inside of a type that another one looks into. Such a type is
 * worked out before its turn; how far that goes is bounded. */
#include "syntax/bicep_bind.h"

#define DEFINITIONS "#/definitions/"

enum { DEPTH = 64, REFERENCES = 32, FEW = 16 };

static const char *const built_in[] = {"any", "array", "bool", "int", "object", "string"};

/* -- names -- */

const char *al_bicep_built_in_type(size_t i)
{
    return i < sizeof built_in / sizeof *built_in ? built_in[i] : NULL;
}

bool al_bicep_is_built_in_type(al_str name)
{
    for (size_t i = 0; i < sizeof built_in / sizeof *built_in; i++)
        if (al_str_eq(name, al_str_of(built_in[i])))
            return true;
    return false;
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
                     AL_FMT(al_bicep_suggest_type(b, type->name)));
}

static struct al_bicep_meaning meaning_in_space(struct al_bicep_binder *b, const struct al_bicep_type *type,
                                                al_str space)
{
    const struct al_bicep_symbol *symbol = al_bicep_find(b, space);
    struct al_bicep_symbol *inner;

    if (symbol && symbol->kind == AL_BICEP_SYMBOL_NAMESPACE) {
        inner = symbol->home ? al_bicep_find_in(b, symbol, type->name, type->span) : NULL;
        if (inner && inner->kind != AL_BICEP_SYMBOL_TYPE && inner->kind != AL_BICEP_SYMBOL_UNKNOWN)
            report(b, type, inner);
        return (struct al_bicep_meaning){inner && inner->kind == AL_BICEP_SYMBOL_TYPE ? inner : NULL, true};
    }
    if (al_bicep_is_built_in_space(b, space)) {
        if (!al_bicep_is_built_in_type(type->name))
            report(b, type, NULL);
        return (struct al_bicep_meaning){NULL, true};
    }
    return (struct al_bicep_meaning){NULL, false};
}

struct al_bicep_meaning al_bicep_meaning_of(struct al_bicep_binder *b, const struct al_bicep_type *type)
{
    const al_str space = space_of(type);
    struct al_bicep_symbol *symbol;

    if (space.n)
        return meaning_in_space(b, type, space);
    if (type->kind != AL_BICEP_TYPE_NAME)
        return (struct al_bicep_meaning){NULL, false};
    symbol = al_bicep_find(b, type->name);
    if (symbol && symbol->kind == AL_BICEP_SYMBOL_TYPE)
        return (struct al_bicep_meaning){symbol, true};
    if (!al_bicep_is_built_in_type(type->name) && !(symbol && symbol->kind == AL_BICEP_SYMBOL_UNKNOWN))
        report(b, type, symbol);
    return (struct al_bicep_meaning){NULL, true};
}

/* The name in this template's definitions. */
al_str al_bicep_reference_to(struct al_bicep_binder *b, struct al_bicep_symbol *symbol)
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

/* The properties of a large type, by name: many types may look into it. */
static const struct al_map *index_of(struct al_bicep_binder *b, const struct al_node *object)
{
    const al_str key = {(const char *)&object, sizeof object};
    struct al_map *index = al_map_get(&b->indexes, key);

    if (index)
        return index;
    index = AL_NEW(b->arena, struct al_map);
    for (uint32_t i = 0; i < object->object.n; i++)
        *al_map_put(b->arena, index, object->object.items[i].key) = object->object.items[i].value;
    *al_map_put(b->arena, &b->indexes, al_str_copy(b->arena, key)) = index;
    return index;
}

static const struct al_node *step_into(struct al_bicep_binder *b, const struct al_node *node, al_str name)
{
    const struct al_property *property;
    uint32_t i = 0;

    if (al_node_is(node, AL_NODE_ARRAY)) {
        for (size_t k = 0; k < name.n && i < node->array.n; k++)
            i = i * 10 + (uint32_t)(name.s[k] - '0');
        return i < node->array.n ? node->array.items[i] : NULL;
    }
    if (al_node_is(node, AL_NODE_OBJECT) && node->object.n > FEW)
        return al_map_get(index_of(b, node), name);
    property = al_node_property(node, name);
    return property ? property->value : NULL;
}

static const struct al_node *type_target(struct al_bicep_binder *b, al_str ref)
{
    const struct al_node *node;
    al_str name;

    al_str_split_next(&name, &ref, '/');
    node = definition(b, name);
    while (node && ref.s && al_str_split_next(&name, &ref, '/'))
        node = step_into(b, node, name);
    return node;
}

static struct al_bicep_lowered follow(struct al_bicep_binder *b, struct al_bicep_lowered place)
{
    for (int i = 0; i < REFERENCES; i++) {
        const struct al_node *ref = al_node_get(place.node, "$ref");
        if (!ref)
            return place;
        place.path = al_str_from(al_node_text(ref), sizeof DEFINITIONS - 1);
        place.node = type_target(b, place.path);
    }
    return (struct al_bicep_lowered){NULL, AL_STR("")};
}

static struct al_bicep_lowered inside(struct al_bicep_binder *b, struct al_bicep_lowered base,
                                      const char *section, al_str name)
{
    struct al_bicep_lowered place = {al_node_get(base.node, section), AL_STR("")};

    if (name.n && memchr(name.s, '/', name.n))
        return (struct al_bicep_lowered){NULL, AL_STR("")};
    if (name.n)
        place.node = step_into(b, place.node, name);
    if (place.node && base.path.n)
        place.path =
            al_printf(b->arena, "%.*s/%s%s%.*s", AL_FMT(base.path), section, name.n ? "/" : "", AL_FMT(name));
    return place;
}

static struct al_bicep_lowered place_of_item(struct al_bicep_binder *b, struct al_bicep_lowered base,
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

/* What every resource has is of the same type in all of them; of the rest nothing is known here. */
static struct al_bicep_lowered place_in_resource(struct al_bicep_binder *b, const struct al_bicep_type *type)
{
    static const struct {
        const char *name, *kind;
    } table[] = {
        {"id", "string"},       {"name", "string"},     {"type", "string"},      {"apiVersion", "string"},
        {"location", "string"}, {"kind", "string"},     {"managedBy", "string"}, {"tags", "object"},
        {"sku", "object"},      {"identity", "object"}, {"plan", "object"},      {"properties", "object"},
        {"zones", "array"},
    };
    struct al_bicep_object out = {.arena = b->arena, .span = type->span};

    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (al_str_eq(type->name, al_str_of(table[i].name)))
            al_bicep_put_kind(&out, table[i].kind);
    return (struct al_bicep_lowered){al_bicep_object_node(&out), AL_STR("")};
}

/* Where a type that another one looks into stands. The node is NULL when that is not known. */
struct al_bicep_lowered al_bicep_lowered_of(struct al_bicep_binder *b, const struct al_bicep_type *type)
{
    const struct al_bicep_meaning meaning = al_bicep_meaning_of(b, type);

    if (meaning.symbol) {
        const al_str path = al_bicep_reference_to(b, meaning.symbol);
        return (struct al_bicep_lowered){type_target(b, path), path};
    }
    if (meaning.named)
        return (struct al_bicep_lowered){NULL, AL_STR("")};
    if (type->kind == AL_BICEP_TYPE_MEMBER && type->base->kind == AL_BICEP_TYPE_GENERIC)
        return place_in_resource(b, type);
    if (type->kind == AL_BICEP_TYPE_MEMBER || type->kind == AL_BICEP_TYPE_ITEM)
        return place_of_item(b, follow(b, al_bicep_lowered_of(b, type->base)), type);
    if (type->kind == AL_BICEP_TYPE_NON_NULL || type->kind == AL_BICEP_TYPE_NULLABLE)
        return al_bicep_lowered_of(b, type->base);
    return (struct al_bicep_lowered){al_bicep_lower(b, type, (struct al_bicep_decorated){NULL, 0}),
                                     AL_STR("")};
}

const struct al_node *al_bicep_type_behind(struct al_bicep_binder *b, const struct al_node *node)
{
    return follow(b, (struct al_bicep_lowered){node, AL_STR("")}).node;
}
