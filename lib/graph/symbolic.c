/* SPDX-License-Identifier: MIT */
/* What a symbolic name of Bicep means. The resource itself is a symbol, reference(<id>, 'full'), that knows
 * which resource it is: id, name, type and API version are those of the source, outputs are those of the
 * module, and everything else is what reference() gives, so that the compiled template evaluates to the same.
 */
#include "graph/identity.h"
#include "graph/making.h"

struct al_resource *al_handle_of(const al_value *v)
{
    if (v->kind != AL_V_SYMBOL || !v->symbol->resource || !al_str_eq(v->symbol->fn, AL_STR("reference")))
        return NULL; /* or it is the outputs of a module */
    return (struct al_resource *)(uintptr_t)v->symbol->resource;
}

static al_value with_resource(al_value v, const struct al_resource *r)
{
    v.symbol->resource = r;
    return v;
}

/* The same value as a part of others. */
static al_value without_resource(struct al_eval *ev, al_value v)
{
    struct al_symbol *copy = AL_NEW(ev->arena, struct al_symbol);

    *copy = *v.symbol;
    copy->resource = NULL;
    v.symbol = copy;
    return v;
}

static al_value value_of(struct al_graph *graph, struct al_resource *r)
{
    al_value args[2];

    al_name_late(graph, r);
    args[0] = r->id;
    args[1] = al_string(AL_STR("full"));
    return with_resource(al_symbol(graph->arena, AL_HINT_OBJECT, AL_STR("reference"), args, 2), r);
}

/* -- names -- */

static al_value unknown_loop(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame)
{
    al_value name = al_string(node->resource.string);

    return al_symbol_in(ev->arena, AL_HINT_ARRAY, AL_STR("references"), &name, 1,
                        frame->deployment->identity);
}

static al_value all_elements(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame,
                             struct al_made *made)
{
    if (made->state != AL_MADE || (made->n && made->v[0]->sample))
        return unknown_loop(ev, node, frame);
    if (!made->items) {
        al_value *items = AL_NEW_N(ev->arena, al_value, made->n);
        for (size_t i = 0; i < made->n; i++)
            items[i] = value_of(ev->graph, made->v[i]);
        made->items = items;
    }
    return al_array(made->items, made->n);
}

/* What the declaration has made, making it first where it was not its turn yet. */
static struct al_made *made_by(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame)
{
    struct al_deployment *d = frame->deployment;

    al_make_declared(ev->graph, d, node->resource.decl);
    return &d->made[node->resource.decl->ordinal];
}

/* A name in the template it does not belong to is a mistake that was reported. */
static bool is_declared_here(const struct al_node *node, const struct al_frame *frame)
{
    return frame && frame->deployment && node->resource.decl &&
           node->resource.decl->ordinal < frame->deployment->tmpl->ndecls;
}

al_value al_symbolic_resource(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame)
{
    struct al_made *made;

    if (!is_declared_here(node, frame))
        return al_unknown_node(ev, node);
    made = made_by(ev, node, frame);
    if (node->resource.decl->loop)
        return all_elements(ev, node, frame, made);
    return made->n && made->v[0] ? value_of(ev->graph, made->v[0]) : al_unknown_node(ev, node);
}

/* Whether the index is the one that a loop of unknown length was made with. */
static bool is_index_of(const struct al_resource *sample, const al_value *index)
{
    const struct al_frame *copy = al_frame_find(sample->frame, AL_BIND_RESOURCE_COPY, AL_STR(""));

    return copy && al_is_symbol(&copy->value) && al_is_symbol(index) && al_symbol_same(&copy->value, index);
}

/* True, once reported, when the loop certainly has no such element. */
static bool is_outside(struct al_eval *ev, const struct al_node *node, const struct al_made *made,
                       const al_value *index)
{
    if (made->state != AL_MADE || index->kind != AL_V_INT || (made->n && made->v[0]->sample) ||
        (index->integer >= 0 && (uint64_t)index->integer < made->n))
        return false;
    al_diags_add(ev->diags, AL_TROUBLE_EXPRESSION, al_node_span(node),
                 "index %lld is outside of '%.*s', which has %zu element%s", (long long)index->integer,
                 AL_FMT(node->index.base->resource.string), made->n, made->n == 1 ? "" : "s");
    return true;
}

/* Each stands where its index says, unless it is nested in a loop. */
struct al_resource *al_element_made(const struct al_made *made, int64_t index)
{
    if (index >= 0 && (uint64_t)index < made->n && made->v[index]->loop_index == index)
        return made->v[index];
    for (size_t i = 0; i < made->n; i++)
        if (made->v[i]->loop_index == index)
            return made->v[i];
    return NULL;
}

al_value al_symbolic_element(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame,
                             al_value *index)
{
    const struct al_node *base = node->index.base;
    const struct al_made *made;
    struct al_resource *element = NULL;

    if (!is_declared_here(base, frame) || (index->kind != AL_V_INT && index->kind != AL_V_SYMBOL) ||
        node->flags & AL_NODE_FROM_END)
        return al_unknown_node(ev, node);
    made = made_by(ev, base, frame);
    if (is_outside(ev, node, made, index))
        return al_unknown_node(ev, node);
    if (made->state == AL_MADE && made->n && made->v[0]->sample && is_index_of(made->v[0], index))
        return value_of(ev->graph, made->v[0]);
    if (made->state == AL_MADE && index->kind == AL_V_INT && !(made->n && made->v[0]->sample))
        element = al_element_made(made, index->integer);
    if (!element)
        element = al_make_element(ev->graph, frame->deployment, base->resource.decl, index);
    return value_of(ev->graph, element);
}

