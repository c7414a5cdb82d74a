/* SPDX-License-Identifier: MIT */
/* What a network security group lets in: a rule that admits something is only reported when no denial stands
 * before it. */
#include "common_security_rules.h"

#include <stdio.h>
#include <string.h>

#define TYPE_GROUP   "Microsoft.Network/networkSecurityGroups"
#define TYPE_RULE    TYPE_GROUP "/securityRules"
#define TYPE_GATEWAY "Microsoft.Network/applicationGateways"

/* A group is judged with all its rules, those written as children included. A child is judged by itself only
 * when its group is not deployed here. */
static bool is_judged_with_group(const al_resource *resource)
{
    const al_resource *group = al_parent(resource);

    return group && !al_is_existing(group);
}

typedef void judgement(al_check *check, const struct al_part *rule, const struct denials *denials);

static void judge_rules(al_check *check, const al_resource *resource, judgement *judge)
{
    bool is_rule = al_is_type(resource, TYPE_RULE);
    const al_resource *group = is_rule ? al_parent(resource) : resource;
    struct denials denials;
    struct al_part rule;
    size_t at = 0;

    if (is_rule && is_judged_with_group(resource))
        return;
    al_nsg_read_denials(check, group, &denials);
    if (is_rule) {
        rule = (struct al_part){resource, al_get(check, resource, "")};
        judge(check, &rule, &denials);
        return;
    }
    while (al_next_part(check, group, "securityRules", &at, &rule))
        judge(check, &rule, &denials);
}

/* ---- management ports ------------------------------------------------------------------------------- */

static const struct management {
    int port;
    const char *name;
} management[] = {
    {22, "SSH"},
    {3389, "RDP"},
    {5985, "WinRM"},
    {5986, "WinRM over TLS"},
};

static void judge_management(al_check *check, const struct al_part *rule, const struct denials *denials)
{
    enum al_truth admits = al_both(
        al_both(al_nsg_does(check, rule, "Inbound", "Allow"), al_nsg_has_protocol(check, rule, "Tcp")),
        al_nsg_comes_from(check, rule, INTERNET));
    const al_field *place = al_nsg_get(check, rule, "properties.destinationPortRange");
    enum al_truth doubt = AL_NO;
    char list[80] = "";
    size_t n = 0;

    if (admits == AL_NO)
        return;
    for (size_t i = 0; i < sizeof(management) / sizeof(management[0]); i++) {
        const struct ports port = {management[i].port, management[i].port};
        enum al_truth open = al_both(admits, al_nsg_has_ports(check, rule, port));

        if (open != AL_NO)
            open = al_both(open, al_opposite(al_nsg_is_denied(check, denials, rule, &port)));
        if (open == AL_YES)
            n += (size_t)snprintf(list + n, sizeof list - n, "%s%s (%d)", n ? ", " : "", management[i].name,
                                  management[i].port);
        doubt = al_either(doubt, open);
    }
    if (!place)
        place = al_nsg_get(check, rule, "properties.destinationPortRanges");
    if (n)
        al_report(check, rule->resource, place ? place : rule->field,
                  "rule %s lets the whole internet reach %s", al_nsg_name(check, rule), list);
    else if (doubt == AL_UNKNOWN)
        al_undetermined(check, rule->resource, rule->field,
                        "cannot tell whether rule %s lets the internet reach management ports",
                        al_nsg_name(check, rule));
}

static void check_management_ports(al_check *check, const al_resource *resource)
{
    judge_rules(check, resource, judge_management);
}

/* ---- rules for everybody ---------------------------------------------------------------------------- */

/* Web servers are often meant for the internet, other services hardly ever. */
static enum al_truth is_for_web(al_check *check, const struct al_part *rule)
{
    return al_nsg_has_only_ports(check, rule, AL_FIELD("", AL_IN("80", "443")));
}

/* A front end for the public, if the rule says so: "*" names every other network, too. */
static enum al_truth is_front_end(al_check *check, const struct al_part *rule)
{
    return al_both(al_opposite(al_nsg_comes_from(check, rule, EVERYTHING)),
                   al_nsg_has_only_ports(check, rule, AL_FIELD("", AL_EQUALS("443"))));
}

static void report_source(al_check *check, const struct al_part *rule)
{
    const al_field *source = al_nsg_get(check, rule, "properties.sourceAddressPrefix");
    const al_field *range = al_nsg_get(check, rule, "properties.destinationPortRange");
    const char *text = al_text(check, range);
    const char *protocol = al_text(check, al_nsg_get(check, rule, "properties.protocol"));
    char ports[64] = "several ports";
    int64_t number;

    if (protocol && al_pattern(check, "^(ah|esp|icmp)$", protocol)) /* has no ports */
        snprintf(ports, sizeof ports, "what uses %.20s", protocol);
    else if (text && strcmp(text, "*") == 0)
        snprintf(ports, sizeof ports, "all ports");
    else if (text && *text)
        snprintf(ports, sizeof ports, "port %.50s", text);
    else if (al_number(check, range, &number))
        snprintf(ports, sizeof ports, "port %lld", (long long)number);
    al_report(check, rule->resource,
              source ? source : al_nsg_get(check, rule, "properties.sourceAddressPrefixes"),
              "rule %s admits %s to %s: name the sources that need it", al_nsg_name(check, rule),
              al_nsg_comes_from(check, rule, EVERYTHING) == AL_YES ? "every network" : "the internet", ports);
}

