/* SPDX-License-Identifier: MIT */
/* The agent service: where its agents run, and where they keep what they are told. A capability host makes a
 * project's agents use resources of the customer's, which its connections name. */
#include "common_agents.h"

/* ---- network injection ----------------------------------------------------------------------------------
 */

/* Whether the account is there for agents: it, or one of its projects, has a capability host. */
static bool has_hosts(al_check *check, const al_resource *account)
{
    const al_resource *project = NULL;

    if (al_next_child(check, account, TYPE_ACCOUNT_HOST, NULL))
        return true;
    while ((project = al_next_child(check, account, TYPE_PROJECT, project)))
        if (al_next_child(check, project, TYPE_PROJECT_HOST, NULL))
            return true;
    return false;
}

/* The older way: the account's host names the subnet. */
static enum al_truth has_host_with_subnet(al_check *check, const al_resource *account)
{
    const al_resource *host = NULL;
    enum al_truth answer = AL_NO;

    while (answer != AL_YES && (host = al_next_child(check, account, TYPE_ACCOUNT_HOST, host)))
        answer = al_either(answer, al_test(check, host, AL_FIELD("properties.customerSubnet", AL_NOT_EMPTY)));
    return answer;
}

/* An item must not ask for both networks. */
static bool is_contradictory(al_check *check, const al_field *injection)
{
    return al_test_in(check, injection,
                      AL_ALL(AL_FIELD("subnetArmId", AL_NOT_EMPTY),
                             AL_FIELD("useMicrosoftManagedNetwork", AL_EQUALS_TRUE))) == AL_YES;
}

static bool report_contradictions(al_check *check, const al_resource *account, const al_field *injections)
{
    bool exact, found = false;
    size_t n = al_count(check, injections, &exact);

    for (size_t i = 0; i < n; i++) {
        const al_field *injection = al_item(check, injections, i);
        if (!is_contradictory(check, injection))
            continue;
        al_report(check, account, injection,
                  "the injection names a subnet and asks for the managed network, too; only one can be");
        found = true;
    }
    return found;
}

static void check_injection(al_check *check, const al_resource *account)
{
    static const char path[] = "properties.networkInjections";
    const al_field *injections = al_get(check, account, path);
    enum al_truth injected =
        al_either(al_agent_is_private(check, account), has_host_with_subnet(check, account));
    bool exact;

    if (report_contradictions(check, account, injections) || injected == AL_YES)
        return;
    if (injected == AL_UNKNOWN)
        al_undetermined(check, account, injections, "cannot tell whether agents run in a network of yours");
    else if (al_count(check, injections, &exact) > 0)
        al_report(
            check, account, injections,
            "agents run on the platform's network: no item here has the scenario agent with a subnet or "
            "the managed network");
    else if (has_hosts(check, account))
        al_report_absent(check, account, path,
                         "agents run on the platform's network because networkInjections is not set");
}

/* ---- standard setup -------------------------------------------------------------------------------------
 */

/* A name that no connection has, or one that is connected to something else. */
static void check_name(al_check *check, const al_resource *owner, const al_resource *host,
                       const struct al_agent_store *store, const al_field *name)
{
    const al_resource *connection;
    const al_field *category;
    enum al_truth found = al_agent_connection(check, host, name, &connection);
    const char *text = al_text(check, name);

    if (found == AL_UNKNOWN) {
        al_undetermined(check, owner, name, "cannot tell which connection this is");
    } else if (found == AL_NO) {
        al_report(check, owner, name, "neither the project nor the account has a connection named %s",
                  text ? text : "so");
    } else {
        category = al_get(check, connection, "properties.category");
        if (category && al_is(check, category, store->category) == AL_NO)
            al_report(check, owner, name, "the connection for %s must be of category %s, not %s",
                      store->holds, store->category,
                      al_text(check, category) ? al_text(check, category) : "another");
    }
}

/* Whether there may be a host of the account that this deployment does not show. */
static bool may_inherit(al_check *check, const al_resource *host)
{
    const al_resource *account = al_ancestor(check, host, TYPE_COGNITIVE);

    return !account || al_is_existing(account) || al_is_incomplete(check);
}

static bool is_basic(al_check *check, const al_resource *host)
{
    const struct al_agent_store *store;
    const al_resource *owner;

    for (size_t i = 0; (store = al_agent_store(i)); i++)
        if (al_agent_names(check, host, store, &owner))
            return false;
    return !may_inherit(check, host);
}

static void check_list(al_check *check, const al_resource *host, const struct al_agent_store *store)
{
    const al_resource *owner;
    const al_field *names = al_agent_names(check, host, store, &owner);
    bool exact;
    size_t n = al_count(check, names, &exact);

    for (size_t i = 0; i < n; i++)
        check_name(check, owner, host, store, al_item(check, names, i));
    if (n > 0)
        return;
    if (!exact || al_is_unknown(check, names) || may_inherit(check, host))
        al_undetermined(check, host, names, "cannot tell where agents keep their %s", store->holds);
    else
        al_report_absent(check, host, store->path,
                         "agents keep their %s in Microsoft-held storage because %s names no connection",
                         store->holds, store->path);
}

