/* SPDX-License-Identifier: MIT */
/* Foundry: projects, and the applications that are published from them. */
#include <strings.h>

#include "common.h"

#define TYPE_CAPABILITY  TYPE_COGNITIVE "/capabilityHosts"
#define TYPE_CONNECTION  TYPE_COGNITIVE "/connections"
#define TYPE_APPLICATION TYPE_PROJECT "/applications"

/* A user-assigned identity is none until it is named. */
#define HAS_IDENTITY                                                    \
    AL_ANY(AL_FIELD("identity.type", AL_LIKE("*SystemAssigned*")),      \
           AL_ALL(AL_FIELD("identity.type", AL_LIKE("*UserAssigned*")), \
                  AL_FIELD("identity.userAssignedIdentities", AL_NOT_EMPTY)))

/* So many of each are looked at for each project. */
enum { MAX_SIBLINGS = 50, MAX_IDENTITIES = 50, MAX_CHILDREN = 500 };

/* ---- isolation of projects ----------------------------------------------------------------------------- */

/* The key in an object of identities is the id itself. */
static bool names_identity(al_check *check, const al_resource *project, const char *id)
{
    const al_field *identities = al_get(check, project, "identity.userAssignedIdentities");
    bool exact;
    size_t n = al_count(check, identities, &exact);

    for (size_t i = 0; i < n && i < MAX_IDENTITIES; i++) {
        const al_field *item = al_item(check, identities, i);
        if (item && al_key(item) && strcasecmp(al_key(item), id) == 0)
            return true;
    }
    return false;
}

static void compare_identities(al_check *check, const al_resource *project, const al_resource *sibling)
{
    const al_field *identities = al_get(check, project, "identity.userAssignedIdentities");
    bool exact;
    size_t n = al_count(check, identities, &exact);

    for (size_t i = 0; i < n && i < MAX_IDENTITIES; i++) {
        const al_field *item = al_item(check, identities, i);
        if (item && al_key(item) && names_identity(check, sibling, al_key(item)))
            al_report(check, project, item,
                      "the project shares its identity with %s, and so everything that the other may reach",
                      al_name(check, sibling));
    }
}

/* The account's next project; NULL when there is none among the children that are looked at. */
static const al_resource *next_project(al_check *check, const al_resource *account,
                                       const al_resource *previous, int *looked_at)
{
    while (account && ++*looked_at <= MAX_CHILDREN &&
           (previous = al_next_child(check, account, NULL, previous)))
        if (al_is_type(previous, TYPE_PROJECT))
            return previous;
    return NULL;
}

/* Each is compared with those before it, so that a pair is reported once. */
static void check_project_of_account(al_check *check, const al_resource *project)
{
    const al_resource *account = al_parent(project), *sibling = NULL;
    int looked_at = 0;

    for (int n = 0; n < MAX_SIBLINGS; n++) {
        sibling = next_project(check, account, sibling, &looked_at);
        if (!sibling || sibling == project)
            return;
        compare_identities(check, project, sibling);
    }
}

static void check_project_of_hub(al_check *check, const al_resource *project)
{
    const al_resource *hub = al_target(check, al_get(check, project, "properties.hubResourceId"));
    struct al_reference sibling;
    size_t at = 0;

    for (int n = 0; hub && n < MAX_SIBLINGS; n++) {
        if (!al_next_reference(check, hub, TYPE_WORKSPACE, &at, &sibling) || sibling.from == project)
            return;
        if (strcasecmp(sibling.path, "properties.hubResourceId") == 0)
            compare_identities(check, project, sibling.from);
    }
}

static void check_account_projects(al_check *check, const al_resource *account)
{
    static const char path[] = "properties.allowProjectManagement";
    const al_field *allowed = al_get(check, account, path);
    const al_resource *host = al_next_child(check, account, TYPE_CAPABILITY, NULL);
    const al_resource *project = al_next_child(check, account, TYPE_PROJECT, NULL);

    if (host && !project && al_is_incomplete(check))
        al_undetermined(check, account, NULL, "cannot tell whether the account has projects");
    else if (host && !project)
        al_report(check, account, NULL,
                  "agents run on the account, but it has no project to keep them apart");
    if (project && allowed && al_is(check, allowed, "true") == AL_NO)
        al_report(check, account, allowed,
                  "allowProjectManagement is not true, but projects are deployed here");
    else if (project && al_is(check, allowed, "true") == AL_UNKNOWN)
        al_undetermined(check, account, allowed, "cannot tell whether the account takes projects");
}

