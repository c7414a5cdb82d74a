/* SPDX-License-Identifier: MIT */
#include "eval/value.h"

/* -- objects -- */

enum { INDEXED_FROM = 12 }; /* below this many entries a linear search is faster than a hash */

al_value al_object(struct al_object *object)
{
    return (al_value){.kind = AL_V_OBJECT, .object = object};
}

struct al_object *al_object_new(al_arena *arena, uint32_t expected)
{
    struct al_object *object = AL_NEW(arena, struct al_object);

    object->entries = expected ? AL_NEW_N(arena, struct al_entry, expected) : NULL;
    object->cap = expected;
    return object;
}

/* Two keys may differ by case alone (createObject() allows it), so a lookup prefers the exact spelling. */
static struct al_entry *find_linear(const struct al_object *object, al_str key)
{
    struct al_entry *found = NULL;

    for (uint32_t i = 0; i < object->n; i++) {
        struct al_entry *e = &object->entries[i];
        if (!al_str_caseeq(e->key, key))
            continue;
        if (al_str_eq(e->key, key))
            return e;
        if (!found)
            found = e;
    }
    return found;
}

static struct al_entry *find_indexed(const struct al_object *object, al_str key)
{
    uint32_t mask = object->nslots - 1;
    struct al_entry *found = NULL;

    for (uint32_t i = (uint32_t)al_str_casehash(key) & mask; object->slots[i]; i = (i + 1) & mask) {
        struct al_entry *e = &object->entries[object->slots[i] - 1];
        if (!al_str_caseeq(e->key, key))
            continue;
        if (al_str_eq(e->key, key))
            return e;
        if (!found)
            found = e;
    }
    return found;
}

struct al_entry *al_object_find(const struct al_object *object, al_str key)
{
    return object->slots ? find_indexed(object, key) : find_linear(object, key);
}

static void index_entry(struct al_object *object, uint32_t at)
{
    uint32_t mask = object->nslots - 1, i = (uint32_t)al_str_casehash(object->entries[at].key) & mask;

    while (object->slots[i])
        i = (i + 1) & mask;
    object->slots[i] = at + 1;
}

static void index_entries(al_arena *arena, struct al_object *object)
{
    object->nslots = 32;
    while (object->nslots < object->cap * 2)
        object->nslots *= 2;
    object->slots = AL_NEW_N(arena, uint32_t, object->nslots);
    for (uint32_t i = 0; i < object->n; i++)
        index_entry(object, i);
}

static void grow(al_arena *arena, struct al_object *object)
{
    uint32_t cap = object->cap ? object->cap * 2 : 4;
    struct al_entry *entries = AL_NEW_N(arena, struct al_entry, cap);

    if (object->n)
        memcpy(entries, object->entries, object->n * sizeof *entries);
    object->entries = entries;
    object->cap = cap;
    object->slots = NULL;
}

struct al_entry *al_object_put(al_arena *arena, struct al_object *object, al_str key)
{
    struct al_entry *found = al_object_find(object, key);

    if (found && al_str_eq(found->key, key))
        return found;
    if (object->n == object->cap)
        grow(arena, object);
    object->entries[object->n] = (struct al_entry){.key = key};
    object->n++;
    object->deep = false;
    object->hash = 0;
    if (object->slots)
        index_entry(object, object->n - 1);
    else if (object->n >= INDEXED_FROM)
        index_entries(arena, object);
    return &object->entries[object->n - 1];
}

void al_object_set(al_arena *arena, struct al_object *object, al_str key, al_value value)
{
    struct al_entry *entry = al_object_put(arena, object, key);

    entry->value = value;
    entry->at = NULL;
    object->deep = false;
    object->hash = 0;
}

/* -- hashing -- */

static uint64_t mix(uint64_t h, uint64_t more)
{
    h ^= more + 0x9e3779b97f4a7c15u + (h << 6) + (h >> 2);
    h *= 0xff51afd7ed558ccdu;
    return h ^ (h >> 32);
}

/* A variable may hold itself: what is too deep or too much makes no difference to the hash. */
enum { HASH_DEPTH = 200, HASH_VALUES = 1 << 20 };

struct hashing {
    uint32_t depth, left;
};

static uint64_t hash_value(struct hashing *hashing, const al_value *v);

static uint64_t hash_object(struct hashing *hashing, struct al_object *object)
{
    uint64_t h = 0;

    if (object->hash)
        return object->hash;
    object->hash = 1; /* met again inside itself */
    /* a sum, because the order of properties does not matter */
    for (uint32_t i = 0; i < object->n; i++)
        h += mix(al_str_casehash(object->entries[i].key), hash_value(hashing, &object->entries[i].value));
    h = mix(h, object->n);
    object->hash = object->deep ? h : 0;
    return h;
}

static uint64_t hash_array(struct hashing *hashing, const al_value *v)
{
    uint64_t h = v->kind;

    for (uint32_t i = 0; i < v->n; i++)
        h = mix(h, hash_value(hashing, &v->items[i]));
    return mix(h, v->n);
}

static uint64_t double_bits(double d)
{
    uint64_t bits;

    memcpy(&bits, &d, sizeof bits);
    return bits;
}

static uint64_t hash_members(struct hashing *hashing, const al_value *v)
{
    uint64_t h = v->kind;

    if (hashing->depth >= HASH_DEPTH || hashing->left == 0)
        return mix(h, v->n);
    hashing->depth++;
    h = v->kind == AL_V_OBJECT ? mix(h, hash_object(hashing, v->object)) : hash_array(hashing, v);
    hashing->depth--;
    return h;
}

