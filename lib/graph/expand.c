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

static bool is_existing(const struct making *m)
{
    return al_node_is_true(m->decl->existing);
}

/* -- making one -- */

static void complain(const struct making *m, const struct al_node *at, const char *what, const char *wanted)
{
    al_diags_add(m->graph->diags, AL_TROUBLE_TEMPLATE, al_node_span(at), "%s must be %s", what, wanted);
}

static bool is_computed(const struct al_node *node)
{
    return node->kind == AL_NODE_TEXT || node->kind >= AL_NODE_CALL;
}

/* What is written as something that Azure never takes. Properties are not looked at: there are templates with
 * "properties": "", and resource providers that take them. */
static void check_shapes(const struct making *m)
{
    const struct al_node *depends = m->decl->depends_on;

    if (!depends || is_computed(depends) || depends->kind == AL_NODE_NULL)
        return;
    if (depends->kind != AL_NODE_ARRAY) {
        complain(m, depends, "dependsOn", "an array");
        return;
    }
    for (uint32_t i = 0; i < depends->array.n; i++)
        if (depends->array.items[i]->kind != AL_NODE_STRING && !is_computed(depends->array.items[i]))
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
    if (m->graph->nmade++ < m->graph->most)
        return true;
    if (!m->graph->full)
        al_diags_limit(m->graph->diags, AL_LIMIT_RESOURCES, m->decl->name_span,
                       "there are too many resources, and from here on they are not looked at");
    m->graph->full = m->graph->incomplete = true;
    return false;
}

static void keep(struct making *m, struct al_resource *r)
{
    struct al_deployment *d = m->deployment;

    if (!is_room(m))
        return;
    r->kept = true;
    *al_vec_push(m->graph->arena, &d->resources) = r;
    al_identify(m->graph, r);
    if (m->decl->symbol.n)
        list_under(m, &d->by_symbol, m->decl->symbol, r);
    if (al_node_is(m->decl->loop, AL_NODE_LOOP) && m->decl->loop->loop.names->name.n)
        list_under(m, &d->by_loop, m->decl->loop->loop.names->name, r);
}

static const struct al_frame *doubtful_frame(const struct making *m)
{
    struct al_frame *frame = AL_NEW(m->graph->arena, struct al_frame);

    *frame = *m->frame;
    frame->doubtful = true;
    return frame;
}

static struct al_made *made_of(const struct making *m)
{
    return &m->deployment->made[m->decl->ordinal];
}

/* The resource that `parent:` names. What cannot be found is a resource of which nothing is known. */
static struct al_resource *named_parent(struct making *m, const struct al_resource *own)
{
    al_value v = al_evaluate(&m->graph->ev, m->decl->parent_node, m->frame);
    struct al_resource *r = al_handle_of(&v);

    if (r && r != own)
        return r;
    r = AL_NEW(m->graph->arena, struct al_resource);
    r->type = r->rule_type = AL_STR("");
    r->id = r->name = al_unknown_node(&m->graph->ev, m->decl->parent_node);
    r->scope_id = al_null();
    r->target = &m->deployment->target;
    return r;
}

static void name_and_place(struct making *m, struct al_resource *r)
{
    if (m->decl->parent_node)
        m->parent = named_parent(m, r);
    else if (m->parent)
        al_name_late(m->graph, m->parent);
    al_name_resource(m, r);
    al_place_resource(m, r);
}

void al_name_late(struct al_graph *graph, struct al_resource *r)
{
    struct making m = {.graph = graph,
                       .deployment = r->deployment,
                       .decl = r->decl,
                       .parent = r->nested_in,
                       .frame = r->frame};

    if (!r->unnamed)
        return;
    r->unnamed = false;
    graph->diags->muted++; /* nothing of it is deployed */
    name_and_place(&m, r);
    graph->diags->muted--;
}

static struct al_resource *new_resource(const struct making *m)
{
    struct al_resource *r = AL_NEW(m->graph->arena, struct al_resource);

