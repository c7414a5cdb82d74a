/* SPDX-License-Identifier: MIT */
/* Calls: of built-in functions, of the template's own, of lambdas. */
#include "base/masks.h"
#include "eval/functions_bicep.h"
#include "eval/walk.h"

static bool is_active(const struct al_eval *ev, const void *declaration)
{
    for (const struct al_active *a = ev->active; a; a = a->outer)
        if (a->declaration == declaration)
            return true;
    return false;
}

/* What is declared in a template is evaluated there, whoever calls it. */
static const struct al_frame *frame_of(struct al_eval *ev, const struct al_function_decl *fn,
                                       const struct al_frame *frame)
{
    const struct al_deployment *caller = frame->deployment->scope;

    return fn->home && fn->home != caller->tmpl ? &al_library(ev, fn->home)->frame : &caller->frame;
}

static al_value call_user_function(struct al_eval *ev, const struct al_node *node,
                                   const struct al_frame *frame, const struct al_function_decl *fn)
{
    struct al_active active = {ev->active, "function", fn->name, fn};
    const struct al_frame *inner =
        al_bind(ev, frame_of(ev, fn, frame), AL_BIND_ARGUMENT, AL_STR(""), al_null());
    al_value v;

    for (uint32_t i = 0; i < fn->nparameters; i++) {
        const al_value argument = al_evaluate(ev, node->call.args[i], frame);
        inner = al_bind(ev, inner, AL_BIND_ARGUMENT, fn->parameters[i].name, argument);
    }
    if (is_active(ev, fn)) {
        al_report_cycle(ev, fn, node);
        return al_unknown_node(ev, node);
    }
    if (!fn->output)
        return al_unknown_node(ev, node);
    ev->active = &active;
    v = al_evaluate(ev, fn->output, inner);
    al_force_deep(ev, &v); /* or its lazy parts would be worked out when it is over */
    ev->active = active.outer;
    return v;
}

static const struct al_function_decl *find_user_function(const struct al_node *node,
                                                         const struct al_frame *frame)
{
    const struct al_deployment *deployment = frame->deployment ? frame->deployment->scope : NULL;

    if (!deployment || !deployment->tmpl->nfunctions)
        return NULL;
    return al_map_get(&deployment->tmpl->function_index, node->call.name);
}

/* space.name() in ARM JSON. */
static al_value call_by_name(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame)
{
    const struct al_function_decl *fn = find_user_function(node, frame);

    if (fn && node->call.n == fn->nparameters)
        return call_user_function(ev, node, frame, fn);
    if (fn)
        al_diags_add(ev->diags, AL_TROUBLE_EXPRESSION, al_node_span(node),
                     "%.*s.%.*s() takes %u arguments, not %u", AL_FMT(fn->space), AL_FMT(fn->name),
                     fn->nparameters, node->call.n);
    else
        al_diags_add(ev->diags, AL_TROUBLE_UNKNOWN_FUNCTION, al_node_span(node),
                     "function '%.*s' is not declared in this template", AL_FMT(node->call.name));
    return al_unknown_node(ev, node);
}

/* name() in Bicep, whose binder knows what is called. A wrong number of arguments was reported. */
static al_value call_declared(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame)
{
    const struct al_function_decl *fn = node->call.resolved;

    if (!fn || node->call.n != fn->nparameters || !frame || !frame->deployment)
        return al_unknown_node(ev, node);
    return call_user_function(ev, node, frame, fn);
}

/* A cache, like the parsed text of an expression. */
static const struct al_function *remember(const struct al_node *node, const struct al_function *fn)
{
    ((struct al_node *)(uintptr_t)node)->call.resolved = fn;
    return fn;
}

static bool takes(const struct al_function *fn, uint32_t n)
{
    return n >= fn->min && (fn->max == AL_ANY_NUMBER || n <= fn->max);
}

/* Of a call in Bicep, a name or number that is wrong was reported when names were bound. */
static const struct al_function *resolve_bicep(const struct al_node *node)
{
    const struct al_function *fn = al_function_of_bicep(node->call.name);

    fn = fn ? fn : al_function_find(node->call.name);
    return fn && takes(fn, node->call.n) ? remember(node, fn) : NULL;
}