/* `meant`: whether the rule is for what is asked about. */
static void judge_source(al_check *check, const struct al_part *rule, const struct denials *denials,
                         enum al_truth meant)
{
    enum al_truth wide = al_both(meant, al_nsg_does(check, rule, "Inbound", "Allow"));

    if (wide != AL_NO)
        wide = al_both(wide, al_nsg_comes_from(check, rule, INTERNET));
    if (wide != AL_NO)
        wide = al_both(wide, al_opposite(al_nsg_is_denied(check, denials, rule, NULL)));
    if (wide == AL_YES)
        report_source(check, rule);
    else if (wide == AL_UNKNOWN)
        al_undetermined(check, rule->resource, rule->field, "cannot tell whether rule %s admits everybody",
                        al_nsg_name(check, rule));
}

static void judge_services(al_check *check, const struct al_part *rule, const struct denials *denials)
{
    judge_source(check, rule, denials, al_opposite(is_for_web(check, rule)));
}

static void check_restrictive(al_check *check, const al_resource *resource)
{
    judge_rules(check, resource, judge_services);
}

static void judge_web(al_check *check, const struct al_part *rule, const struct denials *denials)
{
    judge_source(check, rule, denials,
                 al_both(is_for_web(check, rule), al_opposite(is_front_end(check, rule))));
}

static void check_web(al_check *check, const al_resource *resource)
{
    judge_rules(check, resource, judge_web);
}

/* ---- a denial that makes the rest idle -------------------------------------------------------------- */

/* The inbound rule with the smallest number, and how many there are. */
static enum al_truth find_first(al_check *check, const al_resource *group, struct al_part *first,
                                size_t *inbound)
{
    struct al_part rule;
    size_t at = 0;

    *inbound = 0;
    while (al_next_part(check, group, "securityRules", &at, &rule)) {
        enum al_truth before = al_is(check, al_nsg_get(check, &rule, "properties.direction"), "Inbound");

        if (before == AL_NO)
            continue;
        if (before == AL_YES && (*inbound)++)
            before = al_nsg_comes_before(check, &rule, first);
        if (before == AL_UNKNOWN)
            return AL_UNKNOWN;
        if (before == AL_YES)
            *first = rule;
    }
    return *inbound ? AL_YES : AL_NO;
}

static enum al_truth is_for_everything(al_check *check, const struct al_part *rule)
{
    return al_both(al_nsg_has_ports(check, rule, ALL_PORTS),
                   al_is(check, al_nsg_get(check, rule, "properties.protocol"), "*"));
}

static void check_first_denial(al_check *check, const al_resource *group)
{
    struct al_part first = {NULL, NULL};
    size_t inbound;
    enum al_truth found = find_first(check, group, &first, &inbound);

    if (found == AL_UNKNOWN)
        al_undetermined(check, group, NULL, "cannot tell which inbound rule comes first");
    if (found != AL_YES || inbound < 2)
        return;
    if (al_nsg_does(check, &first, "Inbound", "Deny") == AL_YES &&
        is_for_everything(check, &first) == AL_YES &&
        al_nsg_comes_from(check, &first, EVERYTHING) == AL_YES &&
        al_nsg_goes_to(check, &first, EVERYTHING) == AL_YES)
        al_report(check, first.resource, al_nsg_get(check, &first, "properties.priority"),
                  "rule %s denies everything before any other inbound rule is asked",
                  al_nsg_name(check, &first));
}

/* ---- the way out ------------------------------------------------------------------------------------ */

/* So many gateways are looked at for each group. */
enum { MOST_GATEWAYS = 50 };

/* Whether an application gateway is in a subnet of the group: without a way out it breaks. */
static bool guards_gateway(al_check *check, const al_resource *group)
{
    const al_resource *gateway = NULL;
    struct al_part subnet;
    bool exact;

    for (size_t n = 0; n < MOST_GATEWAYS && (gateway = al_next_of_type(check, TYPE_GATEWAY, gateway)); n++) {
        const al_field *places = al_get(check, gateway, "properties.gatewayIPConfigurations");
        size_t count = al_count(check, places, &exact);

        for (size_t i = 0; i < count; i++) {
            const al_field *id = al_get_in(check, al_item(check, places, i), "properties.subnet.id");
            if (id && al_target_part(check, id, &subnet) &&
                al_refers_to(check, al_get_in(check, subnet.field, "properties.networkSecurityGroup.id"),
                             group, false) == AL_YES)
                return true;
        }
    }
    return false;
}

