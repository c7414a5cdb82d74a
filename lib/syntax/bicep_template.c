/* SPDX-License-Identifier: MIT */
/* Makes the template of a parsed Bicep file: names are declared first, in one pass, since Bicep has no order;
 * then every statement is bound and turned into what the JSON reader would have read, down to the object at
 * the root. */
#include "syntax/bicep_bind.h"
#include "syntax/bicep_check.h"

struct maker {
    struct al_bicep_binder bind;
    struct al_bicep_symbol **symbols; /* by statement; NULL where it declares nothing of its own */
    struct al_bicep_object parameters, variables, outputs, resources, definitions,
        metadata; /* sections of the root */
};

static struct al_bicep_decorated decorated_of(const struct al_bicep_statement *st)
{
    return (struct al_bicep_decorated){st->decorators, st->ndecorators};
}

/* A statement with its decorators. */
static struct al_span whole_of(const struct al_bicep_statement *st)
{
    return st->ndecorators ? al_bicep_span_to(al_node_span(st->decorators[0]), st->span) : st->span;
}

static bool is_exported(const struct al_bicep_statement *st)
{
    return al_bicep_has_decorator(decorated_of(st), "export");
}

/* -- names -- */

/* Which kind of name a statement declares, and among which names. */
static bool declares(const struct al_bicep_statement *st, enum al_bicep_symbol_kind *kind)
{
    static const struct {
        enum al_bicep_kind statement;
        enum al_bicep_symbol_kind symbol;
    } table[] = {
        {AL_BICEP_PARAM, AL_BICEP_SYMBOL_PARAMETER},     {AL_BICEP_VAR, AL_BICEP_SYMBOL_VARIABLE},
        {AL_BICEP_FUNC, AL_BICEP_SYMBOL_FUNCTION},       {AL_BICEP_TYPE, AL_BICEP_SYMBOL_TYPE},
        {AL_BICEP_EXTENSION, AL_BICEP_SYMBOL_NAMESPACE}, {AL_BICEP_OUTPUT, AL_BICEP_SYMBOL_UNKNOWN},
        {AL_BICEP_METADATA, AL_BICEP_SYMBOL_UNKNOWN},
    };

    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (table[i].statement != st->kind)
            continue;
        *kind = table[i].symbol;
        return true;
    }
    return false;
}

static void declare(struct maker *m, uint32_t i)
{
    struct al_bicep_binder *b = &m->bind;
    const struct al_bicep_statement *st = &b->file->statements[i];
    struct al_map *names = st->kind == AL_BICEP_OUTPUT     ? &b->outputs
                           : st->kind == AL_BICEP_METADATA ? &b->metadata
                                                           : &b->names;
    const al_str name = st->kind == AL_BICEP_EXTENSION && st->alias.n ? st->alias : st->name;
    enum al_bicep_symbol_kind kind;

    if (st->kind == AL_BICEP_IMPORT)
        al_bicep_declare_import(b, st);
    if (!declares(st, &kind))
        return;
    m->symbols[i] = al_bicep_declare(b, names, kind, name, st->name.n ? st->name_span : st->span);
    m->symbols[i]->statement = st;
    if (st->kind == AL_BICEP_EXTENSION)
        b->extension = st;
}

static uint32_t count(const struct al_bicep_file *file, enum al_bicep_kind kind)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < file->nstatements; i++)
        n += file->statements[i].kind == kind;
    return n;
}

static void make_room(struct maker *m)
{
    const struct al_bicep_file *file = m->bind.file;
    struct al_template *t = m->bind.tmpl;
    al_arena *arena = m->bind.arena;

    t->parameters = AL_NEW_N(arena, struct al_parameter, count(file, AL_BICEP_PARAM));
    t->variables = AL_NEW_N(arena, struct al_variable, count(file, AL_BICEP_VAR));
    t->functions = AL_NEW_N(arena, struct al_function_decl, count(file, AL_BICEP_FUNC));
    t->outputs = AL_NEW_N(arena, struct al_output, count(file, AL_BICEP_OUTPUT));
    t->parameter_index.fold = t->variable_index.fold = t->function_index.fold = true;
    t->type_index.fold = t->output_index.fold = true;
    m->symbols = AL_NEW_N(arena, struct al_bicep_symbol *, file->nstatements);
}

