/* SPDX-License-Identifier: MIT */
/* Where loops, lambdas and whole collections may stand. Azure copies resources, modules, variables, outputs
 * and properties; nothing else can be a loop. */
#include "syntax/bicep_check_private.h"

static const struct al_bicep_statement *statement(const struct al_bicep_look *l)
{
    return l->entry->st;
}

static bool is_deployed(const struct al_bicep_look *l)
{
    return statement(l)->kind == AL_BICEP_RESOURCE || statement(l)->kind == AL_BICEP_MODULE;
}

/* -- loops -- */

static bool may_loop_as_a_whole(const struct al_bicep_look *l)
{
    const enum al_bicep_kind kind = statement(l)->kind;

    return kind == AL_BICEP_VAR || kind == AL_BICEP_OUTPUT ||
           (kind == AL_BICEP_PARAM && l->c->file->is_parameters);
}

/* Whether everything around the property is an object or an array, or the body of a loop, up to the
 * declaration. */
static bool is_in_literals(const struct al_bicep_place *place)
{
    for (; place->node; place = place->up)
        if (place->role != AL_BICEP_ROLE_PROPERTY && place->role != AL_BICEP_ROLE_ITEM &&
            place->role != AL_BICEP_ROLE_BODY)
            return false;
    return place->role == AL_BICEP_ROLE_TOP;
}

static struct al_span keyword_of(const struct al_node *loop)
{
    const al_str text = al_span_text(al_node_span(loop));
    const ptrdiff_t at = al_str_find(text, AL_STR("for"));

    return (struct al_span){loop->source, loop->off + (at > 0 ? (uint32_t)at : 0), at > 0 ? 3 : 1};
}

static void check_property_loop(struct al_bicep_look *l, const struct al_node *loop)
{
    for (const struct al_bicep_place *place = l->place; place->node; place = place->up) {
        if (place->node->kind != AL_NODE_LOOP)
            continue;
        al_bicep_error(
            l->c, AL_TROUBLE_BICEP_LOOP, keyword_of(loop),
            "the loop of a property may not stand in the loop of another one; use map() for one of them");
        return;
    }
    if (l->place->node && l->place->property->key_node)
        al_bicep_error(l->c, AL_TROUBLE_BICEP_LOOP, al_key_span(l->place->node, l->place->property),
                       "a property whose name is computed cannot be a loop; use map()");
}

void al_bicep_check_loop(struct al_bicep_look *l, const struct al_node *loop)
{
    if (l->place->role == AL_BICEP_ROLE_TOP && may_loop_as_a_whole(l))
        return;
    if (is_deployed(l) && l->place->role == AL_BICEP_ROLE_PROPERTY && is_in_literals(l->place))
        check_property_loop(l, loop);
    else
        al_bicep_error(
            l->c, AL_TROUBLE_BICEP_LOOP, keyword_of(loop),
            "a loop may not stand here: only as the value of a resource, module, variable or output, or of "
            "a property of a resource or module; use map() instead");
}

/* -- collections -- */

static bool is_below_property(const struct al_bicep_place *place, const char *name)
{
    for (; place->node; place = place->up)
        if (place->property && !place->up->node && al_str_eq(place->property->key, al_str_of(name)))
            return true;
    return false;
}

static bool may_be_whole(const struct al_bicep_look *l)
{
    const enum al_bicep_kind kind = statement(l)->kind;

    if (l->place->role == AL_BICEP_ROLE_BASE || is_below_property(l->place, "dependsOn"))
        return true;
    if (l->loops)
        return false;
    return kind == AL_BICEP_VAR || kind == AL_BICEP_OUTPUT || kind == AL_BICEP_PARAM ||
           is_below_property(l->place, kind == AL_BICEP_MODULE ? "params" : "properties");
}

void al_bicep_check_collection(struct al_bicep_look *l, const struct al_node *resource,
                               struct al_bicep_shape shape)
{
    if (shape.part == AL_BICEP_PART_LOOP && !may_be_whole(l))
        al_bicep_error(
            l->c, AL_TROUBLE_BICEP_LOOP, al_node_span(resource),
            "'%.*s' is a loop: say which of its %ss is meant, '%.*s[0]'", AL_SHOW(shape.of->st->name),
            shape.of->st->kind == AL_BICEP_MODULE ? "module" : "resource", AL_SHOW(shape.of->st->name));
}

