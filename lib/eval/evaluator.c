/* SPDX-License-Identifier: MIT */
/* The walk over the tree. Literal objects and arrays are not walked into: their members become lazy values
 * that remember their node and frame, and are replaced in place when somebody looks. Depth and steps are
 * counted here, so that no input can exhaust the stack or the clock. */
#include "eval/deployment.h"
#include "eval/functions.h"
#include "syntax/expression.h"

enum {
    DEPTH = 900,
    STEPS = 50 * 1000 * 1000,
    TEXT = 4 * 1024 * 1024, /* Azure takes templates of 4 MB: no value can be larger */
    ITEMS = 100 * 1000,
};

void al_eval_init(struct al_eval *ev, al_arena *arena, struct al_diags *diags)
{
    ev->arena = arena;
    ev->diags = diags;
    if (!ev->limits.depth)
        ev->limits.depth = DEPTH;
    if (!ev->limits.steps)
        ev->limits.steps = STEPS;
    if (!ev->limits.text)
        ev->limits.text = TEXT;
    if (!ev->limits.items)
        ev->limits.items = ITEMS;
}

bool al_step(struct al_eval *ev, const struct al_node *at, uint64_t n)
{
    ev->steps += n;
    if (ev->steps <= ev->limits.steps)
        return true;
    if (!ev->exhausted && at)
        al_diags_add(ev->diags, AL_TROUBLE_LIMIT, al_node_span(at),
                     "evaluation was stopped here after %llu steps; what follows is taken as unknown",
                     (unsigned long long)ev->limits.steps);
    ev->exhausted = true;
    return false;
}

al_value al_unknown_node(struct al_eval *ev, const struct al_node *node)
{
    al_str text = al_span_text(al_node_span(node));
    al_value arg = al_string(text);
    al_value v = al_symbol_in(ev->arena, AL_HINT_ANY, AL_SYM_RAW, &arg, 1, node);

    v.origin = node;
    return v;
}

const struct al_frame *al_bind(struct al_eval *ev, const struct al_frame *up, enum al_binding binding,
                               al_str name, al_value value)
{
    struct al_frame *frame = AL_NEW(ev->arena, struct al_frame);

    frame->up = up;
    frame->deployment = up->deployment;
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

static al_value member_value(const struct al_node *node, const struct al_frame *frame)
{
    return is_scalar(node) ? scalar(node) : al_lazy(node, frame);
}

static al_value array_literal(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame)
{
    al_value *items = AL_NEW_N(ev->arena, al_value, node->array.n);
    al_value v = al_array(items, node->array.n);

    for (uint32_t i = 0; i < node->array.n; i++)
        items[i] = member_value(node->array.items[i], frame);
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
        al_buf_char(&text, '[');
        al_symbol_to_text(ev, &text, &name);
        al_buf_char(&text, ']');
        symbol = AL_NEW(ev->arena, al_value);
        *symbol = name;
        object->open = true;
        entry = al_object_put(ev->arena, object, al_buf_str(&text));
        entry->key_value = symbol;
    }
    entry->at = p->value;
    entry->value = member_value(p->value, frame);
}

static al_value object_literal(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame)
{
    struct al_object *object = al_object_new(ev->arena, node->object.n);
    al_value v = al_object(object);

    v.origin = node;
    for (uint32_t i = 0; i < node->object.n; i++) {
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
        entry->value = member_value(p->value, frame);
    }
    return v;
}

/* -- loops -- */

static al_value unknown_loop(struct al_eval *ev, const struct al_node *node, al_value *domain)
{
    al_value args[] = {*domain, al_string(al_span_text(al_node_span(node->loop.body)))};

    al_force_deep(ev, &args[0]);
    return al_symbol_in(ev->arena, AL_HINT_ARRAY, AL_STR("copy"), args, 2, node);
}

