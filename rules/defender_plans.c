/* SPDX-License-Identifier: MIT */
/* Defender plans for what stands beside the models, and the scanners that come with plans. */
#include "common_governance.h"

#include <stdio.h>
#include <string.h>

#define PAID      AL_FIELD("properties.pricingTier", AL_EQUALS("Standard"))
#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})

/* ---- plans of the services around AI ---------------------------------------------------------------------
 */

/* What a plan protects, and the policies that switch it on. */
struct protected
{
    const char *plan;
    const char *const
        *types; /* NULL: it concerns every subscription, so it is asked only beside other plans */
    const char *const *guids;
};

static const char *const nothing[] = {NULL};

static const struct protected services[] = {
    {"Api", LIST(TYPE_APIM), nothing},
    {"Arm", NULL, LIST("b7021b2b-08fd-4dc0-9de7-3c6ece09faf9")},
    {"Containers", LIST(TYPE_REGISTRY, "Microsoft.ContainerService/managedClusters"),
     LIST("c9ddb292-b203-4738-aead-18e2716e858f", "efd4031d-b232-4595-babf-ae817348e91b")},
    {"CosmosDbs", LIST(TYPE_COSMOS), LIST("82bf5b87-728b-4a74-ba4d-6123845cf542")},
    {"KeyVaults", LIST(TYPE_VAULT), LIST("1f725891-01c0-420a-9059-4fa46cb770b7")},
    {"SqlServers", LIST("Microsoft.Sql/servers"),
     LIST("b99b73e7-074b-4089-9395-b7236f094491", "36d49e87-48c4-4f2e-beed-ba4ed02b71f5")},
    {"StorageAccounts", LIST(TYPE_STORAGE),
     LIST("cfdc5972-75b3-4418-8ae1-7f5c36839390", "17bc14a7-92e1-4551-8b8c-80f36953e166")},
};

static bool deploys(al_check *check, const char *const *types)
{
    for (; *types; types++)
        if (al_ask_first_deployed(check, *types))
            return true;
    return false;
}

/* One finding for all plans that nothing sets. */
static void check_missing_plans(al_check *check, const al_resource *resource)
{
    static const char *const plans[] = {TYPE_PLAN, NULL};
    char missing[200] = "";
    enum al_truth set, all = AL_YES;

    for (size_t i = 0; i < sizeof services / sizeof services[0]; i++) {
        size_t n = strlen(missing);

        if (!deploys(check, services[i].types ? services[i].types : plans))
            continue;
        set = al_either(al_ask_has_plan(check, services[i].plan),
                        al_ask_assigns_policy(check, services[i].guids));
        all = al_both(all, set);
        if (set == AL_NO)
            snprintf(missing + n, sizeof missing - n, "%s%s", n ? ", " : "", services[i].plan);
    }
    if (*missing && !al_is_incomplete(check))
        al_report(
            check, resource, NULL,
            "this deployment sets up AI in a subscription, but not the Defender plans for what stands beside it: %s",
            missing);
    else if (all != AL_YES)
        al_undetermined(check, resource, NULL, "cannot tell which Defender plans are set");
}

static void check_storage_extensions(al_check *check, const al_resource *plan)
{
    static const char *const scans[] = {"OnUploadMalwareScanning", "SensitiveDataDiscovery"};

    for (size_t i = 0; i < 2; i++) {
        bool exact;
        const al_field *enabled = al_ask_extension(check, plan, scans[i], &exact);
        enum al_truth on = enabled || exact ? al_is(check, enabled, "True") : AL_UNKNOWN;

        if (on == AL_UNKNOWN)
            al_undetermined(check, plan, enabled, "cannot tell whether %s is on", scans[i]);
        else if (enabled && on == AL_NO)
            al_report(check, plan, enabled, "the Defender plan for storage has %s switched off", scans[i]);
        else if (on == AL_NO)
            al_report_absent(check, plan, "properties.extensions",
                             "the Defender plan for storage does not switch on %s", scans[i]);
    }
}

/* A paid plan can still be one of the smaller ones. */
static void check_sub_plan(al_check *check, const al_resource *plan)
{
    static const char path[] = "properties.subPlan";
    const al_field *name = al_get(check, plan, "name"), *sub = al_get(check, plan, path);

    if (al_is(check, name, "StorageAccounts") == AL_YES) {
        enum al_truth full = al_is(check, sub, "DefenderForStorageV2");

        if (full == AL_YES)
            check_storage_extensions(check, plan);
        else if (full == AL_UNKNOWN)
            al_undetermined(check, plan, sub, "cannot tell which plan for storage it is");
        else if (sub)
            al_report(check, plan, sub,
                      "the older plan for storage scans no uploads: subPlan is not "
                      "DefenderForStorageV2");
        else
            al_report_absent(check, plan, path,
                             "subPlan is not set to DefenderForStorageV2, the plan that "
                             "scans uploads");
    } else if (al_is(check, name, "Api") == AL_YES && !sub) {
        al_report_absent(check, plan, path,
                         "the Defender plan Api has no subPlan, which it cannot do without");
    } else if (al_is(check, name, "VirtualMachines") == AL_YES && al_is(check, sub, "P1") == AL_YES) {
        al_report(check, plan, sub,
                  "the plan P1 for servers has no scanning without agents: subPlan is not P2");
    }
}

static void check_dependent_plans(al_check *check, const al_resource *resource)
{
    if (!al_is_type(resource, TYPE_PLAN)) {
        if (al_ask_is_first_ai_of_subscription(check, resource))
            check_missing_plans(check, resource);
    } else if (al_test(check, resource, AL_FIELD("name", AL_IN("AI", "CloudPosture"))) != AL_YES) {
        al_report_unpaid_plan(check, resource);
        if (al_test(check, resource, PAID) == AL_YES)
            check_sub_plan(check, resource);
    }
}

