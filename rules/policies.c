/* SPDX-License-Identifier: MIT */
/* Assignments of Azure Policy: which of the built-in ones are there, and whether they do anything. */
#include "common_governance.h"

#include <strings.h>

#define GROUPS  "Microsoft.Resources/resourceGroups"
#define CHANGES AL_IN("Modify", "DeployIfNotExists")

/* ---- built-in definitions ------------------------------------------------------------------------------ */

/* Microsoft cloud security benchmark, first and second edition. */
#define BASELINE    "1f3afdf9-d0c9-4c3d-847f-89da613e70a8", "e3ec7e09-768c-4b64-882c-fcada3772047"
/* Those with lists of what is approved, and one that names a registry instead. */
#define MODEL_LISTS "12e5dd16-d201-47ff-849b-8454061c293d", "aafe3651-cb78-4f68-9f81-e7e41509110f"
#define MODELS      MODEL_LISTS, "19539b54-c61e-4196-9a38-67598701be90"
/* The initiative of guardrails and its members. */
#define FILTERS                                                                         \
    "5207647b-3e83-4e28-b836-c382cb5e2a2e", "930f48f9-f07e-427c-9494-52603581c6a9",     \
        "af253d37-136a-42f8-a1fc-30010c083d41", "c1ad46c6-37f8-4af0-9c71-c208375c87dd", \
        "f3a9c2e0-7b4d-4d8f-9c3a-2e1f6b9a8d4e"
#define MFA "4e6c27d5-a6ee-49cf-b2b4-d8fe90fa2b8b", "db4a9d17-db75-4f46-9fcb-9f9526604417"

static const char *const baseline[] = {BASELINE, NULL};
static const char *const model_lists[] = {MODEL_LISTS, NULL};
static const char *const models[] = {MODELS, NULL};
static const char *const filters[] = {FILTERS, NULL};
static const char *const mfa[] = {MFA, NULL};
/* Rules of their own say when these are disabled. */
static const char *const looked_after[] = {MODELS, FILTERS, MFA, NULL};

/* Everything about AI accounts, workspaces and search services, and the initiatives that have some of it. */
static const char *const about_ai[] = {
    BASELINE,
    MODELS,
    FILTERS,
    "037eea7a-bd0a-46c5-9a66-03aea78705d3",
    "14de9e63-1b31-492e-a5a3-c3f7fd57f555",
    "1b4d1c4e-934c-4703-944c-27c82c06bebb",
    "356da939-f20a-4bb9-86f8-5db445b0e354",
    "438c38d2-3772-465a-a9cc-7a6666a275ce",
    "45e05259-1eb5-4f70-9574-baf73e9d219b",
    "46aa9b05-0e60-4eae-a88b-1e9d374fa515",
    "47ba1dd7-28d9-4b07-a8d5-9813bed64e0c",
    "4eb216f2-9dba-4979-86e6-5d7e63ce3b75",
    "55eff01b-f2bd-4c32-9203-db285f709d30",
    "5f0c7d88-c7de-45b8-ac49-db49e72eaa78",
    "6300012e-e9a4-4649-b41f-a85f5c43be91",
    "67121cc7-ff39-4ab8-b7e3-95b84dab487d",
    "679ddf89-ab8f-48a5-9029-e76054077449",
    "6ddb1705-c8cf-450e-aa4b-19ad6703c440",
    "71ef260a-8f18-47b7-abcb-62d0673d94dc",
    "76a56461-9dc0-40f0-82f5-2453283afa2f",
    "7804b5c7-01dc-4723-969b-ae300cc07ff1",
    "7838fd83-5cbb-4b5d-888c-bfa240972597",
    "7f40cee6-e933-4d0f-a782-b96615e0f4a6",
    "9cee519f-d9c1-4fd9-9f79-24ec3449ed30",
    "a049bf77-880b-470f-ba6d-9f21c530cf83",
    "a10ee784-7409-4941-b091-663697637c0f",
    "a6f9a2d0-cff7-4855-83ad-4cd750666512",
    "afe0c3be-ba3b-4544-ba52-0c99672a8ad6",
    "b4330a05-a843-4bc8-bf9a-cacce50c67f4",
    "b698b005-b660-4837-b833-a7aaab26ddba",
    "ba769a63-b8cc-4b2d-abf6-ac33c7204be8",
    "c4bc6f10-cb41-49eb-b000-d5ab82e2a091",
    "d45520cb-31ca-44ba-8da2-fcf914608544",
    "d6759c02-b87f-42b7-892e-71b3f471d782",
    "db630ad5-52e9-4f4d-9c44-53912fe40053",
    "e413671a-dd10-4cc1-a943-45b598596cb7",
    "e96a9a5f-07ca-471b-9bc5-6a0f33cbd68f",
    "ee40564d-486e-4f68-a5ca-7a621edae0fb",
    "ee980b6d-0eca-4501-8d54-f6290fd512c3",
    "f110a506-2dcb-422e-bcea-d533fc8c35e2",
    "f59276f0-5740-4aaf-821d-45d185aa210e",
    "fbc14a67-53e4-4932-abcc-2049c6706009",
    "fe3fd216-4f83-4fc1-8984-2bbec80a3418",
    NULL,
};

