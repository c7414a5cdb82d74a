/* SPDX-License-Identifier: MIT */
#include "baseline.h"

#include "base/files.h"
#include "commands.h"
#include "counts.h"
#include "output.h"
#include "say.h"

#include <stdlib.h>

int baseline_load(al_run *run, const struct options *options)
{
    int status = options->baseline ? al_run_baseline(run, options->baseline) : 0;

    if (status == AL_EUSAGE)
        return usage_error(options, "--baseline: %s", al_run_error(run));
    if (status != 0)
        out_of_memory(options);
    return STATUS_CLEAN;
}

/* The comments and empty lines that a file begins with; NULL: none, or no such file. */
static const char *head_of(al_arena *arena, const char *path)
{
    enum { LARGEST = 64 << 20 };
    const char *why;
    al_str text, rest, line;
    size_t n = 0;

    if (al_file_read(&text, &why, arena, path, LARGEST) != AL_OK)
        return NULL;
    for (rest = text; rest.s && al_str_split_next(&line, &rest, '\n') && al_str_starts(line, AL_STR("#"));)
        n = rest.s ? (size_t)(rest.s - text.s) : text.n;
    return n ? al_str_cstr(arena, al_str_head(text, n)) : NULL;
}

static size_t count_lines(const char *text)
{
    size_t n = 0;

    for (const char *line = text; *line; line = strchr(line, '\n') + 1)
        n += *line != '#';
    return n;
}

bool baseline_write(al_run *run, const struct options *options, struct al_report_options how)
{
    bool written;
    char *text;

    how.baseline_head = head_of(options->arena, options->write_baseline);
    text = al_run_report(run, "baseline", &how);
    if (!text)
        out_of_memory(options);
    written = output_file(options->write_baseline, text, strlen(text));
    if (written && !options->quiet) {
        size_t n = count_lines(text);
        say("armlint: %zu finding%s written to %s", n, n == 1 ? "" : "s", options->write_baseline);
    }
    free(text);
    return written;
}

/* -- counts -- */

static void put_new(const struct al_summary *s)
{
    const size_t all = s->errors + s->warnings + s->notes + s->undetermined;

    if (all == 0) {
        fputs("nothing new", stderr);
        return;
    }
    fprintf(stderr, "%zu new", all);
    counts_put(s, false, " (");
    fputc(')', stderr);
}

void baseline_put_counts(const struct al_summary *s)
{
    put_new(s);
    fprintf(stderr, ", %zu unchanged", s->unchanged);
    if (s->absent)
        fprintf(stderr, ", %zu gone", s->absent);
    if (s->suppressed)
        fprintf(stderr, ", %zu suppressed", s->suppressed);
}
