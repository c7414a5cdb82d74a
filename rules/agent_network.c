/* SPDX-License-Identifier: MIT */
/* The subnet that agents are injected into: it must be delegated, large and theirs alone. */
#include "common_agents.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define ENVIRONMENTS "Microsoft.App/environments"

/* ---- delegation -----------------------------------------------------------------------------------------
 */

static void judge_delegation(al_check *check, const struct agent_landing *landing)
{
    static const char path[] = "properties.delegations";
    const struct al_part *subnet = &landing->subnet;
    const al_field *delegations;
    enum al_truth delegated;
    bool exact;

    if (!landing->is_here)
        return;
    delegations = al_get_in(check, subnet->field, path);
    delegated =
        al_test_in(check, subnet->field,
                   AL_FIELD("properties.delegations",
                            AL_SOME_ITEM(AL_FIELD("properties.serviceName", AL_EQUALS(ENVIRONMENTS)))));
    if (delegated == AL_UNKNOWN)
        al_undetermined(check, subnet->resource, delegations ? delegations : al_agent_subnet_place(subnet),
                        "cannot tell what the agents' subnet is delegated to");
    else if (delegated == AL_NO && al_count(check, delegations, &exact) > 0)
        al_report(check, subnet->resource, delegations,
                  "the agents' subnet %s is delegated to another service than " ENVIRONMENTS,
                  al_agent_subnet_name(check, subnet));
    else if (delegated == AL_NO)
        al_report(check, subnet->resource, al_agent_subnet_place(subnet),
                  "the agents' subnet %s is not delegated to " ENVIRONMENTS ", so the injection fails",
                  al_agent_subnet_name(check, subnet));
}

static void check_delegation(al_check *check, const al_resource *resource)
{
    al_agent_each_subnet(check, resource, judge_delegation);
}

/* ---- size -----------------------------------------------------------------------------------------------
 */

enum { WANTED_PREFIX = 24, UNKNOWN_PREFIX = -1, IPV6_PREFIX = -2 };

/* The platform uses these ranges itself. */
static const struct range {
    const char *text;
    uint32_t address;
    int prefix;
} reserved[] = {
    {"169.254.0.0/16", 0xa9fe0000u, 16},
    {"172.30.0.0/16", 0xac1e0000u, 16},
    {"172.31.0.0/16", 0xac1f0000u, 16},
    {"192.0.2.0/24", 0xc0000200u, 24},
};

/* Of "10.0.0.0/24", also when what stands before the slash is not known. */
static int prefix_of(al_check *check, const al_field *range)
{
    const char *text = al_text(check, range), *tail = al_last_segment(check, range);
    char *end = NULL;
    long prefix;

    if (text && strchr(text, ':'))
        return IPV6_PREFIX;
    if (!tail || !*tail || (text && !strchr(text, '/')))
        return UNKNOWN_PREFIX;
    prefix = strtol(tail, &end, 10);
    return *end == '\0' && prefix >= 0 && prefix <= 32 ? (int)prefix : UNKNOWN_PREFIX;
}

static bool read_address(const char *text, uint32_t *address)
{
    *address = 0;
    for (int i = 0; i < 4; i++) {
        char *end;
        unsigned long byte = strtoul(text, &end, 10);
        if (end == text || byte > 255 || *end != (i < 3 ? '.' : '/'))
            return false;
        *address = *address << 8 | (uint32_t)byte;
        text = end + 1;
    }
    return true;
}

static uint32_t mask_of(int prefix)
{
    return prefix == 0 ? 0 : UINT32_MAX << (32 - prefix);
}

static const char *overlap_of(al_check *check, const al_field *range, int prefix)
{
    const char *text = al_text(check, range);
    uint32_t address;

    if (!text || prefix < 0 || !read_address(text, &address))
        return NULL;
    for (size_t i = 0; i < sizeof reserved / sizeof reserved[0]; i++) {
        uint32_t mask = mask_of(prefix < reserved[i].prefix ? prefix : reserved[i].prefix);
        if ((address & mask) == (reserved[i].address & mask))
            return reserved[i].text;
    }
    return NULL;
}

/* What is known of all ranges of a subnet. */
struct extent {
    const al_field *widest_at; /* of the largest range */
    int widest;
    bool unknown;
};

static void add_range(al_check *check, const struct al_part *subnet, const al_field *range,
                      struct extent *all)
{
    int prefix = prefix_of(check, range);
    const char *overlap = overlap_of(check, range, prefix);

