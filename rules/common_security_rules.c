/* SPDX-License-Identifier: MIT */
#include "common_security_rules.h"

#include <stdlib.h>
#include <string.h>

/* ---- a rule's properties ------------------------------------------------------------------------------- */

const al_field *al_nsg_get(al_check *check, const struct al_part *rule, const char *path)
{
    return al_get_in(check, rule->field, path);
}

typedef enum al_truth question(al_check *check, const al_field *value, const void *about);

/* Whether the question has the answer yes for a property, or for an item of its plural. */
static enum al_truth some(al_check *check, const struct al_part *rule, const char *one, const char *list,
                          question *ask, const void *about)
{
    const al_field *field = al_nsg_get(check, rule, one);
    const al_field *items = al_nsg_get(check, rule, list);
    bool exact = true;
    size_t n = al_count(check, items, &exact);
    enum al_truth answer = field ? ask(check, field, about) : AL_NO;

    for (size_t i = 0; i < n && answer != AL_YES; i++)
        answer = al_either(answer, ask(check, al_item(check, items, i), about));
    return exact ? answer : al_either(answer, AL_UNKNOWN);
}

static enum al_truth matches(al_check *check, const al_field *value, const void *pattern)
{
    return al_test_in(check, value, AL_FIELD("", AL_MATCHES(pattern)));
}

enum al_truth al_nsg_comes_from(al_check *check, const struct al_part *rule, const char *pattern)
{
    return some(check, rule, "properties.sourceAddressPrefix", "properties.sourceAddressPrefixes", matches,
                pattern);
}

enum al_truth al_nsg_goes_to(al_check *check, const struct al_part *rule, const char *pattern)
{
    return some(check, rule, "properties.destinationAddressPrefix", "properties.destinationAddressPrefixes",
                matches, pattern);
}

/* "*", "22", "20-30" or a list of them separated by commas. */
static bool next_ports(const char **text, struct ports *out)
{
    char *end;

    *text += strspn(*text, " \t,");
    if (!**text)
        return false;
    *out = ALL_PORTS;
    if (**text != '*') {
        out->low = out->high = strtoll(*text, &end, 10);
        end += strspn(end, " \t");
        if (*end == '-')
            out->high = strtoll(end + 1, &end, 10);
        *text = end;
    }
    *text += strcspn(*text, ",");
    return true;
}

static enum al_truth holds_ports(al_check *check, const al_field *value, const void *about)
{
    const struct ports *wanted = about;
    const char *text = al_text(check, value);
    struct ports found;

    if (al_number(check, value, &found.low))
        return found.low == wanted->low && found.low == wanted->high ? AL_YES : AL_NO;
    if (!text)
        return al_is_unknown(check, value) ? AL_UNKNOWN : AL_NO;
    while (next_ports(&text, &found))
        if (found.low <= wanted->low && found.high >= wanted->high)
            return AL_YES;
    return AL_NO;
}

enum al_truth al_nsg_has_ports(al_check *check, const struct al_part *rule, struct ports ports)
{
    return some(check, rule, "properties.destinationPortRange", "properties.destinationPortRanges",
                holds_ports, &ports);
}

static enum al_truth is_other(al_check *check, const al_field *value, const void *condition)
{
    return al_opposite(al_test_in(check, value, condition));
}

enum al_truth al_nsg_has_only_ports(al_check *check, const struct al_part *rule,
                                    const struct al_condition *condition)
{
    return al_opposite(some(check, rule, "properties.destinationPortRange",
                            "properties.destinationPortRanges", is_other, condition));
}

enum al_truth al_nsg_does(al_check *check, const struct al_part *rule, const char *direction,
                          const char *access)
{
    return al_both(al_is(check, al_nsg_get(check, rule, "properties.direction"), direction),
                   al_is(check, al_nsg_get(check, rule, "properties.access"), access));
}

