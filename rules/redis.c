/* SPDX-License-Identifier: MIT */
/* Redis as the cache of prompts and answers: one control with several properties, which differ between Azure
 * Cache for Redis and Azure Managed Redis. */
#include "common.h"

#define CACHES     "Microsoft.Cache/redis"
#define CLUSTERS   "Microsoft.Cache/redisEnterprise"
#define DATABASES  CLUSTERS "/databases"
#define PUBLIC     "properties.publicNetworkAccess"
#define MODERN_TLS AL_FIELD("", AL_IN("1.2", "1.3"))

/* A property, the value it must have, and what it means that it has another or is absent. */
struct weakness {
    const char *type, *path;
    const struct al_condition *safe;
    const char *other, *absent; /* `absent` NULL: Azure's default is safe, or differs between versions */
    const char *absent_before;  /* only before this API version; NULL: in all of them */
};

static const struct weakness weaknesses[] = {
    {CACHES, "properties.disableAccessKeyAuthentication", AL_FIELD("", AL_EQUALS_TRUE),
     "access keys work because disableAccessKeyAuthentication is not true",
     "access keys work because disableAccessKeyAuthentication is not set", NULL},
    {CACHES, "properties.enableNonSslPort", AL_FIELD("", AL_EQUALS_FALSE),
     "port 6379 takes connections without encryption because enableNonSslPort is not false", NULL, NULL},
    {CACHES, "properties.minimumTlsVersion", MODERN_TLS,
     "minimumTlsVersion admits broken versions of TLS: it is not 1.2", NULL, NULL},
    {CLUSTERS, "properties.minimumTlsVersion", MODERN_TLS,
     "minimumTlsVersion admits broken versions of TLS: it is not 1.2", NULL, NULL},
    {DATABASES, "properties.accessKeysAuthentication", AL_FIELD("", AL_EQUALS("Disabled")),
     "access keys work because accessKeysAuthentication is not Disabled",
     "access keys work: this apiVersion cannot set accessKeysAuthentication to Disabled",
     "2024-09-01-preview"},
    {DATABASES, "properties.clientProtocol", AL_FIELD("", AL_EQUALS("Encrypted")),
     "clients connect without encryption because clientProtocol is not Encrypted", NULL, NULL},
};

static void check_absent(al_check *check, const al_resource *cache, const struct weakness *weakness)
{
    enum al_truth old;

    if (!weakness->absent)
        return;
    old = weakness->absent_before
              ? al_test(check, cache, AL_FIELD("apiVersion", AL_VERSION_LESS(weakness->absent_before)))
              : AL_YES;
    if (old == AL_YES)
        al_report_absent(check, cache, weakness->path, "%s", weakness->absent);
    else
        al_undetermined(check, cache, NULL, "the default of %s differs between API versions", weakness->path);
}

static void check_weakness(al_check *check, const al_resource *cache, const struct weakness *weakness)
{
    const al_field *field = al_get(check, cache, weakness->path);
    enum al_truth safe = field ? al_test_in(check, field, weakness->safe) : AL_NO;

    if (!field)
        check_absent(check, cache, weakness);
    else if (safe == AL_NO)
        al_report(check, cache, field, "%s", weakness->other);
    else if (safe == AL_UNKNOWN)
        al_undetermined(check, cache, field, "%s is not known", weakness->path);
}

/* Without keys and without Entra tokens nobody gets in. */
static void check_sign_in(al_check *check, const al_resource *cache)
{
    static const char path[] = "properties.redisConfiguration.aad-enabled";
    const al_field *keyless = al_get(check, cache, "properties.disableAccessKeyAuthentication");
    const al_field *entra = al_get(check, cache, path);

    if (al_is(check, keyless, "true") != AL_YES)
        return;
    if (!entra)
        al_report_absent(check, cache, path,
                         "access keys are switched off and aad-enabled is not set: nobody "
                         "can sign in");
    else if (al_is(check, entra, "true") == AL_NO)
        al_report(check, cache, entra,
                  "access keys are switched off and aad-enabled is not true: nobody can "
                  "sign in");
}

