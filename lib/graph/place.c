/* SPDX-License-Identifier: MIT */
/* What a resource is called, where it is deployed to and what it is attached to. */
#include "graph/identity.h"
#include "graph/making.h"

/* -- types and names -- */

static al_str evaluated_type(struct making *m)
{
    al_value type;

    if (!m->decl->type)
        return AL_STR("");
    type = al_evaluate(&m->graph->ev, m->decl->type, m->frame);
    if (type.kind == AL_V_STRING)
        return al_string_of(&type);
    if (type.kind != AL_V_SYMBOL)
        al_diags_add(m->graph->diags, AL_TROUBLE_TEMPLATE, al_node_span(m->decl->type),
                     "a resource's type must be a string, this is %s", al_kind_name(&type));
    return AL_STR("");
}

/* Names are copied into ids, keys and messages: a huge one would be a huge many. */
static bool is_too_long(struct making *m, const al_value *name)
{
    enum { LONGEST = 8 * 1024, MOST_PARTS = 256 };
    const al_value *parts;
    uint32_t n = al_text_parts(name, &parts);
    size_t length = 0;

    for (uint32_t i = 0; i < n; i++)
        length += parts[i].kind == AL_V_STRING ? parts[i].n : 1;
    if (length <= LONGEST && n <= MOST_PARTS)
        return false;
    al_diags_add(m->graph->diags, AL_TROUBLE_LIMIT, al_node_span(m->decl->name),
                 "a resource's name is longer than %d here; it is taken as unknown", LONGEST);
    return true;
}

static al_value evaluated_name(struct making *m)
{
    al_value name;

    if (!m->decl->name) /* resources of other systems have no name of their own */
        return m->decl->symbol.n ? al_string(m->decl->symbol) : al_unknown_node(&m->graph->ev, m->decl->node);
    name = al_evaluate(&m->graph->ev, m->decl->name, m->frame);
    if (name.kind == AL_V_STRING || name.kind == AL_V_SYMBOL)
        return is_too_long(m, &name) ? al_unknown_node(&m->graph->ev, m->decl->name) : name;
    if (name.kind == AL_V_INT)
        return al_join_text(m->graph->arena, &name, 1);
    al_diags_add(m->graph->diags, AL_TROUBLE_TEMPLATE, al_node_span(m->decl->name),
                 "a resource's name must be a string, this is %s", al_kind_name(&name));
    return al_unknown_node(&m->graph->ev, m->decl->name);
}

/* Where "/providers/" stands in the type of an extension in the old spelling, or -1: "A.B/c/providers/d"
 * named "x/E.F/y" is an "E.F/d" named "y" which is attached to "x". */
static ptrdiff_t old_extension(al_str type)
{
    static const char word[] = "/providers/";
    ptrdiff_t at = -1, next;

    while ((next = al_str_case_find(al_str_from(type, (size_t)(at + 1)), AL_STR(word))) >= 0)
        at += next + 1;
    return at;
}

static al_str rule_type_of(struct making *m, const struct al_resource *r)
{
    ptrdiff_t at = old_extension(r->type);
    uint32_t n, depth;
    al_value *names;

    if (at < 0)
        return r->type;
    depth = al_count_slashes(al_str_head(r->type, (size_t)at));
    names = al_segments(&m->graph->ev, &r->name, &n);
    if (depth >= n || names[depth].kind != AL_V_STRING)
        return r->type;
    return al_printf(m->graph->arena, "%.*s/%.*s", AL_FMT(al_string_of(&names[depth])),
                     AL_FMT(al_str_from(r->type, (size_t)at + sizeof "/providers/" - 1)));
}

/* Rules see types as C strings, and resources are many of one type. */
static al_str lasting(struct al_graph *graph, al_str type)
{
    al_str *kept = al_map_get(&graph->types, type);

    if (!kept) {
        kept = AL_NEW(graph->arena, al_str);
        *kept = al_str_copy(graph->arena, type);
        *al_map_put(graph->arena, &graph->types, *kept) = kept;
    }
    return *kept;
}

/* A nested resource has a relative type and name; the full forms are tolerated where they are written. One
 * with `parent:` has its full type and a relative name. */
