/* SPDX-License-Identifier: MIT */
/* The managed network that Foundry runs agents in: what may leave it, and what it reaches privately. */
#include "common.h"

#define TYPE_MANAGED TYPE_COGNITIVE "/managedNetworks"
#define TYPE_RULE    TYPE_MANAGED "/outboundRules"

#define INJECTED(into) AL_FIELD("properties.networkInjections", AL_SOME_ITEM(into))

/* ---- managed network ----------------------------------------------------------------------------------- */

/* An account that runs its agents in the managed network, but says nothing about it. */
static void check_settings_exist(al_check *check, const al_resource *account)
{
    const al_field *injections = al_get(check, account, "properties.networkInjections");
    enum al_truth managed =
        al_test(check, account, INJECTED(AL_FIELD("useMicrosoftManagedNetwork", AL_EQUALS_TRUE)));

    if (managed == AL_NO || al_next_child(check, account, TYPE_MANAGED, NULL))
        return;
    if (managed == AL_UNKNOWN || al_is_incomplete(check))
        al_undetermined(check, account, injections, "cannot tell whether the managed network limits egress");
    else
        al_report(
            check, account, injections,
            "agents run in the managed network, but no managedNetworks child limits where they may send "
            "data");
}

static void check_isolation(al_check *check, const al_resource *network)
{
    const al_resource *account = al_parent(network);
    const al_field *mode = al_get(check, network, "properties.managedNetwork.isolationMode");
    enum al_truth approved = al_is(check, mode, "AllowOnlyApprovedOutbound");

    if (approved == AL_YES ||
        (account && al_test(check, account, INJECTED(AL_FIELD("subnetArmId", AL_NOT_EMPTY))) == AL_YES))
        return;
    if (!mode || approved == AL_UNKNOWN)
        al_undetermined(check, network, mode, "cannot tell whether the managed network limits egress");
    else if (al_is(check, mode, "Disabled") == AL_YES)
        al_report(
            check, network, mode,
            "isolationMode is Disabled, so agents have no managed network and leave over the public one");
    else if (al_text(check, mode))
        al_report(check, network, mode, "isolationMode is %s, so agents may send data to any host",
                  al_text(check, mode));
}

static void check_managed_network(al_check *check, const al_resource *resource)
{
    if (al_is_type(resource, TYPE_COGNITIVE))
        check_settings_exist(check, resource);
    else
        check_isolation(check, resource);
}

/* ---- its outbound rules -------------------------------------------------------------------------------- */

static void check_host_rule(al_check *check, const al_resource *at, const al_field *host)
{
    const char *text = al_text(check, host);

    if (text && al_pattern(check, "^\\s*(https?://)?\\*(\\.[a-z]+|\\.\\*)?/?\\s*$", text))
        al_report(check, at, host, "the outbound rule admits %s: every host, or every host of a top domain",
                  text);
    else if (!text && host)
        al_undetermined(check, at, host, "cannot tell which hosts the outbound rule admits");
}

/* Where addresses are given, the tag does not count. */
static void check_tag_rule(al_check *check, const al_resource *at, const al_field *destination)
{
    const al_field *ranges = al_get_in(check, destination, "addressPrefixes");
    const al_field *tag = al_get_in(check, destination, "serviceTag");
    bool exact;
    size_t n = al_count(check, ranges, &exact);

    if (al_is(check, al_get_in(check, destination, "action"), "Deny") != AL_NO)
        return;
    for (size_t i = 0; i < n; i++) {
        const al_field *range = al_item(check, ranges, i);
        const char *text = al_text(check, range);

        if (text && al_pattern(check, "^\\s*\\*\\s*$|/[0-7]\\s*$", text))
            al_report(check, at, range, "the outbound rule admits %s, a large part of the internet", text);
    }
    if (ranges)
        return;
    if (al_is(check, tag, "Internet") == AL_YES)
        al_report(check, at, tag, "the outbound rule admits the service tag Internet: every public address");
    else if (al_is(check, tag, "AzureCloud") == AL_YES &&
             al_test_in(check, destination,
                        AL_FIELD("portRanges", AL_MATCHES("^\\s*(\\*|[01]-65535)\\s*$"))) == AL_YES)
        al_report(check, at, tag,
                  "the outbound rule admits every port of AzureCloud, machines of other customers included");
    else if (tag && !al_text(check, tag))
        al_undetermined(check, at, tag, "cannot tell which service the outbound rule admits");
}

static void check_rule(al_check *check, const al_resource *at, const al_field *rule)
{
    const al_field *type = al_get_in(check, rule, "type");
    const al_field *destination = al_get_in(check, rule, "destination");

    if (al_is(check, type, "FQDN") == AL_YES)
        check_host_rule(check, at, destination);
    else if (al_is(check, type, "ServiceTag") == AL_YES)
        check_tag_rule(check, at, destination);
    else if (type && al_is_unknown(check, type))
        al_undetermined(check, at, type, "cannot tell what the outbound rule admits");
}

