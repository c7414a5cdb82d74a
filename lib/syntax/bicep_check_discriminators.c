/* SPDX-License-Identifier: MIT */
/* @discriminator('kind') before a union of objects: each of them must have that property with a text of its
 * own. What is imported is left out. */
#include "syntax/bicep_check_private.h"

enum { ALIASES_MOST = 16 };

/* The object type that a member of a union is, or NULL when that cannot be told. */
static const struct al_bicep_type *object_of(const struct al_bicep_check *c, const struct al_bicep_type *type)
{
    for (int i = 0; type && i < ALIASES_MOST; i++) {
        const struct al_bicep_entry *entry;
        if (type->kind == AL_BICEP_TYPE_OBJECT)
            return type;
        if (type->kind != AL_BICEP_TYPE_NAME || type->base)
            return NULL;
        entry = al_bicep_entry_named(c, type->name);
        type = entry && entry->st->kind == AL_BICEP_TYPE ? entry->st->type : NULL;
    }
    return NULL;
}

static const struct al_bicep_member *find_member(const struct al_bicep_type *object, al_str name)
{
    for (uint32_t i = 0; i < object->nmembers; i++)
        if (!object->members[i].any && al_str_eq(object->members[i].name, name))
            return &object->members[i];
    return NULL;
}

static void complain(const struct al_bicep_check *c, const struct al_bicep_type *member, al_str name,
                     const char *wrong)
{
    al_bicep_error(c, AL_TROUBLE_BICEP_TYPE_DECLARATION, member->span, "the discriminator '%.*s' %s",
                   AL_SHOW(name), wrong);
}

/* Whether it shows that a type is no literal; an alias may be one. */
static bool is_known(const struct al_bicep_type *type)
{
    static const char *const names[] = {"string", "int", "bool", "object", "array"};

    for (size_t i = 0; type->kind == AL_BICEP_TYPE_NAME && i < sizeof names / sizeof *names; i++)
        if (al_str_eq(type->name, al_str_of(names[i])))
            return true;
    return type->kind != AL_BICEP_TYPE_NAME && type->kind != AL_BICEP_TYPE_MEMBER &&
           type->kind != AL_BICEP_TYPE_BROKEN && type->kind != AL_BICEP_TYPE_ITEM;
}

static void check_member(const struct al_bicep_check *c, struct al_map *seen,
                         const struct al_bicep_type *type, al_str name)
{
    const struct al_bicep_type *object = object_of(c, type);
    const struct al_bicep_member *member = object ? find_member(object, name) : NULL;
    const struct al_node *literal;
    void **place;

    if (!object || (member && (!member->type || !is_known(member->type))))
        return;
    literal = member && member->type->kind == AL_BICEP_TYPE_LITERAL ? member->type->literal : NULL;
    if (!member)
        complain(c, type, name, "is no property of this type");
    else if (!al_node_is(literal, AL_NODE_STRING))
        complain(c, type, name, "must be a text in this type, which is written out and cannot be null");
    else {
        place = al_map_put(c->arena, seen, literal->string);
        if (*place)
            complain(c, type, name, "has the same text in two types");
        *place = seen;
    }
}

void al_bicep_check_discriminator(const struct al_bicep_check *c, const struct al_bicep_type *type,
                                  const struct al_node *name)
{
    struct al_map seen = {.fold = true};

    if (!al_node_is(name, AL_NODE_STRING) || type->kind != AL_BICEP_TYPE_UNION)
        return;
    for (uint32_t i = 0; i < type->nmembers; i++)
        check_member(c, &seen, type->members[i].type, name->string);
}
