/* SPDX-License-Identifier: MIT */
/* Mutations of a JSON text by its tree: what comes out is JSON again, and mostly a template still. Spans of
 * the reader say which bytes to replace, so that comments and blanks stay. */
#include "fuzz.h"

#include "base/buf.h"
#include "base/source.h"
#include "syntax/json.h"

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);

enum { SPOTS_MOST = 4096, EDITS_MOST = 2, STRING_MOST = 256 };

/* A value, and where it stands. */
struct spot {
    const struct al_node *node, *parent;
    const struct al_property *property; /* NULL: an item, or the root */
};

struct edit {
    uint32_t off, len;
    al_str text;
};

struct tree {
    al_arena *arena;
    struct fuzz_change *change;
    const struct al_source *source;
    struct spot *spots;
    size_t n;
    struct edit edits[EDITS_MOST]; /* in order, apart from each other */
    size_t nedits;
    struct fuzz_names names;
    bool changed;
};

/* -- reading -- */

static void collect(struct tree *t, const struct al_node *node, const struct al_node *parent,
                    const struct al_property *property)
{
    if (t->n == SPOTS_MOST)
        return;
    t->spots[t->n++] = (struct spot){node, parent, property};
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

static void collect_names(struct tree *t)
{
    const size_t most = sizeof t->names.v / sizeof *t->names.v;

    for (size_t tries = 0; tries < most; tries++) {
        const struct spot *spot = &t->spots[fuzz_below(t->n)];
        const al_str name = spot->property ? spot->property->key : al_node_text(spot->node);
        if (is_name(name) && name.s[0] != '[')
            t->names.v[t->names.n++] = name;
    }
}

/* -- editing -- */

static al_str text_of(const struct al_node *node)
{
    return al_span_text(al_node_span(node));
}

static void edit(struct tree *t, uint32_t off, uint32_t len, al_str text)
{
    size_t i = t->nedits++;

    assert(t->nedits <= EDITS_MOST);
    for (; i > 0 && t->edits[i - 1].off > off; i--)
        t->edits[i] = t->edits[i - 1];
    t->edits[i] = (struct edit){off, len, text};
}

static void replace(struct tree *t, const struct al_node *node, al_str text)
{
    edit(t, node->off, node->len, text);
}

/* Into an object or array, in front of what is there. */
static void insert(struct tree *t, const struct al_node *into, al_str member)
{
    const bool empty = into->kind == AL_NODE_OBJECT ? into->object.n == 0 : into->array.n == 0;

    edit(t, into->off + 1, 0, al_printf(t->arena, "%.*s%s", AL_FMT(member), empty ? "" : ","));
}

static const struct spot *any(const struct tree *t)
{
    return &t->spots[fuzz_below(t->n)];
}

/* One of that kind, or NULL. */
static const struct spot *any_of(const struct tree *t, enum al_node_kind kind)
{
    const size_t first = fuzz_below(t->n);

    for (size_t i = 0; i < t->n; i++)
        if (t->spots[(first + i) % t->n].node->kind == kind)
            return &t->spots[(first + i) % t->n];
    return NULL;
}

/* One that is a property or an item, or NULL. */
static const struct spot *any_member(const struct tree *t)
{
    return t->n > 1 ? &t->spots[1 + fuzz_below(t->n - 1)] : NULL;
}

/* With its key. */
static al_str member_text(const struct tree *t, const struct spot *spot)
{
    const uint32_t from = spot->property ? spot->property->key_off : spot->node->off;

    return (al_str){t->source->text.s + from, spot->node->off + spot->node->len - from};
}

static al_str expression(struct tree *t)
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

/* -- the mutations; each may find nothing to do -- */

static void swap(struct tree *t)
{
    const struct al_node *a = any(t)->node, *b = any(t)->node;

    if (a->off + a->len > b->off && b->off + b->len > a->off)
        return;
    replace(t, a, text_of(b));
    replace(t, b, text_of(a));
}

static void copy_over(struct tree *t)
{
    replace(t, any(t)->node, text_of(any(t)->node));
}

static void duplicate(struct tree *t)
{
    const struct spot *spot = any_member(t);

    if (spot)
        insert(t, spot->parent, member_text(t, spot));
}

static void move_into(struct tree *t)
{
    const struct spot *into = any_of(t, AL_NODE_OBJECT), *spot = any_member(t);

    if (into && spot && spot->property)
        insert(t, into->node, member_text(t, spot));
}

/* With the comma behind it or, for the last one, before it. */
static void take_out(struct tree *t)
{
    const struct spot *spot = any_member(t);
    const al_str all = t->source->text;
    al_str text;
    size_t from, to;

    if (!spot)
        return;
    text = member_text(t, spot);
    from = (size_t)(text.s - all.s);
    to = from + text.n;
    while (to < all.n && al_is_space(all.s[to]))
        to++;
    if (all.s[to] == ',') {
        to++;
    } else {
        while (from > 0 && al_is_space(all.s[from - 1]))
            from--;
        from -= from > 0 && all.s[from - 1] == ',';
    }
    edit(t, (uint32_t)from, (uint32_t)(to - from), AL_STR(""));
}

static void compute(struct tree *t)
{
    replace(t, any(t)->node, expression(t));
}

static void change_type(struct tree *t)
{
    static const char *const values[] = {
        "null",
        "true",
        "false",
        "0",
        "1",
        "-1",
        "1.5",
        "1e308",
        "9223372036854775808",
        "\"\"",
        "\"x\"",
        "[]",
        "{}",
        "[[]]",
        "[null]",
        "{\"\":null}",
        "\"[\"",
        "\"[]\"",
        "\"[[x]\"",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"\\u001b[31m\"",
        "800",
        "10001",
        "\"2023-01-01\"",
        "\"a/b/c\"",
        "\"</script>&\"",
        "\"| `x` |\"",
    };

    replace(t, any(t)->node, al_str_of(FUZZ_ONE_OF(values)));
}

/* What a value can stand in; # is the value. */
static void wrap(struct tree *t)
{
    static const char *const wrappings[] = {
        "[#]",
        "[#,#]",
        "{\"value\":#}",
        "{\"copy\":[{\"name\":\"c\",\"count\":2,\"input\":#}]}",
        "{\"type\":\"Microsoft.Resources/deployments\",\"apiVersion\":\"2022-09-01\",\"name\":\"n\",\"properties\":"
        "{\"mode\":\"Incremental\",\"expressionEvaluationOptions\":{\"scope\":\"inner\"},\"template\":#}}",
        "{\"type\":\"Microsoft.Resources/deployments\",\"apiVersion\":\"2022-09-01\",\"name\":\"n\",\"properties\":"
        "{\"mode\":\"Incremental\",\"template\":{\"$schema\":\"deploymentTemplate.json#\",\"resources\":[#]}}}",
    };
    const struct al_node *node = any(t)->node;
    struct al_buf out = AL_BUF(t->arena);

    for (const char *w = FUZZ_ONE_OF(wrappings); *w; w++)
        al_buf_put(&out, *w == '#' ? text_of(node) : (al_str){w, 1});
    replace(t, node, al_buf_str(&out));
}

/* Elements of templates and configurations; # is an expression. */
static void add_element(struct tree *t)
{
    static const char *const elements[] = {
        "\"condition\":#",
        "\"copy\":{\"name\":\"c\",\"count\":#}",
        "\"copy\":{\"name\":\"c\",\"count\":3,\"mode\":\"serial\",\"batchSize\":2}",
        "\"copy\":[{\"name\":\"p\",\"count\":2,\"input\":#}]",
        "\"copy\":[{\"name\":\"p\",\"count\":#,\"input\":\"[copyIndex('p')]\"},{\"name\":\"q\",\"count\":1,\"input\":1}]",
        "\"dependsOn\":[#]",
        "\"scope\":#",
        "\"existing\":true",
        "\"tags\":#",
        "\"resources\":[{\"type\":\"x\",\"apiVersion\":\"2023-01-01\",\"name\":#}]",
        "\"languageVersion\":\"2.0\"",
        "\"metadata\":{\"armlint\":{\"suppress\":[{\"rule\":\"*\",\"reason\":\"r\"}]}}",
        "\"metadata\":{\"checkov\":{\"skip\":[{\"id\":\"CKV_AZURE_33\"}]}}",
        "\"defaultValue\":#",
        "\"allowedValues\":[#,1,\"a\"]",
        "\"minLength\":1,\"maxLength\":0",
        "\"nullable\":true",
        "\"$ref\":\"#/definitions/x\"",
        "\"definitions\":{\"x\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/definitions/x\"}}}",
        "\"type\":\"secureObject\"",
        "\"type\":\"Microsoft.Resources/deployments\"",
        "\"templateLink\":{\"relativePath\":\"c.json\"}",
        "\"[concat('k', 1)]\":#",
    };
    const struct spot *into = any_of(t, AL_NODE_OBJECT);
    struct al_buf out = AL_BUF(t->arena);

    if (!into)
        return;
    for (const char *e = FUZZ_ONE_OF(elements); *e; e++)
        al_buf_put(&out, *e == '#' && e[1] != '/' ? expression(t) : (al_str){e, 1});
    insert(t, into->node, al_buf_str(&out));
}

/* A text or a part of one becomes another text of the document. */
static void rename_one(struct tree *t)
{
    const struct spot *spot = any_of(t, fuzz_below(2) ? AL_NODE_TEXT : AL_NODE_STRING);
    const al_str name = t->names.n ? t->names.v[fuzz_below(t->names.n)] : AL_STR("x");
    al_str text;
    ptrdiff_t from, n;

    if (!spot)
        return;
    text = text_of(spot->node);
    from = al_str_find(text, AL_STR("'"));
    n = from < 0 ? -1 : al_str_find(al_str_from(text, (size_t)from + 1), AL_STR("'"));
    if (n < 0)
        replace(t, spot->node, al_printf(t->arena, "\"%.*s\"", AL_FMT(name)));
    else
        edit(t, spot->node->off + (uint32_t)from + 1, (uint32_t)n, name);
}

static void mutate_bytes(struct tree *t)
{
    const struct spot *spot = any_of(t, fuzz_below(2) ? AL_NODE_TEXT : AL_NODE_STRING);
    al_str text;
    char *copy;

    if (!spot || spot->node->len > STRING_MOST || spot->node->len < 2)
        return;
    text = al_str_from(al_str_head(text_of(spot->node), spot->node->len - 1), 1);
    copy = al_alloc(t->arena, STRING_MOST);
    memcpy(copy, text.s, text.n);
    edit(t, spot->node->off + 1, (uint32_t)text.n,
         (al_str){copy, LLVMFuzzerMutate((uint8_t *)copy, text.n, STRING_MOST)});
}

/* Keys matter as much as values: one that is known gets a value that means something else. */
static void change_key(struct tree *t)
{
    const struct spot *spot = any_member(t), *other = any_member(t);

    if (spot && spot->property && other->property)
        edit(t, spot->property->key_off, spot->property->key_len,
             al_span_text(al_key_span(other->parent, other->property)));
}

static void (*const mutations[])(struct tree *t) = {
    swap,        copy_over,  duplicate,   move_into,    take_out,     compute,
    compute,     compute,    change_type, change_type,  wrap,         add_element,
    add_element, rename_one, rename_one,  mutate_bytes, mutate_bytes, change_key,
};

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

static void write_out(struct tree *t, al_str before, al_str after)
{
    uint32_t at = 0;

    fuzz_put(t->change, before);
    for (size_t i = 0; i < t->nedits; i++) {
        const struct edit *e = &t->edits[i];
        fuzz_put(t->change, al_str_from(al_str_head(t->source->text, e->off), at));
        fuzz_put(t->change, e->text);
        at = e->off + e->len;
    }
    fuzz_put(t->change, al_str_from(t->source->text, at));
    fuzz_put(t->change, after);
}

static int mutate(void *ptr)
{
    struct tree *t = ptr;
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
    t->spots = AL_NEW_N(t->arena, struct spot, SPOTS_MOST);
    collect(t, json.root, NULL, NULL);
    collect_names(t);
    FUZZ_ONE_OF(mutations)(t);
    t->changed = t->nedits > 0;
    if (t->changed)
        write_out(t, al_str_head(input, from), al_str_from(input, to));
    return AL_OK;
}

bool fuzz_mutate_tree(struct fuzz_change *change)
{
    struct tree tree = {.arena = al_arena_new(0), .change = change};

    fuzz_in_arena(tree.arena, mutate, &tree);
    return tree.changed;
}