void al_name_resource(struct making *m, struct al_resource *r)
{
    al_str type = evaluated_type(m);
    al_value name = evaluated_name(m);

    r->type = type;
    r->name = name;
    if (m->decl->parent_node && !m->decl->parent) {
        r->name = al_path_text(&m->graph->ev, &m->parent->name, &name);
    } else if (m->parent && !al_is_qualified(type)) {
        r->type = al_printf(m->graph->arena, "%.*s/%.*s", AL_FMT(m->parent->type), AL_FMT(type));
        r->name = al_path_text(&m->graph->ev, &m->parent->name, &name);
    }
    r->rule_type = lasting(m->graph, rule_type_of(m, r));
}

/* -- scopes -- */

static al_value text_or_unknown(struct making *m, const struct al_node *node, const char *what)
{
    al_value v = al_evaluate(&m->graph->ev, node, m->frame);

    if (v.kind == AL_V_STRING || v.kind == AL_V_SYMBOL)
        return v;
    al_diags_add(m->graph->diags, AL_TROUBLE_TEMPLATE, al_node_span(node), "%s must be a string, this is %s",
                 what, al_kind_name(&v));
    return al_unknown_node(&m->graph->ev, node);
}

static const struct al_node *unless_null(const struct al_node *node)
{
    return al_node_is(node, AL_NODE_NULL) ? NULL : node;
}

al_value al_scope_text(struct al_graph *graph, al_value scope, const struct al_node *at)
{
    struct al_resource *r = al_handle_of(&scope);

    if (r) {
        al_name_late(graph, r);
        return r->id;
    }
    if (scope.kind == AL_V_OBJECT || (scope.kind == AL_V_SYMBOL && scope.hint == AL_HINT_OBJECT))
        scope = al_member(&graph->ev, &scope, AL_STR("id"), false, at);
    if (scope.kind == AL_V_STRING || scope.kind == AL_V_SYMBOL)
        return scope;
    al_diags_add(graph->diags, AL_TROUBLE_TEMPLATE, al_node_span(at), "a scope must be a string, this is %s",
                 al_kind_name(&scope));
    return al_unknown_node(&graph->ev, at);
}

/* The scope property as an id: "" for the tenant, relative ids completed. */
static al_value scope_id(struct making *m, const struct al_target *target)
{
    al_value given = al_evaluate(&m->graph->ev, m->decl->scope, m->frame), base;
    al_value scope = al_scope_text(m->graph, given, m->decl->scope);
    al_str prefix = al_known_prefix(&scope);
    al_value parts[3];

    if (scope.kind == AL_V_STRING && al_str_eq(al_string_of(&scope), AL_STR("/")))
        return al_string(AL_STR(""));
    if (prefix.n == 0 || prefix.s[0] == '/' || !al_is_qualified(prefix))
        return scope;
    base = al_str_case_starts(prefix, AL_STR("Microsoft.Management/managementGroups/"))
               ? al_string(AL_STR(""))
               : al_target_id(&m->graph->ev, target);
    parts[0] = base;
    parts[1] = al_string(AL_STR("/providers/"));
    parts[2] = scope;
    return al_join_text(m->graph->arena, parts, 3);
}

/* A target of its own; others share their deployment's. */
static struct al_target *new_target(const struct making *m, struct al_resource *r)
{
    struct al_target *target = AL_NEW(m->graph->arena, struct al_target);

    *target = *r->target;
    r->target = target;
    return target;
}

/* resourceGroup and subscriptionId beside the type send a deployment (or an `existing` resource) elsewhere.
 */
static void apply_target_properties(struct making *m, struct al_resource *r)
{
    const struct al_node *group = unless_null(al_node_get(m->decl->node, "resourceGroup"));
    const struct al_node *subscription = unless_null(al_node_get(m->decl->node, "subscriptionId"));
    struct al_target *target = group || subscription ? new_target(m, r) : NULL;

    if (subscription) {
        target->subscription_id = text_or_unknown(m, subscription, "subscriptionId");
        target->kind = AL_SCOPE_SUBSCRIPTION;
    }
    if (group) {
        target->resource_group = text_or_unknown(m, group, "resourceGroup");
        target->kind = AL_SCOPE_RESOURCE_GROUP;
    }
}

