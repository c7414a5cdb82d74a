/* SPDX-License-Identifier: MIT */
/* One input being linted, and a rule at work on it. */
#ifndef AL_LINT_INPUT_H
#define AL_LINT_INPUT_H

#include "base/masks.h"
#include "lint/condition.h"
#include "lint/run.h"

struct al_givers;
struct al_having;
struct al_suppressing;
struct al_psrule;
struct al_repeats;
struct al_verdict;

/* Everything here lives in the input's arena, findings in the run's. */
struct al_input {
    al_run *run;
    al_arena *arena;
    struct al_diags *diags;
    const struct al_config *config;
    const struct al_rule_set *rules; /* that run over it: of its configuration */
    size_t nfindings; /* so far, with those that others have, too */
    bool full;        /* there were too many */
    bool excluded; /* by its configuration, but linted all the same */
    struct al_graph *graph; /* NULL when the input is no template */
    struct al_load load;
    struct al_masks masks; /* secrets: see hide.h */
    AL_VEC(const struct al_verdict *) held; /* of rules that point at them, which run first */
    struct al_repeats *repeats; /* what was found before; see repeats.c */
    /* what is worked out at the first question, each by the address of what it is about */
    struct al_suppressing *suppressing; /* see suppress.h */
    struct al_psrule *psrule;           /* see suppress_psrule.c */
    struct al_map names;        /* of a source below the root */
    struct al_map roots;        /* of the templates; their nodes */
    struct al_map usages;       /* what a template refers to */
    struct al_map literals;     /* the texts of a template */
    struct al_map declarations; /* its parameters, variables and outputs */
    struct al_givers *givers;   /* declarations that give values */
    AL_VEC(struct al_having *) having; /* see traits.c */
    struct al_map attached;     /* type of extensions -> struct al_attached */
};

struct al_check {
    struct al_input *input;
    const struct al_rule *rule;
    /* the template being checked and who deploys it; NULL for rules about resources */
    const struct al_template *tmpl;
    struct al_deployment *deployment;
    bool hiding; /* what is found is hidden; it is reported later */
};

/* Calls work(input, ptr) with a new input in a new arena, which is freed afterwards. Files that templates
 * name are read below `root`. When the input needs more memory than it may have, that becomes a finding about
 * `name`; what comes back is AL_EMEMORY or what `work` gives. */
int al_input_with(al_run *run, const char *name, const char *root,
                  int (*work)(struct al_input *input, void *ptr), void *ptr);
/* The same for whoever needs memory only: calls work(arena, ptr). AL_OK, AL_EMEMORY, or AL_ELIMIT when it is not enough. */
int al_input_arena_with(al_run *run, int (*work)(al_arena *arena, void *ptr), void *ptr);
/* The text of a file, or NULL after reporting. */
const struct al_source *al_input_read(struct al_input *input, const char *path);
/* The same of text that is not in a file, which is copied. */
const struct al_source *al_input_take(struct al_input *input, const char *name, al_str text);
/* Makes the input's graph, if it is a template. `named`: by the user, rather than found in a folder. */
int al_input_build(struct al_input *input, const struct al_source *source, bool named);

/* Adds a template to the input's graph, which al_graph_finish() completes; false when it is none. */
bool al_input_add(struct al_input *input, const struct al_source *source,
                  const struct al_source *parameter_set, bool named);

/* al_option() for conditions: `ptr` is a const struct al_check. */
const char *al_option_of(void *ptr, const char *name);

/* Runs the selected rules over the graph. */
void al_lint(struct al_input *input);
/* Runs the rules that point at secrets, selected or not, to hide what they find. What is reported of that waits. */
void al_find_secrets(struct al_input *input);
/* Evaluates everything, for what it may say about the input. */
void al_evaluate_all(struct al_graph *graph);
/* Turns the troubles so far into findings. */
void al_report_troubles(struct al_input *input);
/* Makes a finding of a folder that cannot be read, or not to its end. */
int al_report_folder(al_run *run, const char *path, const char *root, const char *why);

/* The slot for the thing at an address, made (as NULL) when it is missing. Valid until the next insertion. */
void **al_input_slot(struct al_input *input, struct al_map *map, const void *address);

/* The name of a resource for people: text, or the expression it comes from. It may be in the graph's scratch arena. */
al_str al_resource_name(struct al_graph *graph, const al_resource *resource);

#endif
