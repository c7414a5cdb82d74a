/* SPDX-License-Identifier: MIT */
/* Computes of machine learning workspaces. Only instances and clusters are machines of the service; a compute
 * of another type is attached and is looked after where it comes from. */
#include "common_machine_learning.h"

#define OWN_TYPES    AL_FIELD("properties.computeType", AL_IN("AmlCompute", "ComputeInstance"))
#define IS_INSTANCE  AL_FIELD("properties.computeType", AL_EQUALS("ComputeInstance"))
#define IS_CLUSTER   AL_FIELD("properties.computeType", AL_EQUALS("AmlCompute"))
#define HAS_SUBNET   AL_FIELD("properties.properties.subnet.id", AL_NOT_EMPTY)
#define NOT_LOCAL    AL_FIELD("properties.disableLocalAuth", AL_EQUALS_TRUE)
#define NO_PUBLIC_IP AL_FIELD("properties.properties.enableNodePublicIp", AL_EQUALS_FALSE)

static const char public_ip[] = "properties.properties.enableNodePublicIp";

/* ---- network ------------------------------------------------------------------------------------------- */

static void check_subnet(al_check *check, const al_resource *compute)
{
    const al_field *subnet = al_get(check, compute, "properties.properties.subnet");
    enum al_truth inside =
        al_either(al_test(check, compute, HAS_SUBNET), al_ask_has_managed_network(check, compute));

    if (inside == AL_UNKNOWN)
        al_undetermined(check, compute, subnet,
                        "cannot tell whether the compute is in a subnet or in a managed network");
    else if (inside == AL_NO)
        al_report_absent(check, compute, "properties.properties.subnet.id",
                         "the compute is in no subnet and its workspace has no managed network");
}

/* What serverless jobs of a workspace run on is a setting of the workspace. */
static void check_serverless_address(al_check *check, const al_resource *workspace)
{
    const al_field *none =
        al_get(check, workspace, "properties.serverlessComputeSettings.serverlessComputeNoPublicIP");
    enum al_truth open = al_both(none ? al_is(check, none, "false") : AL_NO,
                                 al_opposite(al_ask_has_managed_network(check, workspace)));

    if (open == AL_YES)
        al_report(check, workspace, none,
                  "nodes of serverless jobs get public addresses: serverlessComputeNoPublicIP is false");
    else if (open == AL_UNKNOWN)
        al_undetermined(check, workspace, none, "cannot tell whether serverless jobs get public addresses");
}

/* Who writes `true` wants the address; who writes nothing gets it unless the network is managed. */
static void check_address(al_check *check, const al_resource *resource)
{
    const al_field *field = al_get(check, resource, public_ip);
    enum al_truth managed, given = field ? al_is(check, field, "true") : AL_YES;

    if (al_is_type(resource, TYPE_WORKSPACE)) {
        check_serverless_address(check, resource);
        return;
    }
    managed = given == AL_NO ? AL_YES : al_ask_has_managed_network(check, resource);
    if (managed == AL_YES)
        return;
    if (given == AL_UNKNOWN || (!field && managed == AL_UNKNOWN))
        al_undetermined(check, resource, field, "cannot tell whether the nodes get public addresses");
    else if (field)
        al_report(check, resource, field, "every node gets a public address: enableNodePublicIp is true");
    else
        al_report_absent(check, resource, public_ip,
                         "every node gets a public address because enableNodePublicIp is not set");
}

/* ---- sign-in ------------------------------------------------------------------------------------------- */

/* A cluster that says nothing about its port has it open, unless something else keeps callers from the nodes.
 */
