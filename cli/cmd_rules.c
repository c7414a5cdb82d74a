/* SPDX-License-Identifier: MIT */
#include "commands.h"

int cmd_rules(const struct options *options)
{
    const char *format = options->format ? options->format : "text";
    al_run *run;
    int status;

    if (options->paths.n)
        return usage_error(options, "rules takes no operands; see 'armlint explain %s'", options->paths.v[0]);
    run = options->rules.n || options->profiles.n || options->config ? run_new(options, &status)
                                                                     : run_new_all(options, &status);
    if (!run)
        return status;
    return put_result(options->coverage ? al_run_coverage(run, format) : al_run_rule_list(run, format));
}

int cmd_rules_schema(const struct options *options)
{
    if (options->paths.n)
        return usage_error(options, "rules-schema takes no operands");
    return put_result(al_rules_schema());
}
