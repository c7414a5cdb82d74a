/* SPDX-License-Identifier: MIT */
/* Unrolls loops and decides conditions. A template's own resources are all declared before the first nested
 * deployment is entered, so that any of them can refer to any other. */
#include "graph/identity.h"
#include "graph/making.h"

static void expand_decl(struct making m);

al_value al_declared(struct al_graph *graph, const struct al_resource *resource, const struct al_node *node)
{
    return node ? al_evaluate(&graph->ev, node, resource->frame) : al_null();
}

/* -- conditions -- */

al_value al_decide(struct al_graph *graph, const struct al_node *condition, const struct al_frame *frame)
{
    al_value v;

    if (!condition)
        return al_bool(true);
    v = al_evaluate(&graph->ev, condition, frame);
    if (v.kind == AL_V_BOOL || v.kind == AL_V_SYMBOL)
        return v;
    if (v.kind == AL_V_NULL)
        return al_bool(true);
    if (v.kind == AL_V_STRING && al_str_caseeq(al_string_of(&v), AL_STR("true")))
        return al_bool(true);
    if (v.kind == AL_V_STRING && al_str_caseeq(al_string_of(&v), AL_STR("false")))
        return al_bool(false);
    al_diags_add(graph->diags, AL_TROUBLE_EXPRESSION, al_node_span(condition),
                 "a condition must be true or false, this is %s", al_kind_name(&v));
    return al_unknown_node(&graph->ev, condition);
}

static bool is_existing(struct making *m)
{
    return al_node_is(m->decl->existing, AL_NODE_BOOL) && m->decl->existing->boolean;
}

/* -- making one -- */

static void complain(const struct making *m, const struct al_node *at, const char *what, const char *wanted)
{
    al_diags_add(m->graph->diags, AL_TROUBLE_TEMPLATE, al_node_span(at), "%s must be %s", what, wanted);
}

/* What is written as something that Azure never takes. Properties are not looked at: there are templates with
 * "properties": "", and resource providers that take them. */
static void check_shapes(const struct making *m)
{
    const struct al_node *depends = m->decl->depends_on;

    if (!depends || depends->kind == AL_NODE_TEXT || depends->kind == AL_NODE_NULL)
        return;
    if (depends->kind != AL_NODE_ARRAY) {
        complain(m, depends, "dependsOn", "an array");
        return;
    }
    for (uint32_t i = 0; i < depends->array.n; i++)
        if (depends->array.items[i]->kind != AL_NODE_STRING && depends->array.items[i]->kind != AL_NODE_TEXT)
            complain(m, depends->array.items[i], "an item of dependsOn", "a string");
}

static al_value api_version_of(const struct making *m)
{
    al_value v =
        m->decl->api_version ? al_evaluate(&m->graph->ev, m->decl->api_version, m->frame) : al_null();

    if (v.kind == AL_V_STRING || v.kind == AL_V_SYMBOL || v.kind == AL_V_NULL)
        return v;
    complain(m, m->decl->api_version, "apiVersion", "a string");
    return al_null();
}

static void list_under(struct making *m, struct al_map *map, al_str name, struct al_resource *r)
{
    void **slot = al_map_put(m->graph->arena, map, name);

    if (!*slot)
        *slot = AL_NEW(m->graph->arena, struct al_resource_list);
    *al_vec_push(m->graph->arena, (struct al_resource_list *)*slot) = r;
}

/* False, once reported, when there are too many. */
static bool is_room(struct making *m)
{
    if (m->graph->nmade++ < MOST_RESOURCES)
        return true;
    if (!m->graph->full)
        al_diags_add(m->graph->diags, AL_TROUBLE_LIMIT, m->decl->name_span,
                     "there are more than %d resources; from here on they are not looked at", MOST_RESOURCES);
    m->graph->full = m->graph->incomplete = true;
    return false;
}

