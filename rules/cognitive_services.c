/* SPDX-License-Identifier: MIT */
#include "common.h"

#define TYPE_ALERT "Microsoft.Insights/metricAlerts"
#define TYPE_QUERY "Microsoft.Insights/scheduledQueryRules"

#define RUNS_MODELS AL_FIELD("kind", AL_IN("AIServices", "OpenAI"))

/* A user-assigned identity is none until it is named. */
#define HAS_IDENTITY                                                    \
    AL_ANY(AL_FIELD("identity.type", AL_LIKE("*SystemAssigned*")),      \
           AL_ALL(AL_FIELD("identity.type", AL_LIKE("*UserAssigned*")), \
                  AL_FIELD("identity.userAssignedIdentities", AL_NOT_EMPTY)))

/* Kinds that keep no customer data, so that there is nothing to encrypt with a key of one's own. The built-in
 * policy also leaves out AIServices, but Foundry accounts do take a customer key. */
#define KINDS_WITHOUT_DATA                                                                               \
    "CognitiveServices", "ContentSafety", "ImmersiveReader", "HealthInsights", "LUIS.Authoring", "LUIS", \
        "QnAMaker", "QnAMaker.V2", "MetricsAdvisor", "SpeechTranslation", "Internal.AllInOne",           \
        "ConversationalLanguageUnderstanding", "knowledge", "TranscriptionIntelligence",                 \
        "HealthDecisionSupport"

/* ---- alerts -------------------------------------------------------------------------------------------- */

/* So many alerts, and scopes of one, are looked at for each account; with more it is undetermined. */
enum { MAX_ALERTS = 200 };

/* Somebody hears of it. */
static const struct al_condition *const is_heard = AL_ALL(
    AL_NOT(AL_FIELD("properties.enabled", AL_EQUALS_FALSE)), AL_FIELD("properties.actions", AL_NOT_EMPTY));

/* Whether the alert watches the account: by its id, or as one of all accounts of an enclosing scope. */
static enum al_truth watches(al_check *check, const al_resource *alert, const al_resource *account)
{
    const al_field *scopes = al_get(check, alert, "properties.scopes");
    bool exact = true;
    size_t n = al_count(check, scopes, &exact);
    enum al_truth answer =
        al_is(check, al_get(check, alert, "properties.targetResourceType"), TYPE_COGNITIVE);

    if (!exact || n > MAX_ALERTS)
        answer = al_either(answer, AL_UNKNOWN);
    for (size_t i = 0; i < n && i < MAX_ALERTS && answer != AL_YES; i++)
        answer = al_either(answer, al_refers_to(check, al_item(check, scopes, i), account, false));
    return answer;
}

/* Whether it is not certain of each of its scopes which resource of this deployment it is. */
static bool is_alert_adrift(al_check *check, const al_resource *alert)
{
    const al_field *scopes = al_get(check, alert, "properties.scopes");
    bool exact = true;
    size_t n = al_count(check, scopes, &exact);

    if (!exact || n > MAX_ALERTS || al_get(check, alert, "properties.targetResourceType"))
        return true;
    for (size_t i = 0; i < n; i++)
        if (al_ask_is_adrift(check, al_item(check, scopes, i)))
            return true;
    return false;
}

static enum al_truth is_heard_of(al_check *check, const al_resource *alert, const al_resource *account,
                                 const al_resource **deaf)
{
    enum al_truth mine = watches(check, alert, account);
    enum al_truth heard = mine == AL_NO ? AL_NO : al_test(check, alert, is_heard);

    if (mine == AL_YES && heard == AL_NO && !al_is_existing(alert))
        *deaf = alert;
    return al_both(mine, heard);
}

/* Whether an alert that somebody hears watches the account; *deaf becomes one that nobody hears. */
static enum al_truth is_watched(al_check *check, const al_resource *account, const al_resource **deaf)
{
    const al_resource *alert;
    struct al_reference reference;
    enum al_truth answer = AL_NO;
    size_t at = 0, drifting = 0, n = 0;

    while (answer != AL_YES && al_next_reference(check, account, TYPE_ALERT, &at, &reference))
        answer = al_either(answer, is_heard_of(check, reference.from, account, deaf));
    while (answer != AL_YES && (alert = al_next_having(check, TYPE_ALERT, is_alert_adrift, &drifting))) {
        if (++n > MAX_ALERTS)
            return AL_UNKNOWN;
        answer = al_either(answer, is_heard_of(check, alert, account, deaf));
    }
    return answer;
}

