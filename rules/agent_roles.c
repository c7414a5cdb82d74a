/* SPDX-License-Identifier: MIT */
/* Who may do what around agents: the roles that a project's identity needs on its stores, how far they reach,
 * and the role of the people who build agents. */
#include "common_agents.h"
#include "common_roles.h"

#include <string.h>
#include <strings.h>

#define OWNER            "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"
#define CONTRIBUTOR      "b24988ac-6180-42a0-ab88-20f7382dd24c"
#define BLOB_OWNER       "b7e6dc6d-f1e8-4753-8033-0f276bb0955b"
#define BLOB_CONTRIBUTOR "ba92f5b4-2d11-453d-a403-e96b0029c9fe"
#define AI_USER          "53ca6127-db72-4b80-b1b0-d745d6d5456d"
#define PROJECT_MANAGER  "eadc314b-1a2d-4efa-be10-5d325db5065e"

enum { MOST_GRANTS = 200 }; /* that are looked at for each capability host: with more it cannot be told */

/* Whether a grant is of that role. */
static enum al_truth is_role(al_check *check, const al_resource *grant, const char *role)
{
    const char *id = al_last_segment(check, al_get(check, grant, "properties.roleDefinitionId"));

    if (!id)
        return AL_UNKNOWN;
    return strcasecmp(id, role) == 0 ? AL_YES : AL_NO;
}

/* ---- roles of a project ---------------------------------------------------------------------------------
 */

/* Any of the roles will do. */
static const struct need {
    const char *type; /* of the store */
    const char *roles[4];
    const char *name;
} needs[] = {
    {TYPE_STORAGE, {BLOB_CONTRIBUTOR, BLOB_OWNER}, "Storage Blob Data Contributor"},
    {TYPE_SEARCH, {"8ebe5a00-799e-43f5-93ac-243d3dce84a7"}, "Search Index Data Contributor"},
    {TYPE_SEARCH, {"7ca78c08-252a-4471-8644-bb5ff32d4ba0", CONTRIBUTOR, OWNER}, "Search Service Contributor"},
    {TYPE_COSMOS, {"230815da-be43-4aae-9cb4-875f7bd000aa", CONTRIBUTOR, OWNER}, "Cosmos DB Operator"},
};

static enum al_truth is_one_of(al_check *check, const al_resource *grant, const char *const *roles)
{
    enum al_truth answer = AL_NO;

    for (; *roles; roles++)
        answer = al_either(answer, is_role(check, grant, *roles));
    return answer;
}

static bool is_at_or_below(const al_resource *resource, const al_resource *above)
{
    while (resource && resource != above)
        resource = al_parent(resource);
    return resource != NULL;
}

/* Whether a grant holds for the store: it is made there, in it, or for a whole group or more. */
static enum al_truth reaches(al_check *check, const al_resource *grant, const al_resource *store)
{
    const al_resource *to = al_attached_to(check, grant);

    switch (al_place_of(check, grant)) {
    case AL_AT_RESOURCE: return !to ? AL_UNKNOWN : is_at_or_below(to, store) ? AL_YES : AL_NO;
    case AL_AT_UNKNOWN: return AL_UNKNOWN;
    default: return AL_YES;
    }
}

static enum al_truth has_role(al_check *check, const al_resource *project, const al_resource *store,
                              const struct need *need)
{
    const al_resource *grant = NULL;
    enum al_truth answer = AL_NO;
    size_t n = 0;

    while (answer != AL_YES && (grant = al_next_of_type(check, TYPE_GRANT, grant))) {
        enum al_truth role = is_one_of(check, grant, need->roles);

        if (++n > MOST_GRANTS)
            return AL_UNKNOWN;
        if (role == AL_NO)
            continue;
        role = al_both(role, reaches(check, grant, store));
        answer = al_either(answer, al_both(role, al_agent_is_principal(check, grant, project)));
    }
    return answer;
}

/* Roles inside Cosmos DB are grants of its own. A role that somebody has defined may be just what is needed.
 */
