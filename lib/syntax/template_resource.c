/* SPDX-License-Identifier: MIT */
#include "syntax/template_private.h"

struct field {
    const char *key;
    size_t offset; /* of a const struct al_node * in struct al_resource_decl */
};

#define FIELD(key, member)                             \
    {                                                  \
        key, offsetof(struct al_resource_decl, member) \
    }
static const struct field fields[] = {
    FIELD("type", type),
    FIELD("name", name),
    FIELD("apiVersion", api_version),
    FIELD("condition", condition),
    FIELD("scope", scope),
    FIELD("location", location),
    FIELD("kind", kind),
    FIELD("sku", sku),
    FIELD("identity", identity),
    FIELD("tags", tags),
    FIELD("dependsOn", depends_on),
    FIELD("properties", properties),
    FIELD("existing", existing),
};
#undef FIELD

void al_template_set_field(struct al_resource_decl *decl, const struct al_property *property)
{
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (al_str_caseeq(property->key, al_str_of(fields[i].key))) {
            char *place = (char *)decl + fields[i].offset;
            memcpy(place, &property->value, sizeof property->value);
            return;
        }
    }
}

static bool may_be_text(const struct al_node *node)
{
    switch ((enum al_node_kind)node->kind) {
    case AL_NODE_NULL:
    case AL_NODE_BOOL:
    case AL_NODE_INT:
    case AL_NODE_FLOAT:
    case AL_NODE_ARRAY:
    case AL_NODE_OBJECT: return false;
    default: return true; /* also the expressions of a template that is written in Bicep */
    }
}

/* Type and name are texts, or expressions for them: anything else is reported and left out. */
static void check_text(struct al_template_reader *r, const struct al_node **field, const char *what)
{
    if (!*field || may_be_text(*field))
        return;
    al_template_mismatch(r->diags, *field, what, AL_NODE_STRING);
    *field = NULL;
}

static void check_absent(struct al_template_reader *r, const struct al_resource_decl *decl,
                         const struct al_node *given, const char *what)
{
    if (!given)
        al_diags_add(r->diags, AL_TROUBLE_TEMPLATE, decl->name_span, "a resource must have a %s", what);
}

/* Resources of other systems (import, extension) are known by their properties, not by a name. */
static bool is_foreign(const struct al_node *node)
{
    return al_node_get(node, "import") || al_node_get(node, "extension");
}

static void check_fields(struct al_template_reader *r, struct al_resource_decl *decl)
{
    const struct al_node *type = decl->type, *name = decl->name;

    check_text(r, &decl->type, "the type of a resource");
    check_text(r, &decl->name, "the name of a resource");
    if (!r->tmpl->bare && !is_foreign(decl->node)) {
        check_absent(r, decl, type, "type");
        check_absent(r, decl, name, "name");
    }
}

/* "copy": { "name", "count" } */
static const struct al_node *read_loop(struct al_template_reader *r, const struct al_node *node)
{
    const struct al_node *copy = al_template_section(r, node, "copy", AL_NODE_OBJECT);
    const struct al_node *count = al_node_get(copy, "count");

    if (!copy)
        return NULL;
    if (count)
        return al_template_loop(r->arena, copy, al_node_text(al_node_get(copy, "name")), count, NULL);
    al_diags_add(r->diags, AL_TROUBLE_TEMPLATE, al_node_span(copy),
                 "the copy of a resource must have a count");
    return NULL;
}

static void read_resource(struct al_template_reader *r, struct al_resource_decl *decl,
                          const struct al_node *node)
{
    decl->node = node;
    for (uint32_t i = 0; i < node->object.n; i++)
        al_template_set_field(decl, &node->object.items[i]);
    decl->name_span = decl->type ? al_node_span(decl->type) : (struct al_span){node->source, node->off, 1};
    check_fields(r, decl);
    if (r->tmpl->bare)
        return; /* what Azure answers is complete: children come in the list, with full names */
    decl->loop = read_loop(r, node);
    decl->children = al_template_resources(r, al_node_get(node, "resources"), decl, &decl->nchildren);
}

/* One item of the list; false when it is no resource. */
static bool add_resource(struct al_template_reader *r, struct al_resource_decl *decl,
                         const struct al_node *node, al_str symbol, const struct al_resource_decl *parent)
{
    if (node->kind != AL_NODE_OBJECT) {
        al_template_mismatch(r->diags, node, "a resource", AL_NODE_OBJECT);
        return false;
    }
    decl->symbol = symbol;
    decl->parent = parent;
    decl->ordinal = r->tmpl->ndecls++;
    read_resource(r, decl, node);
    return true;
}

struct al_resource_decl *al_template_resources(struct al_template_reader *r, const struct al_node *list,
                                               const struct al_resource_decl *parent, uint32_t *n)
{
    const bool symbolic = al_node_is(list, AL_NODE_OBJECT);
    struct al_resource_decl *decls;
    uint32_t most;

    *n = 0;
    if (!list || list->kind == AL_NODE_NULL)
        return NULL;
    if (!symbolic && list->kind != AL_NODE_ARRAY) {
        al_template_mismatch(r->diags, list, "resources", AL_NODE_ARRAY);
        return NULL;
    }
    most = symbolic ? list->object.n : list->array.n;
    decls = AL_NEW_N(r->arena, struct al_resource_decl, most);
    for (uint32_t i = 0; i < most; i++) {
        const struct al_node *node = symbolic ? list->object.items[i].value : list->array.items[i];
        *n += add_resource(r, &decls[*n], node, symbolic ? list->object.items[i].key : AL_STR(""), parent);
    }
    return decls;
}
