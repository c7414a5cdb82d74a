/* SPDX-License-Identifier: MIT */
/* Parsing reports everything that is wrong before it gives up: whoever mistypes two options reads about both.
 */
#include "jobs.h"
#include "option_table.h"
#include "say.h"
#include "shard.h"

#include "base/suggest.h"

#include <stdarg.h>

/* What is being parsed. */
struct parser {
    struct options *options;
    const struct command_info *command;
    int argc, at;
    char **argv;
    unsigned nerrors;
};

__attribute__((format(printf, 2, 3))) static void complain(struct parser *p, const char *format, ...)
{
    va_list args;

    fputs("armlint: ", stderr);
    va_start(args, format);
    vsay(format, args);
    va_end(args);
    p->nerrors++;
}

static void add_text(struct parser *p, text_list *list, al_str text)
{
    *al_vec_push(p->options->arena, list) = al_str_cstr(p->options->arena, text);
}

static void add_items(struct parser *p, text_list *list, const struct option *option, const char *value)
{
    al_str item, rest = al_str_of(value);
    size_t before = list->n;

    while (al_str_split_next(&item, &rest, ',')) {
        item = al_str_trim(item);
        if (item.n)
            add_text(p, list, item);
    }
    if (list->n == before)
        complain(p, "--%s: the list is empty", option->name);
}

static void choose(struct parser *p, int *choice, const struct option *option, const char *value)
{
    struct al_suggestion nearest = al_suggest_for(value);
    al_str item, rest = al_str_of(option->choices);

    for (int i = 0; al_str_split_next(&item, &rest, ' '); i++) {
        if (al_str_eq(item, al_str_of(value))) {
            *choice = i;
            return;
        }
        al_suggest_offer(&nearest, al_str_cstr(p->options->arena, item));
    }
    complain(p, "--%s: '%s' is none of: %s%s%s%s", option->name, value, option->choices,
             nearest.best ? "; did you mean '" : "", nearest.best ? nearest.best : "",
             nearest.best ? "'?" : "");
}

/* `value` is NULL for flags. */
static void take(struct parser *p, const struct option *option, const char *value)
{
    void *member = (char *)p->options + option->offset;

    switch (option->kind) {
    case KIND_FLAG: *(bool *)member = true; break;
    case KIND_TEXT: *(const char **)member = value; break;
    case KIND_REPEAT: add_text(p, member, al_str_of(value)); break;
    case KIND_LIST: add_items(p, member, option, value); break;
    case KIND_CHOICE: choose(p, member, option, value); break;
    }
}

static const struct command_info *first_with(unsigned commands)
{
    for (size_t i = 0; i < ncommands; i++)
        if (command_table[i].command & commands)
            return &command_table[i];
    return &command_table[0];
}

static bool belongs(struct parser *p, const struct option *option)
{
    if (option->commands & p->command->command)
        return true;
    complain(p, "--%s is an option of 'armlint %s', not of 'armlint %s'", option->name,
             first_with(option->commands)->name, p->command->name);
    return false;
}

/* The option's value: what follows in the same argument, or else the next argument. */
static const char *value_of(struct parser *p, const struct option *option, const char *attached)
{
    if (attached)
        return attached;
    if (p->at + 1 < p->argc)
        return p->argv[++p->at];
    complain(p, "--%s needs a value: %s", option->name, option->argument);
    return NULL;
}

static void unknown_option(struct parser *p, al_str name)
{
    struct al_suggestion nearest = al_suggest_for(al_str_cstr(p->options->arena, name));

    for (size_t i = 0; i < noptions; i++)
        if (option_table[i].commands & p->command->command)
            al_suggest_offer(&nearest, option_table[i].name);
    if (nearest.best)
        complain(p, "unknown option '--%s'; did you mean '--%s'?", nearest.word, nearest.best);
    else
        complain(p, "unknown option '--%s'", nearest.word);
}

