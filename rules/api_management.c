/* SPDX-License-Identifier: MIT */
/* API Management as such: its networks, regions, protocols, secrets and backends. What its policies do for
 * the models behind it is in ai_gateway.c. */
#include "common_gateway.h"

#include <strings.h>

/* The Consumption tier has no network, no regions and no circuit breaker. */
#define NOT_CONSUMPTION AL_NOT(AL_FIELD("sku.name", AL_EQUALS("Consumption")))
/* Neither has Basic v2 a network or private endpoints. */
#define CAN_BE_PRIVATE  AL_NOT(AL_FIELD("sku.name", AL_IN("BasicV2", "Consumption")))
#define IN_A_NETWORK    AL_FIELD("properties.virtualNetworkType", AL_IN("Internal", "External"))

/* ---- networks ------------------------------------------------------------------------------------------ */

/* An AI account that the gateway could call, and that only private networks reach. */
static bool is_closed_account(al_check *check, const al_resource *account)
{
    return !al_is_existing(account) &&
           al_is(check, al_get(check, account, "properties.publicNetworkAccess"), "Disabled") == AL_YES;
}

static void check_network(al_check *check, const al_resource *service)
{
    const al_field *type = al_get(check, service, "properties.virtualNetworkType");
    size_t at = 0;
    const al_resource *account = al_next_having(check, TYPE_COGNITIVE, is_closed_account, &at);

    if (!account || al_test(check, service, IN_A_NETWORK) == AL_YES)
        return;
    if (type && al_is_unknown(check, type))
        al_undetermined(check, service, type, "cannot tell whether the gateway is in a virtual network");
    else
        al_report(check, service, type,
                  "the gateway is in no virtual network, so it cannot reach %s, which only "
                  "private networks reach",
                  al_name(check, account));
}

/* ---- protocols ----------------------------------------------------------------------------------------- */

static const char *const old_protocols[] = {
    "Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Backend.Protocols.Ssl30",
    "Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Backend.Protocols.Tls10",
    "Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Backend.Protocols.Tls11",
    "Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Ciphers.TripleDes168",
    "Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Ssl30",
    "Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Tls10",
    "Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Tls11",
};

static bool is_old_protocol(const char *key)
{
    for (size_t i = 0; i < sizeof(old_protocols) / sizeof(old_protocols[0]); i++)
        if (key && strcasecmp(key, old_protocols[i]) == 0)
            return true;
    return false;
}

static void check_custom_properties(al_check *check, const al_resource *service)
{
    const al_field *all = al_get(check, service, "properties.customProperties");
    bool exact;
    size_t n = al_count(check, all, &exact);

    for (size_t i = 0; i < n; i++) {
        const al_field *property = al_item(check, all, i);
        if (property && is_old_protocol(al_key(property)) && al_is(check, property, "true") == AL_YES)
            al_report(check, service, property, "%s is switched on, which is broken: set it to False",
                      al_key(property) + sizeof "Microsoft.WindowsAzure.ApiManagement.Gateway.Security");
    }
    if (!exact)
        al_undetermined(check, service, all, "cannot tell which protocols are switched on");
}

static void check_address(al_check *check, const al_resource *resource, const char *path)
{
    const al_field *address = al_get(check, resource, path);

    if (address && al_test_in(check, address, AL_FIELD("", AL_LIKE("http://*"))) == AL_YES)
        al_report(check, resource, address, "calls go on over plain HTTP: make it https://");
}

static void check_protocols(al_check *check, const al_resource *resource)
{
    const al_field *protocols;
    bool exact;
    size_t n;

    if (al_is_type(resource, TYPE_APIM)) {
        check_custom_properties(check, resource);
        return;
    }
    check_address(check, resource,
                  al_is_type(resource, TYPE_API) ? "properties.serviceUrl" : "properties.url");
    protocols = al_get(check, resource, "properties.protocols");
    n = al_count(check, protocols, &exact);
    for (size_t i = 0; i < n; i++) {
        const al_field *protocol = al_item(check, protocols, i);
        if (al_is(check, protocol, "http") == AL_YES || al_is(check, protocol, "ws") == AL_YES)
            al_report(check, resource, protocol, "the API also answers over %s, which is not encrypted",
                      al_text(check, protocol));
    }
}

/* ---- secrets ------------------------------------------------------------------------------------------- */