/* A deployment's scope property names a subscription, a management group, a resource group or the tenant. */
static void apply_scope(struct making *m, struct al_resource *r)
{
    struct al_target *target = new_target(m, r);
    al_value id = scope_id(m, target), *segment;
    al_str prefix = al_known_prefix(&id);
    uint32_t n;

    if (id.kind == AL_V_STRING && id.n == 0) {
        target->kind = AL_SCOPE_TENANT;
        return;
    }
    segment = al_segments(&m->graph->ev, &id, &n);
    if (al_str_case_starts(prefix, AL_STR("/providers/Microsoft.Management/managementGroups/")) && n >= 5) {
        target->kind = AL_SCOPE_MANAGEMENT_GROUP;
        target->management_group = segment[4];
    } else if (al_str_case_starts(prefix, AL_STR("/subscriptions/")) && n >= 3) {
        target->kind = AL_SCOPE_SUBSCRIPTION;
        target->subscription_id = segment[2];
        if (n >= 5) {
            target->kind = AL_SCOPE_RESOURCE_GROUP;
            target->resource_group = segment[4];
        }
    }
}

bool al_is_deployment(const struct al_resource *resource)
{
    return al_str_caseeq(resource->type, AL_STR("Microsoft.Resources/deployments"));
}

/* A resource as Azure prints it says its id, and only the last part of its name. What is attached to another
 * resource has two providers in its id. */
static void take_given_id(struct making *m, struct al_resource *r)
{
    al_str id = al_node_text(al_node_get(m->decl->node, "id")), piece;
    al_str above = al_str_head(id, id.n - al_key_tail(al_str_lower(m->graph->arena, id)).n);
    al_str tail = al_str_from(id, above.n);
    struct al_buf name = AL_BUF(m->graph->arena);

    if (!al_str_case_starts(id, AL_STR("/")))
        return;
    r->id = al_string(id);
    if (al_str_case_find(above, AL_STR("/providers/")) >= 0)
        r->scope_id = al_string(above);
    for (int i = 0; al_str_split_next(&piece, &tail, '/'); i++) {
        if (i < 4 || i % 2)
            continue;
        if (name.n)
            al_buf_char(&name, '/');
        al_buf_put(&name, piece);
    }
    if (name.n)
        r->name = al_string(al_buf_str(&name));
}

/* What an extension in the old spelling is attached to. */
static al_value old_target(struct making *m, const struct al_resource *r, const al_value *base)
{
    al_str type = al_str_head(r->type, (size_t)old_extension(r->type));
    uint32_t n, own = al_count_slashes(type);
    al_value *names = al_segments(&m->graph->ev, &r->name, &n), name = names[0];

    for (uint32_t i = 1; i < own && i < n; i++)
        name = al_path_text(&m->graph->ev, &name, &names[i]);
    return al_resource_id(&m->graph->ev, base, type, &name);
}

static al_value target_id(struct making *m, const struct al_resource *r)
{
    return r->target == &m->deployment->target ? al_deployment_target_id(m->deployment)
                                               : al_target_id(&m->graph->ev, r->target);
}

/* The id that the resource's own part is added to. */
static al_value base_of(struct making *m, struct al_resource *r)
{
    const struct al_resource *parent = m->parent;

    if (al_str_caseeq(r->type, AL_STR("Microsoft.Management/managementGroups")))
        return al_string(AL_STR(""));
    if (al_is_deployment(r)) {
        if (unless_null(m->decl->scope))
            apply_scope(m, r);
        return target_id(m, r);
    }
    if (unless_null(m->decl->scope))
        return r->scope_id = scope_id(m, r->target);
    if (parent && al_is_qualified(r->type) && !al_str_case_starts(r->type, parent->type))
        return r->scope_id = parent->id;
    if (parent && parent->base.kind != AL_V_LAZY && old_extension(parent->type) < 0)
        return parent->base;
    return target_id(m, r);
}

void al_place_resource(struct making *m, struct al_resource *r)
{
    al_value base;

    apply_target_properties(m, r);
    r->scope_id = al_null();
    base = r->base = base_of(m, r);
    r->id = al_resource_id(&m->graph->ev, &base, r->type, &r->name);
    if (old_extension(r->type) >= 0)
        r->scope_id = old_target(m, r, &base);
    if (m->deployment->tmpl->bare)
        take_given_id(m, r);
}
