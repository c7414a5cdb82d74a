/* SPDX-License-Identifier: MIT */
/* Evaluates what Azure would evaluate and no rule has asked for, so that an expression that fails is told of
 * whatever rules are selected. */
#include "lint/input.h"

/* Children are resources of their own, and so are those of a nested template. */
static bool is_elsewhere(const al_resource *r, al_str key, bool top)
{
    if (top)
        return al_str_caseeq(key, AL_STR("resources")) || al_str_caseeq(key, AL_STR("copy"));
    return al_is_deployment(r) && al_str_caseeq(key, AL_STR("template"));
}

static void evaluate_object(struct al_eval *ev, const al_resource *r, struct al_object *object, bool top)
{
    for (uint32_t i = 0; i < object->n; i++) {
        struct al_entry *e = &object->entries[i];
        bool properties = top && al_is_deployment(r) && al_str_caseeq(e->key, AL_STR("properties"));
        if (is_elsewhere(r, e->key, top))
            continue;
        if (properties && al_force(ev, &e->value)->kind == AL_V_OBJECT)
            evaluate_object(ev, r, e->value.object, false);
        else
            al_force_deep(ev, &e->value);
    }
}

static void evaluate_resource(struct al_eval *ev, struct al_resource *r)
{
    if (!r->existing && al_force(ev, &r->body)->kind == AL_V_OBJECT)
        evaluate_object(ev, r, r->body.object, true);
}

/* Parameters are held against their types when they are looked at. A nested deployment with outer scope has
 * none of its own, whatever its template declares. */
static void evaluate_deployment(struct al_graph *graph, struct al_deployment *d)
{
    al_value outputs = al_deployment_outputs(graph, d);

    for (uint32_t i = 0; d->scope == d && i < d->tmpl->nparameters; i++) {
        const struct al_parameter *p = &d->tmpl->parameters[i];
        al_value value = al_parameter_value(&graph->ev, &d->frame, p->name, p->node);
        al_force_deep(&graph->ev, &value);
    }
    al_force_deep(&graph->ev, &outputs);
}

void al_evaluate_all(struct al_graph *graph)
{
    enum al_phase before = al_stopwatch_enter(graph->load->stopwatch, AL_PHASE_EVALUATION);

    for (size_t i = 0; i < graph->templates.n; i++)
        al_load_all(&graph->ev, graph->templates.v[i].deployment);
    for (size_t i = 0; i < graph->roots.n; i++)
        evaluate_deployment(graph, graph->roots.v[i]);
    for (size_t i = 0; i < graph->resources.n; i++) {
        struct al_resource *r = graph->resources.v[i];
        evaluate_resource(&graph->ev, r);
        if (r->inner)
            evaluate_deployment(graph, r->inner);
    }
    al_stopwatch_enter(graph->load->stopwatch, before);
}
