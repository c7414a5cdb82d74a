/* SPDX-License-Identifier: MIT */
/* Finding and reading configurations. Each folder is asked for its file once in a run, and each file is read
 * once. */
#include "base/files.h"
#include "lint/config_read.h"
#include "lint/finding.h"
#include "lint/suppress.h"
#include "syntax/json.h"

enum { MOST_LAYERS = 32, MOST_SIZE = 1 << 20 };

/* -- places -- */

static struct al_config_root *root_of(al_run *run, const char *root)
{
    struct al_config_root *made;

    for (size_t i = 0; i < run->configs.roots.n; i++)
        if (strcmp(run->configs.roots.v[i]->root, root) == 0)
            return run->configs.roots.v[i];
    made = AL_NEW(run->arena, struct al_config_root);
    made->root = al_str_copy(run->arena, al_str_of(root)).s;
    *al_vec_push(run->arena, &run->configs.roots) = made;
    return made;
}

/* Of a folder that need not exist: an editor may have text for a file in it. */
static al_str real_folder(al_run *run, al_str folder)
{
    al_arena *arena = run->arena;
    const al_str whole = al_path_normal(arena, folder);
    al_str there = whole, real = al_places_folder(&run->places, arena, whole);

    while (real.n == 0 && there.n > 0 && !al_str_eq(there, AL_STR("/"))) {
        there = al_path_folder(there);
        real = al_places_folder(&run->places, arena, there);
    }
    return there.n < whole.n ? al_path_join(arena, real, al_str_from(whole, there.n ? there.n + 1 : 0))
                             : real;
}

struct al_config_place *al_config_place(al_run *run, al_str path, const char *root)
{
    struct al_config_root *below = root_of(run, root);
    al_str folder = al_path_folder(path);
    struct al_config_place *place = below->last;

    if (place && al_str_eq(place->folder, folder))
        return place;
    place = al_map_get(&below->places, folder);
    if (!place) {
        place = AL_NEW(run->arena, struct al_config_place);
        place->folder = al_str_copy(run->arena, folder);
        place->real = real_folder(run, folder);
        *al_map_put(run->arena, &below->places, place->folder) = place;
    }
    below->last = place;
    return place;
}

/* -- names for people -- */

/* A file as seen from the current folder, unless the input was named otherwise. */
static const char *shown_name(al_arena *arena, al_str file, bool absolute)
{
    al_str here = absolute ? AL_STR("") : al_path_real(arena, ".");
    struct al_buf name = AL_BUF(arena);

    if (here.n == 0)
        return al_str_cstr(arena, file);
    for (; !al_path_is_under(file, here); here = al_path_folder(here))
        al_buf_put(&name, AL_STR("../"));
    al_buf_put(&name, al_str_from(file, here.n > 1 ? here.n + 1 : here.n));
    return al_buf_str(&name).s;
}

/* -- reading -- */

static int read_layer(al_run *run, struct al_config_layer *layer)
{
    struct al_json json = {0};
    const char *why = NULL;
    al_str text = AL_STR("");
    int status = al_file_read(&text, &why, run->arena, layer->name, MOST_SIZE);

    layer->source = al_source_new(run->arena, al_str_of(layer->name), text);
    if (status != AL_OK)
        al_diags_add(&layer->diags, AL_TROUBLE_CONFIG, (struct al_span){layer->source, 0, 0},
                     "cannot read this: %s", why);
    else
        status = al_json_read(&json, run->arena, &layer->diags, layer->source, AL_JSON_DATA);
    layer->top = status == AL_OK ? json.root : NULL;
    al_config_read(run, layer);
    return status;
}

bool al_config_has_file(al_run *run, const struct al_config_layer *layer, const char *path)
{
    if (layer->named)
        return al_places_real(&run->places, run->arena, path).n > 0;
    return al_places_is_below(&run->places, run->arena, path, layer->root);
}

static bool may_read(al_run *run, const struct al_config_layer *layer)
{
    return layer->named || al_places_is_below(&run->places, run->arena, layer->name, layer->root);
}

static struct al_config_layer *layer_of(al_run *run, const char *name, const char *root, bool named)
{
    struct al_config_root *below = root_of(run, root);
    al_str real = al_places_real(&run->places, run->arena, name), folder;
    al_str key = al_printf(run->arena, "%d %s", named, real.n ? real.s : name);
    void **slot = al_map_put(run->arena, &below->layers, key);
    struct al_config_layer *layer = *slot;