static void keep(struct making *m, struct al_resource *r)
{
    struct al_deployment *d = m->deployment;

    if (!is_room(m))
        return;
    *al_vec_push(m->graph->arena, &d->resources) = r;
    al_identify(m->graph, r);
    if (m->decl->symbol.n)
        list_under(m, &d->by_symbol, m->decl->symbol, r);
    if (al_node_is(m->decl->loop, AL_NODE_LOOP) && m->decl->loop->loop.name.n)
        list_under(m, &d->by_loop, m->decl->loop->loop.name, r);
}

static const struct al_frame *doubtful_frame(const struct making *m)
{
    struct al_frame *frame = AL_NEW(m->graph->arena, struct al_frame);

    *frame = *m->frame;
    frame->doubtful = true;
    return frame;
}

/* Not in the graph when its condition is false; its children need it all the same for their names and ids. */
static struct al_resource *make(struct making *m)
{
    struct al_resource *r = AL_NEW(m->graph->arena, struct al_resource);
    bool wanted;

    r->condition = al_decide(m->graph, m->decl->condition, m->frame);
    wanted = r->condition.kind != AL_V_BOOL || r->condition.boolean;
    if (al_is_symbol(&r->condition))
        m->frame = doubtful_frame(m);
    r->decl = m->decl;
    r->deployment = m->deployment;
    r->frame = m->frame;
    r->target = m->deployment->target;
    r->looped = m->looped;
    r->sample = m->sample;
    r->loop_index = m->index;
    r->path = m->path;
    r->existing = is_existing(m);
    if (!wanted && !m->decl->nchildren)
        return r;
    al_name_resource(m, r);
    al_place_resource(m, r);
    if (!wanted)
        return r;
    check_shapes(m);
    r->api_version = api_version_of(m);
    r->body = al_lazy(m->decl->node, m->frame);
    keep(m, r);
    return r;
}

static void make_with_children(struct making m)
{
    struct making own = m; /* a condition is not its children's */
    struct al_resource *r = make(&own);

    for (uint32_t i = 0; i < m.decl->nchildren; i++) {
        struct making child = {
            .graph = m.graph,
            .deployment = m.deployment,
            .decl = &m.decl->children[i],
            .parent = r,
            .frame = m.frame,
            .path = al_printf(m.graph->arena, "%.*s.resources[%u]", AL_FMT(m.path), i),
            .sample = m.sample,
        };
        expand_decl(child);
    }
}

/* -- loops -- */

enum { STEPS_PER_RESOURCE = 50 };

/* How many loops of unknown length this one stands in, also through nested deployments. */
static unsigned open_loops(const struct making *m)
{
    const struct al_frame *frame = m->frame;
    unsigned n = 0;

    while (frame) {
        const struct al_deployment *d = frame->deployment;
        for (; frame; frame = frame->up)
            n += frame->binding == AL_BIND_RESOURCE_COPY && al_is_symbol(&frame->value);
        frame = d->resource ? d->resource->frame : NULL;
    }
    return n;
}

/* The index of a sample. Loops of equal length have the same one: the sample of a loop of private endpoints
 * is that of the element which the sample of a loop of accounts is. */
static al_value sample_index(struct making *m, al_value length)
{
    al_str key =
        al_printf(m->graph->arena, "%u %016llx", open_loops(m), (unsigned long long)al_value_hash(&length));
    void **slot = al_map_put(m->graph->arena, &m->graph->lengths, key);

    if (!*slot)
        *slot = AL_NEW(m->graph->arena, char);
    return al_symbol_in(m->graph->arena, AL_HINT_INT, AL_STR("copyIndex"), NULL, 0, *slot);
}

static void make_in_loop(struct making m, const struct al_node *loop, al_value index, al_value item)
{
    m.frame = al_bind(&m.graph->ev, m.frame, AL_BIND_RESOURCE_COPY, loop->loop.name, index);
    if (loop->loop.item.n)
        m.frame = al_bind(&m.graph->ev, m.frame, AL_BIND_LOCAL, loop->loop.item, item);
    if (loop->loop.index.n)
        m.frame = al_bind(&m.graph->ev, m.frame, AL_BIND_LOCAL, loop->loop.index, index);
    m.looped = true;
    make_with_children(m);
}

