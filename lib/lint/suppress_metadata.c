/* SPDX-License-Identifier: MIT */
/* Metadata, for JSON that is generated or must be strict:
 *
 *     "metadata": { "armlint": [{ "rule": "ID", "reason": "...", "until": "2026-12-31" }] }
 *     "metadata": { "armlint": { "disable": ["ID"], "reason": "..." } }
 *
 * It is about what it stands in: a resource, a parameter, an output, or the whole template; in a parameter
 * file, one value or all of them. */
#include "lint/suppress.h"

static const char form[] = "expected { \"rule\": \"ID\", \"reason\": \"...\" } or { \"disable\": [\"ID\"] }";

struct entry {
    const struct al_suppression_reader *reader;
    struct al_suppression about; /* all but the id */
};

static void add(const struct entry *e, const struct al_node *id)
{
    struct al_suppression s = e->about;

    s.id = al_node_text(id);
    s.place = al_node_span(id);
    if (s.id.n)
        al_suppressions_add(e->reader->input, e->reader->out, &s);
    else
        al_suppressions_fault(e->reader->input, e->reader->out, s.place, "expected the id of a rule");
}

static void read_entry(struct entry *e, const struct al_node *node)
{
    const struct al_node *rule = al_node_get(node, "rule"), *list = al_node_get(node, "disable");
    const uint32_t n = al_node_is(list, AL_NODE_ARRAY) ? list->array.n : 0;

    e->about.reason = al_node_text(al_node_get(node, "reason"));
    e->about.until = al_node_text(al_node_get(node, "until"));
    if (rule)
        add(e, rule);
    if (!rule && n == 0)
        al_suppressions_fault(e->reader->input, e->reader->out, al_node_span(list ? list : node), form);
    for (uint32_t i = 0; i < n; i++)
        add(e, list->array.items[i]);
}

/* `metadata` may be NULL. */
static void read(const struct al_suppression_reader *reader, const struct al_node *metadata, uint32_t from,
                 uint32_t to)
{
    const struct al_node *ours = metadata ? al_node_get(metadata, "armlint") : NULL;
    struct entry e = {reader, {.by = AL_BY_ARMLINT, .from = from, .to = to}};

    if (metadata && reader->input->run->options.honour)
        al_suppressions_in_others_metadata(reader, metadata, &e.about);
    if (!ours)
        return;
    if (!al_node_is(ours, AL_NODE_ARRAY)) {
        read_entry(&e, ours);
        return;
    }
    if (ours->array.n == 0)
        al_suppressions_fault(reader->input, reader->out, al_node_span(ours), form);
    for (uint32_t i = 0; i < ours->array.n; i++)
        read_entry(&e, ours->array.items[i]);
}

/* A declaration goes from its name, or its value where that comes first, to the end of its value. */
static void read_declared(const struct al_suppression_reader *reader, const struct al_node *metadata,
                          const struct al_node *node, struct al_span name)
{
    if (metadata)
        read(reader, metadata, name.len && name.off < node->off ? name.off : node->off,
             node->off + node->len);
}

/* What other tools read besides. */
static void read_tags(const struct al_suppression_reader *reader, const struct al_resource_decl *decl)
{
    const struct al_node *node = decl->node;
    const struct al_suppression about = {.from = decl->name_span.off < node->off ? decl->name_span.off
                                                                                 : node->off,
                                         .to = node->off + node->len};

    if (al_is_honoured(reader->input->run, AL_BY_TERRASCAN))
        al_suppressions_in_tags(reader, node, &about);
}

static void read_resource(const struct al_suppression_reader *reader, const struct al_resource_decl *decl)
{
    read_tags(reader, decl);
    read_declared(reader, al_node_get(decl->node, "metadata"), decl->node, decl->name_span);
    for (uint32_t i = 0; i < decl->nchildren; i++)
        read_resource(reader, &decl->children[i]);
}

/* { "parameters": { "key": { "value": ..., "metadata": ... } } }, or just the inner object. */
static void read_values(const struct al_suppression_reader *reader)
{
    const struct al_node *root = reader->tmpl->root, *values = al_node_get(root, "parameters");

    if (!values)
        values = root;
    for (uint32_t i = 0; al_node_is(values, AL_NODE_OBJECT) && i < values->object.n; i++) {
        const struct al_property *p = &values->object.items[i];
        if (al_node_is(p->value, AL_NODE_OBJECT))
            read_declared(reader, al_node_get(p->value, "metadata"), p->value, al_key_span(values, p));
    }
}

void al_suppressions_in_metadata(const struct al_suppression_reader *reader)
{
    const struct al_template *t = reader->tmpl;

    if (t->root && !t->bare)
        read_declared(reader, al_node_get(t->root, "metadata"), t->root, (struct al_span){0});
    for (uint32_t i = 0; i < t->nparameters; i++)
        read_declared(reader, t->parameters[i].metadata, t->parameters[i].node, t->parameters[i].name_span);
    for (uint32_t i = 0; i < t->noutputs; i++)
        read_declared(reader, al_node_get(t->outputs[i].node, "metadata"), t->outputs[i].node,
                      t->outputs[i].name_span);
    if (t->is_parameters)
        read_values(reader);
    for (uint32_t i = 0; i < t->nresources; i++)
        read_resource(reader, &t->resources[i]);
}
