/* SPDX-License-Identifier: MIT */
#include "armlint_rule.h"

#define ACCOUNTS "Microsoft.DocumentDB/databaseAccounts"

#define HAS_CAPABILITY(capability) \
    AL_FIELD("properties.capabilities", AL_SOME_ITEM(AL_FIELD("name", AL_EQUALS(capability))))

/* Entra tokens work with the NoSQL API only; the others cannot do without keys. */
#define NOSQL                                                                                      \
    AL_ALL(AL_NOT(AL_FIELD("kind", AL_EQUALS("MongoDB"))),                                         \
           AL_NOT(AL_FIELD("properties.capabilities",                                              \
                           AL_SOME_ITEM(AL_FIELD("name", AL_IN("EnableCassandra", "EnableGremlin", \
                                                               "EnableMongo", "EnableTable"))))))

/* Rules for addresses or subnets, today's (ipRules) and those of before 2020 (ipRangeFilter). */
#define HAS_FIREWALL                                                                                         \
    AL_ANY(AL_FIELD("properties.ipRules", AL_NOT_EMPTY), AL_FIELD("properties.ipRangeFilter", AL_NOT_EMPTY), \
           AL_FIELD("properties.isVirtualNetworkFilterEnabled", AL_EQUALS_TRUE))

/* One region only: no second copy. Several: somebody must decide that the next one takes over. */
static void check_regions(al_check *check, const al_resource *account)
{
    static const char failover[] = "properties.enableAutomaticFailover";
    const al_field *locations = al_get(check, account, "properties.locations");
    const al_field *automatic = al_get(check, account, failover);
    bool exact = true;
    size_t n = al_count(check, locations, &exact);
    enum al_truth several = n > 1 ? AL_YES : exact ? AL_NO : AL_UNKNOWN;
    enum al_truth fails_over =
        al_either(al_is(check, automatic, "true"),
                  al_is(check, al_get(check, account, "properties.enableMultipleWriteLocations"), "true"));

    if (!locations)
        return;
    if (several == AL_NO)
        al_report(check, account, locations, "the account keeps its data in one region");
    else if (several == AL_UNKNOWN || fails_over == AL_UNKNOWN)
        al_undetermined(check, account, locations, "cannot tell whether another region takes over");
    else if (fails_over == AL_NO && automatic)
        al_report(check, account, automatic,
                  "no other region takes over writes by itself: enableAutomaticFailover is not true");
    else if (fails_over == AL_NO)
        al_report_absent(check, account, failover,
                         "no other region takes over writes by itself: enableAutomaticFailover is not set");
}

