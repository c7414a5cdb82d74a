/* SPDX-License-Identifier: MIT */
/* The texts of a template, collected once. There are many of them and a path is wanted for few, so a text
 * remembers its last step and paths are put together when somebody asks. */
#include "lint/literals.h"

#include <stddef.h>

#define NO_STEP UINT32_MAX

struct step {
    uint32_t up; /* index of the step before, or NO_STEP */
    uint32_t index;
    al_str key; /* empty: an item of an array */
};

struct literals;

struct literal {
    struct al_field field; /* first, so that a field leads to its literal; its path is made when asked for */
    al_value value;
    const struct literals *all;
    uint32_t last;
};

struct literals {
    struct al_input *input;
    al_str prefix; /* of the template's paths */
    AL_VEC(struct step) steps;
    AL_VEC(struct literal) list;
};

static void visit(struct literals *all, const struct al_node *node, uint32_t last);

static void note_roots(struct al_input *input)
{
    for (size_t i = 0; i < input->graph->templates.n; i++) {
        const struct al_node *root = input->graph->templates.v[i].tmpl->root;
        if (root)
            *al_input_slot(input, &input->roots, root) = input;
    }
}

/* Templates inside templates are looked at on their own. */
static bool is_template(struct al_input *input, const struct al_node *node)
{
    if (input->roots.n == 0)
        note_roots(input);
    return al_map_get(&input->roots, (al_str){(const char *)&node, sizeof node});
}

static bool is_skipped(struct literals *all, const struct al_property *p)
{
    static const char *const keys[] = {"metadata", "description", "$schema", "contentVersion", "comments"};

    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (al_str_caseeq(p->key, al_str_of(keys[i])))
            return true;
    return al_str_caseeq(p->key, AL_STR("template")) && is_template(all->input, p->value);
}

static uint32_t add_step(struct literals *all, uint32_t up, al_str key, uint32_t index)
{
    struct step *step = al_vec_push(all->input->arena, &all->steps);

    *step = (struct step){up, index, key};
    return (uint32_t)(all->steps.n - 1);
}

static void add_text(struct literals *all, const struct al_node *node, uint32_t last)
{
    struct literal *literal = al_vec_push(all->input->arena, &all->list);

    literal->field.at = node;
    literal->value = al_string(al_node_text(node));
    literal->value.origin = node;
    literal->all = all;
    literal->last = last;
}

static void visit(struct literals *all, const struct al_node *node, uint32_t last)
{
    if (!node)
        return;
    switch (node->kind) {
    case AL_NODE_STRING:
    case AL_NODE_TEXT: add_text(all, node, last); break;
    case AL_NODE_LOOP: visit(all, node->loop.body, last); break;
    case AL_NODE_ARRAY:
        for (uint32_t i = 0; i < node->array.n; i++)
            visit(all, node->array.items[i], add_step(all, last, AL_STR(""), i));
        break;
    case AL_NODE_OBJECT:
        for (uint32_t i = 0; i < node->object.n; i++)
            if (!is_skipped(all, &node->object.items[i]))
                visit(all, node->object.items[i].value, add_step(all, last, node->object.items[i].key, i));
        break;
    default: break;
    }
}

static const struct literals *literals_of(al_check *check)
{
    struct al_input *input = check->input;
    struct literals *all = *al_input_slot(input, &input->literals, check->tmpl);

    if (all)
        return all;
    all = AL_NEW(input->arena, struct literals);
    all->input = input;
    all->prefix = check->deployment->path;
    visit(all, check->tmpl->root, NO_STEP);
    for (size_t i = 0; i < all->list.n; i++) /* only now do they stay where they are */
        all->list.v[i].field.value = &all->list.v[i].value;
    *al_input_slot(input, &input->literals, check->tmpl) = all;
    return all;
}

/* Steps lead upwards; paths are written downwards. */
static al_str path_of(const struct literal *literal)
{
    const struct literals *all = literal->all;
    AL_VEC(uint32_t) way = {0};
    struct al_buf buf = AL_BUF(all->input->arena);

    for (uint32_t at = literal->last; at != NO_STEP; at = all->steps.v[at].up)
        *al_vec_push(all->input->arena, &way) = at;
    al_buf_put(&buf, all->prefix);
    while (way.n > 0) {
        const struct step *step = &all->steps.v[way.v[--way.n]];
        if (step->key.n == 0)
            al_buf_printf(&buf, "[%u]", (unsigned)step->index);
        else
            al_buf_printf(&buf, "%s%.*s", buf.n > all->prefix.n ? "." : "", AL_FMT(step->key));
    }
    return al_buf_str(&buf);
}

al_str al_template_path(const al_field *field)
{
    return field->path.s ? field->path : path_of((const struct literal *)(const void *)field);
}

const al_field *al_next_literal(al_check *check, size_t *at, const char **path)
{
    const struct literals *all = literals_of(check);
    const struct literal *literal;

    if (*at >= all->list.n)
        return NULL;
    literal = &all->list.v[(*at)++];
    if (path)
        *path = al_str_cstr(check->input->arena, path_of(literal));
    return &literal->field;
}
