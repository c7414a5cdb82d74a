/* SPDX-License-Identifier: MIT */
/* Plans and contacts of Microsoft Defender for Cloud. A subscription has each of them once, mostly set
 * somewhere else: that one is missing is said only of inputs that set up AI for a whole subscription. */
#include "common_governance.h"

#define CONTACTS "Microsoft.Security/securityContacts"

/* ---- plans --------------------------------------------------------------------------------------------- */

/* `guids`: policies that switch the plan on by themselves. */
static void check_named_plan(al_check *check, const al_resource *resource, const char *name,
                             const char *const *guids)
{
    enum al_truth set;

    if (al_is_type(resource, TYPE_PLAN)) {
        if (al_is(check, al_get(check, resource, "name"), name) == AL_YES)
            al_report_unpaid_plan(check, resource);
        return;
    }
    if (!al_ask_is_first_ai_of_subscription(check, resource))
        return;
    set = al_either(al_ask_has_plan(check, name), al_ask_assigns_policy(check, guids));
    if (set == AL_UNKNOWN || (set == AL_NO && al_is_incomplete(check)))
        al_undetermined(check, resource, NULL, "cannot tell whether the Defender plan %s is set", name);
    else if (set == AL_NO)
        al_report(check, resource, NULL,
                  "this deployment sets up AI in a subscription, but not the Defender plan %s", name);
}

static void check_ai_plan(al_check *check, const al_resource *resource)
{
    static const char *const guids[] = {"7e92882a-2f8a-4991-9bc4-d3147d40abb0",
                                        "359a48a3-351a-4618-bb32-f1628645694b", NULL};

    if (!al_is_type(resource, TYPE_WORKSPACE)) /* the plan watches models that accounts serve */
        check_named_plan(check, resource, "AI", guids);
}

static void check_cspm_plan(al_check *check, const al_resource *resource)
{
    static const char *const guids[] = {"689f7782-ef2c-4270-a6d0-7664869076bd",
                                        "72f8cee7-2937-403d-84a1-a4e3e57f3c21", NULL};

    check_named_plan(check, resource, "CloudPosture", guids);
}

/* ---- extensions ---------------------------------------------------------------------------------------- */

/* Those that nobody mentions keep what the subscription has. */
static void check_ai_extensions(al_check *check, const al_resource *plan)
{
    const al_field *extensions = al_get(check, plan, "properties.extensions");
    bool exact = true;
    size_t n = al_count(check, extensions, &exact);

    for (size_t i = 0; i < n; i++) {
        const al_field *extension = al_item(check, extensions, i);
        const al_field *enabled = al_get_in(check, extension, "isEnabled");
        const char *name = al_text(check, al_get_in(check, extension, "name"));
        enum al_truth off = al_is(check, enabled, "False");

        if (!name || !al_option_lists(check, "extensions", name))
            continue;
        if (off == AL_YES)
            al_report(check, plan, enabled, "%s is switched off, so alerts come without what was said", name);
        else if (off == AL_UNKNOWN)
            al_undetermined(check, plan, enabled, "cannot tell whether %s is on", name);
    }
    if (!exact)
        al_undetermined(check, plan, extensions, "cannot tell which extensions the plan has");
}

/* ---- contacts ------------------------------------------------------------------------------------------ */

/* What the API versions before one call the same things. */
struct contact {
    const char *before;
    const char *mail, *alerts, *owners;
};

static const struct contact generations[] = {
    {"2019-01-01", "properties.email", "properties.alertNotifications", "properties.alertsToAdmins"},
    {"2023-01-01", "properties.emails", "properties.alertNotifications.state",
     "properties.notificationsByRole.state"},
    {NULL, "properties.emails", NULL, "properties.notificationsByRole.state"},
};

#define TELLS_ALERTS \
    AL_FIELD("properties.notificationsSources", AL_SOME_ITEM(AL_FIELD("sourceType", AL_EQUALS("Alert"))))

/* NULL: the API version is not known. */
static const struct contact *generation_of(al_check *check, const al_resource *contact)
{
    for (const struct contact *g = generations;; g++) {
        const struct al_condition older = {
            .op = AL_OP_VERSION_LESS, .field = "apiVersion", .value = g->before};
        enum al_truth is_older = g->before ? al_test(check, contact, &older) : AL_YES;

        if (is_older != AL_NO)
            return is_older == AL_YES ? g : NULL;
    }
}

static void want(al_check *check, const al_resource *contact, const char *path, enum al_truth given,
                 const char *fault)
{
    const al_field *field = al_get(check, contact, path);

    if (given == AL_UNKNOWN)
        al_undetermined(check, contact, field, "cannot tell whether %s is set", path);
    else if (given == AL_NO && field)
        al_report(check, contact, field, "%s", fault);
    else if (given == AL_NO)
        al_report_absent(check, contact, path, "%s", fault);
}

static void check_given_contact(al_check *check, const al_resource *contact)
{
    static const char enabled[] = "properties.isEnabled", sources[] = "properties.notificationsSources";
    const struct contact *g = generation_of(check, contact);

    if (!g) {
        al_undetermined(check, contact, NULL, "cannot tell which properties the contact has");
        return;
    }
    want(check, contact, g->mail,
         al_test(check, contact, &(struct al_condition){.op = AL_OP_NOT_EMPTY, .field = g->mail}),
         "security alerts have no mail address to go to");
    want(check, contact, g->owners, al_is(check, al_get(check, contact, g->owners), "On"),
         "security alerts do not go to the owners of the subscription");
    if (g->alerts) {
        want(check, contact, g->alerts, al_is(check, al_get(check, contact, g->alerts), "On"),
             "no security alert is mailed because the notification is not On");
        return;
    }
    want(check, contact, sources, al_test(check, contact, TELLS_ALERTS),
         "no security alert is mailed because no entry has the sourceType Alert");
    if (al_is(check, al_get(check, contact, enabled), "false") == AL_YES)
        al_report(check, contact, al_get(check, contact, enabled),
                  "the security contact is switched off because isEnabled is false");
}

