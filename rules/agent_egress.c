/* SPDX-License-Identifier: MIT */
/* The way from the agents' subnet to the internet, which should lead through something that looks at the
 * traffic. */
#include "common_agents.h"

#define EITHER_WAY(one, several, ...) \
    AL_ANY(AL_FIELD(one, __VA_ARGS__), AL_FIELD(several, AL_SOME_ITEM(AL_FIELD("", __VA_ARGS__))))
#define TO_INTERNET                                                                            \
    EITHER_WAY("properties.destinationAddressPrefix", "properties.destinationAddressPrefixes", \
               AL_IN("*", "Internet", "0.0.0.0/0", "Any"))
#define PORTS(...) \
    EITHER_WAY("properties.destinationPortRange", "properties.destinationPortRanges", __VA_ARGS__)
#define OUTBOUND(access_is)                                  \
    AL_FIELD("properties.direction", AL_EQUALS("Outbound")), \
        AL_FIELD("properties.access", AL_EQUALS(access_is)), TO_INTERNET

/* Keeps agents from the internet. */
#define IS_BARRIER \
    AL_ALL(OUTBOUND("Deny"), PORTS(AL_IN("*", "0-65535")), AL_FIELD("properties.protocol", AL_IN("*", "Tcp")))
/* Lets them out to more than a name server or a clock. */
#define IS_OPENING AL_ALL(OUTBOUND("Allow"), PORTS(AL_MATCHES("^(\\*|.*-.*|80|443)$")))

enum { NO_PRIORITY = 65536, UNKNOWN_PRIORITY = -1 };

static int64_t priority_of(al_check *check, const al_field *rule)
{
    int64_t priority;

    return al_number(check, al_get_in(check, rule, "properties.priority"), &priority) ? priority
                                                                                      : UNKNOWN_PRIORITY;
}

/* The priority of the first rule of a security group that is so. */
static int64_t first_such(al_check *check, const al_resource *group, const struct al_condition *condition)
{
    struct al_part rule;
    int64_t first = NO_PRIORITY;
    size_t at = 0;

    while (al_next_part(check, group, "securityRules", &at, &rule)) {
        enum al_truth such = al_test_in(check, rule.field, condition);
        int64_t priority = such == AL_YES ? priority_of(check, rule.field) : UNKNOWN_PRIORITY;

        if (such == AL_NO)
            continue;
        if (priority == UNKNOWN_PRIORITY)
            return UNKNOWN_PRIORITY;
        if (priority < first)
            first = priority;
    }
    return first;
}

/* Whether all items of a list are known to be here, as parts that can be asked. */
static bool is_complete_list(al_check *check, const al_field *list)
{
    bool exact;

    return !list || (al_count(check, list, &exact) > 0 ? exact : !al_is_unknown(check, list));
}

static enum al_truth group_bars(al_check *check, const al_field *id)
{
    const al_resource *group = id ? al_target(check, id) : NULL;
    int64_t barrier, opening;

    if (!id)
        return AL_NO;
    if (!group || al_is_existing(group))
        return AL_UNKNOWN;
    barrier = first_such(check, group, IS_BARRIER);
    opening = first_such(check, group, IS_OPENING);
    if (barrier == UNKNOWN_PRIORITY || opening == UNKNOWN_PRIORITY ||
        !is_complete_list(check, al_get(check, group, "properties.securityRules")))
        return AL_UNKNOWN;
    return barrier < opening ? AL_YES : AL_NO;
}

/* A default route that does not lead straight out, or nowhere. */
static enum al_truth table_bars(al_check *check, const al_field *id)
{
    const al_resource *table = id ? al_target(check, id) : NULL;
    enum al_truth answer = AL_NO;
    struct al_part route;
    size_t at = 0;

