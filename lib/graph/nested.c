/* SPDX-License-Identifier: MIT */
/* Nested deployments. With inner scope the template inside has parameters of its own, given by the resource;
 * with outer scope, Azure's default, its expressions are evaluated as if they stood in the template around
 * it. */
#include "eval/types.h"
#include "graph/expand.h"
#include "syntax/expression.h"

static const struct al_node *deployment_property(const struct al_resource *r, const char *name)
{
    return al_node_get(r->decl->properties, name);
}

/* A template may be given by way of a variable: then it is the variable's text that counts. */
static const struct al_node *follow_variable(struct al_graph *graph, const struct al_resource *r,
                                             const struct al_node *node)
{
    const struct al_template *tmpl = r->frame->deployment->tmpl;
    const struct al_node *tree;
    const struct al_variable *variable;

    if (node->kind != AL_NODE_TEXT)
        return node;
    tree = al_expression_tree(graph->arena, graph->diags, node);
    if (tree->kind != AL_NODE_VARIABLE)
        return node;
    variable = al_map_get(&tmpl->variable_index, tree->string);
    return variable ? al_node_unescaped(graph->arena, variable->value) : node;
}

static bool is_inner(struct al_graph *graph, const struct al_resource *r)
{
    const struct al_node *options = deployment_property(r, "expressionEvaluationOptions");
    const struct al_node *scope = al_node_get(options, "scope");
    al_value v = al_declared(graph, r, scope);

    return v.kind == AL_V_STRING && al_str_caseeq(al_string_of(&v), AL_STR("inner"));
}

/* A template that is computed, or loaded from a file, has its expressions escaped: what is around it only
 * passes it on, and they are about the parameters it is given. */
static bool is_passed_on(const struct al_resource *r, const struct al_node *node)
{
    return node->kind == AL_NODE_TEXT && deployment_property(r, "parameters");
}

/* -- parameters of the inner deployment -- */

/* { "value": ... }, or what only Azure knows. */
static void set_given(struct al_deployment *inner, const struct al_parameter *parameter, al_value *given)
{
    struct al_entry *entry =
        given->kind == AL_V_OBJECT ? al_object_find(given->object, AL_STR("value")) : NULL;

    if (entry)
        al_deployment_set(inner, parameter->name, entry->value);
    else if (given->kind == AL_V_SYMBOL && al_str_eq(given->symbol->fn, AL_STR("if")))
        al_deployment_set(inner, parameter->name,
                          al_member(inner->ev, given, AL_STR("value"), true, parameter->node));
    else
        al_deployment_set_unknown(inner, parameter);
}

/* One entry of properties.parameters: { "value": ... }, by way of a copy loop perhaps, or { "reference": ...
 * } to a Key Vault. */
static void give_parameter(struct al_graph *graph, struct al_deployment *inner, const struct al_resource *r,
                           const struct al_property *p)
{
    const struct al_parameter *parameter = al_map_get(&inner->tmpl->parameter_index, p->key);
    struct al_span at = al_key_span(deployment_property(r, "parameters"), p);
    al_value given;

    if (!parameter) {
        if (r->decl->is_module)
            return; /* seen when names were bound */
        al_diags_add(graph->diags, AL_TROUBLE_PARAMETER, at, "the nested template has no parameter '%.*s'",
                     AL_FMT(p->key));
        return;
    }
    given = al_evaluate(&graph->ev, p->value, r->frame);
    if (given.kind != AL_V_SYMBOL &&
        (given.kind != AL_V_OBJECT || (!al_object_find(given.object, AL_STR("value")) &&
                                       !al_object_find(given.object, AL_STR("reference")))))
        al_diags_add(graph->diags, AL_TROUBLE_PARAMETER, at,
                     "parameter '%.*s' has neither a value nor a reference", AL_FMT(p->key));
    set_given(inner, parameter, &given);
}

static bool is_required(struct al_graph *graph, const struct al_deployment *d, const struct al_parameter *p)
{
    return !p->default_value && !al_type_resolve(&graph->ev, d->tmpl, p->type).nullable;
}

