/* SPDX-License-Identifier: MIT */
/* The way of a value, from the place that uses it backwards. Objects and arrays that are written out are
 * walked through by what is asked of them; what is computed is told with what it is computed from. A
 * declaration is told once. */
#include "graph/expand.h"
#include "lint/finding.h"
#include "lint/trace.h"
#include "syntax/expression.h"

enum {
    MOST_LINES = 400,
    MOST_DEEP = 40,
    SOURCE_SHOWN = 60, /* bytes of an expression */
};

static struct al_eval *eval_of(const struct al_trace *t)
{
    return &t->input->graph->ev;
}

static bool is_full(const struct al_trace *t, unsigned depth)
{
    return t->lines.n >= MOST_LINES || depth > MOST_DEEP;
}

/* -- values -- */

static al_value rest_of(struct al_trace *t, al_value v, const struct al_rest *rest, const struct al_node *at)
{
    struct al_eval *ev = eval_of(t);

    for (; rest; rest = rest->next) {
        al_value index = al_int(rest->index);
        al_force(ev, &v);
        v = rest->name.n ? al_member(ev, &v, rest->name, true, at)
                         : al_index(ev, &v, &index, AL_NODE_SAFE, at);
    }
    al_force(ev, &v);
    return v;
}

al_value al_trace_value(struct al_trace *t, const struct al_node *node, const struct al_frame *frame,
                        const struct al_rest *rest)
{
    struct al_diags *diags = t->input->diags;
    al_value v;

    diags->muted++;
    v = rest_of(t, al_evaluate(eval_of(t), node, frame), rest, node);
    al_force_deep(eval_of(t), &v);
    diags->muted--;
    return v;
}

/* -- written out -- */

static const struct al_node *tree_of(struct al_trace *t, const struct al_node *node)
{
    return node->kind == AL_NODE_TEXT ? al_expression_tree(t->input->arena, t->input->diags, node) : node;
}

/* The node that is asked for, as far as it can be told from the text; *rest is what is left. */
static const struct al_node *enter(struct al_trace *t, const struct al_node *node,
                                   const struct al_rest **rest)
{
    for (node = tree_of(t, node); *rest; node = tree_of(t, node)) {
        const struct al_node *inner = NULL;
        if (node->flags & AL_NODE_HAS_SPREAD)
            break;
        if (node->kind == AL_NODE_OBJECT && (*rest)->name.n) {
            const struct al_property *p = al_node_property(node, (*rest)->name);
            inner = p && !p->key_node ? p->value : NULL;
        } else if (node->kind == AL_NODE_ARRAY && !(*rest)->name.n && (*rest)->index < node->array.n) {
            inner = node->array.items[(*rest)->index];
        }
        if (!inner)
            break;
        node = inner;
        *rest = (*rest)->next;
    }
    return node;
}

/* -- computed -- */

static void trace_operand(struct al_trace *t, const struct al_node *node, const struct al_frame *frame,
                          const struct al_rest *rest, unsigned depth);

struct operands {
    struct al_trace *trace;
    const struct al_frame *frame;
    unsigned depth;
};

static void visit_operand(void *ptr, const struct al_node *child)
{
    const struct operands *o = ptr;

    trace_operand(o->trace, child, o->frame, NULL, o->depth);
}

/* Everything below a node that the value is computed from. */
static void trace_operands(struct al_trace *t, const struct al_node *node, const struct al_frame *frame,
                           unsigned depth)
{
    struct operands operands = {t, frame, depth};

    al_node_each_child(node, visit_operand, &operands);
}

/* The branch that counts; both when nobody knows which. */
static void trace_if(struct al_trace *t, const struct al_node *node, const struct al_frame *frame,
                     const struct al_rest *rest, unsigned depth)
{
    struct al_node **args = node->call.args;
    al_value condition = al_trace_value(t, args[0], frame, NULL);

    al_trace_node(t, args[0], frame, NULL, depth, AL_STR("the condition"));
    for (uint32_t i = 1; i < 3; i++)
        if (condition.kind != AL_V_BOOL || condition.boolean == (i == 1))
            al_trace_node(t, args[i], frame, rest, depth,
                          i == 1 ? AL_STR("when it is true") : AL_STR("when it is false"));
}

