/* SPDX-License-Identifier: MIT */
/* What is asked of a result is what findings and their order are made of; anything else in it is kept as it
 * is. */
#include "base/diag.h"
#include "lint/baseline.h"
#include "lint/finding.h"
#include "lint/log_read.h"

enum { MOST_RESULTS = 1000000 };

/* -- places -- */

static void read_region(struct al_log_reader *r, struct al_location *out, const struct al_node *region)
{
    out->line = al_log_must_count(r, region, "startLine");
    out->column = al_log_must_count(r, region, "startColumn");
    out->end_line = al_log_must_count(r, region, "endLine");
    out->end_column = al_log_must_count(r, region, "endColumn");
    out->length =
        out->end_line == out->line && out->end_column > out->column ? out->end_column - out->column : 0;
}

static void read_artifact(struct al_log_reader *r, struct al_location *out, const struct al_node *parent)
{
    const struct al_node *artifact = al_log_must(r, parent, "artifactLocation", AL_NODE_OBJECT);
    const struct al_node *uri = al_log_must(r, artifact, "uri", AL_NODE_STRING);

    out->file = al_log_kept(r, al_str_of(al_file_of_uri(r->logs->passing, al_node_text(uri))));
}

static void read_physical(struct al_log_reader *r, struct al_location *out, const struct al_node *location)
{
    const struct al_node *physical = al_log_must(r, location, "physicalLocation", AL_NODE_OBJECT);

    read_artifact(r, out, physical);
    read_region(r, out, al_log_must(r, physical, "region", AL_NODE_OBJECT));
}

static void read_place(struct al_log_reader *r, struct al_finding *out, const struct al_node *result)
{
    const struct al_node *location = al_log_must_one(r, result, "locations");
    const struct al_node *logical =
        al_node_item(al_log_may(r, location, "logicalLocations", AL_NODE_ARRAY), 0);

    read_physical(r, &out->location, location);
    out->resource_name = al_log_may_text(r, logical, "name");
    out->path = al_log_may_text(r, logical, "fullyQualifiedName");
}

static const char *message(struct al_log_reader *r, const struct al_node *parent, const char *key)
{
    return al_log_must_text(r, al_log_must(r, parent, key, AL_NODE_OBJECT), "text");
}

static void read_related(struct al_log_reader *r, struct al_finding *out, const struct al_node *result)
{
    const struct al_node *list = al_log_may(r, result, "relatedLocations", AL_NODE_ARRAY);
    struct al_related *all = list ? AL_NEW_N(r->arena, struct al_related, list->array.n) : NULL;

    for (uint32_t i = 0; list && i < list->array.n; i++) {
        read_physical(r, &all[i].location, list->array.items[i]);
        all[i].message = message(r, list->array.items[i], "message");
    }
    out->related = all;
    out->nrelated = list ? list->array.n : 0;
}

/* -- the rest of a result -- */

static enum al_level read_level(struct al_log_reader *r, const struct al_node *result)
{
    static const struct {
        const char *name;
        enum al_level level;
    } levels[] = {{"note", AL_NOTE}, {"warning", AL_WARNING}, {"error", AL_ERROR}};
    const char *name = al_log_must_text(r, result, "level");

    for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++)
        if (strcmp(name, levels[i].name) == 0)
            return levels[i].level;
    al_log_complain(r, al_node_span(result), "this has a level that armlint does not have");
    return AL_NOTE;
}

static enum al_baseline read_state(struct al_log_reader *r, const struct al_node *result)
{
    static const char *const states[] = {"new", "unchanged", "absent"};
    const struct al_node *node = al_log_may(r, result, "baselineState", AL_NODE_STRING);

    if (!node)
        return AL_BASELINE_NONE;
    for (int i = 0; i < 3; i++)
        if (al_str_eq(al_node_text(node), al_str_of(states[i])))
            return (enum al_baseline)(AL_BASELINE_NEW + i);
    al_log_complain(r, al_node_span(node), "this is no state that armlint writes");
    return AL_BASELINE_NONE;
}

static void read_suppression(struct al_log_reader *r, struct al_finding *out, const struct al_node *result)
{
    const struct al_node *suppression = al_node_item(al_log_may(r, result, "suppressions", AL_NODE_ARRAY), 0);

    if (!suppression)
        return;
    out->suppressed = true;
    out->external = strcmp(al_log_must_text(r, suppression, "kind"), "external") == 0;
    out->justification = al_log_may_text(r, suppression, "justification");
}

static void read_fix(struct al_log_reader *r, struct al_finding *out, const struct al_node *result)
{
    const struct al_node *fix = al_node_item(al_log_may(r, result, "fixes", AL_NODE_ARRAY), 0), *change,
                         *replacement;
    struct al_fix *made;

    if (!fix)
        return;
    out->fix = made = AL_NEW(r->arena, struct al_fix);
    made->description = message(r, fix, "description");
    change = al_log_must_one(r, fix, "artifactChanges");
    read_artifact(r, &made->location, change);
    replacement = al_log_must_one(r, change, "replacements");
    read_region(r, &made->location, al_log_must(r, replacement, "deletedRegion", AL_NODE_OBJECT));
    made->text = message(r, replacement, "insertedContent");
}

