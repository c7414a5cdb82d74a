/* SPDX-License-Identifier: MIT */
/* The customer keys that resources of many services are encrypted with. */
#ifndef AL_RULES_COMMON_CUSTOMER_KEYS_H
#define AL_RULES_COMMON_CUSTOMER_KEYS_H

#include "common.h"

#define TYPE_KEY TYPE_VAULT "/keys"

/* Everything that al_for_each_customer_key() knows. */
#define TYPES_WITH_CUSTOMER_KEY                                                                             \
    TYPE_COGNITIVE " " TYPE_COGNITIVE "/encryptionScopes " TYPE_COSMOS " " TYPE_EVENT_HUB " " TYPE_REGISTRY \
                   " " TYPE_STORAGE " " TYPE_STORAGE "/encryptionScopes " TYPE_WORKSPACE                    \
                   " Microsoft.AppConfiguration/configurationStores Microsoft.Cache/redisEnterprise "       \
                   "Microsoft.Compute/diskEncryptionSets Microsoft.OperationalInsights/clusters "           \
                   "Microsoft.ServiceBus/namespaces"

/* One customer key of a resource: where it is named, and what that leads to in this deployment. */
struct customer_key {
    const al_field *place;
    const al_resource *vault;
    const al_resource *key; /* NULL: it is elsewhere, or made by hand */
};

/* Asks about each customer key of the resource whose vault is in the graph. */
void al_for_each_customer_key(al_check *check, const al_resource *resource,
                           void (*ask)(al_check *check, const al_resource *resource,
                                       const struct customer_key *found));

#endif
