/* SPDX-License-Identifier: MIT */
/* What the policies of API Management do for the models behind it: who may call, how much, and with what.
 * They are XML in a property; what cannot be read (a link, an unknown parameter) is undetermined. */
#include "common_gateway.h"

#include <string.h>

#define POLICIES \
    TYPE_POLICY " " TYPE_API_POLICY " " TYPE_OPERATION "/policies " TYPE_PRODUCT "/policies " TYPE_FRAGMENT

/* ---- what every API in front of a model needs ------------------------------------------------------------
 */

/* An element that the policies of a model's API must have. */
struct need {
    const char *pattern, *missing, *doubt;
};

static const struct need limit = {
    NO_COMMENTS "<\\s*(azure-openai-token-limit|llm-token-limit|rate-limit(-by-key)?|quota(-by-key)?)\\b",
    "nothing limits the tokens or calls that a consumer of this model may use",
    "cannot tell whether a policy limits tokens or calls"};
static const struct need validation = {
    NO_COMMENTS "<\\s*(validate-parameters\\b|content\\b[^>]*\\baction\\s*=\\s*[\"']prevent[\"'])",
    "requests reach the model without being held against a schema",
    "cannot tell whether a policy validates requests"};

static void check_need(al_check *check, const al_resource *api, const struct need *need)
{
    enum al_truth model = al_ask_is_model_api(check, api), met;

    if (model == AL_NO)
        return;
    met = al_ask_policies_match(check, api, need->pattern);
    if (met == AL_YES)
        return;
    if (model == AL_YES && met == AL_NO)
        al_report(check, api, NULL, "%s", need->missing);
    else
        al_undetermined(check, api, NULL, "%s", need->doubt);
}

static void check_limit(al_check *check, const al_resource *api)
{
    check_need(check, api, &limit);
}

static void check_validation(al_check *check, const al_resource *api)
{
    check_need(check, api, &validation);
}

static void check_token(al_check *check, const al_resource *api)
{
    static const struct need token = {
        NO_COMMENTS "<\\s*(validate-azure-ad-token|validate-jwt)\\b",
        "callers are known by subscription keys alone: no policy validates a token",
        "cannot tell whether a policy validates tokens"};
    struct need open = token;

    open.missing = "anybody may call: subscriptionRequired is false and no policy validates a token";
    check_need(check, api,
               al_is(check, al_get(check, api, "properties.subscriptionRequired"), "false") == AL_YES
                   ? &open
                   : &token);
}

/* ---- how the gateway signs in ----------------------------------------------------------------------------
 */

/* Keys that Azure's model endpoints take. */
static const char *const key_headers[] = {"api-key", "Ocp-Apim-Subscription-Key"};

static void check_backend(al_check *check, const al_resource *backend)
{
    static const char *const checks[] = {"properties.tls.validateCertificateChain",
                                         "properties.tls.validateCertificateName"};
    const al_field *headers = al_get(check, backend, "properties.credentials.header");

    for (size_t i = 0; i < sizeof(key_headers) / sizeof(key_headers[0]); i++) {
        const al_field *key = al_get_in(check, headers, key_headers[i]);
        enum al_truth sent = key ? al_test_in(check, key, AL_FIELD("", AL_EXISTS)) : AL_NO;
        if (sent == AL_UNKNOWN)
            al_undetermined(check, backend, headers, "cannot tell whether the gateway signs in with a key");
        else if (key)
            al_report(check, backend, key, "the gateway signs in to the model with the key in %s",
                      key_headers[i]);
    }
    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++) {
        const al_field *validates = al_get(check, backend, checks[i]);
        if (al_is(check, validates, "false") == AL_YES)
            al_report(check, backend, validates, "the model's certificate is not checked");
    }
}

static void check_api_policy(al_check *check, const al_resource *policy)
{
    static const char pattern[] = NO_COMMENTS "<\\s*set-header\\b(?=[^>]*\\bname\\s*=\\s*[\"']api-key[\"'])"
                                              "(?![^>]*exists-action\\s*=\\s*[\"']delete[\"'])";
    const al_resource *api = al_ancestor(check, policy, TYPE_API);

    if (api && al_ask_is_model_api(check, api) == AL_YES &&
        al_ask_policy_matches(check, policy, pattern) == AL_YES)
        al_report(check, policy, al_get(check, policy, "properties.value"),
                  "the policy signs in to the model with a key in the header api-key");
}

static void check_sign_in(al_check *check, const al_resource *resource)
{
    if (!al_is_type(resource, TYPE_BACKEND))
        check_api_policy(check, resource);
    else if (al_ask_is_model_backend(check, resource) == AL_YES)
        check_backend(check, resource);
}

