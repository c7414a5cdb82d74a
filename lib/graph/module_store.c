/* SPDX-License-Identifier: MIT */
/* Modules that inputs share. A template does not change once it is made, but for caches that live as long as
 * its source; what reading it reported is kept, and said again to each input. A file counts as the same one
 * only when it is reached by the same name and may look into the same folder. */
#include "graph/module_files.h"

static al_str key_of(al_arena *arena, const struct al_load *load, const struct al_module_place *place)
{
    return al_printf(arena, "%s\n%s\n%.*s\n%s", load->root, place->root, AL_FMT(place->real), place->file);
}

struct al_stored *al_store_find(const struct al_load *load, const struct al_module_place *place)
{
    struct al_module_store *store = load->module_store;

    return store ? al_map_get(&store->modules, key_of(store->arena, load, place)) : NULL;
}

struct al_stored *al_store_new(const struct al_load *load, const struct al_module_place *place)
{
    al_arena *arena = load->module_store ? load->module_store->arena : NULL;
    struct al_stored *module = arena ? AL_NEW(arena, struct al_stored) : NULL;

    if (!module)
        return NULL;
    module->real = al_str_copy(arena, place->real);
    module->name = al_str_copy(arena, al_str_of(place->file));
    module->root = al_str_copy(arena, al_str_of(place->root));
    module->diags.arena = arena;
    module->diags.limits = load->limits;
    return module;
}

void al_store_keep(const struct al_load *load, struct al_stored *module)
{
    struct al_module_store *store = load->module_store;
    const struct al_module_place place = {
        .file = module->name.s, .real = module->real, .root = module->root.s};

    if (module->tmpl && !module->local)
        *al_map_put(store->arena, &store->modules, key_of(store->arena, load, &place)) = module;
}

static void report_again(struct al_diags *to, const struct al_diags *from)
{
    for (size_t i = 0; i < from->list.n; i++) {
        const struct al_diag *d = &from->list.v[i];
        al_diags_add(to, d->trouble, d->span, "%.*s", AL_FMT(d->message));
    }
    to->dropped += from->dropped;
}

void al_store_take(struct al_graph *graph, const struct al_stored *module)
{
    void **slot = al_map_put(graph->arena, &graph->files, module->real);

    if (*slot)
        return;
    *slot = (void *)(uintptr_t)module->tmpl;
    report_again(graph->diags, &module->diags);
    graph->incomplete |= module->incomplete;
    if (!al_str_eq(module->root, al_str_of(graph->load->root)))
        *al_map_put(graph->arena, &graph->modules->roots, module->name) = (void *)(uintptr_t)module->root.s;
    for (size_t i = 0; i < module->uses.n; i++) {
        al_store_take(graph, module->uses.v[i].module);
        al_modules_note_use(graph->modules, module->uses.v[i].module->name, module->uses.v[i].wish);
    }
}
