/* SPDX-License-Identifier: MIT */
/* The stable JSON format, described in armlint(1). One finding a line, made and freed one at a time. */
#include "base/diag.h"
#include "report/report.h"
#include "report/tree.h"

static void add_span(struct al_tree *tree, cJSON *parent, const struct al_location *at)
{
    al_tree_int(tree, parent, "line", at->line);
    al_tree_int(tree, parent, "column", at->column);
    al_tree_int(tree, parent, "endLine", at->end_line);
    al_tree_int(tree, parent, "endColumn", at->end_column);
}

static void add_resource(struct al_tree *tree, cJSON *parent, const struct al_finding *f)
{
    cJSON *resource;

    if (!f->resource_type && !f->path) {
        al_tree_text(tree, parent, "resource", NULL);
        return;
    }
    resource = al_tree_object(tree, parent, "resource");
    al_tree_text(tree, resource, "type", f->resource_type);
    al_tree_text(tree, resource, "name", f->resource_name);
    al_tree_text(tree, resource, "path", f->path);
}

static void add_equivalents(struct al_tree *tree, cJSON *parent, const struct al_finding *f)
{
    const struct al_trouble_info *info = f->about ? NULL : al_trouble_find(f->rule);
    const char *equivalents = f->about ? f->about->equivalents : info ? info->equivalents : NULL;
    cJSON *list = al_tree_array(tree, parent, "equivalents");
    al_str item, rest = al_str_of(equivalents);

    while (al_list_next(&item, &rest, ' '))
        al_tree_str(tree, list, NULL, item);
}

static void add_related(struct al_tree *tree, cJSON *parent, const struct al_finding *f)
{
    cJSON *list = al_tree_array(tree, parent, "related");

    for (size_t i = 0; i < f->nrelated; i++) {
        cJSON *item = al_tree_object(tree, list, NULL);
        al_tree_text(tree, item, "file", f->related[i].location.file);
        add_span(tree, item, &f->related[i].location);
        al_tree_text(tree, item, "message", f->related[i].message);
    }
}

static void add_fix(struct al_tree *tree, cJSON *parent, const struct al_fix *fix)
{
    cJSON *item = al_tree_object(tree, parent, "fix");

    al_tree_text(tree, item, "description", fix->description);
    al_tree_text(tree, item, "file", fix->location.file);
    add_span(tree, item, &fix->location);
    al_tree_text(tree, item, "text", fix->text);
}

static void put_finding(struct al_buf *out, struct al_tree *tree, const struct al_finding *f)
{
    cJSON *root = al_tree_start(tree);

    al_tree_text(tree, root, "rule", f->rule);
    al_tree_text(tree, root, "level", al_level_name(f->level));
    al_tree_text(tree, root, "message", f->message);
    al_tree_text(tree, root, "file", f->location.file);
    add_span(tree, root, &f->location);
    add_resource(tree, root, f);
    add_equivalents(tree, root, f);
    al_tree_text(tree, root, "fingerprint", f->fingerprint);
    if (f->baseline)
        al_tree_text(tree, root, "baselineState", f->baseline == AL_BASELINE_NEW ? "new" : "unchanged");
    add_related(tree, root, f);
    al_tree_bool(tree, root, "undetermined", f->undetermined);
    al_tree_bool(tree, root, "suppressed", f->suppressed);
    if (f->suppressed)
        al_tree_text(tree, root, "justification", f->justification);
    if (f->fix)
        add_fix(tree, root, f->fix);
    al_tree_parameter_files(tree, root, f);
    al_tree_finish(tree, out);
}

static void put_summary(struct al_buf *out, struct al_tree *tree, const struct al_summary *s)
{
    cJSON *root = al_tree_start(tree);

    al_tree_int(tree, root, "files", (int64_t)s->files);
    al_tree_int(tree, root, "resources", (int64_t)s->resources);
    al_tree_int(tree, root, "errors", (int64_t)s->errors);
    al_tree_int(tree, root, "warnings", (int64_t)s->warnings);
    al_tree_int(tree, root, "notes", (int64_t)s->notes);
    al_tree_int(tree, root, "undetermined", (int64_t)s->undetermined);
    al_tree_int(tree, root, "suppressed", (int64_t)s->suppressed);
    if (s->has_baseline) {
        al_tree_int(tree, root, "new", (int64_t)(s->errors + s->warnings + s->notes + s->undetermined));
        al_tree_int(tree, root, "unchanged", (int64_t)s->unchanged);
        al_tree_int(tree, root, "absent", (int64_t)s->absent);
    }
    al_tree_bool(tree, root, "unchecked", s->unchecked);
    al_tree_finish(tree, out);
}

/* What is gone has no place any more. */
static void put_absent(struct al_buf *out, struct al_tree *tree, al_run *run)
{
    size_t n;
    const struct al_finding *absent = al_run_absent(run, &n);

    al_buf_put(out, AL_STR("\"absent\":["));
    for (size_t i = 0; i < n; i++) {
        cJSON *root = al_tree_start(tree);
        al_buf_put(out, i ? AL_STR(",\n") : AL_STR("\n"));
        al_tree_text(tree, root, "rule", absent[i].rule);
        al_tree_text(tree, root, "file", absent[i].location.file);
        add_resource(tree, root, &absent[i]);
        al_tree_text(tree, root, "fingerprint", absent[i].fingerprint);
        al_tree_text(tree, root, "baselineState", "absent");
        al_tree_finish(tree, out);
        al_buf_pass(out);
    }
    al_buf_put(out, AL_STR("],\n"));
}

void al_report_json(struct al_buf *out, al_run *run, const struct al_report_options *options)
{
    struct al_tree *tree = al_tree_new(out->arena);
    struct al_summary summary = al_run_summary(run);
    size_t n;
    const struct al_finding *findings = al_run_findings(run, &n);

    (void)options;
    al_buf_put(out, AL_STR("{\"version\":\"" ARMLINT_VERSION "\",\"findings\":["));
    for (size_t i = 0; i < n; i++) {
        al_buf_put(out, i ? AL_STR(",\n") : AL_STR("\n"));
        put_finding(out, tree, &findings[i]);
        al_buf_pass(out);
    }
    al_buf_put(out, AL_STR("],\n"));
    if (summary.has_baseline)
        put_absent(out, tree, run);
    al_buf_put(out, AL_STR("\"summary\":"));
    put_summary(out, tree, &summary);
    al_buf_put(out, AL_STR("}\n"));
}
