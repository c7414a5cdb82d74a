/* SPDX-License-Identifier: MIT */
/* The table of options: between parse.c and options.c. */
#ifndef AL_CLI_OPTION_TABLE_H
#define AL_CLI_OPTION_TABLE_H

#include "options.h"

enum kind {
    KIND_FLAG,   /* bool */
    KIND_TEXT,   /* const char *; the last one counts */
    KIND_REPEAT, /* text_list; one item each time */
    KIND_LIST,   /* text_list; items separated by commas */
    KIND_CHOICE, /* int: which of `choices` */
};

struct option {
    char letter; /* or 0 */
    const char *name, *argument;
    enum kind kind;
    size_t offset; /* in struct options */
    unsigned commands;
    const char *choices; /* separated by blanks */
    const char *help;    /* lines of at most 52 columns */
};

extern const struct option option_table[];
extern const size_t noptions;

#endif
