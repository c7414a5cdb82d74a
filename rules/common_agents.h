/* SPDX-License-Identifier: MIT */
/* What the rules about the agent service ask: which networks agents are let into, and which resources the
 * capability host of a project keeps their data in. */
#ifndef AL_RULES_COMMON_AGENTS_H
#define AL_RULES_COMMON_AGENTS_H

#include "common.h"

#define TYPE_ACCOUNT_HOST  TYPE_COGNITIVE "/capabilityHosts"
#define TYPE_PROJECT_HOST  TYPE_PROJECT "/capabilityHosts"
#define TYPE_CONNECTION    TYPE_PROJECT "/connections"
#define TYPE_USER_IDENTITY "Microsoft.ManagedIdentity/userAssignedIdentities"
#define TYPE_SQL_GRANT     TYPE_COSMOS "/sqlRoleAssignments"

/* One of the three stores that a standard setup brings along. */
struct al_agent_store {
    const char *path;     /* in a capability host: the names of connections */
    const char *holds;    /* what agents keep there */
    const char *category; /* of the connection */
    const char *type;     /* of the resource behind it */
    const char *group;    /* its private link group */
};
/* The n-th of them; NULL after the last. */
const struct al_agent_store *al_agent_store(size_t n);

/* The names that count for a project's host: its own, or those that the account's host shares. *owner gets
 * the host that has them. NULL: certainly none. */
const al_field *al_agent_names(al_check *check, const al_resource *host, const struct al_agent_store *store,
                            const al_resource **owner);
/* Whether the project of the host, or its account, has a connection of that name, which *out gets. AL_UNKNOWN
 * when it may, or may be deployed elsewhere. */
enum al_truth al_agent_connection(al_check *check, const al_resource *host, const al_field *name,
                               const al_resource **out);
/* The resource of that type behind a connection, or NULL. */
const al_resource *al_agent_target(al_check *check, const al_resource *connection, const char *type);

/* Whether an item of networkInjections puts agents into a network of the customer's or a managed one. */
enum al_truth al_agent_is_injected(al_check *check, const al_field *injection);
/* Whether an account does so with any of its items. */
enum al_truth al_agent_is_private(al_check *check, const al_resource *account);

/* An injection of agents into a subnet. */
struct agent_landing {
    const al_resource *from; /* the account, or its capability host */
    const al_field *id;
    struct al_part subnet;
    bool is_here; /* the subnet is deployed here */
};
typedef void agent_judge_fn(al_check *check, const struct agent_landing *landing);
/* Judges each subnet that an account or its capability host lets agents into. */
void al_agent_each_subnet(al_check *check, const al_resource *resource, agent_judge_fn *judge);
const char *al_agent_subnet_name(al_check *check, const struct al_part *subnet);
/* What to point at for the subnet as a whole: NULL when it is a resource of its own. */
const al_field *al_agent_subnet_place(const struct al_part *subnet);

#define AGENT_INJECTORS     TYPE_COGNITIVE " " TYPE_ACCOUNT_HOST
#define AGENT_NETWORK_GUIDE "https://learn.microsoft.com/azure/ai-foundry/agents/how-to/virtual-networks"

/* Whether a grant's principalId is the identity of that project, its own or one assigned to it; NULL: of any
 * project that is here. */
enum al_truth al_agent_is_principal(al_check *check, const al_resource *grant, const al_resource *project);

#endif
