/* SPDX-License-Identifier: MIT */
/* Who may do what: roles that are too powerful, given too high up, to single people, or for ever. */
#include "common_governance.h"
#include "common_roles.h"

#include <string.h>

#define DEFINITIONS "Microsoft.Authorization/roleDefinitions"
#define ELIGIBLE    "Microsoft.Authorization/roleEligibilityScheduleRequests"
#define ACTIVE      "Microsoft.Authorization/roleAssignmentScheduleRequests"

#define ROLE      "properties.roleDefinitionId"
#define PRINCIPAL "properties.principalId"

/* ---- power --------------------------------------------------------------------------------------------- */

/* Identities that deploy or mend what is here, rather than work with it. */
static bool is_for_deployment(al_check *check, const al_resource *grant)
{
    const al_resource *grantee = al_ask_grantee(check, grant);

    return (grantee && al_is_type(grantee, TYPE_ASSIGNMENT)) ||
           al_ask_grantee_of_type(check, grant, "Microsoft.Resources/deploymentScripts");
}

/* Of programs that are none of those which other rules look after. */
static bool is_for_workload(al_check *check, const al_resource *grant)
{
    if (al_ask_grantee_of_type(check, grant, APPLICATIONS " " TYPE_APIM))
        return false;
    return al_ask_grantee(check, grant) ||
           al_is(check, al_get(check, grant, "properties.principalType"), "ServicePrincipal") == AL_YES;
}

static void check_privilege(al_check *check, const al_resource *grant)
{
    const al_field *definition = al_get(check, grant, ROLE);
    const struct role *role = al_ask_role(check, definition);

    if (!al_ask_grant_reaches_ai(check, grant))
        return;
    if (!role) {
        if (!al_last_segment(check, definition))
            al_undetermined(check, grant, definition, "cannot tell which role is given");
        return;
    }
    if (is_privileged(role) ? is_constrained(check, grant, role) || is_for_deployment(check, grant)
                            : role->power != ROLE_AI_MANAGER || !is_for_workload(check, grant))
        return;
    al_report(check, grant, definition, "%s on %s can change the AI there and %s", role->name,
              al_ask_scope_word(check, grant),
              role->power == ROLE_OWNER || role->power == ROLE_GRANTER ? "let others in" : "read its keys");
}

/* ---- scope --------------------------------------------------------------------------------------------- */

/* How many projects people get such a role for is what agent-developer-role asks. */
static enum al_truth is_for_builders(al_check *check, const al_resource *grant, const struct role *role)
{
    if (strcmp(role->name, "Foundry User") != 0 && strcmp(role->name, "Foundry Project Manager") != 0)
        return AL_NO;
    return al_test(check, grant, AL_FIELD("properties.principalType", AL_IN("User", "Group")));
}

static void check_scope(al_check *check, const al_resource *grant)
{
    const al_field *definition = al_get(check, grant, ROLE);
    const struct role *role = al_ask_role(check, definition);
    enum al_place place = al_place_of(check, grant);
    enum al_truth builders;

    if (place == AL_AT_RESOURCE)
        return;
    if (!role && !al_last_segment(check, definition))
        al_undetermined(check, grant, definition, "cannot tell which role is given");
    if (!role || !role->target || !al_ask_first_deployed(check, role->target))
        return;
    builders = is_for_builders(check, grant, role);
    if (builders == AL_YES)
        return;
    if (builders == AL_UNKNOWN)
        al_undetermined(check, grant, al_get(check, grant, "properties.principalType"),
                        "cannot tell whether the role is for people");
    else if (place == AL_AT_UNKNOWN)
        al_undetermined(check, grant, NULL, "cannot tell where the role holds");
    else
        al_report(check, grant, definition,
                  "%s is given on %s, wider than the resource it is for, which is deployed here", role->name,
                  al_ask_scope_word(check, grant));
}

/* ---- principals ---------------------------------------------------------------------------------------- */

/* The id of zeros stands for one to be filled in. */
static void check_principal(al_check *check, const al_resource *grant)
{
    const al_field *type = al_get(check, grant, "properties.principalType");
    const al_field *principal = al_get(check, grant, PRINCIPAL);
    const char *id = al_text(check, principal);

    if (al_is(check, type, "User") == AL_YES)
        al_report(check, grant, type, "the role goes to one person: principalType is User");
    else if (al_is(check, type, "User") == AL_UNKNOWN)
        al_undetermined(check, grant, type, "cannot tell whether the role goes to one person");
    else if (!type && id && al_pattern(check, "^(?!0{8})[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", id))
        al_report(check, grant, principal,
                  "the role goes to the id %s, of which nothing says that it is a group or an identity", id);
}

