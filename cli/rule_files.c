/* SPDX-License-Identifier: MIT */
/* Rules beside the built-in ones. Modules are code, so only the command line names them; and those of the
 * system have to be asked for, so that the same command does the same on every machine. */
#include "commands.h"
#include "say.h"

#ifndef AL_MODULE_DIR /* the Makefile knows where armlint is installed */
#define AL_MODULE_DIR "/usr/local/lib/armlint/modules"
#endif

/* What is wrong in a file has its place, a line each: editors look for that at the beginning of lines. */
static bool complain(const struct options *options, al_run *run, int status, const char *prefix)
{
    if (status == AL_EUSAGE) {
        fputs(prefix, stderr);
        say_lines(al_run_error(run));
    } else if (status != 0) {
        out_of_memory(options);
    }
    return status == 0;
}

static bool add_each(const struct options *options, al_run *run, const text_list *files,
                     int (*add)(al_run *run, const char *path), const char *prefix)
{
    for (size_t i = 0; i < files->n; i++)
        if (!complain(options, run, add(run, files->v[i]), prefix))
            return false;
    return true;
}

bool add_rules(const struct options *options, al_run *run)
{
    if (options->system_modules &&
        !complain(options, run, al_run_load_modules(run, AL_MODULE_DIR), "armlint: "))
        return false;
    return add_each(options, run, &options->modules, al_run_load_module, "armlint: ") &&
           add_each(options, run, &options->rules_files, al_run_load_rules, "");
}

/* Whose configurations matter: the operands', or the current folder's. */
static text_list places(const struct options *options)
{
    text_list list = {0};

    for (size_t i = 0; i < options->paths.n; i++)
        if (strcmp(options->paths.v[i], "-") != 0)
            *al_vec_push(options->arena, &list) = options->paths.v[i];
    if (options->stdin_filename)
        *al_vec_push(options->arena, &list) = options->stdin_filename;
    if (list.n == 0)
        *al_vec_push(options->arena, &list) = ".";
    return list;
}

bool learn_rules(const struct options *options, al_run *run)
{
    const text_list paths = places(options);

    return complain(options, run, al_run_learn(run, paths.v, paths.n), "armlint: ");
}

static bool lists(const text_list *list, const char *text)
{
    for (size_t i = 0; i < list->n; i++)
        if (strcmp(list->v[i], text) == 0)
            return true;
    return false;
}

static bool add_files(const struct options *options, al_run *run, const char *const *files, size_t n,
                      text_list *added)
{
    for (size_t i = 0; i < n; i++) {
        if (lists(added, files[i]))
            continue;
        if (!complain(options, run, al_run_load_rules(run, files[i]), ""))
            return false;
        *al_vec_push(options->arena, added) = files[i];
    }
    return true;
}

/* A run of its own reads the configurations: what is off in those, is off for what is linted and not in
 * lists. */
static bool add_of(const struct options *options, al_run *run, const text_list *paths)
{
    const struct al_options all = library_options(options);
    const struct al_options some = {.config = all.config, .no_config = all.no_config, .root = all.root};
    al_run *configured = run_open(options, &some);
    text_list added = {0};

    for (size_t i = 0; i < paths->n; i++) {
        size_t n;
        const char *const *files = al_run_rules_files(configured, paths->v[i], &n);
        if (!files && !al_run_error(configured))
            out_of_memory(options);
        if (!files || !add_files(options, run, files, n, &added))
            return false;
    }
    put_troubles(options, configured);
    return true;
}

bool add_configured_rules(const struct options *options, al_run *run)
{
    static const char *here[] = {"."};
    const text_list list = {.v = here, .n = 1};

    return add_of(options, run, &list);
}

bool add_operands_rules(const struct options *options, al_run *run)
{
    const text_list list = places(options);

    return add_of(options, run, &list);
}
