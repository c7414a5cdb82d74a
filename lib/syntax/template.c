/* SPDX-License-Identifier: MIT */
/* Takes the JSON of a template apart into declarations. Wrong shapes are reported where they stand; whatever
 * else can be used is. */
#include "syntax/template.h"
#include "base/vec.h"
#include "syntax/template_private.h"

static const char *const kind_names[] = {
    [AL_NODE_NULL] = "null",      [AL_NODE_BOOL] = "a boolean",   [AL_NODE_INT] = "a number",
    [AL_NODE_FLOAT] = "a number", [AL_NODE_STRING] = "a string",  [AL_NODE_TEXT] = "an expression",
    [AL_NODE_ARRAY] = "an array", [AL_NODE_OBJECT] = "an object",
};

static const char *kind_name(unsigned kind)
{
    return kind < sizeof kind_names / sizeof *kind_names ? kind_names[kind] : "an expression";
}

void al_template_mismatch(struct al_diags *diags, const struct al_node *node, const char *what,
                          enum al_node_kind wanted)
{
    al_diags_add(diags, AL_TROUBLE_TEMPLATE, al_node_span(node), "%s must be %s, not %s", what,
                 kind_name(wanted), kind_name(node->kind));
}

const struct al_node *al_template_section(struct al_template_reader *r, const struct al_node *node,
                                          const char *key, enum al_node_kind kind)
{
    const struct al_node *section = al_node_get(node, key);

    if (!section || section->kind == AL_NODE_NULL)
        return NULL;
    if (section->kind == kind)
        return section;
    al_template_mismatch(r->diags, section, key, kind);
    return NULL;
}

struct al_node *al_template_loop(al_arena *arena, const struct al_node *at, al_str name,
                                 const struct al_node *count, const struct al_node *body)
{
    struct al_node *loop = al_node_new(arena, AL_NODE_LOOP, al_node_span(at));

    loop->loop.names = AL_NEW(arena, struct al_loop_names);
    loop->loop.names->name = name;
    /* a node's children are not const, for the sake of the parsers; nobody changes them from here on */
    loop->loop.count = (struct al_node *)(uintptr_t)count;
    loop->loop.body = (struct al_node *)(uintptr_t)body;
    return loop;
}

bool al_copy_element(al_arena *arena, const struct al_node *element, struct al_node **loop, al_str *name)
{
    const struct al_node *count = al_node_get(element, "count"), *input = al_node_get(element, "input");

    *name = al_node_text(al_node_get(element, "name"));
    if (name->n == 0 || !count || !input)
        return false;
    *loop = al_template_loop(arena, element, *name, count, input);
    return true;
}

/* -- declarations -- */

/* Enters a declaration into its index. Names differ in more than case. */
static void enter(struct al_template_reader *r, struct al_map *index, al_str name, struct al_span span,
                  void *decl)
{
    void **place;

    index->fold = true;
    place = al_map_put(r->arena, index, name);
    if (*place)
        al_diags_add(r->diags, AL_TROUBLE_DUPLICATE_KEY, span,
                     "\"%.*s\" is declared twice; the last one counts", AL_FMT(al_str_head(name, 60)));
    *place = decl;
}

static void check_type(struct al_template_reader *r, const struct al_node *node, const struct al_type *type,
                       const char *what)
{
    if (node->kind != AL_NODE_OBJECT)
        al_template_mismatch(r->diags, node, what, AL_NODE_OBJECT);
    else if (type->kind == AL_TYPE_ANY && type->known && !type->ref.n)
        al_diags_add(r->diags, AL_TROUBLE_TEMPLATE, (struct al_span){node->source, node->off, 1},
                     "%s must have a type", what);
}

static void read_parameter(struct al_template_reader *r, struct al_parameter *parameter, al_str name,
                           struct al_span span, const struct al_node *node)
{
    parameter->name = name;
    parameter->name_span = span;
    parameter->node = node;
    parameter->type = al_type_from_json(r->diags, node);
    parameter->default_value = al_node_get(node, "defaultValue");
    parameter->metadata = al_node_get(node, "metadata");
    check_type(r, node, &parameter->type, "a parameter");
}

static void read_parameters(struct al_template_reader *r, struct al_template *t)
{
    const struct al_node *section = al_template_section(r, t->root, "parameters", AL_NODE_OBJECT);
    const uint32_t n = section ? section->object.n : 0;

    t->nparameters = n;
    t->parameters = AL_NEW_N(r->arena, struct al_parameter, n);
    for (uint32_t i = 0; i < n; i++) {
        const struct al_property *property = &section->object.items[i];
        const struct al_span span = al_key_span(section, property);
        read_parameter(r, &t->parameters[i], property->key, span, property->value);
        enter(r, &t->parameter_index, property->key, span, &t->parameters[i]);
    }
}

