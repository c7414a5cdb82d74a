/* SPDX-License-Identifier: MIT */
/* SARIF 2.1.0 as code scanning services take it: one run, relative URIs, a region and a level on every
 * result. A trouble that kept part of the input from being checked is a notification of the tool; everything
 * else is a result. The document is written piece by piece: a tree never holds more than one result. */
#include "base/diag.h"
#include "lint/logs.h"
#include "report/rule_text.h"
#include "report/sarif_cap.h"
#include "report/sarif_parts.h"
#include "report/sarif_rules.h"
#include "report/uri.h"

struct writer {
    al_arena *arena;
    al_run *run;
    struct al_tree *tree;
    const struct al_report_options *options;
    const struct al_finding *findings;
    size_t nfindings;
    struct al_sarif_cap cap;
    /* The URI of the last file: findings come sorted by file. */
    const char *file;
    const char *uri;
    struct al_namer namer;
};

/* GitHub wants paths from the root of the repository, Azure DevOps wants them to say so. */
static const char *rooted(const struct writer *w, al_str uri)
{
    if (w->options->sarif_for != AL_SARIF_AZDO || al_str_starts(uri, AL_STR("..")))
        return uri.s;
    return al_printf(w->arena, "/%.*s", AL_FMT(uri)).s;
}

static const char *uri_of(struct writer *w, const char *file)
{
    if (!w->file || strcmp(w->file, file) != 0) {
        w->uri = rooted(w, al_namer_name(&w->namer, file));
        w->file = file;
    }
    return w->uri;
}

static void add_region(struct al_tree *tree, cJSON *parent, const char *key, const struct al_location *at)
{
    cJSON *region = al_tree_object(tree, parent, key);
    uint32_t line = at->line ? at->line : 1, column = at->column ? at->column : 1;

    al_tree_int(tree, region, "startLine", line);
    al_tree_int(tree, region, "startColumn", column);
    al_tree_int(tree, region, "endLine", at->end_line > line ? at->end_line : line);
    al_tree_int(tree, region, "endColumn", at->end_column ? at->end_column : column);
}

/* The text of the region, where it is part of one line that is no monster. */
static void add_snippet(struct al_tree *tree, cJSON *region, const struct al_finding *f)
{
    enum { LONGEST_LINE = 1 << 16 };
    const struct al_location *at = &f->location;
    al_str line = {f->source_line, f->source_line_length};
    size_t first, last;

    if (!line.s || line.n > LONGEST_LINE || at->line == 0 || at->end_line != at->line ||
        at->end_column <= at->column)
        return;
    first = al_utf16_offset(line, at->column - 1);
    last = al_utf16_offset(line, at->end_column - 1);
    al_tree_str(tree, al_tree_object(tree, region, "snippet"), "text",
                (al_str){line.s + first, last - first});
}

static cJSON *add_physical(struct writer *w, cJSON *location, const struct al_location *at)
{
    cJSON *physical = al_tree_object(w->tree, location, "physicalLocation");
    cJSON *artifact = al_tree_object(w->tree, physical, "artifactLocation");

    al_tree_text(w->tree, artifact, "uri", uri_of(w, at->file));
    add_region(w->tree, physical, "region", at);
    return cJSON_GetObjectItemCaseSensitive(physical, "region");
}

static void add_logical(struct al_tree *tree, cJSON *location, const struct al_finding *f)
{
    cJSON *logical;

    if (!f->path)
        return;
    logical = al_tree_object(tree, al_tree_array(tree, location, "logicalLocations"), NULL);
    if (f->resource_name)
        al_tree_text(tree, logical, "name", f->resource_name);
    al_tree_text(tree, logical, "fullyQualifiedName", f->path);
    al_tree_text(tree, logical, "kind", "resource");
}

static void add_locations(struct writer *w, cJSON *result, const struct al_finding *f)
{
    cJSON *location = al_tree_object(w->tree, al_tree_array(w->tree, result, "locations"), NULL);

    add_snippet(w->tree, add_physical(w, location, &f->location), f);
    add_logical(w->tree, location, f);
}

static void add_message(struct al_tree *tree, cJSON *parent, const char *key, const char *text)
{
    al_tree_text(tree, al_tree_object(tree, parent, key), "text", text);
}

static void add_related(struct writer *w, cJSON *result, const struct al_finding *f)
{
    cJSON *list = f->nrelated ? al_tree_array(w->tree, result, "relatedLocations") : NULL;

    for (size_t i = 0; i < f->nrelated; i++) {
        cJSON *location = al_tree_object(w->tree, list, NULL);
        al_tree_int(w->tree, location, "id", (int64_t)i + 1);
        add_physical(w, location, &f->related[i].location);
        add_message(w->tree, location, "message", f->related[i].message);
    }
}

