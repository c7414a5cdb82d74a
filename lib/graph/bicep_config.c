/* SPDX-License-Identifier: MIT */
/* bicepconfig.json, of which only the module aliases matter here. As the Bicep compiler does it, the nearest
 * one above a source counts, with what it extends; it is looked for up to the root only. */
#include "base/files.h"
#include "base/places.h"
#include "graph/module_files.h"

enum { MOST_LAYERS = 16, MOST_CONFIG_SIZE = 1 << 20 };

static const char file_name[] = "bicepconfig.json";

/* Comments and trailing commas are allowed: only what cannot be read at all is said. */
static const struct al_node *read_layer(struct al_modules *m, const char *file)
{
    struct al_source *source;
    struct al_json json;
    const char *why;
    al_str text;
    int status;

    if (al_file_read(&text, &why, m->arena, file, MOST_CONFIG_SIZE) != AL_OK)
        return NULL;
    source = al_source_new(m->arena, al_str_of(file), text);
    m->diags->muted++;
    status = al_json_read(&json, m->arena, m->diags, source, AL_JSON_DATA);
    m->diags->muted--;
    if (status != AL_OK)
        al_json_read(&json, m->arena, m->diags, source, AL_JSON_DATA);
    return status == AL_OK ? json.root : NULL;
}

static void read_layers(struct al_modules *m, struct al_bicep_config *config, const char *root)
{
    const char *file = config->file;

    while (file && config->layers.n < MOST_LAYERS) {
        const struct al_node *layer = read_layer(m, file);
        al_str base = al_node_text(al_node_get(layer, "extends"));
        if (!layer)
            return;
        *al_vec_push(m->arena, &config->layers) = layer;
        if (base.n == 0 || base.s[0] == '/')
            return;
        file = al_str_cstr(m->arena, al_path_join(m->arena, al_path_folder(al_str_of(file)), base));
        if (!al_places_is_below(m->load->places, m->arena, file, root))
            return;
    }
}

/* From the folder of a source, both without symbolic links, up to the root. */
static const char *nearest(struct al_modules *m, al_str folder, const char *root)
{
    for (; folder.n > 0; folder = al_path_folder(folder)) {
        const char *file = al_path_join(m->arena, folder, al_str_of(file_name)).s;
        if (!al_modules_is_below(m, al_str_of(file), root))
            break;
        if (al_modules_is_below(m, al_modules_real(m, file), root) && !al_is_folder(file))
            return file;
        if (folder.n == 1)
            break;
    }
    return NULL;
}

const struct al_bicep_config *al_bicep_config_of(struct al_modules *m, const struct al_source *source)
{
    al_str folder = al_path_folder(source->name);
    al_str real = al_places_folder(m->load->places, m->arena, folder);
    void **slot = al_map_put(m->arena, &m->configs, real);
    struct al_bicep_config *config = *slot;

    if (config)
        return config;
    *slot = config = AL_NEW(m->arena, struct al_bicep_config);
    config->file = nearest(m, real, al_modules_root(m, source));
    read_layers(m, config, al_modules_root(m, source));
    return config;
}

al_str al_bicep_alias(const struct al_bicep_config *config, const char *scheme, al_str name,
                      const char *property)
{
    for (size_t i = 0; i < config->layers.n; i++) {
        const struct al_node *aliases = al_node_get(config->layers.v[i], "moduleAliases");
        const struct al_property *alias = al_node_property(al_node_get(aliases, scheme), name);
        const struct al_node *value = alias ? al_node_get(alias->value, property) : NULL;
        if (al_node_is(value, AL_NODE_STRING) && value->string.n > 0)
            return value->string;
    }
    return AL_STR("");
}
