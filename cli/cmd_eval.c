/* SPDX-License-Identifier: MIT */
#include "commands.h"

static char *evaluate(al_run *run, const struct options *options, int *error)
{
    if (options->show_outputs)
        return al_run_outputs(run, options->file, error);
    return al_run_eval(run, options->paths.v[0], options->file, error);
}

int cmd_eval(const struct options *options)
{
    al_run *run;
    int status, error = 0, troubles;
    char *text;

    if (options->show_outputs && !options->file)
        return usage_error(options, "--outputs needs --file TEMPLATE");
    if (options->paths.n != (options->show_outputs ? 0 : 1))
        return usage_error(options, options->show_outputs
                                        ? "--outputs takes no expression"
                                        : "eval needs one expression: \"[concat('a', 'b')]\"");
    run = run_new(options, &status);
    if (!run)
        return status;
    text = evaluate(run, options, &error);
    if (text)
        status = put_result(text);
    else if (error == AL_EMEMORY)
        status = put_result(NULL);
    else
        status = STATUS_UNCHECKED;
    troubles = put_troubles(run);
    al_run_free(run);
    return troubles > status ? troubles : status;
}
