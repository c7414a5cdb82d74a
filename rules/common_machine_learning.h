/* SPDX-License-Identifier: MIT */
/* What the rules about machine learning workspaces, their computes and their endpoints share. */
#ifndef AL_RULES_COMMON_MACHINE_LEARNING_H
#define AL_RULES_COMMON_MACHINE_LEARNING_H

#include "common.h"

#define TYPE_COMPUTE           TYPE_WORKSPACE "/computes"
#define TYPE_ONLINE_ENDPOINT   TYPE_WORKSPACE "/onlineEndpoints"
#define TYPE_ONLINE_DEPLOYMENT TYPE_ONLINE_ENDPOINT "/deployments"
#define TYPE_SERVERLESS        TYPE_WORKSPACE "/serverlessEndpoints"
#define TYPE_ML_REGISTRY       "Microsoft.MachineLearningServices/registries"

/* A project takes network, storage and encryption from its hub; only default workspaces, hubs and feature
 * stores have settings of their own. */
#define NOT_A_PROJECT AL_NOT(AL_FIELD("kind", AL_EQUALS("Project")))

/* Whether computes and deployments of the workspace are in a network that the service manages. `resource` is
 * the workspace or something below it; a project has the network of its hub. */
enum al_truth al_ask_has_managed_network(al_check *check, const al_resource *resource);

#endif
