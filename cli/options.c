/* SPDX-License-Identifier: MIT */
#include "options.h"

#include "clock.h"
#include "jobs.h"
#include "option_table.h"
#include "progress.h"
#include "shard.h"
#include "today.h"

#include <stdlib.h>

#define OPTION(l, n, arg, k, member, cmds, ch, text)                                      \
    {                                                                                     \
        (l), (n), (arg), KIND_##k, offsetof(struct options, member), (cmds), (ch), (text) \
    }
#define DEPLOYING (COMMAND_LINT | COMMAND_GRAPH | COMMAND_EVAL)
#define LINT      COMMAND_LINT
#define REPORTING (COMMAND_LINT | COMMAND_MERGE)
#define RULED     (COMMAND_LINT | COMMAND_RULES | COMMAND_EXPLAIN)

const struct option option_table[] = {
    OPTION('f', "format", "FORMAT", TEXT, format, REPORTING | COMMAND_RULES | COMMAND_GRAPH | COMMAND_EVAL,
           NULL, "how to write the result"),
    OPTION('o', "output", "FORMAT[:FILE]", REPEAT, outputs, REPORTING, NULL,
           "write in that format, to that file; may be repeated"),
    OPTION(0, "sarif-for", "WHO", CHOICE, sarif_for, LINT, "github azdo",
           "who reads the SARIF: github (default) or azdo, Azure\nDevOps"),
    OPTION(0, "category", "NAME", TEXT, category, REPORTING, NULL,
           "in SARIF: tells this log from others of the same\ncommit"),
    OPTION(0, "fail-on", "LEVEL", CHOICE, fail_on, REPORTING, "note warning error never",
           "least level that makes the exit status 1: note,\nwarning (default), error or never"),
    OPTION(0, "rules", "LIST", LIST, rules, LINT | COMMAND_RULES, NULL,
           "only these rules: ids and patterns with '*',\nseparated by commas; may be repeated"),
    OPTION(0, "exclude", "LIST", LIST, exclude, LINT | COMMAND_RULES, NULL, "all rules but these"),
    OPTION(0, "profile", "LIST", LIST, profiles, LINT | COMMAND_RULES, NULL,
           "only the rules of these profiles: foundry,\nagent-service, openai, ai-best-practices,\n"
           "ai-workloads, security, default, all, or what a rule\nnames as its own; may be repeated"),
    OPTION(0, "coverage", NULL, FLAG, coverage, COMMAND_RULES, NULL,
           "list instead what Microsoft's guidance recommends,\nand the rules that look after it"),
    OPTION(0, "set", "RULE.OPTION=VALUE", REPEAT, settings, LINT, NULL,
           "an option of a rule, see 'armlint explain RULE'; may\nbe repeated"),
    OPTION(0, "rules-file", "FILE", REPEAT, rules_files, RULED, NULL,
           "also the rules of this JSON file; may be repeated"),
    OPTION(0, "module", "FILE", REPEAT, modules, RULED, NULL,
           "also the rules of this shared object, whose code is\nrun; may be repeated"),
    OPTION(0, "system-modules", NULL, FLAG, system_modules, RULED, NULL,
           "also the modules that are installed on this machine"),
    OPTION(0, "config", "FILE", TEXT, config, DEPLOYING | COMMAND_RULES, NULL,
           "take this configuration, in place of the\narmlint.json nearest above each input"),
    OPTION(0, "no-config", NULL, FLAG, no_config, DEPLOYING, NULL, "look for no configuration"),
    OPTION(0, "show-config", NULL, FLAG, show_config, LINT, NULL,
           "show instead what is configured for the paths, and\nwhere"),
    OPTION(0, "undetermined", NULL, FLAG, undetermined, LINT, NULL,
           "also list, as notes, what could not be decided"),
    OPTION('p', "parameters", "FILE", REPEAT, parameter_files, DEPLOYING, NULL,
           "parameter file; may be repeated, later ones win"),
    OPTION(0, "parameter", "NAME=VALUE", REPEAT, parameters, DEPLOYING, NULL,
           "a parameter's value, stronger than files: JSON, or\njust text; may be repeated"),
    OPTION(0, "no-sibling-parameters", NULL, FLAG, no_sibling_parameters, DEPLOYING, NULL,
           "do not look for parameter files beside a template"),
    OPTION(0, "subscription", "ID", TEXT, subscription, DEPLOYING, NULL, "deploy to this subscription"),
    OPTION(0, "resource-group", "NAME", TEXT, resource_group, DEPLOYING, NULL,
           "deploy to this resource group"),
    OPTION(0, "tenant", "ID", TEXT, tenant, DEPLOYING, NULL, "deploy to this tenant"),
    OPTION(0, "management-group", "ID", TEXT, management_group, DEPLOYING, NULL,
           "deploy to this management group"),
    OPTION(0, "location", "NAME", TEXT, location, DEPLOYING, NULL, "deploy to this location"),
    OPTION(0, "root", "DIR", TEXT, root, DEPLOYING, NULL,
           "read files that templates name only below DIR\n(default: the repository)"),
    OPTION(0, "module-path", "DIR", REPEAT, module_paths, DEPLOYING, NULL,
           "folder with modules of registries, looked at before\nBicep's cache; may be repeated"),
    OPTION(0, "limit", "LIMIT=VALUE", REPEAT, limits, DEPLOYING, NULL,
           "raise or lower a limit, as in loop=2000, memory=2G;\nmay be repeated; armlint(1) lists them"),
    OPTION(0, "compiled", NULL, FLAG, compiled, LINT, NULL,
           "in folders, also lint JSON that was compiled from\nthe Bicep file beside it"),
    OPTION(0, "merge", NULL, FLAG, merge, LINT, NULL,
           "take all files together as one environment: what one\nlacks another may have"),
    OPTION(0, "stdin-filename", "NAME", TEXT, stdin_filename, LINT, NULL,
           "what to call standard input, given as '-'"),
    OPTION(0, "files-from", "FILE", REPEAT, files_from, LINT, NULL,
           "also check the paths in this file, one a line;\n'-' is standard input; may be repeated"),
    OPTION(0, "report-only", "PATH", REPEAT, report_only, LINT, NULL,
           "read everything, but report only what is in this\nfile or folder; may be repeated"),
    OPTION(0, "report-only-from", "FILE", REPEAT, report_only_from, LINT, NULL,
           "the same for the paths in this file, one a line;\n'-' is standard input; may be repeated"),
    OPTION('0', "null", NULL, FLAG, null, LINT, NULL, "paths in lists end in a NUL, not with the line"),
    OPTION('j', "jobs", "N", TEXT, jobs, LINT, NULL,
           "lint with N threads (default: as many as there are\nprocessors)"),
    OPTION(0, "shard", "K/N", TEXT, shard, LINT, NULL,
           "lint the K-th of N shares of all that is named;\n'armlint merge' takes the logs of all together"),
    OPTION(0, "templates-only", NULL, FLAG, templates_only, LINT, NULL,
           "leave out named files that are no templates, as in\nfolders"),
    OPTION(0, "file", "TEMPLATE", TEXT, file, COMMAND_EVAL, NULL,
           "evaluate within this template: its parameters,\nvariables and functions"),
    OPTION(0, "outputs", NULL, FLAG, show_outputs, COMMAND_EVAL, NULL,
           "evaluate the outputs of the template instead"),
    OPTION(
        0, "explain-value", "PATH", TEXT, explain_value, COMMAND_EVAL, NULL,
        "say instead how a value of the template came about:\n'storage.sku.name', 'resources[0].sku.name',\n"
        "'parameters.size', 'variables.size', 'outputs.id'"),
    OPTION(0, "show-secrets", NULL, FLAG, show_secrets, COMMAND_GRAPH | COMMAND_EVAL, NULL,
           "show secrets, for which '[secure]' stands otherwise"),
    OPTION(0, "baseline", "FILE", TEXT, baseline, LINT, NULL,
           "findings in this file are known and do not count: a\nSARIF log, or what --write-baseline makes"),
    OPTION(0, "write-baseline", "FILE", TEXT, write_baseline, LINT, NULL,
           "write the findings to this file; then they do not\ncount"),
    OPTION(0, "baseline-strict", NULL, FLAG, baseline_strict, LINT, NULL,
           "what is known is new again when the text of its\nresource has changed"),
    OPTION(0, "show-unchanged", NULL, FLAG, show_unchanged, LINT, NULL,
           "in text, also show what the baseline has"),
    OPTION(0, "no-suppress", NULL, FLAG, no_suppress, LINT, NULL,
           "findings count whatever comments, metadata and\nconfiguration say"),
    OPTION(0, "honour", "LIST", LIST, honour, LINT, NULL,
           "heed what is written for other tools, too: checkov,\nkics, psrule, terrascan, trivy"),
    OPTION(0, "today", "DATE", TEXT, today, LINT, NULL,
           "suppressions until a day before this one have ended"),
    OPTION(0, "expire", NULL, FLAG, expire, LINT, NULL, "the same for the day it is"),
    OPTION(0, "color", "WHEN", CHOICE, colour, REPORTING, "auto always never",
           "auto (default: on a terminal, unless NO_COLOR is\nset), always or never"),
    OPTION(0, "excerpt", "WHEN", CHOICE, excerpt, LINT, "auto always never",
           "show the source line: auto (default: on a terminal),\nalways or never"),
    OPTION('q', "quiet", NULL, FLAG, quiet, REPORTING, NULL, "no summary"),
    OPTION(0, "stats", NULL, FLAG, stats, LINT, NULL, "say where time and memory went, on standard error"),
    OPTION(0, "stats-file", "FILE", TEXT, stats_file, LINT, NULL, "write the same to a file, as JSON"),
    OPTION('h', "help", NULL, FLAG, help, COMMAND_ALL, NULL, "show this help"),
    OPTION('V', "version", NULL, FLAG, version, COMMAND_ALL, NULL, "show the version"),
};
const size_t noptions = sizeof option_table / sizeof option_table[0];

