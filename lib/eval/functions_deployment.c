/* SPDX-License-Identifier: MIT */
/* What a deployment knows of itself and of its surroundings. Objects that only Azure knows in full are
 * symbols, of which the members that follow from the deployment's target are known. */
#include "eval/functions.h"

/* The deployment whose parameters and place the expression means, or NULL when it stands alone. */
static const struct al_deployment *own_deployment(const struct al_call *call)
{
    return call->frame->deployment ? call->frame->deployment->scope : NULL;
}

/* -- names that are worked out -- */

al_value al_fn_parameters(struct al_call *call)
{
    al_str name;

    if (!al_text_arg(&name, call, 0))
        return al_unknown(call);
    return al_parameter_value(call->ev, call->frame, name, call->node);
}

al_value al_fn_variables(struct al_call *call)
{
    al_str name;

    if (!al_text_arg(&name, call, 0))
        return al_unknown(call);
    return al_variable_value(call->ev, call->frame, name, call->node);
}

/* copyIndex(), copyIndex(offset), copyIndex(loop), copyIndex(loop, offset) */
al_value al_fn_copyIndex(struct al_call *call)
{
    bool named = call->n > 0 && call->args[0].kind == AL_V_STRING;
    al_str name = named ? al_string_of(&call->args[0]) : AL_STR("");
    const struct al_frame *frame = al_frame_find(call->frame, AL_BIND_RESOURCE_COPY, name);
    int64_t offset = 0;
    al_value sum[2];

    if (named || !frame) {
        const struct al_frame *inner = al_frame_find(call->frame, AL_BIND_PROPERTY_COPY, name);
        frame = inner ? inner : frame;
    }
    if (!frame && named)
        return al_fail(call, "there is no copy loop '%.*s' here", AL_FMT(al_str_head(name, 80)));
    if (!frame)
        return al_fail(call, "copyIndex() is used outside of a copy loop");
    if (call->n > named && !al_int_arg(&offset, call, named))
        return al_unknown(call);
    if (!named && call->n > 1)
        return al_fail(call, "copyIndex() takes the name of a loop first, then an offset");
    if (frame->value.kind == AL_V_INT && frame->value.integer <= INT64_MAX - INT32_MAX &&
        offset <= INT32_MAX && offset >= INT32_MIN)
        return al_int(frame->value.integer + offset);
    if (offset == 0)
        return frame->value;
    sum[0] = frame->value;
    sum[1] = al_int(offset);
    return al_symbol(call->ev->arena, AL_HINT_INT, AL_STR("add"), sum, 2);
}

/* -- where it is deployed to -- */

/* The outermost deployment that goes to the same place: its resourceGroup() and this one's are the same. */
static const void *identity_of_group(struct al_eval *ev, const struct al_deployment *d,
                                     bool subscription_only)
{
    while (d->parent) {
        al_value a[2] = {d->target.subscription_id, d->target.resource_group};
        al_value b[2] = {d->parent->target.subscription_id, d->parent->target.resource_group};
        if (al_values_equal(ev, &a[0], &b[0]) != AL_YES)
            break;
        if (!subscription_only &&
            (d->target.kind != d->parent->target.kind || al_values_equal(ev, &a[1], &b[1]) != AL_YES))
            break;
        d = d->parent;
    }
    return subscription_only && !d->parent && !d->library ? NULL : d->identity;
}

/* The call as an object of which some members are known. */
static al_value known_object(struct al_call *call, const void *identity, struct al_object *known)
{
    al_value v = al_symbol_in(call->ev->arena, AL_HINT_OBJECT, al_str_of(call->fn->name), NULL, 0, identity);

    return al_with_known(call->ev->arena, v, known);
}

static void set(struct al_call *call, struct al_object *object, const char *name, al_value value)
{
    al_object_set(call->ev->arena, object, al_str_of(name), value);
}