static enum al_truth has_sql_role(al_check *check, const al_resource *project, const al_resource *cosmos)
{
    const al_resource *grant = NULL;
    enum al_truth answer = AL_NO;

    while (answer != AL_YES && (grant = al_next_child(check, cosmos, TYPE_SQL_GRANT, grant))) {
        enum al_truth wanted = is_role(check, grant, "00000000-0000-0000-0000-000000000001");
        answer =
            al_either(answer, al_both(al_opposite(wanted), al_agent_is_principal(check, grant, project)));
    }
    return answer;
}

/* A template that gives the project's identity no role at all leaves that to another. */
static bool grants_any(al_check *check, const al_resource *project)
{
    static const char *const types[] = {TYPE_GRANT, TYPE_SQL_GRANT};
    size_t n = 0;

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        const al_resource *grant = NULL;
        while ((grant = al_next_of_type(check, types[i], grant)) && ++n <= MOST_GRANTS)
            if (!al_is_existing(grant) && al_agent_is_principal(check, grant, project) == AL_YES)
                return true;
    }
    return false;
}

static void judge_role(al_check *check, const al_resource *project, const al_resource *store,
                       enum al_truth has, const char *name)
{
    if (has == AL_NO && !al_is_incomplete(check))
        al_report(check, project, NULL, "the project's identity gets roles here, but not %s on %s", name,
                  al_name(check, store));
    else if (has != AL_YES)
        al_undetermined(check, project, NULL, "cannot tell whether the project's identity has %s on %s", name,
                        al_name(check, store));
}

static void check_store(al_check *check, const al_resource *project, const al_resource *connection,
                        const char *type)
{
    const al_resource *store = al_agent_target(check, connection, type);

    if (!store || al_is(check, al_get(check, connection, "properties.authType"), "AAD") != AL_YES)
        return;
    for (size_t i = 0; i < sizeof needs / sizeof needs[0]; i++)
        if (al_is_type(store, needs[i].type))
            judge_role(check, project, store, has_role(check, project, store, &needs[i]), needs[i].name);
    if (al_is_type(store, TYPE_COSMOS))
        judge_role(check, project, store, has_sql_role(check, project, store),
                   "Cosmos DB Built-in Data Contributor");
}

static void check_needed(al_check *check, const al_resource *host)
{
    const al_resource *project = al_parent(host), *owner, *connection;
    const struct al_agent_store *store;
    bool exact;

    if (!project || al_is_existing(project) || !grants_any(check, project))
        return;
    for (size_t i = 0; (store = al_agent_store(i)); i++) {
        const al_field *names = al_agent_names(check, host, store, &owner);
        size_t n = al_count(check, names, &exact);
        for (size_t k = 0; k < n; k++)
            if (al_agent_connection(check, host, al_item(check, names, k), &connection) == AL_YES)
                check_store(check, project, connection, store->type);
    }
}

/* Owner and Contributor of a store, or of the group it is in. What reaches AI as well, rbac-privileged-role
 * reports. */
static void check_width(al_check *check, const al_resource *grant)
{
    const al_resource *to = al_attached_to(check, grant);
    enum al_truth wide = al_both(al_agent_is_principal(check, grant, NULL),
                                 al_either(is_role(check, grant, OWNER), is_role(check, grant, CONTRIBUTOR)));
    const struct al_agent_store *store;
    bool is_store = false;

    for (size_t i = 0; to && (store = al_agent_store(i)); i++)
        is_store = is_store || al_is_type(to, store->type);
    if (al_place_of(check, grant) == AL_AT_RESOURCE && !is_store)
        return;
    if (al_ask_grant_reaches_ai(check, grant) && !al_get(check, grant, "properties.condition"))
        return;
    if (wide == AL_YES && al_place_of(check, grant) == AL_AT_UNKNOWN)
        al_undetermined(check, grant, al_get(check, grant, "scope"),
                        "cannot tell what the project's identity may do everything to");
    else if (wide == AL_YES)
        al_report(check, grant, al_get(check, grant, "properties.roleDefinitionId"),
                  "agents of the project may do everything here: its identity is %s",
                  is_role(check, grant, OWNER) == AL_YES ? "Owner" : "Contributor");
    else if (wide == AL_UNKNOWN && al_agent_is_principal(check, grant, NULL) == AL_YES)
        al_undetermined(check, grant, al_get(check, grant, "properties.roleDefinitionId"),
                        "cannot tell which role the project's identity gets");
}

