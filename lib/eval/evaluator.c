/* SPDX-License-Identifier: MIT */
/* The walk over the tree. Literal objects and arrays are not walked into: their members become lazy values
 * that remember their node and frame, and are replaced in place when somebody looks. Depth and steps are
 * counted here, so that no input can exhaust the stack or the clock. */
#include "eval/walk.h"
#include "syntax/expression.h"
#include "syntax/template.h"

void al_eval_init(struct al_eval *ev, al_arena *arena, struct al_diags *diags)
{
    ev->arena = arena;
    ev->scratch = al_arena_inside(arena);
    ev->diags = diags;
    if (!ev->limits.depth)
        ev->limits.depth = (uint32_t)al_limit(diags, AL_LIMIT_DEPTH);
    if (!ev->limits.steps)
        ev->limits.steps = al_limit(diags, AL_LIMIT_STEPS);
    if (!ev->limits.text)
        ev->limits.text = (uint32_t)al_limit(diags, AL_LIMIT_STRING);
    if (!ev->limits.items)
        ev->limits.items = (uint32_t)al_limit(diags, AL_LIMIT_ITEMS);
}

bool al_step(struct al_eval *ev, const struct al_node *at, uint64_t n)
{
    ev->steps += n;
    if (ev->steps <= ev->limits.steps)
        return true;
    ev->exhausted = true;
    at = at ? at : ev->last;
    if (ev->told || !at)
        return false;
    ev->told = true;
    al_diags_limit(ev->diags, AL_LIMIT_STEPS, al_node_span(at),
                   "evaluation was stopped here, and what follows is taken as unknown");
    return false;
}

al_value al_unknown_node(struct al_eval *ev, const struct al_node *node)
{
    al_str text = node->kind == AL_NODE_TEXT ? node->text.string : al_span_text(al_node_span(node));
    al_value arg, v;

    if (node->kind == AL_NODE_TEXT) /* without the brackets */
        text = (al_str){text.s + 1, text.n - 2};
    arg = al_string(text);
    v = al_symbol_in(ev->arena, AL_HINT_ANY, AL_SYM_RAW, &arg, 1, node);

    v.origin = node;
    return v;
}

const struct al_frame *al_bind(struct al_eval *ev, const struct al_frame *up, enum al_binding binding,
                               al_str name, al_value value)
{
    struct al_frame *frame = AL_NEW(ev->arena, struct al_frame);

    frame->up = up;
    frame->deployment = up->deployment;
    frame->doubtful = up->doubtful;
    frame->binding = binding;
    frame->name = name;
    frame->value = value;
    return frame;
}

/* -- literals -- */

static bool is_scalar(const struct al_node *node)
{
    return node->kind <= AL_NODE_STRING;
}

static al_value scalar(const struct al_node *node)
{
    al_value v = {.kind = AL_V_NULL, .origin = node};

    switch ((enum al_node_kind)node->kind) {
    case AL_NODE_BOOL:
        v.kind = AL_V_BOOL;
        v.boolean = node->boolean;
        break;
    case AL_NODE_INT:
        v.kind = AL_V_INT;
        v.integer = node->integer;
        break;
    case AL_NODE_FLOAT:
        v.kind = AL_V_FLOAT;
        v.number = node->number;
        break;
    case AL_NODE_STRING:
        v.kind = AL_V_STRING;
        v.n = (uint32_t)node->string.n;
        v.string = node->string.s;
        break;
    default: break;
    }
    return v;
}

al_value al_node_value(const struct al_node *node, const struct al_frame *frame)
{
    return is_scalar(node) ? scalar(node) : al_lazy(node, frame);
}

static al_value array_literal(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame)
{
    al_value *items = AL_NEW_N(ev->arena, al_value, node->array.n);
    al_value v = al_array(items, node->array.n);

    for (uint32_t i = 0; i < node->array.n; i++)
        items[i] = al_node_value(node->array.items[i], frame);
    v.origin = node;
    return v;
}

/* The properties that the "copy" array of an object makes. False when the value is an ordinary property. */
static bool put_copies(struct al_eval *ev, struct al_object *object, const struct al_node *copy,
                       const struct al_frame *frame)
{
    struct al_node *loop;
    al_str name;

    for (uint32_t i = 0; i < copy->array.n; i++)
        if (!al_copy_element(ev->arena, copy->array.items[i], &loop, &name))
            return false;
    for (uint32_t i = 0; i < copy->array.n; i++) {
        al_copy_element(ev->arena, copy->array.items[i], &loop, &name);
        al_object_put(ev->arena, object, name)->at = loop;
        al_object_find(object, name)->value = al_lazy(loop, frame);
    }
    return true;
}

