/* SPDX-License-Identifier: MIT */
/* Holds a parameter's value against its declared type. Only what is certain is reported: a symbol fits
 * anywhere. */
#include "eval/types.h"

enum { DEPTH = 32, REFERENCES = 16, VALUES = 200 * 1000 };

struct checker {
    struct al_eval *ev;
    struct al_deployment *deployment;
    const struct al_parameter *parameter;
    struct al_span at; /* of the value */
    uint32_t seen;     /* values so far: variables that double each other are not looked at to the end */
};

/* What stands beside a $ref holds besides what the definition says. */
static void keep_constraints(struct al_type *type, const struct al_type *outer)
{
    type->nullable |= outer->nullable;
    type->secure |= outer->secure;
    type->allowed = outer->allowed ? outer->allowed : type->allowed;
    type->min_value = outer->min_value ? outer->min_value : type->min_value;
    type->max_value = outer->max_value ? outer->max_value : type->max_value;
    type->min_length = outer->min_length ? outer->min_length : type->min_length;
    type->max_length = outer->max_length ? outer->max_length : type->max_length;
}

struct al_type al_type_resolve(struct al_eval *ev, const struct al_template *tmpl, struct al_type type)
{
    for (int i = 0; type.ref.n && i < REFERENCES; i++) {
        const struct al_type_decl *decl = al_map_get(&tmpl->type_index, type.ref);
        const struct al_node *target = decl ? NULL : al_type_target(tmpl, type.ref);
        struct al_type outer = type;
        if (!decl && !target)
            break;
        type = decl ? decl->type : al_type_from_json(ev->diags, target);
        keep_constraints(&type, &outer);
    }
    if (type.ref.n)
        return (struct al_type){.kind = AL_TYPE_ANY,
                                .known = true,
                                .node = type.node,
                                .nullable = type.nullable,
                                .secure = type.secure};
    return type;
}