static void make_sample(struct making m, const struct al_node *loop, al_value domain)
{
    struct al_eval *ev = &m.graph->ev;
    al_value args[2] = {domain}, item;

    m.sample = true;
    if (loop->loop.over)
        domain = al_symbol(ev->arena, AL_HINT_INT, AL_STR("length"), args, 1);
    args[1] = sample_index(&m, domain);
    item = al_symbol(ev->arena, AL_HINT_ANY, AL_SYM_INDEX, args, 2);
    make_in_loop(m, loop, args[1], item);
}

static bool loop_length(struct making *m, const struct al_node *loop, al_value *domain, uint32_t *n)
{
    const struct al_node *source = loop->loop.over ? loop->loop.over : loop->loop.count;
    int64_t length;

    if (!source) {
        *domain = al_unknown_node(&m->graph->ev, loop);
        return false;
    }
    *domain = al_evaluate(&m->graph->ev, source, m->frame);
    if (domain->kind == AL_V_SYMBOL)
        return false;
    length = domain->kind == AL_V_ARRAY ? (int64_t)domain->n
             : domain->kind == AL_V_INT ? domain->integer
                                        : -1;
    if (length < 0 || (domain->kind == AL_V_ARRAY) != (loop->loop.over != NULL)) {
        al_diags_add(m->graph->diags, AL_TROUBLE_EXPRESSION, al_node_span(source),
                     "a loop needs %s, this is %s", loop->loop.over ? "an array" : "a non-negative count",
                     al_kind_name(domain));
        return false;
    }
    if (length > MOST_RESOURCES - (int64_t)m->graph->nmade) {
        al_diags_add(m->graph->diags, AL_TROUBLE_LIMIT, al_node_span(source),
                     "a loop of %lld would make more than %d resources in all; one is looked at as a sample",
                     (long long)length, MOST_RESOURCES);
        return false;
    }
    *n = (uint32_t)length;
    return true;
}

static void expand_loop(struct making m, const struct al_node *loop)
{
    al_value domain;
    uint32_t n;

    if (!loop_length(&m, loop, &domain, &n)) {
        make_sample(m, loop, domain);
        return;
    }
    for (uint32_t i = 0; i < n && al_step(&m.graph->ev, loop, STEPS_PER_RESOURCE); i++) {
        struct making one = m;
        one.index = i;
        one.path = al_printf(m.graph->arena, "%.*s[%u]", AL_FMT(m.path), i);
        make_in_loop(one, loop, al_int(i), domain.kind == AL_V_ARRAY ? domain.items[i] : al_null());
    }
}

static void expand_decl(struct making m)
{
    if (!al_node_is(m.decl->node, AL_NODE_OBJECT))
        return;
    if (m.decl->loop && m.decl->loop->kind == AL_NODE_LOOP)
        expand_loop(m, m.decl->loop);
    else
        make_with_children(m);
}

void al_expand(struct al_graph *graph, struct al_deployment *deployment, const struct al_frame *frame)
{
    const struct al_template *tmpl = deployment->tmpl;
    bool seen = false;

    for (size_t i = 0; i < graph->templates.n; i++)
        seen |= graph->templates.v[i].tmpl == tmpl;
    if (!seen)
        *al_vec_push(graph->arena, &graph->templates) = (struct al_entered){tmpl, deployment};
    for (uint32_t i = 0; i < tmpl->nresources; i++) {
        const struct al_resource_decl *decl = &tmpl->resources[i];
        al_str path = decl->symbol.n
                          ? al_printf(graph->arena, "%.*sresources.%.*s", AL_FMT(deployment->path),
                                      AL_FMT(decl->symbol))
                          : al_printf(graph->arena, "%.*sresources[%u]", AL_FMT(deployment->path), i);
        expand_decl((struct making){
            .graph = graph, .deployment = deployment, .decl = decl, .frame = frame, .path = path});
    }
    for (size_t i = 0; i < deployment->resources.n; i++)
        if (al_is_deployment(deployment->resources.v[i]))
            al_enter(graph, deployment->resources.v[i]);
}
