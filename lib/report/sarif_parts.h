/* SPDX-License-Identifier: MIT */
/* What logs of a run and merged logs have in common: they are to be the same, byte for byte. */
#ifndef AL_REPORT_SARIF_PARTS_H
#define AL_REPORT_SARIF_PARTS_H

#include "report/report.h"
#include "report/tree.h"

/* How a log begins, up to its tool. */
#define AL_SARIF_HEAD                                                                          \
    "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\"," \
    "\"runs\":[{\n"
/* What follows its results. */
#define AL_SARIF_TAIL "}]}\n"

/* Appends what stands between tool and invocations. `id` is the category with a slash; NULL: there is none. */
void al_sarif_put_run(struct al_buf *out, struct al_tree *tree, const char *id);
/* Adds that a rule, which is off unless somebody asks for it, was asked for: an item of *list, which is made below
 * `invocation` when it is NULL. */
void al_sarif_add_override(struct al_tree *tree, cJSON *invocation, cJSON **list, const char *rule, size_t index);
/* Appends the log of a run that has merged some: see al_run_merge(). */
void al_sarif_put_merged(struct al_buf *out, al_run *run, const struct al_report_options *options);

#endif