    if (layer)
        return layer;
    *slot = layer = AL_NEW(run->arena, struct al_config_layer);
    folder = al_path_folder(al_str_of(name));
    *layer = (struct al_config_layer){.name = name,
                                      .root = below->root,
                                      .named = named,
                                      .folder = al_places_folder(&run->places, run->arena, folder),
                                      .diags = {.arena = run->arena}};
    *al_vec_push(run->arena, &run->configs.all_layers) = layer;
    if (may_read(run, layer)) {
        read_layer(run, layer);
        return layer;
    }
    layer->source = al_source_new(run->arena, al_str_of(name), AL_STR(""));
    al_diags_add(&layer->diags, AL_TROUBLE_CONFIG, (struct al_span){layer->source, 0, 0},
                 "this leads out of the repository");
    return layer;
}

static bool has_layer(const struct al_config *config, const struct al_config_layer *layer)
{
    for (size_t i = 0; i < config->layers.n; i++)
        if (config->layers.v[i] == layer)
            return true;
    return false;
}

static bool is_full(const struct al_config *config)
{
    return config->nopen == MOST_LAYERS || config->layers.n >= MOST_LAYERS;
}

static void add_chain(al_run *run, struct al_config *config, struct al_config_layer *layer);

static void add_base(al_run *run, struct al_config *config, struct al_config_layer *layer,
                     const struct al_node *said)
{
    al_str folder = al_path_folder(al_str_of(layer->name)), file;
    struct al_config_layer *base;
    const char *wrong = NULL;

    if (al_node_text(said).n == 0)
        return;
    file = al_path_join(run->arena, folder, said->string);
    if (!layer->named && al_places_leaves(&run->places, run->arena, folder, said->string, layer->root))
        wrong = "it lies outside of the repository";
    else if (!al_config_has_file(run, layer, file.s))
        wrong = "there is no such file";
    base = wrong ? NULL : layer_of(run, file.s, layer->root, layer->named);
    if (base && base->open)
        wrong = "it extends this one in turn";
    if (base && !has_layer(config, base) && is_full(config))
        wrong = "there are too many that extend each other";
    if (wrong)
        al_diags_add(&layer->diags, AL_TROUBLE_CONFIG, al_node_span(said), "cannot extend '%.*s': %s",
                     AL_FMT(said->string), wrong);
    else
        add_chain(run, config, base);
}

/* What is extended is weaker, and comes first. */
static void add_chain(al_run *run, struct al_config *config, struct al_config_layer *layer)
{
    const struct al_node *extends = layer->extends;

    if (has_layer(config, layer))
        return;
    layer->open = true;
    config->nopen++;
    for (uint32_t i = 0; al_node_is(extends, AL_NODE_ARRAY) && i < extends->array.n; i++)
        add_base(run, config, layer, extends->array.items[i]);
    if (al_node_is(extends, AL_NODE_STRING))
        add_base(run, config, layer, extends);
    layer->open = false;
    config->nopen--;
    *al_vec_push(run->arena, &config->layers) = layer;
}

/* -- telling -- */

static bool is_told(const struct al_diag *diag)
{
    return diag->trouble != AL_TROUBLE_TRAILING_COMMA;
}

struct telling {
    struct al_config *config;
    struct al_config_layer *layer;
};

static int tell_layer(struct al_input *input, void *ptr)
{
    const struct telling *t = ptr;

    al_config_use(input, t->config);
    al_sightings_begin(&input->run->sightings, input->run->arena, t->layer->source->name, NULL);
    for (size_t i = 0; i < t->layer->diags.list.n; i++)
        if (is_told(&t->layer->diags.list.v[i]))
            al_finding_add_trouble(input, &t->layer->diags.list.v[i]);
    return AL_OK;
}

void al_config_tell(al_run *run, struct al_config *config)
{
    for (size_t i = 0; i < config->layers.n && !run->configs.learning; i++) {
        struct telling telling = {config, config->layers.v[i]};
        int status;
        if (telling.layer->told || telling.layer->diags.list.n == 0)
            continue;
        telling.layer->told = true;
        status = al_input_with(run, telling.layer->name, telling.layer->root, tell_layer, &telling);
        if (status != AL_OK)
            al_arena_throw(run->arena, status);
    }
}

/* -- the one that was named -- */

/* "FILE:LINE:COLUMN: what", a line each, of what makes it useless. */
static void put_complaints(al_run *run, struct al_buf *out, const struct al_config_layer *layer)
{
    for (size_t i = 0; i < layer->diags.list.n; i++) {
        const struct al_diag *diag = &layer->diags.list.v[i];
        struct al_position at = al_source_position(run->arena, diag->span);
        if (!al_trouble_info(diag->trouble)->fatal)
            continue;
        al_buf_printf(out, "%s%.*s:%u:%u: %.*s", out->n ? "\n" : "", AL_FMT(diag->span.source->name), at.line,
                      at.column, AL_FMT(diag->message));
    }
}

