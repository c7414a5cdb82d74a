/* SPDX-License-Identifier: MIT */
#include "common_machine_learning.h"

/* The workspace whose settings count for the resource; NULL when it is not in the graph. */
static const al_resource *workspace_of(al_check *check, const al_resource *resource)
{
    const al_resource *workspace =
        al_is_type(resource, TYPE_WORKSPACE) ? resource : al_ancestor(check, resource, TYPE_WORKSPACE);

    if (workspace && !al_is_existing(workspace) && al_test(check, workspace, NOT_A_PROJECT) != AL_YES)
        return al_target(check, al_get(check, workspace, "properties.hubResourceId"));
    return workspace;
}

enum al_truth al_ask_has_managed_network(al_check *check, const al_resource *resource)
{
    const al_resource *workspace = workspace_of(check, resource);

    if (!workspace || al_is_existing(workspace))
        return AL_UNKNOWN;
    return al_test(check, workspace,
                   AL_FIELD("properties.managedNetwork.isolationMode",
                            AL_IN("AllowInternetOutbound", "AllowOnlyApprovedOutbound")));
}
