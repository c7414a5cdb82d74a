/* SPDX-License-Identifier: MIT */
/* Other files that a deployment is made of: linked templates and parameter files. They are read only below
 * the root. */
#include "base/files.h"
#include "base/places.h"
#include "base/stopwatch.h"
#include "graph/expand.h"

void al_not_followed(struct al_graph *graph, const char *sort, const struct al_node *at, const char *format,
                     ...)
{
    va_list args;
    al_str why;

    va_start(args, format);
    why = al_vprintf(graph->arena, format, args);
    va_end(args);
    graph->incomplete = true;
    al_diags_add(graph->diags, AL_TROUBLE_UNRESOLVED_LINK, al_node_span(at),
                 "the %s template is not followed: %.*s", sort, AL_FMT(why));
}

/* What is too large is told with how large it may be. */
static const char *too_large(al_arena *arena, const struct al_load *load, const char *why)
{
    struct al_limits limits = al_default_limits;

    limits.v[AL_LIMIT_FILE] = load->max_file_size;
    return al_printf(arena, "%s%.*s", why, AL_FMT(al_limit_said(&limits, arena, AL_LIMIT_FILE))).s;
}

int al_load_read(al_str *out, const char **why, al_arena *arena, const struct al_load *load, const char *path)
{
    enum al_phase before = al_stopwatch_enter(load->stopwatch, AL_PHASE_READING);
    int status = al_file_read(out, why, arena, path, load->max_file_size);

    if (status == AL_OK && load->stopwatch)
        load->stopwatch->bytes += out->n;
    if (status == AL_E_LIMIT)
        *why = too_large(arena, load, *why);
    al_stopwatch_enter(load->stopwatch, before);
    return status;
}

int al_load_json(struct al_json *out, al_arena *arena, struct al_diags *diags, const struct al_load *load,
                 const struct al_source *source, enum al_json_mode mode)
{
    enum al_phase before = al_stopwatch_enter(load->stopwatch, AL_PHASE_PARSING);
    int status = al_json_read(out, arena, diags, source, mode);

    al_stopwatch_enter(load->stopwatch, before);
    return status;
}

/* -- templates inside templates -- */

const struct al_template *al_template_of_node(struct al_graph *graph, const struct al_node *node)
{
    void **slot =
        al_map_put(graph->arena, &graph->files, al_printf(graph->arena, "node %p", (const void *)node));

    if (!*slot)
        *slot = al_template_from_json(graph->arena, graph->diags, node->source, node);
    return *slot;
}

/* -- linked templates -- */

/* The path a link's uri ends in: of "[uri(deployment().properties.templateLink.uri, 'nested/x.json')]" and of
 * "[concat(parameters('_artifactsLocation'), '/nested/x.json', parameters('sas'))]" it is nested/x.json. */
static al_str path_in_uri(const al_value *uri)
{
    const al_value *parts, *last;
    uint32_t n = al_text_parts(uri, &parts);
    al_str found = AL_STR("");

    if (uri->kind == AL_V_SYMBOL && al_str_eq(uri->symbol->fn, AL_STR("uri")) && uri->symbol->nargs == 2) {
        last = &uri->symbol->args[1];
        if (last->kind == AL_V_STRING)
            return al_string_of(last);
        n = al_text_parts(last, &parts);
    }
    for (uint32_t i = 0; i < n; i++)
        if (parts[i].kind == AL_V_STRING && al_str_case_find(al_string_of(&parts[i]), AL_STR(".json")) >= 0)
            found = al_string_of(&parts[i]);
    return found;
}

static al_str without_query(al_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.s[i] == '?' || s.s[i] == '#')
            return al_str_head(s, i);
    return s;
}

static al_str without_slash(al_str path)
{
    while (path.n && path.s[0] == '/')
        path = al_str_from(path, 1);
    return path;
}

/* A file or folder below the root, or NULL. */
static const char *place_below(struct al_graph *graph, al_str folder, al_str path)
{
    const char *place = al_str_cstr(graph->arena, al_path_join(graph->arena, folder, path));

    if (al_places_leaves(graph->load->places, graph->arena, folder, path, graph->load->root) ||
        !al_places_is_below(graph->load->places, graph->arena, place, graph->load->root))
        return NULL;
    return place;
}

static const char *file_if_there(struct al_graph *graph, al_str folder, al_str path)
{
    const char *file = place_below(graph, folder, path);

    return file && !al_is_folder(file) ? file : NULL;
}

