/* SPDX-License-Identifier: MIT */
/* Who means whom: dependsOn, reference() and its relatives, outputs of nested deployments. */
#include "graphing.h"

#define VERSION2 ",'languageVersion':'2.0'"
#define VNET     "'type':'Microsoft.Network/virtualNetworks','apiVersion':'2023-01-01'"
#define TAGS     ST ",'name':'b','tags':"

static const struct graph_case spelling[] = {
    {"dependsOn by id, by partial id and by name",
     "'n':{'type':'string'}",
     "",
     "[{" ST ",'name':'[parameters(''n'')]'},{" ST
     ",'name':'b','dependsOn':['[resourceId(''microsoft.storage/"
     "storageaccounts'',parameters(''n''))]','[concat(''Microsoft.Storage/storageAccounts/"
     "'',parameters(''n''))]'"
     ",'[parameters(''n'')]']},{" ST ",'name':'c','dependsOn':['B','Microsoft.Storage/storageAccounts/b',"
     "'/subscriptions/x/resourceGroups/y/providers/Microsoft.Storage/storageAccounts/b','none']}]",
     "",
     {{1, "edges", "dependsOn 0; dependsOn 0; dependsOn 0"},
      {2, "edges", "dependsOn 1; dependsOn 1; dependsOn 1"}}},
    {"a name that two resources have means none of them",
     "",
     "",
     "[{" ST ",'name':'a'},{" VNET ",'name':'a'},{" ST ",'name':'c','dependsOn':['a']}]",
     "",
     {{2, "edges", ""}}},
    {"dependsOn of a child by partial id",
     "",
     "",
     "[{" ST
     ",'name':'a','resources':[{'type':'blobServices','name':'default','apiVersion':'2023-01-01'}]},{" ST
     ",'name':'b','dependsOn':['Microsoft.Storage/storageAccounts/a/blobServices/default']}]",
     "",
     {{2, "edges", "dependsOn 1"}}},
    {"dependsOn by the name of a loop",
     "",
     "",
     "[{" ST ",'name':'[concat(''s'',copyIndex())]','copy':{'name':'loop','count':2}},"
     "{" ST ",'name':'b','dependsOn':['Loop']}]",
     "",
     {{2, "edges", "dependsOn 0; dependsOn 1"}}},
    {"dependsOn by symbolic name, also of a loop and of its elements",
     "",
     "",
     "{'a':{" ST ",'name':'[concat(''s'',copyIndex())]','copy':{'name':'x','count':3}},"
     "'b':{" ST ",'name':'b','dependsOn':['a']},"
     "'c':{" ST ",'name':'c','dependsOn':['a[1]','[format(''a[{0}]'',2)]','a[3]','a[x]','a[','b']}}",
     VERSION2,
     {{3, "edges", "dependsOn 0; dependsOn 1; dependsOn 2"},
      {4, "edges", "dependsOn 1; dependsOn 2; dependsOn 3"}}},
    {"elements with a false condition are not there",
     "",
     "",
     "{'a':{" ST
     ",'condition':'[not(equals(copyIndex(),1))]','name':'[concat(''s'',copyIndex())]','copy':{'name':"
     "'x','count':3}},'b':{" ST
     ",'name':'b','dependsOn':['a[1]','a[2]'],'tags':{'x':'[reference(''a[2]'')]'}}}",
     VERSION2,
     {{2, "edges", "dependsOn 1"},
      {2, "tags.x",
       "'[reference("
       "resourceId(''Microsoft.Storage/storageAccounts'', ''s2''))]'"}}},
    {"names in an id that are cut out of a text",
     "'a':{'type':'string'},'b':{'type':'string'}",
     "",
     "[{'type':'Microsoft.Network/virtualNetworks/subnets','apiVersion':'2023-01-01','name':'[format(''{0}/"
     "{1}'','"
     "'x'',parameters(''b''))]'},{'type':'Microsoft.Network/virtualNetworks/"
     "subnets','apiVersion':'2023-01-01',"
     "'name':'[format(''{0}/{1}'',parameters(''a''),parameters(''b''))]','dependsOn':['[resourceId("
     "''Microsoft.Network/virtualNetworks/subnets'',split(format(''{0}/{1}'',''x'',parameters(''b'')),''/"
     "'')[0],"
     "split(format(''{0}/{1}'',''x'',parameters(''b'')),''/'')[1])]']}]",
     "",
     {{1, "edges", "dependsOn 0"}}},
};

