/* SPDX-License-Identifier: MIT */
/* Files that functions of Bicep load: read once each, only below the folder that their source may look into.
 */
#include "base/files.h"
#include "base/places.h"
#include "eval/functions_bicep.h"
#include "graph/expand.h"
#include "graph/modules.h"

/* What `path` means to the source the call stands in, or NULL after reporting: no word about what lies
 * elsewhere. */
static const char *place_of(struct al_call *call, al_str path, const char *what)
{
    struct al_graph *graph = call->ev->graph;
    const struct al_source *source = call->node->source;
    const al_str folder = al_path_folder(source->name);
    const char *place = al_str_cstr(graph->arena, al_path_join(graph->arena, folder, path));
    const char *root = al_source_root(graph, source);

    if (!al_places_leaves(graph->load->places, graph->arena, folder, path, root) &&
        al_places_is_below(graph->load->places, graph->arena, place, root))
        return place;
    al_load_trouble(call, 0, AL_TROUBLE_BICEP_FILE, "there is no %s '%.*s' below the root", what,
                    AL_FMT(al_str_head(path, 200)));
    return NULL;
}

const struct al_source *al_load_file(struct al_call *call, al_str path)
{
    struct al_graph *graph = call->ev->graph;
    const char *place = place_of(call, path, "file"), *why;
    struct al_source *source;
    al_str key, text;

    if (!place)
        return NULL;
    key = al_printf(graph->arena, "load %.*s",
                    AL_FMT(al_places_real(graph->load->places, graph->arena, place)));
    source = al_map_get(&graph->files, key);
    if (source)
        return source;
    if (al_load_read(&text, &why, graph->arena, graph->load, place) != AL_OK) {
        al_load_trouble(call, 0, AL_TROUBLE_BICEP_FILE, "%s: %s", place, why);
        return NULL;
    }
    source = AL_NEW(graph->arena, struct al_source); /* of bytes: not everything in it need be text */
    source->name = al_str_of(place);
    source->text = text;
    *al_map_put(graph->arena, &graph->files, key) = source;
    return source;
}

bool al_load_folder(struct al_call *call, al_str path, al_str **paths, size_t *n)
{
    al_arena *arena = call->ev->arena;
    const char *place = place_of(call, path, "folder"), *why;

    if (!place)
        return false;
    if (!al_folder_files(arena, place, paths, n, &why)) {
        al_load_trouble(call, 0, AL_TROUBLE_BICEP_FILE, "%s: %s", place, why);
        return false;
    }
    for (size_t i = 0; i < *n; i++)
        (*paths)[i] = al_path_join(arena, path, (*paths)[i]);
    return true;
}
