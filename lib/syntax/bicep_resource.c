/* SPDX-License-Identifier: MIT */
/* Resources and modules. First all of them are declared, since each may refer to any other; then names are
 * bound and the objects made that ARM JSON would have: what Bicep says outside of the body (type, condition,
 * loop) is put into it, a module becomes the deployment that it is compiled to. */
#include "syntax/bicep_bind.h"
#include "syntax/template_private.h"

/* -- declaring -- */

static uint32_t count(const struct al_bicep_statement *statements, uint32_t n, bool nested)
{
    uint32_t sum = 0;

    for (uint32_t i = 0; i < n; i++) {
        const struct al_bicep_statement *st = &statements[i];
        if (st->kind == AL_BICEP_RESOURCE || st->kind == AL_BICEP_MODULE)
            sum += 1 + (nested ? count(st->children, st->nchildren, true) : 0);
    }
    return sum;
}

/* A part of the type's text; it stands where the path does, after the quote, unless that has escapes. */
static struct al_node *part_of(struct al_bicep_binder *b, const struct al_node *path, size_t from, size_t n)
{
    struct al_span span = al_node_span(path);

    if (path->len == path->string.n + 2)
        span = (struct al_span){span.source, span.off + 1 + (uint32_t)from, (uint32_t)n};
    return al_bicep_new_text(b->arena, (al_str){path->string.s + from, n}, span);
}

static bool is_dated(al_str version)
{
    return version.n > 4 && al_is_digit(version.s[0]) && al_is_digit(version.s[3]) && version.s[4] == '-';
}

/* Resources of other systems than Azure Resource Manager: their version is no date. */
static bool is_foreign(const struct al_bicep_binder *b, const struct al_resource_decl *decl, al_str text,
                       size_t at)
{
    if (!b->extension || decl->parent)
        return false;
    return at < text.n ? !is_dated(al_str_from(text, at + 1)) : text.n && !memchr(text.s, '/', text.n);
}

static void set_type(struct al_bicep_binder *b, struct al_bicep_symbol *symbol, const struct al_node *path)
{
    struct al_resource_decl *decl = symbol->decl;
    size_t at;

    if (!al_node_is(path, AL_NODE_STRING))
        return;
    for (at = path->string.n; at > 0 && path->string.s[at - 1] != '@';)
        at--;
    at = at ? at - 1 : path->string.n;
    symbol->foreign = is_foreign(b, decl, path->string, at);
    if (symbol->foreign) {
        decl->type = part_of(b, path, 0, path->string.n);
        return;
    }
    decl->type = part_of(b, path, 0, at);
    if (at < path->string.n)
        decl->api_version = part_of(b, path, at + 1, path->string.n - at - 1);
    else if (decl->parent && decl->parent->api_version)
        decl->api_version =
            al_bicep_new_text(b->arena, decl->parent->api_version->string, al_node_span(decl->type));
}

static void declare_list(struct al_bicep_binder *b, struct al_resource_decl *decls,
                         const struct al_bicep_statement *statements, uint32_t n,
                         struct al_bicep_symbol *parent);

static void declare(struct al_bicep_binder *b, struct al_resource_decl *decl,
                    const struct al_bicep_statement *st, struct al_bicep_symbol *parent)
{
    struct al_bicep_symbol *symbol = al_bicep_declare(b, parent ? &parent->children : &b->names,
                                                      AL_BICEP_SYMBOL_RESOURCE, st->name, st->name_span);

    b->tmpl->partial |= st->broken;
    symbol->statement = st;
    symbol->decl = decl;
    decl->symbol = st->name;
    decl->name_span = st->name.n ? st->name_span : st->span;
    decl->parent = parent ? parent->decl : NULL;
    decl->is_module = st->kind == AL_BICEP_MODULE;
    decl->ordinal = b->tmpl->ndecls++;
    b->resources[decl->ordinal] = symbol;
    if (decl->is_module)
        decl->type = al_bicep_new_text(b->arena, AL_STR("Microsoft.Resources/deployments"),
                                       st->path ? al_node_span(st->path) : st->span);
    else
        set_type(b, symbol, st->path);
    decl->nchildren = count(st->children, st->nchildren, false);
    decl->children = AL_NEW_N(b->arena, struct al_resource_decl, decl->nchildren);
    declare_list(b, decl->children, st->children, st->nchildren, symbol);
}

