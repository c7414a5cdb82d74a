/* SPDX-License-Identifier: MIT */
/* Tens of thousands of aliases follow a few rules, so that no list of them is needed: what is no property of
 * every resource is one below `properties`, and so are those of resources within arrays. The aliases that
 * Azure's own policies use and that are otherwise stand in a table. */
#include "lint/policy_alias.h"

#include "base/buf.h"

/* -- facts -- */

/* Properties of resources that are not below `properties`. */
static const char of_resources[] =
    "sku kind identity tags location name zones plan type id managedBy extendedLocation etag";
/* The same of resources within arrays. */
static const char of_items[] = "id name etag type zones";

/* Arrays whose items are resources, with `properties` of their own. */
static const struct nested {
    const char *provider; /* "": of every one */
    const char *arrays;
} nested[] = {
    {"", "privateEndpointConnections"},
    {"Microsoft.Network",
     "applicationGatewayBackendAddressPools applicationGatewayIpConfigurations applicationRuleCollections "
     "authenticationCertificates authorizations backendAddressPools backendHttpSettingsCollection backendPools "
     "backendSettingsCollection configurationPolicyGroups connections containerNetworkInterfaceConfigurations "
     "containerNetworkInterfaces delegations endpoints entraJWTValidationConfigs expressRouteConnections "
     "frontendEndpoints frontendIPConfigurations frontendPorts gatewayIPConfigurations healthProbeSettings "
     "httpListeners inboundNatPools inboundNatRules ipConfigurations links listeners "
     "loadBalancerBackendAddresses loadBalancerFrontendIpConfigurations loadBalancingRules "
     "loadBalancingSettings loadDistributionPolicies manualPrivateLinkServiceConnections natRuleCollections "
     "natRules networkInterfaceConfigurations networkRuleCollections outboundRules "
     "p2SConnectionConfigurations pathRules peerings privateDnsZoneConfigs privateLinkConfigurations "
     "privateLinkServiceConnections probes redirectConfigurations requestRoutingRules rewriteRuleSets routes "
     "routingRules securityRules serviceEndpointPolicies serviceEndpointPolicyDefinitions sslCertificates "
     "sslProfiles subnets trustedClientCertificates trustedRootCertificates urlPathMaps "
     "virtualHubRouteTableV2s virtualNetworkPeerings virtualNetworkTaps vngClientConnectionConfigurations "
     "vpnClientRevokedCertificates vpnClientRootCertificates vpnLinkConnections vpnSiteLinks"},
    {"Microsoft.Compute", "extensions frontendIPConfigurations ipConfigurations loadBalancerConfigurations "
                          "networkInterfaceConfigurations networkInterfaces"},
    {"Microsoft.ContainerInstance", "containers extensions initContainers"},
    {"Microsoft.Cdn", "customDomains originGroups origins"},
    {"Microsoft.AzureStackHCI", "ipConfigurations routes subnets"},
    {"Microsoft.HDInsight", "ipConfigurations privateLinkConfigurations"},
    {"Microsoft.MachineLearningServices", "registryPrivateEndpointConnections sharedPrivateLinkResources"},
    {"Microsoft.NetApp", "volumes"},
};

/* The beginning of an alias behind its type, one of several, and of the path. A type with "*" is any that
 * begins so. */
