/* SPDX-License-Identifier: MIT */
/* Azure Container Apps: where tools of agents run, and the sessions that run code a model has written. */
#include "common.h"

#include <stdlib.h>

#define POOLS        "Microsoft.App/sessionPools"
#define APPS         "Microsoft.App/containerApps"
#define JOBS         "Microsoft.App/jobs"
#define ENVIRONMENTS "Microsoft.App/managedEnvironments"

/* ---- apps and environments ------------------------------------------------------------------------------
 */

#define CLOSED_ENVIRONMENT                                                           \
    AL_ANY(AL_FIELD("properties.publicNetworkAccess", AL_EQUALS("Disabled")),        \
           AL_ALL(AL_FIELD("properties.vnetConfiguration.internal", AL_EQUALS_TRUE), \
                  AL_FIELD("properties.vnetConfiguration.infrastructureSubnetId", AL_NOT_EMPTY)))

/* Some address is let in, and not all of them are: once one is allowed, the others are not. */
#define SOME_ADDRESSES                                                   \
    AL_FIELD("properties.configuration.ingress.ipSecurityRestrictions",  \
             AL_SOME_ITEM(AL_ALL(AL_FIELD("action", AL_EQUALS("Allow")), \
                                 AL_NOT(AL_FIELD("ipAddressRange", AL_MATCHES("/0\\s*$"))))))
#define CERTIFICATES AL_FIELD("properties.configuration.ingress.clientCertificateMode", AL_EQUALS("require"))
#define SIGN_IN                                                                       \
    AL_ALL(AL_FIELD("properties.platform.enabled", AL_EQUALS_TRUE),                   \
           AL_NOT(AL_FIELD("properties.globalValidation.unauthenticatedClientAction", \
                           AL_EQUALS("AllowAnonymous"))))

/* Jobs take no requests: an environment that has only jobs is open to nobody. */
static bool has_only_jobs(al_check *check, const al_resource *environment)
{
    struct al_reference use;
    size_t app = 0, pool = 0, job = 0;

    return al_next_reference(check, environment, JOBS, &job, &use) &&
           !al_next_reference(check, environment, APPS, &app, &use) &&
           !al_next_reference(check, environment, POOLS, &pool, &use);
}

static void check_environment(al_check *check, const al_resource *environment)
{
    static const char path[] = "properties.vnetConfiguration.internal";
    const al_field *internal = al_get(check, environment, path);
    const al_field *subnet =
        al_get(check, environment, "properties.vnetConfiguration.infrastructureSubnetId");
    enum al_truth closed = al_test(check, environment, CLOSED_ENVIRONMENT);

    if (closed == AL_YES || has_only_jobs(check, environment))
        return;
    if (closed == AL_UNKNOWN && al_is(check, internal, "true") == AL_YES)
        return; /* in some subnet: Azure makes none without */
    if (closed == AL_UNKNOWN)
        al_undetermined(check, environment, internal, "cannot tell whether the environment is internal");
    else if (al_is(check, internal, "true") == AL_YES)
        al_report(check, environment, subnet ? subnet : internal,
                  "an internal environment needs a subnet: infrastructureSubnetId is not set");
    else if (internal)
        al_report(check, environment, internal, "the environment has a public address: internal is not true");
    else
        al_report_absent(check, environment, path,
                         "the environment has a public address: internal is not set");
}

static enum al_truth asks_for_sign_in(al_check *check, const al_resource *app)
{
    const al_resource *config = NULL;
    enum al_truth answer = al_is_incomplete(check) ? AL_UNKNOWN : AL_NO;

    while ((config = al_next_child(check, app, APPS "/authConfigs", config)))
        answer = al_either(answer, al_is_existing(config) ? AL_UNKNOWN : al_test(check, config, SIGN_IN));
    return answer;
}

static enum al_truth is_in_closed_environment(al_check *check, const al_resource *app)
{
    const al_resource *environment = al_target(check, al_get(check, app, "properties.managedEnvironmentId"));

    if (!environment)
        environment = al_target(check, al_get(check, app, "properties.environmentId"));
    return environment && !al_is_existing(environment) ? al_test(check, environment, CLOSED_ENVIRONMENT)
                                                       : AL_UNKNOWN;
}