static void complain(const struct checker *c, al_str path, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void complain(const struct checker *c, al_str path, const char *format, ...)
{
    va_list args;
    al_str message;

    va_start(args, format);
    message = al_vprintf(c->ev->arena, format, args);
    va_end(args);
    al_diags_add(c->ev->diags, AL_TROUBLE_PARAMETER, c->at, "parameter '%.*s'%s%.*s %.*s",
                 AL_FMT(c->parameter->name), path.n ? ": " : "", AL_FMT(path), AL_FMT(message));
}

static const char *type_name(enum al_type_kind kind)
{
    static const char *const names[] = {
        [AL_TYPE_ANY] = "any value", [AL_TYPE_STRING] = "a string", [AL_TYPE_INT] = "an int",
        [AL_TYPE_BOOL] = "a bool",   [AL_TYPE_ARRAY] = "an array",  [AL_TYPE_OBJECT] = "an object",
    };

    return names[kind];
}

static bool fits(enum al_type_kind kind, const al_value *v)
{
    switch (kind) {
    case AL_TYPE_ANY: return true;
    case AL_TYPE_STRING: return v->kind == AL_V_STRING;
    case AL_TYPE_INT: return v->kind == AL_V_INT;
    case AL_TYPE_BOOL: return v->kind == AL_V_BOOL;
    case AL_TYPE_ARRAY: return v->kind == AL_V_ARRAY;
    case AL_TYPE_OBJECT: return v->kind == AL_V_OBJECT;
    }
    return true;
}

/* Azure reads "5" as an int, "true" as a bool, and a number or bool as a string where those are declared. */
static al_value convert(struct checker *c, enum al_type_kind kind, al_value v)
{
    al_str s = v.kind == AL_V_STRING ? al_str_trim(al_string_of(&v)) : AL_STR("");
    al_value out = v;

    if (kind == AL_TYPE_BOOL && (al_str_caseeq(s, AL_STR("true")) || al_str_caseeq(s, AL_STR("false")))) {
        out = al_bool(al_lower(s.s[0]) == 't');
    } else if (kind == AL_TYPE_INT && s.n && s.n < 19) {
        int64_t n = 0;
        size_t i = s.s[0] == '-' && s.n > 1;
        for (; i < s.n && al_is_digit(s.s[i]); i++)
            n = n * 10 + (s.s[i] - '0');
        if (i == s.n)
            out = al_int(s.s[0] == '-' ? -n : n);
    } else if (kind == AL_TYPE_INT && v.kind == AL_V_FLOAT && v.number == (double)(int64_t)v.number) {
        out = al_int((int64_t)v.number);
    } else if (kind == AL_TYPE_STRING &&
               (v.kind == AL_V_INT || v.kind == AL_V_BOOL || v.kind == AL_V_FLOAT)) {
        struct al_buf text = AL_BUF(c->ev->arena);
        al_value_to_text(c->ev, &text, &v);
        out = al_string(al_buf_str(&text));
    }
    out.origin = v.origin;
    out.flags = v.flags;
    return out;
}

static void check_range(struct checker *c, al_str path, int64_t n, const struct al_node *least,
                        const struct al_node *most, const char *what)
{
    if (least && least->kind == AL_NODE_INT && n < least->integer)
        complain(c, path, "has a %s of %lld, less than the minimum of %lld", what, (long long)n,
                 (long long)least->integer);
    if (most && most->kind == AL_NODE_INT && n > most->integer)
        complain(c, path, "has a %s of %lld, more than the maximum of %lld", what, (long long)n,
                 (long long)most->integer);
}

static bool is_allowed(struct checker *c, al_value *v, al_value *list)
{
    for (uint32_t i = 0; i < list->n && al_step(c->ev, NULL, 1); i++) {
        al_value *one = &list->items[i];
        if (v->kind == AL_V_STRING && one->kind == AL_V_STRING &&
            al_str_caseeq(al_string_of(v), al_string_of(one)))
            return true;
        if (al_values_equal(c->ev, v, one) != AL_NO)
            return true;
    }
    return c->ev->exhausted;
}

/* Of an array, each item may be meant. */
static bool are_allowed(struct checker *c, al_value *v, al_value *list)
{
    for (uint32_t i = 0; i < v->n; i++)
        if (!is_allowed(c, &v->items[i], list))
            return false;
    return true;
}

static void check_allowed(struct checker *c, al_str path, al_value *v, const struct al_node *allowed,
                          bool secure)
{
    struct al_buf text = {.arena = c->ev->arena, .most = 60};
    al_value list;

    if (!al_node_is(allowed, AL_NODE_ARRAY))
        return;
    list = al_value_from_data(c->ev, allowed);
    if (is_allowed(c, v, &list) || (v->kind == AL_V_ARRAY && are_allowed(c, v, &list)))
        return;
    if (!secure)
        al_value_to_json(c->ev, &text, v);
    complain(c, path, "is %.*s, which is not among its allowed values",
             AL_FMT(secure ? AL_STR("a value") : al_buf_str(&text)));
}

static void check_value(struct checker *c, al_str path, struct al_type type, al_value *v, int depth);

static al_str path_of(struct checker *c, al_str path, al_str key)
{
    if (path.n == 0)
        return key;
    return al_printf(c->ev->arena, "%.*s%s%.*s", AL_FMT(path), al_str_starts(key, AL_STR("[")) ? "" : ".",
                     AL_FMT(key));
}

static void check_property(struct checker *c, al_str path, al_str key, const struct al_node *node,
                           al_value *v, int depth)
{
    struct al_type type = al_type_from_json(c->ev->diags, node);

    check_value(c, path_of(c, path, key), type, v, depth + 1);
}

static bool is_required(struct checker *c, const struct al_node *node)
{
    struct al_type type = al_type_from_json(c->ev->diags, node);

    type = al_type_resolve(c->ev, c->deployment->tmpl, type);
    return !type.nullable && type.kind != AL_TYPE_ANY;
}

static void check_object(struct checker *c, al_str path, struct al_type type, struct al_object *object,
                         int depth)
{
    bool closed = al_node_is(type.additional, AL_NODE_BOOL) && !type.additional->boolean;
    const struct al_node *declared = al_node_is(type.properties, AL_NODE_OBJECT) ? type.properties : NULL;

    for (uint32_t i = 0; declared && i < declared->object.n; i++) {
        const struct al_property *p = &declared->object.items[i];
        struct al_entry *entry = al_object_find(object, p->key);
        if (entry)
            check_property(c, path, p->key, p->value, &entry->value, depth);
        else if (is_required(c, p->value))
            complain(c, path, "lacks the required property '%.*s'", AL_FMT(p->key));
    }
    for (uint32_t i = 0; i < object->n; i++) {
        struct al_entry *entry = &object->entries[i];
        if (declared && al_node_property(declared, entry->key))
            continue;
        if (closed)
            complain(c, path, "has a property '%.*s' that its type does not allow", AL_FMT(entry->key));
        else if (al_node_is(type.additional, AL_NODE_OBJECT))
            check_property(c, path, entry->key, type.additional, &entry->value, depth);
    }
}

/* "discriminator": { "propertyName": "kind", "mapping": { "cat": <type>, ... } } */
static void check_kind(struct checker *c, al_str path, const struct al_node *discriminator, al_value *v,
                       int depth)
{
    al_str name = al_node_text(al_node_get(discriminator, "propertyName"));
    const struct al_node *mapping = al_node_get(discriminator, "mapping");
    struct al_entry *entry = name.n ? al_object_find(v->object, name) : NULL;
    const struct al_property *p;

    if (!entry || !al_node_is(mapping, AL_NODE_OBJECT) || al_force(c->ev, &entry->value)->kind != AL_V_STRING)
        return;
    p = al_node_property(mapping, al_string_of(&entry->value));
    if (p)
        check_value(c, path, al_type_from_json(c->ev->diags, p->value), v, depth + 1);
    else
        complain(c, path_of(c, path, name), "is \"%.*s\", which is not among its allowed values",
                 AL_FMT(al_str_head(al_string_of(&entry->value), 60)));
}

static void check_items(struct checker *c, al_str path, struct al_type type, al_value *v, int depth)
{
    const struct al_node *prefix = al_node_is(type.prefix_items, AL_NODE_ARRAY) ? type.prefix_items : NULL;

    for (uint32_t i = 0; i < v->n; i++) {
        al_str key = al_printf(c->ev->arena, "[%u]", i);
        if (prefix && i < prefix->array.n)
            check_property(c, path, key, prefix->array.items[i], &v->items[i], depth);
        else if (al_node_is(type.items, AL_NODE_OBJECT))
            check_property(c, path, key, type.items, &v->items[i], depth);
    }
}

static void check_value(struct checker *c, al_str path, struct al_type type, al_value *v, int depth)
{
    al_force(c->ev, v);
    type = al_type_resolve(c->ev, c->deployment->tmpl, type);
    if (v->kind == AL_V_SYMBOL || depth > DEPTH || c->seen++ > VALUES || !al_step(c->ev, NULL, 1))
        return;
    if (v->kind == AL_V_NULL) {
        if (!type.nullable && type.kind != AL_TYPE_ANY && depth > 0 && al_node_is(v->origin, AL_NODE_NULL))
            complain(c, path, "is null, it must be %s", type_name(type.kind));
        return;
    }
    *v = convert(c, type.kind, *v);
    if (!fits(type.kind, v)) {
        complain(c, path, "must be %s, this is %s %s", type_name(type.kind),
                 v->kind == AL_V_INT || v->kind == AL_V_ARRAY || v->kind == AL_V_OBJECT ? "an" : "a",
                 al_kind_name(v));
        return;
    }
    check_allowed(c, path, v, type.allowed, type.secure);
    if (v->kind == AL_V_STRING)
        check_range(c, path, (int64_t)al_utf16_length(al_string_of(v)), type.min_length, type.max_length,
                    "length");
    else if (v->kind == AL_V_INT)
        check_range(c, path, v->integer, type.min_value, type.max_value, "value");
    else if (v->kind == AL_V_ARRAY)
        check_range(c, path, v->n, type.min_length, type.max_length, "length");
    if (v->kind == AL_V_OBJECT && al_node_is(type.discriminator, AL_NODE_OBJECT))
        check_kind(c, path, type.discriminator, v, depth);
    else if (v->kind == AL_V_OBJECT)
        check_object(c, path, type, v->object, depth);
    else if (v->kind == AL_V_ARRAY)
        check_items(c, path, type, v, depth);
}

al_value al_type_check(struct al_eval *ev, struct al_deployment *deployment,
                       const struct al_parameter *parameter, al_value value)
{
    const struct al_node *at = value.origin ? value.origin : parameter->node;
    struct checker c = {.ev = ev, .deployment = deployment, .parameter = parameter, .at = al_node_span(at)};

    check_value(&c, AL_STR(""), parameter->type, &value, 0);
    return value;
}
