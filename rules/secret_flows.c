/* SPDX-License-Identifier: MIT */
/* Where secrets go: keys that a template reads or is given and writes into the settings of an application,
 * and secrets that stay behind in the history of a nested deployment. */
#include <string.h>

#include "common.h"

/* ---- settings ------------------------------------------------------------------------------------------ */

#define SITES   "Microsoft.Web/sites"
#define APPS    "Microsoft.App/containerApps"
#define JOBS    "Microsoft.App/jobs"
#define CONFIGS SITES "/config " SITES "/slots/config"

/* Lists of { name, value } and objects by name: what applications and gateways get to know. */
struct sink {
    const char *type, *path;
    bool application; /* its settings can refer to a key vault */
};

static const struct sink sinks[] = {
    {SITES, "properties.siteConfig.appSettings", true},
    {SITES, "properties.siteConfig.connectionStrings", true},
    {SITES "/slots", "properties.siteConfig.appSettings", true},
    {SITES "/slots", "properties.siteConfig.connectionStrings", true},
    {SITES "/config", "properties", true},
    {SITES "/slots/config", "properties", true},
    {APPS, "properties.configuration.secrets", true},
    {APPS, "properties.template", true},
    {JOBS, "properties.configuration.secrets", true},
    {JOBS, "properties.template", true},
    {"Microsoft.ApiManagement/service/backends", "properties.credentials", false},
    {"Microsoft.ApiManagement/service/namedValues", "properties.value", false},
    {"Microsoft.AppConfiguration/configurationStores/keyValues", "properties.value", false},
    {TYPE_COGNITIVE "/connections", "properties.credentials", false},
    {TYPE_PROJECT "/connections", "properties.credentials", false},
    {"Microsoft.ContainerInstance/containerGroups", "properties.containers", false},
    {TYPE_WORKSPACE "/connections", "properties.credentials", false},
    {"Microsoft.Web/connections", "properties.parameterValues", false},
    {"Microsoft.Web/staticSites/config", "properties", false},
};

#define APPLICATION_TYPES SITES " " SITES "/slots " CONFIGS " " APPS " " JOBS
#define SINK_TYPES                                                                                          \
    APPLICATION_TYPES                                                                                       \
    " Microsoft.ApiManagement/service/backends Microsoft.ApiManagement/service/namedValues "                \
    "Microsoft.AppConfiguration/configurationStores/keyValues " TYPE_COGNITIVE "/connections " TYPE_PROJECT \
    "/connections Microsoft.ContainerInstance/containerGroups " TYPE_WORKSPACE                              \
    "/connections Microsoft.Web/connections Microsoft.Web/staticSites/config"

/* Some of a site's configurations are no settings: a mounted share, say, needs its key. */
static bool holds_settings(al_check *check, const al_resource *resource)
{
    const char *name;

    if (!al_is_type(resource, SITES "/config") && !al_is_type(resource, SITES "/slots/config"))
        return true;
    name = al_last_segment(check, al_get(check, resource, "name"));
    return name && al_pattern(check, "^(appsettings|connectionstrings)$", name);
}

/* What a setting is called: its name in a list, its key in an object. */
static const char *name_of(al_check *check, const al_field *setting)
{
    const char *name = al_text(check, al_get_in(check, setting, "name"));
    const char *key = al_key(setting);

    return name ? name : key && *key ? key : NULL;
}

/* The Functions runtime finds its own storage by these. */
#define RUNTIME_SETTING "^(AzureWebJobs(Storage|Dashboard)|WEBSITE_CONTENTAZUREFILECONNECTIONSTRING)$"

enum { DEPTH_MOST = 12 };

/* ---- keys that the template reads ---------------------------------------------------------------------- */

#define KEY_OWNERS                                                                              \
    TYPE_COGNITIVE                                                                              \
    " " TYPE_SEARCH " " TYPE_STORAGE " " TYPE_COSMOS " " TYPE_WORKSPACE " " TYPE_WORKSPACE      \
    "/onlineEndpoints Microsoft.Cache/redis "                                                   \
    "Microsoft.Cache/redisEnterprise Microsoft.Cache/redisEnterprise/databases " TYPE_EVENT_HUB \
    " " TYPE_EVENT_HUB "/authorizationRules " TYPE_EVENT_HUB "/eventhubs/authorizationRules"

static void report_key(al_check *check, const al_resource *resource, const al_field *value, const char *name,
                       const al_resource *owner)
{
    const char *whose = owner ? al_name(check, owner) : "an account";

    if (owner && al_ask_is_keyless(check, owner) == AL_YES)
        al_report(check, resource, value,
                  "%s gets a key of %s, which has keys switched off: it will not work", name, whose);
    else
        al_report(check, resource, value, "%s gets a key that the template reads from %s", name, whose);
}