/* ---- standing access ----------------------------------------------------------------------------------- */

static void check_standing(al_check *check, const al_resource *grant)
{
    const al_field *type = al_get(check, grant, "properties.principalType");
    const struct role *role = al_ask_role(check, al_get(check, grant, ROLE));
    enum al_truth person =
        al_test(check, grant, AL_FIELD("properties.principalType", AL_IN("User", "Group")));

    if (!role || !is_privileged(role) || is_constrained(check, grant, role))
        return;
    if (person == AL_YES)
        al_report(check, grant, type, "people have the role %s all the time, not only when they need it",
                  role->name);
    else if (person == AL_UNKNOWN)
        al_undetermined(check, grant, type, "cannot tell whether people have the role %s", role->name);
}

/* Requests that end access, or that people make for themselves, are fine. */
static void check_request(al_check *check, const al_resource *request)
{
    static const char path[] = "properties.scheduleInfo.expiration.type";
    const al_field *definition = al_get(check, request, ROLE), *end = al_get(check, request, path);
    const struct role *role = al_ask_role(check, definition);
    enum al_truth endless = al_is(check, end, "NoExpiration");
    enum al_truth given = al_test(check, request, AL_FIELD("properties.requestType", AL_LIKE("Admin*")));

    if (al_test(check, request, AL_FIELD("properties.requestType", AL_EQUALS("AdminRemove"))) == AL_YES ||
        given == AL_NO || (!role && al_last_segment(check, definition)) || (role && !is_privileged(role)))
        return;
    if (role && endless == AL_YES && given == AL_YES)
        al_report(check, request, end, "the role %s is given without an end: the expiration is NoExpiration",
                  role->name);
    else if (endless != AL_NO)
        al_undetermined(check, request, end, "cannot tell whether a powerful role is given without an end");
}

static void check_eligible(al_check *check, const al_resource *resource)
{
    if (al_is_type(resource, TYPE_GRANT))
        check_standing(check, resource);
    else
        check_request(check, resource);
}

/* ---- custom roles -------------------------------------------------------------------------------------- */

/* Services that hold data and keys of an AI workload, or the identities of it. */
#define SERVICES_WITH_KEYS                                                   \
    "ApiManagement|CognitiveServices|ContainerRegistry|DocumentDB|KeyVault|" \
    "MachineLearningServices|ManagedIdentity|Resources|Search|Storage"

/* What an action matches that no job of its own needs. */
static const struct danger {
    const char *pattern, *what;
} dangers[] = {
    {"^\\*(/\\*)?$", "everything"},
    {"^\\*/(action|delete|write)$", "every operation of that kind"},
    {"^Microsoft\\.Authorization/(\\*(/write)?|role(Assignments|Definitions)/(\\*|write)|"
     "elevateAccess/action)$",
     "handing out roles"},
    {"/(list\\w*(Keys?|Credentials?|ConnectionStrings?)|regenerate\\w*(Keys?|Credentials?))/action$",
     "reading or making keys"},
    {"^Microsoft\\.(" SERVICES_WITH_KEYS ")/\\*$", "everything of a whole service"},
};

/* `but`: what to say of those that are taken away again. */
static void check_action(al_check *check, const al_resource *role, const al_field *action, const char *but,
                         bool everywhere)
{
    const char *text = al_text(check, action);

    if (!text) {
        al_undetermined(check, role, action, "cannot tell which action is allowed");
        return;
    }
    for (size_t i = 0; i < sizeof dangers / sizeof dangers[0]; i++)
        if (al_pattern(check, dangers[i].pattern, text)) {
            al_report(check, role, action, "the role allows %s: %s%s", text, dangers[i].what,
                      strchr(text, '*') ? but : "");
            return;
        }
    if (everywhere && strchr(text, '*'))
        al_report(check, role, action, "the role allows %s in every subscription there is", text);
}

