/* SPDX-License-Identifier: MIT */
/* What reference() and its relatives give. Of a resource in the graph, the properties the template sets are
 * known, whatever else the platform adds; of a nested deployment, its outputs. Keys and tokens never are. */
#include "graph/expand.h"
#include "graph/identity.h"

/* -- which resource -- */

/* "vnets[2]": an element of a loop with a symbolic name. */
static struct al_resource *by_symbolic_name(const struct al_deployment *d, al_str text)
{
    ptrdiff_t bracket = al_str_find(text, AL_STR("["));
    const struct al_chain *chain;
    struct al_resource *r;
    size_t index = 0;

    if (bracket >= 0)
        for (size_t i = (size_t)bracket + 1; i < text.n && al_is_digit(text.s[i]) && index < 1000000; i++)
            index = index * 10 + (size_t)(text.s[i] - '0');
    chain = al_map_get(&d->by_symbol, bracket < 0 ? text : al_str_head(text, (size_t)bracket));
    for (r = chain ? chain->first : NULL; r && r->loop_index != index; r = r->next_in_loop)
        ;
    return r;
}

/* Made at the first question: most templates never refer to a resource by its bare name. Names that stand twice
 * lead nowhere; the deployment itself marks them. */
static void index_names(struct al_graph *graph, struct al_deployment *d)
{
    d->names_indexed = true;
    for (size_t i = 0; i < d->resources.n; i++) {
        void **slot = al_map_put(graph->arena, &d->by_name, al_id_key(graph, &d->resources.v[i]->name));
        *slot = *slot ? (void *)d : (void *)d->resources.v[i];
    }
}

struct al_resource *al_resource_by_name(struct al_graph *graph, struct al_deployment *d, const al_value *name)
{
    void *found;

    if (!d->names_indexed)
        index_names(graph, d);
    found = al_map_get(&d->by_name, al_id_key(graph, name));
    return found == d ? NULL : found;
}

static struct al_resource *find_resource(struct al_graph *graph, struct al_deployment *d, const al_value *arg)
{
    struct al_resource *r = arg->kind == AL_V_STRING ? by_symbolic_name(d, al_string_of(arg)) : NULL;
    al_str prefix = al_known_prefix(arg);

    if (!r && prefix.n && prefix.s[0] == '/')
        r = al_graph_find(graph, arg, false);
    if (!r && (prefix.n == 0 || prefix.s[0] != '/'))
        r = al_resource_by_name(graph, d, arg);
    return r;
}

/* -- outputs of deployments -- */

static bool is_wanted(struct al_graph *graph, const struct al_output *output, struct al_deployment *d)
{
    al_value v = output->condition ? al_evaluate(&graph->ev, output->condition, &d->frame) : al_bool(true);

    return v.kind != AL_V_BOOL || v.boolean;
}

al_value al_deployment_outputs(struct al_graph *graph, struct al_deployment *d)
{
    struct al_object *outputs = al_object_new(graph->arena, d->tmpl->noutputs);

    for (uint32_t i = 0; i < d->tmpl->noutputs; i++) {
        const struct al_output *output = &d->tmpl->outputs[i];
        struct al_object *one;
        if (!output->value || !is_wanted(graph, output, d))
            continue;
        one = al_object_new(graph->arena, 2);
        al_object_set(graph->arena, one, AL_STR("type"),
                      al_string(al_node_text(al_node_get(output->node, "type"))));
        al_object_set(graph->arena, one, AL_STR("value"), al_lazy(output->value, &d->frame));
        al_object_set(graph->arena, outputs, output->name, al_object(one));
    }
    return al_object(outputs);
}

static struct al_object *deployment_properties(struct al_graph *graph, struct al_resource *r)
{
    struct al_object *known = al_object_new(graph->arena, 2);

    al_enter(graph, r);
    if (r->inner)
        al_object_set(graph->arena, known, AL_STR("outputs"), al_deployment_outputs(graph, r->inner));
    return known;
}

