/* SPDX-License-Identifier: MIT */
/* split(): of known texts at any delimiters, and of ids with unknown names at their slashes. */
#include "eval/functions.h"
#include "eval/search.h"

struct delimiter {
    struct al_search search;
    size_t at; /* its next occurrence, when there is one */
    bool found;
};

/* The delimiters as an array of searches; NULL after reporting. */
static struct delimiter *delimiters_of(struct al_call *call, al_str text, uint32_t *n)
{
    al_value *v = &call->args[1], *items = v;
    struct delimiter *all;

    *n = 1;
    if (v->kind == AL_V_ARRAY) {
        items = v->items;
        *n = v->n;
    }
    all = AL_NEW_N(call->ev->arena, struct delimiter, *n);
    for (uint32_t i = 0; i < *n; i++) {
        if (al_force(call->ev, &items[i])->kind != AL_V_STRING || !al_charge(call, sizeof *all + text.n)) {
            if (!al_is_symbol(&items[i]))
                al_fail(call, "split() takes a delimiter or an array of them");
            return NULL;
        }
        all[i].search = al_search_new(call->ev->arena, text, al_string_of(&items[i]));
        all[i].search.overlap = true;
        all[i].found = al_search_next(&all[i].search, &all[i].at);
    }
    return all;
}

/* The first delimiter at or after `from`: of several at one place, the one named first. */
static const struct delimiter *next_delimiter(struct delimiter *all, uint32_t n, size_t from)
{
    const struct delimiter *first = NULL;

    for (uint32_t i = 0; i < n; i++) {
        while (all[i].found && all[i].at < from)
            all[i].found = al_search_next(&all[i].search, &all[i].at);
        if (all[i].found && (!first || all[i].at < first->at))
            first = &all[i];
    }
    return first;
}

static al_value split_known(struct al_call *call, al_str text)
{
    struct al_items items = {0};
    const struct delimiter *at;
    struct delimiter *all;
    size_t from = 0;
    uint32_t n;

    all = delimiters_of(call, text, &n);
    if (!all)
        return al_unknown(call);
    while ((at = next_delimiter(all, n, from))) {
        if (!al_items_add(call, &items, al_string((al_str){text.s + from, at->at - from})) ||
            !al_step(call->ev, call->node, n))
            return al_unknown(call);
        from = at->at + at->search.needle.n;
    }
    if (!al_items_add(call, &items, al_string(al_str_from(text, from))))
        return al_unknown(call);
    return al_array(items.v, items.n);
}

/* Only texts whose unknown parts have no slash in them can be cut at their slashes. */
static bool is_id(const al_value *v)
{
    const al_value *parts;
    uint32_t n = al_text_parts(v, &parts);

    for (uint32_t i = 0; i < n; i++)
        if (al_is_symbol(&parts[i]) && !parts[i].symbol->segment)
            return false;
    return true;
}

static al_value split_id(struct al_call *call)
{
    struct al_items items = {0}, segment = {0};
    const al_value *parts;
    uint32_t n = al_text_parts(&call->args[0], &parts);

    for (uint32_t i = 0; i < n; i++) {
        al_str rest, piece;
        bool first = true;
        if (al_is_symbol(&parts[i])) {
            *al_vec_push(call->ev->arena, &segment) = parts[i];
            continue;
        }
        rest = al_string_of(&parts[i]);
        for (; al_str_split_next(&piece, &rest, '/'); first = false) {
            if (!first) {
                if (!al_items_add(call, &items, al_join(call, segment.v, segment.n)))
                    return al_unknown(call);
                segment.n = 0;
            }
            *al_vec_push(call->ev->arena, &segment) = al_string(piece);
        }
    }
    if (!al_items_add(call, &items, al_join(call, segment.v, segment.n)))
        return al_unknown(call);
    return al_array(items.v, items.n);
}

al_value al_fn_split(struct al_call *call)
{
    const al_value *delimiter = &call->args[1];
    al_str text;

    if (al_is_symbol(&call->args[0])) {
        bool slash = delimiter->kind == AL_V_STRING && al_str_eq(al_string_of(delimiter), AL_STR("/"));
        return slash && is_id(&call->args[0]) ? split_id(call) : al_call_on_choices(call);
    }
    if (al_is_symbol(delimiter))
        return al_call_on_choices(call);
    return al_text_arg(&text, call, 0) ? split_known(call, text) : al_unknown(call);
}