static void check_ingress(al_check *check, const al_resource *app)
{
    const al_field *external = al_get(check, app, "properties.configuration.ingress.external");
    const al_field *insecure = al_get(check, app, "properties.configuration.ingress.allowInsecure");
    enum al_truth open = al_is(check, external, "true");

    if (al_is(check, insecure, "true") == AL_YES)
        al_report(check, app, insecure, "callers may use HTTP without TLS: allowInsecure is true");
    if (open != AL_NO)
        open = al_both(open, al_opposite(al_test(check, app, AL_ANY(SOME_ADDRESSES, CERTIFICATES))));
    if (open != AL_NO)
        open = al_both(
            open, al_opposite(al_either(is_in_closed_environment(check, app), asks_for_sign_in(check, app))));
    if (open == AL_YES)
        al_report(check, app, external,
                  "the app answers to the whole internet: external is true, and neither addresses nor "
                  "certificates nor a sign-in limit the callers");
    else if (open == AL_UNKNOWN)
        al_undetermined(check, app, external, "cannot tell whether the app answers to the whole internet");
}

/* ---- isolation of sessions ------------------------------------------------------------------------------
 */

/* The time that a session without work stays, where the several API versions have it. */
static void check_cooldown(al_check *check, const al_resource *pool)
{
    static const char *const paths[] = {
        "properties.dynamicPoolConfiguration.lifecycleConfiguration.cooldownPeriodInSeconds",
        "properties.dynamicPoolConfiguration.cooldownPeriodInSeconds",
    };
    const struct al_condition longer = {
        .op = AL_OP_GREATER, .field = "", .bound = al_option_number(check, "maximum-cooldown-seconds", 3600)};

    for (size_t i = 0; i < 2; i++) {
        const al_field *time = al_get(check, pool, paths[i]);
        enum al_truth late = time ? al_test_in(check, time, &longer) : AL_NO;

        if (late == AL_YES)
            al_report(check, pool, time,
                      "a session without work stays for more than %lld seconds, with all that is in it",
                      (long long)longer.bound);
        else if (late == AL_UNKNOWN)
            al_undetermined(check, pool, time, "cannot tell how long a session without work stays");
    }
}

/* An identity of the pool that code in a session may use, not only what starts the session. */
static void check_identities(al_check *check, const al_resource *pool)
{
    const al_field *settings = al_get(check, pool, "properties.managedIdentitySettings");
    bool exact = true;
    size_t n = al_count(check, settings, &exact);

    for (size_t i = 0; i < n; i++) {
        const al_field *lifecycle = al_get_in(check, al_item(check, settings, i), "lifecycle");
        enum al_truth exposed =
            lifecycle ? al_test_in(check, lifecycle, AL_FIELD("", AL_IN("All", "Main"))) : AL_NO;

        if (exposed == AL_YES)
            al_report(check, pool, lifecycle, "code in a session can sign in as the pool: lifecycle is %s",
                      al_text(check, lifecycle));
        else if (exposed == AL_UNKNOWN)
            al_undetermined(check, pool, lifecycle, "cannot tell whether code in a session can sign in");
    }
    if (!exact)
        al_undetermined(check, pool, settings, "cannot tell which identities sessions have");
}

static void check_isolation(al_check *check, const al_resource *pool)
{
    const al_field *management = al_get(check, pool, "properties.poolManagementType");
    enum al_truth manual = al_is(check, management, "Manual");

    if (manual == AL_YES)
        al_report(check, pool, management,
                  "sessions are not thrown away after use: poolManagementType is Manual");
    else if (manual == AL_UNKNOWN)
        al_undetermined(check, pool, management, "cannot tell whether sessions are thrown away after use");
    check_cooldown(check, pool);
    check_identities(check, pool);
}

/* ---- limits ---------------------------------------------------------------------------------------------
 */

struct limit {
    const char *type, *path, *option, *what;
};

/* The platform has no limit of its own for the first; for the others it has one that only somebody's own
 * maximum is better than. */
