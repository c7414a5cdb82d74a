/* SPDX-License-Identifier: MIT */
#include "commands.h"
#include "counts.h"
#include "reports.h"
#include "say.h"

static void put_summary(const struct al_summary *s, size_t nlogs)
{
    fputs("armlint: ", stderr);
    if (!counts_put(s, true, ""))
        fputs("nothing found", stderr);
    fprintf(stderr, " in %zu log%s%s\n", nlogs, nlogs == 1 ? "" : "s",
            s->unchecked ? "; some input could not be checked" : "");
}

static int merge(al_run *run, const struct options *options)
{
    int status = al_run_merge(run, options->paths.v, options->paths.n), found;
    struct al_summary summary;

    if (status == AL_EUSAGE) {
        say("armlint: %s", al_run_error(run));
        return STATUS_UNCHECKED;
    }
    if (status != 0)
        out_of_memory(options);
    status = reports_put(run, options) ? STATUS_CLEAN : STATUS_UNCHECKED;
    summary = al_run_summary(run);
    if (!options->quiet)
        put_summary(&summary, options->paths.n);
    found = reports_verdict(run, options);
    return found > status ? found : status;
}

int cmd_merge(const struct options *options)
{
    al_run *run;
    int status;

    if (options->paths.n == 0)
        return usage_error(options, "no log was given");
    run = run_new_all(options, &status);
    return run ? merge(run, options) : status;
}
