/* SPDX-License-Identifier: MIT */
/* Front Door and Traffic Manager in front of AI endpoints: whether there is anything to fail over to. */
#include "common.h"

#include <ctype.h>
#include <string.h>

#define PROFILES "Microsoft.Cdn/profiles"
#define GROUPS   PROFILES "/originGroups"
#define ORIGINS  GROUPS "/origins"
#define CLASSIC  "Microsoft.Network/frontDoors"
#define MANAGER  "Microsoft.Network/trafficmanagerprofiles"

/* What may stand behind a host name or be an endpoint. */
#define SERVICES                                                              \
    TYPE_APIM " " TYPE_COGNITIVE " " TYPE_SEARCH " " TYPE_STORAGE " " MANAGER \
              " Microsoft.Web/sites Microsoft.App/containerApps Microsoft.Network/publicIPAddresses"

/* ---- failover -------------------------------------------------------------------------------------------
 */

/* The places that traffic may go to. */
struct targets {
    size_t all, on, unclear; /* those switched on for certain, and those that may be */
    const al_field *region;  /* of the first one */
    enum al_truth same;      /* whether all are in that region */
};

/* "West Europe" is the region westeurope. */
static enum al_truth is_same_region(al_check *check, const al_field *a, const al_field *b)
{
    const char *x = al_text(check, a), *y = al_text(check, b);

    if (!x || !y)
        return al_same(check, a, b);
    for (; *x || *y; x++, y++) {
        x += strspn(x, " ");
        y += strspn(y, " ");
        if (tolower((unsigned char)*x) != tolower((unsigned char)*y))
            return AL_NO;
        if (!*x)
            break;
    }
    return AL_YES;
}

/* What stands for services in several regions. */
static bool fails_over(al_check *check, const al_resource *resource)
{
    return al_is_type(resource, MANAGER) ||
           (al_is_type(resource, TYPE_APIM) &&
            al_test(check, resource, AL_FIELD("properties.additionalLocations", AL_NOT_EMPTY)) != AL_NO);
}

/* Takes a target into account: whether it is switched on, and the resource or region that it is in. */
static void add_target(al_check *check, struct targets *t, enum al_truth off, const al_resource *resource,
                       const al_field *region)
{
    t->all++;
    t->on += off == AL_NO;
    t->unclear += off == AL_UNKNOWN;
    if (off == AL_YES)
        return;
    if (resource && fails_over(check, resource)) {
        t->on++;
        t->same = AL_UNKNOWN;
    }
    if (resource)
        region = al_get(check, resource, "location");
    if (!region || al_is(check, region, "global") != AL_NO)
        t->same = AL_UNKNOWN;
    else if (t->region)
        t->same = al_both(t->same, is_same_region(check, region, t->region));
    else
        t->region = region;
}

static void judge_targets(al_check *check, const al_resource *resource, const al_field *list,
                          const struct targets *t, const char *what)
{
    if (t->all == 0)
        return; /* they are declared elsewhere */
    if (t->on < 2 && (t->unclear || al_is_incomplete(check)))
        al_undetermined(check, resource, list, "cannot tell how many %ss there are", what);
    else if (t->on < 2)
        al_report(check, resource, list, "there is no second %s to fail over to", what);
    else if (t->same == AL_YES && !t->unclear)
        al_report(check, resource, list, "every %s is in one region, so they fail together", what);
}

static void check_probe(al_check *check, const al_resource *group)
{
    static const char path[] = "properties.healthProbeSettings";
    const al_field *probe = al_get(check, group, path);
    const al_field *protocol = al_get_in(check, probe, "probeProtocol");

    if (!probe)
        al_report_absent(check, group, path,
                         "nothing notices that an origin is down: there is no health probe");
    else if (al_is(check, protocol, "NotSet") == AL_YES)
        al_report(check, group, protocol, "nothing notices that an origin is down: probeProtocol is NotSet");
    else if (al_is_unknown(check, probe))
        al_undetermined(check, group, probe, "cannot tell whether there is a health probe");
}

static void check_origins(al_check *check, const al_resource *group)
{
    struct targets t = {.same = AL_YES};
    const al_resource *origin = NULL;

    while ((origin = al_next_child(check, group, ORIGINS, origin))) {
        const al_field *host = al_get(check, origin, "properties.hostName");
        enum al_truth off = al_is_existing(origin)
                                ? AL_UNKNOWN
                                : al_is(check, al_get(check, origin, "properties.enabledState"), "Disabled");
        add_target(check, &t, off, al_leads_to(check, host, SERVICES, NULL), NULL);
    }
    judge_targets(check, group, NULL, &t, "origin");
    if (t.on + t.unclear > 1)
        check_probe(check, group);
}

