/* SPDX-License-Identifier: MIT */
/* What an organisation asks of everything it deploys: regions, tags, budgets. Lists come from the rule's
 * options, or else from a policy that the same input assigns: what it would refuse cannot be deployed. */
#include "common_governance.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define BUDGETS "Microsoft.Consumption/budgets"
#define GROUPS  "Microsoft.Resources/resourceGroups"

/* So many policies of one sort are looked at for each resource. */
enum { MAX_POLICIES = 20 };

/* ---- policies that are assigned here ---------------------------------------------------------------------
 */

/* One that makes no exceptions, and covers what is deployed beside it. */
static bool is_plain(al_check *check, const al_resource *assignment)
{
    enum al_place place = al_place_of(check, assignment);

    if (al_is_existing(assignment) || place == AL_AT_UNKNOWN || place == AL_AT_RESOURCE)
        return false;
    if (place == AL_AT_RESOURCE_GROUP && al_place_of(check, NULL) != AL_AT_RESOURCE_GROUP)
        return false;
    return !al_get(check, assignment, "properties.notScopes") &&
           !al_get(check, assignment, "properties.resourceSelectors") &&
           !al_get(check, assignment, "properties.overrides") &&
           al_is(check, al_get(check, assignment, "properties.parameters.effect.value"), "Disabled") == AL_NO;
}

/* The next plain assignment of a definition, or NULL. */
static const al_resource *next_assigned(al_check *check, const char *guid, const al_resource *previous)
{
    const char *const guids[] = {guid, NULL};
    const al_resource *assignment = previous;

    for (int n = 0; n < MAX_POLICIES && (assignment = al_next_of_type(check, TYPE_ASSIGNMENT, assignment));
         n++)
        if (is_plain(check, assignment) && al_ask_is_policy(check, assignment, guids) == AL_YES)
            return assignment;
    return NULL;
}

static bool begins(const char *text, const char *prefix)
{
    return strncasecmp(text, prefix, strlen(prefix)) == 0;
}

/* Types that have a location for other reasons than to be somewhere. */
static bool is_nowhere(const al_resource *resource)
{
    static const char *const prefixes[] = {
        "Microsoft.Authorization/",
        "Microsoft.Consumption/",
        "Microsoft.CostManagement/",
        "Microsoft.Resources/deployments",
        "Microsoft.Security/",
        "Microsoft.Subscription/",
        "Microsoft.AzureActiveDirectory/",
        "Microsoft.Network/trafficManagerProfiles",
        "Microsoft.Management/",
    };

    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++)
        if (begins(al_type(resource), prefixes[i]) &&
            !begins(al_type(resource), "Microsoft.Resources/deploymentScripts"))
            return true;
    return false;
}

/* ---- regions ------------------------------------------------------------------------------------------- */

/* "West Europe" is westeurope. */
static bool is_same_region(const char *a, const char *b, size_t n)
{
    const char *end = b + n;

    for (;; a++, b++) {
        a += strspn(a, " ");
        while (b < end && *b == ' ')
            b++;
        if (b == end || !*a)
            return b == end && !*a;
        if (strncasecmp(a, b, 1) != 0)
            return false;
    }
}

static bool is_in_list(const char *region, const char *list)
{
    for (;; list += 1) {
        size_t n = strcspn(list, ",");

        if (is_same_region(region, list, n))
            return true;
        list += n;
        if (!*list)
            return false;
    }
}

static enum al_truth is_in_array(al_check *check, const char *region, const al_field *array)
{
    bool exact = true;
    size_t n = al_count(check, array, &exact);

    for (size_t i = 0; i < n; i++) {
        const char *text = al_text(check, al_item(check, array, i));

        if (text && is_same_region(region, text, strlen(text)))
            return AL_YES;
        exact &= text != NULL;
    }
    return exact ? AL_NO : AL_UNKNOWN;
}

/* Where a list of regions comes from: the option, or an array in a policy's assignment. */
struct regions {
    const char *option;
    const al_field *array;
};

static void check_region(al_check *check, const al_resource *resource, const al_field *field,
                         const struct regions *allowed)
{
    const char *region = al_text(check, field);
    enum al_truth fine;

    if (!field || (region && is_same_region(region, "global", 6)))
        return;
    if (!region)
        fine = AL_UNKNOWN;
    else if (allowed->option)
        fine = is_in_list(region, allowed->option) ? AL_YES : AL_NO;
    else
        fine = is_in_array(check, region, allowed->array);
    if (fine == AL_NO)
        al_report(check, resource, field, "%s is none of the allowed regions", region);
    else if (fine == AL_UNKNOWN)
        al_undetermined(check, resource, field, "cannot tell whether the region is allowed");
}