static void check_project_host(al_check *check, const al_resource *host)
{
    const struct al_agent_store *store;

    if (is_basic(check, host))
        al_report(check, host, NULL,
                  "agents keep their files, threads and vectors in Microsoft-held storage: the host names no "
                  "connections for them");
    else
        for (size_t i = 0; (store = al_agent_store(i)); i++)
            check_list(check, host, store);
}

/* Projects without a host of their own have what the account's says, which may be nothing. */
static void check_account_host(al_check *check, const al_resource *host)
{
    const al_resource *account = al_parent(host), *project = NULL;
    const struct al_agent_store *store;
    size_t nprojects = 0;

    if (!account || al_is_existing(account) || al_is_incomplete(check))
        return;
    for (; (project = al_next_child(check, account, TYPE_PROJECT, project)); nprojects++)
        if (al_is_existing(project) || al_next_child(check, project, TYPE_PROJECT_HOST, NULL))
            return;
    for (size_t i = 0; (store = al_agent_store(i)); i++)
        if (al_test(check, host, AL_CONDITION(.op = AL_OP_NOT_EMPTY, .field = store->path)) != AL_NO)
            return;
    if (nprojects > 0)
        al_report(check, host, NULL,
                  "agents keep everything in Microsoft-held storage: neither this host nor one of a project "
                  "names connections");
}

static void check_standard(al_check *check, const al_resource *host)
{
    if (al_is_type(host, TYPE_PROJECT_HOST))
        check_project_host(check, host);
    else
        check_account_host(check, host);
}

/* ---- public hosting -------------------------------------------------------------------------------------
 */

static void check_public_hosting(al_check *check, const al_resource *host)
{
    const al_field *hosting = al_get(check, host, "properties.enablePublicHostingEnvironment");
    const al_resource *account = al_parent(host);
    enum al_truth open = al_is(check, hosting, "true"), closed = AL_UNKNOWN;

    if (account && !al_is_existing(account))
        closed = al_is(check, al_get(check, account, "properties.publicNetworkAccess"), "Disabled");
    closed = al_both(open, closed);
    if (closed == AL_YES)
        al_report(check, host, hosting,
                  "hosted agents run in a public environment although %s is closed to the internet",
                  al_name(check, account));
    else if (closed == AL_UNKNOWN)
        al_undetermined(check, host, hosting, "cannot tell whether a closed account hosts agents in public");
}

/* ---- private endpoints of what agents use ----------------------------------------------------------------
 */

static enum al_truth is_rule_to(al_check *check, const al_field *rule, const al_resource *target,
                                const char *group)
{
    const al_field *id = al_get_in(check, rule, "properties.destination.serviceResourceId");
    const al_field *part = al_get_in(check, rule, "properties.destination.subresourceTarget");

    return al_both(al_refers_to(check, id, target, false), al_is(check, part, group));
}

/* Rules written inside the managed network lack the properties around them. */
static enum al_truth has_inline_rule(al_check *check, const al_resource *network, const al_resource *target,
                                     const char *group)
{
    const al_field *rules = al_get(check, network, "properties.managedNetwork.outboundRules");
    bool exact;
    size_t n = al_count(check, rules, &exact);
    enum al_truth answer = exact ? AL_NO : AL_UNKNOWN;

    for (size_t i = 0; i < n; i++) {
        const al_field *destination = al_get_in(check, al_item(check, rules, i), "destination");
        answer = al_either(
            answer,
            al_both(al_refers_to(check, al_get_in(check, destination, "serviceResourceId"), target, false),
                    al_is(check, al_get_in(check, destination, "subresourceTarget"), group)));
    }
    return answer;
}

/* Whether a managed network of the account has an endpoint of its own to the resource. */
static enum al_truth reached_from_managed_network(al_check *check, const al_resource *account,
                                                  const al_resource *target, const char *group)
{
    static const char networks[] = TYPE_COGNITIVE "/managedNetworks";
    const al_resource *network = NULL, *rule;
    enum al_truth answer = AL_NO;

    while ((network = al_next_child(check, account, networks, network))) {
        answer = al_either(answer, has_inline_rule(check, network, target, group));
        for (rule = NULL;
             (rule = al_next_child(check, network, TYPE_COGNITIVE "/managedNetworks/outboundRules", rule));)
            answer = al_either(answer, is_rule_to(check, al_get(check, rule, ""), target, group));
    }
    return answer;
}

static void check_endpoint_of(al_check *check, const al_resource *host, const al_field *name,
                              const struct al_agent_store *store)
{
    const al_resource *account = al_ancestor(check, host, TYPE_COGNITIVE), *connection, *target;
    enum al_truth reached;

    if (al_agent_connection(check, host, name, &connection) != AL_YES)
        return;
    target = al_agent_target(check, connection, store->type);
    if (!target || al_is_existing(target))
        return;
    reached = al_either(al_ask_reached_privately(check, target, store->group),
                        reached_from_managed_network(check, account, target, store->group));
    if (reached == AL_NO && !al_is_incomplete(check))
        al_report(
            check, target, NULL,
            "agents in a private network keep their %s here, but no private endpoint with the group id %s "
            "leads here",
            store->holds, store->group);
    else if (reached != AL_YES)
        al_undetermined(check, target, NULL, "cannot tell whether agents reach this privately");
}

