/* SPDX-License-Identifier: MIT */
/* Subnets, what watches a virtual network, and the machines in it that have an address of their own in the
 * internet. */
#include "common.h"

#include <strings.h>

#define TYPE_FLOW_LOG "Microsoft.Network/networkWatchers/flowLogs"
#define TYPE_BASTION  "Microsoft.Network/bastionHosts"
#define TYPE_CARD     "Microsoft.Network/networkInterfaces"
#define TYPE_MACHINE  "Microsoft.Compute/virtualMachines"
#define TYPE_MACHINES "Microsoft.Compute/virtualMachineScaleSets"

/* So many flow logs whose target is unclear are looked at for each network, which keeps the work linear. */
enum { MOST_FLOW_LOGS = 200 };

/* ---- subnets ------------------------------------------------------------------------------------------- */

/* Names that stand for a service of the platform, which needs the way out that the platform gives it. */
static const struct {
    const char *name;
    bool takes_group; /* a security group may be put on it */
} platform_subnets[] = {
    {"AzureBastionSubnet", true},   {"AzureFirewallManagementSubnet", false},
    {"AzureFirewallSubnet", false}, {"GatewaySubnet", false},
    {"RouteServerSubnet", false},
};

/* `groupless`: one that takes no security group. */
static enum al_truth is_platform_subnet(al_check *check, const struct al_part *subnet, bool groupless)
{
    const al_field *name = al_get_in(check, subnet->field, "name");
    const char *text = al_last_segment(check, name);
    enum al_truth answer = AL_NO;

    for (size_t i = 0; i < sizeof(platform_subnets) / sizeof(platform_subnets[0]); i++) {
        if (groupless && platform_subnets[i].takes_group)
            continue;
        if (!text)
            answer = al_either(answer, al_is(check, name, platform_subnets[i].name));
        else if (strcasecmp(text, platform_subnets[i].name) == 0)
            return AL_YES;
    }
    return answer;
}

/* Whether a child of the network declares the subnet again, which is what holds. */
static enum al_truth is_declared_again(al_check *check, const struct al_part *subnet)
{
    const al_field *name = al_get_in(check, subnet->field, "name");
    const al_resource *child = NULL;
    enum al_truth answer = AL_NO;

    while (answer != AL_YES && (child = al_next_child(check, subnet->resource, TYPE_SUBNET, child)))
        if (!al_is_existing(child))
            answer = al_either(answer, al_is_named(check, child, name));
    return answer;
}

/* The answer whether a subnet is at fault. */
typedef enum al_truth judgement(al_check *check, const struct al_part *subnet);

/* What may be wrong with a subnet. */
struct fault {
    judgement *is_at_fault;
    const char *path; /* of the property */
    const char *what, *doubt;
    const char *half; /* where the property is there, but not what it is for; NULL: no other fault */
};

/* Points at the property, or at the name of what should have it. */
static const al_field *place_of(al_check *check, const struct al_part *subnet, const char *path)
{
    const al_field *place = al_get_in(check, subnet->field, path);

    if (!place && !al_is_type(subnet->resource, TYPE_SUBNET))
        place = al_get_in(check, subnet->field, "name");
    return place;
}

static void judge_subnet(al_check *check, const struct al_part *subnet, const struct fault *fault)
{
    enum al_truth answer = fault->is_at_fault(check, subnet);
    const al_field *place = place_of(check, subnet, fault->path);
    const char *name = al_last_segment(check, al_get_in(check, subnet->field, "name"));
    const char *the = name ? "subnet " : "this subnet";

    if (answer != AL_NO && !al_is_type(subnet->resource, TYPE_SUBNET))
        answer = al_both(answer, al_opposite(is_declared_again(check, subnet)));
    if (answer == AL_YES)
        al_report(check, subnet->resource, place, "%s%s %s", the, name ? name : "",
                  fault->half && al_get_in(check, subnet->field, fault->path) ? fault->half : fault->what);
    else if (answer == AL_UNKNOWN)
        al_undetermined(check, subnet->resource, place, "cannot tell whether %s%s %s", the, name ? name : "",
                        fault->doubt);
}

