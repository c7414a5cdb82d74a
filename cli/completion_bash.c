/* SPDX-License-Identifier: MIT */
/* Bash splits words at '=' and ':' too, so that --format=json and sarif:FILE come in three pieces. Where the
 * script offers nothing, bash completes file names. Nothing in it needs more than bash 3.2 has. */
#include "completion.h"

static void put_case(const struct completion *c, const struct option *o)
{
    if (o->letter)
        al_buf_printf(c->out, "    -%c | ", o->letter);
    else
        al_buf_put(c->out, AL_STR("    "));
    al_buf_printf(c->out, "--%s) ", o->name);
}

static void put_words_of_each(const struct completion *c, const struct option *o, enum completes what)
{
    al_buf_put(c->out, AL_STR("case $command in\n"));
    for (size_t i = 0; i < ncommands; i++)
        if (o->commands & command_table[i].command)
            al_buf_printf(c->out, "        %s) _armlint_words '%s' ;;\n", command_table[i].name,
                          completion_words(c, what, &command_table[i], o->choices));
    al_buf_put(c->out, AL_STR("        esac ;;\n"));
}

/* What follows an option that takes a value. */
static void put_value(const struct completion *c, const struct option *o)
{
    enum completes what = completes_option(o);

    put_case(c, o);
    switch (what) {
    case COMPLETES_FILES: al_buf_put(c->out, AL_STR(";;\n")); break;
    case COMPLETES_FOLDERS: al_buf_put(c->out, AL_STR("_armlint_folders ;;\n")); break;
    case COMPLETES_FORMATS: put_words_of_each(c, o, what); break;
    case COMPLETES_RULES: al_buf_put(c->out, AL_STR("_armlint_list \"$_armlint_rules\" ;;\n")); break;
    case COMPLETES_PROFILES: al_buf_printf(c->out, "_armlint_list '%s' ;;\n", c->profiles); break;
    case COMPLETES_SETTINGS:
    case COMPLETES_LIMITS:
        al_buf_printf(c->out, "_armlint_words '%s'; compopt -o nospace 2>/dev/null ;;\n",
                      completion_words(c, what, NULL, NULL));
        break;
    default:
        al_buf_printf(c->out, "_armlint_words '%s' ;;\n", completion_words(c, what, NULL, o->choices));
        break;
    }
}

static void put_values(const struct completion *c)
{
    for (size_t i = 0; i < noptions; i++)
        if (option_table[i].kind != KIND_FLAG)
            put_value(c, &option_table[i]);
}

static void put_options(const struct completion *c, const struct command_info *command)
{
    al_buf_printf(c->out, "    %s) _armlint_words '", command->name);
    for (size_t i = 0; i < noptions; i++)
        if (option_table[i].commands & command->command)
            al_buf_printf(c->out, "--%s ", option_table[i].name);
    al_buf_put(c->out, AL_STR("' ;;\n"));
}

static void put_operands(const struct completion *c, const struct command_info *command)
{
    enum completes what = completes_operand(command);

    if (what == COMPLETES_RULE)
        al_buf_printf(c->out, "    %s) _armlint_words \"$_armlint_rules\" ;;\n", command->name);
    else if (what != COMPLETES_FILES)
        al_buf_printf(c->out, "    %s) _armlint_words '%s' ;;\n", command->name,
                      completion_words(c, what, command, NULL));
}

void completion_bash(const struct completion *c)
{
    static const char helpers[] =
        "_armlint_words() {\n"
        "    local IFS=$' \\t\\n'\n"
        "    COMPREPLY=($(compgen -W \"$1\" -- \"$cur\"))\n"
        "}\n"
        "\n"
        "# Items separated by commas: the last one is completed.\n"
        "_armlint_list() {\n"
        "    local before= IFS=$' \\t\\n'\n"
        "    case $cur in\n"
        "    *,*) before=${cur%,*}, ;;\n"
        "    esac\n"
        "    COMPREPLY=($(compgen -P \"$before\" -W \"$1\" -- \"${cur##*,}\"))\n"
        "}\n"
        "\n"
        "_armlint_folders() {\n"
        "    local IFS=$'\\n'\n"
        "    COMPREPLY=($(compgen -d -- \"$cur\"))\n"
        "    compopt -o filenames 2>/dev/null\n"
        "}\n"
        "\n"
        "_armlint() {\n"
        "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} command=lint\n"
        "\n"
        "    COMPREPLY=()\n"
        "    [ \"$prev\" != : ] && [ \"$cur\" != : ] || return 0\n"
        "    if [ \"$cur\" = = ]; then\n"
        "        cur=\n"
        "    elif [ \"$prev\" = = ] && [ \"$COMP_CWORD\" -ge 2 ]; then\n"
        "        prev=${COMP_WORDS[COMP_CWORD - 2]}\n"
        "    fi\n";

    al_buf_printf(c->out,
                  "# Completion for bash, made by 'armlint completion bash'.\n\n_armlint_rules='%s'\n\n",
                  c->rules);
    al_buf_put(c->out, al_str_of(helpers));
    al_buf_put(c->out, AL_STR("    case ${COMP_WORDS[1]} in\n    "));
    for (size_t i = 0; i < ncommands; i++)
        al_buf_printf(c->out, "%s%s", i ? " | " : "", command_table[i].name);
    al_buf_put(
        c->out,
        AL_STR(") [ \"$COMP_CWORD\" -eq 1 ] || command=${COMP_WORDS[1]} ;;\n    esac\n    case $prev in\n"));
    put_values(c);
    al_buf_put(c->out, AL_STR("    *) _armlint_others ;;\n    esac\n}\n\n"
                              "# An option, or an operand.\n"
                              "_armlint_others() {\n"
                              "    case $cur in\n"
                              "    -*) ;;\n"
                              "    *) _armlint_operands; return ;;\n"
                              "    esac\n"
                              "    case $command in\n"));
    for (size_t i = 0; i < ncommands; i++)
        put_options(c, &command_table[i]);
    al_buf_put(c->out, AL_STR("    esac\n}\n\n_armlint_operands() {\n"
                              "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"));
    al_buf_printf(
        c->out,
        "        local IFS=$'\\n'\n        COMPREPLY=($(IFS=' '; compgen -W '%s' -- \"$cur\") $(compgen -f -- \"$cur\"))\n",
        completion_commands(c));
    al_buf_put(
        c->out,
        AL_STR("        compopt -o filenames 2>/dev/null\n        return\n    fi\n    case $command in\n"));
    for (size_t i = 0; i < ncommands; i++)
        put_operands(c, &command_table[i]);
    al_buf_put(c->out, AL_STR("    esac\n}\n\ncomplete -o bashdefault -o default -F _armlint armlint\n"));
}
