/* SPDX-License-Identifier: MIT */
/* Decorators: which there are, what they may stand before, and what they take. */
#include "syntax/bicep_check_private.h"

enum target {
    ON_PARAM = 1,
    ON_VAR = 2,
    ON_OUTPUT = 4,
    ON_TYPE = 8,
    ON_FUNC = 16,
    ON_RESOURCE = 32,
    ON_MODULE = 64,
    ON_METADATA = 128,
    ON_MEMBER = 256, /* of a type */
    ON_OTHER = 512,
    ON_NOTHING = 1024, /* no decorator may stand there */
    ON_TYPED = ON_PARAM | ON_OUTPUT | ON_TYPE | ON_MEMBER,
    ON_ANYTHING = 1023,
};

enum {
    STRINGS = AL_BICEP_IS_STRING,
    OBJECTS = AL_BICEP_IS_OBJECT,
    ARRAYS = AL_BICEP_IS_ARRAY,
    INTS = AL_BICEP_IS_INT
};

enum quirk {
    QUIRK_NONE,
    QUIRK_NO_LITERALS = 1, /* not for types whose values are listed already */
    QUIRK_LAMBDA = 2,      /* its argument need not be written out */
    QUIRK_LENGTH = 4,      /* its argument is no negative number */
    QUIRK_PLAIN = 8, /* not for a type that is declared elsewhere, which can have the decorator itself */
};

static const struct decorator {
    const char *name;
    unsigned on;
    uint8_t kinds; /* of what it may be attached to; 0: anything */
    uint8_t least, most, takes[2];
    unsigned quirks;
} decorators[] = {
    {"allowed", ON_PARAM | ON_MEMBER, 0, 1, 1, {ARRAYS}, QUIRK_NO_LITERALS | QUIRK_PLAIN},
    {"batchSize", ON_RESOURCE | ON_MODULE, 0, 1, 1, {INTS}, 0},
    {"description", ON_ANYTHING, 0, 1, 1, {STRINGS}, 0},
    {"discriminator", ON_TYPED, 0, 1, 1, {STRINGS}, 0},
    {"export", ON_TYPE | ON_VAR | ON_FUNC, 0, 0, 0, {0}, 0},
    {"maxLength", ON_TYPED, STRINGS | ARRAYS, 1, 1, {INTS}, QUIRK_LENGTH | QUIRK_NO_LITERALS | QUIRK_PLAIN},
    {"maxValue", ON_TYPED, INTS, 1, 1, {INTS}, QUIRK_PLAIN},
    {"metadata", ON_TYPED, 0, 1, 1, {OBJECTS}, 0},
    {"minLength", ON_TYPED, STRINGS | ARRAYS, 1, 1, {INTS}, QUIRK_LENGTH | QUIRK_NO_LITERALS | QUIRK_PLAIN},
    {"minValue", ON_TYPED, INTS, 1, 1, {INTS}, QUIRK_PLAIN},
    {"nullIfNotFound", ON_RESOURCE, 0, 0, 0, {0}, 0},
    {"onlyIfNotExists", ON_RESOURCE | ON_MODULE, 0, 0, 0, {0}, 0},
    {"patch", ON_RESOURCE, 0, 0, 0, {0}, 0},
    {"retryOn", ON_RESOURCE | ON_MODULE, 0, 1, 2, {ARRAYS, INTS}, 0},
    {"sealed", ON_TYPED, OBJECTS, 0, 0, {0}, QUIRK_PLAIN},
    {"secure", ON_TYPED, STRINGS | OBJECTS, 0, 0, {0}, QUIRK_PLAIN},
    {"validate", ON_TYPED, 0, 1, 2, {AL_BICEP_IS_LAMBDA, STRINGS}, QUIRK_LAMBDA},
    {"waitUntil", ON_RESOURCE | ON_MODULE, 0, 2, 2, {AL_BICEP_IS_LAMBDA, STRINGS}, QUIRK_LAMBDA},
};

enum { NDECORATORS = sizeof decorators / sizeof *decorators };

/* What has the decorators. */
struct decorated {
    struct al_bicep_check *c;
    const struct al_bicep_statement *st; /* NULL: a member of a type */
    enum target target;
    const struct al_bicep_type *type; /* or NULL */
    struct al_node *const *list;
    uint32_t n;
};