/* Those of them, and of Defender for AI, that change what they find unless they are told otherwise. */
static const char *const changing[] = {
    "14de9e63-1b31-492e-a5a3-c3f7fd57f555", "359a48a3-351a-4618-bb32-f1628645694b",
    "47ba1dd7-28d9-4b07-a8d5-9813bed64e0c", "4eb216f2-9dba-4979-86e6-5d7e63ce3b75",
    "55eff01b-f2bd-4c32-9203-db285f709d30", "689f7782-ef2c-4270-a6d0-7664869076bd",
    "72f8cee7-2937-403d-84a1-a4e3e57f3c21", "7838fd83-5cbb-4b5d-888c-bfa240972597",
    "7e92882a-2f8a-4991-9bc4-d3147d40abb0", "9cee519f-d9c1-4fd9-9f79-24ec3449ed30",
    "a10ee784-7409-4941-b091-663697637c0f", "a6f9a2d0-cff7-4855-83ad-4cd750666512",
    "b698b005-b660-4837-b833-a7aaab26ddba", "c4bc6f10-cb41-49eb-b000-d5ab82e2a091",
    "d45520cb-31ca-44ba-8da2-fcf914608544", "db630ad5-52e9-4f4d-9c44-53912fe40053",
    "ee40564d-486e-4f68-a5ca-7a621edae0fb", "f59276f0-5740-4aaf-821d-45d185aa210e",
    "fbc14a67-53e4-4932-abcc-2049c6706009", NULL,
};

/* ---- what is assigned ---------------------------------------------------------------------------------- */

static void check_ai_assigned(al_check *check, const al_resource *resource)
{
    enum al_truth assigned = al_ask_assigns_policy(check, about_ai);

    if (assigned == AL_UNKNOWN || (assigned == AL_NO && al_is_incomplete(check)))
        al_undetermined(check, resource, NULL, "cannot tell whether policies about AI are assigned");
    else if (assigned == AL_NO)
        al_report(check, resource, NULL,
                  "this deployment sets up AI in a subscription, but assigns no policy that watches over it");
}

static bool deploys_into(al_check *check, const char *type, const al_resource *group)
{
    const al_resource *resource = NULL;

    for (int n = 0; n < MAX_GOVERNING && (resource = al_next_of_type(check, type, resource)); n++)
        if (!al_is_existing(resource) &&
            al_target_of_type(check, al_get(check, resource, "id"), GROUPS) == group)
            return true;
    return false;
}

/* Whether an excluded scope is an AI resource of this deployment, or a group that has one. */
static bool excludes_ai(al_check *check, const al_field *scope)
{
    const al_resource *excluded = al_target(check, scope);

    if (!excluded)
        return false;
    if (al_is_type(excluded, GROUPS))
        return deploys_into(check, TYPE_COGNITIVE, excluded) || deploys_into(check, TYPE_WORKSPACE, excluded);
    return al_is_type(excluded, TYPE_COGNITIVE) || al_is_type(excluded, TYPE_WORKSPACE);
}