static uint64_t hash_value(struct hashing *hashing, const al_value *v)
{
    uint64_t h = v->kind;

    hashing->left -= hashing->left > 0;
    switch ((enum al_value_kind)v->kind) {
    case AL_V_BOOL: return mix(h, v->boolean);
    case AL_V_INT: return mix(h, (uint64_t)v->integer);
    case AL_V_FLOAT: return mix(h, double_bits(v->number));
    case AL_V_STRING: return mix(h, al_str_tablehash(al_string_of(v)));
    case AL_V_OBJECT:
    case AL_V_ARRAY: return hash_members(hashing, v);
    case AL_V_SYMBOL: return v->symbol->hash;
    case AL_V_LAZY:
    case AL_V_BUSY:
    case AL_V_LAMBDA: return mix(h, (uint64_t)(uintptr_t)v->lazy.node);
    case AL_V_NULL: break;
    }
    return mix(h, 1);
}

uint64_t al_value_hash(const al_value *v)
{
    struct hashing hashing = {.left = HASH_VALUES};

    return hash_value(&hashing, v);
}

/* -- symbols -- */

al_value al_symbol_of(al_arena *arena, enum al_hint hint, al_str fn, al_value *args, uint32_t nargs,
                      const void *scope)
{
    struct al_symbol *symbol = AL_NEW(arena, struct al_symbol);
    uint64_t h = mix(al_str_casehash(fn), (uint64_t)(uintptr_t)scope);

    symbol->fn = fn;
    symbol->nargs = nargs;
    symbol->args = args;
    symbol->scope = scope;
    for (uint32_t i = 0; i < nargs; i++)
        h = mix(h, al_value_hash(&args[i]));
    symbol->hash = h;
    return (al_value){.kind = AL_V_SYMBOL, .hint = (uint8_t)hint, .symbol = symbol};
}

al_value al_symbol_in(al_arena *arena, enum al_hint hint, al_str fn, const al_value *args, uint32_t nargs,
                      const void *scope)
{
    al_value *own = nargs ? al_alloc_text(arena, nargs * sizeof *own) : NULL;

    if (nargs)
        memcpy(own, args, nargs * sizeof *own);
    return al_symbol_of(arena, hint, fn, own, nargs, scope);
}

al_value al_symbol(al_arena *arena, enum al_hint hint, al_str fn, const al_value *args, uint32_t nargs)
{
    return al_symbol_in(arena, hint, fn, args, nargs, NULL);
}

/* 64 bits decide: a collision needs an attacker, who would only hide a finding about his own template. */
bool al_symbol_same(const al_value *a, const al_value *b)
{
    return a->symbol == b->symbol || a->symbol->hash == b->symbol->hash;
}

static struct al_symbol *copy_symbol(al_arena *arena, const struct al_symbol *symbol)
{
    struct al_symbol *copy = AL_NEW(arena, struct al_symbol);

    *copy = *symbol;
    return copy;
}

al_value al_with_known(al_arena *arena, al_value symbol, struct al_object *known)
{
    symbol.symbol = copy_symbol(arena, symbol.symbol);
    symbol.symbol->known = known;
    return symbol;
}

al_value al_with_growing(al_arena *arena, al_value symbol, struct al_object *known)
{
    symbol = al_with_known(arena, symbol, known);
    symbol.symbol->grows = true;
    return symbol;
}

static enum al_hint common_hint(const al_value *choices, uint32_t n)
{
    enum al_hint hint = al_hint_of(&choices[0]);

    for (uint32_t i = 1; i < n; i++)
        if (al_hint_of(&choices[i]) != hint)
            return AL_HINT_ANY;
    return hint;
}

al_value al_with_choices(al_arena *arena, al_value symbol, const al_value *choices, uint32_t n)
{
    al_value *kept;
    uint32_t nkept = 0;

    if (n == 0 || n > AL_MOST_CHOICES)
        return symbol;
    kept = AL_NEW_N(arena, al_value, n);
    for (uint32_t i = 0; i < n; i++) {
        uint64_t h = al_value_hash(&choices[i]);
        uint32_t k = 0;
        while (k < nkept && al_value_hash(&kept[k]) != h)
            k++;
        if (k == nkept)
            kept[nkept++] = choices[i];
    }
    if (nkept == 1)
        return kept[0];
    symbol.symbol = copy_symbol(arena, symbol.symbol);
    symbol.symbol->choices = kept;
    symbol.symbol->nchoices = nkept;
    symbol.hint = (uint8_t)common_hint(kept, nkept);
    return symbol;
}

enum al_hint al_hint_of(const al_value *v)
{
    switch ((enum al_value_kind)v->kind) {
    case AL_V_BOOL: return AL_HINT_BOOL;
    case AL_V_INT: return AL_HINT_INT;
    case AL_V_STRING: return AL_HINT_STRING;
    case AL_V_ARRAY: return AL_HINT_ARRAY;
    case AL_V_OBJECT: return AL_HINT_OBJECT;
    case AL_V_SYMBOL: return (enum al_hint)v->hint;
    default: return AL_HINT_ANY;
    }
}

const char *al_kind_name(const al_value *v)
{
    static const char *const names[] = {
        [AL_V_LAZY] = "value",
        [AL_V_BUSY] = "value",
        [AL_V_NULL] = "null",
        [AL_V_BOOL] = "bool",
        [AL_V_INT] = "int",
        [AL_V_FLOAT] = "float",
        [AL_V_STRING] = "string",
        [AL_V_ARRAY] = "array",
        [AL_V_OBJECT] = "object",
        [AL_V_LAMBDA] = "lambda",
        [AL_V_SYMBOL] = "value that is not known",
    };

    return names[v->kind];
}
