/* SPDX-License-Identifier: MIT */
/* Reads the files that a Bicep file names. What is being read stands on a stack, so that a file that leads
 * back to itself is seen; what has been read is kept in graph->files by its real path, and in the store for
 * other inputs. */
#include "graph/modules.h"
#include "base/files.h"
#include "base/stopwatch.h"
#include "graph/module_files.h"

static const struct al_template *load(void *ptr, const struct al_node *path, enum al_bicep_wish wish);

static struct al_modules *modules_of(struct al_graph *graph)
{
    if (!graph->modules) {
        graph->modules = AL_NEW(graph->arena, struct al_modules);
        graph->modules->arena = graph->arena;
        graph->modules->diags = graph->diags;
        graph->modules->load = graph->load;
    }
    return graph->modules;
}

struct al_diags *al_modules_diags(const struct al_modules *m)
{
    return m->loading ? m->loading->diags : m->diags;
}

/* -- what was used -- */

void al_modules_note_use(struct al_modules *m, al_str name, enum al_bicep_wish wish)
{
    void **slot = al_map_put(m->arena, &m->used_by_name, name);
    struct al_used_file *file;

    if (!*slot) {
        file = al_vec_push(m->arena, &m->used);
        file->name = name;
        file->local = !al_map_get(&m->roots, name);
        *slot = (void *)(uintptr_t)m->used.n;
    }
    m->used.v[(uintptr_t)*slot - 1].wishes |= 1u << wish;
}

/* What is read depends on how it was reached: no other input is to have it. */
static void keep_local(const struct al_modules *m)
{
    for (struct al_loading *l = m->loading; l; l = l->outer)
        if (l->module)
            l->module->local = true;
}

/* -- reading -- */

/* An input may be text that is not in a file. */
static al_str key_of(struct al_modules *m, const struct al_source *source)
{
    al_str real = al_modules_real(m, al_str_cstr(m->arena, source->name));

    return real.n ? real : al_printf(m->arena, "text %.*s", AL_FMT(source->name));
}

/* `module` is NULL for a file of this input alone. */
static const struct al_template *make_bicep(struct al_graph *graph, const struct al_source *source,
                                            al_str key, struct al_stored *module)
{
    struct al_modules *m = modules_of(graph);
    al_arena *arena = module ? graph->load->module_store->arena : graph->arena;
    struct al_loading here = {m->loading, key, source->name, module ? &module->diags : graph->diags, module};
    const struct al_bicep_host host = {graph, load};
    enum al_phase before = al_stopwatch_enter(graph->load->stopwatch, AL_PHASE_PARSING);
    const struct al_template *made;

    m->loading = &here;
    m->depth++;
    made = al_template_from_bicep(arena, here.diags, al_bicep_parse(arena, here.diags, source), &host);
    al_stopwatch_enter(graph->load->stopwatch, before);
    m->depth--;
    m->loading = here.outer;
    return made;
}

/* A template spec is stored with what Azure says about it around the template.
 */
static const struct al_node *template_in(const struct al_node *root)
{
    const struct al_node *properties = al_node_get(root, "properties");
    const struct al_node *spec = al_node_get(properties ? properties : root, "mainTemplate");

    if (spec)
        root = spec;
    return root && al_document_kind(root) == AL_DOCUMENT_TEMPLATE ? root : NULL;
}

static const struct al_template *make_json(al_arena *arena, struct al_diags *diags,
                                           const struct al_load *loading, const struct al_source *source,
                                           const struct al_node *at)
{
    const struct al_node *root;
    struct al_template *made;
    struct al_json json;

    if (al_load_json(&json, arena, diags, loading, source, AL_JSON_TEMPLATE) != AL_OK)
        return NULL;
    root = template_in(json.root);
    if (!root) {
        al_diags_add(diags, AL_TROUBLE_BICEP_FILE, al_node_span(at), "%.*s is not an ARM template",
                     AL_FMT(source->name));
        return NULL;
    }
    made = al_template_from_json(arena, diags, source, root);
    made->comments = json.comments;
    made->ncomments = json.ncomments;
    return made;
}

static bool is_json(al_str name)
{
    return al_str_case_ends(name, AL_STR(".json")) || al_str_case_ends(name, AL_STR(".jsonc")) ||
           al_str_case_ends(name, AL_STR(".arm"));
}

