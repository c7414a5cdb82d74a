/* SPDX-License-Identifier: MIT */
#include "commands.h"

int cmd_rules(const struct options *options)
{
    al_run *run;
    int status;

    if (options->paths.n)
        return usage_error(options, "rules takes no operands; see 'armlint explain %s'", options->paths.v[0]);
    run = run_new(options, &status);
    if (!run)
        return status;
    status = put_result(al_run_rule_list(run, options->format ? options->format : "text"));
    al_run_free(run);
    return status;
}
