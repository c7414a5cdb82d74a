/* SPDX-License-Identifier: MIT */
/* Folders are listed once per run, and each .bicepparam is looked at once. */
#include "lint/parameter_sets.h"
#include "base/files.h"
#include "lint/input.h"
#include "lint/uses.h"

#include <stdlib.h>

struct paths {
    AL_VEC(const char *) list;
};

struct folder {
    al_str path, *names;
    size_t n;
    bool looked_at; /* for parameter files in Bicep */
};

struct al_catalog {
    struct folder *last;      /* that was asked for: mostly the next template is in it, too */
    struct al_map folders;    /* path -> struct folder */
    struct al_map templates;  /* key of a .bicepparam -> key of the template it uses */
    struct al_map parameters; /* key of a template -> struct paths */
    struct al_map sources;    /* key of a compiled template -> key of its source */
};

static struct al_catalog *catalog_of(al_run *run)
{
    if (!run->catalog)
        run->catalog = AL_NEW(run->arena, struct al_catalog);
    return run->catalog;
}

al_str al_file_key(al_arena *arena, al_str path)
{
    return al_path_normal(arena, path);
}

void al_parameter_sets_alias(al_run *run, al_str compiled, al_str source)
{
    al_str *copy = AL_NEW(run->arena, al_str);

    *copy = source;
    *al_map_put(run->arena, &catalog_of(run)->sources, compiled) = copy;
}

/* Reads in an arena of its own. */
static void with_input(al_run *run, const char *path, const char *root,
                       int (*work)(struct al_input *input, void *ptr), void *ptr)
{
    int status = al_input_with(run, path, root, work, ptr);

    if (status != AL_OK)
        al_arena_throw(run->arena, status);
}

/* -- .bicepparam -- */

struct look {
    const char *path;
    al_str template; /* key, in the run's arena */
};

static al_str used_template(struct al_input *input, const char *path, const struct al_uses *uses)
{
    al_str folder = al_path_folder(al_str_of(path));

    for (size_t i = 0; i < uses->list.n; i++) {
        const struct al_use *use = &uses->list.v[i];
        al_str file;
        if (use->kind != AL_USE_USING || use->path.n == 0 || al_str_find(use->path, AL_STR(":")) >= 0)
            continue;
        if (al_places_leaves(&input->run->places, input->arena, folder, use->path, input->load.root))
            continue;
        file = al_path_join(input->arena, folder, use->path);
        if (al_places_is_below(&input->run->places, input->arena, file.s, input->load.root))
            return al_str_copy(input->run->arena, file);
    }
    return AL_STR("");
}

static int look_at(struct al_input *input, void *ptr)
{
    struct look *look = ptr;
    struct al_uses uses;
    const struct al_source *source;

    if (!al_places_is_below(&input->run->places, input->arena, look->path, input->load.root))
        return AL_OK;
    source = al_input_read(input, look->path);
    if (!source) {
        al_sightings_begin(&input->run->sightings, input->run->arena, al_str_of(look->path), NULL);
        al_report_troubles(input);
        return AL_OK;
    }
    al_uses_find(&uses, input->arena, source->text);
    look->template = used_template(input, look->path, &uses);
    return AL_OK;
}

void al_parameter_sets_add(al_run *run, const char *path, const char *root)
{
    struct al_catalog *c = catalog_of(run);
    al_str key = al_file_key(run->arena, al_str_of(path));
    void **known = al_map_put(run->arena, &c->templates, key);
    struct look look = {.path = path, .template = AL_STR("")};
    const al_str *source;
    struct paths *paths;
    al_str *template;
    void **slot;

    if (*known)
        return;
    *known = template = AL_NEW(run->arena, al_str);
    with_input(run, path, root, look_at, &look);
    if (look.template.n == 0)
        return;
    source = al_map_get(&c->sources, look.template);
    *template = source ? *source : look.template;
    slot = al_map_put(run->arena, &c->parameters, *template);
    *slot = paths = *slot ? *slot : AL_NEW(run->arena, struct paths);
    *al_vec_push(run->arena, &paths->list) = al_str_copy(run->arena, al_str_of(path)).s;
}

al_str al_parameter_file_template(const al_run *run, const char *path)
{
    const al_str *template =
        run->catalog ? al_map_get(&run->catalog->templates, al_file_key(run->arena, al_str_of(path))) : NULL;

    return template ? *template : AL_STR("");
}

/* -- folders -- */

/* One that cannot be listed may have parameter files: not to see them is not the same as their not being
 * there. */
static struct folder *folder_of(al_run *run, al_str path, const char *root)
{
    struct al_catalog *c = catalog_of(run);
    struct folder *folder = c->last;
    const char *place, *why;
    int status = AL_OK;

    if (folder && al_str_eq(folder->path, path))
        return folder;
    c->last = folder = al_map_get(&c->folders, path);
    if (folder)
        return folder;
    folder = AL_NEW(run->arena, struct folder);
    folder->path = al_str_copy(run->arena, path);
    *al_map_put(run->arena, &c->folders, folder->path) = folder;
    place = path.n ? al_str_cstr(run->arena, path) : ".";
    if (!al_folder_files(run->arena, place, &folder->names, &folder->n, &why) && al_is_folder(place))
        status = al_report_folder(run, place, root, why);
    if (status != AL_OK)
        al_arena_throw(run->arena, status);
    return folder;
}