static const struct al_source *read_source(struct al_modules *m, al_arena *arena, const char *file,
                                           const struct al_node *at)
{
    const char *why;
    al_str text;
    int status = al_load_read(&text, &why, arena, m->load, file);

    if (status == AL_OK)
        return al_source_new(arena, al_str_of(file), text);
    al_diags_add(al_modules_diags(m), status == AL_E_LIMIT ? AL_TROUBLE_LIMIT : AL_TROUBLE_BICEP_FILE,
                 al_node_span(at), "cannot read %s: %s", file, why);
    return NULL;
}

/* For this input alone. */
static const struct al_template *read_local(struct al_graph *graph, const struct al_module_place *place,
                                            const struct al_node *at)
{
    struct al_modules *m = graph->modules;
    const struct al_source *source = read_source(m, graph->arena, place->file, at);
    const struct al_template *made = NULL;

    keep_local(m);
    if (source && is_json(source->name))
        made = make_json(graph->arena, graph->diags, graph->load, source, at);
    else if (source)
        made = make_bicep(graph, source, place->real, NULL);
    if (made)
        *al_map_put(graph->arena, &graph->files, place->real) = (void *)(uintptr_t)made;
    return made;
}

/* Into the store. */
static const struct al_stored *read_shared(struct al_graph *graph, const struct al_module_place *place,
                                           const struct al_node *at)
{
    struct al_modules *m = graph->modules;
    al_arena *arena = graph->load->module_store->arena;
    struct al_stored *module = al_store_new(graph->load, place);
    const struct al_source *source = read_source(m, arena, module->name.s, at);

    if (source && is_json(source->name))
        module->tmpl = make_json(arena, al_modules_diags(m), m->load, source, at);
    else if (source)
        module->tmpl = make_bicep(graph, source, module->real, module);
    if (!module->tmpl)
        return NULL;
    al_store_keep(graph->load, module);
    al_store_take(graph, module);
    return module;
}

/* What an expression in JSON is, is found out when it is first evaluated, and what is wrong with it is said
 * only then: published JSON, which was compiled, is taken to have nothing wrong. */
static bool may_be_shared(const struct al_graph *graph, const struct al_module_place *place)
{
    return graph->load->module_store &&
           (!is_json(al_str_of(place->file)) || place->root != graph->load->root);
}

/* -- circles -- */

static void put_chain(struct al_buf *out, const struct al_loading *from, al_str key)
{
    if (!al_str_eq(from->key, key))
        put_chain(out, from->outer, key);
    al_buf_printf(out, "%.*s -> ", AL_FMT(from->name));
}

/* Whether `place` is just being read; then it is said. */
static bool is_circle(struct al_modules *m, const struct al_module_place *place, const struct al_node *at)
{
    struct al_buf chain = {.arena = m->arena, .most = 400};
    const struct al_loading *l = m->loading;

    while (l && !al_str_eq(l->key, place->real))
        l = l->outer;
    if (!l)
        return false;
    keep_local(m);
    put_chain(&chain, m->loading, place->real);
    al_buf_put(&chain, l->name);
    al_diags_add(al_modules_diags(m), AL_TROUBLE_BICEP_MODULE_CYCLE, al_node_span(at),
                 "this file leads back to itself: %.*s", AL_FMT(al_buf_str(&chain)));
    return true;
}

static bool is_too_deep(struct al_modules *m, const struct al_node *at)
{
    if (m->depth < al_limit(al_modules_diags(m), AL_LIMIT_MODULES))
        return false;
    keep_local(m);
    al_diags_limit(al_modules_diags(m), AL_LIMIT_MODULES, al_node_span(at), "files are nested too deep here");
    return true;
}

/* -- what the binder asks -- */

/* The input itself, when it is JSON that a parameter file names. */
static void note_root(struct al_graph *graph, struct al_modules *m)
{
    void **slot;

    if (m->has_root || !graph->root)
        return;
    m->has_root = true;
    slot = al_map_put(graph->arena, &graph->files, key_of(m, graph->root->tmpl->source));
    if (!*slot)
        *slot = (void *)(uintptr_t)graph->root->tmpl;
}

/* The file at a place that has one; *module is what the store has of it, or NULL. */
static const struct al_template *get(struct al_graph *graph, const struct al_stored **module,
                                     const struct al_module_place *place, const struct al_node *at)
{
    struct al_modules *m = graph->modules;
    const struct al_template *known = al_map_get(&graph->files, place->real);

    *module = al_store_find(graph->load, place);
    if (known && *module && (*module)->tmpl != known)
        *module = NULL;
    if (known)
        return known;
    if (*module)
        al_store_take(graph, *module);
    else if (is_circle(m, place, at) || is_too_deep(m, at))
        return NULL;
    else if (may_be_shared(graph, place))
        *module = read_shared(graph, place, at);
    else
        return read_local(graph, place, at);
    return *module ? (*module)->tmpl : NULL;
}

