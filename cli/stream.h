/* SPDX-License-Identifier: MIT */
/* Reading and writing what need not be a file: pipes, terminals, sockets. Signals do not disturb them, and they may be
 * ones that do not wait (another program with the same terminal can make it so). */
#ifndef AL_CLI_STREAM_H
#define AL_CLI_STREAM_H

#include "base/buf.h"

/* Opens a file to read it, whatever it is; -1 with errno. */
int stream_open(const char *path);
enum { STREAM_CHUNK = 1 << 16 };
/* Appends everything there is. False with errno; a text that got too long is cut, see struct al_buf: it then lacks less
 * than a chunk to the most that it may have. */
bool stream_read(struct al_buf *text, int fd);
/* False with errno. */
bool stream_write(int fd, const char *text, size_t n);

#endif
