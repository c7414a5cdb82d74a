/* SPDX-License-Identifier: MIT */
/* Where the values of parameters come from: the command line, parameter files that were named, or the file
 * that usually lies beside a template. */
#include "armlint.h"
#include "base/files.h"
#include "base/masks.h"
#include "base/places.h"
#include "eval/secure.h"
#include "graph/expand.h"
#include "graph/modules.h"

/* -- values -- */

static bool is_quoted_in(al_str page, al_str text)
{
    for (ptrdiff_t at; (at = al_str_find(page, text)) >= 0; page = al_str_from(page, (size_t)at + 1))
        if (at > 0 && strchr("\"'", page.s[at - 1]) && (size_t)at + text.n < page.n &&
            page.s[(size_t)at + text.n] == page.s[at - 1])
            return true;
    return false;
}

static bool is_in_the_open(const struct al_graph *graph, const struct al_node *secure, al_str text)
{
    for (size_t i = 0; i < graph->templates.n; i++) {
        const struct al_source *source = graph->templates.v[i].tmpl->source;
        const bool has_it = secure && secure->source == source;
        if (is_quoted_in(al_str_head(source->text, has_it ? secure->off : 0), text) ||
            is_quoted_in(al_str_from(source->text, has_it ? secure->off + secure->len : 0), text))
            return true;
    }
    return false;
}

void al_hide_member(struct al_graph *graph, const struct al_parameter *parameter, al_str name, al_str text)
{
    enum { MOST_LOOKED_FOR = 200 }; /* each in all that was read */

    if (!al_masks_may_spare(name, text) || graph->nlooked_for++ >= MOST_LOOKED_FOR ||
        !is_in_the_open(graph, parameter->default_value, text))
        al_masks_add(graph->ev.masks, text);
}

/* `name` is that of the member it is, or is in; NULL: of none. */
static void hide(struct al_graph *graph, const struct al_parameter *p, const al_str *name,
                 const struct al_node *node)
{
    if (node->kind == AL_NODE_STRING && name)
        al_hide_member(graph, p, *name, node->string);
    else if (node->kind == AL_NODE_STRING)
        al_masks_add(graph->ev.masks, node->string);
    for (uint32_t i = 0; node->kind == AL_NODE_ARRAY && i < node->array.n; i++)
        hide(graph, p, name, node->array.items[i]);
    for (uint32_t i = 0; node->kind == AL_NODE_OBJECT && i < node->object.n; i++)
        hide(graph, p, &node->object.items[i].key, node->object.items[i].value);
}

static void hide_part(void *ptr, al_value *secret)
{
    if (secret->kind == AL_V_STRING)
        al_masks_add(ptr, al_string_of(secret));
}

static void hide_given(struct al_graph *graph, const struct al_deployment *d, const struct al_parameter *p,
                       const struct al_node *node, al_value value)
{
    if (al_type_resolve(&graph->ev, d->tmpl, p->type).secure)
        hide(graph, p, NULL, node);
    else
        al_secure_each(&graph->ev, d->tmpl, p->type, &value, hide_part, graph->ev.masks);
}

/* { "value": ... }, or { "reference": { "keyVault": ... } } whose value only Azure has. */
static void set_from_entry(struct al_graph *graph, struct al_deployment *d, const struct al_node *file,
                           const struct al_property *entry, bool named)
{
    const struct al_parameter *p = al_map_get(&d->tmpl->parameter_index, entry->key);
    const struct al_node *value = al_node_get(entry->value, "value");
    al_value v;

    if (!p) {
        if (named)
            al_diags_add(graph->diags, AL_TROUBLE_PARAMETER, al_key_span(file, entry),
                         "the template has no parameter '%.*s'", AL_FMT(entry->key));
        return;
    }
    if (!value) {
        if (!al_node_get(entry->value, "reference"))
            al_diags_add(graph->diags, AL_TROUBLE_PARAMETER, al_key_span(file, entry),
                         "parameter '%.*s' has neither a value nor a reference", AL_FMT(entry->key));
        al_deployment_set_unknown(d, p);
        return;
    }
    v = al_value_from_data(&graph->ev, value);
    if (graph->ev.masks) /* also when another file or the command line is stronger */
        hide_given(graph, d, p, value, v);
    if (!al_set_placeholder(graph, d, p, value))
        al_deployment_set(d, p->name, v);
}

/* -- files -- */

static void note_file(struct al_graph *graph, const struct al_deployment *d, const struct al_template *file)
{
    *al_vec_push(graph->arena, &graph->given) = (struct al_given){file, d};
}