static const struct decorator *find(al_str name)
{
    for (size_t i = 0; i < NDECORATORS; i++)
        if (al_str_eq(name, al_str_of(decorators[i].name)))
            return &decorators[i];
    return NULL;
}

/* The argument i, which is the one behind the namespace. */
static const struct al_node *argument(const struct al_node *call, uint32_t i)
{
    i += call->flags & AL_NODE_METHOD ? 1 : 0;
    return i < call->call.n ? call->call.args[i] : NULL;
}

static uint32_t count(const struct al_node *call)
{
    return call->call.n - (call->flags & AL_NODE_METHOD ? 1 : 0);
}

static const struct al_node *find_call(const struct decorated *d, const char *name)
{
    for (uint32_t i = 0; i < d->n; i++)
        if (al_node_is(d->list[i], AL_NODE_CALL) && al_str_eq(d->list[i]->call.name, al_str_of(name)))
            return d->list[i];
    return NULL;
}

static void complain(const struct decorated *d, struct al_span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void complain(const struct decorated *d, struct al_span span, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    al_diags_vadd(d->c->diags, AL_TROUBLE_BICEP_DECORATOR, span, format, args);
    va_end(args);
}

/* -- the name -- */

/* sys.secure(): false when the namespace is another one, of whose decorators nothing is known. */
static bool is_built_in(const struct al_node *call)
{
    if (!(call->flags & AL_NODE_METHOD))
        return true;
    return al_node_is(call->call.args[0], AL_NODE_NAME) &&
           al_str_eq(call->call.args[0]->string, AL_STR("sys"));
}

static void report_unknown(const struct decorated *d, const struct al_node *call)
{
    al_str names[NDECORATORS];

    for (size_t i = 0; i < NDECORATORS; i++)
        names[i] = al_str_of(decorators[i].name);
    if (al_bicep_function_find(call->call.name))
        complain(d, al_node_span(call), "%.*s() is a function, not a decorator", AL_SHOW(call->call.name));
    else
        complain(d, al_node_span(call), "there is no decorator '%.*s'%.*s", AL_SHOW(call->call.name),
                 AL_FMT(al_bicep_closest(d->c->arena, call->call.name, names, NDECORATORS)));
}

/* -- what it stands before -- */

static const char *target_name(enum target target)
{
    static const struct {
        enum target target;
        const char *name;
    } names[] = {
        {ON_PARAM, "a parameter"}, {ON_VAR, "a variable"},    {ON_OUTPUT, "an output"},
        {ON_TYPE, "a type"},       {ON_FUNC, "a function"},   {ON_RESOURCE, "a resource"},
        {ON_MODULE, "a module"},   {ON_METADATA, "metadata"}, {ON_MEMBER, "a member of a type"},
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (names[i].target == target)
            return names[i].name;
    return "this declaration";
}

static enum target target_of(const struct al_bicep_statement *st)
{
    switch (st->kind) {
    case AL_BICEP_PARAM: return ON_PARAM;
    case AL_BICEP_VAR: return ON_VAR;
    case AL_BICEP_OUTPUT: return ON_OUTPUT;
    case AL_BICEP_TYPE: return ON_TYPE;
    case AL_BICEP_FUNC: return ON_FUNC;
    case AL_BICEP_RESOURCE: return ON_RESOURCE;
    case AL_BICEP_MODULE: return ON_MODULE;
    case AL_BICEP_METADATA: return ON_METADATA;
    case AL_BICEP_TARGET_SCOPE:
    case AL_BICEP_USING:
    case AL_BICEP_EXTENDS: return ON_NOTHING;
    default: return ON_OTHER;
    }
}

/* -- the type it is attached to -- */

static struct al_type lowered_type(const struct decorated *d)
{
    const struct al_template *t = d->c->tmpl;
    const struct al_parameter *parameter;
    const struct al_output *output;
    const struct al_type_decl *type;

    if (d->target == ON_PARAM && (parameter = al_map_get(&t->parameter_index, d->st->name)))
        return parameter->type;
    if (d->target == ON_OUTPUT && (output = al_map_get(&t->output_index, d->st->name)))
        return output->type;
    if (d->target == ON_TYPE && (type = al_map_get(&t->type_index, d->st->name)))
        return type->type;
    return (struct al_type){0};
}

static const struct al_bicep_type *without_null(const struct al_bicep_type *type)
{
    while (type && type->kind == AL_BICEP_TYPE_NULLABLE)
        type = type->base;
    return type;
}

static bool is_alias(const struct decorated *d)
{
    const struct al_bicep_type *type = d->type;
    const struct al_bicep_entry *entry = type && type->kind == AL_BICEP_TYPE_NAME && !type->base
                                             ? al_bicep_entry_named(d->c, type->name)
                                             : NULL;

    return entry && entry->st->kind == AL_BICEP_TYPE;
}

static bool is_listed(const struct decorated *d)
{
    const struct al_bicep_type *type = without_null(d->type);

    return type && (type->kind == AL_BICEP_TYPE_UNION || type->kind == AL_BICEP_TYPE_LITERAL);
}

static void check_attached(const struct decorated *d, const struct decorator *decorator,
                           const struct al_node *call)
{
    const struct al_bicep_shape shape = al_bicep_shape_of_type(d->c, d->c->tmpl, lowered_type(d));
    const uint8_t kinds = shape.kinds & (uint8_t)~AL_BICEP_IS_NULL;

    if (decorator->quirks & QUIRK_PLAIN && is_alias(d))
        complain(d, al_node_span(call),
                 "@%s() may not stand before a type that is declared elsewhere: put it there, before '%.*s'",
                 decorator->name, AL_SHOW(d->type->name));
    else if (decorator->quirks & QUIRK_NO_LITERALS && is_listed(d))
        complain(d, al_node_span(call), "@%s() may not stand before a type that lists its values",
                 decorator->name);
    else if (decorator->kinds && kinds && !(kinds & decorator->kinds))
        complain(d, al_node_span(call), "@%s() is for %.*s, not for %.*s", decorator->name,
                 AL_FMT(al_bicep_kinds_text(d->c->arena, decorator->kinds)),
                 AL_FMT(al_bicep_kinds_text(d->c->arena, kinds)));
}

/* -- arguments -- */

struct finder {
    const struct al_node *found;
};

static void find_computed(void *ptr, const struct al_node *node)
{
    struct finder *f = ptr;

    if (f->found || node->flags & AL_NODE_ANY)
        return;
    switch ((enum al_node_kind)node->kind) {
    case AL_NODE_PARAMETER:
    case AL_NODE_VARIABLE:
    case AL_NODE_RESOURCE:
    case AL_NODE_MEMBER:
    case AL_NODE_INDEX:
    case AL_NODE_LOOP: f->found = node; return;
    case AL_NODE_CALL:
        if (!al_str_eq(node->call.name, AL_STR("format")) || !(node->flags & AL_NODE_OPERATOR)) {
            f->found = node;
            return;
        }
        break;
    default: break;
    }
    al_bicep_each_child(node, find_computed, ptr);
}

static bool check_arguments(const struct decorated *d, const struct decorator *decorator,
                            const struct al_node *call)
{
    const uint32_t n = count(call);
    const size_t before = al_bicep_errors(d->c);

    if (n < decorator->least || n > decorator->most) {
        al_bicep_error(d->c, AL_TROUBLE_BICEP_ARGUMENT_COUNT, al_node_span(call), "@%s() takes %s, not %u",
                       decorator->name,
                       decorator->most == 0                  ? "no arguments"
                       : decorator->least != decorator->most ? "1 or 2 arguments"
                       : decorator->most == 1                ? "1 argument"
                                                             : "2 arguments",
                       (unsigned)n);
        return false;
    }
    for (uint32_t i = 0; i < n; i++) {
        const struct al_node *node = argument(call, i);
        const struct al_bicep_shape shape = al_bicep_shape_of(d->c, node);
        struct finder f = {NULL};
        if (!(decorator->quirks & QUIRK_LAMBDA))
            find_computed(&f, node);
        if (f.found)
            al_bicep_error(d->c, AL_TROUBLE_BICEP_CONSTANT, al_node_span(f.found),
                           "what @%s() takes must be written out, nothing computed may stand here",
                           decorator->name);
        else if (al_bicep_is_none_of(shape, decorator->takes[i]))
            al_bicep_error(d->c, AL_TROUBLE_BICEP_ARGUMENT_TYPE, al_node_span(node),
                           "@%s() needs %.*s here, not %.*s", decorator->name,
                           AL_FMT(al_bicep_kinds_text(d->c->arena, decorator->takes[i])),
                           AL_FMT(al_bicep_kinds_text(d->c->arena, shape.kinds)));
        al_bicep_spoil(d->c, node, before);
    }
    return al_bicep_errors(d->c) == before;
}

/* -- what only one of them has -- */

static void check_batch_size(const struct decorated *d, const struct al_node *call)
{
    int64_t size;

    if (!d->st->loop && !d->st->broken)
        complain(d, al_node_span(call), "@batchSize() is for loops: there are no batches of a single %s",
                 d->target == ON_MODULE ? "module" : "resource");
    else if (al_bicep_integer(&size, argument(call, 0)) && size < 1)
        complain(d, al_node_span(argument(call, 0)), "a batch has at least 1 %s, not %lld",
                 d->target == ON_MODULE ? "module" : "resource", (long long)size);
}

static bool holds_arrays(const struct al_node *array)
{
    for (uint32_t i = 0; i < array->array.n; i++)
        if (array->array.items[i]->kind == AL_NODE_ARRAY)
            return true;
    return false;
}

/* The allowed values of an array are those of its items, unless they are arrays themselves. */
static void check_allowed(const struct decorated *d, const struct al_node *call)
{
    const struct al_node *array = argument(call, 0);
    struct al_type type = lowered_type(d);

    if (!al_node_is(array, AL_NODE_ARRAY))
        return;
    if (array->array.n == 0)
        complain(d, al_node_span(array), "@allowed() needs at least one value");
    if (!type.known || (type.kind == AL_TYPE_ARRAY && !holds_arrays(array)))
        return;
    type.allowed = type.min_length = type.max_length = type.min_value = type.max_value = NULL;
    for (uint32_t i = 0; i < array->array.n; i++)
        al_bicep_check_assigned(d->c, d->c->tmpl, type, array->array.items[i],
                                al_bicep_shape_of(d->c, array->array.items[i]),
                                al_printf(d->c->arena, "parameter '%.*s'", AL_SHOW(d->st->name)));
}

static void check_order(const struct decorated *d, const char *least, const char *most)
{
    const struct al_node *low = find_call(d, least), *high = find_call(d, most);
    int64_t from, to;

    if (low && high && al_bicep_integer(&from, argument(low, 0)) &&
        al_bicep_integer(&to, argument(high, 0)) && from > to)
        complain(d, al_node_span(low), "@%s() says %lld, which is more than the %lld of @%s()", least,
                 (long long)from, (long long)to, most);
}

static void check_sealed(const struct decorated *d, const struct al_node *call)
{
    for (uint32_t i = 0; d->type && d->type->kind == AL_BICEP_TYPE_OBJECT && i < d->type->nmembers; i++)
        if (d->type->members[i].any)
            complain(d, al_node_span(call),
                     "@sealed() may not stand before a type that takes other properties, '*:'");
}

static void check_discriminator(const struct decorated *d, const struct al_node *call)
{
    const struct al_bicep_type *type = without_null(d->type);

    if (type && (type->kind == AL_BICEP_TYPE_OBJECT || type->kind == AL_BICEP_TYPE_ARRAY ||
                 type->kind == AL_BICEP_TYPE_TUPLE || type->kind == AL_BICEP_TYPE_LITERAL))
        complain(d, al_node_span(call), "@discriminator() is for a union of object types, A | B");
    else if (type)
        al_bicep_check_discriminator(d->c, type, argument(call, 0));
}

static void check_length(const struct decorated *d, const struct decorator *decorator,
                         const struct al_node *call)
{
    int64_t length;

    if (al_bicep_integer(&length, argument(call, 0)) && length < 0)
        complain(d, al_node_span(argument(call, 0)), "@%s() takes no negative length", decorator->name);
}

static void check_metadata(const struct decorated *d, const struct al_node *call)
{
    const struct al_node *object = argument(call, 0);
    const struct al_node *text = object ? al_bicep_value_of(object, "description") : NULL;

    if (text && al_bicep_is_none_of(al_bicep_shape_of(d->c, text), AL_BICEP_IS_STRING))
        al_bicep_error(d->c, AL_TROUBLE_BICEP_TYPE, al_node_span(text),
                       "a description must be a string, not %.*s",
                       AL_FMT(al_bicep_kinds_text(d->c->arena, al_bicep_shape_of(d->c, text).kinds)));
}

static void check_special(const struct decorated *d, const struct decorator *decorator,
                          const struct al_node *call)
{
    if (strcmp(decorator->name, "batchSize") == 0)
        check_batch_size(d, call);
    else if (strcmp(decorator->name, "allowed") == 0 && d->target == ON_PARAM)
        check_allowed(d, call);
    else if (strcmp(decorator->name, "sealed") == 0)
        check_sealed(d, call);
    else if (strcmp(decorator->name, "discriminator") == 0)
        check_discriminator(d, call);
    else if (strcmp(decorator->name, "metadata") == 0)
        check_metadata(d, call);
    else if (decorator->quirks & QUIRK_LENGTH)
        check_length(d, decorator, call);
}

/* -- the whole -- */

static bool is_repeated(const struct decorated *d, uint32_t i)
{
    for (uint32_t k = 0; k < i; k++)
        if (al_node_is(d->list[k], AL_NODE_CALL) && al_str_eq(d->list[k]->call.name, d->list[i]->call.name))
            return true;
    return false;
}

static void check_one(const struct decorated *d, uint32_t i)
{
    const struct al_node *call = d->list[i];
    const struct decorator *decorator = find(call->call.name);

    if (!is_built_in(call) || call->call.name.n == 0)
        return;
    if (!decorator)
        report_unknown(d, call);
    else if (!(decorator->on & d->target))
        complain(d, al_node_span(call), "@%s() may not stand before %s", decorator->name,
                 target_name(d->target));
    else if (is_repeated(d, i))
        complain(d, al_node_span(call), "@%s() stands here twice", decorator->name);
    else if (check_arguments(d, decorator, call)) {
        check_attached(d, decorator, call);
        check_special(d, decorator, call);
    }
}

static void check_list(const struct decorated *d)
{
    for (uint32_t i = 0; i < d->n; i++)
        if (al_node_is(d->list[i], AL_NODE_CALL))
            check_one(d, i);
    if (d->n > 1) {
        check_order(d, "minLength", "maxLength");
        check_order(d, "minValue", "maxValue");
    }
}

static void check_members(struct al_bicep_check *c, const struct al_bicep_member *members, uint32_t n);

/* How deep types are nested is bounded by the parser. */
static void check_type(struct al_bicep_check *c, const struct al_bicep_type *type)
{
    if (!type)
        return;
    check_type(c, type->base);
    check_members(c, type->members, type->nmembers);
}

static void check_members(struct al_bicep_check *c, const struct al_bicep_member *members, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        const struct decorated d = {
            c, NULL, ON_MEMBER, members[i].type, members[i].decorators, members[i].ndecorators};
        check_list(&d);
        check_type(c, members[i].type);
    }
}

/* The declarations that an exported variable needs must be there where it is imported. */
static void check_export(const struct decorated *d, struct al_bicep_entry *entry)
{
    const struct al_node *call = find_call(d, "export");

    if (call && entry->bound_to)
        complain(d, al_node_span(call),
                 "'%.*s' cannot be exported: it needs '%.*s', which is known only in this file",
                 AL_SHOW(d->st->name), AL_SHOW(entry->bound_to->st->name));
}

/* Remembers what of this file alone a variable or a function needs, also by way of others. */
static void set_bound(struct al_bicep_entry *entry)
{
    for (size_t i = 0; i < entry->needs.n && !entry->bound_to; i++) {
        const struct al_bicep_entry *needed = entry->needs.v[i].entry;
        const enum al_bicep_kind kind = needed->st->kind;
        if (kind == AL_BICEP_PARAM || kind == AL_BICEP_RESOURCE || kind == AL_BICEP_MODULE)
            entry->bound_to = needed;
        else
            entry->bound_to = needed->bound_to;
    }
}

void al_bicep_check_decorators(struct al_bicep_check *c)
{
    for (uint32_t i = 0; i < c->n; i++) {
        struct al_bicep_entry *entry = c->order[i];
        const struct al_bicep_statement *st = entry->st;
        const struct decorated d = {c, st, target_of(st), st->type, st->decorators, st->ndecorators};
        set_bound(entry);
        check_list(&d);
        check_export(&d, entry);
        check_type(c, st->type);
        check_members(c, st->arguments, st->narguments);
    }
}
