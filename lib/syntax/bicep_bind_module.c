/* SPDX-License-Identifier: MIT */
/* Modules: each becomes the deployment that it is compiled to, but for the template in it, which stays a file
 * of its own. */
#include "syntax/bicep_bind.h"

/* -- the name -- */

/* A name is made up where none is given. */
static struct al_node *made_up_name(struct al_bicep_making *m)
{
    al_arena *arena = m->b->arena;
    const struct al_span span = m->decl->name_span;
    const char *format = m->st->loop ? "%.*s-{0}-{1}" : "%.*s-{0}";
    struct al_node *name = al_node_new(arena, AL_NODE_MEMBER, span), *args[3];

    name->member.base = al_bicep_new_call(arena, "deployment", span, NULL, 0);
    name->member.name = AL_STR("name");
    args[0] = al_bicep_new_text(arena, m->decl->symbol, span);
    args[1] = name;
    args[2] = al_bicep_new_call(arena, "uniqueString", span, args, 2);
    args[1] = m->st->loop ? al_bicep_new_call(arena, "copyIndex", span, NULL, 0) : args[2];
    args[0] = al_bicep_new_text(arena, al_printf(arena, format, AL_FMT(m->decl->symbol)), span);
    return al_bicep_new_call(arena, "format", span, args, m->st->loop ? 3 : 2);
}

/* -- the arguments -- */

static bool is_secret(const struct al_node *value)
{
    return value->kind == AL_NODE_CALL && value->flags & AL_NODE_BICEP &&
           al_str_eq(value->call.name, AL_STR("getSecret"));
}

/* c ? kv.getSecret(...) : x */
static bool may_be_secret(const struct al_node *value)
{
    if (value->kind != AL_NODE_CALL || value->call.n != 3 || !(value->flags & AL_NODE_OPERATOR) ||
        !al_str_eq(value->call.name, AL_STR("if")))
        return is_secret(value);
    return may_be_secret(value->call.args[1]) || may_be_secret(value->call.args[2]);
}

/* { "keyVault": { "id" }, "secretName", "secretVersion" } */
static struct al_node *reference(struct al_bicep_making *m, const struct al_node *secret)
{
    static const char *const keys[] = {"", "secretName", "secretVersion"};
    const struct al_span span = al_node_span(secret);
    struct al_bicep_object out = {.arena = m->b->arena, .span = span}, vault = out;
    struct al_node *id = al_node_new(m->b->arena, AL_NODE_MEMBER, span);

    id->member.base = secret->call.args[0];
    id->member.name = AL_STR("id");
    al_bicep_put(&vault, "id", span, id);
    al_bicep_put(&out, "keyVault", span, al_bicep_object_node(&vault));
    for (uint32_t i = 1; i < secret->call.n && i < sizeof keys / sizeof *keys; i++)
        al_bicep_put(&out, keys[i], al_node_span(secret->call.args[i]), secret->call.args[i]);
    return al_bicep_object_node(&out);
}

/* { "value": x }, or { "reference": ... } to what a vault holds. */
static struct al_node *argument(struct al_bicep_making *m, struct al_node *value)
{
    struct al_bicep_object out = {.arena = m->b->arena, .span = al_node_span(value)};
    struct al_node *args[3];

    if (is_secret(value)) {
        al_bicep_put(&out, "reference", out.span, reference(m, value));
    } else if (may_be_secret(value)) {
        args[0] = value->call.args[0];
        args[1] = argument(m, value->call.args[1]);
        args[2] = argument(m, value->call.args[2]);
        return al_bicep_new_call(m->b->arena, "if", out.span, args, 3);
    } else {
        al_bicep_put(&out, "value", out.span, value);
    }
    return al_bicep_object_node(&out);
}

/* mapValues(x, v => { value: v }): for arguments that are not written one by one. */
static struct al_node *arguments_of(struct al_bicep_making *m, struct al_node *values)
{
    al_arena *arena = m->b->arena;
    const struct al_span span = al_node_span(values);
    struct al_node *lambda = al_node_new(arena, AL_NODE_LAMBDA, span);
    struct al_node *local = al_node_new(arena, AL_NODE_LOCAL, span), *args[2] = {values, lambda};

    local->string = AL_STR("value");
    lambda->lambda.names = AL_NEW(arena, al_str);
    lambda->lambda.names[0] = local->string;
    lambda->lambda.n = 1;
    lambda->lambda.body = argument(m, local);
    return al_bicep_new_call(arena, "mapValues", span, args, 2);
}

static struct al_node *arguments(struct al_bicep_making *m, struct al_node *params)
{
    struct al_bicep_object out = {.arena = m->b->arena, .span = al_node_span(params)};

