/* SPDX-License-Identifier: MIT */
/* What machine learning workspaces serve and keep: endpoints and their deployments, datastores, registries.
 */
#include "common_machine_learning.h"

#include <stdio.h>
#include <string.h>

#define ENDPOINTS TYPE_WORKSPACE "/batchEndpoints " TYPE_ONLINE_ENDPOINT " " TYPE_SERVERLESS

/* ---- outbound ------------------------------------------------------------------------------------------ */

/* In a workspace with a managed network that network decides, not the deployment's switch. */
static void check_egress(al_check *check, const al_resource *deployment)
{
    static const char path[] = "properties.egressPublicNetworkAccess";
    const al_field *access = al_get(check, deployment, path);
    enum al_truth open = al_opposite(al_is(check, access, "Disabled"));

    if (open != AL_NO)
        open = al_both(open, al_opposite(al_ask_has_managed_network(check, deployment)));
    if (open == AL_UNKNOWN)
        al_undetermined(check, deployment, access,
                        "cannot tell whether the deployment may call the internet");
    else if (open == AL_YES && access)
        al_report(check, deployment, access,
                  "the deployment may call any address: egressPublicNetworkAccess is not Disabled and the "
                  "workspace has no managed network");
    else if (open == AL_YES)
        al_report_absent(check, deployment, path,
                         "the deployment may call any address: egressPublicNetworkAccess is not set and the "
                         "workspace has no managed network");
}

/* ---- models -------------------------------------------------------------------------------------------- */

#define REGISTRY_PREFIX "azureml://registries/"

/* Files: an address, a folder of a datastore, the output of a run. Nobody registered them as a model. */
#define IS_FILE \
    "^(https?|wasbs?|abfss?|adl|file|runs):|^azureml://(.*/)?datastores/|^\\.{0,2}/(?!subscriptions/)"

static void check_registry(al_check *check, const al_resource *resource, const al_field *model,
                           const char *text)
{
    const char *from = text + sizeof REGISTRY_PREFIX - 1;
    char name[64];

    snprintf(name, sizeof name, "%.*s", (int)strcspn(from, "/"), from);
    if (!al_option_lists(check, "registries", name))
        al_report(check, resource, model, "the model comes from the registry %s, which is not approved",
                  name);
}

/* Without a list of registries only files are wrong for certain. */
static void check_model(al_check *check, const al_resource *resource)
{
    static const char *const paths[] = {"properties.model", "properties.modelSettings.modelId"};
    const al_field *model = al_get(check, resource, paths[al_is_type(resource, TYPE_SERVERLESS)]);
    const char *text = al_text(check, model);
    bool listed = al_option(check, "registries") != NULL;

    if (!model)
        return;
    if (!text)
        al_undetermined(check, resource, model, "cannot tell where the model comes from");
    else if (al_pattern(check, IS_FILE, text))
        al_report(check, resource, model, "the model is a file that no registry vouches for");
    else if (listed && al_pattern(check, "^" REGISTRY_PREFIX, text))
        check_registry(check, resource, model, text);
    else if (listed && !al_option_lists(check, "workspace-models", "true"))
        al_report(check, resource, model, "the model is the workspace's own and comes from no registry");
}

/* ---- registries ---------------------------------------------------------------------------------------- */

static void check_blobs(al_check *check, const al_resource *registry, const al_field *region)
{
    const al_field *accounts = al_get_in(check, region, "storageAccountDetails");
    bool exact;
    size_t n = al_count(check, accounts, &exact);

    for (size_t i = 0; i < n; i++) {
        const al_field *open = al_get_in(check, al_item(check, accounts, i),
                                         "systemCreatedStorageAccount.allowBlobPublicAccess");
        if (al_is(check, open, "true") == AL_YES)
            al_report(check, registry, open,
                      "anyone may read the registry's blobs: allowBlobPublicAccess is true");
    }
}

static void check_registry_access(al_check *check, const al_resource *registry)
{
    static const char path[] = "properties.publicNetworkAccess";
    const al_field *access = al_get(check, registry, path);
    const al_field *regions = al_get(check, registry, "properties.regionDetails");
    enum al_truth closed = al_is(check, access, "Disabled");
    bool exact;
    size_t n = al_count(check, regions, &exact);

    if (closed == AL_UNKNOWN)
        al_undetermined(check, registry, access, "cannot tell whether the registry is open to every network");
    else if (closed == AL_NO && access)
        al_report(check, registry, access,
                  "every network can reach the registry: publicNetworkAccess is not Disabled");
    else if (closed == AL_NO)
        al_report_absent(check, registry, path,
                         "every network can reach the registry: publicNetworkAccess is not set");
    for (size_t i = 0; i < n; i++)
        check_blobs(check, registry, al_item(check, regions, i));
}

