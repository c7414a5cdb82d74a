/* SPDX-License-Identifier: MIT */
/* Which models are deployed, in which version, how much of them, and where. */
#include "common.h"

#include <ctype.h>
#include <stdio.h>

#define TYPE_DEPLOYMENT TYPE_COGNITIVE "/deployments"
#define TYPE_MANAGED    TYPE_COGNITIVE "/managedComputeDeployments"
#define TYPE_SERVERLESS TYPE_WORKSPACE "/serverlessEndpoints"
#define TYPE_ONLINE     TYPE_WORKSPACE "/onlineEndpoints/deployments"

#define MODEL "properties.model"

/* So many accounts and deployments are compared with one, which keeps the work linear. */
enum { MAX_OTHERS = 200 };

/* -- models -- */

static bool is_approved(al_check *check, const char *publisher, const char *name)
{
    char both[256];

    if (al_option_lists(check, "models", name))
        return true;
    return publisher && snprintf(both, sizeof both, "%s/%s", publisher, name) < (int)sizeof both &&
           al_option_lists(check, "models", both);
}

/* `model` is { "format", "publisher", "name" }. */
static void check_model(al_check *check, const al_resource *deployment, const al_field *model)
{
    const al_field *field = al_get_in(check, model, "name");
    const char *name = al_text(check, field);
    const char *format = al_text(check, al_get_in(check, model, "format"));
    const char *publisher = al_text(check, al_get_in(check, model, "publisher"));

    if (!field)
        return;
    if (!name)
        al_undetermined(check, deployment, field, "cannot tell which model is deployed");
    else if (!is_approved(check, format, name) && !is_approved(check, publisher, name))
        al_report(check, deployment, field, "the model %s is not among the approved ones", name);
}

/* `id` names a model of a registry: "azureml://registries/azure-openai/models/gpt-4o/versions/1". */
static void check_asset(al_check *check, const al_resource *deployment, const al_field *id)
{
    const char *text = al_text(check, id);

    if (!id)
        return;
    if (!text)
        al_undetermined(check, deployment, id, "cannot tell which model is deployed");
    else if (!al_option_lists(check, "models", text))
        al_report(check, deployment, id, "the model %s is not among the approved ones", text);
}

static void check_approved(al_check *check, const al_resource *deployment)
{
    const al_field *routed = al_get(check, deployment, "properties.routing.models");
    bool exact;
    size_t n = al_count(check, routed, &exact);

    if (!al_option(check, "models"))
        return;
    if (al_is_type(deployment, TYPE_DEPLOYMENT))
        check_model(check, deployment, al_get(check, deployment, MODEL));
    else
        check_asset(
            check, deployment,
            al_get(check, deployment,
                   al_is_type(deployment, TYPE_SERVERLESS) ? "properties.modelSettings.modelId" : MODEL));
    for (size_t i = 0; i < n; i++)
        check_model(check, deployment, al_item(check, routed, i));
}

static void check_version(al_check *check, const al_resource *deployment)
{
    static const char path[] = "properties.versionUpgradeOption";
    const al_field *version = al_get(check, deployment, MODEL ".version");
    const al_field *upgrade = al_get(check, deployment, path);
    /* What Azure does when nobody says. */
    const char *text = upgrade ? al_text(check, upgrade) : "OnceCurrentVersionExpired";
    enum al_truth pinned = al_test(check, deployment, AL_FIELD(MODEL ".version", AL_NOT_EMPTY));

    if (pinned == AL_NO && version)
        al_report(check, deployment, version, "model.version is empty, so Azure chooses the version");
    else if (pinned == AL_NO)
        al_report_absent(check, deployment, MODEL ".version",
                         "model.version is not set, so Azure chooses the version");
    else if (pinned == AL_UNKNOWN)
        al_undetermined(check, deployment, version, "cannot tell whether the version is pinned");
    if (!al_option(check, "upgrade-options"))
        return;
    if (!text)
        al_undetermined(check, deployment, upgrade, "cannot tell when the model is upgraded");
    else if (!al_option_lists(check, "upgrade-options", text) && upgrade)
        al_report(check, deployment, upgrade, "versionUpgradeOption %s is not among the allowed ones", text);
    else if (!al_option_lists(check, "upgrade-options", text))
        al_report_absent(check, deployment, path, "versionUpgradeOption is not set, which means %s", text);
}