/* ---- content safety --------------------------------------------------------------------------------------
 */

/* The value of backend-id in the element that begins at `text`, or NULL; *n gets its length. */
static const char *backend_id(const char *text, size_t *n)
{
    const char *end = strchr(text, '>'), *id = strstr(text, "backend-id");
    char quote;

    if (!end || !id || id > end)
        return NULL;
    id += strcspn(id, "\"'>");
    quote = *id;
    if (quote != '"' && quote != '\'')
        return NULL;
    id++;
    *n = strcspn(id, quote == '"' ? "\"" : "'");
    return id;
}

static enum al_truth has_backend(al_check *check, const al_resource *service, const char *id, size_t n)
{
    const al_resource *backend = NULL;
    enum al_truth answer = al_is_incomplete(check) || al_is_existing(service) ? AL_UNKNOWN : AL_NO;

    while (answer != AL_YES && (backend = al_next_child(check, service, TYPE_BACKEND, backend))) {
        const char *name = al_last_segment(check, al_get(check, backend, "name"));
        if (!name)
            answer = AL_UNKNOWN;
        else if (strlen(name) == n && strncmp(name, id, n) == 0)
            answer = AL_YES;
    }
    return answer;
}

static void check_safety(al_check *check, const al_resource *policy)
{
    const al_field *value = al_get(check, policy, "properties.value");
    const al_resource *service = al_ancestor(check, policy, TYPE_APIM);
    const char *text = al_text(check, value), *element, *id;
    size_t n;

    if (!text || al_ask_policy_matches(check, policy, NO_COMMENTS "<\\s*llm-content-safety\\b") != AL_YES)
        return;
    if (al_ask_policy_matches(check, policy,
                              NO_COMMENTS "<\\s*llm-content-safety\\b[^>]*\\bshield-prompt\\s*=\\s*"
                                          "[\"']false[\"']") == AL_YES)
        al_report(check, policy, value,
                  "llm-content-safety has shield-prompt=\"false\", so attacks on the prompt pass");
    element = strstr(text, "<llm-content-safety");
    id = element ? backend_id(element, &n) : NULL;
    if (id && service && !memchr(id, '{', n) && !memchr(id, '@', n) &&
        has_backend(check, service, id, n) == AL_NO)
        al_report(check, policy, value, "llm-content-safety asks the backend %.*s, which does not exist",
                  (int)n, id);
}

/* ---- whether there is a gateway --------------------------------------------------------------------------
 */

/* A host of nobody here may be the account's when that has a name which is not known. */
static enum al_truth leads_there(al_check *check, const al_field *address, const al_resource *account)
{
    const al_field *domain = al_get(check, account, "properties.customSubDomainName");
    const al_resource *to = al_leads_to(check, address, TYPE_COGNITIVE, NULL);

    if (!address)
        return AL_NO;
    if (to)
        return to == account ? AL_YES : AL_NO;
    if (al_text(check, address) && (!domain || al_text(check, domain)))
        return AL_NO;
    return al_ask_is_model(check, address) == AL_NO ? AL_NO : AL_UNKNOWN;
}

static enum al_truth is_published(al_check *check, const al_resource *account)
{
    enum { MOST = 40 };
    static const struct {
        const char *type, *path;
    } places[] = {
        {TYPE_API, "properties.serviceUrl"},
        {TYPE_BACKEND, "properties.url"},
        {TYPE_BACKEND, "properties.resourceId"},
    };
    enum al_truth answer = al_is_incomplete(check) ? AL_UNKNOWN : AL_NO;

    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        const al_resource *r = NULL;
        for (size_t n = 0; answer != AL_YES && (r = al_next_of_type(check, places[i].type, r)); n++)
            answer =
                al_either(answer, n < MOST ? leads_there(check, al_get(check, r, places[i].path), account)
                                           : AL_UNKNOWN);
    }
    return answer;
}

/* A Foundry connection to a gateway says that there is one. */
static enum al_truth has_gateway_connection(al_check *check, const al_resource *account)
{
    const al_resource *connection = NULL;
    enum al_truth answer = AL_NO;

    while ((connection = al_next_child(check, account, TYPE_COGNITIVE "/connections", connection)))
        answer = al_either(answer,
                           al_test(check, connection,
                                   AL_FIELD("properties.category", AL_IN("ApiManagement", "ModelGateway"))));
    return answer;
}

