/* SPDX-License-Identifier: MIT */
/* Aliases of Azure Policy and the properties they stand for. */
#include "lint/policy_alias.h"

#include "test.h"

static const struct {
    const char *alias, *path; /* NULL: it is refused */
} aliases[] = {
    {"Microsoft.Storage/storageAccounts/minimumTlsVersion", "properties.minimumTlsVersion"},
    {"Microsoft.Storage/storageAccounts/networkAcls.defaultAction", "properties.networkAcls.defaultAction"},
    {"Microsoft.Storage/storageAccounts/sku.name", "sku.name"},
    {"Microsoft.Storage/storageAccounts/blobServices/default.restorePolicy.enabled",
     "properties.restorePolicy.enabled"},
    {"Microsoft.Network/networkSecurityGroups/securityRules[*].access",
     "properties.securityRules[*].properties.access"},
    {"Microsoft.Network/networkSecurityGroups/securityRules[*].destinationPortRanges[*]",
     "properties.securityRules[*].properties.destinationPortRanges[*]"},
    {"Microsoft.Network/networkSecurityGroups/securityRules[*].name", "properties.securityRules[*].name"},
    {"Microsoft.Network/networkSecurityGroups/securityRules[*]", "properties.securityRules[*]"},
    {"Microsoft.Network/networkInterfaces/ipconfigurations[*].publicIpAddress.id",
     "properties.ipconfigurations[*].properties.publicIpAddress.id"},
    {"Microsoft.Network/privateEndpoints/privateLinkServiceConnections[*].groupIds[*]",
     "properties.privateLinkServiceConnections[*].properties.groupIds[*]"},
    {"Microsoft.KeyVault/vaults/privateEndpointConnections[*].privateLinkServiceConnectionState.status",
     "properties.privateEndpointConnections[*].properties.privateLinkServiceConnectionState.status"},
    {"Microsoft.KeyVault/vaults/sku.name", "properties.sku.name"},
    {"Microsoft.CognitiveServices/accounts/kind", "kind"},
    {"Microsoft.Insights/diagnosticSettings/logs.enabled", "properties.logs[*].enabled"},
    {"Microsoft.Insights/diagnosticSettings/logs[*].enabled", "properties.logs[*].enabled"},
    {"Microsoft.Compute/virtualMachines/extensions/type", "properties.type"},
    {"Microsoft.Compute/virtualMachines/sku.name", "properties.hardwareProfile.vmSize"},
    {"Microsoft.Compute/imagePublisher", "properties.storageProfile.imageReference.publisher"},
    {"Microsoft.Compute/virtualMachineScaleSets/extensionProfile.extensions[*].type",
     "properties.virtualMachineProfile.extensionProfile.extensions[*].properties.type"},
    {"Microsoft.Compute/virtualMachineScaleSets/extensionProfile.extensions[*].publisher",
     "properties.virtualMachineProfile.extensionProfile.extensions[*].properties.publisher"},
    {"Microsoft.Web/sites/config/web.ftpsState", "properties.ftpsState"},
    {"Microsoft.Web/sites/config/ftpsState", "properties.ftpsState"},
    {"Microsoft.Network/azureFirewalls/sku.tier", "properties.sku.tier"},
    {"Microsoft.Network/virtualHubs/routeTable.routes[*].nextHopIpAddress",
     "properties.routeTable.routes[*].nextHopIpAddress"},
    {"Microsoft.DataFactory/factories/linkedservices/AzureStorage.typeProperties.accountKey", NULL},
    {"Microsoft.Compute/imagePublishers", NULL},
    {"Microsoft.Storage/storageAccounts/", NULL},
    {"a/b", NULL},
};

static void test_aliases(void **state)
{
    al_arena *arena = al_arena_new(0);
    bool failed = false;

    (void)state;
    for (size_t i = 0; i < sizeof aliases / sizeof aliases[0]; i++) {
        const struct al_policy_alias read = al_policy_alias_read(arena, al_str_of(aliases[i].alias));
        if (!aliases[i].path ? read.wrong != NULL
                             : !read.wrong && al_str_eq(read.path, al_str_of(aliases[i].path)))
            continue;
        print_error("%s: %.*s\n", aliases[i].alias, AL_FMT(read.path));
        failed = true;
    }
    assert_false(failed);
    al_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_aliases)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