/* -- capacity -- */

static void check_ceiling(al_check *check, const al_resource *deployment, const al_field *capacity)
{
    const al_field *sku = al_get(check, deployment, "sku.name");
    enum al_truth provisioned = al_test(check, deployment, AL_FIELD("sku.name", AL_LIKE("*Provisioned*")));
    const char *option = provisioned == AL_YES ? "maximum-units" : "maximum";
    const struct al_condition above = {
        .op = AL_OP_GREATER, .field = "", .bound = al_option_number(check, option, INT64_MAX)};
    enum al_truth exceeds;

    if (above.bound == INT64_MAX)
        return;
    exceeds = provisioned == AL_UNKNOWN ? AL_UNKNOWN : al_test_in(check, capacity, &above);
    if (exceeds == AL_YES)
        al_report(check, deployment, capacity, "the capacity is above the %s of %lld", option,
                  (long long)above.bound);
    else if (exceeds == AL_UNKNOWN)
        al_undetermined(check, deployment, provisioned == AL_UNKNOWN ? sku : capacity,
                        "cannot tell whether the capacity is above the limit");
}

static void check_capacity(al_check *check, const al_resource *deployment)
{
    const al_field *settings = al_get(check, deployment, "properties.scaleSettings");
    const al_field *capacity = al_get(check, deployment, "sku.capacity");

    if (capacity)
        check_ceiling(check, deployment, capacity);
    else if (settings)
        al_report(check, deployment, settings,
                  "scaleSettings is obsolete and sku.capacity is not set, so Azure "
                  "chooses how much the deployment may take");
    else
        al_report_absent(check, deployment, "sku.capacity",
                         "sku.capacity is not set, so Azure chooses how much the deployment may take");
}

static void check_limits(al_check *check, const al_resource *resource)
{
    static const char path[] = "properties.dynamicThrottlingEnabled";

    if (al_is_type(resource, TYPE_DEPLOYMENT))
        check_capacity(check, resource);
    else if (al_is(check, al_get(check, resource, path), "true") == AL_YES)
        al_report(check, resource, al_get(check, resource, path),
                  "dynamic throttling lets deployments take more than their capacity");
}

static void check_sku(al_check *check, const al_resource *deployment)
{
    const al_field *sku = al_get(check, deployment, "sku.name");
    const char *name = al_text(check, sku);

    if (sku && !name)
        al_undetermined(check, deployment, sku, "cannot tell where the deployment runs");
    else if (name && !al_option_lists(check, "skus", name))
        al_report(check, deployment, sku,
                  "with the SKU %s prompts may be processed outside the approved regions", name);
}

/* -- regions -- */

/* "North Europe" is northeurope. */
static bool is_same_region(const char *a, const char *b)
{
    while (*a || *b) {
        if (*a == ' ')
            a++;
        else if (*b == ' ')
            b++;
        else if (tolower((unsigned char)*a++) != tolower((unsigned char)*b++))
            return false;
    }
    return true;
}

/* Whether two accounts are in different regions. The region of one that is only referred to is not known. */
static enum al_truth are_apart(al_check *check, const al_resource *a, const al_resource *b)
{
    const al_field *here = al_get(check, a, "location"), *there = al_get(check, b, "location");
    const char *x = al_text(check, here), *y = al_text(check, there);

    if (x && y)
        return is_same_region(x, y) ? AL_NO : AL_YES;
    return here && there ? al_opposite(al_same(check, here, there)) : AL_UNKNOWN;
}

/* Whether the account has a model of that name; *budget is what may still be compared. */
static enum al_truth has_model(al_check *check, const al_resource *account, const al_field *model,
                               size_t *budget)
{
    const al_resource *other = NULL;
    enum al_truth answer = al_is_existing(account) ? AL_UNKNOWN : AL_NO;

    while (answer != AL_YES && (other = al_next_child(check, account, TYPE_DEPLOYMENT, other))) {
        if (*budget == 0)
            return AL_UNKNOWN;
        --*budget;
        answer = al_either(answer, al_same(check, al_get(check, other, MODEL ".name"), model));
    }
    return answer;
}

