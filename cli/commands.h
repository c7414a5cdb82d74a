/* SPDX-License-Identifier: MIT */
/* The subcommands, one file each, and what they share. Each returns its exit status. */
#ifndef AL_CLI_COMMANDS_H
#define AL_CLI_COMMANDS_H

#include "options.h"

int cmd_lint(const struct options *options);
int cmd_rules(const struct options *options);
int cmd_explain(const struct options *options);
int cmd_graph(const struct options *options);
int cmd_eval(const struct options *options);
int cmd_init(const struct options *options);
int cmd_config_schema(const struct options *options);
int cmd_rules_schema(const struct options *options);
int cmd_completion(const struct options *options);
int cmd_merge(const struct options *options);
int cmd_version(const struct options *options);
int cmd_help(const struct options *options);

/* Runs are freed with the options, however the command ends. A new one for whatever is wanted of the library. */
al_run *run_open(const struct options *options, const struct al_options *wanted);
/* A run for these options, or NULL after saying on stderr what is wrong; *status says it too. */
al_run *run_new(const struct options *options, int *status);
/* The same with every rule, those that are off by default included. */
al_run *run_new_all(const struct options *options, int *status);
/* Adds the rules of the modules and files that the options name. False after saying on stderr what is wrong. */
bool add_rules(const struct options *options, al_run *run);
/* Learns the rules that the configurations of the operands bring along, or of the current folder. */
bool learn_rules(const struct options *options, al_run *run);
/* Adds those that the current folder's brings along for good, or those of the operands'; what is wrong with the
 * configurations is said on stderr. False when that is all there is to say. */
bool add_configured_rules(const struct options *options, al_run *run);
bool add_operands_rules(const struct options *options, al_run *run);
/* Writes a text that the library made to standard output and frees it. */
int put_result(char *text);
/* Shows what is configured for the operands, or for the current folder. */
int show_config(const struct options *options);
/* The run's findings on stderr, for commands whose result is something else. STATUS_UNCHECKED when part of
 * the input could not be checked. */
int put_troubles(const struct options *options, al_run *run);
/* Ends the command. main() says why; nothing more is written. */
_Noreturn void out_of_memory(const struct options *options);
/* Says on stderr that a command was used wrongly, and how to find out more. */
int usage_error(const struct options *options, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