static const struct graph_case loops[] = {
    {"samples of loops of one length are the same element",
     "'names':{'type':'array'},'other':{'type':'array'}",
     "",
     "[{" ST
     ",'name':'[parameters(''names'')[copyIndex()]]','copy':{'name':'st','count':'[length(parameters('"
     "'names''))]'}},{'type':'Microsoft.Network/"
     "privateEndpoints','apiVersion':'2023-01-01','name':'[concat(''pe-'','"
     "'x'',copyIndex())]','copy':{'name':'pe','count':'[length(parameters(''names''))]'},'properties':{'id':'"
     "[resourceId(''Microsoft.Storage/storageAccounts'',parameters(''names'')[copyIndex()])]'}},"
     "{'type':'Microsoft.Network/"
     "privateEndpoints','apiVersion':'2023-01-01','name':'[concat(''pe-'',copyIndex())]'"
     ",'copy':{'name':'pf','count':'[length(parameters(''other''))]'},'properties':{'id':'"
     "[resourceId(''Microsoft.Storage/storageAccounts'',parameters(''names'')[copyIndex()])]'}}]",
     "",
     {{1, "edges", "reference 0 properties.id"}, {2, "edges", ""}}},
    {"a sample in a nested deployment of a sample is another one",
     "'names':{'type':'array'}",
     "",
     "[{" ST
     ",'name':'[concat(''s'',copyIndex())]','copy':{'name':'st','count':'[length(parameters(''names''))]'}},"
     "{'type':'Microsoft.Resources/"
     "deployments','apiVersion':'2021-04-01','name':'[concat(''d'',copyIndex())]','copy':"
     "{'name':'d','count':'[length(parameters(''names''))]'},'properties':{'mode':'Incremental','template':{'"
     "$schema':"
     "'deploymentTemplate.json#','resources':[{" ST
     ",'name':'[concat(''s'',copyIndex())]','copy':{'name':'st',"
     "'count':'[length(parameters(''names''))]'}}]}}}]",
     "",
     {{0, "#", "3"}, {2, "name", "'[concat(''s'', copyIndex())]'"}, {2, "tags", NULL}, {0, "tags", NULL}}},
    {"an element of a loop of unknown length",
     "'n':{'type':'int'}",
     "",
     "{'a':{" ST ",'name':'[concat(''s'',copyIndex())]','copy':{'name':'a','count':'[parameters(''n'')]'}},"
     "'b':{" ST
     ",'name':'[concat(''t'',copyIndex())]','copy':{'name':'b','count':'[parameters(''n'')]'},'dependsOn':["
     "'[format(''a[{0}]'',copyIndex())]'],'tags':{'x':'[reference(format(''a[{0}]'',copyIndex())).x]','y':'["
     "reference("
     "format(''a[{0}]'',copyIndex(1))).x]','z':'[reference(''a[0]'').x]'}}}",
     VERSION2,
     {{1, "edges", "dependsOn 0"},
      {1, "tags.x",
       "'[reference(resourceId(''Microsoft.Storage/storageAccounts'', concat(''s'', copyIndex()))).x]'"},
      {1, "tags.y",
       "'[reference(resourceId(''Microsoft.Storage/storageAccounts'', concat(''s'', add(copyIndex(), 1)))).x]'"},
      {1, "tags.z", "'[reference(''a[0]'').x]'"}}},
    {"references() of a loop",
     "",
     "",
     "{'a':{" ST
     ",'name':'[concat(''s'',copyIndex())]','properties':{'i':'[copyIndex()]'},'copy':{'name':'x',"
     "'count':2}},'b':{" TAGS "{'x':'[map(references(''a''),lambda(''r'',lambdaVariables(''r'').i))]','y':'["
     "length(references(''a'',''full''))]','z':'[references(''a'',''full'')[1].properties.i]'}}}",
     VERSION2,
     {{2, "tags.x", "[0,1]"}, {2, "tags.y", "2"}, {2, "tags.z", "1"}}},
};