    if (overlap)
        al_report(check, subnet->resource, range,
                  "the agents' subnet overlaps %s, which the platform keeps for itself", overlap);
    if (prefix == UNKNOWN_PREFIX)
        all->unknown = true;
    if (prefix < 0 || (all->widest_at && prefix >= all->widest))
        return;
    all->widest = prefix;
    all->widest_at = range;
}

static void judge_size(al_check *check, const struct agent_landing *landing)
{
    const struct al_part *subnet = &landing->subnet;
    struct extent all = {0};
    const al_field *range, *ranges;
    bool exact;
    size_t n;

    if (!landing->is_here)
        return;
    range = al_get_in(check, subnet->field, "properties.addressPrefix");
    ranges = al_get_in(check, subnet->field, "properties.addressPrefixes");
    n = al_count(check, ranges, &exact);
    if (range)
        add_range(check, subnet, range, &all);
    for (size_t i = 0; i < n; i++)
        add_range(check, subnet, al_item(check, ranges, i), &all);
    if (all.widest_at && all.widest <= WANTED_PREFIX)
        return;
    if (all.unknown || !exact || !all.widest_at)
        al_undetermined(check, subnet->resource,
                        range    ? range
                        : ranges ? ranges
                                 : al_agent_subnet_place(subnet),
                        "cannot tell how large the agents' subnet is");
    else
        al_report(check, subnet->resource, all.widest_at,
                  "the agents' subnet %s is a /%d; a /%d or larger leaves room for all agents",
                  al_agent_subnet_name(check, subnet), all.widest, WANTED_PREFIX);
}

static void check_size(al_check *check, const al_resource *resource)
{
    al_agent_each_subnet(check, resource, judge_size);
}

/* ---- neighbours -----------------------------------------------------------------------------------------
 */

/* What may be put into a subnet. */
static const struct tenant {
    const char *type, *path; /* the path begins so where it names the subnet it is in */
    const char *what;
} tenants[] = {
    {TYPE_COGNITIVE, "properties.networkInjections", "another account puts its agents here, too"},
    {TYPE_ENDPOINT, "properties.subnet", "this private endpoint is in it"},
    {"Microsoft.Network/networkInterfaces", "properties.ipConfigurations", "this network interface is in it"},
    {"Microsoft.App/managedEnvironments", "properties.vnetConfiguration",
     "this Container Apps environment is in it"},
    {"Microsoft.Web/sites", "properties.virtualNetworkSubnetId", "this app is in it"},
    {"Microsoft.ContainerService/managedClusters", "properties.agentPoolProfiles", "this cluster is in it"},
    {"Microsoft.ApiManagement/service", "properties.virtualNetworkConfiguration",
     "this API gateway is in it"},
    {"Microsoft.Network/applicationGateways", "properties.gatewayIPConfigurations", "this gateway is in it"},
};

static bool is_same_subnet(al_check *check, const al_field *id, const struct agent_landing *landing)
{
    const al_resource *subnet = al_target(check, landing->id);
    struct al_part other;

    if (al_same(check, id, landing->id) == AL_YES ||
        (subnet && al_refers_to(check, id, subnet, false) == AL_YES))
        return true;
    if (!landing->is_here || !al_target_part(check, id, &other) || other.resource != landing->subnet.resource)
        return false;
    return al_is_type(other.resource, TYPE_SUBNET) ||
           al_same(check, al_get_in(check, other.field, "name"),
                   al_get_in(check, landing->subnet.field, "name")) == AL_YES;
}

static void report_tenant(al_check *check, const al_resource *from, const al_field *id,
                          const struct tenant *tenant)
{
    al_report(check, from, id, "the agents' subnet is not theirs alone: %s", tenant->what);
}

/* References to the network are to one of its subnets, and the subnet may be declared as `existing`, too. */
static void report_tenants(al_check *check, const struct agent_landing *landing, const al_resource *to,
                           const struct tenant *tenant)
{
    struct al_reference reference;
    size_t at = 0;

    while (to && al_next_reference(check, to, tenant->type, &at, &reference)) {
        const al_field *id = al_get(check, reference.from, reference.path);
        if (reference.from == landing->from || al_is_existing(reference.from) ||
            strncasecmp(reference.path, tenant->path, strlen(tenant->path)) != 0 ||
            !is_same_subnet(check, id, landing))
            continue;
        report_tenant(check, reference.from, id, tenant);
    }
}

/* Where nothing of the network is here, ids can only be compared with each other: so many of them. */
enum { MOST_COMPARED = 200 };

