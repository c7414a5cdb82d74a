/* SPDX-License-Identifier: MIT */
#include "commands.h"
#include "selection.h"

static int unknown_rule(const struct options *options, al_run *run, const char *id)
{
    const char *nearest = selection_nearest(run, id);

    if (nearest)
        return usage_error(options, "there is no rule '%s'; did you mean '%s'?", id, nearest);
    return usage_error(options, "there is no rule '%s'; 'armlint rules' lists them", id);
}

int cmd_explain(const struct options *options)
{
    al_run *run;
    int status;

    if (options->paths.n == 0)
        return usage_error(options, "explain needs the id of a rule");
    run = run_new_all(options, &status);
    if (!run)
        return status;
    for (size_t i = 0; i < options->paths.n && status == STATUS_CLEAN; i++) {
        char *text = al_run_explain(run, options->paths.v[i]);
        if (!text && !al_run_error(run))
            out_of_memory(options);
        status = text ? put_result(text) : unknown_rule(options, run, options->paths.v[i]);
    }
    return status;
}
