/* SPDX-License-Identifier: MIT */
#include "commands.h"
#include "say.h"

static int failure(const struct options *options, al_run *run, int error)
{
    if (error == AL_EMEMORY)
        out_of_memory(options);
    if (al_run_error(run))
        say("armlint: %s", al_run_error(run));
    return STATUS_UNCHECKED;
}

int cmd_graph(const struct options *options)
{
    al_run *run;
    int status, error = 0;
    char *text;

    if (options->paths.n != 1)
        return usage_error(options, "graph needs the path of one template");
    run = run_new(options, &status);
    if (!run)
        return status;
    text = al_run_graph(run, options->paths.v[0], options->format ? options->format : "json", &error);
    status = text ? put_result(text) : failure(options, run, error);
    if (put_troubles(options, run) > status)
        status = STATUS_UNCHECKED;
    return status;
}
