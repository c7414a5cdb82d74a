/* SPDX-License-Identifier: MIT */
/* Workflow commands: GitHub Actions makes an annotation of each such line in a step's log. A command ends
 * with its line, and '%', ':' and ',' part it: what a template says can neither begin a command nor add to
 * one. */
#include "report/report.h"
#include "report/terminal.h"
#include "report/uri.h"

struct writer {
    struct al_buf *out;
    struct al_buf safe; /* what is being written, without control characters */
};

/* `special` has what stands as %XX, beside '%' itself. */
static void put_escaped(struct writer *w, al_str text, const char *special)
{
    w->safe.n = 0;
    al_term_put(&w->safe, text);
    for (size_t i = 0; i < w->safe.n; i++) {
        if (w->safe.s[i] == '%' || strchr(special, w->safe.s[i]))
            al_buf_printf(w->out, "%%%02X", (unsigned char)w->safe.s[i]);
        else
            al_buf_char(w->out, w->safe.s[i]);
    }
}

static void put_property(struct writer *w, const char *name, al_str value)
{
    al_buf_printf(w->out, "%s=", name);
    put_escaped(w, value, ":,");
}

/* Columns are for places within one line. */
static void put_place(struct al_buf *out, const struct al_location *at)
{
    uint32_t line = at->line ? at->line : 1, end = at->end_line > line ? at->end_line : line;

    al_buf_printf(out, ",line=%u,endLine=%u", (unsigned)line, (unsigned)end);
    if (end == line && at->column)
        al_buf_printf(out, ",col=%u,endColumn=%u", (unsigned)at->column,
                      (unsigned)(at->end_column > at->column ? at->end_column : at->column));
}

static void put_command(struct writer *w, const struct al_finding *f, al_str file)
{
    static const char *const commands[] = {"notice", "notice", "warning", "error"};

    al_buf_printf(w->out, "::%s ", commands[f->level]);
    put_property(w, "file", file);
    put_place(w->out, &f->location);
    put_property(w, ",title", al_str_of(f->rule));
    al_buf_put(w->out, AL_STR("::"));
    put_escaped(w, al_str_of(f->message), "");
    if (f->about && f->about->remedy && !f->undetermined) {
        al_buf_put(w->out, AL_STR("%0A"));
        put_escaped(w, al_str_of(f->about->remedy), "");
    }
    al_buf_char(w->out, '\n');
}

void al_report_github(struct al_buf *out, al_run *run, const struct al_report_options *options)
{
    struct writer w = {.out = out, .safe = AL_BUF(out->arena)};
    struct al_namer namer = {.arena = out->arena, .base = options->base};
    size_t n;
    const struct al_finding *findings = al_run_findings(run, &n);

    for (size_t i = 0; i < n; i++) {
        if (al_finding_counts(&findings[i]))
            put_command(&w, &findings[i], al_namer_name(&namer, findings[i].location.file));
        al_buf_pass(out);
    }
}
