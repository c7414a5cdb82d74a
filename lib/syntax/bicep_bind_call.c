/* SPDX-License-Identifier: MIT */
/* Calls: of functions declared in the file or imported, of Bicep's own, and what can be called on a resource.
 */
#include "syntax/bicep_bind.h"

static void bind_arguments(struct al_bicep_binder *b, struct al_node *node)
{
    for (uint32_t i = 0; i < node->call.n; i++)
        al_bicep_bind(b, node->call.args[i]);
}

static void complain(struct al_bicep_binder *b, struct al_node *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void complain(struct al_bicep_binder *b, struct al_node *node, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    al_diags_vadd(b->diags, AL_TROUBLE_BICEP_UNKNOWN_FUNCTION, al_node_span(node), format, args);
    va_end(args);
    al_bicep_break(node);
}

/* space.f(x): what stands before the dot was no argument. */
static void drop_base(struct al_node *node)
{
    node->call.args++;
    node->call.n--;
    node->flags &= (uint8_t)~AL_NODE_METHOD;
}

static void become_declared(struct al_node *node, const struct al_function_decl *function)
{
    node->flags = AL_NODE_DECLARED;
    node->call.resolved = function;
}

/* -- functions that are gone once names are bound -- */

/* The name that nameof() gives: the last one written. Empty when there is none. */
static al_str last_name(const struct al_node *node)
{
    while (al_node_is(node, AL_NODE_INDEX)) {
        if (al_node_is(node->index.index, AL_NODE_STRING))
            return node->index.index->string;
        node = node->index.base;
    }
    if (al_node_is(node, AL_NODE_NAME))
        return node->string;
    if (al_node_is(node, AL_NODE_MEMBER) || al_node_is(node, AL_NODE_NESTED))
        return node->member.name;
    return AL_STR("");
}

static void bind_nameof(struct al_bicep_binder *b, struct al_node *node)
{
    const struct al_node *what = node->call.n == 1 ? node->call.args[0] : NULL;
    const al_str name = what ? last_name(what) : AL_STR("");

    bind_arguments(b, node);
    if (name.n == 0)
        return;
    node->kind = AL_NODE_STRING;
    node->flags = AL_NODE_NAMEOF | AL_NODE_ESCAPED; /* its text is not that of the source */
    node->named.string = name;
    node->named.what = what;
}

/* The value is the argument, of whose type nothing is known any more. */
static void bind_any(struct al_bicep_binder *b, struct al_node *node)
{
    bind_arguments(b, node);
    if (node->call.n != 1)
        return;
    al_node_become(node, node->call.args[0]);
    node->flags |= AL_NODE_ANY;
}

/* -- built-in functions -- */

static bool exists_here(const struct al_bicep_binder *b, const struct al_bicep_function *function)
{
    return !(function->flags & (b->file->is_parameters ? AL_BICEP_FN_TEMPLATES : AL_BICEP_FN_PARAMETERS));
}

static void bind_built_in(struct al_bicep_binder *b, struct al_node *node,
                          const struct al_bicep_function *function)
{
    if (!exists_here(b, function)) {
        bind_arguments(b, node);
        complain(b, node,
                 b->file->is_parameters ? "%s() cannot be called in a parameter file"
                                        : "%s() can be called only in a parameter file",
                 function->name);
        return;
    }
    if (strcmp(function->name, "any") == 0) {
        bind_any(b, node);
    } else if (strcmp(function->name, "nameof") == 0) {
        bind_nameof(b, node);
    } else {
        bind_arguments(b, node);
        node->flags = strcmp(function->name, "list*") == 0 ? 0 : AL_NODE_BICEP;
    }
}

static void report_unknown(struct al_bicep_binder *b, struct al_node *node,
                           const struct al_bicep_symbol *symbol)
{
    const al_str name = node->call.name;
    const char *instead = al_bicep_instead_of(name);

    if (name.n == 0)
        al_bicep_break(node);
    else if (symbol)
        complain(b, node, "'%.*s' is not a function", AL_FMT(al_str_head(name, 60)));
    else if (instead)
        complain(b, node, "Bicep has no function %.*s(): use %s", AL_FMT(name), instead);
    else
        complain(b, node, "there is no function '%.*s'%.*s", AL_FMT(al_str_head(name, 60)),
                 AL_FMT(al_bicep_suggest_function(b, name)));
}

static void bind_function(struct al_bicep_binder *b, struct al_node *node)
{
    const struct al_bicep_symbol *symbol = al_bicep_find(b, node->call.name);
    const struct al_bicep_function *function = al_bicep_function_find(node->call.name);

    if (symbol && symbol->kind == AL_BICEP_SYMBOL_FUNCTION) {
        bind_arguments(b, node);
        become_declared(node, symbol->function);
    } else if (symbol && symbol->kind == AL_BICEP_SYMBOL_UNKNOWN) {
        bind_arguments(b, node);
        al_bicep_break(node);
    } else if (function) {
        bind_built_in(b, node, function);
    } else {
        bind_arguments(b, node);
        report_unknown(b, node, symbol);
    }
}

/* -- namespaces -- */

static bool space_has(al_str space, const struct al_bicep_function *function)
{
    return function && al_str_eq(space, function->space == AL_BICEP_SPACE_SYS ? AL_STR("sys") : AL_STR("az"));
}

/* sys.f(), az.f() */
static void bind_in_built_in_space(struct al_bicep_binder *b, struct al_node *node)
{
    const al_str space = node->call.args[0]->string;
    const struct al_bicep_function *function = al_bicep_function_find(node->call.name);

    drop_base(node);
    if (space_has(space, function)) {
        bind_built_in(b, node, function);
        return;
    }
    bind_arguments(b, node);
    if (function)
        complain(b, node, "%.*s() belongs to the other namespace, '%s'", AL_FMT(node->call.name),
                 function->space == AL_BICEP_SPACE_SYS ? "sys" : "az");
    else
        complain(b, node, "the namespace '%.*s' has no function '%.*s'%.*s", AL_FMT(space),
                 AL_FMT(al_str_head(node->call.name, 60)),
                 AL_FMT(al_bicep_suggest_function(b, node->call.name)));
}

/* ns.f() of what `import * as ns` gave. Nothing is known of what extensions have. */
static void bind_in_space(struct al_bicep_binder *b, struct al_node *node,
                          const struct al_bicep_symbol *space)
{
    const struct al_bicep_symbol *symbol;

    drop_base(node);
    bind_arguments(b, node);
    symbol = space->home ? al_bicep_find_in(b, space, node->call.name, al_node_span(node)) : NULL;
    if (symbol && symbol->kind == AL_BICEP_SYMBOL_FUNCTION)
        become_declared(node, symbol->function);
    else if (symbol && symbol->kind != AL_BICEP_SYMBOL_UNKNOWN)
        report_unknown(b, node, symbol);
    else
        al_bicep_break(node);
}

/* this.exists(), this.existingResource(): of the resource they stand in, and only Azure knows. */
static bool bind_this(struct al_bicep_binder *b, struct al_node *node)
{
    static const char *const names[] = {"exists", "existingResource"};

    if (!al_str_eq(node->call.args[0]->string, AL_STR("this")) || al_bicep_find(b, AL_STR("this")))
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!al_str_eq(node->call.name, al_str_of(names[i])))
            continue;
        drop_base(node);
        bind_arguments(b, node);
        node->call.name = al_printf(b->arena, "this.%s", names[i]);
        node->flags = AL_NODE_BICEP;
        return true;
    }
    return false;
}

