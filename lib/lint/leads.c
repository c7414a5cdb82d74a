/* SPDX-License-Identifier: MIT */
/* Where values lead. The principal of a role assignment is reference(<id>, 'full').identity.principalId, a
 * connection's target reference(<id>).endpoint or "https://<name>.search.windows.net": all of them mean a
 * resource without being its id. */
#include "graph/identity.h"
#include "lint/input.h"

/* -- what is read from a resource's state -- */

static bool reads_state(const struct al_symbol *symbol)
{
    return symbol->nargs > 0 &&
           (al_str_caseeq(symbol->fn, AL_STR("reference")) || al_str_case_starts(symbol->fn, AL_STR("list")));
}

/* base.name, or base.?name, which gives the same where there is something to give. */
static bool is_member(const struct al_symbol *symbol)
{
    return al_str_eq(symbol->fn, AL_SYM_MEMBER) ||
           (symbol->nargs == 2 && symbol->args[0].kind == AL_V_SYMBOL &&
            al_str_eq(symbol->fn, AL_STR("tryGet")));
}

static bool is_whole(const struct al_symbol *symbol)
{
    return symbol->nargs > 1 && symbol->args[1].kind == AL_V_STRING &&
           al_str_caseeq(al_string_of(&symbol->args[1]), AL_STR("full"));
}

/* From the top of the resource: what reference() gives without 'full' are the properties. */
static const char *path_read(al_arena *arena, const al_value *v)
{
    const struct al_symbol *symbol = v->symbol;
    al_str path = AL_STR("");

    for (; is_member(symbol); symbol = symbol->args[0].symbol)
        path = al_printf(arena, "%.*s%s%.*s", AL_FMT(al_string_of(&symbol->args[1])), path.n ? "." : "",
                         AL_FMT(path));
    if (!al_str_caseeq(symbol->fn, AL_STR("reference")) || is_whole(symbol))
        return al_str_cstr(arena, path);
    return al_printf(arena, "properties%s%.*s", path.n ? "." : "", AL_FMT(path)).s;
}

/* The call behind a chain of members and indices, or NULL. */
static const struct al_symbol *call_behind(const al_value *v)
{
    while (v->kind == AL_V_SYMBOL && (is_member(v->symbol) || al_str_eq(v->symbol->fn, AL_SYM_INDEX)))
        v = &v->symbol->args[0];
    return v->kind == AL_V_SYMBOL && reads_state(v->symbol) ? v->symbol : NULL;
}

static bool has_plain_members(const al_value *v)
{
    const struct al_symbol *s = v->symbol;

    for (; is_member(s) && s->args[0].kind == AL_V_SYMBOL; s = s->args[0].symbol)
        if (s->args[1].kind != AL_V_STRING)
            return false;
    return reads_state(s);
}

static const al_resource *read_from(al_check *check, const al_value *v, const char **path)
{
    const struct al_symbol *call = call_behind(v);
    const al_resource *found = call ? al_graph_find(check->input->graph, &call->args[0], false) : NULL;

    if (found && path && has_plain_members(v))
        *path = path_read(check->input->arena, v);
    return found;
}

/* Of an address that something stands behind, "<vault's URI>keys/name", the address. */
static const al_value *address_of(const al_value *text)
{
    const al_value *parts;

    if (text->kind != AL_V_SYMBOL || al_text_parts(text, &parts) < 2 || parts[0].kind != AL_V_SYMBOL)
        return text;
    return &parts[0];
}

/* -- hosts -- */

