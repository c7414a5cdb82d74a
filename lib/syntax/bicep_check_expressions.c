/* SPDX-License-Identifier: MIT */
/* One look at every node of every declaration, from below: what an expression is follows from what its parts
 * are, and on the way each kind of node is checked. What a declaration is is kept for those that refer to it.
 */
#include "syntax/bicep_check_private.h"

enum { FEW = 6 };

static struct al_bicep_shape look(struct al_bicep_look *l, const struct al_node *node);

static struct al_bicep_shape anything(void)
{
    return AL_BICEP_SHAPE(AL_BICEP_IS_ANYTHING);
}

/* Looks at a part of `whole`. */
static struct al_bicep_shape look_part(struct al_bicep_look *l, const struct al_node *whole,
                                       const struct al_property *property, const struct al_node *part,
                                       enum al_bicep_role role)
{
    const struct al_bicep_place place = {l->place, whole, property, role}, *before = l->place;
    struct al_bicep_shape shape = anything();

    if (!part)
        return shape;
    l->place = &place;
    shape = look(l, part);
    l->place = before;
    return part->flags & AL_NODE_ANY ? anything() : shape;
}

struct al_bicep_shape al_bicep_look_at(struct al_bicep_look *l, const struct al_node *node,
                                       enum al_bicep_role role)
{
    return look_part(l, NULL, NULL, node, role);
}

/* -- literals -- */

static struct al_bicep_shape look_array(struct al_bicep_look *l, const struct al_node *node)
{
    struct al_bicep_shape shape = al_bicep_shape_of(l->c, node);

    shape.items = node->array.n ? 0 : AL_BICEP_IS_ANYTHING;
    for (uint32_t i = 0; i < node->array.n; i++) {
        const struct al_node *item = node->array.items[i];
        shape.items |= look_part(l, node, NULL, item, AL_BICEP_ROLE_ITEM).kinds;
        if (item->kind == AL_NODE_SPREAD)
            shape.items = AL_BICEP_IS_ANYTHING;
    }
    return shape;
}

/* The `params` of a module. */
static bool is_params(const struct al_bicep_look *l)
{
    return l->entry->st->kind == AL_BICEP_MODULE && l->place->property && !l->place->up->node &&
           l->place->role == AL_BICEP_ROLE_PROPERTY && l->place->up->role == AL_BICEP_ROLE_TOP &&
           al_str_eq(l->place->property->key, AL_STR("params"));
}

static bool is_deployed(const struct al_bicep_look *l)
{
    return l->entry->st->kind == AL_BICEP_RESOURCE || l->entry->st->kind == AL_BICEP_MODULE;
}

/* What every resource and module has, whatever its type says. */
static void check_system_property(const struct al_bicep_look *l, const struct al_property *property,
                                  struct al_bicep_shape shape)
{
    static const struct {
        const char *name;
        uint8_t takes;
    } rows[] = {{"name", AL_BICEP_IS_STRING}, {"dependsOn", AL_BICEP_IS_ARRAY}};

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (!property->key_node && al_str_eq(property->key, al_str_of(rows[i].name)) &&
            !al_bicep_is_foreign(l->c, l->entry) && al_bicep_is_none_of(shape, rows[i].takes))
            al_bicep_error(l->c, AL_TROUBLE_BICEP_TYPE, al_node_span(property->value),
                           "%s must be %.*s, not %.*s", rows[i].name,
                           AL_FMT(al_bicep_kinds_text(l->c->arena, rows[i].takes)),
                           AL_FMT(al_bicep_kinds_text(l->c->arena, shape.kinds)));
}

static struct al_bicep_shape look_object(struct al_bicep_look *l, const struct al_node *node)
{
    const bool params = is_params(l);

    al_bicep_check_object(l, node);
    for (uint32_t i = 0; i < node->object.n; i++) {
        const struct al_property *property = &node->object.items[i];
        struct al_bicep_shape shape;
        look_part(l, node, property, property->key_node, AL_BICEP_ROLE_KEY);
        shape = look_part(l, node, property, property->value, AL_BICEP_ROLE_PROPERTY);
        if (params)
            al_bicep_check_given(l, node, property, shape);
        else if (l->place->role == AL_BICEP_ROLE_TOP && is_deployed(l))
            check_system_property(l, property, shape);
    }
    return al_bicep_shape_of(l->c, node);
}

/* -- calls -- */

