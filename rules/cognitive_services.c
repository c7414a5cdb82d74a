/* SPDX-License-Identifier: MIT */
#include "armlint_rule.h"

#define ACCOUNTS "Microsoft.CognitiveServices/accounts"
#define CONNECTIONS                                              \
    "Microsoft.CognitiveServices/accounts/connections "          \
    "Microsoft.CognitiveServices/accounts/projects/connections " \
    "Microsoft.MachineLearningServices/workspaces/connections"

/* Kinds that keep no customer data, so that there is nothing to encrypt with a key of one's own. The built-in
 * policy also leaves out AIServices, but Foundry accounts do take a customer key. */
#define KINDS_WITHOUT_DATA                                                                               \
    "CognitiveServices", "ContentSafety", "ImmersiveReader", "HealthInsights", "LUIS.Authoring", "LUIS", \
        "QnAMaker", "QnAMaker.V2", "MetricsAdvisor", "SpeechTranslation", "Internal.AllInOne",           \
        "ConversationalLanguageUnderstanding", "knowledge", "TranscriptionIntelligence",                 \
        "HealthDecisionSupport"

/* Azure services that take Entra tokens; connections to other things often know nothing but a key. */
#define KEYLESS_CATEGORIES                                                                                   \
    "AIServices", "AzureOpenAI", "AzureBlob", "AzureDataLakeGen2", "AzureStorageAccount", "CognitiveSearch", \
        "CognitiveService", "CosmosDb"

