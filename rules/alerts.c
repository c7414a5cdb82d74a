/* SPDX-License-Identifier: MIT */
/* Does anybody hear of what the logs say: action groups, alerts, and the activity log of the subscription. */
#include "common_governance.h"
#include "common_logs.h"

#include <stdio.h>

#define TYPE_GROUP      "Microsoft.Insights/actionGroups"
#define TYPE_METRIC     "Microsoft.Insights/metricAlerts"
#define TYPE_QUERY      "Microsoft.Insights/scheduledQueryRules"
#define TYPE_ACTIVITY   "Microsoft.Insights/activityLogAlerts"
#define TYPE_PROCESSING "Microsoft.AlertsManagement/actionRules"
#define TYPE_PROFILE    "Microsoft.Insights/logprofiles"

/* So many alerts, settings or groups are looked at for each resource, which keeps the work linear. */
enum { MAX_LOOKED_AT = 200 };

#define IS_OFF         AL_FIELD("properties.enabled", AL_EQUALS_FALSE)
#define HAS(what)      AL_FIELD("properties." what, AL_NOT_EMPTY)
#define TELLS_METRIC   HAS("actions")
#define TELLS_ACTIVITY HAS("actions.actionGroups")
#define TELLS_QUERY                                                           \
    AL_ANY(HAS("actions.actionGroups"), HAS("action.aznsAction.actionGroup"), \
           AL_FIELD("properties.actions", AL_SOME_ITEM(AL_FIELD("actionGroupId", AL_EXISTS))))

/* ---- action groups ------------------------------------------------------------------------------------- */

static void check_group(al_check *check, const al_resource *group)
{
    const al_field *enabled = al_get(check, group, "properties.enabled");
    enum al_truth off = al_is(check, enabled, "false");
    enum al_truth told =
        al_test(check, group,
                AL_ANY(HAS("emailReceivers"), HAS("smsReceivers"), HAS("webhookReceivers"),
                       HAS("itsmReceivers"), HAS("azureAppPushReceivers"), HAS("automationRunbookReceivers"),
                       HAS("voiceReceivers"), HAS("logicAppReceivers"), HAS("azureFunctionReceivers"),
                       HAS("armRoleReceivers"), HAS("eventHubReceivers"), HAS("incidentReceivers")));

    if (off == AL_YES)
        al_report(check, group, enabled, "the action group is switched off: its alerts reach nobody");
    else if (told == AL_NO)
        al_report(check, group, NULL, "the action group has no receiver: its alerts reach nobody");
    else if (off == AL_UNKNOWN || told == AL_UNKNOWN)
        al_undetermined(check, group, NULL, "cannot tell whether the action group reaches anybody");
}

/* Rules that turn logs into metrics notify nobody by design; an alert processing rule may add the group. */
static void check_alert(al_check *check, const al_resource *alert)
{
    enum al_truth told = al_is_type(alert, TYPE_METRIC)     ? al_test(check, alert, TELLS_METRIC)
                         : al_is_type(alert, TYPE_ACTIVITY) ? al_test(check, alert, TELLS_ACTIVITY)
                                                            : al_test(check, alert, TELLS_QUERY);
    enum al_truth silent =
        al_either(al_test(check, alert, IS_OFF),
                  al_test(check, alert,
                          AL_ANY(AL_FIELD("kind", AL_EQUALS("LogToMetric")),
                                 AL_ALL(AL_FIELD("properties.action", AL_EXISTS),
                                        AL_NOT(AL_FIELD("properties.action.aznsAction", AL_EXISTS))))));

    if (told == AL_YES || silent == AL_YES)
        return;
    if (told == AL_UNKNOWN || silent == AL_UNKNOWN || al_next_of_type(check, TYPE_PROCESSING, NULL))
        al_undetermined(check, alert, NULL, "cannot tell whether the alert reaches anybody");
    else
        al_report(check, alert, NULL, "the alert names no action group, so nobody hears of it");
}

