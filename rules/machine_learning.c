/* SPDX-License-Identifier: MIT */
#include "armlint_rule.h"

#define WORKSPACES "Microsoft.MachineLearningServices/workspaces"
#define ENDPOINTS                                                   \
    "Microsoft.MachineLearningServices/workspaces/batchEndpoints "  \
    "Microsoft.MachineLearningServices/workspaces/onlineEndpoints " \
    "Microsoft.MachineLearningServices/workspaces/serverlessEndpoints"

/* A project takes network, storage and encryption from its hub; only default workspaces, hubs and feature
 * stores have settings of their own. */
#define NOT_A_PROJECT AL_NOT(AL_FIELD("kind", AL_EQUALS("Project")))

/* The customer key in the vault is lost with the vault, and the workspace's data with the key. */
static void check_key_vault(al_check *check, const al_resource *workspace)
{
    const al_field *id = al_get(check, workspace, "properties.encryption.keyVaultProperties.keyVaultArmId");
    const al_resource *vault = id ? al_target(check, id) : NULL;
    enum al_truth recoverable;

    if (!vault || al_is_existing(vault) || !al_is_type(vault, "Microsoft.KeyVault/vaults"))
        return;
    recoverable = al_test(check, vault, AL_FIELD("properties.enablePurgeProtection", AL_EQUALS_TRUE));
    if (recoverable == AL_NO)
        al_report(check, workspace, id, "the customer key is in %s, which has no purge protection",
                  al_name(check, vault));
    else if (recoverable == AL_UNKNOWN)
        al_undetermined(check, workspace, id, "cannot tell whether %s has purge protection",
                        al_name(check, vault));
}

/* Whether every compute of the workspace is in a subnet of the customer's, which makes a managed network
 * needless. A workspace without computes in this deployment has nothing to protect it. */
static enum al_truth computes_are_injected(al_check *check, const al_resource *workspace)
{
    const al_resource *compute = NULL;
    enum al_truth answer = AL_NO;

    while ((compute = al_next_child(check, workspace, WORKSPACES "/computes", compute))) {
        answer = al_test(check, compute, AL_FIELD("properties.properties.subnet.id", AL_NOT_EMPTY));
        if (answer != AL_YES)
            return answer;
    }
    return answer;
}

static void check_managed_network(al_check *check, const al_resource *workspace)
{
    static const char path[] = "properties.managedNetwork.isolationMode";
    const al_field *mode = al_get(check, workspace, path);
    enum al_truth off = mode ? al_is(check, mode, "Disabled") : AL_YES;
    enum al_truth injected;

    if (off == AL_NO)
        return;
    injected = computes_are_injected(check, workspace);
    if (injected == AL_YES)
        return;
    if (off == AL_UNKNOWN || injected == AL_UNKNOWN)
        al_undetermined(check, workspace, mode, "cannot tell whether the workspace has a managed network");
    else if (mode)
        al_report(check, workspace, mode, "the managed network is switched off, so computes leave freely");
    else
        al_report_absent(check, workspace, path,
                         "the workspace has no managed network, so computes leave freely");
}

