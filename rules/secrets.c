/* SPDX-License-Identifier: MIT */
/* Secrets that are written into a template or a file of its parameters. Two questions, both asked so that a
 * finding is a secret for certain: does a text have the shape that only a key has, and does a property that
 * Azure keeps secret have a literal value? */
#include <string.h>

#include "armlint_rule.h"

/* ---- texts that have the shape of a secret ------------------------------------------------------------- */

/* The key of the storage emulator is known to everybody. */
#define EMULATOR_KEY "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq"

/* What stands where a password will be. */
#define NO_PLACEHOLDER "(?!your|my_?pass|pass(word)?[;@]|pwd[;@]|secret[;@]|xxx|changeme|example|\\.\\.\\.)"

#define CONNECTION_STRING(word)                                                     \
    "\\b(user ?id|uid|user ?name|user)=[^;'\"]{1,128};\\s*" word "=" NO_PLACEHOLDER \
    "[^;'\"{}<>\\[\\]$%#*\\s]{4,}"

struct shape {
    const char *what;
    const char *hint; /* a text without it is not worth matching */
    const char *pattern;
};

static const struct shape shapes[] = {
    {"a storage or Cosmos DB account key", "AccountKey=", "AccountKey=[a-z0-9+/]{86}=="},
    {"a shared access key", "SharedAccessKey=", "SharedAccessKey=[a-z0-9+/]{43}="},
    {"a shared access signature", "sig=", "[?&]sig=[a-z0-9%+/_-]{40,}"},
    {"a private key", "PRIVATE KEY-----",
     "-----BEGIN ([A-Z0-9]+ )*PRIVATE KEY-----(\\s|\\\\[rn])*[a-z0-9+/]{16}"},
    {"a password in a connection string", "word=", CONNECTION_STRING("password")},
    {"a password in a connection string", "wd=", CONNECTION_STRING("pwd")},
    {"a password in a URL", "://",
     "\\b[a-z][a-z0-9+.-]{1,9}://[^\\s:/@'\"{}<>\\[\\]$]{1,64}:" NO_PLACEHOLDER
     "[^\\s:/@'\"{}<>\\[\\]$%#*]{4,128}@[a-z0-9]"},
    /* Azure marks the keys it makes with four letters at a fixed place. */
    {"a storage account key", "+ASt", "(?-i)[A-Za-z0-9+/]{76}\\+ASt[A-Za-z0-9+/]{5}[AQgw]=="},
    {"a Cosmos DB account key", "ACDb", "(?-i)[A-Za-z0-9+/]{76}ACDb[A-Za-z0-9+/]{5}[AQgw]=="},
    {"an Azure AI services key", "ACOG", "(?-i)[A-Za-z0-9]{52}JQQJ9[9D][A-Za-z0-9]{18}ACOG[A-Za-z0-9]{4}"},
    {"a search service key", "AzSe", "(?-i)\\b[A-Za-z0-9]{42}AzSe[A-D][A-Za-z0-9]{5}\\b"},
    {"a container registry password", "+ACR", "(?-i)[A-Za-z0-9+/]{42}\\+ACR[A-D][A-Za-z0-9]{5}\\b"},
    {"a function key", "AzFu", "(?-i)[A-Za-z0-9_-]{44}AzFu[A-Za-z0-9_-]{5}[AQgw]=="},
    {"an Entra client secret", "Q~",
     "(?-i)(^|[^A-Za-z0-9_~.-])[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}"
     "($|[^A-Za-z0-9_~.-])"},
    {"an OpenAI key", "T3BlbkFJ", "(?-i)\\bsk-[A-Za-z0-9_-]{20,}T3BlbkFJ[A-Za-z0-9_-]{20,}"},
    {"a GitHub token", "ghp_", "(?-i)\\bghp_[A-Za-z0-9]{36}\\b"},
    {"a GitHub token", "github_pat_", "(?-i)\\bgithub_pat_[A-Za-z0-9_]{82}\\b"},
    {"a Slack token", "xox", "(?-i)\\bxox[abprs]-[0-9]{10,}-[A-Za-z0-9-]{20,}"},
};

/* Shorter texts hold none of these. */
enum { SHORTEST_SECRET = 20 };

static const struct shape *shape_of(al_check *check, const char *text)
{
    if (strnlen(text, SHORTEST_SECRET) < SHORTEST_SECRET)
        return NULL;
    for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++)
        if (strstr(text, shapes[i].hint) && al_pattern(check, shapes[i].pattern, text))
            return strstr(text, EMULATOR_KEY) ? NULL : &shapes[i];
    return NULL;
}

static void check_literals(al_check *check, const al_resource *none)
{
    const al_field *literal;
    size_t at = 0;

    while ((literal = al_next_literal(check, &at, NULL))) {
        const char *text = al_text(check, literal);
        const struct shape *shape = text ? shape_of(check, text) : NULL;

        if (shape)
            al_report(check, none, literal, "%s is written down in the clear", shape->what);
    }
}