static const struct graph_case properties[] = {
    {"every way of naming a resource gives one symbol",
     "",
     "",
     "[{" ST ",'name':'a'},{" TAGS "{'x':'[equals(reference(''a'').k,reference(resourceId(''Microsoft."
     "Storage/storageAccounts'',''a''),''2023-01-01'"
     "').k)]','y':'[equals(listKeys(''Microsoft.Storage/storageAccounts/a'',''2023-01-01'').keys[0],listkeys("
     "resourceId(''Microsoft.Storage/storageAccounts'',''a''),''2023-01-01'').keys[0])]'}}]",
     "",
     {{1, "tags.x", "true"}, {1, "tags.y", "true"}}},
    {"listKeys() by symbolic name",
     "",
     "",
     "{'st':{" ST ",'name':'a'},'b':{" TAGS "{'x':'[listKeys(''st'',''2023-01-01'').keys[0].value]'}}}",
     VERSION2,
     {{1, "tags.x",
       "'[listKeys(resourceId(''Microsoft.Storage/storageAccounts'', ''a''), "
       "''2023-01-01'').keys[0].value]'"},
      {1, "edges", ""}}},
    {"the whole resource",
     "",
     "",
     "[{" ST ",'name':'a','location':'westeurope','sku':{'name':'Standard_LRS'},'kind':'StorageV2'},{" TAGS
     "{'l':'[reference(''a'',''2023-01-01'',''full'').location]','s':'[reference(''a'',''2023-01-01'',''Full'"
     "').sku."
     "name]','k':'[reference(''a'',''2023-01-01'',''Full'').kind]'}}]",
     "",
     {{1, "tags.l", "'westeurope'"}, {1, "tags.s", "'Standard_LRS'"}, {1, "tags.k", "'StorageV2'"}}},
    {"nothing is known of an existing resource",
     "",
     "",
     "{'st':{'existing':true," ST ",'name':'a','properties':{'x':1}},'b':{" TAGS
     "{'x':'[reference(''st'').x]','y':'[reference(''st'',''2023-01-01'',''full'').location]','i':'["
     "resourceInfo(''st'"
     "').name]'}}}",
     VERSION2,
     {{1, "tags.x", "'[reference(resourceId(''Microsoft.Storage/storageAccounts'', ''a'')).x]'"},
      {1, "tags.y",
       "'[reference(resourceId(''Microsoft.Storage/storageAccounts'', ''a''), ''full'').location]'"},
      {1, "tags.i", "'a'"}}},
    {"a resource that reads its own properties by its id means what they were",
     "",
     "",
     "[{" ST ",'name':'a','location':'[reference(resourceId(''Microsoft.Storage/"
     "storageAccounts'',''a''),''2023-01-01'',"
     "''full'').location]','properties':{'x':{'y':'[reference(resourceId(''Microsoft.Storage/"
     "storageAccounts'',''a'')).x.y"
     "]'},'l':['[reference(resourceId(''Microsoft.Storage/storageAccounts'',''a'')).l[0]]']}}]",
     "",
     {{0, "properties.x.y", "'[reference(resourceId(''Microsoft.Storage/storageAccounts'', ''a'')).x.y]'"},
      {0, "properties.l[0]", "'[reference(resourceId(''Microsoft.Storage/storageAccounts'', ''a'')).l[0]]'"},
      {0, "location",
       "'[reference(resourceId(''Microsoft.Storage/storageAccounts'', ''a''), ''full'').location]'"},
      {0, "trouble", NULL}}},
    {"a resource that refers to its own properties",
     "",
     "",
     "[{" ST ",'name':'a','properties':{'x':'[reference(''a'').y]','y':1,'z':'[reference(''a'').z]'}}]",
     "",
     {{0, "properties.x", "1"},
      {0, "trouble", NULL},
      {0, "properties.z", "'[reference(''a'').z]'"},
      {0, "trouble", "input-cycle: this value refers to itself"}}},
};

#define DEPLOYMENT(name, resources, outputs)                                                                \
    "{'type':'Microsoft.Resources/deployments','apiVersion':'2021-04-01','name':" name ",'properties':{"    \
    "'mode':'Incremental','expressionEvaluationOptions':{'scope':'inner'},'template':{'$schema':"           \
    "'deploymentTemplate.json#','contentVersion':'1.0.0.0','resources':[" resources "],'outputs':{" outputs \
    "}}}}"

