/* SPDX-License-Identifier: MIT */
/* The part of a SARIF log that describes armlint and its rules. */
#ifndef AL_REPORT_SARIF_RULES_H
#define AL_REPORT_SARIF_RULES_H

#include "armlint.h"
#include "report/tree.h"

/* Appends "tool": {...}, and a comma. Its rules are the selected ones, then the troubles that become results.
 */
void al_sarif_put_tool(struct al_buf *out, struct al_tree *tree, al_run *run);
/* The same in two parts, between which the rules come, separated by commas. */
void al_sarif_begin_tool(struct al_buf *out);
void al_sarif_end_tool(struct al_buf *out, struct al_tree *tree, bool any_rule);

/* Position among those rules; -1, which SARIF takes for "not there", for another id. */
int al_sarif_rule_index(al_run *run, const char *id);
/* Position among the troubles that are `fatal`, the tool's notifications, or among those that are not; -1. */
int al_sarif_trouble_index(const char *id, bool fatal);

#endif
