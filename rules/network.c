/* SPDX-License-Identifier: MIT */
/* Network isolation that is the same question for several services: does a private endpoint lead to the
 * resource, and does its firewall name the whole internet? The services differ only in values, so there is a
 * table of them and one function for each question. */
#include "common.h"

struct service {
    const char *type;
    const char *group; /* private link group id; NULL: any of several, or it depends on the account */
    const char *ip_rules, *range; /* the firewall's list of addresses, and where in an item the address is */
    bool supports_ai; /* holds data of AI workloads: wanted only when it is closed or beside one */
};

static const struct service services[] = {
    {TYPE_COGNITIVE, "account", "properties.networkAcls.ipRules", "value", false},
    {TYPE_WORKSPACE, "amlworkspace", "properties.ipAllowlist", "", false},
    {TYPE_SEARCH, "searchService", "properties.networkRuleSet.ipRules", "value", false},
    {TYPE_STORAGE, NULL, "properties.networkAcls.ipRules", "value", true},
    {TYPE_VAULT, "vault", "properties.networkAcls.ipRules", "value", true},
    {TYPE_COSMOS, NULL, "properties.ipRules", "ipAddressOrRange", false},
    {TYPE_REGISTRY, "registry", "properties.networkRuleSet.ipRules", "value", false},
};

static const struct service *service_of(const al_resource *resource)
{
    for (size_t i = 0; i < sizeof(services) / sizeof(services[0]); i++)
        if (al_is_type(resource, services[i].type))
            return &services[i];
    return NULL;
}

/* ---- private endpoints --------------------------------------------------------------------------------- */

/* What else than documents a Cosmos DB account speaks, and the group that its clients' names belong to. */
static const struct {
    const char *capability, *group;
} cosmos_groups[] = {
    {"EnableCassandra", "Cassandra"},
    {"EnableGremlin", "Gremlin"},
    {"EnableTable", "Table"},
};

/* NULL when that is not known. */
static const char *group_of_cosmos(al_check *check, const al_resource *account)
{
    const al_field *kind = al_get(check, account, "kind");

    if (al_is(check, kind, "MongoDB") == AL_YES)
        return "MongoDB";
    if (kind && al_is(check, kind, "GlobalDocumentDB") != AL_YES)
        return NULL;
    for (size_t i = 0; i < sizeof(cosmos_groups) / sizeof(cosmos_groups[0]); i++) {
        const char *capability = cosmos_groups[i].capability;
        enum al_truth speaks = al_test(
            check, account,
            AL_FIELD("properties.capabilities", AL_SOME_ITEM(AL_FIELD("name", AL_EQUALS(capability)))));

        if (speaks != AL_NO)
            return speaks == AL_YES ? cosmos_groups[i].group : NULL;
    }
    return "Sql";
}

static void check_endpoint(al_check *check, const al_resource *resource)
{
    const struct service *service = service_of(resource);
    enum al_truth reached;
    const char *group;

    if (!service)
        return;
    if (service->supports_ai && !al_ask_deploys_ai(check) &&
        al_is(check, al_get(check, resource, "properties.publicNetworkAccess"), "Disabled") != AL_YES)
        return;
    group = al_is_type(resource, TYPE_COSMOS) ? group_of_cosmos(check, resource) : service->group;
    reached = al_ask_reached_privately(check, resource, group);
    if (reached == AL_YES)
        return;
    if (reached == AL_UNKNOWN || al_is_incomplete(check))
        al_undetermined(check, resource, NULL, "cannot tell whether a private endpoint leads here");
    else if (group)
        al_report(check, resource, NULL, "no private endpoint with the group id %s leads here", group);
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
    else if (al_is_type(resource, TYPE_COSMOS) && al_is(check, range, "0.0.0.0") == AL_YES)
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

    filter = al_is_type(resource, TYPE_COSMOS) ? al_get(check, resource, "properties.ipRangeFilter") : NULL;
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
        .type = TYPE_REGISTRY,
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
        .type = TYPE_COGNITIVE,
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
        .type = TYPE_COSMOS,
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
        .type = TYPE_VAULT,
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
        .type = TYPE_WORKSPACE,
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
        .type = TYPE_COGNITIVE " " TYPE_WORKSPACE " " TYPE_SEARCH " " TYPE_STORAGE " " TYPE_VAULT
                               " " TYPE_COSMOS " " TYPE_REGISTRY,
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
        .type = TYPE_SEARCH,
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
        .type = TYPE_STORAGE,
        .when = AL_NOT(AL_SURELY(AL_FIELD("tags.ms-resource-usage", AL_EQUALS("azure-cloud-shell")))),
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
