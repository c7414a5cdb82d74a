/* SPDX-License-Identifier: MIT */
/* Where published modules lie on the disk. Bicep's own cache, "~/.bicep", has them as
 *     br/<registry>/<path with $ for />/<tag>$<capitals>/main.json
 *     ts/<subscription>/<resource group>/<name>/<version>/main.json
 * A folder given with --module-path may be laid out like that, or like the repository the modules are
 * published from: <path>/main.bicep, with or without the version in between. */
#include "base/files.h"
#include "graph/module_files.h"

#include <inttypes.h>

struct search {
    struct al_modules *modules;
    const char *folder;
    struct al_module_place *out;
};

/* -- one file -- */

/* A file that a symbolic link leads out of the folder to is as good as none. */
static bool take(struct search *s, al_str file)
{
    al_str real = al_modules_real(s->modules, file.s);

    if (!al_modules_is_below(s->modules, real, s->folder) || al_is_folder(file.s))
        return false;
    s->out->file = file.s;
    s->out->real = real;
    s->out->root = s->folder;
    return true;
}

/* `base` below the folder, with each of some endings (up to NULL). */
static bool take_first(struct search *s, al_str base, const char *const *endings)
{
    for (; *endings; endings++)
        if (take(s, al_printf(s->modules->arena, "%s/%.*s%s", s->folder, AL_FMT(base), *endings)))
            return true;
    return false;
}

static const char *const compiled_first[] = {"/main.json", "/main.bicep", NULL};
static const char *const source_first[] = {"/main.bicep", "/main.json", ".bicep", ".json", NULL};

/* -- the cache's layout -- */

/* Tags differ by case, folders on some systems do not: which letters are capitals is told in hexadecimal. */
static al_str encoded_tag(al_arena *arena, al_str tag)
{
    uint64_t low = 0, high = 0;

    for (size_t i = 0; i < tag.n && i < 128; i++)
        if (tag.s[i] >= 'A' && tag.s[i] <= 'Z')
            *(i < 64 ? &low : &high) |= UINT64_C(1) << i % 64;
    if (high)
        return al_printf(arena, "%.*s$%" PRIx64 "%016" PRIx64, AL_FMT(tag), high, low);
    if (low)
        return al_printf(arena, "%.*s$%" PRIx64, AL_FMT(tag), low);
    return al_printf(arena, "%.*s$", AL_FMT(tag));
}

static al_str with(al_arena *arena, al_str s, char from, char to)
{
    char *text = al_str_cstr(arena, s);

    for (size_t i = 0; i < s.n; i++)
        if (text[i] == from)
            text[i] = to;
    return (al_str){text, s.n};
}

static al_str cached(al_arena *arena, const struct al_module_reference *r)
{
    if (r->is_spec)
        return al_str_lower(arena, al_printf(arena, "ts/%.*s/%.*s/%.*s/%.*s", AL_FMT(r->subscription),
                                             AL_FMT(r->group), AL_FMT(r->name), AL_FMT(r->version)));
    return al_printf(
        arena, "br/%.*s/%.*s/%.*s", AL_FMT(with(arena, al_str_lower(arena, r->registry), ':', '$')),
        AL_FMT(with(arena, r->repository, '/', '$')),
        AL_FMT(r->is_digest ? with(arena, r->version, ':', '#') : encoded_tag(arena, r->version)));
}

/* -- the layout of a repository -- */

static bool take_plain(struct search *s, const struct al_module_reference *r, al_str path)
{
    al_str versioned = al_printf(s->modules->arena, "%.*s/%.*s", AL_FMT(path), AL_FMT(r->version));

    return path.n > 0 &&
           ((!r->is_digest && take_first(s, versioned, compiled_first)) || take_first(s, path, source_first));
}

/* Registries have a folder of their own above the modules, "bicep" in Microsoft's. */
static bool take_checkout(struct search *s, const struct al_module_reference *r)
{
    al_str first, rest = r->repository;

    if (take_plain(s, r, r->name) || r->is_spec)
        return s->out->file != NULL;
    al_str_split_next(&first, &rest, '/');
    return take_plain(s, r, r->repository) || (rest.s && take_plain(s, r, rest));
}

bool al_published_find(struct al_module_place *out, struct al_modules *m,
                       const struct al_module_reference *reference)
{
    const char *const *folders = m->load->module_paths;
    struct search s = {.modules = m, .out = out};
    al_str base = cached(m->arena, reference);

    for (size_t i = 0; folders && folders[i]; i++) {
        s.folder = folders[i];
        if (take_first(&s, base, compiled_first) || take_checkout(&s, reference))
            return true;
    }
    s.folder = m->load->module_cache;
    return s.folder && take_first(&s, base, compiled_first);
}
