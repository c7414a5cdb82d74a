/* SPDX-License-Identifier: MIT */
#include "lint/condition.h"

#include <errno.h>
#include <stdlib.h>

/* Where evaluation is: what is looked at, and how the tree above bears on a leaf. */
struct place {
    const struct al_subject *subject;
    const al_field *base;
    bool negated, required;
};

static struct al_outcome judge(const struct place *at, const struct al_condition *c);

static struct al_outcome leaf_outcome(const struct place *at, const struct al_condition *c,
                                      enum al_truth truth, const al_field *field)
{
    return (struct al_outcome){.truth = truth,
                               .leaf = c,
                               .field = field,
                               .path = field ? field->path : AL_STR(""),
                               .negated = at->negated,
                               .required = at->required};
}

static enum al_truth negate(enum al_truth truth)
{
    return truth == AL_UNKNOWN ? AL_UNKNOWN : truth == AL_YES ? AL_NO : AL_YES;
}

/* -- absent fields -- */

/* Compares dates only: a preview of a version behaves like the version. */
static enum al_truth is_before(const al_resource *resource, const char *version)
{
    const al_value *mine = &resource->api_version;
    int order;

    if (mine->kind != AL_V_STRING ||
        !al_version_compare(&order, al_str_head(al_string_of(mine), strlen("2000-01-01")),
                            al_str_of(version)))
        return AL_UNKNOWN;
    return order < 0 ? AL_YES : AL_NO;
}

/* Whether the rule fails because a field it requires is absent. */
static enum al_truth absence_fails(const struct al_subject *subject)
{
    switch (subject->rule->absent.absence) {
    case AL_ABSENCE_FAILS: return AL_YES;
    case AL_ABSENCE_PASSES: return AL_NO;
    case AL_ABSENCE_FAILS_BEFORE: return is_before(subject->resource, subject->rule->absent.api_version);
    default: return AL_UNKNOWN;
    }
}

static enum al_truth operator_on_nothing(const struct al_condition *c)
{
    if (c->op == AL_OP_EVERY_ITEM || (c->op == AL_OP_COUNT_LESS && c->bound > 0))
        return AL_YES;
    return AL_NO;
}

/* The meaning of absence is about the rule's verdict, so below a NOT it makes the leaf say the opposite.
 * Inside items it does not apply: it is about the properties of the resource. */
static enum al_truth truth_when_absent(const struct place *at, const struct al_condition *c)
{
    const struct al_rule *rule = at->subject->rule;
    enum al_truth fails;

    if (!rule || at->base != at->subject->base || c->op == AL_OP_EXISTS ||
        rule->absent.absence == AL_ABSENCE_NOT_ASKED)
        return operator_on_nothing(c);
    fails = absence_fails(at->subject);
    return at->negated ? fails : negate(fails);
}

static struct al_outcome absent_outcome(const struct place *at, const struct al_condition *c,
                                        const al_field *nearest)
{
    struct al_outcome o = leaf_outcome(at, c, truth_when_absent(at, c), NULL);

    o.nearest = nearest ? nearest : at->base;
    o.path = al_str_of(c->field);
    if (at->base && at->base->path.n)
        o.path = al_printf(at->subject->graph->scratch, "%.*s.%.*s", AL_FMT(at->base->path), AL_FMT(o.path));
    return o;
}

/* -- items of arrays -- */

/* False when there may be more items than are known. */
static bool count_items(struct al_graph *graph, const al_field *field, size_t *n)
{
    bool exact = true;

    *n = al_graph_count(graph, field, &exact);
    return exact;
}

/* SOME_ITEM looks for an item that satisfies the condition, EVERY_ITEM for one that does not: `wanted`. */
static struct al_outcome judge_items(const struct place *at, const struct al_condition *c,
                                     const al_field *field, enum al_truth wanted)
{
    struct place inside = {at->subject, NULL, at->negated, false};
    struct al_outcome open = {.truth = AL_NO};
    size_t n;

    if (!count_items(at->subject->graph, field, &n))
        open = leaf_outcome(at, c, AL_UNKNOWN, field);
    for (size_t i = 0; i < n; i++) {
        struct al_outcome one;
        inside.base = al_graph_item(at->subject->graph, field, i);
        if (!inside.base)
            continue; /* null is no item */
        one = judge(&inside, c->of[0]);
        if (one.truth == wanted)
            return one;
        if (one.truth == AL_UNKNOWN && open.truth != AL_UNKNOWN)
            open = one;
    }
    return open.truth == AL_UNKNOWN ? open : leaf_outcome(at, c, negate(wanted), field);
}

/* The number of items lies between those that certainly count and those that may. */
static struct al_outcome judge_count(const struct place *at, const struct al_condition *c,
                                     const al_field *field)
{
    struct place inside = {at->subject, NULL, at->negated, false};
    int64_t least = 0, most = 0;
    size_t n;
    bool exact = count_items(at->subject->graph, field, &n);

    for (size_t i = 0; i < n; i++) {
        enum al_truth counts = AL_YES;
        if (c->of) {
            inside.base = al_graph_item(at->subject->graph, field, i);
            counts = inside.base ? judge(&inside, c->of[0]).truth : AL_NO;
        }
        least += counts == AL_YES;
        most += counts != AL_NO;
    }
    if (least >= c->bound)
        return leaf_outcome(at, c, AL_NO, field);
    return leaf_outcome(at, c, exact && most < c->bound ? AL_YES : AL_UNKNOWN, field);
}

