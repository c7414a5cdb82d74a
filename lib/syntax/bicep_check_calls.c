/* SPDX-License-Identifier: MIT */
/* Calls: how many arguments, of which kinds. What a call gives follows from the ways to call the function
 * that its arguments leave open. */
#include "syntax/bicep_check_signatures.h"

static struct al_bicep_shape anything(void)
{
    return AL_BICEP_SHAPE(AL_BICEP_IS_ANYTHING);
}

/* -- how many -- */

/* "(a, b)": from behind the name to the end. */
static struct al_span arguments_span(const struct al_node *call)
{
    const struct al_span whole = al_node_span(call);
    const char *text = call->source->text.s, *end = call->call.name.s + call->call.name.n;
    const uint32_t at = (uint32_t)(end - text);

    if (end < text || at < whole.off || at >= whole.off + whole.len)
        return whole;
    return (struct al_span){whole.source, at, whole.off + whole.len - at};
}

static void report_count(const struct al_bicep_look *l, const struct al_node *call, uint32_t n,
                         unsigned least, unsigned most)
{
    const char *s = most == 1 || (most == AL_BICEP_ANY_NUMBER && least == 1) ? "" : "s";
    al_arena *arena = l->c->arena;
    al_str wanted;

    if (most == AL_BICEP_ANY_NUMBER)
        wanted = al_printf(arena, "at least %u argument%s", least, s);
    else if (least == most)
        wanted = most ? al_printf(arena, "%u argument%s", most, s) : AL_STR("no arguments");
    else
        wanted = al_printf(arena, "%u to %u arguments", least, most);
    al_bicep_error(l->c, AL_TROUBLE_BICEP_ARGUMENT_COUNT, arguments_span(call), "%.*s() takes %.*s, not %u",
                   AL_SHOW(call->call.name), AL_FMT(wanted), (unsigned)n);
}

static bool check_count(const struct al_bicep_look *l, const struct al_node *call, uint32_t n, unsigned least,
                        unsigned most)
{
    if (n >= least && (most == AL_BICEP_ANY_NUMBER || n <= most))
        return true;
    report_count(l, call, n, least, most);
    return false;
}

/* What a deployment is in has no name there where it is in none: one to a subscription is in no resource
 * group. */
static bool check_scope(const struct al_bicep_look *l, const struct al_node *call)
{
    static const char *const targets[] = {[AL_SCOPE_RESOURCE_GROUP] = "a resource group",
                                          [AL_SCOPE_SUBSCRIPTION] = "a subscription",
                                          [AL_SCOPE_MANAGEMENT_GROUP] = "a management group",
                                          [AL_SCOPE_TENANT] = "the tenant"};
    static const struct {
        const char *name, *of;
        uint32_t n;
        unsigned scopes; /* bits: where it can be called with n arguments */
    } rows[] = {
        {"managementGroup", "management group", 0, 1 << AL_SCOPE_MANAGEMENT_GROUP},
        {"subscription", "subscription", 0, 1 << AL_SCOPE_SUBSCRIPTION | 1 << AL_SCOPE_RESOURCE_GROUP},
        {"resourceGroup", "resource group", 0, 1 << AL_SCOPE_RESOURCE_GROUP},
        {"resourceGroup", "subscription", 1, 1 << AL_SCOPE_SUBSCRIPTION | 1 << AL_SCOPE_RESOURCE_GROUP},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (call->call.n != rows[i].n || !al_str_eq(call->call.name, al_str_of(rows[i].name)) ||
            rows[i].scopes & 1U << l->c->scope)
            continue;
        al_bicep_error(l->c, AL_TROUBLE_BICEP_ARGUMENT_COUNT, arguments_span(call),
                       "%s() needs more arguments here: a deployment to %s has no current %s", rows[i].name,
                       targets[l->c->scope], rows[i].of);
        return false;
    }
    return true;
}

/* -- of which kinds -- */

static bool fits(const struct al_bicep_argument *argument, const struct al_node *node,
                 struct al_bicep_shape shape)
{
    if (al_bicep_is_none_of(shape, argument->kinds))
        return false;
    if (argument->kinds != AL_BICEP_IS_LAMBDA || node->kind != AL_NODE_LAMBDA)
        return true;
    return node->lambda.n >= argument->least && node->lambda.n <= argument->most &&
           !al_bicep_is_none_of(AL_BICEP_SHAPE(shape.items), argument->gives);
}