al_value al_fn_resourceGroup(struct al_call *call)
{
    const struct al_deployment *d = own_deployment(call);
    struct al_object *known = al_object_new(call->ev->arena, 5), *properties;

    if (!d)
        return al_unknown(call);
    if (d->target.kind != AL_SCOPE_RESOURCE_GROUP)
        return known_object(call, d->identity, known);
    set(call, known, "id", al_target_id(call->ev, &d->target));
    set(call, known, "name", d->target.resource_group);
    set(call, known, "type", al_string(AL_STR("Microsoft.Resources/resourceGroups")));
    set(call, known, "location", d->target.location);
    properties = al_object_new(call->ev->arena, 1);
    set(call, properties, "provisioningState", al_string(AL_STR("Succeeded")));
    set(call, known, "properties", al_object(properties));
    return known_object(call, identity_of_group(call->ev, d, false), known);
}

/* The call's deployment and its target, seen as one of that kind; NULL when there is no deployment. */
static const struct al_deployment *seen_as(struct al_call *call, enum al_scope_kind kind,
                                           struct al_target *target)
{
    const struct al_deployment *d = own_deployment(call);

    if (d) {
        *target = d->target;
        target->kind = kind;
    }
    return d;
}

al_value al_fn_subscription(struct al_call *call)
{
    struct al_target target;
    const struct al_deployment *d = seen_as(call, AL_SCOPE_SUBSCRIPTION, &target);
    struct al_object *known = al_object_new(call->ev->arena, 3);

    if (!d)
        return al_unknown(call);
    set(call, known, "id", al_target_id(call->ev, &target));
    set(call, known, "subscriptionId", target.subscription_id);
    set(call, known, "tenantId", target.tenant_id);
    return known_object(call, identity_of_group(call->ev, d, true), known);
}

al_value al_fn_tenant(struct al_call *call)
{
    const struct al_deployment *d = own_deployment(call);
    struct al_object *known = al_object_new(call->ev->arena, 1);

    if (!d)
        return al_unknown(call);
    set(call, known, "tenantId", d->target.tenant_id);
    return known_object(call, NULL, known);
}

al_value al_fn_managementGroup(struct al_call *call)
{
    struct al_target target;
    const struct al_deployment *d = seen_as(call, AL_SCOPE_MANAGEMENT_GROUP, &target);
    struct al_object *known = al_object_new(call->ev->arena, 3);

    if (!d)
        return al_unknown(call);
    set(call, known, "id", al_target_id(call->ev, &target));
    set(call, known, "name", target.management_group);
    set(call, known, "type", al_string(AL_STR("/providers/Microsoft.Management/managementGroups")));
    return known_object(call, d->target.kind == AL_SCOPE_MANAGEMENT_GROUP ? d->identity : NULL, known);
}

al_value al_fn_deployment(struct al_call *call)
{
    const struct al_deployment *d = own_deployment(call);
    al_arena *arena = call->ev->arena;
    struct al_object *known = al_object_new(arena, 3), *template, *properties;
    al_value path[2];

    if (!d)
        return al_unknown(call);
    set(call, known, "name", d->name);
    if (d->target.kind != AL_SCOPE_RESOURCE_GROUP)
        set(call, known, "location", d->target.location);
    /* deployment().properties.template.contentVersion is known, everything beside it is not */
    path[0] = al_symbol_in(arena, AL_HINT_OBJECT, AL_STR("deployment"), NULL, 0, d->identity);
    path[1] = al_string(AL_STR("properties"));
    path[0] = al_symbol(arena, AL_HINT_OBJECT, AL_SYM_MEMBER, path, 2);
    properties = al_object_new(arena, 1);
    template = al_object_new(arena, 1);
    set(call, template, "contentVersion", al_string(d->tmpl->content_version));
    path[1] = al_string(AL_STR("template"));
    set(call, properties, "template",
        al_with_known(arena, al_symbol(arena, AL_HINT_OBJECT, AL_SYM_MEMBER, path, 2), template));
    set(call, known, "properties", al_with_known(arena, path[0], properties));
    return known_object(call, d->identity, known);
}

/* -- environment -- */

