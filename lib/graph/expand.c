/* SPDX-License-Identifier: MIT */
/* Unrolls loops, decides conditions, works out full types, names and ids. A template's own resources are all
 * declared before the first nested deployment is entered, so that any of them can refer to any other. */
#include "graph/expand.h"
#include "graph/identity.h"

/* One resource in the making. */
struct making {
    struct al_graph *graph;
    struct al_deployment *deployment;
    const struct al_resource_decl *decl;
    struct al_resource *parent; /* it is nested in, or NULL */
    const struct al_frame *frame;
    al_str path;
    bool looped, sample;
    uint32_t index;
};

static struct al_resource *make(struct making *m);
static void expand_decl(struct making m);

al_value al_declared(struct al_graph *graph, const struct al_resource *resource, const struct al_node *node)
{
    return node ? al_evaluate(&graph->ev, node, resource->frame) : al_null();
}

/* -- types and names -- */

static al_str evaluated_type(struct making *m)
{
    al_value type;

    if (!m->decl->type)
        return AL_STR("");
    type = al_evaluate(&m->graph->ev, m->decl->type, m->frame);
    if (type.kind == AL_V_STRING)
        return al_string_of(&type);
    if (type.kind != AL_V_SYMBOL)
        al_diags_add(m->graph->diags, AL_TROUBLE_TEMPLATE, al_node_span(m->decl->type),
                     "a resource's type must be a string, this is %s", al_kind_name(&type));
    return AL_STR("");
}

static al_value evaluated_name(struct making *m)
{
    al_value name;

    if (!m->decl->name)
        return al_unknown_node(&m->graph->ev, m->decl->node);
    name = al_evaluate(&m->graph->ev, m->decl->name, m->frame);
    if (name.kind == AL_V_STRING || name.kind == AL_V_SYMBOL)
        return name;
    if (name.kind == AL_V_INT)
        return al_join_text(m->graph->arena, &name, 1);
    al_diags_add(m->graph->diags, AL_TROUBLE_TEMPLATE, al_node_span(m->decl->name),
                 "a resource's name must be a string, this is %s", al_kind_name(&name));
    return al_unknown_node(&m->graph->ev, m->decl->name);
}

/* A nested resource has a relative type and name; the full forms are tolerated where they are written. */
static void full_type_and_name(struct making *m, struct al_resource *r)
{
    al_str type = evaluated_type(m);
    al_value name = evaluated_name(m);

    r->type = type;
    r->name = name;
    if (!m->parent || m->decl->parent_is_named || al_is_qualified(type))
        return;
    r->type = al_printf(m->graph->arena, "%.*s/%.*s", AL_FMT(m->parent->type), AL_FMT(type));
    r->name = al_path_text(&m->graph->ev, &m->parent->name, &name);
}

/* "A.B/c/providers/d" named "x/E.F/y" is an extension "E.F/d". */
static al_str rule_type_of(struct making *m, const struct al_resource *r)
{
    static const char word[] = "/providers/";
    ptrdiff_t at = al_str_case_find(r->type, AL_STR(word));
    al_str rest, piece;
    uint32_t n, depth = 0;
    al_value *names;

    if (at < 0)
        return r->type;
    rest = al_str_head(r->type, (size_t)at);
    while (al_str_split_next(&piece, &rest, '/'))
        depth++;
    names = al_segments(&m->graph->ev, &r->name, &n);
    if (depth - 1 >= n || names[depth - 1].kind != AL_V_STRING)
        return r->type;
    return al_printf(m->graph->arena, "%.*s/%.*s", AL_FMT(al_string_of(&names[depth - 1])),
                     AL_FMT(al_str_from(r->type, (size_t)at + sizeof word - 1)));
}

/* -- scopes -- */

static al_value text_or_unknown(struct making *m, const struct al_node *node)
{
    al_value v = al_evaluate(&m->graph->ev, node, m->frame);

    return v.kind == AL_V_STRING || v.kind == AL_V_SYMBOL ? v : al_unknown_node(&m->graph->ev, node);
}

