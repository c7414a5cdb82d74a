/* SPDX-License-Identifier: MIT */
/* What is deployed where: conditions, children, extensions, nested deployments at every scope. */
#include "graphing.h"

#define LOCK "'type':'Microsoft.Authorization/locks','apiVersion':'2020-05-01'"
#define BLOB "'type':'blobServices','apiVersion':'2023-01-01','name':'default'"

/* A deployments resource: keys beside the type, properties beside the template, and the template's own keys.
 */
#define DEPLOY(name, beside, properties, tmpl)                                                    \
    "{'type':'Microsoft.Resources/deployments','apiVersion':'2022-09-01','name':" name "," beside \
    "'properties':{'mode':'Incremental'," properties                                              \
    "'template':{'$schema':'https://schema.management.azure."                                     \
    "com/schemas/2019-04-01/deploymentTemplate.json#','contentVersion':'1.0.0.0'," tmpl "}}}"
#define INNER "'expressionEvaluationOptions':{'scope':'inner'},"

static const struct graph_case conditions[] = {
    {"a condition that is not known",
     "'c':{'type':'bool'}",
     "",
     "[{" ST ",'name':'a','condition':'[parameters(''c'')]'}]",
     "",
     {{0, "condition", "'[parameters(''c'')]'"}, {0, "#", "1"}}},
    {"conditions in strings",
     "",
     "",
     "[{" ST ",'name':'a','condition':'True'},{" ST ",'name':'b','condition':'false'},{" ST
     ",'name':'c','condition':'[bool(''true'')]'}]",
     "",
     {{0, "#", "2"}, {0, "condition", "true"}, {1, "name", "'c'"}, {0, "trouble", NULL}}},
    {"a condition that is none",
     "",
     "",
     "[{" ST ",'name':'a','condition':'maybe'},{" ST ",'name':'b','condition':1},{" ST
     ",'name':'c','condition':null}]",
     "",
     {{0, "#", "3"},
      {0, "trouble", "input-expression: a condition must be true or false, this is string"},
      {1, "trouble", "input-expression: a condition must be true or false, this is int"},
      {2, "condition", "true"},
      {2, "trouble", NULL}}},
    {"what may never be reached is not reported, what is wrong in any case is",
     "'c':{'type':'bool'}",
     "'o':{}",
     "[{" ST ",'name':'a','condition':'[parameters(''c'')]','tags':{'x':'[variables(''o'').x]','y':'["
     "variables(''p'')]',"
     "'z':'[frobnicate()]','w':'[concat(]'}},{" ST ",'name':'b','tags':{'x':'[variables(''o'').y]'}}]",
     "",
     {{0, "trouble", NULL},
      {0, "tags.x", "'[variables(''o'').x]'"},
      {0, "trouble", NULL},
      {0, "tags.y", "'[variables(''p'')]'"},
      {0, "trouble", "input-expression: there is no variable ''p''"},
      {0, "tags.z", "'[frobnicate()]'"},
      {1, "trouble",
       "input-unknown-function: function ''frobnicate'' is not known; its result is taken as unknown"},
      {1, "tags.x", "'[variables(''o'').y]'"},
      {2, "trouble", "input-expression: the object has no property ''y''"}}},
    {"a child of a resource with an unknown condition has none itself",
     "'c':{'type':'bool'}",
     "",
     "[{" ST ",'name':'a','condition':'[parameters(''c'')]','resources':[{" BLOB "}]}]",
     "",
     {{0, "#", "2"}, {1, "condition", "true"}, {1, "parent", "0"}}},
    {"children of a resource that is not there have its id and its scope",
     "",
     "",
     "[{" ST ",'name':'a','condition':false,'resources':[{" BLOB
     ",'resources':[{'type':'containers','apiVersion':"
     "'2023-01-01','name':'c'}]},{" LOCK ",'name':'l'}]}]",
     "",
     {{0, "#", "3"},
      {0, "id", "'[resourceId(''Microsoft.Storage/storageAccounts/blobServices'', ''a'', ''default'')]'"},
      {1, "parent", "0"},
      {2, "scope", "'" ST_ID("''a''") "'"}}},
    {"a deployment with a false condition deploys nothing",
     "",
     "",
     "[" DEPLOY("'d'", "'condition':false,", "", "'resources':[{" ST ",'name':'a'}]") "]",
     "",
     {{0, "#", "0"}}},
    {"in a deployment with an unknown condition, too, nothing is certain",
     "'c':{'type':'bool'}",
     "",
     "[" DEPLOY("'d'", "'condition':'[parameters(''c'')]',", INNER,
                "'resources':[{" ST ",'name':'a','tags':{'x':'[createObject().y]'}}]") "]",
     "",
     {{1, "tags.x", "'[createObject().y]'"}, {0, "trouble", NULL}}},
};

