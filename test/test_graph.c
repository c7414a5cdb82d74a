/* SPDX-License-Identifier: MIT */
/* From the text of a template to its resources: loops, conditions, children, nested deployments, references.
 */
#include "graphing.h"

#define ID "[resourceId(''Microsoft.Storage/storageAccounts'', "

static const struct graph_case basics[] = {
    {"a name from a parameter without a value is a symbol",
     "'n':{'type':'string'}",
     "",
     "[{" ST ",'name':'[parameters(''n'')]'}]",
     "",
     {{0, "name", "'[parameters(''n'')]'"},
      {0, "id", "'" ID "parameters(''n''))]'"},
      {0, "apiVersion", "'2023-01-01'"}}},
    {"text around a symbol has one canonical form",
     "'n':{'type':'string'}",
     "",
     "[{" ST ",'name':'a','tags':{'x':'[concat(''a-'', parameters(''n''), "
     "''-b'')]','y':'[format(''a-{0}-b'', parameters(''n''))]'}}]",
     "",
     {{0, "tags.x", "'[concat(''a-'', parameters(''n''), ''-b'')]'"},
      {0, "tags.y", "'[concat(''a-'', parameters(''n''), ''-b'')]'"}}},
    {"defaults refer to parameters and functions",
     "'a':{'type':'string','defaultValue':'[concat(parameters(''b''),''1'')]'},'b':{'type':'string','"
     "defaultValue':'x'}",
     "",
     "[{" ST ",'name':'[parameters(''a'')]'}]",
     "",
     {{0, "name", "'x1'"}}},
    {"allowed values of a parameter without a value decide what they can",
     "'sku':{'type':'string','allowedValues':['Standard_LRS','Standard_ZRS']}",
     "",
     "[{" ST ",'name':'a','tags':{'x':'[equals(parameters(''sku''),''Premium_LRS'')]'}}]",
     "",
     {{0, "tags.x", "false"}}},
    {"variables are lazy, a circle is named",
     "",
     "'a':'[variables(''b'')]','b':'[variables(''a'')]','c':'fine'",
     "[{" ST ",'name':'[variables(''c'')]','tags':{'x':'[variables(''a'')]'}}]",
     "",
     {{0, "name", "'fine'"},
      {0, "trouble", NULL},
      {0, "tags.x", "'[variables(''a'')]'"},
      {0, "trouble", "input-cycle: variable ''a'' refers to itself: a -> b -> a"}}},
    {"an unknown function is reported and unknown",
     "",
     "",
     "[{" ST ",'name':'a','tags':{'x':'[frobnicate(1)]','y':'[toUpper(''y'')]'}}]",
     "",
     {{0, "tags.y", "'Y'"},
      {0, "trouble", NULL},
      {0, "tags.x", "'[frobnicate(1)]'"},
      {0, "trouble",
       "input-unknown-function: function ''frobnicate'' is not known; its result is taken as unknown"}}},
    {"null counts as absent",
     "",
     "",
     "[{" ST ",'name':'a','tags':{'x':null,'y':'[null()]'}}]",
     "",
     {{0, "tags.x", NULL}, {0, "tags.y", NULL}}},
    {"symbolic names",
     "",
     "",
     "{'st':{" ST ",'name':'a'},'st2':{" ST ",'name':'b','dependsOn':['st']}}",
     ",'languageVersion':'2.0'",
     {{0, "name", "'a'"}, {1, "name", "'b'"}, {0, "#", "2"}}},
    {"an existing resource is context",
     "",
     "",
     "{'kv':{'existing':true,'type':'Microsoft.KeyVault/vaults','apiVersion':'2022-07-01','name':'k'},"
     "'st':{" ST ",'name':'a','tags':{'x':'[reference(''kv'').vaultUri]','y':'[resourceInfo(''kv'').id]'}}}",
     ",'languageVersion':'2.0'",
     {{1, "tags.x", "'[reference(resourceId(''Microsoft.KeyVault/vaults'', ''k'')).vaultUri]'"},
      {1, "tags.y", "'[resourceId(''Microsoft.KeyVault/vaults'', ''k'')]'"}}},
};

