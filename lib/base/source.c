/* SPDX-License-Identifier: MIT */
#include "base/source.h"
#include "base/buf.h"

static al_str from_utf16(al_arena *arena, al_str bytes, bool big)
{
    struct al_buf buf = AL_BUF(arena);
    const unsigned char *p = (const unsigned char *)bytes.s;

    for (size_t i = 2; i + 1 < bytes.n; i += 2) {
        uint32_t cp = big ? (uint32_t)(p[i] << 8 | p[i + 1]) : (uint32_t)(p[i + 1] << 8 | p[i]);
        if (cp >= 0xd800 && cp < 0xdc00 && i + 3 < bytes.n) {
            uint32_t lo = big ? (uint32_t)(p[i + 2] << 8 | p[i + 3]) : (uint32_t)(p[i + 3] << 8 | p[i + 2]);
            if (lo >= 0xdc00 && lo < 0xe000) {
                cp = 0x10000 + ((cp - 0xd800) << 10) + (lo - 0xdc00);
                i += 2;
            }
        }
        al_buf_utf8(&buf, cp >= 0xd800 && cp < 0xe000 ? 0xfffd : cp);
    }
    return buf.n ? al_buf_str(&buf) : AL_STR("");
}

struct al_source *al_source_new(al_arena *arena, al_str name, al_str text)
{
    struct al_source *source = AL_NEW(arena, struct al_source);

    source->name = name;
    source->arena = arena;
    if (al_str_starts(text, AL_STR("\xef\xbb\xbf")))
        text = al_str_from(text, 3);
    else if (al_str_starts(text, AL_STR("\xff\xfe")))
        text = from_utf16(arena, text, false);
    else if (al_str_starts(text, AL_STR("\xfe\xff")))
        text = from_utf16(arena, text, true);
    source->text = text;
    return source;
}

static void make_lines(al_arena *arena, struct al_source *source)
{
    const char *start = source->text.s, *end = start + source->text.n;
    uint32_t n = 1;

    for (const char *p = start; (p = memchr(p, '\n', (size_t)(end - p))); p++)
        n++;
    source->lines = AL_NEW_N(arena, uint32_t, n);
    source->nlines = n;
    n = 1;
    for (const char *p = start; (p = memchr(p, '\n', (size_t)(end - p))); p++)
        source->lines[n++] = (uint32_t)(p - start + 1);
}

/* The line table is a cache, the one thing about a source that changes after its making. */
static struct al_source *with_lines(al_arena *arena, const struct al_source *source)
{
    struct al_source *mine = (struct al_source *)(uintptr_t)source;

    if (!mine->lines)
        make_lines(al_source_arena(arena, source), mine);
    return mine;
}

static uint32_t line_of(const struct al_source *source, uint32_t off)
{
    uint32_t lo = 0, hi = source->nlines;

    while (hi - lo > 1) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (source->lines[mid] <= off)
            lo = mid;
        else
            hi = mid;
    }
    return lo;
}

/* Minified files have one long line: counting from its start each time would take for ever. */
enum { STRIDE = 512 };

static void make_marks(al_arena *arena, struct al_source *source)
{
    const size_t n = source->text.n / STRIDE + 1;
    size_t at = 0, units = 0;

    source->marks = AL_NEW_N(arena, uint32_t, 2 * n);
    for (size_t i = 1; i < n; i++) {
        while (at < i * STRIDE)
            units += al_utf8_next(source->text, &at) >= 0x10000 ? 2 : 1;
        source->marks[2 * i] = (uint32_t)at;
        source->marks[2 * i + 1] = (uint32_t)units;
    }
}

static uint32_t units_before(al_arena *arena, struct al_source *source, uint32_t off)
{
    const uint32_t *mark;

    if (!source->marks)
        make_marks(al_source_arena(arena, source), source);
    mark = &source->marks[2 * (off / STRIDE)];
    if (mark[0] > off) /* the character at the mark reaches over it */
        mark -= 2;
    return mark[1] + (uint32_t)al_utf16_length((al_str){source->text.s + mark[0], off - mark[0]});
}

static uint32_t column_of(al_arena *arena, struct al_source *source, uint32_t line, uint32_t off)
{
    const uint32_t start = source->lines[line];

    if (off - start <= STRIDE)
        return 1 + (uint32_t)al_utf16_length((al_str){source->text.s + start, off - start});
    return 1 + units_before(arena, source, off) - units_before(arena, source, start);
}

struct al_position al_source_position(al_arena *arena, struct al_span span)
{
    struct al_source *source = with_lines(arena, span.source);
    uint32_t size = (uint32_t)source->text.n;
    uint32_t off = span.off < size ? span.off : size;
    uint32_t end = span.len < size - off ? off + span.len : size;
    uint32_t line = line_of(source, off), end_line = line_of(source, end);

    return (struct al_position){line + 1, column_of(arena, source, line, off), end_line + 1,
                                column_of(arena, source, end_line, end)};
}

al_str al_source_line(al_arena *arena, const struct al_source *source, uint32_t line)
{
    uint32_t start, end;

    with_lines(arena, source);
    if (line == 0 || line > source->nlines)
        return AL_STR("");
    start = source->lines[line - 1];
    end = line < source->nlines ? source->lines[line] - 1 : (uint32_t)source->text.n;
    if (end > start && source->text.s[end - 1] == '\r')
        end--;
    return (al_str){source->text.s + start, end - start};
}

bool al_source_is_bicep(const struct al_source *source)
{
    return al_str_case_ends(source->name, AL_STR(".bicep")) ||
           al_str_case_ends(source->name, AL_STR(".bicepparam"));
}