static void check_more_regions(al_check *check, const al_resource *resource, const char *list,
                               const char *path, const struct regions *allowed)
{
    const al_field *places = al_get(check, resource, list);
    bool exact;
    size_t n = al_count(check, places, &exact);

    for (size_t i = 0; i < n; i++)
        check_region(check, resource, al_get_in(check, al_item(check, places, i), path), allowed);
}

static void check_locations(al_check *check, const al_resource *resource)
{
    struct regions allowed = {.option = al_option(check, "allowed")};
    const al_resource *policy;

    if (is_nowhere(resource))
        return;
    if (!allowed.option) {
        policy = al_is_type(resource, GROUPS)
                     ? NULL
                     : next_assigned(check, "e56962a6-4747-49cd-b67b-bf8b01975c4c", NULL);
        allowed.array =
            policy ? al_get(check, policy, "properties.parameters.listOfAllowedLocations.value") : NULL;
        if (!allowed.array)
            return;
    }
    check_region(check, resource, al_get(check, resource, "location"), &allowed);
    if (al_is_type(resource, TYPE_COSMOS))
        check_more_regions(check, resource, "properties.locations", "locationName", &allowed);
    else if (al_is_type(resource, TYPE_APIM))
        check_more_regions(check, resource, "properties.additionalLocations", "location", &allowed);
}

/* ---- tags ---------------------------------------------------------------------------------------------- */

/* Policies that add tags by themselves. */
static const char *const tagging[] = {
    "40df99da-1232-49b1-a39a-6da8d878f469",
    "4f9dc7db-30c1-420c-b61a-e1d640128d26",
    "5ffd78d9-436d-4b41-a421-5baa819e3008",
    "b27a0cbd-a167-4dfa-ae64-4337be671140",
    "cd3aa116-8754-49c9-a813-ad46512ece54",
    "ea3f2387-9b95-492a-a190-fcdc54f7b070",
    NULL,
};

/* What is missing so far, for one finding. */
struct tags {
    const al_field *field;
    bool exact;
    char missing[200];
};

static void want_tag(al_check *check, struct tags *tags, const char *name, size_t n)
{
    size_t ntags = al_count(check, tags->field, &tags->exact), used = strlen(tags->missing);

    for (size_t i = 0; i < ntags; i++) {
        const al_field *tag = al_item(check, tags->field, i);

        if (tag && strncasecmp(al_key(tag), name, n) == 0 && al_key(tag)[n] == '\0') {
            if (al_is(check, tag, "") != AL_YES)
                return;
            break;
        }
    }
    snprintf(tags->missing + used, sizeof tags->missing - used, "%s%.*s", used ? ", " : "", (int)n, name);
}

static void want_tags(al_check *check, struct tags *tags, const char *list)
{
    for (;; list++) {
        size_t n;

        list += strspn(list, " ");
        n = strcspn(list, ",");
        if (n > 0)
            want_tag(check, tags, list, n);
        list += n;
        if (!*list)
            return;
    }
}

static void want_tags_of_policies(al_check *check, struct tags *tags)
{
    const al_resource *policy = NULL;

    while ((policy = next_assigned(check, "871b6d14-10aa-478d-b590-94f262ecfa99", policy))) {
        const char *name = al_text(check, al_get(check, policy, "properties.parameters.tagName.value"));

        if (name)
            want_tag(check, tags, name, strlen(name));
    }
}

/* Types that are on top of a group can have tags when they are somewhere. */
static bool takes_tags(al_check *check, const al_resource *resource)
{
    const char *slash = strchr(al_type(resource), '/');

    return slash && !strchr(slash + 1, '/') && al_get(check, resource, "location") && !is_nowhere(resource);
}

static void check_tags(al_check *check, const al_resource *resource)
{
    const char *list = al_option(check, "tags");
    struct tags tags = {.exact = true};

    if (!takes_tags(check, resource))
        return;
    tags.field = al_get(check, resource, "tags");
    if (list)
        want_tags(check, &tags, list);
    else if (!al_is_type(resource, GROUPS))
        want_tags_of_policies(check, &tags);
    if (!*tags.missing || al_ask_assigns_policy(check, tagging) == AL_YES)
        return;
    if (!tags.exact)
        al_undetermined(check, resource, tags.field, "cannot tell which tags the resource has");
    else if (tags.field)
        al_report(check, resource, tags.field, "required tags are missing or empty: %s", tags.missing);
    else
        al_report(check, resource, NULL, "there are no tags, and these are required: %s", tags.missing);
}

/* ---- budgets ------------------------------------------------------------------------------------------- */

