/* SPDX-License-Identifier: MIT */
/* Paths of other files as they are written: relative, with slashes, and without what no file system takes.
 * Whether the file exists is for whoever reads it to say. */
#include "syntax/bicep_check_private.h"

static bool names_a_file(const struct al_bicep_statement *st)
{
    switch (st->kind) {
    case AL_BICEP_MODULE:
    case AL_BICEP_IMPORT:
    case AL_BICEP_USING:
    case AL_BICEP_EXTENDS: return true;
    default: return false;
    }
}

/* br:..., br/public:..., ts:... */
static bool is_reference(al_str path)
{
    const ptrdiff_t colon = al_str_find(path, AL_STR(":"));
    const al_str scheme = colon < 0 ? AL_STR("") : al_str_head(path, (size_t)colon);

    return al_str_eq(scheme, AL_STR("br")) || al_str_eq(scheme, AL_STR("ts")) ||
           al_str_starts(scheme, AL_STR("br/")) || al_str_starts(scheme, AL_STR("ts/"));
}

const char *al_bicep_path_error(al_str path)
{
    static const char forbidden[] = "\"*:<>?|";

    if (path.n == 0)
        return "the path is empty";
    if (path.s[0] == '/')
        return "the path must be relative to this file, without a '/' before it";
    for (size_t i = 0; i < path.n; i++) {
        if (path.s[i] == '\\')
            return "the parts of a path are separated by '/', not by '\\'";
        if ((unsigned char)path.s[i] < ' ')
            return "a path has no control characters";
        if (strchr(forbidden, path.s[i]))
            return "a path has none of the characters \" * : < > ? |";
    }
    if (path.s[path.n - 1] == '.' || path.s[path.n - 1] == ' ')
        return "a path does not end in '.' or a blank";
    return NULL;
}

static void check_path(struct al_bicep_check *c, const struct al_bicep_statement *st)
{
    const struct al_node *path = st->path;
    const char *wrong;

    if (!path || path->kind == AL_NODE_BROKEN)
        return;
    if (path->kind != AL_NODE_STRING) {
        if (path->kind == AL_NODE_CALL)
            al_bicep_error(c, AL_TROUBLE_BICEP_CONSTANT, al_node_span(path),
                           "the path of a file must be written out, nothing may be inserted into it");
        return;
    }
    wrong = is_reference(path->string) ? NULL : al_bicep_path_error(path->string);
    if (wrong)
        al_bicep_error(c, AL_TROUBLE_BICEP_PATH, al_node_span(path), "%s", wrong);
}

void al_bicep_check_paths(struct al_bicep_check *c)
{
    for (uint32_t i = 0; i < c->file->nstatements; i++)
        if (names_a_file(&c->file->statements[i]))
            check_path(c, &c->file->statements[i]);
}
