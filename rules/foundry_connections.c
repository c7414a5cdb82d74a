/* SPDX-License-Identifier: MIT */
/* Connections of Foundry accounts, projects and ML workspaces: how they sign in, where they lead, who may use
 * them, and where their secrets are kept. */
#include <string.h>

#include "common.h"

#define ACCOUNT_CONNECTION TYPE_COGNITIVE "/connections"
#define PROJECT_CONNECTION TYPE_PROJECT "/connections"
#define FOUNDRY            ACCOUNT_CONNECTION " " PROJECT_CONNECTION
#define CONNECTIONS        FOUNDRY " " TYPE_WORKSPACE "/connections"

/* Azure services that take Entra tokens; connections to other things often know nothing but a key. */
#define KEYLESS_CATEGORIES                                                                             \
    "ADLSGen2", "AIServices", "AppConfig", "AzureBlob", "AzureDataExplorer", "AzureDataLakeGen2",      \
        "AzureKeyVault", "AzureOpenAI", "AzureStorageAccount", "AzureTableStorage", "CognitiveSearch", \
        "CognitiveService", "ContainerRegistry", "CosmosDb"

#define SECRET_TYPES "ApiKey", "AccountKey", "AccessKey", "CustomKeys", "SAS", "PAT", "UsernamePassword"

/* The connection string of Application Insights only lets telemetry in. */
#define KEEPS_SECRET                                             \
    AL_ALL(AL_FIELD("properties.authType", AL_IN(SECRET_TYPES)), \
           AL_NOT(AL_FIELD("properties.category", AL_EQUALS("AppInsights"))))

#define NO_SCHEME(scheme) AL_NOT(AL_FIELD("properties.target", AL_LIKE(scheme "://*")))

/* ---- what a connection leads to ------------------------------------------------------------------------ */

static const al_resource *target_of(al_check *check, const al_resource *connection, const char *types)
{
    const al_resource *found =
        al_leads_to(check, al_get(check, connection, "properties.metadata.ResourceId"), types, NULL);

    return found ? found : al_leads_to(check, al_get(check, connection, "properties.target"), types, NULL);
}

/* Some firewalls are more than on or off: with a list of callers the service is not open to everybody. */
static const struct al_condition *const has_callers =
    AL_ANY(AL_FIELD("properties.ipRules", AL_NOT_EMPTY), AL_FIELD("properties.ipRangeFilter", AL_NOT_EMPTY),
           AL_FIELD("properties.virtualNetworkRules", AL_NOT_EMPTY),
           AL_FIELD("properties.networkRuleSet.ipRules", AL_NOT_EMPTY));

/* The target is where the data is, so it has to be at least as closed as what leads to it. */
static void check_target(al_check *check, const al_resource *connection)
{
    static const char types[] =
        TYPE_COGNITIVE " " TYPE_COSMOS " " TYPE_REGISTRY " " TYPE_SEARCH " " TYPE_STORAGE " " TYPE_VAULT;
    const al_resource *owner = al_ancestor(check, connection, TYPE_COGNITIVE), *target;
    enum al_truth open, keyed;

    owner = owner ? owner : al_ancestor(check, connection, TYPE_WORKSPACE);
    target = target_of(check, connection, types);
    if (!owner || !target || target == owner || al_is_existing(owner) || al_is_existing(target))
        return;
    open =
        al_both(al_test(check, owner, AL_FIELD("properties.publicNetworkAccess", AL_EQUALS("Disabled"))),
                al_opposite(al_either(al_ask_is_closed(check, target), al_test(check, target, has_callers))));
    keyed = al_both(al_test(check, owner, AL_FIELD("properties.disableLocalAuth", AL_EQUALS_TRUE)),
                    al_opposite(al_ask_is_keyless(check, target)));
    if (open == AL_YES)
        al_report(check, connection, NULL,
                  "%s is closed, but %s, which it is connected to, is open to the internet",
                  al_name(check, owner), al_name(check, target));
    else if (keyed == AL_YES)
        al_report(check, connection, NULL, "%s takes no keys, but %s, which it is connected to, does",
                  al_name(check, owner), al_name(check, target));
    else if (open == AL_UNKNOWN || keyed == AL_UNKNOWN)
        al_undetermined(check, connection, NULL, "cannot tell whether %s is as protected as %s",
                        al_name(check, target), al_name(check, owner));
}

/* ---- several connections taken together ---------------------------------------------------------------- */

static const struct al_condition *const keeps_secret = KEEPS_SECRET;
static const struct al_condition *const is_vault =
    AL_FIELD("properties.category", AL_EQUALS("AzureKeyVault"));
static const struct al_condition *const takes_telemetry =
    AL_FIELD("properties.category", AL_EQUALS("AppInsights"));