static void check_roles(al_check *check, const al_resource *resource)
{
    if (al_is_type(resource, TYPE_PROJECT_HOST))
        check_needed(check, resource);
    else
        check_width(check, resource);
}

/* ---- how far they reach ---------------------------------------------------------------------------------
 */

/* Whether connections of several projects lead to the store. */
static bool is_shared(al_check *check, const al_resource *store)
{
    const al_resource *first = NULL;
    struct al_reference reference;
    size_t at = 0;

    while (al_next_reference(check, store, TYPE_CONNECTION, &at, &reference)) {
        const al_resource *project = al_parent(reference.from);
        if (project && first && project != first)
            return true;
        first = project ? project : first;
    }
    return false;
}

static void check_blob_role(al_check *check, const al_resource *grant)
{
    static const char path[] = "properties.condition";
    const al_resource *storage = al_attached_to(check, grant);
    enum al_truth owner = is_role(check, grant, BLOB_OWNER);
    enum al_truth role = al_either(owner, is_role(check, grant, BLOB_CONTRIBUTOR));
    enum al_truth limited = al_test(check, grant, AL_FIELD("properties.condition", AL_NOT_EMPTY));

    if (!storage || !al_is_type(storage, TYPE_STORAGE) || role == AL_NO || limited == AL_YES)
        return;
    if (owner == AL_NO && !is_shared(check, storage))
        return;
    role = al_both(al_both(role, al_opposite(limited)), al_agent_is_principal(check, grant, NULL));
    if (role == AL_YES)
        al_report_absent(
            check, grant, path, "the project's identity may read and write every container of %s%s",
            al_name(check, storage), is_shared(check, storage) ? ", those of other projects, too" : "");
    else if (role == AL_UNKNOWN)
        al_undetermined(check, grant, al_get(check, grant, path),
                        "cannot tell which containers a project's identity reaches");
}

/* Where the account is not here: the scope ends in the name that the grant's own begins with. */
static enum al_truth ends_in_account(al_check *check, const al_resource *grant, const al_field *scope)
{
    const char *tail = al_last_segment(check, scope), *name = al_name(check, grant);
    size_t n = tail ? strlen(tail) : 0;

    if (!scope || n == 0)
        return scope && !tail ? AL_UNKNOWN : AL_NO;
    return strncasecmp(name, tail, n) == 0 && name[n] == '/' ? AL_YES : AL_NO;
}

static void check_sql_role(al_check *check, const al_resource *grant)
{
    const al_resource *cosmos = al_parent(grant);
    const al_field *scope = al_get(check, grant, "properties.scope");
    enum al_truth whole = al_is(check, scope, "/");

    whole = al_either(whole, cosmos ? al_refers_to(check, scope, cosmos, false)
                                    : ends_in_account(check, grant, scope));
    whole = al_both(whole, al_agent_is_principal(check, grant, NULL));
    if (whole == AL_YES)
        al_report(check, grant, scope,
                  "the project's identity may read and write every database of the account: the scope names "
                  "none");
    else if (whole == AL_UNKNOWN)
        al_undetermined(check, grant, scope, "cannot tell which databases a project's identity reaches");
}

static void check_isolation(al_check *check, const al_resource *grant)
{
    if (al_is_type(grant, TYPE_SQL_GRANT))
        check_sql_role(check, grant);
    else
        check_blob_role(check, grant);
}

/* ---- people ---------------------------------------------------------------------------------------------
 */

static bool has_several_projects(al_check *check, const al_resource *account)
{
    const al_resource *first = al_next_child(check, account, TYPE_PROJECT, NULL);

    return first && al_next_child(check, account, TYPE_PROJECT, first);
}

