/* SPDX-License-Identifier: MIT */
/* Who reaches an AI account, and whom it reaches. */
#include "common.h"

#define ASSOCIATION "Microsoft.Network/networkSecurityPerimeters/resourceAssociations"
#define OPEN        AL_NOT(AL_FIELD("properties.publicNetworkAccess", AL_EQUALS("Disabled")))

/* Kinds that let the hosts they call be limited. */
#define KINDS_WITH_HOST_LISTS                                                                           \
    "AIServices", "CognitiveServices", "ComputerVision", "ContentModerator", "CustomVision.Prediction", \
        "CustomVision.Training", "Face", "FormRecognizer", "OpenAI", "QnAMaker", "QnAMaker.V2",         \
        "SpeechServices"

/* Whether a network security perimeter decides about the account instead of its own settings. One that only
 * learns decides nothing. */
static enum al_truth is_enclosed(al_check *check, const al_resource *account)
{
    struct al_reference association;
    enum al_truth answer = AL_NO;
    size_t at = 0;

    while (answer != AL_YES && al_next_reference(check, account, ASSOCIATION, &at, &association))
        answer = al_either(
            answer, al_is(check, al_get(check, association.from, "properties.accessMode"), "Enforced"));
    if (answer == AL_NO && at == 0 && al_ask_in_perimeter(check, account) == AL_UNKNOWN)
        return AL_UNKNOWN; /* it is not known whom some association is about */
    return answer;
}

/* ---- inbound ------------------------------------------------------------------------------------------- */

static void check_public_access(al_check *check, const al_resource *account)
{
    static const char path[] = "properties.publicNetworkAccess";
    static const char message[] = "every network can reach the account: publicNetworkAccess is %s and no "
                                  "firewall denies by default";
    const al_field *access = al_get(check, account, path);
    enum al_truth closed = al_either(al_is(check, access, "Disabled"), is_enclosed(check, account));

    if (closed == AL_UNKNOWN)
        al_undetermined(check, account, access, "cannot tell whether the account is open to the internet");
    else if (closed == AL_NO && access)
        al_report(check, account, access, message, "not Disabled");
    else if (closed == AL_NO)
        al_report_absent(check, account, path, message, "not set");
}

/* Azure takes a rule for a subnet without the service endpoint only when the rule says so. */
static void check_subnet_rule(al_check *check, const al_resource *account, const al_field *rule)
{
    const al_field *id = al_get_in(check, rule, "id");
    struct al_part subnet;
    enum al_truth fine;

    if (!al_target_part(check, id, &subnet))
        return;
    fine = al_either(
        al_is(check, al_get_in(check, rule, "ignoreMissingVnetServiceEndpoint"), "true"),
        al_test_in(check, subnet.field,
                   AL_FIELD("properties.serviceEndpoints",
                            AL_SOME_ITEM(AL_FIELD("service", AL_EQUALS("Microsoft.CognitiveServices"))))));
    if (fine == AL_NO)
        al_report(check, account, id,
                  "the firewall names a subnet that has no service endpoint for "
                  "Microsoft.CognitiveServices, so its traffic is not recognised");
    else if (fine == AL_UNKNOWN)
        al_undetermined(check, account, id, "cannot tell whether the subnet has the service endpoint");
}

static void check_networks(al_check *check, const al_resource *account)
{
    static const char path[] = "properties.networkAcls.virtualNetworkRules";
    const al_field *rules = al_get(check, account, path);
    bool exact = true;
    size_t n = al_count(check, rules, &exact);
    enum al_truth named;

    for (size_t i = 0; i < n; i++)
        check_subnet_rule(check, account, al_item(check, rules, i));
    if (n > 0)
        return;
    named = exact && !(rules && al_is_unknown(check, rules)) ? AL_NO : AL_UNKNOWN;
    if (named == AL_NO)
        named = al_ask_reached_privately(check, account, NULL);
    if (named == AL_UNKNOWN || (named == AL_NO && al_is_incomplete(check)))
        al_undetermined(check, account, rules, "cannot tell which networks the account is reached from");
    else if (named == AL_NO)
        al_report_absent(check, account, path,
                         "the firewall admits addresses at most: no virtual network rule, private endpoint "
                         "or perimeter says which networks may reach the account");
}

/* What works on the account's own host only: Entra tokens, private endpoints, network rules, and the clients
 * of these kinds. */
static const struct al_condition *const needs_own_host =
    AL_ANY(AL_FIELD("properties.disableLocalAuth", AL_EQUALS_TRUE),
           AL_FIELD("properties.publicNetworkAccess", AL_EQUALS("Disabled")),
           AL_FIELD("properties.networkAcls.defaultAction", AL_EQUALS("Deny")),
           AL_FIELD("kind", AL_IN("AIServices", "OpenAI")));

static void check_subdomain(al_check *check, const al_resource *account)
{
    static const char path[] = "properties.customSubDomainName";
    static const char message[] = "without customSubDomainName the account answers on the shared regional "
                                  "host, which knows neither Entra tokens nor private endpoints";
    const al_field *name = al_get(check, account, path);
    enum al_truth has = name ? al_test_in(check, name, AL_FIELD("", AL_NOT_EMPTY)) : AL_NO, needs;
    struct al_reference endpoint;
    size_t at = 0;

    if (has == AL_YES)
        return;
    needs = al_test(check, account, needs_own_host);
    if (needs != AL_YES && al_next_reference(check, account, TYPE_ENDPOINT, &at, &endpoint))
        needs = AL_YES;
    if (needs == AL_NO)
        return;
    if (has == AL_UNKNOWN || needs == AL_UNKNOWN)
        al_undetermined(check, account, name, "cannot tell whether the account needs a subdomain");
    else if (name)
        al_report(check, account, name, message);
    else
        al_report_absent(check, account, path, message);
}

