/* SPDX-License-Identifier: MIT */
/* Configurations: what armlint.json says, in a file and in those that it extends.
 *
 * Each file is read once in a run and becomes a layer. A configuration is a list of layers, in which later ones are
 * stronger, and the set of rules that comes of them; inputs have the nearest one above them. Everything lives in the
 * run's arena. What is wrong with a layer becomes findings about its file. */
#ifndef AL_LINT_CONFIG_H
#define AL_LINT_CONFIG_H

#include "base/diag.h"
#include "lint/rule_set.h"
#include "syntax/node.h"

struct al_config_layer;
struct al_input;
struct al_verdict;

#define AL_CONFIG_NAME "armlint.json"

/* What a layer says about a rule, a trouble, or what a pattern means. */
struct al_config_rule {
    const char *name; /* id or pattern */
    bool off, has_level;
    enum al_level level; /* AL_NONE: its own */
    const struct al_node *said; /* the level, or the object with it */
    AL_VEC(struct al_setting) options;
};

/* Findings that a layer suppresses. Texts are empty when they are not said. */
struct al_config_suppression {
    const struct al_config_layer *layer;
    const struct al_node *node;
    AL_VEC(const char *) rules; /* ids and patterns */
    al_str path, type, name, reason, until;
    bool expired, used, refused; /* refused: it is about a locked rule */
};

/* The parameter files of one template. */
struct al_config_parameters {
    const struct al_property *entry;
    al_str template; /* as written */
    const char *const *paths; /* to be read */
    size_t npaths;
};

struct al_config_layer {
    const char *name; /* the file, for people */
    const char *root; /* folder below which it may name files; of a named one: its own */
    al_str folder;    /* it lies in, without symbolic links: where its paths begin */
    bool named;       /* on the command line, or extended by one that is */
    bool open;        /* what it extends is being read */
    bool told;        /* what is wrong with it */
    const struct al_source *source;
    const struct al_node *top;     /* an object, or NULL when it could not be read */
    const struct al_node *extends; /* or NULL */
    struct al_diags diags;

    AL_VEC(const struct al_module *) modules; /* from files of rules */
    AL_VEC(struct al_config_rule) rules;
    AL_VEC(const char *) profiles; /* ends in NULL, which is not counted; none: not said */
    AL_VEC(const char *) locked;   /* ids and patterns */
    AL_VEC(al_str) exclude;
    AL_VEC(struct al_config_parameters) parameters;
    AL_VEC(struct al_config_suppression) suppressions;
    enum al_fail_on fail_on;     /* AL_FAIL_ON_DEFAULT: not said */
    const bool *requires_reasons; /* NULL: not said */
    bool takes_repository;       /* the nearest configuration is laid over this one, which was named */
};

struct al_config {
    AL_VEC(struct al_config_layer *) layers; /* weakest first */
    struct al_rule_set rules;
    enum al_fail_on fail_on, fail_on_locked; /* AL_FAIL_ON_DEFAULT: not said */
    bool requires_reasons, has_locked;
    bool has_exclude, has_parameters, has_suppressions; /* in some layer */
    size_t nopen; /* layers that are being read */
    struct al_config *only_locked; /* the same with no other rules; made when it is wanted */
};

/* A folder of inputs. */
struct al_config_place {
    al_str folder; /* as inputs name it */
    al_str real;
    struct al_config *config; /* NULL: nobody has asked for it */
};

/* What lies below one root. */
struct al_config_root {
    const char *root;
    struct al_map places; /* folder as inputs name it -> struct al_config_place */
    struct al_config_place *last; /* that was asked for: mostly the next file is in it, too */
    struct al_map found;  /* folder without symbolic links -> struct al_config */
    struct al_map layers; /* file -> struct al_config_layer */
};

/* Of a run. */
struct al_configs {
    struct al_config *plain; /* of inputs without a file: the command line, and the one that it names */
    AL_VEC(struct al_config_root *) roots;
    AL_VEC(struct al_config *) all; /* in order of their making */
    AL_VEC(struct al_config_layer *) all_layers;
    struct al_rule_list rules; /* that any of them has, sorted by id */
    AL_VEC(al_str) folders; /* linted as a whole, without symbolic links */
    bool learning; /* only the rules that they bring along are wanted: nothing is told */
};

/* -- finding -- */
/* Makes al_configs.plain. AL_EUSAGE, with what is wrong as the run's error, when the configuration that was named on the
 * command line is not fine, or the command line itself. */
int al_config_begin(al_run *run);
/* What is wrong with the one that is named on the command line. */
int al_config_check(al_run *run);
/* The configuration of an input, by its name and the folder below which it may name files. What is wrong with a file
 * that is read for it becomes findings. Not while an input is being looked at. */
struct al_config *al_config_find(al_run *run, const char *path, const char *root);
/* The folder of a file; its configuration is NULL when nobody has asked for it before. */
struct al_config_place *al_config_place(al_run *run, al_str path, const char *root);
/* Adds a configuration to those of the run. */
void al_config_add(al_run *run, struct al_config *config);
/* Makes an input that of a configuration. */
void al_config_use(struct al_input *input, struct al_config *config);

/* -- asking -- */
/* Whether a file is not to be linted on its own, at least not with rules that are not locked. */
bool al_config_excludes(al_run *run, const struct al_config *config, al_str path, const char *root);
/* The configuration for linting a file on its own; NULL when it is not to be. */
struct al_config *al_config_for(al_run *run, const char *path, const char *root);
/* The same for a source within an input. */
bool al_config_excludes_source(const struct al_input *input, const struct al_source *source);
/* The parameter files of a template, as paths to read; NULL when no layer says which. Each exists and may be read. */
const char *const *al_config_parameters(al_run *run, const char *path, const char *root, size_t *n);
/* Whether the configuration suppresses a finding; *reason then says why. The entry counts as used. */
bool al_config_suppresses(struct al_input *input, const struct al_finding *finding, const struct al_source *source,
                          const struct al_verdict *verdict, al_str *reason);
/* Notes that a rule could not be decided: what would suppress its finding counts as used. */
void al_config_note_undecided(struct al_input *input, const struct al_verdict *verdict);
/* Whether nothing that comes with the input may suppress findings of that id. */
bool al_config_locks(const struct al_input *input, const char *id);
/* Whether what stands in the input may suppress a finding of that rule: the rule is not locked, and where a reason is
 * required there is one. */
bool al_config_allows(const struct al_input *input, const char *id, al_str reason);
/* Whether a finding makes the exit status 1, were it not suppressed. */
bool al_config_fails(const struct al_input *input, const struct al_finding *finding);

/* -- in the end -- */
/* Notes that a folder is linted as a whole. */
void al_config_note_folder(al_run *run, const char *path);
/* Adds findings about suppressions that suppressed nothing. */
int al_config_finish(al_run *run);

/* -- inside -- */
/* What a layer says is read into it; `layer->top` is there. */
void al_config_read(al_run *run, struct al_config_layer *layer);
/* Makes what the layers of a configuration come to; `only_locked`: of the locked rules alone. */
void al_config_resolve(al_run *run, struct al_config *config, bool only_locked);
/* Makes findings of what is wrong with the layers of a configuration, once. */
void al_config_tell(al_run *run, struct al_config *config);
/* The real path of a file, also when there is none of that name in its folder. */
al_str al_config_real_path(al_run *run, al_str path, const char *root);
/* A file's path from the folder that a layer is about, or an empty text when it is not in there. */
al_str al_config_relative(const struct al_config_layer *layer, const char *root, al_str real);

#endif
