/* SPDX-License-Identifier: MIT */
/* Logic Apps that agents use as tools. */
#include "common.h"

#include <stdio.h>

#define WORKFLOWS "Microsoft.Logic/workflows"

/* The name that a definition gives its trigger or action. */
static const char *name_of(const al_field *part)
{
    return al_key(part) ? al_key(part) : "";
}

/* ---- who may start a workflow ---------------------------------------------------------------------------
 */

#define CALLERS "properties.accessControl.triggers."

/* An empty list admits other logic apps only. */
#define SOME_ADDRESSES                                              \
    AL_ALL(AL_FIELD(CALLERS "allowedCallerIpAddresses", AL_EXISTS), \
           AL_NOT(AL_FIELD(                                         \
               CALLERS "allowedCallerIpAddresses",                  \
               AL_SOME_ITEM(AL_FIELD("addressRange",                \
                                     AL_MATCHES("^\\s*(0\\.0\\.0\\.0\\s*-\\s*255|.*/0\\s*$|\\*)"))))))

#define LIMITED                                                                                   \
    AL_ANY(SOME_ADDRESSES, AL_FIELD(CALLERS "openAuthenticationPolicies.policies", AL_NOT_EMPTY), \
           AL_FIELD(CALLERS "sasAuthenticationPolicy.state", AL_EQUALS("Disabled")))

static void check_trigger(al_check *check, const al_resource *workflow)
{
    const al_field *definition = al_get(check, workflow, "properties.definition");
    const al_field *triggers = al_get_in(check, definition, "triggers");
    enum al_truth limited = al_test(check, workflow, LIMITED);
    bool exact = true;
    size_t n = al_count(check, triggers ? triggers : definition, &exact);

    for (size_t i = 0; triggers && i < n; i++) {
        const al_field *trigger = al_item(check, triggers, i);
        enum al_truth request = al_is(check, al_get_in(check, trigger, "type"), "Request");

        if (request == AL_YES && limited == AL_NO)
            al_report(check, workflow, trigger,
                      "the signed address of the trigger %s is all it takes to start the workflow",
                      name_of(trigger));
        else if (al_both(request, al_opposite(limited)) == AL_UNKNOWN)
            al_undetermined(check, workflow, trigger, "cannot tell who may start the workflow");
    }
    if (!exact && limited != AL_YES)
        al_undetermined(check, workflow, definition, "cannot tell how the workflow is started");
}

/* ---- approval -------------------------------------------------------------------------------------------
 */

/* Actions may hold actions, but not without end. */
enum { MAX_DEPTH = 16 };

static enum al_truth any_approves(al_check *check, const al_field *actions, unsigned depth);

/* An action that waits for an answer and asks a person: mail with options, a card in Teams, an approval. */
static enum al_truth approves(al_check *check, const al_field *action)
{
    static const char asks[] = "approv|withoptions|gatherinput|waitforresponse";
    static const char *const paths[] = {"inputs.path", "inputs.subscribe.uri"};
    enum al_truth waits =
        al_test_in(check, action, AL_FIELD("type", AL_IN("ApiConnectionWebhook", "HttpWebhook")));
    enum al_truth person = al_pattern(check, asks, name_of(action)) ? AL_YES : AL_NO;

    for (size_t i = 0; i < 2 && waits != AL_NO; i++) {
        const al_field *address = al_get_in(check, action, paths[i]);
        const char *text = al_text(check, address);
        if (address)
            person = al_either(person, !text ? AL_UNKNOWN : al_pattern(check, asks, text) ? AL_YES : AL_NO);
    }
    return al_both(waits, person);
}

static enum al_truth holds_approval(al_check *check, const al_field *action, unsigned depth)
{
    static const char *const blocks[] = {"actions", "else.actions", "default.actions"};
    const al_field *cases = al_get_in(check, action, "cases");
    enum al_truth answer = action ? approves(check, action) : AL_NO;
    bool exact = true;
    size_t n = al_count(check, cases, &exact);