static void declare_list(struct al_bicep_binder *b, struct al_resource_decl *decls,
                         const struct al_bicep_statement *statements, uint32_t n,
                         struct al_bicep_symbol *parent)
{
    uint32_t at = 0;

    for (uint32_t i = 0; i < n; i++)
        if (statements[i].kind == AL_BICEP_RESOURCE || statements[i].kind == AL_BICEP_MODULE)
            declare(b, &decls[at++], &statements[i], parent);
}

void al_bicep_declare_resources(struct al_bicep_binder *b)
{
    const struct al_bicep_file *file = b->file;
    struct al_template *t = b->tmpl;

    b->resources =
        AL_NEW_N(b->arena, struct al_bicep_symbol *, count(file->statements, file->nstatements, true));
    t->nresources = count(file->statements, file->nstatements, false);
    t->resources = AL_NEW_N(b->arena, struct al_resource_decl, t->nresources);
    declare_list(b, t->resources, file->statements, file->nstatements, NULL);
}

/* -- what every resource has -- */

struct al_span al_bicep_head_of(const struct al_bicep_making *m)
{
    return m->st->path ? al_node_span(m->st->path) : m->decl->name_span;
}

/* "copy": { "name", "count" } */
static void put_loop(struct al_bicep_making *m)
{
    struct al_node *loop = m->st->loop, *count_node;
    struct al_bicep_object copy = {.arena = m->b->arena};
    struct al_span span;

    if (!loop)
        return;
    m->decl->loop = loop;
    loop->loop.names->name = m->decl->symbol;
    if (!loop->loop.over)
        return;
    span = copy.span = al_node_span(loop->loop.over);
    count_node = al_bicep_new_call(m->b->arena, "length", span, &loop->loop.over, 1);
    al_bicep_put(&copy, "name", span, al_bicep_new_text(m->b->arena, m->decl->symbol, span));
    al_bicep_put(&copy, "count", span, count_node);
    al_bicep_put(&m->body, "copy", span, al_bicep_object_node(&copy));
}

void al_bicep_put_head(struct al_bicep_making *m)
{
    const struct al_span head = al_bicep_head_of(m);

    if (m->decl->type)
        al_bicep_put(&m->body, "type", head, (struct al_node *)(uintptr_t)m->decl->type);
    if (m->decl->api_version)
        al_bicep_put(&m->body, "apiVersion", head, (struct al_node *)(uintptr_t)m->decl->api_version);
    if (m->st->existing)
        al_bicep_put(&m->body, "existing", head, al_bicep_new_bool(m->b->arena, true, head));
    put_loop(m);
    if (m->st->condition)
        al_bicep_put(&m->body, "condition", al_node_span(m->st->condition), m->st->condition);
}

void al_bicep_finish_resource(struct al_bicep_making *m)
{
    struct al_node *node = al_bicep_object_node(&m->body);

    if (al_node_is(m->st->value, AL_NODE_OBJECT))
        node->flags |= m->st->value->flags & AL_NODE_OPEN;
    m->decl->node = node;
    for (uint32_t i = 0; i < node->object.n; i++) {
        const struct al_property *p = &node->object.items[i];
        al_template_set_field(m->decl, p);
        if (!m->decl->is_module && al_str_eq(p->key, AL_STR("parent")))
            m->decl->parent_node = p->value;
    }
}

/* -- resources -- */

/* "resources": { symbol: { ... } } */
static void put_children(struct al_bicep_making *m)
{
    const struct al_resource_decl *decl = m->decl;
    struct al_bicep_object list = {.arena = m->b->arena};

    list.span = decl->children[0].name_span;
    for (uint32_t i = 0; i < decl->nchildren; i++) {
        const struct al_resource_decl *child = &decl->children[i];
        list.span = al_bicep_span_to(list.span, al_node_span(child->node));
        al_bicep_put_named(&list, child->symbol, child->name_span, (struct al_node *)(uintptr_t)child->node);
    }
    al_bicep_put(&m->body, "resources", decl->children[0].name_span, al_bicep_object_node(&list));
}

