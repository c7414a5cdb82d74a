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

/* A file, and how many lines it has that are no comments. */
struct lines {
    struct output out;
    size_t n;
    bool within; /* a line has begun */
};

static int take(void *ptr, const char *text, size_t n)
{
    struct lines *lines = ptr;

    for (const char *end = text + n, *at = text; at < end; lines->within = at[-1] != '\n') {
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        lines->n += !lines->within && *at != '#';
        at = line_end ? line_end + 1 : end;
    }
    return output_take(&lines->out, text, n);
}

bool baseline_write(al_run *run, const struct options *options, struct al_report_options how)
{
    struct lines lines = {.n = 0};
    bool written;
    int status;

    how.baseline_head = head_of(options->arena, options->write_baseline);
    if (!output_begin(&lines.out, options->write_baseline))
        return false;
    status = al_run_report_to(run, "baseline", &how, take, &lines);
    written = output_end(&lines.out, status == 0);
    if (status < 0)
        out_of_memory(options);
    if (written && !options->quiet)
        say("armlint: %zu finding%s written to %s", lines.n, lines.n == 1 ? "" : "s",
            options->write_baseline);
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