static void check_permissions(al_check *check, const al_resource *role)
{
    static const char *const lists[] = {"actions", "dataActions"};
    static const char *const taken[] = {"notActions", "notDataActions"};
    static const char *const buts[] = {" but what notActions lists", " but what notDataActions lists"};
    const al_field *permissions = al_get(check, role, "properties.permissions");
    bool everywhere = al_ask_lists(check, al_get(check, role, "properties.assignableScopes"), "/") == AL_YES;
    bool exact = true, all = true;
    size_t n = al_count(check, permissions, &all);

    for (size_t i = 0; i < 2 * n; i++) {
        const al_field *permission = al_item(check, permissions, i / 2);
        const al_field *actions = al_get_in(check, permission, lists[i % 2]);
        bool limited = al_count(check, al_get_in(check, permission, taken[i % 2]), &exact) > 0;
        size_t nactions = al_count(check, actions, &exact);

        for (size_t k = 0; k < nactions; k++)
            check_action(check, role, al_item(check, actions, k), limited ? buts[i % 2] : "", everywhere);
        all &= exact;
    }
    if (!all)
        al_undetermined(check, role, permissions, "cannot tell which actions are allowed");
}

/* ---- rules --------------------------------------------------------------------------------------------- */

static const struct al_rule rules[] = {
    {
        .id = "rbac-custom-role-wildcard",
        .title = "Custom role allows too much",
        .level = AL_WARNING,
        .security_severity = 6.0,
        .type = DEFINITIONS,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_permissions,
        .why = "A role that was written to be narrow lets its holders take over what it covers: with all "
               "operations, with the keys, or by giving themselves another role.",
        .remedy = "List in actions and dataActions only the operations that the job needs, such as "
                  "Microsoft.CognitiveServices/accounts/read.",
        .references = "MCSB PA-7; policy a451c1ef-c6ca-483d-87ed-f49761e3ffb5; "
                      "https://learn.microsoft.com/azure/role-based-access-control/custom-roles",
        .equivalents = "CKV_AZURE_39 kics:role_definitions_allow_custom_subscription_role_creation "
                       "trivy:AZU-0030 trivy:AZU-0052",
    },
    {
        .id = "rbac-group-principals",
        .title = "Role is given to a single person",
        .level = AL_NOTE,
        .security_severity = 2.0,
        .type = TYPE_GRANT,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_principal,
        .why = "Who leaves the team keeps the role until somebody remembers this template.",
        .remedy =
            "Give the role to a group and set properties.principalType to Group, or to ServicePrincipal for "
            "an identity.",
        .references = "MCSB PA-7; https://learn.microsoft.com/azure/role-based-access-control/best-practices",
    },
    {
        .id = "rbac-pim-eligible",
        .title = "People hold a powerful role all the time",
        .level = AL_NOTE,
        .security_severity = 4.0,
        .type = TYPE_GRANT " " ACTIVE " " ELIGIBLE,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_eligible,
        .why =
            "Whoever steals a session of one of them has the role at once, without an approval and without a "
            "trace that it was called for.",
        .remedy =
            "Replace the role assignment by a Microsoft.Authorization/roleEligibilityScheduleRequests whose "
            "scheduleInfo.expiration.type is AfterDuration or AfterDateTime.",
        .references = "MCSB PA-2; "
                      "https://learn.microsoft.com/entra/id-governance/privileged-identity-management/"
                      "pim-resource-roles-assign-roles",
    },
    {
        .id = "rbac-privileged-role",
        .title = "Role around AI can take it over",
        .level = AL_WARNING,
        .security_severity = 6.5,
        .type = TYPE_GRANT,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_privilege,
        .why =
            "Who has the role, or breaks into a program that has it, can read the keys, open the network, relax "
            "the content filters and give roles away.",
        .remedy =
            "Use a role for the job: Cognitive Services OpenAI User to call models, Foundry User to build "
            "agents, Azure AI Enterprise Network Connection Approver "
            "(b556d68e-0be0-4f35-a333-ad7ee1ce17ea) for managed networks. Give Role Based Access Control "
            "Administrator a condition.",
        .references = "MCSB PA-7; MCSB PA-1; "
                      "https://learn.microsoft.com/azure/ai-services/openai/how-to/role-based-access-control",
    },
    {
        .id = "rbac-scope-narrow",
        .title = "Role for data holds for more than its target",
        .level = AL_NOTE,
        .security_severity = 3.0,
        .type = TYPE_GRANT,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_scope,
        .why = "The role also opens every other resource of that kind in the scope, and those that are made "
               "later.",
        .remedy = "Set the scope of the role assignment to the account, store or vault that the role is for.",
        .references = "MCSB PA-7; https://learn.microsoft.com/azure/role-based-access-control/scope-overview",
    },
};

AL_MODULE(roles, "Roles", rules);
