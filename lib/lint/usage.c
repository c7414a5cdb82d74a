/* SPDX-License-Identifier: MIT */
/* All expressions are walked, not only those that were evaluated. A nested template of outer scope speaks
 * about the parameters and variables around it; one of inner scope has its own. A user-defined function has
 * parameters of its own, but may read the template's variables. */
#include "lint/usage.h"
#include "syntax/expression.h"

struct walk {
    struct al_input *input;
    struct al_usage *usage;
    bool in_function; /* parameters are the function's own there, variables the template's */
};

static void visit(struct walk *w, const struct al_node *node);

static void mark(struct walk *w, struct al_map *map, al_str name)
{
    *al_map_put(w->input->arena, map, name) = w->usage;
}

/* parameters(concat(...)) and its like are calls; with a literal name they are nodes of their own. */
static void visit_call(struct walk *w, const struct al_node *node)
{
    if (node->call.space == 0) {
        w->usage->any_parameter |= !w->in_function && al_str_caseeq(node->call.name, AL_STR("parameters"));
        w->usage->any_variable |= al_str_caseeq(node->call.name, AL_STR("variables"));
    }
    for (uint32_t i = 0; i < node->call.n; i++)
        visit(w, node->call.args[i]);
}

/* What nameof() is given must be there. A template that another one holds as a value has its expressions
 * escaped, "[[parameters('x')]", and what Azure prints has them as plain text: the names in them count. */
static void visit_string(struct walk *w, const struct al_node *node)
{
    struct al_diags nobody = {.arena = w->input->arena}; /* it may be no expression at all: json('[]') */
    struct al_node *text;

    if (node->flags & AL_NODE_NAMEOF)
        visit(w, node->named.what);
    if (!al_is_expression(node->string))
        return;
    text = al_node_new(w->input->arena, AL_NODE_TEXT, al_node_span(node));
    text->flags = node->flags;
    text->text.string = node->string;
    visit(w, al_expression_tree(w->input->arena, &nobody, text));
}

/* `owner` is the properties object of a nested deployment. */
static bool has_own_scope(const struct al_node *owner)
{
    const struct al_node *options = al_node_get(owner, "expressionEvaluationOptions");

    return al_str_caseeq(al_node_text(al_node_get(options, "scope")), AL_STR("inner"));
}

static void visit_object(struct walk *w, const struct al_node *node)
{
    for (uint32_t i = 0; i < node->object.n; i++) {
        const struct al_property *p = &node->object.items[i];
        visit(w, p->key_node);
        if (!al_str_caseeq(p->key, AL_STR("template")) || !has_own_scope(node))
            visit(w, p->value);
    }
}

/* The readers bound how deep nodes are nested. */
static void visit_node(void *ptr, const struct al_node *node)
{
    struct walk *w = ptr;

    switch (node->kind) {
    case AL_NODE_STRING: visit_string(w, node); break;
    case AL_NODE_TEXT: visit(w, al_expression_tree(w->input->arena, w->input->diags, node)); break;
    case AL_NODE_OBJECT: visit_object(w, node); break;
    case AL_NODE_CALL: visit_call(w, node); break;
    case AL_NODE_PARAMETER:
        if (!w->in_function)
            mark(w, &w->usage->parameters, node->string);
        break;
    case AL_NODE_VARIABLE: mark(w, &w->usage->variables, node->string); break;
    default: al_node_each_child(node, visit_node, w); break;
    }
}

static void visit(struct walk *w, const struct al_node *node)
{
    if (node)
        visit_node(w, node);
}

/* People write "[see the wiki]" there; it is no expression to Azure either. */
static bool is_remark(al_str key)
{
    return al_str_caseeq(key, AL_STR("comments")) || al_str_caseeq(key, AL_STR("metadata"));
}

/* Where Bicep writes these is not inside the braces. */
static void visit_outside(struct walk *w, const struct al_resource_decl *decl)
{
    visit(w, decl->condition);
    visit(w, decl->loop);
    for (uint32_t i = 0; i < decl->nchildren; i++)
        visit_outside(w, &decl->children[i]);
}

static void visit_resource(struct walk *w, const struct al_resource_decl *decl)
{
    if (!al_node_is(decl->node, AL_NODE_OBJECT)) {
        visit(w, decl->node);
        return;
    }
    for (uint32_t i = 0; i < decl->node->object.n; i++)
        if (!is_remark(decl->node->object.items[i].key))
            visit(w, decl->node->object.items[i].value);
    visit_outside(w, decl);
}

/* Bicep's variables of other files are read in functions; extensions are configured outside of resources. */
static void visit_functions_and_extensions(struct walk *w, const struct al_template *t)
{
    static const char *const keys[] = {"imports", "extensions"};

    w->in_function = true;
    for (uint32_t i = 0; i < t->nfunctions; i++)
        visit(w, t->functions[i].output);
    w->in_function = false;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        visit(w, al_node_get(t->root, keys[i]));
}

static void visit_template(struct walk *w, const struct al_template *t)
{
    for (uint32_t i = 0; i < t->nparameters; i++)
        visit(w, t->parameters[i].default_value);
    for (uint32_t i = 0; i < t->nvariables; i++)
        visit(w, t->variables[i].value);
    for (uint32_t i = 0; i < t->nresources; i++)
        visit_resource(w, &t->resources[i]);
    for (uint32_t i = 0; i < t->noutputs; i++) {
        visit(w, t->outputs[i].value);
        visit(w, t->outputs[i].condition);
    }
    visit_functions_and_extensions(w, t);
}

const struct al_usage *al_usage_of(struct al_input *input, const struct al_template *tmpl)
{
    void **slot = al_input_slot(input, &input->usages, tmpl);
    struct walk w = {.input = input, .usage = *slot};

    if (w.usage)
        return w.usage;
    w.usage = AL_NEW(input->arena, struct al_usage);
    w.usage->parameters.fold = w.usage->variables.fold = true;
    w.usage->any_parameter = w.usage->any_variable = tmpl->partial; /* what could not be read may use them */
    visit_template(&w, tmpl);
    *al_input_slot(input, &input->usages, tmpl) = w.usage;
    return w.usage;
}
