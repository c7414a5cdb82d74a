/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "common.h"

#define ACCOUNTS      TYPE_STORAGE
#define BLOB_SERVICES ACCOUNTS "/blobServices"

/* The platform makes such accounts, and reaches them by key from anywhere. Where tags are not known, it is
 * hardly one of these. */
#define CLOUD_SHELL AL_SURELY(AL_FIELD("tags.ms-resource-usage", AL_EQUALS("azure-cloud-shell")))
#define FUNCTIONS   AL_SURELY(AL_FIELD("tags.resource-usage", AL_EQUALS("azure-functions")))
#define FILES_ONLY  AL_FIELD("kind", AL_EQUALS("FileStorage"))

/* Objects are replicated between accounts of today's kinds that keep versions of block blobs. */
#define REPLICATES_BLOBS                                                         \
    AL_NOT(                                                                      \
        AL_ANY(AL_FIELD("kind", AL_IN("BlobStorage", "FileStorage", "Storage")), \
               AL_FIELD("apiVersion", AL_VERSION_LESS("2016-01-01")),            \
               AL_FIELD("properties.isHnsEnabled", AL_EQUALS_TRUE),              \
               AL_ALL(AL_FIELD("kind", AL_EQUALS("StorageV2")), AL_FIELD("sku.name", AL_LIKE("Premium*")))))

/* Since 2025-08-01 each service can be told on its own to refuse keys. */
#define KEYLESS(service) \
    AL_FIELD("properties.allowSharedKeyAccessForServices." service ".enabled", AL_EQUALS_FALSE)
#define NO_SERVICE_TAKES_KEYS AL_ALL(KEYLESS("blob"), KEYLESS("file"), KEYLESS("queue"), KEYLESS("table"))

#define ENCRYPTED(service) AL_FIELD("properties.encryption.services." service ".enabled", AL_EQUALS_TRUE)

/* Since 2023-01-01 an account that says nothing forbids anonymous access. */
static const struct al_condition *const anonymous_access_is_off =
    AL_ANY(AL_FIELD("properties.allowBlobPublicAccess", AL_EQUALS_FALSE),
           AL_ALL(AL_NOT(AL_FIELD("properties.allowBlobPublicAccess", AL_EXISTS)),
                  AL_NOT(AL_FIELD("apiVersion", AL_VERSION_LESS("2023-01-01")))));

static void check_container(al_check *check, const al_resource *container)
{
    const al_field *access = al_get(check, container, "properties.publicAccess");
    enum al_truth published =
        access ? al_test_in(check, access, AL_FIELD("", AL_IN("Blob", "Container"))) : AL_NO;
    const al_resource *account = al_ancestor(check, container, ACCOUNTS);
    enum al_truth off;

    if (published == AL_NO)
        return;
    off = account && !al_is_existing(account) ? al_test(check, account, anonymous_access_is_off) : AL_NO;
    if (off == AL_YES)
        return;
    if (published == AL_UNKNOWN || off == AL_UNKNOWN)
        al_undetermined(check, container, access, "cannot tell whether the container is public");
    else
        al_report(check, container, access,
                  "publicAccess is %s: anyone may read the container without signing in",
                  al_text(check, access));
}

/* What brings blobs back. Versions are for accounts of today's kinds without a hierarchy of folders. */
static const struct {
    const char *path, *name, *off;
    bool flat;
} safeguards[] = {
    {"properties.deleteRetentionPolicy.enabled", "deleteRetentionPolicy",
     "soft delete of blobs is switched off", false},
    {"properties.containerDeleteRetentionPolicy.enabled", "containerDeleteRetentionPolicy",
     "soft delete of containers is switched off", false},
    {"properties.isVersioningEnabled", "isVersioningEnabled", "versioning of blobs is switched off", true},
};

enum { DAYS_LEAST = 7 };