/* Whether the storage that the service makes in a region is copied to another one. */
#define GEO_REDUNDANT                 \
    AL_FIELD("storageAccountDetails", \
             AL_SOME_ITEM(AL_FIELD("systemCreatedStorageAccount.storageAccountType", AL_LIKE("*G*RS"))))

static void check_regions(al_check *check, const al_resource *registry)
{
    const al_field *regions = al_get(check, registry, "properties.regionDetails");
    const al_field *region = al_item(check, regions, 0);
    enum al_truth copied;
    bool exact = true;
    size_t n = al_count(check, regions, &exact);

    if (n > 1)
        return;
    copied = region && exact ? al_test_in(check, region, GEO_REDUNDANT) : AL_UNKNOWN;
    if (copied == AL_UNKNOWN)
        al_undetermined(check, registry, regions, "cannot tell how many regions the registry is in");
    else if (copied == AL_NO)
        al_report(check, registry, regions,
                  "the registry is in one region only, and its storage is not copied to another");
}

/* ---- rules --------------------------------------------------------------------------------------------- */

static const struct al_rule_option registry_options[] = {
    {"registries", NULL, "registries that models may come from; '*' stands for any text"},
    {"workspace-models", "true", "whether a model that is registered in the workspace is approved, too"},
    {0},
};