static const struct al_rule rules[] = {
    {
        .id = "cosmos-backup-geo-redundancy",
        .title = "Cosmos DB backups stay in one region",
        .level = AL_NOTE,
        .type = ACCOUNTS,
        .when = AL_FIELD("properties.backupPolicy.type", AL_EQUALS("Periodic")),
        .require = AL_FIELD("properties.backupPolicy.periodicModeProperties.backupStorageRedundancy",
                            AL_EQUALS("Geo")),
        .absent = AL_ABSENT_UNKNOWN,
        .message = "backups are kept in one region because {field} is {value}",
        .why = "What destroys the region destroys the account and its backups together.",
        .remedy = "Set properties.backupPolicy.periodicModeProperties.backupStorageRedundancy to Geo.",
        .references = "MCSB BR-2",
        .unsafe_fix = true, /* not every region has a pair */
    },
    {
        /* Accounts of the Cassandra API have no continuous mode. */
        .id = "cosmos-continuous-backup",
        .title = "Cosmos DB cannot be restored to a point in time",
        .level = AL_NOTE,
        .type = ACCOUNTS,
        .when = AL_NOT(HAS_CAPABILITY("EnableCassandra")),
        .require = AL_FIELD("properties.backupPolicy.type", AL_EQUALS("Continuous")),
        .absent = AL_ABSENT_FAILS,
        .message =
            "only periodic backups are kept, and Microsoft's support restores them: {field} is {value}",
        .why =
            "Threads and memories that were deleted or spoiled since the last periodic backup are lost, and "
            "after a few backups the good state is gone, too.",
        .remedy =
            "Set properties.backupPolicy to { \"type\": \"Continuous\", \"continuousModeProperties\": { "
            "\"tier\": \"Continuous7Days\" } } (apiVersion 2023-04-15 or later). There is no way back to "
            "Periodic.",
        .references = "MCSB BR-1; "
                      "https://learn.microsoft.com/azure/cosmos-db/continuous-backup-restore-introduction",
        .equivalents = "Azure.Cosmos.ContinuousBackup",
        .unsafe_fix = true,
    },
    {
        .id = "cosmos-customer-managed-key",
        .title = "Cosmos DB is not encrypted with a customer key",
        .level = AL_NOTE,
        .security_severity = 3.5,
        .type = ACCOUNTS,
        .require = AL_FIELD("properties.keyVaultKeyUri", AL_NOT_EMPTY),
        .absent = AL_ABSENT_FAILS,
        .message = "data is encrypted with a Microsoft-held key; {field} names no key",
        .why = "With a Microsoft-held key you can neither rotate the key nor revoke access to the data by "
               "withdrawing it, which regulated workloads ask for.",
        .remedy =
            "Set properties.keyVaultKeyUri to the address of a key without its version, and "
            "properties.defaultIdentity to an identity that may use it (apiVersion 2021-03-15 or later).",
        .references = "MCSB DP-5; policy 1f905d99-2ab7-462c-a6b0-f709acca6c8f",
        .equivalents = "CKV_AZURE_100",
    },
    {
        .id = "cosmos-disable-local-auth",
        .title = "Cosmos DB accepts account keys",
        .level = AL_WARNING,
        .security_severity = 6.5,
        .type = ACCOUNTS,
        .when = NOSQL,
        .require = AL_FIELD("properties.disableLocalAuth", AL_EQUALS_TRUE),
        .absent = AL_ABSENT_FAILS,
        .message = "account keys work because {field} is not true",
        .why = "A primary key reads and writes every database of the account, names nobody and never "
               "expires.",
        .remedy = "Set properties.disableLocalAuth to true (apiVersion 2021-06-15 or later) and give callers "
                  "SQL role assignments.",
        .references = "MCSB IM-1; policy 5450f5bd-9c72-4390-a9c4-a7aba4edfdd2; "
                      "policy dc2d41d1-4ab1-4666-a3e1-3d51c43e0049",
        .equivalents = "CKV_AZURE_140 Azure.Cosmos.NoSQLLocalAuth",
        .unsafe_fix = true,
    },
    {
        .id = "cosmos-key-metadata-write",
        .title = "Cosmos DB keys can change databases and containers",
        .level = AL_NOTE,
        .security_severity = 4.0,
        .type = ACCOUNTS,
        .when = AL_NOT(AL_FIELD("properties.disableLocalAuth", AL_EQUALS_TRUE)),
        .require = AL_FIELD("properties.disableKeyBasedMetadataWriteAccess", AL_EQUALS_TRUE),
        .absent = AL_ABSENT_FAILS,
        .message = "a key is enough to delete a container because {field} is not true",
        .why = "Whoever has a key can drop containers and change throughput without any role, and without a "
               "trace of who it was.",
        .remedy = "Set properties.disableKeyBasedMetadataWriteAccess to true, or switch keys off with "
                  "properties.disableLocalAuth.",
        .references = "MCSB IM-1; policy 4750c32b-89c0-46af-bfcb-2e4541a818d5",
        .equivalents = "CKV_AZURE_132 Azure.Cosmos.DisableMetadataWrite",
        .unsafe_fix = true,
    },
    {
        /* What an absent value means differs between API versions, and their documentation contradicts
           itself. */
        .id = "cosmos-min-tls",
        .title = "Cosmos DB does not ask for TLS 1.2",
        .level = AL_WARNING,
        .security_severity = 5.5,
        .type = ACCOUNTS,
        .require = AL_FIELD("properties.minimalTlsVersion", AL_EQUALS("Tls12")),
        .absent = AL_ABSENT_UNKNOWN,
        .message = "{field} is {value}, which admits broken versions of TLS",
        .why = "TLS 1.0 and 1.1 have known attacks that let others on the way read or change the traffic.",
        .remedy = "Set properties.minimalTlsVersion to Tls12 (apiVersion 2022-11-15 or later).",
        .references = "MCSB DP-3",
        .equivalents = "Azure.Cosmos.MinTLS",
    },
    {
        /* Serverless accounts have one region. */
        .id = "cosmos-multi-region",
        .title = "Cosmos DB does not survive the loss of a region",
        .level = AL_WARNING,
        .type = ACCOUNTS,
        .when = AL_NOT(HAS_CAPABILITY("EnableServerless")),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_regions,
        .why = "When its only region, or the one that takes the writes, is lost, agents lose their threads "
               "until it is back or somebody fails over by hand.",
        .remedy =
            "List a second region in properties.locations and set properties.enableAutomaticFailover to "
            "true.",
        .references = "MCSB BR-1; https://learn.microsoft.com/azure/reliability/reliability-cosmos-db-nosql",
        .profile = "availability",
    },
    {
        .id = "cosmos-public-network-access",
        .title = "Cosmos DB is open to the public internet",
        .level = AL_WARNING,
        .security_severity = 7.0,
        .type = ACCOUNTS,
        .when = AL_NOT(HAS_FIREWALL),
        .require = AL_FIELD("properties.publicNetworkAccess", AL_IN("Disabled", "SecuredByPerimeter")),
        .absent = AL_ABSENT_FAILS,
        .message = "every network can reach the account: {field} is not Disabled and there are no firewall "
                   "rules",
        .why = "All databases of the account are one leaked key or token away from anyone on the internet.",
        .remedy = "Set properties.publicNetworkAccess to Disabled and add a private endpoint with the group "
                  "id Sql (or that of the account's API), or list the callers in properties.ipRules.",
        .references = "MCSB NS-2; policy 797b37f7-06b8-444c-b1ad-fc62867f335a; "
                      "policy 862e97cf-49fc-4a5c-9de4-40d4e2e7c8eb; "
                      "policy 12339a85-a25c-4f17-9f82-4766f13f5c4c",
        .equivalents = "CKV_AZURE_101 CKV_AZURE_99 Azure.Cosmos.PublicAccess terrascan:AC_AZURE_0184",
        .unsafe_fix = true,
    },
};

AL_MODULE(cosmos_db, "Azure Cosmos DB", rules);