static void check_notification(al_check *check, const al_resource *resource)
{
    if (al_is_type(resource, TYPE_GROUP))
        check_group(check, resource);
    else
        check_alert(check, resource);
}

/* ---- log-search alerts --------------------------------------------------------------------------------- */

/* Whether the alert's scope is the account or the workspace that has its logs. A scope that is no resource is
 * a group or a subscription, which may hold them. */
static enum al_truth is_about(al_check *check, const al_field *scope, const al_resource *account,
                              const al_field *workspace)
{
    if (!scope)
        return AL_NO;
    return al_either(
        al_either(al_refers_to(check, scope, account, false), al_same(check, scope, workspace)),
        al_both(AL_UNKNOWN, al_test_in(check, scope, AL_NOT(AL_FIELD("", AL_LIKE("*/providers/*"))))));
}

static enum al_truth alert_watches(al_check *check, const al_resource *alert, const al_resource *account,
                                   const al_field *workspace)
{
    const al_field *scopes = al_get(check, alert, "properties.scopes");
    bool exact = true;
    size_t n = al_count(check, scopes, &exact);
    enum al_truth answer =
        is_about(check, al_get(check, alert, "properties.source.dataSourceId"), account, workspace);

    for (size_t i = 0; i < n && answer != AL_YES; i++)
        answer = al_either(answer, is_about(check, al_item(check, scopes, i), account, workspace));
    if (!exact)
        answer = al_either(answer, AL_UNKNOWN);
    return al_both(answer,
                   al_both(al_opposite(al_test(check, alert, IS_OFF)), al_test(check, alert, TELLS_QUERY)));
}

static enum al_truth is_watched(al_check *check, const al_resource *account, const al_field *workspace)
{
    enum al_truth answer = al_is_incomplete(check) ? AL_UNKNOWN : AL_NO;
    const al_resource *alert = NULL;
    size_t n = 0;

    while (answer != AL_YES && (alert = al_next_of_type(check, TYPE_QUERY, alert))) {
        if (++n > MAX_LOOKED_AT)
            return AL_UNKNOWN;
        if (!al_is_existing(alert))
            answer = al_either(answer, alert_watches(check, alert, account, workspace));
    }
    return answer;
}

/* Only of an account whose logs go to a workspace: others have nothing to search. */
static void check_log_alerts(al_check *check, const al_resource *account)
{
    const al_resource *setting = NULL;
    enum al_truth watched = AL_NO, has_logs = AL_NO, unwatched;

    while (watched != AL_YES && (setting = al_next_attached(check, account, TYPE_SETTING, setting))) {
        const al_field *workspace = al_get(check, setting, "properties.workspaceId");
        enum al_truth sends = al_both(al_test(check, setting, AL_FIELD("properties.workspaceId", AL_EXISTS)),
                                      al_test(check, setting, SENDS_ANYTHING));

        if (!workspace || sends == AL_NO)
            continue;
        has_logs = al_either(has_logs, sends);
        watched = al_either(watched, is_watched(check, account, workspace));
    }
    unwatched = al_both(has_logs, al_opposite(watched));
    if (unwatched == AL_UNKNOWN)
        al_undetermined(check, account, NULL, "cannot tell whether an alert searches its logs");
    else if (unwatched == AL_YES)
        al_report(check, account, NULL, "no log-search alert with an action group watches its logs");
}

/* ---- alerts on the activity log ------------------------------------------------------------------------ */

#define IS_ABOUT_CHANGES                                                              \
    AL_ANY(AL_ALL(AL_FIELD("field", AL_EQUALS("category")),                           \
                  AL_FIELD("equals", AL_IN("Administrative", "Security", "Policy"))), \
           AL_FIELD("field", AL_EQUALS("operationName")))
#define TELLS_CHANGES                          \
    AL_ALL(                                    \
        AL_NOT(IS_OFF), TELLS_ACTIVITY,        \
        AL_FIELD("properties.condition.allOf", \
                 AL_SOME_ITEM(AL_ANY(IS_ABOUT_CHANGES, AL_FIELD("anyOf", AL_SOME_ITEM(IS_ABOUT_CHANGES))))))

