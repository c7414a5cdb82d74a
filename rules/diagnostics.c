/* SPDX-License-Identifier: MIT */
/* Resource logs: does a diagnostic setting send them anywhere? The same question for several services, which
 * differ in what has to be logged. A setting without a destination does not exist for Azure, and metrics are
 * no logs. */
#include "common_governance.h"
#include "common_logs.h"

#include <stdio.h>

#define TYPE_BLOBS     TYPE_STORAGE "/blobServices"
#define TYPE_PERIMETER "Microsoft.Network/networkSecurityPerimeters"

/* So many settings are looked at for each storage account, which keeps the work linear. */
enum { MAX_LOOKED_AT = 200 };

/* ---- what is wanted of whom ---------------------------------------------------------------------------- */

/* Some log that is wanted: NULL stands for any. */
struct need {
    const struct al_condition *sent;
    const char *name;
};

struct service {
    const char *type;
    bool supports_ai;            /* wanted only beside an AI workload */
    const char *const *policies; /* add a setting where there is none */
    struct need needs[4];        /* ends with one without a condition */
};

/* Definitions for one type, and the initiatives for all. */
#define POLICIES(...)                                                                                      \
    ((const char *const[]){__VA_ARGS__, "0884adba-2312-4468-abeb-5422caed1038",                            \
                           "1020d527-2764-4230-92cc-7035e4fcf8a7", "85175a36-2f12-419a-96b4-18d5b0096531", \
                           "8d723fb6-6680-45be-9d37-b1a4adb52207", "b6b86da9-e527-49de-ac59-6af0a9db10b8", \
                           "f5b29bc4-feca-4cc6-a58a-772dd5e290a5", NULL})

static const struct service services[] = {
    {TYPE_COGNITIVE,
     false,
     POLICIES("55d1f543-d1b0-4811-9663-d6d0dbc6326d", "0628b917-d4b4-4af5-bc2b-b4f87cd173ab",
              "14e81583-c89c-47db-af0d-f9ddddcccd9f"),
     {{SENDS_ANYTHING, NULL}}},
    {TYPE_WORKSPACE,
     false,
     POLICIES("f59276f0-5740-4aaf-821d-45d185aa210e", "90c90eda-bfe7-4c67-bf26-410420ed1047",
              "a8de4d0a-d637-4684-b70e-6df73b74d117", "ae48c709-d2b4-4fad-8c5c-838524130aa4"),
     {{SENDS_ANYTHING, NULL}}},
    {TYPE_SEARCH,
     false,
     POLICIES("8def4bdd-4362-4ed6-a26f-7bf8f2c58839", "08ba64b8-738f-4918-9686-730d2ed79c7d",
              "3d5da587-71bd-41f5-ac95-dd3330c2d58d", "480ee186-7504-48ac-b64e-af38673aa2c6",
              "971199b6-1971-4d3e-85b0-fa7639044679"),
     {{SENDS_ANYTHING, NULL}}},
    {TYPE_PERIMETER,
     false,
     POLICIES("0ebe872d-7029-4292-88bc-ad3e2cf3772f", "20a921eb-1c4b-4bb7-a78f-6653ad293dba",
              "83089e56-9675-4bc8-ae7d-ca4547dc764b"),
     {{SENDS_ANYTHING, NULL}}},
    {TYPE_VAULT,
     false,
     POLICIES("6b359d8f-f88d-4052-aa7c-32015963ecc1", "71153be3-4742-4aae-9aec-150f7589311b",
              "951af2fa-529b-416e-ab6e-066fd85ac459", "bef3f64c-5290-43b7-85b0-9b254eef4c47",
              "ed7c8c13-51e7-49d1-8a43-8490431a0da2", "edf35972-ed56-4c2f-a4a1-65f0471ba702"),
     {{SENDS_AUDITED("AuditEvent"), "AuditEvent"}}},
    {TYPE_COSMOS,
     true,
     POLICIES("0fcf2d91-8951-43be-9505-ab43dee2f580", "322b6192-a99b-4ab6-9b40-43ca19dcd0d9",
              "45c6bfc7-4520-4d64-a158-730cd92eedbc", "68ba9fc9-71b9-4e6f-9cf5-ecc07722324c"),
     {{SENDS_AUDITED("DataPlaneRequests", "DataPlaneRequests5M", "DataPlaneRequests15M", "MongoRequests",
                     "CassandraRequests", "GremlinRequests", "TableApiRequests"),
       "DataPlaneRequests"}}},
    {TYPE_STORAGE,
     true,
     POLICIES("b4fe1a3b-0715-4c6c-a5ea-ffc33cf823cb"),
     {{SENDS_AUDITED("StorageRead"), "StorageRead"},
      {SENDS_AUDITED("StorageWrite"), "StorageWrite"},
      {SENDS_AUDITED("StorageDelete"), "StorageDelete"}}},
};