/* Goes down to the texts that hold a key; `name` is that of the setting around them. */
static void check_keys_in(al_check *check, const al_resource *resource, const al_field *field,
                          const char *name, int depth)
{
    const char *own = al_text(check, al_get_in(check, field, "name"));
    const al_resource *owner;
    bool exact;
    size_t n = al_count(check, field, &exact);

    if (own || !name)
        name = own || depth == DEPTH_MOST ? own : name_of(check, field); /* what holds them all has no key */
    if (depth == 0 || (name && al_pattern(check, RUNTIME_SETTING, name)) ||
        al_lists_keys(check, field, KEY_OWNERS, &owner) != AL_YES)
        return;
    if (n == 0)
        report_key(check, resource, field, name ? name : "it", owner);
    for (size_t i = 0; i < n; i++)
        check_keys_in(check, resource, al_item(check, field, i), depth == DEPTH_MOST ? NULL : name,
                      depth - 1);
}

static void check_keys(al_check *check, const al_resource *resource)
{
    if (!holds_settings(check, resource))
        return;
    for (size_t i = 0; i < sizeof(sinks) / sizeof(sinks[0]); i++) {
        const al_field *field =
            al_is_type(resource, sinks[i].type) ? al_get(check, resource, sinks[i].path) : NULL;

        if (!field)
            continue;
        if (al_lists_keys(check, field, KEY_OWNERS, NULL) == AL_UNKNOWN)
            al_undetermined(check, resource, field, "cannot tell whose keys the template reads");
        else
            check_keys_in(check, resource, field, NULL, DEPTH_MOST);
    }
}

/* ---- settings that are keys ---------------------------------------------------------------------------- */

/* Names that say the value is the key of an Azure service, and words before "key" that make it another thing.
 */
#define SERVICE_WORD                                                                                  \
    "(open_?ai|ai_?services?|cognitive|search|speech|vision|language|translator|form_?recognizer|"    \
    "document_?intelligence|content_?safety|cosmos|storage|redis|account|access|admin|query|primary|" \
    "secondary|subscription|shared|service|master|llm|gpt|embeddings?)"
#define KEY_NAME                                                                           \
    "((^|[^a-z]|(?-i:(?<=[a-z])(?=[A-Z])))" SERVICE_WORD "[a-z_:.-]{0,24}|api[_:.-]{0,2})" \
    "key[_-]?[12]?$"
#define NO_KEY_NAME "(partition|public|instrumentation|sort|row|cache|session|encryption|signing)[_:.-]*key"

/* A literal that has the looks of a key, and words of those that stand in for one. */
#define KEY_TEXT    "^(?=(.*[0-9]){4})[a-z0-9+/=_-]{20,}$"
#define NO_KEY_TEXT "your|placeholder|change_?me|replace|dummy|example|todo|xxxx|0000"

static void check_setting(al_check *check, const al_resource *resource, const char *name,
                          const al_field *value)
{
    const char *text = al_text(check, value);
    enum al_truth secret = al_holds_secret(check, value);

    if (!al_pattern(check, KEY_NAME, name) || al_pattern(check, NO_KEY_NAME, name) ||
        al_test_in(check, value, AL_FIELD("", AL_LIKE("@Microsoft.KeyVault(*"))) == AL_YES)
        return;
    if (text && (!al_pattern(check, KEY_TEXT, text) || al_pattern(check, NO_KEY_TEXT, text)))
        return;
    if (secret == AL_YES || text)
        al_report(check, resource, value, "%s is a key in the clear, not a reference to a key vault", name);
    else
        al_undetermined(check, resource, value, "cannot tell whether %s is a key in the clear", name);
}

static void check_settings_in(al_check *check, const al_resource *resource, const al_field *list)
{
    bool exact, exact_item;
    size_t n = al_count(check, list, &exact);

    for (size_t i = 0; i < n; i++) {
        const al_field *item = al_item(check, list, i);
        const char *key = al_key(item), *name = key && *key ? key : name_of(check, item);
        bool plain = name == key && al_count(check, item, &exact_item) == 0;
        const al_field *value = plain ? item : al_get_in(check, item, "value");

        if (name && value && (plain || !al_get_in(check, item, "keyVaultUrl")))
            check_setting(check, resource, name, value);
    }
    if (list && (!exact || (n == 0 && al_is_unknown(check, list))))
        al_undetermined(check, resource, list, "cannot tell which settings there are");
}

static void check_containers(al_check *check, const al_resource *resource, const al_field *containers)
{
    bool exact;
    size_t n = al_count(check, containers, &exact);

    for (size_t i = 0; i < n; i++)
        check_settings_in(check, resource, al_get_in(check, al_item(check, containers, i), "env"));
}

