/* SPDX-License-Identifier: MIT */
/* What the options of the rules about served models, session pools, containers and workflows do. */
#include "lint_test.h"

#define RESOURCE(type, version, name, body)                                  \
    "{\"type\":\"" type "\",\"apiVersion\":\"" version "\",\"name\":\"" name \
    "\",\"location\":\"westeurope\"," body "}"

#define MODEL(id)                                                                                      \
    RESOURCE("Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments", "2024-10-01", \
             "w/e/blue", "\"properties\":{\"endpointComputeType\":\"Managed\",\"model\":\"" id "\"}")
#define APPROVED "azureml://registries/contoso-models/models/churn/versions/3"
#define OWN      "azureml:churn:3"

#define POOL(scale, life)                                                                          \
    RESOURCE("Microsoft.App/sessionPools", "2025-07-01", "p",                                      \
             "\"properties\":{\"containerType\":\"PythonLTS\",\"scaleConfiguration\":{" scale "}," \
             "\"dynamicPoolConfiguration\":{\"lifecycleConfiguration\":{" life "}}}")
#define APP(cpu, memory, scale)                                                                          \
    RESOURCE("Microsoft.App/containerApps", "2025-07-01", "a",                                           \
             "\"properties\":{\"template\":{\"containers\":[{\"name\":\"c\",\"resources\":{\"cpu\":" cpu \
             ",\"memory\":\"" memory "\"}}],\"scale\":{" scale "}}}")
#define JOB(configuration)                            \
    RESOURCE("Microsoft.App/jobs", "2025-07-01", "j", \
             "\"properties\":{\"configuration\":{" configuration "}}")

#define SET(...) ((const struct al_assignment[]){__VA_ARGS__, {NULL, NULL}})

static void test_registries(void **state)
{
    static const char rule[] = "ml-registry-approved-models";
    const struct al_assignment ours = {"ml-registry-approved-models.registries", "contoso-*, azureml"};
    const struct al_assignment theirs = {"ml-registry-approved-models.registries", "fabrikam-models"};
    const struct al_assignment no_own = {"ml-registry-approved-models.workspace-models", "false"};

    (void)state;
    assert_int_equal(count_findings(rule, NULL, MODEL(APPROVED)), 0);
    assert_int_equal(count_findings(rule, SET(ours), MODEL(APPROVED)), 0);
    assert_int_equal(count_findings(rule, SET(theirs), MODEL(APPROVED)), 1);
    assert_int_equal(count_findings(rule, SET(theirs), MODEL(OWN)), 0);
    assert_int_equal(count_findings(rule, SET(theirs, no_own), MODEL(OWN)), 1);
    assert_int_equal(count_findings(rule, SET(no_own), MODEL(OWN)), 0);
}

static void test_cooldown(void **state)
{
    static const char rule[] = "sessions-pool-isolation";
    static const char pool[] = POOL("\"maxConcurrentSessions\":20", "\"cooldownPeriodInSeconds\":1800");
    const struct al_assignment shorter = {"sessions-pool-isolation.maximum-cooldown-seconds", "600"};

    (void)state;
    assert_int_equal(count_findings(rule, NULL, pool), 0);
    assert_int_equal(count_findings(rule, SET(shorter), pool), 1);
}

static void test_limits(void **state)
{
    static const char rule[] = "sessions-pool-limits";
    static const char pool[] = POOL("\"maxConcurrentSessions\":20", "");
    static const char app[] = APP("2", "4Gi", "\"maxReplicas\":30");
    static const char job[] = JOB("\"replicaTimeout\":7200");
    const struct al_assignment sessions = {"sessions-pool-limits.maximum-sessions", "10"};
    const struct al_assignment replicas = {"sessions-pool-limits.maximum-replicas", "10"};
    const struct al_assignment cpu = {"sessions-pool-limits.maximum-cpu", "1"};
    const struct al_assignment memory = {"sessions-pool-limits.maximum-memory-gib", "2"};
    const struct al_assignment timeout = {"sessions-pool-limits.maximum-timeout-seconds", "3600"};

    (void)state;
    assert_int_equal(count_findings(rule, NULL, pool), 0);
    assert_int_equal(count_findings(rule, SET(sessions), pool), 1);
    assert_int_equal(count_findings(rule, NULL, app), 0);
    assert_int_equal(count_findings(rule, SET(replicas), app), 1);
    assert_int_equal(count_findings(rule, SET(cpu, memory), app), 2);
    assert_int_equal(count_findings(rule, SET(cpu, memory), APP("\"[json('0.5')]\"", "512Mi", "")), 0);
    assert_int_equal(count_findings(rule, SET(timeout), job), 1);
    assert_int_equal(count_findings(rule, SET(sessions), job), 0);
}

static void test_tag(void **state)
{
    static const char rule[] = "logicapp-approval-step";
    static const char workflow[] =
        RESOURCE("Microsoft.Logic/workflows", "2019-05-01", "l",
                 "\"tags\":{\"risk\":\"high\"},\"properties\":{\"definition\":{\"actions\":{}}}");
    const struct al_assignment tag = {"logicapp-approval-step.tag", "risk"};

    (void)state;
    assert_int_equal(count_findings(rule, NULL, workflow), 0);
    assert_int_equal(count_findings(rule, SET(tag), workflow), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_registries),
        cmocka_unit_test(test_cooldown),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_tag),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