/* An alert on a log query is evidence of somebody watching, whatever the query says. */
static void check_alerts(al_check *check, const al_resource *account)
{
    const al_resource *deaf = NULL;
    enum al_truth watched = is_watched(check, account, &deaf);

    if (watched == AL_YES || al_next_of_type(check, TYPE_QUERY, NULL))
        return;
    if (watched == AL_UNKNOWN || (!deaf && al_is_incomplete(check)))
        al_undetermined(check, account, NULL, "cannot tell whether an alert watches the account");
    else if (deaf)
        al_report(check, deaf, NULL,
                  "the alert on %s is switched off or names no action group, so nobody hears it",
                  al_name(check, account));
    else
        al_report(check, account, NULL,
                  "no alert of this deployment watches the account's errors, blocked calls or tokens");
}

/* ---- abuse monitoring ---------------------------------------------------------------------------------- */

static void check_monitoring_store(al_check *check, const al_resource *account)
{
    const al_field *id = al_get(check, account, "properties.raiMonitorConfig.adxStorageResourceId");
    const al_resource *store = al_leads_to(check, id, TYPE_STORAGE, NULL);
    enum al_truth named =
        al_get(check, account, "properties.raiMonitorConfig.identityClientId")
            ? AL_YES
            : al_test(check, account, AL_FIELD("identity.type", AL_LIKE("*SystemAssigned*")));
    enum al_truth closed = store && !al_is_existing(store) ? al_ask_is_closed(check, store) : AL_YES;

    if (named == AL_NO)
        al_report(check, account, id, "raiMonitorConfig names no identity to write to its storage with");
    if (closed == AL_NO)
        al_report(check, account, id, "flagged prompts are kept in %s, which is open to the public internet",
                  al_name(check, store));
    if (named == AL_UNKNOWN || closed == AL_UNKNOWN)
        al_undetermined(check, account, id, "cannot tell whether the monitoring storage is protected");
}

/* ---- rules --------------------------------------------------------------------------------------------- */

