/* SPDX-License-Identifier: MIT */
/* The vault behind a customer key: what was encrypted with the key is lost with it, and cannot be read by a
 * service that may not use it. */
#include "common_customer_keys.h"

/* ---- recoverable --------------------------------------------------------------------------------------- */

/* In the order in which they are reported: one for each key. */
static const struct {
    const struct al_condition *fine;
    const char *fault;
} vault_faults[] = {
    /* a vault that is recovered takes its settings from the deleted one */
    {AL_ANY(AL_FIELD("properties.enablePurgeProtection", AL_EQUALS_TRUE),
            AL_FIELD("properties.createMode", AL_EQUALS("recover"))),
     "the customer key is in %s, which has no purge protection"},
    {AL_NOT(AL_FIELD("properties.enableSoftDelete", AL_EQUALS_FALSE)),
     "the customer key is in %s, which has soft delete switched off"},
    /* the service that encrypts comes from outside, as a trusted one */
    {AL_NOT(AL_ALL(AL_FIELD("properties.networkAcls.bypass", AL_EQUALS("None")),
                   AL_ANY(AL_FIELD("properties.networkAcls.defaultAction", AL_EQUALS("Deny")),
                          AL_FIELD("properties.publicNetworkAccess", AL_EQUALS("Disabled"))))),
     "the customer key is in %s, whose firewall keeps out the service that needs it: bypass is None"},
};

static const struct al_condition *const wraps_keys =
    AL_ALL(AL_NOT(AL_FIELD("properties.kty", AL_IN("EC", "EC-HSM"))),
           AL_NOT(AL_FIELD("properties.keySize", AL_LESS(2048))));

static void check_vault(al_check *check, const al_resource *resource, const struct customer_key *found)
{
    const char *name = al_name(check, found->vault);
    enum al_truth answer = AL_YES;

    if (al_is_existing(found->vault))
        return;
    for (size_t i = 0; i < sizeof(vault_faults) / sizeof(vault_faults[0]) && answer != AL_NO; i++) {
        enum al_truth fine = al_test(check, found->vault, vault_faults[i].fine);

        answer = al_both(answer, fine);
        if (fine == AL_NO)
            al_report(check, resource, found->place, vault_faults[i].fault, name);
    }
    if (answer == AL_UNKNOWN)
        al_undetermined(check, resource, found->place, "cannot tell whether %s keeps the key safe", name);
}

static void check_recoverable(al_check *check, const al_resource *resource, const struct customer_key *found)
{
    const al_resource *key = found->key;
    enum al_truth wraps = key && !al_is_existing(key) ? al_test(check, key, wraps_keys) : AL_YES;

    check_vault(check, resource, found);
    if (wraps == AL_NO)
        al_report(check, resource, found->place,
                  "the customer key %s is an elliptic curve or a short RSA key, which cannot protect data",
                  al_name(check, key));
    else if (wraps == AL_UNKNOWN)
        al_undetermined(check, resource, found->place, "cannot tell whether %s can protect data",
                        al_name(check, key));
}

static void check_key_vault(al_check *check, const al_resource *resource)
{
    al_for_each_customer_key(check, resource, check_recoverable);
}

/* ---- access -------------------------------------------------------------------------------------------- */

#define CRYPTO_OFFICER         "14b46e9e-c2b7-41b4-b07b-48a6ebf60603"
#define CRYPTO_USER            "12338af0-0e69-4776-bea7-57ae8d297424"
#define CRYPTO_ENCRYPTION_USER "e147488a-f6f5-4113-8e2d-b22465e65bf6"
#define VAULT_ADMINISTRATOR    "00482a5a-887f-4fb3-b363-3b7fe8e74483"

/* So many role assignments, access policies and bearers of an identity are looked at for each key; with more
 * it cannot be told. */
enum { MAX_GRANTS = 200 };

/* What has been found out about one key of a resource. */
struct access {
    const al_resource *resource, *vault, *key;
    enum al_truth granted;
};

static enum al_truth carries(al_check *check, const al_resource *resource, const al_resource *identity)
{
    struct al_reference use;
    bool exact = true;
    size_t at = 0;