/* What several projects share is not apart. */
static void check_shared_store(al_check *check, const al_resource *connection)
{
    const al_resource *account = al_parent(connection);
    const al_field *shared = al_get(check, connection, "properties.isSharedToAll");
    const al_resource *project;
    int looked_at = 0;
    enum al_truth all =
        al_both(al_is(check, shared, "true"),
                al_test(check, connection,
                        AL_FIELD("properties.category",
                                 AL_IN("ADLSGen2", "AzureBlob", "AzureStorageAccount", "AzureTableStorage",
                                       "CognitiveSearch", "CosmosDb", "CosmosDbMongoDbApi"))));

    if (all == AL_NO)
        return;
    project = next_project(check, account, NULL, &looked_at);
    if (!project || !next_project(check, account, project, &looked_at))
        return;
    if (all == AL_YES)
        al_report(check, connection, shared,
                  "every project of the account may use this data store because isSharedToAll is true");
    else if (all == AL_UNKNOWN)
        al_undetermined(check, connection, shared, "cannot tell whether projects share the data store");
}

static void check_project_isolation(al_check *check, const al_resource *resource)
{
    if (al_is_type(resource, TYPE_PROJECT))
        check_project_of_account(check, resource);
    else if (al_is_type(resource, TYPE_WORKSPACE))
        check_project_of_hub(check, resource);
    else if (al_is_type(resource, TYPE_CONNECTION))
        check_shared_store(check, resource);
    else
        check_account_projects(check, resource);
}

/* ---- published applications ---------------------------------------------------------------------------- */

static void check_application(al_check *check, const al_resource *application)
{
    static const struct {
        const char *path, *bad, *meaning;
    } settings[] = {
        {"properties.agentIdentityBlueprint.kind", "None", "the application has no identity in Entra"},
        {"properties.agentIdentityBlueprint.type", "None", "the application has no identity in Entra"},
        {"properties.defaultInstanceIdentity.kind", "None", "its agents act under no identity of their own"},
        {"properties.defaultInstanceIdentity.type", "None", "its agents act under no identity of their own"},
        {"properties.authorizationPolicy.type", "OrganizationScope",
         "everybody in the organisation may call it"},
        /* what the first preview called it */
        {"properties.authorizationPolicy.authorizationScheme", "OrganizationScope",
         "everybody in the organisation may call it"},
    };

    for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++) {
        const al_field *field = al_get(check, application, settings[i].path);
        enum al_truth bad = al_is(check, field, settings[i].bad);

        if (bad == AL_YES)
            al_report(check, application, field, "%s is %s: %s", settings[i].path, settings[i].bad,
                      settings[i].meaning);
        else if (bad == AL_UNKNOWN)
            al_undetermined(check, application, field, "cannot tell what %s is", settings[i].path);
    }
}

/* ---- rules --------------------------------------------------------------------------------------------- */

static const struct al_rule rules[] = {
    {
        .id = "agent-application-identity",
        .title = "Published agent lacks identity or limited callers",
        .level = AL_NOTE,
        .security_severity = 4.0,
        .type = TYPE_APPLICATION,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_application,
        .why =
            "What an agent without an identity does cannot be told apart, limited or revoked, and an agent "
            "that everybody may call lends its rights to everybody.",
        .remedy =
            "Leave properties.agentIdentityBlueprint and properties.defaultInstanceIdentity to Foundry or "
            "give them a kind other than None, and set properties.authorizationPolicy.type to Default so "
            "that roles decide who calls.",
        .references =
            "MCSB IM-3; MCSB AI-4; MCSB AM-1; "
            "https://learn.microsoft.com/azure/templates/microsoft.cognitiveservices/accounts/projects/"
            "applications",
    },
    {
        .id = "foundry-project-isolation",
        .title = "Foundry projects are not kept apart",
        .level = AL_NOTE,
        .security_severity = 3.5,
        .type = TYPE_COGNITIVE " " TYPE_CONNECTION " " TYPE_PROJECT " " TYPE_WORKSPACE,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_project_isolation,
        .why = "A project is the line between teams and use cases. With a shared identity or data store, the "
               "agents of one read and change what belongs to the other.",
        .remedy =
            "Set properties.allowProjectManagement of the account to true, give each project its own "
            "identity, and put connections to data stores into the project or set isSharedToAll to false.",
        .references = "MCSB PA-7; MCSB AI-4; "
                      "https://learn.microsoft.com/azure/ai-foundry/concepts/planning",
    },
    {
        .id = "foundry-project-managed-identity",
        .title = "Foundry project has no managed identity",
        .level = AL_WARNING,
        .security_severity = 4.0,
        .type = TYPE_PROJECT,
        .require = HAS_IDENTITY,
        .absent = AL_ABSENT_FAILS,
        .message = "the project has no identity for its agents to sign in with",
        .why = "Agents of a project without an identity cannot reach storage, search or threads through "
               "Entra, and the identity cannot be changed once the project exists.",
        .remedy = "Add \"identity\": { \"type\": \"SystemAssigned\" } to the project before it is first "
                  "deployed.",
        .references = "MCSB IM-3; "
                      "https://learn.microsoft.com/azure/ai-foundry/agents/concepts/standard-agent-setup",
    },
};

AL_MODULE(foundry, "Microsoft Foundry", rules);