/* What stands between "://" and the first dot: the name of a resource, or AL_V_NULL. */
static al_value host_label(struct al_graph *graph, const al_value *text)
{
    const al_value *parts;
    uint32_t n = al_text_parts(text, &parts), nlabel = 0;
    al_value *label = AL_NEW_N(graph->arena, al_value, n + 1);
    al_str first = n && parts[0].kind == AL_V_STRING ? al_string_of(&parts[0]) : AL_STR("");
    ptrdiff_t at = al_str_find(first, AL_STR("://")), dot;

    if (at < 0)
        return al_null();
    for (uint32_t i = 0; i < n; i++) {
        al_str piece = i == 0 ? al_str_from(first, (size_t)at + 3) : al_string_of(&parts[i]);
        if (parts[i].kind != AL_V_STRING) {
            label[nlabel++] = parts[i];
            continue;
        }
        dot = al_str_find(piece, AL_STR("."));
        label[nlabel++] = al_string(dot < 0 ? piece : al_str_head(piece, (size_t)dot));
        if (dot >= 0)
            return al_join_text(graph->arena, label, nlabel);
    }
    return al_null();
}

static const al_resource *with_host(al_check *check, const al_value *text, const char *types)
{
    struct al_graph *graph = check->input->graph;
    al_value label = host_label(graph, text);
    al_str type, rest = al_str_of(types);
    const al_resource *found = NULL;

    while (!found && label.kind != AL_V_NULL && al_list_next(&type, &rest, ' '))
        found = al_graph_named(graph, type, &label);
    return found;
}

/* -- questions -- */

static bool is_one_of(const al_resource *resource, const char *types)
{
    al_str type, rest = al_str_of(types);

    while (types && al_list_next(&type, &rest, ' '))
        if (al_str_caseeq(resource->rule_type, type))
            return true;
    return !types;
}

const al_resource *al_leads_to(al_check *check, const al_field *field, const char *types, const char **path)
{
    const al_resource *found;

    if (path)
        *path = NULL;
    if (!field)
        return NULL;
    al_force_deep(&check->input->graph->ev, field->value);
    found = al_graph_find(check->input->graph, field->value, false);
    if (!found)
        found = read_from(check, types ? address_of(field->value) : field->value, path);
    if (!found && types)
        found = with_host(check, field->value, types);
    if (found && is_one_of(found, types))
        return found;
    if (path)
        *path = NULL;
    return NULL;
}

const al_resource *al_target_of_type(al_check *check, const al_field *id, const char *type)
{
    struct al_graph *graph = check->input->graph;
    al_str key = id ? al_id_key_passing(graph, id->value) : AL_STR("");

    for (int depth = 0; key.n > 0 && depth < 16; depth++, key = al_key_parent(key)) {
        const al_resource *r = al_graph_find_key(graph, key);
        if (r && al_is_type(r, type))
            return r;
    }
    return NULL;
}

static const char *behind_last_slash(al_arena *arena, al_str text)
{
    size_t at = text.n;

    while (at > 0 && text.s[at - 1] != '/')
        at--;
    return al_str_cstr(arena, al_str_from(text, at));
}

const char *al_last_segment(al_check *check, const al_field *field)
{
    al_str known;

    if (!field || (field->value->kind != AL_V_STRING && field->value->kind != AL_V_SYMBOL))
        return NULL;
    known = al_known_suffix(field->value);
    if (field->value->kind == AL_V_SYMBOL && al_str_find(known, AL_STR("/")) < 0)
        return NULL;
    return behind_last_slash(check->input->arena, known);
}

/* A text with what is known of it in small letters. */
static al_value fold(struct al_graph *graph, const al_value *v)
{
    const al_value *parts;
    uint32_t n;
    al_value *folded;

    if (v->kind != AL_V_STRING && v->kind != AL_V_SYMBOL)
        return *v;
    n = al_text_parts(v, &parts);
    folded = AL_NEW_N(graph->arena, al_value, n + 1);
    for (uint32_t i = 0; i < n; i++)
        folded[i] = parts[i].kind == AL_V_STRING
                        ? al_string(al_str_lower(graph->arena, al_string_of(&parts[i])))
                        : parts[i];
    return n == 1 ? folded[0] : al_join_text(graph->arena, folded, n);
}