static void check_endpoint_of_account(al_check *check, const al_resource *account)
{
    enum al_truth reached = al_ask_reached_privately(check, account, "account");

    if (reached == AL_NO && !al_is_incomplete(check))
        al_report(
            check, account, NULL,
            "agents run in a private network, but no private endpoint with the group id account leads to "
            "their account");
    else if (reached != AL_YES)
        al_undetermined(check, account, NULL, "cannot tell whether a private endpoint leads to the account");
}

static void check_endpoints(al_check *check, const al_resource *host)
{
    const al_resource *account = al_ancestor(check, host, TYPE_COGNITIVE), *owner;
    const struct al_agent_store *store;
    bool exact;

    if (!account || al_is_existing(account) || al_agent_is_private(check, account) != AL_YES)
        return;
    check_endpoint_of_account(check, account);
    for (size_t i = 0; (store = al_agent_store(i)); i++) {
        const al_field *names = al_agent_names(check, host, store, &owner);
        size_t n = al_count(check, names, &exact);
        for (size_t k = 0; k < n; k++)
            check_endpoint_of(check, host, al_item(check, names, k), store);
    }
}

static const struct al_rule rules[] = {
    {
        .id = "agent-capability-host-public-hosting",
        .title = "Closed account hosts agents in public",
        .level = AL_WARNING,
        .security_severity = 6.0,
        .type = TYPE_ACCOUNT_HOST,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_public_hosting,
        .why = "The hosting environment gives agents a way to and from the internet that the account's own "
               "settings forbid.",
        .remedy =
            "Set properties.enablePublicHostingEnvironment of the capability host to false, or leave it "
            "out, and inject the agents into a subnet with properties.networkInjections of the account.",
        .references = "MCSB NS-2; "
                      "https://learn.microsoft.com/azure/ai-foundry/agents/concepts/capability-hosts",
    },
    {
        .id = "agent-capability-host-standard",
        .title = "Agents keep their data outside your resources",
        .level = AL_WARNING,
        .security_severity = 5.0,
        .type = TYPE_ACCOUNT_HOST " " TYPE_PROJECT_HOST,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_standard,
        .why = "Threads, files and vectors that are not kept in your own resources are neither under your "
               "network rules nor your keys, and you can neither back them up nor see who reads them.",
        .remedy = "Name one connection each in properties.storageConnections (category AzureStorageAccount), "
                  "threadStorageConnections (CosmosDB) and vectorStoreConnections (CognitiveSearch) of the "
                  "project's capability host, and deploy these connections with the project.",
        .references = "MCSB DP-2; MCSB AI-4; "
                      "https://learn.microsoft.com/azure/ai-foundry/agents/concepts/capability-hosts",
    },
    {
        .id = "agent-dependent-private-endpoints",
        .title = "Private agents use a resource without endpoint",
        .level = AL_WARNING,
        .security_severity = 5.5,
        .type = TYPE_PROJECT_HOST,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_endpoints,
        .why = "The agents are in a private network, but what they read and write leaves it for a public "
               "address, which must stay open for them.",
        .remedy =
            "Add a Microsoft.Network/privateEndpoints resource for each of the four: group id blob for "
            "storage, Sql for Cosmos DB, searchService for search, account for the account itself. In a "
            "managed network add outbound rules of type PrivateEndpoint.",
        .references = "MCSB NS-2; policy d6759c02-b87f-42b7-892e-71b3f471d782; "
                      "policy 6edd7eda-6dd8-40f7-810d-67160c639cd9; "
                      "policy 58440f8a-10c5-4151-bdce-dfbaad4a20b7; "
                      "https://learn.microsoft.com/azure/ai-foundry/agents/how-to/virtual-networks",
    },
    {
        .id = "agent-network-injection",
        .title = "Agents run on a public network",
        .level = AL_WARNING,
        .security_severity = 6.0,
        .type = TYPE_COGNITIVE,
        .when = AL_FIELD("kind", AL_EQUALS("AIServices")),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_injection,
        .why =
            "Agents outside your network reach your data only over public addresses, and whatever a prompt "
            "makes them call they can reach.",
        .remedy = "Set properties.networkInjections of the account to [{ \"scenario\": \"agent\", "
                  "\"subnetArmId\": ... }] with a subnet that is delegated to Microsoft.App/environments, or "
                  "to useMicrosoftManagedNetwork true (apiVersion 2025-04-01-preview or later).",
        .references = "MCSB NS-1; MCSB NS-2; "
                      "https://learn.microsoft.com/azure/ai-foundry/agents/how-to/virtual-networks",
    },
};

AL_MODULE(agents, "Agent service", rules);
