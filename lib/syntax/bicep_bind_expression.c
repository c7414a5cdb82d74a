/* SPDX-License-Identifier: MIT */
/* Binds the names of an expression: each NAME becomes a parameter, a variable, a local or a resource, in
 * place. The parser bounds how deep expressions are nested. */
#include "syntax/bicep_bind.h"

void al_bicep_break(struct al_node *node)
{
    node->kind = AL_NODE_BROKEN;
    node->flags = 0;
}

static const char *const kinds[] = {
    [AL_BICEP_SYMBOL_PARAMETER] = "a parameter", [AL_BICEP_SYMBOL_VARIABLE] = "a variable",
    [AL_BICEP_SYMBOL_FUNCTION] = "a function",   [AL_BICEP_SYMBOL_TYPE] = "a type",
    [AL_BICEP_SYMBOL_RESOURCE] = "a resource",   [AL_BICEP_SYMBOL_NAMESPACE] = "a namespace",
    [AL_BICEP_SYMBOL_LOCAL] = "a local name",    [AL_BICEP_SYMBOL_UNKNOWN] = "an imported name",
};

static void complain(struct al_bicep_binder *b, struct al_node *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void complain(struct al_bicep_binder *b, struct al_node *node, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    al_diags_vadd(b->diags, AL_TROUBLE_BICEP_UNKNOWN_NAME, al_node_span(node), format, args);
    va_end(args);
    al_bicep_break(node);
}

/* -- names -- */

static bool can_be_seen(const struct al_bicep_binder *b, const struct al_bicep_symbol *symbol)
{
    if (!b->in_function)
        return true;
    return symbol->kind != AL_BICEP_SYMBOL_RESOURCE &&
           (symbol->kind != AL_BICEP_SYMBOL_PARAMETER || symbol->argument);
}

/* Makes the node a value of the symbol. */
static void become(struct al_bicep_binder *b, struct al_node *node, const struct al_bicep_symbol *symbol)
{
    const al_str name = symbol->name;

    if (!can_be_seen(b, symbol)) {
        complain(b, node,
                 "'%.*s' is %s, which a function cannot see: only its arguments, variables and functions",
                 AL_FMT(al_str_head(name, 60)), kinds[symbol->kind]);
        return;
    }
    switch (symbol->kind) {
    case AL_BICEP_SYMBOL_PARAMETER:
        node->kind = AL_NODE_PARAMETER;
        node->string = name;
        break;
    case AL_BICEP_SYMBOL_VARIABLE:
        node->kind = AL_NODE_VARIABLE;
        node->variable.string = symbol->origin;
        node->variable.home = symbol->home;
        break;
    case AL_BICEP_SYMBOL_LOCAL:
        node->kind = AL_NODE_LOCAL;
        node->string = name;
        break;
    case AL_BICEP_SYMBOL_RESOURCE:
        node->kind = AL_NODE_RESOURCE;
        node->resource.string = name;
        node->resource.decl = symbol->decl;
        break;
    case AL_BICEP_SYMBOL_FUNCTION:
    case AL_BICEP_SYMBOL_TYPE:
    case AL_BICEP_SYMBOL_NAMESPACE:
        complain(b, node, "'%.*s' is %s, not a value", AL_FMT(al_str_head(name, 60)), kinds[symbol->kind]);
        return;
    case AL_BICEP_SYMBOL_UNKNOWN: al_bicep_break(node); return;
    }
    node->flags = 0;
}

static void bind_name(struct al_bicep_binder *b, struct al_node *node)
{
    const struct al_bicep_symbol *symbol = al_bicep_find(b, node->string);
    const al_str name = al_str_head(node->string, 60);

    if (symbol)
        become(b, node, symbol);
    else if (name.n == 0)
        al_bicep_break(node);
    else if (al_bicep_is_built_in_space(b, name))
        complain(b, node, "'%.*s' is a namespace, not a value", AL_FMT(name));
    else if (al_bicep_function_find(node->string))
        complain(b, node, "'%.*s' is a function: it must be called, %.*s(...)", AL_FMT(name), AL_FMT(name));
    else
        complain(b, node, "'%.*s' is not declared%.*s", AL_FMT(name),
                 AL_FMT(al_bicep_suggest_name(b, node->string)));
}

const struct al_bicep_symbol *al_bicep_space_of(const struct al_bicep_binder *b, const struct al_node *node)
{
    const struct al_bicep_symbol *symbol;

    if (!al_node_is(node, AL_NODE_NAME))
        return NULL;
    symbol = al_bicep_find(b, node->string);
    return symbol && symbol->kind == AL_BICEP_SYMBOL_NAMESPACE ? symbol : NULL;
}

/* base.name in a parameter file: what the file that it extends assigns, or one further up. */
static void bind_in_base(const struct al_bicep_binder *b, struct al_node *node)
{
    const al_str name = node->member.name;

    for (const struct al_template *t = b->tmpl->extends; t; t = t->extends) {
        if (!al_map_get(&t->parameter_index, name))
            continue;
        node->kind = AL_NODE_VARIABLE;
        node->flags = 0;
        node->variable.string = name;
        node->variable.home = t;
        return;
    }
    al_bicep_break(node); /* perhaps in a file that cannot be had */
}

/* ns.name; false when the base is no namespace. */
static bool bind_in_space(struct al_bicep_binder *b, struct al_node *node)
{
    const struct al_node *base = node->member.base;
    const struct al_bicep_symbol *space = al_bicep_space_of(b, base), *symbol;

    if (space) {
        symbol = space->home ? al_bicep_find_in(b, space, node->member.name, al_node_span(node)) : NULL;
        if (symbol)
            become(b, node, symbol);
        else
            al_bicep_break(node);
        return true;
    }
    if (!al_node_is(base, AL_NODE_NAME) || al_bicep_find(b, base->string))
        return false;
    if (al_bicep_is_built_in_space(b, base->string)) {
        complain(b, node, "the namespace '%.*s' has no value '%.*s'", AL_FMT(base->string),
                 AL_FMT(al_str_head(node->member.name, 60)));
        return true;
    }
    if (!b->file->is_parameters || !al_str_eq(base->string, AL_STR("base")))
        return false;
    bind_in_base(b, node);
    return true;
}

/* -- resources -- */

struct al_bicep_symbol *al_bicep_resource_of(const struct al_bicep_binder *b, const struct al_node *node)
{
    while (al_node_is(node, AL_NODE_INDEX))
        node = node->index.base;
    return al_node_is(node, AL_NODE_RESOURCE) ? b->resources[node->resource.decl->ordinal] : NULL;
}

static void bind_nested(struct al_bicep_binder *b, struct al_node *node)
{
    const struct al_bicep_symbol *outer, *inner;

    al_bicep_bind(b, node->member.base);
    outer = al_bicep_resource_of(b, node->member.base);
    inner = outer ? al_map_get(&outer->children, node->member.name) : NULL;
    if (inner)
        become(b, node, inner);
    else if (node->member.base->kind == AL_NODE_BROKEN)
        al_bicep_break(node);
    else if (outer)
        complain(b, node, "'%.*s' has no nested resource '%.*s'", AL_FMT(al_str_head(outer->name, 60)),
                 AL_FMT(al_str_head(node->member.name, 60)));
    else
        complain(b, node, "'::' needs a resource before it");
}

/* -- what has names of its own -- */

static void bind_lambda(struct al_bicep_binder *b, struct al_node *node)
{
    struct al_bicep_symbol **before = AL_NEW_N(b->arena, struct al_bicep_symbol *, node->lambda.n);

    for (uint32_t i = 0; i < node->lambda.n; i++)
        before[i] = al_bicep_enter_local(b, node->lambda.names[i]);
    al_bicep_bind(b, node->lambda.body);
    for (uint32_t i = node->lambda.n; i-- > 0;)
        al_bicep_hide(b, node->lambda.names[i], before[i]);
}

static void bind_loop(struct al_bicep_binder *b, struct al_node *node)
{
    struct al_bicep_loop_names names;

    al_bicep_bind(b, node->loop.over);
    names = al_bicep_enter_loop(b, node);
    al_bicep_bind(b, node->loop.body);
    al_bicep_leave_loop(b, node, names);
}

struct al_bicep_loop_names al_bicep_enter_loop(struct al_bicep_binder *b, const struct al_node *loop)
{
    struct al_bicep_loop_names names = {NULL, NULL};

    if (loop && loop->loop.names->item.n)
        names.item = al_bicep_enter_local(b, loop->loop.names->item);
    if (loop && loop->loop.names->index.n)
        names.index = al_bicep_enter_local(b, loop->loop.names->index);
    return names;
}

void al_bicep_leave_loop(struct al_bicep_binder *b, const struct al_node *loop,
                         struct al_bicep_loop_names names)
{
    if (loop && loop->loop.names->index.n)
        al_bicep_hide(b, loop->loop.names->index, names.index);
    if (loop && loop->loop.names->item.n)
        al_bicep_hide(b, loop->loop.names->item, names.item);
}

/* -- the walk -- */

static void bind_members(struct al_bicep_binder *b, struct al_node *node)
{
    for (uint32_t i = 0; i < node->object.n; i++) {
        al_bicep_bind(b, node->object.items[i].key_node);
        al_bicep_bind(b, node->object.items[i].value);
    }
}

void al_bicep_bind(struct al_bicep_binder *b, struct al_node *node)
{
    if (!node)
        return;
    switch ((enum al_node_kind)node->kind) {
    case AL_NODE_NAME: bind_name(b, node); break;
    case AL_NODE_MEMBER:
        if (!bind_in_space(b, node))
            al_bicep_bind(b, node->member.base);
        break;
    case AL_NODE_NESTED: bind_nested(b, node); break;
    case AL_NODE_INDEX:
        al_bicep_bind(b, node->index.base);
        al_bicep_bind(b, node->index.index);
        break;
    case AL_NODE_CALL: al_bicep_bind_call(b, node); break;
    case AL_NODE_ARRAY:
        for (uint32_t i = 0; i < node->array.n; i++)
            al_bicep_bind(b, node->array.items[i]);
        break;
    case AL_NODE_OBJECT: bind_members(b, node); break;
    case AL_NODE_SPREAD: al_bicep_bind(b, node->spread); break;
    case AL_NODE_LAMBDA: bind_lambda(b, node); break;
    case AL_NODE_LOOP: bind_loop(b, node); break;
    default: break; /* literals, and what is bound */
    }
}

void al_bicep_bind_decorators(struct al_bicep_binder *b, struct al_node *const *decorators, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        const struct al_node *call = decorators[i];
        if (!al_node_is(call, AL_NODE_CALL))
            continue;
        for (uint32_t k = call->flags & AL_NODE_METHOD ? 1 : 0; k < call->call.n; k++)
            al_bicep_bind(b, call->call.args[k]);
    }
}
