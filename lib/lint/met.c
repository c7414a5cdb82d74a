/* SPDX-License-Identifier: MIT */
#include "lint/met.h"
#include "base/files.h"

struct path {
    al_str key;
    bool folder;
};

struct al_met {
    al_arena *arena, *passing; /* passing: inside it, for keys that are only asked for */
    struct al_places *places;
    al_str here;
    AL_VEC(struct path) paths;
    struct al_map files; /* key -> what is known */
};

static al_str below(const struct al_met *g, al_arena *arena, al_str path)
{
    if (path.n && path.s[0] == '/')
        return al_path_normal(arena, path);
    return al_path_normal(arena, al_printf(arena, "%.*s/%.*s", AL_FMT(g->here), AL_FMT(path)));
}

/* Its path from the top, as its name says: what a symbolic link leads to is another input, and a backslash is
 * part of a name. Only where ".." leads, the name alone does not say. */
static al_str key_of(const struct al_met *g, al_arena *arena, const char *path)
{
    const al_str text = al_str_of(path), name = al_path_name(text);
    const bool whole = al_str_eq(name, AL_STR(".."));
    al_str folder = AL_STR("");

    if (al_str_find(text, AL_STR("/..")) >= 0)
        folder = al_places_folder(g->places, arena, whole ? text : al_path_folder(text));
    if (folder.n == 0)
        return below(g, arena, text);
    return whole ? folder : below(g, arena, al_printf(arena, "%.*s/%.*s", AL_FMT(folder), AL_FMT(name)));
}

struct al_met *al_met_new(al_run *run, const char *const *paths, size_t n)
{
    struct al_met *g = AL_NEW(run->arena, struct al_met);

    g->arena = run->arena;
    g->passing = al_arena_inside(run->arena);
    g->places = &run->places;
    g->here = al_places_folder(g->places, run->arena, AL_STR(""));
    for (size_t i = 0; i < n; i++) {
        struct path *p = al_vec_push(run->arena, &g->paths);
        *p = (struct path){key_of(g, run->arena, paths[i]), al_is_folder(paths[i])};
        if (!p->folder)
            *al_map_put(run->arena, &g->files, p->key) = (void *)(uintptr_t)AL_MET_BY_NAME;
    }
    return g;
}

bool al_met_overlaps(const struct al_met *met, const char *folder)
{
    const al_str key = key_of(met, met->passing, folder);
    bool overlaps = false, before = false;

    for (size_t i = 0; i < met->paths.n && !overlaps; i++) {
        const struct path *p = &met->paths.v[i];
        const bool same = p->folder && al_str_eq(p->key, key);
        overlaps =
            same ? before : al_path_is_under(p->key, key) || (p->folder && al_path_is_under(key, p->key));
        before |= same;
    }
    al_arena_forget(met->passing);
    return overlaps;
}

unsigned al_met_get(struct al_met *met, const char *path)
{
    const void *known = al_map_get(&met->files, key_of(met, met->passing, path));

    al_arena_forget(met->passing);
    return (unsigned)(uintptr_t)known;
}

void al_met_set(struct al_met *met, const char *path, unsigned known)
{
    *al_map_put(met->arena, &met->files, key_of(met, met->arena, path)) = (void *)(uintptr_t)known;
}
