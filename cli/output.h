/* SPDX-License-Identifier: MIT */
/* Writing results, and noticing when that fails. */
#ifndef AL_CLI_OUTPUT_H
#define AL_CLI_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

/* All say on stderr what went wrong and return false. A reader that has gone away (`| head`) is no failure. */
bool output_stdout(const char *text, size_t n);
/* Replaces the file at once, so that nobody sees half of it: by way of a temporary file beside it. What is no
 * regular file (/dev/null, a pipe) is written to directly. */
bool output_file(const char *path, const char *text, size_t n);
/* Never writes over a file that is there, and leaves none that is incomplete. */
bool output_new_file(const char *path, const char *text, size_t n);

#endif
