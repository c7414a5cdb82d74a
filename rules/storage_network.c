/* SPDX-License-Identifier: MIT */
/* Who gets through the firewall of a storage account. */
#include "common.h"

/* The platform makes such accounts, and reaches them by key from anywhere. Where tags are not known, it is
 * hardly one of these. */
#define CLOUD_SHELL AL_SURELY(AL_FIELD("tags.ms-resource-usage", AL_EQUALS("azure-cloud-shell")))
#define CLOSED      AL_FIELD("properties.publicNetworkAccess", AL_IN("Disabled", "SecuredByPerimeter"))
#define DENIES      AL_FIELD("properties.networkAcls.defaultAction", AL_EQUALS("Deny"))

static const struct al_rule rules[] = {
    {
        /* An account that says nothing about its firewall is storage-public-network-access's business. */
        .id = "storage-network-acls-default-deny",
        .title = "Storage firewall lets everyone in",
        .level = AL_WARNING,
        .security_severity = 6.5,
        .type = TYPE_STORAGE,
        .when = AL_NOT(AL_ANY(CLOSED, CLOUD_SHELL)),
        .require = DENIES,
        .absent = AL_ABSENT_PASSES,
        .message = "{field} is {value}, so callers that no firewall rule names get in",
        .why = "With Allow as the default action the firewall's rules exclude nobody.",
        .remedy = "Set properties.networkAcls.defaultAction to Deny with bypass AzureServices and list the "
                  "callers, or set properties.publicNetworkAccess to Disabled.",
        .references = "MCSB NS-2; policy 34c877ad-507e-4c82-993e-3452a6e0ad3c",
        .equivalents = "CKV_AZURE_35 Azure.Storage.Firewall "
                       "kics:default_azure_storage_account_network_access_is_too_permissive "
                       "kics:storage_account_allows_network_default_access trivy:AZU-0012",
        .unsafe_fix = true,
    },
    {
        .id = "storage-public-network-access",
        .title = "Storage account is open to the public internet",
        .level = AL_WARNING,
        .security_severity = 7.0,
        .type = TYPE_STORAGE,
        .when = AL_NOT(AL_ANY(DENIES, CLOUD_SHELL)),
        .require = CLOSED,
        .absent = AL_ABSENT_FAILS,
        .message = "every network can reach the account: {field} is not Disabled and no firewall denies by "
                   "default",
        .why = "Files, training data and prompts are one leaked key or signature away from anyone on the "
               "internet.",
        .remedy = "Set properties.publicNetworkAccess to Disabled (apiVersion 2021-06-01 or later) and add a "
                  "private endpoint, or set properties.networkAcls.defaultAction to Deny.",
        .references = "MCSB NS-2; policy b2982f36-99f2-4db5-8eff-283140c09693; "
                      "policy a06d0189-92e8-4dba-b0c4-08d7669fce7d; "
                      "policy 34c877ad-507e-4c82-993e-3452a6e0ad3c",
        .equivalents = "CKV_AZURE_35 CKV_AZURE_59 Azure.Storage.Firewall "
                       "kics:default_azure_storage_account_network_access_is_too_permissive "
                       "kics:storage_account_allows_network_default_access trivy:AZU-0012",
        .unsafe_fix = true,
    },
    {
        .id = "storage-trusted-services-bypass",
        .title = "Storage firewall keeps Azure services out",
        .level = AL_NOTE,
        .type = TYPE_STORAGE,
        .when =
            AL_ALL(DENIES, AL_NOT(AL_ANY(AL_FIELD("properties.networkAcls.resourceAccessRules", AL_NOT_EMPTY),
                                         CLOUD_SHELL))),
        .require = AL_FIELD("properties.networkAcls.bypass", AL_LIKE("*AzureServices*")),
        .absent = AL_ABSENT_PASSES,
        .message = "{field} is {value}: indexers, workspaces and backups that are trusted Azure services are "
                   "turned away",
        .why = "When an Azure service cannot reach the account, somebody opens it to the internet to get it "
               "working again.",
        .remedy =
            "Set properties.networkAcls.bypass to AzureServices, or name the resources that must get in "
            "in properties.networkAcls.resourceAccessRules.",
        .references = "MCSB NS-2; policy c9d007d0-c057-4772-b18c-01e546713bcd",
        .equivalents = "CKV_AZURE_36 kics:trusted_microsoft_services_not_enabled trivy:AZU-0010 "
                       "terrascan:AC_AZURE_0371",
        .unsafe_fix = true,
    },
};

AL_MODULE(storage_network, "Azure Storage firewalls", rules);