/* The first argument that does not fit, or their number. */
static uint32_t first_wrong(const struct al_bicep_signature *signature, const struct al_node *call,
                            const struct al_bicep_shape *shapes)
{
    uint32_t i = 0;

    for (; i < call->call.n; i++) {
        const struct al_bicep_argument argument = al_bicep_argument(signature, i);
        if (!argument.kinds || !fits(&argument, call->call.args[i], shapes[i]))
            break;
    }
    return i;
}

static al_str lambda_text(al_arena *arena, const struct al_bicep_argument *argument)
{
    al_str names, gives = AL_STR("");

    if (argument->least == argument->most)
        names = al_printf(arena, "%u name%s", argument->most, argument->most == 1 ? "" : "s");
    else
        names = al_printf(arena, "%u or %u names", argument->least, argument->most);
    if (argument->gives != AL_BICEP_IS_ANYTHING)
        gives = al_printf(arena, " that gives %.*s", AL_FMT(al_bicep_kinds_text(arena, argument->gives)));
    return al_printf(arena, "a lambda of %.*s%.*s", AL_FMT(names), AL_FMT(gives));
}

static void report_argument(const struct al_bicep_look *l, const struct al_node *call, uint32_t i,
                            const struct al_bicep_argument *wanted, struct al_bicep_shape shape)
{
    al_arena *arena = l->c->arena;
    const struct al_node *node = call->call.args[i];
    const bool both = wanted->kinds == AL_BICEP_IS_LAMBDA && node->kind == AL_NODE_LAMBDA;
    const al_str text = wanted->kinds == AL_BICEP_IS_LAMBDA ? lambda_text(arena, wanted)
                                                            : al_bicep_kinds_text(arena, wanted->kinds);

    if (both)
        al_bicep_error(l->c, AL_TROUBLE_BICEP_ARGUMENT_TYPE, al_node_span(node), "%.*s() needs %.*s here",
                       AL_SHOW(call->call.name), AL_FMT(text));
    else
        al_bicep_error(l->c, AL_TROUBLE_BICEP_ARGUMENT_TYPE, al_node_span(node),
                       "%.*s() needs %.*s here, not %.*s", AL_SHOW(call->call.name), AL_FMT(text),
                       AL_FMT(al_bicep_kinds_text(arena, shape.kinds)));
}

/* No way to call it fits: those that fit for longest are what was meant. */
static void report_arguments(const struct al_bicep_look *l, const struct al_node *call,
                             const struct al_bicep_shape *shapes, const struct al_bicep_signature *ways,
                             size_t n)
{
    struct al_bicep_argument wanted = {0};
    uint32_t furthest = 0;

    for (size_t i = 0; i < n; i++) {
        const uint32_t wrong = first_wrong(&ways[i], call, shapes);
        const struct al_bicep_argument argument = al_bicep_argument(&ways[i], wrong);
        if (wrong < furthest || !argument.kinds)
            continue;
        if (wrong > furthest)
            wanted = (struct al_bicep_argument){0};
        furthest = wrong;
        wanted.kinds |= argument.kinds;
        wanted.least = argument.least;
        wanted.most = argument.most;
        wanted.gives = argument.gives;
    }
    if (wanted.kinds)
        report_argument(l, call, furthest, &wanted, shapes[furthest]);
}

static void check_flatten(const struct al_bicep_look *l, const struct al_node *call,
                          const struct al_bicep_shape *shapes)
{
    const uint8_t items = call->call.n == 1 ? shapes[0].items : AL_BICEP_IS_ANYTHING;

    if (al_str_eq(call->call.name, AL_STR("flatten")) && items && !(items & AL_BICEP_IS_ARRAY))
        al_bicep_error(l->c, AL_TROUBLE_BICEP_ARGUMENT_TYPE, al_node_span(call->call.args[0]),
                       "flatten() needs an array of arrays here, not one of %.*s",
                       AL_FMT(al_bicep_kinds_text(l->c->arena, items)));
}

