/* SPDX-License-Identifier: MIT */
#include "reports.h"

#include "baseline.h"
#include "commands.h"
#include "output.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static bool decide(int when, bool automatically)
{
    return when == WHEN_ALWAYS || (when == WHEN_AUTO && automatically);
}

static bool terminal_takes_colour(void)
{
    const char *no_colour = getenv("NO_COLOR"), *term = getenv("TERM");

    return isatty(STDOUT_FILENO) && !(no_colour && *no_colour) && term && strcmp(term, "dumb") != 0;
}

/* The nearest folder upwards that has a .git, or NULL. */
static const char *repository_above(al_arena *arena, const char *path)
{
    char here[PATH_MAX];
    struct stat st;

    if (!realpath(path, here)) {
        if (errno == ENOMEM)
            al_arena_throw(arena, AL_E_MEMORY);
        return NULL;
    }
    for (size_t n = strlen(here); n > 0; n--) {
        if (here[n] != '\0' && here[n] != '/')
            continue;
        here[n] = '\0';
        if (stat(al_printf(arena, "%s/.git", here).s, &st) == 0)
            return al_printf(arena, "%s", here).s;
    }
    return NULL;
}

/* Code scanning wants paths that are relative to the repository. */
static const char *repository(const struct options *options)
{
    const char *here = repository_above(options->arena, ".");

    for (size_t i = 0; i < options->paths.n && !here; i++)
        here = repository_above(options->arena, options->paths.v[i]);
    return here;
}

static struct al_report_options report_options(const struct options *options)
{
    return (struct al_report_options){
        .base = options->root ? options->root : repository(options),
        .sarif_for = (enum al_sarif_for)options->sarif_for,
        .category = options->category,
        .show_unchanged = options->show_unchanged,
    };
}

static void tell_left_out(al_run *run, const struct al_report_options *how)
{
    const size_t n = al_run_sarif_left_out(run, how);

    if (n)
        fprintf(
            stderr,
            "armlint: the SARIF log leaves out %zu result%s, the least important ones: GitHub's code scanning "
            "takes no more\n",
            n, n == 1 ? "" : "s");
}

/* `output` is FORMAT or FORMAT:FILE. */
static bool put_report(al_run *run, const struct options *options, const char *output)
{
    struct al_report_options how = report_options(options);
    al_str format, file = al_str_of(output);
    struct output out;
    bool written, to_stdout;
    const char *name;
    int status;

    al_str_split_next(&format, &file, ':');
    name = al_str_cstr(options->arena, format);
    to_stdout = !file.s || al_str_eq(file, AL_STR("-"));
    how.colour = decide(options->colour, to_stdout && terminal_takes_colour());
    how.excerpt = decide(options->excerpt, to_stdout && isatty(STDOUT_FILENO));
    if (!output_begin(&out, to_stdout ? NULL : file.s))
        return false;
    status = al_run_report_to(run, name, &how, output_take, &out);
    if (status == 0 && al_str_eq(format, AL_STR("sarif")))
        tell_left_out(run, &how);
    written = output_end(&out, status == 0);
    if (status < 0)
        out_of_memory(options);
    return written;
}

bool reports_put(al_run *run, const struct options *options)
{
    bool fine = true;

    if (options->format)
        fine = put_report(run, options, options->format);
    else if (options->outputs.n == 0 && !options->write_baseline)
        fine = put_report(run, options, formats_of(command_of(options->command))[0]);
    for (size_t i = 0; i < options->outputs.n; i++)
        fine = put_report(run, options, options->outputs.v[i]) && fine;
    if (options->write_baseline)
        fine = baseline_write(run, options, report_options(options)) && fine;
    return fine;
}

int reports_verdict(al_run *run, const struct options *options)
{
    size_t n;
    const struct al_finding *findings = al_run_findings(run, &n);

    if (al_run_summary(run).unchecked)
        return STATUS_UNCHECKED;
    if (options->write_baseline)
        return STATUS_CLEAN;
    for (size_t i = 0; i < n; i++)
        if (!findings[i].suppressed && findings[i].baseline != AL_BASELINE_UNCHANGED && findings[i].fails)
            return STATUS_FINDINGS;
    return STATUS_CLEAN;
}
