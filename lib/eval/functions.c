/* SPDX-License-Identifier: MIT */
/* The table of built-in functions, and the helpers that several of them need. */
#include "eval/functions.h"
#include "base/vec.h"
#include "eval/net_format.h"

static const struct al_function table[] = {
#define X(name, min, max, manner, returns) \
    {#name, min, max, AL_MANNER_##manner, AL_HINT_##returns, al_fn_##name},
    AL_FUNCTIONS(X)
#undef X
};
enum { NTABLE = sizeof table / sizeof *table };

static al_value ask_host(struct al_call *call)
{
    const struct al_host *host = call->ev->host;

    return host && host->resource_call ? host->resource_call(call) : al_unknown(call);
}

/* listKeys(), listSecrets() and whatever else a resource provider offers. */
static const struct al_function list_function = {"list*", 1, 3, AL_MANNER_RUNTIME, AL_HINT_ANY, ask_host};

const struct al_function *al_function_find(al_str name)
{
    size_t low = 0, high = NTABLE;

    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = al_str_casecmp(name, al_str_of(table[middle].name));
        if (order == 0)
            return &table[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return al_str_case_starts(name, AL_STR("list")) ? &list_function : NULL;
}

const struct al_function *al_function_table(size_t *n)
{
    *n = NTABLE;
    return table;
}

al_value al_fn_reference(struct al_call *call)
{
    return ask_host(call);
}

al_value al_fn_references(struct al_call *call)
{
    return ask_host(call);
}

al_value al_fn_resourceInfo(struct al_call *call)
{
    return ask_host(call);
}

/* -- unknown results -- */

al_value al_unknown_as(struct al_call *call, enum al_hint hint)
{
    al_value v = al_unknown(call);

    v.hint = (uint8_t)hint;
    return v;
}

al_value al_unknown_segment(struct al_call *call)
{
    al_value v = al_unknown(call);

    v.symbol->segment = true;
    return v;
}

bool al_is_segment(const al_value *v)
{
    if (v->kind == AL_V_SYMBOL)
        return v->symbol->segment;
    return v->kind == AL_V_STRING && v->n && !memchr(v->string, '/', v->n);
}

/* The one symbol that all unknown arguments are, if it has choices. */
static const al_value *only_open_argument(const struct al_call *call)
{
    const al_value *open = NULL;

    for (uint32_t i = 0; i < call->n; i++) {
        if (!al_is_symbol(&call->args[i]))
            continue;
        if (open && !al_symbol_same(open, &call->args[i]))
            return NULL;
        open = &call->args[i];
    }
    return open && open->symbol->nchoices ? open : NULL;
}

static void call_with(al_value *out, struct al_call *call, const al_value *open, const al_value *choice)
{
    struct al_call each = *call;

    each.args = AL_NEW_N(call->ev->arena, al_value, call->n);
    for (uint32_t i = 0; i < call->n; i++) {
        const al_value *v = &call->args[i];
        each.args[i] = al_is_symbol(v) && al_symbol_same(v, open) ? *choice : *v;
    }
    call->ev->diags->muted++;
    *out = call->fn->call(&each);
    call->ev->diags->muted--;
}

al_value al_call_on_choices(struct al_call *call)
{
    const al_value *open = only_open_argument(call);
    al_value results[AL_MOST_CHOICES], unknown = al_unknown(call);
    uint32_t n = open ? open->symbol->nchoices : 0;

    if (n == 0 || n > AL_MOST_CHOICES || !al_step(call->ev, call->node, n))
        return unknown;
    for (uint32_t i = 0; i < n; i++) {
        call_with(&results[i], call, open, &open->symbol->choices[i]);
        if (!al_force_deep(call->ev, &results[i]))
            return unknown;
    }
    return al_with_choices(call->ev->arena, unknown, results, n);
}

/* -- arguments -- */

bool al_text_arg(al_str *out, struct al_call *call, uint32_t i)
{
    const al_value *v = al_arg_of(call, i, AL_V_STRING);

    if (v)
        *out = al_string_of(v);
    return v != NULL;
}

bool al_int_arg(int64_t *out, struct al_call *call, uint32_t i)
{
    const al_value *v = al_arg_of(call, i, AL_V_INT);

    if (v)
        *out = v->integer;
    return v != NULL;
}

/* -- results -- */

enum { BYTES_PER_STEP = 16 };

bool al_charge(struct al_call *call, size_t bytes)
{
    return al_step(call->ev, call->node, 1 + bytes / BYTES_PER_STEP);
}

struct al_buf al_take_text(struct al_call *call)
{
    return (struct al_buf){.arena = call->ev->arena, .most = call->ev->limits.text};
}

static al_value exceeds(struct al_call *call, enum al_limit limit, const char *how)
{
    al_diags_limit(call->ev->diags, limit, al_node_span(call->node), "the result of %s() %s", call->fn->name,
                   how);
    return al_unknown(call);
}

al_value al_too_long(struct al_call *call)
{
    return exceeds(call, AL_LIMIT_STRING, "is too long");
}

al_value al_too_many(struct al_call *call)
{
    return exceeds(call, AL_LIMIT_ITEMS, "has too many items");
}

al_value al_give_text(struct al_call *call, const struct al_buf *text)
{
    if (text->cut)
        return al_too_long(call);
    return al_charge(call, 2 * text->n) ? al_string(al_buf_str(text)) : al_unknown(call);
}

al_value al_copy_text(struct al_call *call, al_str s)
{
    return al_string(al_str_copy(call->ev->arena, s));
}

/* null is an empty text, a number with a fraction is what string() makes of it. */
static al_value as_part(struct al_call *call, const al_value *v)
{
    struct al_buf text = AL_BUF(call->ev->arena);

    if (v->kind == AL_V_NULL)
        return al_string(AL_STR(""));
    if (v->kind != AL_V_FLOAT)
        return *v;
    al_net_put_double(&text, v->number, AL_STR(""));
    return al_string(al_buf_str(&text));
}

static size_t known_length(const al_value *v, size_t *nparts)
{
    const al_value *parts;
    uint32_t n = al_text_parts(v, &parts);
    size_t length = 0;

    *nparts += n;

    for (uint32_t i = 0; i < n; i++)
        length += parts[i].kind == AL_V_STRING ? parts[i].n : 1;
    return length;
}

al_value al_join(struct al_call *call, const al_value *parts, size_t n)
{
    const struct al_mark mark = al_arena_mark(call->ev->scratch);
    al_value *texts = AL_NEW_N(call->ev->scratch, al_value, n), joined;
    size_t length = 0, nparts = 0;

    for (size_t i = 0; i < n && length <= call->ev->limits.text; i++) {
        texts[i] = as_part(call, &parts[i]);
        length += known_length(&texts[i], &nparts);
    }
    if (length > call->ev->limits.text)
        joined = al_too_long(call);
    else if (!al_charge(call, length + nparts * sizeof *texts))
        joined = al_unknown(call);
    else
        joined = al_join_text(call->ev->arena, texts, (uint32_t)n);
    al_arena_release(call->ev->scratch, mark);
    return joined;
}

static bool add_item(struct al_call *call, al_arena *arena, struct al_items *items, al_value item)
{
    if (items->n >= call->ev->limits.items) {
        al_too_many(call);
        return false;
    }
    if (!al_charge(call, 2 * sizeof item)) /* growing leaves the old items behind */
        return false;
    *al_vec_push(arena, items) = item;
    return true;
}

bool al_items_add(struct al_call *call, struct al_items *items, al_value item)
{
    return add_item(call, call->ev->arena, items, item);
}

bool al_parts_add(struct al_call *call, struct al_items *parts, al_value part)
{
    return add_item(call, call->ev->scratch, parts, part);
}

size_t al_items_find(struct al_call *call, const struct al_items *items, al_value *v, bool *open)
{
    for (size_t i = 0; i < items->n; i++) {
        enum al_truth same;
        if (!al_step(call->ev, call->node, 1)) {
            *open = true;
            break;
        }
        same = al_values_equal(call->ev, &items->v[i], v);
        if (same == AL_YES)
            return i;
        if (same == AL_UNKNOWN)
            *open = true;
    }
    return items->n;
}
