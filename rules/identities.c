/* SPDX-License-Identifier: MIT */
/* Programs that call models: whether they have an identity, and whether it may do no more than call. */
#include "common_governance.h"
#include "common_roles.h"

#include <strings.h>

#define BACKENDS TYPE_APIM "/backends"
#define ROLE     "properties.roleDefinitionId"
#define AI_TYPES TYPE_COGNITIVE " " TYPE_SEARCH

/* So many settings of an application and grants are looked at. */
enum { MAX_SETTINGS = 300, MAX_GRANTS = 200, DEEPEST = 8 };

/* Hosts of AI, also behind a name that is not known. */
#define HOST(name) AL_FIELD("", AL_LIKE("*." name "*"))
#define AI_HOST                                                                                          \
    AL_ANY(HOST("openai.azure.com"), HOST("cognitiveservices.azure.com"), HOST("services.ai.azure.com"), \
           HOST("openai.azure.us"), HOST("cognitiveservices.azure.us"), HOST("search.windows.net"))

/* ---- what a program calls ------------------------------------------------------------------------------ */

struct call {
    const al_field *setting;
    const al_resource *account; /* NULL: it is not here */
};

static bool is_ai(const al_resource *resource)
{
    return resource && (al_is_type(resource, TYPE_COGNITIVE) || al_is_type(resource, TYPE_SEARCH));
}

/* Only the hosts of AI are looked up among the resources: there may be many of both. */
static bool is_call(al_check *check, const al_field *value, struct call *out)
{
    bool host = al_test_in(check, value, AI_HOST) == AL_YES;
    const al_resource *to = al_leads_to(check, value, host ? AI_TYPES : NULL, NULL);

    out->account = is_ai(to) ? to : NULL;
    out->setting = value;
    return host || out->account;
}

/* The first value below a field that leads to AI. */
static bool find_call(al_check *check, const al_field *field, int depth, int *left, struct call *out)
{
    bool exact;
    size_t n = al_count(check, field, &exact);

    if (!field || depth == 0 || --*left < 0)
        return false;
    for (size_t i = 0; i < n; i++)
        if (find_call(check, al_item(check, field, i), depth - 1, left, out))
            return true;
    return n == 0 && is_call(check, field, out);
}

/* Where types keep their settings; `child`: in a resource below them, NULL: in themselves. */
static const struct keeper {
    const char *type, *child, *path;
} keepers[] = {
    {"Microsoft.App/containerApps", NULL, "properties.template"},
    {"Microsoft.App/containerApps", NULL, "properties.configuration.secrets"},
    {"Microsoft.App/jobs", NULL, "properties.template"},
    {"Microsoft.App/jobs", NULL, "properties.configuration.secrets"},
    {"Microsoft.ContainerInstance/containerGroups", NULL, "properties.containers"},
    {"Microsoft.Logic/workflows", NULL, "properties"},
    {"Microsoft.Web/sites", NULL, "properties.siteConfig"},
    {"Microsoft.Web/sites", "Microsoft.Web/sites/config", "properties"},
    {"Microsoft.Web/sites/slots", NULL, "properties.siteConfig"},
    {"Microsoft.Web/sites/slots", "Microsoft.Web/sites/slots/config", "properties"},
    {TYPE_APIM, BACKENDS, "properties.url"},
    {TYPE_APIM, TYPE_APIM "/apis", "properties.serviceUrl"},
};

static bool calls_ai(al_check *check, const al_resource *program, struct call *out)
{
    int left = MAX_SETTINGS;

    for (size_t i = 0; i < sizeof keepers / sizeof keepers[0]; i++) {
        const struct keeper *k = &keepers[i];
        const al_resource *child = NULL;

        if (!al_is_type(program, k->type))
            continue;
        if (!k->child && find_call(check, al_get(check, program, k->path), DEEPEST, &left, out))
            return true;
        while (k->child && left > 0 && (child = al_next_child(check, program, k->child, child)))
            if (find_call(check, al_get(check, child, k->path), DEEPEST, &left, out))
                return true;
    }
    return false;
}

/* ---- identities ---------------------------------------------------------------------------------------- */

static enum al_truth has_identity(al_check *check, const al_resource *program)
{
    return al_test(check, program, AL_FIELD("identity.type", AL_LIKE("*Assigned*")));
}