static const struct graph_case children[] = {
    {"a loop of children in a resource",
     "",
     "",
     "[{" ST ",'name':'a','resources':[{'type':'fileServices','apiVersion':'2023-01-01','name':'[concat(''x''"
     ",copyIndex())]'"
     ",'copy':{'name':'c','count':2}}]}]",
     "",
     {{0, "#", "3"}, {2, "name", "'a/x1'"}, {2, "parent", "0"}}},
    {"children of each element of a loop",
     "",
     "",
     "[{" ST ",'name':'[concat(''a'',copyIndex())]','copy':{'name':'c','count':2},'resources':[{" BLOB
     ",'tags':{'i':'[copyIndex()]'}}]}]",
     "",
     {{0, "#", "4"},
      {1, "parent", "0"},
      {3, "parent", "2"},
      {3, "name", "'a1/default'"},
      {3, "tags.i", "1"}}},
    {"children whose account is nowhere",
     "",
     "",
     "[{'type':'Microsoft.Storage/storageAccounts/blobServices/"
     "containers','apiVersion':'2023-01-01','name':'a/default/c'}]",
     "",
     {{0, "parent", "-1"},
      {0, "id",
       "'[resourceId(''Microsoft.Storage/storageAccounts/blobServices/containers'', ''a'', ''default'', "
       "''c'')]'"}}},
    {"children by name alone, by format, in another case",
     "'n':{'type':'string'}",
     "",
     "[{'type':'MICROSOFT.Storage/storageaccounts','apiVersion':'2023-01-01','name':'[parameters(''n'')]'},"
     "{'type':'Microsoft.Storage/storageAccounts/"
     "blobServices','apiVersion':'2023-01-01','name':'[format(''{0}/{1}'',"
     "parameters(''N''),''DEFAULT'')]'},{'type':'Microsoft.Storage/storageAccounts/blobServices/"
     "containers','apiVersion':"
     "'2023-01-01','name':'[join(createArray(parameters(''n''),''default'',''c''),''/'')]'}]",
     "",
     {{1, "parent", "0"}, {2, "parent", "1"}}},
    {"a name with too many or too few parts",
     "",
     "",
     "[{" ST ",'name':'a/b'},{'type':'Microsoft.Storage/storageAccounts/"
     "blobServices','apiVersion':'2023-01-01','name':"
     "'default'}]",
     "",
     {{0, "#", "2"}, {0, "parent", "-1"}, {1, "parent", "-1"}}},
    {"an extension nested in a resource",
     "",
     "",
     "[{" ST ",'name':'a','resources':[{" LOCK ",'name':'l'}]}]",
     "",
     {{1, "scope", "'" ST_ID("''a''") "'"},
      {1, "name", "'l'"},
      {1, "edges", "scope 0"},
      {1, "id",
       "'[concat(''/subscriptions/'', subscription().subscriptionId, ''/resourceGroups/'', "
       "resourceGroup().name, "
       "''/providers/Microsoft.Storage/storageAccounts/a/providers/Microsoft.Authorization/locks/l'')]'"}}},
    {"an extension nested in a resource, in the old spelling",
     "",
     "",
     "[{" ST ",'name':'a','resources':[{'type':'providers/"
     "locks','apiVersion':'2020-05-01','name':'Microsoft.Authorization/l"
     "'}]}]",
     "",
     {{1, "type", "'Microsoft.Authorization/locks'"},
      {1, "scope", "'" ST_ID("''a''") "'"},
      {1, "edges", "scope 0"}}},
    {"an extension of a child, in the old spelling",
     "'n':{'type':'string'}",
     "",
     "[{'type':'Microsoft.Storage/storageAccounts/"
     "blobServices','apiVersion':'2023-01-01','name':'[concat(parameters(''n''),'"
     "'/default'')]'},{'type':'Microsoft.Storage/storageAccounts/blobServices/providers/"
     "diagnosticSettings','apiVersion':"
     "'2021-05-01-preview','name':'[concat(parameters(''n''),''/default/Microsoft.Insights/d'')]'}]",
     "",
     {{1, "type", "'Microsoft.Insights/diagnosticSettings'"}, {1, "edges", "scope 0"}}},
    {"an extension in the old spelling, before what it is attached to, and of an extension",
     "",
     "",
     "[{'type':'Microsoft.Storage/storageAccounts/providers/locks','apiVersion':'2020-05-01','name':'a/Microsoft.Authorization"
     "/l','resources':[{'type':'providers/locks','apiVersion':'2020-05-01','name':'Microsoft.Authorization/m'}]},{" ST
     ",'name':'a'}]",
     "",
     {{0, "edges", "scope 2"}, {1, "type", "'Microsoft.Authorization/locks'"}, {1, "edges", "scope 0"}}},
    {"what must be a text and is none",
     "",
     "",
     "[{" ST
     ",'name':'a','scope':5},{'type':'Microsoft.Storage/storageAccounts','name':'b','apiVersion':[1]},{" ST
     ",'name':'c','resourceGroup':{},'subscriptionId':null,'scope':null},{" ST
     ",'name':'d','properties':[],'dependsOn':'c'},{" ST
     ",'name':'e','properties':null,'dependsOn':['d',5,{}]}]",
     "",
     {{0, "#", "5"},
      {0, "trouble", "input-template: a scope must be a string, this is int"},
      {1, "trouble", "input-template: apiVersion must be a string"},
      {1, "apiVersion", NULL},
      {2, "trouble", "input-template: resourceGroup must be a string, this is object"},
      {3, "trouble", "input-template: dependsOn must be an array"},
      {4, "trouble", "input-template: an item of dependsOn must be a string"},
      {5, "trouble", "input-template: an item of dependsOn must be a string"},
      {4, "edges", "dependsOn 3"},
      {6, "trouble", NULL}}},
    {"extensions of extensions, of groups and of the subscription",
     "",
     "",
     "[{" LOCK ",'name':'g'},{" LOCK ",'name':'s','scope':'[subscription().id]'},{" LOCK
     ",'name':'t','scope':'/'},{" LOCK ",'name':'e','scope':'[extensionResourceId(resourceGroup().id,''"
     "Microsoft.Authorization/locks'',''g'')]'}]",
     "",
     {{0, "id", "'[resourceId(''Microsoft.Authorization/locks'', ''g'')]'"},
      {1, "id", "'[subscriptionResourceId(''Microsoft.Authorization/locks'', ''s'')]'"},
      {2, "id", "'/providers/Microsoft.Authorization/locks/t'"},
      {3, "edges", "scope 0"}}},
};

