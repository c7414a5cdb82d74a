/* SPDX-License-Identifier: MIT */
/* YAML's collections in brackets. They go over lines as they like, so only brackets and commas are looked at.
 */
#include "syntax/yaml_private.h"

static struct al_node *read_node(struct al_yaml *y);

static void skip(struct al_yaml *y)
{
    for (;;) {
        al_yaml_skip_blanks(y);
        if (*y->at == '#' && (y->at == y->line || al_yaml_blank(y->at[-1])))
            while (!al_yaml_break(y, y->at))
                y->at++;
        if (y->at >= y->end || !al_yaml_break(y, y->at))
            return;
        y->line = y->at = al_yaml_next_line(y, y->at);
        if (al_yaml_marker(y, y->at))
            al_yaml_expected(y, "the end of a collection in brackets");
        if (y->failed)
            return;
    }
}

/* An item, or a key with its value: `key.start` is NULL when it is no text that could be one. */
struct entry {
    struct al_yaml_props props;
    struct al_yaml_scalar key;
    struct al_node *node; /* when there is no key */
    bool tight;           /* it ends in a quote or bracket: a ':' may follow without a blank behind it */
};

static bool is_end(const struct al_yaml *y)
{
    return y->at >= y->end || *y->at == ',' || *y->at == ']' || *y->at == '}';
}

static void read_entry(struct al_yaml *y, struct entry *out)
{
    uint64_t begun;

    *out = (struct entry){.tight = true};
    if (*y->at == '?' && al_yaml_gap(y, y->at + 1)) {
        y->at++;
        skip(y);
    }
    al_yaml_read_props(y, &out->props);
    skip(y);
    begun = al_yaml_begin(y, &out->props);
    if (*y->at == '[' || *y->at == '{') {
        out->node = al_yaml_finish(y, &out->props, begun, al_yaml_flow(y));
    } else if (*y->at == '*') {
        out->node = al_yaml_alias(y, &out->props);
        out->tight = false;
    } else if (*y->at == '"' || *y->at == '\'') {
        al_yaml_quoted(y, &out->key);
    } else if (is_end(y) || al_yaml_key_end(y, y->at, true)) {
        out->key = (struct al_yaml_scalar){.text = AL_STR(""), .start = y->at, .end = y->at, .plain = true};
    } else if (strchr("#&!|>%@`", *y->at) || (*y->at == '-' && al_yaml_gap(y, y->at + 1))) {
        al_yaml_expected(y, "a value");
    } else {
        al_yaml_plain(y, &out->key, -1, true);
        out->tight = false;
    }
    if (!y->failed)
        skip(y);
}

static struct al_node *node_of(struct al_yaml *y, const struct entry *entry)
{
    return entry->node ? entry->node : al_yaml_scalar_node(y, &entry->key, &entry->props);
}

/* The value after the key, when a ':' stands here; false when none does. */
static bool read_value(struct al_yaml *y, const struct entry *entry)
{
    struct al_yaml_scalar key = entry->key;

    if (*y->at != ':' || (!entry->tight && !al_yaml_key_end(y, y->at, true)))
        return false;
    if (entry->node && entry->node->kind == AL_NODE_STRING) /* by an alias */
        key = (struct al_yaml_scalar){.text = entry->node->string, .start = y->at, .end = y->at};
    else if (entry->node)
        al_yaml_fail(y, y->at, 1, "only a text can be a key");
    y->at++;
    skip(y);
    if (!y->failed)
        al_yaml_add_property(y, &key, read_node(y));
    return true;
}

static struct al_node *read_node(struct al_yaml *y)
{
    struct entry entry;

    read_entry(y, &entry);
    return y->failed ? NULL : node_of(y, &entry);
}

/* After an item: whether another one follows. */
static bool another(struct al_yaml *y, char close)
{
    if (y->failed)
        return false;
    skip(y);
    if (!y->failed && *y->at == ',') {
        y->at++;
        skip(y);
        return !y->failed && *y->at != close;
    }
    if (!y->failed && (y->at >= y->end || *y->at != close))
        al_yaml_expected(y, close == ']' ? "',' or ']'" : "',' or '}'");
    return false;
}

/* [a: b] is an array of one object. */
static void read_item(struct al_yaml *y)
{
    const size_t base = y->properties.n;
    const char *start = y->at;
    struct al_node *node;
    struct entry entry;

    read_entry(y, &entry);
    if (y->failed)
        return;
    if (read_value(y, &entry)) {
        node = al_yaml_node(y, AL_NODE_OBJECT, start, y->at);
        al_yaml_take_properties(y, node, base);
    } else if (y->at == start) {
        al_yaml_expected(y, "a value");
        return;
    } else {
        node = node_of(y, &entry);
    }
    *al_vec_push(y->arena, &y->items) = node;
}

static void read_pair(struct al_yaml *y)
{
    const char *start = y->at;
    struct entry entry;

    read_entry(y, &entry);
    if (y->failed || read_value(y, &entry))
        return;
    if (entry.node || y->at == start)
        al_yaml_expected(y, entry.node ? "':'" : "a key");
    else
        al_yaml_add_property(y, &entry.key, al_yaml_node(y, AL_NODE_NULL, entry.key.end, entry.key.end));
}

struct al_node *al_yaml_flow(struct al_yaml *y)
{
    const bool array = *y->at == '[';
    const char close = array ? ']' : '}', *start = y->at;
    const size_t nitems = y->items.n, nproperties = y->properties.n;
    struct al_node *node;
    bool more;

    y->fresh = false;
    if (!al_yaml_enter(y))
        return NULL;
    y->at++;
    skip(y);
    for (more = !y->failed && *y->at != close; more; more = another(y, close)) {
        if (array)
            read_item(y);
        else
            read_pair(y);
    }
    y->depth--;
    if (y->failed)
        return NULL;
    node = al_yaml_node(y, array ? AL_NODE_ARRAY : AL_NODE_OBJECT, start, ++y->at);
    if (array)
        al_yaml_take_items(y, node, nitems);
    else
        al_yaml_take_properties(y, node, nproperties);
    return node;
}