/* What a grant reaches beyond one project; NULL: nothing, or it is not known. */
static const char *reach_of(al_check *check, const al_resource *grant)
{
    const al_resource *to = al_attached_to(check, grant);

    switch (al_place_of(check, grant)) {
    case AL_AT_TENANT:
    case AL_AT_MANAGEMENT_GROUP: return "every project of many subscriptions";
    case AL_AT_SUBSCRIPTION: return "every project of the subscription";
    case AL_AT_RESOURCE_GROUP: return "every project in the resource group";
    case AL_AT_RESOURCE:
        return to && al_is_type(to, TYPE_COGNITIVE) && has_several_projects(check, to)
                   ? "every project of the account"
                   : NULL;
    case AL_AT_UNKNOWN: break;
    }
    return NULL;
}

static void check_developer(al_check *check, const al_resource *grant)
{
    const al_field *id = al_get(check, grant, "properties.roleDefinitionId");
    enum al_truth manager = is_role(check, grant, PROJECT_MANAGER);
    enum al_truth role = al_either(is_role(check, grant, AI_USER), manager);
    const char *reach = reach_of(check, grant);

    if (role == AL_NO)
        return;
    if (role == AL_UNKNOWN || al_place_of(check, grant) == AL_AT_UNKNOWN)
        al_undetermined(check, grant, id, "cannot tell which role is given for what");
    else if (reach)
        al_report(check, grant, id, "the role %s reaches %s; give it on one project",
                  manager == AL_YES ? "Foundry Project Manager" : "Foundry User", reach);
}

#define GUIDE "https://learn.microsoft.com/azure/ai-foundry/concepts/rbac-azure-ai-foundry"

static const struct al_rule rules[] = {
    {
        .id = "agent-developer-role",
        .title = "Agent builders get a role beyond their project",
        .level = AL_NOTE,
        .security_severity = 3.5,
        .type = TYPE_GRANT,
        .when = AL_FIELD("properties.principalType", AL_IN("User", "Group")),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_developer,
        .why =
            "Whoever builds agents for one project also reads the threads, files and connections of all the "
            "others, and of those that are still to come.",
        .remedy = "Set the scope of the assignment to the Microsoft.CognitiveServices/accounts/projects "
                  "resource that the people work in, and repeat it for each of their projects.",
        .references = "MCSB PA-7; " GUIDE,
    },
    {
        .id = "agent-project-data-isolation",
        .title = "Project may read all data of a store",
        .level = AL_NOTE,
        .security_severity = 4.0,
        .type = TYPE_GRANT " " TYPE_SQL_GRANT,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_isolation,
        .why = "The agents of one project can read and change the files and threads of every other project "
               "that uses the store, and whatever else is in it.",
        .remedy = "Give Storage Blob Data Owner with properties.condition on the container names that begin "
                  "with the project's workspace id (conditionVersion 2.0), and let properties.scope of the "
                  "Cosmos DB role end in /dbs/ and the name of the database.",
        .references = "MCSB PA-7; MCSB AI-4; "
                      "https://learn.microsoft.com/azure/ai-foundry/agents/concepts/standard-agent-setup",
    },
    {
        .id = "agent-project-role-assignments",
        .title = "Project's identity has other roles than it needs",
        .level = AL_NOTE,
        .security_severity = 3.5,
        .type = TYPE_GRANT " " TYPE_PROJECT_HOST,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_roles,
        .why = "Agents that lack a role fail when they first need it, which ends in keys or in Contributor; "
               "with Contributor they may delete the store or hand out its keys.",
        .remedy = "Give the project's identity Storage Blob Data Contributor on storage, Search Index Data "
                  "Contributor and Search Service Contributor on search, Cosmos DB Operator and the SQL role "
                  "Built-in Data Contributor on Cosmos DB, and nothing wider.",
        .references = "MCSB PA-7; MCSB IM-3; "
                      "https://learn.microsoft.com/azure/ai-foundry/agents/concepts/standard-agent-setup",
    },
};

AL_MODULE(agent_roles, "Roles of the agent service", rules);
