/* SPDX-License-Identifier: MIT */
/* Machine learning workspaces, hubs and feature stores. */
#include "common_machine_learning.h"

/* ---- managed network ----------------------------------------------------------------------------------- */

/* A compute that the service does not run itself. */
#define IS_ATTACHED                                       \
    AL_ALL(AL_FIELD("properties.computeType", AL_EXISTS), \
           AL_NOT(AL_FIELD("properties.computeType", AL_IN("AmlCompute", "ComputeInstance"))))

/* Whether every compute of the workspace is in a subnet of the customer's, which makes a managed network
 * needless. A workspace without computes in this deployment has nothing to protect it, unless its serverless
 * jobs run in such a subnet. */
static enum al_truth computes_are_injected(al_check *check, const al_resource *workspace)
{
    const al_resource *compute = NULL;
    enum al_truth answer =
        al_test(check, workspace,
                AL_FIELD("properties.serverlessComputeSettings.serverlessComputeCustomSubnet", AL_NOT_EMPTY));

    while ((compute = al_next_child(check, workspace, TYPE_COMPUTE, compute))) {
        if (al_test(check, compute, IS_ATTACHED) == AL_YES)
            continue;
        answer = al_test(check, compute, AL_FIELD("properties.properties.subnet.id", AL_NOT_EMPTY));
        if (answer != AL_YES)
            return answer;
    }
    return answer;
}

static void check_managed_network(al_check *check, const al_resource *workspace)
{
    static const char path[] = "properties.managedNetwork.isolationMode";
    const al_field *mode = al_get(check, workspace, path);
    enum al_truth off = mode ? al_is(check, mode, "Disabled") : AL_YES;
    enum al_truth injected;

    if (off == AL_NO)
        return;
    injected = computes_are_injected(check, workspace);
    if (injected == AL_YES)
        return;
    if (off == AL_UNKNOWN || injected == AL_UNKNOWN)
        al_undetermined(check, workspace, mode, "cannot tell whether the workspace has a managed network");
    else if (mode)
        al_report(check, workspace, mode, "the managed network is switched off, so computes leave freely");
    else
        al_report_absent(check, workspace, path,
                         "the workspace has no managed network, so computes leave freely");
}

/* What stands where it should name something narrow: any host or all hosts of a top-level domain, the whole
 * cloud or internet, every port. */
#define ANY_HOST AL_FIELD("destination", AL_MATCHES("^\\s*\\*(\\.[a-z]+)?\\s*$"))
#define WIDE_TAG AL_FIELD("destination.serviceTag", AL_MATCHES("^(Internet|AzureCloud)(\\.|$)"))
#define WIDE_NET                            \
    AL_FIELD("destination.addressPrefixes", \
             AL_SOME_ITEM(AL_FIELD("", AL_MATCHES("/[0-7]\\s*$|^\\s*\\*\\s*$"))))
#define ANY_PORT AL_FIELD("destination.portRanges", AL_MATCHES("^\\s*(\\*|[01]-65535)\\s*$"))
#define ADMITS   AL_NOT(AL_FIELD("destination.action", AL_EQUALS("Deny")))

enum { NFAULTS = 4 };

static const struct {
    const struct al_condition *broad;
    const char *path, *admits;
} faults[NFAULTS] = {
    {AL_ALL(AL_FIELD("type", AL_EQUALS("FQDN")), ANY_HOST), "destination", "hosts of any owner"},
    {AL_ALL(ADMITS, WIDE_TAG), "destination.serviceTag", "everything in Azure or on the internet"},
    {AL_ALL(ADMITS, WIDE_NET), "destination.addressPrefixes", "a large part of the internet"},
    {AL_ALL(ADMITS, ANY_PORT), "destination.portRanges", "every port"},
};

/* An outbound rule of a workspace; `rule` is what has its type and destination. */
static void check_outbound(al_check *check, const al_resource *resource, const al_field *rule,
                           const char *name)
{
    for (size_t i = 0; i < NFAULTS; i++) {
        const al_field *field = al_get_in(check, rule, faults[i].path);
        enum al_truth broad = field ? al_test_in(check, rule, faults[i].broad) : AL_NO;

        if (broad == AL_YES)
            al_report(check, resource, field, "the outbound rule %s admits %s", name, faults[i].admits);
        else if (broad == AL_UNKNOWN)
            al_undetermined(check, resource, field, "cannot tell what the outbound rule %s admits", name);
    }
}