static void check_pools(al_check *check, const al_resource *door)
{
    const al_field *pools = al_get(check, door, "properties.backendPools");
    bool exact;
    size_t n = al_count(check, pools, &exact), m;

    for (size_t i = 0; i < n; i++) {
        const al_field *backends = al_get_in(check, al_item(check, pools, i), "properties.backends");
        struct targets t = {.same = AL_YES};

        m = al_count(check, backends, &exact);
        for (size_t k = 0; k < m; k++) {
            const al_field *backend = al_item(check, backends, k);
            const al_field *host = al_get_in(check, backend, "address");
            add_target(check, &t, al_is(check, al_get_in(check, backend, "enabledState"), "Disabled"),
                       al_leads_to(check, host, SERVICES, NULL), NULL);
        }
        t.unclear += !exact;
        t.all += !exact;
        judge_targets(check, door, backends, &t, "backend");
    }
}

static void check_failover(al_check *check, const al_resource *resource)
{
    if (al_is_type(resource, CLASSIC))
        check_pools(check, resource);
    else
        check_origins(check, resource);
}

/* An endpoint of Traffic Manager, inline or a child; `properties` is what both have. */
static void add_endpoint(al_check *check, struct targets *t, const al_field *properties, bool known)
{
    const al_field *id = al_get_in(check, properties, "targetResourceId");
    enum al_truth off = al_is(check, al_get_in(check, properties, "endpointStatus"), "Disabled");

    add_target(check, t, known ? off : AL_UNKNOWN, al_target(check, id),
               al_get_in(check, properties, "endpointLocation"));
}

static void check_monitor(al_check *check, const al_resource *manager)
{
    const al_field *protocol = al_get(check, manager, "properties.monitorConfig.protocol");
    const al_field *status = al_get(check, manager, "properties.profileStatus");

    if (al_is(check, status, "Disabled") == AL_YES)
        al_report(check, manager, status, "the profile answers nobody: profileStatus is Disabled");
    if (protocol && al_test_in(check, protocol, AL_FIELD("", AL_IN("HTTP", "TCP"))) == AL_YES)
        al_report(
            check, manager, protocol,
            "the monitor asks over %s, so it does not notice a service whose TLS or application is broken",
            al_text(check, protocol));
}

static void check_endpoints(al_check *check, const al_resource *manager)
{
    static const char *const kinds[] = {MANAGER "/azureEndpoints", MANAGER "/externalEndpoints",
                                        MANAGER "/nestedEndpoints"};
    const al_field *endpoints = al_get(check, manager, "properties.endpoints");
    struct targets t = {.same = AL_YES};
    bool exact = true;
    size_t n = al_count(check, endpoints, &exact);

    for (size_t i = 0; i < n; i++)
        add_endpoint(check, &t, al_get_in(check, al_item(check, endpoints, i), "properties"), true);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        const al_resource *child = NULL;
        while ((child = al_next_child(check, manager, kinds[i], child)))
            add_endpoint(check, &t, al_get(check, child, "properties"), !al_is_existing(child));
    }
    t.unclear += !exact;
    t.all += !exact;
    judge_targets(check, manager, endpoints, &t, "endpoint");
    check_monitor(check, manager);
}

/* ---- rules ----------------------------------------------------------------------------------------------
 */

static const struct al_rule rules[] = {
    {
        .id = "frontdoor-failover-origins",
        .title = "Front Door has nowhere to fail over to",
        .level = AL_WARNING,
        .type = GROUPS " " CLASSIC,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_failover,
        .why =
            "When the one region or service is down, so is everything behind Front Door, which was put there to "
            "prevent that.",
        .remedy = "Add an origin in a second region to the group and set properties.healthProbeSettings with "
                  "probeProtocol Https and a probePath that tests the service.",
        .references = "MCSB BR-1; https://learn.microsoft.com/azure/frontdoor/origin",
        .profile = "availability",
    },
    {
        .id = "trafficmanager-failover-endpoints",
        .title = "Traffic Manager has nowhere to fail over to",
        .level = AL_WARNING,
        .type = MANAGER,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_endpoints,
        .why =
            "With one endpoint, or endpoints that fail together, an outage of a region is an outage of the "
            "service; a monitor that does not ask over HTTPS notices it late.",
        .remedy =
            "Add an enabled endpoint in a second region, and set properties.monitorConfig to the protocol HTTPS "
            "with a path that tests the service.",
        .references = "MCSB BR-1; "
                      "https://learn.microsoft.com/azure/traffic-manager/traffic-manager-endpoint-types",
        .equivalents = "Azure.TrafficManager.Endpoints",
        .profile = "availability",
    },
};

AL_MODULE(global_routing, "Front Door and Traffic Manager", rules);