/* ---- properties that are secrets ----------------------------------------------------------------------- */

/* X(type, paths): properties that Azure itself treats as secret; [*] is every item, and never last. */
#define SECRET_PROPERTIES(X)                                                                              \
    X("Microsoft.ApiManagement/service/authorizationServers", "properties.clientSecret")                  \
    X("Microsoft.ApiManagement/service/identityProviders", "properties.clientSecret")                     \
    X("Microsoft.ApiManagement/service/openidConnectProviders", "properties.clientSecret")                \
    X("Microsoft.ApiManagement/service/subscriptions", "properties.primaryKey properties.secondaryKey")   \
    X("Microsoft.ApiManagement/service/users", "properties.password")                                     \
    X("Microsoft.App/containerApps", "properties.configuration.secrets[*].value")                         \
    X("Microsoft.App/jobs", "properties.configuration.secrets[*].value")                                  \
    X("Microsoft.App/managedEnvironments",                                                                \
      "properties.appLogsConfiguration.logAnalyticsConfiguration.sharedKey "                              \
      "properties.customDomainConfiguration.certificatePassword")                                         \
    X("Microsoft.App/managedEnvironments/certificates", "properties.password")                            \
    X("Microsoft.App/managedEnvironments/daprComponents", "properties.secrets[*].value")                  \
    X("Microsoft.App/managedEnvironments/storages", "properties.azureFile.accountKey")                    \
    X("Microsoft.App/sessionPools", "properties.secrets[*].value")                                        \
    X("Microsoft.Automation/automationAccounts/credentials", "properties.password")                       \
    X("Microsoft.Batch/batchAccounts/certificates", "properties.password")                                \
    X("Microsoft.Batch/batchAccounts/pools", "properties.userAccounts[*].password")                       \
    X("Microsoft.BotService/botServices/connections", "properties.clientSecret")                          \
    X("Microsoft.CognitiveServices/accounts/connections",                                                 \
      "properties.credentials.clientSecret properties.credentials.key properties.credentials.password "   \
      "properties.credentials.pat properties.credentials.sas properties.credentials.secretAccessKey")     \
    X("Microsoft.CognitiveServices/accounts/projects/connections",                                        \
      "properties.credentials.clientSecret properties.credentials.key properties.credentials.password "   \
      "properties.credentials.pat properties.credentials.sas properties.credentials.secretAccessKey")     \
    X("Microsoft.Compute/virtualMachines", "properties.osProfile.adminPassword")                          \
    X("Microsoft.Compute/virtualMachineScaleSets",                                                        \
      "properties.virtualMachineProfile.osProfile.adminPassword")                                         \
    X("Microsoft.ContainerInstance/containerGroups",                                                      \
      "properties.containers[*].properties.environmentVariables[*].secureValue "                          \
      "properties.diagnostics.logAnalytics.workspaceKey properties.imageRegistryCredentials[*].password " \
      "properties.volumes[*].azureFile.storageAccountKey")                                                \
    X("Microsoft.ContainerService/managedClusters",                                                       \
      "properties.aadProfile.serverAppSecret properties.servicePrincipalProfile.secret "                  \
      "properties.windowsProfile.adminPassword")                                                          \
    X("Microsoft.DBforMariaDB/servers", "properties.administratorLoginPassword")                          \
    X("Microsoft.DBforMySQL/flexibleServers", "properties.administratorLoginPassword")                    \
    X("Microsoft.DBforMySQL/servers", "properties.administratorLoginPassword")                            \
    X("Microsoft.DBforPostgreSQL/flexibleServers", "properties.administratorLoginPassword")               \
    X("Microsoft.DBforPostgreSQL/serverGroupsv2", "properties.administratorLoginPassword")                \
    X("Microsoft.DBforPostgreSQL/servers", "properties.administratorLoginPassword")                       \
    X("Microsoft.DocumentDB/cassandraClusters", "properties.initialCassandraAdminPassword")               \
    X("Microsoft.DocumentDB/mongoClusters",                                                               \
      "properties.administrator.password properties.administratorLoginPassword")                          \
    X("Microsoft.HDInsight/clusters",                                                                     \
      "properties.computeProfile.roles[*].osProfile.linuxOperatingSystemProfile.password")                \
    X("Microsoft.KeyVault/vaults/secrets", "properties.value")                                            \
    X("Microsoft.MachineLearningServices/workspaces/computes",                                            \
      "properties.properties.userAccountCredentials.adminUserPassword")                                   \
    X("Microsoft.MachineLearningServices/workspaces/connections",                                         \
      "properties.credentials.clientSecret properties.credentials.key properties.credentials.password "   \
      "properties.credentials.secretAccessKey")                                                           \
    X("Microsoft.Network/applicationGateways", "properties.sslCertificates[*].properties.password")       \
    X("Microsoft.Network/connections", "properties.sharedKey")                                            \
    X("Microsoft.Network/virtualNetworkGateways", "properties.vpnClientConfiguration.radiusServerSecret") \
    X("Microsoft.Resources/deploymentScripts", "properties.environmentVariables[*].secureValue "          \
                                               "properties.storageAccountSettings.storageAccountKey")     \
    X("Microsoft.ServiceFabric/managedClusters", "properties.adminPassword")                              \
    X("Microsoft.Sql/managedInstances", "properties.administratorLoginPassword")                          \
    X("Microsoft.Sql/servers", "properties.administratorLoginPassword")                                   \
    X("Microsoft.Sql/servers/databases/extensions", "properties.administratorLoginPassword")              \
    X("Microsoft.Sql/servers/jobAgents/credentials", "properties.password")                               \
    X("Microsoft.Synapse/workspaces", "properties.sqlAdministratorLoginPassword")                         \
    X("Microsoft.Web/certificates", "properties.password")

