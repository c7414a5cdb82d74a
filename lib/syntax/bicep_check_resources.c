/* SPDX-License-Identifier: MIT */
/* Resources as such: type, name and parent, and what may stand in a body. */
#include "syntax/bicep_check_private.h"

static uint32_t count_slashes(al_str text)
{
    uint32_t n = 0;

    for (size_t i = 0; i < text.n; i++)
        n += text.s[i] == '/';
    return n;
}

/* -- the type -- */

static bool is_word(al_str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (!al_is_alpha(text.s[i]) && !al_is_digit(text.s[i]) && text.s[i] != '-' && text.s[i] != '.' &&
            text.s[i] != '_')
            return false;
    return text.n > 0;
}

/* 2024-01-01, 2024-01-01-preview */
static bool is_version(al_str text)
{
    static const char pattern[] = "9999-99-99";
    const size_t n = sizeof pattern - 1;

    for (size_t i = 0; i < n; i++)
        if (i >= text.n || (pattern[i] == '9' ? !al_is_digit(text.s[i]) : text.s[i] != pattern[i]))
            return false;
    return text.n == n || (text.s[n] == '-' && is_word(al_str_from(text, n + 1)));
}

static void report_type(struct al_bicep_check *c, const struct al_node *path, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void report_type(struct al_bicep_check *c, const struct al_node *path, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    al_diags_vadd(c->diags, AL_TROUBLE_BICEP_RESOURCE_TYPE, al_node_span(path), format, args);
    va_end(args);
}

static void check_type_text(struct al_bicep_check *c, const struct al_bicep_entry *entry,
                            const struct al_node *path)
{
    const al_str text = path->string;
    const ptrdiff_t at = al_str_find(text, AL_STR("@"));
    al_str type = at < 0 ? text : al_str_head(text, (size_t)at), rest = type, word;
    bool right = true;

    if (entry->outer && count_slashes(type) > 0) {
        report_type(c, path,
                    "the type of a nested resource is only what follows its parent's, such as 'subnets'");
        return;
    }
    while (right && al_str_split_next(&word, &rest, '/'))
        right = is_word(word);
    right = right && (at >= 0 ? is_version(al_str_from(text, (size_t)at + 1)) : entry->outer != NULL);
    right = right && (entry->outer || count_slashes(type) > 0);
    if (!right)
        report_type(c, path, "'%.*s' is no type of a resource: it is written %s", AL_SHOW(text),
                    entry->outer ? "'subnets' or 'subnets@2024-01-01'"
                                 : "'Microsoft.Network/virtualNetworks@2024-01-01'");
}

static void check_type(struct al_bicep_check *c, const struct al_bicep_entry *entry)
{
    const struct al_node *path = entry->st->path;

    if (!path || path->kind == AL_NODE_BROKEN || al_bicep_is_foreign(c, entry))
        return;
    if (path->kind != AL_NODE_STRING)
        al_bicep_error(c, AL_TROUBLE_BICEP_CONSTANT, al_node_span(path),
                       "the type of a resource must be written out, nothing may be inserted into it");
    else if (!c->has_extensions)
        check_type_text(c, entry, path);
}

/* -- the name -- */

/* The text of a string as it is written, also of one with insertions; empty for anything else. */
static al_str written_text(const struct al_node *node)
{
    if (al_node_is(node, AL_NODE_STRING))
        return node->string;
    if (al_node_is(node, AL_NODE_CALL) && node->flags & AL_NODE_OPERATOR && node->call.n &&
        al_str_eq(node->call.name, AL_STR("format")))
        return al_node_text(node->call.args[0]);
    return AL_STR("");
}

static void report_segments(struct al_bicep_check *c, const struct al_node *name, al_str type,
                            uint32_t wanted)
{
    if (wanted == 0)
        al_bicep_error(c, AL_TROUBLE_BICEP_PARENT, al_node_span(name), "the name of a %.*s has no '/'",
                       AL_SHOW(type));
    else
        al_bicep_error(
            c, AL_TROUBLE_BICEP_PARENT, al_node_span(name),
            "the name of a %.*s needs %u parts with '/' between them, one for each part of the type; or say "
            "which resource is its parent",
            AL_SHOW(type), (unsigned)wanted + 1);
}

static void check_name(struct al_bicep_check *c, const struct al_bicep_entry *entry,
                       const struct al_node *name)
{
    const al_str type = al_bicep_type_of(entry);
    const uint32_t slashes = count_slashes(written_text(name)), parts = count_slashes(type);

    if (name->flags & AL_NODE_ANY || type.n == 0)
        return;
    if (entry->outer || al_bicep_parent_of(c, entry)) {
        if (slashes)
            al_bicep_error(
                c, AL_TROUBLE_BICEP_PARENT, al_node_span(name),
                "the name of a resource with a parent has no '/': the parent's name comes before it anyway");
        return;
    }
    if (al_bicep_property(al_bicep_body(entry->st), "parent") || parts == 0)
        return; /* the parent cannot be told */
    if (name->kind == AL_NODE_STRING ? slashes != parts - 1 : slashes > parts - 1)
        report_segments(c, name, type, parts - 1);
}

/* -- the parent -- */

static void check_parent(struct al_bicep_check *c, const struct al_bicep_entry *entry,
                         const struct al_node *value)
{
    const struct al_bicep_entry *parent = al_bicep_deployed(c, value);
    const al_str type = al_bicep_type_of(entry), above = parent ? al_bicep_type_of(parent) : AL_STR("");

    if (value->kind == AL_NODE_BROKEN || entry->outer)
        return;
    if (!parent || parent->st->kind != AL_BICEP_RESOURCE) {
        if (parent || (value->kind != AL_NODE_INDEX && value->kind != AL_NODE_RESOURCE))
            al_bicep_error(
                c, AL_TROUBLE_BICEP_PARENT, al_node_span(value),
                "the parent must be a resource, named directly: nothing else can be worked out so early");
        return;
    }
    if (type.n == 0 || above.n == 0 || al_bicep_is_foreign(c, parent))
        return;
    if (!al_str_case_starts(type, above) || type.n <= above.n + 1 || type.s[above.n] != '/' ||
        count_slashes(type) != count_slashes(above) + 1)
        al_bicep_error(c, AL_TROUBLE_BICEP_PARENT, al_node_span(value),
                       "a %.*s cannot be the child of '%.*s', which is a %.*s", AL_SHOW(type),
                       AL_SHOW(parent->st->name), AL_SHOW(above));
}

/* -- the body -- */

static void check_existing(struct al_bicep_check *c, const struct al_node *body)
{
    static const char *const allowed[] = {"name", "scope", "parent", "dependsOn"};

    for (uint32_t i = 0; i < body->object.n; i++) {
        const struct al_property *property = &body->object.items[i];
        bool known = property->value->kind == AL_NODE_SPREAD || property->key_node;
        for (size_t k = 0; k < sizeof allowed / sizeof *allowed; k++)
            known |= al_str_eq(property->key, al_str_of(allowed[k]));
        if (!known)
            al_bicep_error(
                c, AL_TROUBLE_BICEP_UNKNOWN_PROPERTY, al_key_span(body, property),
                "an existing resource is not deployed: '%.*s' may not be set, only name, parent and scope",
                AL_SHOW(property->key));
    }
}

static bool has_spread(const struct al_node *body)
{
    return body->flags & AL_NODE_HAS_SPREAD;
}

static void check_body(struct al_bicep_check *c, const struct al_bicep_entry *entry)
{
    const struct al_bicep_statement *st = entry->st;
    const struct al_node *body = al_bicep_body(st), *name, *parent;

    if (!body)
        return;
    name = al_bicep_value_of(body, "name");
    parent = al_bicep_value_of(body, "parent");
    if (!name && !has_spread(body) && !st->broken)
        al_bicep_error(c, AL_TROUBLE_BICEP_MISSING_PROPERTY, st->name.n ? st->name_span : al_node_span(body),
                       "the resource '%.*s' has no name", AL_SHOW(st->name));
    if (name)
        check_name(c, entry, name);
    if (parent)
        check_parent(c, entry, parent);
    if (st->existing)
        check_existing(c, body);
}

static void check_nesting(struct al_bicep_check *c, const struct al_bicep_entry *entry)
{
    for (const struct al_bicep_entry *outer = entry->outer; outer; outer = outer->outer) {
        if (!outer->st->loop)
            continue;
        al_bicep_error(
            c, AL_TROUBLE_BICEP_LOOP, entry->st->name_span,
            "a resource may not be nested in '%.*s', which is a loop: declare it on its own, with parent:",
            AL_SHOW(outer->st->name));
        return;
    }
}

void al_bicep_check_resources(struct al_bicep_check *c)
{
    for (uint32_t i = 0; i < c->n; i++) {
        const struct al_bicep_entry *entry = &c->entries[i];
        if (entry->st->kind != AL_BICEP_RESOURCE)
            continue;
        check_type(c, entry);
        check_nesting(c, entry);
        if (!al_bicep_is_foreign(c, entry))
            check_body(c, entry);
    }
}
