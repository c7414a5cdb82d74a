/* SPDX-License-Identifier: MIT */
#include "common.h"

#define CLOSED       AL_FIELD("properties.publicNetworkAccess", AL_IN("Disabled", "SecuredByPerimeter"))
#define DENIES(acls) AL_FIELD("properties." acls ".defaultAction", AL_EQUALS("Deny"))
#define KEYLESS      AL_FIELD("properties.disableLocalAuth", AL_EQUALS_TRUE)

/* What closes a service, and what makes it refuse keys. NULL: it has none. */
struct hardening {
    const char *type;
    const struct al_condition *closed, *keyless;
};

enum { NSERVICES = 9 };

static const struct hardening services[NSERVICES] = {
    {TYPE_COGNITIVE, AL_ANY(CLOSED, DENIES("networkAcls")), KEYLESS},
    {TYPE_COSMOS, CLOSED, KEYLESS},
    {TYPE_EVENT_HUB, CLOSED, KEYLESS},
    {TYPE_REGISTRY, AL_ANY(CLOSED, DENIES("networkRuleSet")),
     AL_NOT(AL_FIELD("properties.adminUserEnabled", AL_EQUALS_TRUE))},
    {TYPE_SEARCH, CLOSED, KEYLESS},
    {TYPE_STORAGE, AL_ANY(CLOSED, DENIES("networkAcls")),
     AL_FIELD("properties.allowSharedKeyAccess", AL_EQUALS_FALSE)},
    {TYPE_VAULT, AL_ANY(CLOSED, DENIES("networkAcls")), NULL},
    {TYPE_WORKSPACE, CLOSED, NULL},
    {"Microsoft.AppConfiguration/configurationStores", CLOSED, KEYLESS},
};

static const struct hardening *hardening_of(const al_resource *resource)
{
    for (size_t i = 0; i < NSERVICES; i++)
        if (al_is_type(resource, services[i].type))
            return &services[i];
    return NULL;
}

enum al_truth al_ask_is_closed(al_check *check, const al_resource *resource)
{
    const struct hardening *service = hardening_of(resource);

    if (!service || al_is_existing(resource))
        return AL_UNKNOWN;
    return al_test(check, resource, service->closed);
}

enum al_truth al_ask_is_keyless(al_check *check, const al_resource *resource)
{
    const struct hardening *service = hardening_of(resource);

    if (!service || al_is_existing(resource))
        return AL_UNKNOWN;
    return service->keyless ? al_test(check, resource, service->keyless) : AL_YES;
}
