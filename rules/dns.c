/* SPDX-License-Identifier: MIT */
/* Whether the names of private endpoints lead to their private addresses: the zones that they belong to must
 * be registered with the endpoint. */
#include "common.h"

#include <string.h>
#include <strings.h>

#define TYPE_ZONE       "Microsoft.Network/privateDnsZones"
#define TYPE_RECORD     TYPE_ZONE "/A"
#define TYPE_ZONE_GROUP TYPE_ENDPOINT "/privateDnsZoneGroups"
#define TYPE_POLICY     "Microsoft.Authorization/policyAssignments"

enum {
    MOST_ZONES = 16,  /* that are read: an endpoint needs five at most */
    MOST_GROUPS = 200 /* that are looked at for each endpoint without one */
};

/* ---- the zones that an endpoint has -------------------------------------------------------------------- */

struct zones {
    const char *name[MOST_ZONES];
    const al_field *field[MOST_ZONES];
    const al_resource *group; /* the one that was read last */
    size_t n;
    bool more; /* there may be others */
};

static void read_zone_group(al_check *check, const al_resource *group, struct zones *out)
{
    const al_field *list = al_get(check, group, "properties.privateDnsZoneConfigs");
    bool exact = true;
    size_t n = al_count(check, list, &exact);

    out->group = group;
    if (!exact || al_is_existing(group))
        out->more = true;
    for (size_t i = 0; i < n; i++) {
        const al_field *id = al_get_in(check, al_item(check, list, i), "properties.privateDnsZoneId");
        const char *name = al_last_segment(check, id);

        if (!name || !strchr(name, '.') || out->n == MOST_ZONES) {
            out->more = true;
            continue;
        }
        out->name[out->n] = name;
        out->field[out->n++] = id;
    }
}

static bool has_zone(const struct zones *zones, const char *zone, size_t length)
{
    for (size_t i = 0; i < zones->n; i++)
        if (al_is_dns_zone(zones->name[i], zone, length))
            return true;
    return false;
}

/* Whether the name is a zone of some service, whichever. */
static bool is_zone_of_service(const char *name)
{
    const struct private_link *link = NULL;
    const char *zone;
    size_t length;

    while ((link = al_next_private_link(NULL, NULL, link)))
        for (size_t cloud = 0; cloud < 3; cloud++)
            for (const char *zones = link->zones[cloud]; al_next_dns_zone(&zones, &zone, &length);)
                if (al_is_dns_zone(name, zone, length))
                    return true;
    return false;
}

/* ---- the zones that it needs --------------------------------------------------------------------------- */

/* How many of a service's zones an endpoint needs. */
enum need { NEEDS_ANY, NEEDS_ALL, NEEDS_SERVICE, NEEDS_OPENAI };

static enum need need_of(al_check *check, const al_resource *target, const struct private_link *link)
{
    const char *kind = target ? al_text(check, al_get(check, target, "kind")) : NULL;

    if (strcasecmp(link->type, TYPE_WORKSPACE) == 0 ||
        strcasecmp(link->type, "Microsoft.Insights/privateLinkScopes") == 0)
        return NEEDS_ALL;
    if (strcasecmp(link->type, TYPE_COGNITIVE) != 0 || !kind)
        return NEEDS_ANY;
    if (strcasecmp(kind, "AIServices") == 0)
        return NEEDS_ALL;
    return strcasecmp(kind, "OpenAI") == 0 ? NEEDS_OPENAI : NEEDS_SERVICE;
}

static bool starts(const char *text, const char *prefix)
{
    return strncasecmp(text, prefix, strlen(prefix)) == 0;
}

static bool is_needed(enum need need, const char *zone)
{
    switch (need) {
    case NEEDS_OPENAI: return starts(zone, "privatelink.openai.");
    case NEEDS_SERVICE: return starts(zone, "privatelink.cognitiveservices.");
    case NEEDS_ANY:
    case NEEDS_ALL: break;
    }
    /* Monitoring wants the zone of all blobs only for agents' packages. */
    return need == NEEDS_ANY || !starts(zone, "privatelink.blob.");
}

/* Of the clouds, the one that more of the zones are for. */
struct lack {
    const char *zone; /* the first one that is missing; NULL: none is */
    size_t length, found;
};

static struct lack lack_in_cloud(const struct zones *zones, enum need need, const char *list)
{
    struct lack lack = {NULL, 0, 0};
    const char *zone;
    size_t length;

    while (al_next_dns_zone(&list, &zone, &length)) {
        if (!is_needed(need, zone))
            continue;
        if (has_zone(zones, zone, length)) {
            lack.found++;
        } else if (!lack.zone) {
            lack.zone = zone;
            lack.length = length;
        }
    }
    if (need == NEEDS_ANY && lack.found)
        lack.zone = NULL;
    return lack;
}

/* The lack in the cloud and among the services that come nearest. False when the group is not one we know. */
static bool find_lack(al_check *check, const struct zones *zones, const al_resource *target,
                      const char *group, struct lack *out)
{
    const struct private_link *link = NULL;
    bool known = false;

    while ((link = al_next_private_link(target ? al_type(target) : NULL, group, link)))
        for (size_t cloud = 0; cloud < 3; cloud++) {
            struct lack lack = lack_in_cloud(zones, need_of(check, target, link), link->zones[cloud]);

            if (!link->zones[cloud])
                continue;
            if (!known || !lack.zone || (out->zone && lack.found > out->found))
                *out = lack;
            known = true;
            if (!lack.zone)
                return true;
        }
    return known;
}

/* ---- endpoints ----------------------------------------------------------------------------------------- */

