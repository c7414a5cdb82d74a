/* SPDX-License-Identifier: MIT */
#include "completion.h"

/* Within '...'. */
static const char *quoted(const struct completion *c, const char *text)
{
    struct al_buf buf = AL_BUF(c->arena);

    al_buf_char(&buf, '\'');
    for (; *text; text++) {
        if (*text == '\'' || *text == '\\')
            al_buf_char(&buf, '\\');
        al_buf_char(&buf, *text);
    }
    al_buf_char(&buf, '\'');
    return al_buf_str(&buf).s;
}

static const char *names_of(const struct completion *c, unsigned commands)
{
    struct al_buf buf = AL_BUF(c->arena);

    for (size_t i = 0; i < ncommands; i++)
        if (commands & command_table[i].command)
            al_buf_printf(&buf, " %s", command_table[i].name);
    return al_buf_str(&buf).s;
}

/* What can stand as a value: -x and -r say that there is one, -f that it is no file. */
static void put_value(const struct completion *c, const struct command_info *command, enum completes what,
                      const char *choices, bool operand)
{
    switch (what) {
    case COMPLETES_FILES: al_buf_put(c->out, operand ? AL_STR(" -F") : AL_STR(" -r -F")); break;
    case COMPLETES_FOLDERS: al_buf_put(c->out, AL_STR(" -x -a '(__fish_complete_directories)'")); break;
    case COMPLETES_RULE: al_buf_put(c->out, AL_STR(" -f -a '$__armlint_rules'")); break;
    case COMPLETES_RULES: al_buf_put(c->out, AL_STR(" -x -a '(__fish_append , $__armlint_rules)'")); break;
    case COMPLETES_PROFILES: al_buf_printf(c->out, " -x -a '(__fish_append , %s)'", c->profiles); break;
    case COMPLETES_NOTHING: al_buf_put(c->out, operand ? AL_STR(" -f") : AL_STR(" -x")); break;
    default:
        al_buf_printf(c->out, "%s -a %s", operand ? " -f" : " -x",
                      quoted(c, completion_words(c, what, command, choices)));
        break;
    }
}

static void put_option(const struct completion *c, const struct option *o, unsigned commands,
                       const struct command_info *command)
{
    al_buf_printf(c->out, "complete -c armlint -n '__armlint_command%s'", names_of(c, commands));
    if (o->letter)
        al_buf_printf(c->out, " -s %c", o->letter);
    al_buf_printf(c->out, " -l %s", o->name);
    if (o->kind != KIND_FLAG)
        put_value(c, command, completes_option(o), o->choices, false);
    al_buf_printf(c->out, " -d %s\n", quoted(c, completion_help(c, o)));
}

static void put_options(const struct completion *c)
{
    for (size_t i = 0; i < noptions; i++) {
        const struct option *o = &option_table[i];
        if (completes_option(o) != COMPLETES_FORMATS) {
            put_option(c, o, o->commands, &command_table[0]);
            continue;
        }
        for (size_t k = 0; k < ncommands; k++)
            if (o->commands & command_table[k].command)
                put_option(c, o, command_table[k].command, &command_table[k]);
    }
}

void completion_fish(const struct completion *c)
{
    al_buf_printf(c->out,
                  "# Completion for fish, made by 'armlint completion fish'.\n\n"
                  "set -g __armlint_rules %s\n\n"
                  "# Whether the command that is being written is one of these.\n"
                  "function __armlint_command\n"
                  "    set -l words (commandline -opc)\n"
                  "    set -l command lint\n"
                  "    if set -q words[2]; and contains -- $words[2]%s\n"
                  "        set command $words[2]\n"
                  "    end\n"
                  "    contains -- $command $argv\n"
                  "end\n\n"
                  "function __armlint_first\n"
                  "    test (count (commandline -opc)) -eq 1\n"
                  "end\n\n",
                  c->rules, names_of(c, COMMAND_ALL));
    for (size_t i = 0; i < ncommands; i++)
        al_buf_printf(c->out, "complete -c armlint -n __armlint_first -a %s -d %s\n", command_table[i].name,
                      quoted(c, command_table[i].title));
    for (size_t i = 0; i < ncommands; i++) {
        al_buf_printf(c->out, "complete -c armlint -n '__armlint_command %s'", command_table[i].name);
        put_value(c, &command_table[i], completes_operand(&command_table[i]), NULL, true);
        al_buf_char(c->out, '\n');
    }
    put_options(c);
}
