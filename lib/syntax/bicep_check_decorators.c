/* SPDX-License-Identifier: MIT */
/* Decorators: which there are, what they may stand before, and what they take. */
#include "syntax/bicep_check_decorators.h"

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

static const struct decorator *find(al_str name)
{
    for (size_t i = 0; i < NDECORATORS; i++)
        if (al_str_eq(name, al_str_of(decorators[i].name)))
            return &decorators[i];
    return NULL;
}

const struct al_node *al_bicep_decorator_argument(const struct al_node *call, uint32_t i)
{
    i += call->flags & AL_NODE_METHOD ? 1 : 0;
    return i < call->call.n ? call->call.args[i] : NULL;
}

static uint32_t count(const struct al_node *call)
{
    return call->call.n - (call->flags & AL_NODE_METHOD ? 1 : 0);
}

void al_bicep_decorator_error(const struct al_bicep_subject *d, struct al_span span, const char *format, ...)
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

static void report_unknown(const struct al_bicep_subject *d, const struct al_node *call)
{
    al_str names[NDECORATORS];

    for (size_t i = 0; i < NDECORATORS; i++)
        names[i] = al_str_of(decorators[i].name);
    if (al_bicep_function_find(call->call.name))
        al_bicep_decorator_error(d, al_node_span(call), "%.*s() is a function, not a decorator",
                                 AL_SHOW(call->call.name));
    else
        al_bicep_decorator_error(d, al_node_span(call), "there is no decorator '%.*s'%.*s",
                                 AL_SHOW(call->call.name),
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
    if (!st)
        return ON_MEMBER;
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

struct al_type al_bicep_decorated_type(const struct al_bicep_subject *d)
{
    const struct al_template *t = d->c->tmpl;
    const struct al_parameter *parameter;
    const struct al_output *output;
    const struct al_type_decl *type;

    if (!d->st)
        return (struct al_type){0};
    if (d->st->kind == AL_BICEP_PARAM && (parameter = al_map_get(&t->parameter_index, d->st->name)))
        return parameter->type;
    if (d->st->kind == AL_BICEP_OUTPUT && (output = al_map_get(&t->output_index, d->st->name)))
        return output->type;
    if (d->st->kind == AL_BICEP_TYPE && (type = al_map_get(&t->type_index, d->st->name)))
        return type->type;
    return (struct al_type){0};
}

static bool is_alias(const struct al_bicep_subject *d)
{
    const struct al_bicep_type *type = d->type;
    const struct al_bicep_entry *entry = type && type->kind == AL_BICEP_TYPE_NAME && !type->base
                                             ? al_bicep_entry_named(d->c, type->name)
                                             : NULL;

    return entry && entry->st->kind == AL_BICEP_TYPE;
}

static const struct al_bicep_type *without_null(const struct al_bicep_type *type)
{
    while (type && type->kind == AL_BICEP_TYPE_NULLABLE)
        type = type->base;
    return type;
}

static bool is_listed(const struct al_bicep_subject *d)
{
    const struct al_bicep_type *type = without_null(d->type);

    return type && (type->kind == AL_BICEP_TYPE_UNION || type->kind == AL_BICEP_TYPE_LITERAL);
}

static void check_attached(const struct al_bicep_subject *d, const struct decorator *decorator,
                           const struct al_node *call)
{
    const struct al_bicep_shape shape = al_bicep_shape_of_type(d->c, d->c->tmpl, al_bicep_decorated_type(d));
    const uint8_t kinds = shape.kinds & (uint8_t)~AL_BICEP_IS_NULL;

    if (decorator->quirks & QUIRK_PLAIN && is_alias(d))
        al_bicep_decorator_error(
            d, al_node_span(call),
            "@%s() may not stand before a type that is declared elsewhere: put it there, before '%.*s'",
            decorator->name, AL_SHOW(d->type->name));
    else if (decorator->quirks & QUIRK_NO_LITERALS && is_listed(d))
        al_bicep_decorator_error(d, al_node_span(call),
                                 "@%s() may not stand before a type that lists its values", decorator->name);
    else if (decorator->kinds && kinds && !(kinds & decorator->kinds))
        al_bicep_decorator_error(d, al_node_span(call), "@%s() is for %.*s, not for %.*s", decorator->name,
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
    al_node_each_child(node, find_computed, ptr);
}

static bool check_arguments(const struct al_bicep_subject *d, const struct decorator *decorator,
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
        const struct al_node *node = al_bicep_decorator_argument(call, i);
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

/* -- the whole -- */

static bool is_repeated(const struct al_bicep_subject *d, uint32_t i)
{
    for (uint32_t k = 0; k < i; k++)
        if (al_node_is(d->list[k], AL_NODE_CALL) && al_str_eq(d->list[k]->call.name, d->list[i]->call.name))
            return true;
    return false;
}

static void check_one(const struct al_bicep_subject *d, uint32_t i)
{
    const struct al_node *call = d->list[i];
    const struct decorator *decorator = find(call->call.name);

    if (!is_built_in(call) || call->call.name.n == 0)
        return;
    if (!decorator)
        report_unknown(d, call);
    else if (!(decorator->on & target_of(d->st)))
        al_bicep_decorator_error(d, al_node_span(call), "@%s() may not stand before %s", decorator->name,
                                 target_name(target_of(d->st)));
    else if (is_repeated(d, i))
        al_bicep_decorator_error(d, al_node_span(call), "@%s() stands here twice", decorator->name);
    else if (check_arguments(d, decorator, call)) {
        check_attached(d, decorator, call);
        al_bicep_check_decorator(d, call);
    }
}

static void check_list(const struct al_bicep_subject *d, const struct al_bicep_entry *entry)
{
    for (uint32_t i = 0; i < d->n; i++)
        if (al_node_is(d->list[i], AL_NODE_CALL))
            check_one(d, i);
    al_bicep_check_decorators_together(d, entry);
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
        const struct al_bicep_subject d = {c, NULL, members[i].type, members[i].decorators,
                                           members[i].ndecorators};
        check_list(&d, NULL);
        check_type(c, members[i].type);
    }
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
        const struct al_bicep_subject d = {c, st, st->type, st->decorators, st->ndecorators};
        set_bound(entry);
        check_list(&d, entry);
        check_type(c, st->type);
        check_members(c, st->arguments, st->narguments);
    }
}
