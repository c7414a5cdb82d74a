/* SPDX-License-Identifier: MIT */
#include "commands.h"
#include "output.h"
#include "selection.h"

#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>

static const char *const no_formats[] = {NULL};
static const char *const rules_formats[] = {"text", "json", "man", NULL};
static const char *const graph_formats[] = {"json", "dot", "mermaid", NULL};
static const char *const eval_formats[] = {"json", NULL};

const struct command_info command_table[] = {
    {COMMAND_LINT, "lint", "PATH...", "Checks templates, and folders full of them", NULL, cmd_lint},
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
    vfprintf(stderr, format, args);
    va_end(args);
    fprintf(stderr, "\nTry 'armlint %s --help'.\n", command_of(options->command)->name);
    return STATUS_USAGE;
}

int put_result(char *text)
{
    bool written;

    if (!text) {
        fputs("armlint: out of memory\n", stderr);
        return STATUS_UNCHECKED;
    }
    written = output_stdout(text, strlen(text));
    free(text);
    return written ? STATUS_CLEAN : STATUS_UNCHECKED;
}

al_run *run_new(const struct options *options, int *status)
{
    struct al_options for_library = library_options(options);
    al_run *run = al_run_new(&for_library);
    size_t n;

    *status = STATUS_CLEAN;
    if (run && !add_rules(options, run)) {
        *status = STATUS_USAGE;
        al_run_free(run);
        return NULL;
    }
    if (run && al_run_check_config(run) == AL_EUSAGE) {
        fprintf(stderr, "%s\n", al_run_error(run));
        *status = STATUS_USAGE;
        al_run_free(run);
        return NULL;
    }
    if (!run || (!al_run_rules(run, &n) && !al_run_error(run))) {
        fputs("armlint: out of memory\n", stderr);
        *status = STATUS_UNCHECKED;
        al_run_free(run);
        return NULL;
    }
    if (!al_run_rules(run, &n)) {
        *status = selection_error(options, run);
        al_run_free(run);
        return NULL;
    }
    return run;
}

al_run *run_new_all(const struct options *options, int *status)
{
    static const char *all[] = {"all", NULL};
    struct options with_all = *options;

    with_all.profiles = (text_list){.v = all, .n = 1, .cap = 2};
    with_all.config = NULL;
    with_all.no_config = true;
    return run_new(&with_all, status);
}

int put_troubles(al_run *run)
{
    char *text;

    al_run_finish(run);
    text = al_run_report(run, "text", NULL);
    if (text)
        fputs(text, stderr);
    free(text);
    return al_run_summary(run).unchecked ? STATUS_UNCHECKED : STATUS_CLEAN;
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

int main(int argc, char **argv)
{
    struct invocation in = {argc, argv, al_arena_new(0)};
    int status = AL_E_MEMORY;

    /* A reader that goes away is an EPIPE like any other; the status is to tell about the templates all the
     * same. */
    signal(SIGPIPE, SIG_IGN);
    if (in.arena)
        status = al_arena_try(in.arena, dispatch, &in);
    al_arena_free(in.arena);
    if (status < 0) {
        fputs("armlint: out of memory\n", stderr);
        status = STATUS_UNCHECKED;
    }
    if (fflush(stdout) != 0 || ferror(stdout)) {
        perror("armlint: cannot write standard output");
        status = STATUS_UNCHECKED;
    }
    return status;
}