static const struct graph_case loops[] = {
    {"copy with a known count",
     "",
     "",
     "[{" ST ",'name':'[concat(''s'', copyIndex())]','copy':{'name':'l','count':3}}]",
     "",
     {{0, "#", "3"}, {2, "name", "'s2'"}}},
    {"copyIndex with an offset and by name",
     "",
     "",
     "[{" ST
     ",'name':'[format(''s{0}-{1}'', copyIndex(1), copyIndex(''l'', 5))]','copy':{'name':'l','count':2}}]",
     "",
     {{1, "name", "'s2-6'"}}},
    {"copy over zero", "", "", "[{" ST ",'name':'a','copy':{'name':'l','count':0}}]", "", {{0, "#", "0"}}},
    {"copy over an unknown count makes a sample",
     "'n':{'type':'int'}",
     "",
     "[{" ST ",'name':'[concat(''s'', copyIndex())]','copy':{'name':'l','count':'[parameters(''n'')]'}}]",
     "",
     {{0, "#", "1"}, {0, "name", "'[concat(''s'', copyIndex())]'"}}},
    {"copy over a billion is bounded",
     "",
     "",
     "[{" ST ",'name':'a','copy':{'name':'l','count':1000000000}}]",
     "",
     {{0, "#", "1"}}},
    {"property copy",
     "",
     "",
     "[{" ST ",'name':'a','properties':{'copy':[{'name':'rules','count':2,'input':{'n':'[copyIndex(''rules'')"
     "]'}}]}}]",
     "",
     {{0, "properties.rules", "[{'n':0},{'n':1}]"},
      {0, "properties.rules[1].n", "1"},
      {0, "properties.copy", NULL}}},
    {"variable copy",
     "",
     "'copy':[{'name':'v','count':2,'input':'[concat(''x'', "
     "copyIndex(''v''))]'}],'o':{'copy':[{'name':'w','count':2,'input':'[copyIndex(''w'', 1)]'}]}",
     "[{" ST ",'name':'a','tags':{'v':'[variables(''v'')]','w':'[variables(''o'').w]'}}]",
     "",
     {{0, "tags.v", "['x0','x1']"}, {0, "tags.w", "[1,2]"}}},
    {"nested property copies",
     "",
     "",
     "[{" ST ",'name':'a','properties':{'copy':[{'name':'a','count':2,'input':{'copy':[{'name':'b','count':2,"
     "'input':'[add(mul(copyIndex(''a''),10),copyIndex(''b''))]'}]}}]}}]",
     "",
     {{0, "properties.a", "[{'b':[0,1]},{'b':[10,11]}]"}}},
    {"a property copy inside a resource copy",
     "",
     "",
     "[{" ST ",'name':'[concat(''s'',copyIndex())]','copy':{'name':'r','count':2},'properties':{'copy':[{'"
     "name':'p','count':1,'input':'[concat(copyIndex(''r''),copyIndex(''p''))]'}]}}]",
     "",
     {{1, "properties.p[0]", "'10'"}}},
};

