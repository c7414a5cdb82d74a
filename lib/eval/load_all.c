/* SPDX-License-Identifier: MIT */
/* A file that cannot be loaded is an error wherever Bicep names it, also where nobody asks for it. */
#include "eval/deployment.h"
#include "syntax/bicep.h"
#include "syntax/bicep_functions.h"

struct loader {
    struct al_eval *ev;
    const struct al_frame *frame;
};

static void visit(void *ptr, const struct al_node *node);

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
        al_node_each_child(call, visit, l);
}

/* How deep nodes are nested is bounded by the parser. */
static void visit(void *ptr, const struct al_node *node)
{
    if (node->kind == AL_NODE_CALL)
        visit_call(ptr, node);
    else
        al_node_each_child(node, visit, ptr);
}

void al_load_all(struct al_eval *ev, const struct al_deployment *deployment)
{
    const struct al_template *tmpl = deployment->tmpl;
    struct loader l = {ev, &deployment->frame};

    if (!tmpl->has_names)
        return;
    visit(&l, tmpl->root);
    for (uint32_t i = 0; i < tmpl->nfunctions; i++)
        if (tmpl->functions[i].output)
            visit(&l, tmpl->functions[i].output);
}