/* -- declarations -- */

/* Of a type that is not known, ARM JSON cannot say that it is secure. */
static struct al_type type_of(struct al_bicep_binder *b, const struct al_node *node,
                              struct al_bicep_decorated decorated)
{
    struct al_type type = al_type_from_json(b->arena, b->diags, node);

    type.secure |= al_bicep_has_decorator(decorated, "secure");
    return type;
}

static void make_parameter(struct maker *m, const struct al_bicep_statement *st)
{
    struct al_bicep_binder *b = &m->bind;
    struct al_parameter *p = &b->tmpl->parameters[b->tmpl->nparameters++];
    struct al_bicep_object out = {.arena = b->arena, .span = whole_of(st)};

    al_bicep_bind(b, st->value);
    if (!b->file->is_parameters)
        al_bicep_put_type(b, &out, st->type, decorated_of(st));
    if (st->value)
        al_bicep_put(&out, b->file->is_parameters ? "value" : "defaultValue", al_node_span(st->value),
                     st->value);
    al_bicep_put_metadata(b, &out, decorated_of(st));
    p->name = st->name;
    p->name_span = st->name_span;
    p->node = al_bicep_object_node(&out);
    p->type = type_of(b, p->node, decorated_of(st));
    p->default_value = st->value;
    p->metadata = al_node_get(p->node, "metadata");
    *al_map_put(b->arena, &b->tmpl->parameter_index, p->name) = p;
    al_bicep_put_named(&m->parameters, p->name, p->name_span, (struct al_node *)(uintptr_t)p->node);
}

static struct al_node *value_or_broken(struct al_bicep_binder *b, const struct al_bicep_statement *st)
{
    return st->value ? st->value : al_bicep_new_node(b->arena, AL_NODE_BROKEN, st->span);
}

static void make_variable(struct maker *m, const struct al_bicep_statement *st)
{
    struct al_bicep_binder *b = &m->bind;
    struct al_variable *v = &b->tmpl->variables[b->tmpl->nvariables++];
    struct al_node *value = value_or_broken(b, st);

    al_bicep_bind_decorators(b, st->decorators, st->ndecorators);
    al_bicep_bind(b, value);
    if (st->type)
        al_bicep_lower(b, st->type, (struct al_bicep_decorated){NULL, 0}); /* for the names in it */
    if (value->kind == AL_NODE_LOOP)
        value->loop.name = st->name;
    *v = (struct al_variable){st->name, st->name_span, value, is_exported(st)};
    *al_map_put(b->arena, &b->tmpl->variable_index, v->name) = v;
    al_bicep_put_named(&m->variables, v->name, v->name_span, value);
}

static void make_output(struct maker *m, const struct al_bicep_statement *st)
{
    struct al_bicep_binder *b = &m->bind;
    struct al_output *o = &b->tmpl->outputs[b->tmpl->noutputs++];
    struct al_bicep_object out = {.arena = b->arena, .span = whole_of(st)};
    struct al_node *value = value_or_broken(b, st);

    al_bicep_bind(b, value);
    al_bicep_put_type(b, &out, st->type, decorated_of(st));
    al_bicep_put(&out, "value", al_node_span(value), value);
    al_bicep_put_metadata(b, &out, decorated_of(st));
    o->name = st->name;
    o->name_span = st->name_span;
    o->node = al_bicep_object_node(&out);
    o->type = type_of(b, o->node, decorated_of(st));
    o->value = value;
    *al_map_put(b->arena, &b->tmpl->output_index, o->name) = o;
    al_bicep_put_named(&m->outputs, o->name, o->name_span, (struct al_node *)(uintptr_t)o->node);
}

static void make_metadata(struct maker *m, const struct al_bicep_statement *st)
{
    struct al_node *value = value_or_broken(&m->bind, st);

    al_bicep_bind(&m->bind, value);
    al_bicep_put_named(&m->metadata, st->name, st->name_span, value);
}

