/* SPDX-License-Identifier: MIT */
/* Long chains of declarations. Each value is worked out when another one asks for it, which takes of the
 * stack for every link of a chain. Half way to the limit of that, what a declaration refers to is worked out
 * from the end of the chain on instead, with a stack of its own: however long it is, it goes no deeper. */
#include "eval/walk.h"
#include "syntax/expression.h"

struct link {
    uint32_t number;
    bool entered; /* what it refers to is above it on the stack */
};

struct settling {
    struct al_eval *ev;
    struct al_deployment *deployment;
    bool *seen; /* variables, then parameters */
    AL_VEC(struct link) stack;
};

static al_value *slot_of(const struct settling *s, uint32_t number)
{
    const uint32_t nvariables = s->deployment->tmpl->nvariables;

    return number < nvariables ? &s->deployment->variables[number]
                               : &s->deployment->parameters[number - nvariables];
}

static void add(struct settling *s, size_t number)
{
    const al_value *slot = slot_of(s, (uint32_t)number);

    if (s->seen[number])
        return;
    s->seen[number] = true;
    if (slot->kind == AL_V_LAZY && slot->lazy.frame == &s->deployment->frame)
        *al_vec_push(s->ev->arena, &s->stack) = (struct link){(uint32_t)number, false};
}

static void look_at(void *ptr, const struct al_node *node)
{
    struct settling *s = ptr;
    const struct al_template *tmpl = s->deployment->tmpl;
    const struct al_variable *variable;
    const struct al_parameter *parameter;

    if (!al_step(s->ev, node, 1))
        return;
    if (node->kind == AL_NODE_TEXT) {
        look_at(s, al_expression_tree(s->ev->arena, s->ev->diags, node));
    } else if (node->kind == AL_NODE_VARIABLE) {
        variable = node->variable.home && node->variable.home != tmpl
                       ? NULL
                       : al_map_get(&tmpl->variable_index, node->string);
        if (variable)
            add(s, (size_t)(variable - tmpl->variables));
    } else if (node->kind == AL_NODE_PARAMETER) {
        parameter = al_map_get(&tmpl->parameter_index, node->string);
        if (parameter)
            add(s, tmpl->nvariables + (size_t)(parameter - tmpl->parameters));
    } else {
        al_node_each_child(node, look_at, s);
    }
}

static void work_out(const struct settling *s, uint32_t number)
{
    const struct al_template *tmpl = s->deployment->tmpl;
    const al_value *slot = slot_of(s, number);
    const struct al_node *at = slot->kind == AL_V_LAZY ? slot->lazy.node : NULL;

    if (!at)
        return;
    if (number < tmpl->nvariables)
        al_variable_value(s->ev, &s->deployment->frame, tmpl->variables[number].name, at);
    else
        al_parameter_value(s->ev, &s->deployment->frame, tmpl->parameters[number - tmpl->nvariables].name,
                           at);
}

void al_settle(struct al_eval *ev, struct al_deployment *deployment, const al_value *slot)
{
    struct settling s = {.ev = ev, .deployment = deployment};

    if (slot->kind != AL_V_LAZY || ev->settling || ev->depth < ev->limits.depth / 8)
        return;
    ev->settling = true;
    s.seen = AL_NEW_N(ev->arena, bool, deployment->tmpl->nvariables + deployment->tmpl->nparameters);
    look_at(&s, slot->lazy.node);
    while (s.stack.n) {
        struct link *top = &s.stack.v[s.stack.n - 1];
        const uint32_t number = top->number;
        if (top->entered || slot_of(&s, number)->kind != AL_V_LAZY) {
            s.stack.n--;
            work_out(&s, number);
        } else {
            top->entered = true;
            look_at(&s, slot_of(&s, number)->lazy.node);
        }
    }
    ev->settling = false;
}
