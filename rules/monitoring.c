/* SPDX-License-Identifier: MIT */
/* Where telemetry and logs are kept: Application Insights, Log Analytics workspaces, private link scopes. */
#include "common_logs.h"

#define TYPE_SCOPE       "Microsoft.Insights/privateLinkScopes"
#define TYPE_ENVIRONMENT "Microsoft.App/managedEnvironments"
#define LOCAL_AUTH       "properties.features.disableLocalAuth"
#define RETENTION        "properties.retentionInDays"
#define SHARED_KEY       "properties.appLogsConfiguration.logAnalyticsConfiguration.sharedKey"

/* So many environments or tables are looked at for each workspace, which keeps the work linear. */
enum { MAX_LOOKED_AT = 200 };

/* What a workspace keeps when nobody says it, in the tiers that leave a choice. */
enum { DAYS_BY_DEFAULT = 30, DAYS_WANTED = 90 };

/* ---- local authentication of a workspace --------------------------------------------------------------- */

/* An environment of container apps that writes into the workspace, which it can do with the key only.
 */
static const al_resource *key_user(al_check *check, const al_resource *workspace)
{
    const al_resource *environment = NULL;
    size_t n = 0;

    while (n++ < MAX_LOOKED_AT && (environment = al_next_of_type(check, TYPE_ENVIRONMENT, environment))) {
        const al_field *key = al_get(check, environment, SHARED_KEY);

        if (key && !al_is_existing(environment) && al_leads_to(check, key, TYPE_LOGS, NULL) == workspace)
            return environment;
    }
    return NULL;
}

static void check_workspace_keys(al_check *check, const al_resource *workspace)
{
    const al_field *disabled = al_get(check, workspace, LOCAL_AUTH);
    const al_resource *user = key_user(check, workspace);
    enum al_truth keyless = al_is(check, disabled, "true");

    if (keyless == AL_YES && user)
        al_report(check, user, al_get(check, user, SHARED_KEY),
                  "the environment writes its logs with the key of %s, which refuses keys",
                  al_name(check, workspace));
    else if (keyless == AL_UNKNOWN)
        al_undetermined(check, workspace, disabled, "cannot tell whether the workspace refuses shared keys");
    else if (keyless == AL_NO && user)
        return; /* it has to */
    else if (keyless == AL_NO && disabled)
        al_report(check, workspace, disabled,
                  "whoever has the workspace key can write logs because disableLocalAuth is not true");
    else if (keyless == AL_NO)
        al_report_absent(check, workspace, LOCAL_AUTH,
                         "whoever has the workspace key can write logs because disableLocalAuth is not set");
}

/* ---- retention ----------------------------------------------------------------------------------------- */

/* Whether every setting that writes into the workspace keeps its logs elsewhere, too. */
static bool is_kept_elsewhere(al_check *check, const al_resource *workspace)
{
    struct al_reference reference;
    size_t at = 0, n = 0;

    while (al_next_reference(check, workspace, TYPE_SETTING, &at, &reference)) {
        if (al_test(check, reference.from,
                    AL_ANY(AL_LOGS_TO("storageAccountId"), AL_LOGS_TO("eventHubAuthorizationRuleId"))) !=
            AL_YES)
            return false;
        n++;
    }
    return n > 0 || al_next_child(check, workspace, TYPE_LOGS "/dataExports", NULL);
}

/* Tables may be kept longer than the workspace says: then it depends on what is in the others. */
static bool has_tables_of_its_own(al_check *check, const al_resource *workspace)
{
    const al_resource *table = NULL;

    while ((table = al_next_child(check, workspace, TYPE_LOGS "/tables", table)))
        if (al_test(check, table,
                    AL_ANY(AL_FIELD("properties.totalRetentionInDays", AL_EXISTS),
                           AL_FIELD(RETENTION, AL_EXISTS))) == AL_YES)
            return true;
    return false;
}

static void check_retention(al_check *check, const al_resource *workspace)
{
    int64_t wanted = al_option_number(check, "minimum-days", DAYS_WANTED), kept = DAYS_BY_DEFAULT;
    const al_field *days = al_get(check, workspace, RETENTION);
    bool known = !days || al_number(check, days, &kept);

    if (known && (kept >= wanted || kept < 0 || is_kept_elsewhere(check, workspace)))
        return; /* -1: for ever */
    if (!known || has_tables_of_its_own(check, workspace))
        al_undetermined(check, workspace, days, "cannot tell how long the logs are kept");
    else if (days)
        al_report(check, workspace, days, "logs are kept for %lld days, fewer than %lld", (long long)kept,
                  (long long)wanted);
    else
        al_report_absent(check, workspace, RETENTION,
                         "logs are kept for %lld days, fewer than %lld, because retentionInDays is not set",
                         (long long)kept, (long long)wanted);
}

/* ---- rules --------------------------------------------------------------------------------------------- */

#define IS_CLOSED(what) \
    AL_FIELD("properties.publicNetworkAccessFor" what, AL_IN("Disabled", "SecuredByPerimeter"))

static const struct al_rule_option retention_options[] = {
    {"minimum-days", "90", "days that logs are to be kept"},
    {NULL, NULL, NULL},
};

