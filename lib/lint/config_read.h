/* SPDX-License-Identifier: MIT */
/* Reading what a configuration says. Its keys are tables: reading, complaints and the JSON schema are made from them. */
#ifndef AL_LINT_CONFIG_READ_H
#define AL_LINT_CONFIG_READ_H

#include "lint/config.h"
#include "lint/run.h"

struct al_config_reader {
    al_run *run;
    struct al_config_layer *layer;
    void *into; /* what the keys of an inner object fill in */
};

struct al_config_key {
    const char *name, *help;
    const char *schema; /* of its value, in JSON without the description; NULL: made from the rules */
    void (*read)(struct al_config_reader *r, const struct al_property *property);
};

/* Tables; each ends with one without a name. */
extern const struct al_config_key al_config_keys[];             /* of a configuration */
extern const struct al_config_key al_config_rule_keys[];        /* of what it says about a rule */
extern const struct al_config_key al_config_suppression_keys[]; /* of a suppression */
/* What `failOn` may be, in the order of enum al_fail_on, and a level; each ends in NULL. */
extern const char *const al_config_fail_on[], *const al_config_levels[];

/* Reads each property of an object by a table; `what` says in complaints whose keys these are ("a suppression"). */
void al_config_read_keys(struct al_config_reader *r, const struct al_node *object, const struct al_config_key *keys,
                         const char *what);
/* Complains. */
void al_config_wrong(struct al_config_reader *r, struct al_span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* The text of a value, NUL-terminated, or NULL after complaining that it is none or empty. */
const char *al_config_text(struct al_config_reader *r, const struct al_node *value);
/* Calls each(r, item) for the items of an array, or for the value itself when it is none. */
void al_config_each(struct al_config_reader *r, const struct al_node *value,
                    void (*each)(struct al_config_reader *r, const struct al_node *item));
/* Which of the words a text is, or -1 after complaining, with the nearest one. */
int al_config_word(struct al_config_reader *r, const struct al_node *value, const char *const *words);
/* A text as a path or pattern below the layer's folder; empty after complaining. */
al_str al_config_path(struct al_config_reader *r, const struct al_node *value);
/* The path of a file that a text names, or NULL after complaining. Out of the repository only those that users have named
 * themselves may point; of other files it is not even told whether they are there. */
const char *al_config_file(struct al_config_reader *r, const struct al_node *item);
bool al_config_has_file(al_run *run, const struct al_config_layer *layer, const char *path);
/* Whether a text is an id or a pattern that means some rule or trouble; complains when it is not. */
bool al_config_means_any(struct al_config_reader *r, const char *name, struct al_span span);

/* Readers of other files. */
void al_config_read_rules_files(struct al_config_reader *r); /* before everything else: it names their rules */
void al_config_read_rules(struct al_config_reader *r, const struct al_property *property);
void al_config_read_suppressions(struct al_config_reader *r, const struct al_property *property);
void al_config_read_parameters(struct al_config_reader *r, const struct al_property *property);

#endif
