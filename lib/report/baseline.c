/* SPDX-License-Identifier: MIT */
/* The findings of a run as a baseline for later ones: a line each, sorted by fingerprint, so that what
 * branches add lies apart and is merged without conflicts. The order does not tell anything else, and a line
 * does not change with what stands elsewhere: not the number of a line, not the position of a resource. Only
 * what counts is in it; what is known already, but not looked for in this run, stays. */
#include "lint/baseline.h"
#include "report/report.h"
#include "report/terminal.h"
#include "report/uri.h"

#include <stdlib.h>

struct line {
    const struct al_finding *finding;
    const char *file;
};

static void put_bytes(struct al_buf *line, al_str bytes)
{
    for (size_t i = 0; i < bytes.n; i++)
        al_buf_printf(line, "\\x%02x", (unsigned)(unsigned char)bytes.s[i]);
}

/* So that it stays one field of one line, and can be looked at; reading it gives the same bytes. */
static void put_field(struct al_buf *line, al_str text)
{
    static const char from[] = "\t\n\r\\", to[] = "tnr\\";

    for (size_t i = 0; i < text.n;) {
        const size_t at = i;
        const char *special = memchr(from, text.s[i], sizeof from - 1);
        const uint32_t cp = al_utf8_next(text, &i);
        if (special)
            al_buf_printf(line, "\\%c", to[special - from]);
        else if (al_term_is_harmful(cp) || (cp == 0xfffd && i - at == 1))
            put_bytes(line, (al_str){text.s + at, i - at});
        else
            al_buf_put(line, (al_str){text.s + at, i - at});
    }
}

static void put_text(struct al_buf *line, const char *text)
{
    al_buf_char(line, '\t');
    put_field(line, al_str_of(text));
}

static void put_line(struct al_buf *out, const struct line *line)
{
    const struct al_finding *f = line->finding;

    al_buf_put(out, al_str_of(f->fingerprint));
    if (f->resource_hash[0])
        al_buf_printf(out, ":%s", f->resource_hash);
    put_text(out, f->rule);
    if (f->undetermined)
        al_buf_char(out, '?');
    put_text(out, line->file);
    put_text(out, f->resource_type);
    if (f->resource_type) {
        al_buf_char(out, ' ');
        put_field(out, al_str_of(f->resource_name));
    }
    put_text(out, f->property);
    al_buf_char(out, '\n');
}

/* There are no equal ones in a run; what was merged may have some. */
static int by_fingerprint(const void *left, const void *right)
{
    const struct line *a = left, *b = right;
    int order = strcmp(a->finding->fingerprint, b->finding->fingerprint);

    if (!order)
        order = strcmp(a->finding->rule, b->finding->rule);
    return order ? order : strcmp(a->file, b->file);
}

static void put_head(struct al_buf *out, const char *head)
{
    if (head && *head) {
        al_buf_put(out, al_str_of(head));
        return;
    }
    al_buf_put(out,
               AL_STR(AL_BASELINE_HEAD
                      "\n"
                      "# Findings that are known and do not count, as armlint --write-baseline has found "
                      "them:\n# fingerprint, rule, file, resource and property.\n"));
}

void al_report_baseline(struct al_buf *out, al_run *run, const struct al_report_options *options)
{
    AL_VEC(struct line) lines = {0};
    struct al_namer namer = {.arena = out->arena, .base = options->base};
    size_t n, nkept;
    const struct al_finding *findings = al_run_findings(run, &n), *kept = al_run_unasked(run, &nkept);

    for (size_t i = 0; i < n; i++)
        if (!findings[i].suppressed && !findings[i].fatal)
            al_vec_add(out->arena, &lines,
                       (struct line){&findings[i], al_namer_name(&namer, findings[i].location.file).s});
    for (size_t i = 0; i < nkept; i++)
        al_vec_add(out->arena, &lines, (struct line){&kept[i], kept[i].location.file});
    if (lines.n > 1)
        qsort(lines.v, lines.n, sizeof *lines.v, by_fingerprint);
    put_head(out, options->baseline_head);
    for (size_t i = 0; i < lines.n; i++) {
        put_line(out, &lines.v[i]);
        al_buf_pass(out);
    }
}
