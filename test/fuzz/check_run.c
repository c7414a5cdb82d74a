/* SPDX-License-Identifier: MIT */
/* What must be so of every finished run. */
#include "fuzz.h"

#include "base/files.h"
#include "base/source.h"

#include <stdlib.h>

/* How a report is looked at, and for how many inputs: SARIF and Checkstyle have all rules in them. */
static const struct format {
    const char *name;
    void (*check)(al_str text);
    unsigned each;
} formats[] = {
    {"json", fuzz_check_json, 2},       {"text", fuzz_check_plain, 4},     {"sarif", fuzz_check_json, 16},
    {"junit", fuzz_check_xml, 4},       {"github", fuzz_check_plain, 4},   {"gitlab", fuzz_check_json, 4},
    {"checkstyle", fuzz_check_xml, 16}, {"markdown", fuzz_check_plain, 4}, {"csv", fuzz_check_plain, 4},
    {"baseline", fuzz_check_bytes, 4},
};

enum { NFORMATS = sizeof formats / sizeof *formats };

static char *report(al_run *run, const struct format *format)
{
    static const struct al_report_options with_excerpt = {.excerpt = true, .show_unchanged = true};
    char *text = al_run_report(run, format->name, &with_excerpt);

    assert(text);
    format->check(al_str_of(text));
    return text;
}

char *fuzz_report(al_run *run, const char *format)
{
    size_t i = 0;

    while (i < NFORMATS - 1 && strcmp(formats[i].name, format) != 0)
        i++;
    return report(run, &formats[i]);
}

/* -- findings -- */

static bool in_order(const struct al_finding *a, const struct al_finding *b)
{
    const int by_file = strcmp(a->location.file, b->location.file);

    if (by_file != 0)
        return by_file < 0;
    if (a->location.offset != b->location.offset)
        return a->location.offset < b->location.offset;
    return strcmp(a->rule, b->rule) <= 0;
}

struct places {
    al_arena *arena;
    const struct al_finding *all;
    size_t n;
    const struct al_source *source; /* of the file that was looked at last */
};

static const struct al_source *source_of(struct places *p, const char *file)
{
    const char *why;
    al_str text;

    if (p->source && al_str_eq(p->source->name, al_str_of(file)))
        return p->source;
    if (al_file_read(&text, &why, p->arena, file, FUZZ_MEMORY_MOST) != AL_OK)
        return NULL;
    return p->source = al_source_new(p->arena, al_str_of(file), text);
}

/* Lines and columns are those of the offset, in a file that is there. */
static void check_place(struct places *p, const struct al_location *at)
{
    const struct al_source *source = source_of(p, at->file);
    struct al_position found;

    assert(at->line > 0 && at->column > 0);
    assert(at->end_line > at->line || (at->end_line == at->line && at->end_column >= at->column));
    if (!source)
        return;
    fuzz_check_span(source, (struct al_span){source, at->offset, at->length});
    found = al_source_position(p->arena, (struct al_span){source, at->offset, at->length});
    assert(found.line == at->line && found.column == at->column);
    assert(found.end_line == at->end_line && found.end_column == at->end_column);
}

static int check_places(void *ptr)
{
    struct places *p = ptr;

    for (size_t i = 0; i < p->n; i++) {
        const struct al_finding *f = &p->all[i];
        assert(i == 0 || in_order(f - 1, f));
        assert(f->message[0] != '\0');
        check_place(p, &f->location);
        for (size_t k = 0; k < f->nrelated; k++)
            check_place(p, &f->related[k].location);
        if (f->fix)
            check_place(p, &f->fix->location);
    }
    return AL_OK;
}

void fuzz_check_reports(al_run *run, al_str input)
{
    for (size_t i = 0; i < NFORMATS; i++)
        if (fuzz_one_in(input, formats[i].each, i))
            free(report(run, &formats[i]));
}

void fuzz_check_run(al_run *run, al_str input)
{
    struct places places = {.arena = al_arena_new(0)};

    places.all = al_run_findings(run, &places.n);
    fuzz_in_arena(places.arena, check_places, &places);
    fuzz_check_reports(run, input);
}