/* Of the connections directly below `owner`: the first that certainly satisfies the condition. *maybe:
 * another may. */
static const al_resource *find_connection(al_check *check, const al_resource *owner,
                                          const struct al_condition *condition, bool *maybe)
{
    const al_resource *connection = NULL;
    const char *type = al_is_type(owner, TYPE_PROJECT) ? PROJECT_CONNECTION : ACCOUNT_CONNECTION;

    while ((connection = al_next_child(check, owner, type, connection))) {
        enum al_truth found = al_test(check, connection, condition);
        if (found == AL_YES)
            return connection;
        *maybe = *maybe || found == AL_UNKNOWN;
    }
    return NULL;
}

/* The same for an account and its projects. */
static const al_resource *find_anywhere(al_check *check, const al_resource *account,
                                        const struct al_condition *condition, bool *maybe)
{
    const al_resource *found = find_connection(check, account, condition, maybe), *project = NULL;

    while (!found && (project = al_next_child(check, account, TYPE_PROJECT, project)))
        found = find_connection(check, project, condition, maybe);
    return found;
}

static void check_vault_of(al_check *check, const al_resource *connection)
{
    const al_field *target = al_get(check, connection, "properties.target");
    const al_resource *vault = target_of(check, connection, TYPE_VAULT);
    enum al_truth purge, roles;

    if (!vault || al_is_existing(vault))
        return;
    purge = al_test(check, vault, AL_FIELD("properties.enablePurgeProtection", AL_EQUALS_TRUE));
    roles = al_test(check, vault,
                    AL_ANY(AL_FIELD("properties.enableRbacAuthorization", AL_EQUALS_TRUE),
                           AL_ALL(AL_NOT(AL_FIELD("properties.enableRbacAuthorization", AL_EXISTS)),
                                  AL_NOT(AL_FIELD("apiVersion", AL_VERSION_LESS("2026-02-01"))))));
    if (purge == AL_NO)
        al_report(check, connection, target, "secrets of connections are kept in %s, which can be purged",
                  al_name(check, vault));
    else if (roles == AL_NO)
        al_report(check, connection, target,
                  "secrets of connections are kept in %s, which access policies open instead of roles",
                  al_name(check, vault));
    else if (purge == AL_UNKNOWN || roles == AL_UNKNOWN)
        al_undetermined(check, connection, target, "cannot tell whether %s is protected",
                        al_name(check, vault));
}

static void check_key_vault(al_check *check, const al_resource *account)
{
    bool maybe_vault = al_is_incomplete(check), maybe_secret = false;
    const al_resource *vault = find_anywhere(check, account, is_vault, &maybe_vault), *secret;

    if (vault) {
        if (!al_is_existing(vault))
            check_vault_of(check, vault);
        return;
    }
    secret = find_anywhere(check, account, keeps_secret, &maybe_secret);
    if (secret && !maybe_vault)
        al_report(check, secret, al_get(check, secret, "properties.authType"),
                  "the connection's secret goes to a store of Microsoft's: %s has no connection of category "
                  "AzureKeyVault",
                  al_name(check, account));
    else if (secret || maybe_secret)
        al_undetermined(check, account, NULL, "cannot tell where the secrets of connections are kept");
}

/* So many children of an account are looked at for each of its projects; with more it cannot be told. */
enum { MAX_CHILDREN = 500 };

/* What the children of a project or an account say about telemetry. */
struct telemetry {
    bool used;      /* something runs that it could tell of */
    bool connected; /* to Application Insights */
    bool maybe;     /* connected */
};

static void read_telemetry(al_check *check, const al_resource *owner, struct telemetry *out)
{
    const al_resource *child = NULL;

    for (int n = 0; (child = al_next_child(check, owner, NULL, child)); n++) {
        enum al_truth connected = AL_NO;

        if (n == MAX_CHILDREN) {
            out->maybe = true;
            return;
        }
        if (al_is_type(child, ACCOUNT_CONNECTION) || al_is_type(child, PROJECT_CONNECTION))
            connected = al_test(check, child, takes_telemetry);
        out->connected = out->connected || connected == AL_YES;
        out->maybe = out->maybe || connected == AL_UNKNOWN;
        out->used = out->used || al_is_type(child, TYPE_COGNITIVE "/capabilityHosts") ||
                    al_is_type(child, TYPE_COGNITIVE "/deployments") ||
                    al_is_type(child, TYPE_PROJECT "/applications") ||
                    al_is_type(child, TYPE_PROJECT "/capabilityHosts");
    }
}