static void check_activity_alerts(al_check *check, const al_resource *resource)
{
    const al_resource *alert = NULL;
    enum al_truth told;
    size_t n = 0;

    if (!al_ask_is_first_ai_of_subscription(check, resource))
        return;
    told = al_is_incomplete(check) ? AL_UNKNOWN : AL_NO;
    while (told != AL_YES && n++ < MAX_LOOKED_AT && (alert = al_next_of_type(check, TYPE_ACTIVITY, alert)))
        told = al_either(told, al_is_existing(alert) ? AL_YES : al_test(check, alert, TELLS_CHANGES));
    if (told == AL_UNKNOWN)
        al_undetermined(check, resource, NULL, "cannot tell whether changes of the resources raise an alert");
    else if (told == AL_NO)
        al_report(check, resource, NULL,
                  "AI is set up for a whole subscription, and no activity log alert tells of changes to it");
}

/* ---- export of the activity log ------------------------------------------------------------------------ */

static const struct {
    const char *name;
    const struct al_condition *sent;
} categories[] = {
    {"Administrative", SENDS_DETAIL("Administrative")},
    {"Security", SENDS_DETAIL("Security")},
    {"Policy", SENDS_DETAIL("Policy")},
    {"Alert", SENDS_DETAIL("Alert")},
};

enum { NCATEGORIES = 4 };

static bool may_be_of_subscription(al_check *check, const al_resource *setting)
{
    const enum al_place place = al_place_of(check, setting);

    return place == AL_AT_SUBSCRIPTION || place == AL_AT_UNKNOWN;
}

/* The next setting of a subscription itself; *unclear when one may be that. */
static const al_resource *setting_of_subscription(al_check *check, size_t *at, bool *unclear)
{
    const al_resource *setting;

    for (size_t n = 0; (setting = al_next_having(check, TYPE_SETTING, may_be_of_subscription, at)); n++) {
        if (al_place_of(check, setting) == AL_AT_SUBSCRIPTION)
            return setting;
        *unclear = true;
        if (n == MAX_LOOKED_AT)
            return NULL;
    }
    return NULL;
}

/* Several settings may share the work: said of the first. The others are those from `from` on. */
static void check_exported(al_check *check, const al_resource *first, size_t from)
{
    const al_resource *setting;
    char missing[60] = "";
    size_t used = 0;
    bool unclear = false;

    for (size_t i = 0; i < NCATEGORIES; i++) {
        enum al_truth sent = AL_NO;
        size_t at = from;

        for (setting = first; setting && sent != AL_YES;
             setting = setting_of_subscription(check, &at, &unclear))
            sent = al_either(sent,
                             al_is_existing(setting) ? AL_YES : al_test(check, setting, categories[i].sent));
        if (sent == AL_NO && used < sizeof missing)
            used += (size_t)snprintf(missing + used, sizeof missing - used, "%s%s", used ? ", " : "",
                                     categories[i].name);
        unclear |= sent == AL_UNKNOWN;
    }
    if (used && al_test(check, first, SENDS_ANYTHING) == AL_NO)
        al_say_what_is_not_sent(check, first, "Administrative");
    else if (used)
        al_report(check, first, al_get(check, first, "properties.logs"),
                  "the export of the activity log leaves out %s", missing);
    else if (unclear)
        al_undetermined(check, first, NULL, "cannot tell what of the activity log is exported");
}

