/* SPDX-License-Identifier: MIT */
/* What the program says on standard error. Names of files and words of others are in it: it is a line, whatever they
 * have in them, and nothing that steers a terminal. */
#ifndef AL_CLI_SAY_H
#define AL_CLI_SAY_H

#include <stdarg.h>

/* A line; the end of it is added. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
void vsay(const char *format, va_list args);
/* Text of several lines as it is, less what steers a terminal. */
void say_lines(const char *text);

#endif