static const struct al_rule rules[] = {
    {
        .id = "cognitive-custom-subdomain",
        .title = "Keyless AI account has no subdomain of its own",
        .level = AL_WARNING,
        .type = ACCOUNTS,
        .when = AL_ANY(AL_FIELD("properties.disableLocalAuth", AL_EQUALS_TRUE),
                       AL_FIELD("properties.publicNetworkAccess", AL_EQUALS("Disabled"))),
        .require = AL_FIELD("properties.customSubDomainName", AL_NOT_EMPTY),
        .absent = AL_ABSENT_FAILS,
        .message = "without {field} the account answers on the shared regional host, which knows neither "
                   "Entra tokens nor private endpoints",
        .why = "Entra tokens and private endpoints work only on the account's own host name. With keys or "
               "public access off, an account without one cannot be called at all.",
        .remedy = "Set properties.customSubDomainName to a globally unique name, such as the account's own.",
        .references = "MCSB IM-1; MCSB NS-2; "
                      "https://learn.microsoft.com/azure/ai-services/cognitive-services-virtual-networks",
    },
    {
        .id = "cognitive-customer-managed-key",
        .title = "AI account is not encrypted with a customer key",
        .level = AL_NOTE,
        .security_severity = 3.5,
        .type = ACCOUNTS,
        .when = AL_NOT(AL_FIELD("kind", AL_IN(KINDS_WITHOUT_DATA))),
        .require = AL_FIELD("properties.encryption.keySource", AL_EQUALS("Microsoft.KeyVault")),
        .absent = AL_ABSENT_FAILS,
        .message = "stored data is encrypted with a Microsoft-held key; {field} names no key vault",
        .why = "With a Microsoft-held key you can neither rotate the key nor revoke access to the data by "
               "withdrawing it, which regulated workloads ask for.",
        .remedy = "Set properties.encryption.keySource to Microsoft.KeyVault and give keyVaultUri, keyName "
                  "and keyVersion in properties.encryption.keyVaultProperties.",
        .references = "MCSB DP-5; policy 67121cc7-ff39-4ab8-b7e3-95b84dab487d; "
                      "https://learn.microsoft.com/azure/ai-foundry/concepts/encryption-keys-portal",
        .unsafe_fix = true,
    },
    {
        .id = "cognitive-disable-local-auth",
        .title = "AI account accepts API keys",
        .level = AL_ERROR,
        .security_severity = 7.0,
        .type = ACCOUNTS,
        .require = AL_FIELD("properties.disableLocalAuth", AL_EQUALS_TRUE),
        .absent = AL_ABSENT_FAILS,
        .message = "API keys work because {field} is not true",
        .why = "A key names nobody, never expires and opens the whole account to whoever copies it from a "
               "setting, a log or a repository.",
        .remedy = "Set properties.disableLocalAuth to true (apiVersion 2021-04-30 or later) and give callers "
                  "the role Cognitive Services User or Cognitive Services OpenAI User.",
        .references = "MCSB IM-1; policy 71ef260a-8f18-47b7-abcb-62d0673d94dc; "
                      "policy 55eff01b-f2bd-4c32-9203-db285f709d30; "
                      "policy 14de9e63-1b31-492e-a5a3-c3f7fd57f555; "
                      "https://learn.microsoft.com/azure/ai-foundry/foundry-models/how-to/configure-entra-id",
        .equivalents = "CKV_AZURE_236 Azure.AI.DisableLocalAuth",
        .unsafe_fix = true,
    },
    {
        .id = "cognitive-managed-identity",
        .title = "AI account has no managed identity",
        .level = AL_WARNING,
        .security_severity = 4.0,
        .type = ACCOUNTS,
        .require = AL_FIELD("identity.type", AL_LIKE("*Assigned*")),
        .absent = AL_ABSENT_FAILS,
        .message = "the account has no identity to call other services with",
        .why = "An account without an identity reaches Key Vault, Storage and Search only with stored keys.",
        .remedy = "Add \"identity\": { \"type\": \"SystemAssigned\" } to the account.",
        .references = "MCSB IM-3; policy fe3fd216-4f83-4fc1-8984-2bbec80a3418; "
                      "https://learn.microsoft.com/azure/ai-foundry/openai/how-to/managed-identity",
        .equivalents = "CKV_AZURE_238 Azure.AI.ManagedIdentity",
    },
    {
        /* An account that says nothing about its firewall is cognitive-public-network-access's business. */
        .id = "cognitive-network-acls-default-deny",
        .title = "AI account firewall lets everyone in",
        .level = AL_WARNING,
        .security_severity = 7.0,
        .type = ACCOUNTS,
        .when = AL_NOT(AL_FIELD("properties.publicNetworkAccess", AL_EQUALS("Disabled"))),
        .require = AL_FIELD("properties.networkAcls.defaultAction", AL_EQUALS("Deny")),
        .absent = AL_ABSENT_PASSES,
        .message = "{field} is {value}, so callers that no firewall rule names get in",
        .why = "With Allow as the default action the firewall's rules exclude nobody.",
        .remedy = "Set properties.networkAcls.defaultAction to Deny and list the callers in ipRules or "
                  "virtualNetworkRules, or set properties.publicNetworkAccess to Disabled.",
        .references = "MCSB NS-2; policy 037eea7a-bd0a-46c5-9a66-03aea78705d3; "
                      "https://learn.microsoft.com/azure/ai-services/cognitive-services-virtual-networks",
        .equivalents = "Azure.AI.PublicAccess",
        .unsafe_fix = true,
    },
    {
        .id = "cognitive-public-network-access",
        .title = "AI account is open to the public internet",
        .level = AL_ERROR,
        .security_severity = 7.5,
        .type = ACCOUNTS,
        .when = AL_NOT(AL_FIELD("properties.networkAcls.defaultAction", AL_EQUALS("Deny"))),
        .require = AL_FIELD("properties.publicNetworkAccess", AL_EQUALS("Disabled")),
        .absent = AL_ABSENT_FAILS,
        .message = "every network can reach the account: {field} is not Disabled and no firewall denies by "
                   "default",
        .why = "Models, prompts and data are one leaked key or token away from anyone on the internet.",
        .remedy = "Set properties.publicNetworkAccess to Disabled and add a private endpoint with the group "
                  "id account, or set properties.networkAcls.defaultAction to Deny.",
        .references = "MCSB NS-2; policy 037eea7a-bd0a-46c5-9a66-03aea78705d3; "
                      "policy 47ba1dd7-28d9-4b07-a8d5-9813bed64e0c; "
                      "https://learn.microsoft.com/azure/ai-foundry/how-to/configure-private-link",
        .equivalents = "CKV_AZURE_134 Azure.AI.PublicAccess Azure.AI.PrivateEndpoints",
        .unsafe_fix = true,
    },
    {
        .id = "foundry-connection-auth-type",
        .title = "Connection to an Azure service uses a key",
        .level = AL_WARNING,
        .security_severity = 6.5,
        .type = CONNECTIONS,
        .when = AL_FIELD("properties.category", AL_IN(KEYLESS_CATEGORIES)),
        .require =
            AL_NOT(AL_FIELD("properties.authType", AL_IN("ApiKey", "AccountKey", "AccessKey", "CustomKeys",
                                                         "SAS", "PAT", "UsernamePassword"))),
        .absent = AL_ABSENT_UNKNOWN,
        .message = "the connection signs in with a stored secret ({value}) although the service takes Entra "
                   "tokens",
        .why = "Everyone who may use the connection shares one secret that outlives every user, and the "
               "target has to keep its keys switched on.",
        .remedy = "Set properties.authType to AAD, drop properties.credentials, and give the account's or "
                  "project's identity a role on the target.",
        .references = "MCSB IM-1; MCSB IM-3; "
                      "https://learn.microsoft.com/azure/ai-foundry/how-to/connections-add",
        .unsafe_fix = true,
    },
    {
        .id = "foundry-project-managed-identity",
        .title = "Foundry project has no managed identity",
        .level = AL_WARNING,
        .security_severity = 4.0,
        .type = ACCOUNTS "/projects",
        .require = AL_FIELD("identity.type", AL_LIKE("*Assigned*")),
        .absent = AL_ABSENT_FAILS,
        .message = "the project has no identity for its agents to sign in with",
        .why = "Agents of a project without an identity cannot reach storage, search or threads through "
               "Entra, and the identity cannot be changed once the project exists.",
        .remedy = "Add \"identity\": { \"type\": \"SystemAssigned\" } to the project before it is first "
                  "deployed.",
        .references = "MCSB IM-3; "
                      "https://learn.microsoft.com/azure/ai-foundry/agents/concepts/standard-agent-setup",
    },
};

AL_MODULE(cognitive_services, "Azure AI services and Foundry", rules);