static void report_lack(al_check *check, const struct zones *zones, const char *group,
                        const struct lack *lack)
{
    const int length = (int)lack->length;

    if (lack->found == 0)
        for (size_t i = 0; i < zones->n; i++)
            if (is_zone_of_service(zones->name[i])) {
                al_report(check, zones->group, zones->field[i],
                          "zone %s belongs to another service: an endpoint for %s needs %.*s", zones->name[i],
                          group, length, lack->zone);
                return;
            }
    if (zones->n && lack->found == 0)
        al_undetermined(check, zones->group, NULL, "cannot tell what zone %s is for", zones->name[0]);
    else
        al_report(check, zones->group, al_get(check, zones->group, "properties.privateDnsZoneConfigs"),
                  "names in %.*s lead to the public address: the zone is not in the zone group", length,
                  lack->zone);
}

/* A zone group whose endpoint is not known may be one of this endpoint. */
static bool has_groups_adrift(al_check *check)
{
    const al_resource *group = NULL;
    size_t n = 0;

    while ((group = al_next_of_type(check, TYPE_ZONE_GROUP, group)))
        if (!al_parent(group) || ++n > MOST_GROUPS)
            return true;
    return false;
}

/* Somebody else may see to the names: records written by hand, a policy, a name server. */
static bool is_registered_elsewhere(al_check *check, const al_resource *endpoint)
{
    const al_field *addresses = al_get(check, endpoint, "properties.customDnsConfigs");
    bool exact = true;

    return al_next_of_type(check, TYPE_RECORD, NULL) || al_next_of_type(check, TYPE_POLICY, NULL) ||
           al_count(check, addresses, &exact) > 0 || !exact;
}

/* An endpoint for somebody else's service, in a deployment without any zone, leaves names to others. */
static void report_no_zone_group(al_check *check, const al_resource *endpoint, const al_resource *target,
                                 const struct lack *lack)
{
    bool is_ours = target && !al_is_existing(target);

    if (is_registered_elsewhere(check, endpoint))
        return;
    if (al_is_incomplete(check) || has_groups_adrift(check) ||
        (!is_ours && !al_next_of_type(check, TYPE_ZONE, NULL)))
        al_undetermined(check, endpoint, NULL, "cannot tell whether the endpoint's name is registered");
    else
        al_report(check, endpoint, NULL,
                  "no zone group registers the endpoint, so names in %.*s lead to the public address",
                  (int)lack->length, lack->zone);
}

/* True when something was said. */
static bool check_group(al_check *check, const al_resource *endpoint, const struct zones *zones,
                        const al_field *connection, const al_field *id)
{
    const al_resource *target =
        al_target(check, al_get_in(check, connection, "properties.privateLinkServiceId"));
    const char *group = al_text(check, id);
    struct lack lack = {NULL, 0, 0};

    if (!group || !find_lack(check, zones, target, group, &lack)) {
        if (al_is_unknown(check, id))
            al_undetermined(check, endpoint, id, "cannot tell which zones the endpoint needs");
        return al_is_unknown(check, id);
    }
    if (!lack.zone)
        return false;
    if (zones->more)
        al_undetermined(check, zones->group, NULL, "cannot tell whether %.*s is among the zones",
                        (int)lack.length, lack.zone);
    else if (zones->group)
        report_lack(check, zones, group, &lack);
    else
        report_no_zone_group(check, endpoint, target, &lack);
    return true;
}

/* The first thing that is wrong is enough. */
static bool check_connections(al_check *check, const al_resource *endpoint, const struct zones *zones,
                              const al_field *connections)
{
    bool exact;
    size_t n = al_count(check, connections, &exact);

    for (size_t i = 0; i < n; i++) {
        const al_field *connection = al_item(check, connections, i);
        const al_field *groups = al_get_in(check, connection, "properties.groupIds");
        size_t ngroups = al_count(check, groups, &exact);

        for (size_t j = 0; j < ngroups; j++)
            if (check_group(check, endpoint, zones, connection, al_item(check, groups, j)))
                return true;
        if (groups && !exact) {
            al_undetermined(check, endpoint, groups, "cannot tell which zones the endpoint needs");
            return true;
        }
    }
    return false;
}

static void check_endpoint(al_check *check, const al_resource *endpoint)
{
    const al_resource *group = NULL;
    struct zones zones = {.group = NULL};

    while ((group = al_next_child(check, endpoint, TYPE_ZONE_GROUP, group)))
        read_zone_group(check, group, &zones);
    if (!check_connections(check, endpoint, &zones,
                           al_get(check, endpoint, "properties.privateLinkServiceConnections")))
        check_connections(check, endpoint, &zones,
                          al_get(check, endpoint, "properties.manualPrivateLinkServiceConnections"));
}

/* ---- rules --------------------------------------------------------------------------------------------- */

static const struct al_rule rules[] = {
    {
        .id = "private-dns-zone-group",
        .title = "Private endpoint is in no or the wrong DNS zone",
        .level = AL_WARNING,
        .security_severity = 4.5,
        .type = TYPE_ENDPOINT,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_endpoint,
        .why = "The service's name keeps leading to its public address, so callers go round the endpoint, or "
               "fail where public access is off.",
        .remedy = "Add a " TYPE_ZONE_GROUP " child with all private DNS zones of the service in "
                  "properties.privateDnsZoneConfigs.",
        .references = "MCSB NS-2; MCSB NS-10; policy c4bc6f10-cb41-49eb-b000-d5ab82e2a091; "
                      "policy ee40564d-486e-4f68-a5ca-7a621edae0fb; "
                      "policy fbc14a67-53e4-4932-abcc-2049c6706009; "
                      "https://learn.microsoft.com/azure/private-link/private-endpoint-dns",
    },
};

AL_MODULE(dns, "Private DNS", rules);
