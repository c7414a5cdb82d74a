/* SPDX-License-Identifier: MIT */
/* The texts of a template and of the parameter files it is deployed with, collected once. There are many of
 * them and a path is wanted for few: it is found by going down from the root to where the text stands. */
#include "lint/literals.h"

struct text {
    const struct al_node *node;
    uint32_t section; /* of the root */
    uint32_t given;   /* which of the graph's parameter files it stands in, plus one; 0: in the template */
};

struct literals {
    struct al_input *input;
    const struct al_template *tmpl;
    al_str prefix; /* of the template's paths */
    uint32_t section, given;
    AL_VEC(struct text) list;
    const size_t *asker; /* who was given the last one, by the place where it counts */
    struct al_mark mark; /* before that */
};

/* What al_next_literal() gives out. Its path is made when somebody asks. */
struct literal {
    struct al_field field; /* first, so that a field leads to its literal */
    al_value value;
    const struct literals *all;
    const struct text *text;
};

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
    switch (p->key.n) {
    case 7: return al_str_caseeq(p->key, AL_STR("$schema"));
    case 8:
        return al_str_caseeq(p->key, AL_STR("metadata")) || al_str_caseeq(p->key, AL_STR("comments")) ||
               (al_str_caseeq(p->key, AL_STR("template")) && is_template(all->input, p->value));
    case 11: return al_str_caseeq(p->key, AL_STR("description"));
    case 14: return al_str_caseeq(p->key, AL_STR("contentVersion"));
    default: return false;
    }
}

static void visit(void *ptr, const struct al_node *node)
{
    struct literals *all = ptr;

    if (node->kind == AL_NODE_STRING || node->kind == AL_NODE_TEXT)
        *al_vec_push(all->input->arena, &all->list) = (struct text){node, all->section, all->given};
    else if (node->kind != AL_NODE_OBJECT)
        al_node_each_child(node, visit, all);
    else
        for (uint32_t i = 0; i < node->object.n; i++)
            if (!is_skipped(all, &node->object.items[i]))
                visit(all, node->object.items[i].value);
}

/* Bicep's declarations stand in any order: which section of the root a text is in must be remembered. */
static void visit_sections(struct literals *all, const struct al_node *root)
{
    if (!root)
        return;
    if (root->kind != AL_NODE_OBJECT) {
        visit(all, root);
        return;
    }
    for (uint32_t i = 0; i < root->object.n; i++) {
        all->section = i;
        if (!is_skipped(all, &root->object.items[i]))
            visit(all, root->object.items[i].value);
    }
}

static void visit_given(struct literals *all, const struct al_deployment *to)
{
    const struct al_graph *graph = all->input->graph;

    for (size_t i = 0; i < graph->given.n; i++) {
        all->given = (uint32_t)i + 1;
        if (graph->given.v[i].to == to)
            visit_sections(all, graph->given.v[i].file->root);
    }
}

static struct literals *literals_of(al_check *check)
{
    struct al_input *input = check->input;
    struct literals *all = *al_input_slot(input, &input->literals, check->tmpl);

    if (all)
        return all;
    all = AL_NEW(input->arena, struct literals);
    all->input = input;
    all->tmpl = check->tmpl;
    all->prefix = check->deployment->path;
    visit_sections(all, check->tmpl->root);
    visit_given(all, check->deployment);
    *al_input_slot(input, &input->literals, check->tmpl) = all;
    return all;
}

/* -- paths -- */

static bool holds(const struct al_node *node, const struct al_node *text)
{
    return node->source == text->source && node->off <= text->off && text->off < node->off + node->len;
}

static uint32_t member_count(const struct al_node *node)
{
    return node->kind == AL_NODE_ARRAY ? node->array.n : node->kind == AL_NODE_OBJECT ? node->object.n : 0;
}

static const struct al_node *member(const struct al_node *node, uint32_t i)
{
    return node->kind == AL_NODE_ARRAY ? node->array.items[i] : node->object.items[i].value;
}

/* Members stand in the order of the text, but for a key that is there twice. */
static uint32_t find_member(const struct al_node *node, const struct al_node *text)
{
    uint32_t n = member_count(node), lo = 0, hi = n;

    while (hi - lo > 1) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (member(node, mid)->off <= text->off)
            lo = mid;
        else
            hi = mid;
    }
    if (lo < n && holds(member(node, lo), text))
        return lo;
    for (lo = 0; lo < n && !holds(member(node, lo), text);)
        lo++;
    return lo;
}

/* The member on the way to `text`, after appending its step; NULL when there is none. */
static const struct al_node *step_down(struct al_buf *path, size_t start, const struct al_node *node,
                                       const struct al_node *text)
{
    uint32_t i = find_member(node, text);

    if (node->kind == AL_NODE_LOOP)
        return node->loop.body;
    if (i == member_count(node))
        return NULL;
    if (node->kind == AL_NODE_ARRAY)
        al_buf_printf(path, "[%u]", (unsigned)i);
    else
        al_buf_printf(path, "%s%.*s", path->n > start ? "." : "", AL_FMT(node->object.items[i].key));
    return member(node, i);
}

static const struct al_node *root_of(const struct literal *literal)
{
    const struct al_graph *graph = literal->all->input->graph;
    const uint32_t given = literal->text->given;

    return given ? graph->given.v[given - 1].file->root : literal->all->tmpl->root;
}

static al_str path_of(const struct literal *literal)
{
    const struct literals *all = literal->all;
    const struct al_node *node = root_of(literal);
    struct al_buf path = AL_BUF(all->input->graph->scratch);

    al_buf_put(&path, all->prefix);
    if (al_node_is(node, AL_NODE_OBJECT)) {
        al_buf_put(&path, node->object.items[literal->text->section].key);
        node = node->object.items[literal->text->section].value;
    }
    while (node && node != literal->field.at)
        node = step_down(&path, all->prefix.n, node, literal->field.at);
    return al_buf_str(&path);
}

al_str al_template_path(const al_field *field)
{
    return field->path.s ? field->path : path_of((const struct literal *)(const void *)field);
}

const al_field *al_next_literal(al_check *check, size_t *at, const char **path)
{
    al_arena *scratch = check->input->graph->scratch;
    struct literals *all = literals_of(check);
    struct literal *literal;

    if (*at > 0 && all->asker == at)
        al_arena_release(scratch, all->mark);
    all->asker = *at < all->list.n ? at : NULL;
    if (!all->asker)
        return NULL;
    all->mark = al_arena_mark(scratch);
    literal = AL_NEW(scratch, struct literal);
    literal->all = all;
    literal->text = &all->list.v[(*at)++];
    literal->field.at = literal->text->node;
    literal->value = al_string(al_node_text(literal->field.at));
    literal->value.origin = literal->field.at;
    literal->field.value = &literal->value;
    if (path)
        *path = al_str_cstr(scratch, path_of(literal));
    return &literal->field;
}
