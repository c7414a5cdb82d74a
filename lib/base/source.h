/* SPDX-License-Identifier: MIT */
/* A source is a file's bytes, its name and its line table. Everything later points back into it by a span. */
#ifndef AL_BASE_SOURCE_H
#define AL_BASE_SOURCE_H

#include "base/arena.h"

struct al_source {
    al_str name;     /* as the user named it, or relative to the file that referred to it */
    al_str text;     /* ends in a NUL that is not counted; starts after a byte-order mark, if there was one */
    uint32_t *lines; /* offset of each line's first byte; made at the first question */
    uint32_t nlines;
    uint32_t *marks; /* pairs of offset and UTF-16 units before it; made at the first question about a long line */
    al_arena *arena; /* what is found out about it later lives as long as it does; NULL: as long as the asker */
};

struct al_span {
    const struct al_source *source;
    uint32_t off, len;
};

/* One-based line and column; columns count UTF-16 code units, as editors and SARIF do. */
struct al_position {
    uint32_t line, column, end_line, end_column;
};

/* Takes over `text` (which must end in an uncounted NUL). A UTF-8 mark is skipped; UTF-16 with a mark, as
 * PowerShell writes, is converted. Positions refer to the text after that. */
struct al_source *al_source_new(al_arena *arena, al_str name, al_str text);
static inline al_arena *al_source_arena(al_arena *asker, const struct al_source *source)
{
    return source && source->arena ? source->arena : asker;
}
struct al_position al_source_position(al_arena *arena, struct al_span span);
/* The text of the one-based `line` without its line end. */
al_str al_source_line(al_arena *arena, const struct al_source *source, uint32_t line);
/* Whether it is Bicep, by its name: what stands in it is written otherwise than in JSON. */
bool al_source_is_bicep(const struct al_source *source);
static inline al_str al_span_text(struct al_span span)
{
    return (al_str){span.source->text.s + span.off, span.len};
}

#endif