static enum al_truth is_twin(al_check *check, const al_resource *account, const al_resource *other,
                             size_t *budget)
{
    const al_resource *deployment = NULL;
    enum al_truth apart = are_apart(check, account, other), shared = AL_NO;

    if (apart == AL_NO)
        return AL_NO;
    while (shared != AL_YES && (deployment = al_next_child(check, account, TYPE_DEPLOYMENT, deployment)))
        shared = al_either(shared, has_model(check, other, al_get(check, deployment, MODEL ".name"), budget));
    return al_both(apart, shared);
}

static void check_regions(al_check *check, const al_resource *account)
{
    const al_field *regions = al_get(check, account, "properties.locations.regions");
    const al_resource *other = NULL;
    enum al_truth twin = AL_NO;
    size_t n = 0, budget = MAX_OTHERS;
    bool exact;

    if (!al_next_child(check, account, TYPE_DEPLOYMENT, NULL) || al_count(check, regions, &exact) > 1)
        return;
    while (twin != AL_YES && (other = al_next_of_type(check, TYPE_COGNITIVE, other)))
        if (other != account)
            twin = al_either(twin, ++n > MAX_OTHERS ? AL_UNKNOWN : is_twin(check, account, other, &budget));
    if (twin == AL_UNKNOWN || (twin == AL_NO && (!exact || al_is_incomplete(check))))
        al_undetermined(check, account, NULL, "cannot tell whether another region has the same models");
    else if (twin == AL_NO)
        al_report(check, account, al_get(check, account, "location"),
                  "no account in another region has the same models");
}

/* A fine-tuned model is called "gpt-4o-2024-08-06.ft-0e20...". */
static void check_fine_tuned(al_check *check, const al_resource *deployment)
{
    const al_resource *account = al_parent(deployment), *other = NULL;
    const al_field *model = al_get(check, deployment, MODEL ".name");
    const char *name = al_text(check, model);
    enum al_truth twin = AL_NO;
    size_t n = 0, budget = MAX_OTHERS;

    if (!account || !name || !al_pattern(check, "[.:]ft[-:]", name))
        return;
    while (twin != AL_YES && (other = al_next_of_type(check, TYPE_COGNITIVE, other))) {
        if (other == account)
            continue;
        twin = al_either(twin, ++n > MAX_OTHERS ? AL_UNKNOWN
                                                : al_both(are_apart(check, account, other),
                                                          has_model(check, other, model, &budget)));
    }
    if (twin == AL_UNKNOWN || (twin == AL_NO && al_is_incomplete(check)))
        al_undetermined(check, deployment, model, "cannot tell whether another region has the model");
    else if (twin == AL_NO)
        al_report(check, deployment, model, "no account in another region has the fine-tuned model %s", name);
}

/* -- rules -- */

static const struct al_rule_option approved_options[] = {
    {"models", NULL,
     "models that may be deployed: name, publisher/name or id in a registry, with '*' (gpt-4o*,OpenAI/*)"},
    {NULL, NULL, NULL},
};

static const struct al_rule_option capacity_options[] = {
    {"maximum", NULL, "most capacity of a deployment, in thousands of tokens per minute"},
    {"maximum-units", NULL, "most capacity of a provisioned deployment, in throughput units"},
    {NULL, NULL, NULL},
};

static const struct al_rule_option residency_options[] = {
    {"skus", "Standard,ProvisionedManaged,Provisioned,DataZone*",
     "deployment types that stay where they may be"},
    {NULL, NULL, NULL},
};

static const struct al_rule_option version_options[] = {
    {"upgrade-options", NULL,
     "what versionUpgradeOption may be (OnceCurrentVersionExpired, NoAutoUpgrade, ...)"},
    {NULL, NULL, NULL},
};