static const struct irregular {
    const char *types, *alias, *path;
} irregular[] = {
    {"Microsoft.Authorization/roleDefinitions Microsoft.Compute/virtualMachines/extensions "
     "Microsoft.Compute/virtualMachineScaleSets/extensions Microsoft.DataFactory/factories/* "
     "Microsoft.HybridCompute/machines/extensions",
     "type", "properties.type"},
    {"Microsoft.Automation/automationAccounts Microsoft.Cache/redis Microsoft.ContainerInstance/containerGroups "
     "Microsoft.ElasticSan/elasticSans Microsoft.KeyVault/vaults Microsoft.Logic/workflows "
     "Microsoft.Network/applicationGateways Microsoft.Network/azureFirewalls Microsoft.Network/firewallPolicies "
     "Microsoft.Network/virtualHubs Microsoft.Network/virtualNetworkGateways "
     "Microsoft.OperationalInsights/workspaces Microsoft.StreamAnalytics/streamingjobs",
     "sku", "properties.sku"},
    {"Microsoft.Compute", "imageOffer", "properties.storageProfile.imageReference.offer"},
    {"Microsoft.Compute", "imagePublisher", "properties.storageProfile.imageReference.publisher"},
    {"Microsoft.Compute", "imageSku", "properties.storageProfile.imageReference.sku"},
    {"Microsoft.Compute", "imageVersion", "properties.storageProfile.imageReference.version"},
    {"Microsoft.Compute/virtualMachines", "imageOffer", "properties.storageProfile.imageReference.offer"},
    {"Microsoft.Compute/virtualMachines", "imagePublisher",
     "properties.storageProfile.imageReference.publisher"},
    {"Microsoft.Compute/virtualMachines", "imageSku", "properties.storageProfile.imageReference.sku"},
    {"Microsoft.Compute/virtualMachines", "imageVersion", "properties.storageProfile.imageReference.version"},
    {"Microsoft.Compute/virtualMachines", "osDisk.Uri", "properties.storageProfile.osDisk.vhd.uri"},
    {"Microsoft.Compute/virtualMachines", "sku.name", "properties.hardwareProfile.vmSize"},
    {"Microsoft.Compute/virtualMachineScaleSets", "extensionProfile.extensions[*].type",
     "properties.virtualMachineProfile.extensionProfile.extensions[*].properties.type"},
    {"Microsoft.Compute/virtualMachineScaleSets", "extensionProfile",
     "properties.virtualMachineProfile.extensionProfile"},
    {"Microsoft.Compute/virtualMachineScaleSets", "osdisk.vhdContainers",
     "properties.virtualMachineProfile.storageProfile.osDisk.vhdContainers"},
    {"Microsoft.Compute/virtualMachineScaleSets", "osProfile", "properties.virtualMachineProfile.osProfile"},
    {"Microsoft.Compute/virtualMachineScaleSets", "upgradePolicy.automaticOSUpgrade",
     "properties.upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade"},
    {"Microsoft.DBfor*", "Default.state", "properties.state"},
    {"Microsoft.DocumentDB/databaseAccounts/*", "default.resource", "properties.resource"},
    {"Microsoft.Insights/diagnosticSettings", "logs.enabled", "properties.logs[*].enabled"},
    {"Microsoft.Insights/diagnosticSettings", "metrics.enabled", "properties.metrics[*].enabled"},
    {"Microsoft.MachineLearningServices/workspaces/computes", "idleTimeBeforeShutdown",
     "properties.properties.idleTimeBeforeShutdown"},
    {"Microsoft.MachineLearningServices/workspaces/computes", "subnet", "properties.properties.subnet"},
    {"Microsoft.Network/networkWatchers/connectionMonitors", "endpoints[*]", "properties.endpoints[*]"},
    {"Microsoft.Network/virtualHubs*", "routes[*]", "properties.routes[*]"},
    {"Microsoft.Network/virtualHubs*", "routeTable.routes[*]", "properties.routeTable.routes[*]"},
    {"Microsoft.Security/securityContacts", "alertsToAdmins", "properties.notificationsByRole.state"},
    {"Microsoft.Security/securityContacts", "email", "properties.emails"},
    {"Microsoft.Sql/managedInstances", "storageAccountType", "properties.requestedBackupStorageRedundancy"},
    {"Microsoft.Sql/servers/databases", "edition", "sku.tier"},
    {"Microsoft.Sql/servers/databases", "storageAccountType", "properties.requestedBackupStorageRedundancy"},
    {"Microsoft.Storage/storageAccounts/*", "default", "properties"},
    {"Microsoft.Web/sites/config", "web", "properties"},
    {"Microsoft.Web/sites/slots/config", "web", "properties"},
    {"Microsoft.Web/sites", "vnetImagePullEnabled", "properties.outboundVnetRouting.imagePullTraffic"},
    {"Microsoft.Web/sites/slots", "vnetImagePullEnabled", "properties.outboundVnetRouting.imagePullTraffic"},
};

/* -- rules -- */

static bool has_word(const char *words, al_str word)
{
    al_str one, rest = al_str_of(words);

    while (al_list_next(&one, &rest, ' '))
        if (al_str_caseeq(one, word))
            return true;
    return false;
}