/* -- functions -- */

static void make_argument(struct al_bicep_binder *b, struct al_parameter *p,
                          const struct al_bicep_member *member)
{
    struct al_bicep_object out = {.arena = b->arena, .span = member->span};

    al_bicep_put(&out, "name", member->name_span,
                 al_bicep_new_text(b->arena, member->name, member->name_span));
    al_bicep_put_type(b, &out, member->type,
                      (struct al_bicep_decorated){member->decorators, member->ndecorators});
    p->name = member->name;
    p->name_span = member->name_span;
    p->node = al_bicep_object_node(&out);
    p->type = al_type_from_json(b->arena, b->diags, p->node);
}

static struct al_bicep_symbol *enter_argument(struct al_bicep_binder *b, const struct al_bicep_member *member)
{
    struct al_bicep_symbol *before = al_bicep_enter_local(b, member->name);
    struct al_bicep_symbol *symbol = al_bicep_find(b, member->name);

    symbol->kind = AL_BICEP_SYMBOL_PARAMETER;
    symbol->argument = true;
    symbol->span = member->name_span;
    return before;
}

static void bind_function_body(struct al_bicep_binder *b, const struct al_bicep_statement *st)
{
    struct al_bicep_symbol **before = AL_NEW_N(b->arena, struct al_bicep_symbol *, st->narguments);

    for (uint32_t i = 0; i < st->narguments; i++)
        before[i] = enter_argument(b, &st->arguments[i]);
    b->in_function = true;
    al_bicep_bind(b, st->value);
    b->in_function = false;
    for (uint32_t i = st->narguments; i-- > 0;)
        al_bicep_hide(b, st->arguments[i].name, before[i]);
}

/* Declared before anything is bound, for the calls that lead to it. */
static void declare_function(struct maker *m, struct al_bicep_symbol *symbol)
{
    struct al_bicep_binder *b = &m->bind;
    const struct al_bicep_statement *st = symbol->statement;
    struct al_function_decl *decl = &b->tmpl->functions[b->tmpl->nfunctions++];

    decl->name = st->name;
    decl->name_span = st->name_span;
    decl->home = b->tmpl;
    decl->exported = is_exported(st);
    decl->parameters = AL_NEW_N(b->arena, struct al_parameter, st->narguments);
    decl->nparameters = st->narguments;
    decl->output = st->value;
    symbol->function = decl;
    *al_map_put(b->arena, &b->tmpl->function_index, al_printf(b->arena, ".%.*s", AL_FMT(decl->name))) = decl;
}

static void make_function(struct maker *m, const struct al_bicep_symbol *symbol)
{
    struct al_bicep_binder *b = &m->bind;
    const struct al_bicep_statement *st = symbol->statement;
    struct al_function_decl *decl = (struct al_function_decl *)(uintptr_t)symbol->function;
    struct al_bicep_object out = {.arena = b->arena, .span = whole_of(st)};
    const struct al_node *result;

    al_bicep_bind_decorators(b, st->decorators, st->ndecorators);
    for (uint32_t i = 0; i < st->narguments; i++)
        make_argument(b, &decl->parameters[i], &st->arguments[i]);
    bind_function_body(b, st);
    result = al_bicep_lower(b, st->type, (struct al_bicep_decorated){NULL, 0});
    decl->output_type = al_type_from_json(b->arena, b->diags, result);
    if (st->value)
        al_bicep_put(&out, "output", al_node_span(st->value), st->value);
    decl->node = al_bicep_object_node(&out);
}

/* -- types -- */

static void add_type(struct maker *m, const struct al_type_decl *decl, struct al_span name_span)
{
    struct al_bicep_binder *b = &m->bind;
    struct al_type_decl *place = &b->tmpl->types[b->tmpl->ntypes++];

    *place = *decl;
    *al_map_put(b->arena, &b->tmpl->type_index, decl->name) = place;
    al_bicep_put_named(&m->definitions, decl->name, name_span, (struct al_node *)(uintptr_t)decl->type.node);
}

