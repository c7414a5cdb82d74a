/* SPDX-License-Identifier: MIT */
/* What a content filter policy (a guardrail) lets through. A filter that it does not list is inherited from
 * basePolicyName: Microsoft.Default has the harm categories, Microsoft.DefaultV2 jailbreaks and protected
 * material, too, and neither has indirect attacks or groundedness. */
#include "common.h"

#include <strings.h>

#define TYPE_POLICY TYPE_COGNITIVE "/raiPolicies"
#define POLICIES    TYPE_POLICY " Microsoft.CognitiveServices/raiPolicy"

#define FILTERS "properties.contentFilters"

#define IS_OFF AL_FIELD("enabled", AL_EQUALS_FALSE)
/* Where there is an `action`, it decides instead of `blocking`. */
#define LETS_PASS                                                   \
    AL_ANY(IS_OFF, AL_FIELD("action", AL_IN("NONE", "ANNOTATING")), \
           AL_ALL(AL_NOT(AL_FIELD("action", AL_NOT_EMPTY)), AL_FIELD("blocking", AL_EQUALS_FALSE)))

/* Where filters stand: an agent's run begins and ends like a model's prompt and completion. */
#define ON_INPUT  "^(prompt|prerun)$"
#define ON_OUTPUT "^(completion|postrun)$"
#define ON_TOOLS  "^(pretoolcall|posttoolcall)$"

/* So many connections of an account are looked at for each of its policies, which keeps the work linear. */
enum { MAX_RELATIVES = 200 };

/* One kind of filter: patterns for its name and source, and whether it need only mark what it finds. */
struct filter {
    const char *name, *source;
    bool may_pass;
};

enum state { MISSING, USELESS, UNCLEAR, WORKS };

/* Whether a field's text matches; `absent` is the answer when there is no field. */
static enum al_truth matches(al_check *check, const al_field *field, const char *pattern,
                             enum al_truth absent)
{
    const char *text = field ? al_text(check, field) : NULL;

    if (text)
        return al_pattern(check, pattern, text) ? AL_YES : AL_NO;
    return field ? AL_UNKNOWN : absent;
}

/* Exported templates list Microsoft's own policies, which nobody can change. */
static bool is_built_in(al_check *check, const al_resource *policy)
{
    const char *name = al_last_segment(check, al_get(check, policy, "name"));

    return name && strncasecmp(name, "Microsoft.", 10) == 0;
}

static enum state state_of_entry(al_check *check, const al_field *entry, const struct filter *filter)
{
    enum al_truth meant = al_both(matches(check, al_get_in(check, entry, "name"), filter->name, AL_NO),
                                  matches(check, al_get_in(check, entry, "source"), filter->source, AL_YES));
    enum al_truth useless =
        meant == AL_NO ? AL_NO : al_test_in(check, entry, filter->may_pass ? IS_OFF : LETS_PASS);

    if (meant == AL_NO)
        return MISSING;
    if (meant == AL_UNKNOWN || useless == AL_UNKNOWN)
        return UNCLEAR;
    return useless == AL_YES ? USELESS : WORKS;
}

/* The best that the policy has of a kind of filter; *entry gets the first useless one. */
static enum state state_of(al_check *check, const al_resource *policy, const struct filter *filter,
                           const al_field **entry)
{
    const al_field *entries = al_get(check, policy, FILTERS);
    bool exact;
    size_t n = al_count(check, entries, &exact);
    enum state best = exact ? MISSING : UNCLEAR;

    *entry = NULL;
    for (size_t i = 0; i < n; i++) {
        const al_field *item = al_item(check, entries, i);
        enum state state = state_of_entry(check, item, filter);

        if (state == USELESS && !*entry)
            *entry = item;
        best = state > best ? state : best;
    }
    return best;
}

static void report_missing(al_check *check, const al_resource *policy, const char *what)
{
    const al_field *entries = al_get(check, policy, FILTERS);

    if (entries)
        al_report(check, policy, entries, "%s", what);
    else
        al_report_absent(check, policy, FILTERS, "%s", what);
}