static void check_days(al_check *check, const al_resource *service)
{
    const al_field *days = al_get(check, service, "properties.deleteRetentionPolicy.days");

    if (days && al_test_in(check, days, AL_FIELD("", AL_LESS(DAYS_LEAST))) == AL_YES)
        al_report(check, service, days, "deleted blobs are kept for less than %d days", DAYS_LEAST);
}

enum { NAMES_MOST = 120 };

/* What is absent is one finding, what is switched off one for each. */
static void check_service(al_check *check, const al_resource *account, const al_resource *service)
{
    enum al_truth flat = al_opposite(al_test(
        check, account,
        AL_ANY(AL_FIELD("properties.isHnsEnabled", AL_EQUALS_TRUE), AL_FIELD("kind", AL_EQUALS("Storage")))));
    const char *absent = NULL;
    char names[NAMES_MOST] = "";

    for (size_t i = 0; i < sizeof(safeguards) / sizeof(safeguards[0]); i++) {
        const al_field *enabled = al_get(check, service, safeguards[i].path);
        enum al_truth off = enabled ? al_opposite(al_is(check, enabled, "true")) : AL_YES;

        if (safeguards[i].flat)
            off = al_both(off, flat);
        if (off == AL_UNKNOWN)
            al_undetermined(check, service, enabled, "cannot tell whether blobs are recoverable");
        else if (off == AL_YES && enabled)
            al_report(check, service, enabled, "%s", safeguards[i].off);
        else if (off == AL_YES) {
            size_t n = strlen(names);
            (void)snprintf(names + n, sizeof names - n, "%s%s", absent ? ", " : "", safeguards[i].name);
            absent = absent ? absent : safeguards[i].path;
        }
    }
    if (absent)
        al_report_absent(check, service, absent, "the blob service does not set %s", names);
    check_days(check, service);
}

/* It is a setting of the account's blob service, a child that most templates forget. */
static void check_blob_recovery(al_check *check, const al_resource *account)
{
    const al_resource *service = al_next_child(check, account, BLOB_SERVICES, NULL);

    if (service && !al_is_existing(service))
        check_service(check, account, service);
    else if (!service && al_is_incomplete(check))
        al_undetermined(check, account, NULL, "cannot tell whether blobs are recoverable");
    else if (!service)
        al_report(check, account, NULL, "no blobServices child switches soft delete on");
}