/* The public cloud's endpoints; a group of NULL is the object itself. */
static const struct {
    const char *group, *name, *value;
} public_cloud[] = {
    {NULL, "name", "AzureCloud"},
    {NULL, "gallery", "https://gallery.azure.com/"},
    {NULL, "graph", "https://graph.windows.net/"},
    {NULL, "portal", "https://portal.azure.com"},
    {NULL, "graphAudience", "https://graph.windows.net/"},
    {NULL, "activeDirectoryDataLake", "https://datalake.azure.net/"},
    {NULL, "batch", "https://batch.core.windows.net/"},
    {NULL, "media", "https://rest.media.azure.net"},
    {NULL, "sqlManagement", "https://management.core.windows.net:8443/"},
    {NULL, "vmImageAliasDoc",
     "https://raw.githubusercontent.com/Azure/azure-rest-api-specs/master/arm-compute/quickstart-templates/"
     "aliases.json"},
    {NULL, "resourceManager", "https://management.azure.com/"},
    {"authentication", "loginEndpoint", "https://login.microsoftonline.com/"},
    {"authentication", "tenant", "common"},
    {"authentication", "identityProvider", "AAD"},
    {"suffixes", "acrLoginServer", ".azurecr.io"},
    {"suffixes", "azureDatalakeAnalyticsCatalogAndJob", "azuredatalakeanalytics.net"},
    {"suffixes", "azureDatalakeStoreFileSystem", "azuredatalakestore.net"},
    {"suffixes", "azureFrontDoorEndpointSuffix", "azurefd.net"},
    {"suffixes", "keyvaultDns", ".vault.azure.net"},
    {"suffixes", "sqlServerHostname", ".database.windows.net"},
    {"suffixes", "storage", "core.windows.net"},
};

static struct al_object *group_of(struct al_call *call, struct al_object *object, const char *name)
{
    struct al_entry *entry = al_object_put(call->ev->arena, object, al_str_of(name));

    if (entry->value.kind != AL_V_OBJECT)
        entry->value = al_object(al_object_new(call->ev->arena, 8));
    return entry->value.object;
}

al_value al_fn_environment(struct al_call *call)
{
    struct al_object *object = al_object_new(call->ev->arena, 16);
    al_value *audiences = AL_NEW_N(call->ev->arena, al_value, 2);

    for (size_t i = 0; i < sizeof public_cloud / sizeof *public_cloud; i++)
        set(call, public_cloud[i].group ? group_of(call, object, public_cloud[i].group) : object,
            public_cloud[i].name, al_string(al_str_of(public_cloud[i].value)));
    audiences[0] = al_string(AL_STR("https://management.core.windows.net/"));
    audiences[1] = al_string(AL_STR("https://management.azure.com/"));
    set(call, group_of(call, object, "authentication"), "audiences", al_array(audiences, 2));
    return al_object(object);
}

/* -- known only to Azure or to the deploying tool -- */

al_value al_fn_deployer(struct al_call *call)
{
    return al_unknown(call);
}

al_value al_fn_extensions(struct al_call *call)
{
    return al_unknown(call);
}

al_value al_fn_externalInputs(struct al_call *call)
{
    return al_unknown(call);
}

/* -- errors -- */

al_value al_fn_fail(struct al_call *call)
{
    const al_value *message = &call->args[0];

    if (message->kind != AL_V_STRING)
        return al_fail(call, "fail() is reached");
    return al_fail(call, "fail() is reached: %.*s", AL_FMT(al_str_head(al_string_of(message), 200)));
}

static al_value policy_only(struct al_call *call)
{
    return al_fail(call, "%s() belongs to policy rules; a template cannot call it", call->fn->name);
}

al_value al_fn_addDays(struct al_call *call)
{
    return policy_only(call);
}

al_value al_fn_current(struct al_call *call)
{
    return policy_only(call);
}

al_value al_fn_field(struct al_call *call)
{
    return policy_only(call);
}

al_value al_fn_ipRangeContains(struct al_call *call)
{
    return policy_only(call);
}

al_value al_fn_policy(struct al_call *call)
{
    return policy_only(call);
}

al_value al_fn_requestContext(struct al_call *call)
{
    return policy_only(call);
}