/* Points at what makes the entry useless. */
static void report_useless(al_check *check, const al_resource *policy, const al_field *entry)
{
    const char *name = al_text(check, al_get_in(check, entry, "name"));
    const al_field *source = al_get_in(check, entry, "source"), *action = al_get_in(check, entry, "action");
    const char *where = source ? al_text(check, source) : "every source";

    if (al_test_in(check, entry, IS_OFF) == AL_YES)
        al_report(check, policy, al_get_in(check, entry, "enabled"), "the %s filter on %s is switched off",
                  name, where);
    else
        al_report(check, policy, action ? action : al_get_in(check, entry, "blocking"),
                  "the %s filter on %s marks what it finds but does not block it", name, where);
}

static void check_filter(al_check *check, const al_resource *policy, const struct filter *filter,
                         enum al_truth wanted, const char *missing)
{
    const al_field *entry;
    enum state state = is_built_in(check, policy) ? WORKS : state_of(check, policy, filter, &entry);

    if (state == USELESS)
        report_useless(check, policy, entry);
    else if (state == MISSING && wanted == AL_YES)
        report_missing(check, policy, missing);
    else if (state == UNCLEAR || (state == MISSING && wanted == AL_UNKNOWN))
        al_undetermined(check, policy, al_get(check, policy, FILTERS),
                        "cannot tell whether the filter works");
}

/* -- what the account is used for -- */

static enum al_truth some_child(al_check *check, const al_resource *owner, const char *type,
                                const struct al_condition *condition)
{
    const al_resource *child = NULL;
    enum al_truth answer = AL_NO;
    size_t n = 0;

    while (answer != AL_YES && (child = al_next_child(check, owner, type, child))) {
        if (++n > MAX_RELATIVES)
            return AL_UNKNOWN;
        answer = al_either(answer, condition ? al_test(check, child, condition) : AL_YES);
    }
    return answer;
}

/* Asks the account and its projects. */
static enum al_truth ask_account(al_check *check, const al_resource *policy,
                                 enum al_truth (*ask)(al_check *, const al_resource *))
{
    const al_resource *account = al_parent(policy), *project = NULL;
    enum al_truth answer = account ? ask(check, account) : AL_NO;
    size_t n = 0;

    while (account && answer != AL_YES && (project = al_next_child(check, account, TYPE_PROJECT, project))) {
        if (++n > MAX_RELATIVES)
            return AL_UNKNOWN;
        answer = al_either(answer, ask(check, project));
    }
    return answer == AL_NO && al_is_incomplete(check) ? AL_UNKNOWN : answer;
}

static const char *const hosts[] = {TYPE_COGNITIVE "/capabilityHosts", TYPE_PROJECT "/capabilityHosts"};

/* Whether text that the user did not write gets into prompts: documents, answers of tools. */
static enum al_truth retrieves(al_check *check, const al_resource *owner)
{
    static const char *const connections[] = {TYPE_COGNITIVE "/connections", TYPE_PROJECT "/connections"};
    bool project = al_is_type(owner, TYPE_PROJECT);

    return al_either(some_child(check, owner, connections[project],
                                AL_FIELD("properties.category",
                                         AL_IN("CognitiveSearch", "AzureSearch", "GroundingWithBingSearch",
                                               "BingLLMSearch", "GroundingWithCustomSearch", "RemoteTool",
                                               "RemoteA2A", "Sharepoint"))),
                     some_child(check, owner, hosts[project],
                                AL_FIELD("properties.vectorStoreConnections", AL_NOT_EMPTY)));
}

static enum al_truth hosts_agents(al_check *check, const al_resource *owner)
{
    return some_child(check, owner, hosts[al_is_type(owner, TYPE_PROJECT)], NULL);
}

/* -- checks -- */

static void check_tool_guardrails(al_check *check, const al_resource *policy)
{
    static const struct filter on_tools = {".", ON_TOOLS, false};
    const al_field *providers = al_get(check, policy, "properties.safetyProviders");
    bool exact;
    size_t n = al_count(check, providers, &exact);
    enum al_truth asked =
        n > 0 ? AL_NO : al_both(exact ? AL_YES : AL_UNKNOWN, ask_account(check, policy, hosts_agents));

    for (size_t i = 0; i < n; i++) {
        const al_field *blocking = al_get_in(check, al_item(check, providers, i), "blocking");
        if (al_is(check, blocking, "false") == AL_YES)
            al_report(check, policy, blocking,
                      "the safety provider is asked, but what it says blocks nothing");
    }
    check_filter(check, policy, &on_tools, asked,
                 "the account hosts agents, but no filter looks at their tool calls or at what tools answer");
}

