/* SPDX-License-Identifier: MIT */
/* Values and the types of what they are for: parameters, outputs, arguments. What is written out is compared
 * member by member; of the rest only the kind of value is known. */
#include "syntax/bicep_check_private.h"

struct assignment {
    const struct al_bicep_check *c;
    const struct al_template *tmpl; /* that declares the types */
};

static void check(struct assignment *a, struct al_type type, const struct al_node *value,
                  struct al_bicep_shape shape, const struct al_bicep_what *what);

/* "property 'a' of parameter 'b'" */
static al_str text_of(struct assignment *a, const struct al_bicep_what *what)
{
    enum { DEEPEST = 4 };
    struct al_buf buf = AL_BUF(a->c->arena);

    for (int i = 0; what && i < DEEPEST; i++, what = what->of)
        al_buf_printf(&buf, "%s%.*s%s", what->before, AL_SHOW(what->name), what->after);
    if (what)
        al_buf_put(&buf, AL_STR("..."));
    return al_buf_str(&buf);
}

static uint8_t kinds_taken(struct assignment *a, const struct al_type *type)
{
    return al_bicep_shape_of_type(a->c, a->tmpl, *type).kinds;
}

/* -- allowed values -- */

static bool is_same(const struct al_node *a, const struct al_node *b)
{
    if (a->kind != b->kind)
        return false;
    switch ((enum al_node_kind)a->kind) {
    case AL_NODE_STRING: return al_str_eq(a->string, b->string);
    case AL_NODE_INT: return a->integer == b->integer;
    case AL_NODE_BOOL: return a->boolean == b->boolean;
    default: return true;
    }
}

/* Whether every allowed value is one of the literals that can be compared. */
static bool is_plain(const struct al_node *allowed)
{
    for (uint32_t i = 0; i < allowed->array.n; i++) {
        const uint8_t kind = allowed->array.items[i]->kind;
        if (kind != AL_NODE_STRING && kind != AL_NODE_INT && kind != AL_NODE_BOOL && kind != AL_NODE_NULL)
            return false;
    }
    return allowed->array.n > 0;
}

static void put_value(struct al_buf *out, const struct al_node *node)
{
    if (node->kind == AL_NODE_STRING)
        al_buf_printf(out, "'%.*s'", AL_SHOW(node->string));
    else if (node->kind == AL_NODE_INT)
        al_buf_printf(out, "%lld", (long long)node->integer);
    else
        al_buf_put(out, node->kind == AL_NODE_NULL ? AL_STR("null")
                        : node->boolean            ? AL_STR("true")
                                                   : AL_STR("false"));
}

static void report_allowed(struct assignment *a, const struct al_node *allowed, const struct al_node *value,
                           const struct al_node *literal, const struct al_bicep_what *what)
{
    enum { SHOWN = 10 };
    const uint32_t n = allowed->array.n, shown = n < SHOWN ? n : SHOWN;
    struct al_buf buf = AL_BUF(a->c->arena);

    put_value(&buf, literal);
    al_buf_printf(&buf, " is not allowed for %.*s: use ", AL_FMT(text_of(a, what)));
    for (uint32_t i = 0; i < shown; i++) {
        al_buf_put(&buf, i == 0 ? AL_STR("") : i + 1 == n ? AL_STR(" or ") : AL_STR(", "));
        put_value(&buf, allowed->array.items[i]);
    }
    if (shown < n)
        al_buf_put(&buf, AL_STR(", ..."));
    al_bicep_error(a->c, AL_TROUBLE_BICEP_TYPE, al_node_span(value), "%.*s", AL_FMT(al_buf_str(&buf)));
}

