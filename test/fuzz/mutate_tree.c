/* SPDX-License-Identifier: MIT */
/* Mutations of a JSON text by its tree: what comes out is JSON again, and mostly a template still. Spans of
 * the reader say which bytes to replace, so that comments and blanks stay. */
#include "tree.h"

#include "base/buf.h"
#include "syntax/json.h"

enum { SPOTS_MOST = 4096 };

/* -- reading -- */

static void collect(struct fuzz_tree *t, const struct al_node *node, const struct al_node *parent,
                    const struct al_property *property)
{
    if (t->n == SPOTS_MOST)
        return;
    t->spots[t->n++] = (struct fuzz_spot){node, parent, property};
    for (uint32_t i = 0; node->kind == AL_NODE_ARRAY && i < node->array.n; i++)
        collect(t, node->array.items[i], node, NULL);
    for (uint32_t i = 0; node->kind == AL_NODE_OBJECT && i < node->object.n; i++)
        collect(t, node->object.items[i].value, node, &node->object.items[i]);
}

static bool is_name(al_str key)
{
    return key.n > 0 && key.n < 64 && !memchr(key.s, '\'', key.n) && !memchr(key.s, '"', key.n) &&
           !memchr(key.s, '\\', key.n);
}

static void collect_names(struct fuzz_tree *t)
{
    const size_t most = sizeof t->names.v / sizeof *t->names.v;

    for (size_t tries = 0; tries < most; tries++) {
        const struct fuzz_spot *spot = &t->spots[fuzz_below(t->n)];
        const al_str name = spot->property ? spot->property->key : al_node_text(spot->node);
        if (is_name(name) && name.s[0] != '[')
            t->names.v[t->names.n++] = name;
    }
}

/* -- editing -- */

al_str fuzz_tree_text(const struct al_node *node)
{
    return al_span_text(al_node_span(node));
}

void fuzz_tree_edit(struct fuzz_tree *t, uint32_t off, uint32_t len, al_str text)
{
    size_t i = t->nedits++;

    assert(t->nedits <= FUZZ_EDITS_MOST);
    for (; i > 0 && t->edits[i - 1].off > off; i--)
        t->edits[i] = t->edits[i - 1];
    t->edits[i] = (struct fuzz_edit){off, len, text};
}

void fuzz_tree_replace(struct fuzz_tree *t, const struct al_node *node, al_str text)
{
    fuzz_tree_edit(t, node->off, node->len, text);
}

/* Into an object or array, in front of what is there. */
void fuzz_tree_insert(struct fuzz_tree *t, const struct al_node *into, al_str member)
{
    const bool empty = into->kind == AL_NODE_OBJECT ? into->object.n == 0 : into->array.n == 0;

    fuzz_tree_edit(t, into->off + 1, 0, al_printf(t->arena, "%.*s%s", AL_FMT(member), empty ? "" : ","));
}

const struct fuzz_spot *fuzz_tree_any(const struct fuzz_tree *t)
{
    return &t->spots[fuzz_below(t->n)];
}

/* One of that kind, or NULL. */
const struct fuzz_spot *fuzz_tree_any_of(const struct fuzz_tree *t, enum al_node_kind kind)
{
    const size_t first = fuzz_below(t->n);

    for (size_t i = 0; i < t->n; i++)
        if (t->spots[(first + i) % t->n].node->kind == kind)
            return &t->spots[(first + i) % t->n];
    return NULL;
}

/* One that is a property or an item, or NULL. */
const struct fuzz_spot *fuzz_tree_any_member(const struct fuzz_tree *t)
{
    return t->n > 1 ? &t->spots[1 + fuzz_below(t->n - 1)] : NULL;
}

/* With its key. */
al_str fuzz_tree_member_text(const struct fuzz_tree *t, const struct fuzz_spot *spot)
{
    const uint32_t from = spot->property ? spot->property->key_off : spot->node->off;

    return (al_str){t->source->text.s + from, spot->node->off + spot->node->len - from};
}

al_str fuzz_tree_expression(struct fuzz_tree *t)
{
    static const char *const forms[] = {"parameters('%.*s')", "variables('%.*s')", "reference('%.*s')",
                                        "copyIndex('%.*s')", "resourceId('Microsoft.X/y', '%.*s')"};
    const al_str name = t->names.n ? t->names.v[fuzz_below(t->names.n)] : AL_STR("x");
    struct al_buf out = AL_BUF(t->arena);

    al_buf_put(&out, AL_STR("\"["));
    if (fuzz_below(2) == 0)
        al_buf_printf(&out, FUZZ_ONE_OF(forms), AL_FMT(name));
    else
        al_buf_put(&out, fuzz_random_call(t->arena, &t->names, (unsigned)fuzz_below(3)));
    al_buf_put(&out, AL_STR("]\""));
    return al_buf_str(&out);
}

/* -- the text among others of an input -- */

/* Where the k-th JSON text begins: behind the first byte at most, or behind a line "=== NAME". False: no
 * such. */
static bool find_text(al_str input, size_t k, size_t *from, size_t *to)
{
    const al_str mark = AL_STR("\n=== ");

    for (size_t at = 0; at < input.n;) {
        const ptrdiff_t next = al_str_find(al_str_from(input, at), mark);
        ptrdiff_t line;
        *from = at + (at == 0 && input.s[0] != '{' && input.s[0] != '[');
        *to = next < 0 ? input.n : at + (size_t)next + 1;
        if (*from < *to && (input.s[*from] == '{' || input.s[*from] == '[') && k-- == 0)
            return true;
        line = next < 0 ? -1 : al_str_find(al_str_from(input, *to), AL_STR("\n"));
        at = line < 0 ? input.n : *to + (size_t)line + 1;
    }
    return false;
}

static void write_out(struct fuzz_tree *t, al_str before, al_str after)
{
    uint32_t at = 0;

    fuzz_put(t->change, before);
    for (size_t i = 0; i < t->nedits; i++) {
        const struct fuzz_edit *e = &t->edits[i];
        fuzz_put(t->change, al_str_from(al_str_head(t->source->text, e->off), at));
        fuzz_put(t->change, e->text);
        at = e->off + e->len;
    }
    fuzz_put(t->change, al_str_from(t->source->text, at));
    fuzz_put(t->change, after);
}

static int mutate(void *ptr)
{
    struct fuzz_tree *t = ptr;
    const al_str input = t->change->from;
    struct al_diags diags = {.arena = t->arena};
    struct al_json json = {0};
    size_t from, to;

    if (!find_text(input, fuzz_below(3), &from, &to) && !find_text(input, 0, &from, &to))
        return AL_OK;
    t->source = al_source_new(t->arena, AL_STR("json"),
                              al_str_copy(t->arena, al_str_from(al_str_head(input, to), from)));
    if (al_json_read(&json, t->arena, &diags, t->source, AL_JSON_TEMPLATE) != AL_OK || !json.root)
        return AL_OK;
    t->spots = AL_NEW_N(t->arena, struct fuzz_spot, SPOTS_MOST);
    collect(t, json.root, NULL, NULL);
    collect_names(t);
    fuzz_tree_change(t);
    t->changed = t->nedits > 0;
    if (t->changed)
        write_out(t, al_str_head(input, from), al_str_from(input, to));
    return AL_OK;
}

bool fuzz_mutate_tree(struct fuzz_change *change)
{
    struct fuzz_tree tree = {.arena = al_arena_new(0), .change = change};

    fuzz_in_arena(tree.arena, mutate, &tree);
    return tree.changed;
}
