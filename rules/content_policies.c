/* SPDX-License-Identifier: MIT */
/* Which content filter policy a model deployment has, and the blocklists of policies. */
#include "common.h"

#include <strings.h>

#define TYPE_DEPLOYMENT TYPE_COGNITIVE "/deployments"
#define TYPE_POLICY     TYPE_COGNITIVE "/raiPolicies"
#define TYPE_BLOCKLIST  TYPE_COGNITIVE "/raiBlocklists"
#define TYPE_SHARED     "Microsoft.CognitiveServices/raiPolicy"
#define POLICIES        TYPE_POLICY " " TYPE_SHARED

/* So many policies, lists or deployments of an account are looked at, which keeps the work linear. */
enum { MAX_RELATIVES = 200 };

/* Whether a child of that type has the name. */
static enum al_truth has_child(al_check *check, const al_resource *account, const char *type,
                               const al_field *name)
{
    const al_resource *child = NULL;
    enum al_truth answer = AL_NO;
    size_t n = 0;

    while (answer != AL_YES && (child = al_next_child(check, account, type, child)))
        answer = ++n > MAX_RELATIVES ? AL_UNKNOWN : al_either(answer, al_is_named(check, child, name));
    return answer == AL_NO && (!al_text(check, name) || al_is_incomplete(check)) ? AL_UNKNOWN : answer;
}

/* Policies of the whole subscription. */
static enum al_truth is_shared(al_check *check, const al_field *name)
{
    const al_resource *policy = NULL;
    enum al_truth answer = AL_NO;
    size_t n = 0;

    while (answer != AL_YES && (policy = al_next_of_type(check, TYPE_SHARED, policy)))
        answer = ++n > MAX_RELATIVES ? AL_UNKNOWN : al_either(answer, al_is_named(check, policy, name));
    return answer;
}

/* Microsoft.Default and its successors are in every account. */
static bool is_built_in(const char *name)
{
    return strncasecmp(name, "Microsoft.", 10) == 0;
}

static void check_policy_name(al_check *check, const al_resource *deployment)
{
    const al_resource *account = al_parent(deployment);
    const al_field *name = al_get(check, deployment, "properties.raiPolicyName");
    const char *text = al_text(check, name);
    enum al_truth declared;

    if (!name || !account || al_is_existing(account) || (text && (!*text || is_built_in(text))))
        return;
    declared = has_child(check, account, TYPE_POLICY, name);
    if (declared != AL_YES)
        declared = al_either(declared, is_shared(check, name));
    if (declared == AL_UNKNOWN)
        al_undetermined(check, deployment, name, "cannot tell whether the account has the policy");
    else if (declared == AL_NO)
        al_report(check, deployment, name, "the account has no content filter policy %s", text);
}

/* Without a base there is nothing to inherit filters from. */
static void check_content(al_check *check, const al_resource *policy)
{
    static const char path[] = "properties.contentFilters";
    const al_field *filters = al_get(check, policy, path);
    bool exact;
    size_t n = al_count(check, filters, &exact);
    enum al_truth based = al_test(check, policy, AL_FIELD("properties.basePolicyName", AL_NOT_EMPTY));

    if (n > 0 || based == AL_YES)
        return;
    if (!exact || based == AL_UNKNOWN)
        al_undetermined(check, policy, filters, "cannot tell whether the policy has filters");
    else if (filters)
        al_report(check, policy, filters,
                  "the policy has no filters and no basePolicyName to inherit them from");
    else
        al_report_absent(check, policy, path,
                         "the policy has no filters and no basePolicyName to inherit them from");
}

static void check_policies(al_check *check, const al_resource *resource)
{
    if (al_is_type(resource, TYPE_DEPLOYMENT))
        check_policy_name(check, resource);
    else
        check_content(check, resource);
}

/* Models that make vectors, speech or pictures have filters of their own, or none. */
static bool may_chat(al_check *check, const al_resource *deployment)
{
    const char *model = al_text(check, al_get(check, deployment, "properties.model.name"));

    return model &&
           !al_pattern(check,
                       "embed|whisper|transcribe|tts|speech|voice|audio|realtime|dall-e|image|sora|flux|"
                       "stable-|rerank|ocr|clip|dino|bria",
                       model);
}

/* Whether it is another model than `model`, with a policy of the owner's. */
static bool has_own_policy(al_check *check, const al_resource *deployment, const al_field *model)
{
    const char *policy = al_text(check, al_get(check, deployment, "properties.raiPolicyName"));

    return policy && *policy && !is_built_in(policy) && may_chat(check, deployment) &&
           al_same(check, al_get(check, deployment, "properties.model.name"), model) == AL_NO;
}