static void check_groundedness(al_check *check, const al_resource *policy)
{
    static const struct filter groundedness = {"ground", ON_OUTPUT, true};

    check_filter(check, policy, &groundedness, ask_account(check, policy, retrieves),
                 "answers are made from retrieved text, but no filter compares them with it");
}

static void check_harm(al_check *check, const al_resource *policy, const al_field *entry)
{
    static const struct filter harm = {"^(hate|sexual|violence|self[-_ ]?harm)$",
                                       "^(prompt|prerun|completion|postrun)$", false};
    enum state state = state_of_entry(check, entry, &harm);
    const al_field *threshold = al_get_in(check, entry, "severityThreshold");
    const char *text;

    if (!threshold) /* until 2024-04-01-preview */
        threshold = al_get_in(check, entry, "allowedContentLevel");
    text = al_text(check, threshold);
    if (state == USELESS)
        report_useless(check, policy, entry);
    else if (state == UNCLEAR || (state == WORKS && threshold && !text))
        al_undetermined(check, policy, entry, "cannot tell what the filter blocks");
    else if (state == WORKS && text && !al_option_lists(check, "thresholds", text))
        al_report(check, policy, threshold, "the %s filter blocks nothing that is less severe than %s",
                  al_text(check, al_get_in(check, entry, "name")), text);
}

static void check_harms(al_check *check, const al_resource *policy)
{
    const al_field *entries = al_get(check, policy, FILTERS);
    bool exact;
    size_t n = al_count(check, entries, &exact);

    if (is_built_in(check, policy))
        return;
    for (size_t i = 0; i < n; i++)
        check_harm(check, policy, al_item(check, entries, i));
    if (!exact)
        al_undetermined(check, policy, entries, "cannot tell which filters the policy has");
}

static void check_indirect_attack(al_check *check, const al_resource *policy)
{
    static const struct filter shield = {"^indirect[-_ ]?attack$", "^(prompt|prerun|posttoolcall)$", false};

    check_filter(check, policy, &shield, ask_account(check, policy, retrieves),
                 "documents or tools feed the model, but nothing looks for instructions hidden in them");
}

static void check_prompt_shield(al_check *check, const al_resource *policy)
{
    static const struct filter shield = {"^jailbreak$", ON_INPUT, false};
    const al_field *base = al_get(check, policy, "properties.basePolicyName");
    enum al_truth bare = al_either(al_is(check, base, ""), al_is(check, base, "Microsoft.Default"));

    check_filter(check, policy, &shield, base ? bare : AL_YES,
                 "the policy has no Jailbreak filter, and inherits none as its basePolicyName is not "
                 "Microsoft.DefaultV2");
}

static void check_protected_material(al_check *check, const al_resource *policy)
{
    static const struct filter text = {"^protected[-_ ]?material[-_ ]?text$", ON_OUTPUT, false};
    /* Citations are made from marked code. */
    static const struct filter code = {"^protected[-_ ]?material[-_ ]?code$", ON_OUTPUT, true};

    check_filter(check, policy, &text, AL_NO, "");
    check_filter(check, policy, &code, AL_NO, "");
}

static const struct al_rule_option harm_options[] = {
    {"thresholds", "Low,Medium", "the least severities that filters may block from"},
    {NULL, NULL, NULL},
};

#define CATEGORIES "https://learn.microsoft.com/azure/ai-foundry/openai/concepts/default-safety-policies"