enum al_truth al_nsg_has_protocol(al_check *check, const struct al_part *rule, const char *protocol)
{
    const al_field *field = al_nsg_get(check, rule, "properties.protocol");

    return al_either(al_is(check, field, "*"), al_is(check, field, protocol));
}

const char *al_nsg_name(al_check *check, const struct al_part *rule)
{
    const char *name = al_last_segment(check, al_nsg_get(check, rule, "name"));

    return name ? name : al_name(check, rule->resource);
}

/* ---- the order of rules -------------------------------------------------------------------------------- */

void al_nsg_read_denials(al_check *check, const al_resource *group, struct denials *out)
{
    struct al_part rule;
    bool exact = true;
    size_t at = 0;

    if (group)
        al_count(check, al_get(check, group, "properties.securityRules"), &exact);
    out->n = 0;
    out->more = !exact;
    while (group && al_next_part(check, group, "securityRules", &at, &rule)) {
        if (al_both(al_nsg_does(check, &rule, "Inbound", "Deny"),
                    al_nsg_comes_from(check, &rule, INTERNET)) == AL_NO)
            continue;
        if (out->n == MOST_DENIALS) {
            out->more = true;
            return;
        }
        out->v[out->n++] = rule;
    }
}

enum al_truth al_nsg_comes_before(al_check *check, const struct al_part *a, const struct al_part *b)
{
    int64_t first, second;

    if (!al_number(check, al_nsg_get(check, a, "properties.priority"), &first) ||
        !al_number(check, al_nsg_get(check, b, "properties.priority"), &second))
        return AL_UNKNOWN;
    return first < second ? AL_YES : AL_NO;
}

/* Whether the denial is for every address that the rule is for. */
static enum al_truth has_destination_of(al_check *check, const struct al_part *denial,
                                        const struct al_part *rule)
{
    static const char one[] = "properties.destinationAddressPrefix";
    static const char everything[] = "^\\s*(\\*|any|0\\.0\\.0\\.0/0|::/0|virtualnetwork)\\s*$";
    const al_field *place = al_nsg_get(check, denial, one);

    return al_either(al_nsg_goes_to(check, denial, everything),
                     place ? al_same(check, place, al_nsg_get(check, rule, one)) : AL_NO);
}

/* Whether the denial is for every port that the rule is for; `ports`: for those alone. */
static enum al_truth has_ports_of(al_check *check, const struct al_part *denial, const struct al_part *rule,
                                  const struct ports *ports)
{
    static const char one[] = "properties.destinationPortRange";
    const al_field *range = al_nsg_get(check, denial, one);
    enum al_truth answer = al_nsg_has_ports(check, denial, ports ? *ports : ALL_PORTS);

    return ports || !range ? answer : al_either(answer, al_same(check, range, al_nsg_get(check, rule, one)));
}

enum al_truth al_nsg_is_denied(al_check *check, const struct denials *denials, const struct al_part *rule,
                               const struct ports *ports)
{
    enum al_truth answer = denials->more ? AL_UNKNOWN : AL_NO;

    for (size_t i = 0; i < denials->n && answer != AL_YES; i++) {
        const struct al_part *denial = &denials->v[i];
        const al_field *protocol = al_nsg_get(check, denial, "properties.protocol");
        enum al_truth same =
            al_either(al_is(check, protocol, "*"),
                      ports ? al_is(check, protocol, "Tcp")
                            : al_same(check, protocol, al_nsg_get(check, rule, "properties.protocol")));

        same = al_both(same, has_ports_of(check, denial, rule, ports));
        same = al_both(same, has_destination_of(check, denial, rule));
        same = al_both(same, al_nsg_does(check, denial, "Inbound", "Deny"));
        same = al_both(same, al_nsg_comes_from(check, denial, INTERNET));
        answer = al_either(answer, al_both(same, al_nsg_comes_before(check, denial, rule)));
    }
    return answer;
}
