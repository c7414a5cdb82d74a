/* SPDX-License-Identifier: MIT */
/* Questions that the rules of several services ask about a resource. Types that the answer is not known for are
 * AL_UNKNOWN. */
#ifndef AL_RULES_COMMON_H
#define AL_RULES_COMMON_H

#include "armlint_rule.h"

#define TYPE_COGNITIVE "Microsoft.CognitiveServices/accounts"
#define TYPE_PROJECT   TYPE_COGNITIVE "/projects"
#define TYPE_WORKSPACE "Microsoft.MachineLearningServices/workspaces"
#define TYPE_SEARCH    "Microsoft.Search/searchServices"
#define TYPE_STORAGE   "Microsoft.Storage/storageAccounts"
#define TYPE_VAULT     "Microsoft.KeyVault/vaults"
#define TYPE_COSMOS    "Microsoft.DocumentDB/databaseAccounts"
#define TYPE_REGISTRY  "Microsoft.ContainerRegistry/registries"
#define TYPE_EVENT_HUB "Microsoft.EventHub/namespaces"
#define TYPE_APIM      "Microsoft.ApiManagement/service"
#define TYPE_ENDPOINT  "Microsoft.Network/privateEndpoints"
#define TYPE_NETWORK   "Microsoft.Network/virtualNetworks"
#define TYPE_SUBNET    TYPE_NETWORK "/subnets"
#define TYPE_LOGS      "Microsoft.OperationalInsights/workspaces"
#define TYPE_COMPONENT "Microsoft.Insights/components"
#define TYPE_SETTING   "Microsoft.Insights/diagnosticSettings"
#define TYPE_GRANT     "Microsoft.Authorization/roleAssignments"

#define TYPE_PERIMETER   "Microsoft.Network/networkSecurityPerimeters"
#define TYPE_ASSOCIATION TYPE_PERIMETER "/resourceAssociations"

/* Whether the deployment has a resource of that type, not only refers to one. */
bool al_ask_deploys(al_check *check, const char *type);
/* Whether the deployment has an AI resource of its own: an account, a workspace or a search service. */
bool al_ask_deploys_ai(al_check *check);
/* Whether a private endpoint leads to the resource, or a network security perimeter encloses it. `group`: its private
 * link group must be this one; NULL: any. */
enum al_truth al_ask_reached_privately(al_check *check, const al_resource *resource, const char *group);
/* A private link group of a service, and the private DNS zones of its endpoints. */
struct private_link {
    const char *type, *group;
    const char *zones[3]; /* in the public, the US government and the Chinese cloud, separated by blanks; NULL: not known */
};
/* The next one of that type and group (NULL: of any); start with NULL. */
const struct private_link *al_next_private_link(const char *type, const char *group, const struct private_link *previous);
/* The next zone of a list, which may have placeholders in braces; false behind the last one. */
bool al_next_dns_zone(const char **zones, const char **zone, size_t *length);
/* Whether `name` is that zone, or a part of it. */
bool al_is_dns_zone(const char *name, const char *zone, size_t length);

/* Whether a network security perimeter encloses the resource. */
enum al_truth al_ask_in_perimeter(al_check *check, const al_resource *resource);
/* Whether an id is not certainly that of a resource in this deployment: it may be that of any, under a name that is
 * not known. */
bool al_ask_is_adrift(al_check *check, const al_field *id);
/* Whether the array has that text as an item. */
enum al_truth al_ask_lists(al_check *check, const al_field *array, const char *text);
/* Whether the public internet cannot reach the resource: public access is off, or its firewall denies by default. */
enum al_truth al_ask_is_closed(al_check *check, const al_resource *resource);
/* Whether the resource takes no keys, only Entra identities. */
enum al_truth al_ask_is_keyless(al_check *check, const al_resource *resource);

#endif
