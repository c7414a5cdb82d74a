/* SPDX-License-Identifier: MIT */
#include "common_agents.h"

#include <string.h>
#include <strings.h>

/* Azure takes no other category for them. */
static const struct al_agent_store stores[] = {
    {"properties.storageConnections", "files", "AzureStorageAccount", TYPE_STORAGE, "blob"},
    {"properties.threadStorageConnections", "threads", "CosmosDB", TYPE_COSMOS, "Sql"},
    {"properties.vectorStoreConnections", "vectors", "CognitiveSearch", TYPE_SEARCH, "searchService"},
};

const struct al_agent_store *al_agent_store(size_t n)
{
    return n < sizeof stores / sizeof stores[0] ? &stores[n] : NULL;
}

/* ---- capability hosts and connections -------------------------------------------------------------------
 */

static bool has_items(al_check *check, const al_field *list)
{
    bool exact;

    return al_count(check, list, &exact) > 0 || !exact || al_is_unknown(check, list);
}

const al_field *al_agent_names(al_check *check, const al_resource *host, const struct al_agent_store *store,
                               const al_resource **owner)
{
    const al_resource *account = al_ancestor(check, host, TYPE_COGNITIVE), *shared = NULL;
    const al_field *names = al_get(check, host, store->path);

    *owner = host;
    if (has_items(check, names) || !account)
        return names;
    while ((shared = al_next_child(check, account, TYPE_ACCOUNT_HOST, shared))) {
        names = al_get(check, shared, store->path);
        if (!has_items(check, names))
            continue;
        *owner = shared;
        return names;
    }
    return NULL;
}

/* Whether `above` has a connection of that name. */
static enum al_truth connects(al_check *check, const al_resource *above, const char *type,
                              const al_field *name, const al_resource **out)
{
    enum al_truth answer = al_is_existing(above) ? AL_UNKNOWN : AL_NO;
    const al_resource *connection = NULL;

    while (answer != AL_YES && (connection = al_next_child(check, above, type, connection))) {
        enum al_truth named = al_is_named(check, connection, name);
        if (named == AL_YES)
            *out = connection;
        answer = al_either(answer, named);
    }
    return answer;
}

enum al_truth al_agent_connection(al_check *check, const al_resource *host, const al_field *name,
                                  const al_resource **out)
{
    const al_resource *project = al_ancestor(check, host, TYPE_PROJECT);
    const al_resource *account = al_ancestor(check, host, TYPE_COGNITIVE);
    enum al_truth answer = al_is_incomplete(check) || !account ? AL_UNKNOWN : AL_NO;

    *out = NULL;
    if (project)
        answer = al_either(answer, connects(check, project, TYPE_CONNECTION, name, out));
    else if (al_is_type(host, TYPE_PROJECT_HOST))
        answer = AL_UNKNOWN;
    if (answer != AL_YES && account)
        answer = al_either(answer, connects(check, account, TYPE_COGNITIVE "/connections", name, out));
    return answer;
}

const al_resource *al_agent_target(al_check *check, const al_resource *connection, const char *type)
{
    static const char *const paths[] = {"properties.metadata.ResourceId", "properties.metadata.resourceId",
                                        "properties.target"};
    const al_resource *target = NULL;

    for (size_t i = 0; !target && i < sizeof paths / sizeof paths[0]; i++)
        target = al_leads_to(check, al_get(check, connection, paths[i]), type, NULL);
    return target;
}

/* ---- network injection ----------------------------------------------------------------------------------
 */

enum al_truth al_agent_is_injected(al_check *check, const al_field *injection)
{
    return al_test_in(check, injection,
                      AL_ALL(AL_FIELD("scenario", AL_EQUALS("agent")),
                             AL_ANY(AL_FIELD("subnetArmId", AL_NOT_EMPTY),
                                    AL_FIELD("useMicrosoftManagedNetwork", AL_EQUALS_TRUE))));
}

enum al_truth al_agent_is_private(al_check *check, const al_resource *account)
{
    const al_field *injections = al_get(check, account, "properties.networkInjections");
    bool exact;
    size_t n = al_count(check, injections, &exact);
    enum al_truth answer = exact && (n > 0 || !al_is_unknown(check, injections)) ? AL_NO : AL_UNKNOWN;

    for (size_t i = 0; i < n; i++)
        answer = al_either(answer, al_agent_is_injected(check, al_item(check, injections, i)));
    return answer;
}

/* ---- subnets --------------------------------------------------------------------------------------------
 */

static void judge_subnet(al_check *check, const al_resource *from, const al_field *id, agent_judge_fn *judge)
{
    struct agent_landing landing = {.from = from, .id = id};

    const char *name = al_last_segment(check, id);

    if (!id || (name && !*name)) /* a parameter file that nobody has filled in */
        return;
    landing.is_here = al_target_part(check, id, &landing.subnet);
    judge(check, &landing);
}

void al_agent_each_subnet(al_check *check, const al_resource *resource, agent_judge_fn *judge)
{
    const al_field *injections = al_get(check, resource, "properties.networkInjections");
    bool exact;
    size_t n = al_count(check, injections, &exact);

    for (size_t i = 0; i < n; i++) {
        const al_field *injection = al_item(check, injections, i);
        if (al_is(check, al_get_in(check, injection, "scenario"), "none") != AL_YES)
            judge_subnet(check, resource, al_get_in(check, injection, "subnetArmId"), judge);
    }
    judge_subnet(check, resource, al_get(check, resource, "properties.customerSubnet"), judge);
}

const char *al_agent_subnet_name(al_check *check, const struct al_part *subnet)
{
    const char *name = al_last_segment(check, al_get_in(check, subnet->field, "name"));

    return name ? name : al_name(check, subnet->resource);
}

/* A subnet of its own is the resource, one inside its network a property of it. */
const al_field *al_agent_subnet_place(const struct al_part *subnet)
{
    return al_is_type(subnet->resource, TYPE_SUBNET) ? NULL : subnet->field;
}

/* ---- identities -----------------------------------------------------------------------------------------
 */

/* Whether the identity is assigned to that project; NULL: to any. The keys of identity.userAssignedIdentities
 * are ids. */
static enum al_truth is_assigned(al_check *check, const al_resource *project, const al_resource *identity)
{
    static const char path[] = "identity.userAssignedIdentities";
    struct al_reference reference;
    size_t at = 0;
    bool exact = true;

    while (al_next_reference(check, identity, TYPE_PROJECT, &at, &reference))
        if ((!project || reference.from == project) &&
            strncasecmp(reference.path, path, sizeof path - 1) == 0)
            return AL_YES;
    if (project)
        al_count(check, al_get(check, project, path), &exact);
    return exact ? AL_NO : AL_UNKNOWN;
}

enum al_truth al_agent_is_principal(al_check *check, const al_resource *grant, const al_resource *project)
{
    const al_field *id = al_get(check, grant, "properties.principalId");
    const al_resource *who = al_leads_to(check, id, NULL, NULL);

    if (!who)
        return id && al_is_unknown(check, id) ? AL_UNKNOWN : AL_NO;
    if (al_is_type(who, TYPE_USER_IDENTITY))
        return is_assigned(check, project, who);
    if (!al_is_type(who, TYPE_PROJECT))
        return AL_NO;
    return !project || who == project ? AL_YES : AL_NO;
}
