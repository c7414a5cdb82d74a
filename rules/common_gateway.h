/* SPDX-License-Identifier: MIT */
/* What an API of API Management is in front of, and what its policies say. */
#ifndef AL_RULES_COMMON_GATEWAY_H
#define AL_RULES_COMMON_GATEWAY_H

#include "common.h"

#define TYPE_API         TYPE_APIM "/apis"
#define TYPE_BACKEND     TYPE_APIM "/backends"
#define TYPE_POLICY      TYPE_APIM "/policies"
#define TYPE_API_POLICY  TYPE_API "/policies"
#define TYPE_OPERATION   TYPE_API "/operations"
#define TYPE_PRODUCT     TYPE_APIM "/products"
#define TYPE_FRAGMENT    TYPE_APIM "/policyFragments"

/* The beginning of a pattern that passes over comments in a policy. */
#define NO_COMMENTS "(?s)<!--.*?-->(*SKIP)(*FAIL)|"

/* Whether an address or an id in a field is that of a model endpoint on Azure: an AI account of the graph, or a host of
 * one. */
enum al_truth al_ask_is_model(al_check *check, const al_field *address);
/* Whether the backend leads to such an endpoint. */
enum al_truth al_ask_is_model_backend(al_check *check, const al_resource *backend);
/* Whether calls of the API end at such an endpoint: by its serviceUrl, or by a backend that its policies name. */
enum al_truth al_ask_is_model_api(al_check *check, const al_resource *api);

/* Whether the policies that bear on an API match a pattern: its own and its operations', those of the service and its
 * products, and all fragments. Comments do not count. AL_UNKNOWN where one cannot be read or may be elsewhere. */
enum al_truth al_ask_policies_match(al_check *check, const al_resource *api, const char *pattern);
/* Whether the text of one policy matches; AL_UNKNOWN when it is not known. */
enum al_truth al_ask_policy_matches(al_check *check, const al_resource *policy, const char *pattern);

#endif