static const struct al_function *resolve(struct al_eval *ev, const struct al_node *node)
{
    const struct al_function *fn = node->call.resolved;
    unsigned n = node->call.n;

    if (fn)
        return fn;
    if (node->flags & AL_NODE_BICEP)
        return resolve_bicep(node);
    fn = al_function_find(node->call.name);
    if (!fn) {
        al_diags_add(ev->diags, AL_TROUBLE_UNKNOWN_FUNCTION, al_node_span(node),
                     "function '%.*s' is not known; its result is taken as unknown", AL_FMT(node->call.name));
        return NULL;
    }
    if (!takes(fn, n)) {
        al_diags_add(ev->diags, AL_TROUBLE_EXPRESSION, al_node_span(node),
                     "%s() takes %s%u argument%s, not %u", fn->name,
                     fn->max == fn->min ? ""
                     : n < fn->min      ? "at least "
                                        : "at most ",
                     n < fn->min ? fn->min : fn->max, (n < fn->min ? fn->min : fn->max) == 1 ? "" : "s", n);
        return NULL;
    }
    return remember(node, fn);
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

/* -- secrets -- */

/* Whether something in a value, as far as it was evaluated, is secure. Values share what they are made of, so
 * that a few could be walked for ever: what takes too long is taken for secure. */
static bool has_secure(const al_value *v, unsigned depth, unsigned *budget)
{
    enum { DEEPEST = 64 };
    bool found = v->flags & AL_VALUE_SECURE || depth == DEEPEST || *budget == 0;

    *budget -= *budget > 0;
    for (uint32_t i = 0; v->kind == AL_V_ARRAY && i < v->n && !found; i++)
        found = has_secure(&v->items[i], depth + 1, budget);
    for (uint32_t i = 0; v->kind == AL_V_OBJECT && i < v->object->n && !found; i++)
        found = has_secure(&v->object->entries[i].value, depth + 1, budget);
    return found;
}

/* What takes a text apart gives parts of it; of other arrays and objects each part tells for itself. */
static bool takes_apart(const struct al_function *fn)
{
    return fn->call == al_fn_split || fn->call == al_fn_json || fn->call == al_fn_base64ToJson ||
           fn->call == al_fn_parseUri;
}

/* A text is secure when an argument is, or when it is made of all that is in one. */
static uint8_t flags_from(const struct al_call *call, const al_value *result)
{
    const bool is_text = result->kind == AL_V_STRING || result->kind == AL_V_SYMBOL;
    const bool of_all = is_text && call->fn->returns == AL_HINT_STRING && call->ev->secure;
    unsigned budget = 10000;

    if (call->fn->flags & AL_FN_OPAQUE || !(is_text || takes_apart(call->fn)))
        return 0;
    for (uint32_t i = 0; i < call->n; i++)
        if (of_all ? has_secure(&call->args[i], 0, &budget) : (bool)(call->args[i].flags & AL_VALUE_SECURE))
            return AL_VALUE_SECURE;
    return 0;
}

al_value al_call_value(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame)
{
    struct al_call call = {
        .ev = ev, .node = node, .frame = frame, .name = node->call.name, .n = node->call.n};
    const struct al_mark mark = al_arena_mark(ev->scratch);
    al_value v;

    if (node->flags & AL_NODE_DECLARED)
        return call_declared(ev, node, frame);
    if (node->call.space)
        return call_by_name(ev, node, frame);
    call.fn = resolve(ev, node);
    if (!call.fn)
        return al_unknown_node(ev, node);
    call.args = AL_NEW_N(ev->scratch, al_value, call.n);
    for (uint32_t i = 0; i < call.n; i++)
        call.args[i] = al_node_value(node->call.args[i], frame);
    v = force_arguments(&call) ? al_call_on_choices(&call) : call.fn->call(&call);
    v.flags |= flags_from(&call, &v);
    if (call.fn->call == al_fn_split && v.kind == AL_V_ARRAY) /* lambdas get the items alone */
        for (uint32_t i = 0; i < v.n; i++)
            v.items[i].flags |= v.flags & AL_VALUE_SECURE;
    al_arena_release(ev->scratch, mark);
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

/* Messages quote what is wrong. */
static void hide_arguments(const struct al_call *call)
{
    for (uint32_t i = 0; call->ev->masks && i < call->n; i++)
        if (call->args[i].kind == AL_V_STRING && call->args[i].flags & AL_VALUE_SECURE)
            al_masks_add(call->ev->masks, al_string_of(&call->args[i]));
}

al_value al_fail(struct al_call *call, const char *format, ...)
{
    va_list args;

    hide_arguments(call);
    va_start(args, format);
    al_diags_vadd(call->ev->diags, AL_TROUBLE_EXPRESSION, al_node_span(call->node), format, args);
    va_end(args);
    return al_unknown(call);
}

/* What a lambda makes of items that are not known: so that two which mean the same are one symbol, whatever
 * is bound around them. */
static al_value canonical_lambda(struct al_eval *ev, const al_value *lambda)
{
    const struct al_node *node = lambda->lazy.node;
    al_value *args = AL_NEW_N(ev->arena, al_value, node->lambda.n + 1),
             *items = AL_NEW_N(ev->arena, al_value, node->lambda.n);

    for (uint32_t i = 0; i < node->lambda.n; i++) {
        args[i] = al_string(node->lambda.names[i]);
        items[i] = al_symbol(ev->arena, AL_HINT_ANY, AL_STR("lambdaVariables"), &args[i], 1);
    }
    ev->diags->doubtful++;
    args[node->lambda.n] = al_apply(ev, lambda, items, node->lambda.n);
    al_force_deep(ev, &args[node->lambda.n]);
    ev->diags->doubtful--;
    return al_symbol(ev->arena, AL_HINT_ANY, AL_STR("lambda"), args, node->lambda.n + 1);
}

al_value al_unknown(struct al_call *call)
{
    const struct al_mark mark = al_arena_mark(call->ev->scratch);
    al_value *args = AL_NEW_N(call->ev->scratch, al_value, call->n), symbol;

    for (uint32_t i = 0; i < call->n; i++) {
        al_force_deep(call->ev, &call->args[i]);
        args[i] =
            call->args[i].kind == AL_V_LAMBDA ? canonical_lambda(call->ev, &call->args[i]) : call->args[i];
    }
    symbol =
        al_symbol(call->ev->arena, (enum al_hint)call->fn->returns,
                  call->fn->flags & AL_FN_RUNTIME ? call->name : al_str_of(call->fn->name), args, call->n);
    al_arena_release(call->ev->scratch, mark);
    return symbol;
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

al_value al_local_value(struct al_eval *ev, const struct al_node *node, const struct al_frame *frame)
{
    const struct al_frame *found = al_frame_find(frame, AL_BIND_LOCAL, node->string);

    if (found) /* in place, so that what is used often is worked out once */
        return *al_force(ev, (al_value *)(uintptr_t)&found->value);
    al_diags_add(ev->diags, AL_TROUBLE_EXPRESSION, al_node_span(node),
                 "there is no lambda variable '%.*s' here", AL_FMT(node->string));
    return al_unknown_node(ev, node);
}
