/* SPDX-License-Identifier: MIT */
#include "armlint_rule.h"

#define REGISTRIES "Microsoft.ContainerRegistry/registries"

/* Only the Premium tier has a firewall, private endpoints, customer keys and replicas. */
#define PREMIUM AL_FIELD("sku.name", AL_EQUALS("Premium"))

/* A replica is a child in another region: Azure refuses one in the registry's own. One whose region is open
 * may come from a loop of unknown length, and so stand for none. */
static void check_replicas(al_check *check, const al_resource *registry)
{
    const al_resource *replica = NULL;
    bool maybe = al_is_incomplete(check);

    while ((replica = al_next_child(check, registry, REGISTRIES "/replications", replica)))
        if (!maybe || al_text(check, al_get(check, replica, "location")))
            return;
    if (maybe)
        al_undetermined(check, registry, NULL, "cannot tell whether the registry has a replica");
    else
        al_report(check, registry, NULL, "the registry keeps its images in one region only");
}

static const struct al_rule rules[] = {
    {
        .id = "acr-admin-user",
        .title = "Container registry has its admin account on",
        .level = AL_WARNING,
        .security_severity = 6.5,
        .type = REGISTRIES,
        .require = AL_FIELD("properties.adminUserEnabled", AL_EQUALS_FALSE),
        .absent = AL_ABSENT_PASSES,
        .message = "one shared password pushes and pulls every image because {field} is {value}",
        .why = "The admin account is one name and password for everybody, with the right to replace any "
               "image that your workloads run.",
        .remedy = "Set properties.adminUserEnabled to false and give pullers the role AcrPull.",
        .references = "MCSB IM-1; policy dc921057-6b28-4fbe-9b83-f7bec05db6c2",
        .equivalents = "CKV_AZURE_137 Azure.ACR.AdminUser terrascan:AC_AZURE_0186",
        .unsafe_fix = true,
    },
    {
        .id = "acr-anonymous-pull",
        .title = "Container registry allows anonymous pulls",
        .level = AL_WARNING,
        .security_severity = 6.5,
        .type = REGISTRIES,
        .require = AL_FIELD("properties.anonymousPullEnabled", AL_EQUALS_FALSE),
        .absent = AL_ABSENT_PASSES,
        .message = "anyone may pull every image because {field} is {value}",
        .why = "Images carry source code, model weights and, too often, credentials.",
        .remedy = "Set properties.anonymousPullEnabled to false, or leave it out.",
        .references = "MCSB IM-1; policy 9f2dea28-e834-476c-99c5-3507b4728395",
        .equivalents = "CKV_AZURE_138 Azure.ACR.AnonymousAccess",
    },
    {
        .id = "acr-customer-managed-key",
        .title = "Registry is not encrypted with a customer key",
        .level = AL_NOTE,
        .security_severity = 3.0,
        .type = REGISTRIES,
        .when = PREMIUM,
        .require = AL_FIELD("properties.encryption.status", AL_EQUALS("enabled")),
        .absent = AL_ABSENT_FAILS,
        .message = "images are encrypted with a Microsoft-held key; {field} is not enabled",
        .why = "With a Microsoft-held key you cannot revoke access to the images by withdrawing it, and the "
               "choice can only be made when the registry is created.",
        .remedy = "Set properties.encryption.status to enabled with keyIdentifier and identity in "
                  "properties.encryption.keyVaultProperties (apiVersion 2021-09-01 or later).",
        .references = "MCSB DP-5; policy 5b9159ae-1701-4a6f-9a7a-aa9c8ddd0580",
        .unsafe_fix = true,
    },
    {
        .id = "acr-geo-replication",
        .title = "Container registry has no replica in another region",
        .level = AL_NOTE,
        .type = REGISTRIES,
        .when = PREMIUM,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_replicas,
        .why = "When the region fails, nothing that is started elsewhere finds its image.",
        .remedy = "Add a child of type replications with the location of a second region.",
        .references = "MCSB BR-1",
        .equivalents = "Azure.ACR.GeoReplica",
        .profile = "availability",
    },
    {
        .id = "acr-public-network-access",
        .title = "Container registry is open to the public internet",
        .level = AL_WARNING,
        .security_severity = 6.5,
        .type = REGISTRIES,
        .when =
            AL_ALL(PREMIUM, AL_NOT(AL_FIELD("properties.networkRuleSet.defaultAction", AL_EQUALS("Deny")))),
        .require = AL_FIELD("properties.publicNetworkAccess", AL_EQUALS("Disabled")),
        .absent = AL_ABSENT_FAILS,
        .message = "every network can reach the registry: {field} is not Disabled and no rule denies by "
                   "default",
        .why = "Whoever gets hold of a token or the admin password can pull, or replace, images from "
               "anywhere.",
        .remedy =
            "Set properties.publicNetworkAccess to Disabled (apiVersion 2021-09-01 or later) and add a private endpoint with the group "
            "id registry, or set properties.networkRuleSet.defaultAction to Deny.",
        .references = "MCSB NS-2; policy 0fdf0491-d080-4575-b627-ad0e843cba0f; "
                      "policy d0793b48-0edc-4296-a390-4c75d1bdfd71",
        .equivalents = "CKV_AZURE_139 Azure.ACR.Firewall",
        .unsafe_fix = true,
    },
};

AL_MODULE(container_registry, "Azure Container Registry", rules);