static void check_project_telemetry(al_check *check, const al_resource *project)
{
    const al_resource *account = al_parent(project);
    struct telemetry found = {false, false, al_is_incomplete(check) || !account || al_is_existing(account)};

    read_telemetry(check, project, &found);
    if (account)
        read_telemetry(check, account, &found);
    if (!found.used || found.connected)
        return;
    if (found.maybe)
        al_undetermined(check, project, NULL, "cannot tell whether Application Insights is connected");
    else
        al_report(check, project, NULL,
                  "neither the project nor its account has a connection of category AppInsights, so nothing "
                  "records what agents and models do");
}

static void check_telemetry(al_check *check, const al_resource *resource)
{
    static const char path[] = "properties.applicationInsights";

    if (al_is_type(resource, TYPE_PROJECT))
        check_project_telemetry(check, resource);
    else if (!al_get(check, resource, path) &&
             al_next_child(check, resource, TYPE_WORKSPACE "/onlineEndpoints", NULL))
        al_report_absent(check, resource, path,
                         "the workspace serves models, but names no Application Insights component");
}

/* ---- tools --------------------------------------------------------------------------------------------- */

/* The host of a URL: what stands between "://", or a name to sign in with, and the next '/', ':' or '?'. */
static void copy_host(char *host, size_t most, const char *url)
{
    const char *start = strstr(url, "://"), *sign;
    size_t n;

    start = start ? start + 3 : url;
    while ((sign = strchr(start, '@')) && (size_t)(sign - start) < strcspn(start, "/?#"))
        start = sign + 1;
    n = strcspn(start, "/:?#");
    n = n < most ? n : most - 1;
    memcpy(host, start, n);
    host[n] = '\0';
}

static void check_host(al_check *check, const al_resource *connection, const al_field *target)
{
    const char *url = al_text(check, target);
    char host[256];

    if (!target || !al_option(check, "allowed-hosts"))
        return;
    if (!url) {
        al_undetermined(check, connection, target, "cannot tell whether the tool's host is approved");
        return;
    }
    copy_host(host, sizeof host, url);
    if (!al_option_lists(check, "allowed-hosts", host))
        al_report(check, connection, target, "%s is not among the approved hosts of tools and agents", host);
}

static void check_tool(al_check *check, const al_resource *connection)
{
    const al_field *target = al_get(check, connection, "properties.target");
    const al_field *sign_in = al_get(check, connection, "properties.authType");
    enum al_truth clear = al_test(check, connection, AL_FIELD("properties.target", AL_LIKE("http://*")));
    enum al_truth anonymous = al_is(check, sign_in, "None");

    if (clear == AL_YES)
        al_report(check, connection, target, "agents call the tool over plain HTTP");
    if (anonymous == AL_YES)
        al_report(check, connection, sign_in,
                  "authType is None: agents call the tool without signing in, and so may everybody else");
    check_host(check, connection, target);
    if (anonymous == AL_UNKNOWN || (clear == AL_UNKNOWN && !al_option(check, "allowed-hosts")))
        al_undetermined(check, connection, target, "cannot tell how agents call the tool");
}

/* ---- rules --------------------------------------------------------------------------------------------- */

static const struct al_rule_option tool_options[] = {
    {"allowed-hosts", NULL, "hosts that tools and remote agents may be on, such as *.contoso.com"},
    {NULL, NULL, NULL},
};

