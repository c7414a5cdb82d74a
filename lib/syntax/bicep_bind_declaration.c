/* SPDX-License-Identifier: MIT */
/* Parameters, variables, outputs, functions and types: bound, and turned into what the JSON reader would have
 * read. */
#include "syntax/bicep_bind.h"

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

uint32_t al_bicep_count(const struct al_bicep_file *file, enum al_bicep_kind kind)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < file->nstatements; i++)
        n += file->statements[i].kind == kind;
    return n;
}

/* -- parameters, variables, outputs -- */

/* Of a type that is not known, ARM JSON cannot say that it is secure. */
static struct al_type type_of(struct al_bicep_binder *b, const struct al_node *node,
                              struct al_bicep_decorated decorated)
{
    struct al_type type = al_type_from_json(b->diags, node);

    type.secure |= al_bicep_has_decorator(decorated, "secure");
    return type;
}

/* What another parameter file means by base.x: it is had like a variable of this one. */
static void offer_to_extending_files(struct al_bicep_binder *b, const struct al_parameter *p)
{
    struct al_variable *v = &b->tmpl->variables[b->tmpl->nvariables];
    void **place = al_map_put(b->arena, &b->tmpl->variable_index, p->name);

    if (*place)
        return;
    *v = (struct al_variable){.name = p->name, .name_span = p->name_span, .value = p->default_value};
    *place = v;
    b->tmpl->nvariables++;
}

void al_bicep_make_parameter(struct al_bicep_maker *m, const struct al_bicep_statement *st)
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
    if (b->file->is_parameters && p->default_value)
        offer_to_extending_files(b, p);
}

static struct al_node *value_or_broken(struct al_bicep_binder *b, const struct al_bicep_statement *st)
{
    return st->value ? st->value : al_node_new(b->arena, AL_NODE_BROKEN, st->span);
}

void al_bicep_make_variable(struct al_bicep_maker *m, const struct al_bicep_statement *st)
{
    struct al_bicep_binder *b = &m->bind;
    struct al_variable *v = &b->tmpl->variables[b->tmpl->nvariables++];
    struct al_node *value = value_or_broken(b, st);

    al_bicep_bind_decorators(b, st->decorators, st->ndecorators);
    al_bicep_bind(b, value);
    if (st->type)
        al_bicep_lower(b, st->type, (struct al_bicep_decorated){NULL, 0}); /* for the names in it */
    if (value->kind == AL_NODE_LOOP)
        value->loop.names->name = st->name;
    *v = (struct al_variable){st->name, st->name_span, value, is_exported(st)};
    *al_map_put(b->arena, &b->tmpl->variable_index, v->name) = v;
    al_bicep_put_named(&m->variables, v->name, v->name_span, value);
}

void al_bicep_make_output(struct al_bicep_maker *m, const struct al_bicep_statement *st)
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

void al_bicep_make_metadata(struct al_bicep_maker *m, const struct al_bicep_statement *st)
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
    p->type = al_type_from_json(b->diags, p->node);
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

void al_bicep_declare_function(struct al_bicep_maker *m, struct al_bicep_symbol *symbol)
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

void al_bicep_make_function(struct al_bicep_maker *m, const struct al_bicep_symbol *symbol)
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
    decl->output_type = al_type_from_json(b->diags, result);
    if (st->value)
        al_bicep_put(&out, "output", al_node_span(st->value), st->value);
    decl->node = al_bicep_object_node(&out);
}

/* -- types -- */

static void add_type(struct al_bicep_maker *m, const struct al_type_decl *decl, struct al_span name_span)
{
    struct al_bicep_binder *b = &m->bind;
    struct al_type_decl *place = &b->tmpl->types[b->tmpl->ntypes++];

    *place = *decl;
    *al_map_put(b->arena, &b->tmpl->type_index, decl->name) = place;
    al_bicep_put_named(&m->definitions, decl->name, name_span, (struct al_node *)(uintptr_t)decl->type.node);
}

void al_bicep_make_types(struct al_bicep_maker *m)
{
    struct al_bicep_binder *b = &m->bind;

    al_bicep_finish_imports(b);
    b->tmpl->types =
        AL_NEW_N(b->arena, struct al_type_decl, al_bicep_count(b->file, AL_BICEP_TYPE) + b->definitions.n);
    for (uint32_t i = 0; i < b->file->nstatements; i++) {
        const struct al_bicep_statement *st = &b->file->statements[i];
        if (st->kind != AL_BICEP_TYPE || !m->symbols[i]->type)
            continue;
        add_type(m,
                 &(struct al_type_decl){.name = st->name,
                                        .type = al_type_from_json(b->diags, m->symbols[i]->type),
                                        .exported = is_exported(st)},
                 st->name_span);
    }
    for (size_t i = 0; i < b->definitions.n; i++) {
        const struct al_bicep_definition *d = b->definitions.v[i];
        add_type(m, &(struct al_type_decl){.name = d->ref, .type = al_type_from_json(b->diags, d->type)},
                 al_node_span(d->type));
    }
}