/* Remembers in the file that is being read what it uses. */
static void note(struct al_modules *m, const struct al_stored *module, const char *file,
                 enum al_bicep_wish wish)
{
    struct al_stored *user = m->loading ? m->loading->module : NULL;

    al_modules_note_use(m, al_str_of(file), wish);
    if (!module || module->local)
        keep_local(m);
    else if (user)
        *al_vec_push(m->load->module_store->arena, &user->uses) = (struct al_stored_use){module, wish};
}

static void note_missing(struct al_graph *graph)
{
    graph->incomplete = true;
    if (graph->modules->loading && graph->modules->loading->module)
        graph->modules->loading->module->incomplete = true;
}

static bool is_parameter_file(al_str name)
{
    return al_str_case_ends(name, AL_STR(".bicepparam"));
}

static const struct al_template *find(struct al_graph *graph, const struct al_node *path,
                                      enum al_bicep_wish wish)
{
    struct al_modules *m = modules_of(graph);
    const struct al_module_place *place = al_module_place(m, path);
    const struct al_stored *module;
    const struct al_template *found;

    if (!place->file) {
        al_diags_add(al_modules_diags(m), place->trouble, al_node_span(path), "%.*s", AL_FMT(place->why));
        return NULL;
    }
    note_root(graph, m);
    found = get(graph, &module, place, path);
    if (found && found->is_parameters != (wish == AL_BICEP_WANT_PARAMETERS)) {
        al_diags_add(al_modules_diags(m), AL_TROUBLE_BICEP_FILE, al_node_span(path),
                     found->is_parameters ? "'%.*s' is a parameter file" : "'%.*s' is not a parameter file",
                     AL_FMT(path->string));
        found = NULL;
    }
    /* what a parameter file uses is asked for its parameters only */
    if (found && wish == AL_BICEP_WANT_MODULE && is_parameter_file(path->source->name))
        keep_local(m);
    else if (found)
        note(m, module, place->file, wish);
    return found;
}

static const struct al_template *load(void *ptr, const struct al_node *path, enum al_bicep_wish wish)
{
    struct al_graph *graph = ptr;
    const struct al_template *found = al_node_is(path, AL_NODE_STRING) ? find(graph, path, wish) : NULL;

    if (!found && wish == AL_BICEP_WANT_MODULE)
        note_missing(graph);
    return found;
}

const struct al_template *al_bicep_template(struct al_graph *graph, const struct al_source *source)
{
    al_str key = key_of(modules_of(graph), source);
    const struct al_template *known = al_map_get(&graph->files, key);

    if (!known) {
        known = make_bicep(graph, source, key, NULL);
        *al_map_put(graph->arena, &graph->files, key) = (void *)(uintptr_t)known;
    }
    return known;
}

/* -- the template of a parameter file -- */

bool al_bicep_uses(struct al_graph *graph, const struct al_template *parameters,
                   const struct al_template *tmpl)
{
    struct al_modules *m = modules_of(graph);
    const struct al_module_place *place =
        al_node_is(parameters->uses, AL_NODE_STRING) ? al_module_place(m, parameters->uses) : NULL;

    note_root(graph, m);
    return place && place->file && al_map_get(&graph->files, place->real) == tmpl;
}

static const struct al_node *path_after_using(const struct al_bicep_file *file)
{
    for (uint32_t i = 0; i < file->nstatements; i++)
        if (file->statements[i].kind == AL_BICEP_USING)
            return al_node_is(file->statements[i].path, AL_NODE_STRING) ? file->statements[i].path : NULL;
    return NULL;
}

const struct al_source *al_bicep_used_template(al_arena *arena, struct al_diags *diags,
                                               const struct al_load *load_with,
                                               const struct al_source *parameters, const char **root)
{
    struct al_graph *graph = AL_NEW(arena, struct al_graph);
    const struct al_module_place *place = NULL;
    const struct al_source *source = NULL;
    const struct al_node *path;

    graph->arena = arena;
    graph->diags = diags;
    graph->load = load_with;
    diags->muted++;
    path = path_after_using(al_bicep_parse(arena, diags, parameters));
    if (path)
        place = al_module_place(modules_of(graph), path);
    if (place && place->file)
        source = read_source(graph->modules, arena, place->file, path);
    diags->muted--;
    if (source)
        *root = place->root;
    else
        al_bicep_template(graph, parameters);
    return source;
}