#define SUBSCRIPTION                                                      \
    ",'$schema':'https://schema.management.azure.com/schemas/2018-05-01/" \
    "subscriptionDeploymentTemplate.json#'"
#define GROUP(sub, name) "'/subscriptions/" sub "/resourceGroups/" name "'"

static const struct graph_case deployments[] = {
    {"into another resource group, inner scope",
     "",
     "",
     "[" DEPLOY("'d'", "'resourceGroup':'other','subscriptionId':'sub2',", INNER,
                "'resources':[{" ST
                ",'name':'a','tags':{'g':'[resourceGroup().name]','i':'[resourceGroup().id]','s':'["
                "subscription().subscriptionId]','r':'[resourceId(''A.B/c'',''x'')]'}}]") "]",
     "",
     {{0, "target", GROUP("sub2", "other")},
      {1, "id",
       "'/subscriptions/sub2/resourceGroups/other/providers/Microsoft.Storage/storageAccounts/"
       "a'"},
      {1, "tags.g", "'other'"},
      {1, "tags.i", GROUP("sub2", "other")},
      {1, "tags.s", "'sub2'"},
      {1, "tags.r", "'/subscriptions/sub2/resourceGroups/other/providers/A.B/c/x'"}}},
    {"into another resource group, outer scope: functions mean the group outside",
     "",
     "",
     "[" DEPLOY("'d'", "'resourceGroup':'other','subscriptionId':'sub2',", "",
                "'resources':[{" ST
                ",'name':'a','tags':{'g':'[equals(resourceGroup().name,''other'')]','s':'["
                "subscription().subscriptionId]','r':'[resourceId(''A.B/c'',''x'')]'}}]") "]",
     "",
     {{1, "id",
       "'/subscriptions/sub2/resourceGroups/other/providers/Microsoft.Storage/storageAccounts/"
       "a'"},
      {1, "tags.g", "'[equals(resourceGroup().name, ''other'')]'"},
      {1, "tags.s", "'[subscription().subscriptionId]'"},
      {1, "tags.r", "'[resourceId(''A.B/c'', ''x'')]'"}}},
    {"from a subscription into a group that it makes",
     "",
     "",
     "[{'type':'Microsoft.Resources/"
     "resourceGroups','apiVersion':'2022-09-01','name':'rg','location':'westeurope'}," DEPLOY(
         "'d'", "'resourceGroup':'rg','dependsOn':['rg'],", INNER,
         "'resources':[{" ST ",'name':'a','location':'[resourceGroup().location]'}],'outputs':{'"
         "id':{'type':'string','value':"
         "'[resourceId(''Microsoft.Storage/storageAccounts'',''a'')]'}}") ",{" LOCK ",'name':'l','scope':'["
                                                                          "reference(''d'')."
                                                                          "outputs.id"
                                                                          ".value]'}]",
     SUBSCRIPTION,
     {{0, "id", "'[concat(''/subscriptions/'', subscription().subscriptionId, ''/resourceGroups/rg'')]'"},
      {1, "edges", "dependsOn 0"},
      {2, "id",
       "'[concat(''/subscriptions/'', subscription().subscriptionId, "
       "''/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/a'')]'"},
      {2, "location", "'westeurope'"},
      {3, "edges", "scope 2"}}},
    {"into a subscription, by its property and by scope",
     "",
     "",
     "[" DEPLOY("'d'", "'subscriptionId':'s2',", INNER,
                "'resources':[{" LOCK
                ",'name':'l','tags':{'r':'[subscriptionResourceId(''A.B/c'',''x'')]','q':'[resourceId('"
                "'A.B/c'',''x'')]'}}]") "," DEPLOY("'e'", "'scope':'/subscriptions/s3',", INNER,
                                                   "'resources':[{" LOCK ",'name':'m'}]") "]",
     "",
     {{1, "id", "'/subscriptions/s2/providers/Microsoft.Authorization/locks/l'"},
      {1, "tags.r", "'/subscriptions/s2/providers/A.B/c/x'"},
      {1, "tags.q", "'/subscriptions/s2/providers/A.B/c/x'"},
      {3, "id", "'/subscriptions/s3/providers/Microsoft.Authorization/locks/m'"}}},
    {"into a resource group by scope",
     "",
     "",
     "[" DEPLOY("'d'", "'scope':'/subscriptions/s3/resourceGroups/g3',", INNER,
                "'resources':[{" ST ",'name':'m'}]") "]",
     "",
     {{1, "target", GROUP("s3", "g3")}}},
    {"into a management group and the tenant",
     "",
     "",
     "[" DEPLOY("'d'", "'scope':'Microsoft.Management/managementGroups/mg1',", INNER,
                "'resources':[{'type':'Microsoft.Authorization/"
                "policyDefinitions','apiVersion':'2021-06-01','name':'p','tags':{"
                "'r':'[managementGroupResourceId(''A.B/c'',''x'')]','t':'[tenantResourceId(''A.B/"
                "c'',''x'')]','m':'["
                "managementGroup().name]'}}]") "," DEPLOY("'e'", "'scope':'/',", INNER,
                                                          "'resources':[{'type':'Microsoft."
                                                          "Management/managementGroups',"
                                                          "'apiVersion':'2021-04-01','name':'mg2'"
                                                          "}]") "," DEPLOY("'f'",
                                                                           "'scope':'["
                                                                           "tenantResourceId(''"
                                                                           "Microsoft.Management/"
                                                                           "managementGroups'',''"
                                                                           "mg3'')]',",
                                                                           INNER,
                                                                           "'resources':[{" LOCK
                                                                           ",'name':'l'}]") "]",
     ",'$schema':'https://schema.management.azure.com/schemas/2019-08-01/"
     "managementGroupDeploymentTemplate.json#'",
     {{0, "id",
       "'/providers/Microsoft.Management/managementGroups/mg1/providers/Microsoft.Resources/deployments/d'"},
      {2, "id", "'/providers/Microsoft.Resources/deployments/e'"},
      {1, "id",
       "'/providers/Microsoft.Management/managementGroups/mg1/providers/Microsoft.Authorization/"
       "policyDefinitions/p'"},
      {1, "tags.r", "'/providers/Microsoft.Management/managementGroups/mg1/providers/A.B/c/x'"},
      {1, "tags.t", "'/providers/A.B/c/x'"},
      {1, "tags.m", "'mg1'"},
      {3, "id", "'/providers/Microsoft.Management/managementGroups/mg2'"},
      {5, "id",
       "'/providers/Microsoft.Management/managementGroups/mg3/providers/Microsoft.Authorization/"
       "locks/l'"}}},
    {"into a group that is not known",
     "'g':{'type':'string'}",
     "",
     "[" DEPLOY("'d'", "'resourceGroup':'[parameters(''g'')]',", INNER,
                "'resources':[{" ST
                ",'name':'a'}],'outputs':{'i':{'type':'string','value':'[resourceId(''Microsoft.Storage/"
                "storageAccounts'',''a'')]'}}") ",{" LOCK
                                                ",'name':'l','scope':'[resourceId(parameters(''g''),'"
                                                "'Microsoft.Storage/storageAccounts'',''a'')]'},{" LOCK
                                                ",'name':'m','scope':'[reference(''d'').outputs.i.value]"
                                                "'}]",
     "",
     {{1, "id",
       "'[concat(''/subscriptions/'', subscription().subscriptionId, ''/resourceGroups/'', "
       "parameters(''g''), "
       "''/providers/Microsoft.Storage/"
       "storageAccounts/a'')]'"},
      {2, "edges", "scope 1"},
      {3, "edges", "scope 1"}}},
    {"existing resources elsewhere",
     "",
     "",
     "{'kv':{'existing':true,'type':'Microsoft.KeyVault/"
     "vaults','apiVersion':'2022-07-01','name':'k','resourceGroup':'g2',"
     "'subscriptionId':'s2'},'kw':{'existing':true,'type':'Microsoft.KeyVault/"
     "vaults','apiVersion':'2022-07-01','name':'k',"
     "'scope':'/subscriptions/s3/resourceGroups/g3'},'a':{" ST
     ",'name':'a','tags':{'x':'[reference(''kv'').vaultUri]','y':'["
     "resourceInfo(''kw'').id]'}}}",
     ",'languageVersion':'2.0'",
     {{0, "id", "'/subscriptions/s2/resourceGroups/g2/providers/Microsoft.KeyVault/vaults/k'"},
      {2, "tags.x",
       "'[reference(''/subscriptions/s2/resourceGroups/g2/providers/Microsoft.KeyVault/vaults/"
       "k'').vaultUri]'"},
      {2, "tags.y", "'/subscriptions/s3/resourceGroups/g3/providers/Microsoft.KeyVault/vaults/k'"}}},
    {"the location inside",
     "",
     "",
     "[" DEPLOY(
         "'d'", "'location':'westus',", INNER,
         "'resources':[" DEPLOY(
             "'e'",
             "'resourceGroup':'[resourceGroup().name]','subscriptionId':'["
             "subscription().subscriptionId]',",
             INNER,
             "'resources':[{" ST
             ",'name':'a','tags':{'l':'[resourceGroup().location]'}}]") "]") "," DEPLOY("'f'",
                                                                                        "'subscriptionId':'"
                                                                                        "s2','location':'"
                                                                                        "westus',",
                                                                                        INNER,
                                                                                        "'resources':[{" LOCK
                                                                                        ",'name':'l','tags':{"
                                                                                        "'l':'[deployment()."
                                                                                        "location]'}}]") "]",
     "",
     {{2, "tags.l", "'[resourceGroup().location]'"}, {4, "tags.l", "'westus'"}}},
    {"three levels, the innermost back at the outermost's group",
     "",
     "",
     "[" DEPLOY("'d'", "'resourceGroup':'g2',", INNER,
                "'parameters':{'g':{'type':'string','defaultValue':'g3'}},'resources':[" DEPLOY(
                    "'e'", "'resourceGroup':'[parameters(''g'')]',", INNER,
                    "'resources':[{" ST ",'name':'a','tags':{'d':'[deployment().name]','g':'["
                    "resourceGroup().name]'}}]") "]") "]",
     "",
     {{0, "#", "3"},
      {2, "tags.d", "'e'"},
      {2, "tags.g", "'g3'"},
      {2, "target",
       "'[concat(''/subscriptions/'', subscription().subscriptionId, ''/resourceGroups/g3'')]'"}}},
};