/* Closed, and with a way in. */
static void check_endpoint(al_check *check, const al_resource *cache, const al_field *access,
                           const char *group)
{
    enum al_truth reached = al_ask_reached_privately(check, cache, group);

    if (reached == AL_NO && al_is_incomplete(check))
        reached = AL_UNKNOWN;
    if (reached == AL_UNKNOWN)
        al_undetermined(check, cache, NULL, "cannot tell whether a private endpoint leads here");
    else if (reached == AL_NO && access)
        al_report(check, cache, access,
                  "publicNetworkAccess is Disabled, and no private endpoint with the "
                  "group id %s leads here",
                  group);
    else if (reached == AL_NO)
        al_report_absent(check, cache, PUBLIC,
                         "every network can reach it: no private endpoint leads here, "
                         "and publicNetworkAccess is not Disabled");
}

/* A cache inside a virtual network has no public address. Clusters could only be closed by an endpoint before
 * they got the property. */
static void check_network(al_check *check, const al_resource *cache)
{
    bool cluster = al_is_type(cache, CLUSTERS);
    const al_field *access = al_get(check, cache, PUBLIC);
    enum al_truth closed = al_is(check, access, "Disabled");
    enum al_truth injected = al_test(check, cache, AL_FIELD("properties.subnetId", AL_NOT_EMPTY));

    if (injected == AL_YES)
        return;
    if (closed == AL_UNKNOWN || (injected == AL_UNKNOWN && closed == AL_NO))
        al_undetermined(check, cache, access, "cannot tell whether the cache is open to every network");
    else if (closed == AL_YES || (!access && cluster))
        check_endpoint(check, cache, access, cluster ? "redisEnterprise" : "redisCache");
    else if (access)
        al_report(check, cache, access, "every network can reach it: publicNetworkAccess is not Disabled");
    else
        al_report_absent(check, cache, PUBLIC,
                         "every network can reach it: publicNetworkAccess is not set to Disabled");
}

static void check_redis(al_check *check, const al_resource *cache)
{
    if (!al_is_type(cache, DATABASES))
        check_network(check, cache);
    for (size_t i = 0; i < sizeof(weaknesses) / sizeof(weaknesses[0]); i++)
        if (al_is_type(cache, weaknesses[i].type))
            check_weakness(check, cache, &weaknesses[i]);
    if (al_is_type(cache, CACHES))
        check_sign_in(check, cache);
}

static const struct al_rule rules[] = {
    {
        .id = "redis-hardened",
        .title = "Redis is open, takes keys or speaks plain text",
        .level = AL_WARNING,
        .security_severity = 6.5,
        .type = CACHES " " CLUSTERS " " DATABASES,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_redis,
        .why =
            "A cache in front of a model holds prompts and answers; whoever has its key, or listens on the "
            "way, reads them and can plant answers of their own.",
        .remedy =
            "Microsoft.Cache/redis: set publicNetworkAccess to Disabled with a private endpoint (group "
            "id redisCache), disableAccessKeyAuthentication to true (apiVersion 2024-03-01 or later) "
            "with redisConfiguration.aad-enabled \"true\", enableNonSslPort to false and "
            "minimumTlsVersion to 1.2. Microsoft.Cache/redisEnterprise: publicNetworkAccess Disabled "
            "(apiVersion 2025-07-01 or later) with a private endpoint (group id redisEnterprise), and for "
            "its databases accessKeysAuthentication Disabled (apiVersion 2025-04-01 or later) and "
            "clientProtocol Encrypted.",
        .references = "MCSB NS-2; MCSB DP-3; MCSB IM-1; policy 470baccb-7e51-4549-8b1a-3e5be069f663; "
                      "policy 3827af20-8f80-4b15-8300-6db0873ec901; "
                      "policy 22bee202-a82f-4305-9a2a-6d7f44d4dedb; "
                      "policy 7803067c-7d34-46e3-8c79-0ca68fc4036d; "
                      "policy 960e650e-9ce3-4316-9590-8ee2c016ca2f",
        .equivalents = "Azure.Redis.EntraID Azure.Redis.LocalAuth Azure.Redis.MinTLS Azure.Redis.NonSslPort "
                       "Azure.Redis.PublicNetworkAccess Azure.RedisEnterprise.MinTLS CKV_AZURE_89 TA-000022 "
                       "terrascan:AC_AZURE_0394",
    },
};

AL_MODULE(redis, "Azure Cache for Redis", rules);
