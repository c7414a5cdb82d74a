/* SPDX-License-Identifier: MIT */
#include "armlint_rule.h"

#define SERVICES "Microsoft.Search/searchServices"

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
};

AL_MODULE(search, "Azure AI Search", rules);