    for (int n = 0; al_next_reference(check, identity, al_type(resource), &at, &use); n++)
        if (use.from == resource || n == MAX_GRANTS)
            return use.from == resource ? AL_YES : AL_UNKNOWN;
    al_count(check, al_get(check, resource, "identity.userAssignedIdentities"), &exact);
    return exact ? AL_NO : AL_UNKNOWN;
}

/* Whether it may have an identity that was made before it. */
static bool has_assigned(al_check *check, const al_resource *resource)
{
    return al_test(check, resource, AL_FIELD("identity.type", AL_LIKE("*UserAssigned*"))) != AL_NO;
}

/* Whether the principal is the identity of the resource, or of what it is part of: its own, or one that was
 * assigned to it. The id of one that is not made here may be written out. */
static enum al_truth is_identity_of(al_check *check, const al_resource *resource, const al_field *principal)
{
    const al_resource *bearer = al_leads_to(check, principal, NULL, NULL), *owner = al_parent(resource);

    if (!principal)
        return AL_NO;
    if (!bearer)
        return al_text(check, principal) && !has_assigned(check, resource) &&
                       !(owner && has_assigned(check, owner))
                   ? AL_NO
                   : AL_UNKNOWN;
    if (bearer == resource || bearer == owner)
        return AL_YES;
    return al_either(carries(check, resource, bearer), owner ? carries(check, owner, bearer) : AL_NO);
}

/* A workspace keeps secrets of its own in a vault, which may be the one of the key: then it needs wider
 * rights there. */
static bool keeps_more_in(al_check *check, const al_resource *resource, const al_resource *vault)
{
    return al_is_type(resource, TYPE_WORKSPACE) &&
           al_target(check, al_get(check, resource, "properties.keyVault")) == vault;
}

/* Whether the role lets its holder use keys. More than that is reported when the holder is `known`. */
static enum al_truth role_lets_use(al_check *check, const struct access *access, const al_resource *grant,
                                   bool known)
{
    const al_field *role = al_get(check, grant, "properties.roleDefinitionId");
    const char *id = al_last_segment(check, role);

    if (!id)
        return AL_UNKNOWN;
    if (al_pattern(check, "^(" CRYPTO_USER "|" CRYPTO_ENCRYPTION_USER ")$", id))
        return AL_YES;
    if (!al_pattern(check, "^(" CRYPTO_OFFICER "|" VAULT_ADMINISTRATOR ")$", id))
        return AL_NO;
    if (known && !keeps_more_in(check, access->resource, access->vault))
        al_report(check, grant, role,
                  "%s only needs to use its key, but this role lets it change and delete every key in %s",
                  al_name(check, access->resource), al_name(check, access->vault));
    return AL_YES;
}

/* Whether the grant is on the vault, on the key, or on what they are in. */
static enum al_truth reaches(al_check *check, const struct access *access, const al_resource *grant)
{
    const al_resource *at = al_attached_to(check, grant);
    enum al_place place;

    if (at == access->vault)
        return AL_YES;
    if (at && al_is_type(at, TYPE_KEY) && al_parent(at) == access->vault)
        return !access->key || at == access->key ? AL_YES : AL_NO;
    place = at ? AL_AT_RESOURCE : al_place_of(check, grant);
    if (place == AL_AT_RESOURCE_GROUP || place == AL_AT_SUBSCRIPTION)
        return AL_YES;
    return at ? AL_NO : AL_UNKNOWN;
}

static void take_roles(al_check *check, struct access *access)
{
    const al_resource *grant = NULL;
    size_t n = 0;

    while ((grant = al_next_of_type(check, TYPE_GRANT, grant))) {
        enum al_truth mine;

        if (++n > MAX_GRANTS) {
            access->granted = al_either(access->granted, AL_UNKNOWN);
            return;
        }
        mine =
            al_both(reaches(check, access, grant),
                    is_identity_of(check, access->resource, al_get(check, grant, "properties.principalId")));
        if (mine != AL_NO)
            access->granted = al_either(access->granted,
                                        al_both(mine, role_lets_use(check, access, grant, mine == AL_YES)));
    }
}

