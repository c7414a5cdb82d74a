/* SPDX-License-Identifier: MIT */
/* An id is compared by its key: the text in lower case, each symbol replaced by a control character and its
 * hash. So /subscriptions/<symbol>/resourceGroups/... finds its resource however it was spelled, and prefixes
 * of a key are keys of what stands above. */
#include "graph/identity.h"

/* -- making ids -- */

bool al_is_qualified(al_str type)
{
    ptrdiff_t slash = al_str_find(type, AL_STR("/"));

    return slash > 0 && memchr(type.s, '.', (size_t)slash) != NULL;
}

uint32_t al_count_slashes(al_str s)
{
    uint32_t n = 0;

    for (size_t i = 0; i < s.n; i++)
        n += s.s[i] == '/';
    return n;
}

static uint32_t count_segments(const al_value *parts, uint32_t n)
{
    uint32_t count = 1;

    for (uint32_t i = 0; i < n; i++)
        if (parts[i].kind == AL_V_STRING)
            count += al_count_slashes(al_string_of(&parts[i]));
    return count;
}

al_value *al_segments(struct al_eval *ev, const al_value *text, uint32_t *n)
{
    const al_value *parts;
    uint32_t nparts = al_text_parts(text, &parts), at = 0, nown = 0;
    uint32_t most = count_segments(parts, nparts);
    const struct al_mark mark = al_arena_mark(ev->scratch);
    al_value *out = AL_NEW_N(ev->arena, al_value, most), *own = AL_NEW_N(ev->scratch, al_value, nparts + 1);

    for (uint32_t i = 0; i < nparts; i++) {
        al_str rest = parts[i].kind == AL_V_STRING ? al_string_of(&parts[i]) : AL_STR(""), piece;
        bool first = true;
        if (parts[i].kind != AL_V_STRING) {
            own[nown++] = parts[i];
            continue;
        }
        while (al_str_split_next(&piece, &rest, '/')) {
            if (!first) {
                out[at++] = al_join_text(ev->arena, own, nown);
                nown = 0;
            }
            first = false;
            own[nown++] = al_string(piece);
        }
    }
    out[at] = al_join_text(ev->arena, own, nown);
    al_arena_release(ev->scratch, mark);
    *n = most;
    return out;
}

al_value al_path_text(struct al_eval *ev, const al_value *a, const al_value *b)
{
    al_value parts[3] = {*a, al_string(AL_STR("/")), *b};

    return al_join_text(ev->arena, parts, 3);
}

/* Resource groups are addressed without a provider of their own. */
static bool special_id(struct al_eval *ev, const al_value *base, al_str type, const al_value *name,
                       al_value *out)
{
    al_value parts[3] = {*base, al_string(AL_STR("/resourceGroups/")), *name};

    if (!al_str_caseeq(type, AL_STR("Microsoft.Resources/resourceGroups")))
        return false;
    *out = al_join_text(ev->arena, parts, 3);
    return true;
}

al_value al_resource_id(struct al_eval *ev, const al_value *base, al_str type, const al_value *name)
{
    uint32_t nnames, n = 0, i = 0;
    const struct al_mark mark = al_arena_mark(ev->scratch);
    al_value *names, *parts, id;
    al_str rest = type, piece;

    if (special_id(ev, base, type, name, &id))
        return id;
    names = al_segments(ev, name, &nnames);
    parts = AL_NEW_N(ev->scratch, al_value, 4 + 4 * (size_t)al_count_slashes(type));
    parts[n++] = *base;
    parts[n++] = al_string(AL_STR("/providers/"));
    al_str_split_next(&piece, &rest, '/');
    parts[n++] = al_string(piece);
    while (al_str_split_next(&piece, &rest, '/')) {
        parts[n++] = al_string(AL_STR("/"));
        parts[n++] = al_string(piece);
        if (i < nnames) {
            parts[n++] = al_string(AL_STR("/"));
            parts[n++] = names[i];
        }
        i++;
    }
    if (i != nnames) { /* it cannot be told, or the name does not fit the type */
        al_value args[3] = {*base, al_string(type), *name};
        id = al_symbol(ev->arena, AL_HINT_STRING, AL_STR("extensionResourceId"), args, 3);
    } else {
        id = al_join_text(ev->arena, parts, n);
    }
    al_arena_release(ev->scratch, mark);
    return id;
}