static void check_export(al_check *check, const al_resource *resource)
{
    static const char *const guids[] = {"2465583e-4e78-4c15-b6be-a36cbc7c8b0f", NULL};
    bool unclear = al_is_incomplete(check);
    size_t at = 0;
    const al_resource *first = setting_of_subscription(check, &at, &unclear);

    if (first == resource)
        check_exported(check, resource, at);
    if (first || !al_ask_is_first_ai_of_subscription(check, resource) ||
        al_next_of_type(check, TYPE_PROFILE, NULL))
        return;
    switch (al_either(al_ask_assigns_policy(check, guids), unclear ? AL_UNKNOWN : AL_NO)) {
    case AL_YES: break;
    case AL_UNKNOWN:
        al_undetermined(check, resource, NULL, "cannot tell whether the activity log is exported");
        break;
    case AL_NO:
        al_report(
            check, resource, NULL,
            "AI is set up for a whole subscription, and no diagnostic setting exports its activity log");
    }
}

/* ---- rules --------------------------------------------------------------------------------------------- */

static const struct al_rule rules[] = {
    {
        .id = "monitor-action-group",
        .title = "Alert reaches nobody",
        .level = AL_NOTE,
        .security_severity = 2.0,
        .type = TYPE_GROUP " " TYPE_ACTIVITY " " TYPE_METRIC " " TYPE_QUERY,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_notification,
        .why = "An alert that nobody is told of is found when somebody looks at the portal by chance, long "
               "after it could have helped.",
        .remedy = "Give the action group a receiver and enabled true, and name the group in the alert's "
                  "properties.actions.",
        .references =
            "MCSB IR-2; MCSB LT-1; https://learn.microsoft.com/azure/azure-monitor/alerts/action-groups",
    },
    {
        .id = "monitor-activity-log-alerts",
        .title = "Changes to AI resources raise no alert",
        .level = AL_NOTE,
        .security_severity = 2.5,
        .type = AI_WORKLOADS,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_activity_alerts,
        .why = "A new role assignment, a read of the keys or an opened firewall is how a takeover begins; "
               "nobody is told.",
        .remedy =
            "Add a Microsoft.Insights/activityLogAlerts resource with the subscription in "
            "properties.scopes, a condition on the category Administrative (or Security, Policy) and an "
            "operationName such as Microsoft.CognitiveServices/accounts/listKeys/action, and an action "
            "group.",
        .references = "MCSB LT-1; MCSB LT-3; policy b954148f-4c11-4c38-8221-be76711e194a; "
                      "policy 3b980d31-7904-4bb7-8575-5665739a8052; "
                      "policy c5447c04-a4d7-4ba8-a263-c9ee321a6858",
    },
    {
        .id = "monitor-activity-log-export",
        .title = "Activity log is not exported",
        .level = AL_NOTE,
        .security_severity = 2.5,
        .type = TYPE_SETTING " " AI_WORKLOADS,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_export,
        .why =
            "Azure forgets after 90 days who changed what in a subscription, and until then the log cannot "
            "be searched together with others.",
        .remedy = "Add a Microsoft.Insights/diagnosticSettings resource (apiVersion 2021-05-01-preview) at "
                  "subscription scope with properties.workspaceId and enabled logs of the categories "
                  "Administrative, Security, Policy and Alert.",
        .references = "MCSB LT-3; MCSB LT-6; policy 2465583e-4e78-4c15-b6be-a36cbc7c8b0f; "
                      "https://learn.microsoft.com/azure/azure-monitor/platform/activity-log",
    },
    {
        .id = "monitor-log-alerts",
        .title = "No alert searches the logs of the AI account",
        .level = AL_NOTE,
        .security_severity = 2.5,
        .type = TYPE_COGNITIVE,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_log_alerts,
        .why = "Rows of refused sign-ins or blocked prompts show an attack while it is tried; in a log that "
               "nobody searches they stay unseen.",
        .remedy = "Add a Microsoft.Insights/scheduledQueryRules resource with the workspace in "
                  "properties.scopes, a query for 401, 403 and content_filter results and an action group in "
                  "properties.actions.",
        .references = "MCSB LT-1; MCSB AI-6; "
                      "https://learn.microsoft.com/azure/azure-monitor/alerts/alerts-create-log-alert-rule",
        .profile = "strict",
    },
};

AL_MODULE(alerts, "Alerts", rules);
