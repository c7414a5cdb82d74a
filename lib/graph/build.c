/* SPDX-License-Identifier: MIT */
/* From the text of one input to its graph. */
#include "base/stopwatch.h"
#include "graph/expand.h"
#include "graph/identity.h"
#include "graph/modules.h"

static struct al_surroundings surroundings_of(const struct al_load *load)
{
    return (struct al_surroundings){load->subscription_id, load->resource_group, load->tenant_id,
                                    load->management_group, load->location};
}

static al_value own_name(struct al_eval *ev, const void *identity)
{
    al_value args[2] = {al_symbol_in(ev->arena, AL_HINT_OBJECT, AL_STR("deployment"), NULL, 0, identity),
                        al_string(AL_STR("name"))};
    al_value v = al_symbol(ev->arena, AL_HINT_STRING, AL_SYM_MEMBER, args, 2);

    v.symbol->segment = true;
    return v;
}

/* -- parents: a child spelled "account/default" at the top level belongs to its account as a nested one does
 * -- */

static void adopt(struct al_resource *parent, struct al_resource *child)
{
    child->parent = parent;
    if (parent->last_child)
        parent->last_child->next_sibling = child;
    else
        parent->first_child = child;
    parent->last_child = child;
}

static bool is_child_type(al_str child, al_str parent)
{
    return child.n > parent.n && child.s[parent.n] == '/' && al_str_case_starts(child, parent);
}

static void link_parents(struct al_graph *graph)
{
    for (size_t i = 0; i < graph->resources.n; i++) {
        struct al_resource *r = graph->resources.v[i];
        struct al_resource *above = al_graph_find_key(graph, al_key_parent(r->key));
        if (above && above != r && is_child_type(r->rule_type, above->rule_type))
            adopt(above, r);
    }
}

/* -- order: each deployment's own resources where they are declared, what they deploy right behind them -- */

static void collect(struct al_graph *graph, struct al_deployment *d)
{
    for (size_t i = 0; i < d->resources.n; i++) {
        struct al_resource *r = d->resources.v[i];
        r->index = (uint32_t)graph->resources.n;
        *al_vec_push(graph->arena, &graph->resources) = r;
        if (r->inner)
            collect(graph, r->inner);
        if (r->sample)
            graph->incomplete = true;
    }
}

/* Only when everything is in the graph: what a parameter is given may be the property of any resource. */
static void check_parameters(struct al_graph *graph)
{
    for (size_t i = 0; i < graph->resources.n; i++) {
        struct al_deployment *d = graph->resources.v[i]->inner;
        for (uint32_t k = 0; d && d->scope == d && k < d->tmpl->nparameters; k++)
            al_parameter_value(&graph->ev, &d->frame, d->tmpl->parameters[k].name,
                               d->tmpl->parameters[k].node);
    }
}

static void deploy(struct al_graph *graph, const struct al_template *tmpl, al_str path, const void *identity)
{
    struct al_surroundings around = surroundings_of(graph->load);
    struct al_target target = al_target_of_run(&graph->ev, tmpl->scope, &around, identity);
    struct al_deployment *root = al_deployment_new(&graph->ev, tmpl, NULL, identity, target);
    uint64_t most;

    root->name = own_name(&graph->ev, identity);
    root->path = path;
    *al_vec_push(graph->arena, &graph->roots) = root;
    graph->root = graph->roots.v[0];
    most = graph->most + al_limit(graph->diags, AL_LIMIT_RESOURCES);
    graph->most = most < UINT32_MAX ? (uint32_t)most : UINT32_MAX;
    al_bind_parameters(graph, root);
    al_expand(graph, root, &root->frame);
}

/* The template in a JSON text and where it stands in it; NULL when there is none to be deployed, which
 * *status explains when it is not AL_OK. */