static void check_named_value(al_check *check, const al_resource *named)
{
    const al_field *value = al_get(check, named, "properties.value");
    const al_field *secret = al_get(check, named, "properties.secret");

    if (!value || al_get(check, named, "properties.keyVault.secretIdentifier"))
        return;
    if (al_is(check, secret, "true") == AL_YES)
        al_report(check, named, value,
                  "the gateway keeps the secret itself: keyVault.secretIdentifier is not set");
    else if (al_holds_secret(check, value) == AL_YES)
        al_report(check, named, value,
                  secret && al_is_unknown(check, secret)
                      ? "the secret is not kept in a key vault"
                      : "the secret is kept as plain text that everybody with access reads");
    else if (secret && al_is_unknown(check, secret))
        al_undetermined(check, named, secret, "cannot tell whether the value is a secret");
}

/* ---- regions and backends ------------------------------------------------------------------------------ */

static void check_pool(al_check *check, const al_resource *pool)
{
    const al_field *members = al_get(check, pool, "properties.pool.services");
    bool exact;
    size_t n = al_count(check, members, &exact);

    if (!exact || !al_get(check, pool, "properties.pool"))
        al_undetermined(check, pool, members, "cannot tell how many backends the pool has");
    else if (n < 2)
        al_report(check, pool, members, "the pool has %s, so there is nothing to balance over",
                  n ? "one backend" : "no backend");
}

static void check_breaker(al_check *check, const al_resource *backend)
{
    const al_field *rules = al_get(check, backend, "properties.circuitBreaker.rules");
    enum al_truth is_model = al_ask_is_model_backend(check, backend);
    bool exact;

    if (is_model == AL_NO || al_count(check, rules, &exact) > 0)
        return;
    if (is_model == AL_UNKNOWN || !exact || (rules && al_is_unknown(check, rules)))
        al_undetermined(check, backend, rules, "cannot tell whether a model's backend has a circuit breaker");
    else
        al_report_absent(
            check, backend, "properties.circuitBreaker.rules",
            "the backend is a model endpoint and has no circuit breaker rule: calls go on while it "
            "is throttled or down");
}

static void check_subscription(al_check *check, const al_resource *subscription)
{
    static const char *const keys[] = {"properties.primaryKey", "properties.secondaryKey"};
    const al_field *scope = al_get(check, subscription, "properties.scope");

    if (scope && al_test_in(check, scope, AL_FIELD("", AL_LIKE("*/apis"))) == AL_YES)
        al_report(check, subscription, scope, "the subscription's keys open every API");
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        const al_field *key = al_get(check, subscription, keys[i]);
        if (al_text(check, key) && *al_text(check, key))
            al_report(check, subscription, key, "the key stands in the template");
    }
}