#define TYPE_OF(type, paths)     type " "
#define PROPERTY_OF(type, paths) {type, paths},

static const struct {
    const char *type, *paths; /* paths are separated by blanks */
} secret_properties[] = {SECRET_PROPERTIES(PROPERTY_OF)};

/* Tokens that a pipeline replaces before it deploys: <key>, #{key}#, __key__, $(key), {{key}}, ***,
 * GEN-PASSWORD. */
#define TOKEN "^(<.*>|#\\{.*\\}#|__.*__|\\$[({].*[)}]|\\{\\{.*\\}\\}|%[^%]+%|[*.x]+|GEN-.*)$"

static void check_value(al_check *check, const al_resource *resource, const al_field *value, const char *name)
{
    const char *text = al_text(check, value);

    if (!text || !text[0] || al_holds_secret(check, value) != AL_NO || al_pattern(check, TOKEN, text))
        return;
    if (!shape_of(check, text)) /* else secret-literal-in-template has said it */
        al_report(check, resource, value, "the secret in %s is written down in the clear", name);
}

enum { LONGEST_PATH = 200 };

/* Follows `path`, n bytes long, from a field or, without one, from the resource. */
static void check_path(al_check *check, const al_resource *resource, const al_field *from, const char *path,
                       size_t n)
{
    const char *star = strstr(path, "[*]");
    size_t head = star && star < path + n ? (size_t)(star - path) : n;
    char name[LONGEST_PATH];
    const al_field *field;
    bool exact = true;

    if (head >= sizeof(name))
        return;
    memcpy(name, path, head);
    name[head] = '\0';
    field = from ? al_get_in(check, from, name) : al_get(check, resource, name);
    if (head == n) {
        if (field)
            check_value(check, resource, field, name);
        return;
    }
    for (size_t i = 0, count = al_count(check, field, &exact); i < count; i++)
        check_path(check, resource, al_item(check, field, i), star + 4, n - head - 4);
}

static void check_properties(al_check *check, const al_resource *resource)
{
    for (size_t i = 0; i < sizeof(secret_properties) / sizeof(secret_properties[0]); i++) {
        const char *path = secret_properties[i].paths;

        if (!al_is_type(resource, secret_properties[i].type))
            continue;
        while (*path) {
            size_t n = strcspn(path, " ");

            check_path(check, resource, NULL, path, n);
            path += n + (path[n] == ' ');
        }
    }
}

static const struct al_rule rules[] = {
    {
        .id = "secret-literal-in-property",
        .title = "Password or key is written into a resource",
        .level = AL_ERROR,
        .security_severity = 9.0,
        .type = SECRET_PROPERTIES(TYPE_OF),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_properties,
        .points_at_secret = true,
        .why = "The secret is in the repository, its history and every copy of it, and is the same in every "
               "deployment.",
        .remedy = "Take the value from a securestring parameter, or from a key vault by a reference in the "
                  "parameter file. Replace the secret that was published.",
        .references = "MCSB IM-8",
        .equivalents =
            "arm-ttk:adminPassword-Should-Not-Be-A-Literal bicep:use-secure-value-for-secure-inputs "
            "Azure.Deployment.SecureValue "
            "kics:passwords_and_secrets/generic_password kics:passwords_and_secrets/generic_secret "
            "CKV_AZURE_239",
    },
    {
        .id = "secret-literal-in-template",
        .title = "Key or password in a template or its parameter file",
        .level = AL_ERROR,
        .security_severity = 9.0,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_literals,
        .points_at_secret = true,
        .why = "The secret is in the repository, its history and every copy of it; whoever reads the file "
               "can use it.",
        .remedy =
            "Take the value from a securestring parameter or, in a parameter file, from a key vault by a "
            "reference or az.getSecret(), and replace the secret that "
            "was published.",
        .references = "MCSB IM-8",
        .equivalents = "kics:passwords_and_secrets/asymmetric_private_key "
                       "kics:passwords_and_secrets/password_in_url kics:passwords_and_secrets/slack_token",
    },
};

AL_MODULE(secrets, "Secrets in templates", rules);
