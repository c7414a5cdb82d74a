/* SPDX-License-Identifier: MIT */
/* Rules that only a configuration brings along, before anything is linted: options may name them, and lists
 * have them. */
#include "base/files.h"
#include "lint/run.h"

/* Of the folder itself when it is one. */
static struct al_config *config_of(al_run *run, const char *path)
{
    const char *root = al_run_root(run, path);

    if (al_is_folder(path))
        path = al_path_join(run->arena, al_str_of(path), AL_STR(AL_CONFIG_NAME)).s;
    return al_config_find(run, path, root);
}

struct learning {
    al_run *run;
    const char *const *paths;
    size_t n;
};

static int learn(void *ptr)
{
    const struct learning *l = ptr;
    int status = al_config_begin(l->run);

    l->run->configs.learning = true;
    for (size_t i = 0; i < l->n && status == AL_OK; i++)
        config_of(l->run, l->paths[i]);
    return status;
}

/* Nothing is selected meanwhile, for what is to be selected need not be there yet. */
int al_run_learn(al_run *run, const char *const *paths, size_t n)
{
    const struct al_options options = run->options;
    struct learning learning = {run, paths, n};
    int status;

    run->options.rules = run->options.exclude = run->options.profiles = NULL;
    run->options.settings = NULL;
    status = al_run_guard(run, learn, &learning);
    run->options = options;
    run->configs = (struct al_configs){0};
    run->selected = false;
    return status;
}

struct listing {
    al_run *run;
    const char *path;
    AL_VEC(const char *) names;
};

static void list_layer(struct listing *l, const struct al_config_layer *layer)
{
    for (size_t i = 0; i < layer->modules.n; i++)
        *al_vec_push(l->run->arena, &l->names) = layer->modules.v[i]->name;
}

static int list(void *ptr)
{
    struct listing *l = ptr;
    int status = al_run_select(l->run);
    const struct al_config *config = status == AL_OK ? config_of(l->run, l->path) : NULL;

    for (size_t i = 0; config && i < config->layers.n; i++)
        list_layer(l, config->layers.v[i]);
    *al_vec_push(l->run->arena, &l->names) = NULL;
    l->names.n--;
    return status;
}

const char *const *al_run_rules_files(al_run *run, const char *path, size_t *n)
{
    struct listing listing = {.run = run, .path = path};
    int status = al_run_guard(run, list, &listing);

    *n = status == AL_OK ? listing.names.n : 0;
    return status == AL_OK ? listing.names.v : NULL;
}
