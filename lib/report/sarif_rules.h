/* SPDX-License-Identifier: MIT */
/* The part of a SARIF log that describes armlint and its rules. */
#ifndef AL_REPORT_SARIF_RULES_H
#define AL_REPORT_SARIF_RULES_H

#include "armlint.h"
#include "report/tree.h"

/* Appends "tool": {...}, and a comma. Its rules are the selected ones, then the troubles that become results.
 */
void al_sarif_put_tool(struct al_buf *out, struct al_tree *tree, al_run *run);
/* Position among those rules; -1, which SARIF takes for "not there", for another id. */
int al_sarif_rule_index(al_run *run, const char *id);

/* Position among the tool's notifications: the troubles that keep an input from being checked. */
int al_sarif_notification_index(const char *id);

#endif