static const struct graph_case structure[] = {
    {"a false condition removes the resource, its child stays",
     "",
     "",
     "[{" ST ",'name':'a','condition':false,'resources':[{'type':'blobServices','name':'default','apiVersion'"
     ":'2023-01-01'}]}]",
     "",
     {{0, "#", "1"},
      {0, "type", "'Microsoft.Storage/storageAccounts/blobServices'"},
      {0, "name", "'a/default'"}}},
    {"an error behind a false condition is none",
     "",
     "",
     "[{" ST ",'name':'a','condition':'[equals(1,2)]','tags':{'x':'[createObject().y]'}}]",
     "",
     {{0, "#", "0"}, {0, "trouble", NULL}}},
    {"children nested and at the top level have one parent",
     "'n':{'type':'string'}",
     "",
     "[{'type':'Microsoft.Storage/storageAccounts/"
     "fileServices','apiVersion':'2023-01-01','name':'[concat(parameters(''n''),''/default'')]'},"
     "{" ST ",'name':'[parameters(''n'')]','resources':[{'type':'blobServices','name':'default','apiVersion':"
     "'2023-01-01','resources':[{'type':'containers','name':'c','apiVersion':'2023-01-01'}]}]},"
     "{'type':'Microsoft.Storage/storageAccounts/"
     "queueServices','apiVersion':'2023-01-01','name':'[format(''{0}/default'', parameters(''n''))]'}]",
     "",
     {{0, "parent", "1"},
      {2, "parent", "1"},
      {3, "parent", "2"},
      {4, "parent", "1"},
      {3, "name", "'[concat(parameters(''n''), ''/default/c'')]'"}}},
    {"a nested child that is spelled in full",
     "",
     "",
     "[{" ST ",'name':'a','resources':[{'type':'Microsoft.Storage/storageAccounts/blobServices','name':'a/"
     "default','apiVersion':'2023-01-01'}]}]",
     "",
     {{1, "parent", "0"}, {1, "name", "'a/default'"}}},
    {"an extension by scope",
     "",
     "",
     "[{" ST ",'name':'a'},{'type':'Microsoft.Insights/"
     "diagnosticSettings','apiVersion':'2021-05-01-preview','name':'d','scope':'[resourceId(''"
     "Microsoft.Storage/storageAccounts'',''a'')]'}]",
     "",
     {{1, "scope", "'" ID "''a'')]'"}}},
    {"an extension by a relative scope",
     "",
     "",
     "[{" ST ",'name':'a'},{'type':'Microsoft.Authorization/"
     "locks','apiVersion':'2020-05-01','name':'d','scope':'Microsoft.Storage/storageAccounts/a'}]",
     "",
     {{1, "scope", "'" ID "''a'')]'"}}},
    {"an extension in the old spelling",
     "",
     "",
     "[{" ST ",'name':'a'},{'type':'Microsoft.Storage/storageAccounts/providers/"
     "locks','apiVersion':'2020-05-01','name':'a/Microsoft.Authorization/l'}]",
     "",
     {{1, "type", "'Microsoft.Authorization/locks'"}, {1, "scope", "'" ID "''a'')]'"}}},
    {"two declarations of one id are judged together",
     "",
     "",
     "[{" ST ",'name':'a','properties':{'x':1}},{" ST ",'name':'A','properties':{'y':2}}]",
     "",
     {{0, "properties.x", "1"}, {0, "properties.y", "2"}}},
};

#define NESTED(scope, parameters, inner, outputs)                                            \
    "{'type':'Microsoft.Resources/"                                                          \
    "deployments','apiVersion':'2021-04-01','name':'d','properties':{'mode':'Incremental',"  \
    "'expressionEvaluationOptions':{'scope':'" scope "'},'parameters':{" parameters          \
    "},'template':{'$schema':'x/deploymentTemplate.json#','contentVersion':'1.0.0.0'," inner \
    ",'outputs':{" outputs "}}}}"