/* The part of a URL that follows the folder's own name, when the name is in it. */
static al_str after_folder_name(al_str url, al_str name)
{
    al_str rest = url, piece;

    while (name.n && al_str_split_next(&piece, &rest, '/') && rest.s)
        if (al_str_caseeq(piece, name))
            return without_slash(rest);
    return AL_STR("");
}

/* The file that an absolute URL means, when it was published from the tree the template lies in: what follows
 * the name of one of the template's folders in the URL is looked for in that folder. */
static const char *file_by_url(struct al_graph *graph, al_str folder, al_str url)
{
    al_str real = al_places_folder(graph->load->places, graph->arena, folder);
    al_str root = al_places_folder(graph->load->places, graph->arena, al_str_of(graph->load->root));

    while (real.n > root.n || (real.n && al_str_eq(real, root))) {
        al_str rest = after_folder_name(url, al_path_name(real)),
               up = al_str_head(real, al_path_folder(real).n);
        const char *file = rest.n ? file_if_there(graph, folder, rest) : NULL;
        if (file)
            return file;
        if (up.n >= real.n)
            break;
        real = up;
        folder = al_path_join(graph->arena, folder, AL_STR(".."));
    }
    return NULL;
}

/* A path whose beginning is not known starts with a slash that means the unknown folder, not the disk's root.
 * That folder is the template's own or, when the path names a folder itself, one above it. */
static const char *file_by_uri(struct al_graph *graph, al_str folder, al_str path)
{
    enum { LEVELS = 3 };
    const char *file = NULL;
    int levels;

    if (al_str_case_starts(path, AL_STR("http://")) || al_str_case_starts(path, AL_STR("https://")))
        return file_by_url(graph, folder, path);
    path = without_slash(path);
    levels = al_path_folder(path).n ? LEVELS : 1;
    for (int i = 0; !file && i < levels; i++) {
        file = file_if_there(graph, folder, path);
        folder = al_path_join(graph->arena, folder, AL_STR(".."));
    }
    return file;
}

/* So that a link back to the input itself is seen. */
static void note_root(struct al_graph *graph)
{
    const struct al_template *tmpl = graph->root->tmpl;
    al_str real =
        al_places_real(graph->load->places, graph->arena, al_str_cstr(graph->arena, tmpl->source->name));

    if (real.n)
        *al_map_put(graph->arena, &graph->files, real) = (void *)(uintptr_t)tmpl;
}

static const struct al_template *read_template(struct al_graph *graph, const char *path,
                                               const struct al_node *at)
{
    al_str real = al_places_real(graph->load->places, graph->arena, path);
    const struct al_template *known;
    struct al_template *template;
    const char *why;
    struct al_json json;
    struct al_source *source;
    al_str text;

    note_root(graph);
    known = al_map_get(&graph->files, real);
    if (known)
        return known;
    if (al_load_read(&text, &why, graph->arena, graph->load, path) != AL_OK) {
        al_not_followed(graph, "linked", at, "%s: %s", path, why);
        return NULL;
    }
    source = al_source_new(graph->arena, al_str_of(path), text);
    if (al_load_json(&json, graph->arena, graph->diags, graph->load, source, AL_JSON_TEMPLATE) != AL_OK ||
        !json.root || al_document_kind(json.root) != AL_DOCUMENT_TEMPLATE) {
        al_not_followed(graph, "linked", at, "%s is not a template", path);
        return NULL;
    }
    template = al_template_from_json(graph->arena, graph->diags, source, json.root);
    *al_map_put(graph->arena, &graph->files, real) = template;
    return template;
}

const struct al_template *al_linked_template(struct al_graph *graph, const struct al_resource *resource,
                                             const struct al_node *link)
{
    al_str folder = al_path_folder(resource->decl->node->source->name), path;
    const struct al_node *relative = al_node_get(link, "relativePath"), *uri = al_node_get(link, "uri");
    const struct al_node *at = relative ? relative : uri ? uri : link;
    const char *file;
    al_value v;

    if (!relative && !uri) {
        al_not_followed(graph, "linked", link, "%s",
                        al_node_get(link, "id") ? "it is a template spec" : "it has no relativePath or uri");
        return NULL;
    }
    v = al_declared(graph, resource, at);
    path = relative && v.kind == AL_V_STRING ? al_string_of(&v) : without_query(path_in_uri(&v));
    if (path.n == 0) {
        al_not_followed(graph, "linked", at, "its place is not known");
        return NULL;
    }
    file = relative ? place_below(graph, folder, path) : file_by_uri(graph, folder, path);
    if (!file) {
        al_not_followed(graph, "linked", at, "there is no file '%.*s' below the root", AL_FMT(path));
        return NULL;
    }
    return read_template(graph, file, at);
}
