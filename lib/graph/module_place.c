/* SPDX-License-Identifier: MIT */
/* From a path as it is written in Bicep to a file on the disk. */
#include "base/files.h"
#include "base/places.h"
#include "graph/module_files.h"

#include <sys/stat.h>

/* -- paths on the disk -- */

static al_str real_folder(struct al_modules *m, al_str folder)
{
    void **slot = al_map_put(m->arena, &m->folders, folder);
    al_str *real = *slot;

    if (!real) {
        *slot = real = AL_NEW(m->arena, al_str);
        *real = al_places_folder(m->load->places, m->arena, folder);
    }
    return *real;
}

al_str al_modules_real(struct al_modules *m, const char *file)
{
    al_str path = al_str_of(file), name = al_path_name(path), folder = real_folder(m, al_path_folder(path));
    struct stat st;

    if (folder.n == 0 || lstat(file, &st) < 0)
        return AL_STR("");
    if (!S_ISREG(st.st_mode))
        return al_places_real(m->load->places, m->arena, file);
    return al_printf(m->arena, "%.*s%s%.*s", AL_FMT(folder), folder.n > 1 ? "/" : "", AL_FMT(name));
}

bool al_modules_is_below(struct al_modules *m, al_str real, const char *folder)
{
    al_str top = real_folder(m, al_str_of(folder));

    return real.n > 0 && top.n > 0 &&
           (top.n == 1 || (al_str_starts(real, top) && real.n > top.n && real.s[top.n] == '/'));
}

/* -- sources -- */

const char *al_modules_root(const struct al_modules *m, const struct al_source *source)
{
    const char *root = al_map_get(&m->roots, source->name);

    return root ? root : m->load->root;
}

const char *al_source_root(const struct al_graph *graph, const struct al_source *source)
{
    return graph->modules ? al_modules_root(graph->modules, source) : graph->load->root;
}

const struct al_used_file *al_bicep_used(const struct al_graph *graph, size_t *n)
{
    *n = graph->modules ? graph->modules->used.n : 0;
    return graph->modules ? graph->modules->used.v : NULL;
}

static void refuse(struct al_module_place *place, enum al_trouble trouble, al_str why)
{
    place->file = NULL;
    place->trouble = trouble;
    place->why = why;
}

/* al_path_join() takes "./" away, which the folders of a run may begin with: one file is to have one name. */
static const char *join(al_arena *arena, al_str folder, al_str path)
{
    al_str joined = al_path_join(arena, folder, path);
    bool dotted = al_str_starts(folder, AL_STR("./")) && !al_str_starts(joined, AL_STR(".."));

    return al_printf(arena, "%s%.*s", dotted ? "./" : "", AL_FMT(joined)).s;
}

/* What a published module names has the same root as itself. */
static void keep_root(struct al_modules *m, const struct al_module_place *place)
{
    if (place->root != m->load->root)
        *al_map_put(m->arena, &m->roots, al_str_of(place->file)) = (void *)(uintptr_t)place->root;
}

static void find_local(struct al_module_place *place, struct al_modules *m, const struct al_source *source,
                       al_str path)
{
    const char *wrong = al_bicep_path_error(path), *file;

    place->root = al_modules_root(m, source);
    if (wrong) {
        refuse(place, AL_TROUBLE_BICEP_PATH, al_str_of(wrong));
        return;
    }
    if (al_places_leaves(m->load->places, m->arena, al_path_folder(source->name), path, place->root)) {
        refuse(place, AL_TROUBLE_BICEP_FILE,
               al_printf(m->arena, "'%.*s' lies outside of the root, below which files are read (--root)",
                         AL_FMT(path)));
        return;
    }
    file = join(m->arena, al_path_folder(source->name), path);
    place->real = al_modules_real(m, file);
    place->file = file;
    /* a link that leads out tells nothing of where it leads */
    if (place->real.n == 0 || !al_modules_is_below(m, place->real, place->root))
        refuse(place, AL_TROUBLE_BICEP_FILE, al_printf(m->arena, "there is no file '%.*s'", AL_FMT(path)));
    else if (al_is_folder(file))
        refuse(place, AL_TROUBLE_BICEP_FILE, al_printf(m->arena, "'%.*s' is a folder", AL_FMT(path)));
    else
        keep_root(m, place);
}

static void find_published(struct al_module_place *place, struct al_modules *m,
                           const struct al_source *source, al_str path)
{
    struct al_module_reference reference;
    enum al_trouble trouble;
    al_str why;

    if (!al_module_reference_read(&reference, &trouble, &why, m, source, path))
        refuse(place, trouble, why);
    else if (al_published_find(place, m, &reference))
        keep_root(m, place);
    else
        refuse(place, AL_TROUBLE_UNRESOLVED_MODULE,
               al_printf(m->arena,
                         "'%.*s' is not at hand: 'az bicep restore' fetches it, --module-path names a folder "
                         "that has it",
                         AL_FMT(path)));
}

const struct al_module_place *al_module_place(struct al_modules *m, const struct al_node *path)
{
    al_str folder = al_path_folder(path->source->name);
    void **slot = al_map_put(m->arena, &m->places,
                             al_printf(m->arena, "%.*s\n%.*s", AL_FMT(folder), AL_FMT(path->string)));
    struct al_module_place *place = *slot;
    bool published = al_str_find(path->string, AL_STR(":")) >= 0;

    if (place)
        return place;
    *slot = place = AL_NEW(m->arena, struct al_module_place);
    if (published)
        find_published(place, m, path->source, path->string);
    else
        find_local(place, m, path->source, path->string);
    return place;
}