/* The scope property as an id: "" for the tenant, relative ids completed. */
static al_value scope_id(struct making *m, const struct al_target *target)
{
    al_value scope = text_or_unknown(m, m->decl->scope), base;
    al_str prefix = al_known_prefix(&scope);
    al_value parts[3];

    if (scope.kind == AL_V_STRING && al_str_eq(al_string_of(&scope), AL_STR("/")))
        return al_string(AL_STR(""));
    if (prefix.n == 0 || prefix.s[0] == '/' || !al_is_qualified(prefix))
        return scope;
    base = al_str_case_starts(prefix, AL_STR("Microsoft.Management/managementGroups/"))
               ? al_string(AL_STR(""))
               : al_target_id(&m->graph->ev, target);
    parts[0] = base;
    parts[1] = al_string(AL_STR("/providers/"));
    parts[2] = scope;
    return al_join_text(m->graph->arena, parts, 3);
}

/* resourceGroup and subscriptionId beside the type send a deployment (or an `existing` resource) elsewhere.
 */
static void apply_target_properties(struct making *m, struct al_target *target)
{
    const struct al_node *group = al_node_get(m->decl->node, "resourceGroup");
    const struct al_node *subscription = al_node_get(m->decl->node, "subscriptionId");

    if (subscription) {
        target->subscription_id = text_or_unknown(m, subscription);
        target->kind = AL_SCOPE_SUBSCRIPTION;
    }
    if (group) {
        target->resource_group = text_or_unknown(m, group);
        target->kind = AL_SCOPE_RESOURCE_GROUP;
    }
}

/* A deployment's scope property names a subscription, a management group, a resource group or the tenant. */
static void apply_scope(struct making *m, struct al_target *target)
{
    al_value id = scope_id(m, target), *segment;
    al_str prefix = al_known_prefix(&id);
    uint32_t n;

    if (id.kind == AL_V_STRING && id.n == 0) {
        target->kind = AL_SCOPE_TENANT;
        return;
    }
    segment = al_segments(&m->graph->ev, &id, &n);
    if (al_str_case_starts(prefix, AL_STR("/providers/Microsoft.Management/managementGroups/")) && n >= 5) {
        target->kind = AL_SCOPE_MANAGEMENT_GROUP;
        target->management_group = segment[4];
    } else if (al_str_case_starts(prefix, AL_STR("/subscriptions/")) && n >= 3) {
        target->kind = AL_SCOPE_SUBSCRIPTION;
        target->subscription_id = segment[2];
        if (n >= 5) {
            target->kind = AL_SCOPE_RESOURCE_GROUP;
            target->resource_group = segment[4];
        }
    }
}

bool al_is_deployment(const struct al_resource *resource)
{
    return al_str_caseeq(resource->type, AL_STR("Microsoft.Resources/deployments"));
}

/* A resource as Azure prints it says its id, and only the last part of its name. What is attached to another
 * resource has two providers in its id. */
static void take_given_id(struct making *m, struct al_resource *r)
{
    al_str id = al_node_text(al_node_get(m->decl->node, "id")), piece;
    al_str above = al_str_head(id, id.n - al_key_tail(al_str_lower(m->graph->arena, id)).n);
    al_str tail = al_str_from(id, above.n);
    struct al_buf name = AL_BUF(m->graph->arena);

    if (!al_str_case_starts(id, AL_STR("/")))
        return;
    r->id = al_string(id);
    if (al_str_case_find(above, AL_STR("/providers/")) >= 0)
        r->scope_id = al_string(above);
    for (int i = 0; al_str_split_next(&piece, &tail, '/'); i++) {
        if (i < 4 || i % 2)
            continue;
        if (name.n)
            al_buf_char(&name, '/');
        al_buf_put(&name, piece);
    }
    if (name.n)
        r->name = al_string(al_buf_str(&name));
}

