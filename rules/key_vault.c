/* SPDX-License-Identifier: MIT */
#include "armlint_rule.h"

#define VAULTS "Microsoft.KeyVault/vaults"
#define ROTATES                                           \
    AL_FIELD("properties.rotationPolicy.lifetimeActions", \
             AL_SOME_ITEM(AL_FIELD("action.type", AL_EQUALS("rotate"))))

/* A vault that is recovered takes its settings from the deleted one. */
#define NOT_RECOVERED AL_NOT(AL_FIELD("properties.createMode", AL_EQUALS("recover")))

static const struct al_rule rules[] = {
    {
        .id = "keyvault-key-rotation",
        .title = "Key is never rotated",
        .level = AL_NOTE,
        .security_severity = 3.0,
        .type = VAULTS "/keys",
        .require = ROTATES,
        .absent = AL_ABSENT_FAILS,
        .message = "no action in {field} rotates the key",
        .why = "The longer a key is used, the more is lost with it; a key without a rotation policy is used "
               "until somebody remembers it.",
        .remedy = "Add an entry with \"action\": { \"type\": \"rotate\" } and a trigger to "
                  "properties.rotationPolicy.lifetimeActions (apiVersion 2022-07-01 or later).",
        .references = "MCSB DP-6; policy d8cf8476-a2ec-4916-896e-992351803c44",
        .equivalents = "Azure.KeyVault.AutoRotationPolicy",
    },
    {
        .id = "keyvault-public-network-access",
        .title = "Key vault is open to the public internet",
        .level = AL_WARNING,
        .security_severity = 7.0,
        .type = VAULTS,
        .when = AL_ALL(NOT_RECOVERED,
                       AL_NOT(AL_FIELD("properties.networkAcls.defaultAction", AL_EQUALS("Deny")))),
        .require = AL_FIELD("properties.publicNetworkAccess", AL_IN("Disabled", "SecuredByPerimeter")),
        .absent = AL_ABSENT_FAILS,
        .message = "every network can reach the vault: {field} is not Disabled and no firewall denies by "
                   "default",
        .why = "Secrets and keys are one stolen token away from anyone on the internet.",
        .remedy =
            "Set properties.publicNetworkAccess to Disabled (apiVersion 2021-10-01 or later) and add a private endpoint with the group "
            "id vault, or set properties.networkAcls.defaultAction to Deny.",
        .references = "MCSB NS-2; MCSB DP-8; policy 405c5871-3e91-4644-8a63-58e19d68ff5b; "
                      "policy 55615ac9-af46-4a59-874e-391cc3dfb490",
        .equivalents = "CKV_AZURE_109 CKV_AZURE_189 Azure.KeyVault.Firewall trivy:AZU-0013",
        .unsafe_fix = true,
    },
    {
        .id = "keyvault-purge-protection",
        .title = "Key vault can be purged",
        .level = AL_WARNING,
        .security_severity = 5.0,
        .type = VAULTS,
        .when = NOT_RECOVERED,
        .require = AL_FIELD("properties.enablePurgeProtection", AL_EQUALS_TRUE),
        .absent = AL_ABSENT_FAILS,
        .message = "a deleted vault can be destroyed at once because {field} is not true",
        .why = "An intruder or a mistake can destroy every key for good, and with the keys all data that was "
               "encrypted with them.",
        .remedy = "Set properties.enablePurgeProtection to true. It cannot be switched off again.",
        .references = "MCSB DP-8; policy 0b60c0b2-2dc2-4e1c-b5c9-abbed971de53",
        .equivalents =
            "CKV_AZURE_110 CKV_AZURE_42 Azure.KeyVault.PurgeProtect kics:key_vault_not_recoverable "
            "trivy:AZU-0016",
        .unsafe_fix = true,
    },
    {
        .id = "keyvault-rbac-authorization",
        .title = "Key vault uses access policies instead of roles",
        .level = AL_WARNING,
        .security_severity = 4.5,
        .type = VAULTS,
        .when = NOT_RECOVERED,
        .require = AL_FIELD("properties.enableRbacAuthorization", AL_EQUALS_TRUE),
        .absent = AL_ABSENT_FAILS_BEFORE("2026-02-01"),
        .message = "access policies decide who reads the vault because {field} is not true",
        .why =
            "Everyone who may write the vault, each Contributor included, can add an access policy and read "
            "its secrets.",
        .remedy =
            "Set properties.enableRbacAuthorization to true (apiVersion 2019-09-01 or later) and replace accessPolicies by role "
            "assignments such as Key Vault Secrets User.",
        .references = "MCSB PA-7; policy 12d4fa5e-1f9f-4c21-97a9-b99b3c6611b5",
        .equivalents = "Azure.KeyVault.RBAC",
        .unsafe_fix = true,
    },
    {
        /* A rotation policy replaces the key before its age matters. */
        .id = "keyvault-secret-expiry",
        .title = "Secret or key never expires",
        .level = AL_NOTE,
        .security_severity = 3.0,
        .type = VAULTS "/keys " VAULTS "/secrets",
        .when = AL_NOT(ROTATES),
        .require = AL_FIELD("properties.attributes.exp", AL_GREATER(0)),
        .absent = AL_ABSENT_FAILS,
        .message = "it is valid for ever: {field} is {value}",
        .why = "A secret that leaked years ago still opens what it opened then.",
        .remedy = "Set properties.attributes.exp to the end of its validity in seconds since 1970.",
        .references = "MCSB DP-6; policy 98728c90-32c7-4049-8429-847dc0f4fe37; "
                      "policy 152b15f7-8e1f-4c1f-ab71-8c010ba5dbc0",
        .equivalents =
            "CKV_AZURE_40 CKV_AZURE_41 kics:secret_without_expiration_date trivy:AZU-0014 trivy:AZU-0017 "
            "terrascan:AC_AZURE_0163 terrascan:AC_AZURE_0164",
    },
    {
        /* Azure switches soft delete on for every vault, whatever the apiVersion, and refuses false. */
        .id = "keyvault-soft-delete",
        .title = "Key vault asks for no soft delete",
        .level = AL_WARNING,
        .security_severity = 5.0,
        .type = VAULTS,
        .when = NOT_RECOVERED,
        .require = AL_FIELD("properties.enableSoftDelete", AL_EQUALS_TRUE),
        .absent = AL_ABSENT_PASSES,
        .message = "{field} is {value}: deleted secrets would be gone at once",
        .why = "Without soft delete a deleted vault takes every key with it; Azure refuses to create one.",
        .remedy = "Set properties.enableSoftDelete to true, or leave it out.",
        .references = "MCSB DP-8; policy 1e66c121-a66a-4b1f-9b83-0fd99bf0fc2d",
        .equivalents = "CKV_AZURE_111 CKV_AZURE_42 Azure.KeyVault.SoftDelete kics:key_vault_not_recoverable "
                       "terrascan:AC_AZURE_0170",
    },
};

AL_MODULE(key_vault, "Azure Key Vault", rules);