/* What lambdas among the arguments are called with is the first argument's items. */
static void look_arguments(struct al_bicep_look *l, const struct al_node *node, struct al_bicep_shape *shapes)
{
    const bool is_operator = node->flags & AL_NODE_OPERATOR;
    const bool method = al_bicep_is_method(node);
    const char *roles = l->roles;
    const struct al_bicep_shape items = l->items;

    for (uint32_t i = 0; i < node->call.n; i++) {
        const enum al_bicep_role role = is_operator        ? AL_BICEP_ROLE_OPERAND
                                        : method && i == 0 ? AL_BICEP_ROLE_BASE
                                                           : AL_BICEP_ROLE_ARGUMENT;
        l->roles = is_operator || i == 0 ? NULL : al_bicep_lambda_roles(node->call.name);
        l->items = i ? AL_BICEP_SHAPE(shapes[0].items) : anything();
        shapes[i] = look_part(l, node, NULL, node->call.args[i], role);
    }
    l->roles = roles;
    l->items = items;
}

static struct al_bicep_shape look_call(struct al_bicep_look *l, const struct al_node *node)
{
    const bool is_operator = node->flags & AL_NODE_OPERATOR;
    struct al_bicep_shape few[FEW], *shapes = few, shape;
    size_t before;

    if (node->call.n > FEW)
        shapes = AL_NEW_N(l->c->arena, struct al_bicep_shape, node->call.n);
    look_arguments(l, node, shapes);
    if (!is_operator) {
        al_bicep_check_hidden(l, node);
        al_bicep_check_call_place(l, node);
    }
    before = al_bicep_errors(l->c);
    shape = is_operator ? al_bicep_check_operator(l, node, shapes) : al_bicep_check_call(l, node, shapes);
    al_bicep_spoil(l->c, node, before);
    return shape;
}

/* -- what has names of its own -- */

static struct al_bicep_shape look_body(struct al_bicep_look *l, const struct al_node *node,
                                       const struct al_bicep_local *local, const struct al_node *body)
{
    const struct al_bicep_local *before = l->locals;
    struct al_bicep_shape shape;

    l->locals = local;
    shape = look_part(l, node, NULL, body, AL_BICEP_ROLE_BODY);
    l->locals = before;
    return shape;
}

static struct al_bicep_shape shape_by_role(const struct al_bicep_look *l, uint32_t i)
{
    const char role = l->roles && i < strlen(l->roles) ? l->roles[i] : '*';

    return role == 'x' ? l->items : role == 'i' ? AL_BICEP_SHAPE(AL_BICEP_IS_INT) : anything();
}

static struct al_bicep_shape look_lambda(struct al_bicep_look *l, const struct al_node *node)
{
    const struct al_bicep_local *locals = l->locals;
    struct al_bicep_shape shape = AL_BICEP_SHAPE(AL_BICEP_IS_LAMBDA), body;

    al_bicep_check_lambda(l, node);
    for (uint32_t i = 0; i < node->lambda.n; i++) {
        struct al_bicep_local *local = AL_NEW(l->c->arena, struct al_bicep_local);
        *local = (struct al_bicep_local){locals, node->lambda.names[i], true, shape_by_role(l, i)};
        locals = local;
    }
    l->lambdas++;
    body = look_body(l, node, locals, node->lambda.body);
    l->lambdas--;
    shape.items = body.kinds; /* of a lambda: what it gives */
    return shape;
}

static void report_no_array(const struct al_bicep_look *l, const struct al_node *over,
                            struct al_bicep_shape shape)
{
    const size_t before = al_bicep_errors(l->c);

    if (al_bicep_is_none_of(shape, AL_BICEP_IS_ARRAY))
        al_bicep_error(l->c, AL_TROUBLE_BICEP_LOOP, al_node_span(over), "a loop needs an array, this is %.*s",
                       AL_FMT(al_bicep_kinds_text(l->c->arena, shape.kinds)));
    al_bicep_spoil(l->c, over, before);
}

static struct al_bicep_shape look_loop(struct al_bicep_look *l, const struct al_node *node)
{
    struct al_bicep_local item = {l->locals, node->loop.names->item, false, anything()};
    const struct al_bicep_local index = {&item, node->loop.names->index, false,
                                         AL_BICEP_SHAPE(AL_BICEP_IS_INT)};
    struct al_bicep_shape shape = AL_BICEP_SHAPE(AL_BICEP_IS_ARRAY), over;

    al_bicep_check_loop(l, node);
    l->loops++;
    over = look_part(l, node, NULL, node->loop.over, AL_BICEP_ROLE_OVER);
    if (node->loop.over)
        report_no_array(l, node->loop.over, over);
    item.shape = AL_BICEP_SHAPE(over.items);
    shape.items = look_body(l, node, node->loop.names->index.n ? &index : &item, node->loop.body).kinds;
    l->loops--;
    return shape;
}

