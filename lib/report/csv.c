/* SPDX-License-Identifier: MIT */
/* A table for spreadsheets: RFC 4180, a line for each finding, suppressed ones included. A spreadsheet takes
 * a field that begins like a formula for one and runs it; an apostrophe before it makes it text. */
#include "report/report.h"
#include "report/terminal.h"
#include "report/uri.h"

/* '=', '+', '-' and '@', also in the width of East Asian text. */
static bool is_formula(al_str text)
{
    size_t after = 0;
    uint32_t cp = text.n ? al_utf8_next(text, &after) : 0;

    if (cp >= 0xff01 && cp <= 0xff5e)
        cp -= 0xff01 - '!';
    return cp == '=' || cp == '+' || cp == '-' || cp == '@';
}

/* Control characters are spelled out: a record is one line. */
static void put_text(struct al_buf *out, struct al_buf *safe, const char *text)
{
    bool quoted;

    safe->n = 0;
    if (is_formula(al_str_of(text)))
        al_buf_char(safe, '\'');
    al_term_put_first(safe, al_str_of(text));
    quoted = safe->n && (strpbrk(safe->s, ",\"") || safe->s[0] == ' ' || safe->s[safe->n - 1] == ' ');
    if (quoted)
        al_buf_char(out, '"');
    for (size_t i = 0; i < safe->n; i++) {
        if (safe->s[i] == '"')
            al_buf_char(out, '"');
        al_buf_char(out, safe->s[i]);
    }
    if (quoted)
        al_buf_char(out, '"');
}

static void put_number(struct al_buf *out, uint32_t number)
{
    if (number)
        al_buf_printf(out, "%u", (unsigned)number);
}

static const char *baseline_of(const struct al_finding *f)
{
    static const char *const states[] = {"", "new", "unchanged", "absent"};

    return states[f->baseline];
}

struct row {
    const struct al_finding *finding;
    const char *file;
    struct al_buf *safe; /* for a field, while it is made */
};

/* The columns, in order: name, and what stands in them. */
#define COLUMNS(X)                                                                \
    X("file", put_text(out, r->safe, r->file))                                    \
    X("line", put_number(out, f->location.line))                                  \
    X("column", put_number(out, f->location.column))                              \
    X("end_line", put_number(out, f->location.end_line))                          \
    X("end_column", put_number(out, f->location.end_column))                      \
    X("level", put_text(out, r->safe, al_level_name(f->level)))                   \
    X("rule", put_text(out, r->safe, f->rule))                                    \
    X("message", put_text(out, r->safe, f->message))                              \
    X("resource_type", put_text(out, r->safe, f->resource_type))                  \
    X("resource_name", put_text(out, r->safe, f->resource_name))                  \
    X("path", put_text(out, r->safe, f->path))                                    \
    X("remedy", put_text(out, r->safe, f->about ? f->about->remedy : NULL))       \
    X("undetermined", put_text(out, r->safe, f->undetermined ? "true" : "false")) \
    X("suppressed", put_text(out, r->safe, f->suppressed ? "true" : "false"))     \
    X("justification", put_text(out, r->safe, f->justification))                  \
    X("baseline", put_text(out, r->safe, baseline_of(f)))                         \
    X("fingerprint", put_text(out, r->safe, f->fingerprint))

static void put_row(struct al_buf *out, const struct row *r)
{
    const struct al_finding *f = r->finding;
    const char *separator = "";

#define X(name, put)                       \
    al_buf_put(out, al_str_of(separator)); \
    put;                                   \
    separator = ",";
    COLUMNS(X)
#undef X
    al_buf_put(out, AL_STR("\r\n"));
}

static void put_header(struct al_buf *out)
{
    const char *separator = "";

#define X(name, put)                             \
    al_buf_printf(out, "%s%s", separator, name); \
    separator = ",";
    COLUMNS(X)
#undef X
    al_buf_put(out, AL_STR("\r\n"));
}

void al_report_csv(struct al_buf *out, al_run *run, const struct al_report_options *options)
{
    struct al_buf safe = AL_BUF(out->arena);
    struct al_namer namer = {.arena = out->arena, .base = options->base};
    size_t n;
    const struct al_finding *findings = al_run_findings(run, &n);

    put_header(out);
    for (size_t i = 0; i < n; i++) {
        al_str file = al_namer_name(&namer, findings[i].location.file);
        put_row(out, &(struct row){&findings[i], file.s, &safe});
        al_buf_pass(out);
    }
}