enum al_truth al_same(al_check *check, const al_field *a, const al_field *b)
{
    struct al_graph *graph = check->input->graph;
    al_value left, right;

    if (!a || !b)
        return !a && !b ? AL_YES : AL_NO;
    if (a->value->kind == AL_V_STRING && b->value->kind == AL_V_STRING)
        return al_str_caseeq(al_string_of(a->value), al_string_of(b->value)) ? AL_YES : AL_NO;
    al_force_deep(&graph->ev, a->value);
    al_force_deep(&graph->ev, b->value);
    left = fold(graph, a->value);
    right = fold(graph, b->value);
    return al_values_equal(&graph->ev, &left, &right);
}

enum al_truth al_is_named(al_check *check, const al_resource *resource, const al_field *name)
{
    struct al_graph *graph = check->input->graph;
    uint32_t n;
    al_value *segments = al_segments(&graph->ev, &resource->name, &n);
    struct al_field own = {.resource = resource, .value = &segments[n - 1]};

    return name ? al_same(check, &own, name) : AL_NO;
}

/* -- scopes -- */

static enum al_place place_of_target(const struct al_target *target)
{
    switch (target->kind) {
    case AL_SCOPE_TENANT: return AL_AT_TENANT;
    case AL_SCOPE_MANAGEMENT_GROUP: return AL_AT_MANAGEMENT_GROUP;
    case AL_SCOPE_SUBSCRIPTION: return AL_AT_SUBSCRIPTION;
    case AL_SCOPE_RESOURCE_GROUP: return AL_AT_RESOURCE_GROUP;
    }
    return AL_AT_UNKNOWN;
}

/* By the shape of the id, which shows where it is not known what it names. */
static enum al_place place_of_id(const al_value *id)
{
    al_str prefix = al_known_prefix(id);
    const al_value *parts;
    uint32_t n = al_text_parts(id, &parts);
    size_t slashes = 0;
    al_str end = al_known_suffix(id);

    if (id->kind == AL_V_STRING && id->n == 0)
        return AL_AT_TENANT;
    if (prefix.n == 0 || prefix.s[0] != '/')
        return AL_AT_UNKNOWN;
    for (uint32_t i = 0; i < n; i++) {
        al_str text = parts[i].kind == AL_V_STRING ? al_string_of(&parts[i]) : AL_STR("");
        ptrdiff_t group = al_str_case_find(text, AL_STR("/providers/Microsoft.Management/managementGroups/"));
        if (group >= 0)
            return AL_AT_MANAGEMENT_GROUP;
        if (al_str_case_find(text, AL_STR("/providers/")) >= 0)
            return AL_AT_RESOURCE;
        slashes += al_count_slashes(text);
    }
    slashes -= slashes > 1 && end.n > 0 && end.s[end.n - 1] == '/';
    if (slashes > 4)
        return AL_AT_UNKNOWN;
    return slashes == 4 ? AL_AT_RESOURCE_GROUP : slashes == 2 ? AL_AT_SUBSCRIPTION : AL_AT_UNKNOWN;
}

static enum al_place widest_place(const struct al_graph *graph)
{
    enum al_place widest = AL_AT_RESOURCE_GROUP;

    for (size_t i = 0; i < graph->roots.n; i++) {
        enum al_place place = place_of_target(&graph->roots.v[i]->target);
        widest = place < widest ? place : widest;
    }
    return widest;
}

enum al_place al_place_of(al_check *check, const al_resource *resource)
{
    if (!resource)
        return widest_place(check->input->graph);
    if (resource->scope_id.kind != AL_V_NULL)
        return al_attached_to(check, resource) &&
                       !al_is_type(al_attached_to(check, resource), "Microsoft.Resources/resourceGroups")
                   ? AL_AT_RESOURCE
                   : place_of_id(&resource->scope_id);
    return place_of_target(resource->target);
}
