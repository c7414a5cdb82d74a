/* SPDX-License-Identifier: MIT */
#include "common.h"

#include <string.h>
#include <strings.h>

/* So many endpoints whose target is unclear are looked at for each resource, which keeps the work linear;
 * with more it is undetermined. */
enum { MAX_ENDPOINTS = 200 };

enum al_truth al_ask_lists(al_check *check, const al_field *array, const char *text)
{
    bool exact = true;
    size_t n = al_count(check, array, &exact);
    enum al_truth answer = exact ? AL_NO : AL_UNKNOWN;

    for (size_t i = 0; i < n; i++)
        answer = al_either(answer, al_is(check, al_item(check, array, i), text));
    return answer;
}

bool al_ask_is_adrift(al_check *check, const al_field *id)
{
    const al_resource *to = al_target(check, id);

    return id && (!to || al_is_existing(to));
}

/* ---- connections --------------------------------------------------------------------------------------- */

static const char *const lists_of_connections[] = {
    "properties.privateLinkServiceConnections",
    "properties.manualPrivateLinkServiceConnections",
};

static const al_field *target_of(al_check *check, const al_field *connection)
{
    return al_get_in(check, connection, "properties.privateLinkServiceId");
}

/* Whether one of the connections in that list leads to the resource. */
static enum al_truth connects(al_check *check, const al_field *connections, const al_resource *resource,
                              const char *group)
{
    bool exact = true;
    size_t n = al_count(check, connections, &exact);
    enum al_truth answer = exact ? AL_NO : AL_UNKNOWN;

    for (size_t i = 0; i < n && answer != AL_YES; i++) {
        const al_field *connection = al_item(check, connections, i);
        const al_field *groups = al_get_in(check, connection, "properties.groupIds");

        answer = al_either(answer, al_both(al_refers_to(check, target_of(check, connection), resource, false),
                                           group ? al_ask_lists(check, groups, group) : AL_YES));
    }
    return answer;
}

static enum al_truth connection_leads_to(al_check *check, const al_resource *endpoint,
                                         const al_resource *resource, const char *group)
{
    enum al_truth answer = AL_NO;

    for (size_t i = 0; i < 2; i++)
        answer = al_either(
            answer, connects(check, al_get(check, endpoint, lists_of_connections[i]), resource, group));
    return answer;
}

/* Whether it is not certain of each connection which resource of this deployment it leads to. */
static bool is_adrift(al_check *check, const al_resource *endpoint)
{
    for (size_t i = 0; i < 2; i++) {
        const al_field *connections = al_get(check, endpoint, lists_of_connections[i]);
        bool exact = true;
        size_t n = al_count(check, connections, &exact);

        for (size_t k = 0; k < n; k++)
            if (al_ask_is_adrift(check, target_of(check, al_item(check, connections, k))))
                return true;
        if (!exact)
            return true;
    }
    return false;
}

/* Endpoints of their own, in this deployment: first those that certainly name the resource, then those that
 * may mean it. */
static enum al_truth endpoint_leads_to(al_check *check, const al_resource *resource, const char *group)
{
    const al_resource *endpoint;
    struct al_reference reference;
    enum al_truth answer = AL_NO;
    size_t at = 0, drifting = 0, n = 0;

    while (answer != AL_YES && al_next_reference(check, resource, TYPE_ENDPOINT, &at, &reference))
        answer = al_either(answer, connection_leads_to(check, reference.from, resource, group));
    while (answer != AL_YES && (endpoint = al_next_having(check, TYPE_ENDPOINT, is_adrift, &drifting))) {
        if (++n > MAX_ENDPOINTS)
            return AL_UNKNOWN;
        answer = al_either(answer, connection_leads_to(check, endpoint, resource, group));
    }
    return answer;
}

/* What exported templates and `az resource show` say: connections that the resource has already. */
static bool has_connections(al_check *check, const al_resource *resource)
{
    static const char word[] = "/privateEndpointConnections";
    const al_resource *child = NULL;
    bool exact;

    while ((child = al_next_child(check, resource, NULL, child))) {
        const char *type = al_type(child);
        size_t n = strlen(type);
        if (n > sizeof word && strcasecmp(type + n - (sizeof word - 1), word) == 0)
            return true;
    }
    return al_count(check, al_get(check, resource, "properties.privateEndpointConnections"), &exact) > 0;
}

static const al_field *associated(al_check *check, const al_resource *association)
{
    return al_get(check, association, "properties.privateLinkResource.id");
}

static bool is_association_adrift(al_check *check, const al_resource *association)
{
    return al_ask_is_adrift(check, associated(check, association));
}

/* A network security perimeter decides instead of endpoints who gets in. */
enum al_truth al_ask_in_perimeter(al_check *check, const al_resource *resource)
{
    const al_resource *association;
    struct al_reference reference;
    enum al_truth answer = AL_NO;
    size_t at = 0, drifting = 0, n = 0;

    while (answer != AL_YES && al_next_reference(check, resource, TYPE_ASSOCIATION, &at, &reference))
        answer = al_either(answer, al_refers_to(check, associated(check, reference.from), resource, false));
    while (answer != AL_YES &&
           (association = al_next_having(check, TYPE_ASSOCIATION, is_association_adrift, &drifting))) {
        if (++n > MAX_ENDPOINTS)
            return AL_UNKNOWN;
        answer = al_either(answer, al_refers_to(check, associated(check, association), resource, false));
    }
    return answer;
}

bool al_ask_deploys(al_check *check, const char *type)
{
    const al_resource *resource = NULL;

    while ((resource = al_next_of_type(check, type, resource)))
        if (!al_is_existing(resource))
            return true;
    return false;
}

bool al_ask_deploys_ai(al_check *check)
{
    return al_ask_deploys(check, TYPE_COGNITIVE) || al_ask_deploys(check, TYPE_WORKSPACE) ||
           al_ask_deploys(check, TYPE_SEARCH);
}

enum al_truth al_ask_reached_privately(al_check *check, const al_resource *resource, const char *group)
{
    if (has_connections(check, resource))
        return AL_YES;
    return al_either(endpoint_leads_to(check, resource, group), al_ask_in_perimeter(check, resource));
}
