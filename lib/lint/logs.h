/* SPDX-License-Identifier: MIT */
/* SARIF logs of earlier runs, taken together as if one run had found it all: what al_run_merge() makes. */
#ifndef AL_LINT_LOGS_H
#define AL_LINT_LOGS_H

#include "lint/run.h"
#include "syntax/node.h"

/* What a shard says of a result or notification among its properties: al_finding.input. */
#define AL_INPUT_NAME "armlint/input"

/* A result, or a notification that some input could not be checked. */
struct al_log_result {
    struct al_finding finding; /* as far as a log tells */
    struct al_span text;       /* as the log has it: see al_log_node() */
    uint32_t log;              /* which of the logs */
    uint32_t number;           /* among the results of its log, and later among those of its kind in it */
};

struct al_log_rule {
    const char *id;
    const struct al_node *node;
};

/* Of the rules, those that are no troubles: these are the same in every log. */
struct al_logs {
    al_arena *arena;   /* of everything in here */
    al_arena *passing; /* inside it: for what a log is made of while it is read */
    al_arena *list_in; /* inside it: the list of results grows there, and leaves nothing behind */
    struct al_texts texts;
    uint32_t n;
    AL_VEC(struct al_log_rule) rules; /* sorted by id */
    struct al_map rules_by_id;        /* -> the node */
    AL_VEC(struct al_log_result) results; /* one for each of the run's findings, in their order */
    AL_VEC(struct al_log_result) absent;  /* from the baseline */
    const char *category; /* with its slash; NULL: none, or not the same in all of them */
    bool unchecked;       /* one of them says so */
};

/* The logs of a run that has merged some, else NULL. */
const struct al_logs *al_run_logs(const al_run *run);

/* What was read once, read again: there is no room for all nodes of all logs. */
const struct al_node *al_log_node(al_arena *arena, struct al_span text);
/* Adds what is in a log. NULL, or what is wrong with it, in the logs' arena. */
const char *al_log_read(al_run *run, struct al_logs *logs, const struct al_source *source);
/* Makes the results those that one run would have. */
void al_logs_unite(struct al_logs *logs);

#endif
