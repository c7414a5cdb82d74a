/* SPDX-License-Identifier: MIT */
/* Makes the template of a parsed Bicep file: names are declared first, in one pass, since Bicep has no order;
 * then every statement is bound and turned into what the JSON reader would have read, down to the object at
 * the root. */
#include "syntax/bicep_bind.h"
#include "syntax/bicep_check.h"

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

static void set_extends(struct al_bicep_binder *b, const struct al_node *path)
{
    if (b->host && al_node_is(path, AL_NODE_STRING))
        b->tmpl->extends = b->host->load(b->host->ptr, path, AL_BICEP_WANT_PARAMETERS);
}

static void declare(struct al_bicep_maker *m, uint32_t i)
{
    struct al_bicep_binder *b = &m->bind;
    const struct al_bicep_statement *st = &b->file->statements[i];
    struct al_map *names = st->kind == AL_BICEP_OUTPUT     ? &b->outputs
                           : st->kind == AL_BICEP_METADATA ? &b->metadata
                                                           : &b->names;
    const al_str name = st->kind == AL_BICEP_EXTENSION && st->alias.n ? st->alias : st->name;
    enum al_bicep_symbol_kind kind;

    b->tmpl->partial |= st->broken || st->kind == AL_BICEP_BROKEN;
    if (st->kind == AL_BICEP_IMPORT)
        al_bicep_declare_import(b, st);
    if (st->kind == AL_BICEP_EXTENDS)
        set_extends(b, st->path);
    if (!declares(st, &kind))
        return;
    m->symbols[i] = al_bicep_declare(b, names, kind, name, st->name.n ? st->name_span : st->span);
    m->symbols[i]->statement = st;
    if (st->kind == AL_BICEP_EXTENSION)
        b->extension = st;
}

static void make_room(struct al_bicep_maker *m)
{
    const struct al_bicep_file *file = m->bind.file;
    struct al_template *t = m->bind.tmpl;
    al_arena *arena = m->bind.arena;

    t->parameters = AL_NEW_N(arena, struct al_parameter, al_bicep_count(file, AL_BICEP_PARAM));
    t->variables = AL_NEW_N(arena, struct al_variable,
                            al_bicep_count(file, AL_BICEP_VAR) + al_bicep_count(file, AL_BICEP_PARAM));
    t->functions = AL_NEW_N(arena, struct al_function_decl, al_bicep_count(file, AL_BICEP_FUNC));
    t->outputs = AL_NEW_N(arena, struct al_output, al_bicep_count(file, AL_BICEP_OUTPUT));
    t->parameter_index.fold = t->variable_index.fold = t->function_index.fold = true;
    t->type_index.fold = t->output_index.fold = true;
    m->symbols = AL_NEW_N(arena, struct al_bicep_symbol *, file->nstatements);
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

/* -- the whole -- */

/* A declaration whose name could not be read, which was reported, is left out. */
static bool is_nameless(const struct al_bicep_maker *m, uint32_t i)
{
    return m->symbols[i] && m->symbols[i]->name.n == 0 &&
           m->bind.file->statements[i].kind != AL_BICEP_EXTENSION;
}

static void make(struct al_bicep_maker *m, uint32_t i)
{
    struct al_bicep_binder *b = &m->bind;
    const struct al_bicep_statement *st = &b->file->statements[i];

    if (is_nameless(m, i))
        return;
    switch (st->kind) {
    case AL_BICEP_TARGET_SCOPE: set_scope(b, st->value); break;
    case AL_BICEP_METADATA: al_bicep_make_metadata(m, st); break;
    case AL_BICEP_PARAM: al_bicep_make_parameter(m, st); break;
    case AL_BICEP_VAR: al_bicep_make_variable(m, st); break;
    case AL_BICEP_OUTPUT: al_bicep_make_output(m, st); break;
    case AL_BICEP_TYPE: al_bicep_type_node(b, m->symbols[i]); break;
    case AL_BICEP_FUNC: al_bicep_make_function(m, m->symbols[i]); break;
    case AL_BICEP_USING: b->tmpl->uses = st->path; break;
    case AL_BICEP_EXTENSION:
    case AL_BICEP_EXTENSION_CONFIG:
    case AL_BICEP_ASSERT:
    case AL_BICEP_TEST:
        al_bicep_bind_decorators(b, st->decorators, st->ndecorators);
        al_bicep_bind(b, st->value);
        if (st->value) /* not under the name that ARM JSON has for it: only what it refers to counts */
            al_bicep_put_named(&m->extensions, st->name, st->name.n ? st->name_span : st->span, st->value);
        break;
    case AL_BICEP_RESOURCE:
    case AL_BICEP_MODULE:
    case AL_BICEP_IMPORT:
    case AL_BICEP_EXTENDS:
    case AL_BICEP_BROKEN: break;
    }
}

static void make_resources(struct al_bicep_maker *m)
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

static void make_root(struct al_bicep_maker *m)
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
        {"metadata", &m->metadata},     {"definitions", &m->definitions}, {"parameters", &m->parameters},
        {"variables", &m->variables},   {"resources", &m->resources},     {"outputs", &m->outputs},
        {"extensions", &m->extensions},
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

static void begin(struct al_bicep_maker *m)
{
    struct al_bicep_object empty = {.arena = m->bind.arena, .span = {m->bind.file->source, 0, 0}};

    m->parameters = m->variables = m->outputs = empty;
    m->resources = m->definitions = m->metadata = m->extensions = empty;
    make_room(m);
}

struct al_template *al_template_from_bicep(al_arena *arena, struct al_diags *diags,
                                           const struct al_bicep_file *file, const struct al_bicep_host *host)
{
    struct al_template *t = AL_NEW(arena, struct al_template);
    struct al_bicep_maker m = {
        .bind = {.arena = arena, .diags = diags, .file = file, .host = host, .tmpl = t}};

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
        if (file->statements[i].kind == AL_BICEP_FUNC && !is_nameless(&m, i))
            al_bicep_declare_function(&m, m.symbols[i]);
    for (uint32_t i = 0; i < file->nstatements; i++)
        make(&m, i);
    make_resources(&m);
    al_bicep_make_types(&m);
    make_root(&m);
    check(&m.bind);
    return t;
}