static const struct graph_case nested[] = {
    {"a template in a variable has its expressions escaped",
     "",
     "'t':{'$schema':'x/"
     "deploymentTemplate.json#','contentVersion':'1.0.0.0','parameters':{'n':{'type':'string'}},"
     "'resources':[{" ST ",'name':'[[parameters(''n'')]'}]}",
     "[{'type':'Microsoft.Resources/deployments','apiVersion':'2021-04-01','name':'d','properties':{'mode':"
     "'Incremental','expressionEvaluationOptions':{'scope':'inner'},'parameters':{'n':{'value':'abc'}},"
     "'template':'[variables(''t'')]'}}]",
     "",
     {{1, "name", "'abc'"}}},
    {"null given to a parameter means its default",
     "",
     "",
     "[" NESTED("inner", "'n':{'value':'[null()]'}",
                "'parameters':{'n':{'type':'string','defaultValue':'d'}},'resources':[{" ST
                ",'name':'[parameters(''n'')]'}]",
                "") "]",
     "",
     {{1, "name", "'d'"}}},
    {"inner scope has its own parameters",
     "'n':{'type':'string','defaultValue':'outer'}",
     "",
     "[" NESTED("inner", "'n':{'value':'[concat(parameters(''n''),''-in'')]'}",
                "'parameters':{'n':{'type':'string'}},'resources':[{" ST ",'name':'[parameters(''n'')]'}]",
                "") "]",
     "",
     {{1, "name", "'outer-in'"}}},
    {"outer scope uses the parameters around it",
     "'n':{'type':'string','defaultValue':'outer'}",
     "",
     "[" NESTED("outer", "",
                "'parameters':{'n':{'type':'string','defaultValue':'inner'}},'resources':[{" ST
                ",'name':'[parameters(''n'')]'}]",
                "") "]",
     "",
     {{1, "name", "'outer'"}}},
    {"an inner parameter without a value is not the outer one of that name",
     "'n':{'type':'string'}",
     "",
     "[{" ST ",'name':'[parameters(''n'')]'}," NESTED(
         "inner", "",
         "'parameters':{'n':{'type':'string'}},'resources':[{'type':'Microsoft.Storage/storageAccounts/"
         "blobServices','apiVersion':'2023-01-01','name':'[concat(parameters(''n''),''/default'')]'}]",
         "") "]",
     "",
     {{2, "parent", "-1"}}},
    {"outputs are read through reference()",
     "",
     "",
     "[" NESTED(
         "inner", "", "'parameters':{},'resources':[]",
         "'o':{'type':'string','value':'[toUpper(''v'')]'}") ",{" ST
                                                             ",'name':'a','tags':{'x':'[reference(''d'')."
                                                             "outputs.o.value]','y':'[reference(resourceId(''"
                                                             "Microsoft.Resources/"
                                                             "deployments'',''d'')).outputs.o.value]'}}]",
     "",
     {{1, "tags.x", "'V'"}, {1, "tags.y", "'V'"}}},
    {"a child in a nested deployment finds its parent outside",
     "'n':{'type':'string'}",
     "",
     "[{" ST ",'name':'[parameters(''n'')]'}," NESTED(
         "inner", "'p':{'value':'[parameters(''n'')]'}",
         "'parameters':{'p':{'type':'string'}},'resources':[{'type':'Microsoft.Storage/storageAccounts/"
         "blobServices','apiVersion':'2023-01-01','name':'[concat(parameters(''p''),''/default'')]'}]",
         "") "]",
     "",
     {{2, "parent", "0"}}},
    {"reference() of a resource in the graph",
     "",
     "",
     "[{" ST ",'name':'a','properties':{'minimumTlsVersion':'TLS1_2'}},{" ST
     ",'name':'b','tags':{'x':'[reference(''a'').minimumTlsVersion]','y':'[reference(''a'').primaryEndpoints."
     "blob]','z':'[reference(''a'',''2023-01-01'',''Full'').properties.minimumTlsVersion]'}}]",
     "",
     {{1, "tags.x", "'TLS1_2'"},
      {1, "tags.y",
       "'[reference("
       "resourceId(''Microsoft.Storage/storageAccounts'', ''a'')).primaryEndpoints.blob]'"},
      {1, "tags.z", "'TLS1_2'"}}},
    {"what the platform adds to an object is unknown, not missing",
     "",
     "",
     "[{" ST ",'name':'a','identity':{'type':'SystemAssigned'}},{" ST
     ",'name':'b','tags':{'x':'[reference(''a'',''2023-01-01'',''Full'').identity.principalId]'}}]",
     "",
     {{1, "trouble", NULL},
      {1, "tags.x",
       "'[reference(resourceId(''Microsoft.Storage/storageAccounts'', ''a''), "
       "''full'').identity.principalId]'"}}},
};

