/* SPDX-License-Identifier: MIT */
/* Parameters and variables: each is a slot that holds its value lazily. A slot met again while it is being
 * worked out is a cycle, which the chain of active declarations can name. */
#include "eval/deployment.h"
#include "eval/secure.h"
#include "eval/types.h"
#include "eval/walk.h"

const struct al_frame *al_frame_find(const struct al_frame *frame, enum al_binding binding, al_str name)
{
    for (; frame; frame = frame->up)
        if (frame->binding == binding && (name.n == 0 || al_str_caseeq(frame->name, name)))
            return frame;
    return NULL;
}

/* -- cycles -- */

void al_report_cycle(struct al_eval *ev, const void *declaration, const struct al_node *at)
{
    const struct al_active *top = ev->active, *first = top;
    struct al_buf chain = {.arena = ev->arena, .most = 400};
    const struct al_active *path[32];
    uint32_t n = 0;

    if (!top)
        return;
    for (const struct al_active *a = top; a; a = a->outer) {
        if (n < 32)
            path[n++] = a;
        first = a;
        if (a->declaration == declaration)
            break;
    }
    for (uint32_t i = n; i-- > 0;)
        al_buf_printf(&chain, "%.*s -> ", AL_FMT(path[i]->name));
    al_buf_put(&chain, first->name);
    al_diags_add(ev->diags, AL_TROUBLE_CYCLE, al_node_span(at), "%s '%.*s' refers to itself: %.*s",
                 first->sort, AL_FMT(first->name), AL_FMT(al_buf_str(&chain)));
}

/* Forces a declaration's slot, naming the circle when it is entered twice. */
static al_value force_slot(struct al_eval *ev, al_value *slot, const char *sort, al_str name,
                           const void *declaration, const struct al_node *at)
{
    struct al_active active = {ev->active, sort, name, declaration};
    al_value v;

    if (slot->kind == AL_V_BUSY) {
        if (!ev->reading)
            al_report_cycle(ev, declaration, at);
        return al_unknown_node(ev, at);
    }
    if (slot->kind != AL_V_LAZY)
        return *slot;
    v = *slot;
    slot->kind = AL_V_BUSY;
    ev->active = &active;
    /* as a whole, as Azure does, so that a member that leads back here meets the slot still busy */
    al_force_deep(ev, &v);
    ev->active = active.outer;
    return *slot = v;
}

/* -- parameters -- */

static enum al_hint hint_of_type(enum al_type_kind kind)
{
    static const uint8_t hints[] = {
        [AL_TYPE_ANY] = AL_HINT_ANY,   [AL_TYPE_STRING] = AL_HINT_STRING, [AL_TYPE_INT] = AL_HINT_INT,
        [AL_TYPE_BOOL] = AL_HINT_BOOL, [AL_TYPE_ARRAY] = AL_HINT_ARRAY,   [AL_TYPE_OBJECT] = AL_HINT_OBJECT,
    };

    return (enum al_hint)hints[kind];
}

static al_value with_allowed(struct al_eval *ev, al_value symbol, const struct al_node *allowed)
{
    al_value list;

    if (!al_node_is(allowed, AL_NODE_ARRAY) || symbol.hint == AL_HINT_ARRAY)
        return symbol;
    list = al_value_from_data(ev, allowed);
    if (!al_force_deep(ev, &list))
        return symbol;
    return al_with_choices(ev->arena, symbol, list.items, list.n);
}

al_value al_parameter_symbol(struct al_eval *ev, const struct al_deployment *deployment,
                             const struct al_parameter *parameter)
{
    struct al_type type = al_type_resolve(ev, deployment->tmpl, parameter->type);
    al_value name = al_string(parameter->name);
    enum al_hint hint = type.nullable ? AL_HINT_ANY : hint_of_type(type.kind);
    al_value v = al_symbol_in(ev->arena, hint, AL_SYM_PARAM, &name, 1, deployment->identity);

    v = with_allowed(ev, v, type.allowed);
    v = al_secure_symbol(ev, deployment->tmpl, type, v);
    v.origin = parameter->node;
    if (type.secure || parameter->type.secure) {
        v.flags |= AL_VALUE_SECURE;
        ev->secure = true;
    }
    return v;
}

