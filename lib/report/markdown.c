/* SPDX-License-Identifier: MIT */
/* A summary for people, as GitHub and GitLab render Markdown: a job's summary, or a comment. What a template
 * says is shown as it is: it makes no link, no image, no heading, mentions nobody, and does not leave its
 * cell. */
#include "base/diag.h"
#include "report/report.h"
#include "report/terminal.h"
#include "report/uri.h"

/* GitHub refuses a summary of more than a MiB. */
enum { MOST = 900 * 1024 };

/* In place of a character. An invisible space keeps '@' and '#' from being references, wherever they stand.
 */
static const char *shown_as(char c)
{
    switch (c) {
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '&': return "&amp;";
    case '@': return "@&#8203;";
    case '#': return "\\#&#8203;";
    case '$': return "<span>$</span>"; /* else GitHub takes it for mathematics */
    default: return NULL;
    }
}

static bool is_special(char c)
{
    return c && strchr("\\`*_{}[]()!|~", c);
}

/* Addresses become links by themselves: they are cut where renderers look for them. */
static bool begins_link(al_str text, size_t i)
{
    al_str rest = al_str_from(text, i);

    if (al_str_starts(rest, AL_STR("://")))
        return true;
    return rest.n && rest.s[0] == '.' && i >= 3 && al_str_caseeq((al_str){text.s + i - 3, 3}, AL_STR("www"));
}

static void put_text(struct al_buf *out, al_str text)
{
    struct al_buf safe = AL_BUF(out->arena);
    al_str plain;

    al_term_put(&safe, text);
    plain = al_buf_str(&safe);
    for (size_t i = 0; i < plain.n; i++) {
        const char *instead = shown_as(plain.s[i]);
        if (instead)
            al_buf_put(out, al_str_of(instead));
        else if (begins_link(plain, i))
            al_buf_printf(out, "&#%u;", (unsigned char)plain.s[i]);
        else {
            if (is_special(plain.s[i]))
                al_buf_char(out, '\\');
            al_buf_char(out, plain.s[i]);
        }
    }
}

/* -- counts -- */

/* Our own ids are words; a log that is merged may call its rules anything. */
static void put_rule_id(struct al_buf *out, const char *id)
{
    const bool word =
        id[strspn(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/")] == '\0';

    if (word)
        al_buf_printf(out, "`%s`", id);
    else
        put_text(out, al_str_of(id));
}

static void put_counts(struct al_buf *out, const struct al_summary *s)
{
    const struct {
        const char *name;
        size_t n;
        bool left_out;
    } counts[] = {
        {"Errors", s->errors, false},
        {"Warnings", s->warnings, false},
        {"Notes", s->notes, false},
        {"Undetermined", s->undetermined, false},
        {"Suppressed", s->suppressed, false},
        {"Known", s->unchanged, !s->has_baseline},
        {"Mended", s->absent, !s->has_baseline},
        {"Files", s->files, false},
        {"Resources", s->resources, false},
    };
    struct al_buf lines[3] = {AL_BUF(out->arena), AL_BUF(out->arena), AL_BUF(out->arena)};

    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        if (counts[i].left_out)
            continue;
        al_buf_printf(&lines[0], "| %s ", counts[i].name);
        al_buf_put(&lines[1], AL_STR("| ---: "));
        al_buf_printf(&lines[2], "| %zu ", counts[i].n);
    }
    for (size_t i = 0; i < 3; i++) {
        al_buf_put(out, al_buf_str(&lines[i]));
        al_buf_put(out, AL_STR("|\n"));
    }
}

/* -- findings -- */

static void put_finding(struct al_buf *out, const struct al_finding *f)
{
    if (f->location.line)
        al_buf_printf(out, "| %u ", (unsigned)f->location.line);
    else
        al_buf_put(out, AL_STR("| "));
    al_buf_printf(out, "| %s | ", f->undetermined ? "undetermined" : al_level_name(f->level));
    put_rule_id(out, f->rule);
    al_buf_put(out, AL_STR(" | "));
    put_text(out, al_str_of(f->message));
    al_buf_put(out, AL_STR(" |\n"));
}

static void put_file(struct al_buf *out, const struct al_file_findings *file, struct al_namer *namer,
                     size_t *left_out)
{
    bool begun = false;

    for (size_t i = 0; i < file->n; i++) {
        if (!al_finding_counts(&file->findings[i]))
            continue;
        if (out->n > MOST) {
            (*left_out)++;
            continue;
        }
        if (!begun) {
            al_buf_put(out, AL_STR("\n### "));
            put_text(out, al_namer_name(namer, file->name));
            al_buf_put(out, AL_STR("\n\n| Line | Level | Rule | Finding |\n| ---: | --- | --- | --- |\n"));
            begun = true;
        }
        put_finding(out, &file->findings[i]);
    }
}

/* -- rules -- */

static void put_rule(struct al_buf *out, const struct al_rule *rule)
{
    al_buf_put(out, AL_STR("- "));
    put_rule_id(out, rule->id);
    al_buf_put(out, AL_STR(": "));
    put_text(out, al_str_of(rule->title));
    al_buf_put(out, AL_STR(". "));
    put_text(out, al_str_of(rule->why));
    al_buf_put(out, AL_STR(" **"));
    put_text(out, al_str_of(rule->remedy));
    al_buf_put(out, AL_STR("**\n"));
}

static bool was_found(const struct al_finding *findings, size_t n, const struct al_rule *rule)
{
    for (size_t i = 0; i < n; i++)
        if (findings[i].about == rule && al_finding_counts(&findings[i]))
            return true;
    return false;
}

/* What the rules are about that have found something. */
static void put_rules(struct al_buf *out, al_run *run)
{
    size_t n, nrules, before = out->n;
    const struct al_finding *findings = al_run_findings(run, &n);
    const struct al_rule *const *rules = al_run_rules(run, &nrules);

    for (size_t i = 0; i < nrules && out->n <= MOST; i++) {
        if (!was_found(findings, n, rules[i]))
            continue;
        if (out->n == before)
            al_buf_put(out, AL_STR("\n<details><summary>Why, and what to do</summary>\n\n"));
        put_rule(out, rules[i]);
    }
    if (out->n > before)
        al_buf_put(out, AL_STR("\n</details>\n"));
}

void al_report_markdown(struct al_buf *out, al_run *run, const struct al_report_options *options)
{
    struct al_namer namer = {.arena = out->arena, .base = options->base};
    struct al_file_findings file = {0};
    struct al_summary summary = al_run_summary(run);
    size_t left_out = 0;

    al_buf_put(out, AL_STR("## armlint\n\n"));
    put_counts(out, &summary);
    if (summary.unchecked)
        al_buf_put(out, AL_STR("\n**Some input could not be checked.**\n"));
    while (al_file_findings_next(&file, run))
        put_file(out, &file, &namer, &left_out);
    if (left_out)
        al_buf_printf(out, "\n%zu more findings are not listed.\n", left_out);
    put_rules(out, run);
}