static int add_named(al_run *run, struct al_config *plain)
{
    const char *file = run->options.config, *unknown = al_unknown_tool(run->options.honour);
    struct al_buf complaints = AL_BUF(run->arena);
    al_str folder = al_path_folder(al_str_of(file));

    if (unknown)
        run->error = al_printf(run->arena, "honour: there is no tool '%s'", unknown).s;
    if (unknown)
        return AL_EUSAGE;
    if (!file)
        return AL_OK;
    folder = al_places_folder(&run->places, run->arena, folder);
    add_chain(run, plain, layer_of(run, file, folder.n ? folder.s : "", true));
    for (size_t i = 0; i < plain->layers.n; i++)
        put_complaints(run, &complaints, plain->layers.v[i]);
    if (complaints.n == 0)
        return AL_OK;
    run->error = al_buf_str(&complaints).s;
    return AL_EUSAGE;
}

int al_config_check(al_run *run)
{
    struct al_config config = {0};

    run->configs = (struct al_configs){0};
    run->selected = false;
    return add_named(run, &config);
}

int al_config_begin(al_run *run)
{
    const struct al_options *o = &run->options;
    const struct al_selection selection = {o->rules, o->exclude, o->profiles, o->profiles != NULL};
    struct al_config *plain = AL_NEW(run->arena, struct al_config);
    struct al_tunings tunings = {.arena = run->arena};
    int status = al_selection_check(&run->registry, &selection, &run->error);

    run->configs = (struct al_configs){0};
    if (run->limits_wrong) {
        run->error = run->limits_wrong;
        return AL_EUSAGE;
    }
    if (status == AL_OK)
        status = al_settings_add(run, &tunings);
    if (status == AL_OK)
        status = add_named(run, plain);
    if (status != AL_OK)
        return status;
    al_config_resolve(run, plain, false);
    run->configs.plain = plain;
    al_config_add(run, plain);
    return AL_OK;
}

/* -- the nearest one -- */

static struct al_config *make_config(al_run *run, const char *name, const char *root)
{
    const struct al_config *plain = run->configs.plain;
    struct al_config *config = AL_NEW(run->arena, struct al_config);

    for (size_t i = 0; plain && i < plain->layers.n; i++)
        *al_vec_push(run->arena, &config->layers) = plain->layers.v[i];
    add_chain(run, config, layer_of(run, name, root, false));
    al_config_resolve(run, config, false);
    al_config_add(run, config);
    al_config_tell(run, config);
    return config;
}

/* Notes it for the folders from one up to another, which is above it. */
static void note_found(al_run *run, struct al_config_root *below, al_str from, al_str to,
                       struct al_config *config)
{
    for (al_str folder = from;; folder = al_path_folder(folder)) {
        *al_map_put(run->arena, &below->found, folder) = config;
        if (folder.n <= to.n)
            break;
    }
}

/* Of a folder that exists, up to the root. */
static struct al_config *nearest(al_run *run, al_str real, const char *root, bool absolute)
{
    struct al_config_root *below = root_of(run, root);
    const al_str top = al_places_folder(&run->places, run->arena, al_str_of(root));

    for (al_str folder = real; al_path_is_under(folder, top); folder = al_path_folder(folder)) {
        al_str file = al_path_join(run->arena, folder, AL_STR(AL_CONFIG_NAME));
        struct al_config *found = al_map_get(&below->found, folder);
        if (!found && al_places_real(&run->places, run->arena, file.s).n && !al_is_folder(file.s))
            found = make_config(run, shown_name(run->arena, file, absolute), root);
        if (!found && al_str_eq(folder, top))
            found = run->configs.plain;
        if (found) {
            note_found(run, below, real, folder, found);
            return found;
        }
    }
    return run->configs.plain;
}

static bool is_looked_for(const al_run *run)
{
    const struct al_config *plain = run->configs.plain;

    if (run->options.no_config)
        return false;
    for (size_t i = 0; i < plain->layers.n; i++)
        if (plain->layers.v[i]->takes_repository)
            return true;
    return !run->options.config;
}

struct al_config *al_config_find(al_run *run, const char *path, const char *root)
{
    struct al_config_place *place;

    if (!is_looked_for(run))
        return run->configs.plain;
    place = al_config_place(run, al_str_of(path), root);
    if (!place->config)
        place->config = nearest(run, place->real, root, path[0] == '/');
    return place->config;
}

void al_config_use(struct al_input *input, struct al_config *config)
{
    input->config = config;
    input->rules = &config->rules;
}
