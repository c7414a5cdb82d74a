/* SPDX-License-Identifier: MIT */
/* What the options of the rules about governance do: allowed regions, required tags, extensions of plans. */
#include "lint_test.h"

#define STORE(location, more)                                                                        \
    "{\"type\":\"Microsoft.Storage/storageAccounts\",\"apiVersion\":\"2023-05-01\",\"name\":\"st\"," \
    "\"location\":\"" location "\",\"kind\":\"StorageV2\",\"sku\":{\"name\":\"Standard_LRS\"}" more "}"
#define PLAN(extension)                                                                        \
    "{\"type\":\"Microsoft.Security/pricings\",\"apiVersion\":\"2024-01-01\",\"name\":\"AI\"," \
    "\"properties\":{\"pricingTier\":\"Standard\",\"extensions\":[{\"name\":\"" extension      \
    "\",\"isEnabled\":"                                                                        \
    "\"False\"}]}}"
#define ASSIGNED                                                                                            \
    "{\"type\":\"Microsoft.Authorization/policyAssignments\",\"apiVersion\":\"2024-04-01\",\"name\":\"p\"," \
    "\"location\":\"eastus\",\"properties\":{}}"

/* Findings of the rule over one resource; `option` NULL: with none set. */
static size_t found(const char *rule, const char *option, const char *value, const char *resource)
{
    const struct al_assignment settings[] = {{option, value}, {NULL, NULL}};

    return count_findings(rule, option ? settings : NULL, resource);
}

static void test_regions(void **state)
{
    static const char rule[] = "resource-allowed-locations", option[] = "resource-allowed-locations.allowed";

    (void)state;
    assert_int_equal(found(rule, NULL, NULL, STORE("eastus", "")), 0);
    assert_int_equal(found(rule, option, "westeurope", STORE("eastus", "")), 1);
    assert_int_equal(found(rule, option, "westeurope,eastus", STORE("eastus", "")), 0);
    assert_int_equal(found(rule, option, "westeurope, East US", STORE("eastus", "")), 0);
    assert_int_equal(found(rule, option, "eastus", STORE("East US", "")), 0);
    assert_int_equal(found(rule, option, "eastus2", STORE("East US", "")), 1);
    assert_int_equal(found(rule, option, "eastus", STORE("eastus2", "")), 1);
    assert_int_equal(found(rule, option, "westeurope", STORE("Global", "")), 0);
    assert_int_equal(found(rule, option, "westeurope", STORE("[resourceGroup().location]", "")), 0);
    assert_int_equal(found(rule, option, "westeurope", ASSIGNED), 0);
}

static void test_tags(void **state)
{
    static const char rule[] = "resource-required-tags", option[] = "resource-required-tags.tags";
    static const char tagged[] =
        STORE("eastus", ",\"tags\":{\"Owner\":\"ai\",\"cost.center\":\"42\",\"class\":\"\"}");

    (void)state;
    assert_int_equal(found(rule, NULL, NULL, STORE("eastus", "")), 0);
    assert_int_equal(found(rule, option, "owner", STORE("eastus", "")), 1);
    assert_int_equal(found(rule, option, "owner", tagged), 0);
    assert_int_equal(found(rule, option, "owner, cost.center", tagged), 0);
    assert_int_equal(found(rule, option, "own", tagged), 1);
    assert_int_equal(found(rule, option, "class", tagged), 1);
    assert_int_equal(found(rule, option, "owner", ASSIGNED), 0);
}

static void test_extensions(void **state)
{
    static const char rule[] = "defender-ai-extensions", option[] = "defender-ai-extensions.extensions";

    (void)state;
    assert_int_equal(found(rule, NULL, NULL, PLAN("AIPromptSharingWithPurview")), 1);
    assert_int_equal(found(rule, option, "AIPromptEvidence", PLAN("AIPromptSharingWithPurview")), 0);
    assert_int_equal(found(rule, option, "AIPromptEvidence", PLAN("AIPromptEvidence")), 1);
    assert_int_equal(found(rule, NULL, NULL, PLAN("Other")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_regions),
        cmocka_unit_test(test_tags),
        cmocka_unit_test(test_extensions),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
