/* SPDX-License-Identifier: MIT */
/* Whose keys a value holds: the listKeys(), listAdminKeys() and so on in it, wherever they stand, and the
 * resource that each is asked of. The search has a budget, as the one for secrets. */
#include "graph/identity.h"
#include "lint/finding.h"

enum { NODES_MOST = 10000, DEPTH_MOST = 32 };

struct search {
    struct al_graph *graph;
    const char *types;
    const al_resource *found; /* whose keys they are, when it is in the graph */
    unsigned budget;
};

/* "Microsoft.Storage/storageAccounts" of an id in which only the names may be unknown; else empty. */
static al_str type_of_id(struct al_graph *graph, const al_value *id)
{
    struct al_buf type = AL_BUF(graph->arena);
    uint32_t n, at = 0;
    const al_value *segments = al_segments(&graph->ev, id, &n);

    for (uint32_t i = 0; i < n; i++)
        if (segments[i].kind == AL_V_STRING && al_str_caseeq(al_string_of(&segments[i]), AL_STR("providers")))
            at = i + 1;
    if (at == 0 || at + 1 >= n || segments[at].kind != AL_V_STRING)
        return AL_STR("");
    al_buf_put(&type, al_string_of(&segments[at]));
    for (uint32_t i = at + 1; i < n; i += 2) {
        if (segments[i].kind != AL_V_STRING)
            return AL_STR("");
        al_buf_printf(&type, "/%.*s", AL_FMT(al_string_of(&segments[i])));
    }
    return al_buf_str(&type);
}

static enum al_truth is_one_of(al_str type, const char *types)
{
    al_str one, rest = al_str_of(types);

    if (type.n == 0)
        return AL_UNKNOWN;
    while (al_list_next(&one, &rest, ' '))
        if (al_str_caseeq(type, one))
            return AL_YES;
    return AL_NO;
}

/* A resource of this template may be asked by its name alone. */
static const al_resource *named(struct search *s, const al_value *name)
{
    const al_resource *found = NULL;
    al_str type, rest = al_str_of(s->types);

    if (al_str_find(al_id_key_passing(s->graph, name), AL_STR("/")) >= 0)
        return NULL;
    while (!found && al_list_next(&type, &rest, ' '))
        found = al_graph_named(s->graph, type, name);
    return found;
}

static enum al_truth judge_call(struct search *s, const struct al_symbol *call)
{
    const al_resource *of = call->nargs ? al_graph_find(s->graph, &call->args[0], false) : NULL;
    enum al_truth result;

    if (!of && call->nargs)
        of = named(s, &call->args[0]);
    result = is_one_of(of            ? of->rule_type
                       : call->nargs ? type_of_id(s->graph, &call->args[0])
                                     : AL_STR(""),
                       s->types);
    if (result == AL_YES)
        s->found = of;
    return result;
}

static enum al_truth find(struct search *s, al_value *value, unsigned depth);

static enum al_truth find_in(struct search *s, al_value *values, uint32_t n, unsigned depth)
{
    enum al_truth result = AL_NO;

    for (uint32_t i = 0; i < n && result != AL_YES; i++)
        result = al_either(result, find(s, &values[i], depth + 1));
    return result;
}

static enum al_truth find(struct search *s, al_value *value, unsigned depth)
{
    enum al_truth result = AL_NO;

    if (s->budget == 0 || depth > DEPTH_MOST)
        return AL_UNKNOWN;
    s->budget--;
    al_force(&s->graph->ev, value);
    if (al_hint_of(value) == AL_HINT_BOOL || al_hint_of(value) == AL_HINT_INT)
        return AL_NO;
    if (al_is_symbol(value)) {
        if (al_str_case_starts(value->symbol->fn, AL_STR("list")))
            return judge_call(s, value->symbol);
        if (al_str_caseeq(value->symbol->fn, AL_STR("reference")))
            return AL_NO;
        result = find_in(s, value->symbol->args, value->symbol->nargs, depth);
        return result == AL_YES
                   ? result
                   : al_either(result, find_in(s, value->symbol->choices, value->symbol->nchoices, depth));
    }
    if (value->kind == AL_V_ARRAY)
        return find_in(s, value->items, value->n, depth);
    for (uint32_t i = 0; value->kind == AL_V_OBJECT && i < value->object->n && result != AL_YES; i++)
        result = al_either(result, find(s, &value->object->entries[i].value, depth + 1));
    return result;
}

enum al_truth al_lists_keys(al_check *check, const al_field *field, const char *types, const al_resource **of)
{
    struct search search = {check->input->graph, types, NULL, NODES_MOST};
    enum al_truth result = field ? find(&search, field->value, 0) : AL_NO;

    if (of)
        *of = search.found;
    return result;
}
