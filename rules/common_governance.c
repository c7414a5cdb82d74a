/* SPDX-License-Identifier: MIT */
#include "common_governance.h"

#include <strings.h>

#define BUILTIN_DEFINITION "^/providers/Microsoft\\.Authorization/policyDefinitions/"

/* ---- the place for it ---------------------------------------------------------------------------------- */

const al_resource *al_ask_first_deployed(al_check *check, const char *type)
{
    const al_resource *resource = NULL;

    for (int n = 0; n < MAX_GOVERNING && (resource = al_next_of_type(check, type, resource)); n++)
        if (!al_is_existing(resource))
            return resource;
    return NULL;
}

bool al_ask_is_first_ai_of_subscription(al_check *check, const al_resource *resource)
{
    enum al_place place = al_place_of(check, NULL);
    const al_resource *first;

    if (place != AL_AT_SUBSCRIPTION && place != AL_AT_MANAGEMENT_GROUP && place != AL_AT_TENANT)
        return false;
    first = al_ask_first_deployed(check, TYPE_COGNITIVE);
    return resource == (first ? first : al_ask_first_deployed(check, TYPE_WORKSPACE));
}

/* ---- policy assignments -------------------------------------------------------------------------------- */

static bool lists(const char *const *guids, const char *guid)
{
    for (; *guids; guids++)
        if (strcasecmp(*guids, guid) == 0)
            return true;
    return false;
}

/* A built-in initiative that is not asked for may still contain the definition, and so may one from
 * elsewhere. */
static enum al_truth names(al_check *check, const al_field *definition, const char *const *guids)
{
    const char *guid = al_last_segment(check, definition), *id = al_text(check, definition);

    if (guid && lists(guids, guid))
        return AL_YES;
    return id && al_pattern(check, BUILTIN_DEFINITION, id) ? AL_NO : AL_UNKNOWN;
}

enum al_truth al_ask_is_policy(al_check *check, const al_resource *assignment, const char *const *guids)
{
    const al_field *definition = al_get(check, assignment, "properties.policyDefinitionId"), *members;
    const al_resource *own = al_target(check, definition);
    enum al_truth answer = AL_NO;
    bool exact = true;
    size_t n;

    if (!definition)
        return AL_NO;
    if (own && al_is_type(own, "Microsoft.Authorization/policyDefinitions"))
        return AL_UNKNOWN; /* made here, perhaps to the same end */
    if (!own || al_is_existing(own))
        return names(check, definition, guids);
    members = al_get(check, own, "properties.policyDefinitions");
    n = al_count(check, members, &exact);
    for (size_t i = 0; i < n && i < MAX_GOVERNING && answer != AL_YES; i++)
        answer = al_either(
            answer, names(check, al_get_in(check, al_item(check, members, i), "policyDefinitionId"), guids));
    return exact ? answer : al_either(answer, AL_UNKNOWN);
}

enum al_truth al_ask_assigns_policy(al_check *check, const char *const *guids)
{
    const al_resource *assignment = NULL;
    enum al_truth answer = AL_NO;

    for (int n = 0; answer != AL_YES; n++) {
        assignment = al_next_of_type(check, TYPE_ASSIGNMENT, assignment);
        if (!assignment)
            return answer;
        if (n == MAX_GOVERNING)
            return AL_UNKNOWN;
        if (!al_is_existing(assignment))
            answer = al_either(answer, al_ask_is_policy(check, assignment, guids));
    }
    return answer;
}

/* ---- Defender plans ------------------------------------------------------------------------------------ */

enum al_truth al_ask_any_plan(al_check *check, plan_question *asks, const char *name)
{
    const al_resource *plan = NULL;
    enum al_truth answer = AL_NO;

    for (int n = 0; answer != AL_YES; n++) {
        plan = al_next_of_type(check, TYPE_PLAN, plan);
        if (!plan)
            return answer;
        if (n == MAX_GOVERNING)
            return AL_UNKNOWN;
        answer = al_either(answer, asks(check, plan, name));
    }
    return answer;
}

static enum al_truth is_plan(al_check *check, const al_resource *plan, const char *name)
{
    return al_is(check, al_get(check, plan, "name"), name);
}

enum al_truth al_ask_has_plan(al_check *check, const char *name)
{
    return al_ask_any_plan(check, is_plan, name);
}

const al_field *al_ask_extension(al_check *check, const al_resource *plan, const char *name, bool *exact)
{
    const al_field *extensions = al_get(check, plan, "properties.extensions");
    size_t n = al_count(check, extensions, exact);

    for (size_t i = 0; i < n; i++) {
        const al_field *extension = al_item(check, extensions, i);
        enum al_truth found = al_is(check, al_get_in(check, extension, "name"), name);

        *exact &= found != AL_UNKNOWN;
        if (found == AL_YES)
            return al_get_in(check, extension, "isEnabled");
    }
    return NULL;
}

void al_report_unpaid_plan(al_check *check, const al_resource *plan)
{
    const al_field *tier = al_get(check, plan, "properties.pricingTier");
    enum al_truth paid = al_is(check, tier, "Standard");

    if (paid == AL_UNKNOWN)
        al_undetermined(check, plan, tier, "cannot tell whether the plan is switched on");
    else if (!tier)
        al_report_absent(check, plan, "properties.pricingTier",
                         "the Defender plan %s has no pricingTier, so nothing switches it on",
                         al_name(check, plan));
    else if (paid == AL_NO)
        al_report(check, plan, tier, "the Defender plan %s is off because pricingTier is not Standard",
                  al_name(check, plan));
}