static void check_siblings(al_check *check, const al_resource *deployment)
{
    static const char path[] = "properties.raiPolicyName";
    const al_resource *account = al_parent(deployment), *other = NULL;
    const al_field *policy = al_get(check, deployment, path);

    if (policy && al_is_unknown(check, policy))
        al_undetermined(check, deployment, policy, "cannot tell which policy the deployment has");
    if (!account || policy || !may_chat(check, deployment))
        return;
    for (size_t n = 0; n < MAX_RELATIVES; n++) {
        other = al_next_child(check, account, TYPE_DEPLOYMENT, other);
        if (!other)
            return;
        if (!has_own_policy(check, other, al_get(check, deployment, "properties.model.name")))
            continue;
        al_report_absent(check, deployment, path,
                         "the deployment names no content filter policy, while %s has %s",
                         al_name(check, other), al_text(check, al_get(check, other, path)));
        return;
    }
}

static void check_blocklist(al_check *check, const al_resource *policy, const al_field *entry)
{
    const al_resource *account = al_parent(policy);
    const al_field *name = al_get_in(check, entry, "blocklistName");
    const al_field *blocking = al_get_in(check, entry, "blocking");
    enum al_truth declared;

    if (al_is(check, blocking, "false") == AL_YES)
        al_report(check, policy, blocking, "the blocklist marks what it finds but does not block it");
    if (!account || !name || al_is_existing(account))
        return;
    declared = has_child(check, account, TYPE_BLOCKLIST, name);
    if (declared == AL_UNKNOWN)
        al_undetermined(check, policy, name, "cannot tell whether the account has the blocklist");
    else if (declared == AL_NO)
        al_report(check, policy, name, "the account has no blocklist %s", al_text(check, name));
}

static void check_blocklists(al_check *check, const al_resource *policy)
{
    /* The last two are what previews before 2024-06-01 called it. */
    static const char *const paths[] = {"properties.customBlocklists", "properties.promptBlocklists",
                                        "properties.completionBlocklists"};

    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        const al_field *entries = al_get(check, policy, paths[i]);
        bool exact;
        size_t n = al_count(check, entries, &exact);

        for (size_t k = 0; k < n; k++)
            check_blocklist(check, policy, al_item(check, entries, k));
        if (!exact)
            al_undetermined(check, policy, entries, "cannot tell which blocklists the policy has");
    }
}

static const struct al_rule rules[] = {
    {
        /* A deployment that names none gets Microsoft's own policy, which is fine. */
        .id = "openai-content-filter",
        .title = "Content filter policy is missing or empty",
        .level = AL_WARNING,
        .security_severity = 5.0,
        .type = TYPE_DEPLOYMENT " " POLICIES,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_policies,
        .why =
            "The deployment of the model fails, or the model runs without the filters that somebody meant it to "
            "have.",
        .remedy =
            "Set properties.raiPolicyName to Microsoft.DefaultV2 or to a raiPolicies resource of the same "
            "account; give a policy properties.basePolicyName Microsoft.DefaultV2.",
        .references = "MCSB AI-2; policy 930f48f9-f07e-427c-9494-52603581c6a9; "
                      "https://learn.microsoft.com/azure/ai-foundry/openai/concepts/default-safety-policies",
    },
    {
        .id = "openai-content-filter-blocklist",
        .title = "Content filter policy uses a blocklist in vain",
        .level = AL_WARNING,
        .security_severity = 3.0,
        .type = POLICIES,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_blocklists,
        .why =
            "Words that the owner wants to keep out get in, although the policy looks as if it kept them out.",
        .remedy = "Set blocking to true and blocklistName to a raiBlocklists resource of the same account.",
        .references = "MCSB AI-2; https://learn.microsoft.com/azure/ai-foundry/openai/how-to/use-blocklists",
    },
    {
        .id = "openai-content-filter-per-deployment",
        .title = "Only some models have a policy of their own",
        .level = AL_NOTE,
        .security_severity = 2.0,
        .type = TYPE_DEPLOYMENT,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_siblings,
        .why =
            "Where one model has filters that fit its use, another that was left with the platform's is more "
            "likely forgotten than meant so.",
        .remedy =
            "Set properties.raiPolicyName on every chat model; Microsoft.DefaultV2 says that the platform's "
            "filters are meant.",
        .references = "MCSB AI-2; "
                      "https://learn.microsoft.com/azure/ai-foundry/guardrails/guardrails-overview",
    },
};

AL_MODULE(content_policies, "Azure OpenAI content filter policies", rules);
