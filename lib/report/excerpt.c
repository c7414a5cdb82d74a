/* SPDX-License-Identifier: MIT */
/* Minified templates have lines of megabytes. A long line is shown as a window around the place; one that is
 * too long even to look for the place in it, once for each finding, is not shown. */
#include "report/excerpt.h"

#include "report/terminal.h"

enum {
    LONGEST_LINE = 1 << 16, /* bytes */
    WIDEST = 100,           /* columns of the window */
    BEFORE = 60,            /* bytes of the window that come before the place */
    TAB = 4,
};

/* A rendered line, and the columns in it that are marked. */
struct window {
    size_t from, width;
    size_t mark, mark_width;
};

static size_t sequence_start(al_str line, size_t i)
{
    while (i < line.n && ((unsigned char)line.s[i] & 0xc0) == 0x80)
        i++;
    return i;
}

static unsigned put_character(struct al_buf *out, al_str line, size_t *i, size_t column)
{
    unsigned width = (unsigned)(TAB - column % TAB);

    if (line.s[*i] != '\t')
        return al_term_next(out, line, i);
    al_buf_repeat(out, ' ', width);
    ++*i;
    return width;
}

/* Renders `line` so that the bytes [first, last) are in sight. */
static struct window render(struct al_buf *out, al_str line, size_t first, size_t last)
{
    struct window w = {.from = first > BEFORE + TAB ? sequence_start(line, first - BEFORE) : 0};
    size_t i = w.from;

    if (w.from > 0) {
        al_buf_put(out, AL_STR("…"));
        w.width = 1;
    }
    while (i < line.n && w.width < WIDEST) {
        size_t at = i;
        unsigned columns = put_character(out, line, &i, w.width);
        if (at < first)
            w.mark = w.width + columns;
        else if (at < last)
            w.mark_width += columns;
        w.width += columns;
    }
    if (i < line.n)
        al_buf_put(out, AL_STR("…"));
    if (w.from > 0 && w.mark == 0)
        w.mark = 1;
    if (w.mark_width == 0)
        w.mark_width = 1;
    return w;
}

static void put_gutter(struct al_buf *out, uint32_t line)
{
    if (line)
        al_buf_printf(out, "%5u | ", (unsigned)line);
    else
        al_buf_put(out, AL_STR("      | "));
}

/* What to write instead, beneath the mark: only where it replaces just what is marked, and is short. */
static void put_replacement(struct al_buf *out, const struct al_finding *f, size_t indent)
{
    const struct al_fix *fix = f->fix;
    al_str text = al_str_of(fix ? fix->text : NULL);

    if (text.n == 0 || text.n > WIDEST || memchr(text.s, '\n', text.n))
        return;
    if (fix->location.offset != f->location.offset || fix->location.length != f->location.length)
        return;
    put_gutter(out, 0);
    al_buf_repeat(out, ' ', indent);
    al_term_put(out, text);
    al_buf_char(out, '\n');
}

void al_excerpt_put(struct al_buf *out, const struct al_finding *f, const char *mark, const char *unmark)
{
    al_str line = {f->source_line, f->source_line_length};
    const struct al_location *at = &f->location;
    size_t first, last;
    struct window w;

    if (!line.s || line.n == 0 || line.n > LONGEST_LINE || at->line == 0 || at->column == 0)
        return;
    first = al_utf16_offset(line, at->column - 1);
    last = at->end_line > at->line ? line.n : al_utf16_offset(line, at->end_column ? at->end_column - 1 : 0);
    put_gutter(out, at->line);
    w = render(out, line, first, last);
    al_buf_char(out, '\n');
    put_gutter(out, 0);
    al_buf_repeat(out, ' ', w.mark);
    al_buf_printf(out, "%s^", mark);
    al_buf_repeat(out, '~', w.mark_width - 1);
    al_buf_printf(out, "%s\n", unmark);
    put_replacement(out, f, w.mark);
}