static void parse_long(struct parser *p, const char *text)
{
    const char *equals = strchr(text, '=');
    al_str name = {text, equals ? (size_t)(equals - text) : strlen(text)};
    const struct option *option = NULL;
    const char *value;

    for (size_t i = 0; i < noptions && !option; i++)
        if (al_str_eq(al_str_of(option_table[i].name), name))
            option = &option_table[i];
    if (!option) {
        unknown_option(p, name);
        return;
    }
    if (option->kind == KIND_FLAG && equals) {
        complain(p, "--%s takes no value", option->name);
        return;
    }
    value = option->kind == KIND_FLAG ? NULL : value_of(p, option, equals ? equals + 1 : NULL);
    if (belongs(p, option) && (value || option->kind == KIND_FLAG))
        take(p, option, value);
}

static const struct option *find_letter(char letter)
{
    for (size_t i = 0; i < noptions; i++)
        if (option_table[i].letter == letter)
            return &option_table[i];
    return NULL;
}

static void parse_short(struct parser *p, const char *letters)
{
    for (; *letters; letters++) {
        const struct option *option = find_letter(*letters);
        const char *value;

        if (!option) {
            complain(p, "unknown option '-%c'", *letters);
            return;
        }
        if (option->kind != KIND_FLAG) {
            value = value_of(p, option, letters[1] ? letters + 1 : NULL);
            if (belongs(p, option) && value)
                take(p, option, value);
            return;
        }
        if (belongs(p, option))
            take(p, option, NULL);
    }
}

static void parse_arguments(struct parser *p)
{
    bool only_operands = false;

    for (; p->at < p->argc; p->at++) {
        const char *arg = p->argv[p->at];
        if (only_operands || arg[0] != '-' || arg[1] == '\0')
            add_text(p, &p->options->paths, al_str_of(arg));
        else if (arg[1] != '-')
            parse_short(p, arg + 1);
        else if (arg[2] != '\0')
            parse_long(p, arg + 2);
        else
            only_operands = true;
    }
}

/* Texts that must say what gets which value. */
static void check_pairs(struct parser *p, const char *option, const text_list *texts, const char *form)
{
    for (size_t i = 0; i < texts->n; i++)
        if (!strchr(texts->v[i], '=') || texts->v[i][0] == '=')
            complain(p, "--%s: '%s' is not %s", option, texts->v[i], form);
}

static void check_format(struct parser *p, const char *option, al_str format)
{
    const char *const *formats = formats_of(p->command);
    struct al_suggestion nearest = al_suggest_for(al_str_cstr(p->options->arena, format));
    struct al_buf known = AL_BUF(p->options->arena);

    for (size_t i = 0; formats[i]; i++) {
        if (al_str_eq(format, al_str_of(formats[i])))
            return;
        al_suggest_offer(&nearest, formats[i]);
    }
    for (size_t i = 0; formats[i]; i++)
        al_buf_printf(&known, " %s", formats[i]);
    if (nearest.best)
        al_buf_printf(&known, "; did you mean '%s'?", nearest.best);
    complain(p, "--%s: '%s' is none of:%s", option, nearest.word, known.s);
}

/* Whether an earlier output goes to the same file, which is not a device. */
static bool is_taken(const text_list *outputs, size_t n, al_str file)
{
    bool replaced =
        file.s && file.n && !al_str_eq(file, AL_STR("-")) && !al_str_starts(file, AL_STR("/dev/"));

    for (size_t i = 0; i < n && replaced; i++) {
        al_str format, other = al_str_of(outputs->v[i]);
        al_str_split_next(&format, &other, ':');
        if (other.s && al_str_eq(other, file))
            return true;
    }
    return false;
}

