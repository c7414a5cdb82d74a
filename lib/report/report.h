/* SPDX-License-Identifier: MIT */
/* Reports: functions from findings, rules or a graph to bytes, one file per format. They look at a run only
 * through armlint.h, and write into a buffer whose arena also holds whatever they need on the way. */
#ifndef AL_REPORT_REPORT_H
#define AL_REPORT_REPORT_H

#include "armlint.h"
#include "base/buf.h"

struct al_graph;

/* Where the project is at home: SARIF and the manual point there. */
#define ARMLINT_HOME "https://armlint.example"

/* Appends the findings of a finished run in a format of al_formats(). False, and nothing written, when there
 * is no such format. `options` may be NULL. */
bool al_report_write(struct al_buf *out, al_run *run, const char *format,
                     const struct al_report_options *options);
/* Appends the selected rules as "text", "json" or "man". */
bool al_rule_list_write(struct al_buf *out, al_run *run, const char *format);
/* Appends the recommendations of the guidance and their rules in the same formats. */
bool al_coverage_write(struct al_buf *out, al_run *run, const char *format);
/* Appends what there is to know about a rule, for a terminal. `id` may also be a reserved "input-" or "bicep-" id,
 * or another tool's name for the check. */
bool al_explain_write(struct al_buf *out, al_run *run, const char *id);
/* Appends a graph as "json", "dot" or "mermaid". */
bool al_graph_write(struct al_buf *out, struct al_graph *graph, const char *format);

/* -- the formats, for the tables behind the above -- */
void al_report_text(struct al_buf *out, al_run *run, const struct al_report_options *options);
void al_report_json(struct al_buf *out, al_run *run, const struct al_report_options *options);
void al_report_sarif(struct al_buf *out, al_run *run, const struct al_report_options *options);

void al_rule_list_text(struct al_buf *out, al_run *run);
void al_rule_list_json(struct al_buf *out, al_run *run);
void al_rule_list_man(struct al_buf *out, al_run *run);
void al_coverage_text(struct al_buf *out, al_run *run);
void al_coverage_json(struct al_buf *out, al_run *run);
/* As a section of a manual page. */
void al_coverage_man(struct al_buf *out, al_run *run);

void al_graph_json(struct al_buf *out, struct al_graph *graph);
void al_graph_dot(struct al_buf *out, struct al_graph *graph);
void al_graph_mermaid(struct al_buf *out, struct al_graph *graph);

/* -- shared by formats -- */
/* "error", "warning", "note". */
const char *al_level_name(enum al_level level);
/* The next item of a list as rules have them ("a b c", "a; b; c"), without blanks around it; false at the
 * end. Start with *rest = al_str_of(list); a NULL list is empty. */
bool al_list_next(al_str *item, al_str *rest, char separator);

#endif
