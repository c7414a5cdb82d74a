/* SPDX-License-Identifier: MIT */
#include "lint/merge.h"
#include "base/files.h"
#include "lint/suppress.h"

static const char *copy(al_run *run, const char *text)
{
    return text ? al_str_copy(run->arena, al_str_of(text)).s : NULL;
}

void al_put_off(al_run *run, const struct al_put_off *what)
{
    struct al_put_off *later = al_vec_push(run->arena, &run->put_off);

    *later = *what;
    later->parameters = copy(run, what->parameters);
    later->what.path = copy(run, what->what.path);
    if (what->what.text)
        later->what.text = al_str_copy(run->arena, (al_str){what->what.text, what->what.length}).s;
}

/* The deepest folder that all roots are in, unless that is the whole disk: then the first root. */
static const char *common_root(al_run *run)
{
    al_str common = al_str_of(run->put_off.v[0].what.root);

    for (size_t i = 1; i < run->put_off.n; i++) {
        al_str root = al_str_of(run->put_off.v[i].what.root);
        while (common.n && !(al_str_starts(root, common) && (root.n == common.n || root.s[common.n] == '/')))
            common = al_str_eq(common, AL_STR("/")) ? AL_STR("") : al_path_folder(common);
    }
    if (common.n == 0 || al_str_eq(common, AL_STR("/")))
        return run->put_off.v[0].what.root;
    return al_str_cstr(run->arena, common);
}

static const struct al_source *source_of(struct al_input *input, const struct al_visit *what)
{
    if (!what->text)
        return al_input_read(input, what->path);
    return al_source_new(input->arena, al_str_of(what->path), (al_str){what->text, what->length});
}

static void add(struct al_input *input, const struct al_put_off *later)
{
    const struct al_source *source = source_of(input, &later->what);
    const struct al_source *set = later->parameters ? al_input_read(input, later->parameters) : NULL;

    if (source)
        al_input_add(input, source, set, later->named);
}

/* The configuration of the deepest folder that all inputs are in. */
static struct al_config *common_config(al_run *run, const char *root)
{
    al_str common = {NULL, 0};

    for (size_t i = 0; i < run->put_off.n; i++) {
        const struct al_visit *what = &run->put_off.v[i].what;
        al_str folder = al_config_place(run, al_str_of(what->path), what->root)->real;
        common = i == 0 ? folder : common;
        while (common.n > 1 &&
               !(al_str_starts(folder, common) && (folder.n == common.n || folder.s[common.n] == '/')))
            common = al_path_folder(common);
    }
    return al_config_find(run, al_printf(run->arena, "%.*s/-", AL_FMT(common)).s, root);
}

/* Findings are of the environment: no parameter file is named with them. */
static int lint_all(struct al_input *input, void *ptr)
{
    al_run *run = input->run;

    al_config_use(input, ptr);
    for (size_t i = 0; i < run->put_off.n; i++)
        add(input, &run->put_off.v[i]);
    al_sightings_begin(&run->sightings, run->arena, AL_STR(""), NULL);
    if (input->graph && input->graph->roots.n) {
        al_graph_finish(input->graph);
        al_lint(input);
        al_evaluate_all(input->graph);
    }
    al_report_troubles(input);
    al_suppressions_close(input);
    return AL_OK;
}

int al_lint_merged(al_run *run)
{
    const char *root;

    if (run->put_off.n == 0)
        return AL_OK;
    root = common_root(run);
    return al_input_with(run, run->put_off.v[0].what.path, root, lint_all, common_config(run, root));
}