static const struct limit limits[] = {
    {POOLS, "properties.scaleConfiguration.maxConcurrentSessions", "maximum-sessions", "sessions at once"},
    {APPS, "properties.template.scale.maxReplicas", "maximum-replicas", "replicas"},
    {JOBS, "properties.configuration.replicaTimeout", "maximum-timeout-seconds", "seconds for a run"},
};

static void check_most(al_check *check, const al_resource *resource, const al_field *field,
                       const char *option, const char *what)
{
    const struct al_condition more = {
        .op = AL_OP_GREATER, .field = "", .bound = al_option_number(check, option, INT64_MAX)};
    enum al_truth above = field && al_option(check, option) ? al_test_in(check, field, &more) : AL_NO;

    if (above == AL_YES)
        al_report(check, resource, field, "more than %lld %s are allowed", (long long)more.bound, what);
    else if (above == AL_UNKNOWN)
        al_undetermined(check, resource, field, "cannot tell how many %s are allowed", what);
}

/* "2Gi", "512Mi" in GiB. */
static double gibibytes(const char *text)
{
    char *unit;
    double number = strtod(text, &unit);

    return *unit == 'M' || *unit == 'm' ? number / 1024 : number;
}

static void check_memory(al_check *check, const al_resource *resource, const al_field *memory)
{
    int64_t most = al_option_number(check, "maximum-memory-gib", INT64_MAX);
    const char *text = al_text(check, memory);

    if (text && gibibytes(text) > (double)most)
        al_report(check, resource, memory, "a container may take %s of memory, more than %lldGi", text,
                  (long long)most);
    else if (memory && !text && al_option(check, "maximum-memory-gib"))
        al_undetermined(check, resource, memory, "cannot tell how much memory a container may take");
}

static void check_container(al_check *check, const al_resource *resource, const al_field *container)
{
    const al_field *cpu = al_get_in(check, container, "resources.cpu");
    const al_field *memory = al_get_in(check, container, "resources.memory");

    if (container && al_is_type(resource, POOLS) && (!cpu || !memory))
        al_report(check, resource, container, "nothing limits the %s of a session: resources.%s is not set",
                  cpu ? "memory" : "processor time", cpu ? "memory" : "cpu");
    check_most(check, resource, cpu, "maximum-cpu", "cores for a container");
    check_memory(check, resource, memory);
}

static void check_limits(al_check *check, const al_resource *resource)
{
    bool pool = al_is_type(resource, POOLS), exact = true;
    const al_field *containers =
        al_get(check, resource,
               pool ? "properties.customContainerTemplate.containers" : "properties.template.containers");
    size_t n = al_count(check, containers, &exact);

    for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
        const al_field *field =
            al_is_type(resource, limits[i].type) ? al_get(check, resource, limits[i].path) : NULL;
        check_most(check, resource, field, limits[i].option, limits[i].what);
    }
    if (pool && !al_get(check, resource, limits[0].path))
        al_report_absent(check, resource, limits[0].path,
                         "nothing limits the number of sessions: maxConcurrentSessions is not set");
    for (size_t i = 0; i < n; i++)
        check_container(check, resource, al_item(check, containers, i));
    if (!exact && pool)
        al_undetermined(check, resource, containers, "cannot tell which limits the containers have");
}

/* ---- rules ----------------------------------------------------------------------------------------------
 */

static const struct al_rule_option isolation_options[] = {
    {"maximum-cooldown-seconds", "3600", "how long a session without work may stay"},
    {0},
};

static const struct al_rule_option limit_options[] = {
    {"maximum-sessions", NULL, "most sessions that a pool may run at once"},
    {"maximum-replicas", NULL, "most replicas of a container app"},
    {"maximum-cpu", NULL, "most cores of a container, a whole number"},
    {"maximum-memory-gib", NULL, "most memory of a container in GiB, a whole number"},
    {"maximum-timeout-seconds", NULL, "longest run of a container job"},
    {0},
};