/* A key that is an expression. One that is not known keeps its symbol: it may be the id of an identity. */
static void put_computed(struct al_eval *ev, struct al_object *object, const struct al_property *p,
                         const struct al_frame *frame)
{
    al_value name = al_evaluate(ev, p->key_node, frame), *symbol;
    struct al_buf text = {.arena = ev->arena, .most = 4096};
    struct al_entry *entry;

    if (name.kind != AL_V_SYMBOL) {
        al_value_to_text(ev, &text, &name);
        entry = al_object_put(ev->arena, object, al_buf_str(&text));
    } else {
        al_value_to_source(ev, &text, &name);
        symbol = AL_NEW(ev->arena, al_value);
        *symbol = name;
        object->open = true;
        entry = al_object_put(ev->arena, object, al_buf_str(&text));
        entry->key_value = symbol;
    }
    entry->at = p->value;
    entry->value = al_node_value(p->value, frame);
}

al_value al_object_of_range(struct al_eval *ev, const struct al_node *node, uint32_t from, uint32_t to,
                            const struct al_frame *frame)
{
    struct al_object *object = al_object_new(ev->arena, to - from);
    al_value v = al_object(object);

    object->open = node->flags & AL_NODE_OPEN;
    v.origin = node;
    for (uint32_t i = from; i < to; i++) {
        const struct al_property *p = &node->object.items[i];
        struct al_entry *entry;
        if (node->flags & AL_NODE_HAS_COPY && p->value->kind == AL_NODE_ARRAY &&
            al_str_caseeq(p->key, AL_STR("copy")) && put_copies(ev, object, p->value, frame))
            continue;
        if (p->key_node) {
            put_computed(ev, object, p, frame);
            continue;
        }
        entry = al_object_put(ev->arena, object, p->key);
        entry->at = p->value;
        entry->value = al_node_value(p->value, frame);
    }
    return v;
}

/* -- the walk -- */

static al_value evaluate_text(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame)
{
    uint32_t doubtful = ev->diags->doubtful;
    const struct al_node *tree;
    al_value v;

    ev->diags->doubtful = 0; /* an expression that cannot be read is wrong wherever it stands */
    tree = al_expression_tree(ev->arena, ev->diags, node);
    ev->diags->doubtful = doubtful;
    v = al_evaluate(ev, tree, frame);
    if (!v.origin)
        v.origin = node;
    return v;
}

/* A template that others only import from deploys nothing. */
static bool has_resources(const struct al_eval *ev, const struct al_frame *frame)
{
    return ev->host && ev->host->resource && frame && frame->deployment && !frame->deployment->library;
}

/* An element of a loop over resources can be told without making all the others. */
static bool is_element(const struct al_eval *ev, const struct al_node *node, const struct al_frame *frame)
{
    return node->kind == AL_NODE_INDEX && node->index.base->kind == AL_NODE_RESOURCE &&
           node->index.base->resource.decl && node->index.base->resource.decl->loop &&
           has_resources(ev, frame);
}

static al_value evaluate_access(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame)
{
    bool member = node->kind == AL_NODE_MEMBER;
    al_value base, index;

    if (is_element(ev, node, frame)) {
        index = al_evaluate(ev, node->index.index, frame);
        return ev->host->element(ev, node, frame, al_force(ev, &index));
    }
    base = al_evaluate(ev, member ? node->member.base : node->index.base, frame);
    al_force(ev, &base);
    if (member)
        return al_member(ev, &base, node->member.name, node->flags & AL_NODE_SAFE, node);
    index = al_evaluate(ev, node->index.index, frame);
    return al_index(ev, &base, al_force(ev, &index), node->flags, node);
}

