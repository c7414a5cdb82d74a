/* SPDX-License-Identifier: MIT */
#include "baseline.h"
#include "clock.h"
#include "commands.h"
#include "counts.h"
#include "path_lists.h"
#include "progress.h"
#include "reports.h"
#include "stats.h"
#include "stream.h"

#include <errno.h>
#include <unistd.h>

/* A bit more than may be read is enough for the run to say that it is too much. */
static int lint_stdin(al_run *run, const struct options *options)
{
    struct al_buf text = {.arena = options->arena, .most = (size_t)al_run_limit(run, "file") + STREAM_CHUNK};

    if (!stream_read(&text, STDIN_FILENO)) {
        fprintf(stderr, "armlint: cannot read standard input: %s\n", strerror(errno));
        return STATUS_UNCHECKED;
    }
    if (al_run_text(run, al_buf_str(&text).s, text.n, options->stdin_filename) != 0)
        out_of_memory(options);
    return STATUS_CLEAN;
}

/* How many paths from the i-th on are named before standard input is, or nothing more. */
static size_t count_paths(const struct options *options, size_t i)
{
    size_t n = 0;

    while (i + n < options->paths.n && strcmp(options->paths.v[i + n], "-") != 0)
        n++;
    return n;
}

static int lint_paths(al_run *run, const struct options *options)
{
    int status = STATUS_CLEAN;

    for (size_t i = 0; i < options->paths.n && status == STATUS_CLEAN;) {
        const size_t n = count_paths(options, i);
        if (options->progress)
            progress_next(options->progress, n ? n : 1);
        if (n == 0)
            status = lint_stdin(run, options);
        else if (al_run_paths(run, options->paths.v + i, n) != 0)
            out_of_memory(options);
        i += n ? n : 1;
    }
    if (options->progress)
        progress_end(options->progress);
    return status;
}

static void put_summary(const struct al_summary *s)
{
    fputs("armlint: ", stderr);
    if (s->has_baseline)
        baseline_put_counts(s);
    else if (!counts_put(s, true, ""))
        fputs("nothing found", stderr);
    fprintf(stderr, " in %zu file%s, %zu resource%s%s\n", s->files, s->files == 1 ? "" : "s", s->resources,
            s->resources == 1 ? "" : "s", s->unchecked ? "; some input could not be checked" : "");
}

static int lint(al_run *run, const struct options *options)
{
    int status = baseline_load(run, options), found;
    struct al_summary summary;

    if (status != STATUS_CLEAN)
        return status;
    status = lint_paths(run, options);
    if (al_run_finish(run) != 0)
        out_of_memory(options);
    if (!reports_put(run, options))
        status = STATUS_UNCHECKED;
    summary = al_run_summary(run);
    if (!options->quiet)
        put_summary(&summary);
    found = reports_verdict(run, options);
    return found > status ? found : status;
}

/* Of lists that are empty there is nothing to do, which is fine: hooks and pipelines make them. */
static int check_operands(const struct options *options)
{
    bool reads_stdin = false;

    for (size_t i = 0; i < options->paths.n; i++)
        reads_stdin = reads_stdin || strcmp(options->paths.v[i], "-") == 0;
    if (options->paths.n == 0 && options->files_from.n == 0)
        return usage_error(options, "no path was given; '.' is the current folder");
    if (reads_stdin && !options->stdin_filename)
        return usage_error(options, "'-' needs --stdin-filename NAME");
    if (options->write_baseline && (options->report_only.n || options->report_only_from.n))
        return usage_error(options,
                           "a baseline is of everything: --write-baseline goes with no --report-only");
    return STATUS_CLEAN;
}

int cmd_lint(const struct options *options)
{
    const uint64_t start = clock_now(NULL);
    struct options with_lists = *options;
    struct progress progress;
    al_run *run;
    int status;

    if (path_lists_read(&with_lists) != STATUS_CLEAN)
        return STATUS_USAGE;
    if (options->show_config)
        return show_config(&with_lists);
    if (check_operands(&with_lists) != STATUS_CLEAN)
        return STATUS_USAGE;
    progress = progress_begin(with_lists.paths.n);
    if (!options->quiet && progress_fits())
        with_lists.progress = &progress;
    run = run_new(&with_lists, &status);
    if (!run)
        return status;
    status = lint(run, &with_lists);
    if (options->stats)
        put_stats(run, start);
    if (options->stats_file && !write_stats(options, run, start) && status < STATUS_UNCHECKED)
        status = STATUS_UNCHECKED;
    return status;
}
