/* SPDX-License-Identifier: MIT */
#include "test.h"

#include "reading.h"
#include "syntax/template.h"

#define COUNT(table) (sizeof(table) / sizeof *(table))
#define SCHEMA       "https://schema.management.azure.com/schemas/2019-04-01/"

static struct al_template *template_of(struct reading *r)
{
    return al_template_from_json(r->arena, &r->diags, r->source, r->json.root);
}

/* -- recognition -- */

static void documents_are_recognised(void **state)
{
    static const struct {
        enum al_document_kind kind;
        const char *text;
    } table[] = {
        /* by schema */
        {AL_DOCUMENT_TEMPLATE, "{\"$schema\": \"" SCHEMA "deploymentTemplate.json#\"}"},
        {AL_DOCUMENT_TEMPLATE, "{\"$SCHEMA\" : \"http://elsewhere/DeploymentTemplate.JSON\"}"},
        {AL_DOCUMENT_TEMPLATE, "{\"$schema\": /* old */ \"" SCHEMA "tenantDeploymentTemplate.json#\"}"},
        {AL_DOCUMENT_TEMPLATE, "{\"$schema\": \"deploymentTemplate.json?x=/y#/z\"}"},
        {AL_DOCUMENT_PARAMETERS, "{\"$schema\": \"" SCHEMA "deploymentParameters.json#\"}"},
        {AL_DOCUMENT_PARAMETERS, "{\"$schema\": \"" SCHEMA "subscriptionDeploymentParameters.json#\"}"},
        {AL_DOCUMENT_OTHER,
         "{\"$schema\": \"" SCHEMA "CreateUIDefinition.MultiVm.json#\", \"parameters\": {}}"},
        {AL_DOCUMENT_OTHER,
         "{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"type\": \"object\"}"},
        {AL_DOCUMENT_OTHER, "[\"$schema\", \"deploymentTemplate.json\"]"},
        /* templates by shape */
        {AL_DOCUMENT_TEMPLATE, "{\"contentVersion\": \"1.0.0.0\", \"resources\": []}"},
        {AL_DOCUMENT_TEMPLATE, "{\"parameters\": {}, \"Resources\": [{\"type\": \"Microsoft.Web/sites\"}]}"},
        {AL_DOCUMENT_TEMPLATE, "{\"outputs\": {}, \"resources\": {\"a\": {\"type\": \"core/Service@v1\"}}}"},
        {AL_DOCUMENT_TEMPLATE, "{\"resources\": [{\"type\": \"A.B/c\", \"apiVersion\": \"2020-01-01\"}]}"},
        {AL_DOCUMENT_TEMPLATE, "{\"variables\": {}, \"resources\": [{\"type\": \"[variables('t')]\"}]}"},
        {AL_DOCUMENT_TEMPLATE,
         "{\"$schema\": \"x\", \"contentVersion\": \"1\", \"resources\": [{\"type\": \"A.B\\/c\"}]}"},
        {AL_DOCUMENT_OTHER, "{\"resources\": []}"},
        {AL_DOCUMENT_OTHER, "{\"outputs\": {}, \"resources\": [{\"type\": \"azurerm_storage_account\"}]}"},
        {AL_DOCUMENT_OTHER, "{\"Parameters\": {}, \"Resources\": {\"B\": {\"Type\": \"AWS::S3::Bucket\"}}}"},
        {AL_DOCUMENT_OTHER, "{\"contentVersion\": \"1\", \"resources\": [1]}"},
        {AL_DOCUMENT_OTHER, "{\"contentVersion\": \"1\", \"resources\": \"none\"}"},
        /* parameter files by shape */
        {AL_DOCUMENT_PARAMETERS, "{\"parameters\": {\"a\": {\"value\": 1}, \"b\": {\"reference\": {}}}}"},
        {AL_DOCUMENT_PARAMETERS, "{\"contentVersion\": \"1.0.0.0\", \"parameters\": {}}"},
        {AL_DOCUMENT_OTHER, "{\"parameters\": {}}"},
        {AL_DOCUMENT_OTHER, "{\"parameters\": {\"a\": {\"type\": \"string\"}}}"},
        {AL_DOCUMENT_OTHER, "{\"parameters\": {\"a\": {\"value\": 1}}, \"policyRule\": {}}"},
        {AL_DOCUMENT_OTHER, "{\"parameters\": [{\"name\": \"id\", \"value\": 1}]}"},
        /* resources as Azure answers them */
        {AL_DOCUMENT_RESOURCES, "{\"type\": \"Microsoft.Web/sites\", \"name\": \"x\", \"properties\": {}}"},
        {AL_DOCUMENT_RESOURCES,
         "{\"\\u0074ype\": \"Microsoft.Web/sites\", \"name\": \"x\", \"properties\": null}"},
        {AL_DOCUMENT_RESOURCES,
         "[{\"name\": \"x\", \"properties\": {}, \"type\": \"microsoft.web/sites/config\"}]"},
        {AL_DOCUMENT_RESOURCES, "{\"value\": [{\"type\": \"A.B/c\", \"name\": \"x\", \"properties\": {}}]}"},
        {AL_DOCUMENT_OTHER, "{\"type\": \"Microsoft.Web/sites\", \"name\": \"x\", \"httpsOnly\": true}"},
        {AL_DOCUMENT_OTHER, "{\"type\": \"A.B/c\", \"properties\": {}}"},
        {AL_DOCUMENT_OTHER, "{\"type\": \"image/svg\", \"name\": \"x\", \"properties\": {}}"},
        {AL_DOCUMENT_OTHER, "{\"type\": \"Microsoft.Authorization/policyDefinitions\", \"name\": \"x\","
                            " \"properties\": {\"policyRule\": {}}}"},
        {AL_DOCUMENT_OTHER, "{\"name\": \"package\", \"type\": \"module\", \"version\": \"1.0.0\"}"},
        {AL_DOCUMENT_OTHER, "[]"},
        {AL_DOCUMENT_OTHER, "{}"},
        {AL_DOCUMENT_OTHER, "\"text\""},
        {AL_DOCUMENT_OTHER, "{\"value\": 1}"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        struct reading *r = read_text(table[i].text, AL_JSON_TEMPLATE);
        assert_int_equal(r->status, 0);
        assert_int_equal(al_document_kind(r->json.root), table[i].kind);
        if (table[i].kind != AL_DOCUMENT_OTHER)
            assert_true(al_may_be_document(r->source->text));
        al_arena_free(r->arena);
    }
    assert_int_equal(al_document_kind(NULL), AL_DOCUMENT_OTHER);
}

static void artifacts_of_blueprints_hold_templates(void **state)
{
    struct reading *r =
        read_text("{\"kind\": \"template\", \"properties\": {\"template\": {\"$schema\": \"" SCHEMA
                  "deploymentTemplate.json#\"}}}",
                  AL_JSON_TEMPLATE);
    struct reading *other =
        read_text("{\"kind\": \"template\", \"properties\": {\"template\": {}}}", AL_JSON_TEMPLATE);

    (void)state;
    assert_non_null(al_blueprint_template(r->json.root));
    assert_null(al_blueprint_template(other->json.root));
    assert_null(al_blueprint_template(NULL));
    al_arena_free(r->arena);
    al_arena_free(other->arena);
}

static void other_texts_need_no_parsing(void **state)
{
    static const char *const table[] = {
        "",
        "{\"name\": \"package\", \"type\": \"module\", \"scripts\": {\"build\": \"tsc\"}}",
        "{\"$schema\": \"http://json-schema.org/draft-07/schema#\", \"type\": \"object\"}",
        "{\"parameters\": [1], \"resources\": 7, \"type\": \"text/plain\"}",
        "[\"resources\", \"parameters\", \"type\"]",
        "\"type\": \"",
        "\"$schema\": \"",
        "\"type\":",
    };

    (void)state;
    for (size_t i = 0; i < COUNT(table); i++)
        assert_false(al_may_be_document(al_str_of(table[i])));
}

static void schemas_have_scopes(void **state)
{
    (void)state;
    assert_int_equal(al_schema_scope(AL_STR(SCHEMA "deploymentTemplate.json#")), AL_SCOPE_RESOURCE_GROUP);
    assert_int_equal(al_schema_scope(AL_STR("x/SubscriptionDeploymentTemplate.json#")),
                     AL_SCOPE_SUBSCRIPTION);
    assert_int_equal(al_schema_scope(AL_STR(SCHEMA "managementGroupDeploymentTemplate.json")),
                     AL_SCOPE_MANAGEMENT_GROUP);
    assert_int_equal(al_schema_scope(AL_STR("tenantDeploymentTemplate.json#")), AL_SCOPE_TENANT);
    assert_int_equal(al_schema_scope(AL_STR("")), AL_SCOPE_RESOURCE_GROUP);
}

/* -- declarations -- */

static void the_head_is_read(void **state)
{
    struct reading *r = read_text("{\"$schema\": \"" SCHEMA "subscriptionDeploymentTemplate.json#\","
                                  " \"ContentVersion\": \"1.2.3.4\", \"languageVersion\": \"2.0\","
                                  " \"imports\": {}, \"metadata\": 1, \"unheardOf\": [], \"resources\": {}}",
                                  AL_JSON_TEMPLATE);
    const struct al_template *t = template_of(r);

    (void)state;
    assert_string_equal(said(r), "");
    assert_int_equal(t->scope, AL_SCOPE_SUBSCRIPTION);
    assert_text(t->content_version, "1.2.3.4");
    assert_text(t->language_version, "2.0");
    assert_true(t->symbolic);
    assert_false(t->bare);
    assert_int_equal(t->nresources, 0);
    assert_ptr_equal(t->root, r->json.root);
    al_arena_free(r->arena);
}

static void parameters_are_declared(void **state)
{
    struct reading *r = read_text(
        "{\"resources\": [], \"parameters\": {\n"
        "\"first\": {\"Type\": \"SecureString\", \"minLength\": 3, \"maxLength\": 9, \"metadata\": {}},\n"
        "\"second-one\": {\"type\": \"INT\", \"defaultValue\": 4, \"allowedValues\": [4, 5], \"minValue\": "
        "1,\n"
        "  \"maxValue\": 7},\n"
        "\"third\": {\"$ref\": \"#/definitions/thing\", \"nullable\": true},\n"
        "\"fourth\": {\"type\": \"object\", \"properties\": {}, \"additionalProperties\": false},\n"
        "\"fifth\": {\"type\": \"array\", \"items\": {}, \"prefixItems\": []}}}",
        AL_JSON_TEMPLATE);
    const struct al_template *t = template_of(r);
    const struct al_parameter *p = t->parameters;

    (void)state;
    assert_string_equal(said(r), "");
    assert_int_equal(t->nparameters, 5);
    assert_int_equal(p[0].type.kind, AL_TYPE_STRING);
    assert_true(p[0].type.secure && p[0].type.known && !p[0].type.nullable);
    assert_int_equal(p[0].type.min_length->integer, 3);
    assert_int_equal(p[0].type.max_length->integer, 9);
    assert_non_null(p[0].metadata);
    assert_null(p[0].default_value);
    assert_text(al_span_text(p[1].name_span), "\"second-one\"");
    assert_int_equal(p[1].type.kind, AL_TYPE_INT);
    assert_int_equal(p[1].default_value->integer, 4);
    assert_int_equal(p[1].type.allowed->array.n, 2);
    assert_int_equal(p[1].type.min_value->integer, 1);
    assert_int_equal(p[1].type.max_value->integer, 7);
    assert_text(p[2].type.ref, "thing");
    assert_true(p[2].type.nullable);
    assert_non_null(p[3].type.properties);
    assert_int_equal(p[3].type.additional->kind, AL_NODE_BOOL);
    assert_int_equal(p[4].type.kind, AL_TYPE_ARRAY);
    assert_non_null(p[4].type.items);
    assert_non_null(p[4].type.prefix_items);
    assert_ptr_equal(al_map_get(&t->parameter_index, AL_STR("SECOND-ONE")), &p[1]);
    assert_ptr_equal(p[4].type.node, p[4].node);
    al_arena_free(r->arena);
}

static void definitions_are_followed(void **state)
{
    struct reading *r =
        read_text("{\"resources\": [], \"definitions\": {\"thing\": {\"type\": \"object\", "
                  "\"properties\": {\"a\": {\"type\": \"int\"}}}, \"pair\": {\"type\": \"array\", "
                  "\"prefixItems\": [{\"type\": \"string\"}, {\"type\": \"bool\"}]}}}",
                  AL_JSON_TEMPLATE);
    const struct al_template *t = template_of(r);
    const struct al_type_decl *thing = al_map_get(&t->type_index, AL_STR("thing"));

    (void)state;
    assert_int_equal(t->ntypes, 2);
    assert_int_equal(thing->type.kind, AL_TYPE_OBJECT);
    assert_ptr_equal(al_type_target(t, AL_STR("thing")), thing->type.node);
    assert_text(al_node_text(al_node_get(al_type_target(t, AL_STR("thing/properties/a")), "type")), "int");
    assert_text(al_node_text(al_node_get(al_type_target(t, AL_STR("pair/prefixItems/1")), "type")), "bool");
    assert_null(al_type_target(t, AL_STR("pair/prefixItems/2")));
    assert_null(al_type_target(t, AL_STR("pair/prefixItems/18446744073709551617")));
    assert_null(al_type_target(t, AL_STR("pair/prefixItems/x")));
    assert_null(al_type_target(t, AL_STR("other")));
    al_arena_free(r->arena);
}

static void variables_and_their_copies_are_declared(void **state)
{
    struct reading *r = read_text("{\"resources\": [], \"variables\": {\"a\": 1, \"Copy\": [\n"
                                  "{\"name\": \"many\", \"count\": 3, \"input\": \"[copyIndex('many')]\"}],\n"
                                  "\"b\": {\"copy\": [{\"name\": \"x\", \"count\": 1, \"input\": 0}]}}}",
                                  AL_JSON_TEMPLATE);
    const struct al_template *t = template_of(r);
    const struct al_variable *many = al_map_get(&t->variable_index, AL_STR("MANY"));

    (void)state;
    assert_string_equal(said(r), "");
    assert_int_equal(t->nvariables, 3);
    assert_text(t->variables[0].name, "a");
    assert_text(t->variables[1].name, "many");
    assert_text(al_span_text(t->variables[1].name_span), "\"many\"");
    assert_ptr_equal(many, &t->variables[1]);
    assert_int_equal(many->value->kind, AL_NODE_LOOP);
    assert_text(many->value->loop.names->name, "many");
    assert_int_equal(many->value->loop.count->integer, 3);
    assert_int_equal(many->value->loop.body->kind, AL_NODE_TEXT);
    assert_int_equal(t->variables[2].value->flags, AL_NODE_HAS_COPY);
    al_arena_free(r->arena);
}

static void a_variable_may_be_called_copy(void **state)
{
    struct reading *r = read_text("{\"resources\": [], \"variables\": {\"copy\": \"x\"}}", AL_JSON_TEMPLATE);
    const struct al_template *t = template_of(r);

    (void)state;
    assert_int_equal(t->nvariables, 1);
    assert_text(al_node_text(t->variables[0].value), "x");
    al_arena_free(r->arena);
}

static void copy_elements_have_a_shape(void **state)
{
    static const struct {
        const char *text;
        bool fits;
    } table[] = {
        {"{\"name\": \"n\", \"count\": \"[x()]\", \"input\": {}}", true},
        {"{\"Name\": \"n\", \"COUNT\": 1, \"Input\": null}", true},
        {"{\"name\": \"n\", \"count\": 1}", false},
        {"{\"name\": \"n\", \"input\": 1}", false},
        {"{\"name\": 1, \"count\": 1, \"input\": 1}", false},
        {"{\"count\": 1, \"input\": 1}", false},
        {"\"copy\"", false},
        {"[]", false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        struct reading *r = read_text(table[i].text, AL_JSON_TEMPLATE);
        struct al_node *loop = NULL;
        al_str name;
        assert_int_equal(al_copy_element(r->arena, r->json.root, &loop, &name), table[i].fits);
        if (table[i].fits) {
            assert_text(name, "n");
            assert_text(source_of(loop), table[i].text);
        }
        al_arena_free(r->arena);
    }
}

static void outputs_are_declared(void **state)
{
    struct reading *r =
        read_text("{\"resources\": [], \"outputs\": {\"a\": {\"type\": \"string\", \"value\": \"x\", "
                  "\"condition\": true},\n"
                  "\"b\": {\"type\": \"array\", \"copy\": {\"count\": 2, \"input\": \"[copyIndex()]\"}}}}",
                  AL_JSON_TEMPLATE);
    const struct al_template *t = template_of(r);

    (void)state;
    assert_string_equal(said(r), "");
    assert_int_equal(t->noutputs, 2);
    assert_text(al_node_text(t->outputs[0].value), "x");
    assert_true(t->outputs[0].condition->boolean);
    assert_int_equal(t->outputs[1].type.kind, AL_TYPE_ARRAY);
    assert_int_equal(t->outputs[1].value->kind, AL_NODE_LOOP);
    assert_int_equal(t->outputs[1].value->loop.count->integer, 2);
    assert_null(t->outputs[1].condition);
    assert_ptr_equal(al_map_get(&t->output_index, AL_STR("B")), &t->outputs[1]);
    al_arena_free(r->arena);
}

static void functions_are_declared(void **state)
{
    struct reading *r =
        read_text("{\"resources\": [], \"functions\": [{\"namespace\": \"contoso\", \"members\": {\n"
                  "\"f\": {\"parameters\": [{\"name\": \"p\", \"type\": \"int\"}],\n"
                  " \"output\": {\"type\": \"string\", \"value\": \"[parameters('p')]\"}},\n"
                  "\"g\": {\"output\": {\"$ref\": \"#/definitions/t\", \"value\": 1}}}}]}",
                  AL_JSON_TEMPLATE);
    const struct al_template *t = template_of(r);
    const struct al_function_decl *f = al_map_get(&t->function_index, AL_STR("Contoso.F"));

    (void)state;
    assert_string_equal(said(r), "");
    assert_int_equal(t->nfunctions, 2);
    assert_ptr_equal(f, &t->functions[0]);
    assert_text(f->space, "contoso");
    assert_text(al_span_text(f->name_span), "\"f\"");
    assert_int_equal(f->nparameters, 1);
    assert_text(f->parameters[0].name, "p");
    assert_int_equal(f->parameters[0].type.kind, AL_TYPE_INT);
    assert_int_equal(f->output_type.kind, AL_TYPE_STRING);
    assert_int_equal(f->output->kind, AL_NODE_TEXT);
    assert_text(t->functions[1].output_type.ref, "t");
    al_arena_free(r->arena);
}

static void resources_are_declared(void **state)
{
    struct reading *r = read_text("{\"resources\": [{\"TYPE\": \"A.B/c\", \"name\": \"n\", \"apiversion\": "
                                  "\"1\", \"condition\": true,\n"
                                  "\"scope\": \"s\", \"location\": \"l\", \"kind\": \"k\", \"sku\": {}, "
                                  "\"identity\": {}, \"tags\": {},\n"
                                  "\"dependson\": [], \"Properties\": {}, \"comments\": \"\", \"copy\": "
                                  "{\"name\": \"loop\", \"count\": 2,\n"
                                  "\"mode\": \"serial\", \"batchSize\": 1},\n"
                                  "\"resources\": [{\"type\": \"d\", \"name\": \"m\", \"resources\": "
                                  "[{\"type\": \"e\", \"name\": \"o\"}]}]}]}",
                                  AL_JSON_TEMPLATE);
    const struct al_template *t = template_of(r);
    const struct al_resource_decl *d = t->resources, *child = d->children;

    (void)state;
    assert_string_equal(said(r), "");
    assert_int_equal(t->nresources, 1);
    assert_false(t->symbolic);
    assert_int_equal(d->symbol.n, 0);
    assert_text(al_node_text(d->type), "A.B/c");
    assert_text(al_span_text(d->name_span), "\"A.B/c\"");
    assert_text(al_node_text(d->name), "n");
    assert_true(d->api_version && d->condition && d->scope && d->location && d->kind && d->sku);
    assert_true(d->identity && d->tags && d->depends_on && d->properties && !d->existing);
    assert_text(d->loop->loop.names->name, "loop");
    assert_int_equal(d->loop->loop.count->integer, 2);
    assert_null(d->loop->loop.body);
    assert_null(d->parent);
    assert_int_equal(d->nchildren, 1);
    assert_ptr_equal(child->parent, d);
    assert_ptr_equal(child->children->parent, child);
    assert_text(al_node_text(child->children->name), "o");
    al_arena_free(r->arena);
}

static void symbolic_names_are_kept(void **state)
{
    struct reading *r = read_text("{\"resources\": {\"one\": {\"type\": \"A.B/c\", \"name\": \"n\", "
                                  "\"existing\": true, \"resources\":\n"
                                  "{\"two\": {\"type\": \"d\", \"name\": \"m\"}}}, \"pod\": {\"import\": "
                                  "\"k8s\", \"type\": \"core/Pod@v1\"}}}",
                                  AL_JSON_TEMPLATE);
    const struct al_template *t = template_of(r);

    (void)state;
    assert_string_equal(said(r), "");
    assert_true(t->symbolic);
    assert_int_equal(t->nresources, 2);
    assert_text(t->resources[0].symbol, "one");
    assert_true(t->resources[0].existing->boolean);
    assert_text(t->resources[0].children[0].symbol, "two");
    al_arena_free(r->arena);
}

static void bare_lists_are_read(void **state)
{
    static const struct {
        const char *text;
        uint32_t n;
    } table[] = {
        {"{\"type\": \"A.B/c\", \"name\": \"x\", \"properties\": {}, \"resources\": [{}]}", 1},
        {"[{\"type\": \"A.B/c\", \"name\": \"x\", \"properties\": {}},\n {\"type\": \"A.B/c/d\", \"name\": "
         "\"x/y\"}]",
         2},
        {"{\"value\": [{\"type\": \"A.B/c\", \"name\": \"x\", \"properties\": {\"value\": 1}}], "
         "\"nextLink\": null}",
         1},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        struct reading *r = read_text(table[i].text, AL_JSON_DATA);
        const struct al_template *t = template_of(r);
        assert_string_equal(said(r), "");
        assert_true(t->bare);
        assert_int_equal(t->nresources, table[i].n);
        assert_text(al_node_text(t->resources[0].name), "x");
        assert_int_equal(t->resources[0].nchildren, 0);
        al_arena_free(r->arena);
    }
}

/* -- wrong input -- */

static void wrong_shapes_are_reported_where_they_stand(void **state)
{
    static const struct {
        const char *text, *said;
    } table[] = {
        {"{\"parameters\": []}", "1:16 input-template: parameters must be an object, not an array"},
        {"{\"variables\": \"[x()]\"}", "1:15 input-template: variables must be an object, not an expression"},
        {"{\"outputs\": 1}", "1:13 input-template: outputs must be an object, not a number"},
        {"{\"functions\": {}}", "1:15 input-template: functions must be an array, not an object"},
        {"{\"definitions\": true}", "1:17 input-template: definitions must be an object, not a boolean"},
        {"{\"resources\": \"x\"}", "1:15 input-template: resources must be an array, not a string"},
        {"{\"parameters\": null, \"outputs\": null, \"resources\": null}", ""},
        {"{\"resources\": [\"x\", [], null]}",
         "1:16 input-template: a resource must be an object, not a string\n"
         "1:21 input-template: a resource must be an object, not an array\n"
         "1:25 input-template: a resource must be an object, not null"},
        {"{\"resources\": [{}]}", "1:16 input-template: a resource must have a type"},
        {"{\"resources\": [{\"type\": \"A.B/c\"}]}", "1:25 input-template: a resource must have a name"},
        {"{\"resources\": [{\"type\": [], \"name\": {}}]}",
         "1:25 input-template: the type of a resource must be a string, not an array\n"
         "1:37 input-template: the name of a resource must be a string, not an object"},
        {"{\"resources\": [{\"type\": \"t\", \"name\": \"n\", \"copy\": []}]}",
         "1:51 input-template: copy must be an object, not an array"},
        {"{\"resources\": [{\"type\": \"t\", \"name\": \"n\", \"copy\": {\"name\": \"c\"}}]}",
         "1:51 input-template: the copy of a resource must have a count"},
        {"{\"resources\": [{\"type\": \"t\", \"name\": \"n\", \"resources\": 7}]}",
         "1:56 input-template: resources must be an array, not a number"},
        {"{\"parameters\": {\"a\": \"string\"}}",
         "1:22 input-template: a parameter must be an object, not a string"},
        {"{\"parameters\": {\"a\": {}}}", "1:22 input-template: a parameter must have a type"},
        {"{\"parameters\": {\"a\": {\"type\": \"float\"}}}",
         "1:31 input-template: \"float\" is not a type: use string, int, bool, array, object, secureString "
         "or "
         "secureObject"},
        {"{\"parameters\": {\"a\": {\"type\": []}}}",
         "1:31 input-template: a type must be a string, not an array"},
        {"{\"parameters\": {\"a\": {\"$ref\": \"other.json#/x\"}}}",
         "1:31 input-template: a $ref must begin with \"#/definitions/\""},
        {"{\"parameters\": {\"a\": {\"type\": \"int\"}, \"A\": {\"type\": \"int\"}}}",
         "1:39 input-duplicate-key: \"A\" is declared twice; the last one counts"},
        {"{\"definitions\": {\"a\": 1}}",
         "1:23 input-template: a definition must be an object, not a number"},
        {"{\"variables\": {\"copy\": [{\"name\": \"a\", \"count\": 1}, 2]}}",
         "1:25 input-template: the copy of a variable must have a name, a count and an input\n"
         "1:52 input-template: the copy of a variable must have a name, a count and an input"},
        {"{\"outputs\": {\"a\": {\"type\": \"int\"}}}", "1:19 input-template: an output must have a value"},
        {"{\"outputs\": {\"a\": 1}}", "1:19 input-template: an output must be an object, not a number"},
        {"{\"outputs\": {\"a\": {\"type\": \"array\", \"copy\": {\"count\": 1}}}}",
         "1:45 input-template: the copy of an output must have a count and an input"},
        {"{\"functions\": [1]}", "1:16 input-template: an item of functions must be an object, not a number"},
        {"{\"functions\": [{\"namespace\": \"n\", \"members\": {\"f\": 1}}]}",
         "1:52 input-template: a function must be an object, not a number"},
        {"{\"functions\": [{\"namespace\": \"n\", \"members\": {\"f\": {\"output\": {}}}}]}",
         "1:47 input-template: the function \"f\" must have an output with a value"},
        {"{\"functions\": [{\"namespace\": \"n\", \"members\": {\"f\": {\"parameters\": {}, \"output\": "
         "{\"value\": "
         "1}}}}]}",
         "1:67 input-template: parameters must be an array, not an object"},
        {"[]", "1:1 input-template: a template must be an object, not an array"},
        {"\"[x()]\"", ""},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        struct reading *r = read_text(table[i].text, AL_JSON_TEMPLATE);
        assert_non_null(template_of(r));
        assert_string_equal(said(r), table[i].said);
        al_arena_free(r->arena);
    }
}

static void wrong_parts_are_left_out(void **state)
{
    struct reading *r = read_text("{\"resources\": [1, {\"type\": {}, \"name\": \"n\"}],"
                                  " \"parameters\": {\"a\": 7}, \"outputs\": {\"o\": 7}}",
                                  AL_JSON_TEMPLATE);
    const struct al_template *t = template_of(r);

    (void)state;
    assert_int_equal(t->nresources, 1);
    assert_null(t->resources[0].type);
    assert_text(al_node_text(t->resources[0].name), "n");
    assert_int_equal(t->nparameters, 1); /* or every use of it would be reported, too */
    assert_int_equal(t->parameters[0].type.kind, AL_TYPE_ANY);
    assert_null(t->outputs[0].value);
    al_arena_free(r->arena);
}

static void nothing_is_declared_by_nothing(void **state)
{
    struct reading *r = read_text("", AL_JSON_TEMPLATE);
    const struct al_template *t = al_template_from_json(r->arena, &r->diags, r->source, NULL);

    (void)state;
    assert_int_equal(t->nresources + t->nparameters + t->noutputs, 0);
    al_arena_free(r->arena);
}

static const char sample[] =
    "{\"contentVersion\": \"1\", \"parameters\": {\"a\": {\"type\": \"int\", \"$ref\": "
    "\"#/definitions/b\"}},\n"
    "\"definitions\": {\"b\": {\"type\": \"int\"}}, \"variables\": {\"copy\": [{\"name\": \"n\", \"count\": "
    "1,\n"
    "\"input\": 1}]}, \"functions\": [{\"namespace\": \"n\", \"members\": {\"f\": {\"parameters\": "
    "[{\"name\": \"p\",\n"
    "\"type\": \"int\"}], \"output\": {\"type\": \"int\", \"value\": 1}}}}], \"resources\": [{\"type\": "
    "\"A.B/c\",\n"
    "\"name\": \"x\", \"copy\": {\"name\": \"n\", \"count\": 1}, \"resources\": {\"s\": {\"type\": \"d\", "
    "\"name\":\n"
    "\"e\"}}}], \"outputs\": {\"o\": {\"type\": \"array\", \"copy\": {\"count\": 1, \"input\": 1}}}}";

/* Every value of the sample in turn becomes something else: the reader copes, and tells a kind for
 * everything. */
static void any_value_may_be_wrong(void **state)
{
    static const char *const values[] = {"null", "7", "\"[x()]\"", "[]", "{}", "[{}]", "[null]"};

    (void)state;
    for (const char *at = strchr(sample, ':'); at; at = strchr(at + 1, ':')) {
        for (size_t i = 0; i < COUNT(values); i++) {
            al_arena *arena = al_arena_new(0);
            struct reading *r =
                read_bytes(al_printf(arena, "%.*s: %s, \"old\"%s", (int)(at - sample), sample, values[i], at),
                           AL_JSON_TEMPLATE);
            assert_int_equal(r->status, 0);
            al_document_kind(r->json.root);
            assert_non_null(template_of(r));
            al_arena_free(r->arena);
            al_arena_free(arena);
        }
    }
}

static void truncated_templates_do_no_harm(void **state)
{
    (void)state;
    for (size_t n = 0; n < sizeof sample; n++) {
        struct reading *r = read_bytes((al_str){sample, n}, AL_JSON_TEMPLATE);
        al_may_be_document(r->source->text);
        al_document_kind(r->json.root);
        assert_non_null(template_of(r));
        al_arena_free(r->arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(documents_are_recognised),
        cmocka_unit_test(artifacts_of_blueprints_hold_templates),
        cmocka_unit_test(other_texts_need_no_parsing),
        cmocka_unit_test(schemas_have_scopes),
        cmocka_unit_test(the_head_is_read),
        cmocka_unit_test(parameters_are_declared),
        cmocka_unit_test(definitions_are_followed),
        cmocka_unit_test(variables_and_their_copies_are_declared),
        cmocka_unit_test(a_variable_may_be_called_copy),
        cmocka_unit_test(copy_elements_have_a_shape),
        cmocka_unit_test(outputs_are_declared),
        cmocka_unit_test(functions_are_declared),
        cmocka_unit_test(resources_are_declared),
        cmocka_unit_test(symbolic_names_are_kept),
        cmocka_unit_test(bare_lists_are_read),
        cmocka_unit_test(wrong_shapes_are_reported_where_they_stand),
        cmocka_unit_test(wrong_parts_are_left_out),
        cmocka_unit_test(nothing_is_declared_by_nothing),
        cmocka_unit_test(any_value_may_be_wrong),
        cmocka_unit_test(truncated_templates_do_no_harm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
