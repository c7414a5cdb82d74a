/* SPDX-License-Identifier: MIT */
/* Network isolation that is the same question for several services: does a private endpoint lead to the
 * resource, and does its firewall name the whole internet? The services differ only in values, so there is a
 * table of them and one function for each question. */
#include "armlint_rule.h"

#define COGNITIVE "Microsoft.CognitiveServices/accounts"
#define WORKSPACE "Microsoft.MachineLearningServices/workspaces"
#define SEARCH    "Microsoft.Search/searchServices"
#define STORAGE   "Microsoft.Storage/storageAccounts"
#define VAULT     "Microsoft.KeyVault/vaults"
#define COSMOS    "Microsoft.DocumentDB/databaseAccounts"
#define REGISTRY  "Microsoft.ContainerRegistry/registries"

#define ENDPOINT    "Microsoft.Network/privateEndpoints"
#define ASSOCIATION "Microsoft.Network/networkSecurityPerimeters/resourceAssociations"

/* So many endpoints whose target is unclear are looked at for each resource, which keeps the work linear;
 * with more it is undetermined. */
enum { MAX_ENDPOINTS = 200 };

struct service {
    const char *type, *connections; /* connections: what exported templates call a private endpoint */
    const char *group;              /* private link group id; NULL: it has several, any of which is enough */
    const char *ip_rules, *range; /* the firewall's list of addresses, and where in an item the address is */
    bool supports_ai; /* holds data of AI workloads: wanted only when it is closed or beside one */
};

#define SERVICE(type) type, type "/privateEndpointConnections"

static const struct service services[] = {
    {SERVICE(COGNITIVE), "account", "properties.networkAcls.ipRules", "value", false},
    {SERVICE(WORKSPACE), "amlworkspace", "properties.ipAllowlist", "", false},
    {SERVICE(SEARCH), "searchService", "properties.networkRuleSet.ipRules", "value", false},
    {SERVICE(STORAGE), NULL, "properties.networkAcls.ipRules", "value", true},
    {SERVICE(VAULT), "vault", "properties.networkAcls.ipRules", "value", true},
    {SERVICE(COSMOS), NULL, "properties.ipRules", "ipAddressOrRange", false},
    {SERVICE(REGISTRY), "registry", "properties.networkRuleSet.ipRules", "value", false},
};

static const struct service *service_of(const al_resource *resource)
{
    for (size_t i = 0; i < sizeof(services) / sizeof(services[0]); i++)
        if (al_is_type(resource, services[i].type))
            return &services[i];
    return NULL;
}

/* ---- private endpoints --------------------------------------------------------------------------------- */

static enum al_truth both(enum al_truth a, enum al_truth b)
{
    if (a == AL_NO || b == AL_NO)
        return AL_NO;
    return a == AL_YES && b == AL_YES ? AL_YES : AL_UNKNOWN;
}

static enum al_truth either(enum al_truth a, enum al_truth b)
{
    if (a == AL_YES || b == AL_YES)
        return AL_YES;
    return a == AL_NO && b == AL_NO ? AL_NO : AL_UNKNOWN;
}

/* Whether the array has that text as an item. */
static enum al_truth lists(al_check *check, const al_field *array, const char *text)
{
    bool exact = true;
    size_t n = al_count(check, array, &exact);
    enum al_truth answer = exact ? AL_NO : AL_UNKNOWN;

    for (size_t i = 0; i < n; i++)
        answer = either(answer, al_is(check, al_item(check, array, i), text));
    return answer;
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
        const al_field *target = al_get_in(check, connection, "properties.privateLinkServiceId");
        const al_field *groups = al_get_in(check, connection, "properties.groupIds");

        answer = either(answer, both(al_refers_to(check, target, resource, false),
                                     group ? lists(check, groups, group) : AL_YES));
    }
    return answer;
}

static enum al_truth connection_leads_to(al_check *check, const al_resource *endpoint,
                                         const al_resource *resource, const char *group)
{
    static const char *const lists_of_connections[] = {
        "properties.privateLinkServiceConnections",
        "properties.manualPrivateLinkServiceConnections",
    };
    enum al_truth answer = AL_NO;

    for (size_t i = 0; i < 2; i++)
        answer = either(answer,
                        connects(check, al_get(check, endpoint, lists_of_connections[i]), resource, group));
    return answer;
}

/* Endpoints of their own, in this deployment: first those that certainly name the resource, then those that
 * may mean it. */
static enum al_truth endpoint_leads_to(al_check *check, const al_resource *resource, const char *group)
{
    const al_resource *endpoint = NULL;
    struct al_reference reference;
    enum al_truth answer = AL_NO;
    size_t at = 0, n = 0;

    while (answer != AL_YES && al_next_reference(check, resource, ENDPOINT, &at, &reference))
        answer = either(answer, connection_leads_to(check, reference.from, resource, group));
    while (answer != AL_YES && (endpoint = al_next_of_type(check, ENDPOINT, endpoint))) {
        if (++n > MAX_ENDPOINTS)
            return AL_UNKNOWN;
        answer = either(answer, connection_leads_to(check, endpoint, resource, group));
    }
    return answer;
}

