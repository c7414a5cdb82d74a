/* SPDX-License-Identifier: MIT */
#include "common.h"

#define STORES "Microsoft.AppConfiguration/configurationStores"
#define PUBLIC "properties.publicNetworkAccess"
#define CLOSED AL_FIELD(PUBLIC, AL_IN("Disabled", "SecuredByPerimeter"))

static enum al_truth reached(al_check *check, const al_resource *store)
{
    enum al_truth answer = al_ask_reached_privately(check, store, "configurationStores");

    return answer == AL_NO && al_is_incomplete(check) ? AL_UNKNOWN : answer;
}

static void check_local_auth(al_check *check, const al_resource *store)
{
    static const char path[] = "properties.disableLocalAuth";
    const al_field *disabled = al_get(check, store, path);
    enum al_truth keyless = al_is(check, disabled, "true");

    if (keyless == AL_UNKNOWN)
        al_undetermined(check, store, disabled, "cannot tell whether access keys are switched off");
    else if (keyless == AL_NO && disabled)
        al_report(check, store, disabled, "access keys work because disableLocalAuth is not true");
    else if (keyless == AL_NO)
        al_report_absent(check, store, path, "access keys work because disableLocalAuth is not set");
}

/* A store that says nothing is open until a private endpoint is made for it. */
static void check_unset(al_check *check, const al_resource *store)
{
    enum al_truth private = reached(check, store);

    if (private == AL_UNKNOWN)
        al_undetermined(check, store, NULL, "cannot tell whether a private endpoint closes the store");
    else if (private == AL_NO)
        al_report_absent(check, store, PUBLIC,
                         "every network can reach the store: publicNetworkAccess is not "
                         "Disabled, and no private endpoint leads here");
}

/* The free tier has no private endpoints and cannot be closed: that is a fault only where somebody wants it
 * private. */
static void check_free(al_check *check, const al_resource *store, enum al_truth closed)
{
    if (closed == AL_YES || al_ask_reached_privately(check, store, NULL) == AL_YES)
        al_report(check, store, al_get(check, store, "sku.name"),
                  "the free tier has no private endpoints, so the store cannot be private");
}

static void check_network(al_check *check, const al_resource *store)
{
    const al_field *access = al_get(check, store, PUBLIC);
    enum al_truth closed = al_test(check, store, CLOSED);
    enum al_truth free = al_is(check, al_get(check, store, "sku.name"), "free");

    if (free == AL_YES)
        check_free(check, store, closed);
    else if (closed == AL_UNKNOWN || (closed == AL_NO && free == AL_UNKNOWN))
        al_undetermined(check, store, access, "cannot tell whether the store is open to every network");
    else if (closed == AL_NO && access)
        al_report(check, store, access,
                  "every network can reach the store: publicNetworkAccess is not "
                  "Disabled");
    else if (closed == AL_NO)
        check_unset(check, store);
    else if (al_is(check, access, "Disabled") == AL_YES && reached(check, store) == AL_NO)
        al_report(check, store, access,
                  "publicNetworkAccess is Disabled, and no private endpoint with the "
                  "group id configurationStores leads here");
}

static void check_store(al_check *check, const al_resource *store)
{
    check_network(check, store);
    check_local_auth(check, store);
}

static const struct al_rule rules[] = {
    {
        .id = "appconfig-hardened",
        .title = "App Configuration is open or takes access keys",
        .level = AL_NOTE,
        .security_severity = 4.5,
        .type = STORES,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_store,
        .why = "Endpoints, prompts and switches of the application are read, and with a read-write key "
               "changed, by anyone on the internet who gets hold of a connection string.",
        .remedy =
            "Set properties.disableLocalAuth to true (apiVersion 2022-05-01 or later) and "
            "properties.publicNetworkAccess to Disabled, and add a private endpoint with the group id "
            "configurationStores; sku.name must not be free. Where the template deploys key-values, set "
            "properties.dataPlaneProxy.authenticationMode to Pass-through.",
        .references = "MCSB NS-2; MCSB IM-1; policy 3d9f5e4c-9947-4579-9539-2a7695fbc187; "
                      "policy b08ab3ca-1062-4db3-8803-eec9cae605d6; "
                      "policy ca610c1d-041c-4332-9d88-7ed3094967c7; "
                      "policy 89c8a434-18f0-402c-8147-630a8dea54e0",
        .equivalents = "Azure.AppConfig.DisableLocalAuth",
    },
};

AL_MODULE(app_configuration, "Azure App Configuration", rules);