static struct al_bicep_shape shape_of_local(const struct al_bicep_look *l, al_str name)
{
    for (const struct al_bicep_local *local = l->locals; local; local = local->up)
        if (al_str_eq(local->name, name))
            return local->shape;
    return anything();
}

/* -- the walk -- */

static struct al_bicep_shape look_resource(struct al_bicep_look *l, const struct al_node *node)
{
    const struct al_bicep_shape shape = al_bicep_shape_of(l->c, node);

    al_bicep_check_collection(l, node, shape);
    return shape;
}

/* In a function, one of its arguments. */
static struct al_bicep_shape shape_of_parameter(const struct al_bicep_look *l, const struct al_node *node)
{
    const struct al_function_decl *function = l->function;

    if (l->entry->st->kind != AL_BICEP_FUNC)
        return al_bicep_shape_of(l->c, node);
    for (uint32_t i = 0; function && i < function->nparameters; i++)
        if (al_str_eq(function->parameters[i].name, node->string))
            return al_bicep_shape_of_type(l->c, l->c->tmpl, function->parameters[i].type);
    return anything();
}

static struct al_bicep_shape look_index(struct al_bicep_look *l, const struct al_node *node)
{
    const struct al_bicep_shape base = look_part(l, node, NULL, node->index.base, AL_BICEP_ROLE_BASE);
    const struct al_bicep_shape index = look_part(l, node, NULL, node->index.index, AL_BICEP_ROLE_INDEX);
    const size_t before = al_bicep_errors(l->c);
    const struct al_bicep_shape shape = al_bicep_check_index(l, node, base, index);

    al_bicep_spoil(l->c, node, before);
    return shape;
}

static struct al_bicep_shape look_member(struct al_bicep_look *l, const struct al_node *node)
{
    const struct al_bicep_shape base = look_part(l, node, NULL, node->member.base, AL_BICEP_ROLE_BASE);
    const size_t before = al_bicep_errors(l->c);
    const struct al_bicep_shape shape = al_bicep_check_member(l, node, base);

    al_bicep_spoil(l->c, node, before);
    return shape;
}

/* What is spread must be what it is spread into. */
static struct al_bicep_shape look_spread(struct al_bicep_look *l, const struct al_node *node)
{
    const bool in_array = l->place->node && l->place->node->kind == AL_NODE_ARRAY;
    const uint8_t takes = in_array ? AL_BICEP_IS_ARRAY : AL_BICEP_IS_OBJECT;
    const struct al_bicep_shape shape = look_part(l, node, NULL, node->spread, AL_BICEP_ROLE_SPREAD);
    const size_t before = al_bicep_errors(l->c);

    if (al_bicep_is_none_of(shape, takes | AL_BICEP_IS_NULL))
        al_bicep_error(l->c, AL_TROUBLE_BICEP_SPREAD, al_node_span(node), "'...' needs %.*s here, not %.*s",
                       AL_FMT(al_bicep_kinds_text(l->c->arena, takes)),
                       AL_FMT(al_bicep_kinds_text(l->c->arena, shape.kinds)));
    al_bicep_spoil(l->c, node, before);
    return anything();
}

static struct al_bicep_shape look(struct al_bicep_look *l, const struct al_node *node)
{
    switch ((enum al_node_kind)node->kind) {
    case AL_NODE_ARRAY: return look_array(l, node);
    case AL_NODE_OBJECT: return look_object(l, node);
    case AL_NODE_CALL: return look_call(l, node);
    case AL_NODE_MEMBER: return look_member(l, node);
    case AL_NODE_INDEX: return look_index(l, node);
    case AL_NODE_LAMBDA: return look_lambda(l, node);
    case AL_NODE_LOOP: return look_loop(l, node);
    case AL_NODE_SPREAD: return look_spread(l, node);
    case AL_NODE_LOCAL: return shape_of_local(l, node->string);
    case AL_NODE_RESOURCE: return look_resource(l, node);
    case AL_NODE_PARAMETER: return shape_of_parameter(l, node);
    default: return al_bicep_shape_of(l->c, node);
    }
}

/* -- declarations -- */

static void check_condition(struct al_bicep_look *l, const struct al_node *condition,
                            struct al_bicep_shape shape)
{
    const size_t before = al_bicep_errors(l->c);

    if (condition && al_bicep_is_none_of(shape, AL_BICEP_IS_BOOL))
        al_bicep_error(l->c, AL_TROUBLE_BICEP_TYPE, al_node_span(condition),
                       "a condition must be a boolean, this is %.*s",
                       AL_FMT(al_bicep_kinds_text(l->c->arena, shape.kinds)));
    al_bicep_spoil(l->c, condition, before);
}