static const struct al_rule rules[] = {
    {
        .id = "containerapp-environment-internal",
        .title = "Container Apps environment is open to the internet",
        .level = AL_WARNING,
        .security_severity = 5.0,
        .type = ENVIRONMENTS,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_environment,
        .why =
            "A tool that only an agent should call has a public address, and the traffic of its apps leaves past "
            "the firewalls of your networks.",
        .remedy =
            "Set properties.vnetConfiguration.internal to true with the id of a subnet in "
            "infrastructureSubnetId when the environment is created, or properties.publicNetworkAccess to "
            "Disabled (apiVersion 2025-07-01 or later) with a private endpoint.",
        .references = "MCSB NS-2; policy d074ddf8-01a5-4b5e-a2b8-964aed452c0a; "
                      "policy 8b346db6-85af-419b-8557-92cee2c0f9bb; "
                      "https://learn.microsoft.com/azure/container-apps/networking",
        .equivalents = "Azure.ContainerApp.PublicAccess",
    },
    {
        .id = "containerapp-ingress",
        .title = "Container app answers to anyone or without TLS",
        .level = AL_WARNING,
        .security_severity = 5.5,
        .type = APPS,
        .when = AL_FIELD("properties.configuration.ingress", AL_NOT_EMPTY),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_ingress,
        .why =
            "Whoever finds the address of a tool can call it like the agent does; over HTTP everybody on the way "
            "reads requests and tokens.",
        .remedy = "Set properties.configuration.ingress.external to false, or list the callers in "
                  "ipSecurityRestrictions with the action Allow, and set allowInsecure to false.",
        .references = "MCSB NS-2; MCSB DP-3; policy 783ea2a8-b8fd-46be-896a-9ae79643a0b1; "
                      "policy 0e80e269-43a4-4ae9-b5bc-178126b8a5cb; "
                      "https://learn.microsoft.com/azure/container-apps/ingress-overview",
        .equivalents = "Azure.ContainerApp.Insecure",
    },
    {
        .id = "sessions-pool-egress",
        .title = "Code in a session may call the internet",
        .level = AL_WARNING,
        .security_severity = 6.0,
        .type = POOLS,
        .require =
            AL_NOT(AL_FIELD("properties.sessionNetworkConfiguration.status", AL_EQUALS("EgressEnabled"))),
        .absent = AL_ABSENT_PASSES,
        .message = "code in a session may send data anywhere because {field} is {value}",
        .why =
            "Code that a model or a stranger has written can carry off what the session was given to work on, and "
            "fetch more code.",
        .remedy =
            "Set properties.sessionNetworkConfiguration.status to EgressDisabled; give sessions their files "
            "through the pool's API instead.",
        .references = "MCSB NS-2; MCSB AI-4; https://learn.microsoft.com/azure/container-apps/sessions-usage",
        .unsafe_fix = true,
    },
    {
        .id = "sessions-pool-isolation",
        .title = "Session pool keeps sessions or lends its identity",
        .level = AL_WARNING,
        .security_severity = 6.0,
        .type = POOLS,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_isolation,
        .why =
            "What one run of untrusted code leaves behind, or the identity it can sign in with, is what the next "
            "attack needs.",
        .remedy =
            "Set properties.poolManagementType to Dynamic, cooldownPeriodInSeconds to 3600 or less, and "
            "lifecycle in properties.managedIdentitySettings to None.",
        .references = "MCSB AI-4; https://learn.microsoft.com/azure/container-apps/session-pool",
        .options = isolation_options,
    },
    {
        .id = "sessions-pool-limits",
        .title = "Nothing limits what sessions or containers take",
        .level = AL_NOTE,
        .security_severity = 2.0,
        .type = POOLS " " APPS " " JOBS,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_limits,
        .why =
            "Code that runs wild or is made to do so by a prompt takes all the capacity and all the money it can "
            "get.",
        .remedy =
            "Set properties.scaleConfiguration.maxConcurrentSessions of the pool, and resources.cpu and "
            "resources.memory of each of its containers. Give the rule maximum values of your own.",
        .references = "MCSB AI-4; https://learn.microsoft.com/azure/container-apps/session-pool",
        .options = limit_options,
    },
};

AL_MODULE(container_apps, "Azure Container Apps", rules);