/* A notification that comes in time and to somebody. */
#define WARNS                                                                                      \
    AL_ALL(AL_FIELD("enabled", AL_EQUALS_TRUE), AL_NOT(AL_FIELD("threshold", AL_GREATER(100))),    \
           AL_ANY(AL_FIELD("contactEmails", AL_NOT_EMPTY), AL_FIELD("contactRoles", AL_NOT_EMPTY), \
                  AL_FIELD("contactGroups", AL_NOT_EMPTY)))

static void check_notifications(al_check *check, const al_resource *budget)
{
    static const char path[] = "properties.notifications";
    const al_field *notifications = al_get(check, budget, path);
    bool exact;
    size_t n = al_count(check, notifications, &exact);
    enum al_truth warns = exact ? AL_NO : AL_UNKNOWN;

    for (size_t i = 0; i < n && warns != AL_YES; i++) {
        const al_field *notification = al_item(check, notifications, i);

        if (notification)
            warns = al_either(warns, al_test_in(check, notification, WARNS));
    }
    if (warns == AL_UNKNOWN)
        al_undetermined(check, budget, notifications, "cannot tell whether anybody is told in time");
    else if (warns == AL_NO && notifications)
        al_report(check, budget, notifications,
                  "no notification is enabled, at or below 100 percent, and addressed to somebody");
    else if (warns == AL_NO)
        al_report_absent(check, budget, path, "the budget has no notifications, so it tells nobody");
}

static void check_budget(al_check *check, const al_resource *resource)
{
    if (al_is_type(resource, BUDGETS))
        check_notifications(check, resource);
    else if (!al_ask_is_first_ai_of_subscription(check, resource) || al_next_of_type(check, BUDGETS, NULL) ||
             al_next_of_type(check, "Microsoft.CostManagement/budgets", NULL))
        return;
    else if (al_is_incomplete(check))
        al_undetermined(check, resource, NULL, "cannot tell whether there is a budget");
    else
        al_report(check, resource, NULL,
                  "this deployment sets up AI in a subscription, but no budget that warns of its costs");
}

/* ---- rules --------------------------------------------------------------------------------------------- */

static const struct al_rule_option locations[] = {
    {"allowed", NULL, "regions that may be used: swedencentral,westeurope"},
    {0},
};

static const struct al_rule_option tags_wanted[] = {
    {"tags", NULL, "tags that every resource must have: owner,cost-center"},
    {0},
};

static const struct al_rule rules[] = {
    {
        .id = "cost-budget",
        .title = "No budget warns of the costs of AI",
        .level = AL_NOTE,
        .type = BUDGETS " " AI_WORKLOADS,
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_budget,
        .why =
            "Models are paid for by what is sent to them: a loop in a program, or a stolen key, shows only on "
            "the bill of the month.",
        .remedy =
            "Deploy Microsoft.Consumption/budgets to the resource group or subscription with an entry in "
            "properties.notifications that has enabled true, a threshold of at most 100 and contactEmails, "
            "contactRoles or contactGroups.",
        .references =
            "MCSB AM-3; "
            "https://learn.microsoft.com/azure/cost-management-billing/costs/quick-create-budget-bicep",
    },
    {
        .id = "resource-allowed-locations",
        .title = "Resource is outside of the allowed regions",
        .level = AL_WARNING,
        .security_severity = 3.0,
        .type = "*",
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_locations,
        .why = "Data in another region is under another law, and the policy that keeps it out refuses the "
               "deployment.",
        .remedy = "Use one of the allowed regions, or add the region to the rule's option allowed or to "
                  "listOfAllowedLocations of the policy.",
        .references = "MCSB AM-2; policy e56962a6-4747-49cd-b67b-bf8b01975c4c; "
                      "policy e765b5de-1225-4ba3-bd56-1ac6695af988; "
                      "policy 0473574d-2d43-4217-aefe-941fcdf7e684",
        .equivalents = "Azure.Resource.AllowedRegions",
        .options = locations,
    },
    {
        .id = "resource-required-tags",
        .title = "Resource lacks a required tag",
        .level = AL_NOTE,
        .type = "*",
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_tags,
        .why = "Nobody knows who answers for the resource, who pays for it, or how sensitive its data is.",
        .remedy = "Add the missing names with their values to tags.",
        .references = "MCSB AM-1; MCSB DP-1; policy 871b6d14-10aa-478d-b590-94f262ecfa99; "
                      "policy 1e30110a-5ceb-460c-a204-c1c3969c6d62",
        .equivalents = "Azure.Group.RequiredTags Azure.Resource.RequiredTags",
        .options = tags_wanted,
    },
};

AL_MODULE(governance, "Governance", rules);