static const struct al_rule rules[] = {
    {
        .id = "openai-agent-tool-guardrails",
        .title = "Tool calls of agents are not filtered",
        .level = AL_NOTE,
        .security_severity = 4.0,
        .type = POLICIES,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_tool_guardrails,
        .why =
            "An agent acts through its tools. Without a filter there, a planned call that strays from the task, "
            "or an instruction hidden in what a tool answers, goes through unseen.",
        .remedy =
            "Add entries with source PreToolCall (such as Task Adherence) and PostToolCall (such as Indirect "
            "Attack), enabled and blocking, to properties.contentFilters (apiVersion 2025-12-01 or later).",
        .references = "MCSB AI-2; MCSB AI-4; "
                      "https://learn.microsoft.com/azure/foundry/guardrails/intervention-points",
    },
    {
        /* The name of the filter is not documented; every spelling that was seen has "ground" in it. */
        .id = "openai-content-filter-groundedness",
        .title = "Answers are not checked against their sources",
        .level = AL_NOTE,
        .security_severity = 2.0,
        .type = POLICIES,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_groundedness,
        .why =
            "A model that is given documents may still answer with what is not in them, and readers trust such "
            "answers more than others.",
        .remedy = "Switch groundedness detection on for completions in properties.contentFilters.",
        .references = "MCSB AI-2; " CATEGORIES,
    },
    {
        .id = "openai-content-filter-harm-categories",
        .title = "Content filter lets harmful text through",
        .level = AL_WARNING,
        .security_severity = 6.0,
        .type = POLICIES,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_harms,
        .why =
            "Hateful, sexual, violent or self-harm text reaches users, or a prompt of that sort the model, that "
            "Microsoft's own policy would have stopped.",
        .remedy = "Set enabled and blocking to true and severityThreshold to Medium or Low for Hate, Sexual, "
                  "Violence and Selfharm, both for Prompt and for Completion.",
        .references = "MCSB AI-2; policy 930f48f9-f07e-427c-9494-52603581c6a9; " CATEGORIES,
        .options = harm_options,
    },
    {
        .id = "openai-content-filter-indirect-attack",
        .title = "Attacks hidden in documents are not blocked",
        .level = AL_WARNING,
        .security_severity = 6.0,
        .type = POLICIES,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_indirect_attack,
        .why =
            "Whoever can write a document, a web page or a mail that the model reads can give it orders in the "
            "user's name. Microsoft's own policies do not have this filter.",
        .remedy =
            "Add { \"name\": \"Indirect Attack\", \"source\": \"Prompt\", \"enabled\": true, \"blocking\": true } "
            "to properties.contentFilters.",
        .references =
            "MCSB AI-2; MCSB AI-3; policy f3a9c2e0-7b4d-4d8f-9c3a-2e1f6b9a8d4e; "
            "https://learn.microsoft.com/azure/ai-services/content-safety/concepts/jailbreak-detection",
    },
    {
        .id = "openai-content-filter-prompt-shield",
        .title = "Jailbreak attempts are not blocked",
        .level = AL_WARNING,
        .security_severity = 6.5,
        .type = POLICIES,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_prompt_shield,
        .why = "A user can talk the model out of its instructions and make it say or do what they forbid.",
        .remedy =
            "Set enabled and blocking to true for the filter Jailbreak with source Prompt, or leave it out "
            "and set properties.basePolicyName to Microsoft.DefaultV2.",
        .references =
            "MCSB AI-2; policy f3a9c2e0-7b4d-4d8f-9c3a-2e1f6b9a8d4e; "
            "https://learn.microsoft.com/azure/ai-services/content-safety/concepts/jailbreak-detection",
    },
    {
        .id = "openai-content-filter-protected-material",
        .title = "Protected text or code is not detected",
        .level = AL_WARNING,
        .security_severity = 3.0,
        .type = POLICIES,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_protected_material,
        .why =
            "The model may repeat lyrics, articles or licensed code word for word, and whoever publishes its "
            "answer infringes somebody's rights.",
        .remedy = "Set enabled to true for Protected Material Text and Protected Material Code with source "
                  "Completion, and blocking to true for the text.",
        .references =
            "MCSB AI-2; policy af253d37-136a-42f8-a1fc-30010c083d41; "
            "https://learn.microsoft.com/azure/ai-services/content-safety/concepts/protected-material",
    },
    {
        .id = "openai-content-filter-streaming-mode",
        .title = "Streamed answers are shown before they are filtered",
        .level = AL_WARNING,
        .security_severity = 4.0,
        .type = POLICIES,
        .require = AL_FIELD("properties.mode", AL_IN("Default", "Blocking")),
        .absent = AL_ABSENT_PASSES,
        .message = "{field} is {value}: what is streamed is checked only after the user has seen it",
        .why = "The filter comes too late: harmful text is on the screen before it is withdrawn.",
        .remedy = "Set properties.mode to Default. Answers begin to show a little later.",
        .references = "MCSB AI-2; policy c1ad46c6-37f8-4af0-9c71-c208375c87dd; "
                      "https://learn.microsoft.com/azure/foundry/openai/concepts/content-streaming",
    },
};

AL_MODULE(content_filters, "Azure OpenAI content filters", rules);