static const struct al_rule rules[] = {
    {
        .id = "foundry-app-insights-connection",
        .title = "Foundry project records no telemetry",
        .level = AL_WARNING,
        .security_severity = 3.0,
        .type = TYPE_PROJECT " " TYPE_WORKSPACE,
        .when = AL_NOT(AL_FIELD("kind", AL_IN("Project", "FeatureStore"))),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_telemetry,
        .why = "Without traces nobody can tell afterwards what an agent was asked, which tools it called and "
               "what it gave away.",
        .remedy =
            "Add a connection to the project or its account with properties.category AppInsights and the "
            "id of a Microsoft.Insights/components resource in properties.target. A workspace names it in "
            "properties.applicationInsights.",
        .references = "MCSB LT-3; MCSB AI-6; "
                      "https://learn.microsoft.com/azure/ai-foundry/how-to/develop/trace-application",
    },
    {
        .id = "foundry-connection-auth-type",
        .title = "Connection to an Azure service uses a key",
        .level = AL_WARNING,
        .security_severity = 6.5,
        .type = CONNECTIONS,
        .when = AL_FIELD("properties.category", AL_IN(KEYLESS_CATEGORIES)),
        .require = AL_NOT(AL_FIELD("properties.authType", AL_IN(SECRET_TYPES))),
        .absent = AL_ABSENT_UNKNOWN,
        .message = "the connection signs in with a stored secret ({value}) although the service takes Entra "
                   "tokens",
        .why = "Everyone who may use the connection shares one secret that outlives every user, and the "
               "target has to keep its keys switched on.",
        .remedy = "Set properties.authType to AAD, drop properties.credentials, and give the account's or "
                  "project's identity a role on the target.",
        .references = "MCSB IM-1; MCSB IM-3; "
                      "https://learn.microsoft.com/azure/ai-foundry/how-to/connections-add",
        .unsafe_fix = true,
    },
    {
        .id = "foundry-connection-https-target",
        .title = "Connection uses an unencrypted protocol",
        .level = AL_WARNING,
        .security_severity = 6.0,
        .type = CONNECTIONS,
        .require = AL_ALL(NO_SCHEME("http"), NO_SCHEME("ftp"), NO_SCHEME("redis"), NO_SCHEME("ws"),
                          NO_SCHEME("amqp"), NO_SCHEME("mqtt"), NO_SCHEME("ldap"), NO_SCHEME("tcp")),
        .absent = AL_ABSENT_PASSES,
        .message = "{value} is not encrypted on its way, credentials included",
        .why = "Everyone on the way can read and change what is sent, and take the credentials along.",
        .remedy = "Use the encrypted scheme in properties.target: https:// instead of http://.",
        .references = "MCSB DP-3; https://learn.microsoft.com/azure/ai-foundry/how-to/connections-add",
    },
    {
        .id = "foundry-connection-shared-scope",
        .title = "Connection with a secret is shared with everyone",
        .level = AL_NOTE,
        .security_severity = 4.0,
        .type = CONNECTIONS,
        .when = KEEPS_SECRET,
        .require = AL_FIELD("properties.isSharedToAll", AL_EQUALS_FALSE),
        .absent = AL_ABSENT_PASSES,
        .message = "everyone in the account or project may use the stored secret because {field} is {value}",
        .why = "A secret does not ask who uses it: whoever gets at the connection has all that it opens.",
        .remedy =
            "Set properties.isSharedToAll to false and name the users in properties.sharedUserList, or set "
            "properties.authType to AAD so that roles decide.",
        .references = "MCSB PA-7; MCSB IM-8; "
                      "https://learn.microsoft.com/azure/ai-foundry/how-to/connections-add",
        .unsafe_fix = true,
    },
    {
        .id = "foundry-connection-target-hardened",
        .title = "Connected resource is less protected than Foundry",
        .level = AL_WARNING,
        .security_severity = 6.0,
        .type = CONNECTIONS,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_target,
        .why = "Whoever cannot get into the account takes the data from the open resource that it is "
               "connected to.",
        .remedy = "Set properties.publicNetworkAccess of the connected resource to Disabled, add a private "
                  "endpoint for it, and switch its keys off.",
        .references = "MCSB NS-2; "
                      "https://learn.microsoft.com/azure/ai-foundry/how-to/configure-private-link",
    },
    {
        .id = "foundry-key-vault-connection",
        .title = "Connection secrets are not in a vault of yours",
        .level = AL_WARNING,
        .security_severity = 4.5,
        .type = TYPE_COGNITIVE,
        .when = AL_FIELD("kind", AL_EQUALS("AIServices")),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_key_vault,
        .why = "Secrets in a store that is not yours cannot be logged, rotated or taken back by you.",
        .remedy =
            "Add a connection to the account with properties.category AzureKeyVault, the id of a key vault "
            "with purge protection and roles in properties.target, and authType AccountManagedIdentity.",
        .references = "MCSB DP-8; MCSB IM-8; "
                      "https://learn.microsoft.com/azure/ai-foundry/how-to/set-up-key-vault-connection",
    },
    {
        .id = "foundry-remote-tool-allowlist",
        .title = "Remote tool is anonymous or not approved",
        .level = AL_WARNING,
        .security_severity = 6.0,
        .type = FOUNDRY,
        .when = AL_FIELD("properties.category", AL_IN("CustomKeys", "GenericHttp", "GenericRest",
                                                      "ModelGateway", "RemoteA2A", "RemoteTool")),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_tool,
        .why = "What a tool answers steers the agent, and what the agent sends is out of your hands: a tool "
               "that nobody approved, or that anyone can impersonate, is a way in and a way out.",
        .remedy = "Use tools on approved hosts only, with https:// in properties.target and an "
                  "properties.authType other than None; list the hosts in the option allowed-hosts.",
        .references =
            "MCSB AI-4; MCSB AM-2; "
            "https://learn.microsoft.com/azure/ai-foundry/agents/how-to/tools/model-context-protocol",
        .options = tool_options,
    },
};

AL_MODULE(foundry_connections, "Microsoft Foundry: connections", rules);
