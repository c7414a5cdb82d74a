/* SPDX-License-Identifier: MIT */
/* realpath() looks at each part of a path, each time. The last part is all that has not been looked at before
 * when what is before it is known. */
#include "base/places.h"
#include "base/files.h"

#include <errno.h>
#include <limits.h>
#include <unistd.h>

enum kind { GONE, PLAIN, UNKNOWN }; /* UNKNOWN: a link, or nobody knows */

static enum kind kind_of(const char *path)
{
    char target[1];

    if (readlink(path, target, sizeof target) >= 0)
        return UNKNOWN;
    return errno == EINVAL ? PLAIN : errno == ENOENT || errno == ENOTDIR ? GONE : UNKNOWN;
}

static al_str real_folder(struct al_places *places, al_arena *arena, al_str folder);

/* Into `arena`; where it takes more than one look the system does it all. It calls itself for each folder
 * above, so nothing large is on the stack. */
static al_str real_path(struct al_places *places, al_arena *arena, al_str path)
{
    const al_str name = al_path_name(path);
    al_str folder, real;

    if (name.n == 0 || al_str_eq(name, AL_STR(".")) || al_str_eq(name, AL_STR("..")))
        return al_path_real(arena, al_str_cstr(arena, path));
    folder = real_folder(places, arena, al_path_folder(path));
    if (folder.n == 0 || folder.n + 1 + name.n >= PATH_MAX)
        return AL_STR("");
    real = al_printf(arena, "%.*s%s%.*s", AL_FMT(folder), folder.n > 1 ? "/" : "", AL_FMT(name));
    switch (kind_of(real.s)) {
    case GONE: return AL_STR("");
    case PLAIN: return real;
    default: return al_path_real(arena, al_str_cstr(arena, path));
    }
}

/* What is not there is not remembered, and leaves nothing behind but in `arena`. */
static al_str real_folder(struct al_places *places, al_arena *arena, al_str folder)
{
    const al_str *known;
    al_str *made, real;

    if (al_str_eq(folder, AL_STR(".")))
        folder = AL_STR("");
    known = al_map_get(&places->folders, folder);
    if (known)
        return *known;
    real = folder.n ? real_path(places, arena, folder) : al_path_real(arena, ".");
    if (real.n == 0)
        return real; /* it may come */
    made = AL_NEW(places->arena, al_str);
    *made = al_str_copy(places->arena, real);
    *al_map_put(places->arena, &places->folders, al_str_copy(places->arena, folder)) = made;
    return *made;
}

al_str al_places_folder(struct al_places *places, al_arena *arena, al_str folder)
{
    if (!places)
        return al_path_real(arena, folder.n ? al_str_cstr(arena, folder) : ".");
    return folder.n < PATH_MAX ? real_folder(places, arena, folder) : AL_STR("");
}

al_str al_places_real(struct al_places *places, al_arena *arena, const char *path)
{
    const al_str text = al_str_of(path);

    if (!places)
        return al_path_real(arena, path);
    /* no deeper than the system goes: this calls itself for each folder */
    return text.n < PATH_MAX ? real_path(places, arena, text) : AL_STR("");
}

bool al_places_is_below(struct al_places *places, al_arena *arena, const char *path, const char *root)
{
    const al_str real = al_places_real(places, arena, path);

    /* what a path without links begins with is no link itself */
    return real.n && (al_path_is_under(real, al_str_of(root)) ||
                      al_path_is_under(real, al_places_folder(places, arena, al_str_of(root))));
}

bool al_places_leaves(struct al_places *places, al_arena *arena, al_str folder, al_str path, const char *root)
{
    const al_str here = al_places_folder(places, arena, folder), there = al_path_join(arena, here, path);

    return here.n > 0 && !al_path_is_under(there, al_str_of(root)) &&
           !al_path_is_under(there, al_places_folder(places, arena, al_str_of(root)));
}