static const struct al_template *json_template(struct al_graph *graph, const struct al_source *source,
                                               al_str *path, int *status)
{
    const struct al_node *artifact;
    struct al_template *tmpl;
    struct al_json json;
    enum al_document_kind kind;

    *status = al_load_json(&json, graph->arena, graph->diags, graph->load, source, AL_JSON_TEMPLATE);
    if (*status != AL_OK)
        return NULL;
    artifact = al_blueprint_template(json.root);
    if (artifact)
        json.root = (struct al_node *)(uintptr_t)artifact;
    *path = artifact ? AL_STR("properties.template.") : AL_STR("");
    kind = json.root ? al_document_kind(json.root) : AL_DOCUMENT_OTHER;
    if (kind == AL_DOCUMENT_OTHER && graph->load->explicit_input)
        al_diags_add(graph->diags, AL_TROUBLE_NOT_A_TEMPLATE, (struct al_span){source, 0, 0},
                     "this is not an ARM template: it has neither a template's $schema nor resources");
    if (kind == AL_DOCUMENT_PARAMETERS || kind == AL_DOCUMENT_OTHER)
        return NULL;
    if (kind == AL_DOCUMENT_RESOURCES)
        *status = al_load_json(&json, graph->arena, graph->diags, graph->load, source, AL_JSON_DATA);
    if (*status != AL_OK)
        return NULL;
    tmpl = al_template_from_json(graph->arena, graph->diags, source, json.root);
    tmpl->comments = json.comments;
    tmpl->ncomments = json.ncomments;
    return tmpl;
}

static int add(struct al_graph *graph, const struct al_source *source, const void *identity)
{
    const struct al_template *tmpl;
    al_str path = AL_STR("");
    int status = AL_OK;

    if (al_source_is_bicep(source))
        tmpl = al_bicep_template(graph, source);
    else
        tmpl = json_template(graph, source, &path, &status);
    if (tmpl && !tmpl->is_parameters)
        deploy(graph, tmpl, path, identity);
    return status;
}

/* -- one input, or several -- */

struct al_graph *al_graph_begin(al_arena *arena, struct al_diags *diags, const struct al_load *load)
{
    struct al_graph *graph = AL_NEW(arena, struct al_graph);

    graph->arena = arena;
    graph->scratch = al_arena_inside(arena);
    graph->diags = diags;
    graph->load = load;
    graph->by_type.fold = true;
    al_eval_init(&graph->ev, arena, diags);
    graph->ev.host = &al_graph_host;
    graph->ev.graph = graph;
    graph->ev.masks = load->masks;
    return graph;
}

/* Each may take as much work as one alone. */
int al_graph_add(struct al_graph *graph, const struct al_source *source, const struct al_load *load,
                 bool *added)
{
    const size_t before = graph->roots.n;
    const uint64_t steps = graph->ev.limits.steps / (before + 1);
    enum al_phase phase = al_stopwatch_enter(load->stopwatch, AL_PHASE_GRAPH);
    int status;

    graph->load = load;
    graph->ev.limits.steps += before ? steps : 0;
    status = add(graph, source, al_alloc(graph->arena, 1));
    *added = graph->roots.n > before;
    al_stopwatch_enter(load->stopwatch, phase);
    return status;
}

void al_graph_finish(struct al_graph *graph)
{
    enum al_phase before = al_stopwatch_enter(graph->load->stopwatch, AL_PHASE_GRAPH);

    for (size_t i = 0; i < graph->roots.n; i++)
        collect(graph, graph->roots.v[i]);
    link_parents(graph);
    check_parameters(graph);
    al_stopwatch_enter(graph->load->stopwatch, before);
}

int al_graph_build(struct al_graph **out, al_arena *arena, struct al_diags *diags,
                   const struct al_source *source, const struct al_load *load)
{
    struct al_graph *graph = al_graph_begin(arena, diags, load);
    enum al_phase before = al_stopwatch_enter(load->stopwatch, AL_PHASE_GRAPH);
    int status = add(graph, source, NULL);

    *out = graph->roots.n ? graph : NULL;
    if (*out)
        al_graph_finish(graph);
    al_stopwatch_enter(load->stopwatch, before);
    return status;
}