static const struct al_output *output_of(struct al_resource *r, const struct al_rest *rest)
{
    if (!r->inner || !rest->next || !al_str_caseeq(rest->name, AL_STR("outputs")))
        return NULL;
    return al_map_get(&r->inner->tmpl->output_index, rest->next->name);
}

/* What a template does not say, Azure may. */
static bool is_left_out(struct al_trace *t, const struct al_node *node, const struct al_rest *rest)
{
    node = enter(t, node, &rest);
    return rest && node->kind == AL_NODE_OBJECT && !(node->flags & AL_NODE_HAS_SPREAD);
}

/* In ARM JSON an output has its value in "value". False when the text means no resource that says anything.
 */
static bool trace_resource(struct al_trace *t, struct al_resource *r, const struct al_rest *rest,
                           unsigned depth, bool by_reference)
{
    const struct al_output *output;
    const struct al_node *from;

    if (!r || !rest)
        return false;
    from = by_reference && r->decl->properties ? r->decl->properties : r->decl->node;
    output = output_of(r, rest);
    if (output && output->value) {
        const struct al_rest *more = rest->next->next;
        al_str label = al_printf(t->input->arena, "output '%.*s'", AL_FMT(output->name));
        al_trace_node(t, output->value, &r->inner->frame, by_reference && more ? more->next : more, depth,
                      label);
        return true;
    }
    if (r->existing || r->absent || is_left_out(t, from, rest))
        return false;
    al_trace_node(t, from, r->frame, rest, depth,
                  al_trace_name(t, r->decl->symbol.n ? r->decl->symbol : r->path, rest));
    return true;
}

static bool trace_reference(struct al_trace *t, const struct al_node *node, const struct al_frame *frame,
                            const struct al_rest *rest, unsigned depth)
{
    al_value id;

    if (!al_str_caseeq(node->call.name, AL_STR("reference")) || node->call.n == 0 || !frame->deployment)
        return false;
    id = al_trace_value(t, node->call.args[0], frame, NULL);
    return al_is_texty(&id) &&
           trace_resource(t, al_resource_meant(t->input->graph, frame->deployment, &id), rest, depth, true);
}

/* What a call is computed from: the call itself has its line. */
static void trace_arguments(struct al_trace *t, const struct al_node *node, const struct al_frame *frame,
                            const struct al_rest *rest, unsigned depth)
{
    if (al_str_caseeq(node->call.name, AL_STR("if")) && node->call.n == 3)
        trace_if(t, node, frame, rest, depth);
    else if (!trace_reference(t, node, frame, rest, depth))
        trace_operands(t, node, frame, depth);
}

static const struct al_rest *with_member(struct al_trace *t, al_str name, const struct al_rest *rest)
{
    struct al_rest *longer = AL_NEW(t->input->arena, struct al_rest);

    longer->name = name;
    longer->next = rest;
    return longer;
}

/* An index that is known becomes part of what is asked of the base; else it is one thing of two. */
static void trace_index(struct al_trace *t, const struct al_node *node, const struct al_frame *frame,
                        const struct al_rest *rest, unsigned depth)
{
    al_value index = al_trace_value(t, node->index.index, frame, NULL);
    struct al_rest *longer = AL_NEW(t->input->arena, struct al_rest);

    longer->next = rest;
    if (index.kind == AL_V_STRING && index.n)
        longer->name = al_string_of(&index);
    else if (index.kind == AL_V_INT && index.integer >= 0 && index.integer < UINT32_MAX &&
             !(node->flags & AL_NODE_FROM_END))
        longer->index = (uint32_t)index.integer;
    else
        longer = NULL;
    trace_operand(t, node->index.base, frame, longer, depth);
    trace_operand(t, node->index.index, frame, NULL, depth);
}