/* The domain of a loop: the items of `over`, or nothing but a count. False when its length is not known. */
static bool loop_length(struct al_eval *ev, const struct al_node *node, al_value *domain, uint32_t *n)
{
    if (domain->kind == AL_V_ARRAY && node->loop.over) {
        *n = domain->n;
        return true;
    }
    if (domain->kind == AL_V_SYMBOL)
        return false;
    if (domain->kind != AL_V_INT || domain->integer < 0 || node->loop.over) {
        al_diags_add(ev->diags, AL_TROUBLE_EXPRESSION, al_node_span(node),
                     node->loop.over ? "a loop needs an array to go over, this is %s"
                                     : "the count of a copy loop must be a non-negative integer, this is %s",
                     al_kind_name(domain));
        return false;
    }
    if (domain->integer > ev->limits.items) {
        al_diags_add(ev->diags, AL_TROUBLE_LIMIT, al_node_span(node),
                     "a loop of %lld is longer than the limit of %u", (long long)domain->integer,
                     ev->limits.items);
        return false;
    }
    *n = (uint32_t)domain->integer;
    return true;
}

static al_value evaluate_loop(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame)
{
    const struct al_node *source = node->loop.over ? node->loop.over : node->loop.count;
    al_value domain = source ? al_evaluate(ev, source, frame) : al_unknown_node(ev, node), *items;
    uint32_t n;

    if (!loop_length(ev, node, &domain, &n) || !al_step(ev, node, n))
        return unknown_loop(ev, node, &domain);
    items = AL_NEW_N(ev->arena, al_value, n);
    for (uint32_t i = 0; i < n; i++) {
        const struct al_frame *inner = al_bind(ev, frame, AL_BIND_PROPERTY_COPY, node->loop.name, al_int(i));
        if (node->loop.item.n)
            inner = al_bind(ev, inner, AL_BIND_LOCAL, node->loop.item, domain.items[i]);
        if (node->loop.index.n)
            inner = al_bind(ev, inner, AL_BIND_LOCAL, node->loop.index, al_int(i));
        items[i] = member_value(node->loop.body, inner);
    }
    return al_array(items, n);
}

/* -- calls -- */

static al_value call_user_function(struct al_eval *ev, const struct al_node *node,
                                   const struct al_frame *frame, const struct al_function_decl *fn)
{
    const struct al_frame *inner =
        al_bind(ev, &frame->deployment->scope->frame, AL_BIND_ARGUMENT, AL_STR(""), al_null());

    if (node->call.n != fn->nparameters) {
        al_diags_add(ev->diags, AL_TROUBLE_EXPRESSION, al_node_span(node),
                     "%.*s.%.*s() takes %u arguments, not %u", AL_FMT(fn->space), AL_FMT(fn->name),
                     fn->nparameters, node->call.n);
        return al_unknown_node(ev, node);
    }
    for (uint32_t i = 0; i < fn->nparameters; i++) {
        al_value *argument = AL_NEW(ev->arena, al_value);
        *argument = al_evaluate(ev, node->call.args[i], frame);
        inner = al_bind(ev, inner, AL_BIND_ARGUMENT, fn->parameters[i].name, *argument);
    }
    return fn->output ? al_evaluate(ev, fn->output, inner) : al_unknown_node(ev, node);
}

static const struct al_function_decl *find_user_function(struct al_eval *ev, const struct al_node *node,
                                                         const struct al_frame *frame)
{
    const struct al_deployment *deployment = frame->deployment ? frame->deployment->scope : NULL;

    if (!deployment || !deployment->tmpl->nfunctions)
        return NULL;
    return al_map_get(&deployment->tmpl->function_index,
                      al_printf(ev->arena, "%.*s.%.*s", AL_FMT(node->call.space), AL_FMT(node->call.name)));
}