/* -- members -- */

static al_value member_symbol(struct al_eval *ev, al_value base, al_str name)
{
    al_value args[2] = {base, al_string(name)};

    return al_symbol(ev->arena, AL_HINT_ANY, AL_SYM_MEMBER, args, 2);
}

static al_value reference_symbol(struct al_eval *ev, const struct al_resource *r)
{
    return al_symbol(ev->arena, AL_HINT_OBJECT, AL_STR("reference"), &r->id, 1);
}

/* -- what may not be there: Bicep's compiler makes if(condition, reference(x), null()) of x.?y -- */

static al_value safe_symbol(struct al_eval *ev, al_value base, al_str name)
{
    al_value args[2] = {base, al_string(name)};

    return al_symbol(ev->arena, AL_HINT_ANY, AL_STR("tryGet"), args, 2);
}

static al_value if_deployed(struct al_eval *ev, const struct al_resource *r, al_value reference)
{
    al_value args[3] = {r->condition, reference, al_null()};

    return al_symbol(ev->arena, AL_HINT_ANY, AL_STR("if"), args, 3);
}

static al_value safe_member(struct al_eval *ev, const struct al_resource *r, const al_value *base,
                            al_str name)
{
    if (r->absent)
        return al_null();
    if (r->decl->is_module)
        return with_resource(safe_symbol(ev, if_deployed(ev, r, reference_symbol(ev, r)), name), r);
    if (al_str_caseeq(name, AL_STR("properties")))
        return if_deployed(ev, r, reference_symbol(ev, r));
    return safe_symbol(ev, if_deployed(ev, r, without_resource(ev, *base)), name);
}

/* The value of a module's output: what the module makes of its arguments, when it can be entered. */
static al_value output_value(struct al_eval *ev, struct al_resource *r, const al_value *outputs, al_str name)
{
    al_value v = member_symbol(ev, member_symbol(ev, without_resource(ev, *outputs), name), AL_STR("value"));
    const struct al_output *output = NULL;
    al_value *slot;

    if (al_str_eq(outputs->symbol->fn, AL_STR("tryGet")))
        return safe_symbol(ev, safe_symbol(ev, without_resource(ev, *outputs), name), AL_STR("value"));
    if (r->absent || r->shadowed || r->next_same_id)
        return v;
    al_enter(ev->graph, r);
    if (r->inner)
        output = al_map_get(&r->inner->tmpl->output_index, name);
    if (!output)
        return v;
    if (output->type.secure) {
        v.flags |= AL_VALUE_SECURE;
        ev->secure = true;
    }
    if (!output->value || al_output_is_absent(ev->graph, output, r->inner))
        return v;
    slot = AL_NEW(ev->arena, al_value);
    *slot = al_lazy(output->value, &r->inner->frame);
    v = *al_force(ev, slot);
    if (output->type.secure)
        v.flags |= AL_VALUE_SECURE;
    return v;
}

static al_value api_version_of(struct al_eval *ev, const struct al_resource *r)
{
    return r->decl->api_version ? al_evaluate(ev, r->decl->api_version, r->frame) : al_null();
}

/* As the source gives it: of a child the last part. */
static al_value name_of(struct al_eval *ev, const struct al_resource *r)
{
    return r->decl->name ? al_evaluate(ev, r->decl->name, r->frame) : al_unknown_node(ev, r->decl->node);
}

static al_value member_of_reference(struct al_eval *ev, struct al_resource *r, al_str name, bool safe,
                                    const struct al_node *at)
{
    bool full = !al_str_caseeq(name, AL_STR("properties"));
    al_value v;

    v = al_reference_value(ev->graph, al_judged(ev->graph, r), full);
    v.symbol->live = true;
    return full ? al_member(ev, &v, name, safe, at) : v;
}

/* A name that does not fit the type makes no id: the deployment will fail where it is asked for. */
static void check_name(struct al_eval *ev, const struct al_resource *r, const struct al_node *at)
{
    uint32_t segments = al_count_slashes(al_string_of(&r->name)) + 1, wanted = al_count_slashes(r->type);

    if (segments != wanted)
        al_diags_add(ev->diags, AL_TROUBLE_EXPRESSION, al_node_span(at),
                     "there is no such id: the name '%.*s' has %u segment%s, the type %.*s needs %u",
                     AL_FMT(al_str_head(al_string_of(&r->name), 60)), segments, segments == 1 ? "" : "s",
                     AL_FMT(al_str_head(r->type, 120)), wanted);
}

al_value al_symbolic_member(struct al_eval *ev, const al_value *base, al_str name, bool safe,
                            const struct al_node *at)
{
    struct al_resource *r = (struct al_resource *)(uintptr_t)base->symbol->resource;

    if (!al_str_eq(base->symbol->fn, AL_STR("reference")))
        return output_value(ev, r, base, name);
    if (al_str_caseeq(name, AL_STR("id"))) {
        if (r->name.kind == AL_V_STRING && al_is_qualified(r->type))
            check_name(ev, r, at);
        return r->id;
    }
    if (al_str_caseeq(name, AL_STR("name")))
        return name_of(ev, r);
    if (al_str_caseeq(name, AL_STR("type")))
        return al_string(r->type);
    if (al_str_caseeq(name, AL_STR("apiVersion")))
        return api_version_of(ev, r);
    if (safe && (r->absent || al_is_symbol(&r->condition)))
        return safe_member(ev, r, base, name);
    if (r->decl->is_module && al_str_caseeq(name, AL_STR("outputs")))
        return with_resource(member_symbol(ev, reference_symbol(ev, r), name), r);
    return member_of_reference(ev, r, name, safe, at);
}
