/* SPDX-License-Identifier: MIT */
#include "completion.h"

/* Within '...[help]:argument:action'. */
static const char *escape(const struct completion *c, const char *text)
{
    struct al_buf buf = AL_BUF(c->arena);

    for (; *text; text++) {
        if (*text == '\'')
            al_buf_put(&buf, AL_STR("'\\''"));
        else if (strchr("[]:\\", *text))
            al_buf_printf(&buf, "\\%c", *text);
        else
            al_buf_char(&buf, *text);
    }
    return buf.n ? al_buf_str(&buf).s : "";
}

static void put_action(const struct completion *c, const struct command_info *command, enum completes what,
                       const char *choices)
{
    switch (what) {
    case COMPLETES_FILES: al_buf_put(c->out, AL_STR("_files")); break;
    case COMPLETES_FOLDERS: al_buf_put(c->out, AL_STR("_files -/")); break;
    case COMPLETES_RULE: al_buf_put(c->out, AL_STR("_armlint_rule")); break;
    case COMPLETES_RULES: al_buf_put(c->out, AL_STR("_armlint_rules")); break;
    case COMPLETES_PROFILES: al_buf_put(c->out, AL_STR("_armlint_profiles")); break;
    case COMPLETES_SETTINGS: al_buf_put(c->out, AL_STR("_armlint_settings")); break;
    case COMPLETES_LIMITS: al_buf_put(c->out, AL_STR("_armlint_limits")); break;
    case COMPLETES_NOTHING: al_buf_put(c->out, AL_STR(" ")); break;
    default: al_buf_printf(c->out, "(%s)", completion_words(c, what, command, choices)); break;
    }
}

static void put_option(const struct completion *c, const struct command_info *command, const struct option *o)
{
    bool repeats = o->kind == KIND_REPEAT || o->kind == KIND_LIST;
    const char *help = escape(c, completion_help(c, o));

    /* Both spellings share one description; each excludes the other unless the option may come again. */
    for (int i = o->letter ? 0 : 1; i < 2; i++) {
        al_buf_put(c->out, AL_STR(" \\\n        '"));
        if (repeats)
            al_buf_char(c->out, '*');
        else if (o->letter)
            al_buf_printf(c->out, "(-%c --%s)", o->letter, o->name);
        if (i == 0)
            al_buf_printf(c->out, "-%c", o->letter);
        else
            al_buf_printf(c->out, "--%s%s", o->name, o->kind == KIND_FLAG ? "" : "=");
        al_buf_printf(c->out, "[%s]", help);
        if (o->kind != KIND_FLAG) {
            al_buf_printf(c->out, ":%s:", escape(c, o->argument));
            put_action(c, command, completes_option(o), o->choices);
        }
        al_buf_char(c->out, '\'');
    }
}

static void put_command(const struct completion *c, const struct command_info *command)
{
    al_buf_printf(c->out, "_armlint_command_%s() {\n    _arguments -s -S", command->name);
    for (size_t i = 0; i < noptions; i++)
        if (option_table[i].commands & command->command)
            put_option(c, command, &option_table[i]);
    if (completes_operand(command) != COMPLETES_NOTHING) {
        al_buf_put(c->out, AL_STR(" \\\n        '*:operand:"));
        put_action(c, command, completes_operand(command), NULL);
        al_buf_char(c->out, '\'');
    }
    al_buf_put(c->out, AL_STR("\n}\n\n"));
}

void completion_zsh(const struct completion *c)
{
    al_buf_printf(c->out,
                  "#compdef armlint\n# Completion for zsh, made by 'armlint completion zsh'.\n\n"
                  "_armlint_rule_ids=(%s)\n\n"
                  "_armlint_rule() {\n    compadd -a _armlint_rule_ids\n}\n\n"
                  "_armlint_rules() {\n    _values -s , rule $_armlint_rule_ids\n}\n\n"
                  "_armlint_profiles() {\n    _values -s , profile %s\n}\n\n"
                  "_armlint_settings() {\n    compadd -S '' -- %s\n}\n\n"
                  "_armlint_limits() {\n    compadd -S '' -- %s\n}\n\n",
                  c->rules, c->profiles, c->settings, c->limits);
    for (size_t i = 0; i < ncommands; i++)
        put_command(c, &command_table[i]);
    al_buf_put(c->out, AL_STR("_armlint() {\n    local -a commands\n\n    commands=("));
    for (size_t i = 0; i < ncommands; i++)
        al_buf_printf(c->out, "\n        '%s:%s'", command_table[i].name, escape(c, command_table[i].title));
    al_buf_put(c->out, AL_STR(")\n"
                              "    if ((CURRENT == 2)); then\n"
                              "        _describe command commands\n"
                              "        _armlint_command_lint\n"
                              "        return\n"
                              "    fi\n"
                              "    case $words[2] in\n"
                              "    ("));
    for (size_t i = 0; i < ncommands; i++)
        al_buf_printf(c->out, "%s%s", i ? "|" : "", command_table[i].name);
    al_buf_put(c->out, AL_STR(")\n"
                              "        shift words\n"
                              "        ((CURRENT--))\n"
                              "        _armlint_command_$words[1]\n"
                              "        ;;\n"
                              "    (*) _armlint_command_lint ;;\n"
                              "    esac\n"
                              "}\n\n"
                              "if [[ $funcstack[1] == _armlint ]]; then\n"
                              "    _armlint \"$@\"\n"
                              "else\n"
                              "    compdef _armlint armlint\n"
                              "fi\n"));
}