/* The members stand in the order of the text. */
static void put_body(struct al_bicep_making *m)
{
    const struct al_node *value = m->st->value;
    bool children = m->decl->nchildren > 0;

    for (uint32_t i = 0; al_node_is(value, AL_NODE_OBJECT) && i < value->object.n; i++) {
        const struct al_property *p = &value->object.items[i];
        if (children && p->value->off > m->decl->children[0].name_span.off) {
            put_children(m);
            children = false;
        }
        al_bicep_put_property(&m->body, p);
    }
    if (children)
        put_children(m);
}

/* All of the body is what the other system calls it. */
static void put_foreign(struct al_bicep_making *m)
{
    const struct al_bicep_statement *extension = m->b->extension;
    const al_str name = extension->alias.n ? extension->alias : extension->name;
    const struct al_span head = al_bicep_head_of(m);

    al_bicep_put(&m->body, "import", head, al_bicep_new_text(m->b->arena, name, head));
    if (al_node_is(m->st->value, AL_NODE_OBJECT))
        al_bicep_put(&m->body, "properties", al_node_span(m->st->value), m->st->value);
}

static void make_resource(struct al_bicep_making *m)
{
    al_bicep_put_head(m);
    if (m->b->resources[m->decl->ordinal]->foreign)
        put_foreign(m);
    else
        put_body(m);
    al_bicep_finish_resource(m);
}

/* -- binding -- */

static void hide_children(struct al_bicep_binder *b, const struct al_resource_decl *decl,
                          struct al_bicep_symbol **before)
{
    for (uint32_t i = 0; i < decl->nchildren; i++)
        if (decl->children[i].symbol.n)
            before[i] = al_bicep_hide(b, decl->children[i].symbol, b->resources[decl->children[i].ordinal]);
}

static void show_again(struct al_bicep_binder *b, const struct al_resource_decl *decl,
                       struct al_bicep_symbol **before)
{
    for (uint32_t i = decl->nchildren; i-- > 0;)
        if (decl->children[i].symbol.n)
            al_bicep_hide(b, decl->children[i].symbol, before[i]);
}

/* Of the body and the head; more or fewer where something is missing. */
static uint32_t count_members(const struct al_bicep_making *m)
{
    const struct al_node *value = m->st->value;
    const uint32_t own = al_node_is(value, AL_NODE_OBJECT) ? value->object.n : 0;

    return 2 + own + m->st->existing + (m->st->loop != NULL) + (m->st->condition != NULL) +
           (m->decl->nchildren > 0);
}

void al_bicep_bind_resource(struct al_bicep_binder *b, struct al_bicep_symbol *symbol)
{
    const struct al_bicep_statement *st = symbol->statement;
    struct al_resource_decl *decl = symbol->decl;
    struct al_bicep_making m = {.b = b, .st = st, .decl = decl, .body = {.arena = b->arena}};
    struct al_bicep_symbol **before = AL_NEW_N(b->arena, struct al_bicep_symbol *, decl->nchildren);
    struct al_bicep_loop_names names;

    al_bicep_expect_properties(&m.body, count_members(&m));
    m.body.span = st->value ? al_node_span(st->value) : st->span;
    al_bicep_bind_decorators(b, st->decorators, st->ndecorators);
    if (st->loop)
        al_bicep_bind(b, st->loop->loop.over);
    names = al_bicep_enter_loop(b, st->loop);
    hide_children(b, decl, before);
    al_bicep_bind(b, st->condition);
    al_bicep_bind(b, st->value);
    for (uint32_t i = 0; i < decl->nchildren; i++)
        al_bicep_bind_resource(b, b->resources[decl->children[i].ordinal]);
    show_again(b, decl, before);
    al_bicep_leave_loop(b, st->loop, names);
    if (decl->is_module)
        al_bicep_make_module(&m);
    else
        make_resource(&m);
}