static void add_suppression(struct al_tree *tree, cJSON *result, const struct al_finding *f)
{
    cJSON *suppression;

    if (!f->suppressed)
        return;
    suppression = al_tree_object(tree, al_tree_array(tree, result, "suppressions"), NULL);
    al_tree_text(tree, suppression, "kind", f->external ? "external" : "inSource");
    if (f->justification)
        al_tree_text(tree, suppression, "justification", f->justification);
}

static void add_fix(struct writer *w, cJSON *result, const struct al_fix *fix)
{
    struct al_tree *tree = w->tree;
    cJSON *item, *change, *replacement;

    if (!fix)
        return;
    item = al_tree_object(tree, al_tree_array(tree, result, "fixes"), NULL);
    add_message(tree, item, "description", fix->description);
    change = al_tree_object(tree, al_tree_array(tree, item, "artifactChanges"), NULL);
    al_tree_text(tree, al_tree_object(tree, change, "artifactLocation"), "uri",
                 uri_of(w, fix->location.file));
    replacement = al_tree_object(tree, al_tree_array(tree, change, "replacements"), NULL);
    add_region(tree, replacement, "deletedRegion", &fix->location);
    add_message(tree, replacement, "insertedContent", fix->text);
}

static void add_properties(struct al_tree *tree, cJSON *result, const struct al_finding *f)
{
    cJSON *properties;

    if (!f->resource_type && !f->undetermined && !f->nparameter_files && !f->input)
        return;
    properties = al_tree_object(tree, result, "properties");
    if (f->resource_type)
        al_tree_text(tree, properties, "resourceType", f->resource_type);
    if (f->undetermined)
        al_tree_bool(tree, properties, "undetermined", true);
    al_tree_parameter_files(tree, properties, f);
    if (f->input)
        al_tree_int(tree, properties, AL_INPUT_NAME, f->input);
}

static void add_rule(struct writer *w, cJSON *result, const struct al_finding *f)
{
    int index = al_sarif_rule_index(w->run, f->rule);

    al_tree_text(w->tree, result, "ruleId", f->rule);
    if (index >= 0)
        al_tree_int(w->tree, result, "ruleIndex", index);
}

static void add_baseline_state(struct al_tree *tree, cJSON *result, const struct al_finding *f)
{
    static const char *const states[] = {NULL, "new", "unchanged", "absent"};

    if (f->baseline)
        al_tree_text(tree, result, "baselineState", states[f->baseline]);
}

/* Under a name of our own: for the one that GitHub looks at, primaryLocationLineHash, its upload action has a
 * value of its own, and complains about every other. */
static void add_fingerprint(struct al_tree *tree, cJSON *result, const struct al_finding *f)
{
    cJSON *prints = al_tree_object(tree, result, "partialFingerprints");

    al_tree_text(tree, prints, "armlint/v1", f->fingerprint);
    if (f->resource_hash[0])
        al_tree_text(tree, prints, "armlint/resource/v1", f->resource_hash);
}

static void put_result(struct writer *w, struct al_buf *out, const struct al_finding *f)
{
    struct al_tree *tree = w->tree;
    cJSON *result = al_tree_start(tree);

    add_rule(w, result, f);
    al_tree_text(tree, result, "level", al_level_name(f->level));
    add_baseline_state(tree, result, f);
    add_message(tree, result, "message", f->message);
    add_locations(w, result, f);
    add_related(w, result, f);
    add_fingerprint(tree, result, f);
    add_suppression(tree, result, f);
    add_fix(w, result, f->fix);
    add_properties(tree, result, f);
    al_tree_finish(tree, out);
}

/* What the baseline alone has. Of its place no more is known than the file, by its name from the root. */
static void put_absent(struct writer *w, struct al_buf *out, const struct al_finding *absent)
{
    struct al_finding f = *absent;
    const struct al_rule *rule = al_run_rule(w->run, f.rule);

    f.message = al_printf(w->arena, "no longer found: %s", rule ? rule->title : f.rule).s;
    f.baseline = AL_BASELINE_ABSENT;
    w->file = f.location.file;
    w->uri = rooted(w, al_uri_relative(w->arena, al_printf(w->arena, "/%s", w->file).s, "/"));
    put_result(w, out, &f);
    w->file = NULL;
}

/* GitHub would take them for alerts; the viewers of Azure DevOps show them as mended. */
static void put_all_absent(struct writer *w, struct al_buf *out, const char *separator)
{
    size_t n = 0;
    const struct al_finding *absent =
        w->options->sarif_for == AL_SARIF_AZDO ? al_run_absent(w->run, &n) : NULL;

    for (size_t i = 0; i < n; i++) {
        al_buf_put(out, al_str_of(separator));
        put_absent(w, out, &absent[i]);
        separator = ",\n";
        al_buf_pass(out);
    }
}

