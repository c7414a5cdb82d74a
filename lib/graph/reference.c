/* SPDX-License-Identifier: MIT */
/* What reference() and its relatives give. Of a resource in the graph, the properties the template sets are
 * known, whatever else the platform adds; of a nested deployment, its outputs. Keys and tokens never are. */
#include "graph/expand.h"
#include "graph/identity.h"

/* -- outputs of deployments -- */

bool al_output_is_absent(struct al_graph *graph, const struct al_output *output, struct al_deployment *d)
{
    al_value v = al_decide(graph, output->condition, &d->frame);

    return v.kind == AL_V_BOOL && !v.boolean;
}

al_value al_deployment_outputs(struct al_graph *graph, struct al_deployment *d)
{
    struct al_object *outputs = d->outputs;

    if (outputs)
        return al_object(outputs);
    outputs = al_object_new(graph->arena, d->tmpl->noutputs);
    for (uint32_t i = 0; i < d->tmpl->noutputs; i++) {
        const struct al_output *output = &d->tmpl->outputs[i];
        struct al_object *one;
        if (!output->value || al_output_is_absent(graph, output, d))
            continue;
        one = al_object_new(graph->arena, 2);
        al_object_set(graph->arena, one, AL_STR("type"),
                      al_string(al_node_text(al_node_get(output->node, "type"))));
        al_object_set(graph->arena, one, AL_STR("value"), al_lazy(output->value, &d->frame));
        al_object_set(graph->arena, outputs, output->name, al_object(one));
    }
    d->outputs = outputs;
    return al_object(outputs);
}

/* Of two deployments with one id, one of them under some condition, nobody knows which is meant. */
static bool has_double(const struct al_graph *graph, const struct al_resource *r)
{
    const struct al_resource *other = al_map_get(&graph->by_id, r->key);

    while (other && (other == r || al_root_of(other->deployment) != al_root_of(r->deployment)))
        other = other->next_same_id;
    return other != NULL;
}

static struct al_object *deployment_properties(struct al_graph *graph, struct al_resource *r)
{
    struct al_object *known = al_object_new(graph->arena, 2);

    if (r->absent || has_double(graph, r))
        return known;
    al_enter(graph, r);
    if (r->inner)
        al_object_set(graph->arena, known, AL_STR("outputs"), al_deployment_outputs(graph, r->inner));
    return known;
}

/* -- properties of resources -- */

/* Whether the property that is asked for is just being worked out, by means of the question. */
static bool is_busy(const struct al_resource *r, const char *name)
{
    const struct al_entry *entry = NULL;

    if (r->body.kind == AL_V_OBJECT)
        entry = al_object_find(r->body.object, al_str_of(name));
    return r->body.kind == AL_V_BUSY || (entry && entry->value.kind == AL_V_BUSY);
}

static struct al_object *set_properties(struct al_graph *graph, struct al_resource *r)
{
    const al_field *properties;

    if (al_is_deployment(r))
        return deployment_properties(graph, r);
    if (r->existing || r->absent || is_busy(r, "properties"))
        return NULL;
    properties = al_graph_get(graph, r, "properties", NULL);
    return properties && properties->value->kind == AL_V_OBJECT ? properties->value->object : NULL;
}

/* The platform adds to what a template sets; outputs are what they are. */
static al_value with_properties(struct al_graph *graph, const struct al_resource *r, al_value v,
                                struct al_object *properties)
{
    if (!properties)
        return v;
    return al_is_deployment(r) ? al_with_known(graph->arena, v, properties)
                               : al_with_growing(graph->arena, v, properties);
}

/* reference(..., 'Full'): the whole resource. */
static struct al_object *full_resource(struct al_graph *graph, struct al_resource *r, al_value reference)
{
    static const char *const fields[] = {"location", "sku",   "kind",      "tags",
                                         "identity", "zones", "apiVersion"};
    struct al_object *full = al_object_new(graph->arena, 8), *properties = set_properties(graph, r);
    al_value args[2] = {reference, al_string(AL_STR("properties"))}, v;

    v = al_symbol(graph->arena, AL_HINT_OBJECT, AL_SYM_MEMBER, args, 2);
    al_object_set(graph->arena, full, AL_STR("properties"), with_properties(graph, r, v, properties));
    for (size_t i = 0; i < sizeof fields / sizeof fields[0] && !r->existing && !r->absent; i++) {
        const al_field *f = is_busy(r, fields[i]) ? NULL : al_graph_get(graph, r, fields[i], NULL);
        if (f)
            al_object_set(graph->arena, full, al_str_of(fields[i]), *f->value);
    }
    return full;
}

