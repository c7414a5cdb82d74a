/* SPDX-License-Identifier: MIT */
/* Lists the declarations of a Bicep file and runs the checks over them, one after the other. */
#include "syntax/bicep_check_private.h"

void al_bicep_error(const struct al_bicep_check *c, enum al_trouble trouble, struct al_span span,
                    const char *format, ...)
{
    va_list args;

    va_start(args, format);
    al_diags_vadd(c->diags, trouble, span, format, args);
    va_end(args);
}

size_t al_bicep_errors(const struct al_bicep_check *c)
{
    return c->diags->list.n + c->diags->dropped;
}

void al_bicep_spoil(const struct al_bicep_check *c, const struct al_node *node, size_t before)
{
    if (node && al_bicep_errors(c) > before)
        al_bicep_break((struct al_node *)(uintptr_t)node);
}

/* -- entries -- */

static uint32_t count(const struct al_bicep_statement *statements, uint32_t n)
{
    uint32_t sum = n;

    for (uint32_t i = 0; i < n; i++)
        sum += count(statements[i].children, statements[i].nchildren);
    return sum;
}

static void add(struct al_bicep_check *c, const struct al_bicep_statement *statements, uint32_t n,
                const struct al_bicep_entry *outer)
{
    for (uint32_t i = 0; i < n; i++) {
        struct al_bicep_entry *entry = &c->entries[c->n++];
        entry->st = &statements[i];
        entry->outer = outer;
        entry->shape = AL_BICEP_SHAPE(AL_BICEP_IS_ANYTHING);
        add(c, statements[i].children, statements[i].nchildren, entry);
    }
}

/* Outputs, metadata and asserts cannot be referred to. */
static bool has_name(const struct al_bicep_entry *entry)
{
    switch (entry->st->kind) {
    case AL_BICEP_PARAM:
    case AL_BICEP_VAR:
    case AL_BICEP_TYPE:
    case AL_BICEP_FUNC:
    case AL_BICEP_RESOURCE:
    case AL_BICEP_MODULE: return !entry->outer && entry->st->name.n > 0;
    default: return false;
    }
}

static void enter(struct al_bicep_check *c, struct al_bicep_entry *entry)
{
    void **place;

    if (!has_name(entry))
        return;
    place = al_map_put(c->arena, &c->names, entry->st->name);
    if (!*place)
        *place = entry;
}

static void list_entries(struct al_bicep_check *c)
{
    c->entries = AL_NEW_N(c->arena, struct al_bicep_entry, count(c->file->statements, c->file->nstatements));
    add(c, c->file->statements, c->file->nstatements, NULL);
    for (uint32_t i = 0; i < c->n; i++) {
        enter(c, &c->entries[i]);
        c->has_extensions |= c->entries[i].st->kind == AL_BICEP_EXTENSION;
    }
}

/* -- what nodes mean -- */

struct al_bicep_entry *al_bicep_entry_named(const struct al_bicep_check *c, al_str name)
{
    return al_map_get(&c->names, name);
}

static struct al_bicep_entry *entry_of_kind(const struct al_bicep_check *c, al_str name,
                                            enum al_bicep_kind kind)
{
    struct al_bicep_entry *entry = al_bicep_entry_named(c, name);

    return entry && entry->st->kind == kind ? entry : NULL;
}

struct al_bicep_entry *al_bicep_entry_of(const struct al_bicep_check *c, const struct al_node *node)
{
    switch ((enum al_node_kind)node->kind) {
    case AL_NODE_PARAMETER: return entry_of_kind(c, node->string, AL_BICEP_PARAM);
    case AL_NODE_VARIABLE:
        if (node->variable.home && node->variable.home != c->tmpl)
            return NULL;
        return entry_of_kind(c, node->string, AL_BICEP_VAR);
    case AL_NODE_RESOURCE: return c->by_ordinal[node->resource.decl->ordinal];
    case AL_NODE_CALL:
        if (node->flags & AL_NODE_OPERATOR || !(node->flags & AL_NODE_DECLARED))
            return NULL;
        if (((const struct al_function_decl *)node->call.resolved)->home != c->tmpl)
            return NULL;
        return entry_of_kind(c, node->call.name, AL_BICEP_FUNC);
    default: return NULL;
    }
}

