/* SPDX-License-Identifier: MIT */
/* Scopes: where a module or a resource may be deployed to, seen from the scope of the file. Azure deploys
 * resources only where the file is deployed; anything else goes through a module. */
#include "syntax/bicep_check_private.h"

enum { CHAIN_MOST = 32 };

/* What is known of the scope that a declaration asks for. */
enum target_kind {
    TARGET_UNKNOWN,
    TARGET_SAME, /* none is given */
    TARGET_SCOPE,
    TARGET_RESOURCE,
    TARGET_MODULE,
    TARGET_VALUE, /* certainly no scope at all */
};

struct target {
    enum target_kind kind;
    enum al_scope_kind scope;           /* SCOPE */
    uint32_t n;                         /* SCOPE: arguments; a resource group given by its resource has one */
    const struct al_bicep_entry *entry; /* RESOURCE, MODULE */
};

static const struct {
    const char *function, *name;
} scopes[] = {
    [AL_SCOPE_RESOURCE_GROUP] = {"resourceGroup", "a resource group"},
    [AL_SCOPE_SUBSCRIPTION] = {"subscription", "a subscription"},
    [AL_SCOPE_MANAGEMENT_GROUP] = {"managementGroup", "a management group"},
    [AL_SCOPE_TENANT] = {"tenant", "the tenant"},
};

enum { NSCOPES = sizeof scopes / sizeof *scopes };

static struct target target_of_call(const struct al_node *call)
{
    for (size_t i = 0; i < NSCOPES; i++)
        if (!(call->flags & (AL_NODE_OPERATOR | AL_NODE_DECLARED)) &&
            al_str_eq(call->call.name, al_str_of(scopes[i].function)))
            return (struct target){TARGET_SCOPE, (enum al_scope_kind)i, call->call.n, NULL};
    return (struct target){.kind = TARGET_UNKNOWN};
}

static struct target target_of(const struct al_bicep_check *c, const struct al_node *scope)
{
    const struct al_bicep_entry *entry;

    if (!scope)
        return (struct target){.kind = TARGET_SAME};
    if (scope->flags & AL_NODE_ANY || scope->kind == AL_NODE_BROKEN)
        return (struct target){.kind = TARGET_UNKNOWN};
    if (scope->kind == AL_NODE_CALL)
        return target_of_call(scope);
    entry = al_bicep_deployed(c, scope);
    if (!entry)
        return (struct target){.kind = al_bicep_is_none_of(al_bicep_shape_of(c, scope), AL_BICEP_IS_OBJECT)
                                           ? TARGET_VALUE
                                           : TARGET_UNKNOWN};
    if (entry->st->loop && scope->kind != AL_NODE_INDEX)
        return (struct target){.kind = TARGET_UNKNOWN}; /* reported as a loop */
    if (entry->st->kind == AL_BICEP_MODULE)
        return (struct target){.kind = TARGET_MODULE, .entry = entry};
    if (al_str_caseeq(al_bicep_type_of(entry), AL_STR("Microsoft.Resources/resourceGroups")))
        return (struct target){TARGET_SCOPE, AL_SCOPE_RESOURCE_GROUP, 1, entry};
    return (struct target){.kind = TARGET_RESOURCE, .entry = entry};
}

static const struct al_node *scope_of(const struct al_bicep_entry *entry)
{
    const struct al_node *body = al_bicep_body(entry->st);

    return body ? al_bicep_value_of(body, "scope") : NULL;
}