static void put_results(struct writer *w, struct al_buf *out)
{
    const char *separator = "\n";

    al_buf_put(out, AL_STR("\"results\":["));
    for (size_t i = 0; i < w->nfindings; i++) {
        if (!al_sarif_cap_takes(&w->cap, &w->findings[i]))
            continue;
        al_buf_put(out, al_str_of(separator));
        put_result(w, out, &w->findings[i]);
        separator = ",\n";
        al_buf_pass(out);
    }
    put_all_absent(w, out, separator);
    al_buf_put(out, AL_STR("]"));
}

static void add_notification(struct writer *w, cJSON *list, const struct al_finding *f)
{
    cJSON *item = al_tree_object(w->tree, list, NULL);
    cJSON *descriptor = al_tree_object(w->tree, item, "descriptor");

    al_tree_text(w->tree, descriptor, "id", f->rule);
    al_tree_int(w->tree, descriptor, "index", al_sarif_trouble_index(f->rule, true));
    al_tree_text(w->tree, item, "level", al_level_name(f->level));
    add_message(w->tree, item, "message", f->message);
    add_locations(w, item, f);
    if (f->input)
        al_tree_int(w->tree, al_tree_object(w->tree, item, "properties"), AL_INPUT_NAME, f->input);
}

void al_sarif_add_override(struct al_tree *tree, cJSON *invocation, cJSON **list, const char *rule,
                           size_t index)
{
    cJSON *item, *descriptor;

    if (!*list)
        *list = al_tree_array(tree, invocation, "ruleConfigurationOverrides");
    item = al_tree_object(tree, *list, NULL);
    descriptor = al_tree_object(tree, item, "descriptor");
    al_tree_text(tree, descriptor, "id", rule);
    al_tree_int(tree, descriptor, "index", (int64_t)index);
    al_tree_bool(tree, al_tree_object(tree, item, "configuration"), "enabled", true);
}

static void add_overrides(struct writer *w, cJSON *invocation)
{
    cJSON *list = NULL;
    size_t n;
    const struct al_rule *const *rules = al_run_rules(w->run, &n);

    for (size_t i = 0; i < n; i++)
        if (!al_rule_is_default(rules[i]))
            al_sarif_add_override(w->tree, invocation, &list, rules[i]->id, i);
}

static void put_invocations(struct writer *w, struct al_buf *out)
{
    cJSON *root = al_tree_start(w->tree), *list;

    al_tree_bool(w->tree, root, "executionSuccessful", !al_run_summary(w->run).unchecked);
    list = al_tree_array(w->tree, root, "toolExecutionNotifications");
    for (size_t i = 0; i < w->nfindings; i++)
        if (w->findings[i].fatal)
            add_notification(w, list, &w->findings[i]);
    al_sarif_cap_tell(&w->cap, w->tree, list);
    add_overrides(w, root);
    al_buf_put(out, AL_STR("\"invocations\":["));
    al_tree_finish(w->tree, out);
    al_buf_put(out, AL_STR("],\n"));
}

void al_sarif_put_run(struct al_buf *out, struct al_tree *tree, const char *id)
{
    al_buf_put(out, AL_STR("\"columnKind\":\"utf16CodeUnits\",\n"));
    if (!id)
        return;
    al_tree_text(tree, al_tree_start(tree), "id", id);
    al_buf_put(out, AL_STR("\"automationDetails\":"));
    al_tree_finish(tree, out);
    al_buf_put(out, AL_STR(",\n"));
}

/* The part before the last '/' is the category, what follows it would be the number of the run. Azure DevOps
 * takes no log without one. */
static const char *automation(const struct writer *w)
{
    const char *category = w->options->category;

    if (category && *category)
        return al_printf(w->arena, "%s/", category).s;
    return w->options->sarif_for == AL_SARIF_AZDO ? "armlint/" : NULL;
}

void al_report_sarif(struct al_buf *out, al_run *run, const struct al_report_options *options)
{
    struct writer w = {.arena = out->arena,
                       .run = run,
                       .tree = al_tree_new(out->arena),
                       .options = options,
                       .namer = {.arena = out->arena, .base = options->base, .encoded = true}};

    if (al_run_logs(run)) {
        al_sarif_put_merged(out, run, options);
        return;
    }
    w.findings = al_run_findings(run, &w.nfindings);
    al_sarif_cap_make(&w.cap, run, options);
    al_buf_put(out, AL_STR(AL_SARIF_HEAD));
    al_sarif_put_tool(out, w.tree, run);
    al_sarif_put_run(out, w.tree, automation(&w));
    put_invocations(&w, out);
    put_results(&w, out);
    al_buf_put(out, AL_STR(AL_SARIF_TAIL));
}
