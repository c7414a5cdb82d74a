/* SPDX-License-Identifier: MIT */
/* Questions about role assignments: which role, whose identity gets it, and on what. */
#ifndef AL_RULES_COMMON_ROLES_H
#define AL_RULES_COMMON_ROLES_H

#include "common.h"

#define TYPE_USER_IDENTITY "Microsoft.ManagedIdentity/userAssignedIdentities"

/* What runs code of its own under an identity. */
#define APPLICATIONS                                                                                \
    "Microsoft.Web/sites Microsoft.Web/sites/slots Microsoft.App/containerApps Microsoft.App/jobs " \
    "Microsoft.Logic/workflows Microsoft.ContainerInstance/containerGroups"

/* How much a built-in role can do. */
enum role_power {
    ROLE_OWNER,       /* everything, roles included */
    ROLE_GRANTER,     /* hands out roles */
    ROLE_CONTRIBUTOR, /* everything but roles */
    ROLE_AI_MANAGER,  /* makes and changes AI accounts and their models, reads keys */
    ROLE_AI_BUILDER,  /* changes models and data beyond what calls need */
    ROLE_AI_CALLER,   /* calls models */
    ROLE_DATA,        /* reads or writes data of a service */
};

struct role {
    const char *guid, *name;
    enum role_power power;
    const char *target; /* type it is for; NULL: any */
};

/* The built-in role in a roleDefinitionId, or NULL: it is unknown, or none that matters here. */
const struct role *al_ask_role(al_check *check, const al_field *definition);
/* Whether the role, given everywhere below its scope, lets its holder take over what is there. */
static inline bool is_privileged(const struct role *role)
{
    return role->power <= ROLE_CONTRIBUTOR;
}
/* Whether a condition of the role assignment says which roles may be handed out, and to whom. */
static inline bool is_constrained(al_check *check, const al_resource *grant, const struct role *role)
{
    return role->power != ROLE_CONTRIBUTOR && al_get(check, grant, "properties.condition");
}
/* The resource whose identity a role assignment is for, perhaps a user-assigned identity; NULL when it is not
 * here. */
const al_resource *al_ask_grantee(al_check *check, const al_resource *grant);
/* The resource of one of the types that acts under the identity a role assignment is for, or NULL. */
const al_resource *al_ask_grantee_of_type(al_check *check, const al_resource *grant, const char *types);
/* Whether a role assignment reaches AI: it is attached to an AI resource, or to the group, subscription or
 * more where the deployment has one. */
bool al_ask_grant_reaches_ai(al_check *check, const al_resource *grant);
/* "the resource group" and the like, for messages. */
const char *al_ask_scope_word(al_check *check, const al_resource *grant);

#endif
