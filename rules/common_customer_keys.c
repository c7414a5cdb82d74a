/* SPDX-License-Identifier: MIT */
/* Services differ only in the names of the properties that name a customer key, so there is a table of them.
 */
#include "common_customer_keys.h"

struct service {
    const char *type;
    const char
        *list; /* the array whose items have the properties below; NULL: the resource itself has them */
    const char *vault[2]; /* what names the vault: its id, or the address of the vault or the key */
    const char *key;      /* the key's name, where it stands apart */
};

static const struct service services[] = {
    {TYPE_COGNITIVE,
     NULL,
     {"properties.encryption.keyVaultProperties.keyVaultUri", NULL},
     "properties.encryption.keyVaultProperties.keyName"},
    {TYPE_COGNITIVE "/encryptionScopes",
     NULL,
     {"properties.keyVaultProperties.keyVaultUri", NULL},
     "properties.keyVaultProperties.keyName"},
    {TYPE_COSMOS, NULL, {"properties.keyVaultKeyUri", NULL}, NULL},
    {TYPE_EVENT_HUB, "properties.encryption.keyVaultProperties", {"keyVaultUri", NULL}, "keyName"},
    {TYPE_REGISTRY, NULL, {"properties.encryption.keyVaultProperties.keyIdentifier", NULL}, NULL},
    {TYPE_STORAGE,
     NULL,
     {"properties.encryption.keyvaultproperties.keyvaulturi", NULL},
     "properties.encryption.keyvaultproperties.keyname"},
    {TYPE_STORAGE "/encryptionScopes", NULL, {"properties.keyVaultProperties.keyUri", NULL}, NULL},
    {TYPE_WORKSPACE,
     NULL,
     {"properties.encryption.keyVaultProperties.keyVaultArmId",
      "properties.encryption.keyVaultProperties.keyIdentifier"},
     NULL},
    {"Microsoft.AppConfiguration/configurationStores",
     NULL,
     {"properties.encryption.keyVaultProperties.keyIdentifier", NULL},
     NULL},
    {"Microsoft.Cache/redisEnterprise",
     NULL,
     {"properties.encryption.customerManagedKeyEncryption.keyEncryptionKeyUrl", NULL},
     NULL},
    {"Microsoft.Compute/diskEncryptionSets",
     NULL,
     {"properties.activeKey.sourceVault.id", "properties.activeKey.keyUrl"},
     NULL},
    {"Microsoft.OperationalInsights/clusters",
     NULL,
     {"properties.keyVaultProperties.keyVaultUri", NULL},
     "properties.keyVaultProperties.keyName"},
    {"Microsoft.ServiceBus/namespaces",
     "properties.encryption.keyVaultProperties",
     {"keyVaultUri", NULL},
     "keyName"},
};

static const struct service *service_of(const al_resource *resource)
{
    for (size_t i = 0; i < sizeof(services) / sizeof(services[0]); i++)
        if (al_is_type(resource, services[i].type))
            return &services[i];
    return NULL;
}

static const al_resource *key_named(al_check *check, const al_resource *vault, const al_field *name)
{
    const al_resource *key = NULL;

    while (name && (key = al_next_child(check, vault, TYPE_KEY, key)))
        if (al_is_named(check, key, name) == AL_YES)
            return key;
    return NULL;
}

/* Where the service names several things, all of them are tried. */
static struct customer_key read_key(al_check *check, const struct service *service, const al_field *whole)
{
    struct customer_key out = {NULL, NULL, NULL};

    for (size_t i = 0; i < 2 && !out.vault && service->vault[i]; i++) {
        const al_field *field = al_get_in(check, whole, service->vault[i]);
        const al_resource *found = al_leads_to(check, field, TYPE_VAULT " " TYPE_KEY, NULL);
        bool is_key = found && al_is_type(found, TYPE_KEY);

        out.place = out.place ? out.place : field;
        out.key = is_key ? found : NULL;
        out.vault = is_key ? al_ancestor(check, found, TYPE_VAULT) : found;
    }
    if (out.vault && !out.key && service->key)
        out.key = key_named(check, out.vault, al_get_in(check, whole, service->key));
    return out;
}

void al_for_each_customer_key(al_check *check, const al_resource *resource,
                              void (*ask)(al_check *check, const al_resource *resource,
                                          const struct customer_key *found))
{
    const struct service *service = service_of(resource);
    const al_field *whole = service ? al_get(check, resource, service->list ? service->list : "") : NULL;
    bool exact;
    size_t n = !whole ? 0 : service->list ? al_count(check, whole, &exact) : 1;

    for (size_t i = 0; i < n; i++) {
        struct customer_key found =
            read_key(check, service, service->list ? al_item(check, whole, i) : whole);

        if (found.vault)
            ask(check, resource, &found);
    }
}
