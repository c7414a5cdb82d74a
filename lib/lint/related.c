/* SPDX-License-Identifier: MIT */
/* What else a reader must look at to understand a finding: the place that gave the value, and the deployments
 * that brought the resource in. */
#include "lint/finding.h"
#include "lint/hide.h"

#include <stdlib.h>

/* A declaration whose value may be where another value comes from. */
struct giver {
    const struct al_source *source;
    uint32_t off, end;
    const struct al_node *given; /* a parameter's default value, or NULL */
    const char *what;
    al_str name;
};

struct al_givers {
    AL_VEC(struct giver) list; /* by source and place: declarations do not overlap */
};

static void add_giver(struct al_input *input, const struct al_node *node, struct giver giver)
{
    if (!node)
        return;
    giver.source = node->source;
    giver.off = node->off;
    giver.end = node->off + node->len;
    *al_vec_push(input->arena, &input->givers->list) = giver;
}

static int by_place(const void *left, const void *right)
{
    const struct giver *a = left, *b = right;
    uintptr_t p = (uintptr_t)a->source, q = (uintptr_t)b->source;

    return p != q ? (p > q) - (p < q) : (a->off > b->off) - (a->off < b->off);
}

static const struct al_givers *givers_of(struct al_input *input)
{
    if (input->givers)
        return input->givers;
    input->givers = AL_NEW(input->arena, struct al_givers);
    for (size_t i = 0; i < input->graph->templates.n; i++) {
        const struct al_template *t = input->graph->templates.v[i].tmpl;
        for (uint32_t k = 0; k < t->nparameters; k++) {
            const struct al_parameter *p = &t->parameters[k];
            add_giver(input, p->node,
                      (struct giver){.given = p->default_value, .what = "parameter", .name = p->name});
        }
        for (uint32_t k = 0; k < t->nvariables; k++) {
            const struct al_variable *v = &t->variables[k];
            add_giver(input, v->value, (struct giver){.what = "value of variable", .name = v->name});
        }
    }
    if (input->givers->list.n > 1)
        qsort(input->givers->list.v, input->givers->list.n, sizeof(struct giver), by_place);
    return input->givers;
}

static const struct giver *find_giver(struct al_input *input, const struct al_node *origin)
{
    const struct al_givers *all = givers_of(input);
    const struct giver wanted = {.source = origin->source, .off = origin->off};
    size_t lo = 0, hi = all->list.n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (by_place(&all->list.v[mid], &wanted) <= 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo == 0 || all->list.v[lo - 1].source != origin->source || origin->off >= all->list.v[lo - 1].end)
        return NULL;
    return &all->list.v[lo - 1];
}

struct related {
    struct al_input *input;
    AL_VEC(struct al_related) list;
};

static void add_related(struct related *r, struct al_span span, al_str message, bool gives_value)
{
    struct al_location location = al_locate(r->input, span);
    const char *text = al_finding_text(r->input, al_hide_in(r->input, message));

    *al_vec_push(r->input->run->passing, &r->list) = (struct al_related){location, text, gives_value};
}

static al_str describe(struct related *r, const struct al_node *origin)
{
    const struct giver *giver = find_giver(r->input, origin);

    if (!giver)
        return AL_STR("the value is given here");
    return al_printf(r->input->run->passing, "%s%s '%.*s'",
                     giver->given && giver->given->off <= origin->off ? "default value of " : "", giver->what,
                     AL_FMT(giver->name));
}

/* A place inside the finding's own needs no mention. */
static void add_origin(struct related *r, const al_value *value, struct al_span place)
{
    const struct al_node *origin = value->origin;

    if (origin &&
        (origin->source != place.source || origin->off < place.off || origin->off >= place.off + place.len))
        add_related(r, al_node_span(origin), describe(r, origin), true);
}

/* From the finding's place outwards: what deploys a module of a registry is that place. */
/* What a deployment is called: a name that is not known says less than the symbolic one, and is long. */
static al_str deployment_name(struct related *r, const al_resource *deployment)
{
    if (deployment->name.kind != AL_V_STRING && deployment->decl->symbol.n)
        return deployment->decl->symbol;
    return al_resource_name(r->input->graph, deployment);
}

static void add_deployments(struct related *r, const struct al_deployment *deployment, bool published)
{
    for (; deployment && deployment->resource; deployment = deployment->parent) {
        al_str name;
        if (published) {
            published = !al_is_own(r->input, deployment->resource->decl->name_span.source);
            continue;
        }
        name = deployment_name(r, deployment->resource);
        add_related(r, deployment->resource->decl->name_span,
                    al_printf(r->input->run->passing, "deployed by '%.*s'", AL_FMT(name)), false);
    }
}

static al_str module_text(const struct al_input *input, const struct al_verdict *v)
{
    if (al_config_excludes_source(input, al_verdict_span(v).source))
        return AL_STR("in this excluded module");
    return AL_STR("in this published module");
}

const struct al_related *al_related_find(struct al_input *input, const struct al_verdict *v, size_t *n)
{
    struct related r = {.input = input};
    struct al_related *kept;
    bool published = !al_is_own(input, al_verdict_span(v).source);

    if (published)
        add_related(&r, al_verdict_span(v), module_text(input, v), false);
    if (v->field && v->field->at)
        add_origin(&r, v->field->value, al_node_span(v->field->at));
    if (v->resource)
        add_deployments(&r, v->resource->deployment, published);
    *n = r.list.n;
    if (*n == 0)
        return NULL;
    kept = AL_NEW_N(input->run->arena, struct al_related, *n);
    memcpy(kept, r.list.v, *n * sizeof *kept);
    return kept;
}
