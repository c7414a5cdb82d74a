/* SPDX-License-Identifier: MIT */
/* What is to be said of single decorators: of values that they take, of what they cannot be combined with. */
#include "syntax/bicep_check_decorators.h"

static const struct al_node *find_call(const struct al_bicep_subject *d, const char *name)
{
    for (uint32_t i = 0; i < d->n; i++)
        if (al_node_is(d->list[i], AL_NODE_CALL) && al_str_eq(d->list[i]->call.name, al_str_of(name)))
            return d->list[i];
    return NULL;
}

static const struct al_bicep_type *without_null(const struct al_bicep_type *type)
{
    while (type && type->kind == AL_BICEP_TYPE_NULLABLE)
        type = type->base;
    return type;
}

static void check_batch_size(const struct al_bicep_subject *d, const struct al_node *call)
{
    int64_t size;

    if (!d->st->loop && !d->st->broken)
        al_bicep_decorator_error(d, al_node_span(call),
                                 "@batchSize() is for loops: there are no batches of a single %s",
                                 d->st->kind == AL_BICEP_MODULE ? "module" : "resource");
    else if (al_bicep_integer(&size, al_bicep_decorator_argument(call, 0)) && size < 1)
        al_bicep_decorator_error(d, al_node_span(al_bicep_decorator_argument(call, 0)),
                                 "a batch has at least 1 %s, not %lld",
                                 d->st->kind == AL_BICEP_MODULE ? "module" : "resource", (long long)size);
}

static bool holds_arrays(const struct al_node *array)
{
    for (uint32_t i = 0; i < array->array.n; i++)
        if (array->array.items[i]->kind == AL_NODE_ARRAY)
            return true;
    return false;
}

/* The allowed values of an array are those of its items, unless they are arrays themselves. */
static void check_allowed(const struct al_bicep_subject *d, const struct al_node *call)
{
    const struct al_node *array = al_bicep_decorator_argument(call, 0);
    struct al_type type = al_bicep_decorated_type(d);
    struct al_bicep_what what;

    if (!al_node_is(array, AL_NODE_ARRAY) || !d->st || d->st->kind != AL_BICEP_PARAM)
        return;
    if (array->array.n == 0)
        al_bicep_decorator_error(d, al_node_span(array), "@allowed() needs at least one value");
    if (!type.known || (type.kind == AL_TYPE_ARRAY && !holds_arrays(array)))
        return;
    what = (struct al_bicep_what){NULL, "parameter '", d->st->name, "'"};
    type.allowed = type.min_length = type.max_length = type.min_value = type.max_value = NULL;
    for (uint32_t i = 0; i < array->array.n; i++)
        al_bicep_check_assigned(d->c, d->c->tmpl, type, array->array.items[i],
                                al_bicep_shape_of(d->c, array->array.items[i]), &what);
}

static void check_order(const struct al_bicep_subject *d, const char *least, const char *most)
{
    const struct al_node *low = find_call(d, least), *high = find_call(d, most);
    int64_t from, to;

    if (low && high && al_bicep_integer(&from, al_bicep_decorator_argument(low, 0)) &&
        al_bicep_integer(&to, al_bicep_decorator_argument(high, 0)) && from > to)
        al_bicep_decorator_error(d, al_node_span(low),
                                 "@%s() says %lld, which is more than the %lld of @%s()", least,
                                 (long long)from, (long long)to, most);
}

static void check_sealed(const struct al_bicep_subject *d, const struct al_node *call)
{
    for (uint32_t i = 0; d->type && d->type->kind == AL_BICEP_TYPE_OBJECT && i < d->type->nmembers; i++)
        if (d->type->members[i].any)
            al_bicep_decorator_error(
                d, al_node_span(call),
                "@sealed() may not stand before a type that takes other properties, '*:'");
}

static void check_discriminator(const struct al_bicep_subject *d, const struct al_node *call)
{
    const struct al_bicep_type *type = without_null(d->type);

    if (type && (type->kind == AL_BICEP_TYPE_OBJECT || type->kind == AL_BICEP_TYPE_ARRAY ||
                 type->kind == AL_BICEP_TYPE_TUPLE || type->kind == AL_BICEP_TYPE_LITERAL))
        al_bicep_decorator_error(d, al_node_span(call),
                                 "@discriminator() is for a union of object types, A | B");
    else if (type)
        al_bicep_check_discriminator(d->c, type, al_bicep_decorator_argument(call, 0));
}

static void check_length(const struct al_bicep_subject *d, const struct al_node *call)
{
    int64_t length;

    if (al_bicep_integer(&length, al_bicep_decorator_argument(call, 0)) && length < 0)
        al_bicep_decorator_error(d, al_node_span(al_bicep_decorator_argument(call, 0)),
                                 "@%.*s() takes no negative length", AL_SHOW(call->call.name));
}

static void check_metadata(const struct al_bicep_subject *d, const struct al_node *call)
{
    const struct al_node *object = al_bicep_decorator_argument(call, 0);
    const struct al_node *text = object ? al_bicep_value_of(object, "description") : NULL;

    if (text && al_bicep_is_none_of(al_bicep_shape_of(d->c, text), AL_BICEP_IS_STRING))
        al_bicep_error(d->c, AL_TROUBLE_BICEP_TYPE, al_node_span(text),
                       "a description must be a string, not %.*s",
                       AL_FMT(al_bicep_kinds_text(d->c->arena, al_bicep_shape_of(d->c, text).kinds)));
}

void al_bicep_check_decorator(const struct al_bicep_subject *d, const struct al_node *call)
{
    static const struct {
        const char *name;
        void (*check)(const struct al_bicep_subject *d, const struct al_node *call);
    } rows[] = {
        {"allowed", check_allowed},  {"batchSize", check_batch_size}, {"discriminator", check_discriminator},
        {"maxLength", check_length}, {"metadata", check_metadata},    {"minLength", check_length},
        {"sealed", check_sealed},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (al_str_eq(call->call.name, al_str_of(rows[i].name)))
            rows[i].check(d, call);
}

/* The declarations that an exported variable needs must be there where it is imported. */
static void check_export(const struct al_bicep_subject *d, const struct al_bicep_entry *entry)
{
    const struct al_node *call = find_call(d, "export");

    if (call && entry->bound_to)
        al_bicep_decorator_error(
            d, al_node_span(call),
            "'%.*s' cannot be exported: it needs '%.*s', which is known only in this file",
            AL_SHOW(d->st->name), AL_SHOW(entry->bound_to->st->name));
}

void al_bicep_check_decorators_together(const struct al_bicep_subject *d, const struct al_bicep_entry *entry)
{
    if (d->n > 1) {
        check_order(d, "minLength", "maxLength");
        check_order(d, "minValue", "maxValue");
    }
    if (entry)
        check_export(d, entry);
}
