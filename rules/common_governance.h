/* SPDX-License-Identifier: MIT */
/* Questions about what a subscription has once: Defender plans, policy assignments, budgets. */
#ifndef AL_RULES_COMMON_GOVERNANCE_H
#define AL_RULES_COMMON_GOVERNANCE_H

#include "common.h"

#define TYPE_ASSIGNMENT "Microsoft.Authorization/policyAssignments"
#define TYPE_PLAN       "Microsoft.Security/pricings"

/* What a rule about a missing thing of that sort looks at: it points at the first of them. */
#define AI_WORKLOADS TYPE_COGNITIVE " " TYPE_WORKSPACE

/* Of resources that are looked at one by one, so many at most: with more it cannot be told. */
enum { MAX_GOVERNING = 200 };

/* The first resource of that type that is deployed here, or NULL. */
const al_resource *al_ask_first_deployed(al_check *check, const char *type);
/* Whether the resource is the first AI account, or else workspace, of an input that is deployed to a
 * subscription or to something wider: where things that a subscription has once may be expected, and the one
 * to say it of. */
bool al_ask_is_first_ai_of_subscription(al_check *check, const al_resource *resource);
/* Whether a policy assignment here assigns one of the built-in definitions or initiatives (their GUIDs,
 * ending in NULL), directly or in an initiative that is defined here. AL_UNKNOWN where one may. */
enum al_truth al_ask_assigns_policy(al_check *check, const char *const *guids);
/* Whether that assignment does. */
enum al_truth al_ask_is_policy(al_check *check, const al_resource *assignment, const char *const *guids);

/* ---- plans of Microsoft Defender for Cloud ---------------------------------------------------------------
 */

/* Whether the answer is yes for some plan. */
typedef enum al_truth plan_question(al_check *check, const al_resource *plan, const char *name);
enum al_truth al_ask_any_plan(al_check *check, plan_question *asks, const char *name);
/* Whether a plan of that name is set here, to whatever tier. */
enum al_truth al_ask_has_plan(al_check *check, const char *name);
/* The isEnabled of a plan's extension; NULL when it is not there. *exact says whether it certainly is not. */
const al_field *al_ask_extension(al_check *check, const al_resource *plan, const char *name, bool *exact);
/* Reports a plan whose tier is not Standard. */
void al_report_unpaid_plan(al_check *check, const al_resource *plan);

#endif