/* -- leaves -- */

static const al_field *look_up(const struct place *at, const struct al_condition *c, const al_field **nearest)
{
    const char *path = c->field ? c->field : "";

    if (at->base)
        return al_graph_get_in(at->subject->graph, at->base, path, nearest);
    return al_graph_get(at->subject->graph, at->subject->resource, path, nearest);
}

static struct al_outcome judge_leaf(const struct place *at, const struct al_condition *c)
{
    const struct al_operand operand = {&at->subject->graph->ev, at->subject->patterns};
    const al_field *nearest = NULL, *field = look_up(at, c, &nearest);

    if (!field)
        return absent_outcome(at, c, nearest);
    switch (c->op) {
    case AL_OP_SOME_ITEM: return judge_items(at, c, field, AL_YES);
    case AL_OP_EVERY_ITEM: return judge_items(at, c, field, AL_NO);
    case AL_OP_COUNT_LESS: return judge_count(at, c, field);
    default: return leaf_outcome(at, c, al_operator_test(&operand, c, field->value), field);
    }
}

/* -- options -- */

static const char *const *items_of(al_arena *arena, const char *list)
{
    AL_VEC(const char *) items = {0};
    al_str item, rest = al_str_of(list);

    while (al_list_next(&item, &rest, ','))
        *al_vec_push(arena, &items) = al_str_cstr(arena, item);
    *al_vec_push(arena, &items) = NULL;
    return items.v;
}

static bool is_bound(enum al_operator op)
{
    return op == AL_OP_LESS || op == AL_OP_GREATER || op == AL_OP_COUNT_LESS;
}

static bool read_number(const char *text, int64_t *out)
{
    char *end;

    errno = 0;
    *out = strtoll(text, &end, 10);
    return end != text && !*end && !errno && *out > INT64_MIN / 2 && *out < INT64_MAX / 2;
}

/* What is no number where one is wanted answers nothing. */
static struct al_outcome judge_option(const struct place *at, const struct al_condition *c)
{
    const struct al_subject *s = at->subject;
    const char *value = s->option ? s->option(s->ptr, c->value) : NULL;
    struct al_condition *with = AL_NEW(s->graph->arena, struct al_condition);
    int64_t number;

    *with = *c->of[0];
    if (!value)
        return leaf_outcome(at, with, AL_UNKNOWN, NULL);
    if (is_bound(with->op)) {
        if (!read_number(value, &number))
            return leaf_outcome(at, with, AL_UNKNOWN, NULL);
        with->bound += number;
    } else if (with->op == AL_OP_IN) {
        with->values = items_of(s->graph->arena, value);
    } else {
        with->value = value;
    }
    return judge_leaf(at, with);
}

/* -- branches -- */

static struct al_outcome judge_not(const struct place *at, const struct al_condition *c)
{
    struct place below = {at->subject, at->base, !at->negated, false};
    struct al_outcome o = judge(&below, c->of[0]);

    o.truth = negate(o.truth);
    return o;
}

static struct al_outcome judge_surely(const struct place *at, const struct al_condition *c)
{
    struct al_outcome o = judge(at, c->of[0]);

    if (o.truth == AL_UNKNOWN)
        o.truth = AL_NO;
    return o;
}

/* ALL is decided by a NO, ANY by a YES; what decides comes first, then what is unknown. */
static struct al_outcome judge_branch(const struct place *at, const struct al_condition *c,
                                      enum al_truth deciding)
{
    struct place below = {at->subject, at->base, at->negated, at->required && deciding == AL_NO};
    struct al_outcome result = {.truth = negate(deciding), .leaf = c};

    for (const struct al_condition *const *part = c->of; *part; part++) {
        struct al_outcome one = judge(&below, *part);
        if (one.truth == deciding)
            return one;
        if (result.truth != AL_UNKNOWN)
            result = one;
    }
    return result;
}

static struct al_outcome judge(const struct place *at, const struct al_condition *c)
{
    switch (c->op) {
    case AL_OP_ALWAYS: return leaf_outcome(at, c, AL_YES, NULL);
    case AL_OP_NOT: return judge_not(at, c);
    case AL_OP_SURELY: return judge_surely(at, c);
    case AL_OP_OPTION: return judge_option(at, c);
    case AL_OP_ALL: return judge_branch(at, c, AL_NO);
    case AL_OP_ANY: return judge_branch(at, c, AL_YES);
    default: return judge_leaf(at, c);
    }
}

struct al_outcome al_condition_judge(const struct al_subject *subject, const struct al_condition *condition)
{
    struct place at = {subject, subject->base, false, true};

    return judge(&at, condition);
}