/* What is said in it, in comments and metadata, counts like that in a template. */
static void note_json(struct al_graph *graph, const struct al_deployment *d, const struct al_source *source,
                      const struct al_json *json)
{
    struct al_template *file = AL_NEW(graph->arena, struct al_template);

    file->source = source;
    file->root = json->root;
    file->comments = json->comments;
    file->ncomments = json->ncomments;
    file->is_parameters = true;
    note_file(graph, d, file);
}

static const struct al_node *parameters_of(const struct al_node *root)
{
    const struct al_node *parameters = al_node_get(root, "parameters");

    return al_node_is(parameters, AL_NODE_OBJECT) ? parameters : NULL;
}

/* Nothing but the parameters, as the Azure CLI takes them, too. */
static bool is_bare(const struct al_node *root)
{
    if (!al_node_is(root, AL_NODE_OBJECT) || root->object.n == 0)
        return false;
    for (uint32_t i = 0; i < root->object.n; i++)
        if (!al_node_get(root->object.items[i].value, "value") &&
            !al_node_get(root->object.items[i].value, "reference"))
            return false;
    return true;
}

/* The file's parameters as an object, or NULL. A file that was named must have them; another that has not is
 * left alone. */
static const struct al_node *parameters_in(struct al_json *json, struct al_graph *graph,
                                           const struct al_source *source, bool named)
{
    if (al_load_json(json, graph->arena, graph->diags, graph->load, source, AL_JSON_DATA) != AL_OK)
        return NULL;
    if (parameters_of(json->root) && al_document_kind(json->root) == AL_DOCUMENT_PARAMETERS)
        return parameters_of(json->root);
    if (named && is_bare(json->root))
        return json->root;
    if (named)
        al_diags_add(graph->diags, AL_TROUBLE_PARAMETER_FILE, (struct al_span){source, 0, 0},
                     "this is not a parameter file");
    return NULL;
}

static const struct al_source *read_file(struct al_graph *graph, const char *path, bool named)
{
    const char *why;
    al_str text;

    if (al_load_read(&text, &why, graph->arena, graph->load, path) == AL_OK)
        return al_source_new(graph->arena, al_str_of(path), text);
    if (named)
        al_diags_add(graph->diags, AL_TROUBLE_PARAMETER_FILE,
                     (struct al_span){al_source_new(graph->arena, al_str_of(path), AL_STR("")), 0, 0},
                     "cannot read the parameter file: %s", why);
    return NULL;
}

static void set_from_entries(struct al_graph *graph, struct al_deployment *d,
                             const struct al_node *parameters, bool named)
{
    for (uint32_t i = 0; parameters && i < parameters->object.n; i++)
        set_from_entry(graph, d, parameters, &parameters->object.items[i], named);
}

/* -- files in Bicep -- */

/* What is unknown as a whole is better known as the parameter, with its type and allowed values. */
static void set_value(struct al_deployment *d, const struct al_parameter *p, al_value v)
{
    bool opaque = v.kind == AL_V_SYMBOL && !v.symbol->known && v.symbol->nchoices == 0 &&
                  !al_str_eq(v.symbol->fn, AL_SYM_CONCAT);

    if (opaque)
        al_deployment_set_unknown(d, p);
    else
        al_deployment_set(d, p->name, v);
}

/* A parameter file is evaluated like a template whose parameters have all their values as defaults. What it
 * says goes before what the file says that it extends. */
static void set_from_bicep(struct al_graph *graph, struct al_deployment *d, const struct al_template *file)
{
    struct al_map seen = {.fold = true};

    for (; file; file = file->extends) {
        struct al_deployment *own = al_deployment_new(&graph->ev, file, NULL, d->identity, d->target);
        note_file(graph, d, file);
        for (uint32_t i = 0; i < file->nparameters; i++) {
            const struct al_parameter *given = &file->parameters[i];
            const struct al_parameter *p = al_map_get(&d->tmpl->parameter_index, given->name);
            void **slot = al_map_put(graph->arena, &seen, given->name);
            if (p && !*slot && given->default_value)
                set_value(d, p, al_parameter_value(&graph->ev, &own->frame, given->name, given->node));
            *slot = own;
        }
    }
}

static bool is_bicep(al_str name)
{
    return al_str_case_ends(name, AL_STR(".bicepparam"));
}

/* `named`: by the user, rather than by its own name. */
static void set_from_source(struct al_graph *graph, struct al_deployment *d, const struct al_source *source,
                            bool named)
{
    const struct al_node *parameters;
    struct al_json json;

    if (source && is_bicep(source->name)) {
        set_from_bicep(graph, d, al_bicep_template(graph, source));
    } else if (source && (named || d->tmpl->nparameters > 0)) {
        parameters = parameters_in(&json, graph, source, true);
        if (parameters)
            note_json(graph, d, source, &json);
        set_from_entries(graph, d, parameters, true);
    }
}

