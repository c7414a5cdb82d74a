/* SPDX-License-Identifier: MIT */
#include "base/buf.h"

#include <stdio.h>

static bool reserve(struct al_buf *buf, size_t more)
{
    size_t cap = buf->cap ? buf->cap : 64;

    if (buf->cut || (buf->most && buf->n + more > buf->most)) {
        buf->cut = true;
        return false;
    }
    if (buf->n + more + 1 <= buf->cap)
        return true;
    while (cap < buf->n + more + 1)
        cap *= 2;
    buf->s = al_regrow(buf->arena, buf->s, buf->cap, cap);
    buf->cap = cap;
    return true;
}

void al_buf_put(struct al_buf *buf, al_str s)
{
    if (s.n == 0 || !reserve(buf, s.n))
        return;
    memcpy(buf->s + buf->n, s.s, s.n);
    buf->n += s.n;
    buf->s[buf->n] = '\0';
}

void al_buf_char(struct al_buf *buf, char c)
{
    al_buf_put(buf, (al_str){&c, 1});
}

void al_buf_repeat(struct al_buf *buf, char c, size_t n)
{
    if (n == 0 || !reserve(buf, n))
        return;
    memset(buf->s + buf->n, c, n);
    buf->n += n;
    buf->s[buf->n] = '\0';
}

void al_buf_utf8(struct al_buf *buf, uint32_t cp)
{
    char bytes[4];

    al_buf_put(buf, (al_str){bytes, al_utf8_put(bytes, cp)});
}

void al_buf_lower(struct al_buf *buf, al_str s)
{
    size_t from = buf->n;

    al_buf_put(buf, s);
    for (size_t i = from; i < buf->n; i++)
        buf->s[i] = al_lower(buf->s[i]);
}

void al_buf_printf(struct al_buf *buf, const char *format, ...)
{
    size_t room = buf->cut ? 0 : buf->cap - buf->n;
    va_list args, again;
    int n;

    va_start(args, format);
    va_copy(again, args);
    n = vsnprintf(room ? buf->s + buf->n : NULL, room, format, again);
    va_end(again);
    if (n > 0 && reserve(buf, (size_t)n)) {
        if ((size_t)n >= room)
            vsnprintf(buf->s + buf->n, (size_t)n + 1, format, args);
        buf->n += (size_t)n;
    } else if (room) {
        buf->s[buf->n] = '\0';
    }
    va_end(args);
}

al_str al_buf_str(const struct al_buf *buf)
{
    return buf->n ? (al_str){buf->s, buf->n} : AL_STR("");
}

/* -- passing on -- */

enum { MUCH = 60 * 1024 }; /* with what one more piece mostly adds, all of it is in 64 KiB */

void al_buf_pass_all(struct al_buf *buf)
{
    int status = buf->drain && buf->n ? buf->drain->take(buf->drain->ptr, buf->s, buf->n) : AL_OK;

    if (status != AL_OK)
        al_arena_throw(buf->arena, status);
    if (buf->drain)
        buf->n = 0;
}

void al_buf_pass(struct al_buf *buf)
{
    if (buf->n >= MUCH)
        al_buf_pass_all(buf);
}
