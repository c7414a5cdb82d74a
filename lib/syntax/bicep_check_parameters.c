/* SPDX-License-Identifier: MIT */
/* Parameter files (.bicepparam): what they assign, seen from the template that they are for. */
#include "syntax/bicep_check_private.h"

static const struct al_bicep_statement *find(const struct al_bicep_check *c, enum al_bicep_kind kind)
{
    for (uint32_t i = 0; i < c->file->nstatements; i++)
        if (c->file->statements[i].kind == kind)
            return &c->file->statements[i];
    return NULL;
}

static al_str suggestion(struct al_bicep_check *c, al_str name)
{
    enum { MOST = 256 };
    const struct al_template *used = c->in->used;
    const size_t n = used->nparameters < MOST ? used->nparameters : MOST;
    al_str *names = AL_NEW_N(c->arena, al_str, n);

    for (size_t i = 0; i < n; i++)
        names[i] = used->parameters[i].name;
    return al_bicep_closest(c->arena, name, names, n);
}

static void check_assignment(struct al_bicep_check *c, const struct al_bicep_entry *entry)
{
    const struct al_bicep_statement *st = entry->st;
    const struct al_template *used = c->in->used;
    const struct al_parameter *parameter = al_map_get(&used->parameter_index, st->name);

    if (!parameter || !al_str_eq(parameter->name, st->name))
        al_bicep_error(c, AL_TROUBLE_BICEP_UNKNOWN_PARAMETER, st->name_span,
                       "the template has no parameter '%.*s'%.*s", AL_SHOW(st->name),
                       AL_FMT(suggestion(c, st->name)));
    else if (st->value)
        al_bicep_check_argument(c, used, parameter, st->value, entry->shape);
}

/* What another parameter file assigns that this one extends is assigned here, too. */
static void add_extended(struct al_bicep_check *c, struct al_map *given)
{
    enum { CHAIN_MOST = 16 };
    const struct al_template *t = c->tmpl->extends;

    for (int i = 0; t && i < CHAIN_MOST; i++, t = t->extends)
        for (uint32_t k = 0; k < t->nparameters; k++)
            *al_map_put(c->arena, given, t->parameters[k].name) = c;
}

static void check_missing(struct al_bicep_check *c, const struct al_bicep_statement *using)
{
    struct al_map given = {0};
    uint32_t n;
    al_str names;

    for (uint32_t i = 0; i < c->file->nstatements; i++)
        if (c->file->statements[i].kind == AL_BICEP_PARAM)
            *al_map_put(c->arena, &given, c->file->statements[i].name) = c;
    add_extended(c, &given);
    names = al_bicep_missing_parameters(c, c->in->used, &given, &n);
    if (n)
        al_bicep_error(c, AL_TROUBLE_BICEP_MISSING_PARAMETER, al_node_span(using->path),
                       "the template needs the parameter%s %.*s", n == 1 ? "" : "s", AL_FMT(names));
}

static bool is_broken(const struct al_bicep_check *c)
{
    for (uint32_t i = 0; i < c->file->nstatements; i++)
        if (c->file->statements[i].kind == AL_BICEP_BROKEN)
            return true;
    return false;
}

void al_bicep_check_parameter_file(struct al_bicep_check *c)
{
    const struct al_bicep_statement *using = find(c, AL_BICEP_USING);

    if (!c->file->is_parameters)
        return;
    if (!using && !find(c, AL_BICEP_EXTENDS) && !is_broken(c))
        al_bicep_error(
            c, AL_TROUBLE_BICEP_DECLARATION, (struct al_span){c->file->source, 0, 0},
            "a parameter file must say which template it is for: using 'main.bicep', or using none");
    if (!using || !using->path || !c->in->used)
        return;
    for (uint32_t i = 0; i < c->n; i++)
        if (c->entries[i].st->kind == AL_BICEP_PARAM && c->entries[i].st->name.n)
            check_assignment(c, &c->entries[i]);
    if (!is_broken(c) && !(c->tmpl->extends == NULL && find(c, AL_BICEP_EXTENDS)))
        check_missing(c, using);
}