static void check_excluded(al_check *check, const al_resource *assignment)
{
    const al_field *scopes = al_get(check, assignment, "properties.notScopes");
    bool exact;
    size_t n = al_count(check, scopes, &exact);

    if (n == 0 || al_ask_is_policy(check, assignment, about_ai) != AL_YES)
        return;
    for (size_t i = 0; i < n && i < MAX_GOVERNING; i++)
        if (excludes_ai(check, al_item(check, scopes, i)))
            al_report(check, assignment, al_item(check, scopes, i),
                      "notScopes takes the AI that is deployed here out of the policy");
}

static void check_ai_policies(al_check *check, const al_resource *resource)
{
    if (al_is_type(resource, TYPE_ASSIGNMENT))
        check_excluded(check, resource);
    else if (al_ask_is_first_ai_of_subscription(check, resource))
        check_ai_assigned(check, resource);
}

/* Whether it is the first assignment about AI of an input that is about a subscription or more: the one to
 * say it of that others are missing. */
static bool is_first_of_governing(al_check *check, const al_resource *assignment)
{
    enum al_place place = al_place_of(check, NULL);
    const al_resource *other = NULL;

    if (place == AL_AT_RESOURCE_GROUP || place == AL_AT_UNKNOWN ||
        al_ask_is_policy(check, assignment, about_ai) != AL_YES)
        return false;
    for (int n = 0; n < MAX_GOVERNING; n++) {
        other = al_next_of_type(check, TYPE_ASSIGNMENT, other);
        if (!other || other == assignment)
            return other != NULL;
        if (!al_is_existing(other) && al_ask_is_policy(check, other, about_ai) == AL_YES)
            return false;
    }
    return false;
}

static void check_beside(al_check *check, const al_resource *assignment, const char *const *guids,
                         const char *what)
{
    enum al_truth assigned;

    if (!is_first_of_governing(check, assignment))
        return;
    assigned = al_ask_assigns_policy(check, guids);
    if (assigned == AL_UNKNOWN || (assigned == AL_NO && al_is_incomplete(check)))
        al_undetermined(check, assignment, NULL, "cannot tell whether %s is assigned", what);
    else if (assigned == AL_NO)
        al_report(check, assignment, NULL, "policies about AI are assigned here, but %s is not", what);
}

static void check_baseline(al_check *check, const al_resource *assignment)
{
    check_beside(check, assignment, baseline, "the Microsoft cloud security benchmark");
}

#define NO_MODEL                                                                        \
    AL_ALL(AL_FIELD("properties.parameters.allowedPublishers.value", AL_COUNT_LESS(1)), \
           AL_FIELD("properties.parameters.allowedAssetIds.value", AL_COUNT_LESS(1)))

/* ---- whether it does anything -------------------------------------------------------------------------- */

static void report_disabled(al_check *check, const al_resource *assignment)
{
    const al_field *effect = al_get(check, assignment, "properties.parameters.effect.value");

    if (al_is(check, effect, "Disabled") == AL_YES)
        al_report(check, assignment, effect,
                  "the policy is assigned with the effect Disabled, which does nothing");
}

static void check_approved_models(al_check *check, const al_resource *assignment)
{
    enum al_truth empty = al_test(check, assignment, NO_MODEL);

    check_beside(check, assignment, models, "a list of approved models");
    if (al_ask_is_policy(check, assignment, models) == AL_YES)
        report_disabled(check, assignment);
    if (al_ask_is_policy(check, assignment, model_lists) != AL_YES)
        return;
    if (empty == AL_YES)
        al_report_absent(check, assignment, "properties.parameters.allowedPublishers.value",
                         "the policy approves no model: allowedPublishers and allowedAssetIds are empty");
    else if (empty == AL_UNKNOWN)
        al_undetermined(check, assignment, al_get(check, assignment, "properties.parameters"),
                        "cannot tell which models are approved");
}