static void check_outbound_rules(al_check *check, const al_resource *resource)
{
    const al_field *rules = al_get(check, resource, "properties.managedNetwork.outboundRules");
    bool exact = true;
    size_t n = al_count(check, rules, &exact);

    if (!al_is_type(resource, TYPE_WORKSPACE)) {
        check_outbound(check, resource, al_get(check, resource, "properties"), al_name(check, resource));
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const al_field *rule = al_item(check, rules, i);
        if (rule)
            check_outbound(check, resource, rule, al_key(rule));
    }
    if (!exact)
        al_undetermined(check, resource, rules, "cannot tell which outbound rules the workspace has");
}

/* ---- public access ------------------------------------------------------------------------------------- */

/* The flag that keeps a workspace open although it has a private endpoint. The first half says that it passes
 * when it is absent. */
#define OPENED_AGAIN                                                          \
    AL_ALL(AL_FIELD("properties.allowPublicAccessWhenBehindVnet", AL_EXISTS), \
           AL_FIELD("properties.allowPublicAccessWhenBehindVnet", AL_EQUALS_TRUE))

/* ---- what the workspace is linked to ------------------------------------------------------------------- */

/* A closed workspace whose data can be had from the internet all the same. */
static void check_linked(al_check *check, const al_resource *workspace)
{
    static const struct {
        const char *path, *type;
    } links[] = {
        {"properties.storageAccount", TYPE_STORAGE},
        {"properties.keyVault", TYPE_VAULT},
        {"properties.containerRegistry", TYPE_REGISTRY},
    };

    if (al_ask_is_closed(check, workspace) != AL_YES)
        return;
    for (size_t i = 0; i < sizeof links / sizeof links[0]; i++) {
        const al_field *id = al_get(check, workspace, links[i].path);
        const al_resource *linked = al_target(check, id);
        enum al_truth closed;

        if (!linked || al_is_existing(linked) || !al_is_type(linked, links[i].type))
            continue;
        closed = al_ask_is_closed(check, linked);
        if (closed == AL_NO)
            al_report(check, workspace, id, "the workspace is closed to the internet but %s is open to it",
                      al_name(check, linked));
        else if (closed == AL_UNKNOWN)
            al_undetermined(check, workspace, id, "cannot tell whether %s is open to the internet",
                            al_name(check, linked));
    }
}

/* Without a mode the service asks for the account's key: that is certain to be wrong where the account takes
 * none. */
static void check_datastore_mode(al_check *check, const al_resource *workspace)
{
    static const char path[] = "properties.systemDatastoresAuthMode";
    const al_field *mode = al_get(check, workspace, path);
    const al_resource *account = al_target(check, al_get(check, workspace, "properties.storageAccount"));
    enum al_truth keyless =
        mode ? al_test_in(check, mode, AL_FIELD("", AL_IN("Identity", "UserDelegationSAS"))) : AL_UNKNOWN;

    if (!mode && account && al_is_type(account, TYPE_STORAGE) && al_ask_is_keyless(check, account) == AL_YES)
        al_report_absent(
            check, workspace, path,
            "the workspace uses the key of %s, which refuses keys: systemDatastoresAuthMode is not "
            "set",
            al_name(check, account));
    else if (keyless == AL_UNKNOWN)
        al_undetermined(check, workspace, mode, "cannot tell how the workspace signs in to its storage");
    else if (keyless == AL_NO)
        al_report(
            check, workspace, mode,
            "the workspace keeps a key of its storage account: systemDatastoresAuthMode is not Identity");
}

/* ---- rules --------------------------------------------------------------------------------------------- */