static void complain(const struct al_bicep_check *c, struct al_span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void complain(const struct al_bicep_check *c, struct al_span span, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    al_diags_vadd(c->diags, AL_TROUBLE_BICEP_SCOPE, span, format, args);
    va_end(args);
}

/* scope: and dependsOn: say what is deployed where; any() would hide it. */
static void check_any(const struct al_bicep_check *c, const struct al_node *body)
{
    const struct al_node *scope = al_bicep_value_of(body, "scope"),
                         *list = al_bicep_value_of(body, "dependsOn");

    if (scope && scope->flags & AL_NODE_ANY)
        complain(c, al_node_span(scope), "any() may not stand here: what is deployed must be known");
    for (uint32_t i = 0; al_node_is(list, AL_NODE_ARRAY) && i < list->array.n; i++)
        if (list->array.items[i]->flags & AL_NODE_ANY)
            complain(c, al_node_span(list->array.items[i]),
                     "any() may not stand here: what is deployed must be known");
}

/* -- modules -- */

#define RG     1U << AL_SCOPE_RESOURCE_GROUP
#define SUB    1U << AL_SCOPE_SUBSCRIPTION
#define MG     1U << AL_SCOPE_MANAGEMENT_GROUP
#define TENANT 1U << AL_SCOPE_TENANT

/* From which scopes a deployment can go to another one, by the arguments that are given. */
static unsigned reachable_from(const struct target *target)
{
    switch (target->scope) {
    case AL_SCOPE_TENANT: return TENANT | MG | SUB | RG;
    case AL_SCOPE_MANAGEMENT_GROUP: return TENANT | MG;
    case AL_SCOPE_SUBSCRIPTION: return target->n ? TENANT | MG | SUB | RG : SUB | RG;
    case AL_SCOPE_RESOURCE_GROUP: return target->n > 1 ? TENANT | MG | SUB | RG : target->n ? SUB | RG : RG;
    }
    return ~0U;
}

static void check_reach(const struct al_bicep_check *c, const struct al_node *scope,
                        const struct target *target)
{
    if (!(reachable_from(target) & 1U << c->scope))
        complain(c, al_node_span(scope), "a deployment to %s cannot deploy to %s%s", scopes[c->scope].name,
                 scopes[target->scope].name,
                 target->scope == AL_SCOPE_MANAGEMENT_GROUP
                     ? ""
                     : "; say which subscription it is in by another argument");
}

static void check_module(const struct al_bicep_check *c, const struct al_bicep_entry *entry)
{
    const struct al_template *module = entry->decl ? entry->decl->module : NULL;
    const struct al_node *scope = scope_of(entry);
    const struct target target = target_of(c, scope);

    if (target.kind == TARGET_MODULE)
        complain(c, al_node_span(scope), "a module is no scope");
    else if (target.kind == TARGET_VALUE)
        complain(c, al_node_span(scope),
                 "a scope is resourceGroup(...), subscription(...), managementGroup(...) or tenant()");
    else if (target.kind == TARGET_RESOURCE)
        complain(c, al_node_span(scope), "a module cannot be deployed to the resource '%.*s'",
                 AL_SHOW(target.entry->st->name));
    else if (target.kind == TARGET_SCOPE && module && target.scope != module->scope)
        complain(c, al_node_span(scope), "the module is for %s, not for %s", scopes[module->scope].name,
                 scopes[target.scope].name);
    else if (target.kind == TARGET_SCOPE)
        check_reach(c, scope, &target);
    else if (target.kind == TARGET_SAME && module && module->scope != c->scope)
        complain(c, entry->st->name.n ? entry->st->name_span : entry->st->span,
                 "the module is for %s, this file for %s: give it a scope, %s(...)",
                 scopes[module->scope].name, scopes[c->scope].name, scopes[module->scope].function);
}

/* -- resources -- */

/* Whether what a scope leads to, by way of other resources, is certainly not where the file is deployed. */
static bool is_elsewhere(const struct al_bicep_check *c, const struct al_bicep_entry *entry)
{
    for (int i = 0; entry && i < CHAIN_MOST; i++) {
        const struct al_bicep_entry *parent = al_bicep_parent_of(c, entry);
        struct target target;
        if (parent) {
            entry = parent;
            continue;
        }
        if (al_bicep_is_foreign(c, entry) || al_bicep_property(al_bicep_body(entry->st), "parent"))
            return false;
        target = target_of(c, scope_of(entry));
        if (target.kind == TARGET_SCOPE)
            return target.scope != AL_SCOPE_TENANT && (target.scope != c->scope || target.n > 0);
        if (target.kind != TARGET_RESOURCE)
            return false;
        entry = target.entry;
    }
    return false;
}

static void check_resource(const struct al_bicep_check *c, const struct al_bicep_entry *entry)
{
    const struct al_node *scope = scope_of(entry);
    const struct target target = target_of(c, scope);
    const struct al_bicep_entry *parent = al_bicep_parent_of(c, entry);

    if (scope && parent && scope->kind != AL_NODE_BROKEN)
        complain(c, al_node_span(scope),
                 "a resource with a parent has the scope of '%.*s': it cannot have one of its own",
                 AL_SHOW(parent->st->name));
    else if (target.kind == TARGET_VALUE)
        complain(c, al_node_span(scope), "a scope is another resource, or tenant()");
    else if (target.kind == TARGET_MODULE)
        complain(c, al_node_span(scope), "a module is no scope");
    else if (!entry->st->existing && !entry->circle && is_elsewhere(c, entry))
        complain(
            c, scope ? al_node_span(scope) : entry->st->name_span,
            "a resource is deployed where its file is, here to %s: put it into a module that has the other scope",
            scopes[c->scope].name);
}

void al_bicep_check_scopes(struct al_bicep_check *c)
{
    for (uint32_t i = 0; i < c->n; i++) {
        const struct al_bicep_entry *entry = &c->entries[i];
        const enum al_bicep_kind kind = entry->st->kind;
        if ((kind != AL_BICEP_RESOURCE && kind != AL_BICEP_MODULE) || al_bicep_is_foreign(c, entry))
            continue;
        if (al_bicep_body(entry->st))
            check_any(c, al_bicep_body(entry->st));
        if (kind == AL_BICEP_MODULE)
            check_module(c, entry);
        else
            check_resource(c, entry);
    }
}