/* -- properties of resources -- */

static struct al_object *set_properties(struct al_graph *graph, struct al_resource *r)
{
    const al_field *properties;

    if (al_is_deployment(r))
        return deployment_properties(graph, r);
    if (r->existing)
        return NULL;
    properties = al_graph_get(graph, r, "properties", NULL);
    return properties && properties->value->kind == AL_V_OBJECT ? properties->value->object : NULL;
}

/* reference(..., 'Full'): the whole resource. */
static struct al_object *full_resource(struct al_graph *graph, struct al_resource *r, al_value reference)
{
    static const char *const fields[] = {"location", "sku",   "kind",      "tags",
                                         "identity", "zones", "apiVersion"};
    struct al_object *full = al_object_new(graph->arena, 8), *properties = set_properties(graph, r);
    al_value args[2] = {reference, al_string(AL_STR("properties"))}, v;

    v = al_symbol(graph->arena, AL_HINT_OBJECT, AL_SYM_MEMBER, args, 2);
    al_object_set(graph->arena, full, AL_STR("properties"),
                  properties ? al_with_known(graph->arena, v, properties) : v);
    for (size_t i = 0; i < sizeof fields / sizeof fields[0] && !r->existing; i++) {
        const al_field *f = al_graph_get(graph, r, fields[i], NULL);
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

static al_value known_reference(struct al_call *call, struct al_resource *r, al_value reference)
{
    struct al_graph *graph = call->ev->graph;
    struct al_object *known =
        wants_full(call, 1) ? full_resource(graph, r, reference) : set_properties(graph, r);

    return known ? al_with_known(graph->arena, reference, known) : reference;
}

static al_value reference(struct al_call *call)
{
    struct al_graph *graph = call->ev->graph;
    struct al_resource *r = find_resource(graph, call->frame->deployment, &call->args[0]);
    al_value v = al_unknown(call);

    v.hint = AL_HINT_OBJECT;
    if (!r)
        return v;
    /* named by its id, so that every way of saying it is the same symbol */
    v = al_symbol(graph->arena, AL_HINT_OBJECT, AL_STR("reference"),
                  (al_value[2]){r->id, al_string(AL_STR("full"))}, wants_full(call, 1) ? 2 : 1);
    return known_reference(call, r, v);
}

/* references('loop'): one reference for each element. */
static al_value references(struct al_call *call)
{
    struct al_graph *graph = call->ev->graph;
    const struct al_chain *chain = NULL;
    AL_VEC(al_value) items = {0};

    if (call->args[0].kind == AL_V_STRING)
        chain = al_map_get(&call->frame->deployment->by_symbol, al_string_of(&call->args[0]));
    if (!chain || chain->first->sample)
        return al_unknown(call);
    for (struct al_resource *r = chain->first; r; r = r->next_in_loop) {
        al_value v = al_symbol(graph->arena, AL_HINT_OBJECT, AL_STR("reference"), &r->id, 1);
        *al_vec_push(graph->arena, &items) = known_reference(call, r, v);
    }
    return al_array(items.v, items.n);
}

static al_value resource_info(struct al_call *call)
{
    struct al_graph *graph = call->ev->graph;
    struct al_resource *r = find_resource(graph, call->frame->deployment, &call->args[0]);
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

static al_value resource_call(struct al_call *call)
{
    al_value v;

    if (!call->frame || !call->frame->deployment)
        return al_unknown(call);
    if (al_str_caseeq(call->name, AL_STR("reference")))
        return reference(call);
    if (al_str_caseeq(call->name, AL_STR("references")))
        return references(call);
    if (al_str_caseeq(call->name, AL_STR("resourceInfo")))
        return resource_info(call);
    v = al_unknown(call);
    v.flags |= AL_VALUE_SECURE; /* list*(): what such calls return is a secret until shown otherwise */
    return v;
}

const struct al_host al_graph_host = {.resource_call = resource_call};
