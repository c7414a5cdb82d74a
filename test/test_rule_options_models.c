/* SPDX-License-Identifier: MIT */
/* What the options of the rules about model deployments do. */
#include "lint_test.h"

#define ACCOUNT                                                                                        \
    "{\"type\":\"Microsoft.CognitiveServices/accounts\",\"apiVersion\":\"2025-09-01\",\"name\":\"a\"," \
    "\"kind\":\"AIServices\",\"location\":\"westeurope\",\"sku\":{\"name\":\"S0\"},\"properties\":{}}"
#define CHILD(type, name, body)                                                                  \
    "{\"type\":\"Microsoft.CognitiveServices/accounts/" type "\",\"apiVersion\":\"2025-12-01\"," \
    "\"name\":\"a/" name "\"," body "}"
#define MODEL "\"model\":{\"format\":\"OpenAI\",\"name\":\"gpt-4.1\",\"version\":\"2025-04-14\"}"
#define DEPLOYMENT(sku, capacity, more) \
    CHILD("deployments", "chat",        \
          "\"sku\":{\"name\":\"" sku "\",\"capacity\":" capacity "},\"properties\":{" MODEL more "}")
#define WORKSPACE "Microsoft.MachineLearningServices/workspaces/"
#define SERVERLESS(id)                                                                               \
    "{\"type\":\"" WORKSPACE "serverlessEndpoints\",\"apiVersion\":\"2024-04-01\",\"name\":\"w/e\"," \
    "\"location\":\"westeurope\",\"properties\":{\"modelSettings\":{\"modelId\":\"" id "\"}}}"
#define LLAMA "azureml://registries/azureml-meta/models/Llama-3.3-70B-Instruct"

/* How many findings of the rule there are with the option set; `value` NULL: with none set. */
static size_t count(const char *rule, const char *option, const char *value, const char *resources)
{
    char name[128];
    const struct al_assignment settings[] = {{name, value}, {NULL, NULL}};

    snprintf(name, sizeof name, "%s.%s", rule, option);
    return count_findings(rule, value ? settings : NULL, resources);
}

static void test_approved_models(void **state)
{
    static const char rule[] = "openai-deployment-approved-model";
    static const char chat[] = ACCOUNT "," DEPLOYMENT("Standard", "20", "");
    static const char routed[] =
        ACCOUNT "," CHILD("deployments", "router", "\"properties\":{\"routing\":{\"models\":[{" MODEL "}]}}");

    (void)state;
    assert_int_equal(count(rule, "models", NULL, chat), 0);
    assert_int_equal(count(rule, "models", "gpt-4o,gpt-4.1", chat), 0);
    assert_int_equal(count(rule, "models", "GPT-4*", chat), 0);
    assert_int_equal(count(rule, "models", "OpenAI/gpt-4.1", chat), 0);
    assert_int_equal(count(rule, "models", "OpenAI/*", chat), 0);
    assert_int_equal(count(rule, "models", "gpt-4o", chat), 1);
    assert_int_equal(count(rule, "models", "Meta/*", chat), 1);
    assert_int_equal(count(rule, "models", "gpt-4o", routed), 0);
    assert_int_equal(count(rule, "models", LLAMA "*", SERVERLESS(LLAMA)), 0);
    assert_int_equal(count(rule, "models", "gpt-4o", SERVERLESS(LLAMA)), 1);
}

static void test_capacity(void **state)
{
    static const char rule[] = "openai-deployment-capacity";
    static const char chat[] = ACCOUNT "," DEPLOYMENT("GlobalStandard", "200", "");
    static const char units[] = ACCOUNT "," DEPLOYMENT("GlobalProvisionedManaged", "200", "");

    (void)state;
    assert_int_equal(count(rule, "maximum", NULL, chat), 0);
    assert_int_equal(count(rule, "maximum", "200", chat), 0);
    assert_int_equal(count(rule, "maximum", "199", chat), 1);
    assert_int_equal(count(rule, "maximum-units", "100", chat), 0);
    assert_int_equal(count(rule, "maximum-units", "100", units), 1);
    assert_int_equal(count(rule, "maximum", "100", units), 0);
}

static void test_upgrades(void **state)
{
    static const char rule[] = "openai-deployment-version-policy";
    static const char unsaid[] = ACCOUNT "," DEPLOYMENT("Standard", "20", "");
    static const char eager[] = ACCOUNT
        "," DEPLOYMENT("Standard", "20", ",\"versionUpgradeOption\":\"OnceNewDefaultVersionAvailable\"");

    (void)state;
    assert_int_equal(count(rule, "upgrade-options", NULL, eager), 0);
    assert_int_equal(count(rule, "upgrade-options", "NoAutoUpgrade,OnceCurrentVersionExpired", eager), 1);
    assert_int_equal(count(rule, "upgrade-options", "NoAutoUpgrade,OnceCurrentVersionExpired", unsaid), 0);
    assert_int_equal(count(rule, "upgrade-options", "NoAutoUpgrade", unsaid), 1);
}

static void test_skus(void **state)
{
    static const char rule[] = "openai-deployment-sku-residency";
    static const char zone[] = ACCOUNT "," DEPLOYMENT("DataZoneStandard", "20", "");

    (void)state;
    assert_int_equal(count(rule, "skus", NULL, zone), 0);
    assert_int_equal(count(rule, "skus", "Standard", zone), 1);
}

static void test_thresholds(void **state)
{
    static const char rule[] = "openai-content-filter-harm-categories";
    static const char medium[] = ACCOUNT "," CHILD(
        "raiPolicies", "p",
        "\"properties\":{\"basePolicyName\":\"Microsoft.DefaultV2\",\"contentFilters\":[{\"name\":\"Hate\","
        "\"source\":\"Prompt\",\"enabled\":true,\"blocking\":true,\"severityThreshold\":\"Medium\"}]}");

    (void)state;
    assert_int_equal(count(rule, "thresholds", NULL, medium), 0);
    assert_int_equal(count(rule, "thresholds", "Low", medium), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_approved_models), cmocka_unit_test(test_capacity),
        cmocka_unit_test(test_upgrades),        cmocka_unit_test(test_skus),
        cmocka_unit_test(test_thresholds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