    if (params->kind != AL_NODE_OBJECT)
        return arguments_of(m, params);
    for (uint32_t i = 0; i < params->object.n; i++) {
        struct al_property p = params->object.items[i];
        if (p.value->kind == AL_NODE_SPREAD) {
            struct al_node *spread = al_node_new(m->b->arena, AL_NODE_SPREAD, al_node_span(p.value));
            spread->spread = arguments_of(m, p.value->spread);
            p.value = spread;
        } else {
            p.value = argument(m, p.value);
        }
        al_bicep_put_property(&out, &p);
    }
    return al_bicep_object_node(&out);
}

static struct al_node *deployment_properties(struct al_bicep_making *m, struct al_node *params)
{
    al_arena *arena = m->b->arena;
    const struct al_span span = params ? al_node_span(params) : al_bicep_head_of(m);
    struct al_bicep_object out = {.arena = arena, .span = span}, options = out;

    al_bicep_put(&options, "scope", span, al_bicep_new_text(arena, AL_STR("inner"), span));
    al_bicep_put(&out, "expressionEvaluationOptions", span, al_bicep_object_node(&options));
    al_bicep_put(&out, "mode", span, al_bicep_new_text(arena, AL_STR("Incremental"), span));
    if (params)
        al_bicep_put(&out, "parameters", span, arguments(m, params));
    return al_bicep_object_node(&out);
}

/* -- the location -- */

/* Which scope an expression after `scope:` means; false when that is not plain. */
static bool scope_of(const struct al_node *node, enum al_scope_kind *kind)
{
    static const struct {
        const char *function, *type;
        enum al_scope_kind kind;
    } table[] = {
        {"resourceGroup", "Microsoft.Resources/resourceGroups", AL_SCOPE_RESOURCE_GROUP},
        {"subscription", "Microsoft.Resources/subscriptions", AL_SCOPE_SUBSCRIPTION},
        {"managementGroup", "Microsoft.Management/managementGroups", AL_SCOPE_MANAGEMENT_GROUP},
        {"tenant", "Microsoft.Resources/tenants", AL_SCOPE_TENANT},
    };
    const bool is_call = node->kind == AL_NODE_CALL && node->flags & AL_NODE_BICEP;
    al_str name = is_call ? node->call.name : AL_STR("");

    while (al_node_is(node, AL_NODE_INDEX))
        node = node->index.base;
    if (al_node_is(node, AL_NODE_RESOURCE))
        name = al_node_text(node->resource.decl->type);
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        *kind = table[i].kind;
        if (is_call ? al_str_eq(name, al_str_of(table[i].function))
                    : al_str_caseeq(name, al_str_of(table[i].type)))
            return true;
    }
    return false;
}

/* A deployment that is not to a resource group must be stored somewhere: beside the one it is part of. */
static void put_location(struct al_bicep_making *m)
{
    const enum al_scope_kind here = m->b->tmpl->scope;
    const struct al_span head = al_bicep_head_of(m);
    const struct al_node *scope = al_node_get(m->st->value, "scope");
    enum al_scope_kind there = here;
    struct al_node *location;

    if ((scope && !scope_of(scope, &there)) || there == AL_SCOPE_RESOURCE_GROUP)
        return;
    location = al_node_new(m->b->arena, AL_NODE_MEMBER, head);
    location->member.base = al_bicep_new_call(
        m->b->arena, here == AL_SCOPE_RESOURCE_GROUP ? "resourceGroup" : "deployment", head, NULL, 0);
    location->member.name = AL_STR("location");
    al_bicep_put(&m->body, "location", head, location);
}

/* -- the whole -- */

static void put_module_body(struct al_bicep_making *m)
{
    const struct al_node *value = m->st->value;
    bool has_params = false;

    if (!al_node_property(value, AL_STR("name")))
        al_bicep_put(&m->body, "name", m->decl->name_span, made_up_name(m));
    for (uint32_t i = 0; al_node_is(value, AL_NODE_OBJECT) && i < value->object.n; i++) {
        const struct al_property *p = &value->object.items[i];
        if (p->key_node || !al_str_eq(p->key, AL_STR("params"))) {
            al_bicep_put_property(&m->body, p);
            continue;
        }
        has_params = true;
        al_bicep_put(&m->body, "properties", al_key_span(value, p), deployment_properties(m, p->value));
    }
    if (!has_params)
        al_bicep_put(&m->body, "properties", al_bicep_head_of(m), deployment_properties(m, NULL));
}

void al_bicep_make_module(struct al_bicep_making *m)
{
    const struct al_bicep_host *host = m->b->host;

    if (host && al_node_is(m->st->path, AL_NODE_STRING))
        m->decl->module = host->load(host->ptr, m->st->path, AL_BICEP_WANT_MODULE);
    al_bicep_put_head(m);
    put_location(m);
    put_module_body(m);
    al_bicep_finish_resource(m);
}