static const struct al_function *resolve(struct al_eval *ev, const struct al_node *node)
{
    const struct al_function *fn = node->call.resolved;
    unsigned n = node->call.n;

    if (fn)
        return fn;
    fn = al_function_find(node->call.name);
    if (!fn) {
        al_diags_add(ev->diags, AL_TROUBLE_UNKNOWN_FUNCTION, al_node_span(node),
                     "function '%.*s' is not known; its result is taken as unknown", AL_FMT(node->call.name));
        return NULL;
    }
    if (n < fn->min || (fn->max != AL_ANY_NUMBER && n > fn->max)) {
        al_diags_add(ev->diags, AL_TROUBLE_EXPRESSION, al_node_span(node),
                     "%s() takes %s%u argument%s, not %u", fn->name,
                     fn->max == fn->min ? ""
                     : n < fn->min      ? "at least "
                                        : "at most ",
                     n < fn->min ? fn->min : fn->max, (n < fn->min ? fn->min : fn->max) == 1 ? "" : "s", n);
        return NULL;
    }
    ((struct al_node *)(uintptr_t)node)->call.resolved =
        fn; /* a cache, like the parsed text of an expression */
    return fn;
}

/* Forces the arguments as the function wants them. True when one of them is not known. */
static bool force_arguments(struct al_call *call)
{
    bool unknown = false;

    if (call->fn->flags & AL_FN_LAZY)
        return false;
    for (uint32_t i = 0; i < call->n; i++) {
        if (call->fn->flags & AL_FN_DEEP)
            unknown |= !al_force_deep(call->ev, &call->args[i]);
        else
            unknown |= al_force(call->ev, &call->args[i])->kind == AL_V_SYMBOL;
    }
    return unknown && !(call->fn->flags & AL_FN_SYMBOLIC);
}

static al_value call_function(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame)
{
    struct al_call call = {
        .ev = ev, .node = node, .frame = frame, .name = node->call.name, .n = node->call.n};
    const struct al_function_decl *user = node->call.space.n ? find_user_function(ev, node, frame) : NULL;
    al_value v;

    if (user)
        return call_user_function(ev, node, frame, user);
    if (node->call.space.n) {
        al_diags_add(ev->diags, AL_TROUBLE_UNKNOWN_FUNCTION, al_node_span(node),
                     "function '%.*s.%.*s' is not declared in this template", AL_FMT(node->call.space),
                     AL_FMT(node->call.name));
        return al_unknown_node(ev, node);
    }
    call.fn = resolve(ev, node);
    if (!call.fn)
        return al_unknown_node(ev, node);
    call.args = AL_NEW_N(ev->arena, al_value, call.n);
    for (uint32_t i = 0; i < call.n; i++)
        call.args[i] = member_value(node->call.args[i], frame);
    v = force_arguments(&call) ? al_call_on_choices(&call) : call.fn->call(&call);
    if (v.kind == AL_V_STRING || v.kind == AL_V_SYMBOL)
        for (uint32_t i = 0; i < call.n; i++)
            v.flags |= call.args[i].flags & AL_VALUE_SECURE;
    return v;
}

al_value *al_arg(struct al_call *call, uint32_t i)
{
    return al_force(call->ev, &call->args[i]);
}

al_value *al_arg_of(struct al_call *call, uint32_t i, enum al_value_kind kind)
{
    al_value *v = al_arg(call, i), want = {.kind = (uint8_t)kind};

    if (v->kind == kind)
        return v;
    al_fail(call, "argument %u of %s() must be %s %s, this is %s %s", i + 1, call->fn->name,
            kind == AL_V_INT || kind == AL_V_ARRAY || kind == AL_V_OBJECT ? "an" : "a", al_kind_name(&want),
            v->kind == AL_V_INT || v->kind == AL_V_ARRAY || v->kind == AL_V_OBJECT ? "an" : "a",
            al_kind_name(v));
    return NULL;
}

al_value al_fail(struct al_call *call, const char *format, ...)
{
    va_list args;

    if (!call->ev->diags->muted) {
        al_str message;
        va_start(args, format);
        message = al_vprintf(call->ev->arena, format, args);
        va_end(args);
        al_diags_add(call->ev->diags, AL_TROUBLE_EXPRESSION, al_node_span(call->node), "%.*s",
                     AL_FMT(message));
    }
    return al_unknown(call);
}