    if (!id)
        return AL_NO;
    if (!table || al_is_existing(table))
        return AL_UNKNOWN;
    while (al_next_part(check, table, "routes", &at, &route))
        answer = al_either(
            answer, al_test_in(check, route.field,
                               AL_ALL(AL_FIELD("properties.addressPrefix", AL_EQUALS("0.0.0.0/0")),
                                      AL_FIELD("properties.nextHopType",
                                               AL_IN("VirtualAppliance", "VirtualNetworkGateway", "None")))));
    return is_complete_list(check, al_get(check, table, "properties.routes")) ? answer
                                                                              : al_either(answer, AL_UNKNOWN);
}

/* A hub may route the traffic of a network that is connected to it, and a network that exists may have been.
 */
static bool may_have_hub(al_check *check, const struct al_part *subnet)
{
    const al_resource *network =
        al_is_type(subnet->resource, TYPE_SUBNET) ? al_parent(subnet->resource) : subnet->resource;
    struct al_reference reference;
    struct al_part peering;
    size_t at = 0;

    if (!network || al_is_existing(network) || al_is_incomplete(check))
        return true;
    if (al_next_part(check, network, "virtualNetworkPeerings", &at, &peering))
        return true;
    at = 0;
    return al_next_reference(check, network, "Microsoft.Network/virtualHubs/hubVirtualNetworkConnections",
                             &at, &reference);
}

static const char *why_open(const al_field *gateway, const al_field *table, const al_field *group)
{
    if (gateway)
        return "its NAT gateway leads straight there";
    if (table)
        return "its route table has no default route to a firewall";
    if (group)
        return "its security group does not deny it";
    return "it has neither a route table nor a security group";
}

static void judge_egress(al_check *check, const struct agent_landing *landing)
{
    const struct al_part *subnet = &landing->subnet;
    const al_field *gateway, *table, *group;
    enum al_truth barred;

    if (!landing->is_here)
        return;
    gateway = al_get_in(check, subnet->field, "properties.natGateway.id");
    table = al_get_in(check, subnet->field, "properties.routeTable.id");
    group = al_get_in(check, subnet->field, "properties.networkSecurityGroup.id");
    barred = al_either(table_bars(check, table), group_bars(check, group));
    if (barred == AL_YES)
        return;
    /* Whether a subnet without default outbound access bars a delegated service is the service's business. */
    if (barred == AL_UNKNOWN ||
        (!gateway && (may_have_hub(check, subnet) ||
                      al_test_in(check, subnet->field,
                                 AL_FIELD("properties.defaultOutboundAccess", AL_EQUALS_FALSE)) != AL_NO)))
        al_undetermined(check, subnet->resource, al_agent_subnet_place(subnet),
                        "cannot tell how the agents' subnet leads to the internet");
    else
        al_report(check, subnet->resource, al_agent_subnet_place(subnet),
                  "agents in subnet %s reach any place on the internet: %s",
                  al_agent_subnet_name(check, subnet), why_open(gateway, table, group));
}

static void check_egress(al_check *check, const al_resource *resource)
{
    al_agent_each_subnet(check, resource, judge_egress);
}

static const struct al_rule rules[] = {
    {
        .id = "agent-subnet-egress",
        .title = "Agent subnet has a direct way to the internet",
        .level = AL_WARNING,
        .security_severity = 6.0,
        .type = AGENT_INJECTORS,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_egress,
        .why =
            "A prompt that talks an agent into sending data away needs only an address on the internet that "
            "the agent can reach.",
        .remedy = "Give the subnet a route table with a route for 0.0.0.0/0 whose nextHopType is "
                  "VirtualAppliance (a firewall), or a security group with an outbound rule that denies "
                  "Internet behind rules for the service tags that agents need.",
        .references =
            "MCSB NS-3; MCSB NS-2; policy fc5e4038-4584-4632-8c85-c0448d374b2c; " AGENT_NETWORK_GUIDE,
    },
};

AL_MODULE(agent_egress, "Egress of the agent service", rules);