static void judge_subnets(al_check *check, const al_resource *resource, const struct fault *fault)
{
    struct al_part subnet = {resource, al_get(check, resource, "")};
    size_t at = 0;

    if (al_is_type(resource, TYPE_SUBNET)) {
        judge_subnet(check, &subnet, fault);
        return;
    }
    /* Children come last, and are judged as resources of their own. */
    while (al_next_part(check, resource, "subnets", &at, &subnet) && subnet.resource == resource)
        judge_subnet(check, &subnet, fault);
}

static enum al_truth lacks_security_group(al_check *check, const struct al_part *subnet)
{
    enum al_truth has = al_test_in(
        check, subnet->field,
        AL_ANY(
            AL_FIELD("properties.networkSecurityGroup.id", AL_NOT_EMPTY),
            AL_FIELD("properties.delegations",
                     AL_SOME_ITEM(AL_FIELD("properties.serviceName",
                                           AL_EQUALS("Microsoft.HardwareSecurityModules/dedicatedHSMs"))))));

    return al_opposite(al_either(has, is_platform_subnet(check, subnet, true)));
}

static void check_security_group(al_check *check, const al_resource *resource)
{
    static const struct fault fault = {lacks_security_group, "properties.networkSecurityGroup",
                                       "has no network security group", "has a network security group",
                                       "names a network security group without its id"};

    judge_subnets(check, resource, &fault);
}

/* A delegated subnet belongs to a service that manages its own way out. */
static enum al_truth has_default_outbound(al_check *check, const struct al_part *subnet)
{
    const al_field *outbound = al_get_in(check, subnet->field, "properties.defaultOutboundAccess");
    enum al_truth open =
        outbound ? al_opposite(al_is(check, outbound, "false"))
                 : al_test(check, subnet->resource, AL_FIELD("apiVersion", AL_VERSION_LESS("2025-07-01")));

    if (open == AL_NO)
        return AL_NO;
    open =
        al_both(open, al_test_in(check, subnet->field, AL_FIELD("properties.delegations", AL_COUNT_LESS(1))));
    return al_both(open, al_opposite(is_platform_subnet(check, subnet, false)));
}

static void check_default_outbound(al_check *check, const al_resource *resource)
{
    static const struct fault fault = {has_default_outbound, "properties.defaultOutboundAccess",
                                       "allows default outbound access: defaultOutboundAccess is not false",
                                       "allows default outbound access", NULL};

    judge_subnets(check, resource, &fault);
}

/* ---- flow logs ----------------------------------------------------------------------------------------- */

static void check_has_flow_log(al_check *check, const al_resource *network)
{
    enum al_truth logged = al_is_incomplete(check) ? AL_UNKNOWN : AL_NO;
    const al_resource *log = NULL;
    struct al_reference reference;
    size_t at = 0, n = 0;

    if (al_next_reference(check, network, TYPE_FLOW_LOG, &at, &reference))
        return;
    while (logged == AL_NO && (log = al_next_of_type(check, TYPE_FLOW_LOG, log)))
        logged = n++ < MOST_FLOW_LOGS
                     ? al_refers_to(check, al_get(check, log, "properties.targetResourceId"), network, true)
                     : AL_UNKNOWN;
    if (logged == AL_NO)
        al_report(check, network, NULL, "no flow log records the traffic of this network");
    else if (logged == AL_UNKNOWN)
        al_undetermined(check, network, NULL,
                        "cannot tell whether a flow log records this network's traffic");
}

/* ---- machines with a public address -------------------------------------------------------------------- */

static void check_addresses(al_check *check, const al_resource *resource, const al_field *configurations,
                            const char *address, const char *what)
{
    bool exact;
    size_t n = al_count(check, configurations, &exact);

    for (size_t i = 0; i < n; i++) {
        const al_field *found = al_get_in(check, al_item(check, configurations, i), address);
        enum al_truth has = found ? al_test_in(check, found, AL_FIELD("", AL_NOT_EMPTY)) : AL_NO;

        if (has == AL_YES)
            al_report(check, resource, found, "%s", what);
        else if (has == AL_UNKNOWN)
            al_undetermined(check, resource, found,
                            "cannot tell whether the machine has a public IP address");
    }
}

