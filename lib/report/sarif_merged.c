/* SPDX-License-Identifier: MIT */
/* The log of merged logs. Results are written as they were read, but for what depends on the others: the
 * number of their rule, a fingerprint that would be there twice, the parameter files with which they hold. */
#include "lint/baseline.h"
#include "lint/logs.h"
#include "report/sarif_cap.h"
#include "report/sarif_parts.h"
#include "report/sarif_rules.h"

#include <stdlib.h>

struct writer {
    const struct al_logs *logs;
    struct al_tree *tree;
    struct al_sarif_cap cap;
};

static void put_tool(const struct writer *w, struct al_buf *out)
{
    al_sarif_begin_tool(out);
    for (size_t i = 0; i < w->logs->rules.n; i++) {
        cJSON *root = al_tree_start(w->tree);
        al_buf_put(out, i ? AL_STR(",\n") : AL_STR("\n"));
        al_tree_members(w->tree, root, w->logs->rules.v[i].node);
        al_tree_finish(w->tree, out);
    }
    al_sarif_end_tool(out, w->tree, w->logs->rules.n > 0);
}

static int compare_id(const void *key, const void *item)
{
    return strcmp(key, ((const struct al_log_rule *)item)->id);
}

static int rule_index(const struct al_logs *logs, const char *id)
{
    const int trouble = al_sarif_trouble_index(id, false);
    const struct al_log_rule *found = NULL;

    if (trouble >= 0)
        return (int)logs->rules.n + trouble;
    if (logs->rules.n)
        found = bsearch(id, logs->rules.v, logs->rules.n, sizeof *found, compare_id);
    return found ? (int)(found - logs->rules.v) : -1;
}

/* -- results -- */

static bool is_key(const struct al_property *p, const char *key)
{
    return al_str_caseeq(p->key, al_str_of(key));
}

static void add_prints(const struct writer *w, cJSON *result, const struct al_property *prints,
                       const struct al_finding *f)
{
    cJSON *made = al_tree_object(w->tree, result, "partialFingerprints");

    al_tree_text(w->tree, made, AL_PRINT_NAME, f->fingerprint);
    for (uint32_t i = 0; i < prints->value->object.n; i++)
        if (!is_key(&prints->value->object.items[i], AL_PRINT_NAME))
            al_tree_member(w->tree, made, &prints->value->object.items[i]);
}

/* What was only there for merging goes. It holds with all parameter files once one template says so. */
static void add_properties(const struct writer *w, cJSON *result, const struct al_property *properties,
                           const struct al_finding *f)
{
    const struct al_node *node = properties->value;
    cJSON *made = NULL;

    for (uint32_t i = 0; i < node->object.n; i++) {
        bool files = is_key(&node->object.items[i], "parameterFiles");
        if ((files && f->nparameter_files == 0) || is_key(&node->object.items[i], AL_INPUT_NAME))
            continue;
        made = made ? made : al_tree_object(w->tree, result, "properties");
        if (files)
            al_tree_parameter_files(w->tree, made, f);
        else
            al_tree_member(w->tree, made, &node->object.items[i]);
    }
}

static void add_rule(const struct writer *w, cJSON *result, const struct al_finding *f)
{
    const int index = rule_index(w->logs, f->rule);

    al_tree_text(w->tree, result, "ruleId", f->rule);
    if (index >= 0)
        al_tree_int(w->tree, result, "ruleIndex", index);
}

static void put_result(const struct writer *w, struct al_buf *out, const struct al_log_result *result)
{
    cJSON *root = al_tree_start(w->tree);
    const struct al_node *node = al_log_node(al_tree_passing(w->tree), result->text);

    for (uint32_t i = 0; i < node->object.n; i++) {
        const struct al_property *p = &node->object.items[i];
        if (is_key(p, "ruleId"))
            add_rule(w, root, &result->finding);
        else if (is_key(p, "partialFingerprints"))
            add_prints(w, root, p, &result->finding);
        else if (is_key(p, "properties"))
            add_properties(w, root, p, &result->finding);
        else if (!is_key(p, "ruleIndex"))
            al_tree_member(w->tree, root, p);
    }
    al_tree_finish(w->tree, out);
}

