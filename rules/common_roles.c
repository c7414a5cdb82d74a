/* SPDX-License-Identifier: MIT */
#include "common_roles.h"

#include <string.h>
#include <strings.h>

enum { MAX_USERS = 50 }; /* of one identity are looked at */

static const struct role roles[] = {
    {"8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "Owner", ROLE_OWNER, NULL},
    {"18d7d88d-d35e-4fb5-a5c3-7773c20a72d9", "User Access Administrator", ROLE_GRANTER, NULL},
    {"f58310d9-a9f6-439a-9e8d-f62e7b41a168", "Role Based Access Control Administrator", ROLE_GRANTER, NULL},
    {"b24988ac-6180-42a0-ab88-20f7382dd24c", "Contributor", ROLE_CONTRIBUTOR, NULL},
    {"25fbc0a9-bd7c-42a3-aa1a-3b75d497ee68", "Cognitive Services Contributor", ROLE_AI_MANAGER,
     TYPE_COGNITIVE},
    {"b78c5d69-af96-48a3-bf8d-a8b4d589de94", "Azure AI Administrator", ROLE_AI_MANAGER, TYPE_COGNITIVE},
    {"e47c6f54-e4a2-4754-9501-8e0985b135e1", "Foundry Account Owner", ROLE_AI_MANAGER, TYPE_COGNITIVE},
    {"c883944f-8b7b-4483-af10-35834be79c4a", "Foundry Owner", ROLE_AI_MANAGER, TYPE_COGNITIVE},
    {"eadc314b-1a2d-4efa-be10-5d325db5065e", "Foundry Project Manager", ROLE_AI_BUILDER, TYPE_COGNITIVE},
    {"a001fd3d-188f-4b5d-821b-7da978bf7442", "Cognitive Services OpenAI Contributor", ROLE_AI_BUILDER,
     TYPE_COGNITIVE},
    {"64702f94-c441-49e6-a78b-ef80e0188fee", "Azure AI Developer", ROLE_AI_BUILDER, NULL},
    {"5e0bd9bd-7b93-4f28-af87-19fc36ad61bd", "Cognitive Services OpenAI User", ROLE_AI_CALLER,
     TYPE_COGNITIVE},
    {"a97b65f3-24c7-4388-baec-2e87135dc908", "Cognitive Services User", ROLE_AI_CALLER, TYPE_COGNITIVE},
    {"53ca6127-db72-4b80-b1b0-d745d6d5456d", "Foundry User", ROLE_AI_CALLER, TYPE_COGNITIVE},
    {"f2dc8367-1007-4938-bd23-fe263f013447", "Cognitive Services Speech User", ROLE_AI_CALLER,
     TYPE_COGNITIVE},
    {"b59867f0-fa02-499b-be73-45a86b5b3e1c", "Cognitive Services Data Reader", ROLE_DATA, TYPE_COGNITIVE},
    {"eed3b665-ab3a-47b6-8f48-c9382fb1dad6", "Foundry Agent Consumer", ROLE_AI_CALLER, TYPE_COGNITIVE},
    {"8ebe5a00-799e-43f5-93ac-243d3dce84a7", "Search Index Data Contributor", ROLE_DATA, TYPE_SEARCH},
    {"1407120a-92aa-4202-b7e9-c0e197c71c8f", "Search Index Data Reader", ROLE_DATA, TYPE_SEARCH},
    {"ba92f5b4-2d11-453d-a403-e96b0029c9fe", "Storage Blob Data Contributor", ROLE_DATA, TYPE_STORAGE},
    {"b7e6dc6d-f1e8-4753-8033-0f276bb0955b", "Storage Blob Data Owner", ROLE_DATA, TYPE_STORAGE},
    {"2a2b9908-6ea1-4ae2-8e65-a410df84e7d1", "Storage Blob Data Reader", ROLE_DATA, TYPE_STORAGE},
    {"69566ab7-960f-475b-8e7c-b3118f30c6bd", "Storage File Data Privileged Contributor", ROLE_DATA,
     TYPE_STORAGE},
    {"0c867c2a-1d8c-454a-a3db-ab2ea1bdc8bb", "Storage File Data SMB Share Contributor", ROLE_DATA,
     TYPE_STORAGE},
    {"974c5e8b-45b9-4653-ba55-5f855dd0fb88", "Storage Queue Data Contributor", ROLE_DATA, TYPE_STORAGE},
    {"8a0f0c08-91a1-4084-bc3d-661d67233fed", "Storage Queue Data Message Processor", ROLE_DATA, TYPE_STORAGE},
    {"c6a89b2d-59bc-44d0-9896-0f6e12d7b80a", "Storage Queue Data Message Sender", ROLE_DATA, TYPE_STORAGE},
    {"19e7f393-937e-4f77-808e-94535e297925", "Storage Queue Data Reader", ROLE_DATA, TYPE_STORAGE},
    {"0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3", "Storage Table Data Contributor", ROLE_DATA, TYPE_STORAGE},
    {"76199698-9eea-4c19-bc75-cec21354c6b6", "Storage Table Data Reader", ROLE_DATA, TYPE_STORAGE},
    {"00482a5a-887f-4fb3-b363-3b7fe8e74483", "Key Vault Administrator", ROLE_DATA, TYPE_VAULT},
    {"b86a8fe4-44ce-4948-aee5-eccb2c155cd7", "Key Vault Secrets Officer", ROLE_DATA, TYPE_VAULT},
    {"4633458b-17de-408a-b874-0445c86b69e6", "Key Vault Secrets User", ROLE_DATA, TYPE_VAULT},
    {"14b46e9e-c2b7-41b4-b07b-48a6ebf60603", "Key Vault Crypto Officer", ROLE_DATA, TYPE_VAULT},
    {"12338af0-0e69-4776-bea7-57ae8d297424", "Key Vault Crypto User", ROLE_DATA, TYPE_VAULT},
    {"e147488a-f6f5-4113-8e2d-b22465e65bf6", "Key Vault Crypto Service Encryption User", ROLE_DATA,
     TYPE_VAULT},
    {"a4417e6f-fecd-4de8-b567-7b0420556985", "Key Vault Certificates Officer", ROLE_DATA, TYPE_VAULT},
    {"db79e9a7-68ee-4b58-9aeb-b90e7c24fcba", "Key Vault Certificate User", ROLE_DATA, TYPE_VAULT},
    {"7f951dda-4ed3-4680-a7ca-43fe172d538d", "AcrPull", ROLE_DATA, TYPE_REGISTRY},
    {"8311e382-0749-4cb8-b61a-304f252e45ec", "AcrPush", ROLE_DATA, TYPE_REGISTRY},
    {"f6c7c914-8db3-469d-8ca1-694a8f32e121", "AzureML Data Scientist", ROLE_DATA, TYPE_WORKSPACE},
    {"f526a384-b230-433a-b45c-95f59c4a2dec", "Azure Event Hubs Data Owner", ROLE_DATA, TYPE_EVENT_HUB},
    {"a638d3c7-ab3a-418d-83e6-5f17a39d4fde", "Azure Event Hubs Data Receiver", ROLE_DATA, TYPE_EVENT_HUB},
    {"2b629674-e913-4c01-ae53-ef4638d8f975", "Azure Event Hubs Data Sender", ROLE_DATA, TYPE_EVENT_HUB},
    {"090c5cfd-751d-490a-894a-3ce6f1109419", "Azure Service Bus Data Owner", ROLE_DATA,
     "Microsoft.ServiceBus/namespaces"},
    {"4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0", "Azure Service Bus Data Receiver", ROLE_DATA,
     "Microsoft.ServiceBus/namespaces"},
    {"69a216fc-b8fb-44d8-bc22-1f3c2cd27a39", "Azure Service Bus Data Sender", ROLE_DATA,
     "Microsoft.ServiceBus/namespaces"},
    {"5ae67dd6-50cb-40e7-96ff-dc2bfa4b606b", "App Configuration Data Owner", ROLE_DATA,
     "Microsoft.AppConfiguration/configurationStores"},
    {"516239f1-63e1-4d78-a4de-a74fb236a071", "App Configuration Data Reader", ROLE_DATA,
     "Microsoft.AppConfiguration/configurationStores"},
};

const struct role *al_ask_role(al_check *check, const al_field *definition)
{
    const char *guid = al_last_segment(check, definition);

    for (size_t i = 0; guid && i < sizeof roles / sizeof roles[0]; i++)
        if (strcasecmp(roles[i].guid, guid) == 0)
            return &roles[i];
    return NULL;
}

/* ---- whose identity ------------------------------------------------------------------------------------ */

const al_resource *al_ask_grantee(al_check *check, const al_resource *grant)
{
    const char *path;

    return al_leads_to(check, al_get(check, grant, "properties.principalId"), NULL, &path);
}

static bool is_of_types(const al_resource *resource, const char *types)
{
    size_t n = strlen(al_type(resource));

    for (; *types; types += strspn(types, " ")) {
        size_t length = strcspn(types, " ");

        if (length == n && strncasecmp(types, al_type(resource), n) == 0)
            return true;
        types += length;
    }
    return false;
}

/* The first resource of that type that has the user-assigned identity. */
static const al_resource *user_of(al_check *check, const al_resource *identity, const char *type)
{
    struct al_reference reference;
    size_t at = 0;

    for (int n = 0; n < MAX_USERS && al_next_reference(check, identity, type, &at, &reference); n++)
        if (strncasecmp(reference.path, "identity.", 9) == 0)
            return reference.from;
    return NULL;
}

const al_resource *al_ask_grantee_of_type(al_check *check, const al_resource *grant, const char *types)
{
    const al_resource *grantee = al_ask_grantee(check, grant), *user = NULL;
    char type[100];

    if (!grantee || is_of_types(grantee, types))
        return grantee;
    if (!al_is_type(grantee, TYPE_USER_IDENTITY))
        return NULL;
    for (; *types && !user; types += strspn(types, " ")) {
        size_t length = strcspn(types, " ");

        if (length < sizeof type) {
            memcpy(type, types, length);
            type[length] = '\0';
            user = user_of(check, grantee, type);
        }
        types += length;
    }
    return user;
}

/* ---- on what ------------------------------------------------------------------------------------------- */

/* Of an id that names nothing here. */
#define NAMES(type) AL_FIELD("", AL_LIKE("*" type "/*"))

static bool is_ai(al_check *check, const al_resource *to, const al_field *scope)
{
    if (to)
        return is_of_types(to, TYPE_COGNITIVE " " TYPE_PROJECT " " TYPE_WORKSPACE " " TYPE_SEARCH);
    return scope &&
           al_test_in(check, scope,
                      AL_ANY(NAMES(TYPE_COGNITIVE), NAMES(TYPE_WORKSPACE), NAMES(TYPE_SEARCH))) == AL_YES;
}

bool al_ask_grant_reaches_ai(al_check *check, const al_resource *grant)
{
    switch (al_place_of(check, grant)) {
    case AL_AT_RESOURCE: return is_ai(check, al_attached_to(check, grant), al_get(check, grant, "scope"));
    case AL_AT_RESOURCE_GROUP:
    case AL_AT_SUBSCRIPTION:
    case AL_AT_MANAGEMENT_GROUP:
    case AL_AT_TENANT: return al_ask_deploys_ai(check);
    case AL_AT_UNKNOWN: break;
    }
    return false;
}

const char *al_ask_scope_word(al_check *check, const al_resource *grant)
{
    switch (al_place_of(check, grant)) {
    case AL_AT_RESOURCE: return "the AI resource";
    case AL_AT_RESOURCE_GROUP: return "the whole resource group";
    case AL_AT_SUBSCRIPTION: return "the whole subscription";
    case AL_AT_MANAGEMENT_GROUP: return "a whole management group";
    case AL_AT_TENANT: return "the whole tenant";
    case AL_AT_UNKNOWN: break;
    }
    return "its scope";
}
