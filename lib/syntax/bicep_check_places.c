/* SPDX-License-Identifier: MIT */
/* Where functions may be called: some only work in the default value of a parameter, in a parameter file, as
 * the value of a secure parameter, or with an argument that is written out. */
#include "syntax/bicep_check_private.h"

static const struct al_bicep_place *outermost(const struct al_bicep_place *place)
{
    while (place->up)
        place = place->up;
    return place;
}

static bool is_in_default(const struct al_bicep_look *l)
{
    return l->entry->st->kind == AL_BICEP_PARAM && !l->c->file->is_parameters &&
           outermost(l->place)->role == AL_BICEP_ROLE_TOP;
}

/* -- secrets -- */

/* The property of `params` that the call is the value of, also by way of ?: */
static const struct al_property *module_parameter(const struct al_bicep_look *l)
{
    const struct al_bicep_place *place = l->place;

    while (place->node && place->node->kind == AL_NODE_CALL && place->node->flags & AL_NODE_OPERATOR &&
           al_str_eq(place->node->call.name, AL_STR("if")))
        place = place->up;
    if (l->entry->st->kind != AL_BICEP_MODULE || place->role != AL_BICEP_ROLE_PROPERTY ||
        !place->up->property || place->up->up->node || !al_str_eq(place->up->property->key, AL_STR("params")))
        return NULL;
    return place->property;
}

static bool takes_secrets(const struct al_bicep_look *l, const struct al_property *property)
{
    const struct al_template *module = l->entry->decl ? l->entry->decl->module : NULL;
    const struct al_parameter *parameter =
        module ? al_map_get(&module->parameter_index, property->key) : NULL;

    return !parameter || al_bicep_resolve_type(l->c, module, parameter->type).secure;
}

static void check_secret(const struct al_bicep_look *l, const struct al_node *call)
{
    const struct al_property *property = module_parameter(l);

    if (property && takes_secrets(l, property))
        return;
    if (l->entry->st->kind == AL_BICEP_MODULE && l->entry->decl && !l->entry->decl->module)
        return; /* nothing is known of the module */
    al_bicep_error(l->c, AL_TROUBLE_BICEP_FUNCTION_USE, al_node_span(call),
                   property
                       ? "getSecret() may be given only to a parameter with @secure()"
                       : "getSecret() may stand only as the value of a module's parameter with @secure()");
}

/* -- files -- */

struct finder {
    const struct al_node *found;
};

/* What certainly is not known before the deployment. A variable may be a text all the same, and so may the
 * item of a loop over a single one. */
static void find_value(void *ptr, const struct al_node *node)
{
    struct finder *f = ptr;

    if (node->kind == AL_NODE_PARAMETER || node->kind == AL_NODE_RESOURCE)
        f->found = node;
    if (!f->found)
        al_node_each_child(node, find_value, ptr);
}

static void check_file(const struct al_bicep_look *l, const struct al_node *call)
{
    struct finder f = {NULL};

    if (call->call.n == 0)
        return;
    find_value(&f, call->call.args[0]);
    if (f.found)
        al_bicep_error(
            l->c, AL_TROUBLE_BICEP_CONSTANT, al_node_span(call->call.args[0]),
            "the path that %.*s() reads must be written out: files are read before anything is deployed",
            AL_SHOW(call->call.name));
}

static void check_encoding(const struct al_bicep_look *l, const struct al_node *call)
{
    static const char *const encodings[] = {"us-ascii", "iso-8859-1", "utf-8", "utf-16BE", "utf-16"};
    const bool is_text = al_str_eq(call->call.name, AL_STR("loadTextContent"));
    const uint32_t at = is_text ? 1 : 2;
    const struct al_node *node;

    if (!is_text && !al_str_eq(call->call.name, AL_STR("loadJsonContent")) &&
        !al_str_eq(call->call.name, AL_STR("loadYamlContent")))
        return;
    node = at < call->call.n ? call->call.args[at] : NULL;
    if (!al_node_is(node, AL_NODE_STRING))
        return;
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++)
        if (al_str_caseeq(node->string, al_str_of(encodings[i])))
            return;
    al_bicep_error(l->c, AL_TROUBLE_BICEP_ARGUMENT_TYPE, al_node_span(node),
                   "'%.*s' is no encoding that %.*s() knows: us-ascii, iso-8859-1, utf-8, utf-16BE or utf-16",
                   AL_SHOW(node->string), AL_SHOW(call->call.name));
}

/* -- lambdas -- */

/* Azure works out what to ask for before it evaluates anything. */
static void check_in_lambda(const struct al_bicep_look *l, const struct al_node *call)
{
    const uint32_t first = al_bicep_is_method(call) ? 1 : 0;

    for (uint32_t i = first; i < call->call.n; i++) {
        const al_str local = al_bicep_lambda_local(l, call->call.args[i]);
        if (!local.n)
            continue;
        al_bicep_error(l->c, AL_TROUBLE_BICEP_LAMBDA, al_node_span(call),
                       "%.*s() cannot be called with '%.*s', which a lambda names", AL_SHOW(call->call.name),
                       AL_SHOW(local));
        return;
    }
}

/* -- the whole -- */

static void check_flags(const struct al_bicep_look *l, const struct al_node *call, unsigned flags)
{
    if (flags & AL_BICEP_FN_DEFAULTS && !is_in_default(l))
        al_bicep_error(l->c, AL_TROUBLE_BICEP_FUNCTION_USE, al_node_span(call),
                       "%.*s() may stand only in the default value of a parameter: declare one and use that",
                       AL_SHOW(call->call.name));
    if (flags & AL_BICEP_FN_FILE) {
        check_file(l, call);
        check_encoding(l, call);
    }
    if (flags & AL_BICEP_FN_RUNTIME && l->lambdas)
        check_in_lambda(l, call);
}

/* A declaration hides the function of the same name, which then needs its namespace. */
void al_bicep_check_hidden(const struct al_bicep_look *l, const struct al_node *call)
{
    const char *text = call->source->text.s;
    const struct al_bicep_entry *entry = al_bicep_entry_named(l->c, call->call.name);
    const struct al_bicep_function *function =
        call->flags & AL_NODE_DECLARED ? NULL : al_bicep_function_find(call->call.name);

    if (!function || !entry || entry->st->kind == AL_BICEP_FUNC || call->call.name.s != text + call->off)
        return;
    al_bicep_error(l->c, AL_TROUBLE_BICEP_UNKNOWN_FUNCTION, al_node_span(call),
                   "'%.*s' is declared in this file and is no function: the built-in one is %s.%s()",
                   AL_SHOW(call->call.name), function->space == AL_BICEP_SPACE_SYS ? "sys" : "az",
                   function->name);
}

void al_bicep_check_call_place(struct al_bicep_look *l, const struct al_node *call)
{
    const bool secret = al_str_eq(call->call.name, AL_STR("getSecret"));
    const struct al_bicep_function *function;

    if (call->flags & AL_NODE_DECLARED)
        return;
    function = al_bicep_function_find(call->call.name);
    if (secret && al_bicep_is_method(call))
        check_secret(l, call);
    else if (secret && l->entry->st->kind == AL_BICEP_PARAM && l->place->role != AL_BICEP_ROLE_TOP)
        al_bicep_error(l->c, AL_TROUBLE_BICEP_FUNCTION_USE, al_node_span(call),
                       "az.getSecret() may stand only as the whole value of a parameter");
    else if (function)
        check_flags(l, call, function->flags);
}
