/* SPDX-License-Identifier: MIT */
#include "commands.h"
#include "output.h"
#include "say.h"
#include "startup.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>

static const char *const no_formats[] = {NULL};
static const char *const rules_formats[] = {"text", "json", "man", NULL};
static const char *const graph_formats[] = {"json", "dot", "mermaid", NULL};
static const char *const merge_formats[] = {"sarif",  "text",       "json",     "junit", "github",
                                            "gitlab", "checkstyle", "markdown", "csv",   NULL};
static const char *const eval_formats[] = {"json", NULL};

const struct command_info command_table[] = {
    {COMMAND_LINT, "lint", "PATH...", "Checks templates, and folders full of them", NULL, cmd_lint},
    {COMMAND_MERGE, "merge", "LOG...", "Takes SARIF logs of several runs together", merge_formats, cmd_merge},
    {COMMAND_RULES, "rules", "", "Lists the rules", rules_formats, cmd_rules},
    {COMMAND_EXPLAIN, "explain", "RULE...", "Says what a rule looks for, why, what to do", no_formats,
     cmd_explain},
    {COMMAND_GRAPH, "graph", "PATH", "Shows the resources a template deploys", graph_formats, cmd_graph},
    {COMMAND_EVAL, "eval", "EXPRESSION", "Evaluates a template expression", eval_formats, cmd_eval},
    {COMMAND_INIT, "init", "[FILE]", "Writes an armlint.json to begin with", no_formats, cmd_init},
    {COMMAND_CONFIG_SCHEMA, "config-schema", "", "Shows the JSON schema of armlint.json", no_formats,
     cmd_config_schema},
    {COMMAND_RULES_SCHEMA, "rules-schema", "", "Shows the JSON schema of files of rules", no_formats,
     cmd_rules_schema},
    {COMMAND_COMPLETION, "completion", "SHELL", "Completes command lines in bash, zsh or fish", no_formats,
     cmd_completion},
    {COMMAND_VERSION, "version", "", "Shows the version", no_formats, cmd_version},
    {COMMAND_HELP, "help", "[COMMAND]", "Shows how a command is used", no_formats, cmd_help},
};
const size_t ncommands = sizeof command_table / sizeof command_table[0];

const struct command_info *command_of(enum command command)
{
    for (size_t i = 0; i < ncommands; i++)
        if (command_table[i].command == command)
            return &command_table[i];
    return &command_table[0];
}

const char *const *formats_of(const struct command_info *command)
{
    return command->formats ? command->formats : al_formats();
}

int usage_error(const struct options *options, const char *format, ...)
{
    va_list args;

    fputs("armlint: ", stderr);
    va_start(args, format);
    vsay(format, args);
    va_end(args);
    say("Try 'armlint %s --help'.", command_of(options->command)->name);
    return STATUS_USAGE;
}

int cmd_version(const struct options *options)
{
    static const char text[] = "armlint " ARMLINT_VERSION "\n";

    (void)options;
    return output_stdout(text, sizeof text - 1) ? STATUS_CLEAN : STATUS_UNCHECKED;
}

int cmd_help(const struct options *options)
{
    if (options->paths.n == 0) {
        options_help(NULL, stdout);
        return STATUS_CLEAN;
    }
    for (size_t i = 0; i < ncommands; i++) {
        if (strcmp(options->paths.v[0], command_table[i].name) == 0) {
            options_help(&command_table[i], stdout);
            return STATUS_CLEAN;
        }
    }
    return usage_error(options, "there is no command '%s'", options->paths.v[0]);
}

struct invocation {
    int argc;
    char **argv;
    al_arena *arena;
};

static int dispatch(void *ptr)
{
    struct invocation *in = ptr;
    struct options options = {.arena = in->arena};
    const struct command_info *command;

    if (options_parse(&options, in->argc, in->argv) != STATUS_CLEAN)
        return STATUS_USAGE;
    command = command_of(options.command);
    if (options.version)
        return cmd_version(&options);
    if (options.help) {
        bool named = in->argc > 1 && strcmp(in->argv[1], command->name) == 0;
        options_help(named ? command : NULL, stdout);
        return STATUS_CLEAN;
    }
    return command->run(&options);
}

/* As output_stdout() has it: a reader that has gone away is no failure. */
static int flush(int status)
{
    errno = 0;
    if ((fflush(stdout) == 0 && !ferror(stdout)) || errno == EPIPE)
        return status;
    perror("armlint: cannot write standard output");
    return STATUS_UNCHECKED;
}

int main(int argc, char **argv)
{
    struct invocation in = {argc, argv, al_arena_new(0)};
    int status = AL_E_MEMORY;

    startup();
    if (in.arena)
        status = al_arena_try(in.arena, dispatch, &in);
    al_arena_free(in.arena);
    if (status < 0) {
        fputs("armlint: out of memory\n", stderr);
        status = STATUS_UNCHECKED;
    }
    return flush(status);
}