/* Null as it was written is wrong; null that comes from a parameter which nobody has set is only not known.
 */
static al_value null_parameter(struct al_eval *ev, const struct al_deployment *deployment,
                               const struct al_parameter *parameter, const al_value *given)
{
    if (al_node_is(given->origin, AL_NODE_NULL))
        al_diags_add(ev->diags, AL_TROUBLE_PARAMETER, al_node_span(given->origin),
                     "parameter '%.*s' is null, but has no default value and is not nullable",
                     AL_FMT(parameter->name));
    return al_parameter_symbol(ev, deployment, parameter);
}

static al_value deployment_parameter(struct al_eval *ev, struct al_deployment *deployment,
                                     const struct al_parameter *parameter, const struct al_node *at)
{
    ptrdiff_t i = parameter - deployment->tmpl->parameters;
    al_value *slot = &deployment->parameters[i], v;
    struct al_type type;

    al_settle(ev, deployment, slot);
    v = force_slot(ev, slot, "parameter", parameter->name, parameter, at);
    if (v.kind == AL_V_NULL && parameter->default_value && !deployment->checked[i]) {
        /* giving null is giving nothing: modules hand optional settings on that way */
        *slot = al_lazy(parameter->default_value, &deployment->frame);
        v = force_slot(ev, slot, "parameter", parameter->name, parameter, at);
    }
    if (deployment->checked[i] || v.kind == AL_V_SYMBOL)
        return v;
    deployment->checked[i] = true;
    type = al_type_resolve(ev, deployment->tmpl, parameter->type);
    if (v.kind == AL_V_NULL && !parameter->default_value && !type.nullable && type.kind != AL_TYPE_ANY)
        return *slot = null_parameter(ev, deployment, parameter, &v);
    v = al_type_check(ev, deployment, parameter, v);
    al_secure_mark(ev, deployment->tmpl, type, &v);
    return *slot = v;
}

/* Inside a user-defined function only its own parameters exist: the fence is an argument without a name. */
static bool function_argument(const struct al_frame *frame, al_str name, al_value *out)
{
    for (; frame; frame = frame->up) {
        if (frame->binding != AL_BIND_ARGUMENT)
            continue;
        if (frame->name.n == 0)
            return true;
        if (al_str_caseeq(frame->name, name)) {
            *out = frame->value;
            return true;
        }
    }
    return false;
}

/* A name that is declared nowhere is wrong also where nobody knows whether it will be reached. */
static al_value no_such(struct al_eval *ev, const struct al_node *at, const char *sort, al_str name,
                        const char *where)
{
    uint32_t doubtful = ev->diags->doubtful;

    ev->diags->doubtful = 0;
    al_diags_add(ev->diags, AL_TROUBLE_EXPRESSION, al_node_span(at), "there is no %s '%.*s'%s", sort,
                 AL_FMT(name), where);
    ev->diags->doubtful = doubtful;
    return al_unknown_node(ev, at);
}

al_value al_parameter_value(struct al_eval *ev, const struct al_frame *frame, al_str name,
                            const struct al_node *at)
{
    struct al_deployment *deployment = frame->deployment;
    const struct al_parameter *parameter;
    al_value v = {.kind = AL_V_LAZY};
    bool in_function = function_argument(frame, name, &v);

    if (in_function && v.kind != AL_V_LAZY)
        return v;
    parameter = !in_function && deployment ? al_map_get(&deployment->tmpl->parameter_index, name) : NULL;
    if (parameter)
        return deployment_parameter(ev, deployment, parameter, at);
    return no_such(ev, at, "parameter", name, in_function ? " in this function" : "");
}