/* -- lambdas -- */

void al_bicep_check_lambda(struct al_bicep_look *l, const struct al_node *lambda)
{
    if (l->place->role != AL_BICEP_ROLE_ARGUMENT)
        al_bicep_error(l->c, AL_TROUBLE_BICEP_LAMBDA, al_node_span(lambda),
                       "a lambda may stand only where a function takes one, as in map(list, x => x.name)");
}

struct finder {
    const struct al_bicep_look *l;
    al_str found;
};

static void find_local(void *ptr, const struct al_node *node)
{
    struct finder *f = ptr;
    const struct al_bicep_local *local = f->l->locals;

    if (f->found.n)
        return;
    if (node->kind != AL_NODE_LOCAL) {
        al_node_each_child(node, find_local, ptr);
        return;
    }
    while (local && !al_str_eq(local->name, node->string))
        local = local->up;
    if (local && local->of_lambda)
        f->found = node->string;
}

al_str al_bicep_lambda_local(const struct al_bicep_look *l, const struct al_node *node)
{
    struct finder f = {l, AL_STR("")};

    if (l->lambdas)
        find_local(&f, node);
    return f.found;
}

/* -- objects -- */

static void report_twice(struct al_bicep_look *l, const struct al_node *object,
                         const struct al_property *property, const struct al_property *first)
{
    const struct al_span span = al_key_span(object, first);

    al_bicep_error(l->c, AL_TROUBLE_BICEP_DUPLICATE_PROPERTY, al_key_span(object, property),
                   "the object has '%.*s' twice; the other one is in line %u", AL_SHOW(property->key),
                   (unsigned)al_source_position(l->c->arena, span).line);
}

static bool is_named(const struct al_property *property)
{
    return !property->key_node && property->value->kind != AL_NODE_SPREAD;
}

static void check_duplicates(struct al_bicep_look *l, const struct al_node *object)
{
    enum { FEW = 8 };
    const struct al_property *items = object->object.items;
    struct al_map seen = {0};

    for (uint32_t i = 0; i < object->object.n; i++) {
        const struct al_property *first = NULL;
        if (!is_named(&items[i]))
            continue;
        if (object->object.n > FEW) {
            void **place = al_map_put(l->c->arena, &seen, items[i].key);
            first = *place;
            *place = first ? *place : (void *)(uintptr_t)&items[i];
        }
        for (uint32_t k = 0; object->object.n <= FEW && k < i && !first; k++)
            if (is_named(&items[k]) && al_str_eq(items[k].key, items[i].key))
                first = &items[k];
        if (!first)
            continue;
        report_twice(l, object, &items[i], first);
        report_twice(l, object, first, &items[i]);
    }
}

static bool is_body(const struct al_bicep_look *l, const struct al_node *object)
{
    return is_deployed(l) &&
           (object == statement(l)->value || (statement(l)->kind == AL_BICEP_MODULE && statement(l)->value &&
                                              object == al_bicep_value_of(statement(l)->value, "params")));
}

static void check_spreads(struct al_bicep_look *l, const struct al_node *object)
{
    bool loops = false;

    for (uint32_t i = 0; i < object->object.n; i++)
        loops |= object->object.items[i].value->kind == AL_NODE_LOOP;
    for (uint32_t i = 0; i < object->object.n; i++) {
        const struct al_node *spread = object->object.items[i].value;
        if (spread->kind != AL_NODE_SPREAD)
            continue;
        if (is_body(l, object))
            al_bicep_error(l->c, AL_TROUBLE_BICEP_SPREAD, al_node_span(spread),
                           "'...' may not stand directly in the body or the params of a declaration");
        else if (loops)
            al_bicep_error(l->c, AL_TROUBLE_BICEP_SPREAD, al_node_span(spread),
                           "'...' may not stand in an object that has a loop as a property");
    }
}

void al_bicep_check_object(struct al_bicep_look *l, const struct al_node *object)
{
    check_duplicates(l, object);
    if (object->flags & AL_NODE_HAS_SPREAD)
        check_spreads(l, object);
}