static const struct al_rule rules[] = {
    {
        .id = "storage-blob-public-access",
        .title = "Storage account allows anonymous blob access",
        .level = AL_ERROR,
        .security_severity = 7.5,
        .type = ACCOUNTS,
        .when = AL_NOT(FILES_ONLY),
        .require = AL_FIELD("properties.allowBlobPublicAccess", AL_EQUALS_FALSE),
        .absent = AL_ABSENT_FAILS_BEFORE("2023-01-01"),
        .message = "containers of this account may be made public because {field} is not false",
        .why = "One container that is set to public exposes its blobs to everyone, without any credential.",
        .remedy = "Set properties.allowBlobPublicAccess to false (apiVersion 2019-04-01 or later).",
        .since = "2019-04-01",
        .references = "MCSB NS-2; policy 4fa4b6c0-31ca-4c0d-b10d-24b96f62a751; "
                      "policy 13502221-8df0-4414-9937-de9c5c4e396b",
        .equivalents = "CKV_AZURE_190 Azure.Storage.BlobPublicAccess",
    },
    {
        .id = "storage-blob-recovery",
        .title = "Deleted or overwritten blobs cannot be restored",
        .level = AL_NOTE,
        .type = ACCOUNTS,
        .when = AL_NOT(AL_ANY(FILES_ONLY, CLOUD_SHELL)),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_blob_recovery,
        .why =
            "Without soft delete and versions, what is deleted or overwritten by mistake or by an intruder "
            "is gone.",
        .remedy =
            "Give the account a child of type blobServices named default (apiVersion 2019-06-01 or later) that sets "
            "deleteRetentionPolicy and containerDeleteRetentionPolicy to { \"enabled\": true, \"days\": "
            "7 } and, unless isHnsEnabled of the account is true, isVersioningEnabled to true.",
        .references = "MCSB BR-2; policy 9fbd64e3-67b8-489b-98e5-fa0007d17e76; "
                      "policy c36a325b-ae04-4863-ad4f-19c6678f8e08",
        .equivalents = "Azure.Storage.SoftDelete Azure.Storage.ContainerSoftDelete trivy:AZU-0056",
    },
    {
        .id = "storage-container-public-access",
        .title = "Blob container is open to anonymous readers",
        .level = AL_ERROR,
        .security_severity = 8.0,
        .type = BLOB_SERVICES "/containers",
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_container,
        .why = "Everyone on the internet can read the container's blobs, and list them when it is set to "
               "Container.",
        .remedy = "Set properties.publicAccess to None.",
        .references = "MCSB NS-2; policy 4fa4b6c0-31ca-4c0d-b10d-24b96f62a751",
        .equivalents = "CKV_AZURE_34 Azure.Storage.BlobAccessType "
                       "kics:storage_blob_service_container_with_public_access trivy:AZU-0007 "
                       "terrascan:AC_AZURE_0366",
    },
    {
        .id = "storage-cross-tenant-replication",
        .title = "Storage account replicates to foreign tenants",
        .level = AL_NOTE,
        .security_severity = 3.0,
        .type = ACCOUNTS,
        .when = REPLICATES_BLOBS,
        .require = AL_FIELD("properties.allowCrossTenantReplication", AL_EQUALS_FALSE),
        .absent = AL_ABSENT_FAILS_BEFORE("2023-01-01"),
        .message = "blobs may be replicated into another organisation's tenant because {field} is not false",
        .why = "A replication policy can carry a container's data out of the organisation, silently and for "
               "as long as it exists.",
        .remedy = "Set properties.allowCrossTenantReplication to false (apiVersion 2021-04-01 or later).",
        .since = "2021-04-01",
        .references = "MCSB DP-2; policy 92a89a79-6c52-4a7e-a03f-61306fc49312",
    },
    {
        .id = "storage-customer-managed-key",
        .title = "Storage is not encrypted with a customer key",
        .level = AL_NOTE,
        .security_severity = 3.0,
        .type = ACCOUNTS,
        .when = AL_NOT(CLOUD_SHELL),
        .require = AL_FIELD("properties.encryption.keySource", AL_EQUALS("Microsoft.Keyvault")),
        .absent = AL_ABSENT_FAILS,
        .message = "data is encrypted with a Microsoft-held key; {field} names no key vault",
        .why = "With a Microsoft-held key you can neither rotate the key nor revoke access to the data by "
               "withdrawing it, which regulated workloads ask for.",
        .remedy =
            "Set properties.encryption.keySource to Microsoft.Keyvault and give keyvaulturi and keyname "
            "in properties.encryption.keyvaultproperties (apiVersion 2017-06-01 or later).",
        .references = "MCSB DP-5; policy 6fac406b-40ca-413b-bf8e-0bf964659c25",
        .equivalents = "trivy:AZU-0060",
        .unsafe_fix = true,
    },
    {
        /* Azure encrypts whatever this says; absence is no fault. */
        .id = "storage-encryption-at-rest",
        .title = "Storage account asks for no encryption",
        .level = AL_NOTE,
        .security_severity = 2.0,
        .type = ACCOUNTS,
        .require = AL_ALL(ENCRYPTED("blob"), ENCRYPTED("file"), ENCRYPTED("queue"), ENCRYPTED("table")),
        .absent = AL_ABSENT_PASSES,
        .message = "{field} is {value}: Azure encrypts all the same, but the template means the opposite",
        .why = "Whoever wrote it believes that the data is not encrypted, and older versions of the API took "
               "it at its word.",
        .remedy = "Set enabled to true for every service in properties.encryption.services, or leave "
                  "services out.",
        .references = "MCSB DP-4; "
                      "https://learn.microsoft.com/azure/storage/common/storage-service-encryption",
    },
    {
        /* Premium has no geo-redundant form, and neither have large file shares and blobs that NFS mounts.
         * Storage of the platform's own kind (Cloud Shell, Functions, log sinks) is tagged as such by
         * convention. A name that is none of today's says nothing about where the copies are. */
        .id = "storage-geo-redundancy",
        .title = "Storage account keeps its data in one region",
        .level = AL_WARNING,
        .type = ACCOUNTS,
        .when = AL_ALL(AL_FIELD("sku.name", AL_MATCHES("^Standard(V2)?_(L|Z|G|GZ|RAG|RAGZ)RS$")),
                       AL_NOT(AL_ANY(CLOUD_SHELL,
                                     AL_SURELY(AL_FIELD("tags.resource-usage",
                                                        AL_IN("azure-functions", "azure-monitor"))),
                                     AL_FIELD("properties.isNfsV3Enabled", AL_EQUALS_TRUE),
                                     AL_FIELD("properties.largeFileSharesState", AL_EQUALS("Enabled"))))),
        .require = AL_FIELD("sku.name", AL_IN("Standard_GRS", "Standard_GZRS", "Standard_RAGRS",
                                              "Standard_RAGZRS", "StandardV2_GRS", "StandardV2_GZRS")),
        .absent = AL_ABSENT_UNKNOWN,
        .message = "{value} keeps every copy in one region",
        .why =
            "When the region is lost, so is the data; until it is back, so is every workload that needs it.",
        .remedy = "Set sku.name to Standard_GRS or Standard_GZRS (Standard_RAGRS or Standard_RAGZRS to read "
                  "from the second region).",
        .references = "MCSB BR-1; MCSB BR-2; policy bf045164-79ba-4215-8f95-f8048dc1780b",
        .equivalents = "CKV_AZURE_206 Azure.Storage.UseReplication trivy:AZU-0058",
        .unsafe_fix = true,
    },
    {
        /* NFS shares cannot speak HTTPS. */
        .id = "storage-https-only",
        .title = "Storage account accepts plain HTTP",
        .level = AL_ERROR,
        .security_severity = 7.0,
        .type = ACCOUNTS,
        .when = AL_NOT(FILES_ONLY),
        .require = AL_FIELD("properties.supportsHttpsTrafficOnly", AL_EQUALS_TRUE),
        .absent = AL_ABSENT_FAILS_BEFORE("2019-04-01"),
        .message = "clients may use plain HTTP because {field} is not true",
        .why = "Everyone on the way can read and change what is sent in plain HTTP, shared access signatures "
               "included.",
        .remedy = "Set properties.supportsHttpsTrafficOnly to true (apiVersion 2016-12-01 or later).",
        .since = "2016-12-01",
        .references = "MCSB DP-3; policy 404c3081-a854-4457-ae30-26a93ef643f9",
        .equivalents =
            "CKV_AZURE_3 Azure.Storage.SecureTransfer kics:storage_account_allows_unsecure_transfer "
            "trivy:AZU-0008 trivy:AZU-0059 terrascan:AC_AZURE_0373",
    },
    {
        .id = "storage-infrastructure-encryption",
        .title = "Storage account encrypts its data only once",
        .level = AL_NOTE,
        .security_severity = 2.0,
        .type = ACCOUNTS,
        .when = AL_NOT(CLOUD_SHELL),
        .require = AL_FIELD("properties.encryption.requireInfrastructureEncryption", AL_EQUALS_TRUE),
        .absent = AL_ABSENT_FAILS,
        .message = "there is no second layer of encryption because {field} is not true",
        .why = "With one layer, one broken algorithm or one lost key is enough to read the data; the second "
               "can only be asked for when the account is made.",
        .remedy =
            "Set properties.encryption.requireInfrastructureEncryption to true (apiVersion 2019-06-01 or "
            "later), with a kind other than Storage, and create the account anew.",
        .references = "MCSB DP-4; policy 4733ea7b-a883-42fe-8cac-97454c2a9e4a",
        .unsafe_fix = true,
        .profile = "strict",
    },
    {
        /* Where there are no keys, nothing needs to expire. */
        .id = "storage-key-expiry-policy",
        .title = "Account keys and signatures may live for ever",
        .level = AL_NOTE,
        .security_severity = 3.0,
        .type = ACCOUNTS,
        .when = AL_NOT(AL_ANY(CLOUD_SHELL, FUNCTIONS, NO_SERVICE_TAKES_KEYS,
                              AL_FIELD("properties.allowSharedKeyAccess", AL_EQUALS_FALSE))),
        .require = AL_ALL(AL_FIELD("properties.keyPolicy.keyExpirationPeriodInDays", AL_GREATER(0)),
                          AL_FIELD("properties.sasPolicy.sasExpirationPeriod", AL_NOT_EMPTY)),
        .absent = AL_ABSENT_FAILS,
        .message = "the account takes keys, and nothing asks for their renewal or limits its signatures: "
                   "{field} is {value}",
        .why = "A key that nobody renews and a signature without an end still work when the people and "
               "systems they were made for are long gone.",
        .remedy =
            "Set properties.keyPolicy.keyExpirationPeriodInDays (90) and properties.sasPolicy "
            "(sasExpirationPeriod 07.00:00:00, expirationAction Log or Block), apiVersion 2021-02-01 or "
            "later; or switch keys off with properties.allowSharedKeyAccess.",
        .references = "MCSB DP-6; policy 044985bb-afe1-42cd-8a36-9d5d42424537; "
                      "policy bc1b984e-ddae-40cc-801a-050a030e4fbe",
        .unsafe_fix = true,
    },
    {
        .id = "storage-min-tls",
        /* Azure refuses older versions since February 2026, whatever this says. */
        .title = "Storage account does not ask for TLS 1.2",
        .level = AL_WARNING,
        .security_severity = 4.5,
        .type = ACCOUNTS,
        .require = AL_FIELD("properties.minimumTlsVersion", AL_IN("TLS1_2", "TLS1_3")),
        .absent = AL_ABSENT_FAILS,
        .message = "{field} is {value}: the account does not insist on TLS 1.2",
        .why =
            "TLS 1.0 and 1.1 have known attacks that let others on the way read or change the traffic. Azure's public "
            "endpoints refuse them by now; an account that does not is out of line with every benchmark, and hides "
            "which clients its author meant to serve.",
        .remedy = "Set properties.minimumTlsVersion to TLS1_2 (apiVersion 2019-04-01 or later).",
        .references = "MCSB DP-3; policy fe83a0eb-a853-422d-aac2-1bffd182c5d0",
        .equivalents = "CKV_AZURE_44 Azure.Storage.MinTLS trivy:AZU-0011 trivy:AZU-0059",
    },
    {
        .id = "storage-shared-key-access",
        .title = "Storage account accepts account keys",
        .level = AL_WARNING,
        .security_severity = 6.5,
        .type = ACCOUNTS,
        .when = AL_NOT(AL_ANY(CLOUD_SHELL, FUNCTIONS, NO_SERVICE_TAKES_KEYS)),
        .require = AL_FIELD("properties.allowSharedKeyAccess", AL_EQUALS_FALSE),
        .absent = AL_ABSENT_FAILS,
        .message = "account keys and the signatures made with them work because {field} is not false",
        .why = "An account key reads and writes everything in the account, names nobody and never expires.",
        .remedy =
            "Set properties.allowSharedKeyAccess to false (apiVersion 2019-04-01 or later) and give callers data roles such as Storage "
            "Blob Data Contributor.",
        .references = "MCSB IM-1; policy 8c6a50c6-9ffd-4ae7-986f-5fa6111f9a54; "
                      "policy fd9903f1-38c2-4d36-8e44-5c1c20c561e8; "
                      "https://learn.microsoft.com/azure/ai-foundry/how-to/disable-local-auth",
        .equivalents = "Azure.Storage.LocalAuth",
        .unsafe_fix = true,
    },
};

AL_MODULE(storage, "Azure Storage", rules);
