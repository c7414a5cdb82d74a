/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "common.h"

#define SERVICES   TYPE_SEARCH
#define LINKS      SERVICES "/sharedPrivateLinkResources"
#define IDENTITIES "Microsoft.ManagedIdentity/userAssignedIdentities"

/* The free tier shares its machines: it has no firewall, private endpoint, identity or customer key. */
#define NOT_FREE AL_NOT(AL_FIELD("sku.name", AL_EQUALS("free")))

/* `authOptions` is how a template says in words that keys are welcome: without disableLocalAuth that is the
 * place to point at. */
static void check_local_auth(al_check *check, const al_resource *service)
{
    static const char path[] = "properties.disableLocalAuth";
    const al_field *disabled = al_get(check, service, path);
    const al_field *options = al_get(check, service, "properties.authOptions");
    enum al_truth keyless = al_is(check, disabled, "true");

    if (keyless == AL_YES)
        return;
    if (keyless == AL_UNKNOWN)
        al_undetermined(check, service, disabled, "cannot tell whether API keys are switched off");
    else if (disabled)
        al_report(check, service, disabled, "API keys work because disableLocalAuth is not true");
    else if (options)
        al_report(check, service, options, "authOptions admits API keys");
    else
        al_report_absent(check, service, path, "API keys work because disableLocalAuth is not set");
}

/* ---- sources that indexers read ------------------------------------------------------------------------ */

/* The service whose identity gets the role, or NULL. */
static const al_resource *service_granted(al_check *check, const al_resource *grant)
{
    const char *path;
    const al_resource *principal =
        al_leads_to(check, al_get(check, grant, "properties.principalId"), SERVICES " " IDENTITIES, &path);
    struct al_reference reference;
    size_t at = 0;

    if (!principal || al_is_type(principal, SERVICES))
        return path && strncmp(path, "identity.", strlen("identity.")) == 0 ? principal : NULL;
    return al_next_reference(check, principal, SERVICES, &at, &reference) ? reference.from : NULL;
}

static enum al_truth has_link(al_check *check, const al_resource *service, const al_resource *source)
{
    const al_resource *link = NULL;
    enum al_truth answer = al_is_existing(service) || al_is_incomplete(check) ? AL_UNKNOWN : AL_NO;

    while ((link = al_next_child(check, service, LINKS, link)))
        answer =
            al_either(answer, al_refers_to(check, al_get(check, link, "properties.privateLinkResourceId"),
                                           source, false));
    return answer;
}

/* Only what is said counts: the default differs between services. */
static enum al_truth trusts_services(al_check *check, const al_resource *source, const al_field *bypass)
{
    if (al_test(check, source, AL_FIELD("properties.networkAcls.resourceAccessRules", AL_NOT_EMPTY)) ==
        AL_YES)
        return AL_YES;
    return bypass ? al_test_in(check, bypass, AL_FIELD("", AL_LIKE("*AzureServices*"))) : AL_UNKNOWN;
}

/* A role on a closed account shows that the service reads it, but lets nobody through a firewall. */
static void check_source(al_check *check, const al_resource *source)
{
    const al_field *bypass = al_get(check, source, "properties.networkAcls.bypass");
    const al_resource *grant = NULL;

    if (al_ask_is_closed(check, source) != AL_YES)
        return;
    while ((grant = al_next_attached(check, source, TYPE_GRANT, grant))) {
        const al_resource *service = service_granted(check, grant);
        enum al_truth reaches =
            service ? al_either(has_link(check, service, source), trusts_services(check, source, bypass))
                    : AL_YES;

        if (reaches == AL_NO) {
            al_report(
                check, source, bypass,
                "the search service %s may read this account but cannot reach it: no shared private link "
                "leads here, and bypass is %s",
                al_name(check, service), al_text(check, bypass));
            return;
        }
        if (reaches == AL_UNKNOWN) {
            al_undetermined(check, source, bypass, "cannot tell whether the search service %s gets through",
                            al_name(check, service));
            return;
        }
    }
}

