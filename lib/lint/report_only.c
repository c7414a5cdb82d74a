/* SPDX-License-Identifier: MIT */
/* Everything is read and judged, and then only some of it told: a pull request is to see what it has touched,
 * while what it touched is judged with all there is. */
#include "base/files.h"
#include "lint/finding.h"

struct filter {
    al_run *run;
    AL_VEC(al_str) wanted; /* files and folders: see key_of() */
    struct al_map answers; /* name of a file -> &yes or &no */
};

static const bool yes = true, no = false;

/* What a path means on the disk, also of a file that is not there (yet): text may have its name. */
static al_str key_of(al_run *run, const char *path)
{
    al_str real = al_path_real(run->arena, path), folder;

    if (real.n)
        return real;
    folder = al_path_folder(al_str_of(path));
    real = al_path_real(run->arena, folder.n ? al_str_cstr(run->arena, folder) : ".");
    if (real.n)
        return al_path_join(run->arena, real, al_path_name(al_str_of(path)));
    return al_path_normal(run->arena, al_str_of(path));
}

static bool is_below(al_str path, al_str folder)
{
    return al_str_starts(path, folder) &&
           (path.n == folder.n || path.s[folder.n] == '/' || folder.s[folder.n - 1] == '/');
}

static bool find(const struct filter *filter, const char *file)
{
    al_str key = key_of(filter->run, file);

    for (size_t i = 0; i < filter->wanted.n; i++)
        if (is_below(key, filter->wanted.v[i]))
            return true;
    return false;
}

static bool is_wanted(struct filter *filter, const char *file)
{
    void **slot = al_map_put(filter->run->arena, &filter->answers, al_str_of(file));

    if (!*slot)
        *slot = (void *)(uintptr_t)(find(filter, file) ? &yes : &no);
    return *slot == &yes;
}

/* Also when the fault is in another file, but what was touched makes it one: the value is given there, or it
 * holds with that parameter file only. Who deploys a module has no part in what was wrong with it before. */
static bool keeps(struct filter *filter, const struct al_finding *f)
{
    if (f->fatal || is_wanted(filter, f->location.file))
        return true;
    for (size_t i = 0; i < f->nrelated; i++)
        if (f->related[i].gives_value && is_wanted(filter, f->related[i].location.file))
            return true;
    for (size_t i = 0; i < f->nparameter_files; i++)
        if (is_wanted(filter, f->parameter_files[i]))
            return true;
    return false;
}

void al_report_only(al_run *run)
{
    const char *const *paths = run->options.report_only;
    struct filter filter = {.run = run};
    size_t n = 0;

    if (!paths)
        return;
    for (; *paths; paths++)
        if (**paths)
            *al_vec_push(run->arena, &filter.wanted) = key_of(run, *paths);
    for (size_t i = 0; i < run->findings.n; i++)
        if (keeps(&filter, &run->findings.v[i]))
            run->findings.v[n++] = run->findings.v[i];
    run->findings.n = n;
}
