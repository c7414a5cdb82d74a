/* SPDX-License-Identifier: MIT */
/* Bicep's own functions, but for those that load files. Functions with a scope's name take arguments in
 * Bicep: they name the scope that something is deployed to, of which all that follows from its name is known.
 */
#include "eval/functions_bicep.h"

static const struct al_function table[] = {
#define X(name, implementation, min, max, manner, returns) \
    {name, min, max, AL_MANNER_##manner, AL_HINT_##returns, al_bicep_fn_##implementation},
    AL_BICEP_FUNCTIONS(X)
#undef X
};

const struct al_function *al_function_of_bicep(al_str name)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (al_str_eq(name, al_str_of(table[i].name)))
            return &table[i];
    return NULL;
}

/* What the environment, the command line or Azure says: never looked at, so that the result is the same
 * everywhere.
 */
al_value al_bicep_fn_unknown(struct al_call *call)
{
    return al_unknown(call);
}

al_value al_bicep_fn_getSecret(struct al_call *call)
{
    al_value v = al_unknown(call);

    v.flags |= AL_VALUE_SECURE;
    return v;
}

/* -- scopes -- */

static bool are_names(struct al_call *call)
{
    for (uint32_t i = 0; i < call->n; i++)
        if (!al_is_symbol(&call->args[i]) && !al_arg_of(call, i, AL_V_STRING))
            return false;
    return true;
}

/* The call's own deployment's target, with another kind of scope. */
static struct al_target target_of(const struct al_call *call, enum al_scope_kind kind)
{
    struct al_target target = call->frame->deployment->scope->target;

    target.kind = kind;
    return target;
}

static al_value named_scope(struct al_call *call, const struct al_target *target)
{
    struct al_object *known = al_object_new(call->ev->arena, 3);

    al_object_set(call->ev->arena, known, AL_STR("id"), al_target_id(call->ev, target));
    if (target->kind != AL_SCOPE_SUBSCRIPTION)
        al_object_set(call->ev->arena, known, AL_STR("name"), call->args[call->n - 1]);
    if (target->kind != AL_SCOPE_MANAGEMENT_GROUP)
        al_object_set(call->ev->arena, known, AL_STR("subscriptionId"), target->subscription_id);
    return al_with_known(call->ev->arena, al_unknown(call), known);
}

static bool has_deployment(const struct al_call *call)
{
    return call->frame && call->frame->deployment;
}

al_value al_bicep_fn_managementGroup(struct al_call *call)
{
    struct al_target target;

    if (call->n == 0)
        return al_fn_managementGroup(call);
    if (!are_names(call) || !has_deployment(call))
        return al_unknown(call);
    target = target_of(call, AL_SCOPE_MANAGEMENT_GROUP);
    target.management_group = call->args[0];
    return named_scope(call, &target);
}

al_value al_bicep_fn_subscription(struct al_call *call)
{
    struct al_target target;

    if (call->n == 0)
        return al_fn_subscription(call);
    if (!are_names(call) || !has_deployment(call))
        return al_unknown(call);
    target = target_of(call, AL_SCOPE_SUBSCRIPTION);
    target.subscription_id = call->args[0];
    return named_scope(call, &target);
}

/* resourceGroup(name), resourceGroup(subscription, name) */
al_value al_bicep_fn_resourceGroup(struct al_call *call)
{
    struct al_target target;

    if (call->n == 0)
        return al_fn_resourceGroup(call);
    if (!are_names(call) || !has_deployment(call))
        return al_unknown(call);
    target = target_of(call, AL_SCOPE_RESOURCE_GROUP);
    target.resource_group = call->args[call->n - 1];
    if (call->n == 2)
        target.subscription_id = call->args[0];
    return named_scope(call, &target);
}

/* Bicep lets nobody read tenant().id: it is there for whoever asks a scope for its id. */
al_value al_bicep_fn_tenant(struct al_call *call)
{
    al_value v = al_fn_tenant(call);

    if (v.kind == AL_V_SYMBOL && v.symbol->known)
        al_object_set(call->ev->arena, v.symbol->known, AL_STR("id"), al_string(AL_STR("")));
    return v;
}
