/* SPDX-License-Identifier: MIT */
/* Types as they are written: unions that have no type of ARM JSON, objects that say something twice. */
#include "syntax/bicep_check_private.h"

static void complain(struct al_bicep_check *c, struct al_span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void complain(struct al_bicep_check *c, struct al_span span, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    al_diags_vadd(c->diags, AL_TROUBLE_BICEP_TYPE_DECLARATION, span, format, args);
    va_end(args);
}

/* -- unions -- */

/* The same for the name of a type that lists its values. */
static uint8_t kind_of_alias(const struct al_bicep_check *c, const struct al_bicep_type *type)
{
    const struct al_bicep_entry *entry = type->base ? NULL : al_bicep_entry_named(c, type->name);
    const struct al_type_decl *decl =
        entry && entry->st->kind == AL_BICEP_TYPE ? al_map_get(&c->tmpl->type_index, type->name) : NULL;
    struct al_type lowered;

    if (!decl)
        return 0;
    lowered = al_bicep_resolve_type(c, c->tmpl, decl->type);
    if (!lowered.known || !lowered.allowed || lowered.kind == AL_TYPE_ARRAY || lowered.kind == AL_TYPE_OBJECT)
        return 0;
    return al_bicep_shape_of_type(c, c->tmpl, lowered).kinds & (uint8_t)~AL_BICEP_IS_NULL;
}

/* What a literal is, or 0 for what is none. */
static uint8_t kind_of_literal(const struct al_bicep_check *c, const struct al_bicep_type *type)
{
    if (type->kind == AL_BICEP_TYPE_NAME)
        return kind_of_alias(c, type);
    if (type->kind != AL_BICEP_TYPE_LITERAL || !type->literal)
        return 0;
    return al_bicep_shape_of(c, type->literal).kinds & (uint8_t)~AL_BICEP_IS_NULL;
}

static bool is_one_kind(uint8_t kinds)
{
    return (kinds & (kinds - 1)) == 0;
}

static bool is_open_type(const struct al_bicep_check *c, const struct al_bicep_type *type)
{
    static const char *const names[] = {"string", "int", "bool"};

    if (type->kind != AL_BICEP_TYPE_NAME || type->base || al_bicep_entry_named(c, type->name))
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (al_str_eq(type->name, al_str_of(names[i])))
            return true;
    return false;
}

static void check_union(struct al_bicep_check *c, const struct al_bicep_type *type)
{
    uint8_t kinds = 0;
    const struct al_bicep_type *open = NULL;

    for (uint32_t i = 0; i < type->nmembers; i++) {
        const struct al_bicep_type *member = type->members[i].type;
        if (!member)
            return;
        kinds |= kind_of_literal(c, member);
        if (!open && is_open_type(c, member))
            open = member;
    }
    if (!is_one_kind(kinds))
        complain(c, type->span, "the values of a union must be of one kind, these are %.*s",
                 AL_FMT(al_bicep_kinds_text(c->arena, kinds)));
    else if (open && type->nmembers > 1)
        complain(c, open->span, "a union lists values, as in 'a' | 'b'; '%.*s' is none", AL_SHOW(open->name));
}

/* -- objects -- */

static void check_members(struct al_bicep_check *c, const struct al_bicep_type *type)
{
    struct al_map seen = {.fold = true};
    uint32_t any = 0;

    for (uint32_t i = 0; i < type->nmembers; i++) {
        const struct al_bicep_member *member = &type->members[i], *first;
        void **place;
        if (member->any && any++)
            complain(c, member->name_span, "an object type says once what its other properties are, '*:'");
        if (member->any || member->name.n == 0)
            continue;
        place = al_map_put(c->arena, &seen, member->name);
        first = *place;
        *place = (void *)(uintptr_t)member;
        if (!first)
            continue;
        if (al_str_eq(first->name, member->name))
            al_bicep_error(c, AL_TROUBLE_BICEP_DUPLICATE_PROPERTY, member->name_span,
                           "the type has '%.*s' twice", AL_SHOW(member->name));
        else
            al_bicep_error(c, AL_TROUBLE_BICEP_DUPLICATE_PROPERTY, member->name_span,
                           "'%.*s' and '%.*s' differ only in case, which Azure does not see",
                           AL_SHOW(first->name), AL_SHOW(member->name));
    }
}

/* -- the walk -- */

static void check_generic(struct al_bicep_check *c, const struct al_bicep_type *type)
{
    static const char *const names[] = {"resourceInput", "resourceOutput", "resource"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!al_str_eq(type->name, al_str_of(names[i])))
            continue;
        if (type->nmembers != 1)
            complain(c, type->span, "%s<...> takes 1 argument, not %u", names[i], (unsigned)type->nmembers);
        return;
    }
    if (type->name.n)
        complain(c, type->span, "the type '%.*s' takes no arguments <...>", AL_SHOW(type->name));
}

static void check_index(struct al_bicep_check *c, const struct al_bicep_type *type)
{
    int64_t index;

    if (al_bicep_integer(&index, type->literal) && index < 0)
        complain(c, al_node_span(type->literal), "the items of a type are counted from 0");
}

/* The items of an array may be of any kinds. How deep types are nested is bounded by the parser. */
static void check_type(struct al_bicep_check *c, const struct al_bicep_type *type, bool in_array)
{
    if (!type)
        return;
    if (type->kind == AL_BICEP_TYPE_UNION && !in_array)
        check_union(c, type);
    else if (type->kind == AL_BICEP_TYPE_OBJECT)
        check_members(c, type);
    else if (type->kind == AL_BICEP_TYPE_GENERIC)
        check_generic(c, type);
    else if (type->kind == AL_BICEP_TYPE_ITEM)
        check_index(c, type);
    check_type(c, type->base, type->kind == AL_BICEP_TYPE_ARRAY);
    for (uint32_t i = 0; i < type->nmembers; i++)
        check_type(c, type->members[i].type, false);
}

void al_bicep_check_types(struct al_bicep_check *c)
{
    for (uint32_t i = 0; i < c->n; i++) {
        check_type(c, c->entries[i].st->type, false);
        for (uint32_t k = 0; k < c->entries[i].st->narguments; k++)
            check_type(c, c->entries[i].st->arguments[k].type, false);
    }
}