/* The types of the file, then those it needs of others. */
static void make_types(struct maker *m)
{
    struct al_bicep_binder *b = &m->bind;

    al_bicep_finish_imports(b);
    b->tmpl->types =
        AL_NEW_N(b->arena, struct al_type_decl, count(b->file, AL_BICEP_TYPE) + b->definitions.n);
    for (uint32_t i = 0; i < b->file->nstatements; i++) {
        const struct al_bicep_statement *st = &b->file->statements[i];
        if (st->kind != AL_BICEP_TYPE || !m->symbols[i]->type)
            continue;
        add_type(m,
                 &(struct al_type_decl){.name = st->name,
                                        .type = al_type_from_json(b->arena, b->diags, m->symbols[i]->type),
                                        .exported = is_exported(st)},
                 st->name_span);
    }
    for (size_t i = 0; i < b->definitions.n; i++) {
        const struct al_bicep_definition *d = b->definitions.v[i];
        add_type(
            m, &(struct al_type_decl){.name = d->ref, .type = al_type_from_json(b->arena, b->diags, d->type)},
            al_node_span(d->type));
    }
}

/* -- the head of a file -- */

static const struct {
    const char *name;
    enum al_scope_kind scope;
    const char *schema;
} scopes[] = {
    {"resourceGroup", AL_SCOPE_RESOURCE_GROUP, "2019-04-01/deploymentTemplate.json#"},
    {"subscription", AL_SCOPE_SUBSCRIPTION, "2018-05-01/subscriptionDeploymentTemplate.json#"},
    {"managementGroup", AL_SCOPE_MANAGEMENT_GROUP, "2019-08-01/managementGroupDeploymentTemplate.json#"},
    {"tenant", AL_SCOPE_TENANT, "2019-08-01/tenantDeploymentTemplate.json#"},
};

static void set_scope(struct al_bicep_binder *b, const struct al_node *value)
{
    for (size_t i = 0; i < sizeof scopes / sizeof *scopes; i++)
        if (al_str_eq(al_node_text(value), al_str_of(scopes[i].name)))
            b->tmpl->scope = scopes[i].scope;
}

static void set_extends(struct al_bicep_binder *b, const struct al_node *path)
{
    if (b->host && al_node_is(path, AL_NODE_STRING))
        b->tmpl->extends = b->host->load(b->host->ptr, path, AL_BICEP_WANT_PARAMETERS);
}

/* -- the whole -- */

static void make(struct maker *m, uint32_t i)
{
    struct al_bicep_binder *b = &m->bind;
    const struct al_bicep_statement *st = &b->file->statements[i];

    switch (st->kind) {
    case AL_BICEP_TARGET_SCOPE: set_scope(b, st->value); break;
    case AL_BICEP_METADATA: make_metadata(m, st); break;
    case AL_BICEP_PARAM: make_parameter(m, st); break;
    case AL_BICEP_VAR: make_variable(m, st); break;
    case AL_BICEP_OUTPUT: make_output(m, st); break;
    case AL_BICEP_TYPE: al_bicep_type_node(b, m->symbols[i]); break;
    case AL_BICEP_FUNC: make_function(m, m->symbols[i]); break;
    case AL_BICEP_USING: b->tmpl->uses = st->path; break;
    case AL_BICEP_EXTENDS: set_extends(b, st->path); break;
    case AL_BICEP_EXTENSION:
    case AL_BICEP_EXTENSION_CONFIG:
    case AL_BICEP_ASSERT:
    case AL_BICEP_TEST:
        al_bicep_bind_decorators(b, st->decorators, st->ndecorators);
        al_bicep_bind(b, st->value);
        break;
    case AL_BICEP_RESOURCE:
    case AL_BICEP_MODULE:
    case AL_BICEP_IMPORT:
    case AL_BICEP_BROKEN: break;
    }
}