/* Machines may have the interfaces written inside them. */
static void check_interfaces(al_check *check, const al_resource *resource, const char *path, const char *what)
{
    const al_field *interfaces = al_get(check, resource, path);
    bool exact;
    size_t n = al_count(check, interfaces, &exact);

    for (size_t i = 0; i < n; i++)
        check_addresses(check, resource,
                        al_get_in(check, al_item(check, interfaces, i), "properties.ipConfigurations"),
                        "properties.publicIPAddressConfiguration", what);
}

static void check_machine(al_check *check, const al_resource *resource, const char *what)
{
    if (al_is_type(resource, TYPE_MACHINE))
        check_interfaces(check, resource, "properties.networkProfile.networkInterfaceConfigurations", what);
    else if (al_is_type(resource, TYPE_MACHINES))
        check_interfaces(check, resource,
                         "properties.virtualMachineProfile.networkProfile.networkInterfaceConfigurations",
                         what);
    else
        check_addresses(check, resource, al_get(check, resource, "properties.ipConfigurations"),
                        "properties.publicIPAddress.id", what);
}

/* Whether it is a way into the network of AI resources. A network appliance forwards traffic, and is meant to
 * be seen. */
static enum al_truth is_beside_ai(al_check *check, const al_resource *resource)
{
    if (!al_ask_deploys_ai(check))
        return AL_NO;
    if (!al_is_type(resource, TYPE_CARD))
        return AL_YES;
    return al_opposite(al_is(check, al_get(check, resource, "properties.enableIPForwarding"), "true"));
}

static void check_bastion(al_check *check, const al_resource *resource)
{
    const al_field *links = al_get(check, resource, "properties.enableShareableLink");

    if (!al_is_type(resource, TYPE_BASTION)) {
        enum al_truth beside = is_beside_ai(check, resource);
        if (beside == AL_UNKNOWN)
            al_undetermined(check, resource, al_get(check, resource, "properties.enableIPForwarding"),
                            "cannot tell whether it is a network appliance");
        else if (beside == AL_YES)
            check_machine(check, resource,
                          "the machine is deployed with AI resources and has a public IP address: sign in "
                          "through Bastion instead");
    } else if (al_is(check, links, "true") == AL_YES)
        al_report(check, resource, links,
                  "whoever has a shareable link reaches the machine without an Azure account");
    else if (al_is(check, links, "true") == AL_UNKNOWN)
        al_undetermined(check, resource, links, "cannot tell whether Bastion hands out shareable links");
}

/* Those beside AI resources are the matter of network-bastion-host. */
static void check_public_address(al_check *check, const al_resource *resource)
{
    if (!is_beside_ai(check, resource))
        check_machine(check, resource,
                      "the machine has a public IP address, so only security rules keep the internet out");
}

/* ---- rules --------------------------------------------------------------------------------------------- */

/* What other tools ask wherever the machine is. */
#define PUBLIC_ADDRESS "Azure.VM.PublicIPAttached Azure.VMSS.PublicIPAttached trivy:AZU-0076"