/* What exported templates and `az resource show` say: connections that the resource has already. */
static bool has_connections(al_check *check, const al_resource *resource, const struct service *service)
{
    bool exact;

    return al_next_child(check, resource, service->connections, NULL) ||
           al_count(check, al_get(check, resource, "properties.privateEndpointConnections"), &exact) > 0;
}

/* A network security perimeter decides instead of endpoints who gets in. */
static enum al_truth in_perimeter(al_check *check, const al_resource *resource)
{
    const al_resource *association = NULL;
    enum al_truth answer = AL_NO;
    size_t n = 0;

    while (answer != AL_YES && (association = al_next_of_type(check, ASSOCIATION, association))) {
        const al_field *id = al_get(check, association, "properties.privateLinkResource.id");

        if (++n > MAX_ENDPOINTS)
            return AL_UNKNOWN;
        answer = either(answer, al_refers_to(check, id, resource, false));
    }
    return answer;
}

/* Whether the deployment has an AI resource of its own, whose data such services hold. */
static bool deploys_ai(al_check *check)
{
    static const char *const types[] = {COGNITIVE, WORKSPACE, SEARCH};

    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        const al_resource *resource = NULL;

        while ((resource = al_next_of_type(check, types[i], resource)))
            if (!al_is_existing(resource))
                return true;
    }
    return false;
}

static void check_endpoint(al_check *check, const al_resource *resource)
{
    const struct service *service = service_of(resource);
    enum al_truth reached;

    if (!service)
        return;
    if (service->supports_ai && !deploys_ai(check) &&
        al_is(check, al_get(check, resource, "properties.publicNetworkAccess"), "Disabled") != AL_YES)
        return;
    if (has_connections(check, resource, service))
        return;
    reached = either(endpoint_leads_to(check, resource, service->group), in_perimeter(check, resource));
    if (reached == AL_YES)
        return;
    if (reached == AL_UNKNOWN || al_is_incomplete(check))
        al_undetermined(check, resource, NULL, "cannot tell whether a private endpoint leads here");
    else if (service->group)
        al_report(check, resource, NULL, "no private endpoint with the group id %s leads here",
                  service->group);
    else
        al_report(check, resource, NULL, "no private endpoint leads here");
}

/* ---- firewalls ----------------------------------------------------------------------------------------- */

static void check_range(al_check *check, const al_resource *resource, const al_field *range)
{
    const char *text = al_text(check, range);

    if (!text)
        return;
    if (al_pattern(check, "/[0-7]\\s*$", text))
        al_report(check, resource, range, "the firewall rule %s admits a large part of the internet", text);
    else if (al_is_type(resource, COSMOS) && al_is(check, range, "0.0.0.0") == AL_YES)
        al_report(check, resource, range,
                  "the firewall rule 0.0.0.0 admits everything inside Azure, other customers included");
}

static void check_ip_rules(al_check *check, const al_resource *resource)
{
    const struct service *service = service_of(resource);
    const al_field *rules, *filter;
    bool exact = true;
    size_t n;

    if (!service)
        return;
    rules = al_get(check, resource, service->ip_rules);
    n = al_count(check, rules, &exact);
    for (size_t i = 0; i < n; i++)
        check_range(check, resource, al_get_in(check, al_item(check, rules, i), service->range));
    if (rules && (!exact || al_is_unknown(check, rules)))
        al_undetermined(check, resource, rules, "cannot tell which addresses the firewall admits");

    filter = al_is_type(resource, COSMOS) ? al_get(check, resource, "properties.ipRangeFilter") : NULL;
    if (al_text(check, filter) &&
        al_pattern(check, "(^|,)\\s*(0\\.0\\.0\\.0|[0-9.]+/[0-7])\\s*(,|$)", al_text(check, filter)))
        al_report(check, resource, filter,
                  "the firewall admits addresses of other Azure customers or of the internet");
}

/* ---- rules --------------------------------------------------------------------------------------------- */

#define WHY_ENDPOINT                                                                                        \
    "Without a private endpoint, callers in your networks use the public address, so it cannot be closed, " \
    "or, once it is closed, nobody can call the service at all."
#define REMEDY_ENDPOINT(group)                                                                              \
    "Add a Microsoft.Network/privateEndpoints resource with the resource's id as privateLinkServiceId and " \
    "groupIds [\"" group "\"], and a private DNS zone group for it."

