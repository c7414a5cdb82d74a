/* SPDX-License-Identifier: MIT */
/* Resources and modules that would be deployed twice: of the same type, name and scope, as far as those are
 * written out. What has a condition may exclude the other one. */
#include "syntax/bicep_check_private.h"

enum { ANCESTORS_MOST = 16 };

/* The name that a declaration certainly has, or an empty text. */
static al_str certain_name(struct al_bicep_check *c, const struct al_bicep_entry *entry)
{
    const struct al_node *body = al_bicep_body(entry->st),
                         *name = body ? al_bicep_value_of(body, "name") : NULL;
    struct al_bicep_shape shape;

    if (!name || name->flags & AL_NODE_ANY)
        return AL_STR("");
    shape = al_bicep_shape_of(c, name);
    return al_node_is(shape.literal, AL_NODE_STRING) ? shape.literal->string : AL_STR("");
}

/* Type and names from the outermost parent on; empty when something of it is not certain. */
static al_str key_of_resource(struct al_bicep_check *c, const struct al_bicep_entry *entry)
{
    struct al_buf buf = AL_BUF(c->arena);
    const struct al_bicep_entry *at = entry;

    al_buf_lower(&buf, al_bicep_type_of(entry));
    for (int i = 0; at; i++) {
        const al_str name = certain_name(c, at);
        const struct al_node *body = al_bicep_body(at->st);
        const struct al_bicep_entry *parent = al_bicep_parent_of(c, at);
        if (i == ANCESTORS_MOST || name.n == 0 || at->st->loop || al_bicep_property(body, "scope") ||
            (!parent && al_bicep_property(body, "parent")))
            return AL_STR("");
        al_buf_char(&buf, '\n');
        al_buf_put(&buf, name);
        at = parent;
    }
    return al_buf_str(&buf);
}

static bool is_literal(void *ptr, const struct al_node *node)
{
    struct al_bicep_check *c = ptr;

    return al_bicep_shape_of(c, node).literal != NULL;
}

/* resourceGroup() where the file is deployed to a resource group: as if no scope were given. */
static bool is_current(const struct al_bicep_check *c, const struct al_node *scope)
{
    static const char *const functions[] = {[AL_SCOPE_RESOURCE_GROUP] = "resourceGroup",
                                            [AL_SCOPE_SUBSCRIPTION] = "subscription",
                                            [AL_SCOPE_MANAGEMENT_GROUP] = "managementGroup",
                                            [AL_SCOPE_TENANT] = "tenant"};

    return scope->kind == AL_NODE_CALL && scope->call.n == 0 &&
           al_str_eq(scope->call.name, al_str_of(functions[c->scope]));
}

static al_str key_of_module(struct al_bicep_check *c, const struct al_bicep_entry *entry)
{
    const al_str name = certain_name(c, entry);
    const struct al_node *body = al_bicep_body(entry->st),
                         *scope = body ? al_bicep_value_of(body, "scope") : NULL;
    al_str text = AL_STR("");

    if (name.n == 0 || entry->st->loop || !entry->decl || !entry->decl->module)
        return AL_STR("");
    if (scope && !is_current(c, scope)) {
        if (scope->kind != AL_NODE_CALL || scope->flags & AL_NODE_OPERATOR)
            return AL_STR("");
        for (uint32_t i = 0; i < scope->call.n; i++)
            if (!is_literal(c, scope->call.args[i]))
                return AL_STR("");
        text = al_span_text(al_node_span(scope));
    }
    return al_printf(c->arena, "%.*s\n%.*s", AL_FMT(name), AL_FMT(text));
}

static void report(struct al_bicep_check *c, const struct al_bicep_entry *entry,
                   const struct al_bicep_entry *other)
{
    const bool is_module = entry->st->kind == AL_BICEP_MODULE;

    al_bicep_error(c, AL_TROUBLE_BICEP_DUPLICATE_RESOURCE,
                   al_node_span(al_bicep_value_of(al_bicep_body(entry->st), "name")),
                   "the %s '%.*s' has the same name%s as '%.*s': one of them would overwrite the other",
                   is_module ? "module" : "resource", AL_SHOW(entry->st->name), is_module ? "" : " and type",
                   AL_SHOW(other->st->name));
}

static void enter(struct al_bicep_check *c, struct al_map *seen, const struct al_bicep_entry *entry,
                  al_str key)
{
    void **place = al_map_put(c->arena, seen, key);
    const struct al_bicep_entry *first = *place;

    if (!first) {
        *place = (void *)(uintptr_t)entry;
        return;
    }
    report(c, entry, first);
    report(c, first, entry);
}

void al_bicep_check_duplicates(struct al_bicep_check *c)
{
    struct al_map resources = {0}, modules = {0};

    for (uint32_t i = 0; i < c->n; i++) {
        const struct al_bicep_entry *entry = &c->entries[i];
        const bool is_module = entry->st->kind == AL_BICEP_MODULE;
        al_str key;
        if ((entry->st->kind != AL_BICEP_RESOURCE && !is_module) || entry->st->condition ||
            entry->st->existing || entry->circle || al_bicep_is_foreign(c, entry))
            continue;
        key = is_module ? key_of_module(c, entry) : key_of_resource(c, entry);
        if (key.n)
            enter(c, is_module ? &modules : &resources, entry, key);
    }
}
