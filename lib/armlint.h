/* SPDX-License-Identifier: MIT */
/* libarmlint for programs that embed it: lint files, look at findings, print reports.
 *
 *     al_run *run = al_run_new(NULL);
 *     al_run_path(run, "infra");
 *     al_run_finish(run);
 *     char *text = al_run_report(run, "sarif", NULL);
 *
 * A run keeps no state outside itself: use as many as you like, one thread each. (It may start threads: al_options.jobs.) */
#ifndef ARMLINT_H
#define ARMLINT_H

#include "armlint_rule.h"

#ifdef __cplusplus
extern "C" {
#endif

#define ARMLINT_VERSION "0.1.0"

/* How functions of this header fail; 0 is success. */
#define AL_EMEMORY (-1) /* out of memory */
#define AL_ELIMIT  (-2) /* a limit was exceeded */
#define AL_EIO     (-3) /* a file could not be read or written */
#define AL_ESYNTAX (-4) /* input is malformed; the findings say where */
#define AL_EUSAGE  (-5) /* asked for something impossible; see al_run_error() */

typedef struct al_run al_run;

struct al_assignment {
    const char *name, *value;
};

/* The least level of findings that count as a failure. */
enum al_fail_on {
    AL_FAIL_ON_DEFAULT, /* what the configuration says, else AL_FAIL_ON_WARNING */
    AL_FAIL_ON_NOTE,
    AL_FAIL_ON_WARNING,
    AL_FAIL_ON_ERROR,
    AL_FAIL_ON_NEVER,
};

/* What a run does. Zero means "not set" everywhere. Strings are borrowed until al_run_free(). */
struct al_options {
    const char *const *rules;   /* only these: rule ids or patterns with '*'; ends in NULL */
    const char *const *exclude; /* but not these; ends in NULL */
    const char *const *profiles; /* only the rules of these: a guidance document ("foundry", "agent-service", "openai",
                                  * "ai-best-practices", "ai-workloads"), "security", "all", "default", or what a rule
                                  * has as its own profile ("availability"); ends in NULL. NULL: "default" */
    const struct al_assignment *settings; /* options of rules: "loganalytics-retention.minimum-days"; value NULL ends */
    const char *const *parameter_files;      /* one deployment is evaluated with all of them; ends in NULL. NULL:
                                              * one with each parameter file that belongs to the template */
    const struct al_assignment *parameters;  /* --parameter name=value, stronger than files; value NULL ends */
    bool no_sibling_parameters; /* do not look for parameter files beside a template */
    bool show_secrets;          /* in graphs and values; findings never show them */
    bool undetermined;          /* also report what could not be decided, as notes */
    const char *root;           /* files named by templates are read only below it; NULL: the nearest folder
                                 * above the input that has a .git, else the input's own folder */
    /* The deployment's surroundings; each is unknown when NULL. */
    const char *subscription_id, *resource_group, *tenant_id, *management_group, *location;
    uint64_t max_file_size;     /* bytes of a file, text or log that is read; 0: 64 MiB. The limit "file" */
    uint64_t max_memory;        /* bytes per input; 0: 1 GiB. The limit "memory" */
    const struct al_assignment *limits; /* "loop" = "2000", "memory" = "2G", stronger than those two: see al_limits(); value
                                         * NULL ends */
    bool templates_only; /* files named explicitly that are no templates are left out silently too */
    const char *const *module_paths; /* folders with modules of registries: laid out like Bicep's cache, or
                                      * DIR/<path>/main.bicep; ends in NULL */
    const char *module_cache;        /* Bicep's own cache, which is "~/.bicep"; NULL: it is not looked at */
    bool merge;                      /* take all inputs together as one environment: see al_run_path() */
    bool compiled;                   /* in folders, also lint JSON that was compiled from the Bicep file beside it */
    bool no_suppress;                /* findings count whatever comments, metadata and configuration say of them */
    const char *const *honour;       /* other tools whose suppressions hold here, too: see al_honoured_tools(); ends in
                                      * NULL */
    const char *today;               /* "2026-11-22": suppressions that ended before that day hold no longer. NULL: no
                                      * day is known, and they hold */
    bool baseline_strict;            /* a known finding is new again when the text of its resource has changed */
    const char *config; /* configuration of all inputs, in place of the armlint.json that is nearest above each */
    bool no_config;     /* do not look for any */
    enum al_fail_on fail_on;
    const char *const *report_only; /* of all findings keep those in these files or below these folders, and those whose
                                     * value is given there; what could not be checked is always told. Ends in NULL,
                                     * also at once: then nothing is kept. NULL: all */
    unsigned shard, shards; /* of as many runs that share the work, this is the how-manieth: lint only its share of what is
                             * named. Not with `merge`. 0: there is but one */
    unsigned jobs; /* threads that lint files; what is found is the same for any number. 0: one */
    /* Called while al_run_paths() works, by its thread: of `total` files, which may turn out to be more or fewer, `done`
     * are done. Or NULL */
    void (*progress)(void *ptr, size_t done, size_t total);
    void *progress_ptr;
    uint64_t (*clock)(void *ptr); /* nanoseconds since any moment, for al_run_stats(); called by all threads.
                                   * NULL: nothing is measured */
    void *clock_ptr;
};

/* A limit: what exceeds it is reported as input-limit. Only options set them, never a configuration. */
struct al_limit_info {
    const char *name, *unit, *about; /* "loop", "turns", and what it bounds */
    uint64_t value, most;            /* the default, and the highest it can be set to; the lowest is 1 */
};
AL_API const struct al_limit_info *al_limits(size_t *n);
/* What the limit of that name is in a run, after its options; 0 when there is none. */
AL_API uint64_t al_run_limit(const al_run *run, const char *name);

/* A place in a file. Lines and columns are one-based; columns count UTF-16 code units; the end is exclusive. */
struct al_location {
    const char *file; /* as named on the command line, or below it */
    uint32_t line, column, end_line, end_column;
    uint32_t offset, length; /* in bytes of the text after its byte-order mark */
};

struct al_related {
    struct al_location location;
    const char *message;
    bool gives_value; /* the value that is wrong was written there */
};

/* A change that makes the finding go away. */
struct al_fix {
    struct al_location location; /* what is replaced; length 0 inserts */
    const char *text, *description;
};

/* What a finding is to the baseline. */
enum al_baseline {
    AL_BASELINE_NONE, /* there is no baseline */
    AL_BASELINE_NEW,
    AL_BASELINE_UNCHANGED, /* it is in the baseline, and does not count */
    AL_BASELINE_ABSENT,    /* only in al_run_absent(): it is in the baseline and no longer found */
};

struct al_finding {
    const char *rule; /* id; "input-..." when the input itself is at fault */
    const struct al_rule *about; /* NULL for "input-..." */
    enum al_level level;
    enum al_baseline baseline;
    const char *message;
    struct al_location location;
    const char *resource_type, *resource_name, *path; /* NULL for findings about no resource; path is the
                                                       * logical path: resources[0].properties.x */
    const char *property; /* path of the property below the resource; empty: the resource itself, or about none */
    const struct al_related *related;
    size_t nrelated;
    const struct al_fix *fix; /* or NULL */
    const char *justification; /* why it was suppressed, or NULL */
    const char *source_line;   /* text of the line it points at; may hold NULs; empty when very long */
    size_t source_line_length;
    const char *const *parameter_files; /* with which of the template's parameter files it holds, when it does not
                                         * hold with all of them */
    size_t nparameter_files;
    uint32_t input; /* of a shard: the how-manieth input, of all shards, it was found in first; 0 otherwise */
    char fingerprint[33];   /* hexadecimal; survives moved and reformatted lines */
    char resource_hash[17]; /* hexadecimal, of the resource's text without blanks; empty when nobody asked for it */
    bool undetermined; /* the rule could not be decided */
    bool fatal;        /* part of the input could not be checked */
    bool suppressed;
    bool external; /* suppressed by the configuration, rather than where it is */
    bool fails;    /* its level is at or above what `fail_on` and the configuration of its input say */
};

/* Findings are counted once: those that are suppressed or unchanged are no errors, warnings or notes. */
struct al_summary {
    size_t files, resources, errors, warnings, notes, undetermined, suppressed;
    bool unchecked; /* some input could not be checked */
    bool has_baseline;
    size_t unchanged, absent;
};

/* What a run does with its time. What is none of these is finding files and configuration. */
enum al_phase {
    AL_PHASE_NONE,
    AL_PHASE_READING, /* of templates and what they name */
    AL_PHASE_PARSING, /* of them, but for expressions in JSON: these when they are evaluated */
    AL_PHASE_GRAPH,   /* parameters, loops, nested deployments, ids */
    AL_PHASE_RULES,   /* with the evaluation of the properties that they ask for */
    AL_PHASE_EVALUATION, /* of the properties that no rule has asked for */
    AL_PHASE_REPORT,
    AL_PHASES,
};

struct al_rule_time {
    const struct al_rule *rule;
    uint64_t time; /* whoever asks for a value first pays for its evaluation */
};

/* Times are nanoseconds, of all threads together. */
struct al_stats {
    uint64_t time[AL_PHASES];
    uint64_t bytes; /* of the files that were read */
    const struct al_rule_time *rules; /* that have run, the slowest first; owned by the run */
    size_t nrules;
};

/* A new run, or NULL when out of memory. `options` is copied, what it points to is borrowed; NULL: all defaults. */
AL_API al_run *al_run_new(const struct al_options *options);
AL_API void al_run_free(al_run *run);

/* Rules are added before the first input. What cannot be taken is AL_EUSAGE, and al_run_error() says why.
 * Adds the rules of a module of the program itself; built-in ones are there from the start. */
AL_API int al_run_add_module(al_run *run, const struct al_module *module);
/* Adds the rules of a shared object, whose code then runs in this process: only for files that the user has named. It
 * needs this library's functions: link the program with -rdynamic, and the whole library into it. */
AL_API int al_run_load_module(al_run *run, const char *path);
/* The same for every "*.so" of a folder, in byte order of their names. */
AL_API int al_run_load_modules(al_run *run, const char *folder);
/* Adds the rules of a JSON file: see armlint-rules-file(5). It is data, and may come with the templates. */
AL_API int al_run_load_rules(al_run *run, const char *path);
/* Reads the files of rules that the configurations of these paths name, so that `rules`, `exclude` and `settings` may name
 * their rules, which still hold below those configurations only. */
AL_API int al_run_learn(al_run *run, const char *const *paths, size_t n);
/* The files of rules that the configuration of a path names, for al_run_load_rules() of another run. Owned by the run. NULL
 * for what al_run_rules() refuses. */
AL_API const char *const *al_run_rules_files(al_run *run, const char *path, size_t *n);
/* Every selected rule, in alphabetical order. Owned by the run. NULL when `rules` or `exclude` names a rule that
 * does not exist; al_run_error() says which. */
AL_API const struct al_rule *const *al_run_rules(al_run *run, size_t *n);
/* The rule of that id (former ids included), selected or not, or NULL. */
AL_API const struct al_rule *al_run_rule(al_run *run, const char *id);

/* A document of Microsoft's guidance for AI workloads. Its profile selects the rules that its recommendations name. */
struct al_document {
    const char *profile, *title, *url;
};
/* What a document recommends, in our words, and how much of it a template shows. */
struct al_recommendation {
    const char *profile; /* of the document */
    const char *section, *text;
    const char *rules;  /* ids of those that look after it, separated by blanks; "" when no template shows it */
    const char *reason; /* what no template shows, and why; "" when there is nothing left */
};
/* All of them, in the order of the documents. */
AL_API const struct al_document *al_documents(size_t *n);
AL_API const struct al_recommendation *al_recommendations(size_t *n);

/* With `merge` the rules run only in al_run_finish(), over one graph of everything that was named: what is missing in one
 * file may be in another. Each input is deployed to a resource group of its own.
 * Lints a file or a folder (walked in byte order of names, hidden folders left out). Files found in a folder that are
 * no templates are left out silently, and so are those that another one uses as modules: they are linted as it
 * deploys them. A file named explicitly is always linted, and reported when it is no template. What is wrong with the input becomes a
 * finding; the return value is only for what stops the run: AL_EMEMORY, or AL_EUSAGE for a selection of rules that
 * al_run_rules() refuses. */
AL_API int al_run_path(al_run *run, const char *path);
/* The same for several, as if one after the other, but with all threads that the options allow. What one call meets more than
 * once, in several of the folders or under several names, is linted once, under the first. */
AL_API int al_run_paths(al_run *run, const char *const *paths, size_t n);
/* Takes the findings of an earlier run as known: `path` is a SARIF log of armlint's, or what al_run_report() makes as
 * "baseline". Before al_run_finish(). AL_EUSAGE when it cannot be read or is malformed; al_run_error() says where. */
AL_API int al_run_baseline(al_run *run, const char *path);
/* Takes together what earlier runs have found, as if one run had: `paths` are SARIF logs of this version of armlint, which
 * have one run each. In place of linting anything and of al_run_finish(). Reports can then be made of it;
 * files and resources are not counted, and of the options only `fail_on` says which findings fail. AL_EUSAGE when one
 * cannot be read, or is not as armlint writes it; al_run_error() says where. */
AL_API int al_run_merge(al_run *run, const char *const *paths, size_t n);
/* Lints text that is not (yet) in a file; `name` stands for it. The text is copied. The limit "file" holds for it, too. */
AL_API int al_run_text(al_run *run, const char *text, size_t length, const char *name);
/* Sorts the findings. Call it once, after the last input. */
AL_API int al_run_finish(al_run *run);

/* All findings, sorted by file, position and rule. Owned by the run. */
AL_API const struct al_finding *al_run_findings(const al_run *run, size_t *n);
AL_API struct al_summary al_run_summary(const al_run *run);
/* What the run has measured so far; nothing without a `clock`. */
AL_API struct al_stats al_run_stats(al_run *run);
/* What the baseline has and this run, which looked for it, has not found: rule, fingerprint, location.file (relative to
 * the root), and what is known of resource_type, resource_name and path. Everything else is not set. Owned by the run. */
AL_API const struct al_finding *al_run_absent(const al_run *run, size_t *n);
/* The same of what this run has not looked for: in other files, by other rules. */
AL_API const struct al_finding *al_run_unasked(const al_run *run, size_t *n);
/* Names of the tools that `honour` may have: "checkov", "kics", "psrule", "terrascan", "trivy"; ends in NULL. */
AL_API const char *const *al_honoured_tools(void);
/* Whether a text is a date as suppressions have it, "2026-11-22". */
AL_API bool al_is_date(const char *text);
/* The files that were checked, or could not be, in byte order: those that were named or found, and the modules of the
 * repository that they use. Owned by the run. */
AL_API const char *const *al_run_files(const al_run *run, size_t *n);
/* What the last AL_EUSAGE was about, for people. Names of files and words of configurations are in it as they are, whatever
 * bytes they have: like the texts of findings, it is not to be sent to a terminal as it is. al_run_report() spells out
 * what does harm there. */
AL_API const char *al_run_error(const al_run *run);

/* Names of the report formats: "text", "json", "sarif", "junit", "github", "gitlab", "checkstyle", "markdown", "csv";
 * ends in NULL. */
AL_API const char *const *al_formats(void);

/* Who reads a SARIF log. */
enum al_sarif_for {
    AL_SARIF_GITHUB, /* code scanning, and everybody else */
    AL_SARIF_AZDO,   /* Azure DevOps: URIs begin with '/', which stands for the repository's root */
};

struct al_report_options {
    bool colour;
    bool excerpt; /* text: show the source line with a caret */
    const char *base; /* folder that names of files are relative to, but for text and json; NULL: the current one */
    enum al_sarif_for sarif_for;
    const char *category; /* sarif: tells apart the logs of one commit ("production"); NULL: none */
    size_t sarif_most;    /* sarif for GitHub: how many results at most; 0: the 25,000 that it takes */
    bool show_unchanged;       /* text: also what the baseline has */
    const char *baseline_head; /* baseline: lines of comments to begin with, as they are; NULL: a few words */
};
/* The findings as text in that format, or NULL (unknown format, out of memory). free() it. */
AL_API char *al_run_report(al_run *run, const char *format, const struct al_report_options *options);

/* The same piece by piece, none of which is held any longer: take(ptr, text, n) gets each, in order, in this thread, and may
 * not call anything for the run. What is not 0 ends it, and is returned then; else AL_EMEMORY, or AL_EUSAGE for an unknown
 * format. Only 0 says that it is whole. */
AL_API int al_run_report_to(al_run *run, const char *format, const struct al_report_options *options,
                            int (*take)(void *ptr, const char *text, size_t n), void *ptr);

/* How many results a SARIF log leaves out because there are more than it may have; the log says so, too. */
AL_API size_t al_run_sarif_left_out(al_run *run, const struct al_report_options *options);

/* The rules as a list: "text", "json" or "man"; free() it. */
AL_API char *al_run_rule_list(al_run *run, const char *format);
/* The JSON schema of files of rules, see al_run_load_rules(); free() it. */
AL_API char *al_rules_schema(void);
/* The recommendations of the guidance, with the rules that look after each: "text", "json" or "man"; free() it. */
AL_API char *al_run_coverage(al_run *run, const char *format);
/* One rule in full for a terminal; free() it. NULL when there is no such rule, as al_run_error() then says, or when
 * out of memory. */
AL_API char *al_run_explain(al_run *run, const char *id);

/* Reads the configuration that the options name, if they do. AL_EUSAGE when it cannot be used: al_run_error() then has all
 * that is wrong, a line each, "FILE:LINE:COLUMN: what". Other functions read it by themselves, and fail with the first. */
AL_API int al_run_check_config(al_run *run);
/* What is configured for a file or folder, each value with its origin, as "text" (NULL) or "json"; free() it. NULL after
 * AL_E...: *status says which. */
AL_API char *al_run_show_config(al_run *run, const char *path, const char *format, int *status);
/* The JSON schema of armlint.json, with the rules of the run; free() it. */
AL_API char *al_run_config_schema(al_run *run);
/* An armlint.json to begin with, full of comments; free() it. NULL when out of memory. */
AL_API char *al_config_sample(void);

/* The resource graph of a file as "json", "dot" or "mermaid"; free() it. NULL after AL_E...: *status says which, and
 * the findings say what was wrong. */
AL_API char *al_run_graph(al_run *run, const char *path, const char *format, int *status);
/* Evaluates an expression "[...]", in the context of a template when `path` is not NULL. JSON text; free() it. A value
 * that is not known is its canonical expression as a string. */
AL_API char *al_run_eval(al_run *run, const char *expression, const char *path, int *status);
/* How a value of a template came about, as text: a line for each step, "FILE:LINE:COLUMN: what = value". `what` is
 * what findings have as path ("resources[0].properties.x"), or begins with a symbolic name, "parameters.", "variables." or
 * "outputs."; AL_EUSAGE when the template has no such thing. free() it. */
AL_API char *al_run_explain_value(al_run *run, const char *path, const char *what, int *status);
/* The outputs of a template's deployment as JSON: {"outputs":{name: value}}; free() it. */
AL_API char *al_run_outputs(al_run *run, const char *path, int *status);

#ifdef __cplusplus
}
#endif
#endif
