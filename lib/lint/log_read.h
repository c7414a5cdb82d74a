/* SPDX-License-Identifier: MIT */
/* Reading logs: between log_read.c, log_result.c and log_member.c. */
#ifndef AL_LINT_LOG_READ_H
#define AL_LINT_LOG_READ_H

#include "base/diag.h"
#include "lint/logs.h"

struct al_log_reader {
    al_run *run;
    struct al_logs *logs;
    al_arena *arena; /* for what is kept */
    const char *wrong; /* what was told first */
};

void al_log_complain(struct al_log_reader *r, struct al_span place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* -- members; what is missing or of another kind is complained of, and an empty text or NULL -- */
const struct al_node *al_log_may(struct al_log_reader *r, const struct al_node *parent, const char *key,
                                 enum al_node_kind kind); /* NULL also when there is none */
const struct al_node *al_log_must(struct al_log_reader *r, const struct al_node *parent, const char *key,
                                  enum al_node_kind kind);
const char *al_log_may_text(struct al_log_reader *r, const struct al_node *parent, const char *key);
const char *al_log_must_text(struct al_log_reader *r, const struct al_node *parent, const char *key);
/* The one object in a list. */
const struct al_node *al_log_must_one(struct al_log_reader *r, const struct al_node *parent, const char *key);
/* The same text as a copy that is kept. */
const char *al_log_kept(struct al_log_reader *r, al_str text);
/* A place in a text, counted from one. */
uint32_t al_log_must_count(struct al_log_reader *r, const struct al_node *parent, const char *key);

/* Adds a result; adds a notification. */
void al_log_read_result(struct al_log_reader *r, const struct al_node *node);
void al_log_read_notification(struct al_log_reader *r, const struct al_node *node);

#endif