static void trace_symbol(struct al_trace *t, const struct al_node *node, const struct al_frame *frame,
                         const struct al_rest *rest, unsigned depth)
{
    al_value v = al_trace_value(t, node, frame, NULL);

    if (v.kind == AL_V_ARRAY && rest && !rest->name.n && rest->index < v.n) {
        v = v.items[rest->index];
        rest = rest->next;
    }
    if (al_is_symbol(&v) && v.symbol->resource)
        trace_resource(t, (struct al_resource *)(uintptr_t)v.symbol->resource, rest, depth, false);
}

static void trace_variable(struct al_trace *t, const struct al_node *node, const struct al_frame *frame,
                           const struct al_rest *rest, unsigned depth)
{
    const struct al_template *home = node->variable.home;
    const struct al_deployment *d = frame ? frame->deployment : NULL;
    const struct al_variable *variable;

    if (home && d && d->tmpl != home)
        d = al_library(eval_of(t), home);
    variable = d ? al_map_get(&d->tmpl->variable_index, node->string) : NULL;
    if (variable)
        al_trace_node(
            t, variable->value, &d->frame, rest, depth,
            al_printf(t->input->arena, "variable %.*s", AL_FMT(al_trace_name(t, variable->name, rest))));
}

/* A loop's or lambda's own variable has come from where the loop is; that is told with it. */
static void trace_local(struct al_trace *t, const struct al_node *node, const struct al_frame *frame,
                        const struct al_rest *rest, unsigned depth)
{
    al_value v = al_trace_value(t, node, frame, rest);

    al_trace_add(t, depth, v.origin ? al_node_span(v.origin) : al_node_span(node),
                 "loop variable %.*s = %.*s", AL_FMT(al_trace_name(t, node->string, rest)),
                 AL_FMT(al_trace_shown(t, &v)));
}

static void trace_operand(struct al_trace *t, const struct al_node *node, const struct al_frame *frame,
                          const struct al_rest *rest, unsigned depth)
{
    const struct al_parameter *p;

    if (is_full(t, depth))
        return;
    node = enter(t, node, &rest);
    switch ((enum al_node_kind)node->kind) {
    case AL_NODE_MEMBER:
        trace_operand(t, node->member.base, frame, with_member(t, node->member.name, rest), depth);
        break;
    case AL_NODE_INDEX: trace_index(t, node, frame, rest, depth); break;
    case AL_NODE_PARAMETER:
        p = frame && frame->deployment ? al_map_get(&frame->deployment->tmpl->parameter_index, node->string)
                                       : NULL;
        if (p)
            al_trace_parameter(t, frame->deployment, p, rest, depth);
        break;
    case AL_NODE_VARIABLE: trace_variable(t, node, frame, rest, depth); break;
    case AL_NODE_RESOURCE: trace_symbol(t, node, frame, rest, depth); break;
    case AL_NODE_LOCAL: trace_local(t, node, frame, rest, depth); break;
    case AL_NODE_CALL:
        if (node->call.n) /* else it says no more than what is made of it */
            al_trace_node(t, node, frame, rest, depth, AL_STR(""));
        break;
    case AL_NODE_ARRAY:
    case AL_NODE_OBJECT:
    case AL_NODE_SPREAD: trace_operands(t, node, frame, depth); break;
    default: break; /* literals speak for themselves; inside lambdas and loops there is no one value */
    }
}

/* -- a value with a name -- */

/* True the first time that this is asked of a declaration in a deployment. */
static bool is_new(struct al_trace *t, const void *declaration, const struct al_frame *frame,
                   const struct al_rest *rest)
{
    al_str key =
        al_printf(t->input->arena, "%p %p", declaration, (const void *)(frame ? frame->deployment : NULL));
    void **slot = al_map_put(t->input->arena, &t->told, al_trace_name(t, key, rest));
    bool fresh = !*slot;

    *slot = t;
    return fresh;
}

