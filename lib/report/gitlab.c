/* SPDX-License-Identifier: MIT */
/* GitLab's code quality report: the part of Code Climate's format that the merge request widget reads. A
 * report whose fingerprints are not unique, or whose paths are not relative to the repository, is shown in
 * part. */
#include "report/report.h"
#include "report/tree.h"
#include "report/uri.h"

static const char *severity_of(const struct al_finding *f)
{
    static const char *const severities[] = {"minor", "minor", "major", "critical"};

    if (f->fatal)
        return "blocker";
    return f->undetermined ? "info" : severities[f->level];
}

static void put_issue(struct al_buf *out, struct al_tree *tree, const struct al_finding *f, al_str file)
{
    cJSON *root = al_tree_start(tree), *location, *lines;
    uint32_t line = f->location.line ? f->location.line : 1;

    al_tree_text(tree, root, "type", "issue");
    al_tree_text(tree, root, "check_name", f->rule);
    al_tree_text(tree, root, "description", f->message);
    al_tree_text(tree, root, "severity", severity_of(f));
    al_tree_text(tree, root, "fingerprint", f->fingerprint);
    location = al_tree_object(tree, root, "location");
    al_tree_str(tree, location, "path", file);
    lines = al_tree_object(tree, location, "lines");
    al_tree_int(tree, lines, "begin", line);
    al_tree_int(tree, lines, "end", f->location.end_line > line ? f->location.end_line : line);
    al_tree_finish(tree, out);
}

void al_report_gitlab(struct al_buf *out, al_run *run, const struct al_report_options *options)
{
    struct al_namer namer = {.arena = out->arena, .base = options->base};
    struct al_tree *tree = al_tree_new(out->arena);
    const char *separator = "\n";
    size_t n;
    const struct al_finding *findings = al_run_findings(run, &n);

    al_buf_char(out, '[');
    for (size_t i = 0; i < n; i++) {
        if (!al_finding_counts(&findings[i]))
            continue;
        al_buf_put(out, al_str_of(separator));
        put_issue(out, tree, &findings[i], al_namer_name(&namer, findings[i].location.file));
        separator = ",\n";
        al_buf_pass(out);
    }
    al_buf_put(out, AL_STR("\n]\n"));
}