static void check_outputs(struct parser *p)
{
    const text_list *outputs = &p->options->outputs;
    unsigned to_stdout = p->options->format != NULL;

    for (size_t i = 0; i < outputs->n; i++) {
        al_str format, file = al_str_of(outputs->v[i]);
        al_str_split_next(&format, &file, ':');
        check_format(p, "output", format);
        if (file.s && file.n == 0)
            complain(p, "--output: '%s' names no file", outputs->v[i]);
        to_stdout += !file.s || al_str_eq(file, AL_STR("-"));
        if (is_taken(outputs, i, file))
            complain(p, "--output: '%s' is named twice", file.s);
    }
    if (to_stdout > 1)
        complain(p, "only one format can go to standard output: write --output FORMAT:FILE for the others");
}

static void check_honoured(struct parser *p, const char *name)
{
    const char *const *tools = al_honoured_tools();
    struct al_suggestion nearest = al_suggest_for(name);

    for (; *tools; tools++) {
        if (strcmp(name, *tools) == 0)
            return;
        al_suggest_offer(&nearest, *tools);
    }
    if (nearest.best)
        complain(p, "--honour: there is no tool '%s'; did you mean '%s'?", name, nearest.best);
    else
        complain(p, "--honour: '%s' is none of: checkov kics psrule terrascan trivy", name);
}

static void check_suppressing(struct parser *p)
{
    const struct options *o = p->options;

    for (size_t i = 0; i < o->honour.n; i++)
        check_honoured(p, o->honour.v[i]);
    if (o->shard && !shard_read(o->shard, &(struct shard){0}))
        complain(p, "--shard: '%s' is none of 1/N to N/N, such as 2/4", o->shard);
    if (o->shard && o->merge)
        complain(p, "--shard: with --merge everything is one; it cannot be shared");
    if (o->shard && o->write_baseline)
        complain(p, "--shard: a baseline is of everything; 'armlint merge' makes a log that is one");
    if (o->jobs && !jobs_read(o->jobs, &(unsigned){0}))
        complain(p, "--jobs: '%s' is not a number from 1 to 256", o->jobs);
    if (o->today && !al_is_date(o->today))
        complain(p, "--today: '%s' is no date such as 2026-12-31", o->today);
    if (o->write_baseline && (o->report_only.n || o->report_only_from.n))
        complain(p, "--write-baseline writes all findings: it does not go with --report-only");
    if (o->write_baseline && *o->write_baseline == '\0')
        complain(p, "--write-baseline: the name of the file is empty");
}

/* What the table cannot say. */
static void check(struct parser *p)
{
    struct options *o = p->options;

    if (o->show_config && o->format && strcmp(o->format, "text") != 0 && strcmp(o->format, "json") != 0)
        complain(p, "--show-config has the formats text and json, not '%s'", o->format);
    else if (o->format)
        check_format(p, "format", al_str_of(o->format));
    check_outputs(p);
    if (o->stats_file && *o->stats_file == '\0')
        complain(p, "--stats-file: the name of the file is empty");
    check_pairs(p, "parameter", &o->parameters, "NAME=VALUE");
    check_pairs(p, "set", &o->settings, "RULE.OPTION=VALUE");
    check_pairs(p, "limit", &o->limits, "LIMIT=VALUE");
    check_suppressing(p);
}

static void terminate(al_arena *arena, text_list *list)
{
    *al_vec_push(arena, list) = NULL;
    list->n--;
}

int options_parse(struct options *options, int argc, char **argv)
{
    struct parser p = {.options = options, .argc = argc, .argv = argv, .at = 1, .command = &command_table[0]};

    for (size_t i = 0; argc > 1 && i < ncommands; i++) {
        if (strcmp(argv[1], command_table[i].name) == 0) {
            p.command = &command_table[i];
            p.at = 2;
        }
    }
    options->command = p.command->command;
    options->fail_on = -1;
    parse_arguments(&p);
    check(&p);
    for (size_t i = 0; i < noptions; i++)
        if (option_table[i].kind == KIND_REPEAT || option_table[i].kind == KIND_LIST)
            terminate(options->arena, (text_list *)((char *)options + option_table[i].offset));
    if (p.nerrors == 0)
        return STATUS_CLEAN;
    fprintf(stderr, "Try 'armlint %s --help'.\n", p.command->name);
    return STATUS_USAGE;
}