static const struct al_rule rules[] = {
    {
        .id = "search-customer-managed-key",
        .title = "Search service does not enforce customer keys",
        .level = AL_NOTE,
        .security_severity = 3.0,
        .type = SERVICES,
        .when = NOT_FREE,
        .require = AL_FIELD("properties.encryptionWithCmk.enforcement", AL_EQUALS("Enabled")),
        .absent = AL_ABSENT_FAILS,
        .message = "indexes may be made without a customer key because {field} is not Enabled",
        .why = "Each index chooses its encryption key by itself; without enforcement one made without a "
               "customer key goes unnoticed.",
        .remedy = "Set properties.encryptionWithCmk.enforcement to Enabled (apiVersion 2022-09-01 or later).",
        .references = "MCSB DP-5; policy 76a56461-9dc0-40f0-82f5-2453283afa2f; "
                      "policy 356da939-f20a-4bb9-86f8-5db445b0e354",
        .unsafe_fix = true,
    },
    {
        .id = "search-disable-local-auth",
        .title = "Search service accepts API keys",
        .level = AL_WARNING,
        .security_severity = 6.5,
        .type = SERVICES,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_local_auth,
        .why = "An admin key reads, changes and deletes every index, names nobody and never expires.",
        .remedy = "Set properties.disableLocalAuth to true (apiVersion 2022-09-01 or later) and remove "
                  "properties.authOptions.",
        .references = "MCSB IM-1; policy 6300012e-e9a4-4649-b41f-a85f5c43be91; "
                      "policy 71ef260a-8f18-47b7-abcb-62d0673d94dc; "
                      "policy d45520cb-31ca-44ba-8da2-fcf914608544",
    },
    {
        .id = "search-managed-identity",
        .title = "Search service has no managed identity",
        .level = AL_NOTE,
        .security_severity = 3.0,
        .type = SERVICES,
        .when = NOT_FREE,
        .require = AL_FIELD("identity.type", AL_LIKE("*Assigned*")),
        .absent = AL_ABSENT_FAILS,
        .message = "the service has no identity, so its indexers need connection strings",
        .why = "An indexer without an identity reads its sources with keys that are stored in the service.",
        .remedy = "Add \"identity\": { \"type\": \"SystemAssigned\" } to the service.",
        .references = "MCSB IM-3",
        .equivalents = "Azure.Search.ManagedIdentity",
    },
    {
        .id = "search-public-network-access",
        .title = "Search service is open to the public internet",
        .level = AL_WARNING,
        .security_severity = 7.0,
        .type = SERVICES,
        .when = AL_ALL(NOT_FREE, AL_FIELD("properties.networkRuleSet.ipRules", AL_COUNT_LESS(1))),
        .require = AL_FIELD("properties.publicNetworkAccess", AL_IN("Disabled", "SecuredByPerimeter")),
        .absent = AL_ABSENT_FAILS,
        .message = "every network can reach the service: {field} is not Disabled and there are no ipRules",
        .why = "The indexes, often the best copy of what an organisation knows, are one leaked key or token "
               "away from anyone on the internet.",
        .remedy = "Set properties.publicNetworkAccess to Disabled and add a private endpoint with the group "
                  "id searchService, or list the callers in properties.networkRuleSet.ipRules.",
        .references = "MCSB NS-2; policy ee980b6d-0eca-4501-8d54-f6290fd512c3; "
                      "policy 037eea7a-bd0a-46c5-9a66-03aea78705d3",
        .unsafe_fix = true,
    },
    {
        .id = "search-shared-private-link",
        .title = "Search service cannot reach its closed source",
        .level = AL_NOTE,
        .security_severity = 3.0,
        .type = TYPE_STORAGE " " TYPE_COGNITIVE,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_source,
        .why = "Indexers and skills of a search service run outside your networks: against a closed account "
               "they fail until somebody opens it to the internet.",
        .remedy =
            "Give the search service a child of type sharedPrivateLinkResources with the account's id as "
            "privateLinkResourceId and the groupId blob (openai_account for Azure OpenAI), or set "
            "properties.networkAcls.bypass of the account to AzureServices.",
        .references = "MCSB NS-2; "
                      "https://learn.microsoft.com/azure/search/search-indexer-howto-access-private",
    },
};

AL_MODULE(search, "Azure AI Search", rules);