static void check_settings(al_check *check, const al_resource *resource)
{
    if (!holds_settings(check, resource))
        return;
    for (size_t i = 0; i < sizeof(sinks) / sizeof(sinks[0]) && sinks[i].application; i++) {
        const al_field *field =
            al_is_type(resource, sinks[i].type) ? al_get(check, resource, sinks[i].path) : NULL;

        if (!field)
            continue;
        if (strcmp(sinks[i].path, "properties.template") != 0) {
            check_settings_in(check, resource, field);
            continue;
        }
        check_containers(check, resource, al_get_in(check, field, "containers"));
        check_containers(check, resource, al_get_in(check, field, "initContainers"));
    }
}

/* ---- nested deployments -------------------------------------------------------------------------------- */

#define DEPLOYMENTS "Microsoft.Resources/deployments"

/* The first text of a field that holds a secret, or NULL. */
static const al_field *first_secret(al_check *check, const al_field *field, int depth)
{
    bool exact;
    size_t n = al_count(check, field, &exact);

    if (depth == 0 || al_holds_secret(check, field) != AL_YES)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        const al_field *found = first_secret(check, al_item(check, field, i), depth - 1);

        if (found)
            return found;
    }
    return field;
}

/* What a deployment inside passes on is written down in this one, too; its template is its own affair. */
static const al_field *secret_of(al_check *check, const al_resource *resource)
{
    bool nested = al_is_type(resource, DEPLOYMENTS);

    return first_secret(check, al_get(check, resource, nested ? "properties.parameters" : "properties"),
                        DEPTH_MOST);
}

/* The template of a deployment with outer scope is evaluated before it is handed over: with its secrets. */
static void check_nested(al_check *check, const al_resource *deployment)
{
    const al_field *scope = al_get(check, deployment, "properties.expressionEvaluationOptions.scope");
    enum al_truth inner = al_is(check, scope, "inner");
    const al_resource *resource;
    size_t at = 0;

    if (inner == AL_YES || !al_get(check, deployment, "properties.template"))
        return;
    while ((resource = al_next_deployed(deployment, &at))) {
        const al_field *secret = al_is_existing(resource) ? NULL : secret_of(check, resource);

        if (secret && inner == AL_UNKNOWN)
            al_undetermined(check, deployment, scope, "cannot tell whether the deployment has inner scope");
        else if (secret)
            al_report(
                check, resource, secret,
                "the deployment %s has outer scope: this secret is written into its history in the clear",
                al_name(check, deployment));
    }
}

/* ---- rules --------------------------------------------------------------------------------------------- */

static const struct al_rule rules[] = {
    {
        .id = "secret-app-settings-keyvault-reference",
        .title = "Application gets a key in its settings",
        .level = AL_WARNING,
        .security_severity = 5.5,
        .type = APPLICATION_TYPES,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_settings,
        .points_at_secret = true,
        .why = "Everyone who may look at the application's settings sees the key, and after it was replaced "
               "the application goes on with the old one.",
        .remedy =
            "Let the application sign in with its identity and drop the key. Where a key is needed, keep "
            "it in a key vault: @Microsoft.KeyVault(SecretUri=...) as the value of a setting of "
            "Microsoft.Web/sites, keyVaultUrl and identity in a secret of a container app.",
        .references = "MCSB IM-8; MCSB DP-6; "
                      "https://learn.microsoft.com/azure/app-service/app-service-key-vault-references; "
                      "https://learn.microsoft.com/azure/container-apps/manage-secrets",
    },
    {
        .id = "secret-listkeys-usage",
        .title = "Template hands an account key to an application",
        .level = AL_WARNING,
        .security_severity = 6.0,
        .type = SINK_TYPES,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_keys,
        .why = "The key opens the whole account, names nobody, and lies from now on in a second place; keys "
               "can never be switched off while something is deployed with one.",
        .remedy = "Give the application's managed identity a data role on the account and pass only the "
                  "endpoint. Where a key is needed, write it to a Microsoft.KeyVault/vaults/secrets resource "
                  "and refer to that.",
        .references = "MCSB IM-1; MCSB IM-8; "
                      "https://learn.microsoft.com/azure/ai-foundry/how-to/disable-local-auth",
    },
    {
        .id = "secret-nested-deployment-scope",
        .title = "Nested deployment writes a secret into its history",
        .level = AL_ERROR,
        .security_severity = 7.5,
        .type = DEPLOYMENTS,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_nested,
        .why =
            "With outer scope the nested template is stored with all expressions replaced by their values, "
            "for everyone who may read deployments.",
        .remedy =
            "Set properties.expressionEvaluationOptions.scope to inner, declare a securestring parameter "
            "in the nested template and pass the value in properties.parameters.",
        .references = "MCSB IM-8; "
                      "https://learn.microsoft.com/azure/azure-resource-manager/templates/linked-templates",
        .equivalents = "Azure.Deployment.OuterSecret arm-ttk:Secure-Params-In-Nested-Deployments "
                       "bicep:secure-params-in-nested-deploy",
    },
};

AL_MODULE(secret_flows, "Where secrets go", rules);
