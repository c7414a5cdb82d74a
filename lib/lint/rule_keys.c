/* SPDX-License-Identifier: MIT */
#include "lint/rule_keys.h"

#include "armlint_rule.h"

#define KEY(name, kind, member, required, help)                                     \
    {                                                                               \
        (name), AL_KEY_##kind, offsetof(struct al_rule, member), (required), (help) \
    }

const struct al_rule_key al_rule_keys[] = {
    KEY("id", ID, id, true, "small letters, digits and '-': what people suppress it by, for ever"),
    KEY("title", TEXT, title, true, "states the fault in a few words, without a full stop"),
    KEY("level", LEVEL, level, false, "how bad a finding is; warning when it is not said"),
    KEY("securitySeverity", SEVERITY, security_severity, false, "how code scanning sorts it, from 0 to 10"),
    KEY("type", TYPES, type, true, "the resource type, or an array of them; '*' is any"),
    KEY("when", CONDITION, when, false, "which resources of the type it concerns; all when it is not said"),
    KEY("require", CONDITION, require, true, "what must be so; the rule fails where it certainly is not"),
    KEY("absent", ABSENT, absent, false, "what it means on Azure that the required property is absent"),
    KEY("options", OPTIONS, options, false,
        "what users may set, by name, with its default; conditions have it as \"[parameters('name')]\""),
    KEY("message", MESSAGE, message, false,
        "what to say: {value} is the value found and {field} the property's path"),
    KEY("why", TEXT, why, false, "the harm"),
    KEY("remedy", TEXT, remedy, false, "the exact change"),
    KEY("references", SOURCES, references, false, "where it is written: URLs, ids of controls and policies"),
    KEY("equivalents", WORDS, equivalents, false, "checks of other tools that ask the same"),
    KEY("aliases", WORDS, aliases, false, "former ids"),
    KEY("unsafeFix", TRUTH, unsafe_fix, false, "the required value may break what works: offer no fix"),
    KEY("profile", ID, profile, false, "it runs only when this profile is asked for"),
    {0},
};

const char *const al_rule_levels[] = {"none", "note", "warning", "error", NULL};

const char *const al_rule_absences[] = {"notAsked", "fails", "passes", "unknown", NULL};