static void check_allowed(struct assignment *a, const struct al_type *type, const struct al_node *value,
                          const struct al_node *literal, const struct al_bicep_what *what)
{
    const struct al_node *allowed = type->allowed;

    if (!al_node_is(allowed, AL_NODE_ARRAY) || !is_plain(allowed) || literal->kind == AL_NODE_NULL ||
        literal->kind == AL_NODE_OBJECT || literal->kind == AL_NODE_ARRAY)
        return;
    for (uint32_t i = 0; i < allowed->array.n; i++)
        if (is_same(allowed->array.items[i], literal))
            return;
    report_allowed(a, allowed, value, literal, what);
}

/* -- ranges -- */

static void check_range(struct assignment *a, const struct al_node *value, int64_t size,
                        const struct al_node *least, const struct al_node *most, const char *unit,
                        const struct al_bicep_what *what)
{
    int64_t bound;

    if (al_bicep_integer(&bound, least) && size < bound)
        al_bicep_error(a->c, AL_TROUBLE_BICEP_TYPE, al_node_span(value),
                       "%.*s needs at least %lld%s, not %lld", AL_FMT(text_of(a, what)), (long long)bound,
                       unit, (long long)size);
    else if (al_bicep_integer(&bound, most) && size > bound)
        al_bicep_error(a->c, AL_TROUBLE_BICEP_TYPE, al_node_span(value),
                       "%.*s takes at most %lld%s, not %lld", AL_FMT(text_of(a, what)), (long long)bound,
                       unit, (long long)size);
}

static void check_ranges(struct assignment *a, const struct al_type *type, const struct al_node *value,
                         const struct al_node *literal, const struct al_bicep_what *what)
{
    if (literal->kind == AL_NODE_INT)
        check_range(a, value, literal->integer, type->min_value, type->max_value, "", what);
    else if (literal->kind == AL_NODE_STRING)
        check_range(a, value, (int64_t)al_utf16_length(literal->string), type->min_length, type->max_length,
                    " characters", what);
    else if (literal->kind == AL_NODE_ARRAY && !(literal->flags & AL_NODE_HAS_SPREAD))
        check_range(a, value, literal->array.n, type->min_length, type->max_length, " items", what);
}

/* -- members -- */

/* A value that is a member of one that is written out. */
static void check_member(struct assignment *a, const struct al_node *type, const struct al_node *value,
                         const struct al_bicep_what *what)
{
    if (al_node_is(type, AL_NODE_OBJECT))
        check(a, al_bicep_read_type(a->c, type), value, al_bicep_shape_of(a->c, value), what);
}

/* What must be there has a type that does not take null. */
static void check_required(struct assignment *a, const struct al_type *type, const struct al_node *object,
                           const struct al_bicep_what *what)
{
    enum { SHOWN = 10 };
    struct al_buf buf = AL_BUF(a->c->arena);
    uint32_t n = 0;

    if (al_bicep_is_open(a->c, object))
        return;
    for (uint32_t i = 0; i < type->properties->object.n && n <= SHOWN; i++) {
        const struct al_property *property = &type->properties->object.items[i];
        const struct al_type member =
            al_bicep_resolve_type(a->c, a->tmpl, al_bicep_read_type(a->c, property->value));
        if (!member.known || member.nullable || al_bicep_look_up(a->c, object, property->key))
            continue;
        if (n++ == SHOWN)
            al_buf_put(&buf, AL_STR(", ..."));
        else
            al_buf_printf(&buf, "%s'%.*s'", n > 1 ? ", " : "", AL_SHOW(property->key));
    }
    if (n)
        al_bicep_error(a->c, AL_TROUBLE_BICEP_MISSING_PROPERTY,
                       (struct al_span){object->source, object->off, object->len},
                       "%.*s lacks the propert%s %.*s", AL_FMT(text_of(a, what)), n == 1 ? "y" : "ies",
                       AL_FMT(al_buf_str(&buf)));
}