/* -- resources -- */

bool al_bicep_is_foreign(const struct al_bicep_check *c, const struct al_bicep_entry *entry)
{
    return entry->decl && c->in->resources[entry->decl->ordinal]->foreign;
}

al_str al_bicep_type_of(const struct al_bicep_entry *entry)
{
    return entry->type;
}

/* Of a nested resource, only the last part is written. Outer ones stand before those nested in them. */
static void set_type(struct al_bicep_check *c, struct al_bicep_entry *entry)
{
    const al_str written = entry->decl ? al_node_text(entry->decl->type) : AL_STR("");

    if (entry->st->kind != AL_BICEP_RESOURCE)
        return;
    if (!entry->outer)
        entry->type = written;
    else if (entry->outer->type.n && written.n)
        entry->type = al_printf(c->arena, "%.*s/%.*s", AL_FMT(entry->outer->type), AL_FMT(written));
}

struct al_bicep_entry *al_bicep_deployed(const struct al_bicep_check *c, const struct al_node *node)
{
    while (al_node_is(node, AL_NODE_INDEX))
        node = node->index.base;
    return al_node_is(node, AL_NODE_RESOURCE) ? al_bicep_entry_of(c, node) : NULL;
}

struct al_bicep_entry *al_bicep_parent_of(const struct al_bicep_check *c, const struct al_bicep_entry *entry)
{
    const struct al_node *body = al_bicep_body(entry->st),
                         *parent = body ? al_bicep_value_of(body, "parent") : NULL;

    if (entry->outer)
        return &c->entries[entry->outer - c->entries];
    return parent && entry->st->kind == AL_BICEP_RESOURCE ? al_bicep_deployed(c, parent) : NULL;
}

/* The binder has counted resources and modules in the order of the text, too. */
static void find_declarations(struct al_bicep_check *c)
{
    const uint32_t n = c->tmpl->ndecls;
    uint32_t ordinal = 0;

    c->by_ordinal = AL_NEW_N(c->arena, struct al_bicep_entry *, n);
    for (uint32_t i = 0; i < c->n && ordinal < n; i++) {
        struct al_bicep_entry *entry = &c->entries[i];
        const struct al_bicep_symbol *symbol = c->in->resources[ordinal];
        if (symbol->statement != entry->st)
            continue;
        entry->decl = symbol->decl;
        c->by_ordinal[ordinal++] = entry;
    }
}

void al_bicep_check(const struct al_bicep_checking *checking)
{
    static void (*const checks[])(struct al_bicep_check *) = {
        al_bicep_check_cycles,    al_bicep_check_declarations,   al_bicep_check_decorators,
        al_bicep_check_types,     al_bicep_check_expressions,    al_bicep_check_paths,
        al_bicep_check_resources, al_bicep_check_duplicates,     al_bicep_check_scopes,
        al_bicep_check_modules,   al_bicep_check_parameter_file, al_bicep_check_runtime,
    };
    struct al_map indexes = {0};
    struct al_bicep_check c = {.in = checking,
                               .arena = al_arena_inside(checking->arena),
                               .diags = checking->diags,
                               .file = checking->file,
                               .tmpl = checking->tmpl,
                               .scope = checking->tmpl->scope,
                               .indexes = &indexes};

    list_entries(&c);
    find_declarations(&c);
    for (uint32_t i = 0; i < c.n; i++)
        set_type(&c, &c.entries[i]);
    for (size_t i = 0; i < sizeof checks / sizeof *checks; i++)
        checks[i](&c);
    al_arena_end(c.arena); /* a file's checks have as much to remember as it has itself */
}
