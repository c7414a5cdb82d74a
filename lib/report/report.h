/* SPDX-License-Identifier: MIT */
/* Reports: functions from findings, rules or a graph to bytes, one file per format. They look at a run only
 * through armlint.h, and write into a buffer whose arena also holds whatever they need on the way. */
#ifndef AL_REPORT_REPORT_H
#define AL_REPORT_REPORT_H

#include "armlint.h"
#include "base/buf.h"

struct al_config;
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
/* Appends the JSON schema of files of rules. */
void al_rules_schema_write(struct al_buf *out);
/* Appends what there is to know about a rule, for a terminal. `id` may also be a reserved "input-" or "bicep-" id,
 * or another tool's name for the check. */
bool al_explain_write(struct al_buf *out, al_run *run, const char *id);
/* Appends what the configuration of a file comes to, and where each value is said. */
void al_config_show(struct al_buf *out, al_run *run, const char *path, const struct al_config *config,
                    bool json);
/* Appends the JSON schema of armlint.json. */
void al_config_schema(struct al_buf *out, al_run *run);
/* Appends a graph as "json", "dot" or "mermaid". */
bool al_graph_write(struct al_buf *out, struct al_graph *graph, const char *format);

/* -- the formats, for the tables behind the above -- */
void al_report_text(struct al_buf *out, al_run *run, const struct al_report_options *options);
void al_report_json(struct al_buf *out, al_run *run, const struct al_report_options *options);
void al_report_sarif(struct al_buf *out, al_run *run, const struct al_report_options *options);
/* JUnit's XML: a suite for each file. */
void al_report_junit(struct al_buf *out, al_run *run, const struct al_report_options *options);
/* Workflow commands of GitHub Actions, which become annotations. */
void al_report_github(struct al_buf *out, al_run *run, const struct al_report_options *options);
/* GitLab's code quality report. */
void al_report_gitlab(struct al_buf *out, al_run *run, const struct al_report_options *options);
/* Checkstyle's XML. */
void al_report_checkstyle(struct al_buf *out, al_run *run, const struct al_report_options *options);
/* A summary for people, as GitHub and GitLab render it. */
void al_report_markdown(struct al_buf *out, al_run *run, const struct al_report_options *options);
/* What al_run_baseline() reads. */
void al_report_baseline(struct al_buf *out, al_run *run, const struct al_report_options *options);
/* A table for spreadsheets: RFC 4180. */
void al_report_csv(struct al_buf *out, al_run *run, const struct al_report_options *options);

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
/* Whether a finding is one that people are told of: not one that is suppressed, or known from the baseline. */
bool al_finding_counts(const struct al_finding *finding);
/* One file and its findings. */
struct al_file_findings {
    const char *name;
    const struct al_finding *findings;
    size_t n;
    size_t next_file, next_finding; /* of the run */
};
/* The next file that was checked or that has findings; false at the end. Start with zeros. */
bool al_file_findings_next(struct al_file_findings *file, al_run *run);

#endif
