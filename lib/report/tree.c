/* SPDX-License-Identifier: MIT */
/* One document is alive at a time. Its root and its printed text hang on the tree, which is registered with
 * the arena: whatever unwinds, nothing of cJSON's is lost. Many documents are made of a report, one for each
 * finding: texts and keys are not copied for cJSON, and what must be made for it is forgotten with the
 * document. */
#include "report/tree.h"

#include "report/terminal.h"

#include <string.h>

enum { ROOM = 16 * 1024 }; /* for the text of most documents */

struct al_tree {
    al_arena *arena;
    al_arena *passing; /* inside it: of the document */
    cJSON *root;
    char *room;
    char *text; /* of one that is longer */
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
    tree->passing = al_arena_inside(arena);
    tree->room = al_alloc_text(arena, ROOM);
    al_arena_defer(arena, drop, tree);
    return tree;
}

al_arena *al_tree_passing(const struct al_tree *tree)
{
    return tree->passing;
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
    added = key ? cJSON_AddItemToObjectCS(parent, key, item) : cJSON_AddItemToArray(parent, item);
    if (!added) {
        cJSON_Delete(item);
        al_arena_throw(tree->arena, AL_E_MEMORY);
    }
    return item;
}

cJSON *al_tree_start(struct al_tree *tree)
{
    drop(tree);
    al_arena_forget(tree->passing);
    tree->root = made(tree, cJSON_CreateObject());
    return tree->root;
}

static const char *print(struct al_tree *tree)
{
    if (cJSON_PrintPreallocated(tree->root, tree->room, ROOM, false))
        return tree->room;
    tree->text = cJSON_PrintUnformatted(tree->root);
    if (!tree->text)
        al_arena_throw(tree->arena, AL_E_MEMORY);
    return tree->text;
}

void al_tree_finish(struct al_tree *tree, struct al_buf *out)
{
    al_term_put_json(out, al_str_of(print(tree)));
    drop(tree);
    al_arena_forget(tree->passing);
}

cJSON *al_tree_object(struct al_tree *tree, cJSON *parent, const char *key)
{
    return add(tree, parent, key, cJSON_CreateObject());
}

cJSON *al_tree_array(struct al_tree *tree, cJSON *parent, const char *key)
{
    return add(tree, parent, key, cJSON_CreateArray());
}

/* cJSON takes texts that end at a NUL and passes every byte on; a NUL inside becomes U+FFFD as well. */
static const char *mend(const struct al_tree *tree, al_str text)
{
    struct al_buf valid = AL_BUF(tree->passing);

    for (size_t i = 0; i < text.n;) {
        uint32_t cp = al_utf8_next(text, &i);
        al_buf_utf8(&valid, cp ? cp : 0xFFFD);
    }
    return valid.n ? valid.s : "";
}

static const char *text_of(const struct al_tree *tree, al_str text)
{
    return al_term_plain(text) == text.n ? al_str_cstr(tree->passing, text) : mend(tree, text);
}

static void add_text(const struct al_tree *tree, cJSON *parent, const char *key, const char *text)
{
    add(tree, parent, key, cJSON_CreateStringReference(text));
}

void al_tree_str(struct al_tree *tree, cJSON *parent, const char *key, al_str text)
{
    add_text(tree, parent, key, text_of(tree, text));
}

void al_tree_text(struct al_tree *tree, cJSON *parent, const char *key, const char *text)
{
    const al_str all = al_str_of(text);

    if (text)
        add_text(tree, parent, key, al_term_plain(all) == all.n ? text : mend(tree, all));
    else
        add(tree, parent, key, cJSON_CreateNull());
}

/* cJSON has no function for one that it does not copy. */
static void add_raw(const struct al_tree *tree, cJSON *parent, const char *key, const char *json)
{
    cJSON *item = made(tree, cJSON_CreateStringReference(json));

    item->type = cJSON_Raw | cJSON_IsReference;
    add(tree, parent, key, item);
}

/* Not a cJSON number: those are doubles, and old versions print them through the locale. */
void al_tree_int(struct al_tree *tree, cJSON *parent, const char *key, int64_t number)
{
    enum { LONGEST = 24 };
    char *at = (char *)al_alloc_text(tree->passing, LONGEST) + LONGEST - 1;
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;

    *at = '\0';
    do
        *--at = (char)('0' + rest % 10);
    while (rest /= 10);
    if (number < 0)
        *--at = '-';
    add_raw(tree, parent, key, at);
}

void al_tree_bool(struct al_tree *tree, cJSON *parent, const char *key, bool truth)
{
    add(tree, parent, key, cJSON_CreateBool(truth));
}

void al_tree_raw(struct al_tree *tree, cJSON *parent, const char *key, al_str json)
{
    add_raw(tree, parent, key, text_of(tree, json));
}

void al_tree_parameter_files(struct al_tree *tree, cJSON *parent, const struct al_finding *f)
{
    cJSON *list = f->nparameter_files ? al_tree_array(tree, parent, "parameterFiles") : NULL;

    for (size_t i = 0; i < f->nparameter_files; i++)
        al_tree_text(tree, list, NULL, f->parameter_files[i]);
}