static bool wants_full(struct al_call *call, uint32_t from)
{
    for (uint32_t i = from; i < call->n; i++)
        if (call->args[i].kind == AL_V_STRING && al_str_caseeq(al_string_of(&call->args[i]), AL_STR("full")))
            return true;
    return false;
}

/* Another declaration of the same resource may be the one that says more. */
struct al_resource *al_judged(struct al_graph *graph, struct al_resource *r)
{
    struct al_resource *found = r->existing || r->absent ? al_graph_find(graph, &r->id, false) : NULL;

    return found ? found : r;
}

/* Named by its id, so that every way of saying it is the same symbol. */
al_value al_reference_value(struct al_graph *graph, struct al_resource *r, bool full)
{
    al_value args[2] = {r->id, al_string(AL_STR("full"))};
    al_value v = al_symbol(graph->arena, AL_HINT_OBJECT, AL_STR("reference"), args, full ? 2 : 1);

    if (full)
        return al_with_growing(graph->arena, v, full_resource(graph, r, v));
    return with_properties(graph, r, v, set_properties(graph, r));
}

static al_value reference_to(struct al_call *call, struct al_resource *r)
{
    al_value v = al_reference_value(call->ev->graph, r, wants_full(call, 1));

    v.symbol->live = al_str_starts(al_known_prefix(&call->args[0]), AL_STR("/"));
    return v;
}

/* The API version says nothing about which resource it is. */
static al_value reference(struct al_call *call)
{
    struct al_resource *r = al_resource_meant(call->ev->graph, call->frame->deployment, &call->args[0]);
    al_value args[2] = {call->args[0], al_string(AL_STR("full"))};

    if (r)
        return reference_to(call, al_judged(call->ev->graph, r));
    al_force_deep(call->ev, &args[0]);
    return al_symbol(call->ev->arena, AL_HINT_OBJECT, AL_STR("reference"), args, wants_full(call, 1) ? 2 : 1);
}

/* references('loop'): one reference for each element. */
static al_value references(struct al_call *call)
{
    struct al_graph *graph = call->ev->graph;
    const struct al_resource_list *loop = al_loop_meant(call->frame->deployment, &call->args[0]);
    al_value *items;

    if (!loop || loop->v[0]->sample)
        return al_unknown(call);
    items = AL_NEW_N(graph->arena, al_value, loop->n);
    for (size_t i = 0; i < loop->n; i++)
        items[i] = reference_to(call, loop->v[i]);
    return al_array(items, loop->n);
}

static al_value resource_info(struct al_call *call)
{
    struct al_graph *graph = call->ev->graph;
    struct al_resource *r = al_resource_meant(graph, call->frame->deployment, &call->args[0]);
    struct al_object *info;

    if (!r)
        return al_unknown(call);
    info = al_object_new(graph->arena, 4);
    al_object_set(graph->arena, info, AL_STR("id"), r->id);
    al_object_set(graph->arena, info, AL_STR("name"), r->name);
    al_object_set(graph->arena, info, AL_STR("type"), al_string(r->type));
    al_object_set(graph->arena, info, AL_STR("apiVersion"), r->api_version);
    return al_object(info);
}

/* listKeys() and the like: what they return is a secret until shown otherwise. */
static al_value list(struct al_call *call)
{
    struct al_resource *r = al_resource_meant(call->ev->graph, call->frame->deployment, &call->args[0]);
    al_value v;

    if (r)
        call->args[0] = r->id; /* every way of naming it gives the same symbol */
    v = al_unknown(call);
    v.flags |= AL_VALUE_SECURE;
    return v;
}

/* A symbolic name in place of an id. */
static void name_by_id(struct al_call *call)
{
    struct al_resource *r = call->n ? al_handle_of(&call->args[0]) : NULL;

    if (!r)
        return;
    al_name_late(call->ev->graph, r);
    call->args[0] = r->id;
}

static al_value resource_call(struct al_call *call)
{
    if (!call->frame || !call->frame->deployment)
        return al_unknown(call);
    name_by_id(call);
    if (al_str_caseeq(call->name, AL_STR("reference")))
        return reference(call);
    if (al_str_caseeq(call->name, AL_STR("references")))
        return references(call);
    if (al_str_caseeq(call->name, AL_STR("resourceInfo")))
        return resource_info(call);
    return list(call);
}

const struct al_host al_graph_host = {
    .resource_call = resource_call,
    .resource = al_symbolic_resource,
    .element = al_symbolic_element,
    .resource_member = al_symbolic_member,
    .read_file = al_load_file,
    .list_folder = al_load_folder,
};