static void check_missing(struct al_graph *graph, const struct al_deployment *inner,
                          const struct al_resource *r, const struct al_parameter *parameter)
{
    const struct al_property *p = al_node_property(r->decl->properties, AL_STR("parameters"));

    if (!r->decl->is_module && is_required(graph, inner, parameter))
        al_diags_add(graph->diags, AL_TROUBLE_PARAMETER,
                     p ? al_key_span(r->decl->properties, p) : r->decl->name_span,
                     "the nested template's parameter '%.*s' is given no value", AL_FMT(parameter->name));
}

/* The parameters as one computed object. */
static void give_computed(struct al_graph *graph, struct al_deployment *inner, const struct al_resource *r,
                          const struct al_node *node)
{
    al_value all = al_evaluate(&graph->ev, node, r->frame);

    if (all.kind != AL_V_OBJECT && all.kind != AL_V_SYMBOL && all.kind != AL_V_NULL)
        al_diags_add(graph->diags, AL_TROUBLE_TEMPLATE, al_node_span(node),
                     "the parameters of a deployment must be an object, this is %s", al_kind_name(&all));
    for (uint32_t i = 0; i < inner->tmpl->nparameters; i++) {
        const struct al_parameter *parameter = &inner->tmpl->parameters[i];
        struct al_entry *entry = all.kind == AL_V_OBJECT ? al_object_find(all.object, parameter->name) : NULL;
        if (entry)
            set_given(inner, parameter, al_force(&graph->ev, &entry->value));
        else if (all.kind != AL_V_OBJECT || all.object->open)
            al_deployment_set_unknown(inner, parameter);
        else
            check_missing(graph, inner, r, parameter);
    }
}

static void give_written(struct al_graph *graph, struct al_deployment *inner, const struct al_resource *r,
                         const struct al_node *parameters)
{
    for (uint32_t i = 0; parameters && i < parameters->object.n; i++)
        give_parameter(graph, inner, r, &parameters->object.items[i]);
    for (uint32_t i = 0; i < inner->tmpl->nparameters; i++)
        if (!al_node_property(parameters, inner->tmpl->parameters[i].name))
            check_missing(graph, inner, r, &inner->tmpl->parameters[i]);
}

static void give_parameters(struct al_graph *graph, struct al_deployment *inner, const struct al_resource *r)
{
    const struct al_node *parameters = deployment_property(r, "parameters");

    if (deployment_property(r, "parametersLink"))
        for (uint32_t i = 0; i < inner->tmpl->nparameters; i++)
            al_deployment_set_unknown(inner, &inner->tmpl->parameters[i]);
    else if (!parameters || parameters->kind == AL_NODE_OBJECT)
        give_written(graph, inner, r, parameters);
    else
        give_computed(graph, inner, r, parameters);
}

/* -- the place -- */

static bool is_same_text(struct al_graph *graph, al_value a, al_value b)
{
    return al_values_equal(&graph->ev, &a, &b) == AL_YES;
}

static bool is_same_group(struct al_graph *graph, const struct al_target *a, const struct al_target *b)
{
    return b->kind == AL_SCOPE_RESOURCE_GROUP &&
           is_same_text(graph, a->subscription_id, b->subscription_id) &&
           is_same_text(graph, a->resource_group, b->resource_group);
}

static al_value unknown_location(struct al_graph *graph, al_value of)
{
    al_value args[2] = {of, al_string(AL_STR("location"))};
    al_value v = al_symbol(graph->arena, AL_HINT_STRING, AL_SYM_MEMBER, args, 2);

    v.symbol->segment = true;
    return v;
}

/* What resourceGroup().location or deployment().location is inside: that of the group, which may be in the
 * graph; elsewhere the deployment says it. */