static const struct al_rule rules[] = {
    {
        .id = "appinsights-local-auth",
        .title = "Application Insights takes telemetry from anybody",
        .level = AL_NOTE,
        .security_severity = 3.0,
        .type = TYPE_COMPONENT,
        .require = AL_FIELD("properties.DisableLocalAuth", AL_EQUALS_TRUE),
        .absent = AL_ABSENT_FAILS,
        .message = "the connection string is enough to write telemetry because {field} is not true",
        .why = "A connection string is in every client; whoever finds it can flood the component or forge "
               "the traces that an investigation would rest on.",
        .remedy = "Set properties.DisableLocalAuth to true (apiVersion 2020-02-02) and give the senders the "
                  "role Monitoring Metrics Publisher. Browser telemetry cannot sign in.",
        .references = "MCSB IM-1; policy 199d5677-e4d9-4264-9465-efe1839c06bd; "
                      "https://learn.microsoft.com/azure/azure-monitor/app/azure-ad-authentication",
        .equivalents = "Azure.AppInsights.LocalAuth",
        .unsafe_fix = true,
    },
    {
        .id = "appinsights-workspace-based",
        .title = "Application Insights has no workspace of yours",
        .level = AL_WARNING,
        .security_severity = 2.0,
        .type = TYPE_COMPONENT,
        .require = AL_ALL(AL_FIELD("properties.WorkspaceResourceId", AL_NOT_EMPTY),
                          AL_NOT(AL_FIELD("properties.IngestionMode", AL_EQUALS("ApplicationInsights")))),
        .absent = AL_ABSENT_NOT_ASKED,
        .message = "the telemetry does not go to a workspace of yours: {field} is {value}",
        .why = "Azure then makes a workspace by itself, which takes no other logs: there is no one place to "
               "search, and nobody has decided who reads it, how long it is kept and with which key.",
        .remedy = "Set properties.WorkspaceResourceId to the id of a Log Analytics workspace (apiVersion "
                  "2020-02-02) and leave properties.IngestionMode out.",
        .references = "MCSB LT-5; policy d550e854-df1a-4de9-bf44-cd894b39a95e; "
                      "https://learn.microsoft.com/azure/azure-monitor/app/managed-workspaces",
        .equivalents = "Azure.AppInsights.Workspace",
        .unsafe_fix = true,
    },
    {
        .id = "loganalytics-local-auth",
        .title = "Log Analytics workspace accepts shared keys",
        .level = AL_NOTE,
        .security_severity = 3.0,
        .type = TYPE_LOGS,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_workspace_keys,
        .why = "The workspace key lets its holder write any log entry under any name, and cannot be tied to "
               "a person.",
        .remedy = "Set properties.features.disableLocalAuth to true (apiVersion 2020-10-01 or later). "
                  "Container Apps environments of the destination log-analytics need the key; give them "
                  "azure-monitor and a diagnostic setting first.",
        .references = "MCSB IM-1; policy e15effd4-2278-4c65-a0da-4d6f6d1890e2",
    },
    {
        .id = "loganalytics-retention",
        .title = "Logs are deleted too early",
        .level = AL_NOTE,
        .security_severity = 2.0,
        .type = TYPE_LOGS,
        /* These tiers of old keep logs for a fixed time. */
        .when = AL_NOT(AL_FIELD("properties.sku.name", AL_IN("Free", "Premium", "Standard"))),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_retention,
        .why = "Intrusions are often noticed after weeks; by then the entries that would explain them are "
               "gone.",
        .remedy = "Set properties.retentionInDays to the number of days that you need, 90 or more.",
        .references = "MCSB LT-6; "
                      "https://learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure",
        .options = retention_options,
    },
    {
        .id = "monitor-private-link-scope",
        .title = "Private link scope leaves public paths open",
        .level = AL_NOTE,
        .security_severity = 3.0,
        .type = TYPE_SCOPE,
        .require =
            AL_ALL(AL_FIELD("properties.accessModeSettings.ingestionAccessMode", AL_EQUALS("PrivateOnly")),
                   AL_FIELD("properties.accessModeSettings.queryAccessMode", AL_EQUALS("PrivateOnly"))),
        .absent = AL_ABSENT_FAILS,
        .message = "networks of this scope also reach workspaces outside of it: {field} is not PrivateOnly",
        .why = "In the open mode a machine inside your network can send what it has read to somebody else's "
               "workspace, past every firewall.",
        .remedy = "Set ingestionAccessMode and queryAccessMode in properties.accessModeSettings to "
                  "PrivateOnly (apiVersion 2021-09-01) once every workspace in use is in the scope.",
        .references = "MCSB NS-2; policy a499fed8-bcc8-4195-b154-641f14743757; "
                      "policy 0fc55270-f8bf-4feb-b7b8-5e7e7eacc6a6",
        .unsafe_fix = true,
    },
    {
        .id = "monitor-public-network",
        .title = "Telemetry store is open to public networks",
        .level = AL_NOTE,
        .security_severity = 3.5,
        .type = TYPE_COMPONENT " " TYPE_LOGS,
        .require = AL_ALL(IS_CLOSED("Ingestion"), IS_CLOSED("Query")),
        .absent = AL_ABSENT_FAILS,
        .message = "every network can reach it: {field} is not Disabled",
        .why = "Logs hold prompts, addresses and names; from the internet one stolen token is enough to read "
               "them, or a key to write false ones.",
        .remedy = "Put it into a private link scope with a private endpoint, then set "
                  "properties.publicNetworkAccessForIngestion and publicNetworkAccessForQuery to Disabled.",
        .references = "MCSB NS-2; policy 1bc02227-0cb6-4e11-8f53-eb0b22eab7e8; "
                      "policy 6c53d030-cc64-46f0-906d-2bc061cd1334",
        .unsafe_fix = true,
        .profile = "private",
    },
};

AL_MODULE(monitoring, "Monitoring", rules);
