/* SPDX-License-Identifier: MIT */
/* A SARIF log as a baseline: the results of all runs of armlint's in it. What was suppressed in it was not
 * known but excused, and what was absent was gone: neither is a baseline for anything. */
#include "lint/baseline.h"
#include "syntax/json.h"

struct reader {
    al_run *run;
    al_arena *arena;
};

static const char *kept(const struct reader *r, al_str text)
{
    return al_texts_share(&r->run->texts, r->run->arena, text);
}

static int hex(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *at = memchr(digits, al_lower(c), 16);

    return at ? (int)(at - digits) : -1;
}

const char *al_file_of_uri(al_arena *arena, al_str uri)
{
    struct al_buf out = AL_BUF(arena);

    if (al_str_starts(uri, AL_STR("/")))
        uri = al_str_from(uri, 1);
    for (size_t i = 0; i < uri.n; i++) {
        bool escape = uri.s[i] == '%' && i + 2 < uri.n && hex(uri.s[i + 1]) >= 0 && hex(uri.s[i + 2]) >= 0;
        al_buf_char(&out, escape ? (char)(hex(uri.s[i + 1]) * 16 + hex(uri.s[i + 2])) : uri.s[i]);
        i += escape ? 2 : 0;
    }
    return out.n ? out.s : "";
}

static void take_place(const struct reader *r, struct al_finding *out, const struct al_node *result)
{
    const struct al_node *location = al_node_item(al_node_get(result, "locations"), 0);
    const struct al_node *artifact =
        al_node_get(al_node_get(location, "physicalLocation"), "artifactLocation");
    const struct al_node *logical = al_node_item(al_node_get(location, "logicalLocations"), 0);
    const struct al_node *properties = al_node_get(result, "properties");
    al_str type = al_node_text(al_node_get(properties, "resourceType"));

    out->location.file =
        kept(r, al_str_of(al_file_of_uri(r->arena, al_node_text(al_node_get(artifact, "uri")))));
    out->path = kept(r, al_node_text(al_node_get(logical, "fullyQualifiedName")));
    out->property = kept(r, al_node_text(al_node_get(properties, "property")));
    if (type.n) {
        out->resource_type = kept(r, type);
        out->resource_name = kept(r, al_node_text(al_node_get(logical, "name")));
    }
}

static const char *read_result(const struct reader *r, const struct al_node *result)
{
    const struct al_node *prints = al_node_get(result, "partialFingerprints");
    al_str print = al_node_text(al_node_get(prints, AL_PRINT_NAME)),
           hash = al_node_text(al_node_get(prints, AL_HASH_NAME));
    al_str rule = al_node_text(al_node_get(result, "ruleId"));
    struct al_finding known = {.property = ""};

    if (al_node_item(al_node_get(result, "suppressions"), 0) ||
        al_str_eq(al_node_text(al_node_get(result, "baselineState")), AL_STR("absent")))
        return NULL;
    if (!al_is_fingerprint(print, 32))
        return al_baseline_wrong(r->run, al_node_span(result), "this result has no fingerprint '%s'",
                                 AL_PRINT_NAME);
    if (rule.n == 0)
        return al_baseline_wrong(r->run, al_node_span(result), "this result has no ruleId");
    memcpy(known.fingerprint, print.s, print.n);
    if (al_is_fingerprint(hash, 16))
        memcpy(known.resource_hash, hash.s, hash.n);
    known.rule = kept(r, rule);
    known.undetermined = al_node_is_true(al_node_get(al_node_get(result, "properties"), "undetermined"));
    take_place(r, &known, result);
    return al_baseline_add(r->run, &known)
               ? NULL
               : al_baseline_wrong(r->run, al_node_span(result), "there are too many findings");
}

static const char *read_run(const struct reader *r, const struct al_node *run)
{
    const struct al_node *results = al_node_get(run, "results");

    for (uint32_t i = 0; al_node_is(results, AL_NODE_ARRAY) && i < results->array.n; i++) {
        const char *wrong = read_result(r, results->array.items[i]);
        if (wrong)
            return wrong;
    }
    return NULL;
}

static bool is_of_armlint(const struct al_node *run)
{
    const struct al_node *driver = al_node_get(al_node_get(run, "tool"), "driver");

    return al_str_caseeq(al_node_text(al_node_get(driver, "name")), AL_STR("armlint"));
}

static const char *read_log(const struct reader *r, const struct al_node *root)
{
    const struct al_node *runs = al_node_get(root, "runs");
    bool any = false;

    if (!al_node_is(runs, AL_NODE_ARRAY))
        return al_baseline_wrong(r->run, al_node_span(root), "this is no SARIF log: it has no 'runs'");
    for (uint32_t i = 0; i < runs->array.n; i++) {
        const char *wrong;
        if (!is_of_armlint(runs->array.items[i]))
            continue;
        any = true;
        wrong = read_run(r, runs->array.items[i]);
        if (wrong)
            return wrong;
    }
    return any ? NULL : al_baseline_wrong(r->run, al_node_span(runs), "no run in this log is armlint's");
}

const char *al_baseline_read_sarif(al_run *run, al_arena *arena, const struct al_source *source)
{
    const struct reader reader = {run, arena};
    struct al_diags diags = {.arena = arena};
    struct al_json json = {0};

    if (al_json_read(&json, arena, &diags, source, AL_JSON_DATA) != AL_OK && diags.list.n)
        return al_baseline_wrong(run, diags.list.v[diags.list.n - 1].span, "%.*s",
                                 AL_FMT(diags.list.v[diags.list.n - 1].message));
    if (!json.root)
        return al_baseline_wrong(run, (struct al_span){source, 0, 0}, "this is no SARIF log");
    return read_log(&reader, json.root);
}
