/* SPDX-License-Identifier: MIT */
#include "report/report.h"

struct format {
    const char *name;
    void (*write)(struct al_buf *out, al_run *run, const struct al_report_options *options);
};
static const struct format formats[] = {
    {"text", al_report_text},
    {"json", al_report_json},
    {"sarif", al_report_sarif},
    {"junit", al_report_junit},
    {"github", al_report_github},
    {"gitlab", al_report_gitlab},
    {"checkstyle", al_report_checkstyle},
    {"markdown", al_report_markdown},
    {"csv", al_report_csv},
    {"baseline", al_report_baseline},
};

struct list_format {
    const char *name;
    void (*write)(struct al_buf *out, al_run *run);
};
static const struct list_format list_formats[] = {
    {"text", al_rule_list_text},
    {"json", al_rule_list_json},
    {"man", al_rule_list_man},
};

static const struct list_format coverage_formats[] = {
    {"text", al_coverage_text},
    {"json", al_coverage_json},
    {"man", al_coverage_man},
};

struct graph_format {
    const char *name;
    void (*write)(struct al_buf *out, struct al_graph *graph);
};
static const struct graph_format graph_formats[] = {
    {"json", al_graph_json},
    {"dot", al_graph_dot},
    {"mermaid", al_graph_mermaid},
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

const char *const *al_formats(void)
{
    static const char *const names[] = {"text",       "json",     "sarif", "junit",    "github", "gitlab",
                                        "checkstyle", "markdown", "csv",   "baseline", NULL};

    _Static_assert(COUNT(names) == COUNT(formats) + 1, "every format has its name here");
    return names;
}

bool al_report_write(struct al_buf *out, al_run *run, const char *format,
                     const struct al_report_options *options)
{
    static const struct al_report_options none;

    for (size_t i = 0; i < COUNT(formats); i++) {
        if (strcmp(formats[i].name, format) == 0) {
            formats[i].write(out, run, options ? options : &none);
            return true;
        }
    }
    return false;
}

static bool write_list(struct al_buf *out, al_run *run, const char *format, const struct list_format *known,
                       size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(known[i].name, format) == 0) {
            known[i].write(out, run);
            return true;
        }
    }
    return false;
}

bool al_rule_list_write(struct al_buf *out, al_run *run, const char *format)
{
    return write_list(out, run, format, list_formats, COUNT(list_formats));
}

bool al_coverage_write(struct al_buf *out, al_run *run, const char *format)
{
    return write_list(out, run, format, coverage_formats, COUNT(coverage_formats));
}

bool al_graph_write(struct al_buf *out, struct al_graph *graph, const char *format)
{
    for (size_t i = 0; i < COUNT(graph_formats); i++) {
        if (strcmp(graph_formats[i].name, format) == 0) {
            graph_formats[i].write(out, graph);
            return true;
        }
    }
    return false;
}

const char *al_level_name(enum al_level level)
{
    static const char *const names[] = {"note", "note", "warning", "error"};

    return names[level];
}