static struct al_bicep_shape check_kinds(const struct al_bicep_look *l, const struct al_node *call,
                                         const struct al_bicep_shape *shapes)
{
    size_t n, found = 0;
    const struct al_bicep_signature *ways = al_bicep_signatures(call->call.name, &n);
    struct al_bicep_shape result = anything();

    if (n && call->call.n == 0 && ways[0].arguments[0] == '\0')
        return al_bicep_result(&ways[0]);
    for (size_t i = 0; i < n; i++) {
        if (first_wrong(&ways[i], call, shapes) < call->call.n)
            continue;
        result = found++ ? al_bicep_shape_join(result, al_bicep_result(&ways[i])) : al_bicep_result(&ways[i]);
    }
    if (n && !found)
        report_arguments(l, call, shapes, ways, n);
    else
        check_flatten(l, call, shapes);
    return result;
}

/* -- functions of the file, or imported -- */

static struct al_bicep_shape check_declared(const struct al_bicep_look *l, const struct al_node *call,
                                            const struct al_bicep_shape *shapes)
{
    const struct al_function_decl *function = call->call.resolved;
    const struct al_bicep_what of = {NULL, "", function->name, "()"};
    const uint32_t most = function->nparameters;
    uint32_t least = most;

    while (least > call->call.n && function->parameters[least - 1].type.nullable)
        least--;
    if (!check_count(l, call, call->call.n, least, most))
        return anything();
    for (uint32_t i = 0; i < call->call.n; i++) {
        const struct al_parameter *parameter = &function->parameters[i];
        const struct al_bicep_what argument = {&of, "argument '", parameter->name, "' of "};
        al_bicep_check_assigned(l->c, function->home, parameter->type, call->call.args[i], shapes[i],
                                &argument);
    }
    return al_bicep_shape_of_type(l->c, function->home, function->output_type);
}

/* -- what is called on a resource -- */

static bool is_vault(const struct al_bicep_entry *entry)
{
    return al_str_caseeq(al_bicep_type_of(entry), AL_STR("Microsoft.KeyVault/vaults"));
}

static void check_method(const struct al_bicep_look *l, const struct al_node *call,
                         struct al_bicep_shape base)
{
    const bool secret = al_str_eq(call->call.name, AL_STR("getSecret"));
    const struct al_bicep_entry *of = base.part == AL_BICEP_PART_ONE ? base.of : NULL;

    if (secret && of && of->decl && !is_vault(of))
        al_bicep_error(
            l->c, AL_TROUBLE_BICEP_UNKNOWN_FUNCTION, al_node_span(call),
            "only a Microsoft.KeyVault/vaults resource has the function getSecret(), '%.*s' is none",
            AL_SHOW(of->st->name));
    else if (of && of->st->kind == AL_BICEP_MODULE)
        al_bicep_error(l->c, AL_TROUBLE_BICEP_UNKNOWN_FUNCTION, al_node_span(call),
                       "a module has no function '%.*s'", AL_SHOW(call->call.name));
    else if (base.part == AL_BICEP_PART_LOOP)
        al_bicep_error(l->c, AL_TROUBLE_BICEP_LOOP, al_node_span(call->call.args[0]),
                       "'%.*s' is a loop: say which of its resources is meant, '%.*s[0].%.*s()'",
                       AL_SHOW(base.of->st->name), AL_SHOW(base.of->st->name), AL_SHOW(call->call.name));
    else if (al_bicep_is_none_of(base, AL_BICEP_IS_OBJECT))
        al_bicep_error(l->c, AL_TROUBLE_BICEP_ACCESS, al_node_span(call), "%.*s has no function '%.*s'",
                       AL_FMT(al_bicep_kinds_text(l->c->arena, base.kinds)), AL_SHOW(call->call.name));
    else
        check_count(l, call, call->call.n - 1, secret ? 1 : 0, 2);
}

struct al_bicep_shape al_bicep_check_call(struct al_bicep_look *l, const struct al_node *call,
                                          const struct al_bicep_shape *shapes)
{
    const struct al_bicep_function *function;

    if (call->flags & AL_NODE_DECLARED)
        return check_declared(l, call, shapes);
    if (al_bicep_is_method(call)) {
        check_method(l, call, shapes[0]);
        return al_str_eq(call->call.name, AL_STR("getSecret")) ? AL_BICEP_SHAPE(AL_BICEP_IS_STRING)
                                                               : anything();
    }
    function = al_bicep_function_find(call->call.name);
    if (!function || !check_count(l, call, call->call.n, function->least, function->most) ||
        !check_scope(l, call))
        return anything();
    return check_kinds(l, call, shapes);
}