static al_value evaluate_node(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame)
{
    switch ((enum al_node_kind)node->kind) {
    case AL_NODE_NULL:
    case AL_NODE_BOOL:
    case AL_NODE_INT:
    case AL_NODE_FLOAT:
    case AL_NODE_STRING: return scalar(node);
    case AL_NODE_TEXT: return evaluate_text(ev, node, frame);
    case AL_NODE_ARRAY:
        return node->flags & AL_NODE_HAS_SPREAD ? al_spread_array(ev, node, frame)
                                                : array_literal(ev, node, frame);
    case AL_NODE_OBJECT:
        return node->flags & AL_NODE_HAS_SPREAD ? al_spread_object(ev, node, frame)
                                                : al_object_of_range(ev, node, 0, node->object.n, frame);
    case AL_NODE_CALL: return al_call_value(ev, node, frame);
    case AL_NODE_MEMBER:
    case AL_NODE_INDEX: return evaluate_access(ev, node, frame);
    case AL_NODE_PARAMETER: return al_parameter_value(ev, frame, node->string, node);
    case AL_NODE_VARIABLE:
        return al_variable_value(ev, al_home_frame(ev, node->variable.home, frame), node->string, node);
    case AL_NODE_LAMBDA: return (al_value){.kind = AL_V_LAMBDA, .origin = node, .lazy = {node, frame}};
    case AL_NODE_LOCAL: return al_local_value(ev, node, frame);
    case AL_NODE_LOOP: return al_loop_value(ev, node, frame);
    case AL_NODE_RESOURCE:
        if (has_resources(ev, frame))
            return ev->host->resource(ev, node, frame);
        break;
    case AL_NODE_SPREAD: return al_evaluate(ev, node->spread, frame);
    case AL_NODE_NAME:
    case AL_NODE_NESTED:
    case AL_NODE_BROKEN: break;
    }
    return al_unknown_node(ev, node);
}

al_value al_evaluate(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame)
{
    bool doubtful;
    al_value v;

    ev->last = node;
    if (!al_step(ev, node, 1))
        return al_unknown_node(ev, node);
    if (ev->depth >= ev->limits.depth) {
        al_diags_limit(ev->diags, AL_LIMIT_DEPTH, al_node_span(node),
                       "evaluation is nested too deep here, and the value is taken as unknown");
        return al_unknown_node(ev, node);
    }
    doubtful = frame && frame->doubtful;
    ev->depth++;
    ev->diags->doubtful += doubtful;
    v = evaluate_node(ev, node, frame);
    al_force(ev, &v);
    ev->diags->doubtful -= doubtful;
    ev->depth--;
    return v;
}

al_value *al_force(struct al_eval *ev, al_value *v)
{
    if (v->kind == AL_V_LAZY) {
        const struct al_node *node = v->lazy.node;
        const struct al_frame *frame = v->lazy.frame;
        v->kind = AL_V_BUSY;
        *v = al_evaluate(ev, node, frame);
        if (!v->origin)
            v->origin = node; /* as with a text that is an expression */
    } else if (v->kind == AL_V_BUSY) {
        /* the value's own evaluation is further up the stack and will overwrite this */
        const struct al_active *by = ev->active;
        al_diags_add(ev->diags, AL_TROUBLE_CYCLE, al_node_span(v->lazy.node),
                     "this value refers to itself%s%s%s%.*s%s", by ? ", by way of " : "", by ? by->sort : "",
                     by ? " '" : "", by ? (int)by->name.n : 0, by ? by->name.s : "", by ? "'" : "");
        *v = al_unknown_node(ev, v->lazy.node);
    }
    return v;
}

static bool force_items(struct al_eval *ev, al_value *v)
{
    bool known = true;

    if (v->flags & AL_VALUE_DEEP)
        return true;
    for (uint32_t i = 0; i < v->n; i++)
        known &= al_force_deep(ev, &v->items[i]);
    if (known)
        v->flags |= AL_VALUE_DEEP;
    return known;
}

static bool force_object(struct al_eval *ev, struct al_object *object)
{
    bool known = !object->open;

    if (object->deep)
        return object->deep_known;
    object->deep = true; /* before the walk, in case the object is met again inside itself */
    for (uint32_t i = 0; i < object->n; i++)
        known &= al_force_deep(ev, &object->entries[i].value);
    object->deep_known = known;
    return known;
}

bool al_force_deep(struct al_eval *ev, al_value *v)
{
    bool known = true;

    al_force(ev, v);
    if ((v->kind != AL_V_ARRAY && v->kind != AL_V_OBJECT) || !al_step(ev, v->origin, 1))
        return v->kind != AL_V_SYMBOL;
    if (ev->depth >= ev->limits.depth)
        return false;
    ev->depth++;
    known = v->kind == AL_V_ARRAY ? force_items(ev, v) : force_object(ev, v->object);
    ev->depth--;
    return known;
}