static void check_port_left_open(al_check *check, const al_resource *cluster, const al_field *port)
{
    enum al_truth shut = al_test(check, cluster, AL_ANY(HAS_SUBNET, NOT_LOCAL, NO_PUBLIC_IP));

    if (shut != AL_YES)
        shut = al_either(shut, al_ask_has_managed_network(check, cluster));
    if (shut == AL_UNKNOWN)
        al_undetermined(check, cluster, port, "cannot tell whether the SSH port of the nodes is open");
    else if (shut == AL_NO && port)
        al_report(check, cluster, port, "outside a subnet NotSpecified opens the SSH port of every node");
    else if (shut == AL_NO)
        al_report_absent(check, cluster, "properties.properties.remoteLoginPortPublicAccess",
                         "outside a subnet the SSH port of every node is open unless "
                         "remoteLoginPortPublicAccess is Disabled");
}

static void check_password(al_check *check, const al_resource *cluster)
{
    static const char path[] = "properties.properties.userAccountCredentials.adminUserPassword";
    const al_field *password = al_get(check, cluster, path);

    if (al_test(check, cluster, AL_FIELD(path, AL_EXISTS)) == AL_YES &&
        al_is(check, password, "") != AL_YES && al_test(check, cluster, NOT_LOCAL) == AL_NO)
        al_report(check, cluster, password, "the nodes let an administrator in with a password");
}

static void check_ssh(al_check *check, const al_resource *compute)
{
    bool cluster = al_test(check, compute, IS_CLUSTER) == AL_YES;
    const al_field *port = al_get(check, compute,
                                  cluster ? "properties.properties.remoteLoginPortPublicAccess"
                                          : "properties.properties.sshSettings.sshPublicAccess");

    if (cluster)
        check_password(check, compute);
    if (al_is(check, port, "Enabled") == AL_YES)
        al_report(check, compute, port, "the public SSH port is open: %s is Enabled",
                  cluster ? "remoteLoginPortPublicAccess" : "sshPublicAccess");
    else if (port && al_is_unknown(check, port))
        al_undetermined(check, compute, port, "cannot tell whether the SSH port is open");
    else if (cluster && (!port || al_is(check, port, "NotSpecified") == AL_YES))
        check_port_left_open(check, compute, port);
}

/* ---- idle time ----------------------------------------------------------------------------------------- */

/* An instance stops when nobody uses it, or at an hour that somebody has set. */
#define STOPS_BY_ITSELF                                                            \
    AL_ANY(AL_FIELD("properties.properties.idleTimeBeforeShutdown", AL_NOT_EMPTY), \
           AL_FIELD("properties.properties.schedules.computeStartStop", AL_NOT_EMPTY))

static void check_idle_instance(al_check *check, const al_resource *instance)
{
    static const char path[] = "properties.properties.idleTimeBeforeShutdown";
    const al_field *time = al_get(check, instance, path);
    enum al_truth stops = al_test(check, instance, STOPS_BY_ITSELF);

    if (stops == AL_UNKNOWN)
        al_undetermined(check, instance, time, "cannot tell whether the instance stops by itself");
    else if (stops == AL_NO && time)
        al_report(check, instance, time,
                  "the instance runs until somebody stops it: "
                  "idleTimeBeforeShutdown is empty");
    else if (stops == AL_NO)
        al_report_absent(check, instance, path,
                         "the instance runs until somebody stops it: it has neither "
                         "idleTimeBeforeShutdown nor a schedule");
}

static void check_idle_cluster(al_check *check, const al_resource *cluster)
{
    const al_field *least = al_get(check, cluster, "properties.properties.scaleSettings.minNodeCount");
    enum al_truth runs = least ? al_test_in(check, least, AL_FIELD("", AL_GREATER(0))) : AL_NO;

    if (runs == AL_YES)
        al_report(check, cluster, least, "nodes run without work: minNodeCount is more than 0");
    else if (runs == AL_UNKNOWN)
        al_undetermined(check, cluster, least, "cannot tell how many nodes run without work");
}

static void check_idle(al_check *check, const al_resource *compute)
{
    if (al_test(check, compute, IS_CLUSTER) == AL_YES)
        check_idle_cluster(check, compute);
    else
        check_idle_instance(check, compute);
}