static void add_value(struct al_trace *t, const struct al_node *at, const struct al_rest *left,
                      unsigned depth, al_str label, al_value *v)
{
    al_str source = al_trace_shortened(t, al_span_text(al_node_span(at)), SOURCE_SHOWN);
    bool shows_call = at->kind == AL_NODE_CALL && !t->secret && !al_is_symbol(v);

    source = al_trace_name(t, source, left);
    if (v->kind == AL_V_NULL && left && at->kind == AL_NODE_OBJECT)
        al_trace_add(t, depth, al_node_span(at), "%.*s is not set", AL_FMT(label.n ? label : source));
    else if (shows_call && label.n)
        al_trace_add(t, depth, al_node_span(at), "%.*s = %.*s, by %.*s", AL_FMT(label),
                     AL_FMT(al_trace_shown(t, v)), AL_FMT(source));
    else
        al_trace_add(t, depth, al_node_span(at), "%.*s = %.*s",
                     AL_FMT(label.n     ? label
                            : t->secret ? AL_STR("an expression")
                                        : source),
                     AL_FMT(al_trace_shown(t, v)));
}

void al_trace_node(struct al_trace *t, const struct al_node *node, const struct al_frame *frame,
                   const struct al_rest *rest, unsigned depth, al_str label)
{
    const struct al_rest *left = rest;
    al_value v = al_trace_value(t, node, frame, rest);
    const struct al_node *at = enter(t, node, &left);

    if (is_full(t, depth))
        return;
    add_value(t, at, left, depth, label, &v);
    if (!is_new(t, at, frame, left) || (v.kind == AL_V_NULL && at->kind == AL_NODE_OBJECT))
        return;
    if (at->kind == AL_NODE_CALL)
        trace_arguments(t, at, frame, left, depth + 1);
    else
        trace_operand(t, at, frame, left, depth + 1);
}

/* -- parameters -- */

/* What a file or the command line gave is data: there is nothing behind it. */
static void trace_given(struct al_trace *t, const al_value *given, const struct al_parameter *p,
                        const struct al_rest *rest, unsigned depth)
{
    const struct al_node *at = given->origin;

    if (at == p->node || !at) {
        al_trace_add(t, depth, p->name_span, "given on the command line");
        return;
    }
    al_trace_add(t, depth, al_node_span(enter(t, at, &rest)), "given here");
}

void al_trace_parameter(struct al_trace *t, struct al_deployment *d, const struct al_parameter *p,
                        const struct al_rest *rest, unsigned depth)
{
    const al_value *given = &d->given[p - d->tmpl->parameters];
    struct al_diags *diags = t->input->diags;
    al_str name = al_trace_name(t, p->name, rest);
    al_value v, whole;

    diags->muted++;
    whole = al_parameter_value(eval_of(t), &d->frame, p->name, p->node);
    v = rest_of(t, whole, rest, p->node);
    diags->muted--;
    if (al_is_symbol(&whole) && whole.origin == p->node) {
        al_trace_add(t, depth, p->name_span, "parameter %.*s has no value", AL_FMT(name));
        return;
    }
    al_trace_add(t, depth, p->name_span, "parameter %.*s = %.*s", AL_FMT(name),
                 AL_FMT(al_trace_shown(t, &v)));
    if (!is_new(t, p, &d->frame, rest))
        return;
    t->secret += whole.flags & AL_VALUE_SECURE ? 1 : 0;
    if (given->kind == AL_V_LAZY && given->lazy.node != p->default_value)
        al_trace_node(t, given->lazy.node, given->lazy.frame, rest, depth + 1, AL_STR("given here"));
    else if (given->kind != AL_V_LAZY && given->kind != AL_V_NULL)
        trace_given(t, given, p, rest, depth + 1);
    else if (p->default_value)
        al_trace_node(t, p->default_value, &d->frame, rest, depth + 1, AL_STR("its default"));
    t->secret -= whole.flags & AL_VALUE_SECURE ? 1 : 0;
}