static const struct graph_case types[] = {
    {"a value outside the allowed ones",
     "'p':{'type':'string','allowedValues':['a','b'],'defaultValue':'c'}",
     "",
     "[]",
     "",
     {{0, "trouble", "input-parameter: parameter ''p'' is 'c', which is not among its allowed values"}}},
    {"allowed values ignore case",
     "'p':{'type':'string','allowedValues':['A','b'],'defaultValue':'a'}",
     "",
     "[]",
     "",
     {{0, "trouble", NULL}}},
    {"a secure value is not told",
     "'p':{'type':'securestring','allowedValues':['a'],'defaultValue':'hush'}",
     "",
     "[]",
     "",
     {{0, "trouble", "input-parameter: parameter ''p'' is a value, which is not among its allowed values"}}},
    {"a number in a string is a number where one is declared",
     "'p':{'type':'Int','defaultValue':'4'}",
     "",
     "[{" ST ",'name':'a','tags':{'x':'[add(parameters(''p''),1)]'}}]",
     "",
     {{0, "trouble", NULL}, {0, "tags.x", "5"}}},
    {"the wrong type",
     "'p':{'type':'int','defaultValue':'four'}",
     "",
     "[]",
     "",
     {{0, "trouble", "input-parameter: parameter ''p'' must be an int, this is a string"}}},
    {"too long",
     "'p':{'type':'string','maxLength':3,'defaultValue':'four'}",
     "",
     "[]",
     "",
     {{0, "trouble", "input-parameter: parameter ''p'' has a length of 4, more than the maximum of 3"}}},
    {"too small",
     "'p':{'type':'int','minValue':3,'defaultValue':2}",
     "",
     "[]",
     "",
     {{0, "trouble", "input-parameter: parameter ''p'' has a value of 2, less than the minimum of 3"}}},
    {"a nullable parameter without a value is null",
     "'p':{'type':'string','nullable':true}",
     "",
     "[{" ST ",'name':'a','tags':{'x':'[coalesce(parameters(''p''),''none'')]'}}]",
     "",
     {{0, "tags.x", "'none'"}}},
    {"so is one whose definition says that it is nullable",
     "'p':{'$ref':'#/definitions/t'}",
     "",
     "[{" ST ",'name':'a','tags':{'x':'[coalesce(parameters(''p''),''none'')]'}}]",
     ",'definitions':{'t':{'$ref':'#/definitions/u'},'u':{'type':'string','nullable':true}}",
     {{0, "tags.x", "'none'"}}},
    {"a definition's required property",
     "'p':{'$ref':'#/definitions/t','defaultValue':{'a':1}}",
     "",
     "[]",
     ",'definitions':{'t':{'type':'object','properties':{'a':{'type':'int'},'b':{'type':'string'},'c':{'type'"
     ":'string','nullable':true}}}}",
     {{0, "trouble", "input-parameter: parameter ''p'' lacks the required property ''b''"}}},
    {"items of a typed array",
     "'p':{'type':'array','items':{'type':'int'},'defaultValue':[1,'x']}",
     "",
     "[]",
     "",
     {{0, "trouble", "input-parameter: parameter ''p'': [1] must be an int, this is a string"}}},
};

RUN_CASES(basics)
RUN_CASES(loops)
RUN_CASES(structure)
RUN_CASES(nested)
RUN_CASES(types)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_basics), cmocka_unit_test(test_loops), cmocka_unit_test(test_structure),
        cmocka_unit_test(test_nested), cmocka_unit_test(test_types),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
