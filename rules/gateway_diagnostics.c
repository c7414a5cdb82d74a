/* SPDX-License-Identifier: MIT */
/* What an AI gateway, API Management before the models, writes down about its requests. */
#include "common_logs.h"

#define APIM_DIAGNOSTIC TYPE_APIM "/diagnostics"
#define API_DIAGNOSTIC  TYPE_APIM "/apis/diagnostics"

/* So many diagnostics of APIs whose service is unclear are looked at for each service, which keeps the work
 * linear. */
enum { MAX_LOOKED_AT = 200 };

/* Tells whether one of the service's own diagnostics, for all APIs or for one, satisfies the condition. */
static enum al_truth has_diagnostic(al_check *check, const al_resource *service,
                                    const struct al_condition *condition)
{
    const al_resource *diagnostic = NULL, *api = NULL, *of_api;
    enum al_truth answer = al_is_incomplete(check) ? AL_UNKNOWN : AL_NO;
    size_t n = 0;

    while (answer != AL_YES && (diagnostic = al_next_child(check, service, APIM_DIAGNOSTIC, diagnostic)))
        answer = al_either(answer, al_test(check, diagnostic, condition));
    while (answer != AL_YES && (api = al_next_of_type(check, API_DIAGNOSTIC, api))) {
        if (++n > MAX_LOOKED_AT)
            return AL_UNKNOWN;
        of_api = al_ancestor(check, api, TYPE_APIM);
        if (!of_api || of_api == service)
            answer = al_either(answer, al_both(of_api ? AL_YES : AL_UNKNOWN, al_test(check, api, condition)));
    }
    return answer;
}

static void check_gateway(al_check *check, const al_resource *service)
{
    const al_resource *setting = al_next_attached(check, service, TYPE_SETTING, NULL);
    enum al_truth logs = has_diagnostic(check, service, AL_CONDITION(.op = AL_OP_ALWAYS));

    /* The Consumption tier has no resource logs. */
    if (al_test(check, service, AL_FIELD("sku.name", AL_EQUALS("Consumption"))) != AL_YES)
        logs = al_either(logs, al_has_attached(check, service, TYPE_SETTING, SENDS_AUDITED("GatewayLogs")));
    if (logs == AL_UNKNOWN)
        al_undetermined(check, service, NULL, "cannot tell whether the gateway logs its requests");
    else if (logs == AL_NO && setting)
        al_say_what_is_not_sent(check, setting, "GatewayLogs");
    else if (logs == AL_NO)
        al_report(check, service, NULL,
                  "nothing logs the requests of the gateway: no diagnostic setting, no Application Insights");
}

static void check_sampling(al_check *check, const al_resource *diagnostic)
{
    const al_field *percentage = al_get(check, diagnostic, "properties.sampling.percentage");

    if (al_is(check, percentage, "0") == AL_YES && !al_get(check, diagnostic, "properties.alwaysLog"))
        al_report(check, diagnostic, percentage, "a sampling of 0 percent logs no request");
}

/* Token metrics arrive only where a diagnostic of Application Insights lets custom metrics through. */
static void check_token_metrics(al_check *check, const al_resource *policy)
{
    const al_field *value = al_get(check, policy, "properties.value");
    const al_resource *service = al_ancestor(check, policy, TYPE_APIM);
    const char *text = value ? al_text(check, value) : NULL;
    enum al_truth metrics;

    if (!text || !al_pattern(check, "<(azure-openai|llm)-emit-token-metric\\b", text))
        return;
    metrics = service && !al_is_existing(service)
                  ? has_diagnostic(check, service, AL_FIELD("properties.metrics", AL_EQUALS_TRUE))
                  : AL_UNKNOWN;
    if (metrics == AL_NO)
        al_report(check, policy, value,
                  "the policy's token metrics go nowhere: no diagnostic of the gateway has metrics on");
    else if (metrics == AL_UNKNOWN)
        al_undetermined(check, policy, value, "cannot tell whether a diagnostic takes the token metrics");
}

static void check_apim(al_check *check, const al_resource *resource)
{
    if (!al_is_type(resource, TYPE_APIM) && !al_is_type(resource, APIM_DIAGNOSTIC) &&
        !al_is_type(resource, API_DIAGNOSTIC))
        check_token_metrics(check, resource);
    else if (!al_ask_deploys_ai(check))
        return;
    else if (al_is_type(resource, TYPE_APIM))
        check_gateway(check, resource);
    else
        check_sampling(check, resource);
}

static const struct al_rule rules[] = {
    {
        .id = "apim-diagnostics",
        .title = "AI gateway logs no requests",
        .level = AL_NOTE,
        .security_severity = 3.0,
        .type = TYPE_APIM " " APIM_DIAGNOSTIC " " API_DIAGNOSTIC " " TYPE_APIM "/policies " TYPE_APIM
                          "/apis/policies " TYPE_APIM "/apis/operations/policies " TYPE_APIM
                          "/products/policies " TYPE_APIM "/policyFragments",
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_apim,
        .why = "The gateway is the one place that sees which caller used which model how much; what it does "
               "not write down, no bill and no investigation can be built on.",
        .remedy = "Send the category GatewayLogs to a workspace with a diagnostic setting on the service, or "
                  "add a service/diagnostics resource applicationinsights with a loggerId, sampling above 0 "
                  "and, where a policy emits token metrics, metrics true.",
        .references =
            "MCSB LT-3; MCSB AI-6; policy 567c93f7-3661-494f-a30f-0a94d9bfebf8; "
            "https://learn.microsoft.com/azure/api-management/api-management-howto-use-azure-monitor",
    },
};

AL_MODULE(gateway_diagnostics, "Logs of the AI gateway", rules);
