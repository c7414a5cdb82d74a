/* SPDX-License-Identifier: MIT */
/* An Event Hubs namespace that takes logs: whoever reads or writes it reads or forges the record. */
#include "common.h"

#define TYPE_KEYS     TYPE_EVENT_HUB "/authorizationRules"
#define TYPE_FIREWALL TYPE_EVENT_HUB "/networkRuleSets"
#define RULE_ID       "properties.eventHubAuthorizationRuleId"

/* So many settings are looked at for each namespace or rule, which keeps the work linear. */
enum { MAX_LOOKED_AT = 200 };

/* Whether a diagnostic setting writes with that rule, or with any rule of the namespace. */
static enum al_truth takes_logs(al_check *check, const al_resource *to)
{
    const al_resource *setting = NULL;
    enum al_truth answer = AL_NO;
    size_t n = 0;

    while (answer != AL_YES && (setting = al_next_of_type(check, TYPE_SETTING, setting))) {
        const al_field *id = al_get(check, setting, RULE_ID);

        if (++n > MAX_LOOKED_AT)
            return AL_UNKNOWN;
        if (id && !al_is_existing(setting))
            answer = al_either(answer, al_refers_to(check, id, to, true));
    }
    return answer;
}

/* The namespace and its rule set can both close it. */
static enum al_truth is_closed(al_check *check, const al_resource *space)
{
    const al_resource *firewall = NULL;
    enum al_truth closed =
        al_either(al_ask_is_closed(check, space), al_is_incomplete(check) ? AL_UNKNOWN : AL_NO);

    while (closed != AL_YES && (firewall = al_next_child(check, space, TYPE_FIREWALL, firewall))) {
        if (al_is_existing(firewall))
            return AL_UNKNOWN;
        closed = al_either(closed, al_test(check, firewall,
                                           AL_ANY(AL_FIELD("properties.publicNetworkAccess",
                                                           AL_IN("Disabled", "SecuredByPerimeter")),
                                                  AL_FIELD("properties.defaultAction", AL_EQUALS("Deny")))));
    }
    return closed;
}

static void check_access(al_check *check, const al_resource *space)
{
    static const char path[] = "properties.publicNetworkAccess";
    const al_field *access = al_get(check, space, path);
    enum al_truth closed = is_closed(check, space);

    if (closed == AL_YES || al_test(check, space, AL_FIELD("sku.name", AL_EQUALS("Basic"))) == AL_YES)
        return; /* the Basic tier has no firewall */
    if (closed == AL_UNKNOWN)
        al_undetermined(check, space, access, "cannot tell whether every network reaches the namespace");
    else if (access)
        al_report(check, space, access, "every network reaches the namespace that takes the logs");
    else
        al_report_absent(
            check, space, path,
            "every network reaches the namespace that takes the logs: publicNetworkAccess is not "
            "set");
}

/* Old TLS is wrong in every namespace; the rest is asked of those that take logs. */
static void check_namespace(al_check *check, const al_resource *space)
{
    const al_field *tls = al_get(check, space, "properties.minimumTlsVersion");
    const char *version = tls ? al_text(check, tls) : NULL;
    enum al_truth sink = takes_logs(check, space);

    if (tls && al_test_in(check, tls, AL_FIELD("", AL_VERSION_LESS("1.2"))) == AL_YES)
        al_report(check, space, tls, "minimumTlsVersion is %s, which admits broken versions of TLS",
                  version ? version : "below 1.2");
    if (sink == AL_YES)
        check_access(check, space);
    else if (sink == AL_UNKNOWN)
        al_undetermined(check, space, NULL, "cannot tell whether the namespace takes logs");
}

/* Each further key of a namespace opens all of its hubs. */
static void check_key(al_check *check, const al_resource *rule)
{
    const al_resource *space = al_parent(rule);

    if (!space || al_is_existing(space) || takes_logs(check, space) != AL_YES ||
        takes_logs(check, rule) != AL_NO ||
        al_test(check, rule, AL_FIELD("name", AL_LIKE("*RootManageSharedAccessKey"))) != AL_NO)
        return;
    al_report(check, rule, NULL,
              "the key opens all hubs of a namespace that takes logs, and no setting writes with it");
}

static void check_sink(al_check *check, const al_resource *resource)
{
    if (al_is_type(resource, TYPE_EVENT_HUB))
        check_namespace(check, resource);
    else
        check_key(check, resource);
}

static const struct al_rule rules[] = {
    {
        .id = "eventhub-log-sink-hardened",
        .title = "Event Hubs namespace of the logs is not hardened",
        .level = AL_WARNING,
        .security_severity = 5.5,
        .type = TYPE_EVENT_HUB " " TYPE_KEYS,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_sink,
        .why = "Whoever reaches the namespace with one of its keys reads what the logs say about users and "
               "prompts, or writes entries that hide an intrusion.",
        .remedy = "Set properties.publicNetworkAccess to Disabled, or the rule set's defaultAction to Deny "
                  "with trustedServiceAccessEnabled true so that Azure Monitor still gets in; set "
                  "properties.minimumTlsVersion to 1.2; replace further authorization rules of the namespace "
                  "by rules of a single hub.",
        .references = "MCSB NS-2; MCSB IM-1; policy 0602787f-9896-402a-a6e1-39ee63ee435e; "
                      "policy 5d4e3c65-4873-47be-94f3-6f8b953a3598; "
                      "policy b8564268-eb4a-4337-89be-a19db070c59d; "
                      "policy b278e460-7cfc-4451-8294-cccc40a940d7",
        .equivalents = "CKV_AZURE_223",
    },
};

AL_MODULE(event_hubs, "Azure Event Hubs", rules);