/* ---- one user ------------------------------------------------------------------------------------------ */

static void check_user(al_check *check, const al_resource *instance)
{
    static const char path[] = "properties.properties.applicationSharingPolicy";
    const al_field *policy = al_get(check, instance, path);
    const al_field *root = al_get(check, instance, "properties.properties.enableRootAccess");
    enum al_truth personal = al_is(check, policy, "Personal");

    if (personal == AL_UNKNOWN)
        al_undetermined(check, instance, policy, "cannot tell who may use the instance's applications");
    else if (personal == AL_NO && policy)
        al_report(check, instance, policy,
                  "every user of the workspace may open the instance's applications: "
                  "applicationSharingPolicy is not Personal");
    else if (personal == AL_NO)
        al_report_absent(check, instance, path,
                         "every user of the workspace may open the instance's applications because "
                         "applicationSharingPolicy is not set");
    if (al_is(check, root, "true") == AL_YES)
        al_report(check, instance, root, "the instance's user is root on it: enableRootAccess is true");
}

/* ---- rules --------------------------------------------------------------------------------------------- */

static const struct al_rule rules[] = {
    {
        /* A cluster of a production workspace may keep nodes warm on purpose. */
        .id = "ml-compute-idle-shutdown",
        .title = "Machine learning compute runs without work",
        .level = AL_NOTE,
        .type = TYPE_COMPUTE,
        .when =
            AL_ANY(IS_INSTANCE, AL_ALL(IS_CLUSTER, AL_NOT(AL_FIELD("tags.environment", AL_LIKE("prod*"))))),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_idle,
        .why = "A machine that nobody uses costs as much as one in use, and stays open to attack all night.",
        .remedy =
            "Set properties.properties.idleTimeBeforeShutdown of an instance to a duration between PT15M "
            "and P3D such as PT1H (apiVersion 2025-12-01, or a preview since 2022-06-01-preview), and "
            "scaleSettings.minNodeCount of a cluster to 0.",
        .references = "MCSB AM-3; policy 679ddf89-ab8f-48a5-9029-e76054077449; "
                      "https://learn.microsoft.com/azure/machine-learning/how-to-create-compute-instance",
        .equivalents = "Azure.ML.ComputeIdleShutdown",
    },
    {
        .id = "ml-compute-local-auth",
        .title = "Machine learning compute allows local accounts",
        .level = AL_WARNING,
        .security_severity = 6.0,
        .type = TYPE_COMPUTE,
        .when = OWN_TYPES,
        .require = NOT_LOCAL,
        .absent = AL_ABSENT_FAILS,
        .message = "local accounts can sign in because {field} is not true",
        .why = "Local accounts and SSH keys of a compute are outside Entra: no conditional access, no "
               "revocation, no name in the sign-in log.",
        .remedy = "Set properties.disableLocalAuth to true (apiVersion 2021-04-01 or later).",
        .references = "MCSB IM-1; policy e96a9a5f-07ca-471b-9bc5-6a0f33cbd68f; "
                      "policy a6f9a2d0-cff7-4855-83ad-4cd750666512; "
                      "https://learn.microsoft.com/azure/machine-learning/how-to-setup-authentication",
        .equivalents = "Azure.ML.DisableLocalAuth",
    },
    {
        /* An online endpoint gets an identity of the system where none is written. */
        .id = "ml-compute-managed-identity",
        .title = "Machine learning compute has no managed identity",
        .level = AL_NOTE,
        .security_severity = 3.0,
        .type = TYPE_COMPUTE " " TYPE_ONLINE_ENDPOINT,
        .when = AL_ANY(OWN_TYPES, AL_ALL(AL_FIELD("properties.authMode", AL_EXISTS),
                                         AL_NOT(AL_FIELD("properties.compute", AL_NOT_EMPTY)),
                                         AL_FIELD("identity.type", AL_EXISTS))),
        .require = AL_FIELD("identity.type", AL_LIKE("*Assigned*")),
        .absent = AL_ABSENT_FAILS,
        .message = "jobs here have no identity of their own: {field} is {value}",
        .why = "Without an identity, jobs and models reach data with the rights of whoever started them or "
               "with keys that are stored beside the code.",
        .remedy = "Set identity.type to SystemAssigned, or to UserAssigned with userAssignedIdentities, and "
                  "give the identity only the roles that the jobs need.",
        .references = "MCSB IM-3; "
                      "https://learn.microsoft.com/azure/machine-learning/how-to-setup-authentication",
        .unsafe_fix = true,
    },
    {
        .id = "ml-compute-no-public-ip",
        .title = "Machine learning nodes have public addresses",
        .level = AL_WARNING,
        .security_severity = 5.5,
        .type = TYPE_COMPUTE " " TYPE_WORKSPACE,
        .when = AL_ANY(OWN_TYPES, AL_FIELD("properties.serverlessComputeSettings", AL_NOT_EMPTY)),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_address,
        .why =
            "A node with a public address can be scanned and attacked by anyone, and sends what it works on "
            "past the firewall of the network.",
        .remedy = "Set properties.properties.enableNodePublicIp to false on the compute, or "
                  "serverlessComputeNoPublicIP to true in properties.serverlessComputeSettings of the "
                  "workspace; both need a private endpoint of the workspace or a managed network.",
        .references = "MCSB NS-2; "
                      "https://learn.microsoft.com/azure/machine-learning/how-to-secure-training-vnet",
    },
    {
        .id = "ml-compute-ssh-disabled",
        .title = "SSH port of a machine learning compute is open",
        .level = AL_WARNING,
        .security_severity = 7.0,
        .type = TYPE_COMPUTE,
        .when = OWN_TYPES,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_ssh,
        .why =
            "An SSH port is tried with stolen and guessed credentials around the clock, and who gets in has "
            "the training data and the identity of the compute.",
        .remedy =
            "Set sshSettings.sshPublicAccess of an instance or remoteLoginPortPublicAccess of a cluster, "
            "both in properties.properties, to Disabled and leave adminUserPassword out.",
        .references =
            "MCSB NS-1; MCSB PA-1; "
            "https://learn.microsoft.com/azure/machine-learning/how-to-create-attach-compute-cluster",
    },
    {
        .id = "ml-compute-user-isolation",
        .title = "Compute instance is shared between users",
        .level = AL_NOTE,
        .security_severity = 3.5,
        .type = TYPE_COMPUTE,
        .when = IS_INSTANCE,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_user,
        .why =
            "Applications on an instance run with the rights of the person it belongs to; whoever may open "
            "them works in that person's name.",
        .remedy = "Set properties.properties.applicationSharingPolicy to Personal, name the person in "
                  "personalComputeInstanceSettings.assignedUser, and set enableRootAccess to false where the "
                  "apiVersion has it.",
        .references = "MCSB PA-7; "
                      "https://learn.microsoft.com/azure/machine-learning/how-to-create-compute-instance",
    },
    {
        .id = "ml-compute-vnet",
        .title = "Machine learning compute is in no network of yours",
        .level = AL_WARNING,
        .security_severity = 5.5,
        .type = TYPE_COMPUTE,
        .when = OWN_TYPES,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_subnet,
        .why = "Outside a network nothing limits where jobs send data, and storage and registry must be open "
               "to the internet for the compute to reach them.",
        .remedy =
            "Set properties.managedNetwork.isolationMode of the workspace, or properties.properties.subnet.id "
            "of the compute.",
        .references = "MCSB NS-2; policy 7804b5c7-01dc-4723-969b-ae300cc07ff1; "
                      "https://learn.microsoft.com/azure/machine-learning/how-to-secure-training-vnet",
        .equivalents = "Azure.ML.ComputeVnet",
    },
};

AL_MODULE(ml_computes, "Azure Machine Learning computes", rules);
