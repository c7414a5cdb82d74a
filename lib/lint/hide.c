/* SPDX-License-Identifier: MIT */
/* What is hidden is hidden as text, wherever it turns up: in the line that another finding shows, in the name
 * of a resource, in a complaint of the evaluator. What is computed from it carries a flag of its own. */
#include "lint/hide.h"

#include "base/masks.h"
#include "eval/secure.h"
#include "syntax/expression.h"

enum {
    NODES_MOST = 10000, /* of one value */
    DEPTH_MOST = 32,
    SHORTEST = 8, /* of numbers and of what stands in expressions: the rest is anything but secrets */
};

struct search {
    struct al_input *input;
    unsigned budget;
    const struct al_parameter *parameter; /* whose value it is, or NULL */
};

static struct al_masks *masks_of(struct al_input *input)
{
    return &input->masks;
}

/* -- texts as they are written -- */

/* Between its quotes a text may be spelled otherwise than it reads. */
static void hide_spelling(struct al_input *input, const struct al_node *node)
{
    al_str text;

    if (!al_node_is(node, AL_NODE_STRING) || !(node->flags & (AL_NODE_ESCAPED | AL_NODE_MULTI_LINE)) ||
        node->len < 2 || node->flags & AL_NODE_NAMEOF)
        return;
    text = al_span_text(al_node_span(node));
    al_masks_add(masks_of(input), (al_str){text.s + 1, text.n - 2});
}

static void hide_literals(void *ptr, const struct al_node *node)
{
    struct search *s = ptr;

    if (s->budget == 0)
        return;
    s->budget--;
    if (node->kind != AL_NODE_STRING)
        al_node_each_child(node, hide_literals, s);
    else if (node->string.n >= SHORTEST && !al_str_starts(node->string, AL_STR("Microsoft.")))
        al_masks_add(masks_of(s->input), node->string);
}

/* -- values -- */

static void hide_number(struct search *s, int64_t number)
{
    al_str digits = al_printf(s->input->arena, "%lld", (long long)number);

    if (digits.n >= SHORTEST)
        al_masks_add(masks_of(s->input), digits);
}

static void hide_text(const struct search *s, const al_str *name, al_str text)
{
    if (name && s->parameter)
        al_hide_member(s->input->graph, s->parameter, *name, text);
    else
        al_masks_add(masks_of(s->input), text);
}

/* `name` is that of the member it is, or is in; NULL: of none. */
static void hide(struct search *s, const al_str *name, al_value *value, unsigned depth)
{
    if (s->budget == 0 || depth > DEPTH_MOST)
        return;
    s->budget--;
    al_force(&s->input->graph->ev, value);
    if (value->kind == AL_V_STRING) {
        hide_text(s, name, al_string_of(value));
        hide_spelling(s->input, value->origin);
    } else if (value->kind == AL_V_INT) {
        hide_number(s, value->integer);
    }
    for (uint32_t i = 0; value->kind == AL_V_ARRAY && i < value->n; i++)
        hide(s, name, &value->items[i], depth + 1);
    for (uint32_t i = 0; value->kind == AL_V_OBJECT && i < value->object->n; i++)
        hide(s, &value->object->entries[i].key, &value->object->entries[i].value, depth + 1);
}

static void hide_value(struct al_input *input, const struct al_parameter *parameter, al_value value)
{
    struct search search = {input, NODES_MOST, parameter};

    hide(&search, NULL, &value, 0);
}

void al_hide_secure(struct al_input *input, const al_value *value)
{
    if (value->kind == AL_V_STRING && value->flags & AL_VALUE_SECURE)
        al_masks_add(masks_of(input), al_string_of(value));
}

/* A text may be a literal of the template as it stands, an expression with the secret among its words. */
void al_hide_field(struct al_input *input, const al_field *field)
{
    const struct al_node *at = field ? field->at : NULL;
    struct search search = {.input = input, .budget = NODES_MOST};

    if (!at || field->value->kind != AL_V_STRING) /* the name of a declaration stands nowhere */
        return;
    hide_value(input, NULL, *field->value);
    hide_spelling(input, at);
    if (al_node_is(at, AL_NODE_TEXT) && field->value->origin == at &&
        al_str_eq(al_string_of(field->value), al_node_text(at)))
        hide_literals(&search, al_expression_tree(input->arena, input->diags, at));
}