al_value al_unknown(struct al_call *call)
{
    for (uint32_t i = 0; i < call->n; i++)
        al_force_deep(call->ev, &call->args[i]);
    return al_symbol(call->ev->arena, (enum al_hint)call->fn->returns,
                     call->fn->flags & AL_FN_RUNTIME ? call->name : al_str_of(call->fn->name), call->args,
                     call->n);
}

/* -- lambdas -- */

uint32_t al_lambda_arity(const al_value *lambda)
{
    return lambda->lazy.node->lambda.n;
}

al_value al_apply(struct al_eval *ev, const al_value *lambda, const al_value *args, uint32_t n)
{
    const struct al_node *node = lambda->lazy.node;
    const struct al_frame *frame = lambda->lazy.frame;

    for (uint32_t i = 0; i < node->lambda.n && i < n; i++)
        frame = al_bind(ev, frame, AL_BIND_LOCAL, node->lambda.names[i], args[i]);
    return al_evaluate(ev, node->lambda.body, frame);
}

static al_value local_value(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame)
{
    const struct al_frame *found = al_frame_find(frame, AL_BIND_LOCAL, node->string);

    if (found)
        return found->value;
    al_diags_add(ev->diags, AL_TROUBLE_EXPRESSION, al_node_span(node),
                 "there is no lambda variable '%.*s' here", AL_FMT(node->string));
    return al_unknown_node(ev, node);
}

/* -- the walk -- */

static al_value evaluate_text(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame)
{
    al_value v = al_evaluate(ev, al_expression_tree(ev->arena, ev->diags, node), frame);

    if (!v.origin)
        v.origin = node;
    return v;
}

static al_value evaluate_access(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame)
{
    bool member = node->kind == AL_NODE_MEMBER;
    al_value base = al_evaluate(ev, member ? node->member.base : node->index.base, frame), index;

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
    case AL_NODE_ARRAY: return array_literal(ev, node, frame);
    case AL_NODE_OBJECT: return object_literal(ev, node, frame);
    case AL_NODE_CALL: return call_function(ev, node, frame);
    case AL_NODE_MEMBER:
    case AL_NODE_INDEX: return evaluate_access(ev, node, frame);
    case AL_NODE_PARAMETER: return al_parameter_value(ev, frame, node->string, node);
    case AL_NODE_VARIABLE: return al_variable_value(ev, frame, node->string, node);
    case AL_NODE_LAMBDA: return (al_value){.kind = AL_V_LAMBDA, .origin = node, .lazy = {node, frame}};
    case AL_NODE_LOCAL: return local_value(ev, node, frame);
    case AL_NODE_LOOP: return evaluate_loop(ev, node, frame);
    case AL_NODE_BROKEN: break;
    }
    return al_unknown_node(ev, node);
}

al_value al_evaluate(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame)
{
    al_value v;

    if (!al_step(ev, node, 1))
        return al_unknown_node(ev, node);
    if (ev->depth >= ev->limits.depth) {
        al_diags_add(ev->diags, AL_TROUBLE_LIMIT, al_node_span(node),
                     "evaluation is nested deeper than %u here; the value is taken as unknown",
                     ev->limits.depth);
        return al_unknown_node(ev, node);
    }
    ev->depth++;
    v = evaluate_node(ev, node, frame);
    al_force(ev, &v);
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
    } else if (v->kind == AL_V_BUSY) {
        /* the value's own evaluation is further up the stack and will overwrite this */
        al_diags_add(ev->diags, AL_TROUBLE_CYCLE, al_node_span(v->lazy.node), "this value refers to itself");
        *v = al_unknown_node(ev, v->lazy.node);
    }
    return v;
}

static bool force_items(struct al_eval *ev, al_value *v)
{
    bool known = true;

    for (uint32_t i = 0; i < v->n; i++)
        known &= al_force_deep(ev, &v->items[i]);
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