/* What the resource is attached to, when it is an extension; and its id. */
static void work_out_id(struct making *m, struct al_resource *r)
{
    struct al_eval *ev = &m->graph->ev;
    al_value base;

    apply_target_properties(m, &r->target);
    r->scope_id = al_null();
    if (al_is_deployment(r)) {
        base = al_target_id(ev, &r->target);
        if (m->decl->scope)
            apply_scope(m, &r->target);
    } else if (m->decl->scope) {
        base = scope_id(m, &r->target);
        r->scope_id = base;
    } else if (m->parent && al_is_qualified(r->type) && !al_str_case_starts(r->type, m->parent->type)) {
        base = m->parent->id;
        r->scope_id = base;
    } else if (m->parent && m->parent->scope_id.kind != AL_V_NULL) {
        base = m->parent->scope_id;
    } else {
        base = al_target_id(ev, &r->target);
    }
    if (al_str_caseeq(r->type, AL_STR("Microsoft.Management/managementGroups")))
        base = al_string(AL_STR(""));
    r->id = al_resource_id(ev, &base, r->type, &r->name);
    if (m->deployment->tmpl->bare)
        take_given_id(m, r);
    if (!al_str_caseeq(r->type, r->rule_type)) {
        al_str above = al_key_parent(al_id_key(m->graph, &r->id));
        struct al_resource *target = al_graph_find_key(m->graph, above);
        r->scope_id = target ? target->id : al_null();
    }
}

/* -- conditions -- */

static al_value decide(struct making *m)
{
    al_value v;

    if (!m->decl->condition)
        return al_bool(true);
    v = al_evaluate(&m->graph->ev, m->decl->condition, m->frame);
    if (v.kind == AL_V_BOOL || v.kind == AL_V_SYMBOL)
        return v;
    if (v.kind == AL_V_NULL)
        return al_bool(true);
    if (v.kind == AL_V_STRING && al_str_caseeq(al_string_of(&v), AL_STR("true")))
        return al_bool(true);
    if (v.kind == AL_V_STRING && al_str_caseeq(al_string_of(&v), AL_STR("false")))
        return al_bool(false);
    al_diags_add(m->graph->diags, AL_TROUBLE_EXPRESSION, al_node_span(m->decl->condition),
                 "a condition must be true or false, this is %s", al_kind_name(&v));
    return al_unknown_node(&m->graph->ev, m->decl->condition);
}

static bool is_existing(struct making *m)
{
    return al_node_is(m->decl->existing, AL_NODE_BOOL) && m->decl->existing->boolean;
}

/* -- making one -- */

static void list_under(struct making *m, struct al_map *map, al_str name, struct al_resource *r)
{
    void **slot = al_map_put(m->graph->arena, map, name);

    if (!*slot)
        *slot = AL_NEW(m->graph->arena, struct al_resource_list);
    *al_vec_push(m->graph->arena, (struct al_resource_list *)*slot) = r;
}

static void keep(struct making *m, struct al_resource *r)
{
    struct al_deployment *d = m->deployment;

    *al_vec_push(m->graph->arena, &d->resources) = r;
    al_identify(m->graph, r);
    if (m->decl->symbol.n)
        list_under(m, &d->by_symbol, m->decl->symbol, r);
    if (m->looped && m->decl->loop->loop.name.n)
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

    r->condition = decide(m);
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
    full_type_and_name(m, r);
    r->rule_type = rule_type_of(m, r);
    work_out_id(m, r);
    if (!wanted)
        return r;
    r->api_version = al_declared(m->graph, r, m->decl->api_version);
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
    if (loop->loop.filter) {
        al_value wanted = al_evaluate(&m.graph->ev, loop->loop.filter, m.frame);
        if (wanted.kind == AL_V_BOOL && !wanted.boolean)
            return;
    }
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
    m.graph->nmade += n;
    for (uint32_t i = 0; i < n && al_step(&m.graph->ev, loop, 10); i++) {
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