static void check_identity(al_check *check, const al_resource *program)
{
    enum al_truth identified = has_identity(check, program);
    struct call call;

    if (identified == AL_YES || !calls_ai(check, program, &call))
        return;
    if (identified == AL_UNKNOWN)
        al_undetermined(check, program, al_get(check, program, "identity"),
                        "cannot tell whether it has an identity");
    else
        al_report_absent(check, program, "identity.type",
                         "it calls AI but has no identity of its own, so it needs a key");
}

/* ---- roles of applications ----------------------------------------------------------------------------- */

static void check_caller_role(al_check *check, const al_resource *grant)
{
    const al_field *definition = al_get(check, grant, ROLE);
    const struct role *role = al_ask_role(check, definition);
    const al_resource *app, *to = al_attached_to(check, grant);

    if (!role || (role->power != ROLE_AI_MANAGER && role->power != ROLE_AI_BUILDER) ||
        !al_ask_grant_reaches_ai(check, grant))
        return;
    if (!role->target && !(to && (al_is_type(to, TYPE_COGNITIVE) || al_is_type(to, TYPE_PROJECT))))
        return; /* workspaces ask for it */
    app = al_ask_grantee_of_type(check, grant, APPLICATIONS);
    if (app)
        al_report(
            check, grant, definition,
            "%s gets the role %s, which can change models; calling them takes Cognitive Services OpenAI "
            "User",
            al_name(check, app), role->name);
}

/* Whether the program acts under the identity, its own or a user-assigned one. */
static enum al_truth acts_as(al_check *check, const al_resource *program, const al_resource *identity)
{
    struct al_reference reference;
    bool exact = true;
    size_t at = 0;

    if (program == identity)
        return AL_YES;
    if (!al_is_type(identity, TYPE_USER_IDENTITY))
        return AL_NO;
    while (al_next_reference(check, identity, al_type(program), &at, &reference))
        if (reference.from == program && strncasecmp(reference.path, "identity.", 9) == 0)
            return AL_YES;
    al_count(check, al_get(check, program, "identity.userAssignedIdentities"), &exact);
    return exact ? AL_NO : AL_UNKNOWN;
}

/* Whether a role reaches the account for the program; the role itself does not matter. */
static enum al_truth has_role_on(al_check *check, const al_resource *program, const al_resource *account)
{
    const al_resource *grant = NULL;
    enum al_truth answer = AL_NO;

    while ((grant = al_next_attached(check, account, TYPE_GRANT, grant)))
        if (al_ask_grantee(check, grant) && acts_as(check, program, al_ask_grantee(check, grant)) == AL_YES)
            return AL_YES;
    for (int n = 0; answer != AL_YES; n++) {
        const al_resource *to, *grantee;

        grant = al_next_of_type(check, TYPE_GRANT, grant);
        if (!grant)
            return answer;
        if (n == MAX_GRANTS)
            return AL_UNKNOWN;
        to = al_attached_to(check, grant);
        if (al_place_of(check, grant) == AL_AT_RESOURCE && to && to != account && al_parent(to) != account)
            continue;
        grantee = al_ask_grantee(check, grant);
        if (!grantee)
            answer = AL_UNKNOWN;
        else
            answer = al_either(answer, acts_as(check, program, grantee));
    }
    return answer;
}

static void check_caller(al_check *check, const al_resource *program)
{
    struct call call;
    enum al_truth granted;

    if (has_identity(check, program) != AL_YES || !calls_ai(check, program, &call) || !call.account ||
        al_is_existing(call.account) || al_ask_is_keyless(check, call.account) != AL_YES)
        return;
    granted = has_role_on(check, program, call.account);
    if (granted == AL_UNKNOWN || (granted == AL_NO && al_is_incomplete(check)))
        al_undetermined(check, program, call.setting, "cannot tell whether it has a role on %s",
                        al_name(check, call.account));
    else if (granted == AL_NO)
        al_report(check, program, call.setting,
                  "it calls %s, which takes no keys, but nothing here gives its identity a role there",
                  al_name(check, call.account));
}

static void check_user_role(al_check *check, const al_resource *resource)
{
    if (al_is_type(resource, TYPE_GRANT))
        check_caller_role(check, resource);
    else
        check_caller(check, resource);
}

/* ---- gateways ------------------------------------------------------------------------------------------ */

