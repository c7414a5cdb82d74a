/* SPDX-License-Identifier: MIT */
/* Declarations as such: how often they may stand in a file, names that are taken, defaults of parameters. */
#include "syntax/bicep_check_private.h"

/* -- once in a file -- */

static struct al_span head_span(const struct al_bicep_statement *st)
{
    const al_str text = al_span_text(st->span);
    size_t n = 0;

    while (n < text.n && (al_is_alpha(text.s[n]) || al_is_digit(text.s[n])))
        n++;
    return (struct al_span){st->span.source, st->span.off, n ? (uint32_t)n : st->span.len};
}

static void check_once(struct al_bicep_check *c, enum al_bicep_kind kind, const char *name)
{
    const struct al_bicep_statement *first = NULL;

    for (uint32_t i = 0; i < c->file->nstatements; i++) {
        const struct al_bicep_statement *st = &c->file->statements[i];
        if (st->kind != kind)
            continue;
        if (first)
            al_bicep_error(c, AL_TROUBLE_BICEP_DECLARATION, head_span(st),
                           "%s stands twice in this file; the other one is in line %u", name,
                           (unsigned)al_source_position(c->arena, first->span).line);
        else
            first = st;
    }
}

static void check_target_scope(struct al_bicep_check *c, const struct al_bicep_statement *st)
{
    static const char *const scopes[] = {
        "resourceGroup", "subscription", "managementGroup", "tenant", "desiredStateConfiguration", "local"};
    al_str names[4];

    if (!st->value)
        return;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        names[i] = al_str_of(scopes[i]);
    if (!al_node_is(st->value, AL_NODE_STRING)) {
        if (st->value->kind != AL_NODE_BROKEN)
            al_bicep_error(
                c, AL_TROUBLE_BICEP_TYPE, al_node_span(st->value),
                "targetScope is 'resourceGroup', 'subscription', 'managementGroup' or 'tenant', written out");
        return;
    }
    for (size_t i = 0; i < sizeof scopes / sizeof *scopes; i++)
        if (al_str_eq(st->value->string, al_str_of(scopes[i])))
            return;
    al_bicep_error(
        c, AL_TROUBLE_BICEP_TYPE, al_node_span(st->value),
        "'%.*s' is no targetScope: use 'resourceGroup', 'subscription', 'managementGroup' or 'tenant'%.*s",
        AL_SHOW(st->value->string), AL_FMT(al_bicep_closest(c->arena, st->value->string, names, 4)));
}

/* -- names -- */

static const char *why_reserved(const struct al_bicep_statement *st)
{
    if (st->kind == AL_BICEP_METADATA)
        return st->name.s[0] == '_' ? "the compiler's own metadata begins with '_'" : NULL;
    if (st->kind == AL_BICEP_OUTPUT)
        return NULL;
    if (al_str_eq(st->name, AL_STR("sys")) || al_str_eq(st->name, AL_STR("az")))
        return "it is the namespace of Bicep's functions";
    if (st->kind == AL_BICEP_VAR && al_str_caseeq(st->name, AL_STR("copy")))
        return "it means a loop in the compiled template";
    if (st->kind == AL_BICEP_TYPE && al_str_eq(st->name, AL_STR("resource")))
        return "it is a keyword among types";
    return NULL;
}

static void check_name(struct al_bicep_check *c, const struct al_bicep_statement *st)
{
    enum { LONGEST = 255 };
    const char *why = st->name.n ? why_reserved(st) : NULL;

    if (st->name.n > LONGEST)
        al_bicep_error(c, AL_TROUBLE_BICEP_DECLARATION, st->name_span, "a name has at most %d characters",
                       LONGEST);
    if (why)
        al_bicep_error(c, AL_TROUBLE_BICEP_RESERVED_NAME, st->name_span, "the name '%.*s' is reserved: %s",
                       AL_SHOW(st->name), why);
}

/* Azure does not see case: the names of each of these kinds must differ in more. */
static void check_cases(struct al_bicep_check *c, enum al_bicep_kind kind)
{
    struct al_map seen = {.fold = true};

    for (uint32_t i = 0; i < c->file->nstatements; i++) {
        const struct al_bicep_statement *st = &c->file->statements[i], *first;
        void **place;
        if (st->kind != kind || st->name.n == 0)
            continue;
        place = al_map_put(c->arena, &seen, st->name);
        first = *place;
        *place = first ? *place : (void *)(uintptr_t)st;
        if (first && !al_str_eq(first->name, st->name))
            al_bicep_error(c, AL_TROUBLE_BICEP_DUPLICATE_NAME, st->name_span,
                           "'%.*s' and '%.*s' of line %u differ only in case, which Azure does not see",
                           AL_SHOW(st->name), AL_SHOW(first->name),
                           (unsigned)al_source_position(c->arena, first->name_span).line);
    }
}

/* -- parameters -- */

/* What a default may need: not what is worked out from parameters, nor what is deployed with them. */
static void check_default(struct al_bicep_check *c, const struct al_bicep_entry *entry)
{
    for (size_t i = 0; i < entry->needs.n; i++) {
        const struct al_bicep_need *need = &entry->needs.v[i];
        const enum al_bicep_kind kind = need->entry->st->kind;
        if (kind == AL_BICEP_VAR || kind == AL_BICEP_RESOURCE || kind == AL_BICEP_MODULE)
            al_bicep_error(c, AL_TROUBLE_BICEP_PARAMETER_DEFAULT, need->span,
                           "the default value of a parameter cannot use the %s '%.*s', only other parameters",
                           kind == AL_BICEP_VAR        ? "variable"
                           : kind == AL_BICEP_RESOURCE ? "resource"
                                                       : "module",
                           AL_SHOW(need->entry->st->name));
    }
}

static void check_parameter(struct al_bicep_check *c, const struct al_bicep_entry *entry)
{
    const struct al_bicep_statement *st = entry->st;

    if (c->file->is_parameters || !st->value)
        return;
    check_default(c, entry);
    if (st->type && st->type->kind == AL_BICEP_TYPE_NULLABLE)
        al_bicep_error(c, AL_TROUBLE_BICEP_PARAMETER_DEFAULT, al_node_span(st->value),
                       "a parameter that may be null has no default value: its default is null");
}

void al_bicep_check_declarations(struct al_bicep_check *c)
{
    static const enum al_bicep_kind cased[] = {AL_BICEP_PARAM, AL_BICEP_VAR, AL_BICEP_OUTPUT, AL_BICEP_TYPE,
                                               AL_BICEP_ASSERT};

    check_once(c, AL_BICEP_TARGET_SCOPE, "targetScope");
    check_once(c, AL_BICEP_USING, "using");
    check_once(c, AL_BICEP_EXTENDS, "extends");
    for (size_t i = 0; i < sizeof cased / sizeof *cased; i++)
        check_cases(c, cased[i]);
    for (uint32_t i = 0; i < c->n; i++) {
        const struct al_bicep_statement *st = c->entries[i].st;
        check_name(c, st);
        if (st->kind == AL_BICEP_TARGET_SCOPE)
            check_target_scope(c, st);
        else if (st->kind == AL_BICEP_PARAM)
            check_parameter(c, &c->entries[i]);
    }
}