static const struct al_rule rules[] = {
    {
        .id = "network-bastion-host",
        .title = "Machine can be reached past Bastion",
        .level = AL_WARNING,
        .security_severity = 6.5,
        .type = TYPE_CARD " " TYPE_MACHINE " " TYPE_MACHINES " " TYPE_BASTION,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_bastion,
        .why =
            "A jump host with an address in the internet is a way into the private network that is open to "
            "password guessing and to flaws that are not patched yet.",
        .remedy = "Remove publicIPAddress (in a machine: publicIPAddressConfiguration) from the network "
                  "interface and add an Azure Bastion host to the network, with enableShareableLink false.",
        .references = "MCSB PA-6; MCSB NS-3; policy 83a86a26-fd1f-447c-b59d-e51f44264114; "
                      "https://learn.microsoft.com/azure/bastion/bastion-overview",
        .equivalents = PUBLIC_ADDRESS,
    },
    {
        .id = "network-flow-logs",
        .title = "Flow log is switched off",
        .level = AL_NOTE,
        .security_severity = 3.0,
        .type = TYPE_FLOW_LOG,
        .require = AL_FIELD("properties.enabled", AL_EQUALS_TRUE),
        .absent = AL_ABSENT_UNKNOWN,
        .message = "the flow log records nothing because {field} is {value}",
        .why = "Without flow logs nobody can tell afterwards where an intruder came from or where data went.",
        .remedy = "Set properties.enabled to true.",
        .references = "MCSB LT-4; policy 27960feb-a23c-4577-8d36-ef8b5f35e0be",
        .equivalents = "trivy:AZU-0073 terrascan:AC_AZURE_0418",
    },
    {
        .id = "network-private-subnet",
        .title = "Subnet allows default outbound access",
        .level = AL_NOTE,
        .security_severity = 3.0,
        .type = TYPE_NETWORK " " TYPE_SUBNET,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_default_outbound,
        .why = "Machines in it can send data anywhere through addresses that nobody chose, that change, and "
               "that no firewall of yours watches.",
        .remedy = "Set defaultOutboundAccess to false in the subnet's properties (apiVersion 2023-05-01 or "
                  "later) and give it a NAT gateway or a route to a firewall.",
        .references = "MCSB NS-3; policy 7bca8353-aa3b-429b-904a-9229c4385837; "
                      "https://learn.microsoft.com/azure/virtual-network/ip-services/default-outbound-access",
        .equivalents = "Azure.VNET.PrivateSubnet",
    },
    {
        .id = "network-public-ip",
        .title = "Machine has a public IP address",
        .level = AL_NOTE,
        .security_severity = 4.0,
        .type = TYPE_CARD " " TYPE_MACHINE " " TYPE_MACHINES,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_public_address,
        .why = "Everybody can try the ports that the security rules leave open, and one rule too many opens "
               "the whole machine.",
        .remedy = "Remove publicIPAddress (in a machine: publicIPAddressConfiguration) from the network "
                  "interface. Put a load balancer or a gateway before a service for the public, and sign in "
                  "through Azure Bastion.",
        .references = "MCSB NS-1; MCSB NS-2; policy 83a86a26-fd1f-447c-b59d-e51f44264114; "
                      "https://learn.microsoft.com/azure/virtual-network/ip-services/public-ip-addresses",
        .equivalents = PUBLIC_ADDRESS,
    },
    {
        .id = "network-vnet-flow-logs",
        .title = "Virtual network has no flow log",
        .level = AL_NOTE,
        .security_severity = 3.0,
        .type = TYPE_NETWORK,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_has_flow_log,
        .why = "Without flow logs nobody can tell afterwards where an intruder came from or where data went.",
        .remedy = "Add a " TYPE_FLOW_LOG " resource with the network's id as properties.targetResourceId.",
        .references = "MCSB LT-4; policy 4c3c6c5f-0d47-4402-99b8-aa543dd8bcee",
        .profile = "strict",
    },
    {
        .id = "nsg-subnet-association",
        .title = "Subnet has no network security group",
        .level = AL_WARNING,
        .security_severity = 5.5,
        .type = TYPE_NETWORK " " TYPE_SUBNET,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_security_group,
        .why = "Nothing filters what comes into the subnet from the rest of the network, nor what leaves it.",
        .remedy =
            "Set networkSecurityGroup.id in the subnet's properties to the id of a security group, also "
            "where the subnet is declared again as a child, which takes the group away otherwise.",
        .references = "MCSB NS-1; policy e71308d3-144b-4262-b144-efdc3cc90517",
        .equivalents = "Azure.VNET.UseNSGs",
    },
};

AL_MODULE(virtual_networks, "Virtual networks", rules);
