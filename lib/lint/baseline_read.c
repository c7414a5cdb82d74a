/* SPDX-License-Identifier: MIT */
/* Reading baselines, which are told apart by how they begin: a SARIF log is a JSON object. The compact form
 * is a line for each finding, so that two branches that change it are merged like any text; the same line
 * twice is one. */
#include "lint/baseline.h"

#include <stdarg.h>

const char *al_baseline_wrong(al_run *run, struct al_span place, const char *format, ...)
{
    const struct al_position at = al_source_position(run->input, place);
    struct al_buf out = AL_BUF(run->arena);
    va_list args;
    al_str what;

    va_start(args, format);
    what = al_vprintf(run->input, format, args);
    va_end(args);
    al_buf_printf(&out, "%.*s:%u:%u: %.*s", AL_FMT(place.source->name), (unsigned)at.line,
                  (unsigned)at.column, AL_FMT(what));
    return al_buf_str(&out).s;
}

bool al_is_fingerprint(al_str text, size_t digits)
{
    for (size_t i = 0; i < text.n; i++)
        if (!al_is_digit(text.s[i]) && !(text.s[i] >= 'a' && text.s[i] <= 'f'))
            return false;
    return text.n == digits;
}

/* -- lines -- */

struct line {
    al_run *run;
    const struct al_source *source;
    al_str text;
};

static struct al_span span_of(const struct line *line, al_str part)
{
    return (struct al_span){line->source, (uint32_t)(part.s - line->source->text.s), (uint32_t)part.n};
}

/* Fields have \t, \n, \r and \\ for what would end them, and \xNN for other control characters. */
static char unescaped(al_str text, size_t *i)
{
    static const char from[] = "tnr\\", to[] = "\t\n\r\\";
    const char *known;
    char c = text.s[(*i)++];

    if (c != '\\' || *i == text.n)
        return c;
    known = memchr(from, text.s[*i], sizeof from - 1);
    if (known) {
        (*i)++;
        return to[known - from];
    }
    if (text.s[*i] == 'x' && *i + 2 < text.n) {
        static const char digits[] = "0123456789abcdef";
        const char *high = memchr(digits, text.s[*i + 1], 16), *low = memchr(digits, text.s[*i + 2], 16);
        if (high && low) {
            *i += 3;
            return (char)((high - digits) * 16 + (low - digits));
        }
    }
    return c;
}

static const char *field_text(const struct line *line, al_str field)
{
    struct al_buf out = AL_BUF(line->run->passing);
    const char *text;

    for (size_t i = 0; i < field.n;)
        al_buf_char(&out, unescaped(field, &i));
    text = al_texts_share(&line->run->texts, line->run->arena, al_buf_str(&out));
    al_arena_forget(line->run->passing);
    return text;
}

/* "fingerprint" or "fingerprint:hash" */
static const char *take_fingerprint(const struct line *line, struct al_finding *out, al_str field)
{
    al_str print, hash = field;

    al_str_split_next(&print, &hash, ':');
    if (!al_is_fingerprint(print, 32) || (hash.s && !al_is_fingerprint(hash, 16)))
        return al_baseline_wrong(line->run, span_of(line, field),
                                 "expected a fingerprint of 32 hexadecimal digits, and a tab behind it");
    memcpy(out->fingerprint, print.s, print.n);
    if (hash.s)
        memcpy(out->resource_hash, hash.s, hash.n);
    return NULL;
}

static void take_rule(const struct line *line, struct al_finding *out, al_str field)
{
    out->undetermined = al_str_ends(field, AL_STR("?"));
    if (out->undetermined)
        field.n--;
    out->rule = field_text(line, field);
}

static void take_resource(const struct line *line, struct al_finding *out, al_str field)
{
    al_str type, name = field;

    if (field.n == 0)
        return;
    al_str_split_next(&type, &name, ' ');
    out->resource_type = field_text(line, type);
    out->resource_name = field_text(line, name.s ? name : AL_STR(""));
}

static const char *read_line(const struct line *line)
{
    al_str fields[AL_BASELINE_FIELDS] = {{NULL, 0}}, rest = line->text;
    struct al_finding known = {.property = ""};
    const char *wrong;
    size_t n = 0;

    if (al_str_starts(line->text, AL_STR("<<<<<<<")) || al_str_starts(line->text, AL_STR(">>>>>>>")) ||
        al_str_starts(line->text, AL_STR("=======")))
        return al_baseline_wrong(
            line->run, span_of(line, line->text),
            "this is left over from a merge: keep the lines of both sides and remove this one");
    while (n < AL_BASELINE_FIELDS && al_str_split_next(&fields[n], &rest, '\t'))
        n++;
    wrong = take_fingerprint(line, &known, fields[AL_FIELD_FINGERPRINT]);
    if (wrong)
        return wrong;
    if (n <= AL_FIELD_FILE || fields[AL_FIELD_RULE].n == 0) /* a SARIF log need not name a file */
        return al_baseline_wrong(
            line->run, span_of(line, line->text),
            "expected fingerprint, rule, file, resource and property, separated by tabs");
    take_rule(line, &known, fields[AL_FIELD_RULE]);
    known.location.file = field_text(line, fields[AL_FIELD_FILE]);
    if (n > AL_FIELD_RESOURCE)
        take_resource(line, &known, fields[AL_FIELD_RESOURCE]);
    if (n > AL_FIELD_PROPERTY)
        known.property = field_text(line, fields[AL_FIELD_PROPERTY]);
    return al_baseline_add(line->run, &known)
               ? NULL
               : al_baseline_wrong(line->run, span_of(line, line->text), "there are too many findings");
}

static const char *read_lines(al_run *run, const struct al_source *source)
{
    struct line line = {run, source, {NULL, 0}};
    al_str rest = source->text;

    while (rest.s && al_str_split_next(&line.text, &rest, '\n')) {
        const char *wrong = NULL;
        if (al_str_ends(line.text, AL_STR("\r")))
            line.text.n--;
        if (line.text.n && line.text.s[0] != '#')
            wrong = read_line(&line);
        if (wrong)
            return wrong;
    }
    return NULL;
}

const char *al_baseline_read(al_run *run, al_arena *arena, const struct al_source *source)
{
    if (al_str_starts(al_str_trim(source->text), AL_STR("{")))
        return al_baseline_read_sarif(run, arena, source);
    return read_lines(run, source);
}