/* Parameters such as allowedHateBlockingForPrompt list the settings that are fine. */
static void check_filter_parameters(al_check *check, const al_resource *assignment)
{
    const al_field *parameters = al_get(check, assignment, "properties.parameters");
    bool exact;
    size_t n = al_count(check, parameters, &exact);

    for (size_t i = 0; i < n; i++) {
        const al_field *parameter = al_item(check, parameters, i), *value;

        if (!parameter ||
            !al_pattern(check, "^allowed\\w*(Enabled|Blocking)For(Prompt|Completion)$", al_key(parameter)))
            continue;
        value = al_get_in(check, parameter, "value");
        if (al_ask_lists(check, value, "false") == AL_YES)
            al_report(check, assignment, value, "the guardrail lets content filters be off: %s lists false",
                      al_key(parameter));
        else if (al_ask_lists(check, value, "false") == AL_UNKNOWN)
            al_undetermined(check, assignment, value, "cannot tell what %s lists", al_key(parameter));
    }
}

static void check_content_filter(al_check *check, const al_resource *assignment)
{
    check_beside(check, assignment, filters, "the guardrail for content filters");
    if (al_ask_is_policy(check, assignment, filters) != AL_YES)
        return;
    report_disabled(check, assignment);
    check_filter_parameters(check, assignment);
}

static void check_mfa(al_check *check, const al_resource *assignment)
{
    if (al_ask_is_policy(check, assignment, mfa) == AL_YES)
        report_disabled(check, assignment);
}

/* ---- whether it is enforced ---------------------------------------------------------------------------- */

/* Whether the policy changes resources, for which the assignment needs an identity. */
static enum al_truth changes_resources(al_check *check, const al_resource *assignment)
{
    const al_resource *own = al_target(check, al_get(check, assignment, "properties.policyDefinitionId"));

    if (al_get(check, assignment, "properties.parameters.effect.value"))
        return al_test(check, assignment, AL_FIELD("properties.parameters.effect.value", CHANGES));
    if (own && !al_is_existing(own))
        return al_test(check, own, AL_FIELD("properties.policyRule.then.effect", CHANGES));
    return al_ask_is_policy(check, assignment, changing);
}

static void check_enforcement(al_check *check, const al_resource *assignment)
{
    const al_field *mode = al_get(check, assignment, "properties.enforcementMode");

    if (al_is(check, mode, "DoNotEnforce") == AL_YES)
        al_report(check, assignment, mode, "the assignment %s only reports: enforcementMode is DoNotEnforce",
                  al_name(check, assignment));
    else if (al_is(check, mode, "DoNotEnforce") == AL_UNKNOWN)
        al_undetermined(check, assignment, mode, "cannot tell whether the policy is enforced");
    if (al_ask_is_policy(check, assignment, looked_after) != AL_YES)
        report_disabled(check, assignment);
    if (al_test(check, assignment, AL_FIELD("identity.type", AL_LIKE("*Assigned*"))) == AL_NO &&
        changes_resources(check, assignment) == AL_YES)
        al_report_absent(
            check, assignment, "identity.type",
            "the policy is to change resources, but its assignment has no identity to do it with");
}

/* ---- rules --------------------------------------------------------------------------------------------- */

