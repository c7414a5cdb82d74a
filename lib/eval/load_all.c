/* SPDX-License-Identifier: MIT */
/* A file that cannot be loaded is an error wherever Bicep names it, also where nobody asks for it. */
#include "eval/deployment.h"
#include "syntax/bicep.h"
#include "syntax/bicep_functions.h"

struct loader {
    struct al_eval *ev;
    const struct al_frame *frame;
};

static void visit(struct loader *l, const struct al_node *node);

static void visit_all(struct loader *l, struct al_node *const *nodes, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        visit(l, nodes[i]);
}

/* What an argument is that is not written out only the place of the call can tell. */
static bool is_written_out(const struct al_node *call)
{
    for (uint32_t i = 0; i < call->call.n; i++)
        if (call->call.args[i]->kind != AL_NODE_STRING)
            return false;
    return true;
}

static void visit_call(struct loader *l, const struct al_node *call)
{
    const struct al_bicep_function *function =
        call->flags & AL_NODE_BICEP ? al_bicep_function_find(call->call.name) : NULL;

    if (function && function->flags & AL_BICEP_FN_FILE && is_written_out(call))
        al_evaluate(l->ev, call, l->frame);
    else
        visit_all(l, call->call.args, call->call.n);
}

/* How deep nodes are nested is bounded by the parser. */
static void visit(struct loader *l, const struct al_node *node)
{
    if (!node)
        return;
    switch ((enum al_node_kind)node->kind) {
    case AL_NODE_ARRAY: visit_all(l, node->array.items, node->array.n); break;
    case AL_NODE_OBJECT:
        for (uint32_t i = 0; i < node->object.n; i++)
            visit(l, node->object.items[i].value);
        break;
    case AL_NODE_CALL: visit_call(l, node); break;
    case AL_NODE_MEMBER: visit(l, node->member.base); break;
    case AL_NODE_INDEX:
        visit(l, node->index.base);
        visit(l, node->index.index);
        break;
    case AL_NODE_LAMBDA: visit(l, node->lambda.body); break;
    case AL_NODE_LOOP:
        visit(l, node->loop.over);
        visit(l, node->loop.body);
        break;
    case AL_NODE_SPREAD: visit(l, node->spread); break;
    default: break;
    }
}

void al_load_all(struct al_eval *ev, const struct al_deployment *deployment)
{
    const struct al_template *tmpl = deployment->tmpl;
    struct loader l = {ev, &deployment->frame};

    if (!tmpl->has_names)
        return;
    visit(&l, tmpl->root);
    for (uint32_t i = 0; i < tmpl->nfunctions; i++)
        visit(&l, tmpl->functions[i].output);
}