/* -- keys -- */

/* Two spellings of a resource group's id exist. */
static al_str normalise(al_arena *arena, al_str key)
{
    static const char longer[] = "/providers/microsoft.resources/resourcegroups/";
    ptrdiff_t at = al_str_find(key, AL_STR(longer));
    struct al_buf buf = AL_BUF(arena);

    while (key.n > 1 && key.s[key.n - 1] == '/')
        key.n--;
    if (at < 0)
        return key;
    al_buf_put(&buf, al_str_head(key, (size_t)at));
    al_buf_put(&buf, AL_STR("/resourcegroups/"));
    al_buf_put(&buf, al_str_from(key, (size_t)at + sizeof longer - 1));
    return al_buf_str(&buf);
}

/* "[split(<a text with slashes>, '/')[1]]" is how the Bicep compiler writes the names in an id. If what is
 * not known of the text had slashes of its own, the id would not fit its type. */
static const al_value *piece_of_text(struct al_eval *ev, const al_value *v)
{
    const struct al_symbol *index = v->symbol, *split;
    const al_value *at;
    al_value *pieces;
    uint32_t n;

    if (!al_str_eq(index->fn, AL_SYM_INDEX) || !al_is_symbol(&index->args[0]))
        return NULL;
    at = &index->args[1];
    split = index->args[0].symbol;
    if (at->kind != AL_V_INT || !al_str_eq(split->fn, AL_STR("split")) || split->nargs != 2 ||
        split->args[1].kind != AL_V_STRING || !al_str_eq(al_string_of(&split->args[1]), AL_STR("/")))
        return NULL;
    pieces = al_segments(ev, &split->args[0], &n);
    return n > 1 && at->integer >= 0 && at->integer < n ? &pieces[at->integer] : NULL;
}

static void put_unknown(struct al_buf *buf, uint64_t hash)
{
    static const char digits[] = "0123456789abcdef";
    char text[17] = "\x01";

    for (size_t i = sizeof text; i-- > 1; hash >>= 4)
        text[i] = digits[hash & 15];
    al_buf_put(buf, (al_str){text, sizeof text});
}

static void put_key(struct al_graph *graph, struct al_buf *buf, const al_value *text, bool whole)
{
    const al_value *parts, *piece;
    uint32_t n = al_text_parts(text, &parts);

    for (uint32_t i = 0; i < n; i++) {
        if (parts[i].kind == AL_V_STRING)
            al_buf_lower(buf, al_string_of(&parts[i]));
        else if (whole && (piece = piece_of_text(&graph->ev, &parts[i])))
            put_key(graph, buf, piece, false);
        else
            put_unknown(buf, al_value_hash(&parts[i]));
    }
}

al_str al_id_key_passing(struct al_graph *graph, const al_value *id)
{
    struct al_buf *buf = &graph->key;

    if (id->kind != AL_V_STRING && id->kind != AL_V_SYMBOL)
        return AL_STR("");
    buf->arena = graph->arena;
    buf->n = 0;
    put_key(graph, buf, id, true);
    return normalise(graph->arena, al_buf_str(buf));
}

al_str al_id_key(struct al_graph *graph, const al_value *id)
{
    al_str key = al_id_key_passing(graph, id);

    return key.n ? al_str_copy(graph->arena, key) : key;
}

static ptrdiff_t find_last(al_str s, al_str needle)
{
    for (size_t i = s.n >= needle.n ? s.n - needle.n + 1 : 0; i-- > 0;)
        if (al_str_eq((al_str){s.s + i, needle.n}, needle))
            return (ptrdiff_t)i;
    return -1;
}

al_str al_key_tail(al_str key)
{
    ptrdiff_t at = find_last(key, AL_STR("/providers/"));

    return at < 0 ? key : al_str_from(key, (size_t)at);
}

al_str al_key_parent(al_str key)
{
    al_str tail = al_key_tail(key);
    size_t cut = 0;

    if (tail.s == key.s && tail.n == key.n && !al_str_starts(key, AL_STR("/providers/")))
        return AL_STR("");
    if (al_count_slashes(tail) <=
        4) /* /providers/A.B/c/name: what stands before is the scope it is deployed to */
        return al_str_head(key, key.n - tail.n);
    for (size_t i = key.n; i-- > 0 && cut < 2;)
        if (key.s[i] == '/' && ++cut == 2)
            return al_str_head(key, i);
    return AL_STR("");
}