static const struct service *service_of(const al_resource *resource)
{
    for (size_t i = 0; i < sizeof(services) / sizeof(services[0]); i++)
        if (al_is_type(resource, services[i].type))
            return &services[i];
    return NULL;
}

/* ---- a storage account logs in its services ------------------------------------------------------------ */

/* Whether a setting means the blob service of the account, which nobody needs to declare. Where the old
 * spelling has the target in its name, that cannot be compared here. */
static enum al_truth means_blobs_of(al_check *check, const al_resource *setting, const al_resource *account)
{
    const al_resource *to = al_attached_to(check, setting);
    const al_field *scope = al_get(check, setting, "scope");

    if (al_is_existing(setting) || to)
        return AL_NO;
    if (scope)
        return al_both(al_test_in(check, scope, AL_FIELD("", AL_LIKE("*/blobServices/default"))),
                       al_refers_to(check, scope, account, true));
    return al_both(AL_UNKNOWN, al_test(check, setting, AL_FIELD("name", AL_LIKE("*/Microsoft.Insights/*"))));
}

static enum al_truth logs_blobs(al_check *check, const al_resource *setting, const al_resource *account,
                                const struct al_condition *sent)
{
    enum al_truth mine = means_blobs_of(check, setting, account);

    return mine == AL_NO ? AL_NO : al_both(mine, al_test(check, setting, sent));
}

/* Nor can an account of this deployment be told that it is below. */
static bool may_mean_blobs(al_check *check, const al_resource *setting)
{
    const al_field *scope = al_get(check, setting, "scope");
    const al_resource *account = al_target_of_type(check, scope, TYPE_STORAGE);

    return !al_is_existing(setting) && !al_attached_to(check, setting) &&
           (!account || al_is_existing(account)) &&
           (scope ? al_test_in(check, scope, AL_FIELD("", AL_LIKE("*/blobServices/default")))
                  : al_test(check, setting, AL_FIELD("name", AL_LIKE("*/Microsoft.Insights/*")))) != AL_NO;
}

static enum al_truth blobs_log(al_check *check, const al_resource *account, const struct al_condition *sent)
{
    enum al_truth answer = al_is_incomplete(check) ? AL_UNKNOWN : AL_NO;
    const al_resource *blobs = NULL, *setting;
    size_t below = 0, at = 0, n = 0;

    while (answer != AL_YES && (blobs = al_next_child(check, account, TYPE_BLOBS, blobs)))
        answer = al_either(answer, al_has_attached(check, blobs, TYPE_SETTING, sent));
    while (answer != AL_YES && (setting = al_next_attached_below(check, account, TYPE_SETTING, &below)))
        answer = al_either(answer, logs_blobs(check, setting, account, sent));
    while (answer != AL_YES && (setting = al_next_having(check, TYPE_SETTING, may_mean_blobs, &at))) {
        if (++n > MAX_LOOKED_AT)
            return AL_UNKNOWN;
        answer = al_either(answer, logs_blobs(check, setting, account, sent));
    }
    return answer;
}

/* An account that takes the logs of others cannot log itself: each entry would make another. */
static bool takes_logs(al_check *check, const al_resource *account)
{
    struct al_reference reference;
    size_t at = 0;

    return al_next_reference(check, account, TYPE_SETTING, &at, &reference);
}

static const al_resource *setting_of_blobs(al_check *check, const al_resource *account)
{
    const al_resource *blobs = NULL, *setting;

    while ((blobs = al_next_child(check, account, TYPE_BLOBS, blobs)))
        if ((setting = al_next_attached(check, blobs, TYPE_SETTING, NULL)))
            return setting;
    return NULL;
}

/* ---- settings ------------------------------------------------------------------------------------------ */

static void report_missing(al_check *check, const al_resource *resource, const char *name)
{
    bool is_storage = al_is_type(resource, TYPE_STORAGE);
    const al_resource *on_it = al_next_attached(check, resource, TYPE_SETTING, NULL);
    const al_resource *setting = is_storage ? setting_of_blobs(check, resource) : on_it;

    if (setting)
        al_say_what_is_not_sent(check, setting, name);
    else if (is_storage && on_it)
        al_report(check, resource, NULL,
                  "the account's own diagnostic setting carries metrics only; blobServices/default has none");
    else if (is_storage)
        al_report(check, resource, NULL, "no diagnostic setting on blobServices/default keeps the blob logs");
    else
        al_report(check, resource, NULL, "no diagnostic setting keeps its logs");
}

