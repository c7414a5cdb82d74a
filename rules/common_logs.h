/* SPDX-License-Identifier: MIT */
/* What a diagnostic setting sends, as conditions on it. A setting without a destination does not exist for
 * Azure, and metrics are no logs. */
#ifndef AL_RULES_COMMON_LOGS_H
#define AL_RULES_COMMON_LOGS_H

#include "common.h"

#define AL_LOGS_TO(place) AL_FIELD("properties." place, AL_NOT_EMPTY)
#define AL_LOGS_IS_ON     AL_FIELD("enabled", AL_EQUALS_TRUE)

#define HAS_SINK                                                                      \
    AL_ANY(AL_LOGS_TO("workspaceId"), AL_LOGS_TO("storageAccountId"),                 \
           AL_LOGS_TO("eventHubAuthorizationRuleId"), AL_LOGS_TO("serviceBusRuleId"), \
           AL_LOGS_TO("marketplacePartnerId"))
#define LOGS_ANYTHING  AL_FIELD("properties.logs", AL_SOME_ITEM(AL_LOGS_IS_ON))
#define SENDS_ANYTHING AL_ALL(HAS_SINK, LOGS_ANYTHING)

/* Sends one of the categories, by its name or by a group that holds it. */
#define SENDS_IN_GROUPS(groups, ...)                                                                    \
    AL_ALL(HAS_SINK,                                                                                    \
           AL_FIELD("properties.logs",                                                                  \
                    AL_SOME_ITEM(AL_ALL(AL_LOGS_IS_ON, AL_ANY(AL_FIELD("category", AL_IN(__VA_ARGS__)), \
                                                              AL_FIELD("categoryGroup", groups))))))
/* The group audit holds them as allLogs does, or only allLogs. */
#define SENDS_AUDITED(...) SENDS_IN_GROUPS(AL_MATCHES("^(allLogs|audit)$"), __VA_ARGS__)
#define SENDS_DETAIL(...)  SENDS_IN_GROUPS(AL_EQUALS("allLogs"), __VA_ARGS__)

/* Reports what a setting lacks that should send that category. */
void al_say_what_is_not_sent(al_check *check, const al_resource *setting, const char *category);

#endif
