/* SPDX-License-Identifier: MIT */
/* One document is alive at a time. Its root and its printed text hang on the tree, which is registered with
 * the arena: whatever unwinds, nothing of cJSON's is lost. */
#include "report/tree.h"

#include "report/terminal.h"

#include <inttypes.h>
#include <stdio.h>

struct al_tree {
    al_arena *arena;
    cJSON *root;
    char *text;
};

static void drop(void *ptr)
{
    struct al_tree *tree = ptr;

    cJSON_Delete(tree->root);
    cJSON_free(tree->text);
    tree->root = NULL;
    tree->text = NULL;
}

struct al_tree *al_tree_new(al_arena *arena)
{
    struct al_tree *tree = AL_NEW(arena, struct al_tree);

    tree->arena = arena;
    al_arena_defer(arena, drop, tree);
    return tree;
}

al_arena *al_tree_arena(const struct al_tree *tree)
{
    return tree->arena;
}

static cJSON *made(const struct al_tree *tree, cJSON *item)
{
    if (!item)
        al_arena_throw(tree->arena, AL_E_MEMORY);
    return item;
}

static cJSON *add(const struct al_tree *tree, cJSON *parent, const char *key, cJSON *item)
{
    cJSON_bool added;

    made(tree, item);
    added = key ? cJSON_AddItemToObject(parent, key, item) : cJSON_AddItemToArray(parent, item);
    if (!added) {
        cJSON_Delete(item);
        al_arena_throw(tree->arena, AL_E_MEMORY);
    }
    return item;
}

cJSON *al_tree_start(struct al_tree *tree)
{
    drop(tree);
    tree->root = made(tree, cJSON_CreateObject());
    return tree->root;
}

void al_tree_finish(struct al_tree *tree, struct al_buf *out)
{
    tree->text = cJSON_PrintUnformatted(tree->root);
    if (!tree->text)
        al_arena_throw(tree->arena, AL_E_MEMORY);
    al_term_put_json(out, al_str_of(tree->text));
    drop(tree);
}

cJSON *al_tree_object(struct al_tree *tree, cJSON *parent, const char *key)
{
    return add(tree, parent, key, cJSON_CreateObject());
}

cJSON *al_tree_array(struct al_tree *tree, cJSON *parent, const char *key)
{
    return add(tree, parent, key, cJSON_CreateArray());
}

/* Whether cJSON can have it as it is. */
static bool is_plain(al_str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (text.s[i] == 0 || (unsigned char)text.s[i] >= 0x80)
            return false;
    return true;
}

/* cJSON takes texts that end at a NUL and passes every byte on; a NUL inside becomes U+FFFD as well. */
static const char *mend(const struct al_tree *tree, al_str text)
{
    struct al_buf valid = AL_BUF(tree->arena);

    if (is_plain(text))
        return al_str_cstr(tree->arena, text);
    for (size_t i = 0; i < text.n;) {
        uint32_t cp = al_utf8_next(text, &i);
        al_buf_utf8(&valid, cp ? cp : 0xFFFD);
    }
    return valid.n ? valid.s : "";
}

void al_tree_str(struct al_tree *tree, cJSON *parent, const char *key, al_str text)
{
    add(tree, parent, key, cJSON_CreateString(mend(tree, text)));
}

void al_tree_text(struct al_tree *tree, cJSON *parent, const char *key, const char *text)
{
    if (!text)
        add(tree, parent, key, cJSON_CreateNull());
    else if (is_plain(al_str_of(text)))
        add(tree, parent, key, cJSON_CreateString(text));
    else
        al_tree_str(tree, parent, key, al_str_of(text));
}

/* Not a cJSON number: those are doubles, and old versions print them through the locale. */
void al_tree_int(struct al_tree *tree, cJSON *parent, const char *key, int64_t number)
{
    char digits[24];

    snprintf(digits, sizeof digits, "%" PRId64, number);
    add(tree, parent, key, cJSON_CreateRaw(digits));
}

void al_tree_bool(struct al_tree *tree, cJSON *parent, const char *key, bool truth)
{
    add(tree, parent, key, cJSON_CreateBool(truth));
}

void al_tree_raw(struct al_tree *tree, cJSON *parent, const char *key, al_str json)
{
    add(tree, parent, key, cJSON_CreateRaw(mend(tree, json)));
}

void al_tree_parameter_files(struct al_tree *tree, cJSON *parent, const struct al_finding *f)
{
    cJSON *list = f->nparameter_files ? al_tree_array(tree, parent, "parameterFiles") : NULL;

    for (size_t i = 0; i < f->nparameter_files; i++)
        al_tree_text(tree, list, NULL, f->parameter_files[i]);
}