/* The loop's names can be seen in the condition and in the body. */
static void look_at_resource(struct al_bicep_look *l, const struct al_bicep_statement *st)
{
    const struct al_node *loop = st->loop;
    struct al_bicep_local item = {0}, index = {0};

    if (loop) {
        const struct al_bicep_shape over = al_bicep_look_at(l, loop->loop.over, AL_BICEP_ROLE_OVER);
        if (loop->loop.over)
            report_no_array(l, loop->loop.over, over);
        item = (struct al_bicep_local){NULL, loop->loop.names->item, false, AL_BICEP_SHAPE(over.items)};
        index =
            (struct al_bicep_local){&item, loop->loop.names->index, false, AL_BICEP_SHAPE(AL_BICEP_IS_INT)};
        l->locals = &index;
        l->loops++;
    }
    check_condition(l, st->condition, al_bicep_look_at(l, st->condition, AL_BICEP_ROLE_CONDITION));
    al_bicep_look_at(l, st->value, AL_BICEP_ROLE_TOP);
    l->locals = NULL;
}

static void look_at_decorators(struct al_bicep_look *l, struct al_node *const *decorators, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        const struct al_node *call = decorators[i];
        if (!al_node_is(call, AL_NODE_CALL))
            continue;
        for (uint32_t k = call->flags & AL_NODE_METHOD ? 1 : 0; k < call->call.n; k++)
            al_bicep_look_at(l, call->call.args[k], AL_BICEP_ROLE_DECORATOR);
    }
}

static const struct al_function_decl *function_of(const struct al_bicep_check *c,
                                                  const struct al_bicep_entry *entry)
{
    return al_map_get(&c->tmpl->function_index, al_printf(c->arena, ".%.*s", AL_FMT(entry->st->name)));
}

/* The declared type of what has one, or a type that is not `known`. */
static struct al_type declared_type(const struct al_bicep_look *l)
{
    const struct al_bicep_check *c = l->c;
    const struct al_bicep_statement *st = l->entry->st;
    const struct al_parameter *parameter;
    const struct al_output *output;

    switch (st->kind) {
    case AL_BICEP_PARAM:
        parameter = c->file->is_parameters ? NULL : al_map_get(&c->tmpl->parameter_index, st->name);
        return parameter ? parameter->type : (struct al_type){0};
    case AL_BICEP_OUTPUT:
        output = al_map_get(&c->tmpl->output_index, st->name);
        return output ? output->type : (struct al_type){0};
    case AL_BICEP_FUNC: return l->function ? l->function->output_type : (struct al_type){0};
    default: return (struct al_type){0};
    }
}

static void check_value(struct al_bicep_look *l, const struct al_bicep_statement *st,
                        struct al_bicep_shape shape)
{
    struct al_bicep_check *c = l->c;
    const size_t before = al_bicep_errors(c);
    const struct al_bicep_what what = {.before = st->kind == AL_BICEP_PARAM    ? "parameter '"
                                                 : st->kind == AL_BICEP_OUTPUT ? "output '"
                                                                               : "the result of function '",
                                       .name = st->name,
                                       .after = "'"};

    if (st->kind == AL_BICEP_ASSERT && al_bicep_is_none_of(shape, AL_BICEP_IS_BOOL))
        al_bicep_error(c, AL_TROUBLE_BICEP_TYPE, al_node_span(st->value),
                       "an assertion must be a boolean, this is %.*s",
                       AL_FMT(al_bicep_kinds_text(c->arena, shape.kinds)));
    else
        al_bicep_check_assigned(c, c->tmpl, declared_type(l), st->value, shape, &what);
    al_bicep_spoil(c, st->value, before);
}

static void look_at_entry(struct al_bicep_check *c, struct al_bicep_entry *entry)
{
    const struct al_bicep_statement *st = entry->st;
    struct al_bicep_look l = {.c = c, .entry = entry, .items = anything()};

    if (st->kind == AL_BICEP_FUNC)
        l.function = function_of(c, entry);

    look_at_decorators(&l, st->decorators, st->ndecorators);
    if (st->kind == AL_BICEP_RESOURCE || st->kind == AL_BICEP_MODULE) {
        look_at_resource(&l, st);
    } else if (st->value) {
        entry->shape = al_bicep_look_at(&l, st->value, AL_BICEP_ROLE_TOP);
        check_value(&l, st, entry->shape);
    }
    if (entry->circle || st->type)
        entry->shape = anything();
}

void al_bicep_check_expressions(struct al_bicep_check *c)
{
    for (uint32_t i = 0; i < c->n; i++)
        look_at_entry(c, c->order[i]);
}
