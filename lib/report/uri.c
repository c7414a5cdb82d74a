/* SPDX-License-Identifier: MIT */
/* Both names are made absolute and cut into segments; the result goes up from where they part, and down
 * again.
 */
#include "report/uri.h"

#include "base/buf.h"
#include "base/vec.h"

#include <limits.h>
#include <unistd.h>

typedef AL_VEC(al_str) segments;

static void add_segments(al_arena *arena, segments *list, al_str path)
{
    al_str segment, rest = path;

    while (al_str_split_next(&segment, &rest, '/')) {
        if (segment.n == 0 || al_str_eq(segment, AL_STR(".")))
            continue;
        if (!al_str_eq(segment, AL_STR("..")))
            *al_vec_push(arena, list) = segment;
        else if (list->n > 0)
            list->n--;
    }
}

static segments absolute(al_arena *arena, const char *path)
{
    segments list = {0};

    if (path[0] != '/') {
        char *here = al_alloc(arena, PATH_MAX);
        if (getcwd(here, PATH_MAX))
            add_segments(arena, &list, al_str_of(here));
    }
    add_segments(arena, &list, al_str_of(path));
    return list;
}

/* Everything but the unreserved characters of RFC 3986, so ':' as well: nothing looks like a scheme. */
static void put_encoded(struct al_buf *out, al_str segment)
{
    for (size_t i = 0; i < segment.n; i++) {
        char c = segment.s[i];
        if (al_is_alpha(c) || al_is_digit(c) || (c && strchr("-._~", c)))
            al_buf_char(out, c);
        else
            al_buf_printf(out, "%%%02X", (unsigned char)c);
    }
}

static void put_plain(struct al_buf *out, al_str segment)
{
    al_buf_put(out, segment);
}

static al_str relative(al_arena *arena, const char *file, const char *base,
                       void (*put)(struct al_buf *out, al_str segment))
{
    struct al_buf out = AL_BUF(arena);
    segments to = absolute(arena, file), from = absolute(arena, base ? base : ".");
    size_t same = 0;

    while (same < to.n && same < from.n && al_str_eq(to.v[same], from.v[same]))
        same++;
    for (size_t i = same; i < from.n; i++)
        al_buf_put(&out, i > same ? AL_STR("/..") : AL_STR(".."));
    for (size_t i = same; i < to.n; i++) {
        if (out.n > 0)
            al_buf_char(&out, '/');
        put(&out, to.v[i]);
    }
    if (out.n == 0)
        al_buf_char(&out, '.');
    return al_buf_str(&out);
}

al_str al_uri_relative(al_arena *arena, const char *file, const char *base)
{
    return relative(arena, file, base, put_encoded);
}

al_str al_namer_name(struct al_namer *namer, const char *file)
{
    if (namer->file && strcmp(namer->file, file) == 0)
        return namer->name;
    if (!namer->passing)
        namer->passing = al_arena_inside(namer->arena);
    namer->name = al_str_copy(
        namer->arena, relative(namer->passing, file, namer->base, namer->encoded ? put_encoded : put_plain));
    namer->file = file;
    al_arena_forget(namer->passing);
    return namer->name;
}