/* -- parameters -- */

static void hide_part(void *ptr, al_value *secret)
{
    struct search *s = ptr;

    hide(s, NULL, secret, 0);
}

/* All of it, or what is secret in it by its type. */
static void hide_typed(struct al_input *input, const struct al_template *tmpl, const struct al_parameter *p,
                       al_value value)
{
    struct al_eval *ev = &input->graph->ev;
    struct search search = {input, NODES_MOST, p};

    if (al_type_resolve(ev, tmpl, p->type).secure)
        hide(&search, NULL, &value, 0);
    else
        al_secure_each(ev, tmpl, p->type, &value, hide_part, &search);
}

static void hide_data(struct al_input *input, const struct al_template *tmpl, const struct al_parameter *p,
                      const struct al_node *node, bool whole)
{
    al_value value;

    if (!node || node->kind < AL_NODE_INT || node->kind > AL_NODE_OBJECT || node->kind == AL_NODE_TEXT)
        return;
    value = al_value_from_data(&input->graph->ev, node);
    if (whole)
        hide_value(input, p, value);
    else
        hide_typed(input, tmpl, p, value);
}

/* What it might be. */
static void hide_declaration(struct al_input *input, const struct al_template *tmpl,
                             const struct al_parameter *p, bool whole)
{
    hide_data(input, tmpl, p, p->default_value, whole);
    hide_data(input, tmpl, p, al_type_resolve(&input->graph->ev, tmpl, p->type).allowed, whole);
}

/* What it is, and what it was given although it cannot be that. */
static void hide_parameter(struct al_input *input, struct al_deployment *d, const struct al_parameter *p,
                           bool whole)
{
    al_value values[2] = {al_parameter_value(&input->graph->ev, &d->frame, p->name, p->node),
                          d->given[p - d->tmpl->parameters]};

    for (size_t i = 0; i < 2 && values[i].kind != AL_V_LAZY; i++)
        if (whole)
            hide_value(input, p, values[i]);
        else
            hide_typed(input, d->tmpl, p, values[i]);
}

void al_hide_parameter(al_check *check, const struct al_declaration *parameter)
{
    struct al_deployment *d = check->deployment;
    const struct al_parameter *p = al_map_get(&d->tmpl->parameter_index, al_str_of(parameter->name));

    if (p && d->scope == d)
        hide_parameter(check->input, d, p, true);
    if (p)
        hide_declaration(check->input, d->tmpl, p, true);
}

/* Whether a look at its values is worth it. */
static bool may_be_secure(const struct al_type *type)
{
    return type->secure || type->ref.n || type->properties || type->items || type->prefix_items ||
           type->additional || type->discriminator;
}

static void hide_declarations(struct al_input *input, const struct al_template *tmpl)
{
    for (uint32_t i = 0; i < tmpl->nparameters; i++)
        if (may_be_secure(&tmpl->parameters[i].type))
            hide_declaration(input, tmpl, &tmpl->parameters[i], false);
}

static void hide_parameters(struct al_input *input, struct al_deployment *d)
{
    for (uint32_t i = 0; d->scope == d && i < d->tmpl->nparameters; i++)
        if (may_be_secure(&d->tmpl->parameters[i].type))
            hide_parameter(input, d, &d->tmpl->parameters[i], false);
}

void al_hide_secrets(struct al_input *input)
{
    struct al_graph *graph = input->graph;

    for (size_t i = 0; i < graph->templates.n; i++)
        hide_declarations(input, graph->templates.v[i].tmpl);
    for (size_t i = 0; i < graph->roots.n; i++)
        hide_parameters(input, graph->roots.v[i]);
    for (size_t i = 0; i < graph->resources.n; i++) {
        al_hide_secure(input, &graph->resources.v[i]->name); /* it is in ids, too */
        if (graph->resources.v[i]->inner)
            hide_parameters(input, graph->resources.v[i]->inner);
    }
    al_find_secrets(input);
}

/* -- use -- */

al_str al_hide_in(struct al_input *input, al_str text)
{
    return al_masks_apply(masks_of(input), input->arena, text, false);
}

al_str al_hide_in_line(struct al_input *input, al_str line)
{
    return al_masks_apply(masks_of(input), input->arena, line, true);
}
