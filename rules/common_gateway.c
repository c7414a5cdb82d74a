/* SPDX-License-Identifier: MIT */
#include "common_gateway.h"

#include <string.h>

/* ---- policies ------------------------------------------------------------------------------------------ */

/* What is looked for: a pattern, or the name of a backend. */
struct wanted {
    const char *pattern, *backend;
};

/* backend-id="name", which no constant pattern can say. */
static bool names_backend(const char *text, const char *name)
{
    static const char word[] = "backend-id";
    const size_t n = strlen(name);

    while ((text = strstr(text, word))) {
        text += sizeof word - 1;
        text += strspn(text, " \t\r\n");
        text += *text == '=';
        text += strspn(text, " \t\r\n");
        if ((*text == '"' || *text == '\'') && strncmp(text + 1, name, n) == 0 && text[n + 1] == *text)
            return true;
    }
    return false;
}

static enum al_truth policy_has(al_check *check, const al_resource *policy, const struct wanted *wanted)
{
    const al_field *value = al_get(check, policy, "properties.value");
    const al_field *format = al_get(check, policy, "properties.format");
    const char *text = al_text(check, value);
    bool found;

    if (!value)
        return AL_NO;
    if (!text || al_is_existing(policy) || (format && al_is_unknown(check, format)) ||
        al_test(check, policy, AL_FIELD("properties.format", AL_LIKE("*-link"))) == AL_YES)
        return AL_UNKNOWN;
    found = wanted->backend ? names_backend(text, wanted->backend) : al_pattern(check, wanted->pattern, text);
    return found ? AL_YES : AL_NO;
}

enum al_truth al_ask_policy_matches(al_check *check, const al_resource *policy, const char *pattern)
{
    const struct wanted wanted = {.pattern = pattern};

    return policy_has(check, policy, &wanted);
}

static enum al_truth some_child_has(al_check *check, const al_resource *parent, const char *type,
                                    const struct wanted *wanted)
{
    const al_resource *policy = NULL;
    enum al_truth answer = AL_NO;

    while (answer != AL_YES && (policy = al_next_child(check, parent, type, policy)))
        answer = al_either(answer, policy_has(check, policy, wanted));
    return answer;
}

/* Policies one level further down: those of operations, and of products. */
static enum al_truth some_grandchild_has(al_check *check, const al_resource *parent, const char *between,
                                         const char *type, const struct wanted *wanted)
{
    const al_resource *child = NULL;
    enum al_truth answer = AL_NO;

    while (answer != AL_YES && (child = al_next_child(check, parent, between, child)))
        answer = al_either(answer, some_child_has(check, child, type, wanted));
    return answer;
}

static enum al_truth policies_have(al_check *check, const al_resource *api, const struct wanted *wanted)
{
    const al_resource *service = al_ancestor(check, api, TYPE_APIM);
    enum al_truth answer = some_child_has(check, api, TYPE_API_POLICY, wanted);

    if (answer != AL_YES)
        answer = al_either(
            answer, some_grandchild_has(check, api, TYPE_OPERATION, TYPE_OPERATION "/policies", wanted));
    if (answer == AL_YES)
        return answer;
    if (!service || al_is_existing(service) || al_is_incomplete(check))
        answer = AL_UNKNOWN; /* it may have policies that are not here */
    if (!service)
        return answer;
    answer = al_either(answer, some_child_has(check, service, TYPE_POLICY, wanted));
    answer = al_either(answer, some_child_has(check, service, TYPE_FRAGMENT, wanted));
    return al_either(answer,
                     some_grandchild_has(check, service, TYPE_PRODUCT, TYPE_PRODUCT "/policies", wanted));
}

enum al_truth al_ask_policies_match(al_check *check, const al_resource *api, const char *pattern)
{
    const struct wanted wanted = {.pattern = pattern};

    return policies_have(check, api, &wanted);
}

/* ---- what is behind ------------------------------------------------------------------------------------ */

/* Hosts of Azure OpenAI, Foundry, AI services, and models as a service. */
#define MODEL_HOSTS                                                                               \
    "^https?://[^/]+\\.(openai\\.azure\\.|services\\.ai\\.azure\\.|cognitiveservices\\.azure\\.|" \
    "models\\.ai\\.azure\\.|inference\\.(ml|ai)\\.azure\\.)"

enum al_truth al_ask_is_model(al_check *check, const al_field *address)
{
    static const char *const suffixes[] = {
        "*.openai.azure.*",    "*.services.ai.azure.*",  "*.cognitiveservices.azure.*",
        "*.models.ai.azure.*", "*.inference.ml.azure.*",
    };
    const al_resource *account = al_leads_to(check, address, TYPE_COGNITIVE, NULL);
    const char *text = al_text(check, address);
    enum al_truth answer = AL_NO;

    if (!address)
        return AL_NO;
    if (account)
        return AL_YES;
    if (text)
        return al_pattern(check, MODEL_HOSTS, text) ? AL_YES : AL_NO;
    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++)
        answer = al_either(answer, al_test_in(check, address, AL_FIELD("", AL_LIKE(suffixes[i]))));
    return answer;
}

static enum al_truth is_model_pool(al_check *check, const al_resource *pool)
{
    const al_field *services = al_get(check, pool, "properties.pool.services");
    bool exact;
    size_t n = al_count(check, services, &exact);
    enum al_truth answer = exact ? AL_NO : AL_UNKNOWN;

    for (size_t i = 0; i < n && answer != AL_YES; i++) {
        const al_resource *member = al_target(check, al_get_in(check, al_item(check, services, i), "id"));
        if (!member || al_is_existing(member) || member == pool)
            answer = al_either(answer, AL_UNKNOWN);
        else
            answer = al_either(answer, al_ask_is_model(check, al_get(check, member, "properties.url")));
    }
    return answer;
}

enum al_truth al_ask_is_model_backend(al_check *check, const al_resource *backend)
{
    enum al_truth url = al_ask_is_model(check, al_get(check, backend, "properties.url"));
    enum al_truth id = al_ask_is_model(check, al_get(check, backend, "properties.resourceId"));
    enum al_truth either = al_either(url, id);

    return either == AL_YES ? either : al_either(either, is_model_pool(check, backend));
}

/* Whether the API's policies send calls to that backend. */
static enum al_truth sends_to(al_check *check, const al_resource *api, const al_resource *backend)
{
    const struct wanted wanted = {.backend = al_last_segment(check, al_get(check, backend, "name"))};

    return wanted.backend ? policies_have(check, api, &wanted) : AL_UNKNOWN;
}

enum al_truth al_ask_is_model_api(al_check *check, const al_resource *api)
{
    const al_resource *service = al_ancestor(check, api, TYPE_APIM), *backend = NULL;
    enum al_truth answer = al_ask_is_model(check, al_get(check, api, "properties.serviceUrl"));

    while (answer != AL_YES && service && (backend = al_next_child(check, service, TYPE_BACKEND, backend)))
        if (!al_is_existing(backend) && al_ask_is_model_backend(check, backend) == AL_YES)
            answer = al_either(answer, sends_to(check, api, backend));
    return answer;
}
