/* SPDX-License-Identifier: MIT */
/* Writing results, and noticing when that fails. */
#ifndef AL_CLI_OUTPUT_H
#define AL_CLI_OUTPUT_H

#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* All say on stderr what went wrong and return false. A reader that has gone away (`| head`) is no failure. */
bool output_stdout(const char *text, size_t n);
/* Replaces the file at once, so that nobody sees half of it: by way of a temporary file beside it. What is no
 * regular file (/dev/null, a pipe) is written to directly. */
bool output_file(const char *path, const char *text, size_t n);
/* Never writes over a file that is there, and leaves none that is incomplete. */
bool output_new_file(const char *path, const char *text, size_t n);

/* output_file(), or output_stdout(), for what comes in pieces. What somebody may read meanwhile (a pipe, a terminal) is held
 * until it is whole: some of a text looks like all of it. Signals that end the program wait between begin and end, if there
 * is a temporary file. */
struct output {
    const char *path; /* NULL: standard output */
    char target[PATH_MAX], temporary[PATH_MAX + 8];
    bool beside; /* it has a temporary file */
    bool holds;
    char *held;
    size_t n, room; /* of what is held */
    mode_t mode;
    int fd;
    int error; /* errno of what could not be written; 0: none */
    sigset_t signals;
};
bool output_begin(struct output *out, const char *path);
/* For al_run_report_to(); `ptr` is a struct output. 1 once writing has failed, AL_EMEMORY when it cannot be held. */
int output_take(void *ptr, const char *text, size_t n);
/* `whole`: everything has come; else all is as before. */
bool output_end(struct output *out, bool whole);

#endif