static void check_outbound(al_check *check, const al_resource *group)
{
    enum al_truth denied = al_is_incomplete(check) ? AL_UNKNOWN : AL_NO;
    struct al_part rule;
    bool exact = true;
    size_t at = 0;

    al_count(check, al_get(check, group, "properties.securityRules"), &exact);
    if (!exact)
        denied = AL_UNKNOWN;
    while (denied != AL_YES && al_next_part(check, group, "securityRules", &at, &rule))
        denied = al_either(denied, al_both(al_both(al_nsg_does(check, &rule, "Outbound", "Deny"),
                                                   al_nsg_goes_to(check, &rule, INTERNET)),
                                           is_for_everything(check, &rule)));
    if (denied != AL_YES && guards_gateway(check, group))
        return;
    if (denied == AL_NO)
        al_report(check, group, NULL, "no outbound rule keeps traffic from leaving for the internet");
    else if (denied == AL_UNKNOWN)
        al_undetermined(check, group, NULL, "cannot tell whether traffic may leave for the internet");
}

/* ---- rules ------------------------------------------------------------------------------------------ */

static const struct al_rule rules[] = {
    {
        .id = "nsg-deny-all-first",
        .title = "Network security group denies before it allows",
        .level = AL_NOTE,
        .type = TYPE_GROUP,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_first_denial,
        .why = "The first rule that matches decides, so none of the other inbound rules has any effect, the "
               "platform's rules for load balancers and the virtual network included.",
        .remedy = "Give the rule that denies everything the largest priority number of the inbound rules, "
                  "4096 for example.",
        .references = "MCSB NS-1; https://learn.microsoft.com/azure/virtual-network/"
                      "network-security-groups-overview",
    },
    {
        .id = "nsg-management-ports",
        .title = "Management ports are open to the internet",
        .level = AL_ERROR,
        .security_severity = 9.0,
        .type = TYPE_GROUP " " TYPE_RULE,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_management_ports,
        .why = "Sign-in ports that the internet can reach are found within minutes, and then passwords and "
               "unpatched flaws are tried on them without end.",
        .remedy = "Set sourceAddressPrefix to the addresses of your administrators or of the Bastion subnet, "
                  "or remove the rule and sign in through Azure Bastion.",
        .references = "MCSB NS-1; MCSB NS-3; policy 22730e10-96f6-4aac-ad84-9383d35b5917; "
                      "policy 9daedab3-fb2d-461e-b861-71790eead4f6",
        .equivalents = "CKV_AZURE_9 CKV_AZURE_10 kics:network_security_group_with_unrestricted_access_to_rdp "
                       "kics:network_security_group_with_unrestricted_access_to_ssh trivy:AZU-0048 "
                       "trivy:AZU-0050 terrascan:AC_AZURE_0285 terrascan:AC_AZURE_0342",
    },
    {
        .id = "nsg-outbound-internet",
        .title = "Network security group lets traffic out",
        .level = AL_WARNING,
        .security_severity = 5.0,
        .type = TYPE_GROUP,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_outbound,
        .why =
            "Without a denial of its own, the platform's rules allow everything to leave for the internet, "
            "so whoever gets in can carry data out.",
        .remedy = "Add an outbound rule with access Deny, protocol *, destinationAddressPrefix Internet and "
                  "destinationPortRange * behind the rules for what must leave. Subnets of application "
                  "gateways must do without.",
        .references = "MCSB NS-1; https://learn.microsoft.com/azure/virtual-network/"
                      "network-security-groups-overview",
        .profile = "private",
    },
    {
        .id = "nsg-restrictive-rules",
        .title = "Security rule admits everybody",
        .level = AL_WARNING,
        .security_severity = 7.0,
        .type = TYPE_GROUP " " TYPE_RULE,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_restrictive,
        .why =
            "A rule for every source leaves it to the service behind it to fend off the internet and every "
            "other network.",
        .remedy = "Set sourceAddressPrefix to the addresses or the service tag that need access.",
        .references = "MCSB NS-1; policy 9daedab3-fb2d-461e-b861-71790eead4f6",
        .equivalents = "CKV_AZURE_160 Azure.NSG.AnyInboundSource trivy:AZU-0047 trivy:AZU-0074 "
                       "terrascan:AC_AZURE_0357",
    },
    {
        .id = "nsg-web-ports",
        .title = "Security rule opens web ports to everybody",
        .level = AL_NOTE,
        .security_severity = 3.0,
        .type = TYPE_GROUP " " TYPE_RULE,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_web,
        .why = "A web server that is meant for few answers everybody, and on port 80 whoever is on the way "
               "reads and changes what it says.",
        .remedy = "Set sourceAddressPrefix to the addresses or the service tag that need access, such as "
                  "AzureFrontDoor.Backend. A front end for the public has sourceAddressPrefix Internet and "
                  "destinationPortRange 443.",
        .references = "MCSB NS-1; MCSB DP-3; https://learn.microsoft.com/azure/virtual-network/"
                      "service-tags-overview",
        .equivalents = "CKV_AZURE_160 Azure.NSG.AnyInboundSource trivy:AZU-0047",
    },
};

AL_MODULE(security_groups, "Network security groups", rules);