#define WRONG(text) "input-parameter: " text

static const struct graph_case given[] = {
    {"values, a secret from a vault, and a computed entry",
     "'e':{'type':'object','defaultValue':{'value':'v'}}",
     "",
     "[" DEPLOY(
         "'d'", "",
         INNER
         "'parameters':{'a':{'value':'x'},'b':{'reference':{'keyVault':{'id':'k'},'secretName':'s'}},'c':'["
         "parameters(''e'')]','l':{'copy':[{'name':'value','count':2,'input':'[copyIndex(''value'')]'}]}},",
         "'parameters':{'a':{'type':'string'},'b':{'type':'securestring'},'c':{'type':'string'},'l':{'type':'"
         "array'}},"
         "'resources':[{" ST
         ",'name':'a','tags':{'a':'[parameters(''a'')]','b':'[parameters(''b'')]','c':'[parameters('"
         "'c'')]','l':'[parameters(''l'')]'}}]") "]",
     "",
     {{1, "tags.a", "'x'"},
      {1, "tags.b", "'[parameters(''b'')]'"},
      {1, "tags.c", "'v'"},
      {1, "tags.l", "[0,1]"},
      {0, "trouble", NULL}}},
    {"what is wrong with the parameters of a nested deployment",
     "",
     "",
     "[" DEPLOY("'d'", "",
                INNER
                "'parameters':{'z':{'value':1},'i':{'value':'x'},'b':{'volue':1},'s':5,'n':{'value':null}},",
                "'parameters':{'a':{'type':'string'},'i':{'type':'int'},'b':{'type':'int'},'s':{'type':'"
                "string'},'o':{'type':"
                "'string','nullable':true},'n':{'type':'string'}},'resources':[]") "]",
     "",
     {{0, "trouble", WRONG("the nested template has no parameter ''z''")},
      {1, "trouble", WRONG("parameter ''b'' has neither a value nor a reference")},
      {2, "trouble", WRONG("parameter ''s'' has neither a value nor a reference")},
      {3, "trouble", WRONG("the nested template''s parameter ''a'' is given no value")},
      {4, "trouble", WRONG("parameter ''i'' must be an int, this is a string")},
      {5, "trouble", WRONG("parameter ''n'' is null, but has no default value and is not nullable")},
      {6, "trouble", NULL}}},
    {"parameters as one expression",
     "'all':{'type':'object','defaultValue':{'a':{'value':'x'}}}",
     "",
     "[" DEPLOY("'d'", "", INNER "'parameters':'[parameters(''all'')]',",
                "'parameters':{'a':{'type':'string'},'b':{'type':'string'}},'resources':[{" ST
                ",'name':'a','tags':{'a':'[parameters(''a'')]','b':'[parameters(''b'')]'}}]") "]",
     "",
     {{1, "tags.a", "'x'"},
      {1, "tags.b", "'[parameters(''b'')]'"},
      {0, "trouble", WRONG("the nested template''s parameter ''b'' is given no value")}}},
    {"with a link to parameters all of them are unknown",
     "",
     "",
     "[" DEPLOY("'d'", "", INNER "'parametersLink':{'uri':'https://x/p.json'},",
                "'parameters':{'a':{'type':'string','defaultValue':'x'}},'resources':[{" ST
                ",'name':'[parameters(''a'')]'}]") "]",
     "",
     {{1, "name", "'[parameters(''a'')]'"}, {0, "trouble", NULL}}},
    {"null from a parameter that nobody has set is not known",
     "'n':{'type':'string','nullable':true}",
     "",
     "[" DEPLOY(
         "'d'", "",
         INNER "'parameters':{'a':{'value':'[parameters(''n'')]'},'b':{'value':'[parameters(''n'')]'}},",
         "'parameters':{'a':{'type':'string'},'b':{'type':'string','defaultValue':'d'}},'resources':[{" ST
         ",'name':'[parameters(''a'')]','tags':{'b':'[parameters(''b'')]'}}]") "]",
     "",
     {{1, "name", "'[parameters(''a'')]'"}, {1, "tags.b", "'d'"}, {0, "trouble", NULL}}},
    {"outer scope ignores the parameters of the template inside",
     "'p':{'type':'string','defaultValue':'outer'}",
     "'v':'outer'",
     "[" DEPLOY("'d'", "", "",
                "'parameters':{'q':{'type':'string'}},'variables':{'v':'inner'},'resources':[{" ST
                ",'name':'[concat(parameters(''p''),variables(''v''))]'}]") "]",
     "",
     {{1, "name", "'outerouter'"}, {0, "trouble", NULL}}},
    {"a loop of deployments: with outer scope copyIndex() is that of the loop around",
     "",
     "",
     "[" DEPLOY("'[concat(''d'',copyIndex())]'", "'copy':{'name':'l','count':2},", "",
                "'resources':[{" ST ",'name':'[concat(''a'',copyIndex(''l''))]'},{" ST
                ",'name':'[concat(''b'',copyIndex(),copyIndex(''l''))]','copy':{'name':'m','count':2}}]") "]",
     "",
     {{0, "#", "8"}, {1, "name", "'a0'"}, {5, "name", "'a1'"}, {7, "name", "'b11'"}, {6, "name", "'b01'"}}},
    {"a loop of deployments: with inner scope there is no loop around",
     "",
     "",
     "[" DEPLOY("'[concat(''d'',copyIndex())]'", "'copy':{'name':'l','count':2},",
                INNER "'parameters':{'i':{'value':'[copyIndex()]'}},",
                "'parameters':{'i':{'type':'int'}},'resources':[{" ST
                ",'name':'[concat(''a'',parameters(''i''))]','tags':{'x':'[copyIndex()]'}}]") "]",
     "",
     {{3, "name", "'a1'"},
      {3, "tags.x", "'[copyIndex()]'"},
      {0, "trouble", "input-expression: copyIndex() is used outside of a copy loop"}}},
    {"a template by way of a variable, of a parameter, and none",
     "'t':{'type':'object','defaultValue':{'resources':[]}}",
     "'t':{'$schema':'deploymentTemplate.json#','resources':[{" ST ",'name':'a'}]}",
     "[{'type':'Microsoft.Resources/"
     "deployments','apiVersion':'2022-09-01','name':'d','properties':{'template':'[variables('"
     "'t'')]'}},{'type':'Microsoft.Resources/"
     "deployments','apiVersion':'2022-09-01','name':'e','properties':{'template':'["
     "parameters(''t'')]'}},{'type':'Microsoft.Resources/"
     "deployments','apiVersion':'2022-09-01','name':'f','properties':{}},{'type':'Microsoft.Resources/deployments',"
     "'apiVersion':'2022-09-01','name':'g','properties':{'template':5}}]",
     "",
     {{0, "#", "5"},
      {1, "name", "'a'"},
      {0, "trouble", "input-unresolved-link: the nested template is not followed: it is an expression"},
      {1, "trouble", "input-template: a nested template must be an object"},
      {2, "trouble", NULL}}},
    {"a template by way of a variable is about the parameters it is given",
     "",
     "'t':{'$schema':'deploymentTemplate.json#','parameters':{'n':{'type':'string'}},'resources':[{" ST
     ",'name':'[[parameters(''n'')]'}]}",
     "[{'type':'Microsoft.Resources/deployments','apiVersion':'2022-09-01','name':'d','properties':{'template':'[variables("
     "''t'')]','parameters':{'n':{'value':'a'}},'expressionEvaluationOptions':{'scope':'Outer'}}}]",
     "",
     {{1, "name", "'a'"}, {0, "trouble", NULL}}},
};

RUN_CASES(conditions)
RUN_CASES(children)
RUN_CASES(deployments)
RUN_CASES(given)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_conditions),
        cmocka_unit_test(test_children),
        cmocka_unit_test(test_deployments),
        cmocka_unit_test(test_given),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
