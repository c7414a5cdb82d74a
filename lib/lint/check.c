/* SPDX-License-Identifier: MIT */
/* What rules call: armlint_rule.h on top of the graph. */
#include "lint/finding.h"
#include "lint/hide.h"
#include "lint/literals.h"

#include <stdlib.h>

static struct al_graph *graph_of(const al_check *check)
{
    return check->input->graph;
}

/* -- resources -- */

const char *al_type(const al_resource *resource)
{
    return resource->rule_type.s;
}

bool al_is_type(const al_resource *resource, const char *type)
{
    return al_str_caseeq(resource->rule_type, al_str_of(type));
}

al_str al_resource_name(struct al_graph *graph, const al_resource *resource)
{
    struct al_buf buf = AL_BUF(graph->scratch);
    al_value name = resource->name;

    if (name.kind == AL_V_STRING)
        return name.flags & AL_VALUE_SECURE ? AL_STR(AL_CONCEALED) : al_string_of(&name);
    buf.most = 1024;
    al_force_deep(&graph->ev, &name);
    graph->ev.conceal = true;
    al_value_to_source(&graph->ev, &buf, &name);
    graph->ev.conceal = false;
    return al_buf_str(&buf);
}

/* Of a long expression its beginning is enough to tell the resource from others. */
const char *al_name(al_check *check, const al_resource *resource)
{
    al_value name = resource->name;

    return al_str_cstr(graph_of(check)->scratch, name.kind == AL_V_STRING
                                                     ? al_resource_name(graph_of(check), resource)
                                                     : al_value_shown(check->input, &name));
}

bool al_is_existing(const al_resource *resource)
{
    return resource->existing;
}

/* -- fields -- */

const al_field *al_get(al_check *check, const al_resource *resource, const char *path)
{
    return al_graph_get(graph_of(check), resource, path, NULL);
}

const al_field *al_get_in(al_check *check, const al_field *field, const char *path)
{
    return field ? al_graph_get_in(graph_of(check), field, path, NULL) : NULL;
}

size_t al_count(al_check *check, const al_field *field, bool *exact)
{
    *exact = true;
    return field ? al_graph_count(graph_of(check), field, exact) : 0;
}

/* The name gets a NUL behind it here, so that al_key() needs no memory. */
const al_field *al_item(al_check *check, const al_field *field, size_t index)
{
    const al_field *item = field ? al_graph_item(graph_of(check), field, index) : NULL;
    struct al_field *copy;

    if (!item || item->name.n == 0)
        return item;
    copy = AL_NEW(graph_of(check)->scratch, struct al_field);
    *copy = *item;
    copy->name = al_str_copy(graph_of(check)->scratch, item->name);
    return copy;
}

const char *al_key(const al_field *field)
{
    return field->name.s;
}

enum al_truth al_is(al_check *check, const al_field *field, const char *text)
{
    const struct al_condition equals = {.op = AL_OP_EQUALS, .value = text};
    const struct al_operand operand = {&graph_of(check)->ev, &check->input->run->patterns};

    return field ? al_operator_test(&operand, &equals, field->value) : AL_NO;
}

const char *al_text(al_check *check, const al_field *field)
{
    if (!field || field->value->kind != AL_V_STRING)
        return NULL;
    return al_str_cstr(graph_of(check)->scratch, al_string_of(field->value));
}

bool al_number(al_check *check, const al_field *field, int64_t *out)
{
    const char *text = al_text(check, field);
    char *end;

    if (field && field->value->kind == AL_V_INT) {
        *out = field->value->integer;
        return true;
    }
    if (!text || !*text)
        return false;
    *out = strtoll(text, &end, 10);
    return *end == '\0';
}

bool al_is_unknown(al_check *check, const al_field *field)
{
    return field && !al_force_deep(&graph_of(check)->ev, field->value);
}

enum al_truth al_holds_secret(al_check *check, const al_field *field)
{
    return field ? al_value_holds_secret(&graph_of(check)->ev, field->value) : AL_NO;
}

static enum al_truth test(al_check *check, const al_resource *resource, const al_field *base,
                          const struct al_condition *condition)
{
    const struct al_subject subject = {.graph = graph_of(check),
                                       .patterns = &check->input->run->patterns,
                                       .resource = resource,
                                       .base = base,
                                       .option = al_option_of,
                                       .ptr = check};

    return al_condition_judge(&subject, condition).truth;
}

enum al_truth al_test(al_check *check, const al_resource *resource, const struct al_condition *condition)
{
    return test(check, resource, NULL, condition);
}

enum al_truth al_test_in(al_check *check, const al_field *field, const struct al_condition *condition)
{
    return test(check, field->resource, field, condition);
}

bool al_pattern(al_check *check, const char *pattern, const char *text)
{
    const struct al_graph *graph = graph_of(check);

    return al_pattern_match(&check->input->run->patterns, pattern, al_str_of(text), graph->diags,
                            al_node_span(graph->ev.last ? graph->ev.last : graph->root->tmpl->root)) ==
           AL_YES;
}

/* -- verdicts -- */

static al_str path_of(const al_field *field)
{
    if (!field)
        return AL_STR("");
    return field->resource ? field->path : al_template_path(field);
}

static void report(al_check *check, struct al_verdict *v, const char *format, va_list args)
{
    v->rule = check->rule;
    v->tmpl = check->tmpl;
    if (!v->undetermined || check->input->run->options.undetermined)
        v->message = al_vprintf(graph_of(check)->scratch, format, args);
    al_verdict_take(check, v);
}

void al_report(al_check *check, const al_resource *resource, const al_field *field, const char *format, ...)
{
    struct al_verdict v = {.resource = resource, .field = field, .path = path_of(field)};
    va_list args;

    va_start(args, format);
    report(check, &v, format, args);
    va_end(args);
}

void al_report_absent(al_check *check, const al_resource *resource, const char *path, const char *format, ...)
{
    struct al_verdict v = {.resource = resource, .path = al_str_of(path)};
    va_list args;

    if (!al_graph_get(graph_of(check), resource, path, &v.field) && v.field && v.field->path.n == 0)
        v.field = NULL;
    va_start(args, format);
    report(check, &v, format, args);
    va_end(args);
}

void al_undetermined(al_check *check, const al_resource *resource, const al_field *field, const char *format,
                     ...)
{
    struct al_verdict v = {
        .resource = resource, .field = field, .path = path_of(field), .undetermined = true};
    va_list args;

    va_start(args, format);
    report(check, &v, format, args);
    va_end(args);
}
