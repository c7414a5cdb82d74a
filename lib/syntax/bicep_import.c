/* SPDX-License-Identifier: MIT */
/* What a file imports. Variables and functions stay where they are: their nodes say which template they
 * belong to. Types are copied, since a $ref can only mean a definition of its own template: under the name of
 * the import, or under
 * "_1.Name" when only other types need them. */
#include "syntax/bicep_bind.h"

#define DEFINITIONS "#/definitions/"

/* -- looking up what a template exports -- */

/* ARM JSON marks its exports, too, but a template that was written by hand need not. */
static bool is_bicep(const struct al_template *home)
{
    return al_str_case_ends(home->source->name, AL_STR(".bicep"));
}

static bool is_offered(const struct al_template *home, al_str declared, al_str wanted, bool exported)
{
    return is_bicep(home) ? exported && al_str_eq(declared, wanted) : al_str_caseeq(declared, wanted);
}

static const struct al_function_decl *find_function(struct al_bicep_binder *b, const struct al_template *home,
                                                    al_str name)
{
    const al_str key =
        al_printf(b->arena, "%s.%.*s", is_bicep(home) ? "" : "__bicep", AL_FMT(al_str_head(name, 256)));
    const struct al_function_decl *decl = al_map_get(&home->function_index, key);

    return decl && is_offered(home, decl->name, name, decl->exported) ? decl : NULL;
}

/* Makes the symbol what `home` has under its origin; false when it exports no such thing. */
static bool resolve(struct al_bicep_binder *b, struct al_bicep_symbol *symbol, const struct al_template *home)
{
    const al_str name = symbol->origin;
    const struct al_type_decl *type = al_map_get(&home->type_index, name);
    const struct al_variable *variable = al_map_get(&home->variable_index, name);

    symbol->home = home;
    symbol->function = find_function(b, home, name);
    if (symbol->function)
        symbol->kind = AL_BICEP_SYMBOL_FUNCTION;
    else if (type && is_offered(home, type->name, name, type->exported))
        symbol->kind = AL_BICEP_SYMBOL_TYPE;
    else if (variable && is_offered(home, variable->name, name, variable->exported))
        symbol->kind = AL_BICEP_SYMBOL_VARIABLE;
    else
        return false;
    return true;
}

static void report(struct al_bicep_binder *b, const struct al_template *home, al_str name,
                   struct al_span span)
{
    al_diags_add(b->diags, AL_TROUBLE_BICEP_IMPORT, span, "'%.*s' does not export '%.*s'",
                 AL_FMT(home->source->name), AL_FMT(al_str_head(name, 60)));
}

/* -- statements -- */

static void declare_item(struct al_bicep_binder *b, const struct al_bicep_import *item,
                         const struct al_template *home)
{
    const al_str alias = item->alias.n ? item->alias : item->name;
    const struct al_span span = item->alias.n ? item->alias_span : item->name_span;
    struct al_bicep_symbol *symbol = al_bicep_declare(b, &b->names, AL_BICEP_SYMBOL_UNKNOWN, alias, span);

    symbol->origin = item->name;
    if (home && item->name.n && !resolve(b, symbol, home))
        report(b, home, item->name, item->name_span);
}

void al_bicep_declare_import(struct al_bicep_binder *b, const struct al_bicep_statement *st)
{
    const struct al_template *home = NULL;
    struct al_bicep_symbol *space;

    if (b->host && al_node_is(st->path, AL_NODE_STRING))
        home = b->host->load(b->host->ptr, st->path, AL_BICEP_WANT_IMPORT);
    if (st->wildcard) {
        space = al_bicep_declare(b, &b->names, AL_BICEP_SYMBOL_NAMESPACE, st->name, st->name_span);
        space->home = home;
    }
    for (uint32_t i = 0; i < st->nitems; i++)
        declare_item(b, &st->items[i], home);
}

struct al_bicep_symbol *al_bicep_find_in(struct al_bicep_binder *b, const struct al_bicep_symbol *space,
                                         al_str name, struct al_span span)
{
    struct al_map *children =
        (struct al_map *)(uintptr_t)&space->children; /* filled as names are asked for */
    void **place = al_map_put(b->arena, children, name);
    struct al_bicep_symbol *symbol = *place;

    if (!symbol) {
        symbol = AL_NEW(b->arena, struct al_bicep_symbol);
        symbol->kind = AL_BICEP_SYMBOL_UNKNOWN;
        symbol->name = symbol->origin = name;
        symbol->span = span;
        resolve(b, symbol, space->home);
        *place = symbol;
    }
    if (symbol->kind == AL_BICEP_SYMBOL_UNKNOWN && name.n)
        report(b, space->home, name, span);
    return symbol;
}