/* A file with a name for every template in its folder is only meant for those that declare all it has. */
static bool fits(const struct al_deployment *d, const struct al_node *parameters)
{
    for (uint32_t i = 0; i < parameters->object.n; i++)
        if (!al_map_get(&d->tmpl->parameter_index, parameters->object.items[i].key))
            return false;
    return parameters->object.n > 0;
}

static bool set_from_sibling(struct al_graph *graph, struct al_deployment *d, al_str name, bool own)
{
    al_str folder = al_path_folder(d->tmpl->source->name);
    const char *path = al_str_cstr(graph->arena, al_path_join(graph->arena, folder, name));
    const struct al_source *source;
    const struct al_node *parameters;
    struct al_json json;

    if (!al_places_is_below(graph->load->places, graph->arena, path, graph->load->root))
        return false;
    source = read_file(graph, path, false);
    parameters = source ? parameters_in(&json, graph, source, false) : NULL;
    if (!parameters || (!own && !fits(d, parameters)))
        return false;
    note_json(graph, d, source, &json);
    set_from_entries(graph, d, parameters, own);
    return true;
}

static bool set_from_own_bicep(struct al_graph *graph, struct al_deployment *d, al_str stem)
{
    al_str folder = al_path_folder(d->tmpl->source->name);
    al_str name = al_printf(graph->arena, "%.*s.bicepparam", AL_FMT(stem));
    const char *path = al_path_join(graph->arena, folder, name).s;
    const struct al_source *source;
    const struct al_template *file;

    if (!al_places_is_below(graph->load->places, graph->arena, path, graph->load->root))
        return false;
    source = read_file(graph, path, false);
    file = source ? al_bicep_template(graph, source) : NULL;
    if (!file || !al_bicep_uses(graph, file, d->tmpl))
        return false;
    set_from_bicep(graph, d, file);
    return true;
}

/* The layout of Azure's quickstarts: main.bicep, compiled to azuredeploy.json, whose parameters are those of
 * both. */
static bool is_quickstart(struct al_graph *graph, const struct al_deployment *d)
{
    al_str folder = al_path_folder(d->tmpl->source->name);
    const char *path =
        al_str_cstr(graph->arena, al_path_join(graph->arena, folder, AL_STR("azuredeploy.json")));

    return al_str_caseeq(al_path_name(d->tmpl->source->name), AL_STR("main.bicep")) &&
           al_places_is_below(graph->load->places, graph->arena, path, graph->load->root);
}

static void set_from_siblings(struct al_graph *graph, struct al_deployment *d)
{
    static const char *const shared[] = {"parameters.json", "azuredeploy.parameters.json"};
    al_str name = al_path_name(d->tmpl->source->name);

    if (al_str_case_ends(name, AL_STR(".json")))
        name.n -= 5;
    else if (al_str_case_ends(name, AL_STR(".bicep")))
        name.n -= 6;
    if (d->tmpl->nparameters == 0 || set_from_own_bicep(graph, d, name) ||
        set_from_sibling(graph, d, al_printf(graph->arena, "%.*s.parameters.json", AL_FMT(name)), true))
        return;
    for (size_t i = 0; i < sizeof shared / sizeof shared[0]; i++)
        if (set_from_sibling(graph, d, al_str_of(shared[i]), i == 1 && is_quickstart(graph, d)))
            return;
}

/* -- the command line -- */

static void set_assigned(struct al_graph *graph, struct al_deployment *d)
{
    const struct al_assignment *a = graph->load->parameters;

    for (; a && a->value; a++) {
        const struct al_parameter *p = al_map_get(&d->tmpl->parameter_index, al_str_of(a->name));
        struct al_span start = {d->tmpl->source, 0, 0};
        if (p) {
            al_value v = al_value_of_text(graph, d, p, "--parameter", al_str_of(a->value));
            v.origin = p->node;
            al_deployment_set(d, p->name, v);
        } else if (!d->identity) { /* of several inputs another one has it */
            al_diags_add(graph->diags, AL_TROUBLE_PARAMETER, start, "the template has no parameter '%s'",
                         a->name);
        }
    }
}

void al_bind_parameters(struct al_graph *graph, struct al_deployment *deployment)
{
    const struct al_load *load = graph->load;

    if (load->parameter_files && load->parameter_files[0])
        for (size_t i = 0; load->parameter_files[i]; i++)
            set_from_source(graph, deployment, read_file(graph, load->parameter_files[i], true), true);
    else if (load->parameter_set)
        set_from_source(graph, deployment, load->parameter_set, false);
    else if (!load->no_siblings)
        set_from_siblings(graph, deployment);
    set_assigned(graph, deployment);
    for (uint32_t i = 0; i < deployment->tmpl->nparameters; i++)
        al_parameter_value(&graph->ev, &deployment->frame, deployment->tmpl->parameters[i].name,
                           deployment->tmpl->parameters[i].node);
}
