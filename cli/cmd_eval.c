/* SPDX-License-Identifier: MIT */
#include "commands.h"

static char *evaluate(al_run *run, const struct options *options, int *error)
{
    if (options->explain_value)
        return al_run_explain_value(run, options->file, options->explain_value, error);
    if (options->show_outputs)
        return al_run_outputs(run, options->file, error);
    return al_run_eval(run, options->paths.v[0], options->file, error);
}

int cmd_eval(const struct options *options)
{
    const char *of_template = options->explain_value  ? "explain-value"
                              : options->show_outputs ? "outputs"
                                                      : NULL;
    al_run *run;
    int status, error = 0, troubles;
    char *text;

    if (of_template && !options->file)
        return usage_error(options, "--%s needs --file TEMPLATE", of_template);
    if (of_template && options->paths.n)
        return usage_error(options, "--%s takes no expression", of_template);
    if (!of_template && options->paths.n != 1)
        return usage_error(options, "eval needs one expression: \"[concat('a', 'b')]\"");
    run = run_new(options, &status);
    if (!run)
        return status;
    text = evaluate(run, options, &error);
    if (text)
        status = put_result(text);
    else if (error == AL_EMEMORY)
        out_of_memory(options);
    else if (error == AL_EUSAGE)
        status = usage_error(options, "%s", al_run_error(run));
    else
        status = STATUS_UNCHECKED;
    troubles = put_troubles(options, run);
    return troubles > status ? troubles : status;
}