    for (size_t i = 0; i < 3; i++)
        answer = al_either(answer, any_approves(check, al_get_in(check, action, blocks[i]), depth));
    for (size_t i = 0; i < n; i++)
        answer = al_either(answer,
                           any_approves(check, al_get_in(check, al_item(check, cases, i), "actions"), depth));
    return exact ? answer : al_either(answer, AL_UNKNOWN);
}

static enum al_truth any_approves(al_check *check, const al_field *actions, unsigned depth)
{
    bool exact = true;
    size_t n = al_count(check, actions, &exact);
    enum al_truth answer = exact && (n == 0 || depth > 0) ? AL_NO : AL_UNKNOWN;

    if (depth == 0)
        return answer;
    for (size_t i = 0; i < n && answer != AL_YES; i++)
        answer = al_either(answer, holds_approval(check, al_item(check, actions, i), depth - 1));
    return answer;
}

static void check_approval(al_check *check, const al_resource *workflow)
{
    const al_field *definition = al_get(check, workflow, "properties.definition"), *tag;
    const char *name = al_option(check, "tag");
    enum al_truth approved;
    char path[256];

    if (!name || !*name)
        return;
    snprintf(path, sizeof path, "tags.%s", name);
    tag = al_get(check, workflow, path);
    if (!tag || !definition || al_is(check, tag, "false") == AL_YES)
        return;
    approved = al_test_in(check, definition, AL_FIELD("actions", AL_EXISTS));
    if (approved != AL_UNKNOWN)
        approved = any_approves(check, al_get_in(check, definition, "actions"), MAX_DEPTH);
    if (approved == AL_NO)
        al_report(check, workflow, tag, "no action of this high-risk workflow waits for a person's approval");
    else if (approved == AL_UNKNOWN)
        al_undetermined(check, workflow, definition,
                        "cannot tell whether the workflow waits for an approval");
}

/* ---- rules ----------------------------------------------------------------------------------------------
 */

static const struct al_rule_option approval_options[] = {
    {"tag", "armlint:high-risk", "the tag that marks workflows whose actions a person must approve"},
    {0},
};

static const struct al_rule rules[] = {
    {
        .id = "logicapp-approval-step",
        .title = "High-risk workflow waits for nobody's approval",
        .level = AL_NOTE,
        .security_severity = 4.0,
        .type = WORKFLOWS,
        .when = AL_FIELD("tags", AL_NOT_EMPTY),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_approval,
        .why =
            "An agent that was tricked by what it read does the damage at once when nobody has to agree first.",
        .remedy =
            "Add an action that waits for an answer, such as Send approval email (type ApiConnectionWebhook), "
            "before the action that changes something, or remove the tag.",
        .references = "MCSB AI-5; https://learn.microsoft.com/azure/logic-apps/approvals-send-emails",
        .options = approval_options,
    },
    {
        .id = "logicapp-trigger-authentication",
        .title = "Workflow is started by whoever has its address",
        .level = AL_WARNING,
        .security_severity = 6.0,
        .type = WORKFLOWS,
        .when = AL_NOT(AL_FIELD("properties.state", AL_EQUALS("Disabled"))),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_trigger,
        .why =
            "The signed address names nobody and ends up in logs, prompts and tickets; whoever reads it there can "
            "run the workflow with all its connections.",
        .remedy =
            "Add an Entra policy to properties.accessControl.triggers.openAuthenticationPolicies.policies and set "
            "sasAuthenticationPolicy.state beside it to Disabled, or list the callers in "
            "properties.accessControl.triggers.allowedCallerIpAddresses.",
        .references = "MCSB IM-1; MCSB AI-4; "
                      "https://learn.microsoft.com/azure/logic-apps/logic-apps-securing-a-logic-app",
    },
};

AL_MODULE(logic_apps, "Azure Logic Apps", rules);
