/* SPDX-License-Identifier: MIT */
/* Things that can be written inside their owner or as children of it: the subnets of a network, the rules of
 * a security group. Rules need not care which. */
#include "graph/identity.h"
#include "lint/input.h"

#include <string.h>

static const al_field *inline_list(al_check *check, const al_resource *owner, const char *kind)
{
    return al_get(check, owner, al_printf(check->input->arena, "properties.%s", kind).s);
}

static bool is_part(const al_resource *owner, const al_resource *child, const char *kind)
{
    al_str type = child->rule_type, above = owner->rule_type;

    return !child->existing && !child->shadowed && type.n > above.n + 1 &&
           al_str_caseeq(al_str_from(type, above.n + 1), al_str_of(kind));
}

static struct al_part whole(al_check *check, const al_resource *resource)
{
    return (struct al_part){resource, al_get(check, resource, "")};
}

/* The children follow the items: *at counts both. */
bool al_next_part(al_check *check, const al_resource *owner, const char *kind, size_t *at,
                  struct al_part *out)
{
    const al_field *items = inline_list(check, owner, kind);
    const al_resource *child = owner->first_child;
    bool exact;
    size_t n = al_count(check, items, &exact), left;

    for (; *at < n; ++*at) {
        const al_field *item = al_item(check, items, *at);
        if (!item)
            continue;
        ++*at;
        *out = (struct al_part){owner, item};
        return true;
    }
    for (left = *at - n; child; child = child->next_sibling) {
        if (!is_part(owner, child, kind) || left-- > 0)
            continue;
        ++*at;
        *out = whole(check, child);
        return true;
    }
    return false;
}

/* ".../<kind>/<name>": the item of the owner's list that has the name. */
static bool inline_part(al_check *check, const al_field *id, const al_resource *owner, struct al_part *out)
{
    uint32_t n;
    al_value *segments = al_segments(&check->input->graph->ev, id->value, &n);
    struct al_field name = {.value = &segments[n - 1]};
    const char *kind;
    size_t at = 0;

    if (n < 2 || segments[n - 2].kind != AL_V_STRING)
        return false;
    kind = al_str_cstr(check->input->arena, al_string_of(&segments[n - 2]));
    while (al_next_part(check, owner, kind, &at, out))
        if (out->resource == owner && al_same(check, al_get_in(check, out->field, "name"), &name) == AL_YES)
            return true;
    return false;
}

/* What <owner>.properties.<kind>[<index>].id reads: the item that stands there. */
static bool indexed_part(al_check *check, const al_value *v, struct al_part *out)
{
    static const char above[] = "properties.";
    const struct al_symbol *id = v->kind == AL_V_SYMBOL ? v->symbol : NULL, *item;
    const al_resource *owner;
    struct al_field list = {0};
    const char *path;
    size_t at = 0;

    if (!id || !al_str_eq(id->fn, AL_SYM_MEMBER) || id->args[0].kind != AL_V_SYMBOL ||
        id->args[1].kind != AL_V_STRING || !al_str_caseeq(al_string_of(&id->args[1]), AL_STR("id")))
        return false;
    item = id->args[0].symbol;
    if (!al_str_eq(item->fn, AL_SYM_INDEX) || item->args[1].kind != AL_V_INT || item->args[1].integer < 0)
        return false;
    list.value = &item->args[0];
    owner = al_leads_to(check, &list, NULL, &path);
    if (!owner || !path || strncmp(path, above, sizeof above - 1) != 0)
        return false;
    for (int64_t i = 0; al_next_part(check, owner, path + sizeof above - 1, &at, out); i++)
        if (i == item->args[1].integer)
            return out->resource == owner;
    return false;
}

bool al_target_part(al_check *check, const al_field *id, struct al_part *out)
{
    struct al_graph *graph = check->input->graph;
    al_str key = id ? al_id_key_passing(graph, id->value) : AL_STR("");
    const al_resource *found = key.n ? al_graph_find_key(graph, key) : NULL;

    if (found && !found->existing) {
        *out = whole(check, found);
        return true;
    }
    found = key.n ? al_graph_find_key(graph, al_key_parent(key)) : NULL;
    if (found)
        return inline_part(check, id, found, out);
    return id && indexed_part(check, id->value, out);
}