static void make_resources(struct maker *m)
{
    struct al_bicep_binder *b = &m->bind;

    for (uint32_t i = 0; i < b->tmpl->nresources; i++) {
        const struct al_resource_decl *decl = &b->tmpl->resources[i];
        al_bicep_bind_resource(b, b->resources[decl->ordinal]);
        al_bicep_put_named(&m->resources, decl->symbol, decl->name_span,
                           (struct al_node *)(uintptr_t)decl->node);
    }
}

/* From the first to the last of its members. */
static struct al_node *section(struct al_bicep_object *members)
{
    const size_t n = members->items.n;

    if (n)
        members->span = al_bicep_span_to(al_node_span(members->items.v[0].value),
                                         al_node_span(members->items.v[n - 1].value));
    return al_bicep_object_node(members);
}

static void make_root(struct maker *m)
{
    struct al_bicep_binder *b = &m->bind;
    const struct al_span all = {b->file->source, 0, (uint32_t)b->file->source->text.n},
                         head = {all.source, 0, 0};
    struct al_bicep_object root = {.arena = b->arena, .span = all};
    const char *schema = b->file->is_parameters ? "2019-04-01/deploymentParameters.json#" : scopes[0].schema;
    const struct {
        const char *key;
        struct al_bicep_object *members;
    } sections[] = {
        {"metadata", &m->metadata},   {"definitions", &m->definitions}, {"parameters", &m->parameters},
        {"variables", &m->variables}, {"resources", &m->resources},     {"outputs", &m->outputs},
    };

    for (size_t i = 0; !b->file->is_parameters && i < sizeof scopes / sizeof *scopes; i++)
        if (scopes[i].scope == b->tmpl->scope)
            schema = scopes[i].schema;
    al_bicep_put(
        &root, "$schema", head,
        al_bicep_new_text(
            b->arena, al_printf(b->arena, "https://schema.management.azure.com/schemas/%s", schema), head));
    al_bicep_put(&root, "contentVersion", head, al_bicep_new_text(b->arena, AL_STR("1.0.0.0"), head));
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        if (sections[i].members->items.n || sections[i].members == &m->resources)
            al_bicep_put(&root, sections[i].key, head, section(sections[i].members));
    b->tmpl->root = al_bicep_object_node(&root);
}

static void check(struct al_bicep_binder *b)
{
    struct al_bicep_checking checking = {
        .arena = b->arena, .diags = b->diags, .file = b->file, .tmpl = b->tmpl, .resources = b->resources};

    if (b->host && al_node_is(b->tmpl->uses, AL_NODE_STRING))
        checking.used = b->host->load(b->host->ptr, b->tmpl->uses, AL_BICEP_WANT_MODULE);
    al_bicep_check(&checking);
}

static void begin(struct maker *m)
{
    struct al_bicep_object empty = {.arena = m->bind.arena, .span = {m->bind.file->source, 0, 0}};

    m->parameters = m->variables = m->outputs = empty;
    m->resources = m->definitions = m->metadata = empty;
    make_room(m);
}

struct al_template *al_template_from_bicep(al_arena *arena, struct al_diags *diags,
                                           const struct al_bicep_file *file, const struct al_bicep_host *host)
{
    struct al_template *t = AL_NEW(arena, struct al_template);
    struct maker m = {.bind = {.arena = arena, .diags = diags, .file = file, .host = host, .tmpl = t}};

    t->source = file->source;
    t->symbolic = true;
    t->has_names = true;
    t->is_parameters = file->is_parameters;
    t->content_version = AL_STR("1.0.0.0");
    t->comments = file->comments;
    t->ncomments = file->ncomments;
    begin(&m);
    for (uint32_t i = 0; i < file->nstatements; i++)
        declare(&m, i);
    al_bicep_declare_resources(&m.bind);
    for (uint32_t i = 0; i < file->nstatements; i++)
        if (file->statements[i].kind == AL_BICEP_FUNC)
            declare_function(&m, m.symbols[i]);
    for (uint32_t i = 0; i < file->nstatements; i++)
        make(&m, i);
    make_resources(&m);
    make_types(&m);
    make_root(&m);
    check(&m.bind);
    return t;
}