typedef AL_VEC(struct al_variable) variable_vec;

static void add_variable(struct al_template_reader *r, variable_vec *out, al_str name, struct al_span span,
                         const struct al_node *value)
{
    *al_vec_push(r->arena, out) = (struct al_variable){.name = name, .name_span = span, .value = value};
}

/* "variables": { "copy": [{ "name", "count", "input" }] } */
static void read_variable_copies(struct al_template_reader *r, variable_vec *out,
                                 const struct al_node *copies)
{
    for (uint32_t i = 0; i < copies->array.n; i++) {
        const struct al_node *element = copies->array.items[i];
        struct al_node *loop;
        al_str name;
        if (al_copy_element(r->arena, element, &loop, &name))
            add_variable(r, out, name, al_node_span(al_node_get(element, "name")), loop);
        else
            al_diags_add(r->diags, AL_TROUBLE_TEMPLATE, al_node_span(element),
                         "the copy of a variable must have a name, a count and an input");
    }
}

static void read_variables(struct al_template_reader *r, struct al_template *t)
{
    const struct al_node *section = al_template_section(r, t->root, "variables", AL_NODE_OBJECT);
    variable_vec list = {0};

    for (uint32_t i = 0; section && i < section->object.n; i++) {
        const struct al_property *property = &section->object.items[i];
        if (al_str_caseeq(property->key, AL_STR("copy")) && property->value->kind == AL_NODE_ARRAY)
            read_variable_copies(r, &list, property->value);
        else
            add_variable(r, &list, property->key, al_key_span(section, property), property->value);
    }
    t->variables = list.v;
    t->nvariables = (uint32_t)list.n;
    for (size_t i = 0; i < list.n; i++)
        enter(r, &t->variable_index, list.v[i].name, list.v[i].name_span, &list.v[i]);
}

/* The value of an output: a LOOP node where it has a copy. */
static const struct al_node *output_value(struct al_template_reader *r, const struct al_node *node)
{
    const struct al_node *copy = al_template_section(r, node, "copy", AL_NODE_OBJECT);
    const struct al_node *count = al_node_get(copy, "count"), *input = al_node_get(copy, "input");
    const struct al_node *value = al_node_get(node, "value");

    if (count && input)
        return al_template_loop(r->arena, copy, al_node_text(al_node_get(copy, "name")), count, input);
    if (copy)
        al_diags_add(r->diags, AL_TROUBLE_TEMPLATE, al_node_span(copy),
                     "the copy of an output must have a count and an input");
    else if (!value && node->kind == AL_NODE_OBJECT)
        al_diags_add(r->diags, AL_TROUBLE_TEMPLATE, (struct al_span){node->source, node->off, 1},
                     "an output must have a value");
    return value;
}

static void read_outputs(struct al_template_reader *r, struct al_template *t)
{
    const struct al_node *section = al_template_section(r, t->root, "outputs", AL_NODE_OBJECT);
    const uint32_t n = section ? section->object.n : 0;

    t->noutputs = n;
    t->outputs = AL_NEW_N(r->arena, struct al_output, n);
    for (uint32_t i = 0; i < n; i++) {
        const struct al_property *property = &section->object.items[i];
        struct al_output *output = &t->outputs[i];
        output->name = property->key;
        output->name_span = al_key_span(section, property);
        output->node = property->value;
        output->type = al_type_from_json(r->diags, property->value);
        output->value = output_value(r, property->value);
        output->condition = al_node_get(property->value, "condition");
        check_type(r, property->value, &output->type, "an output");
        enter(r, &t->output_index, output->name, output->name_span, output);
    }
}

static void read_definitions(struct al_template_reader *r, struct al_template *t)
{
    const struct al_node *section = al_template_section(r, t->root, "definitions", AL_NODE_OBJECT);
    const uint32_t n = section ? section->object.n : 0;

    t->ntypes = n;
    t->types = AL_NEW_N(r->arena, struct al_type_decl, n);
    for (uint32_t i = 0; i < n; i++) {
        const struct al_property *property = &section->object.items[i];
        struct al_type_decl *decl = &t->types[i];
        decl->name = property->key;
        decl->type = al_type_from_json(r->diags, property->value);
        if (property->value->kind != AL_NODE_OBJECT)
            al_template_mismatch(r->diags, property->value, "a definition", AL_NODE_OBJECT);
        enter(r, &t->type_index, decl->name, al_key_span(section, property), decl);
    }
}

/* -- user-defined functions -- */

typedef AL_VEC(struct al_function_decl) function_vec;