/* -- types -- */

static unsigned number_of(struct al_bicep_binder *b, const struct al_template *home)
{
    const al_str key = {(const char *)&home, sizeof home};
    unsigned *number = al_map_get(&b->homes, key);

    if (!number) {
        number = AL_NEW(b->arena, unsigned);
        *number = b->homes.n + 1;
        *al_map_put(b->arena, &b->homes, al_str_copy(b->arena, key)) = number;
    }
    return *number;
}

struct al_bicep_definition *al_bicep_need_type(struct al_bicep_binder *b, const struct al_template *home,
                                               al_str name, al_str wish)
{
    const unsigned number = number_of(b, home);
    const al_str key = al_printf(b->arena, "_%u.%.*s", number, (int)name.n, name.s);
    void **place = al_map_put(b->arena, &b->imported, key);
    struct al_bicep_definition *definition = *place;

    if (definition)
        return definition;
    *place = definition = AL_NEW(b->arena, struct al_bicep_definition);
    definition->home = home;
    definition->name = name;
    definition->ref = wish.n ? wish : key;
    *al_map_put(b->arena, &b->definitions_by_ref, definition->ref) = definition;
    *al_vec_push(b->arena, &b->definitions) = definition;
    return definition;
}

/* "#/definitions/Name/properties/x" of another template, as this one says it. */
static struct al_node *copy_reference(struct al_bicep_binder *b, const struct al_template *home,
                                      const struct al_node *node)
{
    const al_str text = al_node_text(node);
    al_str rest, name;

    if (!al_str_starts(text, AL_STR(DEFINITIONS)))
        return (struct al_node *)(uintptr_t)node;
    rest = al_str_from(text, sizeof DEFINITIONS - 1);
    al_str_split_next(&name, &rest, '/');
    name = al_bicep_need_type(b, home, name, AL_STR(""))->ref;
    return al_bicep_new_text(b->arena,
                             al_printf(b->arena, DEFINITIONS "%.*s%s%.*s", AL_FMT(name),
                                       rest.s && rest.n ? "/" : "", AL_FMT(rest)),
                             al_node_span(node));
}

static bool is_data(al_str key)
{
    return al_str_eq(key, AL_STR("metadata")) || al_str_eq(key, AL_STR("allowedValues"));
}

static struct al_node *copy(struct al_bicep_binder *b, const struct al_template *home,
                            const struct al_node *node);

static struct al_node *copy_array(struct al_bicep_binder *b, const struct al_template *home,
                                  const struct al_node *node)
{
    struct al_node *out = al_node_copy(b->arena, node);

    out->array.items = AL_NEW_N(b->arena, struct al_node *, node->array.n);
    for (uint32_t i = 0; i < node->array.n; i++)
        out->array.items[i] = copy(b, home, node->array.items[i]);
    return out;
}

static struct al_node *copy_object(struct al_bicep_binder *b, const struct al_template *home,
                                   const struct al_node *node)
{
    struct al_node *out = al_node_copy(b->arena, node);

    out->object.items = AL_NEW_N(b->arena, struct al_property, node->object.n);
    for (uint32_t i = 0; i < node->object.n; i++) {
        struct al_property *p = &out->object.items[i];
        *p = node->object.items[i];
        if (al_str_eq(p->key, AL_STR("$ref")))
            p->value = copy_reference(b, home, p->value);
        else if (!is_data(p->key))
            p->value = copy(b, home, p->value);
    }
    return out;
}

/* What has no references in it is shared. Nodes are nested no deeper than their reader allowed. */
static struct al_node *copy(struct al_bicep_binder *b, const struct al_template *home,
                            const struct al_node *node)
{
    switch (node->kind) {
    case AL_NODE_ARRAY: return copy_array(b, home, node);
    case AL_NODE_OBJECT: return copy_object(b, home, node);
    default: return (struct al_node *)(uintptr_t)node;
    }
}

const struct al_node *al_bicep_definition_node(struct al_bicep_binder *b,
                                               struct al_bicep_definition *definition)
{
    const struct al_type_decl *decl;

    if (definition->type)
        return definition->type;
    decl = al_map_get(&definition->home->type_index, definition->name);
    if (decl && al_node_is(decl->type.node, AL_NODE_OBJECT))
        definition->type = copy(b, definition->home, decl->type.node);
    else /* nothing is known of it: any value */
        definition->type =
            al_node_new(b->arena, AL_NODE_OBJECT, (struct al_span){definition->home->source, 0, 0});
    return definition->type;
}

void al_bicep_finish_imports(struct al_bicep_binder *b)
{
    for (size_t i = 0; i < b->definitions.n; i++) /* grows as they need each other */
        al_bicep_definition_node(b, b->definitions.v[i]);
}