/* ---- outbound ------------------------------------------------------------------------------------------ */

static void check_hosts(al_check *check, const al_resource *account)
{
    const al_field *hosts = al_get(check, account, "properties.allowedFqdnList");
    bool exact = true;
    size_t n = al_count(check, hosts, &exact);

    for (size_t i = 0; i < n; i++) {
        const al_field *host = al_item(check, hosts, i);
        const char *text = al_text(check, host);

        if (text && al_pattern(check, "^\\s*(https?://)?(\\*(\\.\\*)?|0\\.0\\.0\\.0/0)/?\\s*$", text))
            al_report(check, account, host, "allowedFqdnList holds %s, which allows every host", text);
    }
}

static void check_outbound(al_check *check, const al_resource *account)
{
    static const char path[] = "properties.restrictOutboundNetworkAccess";
    static const char message[] = "the account may send data to any host because "
                                  "restrictOutboundNetworkAccess is not true";
    const al_field *restricted = al_get(check, account, path);
    enum al_truth on = al_is(check, restricted, "true");

    if (on == AL_YES)
        check_hosts(check, account);
    else
        on = al_either(on, is_enclosed(check, account));
    if (on == AL_UNKNOWN)
        al_undetermined(check, account, restricted, "cannot tell which hosts the account may call");
    else if (on == AL_NO && restricted)
        al_report(check, account, restricted, message);
    else if (on == AL_NO)
        al_report_absent(check, account, path, message);
}

/* ---- rules --------------------------------------------------------------------------------------------- */

static const struct al_rule rules[] = {
    {
        .id = "cognitive-custom-subdomain",
        .title = "AI account has no subdomain of its own",
        .level = AL_WARNING,
        .type = TYPE_COGNITIVE,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_subdomain,
        .why = "Entra tokens, private endpoints and network rules work only on the account's own host name. "
               "With keys or public access off, an account without one cannot be called at all.",
        .remedy = "Set properties.customSubDomainName to a globally unique name, such as the account's own.",
        .references = "MCSB IM-1; MCSB NS-2; "
                      "https://learn.microsoft.com/azure/ai-services/cognitive-services-virtual-networks",
    },
    {
        /* An account without any rule is plainly open, which cognitive-public-network-access says. */
        .id = "cognitive-network-acls-default-deny",
        .title = "AI account firewall lets everyone in",
        .level = AL_WARNING,
        .security_severity = 7.0,
        .type = TYPE_COGNITIVE,
        .when = AL_ALL(OPEN, AL_ANY(AL_FIELD("properties.networkAcls.ipRules", AL_NOT_EMPTY),
                                    AL_FIELD("properties.networkAcls.virtualNetworkRules", AL_NOT_EMPTY))),
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
        .type = TYPE_COGNITIVE,
        .when = AL_NOT(AL_FIELD("properties.networkAcls.defaultAction", AL_EQUALS("Deny"))),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_public_access,
        .why = "Models, prompts and data are one leaked key or token away from anyone on the internet.",
        .remedy = "Set properties.publicNetworkAccess to Disabled and add a private endpoint with the group "
                  "id account, or set properties.networkAcls.defaultAction to Deny.",
        .references = "MCSB NS-2; policy 037eea7a-bd0a-46c5-9a66-03aea78705d3; "
                      "policy 47ba1dd7-28d9-4b07-a8d5-9813bed64e0c; "
                      "https://learn.microsoft.com/azure/ai-foundry/how-to/configure-private-link",
        .equivalents = "CKV_AZURE_134 Azure.AI.PublicAccess Azure.AI.PrivateEndpoints",
    },
    {
        .id = "cognitive-restrict-outbound",
        .title = "AI account may call any host",
        .level = AL_WARNING,
        .security_severity = 5.0,
        .type = TYPE_COGNITIVE,
        .when = AL_FIELD("kind", AL_IN(KINDS_WITH_HOST_LISTS)),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_outbound,
        .why = "A crafted request can make the account fetch from, or send what it knows to, a host that "
               "somebody else controls.",
        .remedy = "Set properties.restrictOutboundNetworkAccess to true (apiVersion 2021-04-30 or later) and "
                  "list the hosts it needs in properties.allowedFqdnList; an empty list allows none.",
        .references = "MCSB DP-2; MCSB NS-2; "
                      "https://learn.microsoft.com/azure/ai-services/cognitive-services-data-loss-prevention",
    },
    {
        /* Of an account without a firewall cognitive-public-network-access says that every network reaches
           it. */
        .id = "cognitive-vnet-rules",
        .title = "AI account is not tied to virtual networks",
        .level = AL_NOTE,
        .security_severity = 4.0,
        .type = TYPE_COGNITIVE,
        .when = AL_ALL(OPEN, AL_FIELD("properties.networkAcls.defaultAction", AL_EQUALS("Deny"))),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_networks,
        .why = "Addresses alone say little about a caller. Only a private endpoint or a rule for a subnet "
               "ties the account to networks that you control.",
        .remedy = "Add a private endpoint, or list subnets that have the service endpoint "
                  "Microsoft.CognitiveServices in properties.networkAcls.virtualNetworkRules.",
        .references = "MCSB NS-1; MCSB NS-2; policy 037eea7a-bd0a-46c5-9a66-03aea78705d3; "
                      "https://learn.microsoft.com/azure/ai-services/cognitive-services-virtual-networks",
    },
};

AL_MODULE(cognitive_network, "Azure AI services: networks", rules);