static const struct graph_case outputs[] = {
    {"outputs through two levels",
     "",
     "",
     "[" DEPLOYMENT("'outer'",
                    DEPLOYMENT("'inner'", "", "'o':{'type':'object','value':{'deep':[1,'[add(1,1)]']}}"),
                    "'p':{'type':'string','value':'[string(reference(''inner'').outputs.o.value.deep[1])]"
                    "'}") ",{" TAGS "{'x':'[reference(''outer'').outputs.p.value]','t':'[reference(''"
                          "outer'').outputs.p.type]'}}]",
     "",
     {{2, "tags.x", "'2'"}, {2, "tags.t", "'string'"}}},
    {"a deployment that is entered only when it is asked for an output",
     "",
     "",
     "[{" TAGS "{'x':'[reference(''late'').outputs.o.value]'}}," DEPLOYMENT(
         "'late'",
         "{" ST ",'name':'[reference(resourceId(''Microsoft.Resources/deployments'',''other'')).outputs.o."
         "value]'}",
         "'o':{'type':'int','value':7}") "," DEPLOYMENT("'other'", "",
                                                        "'o':{'type':'string','value':'acc'}") "]",
     "",
     {{0, "tags.x", "7"}, {2, "name", "'acc'"}}},
    {"an output with a loop, and one whose condition is false",
     "",
     "",
     "[" DEPLOYMENT("'d'", "",
                    "'o':{'type':'array','copy':{'count':3,'input':'[copyIndex()]'}},'n':{'type':'string'"
                    ",'condition':"
                    "false,'value':'x'}") ",{" TAGS "{'x':'[reference(''d'').outputs.o.value]','y':'["
                                          "contains(reference(''d'').outputs,''n'')]'}}]",
     "",
     {{1, "tags.x", "[0,1,2]"}, {1, "tags.y", "false"}}},
    {"outputs of one of two deployments with one name",
     "'c':{'type':'bool'}",
     "",
     "[" DEPLOYMENT("'d'", "", "'o':{'type':'int','value':1}") "," DEPLOYMENT(
         "'d'", "",
         "'o':{'type':'int','value':2}") ",{" TAGS
                                         "{'x':'[reference(resourceId(''Microsoft.Resources/deployments'',''d'')).outputs.o.value]'}}]",
     "",
     {{2, "tags.x", "'[reference(resourceId(''Microsoft.Resources/deployments'', ''d'')).outputs.o.value]'"},
      {0, "trouble", NULL}}},
    {"outputs of elements of a loop of deployments",
     "",
     "",
     "{'d':{'copy':{'name':'d','count':2},'type':'Microsoft.Resources/"
     "deployments','apiVersion':'2021-04-01','name':'["
     "format(''d{0}'',copyIndex())]','properties':{'mode':'Incremental','expressionEvaluationOptions':{'"
     "scope':'inner'"
     "},'parameters':{'i':{'value':'[copyIndex()]'}},'template':{'$schema':'deploymentTemplate.json#','"
     "parameters':{'i'"
     ":{'type':'int'}},'resources':[],'outputs':{'o':{'type':'int','value':'[mul(parameters(''i''),10)]'}"
     "}}}},'b':{" TAGS "{'x':'[reference(''d[1]'').outputs.o.value]','y':'[reference(format(''d[{0}]'',0)"
     ").outputs.o.value]'}}}",
     VERSION2,
     {{2, "tags.x", "10"}, {2, "tags.y", "0"}}},
    {"a circle through outputs is named",
     "",
     "",
     "[{'type':'Microsoft.Resources/"
     "deployments','apiVersion':'2021-04-01','name':'d1','properties':{'mode':"
     "'Incremental','expressionEvaluationOptions':{'scope':'inner'},'parameters':{'p':{'value':'["
     "reference(''d2'').outputs"
     ".o.value]'}},'template':{'$schema':'deploymentTemplate.json#','parameters':{'p':{'type':'string'}},"
     "'resources':[],"
     "'outputs':{'o':{'type':'string','value':'[parameters(''p'')]'}}}}},"
     "{'type':'Microsoft.Resources/"
     "deployments','apiVersion':'2021-04-01','name':'d2','properties':{'mode':"
     "'Incremental','expressionEvaluationOptions':{'scope':'inner'},'parameters':{'q':{'value':'["
     "reference(''d1'').outputs"
     ".o.value]'}},'template':{'$schema':'deploymentTemplate.json#','parameters':{'q':{'type':'string'}},"
     "'resources':[],"
     "'outputs':{'o':{'type':'string','value':'[parameters(''q'')]'}}}}},"
     "{" TAGS "{'x':'[reference(''d1'').outputs.o.value]'}}]",
     "",
     {{2, "tags.x", "'[parameters(''p'')]'"},
      {0, "trouble", "input-cycle: parameter ''p'' refers to itself: p -> q -> p"}}},
    {"the outputs of the whole",
     "'n':{'type':'string'}",
     "",
     "[]",
     ",'outputs':{'a':{'type':'string','value':'[concat(''x'',parameters(''n''))]'},'b':{'type':'array','"
     "copy':{'count':"
     "2,'input':'[copyIndex(5)]'}},'c':{'condition':false,'type':'int','value':1}}",
     {{0, "outputs",
       "{'a':{'type':'string','value':'[concat(''x'', "
       "parameters(''n''))]'},'b':{'type':'array','value':[5,6]}}"}}},
};

RUN_CASES(spelling)
RUN_CASES(loops)
RUN_CASES(properties)
RUN_CASES(outputs)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spelling),
        cmocka_unit_test(test_loops),
        cmocka_unit_test(test_properties),
        cmocka_unit_test(test_outputs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