al_value al_variable_value(struct al_eval *ev, const struct al_frame *frame, al_str name,
                           const struct al_node *at)
{
    struct al_deployment *deployment = frame->deployment;
    const struct al_variable *variable =
        deployment ? al_map_get(&deployment->tmpl->variable_index, name) : NULL;

    al_value *slot;

    if (!variable)
        return no_such(ev, at, "variable", name, "");
    slot = &deployment->variables[variable - deployment->tmpl->variables];
    al_settle(ev, deployment, slot);
    return force_slot(ev, slot, "variable", variable->name, variable, at);
}

/* -- targets -- */

al_value al_target_id(struct al_eval *ev, const struct al_target *target)
{
    al_value parts[4];

    switch (target->kind) {
    case AL_SCOPE_RESOURCE_GROUP:
        parts[0] = al_string(AL_STR("/subscriptions/"));
        parts[1] = target->subscription_id;
        parts[2] = al_string(AL_STR("/resourceGroups/"));
        parts[3] = target->resource_group;
        return al_join_text(ev->arena, parts, 4);
    case AL_SCOPE_SUBSCRIPTION:
        parts[0] = al_string(AL_STR("/subscriptions/"));
        parts[1] = target->subscription_id;
        return al_join_text(ev->arena, parts, 2);
    case AL_SCOPE_MANAGEMENT_GROUP:
        parts[0] = al_string(AL_STR("/providers/Microsoft.Management/managementGroups/"));
        parts[1] = target->management_group;
        return al_join_text(ev->arena, parts, 2);
    case AL_SCOPE_TENANT: break;
    }
    return al_string(AL_STR(""));
}

al_value al_deployment_target_id(struct al_deployment *deployment)
{
    if (deployment->target_id.kind == AL_V_LAZY)
        deployment->target_id = al_target_id(deployment->ev, &deployment->target);
    return deployment->target_id;
}

/* subscription().subscriptionId and its like: a name whose value only the surroundings of the deployment
 * `whose` (NULL: the run's own) know. */
static al_value surrounding(struct al_eval *ev, const char *function, const char *member, const char *given,
                            const void *whose)
{
    al_value args[2], v;

    if (given)
        return al_string(al_str_of(given));
    args[0] = al_symbol_in(ev->arena, AL_HINT_OBJECT, al_str_of(function), NULL, 0, whose);
    args[1] = al_string(al_str_of(member));
    v = al_symbol(ev->arena, AL_HINT_STRING, AL_SYM_MEMBER, args, 2);
    v.symbol->segment = true;
    return v;
}

/* Of two inputs taken together nobody knows whether they go to one group; the subscription is the same. */
static struct al_target target_of(struct al_eval *ev, enum al_scope_kind kind,
                                  const struct al_surroundings *around, const void *group,
                                  const void *subscription)
{
    return (struct al_target){
        .kind = kind,
        .tenant_id = surrounding(ev, "tenant", "tenantId", around->tenant_id, subscription),
        .management_group =
            surrounding(ev, "managementGroup", "name", around->management_group, subscription),
        .subscription_id =
            surrounding(ev, "subscription", "subscriptionId", around->subscription_id, subscription),
        .resource_group = surrounding(ev, "resourceGroup", "name", around->resource_group, group),
        .location = surrounding(ev, kind == AL_SCOPE_RESOURCE_GROUP ? "resourceGroup" : "deployment",
                                "location", around->location, group),
    };
}

struct al_target al_target_of_run(struct al_eval *ev, enum al_scope_kind kind,
                                  const struct al_surroundings *surroundings, const void *identity)
{
    return target_of(ev, kind, surroundings, identity, NULL);
}

/* -- the deployment itself -- */