static const al_field *rules_of(al_check *check, const al_resource *network)
{
    return al_get(check, network, "properties.managedNetwork.outboundRules");
}

/* Whether a rule of the network makes a private endpoint for the target. */
static enum al_truth leads_privately(al_check *check, const al_resource *network, const al_resource *target)
{
    static const char path[] = "destination.serviceResourceId";
    const al_field *rules = rules_of(check, network);
    const al_resource *child = NULL;
    bool exact = true;
    size_t n = al_count(check, rules, &exact);
    enum al_truth answer = exact && !al_is_incomplete(check) ? AL_NO : AL_UNKNOWN;

    for (size_t i = 0; i < n; i++)
        answer = al_either(
            answer, al_refers_to(check, al_get_in(check, al_item(check, rules, i), path), target, false));
    while (answer != AL_YES && (child = al_next_child(check, network, TYPE_RULE, child)))
        answer =
            al_either(answer, al_refers_to(check, al_get_in(check, al_get(check, child, "properties"), path),
                                           target, false));
    return answer;
}

/* Foundry makes the endpoints for storage and search itself when they are connected, but none for Cosmos DB.
 */
static void check_thread_store(al_check *check, const al_resource *network, const al_resource *connection)
{
    const al_field *target = al_get(check, connection, "properties.target");
    const al_resource *store =
        al_leads_to(check, al_get(check, connection, "properties.metadata.ResourceId"), TYPE_COSMOS, NULL);
    enum al_truth reached;

    store = store ? store : al_leads_to(check, target, TYPE_COSMOS, NULL);
    if (!store || al_ask_is_closed(check, store) != AL_YES)
        return;
    reached = leads_privately(check, network, store);
    if (reached == AL_NO)
        al_report(check, network, NULL,
                  "no outbound rule makes a private endpoint for %s, which is closed to everything else",
                  al_name(check, store));
    else if (reached == AL_UNKNOWN)
        al_undetermined(check, network, NULL, "cannot tell whether %s is reached privately",
                        al_name(check, store));
}

/* So many resources below an account are looked at for its managed network. */
enum { MAX_BELOW = 500 };

static void check_dependencies(al_check *check, const al_resource *network, const al_resource *owner, int *n)
{
    const al_resource *child = NULL;

    while (++*n <= MAX_BELOW && (child = al_next_child(check, owner, NULL, child))) {
        if (al_is_type(child, TYPE_PROJECT))
            check_dependencies(check, network, child, n);
        else if (al_is_type(child, TYPE_COGNITIVE "/connections") ||
                 al_is_type(child, TYPE_PROJECT "/connections"))
            check_thread_store(check, network, child);
    }
}

static void check_outbound_rules(al_check *check, const al_resource *resource)
{
    const al_field *rules = rules_of(check, resource);
    const al_resource *account = al_parent(resource);
    int looked_at = 0;
    bool exact;
    size_t n = al_count(check, rules, &exact);

    if (al_is_type(resource, TYPE_RULE)) {
        check_rule(check, resource, al_get(check, resource, "properties"));
        return;
    }
    for (size_t i = 0; i < n; i++)
        check_rule(check, resource, al_item(check, rules, i));
    if (account)
        check_dependencies(check, resource, account, &looked_at);
}

/* ---- rules --------------------------------------------------------------------------------------------- */

static const struct al_rule rules[] = {
    {
        .id = "foundry-managed-network",
        .title = "Foundry's managed network lets agents call anyone",
        .level = AL_WARNING,
        .security_severity = 5.5,
        .type = TYPE_COGNITIVE " " TYPE_MANAGED,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_managed_network,
        .why = "An agent that was talked into it can send whatever it knows to any host on the internet.",
        .remedy = "Set properties.managedNetwork.isolationMode of the account's managedNetworks child to "
                  "AllowOnlyApprovedOutbound and list what agents need in outboundRules (apiVersion "
                  "2025-10-01-preview or later). It cannot be switched off again.",
        .references = "MCSB NS-2; "
                      "https://learn.microsoft.com/azure/ai-foundry/how-to/managed-virtual-network",
    },
    {
        .id = "foundry-managed-network-outbound-rules",
        .title = "Managed network's rules are too wide or incomplete",
        .level = AL_WARNING,
        .security_severity = 5.0,
        .type = TYPE_MANAGED " " TYPE_RULE,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_outbound_rules,
        .why = "A rule for every host undoes the isolation of the managed network; a data store without a "
               "rule cannot be reached from it at all.",
        .remedy = "Name the hosts and service tags that agents need, and add a rule of type PrivateEndpoint "
                  "with destination.serviceResourceId and subresourceTarget for each connected data store.",
        .references = "MCSB NS-2; MCSB NS-3; "
                      "https://learn.microsoft.com/azure/ai-foundry/how-to/managed-virtual-network",
    },
};

AL_MODULE(foundry_network, "Microsoft Foundry: managed network", rules);