static void check_settings(al_check *check, const al_resource *resource)
{
    const struct service *service = service_of(resource);
    enum al_truth all = AL_YES;

    if (!service || (service->supports_ai && !al_ask_deploys_ai(check)))
        return;
    if (al_is_type(resource, TYPE_STORAGE) && takes_logs(check, resource))
        return;
    for (const struct need *need = service->needs; need->sent; need++) {
        enum al_truth sent = al_is_type(resource, TYPE_STORAGE)
                                 ? blobs_log(check, resource, need->sent)
                                 : al_has_attached(check, resource, TYPE_SETTING, need->sent);

        if (sent == AL_NO)
            sent = al_ask_assigns_policy(check, service->policies);
        if (sent == AL_NO) {
            report_missing(check, resource, need->name);
            return;
        }
        all = al_both(all, sent);
    }
    if (all == AL_UNKNOWN)
        al_undetermined(check, resource, NULL, "cannot tell whether a diagnostic setting keeps its logs");
}

/* ---- categories of an AI account ----------------------------------------------------------------------- */

static const struct need categories[] = {
    {SENDS_AUDITED("Audit"), "Audit"},
    {SENDS_DETAIL("RequestResponse"), "RequestResponse"},
    {SENDS_DETAIL("AzureOpenAIRequestUsage"), "AzureOpenAIRequestUsage"},
};

enum { NCATEGORIES = 3, NCATEGORIES_WITHOUT_MODELS = 2 };

static const al_resource *setting_that_sends(al_check *check, const al_resource *account)
{
    const al_resource *setting = NULL;

    while ((setting = al_next_attached(check, account, TYPE_SETTING, setting)))
        if (al_test(check, setting, SENDS_ANYTHING) == AL_YES)
            return setting;
    return NULL;
}

/* Only of an account that logs something: without a setting that is another rule's finding. */
static void check_categories(al_check *check, const al_resource *account)
{
    const al_resource *setting = setting_that_sends(check, account);
    bool has_models = al_test(check, account, AL_FIELD("kind", AL_IN("OpenAI", "AIServices"))) == AL_YES;
    size_t n = has_models ? NCATEGORIES : NCATEGORIES_WITHOUT_MODELS, used = 0;
    enum al_truth all = AL_YES;
    char missing[80] = "";

    for (size_t i = 0; setting && i < n; i++) {
        enum al_truth sent = al_has_attached(check, account, TYPE_SETTING, categories[i].sent);

        if (sent == AL_NO && used < sizeof missing)
            used += (size_t)snprintf(missing + used, sizeof missing - used, "%s%s", used ? ", " : "",
                                     categories[i].name);
        all = al_both(all, sent);
    }
    if (used)
        al_report(check, setting, al_get(check, setting, "properties.logs"),
                  "the account's logs leave out %s", missing);
    else if (all == AL_UNKNOWN)
        al_undetermined(check, account, NULL, "cannot tell which log categories are on");
}

/* ---- rules --------------------------------------------------------------------------------------------- */

#define REMEDY(scope, logs)                                                                                \
    "Add a Microsoft.Insights/diagnosticSettings resource (apiVersion 2021-05-01-preview) with the " scope \
    " as its scope, properties.workspaceId and properties.logs [{ " logs ", \"enabled\": true }]."
#define ALL_LOGS "\"categoryGroup\": \"allLogs\""