static void check_gateway(al_check *check, const al_resource *account)
{
    enum al_truth answer;

    if (!al_next_child(check, account, TYPE_COGNITIVE "/deployments", NULL))
        return;
    answer = al_either(is_published(check, account), has_gateway_connection(check, account));
    if (answer == AL_NO)
        al_report(check, account, NULL,
                  "applications call the models directly: no API of a gateway leads here");
    else if (answer == AL_UNKNOWN)
        al_undetermined(check, account, NULL, "cannot tell whether a gateway leads here");
}

static const struct al_rule rules[] = {
    {
        .id = "apim-ai-gateway",
        .title = "Models are not published through a gateway",
        .level = AL_NOTE,
        .security_severity = 2.0,
        .type = TYPE_COGNITIVE,
        .when = AL_FIELD("kind", AL_IN("AIServices", "OpenAI")),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_gateway,
        .why =
            "Limits, token checks, content safety and logs that every application must get right by itself are got wrong "
            "by one of them.",
        .remedy =
            "Publish the account through API Management: a backend with the account's address, and an API whose "
            "policy sends calls to it.",
        .references =
            "MCSB AI-2; MCSB AI-6; https://learn.microsoft.com/azure/api-management/genai-gateway-capabilities",
        .profile = "governance",
    },
    {
        .id = "apim-backend-managed-identity",
        .title = "Gateway signs in to the model with a key",
        .level = AL_WARNING,
        .security_severity = 6.0,
        .type = TYPE_BACKEND " " TYPE_API_POLICY " " TYPE_OPERATION "/policies",
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_sign_in,
        .why =
            "A key in the gateway keeps key access to the model open for everybody who has it, and is rotated by hand.",
        .remedy =
            "Give the service a managed identity with the role Cognitive Services OpenAI User, put "
            "<authentication-managed-identity resource=\"https://cognitiveservices.azure.com\"/> into the policy "
            "and remove the key; leave certificate checks on.",
        .references = "MCSB IM-3; MCSB IM-4; policy c15dcc82-b93c-4dcb-9332-fbf121685b54; "
                      "policy 92bb331d-ac71-416a-8c91-02f2cb734ce4",
    },
    {
        .id = "apim-content-safety",
        .title = "Gateway's content safety lets attacks pass",
        .level = AL_NOTE,
        .security_severity = 4.0,
        .type = POLICIES,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_safety,
        .why =
            "A content safety policy that does not shield the prompt, or asks a backend that is not there, gives a safety "
            "that does not exist.",
        .remedy =
            "Set shield-prompt=\"true\" in llm-content-safety, and backend-id to a backend with the address of a "
            "Content Safety or AI Services account.",
        .references = "MCSB AI-2; https://learn.microsoft.com/azure/api-management/llm-content-safety-policy",
    },
    {
        .id = "apim-request-validation",
        .title = "Gateway does not validate what models get",
        .level = AL_NOTE,
        .security_severity = 3.0,
        .type = TYPE_API,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_validation,
        .why = "Oversized or malformed bodies reach the model, where they cost tokens or find a weakness.",
        .remedy = "Add <validate-content unspecified-content-type-action=\"prevent\" max-size=\"...\" "
                  "size-exceeded-action=\"prevent\"> with action=\"prevent\" to the API's inbound policy.",
        .references = "MCSB AI-2; https://learn.microsoft.com/azure/api-management/validate-content-policy",
        .profile = "strict",
    },
    {
        .id = "apim-token-limit",
        .title = "Gateway does not limit the use of a model",
        .level = AL_WARNING,
        .security_severity = 4.5,
        .type = TYPE_API,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_limit,
        .why =
            "One consumer, or one stolen key, can use up the whole capacity of the model and run up its bill.",
        .remedy =
            "Add azure-openai-token-limit or llm-token-limit with a counter-key for each subscription or caller to the "
            "inbound policy of the API, its product or the service.",
        .references =
            "MCSB AI-2; MCSB AI-6; https://learn.microsoft.com/azure/api-management/azure-openai-token-limit-policy",
    },
    {
        .id = "apim-validate-token",
        .title = "Gateway does not ask model callers for a token",
        .level = AL_WARNING,
        .security_severity = 5.5,
        .type = TYPE_API,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_token,
        .why =
            "A subscription key names a product and no person, never expires and cannot be held to conditional access.",
        .remedy =
            "Add <validate-azure-ad-token tenant-id=\"...\"> with the expected audiences to the inbound policy.",
        .references = "MCSB IM-1; MCSB IM-4; policy 8ac833bd-f505-48d5-887e-c993a1d3eea0; "
                      "https://learn.microsoft.com/azure/api-management/validate-azure-ad-token-policy",
    },
};

AL_MODULE(ai_gateway, "AI gateway", rules);
