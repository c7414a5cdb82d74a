/* SPDX-License-Identifier: MIT */
/* Rules beside the built-in ones. Modules are code, so only the command line names them; and those of the
 * system have to be asked for, so that the same command does the same on every machine. */
#include "commands.h"

#ifndef AL_MODULE_DIR /* the Makefile knows where armlint is installed */
#define AL_MODULE_DIR "/usr/local/lib/armlint/modules"
#endif

/* What is wrong in a file has its place, a line each: editors look for that at the beginning of lines. */
static bool complain(const struct options *options, al_run *run, int status, const char *prefix)
{
    if (status == AL_EUSAGE)
        fprintf(stderr, "%s%s\n", prefix, al_run_error(run));
    else if (status != 0)
        out_of_memory(options);
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