static const struct al_rule rules[] = {
    {
        .id = "cognitive-diagnostic-categories",
        .title = "AI account logs leave out requests or audit events",
        .level = AL_WARNING,
        .security_severity = 4.0,
        .type = TYPE_COGNITIVE,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_categories,
        .why = "Without the request categories nobody can tell afterwards who sent what to a model, from "
               "where and how often; audit events alone show only who read a key.",
        .remedy = "Put { " ALL_LOGS ", \"enabled\": true } into properties.logs of the diagnostic setting.",
        .references = "MCSB LT-3; MCSB AI-6; policy 55d1f543-d1b0-4811-9663-d6d0dbc6326d; "
                      "https://learn.microsoft.com/azure/ai-services/diagnostic-logging",
    },
    {
        .id = "cognitive-diagnostic-settings",
        .title = "AI account keeps no resource logs",
        .level = AL_WARNING,
        .security_severity = 5.0,
        .type = TYPE_COGNITIVE,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_settings,
        .why =
            "Misuse of a model, a stolen key or a flood of requests leaves no trace that could be searched "
            "or raise an alert.",
        .remedy = REMEDY("account", ALL_LOGS),
        .references = "MCSB LT-3; policy 1b4d1c4e-934c-4703-944c-27c82c06bebb; "
                      "policy 55d1f543-d1b0-4811-9663-d6d0dbc6326d; "
                      "policy 0628b917-d4b4-4af5-bc2b-b4f87cd173ab; "
                      "policy 14e81583-c89c-47db-af0d-f9ddddcccd9f; "
                      "https://learn.microsoft.com/azure/ai-services/diagnostic-logging",
    },
    {
        .id = "cosmos-diagnostic-settings",
        .title = "Cosmos DB keeps no request logs",
        .level = AL_NOTE,
        .security_severity = 3.0,
        .type = TYPE_COSMOS,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_settings,
        .why =
            "Conversations and documents are read from here; without data-plane logs nobody knows by whom.",
        .remedy = REMEDY("account", "\"category\": \"DataPlaneRequests\"") " Add ControlPlaneRequests, too.",
        .references = "MCSB LT-3; policy 0fcf2d91-8951-43be-9505-ab43dee2f580",
    },
    {
        .id = "keyvault-diagnostic-settings",
        .title = "Key vault keeps no audit log",
        .level = AL_WARNING,
        .security_severity = 5.0,
        .type = TYPE_VAULT,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_settings,
        .why = "When a secret has leaked, the audit log is the only record of who read it and when.",
        .remedy = REMEDY("vault", "\"categoryGroup\": \"audit\""),
        .references = "MCSB LT-3; MCSB DP-8; policy cf820ca0-f99e-4f3e-84fb-66e913812d21",
        .equivalents = "Azure.KeyVault.Logs terrascan:AC_AZURE_0169",
    },
    {
        .id = "ml-workspace-diagnostic-settings",
        .title = "ML workspace keeps no resource logs",
        .level = AL_WARNING,
        .security_severity = 5.0,
        .type = TYPE_WORKSPACE,
        .when = AL_NOT(AL_FIELD("kind", AL_EQUALS("Project"))), /* asked of its hub */
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_settings,
        .why =
            "Who ran a job, changed a compute or took a model out of the workspace is written down nowhere.",
        .remedy = REMEDY("workspace", ALL_LOGS),
        .references = "MCSB LT-3; policy afe0c3be-ba3b-4544-ba52-0c99672a8ad6; "
                      "policy f59276f0-5740-4aaf-821d-45d185aa210e",
    },
    {
        .id = "nsp-diagnostic-logging",
        .title = "Network security perimeter keeps no access logs",
        .level = AL_WARNING,
        .security_severity = 4.5,
        .type = TYPE_PERIMETER,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_settings,
        .why = "Only the access logs show what the perimeter let through and what it refused; without them "
               "an attack goes unseen and a switch to enforced mode is a guess.",
        .remedy = REMEDY("perimeter", ALL_LOGS),
        .references =
            "MCSB LT-4; policy 0ebe872d-7029-4292-88bc-ad3e2cf3772f; "
            "https://learn.microsoft.com/azure/private-link/network-security-perimeter-diagnostic-logs",
    },
    {
        .id = "search-diagnostic-settings",
        .title = "Search service keeps no resource logs",
        .level = AL_WARNING,
        .security_severity = 4.5,
        .type = TYPE_SEARCH,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_settings,
        .why = "Queries that drain an index and changes to its content leave no trace.",
        .remedy = REMEDY("search service", ALL_LOGS),
        .references = "MCSB LT-3; policy b4330a05-a843-4bc8-bf9a-cacce50c67f4; "
                      "policy 8def4bdd-4362-4ed6-a26f-7bf8f2c58839",
    },
    {
        .id = "storage-diagnostic-settings",
        .title = "Blob reads and writes are not logged",
        .level = AL_NOTE,
        .security_severity = 3.0,
        .type = TYPE_STORAGE,
        .when = AL_ALL(AL_NOT(AL_FIELD("kind", AL_EQUALS("FileStorage"))),
                       AL_NOT(AL_SURELY(AL_FIELD("tags.ms-resource-usage", AL_EQUALS("azure-cloud-shell"))))),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_settings,
        .why = "Training data and documents can be copied or replaced without a record of who did it.",
        .remedy = "Add a Microsoft.Insights/diagnosticSettings resource (apiVersion 2021-05-01-preview) with "
                  "the account's blobServices/default as its scope, properties.workspaceId and enabled logs "
                  "of the categories StorageRead, StorageWrite and StorageDelete.",
        .references = "MCSB LT-3; policy b4fe1a3b-0715-4c6c-a5ea-ffc33cf823cb",
    },
};

AL_MODULE(diagnostics, "Resource logs", rules);