static void put_option(const struct option *o, FILE *out)
{
    enum { COLUMN = 28 };
    char letter[5] = "    ";
    al_str line, rest = al_str_of(o->help);
    int n;

    if (o->letter)
        snprintf(letter, sizeof letter, "-%c, ", o->letter);
    n = fprintf(out, "  %s--%s%s%s", letter, o->name, o->argument ? " " : "", o->argument ? o->argument : "");
    if (n >= COLUMN - 1)
        n = fprintf(out, "\n") - 1;
    while (al_str_split_next(&line, &rest, '\n')) {
        fprintf(out, "%*s%.*s\n", COLUMN - n, "", AL_FMT(line));
        n = 0;
    }
}

static void put_overview(FILE *out)
{
    fputs("armlint " ARMLINT_VERSION ": an offline linter for Bicep and Azure Resource Manager templates\n\n",
          out);
    for (size_t i = 0; i < ncommands; i++)
        fprintf(out, "  armlint %-13s %-10s %s\n", command_table[i].name, command_table[i].operands,
                command_table[i].title);
    fputs("\nWithout a command it lints.\n\n", out);
}

static void put_formats(const char *const *formats, FILE *out)
{
    enum { WIDTH = 80 };
    int column;

    if (!formats[0])
        return;
    column = fprintf(out, "\nFormats: %s (default)", formats[0]) - 1;
    for (size_t i = 1; formats[i]; i++) {
        bool fits = column + (int)strlen(formats[i]) + 3 <= WIDTH;
        column = fprintf(out, fits ? ", %s" : ",\n%s", formats[i]) + (fits ? column : -2);
    }
    fputs(".\n", out);
}