/* "subnets[*]" of Microsoft.Network. */
static bool holds_resources(al_str provider, al_str step)
{
    const al_str star = AL_STR("[*]");

    if (!al_str_ends(step, star))
        return false;
    step.n -= star.n;
    for (size_t i = 0; i < sizeof nested / sizeof nested[0]; i++)
        if ((!*nested[i].provider || al_str_caseeq(provider, al_str_of(nested[i].provider))) &&
            has_word(nested[i].arrays, step))
            return true;
    return false;
}

static al_str without_star(al_str step)
{
    ptrdiff_t bracket = al_str_find(step, AL_STR("["));

    return bracket < 0 ? step : al_str_head(step, (size_t)bracket);
}

/* Appends the steps of `rest` to a path, of which `last` is the last step. */
static void put_steps(struct al_buf *out, al_str provider, al_str last, al_str rest)
{
    al_str step;

    while (rest.n && al_str_split_next(&step, &rest, '.')) {
        if (holds_resources(provider, last) && !has_word(of_items, without_star(step)))
            al_buf_put(out, AL_STR(".properties"));
        al_buf_printf(out, "%s%.*s", out->n ? "." : "", AL_FMT(step));
        last = step;
    }
}

static bool is_of_type(al_str type, al_str pattern)
{
    if (!al_str_ends(pattern, AL_STR("*")))
        return al_str_caseeq(type, pattern);
    pattern.n--;
    return al_str_case_starts(type, pattern);
}

static bool is_of_types(al_str type, const char *types)
{
    al_str one, rest = al_str_of(types);

    while (al_list_next(&one, &rest, ' '))
        if (is_of_type(type, one))
            return true;
    return false;
}

static bool begins_with(al_str alias, al_str head)
{
    return al_str_case_starts(alias, head) &&
           (alias.n == head.n || alias.s[head.n] == '.' || alias.s[head.n] == '[');
}

static const struct irregular *find_irregular(al_str type, al_str rest)
{
    const size_t n = sizeof irregular / sizeof irregular[0];

    for (const struct irregular *one = irregular; one < irregular + n; one++)
        if (is_of_types(type, one->types) && begins_with(rest, al_str_of(one->alias)))
            return one;
    return NULL;
}

/* "AzureStorage.typeProperties...": such an alias is about one kind of resource within a type, which the path
 * does not say. */
static bool names_a_kind(al_str rest)
{
    al_str step;

    while (rest.n && al_str_split_next(&step, &rest, '.'))
        if (step.n && step.s[0] >= 'A' && step.s[0] <= 'Z')
            return true;
    return false;
}

static al_str last_part(al_str text, char between)
{
    for (size_t i = text.n; i-- > 0;)
        if (text.s[i] == between)
            return al_str_from(text, i + 1);
    return text;
}

static al_str path_of(al_arena *arena, al_str type, al_str rest)
{
    const struct irregular *other = find_irregular(type, rest);
    struct al_buf out = AL_BUF(arena);
    al_str provider, left = type, first, after = rest;

    al_str_split_next(&provider, &left, '/');
    al_str_split_next(&first, &after, '.');
    if (other) {
        al_buf_put(&out, al_str_of(other->path));
        rest = al_str_from(rest, strlen(other->alias));
        put_steps(&out, provider, AL_STR(""), al_str_from(rest, rest.n ? 1 : 0));
        return al_buf_str(&out);
    }
    if (!has_word(of_resources, without_star(first)))
        al_buf_put(&out, AL_STR("properties"));
    put_steps(&out, provider, AL_STR(""), rest);
    return al_buf_str(&out);
}

struct al_policy_alias al_policy_alias_read(al_arena *arena, al_str alias)
{
    const al_str rest = last_part(alias, '/');
    struct al_policy_alias read = {.type = al_str_head(alias, alias.n - rest.n - 1)};
    const bool known = find_irregular(read.type, rest);

    if (rest.n == 0 || (!known && al_str_find(read.type, AL_STR("/")) < 0))
        read.wrong = "this is no alias of Azure Policy: write the property's path, such as 'properties.a.b'";
    else if (!known && names_a_kind(rest))
        read.wrong =
            "this alias is about one kind of the type only: write the property's path, and ask for its "
            "kind in 'when'";
    else
        read.path = path_of(arena, read.type, rest);
    return read;
}