static void take_policies(al_check *check, struct access *access, const al_resource *at)
{
    const al_field *policies = al_get(check, at, "properties.accessPolicies");
    bool exact = true;
    size_t n = al_count(check, policies, &exact);

    for (size_t i = 0; i < n && i < MAX_GRANTS; i++) {
        const al_field *policy = al_item(check, policies, i);
        const al_field *keys = al_get_in(check, policy, "permissions.keys");
        enum al_truth mine = is_identity_of(check, access->resource, al_get_in(check, policy, "objectId"));
        enum al_truth all = al_ask_lists(check, keys, "all");
        enum al_truth enough =
            al_both(al_ask_lists(check, keys, "get"),
                    al_both(al_ask_lists(check, keys, "wrapKey"), al_ask_lists(check, keys, "unwrapKey")));

        if (mine == AL_YES && all == AL_YES && !keeps_more_in(check, access->resource, access->vault))
            al_report(
                check, at, keys,
                "%s only needs to use its key, but this policy lets it change and delete every key in %s",
                al_name(check, access->resource), al_name(check, access->vault));
        access->granted = al_either(access->granted, al_both(mine, al_either(all, enough)));
    }
    if (!exact || n > MAX_GRANTS)
        access->granted = al_either(access->granted, AL_UNKNOWN);
}

static void check_access(al_check *check, const al_resource *resource, const struct customer_key *found)
{
    struct access access = {resource, found->vault, found->key, AL_NO};
    const al_field *roles = al_get(check, found->vault, "properties.enableRbacAuthorization");
    const al_resource *policies = NULL;

    if (al_is_existing(found->vault))
        return;
    if (al_is(check, roles, "false") != AL_YES)
        take_roles(check, &access);
    if (al_is(check, roles, "true") != AL_YES) {
        take_policies(check, &access, found->vault);
        while ((policies = al_next_child(check, found->vault, TYPE_VAULT "/accessPolicies", policies)))
            take_policies(check, &access, policies);
    }
    if (access.granted == AL_UNKNOWN || (access.granted == AL_NO && al_is_incomplete(check)))
        al_undetermined(check, resource, found->place, "cannot tell whether the identity may use the key");
    else if (access.granted == AL_NO)
        al_report(check, resource, found->place,
                  "nothing in this deployment lets the identity of %s use the key in %s",
                  al_name(check, resource), al_name(check, found->vault));
}

/* Unless it is told otherwise, Cosmos DB comes as an application of Microsoft's. */
static void check_key_access(al_check *check, const al_resource *resource)
{
    if (al_is_type(resource, TYPE_COSMOS) &&
        al_test(check, resource, AL_FIELD("properties.defaultIdentity", AL_LIKE("*Assigned*"))) != AL_YES)
        return;
    al_for_each_customer_key(check, resource, check_access);
}

/* ---- rules --------------------------------------------------------------------------------------------- */

static const struct al_rule rules[] = {
    {
        .id = "cmk-identity-key-access",
        .title = "Customer key is not granted, or granted too widely",
        .level = AL_NOTE,
        .security_severity = 3.5,
        .type = TYPES_WITH_CUSTOMER_KEY,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_key_access,
        .why = "A service that may not use its key cannot be deployed or loses its data; one that may manage "
               "the whole vault hands every key in it to whoever takes the service over.",
        .remedy = "Assign Key Vault Crypto Service Encryption User (" CRYPTO_ENCRYPTION_USER
                  ") on the key or the vault to the identity that encrypts, or an access policy with get, "
                  "wrapKey and unwrapKey.",
        .references = "MCSB DP-6; MCSB PA-7; "
                      "https://learn.microsoft.com/azure/key-vault/general/rbac-guide",
    },
    {
        .id = "cmk-key-vault-recoverable",
        .title = "Vault of a customer key is not safe or usable",
        .level = AL_ERROR,
        .security_severity = 6.0,
        .type = TYPES_WITH_CUSTOMER_KEY,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_key_vault,
        .why = "Whoever purges the vault destroys the key, and everything that was encrypted with it is lost "
               "for good. A key that the service cannot reach or use is as good as lost.",
        .remedy = "Set properties.enablePurgeProtection of the vault to true and "
                  "properties.networkAcls.bypass to AzureServices, and use an RSA key of 2048 bits or more.",
        .references = "MCSB DP-5; MCSB DP-6; MCSB DP-8; policy 0b60c0b2-2dc2-4e1c-b5c9-abbed971de53; "
                      "https://learn.microsoft.com/azure/ai-foundry/concepts/encryption-keys-portal",
    },
};

AL_MODULE(customer_keys, "Customer-managed keys", rules);
