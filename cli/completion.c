/* SPDX-License-Identifier: MIT */
#include "completion.h"

/* By what the option table calls the value. */
enum completes completes_option(const struct option *option)
{
    static const struct {
        const char *argument;
        enum completes what;
    } arguments[] = {
        {"FILE", COMPLETES_FILES},
        {"FILES", COMPLETES_FILES},
        {"TEMPLATE", COMPLETES_FILES},
        {"PATH", COMPLETES_FILES},
        {"DIR", COMPLETES_FOLDERS},
        {"FORMAT", COMPLETES_FORMATS},
        {"FORMAT[:FILE]", COMPLETES_FORMATS},
        {"RULE.OPTION=VALUE", COMPLETES_SETTINGS},
        {"LIMIT=VALUE", COMPLETES_LIMITS},
    };

    if (option->kind == KIND_CHOICE || option->choices)
        return COMPLETES_CHOICES;
    if (option->kind == KIND_FLAG)
        return COMPLETES_NOTHING;
    if (strcmp(option->name, "rules") == 0 || strcmp(option->name, "exclude") == 0)
        return COMPLETES_RULES;
    if (strcmp(option->name, "profile") == 0)
        return COMPLETES_PROFILES;
    for (size_t i = 0; i < sizeof arguments / sizeof arguments[0]; i++)
        if (strcmp(option->argument, arguments[i].argument) == 0)
            return arguments[i].what;
    return COMPLETES_NOTHING;
}

enum completes completes_operand(const struct command_info *command)
{
    switch (command->command) {
    case COMMAND_EXPLAIN: return COMPLETES_RULE;
    case COMMAND_HELP: return COMPLETES_COMMAND;
    case COMMAND_COMPLETION: return COMPLETES_SHELL;
    default: break;
    }
    return strstr(command->operands, "PATH") || strstr(command->operands, "FILE") ||
                   strstr(command->operands, "LOG")
               ? COMPLETES_FILES
               : COMPLETES_NOTHING;
}

static const char *join(const struct completion *c, const char *const *words)
{
    struct al_buf buf = AL_BUF(c->arena);

    for (size_t i = 0; words[i]; i++)
        al_buf_printf(&buf, "%s%s", i ? " " : "", words[i]);
    return buf.n ? al_buf_str(&buf).s : "";
}

const char *completion_commands(const struct completion *c)
{
    struct al_buf buf = AL_BUF(c->arena);

    for (size_t i = 0; i < ncommands; i++)
        al_buf_printf(&buf, "%s%s", i ? " " : "", command_table[i].name);
    return al_buf_str(&buf).s;
}

const char *completion_words(const struct completion *c, enum completes what,
                             const struct command_info *command, const char *choices)
{
    switch (what) {
    case COMPLETES_CHOICES: return choices;
    case COMPLETES_FORMATS: return command ? join(c, formats_of(command)) : choices;
    case COMPLETES_RULE:
    case COMPLETES_RULES: return c->rules;
    case COMPLETES_PROFILES: return c->profiles;
    case COMPLETES_SETTINGS: return c->settings;
    case COMPLETES_LIMITS: return c->limits;
    case COMPLETES_COMMAND: return completion_commands(c);
    case COMPLETES_SHELL: return c->shells;
    default: return "";
    }
}

const char *completion_help(const struct completion *c, const struct option *option)
{
    char *help = al_str_cstr(c->arena, al_str_of(option->help));

    for (char *p = help; *p; p++)
        if (*p == '\n')
            *p = ' ';
    return help;
}
