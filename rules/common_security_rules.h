/* SPDX-License-Identifier: MIT */
/* The rules of a network security group, one at a time. They may be written inside it or as children, with
 * one port or address, a range or a list of them; the first one that matches decides. */
#ifndef AL_RULES_COMMON_SECURITY_RULES_H
#define AL_RULES_COMMON_SECURITY_RULES_H

#include "common.h"

/* Patterns of addresses: everything, or so much of it that it makes no difference; the internet or
 * everything. */
#define EVERYTHING "^\\s*(\\*|any|0\\.0\\.0\\.0|[0-9.]+/[0-7]|::/[0-3])\\s*$"
#define INTERNET   "^\\s*(internet|\\*|any|0\\.0\\.0\\.0|[0-9.]+/[0-7]|::/[0-3]|2000::/3)\\s*$"

struct ports {
    int64_t low, high;
};
#define ALL_PORTS ((struct ports){0, 65535})

/* Denials that are kept for each group: more of them for the whole internet are not seen in practice. */
enum { MOST_DENIALS = 32 };
struct denials {
    struct al_part v[MOST_DENIALS];
    size_t n;
    bool more; /* there may be others */
};

const al_field *al_nsg_get(al_check *check, const struct al_part *rule, const char *path);
/* The name for messages. */
const char *al_nsg_name(al_check *check, const struct al_part *rule);
/* Whether it is a rule for that direction with that access. */
enum al_truth al_nsg_does(al_check *check, const struct al_part *rule, const char *direction,
                       const char *access);
/* Whether one of its sources or destinations has the pattern. */
enum al_truth al_nsg_comes_from(al_check *check, const struct al_part *rule, const char *pattern);
enum al_truth al_nsg_goes_to(al_check *check, const struct al_part *rule, const char *pattern);
/* Whether it is for all of these destination ports. */
enum al_truth al_nsg_has_ports(al_check *check, const struct al_part *rule, struct ports ports);
/* Whether it is for destination ports of that condition and no others. */
enum al_truth al_nsg_has_only_ports(al_check *check, const struct al_part *rule,
                                 const struct al_condition *condition);
/* Whether it is for that protocol, perhaps among all. */
enum al_truth al_nsg_has_protocol(al_check *check, const struct al_part *rule, const char *protocol);

/* Whether a stands before b in the order of priorities. */
enum al_truth al_nsg_comes_before(al_check *check, const struct al_part *a, const struct al_part *b);
/* The denials of a group that may keep the internet out. `group` NULL: none. */
void al_nsg_read_denials(al_check *check, const al_resource *group, struct denials *out);
/* Whether a denial before the rule takes back what it admits. `ports`: only TCP to these is asked about;
 * NULL: all that the rule admits. */
enum al_truth al_nsg_is_denied(al_check *check, const struct denials *denials, const struct al_part *rule,
                            const struct ports *ports);

#endif