static const struct al_rule rules[] = {
    {
        .id = "ml-workspace-customer-managed-key",
        .title = "ML workspace is not encrypted with a customer key",
        .level = AL_NOTE,
        .security_severity = 3.5,
        .type = TYPE_WORKSPACE,
        .when = NOT_A_PROJECT,
        .require = AL_FIELD("properties.encryption.status", AL_EQUALS("Enabled")),
        .absent = AL_ABSENT_FAILS,
        .message = "metadata and models are encrypted with a Microsoft-held key; {field} is not Enabled",
        .why = "With a Microsoft-held key you can neither rotate the key nor revoke access to the data by "
               "withdrawing it, which regulated workloads ask for. It cannot be added later.",
        .remedy = "Set properties.encryption.status to Enabled with keyVaultArmId and keyIdentifier in "
                  "properties.encryption.keyVaultProperties.",
        .references = "MCSB DP-5; policy ba769a63-b8cc-4b2d-abf6-ac33c7204be8; "
                      "policy 7f40cee6-e933-4d0f-a782-b96615e0f4a6; "
                      "https://learn.microsoft.com/azure/ai-foundry/concepts/encryption-keys-portal",
        .unsafe_fix = true,
    },
    {
        .id = "ml-workspace-dependent-resources",
        .title = "Closed ML workspace keeps its data in the open",
        .level = AL_WARNING,
        .security_severity = 6.0,
        .type = TYPE_WORKSPACE,
        .when = NOT_A_PROJECT,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_linked,
        .why =
            "Data, models, secrets and images of the workspace lie in the resources it is linked to; closing "
            "the workspace alone protects none of them.",
        .remedy =
            "Set properties.publicNetworkAccess of the linked storage account, key vault and container "
            "registry to Disabled and give each a private endpoint; a registry needs the Premium SKU for it.",
        .references = "MCSB NS-2; "
                      "https://learn.microsoft.com/azure/machine-learning/how-to-secure-workspace-vnet",
    },
    {
        .id = "ml-workspace-high-business-impact",
        .title = "ML workspace is not marked as high business impact",
        .level = AL_NOTE,
        .security_severity = 2.0,
        .type = TYPE_WORKSPACE,
        .when = NOT_A_PROJECT,
        .require = AL_FIELD("properties.hbiWorkspace", AL_EQUALS_TRUE),
        .absent = AL_ABSENT_FAILS,
        .message = "Microsoft collects the full diagnostic data of the workspace because {field} is not true",
        .why = "Diagnostic data can hold traces of sensitive data that is worked on. It cannot be limited "
               "later: the flag counts only when the workspace is made.",
        .remedy = "Set properties.hbiWorkspace to true when the workspace is created.",
        .references = "MCSB DP-4; MCSB DP-5; "
                      "https://learn.microsoft.com/azure/machine-learning/concept-data-encryption",
        .unsafe_fix = true,
        .profile = "data-ownership",
    },
    {
        /* The service refuses a workspace without an identity; one with several needs to be told which is its
           own. */
        .id = "ml-workspace-managed-identity",
        .title = "ML workspace has no usable managed identity",
        .level = AL_NOTE,
        .security_severity = 3.0,
        .type = TYPE_WORKSPACE,
        .require = AL_ALL(AL_FIELD("identity.type", AL_LIKE("*Assigned*")),
                          AL_ANY(AL_FIELD("identity.type", AL_LIKE("*SystemAssigned*")),
                                 AL_FIELD("properties.primaryUserAssignedIdentity", AL_NOT_EMPTY))),
        .absent = AL_ABSENT_FAILS,
        .message = "the workspace has no identity that it works as: {field} is {value}",
        .why =
            "The workspace signs in to its storage, vault and registry as itself; without an identity of its "
            "own only keys are left.",
        .remedy = "Set identity.type to SystemAssigned, or to UserAssigned with the id of the identity in "
                  "properties.primaryUserAssignedIdentity.",
        .references =
            "MCSB IM-3; policy 5f0c7d88-c7de-45b8-ac49-db49e72eaa78; "
            "https://learn.microsoft.com/azure/machine-learning/how-to-identity-based-service-authentication",
        .unsafe_fix = true,
    },
    {
        .id = "ml-workspace-managed-network",
        .title = "ML workspace has no managed network",
        .level = AL_WARNING,
        .security_severity = 5.0,
        .type = TYPE_WORKSPACE,
        .when = AL_ALL(AL_NOT(AL_FIELD("kind", AL_IN("Project", "FeatureStore"))),
                       AL_NOT(AL_FIELD("apiVersion", AL_VERSION_LESS("2023-10-01")))),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_managed_network,
        .why = "Computes and endpoints of the workspace may send data anywhere, and reach its storage and "
               "registry over public addresses.",
        .remedy = "Set properties.managedNetwork.isolationMode to AllowOnlyApprovedOutbound.",
        .references = "MCSB NS-2; policy 6ddb1705-c8cf-450e-aa4b-19ad6703c440; "
                      "https://learn.microsoft.com/azure/ai-foundry/how-to/configure-managed-network",
    },
    {
        .id = "ml-workspace-managed-network-egress",
        .title = "Managed network of an ML workspace lets all out",
        .level = AL_NOTE,
        .security_severity = 4.0,
        .type = TYPE_WORKSPACE,
        .when = NOT_A_PROJECT,
        .require =
            AL_NOT(AL_FIELD("properties.managedNetwork.isolationMode", AL_EQUALS("AllowInternetOutbound"))),
        .absent = AL_ABSENT_PASSES,
        .message = "computes may send data to any address because {field} is {value}",
        .why = "Code in a notebook or a job, or a package it pulls in, can carry data out of the network to "
               "wherever it likes.",
        .remedy =
            "Set properties.managedNetwork.isolationMode to AllowOnlyApprovedOutbound and list the hosts that "
            "jobs need in properties.managedNetwork.outboundRules.",
        .references = "MCSB NS-2; policy 6ddb1705-c8cf-450e-aa4b-19ad6703c440; "
                      "https://learn.microsoft.com/azure/machine-learning/how-to-managed-network",
        .unsafe_fix = true,
    },
    {
        .id = "ml-workspace-managed-network-outbound-rules",
        .title = "Outbound rule of an ML workspace admits too much",
        .level = AL_WARNING,
        .security_severity = 5.0,
        .type = TYPE_WORKSPACE " " TYPE_WORKSPACE "/outboundRules",
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_outbound_rules,
        .why = "One rule for any destination undoes the approved-only mode: data can leave through it.",
        .remedy =
            "Name in the rule's destination the hosts (pypi.org, *.contoso.com) or the service tag, and the "
            "ports, that jobs need.",
        .references = "MCSB NS-2; MCSB NS-3; "
                      "https://learn.microsoft.com/azure/machine-learning/how-to-managed-network",
    },
    {
        /* Before 2021-07-01 there was no such property, a private endpoint closed the workspace by itself,
         * and only the older flag opened it again. */
        .id = "ml-workspace-public-network-access",
        .title = "ML workspace is open to the public internet",
        .level = AL_WARNING,
        .security_severity = 7.0,
        .type = TYPE_WORKSPACE,
        .when = AL_ALL(NOT_A_PROJECT,
                       AL_ANY(OPENED_AGAIN, AL_NOT(AL_FIELD("apiVersion", AL_VERSION_LESS("2021-07-01")))),
                       AL_NOT(AL_FIELD("properties.ipAllowlist", AL_NOT_EMPTY)),
                       AL_NOT(AL_FIELD("properties.networkAcls.defaultAction", AL_EQUALS("Deny")))),
        .require =
            AL_ALL(AL_NOT(OPENED_AGAIN), AL_FIELD("properties.publicNetworkAccess", AL_EQUALS("Disabled"))),
        .absent = AL_ABSENT_FAILS,
        .message = "every network can reach the workspace because {field} is {value}",
        .why = "Notebooks, models and the data they were made from are one stolen token away from anyone on "
               "the internet.",
        .remedy =
            "Set properties.publicNetworkAccess to Disabled, remove allowPublicAccessWhenBehindVnet, and add "
            "a private endpoint with the group id amlworkspace.",
        .references = "MCSB NS-2; policy 438c38d2-3772-465a-a9cc-7a6666a275ce; "
                      "policy a10ee784-7409-4941-b091-663697637c0f; "
                      "https://learn.microsoft.com/azure/machine-learning/how-to-configure-private-link",
        .equivalents = "CKV2_AZURE_49 Azure.ML.PublicAccess",
        .unsafe_fix = true,
    },
    {
        .id = "ml-workspace-system-datastore-auth",
        .title = "ML workspace reads its storage with an account key",
        .level = AL_WARNING,
        .security_severity = 5.5,
        .type = TYPE_WORKSPACE,
        .when = NOT_A_PROJECT,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_datastore_mode,
        .why = "The key opens the whole storage account to everyone who may use the workspace, and keeps the "
               "account's shared keys switched on.",
        .remedy = "Set properties.systemDatastoresAuthMode to Identity and give users and the workspace data "
                  "roles on the storage account.",
        .references = "MCSB IM-1; MCSB IM-3; "
                      "https://learn.microsoft.com/azure/ai-foundry/how-to/disable-local-auth",
    },
};

AL_MODULE(machine_learning, "Azure Machine Learning", rules);