static void fill_slots(struct al_eval *ev, struct al_deployment *deployment)
{
    const struct al_template *tmpl = deployment->tmpl;

    deployment->parameters = AL_NEW_N(ev->arena, al_value, tmpl->nparameters);
    deployment->checked = AL_NEW_N(ev->arena, bool, tmpl->nparameters);
    deployment->given = AL_NEW_N(ev->arena, al_value, tmpl->nparameters);
    deployment->variables = AL_NEW_N(ev->arena, al_value, tmpl->nvariables);
    deployment->made = AL_NEW_N(ev->arena, struct al_made, tmpl->ndecls);
    for (uint32_t i = 0; i < tmpl->nparameters; i++) {
        const struct al_parameter *p = &tmpl->parameters[i];
        if (p->default_value)
            deployment->parameters[i] = al_lazy(p->default_value, &deployment->frame);
        else if (al_type_resolve(ev, tmpl, p->type).nullable)
            deployment->parameters[i] = al_null();
        else
            deployment->parameters[i] = al_parameter_symbol(ev, deployment, p);
        deployment->given[i] = deployment->parameters[i];
    }
    for (uint32_t i = 0; i < tmpl->nvariables; i++)
        deployment->variables[i] = al_lazy(tmpl->variables[i].value, &deployment->frame);
}

static struct al_deployment *new_deployment(struct al_eval *ev, const struct al_template *tmpl,
                                            struct al_deployment *parent, const void *identity)
{
    struct al_deployment *deployment = AL_NEW(ev->arena, struct al_deployment);

    deployment->ev = ev;
    deployment->tmpl = tmpl;
    deployment->parent = parent;
    deployment->scope = deployment;
    deployment->identity = parent ? deployment : identity;
    deployment->frame.deployment = deployment;
    deployment->by_symbol.fold = deployment->by_loop.fold = true;
    deployment->depth = parent ? parent->depth + 1 : 0;
    return deployment;
}

struct al_deployment *al_deployment_new(struct al_eval *ev, const struct al_template *tmpl,
                                        struct al_deployment *parent, const void *identity,
                                        struct al_target target)
{
    struct al_deployment *deployment = new_deployment(ev, tmpl, parent, identity);

    deployment->target = target;
    fill_slots(ev, deployment);
    return deployment;
}

static struct al_deployment *new_library(struct al_eval *ev, const struct al_template *tmpl)
{
    struct al_deployment *library = new_deployment(ev, tmpl, NULL, NULL);

    library->library = true;
    library->identity = library;
    library->target = target_of(ev, tmpl->scope, &(struct al_surroundings){0}, library, library);
    library->name = surrounding(ev, "deployment", "name", NULL, library);
    library->path = AL_STR("");
    fill_slots(ev, library);
    return library;
}

struct al_deployment *al_library(struct al_eval *ev, const struct al_template *tmpl)
{
    const al_str address = {(const char *)&tmpl, sizeof tmpl};
    struct al_deployment *library = al_map_get(&ev->libraries, address);

    if (!library) {
        library = new_library(ev, tmpl);
        *al_map_put(ev->arena, &ev->libraries, al_str_copy(ev->arena, address)) = library;
    }
    return library;
}

const struct al_frame *al_home_frame(struct al_eval *ev, const struct al_template *home,
                                     const struct al_frame *frame)
{
    if (!home || (frame && frame->deployment && frame->deployment->tmpl == home))
        return frame;
    return &al_library(ev, home)->frame;
}

bool al_deployment_set(struct al_deployment *deployment, al_str name, al_value value)
{
    const struct al_parameter *parameter = al_map_get(&deployment->tmpl->parameter_index, name);

    if (!parameter)
        return false;
    deployment->parameters[parameter - deployment->tmpl->parameters] = value;
    deployment->given[parameter - deployment->tmpl->parameters] = value;
    return true;
}

void al_deployment_set_unknown(struct al_deployment *deployment, const struct al_parameter *parameter)
{
    al_deployment_set(deployment, parameter->name,
                      al_parameter_symbol(deployment->ev, deployment, parameter));
}