/* What rbac-privileged-role reports, is left to it. */
static void check_gateway_role(al_check *check, const al_resource *grant)
{
    const al_field *definition = al_get(check, grant, ROLE);
    const struct role *role = al_ask_role(check, definition);
    const al_resource *gateway;

    if (!role || role->power > ROLE_AI_BUILDER || !al_ask_grant_reaches_ai(check, grant) ||
        (is_privileged(role) && !is_constrained(check, grant, role)))
        return;
    gateway = al_ask_grantee_of_type(check, grant, TYPE_APIM);
    if (gateway)
        al_report(check, grant, definition,
                  "the gateway %s gets the role %s; passing calls on takes Cognitive Services OpenAI User",
                  al_name(check, gateway), role->name);
}

static void check_backend(al_check *check, const al_resource *backend)
{
    static const char *const headers[] = {"properties.credentials.header.api-key",
                                          "properties.credentials.header.Ocp-Apim-Subscription-Key"};
    const al_resource *gateway = al_parent(backend);
    struct call call;

    if (!gateway || al_is_existing(gateway) || has_identity(check, gateway) != AL_NO ||
        !is_call(check, al_get(check, backend, "properties.url"), &call))
        return;
    for (size_t i = 0; i < 2; i++)
        if (al_get(check, backend, headers[i]))
            al_report(check, backend, al_get(check, backend, headers[i]),
                      "the gateway %s calls models with a key because it has no identity",
                      al_name(check, gateway));
}

static void check_gateway(al_check *check, const al_resource *resource)
{
    if (al_is_type(resource, TYPE_GRANT))
        check_gateway_role(check, resource);
    else
        check_backend(check, resource);
}

/* ---- rules --------------------------------------------------------------------------------------------- */

static const struct al_rule rules[] = {
    {
        .id = "rbac-gateway-identity",
        .title = "Gateway can do more than call models",
        .level = AL_WARNING,
        .security_severity = 6.0,
        .type = TYPE_GRANT " " BACKENDS,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_gateway,
        .why =
            "The gateway faces all callers; whoever gets into it has what it has: with a wider role the models "
            "and filters, with a key access that nobody can take back from it alone.",
        .remedy =
            "Give the gateway a managed identity and, on each account behind it, the role Cognitive Services "
            "OpenAI User (5e0bd9bd-7b93-4f28-af87-19fc36ad61bd) or Cognitive Services User "
            "(a97b65f3-24c7-4388-baec-2e87135dc908).",
        .references =
            "MCSB PA-7; MCSB IM-3; "
            "https://learn.microsoft.com/azure/api-management/api-management-authenticate-authorize-"
            "azure-openai",
    },
    {
        .id = "rbac-openai-user-role",
        .title = "Application's role does not fit calling models",
        .level = AL_NOTE,
        .security_severity = 4.0,
        .type = TYPE_GRANT " " APPLICATIONS,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_user_role,
        .why =
            "With a role that changes models, whoever breaks into the application can deploy others, fine-tune "
            "them with what he likes and read keys; without any role its calls are refused.",
        .remedy = "Give the application's identity Cognitive Services OpenAI User "
                  "(5e0bd9bd-7b93-4f28-af87-19fc36ad61bd) with the account as scope.",
        .references = "MCSB PA-7; MCSB IM-3; "
                      "https://learn.microsoft.com/azure/ai-services/openai/how-to/role-based-access-control",
    },
    {
        .id = "workload-managed-identity",
        .title = "Application that calls AI has no identity",
        .level = AL_WARNING,
        .security_severity = 5.5,
        .type = APPLICATIONS " " TYPE_APIM,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_identity,
        .why =
            "Without an identity the application calls with a key, which anybody who sees its settings can use "
            "from anywhere, and which names nobody in the logs.",
        .remedy =
            "Add \"identity\": { \"type\": \"SystemAssigned\" } to the application and give it the role "
            "Cognitive Services OpenAI User on the account.",
        .references = "MCSB IM-3; policy 2b9ad585-36bc-4615-b300-fd4435808332; "
                      "policy 0da106f2-4ca3-48e8-bc85-c638fe6aea8f; "
                      "policy b874ab2d-72dd-47f1-8cb5-4a306478a4e7",
    },
};

AL_MODULE(identities, "Identities of applications", rules);