static const struct al_rule rules[] = {
    {
        .id = "policy-assignment-ai",
        .title = "No policy watches over AI resources",
        .level = AL_NOTE,
        .security_severity = 3.0,
        .type = TYPE_ASSIGNMENT " " AI_WORKLOADS,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_ai_policies,
        .why =
            "Templates are only one way to make an account; without policies nobody notices one that was made "
            "by hand, with keys and open to the internet.",
        .remedy =
            "Assign the built-in policies for network access (037eea7a-bd0a-46c5-9a66-03aea78705d3), keys "
            "(71ef260a-8f18-47b7-abcb-62d0673d94dc) and logs (1b4d1c4e-934c-4703-944c-27c82c06bebb) of AI "
            "services to the subscription, and take the AI's resource group out of notScopes.",
        .references = "MCSB PV-1; MCSB AM-2; policy 037eea7a-bd0a-46c5-9a66-03aea78705d3; "
                      "policy 71ef260a-8f18-47b7-abcb-62d0673d94dc; "
                      "policy 1b4d1c4e-934c-4703-944c-27c82c06bebb; "
                      "https://learn.microsoft.com/azure/ai-services/policy-reference",
    },
    {
        .id = "policy-assignment-approved-models",
        .title = "No policy says which models are approved",
        .level = AL_NOTE,
        .security_severity = 3.0,
        .type = TYPE_ASSIGNMENT,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_approved_models,
        .why = "Anybody who may deploy can take a model from the catalogue that nobody has looked at.",
        .remedy =
            "Assign policy aafe3651-cb78-4f68-9f81-e7e41509110f with allowedPublishers or allowedAssetIds "
            "filled in and the effect Deny or Audit.",
        .references = "MCSB AI-1; policy aafe3651-cb78-4f68-9f81-e7e41509110f; "
                      "policy 12e5dd16-d201-47ff-849b-8454061c293d; "
                      "policy 19539b54-c61e-4196-9a38-67598701be90; "
                      "https://learn.microsoft.com/azure/ai-foundry/how-to/built-in-policy-model-deployment",
    },
    {
        .id = "policy-assignment-content-filter",
        .title = "No policy asks for content filters",
        .level = AL_NOTE,
        .security_severity = 3.0,
        .type = TYPE_ASSIGNMENT,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_content_filter,
        .why = "A deployment whose filters were relaxed for a test stays relaxed when it goes live.",
        .remedy =
            "Assign the initiative 5207647b-3e83-4e28-b836-c382cb5e2a2e with the effect Audit, and let the "
            "parameters that end in EnabledForPrompt, BlockingForPrompt and so on list only true.",
        .references = "MCSB AI-2; policy 930f48f9-f07e-427c-9494-52603581c6a9; "
                      "policy f3a9c2e0-7b4d-4d8f-9c3a-2e1f6b9a8d4e; "
                      "policy af253d37-136a-42f8-a1fc-30010c083d41; "
                      "policy c1ad46c6-37f8-4af0-9c71-c208375c87dd",
    },
    {
        .id = "policy-assignment-mfa",
        .title = "Policy for multifactor sign-in does nothing",
        .level = AL_NOTE,
        .security_severity = 3.5,
        .type = TYPE_ASSIGNMENT,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_mfa,
        .why = "A stolen password is then enough to change or delete resources.",
        .remedy = "Set the parameter effect to Audit or Deny, or leave it out.",
        .references = "MCSB IM-2; MCSB IM-6; policy 4e6c27d5-a6ee-49cf-b2b4-d8fe90fa2b8b; "
                      "policy db4a9d17-db75-4f46-9fcb-9f9526604417",
    },
    {
        .id = "policy-assignment-security-baseline",
        .title = "Security benchmark is not assigned",
        .level = AL_NOTE,
        .security_severity = 2.0,
        .type = TYPE_ASSIGNMENT,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_baseline,
        .why = "Policies about AI alone leave out the storage, networks and identities that an AI workload "
               "stands on.",
        .remedy =
            "Assign the initiative 1f3afdf9-d0c9-4c3d-847f-89da613e70a8 to the subscription or management "
            "group, where Defender for Cloud has not done so.",
        .references = "MCSB PV-1; MCSB GS-1; https://learn.microsoft.com/security/benchmark/azure/overview",
    },
    {
        .id = "policy-enforcement-mode",
        .title = "Policy assignment is not enforced",
        .level = AL_NOTE,
        .security_severity = 3.0,
        .type = TYPE_ASSIGNMENT,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_enforcement,
        .why =
            "The policy is listed among the assigned ones, so everybody relies on it, but it stops and mends "
            "nothing.",
        .remedy = "Set properties.enforcementMode to Default, give the parameter effect another value than "
                  "Disabled, and add an identity where the effect is Modify or DeployIfNotExists.",
        .references = "MCSB PV-1; "
                      "https://learn.microsoft.com/azure/governance/policy/concepts/assignment-structure",
    },
};

AL_MODULE(policies, "Azure Policy", rules);