static void check_unknown(struct assignment *a, const struct al_type *type, const struct al_node *object,
                          const struct al_property *property, const struct al_bicep_what *what)
{
    enum { MOST = 64 };
    const struct al_node *properties = type->properties;
    al_str names[MOST];
    size_t n = 0;

    if (!al_node_is(type->additional, AL_NODE_BOOL) || type->additional->boolean)
        return;
    for (; n < MOST && n < properties->object.n; n++)
        names[n] = properties->object.items[n].key;
    al_bicep_error(a->c, AL_TROUBLE_BICEP_UNKNOWN_PROPERTY, al_key_span(object, property),
                   "%.*s takes no property '%.*s'%.*s", AL_FMT(text_of(a, what)), AL_SHOW(property->key),
                   AL_FMT(al_bicep_closest(a->c->arena, property->key, names, n)));
}

static void check_object(struct assignment *a, const struct al_type *type, const struct al_node *object,
                         const struct al_bicep_what *what)
{
    if (al_node_is(type->properties, AL_NODE_OBJECT))
        check_required(a, type, object, what);
    for (uint32_t i = 0; i < object->object.n; i++) {
        const struct al_property *property = &object->object.items[i];
        const struct al_bicep_what member = {what, "property '", property->key, "' of "};
        const struct al_property *declared;
        if (property->key_node || property->value->kind == AL_NODE_SPREAD)
            continue;
        declared = al_bicep_look_up(a->c, type->properties, property->key);
        if (declared)
            check_member(a, declared->value, property->value, &member);
        else if (al_node_is(type->additional, AL_NODE_OBJECT))
            check_member(a, type->additional, property->value, &member);
        else if (al_node_is(type->properties, AL_NODE_OBJECT))
            check_unknown(a, type, object, property, what);
    }
}

static void check_array(struct assignment *a, const struct al_type *type, const struct al_node *array,
                        const struct al_bicep_what *what)
{
    const struct al_node *first = type->prefix_items;
    const struct al_bicep_what item = {what, "an item of ", {"", 0}, ""};

    if (array->flags & AL_NODE_HAS_SPREAD)
        return;
    for (uint32_t i = 0; i < array->array.n; i++) {
        if (al_node_is(first, AL_NODE_ARRAY) && i < first->array.n)
            check_member(a, first->array.items[i], array->array.items[i], &item);
        else if (al_node_is(type->items, AL_NODE_OBJECT))
            check_member(a, type->items, array->array.items[i], &item);
    }
}

/* -- the whole -- */

static void check(struct assignment *a, struct al_type type, const struct al_node *value,
                  struct al_bicep_shape shape, const struct al_bicep_what *what)
{
    al_arena *arena = a->c->arena;
    uint8_t taken;

    type = al_bicep_resolve_type(a->c, a->tmpl, type);
    if (!type.known || value->flags & AL_NODE_ANY || value->kind == AL_NODE_BROKEN)
        return;
    taken = kinds_taken(a, &type);
    if (al_bicep_is_none_of(shape, taken)) {
        al_bicep_error(a->c, AL_TROUBLE_BICEP_TYPE, al_node_span(value), "%.*s takes %.*s, not %.*s",
                       AL_FMT(text_of(a, what)),
                       AL_FMT(al_bicep_kinds_text(arena, taken & (uint8_t)~AL_BICEP_IS_LAMBDA)),
                       AL_FMT(al_bicep_kinds_text(arena, shape.kinds)));
        return;
    }
    if (shape.literal) {
        check_allowed(a, &type, value, shape.literal, what);
        check_ranges(a, &type, value, shape.literal, what);
    }
    if (value->kind == AL_NODE_OBJECT && type.kind == AL_TYPE_OBJECT)
        check_object(a, &type, value, what);
    else if (value->kind == AL_NODE_ARRAY && type.kind == AL_TYPE_ARRAY)
        check_array(a, &type, value, what);
}

void al_bicep_check_assigned(const struct al_bicep_check *c, const struct al_template *tmpl,
                             struct al_type type, const struct al_node *value, struct al_bicep_shape shape,
                             const struct al_bicep_what *what)
{
    struct assignment a = {c, tmpl};

    check(&a, type, value, shape, what);
}