static void read_arguments(struct al_template_reader *r, struct al_function_decl *decl)
{
    const struct al_node *list = al_template_section(r, decl->node, "parameters", AL_NODE_ARRAY);
    const uint32_t n = list ? list->array.n : 0;

    decl->parameters = AL_NEW_N(r->arena, struct al_parameter, n);
    for (uint32_t i = 0; i < n; i++) {
        const struct al_node *item = list->array.items[i], *name = al_node_get(item, "name");
        const struct al_span span = al_node_span(name ? name : item);
        read_parameter(r, &decl->parameters[decl->nparameters++], al_node_text(name), span, item);
    }
}

static void read_function(struct al_template_reader *r, struct al_function_decl *decl)
{
    const struct al_node *output = al_template_section(r, decl->node, "output", AL_NODE_OBJECT);

    if (decl->node->kind != AL_NODE_OBJECT) {
        al_template_mismatch(r->diags, decl->node, "a function", AL_NODE_OBJECT);
        return;
    }
    read_arguments(r, decl);
    decl->output = al_node_get(output, "value");
    decl->output_type = al_type_from_json(r->diags, output);
    if (!decl->output)
        al_diags_add(r->diags, AL_TROUBLE_TEMPLATE, decl->name_span,
                     "the function \"%.*s\" must have an output with a value",
                     AL_FMT(al_str_head(decl->name, 60)));
}

/* { "namespace": "contoso", "members": { "name": { ... } } } */
static void read_namespace(struct al_template_reader *r, function_vec *out, const struct al_node *node)
{
    const al_str space = al_node_text(al_node_get(node, "namespace"));
    const struct al_node *members = al_template_section(r, node, "members", AL_NODE_OBJECT);

    if (node->kind != AL_NODE_OBJECT)
        al_template_mismatch(r->diags, node, "an item of functions", AL_NODE_OBJECT);
    for (uint32_t i = 0; members && i < members->object.n; i++) {
        const struct al_property *property = &members->object.items[i];
        struct al_function_decl decl = {
            .space = space, .name = property->key, .node = property->value, .home = r->tmpl};
        decl.name_span = al_key_span(members, property);
        read_function(r, &decl);
        *al_vec_push(r->arena, out) = decl;
    }
}

static void read_functions(struct al_template_reader *r, struct al_template *t)
{
    const struct al_node *section = al_template_section(r, t->root, "functions", AL_NODE_ARRAY);
    function_vec list = {0};

    for (uint32_t i = 0; section && i < section->array.n; i++)
        read_namespace(r, &list, section->array.items[i]);
    t->functions = list.v;
    t->nfunctions = (uint32_t)list.n;
    for (size_t i = 0; i < list.n; i++) {
        struct al_function_decl *decl = &list.v[i];
        const al_str key = al_printf(r->arena, "%.*s.%.*s", AL_FMT(decl->space), AL_FMT(decl->name));
        enter(r, &t->function_index, key, decl->name_span, decl);
    }
}

/* -- the whole -- */

/* One resource, a list of them, or a list in the "value" of an answer. */
static void read_bare(struct al_template_reader *r, struct al_template *t)
{
    const struct al_node *value = al_node_get(t->root, "value");
    const struct al_node *list = al_node_is(t->root, AL_NODE_OBJECT) && value ? value : t->root;

    if (list->kind == AL_NODE_OBJECT) {
        struct al_node *array = al_node_new(r->arena, AL_NODE_ARRAY, al_node_span(list));
        array->array.items = AL_NEW(r->arena, struct al_node *);
        array->array.items[0] = (struct al_node *)(uintptr_t)list;
        array->array.n = 1;
        list = array;
    }
    t->resources = al_template_resources(r, list, NULL, &t->nresources);
}

static void read_template(struct al_template_reader *r, struct al_template *t)
{
    const struct al_node *resources = al_node_get(t->root, "resources");

    t->scope = al_schema_scope(al_node_text(al_node_get(t->root, "$schema")));
    t->content_version = al_node_text(al_node_get(t->root, "contentVersion"));
    t->language_version = al_node_text(al_node_get(t->root, "languageVersion"));
    t->symbolic = al_node_is(resources, AL_NODE_OBJECT);
    read_definitions(r, t);
    read_parameters(r, t);
    read_functions(r, t);
    read_variables(r, t);
    t->resources = al_template_resources(r, resources, NULL, &t->nresources);
    read_outputs(r, t);
}

struct al_template *al_template_from_json(al_arena *arena, struct al_diags *diags,
                                          const struct al_source *source, const struct al_node *root)
{
    struct al_template *t = AL_NEW(arena, struct al_template);
    struct al_template_reader r = {arena, diags, t};

    t->source = source;
    t->root = root;
    if (!root)
        return t;
    t->bare = al_document_kind(root) == AL_DOCUMENT_RESOURCES;
    if (t->bare)
        read_bare(&r, t);
    else if (root->kind == AL_NODE_OBJECT)
        read_template(&r, t);
    else if (root->kind != AL_NODE_TEXT)
        al_template_mismatch(diags, root, "a template", AL_NODE_OBJECT);
    return t;
}