static const struct al_rule rules[] = {
    {
        .id = "apim-backend-pool",
        .title = "Gateway pool has fewer than two backends",
        .level = AL_NOTE,
        .type = TYPE_BACKEND,
        .when = AL_FIELD("properties.type", AL_EQUALS("Pool")),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_pool,
        .why = "A pool of one neither spreads the load nor survives the failure of that one.",
        .remedy = "List at least two backends in properties.pool.services, best in two regions.",
        .references = "MCSB BR-1; https://learn.microsoft.com/azure/api-management/backends",
    },
    {
        .id = "apim-circuit-breaker",
        .title = "Model backend has no circuit breaker",
        .level = AL_NOTE,
        .type = TYPE_BACKEND,
        .when = AL_NOT(AL_FIELD("properties.type", AL_EQUALS("Pool"))),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_breaker,
        .why =
            "Without a circuit breaker the gateway keeps calling an endpoint that answers 429 or 5xx, which makes "
            "its callers wait and keeps the other endpoints of a pool idle.",
        .remedy = "Add properties.circuitBreaker.rules with a failureCondition for status 429 and 500-599, a "
                  "tripDuration and acceptRetryAfter true (apiVersion 2024-05-01 or later).",
        .references = "MCSB BR-1; https://learn.microsoft.com/azure/api-management/backends",
    },
    {
        .id = "apim-encrypted-protocols",
        .title = "Gateway speaks an unencrypted or broken protocol",
        .level = AL_WARNING,
        .security_severity = 6.5,
        .type = TYPE_APIM " " TYPE_API " " TYPE_BACKEND,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_protocols,
        .why =
            "Prompts, answers and keys that travel in the clear, or under SSL 3 and the first versions of TLS, can be "
            "read and changed on the way.",
        .remedy =
            "Leave only https and wss in properties.protocols, use https:// in serviceUrl and url, and set the "
            "properties of old protocols in customProperties to \"False\" or remove them.",
        .references = "MCSB DP-3; policy ee7495e7-3ba7-40b6-bfee-c29e22cc75d4",
        .equivalents =
            "Azure.APIM.HTTPBackend Azure.APIM.HTTPEndpoint Azure.APIM.Protocols CKV_AZURE_173 TA-000029",
    },
    {
        .id = "apim-multi-region",
        .title = "Gateway runs in one region and one zone",
        .level = AL_NOTE,
        .type = TYPE_APIM,
        .when = AL_FIELD("sku.name", AL_EQUALS("Premium")),
        .require =
            AL_ANY(AL_FIELD("zones", AL_NOT_EMPTY),
                   AL_ALL(AL_FIELD("properties.additionalLocations", AL_NOT_EMPTY),
                          AL_FIELD("properties.additionalLocations",
                                   AL_EVERY_ITEM(AL_NOT(AL_FIELD("disableGateway", AL_EQUALS_TRUE)))))),
        .absent = AL_ABSENT_FAILS,
        .message = "the gateway answers in one region only and names no zones of it",
        .why = "When its region fails, so does every model and agent behind the gateway.",
        .remedy = "List more regions in properties.additionalLocations, or zones of this one in zones.",
        .references =
            "MCSB BR-1; https://learn.microsoft.com/azure/api-management/api-management-howto-deploy-multi-region",
        .equivalents = "Azure.APIM.MultiRegion Azure.APIM.MultiRegionGateway",
        .unsafe_fix = true,
        .profile = "availability",
    },
    {
        .id = "apim-named-value-secret",
        .title = "Gateway keeps a secret itself",
        .level = AL_WARNING,
        .security_severity = 6.0,
        .type = TYPE_APIM "/namedValues",
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_named_value,
        .why =
            "The gateway's own copy of a secret is not rotated with it; one that is written in the template is in every "
            "copy of that; and one that is not marked as secret is read by everybody who can read the service.",
        .remedy =
            "Replace properties.value by properties.keyVault.secretIdentifier, the address of a key vault secret "
            "without a version, and set properties.secret to true.",
        .references = "MCSB IM-8; MCSB DP-6; policy f1cc7827-022c-473e-836e-5a51cae0b249",
        .equivalents = "TA-000035",
    },
    {
        .id = "apim-network",
        .title = "Gateway cannot reach the private models",
        .level = AL_WARNING,
        .security_severity = 4.0,
        .type = TYPE_APIM,
        .when = NOT_CONSUMPTION,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_network,
        .why =
            "A gateway outside the network finds the models' public endpoints closed, which sooner or later makes somebody "
            "open them again.",
        .remedy =
            "Set properties.virtualNetworkType to Internal (or External) and "
            "properties.virtualNetworkConfiguration.subnetResourceId to a subnet that reaches the private endpoints.",
        .references = "MCSB NS-2; policy ef619a2c-cc4d-4d03-b2ba-8c94a834d85b",
    },
    {
        .id = "apim-public-network-access",
        .title = "Gateway is open to the public internet",
        .level = AL_NOTE,
        .security_severity = 4.0,
        .type = TYPE_APIM,
        .when = CAN_BE_PRIVATE,
        .require = AL_ANY(IN_A_NETWORK, AL_FIELD("properties.publicNetworkAccess", AL_EQUALS("Disabled"))),
        .absent = AL_ABSENT_FAILS,
        .message =
            "every network can call the gateway: it is in no virtual network and publicNetworkAccess is not "
            "Disabled",
        .why = "Everything behind the gateway is then protected by its policies and keys alone.",
        .remedy =
            "Put the service into a virtual network (properties.virtualNetworkType Internal), or set "
            "properties.publicNetworkAccess to Disabled and add a private endpoint with the group id Gateway.",
        .references = "MCSB NS-2; policy ef619a2c-cc4d-4d03-b2ba-8c94a834d85b; "
                      "policy df73bd95-24da-4a4f-96b9-4e8b94b402bd",
        .equivalents = "CKV_AZURE_107 CKV_AZURE_174 TA-000036",
        .unsafe_fix = true,
    },
    {
        .id = "apim-subscription-scope",
        .title = "Gateway subscription is too broad or has a known key",
        .level = AL_WARNING,
        .security_severity = 5.5,
        .type = TYPE_APIM "/subscriptions",
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_subscription,
        .why =
            "One leaked subscription key then opens every API, those that are added later included; a key that stands "
            "in a template has leaked already.",
        .remedy = "Set properties.scope to /products/{id} or /apis/{id}, and let the service make the keys.",
        .references = "MCSB PA-7; policy 3aa03346-d8c5-4994-a5bc-7652c2a2aef1",
        .equivalents = "TA-000037",
    },
};

AL_MODULE(api_management, "API Management", rules);
