/* SPDX-License-Identifier: MIT */
/* Whether private DNS zones are asked at all: they must be linked to the network of the endpoints. */
#include "common.h"

#define TYPE_ZONE       "Microsoft.Network/privateDnsZones"
#define TYPE_LINK       TYPE_ZONE "/virtualNetworkLinks"
#define TYPE_ZONE_GROUP TYPE_ENDPOINT "/privateDnsZoneGroups"
#define TYPE_PEERING    TYPE_NETWORK "/virtualNetworkPeerings"

enum { MOST_ADRIFT = 200 }; /* links that are looked at for each zone */

/* ---- links and networks ---------------------------------------------------------------------------------
 */

/* A link whose zone is not known may be a link of this one. */
static bool has_links_adrift(al_check *check)
{
    const al_resource *link = NULL;
    size_t n = 0;

    while ((link = al_next_of_type(check, TYPE_LINK, link)))
        if (!al_parent(link) || ++n > MOST_ADRIFT)
            return true;
    return false;
}

/* Peerings may be written inside the network, too. */
static bool peers_with(al_check *check, const al_resource *from, const al_resource *to)
{
    struct al_reference reference;
    size_t at = 0;

    while (al_next_reference(check, to, TYPE_PEERING, &at, &reference))
        if (al_parent(reference.from) == from)
            return true;
    for (at = 0; al_next_reference(check, to, TYPE_NETWORK, &at, &reference);)
        if (reference.from == from)
            return true;
    return false;
}

/* Whether machines in the network ask the zone: through a link, through a network beside it, or through name
 * servers of their own. */
static enum al_truth asks_zone(al_check *check, const al_resource *network, const al_resource *zone)
{
    const al_resource *link = NULL;
    enum al_truth answer = al_get(check, network, "properties.dhcpOptions.dnsServers") ? AL_UNKNOWN : AL_NO;

    while (answer != AL_YES && (link = al_next_child(check, zone, TYPE_LINK, link))) {
        const al_field *id = al_get(check, link, "properties.virtualNetwork.id");
        const al_resource *linked = id ? al_target(check, id) : NULL;

        if (!linked || peers_with(check, linked, network) || peers_with(check, network, linked))
            answer = al_either(answer, linked ? AL_YES : AL_UNKNOWN);
        answer = al_either(answer, al_refers_to(check, id, network, false));
    }
    return answer;
}

/* The networks of the endpoints that are registered in the zone. */
static void check_networks(al_check *check, const al_resource *zone)
{
    struct al_reference reference;
    size_t at = 0;

    while (al_next_reference(check, zone, TYPE_ZONE_GROUP, &at, &reference)) {
        const al_resource *endpoint = al_parent(reference.from);
        const al_field *subnet = endpoint ? al_get(check, endpoint, "properties.subnet.id") : NULL;
        const al_resource *network = subnet ? al_target_of_type(check, subnet, TYPE_NETWORK) : NULL;
        enum al_truth asks = network ? asks_zone(check, network, zone) : AL_UNKNOWN;

        if (asks == AL_NO) {
            al_report(check, zone, NULL, "the zone is linked to other networks, not to that of endpoint %s",
                      al_name(check, endpoint));
            return;
        }
    }
}

static void check_registration(al_check *check, const al_resource *link)
{
    const al_field *registration = al_get(check, link, "properties.registrationEnabled");

    if (al_is(check, registration, "true") == AL_YES)
        al_report(check, link, registration,
                  "registrationEnabled is true, so machines of the network get names in the service's zone");
    else if (al_is(check, registration, "true") == AL_UNKNOWN)
        al_undetermined(check, link, registration, "cannot tell whether machines get names in the zone");
}

static void check_zone(al_check *check, const al_resource *zone)
{
    const al_resource *link = al_next_child(check, zone, TYPE_LINK, NULL);

    if (link && !has_links_adrift(check) && !al_is_incomplete(check))
        check_networks(check, zone);
    for (; link; link = al_next_child(check, zone, TYPE_LINK, link))
        if (!al_is_existing(link))
            check_registration(check, link);
    if (al_next_child(check, zone, TYPE_LINK, NULL) ||
        (!al_ask_deploys(check, TYPE_NETWORK) && !al_ask_deploys(check, TYPE_ENDPOINT)))
        return;
    if (has_links_adrift(check) || al_is_incomplete(check))
        al_undetermined(check, zone, NULL, "cannot tell whether the zone is linked to a network");
    else
        al_report(check, zone, NULL,
                  "the zone is linked to no network, so nobody's names are looked up in it");
}

/* ---- rules --------------------------------------------------------------------------------------------- */

static const struct al_rule rules[] = {
    {
        .id = "private-dns-vnet-link",
        .title = "Private DNS zone is not asked by the network",
        .level = AL_WARNING,
        .security_severity = 4.0,
        .type = TYPE_ZONE,
        .when = AL_FIELD("name", AL_LIKE("*privatelink*")),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_zone,
        .why = "Machines of a network that is not linked get the public address of the service, which is "
               "either closed or the way round the private endpoint.",
        .remedy = "Add a " TYPE_LINK " child with the network's id as properties.virtualNetwork.id and "
                  "registrationEnabled false.",
        .references = "MCSB NS-2; MCSB NS-10; "
                      "https://learn.microsoft.com/azure/private-link/private-endpoint-dns",
    },
};

AL_MODULE(dns_links, "Private DNS links", rules);
