/* SPDX-License-Identifier: MIT */
/* Whether a value has a secret in it. Symbols share their arguments, so that a small expression could be
 * walked for ever: the search has a budget. */
#include "lint/finding.h"

enum { NODES_MOST = 10000, DEPTH_MOST = 32 };

struct search {
    struct al_eval *ev;
    unsigned budget;
};

static enum al_truth find(struct search *s, al_value *value, unsigned depth);

static enum al_truth either(enum al_truth a, enum al_truth b)
{
    if (a == AL_YES || b == AL_YES)
        return AL_YES;
    return a == AL_UNKNOWN || b == AL_UNKNOWN ? AL_UNKNOWN : AL_NO;
}

/* What Azure tells only when it runs may hold anything; a parameter says by its type whether it is secret. */
static enum al_truth find_in_symbol(struct search *s, const struct al_symbol *symbol, unsigned depth)
{
    const struct al_function *fn = al_function_find(symbol->fn);
    enum al_truth result = AL_NO;

    if (al_str_case_starts(symbol->fn, AL_STR("list")))
        return AL_YES;
    if (fn &&
        fn->flags & AL_FN_OPAQUE) /* a hash, or what Azure answers when it is asked about the arguments */
        return fn->flags & AL_FN_RUNTIME ? AL_UNKNOWN : AL_NO;
    for (uint32_t i = 0; i < symbol->nargs && result != AL_YES; i++)
        result = either(result, find(s, &symbol->args[i], depth + 1));
    for (uint32_t i = 0; i < symbol->nchoices && result != AL_YES; i++)
        result = either(result, find(s, &symbol->choices[i], depth + 1));
    return result;
}

static enum al_truth find(struct search *s, al_value *value, unsigned depth)
{
    enum al_truth result = AL_NO;

    if (s->budget == 0 || depth > DEPTH_MOST)
        return AL_UNKNOWN;
    s->budget--;
    al_force(s->ev, value);
    if (al_hint_of(value) == AL_HINT_BOOL || al_hint_of(value) == AL_HINT_INT)
        return AL_NO; /* [not(empty(parameters('password')))] tells nothing */
    if (value->flags & AL_VALUE_SECURE)
        return AL_YES;
    if (al_is_symbol(value))
        return find_in_symbol(s, value->symbol, depth);
    if (value->kind == AL_V_ARRAY)
        for (uint32_t i = 0; i < value->n && result != AL_YES; i++)
            result = either(result, find(s, &value->items[i], depth + 1));
    if (value->kind == AL_V_OBJECT)
        for (uint32_t i = 0; i < value->object->n && result != AL_YES; i++)
            result = either(result, find(s, &value->object->entries[i].value, depth + 1));
    return result;
}

enum al_truth al_value_holds_secret(struct al_eval *ev, al_value *value)
{
    struct search search = {ev, NODES_MOST};

    return find(&search, value, 0);
}