static void read_properties(struct al_log_reader *r, struct al_finding *out, const struct al_node *result)
{
    const struct al_node *properties = al_log_may(r, result, "properties", AL_NODE_OBJECT);
    const struct al_node *list = al_log_may(r, properties, "parameterFiles", AL_NODE_ARRAY);
    const char **files = list ? AL_NEW_N(r->arena, const char *, list->array.n) : NULL;

    out->resource_type = al_log_may_text(r, properties, "resourceType");
    out->input = al_node_get(properties, AL_INPUT_NAME) ? al_log_must_count(r, properties, AL_INPUT_NAME) : 0;
    out->undetermined = al_node_is_true(al_log_may(r, properties, "undetermined", AL_NODE_BOOL));
    for (uint32_t i = 0; list && i < list->array.n; i++) {
        if (!al_node_is(list->array.items[i], AL_NODE_STRING))
            al_log_complain(r, al_node_span(list->array.items[i]), "this is no name of a file");
        files[i] = al_log_kept(r, al_node_text(list->array.items[i]));
    }
    out->parameter_files = files;
    out->nparameter_files = list ? list->array.n : 0;
}

static void read_prints(struct al_log_reader *r, struct al_finding *out, const struct al_node *result)
{
    const struct al_node *prints = al_log_must(r, result, "partialFingerprints", AL_NODE_OBJECT);
    al_str print = al_str_of(al_log_must_text(r, prints, AL_PRINT_NAME)),
           hash = al_str_of(al_log_may_text(r, prints, AL_HASH_NAME));

    if (!al_is_fingerprint(print, 32) || (hash.s && !al_is_fingerprint(hash, 16)))
        al_log_complain(r, al_node_span(prints ? prints : result), "this is no fingerprint of armlint's");
    if (r->wrong)
        return;
    memcpy(out->fingerprint, print.s, print.n);
    if (hash.s)
        memcpy(out->resource_hash, hash.s, hash.n);
}

static void set_fails(const struct al_log_reader *r, struct al_finding *f)
{
    enum al_fail_on least = r->run->options.fail_on;

    if (least == AL_FAIL_ON_DEFAULT)
        least = AL_FAIL_ON_WARNING;
    f->fails = least != AL_FAIL_ON_NEVER && (int)f->level >= (int)least;
}

/* -- results and notifications -- */

static void add(struct al_log_reader *r, const struct al_node *node, struct al_finding *f)
{
    struct al_log_result result = {.text = al_node_span(node), .log = r->logs->n};
    size_t n = r->logs->results.n + r->logs->absent.n;

    if (n == MOST_RESULTS)
        al_log_complain(r, al_node_span(node), "there are more than %d results", MOST_RESULTS);
    if (r->wrong)
        return;
    set_fails(r, f);
    f->about = al_registry_find(&r->run->registry, al_str_of(f->rule));
    f->source_line = f->property = "";
    result.finding = *f;
    result.number = (uint32_t)n;
    if (f->baseline == AL_BASELINE_ABSENT)
        *al_vec_push(r->arena, &r->logs->absent) = result;
    else
        al_vec_add(r->logs->list_in, &r->logs->results, result);
}

void al_log_read_result(struct al_log_reader *r, const struct al_node *node)
{
    struct al_finding f = {0};

    if (!al_node_is(node, AL_NODE_OBJECT)) {
        al_log_complain(r, al_node_span(node), "a result is an object");
        return;
    }
    f.rule = al_log_must_text(r, node, "ruleId");
    f.level = read_level(r, node);
    f.message = message(r, node, "message");
    f.baseline = read_state(r, node);
    read_place(r, &f, node);
    read_related(r, &f, node);
    read_prints(r, &f, node);
    read_suppression(r, &f, node);
    read_fix(r, &f, node);
    read_properties(r, &f, node);
    add(r, node, &f);
}

/* SARIF has no fingerprint for them; they are made of what is there: see al_fingerprint_text(). */
void al_log_read_notification(struct al_log_reader *r, const struct al_node *node)
{
    const struct al_node *descriptor = al_log_must(r, node, "descriptor", AL_NODE_OBJECT);
    struct al_finding f = {.fatal = true, .rule = al_log_must_text(r, descriptor, "id")};
    const struct al_trouble_info *info = al_trouble_find(f.rule);

    if (!al_node_is(node, AL_NODE_OBJECT) || !info || !info->fatal)
        al_log_complain(r, al_node_span(node), "this is no notification of armlint's");
    f.level = read_level(r, node);
    f.message = message(r, node, "message");
    read_place(r, &f, node);
    read_properties(r, &f, node);
    al_fingerprint_write(f.fingerprint,
                         al_printf(r->arena, "%s\n%s\n\n\n%s", f.rule, f.location.file, f.message), 0);
    add(r, node, &f);
}