void options_help(const struct command_info *command, FILE *out)
{
    bool overview = !command;

    if (overview) {
        put_overview(out);
        command = &command_table[0];
    } else {
        fprintf(out, "Usage: armlint %s [OPTION]... %s\n%s.\n\n", command->name, command->operands,
                command->title);
    }
    fprintf(out, overview ? "Options of 'armlint %s':\n" : "Options:\n", command->name);
    for (size_t i = 0; i < noptions; i++)
        if (option_table[i].commands & command->command)
            put_option(&option_table[i], out);
    put_formats(formats_of(command), out);
    if (command->command & REPORTING)
        fputs(
            "\nExit status: 0 nothing found, 1 findings, 2 wrong usage, 3 some input could\nnot be checked.\n",
            out);
}

/* From texts with a '=', which parsing has seen to. */
static const struct al_assignment *assignments(al_arena *arena, const text_list *texts)
{
    struct al_assignment *list = AL_NEW_N(arena, struct al_assignment, texts->n + 1);

    for (size_t i = 0; i < texts->n; i++) {
        const char *text = texts->v[i], *equals = strchr(text, '=');
        list[i].name = al_str_cstr(arena, (al_str){text, (size_t)(equals - text)});
        list[i].value = equals + 1;
    }
    return list;
}

