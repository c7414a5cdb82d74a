/* SPDX-License-Identifier: MIT */
/* What decorators add to a type. */
#include "syntax/bicep_bind.h"

static struct al_node *find_decorator(struct al_bicep_decorated decorated, const char *name)
{
    for (uint32_t i = 0; i < decorated.n; i++) {
        struct al_node *call = decorated.decorators[i];
        if (al_node_is(call, AL_NODE_CALL) && al_str_eq(call->call.name, al_str_of(name)))
            return call;
    }
    return NULL;
}

bool al_bicep_has_decorator(struct al_bicep_decorated decorated, const char *name)
{
    return find_decorator(decorated, name) != NULL;
}

struct al_node *al_bicep_decorator(struct al_bicep_decorated decorated, const char *name)
{
    const struct al_node *call = find_decorator(decorated, name);
    const uint32_t first = call && call->flags & AL_NODE_METHOD ? 1 : 0;

    return call && call->call.n > first ? call->call.args[first] : NULL;
}

void al_bicep_put_metadata(struct al_bicep_binder *b, struct al_bicep_object *out,
                           struct al_bicep_decorated decorated)
{
    struct al_node *description = al_bicep_decorator(decorated, "description");
    struct al_node *more = al_bicep_decorator(decorated, "metadata");
    struct al_bicep_object metadata = {.arena = b->arena, .span = out->span};

    for (uint32_t i = 0; al_node_is(more, AL_NODE_OBJECT) && i < more->object.n; i++)
        if (!description || !al_str_caseeq(more->object.items[i].key, AL_STR("description")))
            al_bicep_put_property(&metadata, &more->object.items[i]);
    if (description)
        al_bicep_put(&metadata, "description", al_node_span(description), description);
    if (metadata.items.n)
        al_bicep_put(out, "metadata", al_node_span(metadata.items.v[0].value),
                     al_bicep_object_node(&metadata));
}

static void put_secure(struct al_bicep_binder *b, struct al_bicep_object *out)
{
    struct al_node *so_far = al_bicep_object_node(out);
    struct al_property *type = al_bicep_find_put(out, "type");
    const al_str kind = al_node_text(al_node_get(al_bicep_type_behind(b, so_far), "type"));
    const char *secure = al_str_eq(kind, AL_STR("string"))   ? "secureString"
                         : al_str_eq(kind, AL_STR("object")) ? "secureObject"
                                                             : NULL;

    if (secure && type)
        type->value = al_bicep_new_text(b->arena, al_str_of(secure), al_node_span(type->value));
    else if (secure)
        al_bicep_put(out, "type", out->span, al_bicep_new_text(b->arena, al_str_of(secure), out->span));
}

void al_bicep_put_constraints(struct al_bicep_binder *b, struct al_bicep_object *out,
                              struct al_bicep_decorated decorated)
{
    static const struct {
        const char *decorator, *key;
    } table[] = {
        {"allowed", "allowedValues"}, {"minLength", "minLength"}, {"maxLength", "maxLength"},
        {"minValue", "minValue"},     {"maxValue", "maxValue"},
    };

    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct al_node *value = al_bicep_decorator(decorated, table[i].decorator);
        if (value)
            al_bicep_put(out, table[i].key, al_node_span(value), value);
    }
    if (al_bicep_has_decorator(decorated, "sealed") && !al_bicep_find_put(out, "additionalProperties"))
        al_bicep_put(out, "additionalProperties", out->span, al_bicep_new_bool(b->arena, false, out->span));
    if (al_bicep_has_decorator(decorated, "secure"))
        put_secure(b, out);
}
