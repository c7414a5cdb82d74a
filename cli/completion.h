/* SPDX-License-Identifier: MIT */
/* Completion on the command line, made from the tables of options and commands: what each shell's script is told. */
#ifndef AL_CLI_COMPLETION_H
#define AL_CLI_COMPLETION_H

#include "option_table.h"

/* What can be completed where a value or an operand stands. */
enum completes {
    COMPLETES_NOTHING,
    COMPLETES_CHOICES,
    COMPLETES_FORMATS, /* of the command */
    COMPLETES_FILES,
    COMPLETES_FOLDERS,
    COMPLETES_RULE,
    COMPLETES_RULES,    /* separated by commas */
    COMPLETES_PROFILES, /* separated by commas */
    COMPLETES_SETTINGS, /* RULE.OPTION= */
    COMPLETES_LIMITS,   /* LIMIT= */
    COMPLETES_COMMAND,
    COMPLETES_SHELL,
};

struct completion {
    al_arena *arena;
    struct al_buf *out;
    const char *rules, *profiles, *settings, *limits, *shells; /* separated by blanks */
};

enum completes completes_option(const struct option *option);
enum completes completes_operand(const struct command_info *command);
/* The words that can stand there, separated by blanks; "" when they are no words. `choices` may be NULL. */
const char *completion_words(const struct completion *c, enum completes what, const struct command_info *command,
                             const char *choices);
const char *completion_commands(const struct completion *c);
/* The help of an option on one line. */
const char *completion_help(const struct completion *c, const struct option *option);

void completion_bash(const struct completion *c);
void completion_zsh(const struct completion *c);
void completion_fish(const struct completion *c);

#endif
