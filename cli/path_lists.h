/* SPDX-License-Identifier: MIT */
/* Paths that are not on the command line but in files that it names. */
#ifndef AL_CLI_PATH_LISTS_H
#define AL_CLI_PATH_LISTS_H

#include "options.h"

/* Adds what --files-from names to the operands, and what --report-only-from names to --report-only. STATUS_USAGE after
 * saying what is wrong. */
int path_lists_read(struct options *options);

#endif
