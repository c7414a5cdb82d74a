/* SPDX-License-Identifier: MIT */
/* The command line: what was asked for. One table, in options.c, knows every option; parsing, help and the
 * checks are made from it. */
#ifndef AL_CLI_OPTIONS_H
#define AL_CLI_OPTIONS_H

#include "armlint.h"
#include "base/buf.h"
#include "base/vec.h"

#include <stdio.h>

/* Exit statuses; the highest that applies wins. */
enum status {
    STATUS_CLEAN = 0,
    STATUS_FINDINGS = 1,
    STATUS_USAGE = 2,
    STATUS_UNCHECKED = 3, /* or something could not be written */
};

/* A bit each, so that an option can say which commands it belongs to. */
enum command {
    COMMAND_LINT = 1,
    COMMAND_RULES = 2,
    COMMAND_EXPLAIN = 4,
    COMMAND_GRAPH = 8,
    COMMAND_EVAL = 16,
    COMMAND_VERSION = 32,
    COMMAND_HELP = 64,
    COMMAND_INIT = 128,
    COMMAND_CONFIG_SCHEMA = 256,
    COMMAND_RULES_SCHEMA = 512,
    COMMAND_COMPLETION = 1024,
    COMMAND_MERGE = 2048,
    COMMAND_ALL = 4095,
};

/* In the order of --fail-on's and --color's choices. */
enum fail_on { FAIL_ON_NOTE, FAIL_ON_WARNING, FAIL_ON_ERROR, FAIL_ON_NEVER };
enum when { WHEN_AUTO, WHEN_ALWAYS, WHEN_NEVER };

typedef AL_VEC(const char *) text_list; /* ends in NULL once parsing is done */

struct options {
    al_arena *arena;
    enum command command;
    text_list paths; /* operands */

    const char *format;  /* short for one --output */
    text_list outputs;   /* FORMAT or FORMAT:FILE */
    int fail_on;         /* enum fail_on, or -1: what the configuration says */
    int colour, excerpt; /* enum when */
    int sarif_for;       /* enum al_sarif_for */
    const char *category;
    bool quiet, templates_only, undetermined, no_sibling_parameters, compiled, merge, show_outputs, coverage, help, version;
    text_list rules, exclude, profiles, settings, parameter_files, parameters, module_paths, limits;
    text_list modules, rules_files;
    bool system_modules;
    bool no_config, show_config;
    const char *baseline, *write_baseline, *today;
    bool show_secrets, baseline_strict, show_unchanged, no_suppress, expire;
    text_list honour;
    const char *root, *stdin_filename, *file, *config, *explain_value;
    text_list files_from, report_only, report_only_from;
    const char *jobs, *shard;
    bool null, stats;
    const char *stats_file;
    struct progress *progress; /* or NULL; not from the command line */
    const char *subscription, *resource_group, *tenant, *management_group, *location;
};

/* A subcommand. */
struct command_info {
    enum command command;
    const char *name, *operands, *title;
    const char *const *formats; /* for --format, the default first; ends in NULL. NULL: see formats_of() */
    int (*run)(const struct options *options);
};
/* All of them, lint first. */
extern const struct command_info command_table[];
extern const size_t ncommands;

/* Fills *options from the arguments. STATUS_USAGE after saying on stderr everything that is wrong. */
int options_parse(struct options *options, int argc, char **argv);
/* Says on `out` how a command is used; NULL: the program as a whole. */
void options_help(const struct command_info *command, FILE *out);
const struct command_info *command_of(enum command command);
/* The formats of a command, the default first; ends in NULL. */
const char *const *formats_of(const struct command_info *command);

/* What the library wants to know. */
struct al_options library_options(const struct options *options);

#endif
