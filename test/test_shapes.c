/* SPDX-License-Identifier: MIT */
/* Documents that are no written templates: what Azure's tools print and export. */
#include "graphing.h"

#define ACCOUNT(group, name) \
    "/subscriptions/s1/resourceGroups/" group "/providers/Microsoft.Storage/storageAccounts/" name
#define PRINTED(group, account, more)                                                                      \
    "{'id':'" ACCOUNT(group, account) "','name':'" account "','type':'Microsoft.Storage/storageAccounts'," \
                                      "'location':'westeurope','apiVersion':null,'properties':{" more "}}"

static const struct graph_case printed[] = {
    {"one resource, as az resource show prints it",
     NULL,
     NULL,
     NULL,
     PRINTED("g1", "a", "'minimumTlsVersion':'TLS1_0','x':'[not an expression]'"),
     {{0, "#", "1"},
      {0, "id", "'" ACCOUNT("g1", "a") "'"},
      {0, "type", "'Microsoft.Storage/storageAccounts'"},
      {0, "properties.minimumTlsVersion", "'TLS1_0'"},
      {0, "properties.x", "'[not an expression]'"},
      {0, "apiVersion", NULL}}},
    {"a list, with children beside their parents and the same name in two groups",
     NULL,
     NULL,
     NULL,
     "[{'id':'" ACCOUNT(
         "g1", "a") "/blobServices/default','name':'default','type':'Microsoft.Storage/storageAccounts/"
                    "blobServices','properties':{}}," PRINTED("g1", "a", "") "," PRINTED(
                        "G2", "A", "") ",{'id':'" ACCOUNT("g2",
                                                          "a") "/providers/Microsoft.Authorization/locks/"
                                                               "l','name':'l','type':'Microsoft."
                                                               "Authorization/locks','properties':{'target'"
                                                               ":'" ACCOUNT("g2", "a") "'}}]",
     {{0, "#", "4"},
      {0, "name", "'a/default'"},
      {0, "parent", "1"},
      {3, "name", "'l'"},
      {3, "edges", "scope 2; reference 2 properties.target"},
      {0, "trouble", NULL}}},
    {"a list in the answer to a request",
     NULL,
     NULL,
     NULL,
     "{'value':[" PRINTED("g1", "a", "") "," PRINTED("g1", "b", "'resources':[1]") "],'nextLink':null}",
     {{0, "#", "2"}, {1, "name", "'b'"}, {0, "trouble", NULL}}},
    {"things in a list that are no resources",
     NULL,
     NULL,
     NULL,
     "[" PRINTED("g1", "a", "") ",5,'x',null,{},{'type':5,'name':{},'id':[]}]",
     {{0, "trouble", "input-template: a resource must be an object, not a number"},
      {1, "trouble", "input-template: a resource must be an object, not a string"},
      {0, "id", "'" ACCOUNT("g1", "a") "'"}}},
    {"an extension of a child",
     NULL,
     NULL,
     NULL,
     "[{'id':'" ACCOUNT(
         "g1", "a") "/blobServices/default/providers/Microsoft.Insights/diagnosticSettings/d','name':'d',"
                    "'type':'Microsoft.Insights/diagnosticSettings','properties':{}},{'id':'" ACCOUNT(
                        "g1", "a") "/blobServices/default','name':'default','type':'Microsoft.Storage/"
                                   "storageAccounts/blobServices',"
                                   "'properties':{}}]",
     {{0, "name", "'d'"},
      {0, "scope", "'" ACCOUNT("g1", "a") "/blobServices/default'"},
      {0, "edges", "scope 1"}}},
};

#define PARAMETER(name, value) "'" name "':{'defaultValue':" value ",'type':'String'}"

static const struct graph_case exported[] = {
    {"what the export of a group gives",
     PARAMETER("storageAccounts_a_name", "'a'") "," PARAMETER(
         "vaults_k_externalid",
         "'/subscriptions/s2/resourceGroups/g/"
         "providers/Microsoft.KeyVault/vaults/k'") ",'empty':{'defaultValue':null,'type':'SecureString'}",
     "",
     "[{" ST
     ",'name':'[parameters(''storageAccounts_a_name'')]','sku':{'name':'Standard_LRS','tier':'Standard'},"
     "'properties':{'encryption':{'keyvaultproperties':{'keyvaulturi':'[parameters(''vaults_k_externalid'')]'"
     "}}}},"
     "{'type':'Microsoft.Storage/storageAccounts/"
     "blobServices','apiVersion':'2023-01-01','name':'[concat(parameters("
     "''storageAccounts_a_name''), "
     "''/default'')]','dependsOn':['[resourceId(''Microsoft.Storage/storageAccounts'', "
     "parameters(''storageAccounts_a_name''))]'],'sku':{'name':'Standard_LRS'}},"
     "{'type':'Microsoft.Storage/storageAccounts/blobServices/"
     "containers','apiVersion':'2023-01-01','name':'[concat("
     "parameters(''storageAccounts_a_name''), "
     "''/default/c'')]','dependsOn':['[resourceId(''Microsoft.Storage/"
     "storageAccounts/blobServices'', parameters(''storageAccounts_a_name''), ''default'')]']}]",
     "",
     {{1, "parent", "0"},
      {2, "parent", "1"},
      {2, "edges", "parent 1; dependsOn 1"},
      {2, "name", "'a/default/c'"},
      {0, "trouble", NULL}}},
};

RUN_CASES(printed)
RUN_CASES(exported)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_printed),
        cmocka_unit_test(test_exported),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