/* -- resources -- */

/* account.listKeys() asks with the version that the resource is declared with. */
static void add_version(struct al_bicep_binder *b, struct al_node *node)
{
    const struct al_bicep_symbol *symbol = al_bicep_resource_of(b, node->call.args[0]);
    struct al_node **args;

    if (!symbol || !symbol->decl->api_version)
        return;
    args = AL_NEW_N(b->arena, struct al_node *, 2);
    args[0] = node->call.args[0];
    args[1] = (struct al_node *)(uintptr_t)symbol->decl->api_version; /* a literal: nobody changes it */
    node->call.args = args;
    node->call.n = 2;
}

static void bind_on_value(struct al_bicep_binder *b, struct al_node *node)
{
    bind_arguments(b, node);
    node->flags &= (uint8_t)~AL_NODE_METHOD;
    if (node->call.args[0]->kind == AL_NODE_BROKEN) {
        al_bicep_break(node);
    } else if (al_str_eq(node->call.name, AL_STR("getSecret"))) {
        node->flags |= AL_NODE_BICEP;
    } else if (!al_str_starts(node->call.name, AL_STR("list"))) {
        if (node->call.name.n)
            complain(b, node, "a value has no function '%.*s'", AL_FMT(al_str_head(node->call.name, 60)));
        else
            al_bicep_break(node);
    } else if (node->call.n == 1) {
        add_version(b, node);
    }
}

static void bind_method(struct al_bicep_binder *b, struct al_node *node)
{
    const struct al_node *base = node->call.args[0];
    const struct al_bicep_symbol *space = al_bicep_space_of(b, base);

    if (space)
        bind_in_space(b, node, space);
    else if (al_node_is(base, AL_NODE_NAME) && al_bicep_is_built_in_space(b, base->string))
        bind_in_built_in_space(b, node);
    else if (!al_node_is(base, AL_NODE_NAME) || !bind_this(b, node))
        bind_on_value(b, node);
}

void al_bicep_bind_call(struct al_bicep_binder *b, struct al_node *node)
{
    if (node->flags & AL_NODE_BICEP)
        return; /* bound: AL_NODE_METHOD would mean something else */
    if (node->flags & AL_NODE_OPERATOR)
        bind_arguments(b, node);
    else if (node->flags & AL_NODE_METHOD && node->call.n)
        bind_method(b, node);
    else
        bind_function(b, node);
}