/* ---- vulnerability assessment ---------------------------------------------------------------------------
 */

/* Two plans can bring the same scanner; one of them is enough. */
struct scanner {
    const char *extension, *plan, *what;
    const char *const *types;
};

static const struct scanner scanners[] = {
    {"ContainerRegistriesVulnerabilityAssessments", "Containers", "images", LIST(TYPE_REGISTRY)},
    {"AgentlessVmScanning", "VirtualMachines", "machines",
     LIST("Microsoft.Compute/virtualMachines", "Microsoft.Compute/virtualMachineScaleSets")},
};

static enum al_truth brings(al_check *check, const al_resource *plan, const char *extension)
{
    bool exact;
    const al_field *enabled = al_ask_extension(check, plan, extension, &exact);
    enum al_truth on = enabled || exact ? al_is(check, enabled, "True") : AL_UNKNOWN;

    return al_both(on, al_test(check, plan, PAID));
}

static void check_scanner(al_check *check, const al_resource *plan, const struct scanner *scanner)
{
    const al_field *tier = al_get(check, plan, "properties.pricingTier");
    bool exact;
    const al_field *enabled = al_ask_extension(check, plan, scanner->extension, &exact);
    bool off = al_is(check, enabled, "False") == AL_YES;
    bool unpaid = al_is(check, tier, "Free") == AL_YES && deploys(check, scanner->types) &&
                  al_is(check, al_get(check, plan, "name"), scanner->plan) == AL_YES;
    enum al_truth elsewhere = off || unpaid ? al_ask_any_plan(check, brings, scanner->extension) : AL_YES;

    if (elsewhere == AL_UNKNOWN)
        al_undetermined(check, plan, off ? enabled : tier, "cannot tell whether %s are scanned",
                        scanner->what);
    else if (elsewhere == AL_NO && off)
        al_report(check, plan, enabled, "no plan looks for vulnerabilities in %s: %s is switched off",
                  scanner->what, scanner->extension);
    else if (elsewhere == AL_NO)
        al_report(check, plan, tier, "no plan looks for vulnerabilities in %s: the plan %s is not paid for",
                  scanner->what, scanner->plan);
    if (!enabled && !exact)
        al_undetermined(check, plan, NULL, "cannot tell whether %s are scanned", scanner->what);
}

static void check_assessment(al_check *check, const al_resource *plan)
{
    for (size_t i = 0; i < sizeof scanners / sizeof scanners[0]; i++)
        if (al_is(check, al_get(check, plan, "name"), "CloudPosture") == AL_YES ||
            al_is(check, al_get(check, plan, "name"), scanners[i].plan) == AL_YES)
            check_scanner(check, plan, &scanners[i]);
}

/* ---- rules --------------------------------------------------------------------------------------------- */

static const struct al_rule rules[] = {
    {
        .id = "defender-dependent-plans",
        .title = "A Defender plan beside the AI is not switched on",
        .level = AL_NOTE,
        .security_severity = 3.5,
        .type = TYPE_PLAN " " AI_WORKLOADS,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_dependent_plans,
        .why = "An AI workload is attacked where its data and secrets lie: in storage, vaults, databases and "
               "images, which nobody watches without their plans.",
        .remedy =
            "Deploy Microsoft.Security/pricings with properties.pricingTier Standard for each plan, which is "
            "charged for. StorageAccounts also needs properties.subPlan DefenderForStorageV2 and the "
            "extensions OnUploadMalwareScanning and SensitiveDataDiscovery with isEnabled True.",
        .references = "MCSB LT-1; policy 640d2586-54d2-465f-877f-9ffc1d2109f4; "
                      "policy 0e6763cc-5078-4e64-889d-ff4d9a839047; "
                      "policy adbe85b5-83e6-4350-ab58-bf3a4f736e5e; "
                      "policy 1c988dd6-ade4-430f-a608-2a3e5b0a6d38; "
                      "policy 7926a6d1-b268-4586-8197-e8ae90c877d7; "
                      "policy c3d20c29-b36d-48fe-808b-99a87530ad99",
        .equivalents =
            "CKV_AZURE_19 CKV_AZURE_84 CKV_AZURE_85 CKV_AZURE_87 Azure.Defender.Api Azure.Defender.AppServices "
            "Azure.Defender.Arm Azure.Defender.Containers Azure.Defender.CosmosDb Azure.Defender.Dns "
            "Azure.Defender.KeyVault Azure.Defender.OssRdb Azure.Defender.SQL Azure.Defender.SQLOnVM "
            "Azure.Defender.Servers Azure.Defender.Storage Azure.Defender.Storage.DataScan "
            "Azure.Defender.Storage.MalwareScan kics:standard_price_not_selected trivy:AZU-0045 "
            "terrascan:AC_AZURE_0385",
    },
    {
        .id = "defender-vulnerability-assessment",
        .title = "Images or machines are not scanned",
        .level = AL_NOTE,
        .security_severity = 3.0,
        .type = TYPE_PLAN,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_assessment,
        .why = "A known hole in an image or a machine stays open because nobody hears of it.",
        .remedy =
            "In properties.extensions set isEnabled of ContainerRegistriesVulnerabilityAssessments (plan "
            "Containers or CloudPosture) and AgentlessVmScanning (plan VirtualMachines or CloudPosture) to "
            "the text True (apiVersion 2023-01-01 or later), with pricingTier Standard.",
        .references = "MCSB PV-5; MCSB DS-6; policy 1c988dd6-ade4-430f-a608-2a3e5b0a6d38; "
                      "policy 72f8cee7-2937-403d-84a1-a4e3e57f3c21",
    },
};

AL_MODULE(defender_plans, "Microsoft Defender plans", rules);