/* -- indices -- */

/* More than one id behind a tail: none of them can be meant by it alone, which the graph itself marks. */
static void add_tail(struct al_graph *graph, struct al_resource *resource)
{
    void **slot = al_map_put(graph->arena, &graph->by_tail, al_key_tail(resource->key));

    *slot = *slot ? (void *)graph : (void *)resource;
}

static void add_type(struct al_graph *graph, struct al_resource *resource)
{
    void **slot = al_map_put(graph->arena, &graph->by_type, resource->rule_type);
    struct al_chain *chain = *slot;

    if (!chain) {
        *slot = chain = AL_NEW(graph->arena, struct al_chain);
        chain->first = resource;
    } else {
        chain->last->next_of_type = resource;
    }
    chain->last = resource;
}

/* Another declaration of a known id. The one that deploys is judged, an `existing` one only adds to it. */
static struct al_resource *add_again(struct al_resource *first, struct al_resource *resource)
{
    if (first->existing && !resource->existing) {
        resource->next_same_id = first;
        first->shadowed = true;
        return resource;
    }
    resource->shadowed = true;
    resource->next_same_id = first->next_same_id;
    first->next_same_id = resource;
    return first;
}

void al_identify(struct al_graph *graph, struct al_resource *resource)
{
    void **slot;

    resource->key = al_id_key(graph, &resource->id);
    add_type(graph, resource);
    if (resource->key.n == 0)
        return;
    slot = al_map_put(graph->arena, &graph->by_id, resource->key);
    if (*slot) {
        *slot = add_again(*slot, resource);
        return;
    }
    *slot = resource;
    add_tail(graph, resource);
}

/* -- looking up -- */

static bool scope_is_open(al_str key)
{
    return memchr(key.s, '\x01', key.n - al_key_tail(key).n) != NULL;
}

struct al_resource *al_graph_find_key(struct al_graph *graph, al_str key)
{
    struct al_resource *found;
    void *by_tail;

    if (key.n == 0)
        return NULL;
    found = al_map_get(&graph->by_id, key);
    if (found)
        return found;
    by_tail = al_map_get(&graph->by_tail, al_key_tail(key));
    found = by_tail;
    if (!found || by_tail == graph || !al_str_starts(al_key_tail(key), AL_STR("/providers/")))
        return NULL;
    /* the same type and name: the same resource unless both scopes are known, and differ */
    return scope_is_open(key) || scope_is_open(found->key) ? found : NULL;
}

struct al_resource *al_graph_find_above(struct al_graph *graph, al_str key)
{
    struct al_resource *found = NULL;

    for (int depth = 0; !found && key.n && depth < 16; depth++) {
        key = al_key_parent(key);
        found = al_graph_find_key(graph, key);
    }
    return found;
}

struct al_resource *al_graph_find(struct al_graph *graph, const al_value *id, bool below)
{
    al_str key = al_id_key_passing(graph, id);
    struct al_resource *found = al_graph_find_key(graph, key);

    return found || !below ? found : al_graph_find_above(graph, key);
}

struct al_resource *al_graph_of_type(const struct al_graph *graph, al_str type)
{
    const struct al_chain *chain = al_map_get(&graph->by_type, type);

    return chain ? chain->first : NULL;
}

static void index_names(struct al_graph *graph, struct al_chain *chain)
{
    chain->by_name_made = true;
    for (struct al_resource *r = chain->first; r; r = r->next_of_type) {
        void **slot =
            r->shadowed ? NULL : al_map_put(graph->arena, &chain->by_name, al_id_key(graph, &r->name));
        if (slot && !*slot)
            *slot = r;
    }
}

struct al_resource *al_graph_named(struct al_graph *graph, al_str type, const al_value *name)
{
    struct al_chain *chain = al_map_get(&graph->by_type, type);
    al_str key;

    if (!chain)
        return NULL;
    if (!chain->by_name_made)
        index_names(graph, chain);
    key = al_id_key_passing(graph, name);
    return key.n ? al_map_get(&chain->by_name, key) : NULL;
}
