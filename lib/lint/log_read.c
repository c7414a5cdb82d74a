/* SPDX-License-Identifier: MIT */
#include "lint/log_read.h"
#include "syntax/json.h"

enum { MOST_RULES = 100000 };

static void each(struct al_log_reader *r, const struct al_node *list,
                 void (*read)(struct al_log_reader *, const struct al_node *))
{
    for (uint32_t i = 0; list && i < list->array.n && !r->wrong; i++)
        read(r, list->array.items[i]);
}

/* -- rules -- */

static bool is_same(const struct al_node *a, const struct al_node *b)
{
    bool same = a->kind == b->kind;

    if (a->kind == AL_NODE_ARRAY && same) {
        same = a->array.n == b->array.n;
        for (uint32_t i = 0; i < a->array.n && same; i++)
            same = is_same(a->array.items[i], b->array.items[i]);
        return same;
    }
    if (a->kind == AL_NODE_OBJECT && same) {
        same = a->object.n == b->object.n;
        for (uint32_t i = 0; i < a->object.n && same; i++)
            same = al_str_eq(a->object.items[i].key, b->object.items[i].key) &&
                   is_same(a->object.items[i].value, b->object.items[i].value);
        return same;
    }
    return same && al_str_eq(al_span_text(al_node_span(a)), al_span_text(al_node_span(b)));
}

static void read_rule(struct al_log_reader *r, const struct al_node *node)
{
    const char *id = al_node_is(node, AL_NODE_OBJECT) ? al_log_must_text(r, node, "id") : "";
    const struct al_node *known = al_map_get(&r->logs->rules_by_id, al_str_of(id));

    if (!*id)
        al_log_complain(r, al_node_span(node), "this rule has no id");
    if (r->wrong || al_trouble_find(id))
        return;
    if (known && !is_same(known, node))
        al_log_complain(r, al_node_span(node), "the rule %s is another one in %.*s", id,
                        AL_FMT(known->source->name));
    if (!known && r->logs->rules.n == MOST_RULES)
        al_log_complain(r, al_node_span(node), "there are more than %d rules", MOST_RULES);
    if (known || r->wrong)
        return;
    node = al_log_node(r->arena, al_node_span(node));
    *al_map_put(r->arena, &r->logs->rules_by_id, al_str_of(id)) = (void *)(uintptr_t)node;
    *al_vec_push(r->arena, &r->logs->rules) = (struct al_log_rule){id, node};
}

/* -- the log -- */

static void read_tool(struct al_log_reader *r, const struct al_node *run)
{
    const struct al_node *driver =
        al_log_must(r, al_log_must(r, run, "tool", AL_NODE_OBJECT), "driver", AL_NODE_OBJECT);
    const char *name = al_log_must_text(r, driver, "name"), *version = al_log_must_text(r, driver, "version");

    if (r->wrong)
        return;
    if (strcmp(name, "armlint") != 0)
        al_log_complain(r, al_node_span(driver), "this log is not armlint's");
    else if (strcmp(version, ARMLINT_VERSION) != 0)
        al_log_complain(r, al_node_span(driver),
                        "this log was written by armlint %.40s, and this is " ARMLINT_VERSION, version);
    each(r, al_log_must(r, driver, "rules", AL_NODE_ARRAY), read_rule);
}

static void read_category(struct al_log_reader *r, const struct al_node *run)
{
    const struct al_node *details = al_log_may(r, run, "automationDetails", AL_NODE_OBJECT);
    const char *category = details ? al_log_must_text(r, details, "id") : NULL;
    struct al_logs *logs = r->logs;

    if (logs->n == 0)
        logs->category = category;
    else if (!category || !logs->category || strcmp(category, logs->category) != 0)
        logs->category = NULL;
}

static void read_run(struct al_log_reader *r, const struct al_node *run)
{
    const struct al_node *invocation;

    read_tool(r, run);
    read_category(r, run);
    invocation = al_log_must_one(r, run, "invocations");
    r->logs->unchecked |= !al_node_is_true(al_log_must(r, invocation, "executionSuccessful", AL_NODE_BOOL));
    each(r, al_log_must(r, invocation, "toolExecutionNotifications", AL_NODE_ARRAY),
         al_log_read_notification);
    each(r, al_log_must(r, run, "results", AL_NODE_ARRAY), al_log_read_result);
}

/* It was read before, and was no more than a part of what a limit is for. */
const struct al_node *al_log_node(al_arena *arena, struct al_span text)
{
    const struct al_source *source = al_source_new(arena, text.source->name, al_span_text(text));
    struct al_diags diags = {.arena = arena};
    struct al_json json = {0};

    al_json_read(&json, arena, &diags, source, AL_JSON_DATA);
    return json.root;
}

const char *al_log_read(al_run *run, struct al_logs *logs, const struct al_source *source)
{
    struct al_log_reader r = {.run = run, .logs = logs, .arena = logs->arena};
    struct al_diags diags = {.arena = logs->arena};
    struct al_json json = {0};

    if (al_json_read(&json, logs->passing, &diags, source, AL_JSON_DATA) != AL_OK && diags.list.n) {
        const struct al_diag *last = &diags.list.v[diags.list.n - 1];
        al_log_complain(&r, last->span, "%.*s", AL_FMT(last->message));
    } else if (!al_node_is(json.root, AL_NODE_OBJECT) ||
               !al_str_eq(al_node_text(al_node_get(json.root, "version")), AL_STR("2.1.0"))) {
        al_log_complain(&r, (struct al_span){source, 0, 0}, "this is no SARIF 2.1.0 log");
    } else {
        read_run(&r, al_log_must_one(&r, json.root, "runs"));
    }
    al_arena_forget(logs->passing);
    logs->n++;
    return r.wrong;
}
