/* SPDX-License-Identifier: MIT */
/* What a configuration says about files: which are left out, and which parameter files a template has. */
#include "base/files.h"
#include "base/places.h"
#include "lint/config_read.h"
#include "lint/finding.h"
#include "lint/glob.h"

static bool is_within(al_str path, al_str folder)
{
    return folder.n && al_str_starts(path, folder) && path.n > folder.n && path.s[folder.n] == '/';
}

/* A configuration that was named may lie anywhere: then its patterns are about the repository. */
al_str al_config_relative(const struct al_config_layer *layer, const char *root, al_str real)
{
    al_str top = al_str_of(root);

    if (is_within(real, layer->folder))
        return al_str_from(real, layer->folder.n + 1);
    return layer->named && is_within(real, top) ? al_str_from(real, top.n + 1) : AL_STR("");
}

al_str al_config_real_path(al_run *run, al_str path, const char *root)
{
    al_str folder = al_config_place(run, path, root)->real;

    return al_path_join(run->arena, folder, al_path_name(path));
}

/* -- left out -- */

static bool excludes(const struct al_config_layer *layer, const char *root, al_str real)
{
    al_str path = al_config_relative(layer, root, real);

    for (size_t i = 0; path.n && i < layer->exclude.n; i++)
        if (al_glob(path, layer->exclude.v[i]))
            return true;
    return false;
}

bool al_config_excludes(al_run *run, const struct al_config *config, al_str path, const char *root)
{
    al_str real;

    if (!config || !config->has_exclude)
        return false;
    real = al_config_real_path(run, path, root);
    for (size_t i = 0; i < config->layers.n; i++)
        if (excludes(config->layers.v[i], root, real))
            return true;
    return false;
}

static struct al_config *only_locked(al_run *run, struct al_config *config)
{
    if (!config->only_locked) {
        config->only_locked = AL_NEW(run->arena, struct al_config);
        *config->only_locked = *config;
        al_config_resolve(run, config->only_locked, true);
        al_config_add(run, config->only_locked);
    }
    return config->only_locked;
}

/* Locked rules hold also where a repository would rather not be looked at. */
struct al_config *al_config_for(al_run *run, const char *path, const char *root)
{
    struct al_config *config = al_config_find(run, path, root);
    al_str real;

    if (!al_config_excludes(run, config, al_str_of(path), root))
        return config;
    real = al_config_real_path(run, al_str_of(path), root);
    for (size_t i = 0; i < config->layers.n; i++)
        if (config->layers.v[i]->named && excludes(config->layers.v[i], root, real))
            return NULL;
    return config->has_locked ? only_locked(run, config) : NULL;
}

bool al_config_excludes_source(const struct al_input *input, const struct al_source *source)
{
    return !input->excluded && al_config_excludes(input->run, input->config, source->name, input->load.root);
}

/* -- parameter files -- */

struct reading {
    struct al_config_parameters entry;
    AL_VEC(const char *) paths;
};

const char *al_config_file(struct al_config_reader *r, const struct al_node *item)
{
    al_run *run = r->run;
    const char *text = al_config_text(r, item), *path;
    const al_str folder = al_path_folder(al_str_of(r->layer->name));

    if (!text)
        return NULL;
    if (!r->layer->named &&
        al_places_leaves(&run->places, run->arena, folder, al_str_of(text), r->layer->root)) {
        al_config_wrong(r, al_node_span(item), "'%s' lies outside of the repository", text);
        return NULL;
    }
    path = al_path_join(run->arena, folder, al_str_of(text)).s;
    if (al_config_has_file(run, r->layer, path))
        return path;
    al_config_wrong(r, al_node_span(item), "there is no file '%s'", text);
    return NULL;
}

static void read_file(struct al_config_reader *r, const struct al_node *item)
{
    struct reading *reading = r->into;
    const char *path = al_config_file(r, item);

    if (path)
        *al_vec_push(r->run->arena, &reading->paths) = path;
}

static void read_template(struct al_config_reader *r, const struct al_node *templates,
                          const struct al_property *entry)
{
    struct reading reading = {0};
    al_str path = al_path_normal(r->run->arena, entry->key);

    reading.entry.entry = entry;
    reading.entry.template = path;
    path = al_path_join(r->run->arena, al_path_folder(al_str_of(r->layer->name)), path);
    if (!r->layer->named &&
        (al_places_leaves(&r->run->places, r->run->arena, al_path_folder(al_str_of(r->layer->name)),
                          entry->key, r->layer->root) ||
         !al_config_has_file(r->run, r->layer, path.s)))
        al_config_wrong(r, al_key_span(templates, entry), "there is no template '%.*s'", AL_FMT(entry->key));
    r->into = &reading;
    al_config_each(r, entry->value, read_file);
    reading.entry.paths = reading.paths.v;
    reading.entry.npaths = reading.paths.n;
    *al_vec_push(r->run->arena, &r->layer->parameters) = reading.entry;
}

void al_config_read_parameters(struct al_config_reader *r, const struct al_property *property)
{
    const struct al_node *templates = property->value;

    if (!al_node_is(templates, AL_NODE_OBJECT)) {
        al_config_wrong(r, al_node_span(templates),
                        "parameters are an object: { \"<template>\": [\"<file>\"] }");
        return;
    }
    for (uint32_t i = 0; i < templates->object.n; i++)
        read_template(r, templates, &templates->object.items[i]);
}

const char *const *al_config_parameters(al_run *run, const char *path, const char *root, size_t *n)
{
    static const char *const none[] = {NULL};
    const struct al_config *config = al_config_find(run, path, root);
    al_str real;

    *n = 0;
    if (!config->has_parameters)
        return NULL;
    real = al_config_real_path(run, al_str_of(path), root);
    for (size_t i = config->layers.n; i-- > 0;) {
        const struct al_config_layer *layer = config->layers.v[i];
        al_str template = al_config_relative(layer, root, real);
        for (size_t k = 0; k < layer->parameters.n; k++) {
            if (template.n == 0 || !al_str_eq(layer->parameters.v[k].template, template))
                continue;
            *n = layer->parameters.v[k].npaths;
            return *n ? layer->parameters.v[k].paths : none;
        }
    }
    return NULL;
}