/* Where Bicep keeps what it has fetched. Older versions of it let the environment say so. */
static const char *module_cache(al_arena *arena)
{
    const char *named = getenv("BICEP_CACHE_DIRECTORY"), *home = getenv("HOME");

    if (named && *named)
        return named;
    return home && *home ? al_printf(arena, "%s/.bicep", home).s : NULL;
}

/* What the environment says is for inputs whatever they are: it is weaker than the command line only. */
static const char *config_file(const struct options *o)
{
    const char *named = getenv("ARMLINT_CONFIG");

    if (o->config || o->no_config)
        return o->config;
    return named && *named ? named : NULL;
}

struct al_options library_options(const struct options *o)
{
    return (struct al_options){
        .rules = o->rules.n ? o->rules.v : NULL,
        .exclude = o->exclude.v,
        .profiles = o->profiles.n ? o->profiles.v : NULL,
        .settings = assignments(o->arena, &o->settings),
        .limits = assignments(o->arena, &o->limits),
        .parameter_files = o->parameter_files.v,
        .parameters = assignments(o->arena, &o->parameters),
        .no_sibling_parameters = o->no_sibling_parameters,
        .show_secrets = o->show_secrets,
        .undetermined = o->undetermined,
        .templates_only = o->templates_only,
        .root = o->root,
        .config = config_file(o),
        .no_config = o->no_config,
        .fail_on = o->fail_on < 0 ? AL_FAIL_ON_DEFAULT : (enum al_fail_on)(o->fail_on + AL_FAIL_ON_NOTE),
        .subscription_id = o->subscription,
        .resource_group = o->resource_group,
        .tenant_id = o->tenant,
        .management_group = o->management_group,
        .location = o->location,
        .module_paths = o->module_paths.v,
        .module_cache = module_cache(o->arena),
        .compiled = o->compiled,
        .merge = o->merge,
        .no_suppress = o->no_suppress,
        .honour = o->honour.n ? o->honour.v : NULL,
        .today = today(o),
        .baseline_strict = o->baseline_strict,
        .report_only = o->report_only.n || o->report_only_from.n ? o->report_only.v : NULL,
        .shard = shard(o).k,
        .shards = shard(o).n,
        .jobs = jobs(o),
        .progress = o->progress ? progress_tell : NULL,
        .progress_ptr = o->progress,
        .clock = o->stats || o->stats_file ? clock_now : NULL,
    };
}