static enum al_truth compare_id(al_check *check, const struct agent_landing *landing, const al_resource *from,
                                const al_field *id, const struct tenant *tenant)
{
    enum al_truth same = al_same(check, id, landing->id);

    if (same == AL_YES)
        report_tenant(check, from, id, tenant);
    return id ? same : AL_NO;
}

static enum al_truth compare_accounts(al_check *check, const struct agent_landing *landing)
{
    const al_resource *account = NULL;
    enum al_truth answer = AL_NO;
    bool exact;

    for (size_t n = 0; n < MOST_COMPARED && (account = al_next_of_type(check, TYPE_COGNITIVE, account));
         n++) {
        const al_field *injections = al_get(check, account, "properties.networkInjections");
        size_t count = account == landing->from ? 0 : al_count(check, injections, &exact);
        for (size_t i = 0; i < count; i++)
            answer =
                al_either(answer, compare_id(check, landing, account,
                                             al_get_in(check, al_item(check, injections, i), "subnetArmId"),
                                             &tenants[0]));
    }
    return answer;
}

static enum al_truth compare_endpoints(al_check *check, const struct agent_landing *landing)
{
    const al_resource *endpoint = NULL;
    enum al_truth answer = AL_NO;

    for (size_t n = 0; n < MOST_COMPARED && (endpoint = al_next_of_type(check, TYPE_ENDPOINT, endpoint)); n++)
        answer = al_either(answer, compare_id(check, landing, endpoint,
                                              al_get(check, endpoint, "properties.subnet.id"), &tenants[1]));
    return answer;
}

static void judge_neighbours(al_check *check, const struct agent_landing *landing)
{
    const al_resource *subnet = al_target(check, landing->id);
    const al_resource *network = al_target_of_type(check, landing->id, TYPE_NETWORK);

    if (!network && landing->is_here)
        network = landing->subnet.resource;
    if (!subnet && !network) {
        if (al_either(compare_accounts(check, landing), compare_endpoints(check, landing)) == AL_UNKNOWN)
            al_undetermined(check, landing->from, landing->id, "cannot tell what else is in this subnet");
        return;
    }
    for (size_t i = 0; i < sizeof tenants / sizeof tenants[0]; i++) {
        report_tenants(check, landing, subnet, &tenants[i]);
        report_tenants(check, landing, network, &tenants[i]);
    }
}

static void check_neighbours(al_check *check, const al_resource *resource)
{
    al_agent_each_subnet(check, resource, judge_neighbours);
}

static const struct al_rule rules[] = {
    {
        .id = "agent-subnet-delegation",
        .title = "Agent subnet is not delegated to Container Apps",
        .level = AL_ERROR,
        .security_severity = 3.0,
        .type = AGENT_INJECTORS,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_delegation,
        .why = "Agents run in a Container Apps environment, which a subnet without that delegation does not "
               "let in: the deployment fails, or is made to work without a private network.",
        .remedy = "Add { \"name\": \"agents\", \"properties\": { \"serviceName\": \"" ENVIRONMENTS
                  "\" } } to properties.delegations of the subnet, which nothing else may use.",
        .references = "MCSB NS-1; " AGENT_NETWORK_GUIDE,
    },
    {
        .id = "agent-subnet-exclusive",
        .title = "Agent subnet is shared",
        .level = AL_WARNING,
        .security_severity = 4.0,
        .type = AGENT_INJECTORS,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_neighbours,
        .why =
            "Azure lets one account's agents have the subnet and nobody else; a second account is refused, "
            "and other tenants would be under the rules that are made for agents.",
        .remedy = "Give each account a subnet of its own, and put private endpoints and everything else into "
                  "another.",
        .references = "MCSB NS-1; " AGENT_NETWORK_GUIDE,
    },
    {
        .id = "agent-subnet-size",
        .title = "Agent subnet has an unsuitable address range",
        .level = AL_WARNING,
        .security_severity = 0.0,
        .type = AGENT_INJECTORS,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_size,
        .why = "Agents take more addresses the more they are used; a subnet that has run out of them cannot "
               "be made larger while it is in use, and ranges of the platform's own do not work at all.",
        .remedy = "Give the subnet a /24 or larger of your private address space, outside 169.254.0.0/16, "
                  "172.30.0.0/16, 172.31.0.0/16 and 192.0.2.0/24.",
        .references = "MCSB NS-1; " AGENT_NETWORK_GUIDE,
    },
};

AL_MODULE(agent_network, "Networks of the agent service", rules);