static const struct al_rule rules[] = {
    {
        .id = "cognitive-customer-managed-key",
        .title = "AI account is not encrypted with a customer key",
        .level = AL_NOTE,
        .security_severity = 3.5,
        .type = TYPE_COGNITIVE,
        .when = AL_NOT(AL_FIELD("kind", AL_IN(KINDS_WITHOUT_DATA))),
        .require = AL_ALL(AL_FIELD("properties.encryption.keySource", AL_EQUALS("Microsoft.KeyVault")),
                          AL_FIELD("properties.encryption.keyVaultProperties", AL_NOT_EMPTY)),
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
        /* Without the child the account follows the subscription's plan. */
        .id = "cognitive-defender-for-ai",
        .title = "Defender for AI is off for the account",
        .level = AL_WARNING,
        .security_severity = 5.0,
        .type = TYPE_COGNITIVE "/defenderForAISettings",
        .require = AL_FIELD("properties.state", AL_EQUALS("Enabled")),
        .absent = AL_ABSENT_PASSES,
        .message = "{field} is {value}: attacks on this account's models raise no alert",
        .why = "Jailbreaks, leaked credentials and data theft through prompts go unnoticed on an account "
               "that is taken out of threat protection.",
        .remedy = "Set properties.state to Enabled, or remove the resource so that the subscription's plan "
                  "decides.",
        .references = "MCSB LT-1; MCSB AI-6; policy c2c0c6d8-007b-4a48-8d9b-3539bddd8e87; "
                      "https://learn.microsoft.com/azure/defender-for-cloud/ai-threat-protection",
    },
    {
        .id = "cognitive-disable-local-auth",
        .title = "AI account accepts API keys",
        .level = AL_ERROR,
        .security_severity = 7.0,
        .type = TYPE_COGNITIVE,
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
        .type = TYPE_COGNITIVE,
        .require = HAS_IDENTITY,
        .absent = AL_ABSENT_FAILS,
        .message = "the account has no identity to call other services with",
        .why = "An account without an identity reaches Key Vault, Storage and Search only with stored keys.",
        .remedy = "Add \"identity\": { \"type\": \"SystemAssigned\" } to the account, or name an identity in "
                  "identity.userAssignedIdentities.",
        .references = "MCSB IM-3; policy fe3fd216-4f83-4fc1-8984-2bbec80a3418; "
                      "https://learn.microsoft.com/azure/ai-foundry/openai/how-to/managed-identity",
        .equivalents = "CKV_AZURE_238 Azure.AI.ManagedIdentity",
    },
    {
        .id = "cognitive-metric-alerts",
        .title = "No alert watches the AI account",
        .level = AL_NOTE,
        .security_severity = 2.0,
        .type = TYPE_COGNITIVE,
        .when = RUNS_MODELS,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_alerts,
        .why = "Abuse, blocked prompts, throttling and runaway token use show in the account's metrics, but "
               "only an alert brings them to somebody's attention in time.",
        .remedy =
            "Add a Microsoft.Insights/metricAlerts resource with the account's id in properties.scopes, "
            "a metric such as RAIRejectedRequests, BlockedCalls, ClientErrors or TokenTransaction, and "
            "an action group in properties.actions.",
        .references = "MCSB LT-1; MCSB AI-6; "
                      "https://learn.microsoft.com/azure/ai-foundry/openai/how-to/monitor-openai",
    },
    {
        .id = "cognitive-rai-monitor-config",
        .title = "Store of abuse monitoring is unprotected",
        .level = AL_NOTE,
        .security_severity = 4.0,
        .type = TYPE_COGNITIVE,
        .when = AL_FIELD("properties.raiMonitorConfig.adxStorageResourceId", AL_NOT_EMPTY),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_monitoring_store,
        .why = "Prompts and answers that were flagged are the most sensitive ones; their copies need no less "
               "protection than the account.",
        .remedy = "Name an identity in properties.raiMonitorConfig.identityClientId, and set "
                  "properties.publicNetworkAccess of the storage account to Disabled.",
        .references = "MCSB AI-6; "
                      "https://learn.microsoft.com/azure/ai-foundry/openai/concepts/abuse-monitoring",
    },
    {
        /* Before 2025-07-01-preview there was no such property. */
        .id = "cognitive-stored-completions",
        .title = "AI account may store completions",
        .level = AL_NOTE,
        .security_severity = 3.0,
        .type = TYPE_COGNITIVE,
        .when = AL_ALL(RUNS_MODELS, AL_NOT(AL_FIELD("apiVersion", AL_VERSION_LESS("2025-07-01-preview")))),
        .require = AL_FIELD("properties.storedCompletionsDisabled", AL_EQUALS_TRUE),
        .absent = AL_ABSENT_FAILS,
        .message = "callers may have prompts and answers stored because {field} is not true",
        .why = "Every caller can have conversations kept in the account for weeks, although nobody decided "
               "that they may be stored there.",
        .remedy = "Set properties.storedCompletionsDisabled to true (apiVersion 2025-09-01 or later).",
        .references = "MCSB DP-2; "
                      "https://learn.microsoft.com/azure/ai-foundry/openai/how-to/stored-completions",
        .unsafe_fix = true,
        .profile = "residency",
    },
    {
        .id = "cognitive-user-owned-storage",
        .title = "AI account keeps data in Microsoft's storage",
        .level = AL_NOTE,
        .security_severity = 3.0,
        .type = TYPE_COGNITIVE,
        .when = AL_FIELD("kind", AL_IN("SpeechServices", "TextAnalytics")),
        .require = AL_FIELD("properties.userOwnedStorage", AL_NOT_EMPTY),
        .absent = AL_ABSENT_FAILS,
        .message = "recordings, texts and models are kept in storage of Microsoft's; {field} names none of "
                   "yours",
        .why = "Data in storage of the platform's own cannot be put under your keys, network rules, logs and "
               "retention.",
        .remedy = "Set properties.userOwnedStorage to [{ \"resourceId\": <id of a storage account> }] when "
                  "the account is created.",
        .references = "MCSB DP-5; policy 46aa9b05-0e60-4eae-a88b-1e9d374fa515; "
                      "https://learn.microsoft.com/azure/ai-services/speech-service/"
                      "bring-your-own-storage-speech-resource",
        .unsafe_fix = true,
        .profile = "data-ownership",
    },
};

AL_MODULE(cognitive_services, "Azure AI services", rules);