static al_value location_inside(struct al_graph *graph, const struct al_resource *r)
{
    const struct al_resource *group;
    al_value args[2] = {al_target_id(&graph->ev, r->target), al_string(AL_STR("full"))}, v = al_null();

    if (r->target->kind == AL_SCOPE_RESOURCE_GROUP) {
        if (is_same_group(graph, r->target, &r->deployment->target))
            return r->deployment->target.location;
        group = al_graph_find(graph, &args[0], false);
        if (group && !group->existing)
            v = al_declared(graph, group, group->decl->location);
        if (!al_is_texty(&v))
            v = unknown_location(graph,
                                 al_symbol(graph->arena, AL_HINT_OBJECT, AL_STR("reference"), args, 2));
        return v;
    }
    v = al_declared(graph, r, r->decl->location);
    if (!al_is_texty(&v))
        v = unknown_location(graph,
                             al_symbol_in(graph->arena, AL_HINT_OBJECT, AL_STR("deployment"), NULL, 0, r));
    return v;
}

/* -- entering -- */

static bool is_too_deep(struct al_graph *graph, const struct al_resource *r, const struct al_template *tmpl)
{
    uint32_t depth = 0;

    for (const struct al_deployment *d = r->deployment; d; d = d->parent, depth++) {
        if (d->tmpl != tmpl)
            continue;
        al_diags_add(graph->diags, AL_TROUBLE_CYCLE, al_node_span(r->decl->node),
                     "this deployment leads back to the template '%.*s' it is part of",
                     AL_FMT(tmpl->source->name));
        return true;
    }
    if (depth < al_limit(graph->diags, AL_LIMIT_DEPLOYMENTS))
        return false;
    al_diags_limit(graph->diags, AL_LIMIT_DEPLOYMENTS, al_node_span(r->decl->node),
                   "deployments are nested too deep here");
    return true;
}

static void enter(struct al_graph *graph, struct al_resource *r, const struct al_template *tmpl, bool inner)
{
    struct al_deployment *d = al_deployment_new(&graph->ev, tmpl, r->deployment, NULL, *r->target);

    d->target.location = location_inside(graph, r);
    d->resource = r;
    d->name = r->name;
    d->path = al_printf(graph->arena, "%.*s.properties.template.", AL_FMT(r->path));
    r->inner = d;
    d->frame.doubtful = r->frame->doubtful;
    if (inner) {
        give_parameters(graph, d, r);
    } else {
        d->scope = r->frame->deployment->scope;
        d->frame = *r->frame;
    }
    al_expand(graph, d, &d->frame);
}

static const struct al_template *template_of(struct al_graph *graph, struct al_resource *r,
                                             const struct al_node *node)
{
    node = follow_variable(graph, r, node);
    if (node->kind == AL_NODE_OBJECT)
        return al_template_of_node(graph, node);
    if (node->kind == AL_NODE_TEXT)
        al_not_followed(graph, "nested", node, "it is an expression");
    else
        al_diags_add(graph->diags, AL_TROUBLE_TEMPLATE, al_node_span(node),
                     "a nested template must be an object");
    return NULL;
}

void al_enter(struct al_graph *graph, struct al_resource *r)
{
    const struct al_node *node = deployment_property(r, "template"),
                         *link = deployment_property(r, "templateLink");
    const struct al_template *tmpl = NULL;

    if (r->entering != AL_NOT_ENTERED)
        return;
    r->entering = AL_ENTERING;
    if (r->decl->is_module)
        tmpl = r->decl->module;
    else if (node)
        tmpl = template_of(graph, r, node);
    else if (link)
        tmpl = al_linked_template(graph, r, link);
    else if (al_node_is(r->decl->properties, AL_NODE_TEXT))
        al_not_followed(graph, "nested", r->decl->properties, "its properties are an expression");
    if (tmpl ? is_too_deep(graph, r, tmpl) : r->decl->is_module)
        graph->incomplete = true;
    else if (tmpl)
        enter(graph, r, tmpl, !node || is_inner(graph, r) || is_passed_on(r, node));
    r->entering = AL_ENTERED;
}
