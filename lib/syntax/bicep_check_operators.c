/* SPDX-License-Identifier: MIT */
/* Operators: the kinds that they can be applied to, and what they give. The parser has made calls of them;
 * what the user wrote is in the table. */
#include "syntax/bicep_check_private.h"

static const struct {
    const char *call, *written;
    uint8_t takes, gives;
} operators[] = {
    {"add", "+", AL_BICEP_IS_INT, AL_BICEP_IS_INT},
    {"and", "&&", AL_BICEP_IS_BOOL, AL_BICEP_IS_BOOL},
    {"div", "/", AL_BICEP_IS_INT, AL_BICEP_IS_INT},
    {"equals", "==", AL_BICEP_IS_ANYTHING & ~AL_BICEP_IS_LAMBDA, AL_BICEP_IS_BOOL},
    {"greater", ">", AL_BICEP_IS_INT | AL_BICEP_IS_STRING, AL_BICEP_IS_BOOL},
    {"greaterOrEquals", ">=", AL_BICEP_IS_INT | AL_BICEP_IS_STRING, AL_BICEP_IS_BOOL},
    {"less", "<", AL_BICEP_IS_INT | AL_BICEP_IS_STRING, AL_BICEP_IS_BOOL},
    {"lessOrEquals", "<=", AL_BICEP_IS_INT | AL_BICEP_IS_STRING, AL_BICEP_IS_BOOL},
    {"mod", "%", AL_BICEP_IS_INT, AL_BICEP_IS_INT},
    {"mul", "*", AL_BICEP_IS_INT, AL_BICEP_IS_INT},
    {"not", "!", AL_BICEP_IS_BOOL, AL_BICEP_IS_BOOL},
    {"or", "||", AL_BICEP_IS_BOOL, AL_BICEP_IS_BOOL},
    {"sub", "-", AL_BICEP_IS_INT, AL_BICEP_IS_INT},
    {"toLower", "=~", AL_BICEP_IS_STRING, AL_BICEP_IS_STRING},
};

enum { NOPERATORS = sizeof operators / sizeof *operators };

static size_t find_operator(al_str name)
{
    size_t i = 0;

    while (i < NOPERATORS && !al_str_eq(name, al_str_of(operators[i].call)))
        i++;
    return i;
}

static void report_operand(const struct al_bicep_look *l, const struct al_node *call, size_t i,
                           uint32_t operand, struct al_bicep_shape shape)
{
    al_arena *arena = l->c->arena;

    al_bicep_error(l->c, AL_TROUBLE_BICEP_OPERATOR, al_node_span(call->call.args[operand]),
                   "the operator %s needs %.*s, not %.*s", operators[i].written,
                   AL_FMT(al_bicep_kinds_text(arena, operators[i].takes)),
                   AL_FMT(al_bicep_kinds_text(arena, shape.kinds)));
}

/* Both sides of < must be of one kind. */
static void check_pair(const struct al_bicep_look *l, const struct al_node *call, size_t i,
                       const struct al_bicep_shape *shapes)
{
    al_arena *arena = l->c->arena;
    const uint8_t both = shapes[0].kinds & shapes[1].kinds & operators[i].takes;

    if (!both && shapes[0].kinds && shapes[1].kinds)
        al_bicep_error(l->c, AL_TROUBLE_BICEP_OPERATOR, al_node_span(call),
                       "the operator %s cannot compare %.*s with %.*s", operators[i].written,
                       AL_FMT(al_bicep_kinds_text(arena, shapes[0].kinds)),
                       AL_FMT(al_bicep_kinds_text(arena, shapes[1].kinds)));
}

static void check_division(const struct al_bicep_look *l, const struct al_node *call,
                           const struct al_bicep_shape *shapes)
{
    int64_t by;

    if ((al_str_eq(call->call.name, AL_STR("div")) || al_str_eq(call->call.name, AL_STR("mod"))) &&
        al_bicep_integer(&by, shapes[1].literal) && by == 0)
        al_bicep_error(l->c, AL_TROUBLE_BICEP_OPERATOR, al_node_span(call->call.args[1]),
                       "this divides by zero");
}

/* Of one kind, or of several that all are possible. */
static bool is_certain(struct al_bicep_shape shape)
{
    const uint8_t kinds = shape.kinds & (uint8_t)~AL_BICEP_IS_NULL;

    return shape.exact || (kinds & (kinds - 1)) == 0;
}

static struct al_bicep_shape check_condition(const struct al_bicep_look *l, const struct al_node *call,
                                             const struct al_bicep_shape *shapes)
{
    struct al_bicep_shape result;

    if (al_bicep_is_none_of(shapes[0], AL_BICEP_IS_BOOL))
        al_bicep_error(l->c, AL_TROUBLE_BICEP_TYPE, al_node_span(call->call.args[0]),
                       "the condition before ? must be a boolean, this is %.*s",
                       AL_FMT(al_bicep_kinds_text(l->c->arena, shapes[0].kinds)));
    result = al_bicep_shape_join(shapes[1], shapes[2]);
    result.exact = !shapes[0].literal && is_certain(shapes[1]) && is_certain(shapes[2]);
    return result;
}

static struct al_bicep_shape check_operands(const struct al_bicep_look *l, const struct al_node *call,
                                            size_t i, const struct al_bicep_shape *shapes)
{
    bool right = true;

    for (uint32_t k = 0; k < call->call.n; k++) {
        if (!al_bicep_is_none_of(shapes[k], operators[i].takes))
            continue;
        report_operand(l, call, i, k, shapes[k]);
        right = false;
    }
    if (right && call->call.n == 2) {
        if (operators[i].takes == (AL_BICEP_IS_INT | AL_BICEP_IS_STRING))
            check_pair(l, call, i, shapes);
        check_division(l, call, shapes);
    }
    return AL_BICEP_SHAPE(operators[i].gives);
}

struct al_bicep_shape al_bicep_check_operator(struct al_bicep_look *l, const struct al_node *call,
                                              const struct al_bicep_shape *shapes)
{
    const size_t i = find_operator(call->call.name);

    if (i < NOPERATORS)
        return check_operands(l, call, i, shapes);
    if (al_str_eq(call->call.name, AL_STR("if")) && call->call.n == 3)
        return check_condition(l, call, shapes);
    if (al_str_eq(call->call.name, AL_STR("coalesce")) && call->call.n == 2) {
        struct al_bicep_shape left = shapes[0];
        left.kinds &= (uint8_t)~AL_BICEP_IS_NULL;
        return al_bicep_shape_join(left, shapes[1]);
    }
    return AL_BICEP_SHAPE(al_str_eq(call->call.name, AL_STR("format")) ? AL_BICEP_IS_STRING
                                                                       : AL_BICEP_IS_ANYTHING);
}