static void check_contact(al_check *check, const al_resource *resource)
{
    if (al_is_type(resource, CONTACTS))
        check_given_contact(check, resource);
    else if (!al_ask_is_first_ai_of_subscription(check, resource) || al_next_of_type(check, CONTACTS, NULL))
        return;
    else if (al_is_incomplete(check))
        al_undetermined(check, resource, NULL, "cannot tell whether anybody is told of security alerts");
    else
        al_report(
            check, resource, NULL,
            "this deployment sets up AI in a subscription, but no contact that security alerts are mailed to");
}

/* ---- rules --------------------------------------------------------------------------------------------- */

/* Each of them asks of every plan: CKV_AZURE_19 and the like do not look at its name. */
#define ANY_PLAN \
    "CKV_AZURE_19 CKV_AZURE_84 kics:standard_price_not_selected trivy:AZU-0045 terrascan:AC_AZURE_0385"

static const struct al_rule_option ai_extensions[] = {
    {"extensions", "AIPromptEvidence,AIPromptSharingWithPurview",
     "extensions of the AI plan that must not be off"},
    {0},
};

static const struct al_rule rules[] = {
    {
        .id = "defender-ai-extensions",
        .title = "Defender for AI leaves out what was said",
        .level = AL_NOTE,
        .security_severity = 3.0,
        .type = TYPE_PLAN,
        .when = AL_ALL(AL_FIELD("name", AL_EQUALS("AI")),
                       AL_NOT(AL_FIELD("properties.pricingTier", AL_EQUALS("Free")))),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_ai_extensions,
        .why = "Whoever looks into an alert cannot see the prompt that raised it, and Purview cannot find "
               "sensitive data in what people tell the model.",
        .remedy =
            "Set isEnabled of AIPromptEvidence and AIPromptSharingWithPurview in properties.extensions to "
            "the text True (apiVersion 2023-01-01 or later). Where prompts must not be shared, set the "
            "rule's option extensions to AIPromptEvidence.",
        .references = "MCSB LT-1; MCSB DP-1; policy 359a48a3-351a-4618-bb32-f1628645694b; "
                      "https://learn.microsoft.com/azure/defender-for-cloud/ai-onboarding",
        .options = ai_extensions,
    },
    {
        .id = "defender-ai-plan",
        .title = "Defender for AI services is not switched on",
        .level = AL_NOTE,
        .security_severity = 4.0,
        .type = TYPE_PLAN " " AI_WORKLOADS,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_ai_plan,
        .why =
            "Nobody is alerted when a model is tricked into leaking data, when its credentials are stolen or "
            "when a flood of calls runs up the bill.",
        .remedy = "Deploy Microsoft.Security/pricings with the name AI to the subscription and set "
                  "properties.pricingTier to Standard, which is charged for.",
        .references = "MCSB LT-1; MCSB AI-6; policy c2c0c6d8-007b-4a48-8d9b-3539bddd8e87; "
                      "policy 7e92882a-2f8a-4991-9bc4-d3147d40abb0; "
                      "policy 359a48a3-351a-4618-bb32-f1628645694b; "
                      "https://learn.microsoft.com/azure/defender-for-cloud/ai-threat-protection",
        .equivalents = ANY_PLAN,
    },
    {
        .id = "defender-cspm-plan",
        .title = "Defender CSPM is not switched on",
        .level = AL_NOTE,
        .security_severity = 3.5,
        .type = TYPE_PLAN " " AI_WORKLOADS,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_cspm_plan,
        .why =
            "Without it nothing lists the models and agents that a subscription has, nor the paths by which "
            "an intruder would reach their data.",
        .remedy = "Deploy Microsoft.Security/pricings with the name CloudPosture to the subscription and set "
                  "properties.pricingTier to Standard, which is charged for.",
        .references = "MCSB LT-1; MCSB AM-1; policy 1f90fc71-a595-4066-8974-d4d0802e8ef0; "
                      "policy 72f8cee7-2937-403d-84a1-a4e3e57f3c21; "
                      "https://learn.microsoft.com/azure/defender-for-cloud/ai-security-posture",
        .equivalents = "Azure.Defender.Cspm " ANY_PLAN,
    },
    {
        .id = "defender-security-contact",
        .title = "Nobody is told of security alerts",
        .level = AL_NOTE,
        .security_severity = 3.0,
        .type = CONTACTS " " AI_WORKLOADS,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_contact,
        .why = "An alert that waits in a portal until somebody looks gives an intruder days.",
        .remedy =
            "Deploy Microsoft.Security/securityContacts with the name default to the subscription "
            "(apiVersion 2023-12-01-preview): properties.emails, isEnabled true, notificationsByRole.state "
            "On and an entry of notificationsSources with the sourceType Alert.",
        .references = "MCSB IR-2; policy 4f4f78b8-e367-4b10-a341-d9a4ad5cf1c7; "
                      "policy 6e2593d9-add6-4083-9c9b-4b7d2188c899; "
                      "policy 0b15565f-aa9e-48ba-8619-45960f2c314d",
        .equivalents = "CKV_AZURE_21 CKV_AZURE_22 Azure.Defender.SecurityContact "
                       "kics:email_notifications_set_off trivy:AZU-0044 trivy:AZU-0062 trivy:AZU-0063 "
                       "terrascan:AC_AZURE_0386",
    },
};

AL_MODULE(defender, "Microsoft Defender for Cloud", rules);