static const struct al_rule rules[] = {
    {
        .id = "cmk-key-vault-recoverable",
        .title = "Vault of a customer key can be purged",
        .level = AL_ERROR,
        .security_severity = 6.0,
        .type = WORKSPACES,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_key_vault,
        .why = "Whoever purges the vault destroys the key, and everything that was encrypted with it is lost "
               "for good.",
        .remedy = "Set properties.enablePurgeProtection to true on the vault that "
                  "properties.encryption.keyVaultProperties.keyVaultArmId names.",
        .references = "MCSB DP-8; policy 0b60c0b2-2dc2-4e1c-b5c9-abbed971de53",
    },
    {
        .id = "ml-compute-local-auth",
        .title = "Machine learning compute allows local accounts",
        .level = AL_WARNING,
        .security_severity = 6.0,
        .type = WORKSPACES "/computes",
        .when = AL_FIELD("properties.computeType", AL_IN("AmlCompute", "ComputeInstance")),
        .require = AL_FIELD("properties.disableLocalAuth", AL_EQUALS_TRUE),
        .absent = AL_ABSENT_FAILS,
        .message = "local accounts can sign in because {field} is not true",
        .why = "Local accounts and SSH keys of a compute are outside Entra: no conditional access, no "
               "revocation, no name in the sign-in log.",
        .remedy = "Set properties.disableLocalAuth to true (apiVersion 2021-04-01 or later).",
        .references = "MCSB IM-1; policy e96a9a5f-07ca-471b-9bc5-6a0f33cbd68f; "
                      "policy a6f9a2d0-cff7-4855-83ad-4cd750666512; "
                      "https://learn.microsoft.com/azure/machine-learning/how-to-setup-authentication",
        .equivalents = "Azure.ML.DisableLocalAuth",
    },
    {
        .id = "ml-online-endpoint-auth-mode",
        .title = "Inference endpoint is called with a key",
        .level = AL_WARNING,
        .security_severity = 6.5,
        .type = ENDPOINTS,
        .require = AL_NOT(AL_FIELD("properties.authMode", AL_IN("Key", "KeyAndAAD"))),
        .absent = AL_ABSENT_UNKNOWN,
        .message = "callers sign in with a shared key because {field} is {value}",
        .why = "An endpoint key names nobody and does not expire; whoever has it may call the model.",
        .remedy = "Set properties.authMode to AADToken (AAD for a serverless endpoint).",
        .references = "MCSB IM-1; "
                      "https://learn.microsoft.com/azure/machine-learning/how-to-setup-authentication",
        .unsafe_fix = true,
    },
    {
        .id = "ml-workspace-customer-managed-key",
        .title = "ML workspace is not encrypted with a customer key",
        .level = AL_NOTE,
        .security_severity = 3.5,
        .type = WORKSPACES,
        .when = NOT_A_PROJECT,
        .require = AL_FIELD("properties.encryption.status", AL_EQUALS("Enabled")),
        .absent = AL_ABSENT_FAILS,
        .message = "metadata and models are encrypted with a Microsoft-held key; {field} is not Enabled",
        .why = "With a Microsoft-held key you can neither rotate the key nor revoke access to the data by "
               "withdrawing it, which regulated workloads ask for. It cannot be added later.",
        .remedy = "Set properties.encryption.status to Enabled with keyVaultArmId and keyIdentifier in "
                  "properties.encryption.keyVaultProperties.",
        .references = "MCSB DP-5; policy ba769a63-b8cc-4b2d-abf6-ac33c7204be8; "
                      "policy 7f40cee6-e933-4d0f-a782-b96615e0f4a6; "
                      "https://learn.microsoft.com/azure/ai-foundry/concepts/encryption-keys-portal",
        .unsafe_fix = true,
    },
    {
        .id = "ml-workspace-managed-network",
        .title = "ML workspace has no managed network",
        .level = AL_WARNING,
        .security_severity = 5.0,
        .type = WORKSPACES,
        .when = AL_ALL(AL_NOT(AL_FIELD("kind", AL_IN("Project", "FeatureStore"))),
                       AL_NOT(AL_FIELD("apiVersion", AL_VERSION_LESS("2023-10-01")))),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_managed_network,
        .why = "Computes and endpoints of the workspace may send data anywhere, and reach its storage and "
               "registry over public addresses.",
        .remedy = "Set properties.managedNetwork.isolationMode to AllowOnlyApprovedOutbound.",
        .references = "MCSB NS-2; policy 6ddb1705-c8cf-450e-aa4b-19ad6703c440; "
                      "https://learn.microsoft.com/azure/ai-foundry/how-to/configure-managed-network",
    },
    {
        /* Before 2021-07-01 there was no such property: a private endpoint closed the workspace by itself. */
        .id = "ml-workspace-public-network-access",
        .title = "ML workspace is open to the public internet",
        .level = AL_WARNING,
        .security_severity = 7.0,
        .type = WORKSPACES,
        .when = AL_ALL(NOT_A_PROJECT, AL_NOT(AL_FIELD("apiVersion", AL_VERSION_LESS("2021-07-01"))),
                       AL_NOT(AL_FIELD("properties.ipAllowlist", AL_NOT_EMPTY))),
        .require = AL_FIELD("properties.publicNetworkAccess", AL_EQUALS("Disabled")),
        .absent = AL_ABSENT_FAILS,
        .message = "every network can reach the workspace because {field} is not Disabled",
        .why = "Notebooks, models and the data they were made from are one stolen token away from anyone on "
               "the internet.",
        .remedy = "Set properties.publicNetworkAccess to Disabled and add a private endpoint with the group "
                  "id amlworkspace.",
        .references = "MCSB NS-2; policy 438c38d2-3772-465a-a9cc-7a6666a275ce; "
                      "policy a10ee784-7409-4941-b091-663697637c0f; "
                      "https://learn.microsoft.com/azure/machine-learning/how-to-configure-private-link",
        .equivalents = "CKV2_AZURE_49 Azure.ML.PublicAccess",
        .unsafe_fix = true,
    },
    {
        .id = "ml-workspace-system-datastore-auth",
        .title = "ML workspace reads its storage with an account key",
        .level = AL_WARNING,
        .security_severity = 5.5,
        .type = WORKSPACES,
        .when = NOT_A_PROJECT,
        .require = AL_FIELD("properties.systemDatastoresAuthMode", AL_IN("Identity", "UserDelegationSAS")),
        .absent = AL_ABSENT_UNKNOWN,
        .message = "the workspace keeps a key of its storage account because {field} is {value}",
        .why = "The key opens the whole storage account to everyone who may use the workspace, and keeps the "
               "account's shared keys switched on.",
        .remedy = "Set properties.systemDatastoresAuthMode to Identity and give users and the workspace data "
                  "roles on the storage account.",
        .references = "MCSB IM-1; MCSB IM-3; "
                      "https://learn.microsoft.com/azure/ai-foundry/how-to/disable-local-auth",
        .unsafe_fix = true,
    },
};

AL_MODULE(machine_learning, "Azure Machine Learning", rules);
