/* SPDX-License-Identifier: MIT */
#include "say.h"

#include "report/terminal.h"

#include <stdio.h>

struct line {
    al_arena *arena;
    const char *format;
    va_list args;
};

static int put_line(void *ptr)
{
    struct line *line = ptr;
    struct al_buf out = AL_BUF(line->arena);

    al_term_put_first(&out, al_vprintf(line->arena, line->format, line->args));
    al_buf_char(&out, '\n');
    fputs(out.s, stderr);
    return 0;
}

/* Where there is no memory for more: what is not plain is not shown, and what is long is cut. */
static void put_plain(const char *format, va_list args)
{
    char text[1024];

    vsnprintf(text, sizeof text, format, args);
    for (char *c = text; *c; c++)
        if ((unsigned char)*c < ' ' || (unsigned char)*c > '~')
            *c = '?';
    fprintf(stderr, "%s\n", text);
}

void vsay(const char *format, va_list args)
{
    struct line line = {.arena = al_arena_new(0), .format = format};
    int status = AL_E_MEMORY;

    va_copy(line.args, args);
    if (line.arena)
        status = al_arena_try(line.arena, put_line, &line);
    va_end(line.args);
    al_arena_free(line.arena);
    if (status != 0)
        put_plain(format, args);
}

void say(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vsay(format, args);
    va_end(args);
}

void say_lines(const char *text)
{
    al_str line, rest = al_str_of(text);

    while (rest.s && al_str_split_next(&line, &rest, '\n'))
        if (rest.s || line.n)
            say("%.*s", AL_FMT(line));
}