static const struct al_rule rules[] = {
    {
        /* A certificate is a credential, too, but not one that can be read off a screen. */
        .id = "ml-datastore-credentials",
        .title = "Datastore keeps a key or secret",
        .level = AL_WARNING,
        .security_severity = 6.0,
        .type = TYPE_WORKSPACE "/datastores",
        .require = AL_NOT(AL_FIELD("properties.credentials.credentialsType",
                                   AL_IN("AccountKey", "Sas", "ServicePrincipal"))),
        .absent = AL_ABSENT_UNKNOWN,
        .message = "the datastore keeps a secret of the data it leads to because {field} is {value}",
        .why = "Everyone who may use the workspace can read the data with the stored secret, whatever roles "
               "they have themselves, and nobody can tell afterwards who it was.",
        .remedy = "Set properties.credentials.credentialsType to None and "
                  "properties.serviceDataAccessAuthIdentity to WorkspaceSystemAssignedIdentity or "
                  "WorkspaceUserAssignedIdentity, and give that identity a data role on the storage account.",
        .references =
            "MCSB IM-3; MCSB IM-8; "
            "https://learn.microsoft.com/azure/machine-learning/how-to-identity-based-service-authentication",
        .unsafe_fix = true,
    },
    {
        .id = "ml-online-deployment-egress",
        .title = "Model deployment may call the internet",
        .level = AL_NOTE,
        .security_severity = 4.0,
        .type = TYPE_ONLINE_DEPLOYMENT,
        .when = AL_FIELD("properties.endpointComputeType", AL_EQUALS("Managed")),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_egress,
        .why = "Scoring code, or a library it loads, can send requests and model files anywhere.",
        .remedy =
            "Set properties.managedNetwork.isolationMode of the workspace to AllowOnlyApprovedOutbound; "
            "in a workspace without a managed network set properties.egressPublicNetworkAccess of the "
            "deployment to Disabled (apiVersion 2022-10-01 or later).",
        .references = "MCSB NS-2; "
                      "https://learn.microsoft.com/azure/machine-learning/concept-secure-online-endpoint",
    },
    {
        .id = "ml-online-endpoint-auth-mode",
        .title = "Inference endpoint is called with a key",
        .level = AL_WARNING,
        .security_severity = 6.5,
        .type = ENDPOINTS,
        .require = AL_NOT(AL_FIELD("properties.authMode", AL_IN("Key", "KeyAndAAD"))),
        .absent = AL_ABSENT_UNKNOWN,
        .message = "callers sign in with a shared key because {field} is {value}",
        .why = "An endpoint key names nobody and does not expire; whoever has it may call the model.",
        .remedy = "Set properties.authMode to AADToken (AAD for a serverless endpoint).",
        .references = "MCSB IM-1; "
                      "https://learn.microsoft.com/azure/machine-learning/how-to-setup-authentication",
        .unsafe_fix = true,
    },
    {
        /* An endpoint on a Kubernetes cluster is reached as the cluster says. */
        .id = "ml-online-endpoint-public-network-access",
        .title = "Inference endpoint is open to the public internet",
        .level = AL_WARNING,
        .security_severity = 6.0,
        .type = TYPE_ONLINE_ENDPOINT,
        .when = AL_NOT(AL_FIELD("properties.compute", AL_NOT_EMPTY)),
        .require = AL_FIELD("properties.publicNetworkAccess", AL_EQUALS("Disabled")),
        .absent = AL_ABSENT_FAILS,
        .message = "every network can call the model: {field} is {value}",
        .why = "Whoever gets hold of a key or token calls the model from anywhere, also when the workspace "
               "itself is closed.",
        .remedy =
            "Set properties.publicNetworkAccess to Disabled (apiVersion 2022-10-01 or later); callers then "
            "come through the private endpoint of the workspace.",
        .references = "MCSB NS-2; "
                      "https://learn.microsoft.com/azure/machine-learning/concept-secure-online-endpoint",
        .unsafe_fix = true,
    },
    {
        .id = "ml-registry-approved-models",
        .title = "Deployed model comes from no approved registry",
        .level = AL_NOTE,
        .security_severity = 4.0,
        .type = TYPE_ONLINE_DEPLOYMENT " " TYPE_SERVERLESS,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_model,
        .why =
            "A model is code that runs with the endpoint's rights. One that nobody has checked and registered "
            "may be backdoored, and nobody can tell later where it came from.",
        .remedy =
            "Register the model in an approved registry and refer to it as "
            "azureml://registries/NAME/models/MODEL/versions/VERSION. List the approved registries in the "
            "rule's option registries.",
        .references =
            "MCSB AI-1; policy 12e5dd16-d201-47ff-849b-8454061c293d; "
            "policy 19539b54-c61e-4196-9a38-67598701be90; "
            "https://learn.microsoft.com/azure/machine-learning/how-to-share-models-pipelines-across-"
            "workspaces-with-registries",
        .options = registry_options,
    },
    {
        .id = "ml-registry-multi-region",
        .title = "Model registry is in one region only",
        .level = AL_NOTE,
        .type = TYPE_ML_REGISTRY,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_regions,
        .why = "When the region is down, models cannot be deployed anywhere else either.",
        .remedy = "Add a second region to properties.regionDetails, or set storageAccountType of the system "
                  "storage account to a geo-redundant type such as Standard_GRS.",
        .references = "MCSB BR-1; "
                      "https://learn.microsoft.com/azure/machine-learning/how-to-manage-registries",
        .profile = "availability",
    },
    {
        .id = "ml-registry-public-network-access",
        .title = "Model registry is open to the public internet",
        .level = AL_WARNING,
        .security_severity = 6.0,
        .type = TYPE_ML_REGISTRY,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_registry_access,
        .why =
            "A registry feeds every workspace that trusts it: a stolen token used from anywhere can copy the "
            "models or replace them.",
        .remedy = "Set properties.publicNetworkAccess to Disabled, add a private endpoint with the group id "
                  "amlregistry, and set allowBlobPublicAccess of the system storage accounts to false.",
        .references = "MCSB NS-2; "
                      "https://learn.microsoft.com/azure/machine-learning/how-to-registry-network-isolation",
    },
    {
        .id = "ml-serverless-endpoint-content-safety",
        .title = "Serverless model endpoint has no content safety",
        .level = AL_WARNING,
        .security_severity = 6.0,
        .type = TYPE_SERVERLESS,
        .require = AL_NOT(AL_FIELD("properties.contentSafety.contentSafetyStatus", AL_EQUALS("Disabled"))),
        .absent = AL_ABSENT_PASSES,
        .message = "prompts and answers are not filtered because {field} is {value}",
        .why = "The model answers harmful requests and attacks on its instructions like any other.",
        .remedy = "Set properties.contentSafety.contentSafetyStatus to Enabled, or leave contentSafety out.",
        .references = "MCSB AI-2; "
                      "https://learn.microsoft.com/azure/machine-learning/how-to-deploy-models-serverless",
    },
};

AL_MODULE(ml_endpoints, "Azure Machine Learning endpoints and registries", rules);
