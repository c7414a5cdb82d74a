/* SPDX-License-Identifier: MIT */
/* Text as compilers print it: what editors, make and people already read. */
#include "base/files.h"
#include "report/excerpt.h"
#include "report/report.h"
#include "report/terminal.h"

/* SGR sequences, all of them empty without colour. */
struct palette {
    const char *place, *level[4], *quiet, *off;
};
static const struct palette colours = {
    .place = "\33[1m",
    .level = {"\33[1;36m", "\33[1;36m", "\33[1;35m", "\33[1;31m"},
    .quiet = "\33[2m",
    .off = "\33[m",
};
static const struct palette plain = {.place = "", .level = {"", "", "", ""}, .quiet = "", .off = ""};

static void put_place(struct al_buf *out, const struct al_location *at, const struct palette *p)
{
    al_buf_put(out, al_str_of(p->place));
    al_term_put_first(out, al_str_of(at->file));
    if (at->line)
        al_buf_printf(out, ":%u:%u", (unsigned)at->line, (unsigned)at->column);
    al_buf_printf(out, ":%s ", p->off);
}

static void put_related(struct al_buf *out, const struct al_related *related, const struct palette *p)
{
    put_place(out, &related->location, p);
    al_buf_printf(out, "%snote:%s ", p->level[AL_NOTE], p->off);
    al_term_put(out, al_str_of(related->message));
    al_buf_char(out, '\n');
}

/* A file beside the finding's own needs no folder. */
static al_str short_name(const char *file, const struct al_finding *f)
{
    al_str name = al_path_name(al_str_of(file));
    bool beside = al_str_eq(al_path_folder(al_str_of(file)), al_path_folder(al_str_of(f->location.file)));

    return beside ? name : al_str_of(file);
}

static void put_parameter_files(struct al_buf *out, const struct al_finding *f)
{
    enum { MOST = 3 };

    for (size_t i = 0; i < f->nparameter_files && i < MOST; i++) {
        al_buf_put(out, i ? AL_STR(", ") : AL_STR(" (with "));
        al_term_put(out, short_name(f->parameter_files[i], f));
    }
    if (f->nparameter_files > MOST)
        al_buf_printf(out, " and %zu more", f->nparameter_files - MOST);
    if (f->nparameter_files)
        al_buf_char(out, ')');
}

static void put_finding(struct al_buf *out, const struct al_finding *f, bool excerpt, const struct palette *p)
{
    const char *colour = p->level[f->level];

    put_place(out, &f->location, p);
    al_buf_printf(out, "%s%s:%s ", colour, al_level_name(f->level), p->off);
    al_term_put(out, al_str_of(f->message));
    put_parameter_files(out, f);
    al_buf_printf(out, " %s[", p->quiet);
    al_term_put(out, al_str_of(f->rule)); /* of a log that was merged, it may be anything */
    al_buf_printf(out, "]%s\n", p->off);
    if (excerpt)
        al_excerpt_put(out, f, colour, p->off);
    for (size_t i = 0; i < f->nrelated; i++)
        put_related(out, &f->related[i], p);
}

void al_report_text(struct al_buf *out, al_run *run, const struct al_report_options *options)
{
    size_t n;
    const struct al_finding *findings = al_run_findings(run, &n);

    for (size_t i = 0; i < n; i++) {
        if (al_finding_counts(&findings[i]) || (options->show_unchanged && !findings[i].suppressed))
            put_finding(out, &findings[i], options->excerpt, options->colour ? &colours : &plain);
        al_buf_pass(out);
    }
}
