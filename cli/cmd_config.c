/* SPDX-License-Identifier: MIT */
/* Configurations: showing one, beginning one, and the schema of all. */
#include "commands.h"
#include "output.h"
#include "say.h"

#include <stdlib.h>

static int show(const struct options *options, al_run *run, const char *path)
{
    int status;
    char *text = al_run_show_config(run, path, options->format, &status);

    return put_result(text);
}

int show_config(const struct options *options)
{
    int status, troubles;
    al_run *run = run_new(options, &status);

    if (!run)
        return status;
    if (options->paths.n == 0)
        status = show(options, run, ".");
    for (size_t i = 0; i < options->paths.n && status == STATUS_CLEAN; i++)
        status = show(options, run, options->paths.v[i]);
    troubles = put_troubles(options, run);
    return troubles > status ? troubles : status;
}

int cmd_config_schema(const struct options *options)
{
    int status;
    al_run *run;

    if (options->paths.n)
        return usage_error(options, "config-schema takes no operands");
    run = run_new_all(options, &status);
    if (!run)
        return status;
    return put_result(al_run_config_schema(run));
}

int cmd_init(const struct options *options)
{
    const char *path = options->paths.n ? options->paths.v[0] : "armlint.json";
    bool written;
    char *text;

    if (options->paths.n > 1)
        return usage_error(options, "init takes the name of one file");
    text = al_config_sample();
    if (!text)
        out_of_memory(options);
    written = output_new_file(path, text, strlen(text));
    free(text);
    if (written)
        say("armlint: wrote %s", path);
    return written ? STATUS_CLEAN : STATUS_UNCHECKED;
}
