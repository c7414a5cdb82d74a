/* SPDX-License-Identifier: MIT */
/* A template: the declarations of one ARM JSON or Bicep file. Made by al_template_from_json() or by
 * al_template_from_bicep() (bicep.h); evaluated by lib/eval and lib/graph. Everything is borrowed from the
 * syntax tree beneath. */
#ifndef AL_SYNTAX_TEMPLATE_H
#define AL_SYNTAX_TEMPLATE_H

#include "base/map.h"
#include "syntax/json.h"

enum al_scope_kind { AL_SCOPE_RESOURCE_GROUP, AL_SCOPE_SUBSCRIPTION, AL_SCOPE_MANAGEMENT_GROUP, AL_SCOPE_TENANT };

/* A type of the language: what a parameter, an output, a property of either or a definition may hold. */
enum al_type_kind {
    AL_TYPE_ANY,
    AL_TYPE_STRING,
    AL_TYPE_INT,
    AL_TYPE_BOOL,
    AL_TYPE_ARRAY,
    AL_TYPE_OBJECT,
};

struct al_type {
    enum al_type_kind kind;
    bool secure;            /* securestring, secureObject */
    bool nullable;
    bool known;             /* false: the type's name is none we know (reported) */
    const struct al_node *node; /* where it is written: the object that has "type" or "$ref" */
    al_str ref;                 /* name in definitions, empty when there is no $ref */
    const struct al_node *allowed;                        /* allowedValues array, or NULL */
    const struct al_node *min_value, *max_value, *min_length, *max_length; /* or NULL */
    const struct al_node *properties, *items, *prefix_items, *additional, *discriminator; /* raw nodes, or NULL */
};

struct al_parameter {
    al_str name;
    struct al_span name_span;
    const struct al_node *node; /* the whole declaration */
    struct al_type type;
    const struct al_node *default_value; /* or NULL */
    const struct al_node *metadata;
};

/* A property copy: "copy": [{ "name", "count", "input" }], also of a variable. `loop` is a LOOP node. */
struct al_variable {
    al_str name;
    struct al_span name_span;
    const struct al_node *value;
    bool exported;
};

struct al_output {
    al_str name;
    struct al_span name_span;
    const struct al_node *node;
    struct al_type type;
    const struct al_node *value;     /* a LOOP node for an output with copy; NULL when missing */
    const struct al_node *condition; /* or NULL */
};

/* A user-defined function. */
struct al_function_decl {
    al_str space, name;
    struct al_span name_span;
    const struct al_node *node;
    struct al_parameter *parameters;
    uint32_t nparameters;
    struct al_type output_type;
    const struct al_node *output; /* the body */
    const struct al_template *home; /* the template it is declared in */
    bool exported;
};

struct al_type_decl {
    al_str name;
    struct al_type type;
    bool exported;
};

struct al_resource_decl {
    al_str symbol;              /* symbolic name (languageVersion 2.0, Bicep), else empty */
    const struct al_node *node; /* the whole resource: an OBJECT, or anything else when the input is wrong */
    struct al_span name_span;   /* where a finding about the resource as such points: its type, else its start */
    /* the standard properties, each NULL when absent */
    const struct al_node *type, *name, *api_version, *condition, *scope, *location, *kind, *sku, *identity,
        *tags, *depends_on, *properties, *existing;
    const struct al_node *loop; /* a LOOP node without body: "copy": { "name", "count" } */
    const struct al_resource_decl *parent; /* the resource it is nested in, or NULL */
    const struct al_node *parent_node;     /* Bicep's parent: property, or NULL. `type` is then full, `name` is not */
    struct al_resource_decl *children;     /* nested resources */
    uint32_t nchildren;
    uint32_t ordinal;                      /* among all resources of the template, nested ones included */
    bool is_module;                        /* Bicep's module: `node` looks like the deployment it is compiled to */
    const struct al_template *module;      /* what it deploys; NULL when that could not be read (reported) */
};

struct al_template {
    const struct al_source *source;
    const struct al_node *root; /* of Bicep: the object that says the same in the shape of ARM JSON */
    enum al_scope_kind scope;
    bool bare;      /* resources as `az resource list` prints them: no template around them, nothing is evaluated */
    bool symbolic;  /* resources have symbolic names */
    bool partial;   /* some of the text could not be read, which was reported */
    bool has_names; /* expressions refer to resources by them: AL_NODE_RESOURCE */
    al_str content_version, language_version;
    struct al_parameter *parameters;
    struct al_variable *variables;
    struct al_function_decl *functions;
    struct al_type_decl *types;
    struct al_resource_decl *resources; /* top level */
    struct al_output *outputs;
    uint32_t nparameters, nvariables, nfunctions, ntypes, nresources, noutputs;
    uint32_t ndecls; /* resources in all, nested ones included */
    struct al_map parameter_index, variable_index, function_index, type_index, output_index; /* folded; function
                                                                          keys are "namespace.name" */
    struct al_comment *comments;
    size_t ncomments;
    /* a .bicepparam file: its assignments are `parameters` with a default value and any type */
    bool is_parameters;
    const struct al_node *uses;        /* the path after `using`, or NULL (also for `using none`) */
    const struct al_template *extends; /* the parameter file it takes the rest from, or NULL */
};

/* What a JSON document is, by $schema or, without one, by shape. */
enum al_document_kind {
    AL_DOCUMENT_OTHER,
    AL_DOCUMENT_TEMPLATE,
    AL_DOCUMENT_PARAMETERS,
    AL_DOCUMENT_RESOURCES, /* one resource or an array of them */
};
enum al_document_kind al_document_kind(const struct al_node *root);
/* The template that an artifact of Azure Blueprints holds, or NULL when the document is none. */
const struct al_node *al_blueprint_template(const struct al_node *root);
/* A cheap look at the bytes: false when a JSON text cannot be any of the above, so that folders full of other
 * JSON are not parsed. Never false for what al_document_kind() would recognise. */
bool al_may_be_document(al_str text);

/* The declarations of a JSON template (or a bare resource list). Never NULL; wrong shapes are reported and left
 * out. `root` may be the value of a nested deployment's "template" property; of an expression in its place nothing
 * is known and nothing reported. Comments are the caller's to hand on from the reader.
 *
 * Nothing in a bare list is an expression: when al_document_kind() says AL_DOCUMENT_RESOURCES, read the source again
 * as AL_JSON_DATA and pass that root. */
struct al_template *al_template_from_json(al_arena *arena, struct al_diags *diags, const struct al_source *source,
                                          const struct al_node *root);

/* Reads the type out of an object node that has "type" or "$ref". */
struct al_type al_type_from_json(struct al_diags *diags, const struct al_node *node);

/* What a type's `ref` stands for in the template's definitions, also where it points into one ("foo/properties/bar"):
 * the node to read the type from, or NULL. */
const struct al_node *al_type_target(const struct al_template *tmpl, al_str ref);

/* Makes a LOOP node of one element { "name", "count", "input" } of a "copy" array, and gives the name of the property
 * or variable it makes. False when the element does not have that shape: "copy" is then an ordinary property. */
bool al_copy_element(al_arena *arena, const struct al_node *element, struct al_node **loop, al_str *name);

/* The declared scope of a $schema value; resource group when it says nothing. */
enum al_scope_kind al_schema_scope(al_str schema);

#endif
