/* SPDX-License-Identifier: MIT */
/* The ways to change a JSON text: its parts, their order, what they mean and how often they are there. */
#include "tree.h"

#include "base/buf.h"

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);

enum { STRING_MOST = 256 };

static void swap(struct fuzz_tree *t)
{
    const struct al_node *a = fuzz_tree_any(t)->node, *b = fuzz_tree_any(t)->node;

    if (a->off + a->len > b->off && b->off + b->len > a->off)
        return;
    fuzz_tree_replace(t, a, fuzz_tree_text(b));
    fuzz_tree_replace(t, b, fuzz_tree_text(a));
}

static void copy_over(struct fuzz_tree *t)
{
    fuzz_tree_replace(t, fuzz_tree_any(t)->node, fuzz_tree_text(fuzz_tree_any(t)->node));
}

static void duplicate(struct fuzz_tree *t)
{
    const struct fuzz_spot *spot = fuzz_tree_any_member(t);

    if (spot)
        fuzz_tree_insert(t, spot->parent, fuzz_tree_member_text(t, spot));
}

static void move_into(struct fuzz_tree *t)
{
    const struct fuzz_spot *into = fuzz_tree_any_of(t, AL_NODE_OBJECT), *spot = fuzz_tree_any_member(t);

    if (into && spot && spot->property)
        fuzz_tree_insert(t, into->node, fuzz_tree_member_text(t, spot));
}

/* With the comma behind it or, for the last one, before it. */
static void take_out(struct fuzz_tree *t)
{
    const struct fuzz_spot *spot = fuzz_tree_any_member(t);
    const al_str all = t->source->text;
    al_str text;
    size_t from, to;

    if (!spot)
        return;
    text = fuzz_tree_member_text(t, spot);
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
    fuzz_tree_edit(t, (uint32_t)from, (uint32_t)(to - from), AL_STR(""));
}

static void compute(struct fuzz_tree *t)
{
    fuzz_tree_replace(t, fuzz_tree_any(t)->node, fuzz_tree_expression(t));
}

static void change_type(struct fuzz_tree *t)
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

    fuzz_tree_replace(t, fuzz_tree_any(t)->node, al_str_of(FUZZ_ONE_OF(values)));
}

/* What a value can stand in; # is the value. */
static void wrap(struct fuzz_tree *t)
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
    const struct al_node *node = fuzz_tree_any(t)->node;
    struct al_buf out = AL_BUF(t->arena);

    for (const char *w = FUZZ_ONE_OF(wrappings); *w; w++)
        al_buf_put(&out, *w == '#' ? fuzz_tree_text(node) : (al_str){w, 1});
    fuzz_tree_replace(t, node, al_buf_str(&out));
}

/* Elements of templates and configurations; # is an expression. */
static void add_element(struct fuzz_tree *t)
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
    const struct fuzz_spot *into = fuzz_tree_any_of(t, AL_NODE_OBJECT);
    struct al_buf out = AL_BUF(t->arena);

    if (!into)
        return;
    for (const char *e = FUZZ_ONE_OF(elements); *e; e++)
        al_buf_put(&out, *e == '#' && e[1] != '/' ? fuzz_tree_expression(t) : (al_str){e, 1});
    fuzz_tree_insert(t, into->node, al_buf_str(&out));
}

/* A text or a part of one becomes another text of the document. */
static void rename_one(struct fuzz_tree *t)
{
    const struct fuzz_spot *spot = fuzz_tree_any_of(t, fuzz_below(2) ? AL_NODE_TEXT : AL_NODE_STRING);
    const al_str name = t->names.n ? t->names.v[fuzz_below(t->names.n)] : AL_STR("x");
    al_str text;
    ptrdiff_t from, n;

    if (!spot)
        return;
    text = fuzz_tree_text(spot->node);
    from = al_str_find(text, AL_STR("'"));
    n = from < 0 ? -1 : al_str_find(al_str_from(text, (size_t)from + 1), AL_STR("'"));
    if (n < 0)
        fuzz_tree_replace(t, spot->node, al_printf(t->arena, "\"%.*s\"", AL_FMT(name)));
    else
        fuzz_tree_edit(t, spot->node->off + (uint32_t)from + 1, (uint32_t)n, name);
}

static void mutate_bytes(struct fuzz_tree *t)
{
    const struct fuzz_spot *spot = fuzz_tree_any_of(t, fuzz_below(2) ? AL_NODE_TEXT : AL_NODE_STRING);
    al_str text;
    char *copy;

    if (!spot || spot->node->len > STRING_MOST || spot->node->len < 2)
        return;
    text = al_str_from(al_str_head(fuzz_tree_text(spot->node), spot->node->len - 1), 1);
    copy = al_alloc(t->arena, STRING_MOST);
    memcpy(copy, text.s, text.n);
    fuzz_tree_edit(t, spot->node->off + 1, (uint32_t)text.n,
                   (al_str){copy, LLVMFuzzerMutate((uint8_t *)copy, text.n, STRING_MOST)});
}

/* Keys matter as much as values: one that is known gets a value that means something else. */
static void change_key(struct fuzz_tree *t)
{
    const struct fuzz_spot *spot = fuzz_tree_any_member(t), *other = fuzz_tree_any_member(t);

    if (spot && spot->property && other->property)
        fuzz_tree_edit(t, spot->property->key_off, spot->property->key_len,
                       al_span_text(al_key_span(other->parent, other->property)));
}

static void (*const mutations[])(struct fuzz_tree *t) = {
    swap,        copy_over,  duplicate,   move_into,    take_out,     compute,
    compute,     compute,    change_type, change_type,  wrap,         add_element,
    add_element, rename_one, rename_one,  mutate_bytes, mutate_bytes, change_key,
};

void fuzz_tree_change(struct fuzz_tree *t)
{
    FUZZ_ONE_OF(mutations)(t);
}