    r->type = r->rule_type = AL_STR("");
    r->id = r->name = r->api_version = r->scope_id = al_null();
    r->condition = al_bool(true);
    r->decl = m->decl;
    r->deployment = m->deployment;
    r->nested_in = m->parent;
    r->frame = m->frame;
    r->target = &m->deployment->target;
    r->looped = m->looped;
    r->sample = m->sample;
    r->loop_index = m->index;
    r->path = m->path;
    r->existing = is_existing(m);
    *al_vec_push(m->graph->arena, made_of(m)) = r;
    return r;
}

/* Not in the graph when its condition is false; its children need it all the same for their names and ids,
 * and whoever refers to it. */
static struct al_resource *make(struct making *m)
{
    struct al_resource *r;
    al_value condition;

    if (is_existing(m)) /* it is only there for those who refer to it */
        m->frame = doubtful_frame(m);
    condition = al_decide(m->graph, m->decl->condition, m->frame);
    if (al_is_symbol(&condition))
        m->frame = doubtful_frame(m);
    r = new_resource(m);
    r->condition = condition;
    r->absent = condition.kind == AL_V_BOOL && !condition.boolean;
    r->unnamed = r->absent;
    if (r->absent)
        return r;
    name_and_place(m, r);
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

    if (!m.looped && !m.repeated)
        made_of(&m)->state = AL_MADE;
    for (uint32_t i = 0; i < m.decl->nchildren; i++) {
        struct making child = {
            .graph = m.graph,
            .deployment = m.deployment,
            .decl = &m.decl->children[i],
            .parent = r,
            .frame = m.frame,
            .path = al_printf(m.graph->arena, "%.*s.resources[%u]", AL_FMT(m.path), i),
            .sample = m.sample,
            .repeated = m.looped || m.repeated,
        };
        if (child.repeated || made_of(&child)->state == AL_NOT_MADE)
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

static const struct al_frame *loop_frame(struct making *m, const struct al_node *loop, al_value index,
                                         al_value item)
{
    const struct al_frame *frame =
        al_bind(&m->graph->ev, m->frame, AL_BIND_RESOURCE_COPY, loop->loop.names->name, index);

    if (loop->loop.names->item.n)
        frame = al_bind(&m->graph->ev, frame, AL_BIND_LOCAL, loop->loop.names->item, item);
    if (loop->loop.names->index.n)
        frame = al_bind(&m->graph->ev, frame, AL_BIND_LOCAL, loop->loop.names->index, index);
    return frame;
}

static void make_in_loop(struct making m, const struct al_node *loop, al_value index, al_value item)
{
    m.frame = loop_frame(&m, loop, index, item);
    m.looped = true;
    make_with_children(m);
}

/* The item of a domain at an index, known or not. */
static al_value item_at(struct al_eval *ev, const al_value *domain, const al_value *index)
{
    al_value args[2] = {*domain, *index};

    if (domain->kind == AL_V_ARRAY && index->kind == AL_V_INT && index->integer >= 0 &&
        index->integer < domain->n)
        return domain->items[index->integer];
    al_force_deep(ev, &args[0]);
    return al_symbol(ev->arena, AL_HINT_ANY, AL_SYM_INDEX, args, 2);
}

static void make_sample(struct making m, const struct al_node *loop, al_value domain)
{
    struct al_eval *ev = &m.graph->ev;
    al_value length = domain, index;

    m.sample = true;
    if (loop->loop.over)
        length = al_symbol(ev->arena, AL_HINT_INT, AL_STR("length"), &domain, 1);
    index = sample_index(&m, length);
    make_in_loop(m, loop, index, item_at(ev, &domain, &index));
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
    if (length > (int64_t)m->graph->most - (int64_t)m->graph->nmade) {
        al_diags_limit(m->graph->diags, AL_LIMIT_RESOURCES, al_node_span(source),
                       "a loop of %lld makes too many resources, and one is looked at as a sample",
                       (long long)length);
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
    made_of(&m)->state = AL_MAKING;
    if (m.decl->loop && m.decl->loop->kind == AL_NODE_LOOP)
        expand_loop(m, m.decl->loop);
    else
        make_with_children(m);
    made_of(&m)->state = AL_MADE;
}

/* -- by name, in any order -- */

static al_str path_of(struct al_graph *graph, const struct al_deployment *d,
                      const struct al_resource_decl *decl)
{
    if (decl->symbol.n)
        return al_printf(graph->arena, "%.*sresources.%.*s", AL_FMT(d->path), AL_FMT(decl->symbol));
    return al_printf(graph->arena, "%.*sresources[%u]", AL_FMT(d->path),
                     (unsigned)(decl - d->tmpl->resources));
}

static struct making making_of(struct al_graph *graph, struct al_deployment *d,
                               const struct al_resource_decl *decl)
{
    struct making m = {.graph = graph, .deployment = d, .decl = decl, .frame = &d->frame};

    if (!decl->parent) {
        m.path = path_of(graph, d, decl);
    } else {
        const struct al_made *parents = &d->made[decl->parent->ordinal];
        m.parent = parents->n ? parents->v[0] : NULL;
        if (m.parent)
            m.path = al_printf(graph->arena, "%.*s.resources[%u]", AL_FMT(m.parent->path),
                               (unsigned)(decl - decl->parent->children));
    }
    return m;
}

void al_make_declared(struct al_graph *graph, struct al_deployment *d, const struct al_resource_decl *decl)
{
    struct making m;

    if (d->made[decl->ordinal].state != AL_NOT_MADE)
        return;
    if (decl->parent)
        al_make_declared(graph, d, decl->parent);
    if (d->made[decl->ordinal].state != AL_NOT_MADE)
        return;
    m = making_of(graph, d, decl);
    d->out_of_order = true;
    if (!decl->parent || m.parent)
        expand_decl(m);
}

struct al_resource *al_make_element(struct al_graph *graph, struct al_deployment *d,
                                    const struct al_resource_decl *decl, const al_value *index)
{
    struct making m = making_of(graph, d, decl);
    struct al_resource *r;
    al_value domain;

    al_step(&graph->ev, decl->loop, STEPS_PER_RESOURCE);
    domain = decl->loop->loop.over ? al_evaluate(&graph->ev, decl->loop->loop.over, m.frame) : al_null();
    m.frame = loop_frame(&m, decl->loop, *index, item_at(&graph->ev, &domain, index));
    m.looped = true;
    r = new_resource(&m);
    d->made[decl->ordinal].n--; /* it is nobody's but the one's who asks */
    r->absent = r->unnamed = true;
    return r;
}

/* -- a whole template -- */

/* A resource's children follow it, each declaration where it stands. */
static void put_in_order(struct al_graph *graph, struct al_deployment *d,
                         const struct al_resource_decl *decls, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        const struct al_made *made = &d->made[decls[i].ordinal];
        for (size_t k = 0; k < made->n; k++)
            if (made->v[k]->kept)
                *al_vec_push(graph->arena, &d->resources) = made->v[k];
        put_in_order(graph, d, decls[i].children, decls[i].nchildren);
    }
}

void al_expand(struct al_graph *graph, struct al_deployment *d, const struct al_frame *frame)
{
    const struct al_template *tmpl = d->tmpl;
    bool seen = false;

    for (size_t i = 0; i < graph->templates.n; i++)
        seen |= graph->templates.v[i].tmpl == tmpl;
    graph->incomplete |= tmpl->partial;
    if (!seen)
        *al_vec_push(graph->arena, &graph->templates) = (struct al_entered){tmpl, d};
    for (uint32_t i = 0; i < tmpl->nresources; i++) {
        const struct al_resource_decl *decl = &tmpl->resources[i];
        if (d->made[decl->ordinal].state == AL_NOT_MADE)
            expand_decl((struct making){.graph = graph,
                                        .deployment = d,
                                        .decl = decl,
                                        .frame = frame,
                                        .path = path_of(graph, d, decl)});
    }
    if (d->out_of_order) {
        d->resources.n = 0;
        put_in_order(graph, d, tmpl->resources, tmpl->nresources);
    }
    for (size_t i = 0; i < d->resources.n; i++)
        if (al_is_deployment(d->resources.v[i]))
            al_enter(graph, d->resources.v[i]);
}
