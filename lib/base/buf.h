/* SPDX-License-Identifier: MIT */
/* Text that grows at its end, in an arena. Past its ceiling it stops growing and remembers that it was cut.
 */
#ifndef AL_BASE_BUF_H
#define AL_BASE_BUF_H

#include "base/arena.h"

/* Who takes what was written, piece by piece: it is gone from the buffer then. */
struct al_drain {
    int (*take)(void *ptr, const char *text, size_t n); /* anything but 0 unwinds, with that status */
    void *ptr;
};

struct al_buf {
    al_arena *arena;
    char *s; /* always NUL-terminated once something was written */
    size_t n, cap;
    size_t most; /* ceiling in bytes; 0: none */
    bool cut;
    const struct al_drain *drain; /* or NULL */
};

#define AL_BUF(a) ((struct al_buf){.arena = (a)})

void al_buf_put(struct al_buf *buf, al_str s);
/* The text in lower case (ASCII). */
void al_buf_lower(struct al_buf *buf, al_str s);
void al_buf_char(struct al_buf *buf, char c);
void al_buf_repeat(struct al_buf *buf, char c, size_t n);
void al_buf_utf8(struct al_buf *buf, uint32_t cp);
void al_buf_printf(struct al_buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* What was written so far; NUL-terminated, valid until the next write. */
al_str al_buf_str(const struct al_buf *buf);

/* Hands on what was written so far, if somebody takes it and it has become much; to be called where no one looks back. */
void al_buf_pass(struct al_buf *buf);
/* The same however little it is: in the end. */
void al_buf_pass_all(struct al_buf *buf);

#endif