/* The first name that is not before `prefix`. */
static size_t first_with(const struct folder *folder, al_str prefix)
{
    size_t lo = 0, hi = folder->n;

    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (al_str_cmp(folder->names[mid], prefix) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static bool has_file(const struct folder *folder, al_str name)
{
    size_t i = first_with(folder, name);

    return i < folder->n && al_str_eq(folder->names[i], name);
}

/* -- parameter files in JSON -- */

struct question {
    const char *path;
    bool answer;
};

/* One that is broken or cannot be read counts, so that it is reported. */
static int ask_whether_parameters(struct al_input *input, void *ptr)
{
    struct question *q = ptr;
    struct al_json json;
    const char *why;
    al_str text;

    if (!al_places_is_below(&input->run->places, input->arena, q->path, input->load.root))
        return AL_OK;
    if (al_file_read(&text, &why, input->arena, q->path, input->load.max_file_size) != AL_OK) {
        q->answer = true;
        return AL_OK;
    }
    input->diags->muted++;
    q->answer = al_json_read(&json, input->arena, input->diags,
                             al_source_new(input->arena, al_str_of(q->path), text), AL_JSON_DATA) != AL_OK ||
                al_document_kind(json.root) == AL_DOCUMENT_PARAMETERS;
    return AL_OK;
}

static al_str without_ending(al_str name)
{
    static const char *const endings[] = {".json", ".jsonc", ".bicep"};

    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (al_str_case_ends(name, al_str_of(endings[i])))
            return al_str_head(name, name.n - strlen(endings[i]));
    return name;
}

/* Whether main.dev.parameters.json is that of main.dev.bicep rather than that of main.bicep. */
static bool has_nearer(al_arena *arena, const struct folder *folder, al_str name, size_t stem, size_t end)
{
    for (size_t i = stem + 1; i <= end; i++) {
        al_str other = al_str_head(name, i);
        if (i < end && name.s[i] != '.')
            continue;
        if (has_file(folder, al_printf(arena, "%.*s.bicep", AL_FMT(other))) ||
            has_file(folder, al_printf(arena, "%.*s.json", AL_FMT(other))))
            return true;
    }
    return false;
}

/* `name` begins with the template's stem and a dot. */
static bool is_own_json(al_arena *arena, const struct folder *folder, al_str name, al_str stem)
{
    al_str rest = al_str_from(name, stem.n), last = AL_STR(".parameters.json");

    if (!al_str_case_ends(rest, AL_STR(".json")))
        return false;
    if (al_str_case_starts(rest, AL_STR(".parameters.")))
        return true;
    return al_str_case_ends(rest, last) && !has_nearer(arena, folder, name, stem.n, name.n - last.n);
}

/* -- those of one template -- */

static const char *path_in(al_arena *arena, al_str folder, al_str name)
{
    return al_path_join(arena, folder, name).s;
}

static void add_json(struct paths *out, al_run *run, al_str path, const char *root)
{
    al_str where = al_path_folder(path), stem = without_ending(al_path_name(path));
    al_str prefix = al_printf(run->arena, "%.*s.", AL_FMT(stem));
    const struct folder *folder = folder_of(run, where, root);

    for (size_t i = first_with(folder, prefix); i < folder->n && al_str_starts(folder->names[i], prefix);
         i++) {
        struct question q = {0};
        if (!is_own_json(run->arena, folder, folder->names[i], stem))
            continue;
        q.path = path_in(run->arena, where, folder->names[i]);
        with_input(run, q.path, root, ask_whether_parameters, &q);
        if (q.answer)
            *al_vec_push(run->arena, &out->list) = q.path;
    }
}

static void add_bicep(struct paths *out, al_run *run, al_str path, const char *root)
{
    al_str where = al_path_folder(path);
    struct folder *folder = folder_of(run, where, root);
    const struct paths *found;

    for (size_t i = 0; !folder->looked_at && i < folder->n; i++)
        if (al_str_case_ends(folder->names[i], AL_STR(".bicepparam")))
            al_parameter_sets_add(run, path_in(run->arena, where, folder->names[i]), root);
    folder->looked_at = true;
    found = al_map_get(&run->catalog->parameters, al_file_key(run->arena, path));
    for (size_t i = 0; found && i < found->list.n; i++)
        *al_vec_push(run->arena, &out->list) = found->list.v[i];
}

static int by_path(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *const *al_parameter_sets(al_run *run, const char *path, const char *root, size_t *n)
{
    const bool named = run->options.parameter_files && run->options.parameter_files[0];
    const char *const *said = named ? NULL : al_config_parameters(run, path, root, n);
    struct paths all = {0};

    if (said)
        return said;
    if (!run->options.no_sibling_parameters && !named) {
        add_json(&all, run, al_str_of(path), root);
        add_bicep(&all, run, al_str_of(path), root);
    }
    if (all.list.n > 1)
        qsort(all.list.v, all.list.n, sizeof *all.list.v, by_path);
    *n = all.list.n;
    return all.list.v;
}