static const struct al_rule rules[] = {
    {
        .id = "openai-deployment-approved-model",
        .title = "Model is not among the approved ones",
        .level = AL_WARNING,
        .security_severity = 5.0,
        .type = TYPE_DEPLOYMENT " " TYPE_MANAGED " " TYPE_ONLINE " " TYPE_SERVERLESS,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_approved,
        .why =
            "A model that nobody vetted may leak what it is given, or answer in ways that its publisher never "
            "tested.",
        .remedy =
            "Deploy one of the approved models, or have this one approved and add it to the option models.",
        .references = "MCSB AI-1; policy aafe3651-cb78-4f68-9f81-e7e41509110f; "
                      "policy 12e5dd16-d201-47ff-849b-8454061c293d",
        .options = approved_options,
    },
    {
        .id = "openai-deployment-capacity",
        .title = "Model deployment has no limit of its own",
        .level = AL_NOTE,
        .security_severity = 2.0,
        .type = TYPE_COGNITIVE " " TYPE_DEPLOYMENT,
        /* Before 2023-05-01 a deployment had no SKU. */
        .when = AL_NOT(AL_FIELD("apiVersion", AL_VERSION_LESS("2023-05-01"))),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_limits,
        .why =
            "Whoever gets hold of the model, or a loop in an application, can use up the quota and the budget.",
        .remedy = "Set sku.name and sku.capacity on the deployment to what it needs, and leave the account's "
                  "properties.dynamicThrottlingEnabled false.",
        .references = "MCSB AI-6; https://learn.microsoft.com/azure/ai-foundry/openai/how-to/quota",
        .options = capacity_options,
    },
    {
        .id = "openai-deployment-sku-residency",
        .title = "Model may process prompts in any region",
        .level = AL_WARNING,
        .type = TYPE_DEPLOYMENT,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_sku,
        .why =
            "A global deployment sends each prompt to whichever region of the world has room, which laws or "
            "contracts may forbid.",
        .remedy =
            "Set sku.name to Standard or ProvisionedManaged, or to DataZoneStandard where the EU or the US "
            "as a whole will do.",
        .references =
            "MCSB DP-2; https://learn.microsoft.com/azure/ai-foundry/openai/how-to/deployment-types",
        .profile = "residency",
        .options = residency_options,
    },
    {
        .id = "openai-deployment-version-policy",
        .title = "Model version is left to Azure",
        .level = AL_WARNING,
        .type = TYPE_DEPLOYMENT,
        .when = AL_FIELD(MODEL ".name", AL_EXISTS),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_version,
        .why =
            "The next deployment may bring a version that nobody has tested: answers, safety and price change "
            "without a change in the template.",
        .remedy =
            "Set properties.model.version, and properties.versionUpgradeOption to OnceCurrentVersionExpired. "
            "With NoAutoUpgrade the deployment stops on the day the version is retired.",
        .references =
            "MCSB AI-1; https://learn.microsoft.com/azure/ai-foundry/openai/how-to/working-with-models",
        .options = version_options,
    },
    {
        .id = "openai-fine-tuned-secondary",
        .title = "Fine-tuned model is in one region only",
        .level = AL_NOTE,
        .type = TYPE_DEPLOYMENT,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_fine_tuned,
        .why =
            "A fine-tuned model lives in the account that trained it; when its region fails, no other has it.",
        .remedy =
            "Deploy the model in an account of another region, too, with properties.model.sourceAccount set "
            "to the id of this account.",
        .references =
            "MCSB BR-1; https://learn.microsoft.com/azure/ai-foundry/openai/how-to/fine-tuning-deploy",
    },
    {
        .id = "openai-multi-region",
        .title = "Models are served from one region only",
        .level = AL_WARNING,
        .type = TYPE_COGNITIVE,
        .when = AL_FIELD("kind", AL_IN("OpenAI", "AIServices")),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_regions,
        .why =
            "An account answers from its region, whatever its deployments are: when that region fails, so does "
            "every application that calls it.",
        .remedy =
            "Deploy the same models in an account of a second region and put a gateway in front of both.",
        .references =
            "MCSB BR-1; "
            "https://learn.microsoft.com/azure/ai-services/openai/how-to/business-continuity-disaster-recovery",
        .profile = "availability",
    },
};

AL_MODULE(model_deployments, "Azure OpenAI model deployments", rules);