static const struct al_rule rules[] = {
    {
        .id = "acr-private-endpoint",
        .title = "Container registry has no private endpoint",
        .level = AL_WARNING,
        .security_severity = 5.0,
        .type = REGISTRY,
        .when = AL_FIELD("sku.name", AL_EQUALS("Premium")),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_endpoint,
        .why = WHY_ENDPOINT,
        .remedy = REMEDY_ENDPOINT("registry"),
        .references = "MCSB NS-2; policy e8eef0a8-67cf-4eb4-9386-14b0e78733d4",
    },
    {
        .id = "cognitive-private-endpoint",
        .title = "AI account has no private endpoint",
        .level = AL_WARNING,
        .security_severity = 5.5,
        .type = COGNITIVE,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_endpoint,
        .why = WHY_ENDPOINT,
        .remedy = REMEDY_ENDPOINT("account"),
        .references = "MCSB NS-2; policy d6759c02-b87f-42b7-892e-71b3f471d782; "
                      "policy db630ad5-52e9-4f4d-9c44-53912fe40053; "
                      "https://learn.microsoft.com/azure/ai-foundry/how-to/configure-private-link",
        .equivalents = "Azure.AI.PrivateEndpoints",
    },
    {
        .id = "cosmos-private-endpoint",
        .title = "Cosmos DB has no private endpoint",
        .level = AL_WARNING,
        .security_severity = 5.5,
        .type = COSMOS,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_endpoint,
        .why = WHY_ENDPOINT,
        .remedy = REMEDY_ENDPOINT("Sql") " Accounts of another API use MongoDB, Cassandra, Gremlin or Table.",
        .references = "MCSB NS-2; policy 58440f8a-10c5-4151-bdce-dfbaad4a20b7",
    },
    {
        .id = "keyvault-private-endpoint",
        .title = "Key vault has no private endpoint",
        .level = AL_WARNING,
        .security_severity = 5.5,
        .type = VAULT,
        .when = AL_NOT(AL_FIELD("properties.createMode", AL_EQUALS("recover"))),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_endpoint,
        .why = WHY_ENDPOINT,
        .remedy = REMEDY_ENDPOINT("vault"),
        .references = "MCSB NS-2; MCSB DP-8; policy a6abeaec-4d90-4a02-805f-6b26c4d3fbe9",
    },
    {
        .id = "ml-workspace-private-endpoint",
        .title = "ML workspace has no private endpoint",
        .level = AL_WARNING,
        .security_severity = 5.5,
        .type = WORKSPACE,
        .when = AL_NOT(AL_FIELD("kind", AL_EQUALS("Project"))), /* a project is reached through its hub */
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_endpoint,
        .why = WHY_ENDPOINT,
        .remedy = REMEDY_ENDPOINT("amlworkspace"),
        .references = "MCSB NS-2; policy 45e05259-1eb5-4f70-9574-baf73e9d219b; "
                      "policy 7838fd83-5cbb-4b5d-888c-bfa240972597; "
                      "https://learn.microsoft.com/azure/machine-learning/how-to-configure-private-link",
        .equivalents = "CKV_AZURE_243",
    },
    {
        .id = "network-open-ip-rule",
        .title = "Firewall rule admits the internet",
        .level = AL_WARNING,
        .security_severity = 7.5,
        .type = COGNITIVE " " WORKSPACE " " SEARCH " " STORAGE " " VAULT " " COSMOS " " REGISTRY,
        .when = AL_NOT(AL_FIELD("properties.publicNetworkAccess", AL_EQUALS("Disabled"))),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_ip_rules,
        .why = "A rule for so many addresses makes a firewall that looks configured and stops nobody.",
        .remedy = "Replace the rule by the public addresses of your own networks, or use a private endpoint.",
        .references = "MCSB NS-2; policy 862e97cf-49fc-4a5c-9de4-40d4e2e7c8eb; "
                      "policy 12339a85-a25c-4f17-9f82-4766f13f5c4c",
        .equivalents = "terrascan:AC_AZURE_0370",
    },
    {
        .id = "search-private-endpoint",
        .title = "Search service has no private endpoint",
        .level = AL_WARNING,
        .security_severity = 5.5,
        .type = SEARCH,
        .when = AL_NOT(AL_FIELD("sku.name", AL_EQUALS("free"))),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_endpoint,
        .why = WHY_ENDPOINT,
        .remedy = REMEDY_ENDPOINT("searchService"),
        .references = "MCSB NS-2; policy a049bf77-880b-470f-ba6d-9f21c530cf83; "
                      "policy d6759c02-b87f-42b7-892e-71b3f471d782",
    },
    {
        .id = "storage-private-endpoint",
        .title = "Storage account has no private endpoint",
        .level = AL_WARNING,
        .security_severity = 5.5,
        .type = STORAGE,
        .when = AL_NOT(AL_FIELD("tags.ms-resource-usage", AL_EQUALS("azure-cloud-shell"))),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_endpoint,
        .why = WHY_ENDPOINT,
        .remedy =
            REMEDY_ENDPOINT("blob") " Give each service in use (blob, dfs, file, queue, table) its own.",
        .references = "MCSB NS-2; policy 6edd7eda-6dd8-40f7-810d-67160c639cd9; "
                      "policy 1604f626-4d8d-4124-8bb8-b1e5f95562de",
    },
};

AL_MODULE(network, "Network isolation", rules);
