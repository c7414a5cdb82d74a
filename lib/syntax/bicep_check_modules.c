/* SPDX-License-Identifier: MIT */
/* Modules: what their bodies may say, and the values that their parameters get. Nothing is said of a module
 * that could not be read. */
#include "syntax/bicep_check_private.h"

static const struct al_template *module_of(const struct al_bicep_entry *entry)
{
    return entry->decl ? entry->decl->module : NULL;
}

/* -- the body -- */

static void check_properties(struct al_bicep_check *c, const struct al_node *body)
{
    static const char *const allowed[] = {"name",      "params",   "scope",
                                          "dependsOn", "identity", "extensionConfigs"};
    enum { NALLOWED = sizeof allowed / sizeof *allowed };
    al_str names[NALLOWED];

    for (size_t k = 0; k < NALLOWED; k++)
        names[k] = al_str_of(allowed[k]);
    for (uint32_t i = 0; i < body->object.n; i++) {
        const struct al_property *property = &body->object.items[i];
        bool known = property->key_node || property->value->kind == AL_NODE_SPREAD;
        for (size_t k = 0; k < NALLOWED; k++)
            known |= al_str_eq(property->key, names[k]);
        if (known)
            continue;
        if (al_str_eq(property->key, AL_STR("outputs")))
            al_bicep_error(c, AL_TROUBLE_BICEP_UNKNOWN_PROPERTY, al_key_span(body, property),
                           "the outputs of a module can only be read");
        else
            al_bicep_error(c, AL_TROUBLE_BICEP_UNKNOWN_PROPERTY, al_key_span(body, property),
                           "a module has no property '%.*s'%.*s", AL_SHOW(property->key),
                           AL_FMT(al_bicep_closest(c->arena, property->key, names, NALLOWED)));
    }
}

static void check_identity(struct al_bicep_check *c, const struct al_node *body)
{
    const struct al_node *identity = al_bicep_value_of(body, "identity"), *type;

    type = identity ? al_bicep_value_of(identity, "type") : NULL;
    if (al_node_is(type, AL_NODE_STRING) && !al_str_caseeq(type->string, AL_STR("None")) &&
        !al_str_caseeq(type->string, AL_STR("UserAssigned")))
        al_bicep_error(c, AL_TROUBLE_BICEP_TYPE, al_node_span(type),
                       "the identity of a module is 'UserAssigned' or 'None', not '%.*s'",
                       AL_SHOW(type->string));
}

/* -- parameters -- */

static const struct al_parameter *find_parameter(const struct al_template *module, al_str name)
{
    const struct al_parameter *parameter = al_map_get(&module->parameter_index, name);

    return parameter && al_str_eq(parameter->name, name) ? parameter : NULL;
}

static al_str suggestion(struct al_bicep_check *c, const struct al_template *module, al_str name)
{
    enum { MOST = 256 };
    const size_t n = module->nparameters < MOST ? module->nparameters : MOST;
    al_str *names = AL_NEW_N(c->arena, al_str, n);

    for (size_t i = 0; i < n; i++)
        names[i] = module->parameters[i].name;
    return al_bicep_closest(c->arena, name, names, n);
}

void al_bicep_check_given(const struct al_bicep_look *l, const struct al_node *params,
                          const struct al_property *property, struct al_bicep_shape shape)
{
    struct al_bicep_check *c = l->c;
    const struct al_template *module = module_of(l->entry);
    const struct al_parameter *parameter = module ? find_parameter(module, property->key) : NULL;

    if (!module || property->key_node || property->value->kind == AL_NODE_SPREAD)
        return;
    if (!parameter)
        al_bicep_error(c, AL_TROUBLE_BICEP_UNKNOWN_PARAMETER, al_key_span(params, property),
                       "the module has no parameter '%.*s'%.*s", AL_SHOW(property->key),
                       AL_FMT(suggestion(c, module, property->key)));
    else
        al_bicep_check_argument(c, module, parameter, property->value, shape);
}

/* What has a default value takes null for it. */
void al_bicep_check_argument(const struct al_bicep_check *c, const struct al_template *tmpl,
                             const struct al_parameter *parameter, const struct al_node *value,
                             struct al_bicep_shape shape)
{
    const size_t before = al_bicep_errors(c);
    const struct al_bicep_what what = {NULL, "parameter '", parameter->name, "'"};
    struct al_type type = parameter->type;

    type.nullable |= parameter->default_value != NULL;
    al_bicep_check_assigned(c, tmpl, type, value, shape, &what);
    al_bicep_spoil(c, value, before);
}

/* What has no default value and does not take null must get a value. */
al_str al_bicep_missing_parameters(const struct al_bicep_check *c, const struct al_template *module,
                                   const struct al_map *given, uint32_t *n)
{
    enum { SHOWN = 8 };
    struct al_buf buf = AL_BUF(c->arena);

    *n = 0;
    for (uint32_t i = 0; i < module->nparameters; i++) {
        const struct al_parameter *parameter = &module->parameters[i];
        struct al_type type;
        if (parameter->default_value || al_map_get(given, parameter->name))
            continue;
        type = al_bicep_resolve_type(c, module, parameter->type);
        if (!type.known || type.nullable)
            continue;
        if ((*n)++ < SHOWN)
            al_buf_printf(&buf, "%s'%.*s'", buf.n ? ", " : "", AL_SHOW(parameter->name));
    }
    if (*n > SHOWN)
        al_buf_printf(&buf, " and %u more", (unsigned)*n - SHOWN);
    return al_buf_str(&buf);
}

static void check_missing(struct al_bicep_check *c, const struct al_bicep_entry *entry,
                          const struct al_node *params, struct al_span at)
{
    struct al_map given = {0};
    uint32_t n;
    al_str names;

    for (uint32_t i = 0; params && i < params->object.n; i++)
        if (!params->object.items[i].key_node)
            *al_map_put(c->arena, &given, params->object.items[i].key) = c;
    names = al_bicep_missing_parameters(c, module_of(entry), &given, &n);
    if (n)
        al_bicep_error(c, AL_TROUBLE_BICEP_MISSING_PARAMETER, at,
                       "the module '%.*s' needs the parameter%s %.*s", AL_SHOW(entry->st->name),
                       n == 1 ? "" : "s", AL_FMT(names));
}

static void check_params(struct al_bicep_check *c, const struct al_bicep_entry *entry,
                         const struct al_node *body)
{
    const struct al_property *property = al_bicep_property(body, "params");
    const struct al_node *params = property ? property->value : NULL;

    if (params && params->kind == AL_NODE_BROKEN)
        return;
    if (params && params->kind != AL_NODE_OBJECT) {
        al_bicep_error(c, AL_TROUBLE_BICEP_TYPE, al_node_span(params),
                       "the params of a module must be written out as an object, { name: value }");
        return;
    }
    if (!module_of(entry))
        return;
    if (!params || !(params->flags & AL_NODE_HAS_SPREAD))
        check_missing(c, entry, params, property ? al_key_span(body, property) : entry->st->name_span);
}

void al_bicep_check_modules(struct al_bicep_check *c)
{
    for (uint32_t i = 0; i < c->n; i++) {
        const struct al_bicep_entry *entry = &c->entries[i];
        const struct al_node *body = al_bicep_body(entry->st);
        if (entry->st->kind != AL_BICEP_MODULE || !body)
            continue;
        if (module_of(entry)) {
            check_properties(c, body);
            check_identity(c, body);
        }
        check_params(c, entry, body);
    }
}