static void put_results(struct writer *w, struct al_buf *out)
{
    const char *separator = "\n";

    al_buf_put(out, AL_STR("\"results\":["));
    for (size_t i = 0; i < w->logs->results.n; i++) {
        if (!al_sarif_cap_takes(&w->cap, &w->logs->results.v[i].finding))
            continue;
        al_buf_put(out, al_str_of(separator));
        put_result(w, out, &w->logs->results.v[i]);
        separator = ",\n";
        al_buf_pass(out);
    }
    for (size_t i = 0; i < w->logs->absent.n; i++) {
        al_buf_put(out, al_str_of(separator));
        put_result(w, out, &w->logs->absent.v[i]);
        separator = ",\n";
        al_buf_pass(out);
    }
    al_buf_put(out, AL_STR("]"));
}

/* -- the invocation -- */

static void add_descriptor(const struct writer *w, cJSON *item, const char *id)
{
    cJSON *descriptor = al_tree_object(w->tree, item, "descriptor");

    al_tree_text(w->tree, descriptor, "id", id);
    al_tree_int(w->tree, descriptor, "index", al_sarif_trouble_index(id, true));
}

static void add_notification(const struct writer *w, cJSON *list, const struct al_log_result *result)
{
    const struct al_node *node = al_log_node(al_tree_passing(w->tree), result->text);
    cJSON *item = al_tree_object(w->tree, list, NULL);

    for (uint32_t i = 0; i < node->object.n; i++) {
        const struct al_property *p = &node->object.items[i];
        if (is_key(p, "descriptor"))
            add_descriptor(w, item, result->finding.rule);
        else if (is_key(p, "properties"))
            add_properties(w, item, p, &result->finding);
        else
            al_tree_member(w->tree, item, p);
    }
}

static bool is_off(const struct al_node *rule)
{
    const struct al_node *enabled = al_node_get(al_node_get(rule, "defaultConfiguration"), "enabled");

    return al_node_is(enabled, AL_NODE_BOOL) && !enabled->boolean;
}

static void put_invocations(const struct writer *w, struct al_buf *out, bool unchecked)
{
    cJSON *root = al_tree_start(w->tree), *list, *overrides = NULL;

    al_tree_bool(w->tree, root, "executionSuccessful", !unchecked);
    list = al_tree_array(w->tree, root, "toolExecutionNotifications");
    for (size_t i = 0; i < w->logs->results.n; i++)
        if (w->logs->results.v[i].finding.fatal)
            add_notification(w, list, &w->logs->results.v[i]);
    al_sarif_cap_tell(&w->cap, w->tree, list);
    for (size_t i = 0; i < w->logs->rules.n; i++)
        if (is_off(w->logs->rules.v[i].node))
            al_sarif_add_override(w->tree, root, &overrides, w->logs->rules.v[i].id, i);
    al_buf_put(out, AL_STR("\"invocations\":["));
    al_tree_finish(w->tree, out);
    al_buf_put(out, AL_STR("],\n"));
}

void al_sarif_put_merged(struct al_buf *out, al_run *run, const struct al_report_options *options)
{
    struct writer w = {.logs = al_run_logs(run), .tree = al_tree_new(out->arena)};
    const char *category = w.logs->category;

    if (options->category && *options->category)
        category = al_printf(out->arena, "%s/", options->category).s;
    al_sarif_cap_make(&w.cap, run, options);
    al_buf_put(out, AL_STR(AL_SARIF_HEAD));
    put_tool(&w, out);
    al_sarif_put_run(out, w.tree, category);
    put_invocations(&w, out, al_run_summary(run).unchecked);
    put_results(&w, out);
    al_buf_put(out, AL_STR(AL_SARIF_TAIL));
}
