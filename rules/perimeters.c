/* SPDX-License-Identifier: MIT */
/* Network security perimeters: who belongs to one, whether it blocks, and whom its rules let through. */
#include "common.h"

#define SUPPORTED \
    TYPE_COGNITIVE " " TYPE_SEARCH " " TYPE_STORAGE " " TYPE_VAULT " " TYPE_COSMOS " " TYPE_EVENT_HUB

/* Everything, or so much of it that it makes no difference. */
#define EVERY_ADDRESS "^\\s*(\\*|any|internet|0\\.0\\.0\\.0|[0-9.]+/[0-7]|::/[0-3]|2000::/3)\\s*$"
#define EVERY_HOST    "^\\s*\\*(\\.\\*)*\\s*$"

/* ---- members ------------------------------------------------------------------------------------------- */

/* Closed and with an endpoint: a perimeter has nothing to add. */
static enum al_truth is_private(al_check *check, const al_resource *resource)
{
    enum al_truth closed =
        al_is(check, al_get(check, resource, "properties.publicNetworkAccess"), "Disabled");

    return closed == AL_NO || al_ask_reached_privately(check, resource, NULL) == AL_NO ? AL_NO : closed;
}

static void check_member(al_check *check, const al_resource *resource)
{
    enum al_truth inside;

    if (!al_ask_deploys(check, TYPE_PERIMETER) && !al_ask_deploys(check, TYPE_ASSOCIATION))
        return;
    if (!al_ask_deploys_ai(check))
        return;
    inside = al_either(is_private(check, resource), al_ask_in_perimeter(check, resource));
    if (inside == AL_YES)
        return;
    if (inside == AL_UNKNOWN || al_is_incomplete(check))
        al_undetermined(check, resource, NULL, "cannot tell whether the perimeter encloses this resource");
    else
        al_report(check, resource, NULL,
                  "this deployment has a network security perimeter, but this resource is outside of it");
}

/* ---- access rules -------------------------------------------------------------------------------------- */

static void check_list(al_check *check, const al_resource *rule, const char *path, const char *pattern,
                       const char *direction)
{
    const al_field *list = al_get(check, rule, path);
    bool exact = true;
    size_t n = al_count(check, list, &exact);
    enum al_truth doubt = exact ? AL_NO : AL_UNKNOWN;

    for (size_t i = 0; i < n; i++) {
        const al_field *item = al_item(check, list, i);
        enum al_truth wide = al_test_in(check, item, AL_FIELD("", AL_MATCHES(pattern)));

        if (wide == AL_YES)
            al_report(check, rule, item, "the perimeter rule names %s, so it lets everything %s",
                      al_text(check, item), direction);
        doubt = al_either(doubt, wide);
    }
    if (doubt == AL_UNKNOWN)
        al_undetermined(check, rule, list, "cannot tell how much the perimeter rule lets %s", direction);
}

static void check_access_rule(al_check *check, const al_resource *rule)
{
    check_list(check, rule, "properties.addressPrefixes", EVERY_ADDRESS, "in");
    check_list(check, rule, "properties.fullyQualifiedDomainNames", EVERY_HOST, "out");
}

/* ---- rules --------------------------------------------------------------------------------------------- */

static const struct al_rule rules[] = {
    {
        /* Transition is what the portal calls the mode Learning, which is the default. */
        .id = "nsp-access-mode-enforced",
        .title = "Perimeter association is not enforced",
        .level = AL_WARNING,
        .security_severity = 6.0,
        .type = TYPE_ASSOCIATION,
        .require = AL_FIELD("properties.accessMode", AL_EQUALS("Enforced")),
        .absent = AL_ABSENT_FAILS,
        .message = "the perimeter blocks nothing for this resource because {field} is not Enforced",
        .why = "In the modes Learning and Audit the resource's own firewall still decides, so the perimeter "
               "keeps a log of what it would have stopped and stops nothing.",
        .remedy =
            "Set properties.accessMode to Enforced once the perimeter's log shows no wanted access that "
            "its rules would refuse.",
        .references = "MCSB NS-2; https://learn.microsoft.com/azure/private-link/"
                      "network-security-perimeter-transition",
        .unsafe_fix = true,
    },
    {
        .id = "nsp-access-rules",
        .title = "Perimeter rule admits everything",
        .level = AL_WARNING,
        .security_severity = 7.0,
        .type = TYPE_PERIMETER "/profiles/accessRules",
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_access_rule,
        .why =
            "One rule for every address or every host undoes the perimeter for all resources that have its "
            "profile.",
        .remedy = "Name subscriptions or the addresses of your own networks in inbound rules, and the hosts "
                  "that are needed in outbound rules.",
        .references = "MCSB NS-1; MCSB NS-2; https://learn.microsoft.com/azure/private-link/"
                      "network-security-perimeter-concepts",
    },
    {
        .id = "nsp-association",
        .title = "Resource is outside the perimeter",
        .level = AL_WARNING,
        .security_severity = 5.0,
        .type = SUPPORTED,
        .when = AL_ANY(AL_NOT(AL_FIELD("type", AL_EQUALS(TYPE_COGNITIVE))),
                       AL_FIELD("kind", AL_IN("AIServices", "OpenAI"))),
        .absent = AL_ABSENT_NOT_ASKED,
        .check = check_member,
        .why = "Data that the perimeter is meant to keep in leaves through the one resource that does not "
               "belong to it.",
        .remedy = "Add a " TYPE_ASSOCIATION " resource with the resource's id as "
                  "properties.privateLinkResource.id, or set publicNetworkAccess to Disabled and add a "
                  "private endpoint.",
        .references = "MCSB NS-2; https://learn.microsoft.com/azure/private-link/"
                      "network-security-perimeter-concepts",
    },
};

AL_MODULE(perimeters, "Network security perimeters", rules);
